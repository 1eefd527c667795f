"""1好了 3下周五付 4续 5转给韩梅: what becomes of the lines of a day's list (`product.md` §4.1 rule 9, §4.4)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from functools import partial
from typing import Any, Final

from handlers import (
    choices,
    commitments,
    customers,
    day_list,
    dunning,
    handing,
    lead_renewals,
    payments,
    prompts,
    refusals,
    remarks,
    reports,
)
from handlers import followup_changes as changing
from handlers.context import Context, Reply
from handlers.day_list import Title
from handlers.language.meaning import Intents, Situation, Speaker
from handlers.language.patterns import regex
from handlers.language.understand import understand
from handlers.list_answers import Action, Deed, read_actions, read_deed, said_of_lines
from handlers.routing import Router
from handlers.texts import agenda as agenda_texts
from handlers.texts import common
from handlers.texts import followups as texts
from handlers.visit_lists import wanted_page
from models.errors import NotYourRecord
from models.queries import money
from models.queries.followups import Source
from models.queries.money import NOTHING_OPEN
from models.schema import FollowUp, FollowUpState, RecordKind, Visit
from models.services import followups, records
from models.services.agenda import OWN, STEPS, Matter, is_left
from models.services.followups import LIST, Plan
from models.wording.agenda import NOTES

router = Router()

Line = tuple[Matter, int]
_RENEWS: Final = regex(r"(?:申请|要|再|帮我|给我)*(?:续|延)(?P<reason>.{0,40})", re.DOTALL)
_NO_REASON: Final = regex(r"(?:续|延)?(?:一?个?月|期|保护期?|一下|一次|上|长|\d+天)*[吧了。]*")


@router.answer(
    LIST,
    listing=True,
    takes=(
        Intents.UNDO,
        Intents.FOLLOWUP_SET,
        Intents.REMINDER_SET,
        Intents.RECORD_CHANGE,
        Intents.VISIT_LOG,
        Intents.SMALLTALK,
        Intents.DAILY_REPORT,
        Intents.DUNNING_ANSWER,
        Intents.LEAD_TRANSFER,
        Intents.LEAD_REGISTER,
        Intents.LEAD_RENEW,
        Intents.PAYMENT_RECORD,
        Intents.PAYMENT_CHECK,
        Intents.ASSIGN,
        Intents.HANDOVER,
    ),
)
def close(ctx: Context) -> Reply | None:
    """1好了 3明天, 全部 明天, 更多: what becomes of the lines; the list stays open."""
    data = ctx.asked
    lines: Sequence[Line] = [(Matter(matter), int(number)) for matter, number in data.get("lines", ())]
    if ctx.intent.name is Intents.UNDO and ("#" in ctx.text or not any(figure.isdecimal() for figure in ctx.text)):
        return None
    page = wanted_page(choices.folded(ctx.text), int(data.get("page", 0)))
    if page is not None and "title" in data:
        return _turn(ctx, data, lines, page)
    results = _of_each(ctx, data, lines) or _of_all(ctx, data, lines)
    return _joined(results) if results else None


def _turn(ctx: Context, data: Mapping[str, Any], lines: Sequence[Line], number: int) -> Reply:
    """Another page of the list, of what of it is still to be done."""
    title = Title(str(data["title"]), date.fromisoformat(data["first"]), date.fromisoformat(data["last"]))
    day = day_list.find(ctx.session, ctx.directory, ctx.person, title, ctx.today)
    held = {(item.matter, item.id): item for item in day.items}
    kept = [held[line] for line in lines if line in held]
    found = replace(day, items=kept)
    shown = day_list.page(ctx.session, ctx.directory, ctx.person.id, title, found, ctx.today, number=number)
    return Reply(shown.text, ask=shown.question, data=shown.data)


def _joined(results: Sequence[Reply]) -> Reply:
    """What became of each line; the list stays open, unless a line's answer has to be answered itself."""
    asking = next((result for result in results if result.ask), None)
    said = [result for result in results if result is not asking]
    texts = dict.fromkeys(result.text for result in [*said, *([asking] if asking else [])])  # 没有这个编号 is said once
    text = common.within_bytes("\n".join(texts))
    pushes = [push for result in results for push in result.pushes]
    if asking is not None:
        return Reply(text, ask=asking.ask, data=asking.data, pushes=pushes)
    return Reply(text, keep=True, pushes=pushes)


