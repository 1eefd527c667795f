"""What says that a visit took place, and what says that it did not: plans, questions, negations, hearsay."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Final, NamedTuple

from handlers.language.dates import Leaning, Moment
from handlers.language.normalise import CUSTOMER, PERSON
from handlers.language.patterns import regex
from handlers.language.reading import Reading
from models.times import shanghai


class Verdict(enum.Enum):
    """What the words round a verb make of it."""

    DONE = "done"
    PLANNED = "planned"
    DENIED = "denied"
    OTHERS = "others"
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
_NOT_A_VERB: Final = (
    r"(?!记录|计划|量|次数|率|任务|频|情况|制度|规则|路线|排行|排名|榜|统计|数(?!控|字|码)|表|人|者"
    r"|前[三五十]|王|冠军|拜访|[那这]么多|对象|日程|安排|名单)"
)
_DID: Final = r"(?:了|过|完(?!成)|好了|到了|成了)"
_VISIT: Final = (
    rf"(?:电话|登门|上门|实地|陪同|顺路|顺道|例行|集中)?(?:拜访|走访|拜会|面访|探访|巡访|巡店|陌拜|复访){_NOT_A_VERB}"
    rf"|(?:{_C}(?:[^,。\s]{{1,4}}(?:总|工|董|经理|老板|主任|厂长))?)(?:今天|上午|下午)?(?:已访|访毕|已拜访|(?:跑空|扑空|落空)(?=了|$|[,。\s])|(?:[扑跑]了?[个一]?空))"
    rf"|(?:(?<![一-鿿])|(?<=[已又再天午日]))访(?={_C})|回访(?=了{_C})"
)
_TALKS: Final = r"(?:聊|谈|洽谈|面谈|沟通|交流|碰头|对接|磋商|商量|讨论)"
_WORKS: Final = (
    r"(?:考察|参观|验收|调试|安装|装机|测试|检测|巡检|试机|试用|演示|培训|巡查|盘点|盘货|铺货|理货|送样品?|验货|送货|送资料|取样|量尺寸|勘察|对账(?!单)|检修|维修|保养|技术交流|看现场|看样|签合同|喝茶|吃饭|开会"
    r"|上门|登门|陪同|回访现场)"
)
# Every verb begins with one of these; a look at one character spares the search most places of a message.
_FIRST: Final = (
    f"(?=[{CUSTOMER}放留搁丢出弯转绕溜兜逛掰唠侃磨扯找约请带领当逮堵截第盘交从会例保修做刚到勘去参取吃商喝回在培复安定实对巡开技拍拜拿换探接来检沟洽测演理电登盘看碰磋离签约线经维考聊坐"
    # What seldom begins one is told from the rest by the next character.
    f"装见视讨访试调谈走跑路进送遇量铺陌陪集面顺验])(?!(?<={CUSTOMER}){CUSTOMER})(?![经理技安线维保检测勘试定对](?![过货术装上修养测试察机用了完接好账]))(?![找约请带领堵截](?![我着到住见面上]))(?!当(?!面))(?!第(?!.站))(?![放留搁丢](?![在给到了门前保传值{CUSTOMER}]))"
)
_TRIGGER: Final = regex(
    rf"{_FIRST}(?:(?P<visit>{_VISIT})(?P<visited>{_DID})?"
    rf"|(?P<motion_done>(?:(?<!不下)(?<![寄发传汇打转拉运递]过)(?<![盘租卖放寄发派借嫁送]出)去|跑|(?<![抢拿带送运拉搬调领捞接段步前])走)(?:了|过|完)(?:一?[趟次下](?![周个]))?|(?:去|跑|走)了(?:一|两|几|三)[趟次]|(?:去|跑)的(?=[\s,。!;]|$)|去(?:晚|早|迟|空)了|第[一二三四五]站(?=\s*{_C})|(?<=[天午早晚])面谈|(?:放|留|搁|交|丢)(?:在|给|到)?了?(?:{_C}的?|他们?|她们?|人家)?(?:门卫|前台|保安|传达室|门房|值班室)了?|(?<!得)(?:去|跑)趟|(?<![收拿得等接])(?:去|跑|到|进|访)的(?!\s*[\d一二三四五六七八九十两][\d一二三四五六七八九十两零百千.]*\s*[万千百块元])(?={_C}|[^,。\s的]{{2,12}}(?:[,。\s]|$))|(?:路过|经过){_C}(?=[^,。]{{0,6}}(?:坐|聊|看|见|进))|回来(?=[,。\s])|去(?:送|看|谈|聊|修|装|签|拿|取|调|验|对|量|做|办|交|试)了|刚刚?(?:去|到(?!的?[账帐货款])|从|在(?={_C})|跑|拜访|出(?={_C}))|出(?:了)?{_C}的?大?门|(?:弯|转|绕|溜|兜|逛|巡)(?:了)?[一两几](?:趟|圈|遭|遍|转)|(?:弯|转|绕|溜|兜|逛)了(?:转|逛|圈)|逛了|(?:(?<![一-鿿\d%])|(?<=我)|(?<=刚))到了(?!账|货|期|款|一?笔|\s*[\d一二三四五六七八九十两半]+\s*[万千百块元w])|去(?={_C}[^,。\s]{{0,8}}?(?:(?<!花)了|过|回来)(?!{_C}))|离开了?(?={_C})"
    rf"|(?<=[赶来杀奔摸溜])到了?(?=\s*{_C})|从{_C}[^,。]{{0,6}}?(?:出来|回来|离开|出发)(?:了)?|从(?:客户|他们|那边|厂里)[^,。]{{0,4}}(?:出来|回来)(?:了)?|在{_C}(?:那边?|这边?)?(?={_TALKS}|开|看|做|待|见|吃|调|装|{_WORKS})"
    rf"|{_C}(?:那边?|这边?)?(?:我)?(?:今天|今朝|刚刚?|上午|下午|也|都|又|已经)?(?:去|跑|走)(?:了|过)(?:一)?[趟次]?)"
    rf"|(?P<motion>(?:去|跑)(?:一|两|几)?趟(?=\s*{_C})|(?:去|(?<![收接得拿等兑款钱账货票加放挂转划记写录存])到|跑|在|来|访)(?:了)?(?=\s*{_C}))"
    rf"|(?P<meet_done>(?:见|碰|会)(?:了|过|完)?[个一]?(?:面|头)|(?:见|碰|遇|会|约见|面见|接待)(?:了|过|完|到了?|着|上|见了?)(?:了)?(?!困难|问题|麻烦)(?:[个一]?[面下次])?|(?<!先)(?<!我)(?:见|碰|会|谈|聊|吃|接待)的(?:头|面|饭)?(?=[\s,。!;]|$)|(?<![一-鿿])(?:聊|谈)的(?!啥|什么|哪|怎|咋|如何|时候|话|人|客户)|见(?:了)?[个一]?面|(?:见|接见|接待)(?:了|到)?我们?了|碰(?:了)?[个一]?[面头]|(?:{_TALKS})(?:了|过|完|好)(?:[一会]?[下会次]儿?)?|{_TALKS}得|{_TALKS}(?:妥|成|拢|崩|定|下来)了|(?:掰扯|唠|侃|磨|扯)(?:了|完|过)|(?<=终于)(?:约|见|碰|堵|逮)上了?|(?<=总算)(?:约|见|碰|堵|逮)上了?|(?:逮|堵|截|找|约)(?:着|到|住)了?(?=[一-鿿]{{1,4}}(?:总|工|经理|老板|主任|厂长|姐|哥))|送走(?:了)?|(?:找|见|约|碰)的(?=[一-鿿]{{1,3}}(?:总|工|经理|老板|主任|厂长|姐|哥))|{_WORKS}(?:完成|结束|完毕)|对(?:完|好|过)了?账|盘(?:完|好|过)了?[货点库]|(?:找|约|请|带|领|陪)我们?(?:去|来)?(?:谈|聊|看|参观|转|吃|喝|坐)|当面(?=[谈聊说答同拍定确])|来访(?!者|量|登记|记录)|来我们?(?:公司|厂里?|这里|展厅)(?:了|参观|考察|看|谈)|开(?:了|完)(?:个|一个)?(?:线上|视频|技术|项目)?会|(?<![成补])(?:看|吃|喝|坐|签|做|送|装|修|换|交|拿|试|拍|取|定|量)(?:了|过|完)|{_WORKS}{_DID})"
    rf"|(?P<activity>{_WORKS}|(?:线上|视频)开?会(?:议)?|(?<![一-鿿]){_TALKS}(?![一-鿿]{{0,4}}(?:{_C}))|(?<![一-鿿再想要])见(?=[一-鿿{PERSON}]{{1,4}}(?:总|工|经理|老板|主任|厂长))))"
)
_NO_END: Final = ("见面", "个面", "一面", "碰头", "个头")
"""Somebody was seen, or will be: 见面 by itself does not say it is over."""
_QUESTION_WORDS: Final = regex(
    r"啥时候|(?<!没)(?:聊|谈|说|讲|买|要|干)(?:了|的)?(?:些|点)?啥(?!都|也)|何时|几时|哪[天回]|谁|几[次回趟]|多久|(?<!没)(?<!没有)什么(?!都|也)|哪[些几家个里]|几家|几个(?:客户|了?\W*$)|(?<!没)多少|什么时候|为什么|为啥|怎么|是不是|有没有|能不能|要不要|可不可以|该不该|用不用"
)
_ASKED_BEHIND: Final = regex(r"(?:的|了)?(?:些|点)?(?:啥|什么)(?:来着|呢|呀|啊)?\W*$")
_LAST_TIME: Final = regex(r"上次|上回|上一次|最后一次|最近一次|以前|历史")
_QUESTION_END: Final = regex(r"(?:[吗嘛么没呢]|没有|了没|来着)\s*$")
_DENIED_BEFORE: Final = regex(
    r"(?:没有?|未|不|别|不用|没能|没空|没时间|没来得及|没顾上|没法|忘记?了?|懒得|没机会|无法|取消了?|不想|不要|不能|来不及|推迟)(?:再|能|空|去|法|有|时间)?\s*$"
)
_DENIED_AFTER: Final = regex(
    r"(?:[^,。]{0,8})(?:没(?:去)?成(?!交)|不成|不了|不上|取消了?$|改期|泡汤|没(?:见|碰)?着?$|(?:还|都|也)?有?[^,。]{0,4}没(?:写|记|登|补|录|填)(?:完|上)?)"
)
_DENIES: Final = regex("[没不取改泡]")
_NEAR: Final = 16
"""A look at the characters behind a verb in which `_DENIED_AFTER` has its first sign."""
_MODAL: Final = regex(
    r"(?:应该|(?<!应)该|(?<![觉记懂舍值获取])得|必须|最好|打算|准备|计划|想|需要|可以|争取|尽量|(?<![重主首需必将])要|下次|改天|回头|差点忘了?)"
    rf"(?:再|也|亲自|抽空|找时间|抽时间|先|尽快|马上|一起|顺路|赶紧)*(?:(?:去|到|跑)(?:一?趟)?{_C}(?:那边?)?[一-鿿]?)?$"
    r"|(?:要|得|必须|争取|需要|打算|准备)把[^,。]{1,14}$"
)
"""In front of the verb a 了 at the end only says that it is time (该去了)."""
_HABIT: Final = regex(r"(?:喜欢|爱|经常|平时|每次|每周|常常?)$")
_SUBJECT: Final = regex(
    r"(?<![和跟陪同与带])(?![和跟陪同与带约])(?P<who>[他她]们?(?:的)?(?:厂长|老板|经理|主管|领导|采购|销售|总|人)?|(?:我们)?(?:厂长|老板|经理|主管|领导|同事|客户|对方|主任)"
    r"|(?:(?:(?![和跟陪同与带约])[一-鿿]){1,3}?)(?:总|经理|主管|主任|厂长|老板|董|工))"
    r"(?:(?:今天|昨天|前天|上午|下午|早上|中午|晚上|刚才?|刚刚|已经|也|又|都|就|亲自|自己|一个人|上周.?|周.|帮我|替我|代我))*$"
)
_FOR_ME: Final = regex(r"(?:帮|替|代)我(?:们)?$")
_HIS_ERRAND: Final = regex(
    r"(?:总|经理|主管|主任|厂长|老板|董|工|姐|哥|师傅|店长)(?!(?:那|这)|(?:今|昨|前)天|[上下中]午|早上|晚上|一[起块同道]|亲自|自己|已经|刚|[带陪和跟领]我)[一-鿿]{2,4}(?<!一起)(?<!一块)(?<!一同)$"
)
"""程经理生孩子去了."""
_LEFT: Final = regex(
    r"(?<![和跟陪同与带])[一-鿿](?:总|经理|主管|主任|厂长|老板|董|工|姐|哥|科长|处长|会计|师傅|店长|采购)(?:[上前这本]个?(?:周|星期|礼拜|月)[一二三四五六日天末底初]?|去年|今年|年前|年初|前几天|已经|刚刚?|都|也)+$"
)
"""罗经理上周走了: he works there no more."""
_ONESELF: Final = regex(r"(?:我(?!们)|一起|一块|陪)[^,。]{0,12}$")
_MOST_VERBS: Final = 24
_SEEN: Final = 40
"""Characters that are looked at before a verb; what is longer is no note of a visit."""
# Each alternative begins with a plain character: so `re` passes over what none begins with.
_CONDITION: Final = regex(
    r"如果|要是|要不是|假如|万一(?<![\d一二两三四五六七八九十几]万一)|倘若|假设|只要|除非|的话|梦[到见]|等(?:(?<=^等)|(?<=[,。\s]等))(?!级|于|了|到(?!.{1,8}再))[^,。]{1,12}$"
)
_PLANNED_BEFORE: Final = regex(
    r"(?:准备|打算|计划|想|约好?了?|预[约订]|(?<!预)[订定](?=[几两一二三四五六七八九十\d]+[个间桌张])|(?<![重主首需必将])要|会|得|需要|应该|可以|安排|待会|等会儿?|一会儿?|等下|马上|回头|改天|抽空|有空|下次|再|将|争取|尽量|让我|叫我|喊我|请我|派我|通知|记得|帮我约|希望|答应)"
    r"[^,。了过]{0,10}$"
)
_HEARSAY: Final = regex(
    r"听说|据说|(?<![再小学我])(?:说|讲|表示|告诉|(?<!顾)问|反映|汇报|通知|发消息|答应|让|叫)(?![明服])"
)
_BIDDEN: Final = regex(r"(?:让|叫|带|领|请|约)我们?$")
"""让我看了: what was done because somebody asked for it."""
_WITH: Final = regex(r"(?:陪着?|和|跟|同|与|带着?|约|还有|、)\s*$")
_OTHERS: Final = regex(
    r"(?:^|[,。\s])(?:他|她|他们|别人|同事|客户|对手|竞品|人家|伊)(?:们)?(?:今天|昨天|刚才?|已经|也|又)*\s*$"
)


def find_triggers(masked: str) -> list[Trigger]:
    """All verbs that may mean a visit, in order.

    Args:
        masked: folded text with known names masked.
    """
    return list(each_trigger(masked))


def each_trigger(masked: str) -> Iterator[Trigger]:
    """`find_triggers` one after another: a text is searched no farther than somebody asks.

    Args:
        masked: folded text with known names masked.
    """
    for match in islice(_TRIGGER.finditer(masked), _MOST_VERBS):
        group = match.lastgroup or ""
        kind, complete = _KINDS[group]
        if complete and group != "visited":
            words = match.group()
            complete = not words.endswith(_NO_END) or "了" in words
        yield Trigger(kind, *match.span(), complete)


_KINDS: Final = {
    "visit": ("visit", False),
    "visited": ("visit", True),
    "motion_done": ("motion", True),
    "motion": ("motion", False),
    "meet_done": ("meeting", True),
    "activity": ("activity", False),
}
"""By the group that has matched, the kind of a verb, and whether its form may say that it is over."""


def judge(reading: Reading, trigger: Trigger) -> Verdict:
    """Whether a verb reports something done, from what stands round it in its clause.

    Args:
        reading: the record.
        trigger: the verb.
    """
    masked = reading.masked
    start, end = reading.clause_of(trigger.start)
    start, end = max(start, trigger.start - _SEEN), min(end, trigger.end + 2 * _SEEN)
    before, after = masked[start : trigger.start], masked[trigger.end : end]
    if _CONDITION.search(masked, max(trigger.start - 3 * _SEEN, 0), trigger.start) or _is_conditional(after):
        return Verdict.UNSURE
    if (before and _is_asked_before(before)) or _is_question(after, masked[end : end + 1]):
        return Verdict.UNSURE
    if _is_somebody_else(reading, trigger, start, before):
        return Verdict.OTHERS
    if before and _HEARSAY.search(before) and not (trigger.complete and _BIDDEN.search(before)):
        return Verdict.UNSURE
    if (before and _DENIED_BEFORE.search(before)) or (_DENIES.search(after, 0, _NEAR) and _DENIED_AFTER.match(after)):
        return Verdict.DENIED
    return Verdict.PLANNED if _is_planned(reading, trigger, start, before, after) else Verdict.DONE


def _is_conditional(after: str) -> bool:
    """拜访东吴 等王总回来; but what a told visit waits for (看了车间 等老板点头) is no condition of it."""
    found = _CONDITION.search(after)
    if found is None:
        return False
    return after[found.start()] != "等" or not after[: found.start()].strip(f"{CUSTOMER} ,")


def _is_asked_before(before: str) -> bool:
    return _QUESTION_WORDS.search(before) is not None or _LAST_TIME.search(before) is not None


def _is_question(after: str, sign: str) -> bool:
    tail = after.replace(CUSTOMER, "").strip()
    if ("啥" in tail or "什么" in tail) and _ASKED_BEHIND.match(tail):
        return True
    asked = _QUESTION_WORDS.search(tail, 0, 10)
    if asked is not None and _HEARSAY.search(tail, 0, asked.start()) is None:
        return True
    return len(tail) <= 8 and (sign == "?" or _QUESTION_END.search(tail) is not None)


def _is_somebody_else(reading: Reading, trigger: Trigger, start: int, before: str) -> bool:
    if reading.masked.startswith("来", trigger.start) and trigger.kind == "meeting":
        return False  # 客户来访
    if before and (_OTHERS.search(before) or _FOR_ME.search(before)):
        return True
    if reading.masked.startswith("走了", trigger.start) and _LEFT.search(before):
        return True
    if reading.masked.startswith("去了", trigger.start) and _HIS_ERRAND.search(before):
        return True
    own = reading.situation.speaker.person_id
    place = trigger.start
    if reading.people and any(
        start <= first and last <= place and own not in ids and _WITH.search(reading.text[start:first]) is None
        for first, last, ids in reading.people
    ):
        return _ONESELF.search(before) is None or (PERSON in before.partition("我")[0] and "带我" not in before)
    if trigger.kind not in {"visit", "motion"} or trigger.start == start or _ONESELF.search(before):
        return False
    # 周经理今天去了枫桥; but 东吴王总今天去了 is said of the one who was visited.
    said = _SUBJECT.search(before)
    if said is None or CUSTOMER in before:
        return False
    return _BESIDE_HIM.search(before, 0, said.start()) is None


_BESIDE_HIM: Final = regex(r"[和跟陪同与带约]\s*[一-鿿]{0,2}$")
"""和张经理在华联谈妥了: one's own visit, with somebody"""


