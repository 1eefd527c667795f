"""People and their reporting lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from models.schema import Dialog, Person
from models.services.importing.matching import (
    Item,
    Stored,
    add_step,
    apply_rows,
    batches,
    reject,
    reject_unknown,
    unique,
)
from models.services.importing.tables import Plan, Problem, Reason, Step, Table
from models.times import shanghai_day


def plan(session: Session, items: list[Item], offered: set[str | None], made: Plan) -> set[str]:
    """Compare people; returns every userid that others may name."""
    stored = _stored(session)
    good = unique(Table.PEOPLE, "userid", items, lambda item: str(item.values["userid"]), made)
    lines = {userid: person.values["manager_userid"] for userid, person in stored.items()}
    while wrong := _wrong_lines(good, lines):
        for userid, reason in wrong.items():
            item = good.pop(userid)
            manager = item.values["manager_userid"]
            if reason is Reason.UNKNOWN_PERSON:
                reject_unknown(made, Table.PEOPLE, item, "manager_userid", offered)
            else:
                reject(made, Table.PEOPLE, item, Problem("manager_userid", reason, manager))
    for userid, item in good.items():
        add_step(made, Table.PEOPLE, stored.get(userid), item)
    return set(stored) | set(good)


def _wrong_lines(good: Mapping[str, Item], stored: Mapping[str, str]) -> dict[str, Reason]:
    """Whose manager is unknown, or who would report to himself over some steps.

    Asked again after every refusal: a refused row falls back to the stored line, which may close another circle.
    """
    lines = dict(stored)
    for userid, item in good.items():
        lines[userid] = item.values.get("manager_userid", stored.get(userid, ""))
    given = [userid for userid, item in good.items() if item.values.get("manager_userid")]
    wrong = {userid: Reason.UNKNOWN_PERSON for userid in given if lines[userid] not in lines}
    return wrong or {userid: Reason.CIRCLE for userid in given if _comes_back(userid, lines)}


def _comes_back(userid: str, lines: Mapping[str, str]) -> bool:
    above, seen = lines[userid], set()
    while above and above not in seen:
        if above == userid:
            return True
        seen.add(above)
        above = lines[above]
    return False


def _stored(session: Session) -> dict[str, Stored]:
    rows = session.execute(
        select(
            Person.id,
            Person.userid,
            Person.name,
            Person.role,
            Person.department,
            Person.manager_id,
        )
    ).all()
    userids = {row.id: row.userid for row in rows}
    return {
        row.userid: Stored(
            row.id,
            {
                "userid": row.userid,
                "name": row.name,
                "role": row.role,
                "department": row.department,
                "manager_userid": userids.get(row.manager_id, ""),
            },
        )
        for row in rows
    }


def by_rank(steps: Sequence[Step]) -> Iterable[Sequence[Step]]:
    """New people after their managers, changed ones last: an id must exist before it is referred to."""
    waiting = {step.values["userid"]: step for step in steps if step.row_id is None}
    while waiting:
        layer = [step for step in waiting.values() if step.values.get("manager_userid") not in waiting]
        for step in layer:
            del waiting[step.values["userid"]]
        yield layer
    yield from batches([step for step in steps if step.row_id is not None])


def apply(session: Session, steps: Sequence[Step], userids: dict[str, int], now: datetime) -> None:
    """Write people; `userids` learns the ids of new ones."""

    def columns(values: Mapping[str, Any]) -> dict[str, Any]:
        found = dict(values)
        if "manager_userid" in found:
            found["manager_id"] = userids.get(found.pop("manager_userid"))
        if "userid" in found:
            found["since_on"] = shanghai_day(now)
        return found

    people: list[Person] = apply_rows(session, Person, steps, columns)
    fresh = [person for person, step in zip(people, steps, strict=True) if step.row_id is None]
    if fresh:
        userids.update((person.userid, person.id) for person in fresh)
        session.execute(insert(Dialog), [{"person_id": person.id} for person in fresh])
