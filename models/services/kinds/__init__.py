"""Every kind of numbered record, in one table: 撤销, 作废, the trail and 点评 ask it and know no kind themselves."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from functools import cache
from types import MappingProxyType

from sqlalchemy.orm import Session

from models.schema import Base, RecordKind
from models.services.kinds.shape import Kind


def kind_of(kind: str) -> Kind:
    """How records of this kind are told, taken out and put back."""
    return _kinds()[RecordKind(kind)]


def changing(session: Session, row: Base) -> AbstractContextManager[None]:
    """What has to be done round a change of a row whose columns other rows are kept in step with."""
    from models.services.kinds import money

    return money.changing(session, row)


@cache
def _kinds() -> Mapping[RecordKind, Kind]:
    # Imported with the first question: some of these services ask for records themselves.
    from models.services.kinds import cards, duties, handovers, leads, money, moves, reports, talks

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
            RecordKind.COMMITMENT: duties.COMMITMENT,
            RecordKind.NEWS: duties.NEWS,
            RecordKind.ABSENCE: duties.ABSENCE,
            RecordKind.RECEIVABLE: money.RECEIVABLE,
            RecordKind.PAYMENT: money.PAYMENT,
            RecordKind.DUNNING: money.DUNNING,
            RecordKind.ORDER: money.ORDER,
            RecordKind.LEAD: leads.LEAD,
            RecordKind.APPEAL: leads.APPEAL,
            RecordKind.MOVE: moves.MOVE,
            RecordKind.HANDOVER: handovers.HANDOVER,
            RecordKind.REPORT: reports.REPORT,
            RecordKind.REMARK: reports.REMARK,
        }
    )
