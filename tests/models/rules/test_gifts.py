"""What helps with a birthday: the gift that a note tells of, and how the contact is addressed (C7)."""

from __future__ import annotations

import pytest

from models.rules.gifts import find_gift
from models.rules.greetings import address, birthday_line


@pytest.mark.parametrize(
    ("words", "gift"),
    [
        ("送了两盒茶叶", "送了两盒茶叶"),
        ("谈报价 送王总一箱白酒", "送王总一箱白酒"),
        ("中秋给王总送了月饼，聊到年底计划", "送了月饼"),
        ("上门送去一提水果", "送去一提水果"),
        ("带样品", ""),
        ("送样品", ""),
        ("送货 谈尾款", ""),
        ("下次送月饼", ""),
        ("准备送茶叶", ""),
        ("没送礼品", ""),
        ("送了样册", ""),
        ("", ""),
    ],
)
def test_a_gift_is_found_where_it_was_given(words: str, gift: str) -> None:
    assert find_gift(words) == gift


@pytest.mark.parametrize(
    ("name", "title", "called"),
    [
        ("王建国", "总经理", "王总"),
        ("李明", "工程师", "李工"),
        ("欧阳锋", "厂长", "欧阳厂长"),
        ("李工", "工程师", "李工"),
        ("张主任", "", "张主任"),
        ("赵丽", "", "赵丽"),
        ("赵丽", "采购", "赵丽"),
        ("周敏", "副总", "周总"),
        ("孙老师", "教研组长", "孙老师"),
    ],
)
def test_a_contact_is_addressed_as_one_addresses_him(name: str, title: str, called: str) -> None:
    assert address(name, title) == called
    assert birthday_line(name, title).startswith(f"{called}，生日快乐")
