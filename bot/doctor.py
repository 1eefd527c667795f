"""`waiqin doctor`: everything a running bot needs, checked one by one, each with its remedy."""

from __future__ import annotations

import asyncio
import re
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import aiohttp
import structlog
import typer
from sqlalchemy import Engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot import doctor_texts as texts
from bot.channels.wecom_app import WecomApp, gateway_for
from bot.clock import SystemClock
from bot.crypt import BadCallback, Crypt
from bot.gateway import Gateway
from bot.settings import Settings, SettingsError, require_wecom
from bot.webhook import PATH
from models.db import lower_ctype, make_engine
from models.messaging import SendError, Trouble
from models.upgrade import current, head

DRIFT_LIMIT = timedelta(seconds=60)
UNTRUSTED = 60020
LOCAL_TIMEOUT = aiohttp.ClientTimeout(total=3)
ANYWHERE = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - recognised, not bound


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked.

    Attributes:
        ok: whether nothing has to be done.
        name: what was checked, as people call it.
        line: what was found.
        remedy: what to do; empty where nothing is.
    """

    ok: bool
    name: str
    line: str
    remedy: str = ""


def run(settings: Settings, *, say: Callable[[str], None] = typer.echo) -> int:
    """Check everything and print one line each.

    Returns:
        The exit code: 0 when nothing has to be done.
    """
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())  # the findings say it in better words
    findings = asyncio.run(examine(settings))
    for finding in findings:
        say(texts.line(finding.name, finding.line, finding.remedy, ok=finding.ok))
    wrong = sum(not finding.ok for finding in findings)
    say(texts.some_wrong(wrong) if wrong else texts.ALL_FINE)
    return 1 if wrong else 0


async def examine(settings: Settings) -> list[Finding]:
    """Check settings, database, WeCom's API and the callback; changes nothing but one unknown event in the inbox."""
    complete = _settings(settings)
    findings = [complete, *await asyncio.to_thread(lambda: list(_database(settings)))]
    if not complete.ok:
        wecom = (texts.CREDENTIAL, texts.ADDRESS, texts.SCOPE, texts.CLOCK, texts.CALLBACK)
        return findings + [Finding(False, name, texts.NOT_ASKED) for name in wecom]
    gateway = gateway_for(settings)
    try:
        findings += await _api(gateway)
    finally:
        await gateway.close()
    findings.append(await _callback(settings))
    return findings


def _settings(settings: Settings) -> Finding:
    try:
        require_wecom(settings)
    except SettingsError as wrong:
        return Finding(False, texts.SETTINGS, str(wrong), texts.SETTINGS_REMEDY)
    return Finding(True, texts.SETTINGS, texts.SETTINGS_COMPLETE)


# The database.


def _database(settings: Settings) -> Iterator[Finding]:
    remedy = texts.DATA_DIR_REMEDY if settings.embedded else texts.DATABASE_REMEDY
    try:
        if _not_yet(settings):
            yield Finding(True, texts.DATABASE, texts.SCHEMA_NOT_YET)
            return
        engine = make_engine(settings.database, pool_size=1)
        try:
            yield _schema(engine, embedded=settings.embedded)
            yield from _characters(engine)
        finally:
            engine.dispose()
    except (SQLAlchemyError, OSError, ImportError) as wrong:
        yield Finding(False, texts.DATABASE, texts.database_failed(_reason(wrong)), remedy)


def _not_yet(settings: Settings) -> bool:
    # Connecting would make the file, and the doctor changes nothing.
    file = make_url(settings.database).database
    return settings.embedded and file is not None and not Path(file).exists()


def _schema(engine: Engine, *, embedded: bool) -> Finding:
    found, needed = current(engine), head()
    if found == needed:
        return Finding(True, texts.DATABASE, texts.SCHEMA_CURRENT)
    remedy = texts.EMBEDDED_SCHEMA_REMEDY if embedded else texts.SCHEMA_REMEDY
    return Finding(False, texts.DATABASE, texts.schema_outdated(found, needed), remedy)


def _characters(engine: Engine) -> Iterator[Finding]:
    ctype = lower_ctype(engine)
    if ctype in ("C", "POSIX"):
        yield Finding(False, texts.CHARACTERS, texts.ctype_blind(ctype), texts.CTYPE_REMEDY)
    elif ctype:
        yield Finding(True, texts.CHARACTERS, ctype)


def _reason(wrong: Exception) -> str:
    """What a driver says of a failed connection; it names host, database and user, and never the password."""
    if isinstance(wrong, DBAPIError) and wrong.orig is not None:
        return str(wrong.orig).split("\n", 1)[0][:200]
    return type(wrong).__name__


# WeCom's API.


async def _api(gateway: Gateway) -> list[Finding]:
    token = await _token(gateway)
    clock = _clock(gateway)
    if not token.ok:
        return [token, *(Finding(False, name, texts.NOT_ASKED) for name in (texts.ADDRESS, texts.SCOPE)), clock]
    return [token, *await _app(gateway), clock]


async def _token(gateway: Gateway) -> Finding:
    try:
        await gateway.fetch_token()
    except SendError as wrong:
        remedy = texts.CREDENTIAL_REMEDY if wrong.trouble is Trouble.OURS else texts.NETWORK_REMEDY
        return Finding(False, texts.CREDENTIAL, texts.credential_failed(wrong.code, wrong.detail), remedy)
    return Finding(True, texts.CREDENTIAL, texts.CREDENTIAL_FETCHED)


