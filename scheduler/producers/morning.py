"""08:20: the morning card, the day of each person in one numbered message (`product.md` §4.4, §3 rank 3).

The card is read and worded twice: here, to know who has one, and when it leaves (`word`), for it may be held back by
免打扰, by a server that was down or by WeCom. What was done, paid or handed over meanwhile is then not on it, and where
nothing is left it is cancelled. Its numbers are opened for answers in the transaction that lets it leave, so that they
are always those of the text that is read. After that it is sent again with the same words only.

Who is on leave or rests himself gets none. A card that is late says so (`scheduler.bundles`) until the day's draft
comes; after that the next morning is of more use.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from models.queries import absences, morning_cards
from models.queries.morning_cards import key_of
from models.rules.quiet import quiet_of
from models.services import notices
from models.services.notices import Claimed, NewNotice
from models.times import shanghai_day, shanghai_instant
from scheduler import house_texts as texts
from scheduler.company import Asked, Company, Worded

KIND: Final = morning_cards.KIND
AT, UNTIL = "morning_at", "draft_at"
"""Clauses of its time, and of that of the draft, from which on it is of no more use."""


def due_today(session: Session, now: datetime, company: Company) -> None:
    """Enqueue one card for each of the company's people who has anything before him; once a day."""
    today = shanghai_day(now)
    terms = company.directory.terms
    expires_at = shanghai_instant(today, terms.clock(UNTIL, today))
    if now >= expires_at:
        return
    connection = session.connection()
    away = absences.list_excused(connection, today)
    people = [person for person in company.people if person.active and person.id not in away]
    due_at = quiet_of(terms, today).after(shanghai_instant(today, terms.clock(AT, today)))
    cards = company.cards(session, company.directory, people, today)
    rows = [
        NewNotice(
            key_of(person.id, today),
            KIND,
            "",
            person.id,
            person.userid,
            texts.greeted(cards[person.id].text, max(due_at, now)),
            due_at,
            expires_at,
        )
        for person in people
        if person.id in cards
    ]
    notices.enqueue(connection, rows, now=now)


def word(session: Session, claimed: Sequence[Claimed], company: Company, now: datetime) -> Mapping[int, Asked]:
    """Cards as they are when they leave, by the notice's id; where nothing is left to tell there is none.

    Args:
        session: of the claim.
        claimed: morning cards.
        company: as it stands in that session.
        now: instant at which they leave (UTC).
    """
    found: dict[int, Asked] = {}
    for day in {shanghai_day(notice.due_at) for notice in claimed}:
        mine = {notice.person_id: notice for notice in claimed if shanghai_day(notice.due_at) == day}
        people = [person for person in company.people if person.active and person.id in mine]
        cards = company.cards(session, company.directory, people, day)
        found |= {
            mine[person_id].id: Worded(texts.greeted(card.text, now), card.question, card.data)
            for person_id, card in cards.items()
        }
    return found


def still_true(connection: Connection, claimed: Claimed) -> str:
    """Why a card is not to be sent any more: its person is on leave, or rests himself."""
    if claimed.person_id is None:
        return ""
    away = absences.is_excused(Session(connection), claimed.person_id, shanghai_day(claimed.due_at))
    return "on leave" if away else ""
