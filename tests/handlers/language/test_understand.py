"""Whatever is written, the parser answers, quickly, and points into the text it was given."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.meaning import Intents
from handlers.language.normalise import fold, normalise
from tests.handlers.language.company import read

WORDS = [
    "拜访",
    "去了",
    "见了",
    "到了",
    "东吴",
    "恒力",
    "华联",
    "新华联",
    "王总",
    "李工",
    "谈报价",
    "昨天",
    "下周三",
    "12月5号",
    "3点半",
    "没",
    "不是",
    "是",
    "改",
    "#128",
    "撤销",
    "如果",
    "吗",
    "？",
    "，",
    "。",
    "、",
    "\n",
    "1.",
    "2.",
    "：",
    "的",
    "和",
    "补",
    "说",
    "要",
    "让",
    "再去",
    "提醒",
    "回款",
    "李雷",
    "客户",
    "三家",
    "嗯",
    "那个",
    "下次",
    "作废",
    "今天",
    "上午",
    "带样品",
    "電話",
    "拜訪",
    "😀",
    "ABC",
    "138",
    "8.12",
]


def sound(text: str) -> None:
    for intent in read(text):
        assert isinstance(intent.name, Intents)
        assert 0 <= intent.confidence <= 1
        for slot in intent.slots.values():
            assert 0 <= slot.start <= slot.end <= len(text)


@given(st.text(max_size=900))
def test_any_text_is_answered(text: str) -> None:
    sound(text)


@given(st.lists(st.sampled_from(WORDS), max_size=40).map("".join))
def test_any_mixture_of_our_words_is_answered(text: str) -> None:
    sound(text)


@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
def test_any_mixture_is_answered_while_a_question_is_open(text: str) -> None:
    assert read(text, asked="visits.which")


@given(st.text(max_size=300))
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(alphabet="嗯那个帮我今天拜访东吴，。 a１", max_size=60))
def test_the_way_back_leads_to_the_persons_own_words(text: str) -> None:
    normal = normalise(text)

    for place, character in enumerate(normal.text):
        start, end = normal.span(place, place + 1)
        assert end == start + 1
        assert fold(text)[start] == character


@pytest.mark.parametrize(
    "text",
    [
        "拜" * 20_000,
        "\U0001f600" * 2_000,
        "]]>" * 200,
        "\x00" * 800,
        " " * 800,
        "\n" * 800,
        "\n去" * 400,
        "去了" * 400,
        "拜访" * 400,
        "李雷去了" * 200,
        "东吴" * 400,
        "拜访东吴、" * 160,
        "1. 东吴 谈价 " * 70,
        "1" * 800,
        "下" * 800,
        "周三再去" * 200,
        "（" * 800,
        "第1条错了是" * 130,
        "今天去了华联超市的" * 80,
    ],
    ids=lambda text: repr(text[:8]),
)
def test_long_and_hostile_texts_take_no_more_than_their_length(text: str) -> None:
    sound(text)
    # The least of a few: another process may take the core away, never give time back.
    assert min(_seconds(text) for _ in range(3)) < 0.03


def _seconds(text: str) -> float:
    before = time.thread_time()
    sound(text)
    return time.thread_time() - before


def test_heavy_libraries_wait_until_a_message_needs_them() -> None:
    code = (
        "import sys; import handlers.language.understand, handlers.language.book; "
        "sys.exit(any(name in sys.modules for name in ('opencc', 'pypinyin', 'rapidfuzz', 'jieba')))"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
