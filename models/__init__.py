"""What is remembered and the rules about it."""
