"""Answers to a numbered list of things to do: 1好了 3明天, 全部 明天, 2-4 不用了. Pure."""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Final

from handlers.language.dates import find_moments
from handlers.language.patterns import regex

LONGEST: Final = 80
MOST_PLACES: Final = 60
EARLIEST: Final = 7

_ALL: Final = regex(r"(?:这些|上面的?|今天的?|剩下的?|其[他余]的?)?(?:全部|全都|所有的?|都|全)|剩下的?|其[他余]的?")
# A figure that begins a date or a clock time is no line of the list: 3 12月2号, 2 3点.
_ONE: Final = r"(?<!\d)\d{1,2}(?![\d点月日天周年:/]|\.\d|[号个](?!好|办|完|搞|不|明|改))"
_PLACES: Final = regex(
    rf"(?:第|编号)?(?P<first>{_ONE})(?:\s*(?:-|~|到|至)\s*(?P<last>{_ONE}))?"
    rf"(?P<more>(?:[\s、,和跟]{{1,3}}(?:第)?{_ONE}){{0,20}})(?:号|个|条|项|\)|\.|、)?"
)
_FIGURES: Final = regex(r"\d{1,2}")
_TAIL: Final = r"[了啦过]{0,2}(?:吧|哈|的)?"
_DONE: Final = regex(
    r"(?:都|也|已经?|刚|我)?(?:完成|好[了啦]|[办做弄搞处]?理?[好完]了?|办(?!公)|搞定|弄妥|兑现了?|做到了?|做[了完]|打完?电?话?[了过]|打[了过]|联系[了过好]|聊[了过完]"
    r"|去[了过]|跟进?[了过完]|跟进|拜访[了过]|处理|发[了过]|送[了过]|约好|见[了过]|ok|done|okay|√|✓|✔)" + _TAIL,
    re.IGNORECASE,
)
_DROP: Final = regex(
    r"(?:都|就)?(?:不用(?:了|管了?|跟了?|提醒了?|做了?)?|不跟|不催|不做|不去|不需要|不提醒|取消(?:提醒)?|删[掉除]?"
    r"|去掉|划掉|算了|撤[销掉]|别提醒)" + _TAIL
)
_HAND: Final = regex(
    r"(?:转|交|移交)(?:给|交给?)?\s*(?!日报|周报|报告|上去|差)(?P<to>[一-鿿A-Za-z]{1,6}?)(?=[吧了]?(?:[\s,，;；。、!\d]|$))[吧了]?"
)
_TO: Final = regex(r"\s*(?:都)?(?:再|先)?(?:推迟|顺延|改|推|挪|移|放|延|换|调|等)?(?:期|后)?(?:到|成|在|至)?\s*")
_EARLY: Final = regex("早|晨|凌|夜|半夜")
_BETWEEN: Final = regex(r"[\s,，;；。、!]*")
_FIGURE_WORDS: Final = "一二三四五六七八九"
_ORDINAL: Final = regex(rf"第([{_FIGURE_WORDS}])(?=[条个家项行号])")
_PAUSES: Final = " \t\n,，;；。、:："
_LINE: Final = regex(
    r"(?:^|(?<=[\s,，;；。、]))第?(?P<place>\d{1,2})(?!\d)(?:(?<=第\d)[号条个家项行]|[号条个项](?=[\s,，:：、]))?[\s,，:：、.]*"
    r"(?=\d{1,2}[月点日号:./]|[^\s\d月点日号天年周个块元万千百k家台条:/.~到至和跟-])",
    re.IGNORECASE,
)
_AFTER_MOMENT: Final = regex(r"(?:之?前|以前)?(?:再)?(?:提醒我?|说|跟进?|打|做|弄|联系|办|去)?(?:吧|哈|啊)?")


