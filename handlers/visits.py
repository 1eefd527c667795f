"""拜访: log a visit, arrive, leave; ask which customer where that would be guessed, and register unknown ones."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from handlers import asides, choices
from handlers.answers import is_aside
from handlers.context import Context, Reply
from handlers.language.meaning import ContactMention, CustomerMention, Intent, Intents, Speaker
from handlers.routing import Router
from handlers.texts import common, errors
from handlers.texts import visits as texts
from models.errors import DomainError
from models.queries import visits as queries
from models.rules.masking import unkept
from models.services import customers, visits
from models.services.customers import Namesake
from models.services.visits import Logged, Report

router = Router()

WHICH = "visits.which"
FILL = "visits.fill"
RETRACT = "visits.retract"
"""Asked here, answered in `handlers.records`: the arrival may have been a mistake."""

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

_NEW_WORDS = re.compile(
    r"[0-9]{0,2}(?:就?按新客户(?:登记|记|建)?|(?:请|帮我)?登记(?:一下|上|这个|这家|客户)*"
    r"|(?:这?就?是|对|算|作为|按)?(?:请|帮我)?(?:登记|新建|新增|添加|录入|建)?(?:成|为|一下|上|一?个|一?家)*"
    r"新(?:的|建)?(?:客户|公司|厂|一家)?(?:登记|记|建|录)?)(?:吧|了|的|啊|呀|一下|就行|就好)*"
)
_AGAIN_WORDS = re.compile(
    r"[0-9]{0,2}(?:(?:让|给)?我?(?:再|重新?)(?:写|输|发|来|打)?(?:一遍|一次|一下|过|个|客户名|名字)*"
    r"|名字写错了?|换个名字?|不是新的?客户)(?:吧|了|的|啊|呀)*"
)
_NONE_WORDS = frozenset({"都不是", "不是", "都不对", "没有", "都没有"})
_LONGEST_NAME = 20
_SENTENCE = re.compile(r"[不没别吧呢吗了]")
"""Words that no firm has in its name."""
_NO_NAME = re.compile(r"[^\u3400-\u9fff()（）A-Za-z0-9]|[不没知道别再先等问说吧啊呢吗了谁哪什]")


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
    several = len(ctx.intents) > 1
    return _noted(ctx, _log_several(ctx, ctx.intents) if several else _log(ctx))


def _log(ctx: Context) -> Reply:
    report = _report(ctx, ctx.intent)
    visits.check_day(report.day, ctx.today)
    mention: CustomerMention | None = ctx.intent.value("customer")
    if mention is None:
        return _log_where_he_is(ctx, report)
    if len(mention.ids) != 1:
        return _ask(ctx, [_waiting(ctx, LOG, report, mention)])
    return Reply(_logged(ctx, _write(ctx, report), report))


@router.intent(Intents.VISIT_ARRIVE)
def arrive(ctx: Context) -> Reply:
    """到了 <客户>: notes the time; what was talked about may follow as a plain sentence."""
    report = _report(ctx, ctx.intent)
    mention: CustomerMention | None = ctx.intent.value("customer")
    if mention is None or len(mention.ids) != 1:
        return _ask(ctx, [_waiting(ctx, ARRIVE, report, mention)])
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


@router.answer(FILL, takes=(Intents.VISIT_LOG,))
def fill(ctx: Context) -> Reply | None:
    """The plain sentence after 到了 or 走了: what was talked about there."""
    if ctx.question is None or ctx.intent.name == Intents.CANCEL:
        return Reply(texts.NOT_FILLED)
    if _is_own_report(ctx):
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
        spoken_of = _known(ctx, ctx.text).ids
        right = not spoken_of or arrival.customer_id in spoken_of
        return Reply(texts.retract(number), ask=RETRACT, data={"number": number}) if right else None
    if ctx.intent.name is Intents.NOT_YET:
        return None
    aside = _aside(ctx.text)
    if aside:
        return Reply(aside, keep=True)
    mention: CustomerMention | None = ctx.intent.value("customer")
    if mention is not None and mention.ids and arrival.customer_id not in mention.ids:
        return Reply(texts.ABOUT_ANOTHER, keep=True)
    report = replace(_report(ctx, ctx.intent), customer_id=arrival.customer_id, day=ctx.today)
    report = replace(report, summary=report.summary or visits.clean_words(ctx.text))
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
    queue = [_unpacked(data) for data in ctx.question.data["waiting"]] if ctx.question else []
    if not queue:
        return Reply(texts.DROPPED)
    line, rest = queue[0], queue[1:]
    if _is_elsewhere(ctx):
        return None
    if ctx.intent.name is Intents.UNDO or choices.refuses(ctx.text):
        return _go_on(ctx, Reply(texts.DROPPED), rest)
    if choices.asks(ctx.text) and ctx.intent.name is Intents.UNKNOWN:
        return _ask(ctx, queue, texts.asked_back(_question(ctx, line), registering=not _ids(line)))
    chosen = _amended(ctx, line) or _chosen(ctx, line)
    if chosen is not None:
        return _taken(ctx, chosen, line, rest)
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
    return _ask(ctx, [replace(line, tries=line.tries + 1), *rest], texts.again(_question(ctx, line)))


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
            report = replace(report, contact_id=None, contact_name=visits.clean_words(value.text))
        case "date" if isinstance(value, date):
            visits.check_day(value, ctx.today)
            report = replace(report, day=value)
        case "next_date" if isinstance(value, date):
            note = visits.clean_words(ctx.intent.value("next_note", report.next_note))
            report = replace(report, next_on=value, next_clock=ctx.intent.value("next_time"), next_note=note)
        case "summary" if isinstance(value, str):
            report = replace(report, summary=visits.clean_words(value))
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
        contact_name=visits.clean_words(contact.text) if contact is not None else "",
        summary=visits.clean_words(value("summary", "")),
        next_on=value("next_date"),
        next_clock=value("next_time"),
        next_note=visits.clean_words(value("next_note", "")),
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
        rest=f"{texts.evidence(done.evidence)}{_ownership(ctx, report.customer_id)}{_points(ctx, done, report)}",
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
    counted = done.counted or done.filled
    return texts.points(done.points, counted=counted, day=report.day, today=ctx.today)


def _ownership(ctx: Context, customer_id: int) -> str:
    """Whose customer it is, without the owner's name (`product.md` P6); one made just now is his own."""
    card = ctx.directory.customers.get(customer_id)
    if card is None or card.owner_id == ctx.person.id:
        return ""
    if card.owner_id is None:
        return texts.POOLED
    if ctx.directory.is_above(ctx.person.id, card.owner_id):
        return texts.of_your_rep(ctx.directory.people[card.owner_id].name)
    return texts.COLLEAGUES


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
    done = _write(ctx, report)
    written.append((done, report))
    made_up_for = common.day(report.day, ctx.today) if report.day != ctx.today else ""
    return texts.fate_written(_line(ctx, done.number, report), done.evidence.level, made_up_for)


