"""Which statements a piece of code says to the database, whichever way it says them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy import Connection, Engine, event

from models.statements import Prepared


@contextmanager
def heard(engine: Engine) -> Iterator[list[str]]:
    """The first word of every statement said meanwhile: SELECT, INSERT …"""
    said: list[str] = []
    say = Prepared._say

    def note(_connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement.split(None, 1)[0])

    def note_prepared(prepared: Prepared, connection: Connection, form: Any, *rest: Any, **more: Any) -> Any:
        said.append(form.sql.split(None, 1)[0])
        return say(prepared, connection, form, *rest, **more)

    event.listen(engine, "before_cursor_execute", note)
    with patch.object(Prepared, "_say", note_prepared):
        yield said
    event.remove(engine, "before_cursor_execute", note)
