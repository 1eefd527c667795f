"""Problems that are raised (问题 客户嫌交期长), solved and listed, and what is heard of rivals and the market."""

from __future__ import annotations

import re
from typing import Final

from handlers.language.meaning import Intent, Intents, Slot
from handlers.language.normalise import CUSTOMER
from handlers.language.patterns import regex
from handlers.language.periods import find_period
from handlers.language.reading import Reading
from handlers.language.signs import C, is_asked
from handlers.language.who import find_who

PROBLEM, RIVAL, MARKET = "problem", "rival", "market"

_LEAD: Final = (
    r"(?:我|今天|昨天|现在|这边|这里|这次|有|提|报|反馈|反映|上报|记|又|遇到?|碰到?"
    r"|碰上|遇上|出|发现|还有|来|[一1两2几]?个|了|点|些|[:,\s])*"
)
_PROBLEM: Final = regex(
    rf"\s*{_LEAD}(?:技术|质量|业务|售后|价格|小|大|新)*(?:问题|难题)(?!不大|没|是不是|很多|清单|列表|汇总|解决|[#＃\d]|吗|呢|$)(?:是|[:,\s])+(?=\S)"
    r"|\s*(?:我|今天|现在|这边|又|[,\s])*(?:遇到?|碰到?|碰上|遇上|有)(?:了)?(?:[一1]?个|点|些)?(?:困难|麻烦|难处|问题|难题)(?!吗|没|呢|了吗)(?:了|是|[:,\s])+(?=\S)"
    r"|\s*(?:我|要|想|现在)*(?:求助|求支援|求支持|请求支援|请求支持|求帮忙|需要支援)[:,\s]*(?=\S)"
)
_OWN_DOING: Final = "供应商|供货商|厂家|老板|采购|厂房|厂址|新厂|地方|地段|房|人|什么|啥|谁|哪"
"""What a customer may look at that is no rival's."""
_RIVAL: Final = regex(
    r"\s*(?:竞品|竞争对手|竞对|对手|友商|同行|竞争品牌)(?:的)?(?!是谁|有哪些|有谁|情况|消息|动态|清单|$)(?:动态|消息|情况)?(?:是|最近|现在|[:,\s])*(?=\S)"
    rf"|\s*(?:我|刚|今天|[,\s])*(?:听说|据说|打听到|得知|了解到|听到)[:,\s]*{C}(?:那边|他们|也|最近|老板|家)*(?:在|要|想|准备|已经|正)*(?:看上|看|试|谈|用|比|换成|改用|引进|考察|接触)(?:了|的|过|中|成|别家)*(?!{_OWN_DOING})(?=.)"
)
_MARKET: Final = regex(
    r"\s*(?:市场|行情|情报|行业|政策)(?:情况|消息|动态|信息|反馈|上|面上)?(?:[:,\s]+|(?=[^\s:,]{0,4}(?:涨|跌|降|在))(?!部))(?=\S{2,})"
)
_SOLVED: Final = regex(
    r"\s*(?:把)?(?:问题|求助|难题)?\s*[#＃]?\s*(?P<number>\d{1,9})\s*(?:号)?(?:这个|那个)?(?:问题|求助)?\s*(?:已经?|都)?(?:解决|搞定|处理好|处理完|处理|弄好|关闭|关掉|好)(?:掉|完)?了?(?:[\s,:。]+(?P<how>\S.*))?\s*",
    re.DOTALL,
)
_SOLVED_OF: Final = regex(
    rf"\s*{C}(?:那边)?的?(?:那个|这个|上次的?|之前的?|提的|说的)(?:问题|难题|事情?)(?:[\s,]*[^,。\s]{{0,10}}?)(?:解决|搞定|处理好|处理完|弄好|[说谈商协]调?(?:量|妥)?好|谈妥|说通|摆平)(?:掉|完)?了(?:[\s,:。]+(?P<how>.+))?",
    re.DOTALL,
)
"""恒力那个问题 找生产说好了 改成11天."""
_ALL_SOLVED: Final = regex(
    rf"\s*(?:我的?|那个|这个|上次的?|之前的?|刚才的?)*(?:问题|难题|求助)(?:现在|今天|已经?|都|终于|,|\s)*(?:解决|搞定|处理好|处理完|弄好)(?:掉|完)?了(?:[\s,:。]+(?P<how>[^{CUSTOMER}]+))?",
    re.DOTALL,
)
"""问题解决了 改成10天交货: which one is seen from those that are open."""
_NAMES_PROBLEM: Final = regex(r"问题|求助|难题|解决")
_PROBLEM_LIST: Final = regex(
    r"(?:看看?|看一下|查看?|查一?下|列一?下?|列出)?(?:我|我们|团队|大家|组里|下面)?(?:的|都|还有|有|还)*(?:未解决|没解决|遗留|待解决|哪些|什么)?的?问题(?:清单|列表|汇总|都?有哪些|还有哪些)"
    r"|(?:看看?|查看?)?(?:我|我们|团队|大家|组里)的?(?:未解决的?|没解决的?|所有)?问题"
    r"|(?:谁|大家|团队|组里|下面|各位)(?:今天|昨天|这周|本周)?(?:都|还|最近)?(?:有|提了?|报了?|遇到了?)(?:什么|哪些|啥)(?:新)?问题(?:没解决|没)?"
    r"|(?:还|现在)*(?:有)?(?:哪些|什么|几个)问题(?:还)?(?:没|未)(?:有)?解决(?:的)?|(?:没|未)解决的问题|问题(?:还)?(?:有)?哪些(?:没解决)?"
)
_MARKET_LIST: Final = regex(
    r"(?:看看?|看一下|查看?|查一?下|列一?下?|最近|这周|本周|上周|本月|这个月|今天|昨天|的|有什么|有哪些|有啥)*(?:市场|竞品|对手|行业|行情)(?:的)?(?:情报|情况|消息|动态|信息)(?:清单|汇总|列表|有哪些|呢|有啥)?"
)
_LONGEST: Final = 800