def _waiting(ctx: Context, action: str, report: Report, mention: CustomerMention | None) -> Waiting:
    if mention is None:
        return Waiting(action, report, "", tuple(_offered(ctx)))
    said = visits.clean_words(mention.text)
    if not mention.ids:
        return Waiting(action, report, said, (*mention.near[:OFFERED], NEW, AGAIN))
    owned = ctx.directory.owned_by(ctx.person.id)
    own_first = sorted(mention.ids, key=lambda customer_id: customer_id not in owned)
    return Waiting(action, report, said, tuple(own_first[:OFFERED]))


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
    if _is_longer(ctx, line):
        return texts.another(line.mention, names[0])
    return (texts.near_miss if _ids(line) else texts.not_found)(line.mention, names)


def _is_longer(ctx: Context, line: Waiting) -> bool:
    """Whether the one customer that is offered has a name that is a part of what was written."""
    ids = _ids(line)
    if len(ids) != 1:
        return False
    card = ctx.directory.customers.get(ids[0])
    said = choices.folded(line.mention)
    return card is not None and any(choices.folded(name) in said for name in (card.name, *card.aliases))


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
    correction = choices.corrected(ctx.text)
    if correction is not None:
        return _corrected(ctx, line, correction)
    ids = _ids(line)
    cards = [ctx.directory.customer(found) for found in ids]
    named = choices.named(ctx.text, [(card.name, *card.aliases) for card in cards])
    if named is not None:
        return ids[named]
    if ctx.intent.name == Intents.CANCEL:
        return None
    return _written_again(ctx, line)


