"""What stands in the log after everything that can go wrong, as it is really written: ids, kinds, places, no words."""

from __future__ import annotations

import asyncio
import gc
import io
import json
import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
import structlog

from bot import logs
from handlers.context import Context, Reply
from models.errors import DomainError
from models.messaging import SendError, Trouble
from tests.talk import Chat

PHONE = "13812345678"
WORDS = f"拜访 东吴机械 王总 电话{PHONE} 谈机密报价"


class Broken:
    """A switchboard that fails with the person's words in its hands."""

    def answer(self, context: Context) -> Reply:
        secret = context.text
        raise ValueError(f"could not read {secret}")

    def word(self, error: DomainError, _context: Context) -> str:
        return str(error)


@pytest.fixture(params=["json", "console"])
def written(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What the server would write to standard error, in either format."""
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    root.handlers[:] = []
    paper = io.StringIO()
    monkeypatch.setattr("sys.stderr", paper)
    logs.set_up(request.param)
    for module in ("bot.turn", "bot.reception", "bot.grouping_desk", "bot.threaded_desk", "scheduler.delivery"):
        monkeypatch.setattr(f"{module}.log", structlog.get_logger(module))
    yield paper
    root.handlers[:] = before[0]
    root.setLevel(before[1])
    structlog.reset_defaults()
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())


async def test_no_word_of_a_message_is_ever_logged(
    written: io.StringIO, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await chat.says("lilei", WORDS)
    await chat.sends("lilei", "location", latitude=31.2983, longitude=120.5853, label="苏州星湖街")
    await chat.says("nobody", WORDS)
    monkeypatch.setattr(chat.office.turns, "switchboard", Broken())
    answer = await chat.says("lilei", WORDS)
    await chat.pushes("lilei")
    logging.getLogger("some.library").error("it broke", exc_info=ValueError(WORDS))
    log = written.getvalue()

    assert "a handler failed" in log
    assert "test_logs.py" in log, "where it happened is said"
    assert answer.rpartition("：")[2] in log, "the code that the person was told"
    for private in (PHONE, "机密", "东吴", "王总", "星湖街", "31.2983", "李雷"):
        assert private not in log
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    assert all(
        {"message", "kind", "person", "outcome", "ms"} <= line.keys() for line in lines if line["event"] == "message"
    )


async def test_nothing_private_is_logged_of_what_fails_beside_the_messages(
    written: io.StringIO, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A tick, a task that nobody waits for, a callback of the loop, a push on its way out."""

    async def fails() -> None:
        raise ValueError(WORDS)

    def breaks(*_: object) -> None:
        raise ValueError(WORDS)

    async def sends(_message: object) -> str:
        raise SendError(Trouble.PERMANENT, "no such member", code=60111)

    monkeypatch.setattr("scheduler.clock.log", structlog.get_logger("scheduler.clock"))
    await chat.says("lilei", "提醒我今天10点半给王总打电话 机密")
    monkeypatch.setattr(chat.channel, "send", sends)
    monkeypatch.setattr(chat.office.metronome, "run", breaks)
    chat.clock.move_to(chat.clock.now() + timedelta(minutes=40))
    await chat.office.metronome.beat()
    await chat.office.settle()
    task = asyncio.ensure_future(fails())
    asyncio.get_running_loop().call_soon(breaks, WORDS)
    await asyncio.wait([task])
    del task
    gc.collect()
    await asyncio.sleep(0)
    log = written.getvalue()

    for told in ("a tick failed", "60111", "Task exception was never retrieved", "Exception in callback"):
        assert told in log
    for private in (PHONE, "机密", "东吴", "王总", "李雷"):
        assert private not in log, log
