"""Metres between two positions, and who is near."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules import nearness

latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)


@pytest.mark.parametrize(
    ("one", "other", "metres", "off_by"),
    [
        ((31.2983, 120.5853), (31.2983, 120.5853), 0, 0),
        ((31.2983, 120.5853), (31.3010, 120.5853), 300, 2),  # 0.0027° of latitude
        ((31.2983, 120.5853), (31.2983, 120.5906), 504, 3),
        ((31.2304, 121.4737), (39.9042, 116.4074), 1_067_000, 3_000),  # Shanghai to Beijing
        ((0.0, 179.999), (0.0, -179.999), 222, 2),  # over the date line
        ((90.0, 0.0), (-90.0, 0.0), 20_015_087, 1_000),
    ],
)
def test_known_distances(one: tuple[float, float], other: tuple[float, float], metres: int, off_by: int) -> None:
    assert nearness.distance_m(*one, *other) == pytest.approx(metres, abs=off_by)


@pytest.mark.parametrize(("metres", "near"), [(0, True), (500, True), (501, False), (3_200, False)])
def test_near_ends_at_five_hundred_metres(metres: int, near: bool) -> None:
    assert nearness.is_near(metres) is near


@given(latitudes, longitudes, latitudes, longitudes)
def test_distance_is_symmetric_and_never_longer_than_half_the_earth(a: float, b: float, c: float, d: float) -> None:
    there, back = nearness.distance_m(a, b, c, d), nearness.distance_m(c, d, a, b)

    assert abs(there - back) <= 1
    assert 0 <= there <= 20_015_200


@given(latitudes, longitudes, latitudes, longitudes, latitudes, longitudes)
def test_no_detour_is_shorter(a: float, b: float, c: float, d: float, e: float, f: float) -> None:
    direct = nearness.distance_m(a, b, e, f)

    assert direct <= nearness.distance_m(a, b, c, d) + nearness.distance_m(c, d, e, f) + 3


@pytest.mark.parametrize(
    ("latitude", "longitude", "fits"),
    [
        (31.3, 120.6, True),
        (None, 120.6, False),
        (31.3, None, False),
        (0.0, 0.0, False),
        (91.0, 0.0, False),
        (31.3, 181.0, False),
        (float("nan"), 120.0, False),
        (float("inf"), 120.0, False),
    ],
)
def test_what_can_be_a_position(latitude: float | None, longitude: float | None, fits: bool) -> None:
    assert nearness.is_position(latitude, longitude) is fits
