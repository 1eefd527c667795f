"""Reading absences, quiet, promises, news, incomplete files and silent customers (A2, A4, A7, C1, C6, C8)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.queries import absences, agenda, commitments, news
from models.schema import (
    Absence,
    AbsenceKind,
    Commitment,
    CommitmentState,
    Customer,
    Mute,
    News,
    NewsKind,
    Person,
    Record,
    RecordKind,
)
from tests import cast

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


@pytest.fixture
def held(session: Session) -> Session:
    cast.load(session)
    return session


def person(session: Session, userid: str) -> int:
    return session.scalars(select(Person.id).where(Person.userid == userid)).one()


def customer(session: Session, code: str) -> Customer:
    return session.scalars(select(Customer).where(Customer.code == code)).one()


def number(session: Session, kind: RecordKind, person_id: int) -> int:
    record = Record(kind=kind, person_id=person_id, made_at=NOW)
    session.add(record)
    session.flush()
    return record.number


def away(session: Session, userid: str, kind: AbsenceKind, first: date, last: date, *, voided: bool = False) -> None:
    who = person(session, userid)
    session.add(
        Absence(
            number=number(session, RecordKind.ABSENCE, who),
            kind=kind,
            person_id=who,
            first_on=first,
            last_on=last,
            voided=voided,
        )
    )
    session.flush()


def test_a4_leave_weighs_more_than_the_trip_it_falls_into(held: Session) -> None:
    away(held, "lilei", AbsenceKind.TRIP, date(2026, 11, 20), date(2026, 11, 27))
    away(held, "lilei", AbsenceKind.LEAVE, TODAY, TODAY)
    away(held, "hanmei", AbsenceKind.TRIP, TODAY, TODAY)
    away(held, "chenchen", AbsenceKind.LEAVE, TODAY, TODAY, voided=True)
    ids = [person(held, userid) for userid in ("lilei", "hanmei", "chenchen")]

    found = absences.find_absent(held, ids, TODAY)

    assert {found_id: row.kind for found_id, row in found.items()} == {ids[0]: "leave", ids[1]: "trip"}
    assert absences.is_excused(held, ids[0], TODAY)
    assert not absences.is_excused(held, ids[1], TODAY)
    assert absences.list_excused(held.connection(), TODAY) == {ids[0]}
    assert absences.find_absence(held, ids[0], date(2026, 11, 28)) is None
    assert absences.find_absent(held, [], TODAY) == {}


def test_a4_quiet_is_over_at_its_instant(held: Session) -> None:
    who = person(held, "lilei")
    held.add(Mute(person_id=who, kind="", until_at=datetime(2026, 11, 23, 6, tzinfo=UTC)))
    held.flush()

    assert absences.list_muted(held.connection(), [who], NOW) == {who: datetime(2026, 11, 23, 6, tzinfo=UTC)}
    assert absences.list_muted(held.connection(), [who], datetime(2026, 11, 23, 6, tzinfo=UTC)) == {}


def promise(session: Session, code: str, due_on: date | None, state: CommitmentState = CommitmentState.OPEN) -> int:
    who = person(session, "lilei")
    row = Commitment(
        number=number(session, RecordKind.COMMITMENT, who),
        customer_id=customer(session, code).id,
        person_id=who,
        words="送样册",
        due_on=due_on,
        made_on=TODAY,
        state=state,
    )
    session.add(row)
    session.flush()
    return row.number


def test_c6_promises_are_the_owners_whoever_gave_them_the_nearest_first(held: Session) -> None:
    undated = promise(held, "C001", None)
    later = promise(held, "C001", date(2026, 12, 10))
    sooner = promise(held, "C002", date(2026, 12, 1))
    promise(held, "C003", date(2026, 12, 1), CommitmentState.KEPT)
    customer(held, "C002").owner_id = person(held, "hanmei")
    held.flush()

    mine = commitments.list_owed(held, [person(held, "lilei")])
    assert [row.number for row in mine] == [later, undated]
    assert [row.number for row in commitments.list_owed(held, [person(held, "hanmei")])] == [sooner]
    assert [row.number for row in commitments.list_owed(held, [person(held, "lilei")], last=date(2026, 12, 9))] == []
    owners = [person(held, "lilei"), person(held, "hanmei")]
    due = agenda.list_promised(held, owners, last=date(2026, 12, 1))
    assert [(row.number, row.owner_id) for row in due] == [(sooner, person(held, "hanmei"))]


def test_a7_solved_problems_and_market_news_are_not_open(held: Session) -> None:
    who = person(held, "lilei")
    for kind, solved_at in ((NewsKind.PROBLEM, None), (NewsKind.PROBLEM, NOW), (NewsKind.RIVAL, None)):
        held.add(
            News(
                number=number(held, RecordKind.NEWS, who),
                kind=kind,
                person_id=who,
                words="交期长",
                told_on=TODAY,
                solved_at=solved_at,
            )
        )
    held.flush()

    assert len(news.list_news(held, person_ids=[who], first=TODAY, last=TODAY)) == 3
    assert len(news.list_news(held, person_ids=[who], first=TODAY, last=TODAY, open_only=True)) == 1
    assert news.list_news(held, person_ids=[], first=TODAY, last=TODAY) == []
