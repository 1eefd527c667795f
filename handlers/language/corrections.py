"""Corrections of a record that stands: 改 #128 下次 8月5, 不是东吴 是东武."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from handlers.language.dates import Leaning, Moment
from handlers.language.meaning import ContactMention, CustomerMention, Intent, Intents, Slot
from handlers.language.mentions import mention_at
from handlers.language.normalise import CUSTOMER
from handlers.language.numbers import number
from handlers.language.patterns import regex
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
_CHANGE: Final = regex(
    rf"\s*(?:请|帮我)?(?:改|修改|更正|更改|把)(?:一下|下(?![次回周个月礼星]))?\s*(?:(?:拜访|记录)?\s*(?:#\s*|(?=\d))(?P<number>\d{{1,9}})(?![\d.]*[\d万千百亿元块wk台个箱件套吨只张袋桶斤米])(?:号|条)?(?:拜访|记录)?|第(?P<place>[一二三四五六七八九十]|\d{{1,2}})[条家个](?:拜访|记录)?|(?P<last>刚才|刚刚|上一?|那)(?:那|这)?(?:条|个)?(?:的|拜访|记录)*)?"
    rf"[\s:,]*(?:的)?(?:(?:{_FIELDS})\s*)?{_INTO}(?P<value>.*)",
    re.DOTALL,
)
_BARE_CHANGE: Final = regex(
    rf"\s*(?:(?:拜访|记录|跟进|提醒|承诺|报备|回款|应收|订单|报价|问题)?#\s*(?P<number>\d{{1,9}})(?:的)?\s*)?(?:(?:刚才|刚刚|上一?|那)(?:的|那|这)?(?:条|个|笔)?(?:的|拜访|记录|回款|应收|订单|报价|承诺|跟进|提醒)*"
    rf"|第[一二三四五六七八九十\d]{{1,2}}[期笔]的?)?\s*(?:{_FIELDS})?(?:改成|改为|改到|换成|换到|推到|挪到|延到|更正为)[\s:,]*(?P<value>.+)",
    re.DOTALL,
)
_CHANGE_SUM: Final = regex(
    r"\s*(?:请|帮我)?(?:改|修改|更正)(?:一下)?\s*(?:刚才|刚刚|上一?|那|这)?的?[那这]?[条笔]?的?(?:回款|应收|订单|费用|报价|合同)?的?(?:金额|钱数)?(?:改?[成为到])?[\s:,]*(?P<value>.+)"
)
"""改 3万5, 改 回款 7万: a figure with its unit is a sum, never a record's number."""
_TURNED_ROUND: Final = regex(r"\s*(?:哎|哦|不对)?[\s,]*(?:搞|弄|说|讲|写|记|填)反了[\s,。:]+(?P<value>\S.{1,38})")
"""搞反了 奶茶300姜茶200: how it is right, which is no record of its own."""
_WAY: Final = regex(
    r"(?:现金|现款|承兑|汇票|银承|商承|电汇|转账|转帐|微信|支付宝|支票|刷卡|对公|网银)(?:转账|承兑|汇票)?(?:[付给转打收]?的)?"
)
"""How it was paid: 改成现金, 是承兑不是转账."""
_NOT_BUT: Final = regex(
    r"\s*(?:错了|说错了|记错了|搞错了|写错了|不对)?[\s,]*(?:是)?(?<!是)不是(?P<old>[^,。]{1,20}?)[\s,。]*(?:而)?(?:应该)?是(?P<new>[^,。]{1,30})[。!吧啊]*\s*"
    r"|\s*(?:错了|说错了|记错了|搞错了|写错了|不对|打错了)[\s,。]*(?:应该)?(?:是|去的是)(?P<only>(?:(?!不是)[^,。]){1,30})[。!吧啊]*\s*"
    r"|\s*(?:错了|说错了|记错了|搞错了|写错了|打错了|不对)?[\s,。]*是(?P<first>[^,。]{1,20}?)[\s,。]*不是(?P<second>[^,。]{1,20})[。!吧啊]*\s*"
    r"|\s*(?:应该)是(?P<meant>[^,。]{1,20}?)(?:去)?的?[。!吧啊]*\s*|\s*是(?P<went>[^,。]{2,8}?)(?:去|拜访|跑)的[。!吧啊]*\s*"
)
ITS_DAY: Final = (
    r"(?:今天|昨天|前天|大前天|上周[一二三四五六日天]?|周[一二三四五六日]|上午|下午|刚才|早上"
    r"|\d{1,2}月\d{1,2}[号日]|\d{1,2}[号日])"
)
"""Beside a customer, the day of the record that is meant: 昨天的东吴那条."""
_WRONG: Final = r"(?:(?:名字)?(?:说|讲|写|记|登|搞|弄|打|填)?错了?|不对|有误)"
_NAMED_RECORD: Final = regex(
    rf"\s*(?:把)?(?:(?:拜访|记录)?\s*(?:#\s*(?P<number>\d{{1,9}})|第(?P<place>[一二三四五六七八九十]|\d{{1,2}})[条家个])|(?:{ITS_DAY}的?)?(?P<which>{CUSTOMER}+)(?:的?(?:那|这)(?:一)?[条个笔次家趟])?|(?:刚才|刚刚|上面|上一?|前一?|那|这)(?:那|这)?一?[条笔个])?(?:拜访|记录|回款)?(?:的)?\s*"
    rf"(?:(?:{_FIELDS}|(?P<who>[^,。\s]{{1,4}}?(?:总|工|经理|董|老板|厂长|主任)))\s*)?(?:的)?{_WRONG}了?[\s,。:]*(?:应该|其实)?(?:是|去的是|改成)\s*(?P<value>[^,。]{{1,30}}?)(?:去)?的?[。!吧啊]*\s*"
)
_WRONG_FIELD: Final = regex(
    rf"\s*(?:(?:拜访|记录)?\s*#\s*(?P<number>\d{{1,9}})\s*)?(?:写|记|登|搞|弄|打|填)错了?(?:{_FIELDS})了?[\s,。:]*(?:应该|其实)?是(?P<value>[^,。]{{1,30}}?)(?:去)?的?[。!吧啊]*\s*"
)
_WRONG_OF: Final = regex(
    rf"\s*(?:写|记|登|搞|弄|打|填|说|报)错了?[\s,。:]*(?:{ITS_DAY}的?)?(?P<which>{CUSTOMER}+)的?(?:那|这)(?:一)?[条个笔次家趟](?:应该|其实)?是(?P<value>[^,。]{{1,30}}?)的?[。!吧啊]*\s*"
)
_CHANGE_OF: Final = regex(
    rf"\s*(?:把)?(?:{ITS_DAY}的?)?(?P<which>{CUSTOMER}+)的?(?:那|这)(?:一)?(?:条|笔|个)(?:记录|拜访|回款|订单)?的?(?:{_FIELDS})?\s*(?:改成|改为|更正为|应该是|换成)\s*(?P<value>[^,。]{{1,30}}?)[。!吧啊]*\s*"
)
"""东吴那条改成60万, 记错了 东吴那个是60万: which record is told by its customer."""
_CALLED: Final = regex(
    r"\s*(?:把)?(?P<name>(?!刚|上|前|最后|后面|那|这|第|昨天|今天|我|回款|应收|费用|订单|报价|跟进|提醒|报备|承诺)[一-鿿a-z]{2,8}?)的?[那这]一?[条笔](?:记录|拜访)?的?"
    r"(?:日子|日期|时间|金额|内容)?\s*(?:改成|改为|改到|更正为|换成|应该是|是)\s*(?P<value>(?!谁|什么|啥|哪|不是)[^?]{2,40}?)[。!吧啊]*\s*"
)
"""招标那条改成周五: which record is told by what it is about."""
_MAY_CHANGE: Final = regex("改|更正|[换推挪延][成到]|[条笔][^,。]{0,6}是")
_NO_NEXT: Final = regex(r"\s*下次(?:(?:不用|不|别|甭)(?:再)?(?:去|约|来|跟)了?|取消|不约)[了吧。!]*\s*")
_ADDITION: Final = regex(
    r"\s*(?:再|还)?(?:加|补|补充|添)(?:上)?(?:一|1)?(?:句|点|条|下)(?:[\s:,]+|内容[\s:,]*)(?P<more>.+)", re.DOTALL
)
_THE_DAY: Final = regex(r"日期|日子|拜访时间")
_NONE: Final = regex(r"(?:无|没有|取消|不用|不去|不去了|不用了|不用去了?|清空|去掉|删掉|删除|不约了?)[了吧。!]*")
_POINTED: Final = regex(r"第[一二三四五六七八九十\d]+[个家条]|[这那](?:个|家|条|一个|一家)")
_QUESTION: Final = regex(r"[?吗呢]|为什么|怎么")
_VERB: Final = regex(r"回款|下单|付|订|拜访|去了|见了|报备|谈|说|提醒|不[想让能会肯愿]")


