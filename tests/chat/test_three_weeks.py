"""What went wrong in three weeks of a food wholesaler's team: replies that lost, doubled or contradicted something."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.schema import DailyReport, FollowUp, FollowUpState, Lead, Payment, PaymentState, Visit
from models.services import dunning
from models.times import shanghai_day
from scheduler import night_texts
from tests.cast import DONGWU
from tests.pool import add_pooled
from tests.talk import Chat


async def test_d17_finance_meets_the_payment_that_a_rep_has_told(owing: Chat) -> None:
    """东吴 5万 到账 of finance is what 李雷 told on Friday, and no second payment unless she says so."""
    await owing.says("lilei", "回款 东吴 5万")
    asked = await owing.says("caiwu", "东吴5万 到账")
    assert "（李雷 11月23日（周一）记的 回款#2）" in asked
    assert "1 就是这笔，核对到账\n2 另一笔" in asked
    assert "已核对到账" in await owing.says("caiwu", "1")
    [paid] = await owing.rows(Payment)
    assert paid.state == PaymentState.CONFIRMED

    await owing.says("lilei", "回款 东吴 2万")
    await owing.says("caiwu", "收到东吴2万")
    assert "记下了 回款#" in await owing.says("caiwu", "2")
    assert len(await owing.rows(Payment)) == 3


async def test_d13_what_a_colleague_told_hours_ago_is_not_told_twice_unasked(owing: Chat) -> None:
    await owing.says("lilei", "回款 东吴 5万")
    owing.clock.move_to(owing.clock.now() + timedelta(hours=2))
    assert "李雷 已经记过一笔（回款#2）" in await owing.says("wufang", "回款 东吴 5万")
    assert "没有重复记" in await owing.says("wufang", "2")
    assert len(await owing.rows(Payment)) == 1


async def test_a_list_stays_open_below_what_is_done_meanwhile(owing: Chat) -> None:
    """The morning's line is answered after the visit and a look at the customer, and not typed again."""
    shown = await owing.says("lilei", "待办")
    assert "1 东吴机械 逾期" in shown
    await owing.says("lilei", "拜访 恒力 谈交期")
    await owing.says("lilei", "恒力")
    assert "东吴" in await owing.says("lilei", "1 走流程 12月10号付")


@pytest.mark.parametrize("between", ["查 东吴", "东吴", "东吴欠多少", "积分", "制度 公海", "东吴 王总 电话"])
async def test_a3_a_look_at_something_leaves_the_draft_open(owing: Chat, between: str) -> None:
    await owing.says("lilei", "拜访 东吴 谈报价")
    assert "回 1 提交" in await owing.says("lilei", "日报")
    assert "日报" not in await owing.says("lilei", between)
    assert "已交 日报#" in await owing.says("lilei", "1")


async def test_below_a_card_its_phone_comes_first_and_what_was_open_before_stays(owing: Chat) -> None:
    await owing.says("lilei", "拜访 恒力 谈交期")
    await owing.says("lilei", "日报")
    await owing.says("lilei", "查 东吴")
    assert "13800130001" in await owing.says("lilei", "电话")
    await owing.says("lilei", "积分")
    assert "已补进" in await owing.says("lilei", "下午在公司做标书")
    assert "已交 日报#" in await owing.says("lilei", "1")
    assert "现在没有等你选的单子" in await owing.says("lilei", "1")


async def test_d13_the_sum_is_looked_up_before_the_question_is_answered(owing: Chat) -> None:
    assert "还差金额" in await owing.says("lilei", "回款 东吴")
    assert "12 万元" in await owing.says("lilei", "东吴欠多少")
    assert f"回款#2 {DONGWU} 12 万元" in await owing.says("lilei", "12万")


async def test_a3_a_correction_that_finds_nothing_leaves_the_draft_open(chat: Chat) -> None:
    """不是8000 是9000: in words the figure is put right; where there is none, that is said and 1 still hands it in."""
    await chat.says("lilei", "拜访 东吴 干货先试一批 8000块的单")
    await chat.says("lilei", "日报")
    said = await chat.says("lilei", "不是8000 是9000")
    assert "干货先试一批 9000块的单" in said
    assert "回 1 提交" in said
    said = await chat.says("lilei", "不是700 是800")
    assert "没找到" in said
    assert "回 1 提交" in said
    assert "已交 日报#" in await chat.says("lilei", "1")
    [visit] = await chat.rows(Visit)
    assert visit.summary == "干货先试一批 9000块的单"


