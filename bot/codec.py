"""WeCom's callbacks: from authentic bytes to an `InboundMessage`, and from a reply to sealed XML.

Everything odd about WeCom's input is here (`wecom.md` §1–4). The cipher is `cryptography`'s; the scheme around it is
ours and not wechatpy's, because wechatpy 1.8.18 does not verify the padding, compares signatures in variable time,
leaks half a dozen kinds of exceptions on forged data, knows no list with one element, drops a dozen events, and takes
twice as long to read a message (`wecom.md` §15, `performance.md` §3). It is the independent check in the tests instead:
what one seals the other opens, and both read the same six kinds of messages the same way.

Order of the checks: signature, age, base64, padding, length, receiver, and only then an XML parser.
"""

from __future__ import annotations

import binascii
import enum
import hashlib
import hmac
import json
import os
import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from xml.parsers import expat

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bot.channels.base import InboundMessage
from bot.channels.splitting import cut_text

CHANNEL = "wecom"
WINDOW = timedelta(minutes=10)
"""How far the signed timestamp may lie from our clock (`wecom.md` §1.3)."""
REPLY_LIMIT_BYTES = 2_048
"""Of a passive text reply; WeCom cuts at this byte, possibly inside a character (`wecom.md` §4)."""
TEXT_LIMIT = 20_000
"""Characters of one field that are kept."""
DEPTH_LIMIT = 12
"""The deepest documented message nests seven elements (approval nodes)."""
ELEMENT_LIMIT = 2_000
FLAT_BYTES = 8_192
"""Longer documents are left to the parser: shorter ones cannot hold as many elements as are refused."""

_WINDOW_S = WINDOW.total_seconds()

Fields = dict[str, Any]


class Refusal(enum.StrEnum):
    """Why a callback was refused; the only thing about it that is logged."""

    TOO_LARGE = "too_large"
    ENVELOPE = "envelope"
    PARAMETERS = "parameters"
    SIGNATURE = "signature"
    TIMESTAMP = "timestamp"
    CIPHER = "cipher"
    RECEIVER = "receiver"
    XML = "xml"
    FIELDS = "fields"
    SENDER = "sender"
    AGENT = "agent"


_STATUS = {Refusal.TOO_LARGE: 413, Refusal.ENVELOPE: 400}


class BadCallback(Exception):
    """A callback that is not accepted.

    Attributes:
        reason: for the log only; the sender learns no more than `status`.
        status: 413 too large, 400 no envelope, and one and the same 403 for everything else, so that a forger
            cannot tell a bad padding from a bad signature.
    """

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.status = _STATUS.get(reason, 403)


def sign(*values: bytes) -> str:
    """WeCom's signature: SHA-1, in hex, of the values sorted and joined (`wecom.md` §1.3)."""
    return hashlib.sha1(b"".join(sorted(values)), usedforsecurity=False).hexdigest()


