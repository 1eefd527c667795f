"""Taking back: exactly what the last message did, of each record and customer, and nothing else."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from models.db import make_engine, unit
from models.errors import (
    CannotChange,
    NothingToUndo,
    NotYourRecord,
    RecordAlreadyVoided,
    RecordNotFound,
    UndoWindowClosed,
)
from models.schema import Change, Customer, Photo, Place, Record, RecordKind, Visit
from models.services import customers, records
from models.services import undo as undoing
from tests import cast
from tests.models.services.desk import Desk, Picture
from tests.models.services.steps import change, numbers, standing, undo, undo_named, void

AT_DONGWU = (31.2983, 120.5853)


def test_the_last_record_is_taken_back_and_stays_in_the_table(desk: Desk) -> None:
    [first] = desk.logs("lilei", "C001")
    [second] = desk.later(1).logs("lilei", "C003")

    assert numbers(undo(desk.later(1))) == [second.number]

    record = desk.row(Record, second.number)
    assert (record.voided_at, record.voided_by_id) == (desk.now, desk.person("lilei").id)
    assert standing(desk) == [first.number]


def test_taking_back_again_and_again_goes_back_in_time_to_the_window(desk: Desk) -> None:
    [first] = desk.logs("lilei", "C001")
    [second] = desk.later(4).logs("lilei", "C002")
    [third] = desk.later(4).logs("lilei", "C003")

    assert numbers(undo(desk.later(1))) == [third.number]
    assert numbers(undo(desk)) == [second.number]
    assert numbers(undo(desk)) == [first.number]
    with pytest.raises(NothingToUndo):
        undo(desk)


def test_all_records_of_one_message_go_together(desk: Desk) -> None:
    logged = desk.logs("lilei", "C001", "C002", "C003")

    assert numbers(undo(desk.later(1))) == [each.number for each in logged]
    assert standing(desk) == []


def test_a_named_one_of_several_goes_alone(desk: Desk) -> None:
    first, second = desk.logs("lilei", "C001", "C002")

    assert numbers(undo_named(desk, first.number)) == [first.number]
    assert numbers(undo(desk)) == [second.number]


@pytest.mark.parametrize(("minutes", "late"), [(0, False), (10, False), (10.1, True), (120, True)])
def test_the_window_is_ten_minutes(desk: Desk, minutes: float, late: bool) -> None:
    [logged] = desk.logs("lilei", "C001")
    desk.later(minutes)

    for find in (undo, lambda on: undo_named(on, logged.number)):
        if late:
            with pytest.raises(UndoWindowClosed) as closed:
                find(desk)
            assert (closed.value.number, closed.value.minutes) == (logged.number, 10)
    assert standing(desk) == [logged.number]
    if not late:
        assert numbers(undo(desk)) == [logged.number]


def test_nothing_of_yesterday_is_offered(desk: Desk) -> None:
    desk.logs("lilei", "C001")
    desk.later(24 * 60)

    with pytest.raises(NothingToUndo):
        undo(desk)


def test_a_colleagues_record_is_not_touched(desk: Desk) -> None:
    [theirs] = desk.logs("hanmei", "C004")

    with pytest.raises(NothingToUndo):
        undo(desk)
    with pytest.raises(NotYourRecord):
        undo_named(desk, theirs.number)
    with pytest.raises(RecordNotFound):
        undo_named(desk, 999)
    with pytest.raises(RecordNotFound):
        undo_named(desk, 10**30)


def test_taken_back_twice(desk: Desk) -> None:
    [logged] = desk.logs("lilei", "C001")
    undo(desk)

    with pytest.raises(RecordAlreadyVoided):
        undo_named(desk, logged.number)


def test_a_completed_arrival_loses_only_what_the_last_message_said(desk: Desk) -> None:
    number = desk.arrives("lilei", "C001")
    desk.later(30).photo("lilei", Picture("a"))
    desk.later(5).logs("lilei", "C001", summary="谈二期", contact_name="王总", next_on=date(2026, 12, 2))
    assert desk.row(Visit, number).summary == "谈二期"

    done = undo(desk.later(1))

    assert (done.voided, [record.number for record in done.restored]) == ((), [number])
    visit = desk.row(Visit, number)
    assert (visit.summary, visit.contact_name, visit.next_on, visit.voided) == ("", "", None, False)
    assert visit.arrived_at is not None
    # The photo came within half an hour of the arrival by itself, so it stays.
    assert visit.evidence_level == 2


def test_what_a_message_gathered_waits_again(desk: Desk) -> None:
    number = desk.arrives("lilei", "C001")
    desk.later(45).photo("lilei", Picture("a"))
    desk.later(5).logs("lilei", "C001", summary="谈二期")
    assert desk.row(Visit, number).evidence_level == 2

    undo(desk.later(1))

    assert [photo.visit_number for photo in desk.rows(Photo)] == [None]
    assert desk.row(Visit, number).evidence_level == 1


def test_photos_and_places_of_a_visit_taken_back_go_to_the_next(desk: Desk) -> None:
    [wrong] = desk.logs("lilei", "C003")
    desk.later(1).photo("lilei", Picture("a"))
    desk.place("lilei", *AT_DONGWU)
    assert desk.directory.customer(desk.customer("C003")).latitude == AT_DONGWU[0]

    done = undo(desk.later(1))

    assert (numbers(done), done.waiting) == ([wrong.number], 2)
    assert desk.directory.customer(desk.customer("C003")).latitude is None

    [right] = desk.later(1).logs("lilei", "C001")
    assert right.evidence.level == 4
    assert [place.visit_number for place in desk.rows(Place)] == [right.number]


def register(desk: Desk, userid: str = "lilei", *, visit: bool = True) -> tuple[int, int]:
    """A new customer's id and the number of its record."""
    with desk.message(userid) as (session, number):
        made = customers.register(
            session, name="无锡新星电机有限公司", person_id=desk.person(userid).id, message_id=number, now=desk.now
        )
    assert isinstance(made, customers.Registered)
    assert made.number is not None
    desk.later(1)
    if visit:
        desk.logs(userid, desk.directory.customer(made.customer_id).code)
    return made.customer_id, made.number