async def test_a3_a_sentence_behind_a_report_that_is_handed_in(chat: Chat) -> None:
    await chat.says("lilei", "拜访 东吴 谈报价")
    await chat.says("lilei", "日报")
    await chat.says("lilei", "1")
    said = await chat.says("lilei", "加一句 明天早上先去恒力盯货")
    assert "明天早上先去恒力盯货" in said
    assert "回 1" in said
    await chat.says("lilei", "1")
    [report] = await chat.rows(DailyReport)
    assert "明天早上先去恒力盯货" in report.body


async def test_b2_a_reason_is_taken_though_it_speaks_of_a_contact(chat: Chat) -> None:
    await chat.says("lilei", "报备 昆山泵业 注塑机2台")
    await chat.says("hanmei", "报备 昆山泵业")
    await chat.says("hanmei", "1")
    said = await chat.says("hanmei", "我上个月就去过 赖经理加了我微信")
    assert said.startswith("申诉#")
    assert "已交 吴芳" in said


async def test_what_was_talked_about_is_the_visits_though_it_has_a_day(chat: Chat) -> None:
    await chat.says("lilei", "签到 东吴")
    await chat.says("lilei", "走了")
    said = await chat.says("lilei", "东吴王总让我们月底前报个总价")
    assert "拜访#1" in said
    assert "11月30日（周一）" in said


async def test_b4_a_remark_says_what_it_is_about(chat: Chat) -> None:
    await chat.says("lilei", "拜访 东吴 谈报价")
    await chat.says("wufang", "李雷今天干啥了")
    assert f"拜访#1 {DONGWU}" in await chat.says("wufang", "点评 1 下次带上我")
    assert "表扬#" in await chat.says("wufang", "表扬 李雷")


async def test_b7_a_bare_name_shows_the_card_whatever_list_is_open(chat: Chat) -> None:
    await add_pooled(chat, "无锡甲包装有限公司")
    await chat.says("lilei", "公海")
    assert (await chat.says("lilei", "东吴")).startswith(f"{DONGWU}（")


async def test_p5_finance_is_told_that_phones_are_not_hers_whoever_it_is(desk: Chat) -> None:
    for said in ("王建国电话", "王总的电话多少"):
        assert "看不到客户电话" in await desk.says("caiwu", said)


async def test_a_correction_below_a_list_that_is_still_open(owing: Chat) -> None:
    await owing.says("lilei", "我的拜访")
    await owing.says("lilei", "拜访 恒力 谈交期")
    await owing.says("lilei", "我的拜访")
    await owing.says("lilei", "回款 东吴 42000")
    assert "42,000 元 → 24,000 元" in await owing.says("lilei", "刚才那笔记错了 是2万4")


async def test_d17_finance_says_the_sum_in_place_of_the_number(owing: Chat) -> None:
    await owing.says("lilei", "回款 东吴 24000")
    await owing.says("caiwu", "待核对")
    assert "回款#2" in await owing.says("caiwu", "24000收到了")
    [paid] = await owing.rows(Payment)
    assert paid.state == PaymentState.CONFIRMED


async def test_d17_whoever_was_told_that_nothing_came_is_told_of_the_undo(owing: Chat) -> None:
    await owing.says("lilei", "回款 东吴 5万")
    await owing.says("caiwu", "待核对")
    await owing.says("caiwu", "没收到 1 账上没有")
    assert any("没收到" in push for push in await owing.pushes("lilei"))
    await owing.says("caiwu", "撤销")
    [told] = await owing.pushes("lilei")
    assert told == f"钱会计 撤回了刚才的核对：回款#2 {DONGWU} 恢复为待财务核对。"

    await owing.says("lilei", "回款 东吴 2万")
    await owing.says("caiwu", "待核对")
    assert "2 万元" in await owing.says("caiwu", "2到账")
    await owing.says("caiwu", "撤销")
    assert await owing.pushes("lilei") == []


