"""Notices as rows: once for ever, claimed under a lease, finished by outcome."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from models.db import make_engine, unit
from models.schema import Notice, NoticeState
from models.services import claiming, notices
from models.services.notices import Claimed, Finished, NewNotice

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def notice(
    key: str, *, due_at: datetime = NOON, expires_at: datetime | None = None, userid: str = "lilei"
) -> NewNotice:
    return NewNotice(key, "test", "", None, userid, f"text {key}", due_at, expires_at)


def enqueue(engine: Engine, *new: NewNotice) -> int:
    with unit(engine) as session:
        return notices.enqueue(session.connection(), new, now=NOON)


def claim(engine: Engine, now: datetime = NOON, limit: int = 10) -> list[Claimed]:
    with unit(engine) as session:
        return claiming.claim(session.connection(), now=now, limit=limit)


def finish(engine: Engine, claimed: Claimed, state: NoticeState, again_at: datetime = NOON) -> None:
    with unit(engine) as session:
        notices.finish(session.connection(), [Finished(claimed.id, claimed.attempt, state, again_at)])


def states(engine: Engine) -> dict[str, str]:
    with engine.connect() as connection:
        return {row.dedupe_key: row.state for row in connection.execute(select(Notice.dedupe_key, Notice.state))}


def test_a_key_is_used_once_for_ever(engine: Engine) -> None:
    assert enqueue(engine, notice("a"), notice("b")) == 2
    [first, _second] = claim(engine)
    finish(engine, first, NoticeState.SENT)

    assert enqueue(engine, notice("a"), notice("c")) == 1
    assert states(engine) == {"a": "sent", "b": "sending", "c": "pending"}


def test_what_is_not_due_yet_is_not_claimed(engine: Engine) -> None:
    enqueue(engine, notice("later", due_at=NOON + timedelta(minutes=1)), notice("now"))

    assert [found.body for found in claim(engine)] == ["text now"]
    assert [found.body for found in claim(engine, NOON + timedelta(seconds=20))] == []


def test_a_lease_that_ran_out_makes_the_notice_due_again(engine: Engine) -> None:
    enqueue(engine, notice("a"))
    [dead] = claim(engine)
    assert claim(engine, NOON + claiming.LEASE) == []

    [second] = claim(engine, NOON + claiming.LEASE + timedelta(seconds=1))
    assert (second.attempt, second.first_attempt_at) == (2, NOON)
    finish(engine, dead, NoticeState.FAILED)
    assert states(engine) == {"a": "sending"}, "an overtaken sender changes nothing"
    finish(engine, second, NoticeState.SENT)
    assert states(engine) == {"a": "sent"}


def test_what_is_past_its_time_expires_with_the_reason(engine: Engine) -> None:
    enqueue(engine, notice("old", expires_at=NOON + timedelta(hours=1)), notice("for ever"))

    assert [found.body for found in claim(engine, NOON + timedelta(hours=2))] == ["text for ever"]
    assert states(engine)["old"] == "expired"


def test_the_only_process_frees_the_leases_of_its_former_life(engine: Engine) -> None:
    enqueue(engine, notice("a"))
    claim(engine)
    with unit(engine) as session:
        assert claiming.release_leases(session.connection()) == 1
    assert len(claim(engine)) == 1


@pytest.mark.parametrize(("attempt", "seconds"), [(1, 5), (2, 15), (6, 1800), (40, 1800)])
def test_pauses_grow(attempt: int, seconds: int) -> None:
    assert notices.pause(attempt) == timedelta(seconds=seconds)


@pytest.mark.postgres
def test_several_claimers_never_get_the_same_notice(fresh_postgres: Callable[[], str]) -> None:
    engine = make_engine(fresh_postgres(), pool_size=8)
    enqueue(engine, *(notice(f"n{number}", userid=f"u{number}") for number in range(200)))
    got: list[int] = []
    together = threading.Barrier(6)

    def work() -> None:
        together.wait()
        while found := claim(engine, limit=7):
            got.extend(each.id for each in found)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(got) == len(set(got)) == 200
    engine.dispose()
