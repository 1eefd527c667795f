"""How far a position lies from a customer, and what counts as being there. Pure.

WeCom gives GCJ-02 degrees and customers are kept in the same, so the two can be compared as they are.
"""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

NEAR_M = 500
"""Near the customer, in metres (`product.md` §2)."""

EARTH_RADIUS_M = 6_371_000


def is_position(latitude: float | None, longitude: float | None) -> bool:
    """Whether two numbers can be a place on earth; (0, 0) is what a phone without a fix sends."""
    if latitude is None or longitude is None:
        return False
    if latitude == 0 and longitude == 0:
        return False
    return -90 <= latitude <= 90 and -180 <= longitude <= 180


def distance_m(from_latitude: float, from_longitude: float, to_latitude: float, to_longitude: float) -> int:
    """The way between two positions over the ground, in whole metres.

    Args:
        from_latitude, from_longitude: degrees.
        to_latitude, to_longitude: degrees, in the same system.
    """
    low, high = radians(from_latitude), radians(to_latitude)
    up, across = (high - low) / 2, radians(to_longitude - from_longitude) / 2
    share = sin(up) ** 2 + cos(low) * cos(high) * sin(across) ** 2
    return round(2 * EARTH_RADIUS_M * asin(sqrt(min(share, 1.0))))


def is_near(metres: int) -> bool:
    """Whether so many metres still count as being at the customer (`product.md` §2)."""
    return metres <= NEAR_M
