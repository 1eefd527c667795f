"""What is said to the bot about the daily report and is no text of it: 帮我理一下, 没别的了，1, 那句就别写进去了. Pure.

A draft takes every sentence that is written below it (`product.md` A3), so that what only speaks of it must be told
from what goes into it.
"""

from __future__ import annotations

from typing import Final

from handlers.language.normalise import fold
from handlers.language.patterns import regex
from handlers.language.replies import asks as asks_somebody

_TO_THE_BOT: Final = (
    r"小勤|帮我|帮忙|麻烦|辛苦|劳驾|请|替我|给我|你|我的|我|把|将|今天的?|今日的?|今儿个?的?|那个?|这个?|自己的?|先|再|还|就|能不能|能|可以|顺便"
    r"|一?[下哈遍]|出来|过来|[来去]|好|日报|草稿|小结|全文|全部|完整的?|内容|里[面头]?|上[面]?|都"
    r"|有|一份|些|点|什么|啥子?|吗|吧|呗|呢|嘛|哈|啊|呀|了|的|得|行|不|没|[\W_]"
)
_LOOKS: Final = (
    "看看?|瞅瞅?|瞧瞧?|念叨?|读|听听?|过目|整?理|梳理|捋|汇总|归纳|总结|生成|排[下版]|[拟调拉发拿弄整写做]|打开|显示"
)
_SHOWS: Final = regex(rf"(?=.*(?:{_LOOKS}))(?:{_LOOKS}|{_TO_THE_BOT})+")
_NAMED: Final = regex(r"日报|草稿|小结")
_BUSY: Final = regex(
    r"^我?(?:还|正|这会儿)?在?(?:开车|开会|路上|忙|吃饭)(?:呢|着|了)?[\s,。]*"
    r"|[\s,]*(?:等下|等会儿?|待会儿?|回头|一会儿?)我(?:再)?看[\W]*$"
)
"""在开车，…等下我看: why he cannot do it himself."""
_DOES_MORE: Final = regex(r"[没不]|得|能不能|(?:写|发|做|弄)(?:了(?!什么|啥|些|点)|的|过)")
"""没写, 写得不好: that is said of it, and no wish to see it."""
_CHAT: Final = (
    r"催(?:啥|什么|个?[啥什]么?)?(?:子|嘛|呢|呀|啊)*|别催了?|莫催|知道[了啦]?|晓得[了啦]?|来了+|来啦|好[的嘞了啦吧]?|行[吧了啦]?|嗯+|哦+|可以了?|妥[了嘞]?|得[嘞了]|没问题|没错|对[的了]?|ok|中|要得"
    r"|(?:也|都|就)?没(?:有)?(?:别的|其他的?|什么|啥|补充|要补|要加|要改)?(?:要?(?:补充?|加|改|说|写)?的?)?(?:了|啦|啊)|就?这[些样]|就?这么|差不多了?|写完了?|写好了?|弄完了?|忙完了?|刚忙完|忘[了记]了?|差点忘了?|不好意思|在交了?"
    r"|看(?:过|完|好)?了|[他你]?急(?:啥|什么)|烦|其他|其它|别的|刚|那|就|我|也|都|马上|这就|现在|小勤|[啊呀哈呢嘛啦吧哎唉哟哼]|[\W_]"
)
_HANDS_IN: Final = regex(rf"(?:{_CHAT})*(?:(?<![^\W_])1|(?:提?交|提交|上交)(?:了|吧|上去|掉|一?下)*)[\W_]*")
_NOTHING: Final = regex(rf"(?:{_CHAT})+")
_ENDS_IN_ONE: Final = regex(r".{1,16}[\s,。;!~]1[\s。!]*")
_LEFT_OUT: Final = regex(
    r"(?P<what>.{0,40}?)(?:就|都|先|还是|你|给我|帮我|[\s,])*(?:(?:别|不要|不用|甭|莫|不必|不)(?:给我|帮我|再)?(?:写|放|记|加|提|带|出现)(?:进|到|在|上)*(?:日报|报告)?(?:里[面头]?|去|上[面去]?|进[去来])*"
    r"|(?:删|去|划|拿|抹|撤)(?:掉|了|去|除)|(?:删|去)(?:一?下))(?:了|吧|哈|啊|哦|好了|[\s。!])*"
)
_POINTS: Final = regex(r"[句条段]|日报|小结")
_OF_OTHERS: Final = regex(r"[说讲]|客户|[他她]们?|让我|叫我")
_POINTING: Final = regex(
    r"(?:日报|草稿|小结)(?:里[面头]?|上)?的?|把|将|里[面头]|[那这](?:一?[句条段个些])(?:话)?|最后那?一?[句条]|[句条]话?|写的|说的|的话|的|小勤|帮我|你|[\W_]"
)
_ASKS: Final = regex(
    r"谁|哪[个些家里天位]|啥时|几时|什么时候|(?:多久|多少|好多|怎么办|咋办|咋个?弄|怎么样|咋样)[了呢啊\W]*$|[?？]\W*$|[吗呢么没](?:有)?\W*$|是不是|能不能|要不要|有没有"
)
_QUOTES: Final = regex(r"[问说讲]|反映|反馈|打听|了解")
_LEADS_IN: Final = regex(
    r"\s*(?:(?:小勤|哎|对了|另外|还有|再就是|[\s,，])*(?:日报)?(?:里|上)?(?:你|请|麻烦)?(?:帮我|给我|替我|帮忙)?(?:再|还|也)?(?:补充|[加补添记写])(?:上|一?[条句点下个笔])?(?:[\s,，:：]+|(?<=[条句笔]))|(?:帮我|给我|替我)(?:写|记|补)(?:一?下|上)?[\s,，:：]+)"
)