def read_news(reading: Reading) -> Intent | None:
    """What is raised, solved or asked for.

    `category` is problem, rival or market; `summary` the words; `customer` where one is named. Of what is solved:
    `number` and `summary`. Of a list: `category` and `period`.

    Args:
        reading: one record.
    """
    masked = reading.masked
    listed = _listed(reading, masked.strip(" ,。?!~吗呢"))
    if listed is not None:
        return listed
    solved = _is_solved(masked) if _NAMES_PROBLEM.search(masked) else None
    if solved is not None and not is_asked(masked):
        return _solved(reading, solved)
    if "投诉" in masked or len(masked) > _LONGEST:
        return None
    for pattern, kind in ((_PROBLEM, PROBLEM), (_RIVAL, RIVAL), (_MARKET, MARKET)):
        found = pattern.match(masked)
        if found is not None and len(masked[found.end() :].strip()) > 1:
            return _told(reading, found, kind)
    return None


def _is_solved(masked: str) -> re.Match[str] | None:
    return _SOLVED.fullmatch(masked) or _ALL_SOLVED.fullmatch(masked) or _SOLVED_OF.fullmatch(masked)


def _listed(reading: Reading, said: str) -> Intent | None:
    for pattern, kind in ((_PROBLEM_LIST, PROBLEM), (_MARKET_LIST, MARKET)):
        if pattern.fullmatch(said):
            slots = {"category": reading.whole(kind)}
            period = find_period(reading.masked, reading.today)
            if period is not None:
                slots["period"] = reading.slot(*period)
            if "我的" in said or said.startswith("我"):
                slots["person"] = reading.whole((reading.situation.speaker.person_id,))
            return reading.intent(Intents.NEWS_LIST, slots)
    return None


def _solved(reading: Reading, found: re.Match[str]) -> Intent:
    slots: dict[str, Slot] = {}
    if "number" in found.groupdict():
        slots["number"] = reading.slot(int(found["number"]), *found.span("number"))
    if reading.customers:
        slots["customer"] = find_who(reading).slots["customer"]
    if found["how"]:
        slots["summary"] = reading.slot(reading.words(*found.span("how")), *found.span("how"))
    return reading.intent(Intents.NEWS_SOLVE, slots)


_HEARD: Final = regex("听说|据说|打听|得知|了解|听到")
_DOUBTED: Final = regex(r"真的?假的?|真假|是真的?(?:吗|么|吧|$)|靠谱")
"""听说恒力在看震雄 真的假的 is asked of the others."""


def _told(reading: Reading, found: re.Match[str], kind: str) -> Intent | None:
    if kind == PROBLEM and is_asked(reading.masked[: found.end()]):
        return None
    if _HEARD.search(found.group()) and (is_asked(reading.masked) or _DOUBTED.search(reading.masked)):
        return None
    slots: dict[str, Slot] = {"category": reading.whole(kind)}
    if reading.customers:
        slots["customer"] = find_who(reading).slots["customer"]
    heard = kind == RIVAL and reading.customers and reading.customers[0][0] < found.end()
    start = 0 if heard else found.end()
    words = reading.words(start, len(reading.text)).strip(" ,，：:。")
    slots["summary"] = reading.slot(words, start, len(reading.text))
    return reading.intent(Intents.NEWS_TELL, slots)
