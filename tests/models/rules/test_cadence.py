"""How often a customer is to be contacted (C8), and when to ask after a delivery (C3)."""

from __future__ import annotations

from datetime import date

import pytest

from models.rules.cadence import call_after_delivery, days_over
from models.rules.calendar import STATUTORY
from models.rules.terms import Terms

TODAY = date(2026, 11, 23)
LONG_AGO = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("level", "last_on", "over"),
    [
        ("A", date(2026, 11, 16), 0),
        ("A", date(2026, 11, 15), 1),
        ("a", date(2026, 11, 15), 1),
        ("B", date(2026, 11, 8), 0),
        ("B", date(2026, 11, 1), 7),
        ("C", date(2026, 10, 24), 0),
        ("", date(2026, 10, 23), 1),
        ("A", TODAY, -7),
    ],
)
def test_c8_silence_is_counted_beyond_what_the_level_allows(level: str, last_on: date, over: int) -> None:
    assert days_over(level, last_on, LONG_AGO, Terms(), TODAY) == over


def test_c8_of_one_never_contacted_it_counts_from_the_day_he_was_got() -> None:
    assert days_over("A", None, date(2026, 11, 20), Terms(), TODAY) == -4
    assert days_over("A", date(2026, 1, 5), date(2026, 11, 20), Terms(), TODAY) == -4


def test_c8_a_changed_term_holds_from_its_day() -> None:
    terms = Terms().changed([("cadence_a_days", "3", date(2026, 11, 23))])
    assert days_over("A", date(2026, 11, 16), LONG_AGO, terms, TODAY) == 4


@pytest.mark.parametrize(
    ("delivered_on", "today", "on", "last"),
    [
        (date(2026, 11, 23), date(2026, 11, 23), date(2026, 11, 26), date(2026, 11, 30)),
        (date(2026, 11, 25), date(2026, 11, 25), date(2026, 11, 30), date(2026, 12, 2)),
        (date(2026, 11, 18), date(2026, 11, 23), date(2026, 11, 23), date(2026, 11, 25)),
        (date(2026, 11, 1), date(2026, 11, 23), date(2026, 11, 23), date(2026, 11, 23)),
        (date(2026, 9, 28), date(2026, 9, 28), date(2026, 10, 1), date(2026, 10, 5)),
    ],
)
def test_c3_the_call_falls_on_the_first_workday_of_the_window(
    delivered_on: date, today: date, on: date, last: date
) -> None:
    assert call_after_delivery(delivered_on, today, STATUTORY) == (on, last)
