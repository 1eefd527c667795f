"""What a message can mean: the types between the parser and the handlers. Pure data, no database."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Protocol


class Intents(enum.StrEnum):
    """What a rep or manager can want. One name per thing that is done, not per way of saying it."""

    VISIT_LOG = "visit_log"
    VISIT_ARRIVE = "visit_arrive"
    VISIT_LEAVE = "visit_leave"
    VISIT_LIST = "visit_list"
    TEAM_SUMMARY = "team_summary"
    RECORD_CHANGE = "record_change"
    RECORD_VOID = "record_void"
    UNDO = "undo"
    HELP = "help"
    CONFIRM = "confirm"
    CANCEL = "cancel"
    CHOOSE = "choose"
    CONSENT_GIVE = "consent_give"
    CONSENT_WITHDRAW = "consent_withdraw"
    PRIVACY = "privacy"
    DAILY_REPORT = "daily_report"
    LEAD_REGISTER = "lead_register"
    LEAD_CLAIM = "lead_claim"
    LEAD_RELEASE = "lead_release"
    LEAD_TRANSFER = "lead_transfer"
    CUSTOMER_QUERY = "customer_query"
    CUSTOMER_LIST = "customer_list"
    CUSTOMER_ADD = "customer_add"
    CONTACT_ADD = "contact_add"
    ALIAS_SET = "alias_set"
    BIRTHDAY_SET = "birthday_set"
    FOLLOWUP_SET = "followup_set"
    REMINDER_SET = "reminder_set"
    PAYMENT_RECORD = "payment_record"
    RECEIVABLE_QUERY = "receivable_query"
    ORDER_RECORD = "order_record"
    OPPORTUNITY_UPDATE = "opportunity_update"
    EXPENSE_RECORD = "expense_record"
    COMPLAINT_RECORD = "complaint_record"
    RANKING = "ranking"
    MY_STATS = "my_stats"
    TARGET_QUERY = "target_query"
    PLAN_SET = "plan_set"
    LEAD_CHECK = "lead_check"
    LEAD_RENEW = "lead_renew"
    LEAD_FILL = "lead_fill"
    APPEAL = "appeal"
    CONFLICT = "conflict"
    POOL_LIST = "pool_list"
    HANDOVER = "handover"
    COMMITMENT_SET = "commitment_set"
    COMMITMENT_LIST = "commitment_list"
    CARD_SET = "card_set"
    LABEL_SET = "label_set"
    TIMELINE = "timeline"
    DELIVERED = "delivered"
    RECEIVABLE_SET = "receivable_set"
    DUNNING_ANSWER = "dunning_answer"
    PAYMENT_CHECK = "payment_check"
    ABSENCE_SET = "absence_set"
    ABSENCE_END = "absence_end"
    ABSENCE_LIST = "absence_list"
    MUTE = "mute"
    KIND_MUTE = "kind_mute"
    BIRTHDAY_PROMPT = "birthday_prompt"
    NEWS_TELL = "news_tell"
    NEWS_LIST = "news_list"
    NEWS_SOLVE = "news_solve"
    POINTS = "points"
    REPORT_MISSING = "report_missing"
    URGE = "urge"
    REMARK = "remark"
    RELAY = "relay"
    PRAISE = "praise"
    MARK_READ = "mark_read"
    PERSON_WORK = "person_work"
    ASSIGN = "assign"
    TERMS_SHOW = "terms_show"
    TERM_CHANGE = "term_change"
    RECEIVED = "received"
    SMALLTALK = "smalltalk"
    NOT_YET = "not_yet"
    UNKNOWN = "unknown"


class Slot(NamedTuple):
    """A value and the words of the message it was read from.

    Attributes:
        value: see `Intent`.
        start: first character in the original text.
        end: one behind the last character in the original text.
    """

    value: Any
    start: int
    end: int


class Guessed(tuple[int, ...]):
    """The one bearer of a name of which a character is wrong, so that it may be another firm's: good for a note that
    is read back and can be taken back, not for money or for whose a customer is."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class CustomerMention:
    """A customer as somebody wrote it.

    Attributes:
        text: the words as written.
        ids: the customers that fit: one is certain, several must be asked, none is a name we do not know.
        near: ids of customers with a similar name, best first, offered when `ids` is empty.
        guessed: whether a character of the name is wrong that may make it another firm's.
    """

    text: str
    ids: tuple[int, ...]
    near: tuple[int, ...] = ()
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class ContactMention:
    """A person at a customer as somebody wrote it; `contact_id` where exactly one known contact fits."""

    text: str
    contact_id: int | None = None


