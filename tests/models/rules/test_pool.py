"""When a customer falls back to the pool, and who may claim from it when (`product.md` B1, §2)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules import pool
from models.rules.pool import Held
from models.rules.terms import Terms

TERMS = Terms()
TODAY = date(2026, 11, 23)


def day(number: int, month: int = 11) -> date:
    return date(2026, month, number)


@pytest.mark.parametrize(
    ("held", "on"),
    [
        # So many full days must have passed: 15, 30 or 60 of them.
        (Held("A", day(1)), day(17)),
        (Held("B", day(1)), day(2, 12)),
        (Held("C", day(1)), date(2027, 1, 1)),
        (Held("", day(1)), date(2027, 1, 1)),
        (Held("重点", day(1)), date(2027, 1, 1)),
        (Held("a级", day(1)), day(17)),
        # What happened counts from its day.
        (Held("A", day(1), active_on=day(10)), day(26)),
        # What happened under the former owner does not shorten anything.
        (Held("A", day(10), active_on=day(1)), day(26)),
        # A protection holds with its last day.
        (Held("A", day(1), protected_until=day(30)), day(1, 12)),
        (Held("A", day(1), protected_until=day(5)), day(17)),
        # A claim that was never followed up goes when its protection ends, whatever its level.
        (Held("C", day(1), protected_until=day(20), claimed=True), day(21)),
        (Held("C", day(1), protected_until=day(20), claimed=True, active_on=date(2026, 10, 20)), day(21)),
        # One that was goes by its level.
        (Held("A", day(1), protected_until=day(20), claimed=True, active_on=day(1)), day(21)),
        (Held("A", day(1), protected_until=day(20), claimed=True, active_on=day(10)), day(26)),
        (Held("C", day(1), protected_until=day(20), claimed=True, active_on=day(10)), date(2027, 1, 10)),
    ],
)
def test_b1_when_it_falls_back(held: Held, on: date) -> None:
    assert pool.recycle_on(held, TERMS, TODAY) == on


def test_b1_by_which_clause() -> None:
    assert pool.term_for(Held("A", day(1))) == "recycle_a_days"
    assert pool.term_for(Held("", day(1))) == "recycle_c_days"
    assert pool.term_for(Held("A", day(1), day(20), claimed=True)) == "claim_protection_days"
    assert pool.term_for(Held("A", day(1), day(20), claimed=True, active_on=day(2))) == "recycle_a_days"


@given(
    st.sampled_from(["A", "B", "C", "", "D"]),
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.none() | st.integers(0, 60),
    st.booleans(),
    st.none() | st.integers(-40, 100),
)
def test_b1_never_while_protected_and_never_sooner_for_having_done_something(
    level: str, since: date, protected: int | None, claimed: bool, active: int | None
) -> None:
    until = since + timedelta(days=protected) if protected is not None else None
    done = since + timedelta(days=active) if active is not None else None
    on = pool.recycle_on(Held(level, since, until, claimed, done), TERMS, TODAY)
    idle = pool.recycle_on(Held(level, since, until, claimed), TERMS, TODAY)
    assert on > since
    assert until is None or on > until
    if not claimed:
        assert on >= idle
    if done is not None and done >= since:
        assert on > done


def test_b1_the_former_owner_waits_so_many_full_days() -> None:
    assert pool.former_owner_from(day(10), TERMS, TODAY) == day(18)
    none = TERMS.changed([("former_owner_days", "0", day(1))])
    assert pool.former_owner_from(day(10), none, TODAY) == day(10)


def test_b1_fresh_and_protection() -> None:
    pooled = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
    assert pool.free_at(pooled, TERMS, TODAY) == pooled + timedelta(hours=24)
    assert pool.claim_protected_until(TODAY, TERMS) == day(23, 12)


def test_a_shorter_rule_is_noticed_for_some_nights() -> None:
    shorter = TERMS.changed([("recycle_c_days", "20", day(23))])
    assert pool.shortening(shorter, day(22), 7) == 0
    assert pool.shortening(shorter, day(23), 7) == 40
    assert pool.shortening(shorter, day(29), 7) == 40
    assert pool.shortening(shorter, day(30), 7) == 0


@given(
    level=st.sampled_from(["A", "b", " C", "D", ""]),
    back=st.integers(0, 120),
    since=st.integers(0, 400),
    ahead=st.integers(0, 7),
)
def test_who_was_active_from_that_day_on_does_not_fall_back_by_then(
    level: str, back: int, since: int, ahead: int
) -> None:
    """What a dry run and a day's list leave out beforehand may never be what they count; nor leave they out less."""
    active, held_since = TODAY - timedelta(days=back), TODAY - timedelta(days=since)
    last = TODAY + timedelta(days=ahead)
    first = pool.busy_from(TERMS, TODAY, last)
    assert ahead or first == pool.busy_from(TERMS, TODAY)
    from_day = first.get(level.strip().upper()[:1], first[""])
    on = pool.recycle_on(Held(level, held_since, active_on=active), TERMS, TODAY)
    if active >= from_day:
        assert on > last
    elif held_since <= active:
        assert on <= last
