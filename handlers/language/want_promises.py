"""What we promised a customer (答应 东吴 明年3月免费检修), and that his goods are handed over (东吴交货了)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Final

from handlers.language.dates import Leaning, Moment
from handlers.language.meaning import Intent, Intents, Slot
from handlers.language.mentions import mention_at
from handlers.language.parts import LIST_GAP
from handlers.language.patterns import regex
from handlers.language.people import TITLE
from handlers.language.reading import Reading
from handlers.language.signs import QUESTION_END, C, is_asked, supposed
from handlers.language.undated import SPAN, D, span_end, undated
from handlers.language.who import find_who, joined_words, without

_PERSON: Final = rf"[一-鿿]{{1,3}}?{TITLE}"
_WHO: Final = rf"(?:{C}(?:的)?(?:{_PERSON})?|{_PERSON})"
_VERB: Final = (
    r"(?:答应|承诺|许诺|允诺|应承|保证)(?!书|函|金|不了|要|好的|我)(?:了|过|好|给|下来|他们?|她|人家|[:\s,])*"
)
_LEAD: Final = rf"(?:记(?:一?下|住|着|得|个)?|刚才?|今天|昨天|电话里|微信上|当场|口头|已经|{D}|[:,\s])*"
_PROMISED: Final = regex(
    rf"\s*{_LEAD}(?:承诺[:\s]+)?(?:我们?(?:这边)?)?(?:已经|也|都|当场|口头)?(?:(?:跟|对|给|向|和){_WHO}(?:那边|他们)?[\s,]*)?"
    rf"(?:我们?(?:这边)?)?(?:已经|也|都|当场|口头)?{_VERB}"
    rf"|\s*{_LEAD}{_WHO}(?:那边|这边|那里|他们)?[\s,]*我们?(?:这边)?(?:已经|也|都|当场|口头)?(?:{_VERB}|(?:说|讲|拍胸脯|打包票)(?:了|过|好了?)[:\s,]*(?=.*(?:免费|送|给|交|发|换|修|保养|检修|{D}|天|周|月)))"
    rf"|\s*{_LEAD}(?:我们?)?(?:还)?欠(?:着|了)?(?={_WHO}[\s,的]*(?:[一二两三四五六七八九十几半\d]+(?:份|套|箱|个|本|次|顿|张|台|件|瓶|条|只|包|批|封|双|样|桶|副)|{D}?免费))"
)
_HIS: Final = regex(rf"\s*{_LEAD}{_WHO}(?:那边|他们|这边)?(?:也|都|已经|口头|当场)?(?:答应|承诺|保证)")
"""王总答应月底付款: the customer's word and not ours."""
_IN: Final = regex(rf"{SPAN.pattern}(?:之?内|以内)?(?=\s*(?:交|发|到|给|出|送|装|换|修|完|做|答复|回复))")
_NOISE: Final = regex(r"^(?:那边|这边|他们|她|他|的|要|会|之?前|以前|以内|之?内|[\s,:。])+|[\s,。:]+$")
_BEFORE: Final = regex(r"(?:之|以)?前")
_LONGEST: Final = 800

_LIST: Final = regex(
    rf"(?:看看?|看一下|查看?|查一?下|列一?下?|列出)?(?:(?:我|我们|团队|大家|{C})(?:这里|那边|家)?)?(?:的|都|还有|有|还|对{C})*(?:哪些|什么)?(?:没兑现的?|没做的?|没完成的?|到期的?)?承诺"
    rf"(?:过)?(?:清单|列表|台账|记录|都?有哪些|还有哪些|有啥|有什么|什么|啥|了什么|过什么)?(?:没兑现|没做|没完成)?(?:的)?"
    rf"|(?:我|我们|咱们?)?(?:上次|之前|都|还)?(?:跟|对)?(?:{C})?(?:我|我们|咱们?)?(?:答应|承诺)(?:了|过)?(?:{C})(?:的)?(?:些|点)?(?:哪些|什么|啥)(?:事|东西)?(?:来着|了|呢)*"
    rf"|(?:{C})?(?:我|我们|咱们?)?(?:都|还)?(?:答应|承诺)(?:了|过)?(?:{C})?(?:的)?(?:哪些|什么|啥)(?:事|东西)?(?:没做|没办)?"
)


def read_promise(reading: Reading) -> Intent | None:
    """Something we promised: `customer` (`customers` to several), `contact`, `next_date`, `next_note`; or the list of
    them (`topic` list).

    Args:
        reading: one record.
    """
    said = reading.masked.strip(" ,。?!~")
    if _LIST.fullmatch(said):
        slots = dict(find_who(reading).slots) if reading.customers else {}
        slots.pop("contact", None)
        return reading.intent(Intents.COMMITMENT_LIST, slots)
    text = undated(reading)
    if len(text) > _LONGEST or is_asked(reading.masked) or supposed(reading.masked):
        return None
    found = _PROMISED.match(text)
    if found is None or not text[found.end() :].strip(" ,。") or (_HIS.match(text) and "我" not in found.group()):
        return None
    if (reading.amounts and "欠" in found.group()) or not _is_to_all(reading):
        return None
    return _promise(reading, found)


def _is_to_all(reading: Reading) -> bool:
    """Whether all customers that are named stand side by side: 答应东吴和恒力周五前给方案."""
    return all(
        LIST_GAP.fullmatch(reading.masked, one[1], other[0]) is not None for one, other in pairwise(reading.customers)
    )


