"""The summed-up days are always what the records alone come to, whatever was done to the records in between."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from alembic import command
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine, insert, select

from models import upgrade
from models.db import make_engine, open_session, unit
from models.directory import Directory, PersonCard
from models.errors import DomainError
from models.schema import (
    FollowUp,
    InboxMessage,
    InboxState,
    Record,
    RecordKind,
    RepDay,
    TermChange,
    Visit,
)
from models.services import followups, photos, records, rep_days, undo, visits
from models.services.evidence import Sent
from models.services.followups import Plan
from models.services.visits import Report
from models.times import SHANGHAI, shanghai_day
from tests.models.services.desk import Desk, Picture

TODAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=SHANGHAI)


def days(desk: Desk) -> dict[tuple[int, date], tuple[int, int, int]]:
    return {
        (row.person_id, row.day): (row.visits, row.points, row.followups)
        for row in desk.rows(RepDay)
        if row.visits or row.points or row.followups
    }


def mine(desk: Desk, day: date = TODAY) -> tuple[int, int, int]:
    return days(desk).get((desk.person("lilei").id, day), (0, 0, 0))


def test_a1_a_customer_of_a_day_is_summed_up_once(desk: Desk) -> None:
    desk.logs("lilei", "C001", "C002")
    desk.later(11).logs("lilei", "C001", summary="再谈")

    assert mine(desk) == (3, 2, 0)


def test_a1_what_is_voided_leaves_the_sums_and_its_twin_counts_instead(desk: Desk) -> None:
    [first] = desk.logs("lilei", "C001")
    desk.later(11).logs("lilei", "C001", summary="再谈")
    with desk.message("wufang") as (session, _):
        records.void(
            session,
            number=first.number,
            by=desk.person("wufang"),
            reason="没有去",
            directory=desk.directory,
            now=desk.now,
        )

    assert mine(desk) == (1, 1, 0)


def test_a1_a_visit_that_moves_to_another_day_takes_its_point_along(desk: Desk) -> None:
    [done] = desk.logs("lilei", "C001")
    with desk.message("lilei") as (session, _):
        records.change_day(session, session.get_one(Visit, done.number), day=TODAY - timedelta(days=3))

    assert (mine(desk), mine(desk, TODAY - timedelta(days=3))) == ((0, 0, 0), (1, 1, 0))


def test_a1_an_arrival_counts_as_a_visit_and_not_again_when_it_is_told_about(desk: Desk) -> None:
    number = desk.arrives("lilei", "C001")
    assert mine(desk) == (1, 1, 0)
    desk.logs("lilei", "C001", summary="聊完了")

    assert mine(desk) == (1, 1, 0)
    assert desk.row(Record, number).voided_at is None


def test_a1_with_a_stricter_level_only_what_is_backed_counts_from_its_day_on(desk: Desk) -> None:
    desk.logs("lilei", "C002")
    with unit(desk.engine) as session:
        session.add(TermChange(name="points_level", value="2", valid_from=TODAY + timedelta(days=1), made_at=desk.now))
    desk.later(24 * 60)
    with desk.engine.connect() as connection, connection.begin():
        desk.directory.refresh(connection)
    [plain] = desk.logs("lilei", "C001")
    assert (plain.counted, plain.asked, plain.points) == (False, 2, 1)
    assert mine(desk, TODAY + timedelta(days=1)) == (1, 0, 0)

    desk.later(5).photo("lilei", Picture("a"))

    assert mine(desk, TODAY + timedelta(days=1)) == (1, 1, 0)
    assert mine(desk) == (1, 1, 0)
    [again] = desk.later(10).logs("lilei", "C001", summary="再谈")
    assert not again.counted
    assert again.points == 2


def test_a_follow_up_counts_on_the_day_it_was_done_and_not_when_that_is_taken_back(desk: Desk) -> None:
    with desk.message("lilei") as (session, number):
        plan = Plan(RecordKind.FOLLOWUP, TODAY + timedelta(days=2), None, desk.customer("C001"), None, "", "送样", "")
        row = followups.add(
            session, plan, person=desk.person("lilei"), message_id=number, said_at=desk.now, now=desk.now
        )
    with desk.message("lilei") as (session, _):
        followups.finish(session, session.get_one(FollowUp, row.number), now=desk.now)
    assert mine(desk) == (0, 0, 1)

    with desk.message("lilei") as (session, _):
        step = undo.last_step(session, person_id=desk.person("lilei").id, at=desk.now)
        undo.undo(session, step, person_id=desk.person("lilei").id, at=desk.now)

    assert mine(desk) == (0, 0, 0)


def test_what_others_count_is_added_and_taken_away(desk: Desk) -> None:
    person = desk.person("lilei").id
    with desk.message("lilei") as (session, _):
        rep_days.count(session, person, TODAY, payments=1, paid=Decimal("50000.50"))
        rep_days.count(session, person, TODAY, payments=2, paid=Decimal("0.10"), leads=1)
        rep_days.count(session, person, TODAY, payments=-1, paid=Decimal("-50000.50"))

    [row] = desk.rows(RepDay)
    assert (row.payments, row.paid, row.leads, row.visits) == (2, Decimal("0.10"), 1, 0)


class Records(RuleBasedStateMachine):
    """Visits and follow-ups of one rep, by every way that changes them."""

    engine: Engine

    def __init__(self) -> None:
        super().__init__()
        self.connection = self.engine.connect()
        self.transaction = self.connection.begin()
        self.directory = Directory()
        self.directory.refresh(self.connection)
        self.now = NOON
        self.messages = 1000
        self.numbers: list[int] = []
        self.planned: list[int] = []

    def teardown(self) -> None:
        self.transaction.rollback()
        self.connection.close()

    def person(self, userid: str) -> PersonCard:
        found = self.directory.person(userid)
        assert found is not None
        return found

    def message(self, userid: str, act: Callable[[Any, int], Any]) -> None:
        self.messages += 1
        self.now += timedelta(minutes=1)
        person = self.person(userid)
        savepoint = self.connection.begin_nested()
        session = open_session(self.connection, person_id=person.id, message_id=self.messages, now=self.now)
        try:
            act(session, self.messages)
            session.flush()
            savepoint.commit()
        except DomainError:
            savepoint.rollback()
        finally:
            session.close()
        self.connection.execute(
            insert(InboxMessage).values(
                id=self.messages, key=f"m{self.messages}", channel="simulator", userid=userid, person_id=person.id,
                kind="text", payload={}, sent_at=self.now, received_at=self.now, state=InboxState.DONE,
            )
        )  # fmt: skip
        self.directory.refresh(self.connection)

    @initialize(asked=st.sampled_from([None, "2", "3"]), back=st.integers(0, 4))
    def ask_for_a_level(self, asked: str | None, back: int) -> None:
        if asked is None:
            return
        session = open_session(self.connection, now=self.now)
        first = TODAY - timedelta(days=back)
        session.add(TermChange(name="points_level", value=asked, valid_from=first, made_at=self.now))
        session.flush()
        session.close()
        self.directory.refresh(self.connection)

    @rule(customer=st.integers(1, 3), back=st.integers(0, 4))
    def log(self, customer: int, back: int) -> None:
        def act(session: Any, number: int) -> None:
            report = Report(customer, shanghai_day(self.now) - timedelta(days=back), self.now, summary=f"谈{number}")
            done = visits.log_visit(
                session, report, person_id=self.person("lilei").id, message_id=number, directory=self.directory,
                now=self.now, today=shanghai_day(self.now),
            )  # fmt: skip
            self.numbers.append(done.number)

        self.message("lilei", act)

    @rule(customer=st.integers(1, 3))
    def arrive(self, customer: int) -> None:
        def act(session: Any, number: int) -> None:
            came = visits.arrive(
                session, person_id=self.person("lilei").id, message_id=number, customer_id=customer,
                said_at=self.now, clock=None, directory=self.directory, now=self.now,
            )  # fmt: skip
            self.numbers.append(came.number)

        self.message("lilei", act)

    @rule(digest=st.integers(0, 5))
    def send_photo(self, digest: int) -> None:
        def act(session: Any, number: int) -> None:
            photos.add(
                session, Sent(self.person("lilei").id, number, self.now), channel="simulator", media_id=f"m{number}",
                picture=Picture(str(digest) * 8), directory=self.directory,
            )  # fmt: skip

        self.message("lilei", act)

    @precondition(lambda self: self.numbers)
    @rule(data=st.data(), customer=st.integers(1, 3))
    def change_customer(self, data: st.DataObject, customer: int) -> None:
        number = data.draw(st.sampled_from(self.numbers))
        self.message(
            "lilei",
            lambda session, _: records.change_customer(
                session, self.changeable(session, number), customer_id=customer, directory=self.directory
            ),
        )

    @precondition(lambda self: self.numbers)
    @rule(data=st.data(), back=st.integers(0, 4))
    def change_day(self, data: st.DataObject, back: int) -> None:
        number = data.draw(st.sampled_from(self.numbers))
        day = shanghai_day(self.now) - timedelta(days=back)
        self.message("lilei", lambda session, _: records.change_day(session, self.changeable(session, number), day=day))

    def changeable(self, session: Any, number: int) -> Visit:
        return records.find_changeable(session, number=number, person=self.person("lilei"), directory=self.directory)

    @precondition(lambda self: self.numbers)
    @rule(data=st.data())
    def void(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(self.numbers))
        self.message(
            "wufang",
            lambda session, _: records.void(
                session,
                number=number,
                by=self.person("wufang"),
                reason="没有去",
                directory=self.directory,
                now=self.now,
            ),
        )

    @rule(userid=st.sampled_from(["lilei", "wufang"]))
    def take_back(self, userid: str) -> None:
        def act(session: Any, _number: int) -> None:
            step = undo.last_step(session, person_id=self.person(userid).id, at=self.now)
            undo.undo(session, step, person_id=self.person(userid).id, at=self.now)

        self.message(userid, act)

    @rule(customer=st.integers(1, 3))
    def plan(self, customer: int) -> None:
        def act(session: Any, number: int) -> None:
            plan = Plan(RecordKind.FOLLOWUP, TODAY + timedelta(days=3), None, customer, None, "", f"送样{number}", "")
            row = followups.add(
                session, plan, person=self.person("lilei"), message_id=number, said_at=self.now, now=self.now
            )
            self.planned.append(row.number)

        self.message("lilei", act)

    @precondition(lambda self: self.planned)
    @rule(data=st.data(), what=st.sampled_from(["finish", "cancel", "move"]))
    def go_on(self, data: st.DataObject, what: str) -> None:
        number = data.draw(st.sampled_from(self.planned))

        def act(session: Any, _number: int) -> None:
            row = followups.find_own(session, number=number, person=self.person("lilei"), directory=self.directory)
            if what == "move":
                followups.move(session, row, on=TODAY + timedelta(days=5), clock=None, said_at=self.now)
            else:
                (followups.finish if what == "finish" else followups.cancel)(session, row, now=self.now)

        self.message("lilei", act)

    @rule(hours=st.integers(1, 30))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @invariant()
    def the_sums_are_what_the_records_come_to(self) -> None:
        kept = self.sums()
        savepoint = self.connection.begin_nested()
        session = open_session(self.connection, now=self.now)
        rep_days.rebuild(session, TODAY - timedelta(days=60), TODAY + timedelta(days=60))
        session.close()
        rebuilt = self.sums()
        savepoint.rollback()
        assert kept == rebuilt

    def sums(self) -> dict[tuple[int, date], tuple[Any, ...]]:
        rows = self.connection.execute(select(RepDay.__table__))
        return {(row.person_id, row.day): tuple(row[2:]) for row in rows if any(row[2:])}


def test_a1_after_any_sequence_the_sums_equal_the_rebuilt_ones(company: Engine) -> None:
    machine = type("Machine", (Records,), {"engine": company})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=40, stateful_step_count=25, suppress_health_check=list(HealthCheck), deadline=None
        ),
    )


def test_what_was_done_before_the_sums_is_summed_up_by_the_migration(
    tmp_path: Path, fresh_database: Callable[[], str]
) -> None:
    """On SQLite alone: PostgreSQL's databases of a test run are copies of a migrated one."""
    del fresh_database
    engine = make_engine(f"sqlite:///{tmp_path / 'old.db'}")
    config = upgrade.alembic_config()
    config.attributes["engine"] = engine
    command.upgrade(config, "0001")
    noon = datetime(2026, 11, 20, 4, tzinfo=UTC)
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO people (id, userid, name, role, department, mobile, active, version)"
                                   " VALUES (1, 'a', 'A', 'rep', '', '', 1, 0)")  # fmt: skip
        connection.exec_driver_sql("INSERT INTO customers (id, code, name, name_key, city, address, level, stage,"
                                   " source, note, active, version, created_at) VALUES (1, 'C', 'C', 'C', '', '', '',"
                                   " '', '', '', 1, 0, '2026-01-01')")  # fmt: skip
        for number, (kind, voided) in enumerate([("visit", 0), ("visit", 0), ("visit", 1), ("followup", 0)], 1):
            connection.execute(insert(Record).values(number=number, kind=kind, person_id=1, made_at=noon))
            if kind == "visit":
                connection.execute(
                    insert(Visit).values(
                        number=number, person_id=1, customer_id=1, visited_on=noon.date(), visited_at=noon,
                        reported_at=noon, voided=bool(voided),
                    )
                )  # fmt: skip
            else:
                connection.exec_driver_sql(
                    "INSERT INTO followups (number, kind, person_id, contact_name, due_on, note, repeat, state, voided,"
                    " ended_at) VALUES (4, 'followup', 1, '', '2026-11-21', '', '', 'done', 0, '2026-11-20 17:00:00')"
                )
    upgrade.upgrade(engine)
    with engine.connect() as connection:
        rows = connection.execute(select(RepDay.day, RepDay.visits, RepDay.points, RepDay.followups)).all()
    engine.dispose()

    assert sorted(map(tuple, rows)) == [(date(2026, 11, 20), 2, 1, 0), (date(2026, 11, 21), 0, 0, 1)]
