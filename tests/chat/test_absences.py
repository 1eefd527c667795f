"""Leave, trips and quiet in the chat (A2, A4): echoed with weekdays, merged, ended, seen by leader and clock."""

from __future__ import annotations

import pytest

from handlers.texts import absences as texts
from models.schema import Absence, Mute
from tests.steps import at
from tests.talk import Chat


async def test_a4_leave_is_echoed_with_weekdays_and_the_leader_is_told(talk: Chat) -> None:
    assert await talk.says("lilei", "请假 12月2日到12月4日 家里有事") == (
        "已记 请假#1：12月2日（周三）到12月4日（周五），共 3 天。\n"
        "这几天不提醒，日报免交（吴芳 已知）。提前回来发“回来了”。"
    )
    assert await talk.pushes("wufang") == ["李雷 请假#1：12月2日（周三）到12月4日（周五），共 3 天。家里有事"]


async def test_a2_a_trip_names_those_long_unseen_there(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东武 谈价格")
    assert await talk.says("lilei", "出差 苏州 12.2-12.4") == (
        "已记 出差#2 苏州：12月2日（周三）到12月4日（周五），共 3 天。\n"
        "出差也每天交日报（吴芳 已知）。提前回来发“回来了”。\n"
        "苏州久未联系的：东吴机械（没去过）、恒力化纤（没去过）"
    )


async def test_a4_one_day_is_said_as_one(talk: Chat) -> None:
    assert await talk.says("lilei", "我病了今天不跑") == (
        "已记 请假#1：11月23日（周一）。\n当天不提醒，日报免交（吴芳 已知）。提前回来发“回来了”。"
    )


async def test_a4_days_that_touch_make_one_leave(talk: Chat) -> None:
    await talk.says("lilei", "请假 12月2日到12月4日")
    said = await talk.says("lilei", "请假 12月5号")
    assert said.startswith("接着原来的，请假#1：12月2日（周三）到12月5日（周六），共 4 天。")
    assert len(await talk.rows(Absence)) == 1
    assert await talk.says("lilei", "撤销") == "请假#1 已改回原来的：到 12月4日（周五）。"
    assert [row.last_on.day for row in await talk.rows(Absence)] == [4]


async def test_a4_what_stands_already_is_not_written_again(talk: Chat) -> None:
    await talk.says("lilei", "请假 12月2日到12月4日")
    said = await talk.says("lilei", "请假 12月3日")
    assert said.startswith("这几天已经记着 请假#1：2026年12月2日（周三）到2026年12月4日（周五），没有重复记。")
    assert (await talk.says("lilei", "出差 苏州 12月3日")).startswith("这几天已经记着 请假#1")
    assert len(await talk.rows(Absence)) == 1


async def test_a4_ill_on_a_trip_is_leave_within_it(talk: Chat) -> None:
    await talk.says("lilei", "出差 苏州 三天")
    assert (await talk.says("lilei", "我病了今天不跑")).startswith("已记 请假#2")
    assert "李雷 请假" in await talk.says("wufang", "谁请假了")


async def test_a4_coming_back_ends_leave_with_yesterday(talk: Chat) -> None:
    await talk.says("lilei", "请假 11月23日到11月27日")
    talk.clock.move_to(at(25, 9))
    assert await talk.says("lilei", "回来了") == "请假#1 记到 11月24日（周二），已告诉 吴芳，今天起照常。"
    assert (await talk.pushes("wufang"))[-1] == "李雷 的请假#1 结束了，记到 11月24日（周二）。"
    assert await talk.says("wufang", "谁请假了") == texts.nobody("11月25日（周三）")


async def test_a4_a_trip_ends_with_today_and_is_made_longer(talk: Chat) -> None:
    await talk.says("lilei", "出差 苏州 三天")
    assert await talk.says("lilei", "多待一天") == (
        "出差#1 延到：11月23日（周一）到11月26日（周四），共 4 天。已告诉 吴芳。"
    )
    assert (await talk.says("lilei", "出差结束")).startswith("出差#1 记到 11月23日（周一）")


async def test_a4_what_is_to_come_is_called_off(talk: Chat) -> None:
    await talk.says("lilei", "请假 12月2日到12月4日")
    assert await talk.says("lilei", "取消请假") == "请假#1 取消了（留痕），已告诉 吴芳，照常提醒。"
    assert [row.voided for row in await talk.rows(Absence)] == [True]
    assert await talk.says("lilei", "销假") == texts.NONE


async def test_a4_half_a_day_is_told_and_owed_all_the_same(talk: Chat) -> None:
    said = await talk.says("lilei", "明天上午请假 去医院")
    assert said == (
        "已记 上午请假#1：11月24日（周二）。\n这半天不提醒，当天的日报照常交（吴芳 已知）。提前回来发“回来了”。"
    )
    assert (await talk.pushes("wufang"))[0].startswith("李雷 上午请假#1：11月24日（周二）")
    talk.clock.move_to(at(24, 9))
    assert "李雷 上午请假 #1" in await talk.says("wufang", "谁请假")
    talk.clock.move_to(at(24, 19))
    assert "1 李雷" in await talk.says("wufang", "谁没交")


async def test_a4_half_a_day_holds_pushes_until_it_is_over(talk: Chat) -> None:
    talk.ticks()
    await talk.says("lilei", "今天上午请假")
    await talk.says("wufang", "表扬 李雷 跑得勤")
    assert await talk.pushes("lilei") == []
    talk.clock.move_to(at(23, 12, 1))
    assert len(await talk.pushes("lilei")) == 1


async def test_a4_two_halves_are_a_day_of_leave_and_undo_parts_them(talk: Chat) -> None:
    await talk.says("lilei", "明天上午请假")
    assert "已经记着 上午请假#1" in await talk.says("lilei", "明天上午请半天假")
    said = await talk.says("lilei", "明天下午也请假")
    assert said.startswith("接着原来的，请假#1：11月24日（周二）。\n当天不提醒，日报免交")
    await talk.says("lilei", "撤销")
    assert [row.kind for row in await talk.rows(Absence)] == ["am"]
    assert "下午请假" in await talk.says("hanmei", "下午请假半天")
    await talk.pushes("wufang")
    assert (await talk.says("hanmei", "撤销")).startswith("已撤销 下午请假#")
    assert any("韩梅 撤销了 下午请假#" in push for push in await talk.pushes("wufang"))


@pytest.mark.parametrize(
    "said",
    ["请假 2099年1月1日", "请假 1900年1月1日", "请假 12月1日到2027年9月1日", "出差 苏州 三百天", "请假 99.99"],
)
async def test_a4_absurd_days_are_refused_and_nothing_is_written(talk: Chat, said: str) -> None:
    reply = await talk.says("lilei", said)
    assert await talk.rows(Absence) == []
    assert "已记" not in reply


async def test_a4_only_a_leader_sees_who_is_away(talk: Chat) -> None:
    await talk.says("lilei", "出差 常州 三天")
    await talk.says("hanmei", "请假 明天")
    assert await talk.says("wufang", "谁在外面") == (
        "11月23日（周一）不在的：1 人\n李雷 出差 常州，到 11月25日（周三） #1"
    )
    assert "韩梅 请假" in await talk.says("wufang", "明天谁请假")
    assert await talk.says("hanmei", "谁请假了") == texts.NOBODY_LED
    assert await talk.says("zhouming", "谁请假了") == texts.NOBODY_LED


async def test_a4_on_leave_the_mornings_list_is_not_sent(talk: Chat) -> None:
    await talk.says("lilei", "后天跟进东吴 带样品")
    await talk.says("hanmei", "后天跟进华联 带样品")
    await talk.says("lilei", "请假 11月25日")
    await talk.office.advance(at(25, 7))
    for userid in ("lilei", "hanmei"):
        await talk.pushes(userid)
    await talk.office.advance(at(25, 9))
    assert not any("东吴" in push for push in await talk.pushes("lilei"))
    assert any("华联" in push for push in await talk.pushes("hanmei"))


async def test_a4_quiet_holds_pushes_back_until_it_is_over(talk: Chat) -> None:
    await talk.says("lilei", "提醒我今天11点打电话给物流")
    assert await talk.says("lilei", "免打扰到14点") == (
        "好，14:00 前不推送，攒着到时一起给你。想早点恢复发“取消免打扰”。"
    )
    await talk.office.advance(at(23, 13, 59))
    assert await talk.pushes("lilei") == []
    await talk.office.advance(at(23, 14, 1))
    assert len(await talk.pushes("lilei")) == 1


async def test_a4_quiet_for_the_day_and_called_off(talk: Chat) -> None:
    assert await talk.says("lilei", "别提醒我了今天") == texts.muted_today()
    assert await talk.says("lilei", "取消免打扰") == texts.UNMUTED
    assert await talk.says("lilei", "取消免打扰") == texts.NOT_MUTED
    assert [row.until_at for row in await talk.rows(Mute)] == [None]


async def test_a4_what_waited_comes_as_soon_as_he_is_back_or_wants_it(talk: Chat) -> None:
    talk.ticks()
    await talk.says("lilei", "免打扰到14点")
    await talk.says("wufang", "表扬 李雷 跑得勤")
    assert await talk.pushes("lilei") == []
    await talk.says("lilei", "取消免打扰")
    assert await talk.pushes("lilei") == ["吴芳 表扬了你：跑得勤"]
    await talk.says("lilei", "今天请假")
    await talk.says("wufang", "点评 李雷 报价要快")
    assert await talk.pushes("lilei") == []
    await talk.says("lilei", "回来了")
    assert await talk.pushes("lilei") == ["吴芳 点评你：报价要快"]


async def test_a4_quiet_is_no_longer_than_a_week(talk: Chat) -> None:
    said = await talk.says("lilei", "免打扰99天")
    assert said.startswith("好，11月30日（周一）10:00 前不推送")


async def test_a4_undo_takes_leave_back(talk: Chat) -> None:
    await talk.says("lilei", "出差 苏州 三天")
    assert await talk.says("lilei", "撤销") == "已撤销 出差#1（留痕）。"
    assert await talk.says("wufang", "谁出差了") == texts.nobody("11月23日（周一）")


async def test_a4_another_persons_leave_cannot_be_taken_back(talk: Chat) -> None:
    await talk.says("lilei", "请假 12月2日 看病")
    assert "看病" not in await talk.says("hanmei", "撤销 #1")
    assert "看病" not in await talk.says("hanmei", "#1")
    assert [row.voided for row in await talk.rows(Absence)] == [False]


async def test_a4_back_from_leave_on_a_trip_ends_both_and_says_both(talk: Chat) -> None:
    await talk.says("lilei", "出差 苏州 11.23-11.26")
    await talk.says("lilei", "我病了今天不跑")
    assert len((await talk.says("wufang", "谁请假")).splitlines()) == 2
    assert await talk.says("lilei", "回来了") == (
        "请假#2 取消了（留痕），出差#1 记到 11月23日（周一），已告诉 吴芳，今天起照常。"
    )
    assert "请假" not in await talk.says("wufang", "谁请假")
    await talk.pushes("lilei")
    assert sum("结束了" in push or "取消了" in push for push in await talk.pushes("wufang")) == 2


async def test_a4_only_the_one_he_names_ends(talk: Chat) -> None:
    await talk.says("lilei", "出差 苏州 11.23-11.26")
    await talk.says("lilei", "我病了今天不跑")
    assert (await talk.says("lilei", "请假取消")).startswith("请假#2 取消了（留痕）")
    assert "李雷 出差 苏州" in await talk.says("wufang", "谁出差")


async def test_a2_a_second_town_on_the_way_is_kept_beside_the_first(talk: Chat) -> None:
    await talk.says("lilei", "出差 苏州 11.25-11.28")
    assert (await talk.says("lilei", "明天去常州三天")).startswith(
        "接着原来的，出差#1 苏州、常州：11月24日（周二）到11月28日（周六），共 5 天。"
    )
    assert (await talk.says("lilei", "出差 无锡 11.27")).startswith("接着原来的，出差#1 苏州、常州、无锡：11月24日")
    assert "没有重复记" in await talk.says("lilei", "出差 常州 11.26")
    assert [row.place for row in await talk.rows(Absence)] == ["苏州、常州、无锡"]


async def test_a4_own_absences_are_listed(talk: Chat) -> None:
    assert await talk.says("lilei", "我的请假") == texts.NO_OWN
    await talk.says("lilei", "出差 苏州 11.25-11.28")
    await talk.says("lilei", "请假 12.15-12.17")
    assert await talk.says("lilei", "我的请假") == (
        "我的请假和出差：\n出差#1 苏州：11月25日（周三）到11月28日（周六），共 4 天\n"
        "请假#2：12月15日（周二）到12月17日（周四），共 3 天\n取消发“取消请假”或“取消出差”，提前回来发“回来了”。"
    )


async def test_a4_a_leave_is_shown_by_its_name_with_its_days(talk: Chat) -> None:
    await talk.says("lilei", "请假 12.15-12.17")
    shown = await talk.says("wufang", "请假#1")
    assert shown.startswith("请假#1：12月15日（周二）到12月17日（周四），共 3 天（李雷）")
    assert "12月15日" not in await talk.says("hanmei", "请假#1")
