"""How many of a thing: 50张, 五百套, 20斤, 3万件, 两台."""

from __future__ import annotations

from decimal import Decimal
from typing import Final, NamedTuple

from handlers.language.figures import Figure, find_figures
from handlers.language.patterns import regex

UNITS: Final = (
    r"(?:公斤|千克|毫升|平米|平方米?|立方米?|kg|ml|[台个件套只瓶桶盒袋筐罐捆盘粒颗棵株枚辆艘架座吨斤克扇樘匹串箱杯碗支张块层根条卷对双包把批本份副组排片面打提车板顶床桌间套令幅盏"
    r"头米方升盆组部节束台听盘]|t(?![a-z]))"
)
# Behind a number these are something else: 个月, 条件, 批准, 3万件 is fine.
_OTHER: Final = regex(
    r"个(?:月|点|星期|礼拜|季度|小时|工作日|人|亿|[万wk]|客户|项目|问题|方案|阶段|单位|电话|朋友)|件事|条[件款线]|张(?:总|姐|哥|工|董|老|经|厂|主)|本[月周金年次来人]|支[付票出]"
    r"|对[公账方面]|双[方十]|包[含括邮运税干]|打[过来到了给款进卡现承电汇]|提[成前供货出]|部[分门]|批[了准复]|把[钱款账货他尾]|块(?:$|[,。\s钱的一每\d二三五八九半])|层楼|间隔|面[积谈议]|头款"
    r"|米[总工]|方[便案总面经老]|升级|组[织成长]|节[前后日省]|片区|车[费款票险补]|板块|车间|家店|份额|排名|听说"
)
_NOT_BEFORE: Final = regex(r"(?:[a-z#第][-]?|\d[:./\-]|型号|规格|编号|单号|每)$")


class Quantity(NamedTuple):
    """So many of something.

    Attributes:
        value: how many.
        unit: the measure word.
        start, end: its place.
    """

    value: Decimal
    unit: str
    start: int
    end: int


def find_quantities(text: str) -> list[Quantity]:
    """Every number with a measure word, in order; times, persons, shares and money are none.

    Args:
        text: folded text; names of customers and colleagues are masked.
    """
    found = []
    for figure in find_figures(text):
        quantity = _quantity(text, figure) or _called(text, figure)
        if quantity is not None:
            found.append(quantity)
    return found


_UNIT: Final = regex(rf"(?:多|来)?\s?(?P<unit>{UNITS})")


def _quantity(text: str, figure: Figure) -> Quantity | None:
    unit = _UNIT.match(text, figure.end)
    if unit is None or figure.spelled or _OTHER.match(text, unit.start("unit")):
        return None
    if _NOT_BEFORE.search(text, max(figure.start - 4, 0), figure.start):
        return None
    value, start = figure.value, figure.start
    if figure.tail < figure.end:
        # 5万3台 holds three machines, not fifty-three thousand.
        value, start = (figure.value - figure.headed) * 10 / _scale(figure), figure.tail
    return Quantity(value, unit["unit"], start, unit.end())


_CALLED: Final = regex(r"数量\s?(?:是|为|:)?\s?$")


def _called(text: str, figure: Figure) -> Quantity | None:
    """数量300, without a measure word."""
    if _CALLED.search(text, max(figure.start - 5, 0), figure.start) is None:
        return None
    return Quantity(figure.value, "", figure.start, figure.end)


def _scale(figure: Figure) -> Decimal:
    return Decimal({"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}.get(figure.unit, 10))
