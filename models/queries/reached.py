"""What left for people lately: how much a member was sent, and when there is a place for more."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ARRAY, BindParameter, ColumnElement, Connection, Text, and_, any_, bindparam, func, select

from models.db import is_sqlite
from models.rules import pacing
from models.rules.notice_kinds import ANSWERS
from models.schema import Notice
from models.statements import Prepared


@dataclass(frozen=True, slots=True)
class Reached:
    """What left for a member lately; messages, bundles counted once.

    Attributes:
        news: pushes since an instant.
        last_at: when the last of these left (UTC).
        in_minute: of the last minute, whatever they were.
        in_hour: of the last hour.
    """

    news: int = 0
    last_at: datetime | None = None
    in_minute: int = 0
    in_hour: int = 0


def list_reached(
    connection: Connection, userids: Collection[str], *, since: datetime, now: datetime
) -> Mapping[str, Reached]:
    """What left for some members lately, by userid; nothing for whom nothing did.

    Args:
        connection: any.
        userids: of the members.
        since: from when on pushes count (UTC).
        now: instant (UTC).
    """
    minute, hour = now - pacing.MINUTE.span, now - pacing.HOUR.span
    names: object = json.dumps(list(userids)) if is_sqlite(connection) else list(userids)
    told = {"userids": names, "since": since, "minute": minute, "hour": hour, "first": min(since, hour)}
    return {row[0]: Reached(*row[1:]) for row in _REACHED[connection.dialect.name].rows(connection, told)}


def _instant(name: str) -> BindParameter[datetime]:
    return bindparam(name, type_=Notice.made_at.type)


def _reached(theirs: ColumnElement[bool]) -> Prepared:
    news = and_(Notice.sent_at >= _instant("since"), *(Notice.kind != kind for kind in ANSWERS))
    return Prepared(
        select(
            Notice.userid,
            func.count().filter(news),
            func.max(Notice.sent_at).filter(news),
            func.count().filter(Notice.sent_at > _instant("minute")),
            func.count().filter(Notice.sent_at > _instant("hour")),
        )
        .where(theirs, Notice.sent_at >= _instant("first"), Notice.bundled_in.is_(None))
        .group_by(Notice.userid)
    )


# The names are one value: as many as there are, each of its own, the statement would be put together for every claim.
_NAMES: Final = func.json_each(bindparam("userids", type_=Text)).table_valued("value")
_REACHED: Final[Mapping[str, Prepared]] = {
    "sqlite": _reached(Notice.userid.in_(select(_NAMES.c.value))),
    "postgresql": _reached(Notice.userid == any_(bindparam("userids", type_=ARRAY(Text)))),
}


def list_sent_at(connection: Connection, userid: str, *, now: datetime) -> Sequence[datetime]:
    """When the texts of the last hour left for a member (UTC), the latest first."""
    found = connection.scalars(
        select(Notice.sent_at)
        .where(Notice.userid == userid, Notice.sent_at > now - pacing.HOUR.span, Notice.bundled_in.is_(None))
        .order_by(Notice.sent_at.desc())
    )
    return [at for at in found if at is not None]
