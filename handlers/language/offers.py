"""What is offered or sold to a customer: 报价 东吴 A200 2台 单价31万, 成交 东吴 A200 2台."""

from __future__ import annotations

from typing import Final

from handlers.language.meaning import Intent, Intents
from handlers.language.normalise import CUSTOMER
from handlers.language.orders import read_order_record
from handlers.language.patterns import regex
from handlers.language.reading import Reading
from handlers.language.signs import COUNT, SUM, is_asked, supposed
from handlers.language.sums import amount_slots, money

_QUOTED: Final = regex(
    rf"^\s*(?:给|跟|向)?(?:{CUSTOMER}+)?\s*(?:已经?|刚刚?|又)?(?:报价|报了价?)[\s:]*(?!多少|什么|单位|怎么)"
)
_CLOSED: Final = regex(rf"^\s*(?:成交|签单|下单)[\s:]*{CUSTOMER}+|^\s*{CUSTOMER}+\s*成交[\s:]")
_TALKED: Final = regex(r"谈报价|聊报价|说报价|要报价|等报价|对手|竞品|海天|特价")


def decide_quotation(reading: Reading) -> Intents | None:
    """报价 东吴 A200 2台 单价31万, 成交 东吴 A200 2台: what is offered or sold, with how much of it or for how much.

    Args:
        reading: one record.
    """
    masked = reading.masked
    if not reading.customers or _TALKED.search(masked) or is_asked(masked) or supposed(masked):
        return None
    if _QUOTED.search(masked) is None and _CLOSED.search(masked) is None:
        return None
    said = COUNT.search(masked) or SUM.search(masked)
    return Intents.ORDER_RECORD if said else None


def read_order(reading: Reading) -> Intent | None:
    """An order or a quotation: as `read_order_record`, and `quoted` (True) where it is only offered.

    Args:
        reading: one record.
    """
    found = read_order_record(reading)
    if found is None:
        return None
    slots = dict(found.slots)
    if "product" in slots:
        product = slots["product"]
        slots["product"] = product._replace(value=_HEAD_WORD.sub("", product.value))
    if _QUOTED.search(reading.masked) is not None:
        slots["quoted"] = reading.whole(True)
        sums = [one for one in money(reading) if one.unit]
        if "amount" not in slots and len(sums) == 1 and "quantity" not in slots:
            slots |= amount_slots(reading, sums[0], unsure=False)
    return Intent(found.name, slots, found.confidence, found.text)


_HEAD_WORD: Final = regex(r"^(?:报价|报了?价?|成交|签单|下单)了?[\s:：]*")
