"""Each due notice arrives exactly once, whoever is killed: `python -m benchmarks.kills [--kills N] [--sqlite]`.

Several processes tick and deliver on one database: the real office, its metronome, delivery and gateway, on a pretended
clock that runs fast. Every few seconds each person is due something; one of the processes, picked at random, is killed
as by a power cut and started again, over and over. The pretended WeCom takes its time, so that they die in the middle
of a push, drops what it has seen before, and what is one too many for a member in a minute, as the real one does: one
of them is due more than that at once, and whoever sends must pace together. In the end everything due is held against
what arrived.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Final

import structlog
from pydantic import SecretStr
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from benchmarks.endurance import swallowed_and_delivered
from benchmarks.envelope import AES_KEY, AGENT_ID, CORP_ID, SECRET, TOKEN
from benchmarks.messages import Company as Crowd
from benchmarks.servers import fake_wecom, tell
from bot.channels.wecom_app import WecomApp
from bot.office import Office
from bot.settings import Settings
from handlers import build_router
from models.db import make_engine, unit
from models.schema import Notice, NoticeState, Person, Role
from models.services import notices
from models.services.notices import NewNotice
from models.times import SHANGHAI
from scheduler.company import Company
from scheduler.ticks import TICKS, Tick
from tests.databases import databases

CROWD: Final = Crowd(reps=240)
BEGINS: Final = datetime(2026, 11, 23, 19, 59, 50, tzinfo=SHANGHAI)
"""A workday, right before those who owe a report are reminded."""
SPEED: Final = 8
"""Pretended seconds a second: a dead process's lease of half a minute ends after four."""
SLOT: Final = timedelta(seconds=6 * SPEED)
"""How often each person is due something."""
BURST: Final = 35
"""Texts that one of them is due at the same moment every few turns: WeCom shows thirty in a minute."""
BURST_SLOTS: Final = 8
LOOKED_BACK: Final = 20
BEAT_S: Final = 0.1
START_S: Final = 60
STALL_S: Final = 0.1
DUE: Final = "reply"
"""A kind that is never put together with others, however late it leaves: each must arrive by itself."""
REMINDED: Final = "report_nag"
REAL: Final = ("heartbeat", "nag")
"""Ticks of the house that run among ours."""


@dataclass(frozen=True, slots=True)
class FastClock:
    """Pretended instants, the same in every process.

    Attributes:
        since: when the host's clock (epoch seconds) showed that `BEGINS`.
    """

    since: float

    def now(self) -> datetime:
        """The pretended instant."""
        return BEGINS.astimezone(UTC) + timedelta(seconds=(time.time() - self.since) * SPEED)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of it.

    Attributes:
        due: notices whose time had come.
        kills: how often a process was killed.
        lost: what never arrived, by key.
        doubled: what arrived more than once.
        unfinished: notices that are not marked as sent.
        swallowed: copies that WeCom's own check kept back: their sender died before he could write it down.
        again: notices that more than one process tried.
    """

    due: int
    kills: int
    lost: Sequence[str]
    doubled: Sequence[str]
    unfinished: int
    swallowed: int
    again: int


def produce(ends: Path, session: Session, now: datetime, company: Company) -> None:
    """A producer like any other: finds what is due by now and enqueues it, under keys for ever."""
    connection = session.connection()
    latest = int(ends.read_text()) if ends.exists() else slot_of(now)
    for slot in range(max(latest - LOOKED_BACK, 0), latest + 1):
        reps = [card for card in company.people if card.role == Role.REP]
        more = range(1, BURST) if slot % BURST_SLOTS == 0 else ()
        rows = [_due(slot, reps[0].id, reps[0].userid, number) for number in more]
        rows += [_due(slot, card.id, card.userid) for card in reps]
        if not connection.scalar(select(func.count()).where(Notice.dedupe_key == rows[-1].key)):
            notices.enqueue(connection, rows, now=now)


def slot_of(at: datetime) -> int:
    """Which turn of everybody's an instant lies in."""
    return int((at - BEGINS) / SLOT)


def _due(slot: int, person_id: int, userid: str, number: int = 0) -> NewNotice:
    # One person after the other, so that at any moment some are on their way.
    due_at = (BEGINS + (slot + person_id % CROWD.reps / CROWD.reps) * SLOT).astimezone(UTC)
    key, body = f"slot:{slot}:{person_id}:{number}", f"〔{slot}·{userid}·{number}〕"
    return NewNotice(key, DUE, "", person_id, userid, body, due_at)


def live(settings: Settings, since: float, ends: Path, up: Event) -> None:
    """One process: the whole office without its doors."""
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    asyncio.run(_live(settings, FastClock(since), ends, up))


async def _live(settings: Settings, clock: FastClock, ends: Path, up: Event) -> None:
    channel = WecomApp(settings, clock)
    await channel.open()
    office = await Office.open(settings, clock=clock, channels=[channel])
    # Others would have news that waits for the morning.
    real = [tick for tick in TICKS if tick.name in REAL]
    office.metronome.ticks = [*real, Tick("slots", partial(produce, ends))]
    office.metronome.stop()  # its minute is the host's; ours passes more quickly
    up.set()
    while True:
        await office.metronome.beat()
        office.delivery.nudge()
        await asyncio.sleep(BEAT_S)


