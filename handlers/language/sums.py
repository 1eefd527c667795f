"""What the readers of payments, orders, chances and expenses share: the sum as a slot, and the day that it is about."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from handlers.language.amounts import Amount
from handlers.language.dates import Leaning, Moment
from handlers.language.meaning import Slot
from handlers.language.patterns import regex
from handlers.language.reading import Reading

_OF_A_THING: Final = regex(
    r"(?:份|那[批笔次个])?的?(?:那[批笔次个])?(?:的(?!时候|[,。!]|\s*(?:[\d¥一二两三四五六七八九十]|$))|货款?|款(?!到)|账|单|发票)"
)
_LONG_AGO: Final = 180
"""Days; a bare 12月5号 that lies farther back is the coming one."""
_TO_COME: Final = regex(
    r"[^,。;\n]{0,8}(?:再|首付|尾款|预付|付款|打款|付(?![了清过])|前(?:付|结|送|到|发|要)|送到|交货|发货|要货|到货|付清?余|结余|会)"
)


def money(reading: Reading) -> list[Amount]:
    """The sums of a record, in order, without plain numbers that are days or clock times.

    Args:
        reading: one record.
    """
    if not reading.amounts or all(amount.unit for amount in reading.amounts):
        return reading.amounts
    moments = reading.moments
    return [
        amount
        for amount in reading.amounts
        if amount.unit or not any(one.start < amount.end and amount.start < one.end for one in moments)
    ]


def amount_slots(
    reading: Reading, amount: Amount | None, *, unsure: bool, sure_when_rough: bool = False
) -> dict[str, Slot]:
    """A sum as slots: `amount`, `currency` where it is not yuan, `fuzzy`, and `unsure` where it must be asked for.

    Args:
        reading: one record.
        amount: the sum; None where none was said.
        unsure: whether another could be meant.
        sure_when_rough: whether a rough figure will do (what a chance is worth), where nothing is booked.
    """
    slots: dict[str, Slot] = {}
    if amount is None:
        return {"unsure": reading.whole(True)}
    place = (amount.start, amount.end)
    slots["amount"] = reading.slot(signed(reading.masked, amount), *place)
    if amount.currency:
        slots["currency"] = reading.slot(amount.currency, *place)
    if amount.fuzzy:
        slots["fuzzy"] = reading.slot(True, *place)
    if unsure or (amount.fuzzy and not sure_when_rough):
        slots["unsure"] = reading.slot(True, *place)
    return slots


_MINUS: Final = regex(r"(?:^|[^\w.])\s?[-负]\s?$|(?<!胜)负$")


def signed(masked: str, amount: Amount) -> Decimal:
    """A sum with the minus before it, so that whoever books it can refuse it: 回款 东吴 -5万."""
    start = amount.start
    return -amount.value if _MINUS.search(masked, max(start - 4, 0), start) else amount.value


_POLITE: Final = regex(r"(?:好|行|可以|成|对)[吗么不]")
_ASKED: Final = regex(
    r"吗(?=[\s,。!?~]|$)|(?<![什怎这那多要])么(?=[\s,。!?~]|$)|[?]|(?:了|账|款|清|收到|[万千百元块\d])(?:没有?|否)(?=[\s,。!?~]|$)"
    r"|有没有|是不是|能不能|会不会|如果|要是|假如|的话(?=[\s,。]|$)|(?<!不管)多少(?:钱)?(?=[\s,。!?]|$)"
)


def is_asked(reading: Reading, place: int | None = None) -> bool:
    """Whether the clause that holds the sum is a question or a supposition: the last look before money is written.

    Args:
        reading: one record.
        place: where the sum stands; the whole record if not given.
    """
    start, end = (0, len(reading.text)) if place is None else reading.clause_of(place)
    said = _POLITE.sub("", reading.masked[start : end + 1])
    return _ASKED.search(said) is not None or _POLITE.sub("", reading.masked).rstrip(" !~").endswith(("吗", "?"))


def past_day(reading: Reading, anchor: int | None = None) -> dict[str, Slot]:
    """The day (Shanghai) on which something was done, as the slot `date`; nothing where none was said: today.

    Args:
        reading: one record.
        anchor: a place beside which the day is looked for first, where several were said.
    """
    found = [moment for moment in reading.moments if _is_past(reading, moment)]
    if anchor is not None:
        # 回款3万，余下的25号付清: a bare day in a later clause is for the rest, unless it says 到的.
        limit = reading.clause_of(anchor)[1]
        found = [
            one
            for one in found
            if one.start < limit or one.leaning is not Leaning.EITHER or _DONE_THEN.match(reading.masked, one.end)
        ]
    if not found:
        return {}
    chosen = found[0]
    paid_then = [one for one in found if _PAID_THEN.match(reading.masked, one.end)]
    if anchor is not None and len(paid_then) == 1:
        chosen = paid_then[0]  # 昨天说要打的8万今天到账了
    elif anchor is not None and len(found) > 1:
        start, end = reading.clause_of(anchor)
        before = [moment for moment in found if start <= moment.start < anchor]
        chosen = (before[-1:] or [moment for moment in found if start <= moment.start < end] or found)[0]
    return {"date": reading.slot(chosen.past, chosen.start, chosen.end)}


_PAID_THEN: Final = regex(r"[^,。;说讲要会]{0,3}(?:到[了账的]|打|付|收|回|结|汇|转|入账)")
_DONE_THEN: Final = regex(r"[^,。;]{0,4}(?:[到打付汇转回收]的|到账|到了|[打付汇转收]了)")


def _is_past(reading: Reading, moment: Moment) -> bool:
    if moment.past is None or moment.past > reading.today or moment.vague or moment.leaning is Leaning.FUTURE:
        return False
    if moment.leaning is Leaning.EITHER and (reading.today - moment.past).days > _LONG_AGO:
        return False
    # 10月25号的货款今天到了; 25号再付
    masked = reading.masked
    return _OF_A_THING.match(masked, moment.end) is None and (
        moment.leaning is not Leaning.EITHER or _TO_COME.match(masked, moment.end) is None
    )
