"""拜访: log a visit, arrive, leave; ask which customer where that would be guessed, and register unknown ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from handlers import choices
from handlers.context import Context, Reply
from handlers.language.meaning import ContactMention, CustomerMention, Intent, Intents
from handlers.routing import Router
from handlers.texts import common, errors
from handlers.texts import visits as texts
from models.errors import DomainError
from models.queries import visits as queries
from models.services import customers, visits
from models.services.customers import Namesake
from models.services.visits import Logged, Report

router = Router()

WHICH = "visits.which"
FILL = "visits.fill"

LOG = "log"
ARRIVE = "arrive"
NEW = "new"
AGAIN = "again"

OFFERED = 5
RECENT_DAYS = 31
LONGEST_FILL = 800
"""Longer texts are pasted articles or forwarded chats (`product.md` §4.2)."""
LONGER_NAME = 3
"""Somebody who writes so many characters more than a known name may mean another firm."""
MAX_TRIES = 2

_NEW_WORDS = ("新客户", "登记", "新的", "新建")
_AGAIN_WORDS = ("再写", "重写", "写错", "我再", "换个名")
_NONE_WORDS = frozenset({"都不是", "不是", "都不对", "没有", "都没有"})
_QUESTION_ENDS = ("?", "？", "吗", "呢")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line of a message that cannot be written before a question is answered.

    Attributes:
        action: `LOG` or `ARRIVE`.
        report: what was said, customer 0.
        mention: the customer in his words; empty when he said none.
        options: what his answer can choose, by number: customer ids, `NEW`, `AGAIN`.
        tries: answers that did not fit.
    """

    action: str
    report: Report
    mention: str
    options: tuple[int | str, ...] = ()
    tries: int = 0


@router.intent(Intents.VISIT_LOG)
def log(ctx: Context) -> Reply:
    """拜访 <客户> <谁> <谈了什么> <下次>: one visit, or several of one message."""
    if len(ctx.intents) > 1:
        return _log_several(ctx, ctx.intents)
    report = _report(ctx, ctx.intent)
    visits.check_day(report.day, ctx.today)
    mention: CustomerMention | None = ctx.intent.value("customer")
    if mention is None:
        return _log_where_he_is(ctx, report)
    if len(mention.ids) != 1:
        return _ask(ctx, [_waiting(ctx, LOG, report, mention)])
    report = replace(report, customer_id=mention.ids[0])
    return Reply(_logged(ctx, _write(ctx, report), report))


@router.intent(Intents.VISIT_ARRIVE)
def arrive(ctx: Context) -> Reply:
    """到了 <客户>: notes the time; what was talked about may follow as a plain sentence."""
    report = _report(ctx, ctx.intent)
    mention: CustomerMention | None = ctx.intent.value("customer")
    if mention is None or len(mention.ids) != 1:
        return _ask(ctx, [_waiting(ctx, ARRIVE, report, mention)])
    return _arrive(ctx, replace(report, customer_id=mention.ids[0]))


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


@router.answer(FILL)
def fill(ctx: Context) -> Reply:
    """The plain sentence after 到了 or 走了: what was talked about there."""
    if ctx.question is None or ctx.intent.name == Intents.CANCEL:
        return Reply(texts.NOT_FILLED)
    if ctx.intent.name in (Intents.CONFIRM, Intents.CHOOSE):
        return Reply(texts.SAY_WHAT, keep=True)
    if ctx.text.rstrip().endswith(_QUESTION_ENDS):
        return Reply(texts.NOT_A_REPORT, keep=True)
    if len(ctx.text) > LONGEST_FILL:
        return Reply(texts.TOO_LONG_A_REPORT, keep=True)
    number = int(ctx.question.data["number"])
    arrivals = queries.list_arrivals(ctx.session, person_id=ctx.person.id, day=ctx.today)
    arrival = next((known for known in arrivals if known.number == number and not known.summary), None)
    if arrival is None:
        return Reply(texts.EARLIER_GONE)
    mention: CustomerMention | None = ctx.intent.value("customer")
    if mention is not None and mention.ids and arrival.customer_id not in mention.ids:
        return Reply(texts.ABOUT_ANOTHER, keep=True)
    report = replace(_report(ctx, ctx.intent), customer_id=arrival.customer_id, day=ctx.today)
    return Reply(_fill(ctx, number, replace(report, summary=report.summary or ctx.text)))


