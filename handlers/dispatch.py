"""From a message to the one handler that answers it (`design.md` §3).

Order: a phrase that means one thing only (#128) → the answer to an open question, where the text can be one and its
handler takes it → the parsed intent → "没看懂" with guesses. A command that exists always beats an open question.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from itertools import groupby

from handlers import (
    amends,
    behind_it,
    choices,
    goes_on,
    impossible,
    leave_answers,
    leave_moves,
    picks,
    record_names,
    reminder_talk,
    rulings_in_passing,
    tellings,
    threads,
    to_colleagues,
    turns,
)
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
OFFER = "help.guess"
"""The question that only offers what may have been meant: nobody waits for its answer."""
DANGER = "danger"
"""What a text is about that would delete everything: nobody answers a question with it."""
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
        reply = self._as_read(context)
        return (self._by_its_turn(context) or reply) if reply.unread else reply

    def _by_its_turn(self, context: Context) -> Reply | None:
        """The reply to what could not be read, as what it most likely does in its talk."""
        read = partial(self._plainly, context)
        understood = turns.clearer(context, read(context.text), waits=self._waits(context), read=read, book=self.book)
        return None if understood is None else self._command(context.read(understood.intents, self.book), understood)

    def _as_read(self, context: Context) -> Reply:
        text = context.text
        for recognises, phrased in self.router.phrases.items():
            if recognises(text):
                return self._left_open(context, phrased(self._without_list(context)))
        refused = impossible.refusal(text)
        if refused and "\n" not in text.strip():
            return Reply(refused, keep=True)
        alone = self._by_itself(context)
        read, waits = context.read(alone.intents, self.book), self._waits(context)
        full = self._in_full(read, waits=waits)
        if full:
            context = replace(context, message=context.message._replace(text=full))
            alone = self._by_itself(context)
            read = context.read(alone.intents, self.book)
        reply = self._at_once(read, waits=waits)
        return reply or to_colleagues.beside(read, self._in_its_turn(context, alone, refused))

    def _in_full(self, read: Context, *, waits: bool) -> str:
        """What chooses a line in words or puts a number right, as it would be written in full; empty for others."""
        chosen = picks.claimed(read, read.intent)
        if not waits:
            chosen = picks.in_numbers(read, read.intent) or goes_on.promised_day(read, read.intent)
        ruled = rulings_in_passing.in_full(read, read.intent) or leave_answers.in_full(read, read.intent)
        return chosen or ruled or amends.as_said(read)

    def _at_once(self, read: Context, *, waits: bool) -> Reply | None:
        """The reply to what goes before any question: a correction, a reminder changed, words for a colleague."""
        right = amends.corrections(read, read.intent, waits=waits) or leave_moves.moved(read)
        if right:
            replies = [self._run(read.read((each,), self.book), (each,)) for each in right]
            pushes = [push for reply in replies for push in reply.pushes]
            return self._beside_the_draft(read, Reply("\n".join(reply.text for reply in replies), pushes=pushes))
        settled = rulings_in_passing.settled(read)
        if settled is not None:
            return self._left_open(read, settled)
        reminded = reminder_talk.changed(read, read.intent)
        return to_colleagues.answer(read, waits=waits) if reminded is None else self._left_open(read, reminded)

    def _beside_the_draft(self, read: Context, reply: Reply) -> Reply:
        """The reply to a correction, and what of the open question outlives it: all of it."""
        last_word = self.router.last_words.get(read.question.name) if read.question is not None else None
        return replace(reply, keep=True) if last_word is None else last_word(read, reply)

    def _in_its_turn(self, said: Context, alone: Understanding, refused: str) -> Reply:
        """The reply to an answer to what is open, or to a command."""
        context, understood = self._in_its_thread(said, alone)
        if refused and len(understood.intents) == 1:
            return Reply(refused, keep=True)
        opened = context.question
        of_list = opened if opened is not None and opened.name in self.router.lists else None
        if context.text != said.text and of_list is not None:
            return self._command(context, understood)  # it names whom it means, and none of the lines
        reply = self._answer_question(context, understood)
        behind = behind_it.behind(opened)
        if reply is None and behind is not None:
            # It is no answer to what was only a bonus, so that it may be one to what was open before.
            context, understood = self._read(replace(said, question=behind))
            reply = self._answer_question(context, understood)
            return behind_it.restored(reply or self._command(context, understood), behind)
        if reply is None:
            return self._command(context, understood)
        if behind is None and reply.beside:
            behind = of_list  # one of its lines asks for something, and the list stays behind that
        return reply if behind is None else behind_it.with_behind(reply, behind)

    def _read(self, context: Context) -> tuple[Context, Understanding]:
        return self._in_its_thread(context, self._by_itself(context))

    def _asked(self, context: Context) -> str:
        return "" if context.question is None or self._is_past(context) else context.question.name

    def _waits(self, context: Context) -> bool:
        asked = self._asked(context)
        return bool(asked) and asked not in self.router.lists and asked != OFFER

    def _by_itself(self, context: Context) -> Understanding:
        """A message with what it answers, before what was said earlier is looked at."""
        asked = self._asked(context)
        understood = self._understand(context, asked)
        if asked and understood.first.name is Intents.VISIT_LOG and "customer" in understood.first.slots:
            # 老灶门到了48000 is no answer to anything: a question that is open must not make a visit of it.
            plain = self._plainly(context, context.text)
            understood = plain if "customer" in plain.first.slots else understood
        elif asked and understood.first.name is Intents.UNKNOWN and "customer" in understood.first.slots:
            plain = self._plainly(context, context.text)
            understood = plain if plain.first.name is Intents.LEAD_CLAIM else understood  # 湖鲜楼给我
        elif asked in self.router.lists and _chooses_nothing(understood.first, context.text):
            # Nobody waits for an answer to a list: 刚才那笔是24000 is what it would be without one.
            plain = self._plainly(context, context.text)
            understood = plain if plain.first.name is Intents.RECORD_CHANGE else understood
        elif asked in self.router.lists and _says_little(understood.first):
            # A list stays open all day: what names a customer and a deal is no answer to it.
            plain = self._plainly(context, context.text)
            understood = plain if plain.first.name in DEALS and "customer" in plain.first.slots else understood
        return understood

    def _in_its_thread(self, context: Context, understood: Understanding) -> tuple[Context, Understanding]:
        """A message with what it leaves to what was said before."""
        said, waits = context, self._waits(context)
        read = partial(self._plainly, context)
        full = threads.filled_in(context, understood, waits=waits, read=read, book=self.book)
        if full is not None:
            context = replace(context, message=context.message._replace(text=full))
            understood = self._plainly(context, full)
        elif not waits and turns.is_doubtful(understood.first):
            understood = turns.clearer(context, understood, waits=waits, read=read, book=self.book) or understood
        if not waits and understood.first.name is Intents.VISIT_LOG and len(understood.intents) == 1:
            more = goes_on.of_the_visit(said.read(understood.intents, self.book), understood.first)
            understood = Understanding(more) if more else understood
        return context.read(understood.intents, self.book), understood

    def _understand(self, context: Context, asked: str) -> Understanding:
        speaker = Speaker(context.person.id, context.person.leads, context.person.sells)
        said = record_names.plain(context.text)
        return self.understand(said, Situation(context.message.sent_at, speaker, asked), self.book)

    def _plainly(self, context: Context, text: str) -> Understanding:
        """A text as if nothing were open."""
        speaker = Speaker(context.person.id, context.person.leads, context.person.sells)
        return self.understand(record_names.plain(text), Situation(context.message.sent_at, speaker), self.book)

    def _command(self, context: Context, understood: Understanding) -> Reply:
        """The reply to a command, and what of the open question outlives it."""
        reply = self._obey(self._without_list(context), understood)
        question = context.question
        if question is None or reply.keep:
            return reply
        if reply.beside:
            return behind_it.with_behind(reply, question)
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
            return Reply(general.LIST_CLOSED) if behind_it.behind(context.question) is None else None
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

    def _of_the_talk(self, context: Context, part: Intent) -> Reply | None:
        """What becomes of a part of a message that could not be read by itself: a correction, more of a record."""
        said = replace(context, message=context.message._replace(text=part.text)).read((part,), self.book)
        right = amends.corrections(said, part, waits=False)
        return goes_on.surely(said) if not right else self._run(said.read(right[:1], self.book), right[:1])

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
        parts = {each.text: self._of_the_talk(context, each) for each in possible if each.name is Intents.UNKNOWN}
        replies += [reply for reply in parts.values() if reply is not None]
        last_asking = next((reply for reply in reversed(replies) if reply.ask), None)
        joined = Reply(
            general.join_answers(
                [*(reply.text for reply in replies), *filter(None, refused), *_not_read(context.text, parts)]
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


def _not_read(text: str, parts: Mapping[str, Reply | None]) -> list[str]:
    """第2行没看懂: the fate of the lines that nothing was made of, below those of the others."""
    unread = [part for part, reply in parts.items() if reply is None]
    if "\n" not in text.strip():
        return [general.part_not_read(part) for part in unread]
    return [general.line_not_read(text[: max(text.find(part), 0)].count("\n") + 1) for part in unread]
