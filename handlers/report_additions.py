"""加一句 …: what is added to a daily report in words, before and after it was handed in (`product.md` A3)."""

from __future__ import annotations

import re
from datetime import date

from handlers import report_drafts
from handlers.context import Context, Reply
from handlers.language.patterns import regex
from handlers.report_drafts import filed_at
from handlers.texts import reports as texts
from models.schema import DailyReport
from models.services import reports
from models.times import shanghai_day

_TOMORROW = regex(
    r"(?:^|[\n,，。；;\s])明[天日](?:的)?(?:工作|拜访|主要)?(?:计划|安排)(?:是|[:：\s])+(?P<plan>.+)$", re.DOTALL
)
_LEADS_IN = regex(r"^(?:另外|还有|再就是|还要补充|补充一?[下句点])(?!一)[\s,，:：]*")


def add(ctx: Context, day: date, words: str) -> DailyReport:
    """Keep what was written in the report of a Shanghai day; the plan at its end is kept as the plan."""
    words = _LEADS_IN.sub("", words)
    planned = _TOMORROW.search(words)
    if planned is not None:
        words = words[: planned.start()].strip()
        following = ctx.directory.calendar.after(day)
        reports.set_plan(
            ctx.session,
            planned["plan"],
            person_id=ctx.person.id,
            day=following,
            message_id=ctx.message.id,
            now=ctx.now,
            calendar=ctx.directory.calendar,
        )
    return reports.add_words(
        ctx.session,
        words,
        person_id=ctx.person.id,
        day=day,
        message_id=ctx.message.id,
        now=ctx.now,
        terms=ctx.directory.terms,
    )


def draft(ctx: Context, day: date, *, before: str = "") -> Reply:
    """The draft of a Shanghai day's report, below a line."""
    made = report_drafts.draft(
        ctx.session, ctx.directory, person_id=ctx.person.id, day=day, today=shanghai_day(ctx.now)
    )
    return Reply("\n".join(filter(None, (before, made.text))), ask=made.question, data=made.data)


def add_sentence(ctx: Context, day: date, words: str) -> Reply:
    """加一句 …: the draft with it, also of a report that is handed in already."""
    added = add(ctx, day, words)
    return draft(ctx, day, before=texts.added(added.number, filed_at(added)))
