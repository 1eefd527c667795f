"""Customers of whom only a guess is known: kept in notes, asked for in money, ownership and deletion."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from handlers.language.meaning import CustomerMention, Intent, Intents

_MAY_BE_GUESSED: Final = frozenset(
    {
        Intents.VISIT_LOG,
        Intents.VISIT_ARRIVE,
        Intents.VISIT_LEAVE,
        Intents.FOLLOWUP_SET,
        Intents.REMINDER_SET,
        Intents.CUSTOMER_QUERY,
        Intents.NOT_YET,
    }
)


def asking_of_whom(intent: Intent) -> Intent:
    """An intent whose customer is asked for where only a guess is known of him and more than a note hangs on it.

    Args:
        intent: as it was read.
    """
    if intent.name in _MAY_BE_GUESSED:
        return intent
    for name in ("customer", "value"):
        said = intent.value(name)
        if isinstance(said, CustomerMention) and said.guessed:
            slot = intent.slots[name]._replace(value=CustomerMention(said.text, (), said.ids))
            return replace(intent, slots={**intent.slots, name: slot})
    return intent
