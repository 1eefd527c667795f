"""Corrections of a record that stands: 改 #128 下次 8月5, 不是东吴 是东武."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from handlers.language.dates import Leaning, Moment
from handlers.language.meaning import ContactMention, CustomerMention, Intent, Intents, Slot
from handlers.language.people import find_titled
from handlers.language.reading import Reading

_FIELD_WORDS: Final = (
    ("next_date", r"下次(?:拜访|跟进|见面|去)?(?:的)?(?:时间|日期)?|下回|跟进(?:时间|日期)?"),
    ("customer", r"客户(?:名称?|名字)?|公司|单位"),
    ("contact", r"联系人|对接人|见的人"),
    ("date", r"(?:拜访)?(?:日期|时间|日子)"),
    ("summary", r"(?:拜访)?(?:内容|小结|纪要|总结|情况|备注|结果)"),
    ("amount", r"金额|钱数"),
)
_FIELDS: Final = "|".join(f"(?P<{name}>{pattern})" for name, pattern in _FIELD_WORDS)
_INTO: Final = r"(?:改成|改为|换成|更正为|应该是|应为|为|是)?[\s:,]*"
_CHANGE: Final = re.compile(
    rf"\s*(?:请|帮我)?(?:改|修改|更正|更改|把)(?:一下|下)?\s*(?:(?:拜访|记录)?\s*(?:#\s*|(?=\d))(?P<number>\d{{1,9}})(?:号|条)?(?:拜访|记录)?|(?P<last>刚才|刚刚|上一?|那)(?:那|这)?(?:条|个)?(?:的|拜访|记录)*)?"
    rf"[\s:,]*(?:的)?(?:(?:{_FIELDS})\s*)?{_INTO}(?P<value>.*)",
    re.DOTALL,
)
_BARE_CHANGE: Final = re.compile(
    rf"\s*(?:(?:刚才|刚刚|上一?|那)(?:那|这)?(?:条|个)(?:的|拜访|记录)*)?(?:{_FIELDS})?(?:改成|改为|换成|更正为)[\s:,]*(?P<value>.+)",
    re.DOTALL,
)
_NOT_BUT: Final = re.compile(
    r"\s*(?:错了|说错了|记错了|搞错了|写错了|不对)?[\s,]*(?:是)?不是(?P<old>[^,。]{1,20}?)[\s,。]*(?:而)?(?:应该)?是(?P<new>[^,。]{1,30})[。!吧啊]*\s*"
    r"|\s*(?:错了|说错了|记错了|搞错了|写错了|不对|打错了)[\s,。]*(?:应该)?(?:是|去的是)(?P<only>[^,。]{1,30})[。!吧啊]*\s*"
    r"|\s*是(?P<first>[^,。]{1,20}?)[\s,。]*不是(?P<second>[^,。]{1,20})[。!吧啊]*\s*"
)
_QUESTION: Final = re.compile(r"[?吗呢]|为什么|怎么")
_VERB: Final = re.compile(r"回款|下单|付|订|拜访|去了|见了|报备|谈|说|提醒")


def read_change(reading: Reading) -> Intent | None:
    """改 with a record's number, a field or both; None for anything else (改天再去, 改一下报价).

    Args:
        reading: the whole message.
    """
    text = reading.text
    if "改" not in text and "换成" not in text and "更正" not in text:
        return None
    found = _BARE_CHANGE.fullmatch(text) or _CHANGE.fullmatch(text)
    if found is None:
        return None
    named = next((name for name, _ in _FIELD_WORDS if found[name] is not None), None)
    groups = found.groupdict()
    if not groups.get("number") and not groups.get("last") and not _is_change(reading, found, named):
        return None
    slots: dict[str, Slot] = {}
    if groups.get("number"):
        slots["number"] = reading.slot(int(groups["number"]), *found.span("number"))
    slots |= _value(reading, named, *found.span("value"))
    return reading.intent(Intents.RECORD_CHANGE, slots)


def read_correction(reading: Reading) -> Intent | None:
    """不是东吴，是东武 / 不是下周三 是下周四 / 记错了 是恒力: the last record of the person is meant.

    Args:
        reading: the whole message.
    """
    text = reading.text
    if "是" not in text or _QUESTION.search(text):
        return None
    found = _NOT_BUT.fullmatch(text)
    if found is None:
        return None
    group = next(name for name in ("new", "only", "first") if found[name] is not None)
    if _VERB.search(found[group]):
        return None
    old = found["old"] if group == "new" else found["second"]
    slots = _value(reading, None, *found.span(group), loose=True, future=old is not None and _is_future(reading, old))
    return reading.intent(Intents.RECORD_CHANGE, slots, 0.9) if "field" in slots else None


def _is_change(reading: Reading, found: re.Match[str], named: str | None) -> bool:
    """Without a number: a field with a value, or 改成 with a day or a customer."""
    if named is not None:
        return bool(found["value"].strip())
    return found.re is _BARE_CHANGE and _is_value(reading, found.span("value"))


def _is_value(reading: Reading, span: tuple[int, int]) -> bool:
    return bool(_inside(reading.moments, *span)) or any(span[0] <= one[0] < span[1] for one in reading.book_customers)


def _is_future(reading: Reading, old: str) -> bool:
    place = reading.text.find(old)
    inside = _inside(reading.moments, place, place + len(old))
    return bool(inside) and inside[0].leaning in {Leaning.FUTURE, Leaning.EITHER}


def _inside(moments: list[Moment], start: int, end: int) -> list[Moment]:
    return [moment for moment in moments if moment.dated and start <= moment.start and moment.end <= end]


def _value(
    reading: Reading, field: str | None, start: int, end: int, *, loose: bool = False, future: bool = False
) -> dict[str, Slot]:
    """The slots `field` and `value`; `loose` takes a short unknown name for a customer."""
    words = reading.words(start, end)
    if field is None:
        field = _guess(reading, start, end, loose=loose, future=future)
    if field is None:
        return {}
    slots = {"field": reading.slot(field, start, end)}
    value = _READERS[field](reading, start, end) if field in _READERS else words
    if value:
        slots["value"] = reading.slot(value, start, end)
    return slots


def _guess(reading: Reading, start: int, end: int, *, loose: bool, future: bool) -> str | None:
    days = _inside(reading.moments, start, end)
    if days:
        return "next_date" if future or days[0].leaning in {Leaning.FUTURE, Leaning.EITHER} else "date"
    if any(start <= one[0] and one[1] <= end for one in reading.book_customers):
        return "customer"
    titled = find_titled(reading.masked, start, end)
    if titled is not None:
        return "contact"
    return "customer" if loose and 2 <= len(reading.words(start, end)) <= 20 else None


def _customer(reading: Reading, start: int, end: int) -> CustomerMention | None:
    for first, last, ids in reading.book_customers:
        if start <= first and last <= end:
            return CustomerMention(reading.words(first, last), ids)
    words = reading.words(start, end)
    if not words:
        return None
    near = tuple(reading.book.near_customers(reading.text[start:end], reading.situation.speaker))
    return CustomerMention(words, (), near)


def _contact(reading: Reading, start: int, end: int) -> ContactMention | None:
    words = reading.words(start, end)
    return ContactMention(words) if words else None


def _date(reading: Reading, start: int, end: int) -> date | None:
    days = _inside(reading.moments, start, end)
    return days[0].past if days else None


def _next_date(reading: Reading, start: int, end: int) -> date | None:
    days = _inside(reading.moments, start, end)
    return days[0].future if days else None


_READERS: Final[dict[str, Callable[[Reading, int, int], Any]]] = {
    "customer": _customer,
    "contact": _contact,
    "date": _date,
    "next_date": _next_date,
}
