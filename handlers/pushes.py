"""推送记录, 为什么没提醒我, 推送情况: what became of every push, told by the ledger (`product.md` §3 rank 4, §1A)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from handlers import rights
from handlers.context import Context, Reply
from handlers.language.normalise import fold
from handlers.language.patterns import regex
from handlers.language.periods import find_period
from handlers.routing import Router
from handlers.texts import common
from handlers.texts import kind_mutes as mute_texts
from handlers.texts import pushes as texts
from models.queries import absences, ledger
from models.queries.ledger import Entry
from models.queries.mutes import list_muted_kinds
from models.rules.notice_kinds import ANSWERS, kind_of
from models.schema import NoticeState
from models.times import shanghai_instant
from models.wording import pushes as wording

router = Router()

_LONGEST: Final = 40
_ONE_DAY: Final = timedelta(days=1)
_LOOKED_BACK: Final = timedelta(days=3)
_JUST_NOW: Final = timedelta(seconds=1)
_SHOWN: Final = 9
_PERIOD: Final = r"(?:今天|昨天|前天|这两天|最近|本周|这周|上周)?的?"
_MINE: Final = regex(
    rf"(?:看看?|查看?|查一下)?(?:我的?)?{_PERIOD}(?:推送|提醒)(?:记录|历史|明细)(?:呢|看看)?[?。]?"
    rf"|(?:我)?{_PERIOD}(?:都)?(?:推送|提醒)(?:了|过)?(?:我)?(?:哪些|什么|几条)(?:东西|内容)?[?。]?"
)
_WHY: Final = regex(
    r"[^,。?]{0,12}?(?:为什么|为啥|怎么|咋)(?:又|都|还|今天|昨天|早上|没人|你)*(?:没|不|忘了?)(?:有)?(?:给我)?"
    r"(?:提醒|推送|通知|叫|喊|告诉|发)(?:我|过我|到我)?(?P<about>[^?。]{0,20}?)[了的呢啊吗?。\s]*"
    r"|[^,。?]{0,12}?(?:没收到|没看到|收不到|没接到)(?:你的?)?(?P<missed>[^?。]{0,12}?)的?(?:提醒|推送|通知|早报)[了的呢啊吗?。\s]*"
)
_ALL: Final = regex(rf"(?:看看?|查看?)?{_PERIOD}(?:全公司|公司|所有人?|大家)?的?推送(?:情况|统计|台账|汇总)[?。]?")
_MAY_CONCERN: Final = regex("推送|提醒|没收到|没看到|收不到|没接到|没叫|没通知|没喊|不叫|没告诉|没给我发")


def _fits(pattern: re.Pattern[str], text: str) -> bool:
    return len(text) <= _LONGEST and _MAY_CONCERN.search(text) is not None and pattern.fullmatch(fold(text)) is not None


@router.phrase(lambda text: _fits(_MINE, text))
def own(ctx: Context) -> Reply:
    """What was pushed to him, and what became of it: today's unless he says when."""
    first, last, said = _period(ctx)
    entries = ledger.list_entries(
        ctx.session.connection(), first=first, last=last, kinds_left_out=ANSWERS, person_id=ctx.person.id
    )
    if not entries:
        return Reply(texts.none_of(said), keep=True)
    lines = [texts.line(entry, ctx.today) for entry in entries]
    return Reply(common.lines_within(texts.head(said, len(entries)), lines, ""), keep=True)


@router.phrase(lambda text: _fits(_WHY, text))
def why(ctx: Context) -> Reply:
    """What happened to the reminder he misses: the one he names, else those of the last days that did not arrive."""
    found = _WHY.fullmatch(fold(ctx.text))
    about = (found["about"] or found["missed"] or "").strip() if found is not None else ""
    off = [kind_of(kind) for kind in list_muted_kinds(ctx.session, ctx.person.id)]
    his_wish = next((kind for kind in off if about in (kind.title, *kind.words)), None)
    if his_wish is not None:
        return Reply(mute_texts.off(his_wish.name, his_wish.title, new=False), keep=True)
    entries = ledger.list_entries(
        ctx.session.connection(),
        first=ctx.now - _LOOKED_BACK,
        last=ctx.now + _JUST_NOW,
        kinds_left_out=ANSWERS,
        person_id=ctx.person.id,
    )
    named = _about(entries, about)
    missed = [entry for entry in (named or entries) if entry.state != NoticeState.SENT or entry.late]
    shown = missed or named
    if not shown:
        away = absences.is_excused(ctx.session, ctx.person.id, ctx.today)
        return Reply(texts.ON_LEAVE if away else texts.nothing_missed(len(entries)), keep=True)
    return Reply("\n".join(texts.explained(entry, ctx.today) for entry in shown[:3]), keep=True)


@router.phrase(lambda text: _fits(_ALL, text))
def all_of_them(ctx: Context) -> Reply:
    """应发, 送达, 补发, 失败 of everybody, for an administrator: today's unless he says when."""
    if not rights.changes_terms(ctx):
        return Reply(texts.NOT_YOURS, keep=True)
    first, last, said = _period(ctx)
    figures = ledger.tally(ctx.session.connection(), first=first, last=last, kinds_left_out=ANSWERS)
    names = {card.userid: card.name for card in ctx.directory.people.values()}
    lines = [wording.failed_line(entry, names.get(entry.userid, entry.userid)) for entry in figures.failed[:_SHOWN]]
    return Reply(common.lines_within(wording.tallied(said, figures), lines, ""), keep=True)


def _period(ctx: Context) -> tuple[datetime, datetime, str]:
    found = find_period(fold(ctx.text), ctx.today)
    first, last, said = found[0] if found is not None else (ctx.today, ctx.today, "今天")
    return shanghai_instant(first), shanghai_instant(last + _ONE_DAY), said


def _about(entries: Sequence[Entry], words: str) -> list[Entry]:
    return [entry for entry in entries if len(words) > 1 and words in entry.body]
