"""What a callback says and how a reply is sealed, read beside wechatpy's reading."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.enterprise import parse_message

from bot.channels.splitting import cut_text
from bot.codec import WecomCodec
from bot.crypt import BadCallback
from bot.wecom_xml import clean
from tests.bot.vectors import A1, A2, B1, B2, A, B
from tests.bot.wire import AT, CODEC, NOW, SEALER, authentic, read
from tests.fakes.app import AGENT_ID, CORP_ID


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


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

    message = read(SEALER.callback(document, at=AT))

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


def test_an_unknown_kind_is_kept_whole() -> None:
    document = SEALER.message("Merged_Forward" + "x" * 40, "lilei", {"Items": "两条", "MsgId": "9"}, at=AT)

    message = read(SEALER.callback(document, at=AT))

    assert message.kind == ("merged_forward" + "x" * 40)[:32]
    assert message.payload["Items"] == "两条"


@pytest.mark.parametrize(
    ("sent", "shown"),
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
def test_texts_arrive_as_they_were_typed(sent: str, shown: str) -> None:
    document = SEALER.message("text", "lilei", {"MsgId": "1"}, at=AT).replace("<AgentID>", sent + "<AgentID>")

    assert read(authentic(document)).payload == {"text": shown}
