"""The list of a day in words, nine lines a page: the same for 待办 and for the morning card (`product.md` §4.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from handlers.prompt_lines import Lines
from handlers.texts import agenda as texts
from handlers.texts import common
from handlers.texts import followups as step_texts
from models.directory import Directory, PersonCard
from models.queries.paces import find_told_paces
from models.services import agenda
from models.services.agenda import CLOSED, OWN, Agenda, Item, Look, Matter
from models.services.followups import LIST
from models.wording import points as point_words


@dataclass(frozen=True, slots=True)
class Listed:
    """A list as it is shown.

    Attributes:
        text: with what can be answered.
        question: to be left open for the answer, by number; empty where nothing is listed.
        data: of that question.
    """

    text: str
    question: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Title:
    """Which list it is: how it is called, and its first and last Shanghai day."""

    words: str
    first: date
    last: date


def today_title(today: date) -> Title:
    """Of the list of today."""
    return Title(f"今天 {common.day(today, today)}", today, today)


def find(session: Session, directory: Directory, person: PersonCard, title: Title, today: date) -> Agenda:
    """What somebody has before him: all of today, or what is due on the days of another list."""
    if title.first == title.last == today:
        return agenda.find_agenda(Look(session, [person], today, directory.terms, directory.calendar))
    due = agenda.list_due(session, person_id=person.id, last=title.last, today=today)
    return Agenda([item for item in due if title.first <= today or item.on >= title.first])


def page(
    session: Session,
    directory: Directory,
    person_id: int,
    title: Title,
    day: Agenda,
    today: date,
    *,
    number: int = 0,
    words: Lines | None = None,
    below: str = "",
) -> Listed:
    """Nine lines of a list; the numbers go on over the pages.

    Args:
        session: any.
        directory: for names.
        person_id: who reads it.
        title: of the list.
        day: what is listed.
        today: the Shanghai day.
        number: of the page, counted from 0; the last one where there are not so many.
        words: of the lines that tell of customers unasked, where several lists are worded together.
        below: stands below everything; may be empty.
    """
    debts = sum(item.matter is Matter.OVERDUE for item in day.items)
    notes = texts.notes(day.plan, more_overdue=0 < debts < day.overdue_customers)
    if not day.items:
        return Listed("\n".join([step_texts.todo_empty(title.words), *notes]), "", {})
    shown = min(number, (len(day.items) - 1) // agenda.FRONT)
    begin = shown * agenda.FRONT
    several = title.first != title.last
    seen = list(enumerate(day.items[begin : begin + agenda.FRONT], begin + 1))
    told = words or Lines(session, directory, [(person_id, item) for _, item in seen], today)
    lines = [f"{place} {_line(told, person_id, item, several=several)}" for place, item in seen]
    left = len(day.items) - begin - len(seen)
    tail = [*([texts.MORE.format(left)] if left else []), *notes, *_hint(seen), *([below] if below else [])]
    late = sum(item.on < today and item.matter in OWN for item in day.items)
    head = step_texts.todo_head(title.words, len(day.items) - late, late)
    data = {
        "lines": [[item.matter.value, item.id] for item in day.items],
        "title": title.words,
        "first": title.first.isoformat(),
        "last": title.last.isoformat(),
        "page": shown,
    }
    return Listed(common.lines_within(head, lines, "\n".join(tail)), LIST, data)


def _hint(seen: Sequence[tuple[int, Item]]) -> Sequence[str]:
    places = {item.matter: place for place, item in reversed(seen)}
    return texts.hint(
        own=not CLOSED.isdisjoint(places),
        overdue_at=places.get(Matter.OVERDUE, 0),
        protected_at=places.get(Matter.PROTECTION, 0),
    )


def cards(session: Session, directory: Directory, people: Sequence[PersonCard], today: date) -> Mapping[int, Listed]:
    """The morning cards of some people for a Shanghai day, by person; whoever has nothing before him gets none."""
    found = agenda.find_cards(Look(session, people, today, directory.terms, directory.calendar))
    title = today_title(today)
    seen = [(person_id, item) for person_id, day in found.items() for item in day.items[: agenda.FRONT]]
    words = Lines(session, directory, seen, today)
    paces = find_told_paces(session, directory, [person for person in people if person.id in found], today)
    below = {person_id: point_words.pace(today, held) for person_id, held in paces.items()}
    return {
        person_id: page(session, directory, person_id, title, day, today, words=words, below=below.get(person_id, ""))
        for person_id, day in found.items()
    }


def _line(words: Lines, person_id: int, item: Item, *, several: bool) -> str:
    """One line without its number; where the list is of several days, with its own."""
    directory, today = words.directory, words.today
    said = words.line(person_id, item) or _other_line(directory, item, today)
    if said is not None:
        return said
    late = max((today - item.on).days, 0)
    customer = directory.customer(item.customer_id).name if item.customer_id is not None else ""
    whom = "" if item.matter is Matter.REMINDER and item.note else step_texts.who(customer, item.contact)
    told = step_texts.todo_line(
        whom, item.note, item.clock, f"#{item.id}", late_days=late, on=f"{item.on.month}月{item.on.day}日"
    )
    return f"{told} {common.day(item.on, today)}" if several and not late else told


def _other_line(directory: Directory, item: Item, today: date) -> str | None:
    """A line of what nobody set himself; None for the others."""
    if item.matter is Matter.REPORT:
        return texts.missing_report(common.day(item.on, today))
    if item.matter is Matter.REMARK:
        leader = directory.people[item.person_id].name if item.person_id in directory.people else ""
        return texts.unseen(leader, item.count)
    card = directory.customers.get(item.customer_id or 0)
    if card is None:
        return None
    on = common.day(item.on, today)
    if item.matter is Matter.PROMISE:
        return f"{texts.promise(card.short, item.note, item.on, today)} #{item.id}"
    if item.matter is Matter.OVERDUE and item.amount is not None:
        return texts.overdue(card.short, common.money(item.amount), (today - item.on).days)
    if item.matter is Matter.RECYCLING:
        return texts.recycled(card.short, on, item.note)
    return texts.protection(card.short, on) if item.matter is Matter.PROTECTION else None
