"""改 #131 下周五, 端木12.3那个改到12.4: follow-ups and reminders that stand, as lines, moved and corrected."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

from handlers import asking
from handlers import followup_drafts as drafts
from handlers.context import Context, Push, Reply
from handlers.language.dates import find_moments
from handlers.language.meaning import ContactMention, CustomerMention
from handlers.language.patterns import regex
from handlers.texts import common
from handlers.texts import followups as texts
from handlers.texts import records as record_texts
from handlers.texts import visits as visit_texts
from models.directory import PersonCard
from models.queries import absences
from models.queries import followups as queries
from models.queries.followups import Due, Source
from models.schema import Customer, FollowUp, FollowUpState, RecordKind, Visit
from models.services import followups, records, talks
from models.services.followups import Plan
from models.times import shanghai

WHICH = "followups.which"
FURTHEST = timedelta(days=3650)
_KIND_WORDS = {Source.VISIT: "拜访", Source.FOLLOWUP: "跟进", Source.REMINDER: "提醒"}
MOVED = regex(r"(?:改|挪|移|推|推迟|延|延后|延期|顺延|提前|换|调|调整)(?:到|成|在|至|为)")
_THE_RECORD = regex(r"^\D{0,12}[#＃]?\s*\d{1,12}\s*(?:号|条)?")


def names(ctx: Context, row: FollowUp) -> str:
    """A follow-up or reminder as one line: 跟进#131 苏州东吴机械有限公司·王总，12月2日（周三）带样品."""
    at = texts.every(row.repeat, row.due_clock) if row.repeat else texts.when(row.due_on, row.due_clock, ctx.today)
    customer = customer_name(ctx, row.customer_id)
    return texts.line(row.kind, row.number, customer=customer, contact=contact_of(row), at=at, note=row.note)


def set_plan(ctx: Context, plan: Plan, person: PersonCard | None = None) -> FollowUp:
    """Write down a follow-up or reminder, and prepare the push for its minute.

    Args:
        ctx: of the message.
        plan: what, and when.
        person: whose it is, where it is not the speaker's own.

    Raises:
        MomentPassed, MomentTooFar, DuplicateFollowUp: see `followups.add`.
    """
    row = followups.add(
        ctx.session,
        plan,
        person=person or ctx.person,
        message_id=ctx.message.id,
        said_at=ctx.message.sent_at,
        now=ctx.now,
    )
    announce(ctx, row)
    return row


def how_told(ctx: Context, row: FollowUp) -> str:
    """How its owner will be reminded of it, and when: 当天 08:20 提醒你。"""
    terms, calendar = ctx.directory.terms, ctx.directory.calendar
    listed = absences.find_listing(ctx.session, row.person_id, row.due_on, terms, calendar)
    return texts.told(row.kind, row.due_on, row.due_clock, ctx.message.sent_at, listed)


def announce(ctx: Context, row: FollowUp) -> None:
    """Prepare the push for its minute with the words as they are now."""
    if row.due_clock is None:
        return
    whom = texts.who(customer_name(ctx, row.customer_id), contact_of(row))
    body = texts.push(row.note, whom, row.due_clock, row.kind, row.number)
    userid = ctx.directory.people[row.person_id].userid
    followups.announce(ctx.session, row, userid=userid, body=body, now=ctx.now)


def change(ctx: Context, number: int) -> Reply:
    """改 #131 下周五, 改 #132 内容 带合同: one thing of it; its author hears what a leader changed."""
    row = followups.find_own(ctx.session, number=number, person=ctx.person, directory=ctx.directory)
    before = names(ctx, row)
    reply = _change(ctx, row)
    what = names(ctx, row)
    if row.person_id == ctx.person.id or (what == before and row.state == FollowUpState.OPEN):
        return reply
    told = texts.your_plan_changed(ctx.person.name, what)
    return replace(
        reply, pushes=[Push(row.person_id, "record_changed", f"record_changed:{number}:{ctx.message.id}", told)]
    )


