"""A1, P16: points explained to the visit, for oneself and for a leader's people; counted, never punished."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models.schema import TermChange
from tests.talk import MONDAY_TEN, Chat

RULE = "制度 1.2：拜访证据达到 1 级才计分，同一客户同一天只计一次。"


async def a_mixed_day(talk: Chat) -> None:
    """Four visits of which two make no point: #3 is the customer's second, #2 is voided."""
    await talk.says("lilei", "拜访 东吴 谈报价")
    await talk.says("lilei", "拜访 恒力 谈年框")
    await talk.says("lilei", "拜访 东吴 又送了样品")
    await talk.says("lilei", "拜访 东武 谈面料")
    await talk.says("wufang", "作废 #2 没有去")


@pytest.mark.parametrize(
    "asked", ["积分", "我几分了", "为什么少2分", "还差多少", "积分明细", "怎么才2分", "哪条没算分"]
)
async def test_a1_every_visit_that_made_no_point_is_told_with_why(talk: Chat, asked: str) -> None:
    await a_mixed_day(talk)

    assert await talk.says("lilei", asked) == (
        "本月 2/30 分，应到 23；还差 28 分，还剩 5 个工作日。\n"
        "未计 2 条，计了 2 条：\n"
        "#2 11月23日（周一） 恒力化纤：已作废（吴芳：没有去）\n"
        "#3 11月23日（周一） 东吴机械：同日同客户，#1 已计\n"
        f"{RULE}"
    )


async def test_a1_what_one_took_back_himself_is_told_without_a_reason(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 谈报价")
    await talk.says("lilei", "撤销")

    assert "#1 11月23日（周一） 东吴机械：自己撤销了" in await talk.says("lilei", "积分")


async def test_a1_one_visit_by_its_number_also_of_another_month(talk: Chat) -> None:
    await a_mixed_day(talk)
    await talk.says("lilei", "补10月30日 拜访 东吴 谈年框")

    assert await talk.says("lilei", "#3怎么没计分") == (f"#3 11月23日（周一） 东吴机械：同日同客户，#1 已计。{RULE}")
    assert await talk.says("lilei", "#1为什么没给分") == "拜访#1（11月23日（周一））计了 1 分。"
    assert await talk.says("lilei", "#5怎么没计分") == "拜访#5（10月30日（周五））计了 1 分。"
    assert await talk.says("lilei", "上个月积分") == f"10月 1/30 分。\n记了 1 次拜访，每条都计了分。{RULE}"


async def test_a1_a_number_that_is_not_ones_own_tells_nothing(talk: Chat) -> None:
    await a_mixed_day(talk)

    refused = await talk.says("hanmei", "#2怎么没计分")
    assert "恒力" not in refused
    assert "没有去" not in refused
    assert await talk.says("zhouming", "#2怎么没计分") == refused
    assert "恒力化纤：已作废" in await talk.says("wufang", "#2怎么没计分")
    assert "99" in await talk.says("lilei", "#99怎么没计分")


async def test_a1_a_leader_sees_his_people_and_opens_one(talk: Chat) -> None:
    await a_mixed_day(talk)

    listed = await talk.says("wufang", "团队积分")
    assert listed.splitlines()[:2] == ["本月积分（每人 30 分，本月应到 23 分）：", "1 李雷 2 分"]
    by_number = await talk.says("wufang", "1")
    assert by_number.startswith("李雷 本月 2/30 分")
    assert "#3 11月23日（周一） 东吴机械：同日同客户，#1 已计" in by_number
    assert await talk.says("wufang", "李雷为什么少2分") == by_number
    assert (await talk.says("wufang", "99")).startswith("回 1 到 3 的编号")


@pytest.mark.parametrize("asked", ["韩梅几分了", "团队积分", "大家积分", "吴芳的积分"])
async def test_a1_a_rep_sees_nobodys_points_but_his_own(talk: Chat, asked: str) -> None:
    await talk.says("hanmei", "拜访 华东重工 谈设备")

    reply = await talk.says("lilei", asked)

    assert reply == "同事的积分由他的主管看。你可以发“积分”看自己的。"


async def test_a1_another_leaders_rep_is_answered_like_nobody(talk: Chat) -> None:
    assert await talk.says("zhouming", "李雷几分了") == "你这条线上没有这位同事，看不了。发“团队积分”看你带的人。"


async def test_p16_there_is_no_penalty_and_that_is_said(talk: Chat) -> None:
    reply = await talk.says("lilei", "少3分要罚款吗")

    assert "不罚款也不扣工资" in reply
    assert "扣 " not in reply


def stricter(session: Session) -> None:
    tomorrow = MONDAY_TEN.date() + timedelta(days=1)
    session.add(TermChange(name="points_level", value="2", valid_from=tomorrow, made_at=MONDAY_TEN))
    session.add(TermChange(name="points_floor", value="20", valid_from=tomorrow, made_at=MONDAY_TEN))


async def test_a1_floor_and_level_are_the_companys_from_their_day_on(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 谈报价")
    await talk.office.write(stricter)
    talk.clock.move_to(MONDAY_TEN + timedelta(days=1))

    weak = await talk.says("lilei", "拜访 恒力 谈年框")
    assert weak.endswith("2 级起计分（制度 1.2），本月仍是 1/20 分，应到 17。")
    assert "恒力化纤：证据不足（1 级，要 2 级）" in await talk.says("lilei", "积分")
    assert "1 次，1 家，计 0 分" in await talk.says("lilei", "今天拜访")


async def test_a1_a_second_visit_counts_when_the_first_is_voided(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 谈报价")
    await talk.says("lilei", "拜访 东吴 又送了样品")
    await talk.says("wufang", "作废 #1 没有去")

    assert (await talk.says("lilei", "积分")).startswith("本月 1/30 分")
    assert (await talk.says("lilei", "拜访 东武 谈面料")).endswith("本月 2/30 分，应到 23。")


@pytest.mark.parametrize("userid", ["caiwu", "wufang"])
async def test_a1_whoever_earns_no_points_hears_of_none(desk: Chat, userid: str) -> None:
    for said in ("拜访 东吴 对账", "拜访：东吴、恒力"):
        reply = await desk.says(userid, said)
        assert "证据" in reply or "文字" in reply
        assert "/30" not in reply, said
    reply = await desk.says(userid, "撤销")
    assert "/30" not in reply
