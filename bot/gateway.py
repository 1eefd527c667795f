"""WeCom's API as we use it: the token, texts to one member, media, and what the doctor asks.

Tokens and the secret travel in WeCom's addresses, and aiohttp's exceptions hold addresses: no such exception ever
leaves this file, not even as the cause of another (`wecom.md` §6).
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
import structlog

from bot.channels.base import MediaError
from bot.wecom_xml import clean
from models.messaging import OutboundText, SendError, Trouble

_POSTED = {"Content-Type": "application/json; charset=utf-8"}
TIMEOUT = aiohttp.ClientTimeout(total=10, connect=3)
CONNECTIONS = 32
"""At 50 ms a call these carry 600 texts a second (`performance.md` §7)."""
TOKEN_MARGIN_S = 300
"""Refreshed when no more than this remains (`wecom.md` §6)."""
SECRET_PAUSE_S = 60
"""Repeated bad secrets get the address blocked for an hour, so a refused secret is not shown again at once."""
DUPLICATE_WINDOW_S = 1_800
MEDIA_LIMIT_BYTES = 10 << 20
"""The largest picture WeCom takes (`wecom.md` §9)."""
ERRMSG_LIMIT = 300

TOKEN_GONE = frozenset({40014, 42001})
BUSY_PAUSES_S = {-1: 2, 6000: 2, 45009: 60, 45033: 5, 45035: 5, 45036: 60, 301022: 5}
"""Refused for now, and how long to wait at least, in seconds (`wecom.md` §16)."""
LIMITED = frozenset({45009, 45033, 45036})
"""Refused because of all that the app or the company calls: the next one would be too."""
OURS = frozenset({
    40001, 40013, 40014, 40056, 40091, 41001, 41002, 41004, 41011, 42001, 43012, 48001, 48002, 48005, 48006, 48009,
    48010, 48011, 50003, 60020, 60031, 301002,
})  # fmt: skip
"""Nothing can be sent until a person repairs the set-up. Codes about one member's scope or licence are not here."""
PERMANENT = frozenset({
    40003, 40007, 40008, 40031, 40032, 40033, 40035, 40058, 40063, 40145, 40201, 40206, 43004, 44004, 45002, 46004,
    50002, 60011, 60021, 60111, 701008, 701099, 81013, 82001, 82002, 82003, 82004, 92000,
})  # fmt: skip
TOO_LARGE = 830002
MEDIA_GONE = frozenset({40007, 40008, 40145, TOO_LARGE})

log = structlog.get_logger("gateway")


@dataclass(frozen=True, slots=True)
class AppInfo:
    """What WeCom says of the app: its name, whether it is switched off, and how many it is visible to."""

    name: str
    closed: bool
    users: int
    parties: int
    tags: int


