"""Logging, arriving, leaving: what is written, what is refused, and what it costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.db import is_sqlite, open_session
from models.directory import Directory
from models.errors import DomainError, DuplicateVisit, NoOpenVisit, VisitInFuture, VisitTooOld
from models.queries import visits as queries
from models.rules.points import Scored, points
from models.rules.words import clean_words
from models.schema import Change, Record, Visit
from models.services import visits
from models.services.visits import Logged, Report
from models.times import SHANGHAI
from tests.statements import heard

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)


class Rep:
    """李雷, who tells the services what he did."""

    def __init__(self, session: Session, directory: Directory) -> None:
        person = directory.person("lilei")
        assert person is not None
        self.id = person.id
        self.session = session
        self.directory = directory

    def customer(self, short: str) -> int:
        return next(card.id for card in self.directory.customers.values() if short in card.aliases)

    def report(self, short: str, **told: Any) -> Report:
        return replace(Report(self.customer(short), TODAY, NOW), **told)

    def logs(self, short: str, *, today: date = TODAY, **told: Any) -> Logged:
        return visits.log_visit(
            self.session,
            self.report(short, **told),
            person_id=self.id,
            message_id=7,
            directory=self.directory,
            now=NOW,
            today=today,
        )

    def arrives(self, short: str, *, said_at: datetime = NOW, clock: time | None = None) -> visits.Arrived:
        return visits.arrive(
            self.session,
            person_id=self.id,
            message_id=8,
            customer_id=self.customer(short),
            said_at=said_at,
            clock=clock,
            directory=self.directory,
            now=said_at,
        )

    def leaves(self, *shorts: str, said_at: datetime, clock: time | None = None) -> visits.Left:
        ids = [self.customer(short) for short in shorts]
        return visits.leave(self.session, person_id=self.id, customer_ids=ids, said_at=said_at, clock=clock)

    def visit(self, number: int) -> Visit:
        self.session.flush()
        self.session.expire_all()
        return self.session.get_one(Visit, number)


@pytest.fixture
def rep(company: Engine) -> Iterator[Rep]:
    directory = Directory()
    with company.connect() as connection:
        transaction = connection.begin()
        directory.refresh(connection)
        lilei = directory.person("lilei")
        assert lilei is not None
        opened = open_session(connection, person_id=lilei.id, message_id=7, now=NOW)
        yield Rep(opened, directory)
        opened.close()
        transaction.rollback()


def test_everything_that_was_said_is_kept(rep: Rep) -> None:
    done = rep.logs(
        "东吴",
        contact_name="王总",
        summary="谈二期报价",
        clock=time(9, 30),
        next_on=date(2026, 12, 2),
        next_clock=time(10),
        next_note="带样品",
    )

    visit = rep.visit(done.number)
    assert (visit.contact_name, visit.summary, visit.next_note) == ("王总", "谈二期报价", "带样品")
    assert (visit.visited_on, visit.next_on, visit.next_clock) == (TODAY, date(2026, 12, 2), time(10))
    assert visit.visited_at == datetime(2026, 11, 23, 9, 30, tzinfo=SHANGHAI)
    assert visit.reported_at == NOW
    record = rep.session.get_one(Record, done.number)
    assert (record.kind, record.person_id, record.message_id, record.made_at) == ("visit", rep.id, 7, NOW)


def test_a_visit_is_in_the_history_once_as_the_unit_of_work_would_note_it(rep: Rep) -> None:
    done = rep.logs("东吴", summary="谈报价")

    noted = rep.session.execute(
        select(Change.table_name, Change.action, Change.before, Change.after, Change.person_id, Change.message_id)
        .where(Change.row_id == done.number, Change.table_name.in_(("records", "visits")))
        .order_by(Change.id)
    ).all()
    assert [(row.table_name, row.action, row.before) for row in noted] == [("visits", "insert", None)]
    assert {row.person_id for row in noted} == {rep.id}
    assert {row.message_id for row in noted} == {7}
    held = rep.visit(done.number)
    assert noted[0].after == {
        "number": done.number,
        "person_id": rep.id,
        "customer_id": held.customer_id,
        "visited_on": "2026-11-23",
        "visited_at": NOW.isoformat(),
        "reported_at": NOW.isoformat(),
        "summary": "谈报价",
        "evidence_level": 1,
        "voided": False,
    }


def test_a_later_change_of_a_visit_is_noted_with_what_it_was_before(rep: Rep) -> None:
    done = rep.logs("东吴", summary="谈报价")
    rep.session.get_one(Visit, done.number).summary = "谈合同"
    rep.session.flush()

    changed = rep.session.execute(select(Change.before, Change.after).where(Change.action == "update")).one()
    assert (changed.before, changed.after) == ({"summary": "谈报价"}, {"summary": "谈合同"})


def test_a_visit_costs_few_statements(rep: Rep, company: Engine) -> None:
    rep.session.connection()
    with heard(company) as said:
        rep.logs("东吴", summary="谈报价")

    inserts = ["INSERT", "INSERT", "INSERT"] if is_sqlite(company) else ["WITH"]
    assert said == ["SELECT", *inserts, "INSERT"]


def test_numbers_grow_and_points_count_a_customer_once_a_day(rep: Rep) -> None:
    first = rep.logs("东吴", summary="谈报价")
    second = rep.logs("东吴", summary="送样品")
    third = rep.logs("恒力")

    assert first.number < second.number < third.number
    assert [(done.points, done.counted) for done in (first, second, third)] == [(1, True), (1, False), (2, True)]


def test_points_belong_to_the_month_of_the_visit(rep: Rep) -> None:
    rep.logs("东吴")
    october = rep.logs("东吴", day=date(2026, 10, 30))

    assert (october.points, october.counted) == (1, True)


def test_a_voided_visit_makes_room_for_the_same_words(rep: Rep) -> None:
    first = rep.logs("东吴", summary="谈报价")
    rep.session.get_one(Visit, first.number).voided = True
    rep.session.flush()

    assert rep.logs("东吴", summary="谈报价").points == 1


@pytest.mark.parametrize("again", ["谈报价", "谈 报价。", "谈报价！ "])
def test_the_same_words_within_ten_minutes_are_refused_with_the_number(rep: Rep, again: str) -> None:
    first = rep.logs("东吴", summary="谈报价")

    with pytest.raises(DuplicateVisit) as refused:
        rep.logs("东吴", summary=again, said_at=NOW + timedelta(minutes=10))
    assert refused.value.number == first.number


@pytest.mark.parametrize(
    "told",
    [
        {"summary": "谈报价", "said_at": NOW + timedelta(minutes=10, seconds=1)},
        {"summary": "谈合同"},
        {"summary": "谈报价", "contact_name": "李工"},
        {"summary": "谈报价", "next_on": date(2026, 12, 2)},
        {"summary": "谈报价", "day": date(2026, 11, 22)},
    ],
)
def test_other_words_a_later_time_or_another_day_are_another_visit(rep: Rep, told: dict[str, Any]) -> None:
    first = rep.logs("东吴", summary="谈报价")

    assert rep.logs("东吴", **told).number > first.number


@pytest.mark.parametrize(
    ("day", "fact"),
    [
        (date(2026, 11, 24), VisitInFuture(date(2026, 11, 24))),
        (date(2100, 1, 1), VisitInFuture(date(2100, 1, 1))),
        (date(2026, 10, 22), VisitTooOld(date(2026, 10, 22), 31)),
        (date(1900, 1, 1), VisitTooOld(date(1900, 1, 1), 31)),
    ],
)
def test_days_to_come_and_days_long_past_are_refused_before_anything_is_written(
    rep: Rep, day: date, fact: DomainError
) -> None:
    with pytest.raises(type(fact)) as refused:
        rep.logs("东吴", day=day)

    assert refused.value == fact
    assert rep.session.scalars(select(Record)).all() == []


def test_a_visit_of_31_days_ago_can_be_made_up_and_keeps_both_times(rep: Rep) -> None:
    done = rep.logs("东吴", day=date(2026, 10, 23))

    visit = rep.visit(done.number)
    assert visit.visited_on == date(2026, 10, 23)
    assert visit.visited_at == datetime(2026, 10, 23, 12, 0, tzinfo=SHANGHAI)
    assert visit.reported_at == NOW


def test_a_clock_time_still_to_come_is_no_later_than_the_report(rep: Rep) -> None:
    done = rep.logs("东吴", clock=time(18))

    assert rep.visit(done.number).visited_at == NOW


def test_an_arrival_is_completed_by_the_report_under_the_same_number(rep: Rep) -> None:
    came = rep.arrives("东吴")
    done = rep.logs("东吴", summary="谈报价", said_at=NOW + timedelta(minutes=40))

    assert (done.number, done.filled, done.points) == (came.number, True, 1)
    visit = rep.visit(done.number)
    assert visit.summary == "谈报价"
    assert visit.arrived_at == NOW
    assert visit.visited_at == NOW
    assert visit.reported_at == NOW + timedelta(minutes=40)
    assert rep.logs("东吴", summary="又回去一趟").number > came.number


def test_an_arrival_elsewhere_or_on_another_day_is_left_alone(rep: Rep) -> None:
    came = rep.arrives("恒力")
    yesterday = rep.arrives("东吴", said_at=NOW - timedelta(days=1))
    done = rep.logs("东吴", summary="谈报价")

    assert done.number not in {came.number, yesterday.number}
    assert not done.filled


def test_arriving_twice_is_noted_once(rep: Rep) -> None:
    first = rep.arrives("东吴")
    again = rep.arrives("东吴", said_at=NOW + timedelta(minutes=5))

    assert (again.number, again.at, again.again) == (first.number, first.at, True)


def test_leaving_closes_the_last_arrival_and_tells_how_long(rep: Rep) -> None:
    rep.arrives("东吴")
    later = rep.arrives("恒力", said_at=NOW + timedelta(minutes=60))
    gone = rep.leaves(said_at=NOW + timedelta(minutes=103, seconds=59))

    assert (gone.number, gone.minutes, gone.told) == (later.number, 43, False)
    assert rep.visit(later.number).left_at == NOW + timedelta(minutes=103, seconds=59)
    assert rep.leaves(said_at=NOW + timedelta(hours=2)).customer_id == rep.customer("东吴")
    with pytest.raises(NoOpenVisit):
        rep.leaves(said_at=NOW + timedelta(hours=3))


def test_leaving_a_named_customer_needs_an_arrival_there(rep: Rep) -> None:
    rep.arrives("东吴")

    with pytest.raises(NoOpenVisit):
        rep.leaves("恒力", said_at=NOW + timedelta(minutes=5))
    assert rep.leaves("恒力", "东吴", said_at=NOW + timedelta(minutes=5)).minutes == 5


def test_nobody_leaves_before_he_came(rep: Rep) -> None:
    rep.arrives("东吴")

    gone = rep.leaves(said_at=NOW + timedelta(minutes=5), clock=time(8))
    assert (gone.minutes, gone.at) == (0, NOW)


@pytest.mark.parametrize(
    "words",
    [
        "😀" * 2000,
        "'); DROP TABLE visits; --",
        "<a href='x'>报价</a> ]]> &amp;",
        "一\x00二\x1f三\n四",
        "👨‍👩‍👧 一家人",
        "\u202e反过来",
    ],
)
def test_any_words_are_stored_as_they_are_without_control_characters(rep: Rep, words: str) -> None:
    done = rep.logs("东吴", summary=words, contact_name=words, next_note=words, next_on=date(2026, 12, 2))

    visit = rep.visit(done.number)
    assert visit.summary == clean_words(words)
    assert len(visit.contact_name) <= 64
    assert len(visit.next_note) <= 200
    assert not set(visit.summary) & {"\x00", "\x1f", "\n"}


@given(st.text(max_size=200))
def test_cleaned_words_stay_clean_and_storable(words: str) -> None:
    cleaned = clean_words(words)

    assert clean_words(cleaned) == cleaned
    assert "\x00" not in cleaned
    cleaned.encode()


moves = st.lists(
    st.tuples(
        st.sampled_from(["东吴", "东武", "恒力"]),
        st.integers(0, 25),
        st.integers(1, 4),
        st.booleans(),
    ),
    max_size=12,
)


@given(moves)
def test_the_points_in_the_reply_are_those_of_the_rule(company: Engine, made: list[tuple[str, int, int, bool]]) -> None:
    directory = Directory()
    with company.connect() as connection:
        transaction = connection.begin()
        directory.refresh(connection)
        session = open_session(connection, now=NOW)
        rep = Rep(session, directory)
        for index, (short, back, level, voided) in enumerate(made):
            done = rep.logs(short, day=TODAY - timedelta(days=back), summary=f"第{index}次")
            visit = session.get_one(Visit, done.number)
            visit.evidence_level, visit.voided = level, voided
            session.flush()
        scored = [
            Scored(visit.customer_id, visit.visited_on, visit.evidence_level, visit.voided)
            for visit in session.scalars(select(Visit))
            if visit.visited_on.month == TODAY.month
        ]
        counted = queries.count_points(session, person_id=rep.id, day=TODAY)
        standing = queries.find_standing(session, person_id=rep.id, customer_id=rep.customer("东吴"), day=TODAY)
        session.close()
        transaction.rollback()

    assert counted == points(scored)
    assert standing.points == points(scored)
