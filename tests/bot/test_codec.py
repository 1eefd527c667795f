"""WeCom's wire: the official vectors, wechatpy as the second opinion, and everything a forger may send."""

from __future__ import annotations

import base64
import json
import struct
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.enterprise import parse_message
from wechatpy.enterprise.crypto import WeChatCrypto

from bot.channels.base import InboundMessage
from bot.channels.splitting import cut_text, split_text
from bot.codec import WecomCodec
from bot.crypt import BadCallback, Crypt, Refusal, sign
from bot.wecom_xml import clean
from tests.fakes.wecom import AES_KEY, AGENT_ID, CORP_ID, TOKEN, Callback, Sealer

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
AT = NOW.timestamp()
CODEC = WecomCodec(corp_id=CORP_ID, agent_id=AGENT_ID, token=TOKEN, aes_key=AES_KEY)
CRYPT = Crypt(TOKEN, AES_KEY, CORP_ID)
SEALER = Sealer()

# `wecom.md` §1.10. Sets A, B and O are published samples, W was made for that document.
A1 = (
    b"RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911"
    b"L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLx"
    b"AUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9"
    b"nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/u"
    b"h9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q=="
)
A2 = b"P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="
B1 = b"fsi1xnbH4yQh0+PJxcOdhhK6TDXkjMyhEPA7xB2TGz6b+g7xyAbEkRxN/3cNXW9qdqjnoVzEtpbhnFyq6SVHyA=="
B2 = (
    b"Kl7kjoSf6DMD1zh7rtrHjFaDapSCkaOnwu3bqLc5tAybhhMl9pFeK8NslNPVdMwmBQTNoW4mY7AIjeLvEl3NyeTkAgGzBhzT"
    b"tRLNshw2AEew+kkYcD+Fq72Kt00fT0WnN87hGrW8SqGc+NcT3mu87Ha3dz1pSDi6GaUA6A0sqfde0VJPQbZ9U+3JWcoD4Z5j"
    b"aU0y9GSh010wsHF8KZD24YhmZH4ch4Ka7ilEbjbfvhKkNL65HHL0J6EYJIZUC2pFrdkJ7MhmEbU2qARR4iQHE7wy24qy0cRX"
    b"3Mfp6iELcDNfSsPGjUQVDGxQDCWjayJOpcwocugux082f49HKYg84EpHSGXAyh+/oxwaWbvL6aSDPOYuPDGOCI8jmnKiypE+"
)
BJ = (
    b"cjhLUX7UU4yCSelv1vz7T0zT8huF51bAMVWriNvO1FMegHrQZNrtvRxbwf0fUPsFvwqR0U0fgiJNEA5Y30F2MoI2S7vv3EjV"
    b"Q68C0cjw9frBoUE2Hj0BvFp9h3u6Vbsg4lc1C8AtHdaN8orKuNKkLRLuYEL52R1J3v8olJGZRLnRdVKIivixmX/eQpzgeExt"
    b"p20jI1HxRP1AAZ6xZoILdqDPO549LO4WeG+685JRUTdiwcY5fjZlqeMxuT4PpMn1X9OWsS7NRj06Wa5E3Tvg4twjWp39KPfO"
    b"dRte6P1T4JU="
)
O3 = (
    b"+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzD"
    b"pVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2I"
    b"uQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F"
    b"9mFUPAJGj04="
)
O4 = b"ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ=="
W1 = (
    b"sKqRbbiSUnDhFHOvPjtUMaorPfl5Cph+6XxQttyqKAJZUwuBRk82O+g0aOxeaW8ArJ9MxfYa/VhJBbhcSuHuyx/iOQfgvTeW"
    b"1/ZkBlH/D8OB9+/6qc9opx+Sjn9UIJORX8nI94eiUTZp/9xCpizxoYPWHwG/0ntebXFtKlIlid8PQTLbOZ6hOFywizKWrvW0"
    b"ybzBtCRxnqZdyBzt/YQ6rg=="
)
W2 = (
    b"sKqRbbiSUnDhFHOvPjtUMUeqt1g4oVlNGGsS6EWXUJdzNUTV/uL0UBFzshLks/RFyFHd2/ixDhB7ucBVurERtV9j+h9li2En"
    b"EqHWnKHWpF3YAEkXMyVOYZhlslCclgL4xho7Az5ISBgjZ7hHrLQLBcJ5ICEML1zewaRPdQTiNxN1GsP4lxEkCuNLU+hnrjDr"
    b"8wZOzB2Bu3R+7eTZUbgKA+LgUUJdhNGME8/IWyPoKSv5n1T9GPpv8nuTvoGP0jMVsLIuf9++izmc2ofkOnxk2TD4xiMCoDh8"
    b"Btz1TW7nNAzlYnOLXF+KK4MSGezLxayLehN+yQNT9K9MUd73o8FRZG6fQD8i90RiwJJHU5uQh49oFAUVnsRFXIuJfDgGFLng"
)


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _read(callback: Callback) -> InboundMessage:
    return CODEC.read(callback.body, callback.query, now=NOW)


