"""The tables that revision 0002 makes, by subject; never changed once it is released."""
