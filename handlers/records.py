"""撤销, 改, 作废, and who did what to a record (#128)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from handlers import choices, followup_changes
from handlers.answers import is_aside, pick
from handlers.context import Context, Push, Reply
from handlers.language.meaning import ContactMention, CustomerMention, Intents
from handlers.routing import Router
from handlers.texts import common
from handlers.texts import evidence as evidence_texts
from handlers.texts import followups as followup_texts
from handlers.texts import records as texts
from handlers.texts import visits as visit_texts
from handlers.visits import FILL, RETRACT
from models.directory import PersonCard
from models.errors import NotYourRecord
from models.queries import visits as visit_queries
from models.schema import FollowUp, FollowUpState, Record, RecordKind, Visit
from models.services import records, visits
from models.services import undo as undoing
from models.services.evidence import Evidence
from models.services.records import RecordView, Trace
from models.services.undo import Step, Undone

router = Router()

LATE = "records.late"
REASON = "records.reason"
CUSTOMER = "records.customer"

LONGEST_PHRASE = 40
UNFOUND = -1

_WHO = r"是?谁(?:改|动|删|撤|作废)[的了过]{0,2}"
_TRAIL = re.compile(
    rf"\W*(?:{_WHO})?\W*(?:拜访|记录|客户)?\s*[#＃]\s*(?P<number>\d{{1,12}})\s*"
    rf"(?:{_WHO}|的?(?:记录|经过|详情|历史|怎么回事))?\W*"
    rf"|\W*{_WHO}\W*(?:拜访|记录|第)?\s*(?P<bare>\d{{1,12}})\s*(?:号|条)?(?:拜访|记录)?\W*"
)

_VOID_BY_WORDS = re.compile(
    r"\s*(?:请|帮我|把)?作废\s*(?!刚|上|最后|这|那)[^\d#＃\n]{2,12}?的?(?:拜访|记录|(?:那|这)一?条)[^\d#＃\n]{0,40}"
)
_DOUBTS = re.compile(
    r"(?:你|还是|先)*(?:等一?下|等等|稍等|等会儿?|慢着|别急|且慢|缓一缓|让?我(?:先|再|去)*(?:问|核实|了解|看看|想|确认|考虑)(?!过)|再说|考虑)\W*[^,，。\n]{0,10}"
)

Changer = Callable[[Context, Visit, Any], "tuple[str, Evidence | None] | None"]


@router.intent(Intents.UNDO)
def undo(ctx: Context) -> Reply:
    """撤销, 撤销 #128: his own deeds of the last ten minutes."""
    number = _number_meant(ctx)
    at = ctx.message.sent_at
    if number == UNFOUND:
        return Reply(texts.WHICH_RECORD, keep=True)
    if number is None:
        return _undo(ctx, undoing.last_step(ctx.session, person_id=ctx.person.id, at=at))
    record = records.find_record(ctx.session, number)
    leads_author = record.person_id != ctx.person.id and records.may_void(record.person_id, ctx.person, ctx.directory)
    if leads_author and not undoing.may_revive(record, person_id=ctx.person.id, at=at):
        return _void(ctx, number, "")
    return _undo(ctx, undoing.named_step(ctx.session, person=ctx.person, number=number, at=at))


@router.answer(LATE)
def late(ctx: Context) -> Reply | None:
    """After the window: ask the leader, or correct instead."""
    if ctx.question is None:
        return Reply(texts.NO_CHANGE_WAITS)
    number = int(ctx.question.data["number"])
    chosen = pick(ctx, [(option,) for option in texts.LATE_CHOICES], no=2)
    if chosen is None and is_aside(ctx):
        return None
    leader = _leader_of(ctx, ctx.person)
    if chosen == 0 and leader is not None:
        return _ask_leader(ctx, leader, number)
    if chosen == 1:
        return Reply(texts.how_to_change(number))
    return Reply(texts.NO_CHANGE_WAITS)


@router.intent(Intents.RECORD_VOID)
def void(ctx: Context) -> Reply:
    """作废 #128 <理由>: a leader, any time; an author means 撤销."""
    number: int | None = ctx.intent.value("number")
    if number is None:
        return Reply(texts.VOID_USAGE, keep=True)
    record = records.find_record(ctx.session, number)
    if record.person_id == ctx.person.id and not records.may_void(ctx.person.id, ctx.person, ctx.directory):
        step = undoing.named_step(ctx.session, person=ctx.person, number=number, at=ctx.message.sent_at)
        return _undo(ctx, step)
    return _void(ctx, number, ctx.intent.value("reason", ""))