def _refusal(callback: Callback) -> tuple[Refusal, int]:
    with pytest.raises(BadCallback) as refused:
        _read(callback)
    return refused.value.reason, refused.value.status


def _event(sender: str, event: str, own: str) -> str:
    document = SEALER.message("event", sender, {"Event": event}, at=AT)
    return document.replace("<AgentID>", own + "<AgentID>")


def _signed(encrypted: bytes) -> Callback:
    query = {"msg_signature": CRYPT.sign(str(int(AT)), "n1", encrypted), "timestamp": str(int(AT)), "nonce": "n1"}
    return Callback(query, b"<xml><Encrypt><![CDATA[" + encrypted + b"]]></Encrypt></xml>")


def authentic(document: str | bytes) -> Callback:
    """Sealed by ourselves, because wechatpy takes text alone."""
    return _signed(CRYPT.seal(document if isinstance(document, bytes) else document.encode()))


def _raw(body: bytes, pad: bytes = b"") -> bytes:
    """Encrypt exactly these bytes, whatever they are."""
    key = base64.b64decode(AES_KEY + "=")
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(encryptor.update(body + pad) + encryptor.finalize())


def _bytes(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else value.encode()


@dataclass(frozen=True)
class Company:
    """Whose key opens a vector."""

    token: str
    aes_key: str
    receiver: str

    @property
    def crypt(self) -> Crypt:
        return Crypt(self.token, self.aes_key, self.receiver)


A = Company("QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "wx5823bf96d3bd56c7")
B = Company("hJqcu3uJ9Tn2gXPmxx2w9kkCkCE2EPYo", "6qkdMrq68nTKduznJYO1A37W2oEgpkMUvkttRToqhUt", "ww1436e0e65a779aee")
O = Company("AAAAA", "A" * 43, "wxba5fad812f8e6fb9")  # noqa: E741 - the set's name
W = Company(A.token, A.aes_key, "")
W_REPLY = (
    "<xml><ToUserName><![CDATA[zhangsan]]></ToUserName><FromUserName><![CDATA[wx5823bf96d3bd56c7]]></FromUserName>"
    "<CreateTime>1700000000</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[收到]]></Content></xml>"
)
W_REQUEST = (
    '{"msgid":"m1","aibotid":"B1","chattype":"single","from":{"userid":"zhangsan"},'
    '"msgtype":"text","text":{"content":"你好"}}'
)

OPENED = [
    pytest.param(A, "477715d11cdb4164915debcba66cb864d751f3e6", "1409659813", "1372623149", A1, 284, id="A1"),
    pytest.param(A, "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3", "1409659589", "263014780", A2, 19, id="A2"),
    pytest.param(B, "012bc692d0a58dd4b10f8dfe5c4ac00ae211ebeb", "1476416373", "47744683", B1, 19, id="B1"),
    pytest.param(B, "0c3914025cb4b4d68103f6bfc8db550f79dcf48e", "1476422779", "1597212914", B2, 228, id="B2"),
    pytest.param(B, "e3647471e395139e2308c1fa963f2d648a00b90e", "1409659813", "1372623149", BJ, 176, id="BJ"),
    pytest.param(O, "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3", "1714112445", "415670741", O3, 167, id="O3"),
    pytest.param(O, "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1", "1713424427", "415670741", O4, 25, id="O4"),
    pytest.param(W, "75349bd236237d9d1b126dc73874f1fbb6f0a103", "1700000000", "nonce01", W1, 123, id="W1"),
    pytest.param(A, "98a3e8feaa2430161dd1221ebacdc55bbb981bf1", "1700000000", "nonce01", W2, 222, id="W2"),
]


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


def test_vector_a1_is_read_as_a_message() -> None:
    codec = WecomCodec(corp_id=A.receiver, agent_id=218, token=A.token, aes_key=A.aes_key)
    query = {
        "msg_signature": "477715d11cdb4164915debcba66cb864d751f3e6",
        "timestamp": "1409659813",
        "nonce": "1372623149",
    }

    message = codec.read(b"<xml><Encrypt>%s</Encrypt></xml>" % A1, query, now=_moment(1409659813))

    assert message.key == "wecom:wx5823bf96d3bd56c7:218:4561255354251345929"
    assert (message.userid, message.kind, message.payload) == ("mycreate", "text", {"text": "hello"})
    assert message.sent_at == _moment(1409659813)


def test_vector_b2_without_cdata_is_read_as_a_message() -> None:
    codec = WecomCodec(corp_id=B.receiver, agent_id=1000002, token=B.token, aes_key=B.aes_key)
    query = {
        "msg_signature": "0c3914025cb4b4d68103f6bfc8db550f79dcf48e",
        "timestamp": "1476422779",
        "nonce": "1597212914",
    }

    message = codec.read(b"<xml><Encrypt><![CDATA[%s]]></Encrypt></xml>" % B2, query, now=_moment(1476422779))

    assert (message.userid, message.payload) == ("chenjiashun", {"text": "你好"})


def test_vectors_a2_and_b1_answer_the_console() -> None:
    for company, at, nonce, signature, echostr, echo in (
        (A, "1409659589", "263014780", "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3", A2, b"1616140317555161061"),
        (B, "1476416373", "47744683", "012bc692d0a58dd4b10f8dfe5c4ac00ae211ebeb", B1, b"1288432023552776189"),
    ):
        codec = WecomCodec(corp_id=company.receiver, agent_id=1, token=company.token, aes_key=company.aes_key)
        query = {"msg_signature": signature, "timestamp": at, "nonce": nonce, "echostr": echostr.decode()}
        assert codec.echo(query, now=_moment(int(at))) == echo

        with pytest.raises(BadCallback, match="signature"):  # a framework that reads + as a space
            codec.echo(query | {"echostr": echostr.decode().replace("+", " ") + " "}, now=_moment(int(at)))


@pytest.mark.parametrize("length", [0, 42, 44])
def test_a_key_of_another_length_is_refused_at_the_start(length: int) -> None:
    with pytest.raises(ValueError, match="43"):
        Crypt("token", "a" * length, CORP_ID)


# wechatpy, which shares no line with us, as the second opinion.


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


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=3_000))
def test_a_sealed_reply_shows_the_text_and_nothing_else(text: str) -> None:
    body = CODEC.seal_reply(text, "lilei", now=NOW)

    shown = SEALER.reply(body)

    # An XML parser reads a carriage return as a line feed, so there is none in what was sent.
    assert shown == cut_text(clean(text), 2_048)
    assert len(shown.encode()) <= 2_048


