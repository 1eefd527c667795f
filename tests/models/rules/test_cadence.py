"""How often a customer is to be contacted (C8), and when to ask after a delivery (C3)."""

from __future__ import annotations

from datetime import date

import pytest

from models.rules.cadence import call_after_delivery
from models.rules.calendar import STATUTORY


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
