"""What says that a visit took place, and what says that it did not: plans, questions, negations, hearsay."""

from __future__ import annotations

import enum
import re
from datetime import date
from typing import Final, NamedTuple

from handlers.language.clauses import clause_of
from handlers.language.dates import Leaning, Moment
from handlers.language.normalise import CUSTOMER, PERSON
from handlers.language.reading import Reading


class Verdict(enum.Enum):
    """What the words round a verb make of it."""

    DONE = "done"
    PLANNED = "planned"
    DENIED = "denied"
    UNSURE = "unsure"


class Trigger(NamedTuple):
    """A verb that may mean a visit.

    Attributes:
        kind: visit (拜访), motion (去了), meeting (见了), activity (试机).
        start, end: its place.
        complete: whether its form says that it is over (了, 过, 回来).
    """

    kind: str
    start: int
    end: int
    complete: bool


_C: Final = f"{CUSTOMER}+"
_NOT_A_VERB: Final = r"(?!记录|计划|量|次数|率|任务|频|情况|制度|规则|路线|表|人|对象|日程|安排|名单)"
_DID: Final = r"(?:了|过|完|好了|到了|成了)"
_VISIT: Final = rf"(?:电话|登门|上门|实地|陪同|顺路|顺道|例行|集中)?(?:拜访|走访|拜会|面访|探访|巡访|巡店){_NOT_A_VERB}"
_TALKS: Final = r"(?:聊|谈|洽谈|面谈|沟通|交流|碰头|对接|磋商|商量|讨论)"
_WORKS: Final = (
    r"(?:考察|参观|验收|调试|安装|装机|测试|检测|巡检|试机|试用|演示|培训|巡查|盘点|盘货|铺货|理货|送样品?|送货|送资料|取样|量尺寸|勘察|对账|检修|维修|保养|技术交流|看现场|看样|签合同|喝茶|吃饭|开会"
    r"|上门|登门|陪同|回访现场)"
)
_TRIGGER: Final = re.compile(
    rf"(?P<visit>{_VISIT})(?P<visited>{_DID})?"
    rf"|(?P<motion_done>(?:去|跑|走)(?:了|过|完)(?:一)?[趟次下]?|(?:去|跑|走)(?:了)?(?:一|两|几|三)[趟次]|(?:去|跑)趟|刚刚?(?:去|到|从|在|跑|拜访)|(?:(?<![一-鿿])|(?<=我)|(?<=刚))到了(?!账|货|期|款)|去(?={_C}[^,。\s]{{0,8}}?(?:了|过|回来)(?!{_C}))|离开了?(?={_C})"
    rf"|从{_C}[^,。]{{0,6}}?(?:出来|回来|离开|出发)(?:了)?|从(?:客户|他们|那边|厂里)[^,。]{{0,4}}(?:出来|回来)(?:了)?|在{_C}(?:那边?|这边?)?(?={_TALKS}|开|看|做|待|见|吃|调|装|{_WORKS})"
    rf"|{_C}(?:那边?|这边?)?(?:我)?(?:今天|今朝|刚刚?|上午|下午|也|都|又|已经)?(?:去|跑|走)(?:了|过)(?:一)?[趟次]?)"
    rf"|(?P<motion>(?:去|到|跑|在|来|访)(?:了)?(?=\s*{_C}))"
    rf"|(?P<meet_done>(?:见|碰|会)(?:了|过|完)?[个一]?(?:面|头)|(?:见|碰|会|约见|面见|接待)(?:了|过|完|到了?|着|上)(?:了)?(?:[个一]?[面下次])?|见(?:了)?[个一]?面|碰(?:了)?[个一]?[面头]|(?:{_TALKS})(?:了|过|完|好)(?:[一会]?[下会次]儿?)?|{_TALKS}得|开(?:了|完)(?:个|一个)?(?:线上|视频|技术|项目)?会|(?:看|吃|喝|签|做|送|装|修|换|交|拿|试|拍|取|定|量)(?:了|过|完)|{_WORKS}{_DID})"
    rf"|(?P<activity>{_WORKS}|(?:线上|视频)开?会(?:议)?|(?<![一-鿿]){_TALKS}(?![一-鿿]{{0,4}}(?:{_C}))|(?<![一-鿿再想要])见(?=[一-鿿{PERSON}]{{1,4}}(?:总|工|经理|老板|主任|厂长)))"
)
_QUESTION_WORDS: Final = re.compile(
    r"谁|几[次回趟]|多久|什么(?!都|也)|哪[些几家个里]|几家|几个客户|多少|什么时候|为什么|为啥|怎么|是不是|有没有|能不能|要不要|可不可以|该不该|用不用"
)
_LAST_TIME: Final = re.compile(r"上次|上回|最近一次|以前|历史")
_QUESTION_END: Final = re.compile(r"(?:[吗嘛么没呢]|没有|了没|来着)\s*$")
_DENIED_BEFORE: Final = re.compile(
    r"(?:没有?|未|不|别|不用|没能|没空|没时间|没来得及|没顾上|没法|忘记?了?|懒得|没机会|无法|取消了?|不想|不要|不能|来不及|推迟)(?:再|能|空|去|法|有|时间)?\s*$"
)
_DENIED_AFTER: Final = re.compile(
    r"(?:[^,。]{0,8})(?:没(?:去)?成(?!交)|不成|不了|不上|取消了?$|改期|泡汤|没(?:见|碰)?着?$)"
)
_CONDITION: Final = re.compile(r"如果|要是|假如|万一|倘若|假设|只要|除非|的话")
_PLANNED_BEFORE: Final = re.compile(
    r"(?:准备|打算|计划|想|约好?了?|预约|(?<![重主首需必将])要|会|得|需要|应该|可以|安排|待会|等会儿?|一会儿?|等下|马上|回头|改天|抽空|有空|下次|再|将|争取|尽量|让我|叫我|喊我|请我|派我|通知|记得|帮我约|希望|答应)"
    r"[^,。了过]{0,10}$"
)
_HEARSAY: Final = re.compile(
    r"听说|据说|(?<![再小学])(?:说|讲|表示|告诉|问|反映|汇报|通知|发消息|答应|让|叫)(?![明服])"
)
_WITH: Final = re.compile(r"(?:陪着?|和|跟|同|与|带着?|约|还有|、)\s*$")
_OTHERS: Final = re.compile(
    r"(?:^|[,。\s])(?:他|她|他们|别人|同事|客户|对手|竞品|人家|伊)(?:们)?(?:今天|昨天|刚才?|已经|也|又)*\s*$"
)


