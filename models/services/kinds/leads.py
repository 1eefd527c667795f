"""Registrations (报备B0131) and appeals (申诉#150)."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from models.errors import AppealEnded, CannotChange, StandsInTheWay
from models.rules import leads as rules
from models.schema import (
    Appeal,
    AppealState,
    Customer,
    FollowUp,
    Lead,
    LeadState,
    Move,
    Order,
    Payment,
    Receivable,
    Record,
    RecordKind,
    Visit,
)
from models.services import rep_days
from models.services.kinds.shape import numbered


def _take_back(session: Session, lead: Lead) -> None:
    """Free what was registered; a customer that was made by it goes too, if nothing else refers to it."""
    from models.services.records import take_out

    _refuse_used(session, lead)
    record = session.get_one(Record, lead.number)
    if lead.ruled_number is not None and record.voided_by_id == lead.person_id:
        raise CannotChange(lead.number, "ruled")
    at, by_id = record.voided_at or record.made_at, record.voided_by_id or record.person_id
    for each in _made_with(session, record):
        if each.voided_at is None:
            take_out(session, each, by_id=by_id, at=at, reason=record.void_reason)
    lead.open_key = None
    if lead.state in (LeadState.PROVISIONAL, LeadState.HELD):
        lead.state, lead.ended_at = LeadState.RELEASED, at
    if lead.ruled_number is None:
        rep_days.count(session, lead.person_id, lead.registered_on, leads=-1)
    session.flush()
    if _made_customer(session, record) and not _is_referred_to(session, lead.customer_id):
        session.get_one(Customer, lead.customer_id).active = False


def _put_back(session: Session, lead: Lead) -> None:
    """Register it again, if the customer is still free."""
    from models.services.kinds import kind_of

    record = session.get_one(Record, lead.number)
    if _made_customer(session, record):
        session.get_one(Customer, lead.customer_id).active = True
    for each in _made_with(session, record):
        if each.voided_at is not None:
            each.voided_at, each.voided_by_id, each.void_reason = None, None, ""
            kind_of(each.kind).put_back(session, each)
    lacks = rules.missing(lead.need, lead.contact_name, lead.next_on)
    lead.state = LeadState.PROVISIONAL if lacks and lead.hold_until is not None else LeadState.HELD
    lead.open_key, lead.ended_at = f"{lead.customer_id}:{lead.project_key}", None
    if lead.ruled_number is None:
        rep_days.count(session, lead.person_id, lead.registered_on, leads=1)
    session.flush()


def _made_with(session: Session, record: Record) -> Iterator[Record]:
    """The change of hands, the follow-up and the contact that the same message made for the same customer."""
    if record.message_id is None:
        return
    beside = session.scalars(
        select(Record)
        .where(Record.message_id == record.message_id, Record.number != record.number)
        .order_by(Record.number)
    )
    for each in beside.all():
        if each.kind == RecordKind.MOVE and session.get_one(Move, each.number).customer_id == record.subject_id:
            yield each
        if each.kind == RecordKind.FOLLOWUP:
            row = session.get_one(FollowUp, each.number)
            if row.customer_id == record.subject_id:
                yield each


def _made_customer(session: Session, record: Record) -> bool:
    if record.message_id is None:
        return False
    made = exists().where(
        Record.message_id == record.message_id,
        Record.kind == RecordKind.CUSTOMER,
        Record.subject_id == record.subject_id,
    )
    return bool(session.connection().scalar(select(made)))


def _is_referred_to(session: Session, customer_id: int) -> bool:
    visited = exists().where(Visit.customer_id == customer_id, Visit.voided.is_(False))
    planned = exists().where(FollowUp.customer_id == customer_id, FollowUp.voided.is_(False))
    registered = exists().where(Lead.customer_id == customer_id, Lead.open_key.is_not(None))
    owed = exists().where(Receivable.customer_id == customer_id)
    return bool(session.connection().scalar(select(or_(visited, planned, registered, owed))))


def _refuse_used(session: Session, lead: Lead) -> None:
    """See to it that nothing rests on a registration that is to be taken out.

    Raises:
        StandsInTheWay: a renewal, an appeal, an order, or money does.
    """
    if lead.renewed_by_number is not None:
        raise StandsInTheWay(lead.number, lead.renewed_by_number, RecordKind.VISIT)
    later = (
        (RecordKind.APPEAL, select(Appeal.number).where(Appeal.state != AppealState.WITHDRAWN), Appeal),
        (RecordKind.ORDER, select(Order.number).where(Order.voided.is_(False)), Order),
        (RecordKind.PAYMENT, select(Payment.number).where(Payment.voided.is_(False)), Payment),
    )
    for kind, rows, mapped in later:
        found = session.scalars(
            rows.where(mapped.customer_id == lead.customer_id, mapped.number > lead.number).limit(1)
        ).first()
        if found is not None:
            raise StandsInTheWay(lead.number, found, kind)
    owed = session.scalars(
        select(Receivable.record_number)
        .where(
            Receivable.customer_id == lead.customer_id,
            Receivable.record_number > lead.number,
            Receivable.voided.is_(False),
        )
        .limit(1)
    ).first()
    if owed is not None:
        raise StandsInTheWay(lead.number, owed, RecordKind.RECEIVABLE)


def _withdraw(_session: Session, appeal: Appeal) -> None:
    if appeal.state != AppealState.OPEN:
        raise AppealEnded(appeal.number)
    appeal.state = AppealState.WITHDRAWN


def _appeal_again(_session: Session, appeal: Appeal) -> None:
    appeal.state = AppealState.OPEN


LEAD = numbered(Lead, words="need", day="registered_on", out=_take_back, back=_put_back)
APPEAL = numbered(Appeal, words="reason", out=_withdraw, back=_appeal_again)
