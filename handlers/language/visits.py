"""Visits as reps write them: verb first or anywhere, several at once, arriving, leaving, made up for yesterday."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from handlers.language.clauses import clause_of
from handlers.language.dates import Leaning, Moment
from handlers.language.meaning import ContactMention, CustomerMention, Intent, Intents, Slot
from handlers.language.normalise import CUSTOMER, PERSON, PICTURES
from handlers.language.parts import LIST_GAP, Opening, Strength, ends_item, find_openings, is_same
from handlers.language.people import SURNAMES, find_contact_words, find_titled
from handlers.language.reading import Reading, Span
from handlers.language.topics import Topics
from handlers.language.triggers import Trigger, Verdict, find_triggers, is_ahead, judge
from models.rules.names import split_place
from models.times import shanghai

_C: Final = f"{CUSTOMER}+"
_SURE: Final = 0.95
_LIKELY: Final = 0.6
TALK: Final = 0.5
"""Of a sentence that is about a visit only because it was asked for: any command beats it."""

_ARRIVE: Final = re.compile(
    rf"\s*(?:我)?(?:刚刚?|已经?|现在|人)?\s*(?:到达?了?|抵达了?|签到|打卡|进店)\s*(?:了)?\s*(?:(?P<known>{_C})|客户|现场|厂里|店里|公司|目的地|(?P<name>[^\s,。;:!?]{{2,40}}?))?\s*(?:的)?(?:公司|厂里|店里|门店)?(?:这边?|那边?|这里|那里|门口|楼下|现场|大厅|前台|停车场)?(?:了|啦|咯)?[\s。!~]*"
    rf"|\s*我(?:现在|已经|人)?在\s*(?P<known3>{_C})(?:这边?|这里|门口|楼下|现场|大厅|前台|了)*[\s。!~]*|\s*(?:我)?\s*(?P<known2>{_C})\s*(?:我)?(?:刚刚?|已经)?(?:到了|签到|打卡|已到)[\s。!~]*"
)
_LEAVE: Final = re.compile(
    rf"\s*(?:我)?(?:刚刚?|已经|现在|先|要)?\s*(?:走了|签退|离店|撤了|出来了|离开了?|离场|走人了?)\s*(?P<known>{_C})?(?P<name>[^\s,。;:!?了]{{2,20}})?(?:了|啦)?[\s。!~]*"
    rf"|\s*(?:我)?(?:刚刚?|已经)?\s*从?\s*(?P<known2>{_C})\s*(?:那边?|这边?)?(?:走了|离开了?|签退|出来了|撤了|结束了)[\s。!~]*"
)
_MEETS: Final = frozenset("见碰会约面接")
_NO_ARRIVAL: Final = re.compile(
    r"^(?:账|货|期|款|底|位|场|时候|点|处|家了|手|此|\d|明天|后天|下周|月|年|年底)|[货款钱].{0,3}到"
)
_DEMAND: Final = re.compile(
    r"(?:拜访|走访)(?:登记|记录)?|(?:登记|记录|补登?|补录|记)(?:一下|一个|一条|个|条|上)?(?:昨天|今天|前天)?的?拜访"
)
_MAKE_UP: Final = re.compile(r"\s*补(?:登|录|记|一个|一下|上)?")
_HEAD: Final = re.compile(
    rf"(?:[\s,。;:、!|/#@()\->]+|我们?(?!厂)|{_C}|{PERSON}+|今(?=[去到拜访跑见在])|补(?:登|录|记|一个|一下|上(?![周个星礼月午次]))?|第[一二三四五六七八九十]家|(?:麻烦)?(?:帮我)?(?:登记|记录|记)(?:一下|一个|一?条|一?笔|上)?|(?:忘记?了?|没来得及|没顾上)(?:写|记|登记|说|报)了?|一?[个家位]?(?:[新老]客户|客户(?=叫))|(?:一家|一?个)?叫(?=[{CUSTOMER}])|一家(?=叫|[{CUSTOMER}])|(?:一共|总共)?(?:[一二两三四五六七八九十]|\d{{1,2}})家(?:客户|单位|公司)?(?=[\s,:;(]|[{CUSTOMER}]|$)|的(?!确)|了|过(?!两|几|一|\d)|完|下午?(?![个周月次星礼单])|一下|一趟|趟|一次|刚刚?才?|今天|上午|客户名?称?[:,]|客户(?:那边|那里|那儿|这边|那(?![一-鿿]))?(?![一-鿿])|公司[:,]|联系人[:,]|内容[:,]|情况[:,]|结果[:,]|时间[:,]|日期[:,]|拜访(?:对象|人|时间|内容|日期|情况|记录)?[:,]|(?:沟通|洽谈|交流|谈话)?内容[:,]|(?:对接|受访|会见)人[:,]|(?:拜访记录)?[\[\]]"
    rf"|(?:那|这)(?:边|儿|里|个)?|他们家?那?边?(?=[\s,。])|厂里|公司(?=[\s,。])|已经|(?:去|跑|走|到)了?一?趟(?=[\s,]*(?:[{CUSTOMER}{PERSON}]|$))|顺路|顺道|一起|一块儿?|一道|(?:又|也|还|先|并|就|再)(?=(?:先|又|再|顺路|顺便)?[去到拜走跑见访在{CUSTOMER}])|的人|出来|回来|跟着"
    rf"|(?:结果|后来|接着|随后|最后|然后|之后|完了)(?=又?再?还?[去跑到拜走上下早晚中{CUSTOMER}])|客户名?称?[:,]|拜访记录|进去|路过|经过|(?:下次|回头)(?=[\s:,]*$)|(?:和|跟|与|找|约|同|从|在|到|去|来|跑|见|会|拜访|走访|离开|了|的)+(?=[\s,]*(?:[{CUSTOMER}{PERSON}]|$)))"
)
_SAYS: Final = re.compile(
    r"\s*(?:也|就|他|她)?(?:说|让|要|嫌|讲|表示|反馈|答应|希望|觉得|提出|提了|想要?|同意|态度|问|反映|介绍|,|很|不在|在)"
)
_BUSINESS: Final = re.compile(
    r"换|修|装|送样|图纸|保养|备件|验收|对图|报价|价格|合同|样[品机]|谈|聊|意向|需求|嫌|要|让|比价|方案|付款|交期|交货|预算|机器|设备|[一二三四]期|项目|技术|满意|同意|不在|降|招标|试"
)
_TERSE_NO: Final = re.compile(r"[?]|吗\s*$|呢\s*$|听说|据说|如果|要是|假如|什么意思|能不能|怎么")
_LIST_ITEM: Final = re.compile(r"[^、,。;\n]+")
_MANY: Final = re.compile(r"(?:[一二两三四五六七八九十]|\d{1,2}|几)(?:家|个客户|个单位|个公司|位客户)")
_FOLLOWS: Final = re.compile(
    r"再|下次|去|带|送|给|派|约|准备|要|前|之前|后续|回头|等|复查|答复|联系|安排|过来|过去|见|谈|签|报|看|做|交|试|定|验收|复查|拜访|跟进|开|装|来|回|出(?:合同|方案|图|报价|样)"
)
_GOES_ON: Final = re.compile(
    r"[之前后左右初中底里的\s]{0,3}(?:我们?|他们?|她)?(?:再|要|必须|去|联系|跟进|回访|拜访|给|送|带|来|过去|过来|答复|回复|约|见|谈|定|报价|签)"
)
_NOTE_LEAD: Final = re.compile(r"^(?:[\s,。:、)]|之前|以前|前|再说|的时候|左右|那天|上午|下午|晚上)+")
_NEXT_LEAD: Final = re.compile(
    r"(?:改约了?|改到了?|改在|下一步|都|下次(?:拜访|见面|去|跟进|时间)?|下回|约了?|约好|定了?|约定|说好了?|答应了?|承诺|[说讲]|要?等到?|要|伊|人家|客户|然后|并且?|让(?:我们?|我)?|要(?:我们?|我)?|计划|准备|打算|提醒|他|她|我们?|到时候?|回头|后续|[\s,。:;、])*$"
)
_ONLY_WHEN: Final = re.compile(
    r"[\s,。:;、]|改约了?|改到|下一步|下次(?:拜访|见面|去|跟进|时间)?|下回|约好?了?|定了?|回头"
)
_TAIL_BREAK: Final = re.compile(r"[,。;!?\n]|(?:然后|另外|还有)|(?<=[一-鿿])\s")
_NAME_END: Final = re.compile(
    r"[\s,。;:!?\n、/|\-(]|的(?!$)|那边|这边|那里|(?<=[^\s]{2})(?:谈|聊|说|讲|见了|见到|看了|找|签了|送了|今天|昨天|上午|下午|一趟|试机|了(?=$|[^一-鿿])|客户(?=[一-鿿]))"
)
_NAME_LEAD: Final = re.compile(
    r"(?:了|过|完|到|一趟|趟|一下|下|(?:一)?[个家位](?=[新老]|叫|客户)|(?:叫|名叫)|客户[:,]?|新客户[:,]?|老客户[:,]?|[\s:,]|的|一家|那个|:)*"
)
_NO_FIRST_WORD: Final = re.compile(
    r"谈(?!家)|聊|沟通|商量|讨论|送|签|报价|交流|催|收款|试机|装机|修|验收|了解|介绍|王总|https?:|<"
)
_NO_NAME: Final = re.compile(
    r"(?:客户|他们|她们|人家|公司|厂里?|那边|这边|朋友|同学|一下|一天|半天|一上午|一下午|厕所|超市买.*|医院|学校|银行|机场|车站|食堂|办公室|市场|现场|工地|仓库|总部|单位|家|会|会议|人|谁|几?[个家]?客户|[一二三四五六七八九十两几\d]+[家个次趟].*|外面|出去|出来|出差|苏州|上海|它|你|我们?|老板|那|这|今天|昨天|不少|很多|好几.*|多家.*|上次.*|大家.*)"
)
_COMPANY_END: Final = re.compile(
    r"(?:公司|厂|集团|店|超市|酒店|宾馆|饭店|商行|中心|医院|学校|幼儿园|科技|机械|电子|贸易|实业|物流|食品|建材|五金|电力|重工|化工|化纤|纺织|机电|设备|材料|新材|能源|钢铁|包装|印刷|服饰|服装|药业|电气|汽车|汽配|商贸|工业|股份|院|馆|行|局|所|部|城)$"
)


@dataclass(frozen=True, slots=True)
class Report:
    """What one record says about a visit, before it becomes intents.

    Attributes:
        trigger: the verb that carries it; None for the terse style (东吴 王总 谈报价).
        confidence: how sure it is.
    """

    trigger: Trigger | None
    confidence: float


def reading_triggers(reading: Reading) -> list[Trigger]:
    """The verbs of a reading, found once."""
    if reading.verbs is None:
        reading.verbs = find_triggers(reading.masked)
    return reading.verbs


def read_presence(reading: Reading) -> Intent | None:
    """Arriving at or leaving a customer; None when the line says more than that.

    Args:
        reading: one record.
    """
    masked = reading.masked
    for pattern, name in ((_ARRIVE, Intents.VISIT_ARRIVE), (_LEAVE, Intents.VISIT_LEAVE)):
        found = pattern.fullmatch(masked)
        if found is None:
            continue
        slots = _presence_customer(reading, found)
        if slots is None:
            continue
        return reading.intent(name, slots)
    return _arriving_with_more(reading)


_STILL: Final = re.compile(
    r"[\s,。]*(?:[一-鿿]{1,3}?(?:总|工|董|经理|主任|厂长|老板))?(?:他|她)?(?:还|正|正好|人)?(?:在(?:开会|忙|等|门口|楼下|路上)|开会呢?|准备|正在|等着?|马上|还没|一会|待会|稍等|先|打算)"
)


def _arriving_with_more(reading: Reading) -> Intent | None:
    """到了东吴 王总在开会: the arrival, with what was said of the moment; what was done there makes it a visit."""
    stop = _PAUSE.search(reading.masked)
    if stop is None or _STILL.match(reading.masked, stop.start()) is None:
        return None
    head = _part(reading, 0, stop.start())
    found = _ARRIVE.fullmatch(head.masked)
    slots = _presence_customer(head, found) if found is not None else None
    return None if slots is None else reading.intent(Intents.VISIT_ARRIVE, slots)


_PAUSE: Final = re.compile(r"(?<=\S\S\S)[\s,。]+")


def read_leaving_with_more(reading: Reading) -> tuple[Intent, ...]:
    """签退 谈了加订: what was talked about where he is, and that he left; empty for anything else.

    Args:
        reading: one record.
    """
    stop = _ANY_PAUSE.search(reading.masked)
    if stop is None or reading.customers:
        return ()
    head, rest = _part(reading, 0, stop.start()), _part(reading, stop.end(), len(reading.masked))
    found = _LEAVE.fullmatch(head.masked)
    if found is None or found["name"] or len(rest.text.strip()) < 2 or _TERSE_NO.search(rest.masked):
        return ()
    return (read_talk(rest), head.intent(Intents.VISIT_LEAVE))


_ANY_PAUSE: Final = re.compile(r"(?<=\S)[\s,。]+(?=\S)")


def _presence_customer(reading: Reading, found: re.Match[str]) -> dict[str, Slot] | None:
    if reading.customers:
        return {"customer": _mention(reading, reading.customers[0])}
    words = found["name"]
    if not words:
        return {}
    start, end = found.span("name")
    if _NO_ARRIVAL.search(words) or reading.moments or re.search(r"[了吗没不]|谁|哪|什么", words):
        return None
    if _NO_NAME.fullmatch(words):
        return {} if words in {"客户", "现场", "厂里"} else None
    near = tuple(reading.book.near_customers(words, reading.situation.speaker))
    if not near and not _COMPANY_END.search(words) and not split_place(words)[0]:
        return None
    return {"customer": reading.slot(CustomerMention(reading.words(start, end), (), near), start, end)}


def known_customer(reading: Reading) -> dict[str, Slot]:
    """The first customer that is named, as a slot: what to offer when nothing else was understood.

    Args:
        reading: one record.
    """
    return {"customer": _mention(reading, reading.customers[0])} if reading.customers else {}


def find_report(reading: Reading, *, asked_for: bool = False) -> Report | Verdict | None:
    """The visit that a record reports.

    Args:
        reading: one record.
        asked_for: whether a header (今天拜访：) has said already that visits follow.

    Returns:
        A report; or what stands against it (planned, denied, unsure); or None when nothing speaks of a visit.
    """
    worst: Verdict | None = None
    others = False
    for trigger in reading_triggers(reading):
        if not _counts(reading, trigger) or _is_at_the_gate(reading, trigger):
            continue
        verdict = judge(reading, trigger)
        if verdict is Verdict.OTHERS:
            others = True
            worst = worst or Verdict.UNSURE
            continue
        if others and not _is_own(reading, trigger):
            continue
        if verdict is Verdict.DONE and _is_certain(reading, trigger):
            return Report(trigger, _SURE if trigger.kind in {"visit", "motion"} else 0.85)
        if verdict is Verdict.UNSURE:
            return verdict
        # A bare 去东吴 is what somebody is about to do.
        worst = worst or (Verdict.PLANNED if verdict is Verdict.DONE else verdict)
    if asked_for and (_known_at_head(reading) or _first_word(reading) is not None):
        found: Report | None = Report(None, _SURE)
    else:
        terse = _is_terse_report(reading) and worst in {None, Verdict.PLANNED}
        found = Report(None, _LIKELY) if terse or (worst is None and _is_made_up(reading)) else None
    if found is not None and any(is_ahead(reading, moment) for moment in _opening_moments(reading)):
        return Verdict.PLANNED
    return found or worst


_GATE: Final = re.compile(rf"{_C}(?:的)?(?:门口|楼下|停车场|附近|旁边)[^,。]{{0,4}}(?:碰|遇|见)[到见了上]")
_MADE_UP: Final = re.compile(
    r"\s*(?:(?:麻烦)?(?:帮我|再|请)?(?:补(?![充偿贴差货])(?:登|录|记|一个|一下|上(?![周个星礼月午次]))?|记(?:一)?[笔条个下]|登记一?[下条个]?))"
)


def _is_at_the_gate(reading: Reading, trigger: Trigger) -> bool:
    """在恒力门口碰到澄阳的许董: the place is only where it happened."""
    return trigger.kind == "motion" and _GATE.match(reading.masked, trigger.end) is not None


def _is_own(reading: Reading, trigger: Trigger) -> bool:
    start, _ = clause_of(reading.masked, trigger.start)
    return "我" in reading.masked[start : trigger.start].replace("我们", "")


def _opening_moments(reading: Reading) -> list[Moment]:
    """The days and times before the first customer of a line without a verb."""
    first = reading.customers[0][0] if reading.customers else 0
    return [moment for moment in reading.moments if moment.end <= first]


def _is_made_up(reading: Reading) -> bool:
    """补周一东吴王总谈价 / 记一笔：恒力，试机成功: an order to keep a visit, which needs no verb."""
    if not reading.customers or _TERSE_NO.search(reading.masked):
        return False
    found = _MADE_UP.match(reading.masked)
    return found is not None and head_end(reading.masked, reading.moments, found.end()) >= reading.customers[0][1]


def _known_at_head(reading: Reading) -> bool:
    return bool(reading.customers) and _at_head(reading)


def _first_word(reading: Reading) -> tuple[int, int] | None:
    """An unknown name at the head of a line that a header has announced: 大唐电力 谈锅炉"""
    start = head_end(reading.masked, reading.moments)
    stop = _NAME_END.search(reading.masked, start)
    end = stop.start() if stop is not None else len(reading.masked)
    return _trimmed(reading, start, end, sure=True) if not reading.customers and end - start <= 20 else None


def _counts(reading: Reading, trigger: Trigger) -> bool:
    """Whether a verb can mean a visit at all: all but 拜访 and a trip need somebody of the customer's."""
    if trigger.kind == "visit":
        return True
    if reading.customers:
        return trigger.kind != "activity" or _at_head(reading)
    if trigger.kind == "motion" and trigger.complete:
        if _MANY.match(reading.masked, trigger.end):
            return True
        return _object(reading, trigger) is not None or "客户" in reading.masked[trigger.start : trigger.end + 8]
    return trigger.kind == "meeting" and trigger.complete and _named_before_or_after(reading, trigger)


