"""Days, distances, durations and lists as every text writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.texts import common
from models.rules.masking import mask

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(2026, 12, 2), "12月2日（周三）"),
        (date(2026, 11, 22), "11月22日（周日）"),
        (date(2027, 1, 4), "2027年1月4日（周一）"),
        (date(1900, 1, 1), "1900年1月1日（周一）"),
    ],
)
def test_days_have_a_weekday_and_the_year_only_where_it_differs(value: date, text: str) -> None:
    assert common.day(value, TODAY) == text


def test_clock_times_are_shanghais() -> None:
    assert common.clock(datetime(2026, 11, 23, 2, 2, tzinfo=UTC)) == "10:02"


@pytest.mark.parametrize(
    ("metres", "text"),
    [
        (0, "约 10 米"),
        (83, "约 80 米"),
        (499, "约 500 米"),
        (994, "约 990 米"),
        (999, "约 1.0 公里"),
        (1_000, "约 1.0 公里"),
        (3_240, "约 3.2 公里"),
    ],
)
def test_distances_are_as_rough_as_a_phone(metres: int, text: str) -> None:
    assert common.distance(metres) == text


@pytest.mark.parametrize(("count", "text"), [(0, "0 分钟"), (43, "43 分钟"), (60, "1 小时"), (125, "2 小时 5 分钟")])
def test_durations(count: int, text: str) -> None:
    assert common.minutes(count) == text


@given(st.text(), st.integers(1, 40))
def test_a_cut_text_is_the_text_or_ends_in_dots(text: str, characters: int) -> None:
    cut = common.cut(text, characters)

    assert len(cut) <= characters
    shown = mask(text)
    assert cut == shown or (cut.endswith("…") and shown.startswith(cut[:-1]))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])), st.integers(3, 200))
def test_bytes_are_kept_and_characters_stay_whole(text: str, limit: int) -> None:
    short = common.within_bytes(text, limit)

    assert len(short.encode()) <= limit
    assert short == text or text.startswith(short[:-1])


@given(st.lists(st.text(alphabet="东吴a😀", max_size=60), max_size=60), st.integers(120, 2_000))
def test_lists_fit_and_say_what_they_leave_out(lines: list[str], limit: int) -> None:
    text = common.lines_within("头", lines, "尾", limit)

    assert len(text.encode()) <= limit
    assert text.startswith("头")
    assert text.endswith("尾")
    kept = text.split("\n")[1:-1]
    if kept[: len(lines)] != lines:
        assert kept[-1] == f"还有 {len(lines) - len(kept) + 1} 条没列出。"
