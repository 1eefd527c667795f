"""Which day's report is meant, and which days nobody owes (`product.md` A3, A5)."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.schema import CompanyVersion, Person
from tests.chat.test_pool import in_database
from tests.talk import Chat


def _begin(session: Session, since: date, *userids: str) -> None:
    version = session.get_one(CompanyVersion, 1)
    for person in session.scalars(select(Person).where(Person.userid.in_(userids))):
        person.since_on = since
    version.value += 1


async def test_a3_days_before_somebody_came_are_no_gap(chat: Chat) -> None:
    """李雷 and 韩梅 begin on Wednesday, 陈晨 was always there."""
    await in_database(chat, lambda session: _begin(session, date(2026, 11, 25), "lilei", "hanmei"))
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