def _named_before_or_after(reading: Reading, trigger: Trigger) -> bool:
    start, _ = clause_of(reading.masked, trigger.start)
    if reading.masked[trigger.start] in _MEETS and "客户" in reading.masked[trigger.end : trigger.end + 6]:
        return True
    return find_contact_words(reading.masked, start, trigger.end + 12) is not None and (
        reading.masked[trigger.start] in _MEETS or _unknown_before(reading, trigger) is not None
    )


def _is_certain(reading: Reading, trigger: Trigger) -> bool:
    """Whether it is a command or a thing done: 拜访 东吴, 去了东吴, 昨天去东吴见严经理; not a bare 去东吴."""
    if trigger.complete or trigger.kind == "visit":
        return True
    if trigger.kind == "activity":
        return True
    rest = reading.masked[trigger.end :].replace(CUSTOMER, "").strip(" ,。!~")
    if trigger.kind == "motion" and reading.masked[trigger.start] in "来访":
        return False
    if any(_is_over(reading, moment) for moment in reading.moments if moment.end <= trigger.start):
        return True
    return len(rest) >= 4


_PARTS_END: Final = {"早": 10, "上": 12, "中": 14, "下": 18, "傍": 20, "晚": 23}


def _is_over(reading: Reading, moment: Moment) -> bool:
    """Whether a time that was said lies behind: 昨天, or 上午 in the evening."""
    if moment.leaning is Leaning.PAST:
        return True
    now = shanghai(reading.situation.now)
    if moment.dated and moment.past != reading.today:
        return False
    if moment.clock is not None:
        return moment.clock <= now.time()
    words = reading.masked[max(moment.start, moment.end - 2) : moment.end]
    return moment.part and any(part in words and now.hour >= hour for part, hour in _PARTS_END.items())


