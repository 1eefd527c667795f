"""The visits of one line that speaks of several customers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from handlers.language.dates import Leaning
from handlers.language.heads import TRIPS, customer_at_head, opening_moments, reading_triggers
from handlers.language.meaning import Intent, Intents
from handlers.language.normalise import CUSTOMER
from handlers.language.parties import by_firms
from handlers.language.parts import LIST_GAP, Opening, Strength, find_openings, is_same
from handlers.language.patterns import regex
from handlers.language.people import TITLED, find_contact_words, find_titled
from handlers.language.reading import Reading
from handlers.language.reports import BUSINESS, MADE_UP, MANY, SURE, TERSE_NO, Report, is_over
from handlers.language.talk import EDGES
from handlers.language.topics import Topics
from handlers.language.triggers import Verdict, is_ahead, judge
from handlers.language.visit_days import day_slots
from handlers.language.visits import visit_of_part
from handlers.language.want_day_plans import plan_of_all, planned

_GONE_OUT: Final = regex(
    r"[,。\s]*(?:(?:今天|昨天|上午|下午)?(?:[一二两三四五六七八九十\d]+家)?(?:今天|昨天|上午|下午)?(?:全|也)?都(?:是)?(?:今天|昨天|上午|下午)?(?:去|跑|拜访|走访|回访|见|走|碰|聊|谈|转)(?:了|过|的)(?:一遍|一趟|面|头)?)(?=[,。\s]|$)"
    r"|[,。\s]*(?:今天|昨天|上午|下午)?一(?:圈|路|趟)(?:跑|走|转)(?:下来|完)"
)
_ALL_OF_THEM: Final = regex(r"[\s,。;]*(?:(?:三|两|几|四|五)[家个]|他们|大家)?(?:全|也)?(?:都|均)(?!是)")
_NOBODY: Final = regex(
    r"[\s:(\-]*(?:没人|不在|没见|没碰|没在|扑[了]?空|跑空|关门|没开门|[^,。\s]{2,4}(?:不在|没在|出差))"
)
_COMES_TOO: Final = regex(r"[^,。;]{0,6}?(?:也在(?!用)|也来|一起来|过来|介绍|推荐)")
_NOT_GONE: Final = regex(
    r"[\s:]*(?:今天|下午|上午|也|就|还)*(?:没去|没跑|没顾上|没来得及|没时间|去不了|没成|未去|没安排|取消|改天|不去)"
)
_TOLD_BY: Final = regex(r"[\s]*[:(（\-]")
_COUNT_ONLY: Final = regex(r"[\s,:;。]*(?:(?:一共|总共|共)?(?:[一二两三四五六七八九十\d]+家?(?:客户)?))?[\s,:;。]*")


@dataclass(frozen=True, slots=True)
class _Part:
    """One customer's stretch, and what its own verb says of it."""

    opening: Opening
    end: int
    verdict: Verdict | None


def plan_of(reading: Reading) -> Intent:
    """A visit to come: the plan of its day, or no more than that it is one."""
    return planned(reading) or reading.intent(Intents.NOT_YET, {"topic": reading.whole(str(Topics.PLAN))})


def is_told(reading: Reading) -> bool:
    """Whether a line of a list tells of a visit without a verb: 恒力 李工 试机, 太湖锅炉 没人, 昨天：枫桥 胡总.

    Args:
        reading: one line.
    """
    if not reading.customers or not customer_at_head(reading) or TERSE_NO.search(reading.masked):
        return False
    moments = opening_moments(reading)
    if any(moment.leaning is Leaning.FUTURE or is_ahead(reading, moment) for moment in moments):
        return False
    last = reading.customers[0][1]
    part = _Part(Opening(0, reading.customers[0], Strength.STRONG, joined=False), len(reading.masked), None)
    said = _said(reading, last, len(reading.masked))
    if _has_somebody(reading, part):
        return bool(said) or any(moment.dated for moment in moments)
    return BUSINESS.search(said) is not None


def read_several(reading: Reading, *, header: Reading | None = None, listed: bool = False) -> tuple[Intent, ...]:
    """The visits of one line that speaks of several customers; empty where it does not, or reports nothing.

    Args:
        reading: one record.
        header: the line above it, whose day holds here too.
        listed: whether visits have been announced (今天拜访：).
    """
    reading = with_people(reading)
    if len(reading.customers) < 2:
        return ()
    plan = None if listed else plan_of_all(reading)
    if plan is not None:
        return (plan,)
    openings = _accepted(reading, find_openings(reading), listed=listed)
    if len(openings) < 2:
        return ()
    ends = [*(one.start for one in openings[1:]), len(reading.masked)]
    parts = [_Part(one, end, _own_verdict(reading, one, end)) for one, end in zip(openings, ends, strict=True)]
    parts = _with_planned_days(reading, parts)
    if not listed and not _are_reported(reading, parts):
        against = {part.verdict for part in parts}
        to_come = Verdict.PLANNED in against and not against & {None, Verdict.DONE}
        return (plan_of(reading),) if to_come else ()
    return _written(reading, parts, header)


