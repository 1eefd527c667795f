"""The schema: what the migrations build is what the classes say, on both databases."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from models import upgrade
from models.db import make_engine
from models.schema import Base


def test_head_is_alembics_head() -> None:
    assert ScriptDirectory.from_config(upgrade.alembic_config()).get_current_head() == upgrade.head()


def test_migrations_build_exactly_the_mapped_tables(engine: Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_a_current_database_is_left_alone(engine: Engine) -> None:
    upgrade.require_current(engine)
    assert not upgrade.upgrade(engine)


def test_an_empty_database_is_refused_with_what_it_needs(tmp_path_factory: pytest.TempPathFactory) -> None:
    engine = make_engine(f"sqlite:///{tmp_path_factory.mktemp('empty') / 'empty.db'}")
    with pytest.raises(upgrade.OutdatedSchema) as refused:
        upgrade.require_current(engine)
    engine.dispose()
    assert (refused.value.found, refused.value.needed) == ("", upgrade.head())


def test_a_newer_database_is_refused(fresh_database: Callable[[], str]) -> None:
    engine = make_engine(fresh_database())
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(upgrade.OutdatedSchema):
        upgrade.require_current(engine)
    engine.dispose()