def storm(address: str, folder: Path, *, processes: int, kills: int, seed: int = 7) -> Outcome:
    """Let them live and die, then let one of each be left in peace until nothing waits any more.

    Args:
        address: of an empty, migrated database.
        folder: for logs.
        processes: at a time; one on SQLite.
        kills: how many.
        seed: of who is killed when.
    """
    engine = make_engine(address)
    with unit(engine) as session:
        session.add_all(Person(userid=CROWD.userid(rep), name=f"销售{rep}", role=Role.REP) for rep in range(CROWD.reps))
    since = time.time()
    chance = random.Random(seed)
    ends = folder / "ends"
    context = multiprocessing.get_context("forkserver")
    build_router()
    # So that one that was killed is there again in no time, and is killed while it works.
    own = ("bot.", "handlers.", "models.", "scheduler.", "tests.", "sqlalchemy.", "psycopg.", "chinese_calendar")
    context.set_forkserver_preload([name for name in sys.modules if name.startswith(own)])
    with fake_wecom(folder, CROWD) as wecom:
        tell(wecom, {"fault": {"path": "message/send", "times": 10_000_000, "stall_s": STALL_S}, "speed": SPEED})
        settings = Settings(
            database_url=address, data_dir=folder, wecom_corp_id=CORP_ID, wecom_agent_id=AGENT_ID,
            wecom_secret=SecretStr(SECRET), wecom_token=SecretStr(TOKEN), wecom_aes_key=SecretStr(AES_KEY),
            wecom_api_base=f"http://127.0.0.1:{wecom.port}",
        )  # fmt: skip

        def begin() -> BaseProcess:
            up = context.Event()
            process = context.Process(target=live, args=(settings, since, ends, up))
            process.start()
            if not up.wait(START_S):
                raise RuntimeError("it did not start")
            return process

        running = [begin() for _ in range(processes)]
        try:
            for _ in range(kills):
                time.sleep(chance.uniform(0.1, 1.0))
                dying = chance.randrange(processes)
                running[dying].kill()
                running[dying].join()
                running[dying] = begin()
            last = slot_of(FastClock(since).now())
            ends.write_text(str(last))
            _await_quiet(engine, last)
        finally:
            for process in running:
                process.kill()
                process.join()
        swallowed, delivered = swallowed_and_delivered(wecom)
    outcome = _account(engine, delivered, kills, swallowed)
    engine.dispose()
    return outcome


def _await_quiet(engine: Engine, last: int, limit_s: float = 180) -> None:
    """Return when everything that had to be produced is produced and nothing waits."""
    limit = time.monotonic() + limit_s
    reading = engine.execution_options(waiqin_read_only=True)  # whoever only looks must not wait for SQLite's writer
    while time.monotonic() < limit:
        with reading.connect() as connection:
            made = connection.scalar(select(func.count()).where(Notice.dedupe_key.startswith(f"slot:{last}:")))
            waits = connection.scalar(
                select(func.count()).where(Notice.state.in_([NoticeState.PENDING, NoticeState.SENDING]))
            )
        if made and not waits:
            return
        time.sleep(0.25)
    raise RuntimeError(f"still waiting: {waits} notices, the last ones {'made' if made else 'not made'}")


def _account(engine: Engine, arrived: Sequence[tuple[str, str]], kills: int, swallowed: int) -> Outcome:
    read: dict[str, list[str]] = {}
    for userid, text in arrived:
        read.setdefault(userid, []).append(text)
    with engine.connect() as connection:
        rows = connection.execute(select(Notice.kind, Notice.body, Notice.userid, Notice.state, Notice.attempts)).all()
    due = [row for row in rows if row.kind in {DUE, REMINDED}]
    times = {f"{row.userid} {row.body}": sum(text.count(row.body) for text in read.get(row.userid, [])) for row in due}
    return Outcome(
        due=len(due),
        kills=kills,
        lost=[what for what, count in times.items() if not count],
        doubled=[what for what, count in times.items() if count > 1],
        unfinished=sum(row.state != NoticeState.SENT for row in due),
        swallowed=swallowed,
        again=sum(row.attempts > 1 for row in due),
    )


def main() -> None:
    """Print one line."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=300)
    options.add_argument("--seed", type=int, default=7, help="of who is killed when")
    options.add_argument("--sqlite", action="store_true", help="one process on SQLite")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, databases(Path(folder), postgres=not given.sqlite) as fresh:
        found = storm(fresh(), Path(folder), processes=1 if given.sqlite else 3, kills=given.kills, seed=given.seed)
    print(
        f"{found.kills} kills, {found.due} notices due, lost {len(found.lost)}, doubled {len(found.doubled)}, "
        f"unfinished {found.unfinished}; {found.again} were tried again, {found.swallowed} copies were kept back"
    )


if __name__ == "__main__":
    main()
