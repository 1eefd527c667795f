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


def recycled(gone: Sequence[Gone]) -> str:
    """Customers of his fell back to the pool."""
    if len(gone) > 1:
        return f"今天凌晨退回公海 {len(gone)} 家：\n{_listed(gone, own=True)}\n要再跟，过了等待期发：领取 客户名"
    [one] = gone
    return (
        f"{one.customer} {one.days} 天没有有效跟进，今天凌晨退回公海（归属#{one.number}，{cite(one.term)}）。"
        f"要再跟，过了等待期发：领取 {one.customer}"
    )


def recycled_from(gone: Sequence[Gone]) -> str:
    """The same for his leader."""
    if len(gone) > 1:
        return f"今天凌晨团队退回公海 {len(gone)} 家：\n{_listed(gone, own=False)}"
    [one] = gone
    return f"{one.owner} 的 {one.customer} {one.days} 天没有有效跟进，退回公海（归属#{one.number}，{cite(one.term)}）。"


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


def broken(customer: str, promised_on: date, today: date, amount: Decimal, count: int) -> str:
    """A customer did not pay as promised."""
    return (
        f"{customer} 答应 {day(promised_on, today)}前付 {money(amount)}，没到账（第 {count} 次失约）。"
        "问清原因回一句，比如：走流程 下周三付"
    )


def of_whom(owner: str, told: str) -> str:
    """The same for the owner's leader."""
    return f"{owner} 的客户：{told.partition('问清')[0]}"


@dataclass(frozen=True, slots=True)
class Owed:
    """One part of the payment ladder: whose, how much, and how long since or until it is due."""

    customer: str
    owner: str
    amount: Decimal
    due_on: date
    days: int
    promised_on: date | None


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
    told += ["收到发：回款 客户 金额；没付说原因和日子，比如：客户 走流程 7月20"] if own else []
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
    return f"{whose}{part.customer} {money(part.amount)}，{when}{promised}{legal}"
