"""Who was told of a record learns that it was taken back; what has not left yet stays (`product.md` §4.1.8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.schema import Move, Notice, NoticeState, Record, RecordKind
from models.services.records import RecordView

_TELLING: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        RecordKind.ABSENCE.value: frozenset({"absence"}),
        RecordKind.NEWS.value: frozenset({"market_news"}),
        RecordKind.MOVE.value: frozenset({"assigned", "pool_claimed", "pool_returned"}),
        RecordKind.REMARK.value: frozenset({"remark"}),
        RecordKind.PAYMENT.value: frozenset({"payment_booked", "payment_denied"}),
        RecordKind.LEAD.value: frozenset({"lead_complete"}),
        RecordKind.APPEAL.value: frozenset({"appeal"}),
        RecordKind.REPORT.value: frozenset({"report_filed"}),
    }
)
"""By kind of record the kinds of notices that tell of it; their keys are `kind:number` with or without a tail."""
_OF_ONE: Final = frozenset(
    {"absence", "market_news", "remark", "payment_booked", "payment_denied", "lead_complete", "appeal", "report_filed"}
)
"""Notices of one record only; others may tell of several that still stand."""
_OF_OWNERS: Final = frozenset({"assigned"})
"""Notices of several changes of hands, each to the sides of his own."""
RULING: Final = "ruling"
"""Notices of a leader's decision whose a customer is; their keys are `ruling:number:message:person`."""
_LEFT: Final = frozenset({NoticeState.SENDING, NoticeState.SENT, NoticeState.BUNDLED, NoticeState.PENDING})


def call_back(
    session: Session, taken_back: Sequence[RecordView], *, since: datetime
) -> list[tuple[int, Sequence[RecordView]]]:
    """Keep back what waits of the news of some records.

    Args:
        session: the message's.
        taken_back: records that stand no longer.
        since: before the first of them was written (UTC).

    Returns:
        Who has been told, with the records, each person once.
    """
    told_by = _told_by(session, [record for record in taken_back if record.kind in _TELLING])
    kinds = {kind for records in told_by.values() for record in records for kind in _TELLING[record.kind]}
    if not kinds:
        return []
    rows = session.execute(
        select(Notice.id, Notice.dedupe_key, Notice.kind, Notice.person_id).where(
            Notice.due_at >= since, Notice.kind.in_(kinds), Notice.state.in_(_LEFT), Notice.person_id.is_not(None)
        )
    ).all()
    found = [
        (row, record)
        for row in rows
        for record in told_by.get(_number_in(row.dedupe_key), ())
        if row.kind in _TELLING[record.kind] and _concerns(session, record, row.dedupe_key, row.kind, row.person_id)
    ]
    kept_back = set(
        session.scalars(
            update(Notice)
            .where(
                Notice.id.in_([row.id for row, record in found if row.kind in _OF_ONE or not _stands(session, record)]),
                Notice.state == NoticeState.PENDING,
            )
            .values(state=NoticeState.CANCELLED)
            .returning(Notice.id)
        )
    )
    told: dict[int, list[RecordView]] = {}
    for row, record in found:
        if row.id not in kept_back and record not in told.setdefault(row.person_id, []):
            told[row.person_id].append(record)
    return [(person_id, records) for person_id, records in told.items() if records]


def call_back_ruling(session: Session, message_id: int, *, since: datetime) -> tuple[int, Sequence[int]] | None:
    """Keep back what waits of the news of a ruling that a message made and that was taken back.

    Args:
        session: the message's.
        message_id: the inbox row of the ruling.
        since: before it (UTC).

    Returns:
        The number that was ruled on, and who has been told; None where that message ruled on nothing.
    """
    rows = session.execute(
        select(Notice.id, Notice.dedupe_key, Notice.person_id, Notice.state).where(
            Notice.due_at >= since, Notice.kind == RULING, Notice.dedupe_key.like(f"{RULING}:%:{message_id}:%")
        )
    ).all()
    if not rows:
        return None
    waits = [row.id for row in rows if row.state == NoticeState.PENDING]
    session.execute(
        update(Notice)
        .where(Notice.id.in_(waits), Notice.state == NoticeState.PENDING)
        .values(state=NoticeState.CANCELLED)
    )
    told = [row.person_id for row in rows if row.id not in waits and row.person_id is not None]
    return _number_in(rows[0].dedupe_key), told


def _told_by(session: Session, taken_back: Sequence[RecordView]) -> Mapping[int, Sequence[RecordView]]:
    """By the number in a notice's key the records it told of: one line tells all that a message moved."""
    found: dict[int, list[RecordView]] = {}
    for record in taken_back:
        for number in _told_with(session, record):
            found.setdefault(number, []).append(record)
    return found


def _told_with(session: Session, record: RecordView) -> Sequence[int]:
    message_id = session.get_one(Record, record.number).message_id
    if record.kind != RecordKind.MOVE or message_id is None:
        return (record.number,)
    beside = select(Record.number).where(Record.message_id == message_id, Record.kind == RecordKind.MOVE)
    return session.scalars(beside).all()


def _stands(session: Session, record: RecordView) -> bool:
    """Whether anything that its message moved beside a record stands still."""
    beside = select(Record.number).where(Record.number.in_(_told_with(session, record)), Record.voided_at.is_(None))
    return session.scalars(beside.limit(1)).first() is not None


def _concerns(session: Session, record: RecordView, key: str, kind: str, person_id: int | None) -> bool:
    """Whether what a notice told its reader is about this record, and not about another of the same message."""
    if kind not in _OF_OWNERS or _number_in(key) == record.number:
        return True
    move = session.get_one(Move, record.number)
    return person_id in (move.from_id, move.to_id)


def _number_in(key: str) -> int:
    number = key.split(":")[1] if ":" in key else ""
    return int(number) if number.isdecimal() else 0
