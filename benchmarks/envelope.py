"""WeCom's envelope for the benchmarks: seals and signs callbacks, opens and checks answers.

It is written apart from the product's own codec, so that the two check each other. The values below are nobody's.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import struct
import time
from xml.sax.saxutils import escape

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

CORP_ID = "ww0123456789abcdef"
AGENT_ID = 1000002
SECRET = "fake-secret-0123456789abcdefghijklmnopqrstuv"
"""What `tests/fakes/wecom.py` asks for."""
TOKEN = "benchmarktoken"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789BCDEFGA"
PATH = "/wecom/callback"

_ENCRYPT = re.compile(rb"<Encrypt><!\[CDATA\[(.*?)\]\]></Encrypt>|<Encrypt>(.*?)</Encrypt>", re.DOTALL)
_SIGNATURE = re.compile(rb"<MsgSignature><!\[CDATA\[(.*?)\]\]></MsgSignature>|<MsgSignature>(.*?)</MsgSignature>")
_STAMP = re.compile(rb"<TimeStamp>(?:<!\[CDATA\[)?(\d+)")
_NONCE = re.compile(rb"<Nonce><!\[CDATA\[(.*?)\]\]></Nonce>|<Nonce>(.*?)</Nonce>")


class Seal:
    """Seals and opens with one key, and signs with one token.

    Args:
        token: the callback's token.
        aes_key: the 43 characters of EncodingAESKey.
        receiver: the corporation's id.
    """

    def __init__(self, token: str = TOKEN, aes_key: str = AES_KEY, receiver: str = CORP_ID) -> None:
        key = base64.b64decode(aes_key + "=")
        self._cipher = Cipher(algorithms.AES(key), modes.CBC(key[:16]))
        self._token = token
        self._receiver = receiver.encode()

    def sign(self, stamp: str, nonce: str, sealed: str) -> str:
        """The signature over a sealed text."""
        return hashlib.sha1("".join(sorted((self._token, stamp, nonce, sealed))).encode()).hexdigest()

    def seal(self, message: bytes, *, length: int | None = None) -> str:
        """Seal a message; `length` lies about its length, for the hostile requests."""
        size = len(message) if length is None else length
        plain = os.urandom(16) + struct.pack(">I", size) + message + self._receiver
        pad = 32 - len(plain) % 32
        encryptor = self._cipher.encryptor()
        return base64.b64encode(encryptor.update(plain + bytes([pad]) * pad) + encryptor.finalize()).decode()

    def unseal(self, sealed: str | bytes) -> bytes:
        """Open a sealed text.

        Raises:
            ValueError: it is not sealed for this receiver.
        """
        decryptor = self._cipher.decryptor()
        plain = decryptor.update(base64.b64decode(sealed, validate=True)) + decryptor.finalize()
        plain = plain[: -plain[-1]]
        (size,) = struct.unpack(">I", plain[16:20])
        if plain[20 + size :] != self._receiver:
            raise ValueError("sealed for another receiver")
        return plain[20 : 20 + size]

    def query(self, sealed: str, *, stamp: str = "", nonce: str = "") -> str:
        """The query string that goes with a sealed text."""
        stamp = stamp or str(int(time.time()))
        nonce = nonce or os.urandom(5).hex()
        return f"msg_signature={self.sign(stamp, nonce, sealed)}&timestamp={stamp}&nonce={nonce}"

    def answer(self, body: bytes) -> str:
        """The words in an encrypted passive reply; empty for an empty answer.

        Raises:
            ValueError: the envelope, its signature or its content is not what WeCom would accept.
        """
        if not body:
            return ""
        sealed, nonce, signature = _one(_ENCRYPT, body), _one(_NONCE, body), _one(_SIGNATURE, body)
        if self.sign(_one(_STAMP, body), nonce, sealed) != signature:
            raise ValueError("the answer's signature is wrong")
        import xml.etree.ElementTree as ET

        content = ET.fromstring(self.unseal(sealed)).findtext("Content")
        if not content:
            raise ValueError("the answer has no content")
        return content


def envelope(sealed: str) -> bytes:
    """The body of a callback."""
    return (
        f"<xml><ToUserName><![CDATA[{CORP_ID}]]></ToUserName><AgentID><![CDATA[{AGENT_ID}]]></AgentID>"
        f"<Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"
    ).encode()


def text_message(userid: str, message_id: str, text: str, *, kind: str = "text") -> bytes:
    """A member's text message as WeCom writes it, before sealing."""
    return (
        f"<xml><ToUserName><![CDATA[{CORP_ID}]]></ToUserName><FromUserName><![CDATA[{userid}]]></FromUserName>"
        f"<CreateTime>{int(time.time())}</CreateTime><MsgType><![CDATA[{kind}]]></MsgType>"
        f"<Content>{escape(text)}</Content><MsgId>{message_id}</MsgId><AgentID>{AGENT_ID}</AgentID></xml>"
    ).encode()


def post(query: str, body: bytes, *, declared: int | None = None, kind: str = "text/xml") -> bytes:
    """A keep-alive POST of the callback as it goes over the wire; `declared` lies about the body's length."""
    size = len(body) if declared is None else declared
    return (
        f"POST {PATH}?{query} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {kind}\r\nContent-Length: {size}\r\n\r\n"
    ).encode() + body


def callback(seal: Seal, message: bytes) -> bytes:
    """A whole authentic request, stamped now."""
    sealed = seal.seal(message)
    return post(seal.query(sealed), envelope(sealed))


def _one(pattern: re.Pattern[bytes], body: bytes) -> str:
    found = pattern.search(body)
    if found is None:
        raise ValueError(f"the answer lacks {pattern.pattern[1:14].decode()}")
    return next(group for group in found.groups() if group is not None).decode()