@router.answer(REASON)
def reason(ctx: Context) -> Reply:
    """The reason that was asked for; a no, a doubt or a question voids nothing."""
    if ctx.question is None or ctx.intent.name is Intents.CANCEL or _holds_back(ctx.text):
        return Reply(texts.VOID_DROPPED)
    if ctx.intent.name in (Intents.CONFIRM, Intents.CHOOSE) or choices.asks(ctx.text):
        return Reply(texts.REASON_WANTED_AGAIN, keep=True)
    return _void(ctx, int(ctx.question.data["number"]), ctx.text)


def names_no_number(text: str) -> bool:
    """Whether a leader wants a record voided that he names by words only: 作废 李雷的拜访."""
    return _VOID_BY_WORDS.fullmatch(text) is not None


@router.phrase(names_no_number)
def ask_number(_ctx: Context) -> Reply:
    """Voiding is never guessed (`product.md` §4.1 rule 13): the number is asked for."""
    return Reply(texts.VOID_USAGE, keep=True)


@router.answer(RETRACT, takes=(Intents.UNDO,))
def retract(ctx: Context) -> Reply | None:
    """Whether the arrival is taken back that he says was a mistake."""
    if ctx.question is None:
        return Reply(texts.NO_CHANGE_WAITS)
    number = int(ctx.question.data["number"])
    if ctx.intent.name is Intents.UNDO and ctx.intent.value("number", number) != number:
        return None
    chosen = pick(ctx, [(option,) for option in visit_texts.RETRACT_CHOICES], yes=0, no=1)
    if ctx.intent.name is Intents.UNDO:
        chosen = 0
    if chosen is None and is_aside(ctx):
        return None
    if chosen is None:
        return Reply(visit_texts.retract(number), keep=True)
    if chosen == 1:
        return Reply(visit_texts.RETRACT_KEPT, ask=FILL, data={"number": number})
    return _undo(ctx, undoing.named_step(ctx.session, person=ctx.person, number=number, at=ctx.message.sent_at))


@router.intent(Intents.RECORD_CHANGE)
def change(ctx: Context) -> Reply:
    """改 #128 下次 8月5, 不是东吴 是东武: one thing of a visit, the last one if none is named."""
    number = _number_meant(ctx)
    if number == UNFOUND:
        return Reply(texts.WHICH_RECORD, keep=True)
    planned = _follow_up_meant(ctx, number)
    if planned is not None:
        return followup_changes.change(ctx, planned)
    visit = records.find_changeable(ctx.session, number=number, person=ctx.person, directory=ctx.directory)
    if visit.person_id == ctx.person.id and not _may_still_change(ctx, visit):
        leader = _leader_of(ctx, ctx.person)
        return Reply(texts.month_closed(leader.name if leader is not None else ""))
    field: str | None = ctx.intent.value("field")
    if field is None or field not in _CHANGERS:
        return Reply(texts.what_to_change(_line(ctx, visit), visit.number))
    value = ctx.intent.value("value")
    if field == "customer":
        return _change_customer(ctx, visit, value or ctx.intent.value("customer"))
    return _change(ctx, visit, field, value)


@router.answer(CUSTOMER)
def customer(ctx: Context) -> Reply | None:
    """Which of several customers a visit is put to."""
    if ctx.question is None:
        return Reply(texts.NO_CHANGE_WAITS)
    ids = [int(found) for found in ctx.question.data["ids"]]
    cards = [ctx.directory.customer(found) for found in ids]
    chosen = pick(ctx, [(card.name, *card.aliases) for card in cards], no=len(ids))
    if chosen is None and is_aside(ctx):
        return None
    if chosen is None or chosen >= len(ids):
        return Reply(texts.NO_CHANGE_WAITS)
    visit = records.find_changeable(
        ctx.session, number=int(ctx.question.data["number"]), person=ctx.person, directory=ctx.directory
    )
    return _change(ctx, visit, "customer", ids[chosen])


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
        line, level = _line(ctx, visit), visit.evidence_level
    elif planned is not None:
        line = followup_changes.names(ctx, planned)
    else:
        line = _name(ctx, records.view(ctx.session, number))
    head = texts.trail_head(line, _person(ctx, record.person_id), level, voided=record.voided_at is not None)
    steps = [line for trace in traces for line in _steps(ctx, trace, record.kind)]
    return Reply(texts.trail(head, steps), keep=True)


