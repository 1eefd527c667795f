"""Leave, half a day off, a day without a server: what is kept back, and that nothing set is lost (A4, P18, §4.4)."""

from __future__ import annotations

import pytest

from handlers.texts import pushes as texts
from tests.cast import DONGWU
from tests.steps import add_admin, at
from tests.talk import Chat


@pytest.fixture
async def talk(chat: Chat) -> Chat:
    chat.ticks("night", "morning", "draft", "meeting")
    await add_admin(chat)
    for userid in ("lilei", "wufang", "admin"):
        await chat.says(userid, "帮助")
    return chat


async def pushed(chat: Chat, day: int, hour: int, minute: int = 0, month: int = 11) -> list[str]:
    """What 李雷 has been pushed by a moment."""
    await chat.office.advance(at(day, hour, minute, month))
    return await chat.pushes("lilei")


async def test_a4_what_falls_on_leave_is_told_on_the_day_back_and_once(talk: Chat) -> None:
    await talk.says("lilei", "提醒我11月25号给物流寄合同")
    await talk.says("lilei", "请假 11月25日到11月27日")
    said = await talk.says("lilei", "提醒我11月26号给王总寄发票")
    assert said.endswith(f"给王总寄发票（{DONGWU}）；那天你不上班，11月30日（周一）08:20 提醒你。")
    assert (await talk.says("lilei", "11月26号跟进恒力")).endswith("；那天你不上班，11月30日（周一）08:20 提醒你。")
    assert (await talk.says("lilei", "提醒我11月26号下午3点打电话给货代")).endswith("打电话给货代；到点提醒你。")
    talk.clock.move_to(at(25, 10))
    assert await talk.says("lilei", "早上怎么没提醒我") == texts.ON_LEAVE
    await talk.says("wufang", "表扬 李雷 跑得勤")

    assert await pushed(talk, 26, 14, 59) == []
    assert await talk.says("lilei", "为什么没提醒我") == (
        "11月25日（周三）10:00 的“吴芳 表扬了你：跑得勤”：还没发：请假或休息，留到上班。"
    )
    [own] = await pushed(talk, 27, 23, 0)
    assert own.startswith("15:00 打电话给货代（提醒#")
    praise, card = await pushed(talk, 30, 8, 21)
    assert praise.startswith("吴芳 表扬了你：跑得勤")
    assert card.splitlines()[:4] == [
        "早上好。今天 11月30日（周一）：过期 3 件",
        "1 给王总寄发票（11月26日的，过期 4 天） #3",
        "2 苏州恒力化纤有限公司（11月26日的，过期 4 天） #4",
        "3 给物流寄合同（11月25日的，过期 5 天） #1",
    ]
    assert "寄发票" in await talk.says("lilei", "待办"), "as the card of the day has it"
    [card] = await pushed(talk, 1, 8, 21, 12)
    assert ("恒力化纤" in card, "寄" in card) == (True, False), "a reminder is told once"


async def test_a4_with_the_morning_off_the_card_comes_at_noon_and_what_he_set_at_its_minute(talk: Chat) -> None:
    await talk.says("lilei", "明天上午请假")
    assert (await talk.says("lilei", "提醒我明天给王总发报价")).endswith("；当天 12:00 提醒你。")
    await talk.says("lilei", "提醒我明天9点打电话给货代")
    assert (await talk.says("lilei", "明天14点跟进东吴")).endswith("；当天 12:00 列在待办里，14:00 到点提醒你。")
    [own] = await pushed(talk, 24, 11, 59)
    assert own.startswith("09:00 打电话给货代")
    [card] = await pushed(talk, 24, 12, 1)
    assert card.startswith("中午好。今天 11月24日（周二）：要办 2 件")


async def test_what_no_card_told_since_the_server_was_down_is_told_by_the_next(talk: Chat) -> None:
    await talk.says("lilei", "提醒我明天给王总发报价")
    await talk.says("lilei", "提醒我后天给王总寄样册")
    talk.clock.move_to(at(24, 18))
    [card] = await pushed(talk, 25, 8, 21)
    assert [line for line in card.splitlines() if "王总" in line] == [
        "1 给王总发报价（11月24日的，过期 1 天） #1",
        "2 给王总寄样册 #2",
    ]
    assert "王总" not in "".join(await pushed(talk, 26, 9, 0))


async def test_a_reminder_whose_minute_fell_into_days_without_a_server_is_on_the_next_card_once(talk: Chat) -> None:
    await talk.says("lilei", "提醒我明天10点给王总打电话")
    await talk.says("lilei", "提醒我今天11点给物流打电话")
    await pushed(talk, 23, 12)
    talk.clock.move_to(at(25, 18))
    [card] = await pushed(talk, 26, 8, 21)
    assert [line for line in card.splitlines() if "打电话" in line] == ["1 给王总打电话（11月24日的，过期 2 天） #1"]
    assert "打电话" not in "".join(await pushed(talk, 27, 9, 0))


async def test_p18_the_hour_that_is_promised_is_the_companys(talk: Chat) -> None:
    await talk.says("admin", "早报时间改成8点45")
    await talk.says("admin", "1")
    assert (await talk.says("lilei", "后天跟进东吴")).endswith("；当天 08:45 提醒你。")
    talk.clock.move_to(at(24, 8, 30))
    assert (await talk.says("lilei", "提醒我今天给王总发报价")).endswith("；今早 08:45 提醒你。")
    assert "给王总发报价" in (await pushed(talk, 24, 8, 46))[-1]
    await talk.says("lilei", "早报别发了")
    assert (await talk.says("lilei", "提醒我明天给王总寄样册")).endswith("；早报你关着，到时发“待办”看。")


async def test_c8_what_a_leader_missed_on_leave_is_one_line_on_the_day_he_is_back(talk: Chat) -> None:
    talk.ticks("night", "morning", "cadence", "cadence_terms", "watch")
    await talk.says("lilei", "东吴升A")
    await talk.says("lilei", "拜访 东吴 谈报价")
    await talk.says("wufang", "请假 12月7日到12月9日")
    await talk.office.advance(at(9, 22, 0, 12))
    assert not any("没联系" in push for push in await talk.pushes("wufang"))
    await talk.office.advance(at(10, 9, 0, 12))
    told = "\n".join(await talk.pushes("wufang"))
    assert told.count("没联系") == 1
    assert "你不在时，12月8日（周二）团队要留意的客户：李雷 东吴机械 A 级 15 天没联系（制度 5.1）。" in told
    assert "耽误" not in told
