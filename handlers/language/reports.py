"""Whether a record reports a visit, and how surely."""

from __future__ import annotations

from typing import Final, NamedTuple

from handlers.language.contacts import SAYS, find_contact, find_known_contact
from handlers.language.dates import Leaning, Moment
from handlers.language.heads import MEETS, customer_at_head, head_end, opening_moments, reading_triggers
from handlers.language.mentions import first_word, mention_slot, object_of, unknown_before
from handlers.language.normalise import CUSTOMER
from handlers.language.patterns import regex
from handlers.language.people import find_contact_words
from handlers.language.reading import Reading
from handlers.language.triggers import Trigger, Verdict, is_ahead, judge
from models.times import shanghai

_C: Final = f"{CUSTOMER}+"
SURE: Final = 0.95
LIKELY: Final = 0.6
"""Confidence of a visit said with a verb, and of one that only the order of the words shows."""
BUSINESS: Final = regex(
    r"换|修|装|送样|图纸|保养|备件|验收|对图|报价|价格|合同|样[品机]|谈|聊|意向|需求|嫌|要|让|比价|方案|付款|交期|交货|预算|机器|设备|[一二三四]期|项目|技术|满意|同意|不在|降|招标|试"
)
TERSE_NO: Final = regex(
    r"[?]|吗\s*$|呢\s*$|听说|据说|如果|要是|假如|什么意思|能不能|怎么|说声|谢谢|带个?好|问[你您]?好|打不通|没打通|关机|占线"
    r"|[问催](?:我们?|咱们?|你们?)?(?:什么时候|啥时候|何时|哪天|几点|几号)(?:能|可以|方便|再|才)*(?:过?[去来]|到|上门|拜访)(?!货)"
    r"|到时候?(?:我们?|再|就|也)*(?:过去|去一?趟|上门|登门|拜访)"
)
MANY: Final = regex(r"(?:[一二两三四五六七八九十]|\d{1,2}|几)(?:家|个客户|个单位|个公司|位客户)")
_GATE: Final = regex(rf"{_C}(?:的)?(?:门口|楼下|停车场|附近|旁边)[^,。]{{0,4}}(?:碰|遇|见)[到见了上]")
MADE_UP: Final = regex(
    r"\s*(?:(?:麻烦)?(?:帮我|再|请)?(?:补(?![充偿贴差货])(?:登|录|记|一个|一下|上(?![周个星礼月午次]))?|记(?:一)?[笔条个下]|登记一?[下条个]?|(?:拜访|走访)记录[:\s]|\[(?:拜访|走访)\]|客户(?:名称)?:))"
)


class Report(NamedTuple):
    """What one record says about a visit, before it becomes intents.

    Attributes:
        trigger: the verb that carries it; None for the terse style (东吴 王总 谈报价).
        confidence: how sure it is.
    """

    trigger: Trigger | None
    confidence: float


def find_report(reading: Reading, *, asked_for: bool = False) -> Report | Verdict | None:
    """The visit that a record reports.

    Args:
        reading: one record.
        asked_for: whether a header (今天拜访：) has said already that visits follow.

    Returns:
        A report; or what stands against it (planned, denied, unsure); or None when nothing speaks of a visit.
    """
    if len(reading.masked) <= _LONGEST_QUESTION and _ASKS_SINCE_WHEN.search(reading.masked) is not None:
        return Verdict.UNSURE
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
            return Report(trigger, SURE if trigger.kind in {"visit", "motion"} else 0.85)
        if verdict is Verdict.UNSURE:
            return verdict
        # A bare 去东吴 is what somebody is about to do.
        worst = worst or (Verdict.PLANNED if verdict is Verdict.DONE else verdict)
    if asked_for and (_known_at_head(reading) or first_word(reading) is not None):
        found: Report | None = Report(None, SURE)
    else:
        terse = worst in {None, Verdict.PLANNED} and (_is_terse_report(reading) or _is_told_of_somebody(reading))
        found = Report(None, LIKELY) if terse or (worst is None and _is_made_up(reading)) else None
    if found is not None and any(is_ahead(reading, moment) for moment in opening_moments(reading)):
        return Verdict.PLANNED
    return found or worst


