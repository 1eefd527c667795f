"""What was said between a person and the bot, read back from the inbox and the notices, oldest first.

An entry's id is stable and sorts as text in the order of the conversation: the instant in microseconds, then what
keeps a message and its reply together when they fall on the same instant.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, literal, or_, select
from sqlalchemy.orm import Session

from models.schema import InboxMessage, Notice, NoticeState, Place, ReplyVia

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_LAST_ROW = 2**63 - 1


class EntryKind(enum.StrEnum):
    """Who spoke, and why."""

    MESSAGE = "message"
    REPLY = "reply"
    PUSH = "push"


@dataclass(frozen=True, slots=True)
class Entry:
    """One bubble of a conversation.

    Attributes:
        id: stable, sorts as text in the order of the conversation.
        kind: whether the person spoke, the bot answered, or the bot spoke by itself.
        at: received, answered, or sent (UTC).
        text: of a reply or a push; a message's is in its payload.
        message_kind: of a message: text, image, voice, location …
        payload: of a message, as it was stored.
        key: of a message and its reply: the platform's key.
        platform_id: of a push: what the channel called it when it was sent.
    """

    id: str
    kind: EntryKind
    at: datetime
    text: str = ""
    message_kind: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)
    key: str = ""
    platform_id: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place in a conversation.

    Attributes:
        at: the instant (UTC).
        source: 0 for the inbox, 1 for the notices.
        row: the row's number there.
        turn: 0 for a message, 1 for its reply.
    """

    at: datetime
    source: int
    row: int
    turn: int

    @classmethod
    def read(cls, entry_id: str) -> Mark:
        """The place that an entry's id stands for.

        Raises:
            ValueError: it is no entry's id.
        """
        digits = entry_id.split("-")
        if len(digits) != 4 or not all(part.isascii() and part.isdigit() for part in digits):
            raise ValueError("no entry id")
        since_epoch, source, row, turn = (int(part) for part in digits)
        if row > _LAST_ROW:
            raise ValueError("no entry id")
        try:
            return cls(_EPOCH + since_epoch * _MICROSECOND, source, row, turn)
        except OverflowError:
            raise ValueError("no entry id") from None

    @property
    def entry_id(self) -> str:
        """The id of the entry that stands here."""
        return f"{(self.at - _EPOCH) // _MICROSECOND:016d}-{self.source}-{self.row:019d}-{self.turn}"


@dataclass(frozen=True, slots=True)
class _Stream:
    """One of the three kinds of entries: how it is selected, and where it stands among the others."""

    kind: EntryKind
    source: int
    turn: int
    person: ColumnElement[Any]
    userid: ColumnElement[str]
    at: ColumnElement[datetime]
    row: ColumnElement[int]
    select: Select[*tuple[Any, ...]]

    def before(self, mark: Mark) -> ColumnElement[bool]:
        """Only what stands before a place; the same order as `Mark` has."""
        if self.source != mark.source:
            return self.at <= mark.at if self.source < mark.source else self.at < mark.at
        last = mark.row if self.turn < mark.turn else mark.row - 1
        return or_(self.at < mark.at, and_(self.at == mark.at, self.row <= last))

    def entry(self, row: Row[*tuple[Any, ...]]) -> Entry:
        """A selected row as an entry."""
        found = row._mapping
        return Entry(
            id=Mark(found["at"], self.source, found["row"], self.turn).entry_id,
            kind=self.kind,
            at=found["at"],
            text=found.get("text", ""),
            message_kind=found.get("message_kind", ""),
            payload=found.get("payload", {}),
            key=found.get("key", ""),
            platform_id=found.get("platform_id", ""),
        )


def list_entries(
    session: Session, *, person_id: int, userid: str, channel: str, limit: int, before: Mark | None = None
) -> list[Entry]:
    """The latest entries of a person's conversation on a channel, oldest first.

    Args:
        session: only read from.
        person_id: whose.
        userid: the same person's, by which a message is found that waits to be handled.
        channel: through which channel he speaks.
        limit: how many at most.
        before: only what stands before this place.
    """
    found: list[Entry] = []
    for stream in _streams(channel):
        wanted = stream.select.where(
            or_(stream.person == person_id, and_(stream.person.is_(None), stream.userid == userid))
        )
        if before is not None:
            wanted = wanted.where(stream.before(before))
        wanted = wanted.order_by(stream.at.desc(), stream.row.desc()).limit(limit)
        found += [stream.entry(row) for row in session.execute(wanted)]
    return _with_places(session, person_id, sorted(found, key=_by_id)[-limit:])


def list_exchange(session: Session, *, person_id: int, key: str, channel: str) -> list[Entry]:
    """A message and, if it was answered at once, its reply.

    Args:
        session: only read from.
        person_id: whose.
        key: the message's key.
        channel: through which channel it came.
    """
    found = [
        stream.entry(row)
        for stream in _streams(channel)
        if stream.kind is not EntryKind.PUSH
        for row in session.execute(stream.select.where(InboxMessage.key == key))
    ]
    return _with_places(session, person_id, found)


