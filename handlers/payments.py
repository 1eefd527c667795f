"""回款: money that has come in, matched to what is open; nothing of it is guessed (`product.md` §4.1 rule 13)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from handlers import asking, other_sums, payers, payment_checks, payment_news, rights, whose_money
from handlers.answers import is_aside
from handlers.context import Context, Reply
from handlers.keeping import pack, unpack
from handlers.language.amounts import read_amount
from handlers.language.meaning import Intent, Intents
from handlers.language.patterns import regex
from handlers.routing import Router
from handlers.texts import errors
from handlers.texts import money as texts
from handlers.texts import receivables as receivable_texts
from handlers.whose_money import Whom
from models.errors import DomainError, DuplicatePayment, Overpaid
from models.rules import money as rules
from models.rules.money import OLDEST, ZERO, Target
from models.schema import Payment, PaymentWay
from models.services import books, payments, receivables
from models.services.payments import Told

router = Router()

WHICH = "payments.which"
SUM = "payments.sum"
YES = "payments.yes"
CAME = "payments.came"
PART = "payments.part"
AGAIN = "payments.again"
THIS_ONE = "payments.this_one"
OTHER_SUM = "payments.other_sum"
SURPLUS = "payments.surplus"
MAX_TRIES = 2

WAYS: Final[Mapping[str, PaymentWay]] = MappingProxyType(
    {"承兑": PaymentWay.BILL, "支票": PaymentWay.BILL, "现金": PaymentWay.CASH}
)
"""By the reader's words; whatever else is named is a transfer."""
_IN_FULL: Final = "全款"
_NO_LABEL: Final = frozenset({_IN_FULL, "押金"})
_LEAST_SURE: Final = 100
_NOT_YET: Final = regex(r"先挂|挂着|到(?:账)?了我?再|等[^,，。]{0,8}到(?:账|了)再")
_PAID_UP: Final = regex(r"[付结]清|全部?(?:付|结|到)|清了|全款")


@dataclass(frozen=True, slots=True)
class Draft:
    """What was said of one payment, before all of it is known.

    Attributes:
        customer_id: once it is certain.
        amount: yuan; None where he said none.
        sure: whether the sum is certain.
        full: he said that all is paid: the sum follows from what is open.
        paid_on: Shanghai day.
        way: see `PaymentWay`.
        note: what it is for, in his words.
        target: the part he named.
        record: the receivable's record he named (冲#160).
        again, surplus_ok: he has said so.
        planned: whether it may still be to come (下周三再去送样回款五万).
        tries: sums that could not be read.
    """

    customer_id: int | None
    amount: Decimal | None
    sure: bool
    full: bool
    paid_on: date
    way: PaymentWay
    note: str = ""
    target: Target = OLDEST
    record: int | None = None
    again: bool = False
    surplus_ok: bool = False
    tries: int = 0
    planned: bool = False


@router.intent(Intents.PAYMENT_RECORD)
def pay(ctx: Context) -> Reply:
    """回款 东吴 5万, 东吴付清了: one payment, or several of one message."""
    whoms = [whose_money.whom(ctx, intent.value("customer")) for intent in ctx.intents or (ctx.intent,)]
    # All at once and in order, so that two messages with several payments cannot wait for each other.
    books.lock(ctx.session, [each.customer_id for each in whoms if each.customer_id is not None])
    return asking.each(ctx, _pay)


def _pay(ctx: Context) -> Reply:
    if ctx.intent.value("currency"):
        return Reply(texts.FOREIGN)
    found = whose_money.whom(ctx, ctx.intent.value("customer"))
    if found.refused:
        return Reply(found.refused)
    if rights.may_check_money(ctx) and _NOT_YET.search(ctx.intent.text):
        return Reply(texts.LATER, keep=True)
    return _with_customer(ctx, _draft(ctx, ctx.intent), found)


@router.answer(WHICH, takes=asking.NAMING)
def which(ctx: Context) -> Reply | None:
    """Whose payment it is."""
    found = whose_money.chosen(ctx)
    return _with_customer(ctx, _waiting(ctx), found) if isinstance(found, Whom) else found