def _change(ctx: Context, row: FollowUp) -> Reply:
    field, value = ctx.intent.value("field"), ctx.intent.value("value")
    if field == "next_date" and value is None and "value" in ctx.intent.slots:
        return cancel(ctx, row.number)
    if field == "summary" and isinstance(value, str):
        note = record_texts.added(row.note, value) if row.note and ctx.intent.value("append") else value
        followups.change_note(ctx.session, row, note=note)
    elif field == "contact":
        mention = value if isinstance(value, ContactMention) else ContactMention(str(value or ""))
        followups.change_contact(ctx.session, row, contact_id=mention.contact_id, name=mention.text)
    elif field == "customer":
        refused = _change_customer(ctx, row, value or ctx.intent.value("customer"))
        if refused is not None:
            return refused
    else:
        return _change_moment(ctx, row)
    announce(ctx, row)
    return Reply(common.changed(names(ctx, row)))


def _change_customer(ctx: Context, row: FollowUp, said: object) -> Reply | None:
    """Put it to another customer; what is said where that is none, or several."""
    mention = said if isinstance(said, CustomerMention) else CustomerMention(str(said or ""), ())
    if len(mention.ids) > 1:
        return Reply(texts.several_fit([customer_name(ctx, found) for found in mention.ids]))
    if not mention.ids:
        return Reply(record_texts.customer_unknown(mention.text))
    followups.change_customer(ctx.session, row, customer_id=mention.ids[0])
    return None


def cancel(ctx: Context, number: int) -> Reply:
    """撤销 #131 after the ten minutes: nobody counts by it, so its author just cancels it."""
    row = followups.find_own(ctx.session, number=number, person=ctx.person, directory=ctx.directory)
    followups.cancel(ctx.session, row, now=ctx.now)
    return Reply(texts.cancelled(names(ctx, row)))


def take_up(ctx: Context, row: FollowUp) -> Reply:
    """提醒恢复吧: what was called off is to be done after all, at its time.

    Raises:
        MomentPassed: that is over.
    """
    followups.move(ctx.session, row, on=row.due_on, clock=row.due_clock, said_at=ctx.message.sent_at)
    announce(ctx, row)
    return Reply(texts.taken_up(names(ctx, row), how_told(ctx, row)))


def move(ctx: Context, row: FollowUp, on: date | None, clock: time | None) -> Reply:
    """Put one to another day, or to another time of its day.

    Raises:
        MomentPassed: that is over.
        MomentTooFar: it lies too far ahead.
    """
    before = texts.when(row.due_on, row.due_clock, ctx.today)
    followups.move(ctx.session, row, on=on or _day_for(ctx, row, clock), clock=clock, said_at=ctx.message.sent_at)
    announce(ctx, row)
    told = how_told(ctx, row)
    at = texts.when(row.due_on, row.due_clock, ctx.today)
    what = texts.line(
        row.kind,
        row.number,
        customer=customer_name(ctx, row.customer_id),
        contact=contact_of(row),
        at=at,
        note=row.note,
    )
    return Reply(texts.moved(what, before, told))


def next_line(ctx: Context, visit: Visit) -> str:
    """A visit with its next step as one line."""
    return visit_texts.line(
        visit.number,
        ctx.directory.customer(visit.customer_id).name,
        contact=visit.contact_name,
        summary=visit.summary,
        next_step=visit_texts.next_step(visit.next_on, visit.next_clock, visit.next_note, ctx.today),
    )


def move_next(ctx: Context, visit: Visit, on: date | None, clock: time | None) -> Reply:
    """Put the next step of a visit to another day."""
    day = on or visit.next_on or ctx.today
    followups.check_moment(day, clock, ctx.message.sent_at)
    records.change_next(ctx.session, visit, on=day, clock=clock, note="")
    at = texts.when(day, visit.next_clock, ctx.today)
    return Reply(texts.next_moved(ctx.directory.customer(visit.customer_id).name, visit.number, at))


def moved_by_words(ctx: Context) -> Reply | None:
    """端木12.3那个改到12.4: the one of that customer, contact or day is moved; None where none stands.

    Where several stand and nothing tells them apart, it is asked which.
    """
    word = MOVED.search(ctx.text)
    on = ctx.intent.value("next_date")
    if word is None or on is None:
        return None
    draft = drafts.read(ctx, ctx.intent)
    meant = _meant(ctx, draft, word.start())
    if not meant:
        return None
    if len(meant) == 1:
        return move_due(ctx, meant[0], on, draft.clock)
    options = [
        asking.Option(f"{due.source.value}:{due.number}", _label(ctx, due), (f"#{due.number}",))
        for due in meant[: asking.OFFERED]
    ]
    waiting = {"on": on.isoformat(), "clock": draft.clock and draft.clock.isoformat()}
    return asking.ask(WHICH, texts.WHICH_TO_MOVE, options, waiting)


