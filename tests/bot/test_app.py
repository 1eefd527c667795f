"""The doors: how connections come in."""

from __future__ import annotations

import asyncio
import socket
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path

import pytest
from aiohttp import web

from bot.app import listen
from bot.settings import Settings

uvloop = pytest.importorskip("uvloop", reason="asyncio's own loop accepts all there are")


def test_a_burst_of_connections_is_accepted_in_few_turns_of_the_loop(tmp_path: Path) -> None:
    connected = 60
    settings = Settings(data_dir=tmp_path, host="127.0.0.1", port=0)

    async def knock() -> int:
        async with AsyncExitStack() as house:
            runner, address = await listen(settings, web.Application(), house)
            port = int(address.rpartition(":")[2])
            with ExitStack() as clients:
                for _ in range(connected):
                    clients.enter_context(socket.create_connection(("127.0.0.1", port)))
                for _ in range(8):
                    await asyncio.sleep(0)
                assert runner.server is not None
                return len(runner.server.connections)

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as loop:
        assert loop.run(knock()) == connected