def with_people(reading: Reading) -> Reading:
    """The same line with whoever is named without his firm in his firm's place, where it tells of a round (下午见了
    香姐、快哥; 跑了永徽、大润，翁老板要加油，廖胖子没空).

    Args:
        reading: one record.
    """
    if not _may_name_others(reading):
        return reading
    if not reading.contacts:
        return reading
    told = by_firms(reading)
    return told if told is not reading and _is_round(reading) else reading


def _is_round(reading: Reading) -> bool:
    """Whether it says with a verb, or all and 去了, that several were seen."""
    if _GONE_OUT.search(reading.masked) is not None:
        return True
    verbs = [one for one in reading_triggers(reading) if one.complete and one.kind in {*TRIPS, "meeting"}]
    return any(judge(reading, one) is Verdict.DONE for one in verbs[:_MOST_VERBS])


def _may_name_others(reading: Reading) -> bool:
    """Whether people may stand for firms of their own; whoever is alone with a firm is of that firm."""
    if not reading.customers:
        return _SEVERAL_SEEN.search(reading.masked) is not None
    if len(reading.customers) > 1 or "、" in reading.masked:
        return True
    return len(TITLED.findall(reading.masked)) > 1


_SEVERAL_SEEN: Final = regex("[和跟、与,;]|还有|以及")
_MOST_VERBS: Final = 3


def is_round_told(reading: Reading) -> bool:
    """跑了四家：…: how many were seen is said, so that nothing in it is what the whole message is about.

    Args:
        reading: one record.
    """
    return len(reading.customers) > 1 and MANY.search(reading.masked) is not None and _is_round(reading)


def _with_planned_days(reading: Reading, parts: Sequence[_Part]) -> list[_Part]:
    """明天上午拜访恒力 下午拜访澄阳: a day to come holds until another day is said; who was only named is left out."""
    found: list[_Part] = []
    planned = False
    for part in parts:
        start, first = part.opening.start, part.opening.span[0]
        days = [one for one in reading.moments if one.dated and start <= one.start and one.end <= first]
        planned = any(one.leaning is Leaning.FUTURE for one in days) if days else planned
        verdict = part.verdict
        if planned and verdict in {None, Verdict.DONE} and "了" not in reading.masked[start:first]:
            verdict = Verdict.PLANNED
        elif verdict is None and _ONLY_NAMED.search(reading.masked, part.opening.span[1], part.end):
            verdict = Verdict.OTHERS
        found.append(replace(part, verdict=verdict))
    return found


_ONLY_NAMED: Final = regex(r"(?:带着?|让|叫|喊|陪着?|推荐|介绍)(?:我们?)?(?:了|的)?$")


def _accepted(reading: Reading, openings: Sequence[Opening], *, listed: bool) -> list[Opening]:
    masked = reading.masked
    counted = MANY.search(masked) is not None or _GONE_OUT.search(masked) is not None or listed
    kept: list[Opening] = []
    for one in openings:
        last = one.span[1]
        again = [other for other in kept if is_same(other.span, one.span)]
        if again and one.strength is not Strength.STRONG and not _is_bare(reading, again[-1], kept, one.start):
            continue  # it goes on about the customer that it has spoken of
        if kept and _COMES_TOO.match(masked, last):
            continue
        if kept and one.strength is Strength.WEAK and not (again or counted):
            titled = find_contact_words(masked, last, min(last + 6, len(masked)))
            near = titled is not None and not masked[last : titled[0]].strip(" (:-")
            told = _NOBODY.match(masked, last) or _TOLD_BY.match(masked, last) or _NOT_GONE.match(masked, last)
            if not near and not told and _own_verdict(reading, one, len(masked)) is not Verdict.DONE:
                continue
        kept.append(one)
    # What stands before the first of them must not be a sentence about another customer.
    return (
        kept if kept and not any(span[1] <= kept[0].start for span in reading.customers) else _from_verb(reading, kept)
    )