_PUT_TO: Final = regex(r"\s*(?:会|都|又|还)?(?:排|定|约|安排)(?:到|在|至)(?![^,。]{0,8}了)")
"""检修排到10月22号."""


def _is_planned(reading: Reading, trigger: Trigger, start: int, before: str, after: str) -> bool:
    if not trigger.complete and trigger.kind == "activity" and _PUT_TO.match(after) is not None:
        return True
    day = _day_before(reading, start, trigger.start)
    if _is_agreed(reading, trigger, start, day):
        return True
    if (before and _MODAL.search(before)) or (trigger.kind == "activity" and _HABIT.search(before)):
        return True
    if day is not None and (day.leaning is Leaning.FUTURE or (not trigger.complete and is_ahead(reading, day))):
        return True
    if trigger.complete or "了" in after[:12].partition(" ")[0] or "过" in after[:6]:
        return False
    if before and _PLANNED_BEFORE.search(before):
        return True
    if "补" in before:
        return False
    if day is None or day.leaning is not Leaning.EITHER:
        return False
    if day.dated and day.clock is not None and not _TELLS_MORE.search(reading.masked):
        return True  # 周三下午3点到三院开会
    return not _is_just_past(day, reading.today)


_TELLS_MORE: Final = regex(r"[了过完的说讲谈聊问补]|，|,")
_AGREES: Final = frozenset("定约")
"""定了15号见面, 约了周五: the day behind is what was agreed on."""
_AGREED: Final = regex(r"(?:约|说|定)好?了[,，\s]*$")
"""约好了，礼拜四见面: the day behind it is still to come."""
_PARTS: Final = (("晚", 19), ("夜", 19), ("傍晚", 17), ("下午", 13), ("午后", 13), ("中午", 11))


