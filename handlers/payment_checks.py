"""待核对, 核对 161, 没收到 161: finance confirms what came in, or denies it (`product.md` D17)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from handlers import asking, choices, rights, tellings
from handlers.context import Context, Push, Reply
from handlers.language.meaning import CustomerMention, Intents
from handlers.language.normalise import fold
from handlers.language.patterns import regex
from handlers.language.want_delays import check_of
from handlers.routing import Router
from handlers.texts import common
from handlers.texts import money as texts
from handlers.visit_lists import wanted_page
from models.errors import NotAllowed
from models.schema import Payment
from models.services import books, payments
from models.services.payments import Checked

router = Router()

LIST = "payment_checks.list"
ALL = "payment_checks.all"
PAGE_LINES = 9
MOST_LISTED = 90
_FINANCE: Final = "财务"
_WHOLE: Final = regex(r"(?:全部?|都|全都)(?:确认|核对|收到|到账?|到|对)了?")


@router.intent(Intents.PAYMENT_CHECK)
def check(ctx: Context) -> Reply:
    """By the records' numbers, or the list."""
    value: str = ctx.intent.value("value")
    numbers: tuple[int, ...] = ctx.intent.value("choice", ())
    _refuse(ctx)
    if value == "list":
        return listed(ctx)
    if numbers and "#" not in fold(ctx.text):
        waiting = [row.number for row in payments.list_pending(ctx.session, most=MOST_LISTED)]
        numbers = tuple(_of_sum(ctx, number, waiting) for number in numbers)
    mention: CustomerMention | None = ctx.intent.value("customer")
    if not numbers and mention is not None and len(mention.ids) == 1:
        return _deny_of(ctx, mention.ids[0], ctx.intent.value("reason", ""))
    if value == "deny":
        return _deny(ctx, numbers, ctx.intent.value("reason", ""))
    return confirm(ctx, numbers) if numbers else _ask_all(ctx)


@router.answer(LIST, listing=True, takes=(Intents.PAYMENT_CHECK,))
def answer(ctx: Context) -> Reply | None:
    """1 到账, 没收到 2 原因: while the list is open numbers mean its lines, unless it has fewer or #161 is written."""
    data = ctx.asked
    page = wanted_page(choices.folded(ctx.text), int(data["page"]))
    if page is not None:
        return _page(ctx, data["numbers"], page)
    said = check_of(fold(ctx.text))
    if said is None or said[0] == "list" or not said[1]:
        return _of_line(ctx, data["numbers"])
    value, places, reason = said
    held: Sequence[int] = data["numbers"]
    by_line = "#" not in fold(ctx.text)
    numbers = tuple(
        held[place - 1] if by_line and 1 <= place <= len(held) else _of_sum(ctx, place, held) for place in places
    )
    reply = _deny(ctx, numbers, reason) if value == "deny" else confirm(ctx, numbers)
    return Reply(reply.text, keep=True, pushes=reply.pushes)


def _of_line(ctx: Context, held: Sequence[int]) -> Reply | None:
    """A line's number alone says neither yes nor no; 全部确认 means the whole list."""
    if _WHOLE.fullmatch(choices.folded(ctx.text)) is not None:
        return _ask_all(ctx)
    place = choices.number(ctx.intent, ctx.text)
    if place is None:
        return None
    if not 1 <= place <= len(held):
        return Reply(common.no_such_line(len(held)), keep=True)
    row = payments.find(ctx.session, held[place - 1])
    return Reply(
        texts.came_or_not(place, ctx.directory.customer(row.customer_id).short, row.number, row.amount), keep=True
    )


@router.answer(ALL)
def all_of_them(ctx: Context) -> Reply | None:
    """全部到账, after a yes."""
    taken = asking.taken(ctx, yes=0)
    if not isinstance(taken, asking.Taken):
        return taken
    if taken.value == 1:
        return Reply(texts.NOT_CHECKED)
    return confirm(ctx, tuple(taken.waiting["numbers"]))


def _of_sum(ctx: Context, said: int, waiting: Sequence[int]) -> int:
    """24000收到了: the number of the one payment of that sum that waits; any other figure is a record's number."""
    if said in waiting:
        return said
    fits = [number for number in waiting if ctx.session.get_one(Payment, number).amount == said]
    return fits[0] if len(fits) == 1 else said


def _refuse(ctx: Context) -> None:
    """See to it that it is finance that checks.

    Raises:
        NotAllowed: it is not.
    """
    if not rights.may_check_money(ctx):
        raise NotAllowed(_FINANCE)


def waiting_of(ctx: Context, customer_id: int) -> Sequence[Payment]:
    """What of a customer waits to be checked, the oldest first."""
    return [row for row in payments.list_pending(ctx.session, most=MOST_LISTED) if row.customer_id == customer_id]


