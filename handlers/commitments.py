"""答应 东吴 明年3月免费检修, 我的承诺: what we promised customers, kept for whoever owns them (`product.md` C6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Final

from handlers import asking, choices, refusals, rights
from handlers.answers import is_aside
from handlers.context import Context, Reply
from handlers.customers import team_and_leader
from handlers.language.dates import find_moments
from handlers.language.meaning import ContactMention, CustomerMention, Intents
from handlers.list_answers import Action, Deed, read_actions
from handlers.routing import Router
from handlers.texts import commitments as texts
from handlers.texts import common
from handlers.texts import customers as customer_texts
from handlers.visit_lists import wanted_page
from models.errors import NotYourRecord
from models.queries import commitments as queries
from models.schema import Commitment
from models.services import commitments
from models.services.commitments import Promise

router = Router()

DAY: Final = "commitments.day"
WHOM: Final = "commitments.whom"
LIST: Final = "commitments.list"
MOST_LISTED: Final = 120


@router.intent(Intents.COMMITMENT_SET)
def promise(ctx: Context) -> Reply:
    """A promise is written at once; a day that was not said is asked for once."""
    return asking.each(ctx, _promise)


@router.answer(WHOM)
def whom(ctx: Context) -> Reply | None:
    """To which of several customers it was promised."""
    taken = asking.taken(ctx)
    if not isinstance(taken, asking.Taken):
        return taken
    held = taken.waiting
    on = date.fromisoformat(held["on"]) if held["on"] else None
    told = Promise(int(taken.value), held["words"], held["contact"], on)
    return _write(ctx, told, rough=bool(held["rough"]))


@router.answer(DAY, takes=(Intents.FOLLOWUP_SET, Intents.RECORD_CHANGE, Intents.VISIT_LOG))
def day(ctx: Context) -> Reply | None:
    """By when: a day, or 不定."""
    data = ctx.asked
    said = choices.folded(ctx.text)
    if ctx.intent.name is Intents.CANCEL or said in texts.NO_DAY_WORDS or choices.refuses(ctx.text):
        return Reply(texts.NO_DAY)
    on = _day_alone(ctx)
    if on is None:
        if is_aside(ctx) or data.get("again") or len(ctx.text) > _LONGEST_DAY:
            return None
        return Reply(texts.ASK_AGAIN, ask=DAY, data={**data, "again": True}, unread=True)
    row = commitments.find(ctx.session, int(data["number"]))
    commitments.move(ctx.session, row, on=on, today=ctx.today)
    return Reply(texts.dated(line(ctx, row)))


def _day_alone(ctx: Context) -> date | None:
    """The day that an answer is, with hardly a word beside it; more is another message (明天跟进恒力)."""
    moments = find_moments(ctx.text[:_LONGEST_DAY], ctx.today)
    words = len(choices.folded(ctx.text)) - sum(len(choices.folded(ctx.text[one.start : one.end])) for one in moments)
    if len(ctx.text) > _LONGEST_DAY or words > _WORDS_BESIDE:
        return None
    return next((moment.last or moment.future for moment in moments if moment.dated), None)


_LONGEST_DAY: Final = 16
_WORDS_BESIDE: Final = 3


@router.intent(Intents.COMMITMENT_LIST)
def listed(ctx: Context) -> Reply:
    """我的承诺: of the customers that are his now, or of one of them."""
    mention: CustomerMention | None = ctx.intent.value("customer")
    if mention is None:
        found = queries.list_owed(ctx.session, _owners(ctx))
        return _page(ctx, [row.number for row in found], texts.title(leader=_lists_team(ctx)), 0)
    if len(mention.ids) != 1:
        return Reply(texts.WHICH, keep=True)
    card = ctx.directory.customer(mention.ids[0])
    if not rights.sees(ctx, card):
        return Reply(customer_texts.taken(card.name, *team_and_leader(ctx, card)), keep=True)
    found = queries.list_commitments(ctx.session, [card.id])
    return _page(ctx, [row.number for row in found], texts.title_of(card.name), 0)


@router.answer(
    LIST,
    listing=True,
    takes=(Intents.UNDO, Intents.FOLLOWUP_SET, Intents.RECORD_CHANGE, Intents.VISIT_LOG, Intents.SMALLTALK),
)
def close(ctx: Context) -> Reply | None:
    """1好了 2 下周三 3不用了; 下一页."""
    data = ctx.asked
    numbers: Sequence[int] = data.get("numbers", ())
    page = wanted_page(choices.folded(ctx.text), int(data.get("page", 0)))
    if page is not None:
        return _page(ctx, numbers, str(data["title"]), page)
    if ctx.intent.name is Intents.UNDO:
        return None
    actions = read_actions(ctx.text, ctx.today, single=len(numbers) == 1)
    if not actions:
        return None
    results = [result for action in actions for result in _act(ctx, action, numbers)]
    return Reply(common.within_bytes("\n".join(results)), keep=True)


def act(ctx: Context, number: int, action: Action) -> str:
    """What one action does to one promise, said in a line; other lists show promises too.

    Raises:
        DomainError: it cannot be done.
    """
    row = commitments.find(ctx.session, number)
    card = ctx.directory.customer(row.customer_id)
    if not rights.sees(ctx, card):
        raise NotYourRecord(number)  # a guessed number tells nobody whose promise it is
    if action.deed is Deed.OPEN:
        return line(ctx, row)
    if action.deed is Deed.HAND_OVER:
        return texts.NOT_HANDED_OVER
    if action.deed is Deed.MOVE:
        commitments.move(ctx.session, row, on=action.on or ctx.today + timedelta(days=1), today=ctx.today)
        return common.changed(line(ctx, row))
    kept = action.deed is Deed.DONE
    commitments.finish(ctx.session, row, now=ctx.now, kept=kept)
    return texts.done(line(ctx, row)) if kept else texts.dropped(line(ctx, row))


def line(ctx: Context, row: Commitment) -> str:
    """承诺#181 苏州东吴机械有限公司·王总：免费检修，12月2日（周三）前."""
    card = ctx.directory.customer(row.customer_id)
    return texts.line(row.number, texts.who(card.name, row.contact_name), row.words, row.due_on, ctx.today)