def _from_verb(reading: Reading, kept: list[Opening]) -> list[Opening]:
    given_up = [trigger for trigger in reading_triggers(reading) if kept and trigger.start < kept[0].start]
    return kept if given_up and judge(reading, given_up[0]) in {Verdict.DENIED, Verdict.OTHERS} else []


def _is_bare(reading: Reading, one: Opening, kept: Sequence[Opening], until: int) -> bool:
    place = kept.index(one)
    end = kept[place + 1].start if place + 1 < len(kept) else until
    return not _said(reading, one.span[1], end)


def _said(reading: Reading, start: int, end: int) -> str:
    """What a stretch says, without the person, joints, and 都去了."""
    masked = _GONE_OUT.sub(" ", reading.masked[start:end])
    titled = find_titled(masked)
    if titled is not None and not masked[: titled[0]].strip(" 的(:-"):
        masked = masked[titled[1] :]
    masked = LIST_GAP.sub("", masked)
    return "" if _COUNT_ONLY.fullmatch(masked) else masked.strip(" ,。;:、()-的")


def _own_verdict(reading: Reading, one: Opening, end: int) -> Verdict | None:
    """What the verb and the day of an opening make of it; None when it has neither."""
    first, last, _ = one.span
    if _NOT_GONE.match(reading.masked, last):
        return Verdict.DENIED
    moments = [moment for moment in reading.moments if one.start <= moment.start and moment.end <= first]
    if any(moment.leaning is Leaning.FUTURE or is_ahead(reading, moment) for moment in moments):
        return Verdict.PLANNED
    place = reading if not one.joined else reading.part(one.start, min(last + 40, len(reading.masked)))
    shift = 0 if not one.joined else one.start
    for trigger in reading_triggers(place):
        begin = trigger.start + shift
        if begin < one.start or begin >= last or trigger.kind not in {"visit", "motion", "meeting"}:
            continue
        verdict = judge(place, trigger)
        over = trigger.complete or trigger.kind == "visit" or any(is_over(reading, moment) for moment in moments)
        return Verdict.PLANNED if verdict is Verdict.DONE and not over and not _goes_on(reading, last, end) else verdict
    return None


def _goes_on(reading: Reading, last: int, end: int) -> bool:
    """Whether more is told of a bare 去恒力 than that."""
    return len(_said(reading, last, min(end, reading.clause_of(last)[1]))) >= 3


def _are_reported(reading: Reading, parts: Sequence[_Part]) -> bool:
    if any(part.verdict is Verdict.DONE for part in parts):
        return True
    if any(part.verdict is Verdict.PLANNED for part in parts[:1]) or TERSE_NO.search(reading.masked):
        return False
    head = reading.masked[: parts[0].opening.span[0]]
    if (
        _GONE_OUT.search(reading.masked)
        or MADE_UP.match(head)
        or _MANY_TODAY.search(head)
        or _LISTED_TODAY.search(reading.masked)
    ):
        return True
    if _is_day_told(reading, parts):
        return True
    first = parts[0].opening.span[0]
    verbs = [one for one in reading_triggers(reading) if one.kind in TRIPS or (one.complete and one.end <= first)]
    if any(judge(reading, trigger) is Verdict.DONE for trigger in verbs):
        return True
    if parts[-1].verdict is None and _common(reading, parts[-1]):
        return any(_has_somebody(reading, part) for part in parts)
    # Who was only listed (枫桥、阳山两家 …) is told of further on.
    later = [part.opening.span[2] for part in parts]
    parts = [part for place, part in enumerate(parts) if part.opening.span[2] not in later[place + 1 :]]
    told = [_said(reading, part.opening.span[1], part.end) for part in parts if part.verdict is None]
    seen = [_has_somebody(reading, part) for part in parts]
    return (
        len(told) == len(parts)
        and all(told)
        and any(seen)
        and all(somebody or BUSINESS.search(said) for somebody, said in zip(seen, told, strict=True))
    )


def _is_day_told(reading: Reading, parts: Sequence[_Part]) -> bool:
    """上午永徽续签，下午大润没人, said in the evening: each part of the day has its customer, and what came of it."""
    over = False
    for part in parts:
        days = [one for one in reading.moments if part.opening.start <= one.start and one.end <= part.opening.span[0]]
        # Behind a semicolon the day before holds on: 昨天 鑫圆 打样；华联 补货.
        over = any(is_over(reading, one) for one in days) or (over and not days and _is_apart(reading, part))
        if not over or part.verdict not in {None, Verdict.DONE}:
            return False
        said = _said(reading, part.opening.span[1], part.end)
        if not said or _TO_DO.match(said) is not None:
            return False
    return True


