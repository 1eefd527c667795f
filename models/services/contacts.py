"""Contacts of customers, as reps tell them by chat: added, given a phone, given a birthday (`product.md` C1, C7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import history
from models.rules.birthdays import Birthday, of_columns
from models.rules.lengths import CONTACT_CHARACTERS
from models.schema import Contact, RecordKind
from models.services import holdings
from models.services.numbering import give_number

TITLE_CHARACTERS = 32


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes, by which message, when (UTC)."""

    person_id: int
    message_id: int | None
    now: datetime


@dataclass(frozen=True, slots=True)
class Person:
    """A person at a customer as he was told of.

    Attributes:
        name: in the teller's words: 王建国, 芦老师.
        phone: figures only; empty when none was said.
        title: empty when none was said.
        contact_id: the known contact that is meant, if it is certain.
        birthday: if it was said.
    """

    name: str
    phone: str = ""
    title: str = ""
    contact_id: int | None = None
    birthday: Birthday | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of it.

    Attributes:
        number: of the record; None when all of it was known already, or when somebody else's record covers it.
        contact_id: the contact.
        name: as it is stored.
        phone: as it is stored now.
        added: whether the contact is new.
        old_phone: the phone that was stored before and is replaced; empty if none was.
    """

    number: int | None
    contact_id: int
    name: str
    phone: str
    added: bool
    old_phone: str = ""


def keep(
    session: Session, person: Person, *, customer_id: int, author: Author, numbered: bool = True, apart: bool = False
) -> Kept:
    """Store a contact of a customer, or what is new about one who is stored.

    Args:
        session: of the message.
        person: as he was told of; the name in words that may be stored.
        customer_id: whose contact.
        author: who says so.
        numbered: whether it gets a number of its own; not where it comes with a customer that was made just now.
        apart: he may not read who is stored: he is a contact beside those, unless just this is known.
    """
    find = _find_same if apart else _find
    held = find(session, person, customer_id)
    if held is None:
        # Two who tell of the same person at once make one contact: the second looks again after the first.
        holdings.lock_customer(session, customer_id)
        held = find(session, person, customer_id)
    if held is None:
        held = _added(session, person, customer_id)
        return _numbered(session, held, author, numbered=numbered, added=True)
    old = held.phone
    title = person.title[:TITLE_CHARACTERS]
    if (not person.phone or person.phone == old) and (not title or title == held.title):
        return Kept(None, held.id, held.name, held.phone, added=False)
    held.phone = person.phone or held.phone
    held.title = title or held.title
    session.flush()
    return _numbered(session, held, author, numbered=numbered, old_phone=old if old != held.phone else "")


def rename(session: Session, contact_id: int, name: str, *, author: Author) -> Kept:
    """Correct how a contact is called (不是张厂长是章厂长).

    Args:
        session: of the message.
        contact_id: who.
        name: in words that may be stored, not empty.
        author: who says so.
    """
    held = session.get_one(Contact, contact_id)
    held.name = name[:CONTACT_CHARACTERS]
    session.flush()
    return _numbered(session, held, author, numbered=True)


def set_birthday(session: Session, contact_id: int, birthday: Birthday, *, author: Author) -> int | None:
    """Store a contact's birthday; its number, or None where just this one is stored already.

    Args:
        session: of the message.
        contact_id: whose.
        birthday: one that exists.
        author: who says so.
    """
    held = session.get_one(Contact, contact_id)
    if birthday_of(held) == birthday:
        return None
    _write(held, birthday)
    session.flush()
    return _number(session, RecordKind.BIRTHDAY, held.id, author)


def stop_birthday(session: Session, contact_id: int, *, author: Author, stopped: bool) -> int | None:
    """Tell nobody of a contact's birthday any more, or tell of it again; its number, or None where it is so already.

    Args:
        session: of the message.
        contact_id: whose; his birthday is known.
        author: who says so.
        stopped: whether nobody is told.
    """
    held = session.get_one(Contact, contact_id, with_for_update=True)
    if held.birthday_stopped == stopped:
        return None
    held.birthday_stopped = stopped
    session.flush()
    return _number(session, RecordKind.BIRTHDAY, held.id, author)


def _number(session: Session, kind: RecordKind, contact_id: int, author: Author) -> int:
    return give_number(
        session, kind, contact_id, person_id=author.person_id, message_id=author.message_id, now=author.now
    )


def birthday_of(contact: Contact) -> Birthday | None:
    """The birthday of a contact, if it is known."""
    return of_columns(
        contact.birthday_month,
        contact.birthday_day,
        contact.birthday_year,
        contact.birthday_lunar,
        contact.birthday_leap_month,
    )


def show_phone(session: Session, contact_id: int) -> str:
    """A contact's phone in full; that it was seen stays in the history (`product.md` P5, P11)."""
    phone = session.get_one(Contact, contact_id).phone
    if phone:
        history.note_seen(session, Contact, contact_id, "phone")
    return phone


def _find(session: Session, person: Person, customer_id: int) -> Contact | None:
    """The contact that is meant, locked until the commit."""
    if person.contact_id is not None:
        found = session.get(Contact, person.contact_id, with_for_update=True)
        return found if found is not None and found.customer_id == customer_id and found.active else None
    return session.scalars(
        select(Contact)
        .where(Contact.customer_id == customer_id, Contact.name == person.name[:CONTACT_CHARACTERS], Contact.active)
        .order_by(Contact.id)
        .limit(1)
        .with_for_update()
    ).first()


def _find_same(session: Session, person: Person, customer_id: int) -> Contact | None:
    """The contact who bears this name and this phone."""
    if not person.phone:
        return None
    return session.scalars(
        select(Contact)
        .where(
            Contact.customer_id == customer_id,
            Contact.name == person.name[:CONTACT_CHARACTERS],
            Contact.phone == person.phone,
            Contact.active,
        )
        .order_by(Contact.id)
        .limit(1)
        .with_for_update()
    ).first()


def _added(session: Session, person: Person, customer_id: int) -> Contact:
    made = Contact(
        customer_id=customer_id,
        name=person.name[:CONTACT_CHARACTERS],
        title=person.title[:TITLE_CHARACTERS],
        phone=person.phone,
        active=True,
    )
    if person.birthday is not None:
        _write(made, person.birthday)
    session.add(made)
    session.flush()
    return made


def _write(contact: Contact, birthday: Birthday) -> None:
    contact.birthday_month, contact.birthday_day = birthday.month, birthday.day
    contact.birthday_year = birthday.year
    contact.birthday_lunar, contact.birthday_leap_month = birthday.lunar, birthday.leap_month
    contact.birthday_stopped = False


def _numbered(
    session: Session, held: Contact, author: Author, *, numbered: bool, added: bool = False, old_phone: str = ""
) -> Kept:
    number = None
    if numbered:
        number = _number(session, RecordKind.CONTACT, held.id, author)
    return Kept(number, held.id, held.name, held.phone, added, old_phone)
