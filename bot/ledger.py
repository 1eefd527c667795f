"""`waiqin notices`: the ledger of pushes on the command line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy import Engine, select

from bot import command_texts
from bot.clock import SystemClock
from handlers.texts import pushes as texts
from models.queries import ledger
from models.rules.notice_kinds import ANSWERS
from models.schema import NoticeState, Person
from models.times import shanghai_day, shanghai_instant
from models.wording import pushes as wording
from models.wording.formats import full_day

MOST = 10_000


class BadDay(Exception):
    """The day is none; the message is a Chinese sentence."""


def show(engine: Engine, *, say: Callable[[str], None], day: str = "", userid: str = "", failed: bool = False) -> None:
    """Print one day's figures and its pushes, the latest first; never their words, which are customers' business.

    Args:
        engine: of a current database.
        say: prints one line.
        day: the Shanghai day as 2026-11-23; empty means today.
        userid: only this person's.
        failed: only those that could not be delivered.

    Raises:
        BadDay: it is no day.
    """
    wanted = _day(day)
    first, last = shanghai_instant(wanted), shanghai_instant(wanted + timedelta(days=1))
    with engine.connect() as connection:
        people = {row.userid: row for row in connection.execute(select(Person.userid, Person.id, Person.name))}
        if not userid:
            figures = ledger.tally(connection, first=first, last=last, kinds_left_out=ANSWERS)
            say(wording.tallied(full_day(wanted), figures))
        person = people.get(userid.lower())
        if userid and person is None:
            raise BadDay(command_texts.nobody_called(userid))
        entries = ledger.list_entries(
            connection,
            first=first,
            last=last,
            kinds_left_out=ANSWERS,
            person_id=person.id if person is not None else None,
            limit=MOST,
        )
    for entry in entries:
        if not failed or entry.state == NoticeState.FAILED:
            name = people[entry.userid].name if entry.userid in people else entry.userid
            say(f"{entry.id} {name} {texts.line(entry, wanted)}")


def _day(said: str) -> date:
    if not said:
        return shanghai_day(SystemClock().now())
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise BadDay(command_texts.no_day(said)) from None
