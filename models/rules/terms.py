"""The company's terms: every default of `product.md` §2 as a numbered clause that an administrator can change.

The clauses themselves are `term_table`. A changed value holds from a day on; what held before stays known, so that a
day in the past is judged by its own rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from models.rules.term_table import TERMS, Term

BY_NAME: Final[Mapping[str, Term]] = MappingProxyType({term.name: term for term in TERMS})
ON, OFF = SWITCH = ("开", "关")
CHOICES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"recycle": SWITCH, "recycle_team": SWITCH, "show_holder": ("无", "小组", "姓名")}
)
"""Terms whose value is one of a few words."""
_CLOCK: Final = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


class BadTerm(ValueError):
    """A value that a term cannot have."""


def checked(term: Term, value: str) -> str:
    """A value as it is stored.

    Args:
        term: whose value it shall be.
        value: as it was said: 20, 21:30, 开.

    Raises:
        BadTerm: the term cannot have it.
    """
    choices = CHOICES.get(term.name)
    if choices is not None:
        if value not in choices:
            raise BadTerm(value)
        return value
    if term.is_clock:
        clock = _CLOCK.fullmatch(value)
        if clock is None:
            raise BadTerm(value)
        return f"{int(clock[1]):02}:{clock[2]}"
    if not (value.isascii() and value.isdigit() and len(value) <= 9 and term.low <= int(value) <= term.high):
        raise BadTerm(value)
    return str(int(value))


@dataclass(frozen=True, slots=True)
class Change:
    """A value that a term got on a Shanghai day, and the one before it."""

    term: Term
    valid_from: date
    before: str
    value: str


@dataclass(frozen=True, slots=True)
class Terms:
    """The company's values over time.

    Attributes:
        held: by the term's name, (first day, value) in the order of the days.
    """

    held: Mapping[str, tuple[tuple[date, str], ...]] = field(default_factory=dict)

    def changed(self, changes: Iterable[tuple[str, str, date]]) -> Terms:
        """The same with more changes.

        Args:
            changes: name, value, first day; a later change of the same day replaces it. Unknown names are left out.
        """
        held = {name: dict(values) for name, values in self.held.items()}
        for name, value, valid_from in changes:
            if name in BY_NAME:
                held.setdefault(name, {})[valid_from] = value
        return Terms({name: tuple(sorted(values.items())) for name, values in held.items()})

    def text(self, name: str, on: date) -> str:
        """A term's value as text on a Shanghai day."""
        value = BY_NAME[name].default
        for first, later in self.held.get(name, ()):
            if first > on:
                break
            value = later
        return value

    def number(self, name: str, on: date) -> int:
        """A term's value as a number on a Shanghai day."""
        return int(self.text(name, on))

    def amount(self, name: str, on: date) -> Decimal:
        """A term's value in yuan on a Shanghai day."""
        return Decimal(self.text(name, on))

    def clock(self, name: str, on: date) -> time:
        """A term's value as a Shanghai clock time on a Shanghai day."""
        return time.fromisoformat(self.text(name, on))

    def since(self, name: str, on: date) -> date | None:
        """The Shanghai day since which the value of a day holds; None for the default, which was never changed."""
        return next((first for first, _ in reversed(self.held.get(name, ())) if first <= on), None)

    def coming(self, name: str, on: date) -> tuple[date, str] | None:
        """The next change of a term after a Shanghai day, with its first day; None when none is known."""
        return next(((first, value) for first, value in self.held.get(name, ()) if first > on), None)

    def latest(self, most: int) -> Sequence[Change]:
        """The latest changes, those to come included, the newest first."""
        made = [
            Change(BY_NAME[name], first, self.text(name, first - timedelta(days=1)), value)
            for name, values in self.held.items()
            for first, value in values
        ]
        return sorted(made, key=lambda each: (each.valid_from, each.term.clause), reverse=True)[:most]


def chapters() -> Sequence[str]:
    """The parts of the rules, in their order."""
    return tuple(dict.fromkeys(term.chapter for term in TERMS))


def clause(term: Term, value: str) -> str:
    """4.1 每人每天最多领 3 家。"""
    return f"{term.clause} {term.sentence.format(value)}。"


def cite(name: str) -> str:
    """制度 4.1: how a refusal names its clause."""
    return f"制度 {BY_NAME[name].clause}"
