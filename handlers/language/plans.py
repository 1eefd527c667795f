"""下周三跟进东吴: when somebody means to go on with a customer, and what then."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from handlers.language.clocks import CLOCK, read_clock
from handlers.language.dates import Leaning, Moment, find_moments
from handlers.language.meaning import Intent, Intents, Slot
from handlers.language.moods import asks, supposes
from handlers.language.patterns import regex
from handlers.language.reading import Reading
from handlers.language.who import Place, Who, find_who, joined_words, without
from models.times import shanghai

_MOVED: Final = regex(
    r"(?:改|推迟?|拖|挪|延(?:期|后)?|提前?|换|调)(?:了)?(?:一下)?(?:到|成|在|至)|(?:改|推迟?|延)(?=\d)|改约|推到"
)
_BARE_DAY: Final = regex(r"\s*(?P<month>\d{1,2})[./-](?P<day>\d{1,2})(?![\d.])")
_OURS: Final = regex(
    r"[排定约](?:到|在)|安排[到在]|跟进|跟(?=[\s,。!]*$)|跟一下|回访|拜访|走访|上门|复访|联系|沟通|再|去|过去|找|打(?:个)?电话|电话|见|约|催|送|带|寄|给|谈|聊|对账|收款|签|报价|交|问"
    r"|看|碰|发|开会|演示|安装|试机|提交|吃饭|喝茶|请|跑|到访|看看|汇报|方案|回复|答复|确认|对接|培训|验收|拿|取|量|盘点|配送|会议|视频|聚餐|活动|把[^,。]{1,6}[了掉好完]|拜(?:个|大)?年|拜会|慰问|盯|收钱|要钱|坐坐|转转|走一[趟遭]|聚"
)
_THEIRS: Final = regex(
    r"(?<![再小学])(?:说|讲|表示|答应|承诺|反馈|通知)(?!好)[^,。;]{0,12}(?:付|打款|打钱|结|回款|到账|给钱|涨|招标|开标|开工|出差|回来|来(?!我)|给(?:答复|回复|消息)|定)"
)
_FOR_US: Final = regex(r"(?:让|叫|喊|约|要|请|通知)(?:我们?|咱们?)")
_DENIED: Final = regex(
    r"(?:别|不用|不要|不必|不再|暂不|先不|没|取消|算了)[^,。;]{0,4}(?:跟进|回访|联系|拜访|去|找|打电话)|不跟了|取消"
)
_DONE: Final = regex(r"(?:跟进|回访|联系|拜访|去|见|聊|谈|打)(?:了|过)|刚(?:刚|才)?(?:给|和|跟|从)")
_LEAD: Final = regex(
    r"^(?:[\s,:。;、]|那边|那个|那家|那|的|我|他|她|说|要|让我们?|叫我们?|计划|打算|准备|安排|记得|需要|得|"
    r"(?:上午|下午|早上|晚上)?(?=跟|回|再|去|给)|之?前|左右|时候)+"
)
_PARTICLE: Final = regex(r"[跟给和找约了说讲把那对向去吧哈哦…\s.]{1,3}|约好?了?|客户")
_AGAIN: Final = regex(r"周|星期|礼拜")
_EVENING: Final = 17


def read_followup_set(reading: Reading) -> Intent | None:
    """A plan for a customer: `customer`, `contact`, `next_date`, `next_time`, `next_note`, and `summary` of the rest.

    Of a plan that is moved (12.3那个改到12.4) the day behind 改到 counts.

    Args:
        reading: one record.

    Returns:
        None without a customer or a person, without a day that is still to come, and for questions, suppositions,
        what is called off, and what only the customer means to do (他说下周付款).
    """
    masked = reading.masked
    if asks(masked) or supposes(masked) or _DENIED.search(masked):
        return None
    who = find_who(reading)
    if not who.places:
        return None
    moved = _MOVED.search(masked)
    moment = _moved_to(reading, moved) if moved is not None else _planned(reading)
    if moment is None or moment.future is None:
        return None
    day = _coming(reading, moment)
    if day < reading.today or not _is_ours(reading, moment, who, moved=moved is not None):
        return None
    place = (moment.start, moment.end)
    slots = dict(who.slots)
    slots["next_date"] = reading.slot(day, *place)
    timed = _timed(reading, moment)
    if timed is not None:
        slots["next_time"] = reading.slot(timed.clock, timed.start, timed.end)
    if moment.vague:
        slots["fuzzy"] = reading.slot(True, *place)
    if moved is None:
        slots |= _said(reading, moment, who)
    return reading.intent(Intents.FOLLOWUP_SET, slots)


def _planned(reading: Reading) -> Moment | None:
    """The first day that is still to come; with a clock time or a part of the day alone it is today."""
    for moment in reading.moments:
        if moment.dated:
            if moment.leaning is Leaning.PAST or _NOT_THEN.match(reading.masked, moment.end):
                continue
            return _corrected(reading, moment)
        if moment.clock is not None or moment.part:
            return moment._replace(past=reading.today, future=reading.today)
    return None


_NOT_THEN: Final = regex(r"[不没别](?!忘|管|过|一定|如)")
"""节前不开会了，年后初八再碰: nothing is to be done on the first."""
_RATHER: Final = regex(r"[\s,。]+(?:哦|噢|啊|不对?|不是|错了|应该|[\s,])*是\s*")


def _corrected(reading: Reading, moment: Moment) -> Moment:
    """15号 是16号: the day that takes the place of the one before."""
    after = next((one for one in reading.moments if one.start >= moment.end and one.dated), None)
    if after is None or _RATHER.fullmatch(reading.masked, moment.end, after.start) is None:
        return moment
    return after


def _moved_to(reading: Reading, moved: re.Match[str]) -> Moment | None:
    bare = _BARE_DAY.match(reading.masked, moved.end())
    if bare is not None:
        found = find_moments(f"{int(bare['month'])}月{int(bare['day'])}号", reading.today)
        return found[0]._replace(start=bare.start("month"), end=bare.end()) if found else None
    behind = [one for one in reading.moments if one.start >= moved.start()]
    if not behind:
        return _moved_on_its_day(reading, moved)
    moment = behind[0]
    if moment.dated:
        return moment
    # 改到下午三点 leaves the day as it was said before.
    before = [one for one in reading.moments if one.dated and one.end <= moved.start()]
    day = before[-1].future if before else reading.today
    return moment._replace(past=day, future=day)


def _timed(reading: Reading, moment: Moment) -> Moment | None:
    """The moment that tells the hour: the day's own, or one by itself behind it (周三视频会议 下午2点)."""
    if moment.clock is not None:
        return moment
    later = (one for one in reading.moments if one.start >= moment.end and not one.dated and one.clock is not None)
    return next(later, None)


