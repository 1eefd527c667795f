"""A WeCom to test against: a real HTTP server that checks what the real one checks and misbehaves when told to.

In a test: `async with FakeWecom() as wecom`. By hand, for a try-out of `waiqin serve`:

    python -m tests.fakes.wecom --port 9301

and then, from anywhere, `POST /_control` (JSON: the names of `FakeWecom.control`) and `GET /_delivered`. What its
servers send is sealed by `sealer.py`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import secrets
import sys
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from aiohttp import web

from tests.fakes.app import AES_KEY, AGENT_ID, CORP_ID, SECRET, TOKEN

MEMBERS = ("lilei", "hanmei", "chenchen", "wufang", "zhouming")
SEEN_FROM = "203.0.113.7"
TOKEN_LASTS_S = 7_200
MEDIA_LASTS_S = 3 * 86_400
MINUTE_LIMIT, HOUR_LIMIT = 30, 1_000


@dataclass(frozen=True)
class Delivery:
    """One text that reached one member; `at` is in seconds of the fake's own clock."""

    userid: str
    text: str
    at: float
    msgid: str


@dataclass
class Fault:
    """What goes wrong with the next calls of one path ("" is any but gettoken).

    Attributes:
        path: such as message/send.
        times: for how many calls.
        code: answer this errcode instead of doing it.
        errmsg: the text with it.
        status: answer this HTTP status with a page instead of JSON.
        stall_s: wait so long first.
        warn: do it, but answer that part of the JSON was ignored.
        drop: `before` hangs up without doing it, `after` does it and hangs up.
    """

    path: str = ""
    times: int = 1
    code: int = 0
    errmsg: str = "told to fail"
    status: int = 0
    stall_s: float = 0
    warn: bool = False
    drop: str = ""


