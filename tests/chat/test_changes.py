"""What was just written is corrected by a sentence, whatever kind it is, and nothing else is touched (§4.1 rule 8)."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from models.schema import Absence, Commitment, FollowUp, Lead, Move, News, Order, Receivable
from tests.cast import DONGWU, DONGWU_TEXTILE, HENGLI
from tests.pool import add_pooled
from tests.steps import later
from tests.talk import Chat


async def test_a_correction_means_the_last_thing_written_and_no_older_sum(owing: Chat) -> None:
    """A promise, a trip and a birthday after a receivable: its day stays as it was."""
    [owed] = await owing.rows(Receivable)

    await owing.says("lilei", "答应 东吴 下周五前给方案")
    said = await owing.says("lilei", "改成下周四")
    assert "承诺#" in said
    assert "12月3日（周四）前" in said
    await owing.says("lilei", "下周一到周三出差 无锡")
    said = await owing.says("lilei", "改成到周五")
    assert "出差#" in said
    assert "无锡：11月30日（周一）到12月4日（周五），共 5 天。已告诉 吴芳。" in said
    await owing.says("lilei", "王建国生日 12月9号")
    said = await owing.says("lilei", "不对 是农历")
    assert "生日#" in said
    assert "应收" not in said

    [after] = await owing.rows(Receivable)
    assert (after.due_on, after.amount) == (owed.due_on, owed.amount)


async def test_what_each_kind_takes_by_number_and_without(desk: Chat) -> None:
    said = await desk.says("lilei", "答应 东吴 下周五前给方案")
    assert "承诺#1" in said
    assert (await desk.says("lilei", "改 #1 内容 给方案和报价")) == (
        f"改好了 承诺#1 {DONGWU}：给方案和报价，12月4日（周五）前。"
    )
    assert "12月10日（周四）前" in await desk.says("lilei", "改 #1 12月10号")

    await desk.says("lilei", "问题 东吴嫌交期长")
    assert "嫌交期长，要 15 天" in await desk.says("lilei", "改 #2 内容 嫌交期长，要 15 天")
    [problem] = await desk.rows(News)
    assert problem.words == "嫌交期长，要 15 天"

    await desk.says("lilei", "竞品 海天 降5%")
    await desk.pushes("wufang")
    assert "降8%" in await desk.says("lilei", "改 #3 内容 海天 降8%")
    assert any("李雷 改了：竞品#3" in push and "降8%" in push for push in await desk.pushes("wufang"))

    await desk.says("lilei", "提醒我下午3点给王总回电话")
    assert "16:00" in await desk.says("lilei", "改成4点")
    [reminder] = await desk.rows(FollowUp)
    assert reminder.due_clock == time(16)

    assert "订单#5" in await desk.says("lilei", "订单 东吴 A200 2台 单价31万")
    assert "62 万元 → 60 万元" in await desk.says("lilei", "改成60万")
    [order] = await desk.rows(Order)
    assert order.amount == 600_000


async def test_a_trip_gets_other_days_and_the_leader_hears(chat: Chat) -> None:
    await chat.says("lilei", "出差 无锡 12.2-12.4")
    await chat.pushes("wufang")

    said = await chat.says("lilei", "改 #1 12月5号")
    assert said == "改好了 出差#1 无锡：12月2日（周三）到12月5日（周六），共 4 天。已告诉 吴芳。"
    assert any("12月5日（周六）" in push for push in await chat.pushes("wufang"))
    said = await chat.says("lilei", "改 #1 12月7号到9号")
    assert "12月7日（周一）到12月9日（周三）" in said
    assert "已改回原来的" in await chat.says("lilei", "撤销")
    [trip] = await chat.rows(Absence)
    assert (trip.first_on.day, trip.last_on.day) == (2, 5)
    assert "不是你的记录" in await chat.says("hanmei", "改 #1 12月8号")


async def test_a_registration_gets_another_need_contact_and_step(chat: Chat) -> None:
    await chat.says("lilei", "报备 昆山泵业 注塑机2台 王工 12月2号去")
    [lead] = await chat.rows(Lead)

    assert "3台注塑机" in await chat.says("lilei", f"改 #{lead.number} 需求 3台注塑机")
    assert "张工" in await chat.says("lilei", f"改 #{lead.number} 联系人 张工")
    assert "12月8日（周二）" in await chat.says("lilei", f"改 #{lead.number} 12月8号")
    [lead] = await chat.rows(Lead)
    assert (lead.need, lead.contact_name, lead.next_on.day) == ("3台注塑机", "张工", 8)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ("王建国生日 8月12", "生日#1"),
        ("东吴地址改成 工业园区1号", "资料#1"),
        ("叫 老东家=东吴", "简称#1"),
        ("东吴 张工 13900139000", "联系人#1"),
        ("把恒力退回公海 没预算", "归属#1"),
    ],
)
async def test_what_cannot_be_changed_says_how_it_is_set_right(chat: Chat, made: str, said: str) -> None:
    await chat.says("lilei", made)

    told = await chat.says("lilei", "改 #1 内容 别的")
    assert said in told
    assert "撤销" in told or "再说一遍" in told or "退回" in told
    assert "能改：客户" not in told


async def test_an_undo_that_comes_too_late_names_what_it_is_about(desk: Chat) -> None:
    await desk.says("lilei", "报价 东吴 A200 1台 单价30万")
    desk.clock.move_to(desk.clock.now() + timedelta(minutes=11))

    said = await desk.says("lilei", "撤销")
    assert said.startswith("报价#1 东吴机械 过了 10 分钟，我不能直接删。1 请主管作废 2 改内容")
    said = await desk.says("lilei", "2")
    assert "报价#1 能改金额、日期、客户" in said
    assert "已改 报价#1" in await desk.says("lilei", "改 #1 金额 28万")

    await desk.says("lilei", "答应 恒力 周五前送样册")
    desk.clock.move_to(desk.clock.now() + timedelta(minutes=11))
    assert (await desk.says("lilei", "撤销 #2")).startswith("承诺#2 恒力化纤 过了 10 分钟")
    await desk.says("lilei", "1")
    [asked] = await desk.pushes("wufang")
    assert "请你作废 承诺#2 恒力化纤" in asked
    assert HENGLI not in asked


async def test_that_one_of_a_customer_is_the_last_of_any_kind(owing: Chat) -> None:
    await owing.says("lilei", "拜访 东吴 谈报价")
    await owing.says("lilei", "回款 东吴 2万")

    assert "已撤销 回款#3" in await owing.says("lilei", "撤销东吴那条")
    assert "已撤销 拜访#2" in await owing.says("lilei", "撤销东吴那条")


async def test_of_yesterday_only_by_its_number(desk: Chat) -> None:
    await desk.says("lilei", "答应 东吴 下周五前给方案")
    desk.clock.move_to(desk.clock.now() + timedelta(days=1))

    assert "没对上是哪一条" in await desk.says("lilei", "改成下周四")
    [promise] = await desk.rows(Commitment)
    assert promise.due_on.day == 4
    assert "12月3日" in await desk.says("lilei", "改 #1 12月3号")


async def test_whoever_was_told_hears_of_all_that_is_taken_back(chat: Chat) -> None:
    """Three claims told in one line; then one of two; then an appeal and a report."""
    await add_pooled(chat, "无锡甲包装有限公司", "无锡乙包装有限公司")
    await chat.says("lilei", "公海")
    await chat.says("lilei", "领 1 2 3")
    [told] = await chat.pushes("wufang")
    assert "从公海领了" in told
    numbers = [move.number for move in await chat.rows(Move)]

    assert "已撤销 归属#" in await chat.says("lilei", f"撤销 #{numbers[1]}")
    [told] = await chat.pushes("wufang")
    assert told.count("归属#") == 1
    assert f"归属#{numbers[1]}" in told
    await chat.says("lilei", "撤销")
    [told] = await chat.pushes("wufang")
    assert f"李雷 撤销了 归属#{numbers[0]}" in told
    assert f"、归属#{numbers[2]}" in told

    await chat.says("lilei", "申诉 华联 我6月就报价了")
    assert len(await chat.pushes("wufang")) == 1
    await chat.says("lilei", "撤销")
    assert any("李雷 撤销了 申诉#" in push for push in await chat.pushes("wufang"))


async def test_a_report_taken_back_is_told_to_whom_it_was_handed(chat: Chat) -> None:
    chat.clock.move_to(chat.clock.now().replace(hour=18))
    await chat.says("lilei", "日报 在公司整理报价")
    await chat.says("lilei", "1")
    assert any("日报#" in push for push in await chat.pushes("wufang"))
    await chat.says("lilei", "撤销")
    assert any("李雷 撤销了 日报#" in push for push in await chat.pushes("wufang"))


async def test_who_lost_nothing_hears_nothing_of_it(chat: Chat) -> None:
    """吴芳 gives 陈晨 one customer of 李雷 and one of 韩梅, and takes that of 韩梅 back."""
    await chat.says("wufang", "分配 东武、华联 给 陈晨")
    await chat.says("wufang", "1")
    for userid in ("lilei", "hanmei", "chenchen"):
        assert len(await chat.pushes(userid)) == 1
    of_hualian = next(move for move in await chat.rows(Move) if move.customer_id == 4)

    await chat.says("wufang", f"撤销 #{of_hualian.number}")
    assert await chat.pushes("lilei") == []
    for userid in ("hanmei", "chenchen"):
        [told] = await chat.pushes(userid)
        assert f"归属#{of_hualian.number} 华联超市" in told


async def test_another_customer_is_not_put_into_what_has_none(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 王总 谈报价")
    await talk.says("lilei", "请假 明天下午")
    assert (await talk.says("lilei", "不是东吴是东武")).startswith(f"改好了 拜访#1 {DONGWU_TEXTILE}")


async def test_words_are_put_right_where_they_stand_and_never_written_as_they_are(talk: Chat) -> None:
    await talk.says("lilei", "答应 东吴 周五前给方案")
    assert await talk.says("lilei", "不是东吴是恒力") == f"改好了 承诺#1 {HENGLI}：给方案，11月27日（周五）前。"
    assert await talk.says("lilei", "不是方案是样品") == f"改好了 承诺#1 {HENGLI}：给样品，11月27日（周五）前。"
    assert "给方案" in "".join([await talk.says("lilei", "撤销"), await talk.says("lilei", "我的承诺")])
    assert "没找到“天外天”，没有改" in await talk.says("lilei", "不是恒力是天外天")

    await talk.says("lilei", "问题 客户嫌交期长")
    assert await talk.says("lilei", "改成 客户嫌交期长，要15天") == "改好了 问题#2 客户嫌交期长，要15天。"
    assert (await talk.says("lilei", "不是15天是25天")).startswith("改好了 问题#2 客户嫌交期长，要25天")


async def test_below_a_draft_another_wording_corrects_and_is_no_line_of_the_report(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 谈报价")
    await talk.says("lilei", "日报")
    await talk.says("lilei", "问题 客户嫌交期长")
    changed = await talk.says("lilei", "改成 客户嫌交期长，要15天")
    assert changed == "改好了 问题#2 客户嫌交期长，要15天。\n日报草稿已跟着更新，回 1 提交。"
    assert "另外" not in await talk.says("lilei", "日报")


async def test_what_kind_of_record_is_taken_back_is_heard(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 谈报价")
    await talk.says("lilei", "日报 客户要样册")
    await talk.says("lilei", "1")
    assert (await talk.says("lilei", "撤销刚才的拜访")).startswith("已撤销 拜访#1 东吴机械")
    assert (await talk.says("lilei", "撤销")).startswith("日报#2 已改回上一步的样子")
    await talk.pushes("wufang")
    await talk.says("lilei", "日报 加一句 客户要画册")
    await talk.says("lilei", "撤销")
    assert await talk.pushes("wufang") == []


async def test_what_was_taken_back_is_not_brought_back_by_the_next_undo(talk: Chat) -> None:
    for said in ("拜访 东吴 谈报价", "日报", "1", "日报 加一句 客户要样册", "1"):
        later(talk, 1)
        await talk.says("lilei", said)
    later(talk, 1)
    await talk.says("lilei", "撤销")
    assert "客户要样册" not in await talk.says("wufang", "李雷的日报")
    later(talk, 1)
    await talk.says("lilei", "撤销")
    assert "客户要样册" not in await talk.says("wufang", "李雷的日报")
    assert "客户要样册" not in await talk.says("lilei", "日报")


async def test_a_sentence_that_no_record_can_take_goes_into_the_report(talk: Chat) -> None:
    await talk.says("lilei", "请假 明天下午")
    added = await talk.says("lilei", "加一句 客户要样册")
    assert added == "已补进 日报#2。\n日报草稿 11月23日（周一）\n客户要样册\n回 1 提交，或直接补一句。"
    await talk.says("hanmei", "拜访 华联 谈报价")
    assert "谈报价，他们要得急" in await talk.says("hanmei", "加一句 他们要得急")


async def test_c9_a_contacts_name_is_put_right_and_set_back(talk: Chat) -> None:
    await talk.says("lilei", "存名片 恒力 张厂长 13900001111")
    changed = await talk.says("lilei", "不是张厂长是章厂长")
    assert changed == f"改好了 联系人#2 {HENGLI}·章厂长，原来是 张厂长。"
    assert "章厂长 139****1111" in await talk.says("lilei", "查 恒力")
    assert "联系人#2" in await talk.says("lilei", "撤销")
    assert "张厂长 139****1111" in await talk.says("lilei", "查 恒力")