class Gateway:
    """Sends and fetches through WeCom's API for one app (`models.messaging.Messenger`).

    Args:
        base: the API's address without a slash at the end.
        corp_id: the company.
        agent_id: the app.
        secret: the app's.
        monotonic: seconds that only grow.
    """

    def __init__(
        self,
        *,
        base: str,
        corp_id: str,
        agent_id: int,
        secret: str,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._base = base
        self._corp_id = corp_id
        self._agent_id = agent_id
        self._secret = secret
        self._monotonic = monotonic
        self._session: aiohttp.ClientSession | None = None
        self._token = ""
        self._former_token = ""
        self._token_until = 0.0
        self._refused: tuple[float, SendError] | None = None
        self._renewing = asyncio.Lock()
        self._date = ""

    def __repr__(self) -> str:
        """Without the secret and the token."""
        return f"Gateway(agent_id={self._agent_id})"

    async def open(self) -> None:
        """Make the connection pool; connects nowhere yet."""
        self._session = aiohttp.ClientSession(
            timeout=TIMEOUT,
            connector=aiohttp.TCPConnector(limit=CONNECTIONS, ttl_dns_cache=60),
            cookie_jar=aiohttp.DummyCookieJar(),
        )

    async def close(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    @property
    def server_time(self) -> datetime | None:
        """WeCom's clock as its last answer told it (UTC, whole seconds); None before the first."""
        try:
            return parsedate_to_datetime(self._date).astimezone(UTC)
        except ValueError:
            return None

    async def send(self, message: OutboundText) -> str:
        """Send one text to one member.

        Returns:
            WeCom's msgid.

        Raises:
            SendError: it was not, or not surely, accepted.
        """
        answer = await self._call("message/send", body=_text_request(message, self._agent_id))
        for refused in ("invaliduser", "unlicenseduser"):
            if answer.get(refused):
                raise SendError(Trouble.PERMANENT, refused)
        return str(answer.get("msgid", ""))

    async def fetch_media(self, media_id: str) -> bytes:
        """Fetch a picture; WeCom keeps it for three days.

        Raises:
            MediaError: it could not be had.
        """
        try:
            token = await self._fresh_token()
            found = await self._media(media_id, token)
            if isinstance(found, int) and found in TOKEN_GONE:
                found = await self._media(media_id, await self._fresh_token(instead_of=token))
        except SendError as wrong:
            detail = wrong.detail
        else:
            if isinstance(found, bytes):
                return found
            raise MediaError(f"code {found}", gone=found in MEDIA_GONE)
        raise MediaError(detail)

    async def get_app_info(self) -> AppInfo:
        """Ask WeCom about the app.

        Raises:
            SendError: no answer, or a refusal.
        """
        answer = await self._call("agent/get", {"agentid": str(self._agent_id)})
        return AppInfo(
            name=str(answer.get("name", "")),
            closed=bool(answer.get("close", 0)),
            users=_count(answer, "allow_userinfos", "user"),
            parties=_count(answer, "allow_partys", "partyid"),
            tags=_count(answer, "allow_tags", "tagid"),
        )

    async def fetch_token(self) -> None:
        """Make sure that there is a token.

        Raises:
            SendError: no answer, or a refusal.
        """
        await self._fresh_token()

    async def _call(
        self, path: str, query: Mapping[str, str] | None = None, *, body: bytes | None = None
    ) -> dict[str, Any]:
        token = await self._fresh_token()
        answer = await self._exchange(path, {**(query or {}), "access_token": token}, body)
        if answer.get("errcode") in TOKEN_GONE:
            token = await self._fresh_token(instead_of=token)
            answer = await self._exchange(path, {**(query or {}), "access_token": token}, body)
        self._check(path, answer)
        return answer

    async def _fresh_token(self, *, instead_of: str = "") -> str:
        if self._token_serves(instead_of):
            return self._token
        async with self._renewing:  # one refresh at a time: whoever waited finds the new token
            if not self._token_serves(instead_of):
                await self._renew()
            return self._token

    def _token_serves(self, instead_of: str) -> bool:
        return self._token not in ("", instead_of) and self._monotonic() < self._token_until

    async def _renew(self) -> None:
        if self._refused is not None and self._monotonic() < self._refused[0]:
            refusal = self._refused[1]
            raise SendError(refusal.trouble, refusal.detail, code=refusal.code)
        try:
            answer = await self._exchange("gettoken", {"corpid": self._corp_id, "corpsecret": self._secret}, None)
            self._check("gettoken", answer)
        except SendError as wrong:
            if wrong.trouble is Trouble.OURS:
                self._refused = (self._monotonic() + SECRET_PAUSE_S, wrong)
            if wrong.trouble in (Trouble.OURS, Trouble.LIMITED):
                raise
            # No token, so nothing was sent: also a time-out here is safe to repeat.
            failed = SendError(Trouble.RETRY, wrong.detail, code=wrong.code, retry_after_s=wrong.retry_after_s)
        else:
            self._refused = None
            self._former_token, self._token = self._token, str(answer.get("access_token", ""))
            lasts = float(answer.get("expires_in", 7_200))
            # A token that lasts no longer than the margin is still used for half its life.
            self._token_until = self._monotonic() + max(lasts - TOKEN_MARGIN_S, lasts / 2)
            return
        raise failed

    async def _exchange(self, path: str, query: Mapping[str, str], body: bytes | None) -> dict[str, Any]:
        response, content = await self._request(path, query, body)
        answer = _json(content or b"")
        if answer is not None:
            return answer
        wait = response.headers.get("Retry-After", "")
        # Without an answer in WeCom's own form only these two say that nothing was done.
        trouble = Trouble.RETRY if response.status in (429, 503) else Trouble.UNKNOWN
        raise SendError(
            trouble,
            f"{path}: HTTP {response.status} without JSON",
            retry_after_s=float(wait) if wait.isdecimal() else 0.0,
        )

    async def _media(self, media_id: str, token: str) -> bytes | int:
        """The bytes, or WeCom's error code, which comes with HTTP 200 (`wecom.md` §9)."""
        response, content = await self._request("media/get", {"access_token": token, "media_id": media_id}, None)
        if content is None:
            return TOO_LARGE
        if response.content_type in ("application/json", "text/plain") or content[:1] == b"{":
            answer = _json(content) or {}
            self._log_refusal("media/get", answer)
            return int(answer.get("errcode", -1)) or -1
        return content if content and response.status == 200 else -1

    async def _request(
        self, path: str, query: Mapping[str, str], body: bytes | None
    ) -> tuple[aiohttp.ClientResponse, bytes | None]:
        if self._session is None:
            await self.open()
        assert self._session is not None  # noqa: S101 - `open` has just made it; this is for the type checker
        try:
            async with self._session.request(
                "GET" if body is None else "POST",
                f"{self._base}/cgi-bin/{path}",
                params=query,
                data=body,
                headers=None if body is None else _POSTED,
                allow_redirects=False,
            ) as response:
                self._date = response.headers.get("Date", self._date)
                return response, await _read(response)
        except (aiohttp.ClientError, TimeoutError) as wrong:
            failure = SendError(_network_trouble(wrong), f"{path}: {type(wrong).__name__}")
        # Raised out here: inside, the exception with the address in it would hang on as its context.
        log.warning("wecom unreachable", path=path, error=failure.detail)
        raise failure

    def _check(self, path: str, answer: Mapping[str, Any]) -> None:
        code = answer.get("errcode", 0)
        self._log_refusal(path, answer)
        if code == 0:
            return
        detail = self._scrub(f"{path}: {code} {answer.get('errmsg', '')}")
        raise SendError(_trouble(code), detail, code=code, retry_after_s=BUSY_PAUSES_S.get(code, 0))

    def _log_refusal(self, path: str, answer: Mapping[str, Any]) -> None:
        code = answer.get("errcode", 0)
        errmsg = self._scrub(str(answer.get("errmsg", "")))
        if code != 0:
            log.warning("wecom refused", path=path, code=code, errmsg=errmsg)
        elif "wrong json format" in errmsg:
            # Accepted, but part of what we sent was ignored: a bug of ours (`wecom.md` §6).
            log.error("wecom ignored part of a request", path=path, errmsg=errmsg)

    def _scrub(self, text: str) -> str:
        for hidden in (self._secret, self._token, self._former_token):
            if hidden:
                text = text.replace(hidden, "…")
        return text[:ERRMSG_LIMIT]


async def _read(response: aiohttp.ClientResponse) -> bytes | None:
    """The content, or None when it is larger than the largest picture; an announced giant is not begun."""
    if (response.content_length or 0) > MEDIA_LIMIT_BYTES:
        return None
    content = bytearray()
    async for chunk in response.content.iter_any():
        content += chunk
        if len(content) > MEDIA_LIMIT_BYTES:
            return None
    return bytes(content)


def _text_request(message: OutboundText, agent_id: int) -> bytes:
    request: dict[str, Any] = {
        "touser": message.userid,
        "msgtype": "text",
        "agentid": agent_id,
        "text": {"content": clean(message.text)},  # a control character would become a \\u escape
    }
    if message.check_duplicate:
        request |= {"enable_duplicate_check": 1, "duplicate_check_interval": DUPLICATE_WINDOW_S}
    # Raw UTF-8: WeCom refuses \u escapes with 40033 (`wecom.md` §6).
    return json.dumps(request, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def _trouble(code: int) -> Trouble:
    if code in OURS:
        return Trouble.OURS
    if code in LIMITED:
        return Trouble.LIMITED
    # A code nobody has described yet was still an answer: nothing was delivered, and a later try is bounded.
    return Trouble.PERMANENT if code in PERMANENT else Trouble.RETRY


def _network_trouble(wrong: Exception) -> Trouble:
    before_sending = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)
    return Trouble.RETRY if isinstance(wrong, before_sending) else Trouble.UNKNOWN


def _json(content: bytes) -> dict[str, Any] | None:
    try:
        answer = json.loads(content)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None


def _count(answer: Mapping[str, Any], outer: str, inner: str) -> int:
    listed = answer.get(outer)
    return len(listed.get(inner, ())) if isinstance(listed, dict) else 0
