"""#128, 谁改的 #128: a record with its trail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from handlers import followup_changes
from handlers.context import Context, Reply
from handlers.language.patterns import regex
from handlers.record_words import line_of, name_of, person_of
from handlers.routing import Router
from handlers.texts import absences as absence_texts
from handlers.texts import commitments as commitment_texts
from handlers.texts import common
from handlers.texts import dunning as dunning_texts
from handlers.texts import followups as followup_texts
from handlers.texts import lead_checks as lead_texts
from handlers.texts import money as money_texts
from handlers.texts import records as texts
from models.schema import (
    Absence,
    CommitmentState,
    FollowUp,
    FollowUpState,
    LeadState,
    PaymentState,
    PromiseState,
    RecordKind,
)
from models.services import photos, records
from models.services.records import Trace

router = Router()

LONGEST_PHRASE = 40

_WHO = r"是?谁(?:改|动|删|撤|作废)[的了过]{0,2}"
_KIND = (
    r"拜访|记录|客户|报备|跟进|提醒|订单|报价|回款|应收|催款|承诺|问题|竞品|市场|归属|资料|联系人|生日|简称"
    r"|出差|请假|休息|点评|表扬"
)
_TRAIL = regex(
    rf"\W*(?:{_WHO}|(?:帮我)?(?:查|看)(?:一下|下|看)?)?\W*(?:{_KIND})?\s*[#＃bBＢ]\s*(?P<number>\d{{1,12}})\s*"
    rf"(?:{_WHO}|的?(?:记录|经过|详情|历史|怎么回事))?\W*"
    rf"|\W*{_WHO}\W*(?:拜访|记录|第)?\s*(?P<bare>\d{{1,12}})\s*(?:号|条)?(?:拜访|记录)?\W*"
)


def names_record(text: str) -> bool:
    """Whether a text asks for the trail of a record and for nothing else: #128, 谁改的 #128."""
    return _named(text) is not None


@router.phrase(names_record)
def show(ctx: Context) -> Reply:
    """#128, 谁改的 #128: a record with its trail, for its author and the leaders above him."""
    number = _named(ctx.text) or 0
    record, visit, traces = records.trail(ctx.session, number=number, person=ctx.person, directory=ctx.directory)
    planned = ctx.session.get(FollowUp, number)
    level: int | None = None
    if visit is not None:
        line, level = line_of(ctx, visit), visit.evidence_level
    elif planned is not None:
        line = followup_changes.names(ctx, planned)
    elif (away := ctx.session.get(Absence, number)) is not None:
        when = absence_texts.days(away.first_on, away.last_on, ctx.today)
        line = absence_texts.own_line(absence_texts.name(away.kind, away.number), away.place, when)
    else:
        told_of = records.view(ctx.session, number)
        line = texts.with_words(name_of(ctx, told_of), told_of.summary)
    head = texts.trail_head(line, person_of(ctx, record.person_id), level, voided=record.voided_at is not None)
    # A record and what it is of are made together; one line says so.
    made = next((trace for trace in reversed(traces) if trace.action == "insert"), None)
    told = [trace for trace in traces if trace.action != "insert" or trace is made]
    steps = [line for trace in told for line in _steps(ctx, trace, record.kind)]
    if visit is not None:
        steps += [texts.taken_on_another_day(at) for at in photos.list_taken_elsewhen(ctx.session, visit)]
    return Reply(texts.trail(head, steps), keep=True)


def _named(text: str) -> int | None:
    if len(text) > LONGEST_PHRASE:
        return None
    found = _TRAIL.fullmatch(text)
    return int(found["number"] or found["bare"]) if found is not None else None


def _steps(ctx: Context, trace: Trace, kind: str) -> Sequence[str]:
    who = person_of(ctx, trace.person_id)
    if trace.action == "insert":
        return [texts.trail_line(trace.at, who, texts.MADE)]
    if "voided_at" in trace.after:
        taken_out = trace.after["voided_at"] is not None
        what = texts.void_step(trace.after.get("void_reason") or "") if taken_out else texts.STANDS_AGAIN
        return [texts.trail_line(trace.at, who, what)]
    if "state" in trace.after:
        word = state_word(kind, str(trace.after["state"]))
        why = str(trace.after.get("end_reason") or "")
        return [texts.trail_line(trace.at, who, texts.with_reason(word, why))] if word else []
    return [
        texts.trail_line(
            trace.at,
            who,
            texts.change_step(word, said(ctx, name, trace.before.get(name)), said(ctx, name, trace.after[name])),
        )
        for name, word in texts.FIELD_NAMES.items()
        if name in trace.after
    ]


def state_word(kind: str, state: str) -> str:
    """What became of a record that has states of its own; empty where that is not told here."""
    if kind in records.FOLLOW_UPS:
        return followup_texts.STATES[FollowUpState(state)]
    if kind == RecordKind.PAYMENT:
        return money_texts.STATES[PaymentState(state)]
    if kind == RecordKind.LEAD:
        return lead_texts.ENDS.get(LeadState(state), "")
    if kind == RecordKind.COMMITMENT:
        return commitment_texts.STATES[CommitmentState(state)]
    return dunning_texts.STATES[PromiseState(state)] if kind == RecordKind.DUNNING else ""


def said(ctx: Context, name: str, value: Any) -> str:
    """A value of the history as people say it."""
    if value is None or value == "":
        return ""
    if name == "customer_id":
        card = ctx.directory.customers.get(value)
        return card.short if card is not None else ""
    if name == "amount":
        return common.money(Decimal(str(value)))
    if name in ("visited_on", "next_on", "due_on", "paid_on", "told_on", "first_on", "last_on"):
        return common.day(date.fromisoformat(value), ctx.today)
    if name == "evidence_level":
        return texts.level(value)
    if name == "left_at":
        return common.clock(datetime.fromisoformat(value))
    return str(value)[:5] if name in ("next_clock", "due_clock") else str(value)
