"""Whom somebody may have meant who named a colleague or a customer that nobody knows."""

from __future__ import annotations

from handlers import asking
from handlers.context import Context, Reply
from handlers.language.meaning import Speaker
from handlers.language.patterns import regex
from handlers.language.people import SURNAMES
from handlers.texts import ownership as texts
from models.directory import PersonCard
from models.rules.rights import Action, Relation, may

_GIVES = regex(r"\s*(?:分配|改派|指派|合作)\s*[一-鿿A-Za-z]{2}|\s*把[一-鿿A-Za-z]{2,20}(?:分|派|转|交)给")
_HANDS_OVER = regex(r"\s*交接\s*(?P<name>[一-鿿]{2,4}?)\s*(?:给|到|[-=]?>|→)")
_HANDED = regex(
    r"\s*(?:离职)?交接\s*(?P<name>[一-鿿]{2,4}?)\s*(?:的?(?:所有|全部)?客户)?\s*(?:(?:都|全部)?(?:交?给|到|由|[-=]*>|→).{0,20})?\s*"
)
_RECEIVER = regex(
    r"[^,，。\n]*?(?:(?:给|到|由|[-=—~]*>|→)\s*(?P<given>[一-鿿A-Za-z]{2,4}?)|"
    rf"\s(?P<bare>[{''.join(sorted(SURNAMES))}][一-鿿]{{1,2}}?))(?:接手?|负责|来接)?[吧了。!！]*\s*\Z"
)


def unknown_receiver(ctx: Context) -> str:
    """王五 of 交接 李雷 → 王五, whom nobody has heard of; empty where nobody was named behind the first colleague."""
    known = ctx.book.find_people(ctx.text) if ctx.book is not None else ()
    found = _RECEIVER.match(ctx.text, known[0][1]) if len(known) == 1 else None
    return (found["given"] or found["bare"]) if found is not None else ""


def leaver_to_hand_over(ctx: Context) -> PersonCard | None:
    """李雷 of 交接 李雷 给 韩梅 who has left: names are read only of those who are there."""
    said = _HANDED.fullmatch(ctx.text) if ctx.person.leads else None
    gone = [card for card in ctx.directory.people.values() if said and not card.active and card.name == said["name"]]
    return gone[0] if len(gone) == 1 else None


def nearest(ctx: Context, said: str, owner_id: int | None) -> list[asking.Option]:
    """Who could have a customer: of the team, whoever may have customers at all, the likest name first.

    Args:
        ctx: of the message.
        said: the name that nobody bears.
        owner_id: whose it is; neither he nor the speaker is offered.
    """
    leader = ctx.person.id if ctx.person.leads else ctx.person.manager_id or ctx.person.id
    others = [
        person
        for person in ctx.directory.reports_of(leader)
        if person.id not in (owner_id, ctx.person.id) and may(person.role, Action.CLAIM, Relation.POOL)
    ]
    near = sorted(others, key=lambda person: (-len(set(person.name) & set(said)), person.id))
    return [asking.Option(person.id, person.name) for person in near[: asking.OFFERED]]


def to_be_found(ctx: Context) -> Reply | None:
    """分配 长江贸易 李雷, 交接 张三 给 李雷, of whom nobody has heard: said so; None for other words."""
    if not ctx.person.leads or ctx.book is None:
        return None
    handed = _HANDS_OVER.match(ctx.text)
    if handed is not None:
        nobody = not ctx.book.find_people(handed["name"])
        return Reply(f"{texts.nobody_called(handed['name'])}{texts.WRITE_NAME}", keep=True) if nobody else None
    if _GIVES.match(ctx.text) is None or not ctx.book.find_people(ctx.text):
        return None
    found = ctx.book.find_customers(ctx.text, Speaker(ctx.person.id, leads=True))
    return None if found else Reply(texts.NO_CUSTOMER, keep=True)
