"""What is written right after a colleague's words were read: an answer for him, a nod, or grumbling about him. Pure."""

from __future__ import annotations

from typing import Final

from handlers.language.normalise import fold
from handlers.language.patterns import regex

_ASKS: Final = regex(
    r"[?？]|[吗么嘛]\W*$|没有?\W*$|没[有]?(?=[,，。;；])|谁|哪|几[个家点条号台套天次]|多少|什么|啥|怎么|咋|为何"
    r"|([一-鿿])不\1|能不能|行不行?|可不可以|可以不|是不是|有没有|能否|能不|要不要|中不中|成不成?|是.{1,8}还是|对不对"
)
_REQUESTS: Final = regex(
    r"[给回发跟告](?:我|他|她|个信)|发过来|发来|要个|准日子|[定看查问催核办拿弄][一个]?[下看认查理]|问[问下一]|催[催下一]|确认|评评|让[他她]|处理|叫我|带我"
)
_YES_OR_NO: Final = regex(
    r"(?:(?:可以|可|行|能|中|成|好|有|没有?|不行|不能|不可以|不用|不要|要|是|是的|对|对的|不是|同意|不同意|没问题|有的|没见过?|没去|没听(?:到|说)|见过|听(?:到|说)过?|去了|不去|能的|会|不会)"
    r"[的了啊呀吧呢嘞\s,，.。]*)+"
)
_NODS: Final = regex(
    r"(?=.*(?:[好嗯哦喔行懂中是妥成谢]|ok|收到|明白|知道|了解|可以|没问题|晓得|遵命|得嘞|马上|立刻|这就|辛苦|就|尽快|立马|应该的|客气|没事))(?:应该的|不?客气|没事|好[的嘞滴哒呀啊吧]?|嗯+|哦+|喔|行[吧的]?|ok(?:的|了)?|收到|明白|知道|了解|懂|中|可以|没问题|晓得|遵命|是|得嘞|妥|成|马上|立刻|这就[去办来]|我?(?:就|马上|这就|尽快|立马)(?:去|办|来|安排|弄)|谢谢|辛苦|感谢|[了啦啊呀哦吧呢哈的您你]|[\W_])+"
)
_ANSWERS: Final = regex(
    r"\W*(?:不[退换行能可用要同是给补]|没[有问见去听到看收人]|有[的，,。\s]|可以|能[的，,。\s补做退换弄]|行[的，,。\s吧我]|好[的，,。\s]|要[的，,。\s]|对[的，,。\s]|是[的，,。\s]"
    r"|同意|中[，,。\s]|换[，,。\s]|退[，,。\s]|成[，,。\s]|嗯[，,。\s]|ok[，,。\s]|没错|问(?:了|过)|打(?:了|过)|去(?:了|过)(?=[，,。\s]))"
)
_REPLIES: Final = regex(
    r"\W*(?:在(?!开会)|刚|已经?|还没|问[了过]|打[了过]|去[了过]|见[了过]|好了|中[,\s]|行[,\s]|可以[,\s]|没)"
)
_TELL_ME: Final = regex(r"(?:跟|和|告诉|通知|回|给)我(?:说|讲|个?信|发|一?声|$|[\s,，。])|告诉我|等你")
_VENTS: Final = regex(
    r"^靠|(?<!麻)烦|妈的|尼玛|滚|神经|傻|屁|有病|无语|呵呵|又来|就知道|老是|天天|催命|管得|不爽|服了|真行|不干了|领导.{0,4}就"
)
_CALLS: Final = regex(
    r"(?:[\W_]|那|好的?|是的|对的|没错|行|嗯|收到|麻烦|烦请|请|拜托|辛苦|劳驾|帮忙|帮我|转|另外|还有|哎|对了|小勤|@)*"
)
"""What may stand before the name of a colleague who is spoken to."""
_SPOKEN_TO: Final = regex(
    r"\s*[,:]\s*(?=.{3})|\s*(?:能|可以|有空|有没有(?:空|时间))[^,.。]{0,8}?(?:不|吗|么|[?])|\s*(?:你|您|帮|麻烦|记得|抽空|尽快|赶紧)"
    r"|\s*(?:定|看|查|处理|批|安排|确认|核|审|协调|盯|评评|把把关|拿个?主意|拍个?板)(?:一?下|一眼|个价|定|吧|[\s,.]|$)"
)


