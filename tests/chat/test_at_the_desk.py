"""What jarred when the desk was lived with: hurried words lead somewhere, and nobody is left misinformed."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from models.schema import Dialog, Notice, NoticeState, Person, Receivable, Remark, Role
from models.times import SHANGHAI
from tests.cast import DONGWU, HENGLI, HUALIAN
from tests.money import owes
from tests.steps import owner_of
from tests.talk import Chat

NOT_READ = "没看"


# --- finance and the assistant ------------------------------------------------------------------------------------


async def test_g5_finance_opens_a_customer_by_name_and_money_only(owing: Chat) -> None:
    shown = await owing.says("caiwu", "查 东吴")

    assert shown.startswith(f"{DONGWU}：未收 12 万元")
    assert "王建国" not in shown
    assert "李雷" not in shown
    assert "看不了电话" in await owing.says("caiwu", "东吴电话")


async def test_a10_who_cannot_register_is_not_offered_an_appeal(desk: Chat) -> None:
    for userid in ("caiwu", "xiaowen"):
        assert "申诉" not in await desk.says(userid, "东吴是谁的")


async def test_p10_the_assistant_sees_the_team_without_its_money(desk: Chat) -> None:
    await desk.says("lilei", "拜访 东吴 谈报价")

    shown = await desk.says("xiaowen", "团队今天")
    assert "1 李雷 1 次" in shown
    assert "谈报价" in await desk.says("xiaowen", "1")
    assert "主管看" not in await desk.says("xiaowen", "李雷今天干啥了")
    assert "主管看" in await desk.says("caiwu", "团队今天")


async def test_b1_who_may_not_claim_is_not_told_how(desk: Chat) -> None:
    assert "领 1" not in await desk.says("xiaowen", "公海")
    assert "领 1" in await desk.says("lilei", "公海")


async def test_c16_an_administrator_is_shown_only_what_he_can_do(chat: Chat) -> None:
    def hire(session: Session) -> None:
        admin = Person(userid="guanli", name="郭佳", role=Role.ADMIN)
        session.add(admin)
        session.flush()
        session.add(Dialog(person_id=admin.id, question=""))

    await chat.office.write(hire)
    await chat.says("guanli", "帮助")
    told = await chat.says("guanli", "帮助")
    assert told.count("· ") == 8
    for line in [each[2:] for each in told.splitlines() if each.startswith("· ")]:
        said = await chat.says("guanli", line)
        assert not any(word in said for word in (NOT_READ, "看不了", "主管看", "没有下属", "不归你")), (line, said)


# --- lists by label -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["我的客户 重点", "重点客户", "重点的客户", "我的重点客户有哪些"])
async def test_b11_customers_are_found_by_their_label(desk: Chat, said: str) -> None:
    await desk.says("lilei", "打标签 恒力 重点")

    shown = await desk.says("lilei", said)
    assert shown.startswith("我的客户（标签 重点）：1 家")
    assert HENGLI in shown
    assert (await desk.says("lilei", "1")).startswith(HENGLI)


async def test_b11_a_word_that_nobody_put_on_a_customer_is_no_label(desk: Chat) -> None:
    assert "标签" not in await desk.says("lilei", "重点客户")


# --- who is not there ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["分配 华联 小王", "把华联给小王", "华联改派小王", "华联转给小王"])
async def test_a11_a_colleague_who_does_not_exist_is_said_and_others_are_offered(desk: Chat, said: str) -> None:
    asked = await desk.says("wufang", said)
    assert asked.startswith(f"没有叫 小王 的同事。{HUALIAN} 要给谁？")
    assert "1 李雷" in asked

    await desk.says("wufang", "1")
    assert "已把" in await desk.says("wufang", "1")
    assert await owner_of(desk, HUALIAN) == "lilei"


async def test_a11_the_nearest_name_stands_first(desk: Chat) -> None:
    asked = await desk.says("wufang", "分配 东吴 韩小梅")
    assert asked.startswith(f"没有叫 韩小梅 的同事。{DONGWU} 要给谁？")
    assert "1 韩梅" in asked


async def test_b1_a_number_without_a_list_is_told_to_open_the_pool(desk: Chat) -> None:
    assert "先发“公海”" in await desk.says("lilei", "我要 1")
    assert "先发“公海”" in await desk.says("lilei", "要2")


# --- reports and remarks ------------------------------------------------------------------------------------------


async def open_report(chat: Chat) -> None:
    await chat.says("lilei", "拜访 东吴 谈报价")
    chat.clock.move_to(datetime(2026, 11, 23, 18, 0, tzinfo=SHANGHAI))
    await chat.says("lilei", "交日报")
    await chat.pushes("lilei")
    assert "谈报价" in await chat.says("wufang", "李雷的日报")


async def test_b4_words_below_an_open_report_are_offered_as_a_remark(desk: Chat) -> None:
    await open_report(desk)
    asked = await desk.says("wufang", "写得好 报价单明天发我看看")
    assert asked.startswith("当作点评发给 李雷（日报#2）吗：“写得好 报价单明天发我看看”？1 发给他 2 不发")
    assert await desk.pushes("lilei") == []

    assert "已转告 李雷" in await desk.says("wufang", "1")
    assert await desk.pushes("lilei") == ["吴芳 点评你的 日报#2：写得好 报价单明天发我看看"]
    assert "已阅" in await desk.says("wufang", "已阅")


async def test_b4_words_that_are_no_remark_are_not_passed_on(desk: Chat) -> None:
    await open_report(desk)
    await desk.says("wufang", "写得好 报价单明天发我看看")
    await desk.says("wufang", "2")
    assert await desk.rows(Remark) == []
    assert await desk.pushes("lilei") == []


async def test_a3_an_empty_report_is_refused_without_this_years_number(desk: Chat) -> None:
    await desk.says("hanmei", "交日报")
    assert (await desk.says("hanmei", "1")).startswith("11月23日（周一）还没有记录")


async def test_a3_news_of_a_rival_is_no_problem_in_the_days_count(desk: Chat) -> None:
    await desk.says("lilei", "竞品 海天 降了5%")
    desk.clock.move_to(datetime(2026, 11, 23, 18, 0, tzinfo=SHANGHAI))
    filed = await desk.says("lilei", "交日报")
    assert "问题" not in filed
    assert "1 情报" in filed


# --- money --------------------------------------------------------------------------------------------------------


async def test_d13_one_answer_dates_all_parts_monthly(desk: Chat) -> None:
    await desk.says("lilei", "应收 东武 12万 分三期 30/60/10")

    shown = await desk.says("lilei", "下月10号开始每月一期")
    assert "12月10日（周四）" in shown
    assert "2027年1月10日（周日）" in shown
    assert "2027年2月10日（周三）" in shown
    await desk.says("lilei", "1")
    assert len(await desk.rows(Receivable)) == 3


@pytest.mark.parametrize("said", ["每月10号", "从12月10号起按月付", "12月10日开始 每个月一次"])
async def test_d13_monthly_in_other_words(desk: Chat, said: str) -> None:
    await desk.says("lilei", "应收 东武 12万 分三期 30/60/10")
    shown = await desk.says("lilei", said)
    assert "12月10日（周四）" in shown
    assert "2027年2月10日（周三）" in shown


async def test_d13_the_end_of_a_month_stays_the_end_of_the_month(desk: Chat) -> None:
    await desk.says("lilei", "应收 东武 12万 分三期 30/60/10")
    shown = await desk.says("lilei", "12月31号开始每月一期")
    assert "2027年1月31日" in shown
    assert "2027年2月28日" in shown


async def test_d13_to_change_a_draft_asks_what_and_keeps_the_rest(desk: Chat) -> None:
    await desk.says("lilei", "应收 东武 12万 分三期 30/60/10")
    await desk.says("lilei", "下月10号开始每月一期")

    assert (await desk.says("lilei", "2")).startswith("改哪里？")
    shown = await desk.says("lilei", "第二期改成1月20号")
    assert "2027年1月20日（周三）" in shown
    assert "12月10日（周四）" in shown
    assert "36,000 元" in shown
    assert await desk.rows(Receivable) == []
    await desk.says("lilei", "1")
    assert len(await desk.rows(Receivable)) == 3


async def test_d13_a_single_debt_is_changed_by_its_day_or_its_sum(desk: Chat) -> None:
    await desk.says("lilei", "应收 东武 12万 12月10号")
    await desk.says("lilei", "2")
    assert "12月25日（周五）" in await desk.says("lilei", "12月25号")
    await desk.says("lilei", "改")
    shown = await desk.says("lilei", "金额13万")
    assert "13 万元" in shown
    assert "12月25日（周五）" in shown
    await desk.says("lilei", "2")
    assert await desk.says("lilei", "取消") == "好，没有记。"


async def test_d13_the_day_of_the_one_open_part_is_moved_by_a_sentence(owing: Chat) -> None:
    said = await owing.says("lilei", "东吴的应收改成12月25号")
    assert "10月11日（周日） → 12月25日（周五）" in said
    assert [row.due_on.isoformat() for row in await owing.rows(Receivable)] == ["2026-12-25"]
    assert "不归你" in await owing.says("hanmei", "东吴的应收改成12月28号")
    await owing.says("lilei", "撤销")
    assert [row.due_on.isoformat() for row in await owing.rows(Receivable)] == ["2026-10-11"]


async def test_d13_of_several_open_parts_it_is_asked_which(owing: Chat) -> None:
    await owes(owing, "应收 东吴 8万 11月30号")
    asked = await owing.says("lilei", "东吴的应收改到12月25号")
    assert "哪一笔" in asked
    assert "10月11日（周日）12 万元" in asked
    assert "→ 12月25日（周五）" in await owing.says("lilei", "2")
    days = sorted(row.due_on.isoformat() for row in await owing.rows(Receivable))
    assert days == ["2026-10-11", "2026-12-25"]


# --- undone and told ----------------------------------------------------------------------------------------------


async def test_b2_who_was_told_of_a_leave_is_told_that_it_was_taken_back(desk: Chat) -> None:
    await desk.says("lilei", "明天请假")
    [told] = await desk.pushes("wufang")
    await desk.says("lilei", "撤销")
    assert await desk.pushes("wufang") == ["李雷 撤销了 请假#1，之前告诉你的不算了。"], told


async def test_b2_both_are_told_when_an_assignment_is_taken_back(desk: Chat) -> None:
    await desk.says("wufang", "分配 东吴 韩梅")
    await desk.says("wufang", "1")
    for userid in ("lilei", "hanmei"):
        assert len(await desk.pushes(userid)) == 1
    await desk.says("wufang", "撤销")
    for userid in ("lilei", "hanmei"):
        [told] = await desk.pushes(userid)
        assert told.startswith("吴芳 撤销了 归属#1")
    assert await owner_of(desk, DONGWU) == "lilei"


async def test_b2_news_that_has_not_left_yet_is_not_sent_once_it_is_taken_back(desk: Chat) -> None:
    await desk.says("wufang", "免打扰到14点")
    await desk.says("lilei", "竞品 海天 降5%")
    await desk.says("lilei", "撤销")
    desk.clock.move_to(datetime(2026, 11, 23, 14, 1, tzinfo=SHANGHAI))
    assert not any("海天" in told or "撤销" in told for told in await desk.pushes("wufang"))
    [held] = await desk.rows(Notice, Notice.kind == "market_news")
    assert held.state == NoticeState.CANCELLED


async def test_b2_nobody_is_told_of_what_nobody_knew(desk: Chat) -> None:
    await desk.says("lilei", "答应东吴 下周五前送样册")
    await desk.says("lilei", "撤销")
    assert await desk.pushes("wufang") == []


# --- words --------------------------------------------------------------------------------------------------------


async def test_b7_a_birthday_by_the_sun_is_told_once(desk: Chat) -> None:
    await desk.says("lilei", "东吴 王建国生日 11月30")
    card = await desk.says("lilei", "查 东吴")
    assert "王建国 11月30日（周一）" in card
    assert "→" not in card
