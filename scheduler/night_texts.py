"""What the night and the payment ladder tell people (`product.md` B1, A10, D13, D15, D19, §4.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from models.rules.terms import cite
from models.wording.formats import day, money

_MOST = 12


@dataclass(frozen=True, slots=True)
class Gone:
    """A customer that fell back: whose, by which record and clause, after how many days."""

    customer: str
    owner: str
    number: int
    term: str
    days: int


def recycled(gone: Sequence[Gone], on: date, again_on: date) -> str:
    """Customers of his fell back to the pool; he may read of it days later.

    Args:
        gone: the customers.
        on: the Shanghai day in whose night it was.
        again_on: the first one on which he may claim them again.
    """
    night, again = f"{day(on, on)}凌晨", f"要再跟，{day(again_on, on)}起发：领取"
    if len(gone) > 1:
        return f"{night}退回公海 {len(gone)} 家：\n{_listed(gone, own=True)}\n{again} 客户名"
    [one] = gone
    return (
        f"{one.customer} {one.days} 天没有有效跟进，{night}退回公海（归属#{one.number}，{cite(one.term)}）。"
        f"{again} {one.customer}"
    )


def recycled_from(gone: Sequence[Gone], on: date) -> str:
    """The same for his leader."""
    if len(gone) > 1:
        return f"{day(on, on)}凌晨团队退回公海 {len(gone)} 家：\n{_listed(gone, own=False)}"
    [one] = gone
    told = f"{one.owner} 的 {one.customer} {one.days} 天没有有效跟进"
    return f"{told}，{day(on, on)}凌晨退回公海（归属#{one.number}，{cite(one.term)}）。"


def new_in_pool(gone: Sequence[Gone], on: date, free_from: str) -> str:
    """The same for the colleagues of his team, who may claim them.

    Args:
        gone: the customers.
        on: the Shanghai day in whose night it was.
        free_from: the day and clock time from which on they may be claimed.
    """
    head = f"{day(on, on)}凌晨公海新到 {len(gone)} 家（{cite('recycle_team')}）："
    lines = [f"· {one.customer}" for one in gone[:_MOST]]
    left = len(gone) - _MOST
    lines += [f"还有 {left} 家，发“公海”看。"] if left > 0 else []
    return "\n".join([head, *lines, f"要跟，{free_from}起发：领取 {gone[0].customer}"])


def _listed(gone: Sequence[Gone], *, own: bool) -> str:
    lines = [_gone(one, "" if own else f"{one.owner} ") for one in gone[:_MOST]]
    left = len(gone) - _MOST
    return "\n".join([*lines, f"还有 {left} 家，发“公海”看。"] if left > 0 else lines)


def _gone(one: Gone, whose: str) -> str:
    return f"· {whose}{one.customer} {one.days} 天没有有效跟进（归属#{one.number}，{cite(one.term)}）"


def ended(customer: str, number: int, *, lapsed: bool) -> str:
    """A registration is over; `lapsed` because it was never completed."""
    if lapsed:
        return (
            f"报备B{number:04d} {customer} 到期没补齐，已失效（{cite('hold_days')}）。还要跟，重新发：报备 {customer}"
        )
    return f"报备B{number:04d} {customer} 的保护期到了（{cite('protection_days')}）。还要跟，重新发：报备 {customer}"


def broken(
    customer: str, short: str, promised_on: date, today: date, amount: Decimal, count: int, paid: Decimal
) -> str:
    """A customer did not pay as promised.

    Args:
        customer: its full name.
        short: as people call it.
        promised_on: the Shanghai day.
        today: of the night.
        amount: yuan that are open of what was promised.
        count: of broken promises, this one included.
        paid: yuan that came in by its day.
    """
    came = f"只到 {money(paid)}，还差 {money(amount - paid)}" if paid else "没到账"
    return (
        f"{customer} 答应 {day(promised_on, today)}前付 {money(amount)}，{came}（第 {count} 次失约）。"
        f"问清原因回一句，比如：{short} 走流程 下周五付"
    )


def of_whom(owner: str, told: str) -> str:
    """The same for the owner's leader."""
    return f"{owner} 的客户：{told.partition('问清')[0]}"


@dataclass(frozen=True, slots=True)
class Owed:
    """One part of the payment ladder: whose, how much, how long since or until it is due, and whether only a rest."""

    customer: str
    owner: str
    amount: Decimal
    due_on: date
    days: int
    promised_on: date | None
    small: bool = False


def ladder(parts: Sequence[Owed], today: date, *, own: bool) -> str:
    """The day's payments for one person, one line a part; the longest overdue first.

    Args:
        parts: what is due or overdue on a step of the ladder today.
        today: the Shanghai day.
        own: they are his own customers.
    """
    ordered = sorted(parts, key=lambda part: (-part.days, part.customer))
    told = [f"今天要盯的回款 {len(parts)} 笔：" if own else f"团队要盯的回款 {len(parts)} 笔："]
    # No numbers: the morning card of half an hour ago is still open for its own.
    told += [f"· {_owed(part, today, own=own)}" for part in ordered[:_MOST]]
    left = len(parts) - _MOST
    told += [f"还有 {left} 笔，发“逾期”看。"] if left > 0 else []
    name = ordered[0].customer
    told += [f"收到发：回款 {name} 金额；没付说原因和日子，比如：{name} 走流程 下周五付"] if own else []
    return "\n".join(told)


def _owed(part: Owed, today: date, *, own: bool) -> str:
    if part.days < 0:
        when = f"{day(part.due_on, today)}到期，还有 {-part.days} 天"
    elif part.days == 0:
        when = "今天到期"
    else:
        when = f"逾期 {part.days} 天（{day(part.due_on, today)}到期）"
    promised = f"，答应 {day(part.promised_on, today)}" if part.promised_on is not None else ""
    legal = "，要不要走法务" if part.days >= 90 else ""
    whose = "" if own else f"{part.owner} "
    once = f"，小额尾数，只提醒这一次（{cite('small_rest')}）" if part.small else ""
    return f"{whose}{part.customer} {money(part.amount)}，{when}{promised}{legal}{once}"
