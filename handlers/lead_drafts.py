"""What a message says of a firm that is to be registered, and how that waits for an answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from handlers import contacts, phones
from handlers.context import Context
from handlers.language.meaning import CustomerMention
from handlers.texts import common
from handlers.texts import contacts as contact_texts
from handlers.texts import leads as texts
from models.rules.words import clean_words
from models.services.contacts import Person
from models.services.leads import Act, Told


def act(ctx: Context) -> Act:
    """Who does something, by which message, when."""
    return Act(ctx.person, ctx.message.id, ctx.message.sent_at, ctx.now, ctx.today, ctx.directory)


def read(ctx: Context) -> Told:
    """What the message's intent says of a firm."""
    value = ctx.intent.value
    mention: CustomerMention | None = value("customer")
    certain = mention is not None and len(mention.ids) == 1
    unknown = mention.text if mention is not None and not mention.ids else ""
    return Told(
        customer_id=mention.ids[0] if certain and mention is not None else None,
        name=clean_words(value("customer_new") or unknown),
        project=clean_words(value("project", "")),
        need=clean_words(value("need", value("summary", "")) or ""),
        contact=_named(contacts.person_told(ctx)),
        next_on=value("next_date"),
        source=clean_words(value("source", "")),
        city=clean_words(value("city", "")),
    )


def _named(person: Person) -> Person:
    """Somebody of whom only the number is known is called 联系人."""
    return person if person.name or not person.phone else Person(contact_texts.NO_NAME, person.phone, person.title)


def pack(told: Told, *, odd: str = "") -> dict[str, Any]:
    """As JSON values, for the dialog; `odd` is what is said of a number that cannot be dialled."""
    return {
        "customer_id": told.customer_id,
        "name": told.name,
        "declined": list(told.declined),
        "project": told.project,
        "need": told.need,
        "contact": contacts.packed(told.contact, odd=odd),
        "next_on": told.next_on and told.next_on.isoformat(),
        "source": told.source,
        "city": told.city,
    }


def unpack(data: Mapping[str, Any]) -> Told:
    """What was kept with a question."""
    return Told(
        customer_id=data["customer_id"],
        name=data["name"],
        declined=tuple(data["declined"]),
        project=data["project"],
        need=data["need"],
        contact=contacts.unpacked(data["contact"]),
        next_on=data["next_on"] and date.fromisoformat(data["next_on"]),
        source=data["source"],
        city=data["city"],
    )


def odd(ctx: Context) -> str:
    """What is said of a number in the message that cannot be dialled."""
    return phones.odd(ctx)


def facts(
    ctx: Context, *, need: str, contact: str, next_on: date | None, source: str = "", number: int | None = None
) -> list[str]:
    """What was kept of a registration, as its reply repeats it."""
    said = [need, contact, common.cut(source, 12)]
    if next_on is not None:
        said.append(texts.next_step(next_on, ctx.today, number))
    return [one for one in said if one]
