"""Places and photos: where they go, what they are worth, and when they are forgotten."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from models.db import unit
from models.schema import Change, Customer, Dialog, Nearness, Photo, PhotoState, Place, Visit
from models.services import customer_points, evidence, photos, positions
from models.services.evidence import Evidence
from tests.models.services.desk import TEN, Desk, Picture
from tests.statements import heard

AT_DONGWU = (31.2983, 120.5853)
BY_DONGWU = (31.3010, 120.5853)  # 300 m further north
FAR_OFF = (31.3271, 120.5853)  # 3.2 km


def level(desk: Desk, number: int) -> int:
    return int(desk.row(Visit, number).evidence_level)


def test_a_visit_alone_is_level_one_and_asks_the_database_once(desk: Desk) -> None:
    with desk.message("lilei") as (session, _number):
        visit = Visit(
            number=1,
            person_id=desk.person("lilei").id,
            customer_id=desk.customer("C001"),
            visited_on=date(2026, 11, 23),
            visited_at=desk.now,
            reported_at=desk.now,
        )
        with heard(desk.engine) as said:
            found = evidence.gather(session, visit=visit, directory=desk.directory)

    assert found == Evidence(1)
    assert said == ["SELECT"]


def test_place_and_photo_before_the_line_are_gathered(desk: Desk) -> None:
    desk.place("lilei", *BY_DONGWU)
    desk.later(20).photo("lilei", Picture("a"))
    [logged] = desk.later(9).logs("lilei", "C001")

    assert logged.evidence.level == 4
    assert logged.evidence.distance_m == pytest.approx(300, abs=2)
    assert (logged.evidence.places, logged.evidence.photos) == (1, 1)
    assert level(desk, logged.number) == 4


@pytest.mark.parametrize(("minutes", "expected"), [(30, 2), (30.5, 1)])
def test_what_came_too_early_is_not_gathered(desk: Desk, minutes: float, expected: int) -> None:
    desk.photo("lilei", Picture("a"))
    [logged] = desk.later(minutes).logs("lilei", "C001")

    assert logged.evidence.level == expected


def test_a_colleagues_photo_is_not_gathered(desk: Desk) -> None:
    desk.photo("hanmei", Picture("a"))
    [logged] = desk.later(1).logs("lilei", "C001")

    assert logged.evidence.level == 1


def test_photo_then_place_after_the_line_raise_the_level_step_by_step(desk: Desk) -> None:
    [logged] = desk.logs("lilei", "C001")
    photo = desk.later(5).photo("lilei", Picture("a"))
    assert photo.attached is not None
    assert photo.attached.evidence == Evidence(2, photos=1)

    place = desk.later(5).place("lilei", *FAR_OFF)
    assert place.attached is not None
    assert place.attached.number == logged.number
    assert place.attached.evidence.level == 3
    assert place.attached.evidence.nearness == Nearness.BEYOND

    near = desk.later(5).place("lilei", *BY_DONGWU)
    assert near.attached is not None
    assert near.attached.evidence.level == 4
    assert near.attached.evidence.distance_m == pytest.approx(300, abs=2)


def test_the_nearest_line_gets_it(desk: Desk) -> None:
    desk.logs("lilei", "C001")
    [second] = desk.later(20).logs("lilei", "C003")
    photo = desk.later(5).photo("lilei", Picture("a"))

    assert photo.attached is not None
    assert photo.attached.number == second.number


def test_visits_of_one_message_are_equally_near_so_it_is_asked(desk: Desk) -> None:
    first, second = desk.logs("lilei", "C002", "C003")
    photo = desk.later(2).photo("lilei", Picture("a"))

    assert photo.attached is None
    assert [line.number for line in photo.choices] == [first.number, second.number]


def test_among_equally_near_visits_a_place_knows_where_it_is(desk: Desk) -> None:
    first, _second = desk.logs("lilei", "C001", "C003")
    place = desk.later(2).place("lilei", *BY_DONGWU)

    assert place.attached is not None
    assert place.attached.number == first.number


def test_alone_but_visits_today_offers_each_customer_once(desk: Desk) -> None:
    desk.logs("lilei", "C001")
    [second] = desk.later(60).logs("lilei", "C003")
    [third] = desk.later(60).logs("lilei", "C001", summary="又去了一趟")
    photo = desk.later(45).photo("lilei", Picture("a"))

    assert photo.attached is None
    assert [line.number for line in photo.choices] == [second.number, third.number]


def test_attached_on_request_but_late_does_not_count(desk: Desk) -> None:
    [logged] = desk.logs("lilei", "C001")
    photo = desk.later(60).photo("lilei", Picture("a"))
    with desk.message("lilei") as (session, _number):
        attached = evidence.attach(session, number=logged.number, directory=desk.directory, photos=[photo.id])

    assert not attached.counted
    assert attached.evidence.level == 1
    assert desk.row(Photo, photo.id).visit_number == logged.number


def test_during_a_stay_everything_counts(desk: Desk) -> None:
    number = desk.arrives("lilei", "C001")
    photo = desk.later(60).photo("lilei", Picture("a"))
    [told] = desk.later(60).logs("lilei", "C001")
    assert told.number == number
    assert told.evidence.level == 1

    with desk.message("lilei") as (session, _number):
        attached = evidence.attach(session, number=number, directory=desk.directory, photos=[photo.id])

    assert attached.counted
    assert level(desk, number) == 2


def test_a_place_sent_today_says_nothing_about_yesterday(desk: Desk) -> None:
    desk.place("lilei", *AT_DONGWU)
    [made_up] = desk.later(1).logs("lilei", "C001", day=date(2026, 11, 22))

    assert made_up.evidence.level == 1
    assert desk.later(1).place("lilei", *AT_DONGWU).attached is None


def test_the_first_place_becomes_the_customers_point_and_proves_nothing_yet(desk: Desk) -> None:
    [logged] = desk.logs("lilei", "C003")
    place = desk.later(1).place("lilei", *AT_DONGWU)

    assert place.attached is not None
    assert place.attached.evidence.point_set
    assert place.attached.evidence.nearness == Nearness.UNKNOWN
    card = desk.directory.customer(desk.customer("C003"))
    assert (card.latitude, card.longitude) == AT_DONGWU

    desk.later(60)
    [again] = desk.logs("lilei", "C003")
    second = desk.later(1).place("lilei", *BY_DONGWU)
    assert second.attached is not None
    assert second.attached.evidence.nearness == Nearness.NEAR
    assert again.number != logged.number


def test_a_point_that_comes_from_the_visit_itself_proves_nothing_about_it(desk: Desk) -> None:
    [logged] = desk.logs("lilei", "C003")
    desk.photo("lilei", Picture("a"))
    desk.place("lilei", *AT_DONGWU)
    desk.later(1).place("lilei", *BY_DONGWU)
    assert level(desk, logged.number) == 3

    [moved] = desk.later(60).logs("lilei", "C001")
    desk.photo("lilei", Picture("b"))
    place = desk.place("lilei", *FAR_OFF)
    with desk.message("lilei") as (session, _number):
        customer_points.move_point(session, customer_id=desk.customer("C001"), place_id=place.id)
    desk.later(1).place("lilei", *FAR_OFF)
    assert level(desk, moved.number) == 3


@pytest.mark.parametrize(
    ("again", "noticed"),
    [
        (Picture("a", "00ff00ff00ff00ff"), True),
        (Picture("b", "00ff00ff00ff00ff"), True),
        (Picture("a", ""), True),
        (Picture("b", "ffff00ff00ff00ff"), False),
        (Picture("b", ""), False),
    ],
)
def test_a_used_picture_is_noticed_whoever_sends_it(desk: Desk, again: Picture, noticed: bool) -> None:
    [first] = desk.logs("hanmei", "C004")
    used = desk.photo("hanmei", Picture("a", "00ff00ff00ff00ff"))
    desk.later(3 * 24 * 60)
    [second] = desk.logs("lilei", "C001")
    photo = desk.photo("lilei", again)

    assert photo.same_as == (first.number if noticed else None)
    assert level(desk, second.number) == (1 if noticed else 2)
    assert desk.row(Photo, photo.id).same_as_id == (used.id if noticed else None)


def test_pictures_without_likeness_are_not_all_alike(desk: Desk) -> None:
    desk.logs("hanmei", "C004")
    desk.photo("hanmei", Picture("a", ""))
    desk.logs("lilei", "C001")

    assert desk.photo("lilei", Picture("b", "")).same_as is None


def test_reuse_is_noticed_for_half_a_year(desk: Desk) -> None:
    desk.logs("lilei", "C001")
    desk.photo("lilei", Picture("a"))
    desk.later(181 * 24 * 60).logs("lilei", "C001")

    assert desk.photo("lilei", Picture("a")).same_as is None


def test_a_picture_that_waited_in_vain_may_be_sent_again(desk: Desk) -> None:
    desk.photo("lilei", Picture("a"))
    desk.later(120).logs("lilei", "C001")

    assert desk.photo("lilei", Picture("a")).same_as is None


def test_a_pending_photo_counts_and_stops_when_lost(desk: Desk) -> None:
    [logged] = desk.logs("lilei", "C001")
    photo = desk.photo("lilei", None)
    assert level(desk, logged.number) == 2

    with desk.message("lilei") as (session, _number):
        [pending] = photos.list_pending(session, 5)
        assert pending.id == photo.id
        settled = photos.settle_lost(session, photo_id=photo.id)

    assert settled is not None
    assert settled.number == logged.number
    assert level(desk, logged.number) == 1
    with desk.message("lilei") as (session, _number):
        assert photos.settle_lost(session, photo_id=photo.id) is None
        assert photos.list_pending(session, 5) == []


def test_a_fetched_photo_is_filled_in_and_an_old_one_stops_counting(desk: Desk) -> None:
    [first] = desk.logs("lilei", "C001")
    desk.photo("lilei", Picture("a"))
    [second] = desk.later(60).logs("lilei", "C003")
    fresh, old = desk.photo("lilei", None), desk.photo("lilei", None)

    with desk.message("lilei") as (session, _number):
        photos.count_try(session, photo_id=old.id)
        assert photos.settle_stored(session, photo_id=fresh.id, stored=Picture("b")) is None
        settled = photos.settle_stored(session, photo_id=old.id, stored=Picture("a"))

    assert settled is not None
    assert (settled.same_as, settled.number) == (first.number, second.number)
    assert settled.evidence.photos == 1
    kept = desk.row(Photo, fresh.id)
    assert (kept.state, kept.sha256) == (PhotoState.STORED, "b")
    assert desk.row(Photo, old.id).attempts == 1


def test_a_dropped_place_leaves_no_trace_of_where(desk: Desk) -> None:
    place = desk.place("lilei", *AT_DONGWU)
    with desk.message("lilei") as (session, _number):
        evidence.drop(session, places=[place.id])

    assert desk.rows(Place) == []
    assert_no_coordinates(desk)


def test_positions_are_forgotten_after_ninety_days_everywhere(desk: Desk) -> None:
    [logged] = desk.logs("lilei", "C001")
    desk.place("lilei", *BY_DONGWU)

    desk.later(89 * 24 * 60)
    with unit(desk.engine) as session:
        assert positions.forget(session, now=desk.now) == 0
    desk.later(2 * 24 * 60)
    with unit(desk.engine) as session:
        assert positions.forget(session, now=desk.now) == 1
        assert positions.forget(session, now=desk.now) == 0

    [place] = desk.rows(Place)
    assert (place.latitude, place.longitude, place.label, place.distance_m) == (None, None, "", None)
    assert place.nearness == Nearness.NEAR
    assert level(desk, logged.number) == 2
    assert_no_coordinates(desk)


def assert_no_coordinates(desk: Desk) -> None:
    changes = desk.rows(Change, Change.table_name == "places")
    assert changes
    for change in changes:
        for values in (change.before or {}, change.after or {}):
            assert not values.keys() & {"latitude", "longitude", "label", "distance_m"}


def test_one_persons_positions_are_forgotten_on_his_word(desk: Desk) -> None:
    desk.place("lilei", *AT_DONGWU)
    desk.place("hanmei", *AT_DONGWU)
    with unit(desk.engine) as session:
        assert positions.forget(session, now=desk.now, person_id=desk.person("lilei").id) == 1

    assert sorted(place.latitude is None for place in desk.rows(Place)) == [False, True]


def test_a_question_nobody_answered_does_not_keep_a_position(desk: Desk) -> None:
    with unit(desk.engine) as session:
        for userid, expires in (("lilei", desk.now), ("hanmei", desk.now + timedelta(hours=1))):
            dialog = session.get_one(Dialog, desk.person(userid).id)
            dialog.question, dialog.data = "privacy.position", {"position": {"latitude": 31.2}}
            dialog.asked_at, dialog.expires_at = TEN, expires
    with unit(desk.engine) as session:
        positions.forget(session, now=desk.now)

    assert desk.row(Dialog, desk.person("lilei").id).data is None
    assert desk.row(Dialog, desk.person("hanmei").id).data is not None


def test_a_move_sets_the_point_and_is_recorded(desk: Desk) -> None:
    desk.logs("lilei", "C001")
    place = desk.place("lilei", *FAR_OFF)
    with desk.message("lilei") as (session, _number):
        assert customer_points.move_point(session, customer_id=desk.customer("C001"), place_id=place.id)

    customer = desk.row(Customer, desk.customer("C001"))
    assert (customer.latitude, customer.longitude) == FAR_OFF
    changes = desk.rows(
        Change, Change.table_name == "customers", Change.row_id == customer.id, Change.action == "update"
    )
    assert [change.before["latitude"] for change in changes] == [AT_DONGWU[0]]


def test_quarter_of_an_hour_of_clock_drift_does_no_harm(desk: Desk) -> None:
    """A phone's photo may carry an instant slightly ahead of the server's."""
    desk.later(15).photo("lilei", Picture("a"))
    desk.now = datetime(2026, 11, 23, 10, 0, tzinfo=TEN.tzinfo)
    [logged] = desk.logs("lilei", "C001")

    assert logged.evidence.level == 2
