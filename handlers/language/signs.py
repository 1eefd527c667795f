"""Whether the word for a thing reports or orders it: not asked, supposed, denied, hoped for, or told by somebody."""

from __future__ import annotations

import re
from typing import Final

from handlers.language.dates import Leaning
from handlers.language.normalise import CUSTOMER, PERSON
from handlers.language.patterns import regex
from handlers.language.reading import Reading

C: Final = f"{CUSTOMER}+"
P: Final = f"{PERSON}+"

QUESTION_END: Final = regex(
    r"[?]|(?:对|是|到期|没错)吧\W*$|(?:吗|嘛|么(?<!什么)|没|没有|(?<!还没到)(?<!没打)(?<!没付)(?<!没来)(?<!没给)(?<!没回)呢|来着|不(?<!要不))(?:[啊呀呢哈的哦了]|\s)*$|(?:吗|没有?|呢)(?=[,。!]|$)"
)
_ASKS_FOR: Final = regex(
    r"谁|什么时候|啥时候|(?<!没)(?:聊|谈|说|讲|买|要|干|叫|有)(?:了|的)?(?:些|点)?啥(?!都|也)|几号|哪[天个些家里位儿几]|怎么|咋|如何|为什么|为啥|多少|多久|多长时间|算不算|能不能|要不要|会不会|有没有|是不是|可不可以|该不该|能[^,。]{0,6}吗|几个点|([付到打结还收来签])没\1|(?<![好对爱])([一-鿿])不\2|是[^,。]{1,8}还是(?!老样|没|不|那|要)|几[次趟回级](?!点)|[是有](?:几|多少)[家个单条]|(?<![好])几[家个单条](?:了|啊|呢)?\W*$"
)
_POLITE: Final = regex(
    r"(?:好|行|可以|成)(?:吗|不|么|嘛)|好不好|行不行|可不可以|(?:没|不)(?:找到|知道|晓得|清楚|问到|打听到|搞清楚?)[^,。?]{0,6}(?:是谁|叫啥|叫什么|姓啥|姓什么)"
)
_SUPPOSES: Final = regex(
    r"如果|要是|要不是|假如|(?<![\d一二两三四五六七八九十几])万一|倘若|假设|除非|只要(?![\dN一二两三四五六七八九十])|若是|的话|梦[到见]|做梦|本来|原本|后来(?:又)?(?:不|没|取消)|又不(?:要|订|买)了|反悔|(?:^|[,。\s])等(?!级|于)[^,。]{1,12}(?:了|后|之后)[^,。]{0,2}(?:再|就|我)"
)
_DENIES: Final = regex(
    r"(?:没有?|还没|未|不|别|不要|不用|先别|甭|不能|不想|不是|无|停止|取消|懒得|忘了)(?:再|给|去|有|被|人|能|要|我|他|收到|肯|愿意|同意|打算|准备){0,2}\s*$"
)
_FORBIDS: Final = regex(r"(?:别|不要|不用|不能|甭|不许|不准|不必)(?:再|先)?(?:把|给|让|将|帮)")
_DENIES_AFTER: Final = regex(r"\s*(?:不了|不成|失败|没成|未成|(?:还)?没(?:有)?(?:到|付|定|下|来|成|收到|谈)|取消)")
_TOLD: Final = regex(
    rf"听[^,。]{{0,4}}(?:说|讲)|据说|传闻|好像|似乎|(?:{P}|他|她|客户|老板|经理|同事|人家|对方|别人|对手|[总工董姐哥])?(?<![再小学])(?<!财务)(?<!我们会计)(?:说|讲|表示|答应|承诺|告诉|(?<!顾)问|保证|口头)(?![明服])(?!到)"
)
_HOPES: Final = regex(
    r"(?:准备|打算|计划|想要?|可能|也许|估计|应该(?!收)|预计|大概会|争取|希望|考虑|等着?|盼|差不多|有望|能|愿意|同意|说好|让我?|叫我?|催|要求|请|快|即将|(?<![主重需必首])要|会|再|将)[^,。了]{0,6}$"
)
_DONE: Final = regex(r"^[^,。]{0,6}(?:了|过|到位|完毕|完成|成功)(?!没|吗|再|才)")


_DELIVERED: Final = regex(r"[^,。]{0,3}(?:送|发货|发|交货|到货|要货|提货|来拉|来拿|自提)")
"""12块一斤 后天送: the day of what was ordered, not of the order."""


def is_asked(text: str) -> bool:
    """Whether a stretch is a question; 好吗 behind an order is only polite.

    Args:
        text: masked.
    """
    said = _POLITE.sub("", text)
    return QUESTION_END.search(said) is not None or _ASKS_FOR.search(said) is not None


_UNSAID: Final = regex(
    rf"^\s*(?:[哎喂诶啊唉]|不是|拜托|,|\s)*(?:我|咱|俺)们?(?:可|从来|压根|根本|又|都|也|真)*(?:没有?|不曾)(?:说|讲|提|答应|同意)(?:过)?(?:要|想|我|不|过|让|给|把|是|能|会|{C})"
    rf"|^\s*(?:[哎喂诶啊唉]|\s)*(?:谁|哪个)(?:说|讲|告诉你)|^\s*(?:这)?不是我(?:说|讲|要|想)(?:的|要|退|过)|(?:我|咱)们?(?:啥时候|什么时候|几时|哪[儿里]|何时)(?:说|讲|答应|提)(?:过|要|了)"
    rf"|不是我们?的?客户(?:了|啊|呀|哦|[,\s])*(?:别[^,。]{{0,8}})?[\s。]*$|没[^,。]{{1,12}}[,，\s]*(?:你)?(?:可)?(?:别|不要)(?:给我)?(?:乱|瞎|误)?记(?!错)[^,。]{{0,2}}$"
)


