"""报备: registered, taken, completed, renewed, run out, undone (A10, A11, B6, F8, P6)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.texts import appeals as appeal_texts
from handlers.texts import lead_checks as check_texts
from handlers.texts import leads as texts
from models.schema import (
    Contact,
    Customer,
    FollowUp,
    Holding,
    Lead,
    LeadState,
    Move,
    Order,
    Person,
    Record,
    RepDay,
    Role,
    TermChange,
)
from models.services import lead_renewals
from models.times import SHANGHAI
from tests.steps import owner, person
from tests.talk import Chat

TANG = "大唐电力"
DONGWU = "苏州东吴机械有限公司"
HUADONG = "华东重工有限公司"
TIANHE = "常州天合光能有限公司"
FULL = f"报备 {TANG} 注塑机2台 王工 13912345678 下周三去"


async def lead(chat: Chat, number: int | None = None) -> Lead:
    rows: list[Lead] = await chat.rows(Lead)
    return next(row for row in sorted(rows, key=lambda row: -row.number) if number in (None, row.number))


def pass_days(chat: Chat, days: int, hour: int = 10) -> None:
    day = chat.clock.now().astimezone(SHANGHAI).date() + timedelta(days=days)
    chat.clock.move_to(datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI))


async def test_a10_a_free_firm_is_registered_with_number_protection_and_owner(talk: Chat) -> None:
    reply = await talk.says("lilei", f"报备 {TANG} 注塑机2台 王工 13912345678")

    made = await lead(talk)
    assert reply == (
        f"报备成功 B{made.number:04} {TANG}（新客户，归你）：注塑机2台，王工。保护到 12月23日（周三）。\n"
        "还差下一步，11月30日（周一）前补齐（制度 3.4）。下次什么时候跟？回日子就行，比如：下周三，或：预计9月采购。"
    )
    assert (made.state, made.need, made.contact_name) == (LeadState.PROVISIONAL, "注塑机2台", "王工")
    assert made.protected_until == date(2026, 12, 23)
    assert await owner(talk, TANG) == person(talk, "lilei")
    [contact] = await talk.rows(Contact, Contact.phone == "13912345678")
    assert contact.name == "王工"
    [day] = await talk.rows(RepDay, RepDay.person_id == person(talk, "lilei"))
    assert day.leads == 1
    [held] = await talk.rows(Holding)
    assert held.protected_until == date(2026, 12, 23)


async def test_a11_one_missing_thing_is_asked_at_a_time_and_the_leader_is_told_once_all_is_there(talk: Chat) -> None:
    first = await talk.says("lilei", f"报备 {TANG}")
    second = await talk.says("lilei", "两台注塑机")
    third = await talk.says("lilei", "找他们设备科王建民 13912345678")
    last = await talk.says("lilei", "下周三")

    made = await lead(talk)
    assert "还差需求、联系人、下一步" in first
    assert "客户要什么" in first
    assert "还差联系人、下一步" in second
    assert "还差下一步" in third
    assert "都齐了，已报 吴芳 定" in last
    assert (made.state, made.hold_until, made.contact_name) == (LeadState.HELD, None, "王建民")
    assert made.next_on == date(2026, 12, 2)
    [plan] = await talk.rows(FollowUp)
    assert (plan.due_on, plan.customer_id) == (date(2026, 12, 2), made.customer_id)
    [push] = await talk.pushes("wufang")
    assert f"李雷 的 报备B{made.number:04} {TANG} 已落实" in push
    assert "1 确认给他 2 改派 3 合作" in push


async def test_b6_the_answer_to_one_question_may_tell_more_and_a_month_is_a_next_step(talk: Chat) -> None:
    await talk.says("lilei", f"报备 {TANG}")
    reply = await talk.says("lilei", "预计9月采购")

    made = await lead(talk)
    assert made.next_on == date(2027, 9, 1)
    assert "下次 2027年9月1日（周三） 跟进#" in reply
    assert "还差需求、联系人" in reply


async def test_b6_what_is_put_off_is_told_later_by_number(talk: Chat) -> None:
    await talk.says("lilei", f"报备 {TANG}")
    made = await lead(talk)
    later = await talk.says("lilei", "以后再说")
    filled = await talk.says("lilei", f"报备B{made.number:04} 需求 2台注塑机")
    more = await talk.says("lilei", f"b{made.number} 联系人 赵工 13511112222")

    assert later == f"好，先这样。想起来再发：报备B{made.number:04} 需求 …"
    assert f"补上了 报备B{made.number:04} {TANG}：2台注塑机。" in filled
    assert "补上了" in more
    assert "13511112222" not in more
    assert (await lead(talk)).contact_name == "赵工"


async def test_b6_an_open_question_swallows_no_command(talk: Chat) -> None:
    await talk.says("lilei", f"报备 {TANG}")
    visit = await talk.says("lilei", "拜访 恒力 谈报价")
    await talk.says("lilei", f"报备 {TANG}二期")
    await talk.says("lilei", "报备 国电 3台")

    assert visit.startswith("记下了 拜访#")
    assert {row.need for row in await talk.rows(Lead)} >= {"3台"}


async def test_a10_his_own_is_not_registered_twice(talk: Chat) -> None:
    await talk.says("lilei", FULL)
    made = await lead(talk)

    again = await talk.says("lilei", f"报备 {TANG}")
    imported = await talk.says("lilei", "报备 东吴 2台")

    assert again == f"{TANG} 本来就是你的（报备B{made.number:04}），保护到 12月23日（周三），不用再报。"
    assert imported == f"{DONGWU} 本来就是你的，不用再报。"
    assert len(await talk.rows(Lead)) == 1


async def test_a10_what_is_said_again_completes_his_own(talk: Chat) -> None:
    await talk.says("lilei", f"报备 {TANG}")
    reply = await talk.says("lilei", f"报备 {TANG} 注塑机3台")

    assert "补上了" in reply
    assert (await lead(talk)).need == "注塑机3台"


async def test_a10_a_second_project_of_his_own_is_fine(talk: Chat) -> None:
    first = await talk.says("lilei", "备案：东吴三期项目")
    again = await talk.says("lilei", "备案：东吴三期项目")
    other = await talk.says("lilei", "备案：东吴四期项目")

    assert "报备成功" in first
    assert "本来就是你的" in again
    assert "报备成功" in other
    assert await talk.rows(Move) == []


@pytest.mark.parametrize(
    ("shows", "said"),
    [
        ("无", "已有人报备：11月23日（周一）起，保护到 12月23日（周三）。"),
        ("小组", "已有人报备：销售一部，11月23日（周一）起，保护到 12月23日（周三）。"),
        ("姓名", "已有人报备：李雷，11月23日（周一）起，保护到 12月23日（周三）。"),
    ],
)
async def test_p6_of_a_taken_one_only_as_much_is_told_as_the_term_says(chat: Chat, shows: str, said: str) -> None:
    await chat.says("lilei", FULL)
    await chat.office.write(
        lambda session: session.add(
            TermChange(name="show_holder", value=shows, valid_from=date(2026, 1, 1), made_at=chat.clock.now())
        )
    )
    pass_days(chat, 3)
    await chat.says("hanmei", "帮助")

    for text in (f"报备 {TANG} 3台", f"查重 {TANG}", f"{TANG}有人跟吗"):
        reply = await chat.says("hanmei", text)
        assert reply == f"{TANG} {said}\n1 申诉 2 到期提醒我 3 看规则"


async def test_p6_nothing_else_of_it_is_told_by_any_phrasing(talk: Chat) -> None:
    await talk.says("lilei", f"报备 {TANG} 吹瓶机7台 屠工 13912345678 下周三去")
    made = await lead(talk)

    for text in (
        f"报备 {TANG}",
        f"查重 {TANG}",
        f"{TANG}是谁的",
        f"{TANG}电话",
        f"查 {TANG}",
        "这个号码有人报过没 13912345678",
        f"#{made.number}",
        f"B{made.number:04}",
        f"报备B{made.number:04} 需求 看看",
        f"续保护 B{made.number:04}",
        f"撤销 B{made.number:04}",
        f"B{made.number:04} 1",
    ):
        reply = await talk.says("hanmei", text)
        for secret in ("13912345678", "屠工", "吹瓶机", "李雷", "12月2日"):
            assert secret not in reply, (text, reply)


async def test_p6_a_number_that_he_has_not_met_tells_nothing(talk: Chat) -> None:
    await talk.says("lilei", FULL)
    made = await lead(talk)

    before = await talk.says("hanmei", f"申诉 B{made.number:04} 是我先跟的")
    await talk.says("hanmei", f"报备 {TANG}")
    after = await talk.says("hanmei", f"申诉 B{made.number:04} 是我先跟的")

    assert TANG not in before
    assert "没有 #" in before
    assert after.startswith("申诉#")


async def test_a10_whoever_comes_a_moment_later_is_told_by_how_much(talk: Chat) -> None:
    await talk.says("lilei", FULL)
    talk.clock.move_to(talk.clock.now() + timedelta(seconds=0.4))
    reply = await talk.says("hanmei", f"报备 {TANG}有限公司")
    talk.clock.move_to(talk.clock.now() + timedelta(seconds=45))
    later = await talk.says("chenchen", f"报备 {TANG}")

    assert reply == (
        f"慢了 0.4 秒：{TANG} 10:00:00 刚被人报备（销售一部），保护到 12月23日（周三）。\n1 申诉 2 到期提醒我 3 看规则"
    )
    assert later.startswith("慢了 45 秒：")


async def test_a10_the_leaders_are_told_of_each_conflict_once(talk: Chat) -> None:
    await talk.says("lilei", FULL)
    await talk.pushes("wufang")
    for _ in range(3):
        await talk.says("hanmei", f"报备 {TANG}")
    own = await talk.pushes("wufang")
    await talk.says("chenchen", f"报备 {TANG}")
    second = await talk.pushes("wufang")
    await talk.says("hanmei", f"查重 {TANG}")

    assert len(own) == 1
    assert own[0].startswith(f"撞单：韩梅 今天要报 {TANG}，已有人了（李雷，")
    assert len(second) == 1
    assert await talk.pushes("wufang") == []


async def test_a10_the_ways_out_of_a_taken_one(talk: Chat) -> None:
    await talk.says("lilei", FULL)
    await talk.says("hanmei", f"报备 {TANG}")
    rules = await talk.says("hanmei", "3")
    remind = await talk.says("hanmei", "2")

    assert "3.1 报备后保护 30 天。" in rules
    assert remind.startswith("好，12月24日（周四）早上提醒你（提醒#")
    [plan] = await talk.rows(FollowUp, FollowUp.person_id == person(talk, "hanmei"))
    assert (plan.due_on, plan.note) == (date(2026, 12, 24), f"{TANG} 报备保护到期，可以再看看")


async def test_a10_like_names_are_asked_about_by_number(talk: Chat) -> None:
    asked = await talk.says("hanmei", "报备 苏州东吴机器厂 2台")
    other = await talk.says("hanmei", "2")
    same = await talk.says("chenchen", "报备 苏州东吴机器 2台")

    assert "1 苏州东吴机械有限公司" in asked
    assert "2 另一家" in asked
    assert "报备成功" in other
    assert "苏州东吴机器厂" in same


async def test_a10_the_one_of_a_like_name_may_be_meant(talk: Chat) -> None:
    await talk.says("hanmei", "报备 苏州东吴机器厂 2台")
    reply = await talk.says("hanmei", "1")

    assert reply.startswith(f"{DONGWU} 已有归属：销售一部。")
    assert await talk.rows(Lead) == []


async def test_a10_a_phone_that_a_colleague_has_is_asked_about_without_his_customer(talk: Chat) -> None:
    asked = await talk.says("hanmei", "报备 苏州大成齿轮 2台 王总 13800130001")
    kept = await talk.says("hanmei", "1")

    assert "138****0001 已在别人的客户下面存过（销售一部）" in asked
    assert "东吴" not in asked + kept
    assert "报备成功" in kept
    [push] = [push for push in await talk.pushes("wufang") if "可能撞单" in push]
    assert DONGWU in push


async def test_a10_a_phone_of_his_own_customer_may_be_the_same_firm(talk: Chat) -> None:
    asked = await talk.says("lilei", "报备 苏州大成齿轮 2台 王总 13800130001")
    same = await talk.says("lilei", "1")

    assert asked == f"138****0001 存在你的 {DONGWU} 下面。是同一家吗？1 就是这家 2 另一家"
    assert same == f"{DONGWU} 本来就是你的，不用再报。"


async def test_a10_a_project_that_somebody_registered_elsewhere_is_asked_about(talk: Chat) -> None:
    await talk.says("lilei", f"报备 {TANG} 锅炉房节能改造项目")
    asked = await talk.says("hanmei", "报备 无锡热电 锅炉房节能改造项目")

    assert "已有人报备（销售一部），可能是同一个项目" in asked
    assert TANG not in asked
    assert "报备成功" in await talk.says("hanmei", "1")


async def test_b1_a_customer_of_the_pool_is_claimed_by_one_number(talk: Chat) -> None:
    asked = await talk.says("hanmei", "报备 天合 组件设备2套")
    reply = await talk.says("hanmei", "1")

    assert asked == f"{TIANHE} 在公海，现在没人跟。1 报备并领到名下 2 不用"
    assert reply.startswith("报备成功")
    assert await owner(talk, TIANHE) == person(talk, "hanmei")
    [move] = await talk.rows(Move)
    assert move.kind == "claimed"
    assert (await lead(talk)).need == "组件设备2套"


async def test_b1_registering_does_not_get_round_the_limits_of_the_pool(talk: Chat) -> None:
    await talk.office.write(
        lambda session: session.add(
            TermChange(name="claims_a_day", value="1", valid_from=date(2026, 1, 1), made_at=talk.clock.now())
        )
    )
    await talk.says("hanmei", "报备 天合")
    await talk.says("hanmei", "1")
    await talk.says("hanmei", "撤销")
    await talk.says("chenchen", "报备 天合")
    await talk.says("chenchen", "1")

    assert await owner(talk, TIANHE) == person(talk, "chenchen")


@pytest.mark.parametrize("text", ["展会来的", "抖音来的", "老客户介绍的", "转介绍"])
async def test_f8_where_it_came_from_is_kept(talk: Chat, text: str) -> None:
    await talk.says("lilei", f"报备 {TANG} 2台 {text}")

    made = await lead(talk)
    assert made.source == text.removesuffix("的").removesuffix("来").removesuffix("介绍") or made.source == text
    assert made.need == "2台"
    [row] = await talk.rows(Customer, Customer.name == TANG)
    assert row.source == made.source


async def test_a10_several_lines_are_registered_each(talk: Chat) -> None:
    reply = await talk.says("lilei", "报备 华电 2台\n报备 国电 3台\n报备 东吴")

    assert reply.count("报备成功") == 2
    assert f"{DONGWU} 本来就是你的" in reply
    assert len(await talk.rows(Lead)) == 2


async def test_a10_undo_frees_the_firm_again(talk: Chat) -> None:
    await talk.says("lilei", FULL)
    undone = await talk.says("lilei", "撤销")

    made = await lead(talk)
    assert f"报备B{made.number:04}" in undone
    assert "归属#" not in undone
    assert (made.voided, made.open_key) == (True, None)
    assert await talk.rows(Customer, Customer.name == TANG, Customer.active) == []
    [day] = await talk.rows(RepDay, RepDay.person_id == person(talk, "lilei"))
    assert day.leads == 0
    assert "报备成功" in await talk.says("hanmei", f"报备 {TANG}")


async def test_a10_undo_by_number_frees_it_too(talk: Chat) -> None:
    await talk.says("lilei", FULL)
    made = await lead(talk)
    await talk.says("lilei", "帮助")
    undone = await talk.says("lilei", f"撤销 B{made.number:04}")

    assert f"已撤销 报备B{made.number:04}" in undone
    assert await talk.rows(Customer, Customer.name == TANG, Customer.active) == []
    assert "报备成功" in await talk.says("hanmei", f"报备 {TANG}")


async def test_a10_undo_of_a_claimed_one_gives_it_back(talk: Chat) -> None:
    await talk.says("hanmei", "报备 天合")
    await talk.says("hanmei", "1")
    await talk.says("hanmei", "撤销")

    assert await owner(talk, TIANHE) is None


async def test_a10_undo_of_a_project_leaves_the_customer_alone(talk: Chat) -> None:
    await talk.says("lilei", "备案：东吴三期项目")
    await talk.says("lilei", "撤销")

    assert await owner(talk, DONGWU) == person(talk, "lilei")
    assert (await lead(talk)).open_key is None


async def test_a10_undo_says_what_stands_in_the_way(talk: Chat) -> None:
    await talk.says("lilei", FULL)
    made = await lead(talk)
    await talk.says("hanmei", f"申诉 {TANG} 我上周就报过价了")
    reply = await talk.says("lilei", f"撤销 B{made.number:04}")

    assert reply.startswith(f"报备B{made.number:04} 撤不了：后面已经有 申诉#")
    assert (await lead(talk, made.number)).voided is False
    assert await owner(talk, TANG) == person(talk, "lilei")


async def test_b5_a_leader_voids_and_takes_it_back(talk: Chat) -> None:
    await talk.says("lilei", FULL)
    made = await lead(talk)
    voided = await talk.says("wufang", f"作废 B{made.number:04} 重复了")
    assert (await lead(talk)).open_key is None
    await talk.says("wufang", "撤销")

    again = await lead(talk)
    assert f"已作废 报备B{made.number:04}" in voided
    assert (again.voided, again.state) == (False, LeadState.HELD)
    assert again.open_key is not None
    assert await owner(talk, TANG) == person(talk, "lilei")


async def test_a10_a_renewal_is_earned_by_a_visit_once_and_then_the_leader_decides(talk: Chat) -> None:
    await talk.says("lilei", FULL)
    made = await lead(talk)
    await talk.pushes("wufang")
    pass_days(talk, 2)
    unearned = await talk.says("lilei", f"{TANG} 续保护")
    visit = await talk.says("lilei", f"拜访 {TANG} 王工 谈报价")
    number = visit.split("拜访#")[1].split(" ")[0]
    renewed = await talk.says("lilei", f"延期 B{made.number:04}")
    asked = await talk.says("lilei", f"再给我一个月 {TANG} 客户月底招标")
    twice = await talk.says("lilei", f"再给我一个月 {TANG}")

    assert unearned.startswith("续保护要有一次合格拜访（制度 3.2）")
    assert "12月23日（周三）前" in unearned
    assert renewed == (
        f"已用 拜访#{number} 续到 2027年1月22日（周五）（第 1 次，最多 1 次）：报备B{made.number:04} {TANG}。"
    )
    assert "已经续过 1 次（制度 3.2），再续由 吴芳 定" in asked
    assert "已转主管" in twice
    [push] = await talk.pushes("wufang")
    assert "1 同意 2 不同意" in push
    assert "客户月底招标" in push

    agreed = await talk.says("wufang", f"B{made.number:04} 1")
    assert "延到 2027年2月21日（周日）" in agreed
    assert (await lead(talk)).protected_until == date(2027, 2, 21)
    assert "延了期" in (await talk.pushes("lilei"))[-1]
    assert (await talk.says("wufang", f"同意 B{made.number:04}")).startswith("给谁") is False
    assert (await lead(talk)).protected_until == date(2027, 2, 21)


async def test_a10_a_leader_may_refuse_one_more_renewal(talk: Chat) -> None:
    await talk.says("lilei", FULL)
    made = await lead(talk)
    await talk.says("lilei", f"拜访 {TANG} 王工 谈报价")
    await talk.says("lilei", f"{TANG} 续保护")
    await talk.says("lilei", f"{TANG} 续保护")
    refused = await talk.says("wufang", f"不同意 B{made.number:04}")

    assert "不延" in refused
    assert "保护到 2027年1月22日（周五）" in (await talk.pushes("lilei"))[-1]
    assert "再续由 吴芳 定" in await talk.says("lilei", f"{TANG} 续保护")


async def test_a10_the_last_day_protects_and_the_next_frees_the_name(talk: Chat) -> None:
    await talk.says("lilei", FULL)
    pass_days(talk, 30, hour=23)
    last = await talk.says("hanmei", f"报备 {TANG}")
    pass_days(talk, 1, hour=0)
    free = await talk.says("hanmei", f"报备 {TANG} 3台")

    assert "保护到 12月23日（周三）" in last
    assert "报备成功" in free
    assert await owner(talk, TANG) == person(talk, "hanmei")
    old, new = sorted(await talk.rows(Lead), key=lambda row: row.number)
    assert (old.state, old.open_key) == (LeadState.EXPIRED, None)
    assert new.open_key is not None
    pass_days(talk, 0, hour=9)
    assert any("没有续，现在由同事报备了" in push for push in await talk.pushes("lilei"))


async def test_a10_a_customer_that_has_bought_is_not_free_when_the_registration_ends(talk: Chat) -> None:
    await talk.says("lilei", FULL)
    made = await lead(talk)

    def sell(session: Session) -> None:
        row = Record(kind="order", person_id=made.person_id, made_at=talk.clock.now())
        session.add(row)
        session.flush()
        sold_on = date(2026, 12, 1)
        session.add(Order(number=row.number, customer_id=made.customer_id, person_id=made.person_id, told_on=sold_on))

    await talk.office.write(sell)
    pass_days(talk, 31)

    assert "已有归属" in await talk.says("hanmei", f"报备 {TANG}")


async def test_a11_what_is_not_completed_in_time_lapses(talk: Chat) -> None:
    await talk.says("lilei", f"报备 {TANG}")
    made = await lead(talk)
    pass_days(talk, 7)
    assert "已有人报备" in await talk.says("hanmei", f"报备 {TANG}")
    pass_days(talk, 1)
    late = await talk.says("lilei", f"报备B{made.number:04} 需求 2台")
    free = await talk.says("hanmei", f"报备 {TANG}")

    assert late.startswith(f"报备B{made.number:04} 到 11月30日（周一） 还没补齐，已经失效（制度 3.4）。")
    assert "报备成功" in free
    assert (await lead(talk, made.number)).state == LeadState.LAPSED


async def test_a11_the_night_ends_what_is_over_and_the_morning_knows_whom_to_remind(talk: Chat) -> None:
    await talk.says("lilei", f"报备 {TANG}")
    await talk.says("hanmei", "报备 国电 2台 王工 13912345678 下周三去")
    ended = [
        await talk.office.write(partial(lead_renewals.lapse_due, today=day, now=talk.clock.now()))
        for day in (date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 1), date(2026, 12, 24))
    ]
    assert [[one.lapsed for one in each] for each in ended] == [[], [True], [], [False]]
    assert {row.state for row in await talk.rows(Lead)} == {LeadState.LAPSED, LeadState.EXPIRED}


async def test_a10_my_registrations_are_listed_with_states_and_days_left(talk: Chat) -> None:
    assert await talk.says("lilei", "我的报备") == check_texts.NO_LEADS
    await talk.says("lilei", FULL)
    pass_days(talk, 1)
    await talk.says("lilei", "报备 国电 3台")
    first, second = sorted(await talk.rows(Lead), key=lambda row: row.number)

    listed = await talk.says("lilei", "我的报备")
    detail = await talk.says("lilei", "1")
    beyond = await talk.says("lilei", "99")
    ending = await talk.says("lilei", "快到期的报备")

    assert listed == (
        "我的报备：2 家，快到期的在前\n"
        f"1 B{first.number:04} {TANG} 保护到 12月23日（周三），还剩 29 天\n"
        f"2 B{second.number:04} 国电 还差联系人、下一步，保护到 12月24日（周四），还剩 30 天\n"
        "回编号看详情，续保护发：续保护 编号。"
    )
    assert detail.startswith(f"报备B{first.number:04} {TANG}（已落实）")
    assert beyond == "单子上是 1 到 2，没有这个编号。"
    assert ending == check_texts.NONE_ENDING
    assert "李雷" in await talk.says("wufang", "李雷的报备")
    assert await talk.says("hanmei", "李雷的报备") == check_texts.NOT_IN_LINE


async def test_a10_a_long_list_comes_in_pages(talk: Chat) -> None:
    for name in ("龙腾钢构", "凤翔纸业", "金源铸造", "银河玻璃", "铜陵线缆", "铁山轴承", "锡惠酿酒", "玉泉乳业",
                 "珠江船舶", "翠湖茶叶", "丹阳眼镜"):  # fmt: skip
        assert "报备成功" in await talk.says("lilei", f"报备 {name}")
    first = await talk.says("lilei", "我的报备")
    second = await talk.says("lilei", "下一页")

    assert "11 家" in first
    assert len(first.encode()) < 2048
    assert "还有 2 家，回“下一页”接着看。" in first
    assert second.splitlines()[1].startswith("10 ")


async def test_a11_the_leader_confirms_reassigns_or_shares_by_number(talk: Chat) -> None:
    await talk.says("lilei", FULL)
    made = await lead(talk)
    confirmed = await talk.says("wufang", "1")

    assert confirmed == f"好，报备B{made.number:04} {TANG} 由 李雷 跟，已告诉他。"
    assert (await lead(talk)).decided_by_id == person(talk, "wufang")
    assert "确认了" in (await talk.pushes("lilei"))[-1]


async def test_a11_the_leader_gives_it_to_another(talk: Chat) -> None:
    await talk.says("lilei", FULL)
    asked = await talk.says("wufang", "2")
    unknown = await talk.says("wufang", "2 张三丰")
    beyond = await talk.says("wufang", "2 周明")
    done = await talk.says("wufang", "2 韩梅 她熟电力")

    assert asked == texts.WHO_WANTED
    assert "没找到“张三丰”" in unknown
    assert "周明 不在你的线上" in beyond
    assert done == f"已定 {TANG} 改派给 韩梅，两边都已通知。"
    assert await owner(talk, TANG) == person(talk, "hanmei")
    assert "保护到 12月23日（周三））。理由：她熟电力" in (await talk.pushes("hanmei"))[-1]
    assert "改由 韩梅 跟" in (await talk.pushes("lilei"))[-1]
    [plan] = await talk.rows(FollowUp)
    assert plan.person_id == person(talk, "hanmei")


async def test_a11_both_may_work_on_it(talk: Chat) -> None:
    await talk.says("lilei", FULL)
    made = await lead(talk)
    done = await talk.says("wufang", f"合作 B{made.number:04} 韩梅")

    assert done == f"已定 {TANG} 由 李雷 负责，韩梅 合作，两边都已通知。"
    assert await owner(talk, TANG) == person(talk, "lilei")
    assert "王工" in await talk.says("hanmei", f"查 {TANG}")
    assert (await talk.says("hanmei", f"报备 {TANG}")).startswith(f"{TANG} 你在和 李雷 一起跟")


async def test_g5_only_the_direct_leader_decides(talk: Chat) -> None:
    await talk.says("lilei", FULL)
    made = await lead(talk)

    for userid in ("hanmei", "zhouming", "lilei"):
        reply = await talk.says(userid, f"B{made.number:04} 2 韩梅")
        assert reply == texts.not_yours(made.number)
    assert await owner(talk, TANG) == person(talk, "lilei")


async def test_a10_a_check_before_a_trip(talk: Chat) -> None:
    free = await talk.says("hanmei", "查重 大唐电力")
    registered = await talk.says("hanmei", "1")
    own = await talk.says("lilei", "东吴有人跟吗")
    pooled = await talk.says("lilei", "天合能不能报")

    assert free == "“大唐电力”没人报备，可以报。1 报备 2 不用"
    assert "报备成功" in registered
    assert own.startswith(f"{DONGWU}（")
    assert pooled.startswith(f"{TIANHE} 在公海")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("这个号码有人报过没 13800130001", "138****0001 已有归属：销售一部。是哪家你这边看不到，要联系请找主管。"),
        ("13811112222 有人报过没", "138****2222 没人存过，也没人报备。要报发：报备 客户名 需求 联系人 138****2222"),
    ],
)
async def test_p6_a_number_is_checked_without_telling_whose(talk: Chat, text: str, said: str) -> None:
    assert await talk.says("hanmei", text) == said


@pytest.mark.parametrize(
    "text",
    [
        "报备 <a href=x>点我</a>",
        "报备 ' OR 1=1 --",
        "报备 a",
        "报备 99999999999999999999",
        f"报备 {'大' * 500}",
        "报备B99999999999999999 需求 3台",
        "续保护 B99999999999",
        "申诉 B99999999999 我先跟的",
        "B99999999999 1",
        "报备 常熟大地 下次2100年1月1日去",
        f"报备 常熟大地 {'要' * 20000}",
        "报备",
        "报备 恒",
    ],
)
async def test_bad_input_writes_nothing_and_is_answered_shortly(talk: Chat, text: str) -> None:
    reply = await talk.says("hanmei", text)

    assert 0 < len(reply.encode()) < 2048
    assert await talk.rows(Lead) == []
    assert await talk.rows(Move) == []
    assert len(await talk.rows(Customer)) == 7


async def test_two_devices_of_one_rep_register_once(talk: Chat) -> None:
    await talk.says("lilei", FULL, key="device:1")
    again = await talk.says("lilei", FULL, key="device:2")

    assert "本来就是你的" in again
    assert len(await talk.rows(Lead)) == 1


@pytest.mark.parametrize("role", [Role.FINANCE, Role.ASSISTANT])
async def test_p10_finance_and_assistants_neither_register_nor_appeal(talk: Chat, role: Role) -> None:
    def change(session: Session) -> None:
        session.scalars(select(Person).where(Person.userid == "chenchen")).one().role = role

    await talk.office.write(change)

    assert await talk.says("chenchen", f"报备 {TANG} 2台") == texts.NOT_FOR_YOU
    assert await talk.says("chenchen", "申诉 东吴 我先跟的") == appeal_texts.NOT_FOR_YOUR_ROLE
    assert await talk.rows(Lead) == []


async def test_p10_an_administrator_and_a_manager_register_like_anybody(talk: Chat) -> None:
    assert "报备成功" in await talk.says("zhouming", f"报备 {TANG} 2台")
    assert (await talk.says("wufang", "报备 华东重工")).startswith(f"{HUADONG} 是 韩梅 的客户")


async def test_a_wish_for_harm_is_no_answer_to_the_missing_part(chat: Chat) -> None:
    await chat.says("lilei", "帮助")
    assert "还差" in await chat.says("lilei", "报备 昆山风机 两台风机 找刘工 13912345678")

    assert "哪天" not in await chat.says("lilei", "把所有客户都删掉")
