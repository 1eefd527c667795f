"""What a customer wants, said in a line of its own: 需求 罐车4台, 东吴 需求 两台注塑机."""

from __future__ import annotations

from typing import Final

from handlers.language.meaning import Intent, Intents
from handlers.language.mentions import mention_slot
from handlers.language.patterns import regex
from handlers.language.reading import Reading
from handlers.language.signs import C

_NEED_SAID: Final = regex(
    rf"\s*(?:(?:改|补充?|更新)一?下?[\s,]*)?(?:{C}[\s,:]*的?)?需求[\s,]*(?:是|为|改成|改为|[\s:,])\s*(?P<need>(?!.*(?:什么|多少|啥|吗|[?]))\S.{{1,60}})"
)


def read_need(reading: Reading) -> Intent | None:
    """What they want: `summary` for one's last registration, or `customer`, `field` and `value`, a note on his card.

    Args:
        reading: one record.
    """
    found = _NEED_SAID.fullmatch(reading.masked) if "需求" in reading.masked else None
    if found is None or len(reading.customers) > 1:
        return None
    need = reading.slot(reading.words(*found.span("need")), *found.span("need"))
    if not reading.customers:
        return reading.intent(Intents.LEAD_FILL, {"summary": need})
    slots = {"customer": mention_slot(reading, reading.customers[0]), "field": reading.whole("note")}
    slots["value"] = need._replace(value=f"需求：{need.value}")
    return reading.intent(Intents.CARD_SET, slots)
