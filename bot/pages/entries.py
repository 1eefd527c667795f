"""An entry of a conversation as the simulator page gets it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.channels.simulator import NAME
from bot.pages import texts
from models.queries.transcripts import Entry, EntryKind
from models.times import shanghai


def shown(entry: Entry) -> dict[str, Any]:
    """One message, reply or push."""
    fields: dict[str, Any] = {"id": entry.id, "kind": entry.kind, "at": iso(entry.at), "text": entry.text}
    if entry.kind is EntryKind.MESSAGE:
        fields["text"] = entry.payload.get("text", "")
        fields["nonce"] = entry.key.removeprefix(f"{NAME}:")
        fields["media"] = _media(entry)
    return fields


def _media(entry: Entry) -> dict[str, Any] | None:
    if entry.message_kind == "image":
        return {"kind": "image", "id": entry.payload.get("media_id", "")}
    if entry.message_kind == "location":
        named = ("label", "latitude", "longitude")
        return {"kind": "location", **{name: entry.payload.get(name) for name in named}}
    return {"kind": "voice"} if entry.message_kind == "voice" else None


def preview(entry: Entry | None) -> dict[str, str] | None:
    """The line under somebody's name: the start of the latest entry."""
    if entry is None:
        return None
    text = entry.text or entry.payload.get("text") or texts.PREVIEWS.get(entry.message_kind, "")
    return {"id": entry.id, "text": " ".join(text.split())[:60], "at": iso(entry.at)}


def iso(at: datetime) -> str:
    """An instant as the page shows it: Shanghai time."""
    return shanghai(at).isoformat(timespec="milliseconds")
