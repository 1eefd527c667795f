"""三万这周五付, 剩下的月底: a promise of payment part by part, told by itself or beside a visit (`product.md` D19)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from handlers import choices, whose_money
from handlers.context import Context, Reply
from handlers.language.meaning import CustomerMention, Intents
from handlers.language.patterns import regex
from handlers.language.promised_parts import PromisedPart, read_promised, set_off
from handlers.language.want_delays import read_delay
from handlers.language.want_money import read_due_day
from handlers.routing import Router
from handlers.texts import dunning as texts
from models.queries import money as queries
from models.queries import receipts
from models.queries.money import NOTHING_OPEN
from models.rules.money import ZERO
from models.schema import DelayReason
from models.services import dunning, promised
from models.services.dunning import Answer, PartAnswer, Teller

router = Router()

DAY: Final = "paid_in_parts.day"
_LONGEST_DAY: Final = 24
_OTHERS_STAND: Final = regex(r"(?:后面|其他|其余|其它|剩下|余下|另外|别的)[^,，。]{0,6}(?:不变|照旧|没变|还是)")
_TODAYS_SHOWN: Final = 20


def fits(ctx: Context, customer_id: int, parts: Sequence[PromisedPart]) -> bool:
    """Whether what was promised can be a promise for what a customer owes: no more than that, and all of it to come.

    Args:
        ctx: of the message.
        customer_id: who owes; the caller has seen to the rights.
        parts: as they were said.
    """
    held = queries.open_money(ctx.session, [customer_id], ctx.today).get(customer_id, NOTHING_OPEN)
    said = sum((part.amount or ZERO for part in parts if not part.rest), ZERO)
    return bool(held.total) and said <= held.total and any(part.on is not None for part in parts)


def beside(ctx: Context) -> Reply:
    """What was promised beside a visit: noted where the customer owes so much and it is his to say, else no word."""
    found = whose_money.whom(ctx, ctx.intent.value("customer"))
    parts: Sequence[PromisedPart] = ctx.intent.value("parts", ())
    if found.customer_id is None or found.refused or not fits(ctx, found.customer_id, parts):
        return Reply("")
    text = _noted(ctx, found.customer_id, parts, str(ctx.intent.value("summary", "")))
    return _asking(found.customer_id, parts, text)


def put_right(ctx: Context, customer_id: int, before: str, now: str) -> str:
    """Promises follow the words of the visit beside which they were told, where those are put right.

    Args:
        ctx: of the correction.
        customer_id: who owes.
        before: the words of the visit until now.
        now: as they are.

    Returns:
        What is said of it; empty where nothing was promised, or something else stands by now.
    """
    old, new = read_promised(before, ctx.today), read_promised(now, ctx.today)
    if old is None or new is None or old.parts == new.parts or len(old.parts) != len(new.parts):
        return ""
    if any(part.on is None for part in new.parts):
        return ""
    standing = {one.promised_on for one in promised.list_standing(ctx.session, customer_id)}
    refused = whose_money.of(ctx, customer_id).refused
    if refused or standing != {part.on for part in old.parts} or not fits(ctx, customer_id, new.parts):
        return ""
    return _noted(ctx, customer_id, new.parts, now, anew=True)


def go(ctx: Context, customer_id: int, parts: Sequence[PromisedPart], words: str) -> Reply:
    """Note a promise in parts.

    Args:
        ctx: of the message.
        customer_id: who owes; the caller has seen to the rights and that the parts fit.
        parts: as they were said.
        words: of the message.
    """
    text = _noted(ctx, customer_id, parts, words, name=ctx.directory.customer(customer_id).name)
    broken = len(promised.list_broken(ctx.session, customer_id, ctx.today))
    limit = ctx.directory.terms.number("promises_broken", ctx.today)
    what_then = texts.limit_ahead(broken, limit) if broken < limit else texts.many_broken(broken)
    return _asking(customer_id, parts, f"{text}\n{texts.when_it_passes(what_then)}")


@router.answer(DAY, takes=(Intents.PLAN_SET, Intents.FOLLOWUP_SET, Intents.RECORD_CHANGE, Intents.PAYMENT_RECORD))
def said_day(ctx: Context) -> Reply | None:
    """The day of the one part that had none; everything else is a message of its own."""
    customer_id, amount = int(ctx.asked["customer"]), Decimal(str(ctx.asked["amount"]))
    if ctx.intent.name is Intents.CANCEL or choices.refuses(ctx.text):
        return Reply(texts.PART_LEFT_OUT)
    on = read_due_day(ctx.text, ctx.today)
    named: CustomerMention | None = ctx.intent.value("customer")
    another = named is not None and named.ids != (customer_id,)
    refused = whose_money.of(ctx, customer_id).refused
    if on is None or on < ctx.today or another or refused or len(ctx.text) > _LONGEST_DAY:
        return None
    part = PromisedPart(amount, on)
    if not fits(ctx, customer_id, [part]):
        return Reply(texts.PART_LEFT_OUT)
    told = Answer(customer_id, DelayReason.OTHER, on, words=ctx.text)
    teller = Teller(ctx.person.id, ctx.message.id, ctx.now)
    all_others = ctx.today - timedelta(days=1)
    noted = dunning.record_parts(
        ctx.session, told, [PartAnswer(on, amount)], teller, today=ctx.today, kept_from=all_others
    )
    lines = [texts.part_line(each.number, each.promised_on, each.amount, ctx.today, rough=False) for each in noted]
    return Reply(texts.in_parts(ctx.directory.customer(customer_id).name, lines))


def _asking(customer_id: int, parts: Sequence[PromisedPart], text: str) -> Reply:
    """What was noted, and the day of the one sum that was named without."""
    missing = [part.amount for part in parts if part.on is None and part.amount is not None and not part.rest]
    if len(missing) != 1:
        return Reply(text)
    asked = f"{text}\n{texts.which_day(missing[0])}"
    return Reply(asked.strip(), ask=DAY, data={"customer": customer_id, "amount": str(missing[0])}, beside=True)


def _noted(
    ctx: Context, customer_id: int, parts: Sequence[PromisedPart], words: str, *, name: str = "", anew: bool = False
) -> str:
    """What is said of the parts that were noted; empty where none was."""
    dated = [part for part in parts if part.on is not None and not _has_come(ctx, customer_id, part)]
    if not dated:
        return ""
    answers = [_answer(part, part.on, among=len(parts)) for part in dated if part.on is not None]
    reason = DelayReason(read_delay(words, ctx.today).reason or DelayReason.OTHER)
    told = Answer(customer_id, reason, answers[0].promised_on, words=words)
    teller = Teller(ctx.person.id, ctx.message.id, ctx.now)
    if len(parts) == 1 and not parts[0].rest and parts[0].amount is None:
        told = Answer(customer_id, reason, answers[0].promised_on, None, parts[0].share, words)
        done = dunning.record(
            ctx.session, told, person_id=ctx.person.id, message_id=ctx.message.id, now=ctx.now, today=ctx.today
        )
        lines = [texts.part_line(done.number, answers[0].promised_on, done.amount, ctx.today, rough=parts[0].rough)]
        return texts.in_parts(name, lines)
    noted = dunning.record_parts(
        ctx.session,
        told,
        answers,
        teller,
        today=ctx.today,
        kept_from=None if anew else _kept_from(ctx, customer_id, parts, words),
        undated=sum(
            (part.amount for part in parts if part.on is None and part.amount is not None),
            set_off(words if anew else ctx.text),
        ),
    )
    rough = {part.on for part in dated if part.rough}
    lines = [
        texts.part_line(each.number, each.promised_on, each.amount, ctx.today, rough=each.promised_on in rough)
        for each in noted
    ]
    return texts.in_parts(name, lines)


def _answer(part: PromisedPart, on: date, *, among: int) -> PartAnswer:
    """The rest follows from what is open, whatever sum was said for it: 剩下的12万."""
    if part.rest and among > 1:
        return PartAnswer(on)
    return PartAnswer(on, part.amount, part.share)


def _kept_from(ctx: Context, customer_id: int, parts: Sequence[PromisedPart], words: str) -> date | None:
    """From which day on what was promised before still stands; None where the new promise takes its place.

    剩下的月底 goes with what was said before it; 后面的不变 leaves what comes later. Of several parts, what is no more
    than is missing of the first one is that, put off; a sum that there is room for is one more.
    """
    standing = promised.list_standing(ctx.session, customer_id)
    if not standing:
        return None
    everything = ctx.today - timedelta(days=1)
    held = queries.open_money(ctx.session, [customer_id], ctx.today).get(customer_id, NOTHING_OPEN)
    room = held.total - sum((each.promised_amount or ZERO for each in standing), ZERO)
    if all(part.rest for part in parts):
        return everything if room > 0 else None
    dated = [part.on for part in parts if part.on is not None]
    if _OTHERS_STAND.search(words) is not None:
        return max(dated, default=ctx.today)
    said = sum((part.amount or ZERO for part in parts), ZERO)
    if len(standing) < 2 or not said:
        return None
    due = promised.find_next(ctx.session, customer_id)
    if due is not None and said <= due.amount - due.paid:
        return due.promised_on  # what was due first comes on another day
    return everything if said <= room else None


def _has_come(ctx: Context, customer_id: int, part: PromisedPart) -> bool:
    """今天三万: what finance has booked today is promised no more."""
    if part.on != ctx.today or part.amount is None:
        return False
    everybody = list(ctx.directory.people)
    found = receipts.find_receipts(ctx.session, everybody, first=ctx.today, last=ctx.today, most=_TODAYS_SHOWN)
    return any(one.customer_id == customer_id and one.amount == part.amount for one in found.latest)
