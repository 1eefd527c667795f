"""A team's month: the transcript in the papers is what its script gives, word for word."""

from __future__ import annotations

import contextlib
import json
import re
from pathlib import Path

import pytest
import structlog

from bot import replay
from models.rules.masking import mask

PAPERS = Path(__file__).parents[2] / "docs"
_NUMBER = re.compile(r"1\d{10}|0\d{2,3}-\d{7,8}")
BYTES = 2_048
"""WeCom cuts a text there (`wecom.md` §4)."""


@pytest.fixture(scope="module")
def told() -> tuple[str, str]:
    """What was said and pushed, and what stands in the log."""
    said: list[str] = []
    with pytest.MonkeyPatch.context() as patch, structlog.testing.capture_logs() as logged:
        patch.setattr(replay, "_quiet_logs", contextlib.nullcontext)
        assert replay.run(PAPERS / "month.replay", say=said.append, complain=pytest.fail) == 0
    return "\n".join(said) + "\n", json.dumps(logged, ensure_ascii=False, default=repr)


@pytest.fixture(scope="module")
def month(told: tuple[str, str]) -> str:
    return told[0]


def test_the_transcript_is_what_the_script_gives(month: str) -> None:
    assert month.splitlines() == (PAPERS / "month.txt").read_text(encoding="utf-8").splitlines()


def test_p19_no_log_line_of_the_month_holds_a_word_a_number_or_a_sum_of_anybodys(told: tuple[str, str]) -> None:
    month, logged = told
    kept = {*re.findall(r"1\d{10}|1\d\d\*{4}\d{4}", month), *re.findall(r"\d{1,3},\d{3}", month), "68000", "31.2984"}

    assert logged.count('"event": "message"') > 200
    assert logged.count('"event": "notice"') > 200
    assert re.search("[\u3400-\u9fff]", logged) is None
    assert [word for word in sorted(kept) if re.search(rf"(?<!\d){re.escape(word)}(?!\d)", logged)] == []


def test_p5_a_number_is_told_in_full_only_to_who_asked_for_it_one_at_a_time_and_noted(month: str) -> None:
    texts = re.split(r"^(?=\d\d:\d\d  |       小勤：)", month, flags=re.MULTILINE)
    bots = [text for text in texts if "小勤：" in text or "推送给" in text]
    told = [text for text in bots if mask(text) != text]

    assert len(bots) > 500
    assert len(told) >= 2
    assert [text for text in told if "查看已留痕" not in text or len(_NUMBER.findall(text)) != 1] == []


def test_no_text_of_the_month_is_too_long_or_sorry_for_a_fault_of_ours(month: str) -> None:
    texts = re.split(r"^(?:\d\d:\d\d  |       小勤：)", month, flags=re.MULTILINE)

    assert all(len(text.encode()) < BYTES for text in texts)
    assert not re.search(r"出了点问题|系统错误|None|nan|【代码", month)


def test_everybody_has_handed_in_most_of_his_reports(month: str) -> None:
    handed = re.findall(r"日汇总：日报交 (\d+)，没交 (\d+)", month)

    assert len(handed) == 17
    assert sum(int(in_time) for in_time, _ in handed) > 3 * len(handed)
