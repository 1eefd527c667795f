"""Conversations as they are read back: the order, the pages, and what is not part of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from models.db import open_session
from models.queries import transcripts
from models.queries.transcripts import Entry, EntryKind, Mark
from models.schema import InboxMessage, InboxState, Nearness, Notice, NoticeState, Person, Place, ReplyVia

TEN = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
CHANNEL = "simulator"

instants = st.integers(0, 3).map(lambda minutes: TEN + timedelta(minutes=minutes))
exchanges = st.lists(st.tuples(instants, instants, st.booleans()), max_size=8)


@pytest.fixture
def cast(company: Engine) -> Engine:
    return company


def person_id(session: Session, userid: str) -> int:
    return session.execute(select(Person.id).where(Person.userid == userid)).scalar_one()


def hear(session: Session, number: int, **more: Any) -> None:
    row = {
        "id": number,
        "key": f"simulator:{number}",
        "channel": CHANNEL,
        "userid": "lilei",
        "person_id": person_id(session, "lilei"),
        "kind": "text",
        "payload": {"text": f"第{number}句"},
        "sent_at": TEN,
        "received_at": TEN,
        "state": InboxState.DONE,
        "reply": f"回{number}",
        "reply_via": ReplyVia.PASSIVE,
        "handled_at": TEN,
    }
    session.execute(insert(InboxMessage).values({**row, **more}))


def tell(session: Session, number: int, **more: Any) -> None:
    row = {
        "dedupe_key": f"test:{number}",
        "kind": "test",
        "channel": CHANNEL,
        "person_id": person_id(session, "lilei"),
        "userid": "lilei",
        "body": f"提醒{number}",
        "due_at": TEN,
        "state": NoticeState.SENT,
        "next_attempt_at": TEN,
        "sent_at": TEN,
        "platform_id": f"sent-{number}",
        "made_at": TEN,
    }
    session.execute(insert(Notice).values({**row, **more}))


def said(session: Session, limit: int = 100, before: Mark | None = None) -> list[Entry]:
    return transcripts.list_entries(
        session,
        person_id=person_id(session, "lilei"),
        userid="lilei",
        channel=CHANNEL,
        limit=limit,
        before=before,
    )


def words(entries: Sequence[Entry]) -> list[str]:
    return [entry.text or entry.payload["text"] for entry in entries]


@pytest.fixture
def talk(cast: Engine, session: Session) -> Session:
    return session


def test_a_reply_follows_its_message_even_on_a_clock_that_stands_still(talk: Session) -> None:
    hear(talk, 1)
    hear(talk, 2)
    tell(talk, 1)

    assert words(said(talk)) == ["第1句", "回1", "第2句", "回2", "提醒1"]


def test_what_was_not_said_through_this_channel_or_not_at_all_is_left_out(talk: Session) -> None:
    hear(talk, 1, channel="wecom")
    hear(talk, 2, reply="")
    hear(talk, 3, reply_via=ReplyVia.PUSH)
    tell(talk, 1, channel="wecom")
    tell(talk, 2, state=NoticeState.PENDING, sent_at=None)
    tell(talk, 3, state=NoticeState.CANCELLED, sent_at=None)
    tell(talk, 4, channel="")

    assert words(said(talk)) == ["第2句", "第3句", "提醒4"]


def test_a_message_that_waits_to_be_handled_is_there_already(talk: Session) -> None:
    hear(talk, 1, person_id=None, state=InboxState.RECEIVED, reply="", handled_at=None)

    assert words(said(talk)) == ["第1句"]
    assert transcripts.list_latest(talk, channel=CHANNEL) == {}


def test_an_exchange_is_found_by_its_key(talk: Session) -> None:
    hear(talk, 1)
    hear(talk, 2)

    found = transcripts.list_exchange(talk, person_id=person_id(talk, "lilei"), key="simulator:2", channel=CHANNEL)

    assert words(found) == ["第2句", "回2"]
    assert [entry.kind for entry in found] == [EntryKind.MESSAGE, EntryKind.REPLY]


def test_where_somebody_was_shows_only_as_far_as_it_was_kept(talk: Session) -> None:
    hear(talk, 1, kind="location", payload={})
    hear(talk, 2, kind="location", payload={})
    kept = {"label": "东吴北路128号", "latitude": 31.2983, "longitude": 120.5853}
    talk.execute(
        insert(Place).values(
            person_id=person_id(talk, "lilei"), message_id=2, sent_at=TEN, nearness=Nearness.NEAR, **kept
        )
    )

    payloads = [entry.payload for entry in said(talk) if entry.kind is EntryKind.MESSAGE]

    assert payloads == [{}, kept]


def test_the_latest_entry_of_everybody(talk: Session) -> None:
    hear(talk, 1)
    hear(talk, 2, received_at=TEN + timedelta(minutes=1), handled_at=TEN + timedelta(minutes=1))
    tell(talk, 1)
    tell(talk, 2, person_id=person_id(talk, "hanmei"), userid="hanmei")

    latest = transcripts.list_latest(talk, channel=CHANNEL)

    assert {key: entry.text for key, entry in latest.items()} == {
        person_id(talk, "lilei"): "回2",
        person_id(talk, "hanmei"): "提醒2",
    }


def test_the_last_instant_of_all(talk: Session) -> None:
    before = transcripts.find_last_instant(talk)
    hear(talk, 1)
    tell(talk, 1, sent_at=TEN + timedelta(days=1))
    tell(talk, 2, state=NoticeState.PENDING, sent_at=None, due_at=TEN + timedelta(days=2))

    assert [before, transcripts.find_last_instant(talk)] == [None, TEN + timedelta(days=1)]


def test_what_was_not_seen_is_counted(talk: Session) -> None:
    hear(talk, 1)
    tell(talk, 1)
    tell(talk, 2)
    lilei = person_id(talk, "lilei")

    marks = [Mark.read(entry.id) for entry in said(talk)]
    counts = [transcripts.count_unread(talk, channel=CHANNEL, seen={lilei: mark}) for mark in marks]

    assert transcripts.count_unread(talk, channel=CHANNEL, seen={}) == {lilei: 3}
    assert counts == [{lilei: 3}, {lilei: 2}, {lilei: 1}, {}]


@given(heard=exchanges, told=st.lists(instants, max_size=6), size=st.integers(1, 5))
def test_page_by_page_is_the_whole_conversation(
    cast: Engine, heard: list[tuple[datetime, datetime, bool]], told: list[datetime], size: int
) -> None:
    with cast.connect() as connection:
        transaction = connection.begin()
        session = open_session(connection)
        for number, (at, later, answered) in enumerate(heard, 1):
            reply = "好" if answered else ""
            hear(session, number, received_at=at, handled_at=max(at, later), reply=reply)
        for number, at in enumerate(told, 1):
            tell(session, number, sent_at=at)
        whole = said(session)
        pages: list[Entry] = []
        while page := said(session, size, Mark.read(pages[0].id) if pages else None):
            assert len(page) <= size
            pages = page + pages
        session.close()
        transaction.rollback()

    assert pages == whole
    assert len({entry.id for entry in whole}) == len(whole)
    assert [entry.id for entry in whole] == sorted(entry.id for entry in whole)
    assert [entry.at for entry in whole] == sorted(entry.at for entry in whole)


@given(
    at=st.datetimes(timezones=st.just(UTC), min_value=datetime(1970, 1, 1), max_value=datetime(2200, 1, 1)),  # noqa: DTZ001  hypothesis wants naive bounds
    source=st.integers(0, 1),
    row=st.integers(1, 2**63 - 1),
    turn=st.integers(0, 1),
)
def test_an_id_says_its_place(at: datetime, source: int, row: int, turn: int) -> None:
    mark = Mark(at, source, row, turn)

    assert Mark.read(mark.entry_id) == mark
