"""What the simulator page sends, checked: messages, pictures, where the clock goes, from where on it has read."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from aiohttp import BodyPartReader
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from bot.pages import texts
from bot.pages.guard import Refusal
from models.queries.transcripts import Mark
from models.times import SHANGHAI, shanghai_day, shanghai_instant

PICTURE_LIMIT = texts.PICTURE_LIMIT_MB * 1024 * 1024
FIELD_LIMIT = 256
MORNING = timedelta(hours=8, minutes=20)
CLOCK_LIMIT = timedelta(days=texts.CLOCK_LIMIT_DAYS)
# What XML cannot carry never comes from WeCom either; JSON text columns of PostgreSQL refuse the first of them.
_NEVER_SENT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_PICTURES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"RIFF", "image/webp"),
)
Nonce = Annotated[str, Field(pattern=r"^[0-9a-zA-Z-]{8,64}$")]


def _fresh_nonce() -> str:
    return secrets.token_hex(16)


class Saying(BaseModel):
    """What every message of the page carries; the nonce makes a repeated send the same message."""

    model_config = ConfigDict(extra="forbid")

    person: Annotated[str, Field(min_length=1, max_length=64)]
    nonce: Nonce = Field(default_factory=_fresh_nonce)


class SayText(Saying):
    """A text."""

    kind: Literal["text"]
    text: str

    def payload(self) -> dict[str, Any]:
        """What the inbox keeps.

        Raises:
            Refusal: there is no text, or far too much.
        """
        if len(self.text) > texts.TEXT_LIMIT:
            raise Refusal(texts.TEXT_TOO_LONG, 413)
        text = _NEVER_SENT.sub("", self.text)
        if not text.strip():
            raise Refusal(texts.TEXT_EMPTY)
        return {"text": text}


class SayPlace(Saying):
    """A place; degrees."""

    kind: Literal["location"]
    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]
    label: Annotated[str, Field(max_length=200)] = ""

    def payload(self) -> dict[str, Any]:
        """What the inbox keeps."""
        label = _NEVER_SENT.sub("", self.label)
        return {"latitude": self.latitude, "longitude": self.longitude, "label": label}


class SayVoice(Saying):
    """A voice message without sound: WeCom gives no transcript either."""

    kind: Literal["voice"]

    def payload(self) -> dict[str, Any]:
        """What the inbox keeps."""
        return {"media_id": f"voice-{self.nonce}", "format": "amr"}


class SetClock(BaseModel):
    """Where the clock goes: to an instant (Shanghai where it has no zone), on by minutes, or to the next 08:20."""

    model_config = ConfigDict(extra="forbid")

    to: datetime | None = None
    add_minutes: Annotated[int, Field(ge=1, le=texts.CLOCK_LIMIT_DAYS * 24 * 60)] | None = None
    next_morning: bool = False

    def target(self, now: datetime) -> datetime:
        """The instant asked for.

        Raises:
            Refusal: nothing is asked for, it is in the past, or too far away.
        """
        if self.to is not None:
            at = self.to if self.to.tzinfo is not None else self.to.replace(tzinfo=SHANGHAI)
        elif self.add_minutes is not None:
            at = now + timedelta(minutes=self.add_minutes)
        elif self.next_morning:
            at = next_morning(now)
        else:
            raise Refusal(texts.BAD_REQUEST)
        if at <= now:
            raise Refusal(texts.CLOCK_BACKWARDS)
        if at - now > CLOCK_LIMIT:
            raise Refusal(texts.CLOCK_TOO_FAR)
        return at


SAYING: TypeAdapter[SayText | SayPlace | SayVoice] = TypeAdapter(
    Annotated[SayText | SayPlace | SayVoice, Field(discriminator="kind")]
)


def next_morning(now: datetime) -> datetime:
    """The next 08:20 in Shanghai, when the morning card is out (`product.md` §4.4)."""
    day = shanghai_day(now)
    at = shanghai_instant(day) + MORNING
    return at if at > now else shanghai_instant(day + timedelta(days=1)) + MORNING


async def read_part(part: BodyPartReader, limit: int) -> bytes:
    """One part of a form.

    Raises:
        Refusal: it is longer than `limit` bytes.
    """
    content = bytearray()
    while chunk := await part.read_chunk(65_536):
        content += chunk
        if len(content) > limit:
            raise Refusal(texts.PICTURE_TOO_LARGE if part.name == "image" else texts.BAD_REQUEST, 413)
    return bytes(content)


def picture_type(content: bytes) -> str | None:
    """What a picture is by its first bytes; None for what is none."""
    for start, kind in _PICTURES:
        if content.startswith(start) and (kind != "image/webp" or content[8:12] == b"WEBP"):
            return kind
    return None


def read_mark(entry_id: str) -> Mark:
    """From where on somebody has read.

    Raises:
        Refusal: it is no mark.
    """
    try:
        return Mark.read(entry_id)
    except ValueError:
        raise Refusal(texts.BAD_REQUEST) from None
