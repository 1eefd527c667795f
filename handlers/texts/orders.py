"""What is said of orders and quotations: noted as facts, with what the customer still owes below (D6)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from handlers.texts import common
from models.rules.masking import mask

WHOSE = "哪家的？写客户名就行。"
SURE = ("对", "不对，我写金额")
WHICH_SUM = "总价多少？直接回数字，比如 62万。"
SUM_AGAIN = "没看懂金额，写个数字就行，比如 62万。不记了回“取消”。"
NOT_NOTED = "好，没有记。"
FOREIGN = "现在只能记人民币金额，请按人民币再发一次。"


def kind(*, quoted: bool) -> str:
    """订单 or 报价."""
    return "报价" if quoted else "订单"


def name(number: int, *, quoted: bool) -> str:
    """订单#163, 报价#164."""
    return f"{kind(quoted=quoted)}#{number}"


def noted(
    number: int,
    customer: str,
    *,
    quoted: bool,
    product: str,
    quantity: str,
    amount: Decimal | None,
    on: date,
    today: date,
    open_line: str,
) -> str:
    """记下了 订单#163 …, and what is open of this customer."""
    thing = " ".join(filter(None, (mask(product), quantity)))
    said = [thing, common.money(amount) if amount is not None else "", common.day(on, today) if on != today else ""]
    told = "，".join(filter(None, said))
    head = f"记下了 {name(number, quoted=quoted)} {mask(customer)}{'：' if told else ''}{told}。"
    missing = "" if amount is not None else f"还差金额：改 #{number} 金额 62万"
    return "\n".join(filter(None, (head + missing, f"{open_line}。" if open_line else "")))


def changed(number: int, customer: str, what: str, before: str, after: str, *, quoted: bool) -> str:
    """已改 订单#163 …."""
    return f"已改 {name(number, quoted=quoted)} {mask(customer)}：{what} {mask(before)} → {mask(after)}。"


def how_to_change(number: int, *, quoted: bool) -> str:
    """What can be corrected."""
    return f"{name(number, quoted=quoted)} 能改金额、日期、客户，比如：改 #{number} 金额 60万"