def _at_head(reading: Reading) -> bool:
    return head_end(reading.masked[: reading.customers[0][0]], reading.moments) == reading.customers[0][0]


def _is_terse_report(reading: Reading) -> bool:
    """东吴 王总 谈报价 / 美家家具那个彭丽，态度冷淡: customer first, then somebody there, then what was said."""
    if (
        not reading.customers
        or len(reading.customers[0][2]) == 0
        or _TERSE_NO.search(reading.masked)
        or not _at_head(reading)
    ):
        return False
    start = reading.customers[0][1]
    stop = clause_of(reading.masked, start)[1]
    contact = _known_contact(reading, start, stop, _mention(reading, reading.customers[0])) or find_contact_words(
        reading.masked, start, stop
    )
    if contact is None:
        contact = _contact(reading, start, _mention(reading, reading.customers[0]))
    if contact is None:
        return False
    rest = reading.masked[contact[1] :]
    said = rest.strip(" ,。:|")
    if len(said) >= 4 and any(_is_over(reading, moment) for moment in _opening_moments(reading)):
        return True
    if len(said) < 4 or any(moment.start == contact[1] + len(rest) - len(rest.lstrip()) for moment in reading.moments):
        return False  # 大运的贺强 后天下午4点 is an appointment
    return _SAYS.match(rest) is not None or (rest[0] in " ,:|" and _BUSINESS.search(said) is not None)


def read_visits(reading: Reading, report: Report, *, header: Reading | None = None) -> tuple[Intent, ...]:
    """The visits that a record reports: one, or one for each customer of a list.

    Args:
        reading: one record.
        report: what `find_report` found.
        header: the line above (今天拜访：), whose day holds for this one too.
    """
    shared = _day_slots(reading, report.trigger)
    if header is not None and "date" not in shared:
        shared |= _day_slots(header, None, everywhere=True)
    listed = _listed(reading, report)
    if len(listed) > 1:
        return tuple(_of_list(reading, report, shared, listed))
    mention, place = listed[0] if listed else _single(reading, report)
    return (_one(reading, report, shared, mention, place),)


def read_talk(reading: Reading) -> Intent:
    """A sentence about a visit that is known already: who was seen, what was said, when to go on. No customer.

    Args:
        reading: the whole message.
    """
    report = Report(None, _LIKELY)
    slots: dict[str, Slot] = {}
    place = find_contact_words(reading.masked, 0, min(len(reading.masked), _NEAR))
    if place is not None:
        slots["contact"] = reading.slot(ContactMention(reading.words(*place)), *place)
    at_head = place is not None and not reading.masked[: place[0]].strip(" ,和跟见了到找与约")
    slots |= _talk_slots(reading, report, place[1] if place is not None and at_head else 0)
    return reading.intent(Intents.VISIT_LOG, slots, report.confidence)


_NEAR: Final = 40
"""Characters from the beginning within which the person seen is named."""


# --- several in one breath -------------------------------------------------------------------------------------------