def read_change(reading: Reading) -> Intent | None:
    """改 with a record's number, a field or both; None for anything else (改天再去, 改一下报价).

    Args:
        reading: the whole message.
    """
    text = reading.text
    if _NO_NEXT.fullmatch(text):
        return reading.intent(
            Intents.RECORD_CHANGE, {"field": reading.whole("next_date"), "value": reading.whole(None)}, 0.9
        )
    turned = _TURNED_ROUND.fullmatch(text)
    if turned is not None:
        place = turned.span("value")
        added = {**_value(reading, "summary", *place), "append": reading.slot(True, *place)}
        return reading.intent(Intents.RECORD_CHANGE, added, 0.9)
    if not reading.situation.asked and _WAY.fullmatch(text.strip(" 。!是用")) is not None:
        return reading.intent(Intents.RECORD_CHANGE, _value(reading, "way", 0, len(text)), 0.9)
    if not _MAY_CHANGE.search(text):
        return None
    plainly = _change_said(reading)
    if plainly is not None:
        return plainly
    found = _BARE_CHANGE.fullmatch(text) or _CHANGE.fullmatch(text)
    if found is None:
        return None
    named = next((name for name, _ in _FIELD_WORDS if found[name] is not None), None)
    groups = found.groupdict()
    if (
        not groups.get("number")
        and not groups.get("last")
        and not groups.get("place")
        and not _is_change(reading, found, named)
    ):
        return None
    slots: dict[str, Slot] = {}
    if groups.get("number"):
        slots["number"] = reading.slot(int(groups["number"]), *found.span("number"))
    if groups.get("place"):
        slots["place"] = reading.slot(number(groups["place"]), *found.span("place"))
    slots |= _value(reading, named, *found.span("value"))
    return reading.intent(Intents.RECORD_CHANGE, slots)


