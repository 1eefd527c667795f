"""What a turn of a talk does: words for a colleague, more about what was just told, a correction, a nod.

The rules read a message by itself. What goes on from what was said before often cannot be read so (钱他做不了主
段周三回, 没见 工地门口抄的牌子). What it does is told by the way it is put, by what came right before it and by who
says it: how much each speaks for what was counted once over turns that we collected and labelled
(`benchmarks/turned.tsv`, from which `benchmarks/habits.py` writes `turns.tsv`).
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from handlers.language.habits import TURNS, bits, read_table, shares
from handlers.language.meaning import Book, Intents, Situation
from handlers.language.normalise import normalise
from handlers.language.reading import Reading
from handlers.language.skeleton import skeleton


class Turns(enum.StrEnum):
    """What a turn does."""

    RELAY = "relay"
    ADD = "add"
    CORRECT = "correct"
    TOLD = "told"
    PLAN = "plan"
    MONEY = "money"
    PROMISE = "promise"
    REMIND = "remind"
    LEAVE = "leave"
    RULING = "ruling"
    PICK = "pick"
    REPORT = "report"
    ASK_FIRM = "ask_firm"
    ASK_TEAM = "ask_team"
    CONTACT = "contact"
    NEWS = "news"
    PROBLEM = "problem"
    REGISTER = "register"
    NOTHING = "nothing"


class Before(enum.StrEnum):
    """What came right before a turn: a record of one's own, a colleague's words, a list, a question, or nothing."""

    VISIT = "visit"
    LEAD = "lead"
    PROBLEM = "problem"
    PAYMENT = "payment"
    PROMISE = "promise"
    REMINDER = "reminder"
    PLAN = "plan"
    CONTACT = "contact"
    LEAVE = "leave"
    LEADER = "told_leader"
    REP = "told_rep"
    FINANCE = "told_finance"
    CONFLICT = "conflict"
    POOL = "list_pool"
    TODO = "list_todo"
    TEAM = "list_team"
    MONEY = "list_money"
    CARD = "card"
    DRAFT = "draft"
    DATE = "asked_date"
    NEED = "asked_need"
    WHICH = "asked_which"
    NONE = "none"


class Guess(NamedTuple):
    """The likeliest thing that a turn does.

    Attributes:
        turn: what it does.
        share: how likely it is, of 1.
        telling: how likely it tells a fact that should be kept, whichever.
        relays: how likely it is meant for a colleague.
    """

    turn: Turns
    share: float
    telling: float
    relays: float


TELLING: Final = frozenset(
    {Turns.ADD, Turns.CORRECT, Turns.TOLD, Turns.PROMISE, Turns.MONEY, Turns.CONTACT, Turns.NEWS, Turns.PROBLEM}
)
"""What tells a fact."""


_RECORDS: Final = frozenset(
    {
        Before.VISIT, Before.LEAD, Before.PROBLEM, Before.PAYMENT, Before.PROMISE, Before.REMINDER, Before.PLAN,
        Before.CONTACT, Before.LEAVE,
    }
)  # fmt: skip
_PEOPLE: Final = frozenset({Before.LEADER, Before.REP, Before.FINANCE})
_ENDS: Final = 2
"""Characters of each end that are looked at together with what came before."""


def likely_turn(bones: str, before: Before, role: str, meant: Intents) -> dict[Turns, float]:
    """How likely a turn does each thing; the numbers add up to one.

    Args:
        bones: its skeleton, see `handlers.language.skeleton.skeleton`.
        before: what came right before it.
        role: of the speaker (`models.schema.Role`).
        meant: how the rules read it by itself.
    """
    return {Turns(name): share for name, share in shares(read_table(TURNS), signs(bones, before, role, meant)).items()}


def signs(bones: str, before: str, role: str, meant: str) -> set[str]:
    """All that speaks for what a turn does; a capital letter and a colon stand before what is no part of its wording.

    Args:
        bones: see `likely_turn`; so the others.
    """
    kind = "record" if before in _RECORDS else "people" if before in _PEOPLE else before
    around = {f"B:{before}", f"K:{kind}", f"R:{role}", f"M:{meant}", f"B:{before} {role}", f"K:{kind} {meant}"}
    around |= {f"R:{role} {meant}", f"K:{kind} {role} {meant}"}
    ends = {f"K:{kind} ^{bones[:_ENDS]}", f"K:{kind} {bones[-_ENDS:]}$", f"R:{role} ^{bones[:_ENDS]}"}
    return bits(bones) | around | ends


def turn_of(text: str, situation: Situation, book: Book, *, before: Before, role: str, meant: Intents) -> Guess:
    """The likeliest thing that a message does.

    Args:
        text: the message.
        situation: who wrote it, and when.
        book: the names he may mean.
        before, role, meant: see `likely_turn`.
    """
    normal = normalise(text)
    bones = skeleton(Reading(normal, 0, len(normal.text), situation, book))
    found = likely_turn(bones, before, role, meant)
    turn = max(found, key=lambda each: found[each])
    return Guess(turn, found[turn], sum(found[each] for each in TELLING), found[Turns.RELAY])


_AS: Final[Mapping[Turns, tuple[Sequence[str], frozenset[Intents]]]] = {
    Turns.TOLD: (("{firm}，{text}",), frozenset({Intents.VISIT_LOG, Intents.FOLLOWUP_SET, Intents.DUNNING_ANSWER})),
    Turns.PLAN: (
        ("计划 {text}", "{firm} {text}", "{text} {firm}"),
        frozenset({Intents.PLAN_SET, Intents.FOLLOWUP_SET}),
    ),
    Turns.MONEY: (("{firm} {text}",), frozenset({Intents.PAYMENT_RECORD, Intents.PAYMENT_CHECK})),
    Turns.PROMISE: (("{firm} {text}",), frozenset({Intents.DUNNING_ANSWER})),
    Turns.REMIND: (("提醒我{text}", "{firm} {text}"), frozenset({Intents.REMINDER_SET})),
    Turns.LEAVE: (("请假 {text}",), frozenset({Intents.ABSENCE_SET})),
    Turns.CONTACT: (("{firm} {text}",), frozenset({Intents.CONTACT_ADD, Intents.BIRTHDAY_SET})),
    Turns.NEWS: (("市场消息：{text}",), frozenset({Intents.NEWS_TELL})),
    Turns.PROBLEM: (("{firm} 投诉 {text}",), frozenset({Intents.COMPLAINT_RECORD, Intents.NEWS_TELL})),
    Turns.REGISTER: (("报备 {text}",), frozenset({Intents.LEAD_REGISTER})),
    Turns.CORRECT: (("说错了，{text}", "刚才那条{text}"), frozenset({Intents.RECORD_CHANGE})),
    Turns.ASK_FIRM: (
        ("{firm} {text}",),
        frozenset({Intents.CUSTOMER_QUERY, Intents.RECEIVABLE_QUERY, Intents.TIMELINE, Intents.COMMITMENT_LIST}),
    ),
}
"""In which words the rules know what a turn does, and as what they then read it."""


def plainer(turn: Turns, text: str, firm: str) -> Iterator[tuple[str, frozenset[Intents]]]:
    """Words in which the rules may know what a message does, and what they must then find there.

    Args:
        turn: what it does.
        text: the message.
        firm: the customer that is talked about; empty where that is none or the message names one.
    """
    forms, meanings = _AS.get(turn, ((), frozenset()))
    for form in forms:
        if firm or "{firm}" not in form:
            yield form.format(text=text, firm=firm), meanings
        elif form.startswith("{firm} "):
            yield form.removeprefix("{firm} ").format(text=text), meanings
