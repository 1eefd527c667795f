"""Contacts and their birthdays; one whose number was not known so far is not made twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.rules import birthdays
from models.schema import Contact, Customer
from models.services.importing.matching import Item, Stored, add_step, of_customer, unique
from models.services.importing.tables import Plan, Table


def _contact_key(values: Mapping[str, Any]) -> tuple[str, str, str]:
    return values["customer_code"], values["name"], values.get("phone", "")


def plan(session: Session, items: list[Item], made: Plan) -> None:
    """Compare contacts with what is stored."""
    wanted = unique(Table.CONTACTS, "name", items, lambda item: _contact_key(item.values), made)
    stored = {_contact_key(contact.values): contact for contact in _stored(session)}
    namesakes: dict[tuple[str, str], list[Stored]] = defaultdict(list)
    for key, contact in stored.items():
        if key not in wanted:
            namesakes[key[:2]].append(contact)
    for key, item in wanted.items():
        add_step(made, Table.CONTACTS, stored.get(key) or _same_person(item, namesakes[key[:2]]), item)


def _same_person(item: Item, namesakes: Sequence[Stored]) -> Stored | None:
    """The one stored namesake of whom the phone was not known so far, or is not told now."""
    phone = item.values.get("phone", "")
    fitting = [contact for contact in namesakes if not (phone and contact.values["phone"])]
    if len(fitting) != 1:
        return None
    if not phone:
        item.values.pop("phone", None)
    return fitting[0]


def _stored(session: Session) -> list[Stored]:
    rows = session.execute(
        select(
            Contact.id,
            Customer.code,
            Contact.name,
            Contact.title,
            Contact.phone,
            Contact.birthday_month,
            Contact.birthday_day,
            Contact.birthday_year,
            Contact.birthday_lunar,
            Contact.birthday_leap_month,
            Contact.note,
        )
        .join(Customer, Customer.id == Contact.customer_id)
        .where(Contact.active)
    )
    return [
        Stored(
            row.id,
            {
                "customer_code": row.code,
                "name": row.name,
                "title": row.title,
                "phone": row.phone,
                "birthday": birthdays.of_columns(*row[5:10]),
                "note": row.note,
            },
        )
        for row in rows
    ]


def columns(values: Mapping[str, Any], codes: Mapping[str, int]) -> dict[str, Any]:
    """The stored columns of a contact.

    Args:
        values: of a step.
        codes: ids of customers by code.
    """
    found = of_customer(values, codes)
    if "birthday" in found:
        found |= _birthday_columns(found.pop("birthday"))
    return found


def _birthday_columns(birthday: birthdays.Birthday | None) -> dict[str, Any]:
    return {
        "birthday_month": birthday and birthday.month,
        "birthday_day": birthday and birthday.day,
        "birthday_year": birthday and birthday.year,
        "birthday_lunar": birthday is not None and birthday.lunar,
        "birthday_leap_month": birthday is not None and birthday.leap_month,
    }
