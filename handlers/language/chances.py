"""Sales that move on: the stage, what they are worth, how likely they are."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from handlers.language.amounts import Amount
from handlers.language.figures import read_figure
from handlers.language.meaning import Intent, Intents, Slot
from handlers.language.patterns import regex
from handlers.language.reading import Reading
from handlers.language.roles import whole
from handlers.language.sums import amount_slots, money
from handlers.language.who import Place, find_who, joined_words, without

_KNOWN: Final = (
    "初步接触|初步沟通|意向确认|需求确认|需求调研|需求分析|方案设计|方案报价|商务谈判|价格谈判|合同审批|合同评审|合同谈判|技术交流|技术评审|样品测试|小批量试用"
    "|初步|接触|意向|需求|调研|立项|选型|方案|报价|议价|比价|试样|打样|样品|送样|试用|试机|测试|试点|谈判|商务|招标|投标|评标|开标|定标|中标|合同|签约|签单|签合同|付款|成交|下单|交付|实施|验收|结项|赢单|输单|丢单|搁置|暂停"
)
_MOVE: Final = (
    r"(?:进入|进到?|走到|推进到?|推到|到了?|转到|转入|转成|改[成到为]?|调[成到为]|变更?[成为到]|变成|跳到|升到|更新[成为到]"
    r"|阶段\s*(?:改|更新|调整?)?(?:[成为到]|是|:)?|目前在|现在在?|处于|卡在|停在|回到|退回到?|:)"
)
_MOVED: Final = regex(rf"{_MOVE}了?\s*\"?(?P<stage>{_KNOWN})(?!单|书|数|金|人)")
_NAMED: Final = regex(rf"(?P<stage>{_KNOWN})(?:阶段|环节|流程|期(?=$|[,。\s了]))")
_FREE: Final = regex(r"(?:进入|到了?|改[成为]|推进到?)(?P<stage>[一-鿿]{1,6}?)(?:阶段|环节)")
_PUSHED: Final = regex(rf"推进[^,。]{{0,3}}?[\s:]+[^,。]{{0,20}}?(?P<stage>{_KNOWN})\s*$")
_WON: Final = regex(
    r"赢单|赢了|(?:标|单)[^,。没]{0,6}中了|拿下了?|中标了?(?!价|单位)|签下来了?|签了(?:合同)?|谈下来了|成交了|定下来了|(?:单子?|项目)成了|合同签了|签约了|签单了"
)
_LOST: Final = regex(
    r"丢单|输单|撤单|(?:商机|单子?|项目)[^,。]{0,3}关(?:掉|闭|了)|丢了|输了|黄了|吹了|飞了|泡汤|没中标?|未中标|落标|投标失败|出局|跟丢|没拿下|没成|没戏了?|选了别[家人]|给了别[家人]|买了别家|被[^,。]{1,10}(?:抢|拿)[走下]?了?"
)
_PAUSED: Final = regex(r"(?P<stage>搁置|暂停|暂缓|终止|冻结)(?!服务|营业)")
_OF_THE_PRICE: Final = regex("[聊谈]到(?:了)?(?:价格|价钱|报价)(?:了|(?=[\\s,。]|$))")
"""聊到价格了: the sale has come to where it is haggled over."""
_WAITS_FOR: Final = regex("(?:就|只)等(?:着)?(?P<stage>合同|签约|定标|开标|评标)")
_PER_CENT: Final = regex(
    r"(?:(?P<figure>\d{1,3})(?:\.\d+)?\s?%|百分之(?P<words>[一二三四五六七八九十百]{1,4}|\d{1,3})|(?P<tenths>[一二两三四五六七八九十\d])成(?P<half>半)?(?=把握|概率|几率|可能|希望|的?胜算|左右|以上|能[成签中拿谈定下]|会[成签中]|吧|了|$|[,。\s])"
    r"|(?:概率|把握|几率|成功率|可能性|胜算|赢率)(?:大概|有|是|在|到|能|提到|调到|改[成为]|[:\s])*(?P<plain>\d{1,3}|[一二三四五六七八九]十[一二三四五六七八九]?)(?!万|\d|成|%))"
)
_EVEN: Final = regex(r"五五开|一半(?:的)?(?:把握|概率|几率|可能|希望)|对半开")
_DISCOUNT: Final = regex(r"(?:折扣|优惠|降|涨|预付|首付|定金|尾款|利润|毛利|返点|税|付)[^,。]{0,4}$")
_OPENING: Final = regex(r"(?:[\s,:。的]|今天|刚才?|那边|这边|商机|更新(?:一下)?|推进)*")


def read_opportunity_update(reading: Reading) -> Intent | None:
    """A sale that moves on: `customer`, `contact`, `stage`, `amount`, `probability` (per cent), `summary`.

    Args:
        reading: one record.

    Returns:
        None where neither a stage nor a sum nor a likelihood was said, nor anything that a note could hold.
    """
    who = find_who(reading)
    slots: dict[str, Slot] = dict(who.slots)
    slots |= _stage(reading)
    slots |= _probability(reading)
    amounts = money(reading)
    amount, unsure = whole(reading.masked, [one for one in amounts if one.unit] or _budget(reading, amounts))
    if amount is not None:
        slots |= amount_slots(reading, amount, unsure=unsure, sure_when_rough=True)
    slots |= _summary(reading, who.places)
    return reading.intent(Intents.OPPORTUNITY_UPDATE, slots) if slots else None


_BUDGET: Final = regex(r"(?:预算|金额|合同额|总价|报价|价)(?:大概|给到?|是|有|在|约|改[成为]|[:\s])*$")


def _budget(reading: Reading, amounts: list[Amount]) -> list[Amount]:
    """Plain numbers only behind a word that asks for a sum: 预算 800000."""
    return [one for one in amounts if _BUDGET.search(reading.masked, max(one.start - 10, 0), one.start)]


def _stage(reading: Reading) -> dict[str, Slot]:
    masked = reading.masked
    lost = _LOST.search(masked)
    if lost is not None:
        return {"stage": reading.slot("丢单", *lost.span())}
    paused = _PAUSED.search(masked)
    if paused is not None:
        return {"stage": reading.slot(reading.words(*paused.span("stage")), *paused.span("stage"))}
    talked = _OF_THE_PRICE.search(masked)
    if talked is not None:
        return {"stage": reading.slot("谈判", *talked.span())}
    moved = (
        _MOVED.search(masked)
        or _NAMED.search(masked)
        or _PUSHED.search(masked)
        or _FREE.search(masked)
        or _WAITS_FOR.search(masked)
    )
    if moved is not None:
        return {"stage": reading.slot(reading.words(*moved.span("stage")), *moved.span("stage"))}
    won = _WON.search(masked)
    return {} if won is None else {"stage": reading.slot("赢单", *won.span())}


def _probability(reading: Reading) -> dict[str, Slot]:
    masked = reading.masked
    even = _EVEN.search(masked)
    if even is not None:
        return {"probability": reading.slot(50, *even.span())}
    chosen: dict[str, Slot] = {}
    for found in _PER_CENT.finditer(masked):
        value = _per_cent(found)
        if value is None or value > 100 or _DISCOUNT.search(masked, max(found.start() - 8, 0), found.start()):
            continue
        # 把握七八成，先记75%: the one to be kept.
        if not chosen or _KEPT.search(masked, max(found.start() - 6, 0), found.start()):
            chosen = {"probability": reading.slot(value, *found.span())}
    return chosen


_KEPT: Final = regex(
    r"(?:先|就|暂时)?(?:[记写按算填]|改[成为到]|调[成到])(?:成|个|作|做)?\s*$|(?:不对|错了)[\s,]*(?:是|应该是)?\s*$"
)


def _per_cent(found: re.Match[str]) -> int | None:
    if found["tenths"] is not None:
        tenths = read_figure(found["tenths"], 0)
        return None if tenths is None else int(tenths.value * 10 + (5 if found["half"] else 0))
    words = found["figure"] or found["words"] or found["plain"]
    figure = read_figure(words, 0)
    return None if figure is None or figure.value != figure.value.to_integral_value() else int(Decimal(figure.value))


def _summary(reading: Reading, names: list[Place]) -> dict[str, Slot]:
    """All that was said besides the names at the head."""
    masked = reading.masked
    at_head = [place for place in names if not masked[: place[0]].strip(" ,:") or place[0] <= _HEAD]
    start = max((last for _, last in at_head), default=0)
    opening = _OPENING.match(masked, start)
    start = opening.end() if opening is not None else start
    left = without(len(masked), [(0, start)])
    words = joined_words(reading, left)
    return {"summary": reading.slot(words, left[0][0], left[-1][1])} if words else {}


_HEAD: Final = 4
