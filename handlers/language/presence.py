"""Arriving at a customer and leaving him."""

from __future__ import annotations

import re
from typing import Final

from handlers.language.meaning import CustomerMention, Intent, Intents, Slot
from handlers.language.mentions import COMPANY_END, NO_NAME, mention_slot
from handlers.language.normalise import CUSTOMER
from handlers.language.patterns import regex
from handlers.language.people import TITLE
from handlers.language.reading import Reading
from handlers.language.reports import TERSE_NO
from handlers.language.visits import read_talk
from handlers.language.who import find_who
from models.rules.names import split_place

_C: Final = f"{CUSTOMER}+"
_ARRIVE: Final = regex(
    rf"\s*(?:我)?(?:刚刚?|已经?|现在|人)?\s*(?:到达?了?|抵达了?|签到|打卡|进店)\s*(?:了)?\s*(?:(?P<known>{_C})|客户|现场|厂里|店里|公司|目的地|(?P<name>[^\s,。;:!?{CUSTOMER}]{{2,40}}?))?\s*(?:的)?(?:公司|厂里|店里|门店)?(?:这边?|那边?|这里|那里|门口|楼下|现场|大厅|前台|停车场)?(?:了|啦|咯)?[\s。!~]*"
    rf"|\s*我(?:现在|已经|人)?在\s*(?P<known3>{_C})(?:这边?|这里|门口|楼下|现场|大厅|前台|了)*[\s。!~]*|\s*(?:我)?\s*(?P<known2>{_C})\s*(?:我)?(?:刚刚?|已经)?(?:到了|签到|打卡|已到)[\s。!~]*"
)
_LEAVE: Final = regex(
    rf"\s*(?:我)?(?:刚刚?|已经|现在|先|要)?\s*(?:走了|签退|离店|撤了|出来了|离开了?|离场|走人了?)\s*(?P<known>{_C})?(?P<name>[^\s,。;:!?了]{{2,20}})?(?:了|啦)?[\s。!~]*"
    rf"|\s*(?:我)?(?:刚刚?|已经)?\s*从?\s*(?P<known2>{_C})\s*(?:那边?|这边?)?(?:走了|离开了?|签退|出来了|撤了|结束了)[\s。!~]*"
)
_COMES_OR_GOES: Final = regex("到|抵达|签|打卡|进店|在|走|离|撤|出来|结束")
"""One of these is in whatever the two above match."""
_NO_ARRIVAL: Final = regex(
    r"^(?:账|货|期|款|底|位|场|时候|点|处|家了|手|此|\d|明天|后天|下周|月|年|年底)|[货款钱].{0,3}到"
)


def read_presence(reading: Reading) -> Intent | None:
    """Arriving at or leaving a customer; None when the line says more than that.

    Args:
        reading: one record.
    """
    masked = reading.masked
    if _COMES_OR_GOES.search(masked) is None:
        return None
    for pattern, name in ((_ARRIVE, Intents.VISIT_ARRIVE), (_LEAVE, Intents.VISIT_LEAVE)):
        found = pattern.fullmatch(masked)
        if found is None:
            continue
        slots = _presence_customer(reading, found)
        if slots is None or _WONDERS.search(masked):
            continue
        return reading.intent(name, slots)
    return _arriving_with_more(reading) or _waiting(reading)


_WONDERS: Final = regex("到底|要不要|该不该|能不能|会不会|[?]|吗")


_STILL: Final = regex(
    r"[\s,。]*(?:[一-鿿]{1,3}?(?:总|工|董|经理|主任|厂长|老板))?(?:他|她)?(?:还|正|正好|人)?(?:在(?:开会|忙|等|门口|楼下|路上)|开会呢?|准备|正在|等着?|马上|还没|一会|待会|稍等|先|打算)"
)


def _arriving_with_more(reading: Reading) -> Intent | None:
    """到了东吴 王总在开会: the arrival, with what was said of the moment; what was done there makes it a visit."""
    stop = _PAUSE.search(reading.masked)
    if stop is None or _COMES_OR_GOES.search(reading.masked, 0, stop.start()) is None:
        return None
    if _STILL.match(reading.masked, stop.start()) is None:
        return None
    head = reading.part(0, stop.start())
    found = _ARRIVE.fullmatch(head.masked)
    slots = _presence_customer(head, found) if found is not None else None
    return None if slots is None else reading.intent(Intents.VISIT_ARRIVE, slots)


_WAITS: Final = regex(
    rf"(?:楼下|门口|大厅|前台|车里|车上|外面|会客室|办公室)[^,。]{{0,3}}(?:等|坐)|等(?:着|一?会儿?|一?下|他|她|{_C}|[一-鿿]{{1,2}}{TITLE}|(?=[\s。]*$))|先坐(?:会|一)|让我[^,。]{{0,3}}(?:等|坐)|还没(?:来|到|回|下来)"
)
_GOES_THERE: Final = regex(r"\s*(?:我|刚|已经|现在|人)*(?:到|在)(?!底|时|期|账|货)")
_MET: Final = regex(r"见[到了着过]|聊|谈|说(?!等|让我)|问|签[了好]|看了|送了|对账|拿了|出来了|后天|明天|下周|再去")
_LONGEST_WAIT: Final = 40


def _waiting(reading: Reading) -> Intent | None:
    """我到百川了，阮主任在开会，我在楼下等: he is there, and has met nobody yet."""
    masked = reading.masked
    if len(masked) > _LONGEST_WAIT or _GOES_THERE.match(masked) is None or _WAITS.search(masked) is None:
        return None
    if _MET.search(masked) is not None or _WONDERS.search(masked) is not None:
        return None
    who = find_who(reading).slots
    mention: CustomerMention | None = who["customer"].value if "customer" in who else None
    if mention is None or len(mention.ids) != 1:
        return None
    return reading.intent(Intents.VISIT_ARRIVE, {"customer": who["customer"]})


_PAUSE: Final = regex(r"(?<=\S\S\S)[\s,。]+")


def read_leaving_with_more(reading: Reading) -> tuple[Intent, ...]:
    """签退 谈了加订: what was talked about where he is, and that he left; empty for anything else.

    Args:
        reading: one record.
    """
    stop = None if reading.customers else _ANY_PAUSE.search(reading.masked)
    if stop is None:
        return ()
    head, rest = reading.part(0, stop.start()), reading.part(stop.end(), len(reading.masked))
    found = _LEAVE.fullmatch(head.masked)
    if found is None or found["name"] or len(rest.text.strip()) < 2 or TERSE_NO.search(rest.masked):
        return ()
    return (read_talk(rest), head.intent(Intents.VISIT_LEAVE))


_ANY_PAUSE: Final = regex(r"(?<=\S)[\s,。]+(?=\S)")


def _presence_customer(reading: Reading, found: re.Match[str]) -> dict[str, Slot] | None:
    if reading.customers:
        return {"customer": mention_slot(reading, reading.customers[0])}
    words = found["name"]
    if not words:
        return {}
    start, end = found.span("name")
    if _NO_ARRIVAL.search(words) or reading.moments or re.search(r"[了吗没不]|谁|哪|什么", words):
        return None
    if NO_NAME.fullmatch(words):
        return {} if words in {"客户", "现场", "厂里"} else None
    near = tuple(reading.book.near_customers(words, reading.situation.speaker))
    if not near and not COMPANY_END.search(words) and not split_place(words)[0]:
        return None
    return {"customer": reading.slot(CustomerMention(reading.words(start, end), (), near), start, end)}
