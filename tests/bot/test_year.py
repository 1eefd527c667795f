"""A whole year of a ten-person company, lived through push by push, and the turn into a year nobody knows yet.

2024 has everything: a leap day, make-up workdays (调休) around every long holiday, lunar new year, twelve ends of
months and one of a year. What must hold on every single day is asked of the ledger afterwards.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from bot.clock import PretendClock
from bot.office import Office
from bot.settings import Settings
from models.queries import ledger
from models.rules.calendar import STATUTORY
from models.rules.names import name_key
from models.rules.notice_kinds import ANSWERS
from models.rules.quiet import USUAL
from models.schema import Customer, DailyReport, Dialog, Notice, NoticeState, Person, Role
from models.times import SHANGHAI, days_from, shanghai, shanghai_day, shanghai_instant
from tests.talk import Chat, FakeChannel

REPS = ("r1", "r2", "r3", "r4", "r5", "r6", "r7")
DILIGENT, FORGETFUL, AWAY = ("r1",), "r2", ("r3", "r4", "r5", "r6", "r7")
"""One writes and hands in each day, one forgets it on Wednesdays, five look after a site abroad: they are on leave."""
ASKED_FOR = {"reminder", "reply"}
"""Comes whatever the day is: somebody asked for it."""
HOUSE_KEEPING = "admin"
"""Comes before the quiet hours are over."""
NEW_YEARS_DAY = datetime(2024, 1, 2, 8, 0, tzinfo=SHANGHAI)


@dataclass(frozen=True, slots=True)
class Pushed:
    """One message that somebody read."""

    at: datetime
    userid: str
    kind: str
    text: str

    @property
    def on(self) -> date:
        return shanghai_day(self.at)


def hire(session: Session) -> None:
    """One who runs the house, a director, a manager, seven reps and a customer for each."""
    admin = Person(userid="admin", name="郑刚", role=Role.ADMIN)
    boss = Person(userid="boss", name="方远", role=Role.DIRECTOR)
    session.add_all([admin, boss])
    session.flush()
    leader = Person(userid="leader", name="吴芳", role=Role.MANAGER, manager_id=boss.id)
    session.add(leader)
    session.flush()
    for number, userid in enumerate(REPS):
        rep = Person(userid=userid, name=f"{'李韩陈王孙赵周'[number]}雷", role=Role.REP, manager_id=leader.id)
        session.add(rep)
        session.flush()
        name = f"{'苏州无锡常州南通扬州镇江泰州'[2 * number : 2 * number + 2]}东方机械有限公司"
        session.add(Dialog(person_id=rep.id, question=""))
        session.add(
            Customer(code=f"C{number}", name=name, name_key=name_key(name), owner_id=rep.id, created_at=NEW_YEARS_DAY)
        )


async def open_company(database: str, folder: Path, at: datetime) -> Chat:
    clock, channel = PretendClock(at), FakeChannel()
    settings = Settings(database_url=database, data_dir=folder)
    office = await Office.open(settings, clock=clock, channels=[channel], live=False, durable=False)
    await office.write(hire)
    office.metronome.begin(clock.now())
    return Chat(office, clock, channel)


@pytest.fixture
async def year(database: str, tmp_path: Path) -> AsyncIterator[Chat]:
    made = await open_company(database, tmp_path, NEW_YEARS_DAY)
    yield made
    await made.office.close()


@pytest.fixture
async def turn(database: str, tmp_path: Path) -> AsyncIterator[Chat]:
    made = await open_company(database, tmp_path, datetime(2026, 12, 28, 7, 0, tzinfo=SHANGHAI))
    yield made
    await made.office.close()


async def live_through(chat: Chat, first: date, last: date) -> None:
    """Everybody's days, as the country's calendar has them."""
    for userid in AWAY:
        for begin in range(0, (last - first).days, 120):
            end = min(first + timedelta(days=begin + 119), last)
            asked = f"请假 {first + timedelta(days=begin):%Y-%m-%d} 到 {end:%Y-%m-%d}"
            assert "请假#" in await chat.says(userid, asked)
    await chat.office.deliver_due()
    for day in days_from(first, last):
        if STATUTORY.is_workday(day):
            writers = [*DILIGENT, FORGETFUL] if day.weekday() != 2 else DILIGENT
            await chat.office.advance(shanghai_instant(day, time(10)))
            for userid in writers:
                await chat.says(userid, f"拜访 {'苏州无锡'[2 * REPS.index(userid) :][:2]}东方机械 谈第{day.day}批货")
            await chat.office.advance(shanghai_instant(day, time(17, 40)))
            for userid in writers:
                assert (await chat.says(userid, "1")).startswith("已交 日报"), (day, userid)
            await chat.office.deliver_due()
    await chat.office.advance(shanghai_instant(last + timedelta(days=1), time(7)))


async def pushed(chat: Chat) -> list[Pushed]:
    """Every message that left, in order, from the ledger."""
    rows = await chat.rows(Notice, Notice.state == NoticeState.SENT, Notice.bundled_in.is_(None))
    assert len(rows) == len(chat.channel.sent), "what the ledger calls sent was sent, each once"
    texts = {f"sent-{number}": message for number, message in enumerate(chat.channel.sent, 1)}
    found = [Pushed(row.sent_at, row.userid, row.kind, row.body) for row in rows]
    assert all(texts[row.platform_id].text == row.body and texts[row.platform_id].userid == row.userid for row in rows)
    return sorted(found, key=lambda push: push.at)


def told_on(pushes: Sequence[Pushed], userid: str, kind: str) -> Counter[date]:
    """How often a day somebody was told something of a kind."""
    return Counter(push.on for push in pushes if (push.userid, push.kind) == (userid, kind))


async def test_a_year_with_everything_in_it(year: Chat) -> None:
    first, last = date(2024, 1, 2), date(2024, 12, 31)
    with capture_logs() as logs:
        await year.says("r1", "提醒我2月12号9点给王总拜年")
        await live_through(year, first, last)
    workdays = {day for day in days_from(first, last) if STATUTORY.is_workday(day)}
    assert len(workdays) == 251
    assert {date(2024, 2, 4), date(2024, 2, 18), date(2024, 2, 29), date(2024, 12, 31)} <= workdays

    assert [log for log in logs if log["log_level"] in {"error", "critical"}] == []
    pushes = await pushed(year)
    disturbing = [push for push in pushes if push.kind not in ASKED_FOR]
    assert [push for push in disturbing if push.on not in workdays] == [], "nothing on a day of rest"
    assert [push for push in disturbing if USUAL.covers(push.at) and push.kind != HOUSE_KEEPING] == []
    [asked] = [push for push in pushes if push.kind == "reminder"]
    assert f"{shanghai(asked.at):%m-%d %H:%M} {asked.userid}" == "02-12 09:00 r1", "asked for: on a holiday too"

    once_a_day = dict.fromkeys(workdays, 1)
    assert told_on(pushes, "leader", "summary") == once_a_day
    assert told_on(pushes, "boss", "rollup") == once_a_day
    for userid in DILIGENT:
        assert told_on(pushes, userid, "draft") == once_a_day
        assert told_on(pushes, userid, "report_nag") == {}
    missed = {day for day in workdays if day.weekday() == 2}
    assert told_on(pushes, FORGETFUL, "report_nag") == dict.fromkeys(missed, 2), "each missing report is asked for"
    assert {userid: told_on(pushes, userid, "report_nag") for userid in AWAY} == {userid: Counter() for userid in AWAY}
    assert max(Counter((push.userid, push.on) for push in disturbing).values()) <= 8
    await adds_up(year, first, last)


async def adds_up(chat: Chat, first: date, last: date) -> None:
    """The ledger, month by month and as a whole; and what the leader read against what was handed in."""
    rows = await chat.rows(Notice)
    assert len({row.dedupe_key for row in rows}) == len(rows)
    states = Counter(row.state for row in rows)
    assert set(states) <= {NoticeState.SENT, NoticeState.CANCELLED, NoticeState.PENDING}
    kept = [row for row in rows if row.state == NoticeState.PENDING and shanghai_day(row.due_at) <= last]
    assert {(row.userid, row.last_error) for row in kept} <= {(userid, "away") for userid in AWAY}
    assert all(row.last_error for row in rows if row.state == NoticeState.CANCELLED), "a reason for each"
    late = timedelta(minutes=1)
    assert [row.dedupe_key for row in rows if row.sent_at and row.sent_at - row.next_attempt_at > late] == []

    def tallies(session: Session) -> list[ledger.Tally]:
        starts = [date(first.year + month // 12, month % 12 + 1, 1) for month in range(first.month - 1, 13)]
        return [
            ledger.tally(
                session.connection(), first=shanghai_instant(begin), last=shanghai_instant(end), kinds_left_out=()
            )
            for begin, end in pairwise(starts)
        ]

    months = await chat.office.read(tallies)
    sent = sum(month.sent for month in months)
    assert sent == states[NoticeState.SENT]
    assert sum(month.dropped for month in months) == states[NoticeState.CANCELLED]
    assert not any(month.failed or month.late for month in months)
    assert sum(month.waiting for month in months) == len(kept)
    handed = Counter(report.report_on for report in await chat.rows(DailyReport))
    summaries = {shanghai_day(row.due_at): row.body for row in rows if row.kind == "summary"}
    for day, body in summaries.items():
        assert f"日报交 {handed[day]}，没交 {2 - handed[day]}，免交 5" in body, body


async def test_the_turn_into_a_year_nobody_knows_yet(turn: Chat) -> None:
    last = date(2027, 1, 12)
    own = {date(2027, 1, 1): False, date(2027, 1, 9): True, date(2027, 1, 11): False}
    with capture_logs() as logs:
        assert "还没" in await turn.says("r1", "2027年1月4号上班吗")
        await turn.office.advance(shanghai_instant(date(2026, 12, 28), time(9)))
        assert any("2027 年的放假安排还没有" in told for told in await turn.pushes("admin"))
        assert "1月9日" in await turn.says("admin", "2027年1月1日放假 1月9日上班 1月11日放假")
        await turn.office.advance(shanghai_instant(last + timedelta(days=1), time(7)))

    assert [log for log in logs if log["log_level"] in {"error", "critical"}] == []
    works = {
        day
        for day in days_from(date(2026, 12, 28), last)
        if own.get(day, STATUTORY.is_workday(day) if day.year == 2026 else day.weekday() < 5)
    }
    pushes = await pushed(turn)
    assert set(told_on(pushes, "leader", "summary")) == works
    assert {push.on for push in pushes if push.kind not in (*ASKED_FOR, *ANSWERS)} <= works
    again = [push for push in pushes if push.kind == "admin" and "2027 年的放假安排还没有" in push.text]
    assert [push.on for push in again] == [date(2026, 12, 28), date(2027, 1, 4), date(2027, 1, 12)], "once a week"
