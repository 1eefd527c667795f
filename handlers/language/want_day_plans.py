"""Plans of a day to come: 明天计划 恒力 华联, 明天去常州, and what is left of a report that speaks of tomorrow."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from handlers.language.dates import Leaning, Moment
from handlers.language.meaning import CustomerMention, Intent, Intents, Slot
from handlers.language.mentions import mention_slot
from handlers.language.normalise import CUSTOMER
from handlers.language.parties import by_firms
from handlers.language.patterns import regex
from handlers.language.reading import Reading
from handlers.language.signs import C, is_asked, supposed
from handlers.language.skeleton import skeleton
from handlers.language.undated import DAY, undated
from models.times import shanghai

SHOW: Final = "show"
"""The value of `topic` where a plan is asked for."""

_PLAN_WORD: Final = rf"(?:{DAY}|明日|今日|本周|这周|下周|周|的|我|工作|拜访|行程|走访|出行)*(?:计划|行程安排|行程)"
_PLAN_SAID: Final = regex(
    rf"\s*(?:报(?:一?下)?|写(?:一?下)?|定(?:一?下)?|发(?:一?下)?|我的?)?{_PLAN_WORD}(?:是|如下|为|有|,|:|\s)+(?P<what>.*\S.*)",
    re.DOTALL,
)
_PLANS_TO: Final = regex(
    rf"\s*(?:我|{DAY}|上午|下午|[\s,])*(?:计划|打算|准备|安排)(?P<what>(?:去|跑|到|拜访|走访|见|在|先|回|上午|下午|{CUSTOMER}|{DAY}|把|做|写|整理|打).*)",
    re.DOTALL,
)
_PLAN_ASKED: Final = regex(
    rf"\s*(?:看看?|查一?下)?(?:我的?)?{_PLAN_WORD}(?:是|有|都)*(?:什么|啥|哪些|怎么样|呢)*[\s?。]*"
)
_NAMES_ONLY: Final = regex(
    rf"\s*(?:我|{DAY}|要|去|跑|拜访|走访|到|先|再|和|跟|还有|、|然后|打算|准备|上午|下午|这|[\s,:+]|{CUSTOMER}|[二三四五六七八九十两\d]+家(?:客户)?)+[\s。]*"
)
_GOES: Final = regex(
    rf"\s*(?:我|{DAY}|上午|下午|晚上|全天|一[整全]?天|[\s,])*(?:我)?(?:要|先|得|准备|打算|主要)?(?:(?:去|到|跑|飞)(?P<place>[一-鿿]{{2,4}}?)(?:市)?(?:一趟|转转|跑跑|跑客户|拜访客户|看看|看客户|市场|跑市场|走走|那边)*|(?:在|回)(?:公司|办公室|家|单位|厂里|总部)[^?吗]{{0,40}})[\s。!]*"
)
_NO_PLAN: Final = regex(
    r"谁|哪[些儿里个几家]|的吧\s*$|([一-鿿])不\1|吗|[?]|[一二两三四五六七八九十几半\d](?:天|个?工作日|个?星期|周(?![一二三四五六日天]))|呢$|怎么|要是|如果|改|取消|别|不(?:去|跑)|请假|休|调休|出差|不上班|提醒|多少|生产计划|采购计划|扩产|计划(?:书|表)|客户(?:的)?计划|他们计划|计划采购|计划经济|付款计划|回款计划|开会吗"
)


def decide_plan(reading: Reading) -> Intents | None:
    """明天 恒力 华联 两家, 明天去常州: where somebody means to be on a day to come, and no more than that."""
    if len(reading.text) > _LONGEST_PLAN or _future(reading) is None or _NO_PLAN.search(reading.masked):
        return None
    return Intents.PLAN_SET if _is_bare_plan(reading) or _is_of_all(reading) else None


def read_plan(reading: Reading) -> Intent | None:
    """A plan: `date` (the Shanghai day it is for; absent where none was said), `summary`, `customers`.

    Args:
        reading: one record.
    """
    found = read_said_plan(reading)
    if found is not None or decide_plan(reading) is None:
        return found
    return plan_of_all(reading) or _plan(reading, 0)


def plan_of_all(reading: Reading) -> Intent | None:
    """Several who are to be seen on one day (兴天地的文导、新天地的广经理都约到明天下午); None if it is not that.

    Args:
        reading: one record.
    """
    if decide_plan(reading) is None or not _is_of_all(reading):
        return None
    return _plan(by_firms(reading), 0, whole=True)


def planned(reading: Reading) -> Intent | None:
    """A visit that is still to come, as a plan of its day; None where it is asked, doubted or has no day.

    Args:
        reading: one record, or the line of a list.
    """
    if _future(reading) is None or _NO_PLAN.search(reading.masked) or supposed(reading.masked):
        return None
    if _DOUBTED.search(reading.masked) or len(reading.text) > _LONGEST_PLANNED:
        return None
    return _plan(reading, 0)


def read_morning_plan(reading: Reading) -> Intent | None:
    """今天先去东岳 下午去鼎力, said in the morning: where somebody is going, not where he has been.

    Args:
        reading: one record.
    """
    masked = reading.masked
    if not reading.customers or _TODAY_TO_COME.search(masked) is None or _BEEN.search(masked):
        return None
    if shanghai(reading.situation.now).hour >= _MORNING or is_asked(masked) or supposed(masked):
        return None
    if any(one.leaning is Leaning.PAST for one in reading.moments):
        return None
    plan = _plan(reading, 0)
    today = reading.whole(reading.today)
    return replace(plan, slots={**plan.slots, "date": today, "next_date": today})


_MORNING: Final = 11
"""The hour until which who writes 今天去东吴 without a word of what was is about to go."""
_TODAY_TO_COME: Final = regex(
    rf"^\s*(?:早|早上好|我|[\s,])*(?:今天|今日|今儿|今早|等下|等会儿?|待会儿?|一会儿?)(?:我|先|再|准备|打算|要|就|上午|下午|[\s,])*(?:去|跑|到)(?!了|过|完)[^,。]{{0,8}}{C}"
    rf"|^\s*(?:早|我|[\s,])*上午(?:我|先|就)*(?:去|跑|到)(?!了|过|完)[^,。]{{0,8}}{C}[^。]*下午(?:我|再|顺路|顺便)*(?:去|跑|到)(?!了|过|完)"
)
_BEEN: Final = regex(r"[了完]|(?<!路)过|刚|见到|聊|谈|说|讲|昨|问|反馈|客户|没")
_DOUBTED: Final = regex(r"可能|也许|说不定|不一定|大概|听说|据说|[他她]们?(?:说|要|会)|客户说|没|不")
_LONGEST_PLANNED: Final = 200
_LONGEST_PLAN: Final = 60


def read_said_plan(reading: Reading) -> Intent | None:
    """A plan that is called one: 明天计划 …, 打算去 …, or asked for; slots as `read_plan` says, and `topic` SHOW.

    Args:
        reading: one record.
    """
    head = reading.masked.partition("\n")[0]
    if "计划" not in head and "行程" not in head and "打算" not in head and "安排" not in head:
        return None
    if reading.people or supposed(head):
        return None
    text = undated(reading)
    if _PLAN_ASKED.fullmatch(text):
        return _plan(reading, len(text), topic=SHOW)
    if _NO_PLAN.search(reading.masked):
        return None
    said = _PLAN_SAID.fullmatch(text)
    if said is not None:
        return _plan(reading, said.start("what"))
    meant = _PLANS_TO.fullmatch(text) if len(reading.customers) != 1 else None
    return None if meant is None or _future(reading) is None else _plan(reading, meant.start("what"))


def _plan(reading: Reading, start: int, *, topic: str = "", whole: bool = False) -> Intent:
    slots: dict[str, Slot] = {}
    moment = _future(reading) or next((each for each in reading.moments if each.dated), None)
    if moment is not None and moment.future is not None:
        day = reading.today if moment.past == reading.today else moment.future
        slots["date"] = slots["next_date"] = reading.slot(day, moment.start, moment.end)
    if topic:
        return reading.intent(Intents.PLAN_SET, {**slots, "topic": reading.whole(topic)})
    if moment is not None and start <= moment.start and not whole:
        # What stands before the day belongs to another clause, or is 我.
        own = not reading.text[start : moment.start].strip(" 我,")
        start = moment.start if moment.vague and not own else moment.end
    words = reading.words(start).strip(_EDGES) or reading.words().strip(_EDGES)
    slots["summary"] = reading.slot(words, start, len(reading.text))
    named = [span for span in reading.customers if span[0] >= start]
    if named:
        mentions: tuple[CustomerMention, ...] = tuple(mention_slot(reading, span).value for span in named)
        slots["customers"] = reading.slot(mentions, named[0][0], named[-1][1])
        slots["customer"] = mention_slot(reading, named[0])
    return reading.intent(Intents.PLAN_SET, slots)


_EDGES: Final = " ,，:：。；;、\n"


def by_day(reading: Reading, meant: tuple[Intent, ...]) -> tuple[Intent, ...]:
    """明天去通达 后天石浦, read as one plan, as one of each day.

    Args:
        reading: the whole message.
        meant: what it was read as.
    """
    if len(meant) != 1 or meant[0].name is not Intents.PLAN_SET or len(meant[0].value("customers", ())) < _SEVERAL:
        return meant
    days = [one for one in reading.moments if one.dated and one.leaning is Leaning.FUTURE and one.future is not None]
    if len(days) != _SEVERAL or days[0].future == days[1].future or days[1].vague:
        return meant
    first, second = reading.part(0, days[1].start), reading.part(days[1].start, len(reading.text))
    if not first.customers or not second.customers or not second.masked[: second.customers[0][0]].strip():
        return meant
    return (_plan(first, 0), _plan(second, 0))


def _is_bare_plan(reading: Reading) -> bool:
    text = undated(reading)
    if len(reading.customers) > 1:
        return _NAMES_ONLY.fullmatch(text) is not None
    if reading.customers or reading.contacts or reading.people:
        return False
    goes = _GOES.fullmatch(text)
    return goes is not None and (goes["place"] is None or goes["place"] not in _NO_PLACES)


_OF_ALL: Final = regex(
    r"(?:我|[DEH]|[和跟与约]|[\s,:])*(?:(?:[一-鿿]{2,5}的)?[CK](?:那边|这边|家)?的?[KM]?(?:[、和跟与及,\s]|还有)*){2,}"
    r"(?:这?[两三四五][家个人]|[DEH]|都|全|各|也|[\s,])*(?:约(?:好|定|上)?了?|说好了?|排|定|要|得|再|还|我|[\s,])*"
    r"(?:在|到|[DEH]|吧|的|了|面谈|去|跑|拜访|走访|见|碰|上门|过去|聊|谈|一?趟|一下|一遍|看看|转转|面|头|[\s,。])*"
)
"""兴天地的文导、新天地的广经理都约到明天下午: several, one day, and that they are to be seen."""
_IS_TO_BE_SEEN: Final = regex("约|去|跑|拜访|走访|见|碰|上门|聊|谈|说好")


def _is_of_all(reading: Reading) -> bool:
    named = by_firms(reading)
    if len({ids for _, _, ids in named.customers}) < _SEVERAL:
        return False
    return _IS_TO_BE_SEEN.search(named.masked) is not None and _OF_ALL.fullmatch(skeleton(named)) is not None


_SEVERAL: Final = 2
_NO_PLACES: Final = frozenset({"客户", "银行", "医院", "税务局", "吃饭", "旅游", "面试"})


def _future(reading: Reading) -> Moment | None:
    return next(
        (each for each in reading.moments if each.dated and each.leaning in {Leaning.FUTURE, Leaning.EITHER}), None
    )
