"""Liveness, readiness and metrics."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.clock import PretendClock
from bot.metrics import IN_HAND, INBOX_WAITING, OLDEST_NOTICE_SECONDS, WAITING_UNITS
from bot.office import Office
from models.services import inbox, notices, upkeep

SILENT_CLOCK_S = 300
STUCK_NOTICE_S = 900
STUCK_INBOX_S = 300
"""A backlog is no trouble as long as it is worked off: whoever asked was promised an answer that is pushed."""


def routes(office: Office) -> list[web.RouteDef]:
    """`/healthz` (the process answers), `/readyz` (it can do its work), `/metrics`."""

    async def healthz(_request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def readyz(_request: web.Request) -> web.Response:
        found = await _examine(office)
        return web.json_response({"ready": not found, "trouble": found}, status=503 if found else 200)

    async def metrics(_request: web.Request) -> web.Response:
        await _measure(office)
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    return [web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", metrics)]


@dataclass(frozen=True, slots=True)
class _Vitals:
    """What is looked at, in seconds: since the last tick (None before the first), of delay of the oldest notice that is
    due, and of age of the oldest message that waits."""

    silent_s: float | None
    notice_late_s: float
    inbox_age_s: float


async def _measure(office: Office) -> _Vitals:
    now = office.clock.now()

    def look(session: Session) -> tuple[datetime | None, datetime | None, tuple[int, datetime | None]]:
        connection = session.connection()
        return upkeep.last_beat(session), notices.oldest_unsent(connection, now=now), inbox.backlog(connection)

    beat, oldest, (waiting, since) = await office.read(look)
    late_s = 0.0 if oldest is None else max(0.0, (now - oldest).total_seconds())
    IN_HAND.set(office.reception.in_hand())
    WAITING_UNITS.set(office.desk.waiting())
    INBOX_WAITING.set(waiting)
    OLDEST_NOTICE_SECONDS.set(late_s)
    return _Vitals(
        silent_s=None if beat is None or isinstance(office.clock, PretendClock) else (now - beat).total_seconds(),
        notice_late_s=late_s,
        inbox_age_s=0.0 if since is None else (now - since).total_seconds(),
    )


async def _examine(office: Office) -> list[str]:
    try:
        vitals = await _measure(office)
    except (DBAPIError, RuntimeError):
        return ["database"]
    troubles = {
        "clock": vitals.silent_s is not None and vitals.silent_s > SILENT_CLOCK_S,
        "notices": vitals.notice_late_s > STUCK_NOTICE_S,
        "inbox": vitals.inbox_age_s > STUCK_INBOX_S,
    }
    return [name for name, found in troubles.items() if found]
