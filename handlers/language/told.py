"""What is told of somebody at a customer without any verb of a visit: 博瑞戴伟今天说试模合格了."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from handlers.language.contacts import find_contact
from handlers.language.dates import Leaning, Moment
from handlers.language.meaning import Intent, Intents
from handlers.language.mentions import mention_slot
from handlers.language.patterns import regex
from handlers.language.reading import Reading
from handlers.language.reports import LIKELY, Report
from handlers.language.signs import is_asked, supposed
from handlers.language.topics import Topics
from handlers.language.triggers import Verdict, is_ahead
from handlers.language.visits import read_visits
from handlers.language.who import find_who

_SHORTEST: Final = 4
_NOW: Final = regex(
    r"今[天日朝儿]|昨[天日晚儿]|前[天日儿](?!后)|上午|下午|中午|早上|晚上|傍晚|刚|当面|当场|电话|微信|视频|来电|上周|上礼拜|上星期|\d{1,2}[:点]"
)
_HAS_BEEN: Final = regex(
    r"(?:今[天日朝儿]|昨[天日晚儿]|前[天日儿](?!后)|刚|当面|当场|来电)[^,。]{0,12}(?:了|说|讲|问|催|答应|同意)"
    r"|[一-鿿]了(?:整整)?[一半两大]+个?(?:上午|下午|早上|晚上|天|多?小时|钟头)"
)
_MET: Final = regex(
    r"(?:^|[\s,])(?:今[天日早晚]?|昨[天日晚]?|前天|[上中下]午|早上|晚上|刚)\s*(?:见|聊|谈|碰|会)(?:面|头)?(?=[\s,]+(?!带|记得|准备|要|得|别|先|送|拿|把|问问|提醒)\S{2})"
    r"|(?:^|[\s,])上门(?=[\s,]+\S+(?:说|讲|问|嫌|答应|同意))"
)
"""今天见, 上午聊, 上门: a meeting in a note of a few words, with what was said behind it."""
_SAID: Final = regex(
    r"(?<![小再学])(?:说|讲|问|催|嫌|答应|同意|反馈|反映|表示|抱怨|承认|透露|交代|要求|提出|强调|吐槽|认可|点头|松口|拍板|拒绝|认了|不干)(?!明书|话|不定)"
)
_NO_NOTE: Final = regex(
    r"听[^,。]{0,6}(?:说|讲)|据说|传闻|朋友圈|抖音|电视|新闻|要去|会去|好像|似乎|可能|觉得|你(?:说|看|猜)|到底|老是|总是|一直|从来|平时|以前|去年|当年|老乡|同学|亲戚|人(?:还|挺|蛮|真|很)|挺好|好说话|靠谱|难(?:伺候|搞|缠)|有戏|没戏"
    r"|我(?:们)?(?:没|不(?!在)|想|要|打算|准备|得)|打算|准备|计划|本来|差点|打不通|没打通|关机|占线|领导|主管|同事|别(?:跟|给|去|问|催|听)|没(?:有)?(?:去|见到?过|拜访|联系|跟进|下单|付|打款|回款)"
)
_OTHERS_TALK: Final = regex(r"(?:听|跟|和)[^,。]{0,6}(?:同事|朋友|别人|人家)(?:说|讲)")


def read_told(
    reading: Reading, report: Report | Verdict | None, topic: Topics | None, wanted: Intent | None
) -> Intent | None:
    """The visit at which somebody said what is told, without any verb that reports one; None where none is told of.

    Args:
        reading: one record.
        report, topic: what `reports.find_report` and `topics.find_topic` say of it.
        wanted: what else it may want; only a plan may stand beside a visit.
    """
    plan = wanted is not None and wanted.name in _PLANS
    if report not in _MAY_BE_TOLD or topic not in _TELLS_ALIKE or not (wanted is None or plan):
        return None
    # A verb in what somebody said (说试模合格了) reports no visit, but may be told at one.
    if not is_told(reading, plainly=plan or report is not None):
        return None
    told = read_visits(reading, Report(None, LIKELY))[0]
    return told if reading.customers else replace(told, slots={**told.slots, **find_who(reading).slots})


_PLANS: Final = frozenset({Intents.FOLLOWUP_SET, Intents.PLAN_SET})
_MAY_BE_TOLD: Final = frozenset({None, Verdict.UNSURE, Verdict.PLANNED})
_TELLS_ALIKE: Final = frozenset(
    {None, Topics.FOLLOW_UP, Topics.ORDER, Topics.QUOTE, Topics.PROBLEM, Topics.OPPORTUNITY, Topics.CUSTOMER_QUERY}
)


def is_told(reading: Reading, *, plainly: bool = False) -> bool:
    """Whether a record tells what somebody of one known customer said or did just now, and wants nothing else.

    Args:
        reading: one record.
        plainly: whether it must say plainly that something has been: where a plan stands beside it, or a verb that
            reports no visit by itself.
    """
    masked = reading.masked
    met = _MET.search(masked)
    if plainly and met is None and _HAS_BEEN.search(masked) is None:
        return False
    if not _is_of_one(reading, met) or _NO_NOTE.search(masked) or _OTHERS_TALK.search(masked):
        return False
    # 今天见 … 17号再碰: the day behind the meeting is when to go on.
    days = [moment for moment in reading.moments if met is None or moment.start < met.end()]
    if is_asked(masked) or supposed(masked) or any(_is_to_come(reading, moment) for moment in days[:1]):
        return False
    if met is not None:
        return len(masked[met.end() :].strip(" ,。!~的")) >= _SHORTEST
    place = _person(reading)
    if place is None:
        return False
    behind = masked[place[1] :].strip(" ,。!~的")
    if len(behind) < _SHORTEST:
        return False
    said, now = _SAID.search(behind) is not None, _NOW.search(masked) is not None
    return now or (said and "了" in behind)


def _is_of_one(reading: Reading, met: re.Match[str] | None) -> bool:
    """Whether one customer is named, or in a note of a meeting one person who stands for his firm."""
    firms = {ids for _, _, ids in reading.customers}
    if not firms:
        return met is not None and len(reading.contacts) == 1
    return len(min(firms, key=len)) == 1


def _is_to_come(reading: Reading, moment: Moment) -> bool:
    return moment.leaning is Leaning.FUTURE or is_ahead(reading, moment)


def _person(reading: Reading) -> tuple[int, int] | None:
    """Where the person stands: of the customer who is named first, or by himself."""
    span = reading.customers[0]
    if len(span[2]) != 1:
        return None
    place = find_contact(reading, span[1], mention_slot(reading, span), before=span[0])
    known = place is not None and (place[0] >= span[1] or any(place == one[:2] for one in reading.contacts))
    return place if known else None