async def test_d13_both_parts_of_a_draft_are_put_right_in_one_sentence(chat: Chat) -> None:
    await chat.says("lilei", "应收 东吴 5万 分两期 12月31 1月31")
    await chat.says("lilei", "2")
    shown = await chat.says("lilei", "第一期2万 第二期3万 2月10号")
    assert "5 万元，分 2 笔" in shown
    assert "第1期 2 万元，12月31日（周四）" in shown
    assert "第2期 3 万元，2027年2月10日（周三）" in shown


async def test_b5_all_is_refused_with_a_reason_and_a_called_off_offer_is_told(talk: Chat) -> None:
    await talk.says("wufang", "交接 李雷 给 韩梅")
    await talk.says("wufang", "1")
    await talk.pushes("hanmei")
    assert "为什么不接" in await talk.says("hanmei", "不接")
    assert (await talk.says("hanmei", "都不接 太远了")).startswith("没接 ")
    assert any("太远了" in push for push in await talk.pushes("wufang"))
    await talk.says("wufang", "取消交接")

    await talk.says("wufang", "交接 李雷 给 韩梅")
    await talk.says("wufang", "1")
    await talk.pushes("hanmei")
    await talk.says("wufang", "取消交接")
    [told] = await talk.pushes("hanmei")
    assert told.startswith("吴芳 取消了 交接#")
    assert "不用再回" in told


async def test_c6_the_hint_below_a_list_names_its_own_numbers(chat: Chat) -> None:
    await chat.says("lilei", "答应 东吴 送样册")
    await chat.says("lilei", "不定")
    shown = await chat.says("lilei", "我的承诺")
    assert "“1 下周三”" in shown
    assert "2 下周三" not in shown
    assert "2027年3月1日（周一）前" in await chat.says("lilei", "1 3月1号前")


async def test_what_was_called_off_is_not_shown_as_if_it_stood(chat: Chat) -> None:
    await chat.says("lilei", "提醒我12月4号准备标书")
    await chat.says("lilei", "我的提醒")
    await chat.says("lilei", "1 不用了")
    assert "已经取消了" in await chat.says("lilei", "1")


@pytest.mark.parametrize("said", ["没有联系人", "没有", "还没有联系人", "不知道找谁", "暂时没联系人"])
async def test_b6_no_contact_is_no_contacts_name(chat: Chat, said: str) -> None:
    await chat.says("lilei", "报备 昆山泵业 注塑机2台")
    assert "先这样" in await chat.says("lilei", said)
    [lead] = await chat.rows(Lead)
    assert lead.contact_name == ""


async def test_b2_a_ruling_that_names_whoever_has_it_leaves_it_with_him(talk: Chat) -> None:
    await talk.says("lilei", "报备 昆山泵业 注塑机2台")
    await talk.says("hanmei", "申诉 昆山泵业 我6月就报价了")
    await talk.pushes("lilei")
    await talk.pushes("hanmei")
    assert "还归 李雷" in await talk.says("wufang", "2 李雷")
    assert await talk.pushes("lilei") == ["吴芳 裁决：昆山泵业 还归你。"]
    assert await talk.pushes("hanmei") == ["吴芳 裁决：昆山泵业 维持原来的负责人。"]


@pytest.mark.parametrize("said", ["找主管", "转人工"])
async def test_who_wants_a_person_is_told_who(talk: Chat, said: str) -> None:
    assert "吴芳" in await talk.says("lilei", said)


async def test_a_bare_number_hours_later_is_asked_again_before_it_writes(chat: Chat) -> None:
    """1 in the evening is hardly the answer to the morning's question."""
    asked = await chat.says("lilei", "下周三跟进")
    assert "跟进哪家" in asked
    chat.clock.move_to(chat.clock.now() + timedelta(hours=9))
    said = await chat.says("lilei", "1")
    assert "10:00 问你的" in said
    assert "跟进哪家" in said
    assert "记下了 跟进#" in await chat.says("lilei", "1")


