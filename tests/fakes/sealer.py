"""What WeCom's servers send, and how they read what is answered.

It seals and opens with wechatpy, which shares no line with our codec.
"""

from __future__ import annotations

import secrets
import time
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wechatpy.enterprise.crypto import WeChatCrypto

from tests.fakes.app import AES_KEY, AGENT_ID, CORP_ID, TOKEN


@dataclass(frozen=True)
class Callback:
    """A request as WeCom's servers make it: the parameters of the address, and the body."""

    query: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Sealer:
    """Makes the callbacks of one app and opens its replies, as WeCom does."""

    corp_id: str = CORP_ID
    agent_id: int = AGENT_ID
    token: str = TOKEN
    aes_key: str = AES_KEY

    def callback(self, document: str, *, at: float | None = None, nonce: str = "") -> Callback:
        """Encrypt a message's XML; `at` (epoch seconds) is now if not given."""
        timestamp = str(int(time.time() if at is None else at))
        nonce = nonce or secrets.token_hex(8)
        sealed = ET.fromstring(self._crypto().encrypt_message(document, nonce, timestamp))
        body = (
            f"<xml><ToUserName><![CDATA[{self.corp_id}]]></ToUserName>"
            f"<Encrypt><![CDATA[{sealed.findtext('Encrypt')}]]></Encrypt>"
            f"<AgentID><![CDATA[{self.agent_id}]]></AgentID></xml>"
        )
        signature = sealed.findtext("MsgSignature", "")
        query = {"msg_signature": signature, "timestamp": timestamp, "nonce": nonce}
        return Callback(query, body.encode())

    def check(self, echo: str, *, at: float | None = None) -> dict[str, str]:
        """The parameters of the console's check of the address."""
        callback = self.callback(echo, at=at)
        echostr = ET.fromstring(callback.body).findtext("Encrypt", "")
        return {**callback.query, "echostr": echostr}

    def message(self, kind: str, userid: str, fields: Mapping[str, str], *, at: float | None = None) -> str:
        """A message's XML; the fields come in CDATA, and so does an event's."""
        inner = "".join(f"<{name}><![CDATA[{_split(value)}]]></{name}>" for name, value in fields.items())
        return (
            f"<xml><ToUserName><![CDATA[{self.corp_id}]]></ToUserName>"
            f"<FromUserName><![CDATA[{userid}]]></FromUserName>"
            f"<CreateTime>{int(time.time() if at is None else at)}</CreateTime>"
            f"<MsgType><![CDATA[{kind}]]></MsgType>{inner}<AgentID>{self.agent_id}</AgentID></xml>"
        )

    def text(self, userid: str, text: str, msgid: str, *, at: float | None = None) -> Callback:
        """A text of a member, sealed."""
        return self.callback(self.message("text", userid, {"Content": text, "MsgId": msgid}, at=at), at=at)

    def reply(self, body: bytes) -> str:
        """What a passive reply shows to the member; checks the signature on the way."""
        outer = ET.fromstring(body)
        document = self._crypto().decrypt_message(
            {"Encrypt": outer.findtext("Encrypt")},
            outer.findtext("MsgSignature"),
            outer.findtext("TimeStamp"),
            outer.findtext("Nonce"),
        )
        return ET.fromstring(document).findtext("Content", "")

    def _crypto(self) -> Any:
        return WeChatCrypto(self.token, self.aes_key, self.corp_id)


def _split(value: str) -> str:
    return value.replace("]]>", "]]]]><![CDATA[>")
