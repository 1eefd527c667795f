"""拜访: log a visit, arrive, leave; ask which customer where that would be guessed, and register unknown ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from handlers import asides, choices, payment_checks, refusals, rights, talks
from handlers.answers import is_aside
from handlers.context import Context, Reply
from handlers.language.meaning import ContactMention, CustomerMention, Intent, Intents
from handlers.language.patterns import regex
from handlers.routing import Router
from handlers.texts import asking as asking_texts
from handlers.texts import common
from handlers.texts import visits as texts
from handlers.visit_choices import chosen, named_in
from handlers.visit_lines import ARRIVE, LOG, NEW, Waiting, ids_of, ownership, packed, question, unpacked, wait
from models.queries import visits as queries
from models.rules.masking import unkept
from models.rules.points import floor_of
from models.rules.reports import OWING_ROLES
from models.rules.words import clean_words
from models.services import customers, visits
from models.services.customers import Namesake
from models.services.visits import Logged, Report

router = Router()

WHICH = "visits.which"
FILL = "visits.fill"
RETRACT = "visits.retract"
"""Asked here, answered in `handlers.records`: the arrival may have been a mistake."""

_PLANS = regex("跟进|提醒|记得|别忘|待办|约了")
"""What is planned and no news of the visit, though it may name the same customer."""
LONGEST_FILL = 800
"""Longer texts are pasted articles or forwarded chats (`product.md` §4.2)."""
MAX_TRIES = 2


@router.intent(Intents.VISIT_LOG)
def log(ctx: Context) -> Reply:
    """拜访 <客户> <谁> <谈了什么> <下次>: one visit, or several of one message."""
    several = len(ctx.intents) > 1
    reply = _log_several(ctx, ctx.intents) if several else _log(ctx)
    said: int | None = ctx.intent.value("count")
    if said is not None and not reply.ask:
        reply = replace(reply, text=f"{reply.text}\n{texts.others(said, len(ctx.intents))}")
    return _noted(ctx, reply)


def _log(ctx: Context) -> Reply:
    report = _report(ctx, ctx.intent)
    visits.check_day(report.day, ctx.today)
    mention: CustomerMention | None = ctx.intent.value("customer")
    if mention is None:
        return _log_where_he_is(ctx, report)
    if len(mention.ids) != 1:
        return _ask(ctx, [wait(ctx, LOG, report, mention)])
    return _log_named(ctx, report)


@router.intent(Intents.VISIT_ARRIVE)
def arrive(ctx: Context) -> Reply:
    """到了 <客户>: notes the time; what was talked about may follow as a plain sentence."""
    report = _report(ctx, ctx.intent)
    mention: CustomerMention | None = ctx.intent.value("customer")
    if mention is None and rights.may_check_money(ctx):
        return payment_checks.listed(ctx)  # what has arrived at finance is money
    if mention is None or len(mention.ids) != 1:
        return _ask(ctx, [wait(ctx, ARRIVE, report, mention)])
    return _arrive(ctx, report)


@router.intent(Intents.VISIT_LEAVE)
def leave(ctx: Context) -> Reply:
    """离开 <客户>, 走了: how long he was there."""
    mention: CustomerMention | None = ctx.intent.value("customer")
    gone = visits.leave(
        ctx.session,
        person_id=ctx.person.id,
        customer_ids=() if mention is None else mention.ids or mention.near,
        said_at=ctx.message.sent_at,
        clock=ctx.intent.value("time"),
    )
    text = texts.left(ctx.directory.customer(gone.customer_id).name, gone.at, gone.minutes)
    if gone.told:
        return Reply(text)
    return Reply(text + texts.TELL_NOW, ask=FILL, data={"number": gone.number})


@router.answer(FILL, takes=(Intents.VISIT_LOG, Intents.FOLLOWUP_SET))
def fill(ctx: Context) -> Reply | None:
    """The plain sentence after 到了 or 走了: what was talked about there."""
    if ctx.question is None or ctx.intent.name == Intents.CANCEL:
        return Reply(texts.NOT_FILLED)
    if _is_own_report(ctx) or (ctx.intent.name is Intents.FOLLOWUP_SET and _PLANS.search(ctx.text)):
        return None
    if ctx.intent.name in (Intents.CONFIRM, Intents.CHOOSE):
        return Reply(texts.SAY_WHAT, keep=True)
    if len(ctx.text) > LONGEST_FILL:
        return Reply(texts.TOO_LONG_A_REPORT, keep=True)
    number = int(ctx.question.data["number"])
    arrivals = queries.list_arrivals(ctx.session, person_id=ctx.person.id, day=ctx.today)
    arrival = next((known for known in arrivals if known.number == number and not known.summary), None)
    if arrival is None:
        return Reply(texts.EARLIER_GONE)
    if asides.is_mistake(ctx.text):
        spoken_of = named_in(ctx, ctx.text).ids
        right = not spoken_of or arrival.customer_id in spoken_of
        return Reply(texts.retract(number), ask=RETRACT, data={"number": number}) if right else None
    if ctx.intent.name is Intents.NOT_YET:
        return None
    aside = _aside(ctx.text)
    if aside:
        return Reply(aside, keep=True)
    mention: CustomerMention | None = ctx.intent.value("customer")
    if mention is not None and mention.ids and arrival.customer_id not in mention.ids:
        return None if ctx.intent.name is Intents.FOLLOWUP_SET else Reply(texts.ABOUT_ANOTHER, keep=True)
    report = replace(_report(ctx, ctx.intent), customer_id=arrival.customer_id, day=ctx.today)
    report = replace(report, summary=report.summary or clean_words(ctx.text))
    return _noted(ctx, Reply(_fill(ctx, number, report)))


def _is_own_report(ctx: Context) -> bool:
    """Whether it is a report that says where or when itself, and so tells of another visit."""
    told = ctx.intent.value
    return ctx.intent.name is Intents.VISIT_LOG and (
        told("customer") is not None or told("date", ctx.today) != ctx.today
    )


def _aside(text: str) -> str:
    if asides.is_question(text):
        return texts.NOT_A_REPORT
    if asides.is_waiting(text):
        return texts.STILL_WAITING
    return texts.NOT_ABOUT_VISIT if asides.is_small(text) else ""


@router.answer(WHICH, takes=(Intents.UNDO, Intents.RECORD_CHANGE, Intents.VISIT_LOG))
def choose(ctx: Context) -> Reply | None:
    """Which customer a line meant: by number, by words, or by writing the name again."""
    queue = [unpacked(data) for data in ctx.question.data["waiting"]] if ctx.question else []
    if not queue:
        return Reply(texts.DROPPED)
    line, rest = queue[0], queue[1:]
    if _is_elsewhere(ctx):
        return None
    if ctx.intent.name is Intents.UNDO or choices.refuses(ctx.text):
        return _go_on(ctx, Reply(texts.DROPPED), rest)
    if choices.asks(ctx.text) and ctx.intent.name is Intents.UNKNOWN:
        return _ask(ctx, queue, texts.asked_back(question(ctx, line), registering=not ids_of(line)))
    meant = _amended(ctx, line) or chosen(ctx, line)
    if meant is not None:
        return _taken(ctx, meant, line, rest)
    return None if is_aside(ctx) else _unfit(ctx, line, rest)


def _taken(ctx: Context, chosen: int | str | Waiting, line: Waiting, rest: Sequence[Waiting]) -> Reply:
    if isinstance(chosen, int):
        return _go_on(ctx, _applied(ctx, line, chosen), rest)
    if isinstance(chosen, Waiting):
        return _ask(ctx, [chosen, *rest])
    if chosen == NEW:
        return _register(ctx, line, rest)
    return _ask(ctx, [replace(line, mention="", options=()), *rest], texts.WRITE_NAME)


def _unfit(ctx: Context, line: Waiting, rest: Sequence[Waiting]) -> Reply:
    """An answer that fits nothing: asked once more, then dropped."""
    if ctx.intent.name == Intents.CANCEL:
        return _go_on(ctx, Reply(texts.DROPPED), rest)
    if line.tries + 1 >= MAX_TRIES:
        return _go_on(ctx, Reply(texts.GIVEN_UP), rest)
    asked = _ask(ctx, [replace(line, tries=line.tries + 1), *rest], asking_texts.again(question(ctx, line)))
    return replace(asked, unread=True)


def _is_elsewhere(ctx: Context) -> bool:
    """Whether a command means something else than the line that waits: it names a record, or reports a visit."""
    if ctx.intent.name in (Intents.UNDO, Intents.RECORD_CHANGE):
        return any(name in ctx.intent.slots for name in ("number", "place", "customer", "append"))
    return ctx.intent.name is Intents.VISIT_LOG and choices.corrected(ctx.text) is None


def _amended(ctx: Context, line: Waiting) -> Waiting | None:
    """The line with what was corrected in it, except for its customer: 下次改成周五 before the visit is written."""
    if ctx.intent.name is not Intents.RECORD_CHANGE:
        return None
    value, report = ctx.intent.value("value"), line.report
    match ctx.intent.value("field"):
        case "contact" if isinstance(value, ContactMention):
            report = replace(report, contact_id=None, contact_name=clean_words(value.text))
        case "date" if isinstance(value, date):
            visits.check_day(value, ctx.today)
            report = replace(report, day=value)
        case "next_date" if isinstance(value, date):
            note = clean_words(ctx.intent.value("next_note", report.next_note))
            report = replace(report, next_on=value, next_clock=ctx.intent.value("next_time"), next_note=note)
        case "summary" if isinstance(value, str):
            report = replace(report, summary=clean_words(value))
        case _:
            return None
    return replace(line, report=report)


def _noted(ctx: Context, reply: Reply) -> Reply:
    """The reply, with a word about numbers in the message that are not kept (`product.md` P7)."""
    kinds = unkept(ctx.text)
    return replace(reply, text=f"{reply.text}\n{texts.not_kept(kinds)}") if kinds else reply


def _report(ctx: Context, intent: Intent) -> Report:
    """What an intent says of a visit, in words that may be stored; the customer is put in when it is certain."""
    value = intent.value
    contact: ContactMention | None = value("contact")
    customer: CustomerMention | None = value("customer")
    return Report(
        customer_id=customer.ids[0] if customer is not None and len(customer.ids) == 1 else 0,
        day=value("date") or ctx.today,
        said_at=ctx.message.sent_at,
        clock=value("time"),
        contact_id=contact.contact_id if contact is not None else None,
        contact_name=clean_words(contact.text) if contact is not None else "",
        summary=clean_words(value("summary", "")),
        next_on=value("next_date"),
        next_clock=value("next_time"),
        next_note=clean_words(value("next_note", "")),
        way=talks.way_of(intent),
    )


def _write(ctx: Context, report: Report) -> Logged:
    return visits.log_visit(
        ctx.session,
        report,
        person_id=ctx.person.id,
        message_id=ctx.message.id,
        directory=ctx.directory,
        now=ctx.now,
        today=ctx.today,
    )


def _fill(ctx: Context, number: int, report: Report) -> str:
    done = visits.fill_arrival(ctx.session, number=number, report=report, directory=ctx.directory)
    return _logged(ctx, done, report)


def _logged(ctx: Context, done: Logged, report: Report, name: str | None = None) -> str:
    """What became of one report; `name` of a customer that was made just now."""
    return texts.logged(
        _line(ctx, done.number, report, name),
        filled=done.filled,
        made_up_for=common.day(report.day, ctx.today) if report.day != ctx.today else "",
        rest=f"{texts.evidence(done.evidence)}{ownership(ctx, report.customer_id)}{_points(ctx, done, report)}",
    )


def _line(ctx: Context, number: int, report: Report, name: str | None = None) -> str:
    return texts.line(
        number,
        name or ctx.directory.customer(report.customer_id).name,
        contact=report.contact_name,
        at=report.clock,
        summary=report.summary,
        next_step=texts.next_step(report.next_on, report.next_clock, report.next_note, ctx.today),
    )


def _points(ctx: Context, done: Logged, report: Report) -> str:
    if ctx.person.role not in OWING_ROLES:
        return ""
    floor = floor_of(ctx.directory.terms, report.day, ctx.today)
    if done.evidence.level < done.asked:
        return texts.points_weak(done.points, done.asked, day=report.day, today=ctx.today, floor=floor)
    counted = done.counted or done.filled
    return texts.points(done.points, counted=counted, day=report.day, today=ctx.today, floor=floor)


def _arrive(ctx: Context, report: Report, name: str | None = None) -> Reply:
    came = visits.arrive(
        ctx.session,
        person_id=ctx.person.id,
        message_id=ctx.message.id,
        customer_id=report.customer_id,
        said_at=report.said_at,
        clock=report.clock,
        directory=ctx.directory,
        now=ctx.now,
    )
    name = name or ctx.directory.customer(report.customer_id).name
    if came.evidence is None:
        known = texts.arrived_before(name, came.at, came.number) + texts.TELL_LATER
        said = texts.STILL_WAITING if asides.is_waiting(ctx.text) else known
        return Reply(said, ask=FILL, data={"number": came.number})
    text = texts.arrived(
        name, came.at, came.number, distance_m=came.evidence.distance_m, point_set=came.evidence.point_set,
        ownership=ownership(ctx, report.customer_id),
    )  # fmt: skip
    return Reply(text + texts.TELL_LATER, ask=FILL, data={"number": came.number})


def _log_where_he_is(ctx: Context, report: Report) -> Reply:
    """No customer was said: today's arrival of which nothing was told yet, else he is asked."""
    if report.day == ctx.today and not report.way:
        arrival = visits.find_untold_arrival(ctx.session, person_id=ctx.person.id, day=ctx.today)
        if arrival is not None:
            return Reply(_fill(ctx, arrival.number, replace(report, customer_id=arrival.customer_id)))
    return _ask(ctx, [wait(ctx, LOG, report, None)])


