"""Short things that are said every day, each of which another reader would take for something else: a visit put off,
a tender that is coming, money that is still waited for, a word of praise, 别提醒我我记住了."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from handlers.language.dates import Leaning, Moment
from handlers.language.meaning import CustomerMention, Intent, Intents, Slot
from handlers.language.mentions import known_customer, mention_slot
from handlers.language.patterns import regex
from handlers.language.reading import Reading
from handlers.language.reminders import read_reminder_set
from handlers.language.signs import C, P, is_asked
from handlers.language.who import find_who

# Each alternative begins with a plain character, so that `re` passes over what none begins with.
_GATE: Final = regex(
    r"来不及|去不成|去不了|没时间|不去了|没顾上|挪|改[到成天明后下周]|推[到迟]|开标|投标|截标|评标|交标|挂着|再确认|再说|点个?赞|表扬|夸|提醒我|别写|要写|莫写|写到|写成|放回|还回|退回|扔回|先报|早报|早就|就报|报备?[过的]|错了|漏[了记写报说]|忘[了记写报说]|少[了记写报说]"
)
_LONGEST: Final = 60
_PUT_OFF: Final = regex(
    rf"(?:{C}|就|也|[\s,])(?:今天|下午|上午|那边|这边|那家|就|也|明天|本来|[\s,])*(?:来不及了?|去不成了?|去不了了?|没时间去?了?|没顾上去?|不去了|先不去了?|赶不上了?)[\s,。]*(?:就|那|我|先|再|[\s,])*(?:改|挪|换|推|放|等|调)?(?:到|成|在|至|天)?"
)
_GOES_AGAIN: Final = regex(r"\s*(?:上午|下午|早上|一早|晚上)?(?:再)?(?:去|说去|跑)?(?:吧|了)?[\s。!]*$")
_TENDER: Final = regex(r"(?:就|才|要)?(?P<what>[开投截评交]标)(?!书|志|记|资料)")
_TOLD: Final = regex(r"见[了到]|聊|谈|拜访|去了|到了|跑了|今天去|项目[^,。]{0,4}定|商机")
_WAITS: Final = regex(
    rf"\s*{C}(?:剩的?|剩下的?|那笔|那边|的|余款|尾款|[\d.万千百元块一二三四五六七八九十两])*(?:钱|款)?[\s,]*(?:明天|后天|下周|等|过两天)*(?:等)?(?:到(?:账|了)?了?|来了)?(?:我|再|就)*(?:再)?(?:确认|核对?|说|看)?[\s,，]*(?:先)?(?:挂着|放着|不动|再确认|再核|再说)(?:吧|了|明天再说)?[\s。!]*"
)
_PRAISED: Final = regex(
    rf"\s*(?P<who>{P})(?P<words>[^?吗没]*?(?:好|不错|可以|棒|到位|漂亮|厉害|给力|辛苦|用心|认真)[^?吗]{{0,4}}?)[\s,，。]+(?:给?[他她]?|我|要|得|必须|[\s])*(?:点个?赞|表扬(?:一?下)?|夸(?:一?下|夸)?|点赞)[\s。!]*(?P<more>[^?吗]*)"
)
_NO_NEED: Final = regex(
    r"(?:^|[\s,，。])(?:你|就)?(?:别|不用|不要|甭)(?:再)?提醒(?:我)?了?[\s,，]*(?:我)?(?:自己)?(?:记住|记得|知道|记着)(?:了|呢|的)*[\s。!]*$"
)


def read_in_passing(reading: Reading) -> Intent | None:
    """One of these; None for everything else.

    Args:
        reading: the whole message.
    """
    if len(reading.text) > _LONGEST or _GATE.search(reading.masked) is None:
        return None
    return next((found for read in _READERS if (found := read(reading)) is not None), None)


def _put_off(reading: Reading) -> Intent | None:
    """织缘今天来不及了，改明天上午: where he goes on another day."""
    if len(reading.customers) != 1 or is_asked(reading.masked):
        return None
    said = _PUT_OFF.search(reading.masked, max(reading.customers[0][0], 0))
    day = _first_ahead(reading, said.end() - 1) if said is not None else None
    if said is None or day is None or day.start - said.end() > 1 or _GOES_AGAIN.match(reading.masked, day.end) is None:
        return None
    customer = mention_slot(reading, reading.customers[0])
    on = reading.slot(day.future, day.start, day.end)
    part = _PART.search(reading.masked, day.start)
    words = f"去 {customer.value.text}" if part is None else f"{part.group()}去 {customer.value.text}"
    slots: dict[str, Slot] = {
        "date": on,
        "next_date": on,
        "summary": reading.whole(words),
        "customers": reading.slot((customer.value,), *reading.customers[0][:2]),
        "customer": customer,
    }
    return reading.intent(Intents.PLAN_SET, slots)


_PART: Final = regex("上午|下午|早上|晚上")


def _tender(reading: Reading) -> Intent | None:
    """启明 祝工 二期下周三开标 资料还差业绩证明: a day of the customer's to be ready for."""
    found = _TENDER.search(reading.masked)
    if found is None or len(reading.customers) != 1 or is_asked(reading.masked) or _TOLD.search(reading.masked):
        return None
    start = reading.clause_of(found.start())[0]
    days = [one for one in reading.moments if one.dated and start <= one.start and one.end <= found.end("what")]
    if not days or days[-1].leaning is Leaning.PAST or days[-1].future is None or found.start() - days[-1].end > 2:
        return None
    who = find_who(reading)
    last = max((place[1] for place in who.places), default=0)
    note = reading.words(last).strip(" ,，。:：")
    slots = {**who.slots, "next_date": reading.slot(days[-1].future, days[-1].start, days[-1].end)}
    return reading.intent(Intents.FOLLOWUP_SET, {**slots, "next_note": reading.slot(note, last, len(reading.text))})


