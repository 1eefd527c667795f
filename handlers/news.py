"""问题 客户嫌交期长, 竞品 海天 降5%, 问题#5 解决了 换了泵, 谁有什么问题 (`product.md` A7, C16)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from handlers import choices, remarks, rights
from handlers.context import Context, Push, Reply
from handlers.language.meaning import CustomerMention, Intent, Intents
from handlers.language.patterns import regex
from handlers.routing import Router
from handlers.tellings import heard_by
from handlers.texts import common
from handlers.texts import customers as customer_texts
from handlers.texts import news as texts
from handlers.visit_lists import wanted_page
from models.queries import news as queries
from models.schema import News, NewsKind
from models.services import news

router = Router()

LIST: Final = "news.list"
OPEN_DAYS: Final = 180
"""So far back a problem that was never solved is still listed."""
MARKET_DAYS: Final = 30
_SOLVED: Final = regex(
    r"\s*第?(?P<place>\d{1,3})\s*(?:号|条)?\s*(?:已经?)?(?:解决|搞定|处理|弄好|好|完成)(?:好|完|掉)?[了啦]?[\s,，:：。]*(?P<how>.*)",
    re.DOTALL,
)


_DONE: Final = "解决|搞定|处理(?:好|完|掉|了)|弄好|好了|完成|撤销|作废|取消|恢复"
_OF_ONE: Final = regex(rf"\s*问题\s*[#＃]\s*(?P<number>\d{{1,9}})[\s,，:：]+(?P<words>(?!.*(?:{_DONE})).{{2,}})")
_WORD: Final = regex(r"\s*第?(?P<place>\d{1,3})\s*(?:[号条])?[\s,，:：]+(?P<words>[一-鿿A-Za-z].{3,200})")
_LONGEST_WORD: Final = 200


@router.intent(Intents.NEWS_TELL, Intents.COMPLAINT_RECORD)
def tell(ctx: Context) -> Reply:
    """A problem for the morning's sheet; of a complaint, a rival or the market the leader hears at once."""
    replies = [_tell(ctx, intent) for intent in ctx.intents or (ctx.intent,)]
    return Reply(
        "\n".join(reply.text for reply in replies), pushes=[push for reply in replies for push in reply.pushes]
    )


def _tell(ctx: Context, intent: Intent) -> Reply:
    complaint = intent.name is Intents.COMPLAINT_RECORD
    kind = NewsKind.PROBLEM if complaint else NewsKind(intent.value("category"))
    mention: CustomerMention | None = intent.value("customer")
    customer_id = mention.ids[0] if mention is not None and len(mention.ids) == 1 else None
    row = news.tell(
        ctx.session,
        kind,
        str(intent.value("summary") or (intent.text if complaint else "")),
        customer_id=customer_id,
        person=ctx.person,
        message_id=ctx.message.id,
        now=ctx.now,
        today=ctx.today,
    )
    what = _line(ctx, row)
    leader = ctx.directory.people.get(ctx.person.manager_id or 0)
    if (kind is NewsKind.PROBLEM and not complaint) or leader is None or not leader.active:
        return Reply(texts.kept(what, problem=kind is NewsKind.PROBLEM, leader=""))
    push = Push(leader.id, "market_news", f"market_news:{row.number}", texts.told(ctx.person.name, what))
    return Reply(texts.kept(what, problem=complaint, leader=leader.name), pushes=[push])


