"""Any number of keys told in one value finds what a list of them finds, by the index, with one statement."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, Engine, event, select, text

from models.db import is_sqlite
from models.queries.lookups import among_any
from models.schema import Customer, FollowUp, Visit

WANTED = select(Customer.id).where(among_any(Customer.id), Customer.active).order_by(Customer.id)


@pytest.fixture
def said(company: Engine) -> list[str]:
    """The statements that are said from now on."""
    heard: list[str] = []
    event.listen(
        company, "before_cursor_execute", lambda _connection, _cursor, statement, *_rest: heard.append(statement)
    )
    return heard


def test_any_number_of_keys_is_one_statement(company: Engine, said: list[str]) -> None:
    with company.connect() as connection:
        known = list(connection.scalars(select(Customer.id).where(Customer.active).order_by(Customer.id)))
        assert len(known) > 2
        said.clear()
        for keys in ([], known[:1], known[1:], [*known, 10**9, *range(-2_000, 0)], frozenset(known)):
            assert list(connection.scalars(WANTED, {"keys": keys})) == sorted(set(keys) & set(known))
    assert len(said) == 5
    assert len(set(said)) == 1


@pytest.mark.parametrize("column", [FollowUp.customer_id, Visit.customer_id, Customer.id])
def test_keys_are_looked_up_by_their_index(company: Engine, column: object) -> None:
    table = column.class_.__tablename__  # type: ignore[attr-defined]  # of a mapped column
    with company.connect() as connection:
        if not is_sqlite(connection):
            # What is read from end to end although that is made dear has no index.
            connection.execute(text("SET LOCAL enable_seqscan = off"))
        plan = _plan(connection, column)
    assert f"SCAN {table}" not in plan, plan
    assert f"Seq Scan on {table}" not in plan, plan


def _plan(connection: Connection, column: object) -> str:
    compiled = select(column).where(among_any(column)).compile(dialect=connection.dialect)  # type: ignore[call-overload]
    explain = "EXPLAIN QUERY PLAN" if is_sqlite(connection) else "EXPLAIN"
    told = ("[1]",) if compiled.positional else {"keys": [1]}
    return "\n".join(str(row[-1]) for row in connection.exec_driver_sql(f"{explain} {compiled}", told))