class Deed(enum.Enum):
    """What becomes of a line."""

    OPEN = "open"
    DONE = "done"
    DROP = "drop"
    END = "end"
    """Of a repeating one: for good. No words say it by themselves; the list does that they answer."""
    MOVE = "move"
    HAND_OVER = "hand_over"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that an answer does.

    Attributes:
        deed: what.
        places: to which lines, counted from 1; empty for all.
        on: of a move, the Shanghai day, if one was said.
        clock: of a move, the clock time, if one was said.
        to: of handing over, to whom, as it was written.
    """

    deed: Deed
    places: tuple[int, ...]
    on: date | None = None
    clock: time | None = None
    to: str = ""


def read_actions(text: str, today: date, *, single: bool = False) -> tuple[Action, ...]:
    """What an answer does to the lines of a list; empty when it is no such answer.

    Args:
        text: as it was written.
        today: the Shanghai day of the message.
        single: the list has one line, so that its number need not be said.
    """
    said = _folded(text)
    if not said or len(said) > LONGEST:
        return ()
    at, found = 0, []
    while at < len(said):
        places, after = _places(said, at)
        if places is None and not (single and at == 0):
            return ()
        action, at = _action(said, after if places is not None else at, places or (), today)
        if action is None:
            return ()
        found.append(action)
        at = _end(_BETWEEN, said, at)
    return tuple(found)


def said_of_lines(text: str) -> Sequence[tuple[int, str]]:
    """Each line that an answer names with its own words: 1好了 3下周五付 is (1, 好了), (3, 下周五付).

    Args:
        text: as it was written.

    Returns:
        Nothing where it does not begin with a line's number, or says nothing of one.
    """
    said = _folded(text)
    if len(said) > LONGEST:
        return ()
    starts: list[re.Match[str]] = []
    for found in _LINE.finditer(said):
        # 3 5号付: what stands behind a number without words is a day.
        if not starts or said[starts[-1].end() : found.start()].strip(_PAUSES):
            starts.append(found)
    if not starts or starts[0].start():
        return ()
    ends = [*(found.start() for found in starts[1:]), len(said)]
    return [
        (int(found["place"]), said[found.end() : end].strip(_PAUSES)) for found, end in zip(starts, ends, strict=True)
    ]


def _folded(text: str) -> str:
    """What was written, cut short, with 第二条 as 第2条."""
    said = unicodedata.normalize("NFKC", text[: LONGEST + 1]).strip()
    return _ORDINAL.sub(lambda found: f"第{_FIGURE_WORDS.index(found[1]) + 1}", said)


def awake(clock: time | None, words: str) -> time | None:
    """A clock time of something that is to be done: 3点 without a part of the day is in the afternoon."""
    if clock is None or not 1 <= clock.hour < EARLIEST or _EARLY.search(words) or ":" in words:
        return clock
    return clock.replace(hour=clock.hour + 12)


def read_deed(text: str, today: date) -> Action | None:
    """好了, 不用了, 明天下午3点 by itself, behind the number of a record; None when it is none of them."""
    actions = read_actions(text, today, single=True)
    return actions[0] if len(actions) == 1 and not actions[0].places and actions[0].deed is not Deed.OPEN else None


def _places(said: str, at: int) -> tuple[tuple[int, ...] | None, int]:
    """The lines that are named at a place, and where what becomes of them begins; an empty tuple means all."""
    every = _ALL.match(said, at)
    if every is not None:
        return (), every.end()
    found = _PLACES.match(said, at)
    if found is None:
        return None, at
    first, last = int(found["first"]), int(found["last"] or found["first"])
    if not first <= last < first + MOST_PLACES:
        return None, at
    return (*range(first, last + 1), *map(int, _FIGURES.findall(found["more"]))), found.end()


def _action(said: str, at: int, places: tuple[int, ...], today: date) -> tuple[Action | None, int]:
    start = _end(_BETWEEN, said, at)
    for deed, pattern in ((Deed.DONE, _DONE), (Deed.DROP, _DROP), (Deed.HAND_OVER, _HAND)):
        found = pattern.match(said, start)
        if found is not None:
            return Action(deed, places, to=found["to"] if deed is Deed.HAND_OVER else ""), found.end()
    if start == len(said):
        return (Action(Deed.OPEN, places), start) if len(places) == 1 else (None, start)
    begin = _end(_TO, said, start)
    for place in dict.fromkeys((start, begin)):
        moment = next((one for one in find_moments(said[place:], today)[:1] if not one.start), None)
        if moment is not None and (moment.dated or moment.clock is not None):
            end = place + moment.end
            clock = awake(moment.clock, said[place:end])
            return Action(Deed.MOVE, places, moment.future, clock), _end(_AFTER_MOMENT, said, end)
    return None, start


def _end(pattern: re.Pattern[str], said: str, at: int) -> int:
    found = pattern.match(said, at)
    return found.end() if found is not None else at
