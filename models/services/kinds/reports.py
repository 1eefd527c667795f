"""Daily reports and what leaders say of records."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.schema import Change, DailyReport, Record, Remark, ReportState
from models.services.kinds.shape import Told, numbered
from models.services.restoring import as_held

_HANDED_IN = ("state", "body", "late_reason", "first_filed_at", "filed_at")


def _withdraw(_session: Session, row: DailyReport) -> None:
    """One that was taken out was never handed in: there is one row a day, and it may be handed in anew."""
    row.state, row.body, row.late_reason = ReportState.DRAFT, "", ""
    row.first_filed_at, row.filed_at = None, None


def _hand_in_again(session: Session, row: DailyReport) -> None:
    """What it held when it was last taken out, as the history knows it."""
    session.flush()
    changes = session.connection().execute(
        select(Change.before, Change.after)
        .where(Change.table_name == DailyReport.__tablename__, Change.row_id == row.number, Change.action == "update")
        .order_by(Change.id.desc())
    )
    taken_out = next((change for change in changes if (change.after or {}).get("voided")), None)
    if taken_out is not None:
        for name in _HANDED_IN:
            if name in taken_out.before:
                setattr(row, name, as_held(DailyReport, name, taken_out.before[name]))


REPORT = numbered(DailyReport, words="body", day="report_on", out=_withdraw, back=_hand_in_again)
_REMARK = numbered(Remark, words="words")


def _tell_remark(session: Session, record: Record) -> Told:
    return replace(_REMARK.tell(session, record), variety=session.get_one(Remark, record.number).kind)


REMARK = replace(_REMARK, tell=_tell_remark)
