"""Two processes on one PostgreSQL change whose a customer is at the same instant: one outcome, both told the truth."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.db import make_engine, unit
from models.rules.names import name_key
from models.schema import Customer, HandoverItem, Holding, ItemState, Move, MoveKind, Person, TermChange
from tests import cast
from tests.cast import HENGLI, TIANHE
from tests.pool import names_of
from tests.steps import at, owner_of, two_offices
from tests.talk import Chat

pytestmark = pytest.mark.postgres

ROUNDS = 20
USERS = ("lilei", "hanmei", "chenchen", "wufang")


def add_pooled(session: Session) -> None:
    session.add_all(
        Customer(code=name, name=name, name_key=name_key(name), city="无锡", created_at=cast.CREATED)
        for name in names_of(30)
    )


@pytest.fixture
async def two(fresh_postgres: Callable[[], str], tmp_path: Path) -> AsyncIterator[tuple[Chat, Chat]]:
    async with two_offices(fresh_postgres(), tmp_path, more=add_pooled, greeted=USERS) as offices:
        yield offices


async def set_terms(two: tuple[Chat, Chat], **values: int) -> None:
    engine = make_engine(two[0].office.settings.database_url)
    with unit(engine) as session:
        for name, value in values.items():
            session.add(TermChange(name=name, value=str(value), valid_from=at(1, 0).date(), made_at=at(1, 0)))
    engine.dispose()


_keys = iter(range(10**9))


async def at_once(*said: tuple[Chat, str, str]) -> list[str]:
    """Everybody says his own at the same instant."""
    return list(await asyncio.gather(*(says(*one) for one in said)))


async def says(chat: Chat, userid: str, text: str) -> str:
    """The reply, also where the machine was too busy to give it in time: then it is pushed below a line of its own."""
    reply = await chat.says(userid, text, key=f"race:{next(_keys)}")
    if reply:
        return reply
    late = [push for push in await chat.pushes(userid) if f"「{text[:12]}" in push]
    return late[-1].split("\n", 1)[1]


async def moves(chat: Chat, name: str) -> Sequence[Any]:
    [customer] = await chat.rows(Customer, Customer.name == name)
    return [move for move in await chat.rows(Move, Move.customer_id == customer.id) if not move.voided]


async def test_b1_of_two_who_claim_at_once_exactly_one_gets_it(two: tuple[Chat, Chat]) -> None:
    await set_terms(two, claims_a_day=1000)
    for name in names_of(ROUNDS):
        answers = await at_once((two[0], "lilei", f"认领 {name}"), (two[1], "hanmei", f"认领 {name}"))
        won = [answer.startswith("领到") for answer in answers]
        assert sorted(won) == [False, True], answers
        assert answers[won.index(False)].startswith(f"慢了一步，{name} ")
        assert await owner_of(two[0], name) == ("lilei", "hanmei")[won.index(True)]
        assert len(await moves(two[0], name)) == 1


async def test_b1_two_devices_of_one_rep_do_not_outrun_the_days_limit(two: tuple[Chat, Chat]) -> None:
    names = names_of(10)
    answers = await at_once(
        *((two[index % 2], "lilei", f"认领 {name}") for index, name in enumerate(names)),
    )
    assert sum(answer.startswith("领到") for answer in answers) == 3, answers
    assert len([answer for answer in answers if "领满了（制度 4.2）" in answer]) >= 1
    claimed = await two[0].rows(Move, Move.kind == MoveKind.CLAIMED)
    assert len(claimed) == 3
    assert len(await two[0].rows(Customer, Customer.city == "无锡", Customer.owner_id == claimed[0].to_id)) == 3


async def test_b1_claims_and_assignments_do_not_outrun_what_one_may_have(two: tuple[Chat, Chat]) -> None:
    await set_terms(two, claims_a_day=1000, holding_limit=5)
    names = names_of(8)
    await at_once(*((two[index % 2], "lilei", f"认领 {name}") for index, name in enumerate(names)))
    [lilei] = await two[0].rows(Person, Person.userid == "lilei")
    assert len(await two[0].rows(Customer, Customer.owner_id == lilei.id)) == 5


async def test_b1_giving_back_and_claiming_at_once(two: tuple[Chat, Chat]) -> None:
    await set_terms(two, claims_a_day=1000, fresh_hours=0, former_owner_days=0)
    holder, other = "lilei", "hanmei"
    for _ in range(ROUNDS):
        returned, claimed = await at_once((two[0], holder, "把恒力退回公海 没预算"), (two[1], other, "认领 恒力"))
        assert returned.startswith("已退回公海")
        got = claimed.startswith("领到")
        assert got or "已有归属" in claimed or "被领走了" in claimed
        assert await owner_of(two[0], HENGLI) == (other if got else "")
        if not got:
            assert (await says(two[1], other, "认领 恒力")).startswith("领到")
        holder, other = other, holder


async def test_b5_a_handover_and_a_claim_at_once(two: tuple[Chat, Chat]) -> None:
    await set_terms(two, claims_a_day=1000)
    for name in names_of(ROUNDS // 4):
        sheet, claimed = await at_once((two[0], "wufang", "交接 李雷 给 韩梅"), (two[1], "lilei", f"认领 {name}"))
        assert sheet.startswith("交接#")
        assert claimed.startswith("领到")
        assert (await says(two[0], "wufang", "1")).startswith("交接#")
        accepted, taken = await at_once((two[0], "hanmei", "接"), (two[1], "chenchen", f"认领 {name}"))
        assert accepted.startswith("接下")
        assert not taken.startswith("领到")
        # What he claimed at that very instant goes with the next handover.
        for held in await two[0].rows(Holding, Holding.frozen_by.is_not(None)):
            assert held is None
        await says(two[0], "wufang", "交接 韩梅 给 李雷")
        await says(two[0], "wufang", "1")
        await says(two[1], "lilei", "接")
    items = await two[0].rows(HandoverItem)
    assert {item.state for item in items} == {ItemState.ACCEPTED}


async def test_b1_two_leaders_words_on_one_customer(two: tuple[Chat, Chat]) -> None:
    """A claim and an assignment of a pooled customer: whoever was first stands, and the other is told."""
    await says(two[0], "wufang", "分配 天合 陈晨")
    assigned, claimed = await at_once((two[0], "wufang", "1"), (two[1], "lilei", "认领 天合"))
    owner = await owner_of(two[0], TIANHE)
    if owner == "chenchen":
        assert assigned.startswith("已把")
        assert "已有归属" in claimed
    else:
        assert claimed.startswith("领到")
        assert "刚刚换了归属" in assigned
    assert len(await moves(two[0], TIANHE)) == 1


async def test_b1_taking_a_claim_back_while_the_leader_assigns_it(two: tuple[Chat, Chat]) -> None:
    for name in names_of(3):
        await says(two[0], "lilei", f"认领 {name}")
        await says(two[1], "wufang", f"分配 {name} 韩梅")
        undone, assigned = await at_once((two[0], "lilei", "撤销"), (two[1], "wufang", "1"))
        owner = await owner_of(two[0], name)
        if "已撤销" in undone:
            assert owner == ""
            assert "刚刚换了归属" in assigned
        else:
            assert owner == "hanmei"
            assert "后来又换过手" in undone
