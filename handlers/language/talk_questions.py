"""What is asked in passing of a customer who was just talked about: 百川谈得怎样, 大地那边怎么样 严重不, 华源去了没."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from handlers.language.asks import period_slots
from handlers.language.firms import Asked
from handlers.language.meaning import Intent, Intents, Slot
from handlers.language.patterns import regex
from handlers.language.reading import Reading
from handlers.language.signs import C
from handlers.language.undated import DAY
from handlers.language.who import find_who

_LONGEST: Final = 40
_GATE: Final = regex(
    r"怎么?样|咋|如何|情况|没|怎么|为[什啥]|消息|进展|动静|说法|下文|都报|先报|撞|说好|答应|多少|谁|号码|哪些|几家|[?]|不$"
)
_END: Final = r"(?:了|呢|啊|呀|的|吧|吗|嘛|[?。!\s])*"
_WHO_THERE: Final = (
    rf"{C}(?:那边|那里|那儿|这边|这家|那家|他们|家|的|那个|这个|那笔|今天|昨天|现在|最近"
    rf"|上午|下午|到底|后来|[\s,]|{DAY})*"
)
_SOMEBODY: Final = r"(?:(?:的)?[一-鿿]{1,3}?(?:总|工|经理|主任|厂长|老板|姐|哥|院长|场长|科长|会计)(?:那边|那里)?)?"
_LEAD: Final = r"\s*(?:那|哎|喂|对了|问下|问一下|[\s,])*"
_AND: Final = r"(?:[\s,]+[一-鿿]{1,8}(?:不|没|吗|么|没有)|[\s,]+[^,。?]{0,6}(?:怎么样|咋样|如何|情况))?"
_HOW: Final = regex(
    rf"{_LEAD}{_WHO_THERE}{_SOMEBODY}(?:谈|聊|跑|跟|弄|搞|处理|推进|进行|做|催|要|沟通|拜访|见面|去)?(?:得|的|到)?(?:怎么?样|咋个?样|如何|什么(?:情况|进展|结果|样)|啥(?:情况|进展|结果|样)|到哪一?步){_END}{_AND}{_END}"
    rf"|{_LEAD}{_WHO_THERE}{_SOMEBODY}(?:有|还没有?|还是没有?|没有?|有没有)(?:什么|啥|个|点)?(?:消息|进展|结果|动静|下文|回音|新情况|变化){_END}(?:没有?|没)?{_END}"
    rf"|{_LEAD}{_WHO_THERE}{_SOMEBODY}(?:到底|你|他|她|今天|谁)*(?:去|见|跑|拜访|联系|谈|聊)(?:了|过|到)*(?:没有?|吗|没){_END}"
)
_WHY_NOT: Final = regex(
    rf"{_LEAD}{_WHO_THERE}(?:的?(?:那笔|钱|款|账|货款|尾款))?(?:为什么|为啥|怎么|咋|干嘛)(?:会|一直|还|老是?|就|都|总|能)*(?:(?:不|没)(?:肯|给|见|有)?(?:付|给|打|结|还|回)?(?:钱|款)?|(?:拖|欠|压)(?:着|了|到|欠)?(?:我们|不付|不给|不还|到现在|这么|那么|多|长|久|钱|款)*){_END}"
    rf"|{_LEAD}{_WHO_THERE}(?:的)?(?:剩下的?|余下的?|剩的|另)?(?:那)?(?:一半|尾款|余款|部分|款|钱|账)*(?:还是|还|都|一直)*(?:没有?|有没有)(?:个)?(?:说法|下落|着落|日子|准信|交代){_END}"
)
_PROMISED: Final = regex(
    rf"{_LEAD}(?:团队|大家|客户|我们|一共|总共|{DAY}|[本这下]个?(?:周|星期|礼拜|月)|[\s,的])*(?:都)?(?:有)?(?:谁|哪些|哪几家|几家)?(?:说好|答应|承诺|讲好|说)(?:了|过)?(?:要|会|好)?(?:付|给|打|回|结)?(?:款|钱|的|过来)*(?:一共|总共|加起来|合计)?(?:有|是)?(?:多少|哪些|哪几家|几家|谁|什么时候)(?:钱|款|家|客户)?{_END}"
    rf"|{_LEAD}(?:{DAY}|[本这下]个?(?:周|星期|礼拜|月)|[\s,])*谁(?:说好|答应|承诺)(?:了|过)?(?:要|会|{DAY}|[本这下]个?(?:周|月))*(?:付|给|打|回|结)(?:款|钱)?{_END}"
)
_TO_COME_IN: Final = regex(
    rf"{_LEAD}(?:{DAY}|[本这下]个?(?:周|星期|礼拜|月)|月底|年底|之前|以前|前|内|里|我们|大概|一共|总共|预计|[\s,])*(?:还|大概|大约|预计|总共|一共|估计)*(?:能|会|可以|有望)(?:有)?(?:再)?(?P<way>进(?:账|来)?|收(?:回|到|上来)?|回(?:款|来)?|到(?:账)?|回笼|来)(?:款|钱)?(?:多少|几(?:个|十|百)?万|好多)(?:钱|款|回款)?{_END}"
)
"""月底之前能进多少: what is promised for then."""
_REPORTED: Final = regex(r"(?:都|同时|一起|重复|又)报|先报|撞(?:单|了|上)|报重|两个人?报|谁报的")
_CONFLICT: Final = regex(
    rf"{_LEAD}(?:{C}|(?P<name>[一-鿿]{{2,8}}?))(?:那边|这家|那家|那个|这个|到底|是|[\s,])*(?:怎么回事|咋回事|什么情况|啥情况|怎么|咋)?[\s,]*(?:两个人?|你们|他们|志?|到底|怎么|是|谁|哪个|[\s,]){{0,4}}(?:都|同时|一起|重复|又|先)?(?:报|撞)(?:备|单|重|上)?(?:了|的|过){_END}"
)
_NUMBER_CHANGED: Final = regex(
    rf"{_LEAD}(?:{C})?[一-鿿]{{1,6}}?的?(?:号码|电话|手机号?)(?:是不是)?(?:换|变|改)(?:了|过)?(?:没有?|吗|没){_END}(?:[\s,]*我?(?:记得|印象)[^。]*)?"
)
_TURNED_IN: Final = regex(r"\s*(?:我|今天|的|日报|到底|刚才)*交(?:了|上|上去|成功)(?:没有?|吗|没|了没)[\s?。]*")
_WHOSE_NEWS: Final = regex(
    r"[^,。?]{2,10}?(?:降价|涨价|促销|让利|送[^,。]{1,4})的?(?:事|消息)?(?:是)?(?:谁|哪个)(?:报|说|听)(?:来)?的[^。]{0,14}"
)
_WHOSE_IS_IT: Final = regex(
    rf"{_LEAD}(?:这家|那家|他家)?(?:现在)?(?:是)?(?:哪个|谁|哪位)(?:业务员?|销售|同事|人)?(?:在|来)?(?:跟|管|负责|盯)(?:着)?的?{_END}"
)


def read_talk_question(reading: Reading) -> Intent | None:
    """A question in passing; None for everything else.

    Args:
        reading: one record.
    """
    if len(reading.text) > _LONGEST or _GATE.search(reading.masked) is None:
        return None
    return next((found for read in _READERS if (found := read(reading)) is not None), None)


def _of_customer(reading: Reading) -> Intent | None:
    if len(reading.customers) != 1 or reading.people:
        return None
    if _REPORTED.search(reading.masked) is not None:
        return None
    if _HOW.fullmatch(reading.masked):
        field: dict[str, Slot] = {"field": reading.whole(Asked.LAST)}
        return reading.intent(Intents.CUSTOMER_QUERY, {"customer": find_who(reading).slots["customer"], **field})
    if _WHY_NOT.fullmatch(reading.masked):
        return reading.intent(Intents.RECEIVABLE_QUERY, {"customer": find_who(reading).slots["customer"]})
    return None


def _of_promises(reading: Reading) -> Intent | None:
    if reading.customers or reading.contacts:
        return None
    if _PROMISED.fullmatch(reading.masked) is None and not _is_to_come_in(reading):
        return None
    return reading.intent(Intents.RECEIVABLE_QUERY, {**period_slots(reading), "topic": reading.whole("promised")})


def _is_to_come_in(reading: Reading) -> bool:
    """Of a rep 这个月能到多少 is asked of his target."""
    speaker = reading.situation.speaker
    found = _TO_COME_IN.fullmatch(reading.masked) if speaker.leads or not speaker.sells else None
    return found is not None


def _of_conflict(reading: Reading) -> Intent | None:
    if _REPORTED.search(reading.masked) is None or (found := _CONFLICT.fullmatch(reading.masked)) is None:
        return None
    if reading.customers:
        return reading.intent(Intents.CONFLICT, {"customer": find_who(reading).slots["customer"]})
    if not found["name"]:
        return None
    name = reading.slot(reading.words(*found.span("name")), *found.span("name"))
    return reading.intent(Intents.CONFLICT, {"customer_new": name})


def _of_numbers(reading: Reading) -> Intent | None:
    if not (reading.customers or reading.contacts) or _NUMBER_CHANGED.fullmatch(reading.masked) is None:
        return None
    return reading.intent(Intents.CUSTOMER_QUERY, {**find_who(reading).slots, "field": reading.whole(Asked.PHONE)})


def _of_oneself(reading: Reading) -> Intent | None:
    if reading.situation.speaker.leads or _TURNED_IN.fullmatch(reading.masked) is None:
        return None
    return reading.intent(Intents.DAILY_REPORT, {"topic": reading.whole("mine")})


def _of_news(reading: Reading) -> Intent | None:
    if reading.customers or _WHOSE_NEWS.fullmatch(reading.masked) is None:
        return None
    return reading.intent(Intents.NEWS_LIST, {"category": reading.whole("market")})


def _of_nobody(reading: Reading) -> Intent | None:
    """谁在跟的: of whom, only what was said before can tell."""
    if reading.customers or _WHOSE_IS_IT.fullmatch(reading.masked) is None:
        return None
    return reading.intent(Intents.CUSTOMER_QUERY, {"field": reading.whole(Asked.OWNER)})


_READERS: Final[Sequence[Callable[[Reading], Intent | None]]] = (
    _of_customer,
    _of_conflict,
    _of_promises,
    _of_numbers,
    _of_oneself,
    _of_news,
    _of_nobody,
)
