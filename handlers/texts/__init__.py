"""Every sentence that a person reads in a reply."""