_ASKS_SINCE_WHEN: Final = regex(
    r"^(?!.*[说讲问]).*(?:多长时间|多久|几天|好久)(?:都|也)?没|算不算|^(?!.*[说讲问]).*有没有人去|那[句段条](?:话)?(?:给我)?(?:去掉|删|不要|改)|[,\s]直接写"
)
"""绿宝多长时间没人去了, 那个算不算拜访: of no visit that was."""
_LONGEST_QUESTION: Final = 30


def _is_at_the_gate(reading: Reading, trigger: Trigger) -> bool:
    """在恒力门口碰到澄阳的许董: the place is only where it happened."""
    return trigger.kind == "motion" and _GATE.match(reading.masked, trigger.end) is not None


def _is_own(reading: Reading, trigger: Trigger) -> bool:
    start, _ = reading.clause_of(trigger.start)
    return "我" in reading.masked[start : trigger.start].replace("我们", "")


def _is_made_up(reading: Reading) -> bool:
    """补周一东吴王总谈价 / 记一笔：恒力，试机成功: an order to keep a visit, which needs no verb."""
    if not reading.customers or TERSE_NO.search(reading.masked):
        return False
    found = MADE_UP.match(reading.masked)
    if found is not None and found.group().lstrip().startswith("客户") and _FORM.search(reading.masked) is None:
        return False
    return found is not None and head_end(reading.masked, reading.moments, found.end()) >= reading.customers[0][1]


def _known_at_head(reading: Reading) -> bool:
    return bool(reading.customers) and customer_at_head(reading)


def _counts(reading: Reading, trigger: Trigger) -> bool:
    """Whether a verb can mean a visit at all: all but 拜访 and a trip need somebody of the customer's."""
    if trigger.kind == "visit":
        return True
    if reading.customers:
        return trigger.kind != "activity" or customer_at_head(reading)
    if trigger.kind == "activity":
        # 昨晚陪文导吃饭
        before = [one for one in reading.moments if one.end <= trigger.start]
        return any(is_over(reading, one) for one in before) and _is_somebodys(reading, trigger)
    if trigger.kind == "motion" and trigger.complete:
        if MANY.match(reading.masked, trigger.end):
            return True
        named = object_of(reading, trigger) is not None or "客户" in reading.masked[trigger.start : trigger.end + 8]
        return named or _is_somebodys(reading, trigger)
    if trigger.kind != "meeting" or not trigger.complete:
        return False
    return _named_before_or_after(reading, trigger) or _is_somebodys(reading, trigger)


def _is_somebodys(reading: Reading, trigger: Trigger) -> bool:
    """端木那边今天去了: somebody of an own customer is named in the clause."""
    start, end = reading.clause_of(trigger.start)
    return any(start <= span[0] < end for span in reading.contacts)


