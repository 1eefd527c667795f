"""日报 as leaders live with it: who is missing, urged, read, counted, over several levels (rows A3, G4, P10)."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.texts import common
from handlers.texts import team_reports as list_texts
from models.schema import (
    Absence,
    AbsenceKind,
    Dialog,
    Person,
    Record,
    RecordKind,
    RecordRead,
    Remark,
    Role,
)
from tests.steps import at
from tests.talk import Chat


async def on_leave(chat: Chat, userid: str, kind: AbsenceKind, first: date, last: date) -> None:
    def write(session: Session) -> None:
        person = session.scalars(select(Person).where(Person.userid == userid)).one()
        record = Record(kind=RecordKind.ABSENCE, person_id=person.id, made_at=chat.clock.now())
        session.add(record)
        session.flush()
        session.add(Absence(number=record.number, kind=kind, person_id=person.id, first_on=first, last_on=last))

    await chat.office.write(write)


async def test_a3_leave_and_rest_days_are_excused_and_a_trip_is_not(evening: Chat) -> None:
    await on_leave(evening, "hanmei", AbsenceKind.LEAVE, date(2026, 11, 23), date(2026, 11, 24))
    await on_leave(evening, "chenchen", AbsenceKind.TRIP, date(2026, 11, 23), date(2026, 11, 24))

    assert await evening.says("wufang", "谁没交") == (
        "11月23日（周一）还没交日报的 2 人：\n1 李雷\n2 陈晨\n已交 0 人。免交：请假 韩梅\n"
        "回“催”提醒他们，回编号看他那天做了什么。"
    )
    assert await evening.says("wufang", "昨天谁没交") == (
        "11月22日（周日）是休息日，不用交日报。\n看上一个工作日，发“11月20日谁没交”。"
    )
    assert (await evening.says("wufang", "11月20日谁没交")).startswith("11月20日（周五）没交日报的 3 人")
    assert "免交（请假）" in await evening.says("hanmei", "我的日报")


async def test_everybody_has_handed_in(evening: Chat) -> None:
    for userid in ("lilei", "hanmei", "chenchen"):
        await evening.says(userid, "交日报 在公司整理报价")

    assert await evening.says("wufang", "日报交齐了吗") == "11月23日（周一）日报都交齐了，3 人。"
    assert await evening.says("wufang", "催") == "11月23日（周一）没有缺日报的人，不用催。"


async def test_who_has_none_yesterday_is_over(evening: Chat) -> None:
    evening.clock.move_to(at(24, 9))

    assert (await evening.says("wufang", "昨天谁没交")).startswith(
        "11月23日（周一）没交日报的 3 人：\n1 李雷\n2 韩梅\n3 陈晨"
    )
    assert (await evening.says("wufang", "1")).startswith("李雷 11月23日（周一）：2 访，计 2 分")


async def test_urging_reaches_each_once_in_half_an_hour(evening: Chat) -> None:
    await evening.says("hanmei", "交日报 在公司整理报价")

    assert await evening.says("wufang", "催一下") == "已提醒 2 人：李雷、陈晨。"
    assert await evening.pushes("lilei") == ["吴芳 提醒：11月23日（周一）的日报还没交。发“日报”看草稿，回 1 就交。"]
    assert await evening.pushes("hanmei") == []
    evening.clock.move_to(at(23, 18, 20))
    assert await evening.says("wufang", "催") == "半小时内提醒过，不再打扰：李雷、陈晨。"
    assert await evening.says("wufang", "催李雷") == "半小时内提醒过，不再打扰：李雷。"
    assert await evening.pushes("lilei") == []
    evening.clock.move_to(at(23, 18, 40))
    assert await evening.says("wufang", "催李雷") == "已提醒 1 人：李雷。"
    assert len(await evening.pushes("lilei")) == 1
    assert await evening.pushes("chenchen") == [
        "吴芳 提醒：11月23日（周一）的日报还没交。发“日报 今天做了什么”一句就行。"
    ]


async def test_urging_whoever_owes_none(evening: Chat) -> None:
    await evening.says("hanmei", "交日报 在公司整理报价")

    assert await evening.says("wufang", "催韩梅") == "韩梅 11月23日（周一）的日报 18:00 已交（按时），不用催。"
    assert await evening.says("zhouming", "催李雷") == list_texts.NOT_IN_LINE
    assert await evening.says("lilei", "催韩梅") == list_texts.ONLY_LEADERS
    assert await evening.pushes("hanmei") == []


async def test_urging_in_the_quiet_hours_says_when_it_arrives(evening: Chat) -> None:
    evening.clock.move_to(at(23, 22))

    assert await evening.says("wufang", "催李雷") == "已提醒 1 人：李雷，已过静默时间，明早 08:00 送到。"
    assert await evening.pushes("lilei") == []


async def test_urging_for_an_earlier_day_says_how_it_is_made_up(evening: Chat) -> None:
    evening.clock.move_to(at(24, 9))

    assert await evening.says("wufang", "催昨天没交的") == "已提醒 3 人交11月23日（周一）日报：李雷、韩梅、陈晨。"
    assert await evening.pushes("lilei") == [
        "吴芳 提醒：11月23日（周一）的日报还没交。发“补11月23日日报”就行，没记录的后面写一句做了什么。"
    ]
    assert (await evening.says("lilei", "补11月23日日报")).startswith("已补 11月23日（周一）日报#3")


async def test_the_list_of_the_missing_is_answered_by_number_and_by_urging(evening: Chat) -> None:
    await evening.says("wufang", "谁没交")
    assert (await evening.says("wufang", "1")).startswith("李雷 11月23日（周一）：2 访，计 2 分")
    await evening.says("wufang", "谁没交")
    assert (await evening.says("wufang", "9")) == common.no_such_line(3)
    assert (await evening.says("wufang", "催")).startswith("已提醒 3 人")


async def test_a_leader_reads_his_line_by_number_and_name(evening: Chat) -> None:
    await evening.says("lilei", "交日报")
    await evening.says("hanmei", "交日报 在公司整理报价")

    assert await evening.says("wufang", "团队日报") == (
        "11月23日（周一）日报：应交 3，已交 2\n1 李雷 按时 18:00 2 访\n2 韩梅 按时 18:00\n没交：陈晨\n"
        "回编号看全文，“全部已阅”一次标完；回“催”提醒没交的。"
    )
    opened = await evening.says("wufang", "2")
    assert opened.startswith("韩梅 11月23日（周一）日报#4（按时 18:00）\n在公司整理报价\n")
    assert await evening.says("wufang", "韩梅的日报") == opened
    assert await evening.says("wufang", "陈晨的日报") == "陈晨 11月23日（周一）没交日报，回“催 陈晨”提醒他。"
    assert await evening.says("zhouming", "李雷的日报") == list_texts.NOT_IN_LINE
    assert await evening.says("hanmei", "李雷的日报") == list_texts.ONLY_LEADERS


async def test_having_read_means_what_is_open_and_all_means_all(evening: Chat) -> None:
    await evening.says("lilei", "交日报")
    await evening.says("hanmei", "交日报 在公司整理报价")
    await evening.says("wufang", "团队日报")
    await evening.says("wufang", "1")

    assert await evening.says("wufang", "已阅") == "已阅 1 份：李雷。本人发“我的日报”能看到。"
    assert "1 李雷 按时 18:00 2 访（已阅）\n2 韩梅 按时 18:00\n" in await evening.says("wufang", "团队日报")
    assert await evening.says("wufang", "全部已阅") == "已阅 1 份：韩梅。本人发“我的日报”能看到。"
    assert await evening.says("wufang", "全部已阅") == list_texts.NOTHING_UNREAD
    assert await evening.says("wufang", "已阅 #3") == "这些已经标过已阅了。"
    assert await evening.says("zhouming", "已阅 #3") == list_texts.NOT_IN_LINE
    assert await evening.says("hanmei", "已阅 #3") == list_texts.ONLY_LEADERS


async def test_the_reports_of_a_week_are_counted_for_each_one(evening: Chat) -> None:
    await evening.says("lilei", "交日报")
    await on_leave(evening, "chenchen", AbsenceKind.LEAVE, date(2026, 11, 23), date(2026, 11, 24))
    evening.clock.move_to(at(25, 9))
    await evening.says("lilei", "补昨天日报 在公司整理报价")

    assert await evening.says("wufang", "本周日报") == (
        "本周（11月23日–11月25日）日报：\n1 李雷 交 2（迟、补 1）\n2 韩梅 交 0，缺 2\n3 陈晨 交 0\n"
        "回编号看那一位做了什么。"
    )
    assert (await evening.says("wufang", "1")).startswith("李雷 本周（11月23日–11月25日）：2 访")
    assert (await evening.says("wufang", "这周谁没交日报")).startswith("这周（11月23日–11月25日）日报：\n1 李雷 交 2")


def above(session: Session) -> None:
    """高总 leads 吴芳 and 周明; 马丽 assists 吴芳."""
    boss = Person(userid="gaozong", name="高远", role=Role.DIRECTOR, department="总部", active=True)
    session.add(boss)
    session.flush()
    wufang = session.scalars(select(Person).where(Person.userid == "wufang")).one()
    for userid in ("wufang", "zhouming"):
        session.scalars(select(Person).where(Person.userid == userid)).one().manager_id = boss.id
    helper = Person(userid="mali", name="马丽", role=Role.ASSISTANT, department="内勤", active=True)
    helper.manager_id = wufang.id
    session.add(helper)
    session.flush()
    session.add_all(Dialog(person_id=each.id, question="") for each in (boss, helper))


async def test_g4_a_director_sees_managers_first_and_opens_one(evening: Chat) -> None:
    await evening.office.write(above)
    await evening.says("gaozong", "帮助")
    await evening.says("lilei", "交日报")

    assert await evening.says("gaozong", "团队日报") == (
        "11月23日（周一）日报，按组：\n1 吴芳组 已交 1，没交 2\n回编号看那一组。"
    )
    assert (await evening.says("gaozong", "1")).startswith(
        "11月23日（周一）日报：应交 3，已交 1\n1 李雷 按时 18:00 2 访"
    )
    assert (await evening.says("gaozong", "1")).startswith("李雷 11月23日（周一）日报#3")
    assert await evening.says("gaozong", "团队今天") == (
        "今天 11月23日（周一）：1/3 人拜访 2 次，按组：\n1 吴芳组 1/3 人，2 次\n回编号看那一组。"
    )
    assert (await evening.says("gaozong", "1")).startswith("吴芳组 今天 11月23日（周一）：1 人拜访 2 次")
    assert "1 李雷（吴芳组）" not in await evening.says("gaozong", "谁没交")
    assert "1 韩梅（吴芳组）" in await evening.says("gaozong", "谁没交")


async def test_p10_an_assistant_reads_reports_without_sums_and_urges_nobody(evening: Chat) -> None:
    await evening.office.write(above)
    await evening.says("mali", "帮助")
    await evening.says("lilei", "交日报")

    assert (await evening.says("mali", "谁没交")).startswith("11月23日（周一）还没交日报的 2 人")
    assert (await evening.says("mali", "李雷的日报")).startswith("李雷 11月23日（周一）日报#3")
    assert await evening.says("mali", "催") == list_texts.LEADERS_URGE
    assert list_texts.without_sums("拜访 5 万元的事\n回款 1 笔：东吴 5 万元", lambda _: "回款 1 笔") == (
        "拜访 5 万元的事\n回款 1 笔"
    )


def everybody(session: Session) -> None:
    """All roles: 高远 above both managers, 周明 with 孙一 below him, 钱多 of finance, 管理员 beside the lines."""
    above(session)
    zhouming = session.scalars(select(Person).where(Person.userid == "zhouming")).one()
    boss = session.scalars(select(Person).where(Person.userid == "gaozong")).one()
    for userid, name, role, leader in (
        ("sunyi", "孙一", Role.REP, zhouming.id),
        ("qianduo", "钱多", Role.FINANCE, boss.id),
        ("admin", "管理员", Role.ADMIN, None),
    ):
        person = Person(userid=userid, name=name, role=role, department="", active=True, manager_id=leader)
        session.add(person)
        session.flush()
        session.add(Dialog(person_id=person.id, question=""))


@pytest.mark.parametrize(
    ("userid", "reads", "remarks"),
    [
        ("lilei", False, False),  # his own report goes by 我的日报
        ("hanmei", False, False),
        ("sunyi", False, False),
        ("wufang", True, True),
        ("zhouming", False, False),
        ("gaozong", True, True),
        ("mali", True, False),
        ("qianduo", False, False),
        ("admin", False, False),
    ],
)
async def test_p10_who_reads_and_remarks_cell_by_cell(
    evening: Chat, userid: str, *, reads: bool, remarks: bool
) -> None:
    await evening.office.write(everybody)
    await evening.says("lilei", "交日报 秘密的事")
    await evening.says(userid, "帮助")

    for said in ("李雷的日报", "团队日报", "1", "李雷今天干啥了", "1", "谁没交", "本周日报", "1", "看日报", "1"):
        reply = await evening.says(userid, said)
        seen = "秘密的事" in reply or "谈二期报价" in reply
        assert not seen or reads or userid == "lilei"
    if userid != "lilei":
        assert ("秘密的事" in await evening.says(userid, "李雷的日报")) is reads
    for said in ("点评 李雷 看过了", "点评 #3 看过了", "表扬 李雷", "已阅 #3", "催李雷"):
        await evening.says(userid, said)
    assert (len(await evening.rows(Remark)) > 0) is remarks
    assert (len(await evening.rows(RecordRead)) > 0) is remarks


async def test_g4_what_one_person_did_of_every_kind(evening: Chat) -> None:
    await evening.says("lilei", "跟进恒力 周三 催合同")
    await evening.says("lilei", "交日报")

    reply = await evening.says("wufang", "李雷这周干嘛了")

    assert reply.startswith(
        "李雷 这周 11月23日（周一）：2 访，计 2 分；日报 1 份\n1 11月23日 拜访 东吴机械 王总 谈二期报价 #1"
    )
    assert await evening.says("wufang", "2") == "拜访#2 11月23日（周一） 苏州恒力化纤有限公司，谈年框"
    assert (
        await evening.says("zhouming", "李雷这周干嘛了") == "你这条线上没有这位同事，看不了。发“团队今天”看你带的人。"
    )
    assert (await evening.says("hanmei", "李雷这周干嘛了")).startswith("团队的情况由主管看")


async def test_g4_a_rep_with_many_visits_is_read_in_pages(evening: Chat) -> None:
    for number in range(15):
        await evening.says("lilei", f"拜访 东武 谈第{number}件事")

    first = await evening.says("wufang", "李雷今天干啥了")
    second = await evening.says("wufang", "下一页")

    assert "第 1/2 页，回“下一页”" in first
    assert second.splitlines()[1].startswith("13 ")
    assert len(first.encode()) < 2048
    assert (await evening.says("wufang", "99")).startswith("单子上是 1 到 17")
