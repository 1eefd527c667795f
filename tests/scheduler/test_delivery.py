"""Delivery: what is sent, in which order, and what becomes of a notice that could not be."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest
from sqlalchemy import Connection, Engine, select

from bot.desk import open_desk
from bot.units import Desk
from models.messaging import OutboundText, SendError, Trouble
from models.schema import Notice
from models.services import claiming, notices
from models.services.notices import NewNotice
from scheduler.claims import Claims
from scheduler.delivery import CROWDED_CLAIM, Delivery

T = TypeVar("T")
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


class FakeMessenger:
    """Sends into a list, or fails as told."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.troubles: list[SendError | None] = []
        self.first = asyncio.Event()

    async def send(self, message: OutboundText) -> str:
        trouble = self.troubles.pop(0) if self.troubles else None
        if trouble is not None:
            raise trouble
        self.sent.append(f"{message.userid}: {message.text}")
        self.first.set()
        return "id"


class SlowMessenger(FakeMessenger):
    """Takes a text, and answers when told to."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = asyncio.Event()
        self.goes_on = asyncio.Event()

    async def send(self, message: OutboundText) -> str:
        self.asked.set()
        await self.goes_on.wait()
        return await super().send(message)


class House:
    """A delivery with its desk and a clock that a test moves."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.at = NOON
        self.crowded = False
        self.messenger = FakeMessenger()
        self.counted: list[tuple[str, str]] = []
        self.delivery = Delivery(
            run=desk.run,
            now=lambda: self.at,
            messengers={"wecom": self.messenger},
            default_channel="wecom",
            count=lambda kind, outcome: self.counted.append((kind, outcome)),
            claims=Claims(still_true={"doubtful": lambda _connection, _claimed: "paid meanwhile"}),
            crowded=lambda: self.crowded,
        )

    async def enqueue(self, *keys: str, userid: str = "lilei", kind: str = "test", channel: str = "") -> None:
        rows = [NewNotice(key, kind, channel, None, userid, key, self.at) for key in keys]
        await self.desk.run(lambda connection: notices.enqueue(connection, rows, now=NOON))

    async def rows(self) -> dict[str, Notice]:
        found = await self.desk.run(
            lambda connection: connection.execute(
                select(Notice.dedupe_key, Notice.state, Notice.last_error, Notice.next_attempt_at, Notice.attempts)
            ).all()
        )
        return {row.dedupe_key: row for row in found}  # type: ignore[misc]  # a row with the columns asked for


@pytest.fixture
async def house(engine: Engine) -> AsyncIterator[House]:
    desk = open_desk(engine, on_broken_commit=lambda: None)
    yield House(desk)
    await desk.close()


async def test_one_persons_notices_leave_in_order(house: House) -> None:
    await house.enqueue("a", "b", "c")
    assert await house.delivery.deliver_due() == 3

    assert house.messenger.sent == ["lilei: a", "lilei: b", "lilei: c"]
    assert {row.state for row in (await house.rows()).values()} == {"sent"}
    assert await house.delivery.deliver_due() == 0


async def test_when_one_has_to_wait_those_behind_it_wait_too(house: House) -> None:
    await house.enqueue("a", "b")
    house.messenger.troubles = [SendError(Trouble.RETRY, "busy", code=-1, retry_after_s=60)]
    await house.delivery.deliver_due()
    rows = await house.rows()
    assert house.messenger.sent == []
    assert rows["a"].state == rows["b"].state == "pending"
    assert rows["a"].next_attempt_at == rows["b"].next_attempt_at == NOON + timedelta(seconds=60)

    house.at = NOON + timedelta(seconds=61)
    await house.delivery.deliver_due()
    assert house.messenger.sent == ["lilei: a", "lilei: b"]


async def test_others_do_not_wait_for_one_persons_trouble(house: House) -> None:
    await house.enqueue("a")
    await house.enqueue("b", userid="hanmei")
    house.messenger.troubles = [SendError(Trouble.RETRY, "busy")]
    await house.delivery.deliver_due()

    assert house.messenger.sent == ["hanmei: b"]


@pytest.mark.parametrize(
    ("trouble", "state", "error"),
    [
        (SendError(Trouble.PERMANENT, "invaliduser", code=81013), "failed", "81013 invaliduser"),
        (SendError(Trouble.UNKNOWN, "time-out"), "pending", "0 time-out"),
        (SendError(Trouble.RETRY, "busy", code=45009), "pending", "45009 busy"),
    ],
)
async def test_each_trouble_has_its_outcome(house: House, trouble: SendError, state: str, error: str) -> None:
    await house.enqueue("a")
    house.messenger.troubles = [trouble]
    await house.delivery.deliver_due()

    row = (await house.rows())["a"]
    assert (row.state, row.last_error) == (state, error)


