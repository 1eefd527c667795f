"""建客户 and 叫 东吴=…: what is made, what a like name asks, which short names hold."""

from __future__ import annotations

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from handlers.texts import asking
from handlers.texts import customers as texts
from models.rules.names import name_key
from models.schema import Contact, Customer, CustomerAlias, Record
from tests.cast import DONGWU, DONGWU_TEXTILE, HENGLI, HUALIAN, TIANHE
from tests.steps import customer_named
from tests.talk import MONDAY_TEN, Chat

WANGS_PHONE = "13800130001"


async def test_a_new_customer_belongs_to_who_adds_it_with_its_contact(talk: Chat) -> None:
    reply = await talk.says("lilei", "帮我建个客户：无锡小荷尖尖舞蹈，负责人芦老师，13800170202")

    assert reply == "新客户 无锡小荷尖尖舞蹈 已登记（客户#1），归你。联系人 芦老师 138****0202，一起存了。"
    made = await customer_named(talk, "无锡小荷尖尖舞蹈")
    [contact] = await talk.rows(Contact, Contact.customer_id == made.id)
    assert (contact.name, contact.phone) == ("芦老师", "13800170202")
    assert "13800170202" in await talk.says("lilei", "芦老师电话多少")


async def test_a_new_customer_is_taken_back_with_one_word(talk: Chat) -> None:
    await talk.says("lilei", "帮我建个客户：无锡小荷尖尖舞蹈，负责人芦老师，13800170202")

    assert await talk.says("lilei", "撤销") == "已撤销 客户#1 无锡小荷尖尖舞蹈（留痕）。"
    assert not (await customer_named(talk, "无锡小荷尖尖舞蹈")).active
    assert await talk.says("lilei", "13800170202 是谁") == texts.phone_unknown("13800170202")


async def test_a_like_name_is_asked_about_before_anything_is_made(talk: Chat) -> None:
    asked = await talk.says("lilei", "新增客户 苏州东吴精密机械 王五 13811112222")

    assert asked == f"“苏州东吴精密机械”是不是：\n1 {DONGWU}\n2 新客户"
    assert len(await talk.rows(Customer)) == 7
    made = await talk.says("lilei", "2")
    assert made.startswith("新客户 苏州东吴精密机械 已登记（客户#1），归你。")
    assert (await customer_named(talk, "苏州东吴精密机械")).active


async def test_the_like_one_gets_the_contact_that_came_with_it(talk: Chat) -> None:
    await talk.says("lilei", "新增客户 苏州东吴精密机械 王五 13811112222")

    reply = await talk.says("lilei", "1")
    assert reply == f"{texts.already_yours(DONGWU)}\n记下了 联系人#1 {DONGWU}·王五 138****2222。"


@pytest.mark.parametrize("answer", ["算了", "不建了", "取消"])
async def test_a_no_makes_nothing(talk: Chat, answer: str) -> None:
    await talk.says("lilei", "新增客户 苏州东吴精密机械 王五 13811112222")

    assert await talk.says("lilei", answer) == asking.DROPPED
    assert await talk.rows(Record) == []


async def test_one_that_is_there_is_told_by_whose_it_is(talk: Chat) -> None:
    assert await talk.says("lilei", "建客户 苏州东吴机械有限公司") == texts.already_yours(DONGWU)
    assert await talk.says("lilei", "建客户 华联超市有限公司") == texts.already_taken(HUALIAN, "销售一部", "吴芳")
    assert await talk.says("lilei", "建客户 常州天合光能有限公司") == texts.already_pooled(TIANHE)
    assert await talk.says("wufang", "建客户 华联超市有限公司") == texts.already_below(HUALIAN, "韩梅")
    assert await talk.rows(Record) == []


@pytest.mark.parametrize("answer", ["是", "是的", "对", "东吴"])
async def test_a_yes_to_the_only_like_one_means_it(talk: Chat, answer: str) -> None:
    await talk.says("lilei", "新增客户 苏州东吴精密机械")

    assert await talk.says("lilei", answer) == texts.already_yours(DONGWU)


@pytest.mark.parametrize("answer", ["2", "新客户", "都不是", "是新客户", "不是，是新客户", "新的"])
async def test_a_new_one_is_said_in_many_ways(talk: Chat, answer: str) -> None:
    await talk.says("lilei", "新增客户 苏州东吴精密机械")

    assert (await talk.says("lilei", answer)).startswith("新客户 苏州东吴精密机械 已登记")


