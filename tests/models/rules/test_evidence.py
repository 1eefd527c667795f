"""Levels, the half hour, and the nearest visit line."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules import evidence
from models.rules.quiet import USUAL
from models.times import SHANGHAI

TEN = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


@pytest.mark.parametrize(
    ("placed", "near", "photographed", "level"),
    [
        (False, False, False, 1),
        (True, False, False, 2),
        (True, True, False, 2),
        (False, False, True, 2),
        (True, False, True, 3),
        (True, True, True, 4),
    ],
)
def test_the_four_levels(placed: bool, near: bool, photographed: bool, level: int) -> None:
    assert evidence.level(placed=placed, near=near, photographed=photographed) == level


@given(st.booleans(), st.booleans(), st.booleans())
def test_more_evidence_never_lowers_the_level(placed: bool, near: bool, photographed: bool) -> None:
    level = evidence.level(placed=placed, near=near, photographed=photographed)

    assert 1 <= level <= 4
    assert evidence.level(placed=True, near=near, photographed=photographed) >= level
    assert evidence.level(placed=placed, near=near, photographed=True) >= level


@pytest.mark.parametrize(
    ("after", "counts"),
    [(-31, False), (-30, True), (-1, True), (0, True), (30, True), (30.02, False), (600, False)],
)
def test_half_an_hour_before_and_after_counts(after: float, counts: bool) -> None:
    assert evidence.counts(TEN + minutes(after), [TEN]) is counts


def test_the_nearest_line_wins_and_a_tie_gives_both() -> None:
    lines = {1: [TEN], 2: [TEN + minutes(20)], 3: [TEN + minutes(20)]}

    assert evidence.nearest(TEN + minutes(9), lines) == [1]
    assert evidence.nearest(TEN + minutes(11), lines) == [2, 3]
    assert evidence.nearest(TEN + minutes(51), lines) == []
    assert evidence.nearest(TEN, {}) == []


def test_every_line_of_a_visit_is_a_moment_of_it() -> None:
    assert evidence.nearest(TEN + minutes(95), {7: [TEN, TEN + minutes(90)]}) == [7]


@given(
    st.integers(-5000, 5000),
    st.dictionaries(st.integers(1, 20), st.lists(st.integers(-5000, 5000), min_size=1, max_size=3), max_size=6),
)
def test_nearest_is_inside_the_window_and_nothing_is_nearer(sent: int, visits: dict[int, list[int]]) -> None:
    at = TEN + minutes(sent)
    moments = {number: [TEN + minutes(each) for each in lines] for number, lines in visits.items()}

    found = evidence.nearest(at, moments)

    best = min((evidence.gap(at, lines) for lines in moments.values()), default=None)
    expected = (
        [] if best is None or best > evidence.WINDOW else [n for n in moments if evidence.gap(at, moments[n]) == best]
    )
    assert found == expected


@pytest.mark.parametrize(
    ("clock", "quiet"),
    [
        ((21, 29), False),
        ((21, 30), True),
        ((23, 59), True),
        ((0, 0), True),
        ((7, 59), True),
        ((8, 0), False),
        ((12, 0), False),
    ],
)
def test_quiet_hours_are_shanghai_hours(clock: tuple[int, int], quiet: bool) -> None:
    at = datetime(2026, 11, 23, *clock, tzinfo=SHANGHAI)

    assert USUAL.covers(at) is quiet
    assert USUAL.covers(at.astimezone(UTC)) is quiet