async def test_an_unknown_fate_is_given_up_before_the_duplicate_window_closes(house: House) -> None:
    await house.enqueue("a")
    house.messenger.troubles = [SendError(Trouble.UNKNOWN, "time-out") for _ in range(notices.MAX_ATTEMPTS)]
    tried: list[datetime] = []
    while (row := (await house.rows()).get("a")) is not None and row.state == "pending":
        house.at = row.next_attempt_at
        tried.append(house.at)
        await house.delivery.deliver_due()

    assert row is not None
    assert row.state == "failed"
    assert len(tried) > 3
    assert tried[-1] - tried[0] <= timedelta(minutes=30), "WeCom recognises a repeat for half an hour"


async def test_our_own_misconfiguration_stops_everything_and_burns_nothing(house: House) -> None:
    for name in ("lilei", "hanmei", "wufang"):
        await house.enqueue(f"for {name}", userid=name)
    for _ in range(notices.MAX_ATTEMPTS + 1):
        house.messenger.troubles = [SendError(Trouble.OURS, "bad secret", code=40001)]
        await house.delivery.deliver_due()
        assert await house.delivery.deliver_due() == 0, "nothing is even claimed"
        assert house.messenger.troubles == [], "one was tried, the others not"
        assert {(row.state, row.attempts, row.last_error) for row in (await house.rows()).values()} == {
            ("pending", 0, "40001 bad secret")
        }
        house.at += timedelta(seconds=30)
    await house.delivery.deliver_due()

    assert len(house.messenger.sent) == 3


async def test_a_rate_limit_of_the_app_slows_everything_and_drops_nothing(house: House) -> None:
    for hour in range(notices.MAX_ATTEMPTS + 1):
        await house.enqueue(f"k{hour}", userid=f"u{hour}")
        house.messenger.troubles = [SendError(Trouble.LIMITED, "too many calls", code=45009, retry_after_s=60)]
        await house.delivery.deliver_due()
        house.at += timedelta(seconds=59)
        assert await house.delivery.deliver_due() == 0
        house.at += timedelta(seconds=1)
    assert house.messenger.sent == []
    await house.delivery.deliver_due()

    assert len(house.messenger.sent) == notices.MAX_ATTEMPTS + 1


async def test_tries_end(house: House) -> None:
    await house.enqueue("a")
    house.messenger.troubles = [SendError(Trouble.RETRY, "busy") for _ in range(notices.MAX_ATTEMPTS)]
    for _ in range(notices.MAX_ATTEMPTS):
        await house.delivery.deliver_due()
        house.at += timedelta(hours=1)

    row = (await house.rows())["a"]
    assert (row.state, row.attempts) == ("failed", notices.MAX_ATTEMPTS)


async def test_what_is_no_longer_true_is_cancelled_with_the_reason(house: House) -> None:
    await house.enqueue("a", kind="doubtful")
    await house.delivery.deliver_due()

    row = (await house.rows())["a"]
    assert (row.state, row.last_error) == ("cancelled", "paid meanwhile")
    assert house.messenger.sent == []


async def test_a_channel_that_is_not_there_fails_the_notice(house: House) -> None:
    await house.enqueue("a", channel="pigeon")
    await house.delivery.deliver_due()

    assert (await house.rows())["a"].last_error == "no such channel"


async def test_while_messages_queue_up_only_a_few_leave_at_a_time(house: House) -> None:
    await house.enqueue(*(f"k{number}" for number in range(CROWDED_CLAIM + 5)), kind="reply")
    house.crowded = True
    assert await house.delivery.deliver_due() == CROWDED_CLAIM
    house.crowded = False
    assert await house.delivery.deliver_due() == 5


async def test_what_is_late_says_so_and_several_are_one_message(house: House) -> None:
    await house.enqueue("a", "b", "c")
    await house.enqueue("answer", kind="reply")
    house.at = NOON + timedelta(hours=20)
    await house.delivery.deliver_due()

    told = "lilei: 有 3 条提醒没能按时送到，现在补给你，耽误了，抱歉。"
    assert house.messenger.sent == [
        f"{told}\n\n（补 昨天12:00）a\n\n（补 昨天12:00）b\n\n（补 昨天12:00）c",
        "lilei: answer",
    ]
    assert {row.state for row in (await house.rows()).values()} == {"sent"}


