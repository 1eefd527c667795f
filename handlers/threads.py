"""Reads a message together with what was said just before: 他手机换了, 那家欠多少, 李婷呢 (`product.md` §4.4).

Only where a message points back, or asks nothing by itself, are the last exchanges looked at; they are kept with the
messages, so that a restart or another process loses no thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from handlers import choices
from handlers.answers import READING
from handlers.context import Context
from handlers.language.meaning import Book, Intent, Intents, Speaker, Understanding
from handlers.language.patterns import regex
from handlers.language.threads import (
    Talked,
    asked_again,
    contact_behind,
    day_in,
    elliptical,
    leaves_out,
    pointing,
    points,
)
from handlers.texts.relays import PASSED_ON
from models.directory import CustomerCard
from models.queries.exchanges import Exchange, list_exchanges

Read = Callable[[str], Understanding]

SPAN: Final = timedelta(minutes=30)
"""Whoever says 他 an hour later means nobody that we know of."""
NEAR: Final = timedelta(minutes=10)
"""So soon after a talk of a customer, words for a colleague are about him."""
_EXAMPLE: Final = regex(r"(?m)^\s*·.*$|比如.*$")
"""What an answer shows and does not tell."""
_NOTHING: Final = frozenset({Intents.UNKNOWN, Intents.NOT_YET, Intents.CHOOSE, Intents.CUSTOMER_QUERY})
"""What a message that leaves out whom it is about is read as by itself."""
_OF_SOMEBODY: Final = _NOTHING | {
    Intents.VISIT_LOG, Intents.VISIT_ARRIVE, Intents.FOLLOWUP_SET, Intents.CONTACT_ADD, Intents.RECEIVABLE_QUERY,
    Intents.DUNNING_ANSWER, Intents.PAYMENT_RECORD, Intents.PAYMENT_CHECK, Intents.ORDER_RECORD, Intents.COMMITMENT_SET,
    Intents.COMPLAINT_RECORD, Intents.BIRTHDAY_SET, Intents.CARD_SET, Intents.LABEL_SET, Intents.TIMELINE,
    Intents.REMINDER_SET, Intents.LEAD_RELEASE, Intents.LEAD_RENEW, Intents.LEAD_CLAIM, Intents.LEAD_CHECK,
    Intents.LEAD_TRANSFER, Intents.LEAD_REGISTER, Intents.ASSIGN, Intents.APPEAL, Intents.CONFLICT,
    Intents.PERSON_WORK, Intents.TEAM_SUMMARY, Intents.COMMITMENT_LIST, Intents.VISIT_LIST,
}  # fmt: skip
"""What is of a customer or a colleague, whom a message may leave out."""
_NAMED: Final = ("customer", "person", "to_user", "people")
_EMPTY: Final = frozenset({Intents.UNKNOWN, Intents.NOT_YET, Intents.SMALLTALK, Intents.CHOOSE, Intents.HELP})
"""What says nothing either with the names filled in."""
_NOTED: Final = frozenset(
    {
        Intents.VISIT_LOG, Intents.FOLLOWUP_SET, Intents.COMPLAINT_RECORD, Intents.NEWS_TELL, Intents.ORDER_RECORD,
        Intents.COMMITMENT_SET, Intents.DUNNING_ANSWER, Intents.OPPORTUNITY_UPDATE, Intents.PLAN_SET,
        Intents.REMINDER_SET,
    }
)  # fmt: skip
"""What keeps the words of the message, which should stay the speaker's."""
_OF_PEOPLE: Final = frozenset(
    {
        Intents.TEAM_SUMMARY, Intents.PERSON_WORK, Intents.REPORT_MISSING, Intents.RANKING, Intents.ABSENCE_LIST,
        Intents.VISIT_LIST, Intents.MY_STATS, Intents.POINTS,
    }
)  # fmt: skip
_MAY_POINT: Final = READING | {Intents.UNKNOWN, Intents.NOT_YET}
_BESIDE_A_QUESTION: Final = READING | {Intents.CONTACT_ADD, Intents.RELAY}
"""What beats an open question though it only points at its customer: anything else may be the answer."""


