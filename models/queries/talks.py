"""What was last talked about with contacts, and what they were last given: for their birthdays (`product.md` C7)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.rules.gifts import find_gift
from models.schema import FollowUp, FollowUpState, RecordKind, Visit
from models.times import shanghai_day, shanghai_instant

LOOKED_BACK: Final = timedelta(days=800)
"""So far back a talk helps: the birthdays of two years lie within."""


@dataclass(frozen=True, slots=True)
class Said:
    """Words about a contact, and the Shanghai day they are of."""

    on: date
    words: str


@dataclass(frozen=True, slots=True)
class Talks:
    """What is known of the last talks with a contact; None where nothing is."""

    last: Said | None = None
    gift: Said | None = None


def find_talks(session: Session, contacts: Mapping[int, tuple[int, str]], today: date) -> Mapping[int, Talks]:
    """By contact the last talk with him, else with anybody at his customer; and the last gift that a note tells of.

    Args:
        session: any.
        contacts: by contact his customer, and his name as it is stored.
        today: the Shanghai day.
    """
    of: dict[int, list[tuple[Said, str]]] = {}
    for customer_id, said, contact in _talks(session, {customer for customer, _ in contacts.values()}, today):
        of.setdefault(customer_id, []).append((said, contact))
    for told in of.values():
        told.sort(key=lambda talk: talk[0].on, reverse=True)
    return {contact: _of_contact(name, of.get(customer_id, ())) for contact, (customer_id, name) in contacts.items()}


def _of_contact(name: str, latest: Sequence[tuple[Said, str]]) -> Talks:
    his = [said for said, contact in latest if _is_his(name, contact, said.words)]
    # What was brought without saying whom stays of use; what somebody else got does not.
    brought = [said for said, contact in latest if not contact or _is_his(name, contact, said.words)]
    gift = next((Said(said.on, words) for said in brought if (words := find_gift(said.words))), None)
    return Talks(next(iter(his or [said for said, _ in latest]), None), gift)


def _is_his(name: str, contact: str, words: str) -> bool:
    """王总 is said of 王建国 too."""
    return (bool(contact) and (contact in name or name in contact or contact[0] == name[0])) or name in words


def _talks(session: Session, customer_ids: Collection[int], today: date) -> Iterator[tuple[int, Said, str]]:
    since = today - LOOKED_BACK
    visits = session.execute(
        select(Visit.customer_id, Visit.visited_on, Visit.summary, Visit.contact_name)
        .where(Visit.customer_id.in_(customer_ids), Visit.visited_on >= since, Visit.voided.is_(False))
        .order_by(Visit.number.desc())
    )
    for customer_id, on, words, contact in visits:
        yield customer_id, Said(on, words), contact
    done = session.execute(
        select(FollowUp.customer_id, FollowUp.ended_at, FollowUp.note, FollowUp.contact_name)
        .where(
            FollowUp.customer_id.in_(customer_ids),
            FollowUp.ended_at >= shanghai_instant(since, time.min),
            FollowUp.kind == RecordKind.FOLLOWUP,
            FollowUp.state == FollowUpState.DONE,
            FollowUp.voided.is_(False),
            FollowUp.note != "",
        )
        .order_by(FollowUp.number.desc())
    )
    for of_id, ended_at, words, contact in done:
        if of_id is not None and ended_at is not None:
            yield of_id, Said(shanghai_day(ended_at), words), contact