_GONE_OUT: Final = re.compile(
    r"[,。\s]*(?:(?:今天|昨天|上午|下午)?(?:[一二两三四五六七八九十\d]+家)?(?:今天|昨天|上午|下午)?(?:全|也)?都(?:是)?(?:今天|昨天|上午|下午)?(?:去|跑|拜访|见|走)(?:了|过|的)(?:一遍|一趟)?)(?=[,。\s]|$)"
)
_ALL_OF_THEM: Final = re.compile(r"[\s,。;]*(?:(?:三|两|几|四|五)[家个]|他们|大家)?(?:全|也)?(?:都|均)(?!是)")
_NOBODY: Final = re.compile(
    r"[\s:(\-]*(?:没人|不在|没见|没碰|没在|扑[了]?空|跑空|关门|没开门|[^,。\s]{2,4}(?:不在|没在|出差))"
)
_COMES_TOO: Final = re.compile(r"[^,。;]{0,6}?(?:也在(?!用)|也来|一起来|过来|介绍|推荐)")
_NOT_GONE: Final = re.compile(
    r"[\s:]*(?:今天|下午|上午|也|就|还)*(?:没去|没跑|没顾上|没来得及|没时间|去不了|没成|未去|没安排|取消|改天|不去)"
)
_TOLD_BY: Final = re.compile(r"[\s]*[:(（\-]")
_COUNT_ONLY: Final = re.compile(
    r"[\s,:;。]*(?:(?:一共|总共|共)?(?:[一二两三四五六七八九十\d]+家?(?:客户)?))?[\s,:;。]*"
)


@dataclass(frozen=True, slots=True)
class _Part:
    """One customer's stretch, and what its own verb says of it."""

    opening: Opening
    end: int
    verdict: Verdict | None


def plan_of(reading: Reading) -> Intent:
    """A visit to come, which cannot be kept yet."""
    return reading.intent(Intents.NOT_YET, {"topic": reading.whole(str(Topics.PLAN))})


def is_told(reading: Reading) -> bool:
    """Whether a line of a list tells of a visit without a verb: 恒力 李工 试机, 太湖锅炉 没人, 昨天：枫桥 胡总.

    Args:
        reading: one line.
    """
    if not reading.customers or not _at_head(reading) or _TERSE_NO.search(reading.masked):
        return False
    moments = _opening_moments(reading)
    if any(moment.leaning is Leaning.FUTURE or is_ahead(reading, moment) for moment in moments):
        return False
    last = reading.customers[0][1]
    part = _Part(Opening(0, reading.customers[0], Strength.STRONG, joined=False), len(reading.masked), None)
    said = _said(reading, last, len(reading.masked))
    if _has_somebody(reading, part):
        return bool(said) or any(moment.dated for moment in moments)
    return _BUSINESS.search(said) is not None


def read_several(reading: Reading, *, header: Reading | None = None, listed: bool = False) -> tuple[Intent, ...]:
    """The visits of one line that speaks of several customers; empty where it does not, or reports nothing.

    Args:
        reading: one record.
        header: the line above it, whose day holds here too.
        listed: whether visits have been announced (今天拜访：).
    """
    if len(reading.customers) < 2:
        return ()
    openings = _accepted(reading, find_openings(reading, head_end), listed=listed)
    if len(openings) < 2:
        return ()
    ends = [*(one.start for one in openings[1:]), len(reading.masked)]
    parts = [_Part(one, end, _own_verdict(reading, one, end)) for one, end in zip(openings, ends, strict=True)]
    parts = _with_planned_days(reading, parts)
    if not listed and not _are_reported(reading, parts):
        against = {part.verdict for part in parts}
        plan = Verdict.PLANNED in against and not against & {None, Verdict.DONE}
        return (plan_of(reading),) if plan else ()
    return _written(reading, parts, header)


def _with_planned_days(reading: Reading, parts: Sequence[_Part]) -> list[_Part]:
    """明天上午拜访恒力 下午拜访澄阳: a day to come holds until another day is said; who was only named is left out."""
    found: list[_Part] = []
    planned = False
    for part in parts:
        start, first = part.opening.start, part.opening.span[0]
        days = [one for one in reading.moments if one.dated and start <= one.start and one.end <= first]
        planned = any(one.leaning is Leaning.FUTURE for one in days) if days else planned
        verdict = part.verdict
        if planned and verdict in {None, Verdict.DONE} and "了" not in reading.masked[start:first]:
            verdict = Verdict.PLANNED
        elif verdict is None and _ONLY_NAMED.search(reading.masked, part.opening.span[1], part.end):
            verdict = Verdict.OTHERS
        found.append(replace(part, verdict=verdict))
    return found


_ONLY_NAMED: Final = re.compile(r"(?:带着?|让|叫|喊|陪着?|推荐|介绍)(?:我们?)?(?:了|的)?$")


def _accepted(reading: Reading, openings: Sequence[Opening], *, listed: bool) -> list[Opening]:
    masked = reading.masked
    counted = _MANY.search(masked) is not None or _GONE_OUT.search(masked) is not None or listed
    kept: list[Opening] = []
    for one in openings:
        last = one.span[1]
        again = [other for other in kept if is_same(other.span, one.span)]
        if again and one.strength is not Strength.STRONG and not _is_bare(reading, again[-1], kept, one.start):
            continue  # it goes on about the customer that it has spoken of
        if kept and _COMES_TOO.match(masked, last):
            continue
        if kept and one.strength is Strength.WEAK and not (again or counted):
            titled = find_contact_words(masked, last, min(last + 6, len(masked)))
            near = titled is not None and not masked[last : titled[0]].strip(" (:-")
            if not (
                near or _NOBODY.match(masked, last) or _TOLD_BY.match(masked, last) or _NOT_GONE.match(masked, last)
            ):
                continue
        kept.append(one)
    # What stands before the first of them must not be a sentence about another customer.
    return (
        kept if kept and not any(span[1] <= kept[0].start for span in reading.customers) else _from_verb(reading, kept)
    )


def _from_verb(reading: Reading, kept: list[Opening]) -> list[Opening]:
    given_up = [trigger for trigger in reading_triggers(reading) if kept and trigger.start < kept[0].start]
    return kept if given_up and judge(reading, given_up[0]) in {Verdict.DENIED, Verdict.OTHERS} else []


def _is_bare(reading: Reading, one: Opening, kept: Sequence[Opening], until: int) -> bool:
    place = kept.index(one)
    end = kept[place + 1].start if place + 1 < len(kept) else until
    return not _said(reading, one.span[1], end)


def _said(reading: Reading, start: int, end: int) -> str:
    """What a stretch says, without the person, joints, and 都去了."""
    masked = _GONE_OUT.sub(" ", reading.masked[start:end])
    titled = find_titled(masked)
    if titled is not None and not masked[: titled[0]].strip(" 的(:-"):
        masked = masked[titled[1] :]
    masked = LIST_GAP.sub("", masked)
    return "" if _COUNT_ONLY.fullmatch(masked) else masked.strip(" ,。;:、()-的")


def _own_verdict(reading: Reading, one: Opening, end: int) -> Verdict | None:
    """What the verb and the day of an opening make of it; None when it has neither."""
    first, last, _ = one.span
    if _NOT_GONE.match(reading.masked, last):
        return Verdict.DENIED
    moments = [moment for moment in reading.moments if one.start <= moment.start and moment.end <= first]
    if any(moment.leaning is Leaning.FUTURE or is_ahead(reading, moment) for moment in moments):
        return Verdict.PLANNED
    place = reading if not one.joined else _part(reading, one.start, min(last + 40, len(reading.masked)))
    shift = 0 if not one.joined else one.start
    for trigger in reading_triggers(place):
        begin = trigger.start + shift
        if begin < one.start or begin >= last or trigger.kind not in {"visit", "motion", "meeting"}:
            continue
        verdict = judge(place, trigger)
        over = trigger.complete or trigger.kind == "visit" or any(_is_over(reading, moment) for moment in moments)
        return Verdict.PLANNED if verdict is Verdict.DONE and not over and not _goes_on(reading, last, end) else verdict
    return None


