"""Birthdays: which calendar, whose, when the next one is, and what is never stored."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.texts import birthdays as texts
from handlers.texts import contacts as contact_texts
from models.schema import Contact, Record
from tests.cast import DONGWU, HENGLI
from tests.talk import Chat

WANG = f"王建国（{DONGWU}）"


async def born(chat: Chat, name: str) -> tuple[Any, ...]:
    [held] = await chat.rows(Contact, Contact.name == name)
    return (
        held.birthday_month,
        held.birthday_day,
        held.birthday_year,
        held.birthday_lunar,
        held.birthday_leap_month,
    )


@pytest.mark.parametrize(
    ("text", "stored", "echo"),
    [
        ("王总 农历七月初九生日", (7, 9, None, True, False), "农历七月初九 → 明年 8月10日（周二）"),
        ("生日 王总 农历七月初九", (7, 9, None, True, False), "农历七月初九 → 明年 8月10日（周二）"),
        ("东吴王总生日 8月12", (8, 12, None, False, False), "8月12日 → 明年 8月12日（周四）"),
        ("东吴王建国 78年12月2日生", (12, 2, 1978, False, False), "12月2日 → 今年 12月2日（周三）"),
        (
            "王总阴历腊月初八过生日，到时候提醒我送蛋糕",
            (12, 8, None, True, False),
            "农历腊月初八 → 明年 1月15日（周五）",
        ),
        ("王总是农历正月十五元宵节生日", (1, 15, None, True, False), "农历正月十五 → 明年 2月20日（周六）"),
        ("王总的生日是2月29号", (2, 29, None, False, False), "2月29日 → 明年 2月28日（周日）。平年按 2月28日算"),
        ("王总 生日 农历腊月三十", (12, 30, None, True, False), "农历腊月三十 → 明年 2月5日（周五）。这个月没有三十"),
        ("王总 生日 农历闰六月初一", (6, 1, None, True, True), "农历闰六月初一 → 明年 7月4日（周日）。没有这个闰月"),
    ],
)
async def test_a_birthday_keeps_its_calendar_and_says_the_next_day(
    talk: Chat, text: str, stored: tuple[Any, ...], echo: str
) -> None:
    assert (await talk.says("lilei", text)).startswith(f"记下了 生日#1 {WANG}{echo}")
    assert await born(talk, "王建国") == stored


@pytest.mark.parametrize(
    ("answer", "lunar", "on"),
    [
        ("1", True, "明年 9月15日（周三）"),
        ("农历", True, "明年 9月15日（周三）"),
        ("2", False, "明年 8月15日（周日）"),
        ("阳历", False, "明年 8月15日（周日）"),
        ("阳历的", False, "明年 8月15日（周日）"),
        ("阴历", True, "明年 9月15日（周三）"),
        ("公历", False, "明年 8月15日（周日）"),
        ("按农历", True, "明年 9月15日（周三）"),
        ("过农历的", True, "明年 9月15日（周三）"),
    ],
)
async def test_the_calendar_is_asked_where_both_fit(talk: Chat, answer: str, lunar: bool, on: str) -> None:
    asked = await talk.says("lilei", "东吴李工生日 八月十五")

    assert asked == "李工 八月十五，农历还是阳历？1 农历 2 阳历"
    assert await talk.rows(Record) == []
    assert on in await talk.says("lilei", answer)
    assert await born(talk, "李工") == (8, 15, None, lunar, False)


async def test_a_birthday_is_taken_back_to_what_it_was(talk: Chat) -> None:
    await talk.says("lilei", "东吴王总生日 8月12")
    await talk.says("lilei", "东吴王总生日 农历七月初九")

    assert await talk.says("lilei", "撤销") == "已撤销 生日#2 东吴机械（留痕）。"
    assert await born(talk, "王建国") == (8, 12, None, False, False)
    await talk.says("lilei", "撤销")
    assert await born(talk, "王建国") == (None, None, None, False, False)


async def test_the_same_birthday_again_writes_nothing(talk: Chat) -> None:
    await talk.says("lilei", "东吴王总生日 8月12")

    assert await talk.says("lilei", "东吴王总生日 8月12") == texts.known("王建国", "8月12日", "明年 8月12日（周四）")
    assert len(await talk.rows(Record)) == 1


async def test_somebody_unknown_is_stored_with_his_birthday(talk: Chat) -> None:
    reply = await talk.says("lilei", "恒力的卢刚 88年6月2日生")

    assert reply == f"记下了 联系人#1 卢刚（{HENGLI}），生日 6月2日 → 明年 6月2日（周三）。1988年生。"
    assert await born(talk, "卢刚") == (6, 2, 1988, False, False)
    assert await talk.says("lilei", "撤销") == "已撤销 联系人#1 恒力化纤（留痕）。"
    assert "卢刚" not in await talk.says("lilei", "查 恒力")


@pytest.mark.parametrize("answer", ["3", "恒力", "恒力化纤"])
async def test_where_somebody_unknown_works_is_asked(talk: Chat, answer: str) -> None:
    asked = await talk.says("lilei", "张厂长生日 农历七月初九")

    assert asked.splitlines()[0] == contact_texts.whose("张厂长")
    assert f"张厂长（{HENGLI}）" in await talk.says("lilei", answer)


@pytest.mark.parametrize("text", ["东吴王总儿子生日 6月1日"])
async def test_family_is_not_stored(talk: Chat, text: str) -> None:
    assert await talk.says("lilei", text) == texts.FAMILY
    assert await talk.rows(Record) == []


async def test_a_colleagues_contact_gets_no_birthday_from_him(talk: Chat) -> None:
    reply = await talk.says("lilei", "华联的马丽生日 8月12")

    assert "这条没有记" in reply
    assert await talk.rows(Record) == []


async def test_whose_birthday_comes(talk: Chat) -> None:
    await talk.says("lilei", "东吴王总生日 12月8日")
    await talk.says("lilei", "东吴李工生日 农历腊月初八")

    assert await talk.says("lilei", "下月谁过生日") == (
        f"下月（12月1日–12月31日）过生日的有 1 位：\n1 12月8日（周二）王建国，{DONGWU}\n回编号看客户。"
    )
    assert (await talk.says("lilei", "1")).startswith(f"{DONGWU}（苏州")
    assert "李工 农历腊月初八" in await talk.says("wufang", "1月谁过生日")
    assert await talk.says("hanmei", "下月谁过生日") == texts.nobody("下月（12月1日–12月31日）")


@pytest.mark.parametrize("text", ["最近谁过生日", "这个月有哪些客户过生日", "下周有没有人过生日", "谁快过生日了"])
async def test_the_question_is_asked_in_many_ways(talk: Chat, text: str) -> None:
    assert "没有记过谁过生日" in await talk.says("lilei", text)


async def test_a_birthday_stands_on_the_card(talk: Chat) -> None:
    await talk.says("lilei", "东吴王总生日 农历七月初九")

    line = "生日 王建国 农历七月初九 → 2027年8月10日（周二）"
    assert line in (await talk.says("lilei", "查 东吴")).splitlines()
    assert await talk.says("lilei", "王总生日是哪天") == (
        "王建国（东吴机械）生日 农历七月初九，下次是 2027年8月10日（周二），还有 260 天。"
    )


async def test_c7_a_day_that_is_said_by_tomorrow_is_of_either_calendar(talk: Chat) -> None:
    asked = await talk.says("lilei", "东吴李工周四生日")
    assert asked == "李工 11月26日（周四）过生日，每年按哪个过？\n1 农历十月十八\n2 阳历 11月26日"
    assert "农历十月十八 → 今年 11月26日（周四）" in await talk.says("lilei", "1")
    assert "早就记着：农历十月十八" in await talk.says("lilei", "李工周四生日")


async def test_c7_the_lunar_birthday_of_tomorrow_is_the_lunar_day_that_it_is(talk: Chat) -> None:
    assert "农历十月十六 → 今年 11月24日（周二）" in await talk.says("lilei", "东吴李工明天农历生日")
    assert "早就记着" in await talk.says("lilei", "李工明天生日")
    assert "11月26日 → 今年 11月26日（周四）" in await talk.says("lilei", "东吴王建国周四阳历生日")