async def test_b2_an_appeal_against_a_void_is_sent_to_whoever_voided(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 谈报价")
    await talk.says("wufang", "作废 #1 编的")
    said = await talk.says("lilei", "申诉 #1")
    assert "没有 #1" not in said
    assert "吴芳" in said


async def test_a_morning_before_the_quiet_hours_end_is_said_to_wait(talk: Chat) -> None:
    asked = await talk.says("zhouming", "早报时间改成7点50")
    assert "08:00" in asked
    assert "静默" in asked


@pytest.mark.parametrize("said", ["打了 没人接", "没打通", "关机了", "打过没接"])
async def test_c8_nobody_answers_what_one_was_reminded_of(chat: Chat, said: str) -> None:
    await chat.says("lilei", "提醒我11点给王总打电话")
    await chat.office.advance(chat.clock.now() + timedelta(minutes=61))
    told = await chat.says("lilei", said)
    assert "#1 先留着" in told
    assert "15:00" in await chat.says("lilei", "#1 下午3点")


async def test_d19_of_a_broken_promise_it_is_told_what_came_and_what_is_missing(owing: Chat) -> None:
    await owing.says("lilei", "东吴 说周三付")
    await owing.says("lilei", "1")
    await owing.says("lilei", "回款 东吴 5万")
    thursday = shanghai_day(owing.clock.now() + timedelta(days=3))
    [broken] = await owing.office.write(lambda session: dunning.break_due(session, thursday))
    told = night_texts.broken(DONGWU, "东吴", broken.promised_on, thursday, broken.amount, 1, broken.paid)
    assert "答应 11月25日（周三）前付 12 万元，只到 5 万元，还差 7 万元（第 1 次失约）" in told


async def test_a10_an_extension_with_a_reason_goes_to_the_leader_where_no_visit_earned_it(talk: Chat) -> None:
    await talk.says("lilei", "报备 昆山泵业 注塑机2台")
    assert "写上理由：延期 B" in await talk.says("lilei", "昆山泵业 续保护")
    said = await talk.says("lilei", "延期 昆山泵业 客户年后招标")
    assert said.startswith("还没有合格拜访（制度 3.2），再续由 吴芳 定")
    assert any("客户年后招标" in push for push in await talk.pushes("wufang"))
    assert "延到" in await talk.says("wufang", "1")


@pytest.mark.parametrize(("said", "answer"), [("新年好", "同喜"), ("恭喜我吧", "同喜"), ("今天累死了", "辛苦了")])
async def test_kind_words_get_kind_words(talk: Chat, said: str, answer: str) -> None:
    assert answer in await talk.says("lilei", said)


async def test_c16_a_remark_on_market_news_is_called_so(talk: Chat) -> None:
    await talk.says("lilei", "市场 苏州客户都在压库存")
    assert "说的是 市场#1" in await talk.says("wufang", "点评 #1 好")
    assert any("市场#1" in push for push in await talk.pushes("lilei"))


async def test_b5_numbers_of_a_list_that_he_has_not_seen_take_nothing_over(talk: Chat) -> None:
    await talk.says("wufang", "交接 李雷 给 韩梅")
    await talk.says("wufang", "1")
    shown = await talk.says("hanmei", "1接 2不接 太远")
    assert shown.startswith("先看清单对一下编号，再回一次：\n交接#1，李雷 交给你的：\n1 ")
    assert (await talk.says("hanmei", "1接 2不接 太远")).startswith(f"接下 {DONGWU}")


async def test_words_without_a_number_are_no_answer_to_a_list_of_the_morning(chat: Chat) -> None:
    """交日报 and 搞定 hours later are not said of the one line of a list that is still open; its number is."""
    await chat.says("lilei", "提醒我12月4号准备标书")
    assert "1 提醒#1" in await chat.says("lilei", "我的提醒")
    await chat.says("lilei", "拜访 恒力 谈交期")
    assert "已交 日报#" in await chat.says("lilei", "交日报")
    chat.clock.move_to(chat.clock.now() + timedelta(hours=3))
    assert "办完了" not in await chat.says("lilei", "搞定")
    assert [row.state for row in await chat.rows(FollowUp)] == [FollowUpState.OPEN]