def _goes_on(reading: Reading, last: int, end: int) -> bool:
    """Whether more is told of a bare 去恒力 than that."""
    return len(_said(reading, last, min(end, clause_of(reading.masked, last)[1]))) >= 3


def _are_reported(reading: Reading, parts: Sequence[_Part]) -> bool:
    if any(part.verdict is Verdict.DONE for part in parts):
        return True
    if any(part.verdict is Verdict.PLANNED for part in parts[:1]) or _TERSE_NO.search(reading.masked):
        return False
    head = reading.masked[: parts[0].opening.span[0]]
    if _GONE_OUT.search(reading.masked) or _MADE_UP.match(head) or _MANY_TODAY.search(head):
        return True
    first = parts[0].opening.span[0]
    verbs = [one for one in reading_triggers(reading) if one.kind in _TRIPS or (one.complete and one.end <= first)]
    if any(judge(reading, trigger) is Verdict.DONE for trigger in verbs):
        return True
    if parts[-1].verdict is None and _common(reading, parts[-1]):
        return any(_has_somebody(reading, part) for part in parts)
    # Who was only listed (枫桥、阳山两家 …) is told of further on.
    later = [part.opening.span[2] for part in parts]
    parts = [part for place, part in enumerate(parts) if part.opening.span[2] not in later[place + 1 :]]
    told = [_said(reading, part.opening.span[1], part.end) for part in parts if part.verdict is None]
    seen = [_has_somebody(reading, part) for part in parts]
    return (
        len(told) == len(parts)
        and all(told)
        and any(seen)
        and all(somebody or _BUSINESS.search(said) for somebody, said in zip(seen, told, strict=True))
    )


_TRIPS: Final = frozenset({"visit", "motion"})
_MANY_TODAY: Final = re.compile(r"(?:今天|昨天|前天|上午|下午)[^,。]{0,4}?(?:[一二两三四五六七八九十]|\d{1,2})家")


def _has_somebody(reading: Reading, part: _Part) -> bool:
    last = part.opening.span[1]
    titled = find_contact_words(reading.masked, last, min(last + 8, part.end))
    return _NOBODY.match(reading.masked, last) is not None or (
        titled is not None and not reading.masked[last : titled[0]].strip(" 的(:-")
    )


def _written(reading: Reading, parts: Sequence[_Part], header: Reading | None) -> tuple[Intent, ...]:
    day = _day_slots(header, None, everywhere=True) if header is not None else {}
    gone_out = _GONE_OUT.search(reading.masked, parts[-1].opening.span[1])
    if gone_out is not None:
        said = _day_slots(_part(reading, *gone_out.span()), None, everywhere=True)
        day = {name: slot for name, slot in said.items() if name == "date"} or day
        if not reading.masked[gone_out.end() :].strip(_EDGES):
            parts = [*parts[:-1], replace(parts[-1], end=max(gone_out.start(), parts[-1].opening.span[1]))]
    intents: list[Intent] = []
    waiting: list[Intent] = []
    plan: Intent | None = None
    for place, part in enumerate(parts):
        one = _of_part(reading, Report(None, _SURE), part.opening.start if place else 0, part.end, part.opening.span)
        if "date" in one.slots:
            day = {"date": one.slots["date"]}
        one = replace(one, slots={**day, **one.slots})
        if part.verdict is Verdict.PLANNED:
            plan = plan or plan_of(reading)
        elif part.verdict in {None, Verdict.DONE}:
            waiting = _shared(reading, part, one, waiting, intents)
    return (*intents, plan) if plan is not None else tuple(intents)


def _shared(reading: Reading, part: _Part, one: Intent, waiting: list[Intent], intents: list[Intent]) -> list[Intent]:
    """Keep a part; what is said of all of them goes to those that said nothing yet. Returns those that wait."""
    mention = one.value("customer")
    # 东吴、恒力 …，东吴王总要降价: the list only announced it.
    for earlier in [known for known in waiting if known.value("customer").ids == mention.ids]:
        waiting.remove(earlier)
        intents[:] = [known for known in intents if known is not earlier]
    said = _said(reading, part.opening.span[1], part.end)
    if not said:
        one = replace(one, slots={name: slot for name, slot in one.slots.items() if name != "summary"})
        intents.append(one)
        return [*waiting, one]
    talk = {name: slot for name, slot in one.slots.items() if name in _TALK}
    common = _common(reading, part)
    run = waiting if common else waiting if part.opening.strength is Strength.LISTED else []
    for earlier in run:
        intents[intents.index(earlier)] = replace(earlier, slots={**talk, **earlier.slots})
    intents.append(one)
    return [] if run else waiting


def _common(reading: Reading, part: _Part) -> bool:
    """Whether what is said of the last holds for all of them (都说年底再看)."""
    last = part.opening.span[1]
    titled = find_titled(reading.masked, last, part.end)
    behind = titled[1] if titled is not None and _only_gap(reading, last, titled[0]) else last
    return _ALL_OF_THEM.match(reading.masked, behind) is not None


_TALK: Final = frozenset({"summary", "next_date", "next_time", "next_note"})


def _only_gap(reading: Reading, start: int, end: int) -> bool:
    return not reading.masked[start:end].strip(" 的(:-")


def _one(
    reading: Reading,
    report: Report,
    shared: dict[str, Slot],
    mention: Slot | None,
    place: tuple[int, int] | None,
) -> Intent:
    slots = dict(shared)
    if mention is not None:
        slots["customer"] = mention
    contact_from = place[1] if place is not None else report.trigger.end if report.trigger is not None else 0
    contact = _contact(reading, contact_from, mention, before=place[0] if place is not None else None)
    if contact is not None:
        slots["contact"] = _contact_slot(reading, contact, mention)
    head = _head(reading, report, place, contact)
    slots |= _talk_slots(reading, report, head)
    return reading.intent(Intents.VISIT_LOG, slots, report.confidence)


def _of_list(
    reading: Reading, report: Report, shared: dict[str, Slot], listed: Sequence[tuple[Slot, tuple[int, int]]]
) -> list[Intent]:
    last = listed[-1][1][1]
    first = report.trigger.end if report.trigger is not None else listed[0][1][0]
    talk = _talk_slots(reading, report, _head(reading, report, (min(first, listed[0][1][0]), last), None))
    found: list[Intent] = []
    for index, (mention, place) in enumerate(listed):
        slots = {**shared, "customer": mention, **talk}
        stop = listed[index + 1][1][0] if index + 1 < len(listed) else last
        contact = _contact(reading, place[1], mention, end=stop) if stop > place[1] else None
        if contact is not None:
            slots["contact"] = _contact_slot(reading, contact, mention)
        found.append(Intent(Intents.VISIT_LOG, slots, report.confidence, reading.words()))
    return found


def _of_part(reading: Reading, report: Report, start: int, end: int, span: Span) -> Intent:
    """One customer's own stretch as a visit."""
    part = _part(reading, start, end)
    inner = find_report(part, asked_for=True)
    own = inner if isinstance(inner, Report) else Report(None, report.confidence)
    first, last, ids = span[0] - start, span[1] - start, span[2]
    if own.trigger is not None and own.trigger.start > last and own.trigger.kind in _TRIPS:
        own = Report(None, own.confidence)
    return _one(part, own, _day_slots(part, own.trigger), _mention(part, (first, last, ids)), (first, last))


# --- customers -------------------------------------------------------------------------------------------------------


def _mention(reading: Reading, span: Span) -> Slot:
    start, end, ids = span
    if not ids:
        return _unknown(reading, start, end)[0]
    return reading.slot(CustomerMention(reading.words(start, end), ids), start, end)


def _unknown(reading: Reading, start: int, end: int) -> tuple[Slot, tuple[int, int]]:
    near: tuple[int, ...] = ()
    if end - start <= _LONGEST_NAME:
        near = tuple(reading.book.near_customers(reading.text[start:end], reading.situation.speaker))
    return reading.slot(CustomerMention(reading.words(start, end), (), near), start, end), (start, end)