def _meant(ctx: Context, draft: drafts.Draft, end: int) -> list[Due]:
    """What the words before 改到 can mean: by customer, then by kind, contact and day where these tell it apart."""
    mention: CustomerMention | None = ctx.intent.value("customer")
    ids = set(mention.ids) if mention is not None else {draft.customer_id} - {None}
    first = ctx.today - timedelta(days=queries.OVERDUE_DAYS)
    due = queries.list_due(ctx.session.connection(), first=first, last=ctx.today + FURTHEST, person_id=ctx.person.id)
    standing = [each for each in due if each.customer_id in ids or (not ids and _names(each, draft.contact_name))]
    said = ctx.text[:end]
    days = _days_before(ctx, end)
    for fits in (
        [each for each in standing if _KIND_WORDS[each.source] in said],
        [each for each in standing if _names(each, draft.contact_name)],
    ):
        standing = [each for each in standing if each in fits] or standing
    return [each for each in standing if each.on in days] if days else standing


def _names(due: Due, contact: str) -> bool:
    return bool(contact) and contact in f"{due.contact}{due.note}"


def _label(ctx: Context, due: Due) -> str:
    return (
        f"{texts.who(due.customer, due.contact)} {texts.when(due.on, due.clock, ctx.today)}{common.cut(due.note, 20)}"
    )


def move_due(ctx: Context, due: Due, on: date | None, clock: time | None) -> Reply:
    """Put one thing of a list to another day."""
    return move_named(ctx, due.source, due.number, on, clock)


def move_named(ctx: Context, source: Source, number: int, on: date | None, clock: time | None) -> Reply:
    """Put what has this number to another day: the next step of a visit, or a follow-up or reminder."""
    if source is Source.VISIT:
        visit = records.find_changeable(ctx.session, number=number, person=ctx.person, directory=ctx.directory)
        return move_next(ctx, visit, on, clock)
    row = followups.find_own(ctx.session, number=number, person=ctx.person, directory=ctx.directory)
    return move(ctx, row, on, clock)


def customer_name(ctx: Context, customer_id: int | None) -> str:
    """Its full name; empty for none."""
    if customer_id is None:
        return ""
    card = ctx.directory.customers.get(customer_id)
    if card is not None:
        return card.name
    # One that this very message made is not in the directory yet.
    made = ctx.session.get(Customer, customer_id)
    return made.name if made is not None else visit_texts.UNKNOWN_NAME


def contact_of(row: FollowUp) -> str:
    """Whom it names; not twice where his own words name him, too."""
    return "" if row.contact_name and row.contact_name in row.note else row.contact_name


def _change_moment(ctx: Context, row: FollowUp) -> Reply:
    record = _THE_RECORD.match(ctx.text) if "number" in ctx.intent.slots else None
    on, clock = drafts.moment(ctx.text[record.end() if record is not None else 0 :], ctx.today)
    value = ctx.intent.value("value")
    if isinstance(value, date) and (value >= ctx.today or on is None):
        on = value
    if on is None and clock is None:
        return Reply(texts.what_to_change(names(ctx, row), row.number))
    if talks.is_talk(ctx.session, row):
        return _next_of_talk(ctx, row, on or ctx.today, clock)
    return move(ctx, row, on, clock or ctx.intent.value("next_time"))


def _next_of_talk(ctx: Context, row: FollowUp, on: date, clock: time | None) -> Reply:
    """A talk was, and stays on its day: when to go on is a follow-up of its own."""
    plan = Plan(RecordKind.FOLLOWUP, on, clock, row.customer_id, row.contact_id, row.contact_name)
    made = set_plan(ctx, plan, ctx.directory.people[row.person_id])
    return Reply(texts.set_(names(ctx, made), how_told(ctx, made)))


def _day_for(ctx: Context, row: FollowUp, clock: time | None) -> date:
    """The day of a clock time that was said without one: its own if that is to come, else today or tomorrow."""
    now = shanghai(ctx.message.sent_at)
    if row.due_on > ctx.today or clock is None:
        return row.due_on
    return ctx.today if clock > now.time() else ctx.today + timedelta(days=1)


def _days_before(ctx: Context, end: int) -> set[date]:
    said: date | None = ctx.intent.value("date")
    moments = find_moments(ctx.text[:end], ctx.today)
    return {said} if said is not None else {day for one in moments for day in (one.future, one.past) if day}
