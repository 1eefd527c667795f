"""The day as it is announced in the morning, and what is asked with it: 今天先去东岳，下午去鼎力，看下两家的欠款."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from handlers.language.dates import Leaning, Moment
from handlers.language.in_passing import read_in_passing
from handlers.language.meaning import CustomerMention, Intent, Intents, Slot
from handlers.language.mentions import known_customer, mention_slot
from handlers.language.normalise import PERSON
from handlers.language.parties import by_firms
from handlers.language.patterns import regex
from handlers.language.people import TITLE
from handlers.language.reading import Reading
from handlers.language.record import read_record
from handlers.language.signs import C
from handlers.language.want_day_plans import planned
from handlers.language.who import find_who
from models.rules.firm_words import PLACES
from models.times import shanghai

_NOON: Final = 12
"""The hour until which a day is announced."""
_LONGEST: Final = 160
_SHORT: Final = 16
_TO_A_TOWN: Final = regex(
    r"(?:早上好|早|小勤|今天|今早|上午|下午|我|先|要|准备|[\s,，])*(?:去|跑|到|上|往)(?P<place>[一-鿿]{2,3}?)(?:市|县)?(?:那边|一趟|转转|跑跑|跑客户|跑一天|[\s。!])*"
)
"""去常德, in the morning: where he is today, though he names no customer."""
_SOON: Final = 30
"""Characters in which whoever tells of what has been says so."""
_WHY_HE_GOES: Final = frozenset({"昨天", "刚"})
_ASIDE: Final = regex(
    r"(?:[,。;\s]|(?<=[一-鿿\ue000]))(?:你|再|顺便|另外|小勤|麻烦)*(?:帮我|给我)?(?:看看?|查查?|瞅瞅?)(?:一?下|看)?(?P<what>[^,。;]{0,24}?(?:到底)?(?:欠款?|[款钱账]|多少|逾期|到期|应收)[^,。;]{0,10})[。?\s]*$"
)
_OPENS: Final = regex(
    rf"\s*(?P<ack>(?:好的?|收到|知道了?|明白了?|行|嗯|ok|中)[\s,]*(?:[一-鿿]{{1,2}}{TITLE}|{PERSON}+)?(?=[\s,]|我))?"
    r"(?:早上好|早安|早|大家|各位|好|小勤|啊|哈|呀|我|咱|俺|[\s,。!])*(?:(?=先(?:去|到|跑)[^。了过]*(?:下午|再去|再到|再跑|然后))|今天|今日|今个|今儿个?|今早|(?P<part>上午|早上))(?:的|我|俺|工作|就|是|[:,\s])*(?P<plan>计划|安排|行程|打算)?"
)
_GOES: Final = regex(
    rf"(?:(?:去|上|到|跑|回)[一-鿿]{{2,4}}[,\s]+)?(?:先|准备|打算|要|就|再|上午|下午|早上|等下|一早|主要|顺路|的话|来得及|然后|[\s,])*(?:去|上|到(?!了)|跑(?!了)|在|回)(?!了|过)[^,。了过]{{0,12}}{C}"
)
_HALVES: Final = regex(
    rf"(?:上午|早上|先)[^,。:了过]{{0,6}}{C}[^。了过]*?(?:下午|再|然后|晚点)[^,。了过]{{0,8}}{C}|(?:上午|下午)[^,。:了过]{{0,4}}{C}"
)
_DONE: Final = regex(
    rf"{C}了|(?:见|聊|谈|碰|拜访|去|跑|签|送|拿|问|说|讲|办|吃|开|陪|看|到)(?:[了过完](?!多|有|快|半)|好了)|(?<!然后)(?<!再)回来(?!到|再|去|路上|顺|的|后|之后|以后)|出来了|刚|昨天|没去|没在|不在|同意|松口|答应了"
)
_ALL_OF_THEM: Final = regex(r"[这那]?(?:[两二三四五几]家|些客户|些)|分别|都|他们")


def read_day_ahead(reading: Reading) -> tuple[Intent, ...]:
    """The plan of today and what is asked of the customers in it; empty where no day is announced.

    Args:
        reading: the whole message.
    """
    if shanghai(reading.situation.now).hour >= _NOON or len(reading.text) > _LONGEST:
        return ()
    opening = _OPENS.match(reading.masked)
    if opening is None or not _is_ahead(reading, opening.end()):
        return _to_a_town(reading)
    aside = _ASIDE.search(reading.masked)
    tale = _TALE.search(reading.masked, opening.end()) if aside is None else None
    note = _NOTE.search(reading.masked, opening.end()) if aside is None and tale is None else None
    end = min((one.start() for one in (aside, tale, note) if one is not None), default=len(reading.masked))
    whole = reading.part(0, end)
    later = _later(whole, opening.end())
    told = by_firms(whole if later is None else reading.part(0, later.start))
    if not told.customers or _DONE.search(told.masked) or "?" in told.masked or not _is_plan(told, opening):
        return ()
    if any(one.leaning is Leaning.PAST or (one.leaning is Leaning.FUTURE and not one.part) for one in told.moments):
        return ()
    if opening["ack"] is not None:
        return (reading.intent(Intents.UNKNOWN, known_customer(reading)),)  # to whoever asked for it
    plan = _plan(told, opening.start("part") if opening["part"] is not None else opening.end())
    if later is not None:
        behind = planned(by_firms(reading.part(later.start, end)))
        return () if behind is None else (plan, behind)
    beside = [] if aside is None else _asked(reading, told, aside.start("what"), aside.end("what"))
    noted = () if note is None else _noted(reading.part(note.start("note"), len(reading.masked)))
    return (plan, *beside, *noted, *(() if tale is None else _troubles(reading, tale.start("tale"))))


def _to_a_town(reading: Reading) -> tuple[Intent, ...]:
    """去常德: the plan of a day without a customer."""
    town = _TO_A_TOWN.fullmatch(reading.text) if len(reading.text) <= _SHORT else None
    speaker = reading.situation.speaker
    if town is None or town["place"] not in PLACES or speaker.leads or not speaker.sells:
        return ()
    day, words = reading.whole(reading.today), reading.whole(reading.words().strip(_EDGES))
    return (reading.intent(Intents.PLAN_SET, {"date": day, "next_date": day, "summary": words}),)


def _is_ahead(reading: Reading, start: int) -> bool:
    """Whether somebody is named, and nothing that has been is told at once."""
    done = _DONE.search(reading.masked, start, start + _SOON)
    return (done is None or done.group() in _WHY_HE_GOES) and bool(reading.customers or reading.contacts)


def _is_plan(told: Reading, opening: re.Match[str]) -> bool:
    start = opening.start("part") if opening["part"] else opening.end()
    return (
        opening["plan"] is not None
        or _GOES.match(told.masked[opening.end() :]) is not None
        or _HALVES.match(told.masked[start:]) is not None
    )


def _later(reading: Reading, start: int) -> Moment | None:
    """The day to come that a later part of the message speaks of: 今天上午东吴，下午恒力，明天上午华联."""
    for one in reading.moments:
        ahead = one.dated and one.leaning is Leaning.FUTURE and (one.future or reading.today)
        if one.start > start and ahead and ahead > reading.today and reading.masked[one.start - 1] in " ,。;":
            return one
    return None


def _plan(told: Reading, start: int) -> Intent:
    day = told.whole(told.today)
    words = told.words(start).strip(_EDGES) or told.words().strip(_EDGES)
    mentions: tuple[CustomerMention, ...] = tuple(mention_slot(told, span).value for span in told.customers)
    first, last = told.customers[0][0], told.customers[-1][1]
    slots: dict[str, Slot] = {
        "date": day,
        "next_date": day,
        "summary": told.slot(words, start, len(told.text)),
        "customers": told.slot(mentions, first, last),
        "customer": mention_slot(told, told.customers[0]),
    }
    return told.intent(Intents.PLAN_SET, slots)


_EDGES: Final = " ,，:：。；;、\n"
_TALE: Final = regex(r"[,。;\s]+(?P<tale>(?:昨天?晚上?|昨天|昨晚|前天|上周|刚才?|今早)(?![去到上下午]*的).{4,})$")
"""昨天晚上庄主管打电话讲漏油了: why he goes there."""
_NOTE: Final = regex(r"[。;\n]+\s*(?P<note>[^。;]*(?:提醒|叫|喊)我[^。;]*)$")
_REMINDER: Final = Intents.REMINDER_SET
_BROKEN: Final = regex(r"漏|坏|不[转动亮热冷]|投诉|发火|报警|停机|异响|裂|断了|错了|少了|破")


def _noted(part: Reading) -> tuple[Intent, ...]:
    found = read_in_passing(part)
    return tuple(one for one in ((found,) if found is not None else read_record(part)) if one.name is _REMINDER)


def _troubles(reading: Reading, start: int) -> tuple[Intent, ...]:
    """What he was told before he set out, where it is something broken; of whoever told it, else where he goes last."""
    if _BROKEN.search(reading.masked, start) is None:
        return ()
    part = reading.part(start, len(reading.masked))
    mention = find_who(part).slots.get("customer") or mention_slot(reading, reading.customers[-1])
    return (part.intent(Intents.COMPLAINT_RECORD, {"customer": mention, "summary": part.whole(part.words())}),)


def _asked(reading: Reading, told: Reading, start: int, end: int) -> list[Intent]:
    """What the customers owe who are named in the question; else all of the plan, or the last of it."""
    named = [span for span in reading.customers if start <= span[0] < end]
    if not named:
        named = list(told.customers) if _ALL_OF_THEM.search(reading.masked, start, end) else [told.customers[-1]]
    question = reading.part(start, end)
    asked = question.intent(Intents.RECEIVABLE_QUERY)
    once = {ids: (first, last, ids) for first, last, ids in named}
    return [replace(asked, slots={"customer": mention_slot(reading, span)}) for span in once.values()]
