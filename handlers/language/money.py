"""Money that has come in (回款 东吴 5万), and what is still to come (谁欠钱)."""

from __future__ import annotations

import re
from typing import Final

from handlers.language.amounts import Amount
from handlers.language.meaning import Intent, Intents, Slot
from handlers.language.numbers import number
from handlers.language.patterns import regex
from handlers.language.periods import find_period
from handlers.language.reading import Reading
from handlers.language.roles import paid
from handlers.language.sums import amount_slots, is_asked, money, past_day
from handlers.language.want_money import due_day, target_slots
from handlers.language.who import Who, find_who

_VERB: Final = regex(
    r"回[了款宽]|到款|到[账帐]|[入进]账|[打付汇转交缴结给][了来过款清]|支付|收[到了款回]|来款|清账|款子?|[定订]金|尾款|预付|首付|货款"
)
_REFUND: Final = regex(r"退(?:了|款|钱|给)(?![^,。]{0,6}回来)")
_WAYS: Final = (
    ("承兑", regex(r"承兑|汇票|银承|商承")),
    ("现金", regex(r"现金|现款|现钞")),
    ("电汇", regex(r"电汇|tt(?![a-z])|t/t")),
    ("支票", regex(r"支票")),
    ("微信", regex(r"微信")),
    ("支付宝", regex(r"支付宝|花呗")),
    ("刷卡", regex(r"刷卡|pos")),
    ("转账", regex(r"转[账帐]|对公|公对公|公户|网银|银行转|打卡")),
)
_KINDS: Final = (
    ("定金", regex(r"[定订]金|诚意金")),
    ("押金", regex(r"押金")),
    ("预付款", regex(r"预付|首付|首款|头款|首期")),
    ("质保金", regex(r"质保金|保证金|尾巴")),
    ("尾款", regex(r"尾款|余款|(?:剩下?|余下|剩余)的")),
    ("进度款", regex(r"进度款|二期款|中期款|第[二三四]笔|提货款|发货款")),
    ("全款", regex(r"全款|[付结]清|全部(?:付|结|到)|全(?:付|结)[了清]|一次性")),
)
_ALONE: Final = regex(r"\s*(?:记一?[下笔个]?|登记)?\s*(?:回款|收款|付清了|结清了)\s*[。!]*")
"""回款: who paid and how much is asked."""
_LEAST_SURE: Final = 100
"""Yuan; a smaller plain number (回款5) may mean thousands."""


def read_payment_record(reading: Reading) -> Intent | None:
    """A payment: `customer`, `contact`, `amount`, `currency`, `date`, `way`, `kind`, and which part it is for.

    `unsure` stands beside them where the sum must be asked for: none, a rough one, or one of several.

    Args:
        reading: one record.

    Returns:
        None where neither a sum nor anybody who paid is named, and where it is asked or supposed.
    """
    masked = reading.masked
    amounts = money(reading)
    amount, unsure = paid(masked, amounts)
    if _REFUND.search(masked) or is_asked(reading, amount.start if amount is not None else None):
        return None
    if amount is not None and (_is_to_come(reading, amount) or _is_of_rivals(reading, amount)):
        return None
    verb = _VERB.search(masked)
    who = (
        find_who(reading)
        if reading.customers or reading.contacts or verb is None
        else find_who(reading, end=verb.start())
    )
    if "customer" not in who.slots and verb is not None:
        who = _paid_by(reading, verb.end(), amounts) or who
    if amount is None and not who.slots and not _ALONE.fullmatch(masked):
        return None
    slots: dict[str, Slot] = dict(who.slots)
    terms = len(amounts) > 1 and (_TERMS.search(masked) or _WHOSE_VERB.search(masked)) is not None
    unsure = unsure or terms or _says_little(amount) or _is_of_several(reading, amounts)
    slots |= amount_slots(reading, amount, unsure=unsure)
    slots |= past_day(reading, amount.start if amount is not None else None) or _dotted_day(reading, amount)
    if "date" not in slots and amount is not None and amount.unit and _has_dotted_day(reading):
        slots["unsure"] = reading.whole(True)  # 12.5 收 6万: it may be a day to come
    slots |= _said(reading, "way", _WAYS, (0, len(masked))) | _said(
        reading, "kind", _KINDS, _round(amount, amounts, masked)
    )
    slots |= target_slots(reading, slots["kind"].value if "kind" in slots else "")
    return reading.intent(Intents.PAYMENT_RECORD, slots)


_TO_COME: Final = regex(r"(?:之?前)?(?:先|再|就|会|能|可以|肯定|一定)*(?:付|打|给|转|汇|还|结)(?:款|个)?\s*")


def _is_to_come(reading: Reading, amount: Amount) -> bool:
    """12月5号先付十万: a day ahead right before the verb; whatever is said around it, nothing has come."""
    days = [one for one in reading.moments if one.dated and one.end <= amount.start]
    if not days or _TO_COME.fullmatch(reading.masked, days[-1].end, amount.start) is None:
        return False
    day = due_day(reading.masked, days[-1], reading.today)
    return day is not None and day > reading.today


_RIVALS: Final = regex(
    r"(?:别的|别家|其他|其它|隔壁|同行|对手|对家|友商|竞品)[^,。]{0,8}?(?:给|报|开|出)了?(?:价|到)?\s*"
)
_BEFORE: Final = 24
"""Characters before a sum in which it is said who offers it."""


