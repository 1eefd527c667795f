"""What somebody who has just arrived says beside what was talked about: waiting, the weather, his own plans. Pure."""

from __future__ import annotations

from handlers import choices
from handlers.language.patterns import regex

_BUSINESS = regex(
    r"报价|合同|样[品机]|价|款|货|单|签|定|下周|明天|下次|讨论|[谈聊见](?:了|过|到了|完)|方案|机器|设备|意向|需求|交期"
)
_MOOD = regex(
    r"(?:今天|今儿|外面|外头|这天|天气|这边|这里|我|真是|真的?|好|太|有点|实在|可|都|快|又|怎么这么|也)*"
    r"(?:冷|热|累|困|饿|渴|晒|堵车?|闷|烦|下雨|下雪|刮风|冻|晕|无聊)(?:死|坏|惨|极|得很|得要命)*(?:了|我了|啊|呀|哦|呢|啦|的|吧)*"
)
_WAITING = regex(
    r"在[一-鿿]{0,6}等[一-鿿]{0,4}$|^我?(?:先|还得|再|继续)?等(?:着|一下|会儿?|(?:[一-鿿]{1,2}(?:总|工|经理|主任|厂长)|人|他|她)(?:来|出来|回来|开完会)?(?:$|[,，。]))"
    r"|还没(?:有)?(?:见|看|碰|等|轮|来|到|出来|开始|谈|聊|开完|回来)|在(?:开会|忙|打电话|接电话|路上|吃饭)[呢]?$"
)
_OWN_WAY = regex(r"(?:回|去)(?:公司|单位|办公室|总部)|回去开会|回家|去?吃(?:午|中|晚)?饭")
_MINE = regex(r"(?:让|叫|喊|要|通知|催)我|^(?:我|今天|上午|中午|下午|晚上|待会|等会|一会|等下|马上|先)")
_MISTAKE = regex(r"(?:发|点|写|打|弄|搞|记|签)错|没去(?!过)|没有去")
_TOLD = regex(r"[问说讲嫌]|要求|反映|反馈|答应|关心|希望")

LONGEST = 20
"""Characters; longer sentences tell something."""


def is_question(text: str) -> bool:
    """几点开会来着: he asks; 王总问什么时候交货 tells what a customer asked."""
    return choices.asks(text) and _TOLD.search(text) is None


def is_waiting(text: str) -> bool:
    """在等王总, 还没见到人: the visit goes on, nothing was talked about yet."""
    return len(text) <= LONGEST and _WAITING.search(text.strip()) is not None and _BUSINESS.search(text) is None


def is_small(text: str) -> bool:
    """今天好冷啊, 周经理让我下午回公司: nothing that was talked about at the customer's."""
    if len(text) > LONGEST or _BUSINESS.search(text) is not None:
        return False
    said = text.strip()
    if _MOOD.fullmatch(choices.folded(said)) is not None:
        return True
    return _OWN_WAY.search(said) is not None and _MINE.search(said) is not None


def is_mistake(text: str) -> bool:
    """没去东吴 我发错了: the arrival itself was wrong."""
    return len(text) <= LONGEST and _MISTAKE.search(text) is not None and _BUSINESS.search(text) is None
