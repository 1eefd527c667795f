"""`waiqin understand`: what messages mean to the bot, said with the names of the samples' README.

One message, or lines of them; a line may be a JSON object with who spoke, when, and what he had just been asked. Dates
and amounts can be read alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import insert

from bot import demo
from bot import understanding_texts as texts
from bot.period_names import period_name
from handlers.language.meaning import ContactMention, CustomerMention, Intent, Intents, Situation, Speaker
from models.db import make_engine, open_session
from models.directory import Directory, PersonCard
from models.schema import Base, CompanyVersion
from models.times import SHANGHAI, shanghai_day

if TYPE_CHECKING:
    from handlers.language.book import CustomerBook

READS: Final = frozenset(
    {
        Intents.CUSTOMER_QUERY, Intents.CUSTOMER_LIST, Intents.RECEIVABLE_QUERY, Intents.TEAM_SUMMARY, Intents.RANKING,
        Intents.MY_STATS, Intents.TARGET_QUERY, Intents.VISIT_LIST, Intents.HELP, Intents.PRIVACY,
        Intents.LEAD_CHECK, Intents.CONFLICT, Intents.POOL_LIST, Intents.TIMELINE, Intents.NEWS_LIST, Intents.POINTS,
        Intents.COMMITMENT_LIST, Intents.ABSENCE_LIST,
        Intents.REPORT_MISSING, Intents.PERSON_WORK, Intents.TERMS_SHOW,
    }
)  # fmt: skip
DIALOGUE: Final = frozenset({Intents.CONFIRM, Intents.CANCEL, Intents.CHOOSE})
NO_ACT: Final = frozenset({Intents.SMALLTALK, Intents.UNKNOWN, Intents.NOT_YET})
OF_ONE_CUSTOMER: Final = frozenset(
    {
        Intents.VISIT_LOG, Intents.VISIT_ARRIVE, Intents.PAYMENT_RECORD, Intents.LEAD_CLAIM, Intents.LEAD_RELEASE,
        Intents.LEAD_TRANSFER, Intents.OPPORTUNITY_UPDATE, Intents.CONTACT_ADD,
    }
)  # fmt: skip
"""What is never written without knowing for which customer."""
OF_A_FIRM: Final = frozenset({Intents.LEAD_REGISTER, Intents.CUSTOMER_ADD})
FIRMS: Final = frozenset({"customer", "customer_new", "contact", "phone"})
"""What is never written without one of these."""
TOLD_OF_A_DAY: Final = frozenset(
    {Intents.VISIT_LOG, Intents.VISIT_ARRIVE, Intents.PAYMENT_RECORD, Intents.EXPENSE_RECORD, Intents.DAILY_REPORT}
)
"""What happened today unless another day was said."""
SAME_NAME: Final = {
    Intents.VISIT_ARRIVE: "visit_log", Intents.VISIT_LEAVE: "visit_log", Intents.VISIT_LIST: "my_stats",
    Intents.RECORD_CHANGE: "undo", Intents.RECORD_VOID: "undo", Intents.NOT_YET: "unknown", Intents.PRIVACY: "help",
    Intents.CONSENT_GIVE: "confirm", Intents.CONSENT_WITHDRAW: "cancel", Intents.PLAN_SET: "followup_set",
    Intents.LEAD_CHECK: "customer_query", Intents.LEAD_RENEW: "lead_register", Intents.LEAD_FILL: "lead_register",
    Intents.APPEAL: "lead_register", Intents.CONFLICT: "customer_query", Intents.POOL_LIST: "customer_list",
    Intents.HANDOVER: "lead_transfer", Intents.ASSIGN: "lead_transfer", Intents.COMMITMENT_SET: "followup_set",
    Intents.COMMITMENT_LIST: "unknown", Intents.ABSENCE_LIST: "unknown",
    Intents.CARD_SET: "contact_add", Intents.LABEL_SET: "contact_add", Intents.TIMELINE: "customer_query",
    Intents.DELIVERED: "followup_set", Intents.RECEIVABLE_SET: "payment_record",
    Intents.DUNNING_ANSWER: "followup_set", Intents.PAYMENT_CHECK: "payment_record", Intents.POINTS: "my_stats",
    Intents.REPORT_MISSING: "team_summary", Intents.PERSON_WORK: "team_summary", Intents.URGE: "team_summary",
    Intents.TERMS_SHOW: "help", Intents.ABSENCE_SET: "unknown", Intents.ABSENCE_END: "unknown",
    Intents.MUTE: "unknown", Intents.NEWS_TELL: "unknown", Intents.NEWS_LIST: "unknown",
    Intents.NEWS_SOLVE: "unknown", Intents.REMARK: "unknown", Intents.PRAISE: "unknown",
    Intents.MARK_READ: "unknown", Intents.TERM_CHANGE: "unknown", Intents.RECEIVED: "confirm",
}  # fmt: skip
_DEMO_REP: Final = "lilei"
CONTEXTS: Final = {"bot_listed_candidates": "candidates", "bot_asked_to_confirm_a_draft": "draft"}
"""What the bot had just asked, by the samples' names: the question that is open then."""
SLOT_NAMES: Final = {"next_date": "next_followup_date", "next_time": "next_followup_time", "next_note": "next_note"}