def _number_meant(ctx: Context) -> int | None:
    """The record that a command names: by its number, by its place in today's list (第二条), or by its customer.

    None when it names none: the last one is meant; `UNFOUND` when it names one that is not among today's.
    """
    number: int | None = ctx.intent.value("number")
    place: int | None = ctx.intent.value("place")
    spoken_of: CustomerMention | None = ctx.intent.value("customer")
    if number is not None or (place is None and spoken_of is None):
        return number
    today = visit_queries.list_visits(ctx.session, person_id=ctx.person.id, first=ctx.today, last=ctx.today)
    numbers = [line.number for line in today if spoken_of is None or line.customer_id in spoken_of.ids]
    if place is not None:
        return numbers[place - 1] if 1 <= place <= len(numbers) else UNFOUND
    return max(numbers, default=UNFOUND)


def _follow_up_meant(ctx: Context, number: int | None) -> int | None:
    """The follow-up or reminder that a change means: by its number, or because it is the last thing he wrote."""
    record: Record | None
    if number is not None:
        record = records.find_record(ctx.session, number)
    else:
        record = records.find_latest(ctx.session, ctx.person.id)
    return record.number if record is not None and record.kind in records.FOLLOW_UPS else None


def _holds_back(text: str) -> bool:
    return choices.refuses(text) or not text.strip() or _DOUBTS.fullmatch(text.strip()) is not None


def _named(text: str) -> int | None:
    if len(text) > LONGEST_PHRASE:
        return None
    found = _TRAIL.fullmatch(text)
    return int(found["number"] or found["bare"]) if found is not None else None


def _undo(ctx: Context, step: Step) -> Reply:
    if step.late:
        number = step.numbers[0]
        planned = ctx.session.get(FollowUp, number)
        if planned is not None and "number" in ctx.intent.slots:
            return followup_changes.cancel(ctx, number)
        if planned is not None:
            return Reply(followup_texts.late_undo(followup_changes.names(ctx, planned), number))
        leader = _leader_of(ctx, ctx.person)
        text = texts.too_late(undoing.UNDO_MINUTES, leader=leader is not None)
        return Reply(text, ask=LATE if leader is not None else "", data={"number": number})
    done = undoing.undo(ctx.session, step, person_id=ctx.person.id, at=ctx.now)
    parts = [_stands_again(ctx, record) for record in done.revived]
    if done.voided:
        parts.append(texts.undone([_name(ctx, record) for record in done.voided], waiting=done.waiting))
    parts += [texts.restored(_line(ctx, visit)) for visit in done.restored]
    for planned in done.planned:
        followup_changes.announce(ctx, planned)
        parts.append(followup_texts.restored(followup_changes.names(ctx, planned)))
    parts += [texts.restored_record(_name(ctx, record)) for record in done.others]
    days = [
        (record.person_id, record.visited_on)
        for record in done.voided
        if record.kind == RecordKind.VISIT and record.visited_on is not None
    ]
    if days:
        parts.append(_points(ctx, *days[0]))
    return Reply("\n".join(parts) or texts.CHANGED_SINCE, pushes=_told(ctx, done))


def _told(ctx: Context, done: Undone) -> list[Push]:
    """What the authors of others' records are told, who have been told of the void or correction before."""
    leader = ctx.person.name
    news = [
        (
            "record_stands_again",
            record.person_id,
            record.number,
            texts.your_record_stands_again(leader, _name(ctx, record)),
        )
        for record in done.revived
    ]
    news += [
        ("record_restored", visit.person_id, visit.number, texts.your_record_restored(leader, _line(ctx, visit)))
        for visit in done.restored
    ]
    return [
        Push(person_id, kind, f"{kind}:{number}:{ctx.message.id}", text)
        for kind, person_id, number, text in news
        if person_id != ctx.person.id
    ]


def _stands_again(ctx: Context, record: RecordView) -> str:
    name = _name(ctx, record)
    if record.person_id == ctx.person.id:
        return texts.own_stands_again(name)
    return texts.stands_again(name, _person(ctx, record.person_id))


def _points(ctx: Context, person_id: int, day: date) -> str:
    """Somebody's points in the month of a visit's day, after something changed that may have moved them."""
    total = visit_queries.count_points(ctx.session, person_id=person_id, day=day)
    return visit_texts.points(total, counted=True, day=day, today=ctx.today)


