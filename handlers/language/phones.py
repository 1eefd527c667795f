"""Telephone numbers as people write and dictate them: 138 0013 2233, 138.0013.8899, 幺三八零零幺三八八零零.

A number with a figure missing or one too many is found as well, marked as not whole: whoever stores numbers says so
and stores nothing.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from handlers.language.patterns import regex

_SPOKEN: Final = str.maketrans("〇零一幺二两三四五六七八九", "0011223456789")
_ONE: Final = r"[\d〇零一幺二两三四五六七八九]"
_RUN: Final = regex(
    rf"(?<![\d.a-z〇零一幺二两三四五六七八九])(?<!\d,)(?:\(?\+?\(?)?{_ONE}(?:[\s.\-()·]{{0,2}}[\d〇零一幺二两三四五六七八九a-z*]){{6,24}}"
)
_MOBILE: Final = regex(r"1[3-9]\d{9}")
_LANDLINE: Final = regex(r"0(?:10|2\d|[3-9]\d{2})[2-8]\d{6,7}")
_SERVICE: Final = regex(r"[48]00\d{7}")
_LOCAL: Final = regex(r"[2-8]\d{6,7}")
_LIKE_MOBILE: Final = regex(r"1[3-9][\da-z*]{7,11}")
_COUNTRY: Final = regex(r"(?:00)?86(?=1[3-9]|0\d{2})")
_CALLED: Final = regex(
    r"(?:电话|手机|号码?|座机|固话|热线|联系方式|tel|打给|致电|拨打?)(?:[是为]|改[成为]?|换[成了]?|变成)?[\s:]{0,3}$"
)
_OTHER_NUMBER: Final = regex(
    r"(?:单号?|编号|发票号?码?|合同号?|卡号|账号|税号|证号?|型号|代码|id|q|扣扣|邮编)[\s:]{0,2}$"
)
_GROUPS: Final = frozenset(
    {(11,), (3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (3, 5, 3), (3, 2, 3, 3), (4, 7), (5, 6), (6, 5)}
)
"""How the figures of a mobile number are set apart; three prices side by side (1500 1200 800) are none."""
_MOST_GROUPS: Final = 11


class Phone(NamedTuple):
    """A telephone number.

    Attributes:
        figures: digits only, without the country; as far as they can be read where it is not whole.
        start, end: its place.
        whole: whether it can be dialled; otherwise a figure is missing, or one is too many, or it holds a letter.
    """

    figures: str
    start: int
    end: int
    whole: bool


def find_phones(text: str) -> list[Phone]:
    """Every telephone number of a text, in order.

    Args:
        text: folded text.
    """
    found: list[Phone] = []
    for run in _RUN.finditer(text):
        if _OTHER_NUMBER.search(text, max(run.start() - 6, 0), run.start()):
            continue
        called = _CALLED.search(text, max(run.start() - 10, 0), run.start()) is not None
        found += _of_run(text, *run.span(), called=called)
    return found


def _of_run(text: str, start: int, end: int, *, called: bool) -> list[Phone]:
    """The telephone numbers in a row of figures; other numbers may stand before and behind."""
    groups = [found.span() for found in _GROUP.finditer(text, start, end)]
    found: list[Phone] = []
    first = 0
    while first < len(groups):
        best = None
        for last in range(first, min(first + _MOST_GROUPS, len(groups))):
            phone = _whole(text, groups[first : last + 1], called=called)
            best = phone if phone is not None else best
        if best is None:
            first += 1
            continue
        found.append(best)
        first = next((place for place, group in enumerate(groups) if group[0] >= best.end), len(groups))
    return found or _broken(text, groups, called=called)


_GROUP: Final = regex(r"[^\s.\-()·+]+")


def _figures(text: str, groups: list[tuple[int, int]]) -> str:
    return "".join(text[start:end] for start, end in groups).translate(_SPOKEN)


def _whole(text: str, groups: list[tuple[int, int]], *, called: bool) -> Phone | None:
    figures = _figures(text, groups)
    place = groups[0][0], groups[-1][1]
    country = _COUNTRY.match(figures)
    sizes = tuple(end - start for start, end in groups)
    if country is not None:
        figures, sizes = figures[country.end() :], (sizes[0] - country.end(), *sizes[1:])
        sizes = tuple(size for size in sizes if size > 0)
    if _MOBILE.fullmatch(figures):
        known = sizes in _GROUPS or max(sizes) == 1 or called
        return Phone(figures, *place, True) if known else None
    if (_LANDLINE.fullmatch(figures) or _SERVICE.fullmatch(figures)) and len(groups) <= 4:
        return Phone(figures, *place, True)
    if called and _LOCAL.fullmatch(figures) and len(groups) <= 2:
        return Phone(figures, *place, True)
    return None


def _broken(text: str, groups: list[tuple[int, int]], *, called: bool) -> list[Phone]:
    """A number that was meant for a telephone and cannot be dialled."""
    figures = _figures(text, groups)
    country = _COUNTRY.match(figures)
    figures = figures[country.end() :] if country is not None else figures
    known = "".join(one for one in figures if one.isdecimal())
    if called and len(known) >= _LEAST_FIGURES and known[0] in "01":
        return [Phone(known, groups[0][0], groups[-1][1], False)]
    if len(groups) > 1 and tuple(end - start for start, end in groups[:2]) not in {
        (3, 4),
        (3, 3),
        (3, 5),
        (3, 7),
        (3, 8),
    }:
        groups = [group for group in groups if _LIKE_MOBILE.fullmatch(_figures(text, [group]))][:1]
        figures = _figures(text, groups) if groups else ""
    if _LIKE_MOBILE.fullmatch(figures) is None:
        return []
    known = "".join(one for one in figures if one.isdecimal())
    strange = len(figures) - len(known)
    if (
        _MONEY.match(text, groups[-1][1])
        or strange > _MOST_STRANGE
        or len(known) < _LEAST_FIGURES
        or known.endswith(_ROUND)
    ):
        return []
    return [Phone(known, groups[0][0], groups[-1][1], False)]


_LEAST_FIGURES: Final = 7
_MONEY: Final = regex(r"\s?[元块圆万亿]")
_MOST_STRANGE: Final = 4
_ROUND: Final = "00000"
"""150000000 is a sum, no telephone with figures missing."""
