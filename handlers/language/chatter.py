"""Chatter: greetings, sighs, wishes, stickers, and whatever else is about nobody and nothing of the trade."""

from __future__ import annotations

from typing import Final

from handlers.language.meaning import Intent, Intents
from handlers.language.mentions import COMPANY_END, known_customer
from handlers.language.patterns import regex
from handlers.language.reading import Reading

OWN_WORDS: Final = frozenset({"visits.fill", "records.reason"})
"""Questions that are answered in one's own words: what is said there points at nothing."""
_CHATTER: Final = regex(
    r"(?:大家|各位|同志们|兄弟们)(?:早|好|晚上好|早上好|下午好|晚安|辛苦)(?:啊|呀|了|上好|安)?|6{3,}|nb|yyds|绝了|(?:hello|hi|hey)(?:啊|呀|哈)?|(?:太|真|多有)?(?:麻烦|辛苦|打扰)(?:你|您|大家|各位)?(?:了|啦)|(?:先)?撤(?:退|了|啦)?(?:各位|大家|兄弟们)?|(?:各位|大家|兄弟们)?收工(?:回家|吃饭)?(?:了|啦)?(?:各位|大家)?|(?:你|您|大家|小勤)?(?:好|好啊|好呀)|早(?:啊|呀|安|上好)?(?:小?助手|机器人|各位|大家)?|(?:早上|上午|中午|下午|晚上)好(?:啊|呀|哦)?(?:小勤|小?助手|机器人|各位|大家)?|晚安|哈喽|哈啰|hello|hi+|hey|嗨+|在(?:吗|么|不在|不)\??|在吗小勤|(?:多)?谢谢?(?:你|您|啦|了|哈|小勤)*|谢了|感谢|多谢|thanks?|thx|3q"
    r"|(?:多谢|谢谢?|感谢|辛苦)(?:[一-鿿]{1,3}(?:经理|总|主任|主管|老师|哥|姐|工|总监|老板))?(?:了|啦|啊|哈)*|谢谢?(?:你|您|小勤|小?助手|机器人|亲|老板|领导|大家|兄弟|姐|哥|了|啦|哈|啊)*|辛苦(?:了|啦|你了|您了)?|收到(?:了|谢谢|啦)?|知道了|明白了?|了解(?:了)?|懂了|好的?(?:收到|谢谢|知道了|明白)+|ok收到|拜拜|再见|回见|bye|88|哈+|呵+|嘿+|嘻+|哇+|ok(?:啦|了|的)|牛+(?:啊|逼|批)?|厉害(?:了|啊)?|赞|棒|不错|没事(?:的)?|客气(?:了)?|不客气|[拜再回]{1,2}[拜见](?:咯|啦|了|吧)?|新年好|收工(?:了|啦|咯)?|笑死(?:我了)?|困成狗|累成狗"
    r"|(?:新年|节日|元旦|春节|国庆|中秋|周末|生日)(?:快乐|愉快)|给大家拜个?早?年(?:了)?|恭喜(?:发财)?|加油|下班(?:了|啦|咯)?|吃饭(?:了|去了?|没)?|累(?:死|了|啊)*(?:我了)?|困(?:死|了)*|(?:真|好)(?:累|困|热|冷|烦)(?:啊|呀)?|晕|唉+|哎+|哦+|噢+|喔+|额+|呃+|啊+|嗯哼"
)
_CHAIN: Final = regex(
    r"(?=.*(?:好|行|ok|收到|明白|知道|了解|懂|谢|辛苦|没问题|哈))(?:好[的嘞滴哒呀]?|嗯+|哦+|行|ok|收到|明白了?|知道了?|了解了?|懂了|谢谢你?|谢了|感谢|辛苦|没问题|哈+|[了啦啊呀哦吧呢])+"
)
"""好的好的收到: nothing but such words, one after another."""
_TO_THE_BOT: Final = regex(
    r"(?:你|小勤)?(?:真|好|太|有点)?(?:笨|蠢|傻|烦|厉害|聪明|棒|可爱)(?:死|极)?(?:了|啊|呀|哦)?|(?:早|你好|嗨|晚安|哈喽)(?:啊|呀)?小勤|(?:在(?:么|吗|不)){1,3}"
    r"|(?:帮我)?(?:找|叫|转)(?:一下)?(?:主管|人工|客服|经理|领导|真人)(?:客服)?(?:吧)?|(?:周末|假期|元旦|新年)愉快|傻[^,。]{1,3}机器人"
)
_MOOD: Final = regex(
    r"综合症|加班|醉了|忙(?:到|得|成|死|疯|晕|翻|坏|炸)|起飞|飞起|跑断|[腿脚][都也]?[要快]?(?:断|废|细|酸|软)|跑(?:断|细|废)|嗓子|续命|怀疑人生|毁灭|崩溃|裂开|躺平|[冻热困累]成|没电|天气|头[疼痛]|心情|累[瘫趴]|打工人|累死|好累|心累|累[了啊坏]|[真好太死](?:冷|热|累|困|烦|堵|晒|闷|饿)|(?:冷|热|堵|晒|闷|吵|忙|饿|困)死|天气|堵[车在]|塞车|拜个?早年|快乐|愉快|辛苦|下雨|下雪|太热|太冷|好热|好冷|服了|无语|郁闷|烦死|好烦|开心|放假|饿[了死]|困[了死]|吃[了饭]|早点(?:休息|睡)|不想上班|想(?:下班|放假|躺平|回家)|周末|节日|恭喜|加油|哈哈|[好知]嘞|晚安|早安|早上好|明天见|发错群|运气|真好|真不错|美滋滋|舒服|生意难做|不容易|太难了|难顶|要命|够呛|吃不消|遭罪|真背"
)
_WORK: Final = regex(
    r"\d|[一二两三四五六七八九]+[十百千万块]|报销|提醒|日报|周报|客户|拜访|回款|订单|下单|投诉|报备|公海|生日(?!快乐)|计划|查|跟进|谁|几|多少|怎么|吗(?!$)"
)
"""With a word of these a sigh is about something that has to be looked at."""
_STICKER: Final = regex(r"(?:\[[^\[\]\s]{1,6}\])+")
_LASTS: Final = regex(r"\d{1,3}(?:秒|s|\")$")
_MEDIA_WORDS: Final = regex(r"\[(?:图片|语音|视频|文件|位置|链接|名片|照片|动画表情|聊天记录)\]")


