"""What puts right the words just written: 打错 尾号8862, 鲍工说不是四台是五台, 存栏写错了 是1680. Pure."""

from __future__ import annotations

from typing import Final, NamedTuple

from handlers.language.normalise import fold
from handlers.language.numbers import number
from handlers.language.patterns import regex

_SIGNS: Final = regex(r"不是|错|尾号|后四位|少[念打写说报了]|漏[了念打写]|[补加]一[句条点]|不对")
_WRONG: Final = r"(?:(?:说|写|打|记|报|念|弄|搞|发|输)错了?|错了|不对|更正|纠正|改一下)"
_TAIL: Final = regex(
    rf"(?:[^\d]{{0,8}}{_WRONG})?[^\d]{{0,6}}(?:尾号|后[四4]位|最后[四4]位|末[四4]位)[^\d]{{0,6}}(?P<tail>\d{{2,8}})[^\d]{{0,6}}"
)
_DIGIT: Final = regex(
    r"(?:[^\d]{0,8})?(?:少|漏)(?:念|打|写|说|报|输)?了?(?:一|1)?[个位]?[^\d]{0,14}?(?:(?P<front>前[头面边]?|开头)|后[头面边]?|最后|末尾)[^\d]{0,6}(?P<digit>\d)[^\d]{0,4}"
)
_SWAP: Final = regex(
    r"(?:.*?[说讲,.;\s])?[^,.;\s]{0,6}?(?<!是)不是(?P<old>[^,.;\s是]{1,10}?)(?:[\s,.;]*(?:而|应该|其实|要)?是|[\s,.;]+)"
    r"(?P<new>[^,.;\s是不]{1,12}?)(?:[,.;\s].{0,10})?[了吧啊呀的。!]*"
    r"|(?:.*?[说讲,.;\s])?[^,.;\s]{0,6}?(?<!不)是(?P<right>[^,.;\s是不]{1,10})[\s,.;]*不是(?P<wrong>[^,.;\s是]{1,10}?)[了吧啊呀的。!]*"
)
_FIGURE: Final = regex(
    rf"(?:[^,.;\s]{{2,6}}?的?)?(?P<what>[一-鿿]{{2,4}}?)(?:那个|这个|数)?{_WRONG}[\s,.;]*(?:应该|其实)?是?\s*(?P<new>\d+(?:\.\d+)?|[一二两三四五六七八九十百千]{{1,6}})(?P<unit>[一-鿿]{{0,2}})(?:[,.;\s].{{0,12}})?"
)
_MORE: Final = regex(
    r"(?:(?:给|把|往|在))?(?P<of>[^,.;:\s]{2,10}?)(?:的?那[条个家次]|的?这[条个]|的拜访|的记录)(?:里面?|后面|上)?(?:再|还)?(?:补充?|加|添)(?:上|进去?)?(?:一[句条点下]|进去)?[\s,:.]*(?P<more>\S.{2,160})"
)
_HEAD: Final = regex(
    r"(?P<head>[\W_]*(?:哎|啊|哦|唉|额|呃)*[\s,]*(?:不对|错了|说错了|写错了|记错了)[\s,]*(?:应该)?是[^,.;\s]{1,12})[,.;\s].{1,30}"
)
_COUNTED: Final = regex(r"(?P<figure>\d+|[一二两三四五六七八九十]{1,3})(?P<unit>\D*)")
LONGEST: Final = 60


class Swap(NamedTuple):
    """What was written, and what it should be."""

    old: str
    new: str


class Figure(NamedTuple):
    """Of what a figure was wrong, and how it is right."""

    what: str
    new: str
    unit: str


class More(NamedTuple):
    """Of whom a record is, and what is added to it."""

    of: str
    more: str


def may_amend(text: str) -> bool:
    """Whether a message has a word of putting something right; most have none."""
    return len(text) <= LONGEST * 3 and _SIGNS.search(text) is not None


def tail_said(text: str) -> str:
    """尾号8862: how a number ends; empty where that is not said."""
    found = _TAIL.fullmatch(fold(text)) if len(text) <= LONGEST else None
    return found["tail"] if found is not None else ""


def completed(text: str, figures: str) -> str:
    """少念一个，后头还有个6: the figures with the one that was left out; empty where that is not said.

    Args:
        text: the message.
        figures: as they were told before.
    """
    found = _DIGIT.fullmatch(fold(text)) if len(text) <= LONGEST else None
    if found is None:
        return ""
    return found["digit"] + figures if found["front"] else figures + found["digit"]


_MONTH: Final = regex(r"(?:\d{1,2}|十[一二]?|[一二三四五六七八九])月(?!份)")
_DAY_ALONE: Final = regex(r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})[号日]|[底初中]")