def test_a_reply_cannot_be_broken_out_of() -> None:
    evil = "好]]></Content><MsgType><![CDATA[news]]></MsgType>\x00\x1b]]>]]>"

    assert SEALER.reply(CODEC.seal_reply(evil, "lilei", now=NOW)) == evil.replace("\x00\x1b", "")


MESSAGES: list[tuple[str, dict[str, str], dict[str, Any], dict[str, str]]] = [
    (
        "text",
        {"Content": "拜访 东吴机械\n谈了报价 ]]> <b>"},
        {"text": "拜访 东吴机械\n谈了报价 ]]> <b>"},
        {"text": "content"},
    ),
    (
        "image",
        {"PicUrl": "http://p.example/1", "MediaId": "MEDIA1"},
        {"media_id": "MEDIA1", "url": "http://p.example/1"},
        {"media_id": "media_id", "url": "image"},
    ),
    (
        "voice",
        {"MediaId": "MEDIA2", "Format": "amr"},
        {"media_id": "MEDIA2", "format": "amr"},
        {"media_id": "media_id", "format": "format"},
    ),
    (
        "video",
        {"MediaId": "MEDIA3", "ThumbMediaId": "THUMB"},
        {"media_id": "MEDIA3", "thumb_media_id": "THUMB"},
        {"media_id": "media_id", "thumb_media_id": "thumb_media_id"},
    ),
    (
        "location",
        {
            "Location_X": "31.2983",
            "Location_Y": "120.5853",
            "Scale": "15",
            "Label": "苏州 工业园区",
            "AppType": "wxwork",
        },
        {"latitude": 31.2983, "longitude": 120.5853, "label": "苏州 工业园区", "scale": "15", "app_type": "wxwork"},
        {"label": "label", "scale": "scale"},
    ),
    (
        "link",
        {"Title": "题", "Description": "说明", "Url": "https://a.example/x?a=1&b=2", "PicUrl": "http://p.example/2"},
        {
            "title": "题",
            "description": "说明",
            "url": "https://a.example/x?a=1&b=2",
            "picture_url": "http://p.example/2",
        },
        {"title": "title", "description": "description", "url": "url"},
    ),
]


