"""Whoever a ruling gave a customer to has it registered: shown, protected, renewable (`product.md` A11, B2)."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from models.schema import CompanyVersion, Customer, Lead, TermChange
from models.services import rep_days
from tests.steps import owner_of
from tests.talk import Chat


def limit_holdings(session: Session, most: int) -> None:
    version = session.get_one(CompanyVersion, 1)
    version.value += 1
    session.add(
        TermChange(
            name="holding_limit", value=str(most), valid_from=date(2026, 1, 1), made_at=datetime(2026, 1, 1, tzinfo=UTC)
        )
    )


async def test_a11_who_gets_it_by_a_ruling_has_a_registration_of_his_own(chat: Chat) -> None:
    await chat.says("lilei", "报备 昆山泵业 注塑机2台 王工 12月2号去")
    [told] = await chat.pushes("wufang")
    assert "昆山泵业" in told
    await chat.says("wufang", "2 韩梅 离他近")
    [first, second] = await chat.rows(Lead)

    assert any(
        f"改由你跟（报备B{second.number:04}，保护到 12月23日（周三））" in push for push in await chat.pushes("hanmei")
    )
    assert any("改由 韩梅 跟" in push for push in await chat.pushes("lilei"))
    shown = await chat.says("hanmei", "我的报备")
    assert f"B{second.number:04} 昆山泵业 保护到 12月23日（周三）" in shown
    assert "昆山泵业" not in await chat.says("lilei", "我的报备")
    assert (second.need, second.contact_name, second.next_on) == (first.need, first.contact_name, date(2026, 12, 2))
    await chat.says("hanmei", "拜访 昆山泵业 王工 谈报价")
    assert "续到" in await chat.says("hanmei", "昆山泵业 续保护")
    assert "被人报备" in await chat.says("chenchen", "报备 昆山泵业")

    # It is no registering of hers: her report and her sums hold none.
    assert "报备" not in await chat.says("hanmei", "日报")
    await chat.office.write(lambda session: rep_days.rebuild(session, date(2026, 11, 1), date(2026, 11, 30)))
    assert "报备 0 家" in await chat.says("hanmei", "我这个月干了多少")


async def test_b2_an_appeal_that_is_won_is_registered_and_not_undone_by_the_winner(chat: Chat) -> None:
    await chat.says("hanmei", "申诉 东武 我6月就报价了")
    await chat.pushes("wufang")
    await chat.says("wufang", "2 她先报的价")
    [lead] = await chat.rows(Lead)
    assert await owner_of(chat, "苏州东武纺织有限公司") == "hanmei"
    assert f"B{lead.number:04}" in await chat.says("hanmei", "我的报备")

    assert "主管裁决给你的" in await chat.says("hanmei", f"撤销 #{lead.number}")
    assert await owner_of(chat, "苏州东武纺织有限公司") == "hanmei"
    await chat.says("wufang", "撤销")
    assert await owner_of(chat, "苏州东武纺织有限公司") == "lilei"
    assert "没有在保护期的报备" in await chat.says("hanmei", "我的报备")


async def test_a11_a_ruling_taken_back_gives_the_registration_back(chat: Chat) -> None:
    await chat.says("lilei", "报备 昆山泵业 注塑机2台 王工 12月2号去")
    await chat.pushes("wufang")
    await chat.says("wufang", "2 韩梅")
    await chat.says("wufang", "撤销")

    assert await owner_of(chat, "昆山泵业") == "lilei"
    assert "B0003 昆山泵业" in await chat.says("lilei", "我的报备")
    assert "没有在保护期的报备" in await chat.says("hanmei", "我的报备")


async def test_b1_the_holding_limit_holds_for_registrations_too(chat: Chat) -> None:
    await chat.office.write(lambda session: limit_holdings(session, 4))
    assert "报备成功" in await chat.says("lilei", "报备 昆山泵业 注塑机2台")

    full = await chat.says("lilei", "报备 太仓水泵 注塑机1台")
    assert full.startswith("你手上 4 家，满 4 家了（制度 4.1）")
    assert "太仓水泵" not in {customer.name for customer in await chat.rows(Customer)}
    assert "申诉" in await chat.says("lilei", "报备 华联超市")
    assert "本来就是你的" in await chat.says("lilei", "报备 东吴")

    await chat.says("lilei", "把恒力退回公海 没预算")
    assert "报备成功" in await chat.says("lilei", "报备 太仓水泵 注塑机1台")
