"""Requests that nobody should be impressed by, and what a server must make of each."""

from __future__ import annotations

import base64
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from benchmarks.envelope import AGENT_ID, CORP_ID, Seal, callback, envelope, post, text_message
from benchmarks.wire import exchange

BOMB = "<!DOCTYPE xml [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
    f"<!ENTITY {chr(97 + level)} '{f'&{chr(96 + level)};' * 10}'>" for level in range(1, 10)
)


@dataclass(frozen=True, slots=True)
class Hostile:
    """One kind of request.

    Attributes:
        name: for the table.
        make: from a seal and a MsgId to the bytes on the wire.
        refused: whether only a 4xx will do and nothing may be stored; else any answer below 500.
        at_once: whether the refusal may not wait for the body.
    """

    name: str
    make: Callable[[Seal, str], bytes]
    refused: bool = True
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class Met:
    """How a server met one kind; milliseconds."""

    name: str
    statuses: str
    slowest: float
    next_p50: float
    next_max: float
    wrong: str


def _sealed(seal: Seal, message: bytes) -> bytes:
    return callback(seal, message)


def _valid(key: str, text: str = "拜访 没有这家 谈报价") -> bytes:
    return text_message("u00000", key, text)


def _wrong_signature(seal: Seal, key: str) -> bytes:
    sealed = seal.seal(_valid(key))
    return post(f"msg_signature={'0' * 40}&timestamp={int(time.time())}&nonce=1", envelope(sealed))


def _truncated(seal: Seal, key: str) -> bytes:
    sealed = base64.b64encode(base64.b64decode(seal.seal(_valid(key)))[:-32]).decode()
    return post(seal.query(sealed), envelope(sealed))


def _flipped(seal: Seal, key: str) -> bytes:
    raw = bytearray(base64.b64decode(seal.seal(_valid(key))))
    raw[-1] ^= 1
    sealed = base64.b64encode(bytes(raw)).decode()
    return post(seal.query(sealed), envelope(sealed))


def _cipher_of(size: int) -> Callable[[Seal, str], bytes]:
    def make(seal: Seal, _key: str) -> bytes:
        sealed = base64.b64encode(os.urandom(size)).decode()
        return post(seal.query(sealed), envelope(sealed))

    return make


def _overrun(seal: Seal, key: str) -> bytes:
    sealed = seal.seal(_valid(key), length=2**31)
    return post(seal.query(sealed), envelope(sealed))


def _old(seal: Seal, key: str) -> bytes:
    sealed = seal.seal(_valid(key))
    return post(seal.query(sealed, stamp=str(int(time.time()) - 86_400)), envelope(sealed))


def _body(body: bytes, *, kind: str = "text/xml") -> Callable[[Seal, str], bytes]:
    def make(seal: Seal, _key: str) -> bytes:
        return post(seal.query("x"), body, kind=kind)

    return make


def _no_query(seal: Seal, key: str) -> bytes:
    return post("", envelope(seal.seal(_valid(key))))


def _outer_bomb(seal: Seal, _key: str) -> bytes:
    body = f"{BOMB}]><xml><Encrypt>&j;</Encrypt></xml>".encode()
    return post(seal.query("x"), body)


def _inner(document: str) -> Callable[[Seal, str], bytes]:
    def make(seal: Seal, key: str) -> bytes:
        fields = (
            f"<ToUserName>{CORP_ID}</ToUserName><FromUserName>u00000</FromUserName><CreateTime>{int(time.time())}"
            f"</CreateTime><MsgType>text</MsgType><MsgId>{key}</MsgId><AgentID>{AGENT_ID}</AgentID>"
        )
        return _sealed(seal, document.replace("FIELDS", fields).encode())

    return make


def _no_sender(seal: Seal, key: str) -> bytes:
    return _sealed(seal, _valid(key).replace(b"<FromUserName><![CDATA[u00000]]></FromUserName>", b""))


def _text(text: str) -> Callable[[Seal, str], bytes]:
    return lambda seal, key: _sealed(seal, _valid(key, text))


