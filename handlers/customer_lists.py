"""我的客户, 苏州的客户, A类, 多久没联系, 孙悦手上几个客户: numbered lists with pages; a number opens a card."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from handlers import birthdays, choices, customers, list_topics, ownership, releases, rights
from handlers.context import Context, Reply
from handlers.language.meaning import Intents
from handlers.language.patterns import regex
from handlers.list_topics import Narrowed
from handlers.routing import Router
from handlers.texts import common
from handlers.texts import customers as texts
from handlers.visit_lists import wanted_page
from models.directory import CustomerCard
from models.queries import customers as queries
from models.queries.customers import Owned
from models.rules.regions import cities_of
from models.schema import Role

router = Router()

LIST = "customers.list"
PAGE_LINES = 9
"""So that a number has one figure on the first page."""
MOST_LISTED = 450
"""Fifty pages; nobody turns further, and the list stays open as numbers of customers."""

_LEVEL = regex(r"(?<![A-Za-z])([A-Ea-e])\s*[类级]")
_HELPED = regex(r"合作|协作|帮跟|一起跟")
_NOT_SEEN = regex(r"没有?(?:联系|拜访|去过?|跟进|见|跑|走动|动静|管)|多久没|好久没|久未")
_DAYS = regex(r"(\d{1,3}|[一两二三四五六七八九十半]{1,3})个?(天|周|星期|礼拜|月)")
_FIGURES = {
    word: number for number, words in enumerate(("", "一", "两二", "三", "四", "五", "六", "七", "八", "九", "十"))
    for word in words
}  # fmt: skip
_LENGTHS = {"天": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30}
_KINDS = (
    ("学校", "学校|小学|中学|大学|学院|幼儿|幼教|培训|教育|实验|托育|书院"),
    ("医院", "医院|诊所|门诊|卫生|医疗|眼科|口腔|药房|康复"),
    ("酒店", "酒店|宾馆|饭店|民宿|旅馆|度假"),
    ("餐饮", "餐饮|餐厅|饭店|酒楼|面馆|小吃|火锅|食堂|茶|咖啡|烘焙|食府|菜馆|卤"),
    ("超市", "超市|便利|商厦|百货|商场|卖场|生鲜"),
    ("工厂", "厂|机械|制造|精密|五金|模具|重工|纺织|化纤|电子"),
)
_AROUND_LABEL = regex(r"^(?:查|看看?|列出?)|我的?|所有的?|全部的?|标签|的?客户|(?:都|还)?有?哪些|的$|[\s，,。？?吗呢]")
_LONGEST_LABELLED = 20
_TAIL_WORDS = regex(r"[类级的型业行]+$")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is to hold.

    Attributes:
        level: A to E, or empty.
        places: cities, or empty for all.
        words: a name or trade must hold one of them, or empty.
        days: not visited for so many days; None where that was not asked, 0 for the longest first.
        said: the filters as the title repeats them.
    """

    level: str = ""
    places: Collection[str] = ()
    words: str = ""
    days: int | None = None
    said: tuple[str, ...] = ()


@router.intent(Intents.CUSTOMER_LIST)
def listed(ctx: Context) -> Reply:
    """The customers of the speaker, of his line, or of one person in it, by what was asked."""
    if birthdays.is_question(ctx.text):
        return birthdays.coming(ctx)
    if _HELPED.search(ctx.text) is not None:
        return _narrowed(ctx, "我", list_topics.helped(ctx), mixed=False)
    wanted = _wanted(ctx)
    asked: Sequence[int] = ctx.intent.value("person") or ()
    own = ctx.person.id in asked or (not asked and not _is_leaders(ctx))
    if asked and not own:
        seen = [found for found in asked if ctx.directory.is_above(ctx.person.id, found)]
        if not seen:
            return Reply(texts.NOT_IN_LINE, keep=True)
        owners, whose = seen, "、".join(ctx.directory.people[found].name for found in seen)
    else:
        owners = [ctx.person.id] if own else rights.owners_below(ctx)
        whose = "我" if own else "我和团队"
    narrowed = list_topics.narrowed(ctx, owners)
    if narrowed is not None:
        return _narrowed(ctx, whose, narrowed, mixed=len(owners) > 1)
    named = labelled(ctx) if wanted.words and not asked else None
    return named or _listed(ctx, whose, owners, wanted)