def swap_said(text: str) -> Swap | None:
    """鲍工说不是四台，是五台，刚数的; None where nothing is put in another's place."""
    found = _SWAP.fullmatch(fold(text)) if len(text) <= LONGEST else None
    if found is None:
        return None
    old, new = ("old", "new") if found["old"] else ("wrong", "right")
    swap = Swap(text[found.start(old) : found.end(old)], text[found.start(new) : found.end(new)])
    return swap._replace(old=_of_its_unit(swap), new=_of_its_month(swap))


def _of_its_month(swap: Swap) -> str:
    """十二月二十号 of 不是十二月底是二十号: whoever puts a day right leaves its month."""
    month = _MONTH.match(swap.old)
    return month.group() + swap.new if month is not None and _DAY_ALONE.fullmatch(swap.new) else swap.new


def _of_its_unit(swap: Swap) -> str:
    """两箱 of 不是两箱我数了一下是三箱: how it came to be known is no part of what was written."""
    new = _COUNTED.fullmatch(swap.new)
    old = _COUNTED.match(swap.old)
    if new is None or not new["unit"] or old is None or not old["unit"].startswith(new["unit"]):
        return swap.old
    return swap.old[: old.start("unit") + len(new["unit"])]


def figure_said(text: str) -> Figure | None:
    """兴旺存栏写错了，是1680; None for anything else."""
    found = _FIGURE.fullmatch(fold(text)) if len(text) <= LONGEST else None
    return None if found is None else Figure(found["what"], found["new"], found["unit"])


def more_said(text: str) -> More | None:
    """云谷那条补一句：… ; None for anything else."""
    found = _MORE.fullmatch(fold(text))
    if found is None:
        return None
    return More(text[found.start("of") : found.end("of")], text[found.start("more") : found.end("more")])


def head_said(text: str) -> str:
    """不对是一千六 of 哎不对是一千六，给他抹了两百: the correction without its reason; empty where there is none."""
    found = _HEAD.fullmatch(fold(text)) if len(text) <= LONGEST else None
    return text[: found.end("head")] if found is not None else ""


def counts(said: str) -> bool:
    """Whether a word is a count (四台), which chooses nothing."""
    found = _COUNTED.fullmatch(said)
    return found is not None and bool(found["unit"])


def swapped(words: str, swap: Swap) -> str:
    """The words put right; empty where what was wrong is not there once.

    Args:
        words: as they were written: 4台 is what is meant by 四台, too.
        swap: what is put in its place.
    """
    for old, new in ((swap.old, swap.new), (_other_script(swap.old), _other_script(swap.new))):
        if len(old) > 1 and words.count(old) == 1 and new:
            return words.replace(old, new)
    return ""


def refigured(words: str, figure: Figure) -> str:
    """The words with the figure behind what was wrong put right; empty where none stands there."""
    place = words.find(figure.what)
    if place < 0 and figure.unit and figure.what.removesuffix("数").endswith(figure.unit):
        counted = list(regex(rf"(?:\d+|[一二两三四五六七八九十]{{1,3}})(?={figure.unit})").finditer(words))
        return words[: counted[0].start()] + figure.new + words[counted[0].end() :] if len(counted) == 1 else ""
    if place < 0 or words.count(figure.what) > 1:
        return ""
    found = _FIGURES.search(words, place + len(figure.what), place + len(figure.what) + _NEAR)
    return words[: found.start()] + figure.new + words[found.end() :] if found is not None else ""


def other_sum(words: str, new: str) -> str:
    """The words with their one sum put right; empty where they hold none, or several.

    Args:
        words: as they were written.
        new: the sum as it should be.
    """
    found = list(_SUMS.finditer(words))
    if len(found) != 1:
        return ""
    unit = found[0][0][-1] if new[-1:].isdecimal() and found[0][0][-1] in _COINS else ""
    return words[: found[0].start()] + new + unit + words[found[0].end() :]


_SUMS: Final = regex(
    r"(?:\d+(?:\.\d+)?[千万百]*[块元]|\d+(?:\.\d+)?[千万百]+|[一二两三四五六七八九十]+[千万百][一二三四五六七八九十百千]*)[块元]?"
)
_COINS: Final = "块元"
_NEAR: Final = 12
_FIGURES: Final = regex(r"\d[\d.]*|[一二两三四五六七八九十百千]{1,6}(?=[头台个吨件箱万亩套只])")


def _other_script(said: str) -> str:
    """4台 for 四台, where it is a count."""
    found = _COUNTED.fullmatch(said)
    value = number(found["figure"]) if found is not None else None
    if found is None or value is None:
        return ""
    if found["figure"].isdecimal():
        return _FIGURES_CN[value] + found["unit"] if value < len(_FIGURES_CN) else ""
    return f"{value}{found['unit']}"


_FIGURES_CN: Final = ("零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十")
