"""Appeals against whose a customer is, and the leader's ruling (申诉, 撞单; `product.md` A10, B2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.directory import Directory, PersonCard
from models.errors import (
    AlreadyHelps,
    AppealEnded,
    AppealOpen,
    AppealPointless,
    LeadEnded,
    NotTheJudge,
    OwnerChanged,
    RecordNotFound,
)
from models.queries import appeals as queries
from models.queries import leads as lead_queries
from models.queries.leads import Deed
from models.rules import leads as rules
from models.rules.leads import Ruling, Side, Suggestion
from models.rules.words import clean_words
from models.schema import Appeal, AppealState, Customer, Dialog, Lead, LeadState, MoveKind, RecordKind, Role
from models.services import dialogs, holdings, lead_standing, leads, moving_plans, ownership
from models.services.lead_awards import award
from models.services.leads import Act
from models.services.numbering import give_number
from models.services.records import find_record, refuse_voided

REASON_CHARACTERS = 500
NOTE_CHARACTERS = 200

_STATES: Final[Mapping[Ruling, AppealState]] = MappingProxyType(
    {
        Ruling.CONFIRM: AppealState.CONFIRMED,
        Ruling.REASSIGN: AppealState.REASSIGNED,
        Ruling.SHARE: AppealState.SHARED,
    }
)
_WORK: Final = frozenset(
    {RecordKind.VISIT, RecordKind.FOLLOWUP, RecordKind.ORDER, RecordKind.PAYMENT, lead_queries.QUOTE}
)
"""Records that show work with a customer; registering or claiming it alone is none."""


@dataclass(frozen=True, slots=True)
class File:
    """Both sides of a conflict with their dated records (`product.md` B2).

    Attributes:
        customer_id: whom it is about.
        owner_id: whose it is.
        other_ids: who appeals, or has worked with it as well.
        lead: the owner's registration that protects now.
        deeds: by person, the earliest first.
        suggestion: what the rules speak for; None where nobody appeals.
        appeal: the open appeal, if there is one.
    """

    customer_id: int
    owner_id: int | None
    other_ids: tuple[int, ...]
    lead: Lead | None
    deeds: Mapping[int, Sequence[Deed]]
    suggestion: Suggestion | None = None
    appeal: Appeal | None = None


@dataclass(frozen=True, slots=True)
class Ruled:
    """What a leader has ruled.

    Attributes:
        customer_id: about whom.
        owner_id: whose it was.
        to_id: who got it, or works on it now as well; None where it stays as it was.
        appeal: the appeal that was ruled on; None for a registration that nobody contests.
        lead: the registration that was ruled on, if there was one.
        award: the registration of whoever got it by this ruling.
    """

    customer_id: int
    owner_id: int
    to_id: int | None
    ruling: Ruling
    appeal: Appeal | None = None
    lead: Lead | None = None
    award: Lead | None = None


def find_judge(directory: Directory, owner_id: int, person_id: int) -> int | None:
    """Who rules between two people: the lowest leader of both, else the owner's direct leader.

    An owner with nobody above him is ruled on by an administrator.

    Args:
        directory: for the reporting lines.
        owner_id: whose the customer is.
        person_id: who appeals.
    """
    above = leaders_above(directory, owner_id)
    common = rules.lowest_common(above, leaders_above(directory, person_id))
    if common is not None:
        return common
    found = next((leader for leader in above if leader != person_id), None)
    if found is not None:
        return found
    return next((card.id for card in directory.administrators() if card.id not in (owner_id, person_id)), None)


def judge_of(directory: Directory, row: Appeal) -> int | None:
    """Who rules on an appeal as the company stands now: whoever was told of it, while he still leads the owner.

    Args:
        directory: for the reporting lines.
        row: the appeal.
    """
    if row.against_id is None:
        return row.judge_id
    judge = directory.people.get(row.judge_id or 0)
    if judge is None or not judge.active or not judge.leads:
        return find_judge(directory, row.against_id, row.person_id)
    if judge.role == Role.ADMIN or judge.id in leaders_above(directory, row.against_id):
        return judge.id
    return find_judge(directory, row.against_id, row.person_id)


def list_to_rule(session: Session, directory: Directory, judge_id: int) -> Sequence[Appeal]:
    """What somebody was asked to rule on and still may, the oldest first; see `judge_of`."""
    return [row for row in queries.list_to_rule(session, judge_id) if judge_of(directory, row) == judge_id]


def leaders_above(directory: Directory, person_id: int) -> list[int]:
    """The active leaders above somebody, the nearest first."""
    above: list[int] = []
    card = directory.people.get(person_id)
    while card is not None and card.manager_id is not None and card.manager_id not in above:
        above.append(card.manager_id)
        card = directory.people.get(card.manager_id)
    return [found for found in above if directory.people[found].active and found != person_id]


def appeal(session: Session, customer_id: int, act: Act, *, reason: str) -> Appeal:
    """Appeal against whose a customer is.

    Args:
        session: of the message.
        customer_id: which.
        act: who appeals, and when.
        reason: what he brings forward; the caller has seen to it that there is one.

    Raises:
        AppealPointless: it is his own, or nobody's.
        AppealOpen: he waits for the ruling already.
    """
    customer = holdings.lock_customer(session, customer_id)
    owner_id = customer.owner_id
    if owner_id is None or owner_id == act.person.id or act.directory.helps(act.person.id, customer_id):
        raise AppealPointless(customer_id, own=owner_id is not None)
    waiting = queries.find_open(session, customer_id=customer_id, person_id=act.person.id)
    if waiting is not None:
        raise AppealOpen(waiting.number, waiting.answer_due_on)
    number = give_number(
        session, RecordKind.APPEAL, customer_id, person_id=act.person.id, message_id=act.message_id, now=act.now
    )
    row = Appeal(
        number=number,
        customer_id=customer_id,
        person_id=act.person.id,
        against_id=owner_id,
        judge_id=find_judge(act.directory, owner_id, act.person.id),
        reason=clean_words(reason)[:REASON_CHARACTERS],
        made_at=act.now,
        answer_due_on=act.directory.calendar.after(act.today, act.terms.number("appeal_days", act.today)),
        state=AppealState.OPEN,
    )
    session.add(row)
    session.flush()
    return row


def open_file(session: Session, customer: Customer, today: date, *, appeal: Appeal | None = None) -> File:
    """Both sides of a conflict, with what the rules speak for.

    Args:
        session: of the message.
        customer: whom it is about.
        today: Shanghai day.
        appeal: the one to show; else the oldest that is open.
    """
    opened = appeal or next(iter(queries.list_open(session, customer.id)), None)
    lead = lead_queries.find_open_lead(session, customer.id)
    if lead is not None and not lead_standing.is_alive(lead, today):
        lead = None
    others = [opened.person_id] if opened is not None else queries.list_workers(session, customer.id)
    others = [found for found in others if found != customer.owner_id]
    people = [found for found in (customer.owner_id, *others) if found is not None]
    deeds: dict[int, list[Deed]] = {found: [] for found in people}
    for deed in lead_queries.list_deeds(session, customer.id, people):
        deeds[deed.person_id].append(deed)
    suggestion = None
    if opened is not None and customer.owner_id is not None:
        mine = _side(deeds[customer.owner_id], lead)
        complete = lead is None or lead.state == LeadState.HELD
        suggestion = rules.suggest(mine, _side(deeds[opened.person_id], None), complete=complete)
    return File(customer.id, customer.owner_id, tuple(others), lead, deeds, suggestion, opened)


def _side(deeds: Sequence[Deed], lead: Lead | None) -> Side:
    work = [deed for deed in deeds if deed.kind in _WORK]
    return Side(work[0].on if work else None, len(work), lead.registered_on if lead is not None else None)


def find_appeal(session: Session, number: int, judge: PersonCard, directory: Directory) -> Appeal:
    """An appeal that somebody may rule on, locked until the commit; it is his from now on, see `judge_of`.

    Raises:
        RecordNotFound: there is none of this number.
        RecordAlreadyVoided: it was taken back.
        NotTheJudge: somebody else rules on it.
        AppealEnded: it was ruled on, or is settled otherwise.
    """
    holdings.lock_company(session)
    record = find_record(session, number)
    row = session.get(Appeal, number, with_for_update=True, populate_existing=True)
    if row is None:
        raise RecordNotFound(number)
    rules_now = judge_of(directory, row)
    if rules_now != judge.id:
        raise NotTheJudge(number, rules_now)
    row.judge_id = judge.id
    session.refresh(record)
    refuse_voided(record)
    if row.state != AppealState.OPEN:
        raise AppealEnded(number)
    return row


def rule(session: Session, number: int, ruling: Ruling, act: Act, *, to_id: int | None = None, note: str = "") -> Ruled:
    """The leader's ruling on an appeal: both stand, nothing of it is forgotten.

    Args:
        session: of the message.
        number: of the appeal.
        ruling: what he decides.
        act: the leader, and when.
        to_id: who gets it, or works on it too; None means whoever appealed.
        note: in his words.

    Raises:
        RecordNotFound, RecordAlreadyVoided, NotTheJudge, AppealEnded: see `find_appeal`.
        OwnerChanged: the customer has moved on meanwhile.
        CustomerFrozen: a handover has it.
    """
    held = find_appeal(session, number, act.person, act.directory)
    customer = holdings.lock_customer(session, held.customer_id)
    session.refresh(held)
    if held.state != AppealState.OPEN:
        raise AppealEnded(number)
    if customer.owner_id is None or customer.owner_id != held.against_id:
        raise OwnerChanged(customer.id)
    owner_id, taker = customer.owner_id, to_id if to_id is not None else held.person_id
    held.state, held.ruled_by_id, held.ruled_at = _STATES[ruling], act.person.id, act.now
    held.ruling_note = clean_words(note)[:NOTE_CHARACTERS]
    session.flush()
    lead = lead_queries.find_open_lead(session, customer.id)
    got, award = _carry_out(session, customer, ruling, taker, act, lead, note=held.ruling_note, ruled_number=number)
    return Ruled(customer.id, owner_id, got, ruling, held, lead, award)


def decide(
    session: Session, number: int, ruling: Ruling, act: Act, *, to_id: int | None = None, note: str = ""
) -> Ruled:
    """The leader's word on who runs what was registered (A11), whether or not anybody contests it.

    Args:
        session: of the message.
        number: of the registration.
        ruling: what he decides.
        act: the leader, and when.
        to_id: who gets it, or works on it too; nobody where it stays.
        note: in his words.

    Raises:
        RecordNotFound, LeadNotYours, RecordAlreadyVoided: see `leads.find_own`.
        LeadEnded: the registration has ended.
        CustomerFrozen: a handover has the customer.
    """
    lead = leads.find_own(session, number, act)
    customer = holdings.lock_customer(session, lead.customer_id)
    session.refresh(lead)
    if not lead_standing.is_alive(lead, act.today) or customer.owner_id != lead.person_id:
        raise LeadEnded(number, lead_standing.ended_on(lead), lapsed=lead_standing.has_lapsed(lead, act.today))
    owner_id, said = lead.person_id, clean_words(note)
    got, award = _carry_out(session, customer, ruling, to_id, act, lead, note=said, ruled_number=number)
    return Ruled(customer.id, owner_id, got, ruling, None, lead, award)


def _carry_out(
    session: Session,
    customer: Customer,
    ruling: Ruling,
    taker: int | None,
    act: Act,
    lead: Lead | None,
    *,
    note: str,
    ruled_number: int,
) -> tuple[int | None, Lead | None]:
    """Do what was ruled; who got the customer, or works on it too, and his registration of it."""
    owner_id = customer.owner_id
    if lead is not None:
        lead.decided_by_id, lead.decided_at = act.person.id, act.now
    if ruling is Ruling.CONFIRM or taker is None or owner_id is None or taker == owner_id:
        session.flush()
        return None, None
    if ruling is Ruling.SHARE:
        _share(session, customer.id, taker, act)
        return taker, None
    former = [each for each in lead_queries.list_open(session, customer.id) if each.person_id == owner_id]
    holdings.hold(
        session,
        act.decision,
        customer_id=customer.id,
        to_id=taker,
        kind=MoveKind.RULED,
        reason=note,
        protected_until=rules.protected_until(act.today, act.terms.number("protection_days", act.today)),
    )
    moving_plans.pass_on(
        session, customer_id=customer.id, from_id=owner_id, to_id=taker, message_id=act.message_id, now=act.now
    )
    return taker, award(session, customer, former, act, to_id=taker, ruled_number=ruled_number)


def _share(session: Session, customer_id: int, helper_id: int, act: Act) -> None:
    try:
        ownership.join(session, act.decision, customer_id=customer_id, helper_id=helper_id)
    except AlreadyHelps:
        return  # that is what was ruled


def offer(session: Session, person_id: int, question: str, number: int, now: datetime) -> bool:
    """Let somebody answer by number what he is told of now, unless another question is open for him.

    Args:
        session: of the message.
        person_id: whom.
        question: the answer handler's name.
        number: of the appeal or the registration.
        now: instant (UTC).

    Returns:
        Whether a number alone answers it; else he has to name the record.
    """
    # He may be in the middle of a turn of his own, which waits for what is locked here: then he names the number.
    free = select(Dialog.person_id).where(Dialog.person_id == person_id).with_for_update(skip_locked=True)
    if session.connection().scalar(free) is None:
        return False
    return dialogs.offer(session.connection(), person_id, question, {"number": number}, now)
