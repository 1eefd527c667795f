"""Bringing a database to the schema this version needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Engine, inspect, text

from models.migrations import HEAD

if TYPE_CHECKING:
    from alembic.config import Config


class OutdatedSchema(Exception):
    """The database is of another version than the program.

    Attributes:
        found: the database's revision, empty for an empty database.
        needed: the program's.
    """

    def __init__(self, found: str, needed: str) -> None:
        super().__init__(f"database schema {found or 'empty'}, needed {needed}")
        self.found = found
        self.needed = needed


def head() -> str:
    """The revision that this version of the program needs."""
    return HEAD


def current(engine: Engine) -> str:
    """The revision of a database; empty when it has none yet."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return ""
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none() or "")


def require_current(engine: Engine) -> None:
    """Refuse to work on a database of another version.

    Raises:
        OutdatedSchema: it has to be migrated first (`waiqin migrate`).
    """
    found = current(engine)
    if found != HEAD:
        raise OutdatedSchema(found, HEAD)


def upgrade(engine: Engine) -> bool:
    """Migrate a database to the present schema; False when it was there already."""
    if current(engine) == HEAD:
        return False
    from alembic import command

    config = alembic_config()
    config.attributes["engine"] = engine
    command.upgrade(config, "head")
    return True


def alembic_config() -> Config:
    """Alembic's configuration, without a file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "models:migrations")
    config.set_main_option("path_separator", "os")
    return config
