"""Who was told of a record learns that it was taken back; what has not left yet stays (`product.md` §4.1.8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.schema import Notice, NoticeState, RecordKind
from models.services.records import RecordView

_TELLING: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        RecordKind.ABSENCE.value: frozenset({"absence"}),
        RecordKind.NEWS.value: frozenset({"market_news"}),
        RecordKind.MOVE.value: frozenset({"assigned", "pool_claimed", "pool_returned"}),
        RecordKind.REMARK.value: frozenset({"remark"}),
        RecordKind.PAYMENT.value: frozenset({"payment_booked"}),
        RecordKind.LEAD.value: frozenset({"lead_complete"}),
    }
)
"""By kind of record the kinds of notices that tell of it; their keys are `kind:number` with or without a tail."""
_OF_ONE: Final = frozenset({"absence", "market_news", "remark", "payment_booked", "lead_complete"})
"""Notices of one record only; others may tell of several that still stand."""
_LEFT: Final = frozenset({NoticeState.SENDING, NoticeState.SENT, NoticeState.BUNDLED, NoticeState.PENDING})


def call_back(session: Session, taken_back: Sequence[RecordView], *, since: datetime) -> list[tuple[int, RecordView]]:
    """Keep back what waits of the news of some records.

    Args:
        session: the message's.
        taken_back: records that stand no longer.
        since: before the first of them was written (UTC).

    Returns:
        Who has been told, with the record, each pair once.
    """
    by_number = {record.number: record for record in taken_back if record.kind in _TELLING}
    kinds = {kind for record in by_number.values() for kind in _TELLING[record.kind]}
    if not kinds:
        return []
    rows = session.execute(
        select(Notice.id, Notice.dedupe_key, Notice.kind, Notice.person_id).where(
            Notice.due_at >= since, Notice.kind.in_(kinds), Notice.state.in_(_LEFT), Notice.person_id.is_not(None)
        )
    ).all()
    found = [(row, record) for row in rows if (record := by_number.get(_number_in(row.dedupe_key))) is not None]
    found = [(row, record) for row, record in found if row.kind in _TELLING[record.kind]]
    kept_back = set(
        session.scalars(
            update(Notice)
            .where(
                Notice.id.in_([row.id for row, _ in found if row.kind in _OF_ONE]), Notice.state == NoticeState.PENDING
            )
            .values(state=NoticeState.CANCELLED)
            .returning(Notice.id)
        )
    )
    told = {(row.person_id, record.number): record for row, record in found if row.id not in kept_back}
    return [(person_id, record) for (person_id, _), record in told.items()]


def _number_in(key: str) -> int:
    number = key.split(":")[1] if ":" in key else ""
    return int(number) if number.isdecimal() else 0