_CONGRATULATES: Final = regex(r"恭喜(?!的)|祝(?:贺|大家|各位|你们?|您|兄弟)")
_WISHES: Final = regex(
    r"(?:唉|哎)*(?:如果|要是|假如|(?<![\d一二两三四五六七八九十几])万一|但愿|希望|真希望|真想|啥时候|什么时候|哪天)[^?]{2,28}?(?:就好了|该多好|多好|就爽了|就完美了|就谢天谢地了|就圆满了|就阿弥陀佛了)(?:啊|呀|哦|呢|吧)?"
)


def read_small_talk(reading: Reading, compact: str) -> Intent | None:
    """A greeting, a sigh, a wish, a sticker: SMALLTALK; a picture without a word is UNKNOWN.

    Args:
        reading: the whole message.
        compact: its text without blanks and punctuation.
    """
    if _WISHES.fullmatch(compact) or _CONGRATULATES.match(compact):
        named = bool(reading.customers or reading.contacts)
        return reading.intent(Intents.UNKNOWN if named else Intents.SMALLTALK, known_customer(reading))
    if _MEDIA_WORDS.search(compact):
        return reading.intent(Intents.UNKNOWN) if _MEDIA_WORDS.fullmatch(_LASTS.sub("", compact)) else None
    if any(words.fullmatch(compact) for words in (_CHATTER, _CHAIN, _TO_THE_BOT, _STICKER)):
        return reading.intent(Intents.SMALLTALK)
    if len(compact) > _LONGEST_SIGH or reading.customers or reading.people or "?" in compact or reading.contacts:
        return None
    if reading.situation.asked in OWN_WORDS and _SIGHS_THERE.search(compact) is None:
        return None
    if _MOOD.search(compact) and _WORK.search(_PLAIN_WORK.sub("", compact)) is None:
        return reading.intent(Intents.SMALLTALK)
    return None


_PLAIN_WORK: Final = regex("(?:跑|见|拜访|陪|约)客户(?=.{0,2}(?:[真太好]|要命|累|难))|(?<=[在还])拜访客户")
"""下雨天跑客户真要命: what one's trade is."""


_LONGEST_SIGH: Final = 16
_SIGHS_THERE: Final = regex(r"综合症|加班|醉了|快乐|辛苦|拜个?早年")
"""What is no answer even to a question that is answered in one's own words."""


