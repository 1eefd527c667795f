"""Absences whose days stand side by side."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from handlers.language.meaning import Intents
from models.times import SHANGHAI
from tests.handlers.language.company import read

MONDAY = datetime(2026, 12, 14, 10, 0, tzinfo=SHANGHAI)
FROM_TUESDAY = date(2026, 12, 15)
THURSDAY, FRIDAY = date(2026, 12, 17), date(2026, 12, 18)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("请假 12月15到17", FROM_TUESDAY, THURSDAY),
        ("请假12.15到17", FROM_TUESDAY, THURSDAY),
        ("15-17号请假", FROM_TUESDAY, THURSDAY),
        ("请假 明天后天 老婆生孩子", FROM_TUESDAY, date(2026, 12, 16)),
        ("明后天请假", FROM_TUESDAY, date(2026, 12, 16)),
        ("今明两天请假", date(2026, 12, 14), FROM_TUESDAY),
        ("周四周五请假", THURSDAY, FRIDAY),
        ("周四、周五请假", THURSDAY, FRIDAY),
        ("周四和周五休息", THURSDAY, FRIDAY),
        ("17 18号请假", THURSDAY, FRIDAY),
        ("20号21号22号休年假", date(2026, 12, 20), date(2026, 12, 22)),
        ("请假到周五", date(2026, 12, 14), FRIDAY),
        ("从明天到周五请假", FROM_TUESDAY, FRIDAY),
        ("明天请假", FROM_TUESDAY, FROM_TUESDAY),
        ("明天上午请假", FROM_TUESDAY, FROM_TUESDAY),
        ("请假两天 周四周五", THURSDAY, FRIDAY),
    ],
)
def test_days_side_by_side_are_one_absence(text: str, first: date, last: date) -> None:
    (found,) = read(text, at=MONDAY)

    assert found.name is Intents.ABSENCE_SET
    assert found.value("period")[:2] == (first, last)
    assert found.value("reason", "老婆生孩子") == "老婆生孩子"


def test_two_days_apart_are_not_made_one() -> None:
    assert Intents.ABSENCE_SET not in [one.name for one in read("20号和25号请假", at=MONDAY)]