def find_triggers(masked: str) -> list[Trigger]:
    """All verbs that may mean a visit, in order.

    Args:
        masked: folded text with known names masked.
    """
    found = []
    for match in _TRIGGER.finditer(masked):
        kind = match.lastgroup or ""
        if kind in {"visit", "visited"}:
            complete = match["visited"] is not None
            found.append(Trigger("visit", *match.span(), complete))
        else:
            plain = kind.removesuffix("_done")
            found.append(Trigger({"meet": "meeting"}.get(plain, plain), *match.span(), kind.endswith("_done")))
    return found


def judge(reading: Reading, trigger: Trigger) -> Verdict:
    """Whether a verb reports something done, from what stands round it in its clause.

    Args:
        reading: the record.
        trigger: the verb.
    """
    masked = reading.masked
    start, end = clause_of(masked, trigger.start)
    before, after = masked[start : trigger.start], masked[trigger.end : end]
    if _CONDITION.search(masked, 0, trigger.start) or _CONDITION.search(after):
        return Verdict.UNSURE
    if _is_question(before, after, masked[end : end + 1]):
        return Verdict.UNSURE
    if _is_somebody_else(reading, start, trigger.start) or _HEARSAY.search(before) or _OTHERS.search(before):
        return Verdict.UNSURE
    if _DENIED_BEFORE.search(before) or _DENIED_AFTER.match(after):
        return Verdict.DENIED
    return Verdict.PLANNED if _is_planned(reading, trigger, start, before, after) else Verdict.DONE


def _is_question(before: str, after: str, sign: str) -> bool:
    tail = after.replace(CUSTOMER, "").strip()
    if _QUESTION_WORDS.search(before) or _LAST_TIME.search(before):
        return True
    asked = _QUESTION_WORDS.search(tail, 0, 10)
    if asked is not None and _HEARSAY.search(tail, 0, asked.start()) is None:
        return True
    return len(tail) <= 8 and (sign == "?" or _QUESTION_END.search(tail) is not None)


def _is_somebody_else(reading: Reading, start: int, place: int) -> bool:
    own = reading.situation.speaker.person_id
    return any(
        start <= first and last <= place and own not in ids and _WITH.search(reading.text[start:first]) is None
        for first, last, ids in reading.people
    )


def _is_planned(reading: Reading, trigger: Trigger, start: int, before: str, after: str) -> bool:
    day = _day_before(reading, start, trigger.start)
    if day is not None and day.leaning is Leaning.FUTURE:
        return True
    if trigger.complete or "了" in after[:12].partition(" ")[0] or "过" in after[:6]:
        return False
    if _PLANNED_BEFORE.search(before):
        return True
    if "补" in before:
        return False
    return day is not None and day.leaning is Leaning.EITHER and not _is_just_past(day, reading.today)


def _is_just_past(day: Moment, today: date) -> bool:
    """11月20号 said on the 23rd is that very day, although a year of plans lies ahead of it."""
    if day.past is None or day.future is None:
        return True
    return (today - day.past).days * 4 <= (day.future - today).days


def _day_before(reading: Reading, start: int, place: int) -> Moment | None:
    found = [moment for moment in reading.moments if start <= moment.start and moment.end <= place]
    return found[-1] if found else None