def _change_said(reading: Reading) -> Intent | None:
    """A new sum, or a record that is called by its customer or by what it is about."""
    summed = _CHANGE_SUM.fullmatch(reading.text)
    if summed is not None and _is_sum(reading, *summed.span("value")):
        return reading.intent(Intents.RECORD_CHANGE, _value(reading, "amount", *summed.span("value")))
    of = _CHANGE_OF.fullmatch(reading.masked)
    if of is not None and _is_fixed(reading, of.span("value")):
        return _of_customer(reading, of, next((name for name, _ in _FIELD_WORDS if of[name] is not None), None))
    called = _CALLED.fullmatch(reading.masked)
    if called is not None:
        about = reading.slot(reading.words(*called.span("name")), *called.span("name"))
        slots = {"topic": reading.whole("which_record"), "about": about}
        value = _value(reading, None, *called.span("value")) or _value(reading, "summary", *called.span("value"))
        return reading.intent(Intents.UNKNOWN, slots | value)
    return None


def read_correction(reading: Reading) -> Intent | None:
    """不是东吴，是东武 / 不是下周三 是下周四 / 记错了 是恒力: the last record of the person is meant.

    Args:
        reading: the whole message.
    """
    text = reading.text
    if "是" not in text or _QUESTION.search(text):
        return None
    swapped = _wrong_customer(reading)
    if swapped is not None:
        return swapped
    of = _WRONG_OF.fullmatch(reading.masked)
    if of is not None and not _VERB.search(of["value"]):
        return _of_customer(reading, of, None)
    named = _NAMED_RECORD.fullmatch(reading.masked)
    if named is None:
        named = _WRONG_FIELD.fullmatch(reading.masked)
    if named is not None and "不是" not in named["value"]:
        return _named_record(reading, named)
    found = _NOT_BUT.fullmatch(text)
    if found is None:
        return None
    group = next(name for name in ("new", "only", "first", "meant", "went") if found[name] is not None)
    if group in {"meant", "went"} and not _inside(reading.moments, *found.span(group)):
        return None
    if _VERB.search(found.group()) if group == "new" else _VERB.search(found[group]):
        return None
    if _POINTED.match(found[group]) or _POINTED.fullmatch((found["old"] or "").strip()):
        return None  # 不是这个 是第二个
    old = found["old"] if group == "new" else found["second"] if group == "first" else None
    slots = _value(reading, None, *found.span(group), loose=True, future=old is not None and _is_future(reading, old))
    return reading.intent(Intents.RECORD_CHANGE, slots, 0.9) if "field" in slots else None


