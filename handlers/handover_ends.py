"""取消交接: a handover is called off, and whoever has been asked and has not answered is told (`product.md` B5)."""

from __future__ import annotations

from handlers.context import Context, Push, Reply
from handlers.texts import handovers as texts
from models.directory import PersonCard
from models.queries import handovers as queries
from models.schema import Handover, ItemState
from models.services import handovers as services

OFFERED = "handover_offered"
"""The kind of push by which a receiver hears of an offer, and of its end."""


def cancel(ctx: Context, person: PersonCard | str) -> Reply:
    """取消交接 李雷: the last open one of the speaker, or the one that he names."""
    number: int | None = ctx.intent.value("number")
    mine = queries.list_open_by(ctx.session, ctx.person.id)
    meant = [
        sheet
        for sheet in mine
        if number in (None, sheet.number) and (isinstance(person, str) or sheet.from_id == person.id)
    ]
    if not meant:
        return Reply(texts.NO_SHEET, keep=True)
    return call_off(ctx, meant[0])


def call_off(ctx: Context, sheet: Handover) -> Reply:
    """Nothing more goes over; whoever has been asked and has not answered is told so."""
    lines = queries.list_lines(ctx.session, sheet.number)
    asked = dict.fromkeys(line.to_id for line in lines if line.to_id is not None and line.state == ItemState.OFFERED)
    text = texts.offer_gone(ctx.person.name, sheet.number)
    pushes = [
        Push(to_id, OFFERED, f"{OFFERED}:{sheet.number}:{ctx.message.id}:{to_id}", text)
        for to_id in asked
        if to_id is not None and to_id != ctx.person.id
    ]
    return Reply(texts.not_sent(sheet.number, services.cancel(ctx.session, sheet)), pushes=pushes)
