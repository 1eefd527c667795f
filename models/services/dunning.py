"""Why an overdue customer has not paid and until when he will: answered by the rep, counted when broken (D19)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.errors import BadMoneyDay, NothingOpen, Overpaid
from models.queries.money import IS_PROMISE
from models.rules import money as rules
from models.rules.money import CENT, ZERO, Part
from models.schema import DelayReason, PaymentPromise, PromiseState, Record, RecordKind
from models.services import books
from models.services.numbering import give_number
from models.services.promised import list_broken, list_standing, paid_for

WORDS_CHARACTERS = 200
_GONE = PromiseState.REPLACED
_MOST_PARTS = 12
"""So many of the latest promises are looked at when one is taken back."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a rep says about an overdue sum.

    Attributes:
        customer_id: who owes it.
        reason: why it is not paid.
        promised_on: until when it will be, a Shanghai day; where nobody can be reached, when to try again.
        amount: yuan that are promised; None where he named no sum.
        share: of what is overdue, where he said 一半.
        words: his own.
    """

    customer_id: int
    reason: DelayReason
    promised_on: date
    amount: Decimal | None = None
    share: Decimal | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class PartAnswer:
    """One part of what is promised, until a Shanghai day.

    Attributes:
        promised_on: the day.
        amount: yuan; None where it is what the others leave, or a share.
        share: of what is open, where he said 一半.
    """

    promised_on: date
    amount: Decimal | None = None
    share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class NotedPart:
    """A part in the books: its record's number, yuan, and the Shanghai day."""

    number: int
    amount: Decimal
    promised_on: date


@dataclass(frozen=True, slots=True)
class Noted:
    """An answer in the books.

    Attributes:
        number: of the record.
        amount: yuan that are promised.
        overdue: yuan that are overdue now.
        broken: the promises of this customer that were broken, by number, this one's forerunner included.
    """

    number: int
    amount: Decimal
    overdue: Decimal
    broken: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Teller:
    """Who tells of a promise: the person, the inbox row, and the instant (UTC)."""

    person_id: int
    message_id: int | None
    now: datetime


@dataclass(frozen=True, slots=True)
class Broken:
    """A promise whose day passed unpaid.

    Attributes:
        number: of its record; a push about it takes the key `promise_broken:{number}`, so that it is told once.
        customer_id: who promised.
        person_id: who told of it.
        promised_on: Shanghai day.
        amount: yuan that were promised.
        paid: yuan that came in by its day.
        count: how many promises of this customer are broken, this one included.
    """

    number: int
    customer_id: int
    person_id: int
    promised_on: date
    amount: Decimal
    paid: Decimal
    count: int


def record(
    session: Session, answer: Answer, *, person_id: int, message_id: int | None, now: datetime, today: date
) -> Noted:
    """Note why a customer has not paid and what he promises; it takes the place of what he promised before.

    Args:
        session: the message's.
        answer: what was said.
        person_id: by whom.
        message_id: the inbox row.
        now: instant (UTC).
        today: Shanghai day.

    Raises:
        NothingOpen: the customer owes nothing.
        BadMoneyDay: the promised day is over, or years ahead.
        BadAmount: no sum that can be booked.
    """
    _check_day(answer.promised_on, today)
    books.lock(session, [answer.customer_id])
    parts = books.open_parts(session, answer.customer_id)
    if not parts:
        raise NothingOpen(answer.customer_id)
    amount = rules.check_amount(_promised(answer, parts, today))
    end_standing(session, answer.customer_id, today)
    told = Teller(person_id, message_id, now)
    number = _write(session, answer, amount, told, made_at=now)
    overdue = sum((part.open_amount for part in parts if part.due_on < today), ZERO)
    broken = tuple(each.number for each in list_broken(session, answer.customer_id, today))
    return Noted(number, amount, overdue, broken)


