"""Registrations over time: renewed once, extended by the leader, ended by the night (`product.md` §2, 制度 3.1–3.5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from models.errors import ExtensionAsked, LeadEnded, NothingAsked, RenewalUnearned
from models.queries import leads as queries
from models.rules import leads as rules
from models.rules.lengths import NOTE_CHARACTERS
from models.rules.words import clean_words
from models.schema import Customer, Lead, LeadState
from models.services import holdings
from models.services.lead_standing import end, ended_on, has_lapsed, is_alive
from models.services.leads import Act, find_own, open_key, protect


@dataclass(frozen=True, slots=True)
class Renewed:
    """A protection that goes on; `by` is the visit that earned it, None where the leader allowed it."""

    lead: Lead
    by: int | None


@dataclass(frozen=True, slots=True)
class Asked:
    """One more renewal than the rules give: the leader was asked; `leader_id` is None where there is none."""

    lead: Lead
    leader_id: int | None


def renew(session: Session, number: int, act: Act, *, reason: str = "") -> Renewed | Asked:
    """Let a protection go on, once with a qualified visit (制度 3.2); what goes beyond is put to the leader.

    Args:
        session: of the message.
        number: of the registration.
        act: whose, and when.
        reason: why, in his words.

    Raises:
        RecordNotFound, LeadNotYours, RecordAlreadyVoided: see `find_own`.
        LeadEnded: it is not his customer any more.
        RenewalUnearned: no visit since the registration or the last renewal.
        ExtensionAsked: the leader was asked already.
    """
    lead = find_own(session, number, act)
    customer = holdings.lock_customer(session, lead.customer_id)
    session.refresh(lead)
    if customer.owner_id != lead.person_id:
        raise LeadEnded(number, ended_on(lead), lapsed=has_lapsed(lead, act.today))
    if not is_alive(lead, act.today) or lead.renewals >= act.terms.number("renewals", act.today):
        return _ask_leader(session, lead, act, reason)
    since = lead.renewed_on or lead.registered_on
    visit = queries.find_visit(session, lead, since=since)
    if visit is None and reason:
        return _ask_leader(session, lead, act, reason)  # without a visit it is beyond what he may do himself
    if visit is None:
        raise RenewalUnearned(number, since, lead.protected_until)
    lead.renewals += 1
    lead.renewed_by_number, lead.renewed_on = visit, act.today
    _extend(session, lead, customer, lead.protected_until, act)
    return Renewed(lead, visit)


def _extend(session: Session, lead: Lead, customer: Customer, from_on: date, act: Act) -> None:
    lead.protected_until = rules.protected_until(from_on, act.terms.number("renewal_days", act.today))
    session.flush()
    protect(session, customer, lead.protected_until, act)


def _ask_leader(session: Session, lead: Lead, act: Act, reason: str) -> Asked:
    if lead.extension_asked_on is not None:
        raise ExtensionAsked(lead.number, lead.extension_asked_on)
    holder = act.directory.people[lead.person_id]
    leader = act.directory.people.get(holder.manager_id) if holder.manager_id is not None else None
    if leader is None or not leader.active:
        return Asked(lead, None)
    lead.extension_asked_on, lead.extension_reason = act.today, clean_words(reason)[:NOTE_CHARACTERS]
    session.flush()
    return Asked(lead, leader.id)


def answer_extension(session: Session, number: int, act: Act, *, granted: bool, asked: bool = True) -> Lead:
    """The leader's word on one more renewal.

    Args:
        session: of the message.
        number: of the registration.
        act: the leader, and when.
        granted: whether it goes on for as long as a renewal gives.
        asked: whether somebody must have asked for it; a leader may give it unasked.

    Raises:
        RecordNotFound, LeadNotYours, RecordAlreadyVoided: see `find_own`.
        LeadEnded: the customer has changed hands meanwhile.
        NothingAsked: nobody asked, or it was answered.
    """
    lead = find_own(session, number, act)
    customer = holdings.lock_customer(session, lead.customer_id)
    session.refresh(lead)
    if asked and lead.extension_asked_on is None:
        raise NothingAsked(number)
    if customer.owner_id != lead.person_id:
        raise LeadEnded(number, ended_on(lead), lapsed=has_lapsed(lead, act.today))
    lead.extension_asked_on = None
    if granted:
        alive = is_alive(lead, act.today)
        if not alive:
            lead.open_key, lead.ended_at = open_key(lead.customer_id, lead.project_key), None
            lead.state, lead.hold_until = LeadState.HELD, None
        lead.renewals += 1
        lead.renewed_on = act.today
        _extend(session, lead, customer, lead.protected_until if alive else act.today, act)
    session.flush()
    return lead


@dataclass(frozen=True, slots=True)
class Ended:
    """A registration that the clock has ended; `lapsed` because it was never completed."""

    number: int
    person_id: int
    customer_id: int
    lapsed: bool


def lapse_due(session: Session, today: date, now: datetime, *, limit: int = 500) -> Sequence[Ended]:
    """End the registrations whose protection or provisional hold is over, for the night's look.

    Args:
        session: of its own transaction.
        today: Shanghai day.
        now: instant (UTC).
        limit: how many at once; ask again until nothing comes.

    Returns:
        What was ended, to be told to whose it was.
    """
    ended: list[Ended] = []
    for lead in queries.list_due(session, today, limit):
        end(session, lead, now, today)
        ended.append(Ended(lead.number, lead.person_id, lead.customer_id, lead.state == LeadState.LAPSED))
    return ended
