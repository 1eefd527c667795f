"""续保护: once with a visit that earned it; what goes beyond is put to the leader (`product.md` §2, 制度 3.2)."""

from __future__ import annotations

from handlers import asking, lead_drafts
from handlers.asking import Taken
from handlers.context import Context, Push, Reply
from handlers.language.meaning import CustomerMention, Intents
from handlers.lead_decisions import DECIDE, granted, may_grant
from handlers.lead_sides import ask_which, name_of
from handlers.routing import Router
from handlers.texts import lead_renewals as texts
from models.queries import leads as queries
from models.services import appeals as appeal_service
from models.services import lead_renewals as renewal_service
from models.services import leads
from models.services.lead_renewals import Asked

router = Router()

WHICH = "lead_renewals.which"


@router.intent(Intents.LEAD_RENEW)
def renew(ctx: Context) -> Reply:
    """东吴 续保护, 延期 B0715 客户月底招标, 再给我一个月 恒力."""
    number: int | None = ctx.intent.value("number")
    reason: str = ctx.intent.value("reason", "")
    mention: CustomerMention | None = ctx.intent.value("customer")
    if number is not None:
        return _renew(ctx, number, reason)
    if mention is None:
        held = queries.list_held(ctx.session, [ctx.person.id])
        return _renew(ctx, held[0].number, reason) if len(held) == 1 else Reply(texts.RENEW_WHICH, keep=True)
    if len(mention.ids) != 1:
        return ask_which(ctx, WHICH, {"reason": reason}) or Reply(texts.RENEW_WHICH, keep=True)
    return of_customer(ctx, mention.ids[0], reason)


@router.answer(WHICH, takes=asking.NAMING)
def which(ctx: Context) -> Reply | None:
    """Which of several customers is meant."""
    taken = asking.taken(ctx, yes=0)
    if not isinstance(taken, Taken):
        return taken
    return of_customer(ctx, int(taken.value), taken.waiting["reason"])


def of_customer(ctx: Context, customer_id: int, reason: str) -> Reply:
    """Renew the protection of a customer, by the speaker's registration or one of his line.

    Args:
        ctx: of the message.
        customer_id: which.
        reason: in his words; may be empty.

    Raises:
        DomainError: it cannot be renewed.
    """
    lead = queries.find_last_lead_of(ctx.session, customer_id, ctx.person.id)
    open_lead = queries.find_open_lead(ctx.session, customer_id)
    if open_lead is not None and ctx.directory.is_above(ctx.person.id, open_lead.person_id):
        lead = open_lead
    if lead is None:
        return Reply(texts.no_lead(name_of(ctx, customer_id)), keep=True)
    return _renew(ctx, lead.number, reason)


def _renew(ctx: Context, number: int, reason: str) -> Reply:
    act = lead_drafts.act(ctx)
    if may_grant(ctx, leads.find_own(ctx.session, number, act)):
        return granted(ctx, renewal_service.answer_extension(ctx.session, number, act, granted=True, asked=False))
    done = renewal_service.renew(ctx.session, number, act, reason=reason)
    lead, name = done.lead, name_of(ctx, done.lead.customer_id)
    if not isinstance(done, Asked):
        limit = ctx.directory.terms.number("renewals", ctx.today)
        return Reply(texts.renewed(lead.number, name, done.by, lead.protected_until, ctx.today, lead.renewals, limit))
    if done.leader_id is None:
        return Reply(texts.used_up_alone(lead.renewals))
    leader = ctx.directory.people[done.leader_id]
    rep = ctx.directory.people[lead.person_id].name
    asked = appeal_service.offer(ctx.session, leader.id, DECIDE, lead.number, ctx.now)
    text = texts.extension_request(
        rep, lead.number, name, lead.protected_until, lead.renewals, lead.extension_reason, ctx.today, asked=asked
    )
    key = f"lead_extension:{lead.number}:{ctx.message.id}"
    return Reply(
        texts.used_up(lead.renewals, leader.name, lead.protected_until, ctx.today),
        pushes=[Push(leader.id, "lead_extension", key, text)],
    )