_LONGEST_NAME: Final = 30
"""Characters; nothing is like a longer name."""


def _single(reading: Reading, report: Report) -> tuple[Slot | None, tuple[int, int] | None]:
    if reading.customers:
        span = _chosen(reading, report.trigger)
        return _mention(reading, span), span[:2]
    if report.trigger is None:
        first = _first_word(reading)
        return (None, None) if first is None else _unknown(reading, *first)
    place = _object(reading, report.trigger) or _unknown_before(reading, report.trigger)
    if place is None:
        return None, None
    return _unknown(reading, *place)


def _chosen(reading: Reading, trigger: Trigger | None) -> Span:
    if trigger is None:
        return reading.customers[0]
    start, end = clause_of(reading.masked, trigger.start)
    inside = [span for span in reading.customers if start <= span[0] < end]
    after = [span for span in inside if span[0] >= trigger.start]
    before = [span for span in inside if span[1] <= trigger.start]
    return (after or before[-1:] or reading.customers)[0]


def _object(reading: Reading, trigger: Trigger) -> tuple[int, int] | None:
    """The unknown name behind the verb: 拜访 大唐电力 刘总 …"""
    masked = reading.masked
    lead = _NAME_LEAD.match(masked, trigger.end)
    start = lead.end() if lead is not None else trigger.end
    stop = _NAME_END.search(masked, start)
    end = stop.start() if stop is not None else len(masked)
    for moment in reading.moments:
        if start < moment.start < end or moment.start == start:
            end = min(end, moment.start)
    contact = find_contact_words(masked, start, end)
    if contact is not None:
        end = min(end, contact[0])
    return _trimmed(reading, start, end, sure=trigger.kind == "visit")


def _unknown_before(reading: Reading, trigger: Trigger) -> tuple[int, int] | None:
    """The unknown name before the verb: 华莲超市张经理今天见了"""
    start, _ = clause_of(reading.masked, trigger.start)
    start = head_end(reading.masked[: trigger.start], reading.moments, start)
    end = trigger.start
    contact = find_contact_words(reading.masked, start, trigger.start)
    if contact is not None:
        end = contact[0]
    for moment in reading.moments:
        if start <= moment.start < end:
            end = moment.start
    stop = _NAME_END.search(reading.masked, start, end)
    if stop is not None:
        end = stop.start()
    return _trimmed(reading, start, end, sure=False)


def _trimmed(reading: Reading, start: int, end: int, *, sure: bool) -> tuple[int, int] | None:
    words = reading.text[start:end].rstrip("的了在和跟 ")
    end = start + len(words)
    if _NO_FIRST_WORD.match(words) and not _COMPANY_END.search(words):
        return None
    if len(words) < 2 or _NO_NAME.fullmatch(words) or CUSTOMER in reading.masked[start:end]:
        return None
    if sure or _COMPANY_END.search(words):
        return start, end
    return (start, end) if len(words) <= 12 and reading.book.near_customers(words, reading.situation.speaker) else None


def _listed(reading: Reading, report: Report) -> list[tuple[Slot, tuple[int, int]]]:
    """东吴、恒力、华联 side by side; unknown names only between 、 where one of the list is known."""
    start = report.trigger.end if report.trigger is not None else 0
    after = [span for span in reading.customers if span[0] >= start] or list(reading.customers)
    run = after[:1]
    for span in after[1:]:
        if not _is_gap(reading, run[-1][1], span[0], span[1]):
            break
        run.append(span)
    if "、" in reading.masked:
        items = _items(reading, start)
        if report.trigger is None and not all(mention.value.ids for mention, _ in items):
            items = []
        return items or [(_mention(reading, span), span[:2]) for span in run]
    return _with_unknown(reading, start, run) if run else []


def _is_gap(reading: Reading, start: int, end: int, behind: int) -> bool:
    if not ends_item(reading.masked, reading.masked[start:end], behind):
        return False
    if LIST_GAP.fullmatch(reading.masked, start, end):
        return True
    contact = find_contact_words(reading.masked, start, end)
    return contact is not None and bool(
        LIST_GAP.fullmatch(reading.masked, start, contact[0]) and LIST_GAP.fullmatch(reading.masked, contact[1], end)
    )


_UNKNOWN_BEFORE: Final = re.compile(r"[\s了过:]*(?:[一-鿿]{2,3}的)?(?P<name>[一-鿿]{2,12}?)(?:和|跟|与|还有|以及)")
_UNKNOWN_BEHIND: Final = re.compile(r"(?:和|跟|与|还有|以及)(?P<name>[一-鿿]{2,12}?)(?=$|[,。\s])")


def _with_unknown(reading: Reading, start: int, run: Sequence[Span]) -> list[tuple[Slot, tuple[int, int]]]:
    """去了龙腾五金和东吴: a firm that nobody has, side by side with one that is known."""
    known = [(_mention(reading, span), span[:2]) for span in run]
    before = _UNKNOWN_BEFORE.fullmatch(reading.masked, start, run[0][0])
    behind = _UNKNOWN_BEHIND.match(reading.masked, run[-1][1])
    if before is not None and _COMPANY_END.search(before["name"]):
        known.insert(0, _unknown(reading, *before.span("name")))
    if behind is not None and _COMPANY_END.search(behind["name"]):
        known.append(_unknown(reading, *behind.span("name")))
    return known if len(known) > 1 else []


def _items(reading: Reading, start: int) -> list[tuple[Slot, tuple[int, int]]]:
    first = head_end(reading.masked.replace(CUSTOMER, "客"), reading.moments, start)
    end = len(reading.masked)
    stop = re.search(r"[,。;\n]", reading.masked[first:])
    if stop is not None:
        end = first + stop.start()
    found: list[tuple[Slot, tuple[int, int]]] = []
    if reading.masked.find("、", first, end) < 0:
        return []
    for item in _LIST_ITEM.finditer(reading.masked, first, end):
        known = [span for span in reading.customers if item.start() <= span[0] and span[1] <= item.end()]
        if known:
            found.append((_mention(reading, known[0]), known[0][:2]))
            continue
        begin = item.start() + len(item.group()) - len(item.group().lstrip())
        stop = _NAME_END.search(reading.masked, begin, item.end())
        place = _trimmed(reading, begin, stop.start() if stop is not None else item.end(), sure=True)
        if place is None or place[1] - place[0] > 12:
            return []
        found.append(_unknown(reading, *place))
    return (
        found if any(mention.value.ids for mention, _ in found) or reading.masked[start : start + 1] in ": 了" else []
    )


def _part(reading: Reading, start: int, end: int) -> Reading:
    return Reading(reading.normal, reading.start + start, reading.start + end, reading.situation, reading.book)


# --- contacts --------------------------------------------------------------------------------------------------------


def _contact(
    reading: Reading,
    start: int,
    mention: Slot | None = None,
    *,
    before: int | None = None,
    end: int | None = None,
) -> tuple[int, int] | None:
    """Who was seen: right behind the customer, or behind 见了/找, or before the customer; not who was away."""
    masked = reading.masked
    stop = end if end is not None else clause_of(masked, max(start - 1, 0))[1]
    stop = min(max(stop, start), len(masked))
    found = _present(reading, start, stop, mention)
    away = None
    if found is not None and _ABSENT.match(masked, found[1]):
        found, away = None, found
    if found is None and end is None:
        found = _in_later_clauses(reading, stop, mention)
    if found is None and away is None and before:
        found = find_contact_words(masked, 0, before)
        if found is not None and re.search(r"陪着?$", masked[: found[0]]):
            return None
    seen = found or away
    # 去了湖塘，横林陈总也在: somebody of another customer's.
    other = seen is not None and seen[0] > start and masked[seen[0] - 1] == CUSTOMER
    return None if other else seen


