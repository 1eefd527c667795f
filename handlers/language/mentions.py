"""The customers that a record is about, known to the company or not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from handlers.language.heads import head_end
from handlers.language.meaning import CustomerMention, Guessed, Slot
from handlers.language.normalise import CUSTOMER
from handlers.language.parts import LIST_GAP, ends_item
from handlers.language.patterns import regex
from handlers.language.people import find_contact_words
from handlers.language.reading import Reading, Span
from handlers.language.triggers import Trigger
from models.rules.names import split_place

_LIST_ITEM: Final = regex(r"[^、,。;\n]+")
_NAME_END: Final = regex(
    r"[\s,。;:!?\n、/|\-(]|的(?!$)|那边|这边|那里|(?<=[^\s]{2})(?:谈|聊|说|讲|见了|见到|看了|找|签了|送了|今天|昨天|上午|下午|一趟|试机|了(?=$|[^一-鿿])|客户(?=[一-鿿]))"
)
_NAME_LEAD: Final = regex(
    r"(?:了|过|完|到|一趟|趟|一下|下|(?:一)?[个家位](?=[新老]|叫|客户)|(?:叫|名叫)|客户[:,]?|新客户[:,]?|老客户[:,]?|[\s:,]|的|一家|那个|:)*"
)
_NO_FIRST_WORD: Final = regex(
    r"谈(?!家)|聊|沟通|商量|讨论|送|签|报价|交流|催|收款|试机|装机|修|验收|了解|介绍|王总|https?:|<"
)
NO_NAME: Final = regex(
    r"(?:客户|他们|她们|人家|公司|厂里?|那边|这边|朋友|同学|一下|一天|半天|一上午|一下午|厕所|超市买.*|医院|学校|银行|机场|车站|食堂|办公室|市场|现场|工地|仓库|总部|单位|家|会|会议|人|谁|几?[个家]?客户|[一二三四五六七八九十两几\d]+[家个次趟].*|外面|出去|出来|出差|苏州|上海|它|你|我们?|老板|那|这|今天|昨天|不少|很多|好几.*|多家.*|上次.*|大家.*)"
)
COMPANY_END: Final = regex(
    r"(?:公司|厂|集团|店|超市|酒店|宾馆|饭店|商行|中心|医院|学校|幼儿园|科技|机械|电子|贸易|实业|物流|食品|建材|五金|电力|重工|化工|化纤|纺织|机电|设备|材料|新材|能源|钢铁|包装|印刷|服饰|服装|药业|电气|汽车|汽配|商贸|工业|股份|院|馆|行|局|所|部|城)$"
)


def known_customer(reading: Reading) -> dict[str, Slot]:
    """The first customer that is named, as a slot: what to offer when nothing else was understood.

    Args:
        reading: one record.
    """
    return {"customer": mention_slot(reading, reading.customers[0])} if reading.customers else {}


def by_part(reading: Reading, words: re.Pattern[str]) -> dict[str, Slot]:
    """A customer who is called by a part of his name, as a slot: the speaker's own of that name, else those like it.

    Args:
        reading: one record.
        words: what he is called in, with the group `name`.
    """
    found = words.match(reading.text)
    if found is None:
        return {}
    book, speaker = reading.book, reading.situation.speaker
    ids = tuple(book.holding(found["name"], speaker))
    near = () if ids else tuple(book.near_customers(found["name"], speaker))
    if not ids and not near:
        return {}
    place = found.span("name")
    return {"customer": reading.slot(CustomerMention(reading.words(*place), ids, near), *place)}


def first_word(reading: Reading) -> tuple[int, int] | None:
    """An unknown name at the head of a line that a header has announced: 大唐电力 谈锅炉"""
    start = head_end(reading.masked, reading.moments)
    stop = _NAME_END.search(reading.masked, start)
    end = stop.start() if stop is not None else len(reading.masked)
    return _trimmed(reading, start, end, sure=True) if not reading.customers and end - start <= 20 else None


def mention_slot(reading: Reading, span: Span) -> Slot:
    """A customer that the book has found, as a slot.

    Args:
        reading: one record.
        span: his place and the ids that fit; without ids he is a longer name, which nobody has.
    """
    start, end, ids = span
    return reading.slot(mention_at(reading, span), start, end) if ids else _unknown(reading, start, end)[0]


def mention_at(reading: Reading, span: Span) -> CustomerMention:
    """A customer that the book has found.

    Args:
        reading: one record.
        span: his place and the ids that fit.
    """
    start, end, ids = span
    if isinstance(ids, Guessed):
        return CustomerMention(reading.words(start, end), tuple(ids), guessed=True)
    return CustomerMention(reading.words(start, end), ids)


def _unknown(reading: Reading, start: int, end: int) -> tuple[Slot, tuple[int, int]]:
    near: tuple[int, ...] = ()
    if end - start <= _LONGEST_NAME:
        near = tuple(reading.book.near_customers(reading.text[start:end], reading.situation.speaker))
    return reading.slot(CustomerMention(reading.words(start, end), (), near), start, end), (start, end)


_LONGEST_NAME: Final = 30
"""Characters; nothing is like a longer name."""


def one_customer(reading: Reading, trigger: Trigger | None) -> tuple[Slot | None, tuple[int, int] | None]:
    """The customer that a record is about, known or not, and his place; nothing where none is named.

    Args:
        reading: one record.
        trigger: the verb, if it has one.
    """
    if reading.customers:
        span = _chosen(reading, trigger)
        return mention_slot(reading, span), span[:2]
    place = first_word(reading) if trigger is None else object_of(reading, trigger) or unknown_before(reading, trigger)
    if place is not None and trigger is not None and not COMPANY_END.search(reading.text[slice(*place)]):
        first = reading.clause_of(trigger.start)[0]
        if any(first <= span[0] and span[1] <= trigger.start for span in reading.contacts):
            place = None  # 冯经理那儿聊完了 轴承的事…
    person = _person_alone(reading, trigger, place)
    if person is not None:
        return _firm_of(reading, person), person[:2]
    return (None, None) if place is None else _unknown(reading, *place)


def person_at(reading: Reading, place: tuple[int, int] | None) -> bool:
    """Whether a customer's place is that of one of his people, named without him.

    Args:
        reading: one record.
        place: what `one_customer` gave.
    """
    return place is not None and not reading.customers and any(place == span[:2] for span in reading.contacts)


def _person_alone(reading: Reading, trigger: Trigger | None, place: tuple[int, int] | None) -> Span | None:
    """Somebody of the speaker's own customers who is named instead of the customer: 见了秦姐; not 大唐电力张经理."""
    people = reading.contacts
    if place is not None:
        return next((span for span in people if span[0] == place[0]), None)
    if trigger is None or not people:
        return None
    start, end = reading.clause_of(trigger.start)
    inside = [span for span in people if start <= span[0] < end]
    return next((span for span in inside if span[0] >= trigger.end), inside[-1] if inside else people[0])


