"""Figures and lists that are asked for: a team's doings, the ranking, one's own figures, the target."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from handlers.language.asks import period_slots, person_slots, read_ranking
from handlers.language.meaning import Intent, Intents
from handlers.language.patterns import regex
from handlers.language.reading import Reading
from handlers.language.signs import is_asked, supposed

_RANKS: Final = regex(
    r"排名|排(?:在)?老几|[款访单户]榜|排(?:个|一?下)名|排行|排第?几|名次|销冠|冠军|亚军|(?:业绩|龙虎|红黑|光荣|英雄|销售|积分)榜|榜单|(?:谁|啥人|哪个)[^,。]{0,4}第一|[升降掉落]了(?:几|多少)名|rank|第一名?是?谁|第一名?是不是|是不是第[一二三]|第[一二三]名?是我|(?:[跟和离比]第[一二三]|第[一二三]名?还?差)|排(?:个|一?下)?序|(?:拜访|回款|签单|业绩|销售)(?:王|老大)(?:是谁)?|谁(?:的)?(?:业绩|回款|拜访|签单|成绩|表现)[^,。]{0,4}[好差牛强]|排在?我前面|我前面还有|(?:公司|组里|队里|部门)排(?:在)?(?:多少|第?几)|打个?榜|[看瞅]一?下榜|[红黑]榜|谁[^,。]{0,8}(?:多|少|高|低)(?:一?点|一?些)?[\s?。啊呢]*$|垫底|倒数(?:第(?![一二三四五两\d][条笔个])|的是)|谁[^,。]{0,10}最|最[多好高少差牛厉][^,。]{0,5}(?:是|的)?谁|前[三五十](?:名|位|的|是|都?有|$)|哪个[^,。]{0,6}最|从高到低|(?<![a-z])pk(?![a-z])|谁(?:领先|落后)|top\s?\d"
)
_TEAM: Final = regex(
    r"(?<!的有)(?<!客户有)(?<!都有)谁(?!家)|全队|队上|弟兄|手底下|整体|哪个(?=今天|昨天|还?没)|团队|大家|大伙|组里|我们组|小组|全组|部门|各位|手下|全员|所有人|下面的?人|每个?人|下属|员工|业务员们|同事们|兄弟们|队里|几个人|哪几个|哪些人|各人|销售[一二三四]部|所有(?:销售|业务员)"
)
_DONE_BY_THEM: Final = regex(
    r"日报|周报|计划|拜访|跟进|跑|汇总|汇报|总结|情况|回款|业绩|签单|签了|成交|工作|进[度展]|干[啥嘛了什得]|忙[啥什活]|去[哪了]|做了|数据|报备|打卡|动静|战[报果绩况]|成果|表现|外勤|行程|安排|订单|费用|完成|没交|交了|打卡|报告"
)
_WANTS: Final = regex(
    r"谁|[数量]\s*$|看|查|发我|发一?下|汇总|多少|几|怎么样|如何|咋样|吗|[?]|啥|什么|哪|情况|给我|统计|报一?下|战报|数据"
)
_NOT_THEIRS: Final = regex(
    r"欠|过生日|生日|提醒|客户名单|制度|规则|谁的客户(?!最|多|少)|应收|没回款|逾期|投诉(?:率)?$|谁的电话|导出|excel|表格"
)
_OF_ONE: Final = regex(
    r"(?:干|做)(?:了)?(?:啥|嘛|什么|的?咋样|得?怎么样)|(?:跑|去|拜访|见|走|签|卖|报备|回款|新增|回|收|开|做)(?:了|过)?(?:哪|几|谁|多少)|在哪|怎么样|咋样|业绩|日报|周报|情况|计划|回款|数据|拜访(?:记录|情况|了?几|$)|完成|跟进|有没有|交了|写了|吗|没$"
)


def decide_team(reading: Reading) -> Intents | None:
    """What others did or mean to do: all of a team, or one of them by name."""
    masked = reading.masked
    if _RANKS.search(masked) or reading.customers or reading.contacts or supposed(masked) or _NOT_THEIRS.search(masked):
        return None
    if len(masked) > _LONGEST:
        return None
    if _NOT_ME.search(masked) or _REGISTERS.match(masked):
        return None
    own = reading.situation.speaker.person_id
    others = [ids for _, _, ids in reading.people if own not in ids]
    if others:
        short = len(masked) <= 20 and not _DOES_WITH.search(masked)
        if _AIMED_AT.search(masked):
            return None
        return Intents.TEAM_SUMMARY if short and _OF_ONE.search(masked) and "客户" not in masked else None
    if _AIMED_AT.search(masked):
        return None
    if reading.situation.speaker.leads and (_OF_A_DAY.fullmatch(masked) or _NEW_ONES.fullmatch(masked)):
        return Intents.TEAM_SUMMARY
    if _TEAM.search(masked) and _DONE_BY_THEM.search(masked) and (_WANTS.search(masked) or _NOUN_ENDS.search(masked)):
        return None if _TOLD_US.search(masked) else Intents.TEAM_SUMMARY
    return None


_AIMED_AT: Final = regex(r"目标|指标|达标|kpi|任务(?:量|完成|进度|还?差|多少)|完成任务")
_OF_A_DAY: Final = regex(
    r"\s*(?:把|看看?|看一?下|发一?下|给我)*(?:今[天日]|昨[天日]|前天|[本这上]个?(?:周|月|星期|礼拜))的?(?:战报|动静|拜访情况|工作情况|工作汇总|汇总|日报汇总|日报情况)(?:呢|给我|发我|发一?下|看看|看一?下|[\s?。])*"
)
_NEW_ONES: Final = regex(
    r"\s*(?:今[天日]|昨[天日]|[本这上]个?(?:周|月|星期|礼拜)|[本这上]个?季度|今年)(?:情况|业绩)?(?:怎么样|咋样|如何|怎样)(?:了|啊|呢)?[\s?。]*|\s*(?:今[天日]|昨[天日]|[本这上]个?(?:周|月|星期|礼拜)|这季度|本季度|今年)(?:一共|总共)?(?:新)?(?:报备|新增|签|成交|拜访|跑|开)(?:了)?(?:多少|几)[家个单](?:新)?(?:客户)?(?:了|呢|啊)?[\s?。]*"
)
"""昨天战报, 这周新报备了几家: asked by a leader, of all his people."""
_REGISTERS: Final = regex(r"\s*我?先?(?:报备|备案)(?=占|一?下|一?[个家]|[\s:,]\s*[一-鿿]{4})")
_NOT_ME: Final = regex(
    r"你(?:觉得|说|看|猜)|没想好|没定好|还没定|我(?:还|也|都|又)?(?:没|忘|不(?:想|会|写|交))|求(?:带|教)|借我|教我|帮我"
)
"""大家计划都写了吗 我还没写: talk among colleagues."""
_NOUN_ENDS: Final = regex(
    r"(?:日报|周报|计划|拜访|跟进|情况|回款|业绩|签单|汇总|动静|战报|数据|行程|安排|表现|今天|本周|昨天|这周|本月)\s*$"
)
_LONGEST: Final = 26
_DOES_WITH: Final = regex(r"[陪和跟带给让把]\s*\ue001|说|讲|提醒|转|交给|一起")
_TOLD_US: Final = regex(
    r"(?:说|让|叫|要求|通知)(?:我们)?(?:大家|各位)|大家(?:辛苦|好|早|加油)|跟大家|给大家|谁知道|谁能|谁说|谁让|谁再|罚|扣奖|扣钱"
)


_OF_RANKS: Final = regex(
    r"又要?垫底|垫底了\W*$|有(?:什么|啥)(?:意义|意思|用)|没意思|压力|(?:别|不想|不能)垫底|[扣罚][^,。]{0,2}(?:钱|奖|款|[\d一二三四五六七八九十]+)"
)
"""What is said of rankings, and not asked for."""
_NO_USE: Final = regex("有(?:什么|啥)(?:意义|意思|用)|没意思")


def decide_ranking(reading: Reading) -> Intents | None:
    """Who is first, second, last."""
    masked = reading.masked
    if (
        _RANKS.search(masked) is None
        or _NOT_THEIRS.search(masked)
        or _OF_RANKS.search(masked)
        or reading.customers
        or supposed(masked)
        or len(masked) > _LONGEST
    ):
        return None
    return Intents.RANKING


_TARGET: Final = regex(
    r"目标(?!价|客户|市场|是(?:拿下|签))|任务(?!单|书)|指标(?!检)|完成率|完成度|达成率?|kpi|考核数|quota|任务量|还差(?:多少(?!钱|款|没)|几个点|几万)|^(?:我|已经|目前|现在|今年|这个?月|本月)*完成了?(?:百分之几|几成|多少)|(?:月|季度|年|我)的?数(?:完成|达成|够)|(?:我|[这上下]个?月|本月|今年|全年|季度?|[本这]周)[^,。]{0,4}(?:要|得|该|需要)(?:做|完成|跑|回|开|签)(?:到|满)?多少"
)
_TARGET_ASKED: Final = regex(
    r"多少|几|差|完成|达成|率|来着|吗|没|[?]|进度|进展|剩|查|看|啥|什么|能不能|能|得多少|情况|还有|如何|怎么样"
)
_GUESSED: Final = regex(
    r"完[得不]成|定?得?太高|(?:差不多|估计|应该|大概|说不定)[^,。]{0,4}(?:能|会|可以)|[冲拼]一?[冲拼]|(?:能|会|可以|[一二三四五六七八九]成)[^,。]*吧\s*$"
)
_TODAY_S: Final = regex(r"今[天日]的?任务|待办|任务安排|布置|交代|分配任务")


def decide_target(reading: Reading) -> Intents | None:
    """How much is aimed at, and how far off it is."""
    masked = reading.masked
    if _GUESSED.search(masked):
        return None
    if _TARGET.search(masked) is None or reading.customers or supposed(masked) or _TODAY_S.search(masked):
        return None
    if len(masked) > _LONGEST or "积分" in masked:
        return None
    bare = re.fullmatch(
        r"\s*(?:我的?|本|这个?|[上下]个?|今|年度|季度|月度|周|月|年|季|全年|销售|的|业绩)*(?:目标|任务|指标|完成率|达成率|kpi)\s*",
        masked,
    )
    return Intents.TARGET_QUERY if bare or _TARGET_ASKED.search(masked) else None


_OWN_FIGURES: Final = regex(
    r"我[^,。]{0,6}的(?:回款|订单|签单|拜访|销量)(?:呢|[?]|多少|情况|$)|(?:我|个人|自己|本人|俺|咱)(?!们)[^,。]{0,14}(?:业绩|数据|战绩|成绩|统计|成果|工作量|战果|月报表|报表|销售额|销量|成交额|签单量|拜访量|(?:拜访|走访|报备|签单|订单|回款|客户|新客)(?:总?数(?![据控字码])|总额|合计|总量|金额)|提成)"
    r"|(?:业绩|数据|战绩|成绩|销售额|拜访量)[^,。]{0,6}(?:怎么样|如何|多少|咋样|好不好|给我|看看|看下)|(?:看看?|查看?|统计|发)(?:一?下)?[^,。]{0,8}(?:业绩|数据|战绩|成绩)"
    r"|^\s*(?:今天|本周|这周|上周|本月|这个?月|上个?月|本季度?|这个?季度|今年|去年|全年)?(?:的)?(?:个人)?(?:业绩|数据|战绩|成绩|工作量|战果|成果|拜访[数量]|拜访次数|拜访家数|跑客户[数量])(?:呢|[?]|汇总|统计|本周|本月|本季度|这个?月|\s)*$"
)
_OWN_COUNT: Final = regex(
    r"(?:我|个人|自己|本人)?(?!们)[^,。谁]{0,10}(?:签|卖|回款|回|新增|报备|跑|拜访|成交|做|出|开|谈|打|下|收|赚|提成|花|报|跟进|完成|见|走|去|丢|赢|输|飞|新客户|新增客户)(?:了|过|成|到|回|访)*[^,。]{0,4}(?:多少|几[个家单笔条次万趟])|(?:干得?|做得?|表现|跑得?)(?:的)?(?:咋样|怎么样|如何)"
)
_OWN_WORK: Final = regex(
    r"(?:我|本人)?(?:今[天日]|本[周月]|这[个一]?(?:周|月|星期)|上个?[周月]|昨[天日])(?:我)?(?:一共|总共|都)?(?:干|做|完成)(?:了|过)?(?:多少|哪些|什么|啥)(?:活|事|工作|业绩)?[?了啊呢]*"
    r"|(?:我|本人)(?:今[天日]|本[周月]|这[个一]?(?:周|月|星期)|上个?[周月])(?:的)?(?:情况|表现|进度|小计|总数|汇总)[?]?"
)
_PERIOD: Final = regex(
    r"今[天日年儿]|本[周月季年日]|这[个一]?(?:周|月|星期|季|礼拜|年)|上个?(?:周|月|星期|季|礼拜)|昨[天日]|季度|全年|最近|去年|年度|上半年|下半年|我"
)
_NOT_OWN: Final = regex(
    r"应该|该收|欠|没付|客户(?:欠|说)|目标|任务|多少钱一|报价|优惠|折扣|团队|大家|大伙|弟兄|组里|队里|全队|队上|整体|手底下|手下|我们队|谁|没[写记填登]"
)


_OF_THEM: Final = regex(
    r"写|导出|数据库|公司的|太|删|清空|发给客户|错|不对|怎么(?!样)|为什么|为啥|咋(?!样)|没了|丢了|垫底|压力|挨骂|挨批|羡慕|吹牛|难看|延迟|是不是"
)
"""What is said of one's figures, and not asked for."""


