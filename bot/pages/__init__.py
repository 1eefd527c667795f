"""Pages that the server renders: the simulator."""
