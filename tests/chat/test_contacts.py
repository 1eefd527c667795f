"""Contacts as reps tell them: added, given a phone, asked about, taken back."""

from __future__ import annotations

import pytest

from handlers.texts import asking
from handlers.texts import contacts as texts
from handlers.texts import customers as customer_texts
from models.schema import Contact, Record
from tests.cast import DONGWU, HENGLI, HUALIAN, TIANHE
from tests.talk import Chat


async def known(chat: Chat) -> list[tuple[str, str, str]]:
    rows = await chat.rows(Contact, Contact.active)
    return sorted((row.name, row.title, row.phone) for row in rows)


@pytest.mark.parametrize(
    ("text", "name", "title", "phone"),
    [
        ("恒力的采购主管张敏 13900001111 加进去", "张敏", "采购主管", "13900001111"),
        ("恒力的技术负责人庞工 13800139494 也加进去", "庞工", "技术负责人", "13800139494"),
        ("恒力 庞工 13800139494", "庞工", "", "13800139494"),
        ("恒力 庞工 电话 138 0013 9494", "庞工", "", "13800139494"),
        ("记一下，恒力的甲方代表姓乐，乐工，电话一三八零零一三五七九一", "乐工", "", "13800135791"),
        ("恒力加个联系人 孟会计 138-0013-9495", "孟会计", "", "13800139495"),
    ],
)
async def test_a_contact_is_stored_and_its_phone_is_masked_in_the_echo(
    talk: Chat, text: str, name: str, title: str, phone: str
) -> None:
    reply = await talk.says("lilei", text)

    assert reply.startswith(f"记下了 联系人#1 {HENGLI}·{name}")
    assert phone not in reply
    assert f"{phone[:3]}****{phone[-4:]}" in reply
    [stored] = [(held, called) for held, called, number in await known(talk) if number == phone]
    assert stored[0] == name
    assert title in ("", stored[1])


async def test_somebody_who_is_stored_gets_the_phone(talk: Chat) -> None:
    reply = await talk.says("lilei", "东吴 李工 13911112222")

    assert reply == f"更新了 联系人#1 {DONGWU}·李工 139****2222。"
    assert ("李工", "工程师", "13911112222") in await known(talk)
    assert len(await talk.rows(Contact)) == 3
    assert await talk.says("lilei", "东吴 李工 13911112222") == texts.known(DONGWU, "李工 139****2222")


async def test_a_new_number_replaces_the_old_one_and_says_so(talk: Chat) -> None:
    reply = await talk.says("lilei", "东吴王总电话换成 13911112222")

    assert reply == f"更新了 联系人#1 {DONGWU}·王建国 139****2222。原来的 138****0001 换下了。"
    assert await talk.says("lilei", "撤销") == "已撤销 联系人#1 东吴机械（留痕）。"
    assert ("王建国", "总经理", "13800130001") in await known(talk)


@pytest.mark.parametrize(("answer", "people"), [("1", 3), ("是他", 3), ("2", 4), ("另一个人", 4)])
async def test_whether_it_is_the_one_that_is_stored_is_asked(talk: Chat, answer: str, people: int) -> None:
    asked = await talk.says("lilei", "东吴 王总 13911112222 存一下")

    assert asked == f"{texts.same_person('王总', '王建国（总经理）138****0001')}1 是他 2 另一个人"
    assert "联系人#1" in await talk.says("lilei", answer)
    assert len(await talk.rows(Contact)) == people


@pytest.mark.parametrize("text", ["恒力 庞工 1380013949", "恒力 庞工 电话138001394941", "恒力 庞工 电话 1380013949x"])
async def test_a_number_that_cannot_be_dialled_is_said_and_not_stored(talk: Chat, text: str) -> None:
    reply = await talk.says("lilei", text)

    assert "没存" in reply
    assert all(not phone or phone == "13800130001" for _, _, phone in await known(talk))


async def test_the_number_alone_of_somebody_known_changes_nothing_when_it_is_odd(talk: Chat) -> None:
    assert await talk.says("lilei", "东吴 王总 1391111222") == customer_texts.odd_phone("1391111222")
    assert await talk.rows(Record) == []


