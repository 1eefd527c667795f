"""How days of the ordinary calendar are written: the grammar that `days` gives a meaning to."""

from __future__ import annotations

from typing import Final

from handlers.language.numbers import NUM
from handlers.language.offsets import AGO, LATER, WEEK

# What turns "3号" into a place or a thing: 3号线, 2号仓库, 5号楼.
NO_DAY: Final = (
    r"(?![线楼门店仓院机厅库车桌房位点厂码段区路口室柜样棚坑井炉泵阀公馆会所产品管模轴槽料])"
    r"(?!电池|无缝|油|字|码头|钢|客户|联系|地块|院区|宗地)"
)
YEAR: Final = (
    r"(?:今年|明年|后年|大前年|前年|去年|(?<!\d)(?:\d{4}|\d{2})年|[一二][零〇九][零〇一二三四五六七八九]{2}年"
    r"|(?<![零〇一二三四五六七八九十])[零〇九八][零〇一二三四五六七八九]年)"
)
_MONTH: Final = r"(?:上上个?|上一?个?|下下个?|下一?个?|这个?|今个|本|当|同)月"
_PART: Final = r"(?:初|头(?![部批一次])|尾|中旬|上旬|下旬|中(?![标签选奖间央国医药心秋型])|底|末)"

_ALONE: Final = (
    r"(?<![一-鿿])(?:昨(?=[上下中]午|\s|[收到回打付去见跑拜])|今(?=[上下中]午)|明(?=[上下中]午|\d{1,2}[:点]))"
)
"""昨下午, 昨 亿佳福, 明10:30: a day in one character, with nothing but its hour or a blank behind it."""

