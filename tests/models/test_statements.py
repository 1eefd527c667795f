"""Prepared statements give exactly what the same statement gives through SQLAlchemy, errors included."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Date, Engine, MetaData, String, Table, bindparam, cast, insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from models.schema import Heartbeat, Notice
from models.schema.base import Json
from models.statements import Prepared, connection_of

WORDS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=40)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | WORDS, lambda inner: st.lists(inner, max_size=3)
)
SCRATCH = Table(
    "scratch",
    MetaData(),
    Column("name", String(64), primary_key=True),
    Column("value", Json, nullable=False),
    Column("valid_from", Date),
)
INSERT = Prepared(insert(SCRATCH), columns=("name", "value", "valid_from"))
READ = Prepared(select(SCRATCH).where(SCRATCH.c.name == bindparam("wanted")))


@pytest.fixture
def scratch(session: Session) -> Session:
    """A session with a table that holds what the ones of the schema do not hold together: words, JSON, a day."""
    SCRATCH.create(session.connection())
    return session


@given(st.dictionaries(WORDS, JSON, max_size=4), st.none() | st.dates(date(1900, 1, 1), date(2999, 1, 1)))
def test_values_come_back_as_through_sqlalchemy(scratch: Session, value: dict[str, Any], day: date | None) -> None:
    connection = scratch.connection()
    with connection.begin_nested() as savepoint:
        assert INSERT.run(connection, {"name": "a", "value": value, "valid_from": day}) == 1
        plain = connection.execute(select(SCRATCH)).one()
        [prepared] = READ.rows(connection, {"wanted": "a"})
        assert prepared == tuple(plain) == ("a", value, day)
        savepoint.rollback()


def test_instants_and_fixed_values_are_bound_like_any_other(session: Session) -> None:
    noon = datetime(2026, 11, 23, 4, 0, 0, 123456, tzinfo=UTC)
    columns = ("dedupe_key", "kind", "channel", "userid", "body", "due_at", "state", "attempts", "next_attempt_at",
               "last_error", "platform_id", "made_at")  # fmt: skip
    row: dict[str, Any] = dict.fromkeys(columns, "") | {
        "dedupe_key": "k", "due_at": noon, "next_attempt_at": noon, "made_at": noon, "attempts": 0, "state": "pending",
    }  # fmt: skip
    [(number,)] = Prepared(insert(Notice).returning(Notice.id), columns=columns).rows(session.connection(), row)
    due = Prepared(select(Notice.id, Notice.due_at, Notice.expires_at).where(Notice.state == "pending"))

    assert due.rows(session.connection(), {}) == [(number, noon, None)]


@given(
    st.datetimes(
        datetime(1900, 1, 2),  # noqa: DTZ001  (the zone is drawn)
        datetime(2999, 1, 1),  # noqa: DTZ001
        timezones=st.integers(-14, 14).map(lambda hours: timezone(timedelta(hours=hours))),
    )
)
def test_instants_are_stored_as_sqlalchemy_stores_them(session: Session, at: datetime) -> None:
    connection = session.connection()
    with connection.begin_nested() as savepoint:
        Prepared(insert(Heartbeat), columns=("name", "at")).run(connection, {"name": "prepared", "at": at})
        connection.execute(insert(Heartbeat), {"name": "plain", "at": at})
        stored = connection.execute(select(cast(Heartbeat.at, String)).distinct()).all()
        savepoint.rollback()
    assert len(stored) == 1


def test_an_instant_without_a_zone_is_refused(session: Session) -> None:
    beat = Prepared(insert(Heartbeat), columns=("name", "at"))
    with pytest.raises(ValueError, match="zone"):
        beat.run(session.connection(), {"name": "n", "at": datetime(2026, 11, 23)})  # noqa: DTZ001  (that is the point)


def test_the_key_of_an_inserted_row(session: Session) -> None:
    columns = ("dedupe_key", "kind", "userid", "body", "due_at", "state", "attempts", "next_attempt_at", "made_at",
               "channel", "last_error", "platform_id")  # fmt: skip
    noon = datetime(2026, 11, 23, 4, tzinfo=UTC)
    row: dict[str, Any] = dict.fromkeys(columns, "") | {
        "due_at": noon, "next_attempt_at": noon, "made_at": noon, "attempts": 0, "state": "pending",
    }  # fmt: skip
    add = Prepared(insert(Notice), columns=columns)
    keys = [add.key(connection_of(session), row | {"dedupe_key": key}) for key in ("a", "b")]

    assert keys == list(session.connection().execute(select(Notice.id).order_by(Notice.dedupe_key)).scalars())


def test_errors_are_sqlalchemys_and_hide_what_was_written(scratch: Session) -> None:
    row: dict[str, Any] = {"name": "secret words", "value": {}, "valid_from": None}
    INSERT.run(scratch.connection(), row)
    with pytest.raises(IntegrityError) as refused:
        INSERT.run(scratch.connection(), row)
    assert "secret words" not in str(refused.value).partition("[SQL")[2]


def test_a_missing_table_is_a_database_error(engine: Engine) -> None:
    with engine.connect() as connection, connection.begin(), pytest.raises(DBAPIError):
        READ.rows(connection, {"wanted": "a"})