def list_of(ctx: Context, rows: Sequence[Payment]) -> Reply:
    """Some payments, to be answered by line."""
    return _page(ctx, [row.number for row in rows], 0)


def _deny_of(ctx: Context, customer_id: int, reason: str) -> Reply:
    """恒力的没收到: the one that waits of a customer, or those among which one is meant."""
    rows = waiting_of(ctx, customer_id)
    if len(rows) > 1:
        return list_of(ctx, rows)
    if not rows:
        return Reply(texts.none_pending_of(ctx.directory.customer(customer_id).short), keep=True)
    return _deny(ctx, (rows[0].number,), reason)


def listed(ctx: Context) -> Reply:
    """What finance has not looked at yet, the first page."""
    found = payments.list_pending(ctx.session, most=MOST_LISTED)
    return _page(ctx, [row.number for row in found], 0) if found else Reply(texts.NONE_PENDING)


def _page(ctx: Context, numbers: Sequence[int], page: int) -> Reply:
    pages = max(-(-len(numbers) // PAGE_LINES), 1)
    page = min(max(page, 0), pages - 1)
    shown = numbers[page * PAGE_LINES : (page + 1) * PAGE_LINES]
    rows = [ctx.session.get_one(Payment, number) for number in shown]
    lines = [f"{place} {_line(ctx, row)}" for place, row in enumerate(rows, page * PAGE_LINES + 1)]
    text = texts.pending(len(numbers), lines, page=page + 1, pages=pages)
    return Reply(text, ask=LIST, data={"numbers": list(numbers), "page": page})


def _line(ctx: Context, row: Payment) -> str:
    customer = ctx.directory.customer(row.customer_id).short
    rep = ctx.directory.people[row.person_id].name
    return texts.pending_line(row.number, customer, row.amount, row.paid_on, row.way, rep, ctx.today)


def confirm(ctx: Context, numbers: Sequence[int]) -> Reply:
    """Finance has seen the money of these payments."""
    _refuse(ctx)
    rows = [payments.find(ctx.session, number) for number in sorted(set(numbers))]
    books.lock(ctx.session, [row.customer_id for row in rows])
    lines: list[str] = []
    pushes: list[Push] = []
    for row in rows:
        done = payments.confirm(ctx.session, row, by_id=ctx.person.id, now=ctx.now)
        name = ctx.directory.customer(row.customer_id).name
        if not done.fresh:
            lines.append(texts.confirmed_before(row.number))
            continue
        lines.append(texts.checked_line(row.number, name, row.amount) + _against(ctx, done, texts.DENIED))
        if done.against is not None and tellings.heard_by(ctx, row.person_id):
            told = texts.your_payment_came(row.number, name, row.amount, ctx.person.name)
            pushes.append(Push(row.person_id, "payment_denied", f"payment_came:{row.number}:{ctx.message.id}", told))
    left = len(payments.list_pending(ctx.session))
    return Reply(texts.confirmed(lines, left), pushes=pushes)


def _against(ctx: Context, done: Checked, word: str) -> str:
    """Whose contrary word it overrules, where it is not his own."""
    who = ctx.directory.people.get(done.against or 0)
    return texts.against(who.name, word) if who is not None and who.id != ctx.person.id else ""


def _deny(ctx: Context, numbers: Sequence[int], reason: str) -> Reply:
    _refuse(ctx)
    if len(numbers) != 1:
        return Reply(texts.deny_which(), keep=True)
    row = payments.find(ctx.session, numbers[0])
    reopened = bool(payments.view(ctx.session, row).parts)
    done = payments.deny(ctx.session, row, by_id=ctx.person.id, now=ctx.now)
    if not done.fresh:
        return Reply(texts.denied_before(row.number))
    customer = ctx.directory.customer(row.customer_id).name
    rep = ctx.directory.people[row.person_id]
    owed = payments.view(ctx.session, row).still_open
    push = Push(
        rep.id,
        "payment_denied",
        f"payment_denied:{row.number}:{ctx.message.id}",
        texts.your_payment_denied(row.number, customer, row.amount, ctx.person.name, reason, owed),
    )
    told = tellings.heard_by(ctx, rep.id)
    text = texts.denied(row.number, customer, row.amount, told, reason, reopened=reopened)
    text += _against(ctx, done, texts.CONFIRMED)
    return Reply(text, pushes=[push] if told else [])


def _ask_all(ctx: Context) -> Reply:
    found = payments.list_pending(ctx.session, most=MOST_LISTED)
    if not found:
        return Reply(texts.NONE_PENDING)
    options = [asking.Option(0, "对"), asking.Option(1, "不对")]
    waiting = {"numbers": [row.number for row in found]}
    return asking.ask(ALL, texts.check_how_many(len(found)), options, waiting)