def record_parts(
    session: Session,
    answer: Answer,
    parts: Sequence[PartAnswer],
    told: Teller,
    *,
    today: date,
    kept_from: date | None = None,
    undated: Decimal = ZERO,
) -> Sequence[NotedPart]:
    """Note a promise in parts (三万这周五付, 剩下的月底): they stand together, the earliest day first.

    Args:
        session: the message's.
        answer: whose it is, why, and in which words; its day and sum count for nothing here.
        parts: at least one; the one without sum and share is what the others leave of what is open.
        told: by whom.
        today: Shanghai day.
        kept_from: what he promised before for a later day than this still stands beside it; None: nothing does.
        undated: yuan that he promised for no day, so that they are no part of the rest.

    Raises:
        NothingOpen: the customer owes nothing.
        BadMoneyDay: a promised day is over, or years ahead.
        BadAmount: no sum that can be booked.
        Overpaid: the parts are more than is open.
    """
    for part in parts:
        _check_day(part.promised_on, today)
    books.lock(session, [answer.customer_id])
    total = sum((part.open_amount for part in books.open_parts(session, answer.customer_id)), ZERO)
    if not total:
        raise NothingOpen(answer.customer_id)
    before = list_standing(session, answer.customer_id)
    standing = [each for each in before if kept_from is not None and (each.promised_on or today) > kept_from]
    sums = _sums(parts, total, total - undated - sum((each.promised_amount or ZERO for each in standing), ZERO))
    _go_on_with(session, standing, told.now)
    end_standing(session, answer.customer_id, today, {each.number for each in standing})
    noted = []
    for part, amount in sorted(zip(parts, sums, strict=True), key=lambda one: one[0].promised_on):
        one = replace(answer, promised_on=part.promised_on)
        number = _write(session, one, rules.check_amount(amount), told, made_at=told.now)
        noted.append(NotedPart(number, amount, part.promised_on))
    return noted


def _go_on_with(session: Session, standing: Sequence[PaymentPromise], now: datetime) -> None:
    """Let what stands go on as parts of a newer promise: what has come in for it so far is taken off."""
    left = [(each, (each.promised_amount or ZERO) - paid_for(session, each)) for each in standing]
    for each, amount in left:
        each.made_at = now
        each.promised_amount = max(amount, CENT)


def _sums(parts: Sequence[PartAnswer], total: Decimal, free: Decimal) -> list[Decimal]:
    """The sum of each part; what one leaves open is for the others."""
    sums = [part.amount if part.amount is not None else (total * (part.share or 0)).quantize(CENT) for part in parts]
    rests = [place for place, part in enumerate(parts) if part.amount is None and part.share is None]
    said = sum(sums, ZERO)
    if said > total:
        raise Overpaid(total, said - total)
    for place in rests[:1]:
        sums[place] = max(free, ZERO) - said if free > said else ZERO
    return sums


def _check_day(on: date, today: date) -> None:
    if on < today:
        raise BadMoneyDay(on, ahead=False)
    rules.check_due_on(on, today)


def _write(session: Session, answer: Answer, amount: Decimal, told: Teller, *, made_at: datetime) -> int:
    number = give_number(
        session,
        RecordKind.DUNNING,
        answer.customer_id,
        person_id=told.person_id,
        message_id=told.message_id,
        now=told.now,
    )
    session.add(
        PaymentPromise(
            number=number,
            customer_id=answer.customer_id,
            person_id=told.person_id,
            reason=answer.reason,
            promised_on=answer.promised_on,
            promised_amount=amount,
            words=answer.words[:WORDS_CHARACTERS],
            made_at=made_at,
            state=PromiseState.OPEN,
            voided=False,
        )
    )
    session.flush()
    return number