_ABSENT: Final = re.compile(
    r"\s*(?:今天|刚好|正好|又|也|都|临时|当时)*(?:不在|没在|没来|出差|请假|没空|没见|休息|外出|在外|去外地|没碰)"
)
_CLAUSES: Final = 3
_FULL_NAME: Final = re.compile(r"[一-鿿]{2,3}?(?=说|看了|不在|同意|接待|觉得|表示|反馈)")


def _present(reading: Reading, start: int, stop: int, mention: Slot | None) -> tuple[int, int] | None:
    """The first person of a stretch who was there; else the first of all."""
    found = first = _known_contact(reading, start, stop, mention) or find_contact_words(reading.masked, start, stop)
    for _ in range(_CLAUSES):
        if found is None or _ABSENT.match(reading.masked, found[1]) is None:
            break
        found = find_contact_words(reading.masked, found[1], stop)
    return found or first


def _in_later_clauses(reading: Reading, stop: int, mention: Slot | None) -> tuple[int, int] | None:
    masked = reading.masked
    away: tuple[int, int] | None = None
    for place in range(_CLAUSES):
        if stop >= len(masked):
            return away
        first, last = clause_of(masked, stop + 1)
        found = _known_contact(reading, first, last, mention) or find_contact_words(
            masked, first, min(last, first + 10)
        )
        # Farther off, only the one who speaks: 昨天去的恒力，忘记写了，陈总说…
        near = found is not None and found[0] - first <= 1 and (away or _SAYS.match(masked, found[1]))
        if found is not None and (place == 0 or near):
            if not _ABSENT.match(masked, found[1]):
                return found
            away = away or found
        if place == 0 and found is None:
            named = _FULL_NAME.match(masked, first, last)
            if named is not None and named.end() - first == 3 and masked[first] in SURNAMES:
                return named.span()
        stop = max(last, stop + 1)
    return away


_CANDIDATE_LEAD: Final = re.compile(r"(?:[\s,:\-(的那个边这儿了]|见到?了?|找到?了?|和|跟|与|约了?|拜访了?|联系人)*")


def _known_contact(reading: Reading, start: int, end: int, mention: Slot | None) -> tuple[int, int] | None:
    """A contact's plain name (彭丽, Lucy) where one may stand."""
    customer = _certain_id(mention)
    if customer is None:
        return None
    lead = _CANDIDATE_LEAD.match(reading.masked, start, end)
    first = lead.end() if lead is not None else start
    for size in (10, 8, 6, 5, 4, 3, 2):
        last = first + size
        name = reading.text[first:last]
        if last <= end and name == name.strip() and reading.book.find_contact(name, customer) is not None:
            titled = find_contact_words(reading.masked, first, end)
            return titled if titled is not None and titled[0] == first and titled[1] > last else (first, last)
    return None


def _certain_id(mention: Slot | None) -> int | None:
    known: CustomerMention | None = mention.value if mention is not None else None
    return known.ids[0] if known is not None and len(known.ids) == 1 else None


def _contact_slot(reading: Reading, place: tuple[int, int], mention: Slot | None) -> Slot:
    customer = _certain_id(mention)
    known = None if customer is None else reading.book.find_contact(reading.text[place[0] : place[1]], customer)
    return reading.slot(ContactMention(reading.words(*place), known), *place)


# --- days and what was said ------------------------------------------------------------------------------------------


def _day_slots(reading: Reading, trigger: Trigger | None, *, everywhere: bool = False) -> dict[str, Slot]:
    """The day and clock time of the visit itself: said before the verb, or in its clause."""
    slots: dict[str, Slot] = {}
    for moment in _visit_moments(reading, trigger, everywhere=everywhere):
        if moment.past is not None and "date" not in slots:
            slots["date"] = reading.slot(moment.past, moment.start, moment.end)
        if moment.clock is not None and "time" not in slots:
            slots["time"] = reading.slot(moment.clock, moment.start, moment.end)
    return slots


def _visit_moments(reading: Reading, trigger: Trigger | None, *, everywhere: bool = False) -> list[Moment]:
    customer = reading.customers[0][1] if reading.customers else 0
    behind = max(trigger.end if trigger is not None else 0, customer)
    limit = (
        len(reading.masked) if everywhere else clause_of(reading.masked, max(behind - 1, 0))[1] if behind else behind
    )
    anchor = trigger.start if trigger is not None else customer
    begin = _record_start(reading, trigger)
    if trigger is not None and not begin:
        clause = clause_of(reading.masked, trigger.start)[0]
        if any(moment.dated and clause <= moment.start < trigger.start for moment in reading.moments):
            begin = clause  # 王总生日11月30，今天去送了蛋糕
    if begin and not any(moment.dated for moment in reading.moments if begin <= moment.start < limit):
        begin = 0  # 昨天没去东吴，去了恒力
    return [
        moment
        for moment in reading.moments
        if begin <= moment.start < limit
        and _is_of_visit(reading, moment, anchor, everywhere=everywhere)
        and (everywhere or moment.start < behind or _is_alone(reading.masked, moment))
    ]


_OF_A_THING: Final = re.compile(r"[^,。;!?\s去跑拜访见聊谈]{0,5}的(?=[一-鿿])(?!拜访|事(?:$|[,。\s])|时候|情况)")
_LOOKS_BACK: Final = re.compile(r"[^,。;\s再要让等]{0,6}?[一-鿿]了(?![再吧就才])")
_APART: Final = " ,。;:、!?\n()"


def _is_alone(masked: str, moment: Moment) -> bool:
    """Behind the verb a past day is the goods' (上周三寄的样品), unless it stands by itself (谈报价 上周五)."""
    return (moment.start == 0 or masked[moment.start - 1] in _APART) and (
        moment.end == len(masked) or masked[moment.end] in _APART
    )


def _is_of_visit(reading: Reading, moment: Moment, anchor: int, *, everywhere: bool) -> bool:
    if moment.leaning is Leaning.FUTURE or (not everywhere and _OF_A_THING.match(reading.masked, moment.end)):
        return False
    if moment.leaning is Leaning.EITHER and moment.dated and not everywhere:
        return moment.end <= anchor or _MAKE_UP.match(reading.masked) is not None
    if moment.clock is not None and not moment.dated:
        return moment.end <= anchor or everywhere
    return True


def head_end(masked: str, moments: Sequence[Moment], start: int = 0) -> int:
    """Where the opening of a record ends: days, particles, names and the verb that only say that a visit is meant.

    Args:
        masked: folded text with known names masked.
        moments: the days in it.
        start: where the opening begins.
    """
    place = start
    while place < len(masked):
        moment = next(
            (
                one
                for one in moments
                if one.start == place and one.leaning is not Leaning.FUTURE and not _OF_A_THING.match(masked, one.end)
            ),
            None,
        )
        found = _HEAD.match(masked, place)
        if moment is not None:
            place = moment.end
        elif found is not None and found.end() > place:
            place = found.end()
        else:
            break
    return min(place, len(masked))


def _head(reading: Reading, report: Report, place: tuple[int, int] | None, contact: tuple[int, int] | None) -> int:
    """The end of the opening with verb, customer and contact in it."""
    spans = [place, contact, _opening_verb(reading, report.trigger)]
    masked = reading.masked
    if place is not None:
        # A customer that comes up behind the one who was visited is what was talked about.
        for start, end, _ in reading.customers:
            if start > place[1]:
                masked = masked[:start] + "某" * (end - start) + masked[end:]
    for start, end in (span for span in spans if span is not None):
        masked = masked[:start] + CUSTOMER * (end - start) + masked[end:]
    return head_end(masked, reading.moments, _record_start(reading, report.trigger))


