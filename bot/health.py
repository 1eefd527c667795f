"""Liveness, readiness and metrics."""

from __future__ import annotations

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
STUCK_INBOX = 1000


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


async def _measure(office: Office) -> tuple[datetime | None, float, int]:
    now = office.clock.now()

    def look(session: Session) -> tuple[datetime | None, datetime | None, int]:
        connection = session.connection()
        return upkeep.last_beat(session), notices.oldest_unsent(connection, now=now), inbox.count_waiting(connection)

    beat, oldest, waiting = await office.read(look)
    late_s = 0.0 if oldest is None else max(0.0, (now - oldest).total_seconds())
    IN_HAND.set(office.reception.in_hand())
    WAITING_UNITS.set(office.desk.waiting())
    INBOX_WAITING.set(waiting)
    OLDEST_NOTICE_SECONDS.set(late_s)
    return beat, late_s, waiting


async def _examine(office: Office) -> list[str]:
    try:
        beat, late_s, waiting = await _measure(office)
    except (DBAPIError, RuntimeError):
        return ["database"]
    found = []
    pretended = isinstance(office.clock, PretendClock)
    if beat is not None and not pretended and (office.clock.now() - beat).total_seconds() > SILENT_CLOCK_S:
        found.append("clock")
    if late_s > STUCK_NOTICE_S:
        found.append("notices")
    if waiting > STUCK_INBOX:
        found.append("inbox")
    return found