@router.answer(SUM, takes=(Intents.PAYMENT_RECORD,))
def said_sum(ctx: Context) -> Reply | None:
    """How much it was."""
    draft = _waiting(ctx)
    if whose_money.names_another(ctx, draft.customer_id):
        return None
    if ctx.intent.name is Intents.CANCEL:
        return Reply(texts.NOT_BOOKED)
    found = read_amount(ctx.text)
    if found is not None and not found.fuzzy and not found.currency:
        # 5 may mean 5 万: a small plain number is asked for.
        sure = bool(found.unit) or found.value >= _LEAST_SURE
        return _go(ctx, replace(draft, amount=found.value, sure=sure, full=False))
    if is_aside(ctx):
        return None
    if draft.tries + 1 >= MAX_TRIES:
        return Reply(texts.NOT_BOOKED)
    return Reply(texts.SUM_AGAIN, ask=SUM, data=pack(replace(draft, tries=draft.tries + 1)), unread=True)


@router.answer(YES)
def said_yes(ctx: Context) -> Reply | None:
    """Whether the sum that was shown is the right one; a sum instead is that."""
    if whose_money.names_another(ctx, _waiting(ctx).customer_id):
        return None
    found = read_amount(ctx.text) if len(ctx.text) > 1 else None
    if found is not None and found.unit and not found.fuzzy:
        return _go(ctx, replace(_waiting(ctx), amount=found.value, sure=True, full=False))
    taken = asking.taken(ctx, yes=0)
    if not isinstance(taken, asking.Taken):
        return taken
    draft = _waiting(ctx)
    return _go(ctx, replace(draft, amount=None, full=False) if taken.value == 1 else replace(draft, sure=True))


@router.answer(CAME)
def said_came(ctx: Context) -> Reply | None:
    """Whether the money is there, or is what he means to collect next time."""
    taken = asking.taken(ctx, yes=0)
    if not isinstance(taken, asking.Taken):
        return taken
    return Reply(texts.NOT_BOOKED) if taken.value == 1 else _go(ctx, replace(_waiting(ctx), sure=True, planned=False))


@router.answer(PART)
def said_part(ctx: Context) -> Reply | None:
    """Which part it settles, where the one he named is not open."""
    taken = asking.taken(ctx)
    if not isinstance(taken, asking.Taken):
        return taken
    return _go(ctx, replace(_waiting(ctx), target=Target(receivable_id=int(taken.value)), record=None))


@router.answer(AGAIN)
def said_again(ctx: Context) -> Reply | None:
    """Whether the same payment was told twice."""
    taken = asking.taken(ctx)
    if not isinstance(taken, asking.Taken):
        return taken
    if taken.value == 1:
        return Reply(texts.DUPLICATE_DROPPED)
    return _go(ctx, replace(_waiting(ctx), again=True))


@router.answer(THIS_ONE)
def said_this_one(ctx: Context) -> Reply | None:
    """Whether what finance tells is the payment that somebody told before."""
    taken = asking.taken(ctx, yes=0)
    if not isinstance(taken, asking.Taken):
        return taken
    if taken.value == 1:
        return _go(ctx, replace(_waiting(ctx), again=True))
    return payment_checks.confirm(ctx, [int(taken.waiting["number"])])


@router.answer(OTHER_SUM)
def said_other_sum(ctx: Context) -> Reply | None:
    """Whether two sums are one payment."""
    taken = asking.taken(ctx, yes=0)
    if not isinstance(taken, asking.Taken):
        return taken
    draft = _waiting(ctx)
    if taken.value == 1 or draft.amount is None:
        return _go(ctx, replace(draft, again=True))
    return other_sums.settle(ctx, int(taken.waiting["number"]), draft.amount)


@router.answer(SURPLUS)
def said_surplus(ctx: Context) -> Reply | None:
    """What is to become of what is more than open."""
    taken = asking.taken(ctx)
    if not isinstance(taken, asking.Taken):
        return taken
    if taken.value == 1:
        return _go(ctx, replace(_waiting(ctx), amount=None))
    return _go(ctx, replace(_waiting(ctx), surplus_ok=True))