async def test_a_contact_that_was_added_is_taken_back_and_his_visits_keep_his_name(talk: Chat) -> None:
    await talk.says("lilei", "恒力的采购主管张敏 13900001111 加进去")
    await talk.says("lilei", "拜访 恒力 张敏 谈年框")

    assert await talk.says("lilei", "撤销 #1") == "已撤销 联系人#1 恒力化纤（留痕）。"
    card = await talk.says("lilei", "查 恒力")
    assert "最近 11月23日 张敏 谈年框" in card
    assert "联系人 李明（工程师）" in card.splitlines()


async def test_a_leaders_void_takes_it_out_and_his_undo_puts_it_back(talk: Chat) -> None:
    await talk.says("lilei", "恒力的采购主管张敏 13900001111 加进去")

    await talk.says("wufang", "作废 #1 不是这家的")
    assert "张敏" not in await talk.says("lilei", "查 恒力")
    await talk.says("wufang", "撤销")
    assert "张敏（采购主管）139****1111" in await talk.says("lilei", "查 恒力")


async def test_a_colleagues_customer_gets_no_contact_from_him(talk: Chat) -> None:
    reply = await talk.says("lilei", "华联的采购主管张敏 13900001111 加进去")

    assert reply == customer_texts.not_yours(HUALIAN, "吴芳")
    assert await talk.rows(Record) == []


async def test_what_is_learned_of_a_pooled_customer_is_kept(talk: Chat) -> None:
    reply = await talk.says("lilei", "天合的李总电话13800139999 记一下")

    assert reply.startswith(f"记下了 联系人#1 {TIANHE}·李总 138****9999")


async def test_several_customers_of_a_name_are_asked_about(talk: Chat) -> None:
    asked = await talk.says("lilei", "东五的庞工 13800139494 加进去")

    assert asked.splitlines()[0] == customer_texts.not_found_head("东五")
    assert (await talk.says("lilei", "1")).startswith(f"记下了 联系人#1 {DONGWU}·庞工")


async def test_a_no_stores_nobody(talk: Chat) -> None:
    await talk.says("lilei", "东五的庞工 13800139494 加进去")

    assert await talk.says("lilei", "算了") == asking.DROPPED
    assert len(await talk.rows(Contact)) == 3


async def test_the_trail_of_a_contact_is_for_its_author_and_his_line(talk: Chat) -> None:
    await talk.says("lilei", "恒力的采购主管张敏 13900001111 加进去")

    assert (await talk.says("wufang", "#1")).startswith("联系人#1 恒力化纤（李雷）")
    assert "动不了" in await talk.says("hanmei", "#1")
    assert (await talk.says("lilei", "改 #1 内容 别的")).startswith("联系人#1 恒力化纤 再说一遍对的就行")


@pytest.mark.parametrize(("answer", "people"), [("不是", 4), ("不是他", 4), ("是的", 3), ("王建国", 3)])
async def test_a_yes_or_no_says_whether_it_is_he(talk: Chat, answer: str, people: int) -> None:
    await talk.says("lilei", "东吴 王总 13911112222 存一下")

    assert "联系人#1" in await talk.says("lilei", answer)
    assert len(await talk.rows(Contact)) == people


@pytest.mark.parametrize("name", ["王芳", "王总", "是王芳", "Lucy"])
async def test_a_number_without_a_name_asks_for_it(talk: Chat, name: str) -> None:
    asked = await talk.says("lilei", "恒力 电话 13800138888")

    assert asked == texts.whose_number("恒力化纤", "13800138888")
    reply = await talk.says("lilei", name)
    assert reply.startswith(f"记下了 联系人#1 {HENGLI}·{name.removeprefix('是')}")


@pytest.mark.parametrize("answer", ["算了", "取消", "不用记了"])
async def test_a_number_without_a_name_may_be_dropped(talk: Chat, answer: str) -> None:
    await talk.says("lilei", "恒力 电话 13800138888")

    assert await talk.says("lilei", answer) == asking.DROPPED
    assert len(await talk.rows(Contact)) == 3


async def test_nobody_is_deleted_by_chat(talk: Chat) -> None:
    reply = await talk.says("lilei", "删除联系人 王总")

    assert "已撤销" not in reply
    assert len(await known(talk)) == 3