def _firm_of(reading: Reading, person: Span) -> Slot:
    start, end, contacts = person
    ids = tuple(dict.fromkeys(map(reading.book.customer_of, contacts)))
    return reading.slot(CustomerMention(reading.words(start, end), ids), start, end)


def _chosen(reading: Reading, trigger: Trigger | None) -> Span:
    if trigger is None or len(reading.customers) == 1:
        return reading.customers[0]
    start, end = reading.clause_of(trigger.start)
    inside = [span for span in reading.customers if start <= span[0] < end]
    after = [span for span in inside if span[0] >= trigger.start]
    before = [span for span in inside if span[1] <= trigger.start]
    return (after or before[-1:] or reading.customers)[0]


def object_of(reading: Reading, trigger: Trigger) -> tuple[int, int] | None:
    """The unknown name behind the verb: 拜访 大唐电力 刘总 …

    Args:
        reading: one record.
        trigger: the verb.
    """
    masked = reading.masked
    lead = _NAME_LEAD.match(masked, trigger.end)
    start = lead.end() if lead is not None else trigger.end
    stop = _NAME_END.search(masked, start)
    end = stop.start() if stop is not None else len(masked)
    for moment in reading.moments:
        if start < moment.start < end or moment.start == start:
            end = min(end, moment.start)
    contact = find_contact_words(masked, start, end)
    if contact is not None:
        end = min(end, contact[0])
    return _trimmed(reading, start, end, sure=trigger.kind == "visit")


def unknown_before(reading: Reading, trigger: Trigger) -> tuple[int, int] | None:
    """The unknown name before the verb: 华莲超市张经理今天见了

    Args:
        reading: one record.
        trigger: the verb.
    """
    start, _ = reading.clause_of(trigger.start)
    start = head_end(reading.masked[: trigger.start], reading.moments, start)
    end = trigger.start
    contact = find_contact_words(reading.masked, start, trigger.start)
    if contact is not None:
        end = contact[0]
    for moment in reading.moments:
        if start <= moment.start < end:
            end = moment.start
    stop = _NAME_END.search(reading.masked, start, end)
    if stop is not None:
        end = stop.start()
    return _trimmed(reading, start, end, sure=False)


