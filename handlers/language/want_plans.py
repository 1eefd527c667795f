"""What is wanted of days to come: birthdays, reminders, when to go on; and the report of the day."""

from __future__ import annotations

import re
from typing import Final

from handlers.language.dates import Leaning
from handlers.language.meaning import Intents
from handlers.language.patterns import regex
from handlers.language.people import find_contact_words
from handlers.language.reading import Reading
from handlers.language.signs import QUESTION_END, is_asked, names_somebody, supposed
from handlers.language.topics import Topics
from handlers.language.triggers import is_ahead
from models.times import shanghai

_BORN: Final = regex(
    r"生日|birthday|过生(?!意)|过寿|做寿|诞辰|寿辰|大寿|(?:\d[号日]?|[初十廿卅][一二三四五六七八九十]?)生(?:的|人)?\s*$|出生|(?:19|20)?\d\d年\d{1,2}月\d{1,2}[号日]?的?\s*$|(?:19[3-9]|20[01])\d[./-]\d{1,2}[./-]\d{1,2}\s*$|属[鼠牛虎兔龙蛇马羊猴鸡狗猪]|寿星"
)
_BIRTH_DAY: Final = regex(
    r"(?:农历|阴历|阳历|公历|新历|旧历)|[正腊冬一二三四五六七八九十闰]+月[初十廿二三]?[一二三四五六七八九十]|初[一二三四五六七八九十]|\d{1,2}\s*月\s*\d{1,2}|[一二三四五六七八九十]+月[一二三四五六七八九十\d]+|\d{1,2}[.\-/]\d{1,2}|(?<!\d)(?:0[1-9]|1[0-2])[0-3]\d(?!\d)|元宵|中秋|端午|重阳|七夕|元旦|国庆|圣诞|除夕|小年"
)
_ASKS_DAY: Final = regex(r"哪天|几号|什么时候|啥时候|多少|几月|是不是|吗|谁|有没有|哪些|知道")
_GUESSED: Final = regex(r"生日吧\W*$|生日来着")
_ON_A_BIRTHDAY: Final = regex(r"(?:提醒|叫|喊)我(?:给|帮|陪|买|送|订|去)[^,。]{0,8}生日")
"""提醒我给秦姐过生日买花: what is to be done on it, not when it is."""
_BUYS_FOR_IT: Final = regex(r"(?:明|后)[天儿日](?:是|就是|过)?[^,。]{0,4}生日[^?]*提醒我")
"""孙老板明天生日 提醒我买蛋糕: wanted is a word in time, and no date."""
_TALKED_ON_IT: Final = regex(
    r"生日[^,。]{0,6}(?:打过|打了|送了|送过|发了|发过|祝过|祝了|去过|过去了|收了|高兴)|(?:打过|打了|送了|送过|发了)[^,。]{0,8}生日"
    r"|生日(?:蛋糕|礼物|果篮|红包|祝福)(?!多少)|生日的?(?:有没有|有冇|有无|有哪|有谁)"
)
"""王姐生日送了蛋糕: what was or is to be done on it."""
_FAMILY: Final = regex(
    r"(?:妈|爸|爹|娘|老婆|老公|媳妇|儿子|女儿|闺女|阿姨|叔叔|爷爷|奶奶|外婆|外公|孩子|同学|朋友)[^,。]{0,6}(?:生日|过生|过寿)"
)
_DROPS: Final = regex(r"不用|不要|别(?!忘)|取消|关掉|停")


def decide_birthday(reading: Reading) -> Intents | None:
    """A birthday that shall be kept, or is asked for."""
    masked = reading.masked
    if _BORN.search(masked) is None or _DROPS.search(masked) or supposed(masked):
        return None
    if (
        _TALKED_ON_IT.search(masked)
        or _GUESSED.search(masked)
        or _ON_A_BIRTHDAY.search(masked)
        or _BUYS_FOR_IT.search(masked)
    ):
        return None
    if _FAMILY.search(masked) and not names_somebody(reading):
        return None
    if _ASKS_DAY.search(masked) or QUESTION_END.search(masked):
        return Intents.CUSTOMER_QUERY
    if _BIRTH_DAY.search(masked) is None and not any(moment.dated for moment in reading.moments):
        return None
    known = names_somebody(reading) or find_contact_words(masked, 0, len(masked)) is not None
    return Intents.BIRTHDAY_SET if known or re.search(r"[一-鿿]{2,4}的?生日", masked) else None


