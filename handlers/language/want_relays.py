"""Words for a colleague: 跟黄经理说一声 …, 告诉李婷 …, 让他今天给个说法, 问下主管怎么办 (`product.md` §4.2)."""

from __future__ import annotations

from typing import Final

from handlers.language.meaning import Intent, Intents, Slot
from handlers.language.patterns import regex
from handlers.language.reading import Reading

LEADER: Final = "leader"
TEAM: Final = "team"
OTHERS: Final = "others"
"""`topic` of a RELAY to one's own leader, to everybody one leads, or to the others of them: none is named."""
_SIGNS: Final = regex(
    r"[知晓留说讲提问让叫喊要回转找谢夸]|麻烦|提醒|告诉|转告|通知|知会|汇报|反映|反馈|招呼|请示|请教|派|安排"
)
_FILLED: Final = (
    r"(?:那|好|行|嗯|哎|就|也|先|再|要不|还是|你|您|小勤|帮我|帮忙|麻烦|麻烦你|请|给我|替我|记得|顺便|另外|然后|回头|赶紧"
    r"|这个|这事儿?|这条|这个事|这件事|它|我做不了主|我定不了|我说了不算|我不敢定|我也?不(?:清楚|知道|懂)|早上|[\s,.。:!])*"
)
_ASKED_TO: Final = regex(
    r"(?P<before>.*?)(?P<verb>(?:替我|帮我|代我|给我|你)(?:再|也|好好)*(?:谢谢|谢一?下|感谢|夸夸?|表扬)|告诉|转告|通知|知会|转达给?|回复?|问问?|请示|请教)(?:一?下)?\s*$"
)
_THANKS: Final = regex("[谢激夸扬]")
_OF_A_LEADER: Final = regex(r".{1,3}(?:总|经理|主管|总监|主任|部长)")
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
    r"(?P<leader>(?:我们?的?)?(?:领导|主管|上级|上司|头儿|老大|组长)|(?<=[跟和给向问])经理(?=说|讲|汇报|一下|\s*$|[,。]))|(?P<others>(?:另外|其他|其余|剩下的?)(?:[两三几二23]个?|的)?(?:个?人|业务员?|同事)|他们[俩几]个?)|(?P<team>(?:大家伙?|所有人|各位|全组|全体|团队|组里|兄弟们)(?:一[下声])?)"
)
_AND: Final = regex(r"\s*[和跟与及、,]\s*")
_ABOUT: Final = regex(
    r"(?:这个?事儿?|那个?事儿?|这件事|的事儿?|这个|这条|这单|这批|这块)(?:你|您|就|也|还|是|得|要|先|再|帮我|帮忙)*$"
)
"""退货这事问问侯经理中不中: what stands before the verb is what it is about."""
_ONLY_FILLED: Final = regex(_FILLED)
_TO_THE_BOT: Final = regex(
    r"(?<![说讲问听告诉通知叫让谁])(?:你|小勤)(?:再|去|也|就|先|快|还是|直接)*(?:帮我|给我|替我|帮忙)?(?:再|去|也|就)*$"
)
"""余小姐是我老乡你让梁经理评评看: nobody else is called 你 in the midst of a sentence."""
_OF_A_THING: Final = regex(
    r"(?:那|把|这|个|份|[\s,])*[一-鿿]{0,4}(?:证书?|合同|发票|图纸|方案|报价|资料|目录|样品?|货|单子|清单|账|订单|标书|报告|票|快递|手续)(?:的?(?:事|话))?(?:就|还是|得|要|也|先|再|直接|[\s,])*"
)
"""证书让林晓找一下: the thing that he shall see to stands first."""


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
    behind = _said_behind(reading) or _let_know(reading)
    if behind is not None:
        return behind
    for unnamed in _UNNAMED.finditer(text):
        place = _to_person(text, *unnamed.span())
        if place is not None:
            return _relay(reading, {"topic": reading.slot(unnamed.lastgroup, *unnamed.span())}, place)
    return None


