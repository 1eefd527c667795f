"""How a contact is addressed, and a line that a rep may send him: nothing is ever sent for him (`product.md` P9)."""

from __future__ import annotations

import re
from typing import Final

_TITLES: Final = (
    (re.compile("总经理|董事长|总裁|总监|总工|老总|^总$|副总"), "总"),
    (re.compile("厂长"), "厂长"),
    (re.compile("主任"), "主任"),
    (re.compile("科长"), "科长"),
    (re.compile("处长"), "处长"),
    (re.compile("院长"), "院长"),
    (re.compile("校长"), "校长"),
    (re.compile("部长"), "部长"),
    (re.compile("老师|教师"), "老师"),
    (re.compile("医生|医师"), "医生"),
    (re.compile("经理"), "经理"),
    (re.compile("工程师|技术员"), "工"),
    (re.compile("老板|店长|业主"), "老板"),
)
_CALLED: Final = re.compile(r"(?:总|工|经理|主任|厂长|科长|处长|院长|校长|部长|老师|医生|老板|姐|哥|师傅)$")
_DOUBLE: Final = re.compile("欧阳|司马|上官|诸葛|司徒|东方|夏侯|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文")


def address(name: str, title: str) -> str:
    """王总 of 王建国 who is 总经理; the name as it stands where the title says nothing."""
    if _CALLED.search(name):
        return name
    called = next((word for words, word in _TITLES if words.search(title)), "")
    if not called:
        return name
    surname = name[:2] if _DOUBLE.match(name) else name[:1]
    return f"{surname}{called}"


def birthday_line(name: str, title: str) -> str:
    """What a rep may send on the day."""
    return f"{address(name, title)}，生日快乐，祝您身体健康、事事顺心"
