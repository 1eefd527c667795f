"""A leader takes back what he ruled: both sides, who have heard of the ruling, hear of that, too (`product.md` B2)."""

from __future__ import annotations

from dataclasses import replace

from handlers.context import Context, Push, Reply
from handlers.record_words import name_of
from handlers.tellings import heard_by
from handlers.texts import records as texts
from models.services import records, retractions
from models.services.undo import UNDO_WINDOW


def told(ctx: Context, message_id: int | None, reply: Reply) -> Reply:
    """The reply to 撤销, with what becomes of a ruling that the message had made.

    Args:
        ctx: of the message.
        message_id: what was taken back; None where it was one record only.
        reply: what was taken back, in words.
    """
    since = ctx.now - 2 * UNDO_WINDOW
    found = retractions.call_back_ruling(ctx.session, message_id, since=since) if message_id is not None else None
    if found is None:
        return reply
    number, people = found
    about = name_of(ctx, records.view(ctx.session, number))
    text = texts.your_ruling_undone(ctx.person.name, about)
    pushes = [
        Push(each, "taken_back", f"taken_back:{number}:{each}:{ctx.message.id}", text)
        for each in people
        if heard_by(ctx, each)
    ]
    said = texts.ruling_undone(about, "、".join(heard_by(ctx, *people)))
    return replace(reply, text=f"{reply.text}\n{said}", pushes=[*reply.pushes, *pushes])