@router.answer(LIST, listing=True, takes=(Intents.CUSTOMER_QUERY, Intents.LEAD_RELEASE))
def turn(ctx: Context) -> Reply | None:
    """A number or a name opens a line's card, 下一页 and 更多 go on; 电话 below a card asks for that one's."""
    data = ctx.asked
    ids = [int(found) for found in data.get("ids", ())]
    if not ids:
        return Reply(texts.LIST_GONE)
    if ctx.intent.name is Intents.CUSTOMER_QUERY:
        return _phone(ctx, data)
    if ctx.intent.name is Intents.LEAD_RELEASE:
        return releases.by_number(ctx, ids) if "choice" in ctx.intent.slots else None
    handed = ownership.by_number(ctx, ids)
    if handed is not None:
        return handed
    number = choices.number(ctx.intent, ctx.text)
    if number is not None:
        return _open(ctx, data, ids, number)
    if ctx.intent.name is Intents.CHOOSE and "customer" in ctx.intent.slots:
        return customers.query(ctx)
    page = wanted_page(choices.folded(ctx.text), int(data["page"]))
    if page is not None:
        return _page(ctx, data, page)
    if "card" in data and customers.asks_phone(ctx, None):
        return _phone(ctx, data)
    return Reply(texts.PAGE_HINT, keep=True) if ctx.intent.name is Intents.CHOOSE else None


def greeted(ctx: Context) -> Reply:
    """Whom the speaker greets on a feast."""
    return _narrowed(ctx, "我", list_topics.greeted(ctx, [ctx.person.id]), mixed=False)


def labelled(ctx: Context) -> Reply | None:
    """重点客户, 我的客户 重点: those that bear a word as their label; None where nobody put it on any."""
    if "客户" not in ctx.text or len(ctx.text) > _LONGEST_LABELLED:
        return None
    word = _AROUND_LABEL.sub("", ctx.text)
    owners = [ctx.person.id] if "我" in ctx.text or not ctx.person.leads else rights.owners_below(ctx)
    found = list_topics.labelled(ctx, owners, word) if word else None
    if found is None or not found.ids:
        return None
    return _narrowed(ctx, "我" if len(owners) == 1 else "我和团队", found, mixed=len(owners) > 1)


def _listed(ctx: Context, whose: str, owners: Collection[int], wanted: Wanted) -> Reply:
    """The page that was asked for, else the first; where the customers are several people's, each line says whose."""
    title = texts.list_title(whose, wanted.said)
    found = _found(ctx, owners, wanted)
    helped = ctx.directory.helped_by(ctx.person.id) if wanted == Wanted() and set(owners) == {ctx.person.id} else ()
    if not found and helped:
        return _narrowed(ctx, whose, list_topics.helped(ctx), mixed=False)
    if not found:
        return Reply(texts.list_empty(title), keep=True)
    page: int = ctx.intent.value("page", default=1)
    data = {"ids": found[:MOST_LISTED], "count": len(found), "title": title, "mixed": len(owners) > 1}
    shown = _page(ctx, data, max(page - 1, 0))
    return replace(shown, text=f"{shown.text}\n{texts.helped_too(len(helped))}") if helped else shown


def _narrowed(ctx: Context, whose: str, narrowed: Narrowed, *, mixed: bool) -> Reply:
    title = texts.list_title(whose, [narrowed.said])
    ids = [found for found in narrowed.ids if found in ctx.directory.customers][:MOST_LISTED]
    if not ids:
        return Reply(texts.list_none(title), keep=True)
    notes = {str(found): narrowed.notes[found] for found in ids if found in narrowed.notes}
    return _page(ctx, {"ids": ids, "count": len(narrowed.ids), "title": title, "mixed": mixed, "notes": notes})


def _open(ctx: Context, data: Mapping[str, Any], ids: Sequence[int], number: int) -> Reply:
    if not 1 <= number <= len(ids):
        return Reply(common.no_such_line(len(ids)), keep=True)
    shown = customers.show(ctx, ids[number - 1], customers.CARD, None)
    return Reply(shown.text, ask=LIST, data={**data, "card": ids[number - 1]})


def _phone(ctx: Context, data: Mapping[str, Any]) -> Reply | None:
    """The phone of the card that was opened last; the list stays open, unless there are several to choose from."""
    shown = customers.opened(ctx)
    return shown if shown is None or "ids" in shown.data else Reply(shown.text, ask=LIST, data=data)