_LONGEST: Final = 24
"""Characters of what only speaks of a report."""


def shows(text: str, *, below: bool = False) -> bool:
    """Whether somebody only wants to see his report: 帮我把今天的日报理一下, 看下我的日报.

    Args:
        text: the message.
        below: whether a draft is open, so that it needs not be named.
    """
    said = _BUSY.sub("", fold(text))
    if len(said) > _LONGEST or not (below or _NAMED.search(said)) or _DOES_MORE.search(said):
        return False
    return _SHOWS.fullmatch(said) is not None


def hands_in(text: str) -> bool:
    """Whether the words before 1 or 交 below a draft say nothing: 催啥子嘛 1, 没别的了，1, 看过了交吧."""
    return len(text) <= _LONGEST and _HANDS_IN.fullmatch(fold(text)) is not None


def says_nothing(text: str) -> bool:
    """没别的了, 催啥子嘛: below a draft neither a text for it nor that it is handed in."""
    return len(text) <= _LONGEST and _NOTHING.fullmatch(fold(text)) is not None


def may_hand_in(text: str) -> bool:
    """Whether 1 stands at the end of something short that may belong into the report: it is asked, not guessed."""
    return _ENDS_IN_ONE.fullmatch(fold(text)) is not None


def left_out(text: str) -> str | None:
    """What shall not be in the report (捷运那句老乡的就别写进去了 → 捷运老乡); None where nothing is taken out."""
    said = fold(text)
    found = _LEFT_OUT.fullmatch(said)
    if found is None or _POINTS.search(said) is None or _OF_OTHERS.search(said):
        return None
    return _POINTING.sub("", found["what"])


def asks(text: str) -> bool:
    """Whether what is written below a draft is a question of the writer's own, and none that a customer asked."""
    said = fold(text)
    return _ASKS.search(said) is not None and _QUOTES.search(said) is None and asks_somebody(said)


def plain(text: str) -> str:
    """What is to be added without the words that say so: 帮我加一条鸿运邹老板我下午电话打了."""
    return text[found.end() :] if (found := _LEADS_IN.match(text)) is not None else text
