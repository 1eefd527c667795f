"""What a person says and takes back in the same breath: 绿园…不对，是绿源环保; 不是新华联，是华联超市;
周五，哦不，周四.

Customers are taken back once they are known (`kept`), days, clock times and numbers before anything is read
(`settled`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from handlers.language.patterns import regex

Span = tuple[int, int, tuple[int, ...]]

_THINKS_AGAIN: Final = regex(r"[不错岔是误正…]|\.\.")
_NOT_HIM: Final = regex(r"(?<!是)不是\s*$")
_NO_PART: Final = regex(r"\s*(?:没(?:有)?关系|无关|不搭界)")
_PAUSE: Final = r"[\s,。、;!…\.\-~]*"
_STOP: Final = r"[\s,。、;!…]"
_HUM: Final = "[哦噢啊呃额嗯哎唉诶嗐呸]"
_WRONG: Final = (
    r"不对不对|不对|错了|(?:我)?(?:说|写|记|搞|打|弄|讲|念)(?:错|岔)了?|口误|不{2,3}(?=[\s,。…]|是)|不(?=[\s,。…])|更正|纠正"
    r"|(?:准确|确切|精确)地?(?:[说讲]|数字?)?(?=应?该?是)"
    rf"|不是(?=[\s,。…]+(?:应该)?是)|(?<={_HUM}|[\s,。…])不是(?=[\s,。…])|(?<={_HUM})不是?"
)
_INSTEAD: Final = regex(
    # The first name's person may stand before the second thought; 东吴那条不对 is about a record.
    rf"(?![一-鿿]{{0,4}}[条笔次单])(?:[一-鿿\d]{{1,8}}{_STOP})?{_PAUSE}(?:{_HUM}+{_PAUSE})?"
    rf"(?:{_WRONG}|(?<={_HUM})(?=应该是|是)){_PAUSE}(?:一下)?[:\s]*(?:应该|其实|我?说的|我?去的)?(?:是|叫|为)?\s*"
    r"(?:那个|那家|[一-鿿]{1,3}那[家边])?"
    # A name that trails off, perhaps twice, and another one: 天诚…天城酒店, 天诚…天成…哎是天城酒店.
    rf"|\s*(?:…|\.{{2,}})\s*(?:[一-鿿]{{1,5}}\s*(?:…|\.{{2,}})\s*)?(?:{_HUM}+{_PAUSE}(?:应该)?(?:是)?)?\s*"
)
_BUT: Final = regex(r"[\s,。]*(?:而|应该)?是(?!不|吗|吧|的)")
_LONGEST: Final = 20


def kept(text: str, spans: Sequence[Span]) -> Sequence[Span]:
    """The customers that still stand when a text has been read to its end.

    Args:
        text: folded.
        spans: all that are named, in order.
    """
    if not spans or _THINKS_AGAIN.search(text) is None:
        return spans
    last = len(spans) - 1
    denied = {place: span[2] for place, span in enumerate(spans) if _is_denied(text, span, alone=not last)}
    return [
        span
        for place, span in enumerate(spans)
        if place not in denied
        and not any(place < other and span[2] == ids for other, ids in denied.items())
        and (place == last or not _is_instead(text, span[1], spans[place + 1][0]))
    ]


def _is_denied(text: str, span: Span, *, alone: bool) -> bool:
    """不是东吴, where the one who is meant is named too, if only by a name that nobody knows."""
    if not alone and _NO_PART.match(text, span[1]) is not None:
        return True
    if _NOT_HIM.search(text, max(span[0] - 4, 0), span[0]) is None:
        return False
    return not alone or _BUT.match(text, span[1]) is not None


def _is_instead(text: str, start: int, end: int) -> bool:
    return start < end <= start + _LONGEST and _INSTEAD.fullmatch(text, start, end) is not None


_PART: Final = regex("[上下]午|早上|晚上|中午")
# Each alternative begins with a plain character: so `re` passes over what none begins with.
_MAY_RETRACT: Final = regex(rf"错|岔|口误|更正|纠正|准确|确切|精确|不(?:对|不|(?<={_HUM}不)|(?<=[\s,。…]不)[\s,。…是])")
_SHORT: Final = r"[\s,。、;!…\.\-~]{0,3}"
_DIGITS: Final = r"(?:\d{1,3}(?:,\d{3})+|[\d零一二两三四五六七八九十百千万亿半.]{1,12})"
_ROUGHLY: Final = "出头|多|左右|上下"
_KINDS: Final = (
    (
        r"(?:大*[前后][天日]|[今明昨][天日儿]|(?:上+|下+|这|本)?个?(?:周|星期|礼拜)[一二三四五六日天]"
        r"|(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})[号日]?"
        r"|(?:\d{1,2}|[一二三四五六七八九十]{1,3})[号日]|初[一二三四五六七八九十])(?:[上下]午|早上|晚上|中午)?"
    ),
    r"(?:[上下]午|早上|晚上|中午)?(?:\d{1,2}|[一二两三四五六七八九十]{1,3})(?:点(?:半|一刻|三刻|钟|\d{1,2}分?)?|:\d{2})",
    r"1\d{10}(?!\d)",
    rf"{_DIGITS}(?P<unit@>[wk块元万千]|[台套个箱件桶斤吨只支瓶条把根卷包盒袋批份车组副双块片米升罐打盏棵盆床](?!月))?",
)
"""What can be said instead of another of its kind: a day, a clock time, a phone number, a number of anything."""


@cache
def _retractions() -> tuple[re.Pattern[str], ...]:
    """Compiled when something is taken back for the first time: few messages do."""
    return tuple(
        re.compile(
            rf"(?P<old>(?<![\d一-九十百千万.]){kind.replace('@', '1')})(?P<roughly>(?:{_ROUGHLY})?)"
            r"(?P<rest>[^,。;\n\d…]{0,8}?)"
            rf"(?P<back>(?:{_STOP}{_SHORT}{_HUM}{{0,2}}|{_HUM}{{1,2}}){_SHORT}(?:{_WRONG}){_SHORT}(?:应该|其实)?(?:是|改成|改为)?[\s:]{{0,2}})"
            rf"(?P<new>{kind.replace('@', '2')})"
        )
        for kind in _KINDS
    )


def settled(text: str) -> tuple[int, ...] | None:
    """A text without the days, clock times and numbers that were taken back for others of their kind.

    Args:
        text: folded.

    Returns:
        For each character that stays its place in the text, what was said last at the place of what was said first
        (周五去，不对，周四 is 周四去); None where nothing is taken back.
    """
    if _MAY_RETRACT.search(text) is None:
        return None
    places = tuple(range(len(text)))
    for _ in range(_MOST_RETRACTED):
        found = _retraction("".join(text[place] for place in places))
        if found is None:
            break
        start, end, back, new = found.start("old"), found.end("roughly"), found.end("back"), found.end("new")
        part = _PART.match(found["old"])
        if part is not None and _PART.match(found["new"]) is None:
            start += part.end()  # 下午3点，不对，4点 is 下午4点
        places = places[:start] + places[back:new] + places[end : found.start("back")] + places[new:]
    return None if len(places) == len(text) else places


def _retraction(text: str) -> re.Match[str] | None:
    for kind in _retractions():
        for first in kind.finditer(text):
            found = _nearest(kind, text, first)
            units = {found.groupdict().get("unit1"), found.groupdict().get("unit2")} - {None}
            if len(units - _MONEY) < 2 and not (units & _MONEY and units - _MONEY):
                return found
    return None


def _nearest(kind: re.Pattern[str], text: str, found: re.Match[str]) -> re.Match[str]:
    """Of the numbers before what is taken back the last: in 四季青十万，不对，八万 it is not the one of the name."""
    while "unit1" in kind.groupindex and found["unit1"] is None:
        again = kind.search(text, found.end("old"))
        if again is None or again.start("back") != found.start("back"):
            break
        found = again
    return found


_MOST_RETRACTED: Final = 4
_MONEY: Final = frozenset("wk块元万千")
