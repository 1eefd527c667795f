"""From a message to the one handler that answers it (`design.md` §3).

Order: a phrase that means one thing only (#128) → the answer to an open question, where the text can be one and its
handler takes it → the parsed intent → "没看懂" with guesses. A command that exists always beats an open question.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import groupby

from handlers.answers import ANSWERING
from handlers.context import Context, Reply
from handlers.language.meaning import Book, Intent, Intents, Situation, Speaker, Understanding
from handlers.language.topics import is_list
from handlers.routing import Router
from handlers.texts import errors, general
from models.errors import DomainError
from models.queries.ledger import was_told_numbers

Understand = Callable[[str, Situation, Book], Understanding]

MAY_ANSWER = ANSWERING | {Intents.NOT_YET}
"""What is shown to the handler of an open question first; everything else is a new command and beats it."""
DANGER = "danger"
"""What a text is about that would delete everything: nobody answers a question with it."""
_LONGEST_NUMBER = 2
SURE = 0.6
"""A command read with less confidence than this is shown to the handler of an open question first, too."""


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
            return self.router.kinds[context.message.kind](self._without_list(context))
        reply = self._answer_text(context)
        if not reply.text:
            # Whoever writes gets an answer; nothing of what was done without one may stay.
            raise RuntimeError("a text got no reply")
        return reply

    def word(self, error: DomainError, context: Context) -> str:
        """What the person reads for a fact that stopped a handler."""
        return errors.word(error, context.directory)

    def _answer_text(self, context: Context) -> Reply:
        text = context.text
        for recognises, phrased in self.router.phrases.items():
            if recognises(text):
                return phrased(context)
        asked = context.question.name if context.question is not None else ""
        speaker = Speaker(context.person.id, context.person.leads)
        understood = self.understand(text, Situation(context.message.sent_at, speaker, asked), self.book)
        context = context.read(understood.intents, self.book)
        reply = self._answer_question(context, understood)
        if reply is not None:
            return reply
        reply = self._obey(self._without_list(context), understood)
        last_word = self.router.last_words.get(asked)
        return reply if last_word is None or reply.keep else last_word(context, reply)

    def _answer_question(self, context: Context, understood: Understanding) -> Reply | None:
        """The reply to an answer; None when nothing is open or the text is a command."""
        if context.question is None or len(understood.intents) > 1:
            return None
        first, asked = understood.first, context.question.name
        if first.value("topic") == DANGER or (first.name is Intents.NOT_YET and is_list(context.text)):
            return None
        if first.name is Intents.CANCEL and asked in self.router.lists:
            return Reply(general.LIST_CLOSED)
        handler = self.router.answers.get(asked)
        if handler is None or not (
            first.confidence < SURE or first.name in MAY_ANSWER | self.router.takes.get(asked, frozenset())
        ):
            return None
        if asked not in self.router.lists and first.name is Intents.CHOOSE and self._is_overtaken(context):
            return Reply(general.WHICH_QUESTION, ask=asked, data=context.question.data)
        return handler(context)

    def _is_overtaken(self, context: Context) -> bool:
        """Whether a bare number may be meant for a list that was pushed after the question: it is asked once more."""
        question, said = context.question, context.text.strip()
        if question is None or not (said.isdecimal() and len(said) <= _LONGEST_NUMBER):
            return False
        about = {str(question.data[name]) for name in ("number", "message") if name in question.data}
        about |= self.router.told_by.get(question.name, frozenset())
        connection = context.session.connection()
        return was_told_numbers(connection, context.person.userid, question.asked_at, frozenset(about))

    def _without_list(self, context: Context) -> Context:
        """An open list asks nothing, so only its own handler has to know of it."""
        listing = context.question is not None and context.question.name in self.router.lists
        return replace(context, question=None) if listing else context

    def _obey(self, context: Context, understood: Understanding) -> Reply:
        if len(understood.intents) == 1:
            return self._run(context, understood.intents)
        return self._run_all(context, understood)

    def _run(self, context: Context, intents: tuple[Intent, ...]) -> Reply:
        handler = self.router.intents.get(intents[0].name) or self.router.intents[Intents.UNKNOWN]
        if intents is context.intents:
            return handler(context)
        return handler(replace(context, intent=intents[0], intents=intents))

    def _try(self, context: Context, intents: tuple[Intent, ...]) -> Reply:
        """One of several records: what is refused leaves nothing behind, and the others are kept all the same."""
        version = context.directory.version
        try:
            with context.session.begin_nested():
                return self._run(context, intents)
        except DomainError as fact:
            if context.directory.version != version:
                context.directory.forget()  # it may hold what was just rolled back
            return Reply(self.word(fact, context))

    def _run_all(self, context: Context, understood: Understanding) -> Reply:
        """Several records in one message: those of one kind go to their handler together, in their order."""
        known = [each for each in understood.intents if each.name is not Intents.UNKNOWN]
        if not known:
            return self._run(context, understood.intents)
        replies = [self._try(context, tuple(group)) for _name, group in groupby(known, key=lambda each: each.name)]
        last_asking = next((reply for reply in reversed(replies) if reply.ask), None)
        joined = Reply(
            general.join_answers([*(reply.text for reply in replies), *_not_read(context.text, understood)]),
            pushes=[push for reply in replies for push in reply.pushes],
        )
        return joined if last_asking is None else replace(joined, ask=last_asking.ask, data=last_asking.data)


def _not_read(text: str, understood: Understanding) -> list[str]:
    """第2行没看懂: the fate of the lines that nothing was made of, below those of the others."""
    return [
        general.line_not_read(text[: max(text.find(each.text), 0)].count("\n") + 1)
        for each in understood.intents
        if each.name is Intents.UNKNOWN
    ]
