"""What people agree to, what they are told, and what of a message is not kept (`product.md` P2, P3, P24)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from handlers import choices
from handlers.answers import SHOWN, is_aside, pick
from handlers.context import Context, OpenQuestion, Reply
from handlers.evidence import CONSENT, Position, keep_position
from handlers.language.meaning import Intents
from handlers.routing import Router
from handlers.texts import privacy as texts
from models.rules.evidence import WINDOW
from models.rules.masking import without_identity
from models.services import consents, positions
from models.times import shanghai_day

router = Router()

FORGET = "privacy.forget"

_POSITION_FIELDS = frozenset(
    {
        "latitude",
        "longitude",
        "label",
        "precision",
        "scale",
        "location_x",
        "location_y",
        "poiname",
        "sendlocationinfo",
    }
)
_FORGET_WORDS = ("删", "清")
_NOTICE_WORDS = ("说明", "政策", "保留期", "隐私")


def introduction(session: Session, *, person_id: int, now: datetime) -> str | None:
    """The notice of what is kept, above the first reply a person ever gets; None afterwards (`product.md` P24).

    Args:
        session: in the transaction of that reply.
        person_id: who is told.
        now: instant (UTC).
    """
    told = consents.introduce(session, person_id=person_id, text_version=texts.INTRODUCTION_VERSION, now=now)
    return texts.INTRODUCTION if told else None


def scrub(kind: str, payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the inbox keeps of a handled message: no place, and no identity or bank card number (`product.md` P3, P7).

    Args:
        kind: of the message.
        payload: as the channel gave it.
    """
    if kind == "text":
        kept = without_identity(payload.get("text", ""))
        return payload if kept == payload.get("text", "") else {**payload, "text": kept}
    if kind not in ("location", "event"):
        return payload
    return {name: value for name, value in payload.items() if name.lower() not in _POSITION_FIELDS}


@router.intent(Intents.CONSENT_GIVE)
def give(ctx: Context) -> Reply:
    """同意定位: also answers the question with the place that waits for it."""
    if ctx.question is not None and ctx.question.name == CONSENT:
        return _agree(ctx)
    given = consents.give(
        ctx.session,
        person_id=ctx.person.id,
        text_version=texts.POSITION_CONSENT_VERSION,
        now=ctx.now,
    )
    return Reply(texts.CONSENT_GIVEN if given else texts.CONSENT_STANDS, keep=True)


@router.intent(Intents.CONSENT_WITHDRAW)
def withdraw(ctx: Context) -> Reply:
    """不同意定位, 撤回定位同意: one message, at any time, without a question back."""
    if ctx.question is not None and ctx.question.name == CONSENT:
        return _refuse(ctx)
    ended = consents.withdraw(ctx.session, person_id=ctx.person.id, now=ctx.now)
    return Reply(texts.CONSENT_WITHDRAWN if ended else texts.CONSENT_NONE, keep=True)


@router.answer(CONSENT)
def answer(ctx: Context) -> Reply | None:
    """同意 or 不同意, to the first place a person sends."""
    chosen = pick(ctx, [(option,) for option in texts.CONSENT_CHOICES], yes=0, no=1)
    if chosen is None and is_aside(ctx):
        return None
    if chosen is None:
        return Reply(texts.CONSENT_WHY if choices.asks(ctx.text) else texts.CONSENT_AGAIN, keep=True)
    return _agree(ctx) if chosen == 0 else _refuse(ctx)


@router.last_word(CONSENT)
def ask_on(ctx: Context, reply: Reply) -> Reply:
    """A place waits for the consent and something else was said: it is asked again, unless it is too late for that."""
    if ctx.question is None or ctx.intent.name in (Intents.CONSENT_GIVE, Intents.CONSENT_WITHDRAW):
        return reply
    position = ctx.question.data["position"]
    age = ctx.message.sent_at - datetime.fromisoformat(position["sent_at"])
    if reply.ask or age > WINDOW:
        return replace(reply, text=f"{reply.text}\n{texts.POSITION_NOT_KEPT}")
    # What was open behind it has been beaten, too.
    data = {"position": position, "behind": None}
    return replace(reply, text=f"{reply.text}\n{texts.POSITION_STILL_ASKED}", ask=CONSENT, data=data)


@router.intent(Intents.PRIVACY)
def privacy(ctx: Context) -> Reply:
    """我的数据, 隐私说明, 删掉我的定位."""
    if any(word in ctx.text for word in _FORGET_WORDS):
        return _ask_forget(ctx)
    if any(word in ctx.text for word in _NOTICE_WORDS):
        return Reply(texts.NOTICE, keep=True)
    held = consents.find_held(ctx.session, person_id=ctx.person.id)
    oldest, consent_at, told_at = held.oldest_position_at, held.consent_at, held.told_at
    text = texts.held(
        records=held.records,
        photos=held.photos,
        positions=held.positions,
        cleared_on=shanghai_day(oldest + positions.RAW_KEPT) if oldest is not None else None,
        consented=texts.agreed(shanghai_day(consent_at), held.consent_text, ctx.today) if consent_at else "",
        told=texts.told(shanghai_day(told_at), held.told_text, ctx.today) if told_at else "",
        today=ctx.today,
    )
    return Reply(text, keep=True)


@router.answer(FORGET)
def forget(ctx: Context) -> Reply | None:
    """Whether the person's positions are really to go."""
    chosen = pick(ctx, [(option,) for option in texts.FORGET_CHOICES], yes=0, no=1)
    if chosen is None and is_aside(ctx):
        return None
    if chosen is None:
        return Reply(texts.FORGET_UNCLEAR, keep=True)
    if chosen == 1:
        return Reply(texts.FORGET_KEPT)
    cleared = positions.forget(ctx.session, now=ctx.now, person_id=ctx.person.id)
    return Reply(texts.forgotten(cleared))


def _ask_forget(ctx: Context) -> Reply:
    positions = consents.find_held(ctx.session, person_id=ctx.person.id).positions
    if not positions:
        return Reply(texts.FORGET_NONE, keep=True)
    return Reply(texts.forget_question(positions), ask=FORGET)


def _agree(ctx: Context) -> Reply:
    consents.give(
        ctx.session,
        person_id=ctx.person.id,
        text_version=texts.POSITION_CONSENT_VERSION,
        now=ctx.now,
    )
    question = ctx.question
    if question is None or not question.data.get("position"):
        return Reply(texts.CONSENT_GIVEN)
    behind = question.data.get("behind")
    before = OpenQuestion(behind["ask"], behind["data"], question.asked_at) if behind else None
    return _resume(ctx, keep_position(replace(ctx, question=before), Position(**question.data["position"])))


def _refuse(ctx: Context) -> Reply:
    return _resume(ctx, Reply(texts.CONSENT_REFUSED))


def _resume(ctx: Context, reply: Reply) -> Reply:
    """Go back to the question that was open when the place came, unless a new one has been asked."""
    behind = ctx.question.data.get("behind") if ctx.question is not None else None
    if reply.ask or not behind:
        return Reply(reply.text, ask=reply.ask, data=reply.data)
    shown = str(behind["data"].get(SHOWN, ""))
    return Reply(f"{reply.text}\n{texts.still_asked(shown)}", ask=behind["ask"], data=behind["data"])