class BadQuestion(Exception):
    """The speaker, the moment, the company or a line makes no sense; the message is a Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Question:
    """One message to be understood: who said it when, and what he had just been asked."""

    text: str
    user: str
    at: datetime
    context: str = ""
    id: str = ""


class Interpreter:
    """Understands messages of a company's people.

    Args:
        folder: the company's tables as `waiqin import` takes them.

    Raises:
        bot.tables.TableError: a table cannot be read.
        bot.demo.CompanyRefused: rows are not accepted.
    """

    def __init__(self, folder: Path = demo.FOLDER) -> None:
        self.directory = load_directory(folder)

    @cached_property
    def book(self) -> CustomerBook:
        """The company's names."""
        from handlers.language.book import CustomerBook

        return CustomerBook(self.directory)

    def person(self, user: str) -> PersonCard:
        """A member by userid or name; without either the demo's rep, or a company's first who leads nobody.

        Raises:
            BadQuestion: nobody is called so.
        """
        if not user:
            return self._anybody()
        found = self.directory.person(user)
        if found is None:
            found = next((card for card in self.directory.people.values() if card.name == user), None)
        if found is None:
            raise BadQuestion(texts.unknown_speaker(user))
        return found

    def _anybody(self) -> PersonCard:
        people = sorted(
            self.directory.people.values(), key=lambda card: (card.userid != _DEMO_REP, card.leads, card.id)
        )
        if not people:
            raise BadQuestion(texts.NOBODY)
        return people[0]

    def intents(self, question: Question) -> tuple[Intent, ...]:
        """What a message means."""
        from handlers.language.understand import understand

        person = self.person(question.user)
        asked = CONTEXTS.get(question.context, question.context)
        return understand(
            question.text, Situation(question.at, Speaker(person.id, person.leads, person.sells), asked), self.book
        ).intents

    def answer(self, question: Question) -> dict[str, Any]:
        """What a message means, with the samples' names: intent, effect, confidence, slots, spans, records."""
        intents = self.intents(question)
        told = [self._told(intent, question) for intent in intents]
        answer: dict[str, Any] = {"id": question.id} if question.id else {}
        answer |= {"text": question.text, **told[0]}
        if len(told) > 1:
            answer["records"] = told
            answer["slots"] = {**told[0]["slots"], **self._customers(told)}
        return answer

    @staticmethod
    def _customers(told: list[dict[str, Any]]) -> dict[str, Any]:
        codes = [one["slots"]["customer_id"] for one in told if "customer_id" in one["slots"]]
        return {"customers": list(dict.fromkeys(codes))} if codes else {}

    def _told(self, intent: Intent, question: Question) -> dict[str, Any]:
        today = shanghai_day(question.at)
        slots: dict[str, Any] = {}
        spans: dict[str, str] = {}
        for name, slot in intent.slots.items():
            said = self._plain(name, slot.value, today)
            slots |= said
            spans |= dict.fromkeys(said, question.text[slot.start : slot.end])
        if intent.name in TOLD_OF_A_DAY:
            slots.setdefault("date", today.isoformat())
        return {
            "intent": SAME_NAME.get(intent.name, intent.name.value),
            "effect": _effect(intent),
            "confidence": intent.confidence,
            "slots": slots,
            "spans": spans,
        }

    def _plain(self, name: str, value: Any, today: date) -> dict[str, Any]:
        if name == "customer":
            return self._customer(value)
        if name == "contact":
            known = self.directory.contacts.get(value.contact_id or 0)
            return {"contact": value.text if known is None else known.name}
        if name in {"person", "to_user"}:
            people = [self.directory.people[found].name for found in value]
            return {"user" if name == "person" else "to_user": people[0] if len(people) == 1 else people}
        if name == "choice" and isinstance(value, tuple) and len(value) == 1:
            return {"choice": value[0]}
        if name == "customers":
            return {"customers": [self._customer(one).get("customer_id", one.text) for one in value]}
        if name == "period":
            return {"period": period_name(value[0], value[1], today)}
        return {SLOT_NAMES.get(name, name): _json(value)}

    def _customer(self, mention: Any) -> dict[str, Any]:
        cards = [self.directory.customers[found] for found in mention.ids]
        if len(cards) == 1:
            return {"customer": cards[0].name, "customer_id": cards[0].code}
        if cards:
            return {"customer": mention.text, "customer_any": [card.code for card in cards]}
        near = [self.directory.customers[found].code for found in mention.near]
        return {"customer": mention.text} | ({"customer_near": near} if near else {})

    def explain(self, question: Question) -> str:
        """The same for a person to read: what was meant, and what was spotted that led there."""
        from handlers.language.normalise import normalise
        from handlers.language.reading import Reading
        from handlers.language.topics import find_topic
        from handlers.language.triggers import find_triggers

        answer = self.answer(question)
        person = self.person(question.user)
        normal = normalise(question.text)
        situation = Situation(question.at, Speaker(person.id, person.leads, person.sells), question.context)
        reading = Reading(normal, 0, len(normal.text), situation, self.book)
        topic = find_topic(reading.masked)
        spotted = [
            (texts.SPOTTED_CUSTOMERS, [reading.words(start, end) for start, end, _ in reading.customers]),
            (texts.SPOTTED_PEOPLE, [reading.words(start, end) for start, end, _ in reading.people]),
            (texts.SPOTTED_MOMENTS, [reading.words(one.start, one.end) for one in reading.moments]),
            (texts.SPOTTED_VERBS, [reading.words(one.start, one.end) for one in find_triggers(reading.masked)]),
            (texts.SPOTTED_TOPIC, [str(topic)] if topic is not None else []),
        ]
        return texts.explained(answer, [(name, words) for name, words in spotted if words])


