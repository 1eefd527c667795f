"""The simulator page and what it asks the server: anybody's chat with the bot, live, and a clock to set forward.

Whoever opens it speaks as anybody, so it answers this machine only (`guard.py`).
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections.abc import AsyncIterator, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiohttp import BodyPartReader, web
from pydantic import ValidationError

from bot.channels.base import InboundMessage, MediaError, NotDurable
from bot.channels.simulator import NAME, SimulatorChannel
from bot.clock import PretendClock
from bot.pages import texts
from bot.pages.audience import Audience, event_line
from bot.pages.entries import iso, preview, shown
from bot.pages.following import Follower
from bot.pages.guard import Refusal, add_headers, json_answer, keep_out_strangers, word_refusals
from bot.pages.inputs import FIELD_LIMIT, PICTURE_LIMIT, SAYING, Saying, SetClock, picture_type, read_mark, read_part
from models.directory import CustomerCard, PersonCard
from models.queries import transcripts
from models.queries.transcripts import Mark

if TYPE_CHECKING:
    from bot.office import Office

PREFIX = "/sim"
PAGE_SIZE = 40
PLACES_SHOWN = 200
HEARTBEAT_S = 10.0

_HERE = Path(__file__).parent
_STATIC = _HERE / "static"


def add_routes(app: web.Application, office: Office, channel: SimulatorChannel) -> None:
    """Put the simulator under `/sim/`.

    Args:
        app: not started yet.
        office: what the messages go to.
        channel: the one that the office sends through.
    """
    pages = SimulatorPages(office, channel)
    sim = web.Application(middlewares=[add_headers, keep_out_strangers, word_refusals])
    sim.add_routes(
        [
            web.get("/", pages.page),
            web.get("/api/state", pages.state),
            web.get("/api/chat", pages.chat),
            web.get("/api/places", pages.places),
            web.post("/api/say", pages.say),
            web.post("/api/clock", pages.clock),
            web.get("/api/events", pages.events),
            web.get("/api/media/{media_id}", pages.media),
            web.static("/static", _STATIC),
        ]
    )
    sim.cleanup_ctx.append(pages.run)
    sim.on_shutdown.append(pages.close)
    app.router.add_get(PREFIX, _to_page)
    app.add_subapp(f"{PREFIX}/", sim)


class SimulatorPages:
    """The page and its small API.

    Args:
        office: what the messages go to.
        channel: keeps the pictures, and tells what is sent.
    """

    def __init__(self, office: Office, channel: SimulatorChannel) -> None:
        self._office = office
        self._channel = channel
        self._audience = Audience()
        self._follower = Follower(office, self._audience)
        self._moving = asyncio.Lock()
        self._boot = secrets.token_hex(4)
        self._html = _render_page()
        channel.listen(self._follower.note_sent)

    async def run(self, _app: web.Application) -> AsyncIterator[None]:
        """Follow what is sent, from start to stop."""
        task = asyncio.create_task(self._follower.run())
        yield
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    async def close(self, _app: web.Application) -> None:
        """Let the open event streams end, so that stopping does not wait for them."""
        self._audience.dismiss_all()

    async def page(self, _request: web.Request) -> web.Response:
        """The page."""
        return web.Response(text=self._html, content_type="text/html")

    async def state(self, request: web.Request) -> web.Response:
        """Who is there, how much each has not read, and what time it is."""
        seen = self._marks(request.query.getall("seen", []))
        latest, unread = await self._office.read(
            lambda session: (
                transcripts.list_latest(session, channel=NAME),
                transcripts.count_unread(session, channel=NAME, seen=seen),
            )
        )
        people = [
            {
                "userid": person.userid,
                "name": person.name,
                "role": texts.role_name(person.role),
                "department": person.department,
                "unread": unread.get(person.id, 0),
                "last": preview(latest.get(person.id)),
            }
            for person in sorted(self._office.directory.people.values(), key=lambda person: person.id)
            if person.active
        ]
        return json_answer(
            {
                "now": self._now(),
                "simulated": True,
                "movable": isinstance(self._office.clock, PretendClock),
                "people": people,
            }
        )

    async def chat(self, request: web.Request) -> web.Response:
        """The latest part of a conversation, or the part before an entry."""
        person = self._person(request.query.get("person", ""))
        before = request.query.get("before", "")
        mark = read_mark(before) if before else None
        entries = await self._office.read(
            lambda session: transcripts.list_entries(
                session,
                person_id=person.id,
                userid=person.userid,
                channel=NAME,
                limit=PAGE_SIZE + 1,
                before=mark,
            )
        )
        return json_answer(
            {
                "entries": [shown(entry) for entry in entries[-PAGE_SIZE:]],
                "more": len(entries) > PAGE_SIZE,
                "suggestions": self._suggestions(person),
            }
        )

    async def places(self, request: web.Request) -> web.Response:
        """Where a person could be: the customers that he or his people look after, with coordinates."""
        person = self._person(request.query.get("person", ""))
        own = [card for card in self._customers_of(person) if card.latitude is not None]
        return json_answer(
            {
                "places": [
                    {
                        "name": card.name,
                        "short": card.short,
                        "city": card.city,
                        "latitude": card.latitude,
                        "longitude": card.longitude,
                    }
                    for card in own[:PLACES_SHOWN]
                ]
            }
        )

    async def say(self, request: web.Request) -> web.Response:
        """Send a message as somebody; answered with the message and, if it came at once, its reply."""
        person, nonce, kind, payload = await self._saying(request)
        key = f"{NAME}:{nonce}"
        sent_at = self._office.clock.now().replace(microsecond=0)
        message = InboundMessage(key, NAME, person.userid, kind, sent_at, payload)
        try:
            await self._office.receive(message)
        except NotDurable:
            raise Refusal(texts.NOT_DURABLE, 503) from None
        exchange = await self._office.read(
            lambda session: transcripts.list_exchange(session, person_id=person.id, key=key, channel=NAME)
        )
        entries = [shown(entry) for entry in exchange]
        self._audience.tell({"type": "entries", "person": person.userid, "entries": entries})
        return json_answer({"entries": entries, "now": self._now()})

    async def clock(self, request: web.Request) -> web.Response:
        """Set the clock forward; what falls due on the way is sent on the way."""
        if not isinstance(self._office.clock, PretendClock):
            raise Refusal(texts.CLOCK_REAL, 409)
        try:
            asked = SetClock.model_validate_json(await request.read())
        except ValidationError:
            raise Refusal(texts.BAD_REQUEST) from None
        async with self._moving:
            await self._office.advance(asked.target(self._office.clock.now()))
        now = self._now()
        self._audience.tell({"type": "clock", "now": now})
        return json_answer({"now": now})

    async def events(self, request: web.Request) -> web.StreamResponse:
        """What happens, as it happens (server-sent events)."""
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store"}
        )
        await response.prepare(request)
        with self._audience.seat() as queue, suppress(ConnectionResetError):
            await response.write(b"retry: 1000\n\n")
            await response.write(event_line({"type": "hello", "boot": self._boot, "now": self._now()}))
            while (line := await self._next_line(queue)) is not None:
                await response.write(line)
        return response

    async def media(self, request: web.Request) -> web.Response:
        """A picture that was sent here."""
        try:
            content = await self._channel.fetch_media(request.match_info["media_id"])
        except MediaError:
            raise Refusal(texts.PICTURE_GONE, 404) from None
        return web.Response(
            body=content,
            content_type=picture_type(content) or "application/octet-stream",
            headers={"Cache-Control": "private, max-age=86400, immutable"},
        )

    async def _next_line(self, queue: asyncio.Queue[bytes | None]) -> bytes | None:
        try:
            async with asyncio.timeout(HEARTBEAT_S):
                return await queue.get()
        except TimeoutError:
            # Shows the page that the server lives, and keeps its clock right.
            return event_line({"type": "clock", "now": self._now()})

    async def _saying(self, request: web.Request) -> tuple[PersonCard, str, str, dict[str, Any]]:
        if request.content_type.startswith("multipart/"):
            return await self._picture(request)
        try:
            saying = SAYING.validate_json(await request.read())
        except ValidationError:
            raise Refusal(texts.BAD_REQUEST) from None
        except web.HTTPRequestEntityTooLarge:
            raise Refusal(texts.TEXT_TOO_LONG, 413) from None
        return self._person(saying.person), saying.nonce, saying.kind, saying.payload()

    async def _picture(self, request: web.Request) -> tuple[PersonCard, str, str, dict[str, Any]]:
        fields: dict[str, bytes] = {}
        try:
            async for part in await request.multipart():
                if not isinstance(part, BodyPartReader) or part.name not in {"person", "nonce", "kind", "image"}:
                    raise Refusal(texts.BAD_REQUEST)
                limit = PICTURE_LIMIT if part.name == "image" else FIELD_LIMIT
                fields[part.name] = await read_part(part, limit)
            saying = Saying.model_validate(
                {name: fields[name].decode() for name in ("person", "nonce") if name in fields}
            )
        except ValueError:
            # A broken multipart body, broken UTF-8, and what pydantic refuses are all ValueErrors.
            raise Refusal(texts.BAD_REQUEST) from None
        person = self._person(saying.person)
        picture = fields.get("image", b"")
        if not picture:
            raise Refusal(texts.PICTURE_EMPTY)
        if picture_type(picture) is None:
            raise Refusal(texts.PICTURE_UNKNOWN, 415)
        return person, saying.nonce, "image", {"media_id": await self._channel.keep_media(picture)}

    def _person(self, userid: str) -> PersonCard:
        person = self._office.directory.person(userid)
        if person is None:
            raise Refusal(texts.NO_SUCH_PERSON, 404)
        return person

    def _customers_of(self, person: PersonCard) -> list[CustomerCard]:
        directory = self._office.directory
        keepers = [person, *directory.line_of(person.id)] if person.leads else [person]
        return [directory.customer(found) for keeper in keepers for found in sorted(directory.owned_by(keeper.id))]

    def _suggestions(self, person: PersonCard) -> list[str]:
        colleagues = [card.name for card in self._office.directory.line_of(person.id)] if person.leads else []
        customers = [card.short for card in self._customers_of(person)[:3]]
        return texts.first_sentences(customers, colleagues, leads=person.leads)

    def _marks(self, seen: Iterable[str]) -> dict[int, Mark]:
        now = self._office.clock.now()
        marks = {}
        for item in seen:
            userid, _, entry_id = item.rpartition("~")
            person, mark = self._office.directory.person(userid), read_mark(entry_id)
            # A mark from the future was set in another company's life.
            if person is not None and mark.at <= now:
                marks[person.id] = mark
        return marks

    def _now(self) -> str:
        return iso(self._office.clock.now())


async def _to_page(_request: web.Request) -> web.Response:
    raise web.HTTPFound(f"{PREFIX}/")


def _render_page() -> str:
    # Imported here because only a server with the simulator needs it.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined)
    # A new version must not run with an old script that the browser still holds.
    versions = {path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:12] for path in sorted(_STATIC.iterdir())}
    return environment.get_template("simulator.html").render(
        versions=versions,
        page_texts=texts.PAGE,
        limits={"text": texts.TEXT_LIMIT, "picture": PICTURE_LIMIT},
    )
