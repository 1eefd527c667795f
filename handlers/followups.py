"""跟进 and 提醒: set for a day, and asked about where the day or the customer is missing (`product.md` C2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta

from handlers import asking, changes, choices
from handlers import followup_drafts as drafts
from handlers.answers import is_aside
from handlers.context import Context, Reply
from handlers.followup_answers import ANSWERS, CUSTOMER, DAY, LONGEST, PASSED, SURE, TIME, No
from handlers.followup_changes import (
    MOVED,
    WHICH,
    customer_name,
    how_told,
    move_named,
    moved_by_words,
    names,
    set_plan,
)
from handlers.followup_drafts import NEW, OFFERED, Draft
from handlers.keeping import pack, unpack
from handlers.language.meaning import CustomerMention, Intents, Speaker
from handlers.language.patterns import regex
from handlers.routing import Router
from handlers.texts import asking as asking_texts
from handlers.texts import common, errors
from handlers.texts import followups as texts
from handlers.texts import visits as visit_texts
from models.errors import DomainError, MomentPassed
from models.queries import visits as visit_queries
from models.queries.followups import Source
from models.schema import FollowUp, RecordKind
from models.services import followups
from models.services.followups import Plan
from models.times import shanghai

router = Router()

ASK = "followups.ask"

RECENT_DAYS = 31
MAX_TRIES = 2
LONGEST_SLIP = 10
"""Characters; a longer text in which no day is found was not meant for one."""

_BEGUN = regex(r"^(?:再|要|得|记得|需要|帮我|我要|去)*(?:跟进|跟一下|回访|联系一?下)(?!记录|了|过|情况|方式|人)")
_GONE = regex(r"[了过吗?？]|没|谁|怎么|多少|什么")


@router.intent(Intents.FOLLOWUP_SET)
def follow_up(ctx: Context) -> Reply:
    """下周三跟进东吴 带样品: one, or several of one message; 端木12.3那个改到12.4 moves the one that stands."""
    if len(ctx.intents) == 1 and MOVED.search(ctx.text) is not None:
        moved = moved_by_words(ctx)
        if moved is not None:
            return moved
        reply = _settle(ctx, [drafts.read(ctx, ctx.intent)])
        return reply if reply.ask else replace(reply, text=reply.text + texts.NOT_STANDING)
    return _settle(ctx, [drafts.read(ctx, intent) for intent in ctx.intents])


@router.intent(Intents.REMINDER_SET)
def remind(ctx: Context) -> Reply:
    """提醒我明天10点给王总打电话, 每周五下午5点提醒我交周报."""
    return _settle(ctx, [drafts.read(ctx, intent) for intent in ctx.intents])


@router.answer(
    ASK,
    takes=(
        Intents.FOLLOWUP_SET,
        Intents.REMINDER_SET,
        Intents.RECORD_CHANGE,
        Intents.UNDO,
        Intents.VISIT_LOG,
        Intents.CUSTOMER_QUERY,
    ),
)
def answer(ctx: Context) -> Reply | None:
    """The day, the time, the customer, or the yes that was asked for."""
    data = ctx.asked
    queue = [unpack(Draft, packed) for packed in data.get("waiting", ())]
    if not queue:
        return Reply(texts.DROPPED)
    asked, line, rest = str(data["asks"]), queue[0], queue[1:]
    bare_undo = ctx.intent.name is Intents.UNDO and "number" not in ctx.intent.slots
    if bare_undo or choices.refuses(ctx.text):
        return _go_on(ctx, texts.DROPPED, rest)
    settled = ANSWERS[asked](ctx, line)
    if isinstance(settled, No):
        return _go_on(ctx, texts.DROPPED, rest)
    if isinstance(settled, Draft):
        return _settle(ctx, [settled, *rest])
    if ctx.intent.name is Intents.CANCEL:
        return _go_on(ctx, texts.DROPPED, rest)
    if is_aside(ctx):
        return None
    if asked in (DAY, TIME) and len(choices.folded(ctx.text)) > LONGEST_SLIP:
        return None  # a sentence of its own
    if line.tries + 1 >= MAX_TRIES:
        return _go_on(ctx, texts.GIVEN_UP, rest)
    again = replace(line, tries=line.tries + 1)
    return _ask(ctx, [again, *rest], asked, again=True)


@router.answer(WHICH)
def which(ctx: Context) -> Reply | None:
    """Which of several is put to another day."""
    taken = asking.taken(ctx)
    if not isinstance(taken, asking.Taken):
        return taken
    source, _, number = str(taken.value).partition(":")
    held = taken.waiting
    clock = time.fromisoformat(held["clock"]) if held["clock"] else None
    return move_named(ctx, Source(source), int(number), date.fromisoformat(held["on"]), clock)


def begin(ctx: Context) -> Reply | None:
    """跟进东吴 without a day, 下周三跟进一下 without a customer: what is missing is asked; None for anything else.

    改到下周五下午3点 alone moves the one that was written last.
    """
    on, clock = drafts.moment(ctx.text, ctx.today)
    if MOVED.match(ctx.text.strip()) is not None and (on is not None or clock is not None):
        latest = changes.meant(ctx, "next_date")
        return changes.change(ctx, latest, named=False) if latest is not None else None
    without_day = _BEGUN.search(ctx.text.strip()) is not None
    planned = on is not None and on >= ctx.today and "跟进" in ctx.text
    if len(ctx.text) > LONGEST or _GONE.search(ctx.text) or ctx.book is None or not (without_day or planned):
        return None
    found = ctx.book.find_customers(ctx.text, Speaker(ctx.person.id, ctx.person.leads))
    if len(found) > 1 or (not found and not planned):
        return None
    draft = Draft(RecordKind.FOLLOWUP, on, clock)
    if found:
        start, end, ids = found[0]
        draft = drafts.with_customer(ctx, draft, CustomerMention(ctx.text[start:end], tuple(ids)))
    return _settle(ctx, [draft])


def _settle(ctx: Context, queue: Sequence[Draft]) -> Reply:
    """Write what is complete; ask about the first that is not."""
    fates: list[str] = []
    waiting: list[tuple[Draft, str, date | None]] = []
    for draft in queue:
        # A refusal comes before the first write of its line, so nothing has to be taken back.
        try:
            missing = _missing(ctx, draft)
            if missing:
                waiting.append((draft, missing, draft.on))
            else:
                fates.append(_write(ctx, draft))
        except MomentPassed as fact:
            waiting.append((replace(draft, on=fact.better_on), PASSED, fact.on))
        except DomainError as fact:
            fates.append(errors.word(fact, ctx.directory))
    text = texts.several(fates) if len(fates) > 1 else "".join(fates)
    if not waiting:
        return Reply(text)
    return _ask(ctx, [line for line, _, _ in waiting], waiting[0][1], before=text, said=waiting[0][2])


def _missing(ctx: Context, draft: Draft) -> str:
    """What must be asked before it can be written; empty when nothing.

    Raises:
        MomentPassed: its day or time is over.
        MomentTooFar: it lies too far ahead.
    """
    if draft.kind is RecordKind.FOLLOWUP and draft.customer_id is None:
        return CUSTOMER
    if draft.on is None:
        return DAY
    followups.check_moment(draft.on, draft.clock, ctx.message.sent_at)
    if draft.kind is RecordKind.REMINDER and draft.clock is None and _is_too_late_today(ctx, draft.on):
        return TIME
    return "" if draft.sure else SURE


def _is_too_late_today(ctx: Context, on: date) -> bool:
    """Whether the morning's list, which tells of what has no clock time, is over on that day."""
    return on == ctx.today and shanghai(ctx.message.sent_at).time() >= ctx.directory.terms.clock("morning_at", on)


