"""Short messages that steer the bot: undo, change, void, lists, help, consent, answers, small talk.

Each has its table of phrasings; the reader of visits gets only what none of them claims.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from handlers.language.chatter import OWN_WORDS, read_small_talk
from handlers.language.corrections import read_addition, read_change, read_correction
from handlers.language.dates import Leaning
from handlers.language.meaning import CustomerMention, Intent, Intents, Slot
from handlers.language.mentions import known_customer
from handlers.language.normalise import CUSTOMER
from handlers.language.numbers import number
from handlers.language.patterns import regex
from handlers.language.periods import find_period
from handlers.language.plain_words import in_plain_words
from handlers.language.reading import Reading
from handlers.language.signs import supposed
from handlers.language.topics import find_topic
from handlers.language.undoing import is_of_yes, read_undo

_LONGEST: Final = 40
_NOISE: Final = regex(r"[\s,。!~…、;:\"'^_*()\-.]+")

_VOID: Final = regex(
    r"\s*作废\s*(?:掉|一下)?\s*(?:拜访|记录|报备)?\s*(?:[#b]\s*(?P<a>\d{1,9})|(?P<b>\d{1,9}))\s*(?:号|条)?[\s,:;。]*(?P<why>.*)"
    r"|\s*(?:把)?\s*(?:拜访|记录|报备)?\s*(?:[#b]\s*(?P<c>\d{1,9})|(?P<d>\d{1,9}))\s*(?:号|条)?\s*(?:拜访|记录)?\s*(?:给我)?作废(?:掉|了)?[\s,:;。]*(?P<because>.*)",
    re.DOTALL,
)
_REASON: Final = regex(r"^(?:理由|原因|因为|由于)(?:是)?[\s:,]*")
_HELP: Final = regex(
    r"(?:(?:有|都有)?(?:啥|什么|哪些)功能|使用说明|说明书?|教程|例子|帮助)(?:给我|帮我)?(?:介绍|发我|发一?下|看看|说说|讲讲)(?:一?下|我)?|帮助|帮忙|help|\?+|h|(?:我)?(?:该|要)?(?:怎么|如何|咋)(?:使用?|用|弄|操作|玩)(?:啊|呢|的|你|小勤)?|(?:使用)?说明(?:书)?|使用方法|(?:我)?不会(?:用|弄|操作)?"
    r"|(?:你|小勤)?(?:都|还)?(?:能|会|可以)(?:帮我|给我)?(?:干|做|弄|记)?(?:点|些)?(?:啥|什么|嘛)(?:事|呀|呢|啊)?|你是(?:谁|干嘛的|干什么的|干啥的|做什么的|什么)|(?:你)?有(?:什么|啥|哪些)功能|功能|菜单"
    r"|(?:怎么|如何|咋)(?:用|弄)(?:啊|呢)?(?:我)?不会(?:用|弄)?|你是谁(?:啊|呀|呢)?|你叫(?:啥|什么)(?:名字)?"
    r"|(?:给个|举个|看看|来个)?(?:例子|示例|样例)|(?:有(?:什么|啥|哪些))?(?:指令|命令|口令)(?:有哪些)?|教(?:教)?(?:一?下)?我?(?:怎么用|怎么弄|如何使用)?|新手(?:指南|教程)?|教程|(?:有|有没有)?(?:操作|使用)?(?:手册|说明|教程)(?:没|没有|吗|么)?|(?:不会用?|不懂)[,\s]*教教?我(?:一下)?|(?:能|可以)(?:发)?语音(?:吗|么|不).{0,6}|\?帮助"
)
_LONGEST_HELP: Final = 14
_HELPS: Final = regex(
    r"(?:怎么|咋个?|如何)(?:用|使|玩|操作)(?!车|机|印)|不(?:太)?会用|用法|使用(?:方法|说明|手册|教程)|(?:咋|怎么|如何)(?:才能)?(?:整|弄|看|领|录|跟你说)(?![一-鿿]*?[价给人])|不(?:知道|懂|晓得)(?:怎么|咋|如何)(?:录|记|填|报|弄|用|写)|说明书|(?:啥|什么|哪些)功能|不会(?:弄|用|搞|操作|玩|整)|(?:怎么|咋|如何)(?:跟你)?(?:说|讲)(?:你|才|$)|教教?我(?![一-鿿]{0,4}(?:怎么|如何)?(?:谈|卖|做菜|开车))|说个例子|示范|(?:讲讲|说说|介绍一?下?)你(?:会|能)?(?:啥|什么|自己)?|(?:你|这个?)[^,。]{0,4}(?:能|会)(?:做|干|帮)[^,。]{0,3}(?:什么|啥|嘛)|新手教程"
)
_WANTS_FORM: Final = regex(
    r"我?(?:要|想|想要|需要)?(?:登记|记录?|填|写|新增|添加|录入?|提交|补(?:登|记|录)?)(?:一下|个|一个|一条|条|一次)?(?:今天|昨天|前天)?的?拜访(?:记录|登记)?|(?:拜访)?(?:登记|记录)拜访"
)
_HOW: Final = regex(
    r"(?:教教?我|告诉我|请问|我想问|想问下)?(?:怎么|如何|咋|怎样)(?:样)?(?:去|来)?(?:记|登记|填|写|发|报|做|用|录|提交|添加)?(?P<what>.{0,8}?)(?:啊|呢|呀)?\??"
    r"|(?P<where>.{2,8}?)(?:在|从|去)(?:哪里?|哪儿|什么地方)(?:记|登记?|填|写|发|录|操作|提交|设置?|查|看)(?:啊|呢|呀|的)?\??|(?P<that>.{2,8}?)(?:要|该|应该)?(?:怎么|如何|咋)(?:记|登记|填|写|发|弄|用|做|录|操作|提交|搞|设|设置|提|报|领|建|加|存|交|查|改|退)(?:啊|呢|呀|的)?(?:教一?下?教?我|教教我|告诉我|跟我说说)?\??"
)
_HOW_TOPICS: Final = (
    (regex(r"撤|删"), "undo"),
    (regex(r"改|修"), "change"),
    (regex(r"定位|位置|照片|签到|证据"), "evidence"),
    (regex(r"拜访|(?<![查找看加建])客户|跑|打卡"), "visit"),
)
_CONSENT_NO: Final = regex(
    r"(?:我)?(?:不同意|拒绝|不允许|不想|不要|别|禁止|关闭|关掉|停止|撤回|撤销|取消|收回)(?:对)?(?:我的)?(?:记录|使用|收集|记|存)?(?:我的?)?(?:定位|位置)(?:的)?(?:信息|授权|同意|权限)?(?:了|吧)?"
    r"|(?:撤回|撤销|取消|收回)(?:对)?(?:定位|位置)的?(?:授权|同意)"
)
_CONSENT_YES: Final = regex(
    r"(?:我)?(?:同意|允许|可以|打开|开启|授权)(?:使用|记录|收集|记)?(?:我的)?(?:定位|位置)(?:的)?(?:信息|授权|权限)?(?:了|吧)?"
)
_PRIVACY: Final = regex(
    r"(?:看看|查看|查)?我的(?:数据|信息|隐私)|谁(?:都)?(?:还)?(?:能|可以)?(?:看得?到|看过|查过|看了|查了|看|查)(?:过|了)?(?:[^,。日报]{0,10}(?:电话|手机|手机号|号码|微信|联系方式|资料|信息)|我的?客户)|我的(?:数据|电话|定位|位置)(?:都)?(?:有)?谁(?:能)?看(?:过|了|到)?|隐私(?:说明|政策|条款|声明)?|谁(?:看过|能看|可以看|能看到)(?:我的?)?(?:位置|定位|数据|记录)"
    r"|(?:你们?)?(?:存|记|保存|留|收集)了?我(?:的)?(?:什么|哪些|啥)(?:数据|信息)?|(?:删掉|删除)我的(?:定位|位置|数据)|我的(?:定位|位置)(?:存|保存)多久|(?:数据|保留期|保存多久)"
)
_YES: Final = regex(
    r"好+(?:的+|滴|哒|嘞|吧|啊|呀)?|[呐哪]|是(?:的|啊|呀|滴)?|对+(?:的+|啊|呀|头)?|嗯+(?:嗯|呢|哪|好的?|就?是?这样记?吧?)?|(?:就|就是)(?:这样|这么|这个|它)(?:记|写|定)?(?:吧|了)?|行(?:的|吧|啊)?|可以(?:的|吧|了)?"
    r"|没错|没问题|没毛病|确认|确定|同意|我同意|要(?:的)?|记吧|记上|提交|ok(?:的|了)?|okay|okk|y|yes|yep|sure|中|成|妥(?:了)?|得|得嘞|必须的|没意见"
)
_NO: Final = regex(
    r"取消(?:了|吧)?|不用(?:了|记了?|管了?)?|算[了啦](?:吧)?(?:不记了?|不要了?|不用了?|别记了?)?|不(?:了|要|要了|行|是|是的|对|记了?|记录了?|需要|必)?|没事了?|别(?:记|管)?了?|否|no|nope|n|不同意|我不同意|先不(?:记|用)?了?|甭记了?|放弃|退出|返回"
)
_YES_AT_LENGTH: Final = regex(
    r"(?=.*(?:当然|准确|没得说|按你说的|好|是|对|嗯|行|成|中|妥|可以|要得|没错|没[得有]?问题|没毛病|没意见|确认|确定|ok|ojbk|这样|这么|记|存|写|提交|就|得[嘞了]|搞起|走起|通过|照办|准了))(?:无误|正确|准确|当然|客户|日期|时间|名字|也|都|全|确认一?下|一下|存档|按你说的|看着|麻利儿?|麻溜|赶紧|意思|没得说|[记存][起低到]|他|它|好使|好[的哒滴嘞勒来]?|是[的滴]?|对[的头滴]?|[数字金额价]+|嗯[呐哪呢]?|恩|那|你|给我|帮我|麻烦|行|成|中|妥妥?|可以|要得|没错|没[得有]?问题|没毛病|没意见|确认|确定|ok|ojbk|就|你说的|这样子?|这么着|这么|这个|按|照|来|办|定|记|存|保存|提交|发|写|上|下|得[嘞了]|搞起|走起|通过|准|呀|啊|吧|哈|呢|了|滴|啦|哦|的|嘛|呗){1,12}"
)
_NO_RECORD: Final = regex(
    r"(?=.*(?:不用?[记存弄写发登]|不要[记存写]|别[记存写弄发登]|不[要用]了取消|放着|算[了啦]算?|当我没说|放弃))(?:先|就|等会儿?|等一?下|回头|待会|晚点|再说|算[了啦]|不用管|不用|不要|不|别|当我没说|取消|放着|放弃|记|存|保存|写|发|弄|登|这[个条]|了|吧|啊|哈|呢|再){1,10}"
)
"""先不记了, 算了算了: said whether anything is open or not."""
_NO_AT_LENGTH: Final = regex(
    r"(?=.*(?:不|别|甭|搁|重来|[删撤]|作废|想|没有|空着|再说|晚点|算了|算球|取消|放弃|停|放|缓|慢着|等|拉倒|作罢|罢了|打住|没[说讲]|错了|免了))(?:我?再?想一?想|考虑|看看|缓一?缓|慢着|放一?放|放着|搁着|搁一?搁|不是|这个?意思|意思|改天|回头|晚点|待会|暂时|哎呀|哎|空着|提交|保存|再弄|删掉?|撤掉?|作废|瞎|乱|都|没有|这回事|那个|说的|要|数字?|金额|客户|日期|时间|确认一?下?|再|下|一下|重来|重新来|再来|重说|重新|不是(?:这|那)一?[家个条]|当我没[说讲]|我|不对|不是|不用|不要|不|别|甭|先|算了|算球了?|拉倒|作罢|罢了|打住|错了|免了|等等|等会|等一下|等下|取消|记|存|保存|写|登|录|报|发|搞错|弄错|搞|整|了|吧|啊|这个|这条|要|再说|放弃|停|哈|弄|呢|急|呗|嘛){1,12}"
)
"""Both only count while a question is open: 对的没错, 先别存."""
_EITHER_WAY: Final = frozenset({"确认", "确定", "提交", "同意", "我同意", "记吧", "记上", "y", "yes"})
_PICK: Final = regex(r"#?(?!6{3}$)(\d{1,3}(?:[、,和跟\s.;]{1,3}\d{1,3})*)[号个家.、]?")
_RANGE: Final = regex(r"(\d{1,2})\s*(?:-|到|至|~)\s*(\d{1,2})")
_ORDINAL: Final = regex(
    r"(?:不是?(?:这|那)[个家]?)?[,\s]*(?:就|选|要|是|那就|我选|我要|我说的?是?|我指的?是?|应该是|上面|下面|嗯|对|[,\s])*第(?P<nth>[一二两三四五六七八九十]|\d{1,2})(?:个|家|条|项|种|位|号)?(?:[,\s]*第(?P=nth)[个家条项种位号]?|就是|就对了|没错|吧|那[个家]|呀|哈|啊|的|了|啦)*"
    r"|(?:就|选|要|我选|那就|是|对[,\s]*|嗯[,\s]*)(?P<plain>[一二两三四五六七八九]|\d{1,2})(?:号|那个|吧|哈|呀)*|(?:就|选|要|是)?(?P<first>头一?[个家]|头里那?[个家]|打头那?[个家]|最(?:上|前)[头面]?的?那?一?[个家])(?:吧|呀|哈)*"
)
_BY_WORDS: Final = regex(
    r"(?:选|我选|就选|就是|应该是|我说的是|我指的是|那就|要)(?!了|的)(.{2,20}?)(?:那个|那家|这个|这家|吧)?"
)
_POINTED_AT: Final = regex(
    r"(?:不|不对|不是|错了)[,\s]+(?:是|要|应该是|我要|我说的?是)[^,。?\s]{1,10}|(?:是的?|对|嗯)[,\s]*第[一二三四五六七八九]个|不是[^,。?\s]{1,8}[,\s]*(?:而?是|要)[^,。?\s]{1,10}(?:的|那?[个家])|另外?[一那](?:家|个)|[两三四几]个?(?:家)?都不是|(?:就?是|我说的?是|要|选)?[一-鿿]{2,5}(?:路|街|店|区|镇)(?:的|那?[个家]|啦|吧|呀|啊|哈)*"
    r"|(?:是|就|就是|我要|要|选)?[^了说聊谈,。?\s这]{2,8}的(?:吧|呀|哈)|(?:是|就|就是|应该是|我要|选)?[^了说聊谈,。?\s]{1,8}?的?(?:那|这|前|后)(?:一?[个家位条]|边|面)(?:吧|啊|呀|的)?"
)
_ALL_OR_NONE: Final = regex(
    r"都不是|全部|全都|全选|[两三四几]个都(?:要|是|记|选)|都是|都要|都记|都选|前[两二三四五]个|最?(?:后|末)(?:尾|面)?那?一?个|按?新客户(?:登记|记|建)?|新建|我再写一遍|下一页|上一页"
)

_PERIOD: Final = (
    r"(?:今天|今日|今儿|昨天|昨日|前天|本周|这周|这个?星期|上个?周|上个?星期"
    r"|本月|这个?月|当月|上个?月|最近.{0,2}天|近.{1,2}天|最?近[一两三几]个?(?:周|星期|礼拜|月)|周|月|全部|所有)"
)
_OWN_LIST: Final = regex(
    rf"(?:帮我)?(?:看看?|看一下|查看?|查一下|查询|列一?下?|列出|发一?下|给我看?|汇总一?下?|统计一?下?|盘点一?下?|理一?下)*我?(?:的)?{_PERIOD}?(?:我)?(?:的)?(?:所有|全部)?拜访(?:记录|列表|明细|清单|情况|统计|了?几[家个次](?:客户)?|了?(?:哪些|哪几家|谁|多少家?)(?:客户)?)?(?:呢|啊)?\??"
    rf"|{_PERIOD}?(?:我)?{_PERIOD}?(?:都|一共|总共)?(?:拜访|跑|走|去|见)(?:访)?(?:了|过)(?:哪些|哪几|几|多少|谁)(?:个|家|位)?(?:客户|单位|公司|人|地方)?(?:啊|呢|来着|家)?\??"
    rf"|(?:我)?{_PERIOD}(?:我)?(?:都|一共|总共)?(?:去|跑|拜访|见|走)了?(?:哪|哪里|哪儿|哪些地方|多少家?|几家)(?:了|啊|呢)?\??"
    rf"|我?{_PERIOD}(?:我)?(?:都)?干(?:了)?(?:啥|嘛|什么)(?:了|啊|呢)?\??|(?:\d{{1,2}}月)?\d{{1,2}}[日号](?:的)?拜访(?:记录)?(?:呢)?\??"
    rf"|(?:看看?)?我{_PERIOD}(?:都)?(?:干|做|记)了(?:啥|什么|哪些|几条)(?:啊|呢)?\??|{_PERIOD}?(?:我)?(?:都|一共|总共)?(?:记|登)了(?:几|多少|哪些)(?:条|家|个)?(?:拜访|记录)?(?:了|啊|呢)?\??"
)
_TEAM: Final = regex(
    r"谁(?!家)|哪个(?=今天|昨天|还?没)|哪些人|哪几个人|团队|大家|组里|下面的?人|下属|小组|部门|全组|各位|手下|全员|大伙"
)
_TEAM_DONE: Final = regex(
    r"拜访|跑(?:客户|了|过|几)|外出|出去跑|动静|今天|昨天|本周|这周|本月|这个月|(?:团队|大家|组里|部门|全组|小组)的?[上这本]个?(?:周|星期|礼拜|月)|[上这本]个?(?:周|星期|礼拜|月)的?(?:团队|大家|组里|部门|全组|小组)|情况|干[啥嘛了]|做[什了]"
)
_NOT_VISITED: Final = regex(
    r"(?:没有?|未|还没|没去)(?:去)?(?:拜访|跑|记|出去|登记|见客户|动)|零拜访|没动静|一家(?:都|也)?没"
)
_PERSON_ASKED: Final = regex(
    r"干(?:了)?(?:啥|嘛|什么)|做(?:了)?(?:啥|什么)|(?:跑|去|拜访|见|走)(?:了|过)?(?:哪|几|谁|多少)|在哪|怎么样|拜访(?:情况|记录|列表|明细)?$|跑客户了?(?:吗|没)|的?拜访|情况"
)
_WORK_ASKED: Final = regex(r"干(?:了)?(?:啥|嘛|什么)|做(?:了)?(?:啥|什么)|怎么样|(?<!拜访)情况")
"""About all that somebody did, not only his visits."""
_OTHER_BUSINESS: Final = regex(
    r"清零|归零|罚|扣奖|扣钱|改[成为]|你(?:觉得|猜)|^(?:报备|备案|登记)(?!了|过|情况|的|有|几|谁|哪|多少)|日报|点评|表扬|周报|月报|前[三五十]|榜|排|第一|最|排个?序|比一?比|比比|销冠|冠军|王是谁|老大|谁的?(?:业绩|成绩|回款)|谁[^,。]{0,6}[多少好差](?:\W|$)|倒数|垫底|领先|生日|应收|逾期|费用|投诉|签单|签了|回款|业绩|计划|欠|排名|目标|请假|没交|交了|积分|客户[数量]|客户(?:都)?有谁|手上|名下|商机|合同额"
)
_ASKED_ABOUT: Final = regex(
    r"(?P<who>[一-鿿]{2,4}?)(?:今天|昨天|今日|本周|这周|上周|前天)(?:都)?(?:干(?:了)?(?:啥|嘛|什么)|做(?:了)?什么|(?:跑|去|拜访)了(?:哪|几|谁).{0,5})(?:了|呢|啊)?\??"
)


_NODS: Final = frozenset({"👌", "👍", "🆗", "✅", "[OK]", "[强]", "👌🏻", "👍🏻"})


def is_nod(text: str, asked: str) -> bool:
    """Whether a picture says yes to an open question of yes or no.

    Args:
        text: as it came.
        asked: the question's name.
    """
    return text.strip() in _NODS and is_of_yes(asked)


def read_command(reading: Reading) -> Intent | None:
    """The steering command that a short message is; None when it is none.

    Args:
        reading: the whole message.
    """
    if len(reading.text) > _LONGEST:
        return read_change(reading) or _void(reading)
    compact = in_plain_words(_NOISE.sub("", reading.text))
    if not compact:
        return reading.intent(Intents.SMALLTALK)
    return next((found for read in _READERS if (found := read(reading, compact)) is not None), None)


def _void(reading: Reading, _compact: str = "") -> Intent | None:
    if "作废" not in reading.text:
        return None
    found = _VOID.fullmatch(reading.text)
    if found is None:
        return None
    group = next(name for name in "abcd" if found[name] is not None)
    slots = {"number": reading.slot(int(found[group]), *found.span(group))}
    start, end = found.span("why" if found["why"] is not None else "because")
    lead = _REASON.match(reading.text[start:end])
    start += lead.end() if lead is not None else 0
    reason = reading.words(start, end)
    if reason:
        slots["reason"] = reading.slot(reason, start, end)
    return reading.intent(Intents.RECORD_VOID, slots)


def _consent(reading: Reading, compact: str) -> Intent | None:
    if "定位" not in compact and "位置" not in compact:
        return None
    if _CONSENT_NO.fullmatch(compact):
        return reading.intent(Intents.CONSENT_WITHDRAW)
    return reading.intent(Intents.CONSENT_GIVE) if _CONSENT_YES.fullmatch(compact) else None


def _privacy(reading: Reading, compact: str) -> Intent | None:
    return reading.intent(Intents.PRIVACY) if _PRIVACY.fullmatch(compact.rstrip("?")) else None


def _help(reading: Reading, compact: str) -> Intent | None:
    if supposed(compact):
        return None
    if _WANTS_FORM.fullmatch(compact):
        day = next((one for one in reading.moments if one.past is not None), None)
        return reading.intent(Intents.VISIT_LOG, {} if day is None else {"date": reading.slot(day.past, *day[:2])})
    if _HELP.fullmatch(compact) or (len(compact) <= _LONGEST_HELP and _HELPS.search(compact) and not reading.customers):
        return reading.intent(Intents.HELP)
    found = _HOW.fullmatch(compact)
    if found is None or reading.customers or reading.people:
        return None
    for pattern, topic in _HOW_TOPICS:
        if pattern.search(compact):
            return reading.intent(Intents.HELP, {"topic": reading.whole(topic)})
    other = find_topic(compact)
    return None if other is None else reading.intent(Intents.HELP, {"topic": reading.whole(str(other))})


def _choice(reading: Reading, _compact: str) -> Intent | None:
    said = reading.text.strip(" \n,。.!")
    numbers = _chosen(said) if said else None
    if numbers is not None:
        return reading.intent(Intents.CHOOSE, {"choice": reading.whole(numbers)})
    if reading.situation.asked:
        return _choice_by_words(reading, said)
    found = _BY_WORDS.fullmatch(said) if said.startswith("选") else None
    return reading.intent(Intents.CHOOSE, {"choice": reading.whole(reading.words())}) if found is not None else None


_AGREED: Final = regex(r"^(?:中|好的?|行|可以|要得|嗯+|对|ok|得|成)[\s,]+(?=\d{1,2}$)")
"""中 1: the number is the answer."""


def _chosen(said: str) -> tuple[int, ...] | None:
    said = _AGREED.sub("", said)
    if _PICK.fullmatch(said):
        return tuple(int(one) for one in re.findall(r"\d+", said))
    between = _RANGE.fullmatch(said)
    if between is not None:
        first, last = int(between[1]), int(between[2])
        return tuple(range(first, last + 1)) if first <= last else None
    found = _ORDINAL.fullmatch(said)
    if found is None:
        return None
    value = 1 if found["first"] else number(found["nth"] or found["plain"])
    return None if value is None else (value,)


def _choice_by_words(reading: Reading, said: str) -> Intent | None:
    alone = len(reading.customers) == 1 and _ROUND_A_NAME.fullmatch(reading.masked) is not None
    one = number(said)
    if one is not None:
        return reading.intent(Intents.CHOOSE, {"choice": reading.whole((one,))})
    asked = reading.situation.asked
    pointed = asked not in OWN_WORDS and _POINTED_AT.fullmatch(said) is not None
    pointed = pointed or (asked.endswith(_OF_CANDIDATES) and _OF_A_PLACE.fullmatch(said) is not None)
    if alone or pointed or _BY_WORDS.fullmatch(said) or _ALL_OR_NONE.fullmatch(said):
        named = _pointed_at(reading, said)
        return reading.intent(Intents.CHOOSE, {"choice": reading.whole(reading.words()), **named})
    return None


_OF_CANDIDATES: Final = ("which", "candidates")
_OF_A_PLACE: Final = regex(
    r"(?!可以|知道|没错|好好|对对|是是|他们|你们|我们|大家|这样|那样)[一-鿿]{2,3}的|[一-鿿]{1,5}(?:总店|老店|新店|分店|铺子?|馆子?|厂|公司|[小中大]学)|[总老新分]店"
)
"""静安的: one of the customers who are offered."""
_ROUND_A_NAME: Final = regex(
    rf"(?:[一-鿿]{{2,3}}(?:的|那家|那个))?(?:不是[这那]?[个家][,\s]*|就|是|要|选|我|说|指|的|那|嗯|对|应该|[,\s])*{CUSTOMER}+(?:总部|总店|总公司|本部|机械|[那这]?一?[家个边]|的|吧|呀|啊|哈|哦|嘛|呢|咯|[,\s])*"
)
"""就东吴那家呀, 不是那个 要东吴: a name, and no more than that it is meant."""
_PLACE_BEFORE: Final = regex(r"(?P<place>[一-鿿]{2,3})(?:的|那家|那个)")


def _at_a_place(reading: Reading) -> dict[str, Slot]:
    """The customer that is named, or of several of that name the one at the place before it: 徐汇那家老街坊."""
    start, end, ids = reading.customers[0]
    place = _PLACE_BEFORE.match(reading.masked, 0, start)
    if len(ids) < 2 or place is None:
        return known_customer(reading)
    there = set(reading.book.holding(place["place"], reading.situation.speaker))
    found = tuple(one for one in ids if one in there)
    if len(found) != 1:
        return known_customer(reading)
    return {"customer": reading.slot(CustomerMention(reading.words(start, end), found), start, end)}


_DENIED: Final = regex(r"^(?:不是(?![这那][个家])|不要|别|除了)")
_NOT_BUT: Final = regex(r"^不是?对?[^,。?\s]{0,8}[,\s]+(?=(?:而?是|要|应该是|我要|我说))|^(?:不对|错了)[,\s]+")
_POINTING: Final = regex(
    r"(?:是|就|就是|应该是|我要|要|选|那个)*(?P<words>[^,。?\s]{2,8}?)(?:的|那边的?|这边的?)?(?:[那这]一?[个家位条])?(?:吧|啊|呀)?"
)


def _pointed_at(reading: Reading, said: str) -> dict[str, Slot]:
    """The customer that an answer names, or the only one of whose name it says a part: 解放路那个."""
    said = _NOT_BUT.sub("", said)
    if _DENIED.search(said):
        return {}
    if reading.customers:
        return _at_a_place(reading) if len(reading.customers) == 1 else {}
    found = _POINTING.fullmatch(said)
    ids = tuple(reading.book.holding(found["words"], reading.situation.speaker)) if found is not None else ()
    return {"customer": reading.whole(CustomerMention(reading.words(), ids))} if len(ids) == 1 else {}


def _yes_or_no(reading: Reading, compact: str) -> Intent | None:
    asked = bool(reading.situation.asked)
    if _ALL_OR_NONE.fullmatch(compact) and not is_of_yes(reading.situation.asked):
        return None
    if _YES.fullmatch(compact):
        meant = Intents.CONFIRM if asked or compact in _EITHER_WAY else Intents.SMALLTALK
        return reading.intent(meant)
    if _NO.fullmatch(compact) or _NO_RECORD.fullmatch(compact):
        return reading.intent(Intents.CANCEL)
    if not asked or len(compact) > _LONGEST_ANSWER:
        return None
    if _NO_AT_LENGTH.fullmatch(compact):
        return reading.intent(Intents.CANCEL)
    return reading.intent(Intents.CONFIRM) if _YES_AT_LENGTH.fullmatch(compact) else None


_LONGEST_ANSWER: Final = 12
"""Characters of a yes or a no."""


def _own_list(reading: Reading, compact: str) -> Intent | None:
    if compact == "拜访" or not (_OWN_LIST.fullmatch(compact) or _OWN_LIST.fullmatch(_of_a_day(reading))):
        return None
    return reading.intent(Intents.VISIT_LIST, _period_slot(reading))


_ASKED_OF_DAY: Final = regex("哪|几|谁|多少|啥|什么|拜访")


def _of_a_day(reading: Reading) -> str:
    """我11月20号跑了哪些 as 我昨天跑了哪些; empty where nothing of the kind is asked."""
    if _ASKED_OF_DAY.search(reading.text) is None or reading.customers or not reading.moments:
        return ""
    text: str = reading.text
    for one in reversed(reading.moments):
        if one.dated and one.clock is None and one.past is not None and one.leaning is not Leaning.FUTURE:
            text = f"{text[: one.start]}昨天{text[one.end :]}"
    return in_plain_words(_NOISE.sub("", text)) if text != reading.text else ""


def _period_slot(reading: Reading) -> dict[str, Slot]:
    found = find_period(reading.masked, reading.today)
    if found is None:
        return {}
    period, start, end = found
    words: Any = (*period[:2], reading.words(start, end))
    return {"period": reading.slot(words, start, end)}


def _team(reading: Reading, compact: str) -> Intent | None:
    if _OTHER_BUSINESS.search(compact) or reading.customers or _WHO_KNOWS.search(compact):
        return None
    if supposed(compact):
        return None
    if reading.people:
        return _about_person(reading, compact)
    if not reading.situation.speaker.leads and _SAYS.search(compact):
        return None
    if _TEAM.search(compact) and _TEAM_DONE.search(compact):
        topic = "not_visited" if _NOT_VISITED.search(compact) else "visited" if "谁" in compact else "team"
        return reading.intent(Intents.TEAM_SUMMARY, {**_period_slot(reading), "topic": reading.whole(topic)})
    found = _ASKED_ABOUT.fullmatch(compact)
    if found is None or found["who"] in {"我都", "我们", "咱们"} or found["who"].startswith("我"):
        return None
    return reading.intent(Intents.TEAM_SUMMARY, {**_period_slot(reading), "topic": reading.whole("person")})


_SAYS: Final = regex(r"[了啊呀吧](?:[!。~]*)$|谁(?:懂|不|让|说|叫|想|敢|要|把)|好忙|辛苦|累|惨|出差|放假|聚餐|开会")
"""大家今天都好忙: talk among colleagues, which only a leader may mean as a question."""
_WHO_KNOWS: Final = regex(r"(?:你|大家|你们)猜|猜猜|谁(?:知道|晓得|能|会|有空|在|来|带|帮)")


def _about_person(reading: Reading, compact: str) -> Intent | None:
    start, end, ids = reading.people[0]
    if not _PERSON_ASKED.search(compact):
        return None
    if reading.situation.speaker.person_id in ids:
        return reading.intent(Intents.VISIT_LIST, _period_slot(reading)) if len(compact) <= 12 else None
    if re.search(r"[陪和跟带]\s*$", reading.text[:start]) is not None or len(compact) > 20:
        return None
    slots = {**_period_slot(reading), "topic": reading.whole("person"), "person": reading.slot(ids, start, end)}
    worked = _WORK_ASKED.search(compact) is not None
    return reading.intent(Intents.PERSON_WORK if worked else Intents.TEAM_SUMMARY, slots)


def _correct(reading: Reading, _compact: str) -> Intent | None:
    asked = reading.situation.asked
    if asked and asked not in OWN_WORDS and _POINTED_AT.fullmatch(reading.text.strip(" \n,。.!")):
        return None  # 不是设备 是环保那个: one of those that are offered
    if asked and asked not in OWN_WORDS | {"draft"}:
        meant = read_correction(reading)
        if meant is not None and "number" not in meant.slots and meant.value("field") == "customer":
            slots = {"choice": reading.whole(reading.words()), "customer": meant.slots["value"]}
            return reading.intent(Intents.CHOOSE, slots)
    return read_addition(reading) or read_change(reading) or read_correction(reading)


_READERS: Final[tuple[Callable[[Reading, str], Intent | None], ...]] = (
    _consent, _void, read_undo, _correct, _yes_or_no, _choice, _help, _privacy, read_small_talk, _own_list, _team,
)  # fmt: skip
