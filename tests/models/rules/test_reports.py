"""How a report counts by the server's clock, and who owes none (`product.md` A3, clauses 2.1 and 2.2)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from models.rules.reports import (
    Excuse,
    Handed,
    excuse,
    handed,
    may_make_up,
    plan_day,
)
from models.times import SHANGHAI

MONDAY = date(2026, 11, 23)
NINE = time(21)


def at(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, second, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("received", "state"),
    [
        (at(23, 17, 30), Handed.ON_TIME),
        (at(23, 20, 59, 59), Handed.ON_TIME),
        (at(23, 21), Handed.LATE),
        (at(23, 21, 14), Handed.LATE),
        (at(23, 23, 59, 59), Handed.LATE),
        (at(24, 0), Handed.MADE_UP),
        (at(24, 9), Handed.MADE_UP),
    ],
)
def test_a_report_counts_by_the_instant_it_is_received(received: datetime, state: Handed) -> None:
    assert handed(MONDAY, received, NINE) is state


def test_the_host_s_zone_does_not_matter() -> None:
    from datetime import UTC

    assert handed(MONDAY, at(23, 20, 59).astimezone(UTC), NINE) is Handed.ON_TIME


@pytest.mark.parametrize(("back", "taken"), [(0, True), (1, True), (7, True), (8, False), (-1, False)])
def test_so_far_back_it_is_made_up(back: int, taken: bool) -> None:
    assert may_make_up(MONDAY - timedelta(days=back), MONDAY, 7) is taken


@pytest.mark.parametrize(
    ("role", "day", "away", "why"),
    [
        ("rep", MONDAY, "", None),
        ("rep", MONDAY, "trip", None),
        ("rep", MONDAY, "leave", Excuse.LEAVE),
        ("rep", MONDAY, "rest", Excuse.REST),
        ("rep", date(2026, 11, 22), "", Excuse.REST_DAY),
        ("rep", date(2026, 10, 1), "", Excuse.REST_DAY),
        ("rep", date(2026, 2, 14), "", None),  # a Saturday that is worked instead of the Spring Festival's days
        ("manager", MONDAY, "", Excuse.ROLE),
        ("director", MONDAY, "", Excuse.ROLE),
        ("finance", MONDAY, "", Excuse.ROLE),
        ("assistant", MONDAY, "", Excuse.ROLE),
        ("admin", MONDAY, "", Excuse.ROLE),
    ],
)
def test_who_owes_none(role: str, day: date, away: str, why: Excuse | None) -> None:
    assert excuse(role, day, away) is why


@pytest.mark.parametrize(
    ("said", "day"),
    [
        (at(23, 8, 30), MONDAY),
        (at(23, 13, 59), MONDAY),
        (at(23, 14), date(2026, 11, 24)),
        (at(27, 18), date(2026, 11, 30)),
        (at(28, 9), date(2026, 11, 30)),
    ],
)
def test_a_plan_without_a_day_is_todays_in_the_morning_and_tomorrows_later(said: datetime, day: date) -> None:
    assert plan_day(said) == day
