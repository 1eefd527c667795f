"""The order of a day's list: the first nine lines show every matter, and nothing is lost behind them (§4.4)."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.services.agenda import FRONT, STEPS, Item, Matter, in_order

TODAY = date(2026, 11, 25)
ITEMS = st.lists(
    st.builds(
        Item,
        st.sampled_from(list(Matter)),
        st.integers(1, 10**6),
        st.none(),
        st.integers(-31, 7).map(lambda days: TODAY + timedelta(days=days)),
    ),
    max_size=40,
    unique_by=lambda item: (item.matter, item.id),
)


def group(item: Item) -> tuple[str, bool]:
    """Lines of one matter; what he set himself is one, what of it he missed another."""
    return ("steps", item.on < TODAY) if item.matter in STEPS else (item.matter.value, False)


@given(ITEMS)
def test_nothing_is_lost_and_nothing_is_doubled(items: list[Item]) -> None:
    ordered = in_order(items, TODAY)
    assert sorted(ordered, key=lambda item: (item.matter, item.id)) == sorted(
        items, key=lambda item: (item.matter, item.id)
    )


@given(ITEMS)
def test_the_first_nine_show_each_matter_before_a_second_line_crowds_one_out(items: list[Item]) -> None:
    seen = in_order(items, TODAY)[:FRONT]
    groups = {group(item) for item in items}
    assert len({group(item) for item in seen}) == min(len(groups), FRONT)
    assert len(seen) == min(len(items), FRONT)


@given(ITEMS)
def test_matters_stand_together_in_their_order(items: list[Item]) -> None:
    places = {
        **{(matter.value, False): place for place, matter in enumerate(Matter)},
        ("steps", True): 2,
        ("steps", False): 3,
    }
    seen = [places[group(item)] for item in in_order(items, TODAY)[:FRONT]]
    assert seen == sorted(seen)