def is_ahead(reading: Reading, moment: Moment) -> bool:
    """Whether a clock time or a part of today that was said is still to come.

    Args:
        reading: the record.
        moment: as it was read there.
    """
    if moment.dated and moment.past != reading.today:
        return moment.leaning is Leaning.FUTURE
    now = shanghai(reading.situation.now)
    if moment.clock is not None:
        # 三点 said at ten in the morning is this afternoon.
        late = moment.clock.hour + 12 if 1 <= moment.clock.hour <= 6 else moment.clock.hour
        return (late, moment.clock.minute) > (now.hour, now.minute) and moment.clock.hour >= 1
    words = reading.masked[moment.start : moment.end]
    return moment.part and any(part in words and now.hour < hour for part, hour in _PARTS)


def _is_agreed(reading: Reading, trigger: Trigger, start: int, day: Moment | None) -> bool:
    if reading.masked[trigger.start] in _AGREES and _is_day_behind(reading, trigger.end):
        return True
    either = day is not None and day.leaning is Leaning.EITHER
    return either and _AGREED.search(reading.masked, 0, start) is not None


def _is_day_behind(reading: Reading, place: int) -> bool:
    return any(
        0 <= moment.start - place <= 1 and moment.dated and moment.leaning in {Leaning.EITHER, Leaning.FUTURE}
        for moment in reading.moments
    )


def _is_just_past(day: Moment, today: date) -> bool:
    """11月20号 said on the 23rd is that very day, although a year of plans lies ahead of it."""
    if day.past is None or day.future is None:
        return True
    return (today - day.past).days * 4 <= (day.future - today).days


def _day_before(reading: Reading, start: int, place: int) -> Moment | None:
    found = [moment for moment in reading.moments if start <= moment.start and moment.end <= place]
    return found[-1] if found else None
