"""加一句 …: what is added to a daily report in words, before and after it was handed in (`product.md` A3)."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

from handlers import report_drafts
from handlers.context import Context, Reply
from handlers.language import report_talk
from handlers.language.meaning import Speaker
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
    words = _LEADS_IN.sub("", report_talk.plain(words))
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


def leave_out(ctx: Context, day: date, about: str) -> Reply:
    """The draft without the sentence that shall not be in it; what stands in a record is not touched.

    Args:
        ctx: of the message.
        day: whose report, a Shanghai day.
        about: what the sentence is about; empty for the last one.
    """
    facts, row = report_drafts.gather(ctx.session, ctx.person.id, day, ctx.directory.calendar)
    added = list(row.extra) if row is not None else []
    about = _without_names(ctx, about)
    meant = [one for one in added if _shares(one, about)] if about else added[-1:]
    if row is not None and len(meant) == 1:
        kept = reports.take_out(
            ctx.session, meant[0], person_id=ctx.person.id, day=day, now=ctx.now, terms=ctx.directory.terms
        )
        return draft(ctx, day, before=texts.taken_out(kept.number, meant[0]))
    recorded = _shares(report_drafts.compose(facts, ctx.directory), about)
    return draft(ctx, day, before=texts.IN_A_RECORD if recorded else texts.NOT_IN_IT)


def _without_names(ctx: Context, words: str) -> str:
    """What is said of a customer without his name, which half the report has in it."""
    found = ctx.book.find_customers(words, Speaker(ctx.person.id, ctx.person.leads)) if ctx.book is not None else ()
    rest = words
    for start, end, _ in sorted(found, reverse=True):
        rest = rest[:start] + rest[end:]
    return rest or words


def _shares(text: str, words: str) -> bool:
    """Whether two characters that stand together in some words do so in a text."""
    return any(first + second in text for first, second in pairwise(words))


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
