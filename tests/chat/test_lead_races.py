"""Two processes on one PostgreSQL at the same second: one outcome, and both are told the truth (A10)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from models.schema import Appeal, Customer, Lead, Move, RepDay
from tests.cast import TIANHE
from tests.steps import person, two_offices
from tests.talk import Chat

ROUNDS = 20
TRIES = 50
NAMES = (
    "龙腾钢构", "凤翔纸业", "金源铸造", "银河玻璃", "铜陵线缆", "铁山轴承",
    "锡惠酿酒", "玉泉乳业", "珠江船舶", "翠湖茶叶", "丹阳眼镜", "蓝海渔具", "红日灯饰", "白云乐器",
    "黑松轮胎", "紫荆印务", "青禾种业", "黄河水泵", "灰熊玩具", "彩虹油墨",
)  # fmt: skip


@pytest.fixture
async def two(fresh_postgres: Callable[[], str], tmp_path: Path) -> AsyncIterator[tuple[Chat, Chat]]:
    async with two_offices(
        fresh_postgres(), tmp_path, greeted=("lilei", "hanmei", "chenchen", "wufang", "zhouming")
    ) as offices:
        yield offices


async def both(two: tuple[Chat, Chat], round_: object, *said: tuple[str, str]) -> list[str]:
    """What two people say at the same moment, each to a process of its own."""
    return list(
        await asyncio.gather(
            *(
                answered(chat, userid, text, f"{round_}:{index}")
                for index, (chat, (userid, text)) in enumerate(zip(two, said, strict=True))
            )
        )
    )


async def answered(chat: Chat, userid: str, text: str, key: str) -> str:
    """The reply, be it that a slow machine has to push it later, below a line that says what it answers."""
    reply = await chat.says(userid, text, key=key)
    if reply:
        return reply
    for _ in range(TRIES):
        late = [push for push in await chat.pushes(userid) if text[:6] in push.split("\n")[0]]
        if late:
            return late[-1].split("\n", 1)[1]
    raise AssertionError("no answer came")


@pytest.mark.postgres
async def test_a10_of_two_who_register_a_new_name_at_once_one_wins_and_one_customer_is_made(
    two: tuple[Chat, Chat],
) -> None:
    for number, name in enumerate(NAMES):
        order = ("lilei", "hanmei") if number % 2 else ("hanmei", "lilei")
        answers = await both(two, number, *((userid, f"报备 {name} 2台") for userid in order))

        assert sorted("报备成功" in answer for answer in answers) == [False, True], answers
        [late] = [answer for answer in answers if "报备成功" not in answer]
        assert late.startswith(f"慢了不到 0.1 秒：{name} 10:00:00 刚被人报备（销售一部）"), late

    leads = await two[0].rows(Lead)
    made = await two[0].rows(Customer, Customer.name.in_(NAMES))
    assert len(leads) == len(made) == len({row.open_key for row in leads}) == ROUNDS
    assert {(row.id, row.owner_id) for row in made} == {(row.customer_id, row.person_id) for row in leads}
    assert len(await two[0].rows(Move)) == ROUNDS
    assert sum(row.leads for row in await two[0].rows(RepDay)) == ROUNDS


@pytest.mark.postgres
async def test_a10_of_two_who_register_one_of_the_pool_at_once_one_gets_it(two: tuple[Chat, Chat]) -> None:
    for userid in ("lilei", "hanmei"):
        await two[0].says(userid, "报备 天合 2台", key=f"ask:{userid}")
    answers = await both(two, "claim", ("lilei", "1"), ("hanmei", "1"))

    assert sorted("报备成功" in answer for answer in answers) == [False, True], answers
    [lead] = await two[0].rows(Lead)
    [customer] = await two[0].rows(Customer, Customer.name == TIANHE)
    assert customer.owner_id == lead.person_id


@pytest.mark.postgres
async def test_two_devices_of_one_rep_register_at_once_and_have_it_once(two: tuple[Chat, Chat]) -> None:
    for number, name in enumerate(NAMES[:8]):
        answers = await both(two, number, ("lilei", f"报备 {name}"), ("lilei", f"报备 {name}"))
        assert sorted("报备成功" in answer for answer in answers) == [False, True], answers
        assert sorted("本来就是你的" in answer for answer in answers) == [False, True], answers
    assert len(await two[0].rows(Lead)) == 8


@pytest.mark.postgres
async def test_a10_a_renewal_and_a_ruling_at_once_leave_one_outcome(two: tuple[Chat, Chat]) -> None:
    first, _ = two
    for number, name in enumerate(NAMES[:6]):
        await first.says("lilei", f"报备 {name} 2台", key=f"r{number}")
        await first.says("lilei", f"拜访 {name} 谈报价", key=f"v{number}")
        await first.says("hanmei", f"申诉 {name} 我6月就报价了", key=f"a{number}")
        [appeal] = [row for row in await first.rows(Appeal) if row.state == "open"]
        renewal, ruling = await both(two, number, ("lilei", f"续保护 {name}"), ("wufang", f"申诉#{appeal.number} 2"))

        [customer] = await first.rows(Customer, Customer.name == name)
        lead, _given = await first.rows(Lead, Lead.customer_id == customer.id)
        assert "改派给 韩梅" in ruling
        assert (customer.owner_id, lead.open_key) == (person(first, "hanmei"), None)
        assert "续到" in renewal or "为止，已经结束" in renewal, renewal
        assert lead.renewals == ("续到" in renewal)


@pytest.mark.postgres
async def test_b2_two_rulings_at_once_are_one(two: tuple[Chat, Chat]) -> None:
    first, _ = two
    for number in range(6):
        await first.says("hanmei", "申诉 东吴 我6月就报价了", key=f"a{number}")
        [appeal] = [row for row in await first.rows(Appeal) if row.state == "open"]
        answers = await both(two, number, ("wufang", f"申诉#{appeal.number} 1"), ("wufang", f"申诉#{appeal.number} 3"))
        assert sorted("已定" in answer for answer in answers) == [False, True], answers
        assert sorted("已经有结果了" in answer for answer in answers) == [False, True], answers
        for _ in range(2):
            await first.says("wufang", "不合作了 东吴 韩梅", key=f"x{number}")
