"""改 #128 下次 8月5: what of a visit can be changed, and how."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Any

from handlers import paid_in_parts
from handlers.context import Context, Push, Reply
from handlers.language.meaning import ContactMention, CustomerMention
from handlers.record_words import line_of, points_of
from handlers.texts import common
from handlers.texts import evidence as evidence_texts
from handlers.texts import records as texts
from handlers.texts import visits as visit_texts
from models.rules.words import clean_words
from models.schema import Visit
from models.services import records, visits
from models.services.evidence import Evidence

CUSTOMER = "records.customer"

Changer = Callable[[Context, Visit, Any], "tuple[str, Evidence | None] | None"]


def may_still_change(ctx: Context, visit: Visit) -> bool:
    """Whether a visit's month is still open to its author."""
    alone_at_the_top = ctx.person.leads and ctx.person.manager_id is None
    return alone_at_the_top or records.is_open_to_author(visit, ctx.today)


def to_customer_said(ctx: Context, visit: Visit, said: Any) -> Reply:
    """Put a visit to a customer in his words; which one is asked where several fit."""
    mention = said if isinstance(said, CustomerMention) else CustomerMention(str(said or ""), ())
    ids = mention.ids or mention.near
    if not ids:
        if not mention.text.strip():
            return Reply(texts.value_unclear(texts.FIELDS["customer"], visit.number))
        return Reply(texts.customer_unknown(mention.text))
    if len(mention.ids) == 1:
        return change(ctx, visit, "customer", mention.ids[0])
    names = [ctx.directory.customer(found).name for found in ids]
    return Reply(texts.which_customer(names), ask=CUSTOMER, data={"number": visit.number, "ids": list(ids)})


def change(ctx: Context, visit: Visit, field: str, value: Any) -> Reply:
    """Change one thing of a visit; its author is told if it is not he.

    Args:
        ctx: of the message.
        visit: one that may be changed.
        field: of `CHANGERS`.
        value: as it was read.
    """
    name = texts.FIELDS[field]
    old = line_of(ctx, visit)
    outcome = CHANGERS[field](ctx, visit, value)
    if outcome is None:
        return Reply(texts.value_unclear(name, visit.number))
    before, evidence = outcome
    line = line_of(ctx, visit)
    if line == old and field != "date":
        return Reply(texts.SAME_AS_BEFORE)
    # Only another customer or another day can move level and points.
    backed = (
        f"{evidence_texts.level(evidence)}。{points_of(ctx, visit.person_id, visit.visited_on)}"
        if evidence is not None
        else ""
    )
    pushes = []
    if visit.person_id != ctx.person.id:
        text = texts.your_record_changed(ctx.person.name, line, name, before)
        key = f"record_changed:{visit.number}:{ctx.message.id}"
        pushes.append(Push(visit.person_id, "record_changed", key, text))
    promises = _promises(ctx, visit, before) if field == "summary" else ""
    said = texts.changed(line, name, before, backed)
    return Reply(f"{said}\n{promises}" if promises else said, pushes=pushes)


def _promises(ctx: Context, visit: Visit, before: str) -> str:
    """What was promised to be paid in the words of one's own visit, as they are now."""
    if visit.person_id != ctx.person.id or visit.visited_on != ctx.today:
        return ""
    return paid_in_parts.put_right(ctx, visit.customer_id, before, visit.summary)


def _to_customer(ctx: Context, visit: Visit, value: Any) -> tuple[str, Evidence | None] | None:
    before = ctx.directory.customer(visit.customer_id).name
    if value == visit.customer_id:
        return before, None
    found = records.change_customer(ctx.session, visit, customer_id=int(value), directory=ctx.directory)
    return before, found


def _to_contact(ctx: Context, visit: Visit, value: Any) -> tuple[str, Evidence | None] | None:
    mention = value if isinstance(value, ContactMention) else ContactMention(str(value or ""))
    if not mention.text.strip():
        return None
    before, contact_id = visit.contact_name, mention.contact_id
    if contact_id is not None and ctx.directory.contacts[contact_id].customer_id != visit.customer_id:
        contact_id = None
    records.change_contact(ctx.session, visit, contact_id=contact_id, name=clean_words(mention.text))
    return before, None


def _to_day(ctx: Context, visit: Visit, value: Any) -> tuple[str, Evidence | None] | None:
    if not isinstance(value, date):
        return None
    visits.check_day(value, ctx.today)
    before = common.day(visit.visited_on, ctx.today)
    return before, records.change_day(ctx.session, visit, day=value)


def _to_next(ctx: Context, visit: Visit, value: Any) -> tuple[str, Evidence | None] | None:
    if value is None and "value" in ctx.intent.slots:
        before = visit_texts.next_step(visit.next_on, visit.next_clock, visit.next_note, ctx.today)
        records.change_next(ctx.session, visit, on=None, clock=None, note="")
        return before, None
    on = value if isinstance(value, date) else ctx.intent.value("next_date")
    clock: time | None = ctx.intent.value("next_time")
    note: str = ctx.intent.value("next_note", "")
    if on is None:
        on = visit.next_on
        if on is None or (clock is None and not note):
            return None
    before = visit_texts.next_step(visit.next_on, visit.next_clock, visit.next_note, ctx.today)
    records.change_next(ctx.session, visit, on=on, clock=clock, note=clean_words(note))
    return before, None


def _to_summary(ctx: Context, visit: Visit, value: Any) -> tuple[str, Evidence | None] | None:
    words = clean_words(str(value or ctx.intent.value("summary", "")))
    if not words:
        return None
    before = visit.summary
    if before and ctx.intent.value("append"):
        words = texts.added(before, words)
    records.change_summary(ctx.session, visit, summary=words)
    return before, None


CHANGERS: Mapping[str, Changer] = {
    "customer": _to_customer,
    "contact": _to_contact,
    "date": _to_day,
    "next_date": _to_next,
    "summary": _to_summary,
}
