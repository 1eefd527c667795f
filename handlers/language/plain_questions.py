"""Short questions as people at a desk put them, of which no word is a command: 都交齐了没, 东吴那笔啥情况, 李雷昨天."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from handlers.language.asks import period_slots, person_slots
from handlers.language.firms import Asked
from handlers.language.meaning import Intent, Intents, Slot
from handlers.language.patterns import regex
from handlers.language.reading import Reading
from handlers.language.signs import C, P
from handlers.language.undated import DAY
from handlers.language.who import find_who

_LONGEST: Final = 40
_BARE: Final = 2
"""Characters of 情报 and 问题, which by themselves ask how they are told."""
_GATE: Final = regex(
    "没[人去]|去过|到期|谁|钱|款|账|那[笔个]|催|交|写|补|裁|什么时候|几号|怎么|咋|什么情况|啥情况|昨|前天|[上本这]个?[周月星礼]|情报|竞品|市场|问题|为[什啥]|假|出差|申诉|哪来|没收|外面还|最[老久长]"
)
_DAYS: Final = rf"(?:{DAY}|今天|昨天|前天|[本上这]个?(?:周|星期|礼拜|月)|[\s,的])*"
_END: Final = r"(?:了|呢|啊|呀|的|[?。!\s])*"
_SUM: Final = r"(?:[\d一二三四五六七八九十百千两半][\d一二三四五六七八九十百千两半.]*[万千百亿元块w]*)"
_OWED: Final = (
    rf"(?:的|那边|那|这|个|笔|[\s,])*(?:{_SUM}的?)?"
    rf"(?:货款|尾款|回款|欠款|款子?|钱|账|应收|[那这][个笔]{_SUM}?|{_SUM})(?:的事|那?边|[\s,])*"
)
_HOW_IS_IT: Final = (
    r"(?:现在|到底|今天|都|还|[\s,])*(?:怎么样|怎样|咋样|如何|怎么说|咋说|怎么回事|咋回事|啥情况|什么情况|情况怎么样|到哪一?步|有消息|怎么还(?:没|不)[回到付给打结]?来?|怎么办"
    r"|还没(?:回|到|付|给|打|结)来?(?=[?吗])|(?:回|到|付|给|打|结)了没有?|什么时候(?:能)?(?:回|到|付|给|打|结|还)|(?:怎么)?(?:都)?(?:[两三几]个?[多来]?[月年]|多久|这么久)了)[^,。]{0,8}"
)
_LAST_VISIT: Final = regex(
    rf"\s*{C}(?:那边|那里|这家|那家|[\s,])*(?:(?:都|已经|到底|现在)*(?:有)?(?:多长时间|多久|几天|多少天|好久)(?:都|也)?没(?:有)?(?:人)?(?:去|跑|拜访|联系|来往|动|见)(?:过)?|(?:上次|最近|最后)?(?:是)?(?:有没有人|谁|哪个|有人)(?:最近|上次)?(?:去|跑|拜访)(?:过|的)?(?:没有?|吗)?)[^,。]{{0,10}}{_END}"
)
_OWES: Final = regex(
    rf"\s*{C}{_OWED}{_HOW_IS_IT}{_END}|\s*{C}(?:那边|他们|[\s,])*(?:答应|承诺|说(?:好|了)?)?(?:是)?(?:几号|哪天|什么时候|啥时候|多久)(?:说|答应)?(?:要|能|可以)?(?:付|给|打|结|还|回款?)(?:款|钱|清)?{_END}"
    rf"|\s*{C}{_OWED}[^,。]{{0,8}}到期(?:了)?(?:吧|吗|没有?|[?]){_END}|\s*(?:去|帮我|再|赶紧)*催(?:一?[下催]|收一?下?|款|账|要)*[\s:,]*(?:{P}[\s,]*)?{C}(?:的|那边|那|笔|[\s,])*(?:货款|尾款|款子?|钱|账|{_SUM})*(?:吧|了)?{_END}|\s*{C}(?:的|那边|那|笔|[\s,])*(?:货款|尾款|款子?|钱|账)(?:该|要|得|再)?(?:催|收)(?:一?下|一催|了)+{_END}"
)
_OUTSTANDING: Final = regex(
    rf"\s*(?:现在|还|一共|总共|我们|公司|[\s,])*(?:有)?多少(?:钱|款)?(?:还)?没(?:有)?(?:收|回)(?:回来|上来|到)?{_END}|\s*(?:现在|我们)?外面(?:还|一共|总共)*(?:有|欠)?(?:着)?多少(?:钱|款|账)?(?:没收|没回来)?{_END}"
    rf"|\s*(?:最老|最久|最长|拖得最久|欠得最久|欠最久|账龄最长)的?(?:[那这一][笔个家])?(?:是|欠款)?(?:谁|哪家|哪个)(?:的|欠的)?{_END}|\s*(?:还有)?谁(?:欠得|拖得|欠|拖)最[久长老]{_END}"
)
_ALL_IN: Final = regex(
    rf"\s*{_DAYS}(?:大家|他们|都|人|组里|日报|[\s,])*(?:都)?(?:交(?:齐|全|完)?|齐)了?(?:没有?|吗|吧|么)[\s?。]*|\s*{_DAYS}(?:还差|还缺|差|缺)(?:谁|哪个|哪几个|几个)(?:没交)?{_END}|\s*{_DAYS}(?:还)?(?:有)?(?:谁|哪个|哪几个|几个)(?:还)?没交{_END}"
)
_HIS_REPORT: Final = regex(rf"\s*{P}{_DAYS}(?:日报)?(?:里)?(?:都)?写了?(?:些|点)?(?:啥|什么)(?:东西|内容)?{_END}")
_LET_HIM: Final = regex(
    rf"\s*(?:你|帮我|去)*(?:让|叫|喊|催|通知|要){P}(?:今天|马上|赶紧|快点?|尽快|现在|把|日报|[\s,])*(?:补(?:上|交|一下|写)?|交(?:上来|一下)?)(?:日报|来|吧|了|[\s,])*{_END}|\s*(?:让|叫|喊|催)(?:他们|大家|她们)(?:今天|马上|赶紧|快点?|尽快|现在|都|日报|[\s,])*(?:补(?:上|交|一下)?|交(?:上来|一下)?)(?:吧|了)?{_END}"
)
_HIS_DAY: Final = regex(
    rf"\s*{P}[\s的]*(?:{DAY}|昨天|前天|今天|[本上这]个?(?:周|星期|礼拜|月))+{_END}|\s*{P}(?:最近|这[两几]天)?(?:是)?(?:怎么回事|咋回事|怎么样|咋样|什么情况|啥情况|怎么搞的){_END}"
)
_NEWS: Final = regex(
    rf"\s*(?:看看?|查一?下?)?{_DAYS}(?:团队|大家)?(?:的)?(?:(?P<market>情报|竞品|市场|对手|行情)(?:消息|情况|动态|信息|情报)*|(?P<problem>问题|难题))(?:有哪些|有什么|清单|列表|汇总)?{_END}|\s*(?:有|还有)?(?:什么|哪些|啥)(?P<left>问题|难题)(?:没|还没|要|需要|待)*(?:解决|处理)的?{_END}"
)
_SCORE: Final = regex(
    rf"\s*(?:这条|那条|昨天|今天|{DAY}|[\s,])*为(?:什么|啥)(?:没|不|少|扣)(?:有)?(?:算|计|给|加)?分?{_END}"
)
_OWN_LEAVE: Final = regex(
    rf"\s*(?:看看?|查一?下?)?我的?{_DAYS}(?:请?的?假|出差|休假|年假)(?:记录|情况|到(?:哪天|几号|什么时候))?{_END}|\s*(?:我)?(?:的)?(?:请假|休假|出差|假|年假)到(?:哪天|几号|什么时候)(?:结束|为止)?{_END}|\s*我{_DAYS}(?:一共|总共)?(?:请|休)了(?:几|多少)天(?:的)?假{_END}"
)
_HIS_LEAVE: Final = regex(
    rf"\s*{P}{_DAYS}(?:的)?(?:是不是|有没有)?(?:请了?假|假请了?|休假|出差)(?:了)?(?:没有?|吗|么)[?。\s]*|\s*{P}{_DAYS}(?:请了?几天假|请假到(?:哪天|几号|什么时候)){_END}"
)
_APPEALS: Final = regex(
    r"\s*(?:看看?|查一?下?|有(?:哪些|什么)|还有(?:哪些)?)?(?:我的?|团队的?|待(?:定|裁|处理|判|批)的?|没(?:处理|判|定)的?)*(?:申诉)(?:清单|列表|进度|情况|结果|记录)?(?:有哪些|怎么样了?|有结果了?吗|处理完没有?|都处理完没有?|到哪一?步了?|呢|了吗|[?。\s])*"
    r"|\s*我申诉的(?:那[个家条])?(?:怎么样了?|有结果了?吗|呢)[?。\s]*|\s*待裁(?:定)?的(?:申诉|撞单)?(?:有哪些|呢)?[?。\s]*"
)
_WHO_FIRST: Final = regex(
    rf"\s*(?:{C}|(?P<name>[一-鿿]{{2,10}}?)(?=谁|哪个|这家|那家|到底))?(?:这家|那家|那个|这个|到底|究竟|[\s,])*(?:是)?(?:谁|哪个)(?:是)?(?:先|最先|早)(?:报|跟|谈|来|去)?(?:备)?(?:的|到){_END}"
)
_CAME_FROM: Final = regex(rf"\s*{C}(?:这家|这个客户)?(?:是)?(?:从)?(?:哪来|哪里来|哪儿来|怎么来|谁介绍)的{_END}")


def read_question(reading: Reading) -> Intent | None:
    """A short question; None for everything else.

    Args:
        reading: one record.
    """
    if len(reading.text) > _LONGEST or _GATE.search(reading.masked) is None:
        return None
    return next((found for read in _READERS if (found := read(reading)) is not None), None)


def _of_customer(reading: Reading) -> Intent | None:
    masked = reading.masked
    if len(reading.customers) != 1:
        return None
    if _LAST_VISIT.fullmatch(masked):
        field: dict[str, Slot] = {"field": reading.whole(Asked.LAST)}
        return reading.intent(Intents.CUSTOMER_QUERY, {**find_who(reading).slots, **field})
    if _CAME_FROM.fullmatch(masked):
        return reading.intent(Intents.CUSTOMER_QUERY, {**find_who(reading).slots, "field": reading.whole(Asked.ALL)})
    return reading.intent(Intents.RECEIVABLE_QUERY, find_who(reading).slots) if _OWES.fullmatch(masked) else None


def _of_money(reading: Reading) -> Intent | None:
    return reading.intent(Intents.RECEIVABLE_QUERY) if _OUTSTANDING.fullmatch(reading.masked) else None


def _of_reports(reading: Reading) -> Intent | None:
    masked, slots = reading.masked, period_slots(reading)
    if reading.situation.speaker.leads and not reading.people and _ALL_IN.fullmatch(masked):
        return reading.intent(Intents.REPORT_MISSING, {**slots, "topic": reading.whole("report_missing")})
    if _LET_HIM.fullmatch(masked):
        named = tuple(ids for _, _, ids in reading.people)
        people = {"people": reading.slot(named, reading.people[0][0], reading.people[-1][1])} if named else {}
        return reading.intent(Intents.URGE, people)
    if not reading.people:
        return None
    if _HIS_REPORT.fullmatch(masked):
        slots |= person_slots(reading)
        return reading.intent(Intents.TEAM_SUMMARY, {**slots, "topic": reading.whole("reports")})
    if _HIS_LEAVE.fullmatch(masked):
        return reading.intent(Intents.ABSENCE_LIST, person_slots(reading))
    if reading.situation.speaker.leads and _HIS_DAY.fullmatch(masked) and (person := person_slots(reading)):
        return reading.intent(Intents.PERSON_WORK, {**slots, **person, "topic": reading.whole("person")})
    return None


def _of_news(reading: Reading) -> Intent | None:
    found = _NEWS.fullmatch(reading.masked)
    if found is None or reading.customers or len(reading.masked.strip()) <= _BARE:
        return None
    kind = "market" if found["market"] else "problem"
    return reading.intent(Intents.NEWS_LIST, {**period_slots(reading), "category": reading.whole(kind)})


def _of_oneself(reading: Reading) -> Intent | None:
    masked = reading.masked
    if _SCORE.fullmatch(masked):
        return reading.intent(Intents.POINTS, {"topic": reading.whole("why")})
    if _OWN_LEAVE.fullmatch(masked):
        return reading.intent(Intents.ABSENCE_LIST, {"topic": reading.whole("mine")})
    return reading.intent(Intents.APPEAL, {"topic": reading.whole("list")}) if _APPEALS.fullmatch(masked) else None


def _of_conflict(reading: Reading) -> Intent | None:
    found = _WHO_FIRST.fullmatch(reading.masked)
    if found is None:
        return None
    if reading.customers:
        return reading.intent(Intents.CONFLICT, find_who(reading).slots)
    if found["name"] is None:
        return reading.intent(Intents.CONFLICT)
    name = reading.slot(reading.words(*found.span("name")), *found.span("name"))
    return reading.intent(Intents.CONFLICT, {"customer_new": name})


_READERS: Final[Sequence[Callable[[Reading], Intent | None]]] = (
    _of_customer,
    _of_money,
    _of_reports,
    _of_news,
    _of_oneself,
    _of_conflict,
)
