"""Reads a message together with what was said just before: 他手机换了, 那家欠多少, 李婷呢 (`product.md` §4.4).

Only where a message points back, or asks nothing by itself, are the last exchanges looked at; they are kept with the
messages, so that a restart or another process loses no thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from handlers import choices
from handlers.answers import READING
from handlers.context import Context
from handlers.language.meaning import Book, Intent, Intents, Speaker, Understanding
from handlers.language.patterns import regex
from handlers.language.people import find_titled
from handlers.language.replies import nods, quotes
from handlers.language.threads import (
    Talked,
    ahead,
    asked_again,
    contact_behind,
    day_in,
    days_before,
    elliptical,
    leaves_out,
    pointing,
    points,
)
from handlers.texts.relays import PASSED_ON
from models.directory import CustomerCard
from models.queries.exchanges import Exchange, list_exchanges

Read = Callable[[str], Understanding]

SPAN: Final = timedelta(hours=1)
"""Whoever says 他 still later means nobody that we know of."""
NEAR: Final = timedelta(minutes=10)
"""So soon after a talk of a customer, words for a colleague are about him."""
_EXAMPLE: Final = regex(r"(?m)^\s*·.*$|比如.*$")
"""What an answer shows and does not tell."""
_PASSED: Final = regex(rf"(?m)^(?P<name>\S{{2,8}}) {PASSED_ON}(?P<words>.*)$")
_ASKS_WHO: Final = regex(r"(?:谁|哪个|哪位).{0,4}(?:跟|负责|管|对接|客户|的)")
_OWNER: Final = regex(r"(?m)负责人[ ：:](?P<name>[^\s，。）)]{2,8})|^[^：\n]{2,30}：(?P<alone>[^\s，。：]{2,4})。$")
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
_OF_A_DEBTOR: Final = frozenset({Intents.DUNNING_ANSWER})
"""What is told of whoever was talked about, where it names nobody."""
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
    bare = not waits and _asks_of_nobody(first, text)
    if first.name is Intents.DUNNING_ANSWER:
        return None  # `handlers.dunning` finds who owes of those who were talked of
    if len(understood.intents) > 1 or not (bare or leaves_out(text)):
        return None
    named = not _lacks_somebody(first) and first.name is not Intents.SMALLTALK
    if not bare and named and not ahead(text):
        return None
    chosen = None
    talked = _talked(context, read, book)
    fill = _of_firm if bare and not leaves_out(text) else _whole
    for full in fill(text, talked, context, book):
        together = read(full).first
        beside = together.name in _BESIDE_A_QUESTION or together.name is first.name
        if (bare and not beside) or (together.name in READING and quotes(text)):
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


def firm(context: Context, within: timedelta = NEAR) -> int:
    """The customer that was talked about just now, or 0."""
    near = [each for each in _exchanges(context) if context.message.sent_at - each.at <= within]
    return 0 if context.book is None else _thread(context, near, context.book).firm_id


def firms_named(context: Context) -> set[int]:
    """The customers that a message names, by themselves or by somebody there (兰说先要20盒)."""
    if context.book is None:
        return set()
    book, who = context.book, speaker(context)
    firms = _ids(book.find_customers(context.text, who))
    people = book.find_contacts(context.text, who)
    return firms or {book.customer_of(found) for _, _, ids in people if len(ids) == 1 for found in ids}


def exchanges(context: Context) -> Sequence[Exchange]:
    """What was said to and fro lately, the latest first."""
    return _exchanges(context)


def written_by(context: Context) -> int:
    """The colleague whose words the person read last, answered or not; 0 where nobody wrote."""
    for one in _exchanges(context):
        passed = list(_PASSED.finditer(one.told)) if not one.text and context.book is not None else []
        people = context.book.find_people(passed[-1]["name"]) if passed and context.book is not None else ()
        if people and len(people[0][2]) == 1:
            return people[0][2][0]
    return 0


def colleague(context: Context) -> int:
    """The colleague who was talked about just now, or whose customer was; 0 where that is nobody."""
    return 0 if context.book is None else _thread(context, _exchanges(context), context.book).colleague_id


def named_colleague(context: Context) -> int:
    """The one other colleague whom the message names, or 0."""
    if context.book is None:
        return 0
    people = _ids(context.book.find_people(context.text, speaker(context))) - {context.person.id}
    return people.pop() if len(people) == 1 else 0


class Told(NamedTuple):
    """A colleague's words that the person read and has not answered yet."""

    person_id: int
    words: str
    at: datetime


