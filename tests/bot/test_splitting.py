"""Long texts are cut where a line ends."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.splitting import split_text


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=400), st.integers(4, 60))
def test_parts_fit_and_joined_are_the_text(text: str, limit: int) -> None:
    parts = split_text(text, limit)

    assert "".join(parts) == text
    assert all(0 < len(part.encode()) <= limit for part in parts)


def test_lines_stay_whole_where_they_can() -> None:
    assert split_text("一二三\n四五六\n七八九十十一\n", 22) == ["一二三\n四五六\n", "七八九十十一\n"]
    assert split_text("一二三四", 7) == ["一二", "三四"]
    assert split_text("") == []
