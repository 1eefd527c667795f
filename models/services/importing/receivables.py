"""What customers owe."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.schema import Customer, Receivable
from models.services.importing.matching import Item, Stored, add_step, of_customer, unique
from models.services.importing.tables import Plan, Table

ReceivableKey = tuple[str, Decimal, date, str]


def plan(session: Session, items: list[Item], made: Plan) -> None:
    """Compare receivables with what is stored."""

    def key(values: Mapping[str, Any]) -> ReceivableKey:
        return values["customer_code"], values["amount"], values["due_on"], values.get("invoice_no", "")

    stored = {key(receivable.values): receivable for receivable in _stored(session)}
    for found, item in unique(Table.RECEIVABLES, "amount", items, lambda item: key(item.values), made).items():
        add_step(made, Table.RECEIVABLES, stored.get(found), item)


def _stored(session: Session) -> list[Stored]:
    names = ("customer_code", "amount", "due_on", "invoice_no", "note")
    rows = session.execute(
        select(
            Receivable.id,
            Customer.code,
            Receivable.amount,
            Receivable.due_on,
            Receivable.invoice_no,
            Receivable.note,
        )
        .join(Customer, Customer.id == Receivable.customer_id)
        .where(Receivable.voided.is_(False))
    )
    return [Stored(row_id, dict(zip(names, values, strict=True))) for row_id, *values in rows]


def columns(values: Mapping[str, Any], codes: Mapping[str, int]) -> dict[str, Any]:
    """The stored columns of a receivable.

    Args:
        values: of a step.
        codes: ids of customers by code.
    """
    found = of_customer(values, codes)
    if "amount" in found:
        found["open_amount"] = found["amount"]
    return found