def _with_customer(ctx: Context, draft: Draft, found: Whom) -> Reply:
    if found.refused:
        return Reply(found.refused)
    if found.customer_id is not None:
        return _go(ctx, replace(draft, customer_id=found.customer_id))
    if not found.said:
        found = replace(found, options=payers.offered(ctx))
    elif (payer := payers.only(ctx, found.options)) is not None:
        return _go(ctx, replace(draft, customer_id=payer))
    return whose_money.ask(ctx, WHICH, found, texts.WHOSE_PAYMENT, pack(draft))


def _go(ctx: Context, draft: Draft) -> Reply:
    """Book it, or ask the one thing that is missing."""
    if draft.customer_id is None:
        return _with_customer(ctx, draft, Whom())
    # Whose it is may have changed since it was asked.
    refused = whose_money.of(ctx, draft.customer_id).refused
    return Reply(refused) if refused else _of_customer(ctx, draft, draft.customer_id)


def _of_customer(ctx: Context, draft: Draft, customer_id: int) -> Reply:
    short = ctx.directory.customer(customer_id).short
    if draft.amount is None and draft.full:
        return _ask_full(ctx, draft, customer_id)
    if draft.amount is None:
        return _ask_the_waiting(ctx, draft, customer_id) or Reply(texts.which_sum(short), ask=SUM, data=pack(draft))
    # A refusal comes before the first write, so nothing has to be taken back.
    try:
        rules.check_amount(draft.amount)
        rules.check_paid_on(draft.paid_on, ctx.today)
        if draft.planned or not (draft.sure or other_sums.says_less(ctx)):
            return _ask_whether(draft, short, draft.amount)
        target = _target(ctx, draft, customer_id)
        if target is None:
            return _ask_part(ctx, draft, customer_id)
        told_before = _told_before(ctx, replace(draft, target=target), customer_id, draft.amount)
        return told_before or _book(ctx, replace(draft, target=target), customer_id, draft.amount)
    except DuplicatePayment as fact:
        who = ctx.directory.people[fact.person_id].name if fact.person_id != ctx.person.id else ""
        head = texts.same_again(fact.number, short, draft.amount, who)
        return asking.ask(AGAIN, head, _options(texts.SAME_AGAIN), pack(draft))
    except Overpaid as fact:
        return asking.ask(SURPLUS, texts.overpaid(short, fact), _options(texts.SURPLUS), pack(draft))
    except DomainError as fact:
        if len(ctx.intents) < 2:
            raise
        return Reply(errors.word(fact, ctx.directory))


def _told_before(ctx: Context, draft: Draft, customer_id: int, amount: Decimal) -> Reply | None:
    """What finance and a rep both tell is one payment, to be confirmed and not booked a second time."""
    if draft.again:
        return None
    wrong = other_sums.own(ctx, customer_id, amount)
    if wrong is not None:
        return other_sums.put_right(ctx, wrong, amount)
    row = None
    if rights.may_check_money(ctx):
        row = payments.find_pending(
            ctx.session, customer_id=customer_id, amount=amount, person_id=ctx.person.id, today=ctx.today
        )
    if row is not None:
        return _ask_whether_this(ctx, draft, row, same=True)
    payments.refuse_checked_twin(ctx.session, customer_id=customer_id, amount=amount, paid_on=draft.paid_on)
    other = other_sums.find(ctx, customer_id, amount)
    if other is None:
        return None
    if other_sums.says_less(ctx):
        return other_sums.settle(ctx, other.number, amount)
    head, labels = other_sums.question(ctx, other, amount)
    return asking.ask(OTHER_SUM, head, _options(labels), {**pack(draft), "number": other.number})


def _ask_the_waiting(ctx: Context, draft: Draft, customer_id: int) -> Reply | None:
    """恒力那笔到账了, from finance: what waits to be checked of this customer; None where nothing does."""
    if draft.again or not rights.may_check_money(ctx):
        return None
    rows = payment_checks.waiting_of(ctx, customer_id)
    if len(rows) > 1:
        return payment_checks.list_of(ctx, rows)
    return _ask_whether_this(ctx, draft, rows[0], same=False) if rows else None


def _ask_whether_this(ctx: Context, draft: Draft, row: Payment, *, same: bool) -> Reply:
    who, short = ctx.directory.people[row.person_id].name, ctx.directory.customer(row.customer_id).short
    head = texts.this_one(row.number, short, row.amount, row.paid_on, who, ctx.today, same=same)
    return asking.ask(THIS_ONE, head, _options(texts.THIS_ONE), {**pack(draft), "number": row.number})