def last_told(context: Context) -> Told | None:
    """The colleague whose words the person read last, where he has said nothing since but that he read them."""
    if context.book is None:
        return None
    for one in _exchanges(context):
        passed = list(_PASSED.finditer(one.told)) if not one.text else []
        if passed:
            people = context.book.find_people(passed[-1]["name"])
            ids = people[0][2] if people else ()
            mine = len(ids) != 1 or ids[0] == context.person.id
            return None if mine else Told(ids[0], passed[-1]["words"], one.at)
        if one.text and not nods(one.text):
            return None
    return None


def _exchanges(context: Context) -> Sequence[Exchange]:
    return list_exchanges(
        context.session.connection(), person_id=context.person.id, userid=context.person.userid,
        before=context.message.id, since=context.message.sent_at - SPAN,
    )  # fmt: skip


def _is_number_alone(first: Intent) -> bool:
    """Whether a phone number was said, and at most of whom (李老师 134…)."""
    return first.name is Intents.UNKNOWN and bool(first.value("phone"))


_FIELD_ALONE: Final = regex(
    r"(?:电话|手机号?|号码|联系方式|联系人|地址|负责人|欠款|生日)(?:号码?)?(?:呢|多少|是多少|是谁|发我)?[?？。]?"
)
"""电话, right after somebody was shown."""
_WHO_HAS: Final = regex(r"(?:谁|哪个(?:业务|同事|人)?|哪位)(?:在|来)?(?:跟|负责|管|对接)")


def _asks_of_nobody(first: Intent, text: str) -> bool:
    """Whether a message asks or tells something of a customer and names none: 联系人是谁, 谁在跟的."""
    if first.name is Intents.CUSTOMER_QUERY:
        return first.slots.keys() == {"field"} and find_titled(text) is None and not any(map(str.isdecimal, text))
    if first.name is Intents.CUSTOMER_LIST:
        return not first.slots and _WHO_HAS.search(text) is not None
    told = first.name in _OF_A_DEBTOR or (first.name is Intents.UNKNOWN and choices.asks(text))
    return told or _is_number_alone(first) or _FIELD_ALONE.fullmatch(text.strip()) is not None


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
    return alone.name in _NOTHING or alone.name in (together.name, Intents.SMALLTALK, Intents.CUSTOMER_LIST)


def _whole(text: str, talked: Talked, context: Context, book: Book) -> Sequence[str]:
    """What a message may mean with what was said before, the likeliest last."""
    what = elliptical(text)
    if what is None:
        named = book.find_customers(text, speaker(context))
        known = Talked(day=talked.day, colleague=talked.colleague) if named else talked
        known = known._replace(colleague=_called_before(text, context, book) or known.colleague)
        return days_before(text, known, context.today) or pointing(text, known)
    again = asked_again(what, talked, book=book, speaker=speaker(context), today=context.today)
    # Where the last question makes no sense of him, he is looked up.
    alone = [what] if book.find_customers(what, speaker(context)) else []
    return [again, *alone] if again is not None else alone


def _called_before(text: str, context: Context, book: Book) -> str:
    """The colleague whom the message itself names before it says 她: 目录在韩梅那里，让她发一份."""
    hits = [(start, ids) for start, _, ids in book.find_people(text, speaker(context)) if len(ids) == 1]
    first = context.directory.people.get(hits[0][1][0]) if hits else None
    pointed = _POINTS_AT.search(text)
    return first.name if first is not None and pointed is not None and hits[0][0] < pointed.start() else ""


_POINTS_AT: Final = regex(r"[他她](?!们)")