def _is_of_rivals(reading: Reading, amount: Amount) -> bool:
    """隔壁别的品牌给了一万八: what somebody else offers is no money of ours."""
    said = reading.masked[max(amount.start - _BEFORE, 0) : amount.start]
    return any(found.end() == len(said) for found in _RIVALS.finditer(said))


_TERMS: Final = regex(
    r"^(?!.*(?:[付打收到转汇交结][了过来]|到[账帐]|收到|已|现金|承兑|回款|打款|[款钱]到|[欠剩]|还[有差])).*(?:[定订]金|首付|预付)款?\s*[\d一二三四五六七八九十两].*(?:尾款|余款)\s*[\d一二三四五六七八九十两]"
)
"""定金3万 尾款7万: how it is to be paid, perhaps; which of the two has come, if any, nobody can tell."""


_LABEL: Final = r"(?:尾款|余款|[定订]金|首付款?|预付款?)"
_WHOSE_VERB: Final = regex(
    rf"{_LABEL}\s*[\d一二三四五六七八九十两][\d.一二三四五六七八九十百]*\s*[万千百元块]*\s*(?:也|都|已)?(?:到[账了]|[付打收]了|收到)\s*{_LABEL}\s*[\d一二三四五六七八九十两]"
)
"""尾款7万到账 定金3万: which of them has come."""


def _paid_by(reading: Reading, start: int, amounts: list[Amount]) -> Who | None:
    """Who is named behind the verb: 回款 东武 5万."""
    end = next((one.start for one in amounts if one.start > start), len(reading.text))
    behind = find_who(reading, start=start, end=end)
    return behind if behind.slots else None


def _says_little(amount: Amount | None) -> bool:
    return amount is not None and not amount.unit and amount.value < _LEAST_SURE


def _is_of_several(reading: Reading, amounts: list[Amount]) -> bool:
    """Two payers with two sums in one sentence: which belongs to whom must be asked."""
    payers = {ids for _, _, ids in reading.customers}
    return len(payers) > 1 and len({amount.value for amount in amounts}) > 1


def _round(amount: Amount | None, amounts: list[Amount], masked: str) -> tuple[int, int]:
    """The stretch between the sums before and behind one: what is said of this one and of no other."""
    if amount is None:
        return 0, len(masked)
    before = max((one.end for one in amounts if one.end <= amount.start), default=0)
    behind = min((one.start for one in amounts if one.start >= amount.end), default=len(masked))
    # What stands behind a sum's last clause belongs to the next.
    stop = masked.rfind(",", amount.end, behind) if behind < len(masked) else behind
    return before, stop if stop > 0 else behind


def _said(
    reading: Reading, name: str, table: tuple[tuple[str, re.Pattern[str]], ...], place: tuple[int, int]
) -> dict[str, Slot]:
    for value, words in table:
        found = words.search(reading.masked, *place)
        if found is not None:
            return {name: reading.slot(value, *found.span())}
    return {}


_LONG_AGO: Final = 180
"""Days; a bare 12.5 of last year is no day of payment."""
_DOTTED: Final = regex(r"(?P<month>\d{1,2})\.(?P<day>\d{1,2})")


def _has_dotted_day(reading: Reading) -> bool:
    found = (_DOTTED.fullmatch(reading.masked, one.start, one.end) for one in reading.amounts if not one.unit)
    return any(said is not None and 1 <= int(said["month"]) <= 12 and 1 <= int(said["day"]) <= 31 for said in found)


def _dotted_day(reading: Reading, amount: Amount | None) -> dict[str, Slot]:
    """11.23 到账 三万: beside a sum with its unit a plain 11.23 is the latest such day."""
    for one in reading.amounts if amount is not None and amount.unit else ():
        said = _DOTTED.fullmatch(reading.masked, one.start, one.end) if not one.unit else None
        if said is None:
            continue
        try:
            day = reading.today.replace(month=int(said["month"]), day=int(said["day"]))
            day = day if day <= reading.today else day.replace(year=day.year - 1)
        except ValueError:
            continue
        if (reading.today - day).days <= _LONG_AGO:
            return {"date": reading.slot(day, one.start, one.end)}
    return {}


_OVERDUE: Final = regex(
    r"(?:超过?|大于)?(?P<days>\d{1,3}|[一二三四五六七八九]?十)天(?:以上|的应收)|逾期|超期|过期|账龄|到期"
)


def read_receivable_query(reading: Reading) -> Intent | None:
    """What is owed: `customer` (and `contact`), `person` whose customers are meant, or `period`, and `filter`.

    The filter (逾期, 90天以上) comes with its `days`.

    Args:
        reading: one record.
    """
    slots: dict[str, Slot] = {}
    if reading.customers or reading.contacts:
        slots |= find_who(reading).slots
    if reading.people:
        start, end, ids = reading.people[0]
        slots["person"] = reading.slot(tuple(ids), start, end)
    overdue = _OVERDUE.search(reading.masked)
    if overdue is not None:
        slots["filter"] = reading.slot(overdue.group(), *overdue.span())
        if overdue["days"] is not None:
            slots["days"] = reading.slot(number(overdue["days"]), *overdue.span("days"))
    if overdue is None or overdue["days"] is None:
        period = find_period(reading.masked, reading.today)
        if period is not None:
            slots["period"] = reading.slot(*period)
    return reading.intent(Intents.RECEIVABLE_QUERY, slots)
