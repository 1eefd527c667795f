"""What the tests of WeCom's wire share: one codec, sealed callbacks, and how a refusal is seen."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.channels.base import InboundMessage
from bot.codec import WecomCodec
from bot.crypt import BadCallback, Crypt, Refusal
from tests.fakes.app import AES_KEY, AGENT_ID, CORP_ID, TOKEN
from tests.fakes.sealer import Callback, Sealer

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
AT = NOW.timestamp()
CODEC = WecomCodec(corp_id=CORP_ID, agent_id=AGENT_ID, token=TOKEN, aes_key=AES_KEY)
CRYPT = Crypt(TOKEN, AES_KEY, CORP_ID)
SEALER = Sealer()


def read(callback: Callback) -> InboundMessage:
    return CODEC.read(callback.body, callback.query, now=NOW)


def refusal(callback: Callback) -> tuple[Refusal, int]:
    with pytest.raises(BadCallback) as refused:
        read(callback)
    return refused.value.reason, refused.value.status


def signed(encrypted: bytes) -> Callback:
    query = {"msg_signature": CRYPT.sign(str(int(AT)), "n1", encrypted), "timestamp": str(int(AT)), "nonce": "n1"}
    return Callback(query, b"<xml><Encrypt><![CDATA[" + encrypted + b"]]></Encrypt></xml>")


def authentic(document: str | bytes) -> Callback:
    """Sealed by ourselves, because wechatpy takes text alone."""
    return signed(CRYPT.seal(document if isinstance(document, bytes) else document.encode()))
