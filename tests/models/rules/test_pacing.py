"""A member gets no more texts than WeCom would show."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.rules.pacing import HOUR, MINUTE, next_place, places

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("in_minute", "in_hour", "left"),
    [(0, 0, 25), (24, 24, 1), (25, 25, 0), (31, 31, 0), (0, 880, 20), (3, 899, 1), (0, 900, 0)],
)
def test_a_minute_has_its_places_and_an_hour_too(in_minute: int, in_hour: int, left: int) -> None:
    assert places(in_minute, in_hour) == left


@pytest.mark.parametrize(
    ("ago_s", "leaving", "wait_s"),
    [
        ([], 25, 60),
        ([10] * 25, 0, 50),
        ([1] * 5 + [58] * 20, 0, 2),
        ([1] * 5 + [30] * 15, 5, 30),
        ([*range(60, 3_600, 4)][:885] + [3_590] * 15, 0, 10),
        ([], 3, 0),
    ],
)
def test_the_next_place_is_free_when_the_window_has_passed(ago_s: list[int], leaving: int, wait_s: int) -> None:
    sent = [NOON - timedelta(seconds=ago) for ago in ago_s]
    assert next_place(sent, leaving, NOON) == NOON + timedelta(seconds=wait_s)


@settings(max_examples=30)
@given(st.lists(st.integers(0, 20), min_size=30, max_size=120))
def test_no_minute_and_no_hour_ever_holds_more(pauses_s: list[int]) -> None:
    """Whoever always asks first, and comes again when he is told to, never passes a limit."""
    sent: list[datetime] = []
    now = NOON
    for pause in pauses_s:
        now += timedelta(seconds=pause)
        lately = [at for at in sent if at > now - HOUR.span]
        left = places(sum(at > now - MINUTE.span for at in lately), len(lately))
        sent = [*[now] * left, *sent]
        if left == 0:
            now = next_place([at for at in sent if at > now - HOUR.span], 0, now)
            lately = [at for at in sent if at > now - HOUR.span]
            assert places(sum(at > now - MINUTE.span for at in lately), len(lately)) > 0
        for window in (MINUTE, HOUR):
            assert sum(at > now - window.span for at in sent) <= window.most
