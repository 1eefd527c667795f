"""What a handler gets and gives: the context of one message, and the reply.

`Context` and `Reply` are not frozen only because a frozen one takes five times as long to make; nobody changes one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from handlers.language.meaning import Book, Intent
from models.directory import Directory, PersonCard
from models.services.holdings import Decision


@dataclass(frozen=True, slots=True)
class StoredPhoto:
    """A picture whose bytes are already in the data directory, without EXIF.

    Attributes:
        path: relative to the data directory.
        sha256: of the picture's pixels as stored, hex.
        likeness: 64-bit difference hash, 16 hex digits; empty for a picture without structure.
        taken_at: what the camera said, if it said so.
    """

    path: str
    sha256: str
    likeness: str
    taken_at: datetime | None = None


class Inbound(NamedTuple):
    """A message as handlers see it, whatever channel it came through.

    Attributes:
        id: the inbox row's number.
        kind: text, image, voice, location, link, video, event, or what the platform calls an unknown kind.
        channel: wecom or simulator.
        sent_at: when the platform says it was sent (UTC).
        text: of a text message, else empty.
        latitude, longitude, label: of a place (degrees, GCJ-02).
        media_id: of a picture, voice or video; good for three days.
        photo: the picture, when it could be fetched in time; None means it is fetched later.
        event: of an event: subscribe, enter_agent, click …, in lower case.
    """

    id: int
    kind: str
    channel: str
    sent_at: datetime
    text: str = ""
    latitude: float | None = None
    longitude: float | None = None
    label: str = ""
    media_id: str = ""
    photo: StoredPhoto | None = None
    event: str = ""


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """The question the bot last asked this person and what it needs to go on."""

    name: str
    data: Mapping[str, Any]
    asked_at: datetime


@dataclass(slots=True)
class Context:
    """Everything a handler may use.

    Attributes:
        now: the server's instant (UTC) at which the message is handled; `today` is the Shanghai day of `sent_at`.
        intent: what the text means; of a message that is no text, UNKNOWN.
        intents: all records of one message that mean the same kind of thing; `intent` is the first of them.
        question: what the bot asked before, while it is open.
        book: the names that the parser knows, for reading a part of a text again; None outside of texts.
    """

    session: Session
    person: PersonCard
    message: Inbound
    now: datetime
    today: date
    directory: Directory
    intent: Intent
    intents: tuple[Intent, ...] = ()
    question: OpenQuestion | None = None
    book: Book | None = None

    @property
    def text(self) -> str:
        """The message's text."""
        return self.message.text

    @property
    def asked(self) -> Mapping[str, Any]:
        """What the open question keeps for its answer; empty while nothing is open."""
        return self.question.data if self.question is not None else {}

    @property
    def decision(self) -> Decision:
        """The speaker's word on whose a customer is."""
        return Decision(self.person.id, self.message.id, self.now, self.today, self.directory.terms)

    def read(self, intents: tuple[Intent, ...], book: Book) -> Context:
        """The same message with its text read.

        Args:
            intents: what it means, at least one.
            book: the names it was read with.
        """
        return Context(
            self.session, self.person, self.message, self.now, self.today, self.directory, intents[0], intents,
            self.question, book,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Push:
    """Something to tell somebody else because of this message. `key` makes it unique for ever."""

    person_id: int
    kind: str
    key: str
    text: str


@dataclass(slots=True)
class Reply:
    """What the person reads, and what is open afterwards.

    Attributes:
        text: the reply; empty means none (an event).
        ask: the name of the answer handler that waits for the next message; empty leaves nothing open.
        data: what that handler needs, as JSON values.
        keep: leave the question that was open before as it was (small talk, help).
        beside: what is asked is a bonus (电话 below a card): what was open before stays open behind it.
        pushes: to others.
        unread: whether it says no more than that the message was not understood, and nothing was written.
    """

    text: str
    ask: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    keep: bool = False
    beside: bool = False
    pushes: Sequence[Push] = ()
    unread: bool = False
