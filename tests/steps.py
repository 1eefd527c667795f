"""What conversations of the tests do over and over: moments of November 2026, who is who, who has what."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from models.db import make_engine, unit
from models.schema import Customer, Person, Visit
from models.times import SHANGHAI
from tests import cast
from tests.talk import Chat, open_chat


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """A moment on a Shanghai clock."""
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def later(chat: Chat, minutes: float = 0, *, days: int = 0) -> None:
    """Let time pass."""
    chat.clock.move_to(chat.clock.now() + timedelta(days=days, minutes=minutes))


def pass_days(chat: Chat, days: int, hour: int = 10) -> None:
    """Let days pass, up to an hour."""
    day = chat.clock.now().astimezone(SHANGHAI).date() + timedelta(days=days)
    chat.clock.move_to(datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI))


def person(chat: Chat, userid: str) -> int:
    """Somebody's id."""
    card = chat.office.directory.person(userid)
    assert card is not None
    return card.id


async def owner(chat: Chat, name: str) -> int | None:
    """Whose a customer is, by his id; None for the public pool."""
    [row] = await chat.rows(Customer, Customer.name == name)
    held: int | None = row.owner_id
    return held


async def owner_of(chat: Chat, name: str) -> str:
    """Whose a customer is, by his userid; empty for the public pool."""
    held = await owner(chat, name)
    people: dict[int | None, str] = {one.id: one.userid for one in await chat.rows(Person)}
    return people.get(held, "")


async def customer_named(chat: Chat, name: str) -> Customer:
    """The only customer of a full name."""
    found: list[Customer] = await chat.rows(Customer, Customer.name == name)
    assert len(found) == 1, found
    return found[0]


async def visits(chat: Chat) -> list[Visit]:
    """All visits by number, voided ones too."""
    return sorted(await chat.rows(Visit), key=lambda visit: visit.number)


async def add_admin(chat: Chat) -> None:
    """郑刚 looks after the bot."""

    def work(session: Session) -> None:
        session.add(Person(userid="admin", name="郑刚", role="admin"))

    await chat.office.write(work)


@asynccontextmanager
async def two_offices(
    address: str, folder: Path, *, more: Callable[[Session], None] = lambda _: None, greeted: Iterable[str] = ()
) -> AsyncIterator[tuple[Chat, Chat]]:
    """Two processes' worth of offices on one empty PostgreSQL, with the cast in it.

    Args:
        address: of the database.
        folder: for their data.
        more: puts more into it.
        greeted: who is past the notice that the first message of a person gets.
    """
    engine = make_engine(address)
    with unit(engine) as session:
        cast.load(session)
        more(session)
    engine.dispose()
    first, second = [await open_chat(address, folder / str(number)) for number in range(2)]
    second._numbers = itertools.count(10_000)  # keys of its own
    for userid in greeted:
        await first.says(userid, "帮助", key=f"hello:{userid}")
    yield first, second
    await first.office.close()
    await second.office.close()
