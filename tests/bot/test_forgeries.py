"""Whatever a forger or a broken sender may send: what is refused, and that the reason stays with us."""

from __future__ import annotations

import base64
import struct
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st

from bot.crypt import BadCallback, Crypt, Refusal
from tests.bot.wire import AT, CODEC, NOW, SEALER, authentic, read, refusal, signed
from tests.fakes.app import AES_KEY, AGENT_ID, CORP_ID, TOKEN
from tests.fakes.sealer import Callback

TEXT = SEALER.message("text", "lilei", {"Content": "拜访 东吴", "MsgId": "1"}, at=AT)
DTD = '<!DOCTYPE xml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'

REFUSED_DOCUMENTS = [
    pytest.param(DTD + TEXT.replace("拜访 东吴", "]]>&b;<![CDATA["), Refusal.XML, id="entity bomb"),
    pytest.param(
        '<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + TEXT, Refusal.XML, id="external entity"
    ),
    pytest.param('<!DOCTYPE xml SYSTEM "http://127.0.0.1:1/x.dtd">' + TEXT, Refusal.XML, id="external DTD"),
    pytest.param("<?xml version='1.0'?><!DOCTYPE xml>" + TEXT, Refusal.XML, id="DTD after a declaration"),
    pytest.param(TEXT.replace("<MsgType>", "<!DOCTYPE xml><MsgType>"), Refusal.XML, id="DTD in the middle"),
    pytest.param(TEXT.replace("<MsgType>", "&undeclared;<MsgType>"), Refusal.XML, id="undeclared entity"),
    pytest.param("<xml>" + "<a>" * 60_000 + "</a>" * 60_000 + "</xml>", Refusal.XML, id="60,000 deep"),
    pytest.param("<xml>" + "<a>" * 60_000, Refusal.XML, id="60,000 deep and open"),
    pytest.param("<xml>" + "<a/>" * 60_000 + "</xml>", Refusal.XML, id="60,000 wide"),
    pytest.param("", Refusal.XML, id="nothing inside"),
    pytest.param("<xml></xml>", Refusal.XML, id="empty"),
    pytest.param("{}", Refusal.XML, id="JSON inside"),
    pytest.param(TEXT.replace("xml>", "html>"), Refusal.XML, id="another root"),
    pytest.param(TEXT[:-10], Refusal.XML, id="cut off"),
    pytest.param(TEXT.encode().replace("东".encode(), b"\xe4\xb8"), Refusal.XML, id="invalid UTF-8"),
    pytest.param(TEXT.encode("utf-16"), Refusal.XML, id="UTF-16"),
    pytest.param(TEXT.replace("lilei", ""), Refusal.SENDER, id="no sender"),
    pytest.param(TEXT.replace("lilei", "l" * 65), Refusal.SENDER, id="sender too long"),
    pytest.param(TEXT.replace("<![CDATA[lilei]]>", "<b>lilei</b>"), Refusal.FIELDS, id="nested sender"),
    pytest.param(TEXT.replace("<![CDATA[拜访 东吴]]>", "<b>1</b>"), Refusal.FIELDS, id="nested content"),
    pytest.param(TEXT.replace("MsgType", "NoType"), Refusal.FIELDS, id="no kind"),
    pytest.param(TEXT.replace("CreateTime", "NoTime"), Refusal.FIELDS, id="no time"),
    pytest.param(TEXT.replace(str(int(AT)), "9" * 5_000), Refusal.FIELDS, id="endless time"),
    pytest.param(TEXT.replace(str(int(AT)), "１７"), Refusal.FIELDS, id="full-width time"),
    pytest.param(TEXT.replace(CORP_ID, "wwother0123456789"), Refusal.AGENT, id="another company inside"),
    pytest.param(TEXT.replace(str(AGENT_ID), "1000003"), Refusal.AGENT, id="another app"),
    pytest.param(TEXT.replace(f"<AgentID>{AGENT_ID}</AgentID>", ""), Refusal.AGENT, id="no app"),
    pytest.param(
        SEALER.message("location", "lilei", {"Location_X": "nan", "Location_Y": "1"}), Refusal.FIELDS, id="no place"
    ),
    pytest.param(
        SEALER.message("location", "lilei", {"Location_X": "91", "Location_Y": "1"}), Refusal.FIELDS, id="off the globe"
    ),
    pytest.param(SEALER.message("event", "lilei", {}), Refusal.FIELDS, id="event without a name"),
]


@pytest.mark.parametrize(("document", "reason"), REFUSED_DOCUMENTS)
def test_authentic_nonsense_is_refused(document: str | bytes, reason: Refusal) -> None:
    assert refusal(authentic(document)) == (reason, 403)


def _raw(body: bytes, pad: bytes = b"") -> bytes:
    """Encrypt exactly these bytes, whatever they are."""
    key = base64.b64decode(AES_KEY + "=")
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(encryptor.update(body + pad) + encryptor.finalize())


GOOD = SEALER.text("lilei", "拜访 东吴", "1", at=AT)


def _resigned(change: Callable[[bytes], bytes]) -> Callback:
    """A good callback whose cipher text was changed by somebody who knows the token but not the key."""
    part = ET.fromstring(GOOD.body).findtext("Encrypt", "").encode()
    return signed(change(part))


def _foreign(receiver: str) -> Callback:
    return signed(Crypt(TOKEN, AES_KEY, receiver).seal(TEXT.encode()))