def list_latest(session: Session, *, channel: str) -> dict[int, Entry]:
    """The last entry of everybody's conversation, by the person's id.

    Args:
        session: only read from.
        channel: through which channel they speak.
    """
    latest: dict[int, Entry] = {}
    for stream in _streams(channel):
        newest = func.row_number().over(partition_by=stream.person, order_by=(stream.at.desc(), stream.row.desc()))
        ranked = stream.select.add_columns(newest.label("newest")).where(stream.person.is_not(None)).subquery()
        for row in session.execute(select(ranked).where(ranked.c.newest == 1)):
            entry = stream.entry(row)
            held = latest.get(row.person_id)
            if held is None or held.id < entry.id:
                latest[row.person_id] = entry
    return latest


def find_last_instant(session: Session) -> datetime | None:
    """When anything was last received, answered or sent, over all channels (UTC); None before the first time.

    Args:
        session: only read from.
    """
    instants = (
        session.execute(select(func.max(column))).scalar()
        for column in (InboxMessage.received_at, InboxMessage.handled_at, Notice.sent_at)
    )
    return max((at for at in instants if at is not None), default=None)


def count_unread(session: Session, *, channel: str, seen: Mapping[int, Mark]) -> dict[int, int]:
    """How many replies and pushes each person has not seen yet, by the person's id; none where there are none.

    Args:
        session: only read from.
        channel: through which channel they speak.
        seen: how far each person has read; one who is missing has read nothing.
    """
    unread: dict[int, int] = {}
    for stream in _streams(channel):
        if stream.kind is EntryKind.MESSAGE:
            continue
        rows = session.execute(
            stream.select.with_only_columns(stream.person, stream.at, stream.row).where(stream.person.is_not(None))
        )
        for person_id, at, row in rows:
            mark = seen.get(person_id)
            if mark is None or mark < Mark(at, stream.source, row, stream.turn):
                unread[person_id] = unread.get(person_id, 0) + 1
    return unread


def _by_id(entry: Entry) -> str:
    return entry.id


def _with_places(session: Session, person_id: int, entries: list[Entry]) -> list[Entry]:
    """The inbox forgets where somebody was; only the place kept with his consent still knows (`product.md` P2)."""
    sent = {Mark.read(entry.id).row: place for place, entry in enumerate(entries) if entry.message_kind == "location"}
    if not sent:
        return entries
    kept = session.execute(
        select(Place.message_id, Place.label, Place.latitude, Place.longitude).where(
            Place.person_id == person_id, Place.message_id.in_(sent)
        )
    )
    for message_id, label, latitude, longitude in kept:
        place = sent[message_id]
        payload = {"label": label, "latitude": latitude, "longitude": longitude}
        entries[place] = replace(entries[place], payload=payload)
    return entries


def _streams(channel: str) -> tuple[_Stream, _Stream, _Stream]:
    answered_at = func.coalesce(InboxMessage.handled_at, InboxMessage.received_at)
    sent_at = func.coalesce(Notice.sent_at, Notice.due_at)
    messages = select(
        InboxMessage.id.label("row"),
        InboxMessage.received_at.label("at"),
        InboxMessage.person_id,
        InboxMessage.kind.label("message_kind"),
        InboxMessage.payload,
        InboxMessage.key,
    ).where(InboxMessage.channel == channel)
    # A reply that came too late for its message left as a notice and is found there.
    replies = select(
        InboxMessage.id.label("row"),
        answered_at.label("at"),
        InboxMessage.person_id,
        InboxMessage.reply.label("text"),
        InboxMessage.key,
    ).where(
        InboxMessage.channel == channel,
        InboxMessage.reply != literal(""),
        InboxMessage.reply_via == ReplyVia.PASSIVE,
    )
    # A notice without a channel goes through the only one there is.
    pushes = select(
        Notice.id.label("row"),
        sent_at.label("at"),
        Notice.person_id,
        Notice.body.label("text"),
        Notice.platform_id,
    ).where(Notice.channel.in_((channel, "")), Notice.state == NoticeState.SENT, Notice.bundled_in.is_(None))
    from_inbox = (InboxMessage.person_id.expression, InboxMessage.userid.expression)
    inbox_row = InboxMessage.id.expression
    to_person = (Notice.person_id.expression, Notice.userid.expression)
    return (
        _Stream(EntryKind.MESSAGE, 0, 0, *from_inbox, InboxMessage.received_at.expression, inbox_row, messages),
        _Stream(EntryKind.REPLY, 0, 1, *from_inbox, answered_at, inbox_row, replies),
        _Stream(EntryKind.PUSH, 1, 0, *to_person, sent_at, Notice.id.expression, pushes),
    )
