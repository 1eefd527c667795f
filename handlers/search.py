"""谁提过 海天降价, 找去年说过要扩产的客户, 本周关键词: searching what was written about visits.

A rep finds his own notes and those about his own customers, a leader those of his line too (`product.md` G4).
"""

from __future__ import annotations

from handlers.context import Context, Reply
from handlers.language.keywords import keywords, words_of
from handlers.language.normalise import fold
from handlers.language.patterns import regex
from handlers.language.periods import find_period
from handlers.routing import Router
from handlers.texts import common
from handlers.texts import search as texts
from handlers.texts import visits as visit_texts
from models.queries import notes
from models.queries.notes import Note

router = Router()

_SAID = "(?:提|说|聊|谈|讲|问|抱怨)(?:[到起及]过?|过)"
_WHO = regex(
    rf"(?:(?:查一?下|看看|帮我(?:看看|查查|找找)?)\s*)?(?:都?有)?(?:谁|哪[家个些]客?户?|有没有(?:人|客户)?)"
    rf"[^,。]{{0,8}}?{_SAID}(?P<asked>.+)"
)
_FIND = regex(rf"(?:帮我)?找(?:一?下|出)?(?P<asked>[^,。]*{_SAID}.+?)的?客户$")
_SEARCH = regex(r"(?:搜索|搜一下|搜一搜|搜|全文)[\s:：]*(?P<asked>.+)")
_WORDS = regex(
    r"(?:看看)?(?P<period>(?:今天|昨天|[本这上]个?(?:周|星期|礼拜|月)|最近)?)的?(?:大家|团队|我们)?的?"
    r"(?:关键词|都?在?聊(?:得最多的|了?些?什么))[?？]?"
)
# Written out, for so the search passes over other characters at once.
_MAY_ASK = regex("谁|哪|找|搜|有没有|全文|关键词|聊[得了些什]")
_SHOWN = 9
_PERIOD_LEFT = regex(rf"^[\s,，]*(?:{_SAID})?")


@router.phrase(lambda text: _asked(text) is not None)
def search(ctx: Context) -> Reply:
    """Who mentioned something: the notes that hold the most of its words, nine of them."""
    asked = _asked(ctx.text) or ""
    period = find_period(asked, ctx.today)
    if period is not None:
        asked = asked[: period[1]] + asked[period[2] :]
    asked = _PERIOD_LEFT.sub("", asked).strip(" ?？的")
    words = words_of(asked)
    if not words:
        return Reply(texts.NOTHING_ASKED, keep=True)
    first, last, said = period[0] if period is not None else (None, None, "")
    found = notes.find_notes(
        ctx.session, words=words, people=_people(ctx), customers=_customers(ctx), first=first, last=last
    )
    shown = common.cut(asked, 20)
    if not found:
        return Reply(texts.nothing(shown, said), keep=True)
    lines = [_line(ctx, index, note) for index, note in enumerate(found[:_SHOWN], 1)]
    tail = texts.more(len(found) - _SHOWN) if len(found) > _SHOWN else ""
    return Reply(common.lines_within(texts.found(shown, len(found)), lines, tail), keep=True)


@router.phrase(lambda text: _MAY_ASK.search(text) is not None and _WORDS.fullmatch(fold(text).strip()) is not None)
def week_words(ctx: Context) -> Reply:
    """The words that a week's notes were about."""
    period = find_period(ctx.text, ctx.today) or find_period("本周", ctx.today)
    assert period is not None  # noqa: S101  (本周 is a period; narrows the type)
    first, last, said = period[0]
    held = notes.list_notes(ctx.session, people=_people(ctx), customers=(), first=first, last=last)
    counted = keywords([note.text for note in held])
    return Reply(texts.LOADING if counted is None else texts.words(said, counted), keep=True)


def _asked(text: str) -> str | None:
    """What a message looks for; None when it looks for nothing in the notes."""
    if _MAY_ASK.search(text) is None:
        return None
    folded = fold(text).strip()
    for pattern in (_WHO, _FIND, _SEARCH):
        found = pattern.match(folded)
        if found is not None:
            return found["asked"]
    return None


def _people(ctx: Context) -> list[int]:
    return [ctx.person.id, *(card.id for card in ctx.directory.line_of(ctx.person.id))]


def _customers(ctx: Context) -> frozenset[int]:
    return ctx.directory.owned_by(ctx.person.id)


def _line(ctx: Context, index: int, note: Note) -> str:
    writer = "" if note.person_id == ctx.person.id else ctx.directory.people[note.person_id].name
    return texts.line(
        index,
        visit_texts.short_day(note.visited_on, ctx.today),
        ctx.directory.customer(note.customer_id).short,
        note.contact_name,
        writer,
        common.cut(note.text),
        note.number,
    )
