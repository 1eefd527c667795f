"""The noted day of a customer's silence: kept by the clock alone, in batches, never later than the real one (C8)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.rules.calendar import STATUTORY
from models.rules.terms import Terms
from models.schema import Change, Customer, Holding, Person, Record, RecordKind, Visit
from models.services import cadences
from tests import cast

MONDAY = date(2026, 11, 23)
SINCE = date(2026, 11, 2)


@pytest.fixture
def held(session: Session) -> Session:
    """Every customer of the cast noted as held since 2 November; the first is of level A, the second of B."""
    cast.load(session)
    customers = session.scalars(select(Customer).order_by(Customer.id)).all()
    customers[0].level, customers[1].level = "A", "b"
    for customer in customers:
        session.add(Holding(customer_id=customer.id, since_on=SINCE if customer.owner_id is not None else None))
    session.flush()
    return session


def noted(session: Session) -> Mapping[str, date | None]:
    rows = session.execute(select(Customer.code, Holding.silent_on).join(Holding, Holding.customer_id == Customer.id))
    return {row.code: row.silent_on for row in rows}


def visit(session: Session, code: str, on: date) -> None:
    customer = session.scalars(select(Customer).where(Customer.code == code)).one()
    person = session.scalars(select(Person).where(Person.id == customer.owner_id)).one()
    at = datetime(on.year, on.month, on.day, 2, tzinfo=UTC)
    record = Record(kind=RecordKind.VISIT, person_id=person.id, made_at=at)
    session.add(record)
    session.flush()
    session.add(
        Visit(
            number=record.number, person_id=person.id, customer_id=customer.id, visited_on=on, visited_at=at,
            reported_at=at, summary="谈报价", contact_name="", evidence_level=1, voided=False,
        )
    )  # fmt: skip
    session.flush()


def test_c8_each_level_has_its_day_and_the_pool_has_none(held: Session) -> None:
    assert cadences.note_steps(held, MONDAY, Terms(), STATUTORY) == 7
    found = noted(held)
    # A: 7, 14 and 21 days after the 2nd; the days of rest before Monday belong to it.
    assert found["C001"] == date(2026, 11, 24)
    assert found["C002"] == date(2026, 12, 3)
    assert found["C003"] == date(2026, 12, 3)
    assert found["C006"] == cadences.NEVER
    assert cadences.note_steps(held, MONDAY, Terms(), STATUTORY) == 0


def test_c8_in_batches_nothing_is_left_out_or_looked_at_twice(held: Session) -> None:
    counts = [cadences.note_steps(held, MONDAY, Terms(), STATUTORY, limit=3) for _ in range(4)]
    assert counts == [3, 3, 1, 0]
    assert None not in noted(held).values()


def test_c8_a_day_that_has_come_is_moved_on_by_what_happened_meanwhile(held: Session) -> None:
    cadences.note_steps(held, MONDAY, Terms(), STATUTORY)
    visit(held, "C001", date(2026, 11, 23))
    for shift in range(1, 30):
        cadences.note_steps(held, MONDAY + timedelta(days=shift), Terms(), STATUTORY)
        if shift == 2:
            assert noted(held)["C001"] == date(2026, 12, 1)
    assert noted(held)["C001"] == date(2026, 12, 22)


def test_c8_a_shorter_cadence_is_brought_to_all_and_a_longer_one_waits(held: Session) -> None:
    cadences.note_steps(held, MONDAY, Terms(), STATUTORY)
    before = noted(held)
    longer = Terms().changed([("cadence_c_days", "60", MONDAY)])
    cadences.look_again(held, MONDAY, longer)
    assert noted(held) == before
    shorter = Terms().changed([("cadence_c_days", "22", MONDAY)])
    cadences.look_again(held, MONDAY, shorter)
    cadences.note_steps(held, MONDAY, shorter, STATUTORY)
    assert noted(held)["C003"] == date(2026, 11, 25)
    assert noted(held)["C006"] == cadences.NEVER


def test_it_is_bookkeeping_and_no_history(held: Session) -> None:
    noted_before = held.scalars(select(Change.id).where(Change.table_name == "holdings")).all()
    cadences.note_steps(held, MONDAY, Terms(), STATUTORY)
    held.flush()
    assert held.scalars(select(Change.id).where(Change.table_name == "holdings")).all() == noted_before
