"""What was talked about: the words of a record without its opening and without the next visit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from handlers.language.meaning import Slot
from handlers.language.next_visits import next_moment, next_stretch
from handlers.language.normalise import PICTURES
from handlers.language.patterns import regex
from handlers.language.reading import Reading
from handlers.language.triggers import Trigger
from handlers.language.visit_days import is_alone, visit_moments

_ONLY_WHEN: Final = regex(r"[\s,。:;、]|改约了?|改到|下一步|下次(?:拜访|见面|去|跟进|时间)?|下回|约好?了?|定了?|回头")


_GOVERNS: Final = regex(r"(?:到|在|至|于|等|[排约定延推]到?)$")


def talk_slots(reading: Reading, trigger: Trigger | None, head: int) -> dict[str, Slot]:
    """The summary, and the next visit with its day, clock time and note; each only when it was said.

    Args:
        reading: one record.
        trigger: the verb, if it has one.
        head: where the opening of the record ends.
    """
    masked = reading.masked
    slots: dict[str, Slot] = {}
    following = next_moment(reading, trigger)
    start, end = head, len(masked)
    kept = [(start, end)]
    if following is not None and following.future is not None:
        slots["next_date"] = reading.slot(following.future, following.start, following.end)
        if following.clock is not None:
            slots["next_time"] = reading.slot(following.clock, following.start, following.end)
        first, last, note = next_stretch(masked, following, start)
        torn = _torn(masked, start, first, note)
        if note is not None:
            short = torn is not None and note[1] - note[0] < _SHORT_NOTE
            words = (reading.words(torn or first, first) if short else "") + reading.words(*note)
            slots["next_note"] = reading.slot(words, torn if short and torn is not None else note[0], note[1])
        without = [piece for piece in ((start, first), (last, end)) if masked[piece[0] : piece[1]].strip(" ,。;:、!")]
        # When nothing else was said, the clause with the next day is what was talked about (他说下周三再看).
        said_more = bool(_ONLY_WHEN.sub("", masked[max(first, start) : following.start]))
        # 检修排到10月22号 says nothing without its day.
        governed = note is None and _GOVERNS.search(masked, start, first) is not None
        kept = (
            [(start, end)] if governed or torn is not None or (said_more and (note is None or not without)) else without
        )
    for moment in visit_moments(reading, trigger):
        if moment.start >= head and is_alone(masked, moment):
            kept = [piece for one in kept for piece in _without(one, moment.start, moment.end)]
    summary = _pieces(reading, kept, trigger, head)
    if summary:
        slots["summary"] = reading.slot(summary, kept[0][0] if kept else start, kept[-1][1] if kept else end)
    return slots


_SHORT_NOTE: Final = 3
"""Characters; what is shorter says nothing without what stands before its day (报价周四给)."""


def _torn(masked: str, start: int, first: int, note: tuple[int, int] | None) -> int | None:
    """Where the clause begins that would be torn where the next step is taken out of its middle; None if none is."""
    if first <= start or masked[first] in EDGES or masked[first - 1] in EDGES:
        return None
    begin = max(start, *(masked.rfind(sign, start, first) + 1 for sign in EDGES))
    short = note is None or note[1] - note[0] < _SHORT_NOTE
    if short and _ENDED.search(masked, begin, first) is None:
        return begin
    return begin if _HANGS.search(masked, begin, first) else None


_HANGS: Final = regex(r"(?:希望|要求|建议|争取|盼着?|打算|准备|余下的?|剩下?的|想要?)$")
_ENDED: Final = regex(r"[了完好过成妥]$")
"""What is said before the day stands by itself: 方案改完下周三送."""


def _pieces(reading: Reading, kept: Sequence[tuple[int, int]], trigger: Trigger | None, head: int) -> str:
    pieces = []
    if trigger is not None and reading.masked.startswith("电话", trigger.start) and trigger.start < head:
        pieces.append(reading.words(trigger.start, trigger.start + 4))
    for start, end in kept:
        words = _tidy(reading.words(start, end))
        if words:
            pieces.append(words)
    return "，".join(pieces)


_MEDIA: Final = regex(r"\[(?:图片|语音|视频|文件|位置|链接|名片|照片|[一-鿿]{1,3})\]")
EDGES: Final = " ,，。.;；:：、!！\n/-－—·>"
_PARENTHESES: Final = (("(", ")"), ("（", "）"))


def _without(piece: tuple[int, int], start: int, end: int) -> list[tuple[int, int]]:
    first, last = piece
    return [piece] if end <= first or start >= last else [(first, max(start, first)), (min(end, last), last)]


def _tidy(words: str) -> str:
    """Words of a summary without pictures, and without what only stood between them and the rest."""
    if "[" in words:
        words = _MEDIA.sub(" ", words)
    words = PICTURES.sub(" ", words).strip(EDGES)
    for left, right in _PARENTHESES:
        if words.startswith(left) and words.find(right) in {-1, len(words) - 1}:
            words = words[1:].removesuffix(right)
        elif words.endswith(right) and left not in words:
            words = words[:-1]
    return words.strip(EDGES)