def _waits(reading: Reading) -> Intent | None:
    """皋城剩的2500明天到了我再确认，先挂着: nothing has come."""
    return reading.intent(Intents.SMALLTALK) if _WAITS.fullmatch(reading.masked) is not None else None


def _praised(reading: Reading) -> Intent | None:
    """晓芸今天皖江处理得好，给她点个赞."""
    found = _PRAISED.fullmatch(reading.masked) if reading.people and reading.situation.speaker.leads else None
    if found is None:
        return None
    named = [span for span in reading.people if span[0] < found.end("who")]
    end = found.end("more") if found["more"] else found.end("words")
    words = reading.words(found.start("words"), found.end("words"))
    if found["more"]:
        words = f"{words}。{reading.words(*found.span('more'))}"
    people = reading.slot(tuple(span[2] for span in named), *found.span("who"))
    return reading.intent(Intents.PRAISE, {"people": people, "summary": reading.slot(words, found.start("words"), end)})


_WRITES: Final = regex(
    r"(?:别|不要|先别|莫)(?:再|给我|把.{1,6})?写[^,。]{0,8}(?:[,。\s]|$)|[,\s]写(?:到|成|上)\s*[\d一二三四五六七八九十两]"
)


def _worded(reading: Reading) -> Intent | None:
    """皋城那个别写结清了啊，写到四万五: how something that is kept shall read, and nothing new."""
    found = _WRITES.search(reading.masked)
    if found is None or not reading.customers:
        return None
    if reading.customers[-1][0] >= found.end() and any(one.start >= found.end() for one in reading.moments):
        return None  # 康元那个莫写进去，明天去众康: the plan is read with the report
    return reading.intent(Intents.UNKNOWN, known_customer(reading))


_SAID_FIRST: Final = regex(
    r"\s*(?:那|可|这家|明明|本来|他|[\s,])*(?:是|就是)?我(?:这边)?(?:最?先|早就?|[上前]个?[周月]就?|昨天就|前天就|早上就)(?:已经|都)?报(?:备)?(?:上去|过)?(?:的|了)(?:[啊呀嘛好吧]|[\s,，。!]|$)"
)


def _said_first(reading: Reading) -> Intent | None:
    """我先报的 今天人都见了: what is said for oneself where two registered, and registers nothing."""
    if reading.customers or reading.phones or _SAID_FIRST.match(reading.masked) is None:
        return None
    return reading.intent(Intents.UNKNOWN)


