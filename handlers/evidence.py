"""Places and pictures: what backs a visit; and what is said to the kinds of message that cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from handlers import choices
from handlers.answers import is_aside, pick
from handlers.context import Context, Push, Reply
from handlers.language.meaning import CustomerMention, Intents
from handlers.routing import Router
from handlers.texts import evidence as texts
from handlers.texts import privacy as privacy_texts
from models.directory import CustomerCard, Directory
from models.queries import visits as queries
from models.rules import nearness as ground
from models.rules.quiet import quiet_of
from models.schema import Nearness
from models.services import consents, customer_points, evidence
from models.services import photos as pictures
from models.services.evidence import Attached, Evidence, Line, Sent
from models.services.photos import Picture, Settled

router = Router()

CONSENT = "privacy.position"
WHICH = "evidence.which"
MOVED = "evidence.moved"

OFFERED = 6


@dataclass(frozen=True, slots=True)
class Position:
    """A place as it was sent, in JSON values, so that it can wait for the consent in the dialog and nowhere else."""

    message_id: int
    latitude: float
    longitude: float
    label: str
    sent_at: str


@router.kind("location")
def location(ctx: Context) -> Reply:
    """A place: taken by day and with the person's consent only (`product.md` P2, P3)."""
    message = ctx.message
    if (
        message.latitude is None
        or message.longitude is None
        or not ground.is_position(message.latitude, message.longitude)
    ):
        return Reply(texts.PLACE_UNREADABLE, keep=True)
    if quiet_of(ctx.directory.terms, ctx.today).covers(message.sent_at):
        return Reply(texts.PLACE_QUIET, keep=True)
    position = Position(message.id, message.latitude, message.longitude, message.label, message.sent_at.isoformat())
    if consents.is_given(ctx.session, person_id=ctx.person.id):
        return keep_position(ctx, position)
    return Reply(
        privacy_texts.POSITION_CONSENT,
        ask=CONSENT,
        data={"position": asdict(position), "behind": _behind(ctx)},
    )


def keep_position(ctx: Context, position: Position) -> Reply:
    """Write a place down; the person has agreed to that."""
    kept = evidence.add_place(
        ctx.session,
        Sent(ctx.person.id, position.message_id, datetime.fromisoformat(position.sent_at)),
        latitude=position.latitude,
        longitude=position.longitude,
        label=position.label,
        directory=ctx.directory,
    )
    if kept.attached is not None:
        return _place_attached(ctx, kept.attached)
    if kept.choices and _may_ask(ctx):
        return _ask_which(ctx, kept.choices, places=[kept.id])
    return Reply(texts.PLACE_WAITS, keep=True)


@router.kind("image")
def image(ctx: Context) -> Reply:
    """A picture: backs the nearest visit, or waits for one."""
    message = ctx.message
    kept = pictures.add(
        ctx.session,
        Sent(ctx.person.id, message.id, message.sent_at),
        channel=message.channel,
        media_id=message.media_id,
        picture=message.photo,
        directory=ctx.directory,
    )
    aside = _photo_aside(ctx, kept.id)
    if kept.attached is not None:
        number, customer = kept.attached.number, ctx.directory.customer(kept.attached.customer_id).short
        if kept.same_as is not None:
            return Reply(texts.photo_repeated(number, customer, kept.same_as) + aside, keep=True)
        return Reply(texts.photo_attached(number, customer, kept.attached.evidence) + aside, keep=True)
    repeated = "" if kept.same_as is None else texts.photo_repeated(0, "", kept.same_as) + "\n"
    if kept.choices and _may_ask(ctx):
        asked = _ask_which(ctx, kept.choices, photos=[kept.id])
        return replace(asked, text=f"{repeated}{asked.text}{aside}")
    return Reply(f"{repeated}{texts.PHOTO_WAITS}{aside}", keep=True)


