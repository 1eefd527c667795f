"""点评, 表扬, 我的点评: what a leader says of a record or a person, told in private (`product.md` B4, G6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from handlers import asking, rights
from handlers.context import Context, Push, Reply
from handlers.language.meaning import Intents
from handlers.language.patterns import regex
from handlers.routing import Router
from handlers.texts import records as record_texts
from handlers.texts import remarks as texts
from handlers.texts import reports as report_texts
from handlers.texts import team as team_texts
from handlers.texts import team_reports as list_texts
from handlers.texts import work as day_texts
from models.directory import PersonCard
from models.errors import RecordNotFound
from models.queries import remarks as queries
from models.queries import reports as report_queries
from models.queries.work import find_work
from models.rules.rights import Action
from models.schema import Remark, RemarkKind
from models.services import records, remarks
from models.times import shanghai_day

router = Router()

KIND = "remark"
WHOM = "remarks.whom"
OFFER = "remarks.offer"
OPEN_REPORT = "reports.team"
"""The list of reports, which goes on below a remark."""
MINE = "mine"
LATELY = timedelta(days=7)
"""A remark on a person means his last report, if it is not older."""
_ALL = regex(r"\s*(?:一下)?(?:全组|全队|全体|大家|所有人|团队|每个人|我们组|整个组)(?:的?人|同事|成员)?(?:一下)?")
_TO_ALL = regex(rf"\s*(?:点评|表扬|批评)\s*{_ALL.pattern}")
_KINDS = {Intents.REMARK: RemarkKind.COMMENT, Intents.PRAISE: RemarkKind.PRAISE}


def means_all(text: str) -> bool:
    """Whether a remark or praise is for everybody: 表扬 全组."""
    return _TO_ALL.match(text) is not None


@router.intent(Intents.REMARK, Intents.PRAISE)
def remark(ctx: Context) -> Reply:
    """点评 128 下次带报价, 点评 李雷 写得好, 表扬 李雷; 我的点评 for whoever they are for."""
    if ctx.intent.value("topic") == MINE:
        return mine(ctx)
    if not ctx.person.leads:
        return Reply(texts.ONLY_LEADERS)
    number: int | None = ctx.intent.value("number")
    if number is not None:
        return remark_on(ctx, number)
    asked: Sequence[Sequence[int]] = ctx.intent.value("people") or ()
    if not asked and means_all(ctx.text):
        team = list(ctx.directory.reports_of(ctx.person.id))
        words = _ALL.sub("", str(ctx.intent.value("summary", "")), count=1).strip(" ,，。:：")
        return _say(ctx, team, words) if team else Reply(list_texts.NOT_IN_LINE)
    if not asked:
        return Reply(texts.PRAISE_WHOM if ctx.intent.name is Intents.PRAISE else texts.HOW, keep=True)
    people: list[PersonCard] = []
    for ids in asked:
        fits = [card for found in ids if (card := ctx.directory.people.get(found)) is not None and _may(ctx, found)]
        if not fits:
            return Reply(list_texts.NOT_IN_LINE)
        if len(fits) > 1:
            return _ask_whom(ctx, fits)
        people.append(fits[0])
    return _say(ctx, people, ctx.intent.value("summary", ""))


@router.answer(WHOM)
def whom(ctx: Context) -> Reply | None:
    """Which of two of one name."""
    chosen = asking.taken(ctx)
    if not isinstance(chosen, asking.Taken):
        return chosen
    person = ctx.directory.people.get(int(chosen.value))
    if person is None or not _may(ctx, person.id):
        return Reply(list_texts.NOT_IN_LINE)
    return _say(ctx, [person], str(chosen.waiting["words"]), RemarkKind(chosen.waiting["kind"]))


def remark_on(ctx: Context, number: int, words: str | None = None) -> Reply:
    """Say something of one record, which is of somebody below.

    Args:
        ctx: of the message.
        number: of the record.
        words: a comment; None for what the message itself says, comment or praise.

    Raises:
        RecordNotFound: there is none, or none that he may know of.
        WordsMissing: the remark says nothing.
    """
    record = records.find_record(ctx.session, number)
    if record.person_id == ctx.person.id:
        return Reply(texts.OWN_RECORD)
    if not _may(ctx, record.person_id):
        raise RecordNotFound(number)
    person = ctx.directory.people[record.person_id]
    if not person.active:
        return Reply(texts.has_left(person.name), keep=True)
    kind = RemarkKind.COMMENT if words is not None else _KINDS[ctx.intent.name]
    row = _add(ctx, kind, ctx.intent.value("summary", "") if words is None else words, person, number)
    return _passed_on(ctx, [row])


def offer(ctx: Context, number: int, back: Mapping[str, Any]) -> Reply:
    """Ask whether words below an open report are a remark on it: nothing goes to somebody else by a guess.

    Args:
        ctx: of the message.
        number: of the report.
        back: what the list of reports holds, for going on with it.
    """
    person = ctx.directory.people[records.find_record(ctx.session, number).person_id]
    head = texts.offer(person.name, number, ctx.text)
    options = [asking.Option(word, word) for word in texts.OFFERED]
    return asking.ask(OFFER, head, options, {"number": number, "words": ctx.text, "back": dict(back)})


@router.answer(OFFER, takes=(Intents.REMARK, Intents.PRAISE))
def offered(ctx: Context) -> Reply | None:
    """发给他 or 不发; the report stays open below."""
    if ctx.intent.name in _KINDS and ctx.question is not None and not {"number", "people"} & ctx.intent.slots.keys():
        about = int(asking.waiting_of(ctx)["number"])  # 点评 写得好: the same, said again in so many words
        return replace(remark_on(ctx, about), ask=OPEN_REPORT, data=dict(asking.waiting_of(ctx)["back"]))
    taken = asking.taken(ctx, yes=0)
    if not isinstance(taken, asking.Taken):
        return taken
    back = dict(taken.waiting["back"])
    if taken.value != texts.OFFERED[0]:
        return Reply(texts.NOT_PASSED_ON, ask=OPEN_REPORT, data=back)
    number = int(taken.waiting["number"])
    person = ctx.directory.people[records.find_record(ctx.session, number).person_id]
    if not _may(ctx, person.id):
        return Reply(list_texts.NOT_IN_LINE)
    row = _add(ctx, RemarkKind.COMMENT, str(taken.waiting["words"]), person, number)
    return replace(_passed_on(ctx, [row]), ask=OPEN_REPORT, data=back)


def mine(ctx: Context) -> Reply:
    """What was said of the speaker's work, the latest first; with that he has seen it."""
    found = queries.list_remarks_for(ctx.session, ctx.person.id)
    if not found:
        return Reply(texts.NONE_YET)
    unseen = sum(row.seen_at is None for row in found)
    remarks.mark_seen(ctx.session, found, now=ctx.now)
    lines = [
        texts.own_line(ctx.directory.people[row.person_id].name, row.kind, row.about_number, row.words) for row in found
    ]
    return Reply(texts.own_list(lines, unseen))


