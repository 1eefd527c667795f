"""The server: opens the office, serves its doors, and drains on SIGTERM.

The place to begin reading. `office.py` wires all parts. A message comes in by `webhook.py` and goes on to
`reception.py`, `turn.py` and `handlers/dispatch.py`; the clock begins in `scheduler/clock.py`. Both ways, file by file,
and a picture of the layers are in `docs/architecture.md`.
"""

from __future__ import annotations

import asyncio
import gc
import signal
import socket
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import structlog
from aiohttp import web

from bot import health, logs
from bot.channels.base import Channel
from bot.channels.wecom_app import WecomApp
from bot.clock import Clock, PretendClock, SystemClock
from bot.office import Office
from bot.settings import Settings
from bot.webhook import WecomCallback

if TYPE_CHECKING:
    from bot.channels.simulator import SimulatorChannel

log = structlog.get_logger("app")

BODY_BYTES = 1024 * 1024
SHUTDOWN_S = 15.0
BACKLOG = 4_096
"""Connections that may wait to be accepted. Where a burst finds no room, TCP tries again after 1, 3, 7, 15 s: too late
for WeCom's window."""
ACCEPTORS = 32
"""How many connections are accepted in one turn of the loop. libuv takes one a turn from each listener, and while a
batch runs in every turn that would be about fifty a second; so the one socket is listened to many times."""


def run(settings: Settings, *, demo: bool = False, announce: Callable[[str], None] = print) -> None:
    """Serve until SIGTERM or SIGINT.

    Args:
        settings: checked before.
        demo: the demo company on a clock that can be set forward, with the simulator and without WeCom.
        announce: told the address once the server answers.
    """
    logs.set_up(settings.log_format)
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(serve(settings, demo=demo, announce=announce))


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:  # no wheel for this platform: asyncio's own loop is slower but the same
        return None
    return uvloop.new_event_loop


async def serve(settings: Settings, *, demo: bool, announce: Callable[[str], None]) -> None:
    """Open everything, serve, and close everything in the opposite order."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    async with AsyncExitStack() as house:
        address, office = await _open(settings, demo=demo, house=house)
        # What is held from now on (names, code, tables) lives as long as the process: collections need not look at it.
        gc.freeze()
        gc.enable()
        announce(address)
        log.info("serving", address=address)
        await stop.wait()
        log.info("stopping", in_hand=office.reception.in_hand())


async def _open(settings: Settings, *, demo: bool, house: AsyncExitStack) -> tuple[str, Office]:
    """Channels, then the office, then the doors; what is opened is closed by the house."""
    clock: Clock = PretendClock(running=True) if demo else SystemClock()
    wecom = None if demo else WecomApp(settings, clock)
    if wecom is not None:
        await wecom.open()
        house.push_async_callback(wecom.close)
    simulator = _simulator(settings) if demo or settings.simulator else None
    channels: list[Channel] = [channel for channel in (wecom, simulator) if channel is not None]
    office = await Office.open(settings, clock=clock, channels=channels, prepare=_preparation() if demo else None)
    house.push_async_callback(office.close)
    application = web.Application(client_max_size=BODY_BYTES)
    application.add_routes(health.routes(office))
    if wecom is not None:
        application.add_routes(WecomCallback(wecom, office.receive).routes())
    if simulator is not None:
        from bot.pages import simulator as page

        page.add_routes(application, office, simulator)
    _, address = await listen(settings, application, house)
    return address + ("/sim/" if simulator is not None else ""), office


def _preparation() -> Callable[[Office], Awaitable[None]]:
    from bot.demo import open_for_use

    return open_for_use


def _simulator(settings: Settings) -> SimulatorChannel:
    from bot.channels.simulator import SimulatorChannel

    return SimulatorChannel(settings.data_dir)


async def listen(settings: Settings, application: web.Application, house: AsyncExitStack) -> tuple[web.AppRunner, str]:
    """Serve an application where the settings say, until the house is closed; returns its runner and its address.

    Raises:
        OSError: the address is taken or not ours.
    """
    runner = web.AppRunner(
        application,
        access_log=None,
        shutdown_timeout=SHUTDOWN_S,
        auto_decompress=False,  # nobody who is welcome here compresses; only bombs do
    )
    await runner.setup()
    house.push_async_callback(runner.cleanup)
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    door = socket.create_server((settings.host, settings.port), family=family, backlog=BACKLOG)
    for listener in (door, *(door.dup() for _ in range(ACCEPTORS - 1))):
        await web.SockSite(runner, listener, backlog=BACKLOG).start()
    host, port = runner.addresses[0][:2]
    return runner, f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
