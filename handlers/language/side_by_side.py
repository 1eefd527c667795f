"""Records that are no visits, side by side in one line: 回款：永徽2万，大润3万; 川味轩、湘味轩各要100斤; what else
there is to keep behind a payment or an order (到账2万，她生日9月9号你也记一下).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Final

from handlers.language.heads import begins_as_visit
from handlers.language.meaning import Intent, Intents
from handlers.language.mentions import mention_slot
from handlers.language.money import read_payment_record
from handlers.language.normalise import Folded, Normal, fold
from handlers.language.patterns import regex
from handlers.language.reading import Reading
from handlers.language.skeleton import skeleton
from handlers.language.wants import read_want
from handlers.language.weighing import weigh

_LONGEST: Final = 100
"""Characters; a longer record is a story."""


def read_side_by_side(reading: Reading) -> tuple[Intent, ...]:
    """Several records of one line, in their order; empty where it holds one.

    Args:
        reading: one record.
    """
    if len(reading.text) > _LONGEST:
        return ()
    registered = _registered_each(reading)
    if registered:
        return registered
    came = _what_came(reading)
    if came is not None:
        return (came,)
    several = len({ids for _, _, ids in reading.customers}) > 1
    return (several and _ordered_each(reading)) or _behind_the_first(reading)


_PAID: Final = "回款|收款|到账|进账|打款|付款|收到|结清|[打付到汇转回结收]了|到的"
_PAID_LIST: Final = regex(
    rf"(?:[AB]|今日|昨日|{_PAID}|[\s,:。])*(?:C(?:那边|这边|家)?的?[KM]?(?:{_PAID}|[的款钱付打汇转给:\s])*S(?:元|块|整|现金|承兑|电汇|微信|转账|{_PAID}|[、,;。和跟\s])*){{2,}}"
    rf"(?:都|全|也|已经?|[两三四五]家|[AB\s,。])*(?:{_PAID}|到|打|付)?(?:了|的)?[\s。!]*"
)
_SAYS_PAID: Final = regex(_PAID)


def read_paid_each(reading: Reading) -> tuple[Intent, ...]:
    """Nothing but who paid how much, one behind the other (回款：永徽2万，大润3万); empty where anything else is said.

    Args:
        reading: one record.
    """
    if len(reading.customers) < _SEVERAL or _SAYS_PAID.search(reading.masked) is None:
        return ()
    if len(reading.text) > _LONGEST or len(reading.amounts) < _SEVERAL:
        return ()
    if _PAID_LIST.fullmatch(skeleton(reading)) is None:
        return ()
    edges = [*(start for start, _, _ in reading.customers[1:]), len(reading.text)]
    paid = [
        read_payment_record(reading.part(start, edge))
        for (start, _, _), edge in zip(reading.customers, edges, strict=True)
    ]
    whole = read_payment_record(reading)
    day = {name: slot for name, slot in whole.slots.items() if name == "date"} if whole is not None else {}
    found = [replace(one, slots={**day, **one.slots}) for one in paid if one is not None and _is_whole(one)]
    return tuple(found) if len(found) == len(paid) else ()


_REGISTERS: Final = regex(
    r"\s*(?:帮我|我要?|再|先)*(?P<word>报备|备案|新增客户|录入客户|新客户)(?:[两二三四五六][家个](?:新?客户)?|客户)?[\s:,]*"
)
_FIRM_BREAK: Final = regex(r"\s*[;。]\s*")


def _registered_each(reading: Reading) -> tuple[Intent, ...]:
    """报备两家：上海春晓食品 李哥 138…；上海夏至茶业 王姐 139…: as many firms as there are numbers."""
    head = _REGISTERS.match(reading.masked)
    if head is None or len(reading.phones) < _SEVERAL:
        return ()
    edges = [head.end(), *(one.start() for one in _FIRM_BREAK.finditer(reading.masked, head.end())), len(reading.text)]
    pieces = [piece for piece in pairwise(edges) if reading.masked[slice(*piece)].strip(" ;。")]
    if len(pieces) != len(reading.phones):
        return ()
    word = range(*head.span("word"))
    found = [read_want(_joined(reading, [*word, *range(*piece)])) for piece in pieces]
    new = [one for one in found if one is not None and {"customer_new", "phone"} <= one.slots.keys()]
    return tuple(new) if len(new) == len(pieces) and len({one.name for one in new}) == 1 else ()


_SEVERAL: Final = 2
_EACH_ORDERS: Final = regex(
    r"(?:[AB]|今日|[\s,:])*(?:C(?:那边|这边)?的?[KM]?(?:[、和跟与及,\s]|还有)*){2,}(?:这?[两三四五][家个人]店?)?(?:各|每家|一家|都|均)(?:自|要|想|又|再|也)*(?:要|订|定|下单?|拿|进|来|加|补|追)了?[^?没不]*N"
)


def _ordered_each(reading: Reading) -> tuple[Intent, ...]:
    """川味轩、湘味轩各要100斤干辣椒: the same for each of them."""
    if not reading.quantities or _EACH_ORDERS.match(skeleton(reading)) is None:
        return ()
    order = read_want(reading)
    if order is None or order.name is not Intents.ORDER_RECORD or "quantity" not in order.slots:
        return ()
    what = {name: slot for name, slot in order.slots.items() if name not in {"customer", "contact"}}
    return tuple([replace(order, slots={"customer": mention_slot(reading, one), **what}) for one in reading.customers])


_COMPLETE: Final[Mapping[Intents, frozenset[str]]] = {
    Intents.PAYMENT_RECORD: frozenset({"amount"}),
    Intents.ORDER_RECORD: frozenset({"quantity"}),
    Intents.CONTACT_ADD: frozenset({"contact", "phone"}),
    Intents.BIRTHDAY_SET: frozenset({"contact", "birthday"}),
    Intents.REMINDER_SET: frozenset({"date", "summary"}),
    Intents.FOLLOWUP_SET: frozenset({"next_date"}),
    Intents.DUNNING_ANSWER: frozenset({"date"}),
}
"""What must have been said for a record to be kept beside another."""
_FIRST: Final = frozenset({Intents.PAYMENT_RECORD, Intents.ORDER_RECORD, Intents.CONTACT_ADD, Intents.BIRTHDAY_SET})
_BEHIND: Final[Mapping[Intents, frozenset[Intents]]] = {
    Intents.BIRTHDAY_SET: _FIRST,
    Intents.CONTACT_ADD: frozenset({Intents.PAYMENT_RECORD, Intents.ORDER_RECORD}),
    Intents.REMINDER_SET: frozenset({Intents.PAYMENT_RECORD, Intents.ORDER_RECORD}),
    Intents.FOLLOWUP_SET: frozenset({Intents.PAYMENT_RECORD}),
    Intents.DUNNING_ANSWER: frozenset({Intents.PAYMENT_RECORD}),
}
"""Of each kind that may stand behind another, behind which."""
_MAY_BE_MORE: Final = regex(
    r"[,。;\s](?:[^,。;]{0,12}生日|[^,。;]{0,10}1\d{10}|(?:[^,。;]{0,6})提醒我|(?:再|我|也|到时候?|记得)?(?:明|后|下|周|礼拜|星期|\d)[^,。;]{0,12}(?:去|催|跟|约|拜访|回访|上门|对账)"
    r"|(?:余款|尾款|剩下的?|其余|剩余)[^,。;]{0,4}(?:明|后|下|月|周|年|\d))"
)
_DEAL: Final = regex(r"[款钱账付打汇转结收订买要单进补拿到]|生日|1\d{10}")
_GAP: Final = regex(r"[,。;\s]+")
_LEAD: Final = regex(r"(?:[\s,:]|另外|对了|顺便|还有|然后|再|也|记一?下|记住|[他她]们?的?|跟你说)*")
_PRONOUN: Final = regex(r"[他她]")


def _behind_the_first(reading: Reading) -> tuple[Intent, ...]:
    if begins_as_visit(reading) or _MAY_BE_MORE.search(reading.masked) is None or _DEAL.search(reading.masked) is None:
        return ()
    for gap in _GAP.finditer(reading.masked):
        if not gap.start() or gap.end() == len(reading.masked):
            continue
        first = _read(reading.part(0, gap.start()))
        if first is None or first.name not in _FIRST or not _is_whole(first):
            continue
        second = _second(reading, first, gap.end())
        if second is not None and first.name in _BEHIND.get(second.name, ()) and _is_complete(second):
            return first, second
    return ()


def _read(reading: Reading) -> Intent | None:
    return read_want(reading) or weigh(reading, reading.intent(Intents.UNKNOWN))


_AGREED_ON: Final = regex(
    r"(?:说好|讲好|约好|约定|本来|原本|原来|原定|应付|该付|答应)[^,。;没]{0,14}[,。;\s]+"
    r"(?=(?:今天|昨天|刚才?|最后|结果|实际上?|只|就|才|先|[\s])*(?:到账|进账|来了|到了|收到|[付打给转汇结]了)[^没不?]*$)"
)
_HALF: Final = regex("一半")


def _what_came(reading: Reading) -> Intent | None:
    """说好付8万，今天到账的是5万; 应付4万，先付了一半: of what was agreed on, what has come."""
    agreed = _AGREED_ON.search(reading.masked)
    if agreed is None or not reading.customers or reading.customers[-1][1] > agreed.start():
        return None
    start, end, _ = reading.customers[-1]
    half = _HALF.search(reading.masked, agreed.end())
    sums = [one for one in reading.amounts if one.end <= agreed.end()]
    if half is not None and len(sums) == len(reading.amounts) == 1 and not sums[0].fuzzy:
        customer = mention_slot(reading, reading.customers[-1])
        slots = {"customer": customer, "amount": reading.slot(sums[0].value / 2, *half.span())}
        paid: Intent | None = reading.intent(Intents.PAYMENT_RECORD, slots)
    else:
        paid = _read(_joined(reading, [*range(start, end), *range(agreed.end(), len(reading.text))]))
    if paid is None or paid.name is not Intents.PAYMENT_RECORD or not _is_whole(paid):
        return None
    return replace(paid, text=reading.words())


def _second(reading: Reading, first: Intent, start: int) -> Intent | None:
    """What stands behind the first record, said of its customer, and of his person, where it names nobody else."""
    rest = reading.part(start, len(reading.text))
    if rest.customers or rest.contacts:
        return read_want(rest)
    lead = _LEAD.match(rest.text)
    begin = start + (lead.end() if lead is not None else 0)
    spans = [reading.customers[0][:2]] if reading.customers else []
    person = first.slots.get("contact")
    meant = _PRONOUN.search(rest.text) is not None or rest.text.startswith("生日")
    if person is not None and (meant or not spans):
        place = reading.text.find(fold(person.value.text), 0, start)
        spans += [(place, place + len(person.value.text))] if place >= 0 else []
    if not spans:
        return None
    places = [place for first_place, end in dict.fromkeys(spans) for place in range(first_place, end)]
    second = read_want(_joined(reading, [*places, *range(begin, len(reading.text))]))
    if second is None:
        return None
    return replace(second, slots={"customer": first.slots["customer"], **second.slots}, text=rest.words())


def _joined(reading: Reading, places: list[int]) -> Reading:
    """The characters at some places of a stretch as one sentence."""
    normal = reading.normal
    inside = [reading.start + place for place in places]
    text = Folded("".join(normal.text[place] for place in inside))
    origin = tuple(inside) if normal.places is None else tuple(normal.places[place] for place in inside)
    return Reading(Normal(normal.original, text, origin), 0, len(text), reading.situation, reading.book)


def _is_whole(one: Intent) -> bool:
    """Whether a record can be kept as it stands: of one certain customer, and nothing of it must be asked."""
    mention = one.value("customer")
    return mention is not None and len(mention.ids) == 1 and not one.value("fuzzy") and _is_complete(one)


def _is_complete(one: Intent) -> bool:
    wanted = _COMPLETE.get(one.name)
    return wanted is not None and wanted <= one.slots.keys() and not one.value("unsure")