def _record_start(reading: Reading, trigger: Trigger | None) -> int:
    """Behind what was given up (没去东吴，去了恒力), else the beginning."""
    if trigger is None:
        return 0
    given_up = [other for other in find_triggers(reading.masked[: trigger.start]) if other.kind in {"visit", "motion"}]
    if not given_up:
        return 0
    start = clause_of(reading.masked, trigger.start)[0]
    return max(start, reading.masked.rfind(" ", start, trigger.start) + 1)


def _opening_verb(reading: Reading, trigger: Trigger | None) -> tuple[int, int] | None:
    """The verb where it only says that a visit took place; 聊了, 看了 and 试机 are what was done there."""
    if trigger is None or trigger.kind == "activity":
        return None
    if trigger.kind == "meeting" and reading.masked[trigger.start] not in _MEETS:
        return None
    return trigger.start, trigger.end


def _talk_slots(reading: Reading, report: Report, head: int) -> dict[str, Slot]:
    masked = reading.masked
    slots: dict[str, Slot] = {}
    following = _next_moment(reading, report)
    start, end = head, len(masked)
    kept = [(start, end)]
    if following is not None and following.future is not None:
        slots["next_date"] = reading.slot(following.future, following.start, following.end)
        if following.clock is not None:
            slots["next_time"] = reading.slot(following.clock, following.start, following.end)
        first, last, note = _next_stretch(masked, following, start)
        if note is not None:
            slots["next_note"] = reading.slot(reading.words(*note), *note)
        without = [piece for piece in ((start, first), (last, end)) if masked[piece[0] : piece[1]].strip(" ,。;:、!")]
        # When nothing else was said, the clause with the next day is what was talked about (他说下周三再看).
        said_more = bool(_ONLY_WHEN.sub("", masked[max(first, start) : following.start]))
        kept = [(start, end)] if said_more and (note is None or not without) else without
    for moment in _visit_moments(reading, report.trigger):
        if moment.start >= head and _is_alone(masked, moment):
            kept = [piece for one in kept for piece in _without(one, moment.start, moment.end)]
    summary = _pieces(reading, kept, report, head)
    if summary:
        slots["summary"] = reading.slot(summary, kept[0][0] if kept else start, kept[-1][1] if kept else end)
    return slots


def _pieces(reading: Reading, kept: Sequence[tuple[int, int]], report: Report, head: int) -> str:
    pieces = []
    trigger = report.trigger
    if trigger is not None and reading.masked.startswith("电话", trigger.start) and trigger.start < head:
        pieces.append(reading.words(trigger.start, trigger.start + 4))
    for start, end in kept:
        words = _tidy(reading.words(start, end))
        if words:
            pieces.append(words)
    return "，".join(pieces)


_MEDIA: Final = re.compile(r"\[(?:图片|语音|视频|文件|位置|链接|名片|照片|[一-鿿]{1,3})\]")
_EDGES: Final = " ,，。.;；:：、!！\n/-－—·>"
_PARENTHESES: Final = (("(", ")"), ("（", "）"))


def _without(piece: tuple[int, int], start: int, end: int) -> list[tuple[int, int]]:
    first, last = piece
    return [piece] if end <= first or start >= last else [(first, max(start, first)), (min(end, last), last)]


def _tidy(words: str) -> str:
    """Words of a summary without pictures, and without what only stood between them and the rest."""
    words = PICTURES.sub(" ", _MEDIA.sub(" ", words)).strip(_EDGES)
    for left, right in _PARENTHESES:
        if words.startswith(left) and words.find(right) in {-1, len(words) - 1}:
            words = words[1:].removesuffix(right)
        elif words.endswith(right) and left not in words:
            words = words[:-1]
    return words.strip(_EDGES)


def _next_moment(reading: Reading, report: Report) -> Moment | None:
    """The day to go on: one that is still to come, behind the opening of the record."""
    trigger = report.trigger
    customer = reading.customers[0][1] if reading.customers else 0
    anchor = max(
        trigger.start if trigger is not None else 0, min(customer, trigger.end if trigger is not None else customer)
    )
    made_up = _MAKE_UP.match(reading.masked) is not None
    best: tuple[int, Moment] | None = None
    for said in reading.moments:
        if not said.dated or said.start < anchor or said.leaning not in {Leaning.FUTURE, Leaning.EITHER}:
            continue
        if made_up and said.leaning is Leaning.EITHER and not reading.masked[: said.start].strip(" 补的:"):
            continue
        moment = _ahead_of_today(reading, said)
        if moment is None or _OF_A_THING.match(reading.masked, moment.end) or not _is_follow_up(reading, moment):
            continue
        worth = _worth(reading.masked, moment)
        if best is None or worth > best[0]:
            best = worth, moment
    return None if best is None else best[1]


def _ahead_of_today(reading: Reading, moment: Moment) -> Moment | None:
    """周三再去 said on a Wednesday is a week ahead; a bare day that looks back (周一签了) is none."""
    if moment.leaning is Leaning.FUTURE:
        return moment
    if _LOOKS_BACK.match(reading.masked, moment.end):
        return None
    if moment.future is not None and moment.future <= reading.today:
        words = reading.masked[moment.start : moment.end]
        return replace(moment, future=moment.future + timedelta(days=7)) if _WEEK_DAY.search(words) else None
    return moment


_WEEK_DAY: Final = re.compile(r"周|星期|礼拜")
_AGREED: Final = re.compile(r"(?:下次|下回|约)[^,。]{0,6}$")
_ASKED_OF_US: Final = re.compile(r"(?:让|叫|要求?|答应|承诺)(?:我们?|咱们?)?[^,。]{0,3}$")
_OUR_STEP: Final = re.compile(
    r"[\s的上下午早晚\d点半:]{0,8}(?:之?前|再|去|带|送|给|过来|过去|回访|跟进|上门|来|拜访|答复|回复|联系)"
)
_AGAIN: Final = re.compile(r"[\s的上下午早晚\d点半:]{0,8}再")


def _worth(masked: str, moment: Moment) -> int:
    """How surely a day is when to go on, and not only one that was spoken of (12月15号开标)."""
    start = clause_of(masked, moment.start)[0]
    before = masked[start : moment.start]
    if _AGREED.search(before) or _AGAIN.match(masked, moment.end):
        return 6
    ours = 2 * bool(_ASKED_OF_US.search(before)) + 2 * bool(_OUR_STEP.match(masked, moment.end))
    return ours + (moment.leaning is Leaning.FUTURE)


def _is_follow_up(reading: Reading, moment: Moment) -> bool:
    end = clause_of(reading.masked, moment.start)[1]
    start = clause_of(reading.masked, moment.start)[0]
    if moment.vague and _GOES_ON.match(reading.masked, moment.end, end) is None:
        return False
    if moment.leaning is Leaning.FUTURE:
        return True
    return (
        _FOLLOWS.search(reading.masked, moment.end, end) is not None
        or re.search(r"下次|约|再|到|等|要|让|之前|前$|[\s,]$", reading.masked[start : moment.start]) is not None
    )


def _next_stretch(masked: str, moment: Moment, start: int) -> tuple[int, int, tuple[int, int] | None]:
    """The stretch that only speaks of the next time, and the note in it (下周三带样品 → 带样品)."""
    stop = _TAIL_BREAK.search(masked, moment.end)
    end = stop.start() if stop is not None else len(masked)
    if end == moment.end and end < len(masked) and masked[end] == " ":
        stop = _TAIL_BREAK.search(masked, moment.end + 1)
        end = stop.start() if stop is not None else len(masked)
    lead = _NOTE_LEAD.match(masked[moment.end : end])
    note_start = moment.end + (lead.end() if lead is not None else 0)
    before = masked[start : moment.start] if start < moment.start else ""
    opening = _NEXT_LEAD.search(before)
    first = start + opening.start() if opening is not None else moment.start
    note = (note_start, end) if masked[note_start:end].strip() else None
    return min(first, moment.start), end, note