@dataclass(frozen=True, slots=True)
class Intent:
    """One thing that a message wants, with what was read for it.

    Slots by name, each absent when not said. Days are Shanghai days (`date`), clock times `time`, texts `str`.

    Whom it is about: customer (`CustomerMention`), customers (tuple of them), customer_new (a name that the book does
    not hold), contact (`ContactMention`), person, to_user (tuple of person ids that fit), people (a tuple of those).
    to_said is the name of a receiver whom nobody bears.
    When: date, dates (of several reports), time (of what was), next_date, next_time (of what is to be), next_note (what
    then), period (first day, last day, words), days (int, a length), half (of a day: am, pm, or half), until (aware
    instant), repeat (in words).
    How many customers he says it was, where fewer were recognised: count (int), of the first of several visits.
    What was told: summary, reason, topic (which list, help or capability is meant), category, source, project, need.
    Money and goods: amount, budget, quantity (`Decimal`; sums in yuan unless currency names another), product,
    stage, probability (int, per cent), way (how it was paid: 现金, 承兑, 电汇, 转账, 微信, 支付宝, 支票, 刷卡), kind
    (what the sum is: 定金, 押金, 预付款, 进度款, 尾款, 质保金, 全款), parts (tuple of `PartSaid`, of
    DUNNING_ANSWER of `PromisedPart`), target (`Target`,
    the part that is paid), invoice_no, quoted (True, only offered). Of a visit way is 电话, 微信 or 视频.
    Of customers and people: phone (figures; empty where they make no number), title, city, alias, level (A to E),
    label, filter (words of a list), page (int, from 1). birthday (MM-DD of its own calendar), year (int), lunar,
    leap_month (bool); lunar is absent where it must be asked.
    Which record: number (int, its own), place (int, of those last told of), customer (横林那条); field and value (what
    to change into what; a next_date of None takes the day away), append (True, value goes behind the summary);
    about (what it is called by, of UNKNOWN with the topic which_record).
    Answers: choice (tuple of int, or the words of the choice).
    Doubt: unsure (True, must be asked for, whatever the confidence), planned (True, it may be still to come), fuzzy
    (True, a day or sum was said roughly).

    Attributes:
        name: what is wanted.
        slots: see above.
        confidence: 0 to 1; below 0.5 nothing is written.
        text: the clause or line as the person wrote it.
    """

    name: Intents
    slots: Mapping[str, Slot] = field(default_factory=dict)
    confidence: float = 1.0
    text: str = ""

    def value(self, name: str, default: Any = None) -> Any:
        """A slot's value, or the default when it was not said."""
        slot = self.slots.get(name)
        return default if slot is None else slot.value


@dataclass(frozen=True, slots=True)
class Understanding:
    """All that a message means: one intent, or several records of one message in their order."""

    intents: tuple[Intent, ...]

    @property
    def first(self) -> Intent:
        """The first, and mostly only, intent."""
        return self.intents[0]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: the parser resolves names within his own customers and his own team first.

    Attributes:
        person_id: the member.
        leads: whether people report to him.
        sells: whether he goes to customers, as finance and assistants do not.
    """

    person_id: int
    leads: bool = False
    sells: bool = True


class KnownContact(NamedTuple):
    """A person at a customer as the parser compares him.

    Attributes:
        id: the contact.
        name: folded.
        title: as it was entered.
    """

    id: int
    name: str
    title: str


class Book(Protocol):
    """The read-only book of names that the parser matches against."""

    def find_customers(self, text: str, speaker: Speaker) -> Sequence[tuple[int, int, tuple[int, ...]]]:
        """Non-overlapping mentions, longest first kept: (start, end, ids that fit, as `Guessed` where one may)."""
        ...

    def near_customers(self, text: str, speaker: Speaker, limit: int = 3) -> Sequence[int]:
        """Customers with a similar name, best first, among what the speaker may be offered."""
        ...

    def holding(self, text: str, speaker: Speaker) -> Sequence[int]:
        """The speaker's own customers one of whose names holds some words: 解放路, 松江店."""
        ...

    def pooled(self, text: str) -> Sequence[int]:
        """Nobody's customers one of whose names begins with some words."""
        ...

    def find_contact(self, text: str, customer_id: int) -> int | None:
        """The one contact of a customer that a name or a surname with a title means; None if none or several."""
        ...

    def contacts_of(self, customer_id: int) -> Sequence[KnownContact]:
        """All contacts of a customer, for a reader who tries several stretches of a message on them."""
        ...

    def find_contacts(self, text: str, speaker: Speaker) -> Sequence[tuple[int, int, tuple[int, ...]]]:
        """Contacts of the speaker's own customers, named without their firm: (start, end, contact ids that fit)."""
        ...

    def customer_of(self, contact_id: int) -> int:
        """The customer that a contact belongs to."""
        ...

    def find_people(self, text: str, speaker: Speaker | None = None) -> Sequence[tuple[int, int, tuple[int, ...]]]:
        """Mentions of colleagues: (start, end, person ids that fit)."""
        ...


@dataclass(frozen=True, slots=True)
class Situation:
    """What the parser may know besides the text.

    Attributes:
        now: the aware instant the message was sent.
        speaker: who wrote it.
        asked: the name of the question that is open for him, empty if none.
    """

    now: datetime
    speaker: Speaker
    asked: str = ""
