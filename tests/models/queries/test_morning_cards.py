"""Which cards and reminders arrived, asked for a few days and for a whole company's (§4.4)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy.orm import Session

from models.queries.morning_cards import key_of, list_lost, list_untold, reminder_key
from models.schema import Notice, NoticeState

DAY = date(2026, 11, 23)
TODAY = DAY + timedelta(days=4)


def notice(session: Session, key: str, state: NoticeState) -> None:
    at = datetime(2026, 11, 23, 1, tzinfo=UTC)
    row = Notice(dedupe_key=key, kind="morning", userid="x", body="x", due_at=at, next_attempt_at=at, made_at=at)
    row.state = state
    session.add(row)


@pytest.mark.parametrize("people", [3, 60], ids=["a few", "a company"])
def test_untold_is_what_no_card_of_that_day_or_since_has_told(session: Session, people: int) -> None:
    for person in range(people):
        states = (NoticeState.SENT, NoticeState.EXPIRED, NoticeState.CANCELLED)
        notice(session, key_of(person, DAY), states[person % 3])
        if person % 2:
            notice(session, key_of(person, DAY + timedelta(days=2)), NoticeState.SENT)
        notice(session, key_of(person, TODAY), NoticeState.SENT)  # of today: that is the one in question
    session.flush()
    named = [(person, DAY) for person in range(people)]
    untold = {(person, DAY) for person in range(people) if person % 3 and not person % 2}
    assert list_untold(session, named, TODAY) == untold
    assert list_untold(session, [], TODAY) == frozenset()


@pytest.mark.parametrize("people", [4, 60], ids=["a few", "a company"])
def test_lost_is_what_never_arrived_and_no_card_has_named(session: Session, people: int) -> None:
    states = (NoticeState.SENT, NoticeState.EXPIRED, NoticeState.FAILED, NoticeState.PENDING)
    pushed = {reminder_key(person, DAY, time(9, 5)): (person, DAY) for person in range(people)}
    for key, (person, _) in pushed.items():
        notice(session, key, states[person % 4])
    notice(session, key_of(1, TODAY - timedelta(days=1)), NoticeState.SENT)
    session.flush()
    lost = {key for key, (person, _) in pushed.items() if person % 4 in (1, 2) and person != 1}
    assert list_lost(session, pushed, TODAY) == lost
    assert reminder_key(7, DAY, time(9, 5)) == "reminder:7:2026-11-23T09:05"
