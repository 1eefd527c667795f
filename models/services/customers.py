"""Customers that reps register by chat."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models import history
from models.errors import BadCustomerName
from models.rules.masking import is_anonymous
from models.rules.names import name_key
from models.rules.own_words import is_own_word
from models.schema import Customer, Person, RecordKind
from models.services.numbering import give_number

NAME_CHARACTERS = 120
SHORTEST_NAME = 2
CITY_CHARACTERS = 32

_SPACES = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff\ud800-\udfff]+")
_LETTER = re.compile(r"[^\W\d_]")
# WeCom shows <a href> in a text as a link; a customer's name must not become one in a colleague's list.
_MARKUP = re.compile(r"[<>{}\\|;%=$^~`]|https?:|\.\.|//", re.IGNORECASE)

_SAME_KEY = select(Customer.id, Customer.name).where(Customer.name_key == bindparam("key"), Customer.active.is_(True))
_COLLEAGUE = select(Person.id).where(Person.name == bindparam("name"), Person.active.is_(True)).limit(1)
_SAME_CODE = select(Customer.id).where(Customer.code == bindparam("code"))


@dataclass(frozen=True, slots=True)
class Registered:
    """The customer of a name; `number` is of the record that says it was made now (客户#128), None if it was there."""

    customer_id: int
    name: str
    number: int | None


@dataclass(frozen=True, slots=True)
class Namesake:
    """A customer that is called almost the same: region and legal form aside. The person must say whether it is it."""

    customer_id: int
    name: str


def fits_as_name(name: str) -> bool:
    """Whether a text can be a customer's name: 2 to 120 characters, a letter among them, no markup, no phone.

    Nor may it be a word that the assistant goes by: everybody's messages would be full of that customer.
    """
    cleaned = _clean(name)
    # Everybody reads a customer's name; a number in it would be shown in full for ever.
    fits = SHORTEST_NAME <= len(cleaned) <= NAME_CHARACTERS and is_anonymous(cleaned) and not is_own_word(cleaned)
    return fits and _LETTER.search(cleaned) is not None and _MARKUP.search(cleaned) is None


def register(
    session: Session,
    *,
    name: str,
    person_id: int,
    message_id: int | None,
    now: datetime,
    declined: Collection[int] = (),
    city: str = "",
    note: str = "",
    owned: bool = True,
) -> Registered | Namesake:
    """Make a customer that belongs to the person who names it, or find the one of this very name.

    Args:
        session: of the message.
        name: as he wrote it.
        person_id: who becomes the owner.
        message_id: the inbox row.
        now: instant (UTC).
        declined: customers with like names that were offered to him and are not the one he means.
        city: if he said it.
        note: what else he said of it, in words that may be stored.
        owned: whether it is his at once; a registration gives it to him itself.

    Raises:
        BadCustomerName: it cannot be a name, or a colleague bears it.
    """
    cleaned = _clean(name)
    if not fits_as_name(name) or session.connection().execute(_COLLEAGUE, {"name": cleaned}).first() is not None:
        raise BadCustomerName
    key = name_key(cleaned)[:NAME_CHARACTERS]
    # The version's row stays locked until the commit: of two people who register the same name at once, in whatever
    # process, the second looks only after the first has committed.
    code = _free_code(session)
    alike = session.connection().execute(_SAME_KEY, {"key": key}).all()
    same = next((row for row in alike if row.name == cleaned), None)
    if same is not None:
        return Registered(same.id, same.name, None)
    namesake = next((row for row in alike if row.id not in declined), None)
    if namesake is not None:
        return Namesake(namesake.id, namesake.name)
    customer = Customer(
        code=code,
        name=cleaned,
        name_key=key,
        owner_id=person_id if owned else None,
        city=city[:CITY_CHARACTERS],
        note=note,
        created_at=now,
        created_by_id=person_id,
    )
    session.add(customer)
    session.flush()
    number = give_number(session, RecordKind.CUSTOMER, customer.id, person_id=person_id, message_id=message_id, now=now)
    return Registered(customer.id, customer.name, number)


def _free_code(session: Session) -> str:
    """N and the company's new version number; an imported customer may hold that code already."""
    while True:
        code = f"N{history.next_version(session)}"
        if session.connection().execute(_SAME_CODE, {"code": code}).first() is None:
            return code


def _clean(name: str) -> str:
    """Without control and invisible characters, with single spaces."""
    return _SPACES.sub(" ", name).strip()