def _void(ctx: Context, number: int, why: str) -> Reply:
    record = records.find_record(ctx.session, number)
    if not records.may_void(record.person_id, ctx.person, ctx.directory):
        raise NotYourRecord(number)
    author = _person(ctx, record.person_id)
    if not why.strip() and record.voided_at is None:
        text = texts.reason_wanted(_name(ctx, records.view(ctx.session, number)), author)
        return Reply(text, ask=REASON, data={"number": number})
    voided = records.void(ctx.session, number=number, by=ctx.person, reason=why, directory=ctx.directory, now=ctx.now)
    name, scored = _name(ctx, voided), voided.kind == RecordKind.VISIT
    if record.person_id == ctx.person.id:
        return Reply(texts.voided_own(name, why.strip(), scored=scored))
    push = Push(
        record.person_id,
        "record_voided",
        f"record_voided:{number}:{ctx.message.id}",
        texts.your_record_voided(ctx.person.name, name, why.strip()),
    )
    return Reply(texts.voided(name, author, why.strip(), scored=scored), pushes=[push])


def _ask_leader(ctx: Context, leader: PersonCard, number: int) -> Reply:
    record = records.view(ctx.session, number)
    name = _name(ctx, record)
    push = Push(
        leader.id,
        "void_requested",
        f"void_requested:{number}",
        texts.void_request(ctx.person.name, name, record.summary, number),
    )
    return Reply(texts.void_asked(leader.name, name), pushes=[push])


def _may_still_change(ctx: Context, visit: Visit) -> bool:
    alone_at_the_top = ctx.person.leads and ctx.person.manager_id is None
    return alone_at_the_top or records.is_open_to_author(visit, ctx.today)


def _change_customer(ctx: Context, visit: Visit, said: Any) -> Reply:
    mention = said if isinstance(said, CustomerMention) else CustomerMention(str(said or ""), ())
    ids = mention.ids or mention.near
    if not ids:
        if not mention.text.strip():
            return Reply(texts.value_unclear(texts.FIELDS["customer"], visit.number))
        return Reply(texts.customer_unknown(mention.text))
    if len(mention.ids) == 1:
        return _change(ctx, visit, "customer", mention.ids[0])
    names = [ctx.directory.customer(found).name for found in ids]
    return Reply(texts.which_customer(names), ask=CUSTOMER, data={"number": visit.number, "ids": list(ids)})


def _change(ctx: Context, visit: Visit, field: str, value: Any) -> Reply:
    name = texts.FIELDS[field]
    old = _line(ctx, visit)
    outcome = _CHANGERS[field](ctx, visit, value)
    if outcome is None:
        return Reply(texts.value_unclear(name, visit.number))
    before, evidence = outcome
    line = _line(ctx, visit)
    if line == old and field != "date":
        return Reply(texts.SAME_AS_BEFORE)
    # Only another customer or another day can move level and points.
    backed = (
        f"{evidence_texts.level(evidence)}。{_points(ctx, visit.person_id, visit.visited_on)}"
        if evidence is not None
        else ""
    )
    pushes = []
    if visit.person_id != ctx.person.id:
        text = texts.your_record_changed(ctx.person.name, line, name, before)
        key = f"record_changed:{visit.number}:{ctx.message.id}"
        pushes.append(Push(visit.person_id, "record_changed", key, text))
    return Reply(texts.changed(line, name, before, backed), pushes=pushes)


def _to_customer(ctx: Context, visit: Visit, value: Any) -> tuple[str, Evidence | None] | None:
    before = ctx.directory.customer(visit.customer_id).name
    if value == visit.customer_id:
        return before, None
    found = records.change_customer(ctx.session, visit, customer_id=int(value), directory=ctx.directory)
    return before, found


def _to_contact(ctx: Context, visit: Visit, value: Any) -> tuple[str, Evidence | None] | None:
    mention = value if isinstance(value, ContactMention) else ContactMention(str(value or ""))
    if not mention.text.strip():
        return None
    before, contact_id = visit.contact_name, mention.contact_id
    if contact_id is not None and ctx.directory.contacts[contact_id].customer_id != visit.customer_id:
        contact_id = None
    records.change_contact(ctx.session, visit, contact_id=contact_id, name=visits.clean_words(mention.text))
    return before, None


def _to_day(ctx: Context, visit: Visit, value: Any) -> tuple[str, Evidence | None] | None:
    if not isinstance(value, date):
        return None
    visits.check_day(value, ctx.today)
    before = common.day(visit.visited_on, ctx.today)
    return before, records.change_day(ctx.session, visit, day=value)


