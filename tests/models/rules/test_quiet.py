"""Quiet hours: 21:30 to 08:00 in Shanghai."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.calendar import STATUTORY
from models.rules.quiet import USUAL, leaves_at


@pytest.mark.parametrize(
    ("at", "then"),
    [
        ("2026-11-23T21:29:59+08:00", "2026-11-23T21:29:59+08:00"),
        ("2026-11-23T21:30:00+08:00", "2026-11-24T08:00:00+08:00"),
        ("2026-12-31T23:59:00+08:00", "2027-01-01T08:00:00+08:00"),
        ("2026-11-23T00:00:00+08:00", "2026-11-23T08:00:00+08:00"),
        ("2026-11-23T07:59:59+08:00", "2026-11-23T08:00:00+08:00"),
        ("2026-11-23T08:00:00+08:00", "2026-11-23T08:00:00+08:00"),
    ],
)
def test_what_falls_into_the_night_waits_for_the_morning(at: str, then: str) -> None:
    assert USUAL.after(datetime.fromisoformat(at)) == datetime.fromisoformat(then)


@pytest.mark.parametrize(
    ("at", "news", "punctual"),
    [
        ("2026-11-23T21:00:00+08:00", "2026-11-23T21:00:00+08:00", "2026-11-23T21:00:00+08:00"),
        ("2026-11-23T22:30:00+08:00", "2026-11-24T08:00:00+08:00", "2026-11-24T08:00:00+08:00"),
        ("2026-11-27T22:30:00+08:00", "2026-11-30T08:00:00+08:00", "2026-11-28T08:00:00+08:00"),
        ("2026-11-28T10:00:00+08:00", "2026-11-30T08:00:00+08:00", "2026-11-28T10:00:00+08:00"),
        ("2026-09-30T23:00:00+08:00", "2026-10-08T08:00:00+08:00", "2026-10-01T08:00:00+08:00"),
    ],
)
def test_p18_what_a_message_brings_waits_for_the_morning_of_a_workday(at: str, news: str, punctual: str) -> None:
    said = datetime.fromisoformat(at)
    told = [leaves_at(said, USUAL, STATUTORY, punctual=one) for one in (False, True)]
    assert told == [datetime.fromisoformat(news), datetime.fromisoformat(punctual)]


@given(st.integers(0, 2**32).map(lambda second: datetime.fromtimestamp(second, UTC)))
def test_nothing_is_ever_said_at_night_nor_held_longer_than_one(at: datetime) -> None:
    then = USUAL.after(at)
    assert not USUAL.covers(then)
    assert timedelta() <= then - at <= timedelta(hours=10, minutes=30)
