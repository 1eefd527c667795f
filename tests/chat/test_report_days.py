"""Which day's report is meant, and which days nobody owes (`product.md` A3, A5)."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.schema import CompanyVersion, Person
from tests.steps import at
from tests.talk import Chat


def _begin(session: Session, since: date, *userids: str) -> None:
    version = session.get_one(CompanyVersion, 1)
    for person in session.scalars(select(Person).where(Person.userid.in_(userids))):
        person.since_on = since
    version.value += 1


async def test_a3_days_before_somebody_came_are_no_gap(chat: Chat) -> None:
    """李雷 and 韩梅 begin on Wednesday, 陈晨 was always there."""
    await chat.office.write(lambda session: _begin(session, date(2026, 11, 25), "lilei", "hanmei"))
    chat.clock.move_to(chat.clock.now() + timedelta(days=4))

    shown = await chat.says("wufang", "本周日报")
    assert "李雷 交 0，缺 2" in shown
    assert "陈晨 交 0，缺 4" in shown
    assert "缺 2" in await chat.says("wufang", "李雷这周干嘛了")
    shown = await chat.says("wufang", "11月24号谁没交")
    assert "1 陈晨" in shown
    assert "免交：那天还没开始用 李雷、韩梅" in shown
    assert "那天还没开始用，免交" in await chat.says("wufang", "李雷11月24号的日报")
    assert "11月24日" not in await chat.says("lilei", "我的日报")
    assert await chat.says("lilei", "补11月24号日报") == "11月24日（周二）你还没开始用小勤，不用补。"


async def test_a5_before_the_draft_the_last_day_is_meant_and_said(chat: Chat) -> None:
    chat.clock.move_to(chat.clock.now().replace(hour=18))
    await chat.says("lilei", "拜访 东吴 谈报价")
    await chat.says("lilei", "交日报")
    assert "11月23日（周一）日报#2（按时" in await chat.says("wufang", "李雷的日报")
    assert "11月23日（周一）还没交" in await chat.says("wufang", "谁没交")

    chat.clock.move_to(chat.clock.now() + timedelta(hours=15))  # Tuesday 09:00
    assert (await chat.says("wufang", "李雷的日报")).startswith("李雷 11月23日（周一）日报#2（按时")
    assert (await chat.says("wufang", "韩梅的日报")).startswith("韩梅 11月23日（周一）没交日报")
    assert (await chat.says("wufang", "日报")).startswith("11月23日（周一）日报：应交 3，已交 1")
    shown = await chat.says("wufang", "谁没交")
    assert shown.startswith("11月23日（周一）没交日报的 2 人")
    await chat.says("wufang", "催 韩梅")
    assert any("11月23日（周一）的日报还没交" in push for push in await chat.pushes("hanmei"))
    assert "11月24日（周二）" in await chat.says("wufang", "今天谁没交")
    assert "11月24日（周二）" in await chat.says("wufang", "李雷今天的日报")

    await chat.says("lilei", "拜访 恒力 谈交期")
    await chat.says("lilei", "交日报")
    assert (await chat.says("wufang", "李雷的日报")).startswith("李雷 11月24日（周二）日报#")


async def test_d9_the_days_report_goes_up_line_by_line_and_no_level_is_skipped(chat: Chat) -> None:
    """The leader is told and reads it; who leads him reads it on request and is told nothing of it."""
    await chat.office.write(_put_above)
    await chat.says("zhaozong", "帮助")
    chat.clock.move_to(chat.clock.now().replace(hour=18))
    await chat.says("lilei", "拜访 东吴 谈二期报价")
    assert "已发 吴芳" in await chat.says("lilei", "交日报")

    assert any("李雷" in push for push in await chat.pushes("wufang"))
    assert await chat.pushes("zhaozong") == []
    assert "谈二期报价" in await chat.says("wufang", "李雷的日报")
    assert "谈二期报价" in await chat.says("zhaozong", "李雷的日报")


def _put_above(session: Session) -> None:
    boss = Person(userid="zhaozong", name="赵总", role="director")
    session.add(boss)
    session.flush()
    for leader in session.scalars(select(Person).where(Person.role == "manager")):
        leader.manager_id = boss.id


async def test_g13_what_was_handed_in_or_pushed_can_be_asked_for_again(chat: Chat) -> None:
    chat.clock.move_to(chat.clock.now().replace(hour=18))
    await chat.says("lilei", "拜访 东吴 谈二期报价 周三带样品")
    await chat.says("lilei", "交日报")
    chat.clock.move_to(chat.clock.now() + timedelta(hours=15))  # Tuesday 09:00

    assert "谈二期报价" in await chat.says("lilei", "昨天日报")
    assert "11月23日（周一）按时 18:00 日报#" in await chat.says("lilei", "我的日报")
    assert "谈二期报价" in await chat.says("lilei", "2")
    assert "带样品" in await chat.says("lilei", "早报再发一遍")
    assert "谈二期报价" in await chat.says("wufang", "李雷昨天的日报")
    assert "已交 1" in await chat.says("wufang", "昨天日报")


async def test_a3_several_days_are_made_up_in_one_sentence(talk: Chat) -> None:
    await talk.office.advance(at(25, 10))
    await talk.says("lilei", "拜访 东吴 谈二期报价")
    await talk.office.advance(at(26, 10))
    asked = await talk.says("lilei", "补周二和周三的日报")
    assert asked.startswith("11月24日（周二）还没有记录。")
    assert asked.endswith("先补这天；补完再发“补11月25日日报”（还有 11月25日（周三））。")
    await talk.says("lilei", "在公司写方案")
    assert (await talk.says("lilei", "1")).startswith("已补 11月24日（周二）日报#2")

    both = (await talk.says("lilei", "补周二和周三的日报")).splitlines()
    assert both[0] == "11月24日（周二）的日报#2 11月26日（周四）10:00 已交（补交），不用补。"
    assert both[1].startswith("已补 11月25日（周三）日报#3，标“补交”")


async def test_a3_of_a_draft_the_leader_reads_the_records_and_no_words(talk: Chat) -> None:
    await talk.office.advance(at(24, 18))
    await talk.says("lilei", "拜访 东吴 谈二期报价")
    await talk.says("lilei", "日报 加一句 有点累")
    assert await talk.says("wufang", "李雷的日报") == (
        "李雷 11月24日（周二）没交日报，回“催 李雷”提醒他。\n草稿交了才看得到；记录有 1 访，明细发“李雷今天干嘛了”。"
    )