_REMINDS: Final = regex(
    r"提醒(?!功能|他|她|客户|您|一下他|大家)|闹钟|(?:戳|敲打?|呼|吼|闹|拍|cue|call)(?:一?下)?我|吱一?声|提一?嘴|别让我忘|[叫喊](?:我|醒)(?:一声|一下|起|醒|开|去|打|交|取|接|出|给|回)|到时候?[叫喊]我|[叫喊]我(?=$|[,。\s]|[一二三四五六七八九十\d]{1,2}点|早上|下午|晚上)|别忘了?(?=$|[^,。了]{2})|记得(?:叫|喊|跟我说|通知)我|(?:到点|准时)?(?:通知|告诉|呼)我一声"
    r"|(?:[点分前后半]|分钟|小时|[早晚]上|[上下中]午|下班|到点|\d:\d\d)\s*[叫喊催](?:我|醒)(?=\S)|到点[叫喊]我"
)
_ONE_REMINDED_ME: Final = regex(
    r"(?:[总工董姐哥]|经理|主任|老板|厂长|客户|他|她|领导|上面)(?:们|又|还|都|今天|特别|专门|刚才?)*提醒(?:了)?我"
)
_OFF: Final = regex(
    r"(?:别(?!忘)|不用|不要|不必|取消|关掉|关闭|停掉|停止|无需|没)(?:再|了)?[^,。]{0,6}(?:提醒|闹钟)|提醒有(?:什么|啥|没)|提醒[^,。]{0,6}(?:取消|关掉|不要了|怎么|没来|没收到|写错)|什么提醒|哪些提醒|提醒(?:设|列表|有哪些)"
)
_POLITE: Final = regex(r"(?:好|行|可以|成)(?:吗|不|么|嘛)[?。\s]*$|(?:能|可以|能不能)(?:帮我)?(?=[^,。]{0,12}提醒我)")


def decide_reminder(reading: Reading) -> Intents | None:
    """Something that the bot shall remind the speaker of."""
    masked = reading.masked
    if _REMINDS.search(masked) is None or _ONE_REMINDED_ME.search(masked) or _OFF.search(masked):
        return None
    order = _TO_FIND_OUT.sub("", _POLITE.sub("", masked))
    if QUESTION_END.search(order) or re.search(r"怎么|为什么|为啥|如何", order) or supposed(masked):
        return None
    if _OF_REMINDERS.search(masked):
        return None
    if "提醒" not in masked and not reading.moments and _SPAN.search(masked) is None:
        return None
    return Intents.REMINDER_SET


_TO_FIND_OUT: Final = regex(r"(?:(?<=提醒我)|(?<=叫我)|(?<=喊我))[^,。]*?(?:问|看|查|核|确认|打听)[^。?]*$")
"""提醒我问葛总钱到了没有: what is to be asked then, not now."""
_OF_REMINDERS: Final = regex(
    r"(?:[那这]个|[那这]条|你的?|刚才的?|昨天的?|老是|天天|总是)提醒(?!我)[^,。]{0,6}(?:太|真|很|烦|吵|晚|没响|迟|多余|没用|也)|提醒(?:太|真|也太)(?:多|吵|烦|晚|频)"
)
"""昨天那个提醒也太吵了: said of one that has come."""
_SPAN: Final = regex(r"过[^,。]{0,4}(?:小时|钟头|分钟|刻钟|会儿?)|[^,。]{1,4}(?:小时|分钟|钟头)后")
_REPORT: Final = regex(
    r"(?:日报|周报|月报)(?!备|价|名|销)|日总结|日小结|日志(?!文件)|(?:今[日天]|昨[日天]|本[日周月]|当[日天]|每日|工作|今儿|这周)的?(?:工作)?(?:小结|总结|汇报|情况汇报|报告)|(?:小结|总结|汇报)一?下(?:今[天日]|昨[天日]|本周|工作|这[周天])|(?:今[日天]|昨[日天])(?:主要)?工作(?:内容|情况|如下|:)|^\s*(?:小结|总结|汇报)[:\s]|明日(?:工作)?计划[:\s]|明天(?:工作)?计划:"
)
_NO_REPORT: Final = regex(
    r"谁|大家|团队|组里|[吗呢?]|写得|引用|几点|怎么|什么时候|模板|格式|规则|制度|扣|提醒|还没|没写|没交|不(?:交|写|用|发|报|急)|系统|崩|卡死|免[交写]|甭|忘[了记]|不想|懒得|要不要|要看|看看|看一?下|给我看|发我|为什么|为啥|领导|待会|等会|晚点|回头|明天再|烦|多少"
)


def decide_daily(reading: Reading) -> Intents | None:
    """The report of the speaker's own day, or the wish to write it."""
    masked = reading.masked
    found = _REPORT.search(masked)
    if found is None or reading.people:
        return None
    head = masked[: found.end() + 12].partition("\n")[0]
    if _NO_REPORT.search(head) or supposed(head):
        return None
    asked_or_put_off = _NO_REPORT.search(masked[: found.start()])
    return None if asked_or_put_off else Intents.DAILY_REPORT


