"""Fixtures that every test may use: databases, sessions, the small company, and the chat."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.db import make_engine, open_session
from tests.databases import ON_POSTGRES, Fresh, Recycled, databases
from tests.talk import Chat, open_chat

CALM = [HealthCheck.function_scoped_fixture]
# The same examples every time, so that a run says something of the change;
# WAIQIN_TEST_EXAMPLES=random looks for new ones.
settings.register_profile("same", deadline=None, derandomize=True, suppress_health_check=CALM)
settings.register_profile("random", deadline=None, max_examples=1000, suppress_health_check=CALM)
settings.load_profile(os.environ.get("WAIQIN_TEST_EXAMPLES", "same"))
structlog.configure(logger_factory=structlog.ReturnLoggerFactory())


@pytest.fixture(scope="session")
def fresh_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fresh]:
    """A maker of fresh, migrated databases of the kind this run is for."""
    with databases(tmp_path_factory.mktemp("databases")) as make:
        yield make


@pytest.fixture(scope="session")
def fresh_postgres(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fresh]:
    """A maker of fresh, migrated PostgreSQL databases, whatever this run is for."""
    if ON_POSTGRES:
        yield request.getfixturevalue("fresh_database")
        return
    with databases(tmp_path_factory.mktemp("postgres"), postgres=True) as make:
        yield make


@pytest.fixture(scope="session")
def next_database(fresh_database: Fresh) -> Iterator[Fresh]:
    """A maker of the database of one test after another: on PostgreSQL it is the same one, set back."""
    made = Recycled.where_dear(fresh_database)
    yield made
    if isinstance(made, Recycled):
        made.close()


@pytest.fixture
def database(request: pytest.FixtureRequest, next_database: Fresh) -> str:
    """The address of a migrated database: with the cast in it where a test asks for the company, else empty."""
    return next_database(peopled="company" in request.fixturenames)


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    """An empty, migrated database."""
    made = make_engine(database)
    yield made
    made.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A unit of work that is rolled back."""
    with engine.connect() as connection:
        transaction = connection.begin()
        opened = open_session(connection)
        yield opened
        opened.close()
        transaction.rollback()


@pytest.fixture
def company(engine: Engine) -> Engine:
    """A database with the cast in it."""
    return engine


@pytest.fixture
async def chat(company: Engine, database: str, tmp_path: Path) -> AsyncIterator[Chat]:
    """Talking to the bot as anybody of the cast, on a clock that stands at Monday 2026-11-23 10:00 in Shanghai."""
    made = await open_chat(database, tmp_path)
    yield made
    await made.office.close()