@dataclass
class FakeWecom:
    """The API of one company with one app."""

    corp_id: str = CORP_ID
    agent_id: int = AGENT_ID
    secret: str = SECRET
    members: set[str] = field(default_factory=lambda: set(MEMBERS))
    """The app's visible scope."""
    unlicensed: set[str] = field(default_factory=set)
    trusted: bool = True
    delivered: list[Delivery] = field(default_factory=list)
    dropped: list[Delivery] = field(default_factory=list)
    """What went over a member's limit: WeCom says ok and shows it to nobody."""
    swallowed: list[Delivery] = field(default_factory=list)
    """What the duplicate check kept back: WeCom says ok."""
    calls: list[str] = field(default_factory=list)
    """Every path that was called, in order."""
    bodies: list[bytes] = field(default_factory=list)
    """Every body of message/send as it came."""

    def __post_init__(self) -> None:
        self.ahead_s = 0.0
        self.speed = 1.0
        self.clock_off_s = 0.0
        self._token = ""
        self._token_until = 0.0
        self._faults: list[Fault] = []
        self._seen: dict[bytes, float] = {}
        self._recent: defaultdict[str, deque[float]] = defaultdict(lambda: deque(maxlen=HOUR_LIMIT))
        self._media: dict[str, tuple[bytes, str, float]] = {}
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self, port: int = 0) -> None:
        """Listen on loopback; `url` is the base address afterwards."""
        app = web.Application(client_max_size=32 << 20)
        app.add_routes(
            [
                web.get("/cgi-bin/gettoken", self._gettoken),
                web.post("/cgi-bin/message/send", self._guarded("message/send", self._send)),
                web.get("/cgi-bin/media/get", self._guarded("media/get", self._get_media)),
                web.post("/cgi-bin/media/upload", self._guarded("media/upload", self._upload)),
                web.get("/cgi-bin/agent/get", self._guarded("agent/get", self._agent)),
                web.get("/cgi-bin/getcallbackip", self._guarded("getcallbackip", self._callback_addresses)),
                web.post("/_control", self._control),
                web.get("/_delivered", self._delivered),
            ]
        )
        app.on_response_prepare.append(self._set_date)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    # What a test, or POST /_control, may tell it.

    def control(self, order: Mapping[str, Any]) -> None:
        """Obey `{"fault": {…}}`, `{"revoke": true}`, `{"advance": seconds}`, `{"trusted": bool}`,
        `{"members": […]}`, `{"unlicensed": […]}`, `{"clock_off": seconds}`, `{"speed": factor}`, `{"forget": true}`."""
        orders: dict[str, Callable[[Any], None]] = {
            "fault": lambda fault: self.fault(**fault),
            "revoke": lambda _: self.revoke(),
            "advance": self.advance,
            "trusted": lambda trusted: setattr(self, "trusted", bool(trusted)),
            "members": lambda members: setattr(self, "members", set(members)),
            "unlicensed": lambda members: setattr(self, "unlicensed", set(members)),
            "speed": lambda factor: setattr(self, "speed", float(factor)),
            "clock_off": lambda seconds: setattr(self, "clock_off_s", float(seconds)),
            "forget": lambda _: self.forget(),
        }
        for name, value in order.items():
            orders[name](value)

    def fault(self, path: str = "message/send", **wrong: Any) -> None:
        """The next call, or the next `times` calls, of a path go wrong as `Fault` says."""
        self._faults.append(Fault(path=path, **wrong))

    def revoke(self) -> None:
        """The token in use is refused from now on, as WeCom may do at any moment."""
        self._token = ""

    def advance(self, seconds: float) -> None:
        """Its clock, for token, media and limits, goes forward."""
        self.ahead_s += seconds

    def forget(self) -> None:
        """As if nothing had been sent yet."""
        for kept in (self.delivered, self.dropped, self.swallowed, self.calls, self.bodies):
            kept.clear()

    def add_media(self, content: bytes, content_type: str = "image/jpeg") -> str:
        """What a member has sent: returns the media_id."""
        media_id = secrets.token_urlsafe(24)
        self._media[media_id] = (content, content_type, self.now())
        return media_id

    def now(self) -> float:
        return time.monotonic() * self.speed + self.ahead_s

    def texts(self, userid: str) -> list[str]:
        """What one member has got."""
        return [delivery.text for delivery in self.delivered if delivery.userid == userid]

    # The API.

    async def _gettoken(self, request: web.Request) -> web.StreamResponse:
        self.calls.append("gettoken")
        fault = self._fault_of("gettoken")
        if fault is not None:
            refused = await self._misbehave(request, fault)
            if refused is not None:
                return refused
        if request.query.get("corpid") != self.corp_id:
            return _answer(40013, "invalid corpid")
        if request.query.get("corpsecret") != self.secret:
            return _answer(40001, f"invalid credential, corpsecret {request.query.get('corpsecret')}")
        if not self._token or self.now() >= self._token_until:
            self._token = secrets.token_urlsafe(64)
            self._token_until = self.now() + TOKEN_LASTS_S
        left = round(self._token_until - self.now())
        return _answer(0, "ok", access_token=self._token, expires_in=left)

    def _guarded(self, path: str, work: Callable[[web.Request], Any]) -> Callable[[web.Request], Any]:
        async def guarded(request: web.Request) -> web.StreamResponse:
            self.calls.append(path)
            fault = self._fault_of(path)
            if fault is not None and (refused := await self._misbehave(request, fault)) is not None:
                return refused
            refused = self._check_token(request) or self._check_address()
            answer: web.StreamResponse = refused or await work(request)
            if fault is not None and fault.warn:
                answer = _answer(0, "Warning: wrong json format.")
            if fault is not None and fault.drop == "after":
                _hang_up(request)
            return answer

        return guarded

    def _fault_of(self, path: str) -> Fault | None:
        for fault in self._faults:
            if fault.path in (path, "") and (fault.path or path != "gettoken"):
                fault.times -= 1
                if fault.times <= 0:
                    self._faults.remove(fault)
                return fault
        return None

    async def _misbehave(self, request: web.Request, fault: Fault) -> web.StreamResponse | None:
        if fault.stall_s:
            await asyncio.sleep(fault.stall_s)
        if fault.drop == "before":
            _hang_up(request)
            return web.Response()
        if fault.status:
            return web.Response(status=fault.status, text="<html>gateway</html>", content_type="text/html")
        return _answer(fault.code, fault.errmsg) if fault.code else None

    def _check_token(self, request: web.Request) -> web.Response | None:
        given = request.query.get("access_token", "")
        if not given:
            return _answer(41001, "access_token missing")
        if given != self._token:
            return _answer(40014, f"invalid access_token {given}")
        return _answer(42001, "access_token expired") if self.now() >= self._token_until else None

    def _check_address(self) -> web.Response | None:
        if self.trusted:
            return None
        return _answer(
            60020,
            "not allow to access from your ip, hint: [1700000000_1_abcdef], "
            f"from ip: {SEEN_FROM}, more info at https://open.work.weixin.qq.com/devtool/query?e=60020",
        )

    async def _send(self, request: web.Request) -> web.Response:
        raw = await request.read()
        self.bodies.append(raw)
        if re.search(rb"\\u[0-9a-fA-F]{4}", raw):
            return _answer(40033, "invalid request: \\uXXXX")
        try:
            order = json.loads(raw)
            content = order["text"]["content"]
            users = str(order["touser"]).split("|")
        except (ValueError, KeyError, TypeError):
            return _answer(40035, "invalid parameter")
        refused = self._check_order(order, content, users)
        if refused is not None:
            return refused
        return self._deliver(order, content, [user.lower() for user in users], raw)

    def _check_order(self, order: Any, content: Any, users: list[str]) -> web.Response | None:
        if order.get("agentid") != self.agent_id:
            return _answer(40056, "invalid agentid")
        if order.get("msgtype") != "text":
            return _answer(40008, "invalid message type")
        if not isinstance(content, str) or not content:
            return _answer(44004, "empty content")
        return _answer(40032, "too many users") if len(users) > 1_000 else None

    def _deliver(self, order: Any, content: str, users: list[str], raw: bytes) -> web.Response:
        outside = [user for user in users if user not in self.members]
        if len(outside) == len(users):
            return _answer(81013, "user & party & tag all invalid")
        msgid = secrets.token_hex(12)
        # Cut as WeCom cuts: at the byte, whatever character stands there.
        text = content.encode()[:2_048].decode(errors="replace")
        for user in users:
            if user in self.members - self.unlicensed:
                self._shelf(order, user, raw).append(Delivery(user, text, self.now(), msgid))
        flags = [order.get(name, 0) for name in ("safe", "enable_duplicate_check", "duplicate_check_interval")]
        sound = all(isinstance(flag, int) for flag in flags)
        return _answer(
            0,
            "ok" if sound else "Warning: wrong json format.",
            invaliduser="|".join(outside),
            unlicenseduser="|".join(user for user in users if user in self.unlicensed),
            msgid=msgid,
        )

    def _shelf(self, order: Any, user: str, raw: bytes) -> list[Delivery]:
        now = self.now()
        if order.get("enable_duplicate_check") == 1:
            window = min(order.get("duplicate_check_interval", 1_800), 14_400)
            if now - self._seen.get(raw, -window) < window:
                return self.swallowed
            self._seen[raw] = now
        recent = self._recent[user]
        last_minute = sum(at > now - 60 for at in recent)
        if last_minute >= MINUTE_LIMIT or (len(recent) == HOUR_LIMIT and recent[0] > now - 3_600):
            return self.dropped
        recent.append(now)
        return self.delivered

    async def _get_media(self, request: web.Request) -> web.StreamResponse:
        found = self._media.get(request.query.get("media_id", ""))
        if found is None:
            return _answer(40007, "invalid media_id")
        content, content_type, at = found
        if self.now() - at > MEDIA_LASTS_S:
            return _answer(40145, "media_id expired")
        named = {"Content-Disposition": 'attachment; filename="picture.jpg"'}
        return web.Response(body=content, content_type=content_type, headers=named)

    async def _upload(self, request: web.Request) -> web.Response:
        part = (await request.post()).get("media")
        if not isinstance(part, web.FileField):
            return _answer(41005, "media data missing")
        content = part.file.read()
        if len(content) <= 5:
            return _answer(44001, "empty media data")
        return _answer(0, "ok", type=request.query.get("type", ""), media_id=self.add_media(content))

    async def _agent(self, request: web.Request) -> web.Response:
        if request.query.get("agentid") != str(self.agent_id):
            return _answer(40056, "invalid agentid")
        users = {"user": [{"userid": userid} for userid in sorted(self.members)]}
        return _answer(
            0,
            "ok",
            agentid=self.agent_id,
            name="外勤小勤",
            close=0,
            allow_userinfos=users,
            allow_partys={"partyid": []},
            allow_tags={"tagid": []},
        )

    async def _callback_addresses(self, _request: web.Request) -> web.Response:
        return _answer(0, "ok", ip_list=["203.0.113.20", "203.0.113.*"])

    async def _control(self, request: web.Request) -> web.Response:
        self.control(await request.json())
        return web.json_response({"ok": True})

    async def _delivered(self, _request: web.Request) -> web.Response:
        return web.json_response(
            {
                "delivered": [asdict(one) for one in self.delivered],
                "dropped": [asdict(one) for one in self.dropped],
                "swallowed": [asdict(one) for one in self.swallowed],
                "calls": self.calls,
            }
        )

    async def _set_date(self, _request: web.Request, response: web.StreamResponse) -> None:
        stamp = time.gmtime(time.time() + self.clock_off_s)
        response.headers["Date"] = time.strftime("%a, %d %b %Y %H:%M:%S GMT", stamp)


