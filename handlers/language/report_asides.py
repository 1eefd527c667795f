"""The own report, asked for or handed in along with something else: 我日报出来看看, 明天去鸿盛，加上，然后交."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Final

from handlers.language.handing_in import FILE
from handlers.language.meaning import Intent, Intents
from handlers.language.patterns import regex
from handlers.language.reading import Reading
from handlers.language.want_day_plans import planned, read_said_plan

_LOOKS: Final = r"(?:看看?|看一?下|瞅瞅?|念(?:给我)?听听?|念(?:一?下|一遍)?|听听)"
_SHOW: Final = regex(
    r"(?:^|(?<=[,。;\s]))(?:哎|那|把|我的?|我?那个?|今天的?|自己的|给我|帮我|你|再|看看?|看一?下|[\s])*日报(?:里[头面边]?|上|你|给我?|帮我?|替我|先|都|现在|今天|[\s])*"
    r"(?:(?:写|弄|做|整理|准备)(?:一?下|好|出来|完|了|啦)*(?:没有?|吗)?|出来|发(?:我|来|过来|给我|一?下)+|拿(?:来|出来)|好了?(?:没有?|吗)|(?:都)?(?:有|写)了?(?:些|点)?(?:啥|什么)(?:了|呢|东西)?|"
    rf"(?:给我)?{_LOOKS})(?:[,\s]*(?:给我|发我|我)?{_LOOKS})*(?:吧|呢|哈)?(?=[,。;?\s]|$|那个)"
)
_LOOKS_AT: Final = regex(
    r"(?:你|再|先|那|帮我|给我|让我|我要?|[\s,])*(?:看(?:看|一?下)|瞅(?:瞅|一?下)|瞧瞧|念(?:一?下|一?遍))(?:一?下)?(?:我(?:自己)?的?|自己的?|今天的?)+日报(?:吧|呢|哈|[\s。!])*"
)
"""看下我的日报: the draft, before it is handed in."""
_HAND_IN: Final = regex(
    r"(?:你|帮我|给我)*(?:写上去?|加上去?|补上去?|记上去?|加进去|写进去)(?:然后|就|再|[,\s])*(?:提?交)(?:了吧|上去|掉|了|吧)?[\s。!]*$"
    r"|(?:^|[,。;\s]+)(?:(?:这个|都|也|把它)?(?:加上|写上|补上|记上|加进去|写进去)|好了|没了|就这些?|就这样|可以了?|没问题|其他就这样|ok|行了?|[,。;\s])*(?:然后|就|再|直接|那)*(?:提?交)(?:了吧|上去|掉|了|吧)?[\s。!]*$"
)
_ADDS: Final = regex(r"\s*(?:日报)?(?:再|还|帮我|给我)*(?:加|补|添|记)(?:上|一?[条句个家])[,:\s]*")
_LEAVES_OUT: Final = regex(
    r"[^,。]{1,12}(?:别|不要|先别|莫)(?:再|给我)?(?:写|加|放|报|记)(?:进去|上去|上|进)?(?:了|日报|[^,。]){0,6}[,。\s]+"
)
"""康元那个莫写进去了没面子，明天去众康: what is not to be in the report is not, and the plan is told."""
_OTHER_PAPERS: Final = regex(r"(?:合同|钱|款|货|样品?|资料|方案|报价|作业|表|标书|图纸)[^,。]{0,6}交[了吧]?[\s。!]*$")


_NOTHING: Final = frozenset({Intents.UNKNOWN, Intents.NOT_YET, Intents.CONFIRM, Intents.CHOOSE})


Read = Callable[[Reading], tuple[Intent, ...]]


def read_report_aside(reading: Reading, read: Read) -> tuple[Intent, ...]:
    """What else is told, and the report behind it; empty where no report is meant.

    Args:
        reading: the whole message, of one line.
        read: reads a part of it.
    """
    if reading.situation.speaker.leads:
        return ()
    if "日报" not in reading.text:
        show = None
    elif _LOOKS_AT.fullmatch(reading.text) is not None:
        return (reading.intent(Intents.DAILY_REPORT, {"date": reading.whole(reading.today)}),)
    else:
        show = _SHOW.search(reading.masked)
    if show is not None:
        report = reading.intent(Intents.DAILY_REPORT, {"date": reading.whole(reading.today)})
        return (*_beside(reading, show.start(), show.end(), read), report)
    if reading.text.rstrip(" 。!").endswith(_ENDS) and _OTHER_PAPERS.search(reading.masked) is None:
        end = _HAND_IN.search(reading.masked)
        if end is not None and end.start():
            told = _told(reading.part(0, end.start()), read)
            if all(one.name in _NOTHING for one in told):
                return ()
            return (*told, reading.intent(Intents.DAILY_REPORT, {"topic": reading.whole(FILE)}))
    left_out = _LEAVES_OUT.match(reading.masked)
    if left_out is not None:
        plan = _plan(reading.part(left_out.end(), len(reading.text)))
        return () if plan is None else (plan,)
    added = _ADDS.match(reading.masked)
    plan = _plan(reading.part(added.end(), len(reading.text))) if added is not None else None
    return () if plan is None else (plan,)


_ENDS: Final = ("交", "交吧", "交了", "交了吧", "交上去", "交掉", "提交")


def _beside(reading: Reading, start: int, end: int, read: Read) -> list[Intent]:
    """What is told before the words for the report and behind them."""
    return [
        one
        for first, last in ((0, start), (end, len(reading.text)))
        if reading.masked[first:last].strip(" ,。;?那个")
        for one in _told(reading.part(first, last), read)
    ]


def _told(reading: Reading, read: Read) -> tuple[Intent, ...]:
    """A plan of tomorrow, or whatever else it is, sentence by sentence; nothing where it means nothing."""
    stops = [found.end() for found in _STOP.finditer(reading.masked) if found.end() < len(reading.text)]
    if stops:
        edges = [0, *stops, len(reading.text)]
        return tuple(one for first, last in pairwise(edges) for one in _told(reading.part(first, last), read))
    plan = _plan(reading)
    if plan is not None:
        return (plan,)
    return tuple(one for one in read(reading) if one.name not in {Intents.SMALLTALK, Intents.DAILY_REPORT})


_STOP: Final = regex(r"[。;]+")


def _plan(reading: Reading) -> Intent | None:
    said = read_said_plan(reading)
    if said is not None and said.name is Intents.PLAN_SET:
        return said
    if _GOES.search(reading.masked) is None:
        return None
    # What is said behind it (金鹅是鹅场不碍事) is no part of the plan.
    ends = [len(reading.text), *(end for end, _ in reversed(reading.breaks) if end)]
    return next((plan for end in ends if (plan := planned(reading.part(0, end))) is not None), None)


_GOES: Final = regex(
    r"(?:明天|明早|后天|下?周[一二三四五六日]|\d{1,2}号)[^,。]{0,10}(?:去|跑|到|在家|在公司|还去)(?!了|过)(?!.*(?:提醒|叫我|喊我))"
)
