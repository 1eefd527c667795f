"""打了电话, 微信聊了: a talk without going there, kept as a 跟进 that is done (`product.md` A1, C2, §4.2)."""

from __future__ import annotations

from typing import Final

from handlers.context import Context
from handlers.followup_changes import contact_of, customer_name, set_plan
from handlers.language.meaning import Intent
from handlers.language.patterns import regex
from handlers.texts import errors
from handlers.texts import followups as texts
from handlers.texts import visits as visit_texts
from models.errors import DomainError
from models.rules.reports import OWING_ROLES
from models.schema import FollowUp, RecordKind
from models.services import talks
from models.services.followups import Plan
from models.services.several import attempt
from models.services.visits import Report

_WAYS: Final = frozenset({"电话", "微信", "视频"})
_WENT: Final = regex(r"上门|登门|(?<!过)去了|去过|跑了|见了|见到|面谈|现场|[从刚].{1,12}出来")
"""Words of somebody who was there, whatever he says of a call."""
_IN_VAIN: Final = regex(
    r"没(?:人|有人)?[接应](?!触|待|受)|没打通|打不通|未接|无人接|占线|关机|没回|不接电话|没联系上|联系不上"
)


def way_of(intent: Intent) -> str:
    """How somebody talked who did not go there: 电话, 微信, 视频; empty for a visit."""
    way: str = intent.value("way", "")
    return way if way in _WAYS and _WENT.search(intent.text) is None else ""


def log(ctx: Context, report: Report, name: str = "", *, one_of_several: bool = False) -> str:
    """Write down a talk, and its next step as a follow-up of its own; what became of both.

    Args:
        ctx: of the message.
        report: what was said, with its way.
        name: of a customer that was made just now.
        one_of_several: the line alone, without what follows from it.
    """
    row = talks.log_talk(
        ctx.session,
        report,
        person_id=ctx.person.id,
        message_id=ctx.message.id,
        now=ctx.now,
        today=ctx.today,
    )
    shortest = ctx.directory.terms.number("note_characters", ctx.today)
    line = texts.talk_line(row.number, name or customer_name(ctx, row.customer_id), contact_of(row), row.note)
    following = _go_on(ctx, report, row)
    if one_of_several:
        return line + following
    return texts.talked(
        line,
        day=row.due_on,
        today=ctx.today,
        following=following,
        way=report.way if ctx.person.role in OWING_ROLES else "",
        wanted=0 if len(row.note) >= shortest or _IN_VAIN.search(ctx.text) is not None else shortest,
    )


def _go_on(ctx: Context, report: Report, row: FollowUp) -> str:
    if report.next_on is None or report.next_on < ctx.today:
        return ""
    plan = Plan(
        RecordKind.FOLLOWUP,
        report.next_on,
        report.next_clock,
        row.customer_id,
        row.contact_id,
        row.contact_name,
        report.next_note,
    )
    fate = attempt(lambda: set_plan(ctx, plan))
    if isinstance(fate, DomainError):
        return f"。{errors.word(fate, ctx.directory)}"
    step = visit_texts.next_step(report.next_on, report.next_clock, report.next_note, ctx.today)
    return texts.following(step, fate.number)
