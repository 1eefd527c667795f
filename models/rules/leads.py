"""What a registration (报备) needs, how long it protects, and who was first (`product.md` A10, A11, B2, §2). Pure."""

from __future__ import annotations

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from models.rules.calendar import STATUTORY, Calendar
from models.rules.words import folded

PROJECT_CHARACTERS = 80
_ENDING = re.compile(r"(?:的)?(?:项目|工程)$")


class Part(enum.StrEnum):
    """What makes a registration complete (A11), in the order in which it is asked for."""

    NEED = "need"
    CONTACT = "contact"
    NEXT = "next"


class Ruling(enum.StrEnum):
    """What a leader decides about whose a customer is: it stays, it goes to the other, both work on it."""

    CONFIRM = "confirm"
    REASSIGN = "reassign"
    SHARE = "share"


class Ground(enum.StrEnum):
    """What a suggested ruling rests on: who has worked with the customer, and who began."""

    OTHER_IDLE = "other_idle"
    OWNER_IDLE = "owner_idle"
    OTHER_FIRST = "other_first"
    OWNER_FIRST = "owner_first"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A ruling, what it rests on, and the name of the term behind it."""

    ruling: Ruling
    ground: Ground
    term: str


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a conflict, by its dated records.

    Attributes:
        first_on: Shanghai day of the earliest record of work; None without any.
        records: how many of them.
        registered_on: Shanghai day of the registration; None without one.
    """

    first_on: date | None = None
    records: int = 0
    registered_on: date | None = None


def missing(need: str, contact: str, next_on: date | None) -> tuple[Part, ...]:
    """What a registration still lacks.

    Args:
        need: what the customer wants.
        contact: whom to ask for there.
        next_on: the Shanghai day on which he goes on.
    """
    held = {Part.NEED: need, Part.CONTACT: contact, Part.NEXT: next_on}
    return tuple(part for part in Part if not held[part])


def protected_until(on: date, days: int) -> date:
    """The last protected Shanghai day of a registration, that day included.

    Args:
        on: Shanghai day of the registration, or the last day of a protection that is renewed.
        days: from the company's terms.
    """
    return on + timedelta(days=days)


def is_alive(until: date, held_until: date | None, today: date) -> bool:
    """Whether a registration that nobody has ended still protects.

    Args:
        until: its last protected Shanghai day.
        held_until: the last day on which a provisional one may still be completed; None once it is complete.
        today: Shanghai day.
    """
    return today <= until and (held_until is None or today <= held_until)


def first_workday(day: date, calendar: Calendar = STATUTORY) -> date:
    """A Shanghai day, or the next workday where it is none."""
    return day if calendar.is_workday(day) else calendar.after(day)


def project_key(project: str) -> str:
    """How projects of a customer are compared: 三期, 三期项目 and “三期 项目” are one."""
    key = folded(project)
    return (_ENDING.sub("", key) or key)[:PROJECT_CHARACTERS]


def lowest_common(first: Sequence[int], second: Sequence[int]) -> int | None:
    """The lowest leader whom two people share; None when their lines never meet.

    Args:
        first: the leaders above the one, the nearest first.
        second: those above the other.
    """
    shared = set(second)
    return next((leader for leader in first if leader in shared), None)


def suggest(owner: Side, other: Side, *, complete: bool) -> Suggestion:
    """The ruling that the rules speak for.

    Whoever has it keeps it while he has done something with it; nothing on one side against something on the other
    speaks for the other; where both have worked, and the other began first, both had better go on.

    Args:
        owner: whose the customer is.
        other: who appeals.
        complete: whether the owner's registration holds need, contact and next step.
    """
    if not other.records:
        return Suggestion(Ruling.CONFIRM, Ground.OTHER_IDLE, "protection_days")
    if not owner.records:
        return Suggestion(Ruling.REASSIGN, Ground.OWNER_IDLE, "protection_days" if complete else "hold_days")
    since = (
        owner.first_on
        if owner.registered_on is None
        else min(owner.first_on or owner.registered_on, owner.registered_on)
    )
    if since is not None and other.first_on is not None and other.first_on < since:
        return Suggestion(Ruling.SHARE, Ground.OTHER_FIRST, "protection_days")
    return Suggestion(Ruling.CONFIRM, Ground.OWNER_FIRST, "protection_days")