_ERRAND: Final = regex(
    r"^(?!.*(?:提醒|(?:明[天早晚]|后天|周[一二三四五六日]|\d[号点])[^,。]*(?:帮我|替我))).*?(?:(?:帮我|替我)(?:去|再)?(?:跟|给|和|向)[^,。记登录写加存报]{1,8}(?:说(?:一声|一下|声)|讲(?:一声|一下|声)|打个?电话|发个?(?:微信|消息|短信|邮件|信息)|带个?[话好]|道个?[歉谢]|问(?:一?[下声]|问))|你(?:去|来)(?:跟|给|和)[^,。记登录写加存报]{1,8}(?:说|讲|打|问)"
    r"|(?:帮我|替我)(?:去)?(?:通知|转告|告诉))"
)


# One of these is in all of them; the search for it passes over other characters at once.
_MAY_BE_UNSAID: Final = regex("没|不是|不曾|谁|哪|时候|几时|何时|帮我|替我|你去|你来")


def is_unsaid(text: str) -> bool:
    """Whether nothing can be made of a sentence: it denies (我没说要退单啊, 不是我的客户别记错了), or sends the bot on
    an errand to somebody (帮我跟秦姐说一声货明天到).

    Args:
        text: masked.
    """
    if _MAY_BE_UNSAID.search(text) is None:
        return False
    return _UNSAID.search(text) is not None or _ERRAND.match(text) is not None


def supposed(text: str) -> bool:
    """Whether a stretch speaks of what is not so yet (如果…, …的话, 等…了再).

    Args:
        text: masked.
    """
    return _SUPPOSES.search(text) is not None


class Sign:
    """The words for one thing, found where they are meant as an order or as something done.

    Args:
        words: a regular expression; `C` stands for a customer's name and `P` for a colleague's.
        hearsay: whether 客户说… may stand before it (a complaint is always told by the customer).
        hope: whether a plan counts (a transfer is ordered: 让韩梅来跟).
    """

    def __init__(self, words: str, *, hearsay: bool = False, hope: bool = False) -> None:
        self.pattern = regex(words.replace("C", C).replace("P", P))
        self._hearsay = hearsay
        self._hope = hope

    def said(self, reading: Reading) -> re.Match[str] | None:
        """The first place, however it is meant."""
        return self.pattern.search(reading.masked)

    def stands(self, reading: Reading) -> re.Match[str] | None:
        """The first place where it is meant, or nothing."""
        return next((found for found in self.pattern.finditer(reading.masked) if self._holds(reading, found)), None)

    def _holds(self, reading: Reading, found: re.Match[str]) -> bool:
        masked = reading.masked
        start, end = reading.clause_of(found.start())
        before, after = masked[start : found.start()], masked[found.end() : end]
        if is_asked(masked[start : end + 1]) or supposed(masked[:end]):
            return False
        if _DENIES.search(before) or _FORBIDS.search(before) or _DENIES_AFTER.match(after):
            return False
        if not self._hearsay and _TOLD.search(before):
            return False
        return self._hope or not self._is_hoped(reading, found, start, end, before, after)

    @staticmethod
    def _is_hoped(reading: Reading, found: re.Match[str], start: int, end: int, before: str, after: str) -> bool:
        done = _DONE.match(after) is not None or found.group()[-1] in "了过"
        if done:
            return False
        if _HOPES.search(before):
            return True
        return any(
            start <= moment.start < end
            and moment.dated
            and moment.leaning is Leaning.FUTURE
            and _DELIVERED.match(reading.masked, moment.end) is None
            for moment in reading.moments
        )


def only_words(reading: Reading, taken: re.Pattern[str]) -> str:
    """What a record says besides names, blanks and some words: empty when it says no more.

    Args:
        reading: one record.
        taken: the words that do not count.
    """
    return taken.sub("", reading.masked.replace(CUSTOMER, "").replace(PERSON, "")).strip(" ,。;:!~\n?")


SUM: Final = regex(
    r"[\d零一二两三四五六七八九十百半壹贰叁肆伍陆柒捌玖拾佰仟](?:[\d,.]*\d)?\s*(?:[万千百亿wk元块圆萬仟]|个[万亿w])|(?<![\d.#:])\d{1,3}(?:,\d{3})+"
    r"|(?<![\d.#:月])\d{3,}(?:\.\d+)?(?![\d.]*\s*(?:[月号日天年点:度米]|公斤|斤))"
)
"""What looks like a sum of money; which sum it is the readers say."""
COUNT: Final = regex(
    r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百千半几]+)\s*(?:多|来)?[个台套张箱件桶斤吨只支瓶条把根卷包盒袋批份车组副双块片米令升罐筐扎打双枚盏棵盆床筒匹捆扇顶株提幅串坛壶听](?!月|人|点|客户|小时|星期|礼拜|钱|[\d一二三四五六七八九])"
)
PHONE: Final = regex(
    r"(?<!\d)1[3-9](?:[ \-.]?\d){7,10}(?!\d)|0\d{2,3}-?\d{7,8}"
    r"|[幺一1][三五七八九3-9](?:\s?[零一二三四五六七八九幺〇]){7,9}"
)
"""What looks like a phone number, also with a figure missing or too many."""


def names_somebody(reading: Reading) -> bool:
    """Whether a customer, or a contact who stands for his firm, is named."""
    return bool(reading.customers) or bool(reading.contacts)
