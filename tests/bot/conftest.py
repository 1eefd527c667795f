"""A line to WeCom."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.bot.wecom_line import Line, gateway_to
from tests.fakes.wecom import FakeWecom


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    async with FakeWecom() as wecom:
        made = Line(wecom, gateway_to(wecom, lambda: 1_000 + made.ahead_s))
        await made.gateway.open()
        yield made
        await made.gateway.close()
