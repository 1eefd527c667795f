"""The rules of what customers owe: parts and instalments, what a payment settles, aging, promised days. Pure.

Sources: `product.md` §1D (D6, D13, D15, D17, D19), §4.2 (回款, 应收登记, 逾期).
"""

from __future__ import annotations

import calendar
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from typing import Final

from models.errors import BadAmount, BadMoneyDay
from models.rules.words import folded

CENT: Final = Decimal("0.01")
ZERO: Final = Decimal("0.00")
MOST: Final = Decimal(1_000_000_000)
"""Yuan; nobody types a larger sum into a chat on purpose."""
PAID_BACK_DAYS: Final = 366
"""So far back a payment may have come in."""
DUE_BACK_DAYS: Final = 366 * 5
"""So far back what is entered by chat may have been due."""
DUE_AHEAD_DAYS: Final = 366 * 5
"""So far ahead a day of payment may lie."""
MOST_PARTS: Final = 12

BOXES: Final = ("未到期", "1–30 天", "31–60 天", "61–90 天", "91–180 天", "180 天以上")
"""How old a debt is, in days since it was due (S4: the lines of 90 and of 180 days)."""
_LAST_DAYS: Final = (0, 30, 60, 90, 180)


@dataclass(frozen=True, slots=True)
class Part:
    """What a payment can settle: one receivable that is still open.

    Attributes:
        id: of the receivable.
        open_amount: yuan.
        due_on: Shanghai day.
        label: 尾款, 第2期 or empty.
        invoice_no: or empty.
    """

    id: int
    open_amount: Decimal
    due_on: date
    label: str = ""
    invoice_no: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """Which part a payment was said to be for; nothing of it means the oldest.

    Attributes:
        label: 尾款, 定金, 第2期.
        invoice_no: as it stands on the invoice.
        month: 冲8月那笔: the month it was due in.
        receivable_id: the very part, once it is known.
    """

    label: str = ""
    invoice_no: str = ""
    month: int | None = None
    receivable_id: int | None = None

    @property
    def is_named(self) -> bool:
        """Whether any part was named."""
        return bool(self.label or self.invoice_no or self.month or self.receivable_id)


OLDEST: Final = Target()


def check_amount(amount: Decimal) -> Decimal:
    """A sum of yuan that can be booked, with two places.

    Raises:
        BadAmount: it is zero, negative, above a milliard, or has parts of a cent.
    """
    if not amount.is_finite() or not 0 < amount <= MOST or amount != amount.quantize(CENT):
        raise BadAmount(amount if amount.is_finite() else ZERO)
    return amount.quantize(CENT)


def check_paid_on(day: date, today: date) -> None:
    """See to it that money can have come in on a Shanghai day.

    Raises:
        BadMoneyDay: it lies ahead, or more than a year back.
    """
    if not today - timedelta(days=PAID_BACK_DAYS) <= day <= today:
        raise BadMoneyDay(day, ahead=day > today)


def check_due_on(day: date, today: date) -> None:
    """See to it that a sum can be due on a Shanghai day: five years either way.

    Raises:
        BadMoneyDay: it lies farther away.
    """
    if not today - timedelta(days=DUE_BACK_DAYS) <= day <= today + timedelta(days=DUE_AHEAD_DAYS):
        raise BadMoneyDay(day, ahead=day > today)


def monthly(first: date, count: int, *, step: int = 1) -> list[date]:
    """The days of parts that follow one another by months; the 31st becomes the last day of a shorter month.

    Args:
        first: Shanghai day of the first part.
        count: how many.
        step: months between two.
    """
    days = []
    for place in range(count):
        years, month = divmod(first.month - 1 + place * step, 12)
        year = first.year + years
        days.append(date(year, month + 1, min(first.day, calendar.monthrange(year, month + 1)[1])))
    return days


def overdue_days(due_on: date, today: date) -> int:
    """How many days a part is overdue; 0 on its day and before."""
    return max((today - due_on).days, 0)


def box_of(due_on: date, today: date) -> int:
    """Which of `BOXES` a part belongs to."""
    late = overdue_days(due_on, today)
    return next((box for box, last in enumerate(_LAST_DAYS) if late <= last), len(_LAST_DAYS))