def _write(ctx: Context, draft: Draft) -> str:
    assert draft.on is not None  # noqa: S101  (narrows the type: `_missing` has seen to it)
    plan = Plan(
        draft.kind,
        draft.on,
        draft.clock,
        draft.customer_id,
        draft.contact_id,
        draft.contact_name,
        draft.note,
        draft.repeat,
    )
    row = set_plan(ctx, plan)
    if row.repeat:
        first = texts.when(row.due_on, row.due_clock, ctx.today)
        return draft.made + texts.set_(names(ctx, row), texts.next_time(first, row.number))
    return draft.made + texts.set_(
        names(ctx, row),
        how_told(ctx, row),
        ownership=_ownership(ctx, row),
        rough=texts.rough(texts.when(row.due_on, row.due_clock, ctx.today), row.number) if draft.rough else "",
    )


def _ownership(ctx: Context, row: FollowUp) -> str:
    """Whose customer it is, without the owner's name (`product.md` P6); a reminder is his own affair."""
    card = ctx.directory.customers.get(row.customer_id) if row.customer_id is not None else None
    if card is None or row.kind == RecordKind.REMINDER:
        return ""
    if card.owner_id == ctx.person.id or ctx.directory.helps(ctx.person.id, card.id):
        return ""
    if card.owner_id is None:
        return texts.POOLED
    if ctx.directory.is_above(ctx.person.id, card.owner_id):
        return ""
    return texts.COLLEAGUES


