"""What tests about registrations share: a firm nobody knows, all of it in one message, what was kept of it."""

from __future__ import annotations

from models.schema import Lead
from tests.talk import Chat

TANG = "大唐电力"
FULL = f"报备 {TANG} 注塑机2台 王工 13912345678 下周三去"


async def lead(chat: Chat, number: int | None = None) -> Lead:
    """The registration of a number, the latest one by default."""
    rows: list[Lead] = await chat.rows(Lead)
    return next(row for row in sorted(rows, key=lambda row: -row.number) if number in (None, row.number))
