"""What a rival or the market does, told in passing: 正泽下月每吨降80, 有个牌子搞促销, 纸价又涨 (`product.md` C16)."""

from __future__ import annotations

from typing import Final

from handlers.language.meaning import Intent, Intents, Slot
from handlers.language.patterns import regex
from handlers.language.reading import Reading
from handlers.language.signs import C, is_asked
from handlers.language.who import find_who

_UNIT: Final = "(?:吨|台|套|个|斤|箱|件|只|平米?|米|张|方|公斤|桶|袋|包|瓶)"
_FIGURE: Final = r"[\d一二三四五六七八九十百两几]"
_MOVES: Final = regex(
    rf"(?:每|一){_UNIT}[^,。]{{0,6}}?(?:又|再|要|统一|也)?(?:降|涨|加|跌|下调|上调)(?:了|价)?\s*{_FIGURE}"
    rf"|(?:[纸钢铜铝油煤棉布料粮药]价|原料|原纸|行情|原材料)[^,。]{{0,8}}?(?:涨|降|跌)|(?:下月|下周|\d号|月底)[^,。]{{0,6}}?统一?(?:涨|降)价"
)
_PROMOTES: Final = regex(
    rf"(?:搞|做)(?:大)?(?:促销|活动|特价)|买{_FIGURE}+{_UNIT}?送{_FIGURE}|预付[^,。]{{0,8}}(?:再)?送|[降涨]价[^,。]{{0,4}}(?:抢|促销)"
)
_OURS: Final = regex(
    r"(?:要|让|叫|给|求|催)(?:我们?|咱们?)|我们?(?:要|能|的|给|也)?(?:降|涨|便宜|加|搞|做)|要求|才(?:签|要|订|肯)|能不能|答应|同意(?!行)|返点|给[他她](?:们)?(?:降|便宜)|订了|下单|报价单|到账|打[了过]来"
)
_ANOTHER: Final = regex(
    rf"听[^,。]{{0,10}}[说讲]|[他她][还又也]?[说讲]|据说|牌子|品牌|厂家|同行|对手|竞品|别家|那家|{C}[一-鿿]{{0,3}}[说讲]|^\s*(?!今天|明天|昨天|我|他|她|{C})[一-鿿a-z]{{2,4}}?(?:这周|下个?月|今天|最近|又|从|家|的|那边|\d|上周)"
)
_HEAD: Final = regex(r"^(?:[\s,，。]|哦|对了|另外|问过了|还有|顺便)+")
_LONGEST: Final = 160


def read_market(reading: Reading) -> Intent | None:
    """NEWS_TELL: `category` market, `summary`, and the `customer` who told it; None where the price is our own.

    Args:
        reading: one record.
    """
    masked = reading.masked
    if len(masked) > _LONGEST or reading.people:
        return None
    promotes = _PROMOTES.search(masked) is not None
    if not promotes and _MOVES.search(masked) is None:
        return None
    if _OURS.search(masked) is not None or is_asked(_TOLD_QUESTION.sub("", masked)):
        return None
    if _ANOTHER.search(masked) is None and not (promotes and not reading.customers):
        return None
    slots: dict[str, Slot] = {"category": reading.whole("market")}
    if len({ids for _, _, ids in reading.customers}) == 1:
        slots["customer"] = find_who(reading).slots["customer"]
    slots["summary"] = reading.whole(_HEAD.sub("", reading.words()).strip(" ,，。"))
    return reading.intent(Intents.NEWS_TELL, slots)


_TOLD_QUESTION: Final = regex(r"问我们?[^,。\s]{1,10}")
"""她问我们跟不跟涨: told, not asked."""
