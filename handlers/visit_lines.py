"""A line of a message that cannot be written before its customer is known: its question, how the dialog keeps it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from handlers import choices
from handlers.context import Context
from handlers.language.meaning import CustomerMention
from handlers.texts import visits as texts
from models.queries import visits as queries
from models.rules.words import clean_words
from models.services.visits import Report

LOG = "log"
ARRIVE = "arrive"
NEW = "new"
AGAIN = "again"

OFFERED = 5
RECENT_DAYS = 31


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line of a message that cannot be written before a question is answered.

    Attributes:
        action: `LOG` or `ARRIVE`.
        report: what was said, customer 0.
        mention: the customer in his words; empty when he said none.
        options: what his answer can choose, by number: customer ids, `NEW`, `AGAIN`.
        tries: answers that did not fit.
    """

    action: str
    report: Report
    mention: str
    options: tuple[int | str, ...] = ()
    tries: int = 0


def wait(ctx: Context, action: str, report: Report, mention: CustomerMention | None) -> Waiting:
    """A line that waits for its customer, with those that can be chosen.

    Args:
        ctx: of the message.
        action: `LOG` or `ARRIVE`.
        report: what was said, customer 0.
        mention: the customer in his words; None when he named none.
    """
    if mention is None:
        return Waiting(action, report, "", tuple(_offered(ctx)))
    said = clean_words(mention.text)
    if not mention.ids:
        return Waiting(action, report, said, (*mention.near[:OFFERED], NEW, AGAIN))
    owned = ctx.directory.owned_by(ctx.person.id)
    own_first = sorted(mention.ids, key=lambda customer_id: customer_id not in owned)
    return Waiting(action, report, said, tuple(own_first[:OFFERED]))


def _offered(ctx: Context) -> Sequence[int]:
    """Customers of a line that names none: the last ones visited, else his own if they are few."""
    recent = queries.list_recent_customers(
        ctx.session,
        person_id=ctx.person.id,
        since=ctx.today - timedelta(days=RECENT_DAYS),
        most=OFFERED,
    )
    if recent:
        return [found for found in recent if ctx.directory.customer(found).active]
    owned = sorted(ctx.directory.owned_by(ctx.person.id))
    return owned if len(owned) <= OFFERED else []


def question(ctx: Context, line: Waiting) -> str:
    """What is asked about a line."""
    names = [_label(ctx, option) for option in line.options]
    if not names:
        return texts.WHICH_CUSTOMER_FREE
    if not line.mention:
        return texts.which_customer(names)
    if NEW not in line.options:
        return texts.which(line.mention, names)
    if AGAIN not in line.options:
        return texts.namesake(line.mention, names)
    if _is_longer(ctx, line):
        return texts.another(line.mention, names[0])
    return (texts.near_miss if ids_of(line) else texts.not_found)(line.mention, names)


def _is_longer(ctx: Context, line: Waiting) -> bool:
    """Whether the one customer that is offered has a name that is a part of what was written."""
    ids = ids_of(line)
    if len(ids) != 1:
        return False
    card = ctx.directory.customers.get(ids[0])
    said = choices.folded(line.mention)
    return card is not None and any(choices.folded(name) in said for name in (card.name, *card.aliases))


def _label(ctx: Context, option: int | str) -> str:
    if isinstance(option, int):
        card = ctx.directory.customers.get(option)
        return card.name if card is not None else texts.UNKNOWN_NAME
    return texts.WRITE_AGAIN if option == AGAIN else texts.NEW_CUSTOMER


def ids_of(line: Waiting) -> list[int]:
    """The customers that can be chosen."""
    return [option for option in line.options if isinstance(option, int)]


def ownership(ctx: Context, customer_id: int) -> str:
    """Whose customer it is, without the owner's name (`product.md` P6); one made just now is his own."""
    card = ctx.directory.customers.get(customer_id)
    if card is None or card.owner_id == ctx.person.id or ctx.directory.helps(ctx.person.id, card.id):
        return ""
    if card.owner_id is None:
        return texts.POOLED
    if ctx.directory.is_above(ctx.person.id, card.owner_id):
        return texts.of_your_rep(ctx.directory.people[card.owner_id].name)
    return texts.COLLEAGUES


def packed(line: Waiting) -> dict[str, Any]:
    """As JSON values, for the dialog."""
    told = line.report
    return {
        "action": line.action,
        "mention": line.mention,
        "options": list(line.options),
        "tries": line.tries,
        "day": told.day.isoformat(),
        "said_at": told.said_at.isoformat(),
        "clock": told.clock and told.clock.isoformat(),
        "contact_name": told.contact_name,
        "summary": told.summary,
        "next_on": told.next_on and told.next_on.isoformat(),
        "next_clock": told.next_clock and told.next_clock.isoformat(),
        "next_note": told.next_note,
        "way": told.way,
    }


def unpacked(data: Mapping[str, Any]) -> Waiting:
    """A line as the dialog kept it."""
    report = Report(
        customer_id=0,
        day=date.fromisoformat(data["day"]),
        said_at=datetime.fromisoformat(data["said_at"]),
        clock=data["clock"] and time.fromisoformat(data["clock"]),
        contact_name=data["contact_name"],
        summary=data["summary"],
        next_on=data["next_on"] and date.fromisoformat(data["next_on"]),
        next_clock=data["next_clock"] and time.fromisoformat(data["next_clock"]),
        next_note=data["next_note"],
        way=data.get("way", ""),
    )
    return Waiting(data["action"], report, data["mention"], tuple(data["options"]), data["tries"])