def _is_leaders(ctx: Context) -> bool:
    """Whether a leader, or who assists him, asks for all his people have; with 我的 for his own, if he has any."""
    if not (ctx.person.leads or ctx.person.role == Role.ASSISTANT):
        return False
    return "我" not in ctx.text or not ctx.directory.owned_by(ctx.person.id)


def _wanted(ctx: Context) -> Wanted:
    said: str = ctx.intent.value("filter") or ""
    city: str = ctx.intent.value("city") or ""
    text = ctx.intent.text or ctx.text
    asked: int | None = ctx.intent.value("days")
    letter = (ctx.intent.value("level") or _letter(said) or _letter(text)).upper()
    days = asked if asked is not None else _days(text) if _NOT_SEEN.search(text) else None
    word = "" if _letter(said) else _TAIL_WORDS.sub("", said.removesuffix("客户"))
    if word and (_NOT_SEEN.search(word) or word == city or word in {"我", "所有", "全部"}):
        word = ""
    titles = [city, f"{letter}类" if letter else "", word, texts.not_seen_for(days) if days is not None else ""]
    return Wanted(
        level=letter,
        places=cities_of(city) if city else (),
        words=next((words for kind, words in _KINDS if word and kind in (word, f"{word}院")), re.escape(word)),
        days=days,
        said=tuple(title for title in titles if title),
    )


def _letter(said: str) -> str:
    found = _LEVEL.search(said)
    return found[1] if found is not None else ""


def _days(text: str) -> int:
    found = _DAYS.search(text)
    if found is None:
        return 0
    if found[1] == "半":
        return 15
    number = int(found[1]) if found[1].isdecimal() else _FIGURES.get(found[1][-1], 1)
    return number * _LENGTHS[found[2]]


def _found(ctx: Context, owners: Collection[int], wanted: Wanted) -> Sequence[int]:
    """Of a plain list the last visited first; of one by silence the longest unseen."""
    if wanted == Wanted():
        return [one for one in queries.list_owned_ids(ctx.session, owners) if one in ctx.directory.customers]
    word = re.compile(wanted.words) if wanted.words else None
    found = [
        one
        for one in queries.list_owned(ctx.session, owners)
        if (card := ctx.directory.customers.get(one.id)) is not None
        and (not wanted.level or one.level.upper() == wanted.level)
        and (not wanted.places or _is_in(card, wanted.places))
        and (word is None or _is_called(card, one, word))
        and (not wanted.days or one.last_on is None or (ctx.today - one.last_on).days >= wanted.days)
    ]
    # They come in the order of their ids, which stays where the days are the same.
    found.sort(key=lambda one: one.last_on or date.min, reverse=wanted.days is None)
    return [one.id for one in found]


def _is_in(card: CustomerCard, places: Collection[str]) -> bool:
    if card.city:
        return any(card.city.startswith(place) for place in places)
    return any(card.name.startswith(place) for place in places)


def _is_called(card: CustomerCard, one: Owned, word: re.Pattern[str]) -> bool:
    return any(word.search(name) is not None for name in (card.name, *card.aliases, one.stage))


def _page(ctx: Context, data: Mapping[str, Any], page: int = 0) -> Reply:
    ids = data["ids"]
    pages = -(-len(ids) // PAGE_LINES)
    shown = min(page, pages - 1)
    start = shown * PAGE_LINES
    on_page = ids[start : start + PAGE_LINES]
    seen = {one.id: one for one in queries.list_by_id(ctx.session, on_page)}
    lines = []
    for index, found in enumerate(on_page, start + 1):
        card, one = ctx.directory.customer(found), seen[found]
        owner = ctx.directory.people.get(card.owner_id or 0)
        lines.append(
            texts.list_line(
                index,
                card.name,
                level=one.level,
                city=card.city,
                since=data.get("notes", {}).get(str(found)) or texts.since(one.last_on, ctx.today),
                owner=owner.name if owner is not None and data["mixed"] else "",
            )
        )
    head = texts.list_head(data["title"], data["count"], len(ids))
    tail = texts.list_tail(shown, pages, beyond=page > shown)
    kept = {name: value for name, value in data.items() if name != "card"}
    return Reply("\n".join([head, *lines, tail]), ask=LIST, data={**kept, "page": shown})
