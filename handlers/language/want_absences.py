"""Leave, trips and days of rest, coming back from them, who is away, and not being disturbed for a while."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Final

from handlers.language.dates import Moment
from handlers.language.day_rows import first_in_row, last_in_row, up_to, with_rows
from handlers.language.meaning import Intent, Intents, Slot
from handlers.language.numbers import COUNT, number
from handlers.language.patterns import regex
from handlers.language.reading import Reading
from handlers.language.signs import QUESTION_END, P, supposed
from handlers.language.undated import DAY, SPAN, D, first_day, span_end, undated
from handlers.language.who import joined_words, without
from models.rules.names import split_place
from models.times import SHANGHAI

LEAVE, TRIP, REST, LONGER = "leave", "trip", "rest", "longer"

_SO_LONG: Final = SPAN.pattern.replace("?P<count>", "").replace("?P<unit>", "")
_WHEN: Final = (
    rf"(?:从|自|到|至|起|开始|就|想|要|得|需要|准备|打算|申请|可能|我|也|先|再|临时"
    rf"|跟你说一?下|报告|{D}|{_SO_LONG}|[:,\s])*"
)
_TRIP: Final = regex(
    rf"{_WHEN}(?:(?:去|到|在|赴|往)[一-鿿]{{2,6}}?|(?P<place>[一-鿿]{{2,6}}?))?出(?:个|趟)?差(?!回|结束|完|补|费|报)|\s*(?:我|现在|这[几两]天|目前|{D}|[,\s])*(?:人)?在外地|\s*外出(?=[\s{DAY}])"
)
_GOES: Final = regex(
    rf"{_WHEN}(?:去|到|飞|赴)(?P<place>[一-鿿]{{2,6}}?)(?:出差)?\s*(?:待|呆|住|跑)?\s*{SPAN.pattern}\s*(?:左右|吧)?[\s,。]*"
)
_HOURS: Final = r"[一两二三四五六七八半\d]+个?半?(?:小时|钟头)"
_LEAVE: Final = regex(
    rf"{_WHEN}(?:有事|家里有事|身体不舒服|不舒服|生病了?|病了|感冒了?|发烧了?|孩子生病|[,\s])*{_WHEN}(?:请(?:个|一?下)?(?:[一两三半\d]+[天个周]|{_HOURS})?的?(?:{D})?(?:假|病假|事假)|[一两三四五半\d]+天的?假|休(?:个)?(?:假|年假|病假|产假|婚假|陪产假)|(?:病|事|年|婚|产|陪产|丧|育儿)假|调休|年休)"
)
_ILL: Final = regex(
    rf"\s*(?:我|今天|{D}|[,\s])*(?:身体)?(?:病了|生病了?|不舒服|感冒了?|发烧了?|住院了?|难受)[,\s]*(?:我|{D}|[,\s])*(?:今天|{D})?(?:就)?(?:不(?:去|跑|上班|来|出去|干活|外出)(?:了|客户|跑客户|客户那|公司)*|休息|请假|歇)[^?吗]{{0,10}}"
)
_REST: Final = regex(
    rf"\s*(?:我|{D}|[,\s])*(?:想|要|在家)*(?:休息|歇[一]?[天下]?|不上班|休(?=[一两半\d]+天))(?:[一两半\d]+天)?(?:了|吧|哈)?(?P<why>(?:[\s,。]+|(?<=天)(?=陪|去|有事|家))(?:不跑了|[^?吗不]*(?:住院|病|家|孩子|小孩|陪|爸|妈|爹|娘|老人|有事|医院|结婚|搬|办)[^?吗]*))?[\s,。]*"
)
_CALLED: Final = regex(
    rf"\s*(?:{P}|[一-鿿]{{1,2}}(?:总|经理|主任|主管|老板|董)|领导|老大|头儿?)(?:[\s,]+|(?=我))(?:我)?(?=.*[假休歇])"
)
"""程经理我星期三上午想请个假: whom it is said to."""
_AWAY: Final = regex(
    r"\s*(?:我|[,\s])*(?:这[两几]天|这周|接下来[两几]天)(?:都|我|人)*(?:在|跑|去)?(?P<place>[一-鿿]{2,6}?)(?:出差|那边|这边|跑|待着|转)*[\s,。]*"
)
_LONGER: Final = regex(
    rf"\s*(?:改签|出差|我|要|得|在[一-鿿]{{2,4}}|可能|还|[,\s])*(?:再?多|再|延长)(?:待|呆|住|留|请|休|出差)?(?P<count>{COUNT}|半)(?:天|晚|日)(?:假)?(?:了|吧|回来|再回)?[\s,。]*"
)
_BACK: Final = regex(
    rf"\s*(?:我|今天|刚|已经|提前|提早|都|从[一-鿿]{{2,4}}|{D}|[,\s])*(?:出差|休假|请假|假期|年假)?(?:提前|已经|今天|刚)*(?:回来|返回|回公司|回到公司|返程|到家|上班|回苏州)(?:上班)?(?:了|啦)[\s,。!]*"
    rf"|\s*(?:我)?(?:出差|请假|休假|假期|年假|病假|调休|行程)(?:提前|已经|{D}|[,\s])*(?:结束|完|取消|作废|休完|不请|不去|不出|不休|改期取消)(?:了|吧|掉)?[\s,。!]*"
    rf"|\s*(?:我)?(?:销假|取消(?:{D}|的)*(?:出差|请假|休假|年假|调休|假))(?:了|吧)?[\s,。!]*|\s*(?:{D}|我|[,\s])*不(?:请假|出差|休假|休息|休|去出差)了[\s,。!]*"
)
_WHO_IS: Final = regex(
    rf"\s*(?:看看?|查一?下)?(?:团队|组里)?(?:{D}|今天|[,\s])*(?:有)?(?:谁|哪些人|哪几个|几个人|有没有人)(?:都|还|{D}|今天|现在|在|是|[,\s])*(?:请(?:了)?假|休假|休息|出差|出(?:去)?了差|在外面|外面|在外地|外地|外出|没上班|不在(?:公司)?|没来)(?:的|了|呢|啊|{D})*[\s?。]*"
    rf"|\s*(?:看看?)?(?:{D}|团队)*(?:请假|出差|外出)(?:名单|情况|的人|的有谁|有谁|清单)[\s?。]*"
)
_CALLS_OFF: Final = regex("取消|作废|不")
_ASKED: Final = regex(r"怎么|如何|咋|能不能|可以|多少|什么|谁|哪|规定|流程|制度|申请表|客户(?!那)")


def read_absence(reading: Reading) -> Intent | None:
    """`category` leave, trip, rest or longer, `period`, `city`, `reason`, `days`, `half` of a day; an end; who is away.

    Args:
        reading: one record.
    """
    called = _CALLED.match(reading.masked)
    if called is not None:
        return read_absence(reading.part(called.end(), len(reading.text)))
    text = with_rows(undated(reading))
    if _WHO_IS.fullmatch(text):
        return reading.intent(Intents.ABSENCE_LIST, _day_slot(reading))
    if reading.people or QUESTION_END.search(reading.masked) or supposed(reading.masked) or _ASKED.search(text):
        return None
    if _BACK.fullmatch(text):
        kind = TRIP if "差" in text else LEAVE if "假" in text or "休" in text else ""
        slots = _day_slot(reading) | ({"category": reading.whole(kind)} if kind else {})
        if _CALLS_OFF.search(text):
            slots["topic"] = reading.whole("off")
        return reading.intent(Intents.ABSENCE_END, slots)
    longer = _LONGER.fullmatch(text)
    if longer is not None:
        days = 1 if longer["count"] == "半" else number(longer["count"]) or 1
        slots = {"category": reading.whole(LONGER), "days": reading.slot(days, *longer.span("count"))}
        return reading.intent(Intents.ABSENCE_SET, slots)
    return _set(reading, text)


def _set(reading: Reading, text: str) -> Intent | None:
    if reading.customers and not _LED_BY_TRIP.match(text):
        return None
    away = _AWAY.fullmatch(reading.masked)
    if away is not None and _place(away["place"]):
        return _absence(reading, text, away, TRIP)
    for pattern, kind in ((_GOES, TRIP), (_TRIP, TRIP), (_ILL, LEAVE), (_LEAVE, LEAVE), (_REST, REST)):
        whole = pattern in (_GOES, _ILL, _REST)
        found = pattern.fullmatch(text) if whole else pattern.match(text)
        if found is None:
            continue
        if pattern in _WITH_PLACE and (place := found["place"]) and not _place(place):
            continue  # 王总出差了
        why = pattern is _REST and bool(found["why"])
        return _absence(reading, text, found, LEAVE if why else kind)
    return None


_WITH_PLACE: Final = (_GOES, _TRIP)
_LED_BY_TRIP: Final = regex(rf"\s*(?:我|{D}|[,\s])*(?:去[一-鿿]{{2,4}})?出差")


def _absence(reading: Reading, text: str, found: re.Match[str], kind: str) -> Intent | None:
    period, places = _period(reading, text)
    if period is None:
        return None
    slots: dict[str, Slot] = {"category": reading.whole(kind), "period": reading.whole(period)}
    city = _city(reading, text) if kind == TRIP else None
    if city is not None:
        slots["city"] = reading.slot(*city)
        places.append(city[1:])
    if found.re.pattern not in {_GOES.pattern, _AWAY.pattern}:
        told = found.start("why") if found.re.pattern == _REST.pattern and found["why"] else found.end()
        reason = " ".join(filter(None, (_hours(reading), _reason(reading, [*places, (0, told)]))))
        if reason:
            slots["reason"] = reading.whole(reason)
    half = _half(reading) if kind != TRIP and period[0] == period[1] else ""
    if half:
        slots["half"] = reading.whole(half)
    return reading.intent(Intents.ABSENCE_SET, slots)


def _hours(reading: Reading) -> str:
    """From when to when, where hours were said (3点到5点)."""
    said = _CLOCKS.search(reading.text)
    return reading.words(*said.span()) if said is not None else ""


_CLOCK: Final = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,2})(?:点[半整]?|:\d\d)"
_CLOCKS: Final = regex(rf"{_CLOCK}\s*(?:到|至|-|~)\s*(?:下午)?{_CLOCK}")


def _half(reading: Reading) -> str:
    """am, pm, or half where it is not said which; empty for whole days."""
    said = [half for half, word in _HALVES if word.search(reading.text)]
    return said[0] if len(said) == 1 else "half" if "半天" in reading.text else ""


_HALVES: Final = (("am", regex("上午|早上|上半天")), ("pm", regex("下午|下半天")))


def _period(reading: Reading, text: str) -> tuple[tuple[date, date, str] | None, list[tuple[int, int]]]:
    """First and last day: said with both ends, as so many days, as a week, or one day; today where none is said."""
    moment, plain = first_day(reading), _plain_day(reading, text)
    span = SPAN.search(text)
    places = [found.span() for found in _DAYS.finditer(text)] + ([span.span()] if span is not None else [])
    if moment is None and plain is not None:
        through, end = up_to(reading.masked, plain[1][1], plain[0])
        return (plain[0], through, ""), [*places, (plain[1][0], end)]
    if (
        moment is None
        and span is None
        and (_UNREAD.search(_CLOCKS.sub("", reading.text)) or not (_NOW.search(text) or _half(reading)))
    ):
        return None, places
    first = _begin(moment, reading.today)
    days = [one for one in reading.moments if one.dated]
    last: date | None = last_in_row(reading.masked, days, first)
    if moment is not None and span is None and moment.last is None:
        first = first_in_row(reading.masked, moment, first, reading.today)
    if moment is not None and moment.last is not None:
        last = moment.last
    elif span is not None:
        last = span_end(span, first)
    elif moment is not None and moment.vague and "周" in reading.text[moment.start : moment.end]:
        last = first + timedelta(days=4 - first.weekday()) if first.weekday() <= _FRIDAY else first
    if last is None or last < first:
        return None, places
    words = " ".join(reading.words(one.start, one.end) for one in reading.moments)
    return (first, last, words), places


_DAYS: Final = regex(f"{DAY}+")
_PLAIN_DAY: Final = regex(r"(?<![\d.])(?P<month>\d{1,2})[./-](?P<day>\d{1,2})(?![\d.])")
_NOW: Final = regex("外地|外出|病|不舒服|感冒|发烧|住院|难受|半天|现在")
"""What says by itself that it is today; of leave and trips else a day must be said."""
_UNREAD: Final = regex(r"\d|[百千]")
"""A figure that was not read as a day or as so many days: then it is not guessed."""


def _plain_day(reading: Reading, text: str) -> tuple[date, tuple[int, int]] | None:
    """12.3 beside 请假, which is a number anywhere else."""
    found = _PLAIN_DAY.search(text)
    if found is None:
        return None
    try:
        day = date(reading.today.year, int(found["month"]), int(found["day"]))
        passed = day < reading.today - timedelta(days=_LATELY)
        return (day.replace(year=day.year + 1) if passed else day), found.span()
    except ValueError:
        return None


_LATELY: Final = 7
_FRIDAY: Final = 4


def _begin(moment: Moment | None, today: date) -> date:
    if moment is None or moment.future is None:
        return today
    if moment.past is not None and moment.past > today - timedelta(days=_LOOKS_BACK) and moment.future > today:
        return moment.future
    if moment.past is not None and moment.future == moment.past:
        return moment.past
    return moment.future


_LOOKS_BACK: Final = 1


def _city(reading: Reading, text: str) -> tuple[str, int, int] | None:
    for start in range(len(text) - 1):
        for size in (4, 3, 2):
            word = text[start : start + size]
            if len(word) == size and _place(word):
                return reading.words(start, start + size), start, start + size
    found = _TO_A_PLACE.search(text)
    return (reading.words(*found.span("place")), *found.span("place")) if found is not None else None


_TO_A_PLACE: Final = regex(
    r"出差\s*(?:去|到)?\s*(?P<place>(?![一二两三四五六七八九十半几])[一-鿿]{2,6})(?=[\s,。]|$)|(?:去|到|赴)(?P<to>[一-鿿]{2,6}?)出差"
)


def _place(word: str) -> bool:
    return word is not None and len(word) > 1 and split_place(f"{word}某某") == (word, "某某")


def _reason(reading: Reading, taken: list[tuple[int, int]]) -> str:
    left = without(len(reading.text), taken)
    return _NO_REASON.sub("", joined_words(reading, left)).strip(" ,，。:：")[:_REASON]


_NO_REASON: Final = regex(r"^(?:不跑了|了|去(?=[\s,。]|$)|到|在|吧|哈|因为|原因|理由|一下|[\s,:，：。])+|[\s,，。]+$")
_REASON: Final = 100

_QUIET: Final = (
    r"(?:免打扰|勿扰|静音|(?:别|不要|不用|甭|勿)"
    r"(?:再|来)?(?:打扰|吵|烦|骚扰|提醒|推送|通知|发消息|推|发提醒)(?:我|消息|提醒|推送)*)"
)
_MUTED: Final = regex(
    rf"\s*(?:我|现在|先|在|{D}|[,\s])*(?:开会|睡觉|午休|休息|开车|忙着?|吃饭|陪客户|有事)?(?:了|中|呢|[,\s])*(?:我|先|请|到|至|{D}|[,\s])*(?P<words>{_QUIET})(?:给我|给)?(?:了|啊|吧|一?会儿?|一下|模式|[,\s])*"
    rf"(?:到|至|直到|{D}|[,\s])*(?:(?<=到)(?P<hour>[一两二三四五六七八九十]{{1,2}})点(?P<past>半)?)?(?:(?P<count>\d{{1,3}}|[一两二三四五六七八九十半]{{1,2}})个?(?P<half>半)?(?P<unit>小时|钟头|分钟|天))?(?:了|吧|之?内|以?前|之?前|都|就|[,\s。])*"
)
_LOUD: Final = regex(
    r"\s*(?:取消|关闭|关掉|解除|退出|结束)(?:了)?(?:免打扰|勿扰|静音)(?:模式|了|吧)*[\s。]*|\s*(?:可以|恢复|继续|重新|开始)(?:继续)?(?:给我)?(?:提醒|推送|打扰)(?:我|了|吧)*[\s。]*|\s*免打扰(?:取消|关闭|关掉|结束)(?:了|吧)?[\s。]*"
)
_ALWAYS: Final = regex(r"免打扰|勿扰|静音|打扰|推送|吵|烦|骚扰")


def _day_slot(reading: Reading) -> dict[str, Slot]:
    day = first_day(reading)
    if day is None or day.future is None:
        return {}
    on = reading.today if day.past == reading.today else day.future
    return {"date": reading.slot(on, day.start, day.end)}


def read_mute(reading: Reading) -> Intent | None:
    """免打扰到2点: `until`, an aware instant; without it until the day is over. `topic` off ends it.

    Args:
        reading: one record.
    """
    text = undated(reading)
    if _LOUD.fullmatch(text):
        return reading.intent(Intents.MUTE, {"topic": reading.whole("off")})
    found = _MUTED.fullmatch(text)
    if found is None or QUESTION_END.search(reading.masked):
        return None
    timed = found["count"] is not None or found["hour"] is not None or bool(reading.moments)
    if not timed and not _ALWAYS.search(found["words"]):
        return None
    until = _until(reading, found)
    return reading.intent(Intents.MUTE, {"until": reading.whole(until)} if until is not None else {})


def _until(reading: Reading, found: re.Match[str]) -> datetime | None:
    now = reading.situation.now
    if found["count"] is not None:
        count = 0.5 if found["count"] == "半" else float(number(found["count"]) or 0)
        count += 0.5 if found["half"] else 0
        size = {"分钟": 60, "天": 86_400}.get(found["unit"], 3_600)
        return now + timedelta(seconds=count * size)
    said = next((moment.clock for moment in reading.moments if moment.clock is not None), None)
    hour = number(found["hour"]) if found["hour"] is not None else None
    clock = said if hour is None or hour > _MIDNIGHT else time(hour % _MIDNIGHT, 30 if found["past"] else 0)
    on = max((one.last or one.future for one in reading.moments if one.dated and one.future), default=reading.today)
    if clock is None:
        return None if on == reading.today else datetime.combine(on + timedelta(days=1), time.min, SHANGHAI)
    until = datetime.combine(on, clock, SHANGHAI)
    if until <= now and clock.hour < _NOON:
        until += timedelta(hours=_NOON)
    return until if until > now else until + timedelta(days=1)


_NOON: Final = 12
_MIDNIGHT: Final = 24
