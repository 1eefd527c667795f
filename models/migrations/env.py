"""Alembic's entry: runs the migrations on the engine that `models.upgrade` hands over."""

from alembic import context

from models.schema import Base


def run() -> None:
    engine = context.config.attributes["engine"]
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
        with connection.begin():
            context.run_migrations()


run()
