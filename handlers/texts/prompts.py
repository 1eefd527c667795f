"""The lines that tell of customers unasked, and what is said when they are answered (`product.md` §4.4, C1, C7, C8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from handlers.texts import common
from models.rules.completeness import Part
from models.rules.leads import Part as LeadPart
from models.rules.masking import mask
from models.rules.terms import cite
from models.wording import parts

CUSTOMER_CHARACTERS: Final = 16
_NOTE_CHARACTERS: Final = 18
_PARTS_SHOWN: Final = 3
_PEOPLE_SHOWN: Final = 3
GREETED: Final = "好，明年再提醒你。"
FEAST_LIST: Final = "要看问候哪几家，发：问候名单"
LEAD_DONE: Final = "补齐了才算落实，一句话就行，比如：{} 需求 2台注塑机"
FILE_DONE: Final = "补一句就行，比如：{} 联系人 王工 电话 138…"
SILENT_DONE: Final = "联系过就记一句，比如：跟进 {} 电话 谈了什么；要改天，回编号和日子，比如：1 明天"
NO_BIRTHDAY: Final = "{} 的生日没有记过，没有要停的提醒。要记的说：{}生日 8月12"
BIRTHDAY_WANTED: Final = "{} 的生日还没记。告诉我哪天，到时提醒你，比如：{}生日 8月12"
TO_GREET: Final = "过节要问候"
NO_MORE: Final = "好。这类以后都不想看到，发：{}别提醒我"
BIRTHDAY_NOTE: Final = "生日问候"
SILENT_NOTE: Final = "该联系了"
WHOSE: Final = "谁的生日？连名字一起说，比如：东吴王总生日不用提醒了"
NOBODY_CALLED: Final = "没找到“{}”。连客户名一起说，比如：东吴王总生日不用提醒了"


def birthday(contact: str, customer: str, on: str, days: int) -> str:
    """王建国 12月2日（周三）生日，还有 7 天（东吴机械）; 王建国 今天生日（东吴机械）.

    Args:
        contact: his name.
        customer: its short name.
        on: the day in words.
        days: how far away it is.
    """
    where = f"（{common.cut(customer, CUSTOMER_CHARACTERS)}）"
    if days == 0:
        return f"{mask(contact)} 今天生日{where}"
    return f"{mask(contact)} {on}生日，还有 {days} 天{where}"


def birthday_notes(last: str, gift: str, line: str) -> str:
    """What helps with a birthday, below its line; empty where nothing is known.

    Args:
        last: what was last talked about, with its day; may be empty.
        gift: what he was last given, with its day; may be empty.
        line: what the rep may send him; empty before the day.
    """
    told = [f"上次：{last}" if last else "", f"送过：{gift}" if gift else "", f"可以说：{line}" if line else ""]
    return "；".join(filter(None, told))


def said(on: str, words: str) -> str:
    """11月12日 谈二期报价."""
    return f"{on.split('（', 1)[0]} {common.cut(words, _NOTE_CHARACTERS)}".rstrip()


def feast(name: str, on: str, counts: Mapping[str, int]) -> str:
    """中秋 9月25日（周五），A 级 3 家、B 级 5 家该问候了，发“问候名单”."""
    told = "、".join(f"{level} 级 {count} 家" for level, count in sorted(counts.items()))
    return f"{name} {on}，{told}该问候了，发“问候名单”"


def lead(number: int, customer: str, missing: Sequence[LeadPart], until: str) -> str:
    """报备B0131 东吴机械 还差需求、下一步，12月1日（周二）前补齐（制度 3.4）."""
    lacks = "、".join(parts.LEAD[part] for part in missing)
    short = common.cut(customer, CUSTOMER_CHARACTERS)
    return f"报备B{number:04d} {short} 还差{lacks}，{until}前补齐（{cite('hold_days')}）"


def file(customer: str, missing: Sequence[Part]) -> str:
    """昆山泵业 档案还差联系人、级别（制度 5.5）."""
    lacks = "、".join(parts.FILE[part] for part in missing[:_PARTS_SHOWN])
    return f"{common.cut(customer, CUSTOMER_CHARACTERS)} 档案还差{lacks}（{cite('file_days')}）"


def silent(customer: str, level: str, days: int, term: str) -> str:
    """东吴机械 A 级 9 天没联系（制度 5.1）."""
    said_level = f"{level.upper()} 级 " if level else ""
    return f"{common.cut(customer, CUSTOMER_CHARACTERS)} {said_level}{days} 天没联系（{cite(term)}）"


def stopped(number: int, contact: str, customer: str) -> str:
    """Nobody is told of his birthday any more."""
    return (
        f"好，{mask(contact)}（{mask(customer)}）的生日不再提醒（生日#{number}）。要恢复发：{mask(contact)}生日要提醒"
    )


def told_again(number: int, contact: str, customer: str, on: str) -> str:
    """His birthday is told again."""
    return f"好，{mask(contact)}（{mask(customer)}）的生日照常提醒（生日#{number}）：{on}。"


def as_it_was(contact: str, on: str, *, stops: bool) -> str:
    """It is so already.

    Args:
        contact: his name.
        on: his next birthday in words.
        stops: whether nobody is told.
    """
    if stops:
        return f"{mask(contact)} 的生日早就不提醒了。要恢复发：{mask(contact)}生日要提醒"
    return f"{mask(contact)} 的生日一直在提醒：{on}，提前和当天的早报都会说。"


def people_at(names: Sequence[str]) -> str:
    """王建国、李工: whom to greet at a customer."""
    return "、".join(mask(name) for name in names[:_PEOPLE_SHOWN])