# Words that only lines of one matter understand


def _of_each(ctx: Context, data: Mapping[str, Any], lines: Sequence[Line]) -> list[Reply]:
    """Each line with its own words, where some of them only its matter understands (3下周五付, 4续) or nobody does."""
    said = said_of_lines(ctx.text)
    spoken = [(place, words) for place, words in said if 1 <= place <= len(lines)]
    special = any(_is_of_matter(ctx, lines[place - 1], words) for place, words in spoken)
    plain = sum(read_deed(words, ctx.today) is not None for _, words in spoken)
    # What begins with a line's number and is nothing else was meant for that line.
    meant = spoken and (plain or ctx.intent.name is Intents.UNKNOWN)
    if not special and (plain == len(said) or not meant):
        return []
    results: list[Reply] = []
    for place, words in said:
        asked = any(result.ask for result in results)
        of_line = _of_one(ctx, data, lines, place, words, asked=asked)
        results += (
            of_line if len(said) > 1 else [replace(one, text=one.text.removeprefix(f"{place} ")) for one in of_line]
        )
    return results


def _of_one(
    ctx: Context, data: Mapping[str, Any], lines: Sequence[Line], place: int, words: str, *, asked: bool
) -> list[Reply]:
    """What the words behind one line's number do to it; what is not understood changes nothing and is said."""
    if not 1 <= place <= len(lines) or not _is_of_matter(ctx, lines[place - 1], words):
        actions = read_actions(f"{place} {words}", ctx.today)
        done = [result for action in actions for result in _act(ctx, action, lines)]
        return done or [Reply(common.result(place, agenda_texts.not_read(words, place)))]
    if asked:
        return [Reply(common.result(place, agenda_texts.ONE_BY_ONE.format(f"{place} {words}")))]
    said = refusals.replied(ctx, partial(_by_matter, ctx, data, lines[place - 1], words))
    return [replace(said, text=common.result(place, said.text))]


def _is_of_matter(ctx: Context, line: Line, words: str) -> bool:
    """Whether words say something of a line that is not said of others; 3明天 puts off whatever it is."""
    if read_deed(words, ctx.today) is not None:
        return False
    if line[0] is Matter.OVERDUE and dunning.tells_why(words, ctx.today):
        return True
    return _RENEWS.fullmatch(words) is not None or _paid(ctx, line, words) is not None


def _by_matter(ctx: Context, data: Mapping[str, Any], line: Line, words: str) -> Reply:
    matter, number = line
    paid = _paid(ctx, line, words)
    if paid is not None:
        return payments.pay(paid)
    if matter is Matter.OVERDUE and dunning.tells_why(words, ctx.today):
        return dunning.about(ctx, number, words, back={**data, "question": LIST})
    found = _RENEWS.fullmatch(words)
    if matter not in _RENEWABLE or found is None:
        return Reply(agenda_texts.NOT_RENEWED)
    reason = found["reason"].strip(" ，,：:")
    return lead_renewals.of_customer(ctx, number, "" if _NO_REASON.fullmatch(reason) else reason)


_RENEWABLE: Final = frozenset({Matter.PROTECTION, Matter.RECYCLING})


def _paid(ctx: Context, line: Line, words: str) -> Context | None:
    """The message as it is meant where the line's customer has paid (3收到5万); None where it says no such thing."""
    customer_id = _customer_of(ctx, line) if _MONEY.search(words) is not None else None
    if ctx.book is None or customer_id is None:
        return None
    speaker = Speaker(ctx.person.id, ctx.person.leads)
    said = f"{ctx.directory.customer(customer_id).name} {words}"
    meant = understand(said, Situation(ctx.message.sent_at, speaker), ctx.book).first
    return ctx.read((meant,), ctx.book) if meant.name is Intents.PAYMENT_RECORD else None


_MONEY: Final = regex("[付款账收钱]|到了")


def _customer_of(ctx: Context, line: Line) -> int | None:
    """The customer of a line; None where it has none."""
    matter, number = line
    if matter is Matter.BIRTHDAY:
        return ctx.directory.contacts[number].customer_id
    if matter in (Matter.OVERDUE, Matter.PROTECTION, Matter.RECYCLING, Matter.FILE, Matter.SILENT):
        return number
    return records.view(ctx.session, number).customer_id if matter in OWN or matter is Matter.LEAD else None


