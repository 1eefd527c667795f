"""提醒我…: what somebody wants to be reminded of, and when."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

from handlers.language.clocks import CLOCK, read_clock
from handlers.language.dates import Leaning, Moment, find_moments
from handlers.language.meaning import Intent, Intents, Slot
from handlers.language.moods import supposes
from handlers.language.numbers import COUNT, number
from handlers.language.patterns import regex
from handlers.language.reading import Reading
from handlers.language.repeats import Repeat, find_repeats
from handlers.language.who import Place, find_who, joined_words, without
from models.times import shanghai

_CALL: Final = regex(
    r"(?:到时候?|到点|届时|记得|一定|务必|再|也|就|要|得|给我|让小勤|小勤)*(?:提醒|叫|喊|通知|催)(?:一?下|一?声)?(?:我们?|咱们?)(?:自己|俩|两个?)?(?:[和跟、]\ue001+)?"
    r"(?:一?下(?![午个周次星])|一?声)?(?:要|记得|别忘了?|该)?"
    r"|(?:到时候?|到点|届时|记得|一定|务必|再|也|给我)*提(?:个)?醒(?:一?下|一?声)?(?:我们?|自己)?(?:要|记得|别忘了?)?"
    r"|(?:帮我)?(?:(?<![早晚])上|定|设|设置|弄|加|建|来|订)(?:一)?个?(?:闹钟|闹铃|提醒|备忘)(?:吧)?|闹钟"
    r"|(?:戳|敲打?|呼|吼|闹|拍|cue|call)(?:一?下)?我(?:一?下|一?声)?(?:起来)?|(?:跟我)?(?:吱一?声|提一?嘴)|让我记得|别让我忘了?"
    r"|(?:千万)?(?:别忘了?|不要忘了?|记得)(?:提醒我?)?"
)
_OWN: Final = regex(
    r"(?:戳|敲打?|呼|吼|闹|拍|cue|call)(?:一?下)?我|吱一?声|提一?嘴|提醒|提个醒|闹[钟铃]|备忘|(?:叫|喊|通知|催)(?:一?下|一?声)?我|忘|记得"
)
_DENIED: Final = regex(
    r"(?:别(?!忘)|不用|不要(?!忘)|不必|无需|取消|关掉?|停掉?|删掉?)(?:再)?[^,。;]{0,6}(?:提醒|叫我|闹钟)|提醒(?:过|得很|功能|关)|(?:提醒|叫|喊)了|(?:叫|喊)我[小老][一-鿿](?=$|[,。吧])"
)
_ASKED: Final = regex(
    r"(?:怎么|为什么|为啥|谁|能不能|能(?!源)|会不会|可不可以|可以)(?:没|不|没有)?(?:再)?(?:给|来)?(?:提醒|叫我|喊我)"
    r"|提醒[^,。;]{0,4}(?:怎么|吗)|^(?!.*(?:提醒|叫|喊)我[^,。]*?(?:问|看|查|核|确认)).*(?:吗|了没有?)[\s。!?]*$"
)
"""A question about reminders; 提醒我问他什么时候签 is an order."""
_OTHERS: Final = regex(r"提醒(?:一?下)?(?:大家|客户|他|她|各位|同事|人家|对方)")
_TOLD_BY: Final = regex(r"(?:他|她|客户|老板|领导|总|经理|主任|店长|工|姐|哥|老师)(?:也|又|还|刚才?|今天|一直)*$")
_YEARLY: Final = regex("每年")
"""With a feast or a day behind it (每年春节), which is read by itself."""
_AFTER: Final = regex(
    rf"(?<!提前)(?:再)?(?:过)?(?P<count>{COUNT}|半)(?P<half>个半)?个?(?P<unit>小时|钟头|分钟|刻钟)(?:之后|以后|后|再)?"
)
_AHEAD: Final = regex(
    rf"(?:提前|(?<=[号日])前|(?<=[,。\s])[头前](?=一天))(?P<count>{COUNT}|半)个?(?P<unit>天|日|周|星期|小时|钟头|分钟)"
)
_ON: Final = regex(r"到时候?|到点|届时")
_WHOLE_DAYS: Final = frozenset({"天", "日", "周", "星期"})
_NOON: Final = 12
_EARLIEST: Final = 6
"""The hour before which nobody means a bare 三点 to be."""


class _When(NamedTuple):
    day: date | None
    clock: time | None
    place: Place
    fuzzy: bool = False


class _Again(NamedTuple):
    place: Place
    told: Repeat | None
    """None of 每年, which says nothing of the day."""


def read_reminder_set(reading: Reading) -> Intent | None:
    """A reminder: `date`, `time`, `repeat` (每周五, as said), `summary` (what of), and whom it is about.

    The day is the next one that the words fit. A bare clock time is the next such hour.

    Args:
        reading: one record.

    Returns:
        None where nobody is to be reminded: 别提醒我了, 王总提醒我带合同, a question.
    """
    masked = reading.masked
    if _OWN.search(masked) is None or _DENIED.search(masked) or _ASKED.search(masked) or supposes(masked):
        return None
    calls = [found for found in _CALL.finditer(masked) if found.group()]
    if not calls or _is_told(reading, calls[0].start()):
        return None
    repeat = _repeat(masked)
    if _OTHERS.search(masked) and not reading.moments:
        return None
    when = _when(reading, _moments(reading, repeat), *calls[0].span())
    taken: list[Place] = [found.span() for found in calls]
    taken += [(one.start, one.end) for one in _hours_behind(reading, calls[0].end())]
    slots: dict[str, Slot] = {}
    if repeat is not None:
        taken.append(repeat.place)
        slots["repeat"] = reading.slot(reading.words(*repeat.place), *repeat.place)
        when = _first(reading, repeat, when)
    if when is not None:
        taken.append(when.place)
        slots |= _when_slots(reading, when)
    slots |= _so_much_before(reading, slots, taken, when)
    if reading.customers or reading.contacts:
        slots |= find_who(reading).slots
    left = without(len(masked), taken)
    left = [piece for piece in (_tidy(masked, *one) for one in left) if piece[0] < piece[1]]
    slots |= _together(reading)
    said = _CHAFF.sub("", joined_words(reading, left)).strip()
    if said:
        slots["summary"] = reading.slot(said, left[0][0], left[-1][1])
    return reading.intent(Intents.REMINDER_SET, slots)


_CHAFF: Final = regex(
    r"(?:^|(?<=[\s,，。…]))(?:哎[哟呀呦]?|[哟呀呦哦噢]|啊?对了|差点忘了?|ok|知道了?|那你?)(?:[\s,，。…]+|$)|(?:^|(?<=\s))哎[哟呀呦]?差点忘了?[\s,，]*"
)
"""What only led up to it."""


def _so_much_before(
    reading: Reading, slots: dict[str, Slot], taken: list[Place], when: _When | None
) -> dict[str, Slot]:
    """提前一天提醒: the earlier day, or how many days before one that is not said; its words are taken out."""
    ahead = _AHEAD.search(reading.masked)
    if ahead is None:
        return {}
    if ahead["unit"] in _WHOLE_DAYS and when is not None and when.day is not None:
        taken.remove(when.place)  # 12月8号带方案过去，前一天提醒我: the day stays that of what is to be done
    if "date" in slots:
        taken.append(ahead.span())
        return _earlier(slots, ahead)
    if (length := number(ahead["count"])) and ahead["unit"] in "天日":
        taken.append(ahead.span())
        return {"days": reading.slot(length, *ahead.span())}
    return {}


_TOGETHER: Final = regex(r"(?:提醒|叫|喊|通知)(?:一?下|一?声)?(?:我们?|咱们?)(?:(?P<both>俩|两个?)|[和跟、]\ue001+)")


def _together(reading: Reading) -> dict[str, Slot]:
    """提醒我和德宝, 跟德宝一起去，提醒我们俩: who else is to be reminded."""
    found = _TOGETHER.search(reading.masked)
    own = reading.situation.speaker.person_id
    if found is None:
        return {}
    within = [span for span in reading.people if found["both"] or found.start() <= span[0] < found.end()]
    others = [span for span in within if own not in span[2]]
    if not others:
        return {}
    return {"people": reading.slot(tuple(ids for _, _, ids in others), others[0][0], others[-1][1])}


_LEAD: Final = regex(
    r"(?:^(?:哎[哟呀呦]?|[哟呀呦啊哦噢]|对了|谢谢[一-鿿]{0,3}(?=[\s,。])|差点忘了?|ok|好的?|行|可以|知道了?|嗯|没问题|那你?(?![边家个里天])|[\s,。…])+|[\s,:。;]|到(?=[\s,]|$)|等到?(?=[\s,]|$)|之?前(?=[\s,]|$)|左右|那天|的时候|吧(?=[\s,]|$)|了(?=[\s,]|$)|哈(?=[\s,]|$))*"
)
_TAIL: Final = regex(r"[\s,。!哈哦哟呗]+$|(?<![一-鿿][去来])[吧啊]$")


def _tidy(masked: str, start: int, end: int) -> Place:
    """A piece without particles that belonged to what was taken out."""
    lead = _LEAD.match(masked, start, end)
    first = lead.end() if lead is not None else start
    tail = _TAIL.search(masked[first:end])
    return first, first + tail.start() if tail is not None else end


def _is_told(reading: Reading, place: int) -> bool:
    """王总提醒我带合同: somebody else did the reminding."""
    start = reading.clause_of(place)[0]
    before = reading.masked[start:place]
    if any(start <= first and last == place for first, last, _ in (*reading.people, *reading.contacts)):
        return True
    return _TOLD_BY.search(before) is not None


def _repeat(masked: str) -> _Again | None:
    told = next(iter(find_repeats(masked)), None)
    if told is not None:
        return _Again((told.start, told.start + len(told.words)), told)
    yearly = _YEARLY.search(masked)
    return _Again(yearly.span(), None) if yearly is not None else None


def _moments(reading: Reading, repeat: _Again | None) -> list[Moment]:
    """The moments outside 每周一, whose 一 is no part of 一早上."""
    if repeat is None:
        return reading.moments
    start, end = repeat.place
    blanked = reading.masked[:start] + "," * (end - start) + reading.masked[end:]
    return find_moments(blanked, reading.today)


def _when(reading: Reading, moments: list[Moment], call: int, end: int) -> _When | None:
    """The moment that belongs to the reminder: the last before 提醒, else the first behind it."""
    after = _AFTER.search(reading.masked)
    if after is not None:
        return _in_a_while(reading, after)
    usable = [one for one in moments if one.leaning is not Leaning.PAST]
    # 月底了，提醒我明天交发票: what it is time for is not when.
    usable = [one for one in usable if not reading.masked.startswith("了", one.end)] or usable
    before = [one for one in usable if one.end <= call]
    behind = [one for one in usable if one.start >= call]
    chosen = (before[-1:] or behind[:1] or usable[:1]) if usable else []
    if chosen:
        own = _on_the_day_before(chosen[0], before)
        return _of_moment(reading, _with_hour(own, _hours_behind(reading, end) or behind))
    soon = _LATER_TODAY.search(reading.masked)
    if soon is not None:
        return _When(reading.today, None, soon.span(), fuzzy=True)
    bare = _BARE_HOUR.search(reading.masked, 0, call)
    clock = read_clock(bare, bare.string, beside=True) if bare is not None else None
    if bare is None or clock is None:
        return None
    return _When(*_next_hour(_now(reading), clock, sure=False), bare.span())


def _on_the_day_before(hour: Moment, before: list[Moment]) -> Moment:
    """明天九点半见，八点半提醒我: an hour by itself is of the day whose hour was said before it, ahead of that hour."""
    day = next((one for one in reversed(before) if one.dated), None)
    if day is None or hour.dated or hour.clock is None:
        return hour
    if day.clock is None:
        return _awake(hour)._replace(past=day.past, future=day.future) if day.leaning is Leaning.FUTURE else hour
    clock = hour.clock if hour.clock < day.clock else None
    later = hour.clock.replace(hour=hour.clock.hour + 12) if hour.clock.hour < 12 else None
    if clock is not None and later is not None and later < day.clock:
        clock = later
    return hour if clock is None else hour._replace(past=day.past, future=day.future, clock=clock)


def _awake(hour: Moment) -> Moment:
    """三点 is never at night."""
    clock = hour.clock
    if clock is None or not 0 < clock.hour < _EARLIEST:
        return hour
    return hour._replace(clock=clock.replace(hour=clock.hour + 12))


def _with_hour(day: Moment, behind: list[Moment]) -> Moment:
    """后天报 提醒我上午九点: the hour that is said by itself behind the day."""
    if not behind or behind[0].dated or behind[0].clock is None or day is behind[0]:
        return day
    return day._replace(clock=behind[0].clock)


def _hours_behind(reading: Reading, call: int) -> list[Moment]:
    """The hour right behind 提醒我, where another moment stands before it."""
    if not any(one.end <= call for one in reading.moments):
        return []
    found = [one for one in reading.moments if one.start == call and not one.dated and one.clock is not None]
    spelt = _CLOCK.match(reading.masked, call) if not found else None
    clock = read_clock(spelt, spelt.string, beside=True) if spelt is not None and spelt["hour"] else None
    return [Moment(*spelt.span(), Leaning.EITHER, None, None, clock)] if spelt is not None and clock else found


_CLOCK: Final = regex(CLOCK)


_LATER_TODAY: Final = regex(r"(?:下班|收工|睡觉|吃饭|饭)(?:之?前|后|的?时候)?|晚点|待会儿?|等会儿?|等下|一会儿?")
_BARE_HOUR: Final = regex(rf"(?:^|(?<=[\s,]))(?:在|到)?{CLOCK}\s*$")


def _in_a_while(reading: Reading, found: re.Match[str]) -> _When | None:
    minutes = _minutes(found["count"], found["unit"])
    if minutes is None:
        return None
    if found["half"]:
        minutes += 30
    then = _now(reading) + timedelta(minutes=minutes)
    return _When(then.date(), time(then.hour, then.minute), found.span())


_UNITS: Final = {"小时": 60, "钟头": 60, "刻钟": 15, "分钟": 1, "天": 1440, "日": 1440, "周": 10080, "星期": 10080}


def _minutes(count: str, unit: str) -> int | None:
    many = number(count)
    if count == "半":
        return _UNITS[unit] // 2
    return None if many is None else many * _UNITS[unit]


def _now(reading: Reading) -> datetime:
    return shanghai(reading.situation.now)


def _of_moment(reading: Reading, moment: Moment) -> _When:
    place = (moment.start, moment.end)
    if moment.dated:
        return _When(moment.future, moment.clock, place, moment.vague)
    if moment.clock is None:
        gone = _is_gone(reading, reading.masked[moment.start : moment.end])
        return _When(reading.today + timedelta(days=int(gone)), None, place)
    sure = _PART.search(reading.masked, *place) is not None
    return _When(*_next_hour(_now(reading), moment.clock, sure=sure), place)


_PART: Final = regex(r"早|晨|上午|午|晚|夜")


def _is_gone(reading: Reading, words: str) -> bool:
    """早上 said in the afternoon is tomorrow's."""
    return _now(reading).hour >= _NOON and re.search(r"早|晨|上午", words) is not None


