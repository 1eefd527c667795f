"""What a message leaves to what was said just before: 他手机换了, 那家欠多少, 李婷呢, 上周的呢 (`product.md` §4.4)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from handlers.language.meaning import Book, Speaker
from handlers.language.normalise import fold
from handlers.language.numbers import number
from handlers.language.patterns import regex
from handlers.language.periods import find_period

Hit = tuple[int, int, tuple[int, ...]]


class Talked(NamedTuple):
    """What was talked about last, in names that the parser knows; each empty where nothing, or several, fit.

    Attributes:
        firm: the customer's full name.
        contact: a person there, as he was written.
        colleague: a colleague's name.
        day: the one day that was told of, as it was written (11月25日).
        question: what was asked last, with nothing left out.
        of_people: whether that was about colleagues.
    """

    firm: str = ""
    contact: str = ""
    colleague: str = ""
    day: str = ""
    question: str = ""
    of_people: bool = False


_LONGEST_THING: Final = 6
_FILLERS: Final = regex(r"^(?:那么?(?![天个家边])|嗯|行|好的?|哦|就|[\s,，。])+")
_START: Final = r"(?:^|(?<=[\s,，。;；:：]))"
_FIRM: Final = regex(
    r"(?:刚才|刚刚|刚|上面|前面)?[这那]一?家(?:公司|客户|单位|医院|工厂|厂子?|店|门店|学校)?(?![里人伙常])|"
    r"(?:刚才|刚刚|刚|上面|前面)?[这那]个(?:客户|单位|公司|厂子?|店|医院|学校|老客户)|"
    rf"(?<![其跟和])[他她它]们?家(?![里人伙])|(?<!其)[他她它]们(?:那边|那里|那儿|公司|单位)?|{_START}(?:对方|那边)"
)
_PERSON: Final = regex(r"(?<![其吉让叫要])[他她](?![们家人乡])|[这那]个?人(?=[电手微的生姓叫是说])|人家")
_COLLEAGUE: Final = regex(
    r"(?<=[让叫问要])[他她](?![们家人])|(?<=催)[他她](?![们家人那付款钱还])|(?<=告诉|提醒|问下)[他她](?![们家人])"
    r"|(?<=[跟和给向])[他她](?=说一?声|[讲提]一?[下声]|汇报|反映)"
)
_DAY: Final = regex(r"[那当]天(?!不)")
_AHEAD: Final = regex(r"提前(?P<days>[一二两三四五六七\d])天|(?P<eve>(?:头|前)一?天)(?!.{0,6}[说讲去来])")
_TOLD: Final = regex(r"(\d{1,2})月(\d{1,2})日")
_REMINDS: Final = regex(r"提醒|叫我|喊我|通知我")
_BIRTHDAY: Final = "生日"
_TOLD_DAY: Final = regex(r"\d{1,2}月\d{1,2}日")
_SUM: Final = regex(rf"{_START}(?:刚才)?[那这]笔(?:款子?|钱|账|货款|尾款)?(?!单)")
_ELLIPSIS: Final = regex(
    r"\s*(?:(?P<lead>那么?(?![天时边个家笔次里儿些种样批])|还有|再?看看|再看|换|那再看)\s*)?(?P<what>[^\s,，。?？!！呢]{2,14}?)"
    r"(?:的|那边|那里)?(?:那[个家笔])?(?P<tail>呢|咧|哩|嘞)?[?？。!！]*\s*"
)
_ALSO: Final = regex(
    r"\s*(?:那|还有|对了|顺便)?(?P<what>[^\s,，。?？!！也]{2,10}?)(?:的|那家|那边|家|那个)?也(?:要|看看?|查|发|给我|说|报|算)(?:一?下)?(?:我|给我)?(?:一份|一遍)?[吧啊呀。!！]*\s*"
)
"""云谷的也要: the same of another."""
_POINTER: Final = regex("这|那|他|她|它|当天|对方|人家|提前|前一?天")
"""One of these is in every word of the five; the search for it passes over other characters at once."""
_LINE: Final = regex(r"\s*[#＃bB]?\d{1,4}(?![\d年月日号点万千百元块台套个箱吨])")
_LONGEST: Final = 20
_HOW: Final = "怎么"
_OF_ONESELF: Final = regex(r"[我你]|.*[谁哪]")
_NO_NAME: Final = frozenset({"人", "我", "你", "他", "她", "他们", "大家", "这个", "那个", "然后", "后来"})


def leaves_out(text: str) -> bool:
    """Whether a message may leave something to what was said before it; the answer to a line of a list does not."""
    if _LINE.match(text):
        return False
    return points(text) or elliptical(text) is not None


def points(text: str) -> bool:
    """Whether a message has a word that stands for a customer, a person or a sum: 那家, 他, 那笔."""
    if _POINTER.search(text) is None:
        return False
    return ahead(text) or any(each.search(text) is not None for each in (_FIRM, _PERSON, _COLLEAGUE, _SUM, _DAY))


def ahead(text: str) -> bool:
    """提前三天提醒我: so many days before the day that was just told, where the message names none itself."""
    return _AHEAD.search(text) is not None and _REMINDS.search(text) is not None and _MONTH_DAY.search(text) is None


_MONTH_DAY: Final = regex(r"\d[月号日]|[周礼星]|[明后]天|月底|生日")


def days_before(text: str, talked: Talked, today: date) -> Sequence[str]:
    """提前三天提醒我 with the day that it means; nothing where none was told.

    Args:
        text: the message.
        talked: what was talked about last.
        today: the Shanghai day of the message.
    """
    said, told = _AHEAD.search(text), _TOLD.fullmatch(talked.day)
    if said is None or told is None or not ahead(text):
        return []
    back = 1 if said["eve"] else number(said["days"]) or 1
    month, of_month = int(told[1]), int(told[2])
    on = date(today.year + ((month, of_month) < (today.month, today.day)), month, of_month) - timedelta(days=back)
    return _of_whom(f"{text[: said.start()]}{on.month}月{on.day}日{text[said.end() :]}", talked)


def _of_whom(dated: str, talked: Talked) -> Sequence[str]:
    """A message with its day, by itself and with whom it is about before it."""
    return [dated, f"{talked.firm}{talked.contact} {_FILLERS.sub('', dated)}"] if talked.firm else [dated]


def elliptical(text: str) -> str | None:
    """What is asked about in 那李婷呢 and 上周的呢; None where a text is none of these."""
    also = _ALSO.fullmatch(text) if len(text) <= _LONGEST else None
    found = also or (_ELLIPSIS.fullmatch(text) if len(text) <= _LONGEST else None)
    if found is None or found["what"] in _NO_NAME:
        return None
    if also is None and not (found["lead"] or found["tail"]):
        return None
    if _OF_ONESELF.match(found["what"]):
        return None
    return found["what"]


def pointing(text: str, talked: Talked) -> Sequence[str]:
    """The message with names for the words that stand for them, the likeliest reading last.

    Args:
        text: the message.
        talked: what was talked about last.

    Returns:
        With every word replaced; then with the customer alone before it, so that what is written down of it stays as
        it was said. Nothing where a word stands for nobody that is known.
    """
    dated = _DAY.sub(talked.day, text, count=1) if talked.day else text
    full = _named(dated, talked)
    if full is None:
        return _of_whom(dated, talked) if dated != text else []
    if _FIRM.search(text) is None and talked.firm and full != dated:
        return [full, f"{talked.firm} {dated}"]
    return [full]


def _named(text: str, talked: Talked) -> str | None:
    for pattern, put in (
        (_COLLEAGUE, talked.colleague),
        (_FIRM, talked.firm),
        (_PERSON, talked.firm + talked.contact if talked.contact or not talked.colleague else talked.colleague),
    ):
        found = pattern.search(text)
        if found is not None:
            return text[: found.start()] + put + text[found.end() :] if put else None
    found = _SUM.search(text)
    if found is None or not talked.firm:
        return None
    return text[: found.start()] + talked.firm + text[found.start() :]


def day_in(told: str, asked: str = "") -> str:
    """The one day that an answer tells of; empty where it tells of none, or of several.

    Args:
        told: the answer.
        asked: the question: of a card that was asked for a birthday, only its birthdays count.
    """
    lines = told.splitlines()
    if _BIRTHDAY in asked:
        lines = [line for line in lines if _BIRTHDAY in line] or lines
    found = {day for line in lines for day in _TOLD_DAY.findall(line)}
    return found.pop() if len(found) == 1 else ""


def asked_again(what: str, talked: Talked, *, book: Book, speaker: Speaker, today: date) -> str | None:
    """The last question, asked of somebody or something else; None where that makes none.

    Args:
        what: the customer, colleague, time or thing that is asked about now.
        talked: what was talked about last.
        book: the names.
        speaker: who asks.
        today: the Shanghai day of the message.
    """
    if _is_all(what, book.find_people(what, speaker)):
        if talked.question and not talked.of_people:
            return None
        return _in_place(what, talked.question, book.find_people) or _of_colleague(what, talked, today)
    if _is_all(what, book.find_customers(what, speaker)):
        if talked.of_people or not talked.question:
            return what
        return _in_place(what, talked.question, lambda said: book.find_customers(said, speaker)) or _of_firm(
            what, talked.question
        )
    period = find_period(fold(what), today)
    if period is not None and period[2] - period[1] >= len(what) - 1:
        return _at_time(what, talked.question, today)
    there = f"{what}那家"
    if talked.question and not talked.of_people and _is_all(there, book.find_customers(there, speaker)):
        return _of_firm(there, talked.question)
    if talked.question.startswith(_HOW):
        return _HOW + what
    return talked.firm + what if talked.firm and len(what) <= _LONGEST_THING else None


def _is_all(what: str, hits: Sequence[Hit]) -> bool:
    return len(hits) == 1 and hits[0][1] - hits[0][0] >= len(what) - 1


def _in_place(what: str, question: str, find: Callable[[str], Sequence[Hit]]) -> str | None:
    hits = find(question) if question else ()
    if len(hits) != 1:
        return None
    start, end, _ids = hits[0]
    return question[:start] + what + question[end:]


def _of_firm(what: str, question: str) -> str:
    """那家欠多少, asked of another; a question that named nobody is asked of him."""
    pointed = _FIRM.search(question)
    return what + question if pointed is None else question[: pointed.start()] + what + question[pointed.end() :]


def _of_colleague(what: str, talked: Talked, today: date) -> str:
    period = find_period(fold(talked.question), today)
    return f"{what}{period[0][2] if period is not None else '今天'}干啥了"


def _at_time(what: str, question: str, today: date) -> str | None:
    if not question:
        return None
    period = find_period(fold(question), today)
    return what + question if period is None else question[: period[1]] + what + question[period[2] :]


def contact_behind(firm: str, told: str) -> str:
    """The person that an answer names behind the customer (东吴机械·王总); empty where it names none."""
    found = re.search(rf"{re.escape(firm)}·([^\s,，。；;：:、]{{2,8}})", told)
    return found[1] if found is not None else ""
