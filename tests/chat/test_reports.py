"""日报 as a rep lives with it: the draft, handed in, late, made up, taken back (rows A3, A5, D9)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers import report_drafts
from handlers.texts import common
from handlers.texts import help as help_texts
from handlers.texts import reports as texts
from models.schema import (
    DailyReport,
    Person,
    Record,
    RecordKind,
    Visit,
)
from models.services import dialogs
from tests.steps import at, two_offices
from tests.talk import Chat


async def reports(chat: Chat, *where: Any) -> list[DailyReport]:
    return await chat.rows(DailyReport, *where)


async def test_a3_the_draft_writes_itself_and_1_hands_it_in(evening: Chat) -> None:
    assert await evening.says("lilei", "日报") == (
        "日报草稿 11月23日（周一）\n拜访 2 次，2 家：\n"
        "· 苏州东吴机械有限公司 王总，谈二期报价；下次 11月25日（周三）带样品\n· 苏州恒力化纤有限公司，谈年框\n"
        "回 1 提交，或直接补一句。"
    )
    assert await reports(evening) == []

    assert await evening.says("lilei", "1") == "已交 日报#3 18:00（按时）。2 访；已发 吴芳。"
    [push] = await evening.pushes("wufang")
    assert push == (
        "李雷 交了 11月23日（周一）日报#3，18:00（按时）。2 访。\n"
        "全文发“李雷的日报”，点评发“点评 #3 …”，看过发“已阅 #3”。"
    )
    [row] = await reports(evening)
    assert (row.state, row.report_on, row.number) == ("on_time", date(2026, 11, 23), 3)


@pytest.mark.parametrize("said", ["1", "交", "交吧", "提交", "好的", "好，交", "就这样交吧", "交日报", "可以"])
async def test_a3_many_ways_to_hand_it_in(evening: Chat, said: str) -> None:
    await evening.says("lilei", "日报")

    assert (await evening.says("lilei", said)).startswith("已交 日报#3 18:00（按时）")


@pytest.mark.parametrize("said", ["先不交", "算了", "取消", "等会儿", "不交"])
async def test_a3_or_to_leave_it(evening: Chat, said: str) -> None:
    await evening.says("lilei", "日报")

    assert await evening.says("lilei", said) == texts.NOT_HANDED_IN
    assert await reports(evening) == []


async def test_a3_a_sentence_is_added_while_the_draft_is_open_and_by_name_at_any_time(evening: Chat) -> None:
    await evening.says("lilei", "看看草稿")

    assert "\n另外：下午在公司整理报价\n" in await evening.says("lilei", "下午在公司整理报价")
    assert "另外：下午在公司整理报价；打了十个电话\n" in await evening.says("lilei", "加一句：打了十个电话")
    await evening.says("lilei", "我的拜访")
    assert "打了十个电话；明天去常州\n" in await evening.says("lilei", "日报 加一句：明天去常州")
    assert (await reports(evening))[0].state == "draft"


async def test_a3_what_is_written_meanwhile_goes_into_the_open_draft(evening: Chat) -> None:
    await evening.says("lilei", "日报")

    reply = await evening.says("lilei", "拜访 东武 送样")

    assert reply.startswith("记下了 拜访#3")
    assert reply.endswith(texts.DRAFT_FOLLOWS)
    assert "3 访" in await evening.says("lilei", "1")


async def test_a3_a_question_is_answered_and_beats_the_draft(evening: Chat) -> None:
    await evening.says("lilei", "日报")

    assert "苏州东吴机械有限公司" in await evening.says("lilei", "查 东吴")
    assert await reports(evening) == []


async def test_a3_a_correction_changes_the_record_behind_the_draft(evening: Chat) -> None:
    await evening.says("lilei", "日报")

    reply = await evening.says("lilei", "不是恒力是东武")

    assert reply.startswith("改好了 拜访#2 苏州东武纺织有限公司，谈年框。")
    assert "· 苏州东武纺织有限公司，谈年框" in reply
    assert (await evening.says("lilei", "1")).startswith("已交")
    assert len(await evening.rows(Visit)) == 2


async def test_a3_handed_in_again_until_the_deadline_under_its_number(evening: Chat) -> None:
    await evening.says("lilei", "交日报")
    await evening.pushes("wufang")
    assert await evening.says("lilei", "交日报") == "和上次交的一样，不用再交。日报#3 有效。"
    assert await evening.pushes("wufang") == []

    await evening.says("lilei", "拜访 东武 送样")
    evening.clock.move_to(at(23, 20, 59))
    assert "18:00 交过一份，回 1 重交，编号不变。" in await evening.says("lilei", "日报")
    assert await evening.says("lilei", "1") == "已重交 日报#3 20:59，以这份为准。3 访；已发 吴芳。"
    [push] = await evening.pushes("wufang")
    assert push.startswith("李雷 重交了 11月23日（周一）日报#3，20:59（按时）。3 访。")
    [row] = await reports(evening)
    assert (row.number, row.state) == (3, "on_time")


async def test_a3_what_was_on_time_is_not_touched_after_the_deadline(evening: Chat) -> None:
    await evening.says("lilei", "交日报")
    evening.clock.move_to(at(23, 21, 5))

    assert (await evening.says("lilei", "日报 加一句：晚上应酬")).startswith(
        "11月23日（周一）的日报#3 18:00 已按时交，截止后不再改（制度 2.1）。"
    )
    assert (await evening.says("lilei", "日报")).startswith("李雷 11月23日（周一）日报#3（按时 18:00）")
    assert (await reports(evening))[0].extra == []


async def test_a3_late_with_its_minute_and_the_reason_behind_it(evening: Chat) -> None:
    evening.clock.move_to(at(23, 21, 14))

    assert await evening.says("lilei", "交日报") == "已收，日报#3 21:14，记为迟交。\n理由可补一句，主管看得到。"
    assert await evening.says("lilei", "陪客户吃饭，太晚了") == texts.REASON_KEPT
    _, reason = await evening.pushes("wufang")
    assert reason == "李雷 日报#3 迟交的理由：陪客户吃饭，太晚了"
    [row] = await reports(evening)
    assert (row.state, row.late_reason) == ("late", "陪客户吃饭，太晚了")
    assert "迟交理由：陪客户吃饭，太晚了" in await evening.says("wufang", "李雷的日报")


async def test_a3_no_reason_is_no_wrong(evening: Chat) -> None:
    evening.clock.move_to(at(23, 21, 14))
    await evening.says("lilei", "交日报")

    assert await evening.says("lilei", "算了") == texts.NO_REASON
    assert (await reports(evening))[0].late_reason == ""


async def test_a3_a_new_record_is_no_reason(evening: Chat) -> None:
    evening.clock.move_to(at(23, 21, 14))
    await evening.says("lilei", "交日报")

    assert (await evening.says("lilei", "拜访 东武 送样")).startswith("记下了 拜访#4")
    assert (await reports(evening))[0].late_reason == ""


async def test_a3_made_up_the_next_day(evening: Chat) -> None:
    evening.clock.move_to(at(24, 9))

    assert await evening.says("lilei", "补昨天日报") == (
        "已补 11月23日（周一）日报#3，标“补交”，原来的缺交记录不抹掉。已发 吴芳。"
    )
    assert "\n2 11月23日（周一）补交 11月24日（周二）09:00 日报#3\n" in await evening.says("lilei", "我的日报")
    assert "1 李雷 补交 11月24日（周二）09:00 2 访" in await evening.says("wufang", "看昨天的日报")


async def test_a3_a_day_without_records_asks_for_a_sentence(evening: Chat) -> None:
    evening.clock.move_to(at(24, 9))

    assert (await evening.says("hanmei", "补昨天日报")).startswith("11月23日（周一）还没有记录。直接写一句做了什么")
    assert "日报草稿 11月23日（周一）\n在公司整理报价\n回 1 补交" in await evening.says("hanmei", "在公司整理报价")
    assert (await evening.says("hanmei", "1")).startswith("已补 11月23日（周一）日报#3")


async def test_a3_the_server_s_clock_counts_and_not_the_phone_s(evening: Chat) -> None:
    """A message that was sent at 20:59 and reaches the server at 21:14 is late."""
    message = evening.message("lilei", text="交日报")
    evening.clock.move_to(at(23, 21, 14))

    assert (await evening.office.receive(message)).startswith("已收，日报#3 21:14，记为迟交。")


async def test_a3_sent_before_midnight_and_received_after_it_is_made_up(evening: Chat) -> None:
    evening.clock.move_to(at(23, 23, 59))
    message = evening.message("lilei", text="交日报")
    evening.clock.move_to(at(24, 0, 1))

    assert (await evening.office.receive(message)).startswith("已补 11月23日（周一）日报#3")


@pytest.mark.parametrize(
    ("said", "reply"),
    [
        ("补10月1日日报", "2026年10月1日（周四）太早了，只能补交 7 天内的日报（制度 2.2）。"),
        ("补2020年1月1日日报", "太早了，只能补交 7 天内的日报（制度 2.2）。"),
    ],
)
async def test_a3_days_that_are_not_taken(evening: Chat, said: str, reply: str) -> None:
    assert reply in await evening.says("lilei", said)
    assert await reports(evening) == []


async def test_a3_a_report_of_20000_characters_is_not_kept(evening: Chat) -> None:
    assert await evening.says("lilei", "日报 " + "今天很忙" * 5000) == help_texts.PASTED
    await evening.says("lilei", "日报")
    assert await evening.says("lilei", "今天很忙" * 5000) == help_texts.PASTED
    assert await reports(evening) == []


async def test_a3_markup_and_phones_are_words_like_others(evening: Chat) -> None:
    await evening.says("lilei", "日报 加一句：'); DROP TABLE people;-- <b>13800130001</b>")

    reply = await evening.says("lilei", "交日报")

    assert reply.startswith("已交")
    [row] = await reports(evening)
    assert "138****0001" in row.body
    assert "13800130001" not in row.body
    assert "DROP TABLE people" in row.body


async def test_a3_the_plan_at_the_end_of_a_report_is_tomorrows_plan(evening: Chat) -> None:
    reply = await evening.says("lilei", "日报 下午整理报价\n明天计划：恒力 华联")

    assert "另外：下午整理报价\n明天：恒力 华联\n" in reply


async def test_a3_what_is_due_tomorrow_stands_in_the_draft_and_own_reminders_do_not(evening: Chat) -> None:
    await evening.says("lilei", "明天跟进恒力 催合同")
    await evening.says("lilei", "提醒我明天10点接孩子")

    reply = await evening.says("lilei", "日报")

    assert "明天：苏州恒力化纤有限公司 催合同" in reply
    assert "孩子" not in reply


async def test_a3_undo_takes_the_report_back_and_it_may_be_handed_in_anew(evening: Chat) -> None:
    await evening.says("lilei", "交日报")

    assert await evening.says("lilei", "撤销") == "已撤销 日报#3（留痕）。"
    assert "没交：李雷、韩梅、陈晨" in await evening.says("wufang", "团队日报")
    assert (await evening.says("lilei", "交日报")).startswith("已交 日报#3")
    assert len(await reports(evening)) == 1


async def test_a3_my_reports_of_the_week_with_who_has_read_them(evening: Chat) -> None:
    await evening.says("lilei", "交日报")
    await evening.says("wufang", "已阅 #3")
    evening.clock.move_to(at(25, 9))

    assert await evening.says("lilei", "我的日报") == (
        "我的日报 本周（11月23日–11月25日）：\n1 11月25日（周三）还没交\n2 11月24日（周二）没交\n"
        "3 11月23日（周一）按时 18:00 日报#3，吴芳 已阅\n回编号看全文；补交发“补昨天日报”。"
    )
    assert (await evening.says("lilei", "3")).startswith("李雷 11月23日（周一）日报#3（按时 18:00）\n拜访 2 次")
    assert (await evening.says("lilei", "99")) == common.no_such_line(3)


async def test_a3_a_visit_that_is_only_told_in_the_report_is_pointed_out(evening: Chat) -> None:
    reply = await evening.says("lilei", "日报：今天拜访了东吴和东武")

    assert "东武纺织 的拜访还没记，要计分就单独发一句：拜访 东武纺织 谈了什么" in reply


async def test_a3_the_draft_that_the_clock_pushes_opens_the_same_question(evening: Chat) -> None:
    def push(session: Session) -> str:
        person = session.scalars(select(Person).where(Person.userid == "lilei")).one()
        day = date(2026, 11, 23)
        made = report_drafts.draft(session, evening.office.turns.directory, person_id=person.id, day=day, today=day)
        dialogs.offer(session.connection(), person.id, made.question, made.data, evening.clock.now())
        return made.text

    assert (await evening.office.write(push)).endswith("回 1 提交，或直接补一句。")
    assert await evening.says("lilei", "1") == "已交 日报#3 18:00（按时）。2 访；已发 吴芳。"


async def test_a_day_full_of_visits_and_words_stays_readable(evening: Chat) -> None:
    for number in range(30):
        await evening.says("lilei", f"拜访 东武 谈第{number}件事，{'很长的话' * 30}")
    for number in range(18):
        await evening.says("lilei", f"日报 加一句：{number}{'又做了一件事' * 60}")

    draft = await evening.says("lilei", "日报")
    assert len(draft.encode()) < 2048
    assert draft.endswith("回 1 提交，或直接补一句。")
    assert "条没列出" in draft
    assert (await evening.says("lilei", "1")).startswith("已交 日报#")
    [push] = await evening.pushes("wufang")
    assert len(push.encode()) < 400
    opened = await evening.says("wufang", "李雷的日报")
    rest = await evening.pushes("wufang")
    assert rest
    assert all(len(part.encode()) < 2048 for part in (opened, *rest))
    assert "又做了一件事" in rest[-1]


async def test_done_follow_ups_stand_in_the_report(evening: Chat) -> None:
    await evening.says("lilei", "明天跟进恒力 催合同")
    await evening.says("lilei", "#3 好了")

    assert "\n跟进 1：苏州恒力化纤有限公司 催合同\n" in await evening.says("lilei", "日报")


@pytest.fixture
async def two(fresh_postgres: Callable[[], str], tmp_path: Path) -> AsyncIterator[tuple[Chat, Chat]]:
    async with two_offices(fresh_postgres(), tmp_path) as offices:
        yield offices


@pytest.mark.postgres
async def test_a3_two_devices_at_once_hand_in_one_report(two: tuple[Chat, Chat]) -> None:
    for day in range(23, 28):
        for chat in two:
            chat.clock.move_to(at(day, 18))
        for turn, userid in enumerate(("lilei", "hanmei", "chenchen", "lilei")):
            answers = await asyncio.gather(
                *(
                    chat.says(userid, "交日报 在公司整理报价", key=f"{day}:{turn}:{index}")
                    for index, chat in enumerate(two)
                )
            )
            # One hands it in, the other is told that it is there; the fourth turn says the same once more.
            assert sorted("已交 日报#" in answer for answer in answers) == [False, turn < 3], answers
            assert sum("不用再交。日报#" in answer for answer in answers) == (1 if turn < 3 else 2), answers
    rows = await reports(two[0])
    assert len(rows) == 15
    assert len({(row.person_id, row.report_on) for row in rows}) == 15
    assert len(await two[0].rows(Record, Record.kind == RecordKind.REPORT)) == 15


async def test_d6_a_quotation_is_no_order_in_the_report(evening: Chat) -> None:
    await evening.says("lilei", "报价 东吴 A200 1台 单价30万")
    await evening.says("lilei", "日报")

    assert "2 访 1 报价" in await evening.says("lilei", "1")


async def test_a3_a_look_and_a_plain_yes_are_no_words_of_the_report(evening: Chat) -> None:
    await evening.says("lilei", "日报")
    for said in ("发我看看", "刚吃完饭，日报发我看看", "再看一下"):
        assert (await evening.says("lilei", said)).startswith("日报草稿 11月23日（周一）"), said
    assert "已交 日报#" in await evening.says("lilei", "没问题，交")
    [row] = await reports(evening)
    assert row.extra == []
