"""Answers to the bot's questions: what is a no, what belongs to the question, and what is no answer at all."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from PIL import Image

from handlers.texts import evidence as evidence_texts
from handlers.texts import help as help_texts
from handlers.texts import privacy as privacy_texts
from handlers.texts import records as record_texts
from handlers.texts import team as team_texts
from handlers.texts import visits as texts
from models.schema import Customer, Photo, Record, Visit
from tests.cast import DONGWU, DONGWU_TEXTILE, HENGLI
from tests.talk import Chat

CUSTOMERS = 7


async def visits(chat: Chat) -> list[Visit]:
    return sorted(await chat.rows(Visit, ~Visit.voided), key=lambda visit: visit.number)


def picture(shade: int) -> bytes:
    made = Image.effect_noise((64, 64), 40 + shade)
    held = io.BytesIO()
    made.convert("RGB").save(held, "JPEG")
    return held.getvalue()


@pytest.mark.parametrize("answer", ["不登记", "不要登记", "别登记", "先不登记了", "算了不记了", "不用登记了", "撤销"])
async def test_a_no_registers_nobody(talk: Chat, answer: str) -> None:
    await talk.says("lilei", "拜访 苏州大明 周总")

    assert await talk.says("lilei", answer) == texts.DROPPED
    assert len(await talk.rows(Customer)) == CUSTOMERS
    assert await visits(talk) == []


@pytest.mark.parametrize("answer", ["登记什么", "为什么要登记", "登记了干嘛", "1吗"])
async def test_a_question_back_is_no_answer_and_the_question_stays(talk: Chat, answer: str) -> None:
    asked = await talk.says("lilei", "拜访 苏州大明 周总")

    assert await talk.says("lilei", answer) == texts.asked_back(asked, registering=True)
    assert await visits(talk) == []
    assert "拜访#2 苏州大明" in await talk.says("lilei", "1")


async def test_what_it_is_not_leaves_the_choice(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东五 聊报价")

    asked = await talk.says("lilei", "不是东武")
    assert asked == texts.near_miss("东五", [DONGWU, texts.NEW_CUSTOMER, texts.WRITE_AGAIN])
    assert await visits(talk) == []
    assert f"拜访#1 {DONGWU}" in await talk.says("lilei", "是")


@pytest.mark.parametrize("answer", ["不是东吴也不是东武", "都不是"])
async def test_none_of_the_names_leaves_a_new_customer(talk: Chat, answer: str) -> None:
    await talk.says("lilei", "拜访 东五 聊报价")

    assert await talk.says("lilei", answer) == texts.not_found("东五", [texts.NEW_CUSTOMER, texts.WRITE_AGAIN])


@pytest.mark.parametrize(
    ("answer", "customer"),
    [
        ("应该是东吴吧", DONGWU),
        ("机械那个", DONGWU),
        ("不是2是1", DONGWU),
        ("是东吴不是东武", DONGWU),
        ("不是，是恒力", HENGLI),
        ("不是东五，是恒力", HENGLI),
        ("就是恒力", HENGLI),
        ("打错了 是东吴", DONGWU),
        ("写错了，是恒力", HENGLI),
        ("我去的是恒力", HENGLI),
        ("不对，是东武", DONGWU_TEXTILE),
    ],
)
async def test_words_that_mean_one_customer_write_the_line_that_waits(talk: Chat, answer: str, customer: str) -> None:
    await talk.says("lilei", "拜访 天合 李工 比价")
    await talk.says("lilei", "拜访 东五 聊报价")

    assert (await talk.says("lilei", answer)).startswith(f"记下了 拜访#2 {customer}，聊报价")
    first, _ = await visits(talk)
    assert (first.number, first.customer_id, first.contact_name) == (1, 6, "李工")


async def test_a_correction_to_an_unknown_name_is_asked_about(talk: Chat) -> None:
    await talk.says("lilei", "拜访 苏州大明 周总 聊聊")

    asked = await talk.says("lilei", "不是大明，是澄阳")
    assert asked == texts.not_found("澄阳", [texts.NEW_CUSTOMER, texts.WRITE_AGAIN])
    assert "拜访#2 澄阳·周总，聊聊" in await talk.says("lilei", "1")


async def test_taking_back_an_open_question_leaves_the_record_before_it(talk: Chat) -> None:
    await talk.says("lilei", "拜访 恒力 李工 比价")
    await talk.says("lilei", "拜访 苏州大明 周总 聊聊")

    assert await talk.says("lilei", "撤销") == texts.DROPPED
    assert len(await visits(talk)) == 1
    assert "已撤销 拜访#1" in await talk.says("lilei", "撤销")


async def test_another_field_is_corrected_before_the_visit_is_written(talk: Chat) -> None:
    asked = await talk.says("lilei", "拜访 东五 聊报价")

    assert await talk.says("lilei", "下次改成周五") == asked
    assert "下次 11月27日（周五）" in await talk.says("lilei", "1")


async def test_a_full_name_after_none_of_these_is_the_one_that_is_registered(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东五 聊报价")
    await talk.says("lilei", "都不是")

    asked = await talk.says("lilei", "苏州大成齿轮")
    assert asked == texts.not_found("苏州大成齿轮", [texts.NEW_CUSTOMER, texts.WRITE_AGAIN])
    assert (await talk.says("lilei", "1")).startswith("新客户 苏州大成齿轮 已登记")


@pytest.mark.parametrize(
    ("answer", "reply"),
    [
        ("先别作废", record_texts.VOID_DROPPED),
        ("不作废了", record_texts.VOID_DROPPED),
        ("等一下我问问他", record_texts.VOID_DROPPED),
        ("为什么要理由", record_texts.REASON_WANTED_AGAIN),
        ("好的", record_texts.REASON_WANTED_AGAIN),
        ("同意", record_texts.REASON_WANTED_AGAIN),
        ("嗯", record_texts.REASON_WANTED_AGAIN),
    ],
)
async def test_only_a_reason_voids(talk: Chat, answer: str, reply: str) -> None:
    await talk.says("lilei", "拜访 东吴 谈报价")
    await talk.says("wufang", "作废 #1")

    assert await talk.says("wufang", answer) == reply
    assert len(await visits(talk)) == 1


@pytest.mark.parametrize("reason", ["重复了", "没去过", "我问过他了，没去", "客户说没见到他"])
async def test_a_reason_with_a_no_in_it_is_a_reason(talk: Chat, reason: str) -> None:
    await talk.says("lilei", "拜访 东吴 谈报价")
    await talk.says("wufang", "作废 #1")

    assert f"理由：{reason}" in await talk.says("wufang", reason)
    assert await visits(talk) == []


async def test_voiding_by_words_asks_for_the_number(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 谈报价")

    assert await talk.says("wufang", "作废 李雷的拜访 瞎编的") == record_texts.VOID_USAGE
    assert len(await visits(talk)) == 1


@pytest.mark.parametrize(
    ("said", "reply"),
    [
        ("今天好冷啊", texts.NOT_ABOUT_VISIT),
        ("周经理让我下午回公司", texts.NOT_ABOUT_VISIT),
        ("中午去哪吃", texts.NOT_A_REPORT),
        ("几点开会来着", texts.NOT_A_REPORT),
        ("在等王总", texts.STILL_WAITING),
        ("还没见到人", texts.STILL_WAITING),
        ("在东吴等王总", texts.STILL_WAITING),
    ],
)
async def test_what_is_said_beside_the_visit_leaves_the_arrival_open(talk: Chat, said: str, reply: str) -> None:
    await talk.says("lilei", "到了 东吴")

    assert await talk.says("lilei", said) == reply
    assert [visit.summary for visit in await visits(talk)] == [""]
    assert (await talk.says("lilei", "见到了，王总说二期明年定")).startswith(f"补上了 拜访#1 {DONGWU}·王总")


@pytest.mark.parametrize(("answer", "left"), [("1", 0), ("撤销", 0), ("2", 1), ("留着", 1)])
async def test_an_arrival_by_mistake_is_offered_to_be_taken_back(talk: Chat, answer: str, left: int) -> None:
    await talk.says("lilei", "到了 东吴")

    assert await talk.says("lilei", "没去东吴 我发错了") == texts.retract(1)
    await talk.says("lilei", answer)
    assert len(await visits(talk)) == left
    if left:
        assert (await talk.says("lilei", "谈了报价")).startswith("补上了 拜访#1")


async def test_a_guess_that_is_taken_reads_the_sentence(talk: Chat) -> None:
    assert "1 记 东吴机械 的拜访" in await talk.says("lilei", "东吴那台机器还行吧")
    assert "拜访#1" in await talk.says("lilei", "1")


@pytest.mark.parametrize("said", ["听说东吴换老板了", "东吴什么时候开门", "东吴那边没见到"])
async def test_hearsay_and_questions_are_not_offered_as_a_visit(talk: Chat, said: str) -> None:
    assert "记 东吴机械 的拜访" not in await talk.says("lilei", said)


@pytest.mark.parametrize("said", ["东吴", "这是东吴的门头", "东吴门口"])
async def test_a_name_after_a_picture_asks_for_the_visit_and_gets_the_picture(talk: Chat, said: str) -> None:
    await talk.sends_photo("lilei", picture(1))

    assert await talk.says("lilei", said) == help_texts.once("东吴机械")
    assert "证据 2 级（文字+照片）" in await talk.says("lilei", "1")
    [photo] = await talk.rows(Photo)
    assert photo.visit_number == 1


async def test_a_caption_that_is_refused_writes_nothing_and_what_was_said_there_is_a_yes(talk: Chat) -> None:
    await talk.says("lilei", "东吴门口")
    assert await talk.says("lilei", "不记") == help_texts.GUESS_DROPPED
    assert await talk.rows(Record) == []

    await talk.says("lilei", "东吴门口")
    assert f"拜访#1 {DONGWU}，谈了报价" in await talk.says("lilei", "谈了报价")


async def test_a_caption_after_the_visit_makes_no_second_one(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 谈报价")
    await talk.sends_photo("lilei", picture(2))

    assert await talk.says("lilei", "这是东吴的门头") == help_texts.there_today("东吴机械", 1)


@pytest.mark.parametrize("answer", ["照片记到恒力", "记到恒力", "这是恒力的门头", "不是东吴，是恒力", "恒力那家"])
async def test_where_a_picture_belongs_is_said_in_many_ways(talk: Chat, answer: str) -> None:
    await talk.says("lilei", "拜访 恒力 比价")
    await talk.says("lilei", "拜访 东吴 谈报价")
    assert await talk.sends_photo("lilei", picture(3)) == (
        f"{evidence_texts.which_visit(1, 0, ['恒力化纤', '东吴机械'])}\n{evidence_texts.PHOTO_MANNERS}"
    )

    assert (await talk.says("lilei", answer)).startswith("照片记到 拜访#1 恒力化纤")


async def test_nobody_is_reminded_of_what_is_answered_in_ones_own_words(talk: Chat) -> None:
    await talk.says("lilei", "到了 东吴")
    assert await talk.says("lilei", "谢谢") == help_texts.THANKS

    await talk.says("lilei", "拜访 苏州大明 周总")
    assert await talk.says("lilei", "谢谢") == f"{help_texts.THANKS}\n{help_texts.OPEN_STILL}"


async def test_a_day_that_is_over_without_visits_is_said_so(talk: Chat) -> None:
    reply = await talk.says("wufang", "昨天谁拜访了")

    assert reply.startswith("昨天 11月22日（周日）没有人记拜访。\n没有的：李雷")
    assert (await talk.says("wufang", "今天谁拜访了")).startswith("今天 11月23日（周一）：还没有人记拜访。")
    assert team_texts.nobody_visited("昨天", [], over=True) == "昨天没有人记拜访。"


async def test_a_leaders_own_visit_says_whose_customer_it_is(talk: Chat) -> None:
    assert texts.of_your_rep("李雷") in await talk.says("wufang", "拜访 东吴 谈合同")


async def test_the_leader_is_told_how_to_void_what_he_was_asked_for(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 谈报价")
    talk.clock.move_to(talk.clock.now() + timedelta(minutes=11))
    await talk.says("lilei", "撤销 #1")
    await talk.says("lilei", "1")

    [push] = await talk.pushes("wufang")
    assert push.endswith("同意就回：作废 #1 理由")
    assert "已作废 拜访#1" in await talk.says("wufang", "作废 #1 重复了")


async def test_why_a_position_is_asked_for(talk: Chat) -> None:
    await talk.sends("lilei", "location", latitude=31.2983, longitude=120.5853, label="")

    assert await talk.says("lilei", "为什么要定位") == privacy_texts.CONSENT_WHY
    assert await talk.says("lilei", "2") == privacy_texts.CONSENT_REFUSED


@pytest.mark.parametrize(("said", "number"), [("撤销东吴那条", 1), ("第二条撤销", 2), ("撤销", 3)])
async def test_a_record_is_taken_back_by_its_customer_or_its_place(talk: Chat, said: str, number: int) -> None:
    for customer in ("东吴", "恒力", "天合"):
        await talk.says("lilei", f"拜访 {customer} 谈报价")

    assert f"已撤销 拜访#{number}" in await talk.says("lilei", said)


async def test_a_record_that_is_not_there_takes_back_no_other(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 谈报价")

    assert await talk.says("lilei", "撤销恒力那条") == record_texts.WHICH_RECORD
    assert len(await visits(talk)) == 1
