"""What is said of money to come: 应收 and 开票 in parts, what is quoted, and which part a payment is for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, NamedTuple

from handlers.language.amounts import Amount, find_amounts
from handlers.language.dates import Leaning, Moment, find_moments
from handlers.language.meaning import Intent, Intents, Slot
from handlers.language.normalise import CUSTOMER, fold
from handlers.language.numbers import number
from handlers.language.offers import decide_quotation
from handlers.language.patterns import regex
from handlers.language.reading import Reading
from handlers.language.signs import SUM, C, is_asked, names_somebody, supposed
from handlers.language.sums import money, signed
from handlers.language.who import find_who
from models.rules.money import Target

_FAR: Final = 183
"""Days; a bare 8月10号 that is nearer behind than ahead is one that has passed already."""


class PartSaid(NamedTuple):
    """One part of what a customer owes, as it was said; what was not said is None."""

    amount: Decimal | None
    due_on: date | None
    label: str = ""


_STATED: Final = regex(r"^\s*(?:记|登记?|加|新增|录)?(?:一?[下笔个])?\s*应收(?:款|账款)?")
_INVOICED: Final = regex(r"开了?(?:发|专|普)?票|开具发票")
_IN_PARTS: Final = regex(
    r"[一二三四五六七八九]{2}开|分[两二三四五六七八九十\d]+(?:期|次|笔|批)|(?<=合同)[^,。]{0,12}\d+/\d+"
    r"|(?<=合同)[^%]{1,30}\d{1,2}%[^%]{1,24}(?:\d{1,2}%|余款|尾款|剩)"
)
_REST: Final = regex(r"尾款|余款|货款|剩下的?|余下的?|[定订]金|首付款?|预付款?|进度款|质保金|提货款|合同款|款")
_WILL_PAY: Final = regex(r"付|打款?|结|给|到账|收|回款|回")
_TO_COLLECT: Final = regex(
    rf"(?<![一-鿿])(?:{CUSTOMER}+)?[\s,]*[^,。\s]{{2,8}}?\s*(?:收|回款?|到账)\s*(?=[\d一二三四五六七八九十两])"
)
PAID_ALREADY: Final = regex(
    r"[打汇转付给]过?来[^,。]{0,4}(?=[\d一二三四五六七八九十两半])|(?:付|(?<!电话)打(?![了过][^,。]{0,3}电话)|结|汇|转|收|到账|回款?)[了过]|到账了|已经?(?:付|收|到|打|结)|收到|刚(?:付|打|转|收)|付清|结清"
    r"|[打汇付转给交](?:来)?的(?:款|钱|货款)|[款钱][^,。]{0,8}[到打]的(?=[,\s]|$)"
)
TELLS: Final = regex(r"说|讲|答应|承诺|保证|表示|口头")
_NO_DEBT: Final = regex(r"要求开票|怎么开票|开票(?:信息|资料|抬头)|报销|费用|油费|发票[^,。]{0,3}(?:没|未)|催")
_SHARES: Final = regex(r"(?<![\d.])(\d{1,2}%?(?:\s?[/:、,]\s?\d{1,2}%?){1,11})(?![\d.号月日万千])")
_TENTHS: Final = regex(r"([一二三四五六七八九])([一二三四五六七八九])开|五五开")
_EVENLY: Final = regex(r"(?:分|平分|均分)([两二三四五六七八九十\d]{1,2})(?:期|次|笔|批)")
_LABELS: Final = regex(
    r"定金|订金|预付款|首付款|首付|首款|进度款|提货款|发货款|质保金|尾款|余款|货款|全款|第[一二三四五六七八九十\d]+期"
)
_INVOICE: Final = regex(
    r"(?:发票|票)\s?(?:号码?|编号)?\s?[:#]?\s?(?P<number>(?=[a-z\d\-]*\d)[a-z\d\-]{4,40})(?![万千元块.])"
)
_MONTH_ENDS: Final = regex(
    r"下个?月(?![\d一二三四五六七八九十初中底上下])|(?:本|这个?)月(?![\d一二三四五六七八九十初中底])"
)
_WEEKS: Final = regex(r"下+个?(?:周|星期|礼拜)(?![一二三四五六日天])|[这本]个?(?:周|星期|礼拜)(?![一二三四五六日天])")


def decide_owed(reading: Reading) -> Intents | None:
    """A debt that is put down, or a quotation."""
    if _OWED_WORDS.search(reading.masked) is None:
        return None
    return _decide_receivable_set(reading) or decide_quotation(reading)


_OWED_WORDS: Final = regex(r"应收|票|分|合同|款|金|首付|收|付|到账|剩|余|尾|报|成交|签单|下单")


_IN_PARTS_PAID: Final = regex(
    r"分[两二三四五六七八九十\d]+(?:次|笔|批)[^,。]{0,4}?(?:给|付|打|转|结|汇|还)(?:的[钱款]|了|过来|清)"
)
"""分两次给的钱，一次三千: what has come."""


def _decide_receivable_set(reading: Reading) -> Intents | None:
    """A debt that is put down: 应收 东吴 12万 8月10号, 尾款15万 月底付, 合同62万 分三期 30/60/10, 开票 东吴 12万."""
    masked = reading.masked
    if SUM.search(masked) is None and _is_owed_without_sum(reading):
        return Intents.RECEIVABLE_SET
    if SUM.search(masked) is None or is_asked(masked) or supposed(masked) or _NO_DEBT.search(masked):
        return None
    if _STATED.match(masked) or (_IN_PARTS.search(masked) and not _IN_PARTS_PAID.search(masked)):
        return Intents.RECEIVABLE_SET
    if _INVOICED.search(masked) and (names_somebody(reading) or len(masked) <= 20):
        return Intents.RECEIVABLE_SET
    if TELLS.search(masked) or PAID_ALREADY.search(masked) or not _is_to_come(reading):
        return None
    if _TO_COLLECT.search(masked) and names_somebody(reading) and not _has_come(reading):
        return Intents.RECEIVABLE_SET
    owed = _REST.search(masked) is not None and _WILL_PAY.search(masked) is not None
    return Intents.RECEIVABLE_SET if owed and names_somebody(reading) else None


_OWED_AT: Final = regex(
    rf"^\s*(?:应收|开了?(?:专|普)?票)[\s:,]*{C}|^\s*{C}[^,。]{{0,4}}(?:交货|发货|交付|交机|送货)了[^,。]{{0,4}}[\s,]+.*(?:尾款|余款|货款)"
)


def _is_owed_without_sum(reading: Reading) -> bool:
    """应收 东吴 尾款 月底付, 开票 东吴 12月10号: a debt with its day, whose sum is asked for or was said roughly."""
    masked = reading.masked
    if _OWED_AT.search(masked) is None or is_asked(masked) or supposed(masked) or TELLS.search(masked):
        return False
    return _is_to_come(reading)


_COME: Final = regex(r"到账\s*[\d一二三四五六七八九十两]")


def _has_come(reading: Reading) -> bool:
    """周一 盛世 到账12.6万: of money that is in the account a bare day is the one that has been."""
    if _COME.search(reading.masked) is None:
        return False
    return not any(moment.leaning is Leaning.FUTURE for moment in reading.moments)


def read_receivable_set(reading: Reading) -> Intent | None:
    """What a customer owes: `customer`, `contact`, `parts` (tuple of `PartSaid`), `invoice_no`, `unsure`.

    `reason` is "shares" where the shares of a total do not make a whole.

    Args:
        reading: one record.
    """
    slots: dict[str, Slot] = dict(find_who(reading).slots)
    parts = _parts(reading)
    slots["parts"] = reading.whole(parts)
    shares = _SHARES.search(reading.masked)
    if shares is not None and not _makes_a_whole(shares):
        slots["reason"] = reading.slot("shares", *shares.span())
    invoice = _INVOICE.search(reading.masked)
    if invoice is not None:
        slots["invoice_no"] = reading.slot(reading.words(*invoice.span("number")), *invoice.span("number"))
    if any(one.fuzzy or one.currency for one in money(reading)):
        slots["unsure"] = reading.whole(True)
    return reading.intent(Intents.RECEIVABLE_SET, slots)


def read_due_day(text: str, today: date, *, after: date | None = None) -> date | None:
    """The day that an answer names for a sum that is to come; None where it names none, or only roughly.

    Args:
        text: as it was written.
        today: Shanghai day.
        after: the day of the part before; a bare 6月30 behind it is next year's.
    """
    said = fold(text)
    days = [moment for moment in find_moments(said, today) if moment.dated]
    days = days or [moment for moment in _dotted(said, today) if moment.start == 0 and moment.end == len(said.strip())]
    found = due_day(said, days[0], today) if days else None
    if found is None or after is None or found >= after or days[0].leaning is not Leaning.EITHER:
        return found
    return days[0].future


def due_day(masked: str, moment: Moment, today: date) -> date | None:
    """The Shanghai day on which something is due, by how it was said; a week or a month ends on its last workday.

    Args:
        masked: the text that the moment stands in.
        moment: from `find_moments`.
        today: Shanghai day.
    """
    words = masked[moment.start : moment.end + 1]
    if moment.future is None:
        return None
    if moment.last is not None:
        return moment.last
    if _WEEKS.match(words):
        friday = moment.future + timedelta(days=4 - moment.future.weekday())
        return friday if friday >= today else friday + timedelta(days=2)
    if _MONTH_ENDS.match(words):
        return _last_of_month(moment.future)
    if moment.vague:
        end = _MONTH_END.match(words)
        return None if end is None else _last_of_month(moment.future)
    if moment.leaning is Leaning.EITHER and moment.past is not None and moment.past < today:
        behind, ahead = (today - moment.past).days, (moment.future - today).days
        return moment.past if behind < ahead and ahead > _FAR else moment.future
    return moment.past if moment.leaning is Leaning.PAST and moment.past is not None else moment.future


_MONTH_END: Final = regex(r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:底|末)")


def _last_of_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _is_to_come(reading: Reading) -> bool:
    days = [moment for moment in reading.moments if moment.dated]
    found = [due_day(reading.masked, moment, reading.today) for moment in days]
    return any(day is not None and day > reading.today for day in found)


def _parts(reading: Reading) -> tuple[PartSaid, ...]:
    masked = reading.masked
    shares, place = _shares(masked)
    days = [moment for moment in reading.moments if moment.dated and not _overlaps(moment, place)]
    said = money(reading)
    if place is not None:  # 30万 分3期: no cents
        said = find_amounts(masked[: place[0]] + "," * (place[1] - place[0]) + masked[place[1] :])
    found = [one for one in said if not any(_overlaps(one, (day.start, day.end)) and not one.unit for day in days)]
    sums = [one for one in found if one.unit] or found
    if sums != found:  # beside a sum with its unit a plain 12.20 is a day
        days = sorted([*days, *_dotted(masked, reading.today)], key=lambda moment: moment.start)
    if shares and sums:
        return _by_shares(reading, sums[0], shares, days)
    if not sums and days:
        return (PartSaid(None, due_day(masked, days[0], reading.today), _first_label(masked)),)
    labels = [_label_of(masked, sums, index) for index in range(len(sums))]
    dues = _dues(masked, sums, days, reading.today)
    return tuple(PartSaid(signed(masked, one), due, label) for one, due, label in zip(sums, dues, labels, strict=True))


def _by_shares(
    reading: Reading, total: Amount, shares: Sequence[Decimal], days: Sequence[Moment]
) -> tuple[PartSaid, ...]:
    """The parts of a total, without sums yet: the rule that parts it to the cent is not the reader's."""
    dues = [due_day(reading.masked, moment, reading.today) for moment in days]
    dues += [None] * (len(shares) - len(dues))
    whole = PartSaid(signed(reading.masked, total), None, "合同")
    return (
        whole,
        *(
            PartSaid(share, due, f"第{place}期")
            for place, (share, due) in enumerate(zip(shares, dues, strict=False), 1)
        ),
    )


