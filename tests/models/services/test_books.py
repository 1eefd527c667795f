"""D13, D17: the books hold, whatever is entered, paid, denied, corrected and taken back, in any order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.errors import DomainError, DuplicatePayment, NothingOpen, Overpaid, PaidMeanwhile, PaymentChecked
from models.queries import money as queries
from models.rules.money import ZERO, Target
from models.schema import (
    Allocation,
    Customer,
    DelayReason,
    Payment,
    PaymentPromise,
    PaymentState,
    Person,
    PromiseState,
    Receivable,
    Record,
    RepDay,
)
from models.services import books, dunning, payments, receivables, records
from models.services.kinds import kind_of
from models.services.payments import Told
from models.services.receivables import NewPart
from tests import cast

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@dataclass
class Firm:
    """Two customers whose money is moved about."""

    session: Session
    customers: list[int] = field(default_factory=list)
    person: int = 0

    def __post_init__(self) -> None:
        cast.load(self.session)
        found = self.session.scalars(
            select(Customer.id).where(Customer.code.in_(["C001", "C003"])).order_by(Customer.id)
        )
        self.customers = list(found)
        self.person = self.session.scalars(select(Person.id).where(Person.userid == "lilei")).one()

    def owe(self, amount: str, days: int = -40, *, label: str = "", customer: int = 0, invoice: str = "") -> int:
        part = NewPart(Decimal(amount), TODAY + timedelta(days=days), label, invoice)
        return self.owe_parts([part], customer=customer)

    def owe_parts(self, parts: list[NewPart], *, customer: int = 0) -> int:
        done = receivables.add(
            self.session,
            parts,
            customer_id=self.customers[customer],
            person_id=self.person,
            message_id=None,
            note="",
            now=NOW,
            today=TODAY,
        )
        return done.number

    def pay(self, amount: str, *, customer: int = 0, on: date = TODAY, **more: Any) -> payments.Booked:
        told = Told(self.customers[customer], Decimal(amount), on, **{"surplus_ok": True, "again": True, **more})
        return payments.record(self.session, told, person_id=self.person, message_id=None, now=NOW, today=TODAY)

    def promise(self, on: date, *, customer: int = 0, amount: str | None = None) -> dunning.Noted:
        answer = dunning.Answer(
            self.customers[customer], DelayReason.PROCESS, on, None if amount is None else Decimal(amount)
        )
        return dunning.record(self.session, answer, person_id=self.person, message_id=None, now=NOW, today=TODAY)

    def take_out(self, number: int) -> None:
        record = records.find_record(self.session, number)
        if record.voided_at is None:
            records.take_out(self.session, record, by_id=self.person, at=NOW)

    def put_back(self, number: int) -> None:
        record = records.find_record(self.session, number)
        record.voided_at = None
        kind_of(record.kind).put_back(self.session, record)
        self.session.flush()

    def open_amounts(self, customer: int = 0) -> list[Decimal]:
        parts = books.open_parts(self.session, self.customers[customer])
        return [part.open_amount for part in parts]

    def check(self) -> None:
        """Paid + open = due: for every part, every payment, every customer, and every day of the rep."""
        self.session.flush()
        self.session.expire_all()
        parts = {row.id: row for row in self.session.scalars(select(Receivable))}
        paid = {row.number: row for row in self.session.scalars(select(Payment))}
        of_part: dict[int, Decimal] = defaultdict(lambda: ZERO)
        of_payment: dict[int, Decimal] = defaultdict(lambda: ZERO)
        for row in self.session.scalars(select(Allocation)):
            assert row.amount > 0
            assert parts[row.receivable_id].customer_id == paid[row.payment_number].customer_id
            of_part[row.receivable_id] += row.amount
            of_payment[row.payment_number] += row.amount
        due, owed, came, ahead = (defaultdict[int, Decimal](lambda: ZERO) for _ in range(4))
        for part in parts.values():
            if part.voided:
                assert of_part[part.id] == 0
                continue
            assert part.amount == part.open_amount + of_part[part.id]
            assert part.open_amount >= 0
            due[part.customer_id] += part.amount
            owed[part.customer_id] += part.open_amount
        days: dict[date, tuple[int, Decimal]] = {}
        for payment in paid.values():
            assert payment.unallocated >= 0
            if not books.counts(payment):
                assert of_payment[payment.number] == payment.unallocated == 0
                continue
            assert payment.amount == of_payment[payment.number] + payment.unallocated
            came[payment.customer_id] += payment.amount
            ahead[payment.customer_id] += payment.unallocated
            count, total = days.get(payment.paid_on, (0, ZERO))
            days[payment.paid_on] = (count + 1, total + payment.amount)
        for customer in self.customers:
            assert came[customer] + owed[customer] == due[customer] + ahead[customer]
            assert not (ahead[customer] and owed[customer]), "advances settle what is open"
            told = queries.open_money(self.session, [customer], TODAY).get(customer, queries.NOTHING_OPEN)
            assert told.total == owed[customer]
        counted = self.session.scalars(select(RepDay).where(RepDay.person_id == self.person))
        assert {row.day: (row.payments, row.paid) for row in counted if row.payments} == days


@pytest.fixture
def firm(session: Session) -> Firm:
    return Firm(session)


CENTS = st.integers(1, 50_000_000).map(lambda cents: str(Decimal(cents) / 100))
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("owe"), CENTS, st.integers(-200, 200), st.integers(0, 1)),
        st.tuples(st.just("pay"), CENTS, st.integers(0, 3), st.integers(0, 1)),
        st.tuples(st.just("take_out"), st.integers(0, 30)),
        st.tuples(st.just("put_back"), st.integers(0, 30)),
        st.tuples(st.just("deny"), st.integers(0, 30)),
        st.tuples(st.just("confirm"), st.integers(0, 30)),
        st.tuples(st.just("correct"), st.integers(0, 30), CENTS),
        st.tuples(st.just("move"), st.integers(0, 30), st.integers(0, 1)),
        st.tuples(st.just("re-date"), st.integers(0, 30), st.integers(0, 30)),
        st.tuples(st.just("change"), st.integers(0, 30), CENTS),
        st.tuples(st.just("promise"), st.integers(0, 40), st.integers(0, 1)),
    ),
    min_size=1,
    max_size=14,
)


def _pick(session: Session, mapped: Any, place: int) -> Any:
    rows = session.scalars(select(mapped)).all()
    return rows[place % len(rows)] if rows else None


def _take(firm: Firm, step: tuple[Any, ...]) -> None:
    kind, first, *rest = step
    session = firm.session
    if kind == "owe":
        firm.owe(first, rest[0], customer=rest[1])
    elif kind == "pay":
        firm.pay(first, on=TODAY - timedelta(days=rest[0]), customer=rest[1])
    elif kind == "promise":
        firm.promise(TODAY + timedelta(days=first), customer=rest[0])
    elif kind in {"take_out", "put_back"}:
        record = _pick(session, Record, first)
        if record is not None:
            getattr(firm, kind)(record.number)
    elif kind == "change":
        part = _pick(session, Receivable, first)
        if part is not None and not part.voided:
            receivables.change(session, part, today=TODAY, amount=Decimal(rest[0]))
    else:
        payment = _pick(session, Payment, first)
        if payment is not None and not payment.voided:
            _change(firm, payment, kind, rest)


def _change(firm: Firm, payment: Payment, kind: str, rest: list[Any]) -> None:
    session = firm.session
    changes: dict[str, Callable[[], Any]] = {
        "deny": lambda: payments.deny(session, payment, by_id=firm.person, now=NOW),
        "confirm": lambda: payments.confirm(session, payment, by_id=firm.person, now=NOW),
        "correct": lambda: payments.change(session, payment, today=TODAY, amount=Decimal(rest[0]), surplus_ok=True),
        "move": lambda: payments.change(
            session, payment, today=TODAY, customer_id=firm.customers[rest[0]], surplus_ok=True
        ),
        "re-date": lambda: payments.change(session, payment, today=TODAY, paid_on=TODAY - timedelta(days=rest[0])),
    }
    changes[kind]()


@given(steps=STEPS)
def test_d13_d17_paid_and_open_are_what_is_due_after_any_steps(session: Session, steps: list[tuple[Any, ...]]) -> None:
    outer = session.begin_nested()
    try:
        firm = Firm(session)
        for step in steps:
            _try(firm, step)
            firm.check()
    finally:
        outer.rollback()
        session.expunge_all()


def _try(firm: Firm, step: tuple[Any, ...]) -> None:
    """A step that is refused leaves nothing behind."""
    savepoint = firm.session.begin_nested()
    try:
        _take(firm, step)
    except DomainError:
        savepoint.rollback()
    else:
        savepoint.commit()


def test_d13_a_payment_settles_the_oldest_part_first_and_then_the_next(firm: Firm) -> None:
    firm.owe("50000", 30)
    firm.owe("120000", -40)

    done = firm.pay("130000")

    assert [(part.paid, part.left) for part in done.parts] == [
        (Decimal(120_000), ZERO),
        (Decimal(10_000), Decimal(40_000)),
    ]
    assert done.still_open == Decimal(40_000)
    firm.check()


def test_d13_a_payment_settles_the_part_it_names_first(firm: Firm) -> None:
    firm.owe("120000", -40)
    firm.owe("150000", 7, label="尾款")

    firm.pay("150000", target=Target(label="尾款"))

    assert firm.open_amounts() == [Decimal(120_000)]


def test_d13_a_payment_taken_back_gives_back_to_the_same_parts(firm: Firm) -> None:
    firm.owe("120000", -40)
    firm.owe("150000", 7, label="尾款")
    firm.pay("20000")
    done = firm.pay("100000", target=Target(label="尾款"))
    before = firm.open_amounts()

    firm.take_out(done.number)

    assert before == [Decimal(100_000), Decimal(50_000)]
    assert firm.open_amounts() == [Decimal(100_000), Decimal(150_000)]
    firm.check()


def test_d13_what_is_more_than_open_is_asked_for(firm: Firm) -> None:
    firm.owe("120000")

    with pytest.raises(Overpaid) as fact:
        firm.pay("150000", surplus_ok=False)

    assert (fact.value.open_amount, fact.value.surplus) == (Decimal(120_000), Decimal(30_000))
    assert firm.session.scalars(select(Payment)).all() == []


def test_d13_without_any_receivable_it_is_paid_in_advance_and_settles_what_comes(firm: Firm) -> None:
    done = firm.pay("50000", surplus_ok=False)
    number = firm.owe("120000", 30)

    assert (done.parts, done.advance) == ((), Decimal(50_000))
    assert firm.open_amounts() == [Decimal(70_000)]
    firm.take_out(number)
    firm.check()
    assert books.advance_of(firm.session, firm.customers[0]) == Decimal(50_000)


def test_d13_the_same_sum_on_the_same_day_within_minutes_is_a_duplicate(firm: Firm) -> None:
    first = firm.pay("50000")

    with pytest.raises(DuplicatePayment) as fact:
        firm.pay("50000", again=False)

    assert fact.value.number == first.number
    firm.pay("50000", again=False, on=TODAY - timedelta(days=1))


def test_d13_a_receivable_with_a_payment_on_it_stands_in_the_way(firm: Firm) -> None:
    number = firm.owe("120000")
    done = firm.pay("50000")

    with pytest.raises(PaidMeanwhile) as fact:
        firm.take_out(number)

    assert (fact.value.payments, fact.value.paid) == ((done.number,), Decimal(50_000))


def test_d13_a_part_is_not_made_smaller_than_what_is_paid(firm: Firm) -> None:
    number = firm.owe("120000")
    firm.pay("50000")
    [part] = receivables.parts_of(firm.session, number)

    receivables.change(firm.session, part, today=TODAY, amount=Decimal(60_000))
    assert part.open_amount == Decimal(10_000)
    with pytest.raises(PaidMeanwhile):
        receivables.change(firm.session, part, today=TODAY, amount=Decimal(40_000))


def test_d17_a_confirmed_payment_is_not_taken_back(firm: Firm) -> None:
    firm.owe("120000")
    done = firm.pay("50000")
    payments.confirm(firm.session, payments.find(firm.session, done.number), by_id=firm.person, now=NOW)

    with pytest.raises(PaymentChecked):
        firm.take_out(done.number)


def test_d17_a_denied_payment_opens_its_parts_again(firm: Firm) -> None:
    firm.owe("120000")
    done = firm.pay("50000")
    row = payments.find(firm.session, done.number)

    payments.deny(firm.session, row, by_id=firm.person, now=NOW)

    assert firm.open_amounts() == [Decimal(120_000)]
    assert row.state == PaymentState.DENIED
    firm.check()


def test_d19_a_promise_is_kept_by_what_came_in_until_its_day(firm: Firm) -> None:
    firm.owe("120000")
    noted = firm.promise(TODAY + timedelta(days=3))
    done = firm.pay("120000")
    promise = firm.session.get_one(PaymentPromise, noted.number)

    assert (noted.amount, promise.state) == (Decimal(120_000), PromiseState.KEPT)
    firm.take_out(done.number)
    assert promise.state == PromiseState.OPEN


def test_d19_a_promise_whose_day_passed_unpaid_is_broken_whether_the_night_came_or_not(firm: Firm) -> None:
    firm.owe("120000")
    firm.promise(TODAY + timedelta(days=3))
    customer, later = firm.customers[0], TODAY + timedelta(days=4)

    assert queries.open_money(firm.session, [customer], TODAY + timedelta(days=3))[customer].broken_promises == 0
    assert queries.open_money(firm.session, [customer], later)[customer].broken_promises == 1
    [broken] = dunning.break_due(firm.session, later)
    assert (broken.count, broken.amount) == (1, Decimal(120_000))
    assert dunning.break_due(firm.session, later) == []
    assert queries.open_money(firm.session, [customer], later)[customer].broken_promises == 1


def test_d19_a_newer_promise_takes_the_place_of_one_that_is_still_to_come(firm: Firm) -> None:
    firm.owe("120000")
    first = firm.promise(TODAY + timedelta(days=3))
    second = firm.promise(TODAY + timedelta(days=9))
    promise = firm.session.get_one(PaymentPromise, first.number)

    assert promise.state == PromiseState.REPLACED
    firm.take_out(second.number)
    assert promise.state == PromiseState.OPEN
    assert dunning.break_due(firm.session, TODAY + timedelta(days=10))[0].number == first.number


def test_d19_who_owes_nothing_promises_nothing(firm: Firm) -> None:
    with pytest.raises(NothingOpen):
        firm.promise(TODAY)


def test_d13_the_ladder_finds_what_is_due_and_since_when(firm: Firm) -> None:
    firm.owe("10000", 7)
    firm.owe("20000", 0)
    firm.owe("30000", -15)
    firm.owe("40000", -14)
    firm.promise(TODAY + timedelta(days=2))

    due = queries.list_due(firm.session, TODAY)

    assert [(each.days, int(each.part.open_amount)) for each in due] == [(15, 30_000), (0, 20_000), (-7, 10_000)]
    assert {each.owner_id for each in due} == {firm.person}
    assert {each.promised_on for each in due} == {TODAY + timedelta(days=2)}