def _next_hour(now: datetime, clock: time, *, sure: bool) -> tuple[date, time]:
    """The next time that a clock shows an hour: 八点 said in the evening is tonight, 三点 is never at night."""
    late = clock.replace(hour=clock.hour + 12) if clock.hour < 12 else clock
    if not sure and clock.hour < _EARLIEST and clock.hour:
        clock = late
    if clock > now.time():
        return now.date(), clock
    if not sure and late > now.time():
        return now.date(), late
    return now.date() + timedelta(days=1), clock


def _first(reading: Reading, repeat: _Again, when: _When | None) -> _When:
    """The first day of something that comes again, from the day it is said on."""
    start, end = repeat.place
    place = (start, end if when is None else max(end, when.place[1]))
    if repeat.told is None:
        return _When(reading.today, None, place) if when is None else when._replace(place=place)
    clock = _of_repeat(reading, repeat.told) or (when.clock if when is not None else None)
    if clock is not None:
        place = (start, max(place[1], repeat.told.end))
    said = reading.masked[slice(*when.place)] if when is not None else ""
    over = clock <= _now(reading).time() if clock is not None else _is_gone(reading, said)
    return _When(repeat.told.first(reading.today + timedelta(days=int(over))), clock, place)


def _of_repeat(reading: Reading, told: Repeat) -> time | None:
    """The clock time of every time: 每天八点 is in the morning whenever it is said, 每天三点 never at night."""
    sure = _PART.search(reading.masked, told.start, told.end) is not None
    if told.clock is None or sure or not 0 < told.clock.hour < _EARLIEST:
        return told.clock
    return told.clock.replace(hour=told.clock.hour + _NOON)


def _when_slots(reading: Reading, when: _When) -> dict[str, Slot]:
    values: Iterable[tuple[str, object]] = (("date", when.day), ("time", when.clock), ("fuzzy", when.fuzzy or None))
    return {name: reading.slot(value, *when.place) for name, value in values if value is not None}


def _earlier(slots: dict[str, Slot], ahead: re.Match[str]) -> dict[str, Slot]:
    """提前一天提醒: so much before the moment that was said."""
    minutes = _minutes(ahead["count"], ahead["unit"])
    if minutes is None:
        return {}
    day, clock = slots["date"], slots.get("time")
    if clock is None:
        return {"date": day._replace(value=day.value - timedelta(days=minutes // 1440))}
    moved = datetime.combine(day.value, clock.value) - timedelta(minutes=minutes)
    return {"date": day._replace(value=moved.date()), "time": clock._replace(value=moved.time())}
