"""F3: who stands where, by completion and by growth; the first three for everybody, the rest for who leads."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.rules import ranks
from models.rules.stretches import before, so_far
from models.schema import Dialog, Person, RepDay, Role
from models.services import rep_days
from tests.talk import MONDAY_TEN, Chat

TODAY = MONDAY_TEN.date()
MONDAY_BEFORE = TODAY - timedelta(days=7)


def five_reps(session: Session) -> None:
    """Points of this week and the last, yuan of this month: 李雷 is first, 陈晨 grew most, 丙 is last."""
    people = {person.userid: person for person in session.scalars(select(Person))}
    for userid, name in (("bing", "丙丁"), ("wu", "戊己")):
        person = Person(userid=userid, name=name, role=Role.REP, manager_id=people["wufang"].id, department="销售一部")
        session.add(person)
        session.flush()
        session.add(Dialog(person_id=person.id, question=""))
        people[userid] = person
    for userid, now, last in (("lilei", 9, 9), ("hanmei", 7, 8), ("chenchen", 5, 1), ("wu", 3, 2), ("bing", 0, 4)):
        rep_days.count(session, people[userid].id, TODAY, points=now, visits=now)
        rep_days.count(session, people[userid].id, MONDAY_BEFORE, points=last, visits=last)
    rep_days.count(session, people["hanmei"].id, TODAY, payments=2, paid=Decimal("62000.50"), leads=1)
    rep_days.count(session, people["lilei"].id, TODAY, orders=1, ordered=Decimal(310000))


@pytest.fixture
async def talk(chat: Chat) -> Chat:
    await chat.office.write(five_reps)
    for userid in ("lilei", "hanmei", "bing", "wufang", "zhouming"):
        await chat.says(userid, "帮助")
    return chat


async def test_f3_a_rep_reads_the_first_three_and_his_own_place(talk: Chat) -> None:
    assert await talk.says("hanmei", "本周排名") == (
        "本周（11月23日–11月29日）排名，本组 5 人，按积分\n"
        "完成前三：1 李雷、2 韩梅、3 陈晨\n"
        "进步前三：1 陈晨、2 戊己\n"
        "你：完成第 2（7 分，应有 2 分），比上期少 1 分。"
    )


@pytest.mark.parametrize("asked", ["谁垫底", "倒数第一是谁", "本月谁第一", "销冠", "公司排名", "前三名"])
async def test_f3_the_bottom_is_never_named_in_public(talk: Chat, asked: str) -> None:
    reply = await talk.says("hanmei", asked)

    assert "丙丁" not in reply
    assert "戊己" not in reply
    assert "李雷" in reply


async def test_f3_who_is_last_reads_it_alone(talk: Chat) -> None:
    reply = await talk.says("bing", "本周排名")

    assert "你：完成还没排上（0 分，应有 2 分），比上期少 4 分。" in reply
    assert "丙丁" not in reply


async def test_f3_a_leader_reads_his_line_in_full_and_opens_one(talk: Chat) -> None:
    reply = await talk.says("wufang", "本周排名")

    assert reply.splitlines()[1:6] == [
        "1 李雷 9 分（450%），和上期持平",
        "2 韩梅 7 分（350%），比上期少 1 分",
        "3 陈晨 5 分（250%），比上期多 4 分",
        "4 戊己 3 分（150%），比上期多 1 分",
        "5 丙丁 0 分（0%），比上期少 4 分",
    ]
    assert (await talk.says("wufang", "3")).startswith("陈晨 本周（11月23日–11月29日）：\n拜访 5 次")
    assert await talk.says("wufang", "9") == "回 1 到 5 的编号，就看那一位的数据。"


async def test_f3_a_leader_without_reps_is_told_so(talk: Chat) -> None:
    assert await talk.says("zhouming", "本周排名") == "还没有可以排名的业务员。人员由管理员导入后就能看。"


async def test_f3_by_money_names_are_shown_and_sums_only_to_oneself(talk: Chat) -> None:
    assert await talk.says("lilei", "按回款排名") == (
        "本月（11月1日–11月30日）排名，本组 5 人，按回款\n完成前三：1 韩梅\n进步前三：1 韩梅\n"
        "你：完成还没排上（0 元），和上期持平。"
    )
    assert "你：完成第 1（62,000.50 元）" in await talk.says("hanmei", "按回款排名")
    assert "1 韩梅 62,000.50 元，比上期多 62,000.50 元" in await talk.says("wufang", "按回款排名")


async def test_f3_own_figures_against_the_last_period(talk: Chat) -> None:
    assert await talk.says("hanmei", "我这周业绩怎么样") == (
        "这周（11月23日–11月29日）：\n"
        "拜访 7 次 0 家，积分 7（这段应有 2），完成跟进 0 条\n"
        "报备 1 家，订单 0 笔，回款 2 笔 62,000.50 元\n"
        "比上期（11月16日）：拜访少 1 次，积分少 1 分，报备多 1 家，回款多 62,000.50 元"
    )
    assert "订单 1 笔 31 万元" in await talk.says("lilei", "我这个月干了多少")


async def test_f3_the_page_goes_on_and_every_page_fits(talk: Chat) -> None:
    def many(session: Session) -> None:
        wufang = session.scalars(select(Person.id).where(Person.userid == "wufang")).one()
        session.add_all(
            Person(userid=f"rep{index}", name=f"业务员{index:03}", role=Role.REP, manager_id=wufang)
            for index in range(200)
        )

    await talk.office.write(many)
    first = await talk.says("wufang", "本周排名")
    second = await talk.says("wufang", "下一页")

    assert len(first.encode()) < 2048
    assert "第 1/18 页" in first
    assert second.splitlines()[1].startswith("13 ")
    assert "并列" not in second
    assert await talk.says("wufang", "第99页") == "就这 18 页，后面没有了。"


WEEK = (date(2026, 11, 23), date(2026, 11, 29))
MONTH = (date(2026, 11, 1), date(2026, 11, 30))


@pytest.mark.parametrize(
    ("stretch", "today", "passed", "past"),
    [
        (WEEK, date(2026, 11, 25), (WEEK[0], date(2026, 11, 25)), (date(2026, 11, 16), date(2026, 11, 18))),
        (WEEK, date(2026, 12, 5), WEEK, (date(2026, 11, 16), date(2026, 11, 22))),
        (MONTH, date(2026, 11, 23), (MONTH[0], date(2026, 11, 23)), (date(2026, 10, 1), date(2026, 10, 23))),
        (MONTH, date(2026, 11, 30), MONTH, (date(2026, 10, 1), date(2026, 10, 31))),
        (
            (date(2026, 3, 1), date(2026, 3, 31)),
            date(2026, 3, 30),
            (date(2026, 3, 1), date(2026, 3, 30)),
            (date(2026, 2, 1), date(2026, 2, 28)),
        ),
        (
            (date(2026, 1, 1), date(2026, 3, 31)),
            date(2026, 4, 2),
            (date(2026, 1, 1), date(2026, 3, 31)),
            (date(2025, 10, 1), date(2025, 12, 31)),
        ),
        ((TODAY, TODAY), TODAY, (TODAY, TODAY), (TODAY - timedelta(days=1),) * 2),
    ],
)
def test_f3_a_stretch_is_compared_with_as_much_of_the_one_before(
    stretch: tuple[date, date], today: date, passed: tuple[date, date], past: tuple[date, date]
) -> None:
    assert so_far(*stretch, today) == passed
    assert before(*stretch, today) == past


def test_f3_equal_values_share_a_place_and_nothing_is_no_place() -> None:
    places = ranks.rank({1: Decimal(5), 2: Decimal(7), 3: Decimal(5), 4: Decimal(0)})

    assert [(place.person_id, place.rank) for place in places] == [(2, 1), (1, 2), (3, 2), (4, 4)]
    assert [place.person_id for place in ranks.top(places)] == [2, 1, 3]


def test_f3_a_whole_month_asks_for_its_floor() -> None:
    assert ranks.due(30, *MONTH) == 30
    assert ranks.due(30, date(2026, 10, 1), date(2026, 11, 30)) == 60
    assert ranks.due(30, date(2026, 11, 21), date(2026, 11, 22)) == 0


WEEK_OF_WORK = (
    "拜访 东吴 谈报价",
    "报备 华东泵业 注塑机2台 王工 13800138000",
    "回款 东吴 5万",
    "回款 恒力 3万",
    "订单 东吴 A200 2台 单价31万",
    "报价 恒力 A200 1台 单价30万",
    "明天跟进恒力 送样品",
    "改 #5 金额 6万",
    "撤销",
    "报备 华北泵业 注塑机1台",
    "撤销",
    "撤销",
    "拜访 恒力 谈年框",
    "不是恒力是东武",
    "订单 东武 B100 1台 10万",
    "撤销",
)


async def test_f3_whatever_is_done_said_and_taken_back_the_sums_are_those_of_the_records(chat: Chat) -> None:
    def kept_and_rebuilt(session: Session) -> tuple[list[object], list[object]]:
        def sums() -> list[object]:
            rows = session.connection().execute(select(RepDay.__table__).order_by(RepDay.person_id, RepDay.day))
            return [tuple(row) for row in rows if any(tuple(row)[2:])]

        kept = sums()
        rep_days.rebuild(session, TODAY - timedelta(days=40), TODAY + timedelta(days=40))
        return kept, sums()

    for said in WEEK_OF_WORK:
        reply = await chat.says("lilei", said)
        if "1 " in reply and "2 " in reply:
            await chat.says("lilei", "1")
        kept, rebuilt = await chat.office.read(kept_and_rebuilt)
        assert kept == rebuilt, f"{said} -> {reply}"
        chat.clock.move_to(chat.clock.now() + timedelta(minutes=2))
    assert kept


async def test_f3_by_growth_a_leader_reads_them_in_that_order(talk: Chat) -> None:
    reply = await talk.says("wufang", "本周按增长排名")
    assert reply.splitlines()[:4] == [
        "本周（11月23日–11月29日）排名，本组 5 人，按积分增长：",
        "1 陈晨 5 分（250%），比上期多 4 分",
        "2 戊己 3 分（150%），比上期多 1 分",
        "3 李雷 9 分（450%），和上期持平",
    ]
    assert "完成前三：1 李雷、2 韩梅、3 陈晨" in reply
    assert (await talk.says("wufang", "2")).startswith("戊己 本周")


async def test_f3_in_a_small_team_the_last_is_not_among_the_first(chat: Chat) -> None:
    def three(session: Session) -> None:
        people = {person.userid: person.id for person in session.scalars(select(Person))}
        for userid, points in (("lilei", 3), ("hanmei", 2), ("chenchen", 1)):
            rep_days.count(session, people[userid], TODAY, points=points, visits=points)

    await chat.office.write(three)
    for userid in ("lilei", "chenchen"):
        await chat.says(userid, "帮助")
    assert "完成前三：1 李雷、2 韩梅\n进步前三：1 李雷、2 韩梅\n" in await chat.says("lilei", "本周排名")
    assert "你：完成第 3（1 分" in await chat.says("chenchen", "本周排名")


@pytest.mark.parametrize(
    ("values", "first"),
    [
        ([], []),
        ([4], [0]),
        ([0], []),
        ([4, 4], [0, 1]),
        ([4, 2], [0]),
        ([4, 4, 2], [0, 1]),
        ([4, 4, 4, 4], [0, 1, 2, 3]),
        ([5, 4, 4, 4, 1], [0, 1, 2, 3]),
        ([5, 4, 3, 3], [0, 1]),
        ([2, 0, 0], [0]),
        ([-1, -2], []),
    ],
)
def test_f3_the_first_places_with_ties_and_in_small_teams(values: list[int], first: list[int]) -> None:
    places = ranks.rank({index: Decimal(value) for index, value in enumerate(values)})
    assert [place.person_id for place in ranks.top(places)] == first
