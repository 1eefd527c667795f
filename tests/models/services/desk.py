"""A small stand-in for the desk: one message after another, each in a transaction of its own with its author."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from models.db import open_session
from models.directory import Directory, PersonCard
from models.schema import InboxMessage, InboxState
from models.services import evidence, photos, visits
from models.services.evidence import Kept, Sent
from models.services.visits import Logged, Report
from models.times import SHANGHAI, shanghai_day

TEN = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)


@dataclass(frozen=True)
class Picture:
    """What a stored picture is to the service."""

    sha256: str
    likeness: str = ""
    path: str = "photos/aa/aa.jpg"
    taken_at: datetime | None = None


@dataclass
class Desk:
    """Runs messages of the cast against a database with the cast in it."""

    engine: Engine
    directory: Directory = field(default_factory=Directory)
    now: datetime = TEN
    ids: Iterator[int] = field(default_factory=lambda: itertools.count(1000))

    def __post_init__(self) -> None:
        with self.engine.connect() as connection, connection.begin():
            self.directory.refresh(connection)

    def later(self, minutes: float) -> Desk:
        """Let time pass."""
        self.now += timedelta(minutes=minutes)
        return self

    def person(self, userid: str) -> PersonCard:
        found = self.directory.person(userid)
        assert found is not None
        return found

    def customer(self, code: str) -> int:
        return next(card.id for card in self.directory.customers.values() if card.code == code)

    @contextmanager
    def message(self, userid: str) -> Iterator[tuple[Session, int]]:
        """One message: a session with its author and number; committed at the end."""
        number = next(self.ids)
        person = self.person(userid)
        with self.engine.connect() as connection, connection.begin():
            session = open_session(connection, person_id=person.id, message_id=number, now=self.now)
            yield session, number
            session.flush()
            session.close()
            connection.execute(
                insert(InboxMessage).values(
                    id=number,
                    key=f"test:{number}",
                    channel="simulator",
                    userid=userid,
                    person_id=person.id,
                    kind="text",
                    payload={},
                    sent_at=self.now,
                    received_at=self.now,
                    state=InboxState.DONE,
                )
            )
        with self.engine.connect() as connection, connection.begin():
            self.directory.refresh(connection)

    def logs(self, userid: str, *codes: str, **said: Any) -> list[Logged]:
        """One message that reports visits."""
        with self.message(userid) as (session, number):
            return [self.log_one(session, number, userid, code, **said) for code in codes]

    def log_one(self, session: Session, number: int, userid: str, code: str, **said: Any) -> Logged:
        said.setdefault("summary", f"谈事 {number}")
        return visits.log_visit(
            session,
            Report(self.customer(code), said.pop("day", shanghai_day(self.now)), self.now, **said),
            person_id=self.person(userid).id,
            message_id=number,
            directory=self.directory,
            now=self.now,
            today=shanghai_day(self.now),
        )

    def arrives(self, userid: str, code: str) -> int:
        with self.message(userid) as (session, number):
            return visits.arrive(
                session,
                person_id=self.person(userid).id,
                message_id=number,
                customer_id=self.customer(code),
                said_at=self.now,
                clock=None,
                directory=self.directory,
                now=self.now,
            ).number

    def place(self, userid: str, latitude: float, longitude: float) -> Kept:
        with self.message(userid) as (session, number):
            return evidence.add_place(
                session,
                Sent(self.person(userid).id, number, self.now),
                latitude=latitude,
                longitude=longitude,
                label="工业园区",
                directory=self.directory,
            )

    def photo(self, userid: str, picture: Picture | None) -> Kept:
        with self.message(userid) as (session, number):
            return photos.add(
                session,
                Sent(self.person(userid).id, number, self.now),
                channel="simulator",
                media_id=f"media-{number}",
                picture=picture,
                directory=self.directory,
            )

    def rows(self, what: Any, *where: Any) -> list[Any]:
        """Rows as they are in the database."""
        with Session(self.engine) as session:
            found = list(session.scalars(select(what).where(*where)))
            session.expunge_all()
            return found

    def row(self, what: Any, key: int) -> Any:
        with Session(self.engine) as session:
            found = session.get_one(what, key)
            session.expunge_all()
            return found