def _log_several(ctx: Context, intents: Sequence[Intent]) -> Reply:
    """Each record on its own: good ones are written even if others are refused or must be asked about."""
    fates: list[str] = []
    queue: list[Waiting] = []
    written: list[tuple[Logged | None, Report]] = []
    for intent in intents:
        report = _report(ctx, intent)
        fates.append(refusals.said(ctx, partial(_log_one_of_several, ctx, intent, report, queue, written)))
    visited = [(done, report) for done, report in written if done is not None]
    tail = texts.TALKS_ONLY if written else ""
    if visited:
        plain = all(done.evidence.level == 1 for done, _ in visited)
        tail = texts.several_tail(_points(ctx, *visited[-1]), plain=plain)
    text = texts.several(fates, written=len(written), asked=len(queue), tail=tail)
    return _ask(ctx, queue, f"{text}\n{question(ctx, queue[0])}") if queue else Reply(text)


def _log_one_of_several(
    ctx: Context,
    intent: Intent,
    report: Report,
    queue: list[Waiting],
    written: list[tuple[Logged | None, Report]],
) -> str:
    """The fate of one record; `written` gets it, with nothing beside it where it was a talk."""
    visits.check_day(report.day, ctx.today)
    mention: CustomerMention | None = intent.value("customer")
    if mention is None or len(mention.ids) != 1:
        queue.append(wait(ctx, LOG, report, mention))
        return texts.fate_asked(mention.text if mention is not None else "")
    if report.way:
        line = talks.log(ctx, report, one_of_several=True)
        written.append((None, report))
        return line
    done = _write(ctx, report)
    written.append((done, report))
    made_up_for = common.day(report.day, ctx.today) if report.day != ctx.today else ""
    return texts.fate_written(_line(ctx, done.number, report), done.evidence.level, made_up_for)