def _answer(code: int, errmsg: str, **more: Any) -> web.Response:
    body = json.dumps({"errcode": code, "errmsg": errmsg, **more}, ensure_ascii=False)
    return web.Response(text=body, content_type="application/json")


def _hang_up(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()


async def _serve(port: int, members: Iterable[str]) -> None:
    wecom = FakeWecom(members=set(members))
    await wecom.start(port)
    lines = {
        "WECOM_API_BASE": wecom.url,
        "WECOM_CORP_ID": wecom.corp_id,
        "WECOM_AGENT_ID": wecom.agent_id,
        "WECOM_SECRET": wecom.secret,
        "WECOM_TOKEN": TOKEN,
        "WECOM_AES_KEY": AES_KEY,
    }
    sys.stdout.write("".join(f"export WAIQIN_{name}={value}\n" for name, value in lines.items()))
    sys.stdout.flush()
    try:
        await asyncio.Event().wait()
    finally:
        await wecom.stop()


def main() -> None:
    """Start it by hand; prints the settings that make the server talk to it."""
    parser = argparse.ArgumentParser(description="a WeCom to try the server against")
    parser.add_argument("--port", type=int, default=9301)
    parser.add_argument("--members", default=",".join(MEMBERS), help="the visible scope, separated by commas")
    given = parser.parse_args()
    try:
        asyncio.run(_serve(given.port, given.members.split(",")))
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()
