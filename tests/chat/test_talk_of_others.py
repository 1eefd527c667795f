"""Talk that leans on what was just said: whom it is for, whose it is, what of it stands (`product.md` §4.4)."""

from __future__ import annotations

from datetime import date

import pytest

from models.schema import Absence, FollowUp, FollowUpState, Lead, Notice, PaymentPromise, Visit
from tests.cast import DONGWU, HUALIAN, TIANHE
from tests.steps import later
from tests.talk import Chat


async def _passed_to(talk: Chat, userid: str) -> list[str]:
    return [one.body for one in await talk.rows(Notice, Notice.userid == userid, Notice.kind == "relay")]


async def test_he_is_the_colleague_who_has_the_customer(talk: Chat) -> None:
    assert "韩梅" in await talk.says("wufang", "华联是谁在跟")
    assert (await talk.says("wufang", "那你跟他说一声，让他给对方会计回个电话")).startswith("已转告 韩梅")
    [passed] = await _passed_to(talk, "hanmei")
    assert "回个电话" in passed


async def test_a_card_alone_makes_its_owner_no_he(talk: Chat) -> None:
    await talk.says("wufang", "查 华联")
    await talk.says("lilei", "拜访 东吴 王总 谈报价")
    assert DONGWU in await talk.says("lilei", "他电话多少")
    assert not await _passed_to(talk, "hanmei")


async def test_an_answer_goes_to_whom_it_tells_what_to_do_as_well(talk: Chat) -> None:
    later(talk, 1)
    await talk.says("lilei", "问下吴芳 新的目录哪里有")
    await talk.pushes("wufang")
    later(talk, 1)
    assert (await talk.says("wufang", "目录在韩梅那里，让她发李雷一份")).startswith("已转告 韩梅、李雷")
    assert len(await _passed_to(talk, "hanmei")) == 1
    assert len(await _passed_to(talk, "lilei")) == 1


async def test_she_is_who_was_named_right_before(talk: Chat) -> None:
    await talk.says("wufang", "李雷呢")
    assert (await talk.says("wufang", "目录在韩梅那里，让她发一份出来")).startswith("已转告 韩梅")


