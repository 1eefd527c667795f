"""Daily reports in the database: one a person and day, ever, whatever happens at the same moment (A3)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select

from models.db import make_engine, unit
from models.errors import NothingToReport, ReportAhead, ReportClosed, ReportFull, ReportTooOld
from models.queries import reports as queries
from models.rules.terms import Terms
from models.schema import Change, DailyReport, Record, RecordKind, RecordRead, ReportState
from models.services import records, remarks, reports
from models.services import undo as undoing
from models.services.kinds import kind_of
from models.times import SHANGHAI
from tests import cast
from tests.models.services.desk import Desk

MONDAY = date(2026, 11, 23)
TERMS = Terms()


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


@pytest.fixture
def desk(company: Engine) -> Desk:
    return Desk(company, now=at(18))


def file(desk: Desk, body: str = "拜访 2 家", *, day: date = MONDAY, by: str = "lilei") -> reports.Filed:
    with desk.message(by) as (session, number):
        return reports.file(
            session,
            body,
            person_id=desk.person(by).id,
            day=day,
            message_id=number,
            now=desk.now,
            terms=TERMS,
        )


def row(desk: Desk, by: str = "lilei", day: date = MONDAY) -> DailyReport:
    with desk.message(by) as (session, _):
        found = queries.find_report(session, desk.person(by).id, day)
        assert found is not None
        return found


def test_handed_in_again_the_number_stays_and_the_history_keeps_the_old_text(desk: Desk) -> None:
    first = file(desk)
    again = file(desk.later(60), "拜访 3 家")
    same = file(desk.later(1), "拜访 3 家")

    assert (first.first, again.first, again.changed, same.changed) == (True, False, True, False)
    assert first.report.number == again.report.number
    held = row(desk)
    assert (held.state, held.body, held.first_filed_at, held.filed_at) == ("on_time", "拜访 3 家", at(18), at(19))
    bodies = [change.after["body"] for change in desk.rows(Change) if "body" in (change.after or {})]
    assert bodies == ["拜访 2 家", "拜访 3 家"]


def test_after_the_deadline_what_was_on_time_stays_as_it_was(desk: Desk) -> None:
    number = file(desk).report.number
    desk.now = at(21)

    with pytest.raises(ReportClosed) as closed:
        file(desk, "拜访 9 家")
    assert (closed.value.number, row(desk).body) == (number, "拜访 2 家")


def test_what_is_late_may_be_handed_in_again_and_stays_late(desk: Desk) -> None:
    desk.now = at(21, 14)
    file(desk)
    file(desk.later(30), "拜访 3 家")
    made_up = desk.later(12 * 60)
    file(made_up, "拜访 4 家")

    assert (row(desk).state, row(desk).body) == (ReportState.LATE, "拜访 4 家")


@pytest.mark.parametrize(
    ("day", "fact"),
    [(date(2026, 11, 24), ReportAhead), (date(2026, 11, 15), ReportTooOld), (date(1900, 1, 1), ReportTooOld)],
)
def test_days_that_are_not_taken(desk: Desk, day: date, fact: type[Exception]) -> None:
    with pytest.raises(fact):
        file(desk, day=day)
    assert desk.rows(DailyReport) == []
    assert desk.rows(Record) == []


def test_an_empty_one_is_not_taken(desk: Desk) -> None:
    with pytest.raises(NothingToReport):
        file(desk, " \n")
    assert desk.rows(Record) == []


def test_sentences_are_added_once_and_not_without_end(desk: Desk) -> None:
    def add(words: str) -> None:
        with desk.message("lilei") as (session, number):
            reports.add_words(
                session,
                words,
                person_id=desk.person("lilei").id,
                day=MONDAY,
                message_id=number,
                now=desk.now,
                terms=TERMS,
            )

    add("在公司整理报价")
    add("在公司整理报价")
    assert row(desk).extra == ["在公司整理报价"]
    with pytest.raises(ReportFull):
        add("长" * 801)
    for number in range(reports.MOST_ADDED - 1):
        add(f"第 {number} 句")
    with pytest.raises(ReportFull):
        add("再一句")
    assert len(row(desk).extra) == reports.MOST_ADDED


def test_a_plan_stands_on_the_report_of_the_workday_before(desk: Desk) -> None:
    with desk.message("lilei") as (session, number):
        person = desk.person("lilei").id
        for words, add in (("恒力", False), ("华联", True)):
            reports.set_plan(
                session, words, person_id=person, day=date(2026, 11, 30), message_id=number, now=desk.now, add=add
            )
        session.flush()
        assert queries.find_plan(session, person, date(2026, 11, 30)) == "恒力；华联"
        assert queries.find_plan(session, person, date(2026, 11, 24)) == ""
    assert row(desk, day=date(2026, 11, 27)).state == ReportState.DRAFT


def test_what_was_taken_back_may_be_handed_in_anew_under_its_number(desk: Desk) -> None:
    number = file(desk).report.number
    with desk.message("lilei") as (session, _):
        step = undoing.last_step(session, person_id=desk.person("lilei").id, at=desk.now)
        undoing.undo(session, step, person_id=desk.person("lilei").id, at=desk.now)
    with desk.message("lilei") as (session, _):
        assert queries.find_report(session, desk.person("lilei").id, MONDAY) is None

    again = file(desk.later(1), "拜访 3 家")

    assert (again.report.number, again.first) == (number, True)
    assert (row(desk).state, row(desk).body) == (ReportState.ON_TIME, "拜访 3 家")
    [record] = desk.rows(Record)
    assert record.voided_at is None


def test_a_leaders_void_is_taken_back_with_all_that_was_handed_in(desk: Desk) -> None:
    number = file(desk).report.number
    with desk.message("wufang") as (session, _):
        record = records.find_record(session, number)
        records.take_out(session, record, by_id=desk.person("wufang").id, at=desk.now, reason="写错人了")
    assert desk.rows(DailyReport)[0].state == ReportState.DRAFT
    with desk.message("wufang") as (session, _):
        record = records.find_record(session, number)
        record.voided_at, record.voided_by_id, record.void_reason = None, None, ""
        kind_of(RecordKind.REPORT).put_back(session, record)

    held = row(desk)
    assert (held.state, held.body, held.filed_at) == (ReportState.ON_TIME, "拜访 2 家", at(18))


def test_a_record_is_marked_as_read_once_by_each_leader(desk: Desk) -> None:
    number = file(desk).report.number
    with desk.message("wufang") as (session, _):
        fresh = [
            reports.mark_read(session, [number], reader_id=desk.person(who).id, now=desk.now)
            for who in ("wufang", "wufang", "zhouming")
        ]
        assert queries.readers_of(session, [number]) == {number: ["吴芳", "周明"]}
    assert fresh == [1, 0, 1]


def test_remarks_are_unseen_until_they_were_shown(desk: Desk) -> None:
    from models.queries.agenda import list_unseen
    from models.schema import Remark, RemarkKind

    lilei, wufang = desk.person("lilei").id, desk.person("wufang").id
    with desk.message("wufang") as (session, number):
        for words in ("下次带报价", "写得好"):
            remarks.add(
                session,
                RemarkKind.COMMENT,
                words,
                by_id=wufang,
                to_id=lilei,
                about_number=None,
                message_id=number,
                now=desk.now,
            )
    with desk.message("lilei") as (session, _):
        later = desk.now + timedelta(minutes=1)
        [found] = list_unseen(session, [lilei], before=later)
        assert (found.by_id, found.count) == (wufang, 2)
        assert list_unseen(session, [lilei], before=desk.now - timedelta(days=1)) == []
        remarks.mark_seen(session, [session.get_one(Remark, found.first_number)], now=desk.now)
    with desk.message("lilei") as (session, _):
        assert [one.count for one in list_unseen(session, [lilei], before=later)] == [1]


@pytest.mark.postgres
def test_two_devices_at_once_make_one_report(fresh_postgres: Callable[[], str]) -> None:
    engine = make_engine(fresh_postgres(), pool_size=8)
    with unit(engine) as session:
        cast.load(session)
        person_id = session.scalar(select(func.min(Record.person_id))) or 3
    rounds = 20
    barrier = threading.Barrier(2)

    def hand_in(device: int) -> list[tuple[int, bool]]:
        found = []
        for number in range(rounds):
            day = MONDAY - timedelta(days=number % 5)
            barrier.wait(10)
            with unit(engine) as session:
                done = reports.file(
                    session,
                    f"{number} {device}",
                    person_id=person_id + number // 5 % 2,
                    day=day,
                    message_id=device * 1000 + number,
                    now=at(18),
                    terms=TERMS,
                )
                found.append((done.report.number, done.first))
        return found

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(hand_in, (1, 2))

    assert [each[0] for each in one] == [each[0] for each in other]
    # Ten pairs of person and day: of the two first attempts exactly one was the first.
    assert all(one[index][1] != other[index][1] for index in range(10))
    assert not any(each[1] for each in [*one[10:], *other[10:]])
    with unit(engine) as session:
        assert session.scalar(select(func.count()).select_from(DailyReport)) == 10
        assert session.scalar(select(func.count()).select_from(Record)) == 10
    engine.dispose()


@pytest.mark.postgres
def test_two_marks_at_once_are_one(fresh_postgres: Callable[[], str]) -> None:
    engine = make_engine(fresh_postgres(), pool_size=8)
    with unit(engine) as session:
        cast.load(session)
    number = file(Desk(engine, now=at(18))).report.number
    barrier = threading.Barrier(4)

    def mark(_: int) -> int:
        barrier.wait(10)
        with unit(engine) as session:
            return reports.mark_read(session, [number], reader_id=1, now=at(19))

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(mark, range(4))) == [0, 0, 0, 1]
    with unit(engine) as session:
        assert session.scalar(select(func.count()).select_from(RecordRead)) == 1
    engine.dispose()
