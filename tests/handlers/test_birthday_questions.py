"""Which texts ask whose birthday comes, and which tell one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.birthdays import is_question


@pytest.mark.parametrize(
    "text",
    [
        "下月谁过生日",
        "谁快过生日了",
        "最近谁过生日",
        "这个月有哪些客户过生日",
        "下周有没有人过生日",
        "九月谁过生日",
        "今天谁生日",
        "下个月有几个客户过生日啊",
        "生日名单",
        "看看最近的生日",
        "本月生日的有谁",
        "下月生日的客户",
    ],
)
def test_a_question_whose_birthday_comes(text: str) -> None:
    assert is_question(text)


@pytest.mark.parametrize(
    "text",
    [
        "王总生日 8月12",
        "生日 李工 农历七月初九",
        "王总 属虎 正月初六",
        "客户王总生日10.24",
        "客户张厂长生日农历三月三",
        "生日提醒 张厂长 10-01",
        "祝大家生日快乐",
        "王总生日不用提醒了",
        "王总生日是哪天",
        "今天去给王总过生日，聊了聊合同",
        "谁欠钱",
    ],
)
def test_what_is_told_is_no_question(text: str) -> None:
    assert not is_question(text)


@given(st.text(alphabet="谁客户过生日有哪些的最近下月0123456789-月初农历 ，", max_size=40))
def test_any_text_is_one_or_the_other(text: str) -> None:
    assert is_question(text) in (True, False)
