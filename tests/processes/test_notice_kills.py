"""Every due notice arrives exactly once, whoever of those that tick and deliver is killed in the middle of it.

A handful of kills here; hundreds by `python -m benchmarks.kills`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from benchmarks.kills import CROWD, REMINDED, storm
from models.db import make_engine
from models.schema import Notice
from tests.databases import databases

pytestmark = pytest.mark.processes

MOST_STORMS = 4
KILLS = int(os.environ.get("WAIQIN_TEST_KILLS", "6"))


@pytest.mark.postgres
def test_three_tick_and_deliver_on_postgresql_and_one_after_the_other_is_killed(
    fresh_postgres: Callable[[], str], tmp_path: Path
) -> None:
    address = _hit(fresh_postgres, tmp_path, processes=3, kills=KILLS)

    assert _reminded(address) == CROWD.reps, "a real producer among them: each rep is reminded of his report once"


def test_one_on_sqlite_is_killed_and_started_again(tmp_path: Path) -> None:
    with databases(tmp_path, postgres=False) as fresh:
        address = _hit(fresh, tmp_path, processes=1, kills=KILLS // 2)

    assert _reminded(address) == CROWD.reps


def _hit(fresh: Callable[[], str], folder: Path, *, processes: int, kills: int) -> str:
    """The database of a storm in which something was on its way when somebody was killed: chance may want another."""
    for turn in range(MOST_STORMS):
        address, own = fresh(), folder / str(turn)
        own.mkdir()
        found = storm(address, own, processes=processes, kills=kills)
        assert (found.lost, found.doubled, found.unfinished) == ([], [], 0)
        if found.again:
            return address
    pytest.fail("nothing was ever on its way when one of them was killed")


def _reminded(address: str) -> int | None:
    engine = make_engine(address)
    with engine.connect() as connection:
        found = connection.scalar(select(func.count()).where(Notice.kind == REMINDED))
    engine.dispose()
    return found
