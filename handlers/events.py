"""What the platform reports: people who come in, open the chat, or press a menu."""

from __future__ import annotations

from handlers import help as helping
from handlers.context import Context, Reply
from handlers.routing import Router
from handlers.texts import help as texts

router = Router()


@router.event("subscribe")
def subscribe(ctx: Context) -> Reply:
    """Somebody has come into the app's visible scope."""
    return Reply(texts.hello(ctx.person.name), keep=True)


@router.event("click")
def click(ctx: Context) -> Reply:
    """A menu button; there is no menu of ours yet, so any key shows the help."""
    return helping.help_(ctx)


@router.event("enter_agent", "unsubscribe", "view", "location", "location_select")
def silence(_ctx: Context) -> Reply:
    """Fires often or is no talk at all; a position that nobody sent on purpose is not taken (`product.md` P1)."""
    return Reply("", keep=True)