def end_standing(session: Session, customer_id: int, today: date, but: Collection[int] = ()) -> None:
    """Let a promise that stands make room for a newer one: broken if its day has passed, else replaced.

    Args:
        session: the message's.
        customer_id: whose.
        today: Shanghai day.
        but: the numbers of those that still stand.
    """
    standing = session.scalars(
        select(PaymentPromise).where(
            PaymentPromise.customer_id == customer_id,
            PaymentPromise.state == PromiseState.OPEN,
            PaymentPromise.voided.is_(False),
        )
    )
    for promise in standing:
        if promise.number in but:
            continue
        passed = promise.promised_on is not None and promise.promised_on < today
        is_promise = promise.reason != DelayReason.UNREACHABLE
        promise.state = PromiseState.BROKEN if passed and is_promise else PromiseState.REPLACED


def reopen_before(session: Session, promise: PaymentPromise) -> None:
    """Let the promise stand again, with all its parts, that a newer one, taken back now, had replaced.

    Of several parts that were told together the last one that is taken back lets the older promise stand again.
    """
    if promise.state == PromiseState.REPLACED:
        return
    rows = session.execute(
        select(PaymentPromise, Record.message_id)
        .join(Record, Record.number == PaymentPromise.number)
        .where(PaymentPromise.customer_id == promise.customer_id)
        .order_by(PaymentPromise.number.desc())
        .limit(_MOST_PARTS)
    ).all()
    told_in = {one.number: message for one, message in rows}
    others = [one for one, _ in rows if one.number != promise.number and not one.voided]
    message = told_in.get(promise.number)
    if any(message is not None and told_in[one.number] == message and one.state != _GONE for one in others):
        return
    before = next((one for one in others if one.number < promise.number and one.state == _GONE), None)
    for one in others:
        together = before is not None and told_in[one.number] is not None
        if one is before or (together and before and told_in[one.number] == told_in[before.number]):
            one.state = PromiseState.OPEN if one.state == _GONE else one.state


def break_due(session: Session, today: date, *, spare: Decimal = ZERO, most: int = 1_000) -> Sequence[Broken]:
    """Mark the promises whose day has passed unpaid, for the night.

    Args:
        session: of a unit of work.
        today: Shanghai day; what was promised for today is still good.
        spare: yuan; whoever paid all but less than this has kept his word (制度 6.2).
        most: how many at once; call again while so many came back.

    Returns:
        The ones that were marked now; who is told of them is decided by the term `promises_broken`.
    """
    broken: list[PaymentPromise] = []
    while len(broken) < most and (due := _passed(session, today, most)):
        for promise in due:
            kept = (promise.promised_amount or ZERO) - paid_for(session, promise) < spare
            promise.state = PromiseState.KEPT if kept else PromiseState.BROKEN
        session.flush()
        broken += [promise for promise in due if promise.state == PromiseState.BROKEN]
    return [_broken(session, each, each.promised_on, today) for each in broken if each.promised_on is not None]


def _passed(session: Session, today: date, most: int) -> Sequence[PaymentPromise]:
    return session.scalars(
        select(PaymentPromise)
        .where(
            PaymentPromise.state == PromiseState.OPEN,
            PaymentPromise.promised_on < today,
            PaymentPromise.voided.is_(False),
            IS_PROMISE,
        )
        .order_by(PaymentPromise.promised_on, PaymentPromise.number)
        .limit(most)
        .with_for_update(skip_locked=True)
    ).all()


def _broken(session: Session, promise: PaymentPromise, on: date, today: date) -> Broken:
    return Broken(
        promise.number,
        promise.customer_id,
        promise.person_id,
        on,
        promise.promised_amount or ZERO,
        paid_for(session, promise),
        _place(session, promise, today),
    )


def _place(session: Session, promise: PaymentPromise, today: date) -> int:
    return sum(each.number <= promise.number for each in list_broken(session, promise.customer_id, today))


def _promised(answer: Answer, parts: Sequence[Part], today: date) -> Decimal:
    """How much is promised: what he said, else all that is overdue, else the next part."""
    if answer.amount is not None:
        return answer.amount
    overdue = sum((part.open_amount for part in parts if part.due_on < today), ZERO)
    due = overdue or parts[0].open_amount
    return due if answer.share is None else (due * answer.share).quantize(CENT)
