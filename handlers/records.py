"""撤销, 改, 作废: what becomes of a record that is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from handlers import (
    changes,
    choices,
    deleting,
    followup_changes,
    record_names,
    report_additions,
    trails,
    undone_rulings,
    whose_money,
    word_swaps,
)
from handlers.answers import is_aside, pick
from handlers.context import Context, Push, Reply
from handlers.language.meaning import CustomerMention, Intents
from handlers.language.patterns import regex
from handlers.record_words import leader_of, line_of, name_of, person_of, points_of
from handlers.routing import Router
from handlers.tellings import heard_by
from handlers.texts import followups as followup_texts
from handlers.texts import records as texts
from handlers.texts import visits as visit_texts
from handlers.visit_changes import CHANGERS, CUSTOMER, may_still_change, to_customer_said
from handlers.visit_changes import change as change_visit
from handlers.visits import FILL, RETRACT
from models.directory import PersonCard
from models.errors import NotYourRecord
from models.queries import visits as visit_queries
from models.rules.words import clean_words
from models.schema import FollowUp, RecordKind
from models.services import records, retractions
from models.services import undo as undoing
from models.services.records import RecordView
from models.services.undo import Step, Undone

router = Router()

LATE = "records.late"
REASON = "records.reason"

UNFOUND = -1
_VOID_BY_WORDS = regex(
    r"\s*(?:请|帮我|把)?作废\s*(?!刚|上|最后|这|那)[^\d#＃\n]{2,12}?的?(?:拜访|记录|(?:那|这)一?条)[^\d#＃\n]{0,40}"
)
_OF_KIND = regex(
    r"(?:请|帮我|把)*(?:撤销|撤回|取消|删除|删掉)?(?:我|刚才|刚刚|刚|上面|上一?[条个]|最后|那一?[条个次]|这一?[条个次]|的|记)*"
    r"(?P<kind>拜访|跟进|提醒|报备|申诉|应收|回款|订单|日报|点评|问题|承诺|联系人|生日|简称)"
    r"(?:记录)?(?:撤销|撤回|撤)?(?:掉|了|吧|一下|记错|不算)*"
)
_DOUBTS = regex(
    r"(?:你|还是|先)*(?:等一?下|等等|稍等|等会儿?|慢着|别急|且慢|缓一缓|让?我(?:先|再|去)*(?:问|核实|了解|看看|想|确认|考虑)(?!过)|再说|考虑)\W*[^,，。\n]{0,10}"
)


@router.intent(Intents.UNDO)
def undo(ctx: Context) -> Reply:
    """撤销, 撤销 #128: his own deeds of the last ten minutes."""
    if (stays := deleting.refused(ctx)) is not None:
        return stays
    number = _number_meant(ctx)
    at = ctx.message.sent_at
    if number == UNFOUND:
        return Reply(texts.WHICH_RECORD, keep=True)
    if number is None:
        kind = _kind_said(ctx.text)
        return _undo(ctx, undoing.last_step(ctx.session, person_id=ctx.person.id, at=at, kind=kind))
    record = records.find_record(ctx.session, number)
    if another := record_names.another(ctx, record):
        return Reply(another, keep=True)
    leads_author = record.person_id != ctx.person.id and records.may_void(record.person_id, ctx.person, ctx.directory)
    if leads_author and not undoing.may_revive(record, person_id=ctx.person.id, at=at):
        return _void(ctx, number, "")
    return _undo(ctx, undoing.named_step(ctx.session, person=ctx.person, number=number, at=at))


def _kind_said(text: str) -> RecordKind | None:
    """What kind of record 撤销刚才的拜访 takes back; None where it says none."""
    found = _OF_KIND.fullmatch(choices.folded(text))
    return None if found is None else next(kind for kind, word in texts.KINDS.items() if word == found["kind"])


@router.answer(LATE)
def late(ctx: Context) -> Reply | None:
    """After the window: ask the leader, or correct instead."""
    if ctx.question is None:
        return Reply(texts.NO_CHANGE_WAITS)
    number = int(ctx.question.data["number"])
    chosen = pick(ctx, [(option,) for option in texts.LATE_CHOICES], no=2)
    if chosen is None:
        return None
    leader = leader_of(ctx, ctx.person)
    if chosen == 0 and leader is not None:
        return _ask_leader(ctx, leader, number)
    if chosen == 1:
        return Reply(changes.how(ctx, number))
    return Reply(texts.NO_CHANGE_WAITS)


@router.intent(Intents.RECORD_VOID)
def void(ctx: Context) -> Reply:
    """作废 #128 <理由>: a leader, any time; an author means 撤销."""
    number: int | None = ctx.intent.value("number")
    if number is None:
        return Reply(texts.VOID_USAGE, keep=True)
    record = records.find_record(ctx.session, number)
    if another := record_names.another(ctx, record):
        return Reply(another, keep=True)
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
    done, added = _change(ctx), ctx.intent.value("goes_on")
    if added is None:
        return done
    record, words = name_of(ctx, records.view(ctx.session, added)), clean_words(str(ctx.intent.value("value", "")))
    return replace(done, text=texts.appended(record, words))


