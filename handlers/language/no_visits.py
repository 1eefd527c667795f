"""What was read as a visit although nobody tells of one: a number asked for, what is only meant to be done, a question.

A visit needs somebody who was there and something that has happened (`product.md` A4); it makes points.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from handlers.language.meaning import Intent, Intents
from handlers.language.mentions import known_customer
from handlers.language.patterns import regex
from handlers.language.reading import Reading
from handlers.language.reports import LIKELY
from handlers.language.triggers import Verdict, find_triggers, judge
from handlers.language.wants import read_want

_ASKED_FOR: Final = regex(
    r"(?:电话|号码|手机号?|联系方式|微信号?|地址|名片|名字)[^,。;]{0,4}(?:发|给|报|推|转|告诉|查)(?:一?[下哈份])?(?:给|到)?(?:我|一?[下哈])"
    r"|(?:发|给|报|推|告诉|查)(?:一?[下哈])?(?:给)?我?[^,。;]{0,12}的?(?:电话|号码|手机号?|联系方式|微信号?|地址)(?=[,。;\s]|$)"
)
_NUMBERS: Final = ("电话", "号", "联系方式", "微信", "地址", "名片", "名字")
_WHO_DOES_IT: Final = regex(
    r"(?<![问看听])(?:谁|哪个|哪位)(?:去|来|负责|盯|跟|管|办|弄|看着)(?![^,。;]*(?:提醒|叫我|问问|问一?下))[^,。;]{0,6}[\W]*$"
)
"""那周四那个钱哪个去盯: somebody is asked for, and nothing is set."""
_OF_PAPERS: Final = regex(
    r"(?:退货单|回单|凭证|单子|发票)[^,。]{0,4}(?:看到|收到|有了)|(?:冲|抵|核销)(?:掉|减|了)|可以冲"
)
"""退货单看到了，两千可以冲掉: finance settles a sum, and nobody complains."""
_MOVES: Final = regex(r"[,。;\s](?P<what>[^,。;\s]{1,10}?改(?:到|成|为|在)?)")
_ENDS: Final = regex(r"[,。;\s]")
_SOON: Final = (
    r"(?:等一?下|等会儿?|待会儿?|一会儿?|过会儿?|晚点儿?|稍后|回头|正准备|这就|马上就?|今晚|晚上|下午|中午|准备|打算)"
)
_TO_DO: Final = regex(
    rf"{_SOON}(?:我|我们|要|再|就|先|得|也|顺路|顺道|顺便|抽空|亲自|[\s,])*(?:给|去|到|跟|找|打|联系|过去|跑|见|约|问|回|拿|送)(?!了|过|的)[^了过。;]*$"
)
_HAS_HAPPENED: Final = regex(r"(?<!对)(?<!算)了(?!解)|(?<![路经超])过(?!去|来|会|年|节|程)|刚|说|讲|反映|反馈")
_ASKS: Final = regex(
    r"(?:有没有|有得?|没得|没有?|有)(?:哪?个?)?(?:人|谁)(?:报|跟|管|拜访|去|领|做|要)[了过着]*(?:没有?|[吗么吧嘛])|[吗么][,。;\s]|[吗么]$|[?]|是不是|能不能|谁(?:在|报|跟|管|的)|哪个(?:在|报|跟|管)"
)


def as_it_happened(reading: Reading, meant: Intent) -> Intent:
    """What a record is, which may have been read as a visit although none is told.

    Args:
        reading: the whole message.
        meant: what it was read as.
    """
    if meant.name is Intents.FOLLOWUP_SET:
        return _moved(reading) or (_unknown(reading) if _WHO_DOES_IT.search(reading.masked) is not None else meant)
    if meant.name is Intents.COMPLAINT_RECORD and _OF_PAPERS.search(reading.masked) is not None:
        return _unknown(reading)
    if meant.name is Intents.DUNNING_ANSWER:
        return _asked_for(reading) or meant
    if meant.name is not Intents.VISIT_LOG:
        return meant
    return _asked_for(reading) or (_in_doubt(reading, meant) if meant.confidence <= LIKELY else None) or meant


def _unknown(reading: Reading) -> Intent:
    return reading.intent(Intents.UNKNOWN, known_customer(reading))


def _moved(reading: Reading) -> Intent | None:
    """冷科长说明天上午要开会，疾控改周四上午去: what follows is on the day it is moved to."""
    found = _MOVES.search(reading.masked)
    if found is None or not any(one.start == found.end() for one in reading.moments):
        return None
    if not any(one.dated for one in reading.moments if one.end <= found.start("what")):
        return None
    part = reading.part(found.start("what"), len(reading.text))
    moved = read_want(part)
    if moved is None or moved.name not in {Intents.FOLLOWUP_SET, Intents.PLAN_SET}:
        return None
    return replace(moved, slots={key: slot for key, slot in moved.slots.items() if slot.value != "改"})


def _asked_for(reading: Reading) -> Intent | None:
    """串串王蓝老板电话发我一下，送货的找不到人: somebody's number, and why."""
    if not any(word in reading.masked for word in _NUMBERS):
        return None
    found = _ASKED_FOR.search(reading.masked)
    if found is None:
        return None
    end = _ENDS.search(reading.masked, found.end())
    wanted = read_want(reading.part(0, end.start() if end is not None else len(reading.text)))
    return wanted if wanted is not None and wanted.name is Intents.CUSTOMER_QUERY else None


def _in_doubt(reading: Reading, meant: Intent) -> Intent | None:
    """A question, or what is only about to be done, of which little speaks for a visit."""
    if any(verb.complete and judge(reading, verb) is Verdict.DONE for verb in find_triggers(reading.masked)):
        return None
    if _ASKS.search(reading.masked) is not None:
        return _unknown(reading)
    todo = _TO_DO.search(reading.masked)
    if todo is None or _HAS_HAPPENED.search(reading.masked) is not None or "customer" not in meant.slots:
        return None
    note = reading.slot(reading.words(todo.start()).strip(" ,，。"), todo.start(), len(reading.text))
    kept = {name: slot for name, slot in meant.slots.items() if name in {"customer", "contact"}}
    return reading.intent(Intents.FOLLOWUP_SET, {**kept, "next_date": reading.whole(reading.today), "next_note": note})
