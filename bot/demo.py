"""The demo company: a machinery dealer around Suzhou, loaded into a database where nobody is yet."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import PretendClock
from bot.tables import read_tables
from models.queries import transcripts
from models.schema import Person
from models.services import importing
from models.times import shanghai_day

if TYPE_CHECKING:
    from bot.office import Office
    from models.services.importing import Rejection

FOLDER = Path(__file__).with_name("demo")


class CompanyRefused(Exception):
    """Tables of a company hold rows that are not accepted.

    Attributes:
        rejections: each with the file that it stands in.
    """

    def __init__(self, rejections: list[tuple[str, Rejection]]) -> None:
        super().__init__(f"{len(rejections)} rows are not accepted")
        self.rejections = rejections


def load(session: Session, folder: Path, now: datetime) -> None:
    """Load a company, all or nothing.

    Args:
        session: the caller commits.
        folder: with the tables that `waiqin import` takes.
        now: the instant that customers are created at (UTC).

    Raises:
        bot.tables.TableError: a table cannot be read.
        CompanyRefused: rows are not accepted; nothing was loaded.
    """
    tables = read_tables(folder)
    plan = importing.plan(session, {table: found.rows for table, found in tables.items()}, shanghai_day(now))
    if plan.rejections:
        raise CompanyRefused([(tables[rejected.table].where, rejected) for rejected in plan.rejections])
    importing.apply(session, plan, now)


def load_if_empty(session: Session, now: datetime) -> bool:
    """Load the demo company unless somebody is in the database already; whether it was loaded."""
    if session.execute(select(Person.id).limit(1)).first() is not None:
        return False
    load(session, FOLDER, now)
    return True


async def open_for_use(office: Office) -> None:
    """Make an office ready to be tried out: somebody to speak as, customers to visit, and time that goes on.

    The clock may have been set forward before the last stop; it must not fall back behind what was said then. This is
    done before it ticks: a company that is new has missed nothing of its first day.
    """
    last = await office.read(transcripts.find_last_instant)
    if last is not None and last > office.clock.now() and isinstance(office.clock, PretendClock):
        office.clock.move_to(last)
    now = office.clock.now()
    loaded = await office.write(lambda session: load_if_empty(session, now))
    await office.desk.run(office.directory.refresh)
    if loaded:
        office.metronome.begin(now)
