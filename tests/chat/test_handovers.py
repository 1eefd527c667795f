"""交接 in the chat: frozen, shared out, offered, accepted one by one, called off, gone on with (`product.md` B5)."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from handlers.texts import handovers as texts
from models.schema import (
    Customer,
    FollowUp,
    Handover,
    HandoverItem,
    HandoverState,
    Holding,
    Move,
    MoveKind,
    News,
    Person,
    Receivable,
    Role,
)
from models.services import handovers as services
from tests.cast import DONGWU, HENGLI, HUALIAN, TIANHE
from tests.chat.test_ownership import make_director
from tests.pool import add_pooled, names_of
from tests.steps import at, later, owner_of
from tests.talk import Chat, open_chat

DONGWU_WEAVING = "苏州东武纺织有限公司"
ALL = (DONGWU, DONGWU_WEAVING, HENGLI)


async def owners(chat: Chat) -> list[str]:
    return [await owner_of(chat, name) for name in ALL]


async def owe(chat: Chat, code: str, amount: str) -> None:
    def write(session: Any) -> None:
        customer = session.query(Customer).filter_by(code=code).one()
        money = Decimal(amount)
        session.add(
            Receivable(customer_id=customer.id, amount=money, open_amount=money, due_on=at(1, 0, month=10).date())
        )

    await chat.office.write(write)


async def lived(chat: Chat) -> None:
    """Some work of lilei's that has to go on."""
    await owe(chat, "C001", "120000")
    await chat.says("lilei", "拜访 东吴 王总 谈二期报价")
    await chat.says("lilei", "明天10点跟进东吴 带样品")
    await chat.says("lilei", "问题 东吴 嫌交期长")
    await chat.says("lilei", "答应 恒力 周五前给方案")


async def test_b5_the_sheet_says_what_stands_behind_the_customers_and_freezes_them(talk: Chat) -> None:
    await lived(talk)
    assert await talk.says("wufang", "交接 李雷 → 韩梅") == (
        "交接#5 李雷：3 家，逾期 12 万元，承诺 1 条，跟进 1 条。\n"
        "客户已冻结，交完之前别人领不了、也不会被回收。\n"
        "1 全给 韩梅\n2 按地区\n3 逐家\n4 先不交"
    )
    assert {held.frozen_by for held in await talk.rows(Holding)} == {5}
    assert "正在交接（交接#5）" in await talk.says("lilei", "把恒力退回公海 没预算")
    assert await owners(talk) == ["lilei"] * 3


async def test_b5_all_to_one_who_confirms_and_everything_moves_along(talk: Chat) -> None:
    await lived(talk)
    await talk.says("wufang", "交接 李雷 → 韩梅")
    assert await talk.says("wufang", "1") == "交接#5 已发：韩梅 3 家，等他们回“接”。进度发“交接单”。"
    [offer] = await talk.pushes("hanmei")
    assert offer.startswith("吴芳 把 李雷 的客户交接给你（交接#5）：3 家，逾期 12 万元，承诺 1 条，跟进 1 条。")
    assert await owners(talk) == ["lilei"] * 3

    said = await talk.says("hanmei", "接")
    assert said.startswith("接下 3 家（归属#6 到 #8），1 条跟进和提醒转给你，1 条没解决的问题转给你；")
    assert await owners(talk) == ["hanmei"] * 3
    assert "这张交接单办完了" in (await talk.pushes("wufang"))[-1]
    assert "已由 韩梅 接手" in (await talk.pushes("lilei"))[-1]
    [hanmei] = await talk.rows(Person, Person.userid == "hanmei")
    assert {row.person_id for row in [*await talk.rows(FollowUp), *await talk.rows(News)]} == {hanmei.id}
    assert {held.frozen_by for held in await talk.rows(Holding)} == {None}
    assert [sheet.state for sheet in await talk.rows(Handover)] == [HandoverState.DONE]

    await talk.office.advance(at(24, 10, 1))
    assert any("带样品" in push for push in await talk.pushes("hanmei"))
    assert not any("带样品" in push for push in await talk.pushes("lilei"))
    assert "没有要跟的" not in await talk.says("hanmei", "待办")


