"""The registration of whoever a leader's ruling gave a customer to (改派; `product.md` A11, B2).

It protects him and stands among his registrations, but it is no registering of his: no count and no evidence holds it.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from models.rules import leads as rules
from models.schema import Customer, Lead, LeadState, RecordKind
from models.services.leads import Act, open_key
from models.services.numbering import give_number


def award(
    session: Session, customer: Customer, former: Sequence[Lead], act: Act, *, to_id: int, ruled_number: int
) -> Lead:
    """Register a customer for whom a ruling gave it to, with what the former owner's registrations told of it.

    Args:
        session: of the message.
        customer: which; it is his already.
        former: what of it was registered by the former owner until now; none where he had it without.
        act: the leader who ruled, and when.
        to_id: who got it.
        ruled_number: the registration or the appeal that was ruled on.

    Returns:
        The one that protects the whole of it, else the first.
    """
    sources: Sequence[Lead | None] = former or (None,)
    made = [_one(session, customer, each, act, to_id, ruled_number) for each in sources]
    session.flush()
    return next((lead for lead in made if not lead.project_key), made[0])


def _one(session: Session, customer: Customer, former: Lead | None, act: Act, to_id: int, ruled_number: int) -> Lead:
    number = give_number(session, RecordKind.LEAD, customer.id, person_id=to_id, message_id=act.message_id, now=act.now)
    key = former.project_key if former is not None else ""
    lead = Lead(
        number=number,
        customer_id=customer.id,
        person_id=to_id,
        project=former.project if former is not None else "",
        project_key=key,
        open_key=open_key(customer.id, key),
        state=LeadState.HELD,
        need=former.need if former is not None else "",
        contact_name=former.contact_name if former is not None else "",
        next_on=former.next_on if former is not None else None,
        source=former.source if former is not None else "",
        registered_at=act.now,
        registered_on=act.today,
        protected_until=rules.protected_until(act.today, act.terms.number("protection_days", act.today)),
        decided_by_id=act.person.id,
        decided_at=act.now,
        ruled_number=ruled_number,
    )
    session.add(lead)
    return lead
