"""假也改周四, 请假改到周四下午: the one leave that stands ahead, called off and taken on another day (A2)."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from handlers.context import Context
from handlers.language.dates import find_moments
from handlers.language.meaning import Intent, Intents, Slot
from handlers.language.patterns import regex
from models.queries.absences import list_absences
from models.schema import AbsenceKind
from models.services.absences import HALVES

LONGEST: Final = 60
_AHEAD: Final = timedelta(days=60)
_MOVED: Final = regex(
    r"(?:请|休|的|那个|半天|半日|[,，\s]|^)假(?:期|条)?(?:也|就|都|还是|要|得|那就|我|想|先|[\s,，])*(?:改|换|挪|调)(?:一?下)?(?:到|成|为|在)?"
    r"(?P<to>[^,，。;；]{2,10})"
)
_LEAVE: Final = "leave"
_HALVES_SAID: Final = (("上午", AbsenceKind.MORNING), ("下午", AbsenceKind.AFTERNOON))


def moved(ctx: Context) -> tuple[Intent, ...]:
    """The leave called off and the one instead of it; none where several stand, or where nothing is moved.

    Args:
        ctx: of the message as it was read by itself.
    """
    found = _MOVED.search(ctx.text) if len(ctx.text) <= LONGEST else None
    if found is None:
        return ()
    to = next((one.future for one in find_moments(found["to"], ctx.today) if one.dated), None)
    rows = list_absences(ctx.session, [ctx.person.id], first=ctx.today, last=ctx.today + _AHEAD)
    ahead = [row for row in rows if row.kind in (AbsenceKind.LEAVE, *HALVES) and row.first_on > ctx.today]
    if to is None or len(ahead) != 1:
        return ()
    row = ahead[0]
    half = next((kind for said, kind in _HALVES_SAID if said in found["to"]), row.kind if row.kind in HALVES else None)
    last = to + (row.last_on - row.first_on)
    off: dict[str, object] = {"category": _LEAVE, "topic": "off", "date": row.first_on}
    on: dict[str, object] = {"category": _LEAVE, "period": (to, last, found["to"]), "reason": row.reason}
    if half is not None:
        on["half"] = half
    return _intent(Intents.ABSENCE_END, off, ctx.text), _intent(Intents.ABSENCE_SET, on, ctx.text)


def _intent(name: Intents, said: dict[str, object], text: str) -> Intent:
    return Intent(name, {each: Slot(value, 0, 0) for each, value in said.items()}, 1.0, text)