@pytest.mark.parametrize(("kind", "fields", "payload", "theirs"), MESSAGES, ids=[one[0] for one in MESSAGES])
def test_the_six_kinds_are_read_as_wechatpy_reads_them(
    kind: str, fields: dict[str, str], payload: dict[str, Any], theirs: dict[str, str]
) -> None:
    document = SEALER.message(kind, "LiLei", {**fields, "MsgId": "7012345678901234567"}, at=AT)

    message = _read(SEALER.callback(document, at=AT))

    assert message.kind == kind
    assert message.userid == "lilei"
    assert message.sent_at == NOW
    assert message.channel == "wecom"
    assert message.key == f"wecom:{CORP_ID}:{AGENT_ID}:7012345678901234567"
    assert message.payload == payload
    opinion = parse_message(document)
    assert opinion.type == kind
    assert opinion.source.lower() == message.userid
    assert opinion.create_time == message.sent_at
    for ours, attribute in theirs.items():
        assert str(getattr(opinion, attribute)) == payload[ours]


# Every event of `wecom.md` §3.2: own fields, and what they become.

EVENTS: list[tuple[str, str, str, dict[str, Any]]] = [
    ("lilei", "subscribe", "", {}),
    ("lilei", "unsubscribe", "", {}),
    ("lilei", "enter_agent", "<EventKey></EventKey>", {}),
    (
        "lilei",
        "LOCATION",
        "<Latitude>31.2983</Latitude><Longitude>120.5853</Longitude><Precision>15.0</Precision><AppType>wxwork</AppType>",
        {},
    ),
    ("lilei", "click", "<EventKey>today</EventKey>", {"event_key": "today"}),
    ("lilei", "view", "<EventKey>https://a.example/</EventKey>", {"event_key": "https://a.example/"}),
    ("lilei", "view_miniprogram", "<EventKey>/pages/1</EventKey>", {"event_key": "/pages/1"}),
    (
        "lilei",
        "scancode_waitmsg",
        "<EventKey>6</EventKey><ScanCodeInfo><ScanType>qrcode</ScanType><ScanResult>1</ScanResult></ScanCodeInfo>",
        {"event_key": "6", "scan_code_info": {"scan_type": "qrcode", "scan_result": "1"}},
    ),
    (
        "lilei",
        "pic_sysphoto",
        (
            "<EventKey>6</EventKey><SendPicsInfo><Count>1</Count><PicList><item><PicMd5Sum>ab</PicMd5Sum></item></PicList>"
            "</SendPicsInfo>"
        ),
        {"event_key": "6", "send_pics_info": {"count": "1", "pic_list": [{"pic_md5_sum": "ab"}]}},
    ),
    (
        "lilei",
        "location_select",
        "<EventKey>6</EventKey><SendLocationInfo><Location_X>31.2</Location_X><Label>园区</Label></SendLocationInfo>",
        {"event_key": "6"},
    ),
    (
        "sys",
        "batch_job_result",
        "<BatchJob><JobId>J1</JobId><JobType>sync_user</JobType><ErrCode>0</ErrCode><ErrMsg>ok</ErrMsg></BatchJob>",
        {"batch_job": {"job_id": "J1", "job_type": "sync_user", "err_code": "0", "err_msg": "ok"}},
    ),
    ("sys", "upload_media_job_finish", "<JobId>J2</JobId>", {"job_id": "J2"}),
    (
        "lilei",
        "template_card_event",
        (
            "<EventKey>visit_submit</EventKey><TaskId>v-7</TaskId><CardType>multiple_interaction</CardType>"
            "<ResponseCode>RC</ResponseCode><SelectedItems><SelectedItem><QuestionKey>outcome</QuestionKey><OptionIds>"
            "<OptionId>won</OptionId></OptionIds></SelectedItem></SelectedItems>"
        ),
        {
            "event_key": "visit_submit",
            "task_id": "v-7",
            "card_type": "multiple_interaction",
            "response_code": "RC",
            "selected_items": [{"question_key": "outcome", "option_ids": ["won"]}],
        },
    ),
    (
        "lilei",
        "template_card_event",
        (
            "<SelectedItems><SelectedItem><QuestionKey>a</QuestionKey><OptionIds><OptionId>1</OptionId><OptionId>2</OptionId>"
            "</OptionIds></SelectedItem><SelectedItem><QuestionKey>b</QuestionKey></SelectedItem></SelectedItems>"
        ),
        {"selected_items": [{"question_key": "a", "option_ids": ["1", "2"]}, {"question_key": "b"}]},
    ),
    (
        "lilei",
        "template_card_menu_event",
        "<EventKey>k</EventKey><TaskId>t</TaskId>",
        {"event_key": "k", "task_id": "t"},
    ),
    (
        "sys",
        "change_contact",
        "<ChangeType>update_user</ChangeType><UserID>lilei</UserID><Department><![CDATA[1,2]]></Department>",
        {"change_type": "update_user", "user_id": "lilei", "department": "1,2"},
    ),
    (
        "sys",
        "open_approval_change",
        (
            "<ApprovalInfo><ThirdNo>9</ThirdNo><ApprovalNodes><ApprovalNode><NodeStatus>1</NodeStatus><Items><Item><ItemName>"
            "吴芳</ItemName></Item></Items></ApprovalNode></ApprovalNodes></ApprovalInfo>"
        ),
        {
            "approval_info": {
                "third_no": "9",
                "approval_nodes": [{"node_status": "1", "items": [{"item_name": "吴芳"}]}],
            }
        },
    ),
    (
        "sys",
        "sys_approval_change",
        (
            "<ApprovalInfo><SpNoStr>2026</SpNoStr><Applyer><UserId>lilei</UserId></Applyer><SpRecord><SpStatus>1</SpStatus>"
            "</SpRecord></ApprovalInfo>"
        ),
        {"approval_info": {"sp_no_str": "2026", "applyer": {"user_id": "lilei"}, "sp_record": [{"sp_status": "1"}]}},
    ),
    (
        "sys",
        "change_external_contact",
        "<ChangeType>add_external_contact</ChangeType><ExternalUserID>wm1</ExternalUserID>",
        {"change_type": "add_external_contact", "external_user_id": "wm1"},
    ),
    ("sys", "change_external_chat", "<ChatId>c</ChatId>", {"chat_id": "c"}),
    ("sys", "change_external_tag", "<Id>t</Id>", {"id": "t"}),
    ("lilei", "respond_schedule", "<CalId>c</CalId><ScheduleId>s</ScheduleId>", {"cal_id": "c", "schedule_id": "s"}),
    ("sys", "share_agent_change", "", {}),
    ("sys", "inactive_alert", "<EffectTime>1760000000</EffectTime>", {"effect_time": "1760000000"}),
    ("sys", "close_inactive_agent", "", {}),
    ("sys", "low_active_alert", "<EffectTime>1760000000</EffectTime>", {"effect_time": "1760000000"}),
    ("sys", "something_quite_new", "<New>1</New>", {"new": "1"}),
]


