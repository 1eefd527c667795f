"""A customer on one screen: who he is, what was, what comes, what is owed and promised (`product.md` B7, §4.2)."""

from __future__ import annotations

from collections.abc import Sequence

from handlers import rights
from handlers.context import Context
from handlers.texts import cards as card_texts
from handlers.texts import common
from handlers.texts import customers as texts
from handlers.texts import receivables as money_texts
from handlers.texts import timelines as timeline_texts
from models.directory import CustomerCard
from models.queries import cards as card_queries
from models.queries import commitments, money
from models.queries import customers as queries
from models.queries.cards import Event
from models.queries.customers import ContactLine
from models.rules import anniversaries, completeness
from models.schema import RecordKind
from models.services import cards, holdings

LAST_SHOWN = 3
CONTACTS_SHOWN = 6
PROMISES_SHOWN = 3
_TOLD = frozenset({RecordKind.VISIT, RecordKind.FOLLOWUP, RecordKind.PAYMENT, RecordKind.ORDER})
_LOOKED_AT = 12


def card(ctx: Context, customer: CustomerCard) -> tuple[str, str]:
    """One customer on one short screen, phones masked, and what is asked at its end; the caller has seen to the rights.

    Args:
        ctx: of the message.
        customer: whose card.

    Returns:
        The text, and the `Part` that is asked for; empty where nothing is.
    """
    details = queries.find_details(ctx.session, customer.id)
    following = queries.find_next_step(ctx.session, customer_id=customer.id, today=ctx.today)
    people = queries.list_contacts(ctx.session, customer.id)
    question, part = _question(ctx, customer, people)
    text = texts.card(
        customer.name,
        place=customer.city,
        level=details.level,
        owner=ctx.directory.people[customer.owner_id].name if customer.owner_id is not None else texts.POOL,
        helpers=[person.name for person in ctx.directory.helpers_of(customer.id)],
        held=_held(ctx, customer),
        last=_last(ctx, customer),
        next_step=texts.next_step(
            following.on, following.clock, following.note, ctx.today, who=_other(ctx, following.person_id)
        )
        if following is not None
        else "",
        money=_money(ctx, customer),
        promises=_promises(ctx, customer),
        contacts=[texts.contact_line(one.name, one.title, one.phone) for one in people[:CONTACTS_SHOWN]],
        birthdays=[line for one in people[:CONTACTS_SHOWN] if (line := birthday_line(ctx, one))],
        labels=card_queries.list_labels(ctx.session, customer.id),
        address=details.address,
        note=details.note,
        source=details.source,
        question=question,
    )
    return text, part


def last_of(ctx: Context, customer: CustomerCard) -> str:
    """最近 11月23日 李雷·王总 谈报价, or that nobody has been there."""
    found = _last(ctx, customer)
    return f"最近 {found[0]}" if found else texts.NO_VISITS


def birthday_line(ctx: Context, contact: ContactLine) -> str:
    """王建国 农历七月初九 → 2027年8月10日（周二）; empty where it is unknown."""
    if contact.birthday is None:
        return ""
    on = anniversaries.next_day(contact.birthday, ctx.today)
    return texts.birthday_line(contact.name, anniversaries.said(contact.birthday), common.day(on, ctx.today))


def _last(ctx: Context, customer: CustomerCard) -> list[str]:
    sees_money = rights.sees_money(ctx, customer)
    events = card_queries.list_events(ctx.session, customer.id, most=_LOOKED_AT, money=sees_money)
    return [_event(ctx, event) for event in events if event.kind in _TOLD][:LAST_SHOWN]


def _event(ctx: Context, event: Event) -> str:
    said = "" if event.kind is RecordKind.VISIT else timeline_texts.what(event.kind, event.variety)
    summary = " ".join(filter(None, (common.money(event.amount) if event.amount is not None else "", event.words)))
    return texts.visit_line(
        event.on,
        ctx.today,
        who=_other(ctx, event.person_id),
        contact=event.contact,
        summary=" ".join(filter(None, (said, summary))),
    )


def _held(ctx: Context, customer: CustomerCard) -> str:
    holding = holdings.find_holding(ctx.session, customer.id)
    until = holding.protected_until if holding is not None and customer.owner_id is not None else None
    return common.day(until, ctx.today) if until is not None and until >= ctx.today else ""


def _money(ctx: Context, customer: CustomerCard) -> str:
    if not rights.sees_money(ctx, customer):
        return ""
    owed = money.open_money(ctx.session, [customer.id], ctx.today).get(customer.id)
    return money_texts.open_line(owed, ctx.today) if owed is not None and owed.total else ""


def _promises(ctx: Context, customer: CustomerCard) -> list[str]:
    found = commitments.list_commitments(ctx.session, [customer.id])
    lines = [texts.promise_line(row.words, row.due_on, ctx.today) for row in found[:PROMISES_SHOWN]]
    return [*lines, texts.more_promises(len(found))] if len(found) > PROMISES_SHOWN else lines


def _question(ctx: Context, customer: CustomerCard, people: Sequence[ContactLine]) -> tuple[str, str]:
    """The one thing most worth asking of whoever works on the customer, once a day (`product.md` C1)."""
    if customer.owner_id != ctx.person.id and not ctx.directory.helps(ctx.person.id, customer.id):
        return "", ""
    file = card_queries.find_files(ctx.session, [customer.id], ctx.today)[customer.id]
    missing = completeness.missing(file)
    if not missing or not cards.ask_once(ctx.session, customer.id, missing[0], now=ctx.now, today=ctx.today):
        return "", ""
    unreached = next((one.name for one in people if not one.phone), "")
    said = card_texts.completeness(completeness.percent(file), missing)
    return f"{said}。{card_texts.question(missing[0], customer.short, unreached)}", missing[0].value


def _other(ctx: Context, person_id: int | None) -> str:
    """The name of whoever did something, unless it was the speaker."""
    person = ctx.directory.people.get(person_id or 0)
    return person.name if person is not None and person_id != ctx.person.id else ""
