"""How many characters of what people say is kept where the columns are short."""

from __future__ import annotations

CONTACT_CHARACTERS = 64
"""Of the name of whoever was met."""
NOTE_CHARACTERS = 200
"""Of what is to be done next time."""
