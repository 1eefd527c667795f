"""WeCom's callbacks: from authentic bytes to an `InboundMessage`, and from a reply to sealed XML.

Everything odd about WeCom's input is here, in `bot/crypt.py` and in `bot/wecom_xml.py` (`wecom.md` §1–4). Order of the
checks: signature, age, base64, padding, length, receiver, and only then an XML parser.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from bot.channels.base import InboundMessage
from bot.channels.splitting import cut_text
from bot.crypt import BadCallback, Crypt, Refusal
from bot.wecom_xml import Fields, clean, escape, read_fields

CHANNEL = "wecom"
WINDOW = timedelta(minutes=10)
"""How far the signed timestamp may lie from our clock (`wecom.md` §1.3)."""
REPLY_LIMIT_BYTES = 2_048
"""Of a passive text reply; WeCom cuts at this byte, possibly inside a character (`wecom.md` §4)."""
_WINDOW_S = WINDOW.total_seconds()

_LEFT_OUT = frozenset({
    "ToUserName", "FromUserName", "CreateTime", "MsgType", "MsgId", "AgentID", "Event", "EventKey", "SendLocationInfo",
})  # fmt: skip
"""What an event's payload does not repeat, and the place inside a menu's event."""


class WecomCodec:
    """Reads the callbacks of one self-built app and writes its passive replies.

    Args:
        corp_id: the company (企业ID).
        agent_id: the app (AgentId).
        token: of 接收消息.
        aes_key: the EncodingAESKey of 接收消息.

    Raises:
        ValueError: the key has the wrong length.
    """

    def __init__(self, *, corp_id: str, agent_id: int, token: str, aes_key: str) -> None:
        self._corp_id = corp_id
        self._agent_id = str(agent_id)
        self._crypt = Crypt(token, aes_key, corp_id)

    def echo(self, query: Mapping[str, str], *, now: datetime) -> bytes:
        """Answer the console's check of the address.

        Args:
            query: the address's parameters, decoded once.
            now: UTC.

        Returns:
            What to answer, nothing around it.

        Raises:
            BadCallback: it is not the console that asks.
        """
        encrypted = query.get("echostr", "")
        if not encrypted or not encrypted.isascii():
            raise BadCallback(Refusal.PARAMETERS)
        return self._open(encrypted.encode(), query, now)

    def read(self, body: bytes, query: Mapping[str, str], *, now: datetime) -> InboundMessage:
        """Verify, decrypt and parse a callback.

        Args:
            body: as received.
            query: the address's parameters, decoded once.
            now: UTC.

        Raises:
            BadCallback: it is not authentic, too old, not for this app, or not readable.
        """
        document = self._open(_encrypted_part(body), query, now)
        return self._message(read_fields(document))

    def seal_reply(self, text: str, userid: str, *, now: datetime) -> bytes:
        """A passive text reply as WeCom wants it.

        Args:
            text: cut at 2,048 bytes, between two characters; control characters are left out.
            userid: the receiver.
            now: UTC.

        Returns:
            The body of the HTTP response.
        """
        timestamp = str(int(now.timestamp()))
        noise = os.urandom(24)
        nonce = noise[16:].hex()
        content = escape(cut_text(clean(text), REPLY_LIMIT_BYTES))
        encrypted = self._crypt.seal(
            f"<xml><ToUserName><![CDATA[{escape(userid)}]]></ToUserName>"
            f"<FromUserName><![CDATA[{self._corp_id}]]></FromUserName><CreateTime>{timestamp}</CreateTime>"
            f"<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{content}]]></Content></xml>".encode(),
            salt=noise[:16],
        )
        return (
            f"<xml><Encrypt><![CDATA[{encrypted.decode()}]]></Encrypt>"
            f"<MsgSignature><![CDATA[{self._crypt.sign(timestamp, nonce, encrypted)}]]></MsgSignature>"
            f"<TimeStamp>{timestamp}</TimeStamp><Nonce><![CDATA[{nonce}]]></Nonce></xml>"
        ).encode()

    def _open(self, encrypted: bytes, query: Mapping[str, str], now: datetime) -> bytes:
        signature = query.get("msg_signature", "")
        timestamp = query.get("timestamp", "")
        nonce = query.get("nonce", "")
        if not (signature and nonce and timestamp.isdecimal() and len(timestamp) <= 11):
            raise BadCallback(Refusal.PARAMETERS)
        if not (signature.isascii() and nonce.isascii() and timestamp.isascii()):
            raise BadCallback(Refusal.PARAMETERS)
        self._crypt.verify(signature, timestamp, nonce, encrypted)
        if abs(now.timestamp() - int(timestamp)) > _WINDOW_S:
            raise BadCallback(Refusal.TIMESTAMP)
        return self._crypt.open(encrypted)

    def _message(self, fields: Fields) -> InboundMessage:
        kind = _word(fields, "MsgType").lower()
        userid = _word(fields, "FromUserName").lower()
        if not userid or len(userid) > 64:
            raise BadCallback(Refusal.SENDER)
        if not kind:
            raise BadCallback(Refusal.FIELDS)
        self._check_app(fields, kind, userid)
        return InboundMessage(
            key=self._key(fields),
            channel=CHANNEL,
            userid=userid,
            kind=kind[:32],
            sent_at=_instant(_word(fields, "CreateTime")),
            payload=_PAYLOADS.get(kind, _unknown)(fields),
        )

    def _check_app(self, fields: Fields, kind: str, userid: str) -> None:
        if _word(fields, "ToUserName") != self._corp_id:
            raise BadCallback(Refusal.AGENT)
        agent = _word(fields, "AgentID")
        # Some events carry no AgentID, and what `sys` says of approvals carries the approval app's (`wecom.md` §3.5).
        if agent != self._agent_id and not (kind == "event" and (not agent or userid == "sys")):
            raise BadCallback(Refusal.AGENT)

    def _key(self, fields: Fields) -> str:
        own = f"{CHANNEL}:{self._corp_id}:{self._agent_id}:"
        number = _word(fields, "MsgId")
        if number and len(number) <= 64:
            return own + number
        # Events have no number. The whole event is hashed: sender and second alone made one of two quick taps, and
        # the parts `wecom.md` §2 lists would make one of two approvals that change in the same second.
        whole = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return own + hashlib.sha256(whole.encode()).hexdigest()


def _encrypted_part(body: bytes) -> bytes:
    # By byte search, so that no XML parser ever sees what is not authentic (`performance.md` §11.6).
    start = body.find(b"<Encrypt>")
    end = body.find(b"</Encrypt>", start)
    if start < 0 or end < 0:
        raise BadCallback(Refusal.ENVELOPE)
    part = body[start + 9 : end].strip()
    if part.startswith(b"<![CDATA["):
        part = part[9:].removesuffix(b"]]>")
    if not part:
        raise BadCallback(Refusal.ENVELOPE)
    return part


def _word(fields: Fields, name: str) -> str:
    value = fields.get(name, "")
    if not isinstance(value, str):
        raise BadCallback(Refusal.FIELDS)
    return value.strip()


def _instant(seconds: str) -> datetime:
    if not (seconds.isascii() and seconds.isdecimal() and len(seconds) <= 11):
        raise BadCallback(Refusal.FIELDS)
    return datetime.fromtimestamp(int(seconds), UTC)


def _degrees(value: str, limit: float) -> float:
    try:
        degrees = float(value)
    except ValueError:
        raise BadCallback(Refusal.FIELDS) from None
    if not -limit <= degrees <= limit:  # also refuses NaN
        raise BadCallback(Refusal.FIELDS)
    return degrees


def _text(fields: Fields) -> Fields:
    value = fields.get("Content", "")
    if not isinstance(value, str):
        raise BadCallback(Refusal.FIELDS)
    return {"text": value}


def _image(fields: Fields) -> Fields:
    return {"media_id": _word(fields, "MediaId"), "url": _word(fields, "PicUrl")}


def _voice(fields: Fields) -> Fields:
    return {"media_id": _word(fields, "MediaId"), "format": _word(fields, "Format")}


def _video(fields: Fields) -> Fields:
    return {"media_id": _word(fields, "MediaId"), "thumb_media_id": _word(fields, "ThumbMediaId")}


def _location(fields: Fields) -> Fields:
    return {
        "latitude": _degrees(_word(fields, "Location_X"), 90),
        "longitude": _degrees(_word(fields, "Location_Y"), 180),
        "label": _word(fields, "Label"),
        "scale": _word(fields, "Scale"),
        "app_type": _word(fields, "AppType"),
    }


def _link(fields: Fields) -> Fields:
    return {
        "title": _word(fields, "Title"),
        "description": _word(fields, "Description"),
        "url": _word(fields, "Url"),
        "picture_url": _word(fields, "PicUrl"),
    }


def _event(fields: Fields) -> Fields:
    event = _word(fields, "Event").lower()
    if not event:
        raise BadCallback(Refusal.FIELDS)
    # A place that the phone tells by itself does not even leave this file (`product.md` P1): a place counts only as
    # a message of its own.
    own = {} if event == "location" else {name: value for name, value in fields.items() if name not in _LEFT_OUT}
    return {_snake(name): _flat(value) for name, value in own.items()} | {
        "event": event,
        "event_key": _word(fields, "EventKey"),
    }


def _unknown(fields: Fields) -> Fields:
    return fields


def _flat(value: Any) -> Any:
    """Names in our style; a wrapper around one list is that list (SelectedItems/SelectedItem)."""
    if isinstance(value, list):
        return [_flat(one) for one in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1 and isinstance(only := next(iter(value.values())), list):
        return _flat(only)
    return {_snake(name): _flat(one) for name, one in value.items()}


@lru_cache(maxsize=512)
def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


_PAYLOADS: dict[str, Callable[[Fields], Fields]] = {
    "text": _text,
    "image": _image,
    "voice": _voice,
    "video": _video,
    "location": _location,
    "link": _link,
    "event": _event,
}
