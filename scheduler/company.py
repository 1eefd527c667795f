"""What producers know of the company, and what they have worded for them by those who answer people."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from sqlalchemy.orm import Session

from models.directory import Directory, PersonCard


class Asked(Protocol):
    """A text with the question that stays open for its answer."""

    @property
    def text(self) -> str:
        """What the person reads; empty where there is nothing to say."""
        ...

    @property
    def question(self) -> str:
        """The name of the question."""
        ...

    @property
    def data(self) -> Mapping[str, Any]:
        """What its answer needs, as JSON values."""
        ...


@dataclass(frozen=True, slots=True)
class Worded:
    """Such a text that the clock has put together itself."""

    text: str
    question: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


Draft = Callable[[Session, Directory, int, date], Asked | None]
"""The draft of somebody's report of a Shanghai day, worded as when he asks; None where there is nothing in it."""


Cards = Callable[[Session, Directory, Sequence[PersonCard], date], Mapping[int, Asked]]
"""The morning cards of some people for a Shanghai day, by person; whoever has nothing before him has none."""


def no_cards(
    _session: Session, _directory: Directory, _people: Sequence[PersonCard], _day: date
) -> Mapping[int, Asked]:
    """For houses that word none."""
    return {}


@dataclass(frozen=True, slots=True)
class Company:
    """The company as it stands in the session of a tick.

    Attributes:
        directory: people, lines, terms, calendar.
        draft: see `Draft`; the house hands it in, for the clock knows no handler.
        people: whom this unit of work is about: everybody, or a part of them where a tick goes through them in parts.
        lists: names of open lists, which a list that is pushed may take the place of.
        cards: see `Cards`.
    """

    directory: Directory
    draft: Draft
    people: Sequence[PersonCard]
    lists: Collection[str] = ()
    cards: Cards = no_cards