@router.answer(WHICH, takes=(Intents.RECORD_CHANGE,))
def which(ctx: Context) -> Reply | None:
    """To which visit the places and photos belong that came alone."""
    if ctx.question is None:
        return Reply(texts.NOT_ATTACHED)
    if ctx.intent.name is Intents.RECORD_CHANGE and choices.corrected(ctx.text) is None:
        return None
    data = ctx.question.data
    photos, places, numbers = list(data["photos"]), list(data["places"]), list(data["numbers"])
    cards = [ctx.directory.customer(customer_id) for customer_id in data["customers"]]
    options = [(card.short, card.name, *card.aliases) for card in cards]
    nowhere = (texts.NOWHERE, "都不记", "都不是", "不用记")
    chosen = pick(ctx, [*options, nowhere], no=len(options))
    if chosen is None:
        chosen = _spoken_of(ctx, data["customers"])
    if chosen is None and is_aside(ctx):
        return None
    if chosen is None:
        if data.get("again"):
            return Reply(texts.PHOTO_WAITS if photos else texts.PLACE_WAITS)
        question = texts.which_again(len(photos), len(places), [card.short for card in cards])
        return Reply(question, ask=WHICH, data={**data, "again": True})
    if chosen == len(options):
        evidence.drop(ctx.session, places=places, photos=photos)
        return Reply(texts.NOT_ATTACHED)
    attached = evidence.attach(
        ctx.session, number=numbers[chosen], directory=ctx.directory, places=places, photos=photos
    )
    return _chosen(ctx, attached, len(photos), len(places))


def _spoken_of(ctx: Context, offered: Sequence[int]) -> int | None:
    """The one offered visit whose customer a caption names: 这是东吴的门头."""
    mention: CustomerMention | None = ctx.intent.value("customer")
    if mention is None or len(mention.ids) != 1 or choices.asks(ctx.text) or choices.corrected(ctx.text) is not None:
        return None
    return offered.index(mention.ids[0]) if offered.count(mention.ids[0]) == 1 else None


def waits(ctx: Context) -> bool:
    """Whether places or pictures that came alone a moment ago belong to no visit yet."""
    places, photos = evidence.find_waiting(ctx.session, person_id=ctx.person.id, at=ctx.message.sent_at)
    return bool(places or photos)


def attach_waiting(ctx: Context, customer_id: int) -> Reply | None:
    """Put what came alone to today's visit at a customer who was named afterwards; None where that cannot be."""
    places, photos = evidence.find_waiting(ctx.session, person_id=ctx.person.id, at=ctx.message.sent_at)
    standing = queries.find_standing(ctx.session, person_id=ctx.person.id, customer_id=customer_id, day=ctx.today)
    if not standing.same_day or not (places or photos):
        return None
    attached = evidence.attach(
        ctx.session, number=standing.same_day[-1].number, directory=ctx.directory, places=places, photos=photos
    )
    return _chosen(ctx, attached, len(photos), len(places))


@router.answer(MOVED)
def moved(ctx: Context) -> Reply | None:
    """Whether the customer has moved to where the place was sent from."""
    chosen = pick(ctx, [(option,) for option in texts.MOVED_CHOICES], yes=0, no=1)
    if ctx.question is None or chosen == 1:
        return Reply(texts.POINT_STAYS)
    if chosen is None and is_aside(ctx):
        return None
    if chosen is None:
        return Reply(texts.moved(ctx.question.data["metres"]), ask=MOVED, data=ctx.question.data)
    done = customer_points.move_point(
        ctx.session, customer_id=ctx.question.data["customer"], place_id=ctx.question.data["place"]
    )
    return Reply(texts.POINT_MOVED if done else texts.POINT_GONE)


@router.kind("voice")
def voice(_ctx: Context) -> Reply:
    """WeCom gives no transcript to apps (`wecom.md` §3.1)."""
    return Reply(texts.VOICE, keep=True)


@router.kind("video")
def video(_ctx: Context) -> Reply:
    """Nothing is kept of a video."""
    return Reply(texts.VIDEO, keep=True)


@router.kind("link")
def link(_ctx: Context) -> Reply:
    """Nothing is kept of a link."""
    return Reply(texts.LINK, keep=True)


def photo_fetched(session: Session, directory: Directory, *, photo_id: int, stored: Picture) -> Push | None:
    """A pending photo's bytes have come; what its sender must be told, if anything.

    Args:
        session: a unit of work.
        directory: the company in memory.
        photo_id: the photo's row.
        stored: the picture.
    """
    settled = pictures.settle_stored(session, photo_id=photo_id, stored=stored)
    if settled is None or settled.number is None or settled.same_as is None:
        return None
    text = texts.photo_repeated_later(settled.number, _short(directory, settled), settled.same_as, settled.evidence)
    return Push(settled.person_id, "photo_repeated", f"photo_repeated:{photo_id}", text)


