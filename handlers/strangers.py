"""People the company does not know, or no longer: a kind text, and nothing of theirs is executed."""

from __future__ import annotations

from handlers.texts import help as texts
from models.directory import Directory


def reply(directory: Directory) -> str:
    """What a stranger reads: who can let him in."""
    return texts.stranger([card.name for card in directory.administrators()])
