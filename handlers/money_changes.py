"""改 #161 金额 6万, 不是5万是6万: what was booked is corrected, and what it settles follows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from handlers import whose_money
from handlers.context import Context, Push, Reply
from handlers.language.amounts import read_amount
from handlers.language.meaning import CustomerMention
from handlers.language.numbers import number as read_number
from handlers.language.patterns import regex
from handlers.language.want_money import read_due_day
from handlers.texts import common
from handlers.texts import money as texts
from handlers.texts import orders as order_texts
from handlers.texts import receivables as receivable_texts
from handlers.texts import records as record_texts
from models.schema import Order, Payment, PaymentWay, Receivable, Record, RecordKind
from models.services import orders, payments, receivables, records

_WAYS: Final = (
    (PaymentWay.BILL, regex(r"承兑|汇票|支票")),
    (PaymentWay.CASH, regex(r"现金|现款")),
    (PaymentWay.TRANSFER, regex(r"转账|电汇|对公|微信|支付宝|汇款|银行")),
)
_NOT_BUT: Final = regex(r"不是(?P<old>[^,，。]{1,20}?)[\s,，。]*(?:而|应该)*是(?P<new>[^,，。]{1,30})")
_PART: Final = regex(r"第(?P<place>[一二三四五六七八九十]|\d{1,2})(?:笔|期|条)")


def change(ctx: Context, record: Record) -> Reply:
    """A correction of a payment, a receivable or an order that stands and that is his, or of somebody below him."""
    if record.kind == RecordKind.ORDER:
        return _order(ctx, ctx.session.get_one(Order, record.number))
    refused = whose_money.lost(ctx, records.view(ctx.session, record.number))
    if refused:
        return Reply(refused)
    if record.kind == RecordKind.PAYMENT:
        return _payment(ctx, record, ctx.session.get_one(Payment, record.number))
    return _receivable(ctx, record)


def find_taken_back(ctx: Context) -> Record | None:
    """不是5万是6万: his last payment of the sum that he takes back; None where he takes back none."""
    found = _NOT_BUT.search(ctx.text)
    old = read_amount(found["old"]) if found is not None else None
    if old is None or not old.unit:
        return None
    number = payments.find_last_of(ctx.session, person_id=ctx.person.id, amount=old.value)
    return records.find_record(ctx.session, number) if number is not None else None


def _payment(ctx: Context, record: Record, row: Payment) -> Reply:
    payments.refuse_checked(row)
    name = ctx.directory.customer(row.customer_id).name
    customer = _customer(ctx)
    if isinstance(customer, Reply):
        return customer
    amount, on, way = _amount(ctx), _day(ctx), _way(ctx)
    if customer is not None and customer != row.customer_id:
        done = payments.change(ctx.session, row, today=ctx.today, customer_id=customer, surplus_ok=True)
        what, before, after = "客户", name, ctx.directory.customer(customer).name
        name = after
    elif amount is not None and amount != row.amount:
        what, before, after = "金额", common.money(row.amount), common.money(amount)
        done = payments.change(ctx.session, row, today=ctx.today, amount=amount, surplus_ok=True)
    elif on is not None and on != row.paid_on:
        what, before, after = "日期", common.day(row.paid_on, ctx.today), common.day(on, ctx.today)
        done = payments.change(ctx.session, row, today=ctx.today, paid_on=on)
    elif way is not None and way != row.way:
        what, before, after = "方式", texts.WAYS[PaymentWay(row.way)] or record_texts.NOTHING, texts.WAYS[way]
        done = payments.change(ctx.session, row, today=ctx.today, way=way)
    elif customer is not None or amount is not None or on is not None or way is not None:
        return Reply(record_texts.SAME_AS_BEFORE)
    else:
        return Reply(texts.how_to_change(row.number))
    pushes = []
    if record.person_id != ctx.person.id:
        text = texts.your_payment_changed(ctx.person.name, row.number, name, what, before, after)
        pushes.append(Push(record.person_id, "record_changed", f"record_changed:{row.number}:{ctx.message.id}", text))
    return Reply(texts.changed(name, done, what, before, after), pushes=pushes)


def _order(ctx: Context, row: Order) -> Reply:
    name = ctx.directory.customer(row.customer_id).name
    customer = _customer(ctx)
    if isinstance(customer, Reply):
        return customer
    amount, on = _amount(ctx), _day(ctx)
    if customer is not None:
        orders.change(ctx.session, row, today=ctx.today, customer_id=customer)
        what, before, after = "客户", name, ctx.directory.customer(customer).name
    elif amount is not None:
        what, before = "金额", common.money(row.amount) if row.amount is not None else record_texts.NOTHING
        after = common.money(amount)
        orders.change(ctx.session, row, today=ctx.today, amount=amount)
    elif on is not None:
        what, before, after = "日期", common.day(row.told_on, ctx.today), common.day(on, ctx.today)
        orders.change(ctx.session, row, today=ctx.today, told_on=on)
    else:
        return Reply(order_texts.how_to_change(row.number, quoted=row.quoted))
    if before == after:
        return Reply(record_texts.SAME_AS_BEFORE)
    shown = ctx.directory.customer(row.customer_id).name
    return Reply(order_texts.changed(row.number, shown, what, before, after, quoted=row.quoted))


def _receivable(ctx: Context, record: Record) -> Reply:
    parts = receivables.parts_of(ctx.session, record.number)
    row = _part(ctx, parts)
    if row is None:
        shown = [receivable_texts.part(each.due_on, each.label, each.amount, ctx.today) for each in parts]
        return Reply(receivable_texts.which_part(record.number, shown))
    amount, on = _amount(ctx), _due_day(ctx)
    if amount is not None:
        what, before, after = "金额", common.money(row.amount), common.money(amount)
        receivables.change(ctx.session, row, today=ctx.today, amount=amount)
    elif on is not None:
        what, before, after = "到期日", common.day(row.due_on, ctx.today), common.day(on, ctx.today)
        receivables.change(ctx.session, row, today=ctx.today, due_on=on)
    else:
        return Reply(receivable_texts.how_to_change(record.number))
    if before == after:
        return Reply(record_texts.SAME_AS_BEFORE)
    name = ctx.directory.customer(row.customer_id).name
    return Reply(receivable_texts.changed(record.number, name, what, before, after, row.open_amount))


def _part(ctx: Context, parts: Sequence[Receivable]) -> Receivable | None:
    """The part he means: the only one, or the one he counted (第2笔)."""
    if len(parts) == 1:
        return parts[0]
    found = _PART.search(ctx.text)
    place = read_number(found["place"]) if found is not None else None
    return parts[place - 1] if place is not None and 1 <= place <= len(parts) else None


def _said(ctx: Context) -> str:
    """What it shall be: the words of the value, else what stands behind 是 of 不是…是…."""
    found = _NOT_BUT.search(ctx.text)
    if found is not None:
        return found["new"]
    value: Any = ctx.intent.value("value")
    if isinstance(value, CustomerMention):
        return value.text
    if isinstance(value, str):
        return value
    return re.sub(r"#\s*\d+|第[一二三四五六七八九十\d]+[笔期条]", " ", ctx.text)


def _customer(ctx: Context) -> int | Reply | None:
    """Another customer: certain, or refused; None where none is meant."""
    value: Any = ctx.intent.value("value")
    mention = value if isinstance(value, CustomerMention) else None
    if mention is None or read_amount(mention.text) is not None:
        return None
    found = whose_money.whom(ctx, mention)
    if found.customer_id is not None:
        return found.customer_id
    return Reply(found.refused or record_texts.customer_unknown(mention.text))


def _amount(ctx: Context) -> Decimal | None:
    field: str | None = ctx.intent.value("field")
    if field in {"date", "next_date", "contact"} or isinstance(ctx.intent.value("value"), date):
        return None
    found = read_amount(_said(ctx))
    if found is None or found.fuzzy or (field != "amount" and not found.unit and found.value < _LEAST):
        return None
    return found.value


_LEAST: Final = 100
"""Yuan; a smaller plain number may be anything."""


def _day(ctx: Context) -> date | None:
    value: Any = ctx.intent.value("value")
    if isinstance(value, date):
        return _past(ctx, value)
    return None


def _past(ctx: Context, value: date) -> date:
    """A bare 11月20号 of something that has happened is the last one, though the parser looks ahead."""
    return value.replace(year=value.year - 1) if value > ctx.today and value.year > ctx.today.year else value


def _due_day(ctx: Context) -> date | None:
    if ctx.intent.value("field") == "amount":
        return None
    return read_due_day(_said(ctx), ctx.today) if _NOT_BUT.search(ctx.text) or not _is_sum(ctx) else None


def _is_sum(ctx: Context) -> bool:
    found = read_amount(_said(ctx))
    return found is not None and bool(found.unit)


def _way(ctx: Context) -> PaymentWay | None:
    words = _said(ctx)
    return next((way for way, pattern in _WAYS if pattern.search(words)), None)