def _named_before_or_after(reading: Reading, trigger: Trigger) -> bool:
    start, _ = reading.clause_of(trigger.start)
    if reading.masked[trigger.start] in MEETS and "客户" in reading.masked[trigger.end : trigger.end + 6]:
        return True
    if reading.masked[trigger.start] in MEETS and _is_somebodys(reading, trigger):
        return True
    return find_contact_words(reading.masked, start, trigger.end + 12) is not None and (
        reading.masked[trigger.start] in MEETS or unknown_before(reading, trigger) is not None
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
    if any(is_over(reading, moment) for moment in reading.moments if moment.end <= trigger.start):
        return True
    return len(rest) >= 4


_PARTS_END: Final = {"早": 10, "上": 12, "中": 14, "下": 18, "傍": 20, "晚": 23}


def is_over(reading: Reading, moment: Moment) -> bool:
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


_DID: Final = regex(
    r"[\s,的那边]{0,3}(?:今天|昨天|前天|上周.|刚才?|刚刚|上午|下午|中午|早上|晚上|当场|当面|终于|总算|已经|主动|也|又|都|就|还|跟我|和我|对我|给我|找我|约我|带我|[\s,])*"
    r"(?:松口|松了口|点头|答应|同意|拍板|认可?|定|签|拒绝|婉拒|推|给|开|报|换|加|降|退|催|问|提|抱怨|吐槽|透露|交代|留|介绍|演示|表态|承认|确认|回绝|改口|翻脸|砍|压|还价|试|验|看|谈|聊|打听|带|领|陪|选|挑|订|要求|解释|反映|反馈|建议)"
    r"[^,。?]{0,6}?(?:了|过|说|道)(?!吗|没|么|就)"
)
"""程经理今天松口了: what somebody of the customer's did in a talk."""
_MORE_THAN_TALK: Final = regex(r"(?:给|开|换|加|留|陪|领|带|选|挑|订|报|看|验|发)[^,。?]{0,6}?(?:了|过)")
"""冯经理加了我微信: no talk, where his firm is not even named."""
_NO_TALK: Final = regex(
    r"[?]|吗|呢\s*$|听说|据说|好像|似乎|没(?!问题|关系|事|意见|毛病|想到|戏|货|空|人)|别(?:人家)?|觉得|要不要|是不是|该不该|为什么|为啥|怎么|咋|到底|你|谁|哪|几[个家号点]|多少|老是|总是|本来|如果|要是|假如|(?<![\d一二两三四五六七八九十几])万一|的话|以前|去年|当年|平时"
    r"|我(?:没|不(?!在)|想|打算|准备)|领导|主管|同事"
)


def _is_told_of_somebody(reading: Reading) -> bool:
    """程经理今天松口了 价格再降两个点就签: somebody of one known customer, and what he did."""
    firms = {ids for _, _, ids in reading.customers} or {
        tuple(sorted({reading.book.customer_of(one) for one in ids})) for _, _, ids in reading.contacts
    }
    if len(firms) != 1 or len(next(iter(firms))) != 1 or _NO_TALK.search(reading.masked):
        return False
    if reading.customers:
        if not customer_at_head(reading):
            return False
        start = reading.customers[0][1]
        stop = reading.clause_of(start)[1]
        mention = mention_slot(reading, reading.customers[0])
        contact = find_known_contact(reading, start, stop, mention) or find_contact_words(reading.masked, start, stop)
    else:
        contact = reading.contacts[0][:2]
        if head_end(reading.masked[: contact[0]], reading.moments) < contact[0]:
            return False
    did = _DID.match(reading.masked, contact[1]) if contact is not None else None
    return did is not None and (bool(reading.customers) or _MORE_THAN_TALK.search(did.group()) is None)


_FORM: Final = regex(r"(?:内容|事由|结果|情况|事项|沟通|洽谈|反馈)\]?:|\[(?:内容|事由|结果|情况|事项)\]")
"""客户：申通 联系人：冯经理 内容：…: a form that was filled in."""
_SUMMONS: Final = regex(r"\s*(?:让|叫|喊|约|催|请|通知)(?:我们?|咱们?)\s*")


def _is_terse_report(reading: Reading) -> bool:
    """东吴 王总 谈报价 / 美家家具那个彭丽，态度冷淡: customer first, then somebody there, then what was said."""
    if (
        not reading.customers
        or len(reading.customers[0][2]) == 0
        or TERSE_NO.search(reading.masked)
        or not customer_at_head(reading)
    ):
        return False
    start = reading.customers[0][1]
    stop = reading.clause_of(start)[1]
    mention = mention_slot(reading, reading.customers[0])
    contact = find_known_contact(reading, start, stop, mention) or find_contact_words(reading.masked, start, stop)
    if contact is None:
        contact = find_contact(reading, start, mention)
    if contact is None:
        return False
    rest = reading.masked[contact[1] :]
    summons = _SUMMONS.match(rest)
    if summons is not None and any(one.start == contact[1] + summons.end() for one in reading.moments):
        return False  # 苗苗让我周五去换陈列
    said = rest.strip(" ,。:|")
    if len(said) >= 4 and any(is_over(reading, moment) for moment in opening_moments(reading)):
        return True
    first = contact[1] + len(rest) - len(rest.lstrip(" ,"))
    if len(said) < 4 or any(moment.start == first for moment in reading.moments):
        return False  # 大运的贺强 后天下午4点 is an appointment
    return SAYS.match(rest) is not None or (rest[0] in " ,:|" and BUSINESS.search(said) is not None)