def _ask(
    ctx: Context,
    queue: Sequence[Draft],
    asked: str,
    *,
    before: str = "",
    again: bool = False,
    said: date | None = None,
) -> Reply:
    draft = queue[0]
    if asked == CUSTOMER and not draft.options and not draft.mention:
        draft = replace(draft, options=tuple(_offered(ctx)))
    question = _question(ctx, draft, asked, said)
    if again:
        question = {DAY: texts.DAY_AGAIN, TIME: texts.TIME_AGAIN}.get(asked) or asking_texts.again(question)
    data = {"asks": asked, "waiting": [pack(line) for line in (draft, *queue[1:])]}
    return Reply("\n".join(filter(None, (before, question))), ask=ASK, data=data, unread=again)


def _question(ctx: Context, draft: Draft, asked: str, said: date | None) -> str:
    whom = texts.who(customer_name(ctx, draft.customer_id), draft.contact_name)
    if asked == DAY:
        return texts.ask_day(" ".join(filter(None, (whom, common.cut(draft.note, 24)))))
    if asked == TIME:
        return texts.WHICH_TIME
    if asked == CUSTOMER:
        return _which_customer(ctx, draft)
    on = draft.on or ctx.today
    if asked == PASSED:
        return texts.passed(said, draft.clock, on, ctx.today)
    return texts.ask_sure(texts.draft(draft.kind, whom, texts.when(on, draft.clock, ctx.today), draft.note))


def _which_customer(ctx: Context, draft: Draft) -> str:
    labels = [visit_texts.NEW_CUSTOMER if option == NEW else customer_name(ctx, option) for option in draft.options]
    if not labels:
        return texts.WHICH_CUSTOMER
    if not draft.mention:
        return texts.which_customer(labels)
    if NEW not in draft.options:
        return visit_texts.which(draft.mention, labels)
    return (visit_texts.near_miss if len(labels) > 1 else visit_texts.not_found)(draft.mention, labels)


def _offered(ctx: Context) -> Sequence[int]:
    """Customers for a line that names none: the last ones visited, else his own if they are few."""
    since = ctx.today - timedelta(days=RECENT_DAYS)
    recent = visit_queries.list_recent_customers(ctx.session, person_id=ctx.person.id, since=since, most=OFFERED)
    if recent:
        return [found for found in recent if ctx.directory.customer(found).active]
    owned = sorted(ctx.directory.owned_by(ctx.person.id))
    return owned if len(owned) <= OFFERED else []


def _go_on(ctx: Context, done: str, rest: Sequence[Draft]) -> Reply:
    """The fate of the last line, then the next one that waits."""
    if not rest:
        return Reply(done)
    reply = _settle(ctx, rest)
    return replace(reply, text=f"{done}\n{reply.text}")
