"""What people want to see or hand in about their own work and the team's: daily reports, rankings, figures, targets."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Any, Final, Literal

from handlers.language.dates import Leaning
from handlers.language.meaning import Intent, Intents, Slot
from handlers.language.numbers import number
from handlers.language.patterns import regex
from handlers.language.periods import find_period
from handlers.language.reading import Reading
from handlers.language.report_talk import shows
from handlers.language.undated import DAY, undated

_REPORT: Final = regex(
    r"(?:[今本昨前当][日天]的?)?(?:工作)?(?:日报|小结|总结|汇报|日志|周报|月报)"
    r"|[今昨][日天](?:的|主要)?工作(?=[:\s]|内容|情况|如下)"
)
_NO_REPORT: Final = regex(
    r"到底|有没有人|有人看|[要该能可得]写(?:些|点)?(?:什么|啥|哪些)|(?:怎么|如何|咋|模板|格式|几点)[^,。;\n]{0,4}(?:日报|小结|总结|汇报|周报|月报)?|(?:没|未|不)(?:写|交|想)[^,。;\n]{0,3}日报|[日周]报[^,。;\n]{0,4}(?:吐|烦|累|麻烦)|[日周月]报(?:数据|统计|记录|清单|列表)|日报[^,。;\n]{0,6}(?:几点|怎么|模板|没交|烦|不想|要写吗|截止)"
)
_OF_OTHERS: Final = regex(r"谁|哪些人|大家|团队|全组|部门|我们组|下面")
_ADDED: Final = regex(r"(?:再?加(?:上|一?[句条点])|补充(?:上|一?[句条点])?)[:,\s]*")
_REPORT_LEAD: Final = regex(
    r"(?:[\s:,。;、\]]|如下|是(?=[:\s])|内容|补(?:一下|上)|一下|(?:今天|今日|昨天)?的?工作(?=[:,\s])|哈|吧|啊|了(?=[\s,:]))*"
)
_BEFORE_REPORT: Final = regex(
    r"(?:补(?:交|一下|写|上)?|交(?:一下|个)?|提交|写(?:一下|个)?|发(?:一下|个)?|我的?|今天|今日|昨天|昨日|前天|的|看看|草稿|一下|[\s,:\[\]])*"
)
_OF_A_NUMBER: Final = regex(r"\s*#\s*\d")
_ONLY_WHOSE: Final = regex(rf"(?:看看?|看一?下|查一?下?|给我|发我|我的?|的|那天|{DAY}|[\s,:])*")
_NO_TEXT: Final = regex(r".{0,6}|.*[的后]\s*|\s*补.{0,16}|.*(?:[\s\d]月\d{1,2}|\d{1,2}[./-]\d{1,2})[日号]?的?\s*")
"""Too little to be a day's report, or a day that the grammar of days does not know (2月30日)."""
_HANDED_ON: Final = regex(
    r"(?:你|帮我|给我|替我|麻烦|直接|先){1,3}(?:(?:弄|搞|写|出|整理?|凑)(?:一?[下个份]|出来|好)*[\s,]*)?(?:提?交|上交|提交|发)(?:上去|一下|掉|了|得了|算了|吧)*|补(?:上|交|一下|了|吧)*"
)
_COUNTED: Final = regex(r"(?:我|都|一共|有)*(?:交|写|补|迟交|缺)(?:了|过)?(?:几|多少)[天份次个篇](?:了|呢|啊)?[?]?")
_SEEN: Final = regex(r"(?:了|过)?(?:没有?|吗|么)[?]?")
_LOOKED_AT: Final = regex(
    r"(?:你|帮我|给我|先|再|我){0,3}(?:(?:出|弄|写|生成|拉|列)(?:一?[下个份]|出来|来)*|看(?:一?下|看)?|出来)(?:我|给我)?(?:看看?|看一?下|过目)?(?:吧|呢)?(?:[\s,]*(?:写|弄)?(?:短|简单|简短|精简|详细|长)(?:一)?[点些]?)?|"
    r"(?:里|上)?(?:都|我)?(?:写|记|交)(?:了|的|过)(?:是|些|点)?(?:啥|什么|哪些)(?:了|内容|呢|啊)?[?]?|(?:我)?(?:是不是|是否)[^,。]{0,8}[?]?"
    r"|(?:里|里面|上)(?:怎么|好像|还|是不是|又)*(?:没有?|少|缺|漏|多|不对|有错|错)[^,。]{0,16}"
    r"|(?:我)?(?:要|想|再|需要|得)?(?:重写|重新写|重交|重新交|重发|修改|改(?:一?[下改]|改)?|删(?:掉|了|除)?(?:最后|第|上|那|这|前)?[^,。]{0,6})(?:吧|了|下)?"
    r"|(?:发|写|交|填)(?:错|漏|重)了?(?:一?[句点天家])?(?:吧|啊)?"
)
"""What is said of a report and not in it: it is shown, with what can be done."""
_MISSING: Final = regex(r"没[有]?(?:交|写|提交|发)|未(?:交|提交)|缺|漏交|交了[吗没]|还差谁|(?:交|写)(?:了)?(?:没|齐)")
_HANDED_IN: Final = regex(r"日报|周报|小结|汇报")
_ASKED_OF_TEAM: Final = (
    ("payments", regex(r"回款|收款|到账|欠|应收")),
    ("orders", regex(r"订单|下单|签单|成交|业绩|销售额|合同")),
    ("leads", regex(r"报备|新客户|新增")),
    ("plans", regex(r"计划|安排|打算|行程")),
    ("opportunities", regex(r"商机|漏斗|项目|跟进")),
    ("complaints", regex(r"投诉")),
)
_QUARTER: Final = regex(r"(?P<near>上|下|这个?|本|当前?)?个?(?:第)?(?P<number>[一二三四1-4])?季度|q(?P<q>[1-4])(?!\d)")
_YEAR: Final = regex(
    r"(?P<year>去年|上年度?|前年|今年|本年|全年|年度|这一?年|明年)(?:度|全年)?(?P<half>上半年|下半年)?|(?P<only>上半年|下半年)"
)
_YEARS: Final = {"去": -1, "上": -1, "前": -2, "明": 1}