async def _app(gateway: Gateway) -> list[Finding]:
    try:
        info = await gateway.get_app_info()
    except SendError as wrong:
        if wrong.code != UNTRUSTED:
            remedy = texts.AGENT_REMEDY if wrong.trouble is Trouble.OURS else texts.NETWORK_REMEDY
            return [Finding(False, texts.SCOPE, texts.refused(wrong.code, wrong.detail), remedy)]
        seen = re.search(r"from ip:\s*([0-9a-fA-F.:]+)", wrong.detail)
        address = seen[1] if seen else ""
        return [
            Finding(False, texts.ADDRESS, texts.address_refused(address), texts.address_remedy(address)),
            Finding(False, texts.SCOPE, texts.NOT_ASKED),
        ]
    trusted = Finding(True, texts.ADDRESS, texts.ADDRESS_TRUSTED)
    if info.closed:
        return [trusted, Finding(False, texts.SCOPE, texts.APP_CLOSED, texts.APP_CLOSED_REMEDY)]
    if not (info.users or info.parties or info.tags):
        return [trusted, Finding(False, texts.SCOPE, texts.SCOPE_EMPTY, texts.SCOPE_REMEDY)]
    return [trusted, Finding(True, texts.SCOPE, texts.scope(info.users, info.parties, info.tags))]


def _clock(gateway: Gateway) -> Finding:
    theirs = gateway.server_time
    if theirs is None:
        return Finding(False, texts.CLOCK, texts.CLOCK_UNKNOWN, texts.NETWORK_REMEDY)
    off = SystemClock().now() - theirs
    if abs(off) > DRIFT_LIMIT:
        return Finding(False, texts.CLOCK, texts.clock_off(off), texts.CLOCK_REMEDY)
    return Finding(True, texts.CLOCK, texts.clock_close(off))


# The callback.


class _Caller:
    """Makes callbacks with our own codec, as WeCom would."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._crypt = Crypt(
            settings.wecom_token.get_secret_value(),
            settings.wecom_aes_key.get_secret_value(),
            settings.wecom_corp_id,
        )

    def echo(self, echo: str) -> dict[str, str]:
        """The parameters of the console's check."""
        encrypted = self._crypt.seal(echo.encode())
        return self._query(encrypted) | {"echostr": encrypted.decode()}

    def event(self) -> tuple[dict[str, str], bytes]:
        """An event of the platform that means nothing to anybody."""
        document = (
            f"<xml><ToUserName>{self._settings.wecom_corp_id}</ToUserName><FromUserName>sys</FromUserName>"
            f"<CreateTime>{int(time.time())}</CreateTime><MsgType>event</MsgType><Event>waiqin_doctor</Event>"
            f"<EventKey>{secrets.token_hex(8)}</EventKey><AgentID>{self._settings.wecom_agent_id}</AgentID></xml>"
        )
        encrypted = self._crypt.seal(document.encode())
        return self._query(encrypted), b"<xml><Encrypt><![CDATA[" + encrypted + b"]]></Encrypt></xml>"

    def _query(self, encrypted: bytes) -> dict[str, str]:
        timestamp, nonce = str(int(time.time())), secrets.token_hex(8)
        signature = self._crypt.sign(timestamp, nonce, encrypted)
        return {"msg_signature": signature, "timestamp": timestamp, "nonce": nonce}


async def _callback(settings: Settings) -> Finding:
    caller = _Caller(settings)
    if not _codec_works(settings, caller):
        return Finding(False, texts.CALLBACK, texts.CODEC_FAILED, texts.CODEC_REMEDY)
    host = "127.0.0.1" if settings.host in ANYWHERE else settings.host
    address = f"http://{f'[{host}]' if ':' in host else host}:{settings.port}{PATH}"
    try:
        async with aiohttp.ClientSession(timeout=LOCAL_TIMEOUT) as session:
            return await _through_the_server(session, address, caller)
    except (aiohttp.ClientError, TimeoutError):
        return Finding(True, texts.CALLBACK, texts.CALLBACK_ALONE)


def _codec_works(settings: Settings, caller: _Caller) -> bool:
    channel = WecomApp(settings, SystemClock())
    query, body = caller.event()
    try:
        return channel.echo(caller.echo("echo")) == b"echo" and channel.parse(body, query).userid == "sys"
    except BadCallback:
        return False


async def _through_the_server(session: aiohttp.ClientSession, address: str, caller: _Caller) -> Finding:
    echo = secrets.token_hex(8)
    async with session.get(address, params=caller.echo(echo)) as response:
        if response.status != 200 or await response.text() != echo:
            return _refused(texts.ECHO_STEP, response.status)
    query, body = caller.event()
    async with session.post(address, params=query, data=body) as response:
        if response.status != 200:
            return _refused(texts.MESSAGE_STEP, response.status)
    return Finding(True, texts.CALLBACK, texts.CALLBACK_SERVED)


def _refused(step: str, status: int) -> Finding:
    return Finding(False, texts.CALLBACK, texts.callback_failed(step, status), texts.CALLBACK_REMEDY)