class Crypt:
    """Signs, opens and seals with one token and key.

    Args:
        token: as set in the console.
        aes_key: the EncodingAESKey, 43 characters.
        receiver: the corpid; the empty text for an intelligent robot.

    Raises:
        ValueError: the key has the wrong length.
    """

    def __init__(self, token: str, aes_key: str, receiver: str) -> None:
        if len(aes_key) != 43:
            raise ValueError("EncodingAESKey must have 43 characters")
        key = b64decode(aes_key + "=")
        self._cipher = Cipher(algorithms.AES(key), modes.CBC(key[:16]))
        self._token = token.encode()
        self._receiver = receiver.encode()

    def sign(self, timestamp: str, nonce: str, encrypted: bytes) -> str:
        """The signature of an encrypted text."""
        return sign(self._token, timestamp.encode(), nonce.encode(), encrypted)

    def verify(self, signature: str, timestamp: str, nonce: str, encrypted: bytes) -> None:
        """Check that the text comes from somebody who knows the token.

        Raises:
            BadCallback: it does not.
        """
        if not hmac.compare_digest(self.sign(timestamp, nonce, encrypted).encode(), signature.encode()):
            raise BadCallback(Refusal.SIGNATURE)

    def open(self, encrypted: bytes) -> bytes:
        """Decrypt what `verify` has accepted.

        Args:
            encrypted: base64, as received.

        Raises:
            BadCallback: not base64, cut off, badly padded, or meant for another company.
        """
        try:
            sealed = binascii.a2b_base64(encrypted, strict_mode=True)
        except ValueError:
            raise BadCallback(Refusal.CIPHER) from None
        if len(sealed) < 32 or len(sealed) % 16:
            raise BadCallback(Refusal.CIPHER)
        decryptor = self._cipher.decryptor()
        padded = decryptor.update(sealed) + decryptor.finalize()
        pad = padded[-1]
        # PKCS#7 in blocks of 32 bytes, not of the cipher's 16 (`wecom.md` §1.4).
        if not 1 <= pad <= 32 or len(padded) < 20 + pad or padded[-pad:] != bytes((pad,)) * pad:
            raise BadCallback(Refusal.CIPHER)
        end = 20 + int.from_bytes(padded[16:20], "big")
        if end > len(padded) - pad:
            raise BadCallback(Refusal.CIPHER)
        if padded[end:-pad] != self._receiver:
            raise BadCallback(Refusal.RECEIVER)
        return padded[20:end]

    def seal(self, message: bytes, *, salt: bytes = b"") -> bytes:
        """Encrypt a message.

        Args:
            message: the plain text.
            salt: 16 bytes; random ones if not given.

        Returns:
            Base64.
        """
        body = (salt or os.urandom(16)) + len(message).to_bytes(4, "big") + message + self._receiver
        pad = 32 - len(body) % 32
        encryptor = self._cipher.encryptor()
        return b64encode(encryptor.update(body + bytes((pad,)) * pad) + encryptor.finalize())


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
        return self._message(_fields(document))

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
        content = _escape(cut_text(clean(text), REPLY_LIMIT_BYTES))
        encrypted = self._crypt.seal(
            f"<xml><ToUserName><![CDATA[{_escape(userid)}]]></ToUserName>"
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


_DROPPED_BYTES = bytes(code for code in range(32) if code not in b"\t\n\r")
_DROPPED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_REPEATED = frozenset({
    "ApprovalNode", "Comments", "Details", "Item", "NotifyNode", "Notifyer", "OptionId", "SelectedItem", "SpRecord",
    "item",
})  # fmt: skip
"""Elements that may come many times: always read as a list, also when there is one."""
_LEFT_OUT = frozenset({
    "ToUserName", "FromUserName", "CreateTime", "MsgType", "MsgId", "AgentID", "Event", "EventKey", "SendLocationInfo",
})  # fmt: skip
"""What an event's payload does not repeat, and the place inside a menu's event."""


def clean(text: str) -> str:
    """A text without control characters (line feeds and tabs stay) and without halves of characters."""
    # isprintable is a fast "nothing to do" for almost every message.
    return text if text.isprintable() else _DROPPED.sub("", text)


def _escape(text: str) -> str:
    return text.replace("]]>", "]]]]><![CDATA[>")


class _Tree:
    """Builds nested dicts from a parser's events, and stops it at a DTD or at a depth no message has."""

    __slots__ = ("_left", "_open", "root", "text")

    def __init__(self) -> None:
        self.root: Any = None
        self.text: list[str] = []
        self._open: list[Fields] = []
        self._left = ELEMENT_LIMIT

    def start(self, _name: str, _attributes: object) -> None:
        self._left -= 1
        if self._left < 0 or len(self._open) == DEPTH_LIMIT:
            raise BadCallback(Refusal.XML)
        self._open.append({})
        self.text.clear()

    def end(self, name: str) -> None:
        value: Any = self._open.pop() or clean("".join(self.text))[:TEXT_LIMIT]
        self.text.clear()
        if self._open:
            _add(self._open[-1], name, value)
        else:
            self.root = value if name == "xml" else None

    def refuse(self, *_: object) -> None:
        raise BadCallback(Refusal.XML)


def _add(siblings: Fields, name: str, value: Any) -> None:
    if name in _REPEATED:
        siblings.setdefault(name, []).append(value)
    elif name not in siblings:
        siblings[name] = value


def _fields(document: bytes) -> Fields:
    kept = _without_controls(document)
    return _flat_fields(kept) or _nested_fields(kept)


_FLAT = re.compile(r"<([A-Za-z]\w*)>(?:<!\[CDATA\[([^\]<\r]*+)\]\]>|([^\]<>&\r]*+))</\1>", re.ASCII)
"""An element with nothing in it but text. Each try ends at the next bracket, so that no text makes it run away."""


def _flat_fields(document: bytes) -> Fields:
    """The fields where the document is `<xml>` around flat elements and nothing else, as messages are; else none.

    The parser, which calls us back four times an element, takes three times as long to come to the same.
    """
    if len(document) > FLAT_BYTES:
        return {}
    try:
        text = document.decode()
    except UnicodeDecodeError:
        return {}
    if not (text.startswith("<xml>") and text.endswith("</xml>")):
        return {}
    # What lies between the elements, then each one's name, its text if that is CDATA, and its text if it is not.
    between, *parts = _FLAT.split(text[5:-6])
    if between or any(parts[3::4]):
        return {}
    fields: Fields = {}
    for name, marked, plain in zip(parts[0::4], parts[1::4], parts[2::4], strict=True):
        _add(fields, name, clean(marked or plain or "")[:TEXT_LIMIT])
    return fields


def _nested_fields(document: bytes) -> Fields:
    tree = _Tree()
    parser = expat.ParserCreate("UTF-8")  # whatever the document declares
    parser.buffer_text = True
    parser.StartElementHandler = tree.start
    parser.EndElementHandler = tree.end
    parser.CharacterDataHandler = tree.text.append
    parser.StartDoctypeDeclHandler = tree.refuse
    try:
        parser.Parse(document, True)
    except expat.ExpatError:
        raise BadCallback(Refusal.XML) from None
    if not isinstance(tree.root, dict):
        raise BadCallback(Refusal.XML)
    return tree.root


def _without_controls(document: bytes) -> bytes:
    """People paste characters that no XML may hold; without them the message is still theirs."""
    kept = document.translate(None, _DROPPED_BYTES)
    return kept.replace(b"\xef\xbf\xbe", b"").replace(b"\xef\xbf\xbf", b"")  # U+FFFE, U+FFFF


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