@router.answer(WHICH)
def choose(ctx: Context) -> Reply:
    """Which customer a line meant: by number, by words, or by writing the name again."""
    queue = [_unpacked(data) for data in ctx.question.data["waiting"]] if ctx.question else []
    if not queue:
        return Reply(texts.DROPPED)
    line, rest = queue[0], queue[1:]
    chosen = _chosen(ctx, line)
    if isinstance(chosen, int):
        return _go_on(ctx, _applied(ctx, line, chosen), rest)
    if isinstance(chosen, Waiting):
        return _ask(ctx, [chosen, *rest])
    if chosen == NEW:
        return _register(ctx, line, rest)
    if chosen == AGAIN:
        return _ask(ctx, [replace(line, mention="", options=()), *rest], texts.WRITE_NAME)
    if ctx.intent.name == Intents.CANCEL:
        return _go_on(ctx, Reply(texts.DROPPED), rest)
    if line.tries + 1 >= MAX_TRIES:
        return _go_on(ctx, Reply(texts.GIVEN_UP), rest)
    return _ask(ctx, [replace(line, tries=line.tries + 1), *rest], texts.again(_question(ctx, line)))


def _report(ctx: Context, intent: Intent) -> Report:
    """What an intent says of a visit; the customer is put in when it is certain."""
    value = intent.value
    contact: ContactMention | None = value("contact")
    return Report(
        customer_id=0,
        day=value("date") or ctx.today,
        said_at=ctx.message.sent_at,
        clock=value("time"),
        contact_id=contact.contact_id if contact is not None else None,
        contact_name=contact.text if contact is not None else "",
        summary=value("summary", ""),
        next_on=value("next_date"),
        next_clock=value("next_time"),
        next_note=value("next_note", ""),
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
    done = visits.fill_arrival(ctx.session, number=number, report=report, directory=ctx.directory, now=ctx.now)
    return _logged(ctx, done, report)


def _logged(ctx: Context, done: Logged, report: Report, name: str | None = None) -> str:
    """What became of one report; `name` of a customer that was made just now."""
    return texts.logged(
        _line(ctx, done.number, report, name),
        filled=done.filled,
        made_up_for=common.day(report.day, ctx.today) if report.day != ctx.today else "",
        rest=f"{texts.evidence(done.evidence)}{_ownership(ctx, report.customer_id)}{_points(ctx, done, report)}",
    )


def _line(ctx: Context, number: int, report: Report, name: str | None = None) -> str:
    return texts.line(
        number,
        name or ctx.directory.customer(report.customer_id).name,
        contact=visits.clean_words(report.contact_name),
        at=report.clock,
        summary=visits.clean_words(report.summary),
        next_step=texts.next_step(report.next_on, report.next_clock, report.next_note, ctx.today),
    )


def _points(ctx: Context, done: Logged, report: Report) -> str:
    counted = done.counted or done.filled
    return texts.points(done.points, counted=counted, day=report.day, today=ctx.today)


def _ownership(ctx: Context, customer_id: int) -> str:
    """Whose customer it is, without the owner's name (`product.md` P6); one made just now is his own."""
    card = ctx.directory.customers.get(customer_id)
    if card is None or card.owner_id == ctx.person.id:
        return ""
    return texts.POOLED if card.owner_id is None else texts.COLLEAGUES


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
        text = texts.arrived_before(name, came.at, came.number)
        return Reply(text + texts.TELL_LATER, ask=FILL, data={"number": came.number})
    text = texts.arrived(
        name,
        came.at,
        came.number,
        distance_m=came.evidence.distance_m,
        point_set=came.evidence.point_set,
        ownership=_ownership(ctx, report.customer_id),
    )
    return Reply(text + texts.TELL_LATER, ask=FILL, data={"number": came.number})


def _log_where_he_is(ctx: Context, report: Report) -> Reply:
    """No customer was said: today's arrival of which nothing was told yet, else he is asked."""
    if report.day == ctx.today:
        arrival = visits.find_untold_arrival(ctx.session, person_id=ctx.person.id, day=ctx.today)
        if arrival is not None:
            return Reply(_fill(ctx, arrival.number, replace(report, customer_id=arrival.customer_id)))
    return _ask(ctx, [_waiting(ctx, LOG, report, None)])


def _log_several(ctx: Context, intents: Sequence[Intent]) -> Reply:
    """Each record on its own: good ones are written even if others are refused or must be asked about."""
    fates: list[str] = []
    queue: list[Waiting] = []
    written: list[tuple[Logged, Report]] = []
    for intent in intents:
        report = _report(ctx, intent)
        # A refusal comes before the first write of its line, so nothing has to be taken back.
        try:
            fates.append(_log_one_of_several(ctx, intent, report, queue, written))
        except DomainError as fact:
            fates.append(errors.word(fact, ctx.directory))
    tail = ""
    if written:
        plain = all(done.evidence.level == 1 for done, _ in written)
        tail = texts.several_tail(_points(ctx, *written[-1]), plain=plain)
    text = texts.several(fates, written=len(written), asked=len(queue), tail=tail)
    return _ask(ctx, queue, f"{text}\n{_question(ctx, queue[0])}") if queue else Reply(text)


def _log_one_of_several(
    ctx: Context,
    intent: Intent,
    report: Report,
    queue: list[Waiting],
    written: list[tuple[Logged, Report]],
) -> str:
    visits.check_day(report.day, ctx.today)
    mention: CustomerMention | None = intent.value("customer")
    if mention is None or len(mention.ids) != 1:
        queue.append(_waiting(ctx, LOG, report, mention))
        return texts.fate_asked(mention.text if mention is not None else "")
    report = replace(report, customer_id=mention.ids[0])
    done = _write(ctx, report)
    written.append((done, report))
    made_up_for = common.day(report.day, ctx.today) if report.day != ctx.today else ""
    return texts.fate_written(_line(ctx, done.number, report), done.evidence.level, made_up_for)


def _waiting(ctx: Context, action: str, report: Report, mention: CustomerMention | None) -> Waiting:
    if mention is None:
        return Waiting(action, report, "", tuple(_offered(ctx)))
    if not mention.ids:
        return Waiting(action, report, mention.text, (*mention.near[:OFFERED], NEW, AGAIN))
    owned = ctx.directory.owned_by(ctx.person.id)
    own_first = sorted(mention.ids, key=lambda customer_id: customer_id not in owned)
    return Waiting(action, report, mention.text, tuple(own_first[:OFFERED]))


def _offered(ctx: Context) -> Sequence[int]:
    """Customers of a line that names none: the last ones visited, else his own if they are few."""
    recent = queries.list_recent_customers(
        ctx.session,
        person_id=ctx.person.id,
        since=ctx.today - timedelta(days=RECENT_DAYS),
        most=OFFERED,
    )
    if recent:
        return [found for found in recent if ctx.directory.customer(found).active]
    owned = sorted(ctx.directory.owned_by(ctx.person.id))
    return owned if len(owned) <= OFFERED else []


def _ask(ctx: Context, queue: Sequence[Waiting], text: str | None = None) -> Reply:
    question = text or _question(ctx, queue[0])
    return Reply(question, ask=WHICH, data={"waiting": [_packed(line) for line in queue]})


def _go_on(ctx: Context, done: Reply, rest: Sequence[Waiting]) -> Reply:
    """The next line that waits, after the fate of the last; without one, that fate alone."""
    if not rest:
        return done
    return _ask(ctx, rest, f"{done.text}\n{_question(ctx, rest[0])}")


def _question(ctx: Context, line: Waiting) -> str:
    names = [_label(ctx, option) for option in line.options]
    if not names:
        return texts.WHICH_CUSTOMER_FREE
    if not line.mention:
        return texts.which_customer(names)
    if NEW not in line.options:
        return texts.which(line.mention, names)
    if AGAIN not in line.options:
        return texts.namesake(line.mention, names)
    return (texts.near_miss if _ids(line) else texts.not_found)(line.mention, names)


def _label(ctx: Context, option: int | str) -> str:
    if isinstance(option, int):
        card = ctx.directory.customers.get(option)
        return card.name if card is not None else texts.UNKNOWN_NAME
    return texts.WRITE_AGAIN if option == AGAIN else texts.NEW_CUSTOMER


def _ids(line: Waiting) -> list[int]:
    return [option for option in line.options if isinstance(option, int)]


def _chosen(ctx: Context, line: Waiting) -> int | str | Waiting | None:
    """What the answer means: a customer, one of the other options, a changed question, or nothing that fits."""
    number = choices.number(ctx.intent, ctx.text)
    if number is not None:
        return line.options[number - 1] if 1 <= number <= len(line.options) else None
    by_words = _chosen_by_words(ctx, line)
    if by_words is not None:
        return by_words
    ids = _ids(line)
    cards = [ctx.directory.customer(found) for found in ids]
    named = choices.named(ctx.text, [(card.name, *card.aliases) for card in cards])
    if named is not None:
        return ids[named]
    if ctx.intent.name == Intents.CANCEL:
        return None
    return _written_again(ctx, line)


def _chosen_by_words(ctx: Context, line: Waiting) -> int | str | Waiting | None:
    said = choices.folded(ctx.text)
    ids = _ids(line)
    if said in _NONE_WORDS:
        return _none_of_them(line)
    if NEW in line.options and any(word in said for word in _NEW_WORDS):
        return NEW
    if AGAIN in line.options and any(word in said for word in _AGAIN_WORDS):
        return AGAIN
    if ctx.intent.name == Intents.CONFIRM:
        if len(ids) == 1:
            return ids[0]
        return NEW if NEW in line.options and not ids else None
    return None


def _none_of_them(line: Waiting) -> str | Waiting:
    """都不是: without the names that were offered, a new customer or another spelling is left."""
    if not line.mention or not _ids(line):
        return AGAIN
    return replace(line, options=(NEW, AGAIN)) if AGAIN in line.options or NEW not in line.options else NEW


def _written_again(ctx: Context, line: Waiting) -> int | Waiting | None:
    """The answer names another customer; a bare unknown name is one only where a name was asked for."""
    mention: CustomerMention | None = ctx.intent.value("customer")
    if mention is None:
        said = ctx.text.strip()
        ids = tuple(
            card.id
            for card in ctx.directory.customers.values()
            if card.active and (said == card.name or said in card.aliases)
        )
        if not ids and (line.mention or not customers.fits_as_name(ctx.text)):
            return None
        mention = CustomerMention(said, ids)
    if len(mention.ids) == 1:
        if not _may_be_another(ctx, mention.ids[0]):
            return mention.ids[0]
        return Waiting(line.action, line.report, ctx.text.strip(), (*mention.ids, NEW, AGAIN))
    return _waiting(ctx, line.action, line.report, mention)


def _may_be_another(ctx: Context, customer_id: int) -> bool:
    """Whether he wrote a name that only contains this customer's: 南京东吴机械厂 is hardly 东吴机械."""
    card = ctx.directory.customer(customer_id)
    said = choices.folded(ctx.text)
    known = [name for name in map(choices.folded, (card.name, *card.aliases)) if name in said]
    return bool(known) and len(said) - max(map(len, known)) >= LONGER_NAME


def _applied(ctx: Context, line: Waiting, customer_id: int, name: str | None = None) -> Reply:
    """Write a line whose customer is certain now; a refusal is its fate, and the others go on."""
    report = replace(line.report, customer_id=customer_id)
    try:
        if line.action == ARRIVE:
            return _arrive(ctx, report, name)
        return Reply(_logged(ctx, _write(ctx, report), report, name))
    except DomainError as fact:
        return Reply(errors.word(fact, ctx.directory))


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
        declined=_ids(line),
    )
    if isinstance(made, Namesake):
        again = replace(line, options=(made.customer_id, NEW))
        return _ask(ctx, [again, *rest], texts.namesake(line.mention, [made.name, texts.NEW_CUSTOMER]))
    done = _applied(ctx, line, made.customer_id, made.name)
    return _go_on(ctx, replace(done, text=texts.registered(made.name, made.number) + done.text), rest)


def _packed(line: Waiting) -> dict[str, Any]:
    """As JSON values, for the dialog."""
    told = line.report
    return {
        "action": line.action,
        "mention": line.mention,
        "options": list(line.options),
        "tries": line.tries,
        "day": told.day.isoformat(),
        "said_at": told.said_at.isoformat(),
        "clock": told.clock and told.clock.isoformat(),
        "contact_name": told.contact_name,
        "summary": told.summary,
        "next_on": told.next_on and told.next_on.isoformat(),
        "next_clock": told.next_clock and told.next_clock.isoformat(),
        "next_note": told.next_note,
    }


def _unpacked(data: Mapping[str, Any]) -> Waiting:
    report = Report(
        customer_id=0,
        day=date.fromisoformat(data["day"]),
        said_at=datetime.fromisoformat(data["said_at"]),
        clock=data["clock"] and time.fromisoformat(data["clock"]),
        contact_name=data["contact_name"],
        summary=data["summary"],
        next_on=data["next_on"] and date.fromisoformat(data["next_on"]),
        next_clock=data["next_clock"] and time.fromisoformat(data["next_clock"]),
        next_note=data["next_note"],
    )
    return Waiting(data["action"], report, data["mention"], tuple(data["options"]), data["tries"])