def question(line: str, *, user: str = "", at: str = "") -> Question:
    """Read a message: plain text, or a JSON object with text, ref, user, id and context.

    Args:
        line: without its end.
        user: who speaks where the line does not say it; anybody if empty.
        at: when, ISO in Shanghai time, where the line does not say it; the present if empty.

    Raises:
        BadQuestion: the moment or the object cannot be read.
    """
    if not line.strip().startswith("{"):
        return Question(line, user, moment(at))
    told = _object(line)
    return Question(
        text=str(told.get("text", "")),
        user=str(told.get("user") or user),
        at=moment(str(told.get("ref") or at)),
        context=str(told.get("context") or ""),
        id=str(told.get("id", "")),
    )


def name_of(line: str) -> dict[str, Any]:
    """What tells a line that went wrong from the others: its id, where it has one."""
    try:
        told = _object(line)
    except BadQuestion:
        return {}
    return {"id": told["id"]} if "id" in told else {}


def read_dates(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Date expressions alone: objects with id, text, ref and direction give id, date, time and fuzzy.

    Raises:
        BadQuestion: a line or a moment cannot be read.
    """
    from handlers.language.expressions import read_dates as read

    for line in lines:
        told = _object(line)
        found = read(
            str(told.get("text", "")), moment(str(told.get("ref") or "")), str(told.get("direction") or "future")
        )
        first = found[0] if found else None
        yield {
            "id": told.get("id", ""),
            "date": None if first is None or first.date is None else first.date.isoformat(),
            "time": None if first is None or first.time is None else f"{first.time:%H:%M}",
            "fuzzy": first is not None and first.fuzzy,
        }


def read_amounts(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Amounts alone: objects with id and text give id and value (yuan or the plain number), None where there is none.

    Raises:
        BadQuestion: a line cannot be read.
    """
    from handlers.language.amounts import read_amount

    for line in lines:
        told = _object(line)
        found = read_amount(str(told.get("text", "")))
        yield {"id": told.get("id", ""), "value": None if found is None else _json(found.value)}


def load_directory(folder: Path) -> Directory:
    """A company in memory, without a database file; see `Interpreter` for what may be raised."""
    engine = make_engine("sqlite://", pool_size=1)
    directory = Directory()
    with engine.connect() as connection, connection.begin():
        Base.metadata.create_all(connection)
        connection.execute(insert(CompanyVersion).values(id=1, value=0))
        session = open_session(connection)
        demo.load(session, folder, datetime.now(UTC))
        session.close()
        directory.refresh(connection)
    engine.dispose()
    return directory


def moment(at: str) -> datetime:
    """An ISO moment, Shanghai time where it names no zone; the present if empty.

    Raises:
        BadQuestion: it cannot be read.
    """
    if not at:
        return datetime.now(UTC)
    try:
        read = datetime.fromisoformat(at)
    except ValueError:
        raise BadQuestion(texts.bad_moment(at)) from None
    return read if read.tzinfo is not None else read.replace(tzinfo=SHANGHAI)


def _effect(intent: Intent) -> str:
    """What the bot does: write, read, ask back, go on with a dialogue, or nothing."""
    if intent.name in DIALOGUE:
        return "dialogue"
    if intent.value("unsure", default=False):
        return "ask"
    if intent.name is Intents.UNKNOWN and any(intent.value(name) is not None for name in ("phone", "customers")):
        return "ask"  # a number or a row of names alone: what they are for is asked
    if intent.name in NO_ACT:
        return "none"
    mention = intent.value("customer")
    if mention is not None and len(mention.ids) != 1:
        return "ask"
    if intent.name in READS:
        return "read"
    if mention is None and intent.name in OF_ONE_CUSTOMER:
        return "ask"
    if intent.name in OF_A_FIRM and not FIRMS & intent.slots.keys():
        return "ask"
    return "ask" if intent.confidence < 0.5 else "write"


def _object(line: str) -> Mapping[str, Any]:
    try:
        told = json.loads(line)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise BadQuestion(texts.BAD_LINE)
    return told


def _json(value: Any) -> Any:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, CustomerMention | ContactMention):
        return value.text
    if isinstance(value, tuple | list | set | frozenset):
        return [_json(one) for one in value]
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)
