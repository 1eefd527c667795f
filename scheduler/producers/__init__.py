"""Scans of state that insert notices which are due."""
