"""The simulator as a browser finds it: a real server on 127.0.0.1 before a real office with the cast in it."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web as server
from sqlalchemy import Engine

from bot.channels.simulator import NAME, SimulatorChannel
from bot.clock import Clock, PretendClock
from bot.office import Office
from bot.pages import simulator
from bot.settings import Settings
from models.services import notices
from models.services.notices import NewNotice
from tests.talk import MONDAY_TEN


class House:
    """A server that can be stopped and started again on the same port and database."""

    def __init__(self, database: str, folder: Path, clock: Clock) -> None:
        self._settings = Settings(database_url=database, data_dir=folder)
        self.clock = clock
        self._keys = itertools.count(1)
        self.port = 0
        self.office: Office
        self.channel: SimulatorChannel
        self._runner: server.AppRunner | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        self.channel = SimulatorChannel(self._settings.data_dir)
        self.office = await Office.open(self._settings, clock=self.clock, channels=[self.channel])
        app = server.Application()
        simulator.add_routes(app, self.office, self.channel)
        self._runner = server.AppRunner(app, access_log=None, shutdown_timeout=5)
        await self._runner.setup()
        await server.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True).start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
            await self.office.close()

    async def push(self, userid: str, text: str, *, channel: str = NAME) -> None:
        """Have something told to somebody, due now."""
        person = self.office.directory.person(userid)
        assert person is not None
        now = self.office.clock.now()
        notice = NewNotice(f"test:{next(self._keys)}", "reply", channel, person.id, userid, text, now)
        await self.office.write(lambda session: notices.enqueue(session.connection(), [notice], now=now))
        self.office.delivery.nudge()


@pytest.fixture
async def house(company: Engine, database: str, tmp_path: Path) -> AsyncIterator[House]:
    made = House(database, tmp_path, PretendClock(MONDAY_TEN))
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def web(house: House) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(house.address) as client:
        yield client
