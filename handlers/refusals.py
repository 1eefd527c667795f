"""A refusal of one of several records is said in its place, and the others go on.

Only for steps that refuse before their first write, so that nothing has to be taken back.
"""

from __future__ import annotations

from collections.abc import Callable

from handlers.context import Context, Reply
from handlers.texts import errors
from models.errors import DomainError
from models.services.several import attempt


def replied(ctx: Context, step: Callable[[], Reply]) -> Reply:
    """What a step replies, or why it was refused."""
    fate = attempt(step)
    return Reply(errors.word(fate, ctx.directory)) if isinstance(fate, DomainError) else fate


def said(ctx: Context, step: Callable[[], str]) -> str:
    """What a step says, or why it was refused."""
    fate = attempt(step)
    return errors.word(fate, ctx.directory) if isinstance(fate, DomainError) else fate
