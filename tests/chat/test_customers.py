"""查 东吴, 东吴 电话, 我的客户: what comes back, and who may see it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.texts import common
from handlers.texts import customers as texts
from models.rules.names import name_key
from models.schema import Change, Contact, Customer, Person, Record, Role
from tests.cast import DONGWU, DONGWU_TEXTILE, HENGLI, HUALIAN, TIANHE
from tests.talk import MONDAY_TEN, Chat

WANGS_PHONE = "13800130001"
MASKED = "138****0001"


async def put(chat: Chat, names: Sequence[str], *, owner: str = "lilei", level: str = "", city: str = "") -> None:
    """Customers of somebody, as an import would make them."""

    def work(session: Session) -> None:
        owner_id = session.execute(select(Person.id).where(Person.userid == owner)).scalar_one()
        session.add_all(
            Customer(
                code=f"{owner}-{name}",
                name=name,
                name_key=name_key(name),
                owner_id=owner_id,
                level=level,
                city=city,
                created_at=MONDAY_TEN,
            )
            for name in names
        )
        session.flush()

    await chat.office.write(work)


async def seen(chat: Chat) -> list[Change]:
    return await chat.rows(Change, Change.action == "seen")


async def test_a_customer_stands_on_one_short_screen(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴机械 王总 谈二期报价 下周三带样品")

    assert await talk.says("lilei", "查 东吴") == (
        f"{DONGWU}（苏州，负责人 李雷）\n"
        "最近 11月23日 王总 谈二期报价\n"
        "下次 12月2日（周三）带样品\n"
        f"联系人 王建国（总经理）{MASKED}；李工（工程师）\n"
        "档案 42%，缺级别、需求、地址、来源。级别定哪一级？回 A、B 或 C。"
    )


@pytest.mark.parametrize(
    "text",
    ["查一下 东吴", "东吴", "东吴是谁的", "东吴机械的情况", "查东吴机械", "东吴的资料给我看看"],
)
async def test_a_card_is_asked_for_in_many_ways(talk: Chat, text: str) -> None:
    assert (await talk.says("lilei", text)).startswith(f"{DONGWU}（苏州，负责人 李雷）")
    assert await talk.rows(Record) == []


async def test_only_the_last_three_visits_are_shown_the_latest_first(talk: Chat) -> None:
    for about in ("报价", "合同", "验收", "回访"):
        await talk.says("lilei", f"拜访 东吴 谈{about}")

    lines = [line for line in (await talk.says("wufang", "查 东吴")).splitlines() if line.startswith("最近")]
    assert lines == [f"最近 11月23日 李雷 谈{about}" for about in ("回访", "验收", "合同")]


async def test_a_colleague_learns_that_it_is_taken_and_whom_to_ask_and_nothing_more(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 王总 谈二期报价")

    for asker in ("hanmei", "zhouming"):
        assert await talk.says(asker, "查 东吴") == texts.taken(DONGWU, "销售一部", "吴芳")
        refused = await talk.says(asker, "东吴 电话")
        assert refused == texts.taken(DONGWU, "销售一部", "吴芳", wants_phone=True)
        assert "李雷" not in refused
    assert await seen(talk) == []


async def test_a_customer_of_the_pool_shows_only_that_it_is_there(talk: Chat) -> None:
    assert await talk.says("lilei", "查 天合") == f"{TIANHE}：{texts.POOLED}\n要跟的话回：领 天合光能"
    assert (await talk.says("wufang", "查 天合")).startswith(f"{TIANHE}（常州，负责人 公海）")


@pytest.mark.parametrize("asker", ["lilei", "wufang"])
@pytest.mark.parametrize("text", ["东吴 电话", "王总电话多少", "东吴王总的电话", "东吴 王建国 电话", "东吴的电话给我"])
async def test_the_owner_and_his_line_see_one_number_and_that_is_noted(talk: Chat, asker: str, text: str) -> None:
    reply = await talk.says(asker, text)

    assert reply == f"王建国（总经理）{WANGS_PHONE}，{DONGWU}。查看已留痕。"


async def test_b7_what_the_imported_file_says_of_a_contact_stands_beside_his_phone(talk: Chat) -> None:
    def note(session: Session) -> None:
        session.scalars(select(Contact).where(Contact.name == "王建国")).one().note = "只收快递 家里 13911112222"

    await talk.office.write(note)
    assert await talk.says("lilei", "东吴 王总电话") == (
        f"王建国（总经理）{WANGS_PHONE}，{DONGWU}。备注：只收快递 家里 139****2222。查看已留痕。"
    )
    [change] = await seen(talk)
    [contact] = await talk.rows(Contact, Contact.phone == WANGS_PHONE)
    assert (change.table_name, change.row_id, change.after) == ("contacts", contact.id, {"field": "phone"})
    assert change.person_id is not None


@pytest.mark.parametrize("role", [Role.ASSISTANT, Role.FINANCE])
async def test_an_assistant_sees_no_phone_even_of_his_own_customer(talk: Chat, role: Role) -> None:
    def work(session: Session) -> None:
        session.execute(select(Person).where(Person.userid == "lilei")).scalar_one().role = role

    await talk.office.write(work)

    assert await talk.says("lilei", "东吴 电话") == texts.NO_PHONES_FOR_YOU
    assert await seen(talk) == []


async def test_of_several_numbers_one_is_shown_at_a_time(talk: Chat) -> None:
    await talk.says("lilei", "东吴的采购主管张敏 13900001111 加进去")

    asked = await talk.says("lilei", "东吴 电话")
    assert asked == texts.which_phone(DONGWU, [f"王建国（总经理）{MASKED}", "张敏（采购主管）139****1111"])
    assert (await talk.says("lilei", "2")).startswith("张敏（采购主管）13900001111")
    assert (await talk.says("lilei", "王建国")).startswith(f"王建国（总经理）{WANGS_PHONE}")
    assert await talk.says("lilei", "3") == common.no_such_line(2)
    assert len(await seen(talk)) == 2


async def test_a_phone_is_asked_for_below_the_card(talk: Chat) -> None:
    await talk.says("lilei", "查 东吴")

    assert WANGS_PHONE in await talk.says("lilei", "电话")


async def test_a_customer_without_a_number_says_so(talk: Chat) -> None:
    assert await talk.says("lilei", "恒力 电话") == texts.no_phone("恒力化纤", "恒力化纤")
    assert await talk.says("lilei", "陈老板电话") == texts.person_unknown("陈老板")


async def test_whose_a_number_is_depends_on_who_asks(talk: Chat) -> None:
    asked = f"{WANGS_PHONE} 是谁"

    assert await talk.says("lilei", asked) == texts.whose_phone(WANGS_PHONE, [f"王建国（总经理），{DONGWU}"])
    assert await talk.says("wufang", asked) == texts.whose_phone(
        WANGS_PHONE, [f"王建国（总经理），{DONGWU}，负责人 李雷"]
    )
    refused = await talk.says("hanmei", asked)
    assert refused == texts.phone_taken(WANGS_PHONE, "销售一部", "吴芳")
    assert "东吴" not in refused
    assert await talk.says("lilei", "13899990000 是谁") == texts.phone_unknown("13899990000")
    assert await talk.says("lilei", "138001300 是谁") == texts.odd_number("138001300")


async def test_what_is_not_found_is_said_with_names_near_it(talk: Chat) -> None:
    asked = await talk.says("lilei", "查 东五")

    assert asked == texts.near("东五", [DONGWU, DONGWU_TEXTILE])
    assert (await talk.says("lilei", "2")).startswith(DONGWU_TEXTILE)
    assert await talk.says("lilei", "查 大熊座") == texts.not_found("大熊座")


async def test_several_that_fit_are_asked_about_by_number_or_name(talk: Chat) -> None:
    await put(talk, ["苏州宏达建材有限公司", "宏达五金厂"])

    asked = await talk.says("lilei", "查 宏达")
    assert asked == texts.which("宏达", ["苏州宏达建材有限公司", "宏达五金厂"])
    assert (await talk.says("lilei", "宏达五金厂")).startswith("宏达五金厂（负责人 李雷）")


async def test_ones_own_customers_are_numbered_and_a_number_opens_one(talk: Chat) -> None:
    await talk.says("lilei", "拜访 恒力 谈年框")

    assert await talk.says("lilei", "我的客户") == (
        "我的客户：3 家\n"
        f"1 {HENGLI} 苏州 今天去过\n"
        f"2 {DONGWU} 苏州 没拜访过\n"
        f"3 {DONGWU_TEXTILE} 苏州 没拜访过\n"
        "回编号看详情。"
    )
    assert (await talk.says("lilei", "2")).startswith(f"{DONGWU}（苏州")
    assert WANGS_PHONE in await talk.says("lilei", "电话")
    assert (await talk.says("lilei", "1")).startswith(HENGLI)


async def test_nine_a_page_and_the_numbers_go_on(talk: Chat) -> None:
    await put(talk, [f"无锡第{index}纺织厂" for index in range(10, 28)], city="无锡")

    first = await talk.says("lilei", "我的客户")
    second = await talk.says("lilei", "更多")
    third = await talk.says("lilei", "下一页")
    assert [len(page.splitlines()) for page in (first, second, third)] == [11, 11, 5]
    assert first.startswith("我的客户：21 家\n1 ")
    assert "第 2/3 页" in second
    assert second.splitlines()[1].startswith("10 ")
    assert (await talk.says("lilei", "更多")).endswith("已经是最后一页，回编号看详情。")
    assert await talk.says("lilei", "第1页") == first
    opened = await talk.says("lilei", "12")
    assert opened.splitlines()[0].startswith(second.splitlines()[3].split()[1])
    assert await talk.says("lilei", "下一页") == second


async def test_a_leader_lists_the_customers_of_one_of_his_people(talk: Chat) -> None:
    reply = await talk.says("wufang", "韩梅手上几个客户")

    assert reply.startswith("韩梅的客户：3 家\n1 ")
    assert HUALIAN in reply
    assert await talk.says("lilei", "韩梅手上几个客户") == texts.NOT_IN_LINE
    assert await talk.says("zhouming", "韩梅手上几个客户") == texts.NOT_IN_LINE


async def test_a_leader_without_customers_of_his_own_lists_those_of_his_line(talk: Chat) -> None:
    reply = await talk.says("wufang", "所有客户发我")

    assert reply.startswith("我和团队的客户：6 家")
    assert f"{DONGWU} 苏州 李雷" in reply
    assert TIANHE not in reply


async def test_lists_by_region_kind_and_level(talk: Chat) -> None:
    await put(talk, ["杭州晨曦幼儿园", "宁波海天塑机"], level="A")
    await put(talk, ["苏州博雅培训学校"], city="苏州")

    by_region = await talk.says("lilei", "把浙江这边所有客户发我")
    by_kind = await talk.says("lilei", "把我名下的学校类客户拉出来")
    by_level = await talk.says("lilei", "我名下A类客户有哪些")
    assert by_region.splitlines()[0] == "我的客户（浙江）：2 家"
    assert by_kind.splitlines()[0] == "我的客户（学校）：2 家"
    assert by_level.splitlines()[0] == "我的客户（A类）：2 家"
    assert "杭州晨曦幼儿园 A类" in by_level


async def test_who_was_not_seen_for_long_stands_first(talk: Chat) -> None:
    await talk.says("lilei", "拜访 恒力 谈年框")

    reply = await talk.says("lilei", "多久没联系的客户")
    assert HENGLI not in reply
    assert reply.splitlines()[1].startswith(f"1 {DONGWU}")


async def test_a_part_of_a_name_finds_those_he_may_see(talk: Chat) -> None:
    await put(talk, ["上海瑞康眼科门诊部", "上海瑞康口腔"])

    asked = await talk.says("lilei", "瑞康的地址有吗")
    assert asked.splitlines()[1:3] == ["1 上海瑞康眼科门诊部", "2 上海瑞康口腔"]
    assert await talk.says("hanmei", "查 瑞康") == texts.not_found("瑞康")


async def test_what_is_not_known_of_a_customer_is_said(talk: Chat) -> None:
    assert (await talk.says("lilei", "东吴地址是什么")).endswith(texts.NO_ADDRESS)


@pytest.mark.parametrize("after", ["查 东吴", "我的客户", "东吴 电话"])
async def test_another_name_below_an_open_list_opens_that_customer(talk: Chat, after: str) -> None:
    await talk.says("lilei", after)

    assert (await talk.says("lilei", "恒力")).startswith(HENGLI)
    assert await talk.rows(Record) == []


async def test_a_follow_up_is_the_next_step_on_the_card(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 谈报价 下周三带样品")
    await talk.says("lilei", "明天跟进东吴 问合同")

    assert "下次 11月24日（周二）" in await talk.says("lilei", "查 东吴")


async def test_the_pool_lists_names_and_nothing_else(talk: Chat) -> None:
    listed = await talk.says("lilei", "公海")

    head, line, tail = listed.splitlines()
    assert (head, line) == ("公海：1 家，今天还能领 3 家，手上 3/100", f"1 {TIANHE} 常州")
    assert tail == "要哪家，回：领 1（几家一起：领 1 和 3）。"


@pytest.mark.parametrize(
    ("text", "head"), [("苏州的客户", "我的客户（苏州）：3 家"), ("A类客户", "我的客户（A类）：没有")]
)
async def test_a_place_or_a_level_alone_is_a_list(talk: Chat, text: str, head: str) -> None:
    assert (await talk.says("lilei", text)).startswith(head)


async def test_the_list_stays_open_behind_a_phone(talk: Chat) -> None:
    await talk.says("lilei", "我的客户")
    await talk.says("lilei", "1")
    assert WANGS_PHONE in await talk.says("lilei", "电话")

    assert (await talk.says("lilei", "3")).startswith(HENGLI)


@pytest.mark.parametrize(
    "text", ["他电话多少", "电话多少", "手机号发我", "他们电话", "王总的号码", "王总的号码发我一下"]
)
async def test_the_phone_of_whom_the_card_shows_is_asked_in_many_ways(talk: Chat, text: str) -> None:
    await talk.says("lilei", "查 东吴")

    assert WANGS_PHONE in await talk.says("lilei", text)


@pytest.mark.parametrize("said", ["删除 东吴", "删掉东吴", "把东吴删了", "删除客户东吴", "帮我把东吴删掉吧"])
async def test_b5_nobody_deletes_a_customer_nor_takes_back_something_else_by_it(talk: Chat, said: str) -> None:
    await talk.says("lilei", "拜访 东吴 谈报价")
    assert await talk.says("lilei", said) == ("客户不删，往来都留着。不跟了发：退回 东吴 原因；刚才记错一条，发：撤销")
    assert "已撤销 拜访#1" in await talk.says("lilei", "撤销 东吴")
