"""What every kind of numbered record must say of itself: how it is told, taken out and put back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from models.schema import Base, Record


@dataclass(frozen=True, slots=True)
class Told:
    """A record as a sentence names it.

    Attributes:
        customer_id: None where there is none.
        summary: what it says, in its author's words.
        day: the Shanghai day it belongs to, where that is more than when it was written.
        variety: which sort of its kind it is, where people call the sorts by names of their own (出差, 请假).
    """

    customer_id: int | None = None
    summary: str = ""
    day: date | None = None
    variety: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """How records of one kind are told, taken out and put back.

    `take_out` and `put_back` run in the transaction that marks the record; both do nothing where it is done already,
    and raise `CannotChange` where something later stands in the way.
    """

    tell: Callable[[Session, Record], Told]
    take_out: Callable[[Session, Record], None]
    put_back: Callable[[Session, Record], None]


def _nothing(_session: Session, _row: Any) -> None:
    """For kinds with nothing else to set right."""


def numbered(
    mapped: type[Base],
    *,
    words: str = "",
    day: str = "",
    out: Callable[[Session, Any], None] = _nothing,
    back: Callable[[Session, Any], None] = _nothing,
) -> Kind:
    """The kind of a table whose rows go by the record's number and know whether they are voided.

    Args:
        mapped: the class.
        words: the column with its author's words.
        day: the column with the day it belongs to.
        out: what else has to be set right when a row is taken out, before it is marked.
        back: the same when it is put back, after it was marked.
    """

    def tell(session: Session, record: Record) -> Told:
        row: Any = session.get_one(mapped, record.number)
        return Told(
            getattr(row, "customer_id", None),
            getattr(row, words) if words else "",
            getattr(row, day) if day else None,
        )

    def take_out(session: Session, record: Record) -> None:
        row: Any = session.get_one(mapped, record.number)
        if not row.voided:
            out(session, row)
            row.voided = True

    def put_back(session: Session, record: Record) -> None:
        row: Any = session.get_one(mapped, record.number)
        if row.voided:
            row.voided = False
            back(session, row)

    return Kind(tell, take_out, put_back)
