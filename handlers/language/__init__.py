"""Text to meaning: pure, deterministic, never raising, linear in the length of the message.

`understand.understand(text, situation, book)` is the whole interface; `meaning` holds its types, `book` the names.
"""
