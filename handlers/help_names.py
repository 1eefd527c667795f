"""What help's examples are made of for one person: his own customers, who owes him, what presses him now."""

from __future__ import annotations

from datetime import timedelta

from handlers import choices, rights
from handlers.context import Context
from handlers.language.patterns import regex
from handlers.texts import help as texts
from handlers.texts import how as how_texts
from handlers.texts.how import Names
from models.queries import money
from models.queries.money import Scope, Span
from models.schema import Role
from models.times import shanghai

_OF_LEADERS = (
    (regex("交接"), "handover"),
    (regex("停用|离职|走人|走了"), "leaver"),
    (regex("谁没交|没交的|催|团队|排名|看谁"), "team"),
    (regex("撞单|裁[决定]|申诉"), "conflict"),
    (regex("改派|分配|分客户"), "assign"),
)
_OF_ADMINISTRATORS = (
    (regex("停用|离职|走了"), "leaver"),
    (regex("[加改删导]人|人员|新人|新员工|上级|改角色"), "people"),
    (regex("放假|上班|假期|工作日|调休"), "workdays"),
)
EVENING = 16
"""From this hour on the report comes first."""


def names_of(ctx: Context) -> Names:
    """What examples are made of: his own customers, one that owes, one of his people or a colleague."""
    customer, other = _own_customers(ctx)
    everybody = ctx.person.role == Role.FINANCE
    scope = Scope(owner_ids=None if everybody else frozenset({ctx.person.id}))
    owing = money.list_owing(ctx.session, scope, Span(), ctx.today, most=1)
    owes = ctx.directory.customers.get(owing[0].customer_id) if owing else None
    return Names(customer, other, owes.short if owes is not None else customer, _colleague(ctx))


def topic_of(ctx: Context) -> str | None:
    """What he wants to know how it goes; to whoever leads, or runs the bot, some words mean a thing of his own."""
    if ctx.intent.value("topic") is None and not choices.asks(ctx.text):
        return None
    own = (*_OF_ADMINISTRATORS, *_OF_LEADERS) if rights.changes_terms(ctx) else _OF_LEADERS if ctx.person.leads else ()
    found = next((topic for pattern, topic in own if pattern.search(ctx.text)), None)
    topic = found or ctx.intent.value("topic")
    return how_texts.OF_LEADERS.get(str(topic), topic) if ctx.person.leads else topic


def urgent(ctx: Context, names: Names) -> tuple[str, ...]:
    """What is due for him, before the usual: money that is overdue, in the evening his report."""
    if ctx.person.leads or ctx.person.role == Role.FINANCE:
        return ()
    found: list[str] = []
    if shanghai(ctx.message.sent_at).hour >= EVENING:
        found.append(how_texts.REPORT)
    scope, yesterday = Scope(owner_ids=frozenset({ctx.person.id})), ctx.today - timedelta(days=1)
    if money.list_owing(ctx.session, scope, Span(last=yesterday), ctx.today, most=1):
        found.append(how_texts.asked_when_paid(names))
    return tuple(found)


def _own_customers(ctx: Context) -> tuple[str, str]:
    """Short names of two customers that the person knows; made-up ones if he has none."""
    owned = sorted(ctx.directory.owned_by(ctx.person.id))[:2]
    names = [ctx.directory.customer(customer_id).short for customer_id in owned]
    names += [texts.ANY_CUSTOMER, texts.ANY_OTHER]
    return names[0], names[1]


def _colleague(ctx: Context) -> str:
    reports = ctx.directory.reports_of(ctx.person.id)
    if not reports and ctx.person.manager_id is not None:
        reports = [card for card in ctx.directory.reports_of(ctx.person.manager_id) if card.id != ctx.person.id]
    return reports[0].name if reports else texts.ANY_REP