_HEAD: Final = regex(rf"\s*(?:{ITS_DAY}的?)?")
_SWAPS: Final = regex(rf"(?:的?(?:那|这)(?:一)?[条个笔次家趟])?{_WRONG}了?[\s,。:]*(?:应该|其实)?(?:是|去的是)\s*")
_TAIL: Final = regex(r"(?:的)?[。!吧啊]*\s*")


def _wrong_customer(reading: Reading) -> Intent | None:
    """昨天的越溪记错了 是木渎: one customer instead of another, the first of which nothing more is said of."""
    spans = reading.book_customers
    if len(spans) != 2:
        return None
    (start, end, _), (first, last, _) = spans
    text = reading.text
    if not (_HEAD.fullmatch(text, 0, start) and _SWAPS.fullmatch(text, end, first) and _TAIL.fullmatch(text, last)):
        return None
    slots = {**_which(reading, start, end), **_value(reading, "customer", first, last)}
    return reading.intent(Intents.RECORD_CHANGE, slots, 0.9)


def _is_fixed(reading: Reading, span: tuple[int, int]) -> bool:
    """A sum or a customer; a day may be the plan that is put off (东吴那个改到下周三)."""
    return _is_sum(reading, *span) or any(span[0] <= one[0] and one[1] <= span[1] for one in reading.book_customers)


def _of_customer(reading: Reading, found: re.Match[str], field: str | None) -> Intent | None:
    slots = _which(reading, *found.span("which"))
    slots |= _value(reading, field, *found.span("value"), loose=True)
    return reading.intent(Intents.RECORD_CHANGE, slots, 0.9) if "value" in slots else None


def _named_record(reading: Reading, found: re.Match[str]) -> Intent | None:
    """日期写错了 是前天 / 陈总名字写错了，是程总 / 横林那条不对，应该是牛塘: what was wrong is named."""
    field = next((name for name, _ in _FIELD_WORDS if found[name] is not None), None)
    if field is None and found["who"]:
        field = "contact"
    slots: dict[str, Slot] = {}
    if found["number"] is not None:
        slots["number"] = reading.slot(int(found["number"]), *found.span("number"))
    if found.re.pattern == _NAMED_RECORD.pattern and found["which"] is not None:
        slots |= _which(reading, *found.span("which"))
    if found.re.pattern == _NAMED_RECORD.pattern and found["place"] is not None:
        slots["place"] = reading.slot(number(found["place"]), *found.span("place"))
    if _VERB.search(found["value"]):
        return None
    slots |= _value(reading, field, *found.span("value"), loose=True)
    return reading.intent(Intents.RECORD_CHANGE, slots, 0.9) if "field" in slots else None


def _which(reading: Reading, start: int, end: int) -> dict[str, Slot]:
    mention = _customer(reading, start, end)
    return {} if mention is None else {"customer": reading.slot(mention, start, end)}


def read_addition(reading: Reading) -> Intent | None:
    """加一句：他要求含税: more for the summary of the last record, with the slot `append`.

    Args:
        reading: the whole message.
    """
    found = _ADDITION.fullmatch(reading.text)
    if found is None or ("条" in reading.text[: found.start("more")] and reading.book_customers):
        return None  # 补一条 昨天去了东吴: a record of its own
    start, end = found.span("more")
    slots = {
        "field": reading.slot("summary", start, end),
        "value": reading.slot(reading.words(start, end), start, end),
        "append": reading.slot(True, start, end),
    }
    return reading.intent(Intents.RECORD_CHANGE, slots)