async def test_a_bundle_is_tried_again_word_for_word_and_nothing_joins_it(house: House) -> None:
    await house.enqueue("a", "b")
    house.at = NOON + timedelta(hours=1)
    house.messenger.troubles = [SendError(Trouble.UNKNOWN, "time-out")]
    await house.delivery.deliver_due()
    rows = await house.rows()
    assert (rows["a"].state, rows["b"].state) == ("pending", "bundled")

    await house.enqueue("c")
    house.at = rows["a"].next_attempt_at
    await house.delivery.deliver_due()

    assert [text.count("（补") for text in house.messenger.sent] == [2, 0]
    assert {row.state for row in (await house.rows()).values()} == {"sent"}


async def test_those_told_in_a_bundle_share_its_failure(house: House) -> None:
    await house.enqueue("a", "b")
    house.at = NOON + timedelta(hours=1)
    house.messenger.troubles = [SendError(Trouble.PERMANENT, "invaliduser", code=81013)]
    await house.delivery.deliver_due()

    rows = await house.rows()
    assert [(rows[key].state, rows[key].last_error) for key in "ab"] == [("failed", "81013 invaliduser")] * 2


async def test_news_beyond_the_first_of_a_day_comes_once_an_hour_and_never_beyond_the_ceiling(house: House) -> None:
    for minute in range(0, 360, 10):
        house.at = NOON + timedelta(minutes=minute)
        await house.enqueue(f"k{minute}")
        await house.delivery.deliver_due()

    assert [text.count("k") for text in house.messenger.sent] == [1, 1, 1, 1, 1, 6, 6, 6]
    assert not any("补" in text for text in house.messenger.sent), "what we hold back ourselves is not late"
    row = (await house.rows())["k350"]
    assert (row.state, row.attempts) == ("pending", 0)
    assert row.next_attempt_at == datetime(2026, 11, 23, 13, 10, tzinfo=UTC)


async def test_whoever_was_overtaken_sends_no_more_and_what_he_sent_counts(house: House) -> None:
    """Slow sends outlive their lease: two processes must not go on overtaking each other for ever."""
    slow, quick = SlowMessenger(), FakeMessenger()
    house.delivery.messengers = {"wecom": slow}
    other = replace(house.delivery, messengers={"wecom": quick})
    await house.enqueue("a", "b", "c")
    first = asyncio.create_task(house.delivery.deliver_due())
    await slow.asked.wait()
    house.at = NOON + claiming.LEASE + timedelta(seconds=1)
    quick.troubles = [SendError(Trouble.RETRY, "busy")]
    assert await other.deliver_due() == 3
    slow.goes_on.set()
    await first

    rows = await house.rows()
    assert slow.sent == ["lilei: a"], "the others belong to somebody else by now"
    assert [rows[key].state for key in "abc"] == ["sent", "pending", "pending"]
    house.at = rows["b"].next_attempt_at
    assert await other.deliver_due() == 2
    assert [text[:10] for text in quick.sent] == ["lilei: b", "lilei: c"]


async def test_the_loop_delivers_when_nudged(house: House) -> None:
    loop = asyncio.create_task(house.delivery.deliver_forever())
    await house.enqueue("a")
    house.delivery.nudge()
    async with asyncio.timeout(3):
        await house.messenger.first.wait()
    loop.cancel()
    await asyncio.gather(loop, return_exceptions=True)

    assert house.messenger.sent == ["lilei: a"]


async def test_all_that_is_due_has_left_only_when_what_was_just_claimed_has(house: House) -> None:
    desk_run = house.delivery.run
    taken, goes_on = asyncio.Event(), asyncio.Event()

    async def slow_at_first(work: Callable[[Connection], T]) -> T:
        result = await desk_run(work)
        if not taken.is_set():
            taken.set()
            await goes_on.wait()
        return result

    await house.enqueue("a", "b")
    house.delivery.run = slow_at_first
    loop = asyncio.create_task(house.delivery.deliver_forever())
    await taken.wait()
    everything = asyncio.create_task(house.delivery.deliver_due())
    await asyncio.wait([everything], timeout=0.05)
    assert not everything.done()
    goes_on.set()
    await everything
    loop.cancel()
    await asyncio.gather(loop, return_exceptions=True)

    assert house.messenger.sent == ["lilei: a", "lilei: b"]
