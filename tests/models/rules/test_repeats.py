"""Reminders that come again: how they are said, and when they are due next."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules import repeats

FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        ("每天", "daily"),
        ("每日", "daily"),
        ("每晚", "daily"),
        ("每个工作日", "workdays"),
        ("上班日", "workdays"),
        ("每周", "weekly:4"),
        ("每周一", "weekly:0"),
        ("每个星期天", "weekly:6"),
        ("每礼拜5", "weekly:4"),
        ("每周一三五", "weekly:0,2,4"),
        ("每周一、周四", "weekly:0,3"),
        ("周一到周五", "weekly:0,1,2,3,4"),
        ("每两周", "weekly:4/2"),
        ("隔周周二", "weekly:1/2"),
        ("weekly", "weekly:4"),
        ("every friday week", "weekly:4"),
        ("每月", "monthly:27"),
        ("每月5号", "monthly:5"),
        ("每个月十五号", "monthly:15"),
        ("每月二十五日", "monthly:25"),
        ("每月底", "monthly:31"),
        ("每月最后一天", "monthly:31"),
        ("每两个月", "monthly:27/2"),
        ("每季度", "monthly:27/3"),
        ("每三天", "days:3"),
        ("每隔一天", "days:2"),
        ("每隔10天", "days:10"),
        ("每年", "yearly:11-27"),
        ("", ""),
        ("从不", ""),
    ],
)
def test_what_was_said_has_one_short_form(said: str, stored: str) -> None:
    assert repeats.read(said, FRIDAY) == stored
    assert repeats.read(stored, FRIDAY) == stored


@pytest.mark.parametrize(
    ("stored", "after", "due"),
    [
        ("daily", date(2026, 12, 31), date(2027, 1, 1)),
        ("workdays", date(2026, 9, 30), date(2026, 10, 8)),
        ("weekly:4", FRIDAY, date(2026, 12, 4)),
        ("weekly:0,4", FRIDAY, date(2026, 11, 30)),
        ("weekly:4/2", FRIDAY, date(2026, 12, 11)),
        ("monthly:5", FRIDAY, date(2026, 12, 5)),
        ("monthly:31", FRIDAY, date(2026, 11, 30)),
        ("monthly:31", date(2027, 1, 31), date(2027, 2, 28)),
        ("monthly:27/3", FRIDAY, date(2027, 2, 27)),
        ("days:3", FRIDAY, date(2026, 11, 30)),
        ("yearly:08-12", FRIDAY, date(2027, 8, 12)),
        ("nonsense", FRIDAY, None),
        ("", FRIDAY, None),
    ],
)
def test_it_is_due_next_on(stored: str, after: date, due: date | None) -> None:
    assert repeats.following(stored, after) == due


@pytest.mark.parametrize(
    ("stored", "due"), [("weekly:4/2", FRIDAY), ("weekly:0", date(2026, 11, 30)), ("days:9", FRIDAY), ("", None)]
)
def test_the_first_day_may_be_today(stored: str, due: date | None) -> None:
    assert repeats.first_on(stored, FRIDAY) == due


@given(
    st.text(alphabet="每隔两周一二三五天日月年底号工作日0123456789,/:weklydaomnths ", max_size=40),
    st.dates(date(2020, 1, 1), date(2090, 1, 1)),
)
def test_whatever_is_said_is_stored_short_and_goes_on(said: str, first: date) -> None:
    stored = repeats.read(said, first)
    assert len(stored) <= repeats.LONGEST
    if stored:
        due = repeats.following(stored, first)
        assert due is None or due > first
        assert due is None or due - first <= timedelta(days=366 * 5)
