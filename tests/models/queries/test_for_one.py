"""What is asked for one person goes other ways than what is asked for a company at once, and finds the same."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.queries import customers, lookups
from models.queries.noted_days import find_noted_days
from models.rules.calendar import STATUTORY
from models.rules.terms import Terms
from models.schema import (
    Contact,
    Customer,
    FollowUp,
    FollowUpState,
    Holding,
    Receivable,
    Record,
    RecordKind,
    Visit,
)
from models.services import agenda, recycling
from models.services.agenda import Agenda, Look, Matter
from models.times import SHANGHAI
from models.wording.agenda import NOTES
from tests.models.services.desk import Desk

TODAY = date(2026, 11, 23)
TERMS = Terms()
CUSTOMERS = 24
VISITS = 80
FOLLOWUPS = 60


class Lived:
    """A few weeks of two reps, as chance would have it; reported in no order, some taken back."""

    def __init__(self, session: Session, owners: Sequence[int], seed: int) -> None:
        self.session, self.owners, self.seed, self.pick = session, owners, seed, random.Random(seed)

    def fill(self) -> None:
        ids = [self._customer(number) for number in range(CUSTOMERS)]
        for _ in range(VISITS):
            self._visit(self.pick.choice(ids[: CUSTOMERS // 2]))
        for _ in range(FOLLOWUPS):
            self._followup(self.pick.choice(ids))
        self.session.flush()

    def _day(self, back: int, ahead: int) -> date:
        return TODAY + timedelta(days=self.pick.randint(-back, ahead))

    def _maybe(self, back: int, ahead: int) -> date | None:
        return self._day(back, ahead) if self.pick.random() < 0.7 else None

    def _number(self, kind: RecordKind) -> int:
        record = Record(kind=kind, person_id=self.owners[0], made_at=datetime(2026, 11, 23, 9, tzinfo=SHANGHAI))
        self.session.add(record)
        self.session.flush()
        return record.number

    def _customer(self, number: int) -> int:
        pick, name = self.pick, f"苏州第{self.seed}{number}机械厂"
        made = datetime.combine(self._day(80, -1), time(9), SHANGHAI)
        customer = Customer(
            code=f"X{self.seed}-{number}",
            name=name,
            name_key=name,
            owner_id=pick.choice(self.owners),
            level=pick.choice(["A", "b", "C", ""]),
            active=pick.random() < 0.9,
            created_at=made,
            created_by_id=pick.choice([None, self.owners[0]]),
        )
        self.session.add(customer)
        self.session.flush()
        born = self._day(3, 9)
        self.session.add_all(
            [
                Holding(
                    customer_id=customer.id,
                    since_on=self._day(80, 0),
                    recycle_on=self._maybe(0, 8),
                    protected_until=self._maybe(2, 9),
                    silent_on=self._maybe(3, 1),
                ),
                Contact(
                    customer_id=customer.id,
                    name="王工",
                    birthday_month=born.month,
                    birthday_day=born.day,
                    birthday_lunar=pick.random() < 0.2,
                    birthday_stopped=pick.random() < 0.1,
                ),
                Receivable(
                    customer_id=customer.id,
                    amount=Decimal(9000),
                    open_amount=Decimal(pick.choice([0, 0, 9000])),
                    due_on=self._day(90, 30),
                ),
            ]
        )
        return customer.id

    def _visit(self, customer_id: int) -> None:
        on = self._day(50, 0)
        at = datetime.combine(on, time(9), SHANGHAI)
        self.session.add(
            Visit(
                number=self._number(RecordKind.VISIT),
                person_id=self.pick.choice(self.owners),
                customer_id=customer_id,
                visited_on=on,
                visited_at=at,
                reported_at=at,
                next_on=self._maybe(35, 3),
                next_note="送样品",
                voided=self.pick.random() < 0.1,
            )
        )

    def _followup(self, customer_id: int) -> None:
        pick = self.pick
        state = pick.choice(list(FollowUpState))
        ended = None if state == FollowUpState.OPEN else datetime.combine(self._day(20, 0), time(9), SHANGHAI)
        kind = pick.choice([RecordKind.FOLLOWUP, RecordKind.REMINDER])
        self.session.add(
            FollowUp(
                number=self._number(kind),
                kind=kind,
                person_id=pick.choice(self.owners),
                customer_id=customer_id,
                due_on=self._day(35, 5),
                note=pick.choice([*NOTES.values(), "寄合同", "打电话"]),
                state=state,
                ended_at=ended,
                voided=pick.random() < 0.1,
            )
        )


def test_one_persons_day_is_that_of_the_whole_companys(company: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(company)
    people = [desk.person("lilei"), desk.person("hanmei")]
    matters: set[Matter] = set()
    for seed in (1, 3):
        with desk.message("lilei") as (session, _):
            Lived(session, [person.id for person in people], seed).fill()
            for person in people:
                look = Look(session, [person], TODAY, TERMS, STATUTORY)
                alone: Agenda = agenda.find_agenda(look)
                with monkeypatch.context() as patched:
                    patched.setattr(lookups, "_FEW", 0)
                    assert agenda.find_agenda(look) == alone
                matters.update(item.matter for item in alone.items)
    assert {
        Matter.BIRTHDAY,
        Matter.VISIT,
        Matter.OVERDUE,
        Matter.PROTECTION,
        Matter.RECYCLING,
        Matter.SILENT,
    } <= matters


def test_whom_a_colleague_visited_stands_in_front_too_and_nobody_visited_at_the_end(company: Engine) -> None:
    desk = Desk(company)
    lilei, hanmei = desk.person("lilei").id, desk.person("hanmei").id
    with desk.message("lilei") as (session, _):
        Lived(session, [lilei, hanmei], 4).fill()
        for owners in ([lilei], [lilei, hanmei]):
            held = customers.list_owned(session, owners)
            ordered = sorted(held, key=lambda one: one.last_on or date.min, reverse=True)
            assert list(customers.list_owned_ids(session, owners)) == [one.id for one in ordered]
            assert ordered[-1].last_on is None


def test_who_falls_back_is_found_though_most_were_visited_since(company: Engine) -> None:
    desk = Desk(company)
    lilei = desk.person("lilei").id
    nights = [TODAY + timedelta(days=ahead) for ahead in range(1, 8)]
    with desk.message("lilei") as (session, _):
        Lived(session, [lilei, desk.person("hanmei").id], 5).fill()
        noted = session.scalars(
            select(Customer.id)
            .join(Holding, Holding.customer_id == Customer.id)
            .where(Customer.owner_id == lilei, Customer.active, Holding.recycle_on.in_(nights))
        ).all()
        looks = recycling._look_at(session, noted, TERMS, TODAY)
        expected = sorted((look.on, look.customer_id) for look in looks if look.on in nights)
        noted_on = find_noted_days(session, [lilei], recycled=nights).recycled
        found = recycling.list_recycled_on(session, noted_on, nights, TODAY, TERMS, most=CUSTOMERS)
    assert {customer_id for _, customer_id in noted_on} == set(noted)
    assert len(noted) > len(found) > 0
    assert [(one.on, one.customer_id) for one in found] == expected
