"""Whether a note tells of a gift, so that nobody brings the same again (`product.md` C7)."""

from __future__ import annotations

import re
from typing import Final

_GOODS: Final = (
    r"茶叶?|白?酒|红酒|香?烟|月饼|粽子|礼[品物盒包金]|伴手礼|水果|蛋糕|鲜?花|特产|大闸蟹|螃蟹|坚果|年货|台历|挂历|日历|春联"
    r"|购物卡|礼品?卡|提货券|咖啡|巧克力|茶具|保温杯|杯子|充电宝|雨伞|U盘|围巾|字画|书"
)
_GAVE: Final = re.compile(
    rf"(?<![赠发运配寄退不没别要想])(?P<gift>送(?:了|过|去|给|上)?(?:[^,，。;；、\s送]{{0,6}}?(?:总|工|经理|主任|厂长|老板|姐|哥|他|她))?"
    rf"(?:[一两二三四五六\d]?[盒箱瓶条斤份袋提个把束套罐])?[^,，。;；\s送]{{0,5}}?(?:{_GOODS}))(?!样)"
)
_TO_COME: Final = re.compile(r"(?:要|想|准备|打算|计划|下次|明天|别|不)[^,，。;；]{0,6}$")


def find_gift(words: str) -> str:
    """The words that tell of a gift that was given (送了两盒茶叶); empty where none do.

    Args:
        words: of a visit or a follow-up.
    """
    for found in _GAVE.finditer(words):
        if _TO_COME.search(words, 0, found.start()) is None:
            return found["gift"]
    return ""
