"""The table of what can be said: features register their handlers here, `handlers.build_router` joins them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from handlers.context import Context, Reply
from handlers.language.meaning import Intents

K = TypeVar("K")
Handler = Callable[[Context], Reply]


@dataclass
class Router:
    """A plain table of handlers; each feature owns one."""

    intents: dict[Intents, Handler] = field(default_factory=dict)
    answers: dict[str, Handler] = field(default_factory=dict)
    kinds: dict[str, Handler] = field(default_factory=dict)
    events: dict[str, Handler] = field(default_factory=dict)

    def intent(self, *names: Intents) -> Callable[[Handler], Handler]:
        """Register for what a text means."""
        return self._registrar(self.intents, names)

    def answer(self, *names: str) -> Callable[[Handler], Handler]:
        """Register for the answer to a question that was asked as `Reply(ask=name)`."""
        return self._registrar(self.answers, names)

    def kind(self, *names: str) -> Callable[[Handler], Handler]:
        """Register for messages that are no text: image, location, voice …"""
        return self._registrar(self.kinds, names)

    def event(self, *names: str) -> Callable[[Handler], Handler]:
        """Register for platform events by their name in lower case."""
        return self._registrar(self.events, names)

    def include(self, other: Router) -> None:
        """Take over all handlers of a feature.

        Raises:
            ValueError: two features want the same.
        """
        _join(self.intents, other.intents)
        _join(self.answers, other.answers)
        _join(self.kinds, other.kinds)
        _join(self.events, other.events)

    @staticmethod
    def _registrar(table: dict[K, Handler], names: Iterable[K]) -> Callable[[Handler], Handler]:
        def keep(handler: Handler) -> Handler:
            _join(table, dict.fromkeys(names, handler))
            return handler

        return keep


def _join(table: dict[K, Handler], more: dict[K, Handler]) -> None:
    twice = table.keys() & more.keys()
    if twice:
        raise ValueError(f"two handlers for {twice}")
    table.update(more)