def _is_change(reading: Reading, found: re.Match[str], named: str | None) -> bool:
    """Without a number: a field with a value, or 改成 with a day or a customer."""
    if named is not None:
        return bool(found["value"].strip())
    return found.re.pattern == _BARE_CHANGE.pattern and _is_value(reading, found.span("value"))


def _is_value(reading: Reading, span: tuple[int, int]) -> bool:
    return (
        bool(_inside(reading.moments, *span))
        or any(span[0] <= one[0] < span[1] for one in reading.book_customers)
        or _clock(reading, *span) is not None
        or _is_sum(reading, *span)
        or _WAY.fullmatch(reading.text[slice(*span)].strip(" 。!")) is not None
    )


def _clock(reading: Reading, start: int, end: int) -> Moment | None:
    """A clock time without a day, where the value is nothing else."""
    found = [one for one in reading.moments if one.clock is not None and not one.dated and start <= one.start]
    return found[0] if len(found) == 1 and end - start - (found[0].end - found[0].start) <= 1 else None


def _is_sum(reading: Reading, start: int, end: int) -> bool:
    """Whether the value is a sum of money with its unit, and nothing else."""
    return any(
        one.unit and start <= one.start and one.end <= end and end - start - (one.end - one.start) <= 1
        for one in reading.amounts
    )


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
    if field == "date" and _THE_DAY.search(reading.text, 0, start) is None:
        days = _inside(reading.moments, start, end)
        if days and days[0].leaning is Leaning.FUTURE:
            field = "next_date"  # a visit cannot have been tomorrow
    slots = {"field": reading.slot(field, start, end)}
    if field == "next_date":
        slots |= _next_slots(reading, start, end)
    value = _READERS[field](reading, start, end) if field in _READERS else words
    if value:
        slots["value"] = reading.slot(value, start, end)
    return slots


def _next_slots(reading: Reading, start: int, end: int) -> dict[str, Slot]:
    """Clock time and note beside the new next day; a value of None takes the day away (下次 取消)."""
    if _NONE.fullmatch(reading.text[start:end].strip()):
        return {"value": reading.slot(None, start, end)}
    days = _inside(reading.moments, start, end)
    clock = _clock(reading, start, end)
    if clock is not None:
        return {"next_time": reading.slot(clock.clock, clock.start, clock.end)}
    if not days:
        return {}
    slots: dict[str, Slot] = {}
    if days[0].clock is not None:
        slots["next_time"] = reading.slot(days[0].clock, days[0].start, days[0].end)
    note = reading.words(days[0].end, end).strip(" ,，。、:：")
    if note:
        slots["next_note"] = reading.slot(note, days[0].end, end)
    return slots


def _guess(reading: Reading, start: int, end: int, *, loose: bool, future: bool) -> str | None:
    days = _inside(reading.moments, start, end)
    if days:
        return "next_date" if future or days[0].leaning in {Leaning.FUTURE, Leaning.EITHER} else "date"
    if _clock(reading, start, end) is not None:
        return "next_date"
    if _is_sum(reading, start, end):
        return "amount"
    if any(start <= one[0] and one[1] <= end for one in reading.book_customers):
        return "customer"
    words = reading.text[start:end].strip(" 。!")
    if _WAY.fullmatch(words):
        return "way"
    if words.replace(".", "").isdigit():
        return "amount" if _PLAIN_SUM.fullmatch(words) else None
    if find_titled(reading.masked, start, end) is not None:
        return "contact"
    if _COUNT.fullmatch(words) is not None:
        return None
    return "customer" if loose and 2 <= len(reading.words(start, end)) <= 20 else None


_COUNT: Final = regex(r"(?:\d+|[一二两三四五六七八九十百]{1,4})[台箱件套个吨只盒瓶包袋桶米张把辆份斤头条根片组间家]")
"""不是两箱是三箱: a count stands in the words of a record and is no customer."""
_PLAIN_SUM: Final = regex(r"\d{3,8}(?:\.\d{1,2})?")


def _customer(reading: Reading, start: int, end: int) -> CustomerMention | None:
    for first, last, ids in reading.book_customers:
        if start <= first and last <= end:
            return mention_at(reading, (first, last, ids))
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
