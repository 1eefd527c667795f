"""Alembic migrations. `HEAD` is the revision this version of the program needs (a test holds it to Alembic's)."""

HEAD = "0004"