_TO_HIM: Final = regex(
    r"(?:^|[\s,。;])(?:你|帮我|就|也|再|记得|麻烦你?)*(?:(?:跟|和|给|向|同)[他她](?:们俩?)?(?:说|讲|提|交代|强调)(?:一[下声]|清楚)?|(?:告诉|转告|通知|提醒)(?:一?下)?[他她](?:们俩?)?(?:一[下声])?)[吧哈啊。!\s]*$"
)


def _said_behind(reading: Reading) -> Intent | None:
    """罗大勇今天见肖总，一定要拿个日期回来，跟他讲: of the one colleague whom it speaks of, all that is before."""
    found = _TO_HIM.search(reading.text) if reading.people else None
    if found is None or found.start() <= reading.people[0][0] or _ASKS.search(reading.text[: found.start()]):
        return None
    named = _side_by_side(reading)
    if len(named) != 1:
        return None
    start, end, people = named[0]
    return _relay(reading, {"people": reading.slot(people, start, end)}, (0, found.start()))


_KNOWS_TOO: Final = regex(
    r"(?:你?们?[俩两几]?个?|也|都|要|得|[\s])+(?:(?:知道|晓得|了解|看)(?:一?[下哈声]|着点?)(?:$|[\s,。;!吧])|(?:留意|注意)(?:一?[下哈]|着点?))"
)
_BESIDE: Final = regex(r"\s*[和跟与及、,]?\s*")


def _let_know(reading: Reading) -> Intent | None:
    """海盾这个消息党鹏屈强也知道一下: who leads wants those whom he names to know it."""
    named = reading.people
    if not named or not reading.situation.speaker.leads:
        return None
    for last, (_, end, _) in enumerate(named):
        if _KNOWS_TOO.match(reading.text, end) is None:
            continue
        first = last
        while first and _BESIDE.fullmatch(reading.text, named[first - 1][1], named[first][0]) is not None:
            first -= 1
        people = tuple(ids for _, _, ids in named[first : last + 1])
        return _relay(reading, {"people": reading.slot(people, named[first][0], end)}, (0, len(reading.text)))
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
    if told is not None and _THANKS.search(told["verb"]) is not None:
        return (0, len(text)) if _begins(told["before"]) else None
    if told is not None and _begins(told["before"]):
        called = _CALL.match(behind)
        return _place(text, told.start("verb"), end + (called.end() if called is not None else 0), told["before"])
    says = _SAYS.match(behind)
    talked = _TALKED_TO.fullmatch(before)
    if talked is not None and _is_called_in(talked["verb"], text[start:end], behind) and _begins(talked["before"]):
        return _place(text, talked.start("verb"), end, talked["before"])
    if talked is not None and says is not None and _begins(talked["before"]):
        return _place(text, talked.start("verb"), end + says.end(), talked["before"])
    let = _LET.fullmatch(before)
    if let is not None and let["verb"] == "提醒" and "日报" in behind:
        return None  # that is urging him
    if let is None or not _begins(let["before"]) or not behind.strip(_BREAK) or _DONE.match(behind) is not None:
        return None
    return None if _ASKS.search(let["before"]) is not None else _place(text, let.start("verb"), end, let["before"])


def _is_called_in(verb: str, who: str, behind: str) -> bool:
    """我上礼拜就跟他们吃过饭了 找郑经理: a leader who shall decide."""
    return verb == "找" and not behind.strip(f"{_BREAK}吧啊评理定") and _OF_A_LEADER.fullmatch(who) is not None


def _begins(before: str) -> bool:
    """Whether the verb begins a clause: 谁让李雷去的 passes nothing on."""
    about = _ABOUT.search(before) is not None
    return (
        not before
        or about
        or before[-1] in _BREAK
        or before.endswith("的话")
        or _TO_THE_BOT.search(before) is not None
        or _OF_A_THING.fullmatch(before) is not None
        or _ONLY_FILLED.fullmatch(before) is not None
    )


def _place(text: str, verb: int, start: int, before: str) -> tuple[int, int]:
    """The words behind the verb; those before it where none are behind; all of it where both are."""
    if _ONLY_FILLED.fullmatch(before[:verb]) is not None:
        return start, len(text)
    return (0, len(text)) if text[start:].strip(_BREAK) else (0, verb)
