"""Several at once, each on its own: a refusal of one does not stop the others."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from models.errors import DomainError

P = ParamSpec("P")
T = TypeVar("T")


def attempt(step: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | DomainError:
    """What becomes of one of several: what the step gives, or what stops it.

    Only for steps that refuse before their first write, so that nothing has to be taken back.

    Args:
        step: the use case.
        args, kwargs: what it takes.
    """
    try:
        return step(*args, **kwargs)
    except DomainError as fact:
        return fact