def read_daily_report(reading: Reading) -> Intent | None:
    """A day's report: `date` and, where it was written out, its text as `summary`; `append` for 日报 加一句.

    Args:
        reading: the whole message, all its lines.

    Returns:
        None where it is asked how or who, and not handed in.
    """
    masked = reading.masked
    found = _REPORT.search(masked)
    first_line = masked.partition("\n")[0]
    if (
        found is None
        or _NO_REPORT.search(first_line)
        or _OF_OTHERS.search(first_line)
        or (reading.people[:1] and (reading.people[0][0] < found.start()))
        or _OF_A_NUMBER.match(masked, found.end())
    ):
        return None
    if "\n" not in masked.strip():
        spoken_of = _spoken_of(reading, found)
        if spoken_of is not None:
            return spoken_of or None
    slots = {"date": _report_day(reading, found)}
    text_start, added = _report_text(reading, found)
    words = reading.words(text_start).strip()
    if words:
        slots["summary"] = reading.slot(words, text_start, len(reading.text))
        if added:
            slots["append"] = reading.slot(True, *found.span())
    elif "?" in first_line:
        return None
    return reading.intent(Intents.DAILY_REPORT, slots)


def _spoken_of(reading: Reading, found: re.Match[str]) -> Intent | Literal[False] | None:
    """A report that is asked for or spoken of (上周三日报, 日报写了啥, 日报里少了东吴): to be shown, never its text.

    Returns:
        False where it is somebody's, or of a day that there is not; None where its text may be said.
    """
    if shows(reading.text):
        return reading.intent(Intents.DAILY_REPORT, {"date": _report_day(reading, found)})
    before = undated(reading)[: found.start()]
    behind = reading.masked[found.end() :].strip(" 。!,")
    if not behind:
        if _ONLY_WHOSE.fullmatch(before):
            return reading.intent(Intents.DAILY_REPORT, {"date": _report_day(reading, found)})
        return False if _NO_TEXT.fullmatch(before) and not _BEFORE_REPORT.fullmatch(before) else None
    if _HANDED_ON.fullmatch(behind):
        slots = {"date": _report_day(reading, found), "topic": reading.whole("file")}
        return reading.intent(Intents.DAILY_REPORT, slots)
    if _COUNTED.fullmatch(behind) or (_SEEN.fullmatch(behind) and before.strip()):
        return reading.intent(Intents.DAILY_REPORT, {**period_slots(reading), "topic": reading.whole("mine")})
    if _LOOKED_AT.fullmatch(behind):
        return reading.intent(Intents.DAILY_REPORT, {"date": _report_day(reading, found)})
    return None


def _report_day(reading: Reading, found: re.Match[str]) -> Slot:
    """The day in the heading; what stands below speaks of other days too."""
    end = reading.masked.find("\n")
    reach = min(end if end >= 0 else len(reading.masked), found.end() + 8)
    for moment in reading.moments:
        if moment.past is not None and moment.end <= reach and moment.leaning is not Leaning.FUTURE:
            return reading.slot(moment.past, moment.start, moment.end)
    if found.group().startswith(("昨", "前")):
        day = reading.today - timedelta(days=1 if found.group()[0] == "昨" else 2)
        return reading.slot(day, *found.span())
    return reading.slot(reading.today, *found.span())


