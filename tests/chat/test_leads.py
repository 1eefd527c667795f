"""报备: registered, completed, listed, decided on by the leader (A10, A11, B6, F8)."""

from __future__ import annotations

from datetime import date

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
    Person,
    RepDay,
    Role,
)
from tests.cast import DONGWU, HUADONG
from tests.leads import FULL, TANG, lead
from tests.steps import owner, pass_days, person
from tests.talk import Chat


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

    assert confirmed == f"好，报备B{made.number:04} {TANG} 由 李雷 跟，已告诉 李雷。"
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


async def test_a11_below_a_line_of_ones_own_list_what_it_lacks_is_told_by_its_name(talk: Chat) -> None:
    await talk.says("lilei", f"报备 {TANG}")
    await talk.says("lilei", "报备 国电 汽轮机1台")
    listed = await talk.says("lilei", "我的报备")
    assert "2 家" in listed

    opened = await talk.says("lilei", "2")
    assert "对接人是谁" in opened
    assert "客户要什么" in await talk.says("lilei", "1")
    assert "对接人是谁" in await talk.says("lilei", "2")

    assert "汽轮机2台" in await talk.says("lilei", "不是1台是2台")
    assert "汽轮机3台" in await talk.says("lilei", "需求：汽轮机3台")
    assert "孙工" in await talk.says("lilei", "联系人 孙工 13812340002")
    await talk.says("lilei", "电话错了 是13812340003")
    done = await talk.says("lilei", "下次 周五去看现场")
    assert "都齐了" in done
    [second] = await talk.rows(Lead, Lead.need == "汽轮机3台")
    assert second.contact_name == "孙工"
    assert "13812340003" in {row.phone for row in await talk.rows(Contact)}


async def test_b6_when_a_customer_without_registration_will_buy_is_a_day_to_go_on(talk: Chat) -> None:
    assert await talk.says("lilei", "东吴 预计9月采购") == (
        f"记下了 跟进#1 {DONGWU}，2027年9月1日（周三）预计9月采购；当天 08:20 提醒你。"
    )
    assert "补的报备" in await talk.says("lilei", "华联 预计9月采购")
