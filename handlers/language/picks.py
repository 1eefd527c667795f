"""A line of the list just shown, chosen in words: 第一个我要了, 要那个B类的, 最久的那个谁管. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from handlers.language.normalise import fold
from handlers.language.patterns import regex

_FIGURES: Final = "一二三四五六七八九十"
_WANTS: Final = r"(?:我?(?:来)?(?:要|领|跟|接|拿)(?:了|走|下)?|归我|给我)"
_LEAD: Final = rf"(?:那|就|行|好|嗯|哎|把|选|看|{_WANTS}|[\s,])*"
_PLACE: Final = regex(
    rf"(?P<lead>{_LEAD})(?:第(?P<figure>[{_FIGURES}两]|\d{{1,2}})[个家条位]|(?P<first>头一[个家条]|最上面(?:那|的)[个家]?)|(?P<last>最后(?:那|一)[个家条]))"
    r"(?P<rest>.{0,14})"
)
_MOST: Final = regex(
    rf"(?P<lead>{_LEAD})(?:欠|拖|逾期)?得?最(?P<how>久|老|早|多|大|高)的?(?:那|这)?[个家笔条]?(?:客户)?(?P<rest>.{{0,14}})"
)
_KIND: Final = regex(
    rf"(?P<lead>{_LEAD})(?:那|这)[个家条](?P<what>[^\s,。?？]{{2,8}}?)的?(?P<rest>{_WANTS}?[了吧啊]*)"
    rf"|(?P<lead2>{_LEAD})(?P<what2>[a-d]类|[^\s,。?？]{{2,6}}?)的?(?:那|这)[个家条](?P<rest2>{_WANTS}?[了吧啊]*)"
)
_TAKES: Final = regex(_WANTS)
_TAIL: Final = regex(r"[\s,。了吧啊呢的]*")
_LINE: Final = regex(r"(?m)^\s*(?P<number>\d{1,2})[ .、]\s*(?P<words>\S.*)$")
_DAYS: Final = regex(r"(\d{1,4}) ?天")
_SUM: Final = regex(r"([\d,]+(?:\.\d+)?) ?(万?)元")
_HOW_OLD: Final = "久老早"


_CLAIMS_IT: Final = regex(
    r"(?:那|行|好的?|嗯|就|这家|那家|这个|那个|它|[\s,])*(?:我|给我)(?:来|就|先|就先)?(?:领|认领|要|接|跟)(?:了|下|走|过来|下来)+(?:吧|啊|哈)?(?:$|[\s,。.!].*)"
    r"|(?:那|行|好|就|还是|[\s,])+(?:归|给)我(?:吧|了|呗|来跟|跟吧)(?:$|[\s,。.!].*|[我他].*)"
    r"|(?:那|行|好|就|[\s,])*(?:帮我|给我)?(?:领了|认领|领下来|领走)(?:吧|它|这家|那家|了)*(?:$|[\s,。.!].*)"
)
_TAKES_LINE: Final = regex(r"(?:那|就|行|好|[\s,])*(?:我)?(?:要|领|跟|接)第")


def claims_it(text: str) -> bool:
    """那我领了，下次跑浏阳一起去: he wants whom was just talked about."""
    return _CLAIMS_IT.fullmatch(fold(text).strip()) is not None


def takes_line(text: str) -> bool:
    """要第三个: he wants the line, and not only to see it."""
    return _TAKES_LINE.match(fold(text)) is not None


class Pick(NamedTuple):
    """What was chosen.

    Attributes:
        number: of the line.
        words: of the line.
        takes: whether he wants to have it (我要了).
        rest: what is said or asked of it; empty where it is only chosen.
    """

    number: int
    words: str
    takes: bool
    rest: str


def read_pick(text: str, shown: str) -> Pick | None:
    """The line that a message chooses in words; None where it chooses none, or none for certain.

    Args:
        text: the message.
        shown: the list as it was shown.
    """
    said = fold(text).strip()
    lines = [(int(found["number"]), found["words"]) for found in _LINE.finditer(shown)]
    if len(said) > _LONGEST or not lines:
        return None
    for pattern, find in ((_PLACE, _placed), (_MOST, _most), (_KIND, _described)):
        found = pattern.fullmatch(said)
        line = find(found, lines) if found is not None else None
        if found is not None and line is not None:
            lead = found["lead"] or (found["lead2"] if pattern is _KIND else "") or ""
            rest = found["rest"] or (found["rest2"] if pattern is _KIND else "") or ""
            takes = _TAKES.search(lead + rest) is not None
            return Pick(*line, takes, _TAIL.sub("", _TAKES.sub("", rest)) and rest)
    return None


_LONGEST: Final = 20


def _placed(found: re.Match[str], lines: Sequence[tuple[int, str]]) -> tuple[int, str] | None:
    if found["last"]:
        return lines[-1]
    figure = found["figure"] or "1"
    place = 2 if figure == "两" else int(figure) if figure.isdecimal() else _FIGURES.index(figure) + 1
    return next((line for line in lines if line[0] == place), None)


def _most(found: re.Match[str], lines: Sequence[tuple[int, str]]) -> tuple[int, str] | None:
    measured = _DAYS if found["how"] in _HOW_OLD else _SUM
    sizes = [(_size(hit), line) for line in lines if (hit := measured.search(line[1])) is not None]
    best = max((size for size, _ in sizes), default=0.0)
    fits = [line for size, line in sizes if size == best]
    return fits[0] if len(fits) == 1 else None


def _size(found: re.Match[str]) -> float:
    figure, *unit = found.groups()
    return float(figure.replace(",", "")) * (10_000 if "万" in unit else 1)


def _described(found: re.Match[str], lines: Sequence[tuple[int, str]]) -> tuple[int, str] | None:
    what = found["what"] or found["what2"] or ""
    fits = [line for line in lines if what in fold(line[1])]
    return fits[0] if len(fits) == 1 else None
