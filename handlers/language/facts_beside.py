"""What else a visit tells that is a record of its own: somebody's number, something that is broken there."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from handlers.language.contacts import contact_slot
from handlers.language.meaning import Intent, Intents, Slot
from handlers.language.patterns import regex
from handlers.language.people import SURNAMES, TITLE
from handlers.language.reading import Reading
from handlers.language.signs import C

SURE: Final = 0.85
_SURNAME: Final = f"[{''.join(sorted(SURNAMES))}]"
_OFFICE: Final = (
    r"(?:采购|助理|会计|财务|出纳|店长|厂长|仓管|库管|技术|设备|生产|老板娘|负责人|对接人|联系人|主管|秘书)"
)
_CALLED: Final = regex(
    rf"(?:^|[\s,。;:的他她]|见了|叫|是|现在|新来|换成)(?P<title>{_OFFICE})?(?:叫|是|姓|[\s:])*(?P<name>[小老]{_SURNAME}(?:{TITLE})?|{_SURNAME}[一-鿿]{{0,2}}?{TITLE}|(?<=叫){_SURNAME}[一-鿿]{{1,2}}|(?<=[理购计务长术备产])(?:叫)?{_SURNAME}[一-鿿]{{1,2}})"
    r"[\s,:]*(?:的|她|他)?(?:电话|手机|号码|号|微信)*(?:是|[:\s,])*$"
)
_NEAR: Final = 18
_BROKEN: Final = regex(
    r"投诉|客诉|压坏|破损|发了?火|发了?脾气|要(?:我们|咱们?)?(?:给)?(?:个|一个)说法|(?:声音|噪音|噪声|异响)[^,。]{0,3}大|有异响|漏(?:水|油|气|电|氟|液)|制[冷热]慢|不制[冷热]|爆[线裂]|发霉|结块|开[裂胶]|(?:用|又|都|全|就)坏了|死机|停机了|跳闸|不转了|脱[胶线落]|掉漆|短斤|少发|发错"
)
_NOT_OURS: Final = regex(
    r"对手|竞品|同行|别家|那家|老设备|老机器|老型号|他们自己的|以前|没有?[^,。]{0,4}(?:投诉|漏|异响|坏)|(?:不|没)(?:会|再|有)?[^,。]{0,3}(?:漏|坏|响)|解决了|处理好|修好|不是我们|母猪|猪|牛|鸡|羊"
)
_STOPS: Final = regex(r"[。;\n]")


def with_facts(reading: Reading, visits: tuple[Intent, ...]) -> tuple[Intent, ...]:
    """The records of a tale, and behind them the numbers and the troubles that the one visit of it tells of.

    Args:
        reading: one record.
        visits: what was read in it.
    """
    logged = [one for one in visits if one.name is Intents.VISIT_LOG]
    mention = logged[0].value("customer") if len(logged) == 1 else None
    if mention is None or len(mention.ids) != 1:
        return visits
    customer = {"customer": logged[0].slots["customer"]}
    return (*visits, *_numbers(reading, customer), *_troubles(reading, customer, visits))


def _numbers(reading: Reading, customer: dict[str, Slot]) -> list[Intent]:
    """见了他助理小钟，15820943316."""
    found: list[Intent] = []
    for phone in reading.phones:
        if not phone.whole:
            continue
        start = max(phone.start - _NEAR, 0)
        said = _CALLED.search(reading.masked[start : phone.start])
        if said is None:
            continue
        place = (start + said.start("name"), start + said.end("name"))
        slots = {
            **customer,
            "contact": contact_slot(reading, place, customer["customer"]),
            "phone": reading.slot(phone.figures, phone.start, phone.end),
        }
        if said["title"]:
            slots["title"] = reading.slot(said["title"], start + said.start("title"), start + said.end("title"))
        found.append(reading.intent(Intents.CONTACT_ADD, slots))
    return found


def _troubles(reading: Reading, customer: dict[str, Slot], visits: tuple[Intent, ...]) -> list[Intent]:
    """The sentence that tells what is broken or complained of."""
    if any(one.name is Intents.COMPLAINT_RECORD for one in visits):
        return []
    found = _BROKEN.search(reading.masked)
    if found is None:
        return []
    before = [one.end() for one in _STOPS.finditer(reading.masked, 0, found.start())]
    behind = _STOPS.search(reading.masked, found.end())
    start, end = (before[-1] if before else 0), (behind.start() if behind is not None else len(reading.masked))
    clause = reading.clause_of(found.start())
    if _NOT_OURS.search(reading.masked, *clause) is not None:
        return []
    said = _SAYS.search(reading.masked, start, found.start()) if clause[0] <= start else None
    start = said.end() if said is not None else start
    words = _HEAD.sub("", reading.words(start, end))
    slots = {**customer, "summary": reading.slot(words, start, end)}
    return [reading.intent(Intents.COMPLAINT_RECORD, slots)]


_ARRIVED: Final = regex(
    rf"\s*(?:我|刚才?|现在|[\s,])*到(?:了)?(?:{C}|[^,。货款票账期站月点家年]{{2,6}}?)了[\s,]*"
    rf"|\s*(?:我|刚才?|[\s,])*{C}到了[\s,]*"
)


def met_with_trouble(reading: Reading, meant: tuple[Intent, ...]) -> tuple[Intent, ...]:
    """到玉潭了向主任发火了: who tells of a trouble that he met with has been there, too.

    Args:
        reading: the whole message.
        meant: what it was read as.
    """
    if len(meant) != 1 or meant[0].name is not Intents.COMPLAINT_RECORD or reading.situation.speaker.leads:
        return meant
    arrived = _ARRIVED.match(reading.masked)
    mention = meant[0].value("customer")
    if arrived is None or mention is None or len(mention.ids) != 1:
        return meant
    words = reading.slot(reading.words(arrived.end()), arrived.end(), len(reading.text))
    slots = {
        **{name: slot for name, slot in meant[0].slots.items() if name in {"customer", "contact"}},
        "summary": words,
    }
    trouble = replace(meant[0], slots={**meant[0].slots, "summary": words})
    return (reading.intent(Intents.VISIT_LOG, slots, SURE), trouble)


_SAYS: Final = regex(r"(?:[他她]们?|[总理工计任姐哥长])(?:还|又|也)?(?:说|讲|反映|反馈)[\s,:]*")
_HEAD: Final = regex(r"^(?:[\s,，。]|另外|还有|打过了|[他她]们?还?(?:说|讲)|然后)+")
