"""Every fact that can stop a use case has its words."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from handlers.texts import errors as texts
from models import errors
from models.directory import CustomerCard, Directory, PersonCard
from models.errors import DomainError

VALUES: dict[str, Any] = {
    "int": 128,
    "int | None": 128,
    "str": "主管",
    "date": date(2026, 11, 24),
    "time | None": time(9),
    "bool": True,
    "Decimal": Decimal(50_000),
    "tuple[int, ...]": (128, 129),
    "datetime": datetime(2026, 11, 23, 2, 0, tzinfo=UTC),
    "date | None": date(2026, 11, 24),
    "datetime | None": datetime(2026, 11, 23, 2, 0, tzinfo=UTC),
}
FACTS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, DomainError) and kind is not DomainError
]


@pytest.mark.parametrize("kind", FACTS)
def test_every_fact_has_words_that_end_and_do_not_shout(kind: Any) -> None:
    directory = Directory()
    directory.customers[128] = CustomerCard(128, "C128", "东吴", None, "", None, None, True)
    directory.people[128] = PersonCard(128, "lilei", "李雷", "rep", "", None, True)
    fact = kind(*(VALUES[str(field.type)] for field in dataclasses.fields(kind)))

    text = texts.word(fact, directory)

    assert len(text) > 10
    assert not set(text) & set("！!")