async def test_b5_one_by_one_with_a_refusal_that_goes_back_to_the_leader(talk: Chat) -> None:
    await talk.says("wufang", "交接 李雷")
    listed = await talk.says("wufang", "3")
    assert [line[:2] for line in listed.splitlines()[1:4]] == ["1 ", "2 ", "3 "]
    asked = await talk.says("wufang", "1 韩梅，其余 陈晨")
    assert asked == "交接#1：韩梅 1 家，陈晨 2 家。发给他们确认吗？1 发出 2 重分"
    await talk.says("wufang", "1")
    assert len(await talk.pushes("hanmei")) == len(await talk.pushes("chenchen")) == 1

    assert (await talk.says("chenchen", "逐家")).startswith("交接#1，李雷 交给你的：\n1 ")
    assert await talk.says("chenchen", "1接 2不接") == texts.REASON_WANTED
    said = await talk.says("chenchen", "1接 2不接 太远")
    assert said.startswith("接下 ")
    assert "没接 " in said
    told = (await talk.pushes("wufang"))[-1]
    assert told.startswith("陈晨 有 1 家不接（交接#1）：")
    assert "太远" in told

    shown = await talk.says("wufang", "交接单")
    assert "陈晨：已接 1，不接 1" in shown
    assert "还有 1 家没分" in shown
    await talk.says("wufang", "1")
    await talk.says("wufang", "韩梅")
    await talk.says("hanmei", "全接")
    assert sorted(await owners(talk)) == ["chenchen", "hanmei", "hanmei"]
    assert [sheet.state for sheet in await talk.rows(Handover)] == [HandoverState.DONE]


async def test_b5_by_region(talk: Chat) -> None:
    await talk.says("wufang", "交接 韩梅")
    listed = await talk.says("wufang", "按地区")
    assert listed.splitlines()[1:3] == ["1 无锡 2 家", "2 常州 1 家"]
    assert "还有 1 家没分" in await talk.says("wufang", "无锡 给 陈晨")
    assert "李雷 1 家" in await talk.says("wufang", "常州 给 李雷")
    await talk.says("wufang", "发出")
    await talk.says("chenchen", "接")
    await talk.says("lilei", "接")
    assert await owner_of(talk, HUALIAN) == "chenchen"
    assert await owner_of(talk, "华东重工有限公司") == "lilei"


async def test_b5_the_receiver_reads_what_stands_behind_one_before_he_answers(talk: Chat) -> None:
    await lived(talk)
    await talk.says("wufang", "交接 李雷 → 韩梅")
    await talk.says("wufang", "1")
    await talk.says("hanmei", "逐家")
    shown = "\n".join([await talk.says("hanmei", number) for number in ("1", "2", "3")])
    for fact in ("11月23日 李雷·王总 谈二期报价", "未收 12 万元，逾期 12 万元", "给方案", "带样品"):
        assert fact in shown
    assert await owners(talk) == ["lilei"] * 3


async def test_b5_while_it_runs_nobody_gets_a_customer_otherwise(talk: Chat) -> None:
    await talk.says("wufang", "交接 李雷")
    await talk.says("wufang", "分配 东吴 陈晨")
    assert "正在交接" in await talk.says("wufang", "1")
    assert await owners(talk) == ["lilei"] * 3


async def test_b5_it_is_called_off_and_everything_is_free_again(talk: Chat) -> None:
    await talk.says("wufang", "交接 李雷 → 韩梅")
    assert await talk.says("wufang", "4") == "好，交接#1 先不交，3 家已解冻，还归原来的人。"
    assert {held.frozen_by for held in await talk.rows(Holding)} == {None}
    assert "已退回公海" in await talk.says("lilei", "把恒力退回公海 没预算")


