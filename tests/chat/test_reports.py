"""日报 as rep and leader live with it: the draft, handed in, late, made up, read, missing (rows A3, A5, D9, G4)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers import report_drafts
from handlers.texts import common
from handlers.texts import help as help_texts
from handlers.texts import reports as texts
from handlers.texts import team_reports as list_texts
from models.schema import (
    Absence,
    AbsenceKind,
    DailyReport,
    Dialog,
    Person,
    Record,
    RecordKind,
    RecordRead,
    Remark,
    Role,
    Visit,
)
from models.services import dialogs
from models.times import SHANGHAI
from tests.steps import two_offices
from tests.talk import Chat


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


@pytest.fixture
async def talk(chat: Chat) -> Chat:
    for userid in ("lilei", "hanmei", "chenchen", "wufang", "zhouming"):
        await chat.says(userid, "帮助")
    await chat.says("lilei", "拜访 东吴 王总 谈二期报价 周三带样品")
    await chat.says("lilei", "拜访 恒力 谈年框")
    chat.clock.move_to(at(18))
    return chat


async def reports(chat: Chat, *where: Any) -> list[DailyReport]:
    return await chat.rows(DailyReport, *where)


async def on_leave(chat: Chat, userid: str, kind: AbsenceKind, first: date, last: date) -> None:
    def write(session: Session) -> None:
        person = session.scalars(select(Person).where(Person.userid == userid)).one()
        record = Record(kind=RecordKind.ABSENCE, person_id=person.id, made_at=chat.clock.now())
        session.add(record)
        session.flush()
        session.add(Absence(number=record.number, kind=kind, person_id=person.id, first_on=first, last_on=last))

    await chat.office.write(write)


async def test_a3_the_draft_writes_itself_and_1_hands_it_in(talk: Chat) -> None:
    assert await talk.says("lilei", "日报") == (
        "日报草稿 11月23日（周一）\n拜访 2 次，2 家：\n"
        "· 苏州东吴机械有限公司 王总，谈二期报价；下次 11月25日（周三）带样品\n· 苏州恒力化纤有限公司，谈年框\n"
        "回 1 提交，或直接补一句。"
    )
    assert await reports(talk) == []

    assert await talk.says("lilei", "1") == "已交 日报#3 18:00（按时）。2 访；已发 吴芳。"
    [push] = await talk.pushes("wufang")
    assert push == (
        "李雷 交了 11月23日（周一）日报#3，18:00（按时）。2 访。\n"
        "全文发“李雷的日报”，点评发“点评 #3 …”，看过发“已阅 #3”。"
    )
    [row] = await reports(talk)
    assert (row.state, row.report_on, row.number) == ("on_time", date(2026, 11, 23), 3)


@pytest.mark.parametrize("said", ["1", "交", "交吧", "提交", "好的", "好，交", "就这样交吧", "交日报", "可以"])
async def test_a3_many_ways_to_hand_it_in(talk: Chat, said: str) -> None:
    await talk.says("lilei", "日报")

    assert (await talk.says("lilei", said)).startswith("已交 日报#3 18:00（按时）")


@pytest.mark.parametrize("said", ["先不交", "算了", "取消", "等会儿", "不交"])
async def test_a3_or_to_leave_it(talk: Chat, said: str) -> None:
    await talk.says("lilei", "日报")

    assert await talk.says("lilei", said) == texts.NOT_HANDED_IN
    assert await reports(talk) == []


async def test_a3_a_sentence_is_added_while_the_draft_is_open_and_by_name_at_any_time(talk: Chat) -> None:
    await talk.says("lilei", "看看草稿")

    assert "\n另外：下午在公司整理报价\n" in await talk.says("lilei", "下午在公司整理报价")
    assert "另外：下午在公司整理报价；打了十个电话\n" in await talk.says("lilei", "加一句：打了十个电话")
    await talk.says("lilei", "我的拜访")
    assert "打了十个电话；明天去常州\n" in await talk.says("lilei", "日报 加一句：明天去常州")
    assert (await reports(talk))[0].state == "draft"


async def test_a3_what_is_written_meanwhile_goes_into_the_open_draft(talk: Chat) -> None:
    await talk.says("lilei", "日报")

    reply = await talk.says("lilei", "拜访 东武 送样")

    assert reply.startswith("记下了 拜访#3")
    assert reply.endswith(texts.DRAFT_FOLLOWS)
    assert "3 访" in await talk.says("lilei", "1")


async def test_a3_a_question_is_answered_and_beats_the_draft(talk: Chat) -> None:
    await talk.says("lilei", "日报")

    assert "苏州东吴机械有限公司" in await talk.says("lilei", "查 东吴")
    assert await reports(talk) == []


async def test_a3_a_correction_changes_the_record_behind_the_draft(talk: Chat) -> None:
    await talk.says("lilei", "日报")

    reply = await talk.says("lilei", "不是恒力是东武")

    assert reply.startswith("改好了 拜访#2 苏州东武纺织有限公司，谈年框。")
    assert "· 苏州东武纺织有限公司，谈年框" in reply
    assert (await talk.says("lilei", "1")).startswith("已交")
    assert len(await talk.rows(Visit)) == 2


async def test_a3_handed_in_again_until_the_deadline_under_its_number(talk: Chat) -> None:
    await talk.says("lilei", "交日报")
    await talk.pushes("wufang")
    assert await talk.says("lilei", "交日报") == "和上次交的一样，不用再交。日报#3 有效。"
    assert await talk.pushes("wufang") == []

    await talk.says("lilei", "拜访 东武 送样")
    talk.clock.move_to(at(20, 59))
    assert "18:00 交过一份，回 1 重交，编号不变。" in await talk.says("lilei", "日报")
    assert await talk.says("lilei", "1") == "已重交 日报#3 20:59，以这份为准。3 访；已发 吴芳。"
    [push] = await talk.pushes("wufang")
    assert push.startswith("李雷 重交了 11月23日（周一）日报#3，20:59（按时）。3 访。")
    [row] = await reports(talk)
    assert (row.number, row.state) == (3, "on_time")


async def test_a3_what_was_on_time_is_not_touched_after_the_deadline(talk: Chat) -> None:
    await talk.says("lilei", "交日报")
    talk.clock.move_to(at(21, 5))

    assert (await talk.says("lilei", "日报 加一句：晚上应酬")).startswith(
        "11月23日（周一）的日报#3 18:00 已按时交，截止后不再改（制度 2.1）。"
    )
    assert (await talk.says("lilei", "日报")).startswith("李雷 11月23日（周一）日报#3（按时 18:00）")
    assert (await reports(talk))[0].extra == []


async def test_a3_late_with_its_minute_and_the_reason_behind_it(talk: Chat) -> None:
    talk.clock.move_to(at(21, 14))

    assert await talk.says("lilei", "交日报") == "已收，日报#3 21:14，记为迟交。\n理由可补一句，主管看得到。"
    assert await talk.says("lilei", "陪客户吃饭，太晚了") == texts.REASON_KEPT
    _, reason = await talk.pushes("wufang")
    assert reason == "李雷 日报#3 迟交的理由：陪客户吃饭，太晚了"
    [row] = await reports(talk)
    assert (row.state, row.late_reason) == ("late", "陪客户吃饭，太晚了")
    assert "迟交理由：陪客户吃饭，太晚了" in await talk.says("wufang", "李雷的日报")


async def test_a3_no_reason_is_no_wrong(talk: Chat) -> None:
    talk.clock.move_to(at(21, 14))
    await talk.says("lilei", "交日报")

    assert await talk.says("lilei", "算了") == texts.NO_REASON
    assert (await reports(talk))[0].late_reason == ""


async def test_a3_a_new_record_is_no_reason(talk: Chat) -> None:
    talk.clock.move_to(at(21, 14))
    await talk.says("lilei", "交日报")

    assert (await talk.says("lilei", "拜访 东武 送样")).startswith("记下了 拜访#4")
    assert (await reports(talk))[0].late_reason == ""


async def test_a3_made_up_the_next_day(talk: Chat) -> None:
    talk.clock.move_to(at(9, 0, 24))

    assert await talk.says("lilei", "补昨天日报") == (
        "已补 11月23日（周一）日报#3，标“补交”，原来的缺交记录不抹掉。已发 吴芳。"
    )
    assert "\n2 11月23日（周一）补交 11月24日（周二）09:00 日报#3\n" in await talk.says("lilei", "我的日报")
    assert "1 李雷 补交 11月24日（周二）09:00 2 访" in await talk.says("wufang", "看昨天的日报")


async def test_a3_a_day_without_records_asks_for_a_sentence(talk: Chat) -> None:
    talk.clock.move_to(at(9, 0, 24))

    assert (await talk.says("hanmei", "补昨天日报")).startswith("11月23日（周一）还没有记录。直接写一句做了什么")
    assert "日报草稿 11月23日（周一）\n在公司整理报价\n回 1 补交" in await talk.says("hanmei", "在公司整理报价")
    assert (await talk.says("hanmei", "1")).startswith("已补 11月23日（周一）日报#3")


async def test_a3_the_server_s_clock_counts_and_not_the_phone_s(talk: Chat) -> None:
    """A message that was sent at 20:59 and reaches the server at 21:14 is late."""
    message = talk.message("lilei", text="交日报")
    talk.clock.move_to(at(21, 14))

    assert (await talk.office.receive(message)).startswith("已收，日报#3 21:14，记为迟交。")


async def test_a3_sent_before_midnight_and_received_after_it_is_made_up(talk: Chat) -> None:
    talk.clock.move_to(at(23, 59))
    message = talk.message("lilei", text="交日报")
    talk.clock.move_to(at(0, 1, 24))

    assert (await talk.office.receive(message)).startswith("已补 11月23日（周一）日报#3")


@pytest.mark.parametrize(
    ("said", "reply"),
    [
        ("补10月1日日报", "2026年10月1日（周四）太早了，只能补交 7 天内的日报（制度 2.2）。"),
        ("补1900年1月1日日报", "太早了，只能补交 7 天内的日报（制度 2.2）。"),
    ],
)
async def test_a3_days_that_are_not_taken(talk: Chat, said: str, reply: str) -> None:
    assert reply in await talk.says("lilei", said)
    assert await reports(talk) == []


async def test_a3_a_report_of_20000_characters_is_not_kept(talk: Chat) -> None:
    assert await talk.says("lilei", "日报 " + "今天很忙" * 5000) == help_texts.PASTED
    await talk.says("lilei", "日报")
    assert await talk.says("lilei", "今天很忙" * 5000) == help_texts.PASTED
    assert await reports(talk) == []


async def test_a3_markup_and_phones_are_words_like_others(talk: Chat) -> None:
    await talk.says("lilei", "日报 加一句：'); DROP TABLE people;-- <b>13800130001</b>")

    reply = await talk.says("lilei", "交日报")

    assert reply.startswith("已交")
    [row] = await reports(talk)
    assert "138****0001" in row.body
    assert "13800130001" not in row.body
    assert "DROP TABLE people" in row.body


async def test_a3_the_plan_at_the_end_of_a_report_is_tomorrows_plan(talk: Chat) -> None:
    reply = await talk.says("lilei", "日报 下午整理报价\n明天计划：恒力 华联")

    assert "另外：下午整理报价\n明天：恒力 华联\n" in reply


async def test_a3_what_is_due_tomorrow_stands_in_the_draft_and_own_reminders_do_not(talk: Chat) -> None:
    await talk.says("lilei", "明天跟进恒力 催合同")
    await talk.says("lilei", "提醒我明天10点接孩子")

    reply = await talk.says("lilei", "日报")

    assert "明天：苏州恒力化纤有限公司 催合同" in reply
    assert "孩子" not in reply


async def test_a3_undo_takes_the_report_back_and_it_may_be_handed_in_anew(talk: Chat) -> None:
    await talk.says("lilei", "交日报")

    assert await talk.says("lilei", "撤销") == "已撤销 日报#3（留痕）。"
    assert "没交：李雷、韩梅、陈晨" in await talk.says("wufang", "团队日报")
    assert (await talk.says("lilei", "交日报")).startswith("已交 日报#3")
    assert len(await reports(talk)) == 1


async def test_a3_my_reports_of_the_week_with_who_has_read_them(talk: Chat) -> None:
    await talk.says("lilei", "交日报")
    await talk.says("wufang", "已阅 #3")
    talk.clock.move_to(at(9, 0, 25))

    assert await talk.says("lilei", "我的日报") == (
        "我的日报 本周（11月23日–11月25日）：\n1 11月25日（周三）还没交\n2 11月24日（周二）没交\n"
        "3 11月23日（周一）按时 18:00 日报#3，吴芳 已阅\n回编号看全文；补交发“补昨天日报”。"
    )
    assert (await talk.says("lilei", "3")).startswith("李雷 11月23日（周一）日报#3（按时 18:00）\n拜访 2 次")
    assert (await talk.says("lilei", "99")) == common.no_such_line(3)


async def test_a3_leave_and_rest_days_are_excused_and_a_trip_is_not(talk: Chat) -> None:
    await on_leave(talk, "hanmei", AbsenceKind.LEAVE, date(2026, 11, 23), date(2026, 11, 24))
    await on_leave(talk, "chenchen", AbsenceKind.TRIP, date(2026, 11, 23), date(2026, 11, 24))

    assert await talk.says("wufang", "谁没交") == (
        "11月23日（周一）还没交日报的 2 人：\n1 李雷\n2 陈晨\n已交 0 人。免交：请假 韩梅\n"
        "回“催”提醒他们，回编号看他那天做了什么。"
    )
    assert await talk.says("wufang", "昨天谁没交") == (
        "11月22日（周日）是休息日，不用交日报。\n看上一个工作日，发“11月20日谁没交”。"
    )
    assert (await talk.says("wufang", "11月20日谁没交")).startswith("11月20日（周五）没交日报的 3 人")
    assert "免交（请假）" in await talk.says("hanmei", "我的日报")


async def test_everybody_has_handed_in(talk: Chat) -> None:
    for userid in ("lilei", "hanmei", "chenchen"):
        await talk.says(userid, "交日报 在公司整理报价")

    assert await talk.says("wufang", "日报交齐了吗") == "11月23日（周一）日报都交齐了，3 人。"
    assert await talk.says("wufang", "催") == "11月23日（周一）没有缺日报的人，不用催。"


async def test_who_has_none_yesterday_is_over(talk: Chat) -> None:
    talk.clock.move_to(at(9, 0, 24))

    assert (await talk.says("wufang", "昨天谁没交")).startswith(
        "11月23日（周一）没交日报的 3 人：\n1 李雷\n2 韩梅\n3 陈晨"
    )
    assert (await talk.says("wufang", "1")).startswith("李雷 11月23日（周一）：2 访，计 2 分")


async def test_urging_reaches_each_once_in_half_an_hour(talk: Chat) -> None:
    await talk.says("hanmei", "交日报 在公司整理报价")

    assert await talk.says("wufang", "催一下") == "已提醒 2 人：李雷、陈晨。"
    assert await talk.pushes("lilei") == ["吴芳 提醒：11月23日（周一）的日报还没交。发“日报”看草稿，回 1 就交。"]
    assert await talk.pushes("hanmei") == []
    talk.clock.move_to(at(18, 20))
    assert await talk.says("wufang", "催") == "半小时内提醒过，不再打扰：李雷、陈晨。"
    assert await talk.says("wufang", "催李雷") == "半小时内提醒过，不再打扰：李雷。"
    assert await talk.pushes("lilei") == []
    talk.clock.move_to(at(18, 40))
    assert await talk.says("wufang", "催李雷") == "已提醒 1 人：李雷。"
    assert len(await talk.pushes("lilei")) == 1
    assert await talk.pushes("chenchen") == ["吴芳 提醒：11月23日（周一）的日报还没交。发“日报 今天做了什么”一句就行。"]


async def test_urging_whoever_owes_none(talk: Chat) -> None:
    await talk.says("hanmei", "交日报 在公司整理报价")

    assert await talk.says("wufang", "催韩梅") == "韩梅 11月23日（周一）的日报 18:00 已交（按时），不用催。"
    assert await talk.says("zhouming", "催李雷") == list_texts.NOT_IN_LINE
    assert await talk.says("lilei", "催韩梅") == list_texts.ONLY_LEADERS
    assert await talk.pushes("hanmei") == []


async def test_urging_in_the_quiet_hours_says_when_it_arrives(talk: Chat) -> None:
    talk.clock.move_to(at(22))

    assert await talk.says("wufang", "催李雷") == "已提醒 1 人：李雷，已过静默时间，明早 08:00 送到。"
    assert await talk.pushes("lilei") == []


async def test_urging_for_an_earlier_day_says_how_it_is_made_up(talk: Chat) -> None:
    talk.clock.move_to(at(9, 0, 24))

    assert await talk.says("wufang", "催昨天没交的") == "已提醒 3 人交11月23日（周一）日报：李雷、韩梅、陈晨。"
    assert await talk.pushes("lilei") == [
        "吴芳 提醒：11月23日（周一）的日报还没交。发“补11月23日日报”就行，没记录的后面写一句做了什么。"
    ]
    assert (await talk.says("lilei", "补11月23日日报")).startswith("已补 11月23日（周一）日报#3")


async def test_the_list_of_the_missing_is_answered_by_number_and_by_urging(talk: Chat) -> None:
    await talk.says("wufang", "谁没交")
    assert (await talk.says("wufang", "1")).startswith("李雷 11月23日（周一）：2 访，计 2 分")
    await talk.says("wufang", "谁没交")
    assert (await talk.says("wufang", "9")) == common.no_such_line(3)
    assert (await talk.says("wufang", "催")).startswith("已提醒 3 人")


async def test_a_leader_reads_his_line_by_number_and_name(talk: Chat) -> None:
    await talk.says("lilei", "交日报")
    await talk.says("hanmei", "交日报 在公司整理报价")

    assert await talk.says("wufang", "团队日报") == (
        "11月23日（周一）日报：应交 3，已交 2\n1 李雷 按时 18:00 2 访\n2 韩梅 按时 18:00\n没交：陈晨\n"
        "回编号看全文，“全部已阅”一次标完；回“催”提醒没交的。"
    )
    opened = await talk.says("wufang", "2")
    assert opened.startswith("韩梅 11月23日（周一）日报#4（按时 18:00）\n在公司整理报价\n")
    assert await talk.says("wufang", "韩梅的日报") == opened
    assert await talk.says("wufang", "陈晨的日报") == "陈晨 11月23日（周一）没交日报，回“催 陈晨”提醒他。"
    assert await talk.says("zhouming", "李雷的日报") == list_texts.NOT_IN_LINE
    assert await talk.says("hanmei", "李雷的日报") == list_texts.ONLY_LEADERS


async def test_having_read_means_what_is_open_and_all_means_all(talk: Chat) -> None:
    await talk.says("lilei", "交日报")
    await talk.says("hanmei", "交日报 在公司整理报价")
    await talk.says("wufang", "团队日报")
    await talk.says("wufang", "1")

    assert await talk.says("wufang", "已阅") == "已阅 1 份：李雷。本人发“我的日报”能看到。"
    assert "1 李雷 按时 18:00 2 访（已阅）\n2 韩梅 按时 18:00\n" in await talk.says("wufang", "团队日报")
    assert await talk.says("wufang", "全部已阅") == "已阅 1 份：韩梅。本人发“我的日报”能看到。"
    assert await talk.says("wufang", "全部已阅") == list_texts.NOTHING_UNREAD
    assert await talk.says("wufang", "已阅 #3") == "这些已经标过已阅了。"
    assert await talk.says("zhouming", "已阅 #3") == list_texts.NOT_IN_LINE
    assert await talk.says("hanmei", "已阅 #3") == list_texts.ONLY_LEADERS


async def test_the_reports_of_a_week_are_counted_for_each_one(talk: Chat) -> None:
    await talk.says("lilei", "交日报")
    await on_leave(talk, "chenchen", AbsenceKind.LEAVE, date(2026, 11, 23), date(2026, 11, 24))
    talk.clock.move_to(at(9, 0, 25))
    await talk.says("lilei", "补昨天日报 在公司整理报价")

    assert await talk.says("wufang", "本周日报") == (
        "本周（11月23日–11月25日）日报：\n1 李雷 交 2（迟、补 1）\n2 韩梅 交 0，缺 2\n3 陈晨 交 0\n"
        "回编号看那一位做了什么。"
    )
    assert (await talk.says("wufang", "1")).startswith("李雷 本周（11月23日–11月25日）：2 访")
    assert (await talk.says("wufang", "这周谁没交日报")).startswith("这周（11月23日–11月25日）日报：\n1 李雷 交 2")


async def test_a3_a_visit_that_is_only_told_in_the_report_is_pointed_out(talk: Chat) -> None:
    reply = await talk.says("lilei", "日报：今天拜访了东吴和东武")

    assert "东武纺织 的拜访还没记，要计分就单独发一句：拜访 东武纺织 谈了什么" in reply


async def test_a3_the_draft_that_the_clock_pushes_opens_the_same_question(talk: Chat) -> None:
    def push(session: Session) -> str:
        person = session.scalars(select(Person).where(Person.userid == "lilei")).one()
        day = date(2026, 11, 23)
        made = report_drafts.draft(session, talk.office.turns.directory, person_id=person.id, day=day, today=day)
        dialogs.offer(session.connection(), person.id, made.question, made.data, talk.clock.now())
        return made.text

    assert (await talk.office.write(push)).endswith("回 1 提交，或直接补一句。")
    assert await talk.says("lilei", "1") == "已交 日报#3 18:00（按时）。2 访；已发 吴芳。"


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


async def test_g4_a_director_sees_managers_first_and_opens_one(talk: Chat) -> None:
    await talk.office.write(above)
    await talk.says("gaozong", "帮助")
    await talk.says("lilei", "交日报")

    assert await talk.says("gaozong", "团队日报") == (
        "11月23日（周一）日报，按组：\n1 吴芳组 已交 1，没交 2\n回编号看那一组。"
    )
    assert (await talk.says("gaozong", "1")).startswith("11月23日（周一）日报：应交 3，已交 1\n1 李雷 按时 18:00 2 访")
    assert (await talk.says("gaozong", "1")).startswith("李雷 11月23日（周一）日报#3")
    assert await talk.says("gaozong", "团队今天") == (
        "今天 11月23日（周一）：1/3 人拜访 2 次，按组：\n1 吴芳组 1/3 人，2 次\n回编号看那一组。"
    )
    assert (await talk.says("gaozong", "1")).startswith("吴芳组 今天 11月23日（周一）：1 人拜访 2 次")
    assert "1 李雷（吴芳组）" not in await talk.says("gaozong", "谁没交")
    assert "1 韩梅（吴芳组）" in await talk.says("gaozong", "谁没交")


async def test_p10_an_assistant_reads_reports_without_sums_and_urges_nobody(talk: Chat) -> None:
    await talk.office.write(above)
    await talk.says("mali", "帮助")
    await talk.says("lilei", "交日报")

    assert (await talk.says("mali", "谁没交")).startswith("11月23日（周一）还没交日报的 2 人")
    assert (await talk.says("mali", "李雷的日报")).startswith("李雷 11月23日（周一）日报#3")
    assert await talk.says("mali", "催") == list_texts.LEADERS_URGE
    assert list_texts.without_sums("拜访 5 万元的事\n回款 1 笔：东吴 5 万元", lambda _: "回款 1 笔") == (
        "拜访 5 万元的事\n回款 1 笔"
    )


async def test_a_day_full_of_visits_and_words_stays_readable(talk: Chat) -> None:
    for number in range(30):
        await talk.says("lilei", f"拜访 东武 谈第{number}件事，{'很长的话' * 30}")
    for number in range(18):
        await talk.says("lilei", f"日报 加一句：{number}{'又做了一件事' * 60}")

    draft = await talk.says("lilei", "日报")
    assert len(draft.encode()) < 2048
    assert draft.endswith("回 1 提交，或直接补一句。")
    assert "条没列出" in draft
    assert (await talk.says("lilei", "1")).startswith("已交 日报#")
    [push] = await talk.pushes("wufang")
    assert len(push.encode()) < 400
    opened = await talk.says("wufang", "李雷的日报")
    rest = await talk.pushes("wufang")
    assert rest
    assert all(len(part.encode()) < 2048 for part in (opened, *rest))
    assert "又做了一件事" in rest[-1]


async def test_done_follow_ups_stand_in_the_report(talk: Chat) -> None:
    await talk.says("lilei", "明天跟进恒力 催合同")
    await talk.says("lilei", "#3 好了")

    assert "\n跟进 1：苏州恒力化纤有限公司 催合同\n" in await talk.says("lilei", "日报")


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
async def test_p10_who_reads_and_remarks_cell_by_cell(talk: Chat, userid: str, *, reads: bool, remarks: bool) -> None:
    await talk.office.write(everybody)
    await talk.says("lilei", "交日报 秘密的事")
    await talk.says(userid, "帮助")

    for said in ("李雷的日报", "团队日报", "1", "李雷今天干啥了", "1", "谁没交", "本周日报", "1", "看日报", "1"):
        reply = await talk.says(userid, said)
        seen = "秘密的事" in reply or "谈二期报价" in reply
        assert not seen or reads or userid == "lilei"
    if userid != "lilei":
        assert ("秘密的事" in await talk.says(userid, "李雷的日报")) is reads
    for said in ("点评 李雷 看过了", "点评 #3 看过了", "表扬 李雷", "已阅 #3", "催李雷"):
        await talk.says(userid, said)
    assert (len(await talk.rows(Remark)) > 0) is remarks
    assert (len(await talk.rows(RecordRead)) > 0) is remarks


async def test_g4_what_one_person_did_of_every_kind(talk: Chat) -> None:
    await talk.says("lilei", "跟进恒力 周三 催合同")
    await talk.says("lilei", "交日报")

    reply = await talk.says("wufang", "李雷这周干嘛了")

    assert reply.startswith(
        "李雷 这周 11月23日（周一）：2 访，计 2 分；日报 1 份\n1 11月23日 拜访 东吴机械 王总 谈二期报价 #1"
    )
    assert await talk.says("wufang", "2") == "拜访#2 11月23日（周一） 苏州恒力化纤有限公司，谈年框"
    assert await talk.says("zhouming", "李雷这周干嘛了") == "你这条线上没有这位同事，看不了。发“团队今天”看你带的人。"
    assert (await talk.says("hanmei", "李雷这周干嘛了")).startswith("团队的情况由主管看")


async def test_g4_a_rep_with_many_visits_is_read_in_pages(talk: Chat) -> None:
    for number in range(15):
        await talk.says("lilei", f"拜访 东武 谈第{number}件事")

    first = await talk.says("wufang", "李雷今天干啥了")
    second = await talk.says("wufang", "下一页")

    assert "第 1/2 页，回“下一页”" in first
    assert second.splitlines()[1].startswith("13 ")
    assert len(first.encode()) < 2048
    assert (await talk.says("wufang", "99")).startswith("单子上是 1 到 17")


@pytest.fixture
async def two(fresh_postgres: Callable[[], str], tmp_path: Path) -> AsyncIterator[tuple[Chat, Chat]]:
    async with two_offices(fresh_postgres(), tmp_path) as offices:
        yield offices


@pytest.mark.postgres
async def test_a3_two_devices_at_once_hand_in_one_report(two: tuple[Chat, Chat]) -> None:
    for day in range(23, 28):
        for chat in two:
            chat.clock.move_to(at(18, 0, day))
        for turn, userid in enumerate(("lilei", "hanmei", "chenchen", "lilei")):
            answers = await asyncio.gather(
                *(
                    chat.says(userid, "交日报 在公司整理报价", key=f"{day}:{turn}:{index}")
                    for index, chat in enumerate(two)
                )
            )
            assert all("日报#" in answer for answer in answers)
    rows = await reports(two[0])
    assert len(rows) == 15
    assert len({(row.person_id, row.report_on) for row in rows}) == 15
    assert len(await two[0].rows(Record, Record.kind == RecordKind.REPORT)) == 15


async def test_d6_a_quotation_is_no_order_in_the_report(talk: Chat) -> None:
    await talk.says("lilei", "报价 东吴 A200 1台 单价30万")
    await talk.says("lilei", "日报")

    assert "2 访 1 报价" in await talk.says("lilei", "1")
