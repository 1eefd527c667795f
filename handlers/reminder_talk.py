"""那提醒改七点半, 周三的不用去了 提醒取消, 提醒恢复吧: the one reminder that stands, changed without its number.

Where several stand and nothing tells them apart, the list is shown as ever (`handlers.todo`).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from handlers import followup_changes as changing
from handlers import relays, threads
from handlers.context import Context, Reply
from handlers.language.dates import Moment, find_moments
from handlers.language.meaning import CustomerMention, Intent, Intents
from handlers.language.patterns import regex
from handlers.language.replies import asks_permission
from handlers.list_answers import awake
from models.queries import followups as queries
from models.queries.followups import Due, Source
from models.schema import FollowUp
from models.services import followups
from models.services.records import FOLLOW_UPS, list_latest

_TALK: Final = frozenset(
    {
        Intents.UNKNOWN, Intents.NOT_YET, Intents.REMINDER_SET, Intents.FOLLOWUP_SET, Intents.CANCEL,
        Intents.SMALLTALK, Intents.RECORD_CHANGE,
    }
)  # fmt: skip
_SIGN: Final = regex(r"提醒|[叫喊]我?了?[吧啊。!！]*$|[那这]个(?:时间)?[\s,，]*(?:还是)?(?:改|换|提前|推迟|挪|调)")
_RESTORES: Final = regex(r"提醒.{0,3}(?:恢复|还是要|还要|留着|照旧)|恢复.{0,5}提醒|(?:还是|再)提醒我?吧")
_CALLS_OFF: Final = regex(
    r"(?:不用|不要|不必|别|甭)(?:再)?提醒|提醒(?:就|也|可以|先|给我)?(?:取消|撤|删|去掉|不要了|不用了|关)|(?:取消|撤掉?|删掉?|去掉).{0,6}提醒"
)
_WAKES_NOT: Final = regex(r"(?:不用|不要|不必|别|甭)(?:再)?[叫喊](?:我)?(?:起床)?了?[吧啊。!！]*$")
"""那周四不用叫了."""
_MOVES: Final = regex(
    r"(?:提醒|(?<=点)那个|(?<=半)那个|[那这]个)(?:时间)?[\s,，]*(?:还是)?(?:改|换|提前|推迟|挪|调)(?:一?下)?(?:到|成|为|在)?"
    r"(?P<to>[^,，。]{2,10}?)(?:(?:吧|了|行吗|可以吗)?(?:$|[,，。!！].*)|吧[^,，。]{2,}$)"
)
_DAY_NAMED: Final = regex(r"(?:今|明|后)[天早晚]?[一-鿿]{0,2}那[个条].{0,4}(?:不用|别|取消)")
"""冯工图纸发来了 明早那个不用提醒."""
_AGREED: Final = regex(
    r"(?:行|好|可以|嗯|那|ok)(?:的|吧)?[\s,，]*(?:那)?(?:就|改到?|改成|换到?|定)?(?=.*[\d一二三四五六七八九十两]点)(?:今天|明天|后天|周.|早上|上午|中午|下午|晚上|傍晚)?[\d一二三四五六七八九十两]{1,3}点半?(?:\d{1,2}分?)?[吧。!！]*"
)
_TOGETHER: Final = regex(
    r"(?:那|就|嗯|好|行|[\s,，])*(?:一起|一块儿?|一并|一道)(?:提醒|叫我|吧)?[\s,，]*(?P<to>(?:早上|上午|中午|下午|晚上|傍晚)?[\d一二三四五六七八九十两]{1,3}点半?)(?:提醒我?|叫我)?[吧。!！]*"
)
"""那一起 早上九点, where one reminder has just been set: at that time of its day."""
_OTHER_TIME: Final = regex(
    r"\W*(?:错了|说错了|不对)?[\s,，]*不是[^,，。]{0,4}?[\d一二三四五六七八九十两]{1,3}点半?[\s,，]*(?:而|应该)?是(?P<to>[^,，。]{0,4}?[\d一二三四五六七八九十两]{1,3}点半?)[吧啊。!！]*"
)
_PLAIN: Final = regex(r"提醒|那个|这个|[的那个，,\s]")
_JUST_NOW: Final = timedelta(minutes=30)
_NOON: Final = 12
_LONGEST: Final = 40
_RECENT: Final = timedelta(hours=3)


def changed(ctx: Context, first: Intent) -> Reply | None:
    """What is said to a change of the one reminder that is meant; None for anything else.

    Args:
        ctx: of the message.
        first: how it was read.
    """
    text = ctx.text
    if _AGREED.fullmatch(text.strip()) is not None:
        return _agreed(ctx, text)
    together = _TOGETHER.fullmatch(text.strip())
    if together is not None:
        return _agreed(ctx, together["to"])
    other = _OTHER_TIME.fullmatch(text.strip())
    if other is not None:
        return _agreed(ctx, other["to"])
    if _SIGN.search(text) is None or len(text) > _LONGEST or first.name not in _TALK:
        return None
    if _RESTORES.search(text) is not None:
        return None if "customer" in first.slots else _restored(ctx)
    moves = _MOVES.search(text)
    if _of_a_customer(first, text[: moves.start()] if moves is not None else text):
        return None
    if moves is None and _CALLS_OFF.search(text) is None and _WAKES_NOT.search(text) is None:
        return None
    if "提醒" not in text and not any(one.clock or one.dated for one in find_moments(text, ctx.today)):
        return None
    due = _meant(ctx, text[: moves.start()] if moves is not None else text, timed=moves is not None)
    if due is None:
        return None
    return changing.cancel(ctx, due.number) if moves is None else _moved(ctx, due.number, moves["to"])


def _of_a_customer(first: Intent, said: str) -> bool:
    """Whether the reminder is named by its customer: he finds his own way (`handlers.followup_changes`)."""
    mention: CustomerMention | None = first.value("customer")
    return mention is not None and mention.text in said and _DAY_NAMED.search(said) is None


def _moved(ctx: Context, number: int, said: str) -> Reply | None:
    """The reminder at the time that is said now."""
    row = ctx.session.get_one(FollowUp, number)
    moment = _moment(said, row, ctx.today)
    if moment is None:
        return None
    on = moment.future if moment.dated else row.due_on
    return changing.move(ctx, row, on, awake(moment.clock, said))


def _agreed(ctx: Context, said: str) -> Reply | None:
    """行，那就下午两点, 不是三点是四点 right after a reminder was set: at that time, and who asked is told."""
    made = list_latest(ctx.session, ctx.person.id)
    record = next((one for one in made if one.kind in FOLLOW_UPS and ctx.now - one.made_at <= _JUST_NOW), None)
    told = threads.last_told(ctx)
    if record is None or (told is not None and told.at > record.made_at and not asks_permission(told.words)):
        return None  # 好 三点 answers who has just asked when
    row = ctx.session.get_one(FollowUp, record.number)
    moment = _moment(said, row, ctx.today)
    if moment is None:
        return None
    moved = changing.move(ctx, row, moment.future if moment.dated else row.due_on, awake(moment.clock, said))
    if told is None:
        return moved
    passed = relays.pass_on(ctx, told.person_id, words=ctx.text.strip())
    return replace(moved, text=f"{moved.text}\n{passed.text}", pushes=[*moved.pushes, *passed.pushes])


def _moment(said: str, row: FollowUp, today: date) -> Moment | None:
    """The time that is said; 九点 alone is in the half of the day of what stands."""
    half = "早上" if row.due_clock is not None and row.due_clock.hour < _NOON else "下午"
    found = [one for words in (said, half + said) for one in find_moments(words, today)]
    return next((one for one in found if one.dated or one.clock is not None), None)


def _meant(ctx: Context, before: str, *, timed: bool) -> Due | None:
    """The one reminder that stands, or the one of the day that is named; of several the one with a time, where that
    is changed."""
    last = ctx.today + changing.FURTHEST
    todo = queries.list_todo(ctx.session.connection(), person_id=ctx.person.id, last=last, today=ctx.today)
    standing = [due for due in todo if due.source is Source.REMINDER]
    named = find_moments(before, ctx.today)
    days = {one.future for one in named if one.dated}
    clocks = {one.clock for one in named if one.clock is not None}
    fits = [due for due in standing if not days or due.on in days]
    if len(fits) > 1:
        fits = [due for due in fits if due.clock in clocks] or fits
    if len(fits) > 1:
        shared = [
            due for due in fits if any(a + b in due.note + due.contact for a, b in pairwise(_PLAIN.sub("", before)))
        ]
        fits = shared or fits
    if timed and len(fits) > 1:
        fits = [due for due in fits if due.clock is not None]
    alone = fits[0] if len(fits) == 1 else None
    return None if alone is None or ctx.session.get_one(FollowUp, alone.number).repeat else alone


def _restored(ctx: Context) -> Reply | None:
    """The one that he called off last comes after all."""
    row = followups.find_cancelled(ctx.session, ctx.person.id, since=ctx.now - _RECENT)
    return None if row is None else changing.take_up(ctx, row)