def each_promised(intent: Intent) -> tuple[Intent, ...]:
    """One promise to several customers as one to each; anything else as it is.

    Args:
        intent: what a record means.
    """
    if intent.name is not Intents.COMMITMENT_SET or "customers" not in intent.slots:
        return (intent,)
    mentions, start, end = intent.slots["customers"]
    rest = {name: slot for name, slot in intent.slots.items() if name != "customers"}
    return tuple(replace(intent, slots={"customer": Slot(each, start, end), **rest}) for each in mentions)


def _promise(reading: Reading, found: re.Match[str]) -> Intent | None:
    # A verb right before a name hides it: 答应李工 is read from 李工 on.
    skipped = 0 if reading.customers else _behind(found)
    who = find_who(reading.part(skipped, len(reading.text)))
    slots = dict(who.slots)
    day = _due(reading, found)
    taken = [(first + skipped, last + skipped) for first, last in who.places]
    if len(reading.customers) > 1:
        first, last = reading.customers[0][0], reading.customers[-1][1]
        slots.pop("customer", None)
        slots["customers"] = reading.slot(tuple(mention_at(reading, span) for span in reading.customers), first, last)
        taken.append((first, last))
    if day is not None:
        slots["next_date"] = day[0]
        taken += [day[1]]
    left = [place for place in without(len(reading.text), taken, found.end()) if place[0] < place[1]]
    words = _NOISE.sub("", joined_words(reading, left))
    if not words:
        return None
    slots["next_note"] = reading.slot(words, left[0][0], left[-1][1])
    if day is not None and day[2]:
        slots["fuzzy"] = reading.whole(True)
    return reading.intent(Intents.COMMITMENT_SET, slots)


def _behind(found: re.Match[str]) -> int:
    """Where whom it was promised to may stand: behind the verb, unless he stands before it (跟王总保证过)."""
    return 0 if _BEFORE_VERB.search(found.group()) else found.end()


_BEFORE_VERB: Final = regex(rf"(?:跟|对|给|向|和){_WHO}|{_PERSON}(?:那边|这边|那里)?[\s,]*我")


def _due(reading: Reading, found: re.Match[str]) -> tuple[Slot, tuple[int, int], bool] | None:
    """By when: the first day ahead behind the verb, or so many days from now (15 天交货), with its place."""
    for moment in reading.moments:
        if moment.start >= found.end() and moment.dated and moment.leaning is not Leaning.PAST:
            before = _BEFORE.match(reading.masked, moment.end)
            end = before.end() if before is not None else moment.end
            return reading.slot(_last(moment), moment.start, end), (moment.start, end), moment.fuzzy
    span = _IN.search(undated(reading), found.end())
    last = span_end(span, reading.today) if span is not None else None
    if span is None or last is None:
        return None
    # 15 天交货 stays whole in the words: it is what was said.
    return reading.slot(_next(last), *span.span()), (found.end(), found.end()), False


def _last(moment: Moment) -> date | None:
    return moment.last or moment.future


def _next(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


_DELIVERED: Final = regex(
    rf"\s*(?:今天|刚刚?|刚才|已经?|都|给|向|把|我们?|{D}|[:,\s])*(?:{C})(?:公司|厂里?|那边|他们|的)*[\s,]*"
    rf"(?:那|这|[一两二三四五六七八九十\d]+)*(?:台|批|套|条)?(?:新)?(?:设备|机器|机子|货|产品|样机|生产线|线|注塑机|东西|订单)?[\s,]*(?:今天|刚刚?|已经?|都|全部?|{D}|终于|顺利|正式|装好|装完|验收|并|[,\s])*"
    r"(?:交付|交货|交机|交车|交完货|送到货|货?(?:已经|都|全部)?(?:送到|送达|交))(?:完毕|完成|到位|完|好)?(?:了|啦|了今天)?"
    rf"(?:今天|刚刚?|{D}|[\s,。])*"
    rf"|\s*(?:今天|刚刚?|{D}|[\s,])*(?:已|已经|刚|完成)?(?:交付|交货|交机)(?:了|给)?[\s:,]*(?:{C})(?:了)?(?:{D}|[\s,。])*(?:[^,。?]{{0,12}})"
)
_NOT_YET: Final = regex(r"没|未|还要|准备|打算|计划|等|要交|催|问|什么时候|啥时候|延|推迟|晚|能不能|期|快点")


def read_delivered(reading: Reading) -> Intent | None:
    """已交付 东吴, 东吴交货了: `customer` and `date`; a sum with it is the receivable's, a day to come a plan.

    Args:
        reading: one record.
    """
    if len(reading.customers) != 1 or reading.amounts or QUESTION_END.search(reading.masked):
        return None
    text = undated(reading)
    if _NOT_YET.search(text) or _DELIVERED.fullmatch(text) is None or supposed(reading.masked):
        return None
    day = next((moment for moment in reading.moments if moment.dated), None)
    if day is not None and day.leaning is Leaning.FUTURE:
        return None
    slots = dict(find_who(reading).slots)
    if day is not None and day.past is not None:
        slots["date"] = reading.slot(day.past, day.start, day.end)
    return reading.intent(Intents.DELIVERED, slots)