def _ask_whether(draft: Draft, short: str, amount: Decimal) -> Reply:
    if draft.planned:
        return asking.ask(CAME, texts.came(short, amount), _options(texts.CAME), pack(draft))
    return asking.ask(YES, texts.sure(amount), _options(texts.SURE), pack(draft))


def _book(ctx: Context, draft: Draft, customer_id: int, amount: Decimal) -> Reply:
    told = Told(
        customer_id,
        amount,
        draft.paid_on,
        draft.way,
        draft.note,
        draft.target,
        surplus_ok=draft.surplus_ok,
        again=draft.again,
    )
    done = payments.record(
        ctx.session, told, person_id=ctx.person.id, message_id=ctx.message.id, now=ctx.now, today=ctx.today
    )
    card = ctx.directory.customer(customer_id)
    promise = payment_news.of_promise(ctx, customer_id)
    text = "\n".join(filter(None, (texts.booked(card.name, done, ctx.today, note=draft.note), promise)))
    return Reply(text, pushes=payment_news.told(ctx, card, done, promise))


def _ask_full(ctx: Context, draft: Draft, customer_id: int) -> Reply:
    """付清: the whole open sum, shown and asked for."""
    parts = books.open_parts(ctx.session, customer_id)
    named = rules.named_parts(parts, draft.target) or parts
    total = sum((part.open_amount for part in named), ZERO)
    short = ctx.directory.customer(customer_id).short
    if not total:
        return Reply(texts.nothing_open(short), ask=SUM, data=pack(replace(draft, full=False)))
    filled = replace(draft, amount=total, full=False)
    return asking.ask(YES, texts.all_paid(short, total, len(named)), _options(texts.ALL_PAID), pack(filled))


def _target(ctx: Context, draft: Draft, customer_id: int) -> Target | None:
    """The part it settles; None where he named one that is not open and has to be asked.

    What a part is called (尾款) is written on few receivables, so that it is no more than a wish: the reply says which
    part was settled. A month, an invoice or a number means that very part.
    """
    parts = books.open_parts(ctx.session, customer_id)
    if draft.record is not None:
        entered = {row.id for row in receivables.parts_of(ctx.session, draft.record)}
        found = next((part for part in parts if part.id in entered), None)
        return Target(receivable_id=found.id) if found is not None else (None if parts else OLDEST)
    strict = draft.target.invoice_no or draft.target.month is not None
    if strict and parts and not rules.named_parts(parts, draft.target):
        return None
    return draft.target


def _ask_part(ctx: Context, draft: Draft, customer_id: int) -> Reply:
    parts = books.open_parts(ctx.session, customer_id)[: whose_money.OFFERED]
    options = [
        asking.Option(part.id, receivable_texts.part(part.due_on, part.label, part.open_amount, ctx.today))
        for part in parts
    ]
    head = texts.no_such_part(ctx.directory.customer(customer_id).short)
    return asking.ask(PART, head, options, pack(draft))


def _options(labels: tuple[str, ...]) -> list[asking.Option]:
    return [asking.Option(value, label) for value, label in enumerate(labels)]


def _draft(ctx: Context, intent: Intent) -> Draft:
    value = intent.value
    amount: Decimal | None = value("amount")
    kind: str = value("kind", "")
    full = amount is None and (kind == _IN_FULL or _PAID_UP.search(intent.text) is not None)
    # Whoever named nobody is asked for the customer; that makes a sum that was said plainly no less certain.
    sure = amount is None or not value("unsure") or ("customer" not in intent.slots and not value("fuzzy"))
    said: str = value("way", "")
    target: Target = value("target", OLDEST)
    if target.label in _NO_LABEL:
        target = replace(target, label="")
    return Draft(
        None,
        amount,
        sure,
        full,
        value("date") or ctx.today,
        WAYS.get(said, PaymentWay.TRANSFER) if said else PaymentWay.UNKNOWN,
        kind if kind != _IN_FULL else "",
        target,
        value("number"),
        planned=bool(value("planned")),
    )


def _waiting(ctx: Context) -> Draft:
    """What waits for the answer."""
    return unpack(Draft, asking.waiting_of(ctx))
