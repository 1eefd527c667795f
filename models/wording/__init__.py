"""How days, sums and what became of a push are written, for the texts of the handlers and of the clock alike."""
