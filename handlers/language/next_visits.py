"""When to go on, and what then."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from handlers.language.dates import Leaning, Moment
from handlers.language.heads import OF_A_THING
from handlers.language.normalise import CUSTOMER
from handlers.language.patterns import regex
from handlers.language.people import TITLE
from handlers.language.reading import Reading
from handlers.language.triggers import Trigger
from handlers.language.visit_days import MAKE_UP

_MAY_COME: Final = (Leaning.FUTURE, Leaning.EITHER)
_FOLLOWS: Final = regex(
    r"再|下次|去|带|送|给|派|约|准备|要|前|之前|后续|回头|等|复查|答复|联系|安排|过来|过去|见|谈|签|报|看|做|交|试|定|验收|复查|拜访|跟进|开|装|来|回|出(?:合同|方案|图|报价|样)"
)
_GOES_ON: Final = regex(
    r"[之前后左右初中底里的\s]{0,3}(?:我们?|他们?|她)?(?:再|要|必须|去|联系|跟进|回访|拜访|给|送|带|来|过去|过来|答复|回复|约|见|谈|定|报价|签|看|试|装|开|派|安排|交)"
)
_NOTE_LEAD: Final = regex(r"^(?:[\s,。:、)]|之前|以前|前|再说|的时候|左右|那天|上午|下午|晚上)+")
_NEXT_LEAD: Final = regex(
    # What cannot begin one of these is passed over at a look.
    r"(?=[改下都回约定说答承讲要等伊人客然并让计准打提他她我到后\s,。:;、]|$)"
    r"(?:改约了?|改到了?|改在|下一步|都|下次(?:拜访|见面|去|跟进|时间)?|下回|约了?|约好|定了?|约定|说好了?|答应了?|承诺|[说讲]|要?等到?|要|伊|人家|客户|然后|并且?|让(?:我们?|我)?|要(?:我们?|我)?|计划|准备|打算|提醒|他|她|我们?|到时候?|回头|后续|[\s,。:;、])*$"
)
_TAIL_BREAK: Final = regex(r"(?=[,。;!?\s然另还])(?:[,。;!?\n]|然后|另外|还有|(?<=[一-鿿])\s)")
_LOOKS_BACK: Final = regex(r"[^,。;\s再要让等]{0,6}?[一-鿿]了(?![再吧就才])")


def next_moment(reading: Reading, trigger: Trigger | None) -> Moment | None:
    """The day to go on: one that is still to come, behind the opening of the record.

    Args:
        reading: one record.
        trigger: the verb, if it has one.
    """
    customer = reading.customers[0][1] if reading.customers else 0
    anchor = max(
        trigger.start if trigger is not None else 0, min(customer, trigger.end if trigger is not None else customer)
    )
    made_up = MAKE_UP.match(reading.masked) is not None
    best: tuple[int, Moment] | None = None
    for said in reading.moments:
        if not said.dated or said.start < anchor or said.leaning not in _MAY_COME:
            continue
        if made_up and said.leaning is Leaning.EITHER and not reading.masked[: said.start].strip(" 补的:"):
            continue
        moment = _ahead_of_today(reading, said)
        if moment is None or OF_A_THING.match(reading.masked, moment.end) or not _is_follow_up(reading, moment):
            continue
        worth = _worth(reading, moment)
        if best is None or worth > best[0]:
            best = worth, moment
    return None if best is None else best[1]


def _ahead_of_today(reading: Reading, moment: Moment) -> Moment | None:
    """周三再去 said on a Wednesday is a week ahead; a bare day that looks back (周一签了) is none."""
    if moment.leaning is Leaning.FUTURE:
        return moment
    if _LOOKS_BACK.match(reading.masked, moment.end):
        return None
    if moment.future is not None and moment.future <= reading.today:
        words = reading.masked[moment.start : moment.end]
        return moment._replace(future=moment.future + timedelta(days=7)) if _WEEK_DAY.search(words) else None
    return moment


_WEEK_DAY: Final = regex(r"周|星期|礼拜")
_AGREED: Final = regex(r"(?:下次|下回|约)[^,。]{0,6}$")
_ASKED_OF_US: Final = regex(r"(?:让|叫|要求?|答应|承诺)(?:我们?|咱们?)?[^,。]{0,3}$")
_OUR_STEP: Final = regex(
    r"[\s的上下午早晚\d点半:]{0,8}(?:之?前|再|去|带|送|给|过来|过去|回访|跟进|上门|来|拜访|答复|回复|联系|等我)"
)
_AGAIN: Final = regex(r"[\s的上下午早晚\d点半:]{0,8}再")


def _worth(reading: Reading, moment: Moment) -> int:
    """How surely a day is when to go on, and not only one that was spoken of (12月15号开标)."""
    masked = reading.masked
    start = reading.clause_of(moment.start)[0]
    before = masked[start : moment.start]
    if _AGREED.search(before) or _AGAIN.match(masked, moment.end):
        return 6
    ours = 2 * bool(_ASKED_OF_US.search(before)) + 2 * bool(_OUR_STEP.match(masked, moment.end))
    return ours + (moment.leaning is Leaning.FUTURE)


def _is_follow_up(reading: Reading, moment: Moment) -> bool:
    start, end = reading.clause_of(moment.start)
    if moment.vague and _GOES_ON.match(reading.masked, moment.end, end) is None:
        return False
    if moment.leaning is Leaning.FUTURE:
        return True
    return (
        _FOLLOWS.search(reading.masked, moment.end, end) is not None
        or re.search(r"下次|约|再|到|等|要|让|之前|前$|[\s,]$", reading.masked[start : moment.start]) is not None
    )


_PART: Final = regex("(?:早上|上午|中午|下午|傍晚|晚上|早晨|一早)$")
_STUMP: Final = regex(
    rf"(?:(?:{CUSTOMER}|[一-鿿]{{1,2}}{TITLE}|他们?|她|客户|对方|老板)?(?:今天|刚才?)?(?:想|说|讲|想要|准备|打算|说要|答应|要求)?)"
)


def _without_stump(masked: str, start: int, first: int) -> int:
    """Where the next step begins, with what is left of its clause when that is no more than who said so (王总说…)."""
    piece = max((masked.rfind(one, start, first) for one in " ,。;!?\n"), default=-1) + 1
    piece = max(piece, start)
    if piece < first and masked[piece:first].strip() and _STUMP.fullmatch(masked, piece, first) is not None:
        return piece
    return first


def next_stretch(masked: str, moment: Moment, start: int) -> tuple[int, int, tuple[int, int] | None]:
    """The stretch that only speaks of the next time, and the note in it (下周三带样品 → 带样品).

    Args:
        masked: folded text with known names masked.
        moment: the day to go on.
        start: where the opening of the record ends.

    Returns:
        Start and end of the stretch, and start and end of the note if there is one.
    """
    stop = _TAIL_BREAK.search(masked, moment.end)
    end = stop.start() if stop is not None else len(masked)
    if end == moment.end and end < len(masked) and masked[end] == " ":
        stop = _TAIL_BREAK.search(masked, moment.end + 1)
        end = stop.start() if stop is not None else len(masked)
    part = _PART.search(masked, moment.start, moment.end) if moment.part and moment.clock is None else None
    lead = _NOTE_LEAD.match(masked[moment.end : end]) if part is None else None
    # 下周二上午过去: the part of the day is said nowhere else.
    note_start = part.start() if part is not None else moment.end + (lead.end() if lead is not None else 0)
    before = masked[start : moment.start] if start < moment.start else ""
    opening = _NEXT_LEAD.search(before)
    first = start + opening.start() if opening is not None else moment.start
    first = _without_stump(masked, start, first)
    note = (note_start, end) if masked[note_start:end].strip() else None
    return min(first, moment.start), end, note