def calls(text: str, start: int, end: int) -> bool:
    """Whether a message speaks to the colleague whom it names at a place: 贾鹏，一半不行; 麻烦程经理定一下.

    Args:
        text: the message.
        start, end: of the name in it.
    """
    said = fold(text)
    return _CALLS.fullmatch(said, 0, start) is not None and _SPOKEN_TO.match(said, end) is not None


_ADDS: Final = regex(
    r"[\W_]*(?:哦对|对了|另外|还有|顺便|补充|再就是|而且|[他她它人][们家]?)[\W_]*(?:[他她它][们]?)?(?:还|也|又|就|都|说|讲|问|想|要|反映|觉得|嫌|担心|刚|那边|家|这边|手上|现在|是|没|不|有|做不了主)"
)
_TELLS: Final = regex(r"[说讲问嫌想要]|反映|答应|同意|不在|回来|没[来在到有]|做不了主|先|\d")


def adds(text: str) -> bool:
    """他还说…, 另外他们…: more about whom was just told of."""
    return _ADDS.match(fold(text)) is not None


def tells(text: str) -> bool:
    """Whether a sentence tells what somebody said, wants or does."""
    return _TELLS.search(fold(text)) is not None


_QUOTES: Final = regex(
    r"(?:^|[\s,.;]|[一-鿿]{1,3})(?<![我你])(?<!听)(?:说|讲|反映|答应|回话|松口)(?!明|法|好|错|定|服|话)"
    r"|[他她](?:又|还|也|刚)?问"
)


def quotes(text: str) -> bool:
    """Whether a sentence tells what somebody at the customer's said: 打了 说奶款没下来."""
    return _QUOTES.search(fold(text)) is not None


_ALOUD: Final = regex(
    r"(?:[\W_]|啊|哦|额|呃|咦|哎|靠|那|行|好|嗯|怎么回事|不会吧|奇怪)*"
    r"(?:(?:我|等我|那我)(?:再|先|去|来|晚点|回头|等会儿?|待会儿?|明天|晚上|今晚|这就|马上)*(?:问|看|想|查|打听|核对|确认|了解|琢磨)[问看想查一下]{0,2}(?:[他她]们?|情况|怎么回事|再说)?(?!.*(?:提醒|帮))"
    r"|(?:晚上|今晚|回头|明天|明早|等会儿?|到时候|晚点|改天|下次)再(?:问|说|看|查)(?:[看吧]|一眼|一下)?|再说吧?|(?:什么|啥)?[一-鿿]{0,4}我?没听清|不管了|无所谓|随便|看着办)(?:[\W_]|吧|了|啊|呢|再说|晚上再[问说看])*"
)


_WONDERS: Final = regex(
    r".{0,24}(?:[?]|吗|呢|了|吧)[\s,]*(?:那)?我(?:先|再|去|来)?问(?:问|下|一下|一问)?[一-鿿]{0,6}[了吧啊]*"
)
"""不是说周三五万吗，我问下谢会计."""


def thinks_aloud(text: str) -> bool:
    """啊？那我问问他; 晚上再问: what nobody has to do anything about."""
    said = fold(text)
    return _ALOUD.fullmatch(said) is not None or _WONDERS.fullmatch(said) is not None


_ASKS_AFTER: Final = regex(
    r"我(?:这|们)?(?:边|里|这边)?(?:还|都|怎么|也)?没(?:看到|收到|见到|查到|有|到)|(?:到账|打过来|转过来|发我|给我)(?:了)?(?:没有?|吗)"
)


def asks_after(text: str, start: int, end: int) -> bool:
    """郭长河那个1600打到公司账了没有，我这没看到: what only the colleague whom it begins with can tell.

    Args:
        text: the message.
        start, end: of his name in it.
    """
    said = fold(text)
    return _CALLS.fullmatch(said, 0, start) is not None and asks(said[end:]) and _ASKS_AFTER.search(said) is not None


_BEGINS_WITH_NOD: Final = regex(r"\W*(?:收到|好的|知道了?|明白|了解|ok|晓得)")


def begins_with_a_nod(text: str) -> bool:
    """收到，我也就大地一家养猪的."""
    return _BEGINS_WITH_NOD.match(fold(text)) is not None


_PERMISSION: Final = regex(r"(?:行不行?|可不可以|可以[吗不]|行吗|中不中|成不成|好不好|能不能|同不同意|批不批)\W*$")