def _trimmed(reading: Reading, start: int, end: int, *, sure: bool) -> tuple[int, int] | None:
    words = reading.text[start:end].rstrip("的了在和跟 ")
    end = start + len(words)
    if _NO_FIRST_WORD.match(words) and not COMPANY_END.search(words):
        return None
    if len(words) < 2 or NO_NAME.fullmatch(words) or words[0] in "#*;" or CUSTOMER in reading.masked[start:end]:
        return None
    if split_place(f"{words.lstrip('在到从去跑')}某某")[1] == "某某":
        return None  # 在杭州见了骆雨
    if sure or COMPANY_END.search(words):
        return start, end
    return (start, end) if len(words) <= 12 and reading.book.near_customers(words, reading.situation.speaker) else None


def listed_customers(reading: Reading, trigger: Trigger | None) -> list[tuple[Slot, tuple[int, int]]]:
    """东吴、恒力、华联 side by side; unknown names only between 、 where one of the list is known.

    Args:
        reading: one record.
        trigger: the verb, if it has one.

    Returns:
        Each customer and his place, in order; possibly only one, or none.
    """
    start = trigger.end if trigger is not None else 0
    after = [span for span in reading.customers if span[0] >= start] or list(reading.customers)
    run = after[:1]
    for span in after[1:]:
        if not _is_gap(reading, run[-1][1], span[0], span[1]):
            break
        run.append(span)
    if "、" in reading.masked:
        items = _items(reading, start)
        if trigger is None and not all(mention.value.ids for mention, _ in items):
            items = []
        return items or [(mention_slot(reading, span), span[:2]) for span in run]
    return _with_unknown(reading, start, run) if run else []


def _is_gap(reading: Reading, start: int, end: int, behind: int) -> bool:
    if not ends_item(reading.masked, reading.masked[start:end], behind):
        return False
    if LIST_GAP.fullmatch(reading.masked, start, end):
        return True
    contact = find_contact_words(reading.masked, start, end)
    return contact is not None and bool(
        LIST_GAP.fullmatch(reading.masked, start, contact[0]) and LIST_GAP.fullmatch(reading.masked, contact[1], end)
    )


_UNKNOWN_BEFORE: Final = regex(r"[\s了过:]*(?:[一-鿿]{2,3}的)?(?P<name>[一-鿿]{2,12}?)(?:和|跟|与|还有|以及)")
_UNKNOWN_BEHIND: Final = regex(r"(?:和|跟|与|还有|以及)(?P<name>[一-鿿]{2,12}?)(?=$|[,。\s])")


def _with_unknown(reading: Reading, start: int, run: Sequence[Span]) -> list[tuple[Slot, tuple[int, int]]]:
    """去了龙腾五金和东吴: a firm that nobody has, side by side with one that is known."""
    found = [
        _UNKNOWN_BEFORE.fullmatch(reading.masked, start, run[0][0]) if run[0][0] > start + 2 else None,
        _UNKNOWN_BEHIND.match(reading.masked, run[-1][1]),
    ]
    before, behind = (one if one is not None and COMPANY_END.search(one["name"]) else None for one in found)
    if len(run) == 1 and before is None and behind is None:
        return []
    known = [(mention_slot(reading, span), span[:2]) for span in run]
    if before is not None:
        known.insert(0, _unknown(reading, *before.span("name")))
    if behind is not None:
        known.append(_unknown(reading, *behind.span("name")))
    return known


def _items(reading: Reading, start: int) -> list[tuple[Slot, tuple[int, int]]]:
    first = head_end(reading.masked.replace(CUSTOMER, "客"), reading.moments, start)
    end = len(reading.masked)
    stop = re.search(r"[,。;\n]", reading.masked[first:])
    if stop is not None:
        end = first + stop.start()
    found: list[tuple[Slot, tuple[int, int]]] = []
    if reading.masked.find("、", first, end) < 0:
        return []
    for item in _LIST_ITEM.finditer(reading.masked, first, end):
        known = [span for span in reading.customers if item.start() <= span[0] and span[1] <= item.end()]
        if known:
            found.append((mention_slot(reading, known[0]), known[0][:2]))
            continue
        begin = item.start() + len(item.group()) - len(item.group().lstrip())
        stop = _NAME_END.search(reading.masked, begin, item.end())
        place = _trimmed(reading, begin, stop.start() if stop is not None else item.end(), sure=True)
        if place is None or place[1] - place[0] > 12:
            return []
        found.append(_unknown(reading, *place))
    return (
        found if any(mention.value.ids for mention, _ in found) or reading.masked[start : start + 1] in ": 了" else []
    )
