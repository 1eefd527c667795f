"""Handing a report in once more, later, or for days gone by: 补交, 重交, 晚点交, 补 23、24号日报."""

from __future__ import annotations

from typing import Final

from handlers.language.dates import Leaning
from handlers.language.meaning import Intent, Intents, Slot
from handlers.language.patterns import regex
from handlers.language.reading import Reading
from handlers.language.topics import Topics

FILE: Final = "file"
_AGAIN: Final = regex(
    r"\s*(?:那|我|就|这就|现在|先|再|帮我|给我|把它|日报|[\s,])*(?:补交|重交|重新交|重新提交|重新发|再交|再提交|补上)(?:一?[次遍下份]|日报|上去|吧|了|掉|行吗|[\s,])*[\s。!]*"
)
_HANDS_IN: Final = regex(
    r"\s*(?:来了|好的?|行|可以了?|没问题|没错|对的?|ok|中|要得|嗯|就这样|就这么|那|[\s,])*(?:就这样交|交)(?:了吧|吧|上去)?[\s。!]*"
)
"""来了来了 交: said by itself, it can only be the report."""
_LATER: Final = regex(
    r".{0,14}?(?:晚(?:一)?点儿?|待会儿?|等会儿?|等一下|等下|稍后|稍晚|回头|晚上|过会儿?)再?(?:补)?(?:交|写|提交)(?:日报|吧|哈|啊|行不行|可以[吗不]|行吗|好吗|[\s,。?])*"
)
_OTHER_PAPERS: Final = regex("合同|钱|款|货|样|资料|方案|报价|作业|表|单")


def read_again(reading: Reading) -> Intent | None:
    """A report that is handed in once more or afterwards, its day not said; or that shall be handed in later.

    Args:
        reading: the whole message, with no customer in it.
    """
    masked = reading.masked
    if _AGAIN.fullmatch(masked) or (not _is_asked(reading) and _HANDS_IN.fullmatch(masked)):
        return reading.intent(Intents.DAILY_REPORT, {"topic": reading.whole(FILE)})
    if _LATER.fullmatch(masked) and _OTHER_PAPERS.search(masked) is None:
        return reading.intent(Intents.NOT_YET, {"topic": reading.whole(str(Topics.DAILY_REPORT))})
    return None


def _is_asked(reading: Reading) -> bool:
    asked = reading.situation.asked
    return bool(asked) and not asked.startswith("reports.")


def days_made_up(reading: Reading, before: int) -> dict[str, Slot]:
    """Whose reports are made up: `date`, and `dates` where there are several; a day to come as it was said.

    Args:
        reading: one record.
        before: where the report's own words begin.
    """
    said = [one for one in reading.moments if one.dated and one.end <= before]
    days = [day for one in said if (day := one.future if one.leaning is Leaning.FUTURE else one.past) is not None]
    if not days:
        return {}
    slots = {"date": reading.slot(days[0], said[0].start, said[0].end)}
    if len(days) > 1:
        slots["dates"] = reading.slot(tuple(dict.fromkeys(days)), said[0].start, said[-1].end)
    return slots