def photo_gone(session: Session, directory: Directory, *, photo_id: int) -> Push | None:
    """A pending photo's bytes can never be had; what its sender must be told, if anything."""
    settled = pictures.settle_lost(session, photo_id=photo_id)
    if settled is None:
        return None
    text = texts.photo_lost(settled.number, _short(directory, settled), settled.evidence)
    return Push(settled.person_id, "photo_lost", f"photo_lost:{photo_id}", text)


def _short(directory: Directory, settled: Settled) -> str:
    return directory.customer(settled.customer_id).short if settled.customer_id is not None else ""


def _photo_aside(ctx: Context, photo_id: int) -> str:
    fetching = [texts.PHOTO_FETCHING] if ctx.message.photo is None else []
    first = pictures.is_first(ctx.session, person_id=ctx.person.id, photo_id=photo_id)
    lines = [*fetching, *([texts.PHOTO_MANNERS] if first else [])]
    return "".join(f"\n{line}" for line in lines)


def _place_attached(ctx: Context, attached: Attached) -> Reply:
    card = ctx.directory.customer(attached.customer_id)
    found = attached.evidence
    if found.point_set:
        text = texts.place_attached(attached.number, card.short, found)
        return Reply(f"{text}\n{texts.point_set(card.short)}", keep=True)
    if found.nearness != Nearness.BEYOND or found.distance_m is None:
        return Reply(texts.place_attached(attached.number, card.short, found), keep=True)
    text = texts.place_attached(attached.number, card.short, replace(found, distance_m=None))
    return _beyond(ctx, text, card, found, found.distance_m)


def _beyond(ctx: Context, text: str, card: CustomerCard, found: Evidence, metres: int) -> Reply:
    """The place does not fit; whoever runs the customer is asked whether he has moved."""
    if not _runs(ctx, card) or not _may_ask(ctx):
        return Reply(f"{text}\n{texts.beyond(metres)}", keep=True)
    data = {"customer": card.id, "place": found.place_id, "metres": metres}
    return Reply(f"{text}\n{texts.moved(metres)}", ask=MOVED, data=data)


def _runs(ctx: Context, card: CustomerCard) -> bool:
    if card.owner_id is None or card.owner_id == ctx.person.id:
        return True
    return ctx.directory.is_above(ctx.person.id, card.owner_id)


def _chosen(ctx: Context, attached: Attached, photos: int, places: int) -> Reply:
    card = ctx.directory.customer(attached.customer_id)
    if not attached.counted:
        return Reply(texts.attached_late(photos, places, attached.number, card.short, attached.evidence))
    if places:
        return _place_attached(ctx, attached)
    if not attached.evidence.photos:
        return Reply(texts.photo_chosen_repeated(attached.number, card.short))
    return Reply(texts.photo_attached(attached.number, card.short, attached.evidence, photos))


def _may_ask(ctx: Context) -> bool:
    """Another open question may hold a visit that is not written yet; it must not be lost to a picture."""
    return ctx.question is None or ctx.question.name in (WHICH, MOVED)


def _behind(ctx: Context) -> dict[str, Any] | None:
    if ctx.question is None or ctx.question.name in (WHICH, MOVED):
        return None
    if ctx.question.name == CONSENT:
        before: dict[str, Any] | None = ctx.question.data.get("behind")
        return before
    return {"ask": ctx.question.name, "data": dict(ctx.question.data)}


def _ask_which(ctx: Context, lines: Sequence[Line], *, photos: Sequence[int] = (), places: Sequence[int] = ()) -> Reply:
    """Ask once for all that came alone, not once for each picture."""
    before = ctx.question.data if ctx.question is not None and ctx.question.name == WHICH else {}
    data = {
        "photos": [*before.get("photos", ()), *photos],
        "places": [*before.get("places", ()), *places],
        "numbers": [line.number for line in lines[-OFFERED:]],
        "customers": [line.customer_id for line in lines[-OFFERED:]],
    }
    names = [ctx.directory.customer(customer_id).short for customer_id in data["customers"]]
    return Reply(texts.which_visit(len(data["photos"]), len(data["places"]), names), ask=WHICH, data=data)
