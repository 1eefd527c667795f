"""The simulator page and what it asks the server: anybody's chat with the bot, live, and a clock to set forward.

Whoever opens it speaks as anybody, so it answers this machine only: a peer on loopback, a Host header of this machine
(else a name that is re-bound to 127.0.0.1 would get in), and no foreign Origin (else any open web page could send).
"""

from __future__ import annotations

import asyncio
import hashlib
import ipaddress
import json
import re
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import structlog
from aiohttp import BodyPartReader, web
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from sqlalchemy.exc import SQLAlchemyError

from bot import logs
from bot.channels.base import InboundMessage, MediaError, NotDurable
from bot.channels.simulator import NAME, SimulatorChannel
from bot.clock import PretendClock
from bot.pages import texts
from models.directory import CustomerCard, PersonCard
from models.queries import transcripts
from models.queries.transcripts import Entry, EntryKind, Mark
from models.times import SHANGHAI, shanghai, shanghai_day, shanghai_instant

if TYPE_CHECKING:
    from bot.office import Office

log = structlog.get_logger("simulator")

PREFIX = "/sim"
PAGE_SIZE = 40
LIVE_SIZE = 50
"""How many of the latest entries an event carries: more than one person is sent at one moment."""
PLACES_SHOWN = 200
HEARTBEAT_S = 10.0
SETTLE_S = 0.03
"""Between a send and the look for its notice: delivery commits the outcome right after, several share one look."""
LOOKS = 100
QUEUE_SIZE = 500
PICTURE_LIMIT = texts.PICTURE_LIMIT_MB * 1024 * 1024
FIELD_LIMIT = 256
MORNING = timedelta(hours=8, minutes=20)
CLOCK_LIMIT = timedelta(days=texts.CLOCK_LIMIT_DAYS)

HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_HERE = Path(__file__).parent
_STATIC = _HERE / "static"
_HOST = re.compile(r"(\[[0-9a-fA-F:]+\]|[^:\[\]]+)(?::\d{1,5})?")
# What XML cannot carry never comes from WeCom either; JSON text columns of PostgreSQL refuse the first of them.
_NEVER_SENT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_PICTURES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"RIFF", "image/webp"),
)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

Nonce = Annotated[str, Field(pattern=r"^[0-9a-zA-Z-]{8,64}$")]


def _fresh_nonce() -> str:
    return secrets.token_hex(16)


class _Saying(BaseModel):
    """What every message of the page carries; the nonce makes a repeated send the same message."""

    model_config = ConfigDict(extra="forbid")

    person: Annotated[str, Field(min_length=1, max_length=64)]
    nonce: Nonce = Field(default_factory=_fresh_nonce)


class SayText(_Saying):
    """A text."""

    kind: Literal["text"]
    text: str

    def payload(self) -> dict[str, Any]:
        """What the inbox keeps.

        Raises:
            Refusal: there is no text, or far too much.
        """
        if len(self.text) > texts.TEXT_LIMIT:
            raise Refusal(texts.TEXT_TOO_LONG, 413)
        text = _NEVER_SENT.sub("", self.text)
        if not text.strip():
            raise Refusal(texts.TEXT_EMPTY)
        return {"text": text}


class SayPlace(_Saying):
    """A place; degrees."""

    kind: Literal["location"]
    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]
    label: Annotated[str, Field(max_length=200)] = ""

    def payload(self) -> dict[str, Any]:
        """What the inbox keeps."""
        label = _NEVER_SENT.sub("", self.label)
        return {"latitude": self.latitude, "longitude": self.longitude, "label": label}


class SayVoice(_Saying):
    """A voice message without sound: WeCom gives no transcript either."""

    kind: Literal["voice"]

    def payload(self) -> dict[str, Any]:
        """What the inbox keeps."""
        return {"media_id": f"voice-{self.nonce}", "format": "amr"}