_RIDDLE: Final = regex(r"(?:你|大家|你们|各位)?(?:来)?猜(?:猜|一?下|一猜|我|今天|这)")
"""你猜我今天签了几单: he knows it himself."""


def decide_own_figures(reading: Reading) -> Intents | None:
    """The speaker's own figures of a stretch of days."""
    masked = reading.masked
    if reading.customers or reading.contacts or reading.people or supposed(masked) or len(masked) > _LONGEST:
        return None
    if _NOT_OWN.search(masked) or "积分" in masked or _RIDDLE.search(masked):
        return None
    if _OWN_WORK.fullmatch(masked.strip()):
        return Intents.MY_STATS
    if _OWN_FIGURES.search(masked):
        return None if _OF_THEM.search(masked) else Intents.MY_STATS
    if _PERIOD.search(masked) is None:
        return None
    counted = _OWN_COUNT.search(masked)
    if counted is None:
        return None
    return Intents.MY_STATS if is_asked(masked) or re.match(r"[^,。没都]{0,6}$", masked[counted.end() :]) else None


_POINTS: Final = regex(
    r"积分|(?:我|他|她|[现本这上当]\S{0,3}|\ue001+)?(?:现在|一共|总共|才|有|得了?|拿了?|攒了?|了|是)*几分(?!钟|之|熟|像|把握)"
    r"|(?:少|差|缺|扣|不够|够|满|到)了?(?:我|他)?(?:几|多少|[一二两三四五六七八九十]+|\d{1,3})分(?!钟|之|钱)"
    r"|(?:没|未|不|算|计|记|得|漏)(?:有|给|到)?(?:计|算|给|记|得|上|加)*(?:上|过)?分(?!钟|公司|给|配|开|清|店|析|享|期|工|批|手|别|类|级|布|期|摊)"
    r"|多少分(?:了|啊|呢|[?])*$|(?:才|只有?|就)\s*\d{1,3}\s*分(?:了|啊|呢|吗|[?])*$"
)
_POINTS_ALONE: Final = regex(r"(?:我|那我|现在|这个?月|本月)*(?:还|到底)?差(?:多少|几)分?(?:了|啊|呢|吗|[?!。])*")
_POINTS_WHY: Final = regex(
    r"为什么|为啥|怎么(?!算|计)|咋|凭什么|凭啥|哪[些几]?[条个家次]|明细|没(?:有)?[计算给记]|不[算计]|未计|(?<!多)[少差扣缺]了?(?!多少|几)"
)
_POINTS_PENALTY: Final = regex(r"罚|扣钱|扣工资|扣奖金|处罚|打扫|卫生")
_POINTS_TERMS: Final = regex(
    r"积分(?:的)?(?:怎么|如何|咋|是怎么|是如何)(?:算|计|得|来)|(?:怎么|如何|咋)(?:算|计|得)积?分|积分(?:制度|规则|规定|办法|标准)|改[成为到]|调[到成为]|几分(?:达标|及格|合格)|最低"
)
_RECORD: Final = regex(r"#\s*(\d{1,9})|(?:拜访|第|编号)\s*(\d{1,9})(?!次|家|个|分|月|天)")