def _shares(masked: str) -> tuple[list[Decimal], tuple[int, int] | None]:
    found = _SHARES.search(masked)
    if found is not None and _makes_a_whole(found):
        return [Decimal(one) for one in _FIGURES.findall(found.group())], found.span()
    tenths = _TENTHS.search(masked)
    if tenths is not None:
        said = [number(one) or 5 for one in tenths.groups() if one] or [5, 5]
        return ([Decimal(one) for one in said], tenths.span()) if sum(said) == 10 else ([], None)
    scattered = _scattered(masked)
    if scattered:
        return scattered, None
    evenly = _EVENLY.search(masked)
    if evenly is not None and found is None:
        many = 2 if evenly[1] == "两" else number(evenly[1]) or 0
        if 2 <= many <= 12:
            return [Decimal(1)] * many, evenly.span()
    return [], None


_PERCENT: Final = regex(r"(?<![\d.])(\d{1,2})\s?%")
_REMAINDER: Final = regex(r"尾款|余款|剩下?的?|余下的?|其余")


def _scattered(masked: str) -> list[Decimal]:
    """付30% … 付60% … 余款: the shares of a whole that stand beside their days; empty where they make none."""
    found = list(_PERCENT.finditer(masked))
    said = [Decimal(one[1]) for one in found]
    left = 100 - sum(said)
    if said and left > 0 and _REMAINDER.search(masked, found[-1].end()):
        said.append(Decimal(left))
    return said if len(said) > 1 and sum(said) == 100 else []


