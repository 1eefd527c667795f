"""不是5万是6万, 不是恒力是东武 below a draft: which record is behind what he puts right (`product.md` A3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from handlers import choices
from handlers.context import Context
from handlers.language.amounts import find_amounts
from handlers.language.meaning import CustomerMention, Intent, Intents, Situation, Slot, Speaker
from handlers.language.understand import understand
from models.queries.visits import VisitLine
from models.queries.work import Work, find_work


def read(ctx: Context) -> Intent | None:
    """A correction as it is meant where nothing is open: below a draft it corrects a record and chooses nothing."""
    if ctx.intent.name is Intents.RECORD_CHANGE:
        return ctx.intent
    said = choices.corrected(ctx.text)
    if ctx.intent.name is not Intents.CHOOSE or said is None or not said.old or ctx.book is None:
        return None
    speaker = Speaker(ctx.person.id, ctx.person.leads)
    found = understand(ctx.text, Situation(ctx.message.sent_at, speaker), ctx.book).first
    return found if found.name is Intents.RECORD_CHANGE else None


def meant(ctx: Context, day: date) -> Intent | None:
    """The correction with the number of the one record of a Shanghai day that holds what was wrong; None if none."""
    said = choices.corrected(ctx.text)
    if said is None or not said.old or not said.new:
        return None
    work = find_work(ctx.session, ctx.person.id, first=day, last=day)
    if find_amounts(said.old) and find_amounts(said.new):
        return _of_sum(ctx, work, said.old, said.new) or _of_words(ctx, work.visits, said.old, said.new)
    wrong = _customers(ctx, said.old)
    numbers = [visit.number for visit in work.visits if visit.customer_id in wrong]
    is_customer = isinstance(ctx.intent.value("value"), CustomerMention)
    if len(numbers) == 1 and is_customer:
        return _with(ctx, numbers[0], {})
    return _of_words(ctx, work.visits, said.old, said.new)


def is_elsewhere(ctx: Context) -> bool:
    """Whether a correction that fits nothing of the day may mean a record that is no part of the report."""
    said, value = choices.corrected(ctx.text), ctx.intent.value("value")
    if said is None or not said.old or (isinstance(value, CustomerMention) and value.ids):
        return True
    return isinstance(value, date)


def _of_sum(ctx: Context, work: Work, old: str, new: str) -> Intent | None:
    wrong, right = find_amounts(old)[0].value, find_amounts(new)[0].value
    numbers = [deed.number for deed in (*work.payments, *work.orders) if deed.amount == wrong]
    slots: dict[str, Any] = {"field": "amount", "value": right}
    return _with(ctx, numbers[0], slots) if len(numbers) == 1 else None


def _of_words(ctx: Context, visits: Sequence[VisitLine], old: str, new: str) -> Intent | None:
    """What stands in the one note of a visit: the words there are put right."""
    holding = [visit for visit in visits if visit.summary.count(old) == 1]
    if len(holding) != 1:
        return None
    slots: dict[str, Any] = {"field": "summary", "value": holding[0].summary.replace(old, new)}
    return _with(ctx, holding[0].number, slots)


def _with(ctx: Context, number: int, slots: dict[str, Any]) -> Intent:
    values = {name: Slot(value, 0, 0) for name, value in {**slots, "number": number}.items()}
    return replace(ctx.intent, slots={**ctx.intent.slots, **values})


def _customers(ctx: Context, words: str) -> set[int]:
    if ctx.book is None:
        return set()
    found = ctx.book.find_customers(words, Speaker(ctx.person.id, ctx.person.leads))
    return {customer_id for _, _, ids in found for customer_id in ids}
