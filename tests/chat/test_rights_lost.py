"""A question that waits is answered by what its speaker may do at the answer, not when it was asked (`product.md` P10).

In between he may have lost the customer, his line or his role.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.schema import Appeal, Change, Notice, Person, Receivable, Role
from tests.cast import DONGWU
from tests.money import owes
from tests.steps import at, owner_of
from tests.talk import Chat

Loses = Callable[[Session], None]


def _person(session: Session, userid: str) -> Person:
    return session.scalars(select(Person).where(Person.userid == userid)).one()


def _follows_another(session: Session) -> None:
    """李雷 reports to 周明 from now on."""
    _person(session, "lilei").manager_id = _person(session, "zhouming").id


def _is_no_leader(session: Session) -> None:
    """吴芳 sells now, and 周明 leads her people."""
    _person(session, "wufang").role = Role.REP
    for userid in ("lilei", "hanmei", "chenchen"):
        _person(session, "wufang" if userid == "wufang" else userid).manager_id = _person(session, "zhouming").id


def _is_gone(session: Session) -> None:
    _person(session, "lilei").active = False


def _sells(session: Session) -> None:
    _person(session, "caiwu").role = Role.REP


def _as_before(session: Session) -> None:
    _person(session, "wufang").role, _person(session, "caiwu").role = Role.MANAGER, Role.FINANCE
    for userid in ("lilei", "hanmei", "chenchen"):
        _person(session, userid).manager_id = _person(session, "wufang").id


MONEY = (
    ("回款 东吴 99万", "1"),
    ("东吴付清了", "1"),
    ("回款 东吴", "5万"),
    ("东吴 说下周付", "1"),
    ("应收 东吴 1万 12月9号", "1"),
)
LEADS = (
    *MONEY,
    ("东吴 欧阳总 13900001111", "1"),
    ("退回 东吴", "1"),
    ("不跟了 东吴 没预算", "1"),
    ("分配 东吴 陈晨", "1"),
    ("合作 东吴 陈晨", "1"),
    ("把苏州的客户都给陈晨", "1"),
    ("交接 李雷 → 陈晨", "1"),
    ("点评 #3", "写得好"),
    ("作废 #3", "重复"),
)


@pytest.mark.parametrize(
    ("userid", "waits", "loses"),
    [
        ("wufang", LEADS, _follows_another),
        ("wufang", LEADS, _is_no_leader),
        ("caiwu", (*MONEY, ("全部到账", "1")), _sells),
    ],
)
async def test_p10_who_lost_his_line_or_role_meanwhile_writes_nothing(
    desk: Chat, userid: str, waits: tuple[tuple[str, str], ...], loses: Loses
) -> None:
    desk.ticks()
    await desk.says("lilei", "东吴 欧阳德胜 总经理 13987654321")
    await owes(desk, "应收 东吴 31234 10月11号")
    await desk.says("lilei", "拜访 东吴 欧阳总 谈二期")
    await desk.says("lilei", "回款 东吴 1234")
    for asked, answer in waits:
        await desk.says(userid, asked)
        await desk.office.write(loses)
        before = await desk.rows(Change, Change.action != "asked")
        reply = await desk.says(userid, answer)
        written = (await desk.rows(Change, Change.action != "asked"))[len(before) :]
        assert written == [], (asked, reply, [(one.table_name, one.after) for one in written])
        assert reply, asked
        assert "31,234" not in reply, (asked, reply)
        await desk.office.write(_as_before)
        await desk.says(userid, "取消")
    assert await owner_of(desk, DONGWU) == "lilei"


async def test_p10_who_lost_the_customer_meanwhile_writes_nothing_and_learns_nothing(desk: Chat) -> None:
    desk.ticks()
    await desk.says("lilei", "东吴 欧阳德胜 总经理 13987654321")
    await owes(desk, "应收 东吴 31234 10月11号")
    for asked, answer in (*MONEY, ("东吴 欧阳总 13900001111", "1"), ("退回 东吴", "1"), ("分配 东吴 陈晨", "1")):
        await desk.says("lilei", asked)
        await desk.says("wufang", "分配 东吴 韩梅")
        await desk.says("wufang", "1")
        before = await desk.rows(Change)
        reply = await desk.says("lilei", answer)
        assert len(await desk.rows(Change)) == len(before), (asked, reply)
        assert "31,234" not in reply, (asked, reply)
        await desk.says("wufang", "分配 东吴 李雷")
        await desk.says("wufang", "1")


async def test_p10_money_of_a_customer_that_went_to_somebody_else_is_corrected_by_those_who_may(desk: Chat) -> None:
    """改 and 撤销 of what one booked oneself would tell what the colleague has received since."""
    desk.ticks()
    await owes(desk, "应收 东吴 31234 10月11号")  # 应收#1
    await desk.says("lilei", "回款 东吴 12321")  # 回款#2
    await desk.says("wufang", "分配 东吴 韩梅")
    await desk.says("wufang", "1")
    await desk.says("hanmei", "回款 东吴 5432")

    for said in ("改 #2 金额 1万", "改 #2 日期 11月20日", "改 #1 金额 5万", "改 #1 到期日 12月5号",
                 "撤销 #2", "撤销 #1", "撤销"):  # fmt: skip
        reply = await desk.says("lilei", said)
        assert "吴芳" in reply, (said, reply)
        assert not any(sum_ in reply for sum_ in ("13,481", "15,802", "5,432", "18,913")), (said, reply)
    [row] = await desk.rows(Receivable)
    assert (row.amount, row.open_amount) == (31234, 13481)

    assert "15,802" in await desk.says("wufang", "改 #2 金额 1万")


async def test_p13_nothing_of_the_company_is_told_to_whoever_has_left(desk: Chat) -> None:
    await desk.says("lilei", "拜访 东吴 谈二期")
    await desk.says("lilei", "提醒我今天15点给东吴打电话")
    await desk.says("wufang", "点评 #1 下次带报价")
    await desk.office.write(_is_gone)
    await desk.says("wufang", "作废 #1 重复")
    await desk.says("wufang", "分配 东吴 韩梅")
    await desk.says("wufang", "1")
    desk.clock.move_to(at(23, 15, 30))

    assert await desk.pushes("lilei") == []
    told = {
        notice.kind: (notice.state, notice.last_error) for notice in await desk.rows(Notice, Notice.userid == "lilei")
    }
    assert told == {"remark": ("cancelled", "has left the company")}


async def test_g5_whoever_leads_neither_side_any_more_rules_on_nothing(desk: Chat) -> None:
    desk.ticks()
    for loses in (_follows_another, _is_no_leader):
        await desk.says("hanmei", "申诉 东吴 我6月就报价了")
        await desk.says("wufang", "撞单 东吴")
        await desk.office.write(loses)
        for answer in ("2 陈晨", "2", "3", "1"):
            reply = await desk.says("wufang", answer)
            [held] = await desk.rows(Appeal, Appeal.voided.is_(False))
            assert held.state == "open", (answer, reply)
            assert await owner_of(desk, DONGWU) == "lilei"
        await desk.office.write(_as_before)
        await desk.says("hanmei", "撤销")