_WORK_ALONE: Final = regex(
    r"^\s*(?:今[天日]|上午|昨[天日])(?:没(?:啥|什么事?|出去|跑客户|外出)[\s,]*)?(?:一[整全]?天|全天|主要|都|上午|下午|[\s,])*(?:都)?(?:在(?:公司|办公室|家|单位))?[^,。]{0,4}(?:整理|理(?:库存|货|资料|账)|写(?:方案|报价|标书|合同)|做(?:方案|报价|标书|表)|打了[^,。]{1,6}电话|开(?:了)?[^,。]{0,2}会|培训|对账|盘(?:点|库)|处理|准备(?:资料|标书|材料)|办公)"
)


_AT_THE_OFFICE: Final = regex(
    r"\s*(?:我|今[天日]|上午|下午|一[整全]?天|全天|都|主要|[\s,])*在(?:公司|办公室|家|单位|厂里)[\s,]*(?:里|一[整全]?天|主要|都)?[\s,]*(?:整理|写|做|准备|改|对账|盘点|处理|开(?:了)?会|培训|打(?:了)?[^,。]{0,6}电话|画|算|弄)(?!啥|什么|嘛)"
)
"""在公司 写标书: in the evening, the report of a day on which nobody was visited."""
_LATE: Final = 16
"""The hour from which on such a line tells of the whole day (`product.md` §4.4)."""
_SHORTEST_DAY: Final = 10


def decide_own_work(reading: Reading) -> Intents | None:
    """今天一天都在办公室整理报价: a day without customers is told as it would be in the report."""
    masked = reading.masked
    if reading.customers or is_asked(masked) or supposed(masked):
        return None
    if _AT_THE_OFFICE.match(masked) and shanghai(reading.situation.now).hour >= _LATE:
        return Intents.DAILY_REPORT
    if len(masked) < _SHORTEST_DAY:
        return None
    told = _WORK_ALONE.match(masked)
    if told is None or (told.group().lstrip().startswith("上午") and shanghai(reading.situation.now).hour < _LATE):
        return None
    return Intents.DAILY_REPORT


_GOES_ON: Final = regex(
    r"[排定约](?:到|在)|安排[到在]|跟进|跟(?=[\s,。!]*$)|跟一?下|回访|再(?:联系|去|找|打|约|跑|来|过去|聊|谈|看|报|问|访)|抽空|约[了好]?|改[到成约]|推[到迟]|挪到|延[到后]|催|去(?!了|过|世|年)|拜访|走访|上门|联系|打[个]?(?:[^,。]{0,4})电话|见面|见|送|带|寄|过去|跑一?趟|找|碰头|碰一?下|回复|答复|给[^,。]{0,6}(?:打|发|送|报)|开会|签|谈|聊|对账|收款|演示|试机|发"
)
_HIS: Final = regex(
    r"(?<![再小学])(?:说|讲|表示|答应|承诺|反馈|保证)(?!好)[^,。;]{0,14}(?:付|打款|打钱|钱|结|回款|到账|给钱|涨|招标|开标|开工|出差|回来|下单|订|定|给(?:答复|回复|消息))"
)
_OFF_PLAN: Final = regex(
    r"(?:别|不用|不要|不必|不再|暂不|先不|没|取消|算了|不)[^,。;]{0,4}(?:跟进|回访|联系|拜访|去|找|打电话|见)|不跟了"
)


def decide_followup(reading: Reading) -> Intents | Topics | None:
    """When to go on with a customer: a day to come, somebody, and something we mean to do, or no more than that."""
    masked = reading.masked
    if not _is_ahead_somewhere(reading):
        return None
    if QUESTION_END.search(masked) or supposed(masked) or _HIS.search(masked) or _OFF_PLAN.search(masked):
        return None
    if _ASKED.search(masked):
        return None
    known = names_somebody(reading)
    if not known and not _FOLLOWS_WHOM.search(masked):
        return None
    if _GOES_ON.search(masked):
        return Intents.FOLLOWUP_SET
    return Intents.FOLLOWUP_SET if known and len(masked) <= _SHORT else None


_SHORT: Final = 25
_FOLLOWS_WHOM: Final = regex(
    r"(?:跟进|回访|再联系|再去|拜访|催)[^,。]{0,3}[一-鿿]{2,}|[一-鿿]{2,}[^,。]{0,12}(?:跟进|回访|再联系|再去|打电话)"
)
_ASKED: Final = regex(
    r"不一定|说不定|大概|可能|也许|看情况|谁|什么时候|啥时候|多少|哪些|为什么|怎么(?!样都)|能不能|要不要|会不会"
)


def _is_ahead_somewhere(reading: Reading) -> bool:
    return any(
        (moment.dated and moment.leaning in {Leaning.FUTURE, Leaning.EITHER}) or is_ahead(reading, moment)
        for moment in reading.moments
    ) or (_MOVES.search(reading.masked) is not None)


_MOVES: Final = regex(r"(?:改|推迟?|拖|挪|延|提前?|调)(?:了)?(?:一下)?(?:到|成|在|至)\s*[\d下明后周月礼星]")
