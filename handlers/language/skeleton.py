"""A record with whatever was spotted in it put as one letter: 东吴那边后天打5万 is C那边D打S."""

from __future__ import annotations

from typing import Final

from handlers.language.dates import Leaning, Moment
from handlers.language.people import TITLED
from handlers.language.reading import Reading

CUSTOMER, CONTACT, TITLE, COLLEAGUE, SELF = "C", "K", "M", "P", "I"
AHEAD, BEHIND, EITHER, TODAY, HOUR = "D", "B", "E", "A", "H"
SUM, COUNT, PHONE = "S", "N", "T"
"""Folded text holds no capitals, so a letter means nothing else."""
_LEANINGS: Final = {Leaning.FUTURE: AHEAD, Leaning.PAST: BEHIND, Leaning.TODAY: TODAY}
_LEAST_SUM: Final = 10
"""Yuan; a smaller number without a unit is no sum."""


def skeleton(reading: Reading) -> str:
    """The text with one letter for each customer, person, day, sum, quantity and phone number.

    Args:
        reading: one record.
    """
    spots: list[tuple[int, int, str]] = [(start, end, CUSTOMER) for start, end, _ in reading.customers]
    own = reading.situation.speaker.person_id
    spots += [(start, end, SELF if own in ids else COLLEAGUE) for start, end, ids in reading.people]
    spots += [(start, end, CONTACT) for start, end, _ in reading.contacts]
    spots += [(phone.start, phone.end, PHONE) for phone in reading.phones]
    spots += [(one.start, one.end, _letter(one)) for one in reading.moments if one.dated or one.clock is not None]
    spots += [(one.start, one.end, SUM) for one in reading.amounts if one.unit]
    spots += [(one.start, one.end, COUNT) for one in reading.quantities]
    spots += [(one.start, one.end, SUM) for one in reading.amounts if one.value >= _LEAST_SUM]
    spots += [(*found.span(), TITLE) for found in TITLED.finditer(reading.masked)]
    return _put(reading.masked, spots)


def _letter(moment: Moment) -> str:
    if not moment.dated:
        return HOUR
    return _LEANINGS.get(moment.leaning, EITHER)


def _put(text: str, spots: list[tuple[int, int, str]]) -> str:
    """Each letter for its place; of two that overlap the one that was spotted first."""
    letters: dict[int, tuple[int, str]] = {}
    taken = [False] * len(text)
    for start, end, letter in spots:
        if start < end and not any(taken[start:end]):
            taken[start:end] = [True] * (end - start)
            letters[start] = (end, letter)
    pieces: list[str] = []
    place = 0
    while place < len(text):
        end, piece = letters.get(place, (place + 1, text[place]))
        pieces.append(piece)
        place = end
    return "".join(pieces)
