"""Whether a known name in a message is only a part of a longer one, which may be another firm's. Pure.

恒立达 stands for 恒立达液压; 恒立达新材料科技 may be somebody else, and 南京东吴机械厂 is hardly 苏州东吴机械.
"""

from __future__ import annotations

from collections.abc import Collection

from handlers.language.patterns import regex
from models.rules.names import split_place, without_form

_LONGEST_PLACE = 10
_TRADES = (
    "新材料|材料|科技|技术|机械|重工|机电|机床|塑机|模具|精密|五金|轴承|钢管|钢铁|金属|铝业|铜业|阀门|泵业|电机|电器|电气|电力|电缆|电子"
    "|光电|光能|半导体|仪器|仪表|自动化|智能|机器人|智造|数控|设备|装备|制造|工业|实业|软件|数码|通信|通讯|化工|化纤|化学|纤维|纺织|织造"
    "|印染|服装|服饰|塑料|塑胶|橡胶|包装|印刷|纸业|玻璃|陶瓷|建材|建筑|建设|装饰|工程|家具|家居|家电|照明|电动车|汽车|汽配|汽贸|船舶"
    "|航空|物流|货运|供应链|贸易|商贸|国际|进出口|投资|食品|粮油|饮料|餐饮|酒业|生物|制药|医药|医疗|药业|环保|新能源|能源|燃气|石化|液压"
    "|气动|超市|酒店|宾馆|医院|学校|商行|中心|门店|总店|分店|店|分公司|子公司|厂|公司|集团"
)
_MORE = regex(
    # Verbs of a report cannot stand in the middle of a name: 东吴谈新材料.
    r"[^\W_谈聊说讲送看修装签报问催收交见找给发拿取做去来到要带了的和跟在把被是个让请测验调订购买卖换退查搬改提嫌比用坏缺出没不有]{0,5}?"
    rf"(?:(?:股份|有限|责任)*(?:{_TRADES}))+"
    r"(?=$|[\s,，。;；:：、!！?？()（）]|的|谈|聊|见|看|说|送|签|试|拜访|初次|第一次|了解|介绍|首访|回访|他们|那边|这边)"
)
_BARE_FORM = regex(r"(?:总?公司|厂|集团|门店|总店|店)$")


def longer_name(text: str, start: int, end: int, names: Collection[str]) -> tuple[int, int] | None:
    """The stretch of a longer company name around a known one; None when it can only be the known firm.

    Args:
        text: the message.
        start: first character of the known name in it.
        end: one behind its last character.
        names: all names of the known firm.
    """
    first = _place_before(text, start, names)
    more = _MORE.match(text, end)
    last = more.end() if more is not None else end
    # 东吴机械厂 and 东吴机械有限公司 are what people call 东吴机械 in full.
    said = _BARE_FORM.sub("", without_form(text[first:last]))
    return None if any(said in name or said in without_form(name) for name in names) else (first, last)


def _place_before(text: str, start: int, names: Collection[str]) -> int:
    """Where a city or province begins that stands right before a known name and is not in any name of the firm."""
    for first in range(max(start - _LONGEST_PLACE, 0), start - 1):
        place, rest = split_place(f"{text[first:start]}某某")
        if rest == "某某" and not any(place[:2] in name for name in names):
            return first
    return start
