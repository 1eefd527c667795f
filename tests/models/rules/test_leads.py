"""The rules of registrations as tables: what is missing, how long it protects, who was first."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.calendar import Calendar
from models.rules.leads import (
    Ground,
    Part,
    Ruling,
    Side,
    first_workday,
    is_alive,
    lowest_common,
    missing,
    project_key,
    protected_until,
    suggest,
)

DAY = date(2026, 11, 23)
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("need", "contact", "next_on", "lacks"),
    [
        ("", "", None, (Part.NEED, Part.CONTACT, Part.NEXT)),
        ("2台", "", None, (Part.CONTACT, Part.NEXT)),
        ("", "王工", DAY, (Part.NEED,)),
        ("2台", "王工", DAY, ()),
    ],
)
def test_a_registration_needs_need_contact_and_next_step(
    need: str, contact: str, next_on: date | None, lacks: tuple[Part, ...]
) -> None:
    assert missing(need, contact, next_on) == lacks


def test_the_protection_is_inclusive() -> None:
    until = protected_until(date(2026, 7, 15), 30)

    assert until == date(2026, 8, 14)
    assert is_alive(until, None, until)
    assert not is_alive(until, None, date(2026, 8, 15))


@pytest.mark.parametrize(
    ("today", "alive"), [(date(2026, 11, 30), True), (date(2026, 12, 1), False), (date(2026, 12, 24), False)]
)
def test_a_provisional_registration_lives_until_its_hold_ends(today: date, alive: bool) -> None:
    assert is_alive(date(2026, 12, 23), date(2026, 11, 30), today) is alive


@pytest.mark.parametrize("same", ["三期", "三期项目", "“三期 项目”", "三期工程", "三期　项目"])
def test_a_project_is_one_however_it_is_written(same: str) -> None:
    assert project_key(same) == "三期"


@pytest.mark.parametrize(
    ("text", "key"), [("", ""), ("项目", "项目"), ("二期项目", "二期"), ("ABC线改造", "abc线改造")]
)
def test_other_projects_are_others(text: str, key: str) -> None:
    assert project_key(text) == key


@given(st.text(max_size=400))
def test_a_project_key_fits_its_column(text: str) -> None:
    assert len(project_key(text)) <= 80


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [((2, 1), (2, 1), 2), ((2, 1), (3, 1), 1), ((2,), (3,), None), ((), (1,), None), ((1,), (2, 1), 1)],
)
def test_the_lowest_leader_of_both_rules(first: tuple[int, ...], second: tuple[int, ...], found: int | None) -> None:
    assert lowest_common(first, second) == found


@pytest.mark.parametrize(
    ("owner", "other", "ruling", "ground"),
    [
        (Side(DAY, 3, DAY), Side(), Ruling.CONFIRM, Ground.OTHER_IDLE),
        (Side(None, 0, DAY), Side(), Ruling.CONFIRM, Ground.OTHER_IDLE),
        (Side(None, 0, DAY), Side(DAY, 1), Ruling.REASSIGN, Ground.OWNER_IDLE),
        (Side(DAY, 1, DAY), Side(date(2026, 10, 1), 2), Ruling.SHARE, Ground.OTHER_FIRST),
        (Side(DAY, 1, None), Side(date(2026, 10, 1), 2), Ruling.SHARE, Ground.OTHER_FIRST),
        (Side(DAY, 1, DAY), Side(date(2026, 11, 24), 9), Ruling.CONFIRM, Ground.OWNER_FIRST),
        (Side(DAY, 1, date(2026, 9, 1)), Side(date(2026, 10, 1), 9), Ruling.CONFIRM, Ground.OWNER_FIRST),
        (Side(DAY, 1, DAY), Side(DAY, 1), Ruling.CONFIRM, Ground.OWNER_FIRST),
    ],
)
def test_the_records_speak_for_a_ruling(owner: Side, other: Side, ruling: Ruling, ground: Ground) -> None:
    found = suggest(owner, other, complete=True)

    assert (found.ruling, found.ground) == (ruling, ground)


def test_an_idle_registration_that_was_never_completed_rests_on_the_clause_of_the_hold() -> None:
    assert suggest(Side(), Side(DAY, 1), complete=False).term == "hold_days"
    assert suggest(Side(), Side(DAY, 1), complete=True).term == "protection_days"


@given(DAYS)
def test_the_first_workday_is_the_day_itself_or_the_next_one(day: date) -> None:
    on = first_workday(day)

    assert on >= day
    assert (on - day).days <= 10


def test_a_company_says_itself_which_days_it_works() -> None:
    assert first_workday(DAY, Calendar({DAY: False})) == date(2026, 11, 24)
