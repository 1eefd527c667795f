"""What is said plainly beside visits: promises, problems, absences, cards; read before any verb is looked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from handlers.language.market_talk import read_market
from handlers.language.meaning import Intent
from handlers.language.patterns import regex
from handlers.language.reading import Reading
from handlers.language.want_absences import read_absence, read_mute
from handlers.language.want_cards import read_card
from handlers.language.want_help import read_how
from handlers.language.want_news import read_news
from handlers.language.want_promises import read_delivered, read_promise
from handlers.language.want_prompts import read_prompt
from handlers.language.want_reports import read_remark_behind

Reader = Callable[[Reading], Intent | None]

_FAR: Final = r"[一-鿿]{2,8}?[\d一二两三四五六七八九十半]个?[天周月]"
_SO_FAR: Final = "的?(?:记录|情况|经过)"
_MOVES: Final = r".{0,8}?[涨降跌]"
_A_UNIT: Final = r"[吨台套个斤箱件只平米张方桶袋包瓶公].{0,8}?[降涨加跌调]"
# Each alternative begins with a plain character: so `re` passes over what none begins with.
_SIGNS: Final[tuple[tuple[str, Reader], ...]] = (
    ("怎么|怎样|如何|咋", read_how),
    (
        "生日|寿辰|问候|祝福|拜年|慰问|提醒|推送|推给|给我|通知|催|关了|关掉|关闭|停掉|恢复|打开|早报|晨|草稿|汇总|月结|进度",
        read_prompt,
    ),
    ("答应|承诺|许诺|允诺|应承|保证|欠|我说|我讲|我们说|我拍胸|我打包票|我这边说", read_promise),
    (
        (
            "问题|难题|求助|求支|求帮|困难|麻烦|难处|解决|竞品|竞争|竞对|对手|友商|同行|听说|据说|听到|打听|得知|了解到"
            "|市场|行情|情报|行业|政策"
        ),
        read_news,
    ),
    (
        (
            "出差|出个差|出趟差|假|休|病|外地|外出|外面|不在|没来|回来|返|回公司|回到公司|到家|上班|歇|不舒服|感冒|发烧|难受"
            rf"|这[两几]天[^,。\s]{{2,6}}\s*$|多待|多住|多呆|多留|再待|再住|再请|延长|去{_FAR}|到{_FAR}|飞{_FAR}|赴{_FAR}"
        ),
        read_absence,
    ),
    (
        (
            rf"促销|搞活动|做活动|特价|送[一二三四五六七八九十两\d]|预付|每{_A_UNIT}|一{_A_UNIT}|价{_MOVES}|行.{_MOVES}|原.{_MOVES}"
        ),
        read_market,
    ),
    ("打扰|勿扰|静音|推送|提醒|吵|烦我|骚扰|通知我|发消息", read_mute),
    ("点评|批注|评语", read_remark_behind),
    ("交付|交货|交机|交车|交完|送到|送达|货.{0,4}交", read_delivered),
    (
        (
            "级|类|升|降|标签|地址|城市|所在地|来源|备注|搬到|搬去|搬家|时间线|时间轴|来龙去脉|往来|历史|过程|来的"
            "|介绍的|推荐的|认识的|加的|欠款的|应收的|尾款的|最近|新加|刚加|新增|回收|收回|掉公海|掉到公海|进公海"
            rf"|跟进{_SO_FAR}|沟通{_SO_FAR}|联系{_SO_FAR}|全部记录|a\s*$|b\s*$|c\s*$|d\s*$|e\s*$"
        ),
        read_card,
    ),
)
_ANY: Final = regex("|".join(words for words, _ in _SIGNS))
_READERS: Final = tuple((regex(words), read) for words, read in _SIGNS)
_OWN_WORDS: Final = frozenset({"visits.fill", "records.reason"})
"""Questions that are answered in one's own words, unless a customer is named or the text begins as a command."""
_COMMANDED: Final = regex(r"\s*(?:问题|竞品|市场|情报|点评|请假|出差|免打扰|打标签|答应|计划)[\s:：]")


def read_duty(reading: Reading) -> Intent | None:
    """A duty, a piece of news or a correction of a card that a message plainly is; None for everything else.

    Args:
        reading: one record of one line.
    """
    text = reading.text
    if _ANY.search(text) is None or "\n" in text.strip():
        return None
    if reading.situation.asked in _OWN_WORDS and not reading.customers and _COMMANDED.match(text) is None:
        return None
    for signs, read in _READERS:
        if signs.search(text) is not None:
            found = read(reading)
            if found is not None:
                return found
    return None
