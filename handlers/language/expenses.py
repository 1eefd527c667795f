"""What a rep has spent on the way: 今天油费300，午饭25."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from handlers.language.amounts import Amount, deal
from handlers.language.figures import read_figure
from handlers.language.meaning import Intent, Intents, Slot
from handlers.language.patterns import regex
from handlers.language.reading import Reading
from handlers.language.roles import Roles, roles
from handlers.language.sums import amount_slots, is_asked, money, past_day
from handlers.language.who import find_who

_CATEGORIES: Final = (
    (
        "交通",
        regex(
            r"打车|打的|滴滴|出租|的士|油费|油钱|加油|充电|停车|过路|过桥|高速费?|etc|路费|车费|高铁|火车|动车|机票|飞机|地铁|公交|大巴|班车|轮渡|共享单车|代驾|洗车|租车|车票|交通|网约车|包车"
        ),
    ),
    ("住宿", regex(r"住宿|房费|住店|住了|住[^,。]{1,8}?(?:晚|一宿)|宾馆住|开房|酒店(?!用品)|旅馆|过夜")),
    ("快递", regex(r"快递|邮费|寄(?:件|样|送|了|给|合同|资料)|顺丰|运费|物流费|闪送|跑腿")),
    (
        "礼品",
        regex(
            r"礼品|礼物|送礼|伴手礼|果篮|水果|[订买送带](?:了)?[^,。]{0,6}(?:点心|零食|牛奶|花(?![了费掉钱])|烟|酒|茶|蛋糕|月饼|奶粉|卡)|花篮|鲜花|烟酒|茶叶|月饼|红包|购物卡|中华|茅台|特产|大闸蟹"
        ),
    ),
    ("通讯", regex(r"话费|流量费|电话费|通讯费|宽带")),
    ("办公", regex(r"打印|复印|文具|办公|资料费|名片|装订|标书费?")),
    ("会务", regex(r"会务费|会议费|展位|展会费|门票|培训费|报名费|场地费")),
)
_TREATS: Final = regex(
    r"招待|宴请|请客|请[^,。]{0,14}?(?:吃|喝|唱|泡|玩|坐|洗)|陪[^,。]{0,12}?(?:吃|喝|唱|饭)|ktv|唱歌|足浴|洗脚|按摩|高尔夫|应酬"
)
_MEALS: Final = regex(
    r"[早午中晚]饭|[早午中晚]餐|宵夜|夜宵|餐费|饭钱|饭费|伙食|吃饭|吃了|盒饭|工作餐|外卖|咖啡|奶茶|饭局|聚餐|撸串|烧烤|火锅|小龙虾|快餐|馄饨|面条?|饮料|矿泉水"
)
_STATED: Final = regex(
    r"报(?P<said>差旅|招待|交通|餐饮|办公|住宿|通讯)|(?:走|算|记|入|归|报|列|挂|按)(?:在|到|成|作|为|个)?(?P<what>[一-鿿]{2,4}?)费|(?:类别|类型|科目)[:\s]*(?P<kind>[一-鿿]{2,4}?)费?(?=$|[\s,。])"
)
_NIGHTS: Final = regex(r"(?P<count>[一二两三四五六七八九十]|\d{1,2})(?:个)?(?:晚|夜)")
_EACH_NIGHT: Final = regex(r"\s?(?:元|块)?\s?(?:[/每]|一)(?:个)?(?:晚|夜|天)")
_BEFORE_NIGHT: Final = regex(r"(?:每|一)(?:个)?(?:晚|夜|天)\s?$")


def read_expense_record(reading: Reading) -> Intent | None:
    """What was spent: `amount` (all of it), `category`, `date`, `customer` and `contact`, `summary`.

    Args:
        reading: one record.

    Returns:
        None where no sum was said and no kind of expense is known, and where it is asked or supposed.
    """
    amount, unsure = _spent(reading, money(reading))
    who = find_who(reading) if reading.customers or reading.contacts else None
    category = _category(reading, with_somebody=who is not None and bool(who.slots))
    if (amount is None and not category) or is_asked(reading, amount.start if amount is not None else 0):
        return None
    slots: dict[str, Slot] = dict(who.slots) if who is not None else {}
    slots |= amount_slots(reading, amount, unsure=unsure) | category | past_day(reading)
    words = reading.words()
    slots["summary"] = reading.whole(words)
    return reading.intent(Intents.EXPENSE_RECORD, slots)


def _spent(reading: Reading, amounts: Sequence[Amount]) -> tuple[Amount | None, bool]:
    masked = reading.masked
    said = list(zip(amounts, roles(masked, amounts), strict=True))
    nights = _of_nights(masked, amounts)
    if nights is not None:
        return nights, False
    total = [amount for amount, role in said if role is Roles.WHOLE]
    if total:
        return total[-1], False
    kept = [amount for amount, role in said if role is not Roles.SPARED]
    if not kept:
        return None, True
    if len(kept) == 1:
        each = deal(masked, amounts) if len(amounts) == 1 else None  # 礼盒4份 每份85
        return each or kept[0], False
    if len({amount.currency for amount in kept}) > 1:
        return kept[0], True
    value = sum((amount.value for amount in kept), Decimal(0))
    fuzzy = any(amount.fuzzy for amount in kept)
    return kept[0]._replace(value=value, end=kept[-1].end, fuzzy=fuzzy, high=None), False


def _of_nights(masked: str, amounts: Sequence[Amount]) -> Amount | None:
    """280一晚，住了两晚."""
    if len(amounts) != 1 or ("晚" not in masked and "夜" not in masked):
        return None
    one = amounts[0]
    if not (_EACH_NIGHT.match(masked, one.end) or _BEFORE_NIGHT.search(masked, max(one.start - 4, 0), one.start)):
        return None
    for found in _NIGHTS.finditer(masked):
        beside = -2 <= found.start() - one.end <= 2 or -2 <= one.start - found.end() <= 2
        count = read_figure(found["count"], 0)
        if count is not None and not (beside and count.value == 1):
            return one._replace(value=one.value * count.value, unit="元")
    return None


def _category(reading: Reading, *, with_somebody: bool) -> dict[str, Slot]:
    masked = reading.masked
    stated = _STATED.search(masked)
    if stated is not None:
        group = next(name for name in ("said", "what", "kind") if stated[name] is not None)
        return {"category": reading.slot(reading.words(*stated.span(group)), *stated.span(group))}
    treat = _TREATS.search(masked)
    if treat is not None:
        return {"category": reading.slot("招待", *treat.span())}
    found = [(words.search(masked), value) for value, words in _CATEGORIES]
    meal = _MEALS.search(masked)
    first = min(
        [(match.start(), value, match.span()) for match, value in found if match is not None]
        + (
            [(meal.start(), "招待" if with_somebody or "客户" in masked else "餐饮", meal.span())]
            if meal is not None
            else []
        ),
        default=None,
    )
    return {} if first is None else {"category": reading.slot(first[1], *first[2])}
