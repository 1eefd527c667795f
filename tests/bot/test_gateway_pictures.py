"""Fetching pictures from a WeCom that hands them out, refuses, stalls and hangs up."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from bot.channels.base import MediaError
from bot.gateway import MEDIA_LIMIT_BYTES
from tests.bot.wecom_line import Line


# Media.
async def test_a_picture_is_fetched(line: Line) -> None:
    picture = b"\xff\xd8\xff" + bytes(200_000)

    assert await line.gateway.fetch_media(line.wecom.add_media(picture)) == picture


async def test_a_picture_is_fetched_with_a_new_token_when_the_old_is_refused(line: Line) -> None:
    await line.send()
    line.wecom.revoke()

    assert await line.gateway.fetch_media(line.wecom.add_media(b"\xff\xd8picture")) == b"\xff\xd8picture"


async def test_a_picture_that_is_gone_is_gone(line: Line) -> None:
    old = line.wecom.add_media(b"\xff\xd8picture")
    line.advance(3 * 86_400 + 1)
    huge = line.wecom.add_media(bytes(MEDIA_LIMIT_BYTES + 1))
    for media_id in (old, "unknown", huge):
        with pytest.raises(MediaError) as failed:
            await line.gateway.fetch_media(media_id)
        assert failed.value.gone


@pytest.mark.parametrize("fault", [{"code": -1}, {"code": 60020}, {"status": 502}, {"drop": "before", "times": 2}])
async def test_a_picture_that_may_come_later_is_not_gone(line: Line, fault: dict[str, Any]) -> None:
    media_id = line.wecom.add_media(b"\xff\xd8picture")
    line.wecom.fault("media/get", **fault)
    with pytest.raises(MediaError) as failed:
        await line.gateway.fetch_media(media_id)

    assert not failed.value.gone
    assert await line.gateway.fetch_media(media_id) == b"\xff\xd8picture"


async def test_an_endless_picture_is_let_go(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not announced: counted while it comes."""
    media_id = line.wecom.add_media(bytes(4_000_000))
    monkeypatch.setattr("bot.gateway.MEDIA_LIMIT_BYTES", 1_000_000)
    monkeypatch.setattr(aiohttp.ClientResponse, "content_length", None)
    with pytest.raises(MediaError) as failed:
        await line.gateway.fetch_media(media_id)

    assert failed.value.gone
