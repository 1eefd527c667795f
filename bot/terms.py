"""`waiqin terms`: the company's rules on the command line, shown and changed by a file with the checks of the chat."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot import rules_texts
from bot.clock import Clock
from bot.tables import TableError, csv_lines
from handlers.texts import errors
from handlers.texts import terms as texts
from models.db import unit
from models.directory import Directory
from models.errors import DomainError
from models.queries import terms as queries
from models.rules import terms as rules
from models.rules.cells import folded, parse_day
from models.rules.quiet import quiet_of
from models.rules.term_table import TERMS
from models.services import announcements, notices
from models.services import terms as services
from models.services.notices import NewNotice
from models.services.terms import Proposal
from models.times import shanghai_day

Say = Callable[[str], None]

_HEADERS: Final[Mapping[str, str]] = {
    "name": "name",
    "条款": "name",
    "value": "value",
    "值": "value",
    "valid_from": "valid_from",
    "生效日": "valid_from",
}
_COLUMNS: Final = ("name", "value", "valid_from")


class _Refused(Exception):
    """Rows are not accepted; they have been told. Nothing may be written."""


def show(engine: Engine, *, clock: Clock, say: Say) -> None:
    """Print every clause as it holds today, and the changes to come.

    Args:
        engine: of a migrated database.
        clock: says which day it is.
        say: prints one line.
    """
    directory = Directory()
    with unit(engine) as session:
        directory.refresh(session.connection())
    today = shanghai_day(clock.now())
    chapters = rules.chapters()
    for chapter in chapters:
        names = [term.name for term in TERMS if term.chapter == chapter]
        title, more = texts.chapter_title(chapter), chapter != chapters[-1]
        say(texts.clauses(title, names, directory.terms, today, more=more))


def change(engine: Engine, file: Path, *, clock: Clock, say: Say, dry_run: bool = False) -> int:
    """Change clauses by a file of name, value and valid_from: all of its rows, or none.

    Args:
        engine: of a migrated database.
        file: CSV.
        clock: for the day, the history and the announcements.
        say: prints one line.
        dry_run: check only.

    Returns:
        The command's exit code: 1 when something stands in the way, else 0.
    """
    now = clock.now()
    try:
        lines = list(csv_lines(file))
        with unit(engine, now=now) as session:
            directory = Directory()
            directory.refresh(session.connection())
            proposals = _read(session, lines, directory, shanghai_day(now), say)
            if dry_run:
                say(rules_texts.TERMS_CHECKED)
            elif proposals:
                _write(session, proposals, directory, now, say)
            else:
                say(rules_texts.TERMS_UNCHANGED)
    except TableError as wrong:
        say(str(wrong))
        return 1
    except _Refused:
        return 1
    return 0


def _read(
    session: Session, lines: Sequence[tuple[int, Sequence[str]]], directory: Directory, today: date, say: Say
) -> list[Proposal]:
    header = [_HEADERS.get(folded(cell).lower(), "") for cell in lines[0][1]] if lines else []
    if not {"name", "value"} <= set(header):
        say(rules_texts.terms_header(_COLUMNS))
        raise _Refused
    # Before anybody has written anything nobody was judged by a rule, so the first settings may hold from any day.
    earliest = None if queries.has_records(session) else date.min
    seen: dict[tuple[str, date], int] = {}
    proposals: list[Proposal] = []
    faults: list[str] = []
    for number, cells in lines[1:]:
        row = dict(zip(header, cells, strict=False))
        if not any(folded(cell) for cell in cells):
            continue
        try:
            found = _proposal(row, directory.terms, today, earliest)
        except DomainError as fact:
            faults.append(rules_texts.terms_row(number, errors.word(fact, directory)))
            continue
        except TableError as wrong:
            faults.append(rules_texts.terms_row(number, str(wrong)))
            continue
        first = seen.setdefault((found.name, found.valid_from), number)
        if first != number:
            faults.append(rules_texts.terms_row(number, rules_texts.terms_twice(row["name"], first)))
        proposals.append(found)
    for fault in faults:
        say(fault)
    if faults:
        say(rules_texts.TERMS_REFUSED)
        raise _Refused
    return proposals


def _proposal(row: Mapping[str, str], held: rules.Terms, today: date, earliest: date | None) -> Proposal:
    said = folded(row.get("name", ""))
    name = next(_named(said), None)
    if name is None:
        raise TableError(rules_texts.terms_unknown(said))
    day = folded(row.get("valid_from", ""))
    first = parse_day(day) if day else None
    if day and first is None:
        raise TableError(rules_texts.terms_bad_day(day))
    if first is None and earliest is not None:
        first = today
    return services.propose(
        held, name=name, said=folded(row.get("value", "")), valid_from=first, today=today, earliest=earliest
    )


def _named(said: str) -> Iterator[str]:
    for term in TERMS:
        if said in (term.name, term.clause, term.title, *term.words):
            yield term.name


def _write(session: Session, proposals: Sequence[Proposal], directory: Directory, now: datetime, say: Say) -> None:
    people = [card for card in directory.people.values() if card.active]
    due_at = quiet_of(directory.terms, shanghai_day(now)).after(now)
    told: list[str] = []
    for proposal in proposals:
        services.change(session, proposal, by_id=None, now=now)
        words = texts.announcement(proposal.name, proposal.before, proposal.value, proposal.valid_from)
        announced = announcements.announce(
            session, words=words, valid_from=proposal.valid_from, by_id=None, to=[card.id for card in people], now=now
        )
        body = texts.please_answer(words)
        notices.enqueue(
            session.connection(),
            [
                NewNotice(
                    announcements.key(announced, card.id), announcements.PUSH, "", card.id, card.userid, body,
                    due_at,
                )
                for card in people
            ],
            now=now,
        )  # fmt: skip
        told.append(
            texts.proposal(proposal.name, proposal.before, proposal.value, proposal.valid_from, shanghai_day(now))
        )
    say(rules_texts.terms_changed(told, len(people)))
