"""Visits as reps write them: verb first or anywhere, several at once, arriving, leaving, made up for yesterday."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from handlers.language.clauses import clause_of
from handlers.language.dates import Leaning, Moment
from handlers.language.meaning import ContactMention, CustomerMention, Intent, Intents, Slot
from handlers.language.normalise import CUSTOMER, PERSON
from handlers.language.people import find_contact_words
from handlers.language.reading import Reading, Span
from handlers.language.triggers import Trigger, Verdict, find_triggers, judge
from models.times import shanghai

_C: Final = f"{CUSTOMER}+"
_SURE: Final = 0.95
_LIKELY: Final = 0.6

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
    rf"(?:[\s,。;:、!|/#@]+|我们?(?!厂)|{_C}|{PERSON}+|今|补(?:登|录|记|一个|一下|上)?|(?:帮我)?(?:登记|记录|记)(?:一下|一个|一条|上)?|的(?!确)|了|过(?!两|几|一|\d)|完|下午?(?![个周月次星礼单])|一下|一趟|趟|一次|刚刚?才?|今天|上午|客户名?称?[:,]|客户(?:那边|那里|那儿|这边|那(?![一-鿿]))?(?![一-鿿])|公司[:,]|联系人[:,]|内容[:,]|情况[:,]|结果[:,]|时间[:,]|日期[:,]|拜访(?:对象|人|时间|内容|日期|情况)?[:,]"
    rf"|(?:那|这)(?:边|儿|里|个)?|他们家?那?边?(?=[\s,。])|厂里|公司(?=[\s,。])|已经|顺路|顺道|一起|一块儿?|一道|又|也|还|先|并|的人|出来|回来|跟着"
    rf"|(?:结果|后来|接着|随后|最后|然后)(?=[去跑到拜走{CUSTOMER}])|(?:下次|回头)(?=[\s:,]*$)|(?:和|跟|与|找|约|同|从|在|到|去|来|跑|见|会|拜访|走访|离开|了|的)+(?=[\s,]*(?:[{CUSTOMER}{PERSON}]|$)))"
)
_SAYS: Final = re.compile(
    r"\s*(?:也|就|他|她)?(?:说|让|要|嫌|讲|表示|反馈|答应|希望|觉得|提出|提了|想要?|同意|态度|问|反映|介绍|,|很|不在|在)"
)
_BUSINESS: Final = re.compile(
    r"报价|价格|合同|样[品机]|谈|聊|意向|需求|嫌|要|让|比价|方案|付款|交期|交货|预算|机器|设备|[一二三四]期|项目|技术|满意|同意|不在|降|招标|试"
)
_TERSE_NO: Final = re.compile(r"[?]|吗\s*$|呢\s*$|听说|据说|如果|要是|假如|什么意思|能不能|怎么")
_LIST_GAP: Final = re.compile(r"[\s,、/+和跟与及还有以及,;&.]*")
_LIST_ITEM: Final = re.compile(r"[^、,。;\n]+")
_MANY: Final = re.compile(r"(?:[一二两三四五六七八九十]|\d{1,2}|几)(?:家|个客户|个单位|个公司|位客户)")
_FOLLOWS: Final = re.compile(
    r"再|下次|去|带|送|给|派|约|准备|要|前|之前|后续|回头|等|复查|答复|联系|安排|过来|过去|见|谈|签|报|看|做|交|试|定|验收|复查|拜访|跟进|开|装|来|回"
)
_GOES_ON: Final = re.compile(
    r"[之前后左右初中底里的\s]{0,3}(?:我们?|他们?|她)?(?:再|去|联系|跟进|回访|拜访|给|送|带|来|过去|过来|答复|回复|约|见|谈|定|报价|签)"
)
_NOTE_LEAD: Final = re.compile(r"^(?:[\s,。:、)]|之前|以前|前|再说|的时候|左右|那天|上午|下午|晚上)+")
_NEXT_LEAD: Final = re.compile(
    r"(?:下次(?:拜访|见面|去|跟进|时间)?|下回|约了?|约好|定了?|约定|说好了?|答应了?|同意|承诺|[说讲]|要?等到?|要|伊|人家|客户|然后|并且?|让(?:我们?|我)?|要(?:我们?|我)?|计划|准备|打算|提醒|他|她|我们?|到时候?|回头|后续|[\s,。:;、])*$"
)
_ONLY_WHEN: Final = re.compile(r"[\s,。:;、]|下次(?:拜访|见面|去|跟进|时间)?|下回|约好?了?|定了?|回头")
_TAIL_BREAK: Final = re.compile(r"[,。;!?\n]|(?:然后|另外|还有)|(?<=[一-鿿])\s")
_NAME_END: Final = re.compile(
    r"[\s,。;:!?\n、/|]|的(?!$)|那边|这边|那里|(?<=[^\s]{2})(?:谈|聊|说|讲|见了|见到|看了|找|签了|送了|今天|昨天|上午|下午|一趟|试机|了(?=$|[^一-鿿])|客户(?=[一-鿿]))"
)
_NAME_LEAD: Final = re.compile(r"(?:了|过|完|到|一趟|趟|一下|下|客户[:,]?|新客户|老客户|[\s:,]|的|一家|那个|叫|:)*")
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
    return None


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
    if not near and not _COMPANY_END.search(words):
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
    for trigger in find_triggers(reading.masked):
        if not _counts(reading, trigger):
            continue
        verdict = judge(reading, trigger)
        if verdict is Verdict.DONE and _is_certain(reading, trigger):
            return Report(trigger, _SURE if trigger.kind in {"visit", "motion"} else 0.85)
        if verdict is Verdict.UNSURE:
            return verdict
        # A bare 去东吴 is what somebody is about to do.
        worst = worst or (Verdict.PLANNED if verdict is Verdict.DONE else verdict)
    if asked_for and (_known_at_head(reading) or _first_word(reading) is not None):
        return Report(None, _SURE)
    if worst is not None:
        return worst
    return Report(None, _LIKELY) if _is_terse_report(reading) else None


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
    contact = _contact(reading, start, _mention(reading, reading.customers[0]))
    if contact is None:
        return False
    rest = reading.masked[contact[1] :]
    said = rest.strip(" ,。:|")
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
    parts = _distributed(reading)
    if len(listed) > 1 and len(listed) >= len(parts):
        return tuple(_of_list(reading, report, shared, listed))
    if parts:
        return tuple(_of_part(reading, report, shared, start, end) for start, end in parts)
    mention, place = listed[0] if listed else _single(reading, report)
    return (_one(reading, report, shared, mention, place),)


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
    talk = _talk_slots(reading, report, _head(reading, report, listed[-1][1], None))
    found: list[Intent] = []
    for index, (mention, place) in enumerate(listed):
        slots = {**shared, "customer": mention, **talk}
        stop = listed[index + 1][1][0] if index + 1 < len(listed) else last
        contact = _contact(reading, place[1], mention, end=stop) if stop > place[1] else None
        if contact is not None:
            slots["contact"] = _contact_slot(reading, contact, mention)
        found.append(Intent(Intents.VISIT_LOG, slots, report.confidence, reading.words()))
    return found


def _of_part(reading: Reading, report: Report, shared: dict[str, Slot], start: int, end: int) -> Intent:
    part = _part(reading, start, end)
    inner = find_report(part, asked_for=True)
    own = inner if isinstance(inner, Report) else Report(None, report.confidence)
    mention, place = _single(part, own)
    return _one(part, own, {**shared, **_day_slots(part, own.trigger)}, mention, place)


# --- customers -------------------------------------------------------------------------------------------------------


def _mention(reading: Reading, span: Span) -> Slot:
    start, end, ids = span
    return reading.slot(CustomerMention(reading.words(start, end), ids), start, end)


def _unknown(reading: Reading, start: int, end: int) -> tuple[Slot, tuple[int, int]]:
    near = tuple(reading.book.near_customers(reading.text[start:end], reading.situation.speaker))
    return reading.slot(CustomerMention(reading.words(start, end), (), near), start, end), (start, end)


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
        if not _is_gap(reading, run[-1][1], span[0]):
            break
        run.append(span)
    if "、" in reading.masked:
        return _items(reading, start) or [(_mention(reading, span), span[:2]) for span in run]
    return [(_mention(reading, span), span[:2]) for span in run] if len(run) > 1 else []


def _is_gap(reading: Reading, start: int, end: int) -> bool:
    if _LIST_GAP.fullmatch(reading.masked, start, end):
        return True
    contact = find_contact_words(reading.masked, start, end)
    return contact is not None and bool(
        _LIST_GAP.fullmatch(reading.masked, start, contact[0]) and _LIST_GAP.fullmatch(reading.masked, contact[1], end)
    )


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


def _distributed(reading: Reading) -> list[tuple[int, int]]:
    """今天跑了三家，东吴谈报价，恒力没见到人: each clause that begins with a customer is a visit of its own."""
    if len(reading.customers) < 2:
        return []
    counted = _MANY.search(reading.masked) is not None
    verbs = [trigger for trigger in find_triggers(reading.masked) if trigger.kind in {"visit", "motion"}]
    starts = _openings(reading, spaces=counted or len(verbs) > 1)
    if len(starts) < 2 or not (counted or len(verbs) > 1):
        return []
    parts = list(zip(starts, [*starts[1:], len(reading.masked)], strict=True))
    if counted:
        return parts
    told = [part for part in parts if isinstance(find_report(_part(reading, *part)), Report)]
    return told if all(_has_own_verb(reading, *part) for part in told) else []


def _part(reading: Reading, start: int, end: int) -> Reading:
    return Reading(reading.normal, reading.start + start, reading.start + end, reading.situation, reading.book)


def _openings(reading: Reading, *, spaces: bool) -> list[int]:
    """Where clauses begin that begin with a customer; with `spaces`, words too."""
    masked = reading.masked
    found: list[int] = []
    for first, _, _ in reading.customers:
        start = clause_of(masked, first)[0]
        if spaces:
            start = max(start, masked.rfind(" ", start, first) + 1, masked.rfind(":", start, first) + 1)
        if head_end(masked[:first], _before(reading.moments, first), start) >= first and start not in found:
            found.append(start)
    return found


def _before(moments: Sequence[Moment], place: int) -> list[Moment]:
    # Where a record begins, a plan (明天去) is an opening too.
    return [replace(moment, leaning=Leaning.TODAY) for moment in moments if moment.end <= place]


def _has_own_verb(reading: Reading, start: int, end: int) -> bool:
    return any(trigger.kind in {"visit", "motion"} for trigger in find_triggers(reading.masked[start:end]))


# --- contacts --------------------------------------------------------------------------------------------------------


def _contact(
    reading: Reading,
    start: int,
    mention: Slot | None = None,
    *,
    before: int | None = None,
    end: int | None = None,
) -> tuple[int, int] | None:
    """Where the person seen is named: right behind the customer, or behind 见了/找, or before the customer."""
    masked = reading.masked
    stop = end if end is not None else clause_of(masked, max(start - 1, 0))[1]
    stop = min(max(stop, start), len(masked))
    found = _known_contact(reading, start, stop, mention) or find_contact_words(masked, start, stop)
    if found is None and end is None and stop < len(masked):
        later = clause_of(masked, stop + 1)
        found = _known_contact(reading, later[0], later[1], mention) or find_contact_words(
            masked, later[0], min(later[1], later[0] + 10)
        )
    if found is None and before:
        found = find_contact_words(masked, 0, before)
        if found is not None and re.search(r"陪着?$", masked[: found[0]]):
            return None
    return found


_CANDIDATE_LEAD: Final = re.compile(r"(?:[\s,:的那个边这儿]|见到?了?|找到?了?|和|跟|与|约了?|拜访了?|联系人)*")


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
    customer = reading.customers[0][1] if reading.customers else 0
    limit = max(trigger.end if trigger is not None else 0, customer)
    limit = len(reading.masked) if everywhere else clause_of(reading.masked, max(limit - 1, 0))[1] if limit else limit
    anchor = trigger.start if trigger is not None else customer
    for moment in reading.moments:
        if moment.start >= limit:
            break
        if not _is_of_visit(reading, moment, anchor, everywhere=everywhere):
            continue
        if moment.past is not None and "date" not in slots:
            slots["date"] = reading.slot(moment.past, moment.start, moment.end)
        if moment.clock is not None and "time" not in slots:
            slots["time"] = reading.slot(moment.clock, moment.start, moment.end)
    return slots


def _is_of_visit(reading: Reading, moment: Moment, anchor: int, *, everywhere: bool) -> bool:
    if moment.leaning is Leaning.FUTURE:
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
        moment = next((one for one in moments if one.start == place and one.leaning is not Leaning.FUTURE), None)
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
    spans = [place, contact, _opening_verb(reading, report.trigger), *(span[:2] for span in reading.customers)]
    masked = reading.masked
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
        words = reading.words(start, end).strip(" ,，。.;；:：、!！\n")
        if words:
            pieces.append(words)
    return "，".join(pieces)


def _next_moment(reading: Reading, report: Report) -> Moment | None:
    """The day to go on: one that is still to come, behind the opening of the record."""
    trigger = report.trigger
    customer = reading.customers[0][1] if reading.customers else 0
    anchor = max(
        trigger.start if trigger is not None else 0, min(customer, trigger.end if trigger is not None else customer)
    )
    found = [moment for moment in reading.moments if moment.dated and moment.start >= anchor]
    sure = [moment for moment in found if moment.leaning is Leaning.FUTURE and _is_follow_up(reading, moment)]
    if sure:
        return sure[-1] if re.search(r"下次", reading.masked) else sure[0]
    if _MAKE_UP.match(reading.masked):
        found = [moment for moment in found if reading.masked[: moment.start].strip(" 补的:")]
    open_ = [moment for moment in found if moment.leaning is Leaning.EITHER and _is_follow_up(reading, moment)]
    return open_[0] if open_ else None


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