def aging(parts: Iterable[tuple[date, Decimal]], today: date) -> tuple[Decimal, ...]:
    """The sums of the aging boxes, in the order of `BOXES`.

    Args:
        parts: day due and yuan open, of each.
        today: Shanghai day.
    """
    sums = [ZERO] * len(BOXES)
    for due_on, amount in parts:
        sums[box_of(due_on, today)] += amount
    return tuple(sums)


def box_borders(today: date) -> tuple[date, ...]:
    """The earliest due day of each box but the last, in the order of `BOXES`: a query sorts by them.

    未到期 begins today, 1–30 thirty days ago, and so on; what is older belongs to the last box.
    """
    return tuple(today - timedelta(days=last) for last in _LAST_DAYS)


def instalments(total: Decimal, shares: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """A sum in parts by shares (30/60/10), to the cent; what rounding leaves goes to the last part.

    Args:
        total: yuan.
        shares: in any unit; their sum is the whole.

    Raises:
        BadAmount: a share is zero or less, or a part would be.
    """
    whole = sum(shares, Decimal(0))
    if not shares or any(share <= 0 for share in shares):
        raise BadAmount(whole)
    parts = [(total * share / whole).quantize(CENT, ROUND_DOWN) for share in shares[:-1]]
    parts.append(total - sum(parts, ZERO))
    if any(part <= 0 for part in parts):
        raise BadAmount(total)
    return tuple(parts)


def named_parts(parts: Sequence[Part], target: Target) -> Sequence[Part]:
    """The open parts that a payment was said to be for, the oldest first; none where none fits."""
    return [part for part in _by_age(parts) if target.is_named and _fits(part, target)]


def allocate(
    amount: Decimal, parts: Sequence[Part], target: Target = OLDEST
) -> tuple[list[tuple[int, Decimal]], Decimal]:
    """What a payment settles: the named part first, then the oldest.

    Args:
        amount: yuan to give out.
        parts: what is open.
        target: which part was named.

    Returns:
        Receivable and yuan of each, and what is left over.
    """
    first = named_parts(parts, target)
    rest = [part for part in _by_age(parts) if part not in first]
    settled: list[tuple[int, Decimal]] = []
    for part in (*first, *rest):
        if amount <= 0:
            break
        taken = min(amount, part.open_amount)
        settled.append((part.id, taken))
        amount -= taken
    return settled, amount


def give_back(amount: Decimal, settled: Sequence[tuple[int, Decimal]]) -> list[tuple[int, Decimal]]:
    """What stays settled when a payment turns out so much smaller: the last parts give back first.

    Args:
        amount: yuan to take away.
        settled: receivable and yuan of each, in the order they were settled.
    """
    left = list(settled)
    while amount > 0 and left:
        receivable_id, taken = left.pop()
        if taken > amount:
            left.append((receivable_id, taken - amount))
        amount -= min(taken, amount)
    return left


def promise_holds(
    amount: Decimal, promised_on: date, payments: Collection[tuple[date, Decimal]], today: date
) -> bool | None:
    """Whether a promise was kept: so much came in by its day.

    Args:
        amount: yuan that were promised.
        promised_on: the last day for it.
        payments: day and yuan of what came in since the promise was made.
        today: Shanghai day.

    Returns:
        True when it was kept, False when its day has passed unpaid, None while it is still to come.
    """
    if sum((paid for day, paid in payments if day <= promised_on), ZERO) >= amount:
        return True
    return False if promised_on < today else None


def _by_age(parts: Iterable[Part]) -> list[Part]:
    return sorted((part for part in parts if part.open_amount > 0), key=lambda part: (part.due_on, part.id))


def _fits(part: Part, target: Target) -> bool:
    if target.receivable_id is not None:
        return part.id == target.receivable_id
    if target.invoice_no:
        return folded(part.invoice_no) == folded(target.invoice_no)
    if target.month is not None and part.due_on.month != target.month:
        return False
    return not target.label or folded(part.label) == folded(target.label)
