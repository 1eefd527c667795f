"""How a record begins: days, particles, names and the verb, before anything is said of what was talked about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from handlers.language.dates import Leaning, Moment
from handlers.language.normalise import CUSTOMER, PERSON
from handlers.language.patterns import regex
from handlers.language.reading import Reading
from handlers.language.triggers import Trigger, each_trigger, find_triggers

_C: Final = f"{CUSTOMER}+"
MEETS: Final = frozenset("见碰会约面接")
"""With what a verb begins that says somebody was seen."""
TRIPS: Final = frozenset({"visit", "motion"})
"""The kinds of verbs that say somebody went somewhere."""
OF_A_THING: Final = regex(
    # 跟佳乐的程经理碰了头, 把盖章的资料送过去: what is of somebody or something stands in the middle of what is done.
    r"(?![把跟和与同找约陪]|[带送拿](?![给到去来过])[^的,。]{1,4}的)"
    r"[^,。;!?\s去跑拜访见聊谈碰会]{0,5}的(?=[一-鿿])(?!拜访|记录|日报|事(?:$|[,。\s])|时候|情况)"
)
"""Behind a day: it is the day of a thing (昨天的样品, 上周三寄的图纸) and not of what is told."""
_HEAD: Final = regex(
    rf"(?:[\s,。;:、!|/#@()\->]+|我们?(?!厂)|{_C}|{PERSON}+|今(?=[去到拜访跑见在])|补(?:登|录|记|一个|一下|上(?![周个星礼月午次]))?|第[一二三四五六七八九十]家|(?:麻烦)?(?:帮我)?(?:登记|记录|记)(?:一下|一个|一?条|一?笔|上)?|(?:忘记?了?|没来得及|没顾上)(?:写|记|登记|说|报)了?|一?[个家位]?(?:[新老]客户|客户(?=叫))|(?:一家|一?个)?叫(?=[{CUSTOMER}])|一家(?=叫|[{CUSTOMER}])|(?:一共|总共)?(?:[一二两三四五六七八九十]|\d{{1,2}})家(?:客户|单位|公司)?(?=[\s,:;(]|[{CUSTOMER}]|$)|的(?!确)|[啊呀哈嘞](?=[\s,。:]|$)|了|过(?!两|几|一|\d)|完|下午?(?![个周月次星礼单季旬一])|一下|一趟|趟|一次|去?看望?了(?=[\s,]*(?:[{CUSTOMER}{PERSON}]|$))|刚刚?才?|今天|上午|客户名?称?[:,]|客户(?:那边|那里|那儿|这边|那(?![一-鿿]))?(?![一-鿿])|公司[:,]|联系人[:,]|内容[:,]|情况[:,]|结果[:,]|时间[:,]|日期[:,]|拜访(?:对象|人|时间|内容|日期|情况|记录)?[:,]|(?:沟通|洽谈|交流|谈话)?内容[:,]|(?:对接|受访|会见)人[:,]|(?:拜访记录)?[\[\]]"
    rf"|(?:那|这)(?:边|儿|里|个|(?![批次条天家周事单笔台回趟种件套份项位款货点季块张辆车段时两几三些么样]))|他们家?那?边?(?=[\s,。])|厂里|公司(?=[\s,。])|已经|(?:去|跑|走|到)了?一?趟(?=[\s,]*(?:[{CUSTOMER}{PERSON}]|$))|顺路|顺道|一起|一块儿?|一道|(?:又|也|还|先|并|就|再|另外|转头|转身|掉头|顺带)(?=(?:先|又|再|顺路|顺便)?(?:[去到拜走跑见访在{CUSTOMER}]|$))|的人|出来|回来|跟着"
    rf"|(?:结果|后来|接着|随后|最后|然后|之后|完了)(?=又?再?还?(?:[去跑到拜走上下早晚中{CUSTOMER}]|$))|客户名?称?[:,]|拜访记录|进去|路过|经过|(?:下次|回头)(?=[\s:,]*$)|(?:和|跟|与|找|约|同|陪|从|在|到|去|来|跑|见|会|拜访|走访|离开|了|的)+(?=[\s,]*(?:[{CUSTOMER}{PERSON}]|$)))"
)


_HEADS: Final = regex(f"(?:{_HEAD.pattern})+")


def reading_triggers(reading: Reading) -> Iterator[Trigger]:
    """The verbs of a reading in order, each looked for when somebody first asks: mostly the first one decides."""
    if reading.more_verbs is None:
        reading.more_verbs = each_trigger(reading.masked)
    place = 0
    while True:
        if place == len(reading.verbs):
            found = next(reading.more_verbs, None)
            if found is None:
                return
            reading.verbs.append(found)
        yield reading.verbs[place]
        place += 1


def opening_moments(reading: Reading) -> list[Moment]:
    """The days and times before the first customer of a line without a verb."""
    first = reading.customers[0][0] if reading.customers else 0
    return [moment for moment in reading.moments if moment.end <= first]


def customer_at_head(reading: Reading) -> bool:
    """Whether nothing but an opening stands before the first customer; there is one."""
    return head_end(reading.masked[: reading.customers[0][0]], reading.moments) == reading.customers[0][0]


def head_end(masked: str, moments: Sequence[Moment], start: int = 0) -> int:
    """Where the opening of a record ends: days, particles, names and the verb that only say that a visit is meant.

    Args:
        masked: folded text with known names masked.
        moments: the days in it.
        start: where the opening begins.
    """
    place = start
    days = {one.start: one.end for one in moments if one.start >= start and one.leaning is not Leaning.FUTURE}
    while days and place < len(masked):
        end = days.pop(place, None)
        if end is None or OF_A_THING.match(masked, end) is not None:
            found = _HEAD.match(masked, place)
            if found is None:
                return place
            end = found.end()
        place = end
    found = _HEADS.match(masked, place)
    return min(found.end() if found is not None else place, len(masked))


def record_start(reading: Reading, trigger: Trigger | None) -> int:
    """Behind what was given up (没去东吴，去了恒力), else the beginning.

    Args:
        reading: one record.
        trigger: the verb, if it has one.
    """
    if trigger is None or trigger.start == 0:
        return 0
    known = reading.record_starts.get(trigger.start)
    if known is None:
        known = reading.record_starts[trigger.start] = _behind_given_up(reading, trigger.start)
    return known


def _behind_given_up(reading: Reading, place: int) -> int:
    first = next(reading_triggers(reading), None)
    if first is None or first.start >= place:
        return 0
    if all(other.kind not in TRIPS for other in find_triggers(reading.masked[:place])):
        return 0
    start = reading.clause_of(place)[0]
    return max(start, reading.masked.rfind(" ", start, place) + 1)


def opening_verb(reading: Reading, trigger: Trigger | None) -> tuple[int, int] | None:
    """The place of the verb where it only says that a visit took place; 聊了 and 试机 are what was done there.

    Args:
        reading: one record.
        trigger: the verb, if it has one.
    """
    if trigger is None or trigger.kind == "activity":
        return None
    if trigger.kind == "meeting" and reading.masked[trigger.start] not in MEETS:
        return None
    return trigger.start, trigger.end


_BEGINS_AS_VISIT: Final = regex(
    r"\s*(?:今天|昨天|前天|刚才?|又|上午|下午|早上|中午|我|\s){0,4}(?:拜访|走访|到了|去了|见了|跑了)"
)


def begins_as_visit(reading: Reading) -> bool:
    """Whether a record says with its first verb that somebody was visited, whatever else it tells.

    Args:
        reading: one record.
    """
    return _BEGINS_AS_VISIT.match(reading.masked) is not None
