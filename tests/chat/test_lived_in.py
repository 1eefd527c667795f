"""What jarred in weeks of use: each reply leads somewhere, contradicts none before it, and tells the right person."""

from __future__ import annotations

from datetime import timedelta

from models.schema import Lead, Remark
from tests.money import owes
from tests.pool import add_pooled
from tests.talk import Chat


async def test_news_that_was_not_sent_yet_is_not_told_after_its_undo(chat: Chat) -> None:
    """Five pushes have left; the claim waits for the hour's bundle, is taken back, and is never told."""
    await add_pooled(chat, "无锡甲包装有限公司", "无锡乙包装有限公司")
    for number in range(5):
        await chat.says("hanmei", f"竞品 海天 降{number + 3}%")
    await chat.pushes("wufang")
    await chat.says("lilei", "公海")
    await chat.says("lilei", "领 1 2")
    assert await chat.pushes("wufang") == []

    await chat.says("lilei", "撤销")
    await chat.pushes("wufang")
    await chat.office.advance(chat.clock.now() + timedelta(hours=2))
    assert not any("从公海领了" in push for push in await chat.pushes("wufang"))


async def test_b6_a_contact_that_another_customer_has_too_is_the_new_ones(chat: Chat) -> None:
    """韩梅 knows a 老周 elsewhere; the one she names for the new firm is another man with another number."""
    await chat.says("hanmei", "华联 周立新 厂长 13900009999")
    await chat.says("hanmei", "报备 无锡雪浪环境 注塑机1台")
    said = await chat.says("hanmei", "找老周 13900001111")
    assert said.startswith("补上了 报备B")
    assert "还差下一步" in said
    assert "已报 吴芳 定" in await chat.says("hanmei", "下周二过去看看")
    [lead] = await chat.rows(Lead)
    assert lead.contact_name == "老周"


async def test_b6_another_firm_is_no_answer_to_what_is_missing(chat: Chat) -> None:
    await chat.says("lilei", "报备 太仓三期项目")
    assert "报备成功" in await chat.says("lilei", "新客户 张家港液压 想要两台")
    assert "报备成功" in await chat.says("lilei", "这个项目我先报 中天钢铁")
    first, _, _ = await chat.rows(Lead)
    assert first.need == ""


async def test_a3_of_a_day_off_nothing_is_made_up(chat: Chat) -> None:
    """昨天日报 on a Monday: which day may be meant is said."""
    await chat.says("lilei", "帮助")
    assert await chat.says("lilei", "补昨天日报") == (
        "11月22日（周日）是休息日，不用交日报。补 11月20日（周五）的发：补11月20日日报"
    )
    assert "还没有记录" in await chat.says("lilei", "补11月20日日报")


async def test_the_assistant_sees_whom_he_works_for_and_is_offered_no_more(desk: Chat) -> None:
    assert (await desk.says("xiaowen", "我的客户")).startswith("我和团队的客户：6 家")
    assert "东吴机械" in await desk.says("xiaowen", "1")
    desk.clock.move_to(desk.clock.now().replace(hour=18))
    assert "催" not in await desk.says("xiaowen", "谁没交")
    assert "催日报由主管来做" in await desk.says("xiaowen", "催一下")
    assert "催" not in await desk.says("xiaowen", "日报")
    assert "已阅由主管来标" in await desk.says("xiaowen", "全部已阅")
    assert "别人的日报由主管看" in await desk.says("caiwu", "催一下")


async def test_who_owes_no_report_is_not_told_to_write_one(desk: Chat) -> None:
    said = await desk.says("xiaowen", "出差 苏州 11.25-11.28")
    assert "日报" not in said
    assert "吴芳 已知" in said
    assert "日报" not in await desk.says("caiwu", "请假 12.1-12.3")
    assert "积分只记业务员的拜访" in await desk.says("caiwu", "我几分了")


async def test_g5_assigning_is_asked_for_by_who_leads_nobody(chat: Chat) -> None:
    assert "已请 吴芳 同意" in await chat.says("lilei", "分配 东吴 韩梅")
    assert "不归你，转不了" in await chat.says("lilei", "分配 华联 李雷")
    assert "由主管来做" in await chat.says("lilei", "分配 火星基地 陈晨")


async def test_b2_a_guessed_number_with_a_verb_is_a_number_too(chat: Chat) -> None:
    await chat.says("lilei", "拜访 东吴 谈报价")
    assert "谈报价" in await chat.says("lilei", "查 拜访#1")
    assert "不是你的记录" in await chat.says("hanmei", "帮我查一下 #1")


async def test_an_undone_correction_says_what_holds_again(desk: Chat) -> None:
    await desk.says("lilei", "应收 东吴 8万 12月30号")
    await desk.says("lilei", "1")
    await desk.says("lilei", "改成9万")
    await desk.says("lilei", "改到1月10号")
    assert await desk.says("lilei", "撤销") == "应收#1 东吴机械 已改回原来的：日期 12月30日（周三）。"
    assert await desk.says("lilei", "撤销") == "应收#1 东吴机械 已改回原来的：金额 8 万元。"


async def test_b4_a_number_below_a_list_is_its_line_and_not_a_record(chat: Chat) -> None:
    """李雷's third line is 报价#5; 点评 3 is about it, 点评 #1 about the visit of that number."""
    for said in (
        "拜访 恒力 谈交期",
        "拜访 东吴 谈报价",
        "跟进 东武 明天",
        "订单 东吴 A200 1台 30万",
        "报价 恒力 A200 1台 31万",
    ):
        await chat.says("lilei", said)
    shown = await chat.says("wufang", "李雷今天干啥了")
    third = next(line for line in shown.splitlines() if line.startswith("3 "))
    await chat.says("wufang", "点评 3 下次带上我")
    await chat.says("wufang", "点评 #1 好")
    first, second = await chat.rows(Remark)
    assert third.endswith(f"#{first.about_number}")
    assert second.about_number == 1


async def test_d13_parts_follow_one_another_and_one_of_them_is_corrected(desk: Chat) -> None:
    shown = await desk.says("lilei", "应收 东吴 60万 分三期 30/60/10 12月20 1月20 6月30")
    assert "2027年1月20日（周三）" in shown
    assert "2027年6月30日（周三）" in shown
    await desk.says("lilei", "1")
    said = await desk.says("lilei", "第2期改成2月1号")
    assert "2027年1月20日（周三） → 2027年2月1日（周一）" in said


async def test_d17_finance_takes_a_check_back_and_is_told_how_it_stands(desk: Chat) -> None:
    await owes(desk, "应收 东吴 12万 10月11号")
    await desk.says("lilei", "回款 东吴 5万")
    await desk.says("caiwu", "待核对")
    await desk.says("caiwu", "1到账")
    assert await desk.says("caiwu", "撤销") == "回款#2 东吴机械 已改回原来的：待财务核对。"
    assert "回款 1 笔，共 5 万元" in await desk.says("wufang", "本月回款多少")
