"""How tests ask the simulator's server what the page asks it."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from PIL import Image


async def get(web: aiohttp.ClientSession, path: str, status: int = 200, **query: str) -> Any:
    async with web.get(f"/sim/api/{path}", params=query) as response:
        assert response.status == status
        return await response.json()


async def post(web: aiohttp.ClientSession, path: str, body: Any, status: int = 200, **headers: str) -> Any:
    async with web.post(f"/sim/api/{path}", json=body, headers=headers) as response:
        assert response.status == status, await response.text()
        return await response.json()


async def say(web: aiohttp.ClientSession, person: str, text: str, **more: str) -> Any:
    return (await post(web, "say", {"person": person, "kind": "text", "text": text, **more}))["entries"]


def picture(kind: str = "JPEG") -> bytes:
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize((64, 48)).save(buffer, kind)
    return buffer.getvalue()


def picture_form(content: bytes, person: str = "lilei") -> aiohttp.FormData:
    form = aiohttp.FormData()
    form.add_field("person", person)
    form.add_field("kind", "image")
    form.add_field("image", io.BytesIO(content), filename="shop.jpg", content_type="image/jpeg")
    return form


@asynccontextmanager
async def listening(web: aiohttp.ClientSession) -> AsyncIterator[AsyncIterator[dict[str, Any]]]:
    async with web.get("/sim/api/events", timeout=aiohttp.ClientTimeout(total=20)) as response:
        assert response.content_type == "text/event-stream"

        async def events() -> AsyncIterator[dict[str, Any]]:
            async for line in response.content:
                if line.startswith(b"data: "):
                    yield json.loads(line[6:])

        yield events()
