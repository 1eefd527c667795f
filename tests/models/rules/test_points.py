"""Points (`product.md` A1): one for each customer and day, whatever the order, never for a voided visit."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.points import FLOOR, Pace, Scored, month_of, pace, points

DAY = date(2026, 11, 23)

visits = st.lists(
    st.builds(
        Scored,
        customer_id=st.integers(1, 4),
        day=st.integers(0, 3).map(lambda ahead: DAY + timedelta(days=ahead)),
        level=st.integers(1, 4),
        voided=st.booleans(),
    ),
    max_size=30,
)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ([], 0),
        ([Scored(1, DAY, 1)], 1),
        ([Scored(1, DAY, 1), Scored(1, DAY, 4)], 1),
        ([Scored(1, DAY, 1), Scored(2, DAY, 1)], 2),
        ([Scored(1, DAY, 1), Scored(1, DAY + timedelta(days=1), 1)], 2),
        ([Scored(1, DAY, 4, voided=True)], 0),
        ([Scored(1, DAY, 4, voided=True), Scored(1, DAY, 1)], 1),
    ],
)
def test_one_point_for_each_customer_and_day(made: list[Scored], expected: int) -> None:
    assert points(made) == expected


def test_a_company_may_ask_for_more_evidence() -> None:
    assert points([Scored(1, DAY, 1), Scored(2, DAY, 2)], minimum_level=2) == 1


@given(visits)
def test_the_order_does_not_matter_and_no_visit_makes_more_than_a_point(made: list[Scored]) -> None:
    shuffled = random.Random(7).sample(made, len(made))

    assert points(shuffled) == points(made) <= len([visit for visit in made if not visit.voided])


@given(visits, visits)
def test_another_visit_never_costs_a_point(made: list[Scored], more: list[Scored]) -> None:
    assert points(made) <= points(made + more) <= points(made) + points(more)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_month_holds_its_day_and_borders_on_the_next(day: date) -> None:
    first, last = month_of(day)

    assert first <= day <= last
    assert first.day == 1
    assert (last + timedelta(days=1)).day == 1
    assert (first.month, first.year) == (last.month, last.year)


@pytest.mark.parametrize(
    ("total", "today", "expected"),
    [
        (17, date(2026, 11, 23), Pace(17, 30, 23, 13, 5)),
        (0, date(2026, 11, 1), Pace(0, 30, 0, 30, 21)),  # a Sunday: nothing is due yet
        (2, date(2026, 11, 2), Pace(2, 30, 2, 28, 20)),
        (31, date(2026, 11, 30), Pace(31, 30, 30, 0, 0)),
        (0, date(2026, 10, 7), Pace(0, 30, 0, 30, 18)),  # the holiday week
        (5, date(2099, 11, 23), Pace(5, 30, 23, 25, 5)),  # a year whose holidays nobody knows
    ],
)
def test_the_pace_goes_by_workdays_and_is_rounded_up(total: int, today: date, expected: Pace) -> None:
    assert pace(total, today) == expected


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.integers(0, 99))
def test_nobody_is_ever_expected_to_have_more_than_the_floor(day: date, total: int) -> None:
    found = pace(total, day)

    assert 0 <= found.expected <= FLOOR
    assert pace(total, month_of(day)[1]).expected == FLOOR
    assert found.missing == max(FLOOR - total, 0)
