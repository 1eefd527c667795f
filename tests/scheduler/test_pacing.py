"""No member gets more than WeCom would show, whoever sends: the pace is kept in the database."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import Engine, select

from bot.desk import open_desk
from bot.units import Desk
from models.db import make_engine
from models.messaging import OutboundText
from models.schema import Notice
from models.services import claiming, notices
from models.services.notices import NewNotice
from scheduler.claims import PACED, Claims
from scheduler.delivery import Delivery

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
SHOWN = 30
"""What WeCom shows a member in a minute; it drops the rest without a word."""


class Clock:
    """Moved by hand, the same for all."""

    def __init__(self) -> None:
        self.at = NOON


class Wecom:
    """Notes what came when, and lets others go first at every text."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.came: list[tuple[datetime, str, str]] = []

    async def send(self, message: OutboundText) -> str:
        await asyncio.sleep(0)
        self.came.append((self._clock.at, message.userid, message.text))
        return ""

    def texts(self, userid: str) -> list[str]:
        return [text for _, to, text in self.came if to == userid]

    def fullest_minute(self, userid: str) -> int:
        at = [came for came, to, _ in self.came if to == userid]
        return max(sum(first <= other < first + timedelta(minutes=1) for other in at) for first in at)


def sender(desk: Desk, wecom: Wecom, clock: Clock, *, small: bool = False) -> Delivery:
    return Delivery(
        run=desk.run,
        now=lambda: clock.at,
        messengers={"wecom": wecom},
        default_channel="wecom",
        count=lambda _kind, _outcome: None,
        claims=Claims(still_true={}),
        crowded=lambda: small,
    )


async def enqueue(desk: Desk, clock: Clock, count: int, userid: str, kind: str = "reply") -> None:
    rows = [NewNotice(f"{userid}:{n}", kind, "", None, userid, f"{n}", clock.at) for n in range(count)]
    await desk.run(lambda connection: notices.enqueue(connection, rows, now=clock.at))


async def test_what_is_too_much_for_a_minute_waits_in_its_order_and_nobody_else_with_it(engine: Engine) -> None:
    desk, clock = open_desk(engine, on_broken_commit=lambda: None), Clock()
    wecom = Wecom(clock)
    delivery = sender(desk, wecom, clock)
    await enqueue(desk, clock, 60, "lilei")
    await enqueue(desk, clock, 3, "hanmei")
    came = []
    for second in range(0, 150, 10):
        clock.at = NOON + timedelta(seconds=second)
        await delivery.deliver_due()
        came.append(len(wecom.texts("lilei")))

    assert came == [25] * 6 + [50] * 6 + [60] * 3
    assert wecom.texts("lilei") == [f"{number}" for number in range(60)]
    assert [at for at, userid, _ in wecom.came if userid == "hanmei"] == [NOON] * 3

    await enqueue(desk, clock, 26, "wufang")
    await delivery.deliver_due()
    rows = await desk.run(
        lambda connection: connection.execute(
            select(Notice.attempts, Notice.last_error).where(Notice.state == "pending")
        ).all()
    )
    assert [(row.attempts, row.last_error) for row in rows] == [(0, PACED)], "this was no attempt, and it says why"
    await desk.close()


async def test_news_that_is_late_is_told_in_a_few_messages_all_the_same(engine: Engine) -> None:
    """The pace counts messages: what is merged is not spread over minutes first."""
    desk, clock = open_desk(engine, on_broken_commit=lambda: None), Clock()
    wecom = Wecom(clock)
    await enqueue(desk, clock, 80, "lilei", "news")
    clock.at += timedelta(hours=2)
    await sender(desk, wecom, clock).deliver_due()

    assert len(wecom.texts("lilei")) == 1
    await desk.close()


@pytest.mark.postgres
async def test_several_processes_together_keep_the_pace_and_the_order(fresh_postgres: Callable[[], str]) -> None:
    """Each has a desk and connections of its own; a pace that each counts for itself would let 75 leave at once."""
    engine = make_engine(fresh_postgres(), pool_size=15)
    desks = [open_desk(engine, on_broken_commit=lambda: None) for _ in range(3)]
    clock = Clock()
    wecom = Wecom(clock)
    house = [sender(desk, wecom, clock, small=True) for desk in desks]
    for userid in ("lilei", "hanmei"):
        await enqueue(desks[0], clock, 90, userid)
    took: Counter[int] = Counter()

    async def deliver(number: int) -> None:
        took[number] += await house[number].deliver_due()

    for _ in range(300):
        await asyncio.gather(*(deliver(number) for number in range(3)))
        if len(wecom.came) == 180:
            break
        clock.at += timedelta(seconds=1)
    for userid in ("lilei", "hanmei"):
        assert wecom.texts(userid) == [f"{number}" for number in range(90)]
        assert wecom.fullest_minute(userid) <= 25 < SHOWN
    # Who is first at a claim is chance, so that of three one may come away with nothing.
    assert sum(count > 0 for count in took.values()) > 1, "they did it together"
    assert clock.at - NOON < timedelta(minutes=4, seconds=30), "and none waited for nothing"
    for desk in desks:
        await desk.close()
    engine.dispose()


@pytest.mark.postgres
async def test_while_one_process_is_sending_to_a_member_no_other_does(fresh_postgres: Callable[[], str]) -> None:
    engine = make_engine(fresh_postgres())
    first, second = (open_desk(engine, on_broken_commit=lambda: None) for _ in range(2))
    clock = Clock()
    wecom = Wecom(clock)
    await enqueue(first, clock, 1, "lilei")
    held = await first.run(lambda connection: claiming.claim(connection, now=clock.at, limit=9))
    rows = [NewNotice("later", "reply", "", None, "lilei", "later", clock.at)]
    await first.run(lambda connection: notices.enqueue(connection, rows, now=clock.at))
    other = sender(second, wecom, clock)
    assert await other.deliver_due() == 0

    clock.at += claiming.LEASE + timedelta(seconds=1)
    for _ in range(2):
        await other.deliver_due()
    assert [one.body for one in held] == ["0"]
    assert wecom.texts("lilei") == ["0", "later"], "whoever had it is dead by now"
    assert all(one[0] <= two[0] for one, two in pairwise(wecom.came))
    await first.close()
    await second.close()
    engine.dispose()
