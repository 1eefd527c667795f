"""What the tables share: rows are matched with stored ones by a key, and only what differs is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.schema import Base
from models.services.importing.tables import Plan, Problem, Reason, Rejection, Step, Table

BATCH = 1_000
"""Rows written per flush: few statements, and the progress still moves."""

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Item:
    """A row whose cells could all be read."""

    number: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stored:
    """A row of the database in the words of the tables."""

    id: int
    values: dict[str, Any]


def of_customer(values: Mapping[str, Any], codes: Mapping[str, int]) -> dict[str, Any]:
    """Values of a row of a customer's, with his id in place of his code.

    Args:
        values: of a step.
        codes: ids of customers by code.
    """
    found = dict(values)
    if "customer_code" in found:
        found["customer_id"] = codes[found.pop("customer_code")]
    return found


def reject(made: Plan, table: Table, item: Item, problem: Problem) -> None:
    """Leave a row out, and say why."""
    made.rejections.append(Rejection(table, item.number, (problem,)))


def reject_unknown(made: Plan, table: Table, item: Item, column: str, offered: set[str | None]) -> None:
    """Leave out a row that names somebody who is not stored; `offered` are those that the tables name as well."""
    named = item.values[column]
    unknown = Reason.UNKNOWN_CUSTOMER if column == "customer_code" else Reason.UNKNOWN_PERSON
    reject(made, table, item, Problem(column, Reason.REFUSED_ABOVE if named in offered else unknown, named))


def unique(table: Table, column: str, items: Iterable[Item], key: Callable[[Item], Key], made: Plan) -> dict[Key, Item]:
    """Rows by their key; a later one of the same key is left out."""
    found: dict[Key, Item] = {}
    for item in items:
        held = found.setdefault(key(item), item)
        if held is not item:
            reject(made, table, item, Problem(column, Reason.DUPLICATE, str(item.values[column]), held.number))
    return found


def add_step(made: Plan, table: Table, stored: Stored | None, item: Item) -> None:
    """Add the step that brings a stored row to what the table says, if anything differs."""
    values, counts = dict(item.values), made.counts[table]
    aliases: tuple[str, ...] = values.pop("aliases", ())
    if stored is None:
        counts.added += 1
        made.steps[table].append(Step(None, values, aliases))
        return
    changed = {name: value for name, value in values.items() if stored.values[name] != value}
    fresh = tuple(alias for alias in aliases if alias not in stored.values["aliases"])
    if changed or fresh:
        counts.updated += 1
        made.steps[table].append(Step(stored.id, changed, fresh))
    else:
        counts.unchanged += 1


def batches(steps: Sequence[Step]) -> Iterable[Sequence[Step]]:
    """Steps by `BATCH`."""
    return (steps[start : start + BATCH] for start in range(0, len(steps), BATCH))


def apply_rows(
    session: Session,
    mapped: type[Base],
    steps: Sequence[Step],
    columns: Callable[[Mapping[str, Any]], dict[str, Any]],
) -> list[Any]:
    """Add or change rows of one table and flush them; returns them in the order of the steps."""
    changed = [step.row_id for step in steps if step.row_id is not None]
    held = {}
    if changed:
        key = mapped.__table__.c.id
        held = {row.id: row for row in session.scalars(select(mapped).where(key.in_(changed)))}  # type: ignore[attr-defined]  # every table here has an id
    rows = []
    for step in steps:
        values = columns(step.values)
        if step.row_id is None:
            row = mapped(**values)
            session.add(row)
        else:
            row = held[step.row_id]
            for name, value in values.items():
                setattr(row, name, value)
        rows.append(row)
    session.flush()
    return rows
