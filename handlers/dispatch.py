"""From a message to the one handler that answers it (`design.md` §3).

Order: a phrase that means one thing only (#128) → the answer to an open question, where the text can be one and its
handler takes it → the parsed intent → "没看懂" with guesses. A command that exists always beats an open question.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from itertools import groupby

from handlers import choices, impossible, record_names, tellings, threads
from handlers.answers import ANSWERING, READING, SHOWN
from handlers.context import Context, OpenQuestion, Reply
from handlers.language.meaning import Book, CustomerMention, Intent, Intents, Situation, Speaker, Understanding
from handlers.language.patterns import regex
from handlers.language.topics import is_list
from handlers.routing import Router
from handlers.texts import errors, general
from models.errors import DomainError
from models.queries.ledger import was_told_numbers
from models.services.dialogs import LEFT_ALONE
from models.services.inbox import is_from_before

Understand = Callable[[str, Situation, Book], Understanding]

MAY_ANSWER = ANSWERING | {Intents.NOT_YET}
"""What is shown to the handler of an open question first; everything else is a new command and beats it."""
DEALS = frozenset(
    {Intents.PAYMENT_RECORD, Intents.ORDER_RECORD, Intents.COMPLAINT_RECORD, Intents.FOLLOWUP_SET, Intents.VISIT_LOG}
)
"""What is told of a customer in so many ways that the rules alone may not know it."""
DANGER = "danger"
"""What a text is about that would delete everything: nobody answers a question with it."""
BEHIND = "behind_this"
"""Where an offered bonus keeps what was open before it."""
MOST_SHOWN = 400
_NAMES_LINES = regex(
    r"\d|第?[一二三四五六七八九十]+[个条家号行项]|全部|全都|[都全]|所有|其[他余它]|剩下|下一?页|上一?页|翻页|更多|还有|取消|收起"
)
"""What an answer to a list has that means its lines."""
FRESH = timedelta(hours=3)
"""So long a bare number is taken for the answer to a question; a later one is hardly meant for it."""
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
        reply = tellings.with_hour(context, self._with_its_words(self._answer_text(context)))
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
                return self._left_open(context, phrased(self._without_list(context)))
        refused = impossible.refusal(text)
        if refused and "\n" not in text.strip():
            return Reply(refused, keep=True)
        said = context
        context, understood = self._read(said)
        if refused and len(understood.intents) == 1:
            return Reply(refused, keep=True)
        reply = self._answer_question(context, understood)
        behind = _behind(context.question)
        if reply is None and behind is not None:
            # It is no answer to what was only a bonus, so that it may be one to what was open before.
            context, understood = self._read(replace(said, question=behind))
            reply = self._answer_question(context, understood)
            return _restored(reply or self._command(context, understood), behind)
        if reply is None:
            return self._command(context, understood)
        opened = context.question
        if behind is None and reply.beside and opened is not None and opened.name in self.router.lists:
            behind = opened  # one of its lines asks for something, and the list stays behind that
        return reply if behind is None else _with_behind(reply, behind)

    def _read(self, context: Context) -> tuple[Context, Understanding]:
        asked = context.question.name if context.question is not None else ""
        if self._is_past(context):
            asked = ""
        understood = self._understand(context, asked)
        if asked in self.router.lists and _chooses_nothing(understood.first, context.text):
            # Nobody waits for an answer to a list: 刚才那笔是24000 is what it would be without one.
            plain = self._plainly(context, context.text)
            understood = plain if plain.first.name is Intents.RECORD_CHANGE else understood
        elif asked in self.router.lists and _says_little(understood.first):
            # A list stays open all day: what names a customer and a deal is no answer to it.
            plain = self._plainly(context, context.text)
            understood = plain if plain.first.name in DEALS and "customer" in plain.first.slots else understood
        waits = bool(asked) and asked not in self.router.lists
        full = threads.filled_in(context, understood, waits=waits, read=partial(self._plainly, context), book=self.book)
        if full is not None:
            context = replace(context, message=context.message._replace(text=full))
            understood = self._plainly(context, full)
        return context.read(understood.intents, self.book), understood

    def _understand(self, context: Context, asked: str) -> Understanding:
        speaker = Speaker(context.person.id, context.person.leads)
        said = record_names.plain(context.text)
        return self.understand(said, Situation(context.message.sent_at, speaker, asked), self.book)

    def _plainly(self, context: Context, text: str) -> Understanding:
        """A text as if nothing were open."""
        speaker = Speaker(context.person.id, context.person.leads)
        return self.understand(record_names.plain(text), Situation(context.message.sent_at, speaker), self.book)

    def _command(self, context: Context, understood: Understanding) -> Reply:
        """The reply to a command, and what of the open question outlives it."""
        reply = self._obey(self._without_list(context), understood)
        question = context.question
        if question is None or reply.keep:
            return reply
        if reply.beside:
            return _with_behind(reply, question)
        last_word = self.router.last_words.get(question.name)
        if last_word is not None:
            return last_word(context, reply)
        return self._left_open(context, reply, understood)

    def _left_open(self, context: Context, reply: Reply, understood: Understanding | None = None) -> Reply:
        """The reply, with what outlives a command that opens nothing itself: a list until the next one, a question
        where he only looks something up before he answers."""
        question = context.question
        if question is None or reply.ask or reply.keep:
            return reply
        looks_up = understood is not None and {each.name for each in understood.intents} <= READING
        return replace(reply, keep=looks_up or question.name in self.router.lists)

    def _answer_question(self, context: Context, understood: Understanding) -> Reply | None:
        """The reply to an answer; None when nothing is open or the text is a command."""
        if context.question is None or len(understood.intents) > 1:
            return None
        first, asked = understood.first, context.question.name
        if self._is_past(context):
            return None
        if first.value("topic") == DANGER or (first.name is Intents.NOT_YET and is_list(context.text)):
            return None
        if first.name is Intents.CANCEL and asked in self.router.lists:
            return Reply(general.LIST_CLOSED) if _behind(context.question) is None else None
        handler = self.router.answers.get(asked)
        if handler is None or not (
            first.confidence < SURE or first.name in MAY_ANSWER | self.router.takes.get(asked, frozenset())
        ):
            return None
        if _is_from_before(context):
            return self._asked_again(context.question)
        if asked not in self.router.lists and first.name is Intents.CHOOSE and self._is_overtaken(context):
            return Reply(general.WHICH_QUESTION, ask=asked, data=context.question.data)
        if self._was_long_ago(context):
            shown = general.asked_long_ago(context.question.asked_at, str(context.question.data[SHOWN]))
            return Reply(shown, ask=asked, data=context.question.data)
        return handler(context)

    def _asked_again(self, question: OpenQuestion) -> Reply:
        """To an answer that was written before the question could be read."""
        if question.name in self.router.lists:
            return Reply(general.FROM_BEFORE_LIST, keep=True)
        shown = str(question.data.get(SHOWN, ""))
        return Reply("\n".join(filter(None, (general.FROM_BEFORE, shown))), ask=question.name, data=question.data)

    def _is_past(self, context: Context) -> bool:
        """Whether words without a number come long after a list of what is to be done: 好了 is about something else."""
        question = context.question
        if question is None or not (question.name in self.router.lists and self.router.takes.get(question.name)):
            return False
        return context.now - question.asked_at > LEFT_ALONE and _NAMES_LINES.search(context.text) is None

    def _was_long_ago(self, context: Context) -> bool:
        """Whether a bare number comes hours after a question that nothing has repeated since: it is shown once more."""
        question, said = context.question, context.text.strip()
        if question is None or SHOWN not in question.data or not said.isdecimal():
            return False
        return context.now - question.asked_at > FRESH and not self.router.told_by.get(question.name)

    def _with_its_words(self, reply: Reply) -> Reply:
        """A question keeps how it was asked, for being shown once more."""
        if not reply.ask or reply.ask in self.router.lists:
            return reply
        return replace(reply, data={**reply.data, SHOWN: reply.data.get(SHOWN) or reply.text[-MOST_SHOWN:]})

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
        refused = [impossible.refusal(each.text) for each in understood.intents]
        possible = [each for each, why in zip(understood.intents, refused, strict=True) if not why]
        known = [each for each in possible if each.name is not Intents.UNKNOWN]
        if not known:
            return (
                Reply(next(filter(None, refused)), keep=True)
                if any(refused)
                else self._run(context, understood.intents)
            )
        replies = [self._try(context, tuple(group)) for _name, group in groupby(known, key=lambda each: each.name)]
        last_asking = next((reply for reply in reversed(replies) if reply.ask), None)
        joined = Reply(
            general.join_answers(
                [*(reply.text for reply in replies), *filter(None, refused), *_not_read(context.text, understood)]
            ),
            pushes=[push for reply in replies for push in reply.pushes],
        )
        return joined if last_asking is None else replace(joined, ask=last_asking.ask, data=last_asking.data)


def _says_little(intent: Intent) -> bool:
    """Whether next to nothing was understood: no more than that somebody may have told of a visit."""
    return intent.name is Intents.UNKNOWN or (intent.name is Intents.VISIT_LOG and intent.confidence <= SURE)


def _chooses_nothing(intent: Intent, text: str) -> bool:
    """Whether what was read as a choice is neither a number nor a customer's name."""
    mention: CustomerMention | None = intent.value("customer")
    named = mention is not None and bool(mention.ids or mention.near)
    return intent.name is Intents.CHOOSE and not named and choices.number(intent, text) is None


