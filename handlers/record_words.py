"""How records and people are named in what is said about records."""

from __future__ import annotations

from datetime import date

from handlers.context import Context
from handlers.texts import common
from handlers.texts import records as texts
from handlers.texts import visits as visit_texts
from models.directory import PersonCard
from models.queries import visits as visit_queries
from models.rules.points import floor_of
from models.rules.reports import OWING_ROLES
from models.schema import Visit
from models.services.records import RecordView


def line_of(ctx: Context, visit: Visit) -> str:
    """A visit in a line, with its day where that is not today."""
    on = "" if visit.visited_on == ctx.today else texts.visited_on(common.day(visit.visited_on, ctx.today))
    line = visit_texts.line(
        visit.number,
        ctx.directory.customer(visit.customer_id).name,
        contact=visit.contact_name,
        summary=visit.summary,
        next_step=visit_texts.next_step(visit.next_on, visit.next_clock, visit.next_note, ctx.today),
    )
    return f"{line}{on}"


def name_of(ctx: Context, record: RecordView) -> str:
    """拜访#128 东吴机械."""
    # A customer that this very message made is not in the directory yet.
    card = ctx.directory.customers.get(record.customer_id) if record.customer_id is not None else None
    return texts.name(record.kind, record.number, card.short if card is not None else "", record.variety)


def person_of(ctx: Context, person_id: int | None) -> str:
    """Somebody's name; the system's for nobody."""
    card = ctx.directory.people.get(person_id) if person_id is not None else None
    return card.name if card is not None else texts.SYSTEM


def leader_of(ctx: Context, person: PersonCard) -> PersonCard | None:
    """The active leader of somebody."""
    leader = ctx.directory.people.get(person.manager_id) if person.manager_id is not None else None
    return leader if leader is not None and leader.active else None


def points_of(ctx: Context, person_id: int, day: date) -> str:
    """Somebody's points in the month of a visit's day, after something changed that may have moved them; empty for
    whoever earns none."""
    if ctx.directory.people[person_id].role not in OWING_ROLES:
        return ""
    total = visit_queries.count_points(ctx.session, person_id=person_id, day=day)
    floor = floor_of(ctx.directory.terms, day, ctx.today)
    return visit_texts.points(total, counted=True, day=day, today=ctx.today, floor=floor)
