"""The desk: grouped commits, units that fail alone, batches that are run again, order, withdrawal."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, insert, select
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.desk import BATCH_UNITS, Desk, Rank
from models.db import make_engine
from models.schema import Setting


def write(name: str) -> Callable[[Connection], str]:
    def work(connection: Connection) -> str:
        connection.execute(insert(Setting), {"name": name, "value": {}})
        return name

    return work


def names(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return sorted(connection.execute(select(Setting.name)).scalars())


@pytest.fixture
async def forgotten() -> list[str]:
    return []


@pytest.fixture
async def desk(engine: Engine, forgotten: list[str]) -> AsyncIterator[Desk]:
    made = Desk(engine, on_broken_commit=lambda: forgotten.append("forgotten"))
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

    results = await asyncio.gather(
        desk.run(write("before")), desk.run(spoil), desk.run(write("after")), return_exceptions=True
    )

    assert [type(result) for result in results] == [str, ValueError, str]
    assert names(engine) == ["after", "before"]


async def test_units_that_queue_up_share_a_commit(database: str) -> None:
    if not database.startswith("sqlite"):
        pytest.skip("only the SQLite writer groups commits")
    engine = make_engine(database)
    commits: list[int] = []
    event.listen(engine, "commit", lambda _connection: commits.append(1))
    desk = Desk(engine, on_broken_commit=lambda: None)
    gate = threading.Event()
    first = desk.submit(lambda _connection: gate.wait(5))
    rest = [desk.submit(write(f"n{number}")) for number in range(BATCH_UNITS - 1)]
    gate.set()
    await asyncio.gather(first.result, *(unit.result for unit in rest))
    await desk.close()

    assert len(names(engine)) == BATCH_UNITS - 1
    assert len(commits) <= 3
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
    desk = Desk(engine, on_broken_commit=lambda: forgotten.append("forgotten"))
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


async def test_urgent_work_goes_before_what_waits(database: str) -> None:
    engine = make_engine(database)
    desk = Desk(engine, on_broken_commit=lambda: None)
    order: list[str] = []
    gate = threading.Event()
    blockers = [desk.submit(lambda _connection: gate.wait(5)) for _ in range(4)]
    await asyncio.sleep(0)
    units: list[Any] = [
        desk.submit(lambda _connection, name=name: order.append(name), rank)  # type: ignore[misc]  # lambda default
        for name, rank in (("low", Rank.LOW), ("normal", Rank.NORMAL), ("urgent", Rank.URGENT))
    ]
    if desk.one_writer:
        gate.set()
        await asyncio.gather(*(unit.result for unit in [*blockers, *units]))
        assert order.index("urgent") < order.index("normal")
    else:
        gate.set()
        await asyncio.gather(*(unit.result for unit in [*blockers, *units]))
        assert sorted(order) == ["low", "normal", "urgent"]
    await desk.close()
    engine.dispose()


async def test_a_unit_can_be_withdrawn_until_a_worker_takes_it(database: str) -> None:
    engine = make_engine(database)
    desk = Desk(engine, on_broken_commit=lambda: None)
    gate = threading.Event()
    taken = threading.Event()

    def block(_connection: Connection) -> None:
        taken.set()
        gate.wait(5)

    blockers = [desk.submit(block) for _ in range(4)]
    await asyncio.to_thread(taken.wait, 5)
    waiting = desk.submit(write("never"), Rank.LOW)
    withdrawn = desk.withdraw(waiting)
    late = desk.withdraw(blockers[0])
    gate.set()
    await asyncio.gather(*(unit.result for unit in blockers))
    await desk.close()

    assert withdrawn
    assert not late
    assert names(engine) == []
    engine.dispose()


async def test_closing_finishes_what_is_queued(engine: Engine) -> None:
    desk = Desk(engine, on_broken_commit=lambda: None)
    units = [desk.submit(write(f"n{number}")) for number in range(20)]
    await desk.close()
    await asyncio.gather(*(unit.result for unit in units))

    assert len(names(engine)) == 20
    with pytest.raises(RuntimeError):
        desk.submit(write("late"))
