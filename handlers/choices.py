"""Reading the answer to a numbered question: by number, by words, by a name. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.language.meaning import Intent
from handlers.language.patterns import regex
from models.rules import words as rules

_FIGURES = "一二三四五六七八九十"
_NUMBER = regex(r"(?:就|选|回|看|要)?第?([0-9]{1,4}|[一二三四五六七八九十])(?:个|家|条|号|项|位)?(?:吧)?[。.!]?")
_NUMBER_AND_YES = regex(
    r"#?([0-9]{1,2})[\s.,:、)]*(?:就?是(?:的|它|这个|这家)?|对(?:的)?|好(?:的|了)?|嗯|可以|行|没错|确认|确定|ok)[吧啊呀。.!]*"
)
_NUMBER_BEFORE = regex(r"#?([0-9]{1,2})(?:[\s.,:、)]+|(?=[^\W\d]))(?=\S)")
_LEAD = regex(
    r"(?:(?:这|那)?一?[张个]?(?:照片|图片|定位)|那|哦|嗯|就|应该|可能|大概|我?(?:说|指|去|拜访)的|是|选|看|要|给我|帮我|都?(?:记|放|挂|归|算)[到在给])+(?=..)"
)
_TAIL = regex(r"(?<=..)(?:的?(?:那|这)[个家边]|那儿|吧|啊|呀|嘛|的|了)+$")
_REFUSES = regex(
    r"(?:那|就|还是|我|先|请|你|这[条个家]|暂时|算了|不了|嗯|哦)*(?:不|别|甭|没必要|用不着)(?:要|用|想|需要?|必|再|先|给我|帮我|急着|了)*"
    r"(?:登记?|记录?|新?建|录|存|写|作废|废|撤销?|改|清)(?:它|这[条个家]|新?客户|拜访)*(?:了|吧|啊|的|先)*"
    r"|(?:那|就|还是|先)*(?:算了|取消|放弃|不了)(?:吧|了|不要|不用)*"
)
_ASKS = regex(
    r"[?？]\W*$|[吗呢么嘛]\W*$|来着\W*$|(?:什么|啥|谁|哪家|哪里|哪儿|多少)\W*$|为什么|为啥|干嘛|干吗|怎么|什么意思"
    r"|几点|什么时候|哪天|多久|去哪|哪吃|吃什么|吃啥|有没有|能不能|要不要|可不可以|是不是"
)
_WRONG = (
    r"(?:(?:我|名字|刚才|刚刚|客户名?|公司名?)*(?:写|打|输|发|说|记|弄|搞)?错了?|不对|不(?=[\s,.。:;、!]))?"
    r"[\s,.。:;、!]*"
)
_MEANT = r"(?:而|应该|其实|就|我?(?:去|说|指|拜访)的)*(?<!不)是"
_END = r"(?:吧|啊|呀|的|那家|那个)?[\s。.!]*"
_CORRECTED = regex(
    rf"{_WRONG}不是(?P<old>[^\s,.。:;、]{{1,20}}?)[\s,.。:;、]*{_MEANT}\s*(?P<new>[^,。;]{{1,40}}?){_END}"
    rf"|(?:{_WRONG}(?<=.)|不是[\s,.。:;、]+){_MEANT}\s*(?P<other>[^,。;]{{1,40}}?){_END}"
    rf"|我?(?:去|说|指|拜访)的是\s*(?P<meant>[^,。;]{{1,40}}?){_END}"
    rf"|是(?P<first>[^\s,.。:;、]{{1,20}}?)[\s,.。:;、]*不是(?P<second>[^,。;]{{1,20}}?){_END}"
    rf"|{_WRONG}不是\s*(?P<only>[^,。;]{{1,20}}?){_END}"
)
_RANGES = regex(r"(\d{1,5})(?:\s*[-~到至—]\s*(\d{1,5}))?")
MOST_IN_RANGE = 1000
_LONGEST_NUMBER = 24
"""Characters of an answer that is no more than a number: 选第十二个吧。, 2、就是这家吧。"""


def number(intent: Intent, text: str) -> int | None:
    """The one number of an answer (2, 第二个, 就2, 2 是的); None when it is none or several.

    Args:
        intent: what the parser made of the answer.
        text: the answer as it was written.
    """
    chosen = intent.value("choice")
    if isinstance(chosen, tuple):
        return chosen[0] if len(chosen) == 1 else None
    if len(text) > _LONGEST_NUMBER:
        return None  # every message is asked, and most are reports
    typed = unicodedata.normalize("NFKC", text).strip().lower()
    found = _NUMBER.fullmatch(typed) or _NUMBER_AND_YES.fullmatch(typed)
    if found is None:
        return None
    said = found.group(1)
    return int(said) if said.isdecimal() else _FIGURES.index(said) + 1


@dataclass(frozen=True, slots=True)
class Correction:
    """不是东吴，是东武: what is not meant and what is; one of them may be empty."""

    old: str
    new: str


def numbers(text: str) -> list[int]:
    """All numbers of a list that some words name, ranges opened out (1, 3-5); beyond any list where they are absurd."""
    found: list[int] = []
    for one in _RANGES.finditer(unicodedata.normalize("NFKC", text)):
        first, last = int(one[1]), int(one[2] or one[1])
        found += range(first, min(last, first + MOST_IN_RANGE) + 1)
    return found


def corrected(text: str) -> Correction | None:
    """What an answer takes back or puts in its place (不是2是1, 写错了 是东吴, 不是东武); None if it does neither."""
    found = _CORRECTED.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        return None
    said = {name: words or "" for name, words in found.groupdict().items()}
    new = said["new"] or said["other"] or said["meant"] or said["first"]
    return Correction(said["old"] or said["second"] or said["only"], new)


def refuses(text: str) -> bool:
    """Whether an answer says no to what was asked, and nothing else: 不登记, 先别作废, 算了不记了."""
    return _REFUSES.fullmatch(folded(text)) is not None


def asks(text: str) -> bool:
    """Whether an answer is itself a question: 登记什么, 为什么要理由."""
    return _ASKS.search(text) is not None


def bare(text: str) -> str:
    """An answer without the words round the name in it: 应该是东吴吧, 机械那个, 照片记到恒力."""
    said = unicodedata.normalize("NFKC", text).strip(" \t\r\n,.。，!！;；、")
    return _TAIL.sub("", _without_lead(said))


def folded(text: str) -> str:
    """Letters and figures only, in one width and case: how answers and names are compared."""
    return rules.folded(text)


def named(text: str, options: Sequence[Sequence[str]]) -> int | None:
    """The index of the one option that an answer names, by a whole name or by a part that only one has.

    A number before the name (2 东武) must be that option's.

    Args:
        text: the answer as it was written.
        options: the names of each option, folded or not.
    """
    names = [[folded(name) for name in option] for option in options]
    found = _named(folded(text), names)
    if found is not None:
        return found
    numbered = _NUMBER_BEFORE.match(unicodedata.normalize("NFKC", text).strip())
    if numbered is None:
        return None
    found = _named(folded(numbered.string[numbered.end() :]), names)
    return found if found == int(numbered.group(1)) - 1 else None


def _named(said: str, names: Sequence[Sequence[str]]) -> int | None:
    for words in (said, _without_lead(said), folded(bare(said))):
        for fits in (
            [index for index, option in enumerate(names) if words in option],
            [index for index, option in enumerate(names) if any(words in name for name in option)],
        ):
            if words and len(fits) == 1:
                return fits[0]
    return None


def _without_lead(said: str) -> str:
    found = _LEAD.match(said)
    return said[found.end() :] if found is not None else said
