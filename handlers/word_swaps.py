"""不是样品是样册, 改成 嫌交期长: the words of what he wrote last, put right (`product.md` §4.1 rule 8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from handlers import choices, report_corrections
from handlers.context import Context
from handlers.language.meaning import CustomerMention, Intent, Intents, Slot
from handlers.language.patterns import regex
from models.schema import Commitment, FollowUp, Lead, News, Record, RecordKind, Visit
from models.services import records
from models.times import shanghai_day

_WORDS: Final[Mapping[str, tuple[type, str]]] = MappingProxyType(
    {
        RecordKind.VISIT: (Visit, "summary"),
        RecordKind.FOLLOWUP: (FollowUp, "note"),
        RecordKind.REMINDER: (FollowUp, "note"),
        RecordKind.COMMITMENT: (Commitment, "words"),
        RecordKind.NEWS: (News, "words"),
        RecordKind.LEAD: (Lead, "need"),
    }
)
"""By the kind of record, where its author's words stand."""
_WITHOUT_CUSTOMER: Final = frozenset({RecordKind.ABSENCE, RecordKind.REPORT, RecordKind.REMARK})
_JUST_NOW: Final = timedelta(minutes=10)
_REWORDED: Final = regex(r"\s*(?:刚才|上面)?(?:那条|这条|内容)?(?:改成|改为|应该是)[\s:：,，]*(?P<new>\S.{1,199})")


def put_right(ctx: Context) -> Context:
    """The message with what it corrects in full: the whole new words, or the number of the record it means.

    Args:
        ctx: of a correction without a number.
    """
    said = choices.corrected(ctx.text)
    if said is None or not said.old or not said.new or "number" in ctx.intent.slots:
        return ctx
    latest = records.list_latest(ctx.session, ctx.person.id)
    mention = ctx.intent.value("value")
    if isinstance(mention, CustomerMention) and mention.ids:
        has_none = all(record.kind in _WITHOUT_CUSTOMER for record in latest)
        meant = report_corrections.meant(ctx, ctx.today) if has_none else None
        return ctx if meant is None else replace(ctx, intent=meant, intents=(meant,))
    for record in latest:
        words = words_of(ctx, record)
        if words.count(said.old) == 1:
            return _with(ctx, record, words.replace(said.old, said.new))
    return ctx


def reworded(ctx: Context) -> Context | None:
    """改成 嫌交期长，要15天, of what he wrote a moment ago, as a correction of it; None for anything else.

    不是两台是三台 is one too, where what is open is nothing to choose from.
    """
    right = put_right(ctx) if ctx.intent.name in (Intents.UNKNOWN, Intents.CHOOSE) else ctx
    if right is not ctx:
        return right
    found = _REWORDED.fullmatch(ctx.text)
    if found is None or ctx.intent.name is not Intents.UNKNOWN:
        return None
    for record in records.list_latest(ctx.session, ctx.person.id):
        if record.kind in _WORDS and ctx.now - record.made_at <= _JUST_NOW:
            return _with(ctx, record, found["new"].strip())
    return None


def is_for_the_report(ctx: Context) -> bool:
    """Whether 加一句 … is for the day's report: what he wrote last today holds no words of his."""
    if not ctx.intent.value("append") or {"number", "place", "customer"} & ctx.intent.slots.keys():
        return False
    latest = records.list_latest(ctx.session, ctx.person.id)
    return not any(
        (record.kind in _WORDS or record.kind == RecordKind.REPORT) and shanghai_day(record.made_at) == ctx.today
        for record in latest
    )


def list_worded(ctx: Context) -> Sequence[Record]:
    """What of his last message holds words of his own, the newest first."""
    latest = records.list_latest(ctx.session, ctx.person.id)
    return [record for record in latest if record.kind in _WORDS and shanghai_day(record.made_at) == ctx.today]


def words_of(ctx: Context, record: Record) -> str:
    """The author's words of a record; empty where it holds none."""
    if record.kind not in _WORDS:
        return ""
    model, name = _WORDS[record.kind]
    row = ctx.session.get(model, record.number)
    return "" if row is None else str(getattr(row, name))


def _with(ctx: Context, record: Record, words: str) -> Context:
    slots = {"field": "summary", "value": words, "number": record.number}
    meant = Intent(Intents.RECORD_CHANGE, {name: Slot(value, 0, 0) for name, value in slots.items()}, 1.0, ctx.text)
    return replace(ctx, intent=meant, intents=(meant,))