@pytest.mark.parametrize(("sender", "event", "own", "payload"), EVENTS)
def test_every_event_is_read(sender: str, event: str, own: str, payload: dict[str, Any]) -> None:
    message = _read(SEALER.callback(_event(sender, event, own), at=AT))

    assert (message.kind, message.userid) == ("event", sender)
    assert message.payload == {"event": event.lower(), "event_key": ""} | payload
    assert len(message.key) <= 160
    json.dumps(message.payload)


def test_a_resent_event_has_the_same_key_and_another_tap_has_not() -> None:
    def tap(key: str) -> str:
        return _read(SEALER.callback(_event("lilei", "click", f"<EventKey>{key}</EventKey>"), at=AT)).key

    assert tap("a") == tap("a") != tap("b")


@pytest.mark.parametrize("agent", ["", "<AgentID>3010040</AgentID>"])
def test_what_the_platform_says_may_carry_no_app_or_the_approval_app(agent: str) -> None:
    document = _event("sys", "sys_approval_change", "").replace(f"<AgentID>{AGENT_ID}</AgentID>", agent)

    assert _read(SEALER.callback(document, at=AT)).userid == "sys"


def test_an_unknown_kind_is_kept_whole() -> None:
    document = SEALER.message("Merged_Forward" + "x" * 40, "lilei", {"Items": "两条", "MsgId": "9"}, at=AT)

    message = _read(SEALER.callback(document, at=AT))

    assert message.kind == ("merged_forward" + "x" * 40)[:32]
    assert message.payload["Items"] == "两条"


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("<Content/>", ""),
        ("", ""),
        ("<Content><![CDATA[  两边有空格\n]]></Content>", "  两边有空格\n"),
        ("<Content><![CDATA[a\x00\x07\x0b\x1f\tb\x7f\u0085\ufffe]]></Content>", "a\tb"),
        ("<Content><![CDATA[<!DOCTYPE html> <!ENTITY]]></Content>", "<!DOCTYPE html> <!ENTITY"),
        ("<Content>a &lt; b &amp;amp; &#128513;</Content>", "a < b &amp; 😁"),
        ("<Content><![CDATA[]]]]><![CDATA[>]]></Content>", "]]>"),
        ("<Content><![CDATA[" + "👨‍👩‍👧😀" * 400 + "]]></Content>", "👨‍👩‍👧😀" * 400),
        ("<Content><![CDATA[" + "<" * 3_000 + "]]></Content>", "<" * 3_000),
        ("<Content><![CDATA[" + "长" * 30_000 + "]]></Content>", "长" * 20_000),
    ],
)
def test_texts_arrive_as_they_were_typed(sent: str, read: str) -> None:
    document = SEALER.message("text", "lilei", {"MsgId": "1"}, at=AT).replace("<AgentID>", sent + "<AgentID>")

    assert _read(authentic(document)).payload == {"text": read}