# Words that any line understands


def _of_all(ctx: Context, data: Mapping[str, Any], lines: Sequence[Line]) -> list[Reply]:
    actions = read_actions(_turned(ctx.text), ctx.today, single=len(lines) == 1)
    if data.get("whole"):
        actions = tuple(replace(each, deed=Deed.END) if each.deed is Deed.DROP else each for each in actions)
    return [result for action in actions for result in _act(ctx, action, lines)]


def _turned(text: str) -> str:
    """取消2 as 2取消: a line of the open list, not a record."""
    return re.sub(r"^\s*(取消|不用|删掉?|去掉|划掉)\s*第?(\d{1,2})(?:[条个号项])?\s*$", r"\2\1", text)


def _act(ctx: Context, action: Action, lines: Sequence[Line]) -> list[Reply]:
    results: list[Reply] = []
    places = dict.fromkeys(action.places or _all_places(ctx, lines))
    for place in places:
        if not 1 <= place <= len(lines):
            continue
        matter, number = lines[place - 1]
        done = refusals.replied(ctx, partial(_close, ctx, matter, number, action, place))
        opened = action.deed is Deed.OPEN or done.ask
        results.append(done if opened else replace(done, text=common.result(place, done.text)))
    if not places:
        return [Reply(agenda_texts.ALL_DONE)]
    if len(results) < len(places):
        results.append(Reply(common.no_such_line(len(lines))))
    return results


def _all_places(ctx: Context, lines: Sequence[Line]) -> Sequence[int]:
    """全部: what is left of what he set himself or promised; a debt is not put off by the way."""
    own = {place: line for place, line in enumerate(lines, 1) if line[0] in OWN}
    if not own:
        return range(1, len(lines) + 1)
    return [place for place, (matter, number) in own.items() if is_left(ctx.session, matter, number)]


def _close(ctx: Context, matter: Matter, number: int, action: Action, place: int) -> Reply:
    """What one action does to one line of the list."""
    if matter in STEPS:
        return one(ctx, Source(matter.value), number, action, place)
    if matter is Matter.PROMISE:
        return Reply(commitments.act(ctx, number, action))
    if matter is Matter.REPORT:
        moved = action.deed in (Deed.MOVE, Deed.HAND_OVER, Deed.DROP)
        return (
            Reply(agenda_texts.REPORT_NOT_MOVED.format(place)) if moved else reports.show(ctx, date.fromordinal(number))
        )
    if matter is Matter.REMARK:
        return Reply(remarks.mine(ctx).text)
    if matter is Matter.BIRTHDAY and action.deed is Deed.DONE:
        return _greeted(ctx, number)
    told = prompts.act(ctx, matter, number, action)
    if told is not None:
        # Whose card is looked at is no new list; who is to be greeted is one, and its numbers hold from now on.
        return told if matter is Matter.FEAST else Reply(told.text, pushes=told.pushes)
    if action.deed is Deed.OPEN:
        return Reply(customers.show(ctx, number, customers.CARD, None).text)
    if action.deed in (Deed.MOVE, Deed.HAND_OVER):
        return _put_off(ctx, matter, number, action, place)
    return Reply(_said_of(ctx, matter, number, action.deed))


def _greeted(ctx: Context, contact_id: int) -> Reply:
    """1好了 of a birthday: a follow-up that is done, so that it is not told again three days later."""
    row = _write(ctx, _plan_of(ctx, Matter.BIRTHDAY, contact_id, RecordKind.FOLLOWUP, ctx.today))
    followups.finish(ctx.session, row, now=ctx.now)
    return Reply(agenda_texts.greeted(changing.names(ctx, row)))


def _said_of(ctx: Context, matter: Matter, customer_id: int, deed: Deed) -> str:
    """What closes a line that no word alone closes: money, a protection, a customer that falls back."""
    short = ctx.directory.customer(customer_id).short
    if matter is not Matter.OVERDUE:
        if deed is Deed.DROP:
            return agenda_texts.LET_GO.format(short)
        return (agenda_texts.TOUCHED if matter is Matter.PROTECTION else agenda_texts.KEPT_BY).format(short)
    if deed is Deed.DROP:
        return agenda_texts.STAYS_LISTED.format(short)
    owed = money.open_money(ctx.session, [customer_id], ctx.today).get(customer_id, NOTHING_OPEN)
    return agenda_texts.PAID.format(short, common.money(owed.overdue or owed.total), short)