def _moved_on_its_day(reading: Reading, moved: re.Match[str]) -> Moment | None:
    """明天下午两点改成四点: only the hour changes, in the same half of the day."""
    said = _HOUR.match(reading.masked, moved.end())
    clock = read_clock(said, reading.masked, beside=True) if said is not None else None
    before = [one for one in reading.moments if one.dated and one.end <= moved.start()]
    if said is None or clock is None or not before:
        return None
    was = before[-1].clock
    if was is not None and was.hour >= _NOON > clock.hour:
        clock = clock.replace(hour=clock.hour + _NOON)
    return before[-1]._replace(start=said.start(), end=said.end(), clock=clock)


_HOUR: Final = regex(rf"\s*{CLOCK}")
_NOON: Final = 12


def _coming(reading: Reading, moment: Moment) -> date:
    """周三再去 said on a Wednesday evening is a week ahead."""
    day = moment.future or reading.today
    words = reading.masked[moment.start : moment.end]
    late = shanghai(reading.situation.now).hour >= _EVENING or "再" in reading.masked[moment.end : moment.end + 2]
    if day == reading.today and moment.leaning is Leaning.EITHER and _AGAIN.search(words) and late:
        return day + timedelta(days=7)
    return day


def _is_ours(reading: Reading, moment: Moment, who: Who, *, moved: bool) -> bool:
    """Whether it is for us to do something then, or nothing is said but whom and when."""
    masked = reading.masked
    start, end = reading.clause_of(moment.start)
    clause = masked[start:end]
    if _FOR_US.search(clause) or moved:
        return True
    if _THEIRS.search(clause):
        return False
    if _OURS.search(masked, moment.end, end) or _OURS.search(masked, start, moment.start):
        return True
    rest = without(len(masked), [*who.places, (moment.start, moment.end)])
    said = joined_words(reading, rest)
    return not said.strip("的那边个家里去见聊谈 ") or (_OURS.search(masked) is not None and not _DONE.search(masked))


