"""The server: opens the office, serves its doors, and drains on SIGTERM."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable

import structlog
from aiohttp import web

from bot import health, logs
from bot.channels.base import Channel
from bot.clock import Clock, PretendClock, SystemClock
from bot.office import Office
from bot.settings import Settings

log = structlog.get_logger("app")

BODY_BYTES = 1024 * 1024
SHUTDOWN_S = 15.0


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
    house = await _House.build(settings, demo=demo)
    try:
        address = await house.listen()
        announce(address)
        log.info("serving", address=address, simulator=house.simulated)
        await stop.wait()
        log.info("stopping", in_hand=house.office.reception.in_hand())
    finally:
        await house.close()


class _House:
    """The office with its doors."""

    def __init__(self, settings: Settings, office: Office, application: web.Application, *, simulated: bool) -> None:
        self.settings = settings
        self.office = office
        self.simulated = simulated
        self._runner = web.AppRunner(
            application,
            access_log=None,
            shutdown_timeout=SHUTDOWN_S,
            auto_decompress=False,  # nobody who is welcome here compresses; only bombs do
        )

    @classmethod
    async def build(cls, settings: Settings, *, demo: bool) -> _House:
        from bot.channels.simulator import SimulatorChannel
        from bot.channels.wecom_app import WecomApp

        clock: Clock = PretendClock(running=True) if demo else SystemClock()
        channels: list[Channel] = []
        wecom = None
        if not demo:
            wecom = WecomApp(settings, clock)
            await wecom.open()
            channels.append(wecom)
        simulator = SimulatorChannel(settings.data_dir) if demo or settings.simulator else None
        if simulator is not None:
            channels.append(simulator)
        try:
            office = await Office.open(settings, clock=clock, channels=channels)
        except BaseException:
            if wecom is not None:
                await wecom.close()
            raise
        application = web.Application(client_max_size=BODY_BYTES)
        application.add_routes(health.routes(office))
        if wecom is not None:
            from bot.webhook import WecomCallback

            application.add_routes(WecomCallback(wecom, office.receive).routes())
            application.on_cleanup.append(lambda _application: wecom.close())
        if simulator is not None:
            from bot.pages import simulator as page

            page.add_routes(application, office, simulator)
        if demo:
            from bot import demo as company

            await company.open_for_use(office)
        return cls(settings, office, application, simulated=simulator is not None)

    async def listen(self) -> str:
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.settings.host, self.settings.port, reuse_address=True)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        shown = f"[{host}]" if ":" in host else host
        return f"http://{shown}:{port}" + ("/sim/" if self.simulated else "")

    async def close(self) -> None:
        await self._runner.cleanup()
        await self.office.close()