def _put_off(ctx: Context, matter: Matter, number: int, action: Action, place: int) -> Reply:
    """3明天, 3转给韩梅 of a line that nobody set: it comes again on that day, or is a follow-up of the colleague's."""
    if matter not in NOTES:
        return Reply(agenda_texts.NOT_TO_HAND_OVER)
    if action.deed is Deed.HAND_OVER:
        handed = handing.task(ctx, _plan_of(ctx, matter, number, RecordKind.FOLLOWUP, ctx.today), action.to, place)
        return Reply(handed.text, pushes=handed.pushes)
    on = action.on or ctx.today + timedelta(days=action.clock is None)
    # A reminder and no follow-up: on its day the line itself says whether there is still anything to do.
    row = _write(ctx, _plan_of(ctx, matter, number, RecordKind.REMINDER, on, action.clock))
    changing.announce(ctx, row)
    return Reply(texts.set_(changing.names(ctx, row), changing.how_told(ctx, row)))


def _plan_of(ctx: Context, matter: Matter, number: int, kind: RecordKind, on: date, clock: time | None = None) -> Plan:
    """What a line that nobody set is written down as."""
    contact = ctx.directory.contacts[number] if matter is Matter.BIRTHDAY else None
    customer_id = contact.customer_id if contact is not None else number
    contact_id, name = (contact.id, contact.name) if contact is not None else (None, "")
    return Plan(kind, on, clock, customer_id, contact_id, name, NOTES[matter])


def _write(ctx: Context, plan: Plan) -> FollowUp:
    return followups.add(
        ctx.session, plan, person=ctx.person, message_id=ctx.message.id, said_at=ctx.message.sent_at, now=ctx.now
    )


def one(ctx: Context, source: Source, number: int, action: Action, place: int) -> Reply:
    """What one action does to one follow-up, reminder or next step."""
    if source is Source.VISIT:
        return _next_step(ctx, number, action, place)
    row = followups.find_own(ctx.session, number=number, person=ctx.person, directory=ctx.directory)
    if action.deed is Deed.OPEN:
        told = changing.names(ctx, row)
        over = row.state != FollowUpState.OPEN
        return Reply(texts.over(told, done=row.state == FollowUpState.DONE) if over else told, keep=True)
    if action.deed is Deed.HAND_OVER:
        handed = handing.follow_up(ctx, row, action.to, place)
        return Reply(handed.text, keep=True, pushes=handed.pushes)
    if row.person_id != ctx.person.id:
        raise NotYourRecord(number)
    if action.deed is Deed.MOVE:
        return changing.move(ctx, row, action.on, action.clock)
    if action.deed is Deed.END or (action.deed is Deed.DROP and not row.repeat):
        return changing.cancel(ctx, number)
    followups.finish(ctx.session, row, now=ctx.now)
    if not row.repeat:
        return Reply(texts.done(changing.names(ctx, row)))
    changing.announce(ctx, row)
    at = texts.when(row.due_on, row.due_clock, ctx.today)
    return Reply(texts.done_again(changing.names(ctx, row), at, number))


def _next_step(ctx: Context, number: int, action: Action, place: int) -> Reply:
    """The next step of a visit: moved, or taken off."""
    visit: Visit = records.find_changeable(ctx.session, number=number, person=ctx.person, directory=ctx.directory)
    customer = ctx.directory.customer(visit.customer_id).name
    if action.deed is Deed.OPEN:
        return Reply(changing.next_line(ctx, visit), keep=True)
    if action.deed is Deed.HAND_OVER:
        handed = handing.next_step(ctx, visit, action.to, place)
        return Reply(handed.text, keep=True, pushes=handed.pushes)
    if action.deed is Deed.MOVE:
        return changing.move_next(ctx, visit, action.on, action.clock)
    records.change_next(ctx.session, visit, on=None, clock=None, note="")
    return Reply(texts.next_done(customer, number))
