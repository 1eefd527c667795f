"""`waiqin notices`: one day's pushes, without their words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from bot import ledger
from models.db import open_session
from models.schema import NoticeState, Person
from models.services import claiming, notices
from models.services.notices import Finished, NewNotice

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)


@pytest.fixture
def lines(engine: Engine) -> list[str]:
    with engine.begin() as connection:
        session = open_session(connection, now=NOON)
        person = Person(userid="lilei", name="李雷")
        session.add(person)
        session.flush()
        rows = [
            NewNotice(f"k{kind}", kind, "", person.id, "lilei", "东吴欠款", NOON)
            for kind in ("morning", "reply", "reminder")
        ]
        notices.enqueue(connection, rows, now=NOON)
        morning, _reply, reminder = claiming.claim(connection, now=NOON, limit=9)
        sent = Finished(morning.id, 1, NoticeState.SENT, NOON, "", NOON)
        notices.finish(connection, [sent, Finished(reminder.id, 1, NoticeState.FAILED, NOON, "81013 invaliduser")])
        session.close()
    return []


def test_the_day_is_told_in_figures_and_lines_and_no_words(engine: Engine, lines: list[str]) -> None:
    ledger.show(engine, say=lines.append, day="2026-11-23")
    assert lines == [
        "2026年11月23日（周一）应发 2，送达 1，失败 1。",
        "3 李雷 12:00 到点提醒 没送到：企业微信里不在应用的可见范围",
        "1 李雷 12:00 早报 12:00 已送达",
    ]


def test_one_person_and_only_what_failed(engine: Engine, lines: list[str]) -> None:
    ledger.show(engine, say=lines.append, day="2026-11-23", userid="LiLei", failed=True)
    assert lines == ["3 李雷 12:00 到点提醒 没送到：企业微信里不在应用的可见范围"]


@pytest.mark.parametrize(("day", "userid"), [("yesterday", ""), ("2026-13-01", ""), ("2026-11-23", "nobody")])
def test_what_is_no_day_or_nobody_is_one_sentence(engine: Engine, day: str, userid: str) -> None:
    with pytest.raises(ledger.BadDay, match="。"):
        ledger.show(engine, say=print, day=day, userid=userid)
