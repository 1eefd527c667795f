"""A tick that goes through people in parts: no unit is long, and a crash between two loses and doubles nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from bot.units import Rank
from models.schema import Notice, Person
from models.times import SHANGHAI
from scheduler.ticks import CARDS, LINES, PART, TICKS
from tests.talk import Chat

FEW = 4
CROWD = 2 * FEW + 5


class Crash(Exception):
    """The process dies here."""


@pytest.fixture
async def crowd(chat: Chat) -> Chat:
    """Many reps who owe a report."""

    def hire(session: Session) -> None:
        session.add_all(Person(userid=f"rep{number}", name=f"销售{number}", role="rep") for number in range(CROWD))

    await chat.office.write(hire)
    chat.clock.move_to(datetime(2026, 11, 23, 20, 1, tzinfo=SHANGHAI))
    chat.office.metronome.ticks = [replace(tick, part=FEW) for tick in TICKS if tick.name == "nag"]
    return chat


async def test_a_crash_between_two_parts_loses_nobody_and_reminds_nobody_twice(
    crowd: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = crowd.office.desk
    run: Callable[..., Any] = desk.run
    kept: list[int] = []

    async def dies_in_the_third(work: Callable[[Connection], Any], rank: Rank = Rank.NORMAL) -> Any:
        if rank == Rank.LOW and len(kept) == 2:
            kept.append(0)
            raise Crash
        done = await run(work, rank)
        if rank == Rank.LOW:
            kept.append(len(await crowd.rows(Notice)))
        return done

    monkeypatch.setattr(desk, "run", dies_in_the_third)
    await crowd.office.metronome.beat()
    assert kept == [FEW - 2, 2 * FEW - 2, 0], "each part is durable by itself; the two leaders owe nothing"
    await crowd.office.metronome.beat()

    reminded = Counter(notice.userid for notice in await crowd.rows(Notice))
    assert set(reminded.values()) == {1}
    assert set(reminded) == {"lilei", "hanmei", "chenchen", *(f"rep{number}" for number in range(CROWD))}
    await crowd.office.metronome.beat()
    assert len(await crowd.rows(Notice)) == len(reminded)


def test_what_is_worded_for_each_rep_or_leader_goes_in_parts() -> None:
    parts = {tick.name: tick.part for tick in TICKS if tick.part}
    each_rep = dict.fromkeys(("draft", "nag", "last_nag"), PART)
    each_leader = dict.fromkeys(("meeting", "summary_late", "summary", "rollup"), LINES)
    assert parts.items() >= {**each_rep, **each_leader, "morning": CARDS}.items()
