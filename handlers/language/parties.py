"""Customers who are named by one of their people alone: 下午见了香姐、快哥, 翁老板和廖胖子都约在明天."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.language.reading import Reading


def by_firms(reading: Reading) -> Reading:
    """The same stretch with whoever is named without his firm standing for it; itself where that tells no more.

    Args:
        reading: one record.
    """
    spans = list(reading.customers)
    for start, end, contacts in reading.contacts:
        firms = _firms_of(reading, start, end, contacts)
        before = max((span for span in spans if span[1] <= start), default=None)
        if len(firms) == 1 and (before is None or before[2] != firms):
            spans.append((start, end, firms))
    if len({ids for _, _, ids in spans}) < 2 or len(spans) == len(reading.customers):
        return reading
    return reading.with_customers(sorted(spans))


def _firms_of(reading: Reading, start: int, end: int, contacts: Sequence[int]) -> tuple[int, ...]:
    """Whose somebody is: of the customers named before him the last who has him, else of all whose he may be."""
    for _, last, ids in reversed(reading.customers):
        if last <= start and len(ids) == 1 and reading.book.find_contact(reading.text[start:end], ids[0]) is not None:
            return ids
    return tuple({reading.book.customer_of(one) for one in contacts})
