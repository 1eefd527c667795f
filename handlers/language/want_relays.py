"""Words for a colleague: 跟黄经理说一声 …, 告诉李婷 …, 让他今天给个说法, 问下主管怎么办 (`product.md` §4.2)."""

from __future__ import annotations

from typing import Final

from handlers.language.meaning import Intent, Intents, Slot
from handlers.language.patterns import regex
from handlers.language.reading import Reading

LEADER: Final = "leader"
TEAM: Final = "team"
"""`topic` of a RELAY to one's own leader, or to everybody one leads: neither is named."""
_SIGNS: Final = regex(r"[说讲提问让叫喊要回]|提醒|告诉|转告|通知|知会|汇报|反映|反馈|招呼|请示|请教|派|安排")
_FILLED: Final = (
    r"(?:那|好|行|嗯|哎|就|也|先|再|要不|还是|你|您|小勤|帮我|帮忙|麻烦|麻烦你|请|给我|替我|记得|顺便|另外|然后|回头|赶紧"
    r"|这个|这事儿?|这条|这个事|这件事|它|[\s,.。:!])*"
)
_ASKED_TO: Final = regex(r"(?P<before>.*?)(?P<verb>告诉|转告|通知|知会|转达给?|回复?|问问?|请示|请教)(?:一?下)?\s*$")
_TALKED_TO: Final = regex(r"(?P<before>.*?)(?P<verb>跟|和|给|向|同|与|找)\s*$")
_LET: Final = regex(r"(?P<before>.*?)(?P<verb>让|叫|喊|要|请|派|麻烦|安排|通知|提醒)\s*$")
_SAYS: Final = regex(
    r"\s*(?:说|讲|提|汇报|反映|反馈|打个?招呼|打声招呼|通个气|知会)(?![好过完定妥了到的])(?:一?[下声]|一嘴|清楚|明白)?[\s,:，：]*"
)
_BREAK: Final = " ,.;:!?。"
_CALL: Final = regex(r"\s*(?:一[下声])?[\s,:，：]*")
_DONE: Final = regex(r"[^,。]{0,4}?[了过](?!没)|(?:一起|一块|一同|的)")
_ASKS: Final = regex(r"谁|哪|几|多少|什么时候|[?]|[吗么]$|没有$|没$|有没有|是不是")
_UNNAMED: Final = regex(
    r"(?P<leader>(?:我们?的?)?(?:领导|主管|上级|上司|头儿|老大|组长))|(?P<team>大家伙?|所有人|各位|全组|全体|团队|组里|兄弟们)"
)
_AND: Final = regex(r"\s*[和跟与及、,]\s*")
_ONLY_FILLED: Final = regex(_FILLED)


def read_relay(reading: Reading) -> Intent | None:
    """RELAY: `people` (for each the ids that fit) or `topic` LEADER or TEAM; `summary`, absent where the words were
    said before.

    Args:
        reading: the whole message.
    """
    text = reading.text
    if _SIGNS.search(text) is None:
        return None
    for start, end, people in _side_by_side(reading):
        place = _to_person(text, start, end)
        if place is not None:
            return _relay(reading, {"people": reading.slot(people, start, end)}, place)
    for unnamed in _UNNAMED.finditer(text):
        place = _to_person(text, *unnamed.span())
        if place is not None:
            return _relay(reading, {"topic": reading.slot(unnamed.lastgroup, *unnamed.span())}, place)
    return None


def _side_by_side(reading: Reading) -> list[tuple[int, int, tuple[tuple[int, ...], ...]]]:
    """Colleagues in order, those that are named together as one: 孙磊和周凯."""
    found: list[tuple[int, int, tuple[tuple[int, ...], ...]]] = []
    for start, end, ids in reading.people:
        if found and _AND.fullmatch(reading.text, found[-1][1], start) is not None:
            found[-1] = (found[-1][0], end, (*found[-1][2], ids))
        else:
            found.append((start, end, (ids,)))
    return found


def _relay(reading: Reading, whom: dict[str, Slot], place: tuple[int, int]) -> Intent:
    words = reading.words(*place).strip(f"{_BREAK}，：；！？")
    slots = {**whom, "summary": reading.slot(words, *place)} if words else whom
    return reading.intent(Intents.RELAY, slots)


def _to_person(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the words stand for a colleague who is named there; None where nothing is said to him."""
    before, behind = text[:start], text[end:]
    told = _ASKED_TO.fullmatch(before)
    if told is not None and _begins(told["before"]):
        called = _CALL.match(behind)
        return _place(text, told.start("verb"), end + (called.end() if called is not None else 0), told["before"])
    says = _SAYS.match(behind)
    talked = _TALKED_TO.fullmatch(before)
    if talked is not None and says is not None and _begins(talked["before"]):
        return _place(text, talked.start("verb"), end + says.end(), talked["before"])
    let = _LET.fullmatch(before)
    if let is not None and let["verb"] == "提醒" and "日报" in behind:
        return None  # that is urging him
    if let is None or not _begins(let["before"]) or not behind.strip(_BREAK) or _DONE.match(behind) is not None:
        return None
    return None if _ASKS.search(let["before"]) is not None else _place(text, let.start("verb"), end, let["before"])


def _begins(before: str) -> bool:
    """Whether the verb begins a clause: 谁让李雷去的 passes nothing on."""
    return not before or before[-1] in _BREAK or before.endswith("的话") or _ONLY_FILLED.fullmatch(before) is not None


def _place(text: str, verb: int, start: int, before: str) -> tuple[int, int]:
    """The words behind the verb; those before it where none are behind; all of it where both are."""
    if _ONLY_FILLED.fullmatch(before[:verb]) is not None:
        return start, len(text)
    return (0, len(text)) if text[start:].strip(_BREAK) else (0, verb)