def _is_apart(reading: Reading, part: _Part) -> bool:
    return reading.masked[: part.opening.start].rstrip(" ")[-1:] in {";", "。"}


_TO_DO: Final = regex(r"(?:要|得|再|还要|准备)?(?:去|跑|送|拜访|催|约|打(?=电话|给)|找|给|开会|见)(?![^,。]*[了过])")
_LISTED_TODAY: Final = regex(
    rf"(?:今天|昨天|前天|上午|下午)[\s:,]*(?:{CUSTOMER}+[\s,、和跟与]*)+(?:这|一?共)?(?:[两三四五六七八九十]|\d{{1,2}})家(?!要|得|还没|下|明)"
)
_MANY_TODAY: Final = regex(r"(?:今天|昨天|前天|上午|下午)[^,。]{0,4}?(?:[一二两三四五六七八九十]|\d{1,2})家")


def _has_somebody(reading: Reading, part: _Part) -> bool:
    last = part.opening.span[1]
    titled = find_contact_words(reading.masked, last, min(last + 8, part.end))
    return _NOBODY.match(reading.masked, last) is not None or (
        titled is not None and not reading.masked[last : titled[0]].strip(" 的(:-")
    )


def _written(reading: Reading, parts: Sequence[_Part], header: Reading | None) -> tuple[Intent, ...]:
    day = day_slots(header, None, everywhere=True) if header is not None else {}
    gone_out = _GONE_OUT.search(reading.masked, parts[-1].opening.span[1])
    if gone_out is not None:
        said = day_slots(reading.part(*gone_out.span()), None, everywhere=True)
        day = {name: slot for name, slot in said.items() if name == "date"} or day
        if not reading.masked[gone_out.end() :].strip(EDGES):
            parts = [*parts[:-1], replace(parts[-1], end=max(gone_out.start(), parts[-1].opening.span[1]))]
    intents: list[Intent] = []
    waiting: list[Intent] = []
    plan: Intent | None = None
    for place, part in enumerate(parts):
        one = visit_of_part(
            reading, Report(None, SURE), part.opening.start if place else 0, part.end, part.opening.span
        )
        if "date" in one.slots:
            day = {"date": one.slots["date"]}
        one = replace(one, slots={**day, **one.slots})
        if part.verdict is Verdict.PLANNED:
            plan = plan or plan_of(reading)
        elif part.verdict is Verdict.DENIED:
            _unlisted(one, waiting, intents)
        elif part.verdict in {None, Verdict.DONE}:
            waiting = _shared(reading, part, one, waiting, intents)
    return (*intents, plan) if plan is not None else tuple(intents)


def _shared(reading: Reading, part: _Part, one: Intent, waiting: list[Intent], intents: list[Intent]) -> list[Intent]:
    """Keep a part; what is said of all of them goes to those that said nothing yet. Returns those that wait."""
    _unlisted(one, waiting, intents)
    said = _said(reading, part.opening.span[1], part.end)
    if not said:
        one = replace(one, slots={name: slot for name, slot in one.slots.items() if name != "summary"})
        intents.append(one)
        return [*waiting, one]
    talk = {name: slot for name, slot in one.slots.items() if name in _TALK}
    common = _common(reading, part)
    run = waiting if common else waiting if part.opening.strength is Strength.LISTED else []
    for earlier in run:
        intents[intents.index(earlier)] = replace(earlier, slots={**talk, **earlier.slots})
    intents.append(one)
    return [] if run else waiting


def _unlisted(one: Intent, waiting: list[Intent], intents: list[Intent]) -> None:
    """东吴、恒力 …，东吴王总要降价: the list only announced it."""
    mention = one.value("customer")
    for earlier in [known for known in waiting if known.value("customer").ids == mention.ids]:
        waiting.remove(earlier)
        intents[:] = [known for known in intents if known is not earlier]


def _common(reading: Reading, part: _Part) -> bool:
    """Whether what is said of the last holds for all of them (都说年底再看)."""
    last = part.opening.span[1]
    titled = find_titled(reading.masked, last, part.end)
    behind = titled[1] if titled is not None and _only_gap(reading, last, titled[0]) else last
    return _ALL_OF_THEM.match(reading.masked, behind) is not None


_TALK: Final = frozenset({"summary", "next_date", "next_time", "next_note"})


def _only_gap(reading: Reading, start: int, end: int) -> bool:
    return not reading.masked[start:end].strip(" 的(:-")
