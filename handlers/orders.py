"""订单 and 报价 as facts; the answer always says what the customer still owes (`product.md` D6)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from handlers import asking, rights, whose_money
from handlers.answers import is_aside
from handlers.context import Context, Reply
from handlers.keeping import pack, unpack
from handlers.language.amounts import read_amount
from handlers.language.meaning import Intent, Intents
from handlers.language.patterns import regex
from handlers.language.quantities import find_quantities
from handlers.routing import Router
from handlers.texts import money as money_texts
from handlers.texts import orders as texts
from handlers.texts import receivables as receivable_texts
from handlers.whose_money import Whom
from models.errors import BadAmount
from models.queries import money as queries
from models.queries.money import NOTHING_OPEN
from models.rules.rights import Action
from models.rules.words import clean_words
from models.services import orders
from models.services.orders import Told

router = Router()

WHICH = "orders.which"
YES = "orders.yes"
SUM = "orders.sum"
MAX_TRIES = 2
_NEGATIVE = regex(r"单价\s*(?:是|为|[:：])?\s*(?:[-−－]|负)\s*\d")


@dataclass(frozen=True, slots=True)
class Draft:
    """What was said of an order or a quotation, before all of it is known; `sure` whether its sum is."""

    quoted: bool
    amount: Decimal | None
    sure: bool
    product: str
    quantity: str
    told_on: date
    note: str
    customer_id: int | None = None
    tries: int = 0


@router.intent(Intents.ORDER_RECORD)
def order(ctx: Context) -> Reply:
    """订单 东吴 A200 2台 单价31万, 报价 东吴 …."""
    return asking.each(ctx, _order)


@router.answer(WHICH, takes=asking.NAMING)
def which(ctx: Context) -> Reply | None:
    """Whose order it is."""
    found = whose_money.chosen(ctx, Action.WRITE)
    return _with_customer(ctx, _waiting(ctx), found) if isinstance(found, Whom) else found


@router.answer(YES)
def said_yes(ctx: Context) -> Reply | None:
    """Whether the sum that was shown is the right one."""
    taken = asking.taken(ctx, yes=0)
    if not isinstance(taken, asking.Taken):
        return taken
    if taken.value == 1:
        return Reply(texts.WHICH_SUM, ask=SUM, data=pack(_waiting(ctx)))
    return _go(ctx, replace(_waiting(ctx), sure=True))


@router.answer(SUM)
def said_sum(ctx: Context) -> Reply | None:
    """What it is worth."""
    draft = _waiting(ctx)
    if ctx.intent.name is Intents.CANCEL:
        return Reply(texts.NOT_NOTED)
    found = read_amount(ctx.text)
    if found is not None and not found.fuzzy and not found.currency:
        return _go(ctx, replace(draft, amount=found.value, sure=True))
    if is_aside(ctx):
        return None
    if draft.tries + 1 >= MAX_TRIES:
        return Reply(texts.NOT_NOTED)
    return Reply(texts.SUM_AGAIN, ask=SUM, data=pack(replace(draft, tries=draft.tries + 1)), unread=True)


def _order(ctx: Context) -> Reply:
    if ctx.intent.value("currency"):
        return Reply(texts.FOREIGN)
    if _NEGATIVE.search(ctx.intent.text) is not None:
        raise BadAmount(-abs(ctx.intent.value("amount") or Decimal()))
    return _with_customer(
        ctx, _draft(ctx, ctx.intent), whose_money.whom(ctx, ctx.intent.value("customer"), Action.WRITE)
    )


def _with_customer(ctx: Context, draft: Draft, found: Whom) -> Reply:
    if found.refused:
        return Reply(found.refused)
    if found.customer_id is None:
        return whose_money.ask(ctx, WHICH, found, texts.WHOSE, pack(draft))
    return _go(ctx, replace(draft, customer_id=found.customer_id))


def _go(ctx: Context, draft: Draft) -> Reply:
    if draft.amount is not None and not draft.sure:
        options = [asking.Option(at, label) for at, label in enumerate(texts.SURE)]
        return asking.ask(YES, money_texts.sure(draft.amount), options, pack(draft))
    customer_id = draft.customer_id or 0
    told = Told(customer_id, draft.quoted, draft.amount, draft.product, draft.quantity, draft.told_on, draft.note)
    row = orders.record(
        ctx.session, told, person_id=ctx.person.id, message_id=ctx.message.id, now=ctx.now, today=ctx.today
    )
    text = texts.noted(
        row.number,
        ctx.directory.customer(customer_id).name,
        quoted=row.quoted,
        product=row.product,
        quantity=row.quantity,
        amount=row.amount,
        on=row.told_on,
        today=ctx.today,
        open_line=open_line(ctx, customer_id),
    )
    return Reply(text)


def open_line(ctx: Context, customer_id: int) -> str:
    """未收 12 万元，最老 43 天，1 次延期; empty for whoever may not know."""
    if not rights.sees_money(ctx, ctx.directory.customer(customer_id)):
        return ""
    held = queries.open_money(ctx.session, [customer_id], ctx.today).get(customer_id, NOTHING_OPEN)
    return receivable_texts.open_line(held, ctx.today)


def _draft(ctx: Context, intent: Intent) -> Draft:
    value = intent.value
    many: Decimal | None = value("quantity")
    return Draft(
        bool(value("quoted")),
        value("amount"),
        not value("unsure"),
        clean_words(value("product", "")),
        "" if many is None else f"{many.normalize():f}{_unit(ctx, intent)}",
        value("date") or ctx.today,
        clean_words(intent.text),
    )


def _unit(ctx: Context, intent: Intent) -> str:
    """The 台 of 2台, as he wrote it."""
    slot = intent.slots["quantity"]
    words = ctx.text[slot.start : slot.end]
    found = find_quantities(words)
    return words[-1] if found and words and not words[-1].isdigit() else ""


def _waiting(ctx: Context) -> Draft:
    """What waits for the answer."""
    return unpack(Draft, asking.waiting_of(ctx))
