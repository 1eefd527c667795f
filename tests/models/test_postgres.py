"""What a connection to PostgreSQL has planned stays planned when somebody is refused, and goes when a table changed."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from models.db import make_engine
from tests.databases import Fresh

pytestmark = pytest.mark.postgres

SAID = text("SELECT * FROM sheds WHERE name = :name")
OFTEN = 7


def say(connection: Connection, times: int = OFTEN) -> None:
    for _ in range(times):
        connection.execute(SAID, {"name": "a"}).all()


def planned(connection: Connection) -> int:
    found = "SELECT count(*) FROM pg_prepared_statements WHERE starts_with(statement, 'SELECT * FROM sheds')"
    return int(connection.exec_driver_sql(found).scalar_one())


def test_plans_outlive_a_refusal_but_not_a_changed_table(fresh_postgres: Fresh) -> None:
    engine = make_engine(fresh_postgres())
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE sheds (name text, size integer)"))
    with engine.connect() as connection:
        say(connection)
        connection.rollback()
        assert planned(connection) == 1, "the whole message was refused"

        with connection.begin_nested() as one_of_several:
            connection.execute(text("INSERT INTO sheds VALUES ('a', 1)"))
            one_of_several.rollback()
        assert planned(connection) == 1, "one record of a message was refused"
        assert connection.execute(SAID, {"name": "a"}).all() == []
        connection.rollback()

        with engine.begin() as other:
            other.execute(text("ALTER TABLE sheds ADD COLUMN roof text"))
        with pytest.raises(DBAPIError, match="cached plan"):
            say(connection)
        connection.rollback()
        say(connection)
        assert planned(connection) == 1, "what failed was planned anew"
    engine.dispose()
