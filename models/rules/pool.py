"""Who keeps a customer, for how long, and when the public pool gets it back (`product.md` B1, §2).

Pure rules; every number is a clause of chapter 公海 in `models/rules/terms.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final

from models.rules.terms import Terms

LEVEL_TERMS: Final[Mapping[str, str]] = MappingProxyType({"A": "recycle_a_days", "B": "recycle_b_days"})
"""The clause by a customer's level; every other level, and none, goes by `OTHER_TERM`."""
OTHER_TERM: Final = "recycle_c_days"
WARNING_DAYS: Final = (7, 3, 1)
"""So many days before it is recycled its owner is warned (`product.md` §2)."""


@dataclass(frozen=True, slots=True)
class Held:
    """How a customer is held, as the clock of the pool needs it.

    Attributes:
        level: A, B, C, or anything else.
        since_on: the Shanghai day its owner got it.
        protected_until: the last protected Shanghai day, if it is or was protected.
        claimed: whether he claimed it from the pool.
        active_on: the Shanghai day of the last qualified activity, if there was any.
    """

    level: str
    since_on: date
    protected_until: date | None = None
    claimed: bool = False
    active_on: date | None = None


def term_of(level: str) -> str:
    """The clause that says how long a customer of this level stays without activity."""
    return LEVEL_TERMS.get(level.strip().upper()[:1], OTHER_TERM)


def recycle_on(held: Held, terms: Terms, today: date) -> date:
    """The night in which a customer falls back to the pool if nothing more happens.

    So many full days without qualified activity must have passed, and the protection with its last day. A claimed one
    that was never followed up goes when its protection ends (制度 4.4).

    Args:
        held: how it is held.
        terms: the company's values.
        today: the Shanghai day by whose values it is counted.
    """
    protected = held.protected_until or held.since_on
    if _is_untouched_claim(held):
        return protected + timedelta(days=1)
    begun = max(held.since_on, held.active_on or held.since_on)
    last = max(begun + timedelta(days=terms.number(term_of(held.level), today)), protected)
    return last + timedelta(days=1)


def term_for(held: Held) -> str:
    """The clause by which a customer falls back."""
    return "claim_protection_days" if _is_untouched_claim(held) else term_of(held.level)


def _is_untouched_claim(held: Held) -> bool:
    was_active = held.active_on is not None and held.active_on >= held.since_on
    return held.claimed and held.protected_until is not None and not was_active


def claim_protected_until(today: date, terms: Terms) -> date:
    """The last Shanghai day on which a customer that is claimed today is protected (制度 4.4)."""
    return today + timedelta(days=terms.number("claim_protection_days", today))


def free_at(pooled_at: datetime, terms: Terms, today: date) -> datetime:
    """The instant (UTC) from which a customer that came into the pool may be claimed (制度 4.3)."""
    return pooled_at + timedelta(hours=terms.number("fresh_hours", today))


def former_owner_from(pooled_on: date, terms: Terms, today: date) -> date:
    """The first Shanghai day on which its former owner may claim a customer again (制度 4.5).

    Returned on the tenth with seven days to wait: after the seventeenth, so from the eighteenth on.
    """
    days = terms.number("former_owner_days", today)
    return pooled_on + timedelta(days=days + 1 if days else 0)


def busy_from(terms: Terms, today: date, last: date | None = None) -> Mapping[str, date]:
    """From which Shanghai day on activity keeps a customer beyond a day, by its level; "" for every other level.

    Args:
        terms: the company's values.
        today: the Shanghai day by whose values it is counted.
        last: the day; today where none is said.
    """
    names = {**LEVEL_TERMS, "": OTHER_TERM}
    return {level: (last or today) - timedelta(days=terms.number(name, today)) for level, name in names.items()}


def shortening(terms: Terms, today: date, back_days: int) -> int:
    """How many days earlier customers may fall back than was noted when they were last looked at.

    Args:
        terms: the company's values.
        today: Shanghai day.
        back_days: so many days back somebody looked for the last time.
    """
    return max(
        terms.number(name, today - timedelta(days=back)) - terms.number(name, today)
        for name in (*LEVEL_TERMS.values(), OTHER_TERM)
        for back in range(back_days + 1)
    )
