"""What a record tells beside its visits: money that came in or may still come, and what we promised there."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from handlers.language.facts_beside import with_facts
from handlers.language.meaning import CustomerMention, Intent, Intents, Slot
from handlers.language.money import read_payment_record
from handlers.language.numbers import number
from handlers.language.patterns import regex
from handlers.language.people import TITLE
from handlers.language.promised_parts import paying_beside
from handlers.language.reading import Reading
from handlers.language.want_promises import read_promise
from handlers.language.weights import of_visited, with_payments

_PROMISES: Final = regex("答应|承诺|许诺|允诺|应承|保证")
_WELL: Final = r"(?:这边|已经|也|都|就|便|当场|当面|口头|先|只好|只能)*"
_THEM: Final = rf"(?:他们?|她们?|人家|客户|对方|那边|\ue000+|[一-鿿]{{1,2}}{TITLE})"
_OUR_DOING: Final = (
    r"(?:给(?![我回]|个?(?:答复|回复|回音|说法|消息|结果|定金|订金|尾款|货款|钱))|[出发送带寄做换修补调装](?!款|定金)"
    r"|交(?!定|订|钱|款|尾)|提供|派|安排(?!付|打|回|汇)|上门|打样|免费)"
)
_OURS: Final = regex(
    rf"(?<![让叫要求逼问等给帮催想望使])我(?:们|司)?{_WELL}(?:答应|承诺|许诺|允诺|应承|保证)"
    rf"|(?:^|(?<=[,。;!\s])){_WELL}(?:答应|承诺|许诺|允诺|应承|保证)(?:了|过|好|下来)?(?={_THEM}|[^,。;!?我]{{0,12}}?{_OUR_DOING})"
)
"""我答应下周二给答复, 答应他们周五前出图纸, 答应周五前给方案: our word; 王总答应周五付款 is the customer's."""
_APART: Final = regex(r"\s+(?=\S\S)")


_PAYS: Final = regex("[款账]")
_CAME: Final = regex(
    r"(?<![收催要等拿取对谈问])(?<!(?<!过)去)(?:回款|到款|打款|付款|结款|进账|到账|汇款)(?P<over>了)?"
    r"(?=\s*[\d一二两三四五六七八九十半¥])"
)
"""下礼拜三再去送样回款五万: in one breath with what is to come, nobody can tell whether it has come in."""


def told_beside(reading: Reading, visits: tuple[Intent, ...]) -> tuple[Intent, ...]:
    """The visits of a record, and behind them what it tells of beside them: money, promises, numbers, troubles.

    Args:
        reading: one record.
        visits: its visits.
    """
    return with_facts(reading, _with_money(reading, _with_count(reading, visits)))


def _with_money(reading: Reading, visits: tuple[Intent, ...]) -> tuple[Intent, ...]:
    told = with_payments(reading, visits)
    for visit in visits:
        if visit.name is not Intents.VISIT_LOG:
            return told
    if len(told) == len(visits):
        told += _in_next_step(reading, visits)
    else:
        told = tuple([_doubted(reading, one, visits) for one in told])
    told = paying_beside(reading, told)
    return told if _PROMISES.search(reading.text) is None else (*told, *_promised(reading, visits))


_SAID_MANY: Final = regex(
    r"(?:跑|去|走访|拜访|走|见)(?:了|过)(?:一共)?(?P<many>[两二三四五六七八九十]|[2-9]|1\d)(?:家|个客户|个单位)"
)
_THE_OTHERS: Final = regex("还有|另外|其他|其余|剩下|没人|没见|没去")


def _with_count(reading: Reading, visits: tuple[Intent, ...]) -> tuple[Intent, ...]:
    """跑了三家 东吴 长虹 大明: how many he speaks of, where fewer were recognised."""
    found = _SAID_MANY.search(reading.masked)
    if found is None or _THE_OTHERS.search(reading.masked) or any("customer" not in one.slots for one in visits):
        return visits
    many = 2 if found["many"] == "两" else number(found["many"]) or 0
    if many <= len(visits):
        return visits
    slots = {**visits[0].slots, "count": reading.slot(many, *found.span("many"))}
    return (replace(visits[0], slots=slots), *visits[1:])


