"""制度, 保护期改成20天, 收到: the company's rules shown, changed with a dry run, announced (`product.md` P17)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Final

from handlers import asking, choices, remarks
from handlers import help as helping
from handlers.context import Context, Push, Reply
from handlers.language.meaning import Intents
from handlers.language.patterns import regex
from handlers.language.want_terms import FINES, NEWS, read_value
from handlers.routing import Router
from handlers.texts import terms as texts
from models.directory import PersonCard
from models.queries import terms as queries
from models.queries.terms import Decided
from models.rules import terms as rules
from models.rules.quiet import quiet_of
from models.rules.rights import Action, Relation
from models.rules.rights import may as _may
from models.rules.term_table import TERMS
from models.services import announcements
from models.services import terms as services
from models.services.terms import DryRun, Proposal
from models.times import SHANGHAI, shanghai_day

router = Router()

CONTENTS = "terms.contents"
CONFIRM = "terms.confirm"
VALUE = "terms.value"
WHICH = "terms.which"
TIMES = "时间"
LATEST = 3
LATEST_CHANGES = 8
_AS_DELIVERED: Final = regex("默认|出厂|初始")
LONGEST_RECEIVED = 400

_RECEIVED: Final = regex(
    r"(?:\s*「.*」\s*\n\s*(?:-\s*)+\n?)?\s*(?:好的?|嗯|ok|OK)?[，, ]*(?:我?已?收到)"
    r"(?:了|啦|制度|通知|新制度|谢谢|多谢|[，, ])*[。.！!~～\s]*",
    re.DOTALL,
)


@router.intent(Intents.TERMS_SHOW)
def show(ctx: Context) -> Reply:
    """制度 公海, 几点交日报: the clauses in force with their numbers; 制度 alone the table of contents."""
    terms = ctx.directory.terms
    names: Sequence[str] = ctx.intent.value("value") or ()
    if names:
        return Reply(texts.clauses(_title(names), names, terms, ctx.today), keep=True)
    chapter = ctx.intent.value("topic")
    if chapter == FINES:
        return Reply(texts.NO_FINES, keep=True)
    if chapter == NEWS:
        made = terms.latest(LATEST_CHANGES)
        decided = queries.list_decided(ctx.session, [(each.term.name, each.valid_from) for each in made])
        told = [(each, _by(ctx, decided.get((each.term.name, each.valid_from)))) for each in made]
        return Reply(texts.changes(told, ctx.today), keep=True)
    if chapter in rules.chapters():
        return Reply(_chapter(ctx, chapter), keep=True)
    if chapter:
        return Reply(texts.NO_CLAUSE, keep=True)
    return Reply(texts.chapters(terms, ctx.today), ask=CONTENTS)


@router.answer(CONTENTS, listing=True)
def open_chapter(ctx: Context) -> Reply | None:
    """A number of the table of contents."""
    number = choices.number(ctx.intent, ctx.text)
    chapters = rules.chapters()
    if number is None:
        return None
    if not 1 <= number <= len(chapters):
        return Reply(texts.PICK_A_CHAPTER, keep=True)
    return Reply(_chapter(ctx, chapters[number - 1]), keep=True)


@router.intent(Intents.TERM_CHANGE)
def change(ctx: Context) -> Reply:
    """保护期改成20天: tried out and asked before anything is written."""
    if not _may_change(ctx):
        return Reply(texts.who_may([card.name for card in _who_may(ctx)]))
    names: Sequence[str] = ctx.intent.value("topic")
    said: str | None = ctx.intent.value("value")
    if said is None and len(names) == 1 and _AS_DELIVERED.search(ctx.text):
        said = rules.BY_NAME[names[0]].default
    first: date | None = ctx.intent.value("next_date")
    if len(names) > 1:
        options = [asking.Option(name, rules.BY_NAME[name].title) for name in names]
        waiting = {"said": said, "first": first and first.isoformat()}
        return asking.ask(WHICH, texts.WHICH_TERM, options, waiting)
    return _propose(ctx, names[0], said, first)


@router.answer(WHICH)
def which(ctx: Context) -> Reply | None:
    """Which of several clauses is meant."""
    if _refuses(ctx):
        return Reply(texts.KEPT_AS_IT_WAS)
    taken = asking.taken(ctx)
    if not isinstance(taken, asking.Taken):
        return taken
    held = taken.waiting
    return _propose(ctx, str(taken.value), held["said"], held["first"] and date.fromisoformat(held["first"]))


@router.answer(VALUE)
def value(ctx: Context) -> Reply | None:
    """The value that was asked for."""
    data = ctx.asked
    if _refuses(ctx):
        return Reply(texts.KEPT_AS_IT_WAS)
    name = str(data["name"])
    said = read_value(ctx.text, name)
    if said is None:
        return None
    first = data["first"]
    return _propose(ctx, name, said, first and date.fromisoformat(first))


@router.answer(CONFIRM)
def confirm(ctx: Context) -> Reply | None:
    """The yes after the dry run: written, in force from its day, announced to everybody."""
    if _refuses(ctx):
        return Reply(texts.KEPT_AS_IT_WAS)
    taken = asking.taken(ctx, yes=0)
    if not isinstance(taken, asking.Taken):
        return taken
    if taken.value != texts.CHOICES[0]:
        return Reply(texts.KEPT_AS_IT_WAS)
    if not _may_change(ctx):
        return Reply(texts.who_may([card.name for card in _who_may(ctx)]))
    held = taken.waiting
    name, said, first = str(held["name"]), str(held["value"]), date.fromisoformat(held["first"])
    asked = _propose(ctx, name, said, first)
    if not held.get("again") and ctx.question is not None and asked.data["head"] != ctx.question.data["head"]:
        # Once only: in a busy hour figures move at every look.
        data = {**asked.data, "waiting": {**asked.data["waiting"], "again": True}}
        return replace(asked, text=f"{texts.CHANGED_MEANWHILE}\n{asked.text}", data=data)
    proposal = services.propose(ctx.directory.terms, name=name, said=said, valid_from=first, today=ctx.today)
    services.change(ctx.session, proposal, by_id=ctx.person.id, now=ctx.now)
    return _announce(ctx, proposal)


def says_received(text: str) -> bool:
    """Whether a text is 收到 and nothing else, below the announcement it quotes or alone."""
    return len(text) <= LONGEST_RECEIVED and "收到" in text and _RECEIVED.fullmatch(text) is not None


@router.phrase(says_received)
def receive(ctx: Context) -> Reply:
    """收到: kept for all that was announced to him, else for what was said of his work; else a word like any other."""
    open_ones = announcements.receive(ctx.session, person_id=ctx.person.id, now=ctx.now)
    if not open_ones:
        return remarks.acknowledge(ctx) or helping.small_talk(ctx)
    return Reply(texts.received([row.words for row in open_ones]), keep=True)


@router.intent(Intents.RECEIVED)
def who_received(ctx: Context) -> Reply:
    """谁没收到: of the people one leads; whoever may change the rules sees everybody."""
    if not (ctx.person.leads or _may_change(ctx)):
        return Reply(texts.ONLY_LEADERS, keep=True)
    if _may_change(ctx):
        people = {card.id for card in ctx.directory.people.values() if card.active}
    else:
        people = {card.id for card in ctx.directory.line_of(ctx.person.id)}
    found = queries.list_answered(ctx.session, people=people, most=LATEST)
    if not found:
        return Reply(texts.NOTHING_ANNOUNCED, keep=True)
    lines = [
        texts.answered(
            each.words, each.received, [ctx.directory.people[who].name for who in each.missing], _by(ctx, each.decided)
        )
        for each in found
    ]
    return Reply("\n".join(lines), keep=True)


def _refuses(ctx: Context) -> bool:
    return ctx.intent.name is Intents.CANCEL or choices.refuses(ctx.text)


def _title(names: Sequence[str]) -> str:
    found = dict.fromkeys(rules.BY_NAME[name].chapter for name in names)
    return texts.chapter_title("、".join(found))


def _chapter(ctx: Context, chapter: str) -> str:
    names = [term.name for term in TERMS if term.chapter == chapter]
    return texts.clauses(texts.chapter_title(chapter), names, ctx.directory.terms, ctx.today)


def _may_change(ctx: Context) -> bool:
    return ctx.person.id in {card.id for card in _who_may(ctx)}


def _who_may(ctx: Context) -> Sequence[PersonCard]:
    """Directors and administrators; in a company without either, the leader who has nobody above him."""
    active = [card for card in ctx.directory.people.values() if card.active]
    named = [card for card in active if _may(card.role, Action.CHANGE_TERMS, Relation.OWN)]
    return named or ctx.directory.administrators()


def _propose(ctx: Context, name: str, said: str | None, first: date | None) -> Reply:
    terms = ctx.directory.terms
    if said is None:
        data = {"name": name, "first": first and first.isoformat()}
        return Reply(texts.which_value(name, terms.text(name, ctx.today)), ask=VALUE, data=data)
    proposal = services.propose(terms, name=name, said=said, valid_from=first, today=ctx.today)
    tried = services.try_out(ctx.session, proposal, directory=ctx.directory, today=ctx.today)
    head = [texts.proposal(name, proposal.before, proposal.value, proposal.valid_from, ctx.today)]
    head += _effects(ctx, tried)
    head += _waits(ctx, proposal)
    later = terms.coming(name, proposal.valid_from)
    if later is not None:
        head.append(texts.later_change(name, *later, ctx.today))
    waiting = {"name": name, "value": proposal.value, "first": proposal.valid_from.isoformat()}
    options = [asking.Option(word, word) for word in texts.CHOICES]
    return asking.ask(CONFIRM, "\n".join(head), options, waiting)


def _effects(ctx: Context, tried: DryRun) -> list[str]:
    found: list[str] = []
    if tried.recycled is not None:
        found.append(texts.recycled(_named(ctx, tried.recycled)))
    if tried.behind is not None:
        found.append(texts.behind(*tried.behind))
    if tried.over is not None:
        found.append(texts.over(_named(ctx, tried.over)))
    return found


def _waits(ctx: Context, proposal: Proposal) -> list[str]:
    """A time of pushes that lies in the quiet hours: they come when those end."""
    if rules.BY_NAME[proposal.name].chapter != TIMES or proposal.name == "admin_at":
        return []
    at = datetime.combine(proposal.valid_from, time.fromisoformat(proposal.value), SHANGHAI)
    quiet = quiet_of(ctx.directory.terms, proposal.valid_from)
    return [texts.waits_for_quiet(quiet.end)] if quiet.covers(at) else []


def _named(ctx: Context, counts: Mapping[int, int]) -> Mapping[str, int]:
    """By name; people of one name are told as one."""
    named: Counter[str] = Counter()
    for person_id, count in counts.items():
        named[ctx.directory.people[person_id].name] += count
    return named


def _announce(ctx: Context, proposal: Proposal) -> Reply:
    to = [card.id for card in ctx.directory.people.values() if card.active and card.id != ctx.person.id]
    words = texts.announcement(proposal.name, proposal.before, proposal.value, proposal.valid_from)
    announced = announcements.announce(
        ctx.session, words=words, valid_from=proposal.valid_from, by_id=ctx.person.id, to=to, now=ctx.now
    )
    text = texts.please_answer(words)
    kind = announcements.PUSH
    pushes = [Push(person_id, kind, announcements.key(announced, person_id), text) for person_id in to]
    told = texts.proposal(proposal.name, proposal.before, proposal.value, proposal.valid_from, ctx.today)
    return Reply(texts.changed(told, len(to)), pushes=pushes)


def _by(ctx: Context, decided: Decided | None) -> str:
    """Who decided on a rule, and when; of a file or the command line nobody is named."""
    if decided is None or decided.by_id is None:
        return ""
    return texts.by(ctx.directory.people[decided.by_id].name, shanghai_day(decided.at), ctx.today)
