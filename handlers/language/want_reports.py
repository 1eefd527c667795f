"""Daily reports, plans of a day, who has handed in none, and what leaders say of it: 点评, 表扬, 已阅, 催."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from handlers.language.asks import period_slots, person_slots, read_daily_report, read_team_summary
from handlers.language.dates import Leaning
from handlers.language.day_rows import with_rows
from handlers.language.handing_in import FILE, days_made_up, read_again
from handlers.language.meaning import Intent, Intents, Slot
from handlers.language.normalise import PERSON
from handlers.language.patterns import regex
from handlers.language.periods import find_period
from handlers.language.reading import Reading
from handlers.language.report_talk import shows
from handlers.language.signs import QUESTION_END, supposed
from handlers.language.topics import Topics
from handlers.language.undated import DAY, undated
from handlers.language.want_day_plans import read_said_plan
from handlers.language.want_plans import decide_own_work

MINE, TEAM = "mine", "reports"
"""Values of `topic`: one's own list, to be handed in at once, a team's, a plan that is asked for."""
# One character of a mask at a time: runs of runs would take a pattern that fails ages.
_T: Final = rf"{DAY}|[今昨前][天日]|[本这上]个?(?:周|星期|礼拜|月)|最近|近期|[这近][几两]天"
_GATE: Final = regex(
    "日报|周报|草稿|#|^\\s*交|[\\s,样]交|[补重再]交|重新[交提]|点交|会儿?交|补上|没[有]?[交写]|交齐|漏交|催|点评|批注|评语|表扬|夸|点赞|个赞|已[阅读]|计划|行程|打算|安排"
)
_ABOUT: Final = rf"(?:\s|[,:。]|{PERSON}|的|{_T})*"
_MISSING: Final = regex(
    rf"\s*(?:看看?|查一?下|问一?下|帮我看看?|统计|催(?:一?下)?)?[\s,]*{_ABOUT}(?:还|都|现在|到现在|有|{DAY})*(?:谁|哪些人|哪几?个人?|几个人?|多少人|有没有人)(?:的)?(?:日报|报告|小结)?(?:还|都|是|{DAY})*(?:没有?|未|忘(?:了|记)?|漏)(?:交|写|提交|发|上交)(?:上来)?(?:{DAY}|的|了|日报|小结|呢|啊|吗|人)*[\s?。]*"
    rf"|\s*{_ABOUT}(?:大家|团队|他们|组里)?(?:的)?日报(?:都|大家|今天)*(?:(?:交|写|收)(?:齐|全|完|上来)?|齐|全)了?(?:吗|没有?|几个|多少)[\s?。]*"
    rf"|\s*{_ABOUT}(?:日报)?(?:还差|缺|差)(?:谁|哪些人|几个人?|哪几个)(?:的)?(?:日报)?(?:没交)?[\s?。]*"
    rf"|\s*{_ABOUT}(?:没交|未交|没写|缺交|漏交)(?:日报)?的?(?:人|名单|有谁|有哪些|是谁|清单)?[\s?。]*"
    rf"|\s*{_ABOUT}谁(?:都)?(?:已经)?交(?:过)?(?:了|过)?日报(?:了|没)?[\s?。]*|\s*{_ABOUT}谁(?:的)?日报(?:还)?没(?:交|写)?[\s?。]*"
    rf"|\s*{_ABOUT}日报(?:上交|提交|交)?(?:情况|名单|统计|进度)[\s?。]*"
)
_MINE_MISSING: Final = regex(r"我(?!们)")
_URGES: Final = regex(
    rf"\s*(?:帮我|给我|去|再|赶紧|麻烦)*(?:催|催催|催促)(?:一?[下催遍]|促)*(?:{PERSON}|没交的?|未交的?|那?[几两三]个|他们|她|他|大家|这些人|人|日报|交|写|赶紧|快点|一下|今天|昨天|{DAY}|之?前|的|吧|了|[\s,、和跟])*[\s。!]*"
    rf"|\s*(?:帮我|给我)*提醒(?:一下)?(?:{PERSON}|没交的?人?|大家|他们|[\s,、和跟])+(?:赶紧|快点|尽快|今天|{DAY}|把|[\s,])*(?:日报)?(?:交|写)(?:一下|上来|了)*(?:日报)?[\s。!]*"
)
_ASKS_FOR_IT: Final = regex(
    rf"\s*(?:帮我|给我|去|再|麻烦|你)*(?:让|叫|喊|通知|告诉|跟)\s*{PERSON}+(?:说(?:一?下|一声)?)?(?:赶紧|赶快|快点?|尽快|马上|现在|抓紧|把|去|也|{DAY}|今天|昨天|的|[\s,])*"
    r"(?:日报[\s,]*(?:也|给我|给)?(?:赶紧|快点|尽快)?(?:交|写|补|发)(?:了|上来?|一?下|过来|掉|给我)*|(?:交|写|补|发)(?:一?下|了|上)*(?:个|份)?日报)(?:吧|哈)?[\s。!]*"
)
_STRANGER_S: Final = regex(
    rf"\s*(?:看看?|看一?下|查一?下?|打开)?[^\W\da-z_我你咱今昨前本上下这那每补交提写发看查给把要未没]{{2,3}}(?:(?:的|{DAY})+日报|日报(?={DAY}))(?:{DAY}|的|呢|给我看看?|看看)*[\s?。]*"
)
"""王五的日报, where nobody is called so: the team's, with everybody's name."""
_REMARKED_NUMBER: Final = regex(
    r"\s*(?:把)?(?:拜访|日报|跟进|回款|报备|记录|订单|问题|周报)?\s*#\s*\d{1,9}(?:号|条)?的?[\s,:]*(?P<word>(?:点评|批注|评语|评价)(?:一?下)?[\s,:]*)?"
)
_JUDGES: Final = regex(
    r"(?:写|做|记|填)得|(?:很|挺|真|太|非常|蛮|还)?(?:不错|认真|详细|简单|清楚|到位|用心|敷衍|潦草|马虎)|下[次回]|(?:要|再|多|记得|应该|应)(?:写|补|记|带|加)|(?:很|挺|真)好|重写"
)
_REMARKS: Final = regex(r"\s*(?:点评|批注|评语|给个?点评|点评一?下|评一?下(?=\s*[#\d\ue001]))(?:一下|给)?[\s:,]*")
_PRAISES: Final = regex(
    rf"\s*(?:表扬|夸奖?|点赞|给(?=\s*{PERSON}+\s*(?:点|一?个)+(?:赞|大拇指)))(?:一?下|一个|夸)?[\s:,]*"
)
_THUMB: Final = regex(r"\s*(?:点|一?个)+(?:赞|大拇指)[\s,:]*")
_READ: Final = regex(
    rf"\s*(?:全部|都|所有|统统|{PERSON}|的|昨天|今天|{DAY}|日报|拜访|这[些份条]|#?\d{{1,9}}|[\s,、和])*(?:已[阅读]|标[记为成]*已读|阅了|日报(?:我|都|全部?|已经|[\s,])*(?:看|读|阅)(?:完|过)了?)(?:全部|都|所有|了|{PERSON}|的|日报|#?\s*\d{{1,9}}|{DAY}|[\s,、和])*[\s。!]*"
)
_MARKS: Final = regex("已[阅读]|阅了")
_ALL: Final = regex("全部|都|所有|统统")
_OWN_REMARKS: Final = regex(
    r"\s*(?:看看?)?(?:我的?|给我的)(?:点评|批注|评语|表扬)(?:呢|有哪些|有吗)?[\s?。]*|\s*(?:谁|领导|主管|经理|老板)(?:都)?(?:点评|表扬|评价)(?:了|过)?我(?:什么|啥|的|吗|没)*[\s?。]*|\s*有(?:没有)?(?:人)?(?:给我)?的?点评[吗没]*[\s?。]*"
)
_NUMBER: Final = regex(
    r"\s*(?:(?:拜访|日报|跟进|回款|报备|记录|订单|问题)?\s*(?:#\s*|b0*)?(?P<number>\d{1,9})(?:号|条)?)(?=[\s,:。]|$|[^\d年月日点万千个家%])[\s:,]*"
)
_WORKED: Final = regex(
    rf"\s*(?:看看?|查一?下|问一?下)?(?:{_T}|[\s,]|的|都|在)*{PERSON}+(?:{_T}|[\s,]|的|都|在|到底|一天|一周|整天)*"
    r"(?:(?:干|做|忙|搞)(?:了|些|的|点)*(?:啥|嘛|吗|什么|哪些|哪些事|得?怎么样|得?咋样)(?:事|活|工作)?(?:了|呢|啊)?|(?:的)?(?:工作|活动|工作情况|工作记录|工作汇报|工作总结|工作小结|汇报|小结|动态|动向|表现|近况|情况|记录)(?:怎么样|咋样|如何|呢|发我|给我)?|怎么样|咋样|如何|人呢?|在哪|在不在|去哪了?)[\s?。]*"
)
_PERSON_S_DAY: Final = regex(rf"\s*{PERSON}+[\s的]*(?:{_T})\s*[呢?]*\s*")
"""孙悦 本周, asked by his leader."""
_DRAFT: Final = regex(r"\s*(?:看看?|看一?下|查看|给我看看?|我的?|今天的?)*(?:日报)?草稿(?:呢|看看|给我看看)?[\s?。]*")
_HIS_DRAFT: Final = regex(
    rf"\s*(?:看看?|看一?下|查一?下?|打开|[\s,])*(?:{PERSON}|{DAY}|今天|昨天|的|[\s,])*(?:草稿(?:呢|给我看看?|发我)?|日报(?:写|写好|写完)了?(?:没有?|吗))[\s?。]*"
)
_LOOK: Final = regex(
    rf"\s*(?:看看?|看一?下|查看?|查一?下|给我看看?)(?:{DAY}|昨天|今天|的|所有|全部)*日报(?:吧|呢)?[\s?。]*|\s*(?:把)?(?:{DAY}|昨天|今天|的|所有|全部)*日报(?:发|给|调|拉)(?:出来|一?下|给)?我?(?:看看?|看一?下|一份)?[\s?。]*"
    rf"|\s*(?:{DAY}|今天|昨天|的)*日报(?:出来|拿来|拿出来)?(?:让|给)?我?(?:先|再)?看(?:一?下|看)(?:吧|呢)?[\s?。]*"
)
_WEEKLY: Final = regex(
    rf"\s*(?:看看?|查一?下|我们?|团队|组里|大家|{PERSON}+)?(?:的)?(?P<words>[本这上]个?(?:周|星期|礼拜|月))(?:的)?(?:团队|大家)?(?:的)?日报"
    r"(?:汇总|情况|统计)?[\s?。]*|\s*(?:看看?)?(?:我的?)?(?P<week>[本这上]个?(?:周|星期|礼拜))?(?:的)?周报[\s?。]*"
)
"""The reports of a week or month, one's own or the team's; a paper of its own for the week there is not."""
_THIS_WEEK: Final = "本周"
_OWN: Final = regex(
    rf"\s*(?:看看?|查一?下)?我(?:的|自己的)?(?:{_T}|历史|的|以前|以往)*日报(?:记录|列表|清单|情况|呢|有哪些)?[\s?。]*"
    rf"|\s*(?:我|{DAY}|今天|昨天|的)*(?:日报)?(?:我|{DAY}|都)*(?:交|提交|写)(?:了|过|上去)?(?:日报)?(?:没有?|吗|没交)?了?[吗没]+[\s?。]*"
    rf"|\s*(?:我)?(?:的)?日报(?:{DAY}|今天|昨天)*(?:交|提交)?(?:了|过|上去|成功)*(?:吗|没有?|没)[\s?。]*"
    rf"|\s*(?:我)?(?:{DAY}|本周|这周|本月)*(?:有)?(?:几[天份次]|哪[几些天]+)(?:的)?(?:没交日报|日报没交|日报迟交|迟交|缺交)[\s?。]*"
    r"|\s*(?:主管|领导|经理|谁)(?:看|读|阅)(?:了|过)?我?的?日报(?:了)?(?:吗|没有?)?[\s?。]*"
)
_NOT_RULE: Final = "(?!时间|截止|期限|规则|制度|模板|格式|天数)"
_MADE_UP: Final = regex(
    rf"\s*(?:我)?(?:补(?:交|一下|写|上|个|报|填)?)(?:一下|我的?|的|{DAY}|昨天|前天|昨日|[\s,])*日报{_NOT_RULE}(?P<rest>.*)",
    re.DOTALL,
)
_FILES: Final = regex(
    rf"\s*(?:我要?|帮我|现在)*(?:提?交|上交|提交)(?:一下|个|我的?|今天的?|今日|{DAY}|的|[\s,])*日报{_NOT_RULE}(?P<rest>.*)",
    re.DOTALL,
)
_FILED_BEHIND: Final = regex(
    r"\s*(?:今天的?|我的)?日报[\s,]*(?:我)?(?:现在|就)?(?:提?交|提交|上交)(?:了|吧|上去)?[\s。]*"
)
_FILLER: Final = regex(
    r"(?:[\s:,。;、!\]]|(?:内容)?(?:就|按|照|就按)?(?:我)?(?:今天|\ue00d)*(?:我)?(?:记|写|说)(?:的|过的)(?:那些|这些)?|就这些|就这样|如下|内容|一下|吧|了|哈|啊|交|提交)*"
)
_ADDED: Final = regex(
    r"\s*(?:日报)?[\s,:]*(?:再|还)?(?:加(?:上|一?[句条点下])|补充(?:一?[句条点下])?|添(?:上|一?[句条点下]))[\s:,]*"
)


def decide_report(reading: Reading) -> Intents | Topics | None:
    """What is said of reports, plans and remarks in words of their own; what they are full of is left to others."""
    found = _read(reading)
    if found is not None and found.name is Intents.NOT_YET:
        return Topics.DAILY_REPORT
    return None if found is None else found.name


def read_report(reading: Reading) -> Intent | None:
    """Slots of the intents of `decide_report`.

    DAILY_REPORT: `topic` (mine, file), `date`, `summary`, `append`, `period`. TEAM_SUMMARY: `topic` reports.
    PLAN_SET: `date`, `summary`, `customers`, or `topic` show where it is asked for. REPORT_MISSING: `period`, `topic`.
    URGE, MARK_READ: `person`, `number`, `filter` (all). REMARK, PRAISE: `person`, `number`, `summary`, `topic` (mine).

    Args:
        reading: one record.
    """
    return _read(reading)


_LONGEST: Final = 60


def read_daily(reading: Reading) -> Intent | None:
    """A daily report, said in words of its own or written out; slots as `read_report` and `read_daily_report` say."""
    found = _read(reading)
    if found is not None and found.name is Intents.DAILY_REPORT:
        return found
    return read_daily_report(reading) or _read_own_work(reading)


def _read_own_work(reading: Reading) -> Intent | None:
    """今天一天都在办公室整理报价: a day without customers, in the words of its report."""
    if decide_own_work(reading) is None:
        return None
    return reading.intent(Intents.DAILY_REPORT, {**_day(reading), "summary": reading.whole(reading.words().strip())})


def read_team(reading: Reading) -> Intent | None:
    """What a leader asks about his people; slots as `read_report` and `read_team_summary` say."""
    found = _read(reading)
    return found if found is not None and found.name is Intents.TEAM_SUMMARY else read_team_summary(reading)


def _read(reading: Reading) -> Intent | None:
    masked = reading.masked
    short = len(masked) <= _LONGEST and not reading.customers
    if short and PERSON in masked:
        found = _read_worked(reading, undated(reading))
        if found is not None:
            return found
    if _GATE.search(masked) is None:
        return None
    text = undated(reading)
    if short and not reading.contacts:
        for read, signs in _SHORT:
            found = read(reading, text) if any(sign in masked for sign in signs) else None
            if found is not None:
                return found
    return _read_remark(reading, text) or _read_filed(reading, text) or read_said_plan(reading)


def _read_missing(reading: Reading, text: str) -> Intent | None:
    if _MISSING.fullmatch(text) is None or _MINE_MISSING.search(text):
        return None
    slots = period_slots(reading) | person_slots(reading)
    return reading.intent(Intents.REPORT_MISSING, {**slots, "topic": reading.whole("report_missing")})


def _read_urge(reading: Reading, text: str) -> Intent | None:
    if _URGES.fullmatch(text) is None and _ASKS_FOR_IT.fullmatch(text) is None:
        return None
    return reading.intent(Intents.URGE, _people(reading) | period_slots(reading))


def _read_marks(reading: Reading, text: str) -> Intent | None:
    if _READ.fullmatch(text) is None or not (_MARKS.search(text) or reading.situation.speaker.leads):
        return None
    slots = _people(reading)
    if _ALL.search(text):
        slots["filter"] = reading.whole("all")
    number = re.search(r"(?<!\d)#?\s*(\d{1,9})(?!\d)", text)
    if number is not None:
        slots["number"] = reading.slot(int(number[1]), *number.span(1))
    return reading.intent(Intents.MARK_READ, slots)


def _read_worked(reading: Reading, text: str) -> Intent | None:
    alone = reading.situation.speaker.leads and _PERSON_S_DAY.fullmatch(text) is not None
    if not alone and _WORKED.fullmatch(text) is None:
        return None
    slots = period_slots(reading) | person_slots(reading)
    if "person" not in slots:
        return None
    return reading.intent(Intents.PERSON_WORK, {**slots, "topic": reading.whole("person")})


def _read_own(reading: Reading, text: str) -> Intent | None:
    if _DRAFT.fullmatch(text):
        return reading.intent(Intents.DAILY_REPORT, _day(reading))
    if _HIS_DRAFT.fullmatch(text) and (person := person_slots(reading)):
        slots = {**period_slots(reading), **person, "topic": reading.whole(TEAM)}
        return reading.intent(Intents.TEAM_SUMMARY, slots)
    weekly = _WEEKLY.fullmatch(reading.masked)
    if weekly is not None:
        person = person_slots(reading)
        leads = reading.situation.speaker.leads and "我的" not in reading.masked
        topic = TEAM if leads or person else MINE
        name = Intents.TEAM_SUMMARY if topic == TEAM else Intents.DAILY_REPORT
        words = weekly["words"] or weekly["week"] or _THIS_WEEK  # by itself, for 上周日 is a day
        found = find_period(words, reading.today)
        period = {} if found is None else {"period": reading.whole((*found[0][:2], words))}
        return reading.intent(name, {**period, **person, "topic": reading.whole(topic)})
    if _LOOK.fullmatch(text):
        if reading.situation.speaker.leads:
            slots = {**period_slots(reading), "topic": reading.whole(TEAM)}
            return reading.intent(Intents.TEAM_SUMMARY, slots)
        return reading.intent(Intents.DAILY_REPORT, _day(reading))
    # 上周的日 is a day to the grammar of days.
    if not reading.people and _STRANGER_S.fullmatch(text):
        return reading.intent(Intents.TEAM_SUMMARY, {**period_slots(reading), "topic": reading.whole(TEAM)})
    own = _OWN.fullmatch(text) or _OWN.fullmatch(reading.masked)
    if own is None and "日报" in text and not reading.people and shows(text) and not period_slots(reading):
        return reading.intent(Intents.DAILY_REPORT, _day(reading))
    if reading.people or own is None or ("日报" not in reading.masked and "迟交" not in text):
        return None
    return reading.intent(Intents.DAILY_REPORT, {**period_slots(reading), "topic": reading.whole(MINE)})


_SHORT: Final[Sequence[tuple[Callable[[Reading, str], Intent | None], Sequence[str]]]] = (
    (_read_missing, ("交", "写", "日报")),
    (_read_marks, ("已阅", "已读", "阅了", "看完", "看过")),
    (_read_urge, ("催", "日报")),
    (_read_own, ("日报", "草稿", "周报", "迟交")),
    (lambda reading, _text: read_again(reading), ("交", "补上", "晚点写")),
)
"""Readers of short messages, each with the words without which it reads nothing."""


def _read_remark(reading: Reading, text: str) -> Intent | None:
    if _OWN_REMARKS.fullmatch(text):
        return reading.intent(Intents.REMARK, {"topic": reading.whole(MINE)})
    for pattern, name in ((_REMARKS, Intents.REMARK), (_PRAISES, Intents.PRAISE)):
        found = pattern.match(reading.masked)
        if found is None or _HOW.match(text, found.end()):
            continue
        return _remark(reading, name, found.end())
    return read_remark_behind(reading)


def read_remark_behind(reading: Reading) -> Intent | None:
    """日报#3 写得不错, 拜访#12 点评 要带上报价单: the number first, and what a leader says of it; None for the rest.

    Args:
        reading: one record.
    """
    found = _REMARKED_NUMBER.match(reading.masked)
    if found is None or QUESTION_END.search(reading.masked):
        return None
    start = found.end()
    judged = reading.situation.speaker.leads and _JUDGES.search(reading.masked, start) is not None
    words = reading.words(start).strip(" ,，:：。")
    if not words or (found["word"] is None and not judged):
        return None
    number = re.search(r"\d+", found.group())
    slots = {"summary": reading.slot(words, start, len(reading.text))}
    if number is not None:
        slots["number"] = reading.slot(int(number.group()), *number.span())
    return reading.intent(Intents.REMARK, slots)


_OF_PERSON: Final = regex(r"(?:的|昨天|今天)*(?:日报|拜访)?[\s,:]*")
_HOW: Final = regex(r"(?:要|该|应该)?(?:怎么|如何|咋|是什么|什么意思|有用|干嘛)")


def _remark(reading: Reading, name: Intents, start: int) -> Intent | None:
    """Of which record or whom, and in which words."""
    masked = reading.masked
    slots: dict[str, Slot] = {}
    named: list[tuple[int, int, tuple[int, ...]]] = []
    for span in reading.people:
        if masked[start : span[0]].strip(" ,:、和跟"):
            break
        named.append(span)
        start = span[1]
    if named:
        slots["people"] = reading.slot(tuple(span[2] for span in named), named[0][0], named[-1][1])
        behind = _OF_PERSON.match(masked, start)
        start = behind.end() if behind is not None else start
    number = _NUMBER.match(masked, start)
    if number is not None:
        slots["number"] = reading.slot(int(number["number"]), *number.span("number"))
        start = number.end()
    thumb = _THUMB.match(masked, start)
    start = thumb.end() if thumb is not None else start
    words = reading.words(start).strip(" ,，:：。")
    if words:
        slots["summary"] = reading.slot(words, start, len(reading.text))
    if not slots and name is Intents.PRAISE:
        return None
    return reading.intent(name, slots)


def _read_filed(reading: Reading, text: str) -> Intent | None:
    """补7月9日日报, 交日报 今天打了二十个电话: to be handed in at once."""
    if reading.people or supposed(text):
        return None
    if _FILED_BEHIND.fullmatch(text):
        return reading.intent(Intents.DAILY_REPORT, {**_day(reading), "topic": reading.whole(FILE)})
    for pattern in (_MADE_UP, _FILES):
        found = pattern.fullmatch(with_rows(text))
        if found is None:
            continue
        if QUESTION_END.search(text[: found.start("rest")] + text[found.start("rest") :].partition("\n")[0]):
            return None
        start = found.start("rest")
        made_up = days_made_up(reading, start) if pattern is _MADE_UP else {}
        slots = {**(made_up or _day(reading, before=start)), "topic": reading.whole(FILE)}
        added = _ADDED.match(text, start)
        filler = _FILLER.match(text, start)
        start = max(each.end() for each in (added, filler) if each is not None)
        words = reading.words(start).strip()
        if words:
            slots["summary"] = reading.slot(words, start, len(reading.text))
        return reading.intent(Intents.DAILY_REPORT, slots)
    return None


def _day(reading: Reading, *, before: int | None = None) -> dict[str, Slot]:
    """The day that a report is about: one that was said and is not to come, else today."""
    for moment in reading.moments:
        if (
            moment.past is not None
            and moment.leaning is not Leaning.FUTURE
            and (before is None or moment.end <= before)
        ):
            return {"date": reading.slot(moment.past, moment.start, moment.end)}
    return {"date": reading.whole(reading.today)}


def _people(reading: Reading) -> dict[str, Slot]:
    """Everybody who is named, as one tuple of tuples of ids: two of one name stay together."""
    own = reading.situation.speaker.person_id
    named = [span for span in reading.people if own not in span[2]]
    if not named:
        return {}
    return {"people": reading.slot(tuple(span[2] for span in named), named[0][0], named[-1][1])}
