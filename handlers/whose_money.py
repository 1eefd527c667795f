"""Whose money is meant: the one customer that is certain, a choice among those he may book for, or a refusal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers import asking, rights, threads
from handlers.context import Context, Reply
from handlers.language.meaning import CustomerMention, Guessed, Intents
from handlers.texts import common
from handlers.texts import money as texts
from models.directory import CustomerCard
from models.rules.rights import Action
from models.schema import RecordKind
from models.services.records import RecordView

OFFERED = 5


@dataclass(frozen=True, slots=True)
class Whom:
    """What is known of the customer of a record of money.

    Attributes:
        customer_id: the one that is certain and that he may book for; None otherwise.
        refused: why he may not, as a text; empty when he may or when it has to be asked.
        options: whom he can choose from.
        said: the customer in his words; empty when he named none.
    """

    customer_id: int | None = None
    refused: str = ""
    options: tuple[int, ...] = ()
    said: str = ""


def whom(ctx: Context, mention: CustomerMention | None, action: Action = Action.TAKE_MONEY) -> Whom:
    """Whose money is meant; who is a colleague's never stands among the ways out.

    Args:
        ctx: of the message.
        mention: the customer as he wrote him; None where he named none.
        action: what he wants of the customer.
    """
    if mention is None:
        return Whom()
    ids = tuple(found for found in mention.ids if _is_active(ctx, found))
    certain = not isinstance(mention.ids, Guessed) and not mention.guessed
    if len(ids) == 1 and certain:
        return of(ctx, ids[0], action)
    may = _permitted(ctx, ids or mention.near, action)
    if not may and ids:
        refused = texts.colleagues(mention.text, "", seeing=action is Action.SEE_MONEY)
        return Whom(refused=refused, said=mention.text)
    return Whom(options=tuple(may[:OFFERED]), said=mention.text)


def of(ctx: Context, customer_id: int, action: Action = Action.TAKE_MONEY) -> Whom:
    """One customer, if the speaker may do this with him."""
    card = ctx.directory.customer(customer_id)
    if rights.may(ctx, action, card):
        return Whom(customer_id)
    return Whom(refused=refusal(ctx, card, action))


def refusal(ctx: Context, card: CustomerCard, action: Action = Action.TAKE_MONEY) -> str:
    """Why somebody may not book or see a customer's money: whom to ask, and nothing of whose he is."""
    seeing = action is Action.SEE_MONEY
    if card.owner_id is None:
        return texts.pooled(card.short, seeing=seeing)
    leader = rights.whom_to_ask(ctx, card)
    own = leader is None or leader.id in {ctx.person.id, card.owner_id}
    return texts.colleagues(card.short, "" if own or leader is None else leader.name, seeing=seeing)


def lost(ctx: Context, record: RecordView) -> str:
    """Why somebody may no longer correct or take back what he booked of a customer; empty while he may.

    The reply would tell what has come in since; an order tells nothing but itself.

    Args:
        ctx: of the message.
        record: any of his.
    """
    if record.kind not in (RecordKind.PAYMENT, RecordKind.RECEIVABLE) or record.customer_id is None:
        return ""
    card = ctx.directory.customer(record.customer_id)
    if rights.may(ctx, Action.TAKE_MONEY, card):
        return ""
    leader = rights.whom_to_ask(ctx, card)
    named = leader is not None and leader.id not in {ctx.person.id, card.owner_id}
    return texts.no_longer_yours(
        card.short, leader.name if leader is not None and named else "", pooled=card.owner_id is None
    )


def ask(ctx: Context, name: str, found: Whom, head: str, waiting: dict[str, object]) -> Reply:
    """Ask which customer.

    Args:
        ctx: of the message.
        name: of the answer handler.
        found: from `whom`, neither certain nor refused.
        head: the question where he named none.
        waiting: what the answer handler needs, as JSON values.
    """
    options = asking.customers(ctx, found.options)
    if options:
        said = common.which_customer(found.said) if found.said else head
        return asking.ask(name, said, options, waiting)
    if found.said:
        return Reply(texts.unknown(found.said))
    return replace(asking.ask(name, head, [], waiting), text=head)


def chosen(ctx: Context, action: Action = Action.TAKE_MONEY) -> Whom | Reply | None:
    """Which customer an answer means: by number, by words, by writing a name."""
    mention = asking.named_customer(ctx)
    if mention is not None:
        return whom(ctx, mention, action)
    taken = asking.taken(ctx)
    if isinstance(taken, asking.Taken):
        return of(ctx, int(taken.value), action)
    return taken


def owing(ctx: Context, ids: Sequence[int]) -> tuple[int, ...]:
    """Customers that can be offered where he named none: his own that owe something, few enough to choose from."""
    return tuple(_permitted(ctx, ids, Action.TAKE_MONEY)[:OFFERED])


def _permitted(ctx: Context, ids: Sequence[int], action: Action) -> list[int]:
    return [found for found in ids if _is_active(ctx, found) and rights.may(ctx, action, ctx.directory.customer(found))]


def _is_active(ctx: Context, customer_id: int) -> bool:
    card = ctx.directory.customers.get(customer_id)
    return card is not None and card.active


def names_another(ctx: Context, customer_id: int | None) -> bool:
    """Whether a message is about another customer than the one whose money is asked about.

    Args:
        ctx: of the message.
        customer_id: the one; None where it is not known yet.
    """
    named = threads.firms_named(ctx)
    if ctx.intent.name is Intents.PAYMENT_RECORD and "customer" in ctx.intent.slots:
        return True
    return bool(named) and customer_id not in named