@router.intent(Intents.NEWS_SOLVE)
def solve(ctx: Context) -> Reply:
    """问题#5 解决了 换了泵: by whoever raised it, or a leader above him; without a number the only one that is open."""
    solution = str(ctx.intent.value("summary") or "")
    if "number" in ctx.intent.slots:
        return settle(ctx, int(ctx.intent.value("number")), solution)
    first = ctx.today - timedelta(days=OPEN_DAYS)
    people = rights.owners_below(ctx) or [ctx.person.id]
    found = queries.list_news(ctx.session, person_ids=people, first=first, last=ctx.today, open_only=True)
    mention: CustomerMention | None = ctx.intent.value("customer")
    meant = frozenset(mention.ids) if mention is not None else frozenset()
    problems = [row for row in found if row.kind == NewsKind.PROBLEM]
    of_his = [row.number for row in problems if row.customer_id in meant]
    numbers = of_his or [row.number for row in problems]
    if len(of_his) == 1 or (len(numbers) == 1 and not meant):
        return settle(ctx, numbers[0], solution)
    return _page(ctx, numbers, texts.title(NewsKind.PROBLEM, team=False, period=""), 0)


def settle(ctx: Context, number: int, solution: str) -> Reply:
    """A problem is solved; its author hears when somebody else did it.

    Raises:
        DomainError: it cannot be done.
    """
    row = news.find(ctx.session, number, person=ctx.person, directory=ctx.directory)
    if row.kind != NewsKind.PROBLEM:
        return Reply(texts.NOT_A_PROBLEM, keep=True)
    news.solve(ctx.session, row, solution, by_id=ctx.person.id, now=ctx.now)
    what = _line(ctx, row)
    pushes = []
    if heard_by(ctx, row.person_id):
        told = texts.told_solved(ctx.person.name, what, row.solution)
        pushes = [Push(row.person_id, "problem_solved", f"problem_solved:{number}:{ctx.message.id}", told)]
    return Reply(texts.solved(what, row.solution), pushes=pushes)


def says_of_one(text: str) -> bool:
    """Whether a text says something of a problem by its number, other than that it is solved."""
    return len(text) <= _LONGEST_WORD and _OF_ONE.fullmatch(text) is not None


@router.phrase(says_of_one)
def of_one(ctx: Context) -> Reply:
    """问题#5 周一开会定: a leader's word on it goes to who raised it; he himself is shown how more is added."""
    said = _OF_ONE.fullmatch(ctx.text)
    number, words = (int(said["number"]), said["words"].strip()) if said is not None else (0, "")
    row = news.find(ctx.session, number, person=ctx.person, directory=ctx.directory)
    if row.person_id == ctx.person.id or not ctx.person.leads:
        return Reply(texts.how_to_add(row.kind, number, words), keep=True)
    return replace(remarks.remark_on(ctx, number, words), keep=True)


@router.intent(Intents.NEWS_LIST)
def listed(ctx: Context) -> Reply:
    """问题清单, 谁有什么问题, 市场情报: one's own, of a leader his line's."""
    kind = NewsKind(ctx.intent.value("category"))
    period = ctx.intent.value("period")
    own = bool(ctx.intent.value("person"))
    team = not own and len(rights.owners_below(ctx)) > 1
    people = rights.owners_below(ctx) if team else [ctx.person.id]
    back = OPEN_DAYS if kind is NewsKind.PROBLEM else MARKET_DAYS
    first: date = period[0] if period is not None else ctx.today - timedelta(days=back)
    last: date = period[1] if period is not None else ctx.today
    problems = kind is NewsKind.PROBLEM
    found = queries.list_news(ctx.session, person_ids=people, first=first, last=last, open_only=problems)
    rows = [row for row in found if (row.kind == NewsKind.PROBLEM) == problems]
    title = texts.title(kind, team=team, period=period[2] if period is not None else "")
    return _page(ctx, [row.number for row in rows], title, 0)