_DOTTED: Final = regex(r"(?<![\d.a-z])(?P<month>1[0-2]|0?[1-9])\.(?P<day>[12]\d|3[01]|0?[1-9])(?![\d.万千百元块%a-z])")


def _dotted(masked: str, today: date) -> list[Moment]:
    """Days that are written as plain numbers: 12.20."""
    found: list[Moment] = []
    for said in _DOTTED.finditer(masked):
        years = [day for year in (today.year - 1, today.year, today.year + 1) if (day := _day(year, said)) is not None]
        past = max((day for day in years if day <= today), default=None)
        future = min((day for day in years if day >= today), default=None)
        found.append(Moment(*said.span(), Leaning.EITHER, past, future))
    return found


def _day(year: int, said: re.Match[str]) -> date | None:
    try:
        return date(year, int(said["month"]), int(said["day"]))
    except ValueError:
        return None


_FIGURES: Final = regex(r"\d+")


def _makes_a_whole(shares: re.Match[str]) -> bool:
    return sum(map(int, _FIGURES.findall(shares.group()))) in {10, 100}


def _overlaps(one: Moment | Amount, place: tuple[int, int] | None) -> bool:
    return place is not None and one.start < place[1] and place[0] < one.end


def _label_of(masked: str, sums: Sequence[Amount], index: int) -> str:
    """尾款15万: what stands between the sum before and this one; behind the last one too (15万 尾款)."""
    start = sums[index - 1].end if index else 0
    before = _LABELS.findall(masked, start, sums[index].start)
    if before:
        return str(before[-1])
    if index < len(sums) - 1:
        return ""
    behind = _LABELS.search(masked, sums[index].end)
    return behind.group() if behind is not None else ""


