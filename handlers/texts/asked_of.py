"""What is answered to one question about a customer: when, who, until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from handlers.texts import common, visits
from handlers.texts.records import KINDS
from models.rules.masking import mask
from models.schema import RecordKind

_WORDS = 90


def birthday(who: str, customer: str, said: str, on: str, days: int) -> str:
    """季科长（百川）生日 12月2日（周三），还有 9 天。; of a lunar one, or one of next year, both days."""
    when = on if on.startswith(said) else f"{said}，下次是 {on}"
    left = "就是今天" if not days else "就是明天" if days == 1 else f"还有 {days} 天"
    return f"{mask(who)}（{mask(customer)}）生日 {when}，{left}。"


def no_birthday(who: str) -> str:
    """Nobody's day is stored."""
    return f"{mask(who)} 的生日还没存。问到了发一句，比如：{mask(who)} 生日 8月15"


def never(customer: str, owner: str) -> str:
    """Nobody has been there, as far as was told."""
    return f"{mask(customer)} 还没有拜访和跟进记录，负责人 {owner}。"


def last(customer: str, short: str, lines: Sequence[str], rest: Sequence[str]) -> str:
    """The records of the last day, what was promised, and what comes next."""
    return common.lines_within(f"{mask(customer)} 最近一次：", [*lines, *rest], f"要全部的发：查 {mask(short)}")


def event(
    on: date, today: date, kind: RecordKind, number: int, who: str, contact: str, words: str, amount: Decimal | None
) -> str:
    """11月23日 汪德宝·季科长 拜访#10：后天付不了，…"""
    met = "·".join(filter(None, (who, common.cut(contact, 8))))
    money = common.money(amount) if amount is not None else ""
    told = " ".join(filter(None, (money, common.cut(words, _WORDS))))
    head = " ".join(filter(None, (visits.short_day(on, today), met, f"{KINDS[kind]}#{number}")))
    return f"{head}：{told}" if told else head


def promised(parts: Sequence[tuple[str, Decimal]]) -> str:
    """答应付款：12月5日（周六）20 万元；…"""
    return f"答应付款：{'；'.join(f'{on}{common.money(amount)}' for on, amount in parts)}"


def next_of(step: str) -> str:
    """下次 12月2日（周三）带样品; empty where nothing is set."""
    return f"下次 {step}" if step else ""


def next_step(customer: str, short: str, step: str) -> str:
    """When somebody goes on with a customer."""
    if step:
        return f"{mask(customer)} 下次 {step}。"
    return f"{mask(customer)} 还没定下次。要定的说：下周三跟进 {mask(short)}"


def owner(customer: str, owner_name: str, helpers: Sequence[str], owed: str, last_one: str) -> str:
    """Whose a customer is, and how it stands, in two lines."""
    with_him = f"，合作 {'、'.join(helpers)}" if helpers else ""
    facts = "；".join(filter(None, (owed, last_one)))
    return f"{mask(customer)}：{owner_name}{with_him}。" + (f"\n{facts}" if facts else "")


def no_phones_for_you(customer: str, owner: str) -> str:
    """To an assistant who sees the customer: whom to ask for a number."""
    return f"你这个岗位看不到客户电话。{mask(customer)} 的请找负责人 {owner} 要。"


def claim_it(short: str) -> str:
    """Below what is said of a customer in the pool, to whoever may claim it."""
    return f"要跟的话回：领 {mask(short)}"