# What is refused, and that the reason stays with us.

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
    assert _refusal(authentic(document)) == (reason, 403)


GOOD = SEALER.text("lilei", "拜访 东吴", "1", at=AT)


def _resigned(change: Callable[[bytes], bytes]) -> Callback:
    """A good callback whose cipher text was changed by somebody who knows the token but not the key."""
    part = ET.fromstring(GOOD.body).findtext("Encrypt", "").encode()
    return _signed(change(part))


def _foreign(receiver: str) -> Callback:
    return _signed(Crypt(TOKEN, AES_KEY, receiver).seal(TEXT.encode()))


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
    assert _refusal(callback) == (reason, 403)


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
    assert _refusal(Callback(GOOD.query, body)) == (Refusal.ENVELOPE, 400)


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
        CODEC.read(_signed(encrypted).body, _signed(encrypted).query, now=NOW)


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
        _read(authentic("<xml>" + "".join(tokens) + "</xml>"))


# Cutting texts.


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=400), st.integers(4, 60))
def test_parts_fit_and_joined_are_the_text(text: str, limit: int) -> None:
    parts = split_text(text, limit)

    assert "".join(parts) == text
    assert all(0 < len(part.encode()) <= limit for part in parts)


def test_lines_stay_whole_where_they_can() -> None:
    assert split_text("一二三\n四五六\n七八九十十一\n", 22) == ["一二三\n四五六\n", "七八九十十一\n"]
    assert split_text("一二三四", 7) == ["一二", "三四"]
    assert split_text("") == []