@pytest.mark.parametrize("said", ["取消交接", "李雷的交接先不做了", "撤销"])
async def test_b5_it_is_called_off_later(talk: Chat, said: str) -> None:
    await talk.says("wufang", "交接 李雷 → 韩梅")
    await talk.says("wufang", "1")
    await talk.says("wufang", said if said != "撤销" else "撤销 #1")
    assert {held.frozen_by for held in await talk.rows(Holding)} == {None}
    assert await talk.says("hanmei", "接") == texts.NOTHING_OFFERED
    assert await owners(talk) == ["lilei"] * 3


async def test_b5_it_survives_a_restart_and_goes_on(talk: Chat, tmp_path: Path) -> None:
    await talk.says("wufang", "交接 李雷")
    await talk.says("wufang", "3")
    await talk.says("wufang", "1-2 韩梅")
    await talk.says("wufang", "1")
    await talk.office.close()
    again = await open_chat(talk.office.settings.database_url, tmp_path / "again")
    again.clock.move_to(at(24, 9))
    shown = await again.says("wufang", "交接单", key="after:1")
    assert "韩梅：等答复 2" in shown
    assert "还有 1 家没分" in shown
    await again.says("hanmei", "接", key="after:2")
    said = await again.says("wufang", "交接 李雷 给 陈晨", key="after:3")
    assert said.startswith("交接#1 李雷（接着上次的）：1 家")
    await again.says("wufang", "1", key="after:4")
    await again.says("chenchen", "接", key="after:5")
    assert [sheet.state for sheet in await again.rows(Handover)] == [HandoverState.DONE]
    assert len(await again.rows(HandoverItem)) == 3
    await again.office.close()


async def test_b5_what_he_got_meanwhile_is_taken_in(talk: Chat) -> None:
    await talk.says("wufang", "交接 李雷")
    await talk.says("lilei", "我要 天合")
    assert (await talk.says("wufang", "交接 李雷 给 韩梅")).startswith("交接#1 李雷（接着上次的）：4 家")
    await talk.says("wufang", "1")
    await talk.says("hanmei", "接")
    assert await owner_of(talk, TIANHE) == "hanmei"


async def test_p13_one_who_has_left_is_handed_over_and_nothing_breaks(talk: Chat) -> None:
    await lived(talk)
    await talk.says("wufang", "交接 李雷 → 韩梅")

    def write(session: Any) -> None:
        session.query(Person).filter_by(userid="lilei").one().active = False

    await talk.office.write(write)
    await talk.says("wufang", "1")
    assert (await talk.says("hanmei", "接")).startswith("接下 3 家")
    assert (await talk.says("hanmei", "查 东吴")).startswith(DONGWU)
    assert await owners(talk) == ["hanmei"] * 3
    await talk.office.advance(at(24, 10, 1))
    assert await talk.pushes("lilei") == []


async def test_what_came_by_a_handover_is_not_taken_back(talk: Chat) -> None:
    await talk.says("wufang", "交接 李雷 → 韩梅")
    await talk.says("wufang", "1")
    await talk.says("hanmei", "接")
    assert "是交接来的" in await talk.says("hanmei", "撤销")
    assert await owners(talk) == ["hanmei"] * 3
    assert {move.kind for move in await talk.rows(Move)} == {MoveKind.HANDED_OVER}


async def test_protections_and_helpers_go_along(talk: Chat) -> None:
    await talk.says("lilei", "我要 天合")
    await talk.says("wufang", "合作 天合 陈晨")
    await talk.says("wufang", "1")
    await talk.says("wufang", "交接 李雷 → 韩梅")
    await talk.says("wufang", "1")
    await talk.says("hanmei", "接")
    [customer] = await talk.rows(Customer, Customer.name == TIANHE)
    [held] = await talk.rows(Holding, Holding.customer_id == customer.id)
    assert held.protected_until == at(23, 0, month=12).date()
    assert (await talk.says("chenchen", "查 天合")).startswith(TIANHE)