class SetClock(BaseModel):
    """Where the clock goes: to an instant (Shanghai where it has no zone), on by minutes, or to the next 08:20."""

    model_config = ConfigDict(extra="forbid")

    to: datetime | None = None
    add_minutes: Annotated[int, Field(ge=1, le=texts.CLOCK_LIMIT_DAYS * 24 * 60)] | None = None
    next_morning: bool = False

    def target(self, now: datetime) -> datetime:
        """The instant asked for.

        Raises:
            Refusal: nothing is asked for, it is in the past, or too far away.
        """
        if self.to is not None:
            at = self.to if self.to.tzinfo is not None else self.to.replace(tzinfo=SHANGHAI)
        elif self.add_minutes is not None:
            at = now + timedelta(minutes=self.add_minutes)
        elif self.next_morning:
            at = next_morning(now)
        else:
            raise Refusal(texts.BAD_REQUEST)
        if at <= now:
            raise Refusal(texts.CLOCK_BACKWARDS)
        if at - now > CLOCK_LIMIT:
            raise Refusal(texts.CLOCK_TOO_FAR)
        return at


_SAYING: TypeAdapter[SayText | SayPlace | SayVoice] = TypeAdapter(
    Annotated[SayText | SayPlace | SayVoice, Field(discriminator="kind")]
)


