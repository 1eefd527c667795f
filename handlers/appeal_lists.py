"""我的申诉: what became of one's own appeals; for a leader, what waits for his ruling (`product.md` A10, B2)."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from handlers import appeals as files
from handlers import choices
from handlers.context import Context, Reply
from handlers.language.patterns import regex
from handlers.lead_sides import name_of
from handlers.routing import Router
from handlers.texts import appeals as texts
from handlers.texts import common
from models.queries import appeals as queries
from models.rules.rights import Action, Relation, may
from models.schema import Appeal
from models.services import appeals

router = Router()

WAITING = "appeals.waiting"
LOOKED_BACK: Final = timedelta(days=90)
LONGEST: Final = 16
_APPEALS: Final = regex(
    r"(?:看看?|看一下|查看?|查一下)?(?:我|我们)?(?:提|发|交)?(?:的|过)*(?:申诉|撞单)(?:的)?(?:过)?"
    r"(?:进度|结果|清单|列表|记录|情况|有?哪些|有?几[个件]|怎么样|咋样|有结果|有没有结果|有消息|到哪一?步|定|批|处理|裁决?|呢|了|没有?|吗|啦|下来)*"
    r"|(?:我)?(?:还)?有?(?:哪些|几个|几件|什么|待我?[定裁批]的?|要我[定裁批]的|没[定裁批]的|等我[定裁批]的)(?:申诉|撞单)(?:要[定裁批])?"
    r"|(?:有什么|哪些)?(?:待我?|等我|要我)(?:裁决?|裁定)的?"
)
_NAKED: Final = frozenset({"申诉", "撞单", "我申诉", "我撞单", "申诉了", "撞单了"})
"""Whoever says no more begins an appeal, or asks for a file."""


def asks_appeals(text: str) -> bool:
    """Whether a text asks for appeals and names no customer: 我的申诉, 申诉有结果了吗, 待裁的申诉."""
    if len(text) > LONGEST or not ("申诉" in text or "撞单" in text or "裁" in text):
        return False
    said = text.strip(" \t\n,，。.?？!！~")
    return said not in _NAKED and _APPEALS.fullmatch(said) is not None


@router.phrase(asks_appeals)
def show(ctx: Context) -> Reply:
    """A leader's list of what he is to rule on, by number to open; else what became of one's own."""
    if ctx.person.leads:
        return _to_rule(ctx)
    if not may(ctx.person.role, Action.CLAIM, Relation.POOL):
        return Reply(texts.NOT_FOR_YOUR_ROLE, keep=True)
    own = queries.list_own(ctx.session, ctx.person.id, since=ctx.now - LOOKED_BACK, most=common.PAGE_LINES)
    return Reply(texts.own([_own_line(ctx, row) for row in own]), keep=True)


def _to_rule(ctx: Context) -> Reply:
    waiting = appeals.list_to_rule(ctx.session, ctx.directory, ctx.person.id)
    if not waiting:
        return Reply(texts.NONE_WAITING, keep=True)
    shown = waiting[: common.PAGE_LINES]
    lines = [_waiting_line(ctx, row) for row in shown]
    return Reply(
        texts.to_rule(len(waiting), lines), ask=WAITING, data={"customers": [row.customer_id for row in shown]}
    )


@router.answer(WAITING, listing=True)
def open_one(ctx: Context) -> Reply | None:
    """A number shows both sides' records, below which he rules."""
    found = [int(customer_id) for customer_id in ctx.asked.get("customers", ())]
    number = choices.number(ctx.intent, ctx.text)
    if number is None:
        return None
    if not 1 <= number <= len(found):
        return Reply(common.no_such_line(len(found)), keep=True)
    return files.show(ctx, found[number - 1])


def _waiting_line(ctx: Context, row: Appeal) -> str:
    owner = ctx.directory.people.get(row.against_id or 0)
    return texts.to_rule_line(
        row.number,
        name_of(ctx, row.customer_id),
        ctx.directory.people[row.person_id].name,
        owner.name if owner is not None else "",
        row.answer_due_on,
        ctx.today,
    )


def _own_line(ctx: Context, row: Appeal) -> str:
    judge = ctx.directory.people.get(appeals.judge_of(ctx.directory, row) or 0)
    card = ctx.directory.customers.get(row.customer_id)
    is_his = card is not None and card.owner_id == ctx.person.id
    name, judged_by = name_of(ctx, row.customer_id), judge.name if judge is not None else ""
    return texts.own_line(row, name, judged_by, ctx.today, is_his=is_his)
