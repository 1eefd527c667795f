"""The leader's word on a registration: 确认, 改派, 合作 (A11), and 同意 or 不同意 to one more renewal.

He answers by number to what he was told, or says the registration's number before: B0131 2 韩梅.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from handlers import lead_drafts, rights
from handlers.context import Context, Push, Reply
from handlers.language.meaning import Intents
from handlers.language.patterns import regex
from handlers.lead_sides import name_of
from handlers.routing import Router
from handlers.tellings import heard_by
from handlers.texts import appeals as appeal_texts
from handlers.texts import lead_renewals as renewal_texts
from handlers.texts import leads as texts
from models.directory import PersonCard
from models.errors import LeadNotYours, NotTheJudge
from models.rules.leads import Ruling
from models.rules.rights import Action
from models.schema import Appeal, Lead, RecordKind
from models.services import appeals, leads, records
from models.services import lead_renewals as renewal_service
from models.services.appeals import Ruled

router = Router()

DECIDE = "leads.decide"
RULINGS: Final = (Ruling.CONFIRM, Ruling.REASSIGN, Ruling.SHARE)
LONGEST: Final = 200
_NUMBER_SIGN: Final = regex(r"[#＃bBＢ]\s*\d")
_CHOICE: Final = r"(?P<choice>[123１２３]|确认(?:给他)?|改派(?:给)?|合作|同意|不同意|驳回)"
_WITH_NUMBER: Final = regex(
    rf"\s*(?:报备|申诉)?\s*[#＃bBＢ]\s*0*(?P<number>[1-9]\d{{0,8}})\s*[,，:：]?\s*{_CHOICE}(?:[\s,，。:：]+(?P<words>.*)|(?P<name>[一-鿿].*))?\s*",
    re.DOTALL,
)
_TURNED: Final = regex(
    rf"\s*{_CHOICE}\s*(?:给|让)?\s*(?:报备|申诉)?\s*[#＃bBＢ]\s*0*(?P<number>[1-9]\d{{0,8}})(?:[\s,，。:：]*(?P<words>.*))?\s*",
    re.DOTALL,
)
_BARE: Final = regex(rf"\s*{_CHOICE}(?:\s*$|[\s,，。:：]+(?P<words>.*)|(?P<name>[一-鿿].*))", re.DOTALL)
_INDEX: Final = {
    "1": 0, "2": 1, "3": 2, "１": 0, "２": 1, "３": 2, "确认": 0, "确认给他": 0, "改派": 1, "改派给": 1, "合作": 2,
    "同意": 0, "不同意": 1, "驳回": 1,
}  # fmt: skip


def names_number(text: str) -> bool:
    """Whether a text answers by the number of a registration or an appeal: B0131 1, 确认 B0131, 申诉#150 2."""
    if len(text) > LONGEST or _NUMBER_SIGN.search(text) is None:
        return False
    return (_WITH_NUMBER.fullmatch(text) or _TURNED.fullmatch(text)) is not None


@router.phrase(names_number)
def by_number(ctx: Context) -> Reply:
    """B0131 2 韩梅: what becomes of one registration, or of one appeal."""
    found = _WITH_NUMBER.fullmatch(ctx.text) or _TURNED.fullmatch(ctx.text)
    assert found is not None  # noqa: S101  (narrows the type: the phrase was recognised)
    said = found.groupdict()
    return decide(ctx, int(said["number"]), _INDEX[said["choice"]], (said.get("name") or said["words"] or "").strip())


@router.answer(DECIDE, takes=(Intents.LEAD_TRANSFER, Intents.ASSIGN))
def answered(ctx: Context) -> Reply | None:
    """1, 2 韩梅, 合作 韩梅: what he says of the one he was told of."""
    number = int(ctx.question.data["number"]) if ctx.question is not None else 0
    found = _BARE.fullmatch(ctx.text)
    if found is None:
        if ctx.intent.name not in (Intents.CHOOSE, Intents.CONFIRM, Intents.CANCEL):
            return None
        index = {Intents.CONFIRM: 0, Intents.CANCEL: 1}.get(ctx.intent.name)
        lead = ctx.session.get(Lead, number)
        if index is None or lead is None or lead.extension_asked_on is None:
            return None if ctx.intent.name is Intents.CANCEL else Reply(texts.DECIDE_AGAIN, keep=True)
        return decide(ctx, number, index, "")
    reply = decide(ctx, number, _INDEX[found["choice"]], (found["name"] or found["words"] or "").strip())
    if reply.ask or reply.keep:
        return reply
    return _next(ctx, reply)