def _promise(ctx: Context) -> Reply:
    value = ctx.intent.value
    mention: CustomerMention | None = value("customer")
    contact: ContactMention | None = value("contact")
    words, on = str(value("next_note") or ""), value("next_date")
    name = contact.text if contact is not None else ""
    if mention is not None and len(mention.ids) == 1:
        return _write(ctx, Promise(mention.ids[0], words, name, on), rough=bool(value("fuzzy")))
    ids = (mention.ids or mention.near) if mention is not None else ()
    options = asking.customers(ctx, ids)
    if not options:
        said = mention.text if mention is not None else ""
        return Reply(customer_texts.not_found(said) if said else texts.WHICH, keep=True)
    head = common.which_customer(mention.text) if mention is not None else texts.WHOM
    waiting = {
        "words": words,
        "contact": name,
        "on": on.isoformat() if on is not None else "",
        "rough": bool(value("fuzzy")),
    }
    return asking.ask(WHOM, head, options, waiting)


def _write(ctx: Context, told: Promise, *, rough: bool) -> Reply:
    card = ctx.directory.customer(told.customer_id)
    if not rights.writes(ctx, card):
        return Reply(customer_texts.not_yours(card.name, team_and_leader(ctx, card)[1]), keep=True)
    row = commitments.add(ctx.session, told, person=ctx.person, message_id=ctx.message.id, now=ctx.now, today=ctx.today)
    if row.due_on is None:
        return Reply(texts.asks_day(line(ctx, row)), ask=DAY, data={"number": row.number})
    return Reply(texts.kept(line(ctx, row), rough=texts.rough(row.due_on, ctx.today) if rough else ""))


def _owners(ctx: Context) -> list[int]:
    return rights.owners_below(ctx) if _lists_team(ctx) else [ctx.person.id]


def _lists_team(ctx: Context) -> bool:
    return ctx.person.leads and "我的" not in ctx.text


def _page(ctx: Context, numbers: Sequence[int], title: str, page: int) -> Reply:
    kept = list(numbers[:MOST_LISTED])
    if not kept:
        return Reply(texts.NONE_OPEN, keep=True)
    pages = -(-len(kept) // common.PAGE_LINES)
    shown = min(page, pages - 1)
    start = shown * common.PAGE_LINES
    rows = [ctx.session.get_one(Commitment, number) for number in kept[start : start + common.PAGE_LINES]]
    late = sum(1 for row in rows if row.due_on is not None and row.due_on < ctx.today)
    lines = [
        texts.list_line(
            index, ctx.directory.customer(row.customer_id).name, row.words, row.due_on, ctx.today, row.number
        )
        for index, row in enumerate(rows, start + 1)
    ]
    tail = f"{customer_texts.list_tail(shown, pages, beyond=page > shown)}\n" if pages > 1 else ""
    text = common.lines_within(texts.list_head(title, len(kept), late), lines, tail + texts.list_hint(len(kept)))
    return Reply(text, ask=LIST, data={"numbers": kept, "title": title, "page": shown})


def _act(ctx: Context, action: Action, numbers: Sequence[int]) -> list[str]:
    results: list[str] = []
    for place in dict.fromkeys(action.places or range(1, len(numbers) + 1)):
        if not 1 <= place <= len(numbers):
            results.append(common.no_such_line(len(numbers)))
            continue
        said = refusals.said(ctx, partial(act, ctx, int(numbers[place - 1]), action))
        results.append(said if action.deed is Deed.OPEN else common.result(place, said))
    return results