def _of_firm(text: str, talked: Talked, context: Context, book: Book) -> Sequence[str]:
    """What names nobody at all (李老师 134…, 联系人是谁), of the customer that was talked about."""
    names = talked.firm and not book.find_customers(text, speaker(context)) and not book.find_people(text)
    return [f"{talked.firm} {text}"] if names else []


def _talked(context: Context, read: Read, book: Book) -> Talked:
    exchanges = _exchanges(context)
    thread = _thread(context, exchanges, book)
    firm = context.directory.customers.get(thread.firm_id)
    colleague = context.directory.people.get(thread.colleague_id)
    day = day_in(_lines_of(context, exchanges[0].told, book), exchanges[0].text) if exchanges else ""
    named = Talked(
        firm.name if firm is not None else "", thread.contact, colleague.name if colleague is not None else "", day
    )
    for exchange in reversed(exchanges):
        if exchange.text:
            named = _asked(exchange.text, named, context, read, book)
    return named


def _lines_of(context: Context, told: str, book: Book) -> str:
    """The lines of an answer that tell of the person whom the message names (贺姨的提前一天提醒我); else all of it."""
    lines = told.splitlines()
    names = {context.text[start:end] for start, end, _ in book.find_contacts(context.text, speaker(context))}
    title = find_titled(context.text)
    names |= {context.text[slice(*title)]} if title is not None else set()
    of_him = [line for line in lines if any(name in line for name in names)]
    return "\n".join(of_him) or told


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
    firms, people = _firms_of(context, exchange, book), _people_of(context, exchange, book)
    if not firms and not people:
        return None
    colleague = next(iter(people)) if len(people) == 1 else 0
    if len(firms) != 1:
        return Thread(colleague_id=colleague)
    firm_id = next(iter(firms))
    return Thread(firm_id, _contact(context.directory.customer(firm_id), exchange, book), colleague)


def _firms_of(context: Context, exchange: Exchange, book: Book) -> set[int]:
    """The customers that were named: in the message, itself or by somebody there, else in the answer."""
    firms = _ids(book.find_customers(exchange.text, speaker(context))) if exchange.text else set()
    if exchange.text and not firms:
        contacts = book.find_contacts(exchange.text, speaker(context))
        firms = {book.customer_of(one) for _, _, ids in contacts if len(ids) == 1 for one in ids}
    if len(firms) != 1 and not points(exchange.text):
        told = _ids(book.find_customers(_EXAMPLE.sub("", exchange.told), speaker(context)))
        if exchange.text or len(told) == 1:
            return told or firms
    return firms


def _people_of(context: Context, exchange: Exchange, book: Book) -> set[int]:
    """The colleagues who were named: in the message, else those in the answer whom the reader leads."""
    own, is_above = context.person.id, context.directory.is_above
    people = _ids(book.find_people(exchange.text or exchange.told, speaker(context))) - {own}
    if exchange.text and not people:
        told = _ids(book.find_people(exchange.told)) - {own}
        owner = _OWNER.search(exchange.told) if _ASKS_WHO.search(exchange.text) is not None else None
        owners = _ids(book.find_people(owner["name"] or owner["alone"])) - {own} if owner is not None else set()
        return {one for one in told if is_above(own, one)} or owners
    passed = _PASSED.search(exchange.told) if not exchange.text else None
    if passed is None:
        return people
    # Who writes is nobody whom the answer to him speaks of, unless the reader leads him: 让他周五给我个信.
    writer = _ids(book.find_people(passed["name"]))
    return people - writer or (writer if any(is_above(own, one) for one in writer) else set())


def _ids(hits: Sequence[tuple[int, int, tuple[int, ...]]]) -> set[int]:
    return {found for _, _, ids in hits for found in ids}


def _contact(firm: CustomerCard, exchange: Exchange, book: Book) -> str:
    behind = contact_behind(firm.name, exchange.told)
    if behind:
        return behind
    said = exchange.text + exchange.told
    known = {each.name for each in book.contacts_of(firm.id) if each.name and each.name in said}
    return next(iter(known)) if len(known) == 1 else ""
