"""Follow-ups and own reminders: set, moved, done, cancelled, and told at their minute (`product.md` C2, §4.2, §4.4).

A day without a clock time is told by the morning's list. With a clock time a notice for that very minute is enqueued
at once; whether it still holds is asked when it is sent (`is_still_due`). A repeating one has one notice at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection, and_, select, update
from sqlalchemy.orm import Session

from models.directory import Directory, PersonCard
from models.errors import DuplicateFollowUp, FollowUpEnded, MomentPassed, MomentTooFar, NotYourRecord, RecordNotFound
from models.queries import morning_cards
from models.queries.morning_cards import reminder_key
from models.rules import repeats
from models.rules.lengths import CONTACT_CHARACTERS, NOTE_CHARACTERS
from models.rules.words import clean_words, folded
from models.schema import FollowUp, FollowUpState, Notice, NoticeState, Record, RecordKind
from models.services import notices
from models.services.notices import Claimed, NewNotice
from models.services.numbering import give_number
from models.services.records import find_record, refuse_voided
from models.times import shanghai, shanghai_day, shanghai_instant

KIND = morning_cards.REMINDER
"""Of the notice that comes at a minute."""
LIST = "followups.list"
"""The open list whose lines are answered by number; the morning's list opens it too."""
LATE_BY = timedelta(days=1)
"""So long a reminder is still sent that could not leave in time."""
DUPLICATE_WITHIN = timedelta(minutes=10)
FURTHEST_YEARS = 10


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody wants to be reminded of, or to go on with.

    Attributes:
        kind: FOLLOWUP, which has a customer, or REMINDER.
        on: the Shanghai day, the first one of a repeating reminder.
        clock: clock time (Shanghai), if he said one.
        customer_id: with whom.
        contact_id: with which known contact.
        contact_name: the same in his words.
        note: what then, in his words.
        repeat: stored form of `rules.repeats`, empty for once.
    """

    kind: RecordKind
    on: date
    clock: time | None = None
    customer_id: int | None = None
    contact_id: int | None = None
    contact_name: str = ""
    note: str = ""
    repeat: str = ""


def check_moment(on: date, clock: time | None, said_at: datetime) -> None:
    """Whether something can still be set for a day and time.

    Raises:
        MomentPassed: it is over; the fact holds the next sensible day.
        MomentTooFar: nobody plans that far ahead.
    """
    local = shanghai(said_at)
    today = local.date()
    if on.year > today.year + FURTHEST_YEARS:
        raise MomentTooFar(on)
    if on < today or (on == today and clock is not None and clock <= local.time()):
        still_today = clock is not None and clock > local.time()
        raise MomentPassed(on, clock, today if still_today else today + timedelta(days=1))


def add(
    session: Session,
    plan: Plan,
    *,
    person: PersonCard,
    message_id: int | None,
    said_at: datetime,
    now: datetime,
) -> FollowUp:
    """Write a follow-up or a reminder; the caller announces it (`announce`).

    Args:
        session: of the message.
        plan: what was said.
        person: whose it is.
        message_id: the inbox row.
        said_at: when he said so (UTC).
        now: instant (UTC).

    Raises:
        MomentPassed: its day or time is over.
        MomentTooFar: it lies too far ahead.
        DuplicateFollowUp: the same was said a moment ago.
    """
    check_moment(plan.on, plan.clock, said_at)
    row = FollowUp(
        kind=plan.kind.value,
        person_id=person.id,
        customer_id=plan.customer_id,
        contact_id=plan.contact_id,
        contact_name=clean_words(plan.contact_name)[:CONTACT_CHARACTERS],
        due_on=plan.on,
        due_clock=plan.clock,
        note=clean_words(plan.note)[:NOTE_CHARACTERS],
        repeat=plan.repeat[: repeats.LONGEST],
        push_at=_push_at(plan.on, plan.clock),
        state=FollowUpState.OPEN.value,
        voided=False,
    )
    _refuse_duplicate(session, row, now)
    row.number = give_number(session, plan.kind, person_id=person.id, message_id=message_id, now=now)
    session.add(row)
    session.flush()
    return row


def announce(session: Session, row: FollowUp, *, userid: str, body: str, now: datetime) -> None:
    """Prepare the push for the minute at which it is due; what was prepared for that minute before gets these words.

    Args:
        session: of the message.
        row: one that stands.
        userid: whose.
        body: what he will read.
        now: instant (UTC).
    """
    if row.push_at is None or row.push_at <= now:
        return
    connection = session.connection()
    key = _key(row.number, row.push_at)
    notice = NewNotice(key, KIND, "", row.person_id, userid, body, row.push_at, row.push_at + LATE_BY)
    if not notices.enqueue(connection, [notice], now=now):
        notices.reword(connection, key, body)


def find_own(session: Session, *, number: int, person: PersonCard, directory: Directory) -> FollowUp:
    """A follow-up or reminder that stands and that somebody may change: his own, or of somebody below him.

    Raises:
        RecordNotFound: there is none.
        NotYourRecord: it is a colleague's.
        RecordAlreadyVoided: it was taken back.
    """
    record = find_record(session, number)
    if record.person_id != person.id and not directory.is_above(person.id, record.person_id):
        raise NotYourRecord(number)
    refuse_voided(record)
    row = session.get(FollowUp, number)
    if row is None:
        raise RecordNotFound(number)
    return row


def finish(session: Session, row: FollowUp, *, now: datetime) -> None:
    """It is done; of a repeating one, this time.

    Raises:
        FollowUpEnded: it was done or cancelled before.
    """
    _refuse_ended(row)
    if row.repeat:
        # One that was told waits for its next time already.
        if row.due_on <= shanghai_day(now):
            _skip_to(row, repeats.following(row.repeat, shanghai_day(now)))
    else:
        row.state, row.ended_at = FollowUpState.DONE.value, now
    session.flush()


def cancel(session: Session, row: FollowUp, *, now: datetime) -> None:
    """It is not to be done any more; of a repeating one, never again.

    Raises:
        FollowUpEnded: it was done or cancelled before.
    """
    _refuse_ended(row)
    row.state, row.ended_at = FollowUpState.CANCELLED.value, now
    session.flush()


def find_cancelled(session: Session, person_id: int, *, since: datetime) -> FollowUp | None:
    """The reminder or follow-up that somebody called off last, or None.

    Args:
        session: the message's.
        person_id: whose.
        since: from when on (UTC).
    """
    return session.scalars(
        select(FollowUp)
        .where(
            FollowUp.person_id == person_id,
            FollowUp.ended_at >= since,
            FollowUp.state == FollowUpState.CANCELLED.value,
            FollowUp.voided.is_(False),
        )
        .order_by(FollowUp.ended_at.desc())
        .limit(1)
    ).first()


def move(session: Session, row: FollowUp, *, on: date, clock: time | None, said_at: datetime) -> None:
    """Put it to another day; a clock time that is not said again stays. What was done is to be done again.

    Raises:
        MomentPassed: that day or time is over.
        MomentTooFar: it lies too far ahead.
    """
    clock = clock or row.due_clock
    check_moment(on, clock, said_at)
    row.due_on, row.due_clock = on, clock
    row.push_at = _push_at(on, clock)
    row.state, row.ended_at = FollowUpState.OPEN.value, None
    session.flush()


def change_note(session: Session, row: FollowUp, *, note: str) -> None:
    """Correct what is to be done."""
    row.note = clean_words(note)[:NOTE_CHARACTERS]
    session.flush()


def change_customer(session: Session, row: FollowUp, *, customer_id: int) -> None:
    """Put it to another customer."""
    row.customer_id, row.contact_id = customer_id, None
    session.flush()


def change_contact(session: Session, row: FollowUp, *, contact_id: int | None, name: str) -> None:
    """Correct with whom."""
    row.contact_id, row.contact_name = contact_id, clean_words(name)[:CONTACT_CHARACTERS]
    session.flush()


def entrust(session: Session, row: FollowUp, *, person_id: int, userid: str) -> None:
    """Let it be somebody else's from now on: he closes and moves it, and what was prepared for its minute goes to him.

    Args:
        session: of the message.
        row: one that stands.
        person_id: whose it becomes.
        userid: his.
    """
    row.person_id = session.get_one(Record, row.number).person_id = person_id
    session.flush()
    if row.push_at is None:
        return
    waits = and_(Notice.dedupe_key == _key(row.number, row.push_at), Notice.state == NoticeState.PENDING)
    session.connection().execute(update(Notice).where(waits).values(person_id=person_id, userid=userid))


def is_still_due(connection: Connection, claimed: Claimed) -> str:
    """Why a reminder is not to be sent any more: done, taken back, cancelled or moved meanwhile; empty if it holds."""
    number = _number(connection, claimed)
    row = connection.execute(
        select(
            FollowUp.state, FollowUp.voided, FollowUp.push_at, FollowUp.told_at, FollowUp.due_on, FollowUp.repeat
        ).where(FollowUp.number == number)
    ).first()
    if row is None or row.voided or row.state != FollowUpState.OPEN:
        return "done or taken back"
    # A repeating one may have gone on to its next time already.
    return "" if claimed.due_at in (row.push_at, row.told_at) else "moved"


def go_on(session: Session, now: datetime) -> None:
    """Let repeating reminders whose time has come wait for their next one, with its own notice.

    The words of a push are those of the last one: they name what is to be done and no day.
    """
    connection = session.connection()
    today = shanghai_day(now)
    rows = connection.execute(
        select(FollowUp.number, FollowUp.due_on, FollowUp.due_clock, FollowUp.push_at, FollowUp.repeat).where(
            FollowUp.repeat != "",
            FollowUp.state == FollowUpState.OPEN,
            FollowUp.voided.is_(False),
            FollowUp.due_on <= today,
        )
    ).all()
    for row in rows:
        over = row.push_at <= now if row.push_at is not None else row.due_on < today
        if over:
            _go_on(connection, row.number, row.due_on, row.due_clock, row.push_at, row.repeat, now)


def _go_on(
    connection: Connection,
    number: int,
    due_on: date,
    clock: time | None,
    push_at: datetime | None,
    repeat: str,
    now: datetime,
) -> None:
    on = repeats.following(repeat, due_on)
    while on is not None and is_over(on, clock, now):
        on = repeats.following(repeat, on)
    if on is None:
        return
    again_at = _push_at(on, clock)
    # Bookkeeping of the clock, and nothing that a person did: it is not noted in the history.
    # What somebody has moved or ended meanwhile stays as he left it.
    gone_on = connection.execute(
        update(FollowUp)
        .where(FollowUp.number == number, FollowUp.due_on == due_on, FollowUp.state == FollowUpState.OPEN)
        .values(due_on=on, push_at=again_at, told_at=push_at)
    )
    if again_at is None or push_at is None or not gone_on.rowcount:
        return
    last = connection.execute(
        select(Notice.person_id, Notice.userid, Notice.body).where(Notice.dedupe_key == _key(number, push_at))
    ).first()
    if last is not None:
        notice = NewNotice(
            _key(number, again_at), KIND, "", last.person_id, last.userid, last.body, again_at, again_at + LATE_BY
        )
        notices.enqueue(connection, [notice], now=now)


def is_over(on: date, clock: time | None, now: datetime) -> bool:
    """Whether a Shanghai day, or a clock time on it, is over at an instant."""
    return shanghai_instant(on, clock) <= now if clock is not None else on < shanghai_day(now)


def _skip_to(row: FollowUp, on: date | None) -> None:
    if on is not None:
        row.due_on, row.push_at = on, _push_at(on, row.due_clock)


def _push_at(on: date, clock: time | None) -> datetime | None:
    return shanghai_instant(on, clock) if clock is not None else None


def _key(number: int, at: datetime) -> str:
    local = shanghai(at)
    return reminder_key(number, local.date(), local.time())


def _number(connection: Connection, claimed: Claimed) -> int:
    key = connection.execute(select(Notice.dedupe_key).where(Notice.id == claimed.id)).scalar_one()
    return int(key.split(":")[1])


def _refuse_ended(row: FollowUp) -> None:
    if row.state != FollowUpState.OPEN:
        raise FollowUpEnded(row.number, done=row.state == FollowUpState.DONE)


def _refuse_duplicate(session: Session, told: FollowUp, now: datetime) -> None:
    """The same again within a few minutes is a slip of the finger (`product.md` §4.3, duplicate message)."""
    rows = session.connection().execute(
        select(FollowUp.number, FollowUp.customer_id, FollowUp.due_clock, FollowUp.contact_name, FollowUp.note)
        .join(Record, Record.number == FollowUp.number)
        .where(
            FollowUp.person_id == told.person_id,
            FollowUp.kind == told.kind,
            FollowUp.due_on == told.due_on,
            FollowUp.repeat == told.repeat,
            FollowUp.state == FollowUpState.OPEN,
            FollowUp.voided.is_(False),
            Record.made_at >= now - DUPLICATE_WITHIN,
        )
    )
    for row in rows:
        same = (row.customer_id, row.due_clock) == (told.customer_id, told.due_clock)
        if same and folded(row.contact_name, row.note) == folded(told.contact_name, told.note):
            raise DuplicateFollowUp(row.number)
