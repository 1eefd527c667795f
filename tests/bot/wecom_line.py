"""The gateway with a WeCom at the other end of the line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from bot.gateway import Gateway
from models.messaging import OutboundText, SendError
from tests.fakes.app import AGENT_ID, CORP_ID, SECRET
from tests.fakes.wecom import FakeWecom


@dataclass
class Line:
    """The gateway, WeCom at the other end, and one clock for both."""

    wecom: FakeWecom
    gateway: Gateway
    ahead_s: float = 0

    def advance(self, seconds: float) -> None:
        self.wecom.advance(seconds)
        self.ahead_s += seconds

    async def send(self, text: str = "记得写日报", userid: str = "lilei", **more: Any) -> str:
        return await self.gateway.send(OutboundText(userid, text, **more))

    async def fails(self, text: str = "记得写日报", userid: str = "lilei") -> SendError:
        with pytest.raises(SendError) as failed:
            await self.send(text, userid)
        return failed.value


def gateway_to(wecom: FakeWecom, monotonic: Callable[[], float], *, secret: str = SECRET) -> Gateway:
    return Gateway(base=wecom.url, corp_id=CORP_ID, agent_id=AGENT_ID, secret=secret, monotonic=monotonic)
