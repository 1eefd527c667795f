"""How a 报备 ends or goes on: undone, voided, renewed, run out, lapsed (A10, A11, B5)."""

from __future__ import annotations

from datetime import date
from functools import partial

from sqlalchemy.orm import Session

from models.schema import (
    Customer,
    Lead,
    LeadState,
    Order,
    Record,
    RepDay,
)
from models.services import lead_renewals
from tests.cast import DONGWU, TIANHE
from tests.leads import FULL, TANG, lead
from tests.steps import owner, pass_days, person
from tests.talk import Chat


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


async def test_a10_one_that_has_ended_says_when_and_why_and_who_decided_on_it(talk: Chat) -> None:
    await talk.says("lilei", FULL)
    [row] = await talk.rows(Lead)
    code = f"B{row.number:04}"
    await talk.says("wufang", f"{code} 1")
    await talk.says("lilei", "我的报备")
    alive = await talk.says("lilei", "1")
    await talk.says("lilei", "我的报备")
    await talk.says("wufang", f"把{TANG}退回公海 没预算")
    ended = await talk.says("lilei", "1")

    assert alive.splitlines()[:3] == [
        f"报备{code} {TANG}（已落实）",
        "11月23日（周一）报备，保护到 12月23日（周三）",
        "11月23日（周一）由 吴芳 定的归属",
    ]
    assert ended.splitlines()[:2] == [
        f"报备{code} {TANG}（已结束）",
        "11月23日（周一）报备，11月23日（周一）结束：没预算",
    ]
    assert (await talk.says("wufang", f"#{row.number}")).splitlines()[-1] == "11月23日 10:00 吴芳 结束：没预算"
