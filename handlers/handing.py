"""5转给韩梅: a follow-up, or the next step of a visit, goes to a colleague, who is told (`product.md` §4.1 rule 9)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time

from handlers import rights
from handlers.cards import leader_of
from handlers.context import Context, Push
from handlers.followup_changes import names, set_plan
from handlers.texts import agenda as texts
from models.directory import PersonCard
from models.schema import FollowUp, RecordKind, Visit
from models.services import followups, records
from models.services.followups import Plan

_TITLES = "工总哥姐经理师傅"


@dataclass(frozen=True, slots=True)
class Handed:
    """What is said, and to whom else."""

    text: str
    pushes: tuple[Push, ...] = ()


def follow_up(ctx: Context, row: FollowUp, to: str, place: int) -> Handed:
    """Hand a follow-up or reminder over; his own ends with it.

    Args:
        ctx: of the message.
        row: one that stands; his, or of somebody below him.
        to: the colleague, as he was named.
        place: of the line, for examples.

    Raises:
        DomainError: it cannot be done.
    """
    refused = _refused(ctx, row.customer_id, row.person_id)
    colleague = _colleague(ctx, to, place)
    if refused or isinstance(colleague, str):
        return Handed(refused or str(colleague))
    plan = Plan(
        RecordKind(row.kind),
        max(row.due_on, ctx.today),
        row.due_clock,
        row.customer_id,
        row.contact_id,
        row.contact_name,
        row.note,
        row.repeat,
    )
    followups.cancel(ctx.session, row, now=ctx.now)
    return _given(ctx, plan, colleague)


def next_step(ctx: Context, visit: Visit, to: str, place: int) -> Handed:
    """Hand the next step of a visit over, as a follow-up of the colleague's.

    Raises:
        DomainError: it cannot be done.
    """
    refused = _refused(ctx, visit.customer_id, visit.person_id)
    colleague = _colleague(ctx, to, place)
    if refused or isinstance(colleague, str):
        return Handed(refused or str(colleague))
    plan = Plan(
        RecordKind.FOLLOWUP,
        max(visit.next_on or ctx.today, ctx.today),
        visit.next_clock,
        visit.customer_id,
        visit.contact_id,
        visit.contact_name,
        visit.next_note,
    )
    records.change_next(ctx.session, visit, on=None, clock=None, note="")
    return _given(ctx, plan, colleague)


def task(ctx: Context, plan: Plan, to: str, place: int) -> Handed:
    """Give a colleague something to do with a customer of one's own.

    Args:
        ctx: of the message.
        plan: what, with its customer.
        to: the colleague, as he was named.
        place: of the line, for examples.

    Raises:
        DomainError: it cannot be done.
    """
    refused = _refused(ctx, plan.customer_id, ctx.person.id)
    colleague = _colleague(ctx, to, place)
    if refused or isinstance(colleague, str):
        return Handed(refused or str(colleague))
    return _given(ctx, plan, colleague)


def _given(ctx: Context, plan: Plan, colleague: PersonCard) -> Handed:
    on, clock = _still_ahead(ctx, plan.on, plan.clock)
    made = set_plan(ctx, replace(plan, on=on, clock=clock), colleague)
    what = names(ctx, made)
    push = Push(
        colleague.id,
        "followup_given",
        f"followup_given:{made.number}",
        texts.got(ctx.person.name, what, made.number),
    )
    return Handed(texts.handed(what, colleague.name), (push,))


def _still_ahead(ctx: Context, on: date, clock: time | None) -> tuple[date, time | None]:
    """A time of today that is over is of no use to anybody: then only the day stays."""
    over = clock is not None and on == ctx.today and followups.is_over(on, clock, ctx.message.sent_at)
    return on, None if over else clock


def _refused(ctx: Context, customer_id: int | None, person_id: int) -> str:
    """Why nothing is handed over; a leader, who alone comes here with somebody else's, hands over all his line has."""
    card = ctx.directory.customers.get(customer_id or 0)
    if person_id != ctx.person.id or card is None or rights.writes(ctx, card):
        return ""
    return texts.NOT_HIS_CUSTOMER.format(leader_of(ctx, card))


def _colleague(ctx: Context, to: str, place: int) -> PersonCard | str:
    """The one active member who is called so, by name or by surname and title; else what is said."""
    active = [card for card in ctx.directory.people.values() if card.active]
    said = to.strip()
    found = [card for card in active if card.name == said]
    if not found and said[1:] and all(one in _TITLES for one in said[1:]):
        found = [card for card in active if card.name.startswith(said[0])]
    if not found and len(said) > 1:
        found = [card for card in active if card.name.startswith(said) or card.name.endswith(said)]
    if len(found) != 1:
        return texts.several([card.name for card in found], place) if found else texts.not_found(said, place)
    return texts.TO_HIMSELF if found[0].id == ctx.person.id else found[0]