@dataclass(frozen=True, slots=True)
class Thread:
    """Whom an exchange was about; each empty where nobody, or several, were named.

    Attributes:
        firm_id: the customer, or 0.
        contact: a person there, as he was written.
        colleague_id: the colleague, or 0.
    """

    firm_id: int = 0
    contact: str = ""
    colleague_id: int = 0


def filled_in(context: Context, understood: Understanding, *, waits: bool, read: Read, book: Book) -> str | None:
    """The message with what it leaves out, where it means something then; None where it stands by itself.

    Args:
        context: of the message.
        understood: how it was read by itself.
        waits: whether a question waits for its answer.
        read: understands a text as if nothing were open.
        book: the names.
    """
    text = context.text
    first = understood.first
    bare = not waits and (_is_number_alone(first) or (first.name is Intents.UNKNOWN and choices.asks(text)))
    if len(understood.intents) > 1 or not (bare or leaves_out(text)) or not _lacks_somebody(first):
        return None
    chosen = None
    talked = _talked(context, read, book)
    fill = _of_firm if bare and not leaves_out(text) else _whole
    for full in fill(text, talked, context, book):
        together = read(full).first
        if bare and together.name not in _BESIDE_A_QUESTION:
            continue
        if full == text or not _gains(first, together, waits=waits, asks=elliptical(text) is not None):
            continue
        if together.name not in _NOTED:
            return full
        chosen = full
    return chosen


def speaker(context: Context) -> Speaker:
    """Who speaks, as the parser knows him."""
    return Speaker(context.person.id, context.person.leads)


def said_before(context: Context) -> str:
    """What the person himself told last, questions left out; empty where that is too long ago."""
    return next((each.text for each in _exchanges(context) if each.text and not choices.asks(each.text)), "")


def firm(context: Context) -> int:
    """The customer that was talked about just now, or 0."""
    near = [each for each in _exchanges(context) if context.message.sent_at - each.at <= NEAR]
    return 0 if context.book is None else _thread(context, near, context.book).firm_id


def named_colleague(context: Context) -> int:
    """The one other colleague whom the message names, or 0."""
    if context.book is None:
        return 0
    people = _ids(context.book.find_people(context.text, speaker(context))) - {context.person.id}
    return people.pop() if len(people) == 1 else 0


def told_by(context: Context) -> int:
    """The colleague whose words were the last that the person read, or 0."""
    last = next(iter(_exchanges(context)), None)
    if last is None or last.text or PASSED_ON not in last.told or context.book is None:
        return 0
    people = context.book.find_people(last.told)
    first = people[0][2] if people else ()
    return first[0] if len(first) == 1 and first[0] != context.person.id else 0


def _exchanges(context: Context) -> Sequence[Exchange]:
    return list_exchanges(
        context.session.connection(), person_id=context.person.id, userid=context.person.userid,
        before=context.message.id, since=context.message.sent_at - SPAN,
    )  # fmt: skip


def _is_number_alone(first: Intent) -> bool:
    """Whether a phone number was said, and at most of whom (李老师 134…)."""
    return first.name is Intents.UNKNOWN and bool(first.value("phone"))


def _lacks_somebody(first: Intent) -> bool:
    if first.name is Intents.CHOOSE and isinstance(first.value("choice"), tuple):
        return False
    return first.name in _NOTHING or (first.name in _OF_SOMEBODY and first.slots.keys().isdisjoint(_NAMED))


def _gains(alone: Intent, together: Intent, *, waits: bool, asks: bool) -> bool:
    if together.name is Intents.HELP:
        return asks and alone.name in _NOTHING
    if together.name in _EMPTY or together.value("unsure"):
        return False
    if waits and together.name is not Intents.RELAY:
        return alone.name in _MAY_POINT and together.name in _BESIDE_A_QUESTION
    return alone.name in _NOTHING or alone.name is together.name