# Who may


async def test_b5_who_hands_over_is_the_direct_leader(talk: Chat) -> None:
    await make_director(talk)
    assert await talk.says("hanmei", "交接 李雷 给 韩梅") == texts.ONLY_LEADERS
    assert await talk.says("zhouming", "交接 李雷 给 韩梅") == texts.not_in_line("李雷")
    assert await talk.rows(Handover) == []


async def test_b5_an_administrator_hands_over_in_any_line(talk: Chat) -> None:
    def write(session: Any) -> None:
        people = {person.userid: person for person in session.query(Person)}
        people["zhouming"].role = Role.ADMIN
        people["wufang"].manager_id = people["zhouming"].id

    await talk.office.write(write)
    assert (await talk.says("zhouming", "交接 李雷 给 韩梅")).startswith("交接#1 李雷：3 家")


async def test_b5_a_leader_of_another_line_neither_counts_nor_hands_over(talk: Chat) -> None:
    assert await talk.says("zhouming", "交接 李雷 给 周明") == texts.not_in_line("李雷")
    assert await talk.says("zhouming", "李雷名下有多少") == texts.not_in_line("李雷")
    assert await talk.rows(Handover) == []


async def test_b5_the_receiver_must_be_in_the_line(talk: Chat) -> None:
    assert await talk.says("wufang", "交接 李雷 给 周明") == texts.receiver_not_in_line("周明")
    assert await talk.says("wufang", "交接 李雷 给 李雷") in (texts.SAME_PERSON, texts.WHOM)
    assert await talk.rows(Handover) == []


async def test_b5_nothing_to_hand_over_is_said(talk: Chat) -> None:
    assert await talk.says("wufang", "交接 陈晨 给 韩梅") == "陈晨 名下没有客户，不用交接。"


async def test_b5_how_many_he_has_is_counted_without_freezing(talk: Chat) -> None:
    await lived(talk)
    assert (await talk.says("wufang", "李雷名下有多少")).startswith(
        "李雷 名下 3 家，逾期 12 万元，承诺 1 条，跟进 1 条。"
    )
    assert await talk.rows(Handover) == []


@pytest.mark.parametrize("said", ["9 韩梅", "1 王小二", "随便分吧", "0 韩梅"])
async def test_bad_shares_change_nothing(talk: Chat, said: str) -> None:
    await talk.says("wufang", "交接 李雷")
    await talk.says("wufang", "3")
    await talk.says("wufang", said)
    assert {item.to_id for item in await talk.rows(HandoverItem)} == {None}


@pytest.mark.parametrize("said", ["9接", "1接 9不接 太远", "今天天气不错"])
async def test_bad_answers_of_a_receiver_change_nothing(talk: Chat, said: str) -> None:
    await talk.says("wufang", "交接 李雷 → 韩梅")
    await talk.says("wufang", "1")
    await talk.says("hanmei", said)
    assert await owners(talk) == ["lilei"] * 3


async def test_nobody_accepts_what_was_not_offered_to_him(talk: Chat) -> None:
    await talk.says("wufang", "交接 李雷 → 韩梅")
    await talk.says("wufang", "1")
    assert await talk.says("chenchen", "接") == texts.NOTHING_OFFERED
    assert await talk.says("lilei", "逐家") == texts.NOTHING_OFFERED
    assert await owners(talk) == ["lilei"] * 3


