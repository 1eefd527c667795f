"""Several things in one message: each is answered, whatever else the message tells."""

from __future__ import annotations

import pytest

from models.schema import FollowUp, Visit
from tests.talk import Chat


async def days(chat: Chat) -> list[str]:
    return [f"{row.due_on:%m-%d}" for row in await chat.rows(FollowUp)]


@pytest.mark.parametrize(
    "said",
    [
        "明天跟进东吴 带样品\n后天跟进恒力",
        "明天跟进东吴 带样品，后天跟进恒力",
        "明天跟进东吴 带样品；后天联系恒力 问交期",
        "明天跟进东吴\n后天去恒力 送合同",
    ],
)
async def test_each_customer_has_a_follow_up_of_its_own(known: Chat, said: str) -> None:
    reply = await known.says("lilei", said)

    assert "苏州东吴机械有限公司，11月24日" in reply
    assert "苏州恒力化纤有限公司，11月25日" in reply
    assert await days(known) == ["11-24", "11-25"]


@pytest.mark.parametrize("between", ["\n", "，", "。另外"])
async def test_the_plan_for_another_customer_is_not_the_next_step_of_the_visited_one(known: Chat, between: str) -> None:
    reply = await known.says("lilei", f"拜访 东吴 谈报价{between}下周三跟进恒力 送合同")

    [visit] = await known.rows(Visit)
    assert visit.next_on is None
    assert "记下了 拜访#1 苏州东吴机械有限公司，谈报价。" in reply
    assert "苏州恒力化纤有限公司，12月2日（周三）送合同" in reply


@pytest.mark.parametrize(
    "said",
    [
        "拜访东吴 谈报价，回款5万",
        "拜访东吴 谈报价。收了3万定金",
        "拜访东吴 谈报价\n东吴回款5万",
        "今天去了东吴，王总打了两万过来，聊了样机",
        "拜访东吴 谈报价，恒力回款5万",
    ],
)
async def test_money_told_beside_a_visit_is_kept_too(known: Chat, said: str) -> None:
    reply = await known.says("lilei", said)

    assert "记下了 拜访#1 苏州东吴机械有限公司" in reply
    assert "记下了 回款#2" in reply
    [visit] = await known.rows(Visit)
    assert "万" not in visit.summary


@pytest.mark.parametrize(
    "talk", ["王总说下周回款5万", "催了回款5万", "答应月底打5万", "报价5万", "没收到5万", "要了5万的货"]
)
async def test_money_that_was_only_spoken_of_is_part_of_the_visit(known: Chat, talk: str) -> None:
    reply = await known.says("lilei", f"拜访东吴 谈报价，{talk}")

    assert "记下了 拜访#1" in reply
    assert "这条没记" not in reply


async def test_what_stands_below_a_line_that_was_refused_is_kept(known: Chat) -> None:
    await known.says("lilei", "拜访 东吴 谈报价")
    reply = await known.says("lilei", "拜访 东吴 谈报价\n下周三跟进恒力 送合同")

    assert reply.startswith("这条刚才已经记过（拜访#1）")
    assert await days(known) == ["12-02"]


@pytest.mark.parametrize(
    "said", ["东吴好像被人领走了", "东吴别转给韩梅", "要是东吴能转给韩梅就好了", "谁把恒力领走了", "听说东吴被韩梅领了"]
)
async def test_whose_a_customer_is_is_never_guessed(known: Chat, said: str) -> None:
    reply = await known.says("lilei", said)

    assert "记下了" not in reply
    assert await known.rows(Visit) == []
