"""What a customer complains of."""

from __future__ import annotations

import re
from typing import Final

from handlers.language.meaning import Intent, Intents, Slot
from handlers.language.moods import supposes
from handlers.language.patterns import regex
from handlers.language.reading import Reading
from handlers.language.who import Place, find_who, joined_words, without

_ANGRY: Final = regex(
    r"投诉|客诉|发火|发飙|发脾气|生气|气死|气坏|火大|不高兴|很?不满|抱怨|骂|吵|差评|闹|要说法|讨说法|索赔|意见很?大|有意见|拒收"
    r"|退货|换货|[送发装]错|漏[发送装]|少[发送装]|[发送]漏|[发送]少|送晚|晚到|迟到|破损|坏了|漏油|漏水|发霉|变质|过期|质量问题|有异味|掉色|生锈|受潮|卷边|报废|[胀鼓]包|结块|异响|噪音|松动|堵了|贴歪|火了|火气?很?大|要退|要求换|要我们(?:派人|处理|解决|赔|负责|给)|[漏碎断裂霉锈潮馊臭]了|有(?:股)?(?:味道|异味|怪味|臭味)|吃出|喝出|不乐意|不爽|开裂|破洞|杂质|掉漆|脱落|短少|态度(?:太|很|极|特别|真)?(?:差|恶劣|不好)|没人[管理接]|不新鲜"
)
_DENIED: Final = regex(
    r"(?:没有?|未|不|别|不会|取消|撤[回销])(?:再)?(?:来)?(?:投诉|生气|发火|抱怨)(?!处理|电话)|投诉(?:已经?|都)?(?:处理|解决|搞定|结案|关闭|撤)(?:好|完|掉)?了?|(?:不|没)(?:是)?质量问题|(?:手机|车|电脑)(?:也|又)?坏"
)
_ASKED: Final = regex(
    r"\?\s*$|(?:吗|了没有?|呢)[\s。!]*$|有(?:没有?)?(?:什么|啥)?投诉(?=$|吗|没)|谁[^,。;]{0,4}投诉|投诉[^,。;]{0,3}(?:谁|哪|多少)"
    r"|怎么(?:登记|记|处理|办|投诉)"
)
"""A question about complaints; 问我们怎么又送错 is a part of one."""
_LEAD: Final = regex(
    r"(?:记(?:一下|个|一个|录)?|登记(?:一下|个|一个)?|录(?:个|一个)?|有个|接到|收到|来了个|新增|加个)*(?:客户)?(?:投诉|客诉)(?:记录|登记)?(?:一下|了(?=[\s,:]|$))?(?:[:,\s]|(?=$))*"
)
_RECEIVED: Final = regex(r"(?:刚才?|今天|又)*(?:接到|收到|来了个?|有个?)了?")
_OPENING: Final = regex(r"(?:[\s,:。]|今天|刚才?|刚刚|上午|下午|早上|客户|那边|他们|的|打电话(?:来|过来)?|来电|电话)*")


def read_complaint_record(reading: Reading) -> Intent | None:
    """A complaint: `customer`, `contact`, and `summary`, what it is about in the person's own words.

    Args:
        reading: one record.

    Returns:
        None where nobody complains: a question, a supposition, 没投诉, 投诉处理好了.
    """
    masked = reading.masked
    if _ANGRY.search(masked) is None or _DENIED.search(masked) or _ASKED.search(masked) or supposes(masked):
        return None
    who = find_who(reading)
    taken: list[Place] = [place for place in who.places if _opens(reading, place)]
    received = _RECEIVED.match(masked)
    if received is not None:
        taken.append(received.span())
    lead = _LEAD.search(masked)
    if lead is not None and _opens_with(masked, lead, taken):
        taken.append(lead.span())
    slots: dict[str, Slot] = dict(who.slots)
    left = without(len(masked), taken)
    if left:
        opening = _OPENING.match(masked, *left[0])
        begin = opening.end() if opening is not None else left[0][0]
        left[0] = (begin, left[0][1])
    said = joined_words(reading, left, "，")
    if said:
        slots["summary"] = reading.slot(said, left[0][0], left[-1][1])
    return reading.intent(Intents.COMPLAINT_RECORD, slots)


def _opens(reading: Reading, place: Place) -> bool:
    """Whether a name only says whose complaint it is: it stands at the head, or at the end by itself."""
    masked = reading.masked
    before = masked[: place[0]]
    if _LEAD.fullmatch(before.strip()) or len(before.strip()) <= 6:
        return True
    # Between other words a name is a part of the sentence; only behind a blank it is not.
    return place[1] == len(masked) and before.endswith(" ")


def _opens_with(masked: str, lead: re.Match[str], taken: list[Place]) -> bool:
    """投诉 as a heading, and not as what the customer does (东吴投诉司机态度差: 投诉 stays out all the same)."""
    before = without(lead.start(), [place for place in taken if place[1] <= lead.start()])
    return all(not masked[first:last].strip(" ,:的那边") or len(masked[first:last]) <= 2 for first, last in before)
