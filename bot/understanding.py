"""`waiqin understand`: what a message means to the bot, with the demo company's names."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import insert

from bot import command_texts, demo
from handlers.language.meaning import Intent, Situation, Speaker
from models.db import make_engine, open_session
from models.directory import Directory
from models.schema import Base, CompanyVersion
from models.times import SHANGHAI


class BadQuestion(Exception):
    """The speaker or the moment makes no sense; the message is a Chinese sentence."""


def explain(texts: Iterable[str], *, speaker: str, at: str = "") -> Iterator[str]:
    """One JSON object per text: the text, and the intents with their slots.

    Args:
        texts: what was said.
        speaker: a userid of the demo company.
        at: when it was said, ISO in Shanghai time; the present if empty.

    Raises:
        BadQuestion: nobody has this userid, or the moment cannot be read.
    """
    from handlers.language.book import CustomerBook
    from handlers.language.understand import understand

    directory = demo_directory()
    person = directory.person(speaker)
    if person is None:
        raise BadQuestion(command_texts.unknown_speaker(speaker))
    book = CustomerBook(directory)
    situation = Situation(_moment(at), Speaker(person.id, person.leads))
    for text in texts:
        found = understand(text, situation, book)
        yield json.dumps(
            {"text": text, "intents": [_described(intent) for intent in found.intents]},
            ensure_ascii=False,
            default=_plain,
        )


def demo_directory() -> Directory:
    """The demo company in memory, without a database file."""
    engine = make_engine("sqlite://", pool_size=1)
    directory = Directory()
    with engine.connect() as connection, connection.begin():
        Base.metadata.create_all(connection)
        connection.execute(insert(CompanyVersion).values(id=1, value=0))
        session = open_session(connection)
        demo.load(session, demo.FOLDER, datetime.now(UTC))
        session.close()
        directory.refresh(connection)
    engine.dispose()
    return directory


def _moment(at: str) -> datetime:
    if not at:
        return datetime.now(UTC)
    try:
        read = datetime.fromisoformat(at)
    except ValueError:
        raise BadQuestion(command_texts.bad_moment(at)) from None
    return read if read.tzinfo is not None else read.replace(tzinfo=SHANGHAI)


def _described(intent: Intent) -> dict[str, Any]:
    slots = {name: {"value": slot.value, "start": slot.start, "end": slot.end} for name, slot in intent.slots.items()}
    return {"intent": intent.name, "confidence": intent.confidence, "slots": slots, "text": intent.text}


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return list(value) if isinstance(value, set | frozenset) else str(value)
