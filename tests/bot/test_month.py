"""A team's month: the transcript in the papers is what its script gives, word for word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot import replay

PAPERS = Path(__file__).parents[2] / "docs"
BYTES = 2_048
"""WeCom cuts a text there (`wecom.md` §4)."""


@pytest.fixture(scope="module")
def month() -> str:
    said: list[str] = []
    assert replay.run(PAPERS / "month.replay", say=said.append, complain=pytest.fail) == 0
    return "\n".join(said) + "\n"


def test_the_transcript_is_what_the_script_gives(month: str) -> None:
    assert month.splitlines() == (PAPERS / "month.txt").read_text(encoding="utf-8").splitlines()


def test_no_text_of_the_month_is_too_long_or_sorry_for_a_fault_of_ours(month: str) -> None:
    texts = re.split(r"^(?:\d\d:\d\d  |       小勤：)", month, flags=re.MULTILINE)

    assert all(len(text.encode()) < BYTES for text in texts)
    assert not re.search(r"出了点问题|系统错误|None|nan|【代码", month)


def test_everybody_has_handed_in_most_of_his_reports(month: str) -> None:
    handed = re.findall(r"日汇总：日报交 (\d+)，没交 (\d+)", month)

    assert len(handed) == 17
    assert sum(int(in_time) for in_time, _ in handed) > 3 * len(handed)
