"""The desk: grouped commits, units that fail alone, batches that are run again, order, withdrawal."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, insert, select
from sqlalchemy.exc import DBAPIError, OperationalError

from bot import units as module
from bot.desk import open_desk
from bot.grouping_desk import BATCH_UNITS
from bot.units import Desk, Rank, Unit
from models.db import make_engine
from models.schema import Heartbeat
from tests.holding import held_up

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)


def write(name: str) -> Callable[[Connection], str]:
    def work(connection: Connection) -> str:
        connection.execute(insert(Heartbeat), {"name": name, "at": NOON})
        return name

    return work


def names(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return sorted(connection.execute(select(Heartbeat.name)).scalars())


@pytest.fixture
async def forgotten() -> list[str]:
    return []


@pytest.fixture
async def desk(engine: Engine, forgotten: list[str]) -> AsyncIterator[Desk]:
    made = open_desk(engine, on_broken_commit=lambda: forgotten.append("forgotten"))
    yield made
    await made.close()


async def test_results_come_back_after_the_commit(desk: Desk, engine: Engine) -> None:
    assert await asyncio.gather(*(desk.run(write(f"n{number}")) for number in range(50))) == [
        f"n{number}" for number in range(50)
    ]
    assert len(names(engine)) == 50


async def test_a_failing_unit_rolls_back_alone(desk: Desk, engine: Engine) -> None:
    def spoil(connection: Connection) -> None:
        write("half")(connection)
        raise ValueError("half way")

    async with held_up(desk, engine):
        works: list[Callable[[Connection], Any]] = [write("before"), spoil, write("between"), spoil, write("after")]
        units = [desk.submit(work) for work in works]
    results = await asyncio.gather(*(unit.result for unit in units), return_exceptions=True)

    assert [type(result) for result in results] == [str, ValueError, str, ValueError, str]
    assert names(engine) == ["after", "before", "between"]


async def test_a_refusal_before_anything_was_written_disturbs_nobody(
    engine: Engine, desk: Desk, forgotten: list[str]
) -> None:
    ran: list[str] = []

    def noting(name: str) -> Callable[[Connection], None]:
        def work(connection: Connection) -> None:
            ran.append(name)
            write(name)(connection)

        return work

    def refuse(_connection: Connection) -> None:
        raise ValueError("no")

    async with held_up(desk, engine):
        units: list[Unit[None]] = [desk.submit(noting("a")), desk.submit(refuse), desk.submit(noting("b"))]
    results = await asyncio.gather(*(unit.result for unit in units), return_exceptions=True)

    assert [type(result) for result in results] == [type(None), ValueError, type(None)]
    assert sorted(ran) == ["a", "b"], "nobody ran twice"
    assert not forgotten
    assert names(engine) == ["a", "b"]


async def test_units_that_queue_up_share_a_commit(database: str) -> None:
    if not database.startswith("sqlite"):
        pytest.skip("only SQLite's desk groups commits")
    engine = make_engine(database)
    commits: list[int] = []
    event.listen(engine, "commit", lambda _connection: commits.append(1))
    desk = open_desk(engine, on_broken_commit=lambda: None)
    async with held_up(desk, engine):
        units = [desk.submit(write(f"n{number}")) for number in range(BATCH_UNITS)]
    await asyncio.gather(*(unit.result for unit in units))
    await desk.close()

    assert len(names(engine)) == BATCH_UNITS
    assert len(commits) <= 1 + BATCH_UNITS // 4, "a slow machine may need several batches, never one a unit"
    engine.dispose()


async def test_when_the_commit_fails_the_batch_is_run_again_one_by_one(database: str) -> None:
    if not database.startswith("sqlite"):
        pytest.skip("only the SQLite writer groups commits")
    engine = make_engine(database)
    failures = iter([True])

    def fail_once(_connection: Connection) -> None:
        if next(failures, False):
            raise OperationalError("COMMIT", None, sqlite3.OperationalError("disk I/O error"))

    event.listen(engine, "commit", fail_once)
    forgotten: list[str] = []
    desk = open_desk(engine, on_broken_commit=lambda: forgotten.append("forgotten"))
    results = await asyncio.gather(*(desk.run(write(f"n{number}")) for number in range(5)))
    await desk.close()

    assert results == [f"n{number}" for number in range(5)]
    assert names(engine) == results
    assert forgotten
    engine.dispose()


async def test_a_broken_statement_fails_only_whoever_sent_it(desk: Desk, engine: Engine) -> None:
    def broken(connection: Connection) -> None:
        connection.exec_driver_sql("SELECT * FROM no_such_table")

    results = await asyncio.gather(desk.run(broken), desk.run(write("good")), return_exceptions=True)

    assert isinstance(results[0], DBAPIError)
    assert names(engine) == ["good"]


@pytest.mark.parametrize(
    ("patience_s", "expected"),
    [
        (60.0, ["urgent", "turns", "turns", "turns", "turns", "patient", "patient"]),
        (-1.0, ["urgent", "patient", "patient", "turns", "turns", "turns", "turns"]),
    ],
)
async def test_the_backlog_takes_turns_and_the_patient_go_last_until_their_patience_ends(
    desk: Desk, engine: Engine, monkeypatch: pytest.MonkeyPatch, patience_s: float, expected: list[str]
) -> None:
    if not desk.one_writer:
        pytest.skip("several threads begin in this order, but may note it in another")
    monkeypatch.setattr(module, "PATIENCE_S", patience_s)
    order: list[Rank] = []

    def noting(rank: Rank) -> Callable[[Connection], None]:
        return lambda _connection: order.append(rank)

    async with held_up(desk, engine):
        ranks = [Rank.PATIENT, Rank.PATIENT, Rank.LOW, Rank.LOW, Rank.NORMAL, Rank.NORMAL, Rank.URGENT]
        units = [desk.submit(noting(rank), rank) for rank in ranks]
    await asyncio.gather(*(unit.result for unit in units))

    called = {Rank.URGENT: "urgent", Rank.NORMAL: "turns", Rank.LOW: "turns", Rank.PATIENT: "patient"}
    assert [called[rank] for rank in order] == expected
    turns = [rank for rank in order if called[rank] == "turns"]
    assert turns in ([Rank.LOW, Rank.NORMAL] * 2, [Rank.NORMAL, Rank.LOW] * 2)


async def test_a_unit_can_be_withdrawn_until_somebody_begins_it(engine: Engine, desk: Desk) -> None:
    async with held_up(desk, engine):
        waiting = desk.submit(write("never"), Rank.LOW)
        assert desk.withdraw(waiting)
    begun = desk.submit(write("begun"))
    await begun.result
    assert not desk.withdraw(begun)
    assert names(engine) == ["begun"]


async def test_another_program_that_holds_the_file_is_waited_for(database: str) -> None:
    if not database.startswith("sqlite"):
        pytest.skip("only SQLite locks the whole file")
    engine = make_engine(database)
    desk = open_desk(engine, on_broken_commit=lambda: None)
    other = sqlite3.connect(database.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    unit = desk.submit(write("patient"))
    done, _pending = await asyncio.wait([unit.result], timeout=0.1)
    other.execute("COMMIT")
    other.close()

    assert not done
    assert await unit.result == "patient"
    await desk.close()
    engine.dispose()


async def test_the_expected_wait_grows_with_what_waits(engine: Engine, desk: Desk) -> None:
    assert desk.expected_wait_s() == 0
    async with held_up(desk, engine):
        units = [desk.submit(write(f"n{number}")) for number in range(40)]
        assert desk.waiting() == 40
        assert 0 < desk.expected_wait_s() < 10
    await asyncio.gather(*(unit.result for unit in units))
    assert desk.waiting() == 0


async def test_closing_finishes_what_is_queued(engine: Engine) -> None:
    desk = open_desk(engine, on_broken_commit=lambda: None)
    units = [desk.submit(write(f"n{number}")) for number in range(20)]
    await desk.close()
    await asyncio.gather(*(unit.result for unit in units))

    assert len(names(engine)) == 20
    with pytest.raises(RuntimeError):
        desk.submit(write("late"))
