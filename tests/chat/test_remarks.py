"""点评, 表扬 and quotations: told in private, only towards one's own line, seen by whom they are for (rows B4, G6)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from handlers.texts import remarks as texts
from handlers.texts import team_reports as list_texts
from models.queries.agenda import list_unseen
from models.schema import Dialog, Person, Remark, Role
from models.times import SHANGHAI
from tests.cast import DONGWU
from tests.talk import Chat

QUOTE = "「小勤：李雷 交了 11月23日（周一）日报#3，18:00（按时）。\n2 访」\n- - - - - - - - - - - - - - -\n"


@pytest.fixture
async def talk(chat: Chat) -> Chat:
    for userid in ("lilei", "hanmei", "wufang", "zhouming"):
        await chat.says(userid, "帮助")
    await chat.says("lilei", "拜访 东吴 谈报价")
    await chat.says("hanmei", "拜访 华联 谈合同")
    chat.clock.move_to(datetime(2026, 11, 23, 18, 0, tzinfo=SHANGHAI))
    await chat.says("lilei", "交日报")
    await chat.pushes("wufang")
    return chat


async def remarks(chat: Chat) -> list[Remark]:
    return await chat.rows(Remark)


async def test_b4_a_remark_on_a_record_is_told_in_private(talk: Chat) -> None:
    assert await talk.says("wufang", "点评 拜访#1 下次带上报价") == (
        f"已转告 李雷（不在群里说）。点评#4，说的是 拜访#1 {DONGWU}"
    )

    assert await talk.pushes("lilei") == ["吴芳 点评你的 拜访#1 苏州东吴机械有限公司：下次带上报价"]
    assert await talk.pushes("hanmei") == []
    [row] = await remarks(talk)
    assert (row.about_number, row.words, row.seen_at) == (1, "下次带上报价", None)


async def test_b4_a_remark_on_a_person_means_his_last_report(talk: Chat) -> None:
    await talk.says("wufang", "点评 李雷 写得细一点")
    await talk.says("wufang", "点评 韩梅 多跑两家")

    assert await talk.pushes("lilei") == ["吴芳 点评你的 日报#3：写得细一点"]
    assert await talk.pushes("hanmei") == ["吴芳 点评你：多跑两家"]


async def test_b4_what_is_typed_below_the_quoted_report(talk: Chat) -> None:
    said = await talk.says("wufang", QUOTE + "东吴那家报价带上没有")
    assert said == "已转告 李雷（不在群里说）。点评#4，说的是 日报#3"
    assert await talk.pushes("lilei") == ["吴芳 点评你的 日报#3：东吴那家报价带上没有"]
    assert await talk.says("wufang", QUOTE + "写得好") == "已转告 李雷（不在群里说）。表扬#5，说的是 日报#3"
    assert await talk.pushes("lilei") == ["吴芳 表扬你的 日报#3：写得好"]
    assert (await talk.says("wufang", QUOTE + "已阅")).startswith("已阅 1 份：李雷")


async def test_b4_a_remark_in_the_open_list_goes_by_its_place(talk: Chat) -> None:
    await talk.says("hanmei", "交日报")
    await talk.says("wufang", "团队日报")

    assert await talk.says("wufang", "点评 2 多写两句") == "已转告 韩梅（不在群里说）。点评#5，说的是 日报#4"
    await talk.says("wufang", "1")
    assert await talk.says("wufang", "点评 带报价了没") == "已转告 李雷（不在群里说）。点评#6，说的是 日报#3"


async def test_b4_what_is_said_of_somebody_unknown_is_told_to_nobody(talk: Chat) -> None:
    await talk.says("wufang", "李雷的日报")

    assert await talk.says("wufang", "点评 李四 不行") == texts.no_such_colleague("李四", 3)
    assert await remarks(talk) == []
    assert await talk.says("wufang", "点评 写得太简单") == "已转告 李雷（不在群里说）。点评#4，说的是 日报#3"


async def test_b4_he_sees_them_and_the_morning_knows_which_he_has_not(talk: Chat) -> None:
    await talk.says("wufang", "点评 #3 下次写细点")
    [row] = await remarks(talk)
    later = row.made_at + timedelta(minutes=1)
    [unseen] = await talk.office.read(lambda session: list_unseen(session, [row.to_id], before=later))
    assert (unseen.by_id, unseen.count, unseen.first_number) == (row.person_id, 1, row.number)

    assert await talk.says("lilei", "我的点评") == "给你的点评（新 1 条）：\n吴芳 点评 #3：下次写细点"
    assert await talk.says("lilei", "我的点评") == "给你的点评：\n吴芳 点评 #3：下次写细点"
    assert await talk.office.read(lambda session: list_unseen(session, [row.to_id], before=later)) == []
    assert "吴芳 点评 #3：下次写细点" in await talk.says("lilei", "我的日报")
    assert await talk.says("hanmei", "我的点评") == texts.NONE_YET


async def test_g6_praise_with_words_and_with_nothing_but_the_weeks_facts(talk: Chat) -> None:
    assert await talk.says("wufang", "表扬 李雷 回款及时") == "已转告 李雷（不在群里说）。表扬#4"
    assert await talk.pushes("lilei") == ["吴芳 表扬了你：回款及时（本周 1 访）"]
    assert await talk.says("wufang", "表扬李雷和韩梅") == "已转告 李雷、韩梅（不在群里说）。表扬#5、表扬#6"
    assert await talk.pushes("lilei") == ["吴芳 表扬了你：本周 1 访"]
    assert await talk.pushes("hanmei") == ["吴芳 表扬了你：本周 1 访"]


@pytest.mark.parametrize(
    ("by", "said", "reply"),
    [
        ("lilei", "点评 2 写得好", texts.ONLY_LEADERS),
        ("lilei", "表扬 韩梅", texts.ONLY_LEADERS),
        ("zhouming", "表扬 李雷", list_texts.NOT_IN_LINE),
        ("zhouming", "点评 李雷 写得好", list_texts.NOT_IN_LINE),
        ("wufang", "点评", texts.HOW),
        ("wufang", "点评 李雷", "点评写一句，比如：点评 3 下次带报价。"),
        ("wufang", "点评 1", "点评写一句，比如：点评 1 下次带报价。"),
    ],
)
async def test_b4_what_is_refused_writes_nothing(talk: Chat, by: str, said: str, reply: str) -> None:
    assert await talk.says(by, said) == reply
    assert await remarks(talk) == []
    assert await talk.pushes("lilei") == []


async def test_p6_a_number_of_another_line_is_like_one_that_does_not_exist(talk: Chat) -> None:
    assert (await talk.says("zhouming", "点评 #1 好")).replace("#1", "#9") == await talk.says("zhouming", "点评 #9 好")
    assert await talk.says("zhouming", QUOTE + "好好写") == (await talk.says("zhouming", "点评 #3 好"))
    assert await remarks(talk) == []


def twin(session: Session) -> None:
    wufang = session.query(Person).filter(Person.userid == "wufang").one()
    other = Person(
        userid="lilei2", name="李雷", role=Role.REP, department="销售二部", manager_id=wufang.id, active=True
    )
    session.add(other)
    session.flush()
    session.add(Dialog(person_id=other.id, question=""))


async def test_b4_of_two_of_one_name_it_is_asked_which(talk: Chat) -> None:
    await talk.office.write(twin)

    asked = await talk.says("wufang", "点评 李雷 写得好")

    assert asked.startswith(texts.WHICH_PERSON)
    assert "李雷（销售二部）" in asked
    assert await talk.says("wufang", "2") == "已转告 李雷（不在群里说）。点评#4"
    [row] = await remarks(talk)
    assert (row.words, row.about_number) == ("写得好", None)


async def test_b4_undone_it_is_not_among_his_remarks(talk: Chat) -> None:
    await talk.says("wufang", "表扬 李雷 回款及时")

    assert await talk.says("wufang", "撤销") == "已撤销 表扬#4（留痕）。"
    assert await talk.says("lilei", "我的点评") == texts.NONE_YET


async def test_b4_phones_and_markup_in_a_remark(talk: Chat) -> None:
    await talk.says("wufang", "点评 #3 打13800130001问一下 <b>'; DROP TABLE remarks")

    [push] = await talk.pushes("lilei")
    assert "138****0001" in push
    assert "13800130001" not in push


async def test_b4_received_says_that_he_has_seen_it(talk: Chat) -> None:
    await talk.says("wufang", "点评 李雷 下次带报价")
    assert await talk.says("lilei", "收到") == "好，吴芳 说的记为看过了。要再看发“我的点评”。"
    [row] = await talk.rows(Remark)
    assert row.seen_at is not None
    assert "看过了" not in await talk.says("lilei", "收到")


async def test_p18_who_is_told_only_in_the_morning_is_not_said_to_know(talk: Chat) -> None:
    talk.ticks()
    talk.clock.move_to(datetime(2026, 11, 23, 22, 30, tzinfo=SHANGHAI))
    assert (await talk.says("wufang", "表扬 李雷 回款及时")).endswith("\n这会儿不打扰，11月24日（周二）08:00 后送到。")
    assert "送到" not in await talk.says("lilei", "拜访 东吴 谈报价")
    assert (await talk.says("lilei", "投诉 东吴 漏油")).endswith("\n这会儿不打扰，11月24日（周二）08:00 后送到。")
    assert await talk.pushes("lilei") == []
    talk.clock.move_to(datetime(2026, 11, 24, 8, 1, tzinfo=SHANGHAI))
    assert len(await talk.pushes("lilei")) == 1
    assert "送到" not in await talk.says("wufang", "表扬 李雷 又收了一笔")
    assert len(await talk.pushes("lilei")) == 1

    talk.clock.move_to(datetime(2026, 11, 28, 10, 0, tzinfo=SHANGHAI))
    assert (await talk.says("wufang", "表扬 李雷 周末还跑")).endswith("\n今天休息，11月30日（周一）08:00 后送到。")
    assert await talk.pushes("lilei") == []


async def test_g6_praise_for_everybody_is_told_to_each(talk: Chat) -> None:
    await talk.says("lilei", "日报 在公司整理报价")
    await talk.says("lilei", "1")
    await talk.says("wufang", "李雷的日报")
    said = await talk.says("wufang", "表扬 全组 这周跑得勤")
    assert "李雷" in said
    assert "韩梅" in said
    assert "陈晨" in said
    for userid in ("lilei", "hanmei", "chenchen"):
        assert any(push.startswith("吴芳 表扬了你：这周跑得勤") for push in await talk.pushes(userid))


async def test_b4_below_the_offer_the_remark_may_be_said_again_and_taken_back(talk: Chat) -> None:
    await talk.says("lilei", "日报 在公司整理报价")
    await talk.says("lilei", "1")
    await talk.says("wufang", "李雷的日报")
    assert "1 发给他 2 不发" in await talk.says("wufang", "写得好")
    assert "点评#" in await talk.says("wufang", "点评 写得好")
    assert [row.words for row in await talk.rows(Remark)] == ["写得好"]
    assert "当作点评" not in await talk.says("wufang", "撤回点评")