def _change(ctx: Context) -> Reply:
    if word_swaps.is_for_the_report(ctx):
        return report_additions.add_sentence(ctx, ctx.today, str(ctx.intent.value("value", "")))
    ctx = word_swaps.put_right(ctx)
    number = _number_meant(ctx)
    if number == UNFOUND:
        return Reply(texts.WHICH_RECORD, keep=True)
    field = str(ctx.intent.value("field") or "")
    record = records.find_record(ctx.session, number) if number is not None else changes.meant(ctx, field)
    if number is not None and record is not None and (another := record_names.another(ctx, record)):
        return Reply(another, keep=True)
    if record is not None and record.kind != RecordKind.VISIT:
        return changes.change(ctx, record, named=number is not None)
    visit = records.find_changeable(ctx.session, number=number, person=ctx.person, directory=ctx.directory)
    if visit.person_id == ctx.person.id and not may_still_change(ctx, visit):
        leader = leader_of(ctx, ctx.person)
        return Reply(texts.month_closed(leader.name if leader is not None else ""))
    if field not in CHANGERS:
        return Reply(texts.what_to_change(line_of(ctx, visit), visit.number))
    value = ctx.intent.value("value")
    if field == "customer":
        return to_customer_said(ctx, visit, value or ctx.intent.value("customer"))
    return change_visit(ctx, visit, field, value)


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
    return change_visit(ctx, visit, "customer", ids[chosen])


def _number_meant(ctx: Context) -> int | None:
    """The record that a command names: by its number, by its place in today's list (第二条), or by its customer.

    None when it names none: the last one is meant; `UNFOUND` when it names one that is not among today's.
    """
    number: int | None = ctx.intent.value("number")
    place: int | None = ctx.intent.value("place")
    spoken_of: CustomerMention | None = ctx.intent.value("customer")
    if number is not None or (place is None and spoken_of is None):
        return number
    if place is None and spoken_of is not None:
        found = records.find_of_customer(ctx.session, ctx.person.id, spoken_of.ids, ctx.today)
        return UNFOUND if found is None else found
    today = visit_queries.list_visits(ctx.session, person_id=ctx.person.id, first=ctx.today, last=ctx.today)
    numbers = [line.number for line in today if spoken_of is None or line.customer_id in spoken_of.ids]
    return numbers[place - 1] if place is not None and 1 <= place <= len(numbers) else UNFOUND


def _holds_back(text: str) -> bool:
    return choices.refuses(text) or not text.strip() or _DOUBTS.fullmatch(text.strip()) is not None


def _undo(ctx: Context, step: Step) -> Reply:
    if step.late:
        number = step.numbers[0]
        planned = ctx.session.get(FollowUp, number)
        if planned is not None and "number" in ctx.intent.slots:
            return followup_changes.cancel(ctx, number)
        if planned is not None:
            return Reply(followup_texts.late_undo(followup_changes.names(ctx, planned), number))
        leader = leader_of(ctx, ctx.person)
        name = name_of(ctx, records.view(ctx.session, number))
        text = texts.too_late(name, undoing.UNDO_MINUTES, leader=leader is not None)
        return Reply(text, ask=LATE if leader is not None else "", data={"number": number})
    refused = _refuse_money(ctx, step)
    if refused:
        return Reply(refused)
    done = undoing.undo(ctx.session, step, person_id=ctx.person.id, at=ctx.now)
    parts = [_stands_again(ctx, record) for record in _told_of(done.revived)]
    if done.voided:
        parts.append(texts.undone([name_of(ctx, record) for record in _told_of(done.voided)], waiting=done.waiting))
    parts += [texts.restored(line_of(ctx, visit)) for visit in done.restored]
    for planned in done.planned:
        followup_changes.announce(ctx, planned)
        parts.append(texts.restored(followup_changes.names(ctx, planned)))
    parts += [
        texts.restored_record(record.kind, name_of(ctx, record), _held_again(ctx, record, done.held))
        for record in done.others
    ]
    days = [
        (record.person_id, record.visited_on)
        for record in done.voided
        if record.kind == RecordKind.VISIT and record.visited_on is not None
    ]
    if days:
        parts.append(points_of(ctx, *days[0]))
    reply = Reply("\n".join(parts) or texts.CHANGED_SINCE, pushes=[*_told(ctx, done), *_called_back(ctx, done)])
    return undone_rulings.told(ctx, step.message_id, reply) if parts else reply


def _refuse_money(ctx: Context, step: Step) -> str:
    """Why what he booked of a customer that went to somebody else is not taken back; empty where it is."""
    told = (whose_money.lost(ctx, records.view(ctx.session, number)) for number in step.numbers)
    return next(filter(None, told), "")


