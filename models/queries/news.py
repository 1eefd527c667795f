"""Reading problems (问题) and market news (竞品, 市场) that people raised (`product.md` A7, C16)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.queries.lookups import among
from models.schema import News, NewsKind

LISTED_MOST = 200
"""So many lines are read for a list at most; a longer one is of no use to anybody."""


def list_news(
    session: Session, *, person_ids: Collection[int], first: date, last: date, open_only: bool = False
) -> Sequence[News]:
    """What some people raised on some Shanghai days, the latest first.

    Args:
        session: any.
        person_ids: whose.
        first: first day, included.
        last: last day, included.
        open_only: problems that are not solved, and nothing of the market.
    """
    if not person_ids:
        return []
    wanted = (
        select(News)
        .where(among(News.person_id, person_ids), News.told_on.between(first, last), News.voided.is_(False))
        .order_by(News.told_on.desc(), News.number.desc())
        .limit(LISTED_MOST)
    )
    if open_only:
        wanted = wanted.where(News.kind == NewsKind.PROBLEM, News.solved_at.is_(None))
    return session.scalars(wanted).all()
