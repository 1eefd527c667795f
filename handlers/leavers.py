"""停用 李雷, 启用 李雷: whoever has left can do nothing more, and comes back by a word (`product.md` B5, P13)."""

from __future__ import annotations

from typing import Final

from handlers import asking, rights
from handlers.context import Context, Push, Reply
from handlers.language.patterns import regex
from handlers.language.people import SURNAMES
from handlers.routing import Router
from handlers.tellings import heard_by
from handlers.texts import leavers as texts
from handlers.texts import ownership as ownership_texts
from models.directory import PersonCard
from models.rules.rights import Action
from models.services import people

router = Router()

SURE: Final = "leavers.sure"
PUSH: Final = "person_left"
_LONGEST: Final = 24
_CALLED: Final = rf"[小老阿{''.join(sorted(SURNAMES))}][一-鿿]{{1,3}}?"
_NAME: Final = rf"{_CALLED}|[A-Za-z][A-Za-z .]{{1,14}}"
_ASKED: Final = regex(
    rf"\s*(?:请|帮我|把)*(?P<verb>停用|禁用|启用|恢复启用)\s*(?P<name>{_NAME})(?:的?账号)?[了吧。!！]*\s*"
    rf"|\s*(?:请|帮我|把)*(?P<before>{_CALLED})(?:的?账号)?(?P<behind>停用|禁用|启用)[了吧。!！]*\s*"
)


def says_so(text: str) -> bool:
    """Whether a text stops somebody's account or opens it again."""
    return len(text) <= _LONGEST and _ASKED.fullmatch(text) is not None


@router.phrase(says_so)
def stop_or_start(ctx: Context) -> Reply:
    """Ask before an account is stopped; open it again at once."""
    said = _ASKED.fullmatch(ctx.text)
    name, verb = (said["name"] or said["before"], said["verb"] or said["behind"]) if said is not None else ("", "")
    found = [card for card in ctx.directory.people.values() if card.name == name.strip()]
    if not found:
        return Reply(ownership_texts.nobody_called(name), keep=True)
    if len(found) > 1:
        return Reply(texts.which(name), keep=True)
    person, starts = found[0], "启用" in verb
    if not _may(ctx, person):
        return Reply(texts.not_yours(person.name, _who_may(ctx, person)), keep=True)
    if person.active == starts:
        return Reply(texts.already(person.name, active=starts), keep=True)
    if starts:
        people.set_active(ctx.session, person.id, active=True)
        return Reply(texts.back(person.name), keep=True)
    led = [card.name for card in ctx.directory.reports_of(person.id)]
    options = [asking.Option(word, word) for word in (texts.STOP, texts.KEEP)]
    return asking.ask(SURE, texts.sure(person.name, _customers(ctx, person), led), options, {"person": person.id})


@router.answer(SURE)
def stop(ctx: Context) -> Reply | None:
    """The yes: from the next message on he is a stranger, and his leader is told."""
    taken = asking.taken(ctx, yes=0)
    if not isinstance(taken, asking.Taken):
        return taken
    if taken.value == texts.KEEP:
        return Reply(texts.KEPT)
    person = ctx.directory.people[int(taken.waiting["person"])]
    if not _may(ctx, person):
        return Reply(texts.not_yours(person.name, _who_may(ctx, person)))
    if not people.set_active(ctx.session, person.id, active=False):
        return Reply(texts.already(person.name, active=False))
    count = _customers(ctx, person)
    told = heard_by(ctx, person.manager_id)
    text = texts.told(ctx.person.name, person.name, count)
    pushes = [Push(person.manager_id or 0, PUSH, f"{PUSH}:{person.id}:{ctx.message.id}", text)] if told else []
    return Reply(texts.stopped(person.name, count, told), pushes=pushes)


def _may(ctx: Context, person: PersonCard) -> bool:
    """His direct leader, and whoever may change the rules; nobody his own or that of somebody above him."""
    if person.id == ctx.person.id or ctx.directory.is_above(person.id, ctx.person.id):
        return False
    return rights.changes_terms(ctx) or rights.may_towards(ctx, Action.HAND_OVER, person.id)


def _who_may(ctx: Context, person: PersonCard) -> list[str]:
    leader = ctx.directory.people.get(person.manager_id or 0)
    who = [leader] if leader is not None and leader.active else []
    who += [card for card in ctx.directory.administrators() if card not in who]
    return [card.name for card in who if card.id not in (ctx.person.id, person.id)]


def _customers(ctx: Context, person: PersonCard) -> int:
    return len(ctx.directory.owned_by(person.id))
