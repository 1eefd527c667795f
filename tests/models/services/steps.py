"""What tests of undoing, correcting and voiding do over and over."""

from __future__ import annotations

from typing import Any

from models.schema import Visit
from models.services import records
from models.services import undo as undoing
from models.services.undo import Undone
from tests.models.services.desk import Desk


def undo(desk: Desk, userid: str = "lilei") -> Undone:
    """撤销: what the last message did."""
    person = desk.person(userid)
    with desk.message(userid) as (session, _number):
        step = undoing.last_step(session, person_id=person.id, at=desk.now)
        return undoing.undo(session, step, person_id=person.id, at=desk.now)


def undo_named(desk: Desk, number: int, userid: str = "lilei") -> Undone:
    """撤销 #12."""
    person = desk.person(userid)
    with desk.message(userid) as (session, _number):
        step = undoing.named_step(session, person=person, number=number, at=desk.now)
        return undoing.undo(session, step, person_id=person.id, at=desk.now)


def numbers(done: Undone) -> list[int]:
    """Of the records that were voided."""
    return [record.number for record in done.voided]


def standing(desk: Desk) -> list[int]:
    """Numbers of the visits that stand."""
    return sorted(visit.number for visit in desk.rows(Visit, Visit.voided.is_(False)))


def change(desk: Desk, number: int | None, what: str, userid: str = "lilei", **value: Any) -> Any:
    """改 #1 …"""
    with desk.message(userid) as (session, _number):
        visit = records.find_changeable(session, number=number, person=desk.person(userid), directory=desk.directory)
        return getattr(records, what)(session, visit, **value)


def void(desk: Desk, number: int, by: str, reason: str = "重复") -> None:
    """作废 #1 …"""
    with desk.message(by) as (session, _number):
        records.void(session, number=number, by=desk.person(by), reason=reason, directory=desk.directory, now=desk.now)