def _corrected(ctx: Context, line: Waiting, correction: choices.Correction) -> int | str | Waiting | None:
    """不是2是1, 打错了 是东吴: what was put in its place; 不是东武: what is left without it."""
    if correction.new:
        meant = _option_said(ctx, line, correction.new)
        return meant if meant is not None else _named_anew(ctx, line, correction.new)
    if "不是" in correction.old:
        return _none_of_them(line)
    gone = _option_said(ctx, line, correction.old)
    if gone is None:
        return None
    kept = tuple(option for option in line.options if option != gone)
    return replace(line, options=kept) if any(isinstance(option, int) for option in kept) else _none_of_them(line)


def _option_said(ctx: Context, line: Waiting, said: str) -> int | str | None:
    ids = _ids(line)
    if said.isdecimal():
        number = int(said)
        return line.options[number - 1] if 1 <= number <= len(line.options) else None
    cards = [ctx.directory.customer(found) for found in ids]
    named = choices.named(said, [(card.name, *card.aliases) for card in cards])
    return ids[named] if named is not None else None


def _named_anew(ctx: Context, line: Waiting, said: str) -> int | Waiting:
    mention = _known(ctx, said)
    if len(mention.ids) == 1 and not _may_be_another(ctx, mention.ids[0], said):
        return mention.ids[0]
    return _waiting(ctx, line.action, line.report, replace(mention, text=said))


def _known(ctx: Context, said: str) -> CustomerMention:
    """The customers that some words of a text mean, without asking what else the text says."""
    if ctx.book is None:
        return CustomerMention(said, ())
    speaker = Speaker(ctx.person.id, ctx.person.leads)
    found = ctx.book.find_customers(said, speaker)
    if len(found) == 1:
        return CustomerMention(said, tuple(found[0][2]))
    return CustomerMention(said, (), tuple(ctx.book.near_customers(said, speaker)))


def _chosen_by_words(ctx: Context, line: Waiting) -> int | str | Waiting | None:
    said = choices.folded(ctx.text)
    ids = _ids(line)
    if said in _NONE_WORDS:
        return _none_of_them(line)
    # 按新客户登记 蠡园泵业 says the same as 按新客户登记.
    bare = said.replace(choices.folded(line.mention), "") if line.mention else said
    if bare and NEW in line.options and _NEW_WORDS.fullmatch(bare):
        return NEW
    if AGAIN in line.options and _AGAIN_WORDS.fullmatch(said):
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
        mention = _known(ctx, choices.bare(ctx.text))
        if not mention.ids and not (_may_be_name(ctx) if line.mention else customers.fits_as_name(ctx.text)):
            return None
    if len(mention.ids) == 1:
        if not _may_be_another(ctx, mention.ids[0], ctx.text):
            return mention.ids[0]
        name = visits.clean_words(mention.text if _SENTENCE.search(ctx.text) else ctx.text)
        return Waiting(line.action, line.report, name, (*mention.ids, NEW, AGAIN))
    return _waiting(ctx, line.action, line.report, mention)


def _may_be_name(ctx: Context) -> bool:
    """Whether an unknown word is another customer's name: 苏州大成齿轮 after 都不是."""
    said = ctx.text.strip()
    plain = 2 < len(said) <= _LONGEST_NAME and _NO_NAME.search(said) is None
    return plain and customers.fits_as_name(said) and ctx.intent.name in (Intents.UNKNOWN, Intents.CHOOSE)


def _may_be_another(ctx: Context, customer_id: int, text: str) -> bool:
    """Whether he wrote a name that only contains this customer's: 南京东吴机械厂 is hardly 东吴机械."""
    card = ctx.directory.customer(customer_id)
    said = choices.folded(text)
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