def _next(ctx: Context, reply: Reply) -> Reply:
    """What waits for his ruling besides, below what he has just ruled."""
    waiting = appeals.list_to_rule(ctx.session, ctx.directory, ctx.person.id)
    if not waiting:
        return reply
    first = waiting[0]
    line = appeal_texts.waiting(first.number, name_of(ctx, first.customer_id), first.answer_due_on, ctx.today)
    return replace(reply, text=f"{reply.text}\n{line}", ask=DECIDE, data={"number": first.number})


def decide(ctx: Context, number: int, index: int, words: str) -> Reply:
    """Do what the leader says of a registration or an appeal.

    Args:
        ctx: of the message.
        number: of the record.
        index: which of the ways that he was offered.
        words: what he says beside: whom, and why.
    """
    record = records.peek(ctx.session, number)
    if record.kind == RecordKind.APPEAL:
        return _rule(ctx, number, index, words)
    if record.kind != RecordKind.LEAD:
        raise LeadNotYours(number)
    lead = leads.find_own(ctx.session, number, lead_drafts.act(ctx))
    if not may_grant(ctx, lead):
        raise LeadNotYours(number)
    if lead.extension_asked_on is not None:
        return _extend(ctx, number, index)
    if index > 0 and not words:
        return Reply(texts.WHO_WANTED, ask=DECIDE, data={"number": number})
    return _decide(ctx, number, RULINGS[index], words)


def may_grant(ctx: Context, lead: Lead) -> bool:
    """Whether the speaker decides on a registration: as the direct leader of whoever holds it."""
    return rights.may_towards(ctx, Action.RULE_ON, lead.person_id)


def _extend(ctx: Context, number: int, index: int) -> Reply:
    if index > 1:
        return Reply(renewal_texts.EXTENSION_AGAIN, keep=True)
    lead = renewal_service.answer_extension(ctx.session, number, lead_drafts.act(ctx), granted=index == 0)
    if index == 0:
        return granted(ctx, lead)
    name, told = name_of(ctx, lead.customer_id), heard_by(ctx, lead.person_id)
    pushes = [_extended(ctx, lead, name, agreed=False)] if told else []
    return Reply(renewal_texts.extension_refused(name, number, told), pushes=pushes)


def granted(ctx: Context, lead: Lead) -> Reply:
    """A protection goes on by the leader's word; its holder is told."""
    name, told = name_of(ctx, lead.customer_id), heard_by(ctx, lead.person_id)
    text = renewal_texts.extension_granted(name, lead.number, lead.protected_until, ctx.today, told)
    return Reply(text, pushes=[_extended(ctx, lead, name, agreed=True)] if told else [])


def _extended(ctx: Context, lead: Lead, name: str, *, agreed: bool) -> Push:
    text = renewal_texts.your_extension(
        ctx.person.name, name, lead.number, lead.protected_until, ctx.today, granted=agreed
    )
    return Push(lead.person_id, "lead_extended", f"lead_extended:{lead.number}:{ctx.message.id}", text)


def _decide(ctx: Context, number: int, ruling: Ruling, words: str) -> Reply:
    to, note = _whom(ctx, words) if ruling is not Ruling.CONFIRM else (None, words)
    if ruling is not Ruling.CONFIRM and to is None:
        return Reply(appeal_texts.whom_unknown(words), ask=DECIDE, data={"number": number})
    if to is not None and not _may_get(ctx, to):
        return Reply(appeal_texts.not_in_line(to.name), ask=DECIDE, data={"number": number})
    if to is not None and to.id == ctx.session.get_one(Lead, number).person_id:
        ruling, to = Ruling.CONFIRM, None  # 2 and the name of whoever has it: it stays with him
    act = lead_drafts.act(ctx)
    done = appeals.decide(ctx.session, number, ruling, act, to_id=to.id if to is not None else None, note=note)
    name, rep = name_of(ctx, done.customer_id), ctx.directory.people[done.owner_id]
    if done.to_id is None:
        push = Push(
            rep.id,
            "lead_confirmed",
            f"lead_confirmed:{number}",
            texts.your_lead_confirmed(ctx.person.name, number, name),
        )
        told = heard_by(ctx, rep.id)
        return Reply(texts.confirmed(number, name, rep.name, told), pushes=[push] if told else [])
    return Reply(_said(ctx, done, name), pushes=_told(ctx, done, name, number, note))