def _to_next(ctx: Context, visit: Visit, value: Any) -> tuple[str, Evidence | None] | None:
    if value is None and "value" in ctx.intent.slots:
        before = visit_texts.next_step(visit.next_on, visit.next_clock, visit.next_note, ctx.today)
        records.change_next(ctx.session, visit, on=None, clock=None, note="")
        return before, None
    on = value if isinstance(value, date) else ctx.intent.value("next_date")
    clock: time | None = ctx.intent.value("next_time")
    note: str = ctx.intent.value("next_note", "")
    if on is None:
        on = visit.next_on
        if on is None or (clock is None and not note):
            return None
    before = visit_texts.next_step(visit.next_on, visit.next_clock, visit.next_note, ctx.today)
    records.change_next(ctx.session, visit, on=on, clock=clock, note=visits.clean_words(note))
    return before, None


def _to_summary(ctx: Context, visit: Visit, value: Any) -> tuple[str, Evidence | None] | None:
    words = visits.clean_words(str(value or ctx.intent.value("summary", "")))
    if not words:
        return None
    before = visit.summary
    if before and ctx.intent.value("append"):
        words = texts.added(before, words)
    records.change_summary(ctx.session, visit, summary=words)
    return before, None


_CHANGERS: Mapping[str, Changer] = {
    "customer": _to_customer,
    "contact": _to_contact,
    "date": _to_day,
    "next_date": _to_next,
    "summary": _to_summary,
}


def _line(ctx: Context, visit: Visit) -> str:
    on = "" if visit.visited_on == ctx.today else texts.visited_on(common.day(visit.visited_on, ctx.today))
    line = visit_texts.line(
        visit.number,
        ctx.directory.customer(visit.customer_id).name,
        contact=visit.contact_name,
        summary=visit.summary,
        next_step=visit_texts.next_step(visit.next_on, visit.next_clock, visit.next_note, ctx.today),
    )
    return f"{line}{on}"


def _name(ctx: Context, record: RecordView) -> str:
    # A customer that this very message made is not in the directory yet.
    card = ctx.directory.customers.get(record.customer_id) if record.customer_id is not None else None
    return texts.name(record.kind, record.number, card.short if card is not None else "")


def _person(ctx: Context, person_id: int | None) -> str:
    card = ctx.directory.people.get(person_id) if person_id is not None else None
    return card.name if card is not None else texts.SYSTEM


def _leader_of(ctx: Context, person: PersonCard) -> PersonCard | None:
    leader = ctx.directory.people.get(person.manager_id) if person.manager_id is not None else None
    return leader if leader is not None and leader.active else None


def _steps(ctx: Context, trace: Trace, kind: str) -> Sequence[str]:
    who = _person(ctx, trace.person_id)
    if trace.action == "insert":
        # A record and the visit or follow-up itself are made together; one line says so.
        if (kind == RecordKind.VISIT and "visited_on" not in trace.after) or (
            kind in records.FOLLOW_UPS and "due_on" not in trace.after
        ):
            return []
        return [texts.trail_line(trace.at, who, texts.MADE)]
    if "voided_at" in trace.after:
        taken_out = trace.after["voided_at"] is not None
        what = texts.void_step(trace.after.get("void_reason") or "") if taken_out else texts.STANDS_AGAIN
        return [texts.trail_line(trace.at, who, what)]
    if "state" in trace.after:
        return [texts.trail_line(trace.at, who, followup_texts.STATES[FollowUpState(trace.after["state"])])]
    return [
        texts.trail_line(
            trace.at,
            who,
            texts.change_step(word, _said(ctx, name, trace.before.get(name)), _said(ctx, name, trace.after[name])),
        )
        for name, word in texts.FIELD_NAMES.items()
        if name in trace.after
    ]


def _said(ctx: Context, name: str, value: Any) -> str:
    """A value of the history as people say it."""
    if value is None or value == "":
        return ""
    if name == "customer_id":
        card = ctx.directory.customers.get(value)
        return card.short if card is not None else ""
    if name in ("visited_on", "next_on", "due_on"):
        return common.day(date.fromisoformat(value), ctx.today)
    if name == "evidence_level":
        return texts.level(value)
    if name == "left_at":
        return common.clock(datetime.fromisoformat(value))
    return str(value)[:5] if name in ("next_clock", "due_clock") else str(value)