@router.answer(
    LIST,
    listing=True,
    takes=(
        Intents.NEWS_SOLVE,
        Intents.UNDO,
        Intents.VISIT_LOG,
        Intents.SMALLTALK,
        Intents.NOT_YET,
        Intents.REMARK,
        Intents.PRAISE,
    ),
)
def answer(ctx: Context) -> Reply | None:
    """1 opens a line, 1解决了 换了泵 settles it, 1 找技术部老刘 is a leader's word on it, 下一页 goes on."""
    data = ctx.asked
    numbers: Sequence[int] = data.get("numbers", ())
    page = wanted_page(choices.folded(ctx.text), int(data.get("page", 0)))
    if page is not None:
        return _page(ctx, numbers, str(data["title"]), page)
    if ctx.person.leads and (remarked := _remarked(ctx, numbers)) is not None:
        return remarked
    solved = _SOLVED.fullmatch(ctx.text)
    place = int(solved["place"]) if solved is not None else choices.number(ctx.intent, ctx.text)
    if place is None or ctx.intent.name is Intents.UNDO or "#" in ctx.text:
        return None
    if not 1 <= place <= len(numbers):
        return Reply(common.no_such_line(len(numbers)), keep=True)
    if solved is None:
        return _detail(ctx, int(numbers[place - 1]))
    done = settle(ctx, int(numbers[place - 1]), solved["how"])
    return Reply(done.text, keep=True, pushes=done.pushes)


def _remarked(ctx: Context, numbers: Sequence[int]) -> Reply | None:
    """What a leader says of a line that is somebody else's: 点评 2 我来谈, or the line's number and his words."""
    if "#" in ctx.text:
        return None
    if ctx.intent.name in (Intents.REMARK, Intents.PRAISE):
        place, words = ctx.intent.value("number"), None
    else:
        said = None if _SOLVED.fullmatch(ctx.text) else _WORD.fullmatch(ctx.text)
        place, words = (int(said["place"]), said["words"]) if said is not None else (None, "")
    if place is None or not 1 <= place <= len(numbers):
        return None
    row = news.find(ctx.session, int(numbers[place - 1]), person=ctx.person, directory=ctx.directory)
    return None if row.person_id == ctx.person.id else replace(remarks.remark_on(ctx, row.number, words), keep=True)


def _detail(ctx: Context, number: int) -> Reply:
    row = news.find(ctx.session, number, person=ctx.person, directory=ctx.directory)
    on = common.day(row.told_on, ctx.today)
    notes = [texts.solved(texts.name(row.kind, number), row.solution)] if row.solved_at is not None else []
    card = ctx.directory.customers.get(row.customer_id or 0)
    head = f"{texts.name(row.kind, number)} {card.name if card is not None else ''}：{common.cut(row.words, 300)}"
    return Reply(texts.detail(head, ctx.directory.people[row.person_id].name, on, notes), keep=True)


def _line(ctx: Context, row: News) -> str:
    card = ctx.directory.customers.get(row.customer_id or 0)
    return texts.line(row.kind, row.number, card.name if card is not None else "", row.words)


def _page(ctx: Context, numbers: Sequence[int], title: str, page: int) -> Reply:
    if not numbers:
        return Reply(texts.empty(title), keep=True)
    pages = -(-len(numbers) // common.PAGE_LINES)
    shown = min(page, pages - 1)
    start = shown * common.PAGE_LINES
    rows = [ctx.session.get_one(News, number) for number in numbers[start : start + common.PAGE_LINES]]
    lines = []
    for index, row in enumerate(rows, start + 1):
        card = ctx.directory.customers.get(row.customer_id or 0)
        who = "" if row.person_id == ctx.person.id else ctx.directory.people[row.person_id].name
        short = card.short if card is not None else ""
        lines.append(texts.list_line(index, who, row.told_on, ctx.today, short, row.words, row.number))
    problems = any(row.kind == NewsKind.PROBLEM for row in rows)
    tail = [customer_texts.list_tail(shown, pages, beyond=page > shown)] if pages > 1 else []
    hint = (
        texts.LEADERS_HINT if any(row.person_id != ctx.person.id for row in rows) and ctx.person.leads else texts.HINT
    )
    tail += [hint] if problems else []
    text = common.lines_within(texts.list_head(title, len(numbers)), lines, "\n".join(tail))
    return Reply(text, ask=LIST, data={"numbers": list(numbers), "title": title, "page": shown})
