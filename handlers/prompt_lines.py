"""The words of the lines that tell of customers unasked, for one list or for the cards of a whole company."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy.orm import Session

from handlers.texts import common
from handlers.texts import prompts as texts
from models.directory import Directory
from models.queries import cards as card_queries
from models.queries import prompts as queries
from models.queries import talks
from models.queries.talks import Said, Talks
from models.rules import cadence, completeness, greetings, prompting
from models.rules.completeness import File
from models.rules.leads import Part as LeadPart
from models.services.agenda import Item, Matter


@dataclass(eq=False)
class Lines:
    """Words lines; what they need is read for all of them together, as soon as one of a matter is worded.

    Attributes:
        session: any.
        directory: the company.
        items: what may be worded, each with whom it is told.
        today: the Shanghai day.
    """

    session: Session
    directory: Directory
    items: Sequence[tuple[int, Item]]
    today: date

    def line(self, person_id: int, item: Item) -> str | None:
        """The words of a line without its number; None for a matter that is not worded here."""
        tell: Mapping[Matter, Callable[[int, Item], str]] = {
            Matter.BIRTHDAY: self._birthday,
            Matter.FEAST: self._feast,
            Matter.LEAD: self._lead,
            Matter.FILE: self._file,
            Matter.SILENT: self._silent,
        }
        return tell[item.matter](person_id, item) if item.matter in tell else None

    def _birthday(self, _person_id: int, item: Item) -> str:
        contact = self.directory.contacts[item.id]
        known = self._talks[item.id]
        # What the last talk says itself is not said twice.
        other = known.gift if known.last is None or known.gift is None or known.gift.on != known.last.on else None
        # Before days of rest the words are needed now: nobody tells them on the day.
        soon = prompting.brought_forward(self.today, self.directory.calendar)
        on_the_day = item.on == self.today or (soon is not None and item.on in soon)
        wish = greetings.birthday_line(contact.name, contact.title) if on_the_day else ""
        days = (item.on - self.today).days
        first = texts.birthday(contact.name, self._short(item), common.day(item.on, self.today), days)
        notes = texts.birthday_notes(self._said(known.last), self._said(other), wish)
        return "\n".join(filter(None, (first, notes)))

    def _feast(self, person_id: int, item: Item) -> str:
        return texts.feast(item.contact, common.day(item.on, self.today), self._counts.get(person_id, {}))

    def _lead(self, _person_id: int, item: Item) -> str:
        return texts.lead(item.id, self._short(item), self._missing[item.id], common.day(item.on, self.today))

    def _file(self, _person_id: int, item: Item) -> str:
        return texts.file(self._short(item), completeness.missing(self._files[item.id]))

    def _silent(self, _person_id: int, item: Item) -> str:
        level, days = self._silences[item.id]
        return texts.silent(self._short(item), level, days, cadence.term_of(level))

    @cached_property
    def _talks(self) -> Mapping[int, Talks]:
        contacts = [self.directory.contacts[found] for found in self._ids(Matter.BIRTHDAY)]
        named = {contact.id: (contact.customer_id, contact.name) for contact in contacts}
        return talks.find_talks(self.session, named, self.today)

    @cached_property
    def _counts(self) -> Mapping[int, Mapping[str, int]]:
        told = {person_id for person_id, item in self.items if item.matter is Matter.FEAST}
        return queries.count_to_greet(self.session, told)

    @cached_property
    def _missing(self) -> Mapping[int, Sequence[LeadPart]]:
        return queries.find_missing(self.session, self._ids(Matter.LEAD))

    @cached_property
    def _files(self) -> Mapping[int, File]:
        return card_queries.find_files(self.session, self._ids(Matter.FILE), self.today)

    @cached_property
    def _silences(self) -> Mapping[int, tuple[str, int]]:
        return queries.find_silences(self.session, self._ids(Matter.SILENT), self.today, self.directory.terms)

    def _ids(self, matter: Matter) -> list[int]:
        return list(dict.fromkeys(item.id for _, item in self.items if item.matter is matter))

    def _short(self, item: Item) -> str:
        return self.directory.customer(item.customer_id or 0).short

    def _said(self, said: Said | None) -> str:
        return texts.said(common.day(said.on, self.today), said.words) if said is not None else ""
