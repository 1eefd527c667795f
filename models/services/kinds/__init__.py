"""Every kind of numbered record, in one table: 撤销, 作废, the trail and 点评 ask it and know no kind themselves."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from models.schema import RecordKind
from models.services.kinds.shape import Kind


def kind_of(kind: str) -> Kind:
    """How records of this kind are told, taken out and put back."""
    return _kinds()[RecordKind(kind)]


@cache
def _kinds() -> Mapping[RecordKind, Kind]:
    # Imported with the first question: some of these services ask for records themselves.
    from models.services.kinds import cards, talks

    return MappingProxyType(
        {
            RecordKind.VISIT: talks.VISIT,
            RecordKind.FOLLOWUP: talks.FOLLOW_UP,
            RecordKind.REMINDER: talks.FOLLOW_UP,
            RecordKind.CUSTOMER: cards.CUSTOMER,
            RecordKind.CONTACT: cards.ENTRY,
            RecordKind.BIRTHDAY: cards.ENTRY,
            RecordKind.ALIAS: cards.ENTRY,
            RecordKind.CARD: cards.CARD,
        }
    )
