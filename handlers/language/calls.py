"""Talks by phone and chat as people note them down: 跟进 东吴 电话 说月底定, 东吴 没接电话, 王总来电话了 要两台."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from handlers.language.contacts import contact_slot, find_contact
from handlers.language.dates import Leaning
from handlers.language.meaning import Intent, Intents, Slot
from handlers.language.mentions import mention_slot
from handlers.language.patterns import regex
from handlers.language.people import TITLED
from handlers.language.reading import Reading
from handlers.language.signs import SUM, C, is_asked, supposed
from handlers.language.talk import talk_slots
from handlers.language.undated import undated
from handlers.language.visit_days import day_slots
from handlers.language.want_deals import decide_complaint
from handlers.language.want_delays import is_stuck, read_delay_answer
from handlers.language.who import find_who

SIGNS: Final = regex("电话|微信|视频|来电|回电|回访|没接|打通|回我|回消息|回信|回话|打了|打过")
_PERSON: Final = "K"
"""For every character of a contact who is known by himself; folded text holds no capitals."""
_K: Final = rf"(?:{_PERSON}+|{TITLED.pattern})"
_LEAD: Final = r"(?:[\s,\ue00d]|今天|昨天|刚才?|刚刚|上午|下午|早上|又|我|已经|先)*"
_WAY: Final = "电话|微信|视频"
_BY: Final = r"(?:[里上中])?(?:沟通|联系|聊|谈|回访|说|跟进)?(?:了|过|一?下)*"
_WHOM: Final = rf"(?:(?:跟|和|给|与|同)?{C}(?:的|那边|[\s,])*(?:{_K})?|{_PERSON}+)"
_HEADS: Final = (
    regex(rf"{_LEAD}(?:跟进|联系)(?:了|过|一?下)*[\s:,]*{_WHOM}[\s,:]*(?P<way>{_WAY}){_BY}[\s,:]+(?=\S\S)"),
    regex(
        rf"{_LEAD}(?P<way>{_WAY})(?:回访|联系|沟通|跟进|聊|谈)(?:了|过|一?下)*[\s:,]*{_WHOM}(?:了|过)?[\s,:]+(?=\S\S)"
    ),
    regex(rf"{_LEAD}(?P<way>{_WAY})[\s:]+{_WHOM}[\s,:]*(?=\S\S)"),
    regex(
        rf"{_LEAD}{_WHOM}{_LEAD}(?P<way>{_WAY})(?:[里上中]?(?:沟通|联系|聊|谈|回访|说)(?:了|过|一?下)*|[里上中])[\s,:]*(?=\S\S)"
    ),
    regex(
        rf"{_LEAD}(?:跟|和|给|与|同){_WHOM}(?:通|打)(?:了|过|完)(?:一?个|一?通)?(?P<way>{_WAY})了?[\s,:]*(?=\S\S)|{_LEAD}{_WHOM}(?P<other>电话)(?:终于|总算)?打?通了[\s,:]*(?=\S\S)"
    ),
    regex(rf"{_LEAD}打(?:了|过|完)(?:一?个)?(?:电话)?了?[\s,:]+(?={_WHOM}(?:说|讲|问|要|让|答应))"),
    regex(
        rf"{_LEAD}{_WHOM}{_LEAD}(?:(?:来|回)(?:了|过)?一?个?(?P<way>电话)了?|(?:来|回)话了|(?:来|回)电了?|(?:打|发)(?:了)?一?个?(?P<other>{_WAY})(?:来|过来)了?|回(?:了)?(?:我)?(?:的)?(?P<chat>微信|消息|信息|电话)了?)[\s,:]*"
    ),
)
_CALLED_ON: Final = regex(rf"{_LEAD}(?P<head>回访)(?:了|过|一?下)*[\s:,]*{_WHOM}[\s,:]+(?=\S\S)")
_MISSED: Final = regex(
    rf"{_LEAD}(?:(?P<way>{_WAY})(?:联系|打给|打)?(?:了)?[\s:,]*)?(?:给)?{C}(?:的|那边|[\s,])*(?:{_K})?(?:打|的)?(?:了)?{_LEAD}(?P<words>(?:(?P<by>{_WAY})(?:打了?|都|也|又|一直|,|\s)*)?(?:没(?:人)?接(?:我)?(?:的)?(?:电话)?|没打通|打不通|不接|没人接|没回(?:我)?(?:微信|消息)?|关机|占线)了?)(?P<rest>[\s,。!]*.{{0,30}})"
)


def read_call(reading: Reading) -> Intent | None:
    """A talk by phone or chat with one customer, or the call that nobody took: VISIT_LOG with the slot `way`.

    Args:
        reading: one record.

    Returns:
        None where one is only planned, asked about or supposed, or where it was a complaint.
    """
    masked = reading.masked
    if SIGNS.search(masked) is None or len({ids for _, _, ids in reading.customers}) > 1:
        return None
    if not (reading.customers or reading.contacts) or is_asked(masked) or supposed(masked):
        return None
    if is_stuck(reading):
        return None  # whatever way it came, it is money that waits
    text = _peopled(reading)
    missed = _MISSED.fullmatch(text)
    if missed is not None and SUM.search(masked) is not None:
        return read_delay_answer(reading)
    if missed is not None:
        way = missed["by"] or missed["way"] or ("微信" if "微信" in missed["words"] else "电话")
        return _told(reading, way, missed.start("words"))
    return _talked(reading, text)


def _talked(reading: Reading, text: str) -> Intent | None:
    for pattern in _HEADS:
        found = pattern.match(text)
        if found is not None:
            said = found.groupdict()
            way = said.get("way") or said.get("other") or said.get("chat") or "电话"
            return _not_complained(reading, way if way in _WAYS else "微信", found.end())
    found = _CALLED_ON.match(text)
    if found is None or any(one.dated and one.leaning is not Leaning.PAST for one in reading.moments):
        return None
    told = _not_complained(reading, "电话", found.end())
    if told is None or "summary" not in told.slots:
        return told
    summary = told.slots["summary"]
    return replace(told, slots={**told.slots, "summary": summary._replace(value=f"回访，{summary.value}")})


_WAYS: Final = frozenset({"电话", "微信", "视频"})


def _peopled(reading: Reading) -> str:
    """The record with days hidden, and people who are known by themselves put as letters."""
    text = undated(reading)
    for start, end, _ in reading.contacts:
        text = f"{text[:start]}{_PERSON * (end - start)}{text[end:]}"
    return text


def _not_complained(reading: Reading, way: str, head: int) -> Intent | None:
    return None if decide_complaint(reading) is not None else _told(reading, way, head)


def _told(reading: Reading, way: str, head: int) -> Intent | None:
    if any(one.leaning is Leaning.FUTURE and one.start < head for one in reading.moments):
        return None
    slots: dict[str, Slot] = day_slots(reading, None)
    reach = max(head, _REACH)
    named = [span for span in reading.customers if span[0] < reach]
    if named and not any(start < named[0][0] for start, _, _ in reading.contacts):
        span = named[0]
        slots["customer"] = mention_slot(reading, span)
        contact = find_contact(reading, span[1], slots["customer"], before=span[0])
        if contact is not None:
            slots["contact"] = contact_slot(reading, contact, slots["customer"])
    else:
        slots |= find_who(reading, end=reach).slots
    slots |= talk_slots(reading, None, head)
    slots["way"] = reading.whole(way)
    return reading.intent(Intents.VISIT_LOG, slots, _SURE)


_SURE: Final = 0.85
_REACH: Final = 12
"""Characters within which it is said with whom; a firm that comes up later was only talked about."""