def _ask(ctx: Context, queue: Sequence[Waiting], text: str | None = None) -> Reply:
    return Reply(text or question(ctx, queue[0]), ask=WHICH, data={"waiting": [packed(line) for line in queue]})


def _go_on(ctx: Context, done: Reply, rest: Sequence[Waiting]) -> Reply:
    """The next line that waits, after the fate of the last; without one, that fate alone."""
    if not rest:
        return done
    return _ask(ctx, rest, f"{done.text}\n{question(ctx, rest[0])}")


def _applied(ctx: Context, line: Waiting, customer_id: int, name: str | None = None) -> Reply:
    """Write a line whose customer is certain now; a refusal is its fate, and the others go on."""
    step = _arrive if line.action == ARRIVE else _log_named
    return refusals.replied(ctx, partial(step, ctx, replace(line.report, customer_id=customer_id), name))


def _log_named(ctx: Context, report: Report, name: str | None = None) -> Reply:
    if report.way:
        return Reply(talks.log(ctx, report, name or ""))
    return Reply(_logged(ctx, _write(ctx, report), report, name))


def _register(ctx: Context, line: Waiting, rest: Sequence[Waiting]) -> Reply:
    """按新客户登记: the customer is made and belongs to him, then the line is written."""
    if not customers.fits_as_name(line.mention):
        return _ask(ctx, [replace(line, mention="", options=()), *rest], texts.BAD_NAME)
    made = customers.register(
        ctx.session,
        name=line.mention,
        person_id=ctx.person.id,
        message_id=ctx.message.id,
        now=ctx.now,
        declined=ids_of(line),
    )
    if isinstance(made, Namesake):
        again = replace(line, options=(made.customer_id, NEW))
        return _ask(ctx, [again, *rest], texts.namesake(line.mention, [made.name, texts.NEW_CUSTOMER]))
    done = _applied(ctx, line, made.customer_id, made.name)
    return _go_on(ctx, replace(done, text=texts.registered(made.name, made.number) + done.text), rest)