_LONGEST: Final = 24
_SHORTEST_NAME: Final = 6
_THAT_ONE: Final = regex("(?:的)?(?:[那这]一?[个家边]|那里|这里)(?:客户|店)?$|^[那这][个家]|的$")
_OF_THE_TRADE: Final = regex(
    r"任务|目标|指标|完成|那个?事|打(?:了|过)|没(?:人)?接|打通|榜|\d{2,}|客户|拜访|走访|见[了到过]|谈|聊[了得过完好的]|[送签订买卖付收欠退催]|报[价备销]|价|款|货|[订下]单|单子|样|合同|跟进|联系|电话|微信|公司|厂|店|超市|总(?![是觉算])"
    r"|经理|老板|主任|项目|预算|投诉|提醒|[日周]报|计划|公海|领取|转[给到]|阶段|发票|费|打车|加油|餐|住宿|生日|名片|地址|号码|查|看看|发我|删|撤|改|记[录下错]|登记"
    r"|数据|业绩|目标|排名|请假|休假|出差|奖金|提成|工资|[找叫让]他|他们?说|人家|跟|约|见|再[去来]|[推改挪]到|下周|月底|报|占|领|户|新开|合作|意向|方案|仓|库|产|设备|机器|质量|试|标"
)
_ASKS: Final = regex(
    r"[?]|[吗么嘛]\W*$|^(?!.*还).*呢\W*$|^(?:我)?(?:觉得|感觉|看)[^,。]*(?:人|他|她|[哥姐总])|^(?:让|叫|喊|通知|告诉|提醒|跟)(?:大家|各位|他们|团队)|谁|哪|什么|啥|怎么|咋|多少|几[个点号家天]|能不能|要不要|是不是|有没有|([一-鿿]{2})不\1|为什么|为啥|如果|要是|假如|听说|据说|帮我|给我|不对|错"
)
_TO_ALL: Final = regex(r"(?:大家|各位|兄弟们|姐妹们|同志们|家人们|亲们)(?!怎么|谁|哪)")
_OF_LIFE: Final = regex(
    r"(?:早上|中午|晚上|今晚|早饭|午饭|晚饭|夜宵|周末)[^,。]{0,3}吃(?:点|些|个)?(?:啥|什么|哪)|(?:元旦|春节|国庆|中秋|五一|端午|周末|假期|放假|过年|除夕)[^,。]{0,4}(?:过得|去哪|怎么过|咋过|玩得?)"
    r"|天气(?:怎么样|咋样|如何|好不好)|^(?:今天|现在|今儿)?(?:是)?(?:星期|礼拜|周|几号|几点)几?(?:了|呀|啊|[?])*$|撸串|球赛|看球|爬山|一起吃|充电宝|抢到|几天(?:才)?放假|你是(?:不是)?(?:机器人|真人|人工)"
    r"|年货[^,。]{0,3}(?:[备买办]|准备)[^,。]{0,2}[齐好了]|(?:20\d\d年?)?(?:新年|新春|元旦|春节|中秋|国庆|圣诞)(?:快乐|愉快|好|大吉)|(?:票|车票)[^,。]{0,2}(?:抢|买)[到好]"
)
"""中午吃啥好呢, 大家元旦过得怎么样: asked of colleagues, and of nothing that a record could hold."""
_OF_WORK: Final = regex(
    r"客户|拜访|回款|订单|下单|报|提醒|送货|送[^,。]{0,4}货|跟进|查|请客|餐|费|发票|计划|[\d一二三四五六七八九十百千两]+\s*[万千百元块箱件个台套张家份]"
)
_SAYS_ANYTHING: Final = regex(r"[一-鿿]{2}")


_BARE_WORD: Final = regex("[^了啊呀吧呢哈哦哟啦嘛呗的嗯唉好累困烦冷热忙]{2,3}")
"""瑞康: rather a name than a sigh."""


def _is_part_of_a_name(reading: Reading, name: str) -> bool:
    book, speaker = reading.book, reading.situation.speaker
    return bool(book.holding(name, speaker) or (name == reading.text.strip() and book.near_customers(name, speaker)))


def is_idle(reading: Reading) -> bool:
    """Whether a message that nothing was made of only passes the time (今晚写不动了, 信号不好 有事待会说).

    Args:
        reading: the whole message, in which nobody and no sum was found.
    """
    text = reading.text
    if len(text) > _LONGEST or "\n" in text.strip() or _SAYS_ANYTHING.search(text) is None:
        return False
    name = _THAT_ONE.sub("", text.strip())
    if _BARE_WORD.fullmatch(text.strip()) or (
        len(name) <= _SHORTEST_NAME and name and _is_part_of_a_name(reading, name)
    ):
        return False  # 红星, 聚宝那家: one of those that are called so
    if _OF_LIFE.search(text) and _OF_WORK.search(text) is None:
        return not (reading.customers or reading.contacts or reading.people)
    if COMPANY_END.search(text) or _OF_THE_TRADE.search(text) or (_ASKS.search(text) and _TO_ALL.match(text) is None):
        return False
    return not (reading.customers or reading.contacts or reading.people or reading.amounts or reading.quantities)
