"""Where a customer is: his point, the first place sent from him, and how far the places of a visit lie from it."""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models.directory import Directory
from models.rules import nearness as ground
from models.schema import Change, Customer, Nearness, Place, Visit


def measure(session: Session, place: Place, visit: Visit, directory: Directory) -> bool:
    """Attach one place and measure it; True when it has become the customer's first point."""
    place.visit_number = visit.number
    place.distance_m, place.nearness = None, Nearness.UNKNOWN
    if place.latitude is None or place.longitude is None:
        return False
    latitude, longitude = _point(session, visit.customer_id, directory)
    if latitude is None or longitude is None:
        customer = session.get_one(Customer, visit.customer_id)
        customer.latitude, customer.longitude = place.latitude, place.longitude
        session.flush()
        return True
    if _is_from(session, visit, place, latitude, longitude):
        return False
    place.distance_m = ground.distance_m(latitude, longitude, place.latitude, place.longitude)
    place.nearness = Nearness.NEAR if ground.is_near(place.distance_m) else Nearness.BEYOND
    return False


def move_point(session: Session, *, customer_id: int, place_id: int) -> bool:
    """Make a place the customer's point, because he has moved; False when its coordinates are gone."""
    place = session.get(Place, place_id)
    if place is None or place.latitude is None:
        return False
    customer = session.get_one(Customer, customer_id)
    customer.latitude, customer.longitude = place.latitude, place.longitude
    session.flush()
    return True


def give_back_point(session: Session, customer_id: int, place: Place) -> None:
    """Undo that a place became a customer's point: the point before comes back, mostly none."""
    customer = session.get_one(Customer, customer_id)
    if place.latitude is None or (customer.latitude, customer.longitude) != (place.latitude, place.longitude):
        return
    last = session.connection().execute(
        select(Change.before, Change.after)
        .where(Change.table_name == Customer.__tablename__, Change.row_id == customer_id)
        .order_by(Change.id.desc())
    )
    for before, after in last:
        if after and "latitude" in after:
            point = before or {}
            customer.latitude, customer.longitude = point.get("latitude"), point.get("longitude")
            return


def _point(session: Session, customer_id: int, directory: Directory) -> tuple[float | None, float | None]:
    """Where a customer is, also when that was settled by this very unit of work."""
    card = directory.customers.get(customer_id)  # not there yet when this very message made the customer
    held = session.identity_map.get(session.identity_key(Customer, customer_id))
    if held is not None or card is None or card.latitude is None:
        customer = session.get_one(Customer, customer_id)
        return customer.latitude, customer.longitude
    return card.latitude, card.longitude


def _is_from(session: Session, visit: Visit, place: Place, latitude: float, longitude: float) -> bool:
    """Whether the customer's point comes from this visit itself: then it can prove nothing about it."""
    session.flush()
    source = exists().where(
        Place.visit_number == visit.number,
        Place.id != place.id,
        Place.latitude == latitude,
        Place.longitude == longitude,
        Place.nearness != Nearness.NEAR,
    )
    return bool(session.connection().scalar(select(source)))