def _in_next_step(reading: Reading, visits: tuple[Intent, ...]) -> tuple[Intent, ...]:
    """A sum with a word for paying in what is to be done next: asked for, unless it says that it is over."""
    notes = [visit.slots["next_note"] for visit in visits if "next_note" in visit.slots]
    if not notes or _PAYS.search(notes[0].value) is None or _CAME.search(notes[0].value) is None:
        return ()
    for found in _CAME.finditer(reading.masked):
        amount = next((one for one in reading.amounts if one.start >= found.end() and one.unit), None)
        if amount is None or reading.slot(None, *found.span()).start < notes[0].start:
            continue
        payment = read_payment_record(reading.part(found.start(), amount.end))
        if payment is None or "amount" not in payment.slots:
            return ()
        payment = of_visited(payment, visits)
        if found["over"]:
            return (payment,)
        doubt = reading.whole(True)
        return (replace(payment, slots={**payment.slots, "unsure": doubt, "planned": doubt}),)
    return ()


def _doubted(reading: Reading, one: Intent, visits: tuple[Intent, ...]) -> Intent:
    """A payment, in doubt where it stands within what is to be done next and is not said to be over."""
    amount = one.slots.get("amount")
    if one.name is not Intents.PAYMENT_RECORD or amount is None:
        return one
    for visit in visits:
        note = visit.slots.get("next_note")
        if note is not None and note.start <= amount.start and amount.end <= note.end and not _OVER.search(note.value):
            doubt = reading.whole(True)
            return replace(one, slots={**one.slots, "unsure": doubt, "planned": doubt})
    return one


_OVER: Final = regex("[了已刚]")


def _promised(reading: Reading, visits: tuple[Intent, ...]) -> tuple[Intent, ...]:
    """What we promised there, with a day; without one it is no more than what was talked about."""
    found: list[Intent] = []
    last = 0
    for begin in _OURS.finditer(reading.masked):
        if begin.start() < last:
            continue
        last = _end_of_promise(reading, begin.start(), begin.end())
        promise = read_promise(reading.part(begin.start(), last))
        if promise is None or promise.name is not Intents.COMMITMENT_SET or "next_date" not in promise.slots:
            continue
        if str(promise.value("next_note", "")).startswith(_TO_ANOTHER):
            continue  # 答应王总和恒力的老板: to whom else it was is not certain
        promise = _to_visited(reading, promise, begin.start(), visits)
        if promise is not None:
            found.append(promise)
    return tuple(found)


_TO_ANOTHER: Final = ("和", "跟", "与", "、", "及", "还有")


def _end_of_promise(reading: Reading, start: int, behind: int) -> int:
    """The end of the clause, or the blank behind the day and what is to be done by it."""
    _, end = reading.clause_of(start + 1)
    for blank in _APART.finditer(reading.masked, behind, end):
        if any(behind <= one.start and one.end < blank.start() for one in reading.moments if one.dated):
            return blank.start()
    return end


def _to_visited(reading: Reading, promise: Intent, start: int, visits: tuple[Intent, ...]) -> Intent | None:
    """A promise to whom it names, else to the customer who was named last before it; None where he is not certain."""
    if promise.slots.keys() & {"customer", "customers"}:
        return promise
    place = reading.slot(None, start, start).start
    named = [visit for visit in visits if "customer" in visit.slots]
    before = [visit for visit in named if visit.slots["customer"].start <= place] or named
    mention: CustomerMention | None = before[-1].value("customer") if before else None
    if mention is None or len(mention.ids) != 1:
        return None
    slots: dict[str, Slot] = {name: slot for name, slot in before[-1].slots.items() if name in {"customer", "contact"}}
    return replace(promise, slots={**slots, **promise.slots})