def asks_permission(text: str) -> bool:
    """改成下午行不行: what a leader says yes or no to."""
    return _PERMISSION.search(fold(text)) is not None


_RULES: Final = regex(r"(?:归|判给|判|分给|划给|算|(?<![发回告转])给)$")
_LETS_HIM: Final = regex(r"[让叫喊][他她](?!们)")


def rules_for(before: str) -> bool:
    """Whether the words before a colleague's name give him something: 归志豪, 那给晓芸吧."""
    return _RULES.search(fold(before)) is not None


def lets_him(text: str) -> bool:
    """让他带我去: what a third one shall do."""
    return _LETS_HIM.search(fold(text)) is not None


_ORDERED: Final = regex(
    r"\s*(?:就|你|先|再|直接|尽快|今天|明天|下午)*(?:把|去|来|给|帮|冲|查|核|发|处理|盯|安排|办|改|退|补|开票|联系|对一?下|跟一?下|记一?下)"
    r"(?P<rest>[^,.;!]*)"
)
_ENDS_AS_ORDER: Final = regex(r"(?:就行|就好|就可以|一下|[^一]下|吧|了事)$")
_IS_WITH: Final = regex(r"\s*(?:那[里边儿]?|这[里边儿]?|手[里上])[^。!！]{0,10}[让叫][他她]")
_WHO_KNOWS: Final = regex(r"(?:有没有人|有人|谁|哪个|哪位)(?:晓得|知道|清楚|懂|了解)(?:的|吗|么|呢|啊|不)*[\W]*$")


def is_ordered(text: str, end: int) -> bool:
    """Whether the words behind a colleague's name tell him what to do: 何娟冲掉就行; 目录在袁圆那里，让她发一份."""
    said = fold(text)
    return _ORDERED.match(said, end) is not None or _IS_WITH.match(said, end) is not None


def orders(text: str, end: int) -> bool:
    """Whether they plainly do, though nobody has asked: 何娟冲掉就行."""
    found = _ORDERED.match(fold(text), end)
    return found is not None and _ENDS_AS_ORDER.search(found["rest"]) is not None


def asks_anybody(text: str) -> bool:
    """质保几年我记不清了，谁晓得: what only a colleague can tell."""
    return _WHO_KNOWS.search(fold(text)) is not None


_LEANS: Final = regex(
    r"这个|这事|这样|[能可行要中成]不[能可行要中成]|能[^,.。]{0,4}不(?:能)?|可以[吗不]|跟不跟|怎么办|咋[办弄整]|[行成]吗|同意吗?"
    r"|[定看查处批评核拿催][一个主]?[下理准评查意板]"
)
_SHORT: Final = 14


def leans(words: str) -> bool:
    """Whether words for a colleague mean nothing without what was said before: 能不能补, 定一下."""
    return len(words) <= _SHORT and _LEANS.search(fold(words)) is not None


LONGEST: Final = 120
"""Characters; longer ones tell a story of their own."""


def wants_answer(words: str) -> bool:
    """Whether a colleague's words ask for something that is answered: 能不能退, 他见过没有, 把名单发我."""
    return _ASKS.search(words) is not None or _REQUESTS.search(words) is not None


def asks(words: str) -> bool:
    """Whether a colleague's words are a question."""
    return _ASKS.search(words) is not None


def is_yes_or_no(text: str) -> bool:
    """可以, 没有, 不行: an answer where something was asked, and nothing by itself."""
    return _YES_OR_NO.fullmatch(fold(text).strip()) is not None


def nods(text: str, called: str = "") -> bool:
    """收到陶总, 好的好的: that it was read, and no more.

    Args:
        text: the message.
        called: the colleague as the message names him.
    """
    said = fold(text)
    return _NODS.fullmatch(said.replace(fold(called), "", 1) if called else said) is not None


def answers(text: str) -> bool:
    """Whether a message begins as an answer does: 不退，…, 可以补，…, 问过了，…."""
    return _ANSWERS.match(fold(text)) is not None


def replies(text: str) -> bool:
    """Whether a record is told as one tells somebody who has asked: 在宏达啊 刚出来, 打过了 他说月底付."""
    return _REPLIES.match(fold(text)) is not None


def tells_to_report(text: str) -> bool:
    """好，周五钱到了跟我说: what only a person can do."""
    return _TELL_ME.search(text) is not None


def vents(text: str) -> bool:
    """Whether a message is one that a colleague had better not read."""
    return _VENTS.search(fold(text)) is not None
