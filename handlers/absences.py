"""请假 8.1-8.3, 出差 苏州 三天, 回来了, 谁请假, 免打扰到2点 (`product.md` A2, A4, §4.2)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

from handlers import rights
from handlers.context import Context, Push, Reply
from handlers.language.meaning import Intents
from handlers.language.patterns import regex
from handlers.routing import Router
from handlers.texts import absences as texts
from handlers.texts import common
from handlers.texts import kind_mutes as mute_texts
from models.queries import absences as queries
from models.queries import customers as customer_queries
from models.rules.notice_kinds import kind_of
from models.rules.regions import cities_of
from models.rules.reports import OWING_ROLES
from models.schema import Absence, AbsenceKind
from models.services import absences, mutes
from models.services.absences import HALVES, Away
from models.times import shanghai, shanghai_instant

router = Router()

LONGER: Final = "longer"
_BACK_KINDS: Final = {"trip": (AbsenceKind.TRIP,), "leave": (AbsenceKind.LEAVE, AbsenceKind.REST, *HALVES)}
_UNSEEN_DAYS: Final = 14
_LONGEST_OWN: Final = 20
_OWN: Final = regex(
    r"\s*(?:看看?|查一?下?)?\s*(?:我的?(?:请假|出差|休假|假期|假|行程)(?:记录|情况|安排|单|清单)?|我?(?:请假|出差|休假|假)(?:请|记)?到(?:哪天|几号|什么时候)"
    r"|我请了(?:几天|多久|哪几天)的?假)(?:了|呢|啊)?[?？。]*\s*"
)
_IN_CITY_MOST: Final = 500


@router.intent(Intents.ABSENCE_SET)
def away(ctx: Context) -> Reply:
    """Leave, a trip or a day of rest, or so many days more of it."""
    kind = str(ctx.intent.value("category"))
    if kind == LONGER:
        return _longer(ctx, int(ctx.intent.value("days", 1)))
    first, last, _words = ctx.intent.value("period")
    reason = str(ctx.intent.value("reason") or "")
    half = ctx.intent.value("half")
    if half and first == last:
        kind = AbsenceKind(half)
    told = Away(AbsenceKind(kind), first, last, str(ctx.intent.value("city") or ""), reason)
    kept = absences.add(ctx.session, told, person=ctx.person, message_id=ctx.message.id, now=ctx.now, today=ctx.today)
    row, leader = kept.row, _leader_id(ctx)
    when = texts.days(row.first_on, row.last_on, ctx.today)
    what = texts.name(row.kind, row.number)
    text = (
        texts.half_day(what, when, _name(ctx, leader))
        if row.kind in HALVES
        else texts.kept(
            what,
            row.place,
            when,
            excused=row.kind in queries.EXCUSING,
            leader=_name(ctx, leader),
            joined=kept.joined,
            several=row.first_on < row.last_on,
            reports=ctx.person.role in OWING_ROLES,
        )
    )
    unseen = _unseen(ctx, row)
    lines = [text, texts.to_see(row.place, unseen)] if unseen else [text]
    pushes = _told(ctx, leader, row.number, texts.told_kept(ctx.person.name, what, row.place, when, row.reason))
    return Reply("\n".join(lines), pushes=pushes)


@router.intent(Intents.ABSENCE_END)
def back(ctx: Context) -> Reply:
    """回来了, 出差结束, 请假取消."""
    kinds = _BACK_KINDS.get(str(ctx.intent.value("category") or ""), tuple(AbsenceKind))
    ended = absences.end(
        ctx.session,
        person=ctx.person,
        kinds=kinds,
        on=ctx.intent.value("date"),
        called_off=ctx.intent.value("topic") == "off",
        now=ctx.now,
        today=ctx.today,
    )
    leader = _leader_id(ctx)
    pushes = [
        push
        for one in ended
        for push in _told(
            ctx,
            leader,
            one.number,
            texts.told_back(ctx.person.name, texts.name(one.kind, one.number), one.last_on, ctx.today),
        )
    ]
    lines = [texts.ended(texts.name(one.kind, one.number), one.last_on, ctx.today) for one in ended]
    came_back = any(one.last_on is not None for one in ended)
    return Reply(texts.back(lines, _name(ctx, leader), came_back=came_back), pushes=pushes)


def says_own(text: str) -> bool:
    """Whether a text asks for one's own absences: 我的请假, 请假到哪天."""
    return len(text) <= _LONGEST_OWN and _OWN.fullmatch(text) is not None