async def test_b5_a_long_sheet_is_shown_by_pages_and_taken_over_in_portions(
    talk: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "MOST_AT_ONCE", 20)
    await add_pooled(talk, *names_of(30))

    def write(session: Any) -> None:
        lilei = session.query(Person).filter_by(userid="lilei").one()
        for customer in session.query(Customer).filter_by(city="无锡", owner_id=None):
            customer.owner_id = lilei.id

    await talk.office.write(write)
    assert (await talk.says("wufang", "交接 李雷")).startswith("交接#1 李雷：33 家")
    page = await talk.says("wufang", "3")
    assert len(page.encode()) < 2048
    assert "第 1 页" in page
    assert (await talk.says("wufang", "下一页")).splitlines()[1].startswith("13 ")
    assert "陈晨 3 家，韩梅 30 家" in await talk.says("wufang", "4-33 韩梅，其余 陈晨")
    await talk.says("wufang", "1")
    shown = await talk.says("hanmei", "逐家")
    assert len(shown.encode()) < 2048
    assert (await talk.says("hanmei", "下一页")).splitlines()[1].startswith("10 ")
    assert "接下 2 家" in await talk.says("hanmei", "10接 11接")
    assert "还有 8 家等你" in await talk.says("hanmei", "接")
    assert "接下 8 家" in await talk.says("hanmei", "接")
    assert len(await talk.rows(Customer, Customer.city == "无锡", Customer.owner_id.is_not(None))) == 32


async def test_b5_examples_name_whoever_may_take_over(talk: Chat) -> None:
    assert await talk.says("wufang", "交接") == texts.NO_SHEET
    await talk.says("wufang", "交接 韩梅")
    assert await talk.says("wufang", "1") == "都给谁？直接回名字，比如：李雷"
    assert await talk.says("wufang", "韩梅") == texts.SAME_PERSON
    await talk.says("wufang", "交接 韩梅")
    assert (await talk.says("wufang", "3")).endswith("一句话分，比如：1 李雷，2-3 陈晨，其余 李雷")
    assert await talk.says("wufang", "分不清") == "没看懂怎么分。一句话分，比如：1 李雷，2-3 陈晨，其余 李雷"


@pytest.mark.parametrize("said", ["交接 李雷 → 王五", "交接 李雷 给 王五", "交接 李雷 王五"])
async def test_b5_for_a_receiver_whom_nobody_knows_it_is_asked_and_nothing_frozen(talk: Chat, said: str) -> None:
    assert await talk.says("wufang", said) == "没有叫 王五 的同事。李雷 的客户给谁？1 韩梅 2 陈晨"
    assert await talk.rows(Handover) == []
    assert await talk.rows(Holding, Holding.frozen_by.is_not(None)) == []
    sheet = await talk.says("wufang", "2")
    assert sheet.startswith("交接#1 李雷：3 家")
    assert "1 全给 陈晨" in sheet


async def test_b5_whoever_is_asked_for_a_receiver_may_name_one_or_leave_it(talk: Chat) -> None:
    await talk.says("wufang", "交接 李雷 → 王五")
    assert "1 全给 韩梅" in await talk.says("wufang", "韩梅")
    await talk.says("wufang", "4")
    await talk.says("wufang", "交接 李雷 → 王五")
    assert await talk.says("wufang", "取消") == "好，先不记。"
    assert [row.state for row in await talk.rows(Handover)] == [HandoverState.CANCELLED]
    # What is said behind a name is not always somebody: it begins as it always did.
    assert (await talk.says("wufang", "交接 李雷 的客户")).startswith("交接#2 李雷：3 家")


async def test_b5_calling_off_is_not_undone_to_a_sheet_without_its_customers(talk: Chat) -> None:
    await talk.says("wufang", "交接 李雷 → 韩梅")
    await talk.says("wufang", "4")
    later(talk, 11)
    await talk.says("wufang", "撤销")
    assert [row.state for row in await talk.rows(Handover)] == [HandoverState.CANCELLED]
    assert {held.frozen_by for held in await talk.rows(Holding)} == {None}
    assert "已退回公海" in await talk.says("lilei", "把东吴退回公海 没预算")
    assert (await talk.says("wufang", "交接 李雷 → 韩梅")).startswith("交接#3 李雷：2 家")