def _report_text(reading: Reading, found: re.Match[str]) -> tuple[int, bool]:
    """Where the text of the report begins: behind its heading, or at the front if the word stands at the end."""
    masked = reading.masked
    before = _BEFORE_REPORT.fullmatch(masked, 0, found.start())
    if before is None and masked[found.end() :].strip(" 。!一下吧了") == "":
        return 0, False
    place = found.end()
    for moment in reading.moments:
        if place <= moment.start <= place + 2 and not moment.part and moment.leaning is not Leaning.FUTURE:
            place = moment.end
    lead = _REPORT_LEAD.match(masked, place)
    place = lead.end() if lead is not None else place
    added = _ADDED.match(masked, place)
    if added is not None:
        return added.end(), True
    rest = re.fullmatch(r"(?:一下|吧|了|看看|草稿|提交|[\s。!])*", masked[place:])
    return (len(masked), False) if rest is not None else (place, False)


def read_team_summary(reading: Reading) -> Intent | None:
    """What a leader asks about his people: `topic` (what about), `period`, `person` where one is named.

    Topics: report_missing, reports, payments, orders, leads, plans, opportunities, complaints, person, team.

    Args:
        reading: the whole message.
    """
    masked = reading.masked
    slots = period_slots(reading) | person_slots(reading)
    slots["topic"] = reading.whole(_team_topic(masked, named="person" in slots))
    return reading.intent(Intents.TEAM_SUMMARY, slots)


def _team_topic(masked: str, *, named: bool) -> str:
    if _HANDED_IN.search(masked):
        return "report_missing" if _MISSING.search(masked) else "reports"
    if re.search(r"谁[^,。]{0,8}没交|没交的", masked):
        return "report_missing"
    about = next((topic for topic, words in _ASKED_OF_TEAM if words.search(masked)), "")
    return about or ("person" if named else "team")


def read_ranking(reading: Reading) -> Intent | None:
    """Who stands where: `period`, and `filter`, by what (回款, 拜访, 积分), where it was said.

    Args:
        reading: the whole message.
    """
    return reading.intent(Intents.RANKING, period_slots(reading) | person_slots(reading) | _measure(reading))


def read_my_stats(reading: Reading) -> Intent | None:
    """The speaker's own figures, or those of a colleague he names: `period`, `person`, `filter`.

    Args:
        reading: the whole message.
    """
    return reading.intent(Intents.MY_STATS, period_slots(reading) | person_slots(reading) | _measure(reading))


def read_target_query(reading: Reading) -> Intent | None:
    """How far a target is away: `period`, `person` where it is not the speaker's own, `filter`.

    Args:
        reading: the whole message.
    """
    return reading.intent(Intents.TARGET_QUERY, period_slots(reading) | person_slots(reading) | _measure(reading))


_MEASURE: Final = regex(r"回款|收款|拜访|新客户|新增客户|报备|订单|签单|合同额|销售额|销量|积分|业绩")


def _measure(reading: Reading) -> dict[str, Slot]:
    found = _MEASURE.search(reading.masked)
    return {} if found is None else {"filter": reading.slot(found.group(), *found.span())}


def person_slots(reading: Reading) -> dict[str, Slot]:
    """The colleague who is named, as `person`; nothing for the speaker himself.

    Args:
        reading: the whole message.
    """
    for start, end, ids in reading.people:
        if reading.situation.speaker.person_id not in ids:
            return {"person": reading.slot(ids, start, end)}
    return {}


def period_slots(reading: Reading) -> dict[str, Slot]:
    """The stretch of days asked about, as `period`: (first day, last day, words). Quarters and years are whole.

    Args:
        reading: the whole message.
    """
    found = _quarter(reading) or _year(reading) or find_period(reading.masked, reading.today)
    if found is None:
        return {}
    period, start, end = found
    words: Any = (*period[:2], reading.words(start, end))
    return {"period": reading.slot(words, start, end)}


_Found = tuple[tuple[date, date, str], int, int]


def _quarter(reading: Reading) -> _Found | None:
    found = _QUARTER.search(reading.masked)
    if found is None:
        return None
    today = reading.today
    index = today.year * 4 + (today.month - 1) // 3
    said = number(found["number"] or found["q"] or "")
    if said is not None:
        index = today.year * 4 + said - 1
    else:
        index += {"上": -1, "下": 1}.get(found["near"] or "", 0)
    year, quarter = divmod(index, 4)
    return (*_months(year, quarter * 3 + 1, quarter * 3 + 3, found.group()), *found.span())


def _year(reading: Reading) -> _Found | None:
    found = _YEAR.search(reading.masked)
    if found is None:
        return None
    year = reading.today.year + _YEARS.get((found["year"] or "")[:1], 0)
    half = found["half"] or found["only"] or ""
    first, last = {"上": (1, 6), "下": (7, 12)}.get(half[:1], (1, 12))
    return (*_months(year, first, last, found.group()), *found.span())


def _months(year: int, first: int, last: int, words: str) -> tuple[tuple[date, date, str]]:
    return ((date(year, first, 1), date(year, last, monthrange(year, last)[1]), words),)