def _held_again(ctx: Context, record: RecordView, held: Mapping[int, Mapping[str, Any]]) -> list[str]:
    """日期 12月30日（周三）, 待财务核对: what was set back, as people say it."""
    values = held.get(record.number, {})
    told = [
        texts.holds_again(word, trails.said(ctx, name, values[name]))
        for name, word in texts.FIELD_NAMES.items()
        if name in values and (values[name] or name != "solution")
    ]
    state = trails.state_word(record.kind, str(values["state"])) if "state" in values else ""
    return [*told, state] if state else told


def _told_of(voided: Sequence[RecordView]) -> list[RecordView]:
    """What is named of records that were taken back: a registration stands for the change of hands that it made."""
    registered = {record.customer_id for record in voided if record.kind == RecordKind.LEAD}
    beside = (RecordKind.MOVE, RecordKind.CUSTOMER)
    return [record for record in voided if record.kind not in beside or record.customer_id not in registered]


def _told(ctx: Context, done: Undone) -> list[Push]:
    """What the authors of others' records are told, who have been told of the void or correction before."""
    leader = ctx.person.name
    news = [
        (
            "record_stands_again",
            record.person_id,
            record.number,
            texts.your_record_stands_again(leader, name_of(ctx, record)),
        )
        for record in _told_of(done.revived)
    ]
    news += [
        ("record_restored", visit.person_id, visit.number, texts.your_record_restored(leader, line_of(ctx, visit)))
        for visit in done.restored
    ]
    return [
        Push(person_id, kind, f"{kind}:{number}:{ctx.message.id}", text)
        for kind, person_id, number, text in news
        if heard_by(ctx, person_id)
    ]


def _called_back(ctx: Context, done: Undone) -> list[Push]:
    """Whoever was told of what is taken back is told that, too."""
    unfiled = [number for number, values in done.held.items() if "filed_at" in values]
    reports = [record for record in done.others if record.kind == RecordKind.REPORT and record.number in unfiled]
    since = ctx.now - 2 * undoing.UNDO_WINDOW
    told = retractions.call_back(ctx.session, [*done.voided, *reports], since=since)
    pushes = [
        Push(
            person_id,
            "taken_back",
            f"taken_back:{found[0].number}:{person_id}:{ctx.message.id}",
            texts.called_back(ctx.person.name, [name_of(ctx, record) for record in found]),
        )
        for person_id, found in told
    ]
    return [*pushes, *_unchecked(ctx, done, since)]


def _unchecked(ctx: Context, done: Undone, since: datetime) -> list[Push]:
    """Whoever was told that his payment had not come is told that finance takes that back."""
    checks = [
        record for record in done.others if record.kind == RecordKind.PAYMENT and record.person_id != ctx.person.id
    ]
    return [
        Push(
            person_id,
            "payment_unchecked",
            f"payment_unchecked:{record.number}:{ctx.message.id}",
            texts.unchecked(ctx.person.name, record.number, ctx.directory.customer(record.customer_id or 0).name),
        )
        for person_id, found in retractions.call_back(ctx.session, checks, since=since)
        for record in found
        if person_id == record.person_id
    ]


def _stands_again(ctx: Context, record: RecordView) -> str:
    name = name_of(ctx, record)
    if record.person_id == ctx.person.id:
        return texts.own_stands_again(name)
    return texts.stands_again(name, heard_by(ctx, record.person_id))


def _void(ctx: Context, number: int, why: str) -> Reply:
    record = records.find_record(ctx.session, number)
    if not records.may_void(record.person_id, ctx.person, ctx.directory):
        raise NotYourRecord(number)
    author, why = person_of(ctx, record.person_id), clean_words(why)
    if not why and record.voided_at is None:
        text = texts.reason_wanted(name_of(ctx, records.view(ctx.session, number)), author)
        return Reply(text, ask=REASON, data={"number": number})
    voided = records.void(ctx.session, number=number, by=ctx.person, reason=why, directory=ctx.directory, now=ctx.now)
    name, scored = name_of(ctx, voided), voided.kind == RecordKind.VISIT
    if record.person_id == ctx.person.id:
        return Reply(texts.voided_own(name, why, scored=scored))
    push = Push(
        record.person_id,
        "record_voided",
        f"record_voided:{number}:{ctx.message.id}",
        texts.your_record_voided(ctx.person.name, name, why),
    )
    told = heard_by(ctx, record.person_id)
    return Reply(texts.voided(name, told, why, scored=scored), pushes=[push] if told else [])


def _ask_leader(ctx: Context, leader: PersonCard, number: int) -> Reply:
    record = records.view(ctx.session, number)
    name = name_of(ctx, record)
    push = Push(
        leader.id,
        "void_requested",
        f"void_requested:{number}",
        texts.void_request(ctx.person.name, name, record.summary, number),
    )
    return Reply(texts.void_asked(leader.name, name), pushes=[push])
