"""What stands on a customer's card: the customer itself, contacts, birthdays, short names, and corrections of it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from models.schema import Customer, CustomerLabel, Record
from models.services import entries, restoring
from models.services.kinds.shape import Kind, Told

_CARD = frozenset({Customer.__tablename__, CustomerLabel.__tablename__})


def _tell_customer(_session: Session, record: Record) -> Told:
    return Told(record.subject_id)


def _tell_entry(session: Session, record: Record) -> Told:
    return Told(entries.customer_of(session, record))


def _leave(_session: Session, _record: Record) -> None:
    """A customer's own record changes nothing by itself: `undo` decides whether the customer may go with it."""


def _take_back_card(session: Session, record: Record) -> None:
    if record.message_id is not None:
        changes = restoring.changes_of(session, record.message_id)
        restoring.set_back(session, [each for each in changes if each.table_name in _CARD])


def _put_back_card(session: Session, record: Record) -> None:
    if record.message_id is not None:
        changes = restoring.changes_of(session, record.message_id)
        restoring.set_forward(session, [each for each in changes if each.table_name in _CARD])


CUSTOMER = Kind(_tell_customer, _leave, _leave)
ENTRY = Kind(_tell_entry, entries.take_back, entries.put_back)
CARD = Kind(_tell_customer, _take_back_card, _put_back_card)
"""A correction of a customer's card (资料#131): its columns and labels, set back as the history knows them."""
