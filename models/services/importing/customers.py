"""Customers, their owners and short names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.rules.names import name_key
from models.schema import Customer, CustomerAlias, Person
from models.services.importing.matching import Item, Stored, add_step, apply_rows, reject_unknown, unique
from models.services.importing.tables import Plan, Step, Table


def plan(session: Session, items: list[Item], people: set[str], offered: set[str | None], made: Plan) -> set[str]:
    """Compare customers; returns every code that contacts and receivables may name."""
    stored = _stored(session)
    known = set(stored)
    for code, item in unique(Table.CUSTOMERS, "code", items, lambda item: str(item.values["code"]), made).items():
        owner = item.values.get("owner_userid", "")
        if owner and owner not in people:
            reject_unknown(made, Table.CUSTOMERS, item, "owner_userid", offered)
            continue
        item.values["aliases"] = tuple(
            alias for alias in item.values.get("aliases", ()) if alias != item.values["name"]
        )
        known.add(code)
        add_step(made, Table.CUSTOMERS, stored.get(code), item)
    return known


def of_known(
    table: Table,
    read: Mapping[Table, list[Item]],
    customers: set[str],
    offered: set[str | None],
    made: Plan,
) -> list[Item]:
    """The rows of a table whose customer is known; the others are rejected."""
    known = []
    for item in read[table]:
        if item.values["customer_code"] in customers:
            known.append(item)
        else:
            reject_unknown(made, table, item, "customer_code", offered)
    return known


def _stored(session: Session) -> dict[str, Stored]:
    aliases: dict[int, set[str]] = defaultdict(set)
    for customer_id, alias in session.execute(select(CustomerAlias.customer_id, CustomerAlias.alias)):
        aliases[customer_id].add(alias)
    names = ("code", "name", "city", "address", "level", "stage", "source", "latitude", "longitude", "note")
    columns = [getattr(Customer, name) for name in names]
    rows = session.execute(
        select(Customer.id, Person.userid, *columns).outerjoin(Person, Person.id == Customer.owner_id)
    )
    return {
        values[0]: Stored(
            row_id,
            dict(zip(names, values, strict=True))
            | {"owner_userid": owner or "", "aliases": aliases.get(row_id, frozenset())},
        )
        for row_id, owner, *values in rows
    }


def apply(
    session: Session,
    steps: Sequence[Step],
    userids: Mapping[str, int],
    codes: dict[str, int],
    now: datetime,
) -> None:
    """Write customers with their short names; `codes` learns the ids of new ones."""

    def columns(values: Mapping[str, Any]) -> dict[str, Any]:
        found = dict(values)
        if "owner_userid" in found:
            found["owner_id"] = userids.get(found.pop("owner_userid"))
        if "name" in found:
            found["name_key"] = name_key(found["name"])
        if "code" in found:
            found["created_at"] = now
        return found

    customers: list[Customer] = apply_rows(session, Customer, steps, columns)
    for customer, step in zip(customers, steps, strict=True):
        codes[customer.code] = customer.id
        session.add_all(CustomerAlias(customer_id=customer.id, alias=alias) for alias in step.aliases)
    session.flush()
