"""A half day's leave beside what is done in the other half: 上午请假，下午去东吴."""

from __future__ import annotations

from typing import Final

from handlers.language.meaning import Intent
from handlers.language.patterns import regex
from handlers.language.reading import Reading
from handlers.language.record import read_record
from handlers.language.want_absences import read_absence

_LEAVE: Final = regex(
    r"^(?:我|今天|明天|后天|这?周[一二三四五]|有点|感冒|发烧|不舒服|生病|病|家里有事|有事|了|[\s,])*"
    r"(?P<leave>(?:今天|明天|后天|这?周[一二三四五])?[上下]午(?:要|得|想)?请(?:个|一?下)?(?:病|事)?假)[了吧]?[\s,。;]+(?P<rest>[上下]午.+)$"
)


def read_leave_beside(reading: Reading) -> tuple[Intent, ...]:
    """The leave and what is told behind it, or nothing.

    Args:
        reading: the whole message.
    """
    if "假" not in reading.text or not reading.customers:
        return ()
    found = _LEAVE.match(reading.text)
    if found is None or reading.customers[0][0] < found.start("rest"):
        return ()
    leave = read_absence(reading.part(0, found.end("leave")))
    if leave is None:
        return ()
    return (leave, *read_record(reading.part(found.start("rest"), len(reading.text))))
