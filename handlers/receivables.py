"""应收: what a customer will owe, in one or several parts; everything is shown and asked for before it is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from handlers import asking, paid_in_parts, whose_money
from handlers.answers import is_aside
from handlers.context import Context, Reply
from handlers.keeping import pack, unpack
from handlers.language.amounts import read_amount
from handlers.language.meaning import Intents
from handlers.language.numbers import number as read_number
from handlers.language.patterns import regex
from handlers.language.promised_parts import read_promised
from handlers.language.want_money import PartSaid, read_due_day
from handlers.routing import Router
from handlers.texts import receivables as texts
from handlers.whose_money import Whom
from models.rules import money as rules
from models.services import receivables
from models.services.receivables import NewPart

router = Router()

WHICH = "receivables.which"
SUM = "receivables.sum"
DAY = "receivables.day"
CHECK = "receivables.check"
EDIT = "receivables.edit"
MAX_TRIES = 2
_READ_AS: Final = (
    Intents.PLAN_SET,
    Intents.FOLLOWUP_SET,
    Intents.RECORD_CHANGE,
    Intents.RECEIVABLE_SET,
    Intents.RECEIVABLE_QUERY,
    Intents.ORDER_RECORD,
)
"""What a bare day or sum may be read as."""
_BETWEEN_DAYS: Final = regex(r"[\s,，、;；]+|(?:和|然后|第[一二两三四五六七八九十\d]+[期笔])[是:：]?")
_EVERY: Final = regex(r"(?:每|按|逐)个?(?P<length>月|季)")
_MONTHS: Final = {"月": 1, "季": 3}
_PART: Final = regex(r"第?(?P<place>[一二三四五六七八九十]|\d{1,2})(?:笔|期|条)(?:款|的)?")


@dataclass(frozen=True, slots=True)
class Draft:
    """What was said of a debt, before all of it is known.

    Attributes:
        customer_id: once it is certain.
        parts: with what was said of each.
        invoice_no: or empty.
        words: the message.
        tries: answers that could not be read.
    """

    customer_id: int | None
    parts: tuple[PartSaid, ...]
    invoice_no: str = ""
    words: str = ""
    tries: int = 0


@router.intent(Intents.RECEIVABLE_SET)
def owe(ctx: Context) -> Reply:
    """应收 东吴 12万 8月10号, 合同62万 分三期 30/60/10."""
    return asking.each(ctx, _owe)


def draft_of(customer_id: int, amount: Decimal, due_on: date, words: str) -> Draft:
    """A debt that follows from something else that was said (恒力下周三付8万, of one who owes nothing yet)."""
    return Draft(customer_id, (PartSaid(amount, due_on),), words=words)


def go(ctx: Context, draft: Draft) -> Reply:
    """Show all of it and ask whether it is right; or ask the one thing that is missing.

    Raises:
        BadAmount, BadMoneyDay: no sum or no day that can be booked.
    """
    if draft.customer_id is None:
        return _with_customer(ctx, draft, Whom())
    if len(draft.parts) > rules.MOST_PARTS:
        return Reply(texts.TOO_MANY)
    for part in draft.parts:
        if part.amount is not None:
            rules.check_amount(part.amount)
        if part.due_on is not None:
            rules.check_due_on(part.due_on, ctx.today)
    if any(part.amount is None for part in draft.parts):
        return Reply(texts.WHICH_SUM, ask=SUM, data=_data(draft))
    known = [NewPart(part.amount, part.due_on, part.label, draft.invoice_no) for part in draft.parts
             if part.amount is not None and part.due_on is not None]  # fmt: skip
    if len(known) < len(draft.parts):
        missing = next(part for part in draft.parts if part.due_on is None)
        return Reply(texts.ask_day(missing.label, missing.amount or rules.ZERO), ask=DAY, data=_data(draft))
    return _ask_whether_right(ctx, draft, draft.customer_id, known)


def _owe(ctx: Context) -> Reply:
    found = whose_money.whom(ctx, ctx.intent.value("customer"))
    if found.refused:
        return Reply(found.refused)
    said: Sequence[PartSaid] = ctx.intent.value("parts", ())
    if ctx.intent.value("reason") == "shares":
        return Reply(texts.SHARES_BAD)
    promised = _promised(ctx, found)
    if promised is not None:
        return promised
    if ctx.intent.value("unsure"):
        said = [part._replace(amount=None) for part in said]
    draft = Draft(None, _in_order(_parted(tuple(said))), ctx.intent.value("invoice_no", ""), ctx.intent.text)
    return _with_customer(ctx, draft, found)


def _promised(ctx: Context, found: Whom) -> Reply | None:
    """先付三万，剩下的月底, of one who owes so much already: what he promises of it; None for a new debt."""
    if found.customer_id is None or _ENTERS.search(ctx.intent.text) is not None:
        return None
    said = read_promised(ctx.intent.text, ctx.today)
    if said is None or not paid_in_parts.fits(ctx, found.customer_id, said.parts):
        return None
    return paid_in_parts.go(ctx, found.customer_id, said.parts, ctx.intent.text)


_ENTERS: Final = regex(r"应收|开票|发票|合同|登记|[一二三四五六七八九\d]+期|交货|发货")
"""What puts down a debt that is not there yet."""


@router.answer(WHICH, takes=asking.NAMING)
def which(ctx: Context) -> Reply | None:
    """Who owes it."""
    found = whose_money.chosen(ctx)
    return _with_customer(ctx, _waiting(ctx), found) if isinstance(found, Whom) else found


@router.answer(SUM)
def said_sum(ctx: Context) -> Reply | None:
    """How much it is."""
    draft = _waiting(ctx)
    if ctx.intent.name is Intents.CANCEL:
        return Reply(texts.NOT_ENTERED)
    found = read_amount(ctx.text)
    if found is None or found.fuzzy or found.currency:
        return _again(ctx, draft, SUM, texts.SUM_AGAIN)
    place = next(place for place, part in enumerate(draft.parts) if part.amount is None)
    return go(ctx, _put(draft, place, draft.parts[place]._replace(amount=found.value)))


@router.answer(DAY, takes=(Intents.PLAN_SET, Intents.FOLLOWUP_SET))
def said_day(ctx: Context) -> Reply | None:
    """When it is due."""
    draft = _waiting(ctx)
    if ctx.intent.name is Intents.CANCEL:
        return Reply(texts.NOT_ENTERED)
    place = next(place for place, part in enumerate(draft.parts) if part.due_on is None)
    each = _day_of_each(ctx, draft)
    if each is not None:
        return go(ctx, each)
    every = _EVERY.search(ctx.text)
    said = ctx.text if every is None else ctx.text[: every.start()] + ctx.text[every.end() :]
    on = read_due_day(said, ctx.today, after=draft.parts[place - 1].due_on if place else None)
    if on is None:
        return _again(ctx, draft, DAY, texts.DAY_AGAIN)
    if every is not None:
        return go(ctx, _in_step(draft, place, on, _MONTHS[every["length"]]))
    return go(ctx, _put(draft, place, draft.parts[place]._replace(due_on=on)))


def _day_of_each(ctx: Context, draft: Draft) -> Draft | None:
    """月底 12月底: as many days as parts have none; None where the answer is something else."""
    places = [place for place, part in enumerate(draft.parts) if part.due_on is None]
    said = [words for words in _BETWEEN_DAYS.split(ctx.text.strip()) if words]
    if len(places) < 2 or len(said) != len(places):
        return None
    filled = draft
    for place, words in zip(places, said, strict=True):
        on = read_due_day(words, ctx.today, after=filled.parts[place - 1].due_on if place else None)
        if on is None:
            return None
        filled = _put(filled, place, filled.parts[place]._replace(due_on=on))
    return filled


@router.answer(CHECK)
def checked(ctx: Context) -> Reply | None:
    """1 对 2 改."""
    taken = asking.taken(ctx, yes=0)
    if not isinstance(taken, asking.Taken):
        return taken
    draft = _waiting(ctx)
    if taken.value == 1 or draft.customer_id is None:
        return Reply(_change_what(draft), ask=EDIT, data=_data(draft))
    parts = [
        NewPart(part.amount, part.due_on, part.label, draft.invoice_no)
        for part in draft.parts
        if part.amount is not None and part.due_on is not None
    ]
    # Whose it is may have changed since it was asked.
    found = whose_money.of(ctx, draft.customer_id)
    if found.refused:
        return Reply(found.refused)
    done = receivables.add(
        ctx.session,
        parts,
        customer_id=draft.customer_id,
        person_id=ctx.person.id,
        message_id=ctx.message.id,
        note=draft.words,
        now=ctx.now,
        today=ctx.today,
    )
    total = sum((part.amount for part in parts), rules.ZERO)
    return Reply(texts.entered(ctx.directory.customer(draft.customer_id).name, done, total, len(parts)))


@router.answer(EDIT, takes=_READ_AS)
def edited(ctx: Context) -> Reply | None:
    """第二期改成1月20号, 金额13万: one thing of the draft is changed, and all of it is shown again."""
    draft = _waiting(ctx)
    if ctx.intent.name is Intents.CANCEL:
        return Reply(texts.NOT_ENTERED)
    if "customer" in ctx.intent.slots:
        return None
    changed = draft
    for counted, said in _of_each_part(ctx.text):
        place, on, amount = _place(draft, counted), read_due_day(said, ctx.today), read_amount(said)
        if place is None or (on is None and amount is None):
            return _again(ctx, draft, EDIT, _change_what(draft))
        part = changed.parts[place]
        if amount is not None and not amount.fuzzy and not amount.currency:
            part = part._replace(amount=amount.value)
        changed = _put(changed, place, part if on is None else part._replace(due_on=on))
    return go(ctx, changed)


def _of_each_part(text: str) -> list[tuple[re.Match[str] | None, str]]:
    """第一期2万 第二期3万: each part with the words about it, up to the next one; a part that is not counted alone."""
    found = list(_PART.finditer(text))
    if len(found) < 2:
        return [(found[0], text.replace(found[0].group(), " ", 1))] if found else [(None, text)]
    ends = [*(each.start() for each in found[1:]), len(text)]
    return [(each, text[each.end() : end]) for each, end in zip(found, ends, strict=True)]


def _place(draft: Draft, counted: re.Match[str] | None) -> int | None:
    """Which part he means: the one he counted, or the only one."""
    if counted is None:
        return 0 if len(draft.parts) == 1 else None
    place = read_number(counted["place"]) or 0
    return place - 1 if 1 <= place <= len(draft.parts) else None


def _change_what(draft: Draft) -> str:
    return texts.CHANGE_WHAT if len(draft.parts) == 1 else texts.CHANGE_WHICH


def _in_step(draft: Draft, place: int, first: date, months: int) -> Draft:
    """下月10号开始每月一期: the part that is asked for and all behind it, month by month."""
    days = rules.monthly(first, len(draft.parts) - place, step=months)
    behind = [part._replace(due_on=on) for part, on in zip(draft.parts[place:], days, strict=True)]
    return replace(draft, parts=(*draft.parts[:place], *behind), tries=0)


def _with_customer(ctx: Context, draft: Draft, found: Whom) -> Reply:
    if found.refused:
        return Reply(found.refused)
    if found.customer_id is not None:
        return go(ctx, replace(draft, customer_id=found.customer_id))
    return whose_money.ask(ctx, WHICH, found, texts.WHOSE, _data(draft))


def _parted(said: tuple[PartSaid, ...]) -> tuple[PartSaid, ...]:
    """合同62万 30/60/10: the total stands first, behind it the shares."""
    if not said:
        return (PartSaid(None, None),)
    whole, *shares = said
    if whole.label != "合同" or not shares or whole.amount is None:
        return said
    rules.check_amount(whole.amount)
    sums = rules.instalments(whole.amount, [share.amount or rules.ZERO for share in shares])
    return tuple(share._replace(amount=amount) for share, amount in zip(shares, sums, strict=True))


def _in_order(parts: tuple[PartSaid, ...]) -> tuple[PartSaid, ...]:
    """12月20 1月20 6月30: parts are said in their order, so that a day before the last one is of a later year."""
    placed: list[PartSaid] = []
    for part in parts:
        before = placed[-1].due_on if placed else None
        placed.append(part._replace(due_on=_not_before(part.due_on, before)))
    return tuple(placed)


def _not_before(day: date | None, before: date | None) -> date | None:
    """The same day of the first year in which it is not before another; 29 February stays where it was said."""
    if day is None or before is None or day >= before or (day.month, day.day) == (2, 29):
        return day
    later = day.replace(year=before.year)
    return later if later >= before else later.replace(year=before.year + 1)


def _ask_whether_right(ctx: Context, draft: Draft, customer_id: int, parts: Sequence[NewPart]) -> Reply:
    same = receivables.find_same(ctx.session, customer_id, parts)
    head = texts.draft(
        ctx.directory.customer(customer_id).name,
        parts,
        ctx.today,
        same=same.due_on if same is not None else None,
        invoice=draft.invoice_no,
    )
    return asking.ask(CHECK, head, [asking.Option(at, label) for at, label in enumerate(texts.CHECK)], _data(draft))


def _again(ctx: Context, draft: Draft, name: str, text: str) -> Reply | None:
    if is_aside(ctx):
        return None
    if draft.tries + 1 >= MAX_TRIES:
        return Reply(texts.NOT_ENTERED)
    return Reply(text, ask=name, data=_data(replace(draft, tries=draft.tries + 1)), unread=True)


def _put(draft: Draft, place: int, part: PartSaid) -> Draft:
    parts = (*draft.parts[:place], part, *draft.parts[place + 1 :])
    return replace(draft, parts=parts, tries=0)


def _data(draft: Draft) -> dict[str, Any]:
    return pack(replace(draft, words=draft.words[:500]))


def _waiting(ctx: Context) -> Draft:
    """What waits for the answer."""
    return unpack(Draft, asking.waiting_of(ctx))