def _rule(ctx: Context, number: int, index: int, words: str) -> Reply:
    ruling = RULINGS[index]
    held = ctx.session.get_one(Appeal, number)
    judge_id = appeals.judge_of(ctx.directory, held)
    if judge_id != ctx.person.id and ctx.person.id not in (held.person_id, held.against_id):
        raise NotTheJudge(number, judge_id if ctx.directory.is_above(ctx.person.id, held.person_id) else None)
    to, note = _whom(ctx, words) if ruling is not Ruling.CONFIRM else (None, words)
    if to is not None and not (to.id == held.person_id or _may_get(ctx, to)):
        return Reply(appeal_texts.not_in_line(to.name), keep=True)
    appellant = ctx.directory.people[held.person_id]
    if ruling is not Ruling.CONFIRM and (to or appellant).id == appellant.id and not appellant.active:
        return Reply(appeal_texts.appellant_left(appellant.name), keep=True)
    if to is not None and to.id == held.against_id:
        ruling, to = Ruling.CONFIRM, None
    act = lead_drafts.act(ctx)
    done = appeals.rule(ctx.session, number, ruling, act, to_id=to.id if to is not None else None, note=note)
    name = name_of(ctx, done.customer_id)
    return Reply(_said(ctx, done, name), pushes=_told(ctx, done, name, number, note))


def _whom(ctx: Context, words: str) -> tuple[PersonCard | None, str]:
    """The colleague whom some words name, and the words beside."""
    named = [card for card in ctx.directory.people.values() if card.active and card.name in words]
    if not named:
        return None, words
    found = max(named, key=lambda card: len(card.name))
    note = words.replace(found.name, "", 1).strip(" ,，。:：给让")
    return found, note


def _may_get(ctx: Context, to: PersonCard) -> bool:
    """Whether a leader may give something to a colleague: himself, or somebody of his line."""
    return to.id == ctx.person.id or ctx.directory.is_above(ctx.person.id, to.id)


def _said(ctx: Context, done: Ruled, name: str) -> str:
    owner = ctx.directory.people[done.owner_id].name
    other_id = done.to_id if done.to_id is not None else (done.appeal.person_id if done.appeal is not None else None)
    other = ctx.directory.people[other_id].name if other_id is not None else ""
    number = done.appeal.number if done.appeal is not None else None
    told = heard_by(ctx, done.owner_id, done.to_id, done.appeal.person_id if done.appeal is not None else None)
    return appeal_texts.ruled(done.ruling, name, owner, other, number, told)


def _awarded(ctx: Context, done: Ruled) -> str:
    if done.award is None:
        return ""
    return appeal_texts.awarded(done.award.number, done.award.protected_until, ctx.today)


def _told(ctx: Context, done: Ruled, name: str, number: int, note: str) -> list[Push]:
    """Both sides are told, and whoever got it if that is a third."""
    involved = [done.owner_id, done.to_id, done.appeal.person_id if done.appeal is not None else None]
    people = ctx.directory.people
    pushes = []
    for found in dict.fromkeys(one for one in involved if one is not None and heard_by(ctx, one)):
        text = appeal_texts.your_ruling(
            done.ruling,
            name,
            leader=ctx.person.name,
            is_owner=found == done.owner_id,
            gets=found == done.to_id,
            taker=people[done.to_id].name if done.to_id is not None else "",
            note=note,
            award=_awarded(ctx, done),
        )
        pushes.append(Push(found, "ruling", f"ruling:{number}:{ctx.message.id}:{found}", text))
    return pushes