_OF_A_BIRTHDAY: Final = regex(r"生日.*提醒我|提醒我.*生日")
_EVERY_YEAR: Final = regex("每年|提前|农历|阴历|阳历|是[^,。]{0,6}[月号]|几|哪|谁")


_MISCOUNTED: Final = regex(
    r"[^,。?]{2,16}(?:写|记|报|说|打|弄|搞|填)错了[\s,，。]*(?:应该|其实)?是\s*(?:\d+|[一二两三四五六七八九十]{1,3})[台箱件套个吨只盒瓶包袋桶米张辆份](?:[,，。\s].*)?"
)


def _miscounted(reading: Reading) -> Intent | None:
    """甬港短租的台数写错了，是8台，我又核了一遍: what is said of a record's words."""
    if _MISCOUNTED.fullmatch(reading.text) is None or any(one.unit for one in reading.amounts):
        return None
    return reading.intent(Intents.UNKNOWN, known_customer(reading))


_LEFT_OUT: Final = regex(
    rf"\s*{C}(?:那家|那边|那条|的|还|[\s,])*(?:漏|忘|少)(?:了|记|写|报|说)+(?:一|1)[条句点个][\s,:，]+(?P<more>.{{4,}})"
)


def _left_out(reading: Reading) -> Intent | None:
    """春和漏了一条，侯经理要一份目录，周五前给她: what is to be done there, and nothing to complain of."""
    found = _LEFT_OUT.fullmatch(reading.masked)
    if found is None or len(reading.customers) != 1:
        return None
    day = _first_ahead(reading, found.start("more"))
    if day is None or day.future is None:
        return reading.intent(Intents.UNKNOWN, known_customer(reading))
    note = reading.slot(reading.words(*found.span("more")), *found.span("more"))
    slots = {**find_who(reading).slots, "next_date": reading.slot(day.future, day.start, day.end), "next_note": note}
    return reading.intent(Intents.FOLLOWUP_SET, slots)


_BACK: Final = regex(
    r"\s*(?P<name>[一-鿿]{2,6}?)(?:那家|这家)?(?:我|还是|就|先|[\s,])*(?:放回去?|还回去?|退回去?|放回公海|退回公海|扔回去?)(?:吧|了|算了)?[\s,，。]*(?P<why>[^?]*)"
)


def _given_back(reading: Reading) -> Intent | None:
    """惠民我还是放回去吧，跑不过来: one's own customer by a part of his name."""
    if reading.customers or reading.contacts or (found := _BACK.fullmatch(reading.text)) is None:
        return None
    ids = tuple(reading.book.holding(found["name"], reading.situation.speaker))
    if len(ids) != 1:
        return None
    place = found.span("name")
    slots = {"customer": reading.slot(CustomerMention(reading.words(*place), ids), *place)}
    if found["why"].strip():
        slots["reason"] = reading.slot(reading.words(*found.span("why")), *found.span("why"))
    return reading.intent(Intents.LEAD_RELEASE, slots)


def _at_a_clock(reading: Reading) -> Intent | None:
    """黄总周三生日，周三早上八点提醒我: at that hour, whatever is kept of birthdays."""
    if _OF_A_BIRTHDAY.search(reading.masked) is None or _EVERY_YEAR.search(reading.masked) is not None:
        return None
    if is_asked(reading.masked) or not any(one.clock is not None for one in reading.moments):
        return None
    if "。" in reading.masked.strip("。 ") or len(reading.customers) > 1:
        return None
    return read_reminder_set(reading)


def _no_need(reading: Reading) -> Intent | None:
    return reading.intent(Intents.SMALLTALK) if _NO_NEED.search(reading.masked) is not None else None


def _first_ahead(reading: Reading, start: int) -> Moment | None:
    return next(
        (one for one in reading.moments if one.start >= start and one.dated and one.leaning is not Leaning.PAST), None
    )


_READERS: Final[Sequence[Callable[[Reading], Intent | None]]] = (
    _put_off,
    _tender,
    _waits,
    _praised,
    _worded,
    _said_first,
    _at_a_clock,
    _miscounted,
    _left_out,
    _given_back,
    _no_need,
)
