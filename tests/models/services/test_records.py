"""Correcting and voiding records: what is set back, by whom, and until when."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from models.errors import (
    NothingToUndo,
    NotYourRecord,
    ReasonMissing,
    RecordAlreadyVoided,
)
from models.schema import Photo, Place, Record, Visit
from models.services import records
from tests.models.services.desk import Desk, Picture
from tests.models.services.steps import change, numbers, standing, undo, undo_named, void

AT_DONGWU = (31.2983, 120.5853)


def test_a_correction_is_set_back_and_the_record_only_after_that(desk: Desk) -> None:
    [logged] = desk.logs("lilei", "C001", summary="谈报价", next_on=date(2026, 12, 2), next_clock=time(9))
    change(desk.later(1), None, "change_next", on=date(2026, 12, 3), clock=None, note="带样品")
    change(desk.later(1), logged.number, "change_summary", summary="谈付款")

    assert [record.number for record in undo(desk).restored] == [logged.number]
    visit = desk.row(Visit, logged.number)
    assert (visit.summary, visit.next_on, visit.next_note) == ("谈报价", date(2026, 12, 3), "带样品")

    undo(desk)
    visit = desk.row(Visit, logged.number)
    assert (visit.next_on, visit.next_clock, visit.next_note) == (date(2026, 12, 2), time(9), "")

    assert numbers(undo(desk)) == [logged.number]


def test_a_field_that_was_changed_again_is_left_alone(desk: Desk) -> None:
    [logged] = desk.logs("lilei", "C001", summary="谈报价")
    change(desk, logged.number, "change_summary", summary="谈付款")
    change(desk, logged.number, "change_summary", "wufang", summary="谈交期")

    done = undo(desk)

    assert done.restored == ()
    assert desk.row(Visit, logged.number).summary == "谈交期"


def test_another_customer_is_measured_anew_and_gives_the_point_back(desk: Desk) -> None:
    [logged] = desk.logs("lilei", "C003", contact_name="李明")
    desk.photo("lilei", Picture("a"))
    desk.place("lilei", *AT_DONGWU)
    assert desk.row(Visit, logged.number).evidence_level == 3

    found = change(desk, None, "change_customer", customer_id=desk.customer("C001"), directory=desk.directory)

    assert (found.level, found.distance_m) == (4, 0)
    assert desk.directory.customer(desk.customer("C003")).latitude is None
    undo(desk)
    visit = desk.row(Visit, logged.number)
    assert (visit.customer_id, visit.evidence_level) == (desk.customer("C003"), 3)
    assert desk.directory.customer(desk.customer("C003")).latitude == AT_DONGWU[0]


def test_another_day_keeps_the_clock(desk: Desk) -> None:
    [logged] = desk.logs("lilei", "C001")
    change(desk, None, "change_day", day=date(2026, 11, 20))

    visit = desk.row(Visit, logged.number)
    assert visit.visited_on == date(2026, 11, 20)
    assert visit.visited_at == datetime(2026, 11, 20, 10, 0, tzinfo=desk.now.tzinfo)


@pytest.mark.parametrize(
    ("today", "visited_on", "open_"),
    [
        (date(2026, 11, 30), date(2026, 11, 23), True),
        (date(2026, 12, 1), date(2026, 11, 23), False),
        (date(2027, 11, 23), date(2026, 11, 23), False),
    ],
)
def test_the_author_corrects_within_the_month(desk: Desk, today: date, visited_on: date, open_: bool) -> None:
    visit = Visit(visited_on=visited_on, reported_at=desk.now)

    assert records.is_open_to_author(visit, today) is open_


def test_a_visit_made_up_for_last_month_may_be_corrected_this_month(desk: Desk) -> None:
    visit = Visit(visited_on=date(2026, 10, 31), reported_at=desk.now)

    assert records.is_open_to_author(visit, date(2026, 11, 24))


def test_a_reason_is_kept_as_other_words_are(desk: Desk) -> None:
    [logged] = desk.logs("lilei", "C001")
    void(desk, logged.number, "wufang", "  客户说没来\n证件 11010519491231002X ")
    reason = desk.row(Record, logged.number).void_reason
    assert reason.startswith("客户说没来")
    assert "11010519491231002X" not in reason
    assert reason.isprintable()


def test_the_leader_voids_any_time_with_a_reason(desk: Desk) -> None:
    [logged] = desk.logs("lilei", "C001")
    desk.photo("lilei", Picture("a"))
    desk.later(3 * 24 * 60)

    with pytest.raises(ReasonMissing):
        void(desk, logged.number, "wufang", "  ")
    with pytest.raises(NotYourRecord):
        void(desk, logged.number, "zhouming")
    with pytest.raises(NotYourRecord):
        void(desk, logged.number, "hanmei")
    with pytest.raises(NotYourRecord):
        void(desk, logged.number, "lilei")
    void(desk, logged.number, "wufang")

    record = desk.row(Record, logged.number)
    assert (record.void_reason, record.voided_by_id) == ("重复", desk.person("wufang").id)
    assert desk.row(Visit, logged.number).voided
    # What backed it stays with it: the leader decided about it.
    assert [photo.visit_number for photo in desk.rows(Photo)] == [logged.number]
    with pytest.raises(RecordAlreadyVoided):
        void(desk, logged.number, "wufang")


def test_a_leader_takes_his_void_back_and_everything_is_as_it_was(desk: Desk) -> None:
    [logged] = desk.logs("lilei", "C001")
    desk.photo("lilei", Picture("a"))
    desk.place("lilei", *AT_DONGWU)
    void(desk, logged.number, "wufang")

    done = undo(desk.later(9), "wufang")

    assert ([record.number for record in done.revived], done.voided, done.restored) == ([logged.number], (), ())
    record, visit = desk.row(Record, logged.number), desk.row(Visit, logged.number)
    assert (record.voided_at, record.voided_by_id, record.void_reason) == (None, None, "")
    assert (visit.voided, visit.evidence_level) == (False, 4)
    assert [place.visit_number for place in desk.rows(Place)] == [logged.number]
    with pytest.raises(NothingToUndo):
        undo(desk, "wufang")


def test_only_who_voided_takes_the_void_back_and_only_in_time(desk: Desk) -> None:
    first, second = desk.logs("lilei", "C001", "C003")
    void(desk, first.number, "wufang")
    undo_named(desk, second.number)

    with pytest.raises(RecordAlreadyVoided):
        undo_named(desk, first.number)
    with pytest.raises(RecordAlreadyVoided):
        undo_named(desk, second.number)
    desk.later(10.1)
    with pytest.raises(NotYourRecord):
        undo_named(desk, first.number, "wufang")
    with pytest.raises(NothingToUndo):
        undo(desk, "wufang")
    assert standing(desk) == []


def test_what_somebody_else_voided_is_not_taken_back_a_second_time(desk: Desk) -> None:
    first, second = desk.logs("lilei", "C001", "C003", summary="谈报价")
    change(desk, first.number, "change_summary", summary="谈付款")
    void(desk, first.number, "wufang")

    with pytest.raises(RecordAlreadyVoided):
        undo(desk)
    assert desk.row(Visit, first.number).summary == "谈付款"
    undo_named(desk, second.number)
    with pytest.raises(RecordAlreadyVoided):
        undo(desk)


def test_of_several_records_the_ones_that_stand_go(desk: Desk) -> None:
    first, second = desk.logs("lilei", "C001", "C003")
    void(desk, first.number, "wufang")

    assert numbers(undo(desk)) == [second.number]
    assert desk.row(Record, first.number).voided_by_id == desk.person("wufang").id


def test_a_leader_without_a_leader_voids_his_own(desk: Desk) -> None:
    [logged] = desk.logs("wufang", "C001")
    void(desk.later(60), logged.number, "wufang")

    assert standing(desk) == []
