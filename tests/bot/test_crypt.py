"""Sealing and signing: the official vectors, and wechatpy, which shares no line with us, as the second opinion."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.enterprise.crypto import WeChatCrypto

from bot.crypt import Crypt, sign
from tests.bot.vectors import O4, OPENED, W1, W2, W_REPLY, W_REQUEST, A, Company, O, W
from tests.bot.wire import CRYPT
from tests.fakes.app import AES_KEY, CORP_ID, TOKEN


def _bytes(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else value.encode()


@pytest.mark.parametrize(("company", "signature", "timestamp", "nonce", "encrypted", "size"), OPENED)
def test_official_vectors_open(
    company: Company, signature: str, timestamp: str, nonce: str, encrypted: bytes, size: int
) -> None:
    company.crypt.verify(signature, timestamp, nonce, encrypted)

    assert len(company.crypt.open(encrypted)) == size


@pytest.mark.parametrize(
    ("company", "message", "salt", "encrypted"),
    [
        pytest.param(O, '{"demo_resp":"good luck"}', "707722b803182950", O4, id="O4"),
        pytest.param(W, W_REQUEST, "0123456789abcdef", W1, id="W1"),
        pytest.param(A, W_REPLY, "0123456789abcdef", W2, id="W2"),
    ],
)
def test_official_vectors_seal(company: Company, message: str, salt: str, encrypted: bytes) -> None:
    assert company.crypt.seal(message.encode(), salt=salt.encode()) == encrypted


@pytest.mark.parametrize(
    ("timestamp", "nonce", "signature"),
    [
        pytest.param("1714036504", "1514711492", "f464b24fc39322e44b38aa78f5edd27bd1441696", id="O1"),
        pytest.param("1714037059", "486452656", "899cf89e464efb63f54ddac96b0a0a235f53aa78", id="O2"),
        pytest.param("1714112445", "415670741", "6c5c811b55cc85e0e1b54100749188c20beb3f5d", id="O3"),
    ],
)
def test_official_vectors_of_plain_signatures(timestamp: str, nonce: str, signature: str) -> None:
    assert sign(b"AAAAA", timestamp.encode(), nonce.encode()) == signature


@pytest.mark.parametrize("length", [0, 42, 44])
def test_a_key_of_another_length_is_refused_at_the_start(length: int) -> None:
    with pytest.raises(ValueError, match="43"):
        Crypt("token", "a" * length, CORP_ID)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=400))
def test_what_we_seal_wechatpy_opens(text: str) -> None:
    encrypted = CRYPT.seal(text.encode())

    opened = WeChatCrypto(TOKEN, AES_KEY, CORP_ID).check_signature(
        CRYPT.sign("1700000000", "n", encrypted), "1700000000", "n", encrypted.decode()
    )

    assert _bytes(opened) == text.encode()


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=400))
def test_what_wechatpy_seals_we_open(text: str) -> None:
    envelope = ET.fromstring(WeChatCrypto(TOKEN, AES_KEY, CORP_ID).encrypt_message(text, "n", "1700000000"))
    encrypted = envelope.findtext("Encrypt", "").encode()

    CRYPT.verify(envelope.findtext("MsgSignature", ""), "1700000000", "n", encrypted)

    assert CRYPT.open(encrypted) == text.encode()
