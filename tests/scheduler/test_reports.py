"""The daily report's clock: draft, reminders, summary, roll-up, and who is left in peace."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from models.schema import CalendarDay, Notice, NoticeState, Person, Role, Visit
from models.times import SHANGHAI
from tests.talk import Chat

TOLD = "拜访东吴 王总 谈二期报价"


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


@pytest.fixture
async def talk(chat: Chat) -> Chat:
    def director(session: Session) -> None:
        top = Person(userid="boss", name="方远", role=Role.DIRECTOR)
        session.add(top)
        session.flush()
        for userid in ("wufang", "zhouming"):
            session.query(Person).filter_by(userid=userid).one().manager_id = top.id

    await chat.office.write(director)
    for userid in ("lilei", "hanmei", "wufang", "boss"):
        await chat.says(userid, "帮助")
    return chat


async def pushed(chat: Chat, userid: str, until: datetime) -> list[str]:
    await chat.office.advance(until)
    return await chat.pushes(userid)


async def test_a3_the_draft_comes_at_half_past_five_and_one_hands_it_in(talk: Chat) -> None:
    await talk.says("lilei", TOLD)
    [draft] = await pushed(talk, "lilei", at(17, 30))
    assert "东吴" in draft
    assert await talk.pushes("hanmei") == [], "who has nothing to report gets no draft"

    assert (await talk.says("lilei", "1")).startswith("已交 日报#2 17:30（按时）")
    assert await pushed(talk, "lilei", at(21, 0)) == []


async def test_a3_one_hands_it_in_also_for_whoever_was_never_asked_anything_before(talk: Chat) -> None:
    def hire(session: Session) -> None:
        session.add(Person(userid="xinren", name="新人", role=Role.REP))

    await talk.office.write(hire)
    await talk.says("xinren", "拜访 华联超市 谈备件")
    assert len(await pushed(talk, "xinren", at(17, 30))) == 1
    assert (await talk.says("xinren", "1")).startswith("已交 日报#2 17:30（按时）")


async def test_a3_reminders_go_only_to_those_missing(talk: Chat) -> None:
    await talk.says("lilei", TOLD)
    await talk.says("lilei", "日报")
    await talk.says("lilei", "1")
    first = "今天的日报还没交，21:00 截止。回一句就行，比如：日报 在公司整理报价"
    last = "日报还有 20 分钟截止，回一句就行，比如：日报 在公司整理报价"
    assert await pushed(talk, "hanmei", at(20, 59)) == [first, last]
    assert await talk.pushes("lilei") == []
    assert await pushed(talk, "hanmei", at(23, 0)) == []


async def test_a3_whoever_hands_in_between_is_not_reminded_again(talk: Chat) -> None:
    await talk.says("hanmei", "拜访华联 谈备件")
    assert len(await pushed(talk, "hanmei", at(20, 0))) == 2
    await talk.says("hanmei", "日报")
    await talk.says("hanmei", "1")
    assert await pushed(talk, "hanmei", at(21, 0)) == []


async def test_a3_one_hands_in_what_was_written_down_until_the_last_minute(talk: Chat) -> None:
    await talk.says("hanmei", "拜访华联 谈备件")
    told = await pushed(talk, "hanmei", at(20, 40))
    assert told[1:] == [
        "今天的日报还没交，21:00 截止。发“日报”看草稿，回 1 就交。",
        "日报还有 20 分钟截止，回 1 就交，或者补一句再交。",
    ]
    assert (await talk.says("hanmei", "1")).startswith("已交 日报#2 20:40（按时）")


async def test_a2_a_traveller_without_a_visit_is_told_so(talk: Chat) -> None:
    await talk.says("hanmei", "今天去常州出差三天")
    told = await pushed(talk, "hanmei", at(20, 0))
    assert "出差今天还没有拜访记录" in told[-1]


async def test_a3_who_is_on_leave_is_left_in_peace(talk: Chat) -> None:
    await talk.says("hanmei", "今天请假")
    await talk.pushes("hanmei")
    assert await pushed(talk, "hanmei", at(21, 0)) == []


async def test_a3_a_rest_day_asks_for_nothing_and_a_companys_own_workday_does(talk: Chat) -> None:
    def works(session: Session) -> None:
        session.add(CalendarDay(day=date(2026, 11, 28), works=True))

    await talk.office.write(works)
    await pushed(talk, "hanmei", at(23, 0, day=27))
    assert len(await pushed(talk, "hanmei", at(21, 0, day=28))) == 2
    assert await pushed(talk, "hanmei", at(23, 0, day=29)) == []


async def test_a3_the_summary_comes_at_five_past_nine_with_numbers_to_open(talk: Chat) -> None:
    await talk.says("lilei", TOLD)
    await talk.says("lilei", "日报")
    await talk.says("lilei", "1")
    await pushed(talk, "wufang", at(21, 4))
    [told] = await pushed(talk, "wufang", at(21, 5))
    assert told.splitlines() == [
        "11月23日（周一）日汇总：日报交 1，没交 2。",
        "合计 1 访 1 分 0 报备",
        "1 李雷 按时：1 访 1 分",
        "2 韩梅 没交：没有记录",
        "3 陈晨 没交：没有记录",
        "回编号看细的，发“催”提醒没交的。",
    ]
    assert "谈二期报价" in await talk.says("wufang", "1")


async def test_a3_the_summary_names_what_waits_for_the_leaders_decision_until_it_is_made(talk: Chat) -> None:
    await talk.says("lilei", "报备 常熟新力泵业 离心泵三台 找赵工 13812345678 下周三去看")
    await talk.says("hanmei", "报备 常熟新力泵业")
    await talk.says("hanmei", "1")
    assert "11月25日（周三）前答复" in await talk.says("hanmei", "我上个月就去过两次")
    told = (await pushed(talk, "wufang", at(21, 5)))[-1].splitlines()
    assert told[-2] == "等你定：申诉 常熟新力泵业，11月25日（周三）前答复；报备B0003 常熟新力泵业 谁来跟"
    late = (await pushed(talk, "wufang", at(21, 5, day=26)))[-1]
    assert "等你定：申诉 常熟新力泵业，拖了 1 天；" in late
    await talk.says("wufang", "B0003 确认")
    assert "谁来跟" not in (await pushed(talk, "wufang", at(21, 5, day=27)))[-1]


async def test_g4_the_rollup_tells_the_director_figures_only(talk: Chat) -> None:
    await talk.says("lilei", TOLD)
    await pushed(talk, "boss", at(21, 19))
    [told] = await pushed(talk, "boss", at(21, 20))
    assert told.splitlines()[:2] == ["11月23日（周一）各组汇总：", "1 吴芳组 日报 0/3，1 访 1 分 0 报备"]
    assert "东吴" not in told
    assert (await talk.says("boss", "1")).startswith("吴芳组 11月23日（周一）：1 人拜访 1 次")


async def test_a_summary_that_a_dead_server_kept_back_is_told_the_next_morning(talk: Chat) -> None:
    await talk.says("lilei", TOLD)
    talk.clock.move_to(at(7, 0, day=24))
    told = await pushed(talk, "wufang", at(9, 0, day=24))
    assert any(line.startswith("（补 昨天21:05）11月23日（周一）日汇总") for line in told)
    assert len([line for line in told if "日汇总" in line]) == 1


async def test_a5_the_meetings_sheet_tells_yesterday_problems_plans_and_who_is_away(talk: Chat) -> None:
    await talk.says("lilei", TOLD)
    await talk.says("lilei", "问题 恒力嫌交期长 要15天")
    await talk.says("lilei", "明天计划 恒力 东吴 两家")
    await talk.says("hanmei", "明天请假")
    await talk.office.advance(at(8, 29, day=24))
    await talk.pushes("wufang")
    [told] = await pushed(talk, "wufang", at(8, 30, day=24))
    assert told.splitlines() == [
        "11月24日（周二）晨会单，昨天的情况和今天的计划：",
        "1 李雷 1 访 1 分；今天 恒力 东吴 两家",
        "2 韩梅（请假） 没有记录",
        "3 陈晨 没有记录",
        "没解决的问题 1 条：",
        "· 李雷：恒力嫌交期长 要15天",
        "今天还没计划：陈晨",
        "回编号看那天的明细。",
    ]
    assert "谈二期报价" in await talk.says("wufang", "1")


async def test_a3_what_he_read_last_is_what_one_answers(talk: Chat) -> None:
    await talk.says("lilei", "拜访东吴 王总 谈二期报价")
    await talk.office.advance(at(16))
    assert "1 苏州东吴机械有限公司" in await talk.says("lilei", "打卡")
    await talk.office.advance(at(17, 31))

    assert (await talk.says("lilei", "1")).startswith("已交 日报#")
    assert len(await talk.rows(Visit)) == 1


async def test_a3_a_question_of_just_now_is_not_taken_from_him(talk: Chat) -> None:
    await talk.says("lilei", "拜访东吴 王总 谈二期报价")
    await talk.office.advance(at(17, 28))
    await talk.says("lilei", "打卡")
    await talk.office.advance(at(17, 31))

    assert "怕弄错，还没办" in await talk.says("lilei", "1")
    assert "到 苏州东吴机械有限公司" in await talk.says("lilei", "1")


async def test_a3_what_the_summary_says_is_not_told_again_the_next_morning(talk: Chat) -> None:
    for minute in range(7):
        await talk.office.advance(at(20, 30 + minute))
        await talk.says("hanmei", f"竞品 海天 又降了{minute + 1}%")
    await talk.office.advance(at(20, 50))
    await talk.says("lilei", "日报 在公司整理报价")
    await talk.says("lilei", "1")
    told = await pushed(talk, "wufang", at(8, 30, day=24))

    assert any("日汇总" in text and "1 李雷 按时" in text for text in told)
    assert not any("李雷 交了" in text for text in told)
    [kept] = await talk.rows(Notice, Notice.kind == "report_filed")
    assert (kept.state, kept.last_error) == (NoticeState.CANCELLED, "in the summary")


async def test_a3_the_summary_tells_a_report_in_words_from_none(talk: Chat) -> None:
    await talk.says("hanmei", "日报 在公司做标书")
    await talk.says("hanmei", "1")
    [told] = [text for text in await pushed(talk, "wufang", at(21, 5)) if "日汇总" in text]

    assert "2 韩梅 按时：只写了文字" in told
    assert "1 李雷 没交：没有记录" in told
