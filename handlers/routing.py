"""The table of what can be said: features register their handlers here, `handlers.build_router` joins them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from handlers.context import Context, Reply
from handlers.language.meaning import Intents

K = TypeVar("K")
V = TypeVar("V")
Handler = Callable[[Context], Reply]
Answerer = Callable[[Context], "Reply | None"]
"""Handles the answer to a question; None says that the text is no answer to it, so that it is taken as a command."""
LastWord = Callable[[Context, Reply], Reply]
"""Gets the reply to the command that beat its question, and says what becomes of what was asked about."""


@dataclass
class Router:
    """A plain table of handlers; each feature owns one.

    Attributes:
        intents: by what a text means.
        answers: by the name of the question.
        takes: by the name of the question, what its handler sees first beyond plain answers.
        told_by: by the name of the question, the kinds of pushes that ask it again: their numbers are its numbers.
        lists: names in `answers` of open lists: they can be answered, but nobody waits for that.
        last_words: by the name of the question.
        phrases: recognisers of texts that are commands whatever is open, with their handlers.
        kinds: of messages that are no text.
        events: by their name.
    """

    intents: dict[Intents, Handler] = field(default_factory=dict)
    answers: dict[str, Answerer] = field(default_factory=dict)
    takes: dict[str, frozenset[Intents]] = field(default_factory=dict)
    told_by: dict[str, frozenset[str]] = field(default_factory=dict)
    lists: set[str] = field(default_factory=set)
    last_words: dict[str, LastWord] = field(default_factory=dict)
    phrases: dict[Callable[[str], bool], Handler] = field(default_factory=dict)
    kinds: dict[str, Handler] = field(default_factory=dict)
    events: dict[str, Handler] = field(default_factory=dict)

    def intent(self, *names: Intents) -> Callable[[Handler], Handler]:
        """Register for what a text means."""
        return self._registrar(self.intents, names)

    def answer(
        self, *names: str, listing: bool = False, takes: Iterable[Intents] = (), told_by: Iterable[str] = ()
    ) -> Callable[[Answerer], Answerer]:
        """Register for the answer to a question that was asked as `Reply(ask=name)`.

        Args:
            names: of the questions.
            listing: what is open is a list whose lines can be opened, not a question.
            takes: commands that may belong to the question (写错了 是东吴); the handler sees them first.
            told_by: kinds of pushes that ask it again.
        """
        _join(self.takes, dict.fromkeys(names, frozenset(takes)))
        _join(self.told_by, dict.fromkeys(names, frozenset(told_by)))
        if listing:
            self.lists.update(names)
        return self._registrar(self.answers, names)

    def last_word(self, *names: str) -> Callable[[LastWord], LastWord]:
        """Register for a question that a new command beats and leaves without an answer."""
        return self._registrar(self.last_words, names)

    def phrase(self, recognises: Callable[[str], bool]) -> Callable[[Handler], Handler]:
        """Register for texts that mean one thing only, whatever is open."""
        return self._registrar(self.phrases, (recognises,))

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
        _join(self.takes, other.takes)
        _join(self.told_by, other.told_by)
        self.lists |= other.lists
        _join(self.last_words, other.last_words)
        _join(self.phrases, other.phrases)
        _join(self.kinds, other.kinds)
        _join(self.events, other.events)

    @staticmethod
    def _registrar(table: dict[K, V], names: Iterable[K]) -> Callable[[V], V]:
        def keep(handler: V) -> V:
            _join(table, dict.fromkeys(names, handler))
            return handler

        return keep


def _join(table: dict[K, V], more: dict[K, V]) -> None:
    twice = table.keys() & more.keys()
    if twice:
        raise ValueError(f"two handlers for {twice}")
    table.update(more)
