"""After a silence: what still helps is told late and together, what does not is given up with its reason, nobody is
flooded (issue 5, "Catching up")."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.office import Office
from bot.settings import Settings
from models.schema import Notice, NoticeState
from models.times import SHANGHAI
from scheduler.ticks import TICKS
from tests.talk import Chat

SORRY = "条提醒没能按时送到，现在补给你，耽误了，抱歉。"
EVERYBODY = ("lilei", "hanmei", "wufang", "zhouming")


def at(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


@dataclass(frozen=True)
class Silence:
    """From when to when nobody was there, and what each person reads then.

    Attributes:
        begins, ends: Shanghai instants.
        read: by userid his messages, each by words that stand in it, in their order.
        given_up: kinds that were not sent any more, and how many.
    """

    begins: datetime
    ends: datetime
    read: Mapping[str, Sequence[Sequence[str]]]
    given_up: Mapping[str, int] = field(default_factory=dict)


SILENCES = {
    "a quarter of an hour": Silence(at(23, 10, 20), at(23, 10, 42), {"lilei": [["10:30 给王总打电话"]]}),
    "an hour": Silence(at(23, 10, 20), at(23, 11, 20), {"lilei": [["（补 10:30）10:30 给王总打电话"]]}),
    "a night": Silence(
        at(23, 20, 41),
        at(24, 8, 40),
        {
            "lilei": [
                [f"有 2 {SORRY}", "（补 昨天21:00）21:00 给王总打电话", "（补 08:20）早上好。今天 11月24日（周二）"]
            ],
            "wufang": [["（补 昨天21:05）11月23日（周一）日汇总：日报交 0，没交 3"], ["11月24日（周二）晨会单"]],
        },
        {"report_nag": 3},
    ),
    "a week": Silence(
        at(23, 20, 41),
        at(30, 10, 30),
        {"lilei": [["（补 08:20）早上好。今天 11月30日（周一）"]]},
        {"report_nag": 3, "reminder": 5},
    ),
}


async def dies(chat: Chat, when: datetime) -> None:
    """The clock beats once more, and before anything is sent the server is gone."""
    chat.clock.move_to(when)
    await chat.office.metronome.beat()
    await chat.office.close()


async def comes_back(chat: Chat, when: datetime, database: str, folder: Path) -> None:
    """A new process on the same database."""
    chat.clock.move_to(when)
    settings = Settings(database_url=database, data_dir=folder)
    chat.office = await Office.open(settings, clock=chat.clock, channels=[chat.channel], live=False)
    points = {"pace", "closing"}
    chat.office.metronome.ticks = [tick for tick in TICKS if tick.name not in points]
    await chat.office.advance(when)


@pytest.mark.parametrize("silence", SILENCES.values(), ids=SILENCES)
async def test_what_still_helps_is_told_together_and_the_rest_given_up(
    chat: Chat, database: str, tmp_path: Path, silence: Silence
) -> None:
    await chat.says("lilei", "拜访 东吴 王总 谈二期报价 明天带样品")
    for when in ("今天10:30", "今天21:00", *(f"11月{day}号9点" for day in (24, 25, 26, 27))):
        assert "提醒#" in await chat.says("lilei", f"提醒我{when}给王总打电话")
    await chat.office.advance(silence.begins - timedelta(minutes=2))
    for userid in EVERYBODY:
        await chat.pushes(userid)
    await dies(chat, silence.begins)
    await comes_back(chat, silence.ends, database, tmp_path)

    for userid in EVERYBODY:
        told = await chat.pushes(userid)
        expected = silence.read.get(userid, [])
        assert len(told) == len(expected), (userid, told)
        for text, words in zip(told, expected, strict=True):
            assert [word for word in words if word not in text] == [], text
    rows = await chat.rows(Notice)
    lost = [row for row in rows if row.state in {NoticeState.EXPIRED, NoticeState.CANCELLED}]
    assert Counter(row.kind for row in lost) == silence.given_up
    assert {row.last_error for row in lost} <= {"past its time"}
    waiting = [row for row in rows if row.state not in {NoticeState.SENT, NoticeState.EXPIRED}]
    assert all(row.due_at > silence.ends for row in waiting), "nothing that was due is left lying"
    await chat.office.advance(silence.ends + timedelta(minutes=5))
    assert [await chat.pushes(userid) for userid in EVERYBODY] == [[]] * len(EVERYBODY), "and nothing is told twice"
