"""Follow-ups and reminders as the service keeps them: moments, notices, repeats, undo."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest
from sqlalchemy import select

from models.db import unit
from models.errors import (
    DuplicateFollowUp,
    FollowUpEnded,
    MomentPassed,
    MomentTooFar,
    NotYourRecord,
    RecordAlreadyVoided,
    RecordNotFound,
)
from models.queries import followups as queries
from models.queries.followups import Source
from models.schema import Change, FollowUp, FollowUpState, Notice, NoticeState, Record, RecordKind
from models.services import claiming, followups, notices
from models.services import undo as undoing
from models.services.followups import Plan
from models.services.notices import Finished
from models.times import SHANGHAI, shanghai_instant
from tests.models.services.desk import TEN, Desk

TODAY = date(2026, 11, 23)
TOMORROW = date(2026, 11, 24)
WEDNESDAY = date(2026, 12, 2)


def sets(desk: Desk, userid: str = "lilei", *, code: str = "C001", body: str = "去办", **said: Any) -> int:
    """One message that sets a follow-up; a reminder when it names no customer."""
    customer = desk.customer(code) if code else None
    kind = RecordKind.FOLLOWUP if code else RecordKind.REMINDER
    plan = Plan(kind, said.pop("on", WEDNESDAY), customer_id=customer, **said)
    person = desk.person(userid)
    with desk.message(userid) as (session, number):
        row = followups.add(session, plan, person=person, message_id=number, said_at=desk.now, now=desk.now)
        followups.announce(session, row, userid=userid, body=body, now=desk.now)
        return row.number


def remind(desk: Desk, on: date, clock: time | None, **said: Any) -> int:
    return sets(desk, code="", on=on, clock=clock, **said)


def does(desk: Desk, number: int, what: Any, userid: str = "lilei", **said: Any) -> None:
    """One message that changes it."""
    with desk.message(userid) as (session, _):
        row = followups.find_own(session, number=number, person=desk.person(userid), directory=desk.directory)
        what(session, row, **said)
        followups.announce(session, row, userid=userid, body="去办", now=desk.now)


def undoes(desk: Desk, number: int | None = None, userid: str = "lilei") -> undoing.Undone:
    with desk.message(userid) as (session, _):
        person = desk.person(userid)
        step = (
            undoing.last_step(session, person_id=person.id, at=desk.now)
            if number is None
            else undoing.named_step(session, person=person, number=number, at=desk.now)
        )
        return undoing.undo(session, step, person_id=person.id, at=desk.now)


def leaves(desk: Desk, at: datetime) -> list[str]:
    """What is sent at an instant: claimed, and asked whether it is still true."""
    with desk.engine.connect() as connection, connection.begin():
        claimed = claiming.claim(connection, now=at, limit=100)
        notices.finish(connection, [Finished(each.id, each.attempt, NoticeState.SENT, at) for each in claimed])
        return [each.body for each in claimed if not followups.is_still_due(connection, each)]


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)


def goes_on(desk: Desk, now: datetime) -> None:
    with unit(desk.engine, now=now) as session:
        followups.go_on(session, now)


def todo(desk: Desk, last: date, userid: str = "lilei", today: date = TODAY) -> list[int]:
    with desk.engine.connect() as connection:
        found = queries.list_todo(connection, person_id=desk.person(userid).id, last=last, today=today)
        return [due.number for due in found]


def test_it_is_a_numbered_record_with_its_history(desk: Desk) -> None:
    number = sets(desk, note="带样品", contact_name="王总")

    row = desk.row(FollowUp, number)
    assert (row.kind, row.due_on, row.note, row.state) == ("followup", WEDNESDAY, "带样品", FollowUpState.OPEN)
    assert desk.row(Record, number).kind == RecordKind.FOLLOWUP
    noted = desk.rows(Change, Change.table_name == "followups")
    assert [(change.action, change.row_id, change.after["due_on"]) for change in noted] == [
        ("insert", number, "2026-12-02")
    ]
    assert row.push_at is None
    assert desk.rows(Notice) == []


def test_what_is_stored_is_one_line_without_identity_numbers(desk: Desk) -> None:
    number = sets(desk, note="带\n合同 身份证320502199001011234", contact_name="王" * 100)
    row = desk.row(FollowUp, number)
    assert "320502" not in row.note
    assert "\n" not in row.note
    assert len(row.contact_name) == 64


@pytest.mark.parametrize(
    ("on", "clock", "better"),
    [
        (TODAY, time(9), TOMORROW),
        (TODAY, time(10), TOMORROW),
        (date(2026, 11, 20), None, TOMORROW),
        (date(2026, 11, 20), time(15), TODAY),
        (date(2026, 11, 20), time(9), TOMORROW),
    ],
)
def test_the_past_is_refused_with_the_next_sensible_day(desk: Desk, on: date, clock: time, better: date) -> None:
    with pytest.raises(MomentPassed) as refused:
        remind(desk, on, clock)
    assert refused.value.better_on == better
    assert desk.rows(Record) == []


def test_a_slip_of_the_year_is_refused(desk: Desk) -> None:
    with pytest.raises(MomentTooFar):
        sets(desk, on=date(2062, 1, 1))


def test_the_same_again_is_a_slip_of_the_finger(desk: Desk) -> None:
    number = sets(desk, note="带样品")
    with pytest.raises(DuplicateFollowUp) as refused:
        sets(desk.later(5), note="带 样品。")
    assert refused.value.number == number
    assert sets(desk, note="带合同") > number
    assert sets(desk, code="C003", note="带样品") > number
    assert sets(desk.later(20), note="带样品") > number


def test_a_reminder_leaves_at_its_minute_and_once(desk: Desk) -> None:
    remind(desk, TOMORROW, time(10), body="10:00 打电话")

    assert leaves(desk, at(TOMORROW, 9, 59)) == []
    assert leaves(desk, at(TOMORROW, 10)) == ["10:00 打电话"]
    assert leaves(desk, at(TOMORROW, 10)) == []


def test_one_that_was_set_for_the_night_leaves_at_night(desk: Desk) -> None:
    remind(desk, TODAY, time(23, 40), body="值班")
    assert leaves(desk, at(TODAY, 23, 40)) == ["值班"]


def test_a_missed_one_leaves_late_but_not_for_ever(desk: Desk) -> None:
    remind(desk, TOMORROW, time(10), body="一")
    remind(desk, TOMORROW, time(11), body="二", note="二")
    assert leaves(desk, at(date(2026, 11, 25), 10, 30)) == ["二"]


@pytest.mark.parametrize("what", [followups.finish, followups.cancel])
def test_what_is_done_or_cancelled_leaves_no_more(desk: Desk, what: Any) -> None:
    number = remind(desk, TOMORROW, time(10))
    does(desk, number, what, now=desk.now)

    assert leaves(desk, at(TOMORROW, 10)) == []
    assert todo(desk, WEDNESDAY) == []
    with pytest.raises(FollowUpEnded) as again:
        does(desk, number, what, now=desk.now)
    assert again.value.done == (what is followups.finish)


def test_what_is_taken_back_leaves_no_more(desk: Desk) -> None:
    number = remind(desk, TOMORROW, time(10))
    undone = undoes(desk.later(5))

    assert [(record.kind, record.number) for record in undone.voided] == [(RecordKind.REMINDER, number)]
    assert desk.row(FollowUp, number).voided
    assert leaves(desk, at(TOMORROW, 10)) == []
    with pytest.raises(RecordAlreadyVoided):
        does(desk, number, followups.finish, now=desk.now)


def test_a_moved_one_leaves_at_its_new_minute_only(desk: Desk) -> None:
    number = remind(desk, TOMORROW, time(10))
    does(desk, number, followups.move, on=TOMORROW, clock=time(15), said_at=desk.now)

    assert leaves(desk, at(TOMORROW, 10)) == []
    assert leaves(desk, at(TOMORROW, 15)) == ["去办"]


def test_moved_away_and_back_it_leaves_as_before(desk: Desk) -> None:
    number = remind(desk, TOMORROW, time(10))
    does(desk, number, followups.move, on=TOMORROW, clock=time(15), said_at=desk.now)
    undone = undoes(desk.later(1))

    assert [row.number for row in undone.planned] == [number]
    assert desk.row(FollowUp, number).due_clock == time(10)
    assert leaves(desk, at(TOMORROW, 15)) == ["去办"]


def test_done_by_mistake_is_open_again(desk: Desk) -> None:
    number = remind(desk, TOMORROW, time(10))
    does(desk, number, followups.finish, now=desk.now)
    undoes(desk.later(1))

    row = desk.row(FollowUp, number)
    assert (row.state, row.ended_at) == (FollowUpState.OPEN, None)
    assert leaves(desk, at(TOMORROW, 10)) == ["去办"]


def test_moving_keeps_the_clock_and_opens_what_was_done(desk: Desk) -> None:
    number = remind(desk, TOMORROW, time(10))
    does(desk, number, followups.finish, now=desk.now)
    does(desk, number, followups.move, on=WEDNESDAY, clock=None, said_at=desk.now)

    row = desk.row(FollowUp, number)
    assert (row.due_on, row.due_clock, row.state) == (WEDNESDAY, time(10), FollowUpState.OPEN)
    assert row.push_at == shanghai_instant(WEDNESDAY, time(10))


def test_other_words_reach_the_notice(desk: Desk) -> None:
    number = remind(desk, TOMORROW, time(10), body="旧")
    does(desk, number, followups.change_note, note="带合同")
    assert desk.row(FollowUp, number).note == "带合同"
    assert leaves(desk, at(TOMORROW, 10)) == ["去办"]


def test_a_repeating_one_has_one_notice_at_a_time(desk: Desk) -> None:
    friday = date(2026, 11, 27)
    number = remind(desk, friday, time(17), repeat="weekly:4", body="交周报")

    goes_on(desk, at(friday, 16, 59))
    assert len(desk.rows(Notice)) == 1
    goes_on(desk, at(friday, 17))
    goes_on(desk, at(friday, 17, 1))
    assert leaves(desk, at(friday, 17)) == ["交周报"]
    assert desk.row(FollowUp, number).due_on == date(2026, 12, 4)
    waiting = desk.rows(Notice, Notice.state == NoticeState.PENDING)
    assert [notice.due_at for notice in waiting] == [shanghai_instant(date(2026, 12, 4), time(17))]
    goes_on(desk, at(date(2026, 12, 4), 17, 2))
    assert leaves(desk, at(date(2026, 12, 4), 17, 2)) == ["交周报"]


def test_after_a_long_pause_a_repeating_one_goes_on_from_now(desk: Desk) -> None:
    friday = date(2026, 11, 27)
    number = remind(desk, friday, time(17), repeat="weekly:4")
    goes_on(desk, at(date(2026, 12, 20), 9))
    assert desk.row(FollowUp, number).due_on == date(2026, 12, 25)
    assert leaves(desk, at(date(2026, 12, 20), 9)) == []
    assert leaves(desk, at(date(2026, 12, 25), 17)) == ["去办"]


def test_a_repeating_one_without_a_time_is_of_its_day(desk: Desk) -> None:
    monday = date(2026, 11, 30)
    number = remind(desk, monday, None, repeat="weekly:0")
    goes_on(desk, at(monday, 23))
    assert desk.row(FollowUp, number).due_on == monday
    goes_on(desk, at(date(2026, 12, 1), 0, 1))
    assert desk.row(FollowUp, number).due_on == date(2026, 12, 7)


def test_done_once_a_repeating_one_comes_again_and_cancelled_it_does_not(desk: Desk) -> None:
    number = remind(desk, TODAY, time(17), repeat="daily")
    does(desk, number, followups.finish, now=desk.now)
    assert leaves(desk, at(TODAY, 17)) == []
    assert desk.row(FollowUp, number).due_on == TOMORROW
    does(desk, number, followups.finish, now=desk.now)
    assert desk.row(FollowUp, number).due_on == TOMORROW
    does(desk, number, followups.cancel, now=desk.now)
    goes_on(desk, at(TOMORROW, 17))
    assert leaves(desk, at(TOMORROW, 17)) == []


def test_nobody_touches_a_colleagues(desk: Desk) -> None:
    number = sets(desk)
    with pytest.raises(NotYourRecord):
        does(desk, number, followups.finish, userid="hanmei", now=desk.now)
    does(desk, number, followups.finish, userid="wufang", now=desk.now)
    visit = desk.logs("lilei", "C003")[0].number
    with pytest.raises(RecordNotFound):
        does(desk, visit, followups.finish, now=desk.now)


def test_the_list_holds_what_is_due_and_overdue_of_one_person(desk: Desk) -> None:
    first = sets(desk, on=TOMORROW)
    reminder = remind(desk, TOMORROW, time(9))
    sets(desk, "hanmei", code="C004", on=TOMORROW)
    visit = desk.logs("lilei", "C003", next_on=TOMORROW, next_note="带样品")[0].number
    later = sets(desk, on=WEDNESDAY)

    assert todo(desk, TODAY) == []
    assert sorted(todo(desk, TOMORROW)) == sorted([first, reminder, visit])
    # A reminder that is past was told; what was to be done with a customer stays.
    assert sorted(todo(desk, WEDNESDAY, today=WEDNESDAY)) == sorted([first, visit, later])


def test_whoever_was_there_has_followed_up(desk: Desk) -> None:
    number = sets(desk, on=TODAY)
    sets(desk, on=TOMORROW)
    before = todo(desk, TODAY)
    desk.logs("lilei", "C001")

    assert before == [number]
    assert todo(desk, TODAY) == []
    assert len(todo(desk, TOMORROW)) == 1


def test_lines_know_where_they_come_from(desk: Desk) -> None:
    sets(desk, on=TOMORROW, contact_name="王总", note="带样品")
    with desk.engine.connect() as connection:
        [due] = queries.list_due(connection, first=TOMORROW, last=TOMORROW)
    assert (due.source, due.customer, due.contact, due.made_on) == (
        Source.FOLLOWUP,
        "苏州东吴机械有限公司",
        "王总",
        TODAY,
    )
    assert (due.userid, due.customer_id) == ("lilei", desk.customer("C001"))


def test_one_who_has_left_is_told_nothing(desk: Desk) -> None:
    from models.schema import Person

    sets(desk, on=TOMORROW)
    with unit(desk.engine, now=TEN) as session:
        session.scalars(select(Person).where(Person.userid == "lilei")).one().active = False
    with desk.engine.connect() as connection:
        assert queries.list_due(connection, first=TOMORROW, last=TOMORROW) == []