def _whole(text: str, talked: Talked, context: Context, book: Book) -> Sequence[str]:
    """What a message may mean with what was said before, the likeliest last."""
    what = elliptical(text)
    if what is None:
        named = book.find_customers(text, speaker(context))
        return pointing(text, Talked(day=talked.day, colleague=talked.colleague) if named else talked)
    again = asked_again(what, talked, book=book, speaker=speaker(context), today=context.today)
    # Where the last question makes no sense of him, he is looked up.
    alone = [what] if book.find_customers(what, speaker(context)) else []
    return [again, *alone] if again is not None else alone


def _of_firm(text: str, talked: Talked, context: Context, book: Book) -> Sequence[str]:
    """What names nobody at all (李老师 134…, 联系人是谁), of the customer that was talked about."""
    names = talked.firm and not book.find_customers(text, speaker(context)) and not book.find_people(text)
    return [f"{talked.firm} {text}"] if names else []


def _talked(context: Context, read: Read, book: Book) -> Talked:
    exchanges = _exchanges(context)
    thread = _thread(context, exchanges, book)
    firm = context.directory.customers.get(thread.firm_id)
    colleague = context.directory.people.get(thread.colleague_id)
    day = day_in(exchanges[0].told, exchanges[0].text) if exchanges else ""
    named = Talked(
        firm.name if firm is not None else "", thread.contact, colleague.name if colleague is not None else "", day
    )
    for exchange in reversed(exchanges):
        if exchange.text:
            named = _asked(exchange.text, named, context, read, book)
    return named


def _asked(text: str, talked: Talked, context: Context, read: Read, book: Book) -> Talked:
    """What is known of the last question behind one more message."""
    whole = _whole(text, talked, context, book)
    asked = whole[0] if whole else text
    meant = read(asked).first.name
    if meant in READING or meant is Intents.HELP:
        return talked._replace(question=asked, of_people=meant in _OF_PEOPLE)
    return talked if meant in _EMPTY else talked._replace(question="", of_people=False)


def _thread(context: Context, exchanges: Sequence[Exchange], book: Book) -> Thread:
    """Whom the last exchange was about that named anybody, with the person there who was named lately."""
    threads = [found for each in exchanges if (found := _named(context, each, book)) is not None]
    if not threads:
        return Thread()
    last = threads[0]
    same = (one.contact for one in threads if last.firm_id and one.firm_id == last.firm_id and one.contact)
    return replace(last, contact=next(same, ""), colleague_id=last.colleague_id or _owner(context, last.firm_id))


def _owner(context: Context, firm_id: int) -> int:
    """A leader who says 让他 of a customer means whose that is."""
    firm = context.directory.customers.get(firm_id)
    owner = firm.owner_id if firm is not None else None
    return owner if owner is not None and context.directory.is_above(context.person.id, owner) else 0


def _named(context: Context, exchange: Exchange, book: Book) -> Thread | None:
    """Whom an exchange was about; None where it names nobody, an empty one where it names several."""
    firms = _ids(book.find_customers(exchange.text, speaker(context))) if exchange.text else set()
    if len(firms) != 1 and not points(exchange.text):
        told = _ids(book.find_customers(_EXAMPLE.sub("", exchange.told), speaker(context)))
        if exchange.text or len(told) == 1:
            firms = told or firms
    people = _ids(book.find_people(exchange.text or exchange.told, speaker(context))) - {context.person.id}
    if not firms and not people:
        return None
    colleague = next(iter(people)) if len(people) == 1 else 0
    if len(firms) != 1:
        return Thread(colleague_id=colleague)
    firm_id = next(iter(firms))
    return Thread(firm_id, _contact(context.directory.customer(firm_id), exchange, book), colleague)


def _ids(hits: Sequence[tuple[int, int, tuple[int, ...]]]) -> set[int]:
    return {found for _, _, ids in hits for found in ids}


def _contact(firm: CustomerCard, exchange: Exchange, book: Book) -> str:
    behind = contact_behind(firm.name, exchange.told)
    if behind:
        return behind
    said = exchange.text + exchange.told
    known = {each.name for each in book.contacts_of(firm.id) if each.name and each.name in said}
    return next(iter(known)) if len(known) == 1 else ""