def _first_label(masked: str) -> str:
    found = _LABELS.search(masked)
    return found.group() if found is not None else ""


def _dues(masked: str, sums: Sequence[Amount], days: Sequence[Moment], today: date) -> list[date | None]:
    """Which day belongs to which sum: the next sum that has none, else the one before it."""
    dues: list[date | None] = [None] * len(sums)
    for moment in days:
        on = due_day(masked, moment, today)
        before = [index for index, one in enumerate(sums) if one.end <= moment.start and dues[index] is None]
        after = [index for index, one in enumerate(sums) if one.start >= moment.end and dues[index] is None]
        # 8月10号 12万 9月10号 15万: whoever begins with the day goes on so.
        led = bool(days) and bool(sums) and days[0].start < sums[0].start
        chosen = (after[:1] or before[-1:]) if led else (before[-1:] or after[:1])
        for index in chosen:
            dues[index] = on
    return dues


# --- which part a payment is for ----------------------------------------------------------------------------------

_OF_MONTH: Final = regex(
    r"(?:冲|抵|付的?是?|还的?是?)?\s*(?P<month>1[0-2]|[1-9]|[一二三四五六七八九十]{1,2})月份?(?:的)?(?:那|这)[笔个期]"
)
_OF_TERM: Final = regex(r"第(?P<term>[一二三四五六七八九十\d]{1,2})[期笔]|(?P<word>[一二三四五六七八九])期款")
_OF_RECORD: Final = regex(r"(?:冲|抵)\s*(?:应收)?\s*#?(?P<number>\d{1,9})(?![\d万千元块.月号])")


def target_slots(reading: Reading, label: str) -> dict[str, Slot]:
    """The part that a payment is said to be for: `target` (a `Target`), and `number` of the receivable's record.

    Args:
        reading: one record.
        label: what it is called (尾款), or empty.
    """
    masked = reading.masked
    slots: dict[str, Slot] = {}
    month = _OF_MONTH.search(masked)
    term = _OF_TERM.search(masked)
    invoice = _INVOICE.search(masked)
    if term is not None:
        label = f"第{number(term['term'] or term['word'])}期"
    found = Target(
        label,
        reading.words(*invoice.span("number")) if invoice is not None else "",
        number(month["month"]) if month is not None else None,
    )
    if found.is_named:
        slots["target"] = reading.whole(found)
    record = _OF_RECORD.search(masked)
    if record is not None:
        slots["number"] = reading.slot(int(record["number"]), *record.span("number"))
    return slots
