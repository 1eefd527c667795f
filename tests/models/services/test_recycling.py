"""The night's look at the pool: who falls back, who does not, and what a shorter rule would do (`product.md` B1)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.errors import CustomerFrozen
from models.queries.noted_days import find_noted_days
from models.rules.terms import Terms
from models.schema import (
    Change,
    Customer,
    FollowUp,
    FollowUpState,
    Holding,
    Lead,
    LeadState,
    Move,
    MoveKind,
    Order,
    Payment,
    PaymentState,
    Receivable,
    Record,
    RecordKind,
    Visit,
)
from models.services import handovers, holdings, pool, recycling
from models.services.holdings import Decision
from models.times import SHANGHAI
from tests.models.services.desk import Desk

TERMS = Terms()
START = date(2026, 11, 23)
NIGHT = timedelta(days=1)
C_DAYS = 60
GONE = START + timedelta(days=C_DAYS + 1)
"""The first night in which a C customer that was held since START falls back."""
MINE = ("C001", "C002", "C003")


@pytest.fixture
def desk(company: Engine) -> Desk:
    made = Desk(company)
    note(made)
    return made


def note(desk: Desk, today: date = START + NIGHT) -> int:
    with desk.message("wufang") as (session, _):
        # The cast was made in January: nobody counted until that night, so that its clock starts the day before.
        return recycling.note_holdings(session, today, TERMS)


def night(desk: Desk, on: date, terms: Terms = TERMS, limit: int = 500) -> list[str]:
    """The codes of what fell back in the night to a day."""
    with desk.message("wufang") as (session, _):
        gone = recycling.recycle_due(
            session, on, terms, now=datetime.combine(on, datetime.min.time(), SHANGHAI), limit=limit
        )
        return sorted(session.get_one(Customer, one.customer_id).code for one in gone)


def number(desk: Desk, session: Session, kind: RecordKind) -> int:
    record = Record(kind=kind, person_id=desk.person("lilei").id, made_at=desk.now)
    session.add(record)
    session.flush()
    return record.number


def visit(desk: Desk, code: str, on: date, *, voided: bool = False) -> None:
    with desk.message("lilei") as (session, _):
        session.add(
            Visit(
                number=number(desk, session, RecordKind.VISIT),
                person_id=desk.person("lilei").id,
                customer_id=desk.customer(code),
                visited_on=on,
                visited_at=desk.now,
                reported_at=desk.now,
                voided=voided,
            )
        )


def followed(desk: Desk, code: str, on: date, words: str) -> None:
    with desk.message("lilei") as (session, _):
        session.add(
            FollowUp(
                number=number(desk, session, RecordKind.FOLLOWUP),
                kind=RecordKind.FOLLOWUP,
                person_id=desk.person("lilei").id,
                customer_id=desk.customer(code),
                due_on=on,
                note=words,
                state=FollowUpState.DONE,
                ended_at=datetime.combine(on, datetime.min.time(), SHANGHAI),
            )
        )


def ordered(desk: Desk, code: str, on: date, *, quoted: bool) -> None:
    with desk.message("lilei") as (session, _):
        session.add(
            Order(
                number=number(desk, session, RecordKind.ORDER),
                customer_id=desk.customer(code),
                person_id=desk.person("lilei").id,
                quoted=quoted,
                told_on=on,
            )
        )


def paid(desk: Desk, code: str, on: date, state: PaymentState = PaymentState.PENDING) -> None:
    with desk.message("lilei") as (session, _):
        session.add(
            Payment(
                number=number(desk, session, RecordKind.PAYMENT),
                customer_id=desk.customer(code),
                person_id=desk.person("lilei").id,
                amount=Decimal(1),
                unallocated=Decimal(1),
                paid_on=on,
                state=state,
                made_at=desk.now,
            )
        )


def test_b1_what_nobody_cared_for_falls_back_and_is_told_why(desk: Desk) -> None:
    assert night(desk, GONE - NIGHT) == []
    assert set(MINE) <= set(night(desk, GONE))
    with desk.message("lilei") as (session, _):
        held = session.get_one(Holding, desk.customer("C001"))
        assert (held.pooled_on, held.pool_reason) == (GONE, "60 天没有有效跟进")
        assert held.former_owner_id == desk.person("lilei").id
        assert session.get_one(Customer, desk.customer("C001")).owner_id is None
        [move] = session.scalars(select(Move).where(Move.customer_id == desk.customer("C001"))).all()
        assert (move.kind, move.by_id, move.from_id) == (MoveKind.RECYCLED, None, desk.person("lilei").id)
    assert night(desk, GONE) == []


DEEDS: tuple[tuple[str, Callable[[Desk, str, date], None], bool], ...] = (
    ("a visit", visit, True),
    ("a visit that was taken back", lambda desk, code, on: visit(desk, code, on, voided=True), False),
    (
        "a note that says enough",
        lambda desk, code, on: followed(desk, code, on, "说月底董事会定，让我们等通知再去"),
        True,
    ),
    ("a note that says nothing", lambda desk, code, on: followed(desk, code, on, "打过了"), False),
    ("a quotation", lambda desk, code, on: ordered(desk, code, on, quoted=True), True),
    ("a payment", paid, True),
    ("a payment that finance denied", lambda desk, code, on: paid(desk, code, on, PaymentState.DENIED), False),
)


@pytest.mark.parametrize(("deed", "counts"), [deed[1:] for deed in DEEDS], ids=[deed[0] for deed in DEEDS])
def test_b1_only_what_means_something_keeps_a_customer(
    desk: Desk, deed: Callable[[Desk, str, date], None], counts: bool
) -> None:
    on = START + timedelta(days=10)
    deed(desk, "C001", on)
    assert ("C001" in night(desk, GONE)) is not counts
    if counts:
        later = on + timedelta(days=C_DAYS + 1)
        assert night(desk, later - NIGHT) == []
        assert "C001" in night(desk, later)


def test_b1_who_has_bought_or_is_registered_never_falls_back(desk: Desk) -> None:
    ordered(desk, "C001", START, quoted=False)
    with desk.message("lilei") as (session, _):
        session.add(
            Lead(
                number=number(desk, session, RecordKind.LEAD),
                customer_id=desk.customer("C002"),
                person_id=desk.person("lilei").id,
                open_key="C002",
                state=LeadState.HELD,
                registered_at=desk.now,
                registered_on=START,
                protected_until=GONE + 5 * NIGHT,
            )
        )
    assert [code for code in night(desk, GONE) if code in MINE] == ["C003"]
    with desk.message("lilei") as (session, _):
        [lead] = session.scalars(select(Lead)).all()
        lead.open_key, lead.state = None, LeadState.EXPIRED
    assert night(desk, GONE + 6 * NIGHT) == ["C002"]
    assert night(desk, GONE + 400 * NIGHT) == []


def test_d13_who_answers_for_open_money_keeps_the_customer_until_it_is_paid(desk: Desk) -> None:
    with desk.message("lilei") as (session, _):
        owed = Receivable(
            customer_id=desk.customer("C001"), amount=Decimal(80_000), open_amount=Decimal(80_000), due_on=START
        )
        session.add(owed)
    assert "C001" not in night(desk, GONE)
    with desk.message("lilei") as (session, _):
        session.scalars(select(Receivable)).one().open_amount = Decimal(0)
    assert "C001" in night(desk, GONE + 31 * NIGHT)


def test_b1_by_level_and_a_new_level_is_looked_at_in_time(desk: Desk) -> None:
    with desk.message("lilei") as (session, _):
        customer = session.get_one(Customer, desk.customer("C001"))
        customer.level = "A"
        holdings.level_changed(session, customer, today=START, terms=TERMS)
    assert night(desk, START + 15 * NIGHT) == []
    assert night(desk, START + 16 * NIGHT) == ["C001"]


def test_b1_a_claim_without_any_follow_up_ends_with_its_protection(desk: Desk) -> None:
    with desk.message("lilei") as (session, number_):
        lilei = desk.person("lilei").id
        claimed = Decision(lilei, number_, desk.now, START, TERMS)
        pool.claim(session, claimed, customer_id=desk.customer("C006"), person_id=lilei)
    assert night(desk, START + 30 * NIGHT) == []
    assert night(desk, START + 31 * NIGHT) == ["C006"]


def test_b5_what_is_being_handed_over_waits(desk: Desk) -> None:
    with desk.message("wufang") as (session, number_):
        handovers.begin(
            session, from_id=desk.person("lilei").id, by_id=desk.person("wufang").id, message_id=number_,
            now=desk.now, today=START, terms=TERMS,
        )  # fmt: skip
    assert not set(MINE) & set(night(desk, GONE))
    given = Decision(None, None, desk.now, START, TERMS)
    with desk.message("lilei") as (session, _), pytest.raises(CustomerFrozen):
        holdings.hold(session, given, customer_id=desk.customer("C001"), to_id=None, kind=MoveKind.RETURNED)


def test_b1_nothing_falls_back_while_that_is_switched_off(desk: Desk) -> None:
    off = TERMS.changed([("recycle", "关", START)])
    assert night(desk, GONE, off) == []
    with desk.message("wufang") as (session, _):
        assert recycling.list_recycling_soon(session, [desk.person("lilei").id], GONE, 7, off) == []
        assert recycling.count_recycled(session, off, GONE) == {}


def test_b1_its_owner_is_warned_in_time(desk: Desk) -> None:
    visit(desk, "C001", START + timedelta(days=3))
    lilei = desk.person("lilei").id

    def soon(today: date, days: int) -> list[tuple[int, date]]:
        with desk.message("wufang") as (session, _):
            found = recycling.list_recycling_soon(session, [lilei], today, days, TERMS)
            assert all(one.owner_id == lilei for one in found)
            return [(one.customer_id, one.on) for one in found]

    assert soon(GONE - 8 * NIGHT, 7) == []
    assert soon(GONE - 7 * NIGHT, 7) == [(desk.customer("C002"), GONE), (desk.customer("C003"), GONE)]
    assert (desk.customer("C001"), GONE + 3 * NIGHT) in soon(GONE - 4 * NIGHT, 7)
    assert soon(START, 7) == []


@pytest.mark.parametrize("most", [1, 2, 3])
def test_b1_the_first_that_fall_back_are_those_of_the_whole_list(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    visit(desk, "C001", START + timedelta(days=3))  # noted for the same night as the others, but goes later
    lilei = desk.person("lilei").id
    monkeypatch.setattr(recycling, "FIRST_LOOKED", 1)
    for today in (GONE - 7 * NIGHT, GONE - 4 * NIGHT, GONE - NIGHT):
        days = [today + ahead * NIGHT for ahead in range(1, 8)]
        with desk.message("wufang") as (session, _):
            recycling.recycle_due(session, today, TERMS, now=desk.now, ahead=days[-1])
            whole = recycling.list_recycling_soon(session, [lilei], today, 7, TERMS)
            noted = find_noted_days(session, [lilei], recycled=days).recycled
            first = recycling.list_recycled_on(session, noted, days, today, TERMS, most=most)
        assert first == whole[:most]
        assert first


def test_b1_a_dry_run_says_whose_would_fall_back_and_changes_nothing(desk: Desk) -> None:
    today = START + timedelta(days=25)
    visit(desk, "C001", today - NIGHT)
    after = TERMS.changed([("recycle_c_days", "20", today)])
    with desk.message("wufang") as (session, _):
        counts = recycling.count_recycled(session, after, today)
    assert counts == {desk.person("lilei").id: 2, desk.person("hanmei").id: 3}
    assert desk.rows(Move) == []
    assert len(night(desk, today, after)) == 5


def test_b1_a_shorter_rule_reaches_what_was_noted_for_later(desk: Desk) -> None:
    today = START + timedelta(days=30)
    after = TERMS.changed([("recycle_c_days", "40", today)])
    assert night(desk, today, after) == []
    assert night(desk, START + 41 * NIGHT, after) != []


def test_many_are_done_in_portions(desk: Desk) -> None:
    assert len(night(desk, GONE, limit=2)) == 2
    assert len(night(desk, GONE, limit=2)) == 2
    assert len(night(desk, GONE, limit=2)) == 2
    assert night(desk, GONE, limit=2) == []


def test_what_was_imported_is_written_down_in_portions_and_once(company: Engine) -> None:
    desk = Desk(company)
    with desk.message("wufang") as (session, _):
        assert [recycling.note_holdings(session, START, TERMS, at_once=3) for _ in range(2)] == [7, 0]
    held = {row.customer_id: row for row in desk.rows(Holding)}
    assert len(held) == 7
    assert held[desk.customer("C001")].recycle_on == GONE - NIGHT
    assert held[desk.customer("C006")].pooled_on == date(2026, 1, 1)


def test_a_night_notes_what_was_changed_since_the_last_one(desk: Desk) -> None:
    assert note(desk, START + 2 * NIGHT) == 0
    with desk.message("wufang") as (session, _):
        made = Customer(code="N1", name="昆山水泵有限公司", name_key="昆山水泵", owner_id=desk.person("lilei").id)
        made.created_at = desk.now
        given = session.get_one(Customer, desk.customer("C006"))  # an import gives away what was in the pool
        given.owner_id = desk.person("lilei").id
        back = session.get_one(Customer, desk.customer("C001"))
        back.active = False
        session.add(made)
        session.flush()
        session.delete(session.get_one(Holding, back.id))
    assert note(desk, START + 3 * NIGHT) == 2
    with desk.message("wufang") as (session, _):
        session.get_one(Customer, desk.customer("C001")).active = True
    assert note(desk, START + 4 * NIGHT) == 1
    held = {row.customer_id: row for row in desk.rows(Holding)}
    assert held[desk.customer("C006")].since_on == START + 2 * NIGHT
    assert held[desk.customer("C001")].since_on == START + 3 * NIGHT
    assert {desk.customer("N1")} < set(held)


def test_what_is_noted_together_is_in_the_history_row_by_row(desk: Desk) -> None:
    noted = desk.rows(Change, Change.table_name == Holding.__tablename__)
    held = {row.customer_id: row for row in desk.rows(Holding)}
    assert {change.row_id for change in noted} == set(held)
    assert {change.action for change in noted} == {"insert"}
    for change in noted:
        on = held[change.row_id].recycle_on
        assert (change.after or {}).get("recycle_on") == (on and on.isoformat())


def test_days_put_off_together_are_in_the_history_row_by_row(desk: Desk) -> None:
    visit(desk, "C001", START + 50 * NIGHT)
    before = {row.customer_id: row.recycle_on for row in desk.rows(Holding)}
    night(desk, GONE)
    moved = desk.rows(Change, Change.table_name == Holding.__tablename__, Change.action == "update")
    [change] = [one for one in moved if one.row_id == desk.customer("C001")]
    [held] = desk.rows(Holding, Holding.customer_id == desk.customer("C001"))
    was = before[held.customer_id]
    assert was is not None
    assert held.recycle_on is not None
    assert change.before == {"recycle_on": was.isoformat()}
    assert change.after == {"recycle_on": held.recycle_on.isoformat()}


def test_an_import_that_gives_a_customer_to_somebody_starts_its_clock(desk: Desk) -> None:
    with desk.message("wufang") as (session, _):
        session.get_one(Customer, desk.customer("C006")).owner_id = desk.person("lilei").id
        session.get_one(Customer, desk.customer("C001")).owner_id = None
    assert note(desk, START + 3 * NIGHT) == 2
    held = {row.customer_id: row for row in desk.rows(Holding)}
    assert held[desk.customer("C006")].recycle_on is not None
    assert held[desk.customer("C006")].pooled_on is None
    assert held[desk.customer("C001")].recycle_on is None
    assert held[desk.customer("C001")].pooled_on is not None


def test_b1_the_night_notes_anew_what_the_morning_may_warn_of(desk: Desk) -> None:
    """A note of an earlier night hides no warning: what was done since moves the day on, before it is spoken of."""
    soon = date(2026, 12, 20)
    with desk.message("wufang") as (session, _):
        session.get_one(Holding, desk.customer("C001")).recycle_on = soon - NIGHT
        session.get_one(Holding, desk.customer("C003")).recycle_on = soon
        session.get_one(Holding, desk.customer("C003")).since_on = soon - timedelta(days=C_DAYS + 1)

    def warned(today: date) -> list[tuple[str, date]]:
        with desk.message("wufang") as (session, _):
            recycling.recycle_due(session, today, TERMS, now=desk.now, ahead=today + timedelta(days=7))
            nights = [today + timedelta(days=7)]
            noted = find_noted_days(session, [desk.person("lilei").id], recycled=nights).recycled
            found = recycling.list_recycled_on(session, noted, nights, today, TERMS, most=3)
            return [(session.get_one(Customer, one.customer_id).code, one.on) for one in found]

    assert warned(soon - timedelta(days=7)) == [("C003", soon)]
    with desk.message("wufang") as (session, _):
        assert session.get_one(Holding, desk.customer("C001")).recycle_on == GONE
    assert warned(GONE - timedelta(days=7)) == [("C001", GONE), ("C002", GONE)]