KINDS = (
    Hostile("wrong signature", _wrong_signature),
    Hostile("wrong corporation", lambda _, key: _sealed(Seal(receiver="ww9999999999999999"), _valid(key))),
    Hostile("truncated cipher text", _truncated),
    Hostile("flipped cipher text", _flipped),
    Hostile("random cipher text", _cipher_of(320)),
    Hostile("too short cipher text", _cipher_of(16)),
    Hostile("overrunning length field", _overrun),
    Hostile("a timestamp of yesterday", _old),
    Hostile("no query parameters", _no_query),
    Hostile("empty body", _body(b"")),
    Hostile("JSON for XML", _body(b'{"encrypt":"x"}', kind="application/json")),
    Hostile("not UTF-8 outside", _body(b"<xml><Encrypt>\xff\xfe\xfa</Encrypt></xml>")),
    Hostile("8 MiB body", _body(b"x" * (8 << 20)), at_once=True),
    Hostile("8 GiB declared", lambda seal, _: post(seal.query("x"), b"x", declared=8 << 30), at_once=True),
    Hostile("entity bomb outside", _outer_bomb),
    Hostile("entity bomb sealed", _inner(BOMB + "]><xml>FIELDS<Content>&j;</Content></xml>")),
    Hostile(
        "quadratic entity sealed",
        _inner(f"<!DOCTYPE x [<!ENTITY a '{'a' * 40_000}'>]><xml>FIELDS<Content>{'&a;' * 5_000}</Content></xml>"),
    ),
    Hostile(
        "external entity sealed",
        _inner("<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/hostname'>]><xml>FIELDS<Content>&a;</Content></xml>"),
    ),
    Hostile("60,000 deep sealed", _inner(f"<xml>FIELDS{'<a>' * 60_000}{'</a>' * 60_000}</xml>"), refused=False),
    Hostile("no sender", _no_sender, refused=False),
    Hostile(
        "not UTF-8 sealed",
        lambda seal, key: _sealed(seal, _valid(key).replace("谈报价".encode(), b"\xff\xfe\xfa")),
        refused=False,
    ),
    Hostile(
        "unknown type",
        lambda seal, key: _sealed(seal, text_message("u00000", key, "x", kind="hologram")),
        refused=False,
    ),
    Hostile("2,000 emoji", _text("😀" * 2_000), refused=False),
    Hostile(
        "control characters",
        lambda seal, key: _sealed(seal, _valid(key, "拜访 CONTROL").replace(b"CONTROL", b"\x01\x02\x0b\x1b")),
        refused=False,
    ),
    Hostile("]]> in the text", _text("拜访 ]]> <xml> &amp; ]]>"), refused=False),
)


async def meet(port: int, times: int, first_key: int, valid: Callable[[int], bytes]) -> tuple[list[Met], set[str]]:
    """Send every kind `times` times, each followed by a valid message.

    Args:
        port: the server's.
        times: repetitions.
        first_key: the first MsgId of the hostile ones.
        valid: makes the n-th valid request.

    Returns:
        How each kind was met, and the MsgIds that may not be in the database.
    """
    seal, met, forbidden = Seal(), [], set[str]()
    for number, kind in enumerate(KINDS):
        answers, afters = [], []
        for turn in range(times):
            serial = number * times + turn
            key = str(first_key + serial)
            answers.append(await exchange(port, kind.make(seal, key)))
            afters.append(await exchange(port, valid(serial)))
            if kind.refused:
                forbidden.add(key)
        met.append(_judge(kind, answers, afters))
    return met, forbidden


def _judge(kind: Hostile, answers: list[tuple[int, bytes, float]], afters: list[tuple[int, bytes, float]]) -> Met:
    statuses = sorted({status for status, _, _ in answers})
    slowest = max(seconds for _, _, seconds in answers) * 1000
    next_ms = [seconds * 1000 for _, _, seconds in afters]
    wrong = []
    if any(status >= 500 or status < 0 for status in statuses):
        wrong.append("5xx or hung")
    if kind.refused and any(not 400 <= status < 500 for status in statuses):
        wrong.append("not refused")
    if kind.at_once and slowest > 50:
        wrong.append("not at once")
    if any(status != 200 or not body for status, body, _ in afters):
        wrong.append("the valid message after it was not answered")
    if max(next_ms) > 50:
        wrong.append("the valid message after it was slow")
    return Met(kind.name, " ".join(map(str, statuses)), slowest, median(next_ms), max(next_ms), "; ".join(wrong))
