"""What somebody meant to do with a customer, when the customer goes to somebody else or to nobody."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.queries.followups import OVERDUE_DAYS
from models.schema import FollowUp, FollowUpState, News, NewsKind, Person, RecordKind, Visit
from models.services import followups
from models.services.numbering import give_number
from models.times import shanghai_day


@dataclass(frozen=True, slots=True)
class Passed:
    """What went along: follow-ups with reminders, and problems that are still to be solved."""

    plans: int = 0
    problems: int = 0


def pass_on(
    session: Session, *, customer_id: int, from_id: int, to_id: int, message_id: int | None, now: datetime
) -> Passed:
    """Let the open follow-ups, reminders and problems of a customer go along to its new owner.

    The next step of the former owner's last visit goes along as a follow-up of the new one.

    Args:
        session: of the transaction.
        customer_id: whose.
        from_id: the former owner.
        to_id: the new one.
        message_id: the inbox row.
        now: instant (UTC).
    """
    plans = list_plans(session, customer_id=customer_id, person_id=from_id)
    userid = session.get_one(Person, to_id).userid
    for plan in plans:
        followups.entrust(session, plan, person_id=to_id, userid=userid)
    problems = session.scalars(
        select(News).where(
            News.customer_id == customer_id,
            News.person_id == from_id,
            News.kind == NewsKind.PROBLEM,
            News.solved_at.is_(None),
            News.voided.is_(False),
        )
    ).all()
    for problem in problems:
        problem.person_id = to_id
    steps = _drop_next_steps(session, customer_id=customer_id, person_id=from_id, now=now)
    if steps:
        _plan(session, steps[-1], to_id=to_id, message_id=message_id, now=now)
    session.flush()
    return Passed(len(plans) + bool(steps), len(problems))


def list_planned(session: Session, customer_ids: Collection[int]) -> frozenset[int]:
    """With which of some customers anybody means to do anything, or has a problem to solve: few of many."""
    plans = select(FollowUp.customer_id).where(
        FollowUp.customer_id.in_(customer_ids), FollowUp.state == FollowUpState.OPEN, FollowUp.voided.is_(False)
    )
    problems = select(News.customer_id).where(
        News.customer_id.in_(customer_ids), News.kind == NewsKind.PROBLEM, News.solved_at.is_(None)
    )
    steps = select(Visit.customer_id).where(
        Visit.customer_id.in_(customer_ids), Visit.next_on.is_not(None), Visit.voided.is_(False)
    )
    found = (one for asked in (plans, problems, steps) for one in session.scalars(asked.distinct()))
    return frozenset(one for one in found if one is not None)


def end(session: Session, *, customer_id: int, person_id: int, now: datetime) -> int:
    """Call off what somebody meant to do with a customer that he gave up; how much that was."""
    plans = list_plans(session, customer_id=customer_id, person_id=person_id)
    for plan in plans:
        followups.cancel(session, plan, now=now)
    steps = _drop_next_steps(session, customer_id=customer_id, person_id=person_id, now=now)
    return len(plans) + bool(steps)


def list_plans(session: Session, *, customer_id: int, person_id: int) -> Sequence[FollowUp]:
    """The open follow-ups and reminders of one person with one customer."""
    return session.scalars(
        select(FollowUp).where(
            FollowUp.customer_id == customer_id,
            FollowUp.person_id == person_id,
            FollowUp.state == FollowUpState.OPEN,
            FollowUp.voided.is_(False),
        )
    ).all()


@dataclass(frozen=True, slots=True)
class _Step:
    """The next step of a visit, as it stood."""

    customer_id: int
    contact_id: int | None
    contact_name: str
    on: date
    clock: time | None
    note: str


def _drop_next_steps(session: Session, *, customer_id: int, person_id: int, now: datetime) -> list[_Step]:
    """Take the next steps of somebody's visits to a customer away; what they were, the latest visit's last."""
    visits = session.scalars(
        select(Visit)
        .where(
            Visit.customer_id == customer_id,
            Visit.person_id == person_id,
            Visit.next_on >= shanghai_day(now) - timedelta(days=OVERDUE_DAYS),
            Visit.voided.is_(False),
        )
        .order_by(Visit.number)
    ).all()
    steps = []
    for visit in visits:
        if visit.next_on is None:
            continue
        steps.append(
            _Step(customer_id, visit.contact_id, visit.contact_name, visit.next_on, visit.next_clock, visit.next_note)
        )
        visit.next_on, visit.next_clock, visit.next_note = None, None, ""
    session.flush()
    return steps


def _plan(session: Session, step: _Step, *, to_id: int, message_id: int | None, now: datetime) -> None:
    number = give_number(session, RecordKind.FOLLOWUP, person_id=to_id, message_id=message_id, now=now)
    session.add(
        FollowUp(
            number=number,
            kind=RecordKind.FOLLOWUP,
            person_id=to_id,
            customer_id=step.customer_id,
            contact_id=step.contact_id,
            contact_name=step.contact_name,
            due_on=step.on,
            due_clock=step.clock,
            note=step.note,
        )
    )
