"""Orders as reps write them: what, how much of it, at what price."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from handlers.language.amounts import Amount, Quantity, deal
from handlers.language.meaning import Intent, Intents, Slot
from handlers.language.normalise import CUSTOMER, PERSON
from handlers.language.patterns import regex
from handlers.language.quantities import UNITS, find_quantities
from handlers.language.reading import Reading
from handlers.language.roles import Roles, roles, takes_back, whole
from handlers.language.sums import amount_slots, is_asked, money, past_day
from handlers.language.who import Place, find_who

_ORDERS: Final = regex(
    r"(?:又|再|先|刚刚?|今天|这次|想|说)*(?:新?订单|定[制做](?:了)?|加(?=[\d一二两三四五六七八九十])|下了?(?:个|一个|一笔|张|一张)?(?:大|小|新|急)?(?:订单|单子?)(?:了)?|追加(?:了|订单)?|加[单订购](?:了)?|补货(?:了)?|[续返翻补]单?[订定]?(?:了)?|[订定]货?(?:了|下|购)?|[订定]购(?:了)?|采购(?:了)?|拿(?:了|货|(?=[\d一二两三四五六七八九十]))"
    r"|进(?:了|货)|买(?:了)?|要(?:了|货)?|来(?:了)?|签(?:了)?)(?:一批|一下|一?个(?=[^\d\s,。月])|点|些)?[\s:的]*"
)
_NOUN_STOP: Final = regex(
    rf"[\s,。;:!?、\n()\"*×@={CUSTOMER}{PERSON}]|(?<![a-z\d\-])\d|单价|每{UNITS}|一共|总共|共计|合计|总计|总价|价格|下单|下了单|定了|订了|要了|拿了|追加|已经?|今天|昨天|明天|月底|下周|送到|送过|过[去来]|发[到货]|交货"
    rf"|先|给|按|,|了(?=$|[\s,。])|[一二两三四五六七八九十百千万]+(?:[块元万百千]|{UNITS}(?!装|子))|吧|哈|啊|共(?=\s?\d)|这个|到$|急用|急要|客户|还是|按|[老原]价|就?上次|昨天那|付|包邮|含税|不含税|现货|合同"
)
_LEAD: Final = regex(
    r"(?:[\s,:。的那这个了批次回]|今天|昨天|刚刚?|上午|下午|客户|那边|他们|家|又|再|还|想|说|需要|一共|总共|大概|订购|先|给我们?|让我们?)+"
)
_NO_PRODUCT: Final = regex(
    r"(?:哥|姐|总|叔|婶|不对|错了|改成|货|单|订单|单子|产品|东西|定了?|订了?|要了?|单价|价|总|共|量|下|左右|以上|多|起|的|吧|啊|哈|下?来|大单|新单|小单|试试|看看|用用|试用|先用|全?年.*|一年.*|长期.*|半年.*)*"
)
_OF_OURS: Final = regex(r".*(?:我们的?|同意|进|想要?|需要|那批|这批|的)(?=[^\s])")
_TOLD: Final = regex(r".*(?:说|要)(?:了|的)?(?:那个|这个|那种|这种|个)?(?=[一-鿿])")
_TAIL: Final = regex(
    r"(?:不够(?:了|用)*[嘛啊哈]?|(?:快|用)?[没完]了[嘛啊哈]?|[首头第][一二三]?批|的?(?:货|订单|单子?)|各|大概|大约|约|了|的|要|共|是|先|各要|已经|已|订|定|做|改成|下单)+$"
)
_LONGEST: Final = 16


def read_order_record(reading: Reading) -> Intent | None:
    """An order: `customer`, `contact`, `product`, `quantity`, `amount` (price times quantity), `date`.

    Args:
        reading: one record.

    Returns:
        None where neither a thing nor a sum was said, and where it is asked or supposed.
    """
    masked = reading.masked
    amounts = money(reading)
    who = find_who(reading)
    counted = _quantity(reading, amounts)
    pieces = _pieces(masked, amounts) if counted is None else None
    quantity = counted or pieces
    product = _product(reading, quantity, who.places)
    if counted is not None and counted.unit == _PIECE and product is None:
        quantity = None  # 下单300块: money
    elif counted is not None:
        amounts = [one for one in amounts if one.end <= counted.start or one.start >= counted.end]
    if (quantity is None and product is None and not amounts) or is_asked(reading):
        return None
    slots: dict[str, Slot] = dict(who.slots)
    if product is not None:
        slots["product"] = reading.slot(reading.words(*product), *product)
    if quantity is not None:
        slots["quantity"] = reading.slot(quantity.value, quantity.start, quantity.end)
    slots |= past_day(reading)
    worth, unsure = _worth(masked, amounts)
    # 200块展板 一块12: what 块 counts the second time is not certain.
    unsure = unsure or (quantity is not None and quantity is counted and quantity.unit == _PIECE)
    if pieces is not None:
        worth, unsure = amounts[1]._replace(value=amounts[1].value * pieces.value), False
    elif worth is not None and quantity is not None and _is_of_one(worth, quantity):
        worth = worth._replace(value=worth.value * quantity.value)  # 1万支 6毛
    if worth is not None:
        slots |= amount_slots(reading, worth, unsure=unsure or _REDUCED.search(masked) is not None)
    return reading.intent(Intents.ORDER_RECORD, slots)


def _is_of_one(worth: Amount, many: Quantity) -> bool:
    """Whether a sum without any word for it is the price of one: less than a yuan, or with a part of one (3块2)."""
    if worth.value < _ONE_YUAN:
        return many.value >= _ONE_YUAN
    return worth.value != worth.value.to_integral_value() and _ONE_YUAN < many.value > worth.value


_PIECE: Final = "块"
_ONE_YUAN: Final = 1
"""Less than this is the price of one piece, however many are ordered."""


def _worth(masked: str, amounts: list[Amount]) -> tuple[Amount | None, bool]:
    """What the order is worth; a price without a quantity is not."""
    said, unsure = whole(masked, amounts)
    if said is not None and not unsure and said.unit and _SUMMED.search(masked, max(said.start - 6, 0), said.start):
        return said, False
    product = deal(_without_taken_back(masked), amounts)
    # 优惠200: whether it is taken off already nobody can know.
    spared = any(
        role is Roles.SPARED
        and not (index + 1 < len(amounts) and takes_back(masked, amounts[index], amounts[index + 1]))
        for index, role in enumerate(roles(masked, amounts))
    )
    return (product, spared) if product is not None else (said, unsure or spared)


def _without_taken_back(masked: str) -> str:
    """The text in which the number that was taken back is blank."""
    many = find_quantities(masked)
    for one, other in pairwise(many):
        if _TAKEN_BACK.fullmatch(masked, one.end, other.start):
            masked = masked[: one.start] + " " * (other.start - one.start) + masked[other.start :]
    return masked


_REDUCED: Final = regex(r"[\d一二三四五六七八九]折|[\d一二三四五六七八九]个?点的?(?:优惠|折扣)")
_SUMMED: Final = regex(r"(?:共|总|合计|计)[计价额款是为\s:]*$")


def _quantity(reading: Reading, amounts: list[Amount]) -> Quantity | None:
    """How much is ordered: not the one of 45一张."""
    masked = reading.masked
    fitting = [one for one in reading.quantities if not _is_of_price(masked, one, amounts)]
    for one, other in pairwise(fitting):
        if _TAKEN_BACK.fullmatch(masked, one.end, other.start):
            return other  # 20箱 不对30箱
    return fitting[0] if fitting else None


def _pieces(masked: str, amounts: list[Amount]) -> Quantity | None:
    """价格牌300块，单价4块5: beside the price of one, 块 counts pieces."""
    found = roles(masked, amounts)
    if len(amounts) != 2 or found[0] is not Roles.PLAIN or found[1] is not Roles.PRICE:
        return None
    one = amounts[0]
    if not masked[one.start : one.end].endswith(_PIECE) or one.value != int(one.value):
        return None
    return Quantity(one.value, _PIECE, one.start, one.end)


_TAKEN_BACK: Final = regex(
    r"[\s,。]*(?:[哦噢啊]?不对?|错了|[说写记]错了?|改成?|改为|更正|应该是|不是)[\s,。]*(?:是|要)?\s*"
)


def _is_of_price(masked: str, one: Quantity, amounts: list[Amount]) -> bool:
    if one.value != 1 or masked[one.start] not in "一1":
        return False
    return any(-1 <= one.start - amount.end <= 2 or 0 <= amount.start - one.end <= 2 for amount in amounts)


def _product(reading: Reading, quantity: Quantity | None, names: list[Place]) -> Place | None:
    """What is ordered: behind the quantity (50张瑜伽垫), before it (密封圈五百套), or behind the verb (定了个端架)."""
    masked = reading.masked
    if quantity is not None:
        behind = _noun(reading, quantity.end, len(masked))
        # 可乐20箱雪碧10箱: what stands right before the next quantity is that one's.
        next_one = behind is not None and any(one.start == behind[1] for one in reading.quantities)
        if behind is not None and not next_one:
            return behind
        return _noun_before(reading, quantity.start, names) or behind
    verb = _ORDERS.search(masked)
    return None if verb is None else _noun(reading, verb.end(), len(masked))


def _noun(reading: Reading, start: int, end: int) -> Place | None:
    masked = reading.masked
    while start < end and masked[start] in " 的":
        start += 1
    stop = _NOUN_STOP.search(masked, start, end)
    last = stop.start() if stop is not None else end
    for moment in reading.moments:
        if start <= moment.start < last:
            last = moment.start
    for amount in reading.amounts:
        if start <= amount.start < last:
            last = amount.start
    return _trimmed(masked, start, last)


def _noun_before(reading: Reading, end: int, names: list[Place]) -> Place | None:
    masked = reading.masked
    start, _ = reading.clause_of(end)
    start = max([start, *(last for _, last in names if last <= end)])
    first, verbs = start, [one.start() for one in _ORDERS.finditer(masked, start, end + 1)]
    for verb in _ORDERS.finditer(masked, start, end + 1):
        start = max(start, min(verb.end(), end))
    for moment in reading.moments:
        if start <= moment.start and moment.end <= end:
            start = moment.end
    start = max([start, *(one.end for one in reading.quantities if one.end <= end)])
    lead = _LEAD.match(masked, start, end)
    start = lead.end() if lead is not None else start
    ours = _OF_OURS.match(masked, start, end)
    start = ours.end() if ours is not None else start
    said = _trimmed(masked, start, end)
    if said is not None or not verbs or masked[max(start, verbs[-1]) : end].strip("要了订定购买进拿来下 "):
        return said
    told = _TOLD.match(masked, first, verbs[-1])  # 打电话说要那个酱油再来二十箱
    first = told.end() if told is not None else first
    lead = _LEAD.match(masked, first, verbs[-1])  # 这次菜籽油要12桶
    return _trimmed(masked, lead.end() if lead is not None else first, verbs[-1])


def _trimmed(masked: str, start: int, end: int) -> Place | None:
    words = masked[start:end]
    words = words[: len(words) - len(words.lstrip())] + words.strip()
    start, words = start + len(words) - len(words.lstrip(" ,的")), words.lstrip(" ,的")
    tail = _TAIL.search(words)
    words = (words[: tail.start()] if tail is not None else words).rstrip(" ,的")
    if not 1 <= len(words) <= _LONGEST or _NO_PRODUCT.fullmatch(words) or CUSTOMER in words or PERSON in words:
        return None
    return start, start + len(words)
