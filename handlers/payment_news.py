"""What a payment means to others: what is missing of the promise it goes to, and what the owner hears."""

from __future__ import annotations

from handlers.context import Context, Push
from handlers.texts import money as texts
from models.directory import CustomerCard
from models.services import promised
from models.services.payments import Booked


def of_promise(ctx: Context, customer_id: int) -> str:
    """What is missing still of the promise that a payment goes to; empty where it is kept, or none stands."""
    due = promised.find_next(ctx.session, customer_id)
    return texts.of_promise(due.promised_on, due.amount, due.paid, ctx.today) if due is not None and due.paid else ""


def told(ctx: Context, card: CustomerCard, done: Booked, promise: str) -> list[Push]:
    """The owner hears of what others book with his customer."""
    owner = ctx.directory.people.get(card.owner_id) if card.owner_id is not None else None
    if owner is None or owner.id == ctx.person.id or not owner.active:
        return []
    text = "\n".join(filter(None, (texts.booked_for_you(ctx.person.name, card.name, done), promise)))
    return [Push(owner.id, "payment_booked", f"payment_booked:{done.number}", text)]