REFUSED_REQUESTS = [
    pytest.param(Callback(GOOD.query | {"msg_signature": "0" * 40}, GOOD.body), Refusal.SIGNATURE, id="bad signature"),
    pytest.param(Callback(GOOD.query | {"nonce": "other"}, GOOD.body), Refusal.SIGNATURE, id="another nonce"),
    pytest.param(
        Callback(GOOD.query, GOOD.body.replace(b"<Encrypt><![CDATA[", b"<Encrypt><![CDATA[A")),
        Refusal.SIGNATURE,
        id="changed cipher",
    ),
    pytest.param(Callback({}, GOOD.body), Refusal.PARAMETERS, id="no parameters"),
    pytest.param(Callback(GOOD.query | {"nonce": ""}, GOOD.body), Refusal.PARAMETERS, id="no nonce"),
    pytest.param(Callback(GOOD.query | {"nonce": "号"}, GOOD.body), Refusal.PARAMETERS, id="nonce not ASCII"),
    pytest.param(
        Callback(GOOD.query | {"msg_signature": "号" * 40}, GOOD.body), Refusal.PARAMETERS, id="signature not ASCII"
    ),
    pytest.param(Callback(GOOD.query | {"timestamp": "-1"}, GOOD.body), Refusal.PARAMETERS, id="negative time"),
    pytest.param(Callback(GOOD.query | {"timestamp": "１"}, GOOD.body), Refusal.PARAMETERS, id="full-width time"),
    pytest.param(Callback(GOOD.query | {"timestamp": "9" * 5_000}, GOOD.body), Refusal.PARAMETERS, id="endless time"),
    pytest.param(SEALER.text("lilei", "x", "1", at=AT - 601), Refusal.TIMESTAMP, id="eleven minutes old"),
    pytest.param(SEALER.text("lilei", "x", "1", at=AT + 601), Refusal.TIMESTAMP, id="from the future"),
    pytest.param(_resigned(lambda part: part[:-24]), Refusal.CIPHER, id="truncated, no whole block"),
    pytest.param(_resigned(lambda part: part[:128]), Refusal.CIPHER, id="truncated at a block"),
    pytest.param(_resigned(lambda part: part[:-3] + b"***"), Refusal.CIPHER, id="no base64"),
    pytest.param(_resigned(lambda part: part + b"AAAA"), Refusal.CIPHER, id="longer than base64 ends"),
    pytest.param(_resigned(lambda _: b"AAAA"), Refusal.CIPHER, id="too short"),
    pytest.param(_resigned(lambda _: b"QUJD" * 64), Refusal.CIPHER, id="random cipher"),
    pytest.param(
        _resigned(lambda _: _raw(b"r" * 16 + struct.pack(">I", 2**32 - 1) + b"x" * 12)),
        Refusal.CIPHER,
        id="length overruns",
    ),
    pytest.param(
        _resigned(lambda _: _raw(b"r" * 16, pad=b"\x01\x02\x03" + b"\x10" * 13)), Refusal.CIPHER, id="padding not equal"
    ),
    pytest.param(_resigned(lambda _: _raw(b"r" * 31, pad=b"\x00")), Refusal.CIPHER, id="padding of nothing"),
    pytest.param(_resigned(lambda _: _raw(b"r" * 31, pad=b"\x21")), Refusal.CIPHER, id="padding too long"),
    pytest.param(_resigned(lambda _: _raw(b"", pad=b"\x20" * 32)), Refusal.CIPHER, id="padding only"),
    pytest.param(_foreign("wwother0123456789"), Refusal.RECEIVER, id="another company"),
    pytest.param(_foreign(CORP_ID + "x"), Refusal.RECEIVER, id="a company with more letters"),
    pytest.param(_foreign(""), Refusal.RECEIVER, id="no company"),
]


@pytest.mark.parametrize(("callback", "reason"), REFUSED_REQUESTS)
def test_what_is_not_authentic_is_refused(callback: Callback, reason: Refusal) -> None:
    assert refusal(callback) == (reason, 403)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b'{"encrypt":"abc"}',
        b"<xml></xml>",
        b"<xml><Encrypt></Encrypt></xml>",
        b"</Encrypt><Encrypt>",
        b"\x00\xff",
    ],
)
def test_a_body_without_an_envelope_is_refused(body: bytes) -> None:
    assert refusal(Callback(GOOD.query, body)) == (Refusal.ENVELOPE, 400)


@pytest.mark.parametrize("minutes", [-10, -1, 1, 10])
def test_a_clock_that_is_a_little_off_does_no_harm(minutes: int) -> None:
    assert CODEC.read(GOOD.body, GOOD.query, now=NOW + timedelta(minutes=minutes)).userid == "lilei"


@given(
    st.binary(max_size=300),
    st.dictionaries(st.sampled_from(["msg_signature", "timestamp", "nonce"]), st.text(max_size=20)),
)
def test_no_bytes_and_no_parameters_raise_anything_else(body: bytes, query: dict[str, str]) -> None:
    with pytest.raises(BadCallback):
        CODEC.read(b"<xml><Encrypt>" + body + b"</Encrypt>", query, now=NOW)
    with pytest.raises(BadCallback):
        CODEC.echo(query | {"echostr": body.decode("latin-1")}, now=NOW)


@given(st.binary(max_size=200))
def test_no_cipher_text_raises_anything_else(encrypted: bytes) -> None:
    with pytest.raises(BadCallback):
        CODEC.read(signed(encrypted).body, signed(encrypted).query, now=NOW)


_NAMES = ("xml", "ToUserName", "FromUserName", "MsgType", "Event", "Content", "item", "CreateTime", "Location_X")


@given(
    st.lists(
        st.sampled_from(
            [f"<{n}>" for n in _NAMES] + [f"</{n}>" for n in _NAMES] + ["lilei", "event", "<![CDATA[", "]]>", "&#0;"]
        ),
        max_size=30,
    )
)
def test_no_document_raises_anything_else(tokens: list[str]) -> None:
    with pytest.raises(BadCallback):
        read(authentic("<xml>" + "".join(tokens) + "</xml>"))