def acknowledge(ctx: Context) -> Reply | None:
    """收到 to what was said of his work: seen; None where nothing waits to be."""
    unseen = [row for row in queries.list_remarks_for(ctx.session, ctx.person.id) if row.seen_at is None]
    if not unseen:
        return None
    remarks.mark_seen(ctx.session, unseen, now=ctx.now)
    return Reply(texts.seen(dict.fromkeys(ctx.directory.people[row.person_id].name for row in unseen)), keep=True)


def _ask_whom(ctx: Context, people: Sequence[PersonCard]) -> Reply:
    options = [
        asking.Option(card.id, team_texts.with_department(card.name, card.department, card.userid)) for card in people
    ]
    waiting = {"words": ctx.intent.value("summary", ""), "kind": _KINDS[ctx.intent.name].value}
    return asking.ask(WHOM, texts.WHICH_PERSON, options, waiting)


def _say(ctx: Context, people: Sequence[PersonCard], words: str, kind: RemarkKind | None = None) -> Reply:
    kind = kind or _KINDS[ctx.intent.name]
    return _passed_on(ctx, [_add(ctx, kind, words, person, _last_report(ctx, person, kind)) for person in people])


def _last_report(ctx: Context, person: PersonCard, kind: RemarkKind) -> int | None:
    """The report that a remark on a person is about; praise is for him and not for a paper."""
    if kind is RemarkKind.PRAISE:
        return None
    today = shanghai_day(ctx.now)
    found = report_queries.list_reports(ctx.session, [person.id], first=today - LATELY, last=today)
    return found[-1].number if found else None


def _add(ctx: Context, kind: RemarkKind, words: str, person: PersonCard, about: int | None) -> Remark:
    return remarks.add(
        ctx.session,
        kind,
        words,
        by_id=ctx.person.id,
        to_id=person.id,
        about_number=about,
        message_id=ctx.message.id,
        now=ctx.now,
    )


def _passed_on(ctx: Context, rows: Sequence[Remark]) -> Reply:
    names = [ctx.directory.people[row.to_id].name for row in rows]
    pushes = [Push(row.to_id, KIND, f"{KIND}:{row.number}", _told(ctx, row)) for row in rows]
    about = _about(ctx, rows[0].about_number) if len(rows) == 1 and rows[0].about_number is not None else ""
    return Reply(texts.passed_on(names, [row.number for row in rows], rows[0].kind, about), pushes=pushes)


def _told(ctx: Context, row: Remark) -> str:
    about = _about(ctx, row.about_number) if row.about_number is not None else ""
    facts = _facts(ctx, row.to_id) if row.kind == RemarkKind.PRAISE and not about else ""
    return texts.told(ctx.person.name, row.kind, about, row.words, facts)


def _about(ctx: Context, number: int) -> str:
    told = records.view(ctx.session, number)
    customer = ctx.directory.customer(told.customer_id).name if told.customer_id is not None else ""
    return record_texts.name(told.kind, number, customer, told.variety)


def _facts(ctx: Context, person_id: int) -> str:
    """What praise rests on (`product.md` A6): the week's own figures."""
    today = shanghai_day(ctx.now)
    monday = today - timedelta(days=today.weekday())
    work = find_work(ctx.session, person_id, first=monday, last=today)
    return texts.facts(report_texts.THIS_WEEK, day_texts.counts(work))


def _may(ctx: Context, person_id: int) -> bool:
    return rights.may_towards(ctx, Action.REMARK, person_id)