def test_a_customer_made_by_mistake_is_deactivated(desk: Desk) -> None:
    customer_id, _number = register(desk, visit=False)

    done = undo(desk)

    assert [record.kind for record in done.voided] == [RecordKind.CUSTOMER]
    assert not desk.row(Customer, customer_id).active


def test_a_customer_with_a_visit_is_not_taken_back_alone(desk: Desk) -> None:
    customer_id, number = register(desk)
    with pytest.raises(CannotChange):
        undo_named(desk, number)

    undo(desk)
    assert numbers(undo_named(desk, number)) == [number]
    assert not desk.row(Customer, customer_id).active


def test_every_step_is_in_the_trail_with_its_author(desk: Desk) -> None:
    [logged] = desk.logs("lilei", "C001", summary="谈报价")
    change(desk, logged.number, "change_summary", "wufang", summary="谈付款")
    void(desk, logged.number, "wufang", "客户说没来")

    with desk.message("lilei") as (session, _number):
        record, visit, traces = records.trail(
            session, number=logged.number, person=desk.person("lilei"), directory=desk.directory
        )
        assert visit is not None
        assert record.void_reason == "客户说没来"
    people = [desk.directory.people[trace.person_id].userid for trace in traces if trace.person_id]
    assert people == ["lilei", "wufang", "wufang", "wufang"]
    assert [trace.after.get("summary") for trace in traces if "summary" in trace.after] == ["谈报价", "谈付款"]
    with desk.message("hanmei") as (session, _number), pytest.raises(NotYourRecord):
        records.trail(session, number=logged.number, person=desk.person("hanmei"), directory=desk.directory)
    assert desk.rows(Change, Change.table_name == "visits", Change.action == "delete") == []


@pytest.mark.postgres
def test_taken_back_and_voided_at_the_same_moment_happens_once(fresh_postgres: Callable[[], str]) -> None:
    engine = make_engine(fresh_postgres())
    with unit(engine) as session:
        cast.load(session)
    desk = Desk(engine)
    [logged] = desk.logs("lilei", "C001")
    begun = threading.Event()

    def leader() -> str:
        begun.wait(5)
        try:
            void(desk, logged.number, "wufang")
        except RecordAlreadyVoided:
            return "too late"
        return "voided"

    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(leader)
        with desk.message("lilei") as (session, _number):
            step = undoing.named_step(session, person=desk.person("lilei"), number=logged.number, at=desk.now)
            begun.set()
            with pytest.raises(TimeoutError):
                other.result(0.3)  # the leader waits for the row that the author holds
            undoing.undo(session, step, person_id=desk.person("lilei").id, at=desk.now)
        assert other.result(5) == "too late"
    assert desk.row(Record, logged.number).voided_by_id == desk.person("lilei").id
    engine.dispose()
