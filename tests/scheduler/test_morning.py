"""08:20: the morning card in whole conversations: what is on it, when, for whom, and what its numbers do (§4.4)."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.texts import agenda as texts
from models.rules.names import name_key
from models.schema import Customer, FollowUp, Holding, Lead, Notice, NoticeState, Person, Receivable
from tests.cast import CREATED, DONGWU, HENGLI
from tests.money import owes
from tests.statements import heard
from tests.steps import at
from tests.talk import Chat


@pytest.fixture
async def talk(chat: Chat) -> Chat:
    chat.ticks("night", "morning")
    for userid in ("lilei", "hanmei", "wufang"):
        await chat.says(userid, "帮助")
    return chat


async def holds(chat: Chat, code: str, **values: date) -> None:
    """How a customer is held."""

    def write(session: Session) -> None:
        customer = session.scalars(select(Customer).where(Customer.code == code)).one()
        row = session.get(Holding, customer.id) or Holding(customer_id=customer.id, since_on=date(2026, 11, 1))
        for name, value in values.items():
            setattr(row, name, value)
        session.add(row)

    await chat.office.write(write)


async def card(chat: Chat, userid: str, when: datetime) -> list[str]:
    """The lines of the last card that came by a moment; none where none came."""
    await chat.office.advance(when)
    cards = [push for push in await chat.pushes(userid) if "早上好" in push]
    return cards[-1].splitlines() if cards else []


@pytest.fixture
async def full(talk: Chat) -> Chat:
    """Somebody who has something of every kind before him on Wednesday the 25th."""
    await talk.says("lilei", "东吴 王总生日 11月28日")
    await talk.says("lilei", "答应 恒力 11月25号送样册")
    await talk.says("lilei", "后天跟进东武 带样品")
    await talk.says("lilei", "提醒我后天10点打电话给物流")
    await owes(talk, "应收 东吴 12万 11月10号")
    await holds(talk, "C002", protected_until=date(2026, 11, 28))
    await holds(talk, "C003", since_on=date(2026, 9, 26), recycle_on=date(2026, 11, 25))
    await talk.says("lilei", "日报 整理报价")
    await talk.says("lilei", "1")
    await talk.says("wufang", "点评 李雷 写得好")
    await talk.office.advance(at(24, 18))
    await talk.says("lilei", "明天计划 东吴 恒力")
    await talk.pushes("lilei")
    return talk


async def test_a5_the_card_is_the_whole_day_in_the_order_that_helps(full: Chat) -> None:
    assert await card(full, "lilei", at(25, 8, 21)) == [
        "早上好。今天 11月25日（周三）：要办 8 件",
        "1 王建国 11月28日（周六）生日，还有 3 天（东吴机械）",
        "2 恒力化纤 答应的：送样册 #2",
        "3 苏州东武纺织有限公司 带样品 #3",
        "4 东吴机械 逾期 12 万元（15 天）",
        "5 东武纺织 保护到 11月28日（周六）",
        "6 恒力化纤 没有有效跟进，11月26日（周四）回收（制度 4.8）",
        "7 11月24日（周二）的日报没交，回编号看草稿",
        "8 吴芳 点评了你 1 条，还没看，回编号看",
        "今天计划：东吴 恒力",
        "办完回“1好了”，改天回“2 明天”，都改回“全部 明天”。",
        "没付的回“4 走流程 下周五付”，续保护回“5续”。",
    ]
    assert await full.pushes("hanmei") == [], "who has nothing before him gets none"


async def test_each_line_is_answered_by_its_number_and_the_list_stays_open(full: Chat) -> None:
    await card(full, "lilei", at(25, 8, 21))
    said = (await full.says("lilei", "1好了 2明天 3转给韩梅")).splitlines()
    assert said == [
        f"1 好，跟进#9 {DONGWU}·王建国，11月25日（周三）生日问候，办完了。明年再提醒你。",
        f"2 改好了 承诺#2 {HENGLI}：送样册，11月26日（周四）前。",
        "3 转给 韩梅 了（已通知）：跟进#10 苏州东武纺织有限公司，11月25日（周三）带样品",
    ]
    assert DONGWU in await full.says("lilei", "1")
    assert (await full.says("lilei", "8")).startswith("给你的点评（新 1 条）：")
    assert (await full.says("lilei", "6好了")).startswith("6 有一次有效跟进就留得住")
    assert (await full.says("lilei", "5续")).startswith("苏州东武纺织有限公司")
    assert (await full.says("lilei", "7")).startswith("11月24日（周二）还没有记录。直接写一句做了什么，就成草稿")
    assert "日报草稿 11月24日（周二）\n整理报价\n" in await full.says("lilei", "整理报价")
    assert "标“补交”" in await full.says("lilei", "1")


async def test_d19_several_lines_at_once_one_of_them_is_a_debt(full: Chat) -> None:
    await card(full, "lilei", at(25, 8, 21))
    said = (await full.says("lilei", "1好了 4下周五付 5乱七八糟")).splitlines()
    assert said[0].startswith("1 好，跟进#9")
    assert said[1] == "5 没看懂“乱七八糟”，没有动。办完回“5好了”，改天回“5明天”。"
    assert said[2].startswith("4 东吴机械 为什么没付？")
    assert (await full.says("lilei", "1")).startswith(f"记下了 催款#10 {DONGWU}：走流程，答应 12月4日（周五）前付")
    assert (await full.says("lilei", "3好了")).startswith("3 好，跟进#3"), "the card is open again"
    listed = await full.says("lilei", "待办")
    assert "逾期" not in listed, "who has promised a day is left alone until then"


async def test_a_debt_is_put_off_by_a_day_and_comes_again(full: Chat) -> None:
    await card(full, "lilei", at(25, 8, 21))
    assert await full.says("lilei", "4明天") == (
        f"4 记下了 提醒#9 11月26日（周四）催款（{DONGWU}）；当天 08:20 提醒你。"
    )
    assert "逾期" not in await full.says("lilei", "待办")
    assert "逾期 12 万元（16 天）" in "\n".join(await card(full, "lilei", at(26, 8, 21)))
    assert (await full.says("lilei", "回款 东吴 12万")).startswith("记下了")
    assert "催款" not in await full.says("lilei", "待办"), "it is paid, so that nobody is asked for it"


async def test_a_debt_that_was_put_off_makes_room_for_another(talk: Chat) -> None:
    for name, code, day in (("江北锻造", "N1", 1), ("江北铸造", "N2", 2), ("江北热工", "N3", 3), ("江北泵业", "N4", 4)):
        await talk.office.write(partial(_owes_since, name, code, date(2026, 11, day)))
    lines = await card(talk, "lilei", at(24, 8, 21))
    assert [line.split()[1] for line in lines[1:4]] == ["江北锻造", "江北铸造", "江北热工"]
    assert lines[4] == "逾期的不止这些，发“逾期”看全。"
    await talk.says("lilei", "1明天 2转给韩梅")
    lines = (await talk.says("lilei", "待办")).splitlines()
    assert [line.split()[1] for line in lines[1:3]] == ["江北热工", "江北泵业"]


def _owes_since(name: str, code: str, due_on: date, session: Session) -> None:
    owner = session.scalars(select(Person).where(Person.userid == "lilei")).one()
    customer = Customer(code=code, name=name, name_key=name_key(name), owner_id=owner.id, city="", created_at=CREATED)
    session.add(customer)
    session.flush()
    amount = Decimal(10_000)
    session.add(Receivable(customer_id=customer.id, amount=amount, open_amount=amount, due_on=due_on))


async def test_c7_who_was_greeted_is_not_told_of_again_this_year(full: Chat) -> None:
    await card(full, "lilei", at(25, 8, 21))
    await full.says("lilei", "1好了")
    assert "王建国" not in await full.says("lilei", "待办")
    assert "生日" not in "\n".join(await card(full, "lilei", at(27, 8, 21))), "his day is a Saturday"
    await full.says("lilei", "东武 陈总生日 12月1日")
    assert "陈总 12月1日（周二）生日" in "\n".join(await card(full, "lilei", at(28, 12))) + await full.says(
        "lilei", "待办"
    )


async def test_what_is_not_understood_of_a_line_is_said_and_the_list_stays_open(full: Chat) -> None:
    await card(full, "lilei", at(25, 8, 21))
    assert await full.says("lilei", "6先放放看") == "没看懂“先放放看”，没有动。办完回“6好了”，改天回“6明天”。"
    assert await full.says("lilei", "4续保护") == texts.NOT_RENEWED
    assert (await full.says("lilei", "第三条推迟到后天")).startswith("3 改好了 跟进#3")
    assert (await full.says("lilei", "4联系不上")).startswith("东吴机械 联系不上，打算哪天再催？")
    assert (await full.says("lilei", "周五")).startswith(f"记下了 催款#9 {DONGWU}：联系不上")
    assert "逾期" not in await full.says("lilei", "待办"), "until the day on which it is tried again"
    assert (await full.says("lilei", "1回款 5万")).startswith(f"记下了 回款#10 {DONGWU} 5 万元"), (
        "of that line's customer"
    )


async def test_a_payment_is_told_by_the_number_of_the_debt(full: Chat) -> None:
    await card(full, "lilei", at(25, 8, 21))
    assert (await full.says("lilei", "4收到5万")).startswith("记下了 回款#9 苏州东吴机械有限公司 5 万元")
    assert "逾期 7 万元" in await full.says("lilei", "待办")


async def test_when_it_leaves_later_it_holds_what_is_true_then_and_says_so(full: Chat) -> None:
    await full.office.advance(at(25, 8))
    await full.says("lilei", "免打扰到10点")
    await full.office.advance(at(25, 8, 30))
    assert await full.pushes("lilei") == []
    await full.says("lilei", "回款 东吴 12万")
    await full.says("lilei", "我的点评")
    await full.says("lilei", "#3 好了")
    lines = await card(full, "lilei", at(25, 10, 1))
    assert lines[0] == "早上好。今天 11月25日（周三）：要办 5 件"
    assert [line[2:6] for line in lines[1:6]] == ["王建国 ", "恒力化纤", "东武纺织", "恒力化纤", "11月2"]
    assert (await full.says("lilei", "2好了")).endswith("，兑现了。"), "its numbers are those that were read"


@pytest.mark.parametrize(
    ("back_at", "told"),
    [
        ((8, 30), ["早上好。今天"]),
        ((10, 30), ["（补 08:20）早上好。今天"]),
        ((17, 20), ["（补 08:20）下午好。今天"]),
        ((17, 31), []),
    ],
)
async def test_a_server_that_was_down_sends_it_while_it_helps(
    full: Chat, back_at: tuple[int, int], told: list[str]
) -> None:
    full.clock.move_to(at(25, *back_at))
    await full.office.metronome.beat()
    pushed = await full.pushes("lilei")
    assert [found for push in pushed for found in re.findall("(?:（补.*?）)?[早中下].好。今天", push)] == told
    await full.office.metronome.beat()
    assert await full.pushes("lilei") == [], "once a day"


async def test_who_is_held_back_until_the_evening_gets_none_any_more(full: Chat) -> None:
    await full.office.advance(at(25, 8))
    await full.says("lilei", "免打扰到18点")
    assert await card(full, "lilei", at(25, 18, 5)) == []
    [row] = await full.rows(Notice, Notice.kind == "morning", Notice.due_at >= at(25, 8))
    assert (row.state, row.last_error) == (NoticeState.EXPIRED, "past its time")


async def test_a5_on_days_of_rest_only_what_he_set_for_them_is_told(talk: Chat) -> None:
    await talk.says("lilei", "提醒我周六买酒")
    await talk.says("lilei", "周六跟进恒力 送货")
    await talk.says("lilei", "答应 东吴 11月28号前送样册")
    await talk.says("lilei", "明天跟进东武 报价")
    await owes(talk, "应收 东吴 12万 11月10号")
    await holds(talk, "C003", protected_until=date(2026, 11, 29))
    friday = await card(talk, "lilei", at(27, 8, 21))
    assert "1 东吴机械 答应的：送样册（11月28日（周六）前） #3" in friday, "what falls on a day of rest is told before"
    assert "4 恒力化纤 保护到 11月29日（周日）" in friday
    saturday = await card(talk, "lilei", at(28, 8, 21))
    assert saturday[:3] == ["早上好。今天 11月28日（周六）：要办 2 件", "1 买酒 #1", f"2 {HENGLI} 送货 #2"]
    assert len(saturday) == 4
    assert await card(talk, "lilei", at(29, 12)) == []
    assert "（11月28日的，过期 2 天）" in "\n".join(await card(talk, "lilei", at(30, 8, 21)))


async def test_a4_on_leave_and_on_a_day_of_rest_of_his_own_there_is_none(talk: Chat) -> None:
    await talk.says("lilei", "后天跟进东吴 带样品")
    await talk.says("lilei", "11月25号我休息")
    assert await card(talk, "lilei", at(25, 12)) == []
    await talk.says("lilei", "请假 11月26日")
    assert await card(talk, "lilei", at(26, 12)) == []
    assert "过期 2 天" in (await card(talk, "lilei", at(27, 8, 21)))[1]


async def test_whoever_goes_on_leave_between_the_tick_and_the_push_is_left_alone(talk: Chat) -> None:
    await talk.says("lilei", "后天跟进东吴 带样品")
    talk.clock.move_to(at(25, 8, 20))
    await talk.office.metronome.beat()
    await talk.says("lilei", "今天请假")
    assert not any("早上好" in push for push in await talk.pushes("lilei"))
    [row] = await talk.rows(Notice, Notice.kind == "morning")
    assert (row.state, row.last_error) == (NoticeState.CANCELLED, "on leave")


async def test_b1_recycling_is_told_seven_three_and_one_days_before_and_not_between(talk: Chat) -> None:
    """Of a customer worked on since its day was noted: the night looks again, so that the warning comes in time."""
    await holds(talk, "C003", since_on=date(2026, 10, 15), recycle_on=date(2026, 11, 23))
    told = {}
    for day in range(1, 19):
        for line in await card(talk, "lilei", at(day, 8, 30, month=12)):
            if "回收" in line:
                told[day] = line[2:]
    # Held since 15 October, 60 days: the night to 15 December. The weekend's warnings come on Friday.
    assert told == dict.fromkeys((8, 11, 14), "恒力化纤 没有有效跟进，12月15日（周二）回收（制度 4.8）")


async def test_b4_what_was_not_seen_for_a_day_is_told_once_more_in_the_morning(talk: Chat) -> None:
    await talk.says("wufang", "点评 李雷 下次带报价")
    assert ["吴芳 点评" in push for push in await talk.pushes("lilei")] == [True]
    assert await card(talk, "lilei", at(24, 8, 21)) == [], "it was pushed when it was said"
    assert (await card(talk, "lilei", at(25, 8, 21)))[1] == "1 吴芳 点评了你 1 条，还没看，回编号看"
    assert "下次带报价" in await talk.says("lilei", "1")
    assert await card(talk, "lilei", at(26, 8, 21)) == []


async def test_a11_a_registration_that_lacks_something_is_on_it(talk: Chat) -> None:
    await talk.says("lilei", "报备 常州中天钢铁")
    lines = await card(talk, "lilei", at(25, 8, 21))
    assert "报备B0003 常州中天钢铁 还差需求、联系人、下一步" in lines[1]
    assert (await talk.rows(Lead))[0].need == ""


async def test_what_was_forgotten_hides_neither_today_nor_the_money(talk: Chat) -> None:
    for hour in range(10, 22):
        await talk.says("lilei", f"明天跟进东吴 {hour}号机")
    await talk.says("lilei", "后天跟进恒力 送货")
    await owes(talk, "应收 东武 12万 11月10号")
    await talk.office.advance(at(25, 8))
    await talk.pushes("lilei")
    lines = await card(talk, "lilei", at(25, 8, 21))
    assert lines[0].endswith("要办 2 件，过期 12 件")
    assert [line[:1] for line in lines[1:10]] == list("123456789")
    assert lines[8] == f"8 {HENGLI} 送货 #13"
    assert lines[9] == "9 东武纺织 逾期 12 万元（15 天）"
    assert lines[10] == "还有 5 件，回“更多”。"
    more = (await talk.says("lilei", "更多")).splitlines()
    assert more[1].startswith("10 ")
    assert "办完了" in await talk.says("lilei", "12好了")
    assert len(await talk.rows(FollowUp, FollowUp.state == "done")) == 1


async def test_the_scan_says_as_many_statements_for_many_as_for_few(talk: Chat) -> None:
    def hire(session: Session) -> None:
        session.add_all(
            Person(userid=f"rep{number}", name=f"张{number}", role="rep", department="") for number in range(40)
        )

    async def said() -> int:
        with heard(talk.office.engine) as statements:
            await talk.office.advance(at(24 + len(counts), 8, 21))
        return len(statements)

    counts: list[int] = []
    counts.append(await said())
    await talk.office.write(hire)
    counts.append(await said())
    assert counts[1] <= counts[0] + 4