class Refusal(Exception):
    """A request that is answered with a sentence for the person at the page."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status


def add_routes(app: web.Application, office: Office, channel: SimulatorChannel) -> None:
    """Put the simulator under `/sim/`.

    Args:
        app: not started yet.
        office: what the messages go to.
        channel: the one that the office sends through.
    """
    pages = SimulatorPages(office, channel)
    sim = web.Application(middlewares=[_headers, _guard, _refusals])
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


@dataclass(eq=False)
class _Audience:
    """The open pages; one that does not keep up is cut off and catches up when it reconnects."""

    seats: set[asyncio.Queue[bytes | None]] = field(default_factory=set)

    @contextmanager
    def seat(self) -> Iterator[asyncio.Queue[bytes | None]]:
        queue: asyncio.Queue[bytes | None] = asyncio.Queue()
        self.seats.add(queue)
        try:
            yield queue
        finally:
            self.seats.discard(queue)

    def tell(self, event: Mapping[str, Any]) -> None:
        line = _event(event)
        for queue in tuple(self.seats):
            if queue.qsize() < QUEUE_SIZE:
                queue.put_nowait(line)
            else:
                self._dismiss(queue)

    def dismiss_all(self) -> None:
        for queue in tuple(self.seats):
            self._dismiss(queue)

    def _dismiss(self, queue: asyncio.Queue[bytes | None]) -> None:
        self.seats.discard(queue)
        queue.put_nowait(None)


@dataclass(slots=True)
class _Look:
    """A text that was sent and whose notice is not yet seen as sent."""

    userid: str
    sent_id: str
    left: int = LOOKS


class SimulatorPages:
    """The page and its small API.

    Args:
        office: what the messages go to.
        channel: keeps the pictures, and tells what is sent.
    """

    def __init__(self, office: Office, channel: SimulatorChannel) -> None:
        self._office = office
        self._channel = channel
        self._audience = _Audience()
        self._looks: list[_Look] = []
        self._sent = asyncio.Event()
        self._moving = asyncio.Lock()
        self._boot = secrets.token_hex(4)
        self._html = _render_page()
        channel.listen(self._note_sent)

    async def run(self, _app: web.Application) -> AsyncIterator[None]:
        """Follow what is sent, from start to stop."""
        task = asyncio.create_task(self._follow())
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
                "last": _preview(latest.get(person.id)),
            }
            for person in sorted(self._office.directory.people.values(), key=lambda person: person.id)
            if person.active
        ]
        return _json(
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
        mark = _mark(before) if before else None
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
        return _json(
            {
                "entries": [_shown(entry) for entry in entries[-PAGE_SIZE:]],
                "more": len(entries) > PAGE_SIZE,
                "suggestions": self._suggestions(person),
            }
        )

    async def places(self, request: web.Request) -> web.Response:
        """Where a person could be: the customers that he or his people look after, with coordinates."""
        person = self._person(request.query.get("person", ""))
        own = [card for card in self._customers_of(person) if card.latitude is not None]
        return _json(
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
        entries = [_shown(entry) for entry in exchange]
        self._audience.tell({"type": "entries", "person": person.userid, "entries": entries})
        return _json({"entries": entries, "now": self._now()})

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
        return _json({"now": now})

    async def events(self, request: web.Request) -> web.StreamResponse:
        """What happens, as it happens (server-sent events)."""
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store"}
        )
        await response.prepare(request)
        with self._audience.seat() as queue, suppress(ConnectionResetError):
            await response.write(b"retry: 1000\n\n")
            await response.write(_event({"type": "hello", "boot": self._boot, "now": self._now()}))
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
            content_type=_picture_type(content) or "application/octet-stream",
            headers={"Cache-Control": "private, max-age=86400, immutable"},
        )

    async def _next_line(self, queue: asyncio.Queue[bytes | None]) -> bytes | None:
        try:
            async with asyncio.timeout(HEARTBEAT_S):
                return await queue.get()
        except TimeoutError:
            # Shows the page that the server lives, and keeps its clock right.
            return _event({"type": "clock", "now": self._now()})

    async def _saying(self, request: web.Request) -> tuple[PersonCard, str, str, dict[str, Any]]:
        if request.content_type.startswith("multipart/"):
            return await self._picture(request)
        try:
            saying = _SAYING.validate_json(await request.read())
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
                fields[part.name] = await _read_part(part, limit)
            saying = _Saying.model_validate(
                {name: fields[name].decode() for name in ("person", "nonce") if name in fields}
            )
        except ValueError:
            # A broken multipart body, broken UTF-8, and what pydantic refuses are all ValueErrors.
            raise Refusal(texts.BAD_REQUEST) from None
        person = self._person(saying.person)
        picture = fields.get("image", b"")
        if not picture:
            raise Refusal(texts.PICTURE_EMPTY)
        if _picture_type(picture) is None:
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
            person, mark = self._office.directory.person(userid), _mark(entry_id)
            # A mark from the future was set in another company's life.
            if person is not None and mark.at <= now:
                marks[person.id] = mark
        return marks

    def _now(self) -> str:
        return _iso(self._office.clock.now())

    def _note_sent(self, userid: str, sent_id: str) -> None:
        self._looks.append(_Look(userid, sent_id))
        self._sent.set()

    async def _follow(self) -> None:
        while True:
            await self._sent.wait()
            self._sent.clear()
            await asyncio.sleep(SETTLE_S)
            looks, self._looks = self._looks, []
            for userid in dict.fromkeys(look.userid for look in looks):
                await self._look([look for look in looks if look.userid == userid])
            if self._looks:
                self._sent.set()

    async def _look(self, looks: list[_Look]) -> None:
        """Tell the pages what one person was sent; look again later for what is not recorded yet."""
        person = self._office.directory.person(looks[0].userid)
        if person is None:
            return
        try:
            entries = await self._office.read(
                lambda session: transcripts.list_entries(
                    session, person_id=person.id, userid=person.userid, channel=NAME, limit=LIVE_SIZE
                )
            )
        except SQLAlchemyError as wrong:
            log.warning("simulator_look_failed", error=type(wrong).__name__)
            entries = []
        there = {entry.platform_id for entry in entries if entry.kind is EntryKind.PUSH}
        if any(look.sent_id in there for look in looks):
            shown = [_shown(entry) for entry in entries]
            self._audience.tell({"type": "entries", "person": person.userid, "entries": shown})
        for look in looks:
            if look.sent_id not in there and look.left > 1:
                self._looks.append(_Look(look.userid, look.sent_id, look.left - 1))


def next_morning(now: datetime) -> datetime:
    """The next 08:20 in Shanghai, when the morning card is out (`product.md` §4.4)."""
    day = shanghai_day(now)
    at = shanghai_instant(day) + MORNING
    return at if at > now else shanghai_instant(day + timedelta(days=1)) + MORNING


def is_local(peer: str, host: str, origin: str | None, *, forwarded: bool) -> bool:
    """Whether a request comes from a page of this server, opened on this machine.

    Args:
        peer: the address at the other end of the connection.
        host: the Host header.
        origin: the Origin header, None where the browser sent none.
        forwarded: whether a proxy passed it on, so that the peer says nothing.
    """
    try:
        address = ipaddress.ip_address(peer.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    named = _HOST.fullmatch(host)
    return (
        (mapped or address).is_loopback
        and not forwarded
        and named is not None
        and named[1].lower() in HOSTS
        and (origin is None or origin.lower() == f"http://{host.lower()}")
    )


@web.middleware
async def _headers(request: web.Request, handler: Handler) -> web.StreamResponse:
    # An event stream is on its way before it comes back here, and no browser shows it as a page.
    response = await handler(request)
    if not response.prepared:
        response.headers.update(HEADERS)
        response.headers.setdefault("Cache-Control", "no-cache")
    return response


@web.middleware
async def _guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    logs.number_request()
    name = request.transport.get_extra_info("peername") if request.transport is not None else None
    peer = name[0] if isinstance(name, tuple) else ""
    forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    if not is_local(peer, request.headers.get("Host", ""), request.headers.get("Origin"), forwarded=forwarded):
        log.warning("simulator_refused", path=request.path)
        return _json({"error": texts.NOT_FROM_HERE}, status=403)
    return await handler(request)


@web.middleware
async def _refusals(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except Refusal as refusal:
        return _json({"error": refusal.sentence}, status=refusal.status)


async def _to_page(_request: web.Request) -> web.Response:
    raise web.HTTPFound(f"{PREFIX}/")


async def _read_part(part: BodyPartReader, limit: int) -> bytes:
    content = bytearray()
    while chunk := await part.read_chunk(65_536):
        content += chunk
        if len(content) > limit:
            raise Refusal(texts.PICTURE_TOO_LARGE if part.name == "image" else texts.BAD_REQUEST, 413)
    return bytes(content)


def _picture_type(content: bytes) -> str | None:
    for start, kind in _PICTURES:
        if content.startswith(start) and (kind != "image/webp" or content[8:12] == b"WEBP"):
            return kind
    return None


def _mark(entry_id: str) -> Mark:
    try:
        return Mark.read(entry_id)
    except ValueError:
        raise Refusal(texts.BAD_REQUEST) from None


def _shown(entry: Entry) -> dict[str, Any]:
    shown: dict[str, Any] = {"id": entry.id, "kind": entry.kind, "at": _iso(entry.at), "text": entry.text}
    if entry.kind is EntryKind.MESSAGE:
        shown["text"] = entry.payload.get("text", "")
        shown["nonce"] = entry.key.removeprefix(f"{NAME}:")
        shown["media"] = _media(entry)
    return shown


def _media(entry: Entry) -> dict[str, Any] | None:
    if entry.message_kind == "image":
        return {"kind": "image", "id": entry.payload.get("media_id", "")}
    if entry.message_kind == "location":
        named = ("label", "latitude", "longitude")
        return {"kind": "location", **{name: entry.payload.get(name) for name in named}}
    return {"kind": "voice"} if entry.message_kind == "voice" else None


def _preview(entry: Entry | None) -> dict[str, str] | None:
    if entry is None:
        return None
    text = entry.text or entry.payload.get("text") or texts.PREVIEWS.get(entry.message_kind, "")
    return {"id": entry.id, "text": " ".join(text.split())[:60], "at": _iso(entry.at)}


def _iso(at: datetime) -> str:
    return shanghai(at).isoformat(timespec="milliseconds")


def _event(event: Mapping[str, Any]) -> bytes:
    return b"data: " + json.dumps(event, ensure_ascii=False).encode() + b"\n\n"


def _json(content: Mapping[str, Any], status: int = 200) -> web.Response:
    return web.json_response(content, status=status, dumps=_dumps, headers={"Cache-Control": "no-store"})


def _dumps(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False)


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