def decide_points(reading: Reading) -> Intents | None:
    """How many points there are, and why there are no more."""
    masked = reading.masked
    if ("分" not in masked and "差多少" not in masked) or _NO_USE.search(masked):
        return None
    if len(masked) > _LONGEST or _RANKS.search(masked) or supposed(masked):
        return None
    if _POINTS_ALONE.fullmatch(masked.strip()):
        return Intents.POINTS
    if _POINTS.search(masked) is None or _POINTS_TERMS.search(masked):
        return None
    return Intents.POINTS


def read_points(reading: Reading) -> Intent | None:
    """Whose points of which month: `person`, `period`, `number` of a visit; `topic` team, why or penalty.

    Args:
        reading: the whole message.
    """
    masked = reading.masked
    slots = period_slots(reading) | person_slots(reading)
    if _POINTS_PENALTY.search(masked):
        slots["topic"] = reading.whole("penalty")
    elif _TEAM.search(masked):
        slots["topic"] = reading.whole("team")
    elif _POINTS_WHY.search(masked):
        slots["topic"] = reading.whole("why")
    record = _RECORD.search(masked)
    if record is not None:
        group = 1 if record[1] is not None else 2
        slots["number"] = reading.slot(int(record[group]), *record.span(group))
    return reading.intent(Intents.POINTS, slots)


_WHOLE_COMPANY: Final = regex(r"全?公司|全司|全员|全部门?|所有人|全国|整个")
_BOTTOM: Final = regex(r"垫底|倒数|最后一名|末位|最[少差低]")


def read_ranks(reading: Reading) -> Intent | None:
    """Who stands where: `period`, `person`, `filter`, by what, and `topic`: company for everybody, bottom for the last.

    Args:
        reading: the whole message.
    """
    found = read_ranking(reading)
    if found is None:
        return None
    said = "company" if _WHOLE_COMPANY.search(reading.masked) else "bottom" if _BOTTOM.search(reading.masked) else ""
    return replace(found, slots={**found.slots, "topic": reading.whole(said)}) if said else found