@router.phrase(says_own)
def own(ctx: Context) -> Reply:
    """我的请假, 我的出差, 请假到哪天: what of it is on or to come."""
    last = ctx.today + timedelta(days=absences.AHEAD_DAYS)
    found = queries.list_absences(ctx.session, [ctx.person.id], first=ctx.today, last=last)
    lines = [
        texts.own_line(texts.name(row.kind, row.number), row.place, texts.days(row.first_on, row.last_on, ctx.today))
        for row in found
    ]
    return Reply(common.lines_within(texts.OWN_HEAD, lines, texts.OWN_TAIL) if lines else texts.NO_OWN, keep=True)


@router.intent(Intents.ABSENCE_LIST)
def who(ctx: Context) -> Reply:
    """谁请假, 明天谁出差: of a leader's line."""
    others = [found for found in rights.owners_below(ctx) if found != ctx.person.id]
    if not others:
        return Reply(texts.NOBODY_LED, keep=True)
    day: date = ctx.intent.value("date") or ctx.today
    on = common.day(day, ctx.today)
    found = queries.find_absent(ctx.session, others, day)
    if not found:
        return Reply(texts.nobody(on), keep=True)
    lines = [
        texts.who_line(
            ctx.directory.people[person_id].name,
            row.kind,
            row.place,
            common.day(row.last_on, ctx.today) if row.last_on > day else "",
            row.number,
        )
        for person_id, row in found.items()
    ]
    return Reply(common.lines_within(texts.who_head(on, len(found)), lines, ""), keep=True)


@router.intent(Intents.MUTE)
def mute(ctx: Context) -> Reply:
    """免打扰到2点, 别提醒我了今天, 取消免打扰."""
    if ctx.intent.value("topic") == "off":
        return _loud(ctx)
    until: datetime | None = ctx.intent.value("until")
    if until is None:
        absences.mute(ctx.session, person=ctx.person, until=_midnight(ctx), now=ctx.now)
        return Reply(texts.muted_today(), keep=True)
    held = absences.mute(ctx.session, person=ctx.person, until=until, now=ctx.now)
    return Reply(texts.muted(shanghai(held), ctx.today), keep=True)


def _loud(ctx: Context) -> Reply:
    """Whatever he switched off is told again: everything for a while, and kinds for good."""
    unmuted = absences.unmute(ctx.session, person=ctx.person, now=ctx.now)
    kinds = mutes.switch_on(ctx.session, "", person=ctx.person) if _KINDS_TOO.search(ctx.text) else ()
    told = [texts.UNMUTED] if unmuted else []
    told += [mute_texts.restored([kind_of(kind).title for kind in kinds])] if kinds else []
    return Reply("\n".join(told) or texts.NOT_MUTED, keep=True)


_KINDS_TOO: Final = regex("提醒|推送")
"""取消免打扰 leaves off what he does not want to be told of at all."""


def _midnight(ctx: Context) -> datetime:
    return shanghai_instant(ctx.today + timedelta(days=1), time.min)


def _longer(ctx: Context, days: int) -> Reply:
    row = absences.prolong(ctx.session, person=ctx.person, days=days, today=ctx.today)
    what, leader = texts.name(row.kind, row.number), _leader_id(ctx)
    when = texts.days(row.first_on, row.last_on, ctx.today)
    pushes = _told(ctx, leader, row.number, texts.told_kept(ctx.person.name, what, row.place, when, ""))
    return Reply(texts.longer(what, when, _name(ctx, leader)), pushes=pushes)


def _unseen(ctx: Context, row: Absence) -> list[str]:
    """His own customers where he travels to that nobody has visited for long (`product.md` A4)."""
    if row.kind != AbsenceKind.TRIP or not row.place:
        return []
    places = frozenset().union(*(cities_of(place) for place in row.place.split(absences.PLACES)))
    cards = [ctx.directory.customer(found) for found in ctx.directory.owned_by(ctx.person.id)]
    near = [card.id for card in cards if any((card.city or card.name).startswith(place) for place in places)]
    seen = customer_queries.list_by_id(ctx.session, near[:_IN_CITY_MOST])
    long_ago = [one for one in seen if one.last_on is None or (ctx.today - one.last_on).days >= _UNSEEN_DAYS]
    long_ago.sort(key=lambda one: (one.last_on or date.min, one.id))
    return [
        texts.unseen(
            ctx.directory.customer(one.id).short, None if one.last_on is None else (ctx.today - one.last_on).days
        )
        for one in long_ago[: texts.STAY_LISTED]
    ]


def _leader_id(ctx: Context) -> int | None:
    leader = ctx.directory.people.get(ctx.person.manager_id or 0)
    return leader.id if leader is not None and leader.active else None


def _name(ctx: Context, person_id: int | None) -> str:
    return ctx.directory.people[person_id].name if person_id is not None else ""


def _told(ctx: Context, leader: int | None, number: int, text: str) -> list[Push]:
    return [] if leader is None else [Push(leader, "absence", f"absence:{number}:{ctx.message.id}", text)]