def _is_from_before(context: Context) -> bool:
    message = context.message
    return is_from_before(context.session, message.id, person_id=context.person.id, sent_at=message.sent_at)


def _behind(question: OpenQuestion | None) -> OpenQuestion | None:
    """What was open before a bonus was offered, if it was one."""
    held = question.data.get(BEHIND) if question is not None else None
    return None if held is None or question is None else OpenQuestion(held["ask"], held["data"], question.asked_at)


def _with_behind(reply: Reply, question: OpenQuestion) -> Reply:
    """The reply, with what was open before still open: behind the bonus that it offers, or by itself."""
    again = reply.beside and reply.ask == question.name
    before = _behind(question) or (None if again else question)
    if before is None:
        return reply
    if reply.beside:
        return replace(reply, data={**reply.data, BEHIND: {"ask": before.name, "data": dict(before.data)}})
    return reply if reply.ask or reply.keep else replace(reply, ask=before.name, data=before.data)


def _restored(reply: Reply, behind: OpenQuestion) -> Reply:
    """The reply to what was meant for the question behind: where that stays as it was, it is in front again."""
    if reply.keep:
        return replace(reply, keep=False, ask=behind.name, data=behind.data)
    return _with_behind(reply, behind) if reply.beside else reply


def _not_read(text: str, understood: Understanding) -> list[str]:
    """第2行没看懂: the fate of the lines that nothing was made of, below those of the others."""
    return [
        general.line_not_read(text[: max(text.find(each.text), 0)].count("\n") + 1)
        for each in understood.intents
        if each.name is Intents.UNKNOWN
    ]
