"""Sums of money in what people write, and what only looks like one.

A number is a sum by its sign or word (¥, 元, 块, 美元), by its size (5万, 8千6), or, standing alone, by its place: then
the reader who knows what is asked for decides. No sum: 3箱, 5个点, 8折, 账期30天, 500ml*12, zs001234, a day, a phone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from handlers.language.figures import CHARACTERS, Figure, find_figures, read_figure
from handlers.language.normalise import fold
from handlers.language.patterns import regex
from handlers.language.phones import find_phones
from handlers.language.quantities import UNITS, Quantity, find_quantities
from handlers.language.roles import paid, prices

__all__ = ["YUAN", "Amount", "Quantity", "deal", "find_amounts", "find_quantities", "read_amount"]

_CURRENCIES: Final = {
    "usd": "USD", "us$": "USD", "$": "USD", "美元": "USD", "美金": "USD", "美圆": "USD", "美刀": "USD", "刀": "USD",
    "eur": "EUR", "€": "EUR", "欧元": "EUR", "欧": "EUR", "hkd": "HKD", "港币": "HKD", "港元": "HKD", "港纸": "HKD",
    "jpy": "JPY", "日元": "JPY", "日币": "JPY", "日圆": "JPY", "gbp": "GBP", "£": "GBP", "英镑": "GBP",
    "krw": "KRW", "韩元": "KRW", "韩币": "KRW", "twd": "TWD", "新台币": "TWD", "台币": "TWD", "aud": "AUD",
    "澳元": "AUD", "澳币": "AUD", "cad": "CAD", "加元": "CAD", "sgd": "SGD", "新元": "SGD", "新币": "SGD",
    "chf": "CHF", "瑞士法郎": "CHF", "thb": "THB", "泰铢": "THB", "rub": "RUB", "卢布": "RUB",
}  # fmt: skip
YUAN: Final = ""
"""The currency that is not said: yuan."""
_FOREIGN: Final = "|".join(
    sorted((re.escape(one) for one in _CURRENCIES if one not in {"刀", "欧"}), key=len, reverse=True)
)
_SIGN: Final = regex(rf"(?:¥|{_FOREIGN}|rmb|cny|人民币)\s?:?$")
_WORD: Final = regex(
    rf"\s?(?:(?P<foreign>{_FOREIGN}|刀(?![片具])|欧(?![洲姆阳式]))|(?P<yuan>圆|元(?![旦宵件素器月老首]|[总工姐哥])|块(?![板砖钢布肉表屏地石料儿头])|rmb|cny|人民币|¥))"
)
_MORE_WORDS: Final = regex(r"\s?(?:人民币|rmb|cny|整|正(?!在|好|常|式)|钱)")
_ONES: Final = "一二两三四五六七八九壹贰叁肆伍陆柒捌玖"
_NUMERALS: Final = {
    **{one: Decimal(value) for value, one in enumerate("零一二三四五六七八九")},
    **{one: Decimal(value) for value, one in enumerate("零壹贰叁肆伍陆柒捌玖")},
    "两": Decimal(2),
    "半": Decimal(5),
}
_FEN_ONLY: Final = regex(rf"零?(?P<fen>\d|[{_ONES}])分(?![两三期批开成])")
_CENTS: Final = regex(rf"零?(?P<dimes>\d|[{_ONES}半])(?:毛|角)(?:钱)?(?:(?P<cents>\d|[{_ONES}])分?)?")
_PART: Final = regex(r"(?P<part>\d{1,2}|[一二三四五六七八九半])(?![\d.%])")
_DIMES: Final = regex(r"\s?(?:毛(?![利巾重坯衣线料病])|角(?![落钢度铁大]))(?:钱)?(?P<cents>\d|[一二三四五六七八九])?")
_FEN: Final = regex(rf"\s?分(?:钱|(?P<tenth>[\d{_ONES}])?(?=\s?(?:一|每|/)\s?{UNITS}))")
"""5分钱, 两分五一只."""
COUNTER: Final = regex(
    r"\s?(?:多|来)?(?:公斤|公里|公分|千克|毫[升米]|厘米|平米|平方|立方|小时|分钟|季度|[块台个件套只瓶桶盒袋筐罐捆盘粒颗棵株枚辆艘架座栋幢吨斤克扇樘匹串箱杯碗篇遍趟轮届岁倍折亩寸度餐顿夜桌页集号日月年周天点时秒人位名家户室厅]"
    r"|平(?![均台时安])|[%‰条份张层楼间支卷双对本包打把提项批部级版期成米升分单套次股路线声斗束联副盏组排笔])"
)
_NO_COUNTER: Final = regex(
    r"\s?(?:个[亿万wk]|人[民工均情]|份额|条[件款]|张(?:总|姐|哥|工|董|老|经|厂|主)|支[付票出]|双[方十休]|双1|对[公账方上了]|本[月周金年次来]"
    r"|包[含括安装邮运税干]|打[过来到了给款进卡入完的车现承电汇]|打$|把[钱款账货他尾]|提[成前供货出]|项目|批[了准复]|部[分门]|级别|成[交本功了]|升级|单[价独子]|线[上下]|名义"
    r"|分[期两三批次开成]|天津|家[具里电]|号称|周(?=[一二三四五六日天末]|.?[总经工主厂老姐])|月(?=[底初末中])|日(?=元|币|圆)|点(?=[了吧的])|年(?=[底初前])|期(?=间)|路[费桥]|次[性日]|台币|位于|联系)"
)
_DATED: Final = regex(r"\s?(?:[年月日号]|点(?![了吧的])|时(?!候)|分钟|[:/.\-]\d)")
_BEFORE_PLAIN: Final = regex(
    r"(?:[a-z#_*×乘/.\\@+]|[a-z]-|\d[:.\-/,米寸尺室]|分之|第|数量|型号|规格|编号|单号|票号|尾号|号码|密码|版本|订单号|卡号|账号|工号|门牌|扣扣|邮编|车牌|代码|合同号|农历|初|星期|礼拜|周)\s?:?$"
)
_LATIN_BEHIND: Final = regex(r"[a-z*×#_乘]|\s(?:[*×#_]|[a-z]{1,2}(?![a-z]))|\s?-\d")
_ABOUT: Final = regex(
    r"(?:大概|大约|约莫|(?<![合签预节大])约(?!好|定)|差不多|将近|接近|估计|估摸|可能|也就|不到|不足|超过|至少|最少|最多|顶多|起码|近|小|毛估|快|上下|(?<![\d一二两三四五六七八九十])[万千百]儿?)(?:是|要|有|在|个|能|给)?\s?[¥$]?$"
)
_ABOUT_BEHIND: Final = regex(
    r"\s?(?:多(?![少次付打退给收])|左右|上下(?!班)|以内|以上|不到|出头|挂零|打底|的样子|上下|吧?[^一-鿿]{0,1}(?:大概|左右))"
)
_PLAIN_MOST: Final = 10**8
"""A row of more figures than this is no sum unless a unit says so."""


class Amount(NamedTuple):
    """A sum as it was said.

    Attributes:
        value: the sum in its currency; the lower or the named one where it was said roughly.
        start, end: its place, with its sign and its word.
        fuzzy: whether it was said roughly (三十来万, 两三千, 大概5万).
        unit: 元 where money was named, else the last 万, 千 or 百; empty for a plain number.
        high: the upper end of a stretch.
        currency: its code; empty for yuan.
    """

    value: Decimal
    start: int
    end: int
    fuzzy: bool = False
    unit: str = ""
    high: Decimal | None = None
    currency: str = YUAN


def find_amounts(text: str) -> list[Amount]:
    """Everything that may be a sum of money, in order; plain numbers (油费300) with an empty unit.

    Args:
        text: folded text; names of customers and colleagues are masked, so that 99旅馆 is none.
    """
    phones = find_phones(text)
    found: list[Amount] = []
    for figure in find_figures(text):
        if any(phone.start < figure.end and figure.start < phone.end for phone in phones):
            continue
        amount = _amount(text, figure)
        if amount is not None and (not found or amount.start >= found[-1].end):
            found.append(amount)
    return found


def _amount(text: str, figure: Figure) -> Amount | None:
    if figure.unit and figure.high is None and _TWICE.search(text, figure.start, figure.end + 1):
        return None
    sign = _SIGN.search(text, max(figure.start - 6, 0), figure.start)
    word = _WORD.match(text, figure.end)
    joined = figure.tail < figure.end and _ONE_OF.match(text, figure.tail) is not None
    small = _small(text, figure) if word is None and sign is None else None
    if small is not None:
        return small
    if word is None and (joined or _counts(text, figure.end)):
        if figure.tail == figure.end:
            return None
        # 5万3台: the 3 belongs to what is counted.
        figure = figure.without_tail()
    if word is None and sign is None and not _may_be_money(text, figure):
        return None
    return _with_words(text, figure, sign, word)


_TWICE: Final = regex(r"([亿万w]).*\1")
"""1亿亿, 5万5万: no sum that anybody means."""


def _with_words(text: str, figure: Figure, sign: re.Match[str] | None, word: re.Match[str] | None) -> Amount:
    low, high, end, currency = figure.value, figure.high, figure.end, YUAN
    if word is not None:
        end = word.end()
        currency = _CURRENCIES.get((word["foreign"] or "").strip(), YUAN)
        if not figure.unit or figure.tail == figure.end:
            part, end = _part(text, end, spoken=word.group().strip() in {"块", "元", "圆"})
            low, high = low + part, high + part if high is not None else None
        for _ in range(2):
            more = _MORE_WORDS.match(text, end)
            end = more.end() if more is not None else end
    elif figure.unit and text.startswith("整", end):
        end += 1
    if sign is not None and not currency:
        currency = _CURRENCIES.get(sign.group().strip(" :"), YUAN)
    start = sign.start() if sign is not None else figure.start
    behind = _ABOUT_BEHIND.match(text, end)
    about = _ABOUT.search(text, max(start - 5, 0), start) is not None or behind is not None
    unit = "元" if word is not None or sign is not None else figure.unit
    return Amount(low, start, end, figure.fuzzy or about, unit, high, currency)


def _part(text: str, end: int, *, spoken: bool) -> tuple[Decimal, int]:
    """What is said behind 块: 12块5, 3块2毛5, 三块半."""
    if not spoken:
        return Decimal(0), end
    cents = _CENTS.match(text, end)
    if cents is not None:
        return _digit(cents["dimes"]) / 10 + _digit(cents["cents"] or "0") / 100, cents.end()
    fen = _FEN_ONLY.match(text, end)
    if fen is not None:
        return _digit(fen["fen"]) / 100, fen.end()
    part = _PART.match(text, end)
    if part is None or _is_counted(text, part) or text[end - 1] != "块":
        return Decimal(0), end
    words = part["part"]
    return (Decimal(words) / 100 if len(words) == 2 else _digit(words) / 10), part.end()


_ONE_OF: Final = regex(r"一[起共下直半样些点定般次]|[一两三]?[个种]")
_NAMES_DAY: Final = regex(r"[十零一二三四五六七八九]?[号日月]")


def _is_counted(text: str, part: re.Match[str]) -> bool:
    """三块一斤, 5块2个: the figure behind 块 counts something else."""
    return (
        _counts(text, part.end())
        or _ONE_OF.match(text, part.start()) is not None
        or _NAMES_DAY.match(text, part.end()) is not None
        or _WORD.match(text, part.end()) is not None
    )


def _digit(words: str) -> Decimal:
    return _NUMERALS.get(words) or Decimal(words if words.isdecimal() else 0)


def _small(text: str, figure: Figure) -> Amount | None:
    """5毛, 八毛五, 5分钱."""
    if figure.unit:
        return None
    dimes = _DIMES.match(text, figure.end)
    if dimes is not None:
        cents, end = dimes["cents"], dimes.end()
        if cents is not None and (_counts(text, end) or _ONE_OF.match(text, end - 1)):
            cents, end = None, end - 1  # 8毛一个
        loose = _A_YUAN.search(text, max(figure.start - 3, 0), figure.start)
        if loose is not None and figure.value == _EIGHT:
            return Amount(Decimal(1), loose.start(), end, fuzzy=True, unit="元")
        return Amount(figure.value / 10 + _digit(cents or "0") / 100, figure.start, end, figure.fuzzy, "元")
    fen = _FEN.match(text, figure.end)
    if fen is None:
        return None
    value = figure.value / 100 + _digit(fen["tenth"] or "0") / 1000
    return Amount(value, figure.start, fen.end(), figure.fuzzy, "元")


_A_YUAN: Final = regex(rf"(?<![\d{CHARACTERS}几多来把半])块儿?$")
_EIGHT: Final = 8
"""块八毛 is about a yuan."""


def _counts(text: str, end: int) -> bool:
    """Whether a unit of things, of time or of measure follows."""
    return COUNTER.match(text, end) is not None and _NO_COUNTER.match(text, end) is None


def _may_be_money(text: str, figure: Figure) -> bool:
    """Whether a number without any word of money may be one."""
    if _DATED.match(text, figure.end) and _NO_COUNTER.match(text, figure.end) is None:
        return False
    before = _BEFORE_PLAIN.search(text, max(figure.start - 5, 0), figure.start)
    if before is not None and _TIMES.search(text, max(figure.start - 4, 0), figure.start):
        before = None
    behind = _LATIN_BEHIND.match(text, figure.end) is not None
    if behind or text.startswith("分之", figure.end):
        return False
    if before is not None:
        return False
    if figure.unit:
        return not (figure.start == 0 and figure.value == 0)
    if figure.spelled or (figure.value >= _PLAIN_MOST and "," not in text[figure.start : figure.end]):
        return False
    if figure.written:
        if _MAKE.match(text, figure.end):
            return False
        return _STROKE_BEFORE.search(text, max(figure.start - 2, 0), figure.start) is None
    # 五十 may be money where nothing follows it; 三 says too little.
    if _IDIOM.search(text, max(figure.start - 2, 0), figure.start):
        return False
    priced = _PRICED.search(text, max(figure.start - 4, 0), figure.start) is not None
    return priced or (figure.value >= 10 and _ENDS.match(text, figure.end) is not None)


_PRICED: Final = regex(rf"(?:单价|每\s?{UNITS}|(?<![\d一二三四五六七八九十第每])一(?:个|{UNITS}))\s?$")
"""每盒八十八, 一个三十五."""
# 八九不离十, 三七二十一
_IDIOM: Final = regex(r"[一二三四五六七八九离]$")
# 300个×12.5 is a price; 500ml*12 is a pack.
_TIMES: Final = regex(r"[个台件套箱张条支瓶桶包袋盒把本双份组根卷副吨]\s?[*×x@]\s?$")
_MAKE: Final = regex(r"不锈|钢|后(?=$|[,。的])|款(?=[式型空]|$)")
"""304不锈钢, 2023款, 90后."""
_STROKE_BEFORE: Final = regex(r"\d[-./:*×]$|[-]$")
_ENDS: Final = regex(r"[\s,。;!?、)了]|$")


def read_amount(text: str) -> Amount | None:
    """The one sum that a text means: an expression by itself (三十来万), or the one that counts in a sentence.

    Args:
        text: anything.

    Returns:
        None where it names none, or only things, times and shares. A price with a quantity is multiplied.
    """
    text = fold(text).strip()
    if _SPACED.fullmatch(text):
        text = text.replace(" ", "")  # dictated: 一百 五 十 二
    minus = _MINUS.match(text)
    if minus is not None:
        found = read_amount(text[minus.end() :])
        return None if found is None else found._replace(value=-found.value)
    amounts = find_amounts(text)
    if not amounts:
        return _bare(text)
    return deal(text, amounts) or paid(text, amounts)[0] or amounts[0]


_SPACED: Final = regex(rf"[{CHARACTERS} 块元钱多来余]+")
_MINUS: Final = regex(r"(?:负|-)(?=[\d一二三四五六七八九十两百千])")


_TIMES_BEHIND: Final = regex(r"\s?(?:元|块)?\s?[*×x]\s?(?P<many>\d{1,6})")


def deal(text: str, amounts: Sequence[Amount]) -> Amount | None:
    """Unit price times quantity, where both are said, summed up for several things; None otherwise.

    Args:
        text: folded text.
        amounts: its sums, in order.
    """
    each = prices(text, amounts)
    if len(each) == 1 and not each[0].currency:
        times = _TIMES_BEHIND.match(text, each[0].end)
        if times is not None:
            value = each[0].value * Decimal(times["many"])
            return Amount(value, each[0].start, times.end(), each[0].fuzzy, "元")
    if not each or any(one.currency != YUAN for one in each):
        return None
    many = [found for found in find_quantities(text) if not any(_is_price_unit(text, one, found) for one in each)]
    if len(many) != len(each):
        return None
    value = sum((one.value * _many(text, one, found) for one, found in zip(each, many, strict=True)), Decimal(0))
    start, end = min(each[0].start, many[0].start), max(each[-1].end, many[-1].end)
    return Amount(value, start, end, any(one.fuzzy for one in each), "元")


_JIN: Final = {"斤": 1, "公斤": 2, "千克": 2, "kg": 2, "吨": 2000}
"""Half kilos: 两吨 每斤八毛 are four thousand times that."""
_WEIGHED: Final = rf"[/每一]\s?(?P<unit>{'|'.join(sorted(_JIN, key=len, reverse=True))})"
_WEIGHED_BEHIND: Final = regex(rf"\s?(?:元|块|钱)?\s?{_WEIGHED}")
_WEIGHED_BEFORE: Final = regex(rf"{_WEIGHED}[^\d,。]{{0,2}}$")


def _many(text: str, one: Amount, found: Quantity) -> Decimal:
    """How many times a price is paid: by weight, in the measure that it is for."""
    said = _WEIGHED_BEHIND.match(text, one.end) or _WEIGHED_BEFORE.search(text, max(one.start - 6, 0), one.start)
    if said is None or found.unit not in _JIN:
        return found.value
    return found.value * _JIN[found.unit] / _JIN[said["unit"]]


def _is_price_unit(text: str, one: Amount, each: Quantity) -> bool:
    """The 一张 of 45一张 or of 一张45."""
    beside = one.start - 3 <= each.start <= one.end + 2 or _COMES_TO.fullmatch(text, each.end, one.start) is not None
    return beside and each.value == 1 and text[each.start] in "一1"


_COMES_TO: Final = regex(r"\s*(?:就|只|才)?(?:算|按|给|卖|收)(?:他们?|她|你们?)?\s*")
"""一台算他4800."""
_TENTHS: Final = regex(r"[零一二两三四五六七八九十百]{1,7}点[零一二三四五六七八九]{1,4}")


def _bare(text: str) -> Amount | None:
    """A number with nothing else: 三, 五十, 3.5."""
    # 二点五: the point needs a unit to be told from a clock time, which an expression by itself is not.
    figure = read_figure(text + "块", 0) if _TENTHS.fullmatch(text) else next(find_figures(text), None)
    if figure is None or (figure.start, figure.end) != (0, len(text)) or figure.spelled:
        return None
    if not figure.unit and figure.value >= _PLAIN_MOST:
        return None
    return Amount(figure.value, 0, figure.end, figure.fuzzy, figure.unit, figure.high)
