"""Which days are worked: asked by anybody, laid down by an administrator."""

from __future__ import annotations

import pytest

from handlers.texts import workdays as texts
from models.schema import CalendarDay
from tests.steps import add_admin
from tests.talk import Chat


@pytest.fixture
async def talk(chat: Chat) -> Chat:
    await add_admin(chat)
    for userid in ("lilei", "admin"):
        await chat.says(userid, "帮助")
    return chat


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("10月10上班吗", "2027年10月10日（周日）不上班。"),
        ("明天上班吗", "11月24日（周二）上班。"),
        ("周六上不上班", "11月28日（周六）不上班。"),
        ("2026年10月10日上班吗", "10月10日（周六）上班，是调休补班。"),
    ],
)
async def test_a1_anybody_may_ask_whether_a_day_is_worked(talk: Chat, asked: str, answer: str) -> None:
    assert (await talk.says("lilei", asked)).startswith(answer)


async def test_a1_a_holiday_is_told_whole_with_the_days_that_make_up_for_it(talk: Chat) -> None:
    told = await talk.says("lilei", "2026年10月1日放假吗")
    assert told == (
        "10月1日（周四）不上班。\n10月1日（周四）到 10月7日（周三），共 7 天，10月8日（周四）上班。\n"
        "补班：9月20日（周日）、10月10日（周六）。"
    )


async def test_a1_a_year_that_is_not_known_says_so(talk: Chat) -> None:
    assert "还没公布" in await talk.says("lilei", "2033年10月3日上班吗")


async def test_a1_an_administrator_lays_days_down_and_the_next_message_knows(talk: Chat) -> None:
    told = await talk.says("admin", "11月28上班 11月30放假")
    assert told == "记下了：11月28日（周六）上班、11月30日（周一）放假。提醒、日报和各项期限都按这个算。"
    assert await talk.says("lilei", "11月28上班吗") == "11月28日（周六）上班，是调休补班。"
    assert (await talk.says("lilei", "11月30号上班吗")).startswith("11月30日（周一）不上班。")

    await talk.says("admin", "11月28 恢复法定")
    assert (await talk.says("lilei", "11月28上班吗")).startswith("11月28日（周六）不上班。")
    assert len(await talk.rows(CalendarDay)) == 2


async def test_a1_nobody_else_lays_days_down(talk: Chat) -> None:
    assert await talk.says("lilei", "11月28上班") == texts.not_yours(["郑刚"])
    assert await talk.rows(CalendarDay) == []


@pytest.mark.parametrize("text", ["明天休息", "拜访东吴 10月11上班后签合同", "明天上班再说吧", "东吴 国庆放假不接单"])
async def test_what_only_speaks_of_work_and_rest_is_no_such_question(talk: Chat, text: str) -> None:
    assert "上班日" not in await talk.says("lilei", text)
    assert await talk.rows(CalendarDay) == []


@pytest.mark.parametrize(
    "said", ["2100年1月1日放假", "1999年1月1日放假", "12月25日到2100年1月1日放假", "12月1日到3月1日放假"]
)
async def test_a1_a_slip_of_the_year_lays_nothing_down(talk: Chat, said: str) -> None:
    assert "没有记" in await talk.says("admin", said)
    assert await talk.rows(CalendarDay) == []