def _said(reading: Reading, moment: Moment, who: Who) -> dict[str, Slot]:
    """What is to be done then: the words of its clause; what was told besides is the summary."""
    start, end = reading.clause_of(moment.start)
    taken = [*who.places, (moment.start, moment.end)]
    slots: dict[str, Slot] = {}
    # Behind the day it is said what for; before it, only where nothing stands behind.
    timed = _timed(reading, moment)
    hours = [(timed.start, timed.end)] if timed is not None else []
    note = _pieces(reading, without(end, hours, _part_of(reading, moment))) or _pieces(
        reading, without(moment.start, who.places, start)
    )
    note = [one for one in note if _ADDED.fullmatch(one[0]) is None] or note
    if note and _BARE_DEED.fullmatch(" ".join(one for one, _ in note)) is not None:
        # What it is that is to be given was said before the day.
        note = [*_pieces(reading, without(moment.start, who.places, start)), *note]
    if note:
        words = _ADDED_BEHIND.sub("", " ".join(one for one, _ in note))
        slots["next_note"] = reading.slot(words, note[0][1][0], note[-1][1][1])
    rest = _pieces(reading, without(len(reading.masked), [*taken, (start, end)]))
    if rest:
        slots["summary"] = reading.slot("，".join(one for one, _ in rest), rest[0][1][0], rest[-1][1][1])
    return slots


def _part_of(reading: Reading, moment: Moment) -> int:
    """Where 下午 of a day without a clock time begins, if something is to be done then; else the day's end."""
    said = _PART.search(reading.masked, moment.start, moment.end) if moment.clock is None else None
    if said is None or not reading.masked[moment.end : moment.end + 2].strip(" ,。"):
        return moment.end
    return said.start()


_ADDED: Final = regex(r"(?:这[条个]|也|都)?(?:加上|记上|写上|补上|加进去)[吧了哈]?")
_ADDED_BEHIND: Final = regex(r"(?<=[一-鿿])\s+(?:这[条个]|也|都)?(?:加上|记上|写上|补上|加进去)[吧了哈]?$")
_BARE_DEED: Final = regex(
    r"(?:再|要|就|前|之前)?(?:给|送|带|发|寄|交|报|拿|出|回)(?:[他她]们?|过去|过来|去|来)?(?:吧|了)?"
    r"(?:\s+(?:这[条个]|也|都)?(?:加上|记上|写上|补上|加进去)[吧了哈]?)?"
)
_PART: Final = regex(r"(?:上午|下午|中午|晚上|早上|傍晚)$")


def _pieces(reading: Reading, places: list[Place]) -> list[tuple[str, Place]]:
    found: list[tuple[str, Place]] = []
    for first, last in places:
        lead = _LEAD.match(reading.masked[first:last])
        begin = first + (lead.end() if lead is not None else 0)
        words = joined_words(reading, [(begin, last)])
        if words and _PARTICLE.fullmatch(words) is None:
            found.append((words, (begin, last)))
    return found
