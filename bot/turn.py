"""One message's unit of work: its place in the inbox, the person's turn, the handler, and everything it leaves behind.

Synchronous; runs on a desk thread inside a transaction. Effects, history, dialog, reply, pushes and the inbox row are
one transaction (`design.md` §3). May be run again at any time: the inbox key settles that nothing happens twice.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError

from bot.channels.splitting import split_text
from handlers import privacy, strangers
from handlers.context import Context, Inbound, OpenQuestion, Push, Reply, StoredPhoto
from handlers.dispatch import Switchboard
from handlers.language.meaning import Intent, Intents
from handlers.texts import general
from models.db import leave_session, open_session
from models.directory import Directory, PersonCard
from models.errors import DomainError
from models.rules.quiet import quiet_of
from models.schema import InboxState, ReplyVia, Role
from models.services import dialogs, inbox, notices, push_stops
from models.services.inbox import Outcome, Received, Standing
from models.services.notices import NewNotice
from models.times import shanghai, shanghai_day
from models.wording import pushes

log = structlog.get_logger("turn")

REPLY_BYTES = 2000
"""What one reply may have, in bytes of UTF-8: WeCom cuts at 2,048 (`wecom.md` §4)."""
HANDLED_KINDS = frozenset({"text", "image", "voice", "video", "location", "link", "event"})
EXCERPT = 12
NOTHING_READ = Intent(Intents.UNKNOWN)
"""What a message means before its text was read, or when it has none."""


class Behind(Exception):
    """An earlier message of the same sender waits: this one must queue up behind it."""


class Overtaken(Exception):
    """Another transaction made the same message durable first: this one is rolled back."""


class Refused(Exception):
    """Nothing of the handler's work may stay, but the person is told why: a domain error, or our own fault.

    Attributes:
        reply: what he is told.
        code: the short code of a fault of ours, empty for a domain error.
    """

    def __init__(self, reply: Reply, code: str = "") -> None:
        super().__init__(code or "refused")
        self.reply = reply
        self.code = code


class Handled(NamedTuple):
    """What a turn came to.

    Attributes:
        reply: the passive reply's text; empty when there is none or when it is pushed.
        outcome: for the log and the counters: done, again, failed, stranger, unknown.
        person_id: the sender's, if known.
        pushed: whether notices were left that are due now.
        fetch: whether a picture is still to be fetched.
    """

    reply: str
    outcome: str
    person_id: int | None = None
    pushed: bool = False
    fetch: bool = False


class Incoming(NamedTuple):
    """A message on its way through a turn.

    Attributes:
        message: as the inbox holds it.
        photo: the picture, if it could be fetched in time.
        waiting: whether the sender got an empty acknowledgement, so that the reply is pushed.
    """

    message: Received
    photo: StoredPhoto | None = None
    waiting: bool = False


@dataclass(eq=False)
class Turns:
    """Runs turns; one per process.

    Attributes:
        directory: the company in memory.
        switchboard: finds the handler.
        introduced: ids of people who were told what is kept (`product.md` P24), as far as this process knows.
    """

    directory: Directory
    switchboard: Switchboard
    introduced: set[int] = field(default_factory=set)

    def take(self, connection: Connection, incoming: Incoming, now: datetime) -> Handled:
        """Handle one message.

        Args:
            connection: in a transaction that is rolled back if this raises.
            incoming: the message.
            now: the server's instant (UTC).

        Raises:
            Behind: earlier messages of the sender wait in the inbox.
            Overtaken: the message became durable elsewhere meanwhile.
            Refused: to be rolled back and stored by `refuse`.
        """
        person, standing = self._begin(connection, incoming.message, now)
        earlier = self._earlier(incoming, standing)
        if earlier is not None:
            return earlier
        if person is None:
            told = "" if incoming.message.kind == "event" else strangers.reply(self.directory)
            return self._leave(connection, incoming, None, Reply(told), InboxState.STRANGER, now)
        if incoming.message.kind not in HANDLED_KINDS:
            return self._leave(connection, incoming, person, Reply(general.KIND_NOT_READ), InboxState.UNKNOWN, now)
        return self._handle(connection, incoming, person, standing.question, now)

    def refuse(self, connection: Connection, incoming: Incoming, refused: Refused, now: datetime) -> Handled:
        """Store a message whose handling was rolled back, with what the person is told.

        Raises:
            Behind: earlier messages of the sender wait in the inbox.
            Overtaken: the message became durable elsewhere meanwhile.
        """
        person, standing = self._begin(connection, incoming.message, now)
        earlier = self._earlier(incoming, standing)
        if earlier is not None:
            return earlier
        state = InboxState.FAILED if refused.code else InboxState.DONE
        return self._leave(connection, incoming, person, refused.reply, state, now)

    def _begin(self, connection: Connection, message: Received, now: datetime) -> tuple[PersonCard | None, Standing]:
        person = self.directory.person(message.userid)
        standing = self._look(connection, message, person, now)
        self.directory.refresh(connection, standing.version)
        fresh = self.directory.person(message.userid)
        if fresh is not None and person is None:
            standing = self._look(connection, message, fresh, now)
        return fresh, standing

    @staticmethod
    def _look(connection: Connection, message: Received, person: PersonCard | None, now: datetime) -> Standing:
        person_id = None if person is None else person.id
        if person_id is not None:
            dialogs.take_turn(connection, person_id)
        return inbox.standing(connection, message, person_id=person_id, now=now)

    @staticmethod
    def _earlier(incoming: Incoming, standing: Standing) -> Handled | None:
        """What was made of this very message before, if anything."""
        if standing.state is None:
            if standing.behind:
                raise Behind
            return None
        if standing.state == InboxState.RECEIVED:
            if not incoming.waiting:
                raise Overtaken
            if standing.behind:
                raise Behind
            return None
        return Handled(standing.reply if standing.via == ReplyVia.PASSIVE else "", "again")

    def _handle(
        self,
        connection: Connection,
        incoming: Incoming,
        person: PersonCard,
        question: dialogs.Open | None,
        now: datetime,
    ) -> Handled:
        message = incoming.message
        session = open_session(connection, person_id=person.id, message_id=message.id, now=now)
        context = Context(
            session=session,
            person=person,
            message=_inbound(message, incoming.photo),
            now=now,
            today=shanghai_day(message.sent_at),
            directory=self.directory,
            intent=NOTHING_READ,
            question=None if question is None else OpenQuestion(question.question, question.data, question.asked_at),
        )
        try:
            reply = self.switchboard.answer(context)
            session.flush()
        except DomainError as error:
            raise Refused(Reply(self.switchboard.word(error, context))) from None
        except DBAPIError as error:
            if not isinstance(error, IntegrityError | DataError | ProgrammingError):
                raise  # a lost race or connection: the desk tries again, or the platform sends it again
            raise self._fault(message, error) from None
        except Exception as error:  # noqa: BLE001  (whatever breaks in a handler is one person's message, not the house)
            raise self._fault(message, error) from None
        finally:
            leave_session(session)
        self._remember(connection, person, question, reply, now)
        handled = self._leave(connection, incoming, person, reply, InboxState.DONE, now)
        fetch = message.kind == "image" and incoming.photo is None
        return handled._replace(fetch=True) if fetch else handled

    @staticmethod
    def _fault(message: Received, error: Exception) -> Refused:
        """Note a fault of ours under a short code, which the person is told too."""
        code = secrets.token_hex(3).upper()
        log.error("a handler failed", code=code, kind=message.kind, message=message.id, exc_info=error)
        return Refused(Reply(general.our_fault(code)), code)

    def _introduced(self, connection: Connection, person: PersonCard | None, reply: Reply, now: datetime) -> Reply:
        """The reply, below what a person is told once: what is kept of his messages (`product.md` P24)."""
        if person is None or not reply.text or person.id in self.introduced:
            return reply
        session = open_session(connection, person_id=person.id, now=now)
        told = privacy.introduction(session, person_id=person.id, now=now)
        session.close()
        return replace(reply, text=f"{told}\n\n{reply.text}") if told else reply

    def _warned(self, connection: Connection, person: PersonCard | None, reply: Reply, now: datetime) -> Reply:
        """The reply, below what an administrator must know that no push can tell him: that none leaves."""
        if person is None or not reply.text or not self._keeps_house(person):
            return reply
        stop = push_stops.tell(connection, person.id, now=now)
        if stop is None:
            return reply
        return replace(reply, text=f"{pushes.stopped(stop.code, stop.detail, stop.since_at, now)}\n\n{reply.text}")

    def _keeps_house(self, person: PersonCard) -> bool:
        # The company is gone through for nobody else: almost everybody is neither.
        may = person.role == Role.ADMIN or (person.leads and person.manager_id is None)
        return may and any(card.id == person.id for card in self.directory.administrators())

    @staticmethod
    def _remember(
        connection: Connection, person: PersonCard, before: dialogs.Open | None, reply: Reply, now: datetime
    ) -> None:
        if reply.ask:
            dialogs.write(connection, person.id, reply.ask, reply.data, now)
        elif before is not None and not reply.keep:
            dialogs.write(connection, person.id, "", {}, now)

    def _leave(
        self,
        connection: Connection,
        incoming: Incoming,
        person: PersonCard | None,
        reply: Reply,
        state: InboxState,
        now: datetime,
    ) -> Handled:
        """Store the message with its outcome and enqueue what is pushed."""
        message = incoming.message
        reply = self._introduced(connection, person, reply, now)
        if not incoming.waiting:
            reply = self._warned(connection, person, reply, now)
        parts = split_text(reply.text, REPLY_BYTES) if reply.text else []
        pushed = [self._push(push, now) for push in reply.pushes]
        if incoming.waiting:
            parts = split_text(_late_line(message) + reply.text, REPLY_BYTES) if reply.text else []
            via, passive, later = ReplyVia.PUSH, "", parts
        else:
            via, passive, later = ReplyVia.PASSIVE, (parts[0] if parts else ""), parts[1:]
        person_id = None if person is None else person.id
        pushed += [
            NewNotice(f"reply:{message.id}:{number}", "reply", message.channel, person_id, message.userid, part, now)
            for number, part in enumerate(later)
        ]
        outcome = Outcome(state, reply.text if incoming.waiting else passive, via, person_id)
        payload = privacy.scrub(message.kind, message.payload)
        keep = inbox.finish if incoming.waiting else inbox.store_handled
        if not keep(connection, message, outcome, payload, now):
            raise Overtaken
        notices.enqueue(connection, pushed, now=now)
        return Handled(passive, state.value, person_id, bool(pushed))

    def _push(self, push: Push, now: datetime) -> NewNotice:
        """What somebody else is told waits for the end of the quiet hours (`product.md` §4.4)."""
        userid = self.directory.people[push.person_id].userid
        quiet = quiet_of(self.directory.terms, shanghai_day(now))
        return NewNotice(push.key, push.kind, "", push.person_id, userid, push.text, quiet.after(now))


def _late_line(message: Received) -> str:
    """The first line of a pushed reply: which message it answers, so that two are never the same text."""
    excerpt = str(message.payload.get("text", "")).strip().replace("\n", " ")
    if len(excerpt) > EXCERPT:
        excerpt = excerpt[:EXCERPT] + "…"
    return general.late_reply(shanghai(message.sent_at), excerpt)


def _inbound(message: Received, photo: StoredPhoto | None) -> Inbound:
    payload: Mapping[str, Any] = message.payload
    if message.kind == "text":
        return Inbound(message.id, message.kind, message.channel, message.sent_at, payload.get("text", ""))
    return Inbound(
        id=message.id,
        kind=message.kind,
        channel=message.channel,
        sent_at=message.sent_at,
        text=payload.get("text", ""),
        latitude=payload.get("latitude"),
        longitude=payload.get("longitude"),
        label=payload.get("label", ""),
        media_id=payload.get("media_id", ""),
        photo=photo,
        event=payload.get("event", ""),
    )
