"""What of a person's notices leaves now, what is put together, what waits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.services.notices import Claimed
from scheduler.bundles import APART, AT_ONCE, BYTES, LATE, Manners, Room, Sent, arrange

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
MORNING = datetime(2026, 11, 24, 0, 20, tzinfo=UTC)
ROOM = Room(datetime(2026, 11, 23, 13, 10, tzinfo=UTC), MORNING)
SATURDAY = datetime(2026, 11, 28, 4, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


def claimed(number: int, kind: str = "news", *, attempt: int = 1, due_at: datetime = NOON, body: str = "") -> Claimed:
    return Claimed(number, kind, "", 1, "lilei", body or f"n{number}", attempt, None, due_at, due_at)


def told(*due: Claimed, sent: Sent | None = None, now: datetime = NOON) -> tuple[list[str], list[tuple[int, datetime]]]:
    bundles, waiting = arrange(due, sent=sent or Sent(), now=now, manners=Manners(), room=ROOM)
    return [bundle.body for bundle in bundles], [(wait.notice.id, wait.until) for wait in waiting]


def test_the_first_news_of_a_day_leave_at_once_and_apart() -> None:
    assert told(claimed(1), claimed(2)) == (["n1", "n2"], [])


def test_more_than_the_first_few_are_one_message() -> None:
    assert told(*(claimed(number) for number in range(1, AT_ONCE + 2))) == (["n1\n\nn2\n\nn3\n\nn4\n\nn5\n\nn6"], [])


@pytest.mark.parametrize(
    ("sent", "now", "until"),
    [
        (Sent(AT_ONCE, NOON - timedelta(minutes=10)), NOON, NOON - timedelta(minutes=10) + APART),
        (Sent(8, NOON - timedelta(hours=3)), NOON, ROOM.evening),
        (Sent(11, ROOM.evening), ROOM.evening + timedelta(minutes=5), MORNING),
        (Sent(0, None), NIGHT, datetime(2026, 11, 24, 0, 0, tzinfo=UTC)),
        (Sent(0, None), SATURDAY, datetime(2026, 11, 30, 0, 0, tzinfo=UTC)),
    ],
)
def test_news_waits_for_the_hour_the_next_workday_or_the_end_of_the_quiet_hours(
    sent: Sent, now: datetime, until: datetime
) -> None:
    assert told(claimed(1, due_at=now), sent=sent, now=now) == ([], [(1, until)])


@pytest.mark.parametrize("kind", ["reply", "reminder", "summary"])
def test_what_comes_at_its_own_moment_waits_for_nothing(kind: str) -> None:
    assert told(claimed(1, kind, due_at=NIGHT), sent=Sent(20, NIGHT), now=NIGHT) == (["n1"], [])


def test_what_was_tried_before_keeps_its_words() -> None:
    late = NOON - timedelta(hours=3)
    assert told(claimed(1, attempt=2, due_at=late, body="as it was")) == (["as it was"], [])


def test_a_late_answer_is_never_bundled() -> None:
    late = NOON - timedelta(hours=3)
    assert told(claimed(1, "reply", due_at=late), claimed(2, due_at=late)) == (["n1", "（补 09:00）n2"], [])


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["news", "reply", "reminder", "morning"]),
            st.integers(1, 3),
            st.integers(-3000, 0),
            st.text("测试ab", min_size=1, max_size=300),
        ),
        max_size=30,
    ),
    st.integers(0, 12),
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)),  # noqa: DTZ001  (the zone is set below)
)
def test_each_notice_leaves_once_or_waits_and_no_message_is_too_long(
    drawn: list[tuple[str, int, int, str]], count: int, at: datetime
) -> None:
    now = at.replace(tzinfo=UTC)
    due = [
        claimed(number, kind, attempt=attempt, due_at=now + timedelta(minutes=late), body=body)
        for number, (kind, attempt, late, body) in enumerate(drawn, 1)
    ]
    bundles, waiting = arrange(
        due,
        sent=Sent(count, now),
        now=now,
        manners=Manners(),
        room=Room(now + timedelta(hours=1), now + timedelta(days=1)),
    )
    carried = [one.id for bundle in bundles for one in (bundle.head, *bundle.others)]
    assert sorted([*carried, *(wait.notice.id for wait in waiting)]) == [notice.id for notice in due]
    assert all(wait.until > now for wait in waiting)
    assert all(len(bundle.body.encode()) <= BYTES + 100 for bundle in bundles)
    assert all(
        bundle.head.attempt == 1 and not bundle.others for bundle in bundles if bundle.head.kind == "reply"
    ) or any(bundle.head.attempt > 1 for bundle in bundles)
    assert all(now - bundle.head.due_at > LATE or "（补" not in bundle.body for bundle in bundles)