async def test_what_nobody_here_knows_is_asked_of_the_leader(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 王总 谈报价")
    said = await talk.says("lilei", "他还问质保是三年还是五年，我记不清了，谁晓得")
    assert "已转告 吴芳" in said
    await talk.says("lilei", "谁晓得他今天又不在")
    assert len(await _passed_to(talk, "wufang")) == 1


async def test_what_the_bot_shall_work_out_is_for_no_colleague(talk: Chat) -> None:
    later(talk, 1)
    await talk.says("wufang", "跟李雷说 金额是11800，不是12000")
    await talk.pushes("lilei")
    later(talk, 1)
    assert "已转告" not in await talk.says("lilei", "哦那按她的来，那剩下的你帮我算一下")


async def test_thanks_for_thanks_are_no_news(talk: Chat) -> None:
    later(talk, 1)
    await talk.says("wufang", "跟李雷说 今天的事处理得好")
    await talk.pushes("lilei")
    later(talk, 1)
    assert "已转告" not in await talk.says("lilei", "应该的应该的")
    assert not await _passed_to(talk, "wufang")


@pytest.mark.parametrize("said", ["那我领了，下次跑常州一起去", "行，我要了", "那就我来跟吧"])
async def test_whom_of_the_pool_he_just_looked_up_he_claims(talk: Chat, said: str) -> None:
    await talk.says("lilei", "查 天合")
    assert f"领到 {TIANHE}" in await talk.says("lilei", said)


async def test_a_colleagues_customer_is_claimed_by_no_such_word(talk: Chat) -> None:
    await talk.says("wufang", "查 华联")
    assert f"领到 {HUALIAN}" not in await talk.says("lilei", "那我领了")
    await talk.says("lilei", "查 天合")
    assert "领到" not in await talk.says("lilei", "我要跟王总确认一下")


async def test_a_line_that_he_wants_is_claimed_and_one_that_he_names_is_shown(talk: Chat) -> None:
    await talk.says("lilei", "公海")
    assert "领到" not in await talk.says("lilei", "第一个")
    await talk.says("lilei", "公海")
    assert f"领到 {TIANHE}" in await talk.says("lilei", "要第一个")


async def test_whatever_a_registration_lacks_may_be_told_first(talk: Chat) -> None:
    await talk.says("lilei", "报备 昆山泵业 周老板 13911112222")
    later(talk, 1)
    await talk.says("lilei", "要两台注塑机")
    [lead] = await talk.rows(Lead)
    assert "两台注塑机" in lead.need


async def test_a_day_alone_is_of_the_promise_just_spoken_of(owing: Chat) -> None:
    await owing.says("lilei", "东吴走流程 周五付")
    later(owing, 2)
    assert "走流程，答应 11月30日（周一）" in await owing.says("lilei", "30号")
    promised = await owing.rows(PaymentPromise)
    assert date(2026, 11, 30) in {one.promised_on for one in promised}


async def test_a_reminder_is_moved_by_its_hour_and_called_off_by_its_day(talk: Chat) -> None:
    await talk.says("lilei", "明天上午十点提醒我报价给王总")
    await talk.says("lilei", "周四下午三点提醒我去恒力")
    assert "09:00" in await talk.says("lilei", "明天十点那个提醒改九点吧，王总说他十点要出去")
    assert "已取消" in await talk.says("lilei", "那周四不用叫了")
    hours = {
        row.due_clock.hour for row in await talk.rows(FollowUp, FollowUp.state == FollowUpState.OPEN) if row.due_clock
    }
    assert hours == {9}


async def test_of_several_birthdays_the_day_before_is_of_whom_he_names(talk: Chat) -> None:
    await talk.says("lilei", "东吴 王总 生日 11月27日")
    await talk.says("lilei", "恒力 李明 生日 11月29日")
    assert "11月29日" in await talk.says("lilei", "这周谁过生日")
    assert "11月28日（周六）" in await talk.says("lilei", "李明的提前一天提醒我，我订个蛋糕")


async def test_more_of_a_visit_keeps_its_next_step(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 王总 谈报价")
    later(talk, 3)
    said = await talk.says("lilei", "另外双十二前后他们要短租6台电动叉车，从12月8号到22号，让我们明天报租金")
    assert "拜访#1" in said
    assert "11月24日（周二）报租金" in said
    [visit] = await talk.rows(Visit)
    assert "短租6台" in visit.summary
    [step] = await talk.rows(FollowUp)
    assert step.due_on == date(2026, 11, 24)


async def test_a_count_is_put_right_by_what_it_counts(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 王总 要短租6台电动叉车")
    later(talk, 5)
    assert "短租8台电动叉车" in await talk.says("lilei", "东吴短租的台数写错了，是8台，我又核了一遍")
    assert "9台" not in (await talk.rows(Visit))[0].summary


async def test_the_day_that_is_asked_for_swallows_no_other_sentence(talk: Chat) -> None:
    await talk.says("lilei", "提醒我给恒力打电话")
    assert "没看懂是哪天" not in await talk.says("lilei", "是的，王总那边先安排的，剩下的今天去问问看")
    assert "没看懂是哪天" not in await talk.says("lilei", "今天路上堵得厉害，到了再说吧")


@pytest.mark.parametrize(
    "said", ["学校刚改通知，家长会是周四下午，假也改周四", "我那个假改到周四下午吧", "请假改周四下午"]
)
async def test_the_leave_that_stands_is_moved(talk: Chat, said: str) -> None:
    await talk.says("lilei", "这周五下午请半天假，孩子家长会")
    later(talk, 5)
    assert "已记 下午请假#2：11月26日（周四）" in await talk.says("lilei", said)
    standing = await talk.rows(Absence, Absence.voided.is_(False))
    assert [(row.first_on, row.last_on, row.reason) for row in standing] == [
        (date(2026, 11, 26), date(2026, 11, 26), "孩子家长会")
    ]


async def test_where_no_leave_stands_none_is_moved(talk: Chat) -> None:
    await talk.says("lilei", "公司放假改周四了")
    assert not await talk.rows(Absence)


async def test_what_was_offered_as_words_for_a_colleague_is_passed_on_by_its_number(talk: Chat) -> None:
    assert "1 转告 韩梅" in await talk.says("lilei", "宏远那个线韩梅搭把手")
    assert (await talk.says("lilei", "1")).startswith("已转告 韩梅")
    assert len(await _passed_to(talk, "hanmei")) == 1


async def test_a_colleague_whose_entry_was_just_read_may_be_called_by_his_title(owing: Chat) -> None:
    later(owing, 1)
    await owing.says("caiwu", "东吴机械周五晚上进来一笔四万，是货款吧")
    [told] = await owing.pushes("lilei")
    finance = told.split(" ", 1)[0]
    later(owing, 5)
    said = await owing.says("lilei", f"是的{finance[0]}姐，王总先安排的。剩下的我今天去问")
    assert f"已转告 {finance}" in said
    assert "是的，王总先安排的" in (await _passed_to(owing, "caiwu"))[0]
    await owing.says("lilei", "是的罗姐，剩下的我今天去问")
    assert len(await _passed_to(owing, "caiwu")) == 1