async def test_the_same_number_may_be_the_same_customer(talk: Chat) -> None:
    asked = await talk.says("lilei", f"建客户 昆山大成齿轮厂 王建国 {WANGS_PHONE}")

    assert asked == f"“昆山大成齿轮厂”是不是：\n1 {DONGWU}\n2 新客户"


async def test_a_namesake_that_another_process_has_made_is_asked_about(talk: Chat) -> None:
    def work(session: Session) -> None:
        session.connection().execute(
            insert(Customer).values(
                code="N900", name="无锡蠡园泵业有限公司", name_key=name_key("无锡蠡园泵业"), created_at=MONDAY_TEN
            )
        )

    await talk.office.write(work)

    asked = await talk.says("lilei", "建客户 蠡园泵业")
    assert asked == "“蠡园泵业”是不是：\n1 无锡蠡园泵业有限公司\n2 新客户"
    assert (await talk.says("lilei", "2")).startswith("新客户 蠡园泵业 已登记")


async def test_a_short_name_holds_on_the_next_message(talk: Chat) -> None:
    reply = await talk.says("lilei", "叫 老恒=苏州恒力化纤有限公司")

    assert reply == texts.taught(1, "老恒", HENGLI)
    assert (await talk.says("lilei", "拜访 老恒 谈年框")).startswith(f"记下了 拜访#2 {HENGLI}")
    assert await talk.says("lilei", "叫 老恒=苏州恒力化纤有限公司") == texts.known_alias("老恒", HENGLI)


async def test_a_short_name_is_taken_back_and_may_be_taught_again(talk: Chat) -> None:
    await talk.says("lilei", "叫 老恒=苏州恒力化纤有限公司")

    assert await talk.says("lilei", "撤销") == "已撤销 简称#1 恒力化纤（留痕）。"
    assert HENGLI not in await talk.says("lilei", "查 老恒")
    assert await talk.says("lilei", "叫 老恒=苏州恒力化纤有限公司") == texts.taught(2, "老恒", HENGLI)
    assert (await talk.says("lilei", "查 老恒")).startswith(HENGLI)


async def test_a_taught_short_name_is_known_but_not_shown(talk: Chat) -> None:
    name = "苏州天启模塑有限公司"
    await talk.says("lilei", f"建客户 {name}")
    assert await talk.says("lilei", f"叫 老东家={name}") == texts.taught(2, "老东家", name)

    assert (await talk.says("lilei", "拜访 老东家 谈年框")).startswith(f"记下了 拜访#3 {name}")
    assert (await talk.says("lilei", "拜访 天启 送样品")).startswith(f"记下了 拜访#4 {name}")
    card = next(card for card in talk.office.directory.customers.values() if card.name == name)
    assert (card.short, card.aliases, card.taught) == (name, ("老东家",), ("老东家",))
    await talk.says("lilei", "叫 老恒=苏州恒力化纤有限公司")
    assert talk.office.directory.customer(3).short == "恒力化纤"


async def test_a_short_name_of_another_customer_is_asked_about(talk: Chat) -> None:
    asked = await talk.says("lilei", "叫 东武=苏州恒力化纤有限公司")

    assert asked.startswith(texts.alias_taken("东武", [DONGWU_TEXTILE]))
    assert await talk.says("lilei", "3") == texts.NOT_TAUGHT
    assert await talk.rows(Record) == []


async def test_a_short_name_that_is_moved_comes_back_with_the_undo(talk: Chat) -> None:
    await talk.says("lilei", "叫 东武=苏州恒力化纤有限公司")
    await talk.says("lilei", "2")
    assert (await talk.says("lilei", "查 东武")).startswith(HENGLI)

    await talk.says("lilei", "撤销 #1")
    assert (await talk.says("lilei", "查 东武")).startswith(DONGWU_TEXTILE)
    held = await talk.rows(CustomerAlias, CustomerAlias.alias == "东武")
    assert sorted((row.customer_id, row.active) for row in held) == [(2, True), (3, False)]


async def test_a_short_name_of_two_is_asked_when_it_is_used(talk: Chat) -> None:
    await talk.says("lilei", "叫 东武=苏州恒力化纤有限公司")
    await talk.says("lilei", "两家都叫")

    assert await talk.says("lilei", "查 东武") == texts.which("东武", [DONGWU_TEXTILE, HENGLI])


async def test_nobody_names_a_colleagues_customer(talk: Chat) -> None:
    assert await talk.says("lilei", "叫 老华=华联超市有限公司") == texts.not_yours(HUALIAN, "吴芳")
    assert await talk.says("lilei", "叫 公司=苏州恒力化纤有限公司") == texts.BAD_ALIAS
    assert await talk.rows(Record) == []
