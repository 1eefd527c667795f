"""From a message to the one handler that answers it (`design.md` §3).

Order: what closes or takes back (取消, 撤销, 帮助) → a command → the answer to an open question → the parsed intent →
"没看懂" with guesses. A new command always beats an open question.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import groupby

from handlers.context import Context, Reply
from handlers.language.meaning import Book, Intent, Intents, Situation, Speaker, Understanding
from handlers.routing import Router
from handlers.texts import errors, general
from models.errors import DomainError

Understand = Callable[[str, Situation, Book], Understanding]

ANSWERS = frozenset({Intents.CHOOSE, Intents.CONFIRM, Intents.CANCEL, Intents.UNKNOWN})
"""What can be the answer to a question; everything else is a new command and beats it."""
SURE = 0.6
"""A command read with less confidence than this is taken as the answer while a question is open."""


@dataclass(frozen=True, slots=True)
class Switchboard:
    """Finds the handler and runs it.

    Attributes:
        router: all handlers.
        understand: the parser.
        book: the names that the parser knows.
    """

    router: Router
    understand: Understand
    book: Book

    def answer(self, context: Context) -> Reply:
        """The reply to one message.

        Raises:
            DomainError: a fact that stops it; `word` turns it into a text.
        """
        if context.message.kind == "event":
            handler = self.router.events.get(context.message.event)
            return Reply("", keep=True) if handler is None else handler(context)
        if context.message.kind != "text":
            return self.router.kinds[context.message.kind](context)
        return self._answer_text(context)

    def word(self, error: DomainError, context: Context) -> str:
        """What the person reads for a fact that stopped a handler."""
        return errors.WORDINGS[type(error)](error, context.directory)

    def _answer_text(self, context: Context) -> Reply:
        asked = context.question.name if context.question is not None else ""
        speaker = Speaker(context.person.id, context.person.leads)
        understood = self.understand(context.text, Situation(context.message.sent_at, speaker, asked), self.book)
        context = replace(context, intent=understood.first, intents=understood.intents)
        if context.question is not None and self._answers_question(understood):
            handler = self.router.answers.get(asked)
            if handler is not None:
                return handler(context)
        if len(understood.intents) == 1:
            return self._run(context, understood.intents)
        return self._run_all(context, understood)

    @staticmethod
    def _answers_question(understood: Understanding) -> bool:
        first = understood.first
        return len(understood.intents) == 1 and (first.name in ANSWERS or first.confidence < SURE)

    def _run(self, context: Context, intents: tuple[Intent, ...]) -> Reply:
        handler = self.router.intents.get(intents[0].name) or self.router.intents[Intents.UNKNOWN]
        return handler(replace(context, intent=intents[0], intents=intents))

    def _run_all(self, context: Context, understood: Understanding) -> Reply:
        """Several records in one message: those of one kind go to their handler together, in their order."""
        replies = [
            self._run(context, tuple(group)) for _name, group in groupby(understood.intents, key=lambda each: each.name)
        ]
        last_asking = next((reply for reply in reversed(replies) if reply.ask), None)
        joined = Reply(
            general.join_answers([reply.text for reply in replies]),
            pushes=[push for reply in replies for push in reply.pushes],
        )
        return joined if last_asking is None else replace(joined, ask=last_asking.ask, data=last_asking.data)
