"""D13, D15, D19: parts, instalments, what a payment settles, aging, promised days."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import BadAmount, BadMoneyDay
from models.rules import money as rules
from models.rules.money import BOXES, Part, Target

TODAY = date(2026, 11, 23)


def part(number: int, amount: int, days: int, *, label: str = "", invoice: str = "") -> Part:
    return Part(number, Decimal(amount), TODAY + timedelta(days=days), label, invoice)


@pytest.mark.parametrize(
    ("late", "box"),
    [
        (-30, "未到期"),
        (0, "未到期"),
        (1, "1–30 天"),
        (30, "1–30 天"),
        (31, "31–60 天"),
        (60, "31–60 天"),
        (61, "61–90 天"),
        (90, "61–90 天"),
        (91, "91–180 天"),
        (180, "91–180 天"),
        (181, "180 天以上"),
        (900, "180 天以上"),
    ],
)
def test_d15_how_old_a_debt_is(late: int, box: str) -> None:
    due_on = TODAY - timedelta(days=late)

    assert BOXES[rules.box_of(due_on, TODAY)] == box
    borders = rules.box_borders(TODAY)
    assert next((at for at, border in enumerate(borders) if due_on >= border), len(borders)) == BOXES.index(box)


def test_d15_the_boxes_hold_everything() -> None:
    parts = [(TODAY - timedelta(days=days), Decimal("10.01")) for days in (-5, 1, 31, 61, 91, 181, 400)]

    boxes = rules.aging(parts, TODAY)

    assert boxes == tuple(map(Decimal, ("10.01", "10.01", "10.01", "10.01", "10.01", "20.02")))


@pytest.mark.parametrize(
    ("total", "shares", "parts"),
    [
        ("620000", (30, 60, 10), ("186000", "372000", "62000")),
        ("100.00", (1, 1, 1), ("33.33", "33.33", "33.34")),
        ("0.03", (30, 60, 10), None),
        ("1234.57", (3, 7), ("370.37", "864.20")),
        ("100", (50, 0, 50), None),
        ("100", (), None),
    ],
)
def test_d13_instalments(total: str, shares: tuple[int, ...], parts: tuple[str, ...] | None) -> None:
    if parts is None:
        with pytest.raises(BadAmount):
            rules.instalments(Decimal(total), [Decimal(share) for share in shares])
        return
    assert rules.instalments(Decimal(total), [Decimal(share) for share in shares]) == tuple(map(Decimal, parts))


@given(st.integers(1_000, 10**11), st.lists(st.integers(1, 99), min_size=1, max_size=12))
def test_d13_instalments_add_up_to_the_cent(cents: int, shares: list[int]) -> None:
    total = Decimal(cents) / 100

    parts = rules.instalments(total, [Decimal(share) for share in shares])

    assert sum(parts) == total
    assert all(part > 0 and part == part.quantize(rules.CENT) for part in parts)


OPEN = (
    part(1, 100, 10, label="尾款"),
    part(2, 50, -40, invoice="FP-88"),
    part(3, 30, -40),
    part(4, 0, -90),
    part(5, 20, -80),
)


@pytest.mark.parametrize(
    ("amount", "target", "settled", "rest"),
    [
        (10, Target(), [(5, 10)], 0),
        (60, Target(), [(5, 20), (2, 40)], 0),
        (60, Target(label="尾款"), [(1, 60)], 0),
        (110, Target(label="尾款"), [(1, 100), (5, 10)], 0),
        (60, Target(invoice_no="fp88"), [(2, 50), (5, 10)], 0),
        (25, Target(month=10), [(2, 25)], 0),
        (60, Target(receivable_id=3), [(3, 30), (5, 20), (2, 10)], 0),
        (60, Target(label="定金"), [(5, 20), (2, 40)], 0),
        (250, Target(), [(5, 20), (2, 50), (3, 30), (1, 100)], 50),
    ],
)
def test_d13_what_a_payment_settles(amount: int, target: Target, settled: list[tuple[int, int]], rest: int) -> None:
    found, left = rules.allocate(Decimal(amount), OPEN, target)

    assert (whole(found), int(left)) == (settled, rest)


def whole(settled: list[tuple[int, Decimal]]) -> list[tuple[int, int]]:
    return [(number, int(amount)) for number, amount in settled]


def test_d13_the_last_settled_gives_back_first() -> None:
    settled = [(1, Decimal(100)), (2, Decimal(50))]

    assert whole(rules.give_back(Decimal(20), settled)) == [(1, 100), (2, 30)]
    assert whole(rules.give_back(Decimal(70), settled)) == [(1, 80)]
    assert rules.give_back(Decimal(0), settled) == settled


@pytest.mark.parametrize("amount", ["0", "-1", "1000000000.01", "0.001", "NaN", "Infinity"])
def test_d13_sums_that_cannot_be_booked(amount: str) -> None:
    with pytest.raises(BadAmount):
        rules.check_amount(Decimal(amount))


def test_d13_the_largest_and_the_smallest_sum() -> None:
    assert [rules.check_amount(Decimal(each)) for each in ("0.01", "1000000000")] == [
        Decimal("0.01"),
        Decimal("1000000000.00"),
    ]


@pytest.mark.parametrize("days", [1, -367])
def test_d13_a_payment_has_come_in_within_the_last_year(days: int) -> None:
    with pytest.raises(BadMoneyDay):
        rules.check_paid_on(TODAY + timedelta(days=days), TODAY)
    rules.check_paid_on(TODAY, TODAY)


@pytest.mark.parametrize("day", [date(1900, 8, 10), date(2100, 8, 10)])
def test_d13_a_sum_is_due_within_five_years(day: date) -> None:
    with pytest.raises(BadMoneyDay):
        rules.check_due_on(day, TODAY)


@pytest.mark.parametrize(
    ("paid", "today", "kept"),
    [
        ([], TODAY, None),
        ([], TODAY + timedelta(days=3), None),
        ([], TODAY + timedelta(days=4), False),
        ([(3, 100)], TODAY + timedelta(days=4), True),
        ([(4, 100)], TODAY + timedelta(days=4), False),
        ([(1, 60), (2, 40)], TODAY + timedelta(days=1), True),
        ([(1, 60)], TODAY + timedelta(days=4), False),
    ],
)
def test_d19_whether_a_promise_was_kept(paid: list[tuple[int, int]], today: date, kept: bool | None) -> None:
    payments = [(TODAY + timedelta(days=days), Decimal(amount)) for days, amount in paid]

    assert rules.promise_holds(Decimal(100), TODAY + timedelta(days=3), payments, today) is kept