ALTERNATIVES: Final[tuple[tuple[str, str], ...]] = (
    # The commonest first.
    (
        "relative",
        (
            r"[听寻]日|大大前天|大前天|前天|前日|前晚|前儿个?|昨[天日晚夜晨]|昨儿个?|[今本]日|今[天早晚夜晨朝]|今儿个?|今明两?天|外后天|大大后天"
            rf"|大后[天日]|明后两?天|后天|后日|后晚|后儿个?|明[天日早晚晨]|{_ALONE}|明儿个?|明朝(?![代家风时])"
        ),
    ),
    (
        "week_day",
        (
            rf"(?<![每逢隔])(?<!每个)(?:大?上{{1,3}}|(?<!一)大?下{{1,4}}|这|本)?一?个?{WEEK}的?周?"
            r"(?:(?:一二|二三|三四|四五|五六|六[日天])(?![点时个家台刻月号楼万千百十])|[一二三四五六日天]|[1-7](?!\d))(?!班|刊|边|期|岁|年|转|月|次|趟|遍|福(?![州建利]))"
        ),
    ),
    (
        "ymd",
        # 2018-12-1209:03: what was copied without its blank.
        (
            r"(?<!\d)\d{4}(?:-\d{1,2}-\d{1,2}|/\d{1,2}/\d{1,2}|\.\d{1,2}\.\d{1,2})(?!\d)"
            r"|(?<!\d)\d{4}-\d{2}-\d{2}(?=\d{2}:\d{2})"
        ),
    ),
    ("day_of_year", rf"{YEAR}的?(?:第{NUM}天|最后一天)"),
    (
        "last_of_month",
        (
            rf"(?:{_MONTH}|(?:{YEAR}的?)?{NUM}月份?)的?"
            rf"(?:(?:第[一二三四五1-5]个?|最后一?个?){WEEK}[一二三四五六日天]|最后一天)"
        ),
    ),
    (
        "md",
        (
            rf"{YEAR}的?{NUM}月(?>{NUM})(?![\d.:日号初中上下旬底末份万千百个台箱件元块%折点家吨套条月年])|(?:{YEAR}的?)?(?:(?:{NUM}|(?<![万千百亿\d])元)月份?的?{NUM}[日号]{NO_DAY}"
            rf"|{NUM}月份?\d{{1,2}}(?![\d.:万千百个台箱件元块%折点家吨套条月年]))"
        ),
    ),
    ("month_day", rf"(?:[今明去]年的?)?{_MONTH}的?{NUM}[日号]{NO_DAY}"),
    ("month_part", rf"(?:{_MONTH}月?|月){_PART}|(?<![月\d])[上中下]旬|{_MONTH}[之以]?内(?!部)"),
    ("named_month", rf"{YEAR}的?{NUM}月份?月?{_PART}?|{NUM}月份?月?(?:{_PART}|份)|(?<![万千百亿\d])元月(?:份|{_PART})"),
    (
        "year_part",
        (
            r"(?:(?:今|明|去|后|(?<!\d)(?:\d{4}|\d{2}))年年?|(?<![青少中成童老前半当每整])年)"
            r"(?:根儿?|底|末|尾|初(?![一二三四五六七八九十])|中(?![心学标奖国小年大秋]))"
            r"|(?<![\d一二两三四五六七八九十几多半])今?年内"
        ),
    ),
    ("quarter_end", r"(?:[这本]个?|[上下]个?|第?[一二三四1-4]|(?<![旺淡雨四旱]))季度?(?:末|底)"),
    ("slash", r"(?<![\d./])\d{1,2}/\d{1,2}(?![\d/%]|\s?(?:英?寸|的(?!时候)|[vakwm]|以上|成|股|价))"),
    (
        "dot",
        (
            rf"{YEAR}\d{{1,2}}[.-]\d{{1,2}}(?!\d)"
            r"|(?<![\d./])\d{1,2}\.\d{1,2}(?=\s*(?:前|之前|号|日|再|去|跟|带|约|那|拜访|回访|过去|上门|送|给|[得要该](?:再|去|跟|盯|找|催|送|带|联系|回访|拜访)|盯|催|找))(?!\d)"
            r"|(?<=下次)\s*\d{1,2}\.\d{1,2}(?![\d万折元块米])|(?<=下次去)\d{1,2}\.\d{1,2}(?!\d)"
        ),
    ),
    (
        "span",
        r"(?<![\d./])\s?\d{1,2}\.\d{1,2}[号日]?\s*[-~到至]{1,2}\s*\d{1,2}\.\d{1,2}[号日]?(?![\d.%万千百元块折米kw])",
    ),
    ("day", rf"(?<![\d#第型./月大小加]){NUM}号{NO_DAY}|(?<![\d#第型./月])\d{{1,2}}日(?![均常销耗龄]){NO_DAY}"),
    ("from_day", rf"(?<![\d#第型./月]){NUM}(?=\s?[-~到至、和或]\s?{NUM}号{NO_DAY})"),
    (
        "week_part",
        (
            rf"(?<!每)(?:上{{1,2}}|下{{1,2}}|这|本)?个?{WEEK}(?:末(?!班)|初|中(?![一-鿿])|内|之内|以内|头上?)"
            rf"|(?<![一-鿿]){WEEK}头上"
        ),
    ),
    ("half_month", rf"(?:{_MONTH}的?|{NUM}月份?)?[上下]半个?月(?!板)"),
    ("same_day", rf"(?:上|下下|下)一?个?(?:{WEEK}|月)的?(?:今天|这个时候|这时候|同一天)"),
    ("week", rf"(?:上上|上|下下|(?<!一)下|这|本)一?个?{WEEK}"),
    ("month", r"(?:上个?|下下个?|下一?个?)月(?![初底末中上下])"),
    ("ago", AGO),
    ("later", LATER),
)
_UNIT: Final = "[-/.:年月号日个天周星礼点时季来几多工半~到至、和或ap]"
_FIGURES: Final = "0123456789零〇一二两俩三仨四五六七八九十廿卅"
# Every alternative begins with one of these characters, and goes on in one of these ways.
_BEGINNINGS: Final[tuple[tuple[str, str], ...]] = (
    ("上下", "[上下一个周星礼月午季旬半]"),
    ("这本", "[个周星礼月季日]"),
    ("中", "[旬午]"),
    ("周昨早晚凌清午傍深星礼差晌", ""),
    ("听寻", "日"),
    ("晏", "昼"),
    ("今", "[年天日儿朝早晚夜晨明个上下中]"),
    ("前", "[天日晚儿年两几些]"),
    ("大", "[前大后上下]"),
    ("外", "后"),
    ("后", "[天日儿年晚]"),
    ("明", "[年天日儿早晚晨后朝上下中0-9]"),
    ("去", "年"),
    ("元", "月"),
    ("年", "[底末初中尾内根]"),
    ("季", "[末底度]"),
    ("当同", "月"),
    ("月", "[初中上下底末头尾]"),
    ("个", "[周星礼月把]"),
    ("夜", "[里到]"),
    ("几半", "[个天日周星礼月年夜]"),
    ("好", "几"),
    ("再", "过[个些阵0-9一二两俩三仨四五六七八九十半几]"),
    ("过隔", "[个些阵0-9一二两俩三仨四五六七八九十半几]"),
    ("一", "早"),
    ("第", "[一二三四1-4]"),
    ("的 \n", rf"\s*(?:差|[{_FIGURES}]{{1,4}}{_UNIT})"),
    (_FIGURES, rf"[{_FIGURES}]{{0,3}}{_UNIT}"),
)


def _beginnings() -> str:
    """One alternative for each character: so `re` passes at once over all that none begins with."""
    ways: dict[str, list[str]] = {}
    for characters, goes_on in _BEGINNINGS:
        for one in characters:
            ways.setdefault(one, []).append(goes_on)
    return "|".join(f"{one}(?:{'|'.join(each)})" for one, each in ways.items())


BEGINS: Final = _beginnings()
"""Where a day or a clock time may begin."""
