"""Taking back what was kept last: 撤销, 刚才那条记错了, 刚给东吴记的那条删了."""

from __future__ import annotations

import re
from typing import Final

from handlers.language.corrections import ITS_DAY
from handlers.language.meaning import Intent, Intents
from handlers.language.mentions import by_part, known_customer
from handlers.language.normalise import CUSTOMER
from handlers.language.numbers import number
from handlers.language.patterns import regex
from handlers.language.reading import Reading
from handlers.language.skeleton import skeleton

_RECORDS: Final = (
    r"(?:拜访|记录|登记|回款|订单|下单|费用|报销|跟进|提醒|报备|商机|投诉|生日|客户|联系人|日报|操作|消息"
    r"|的|那|这|个|条|笔|我|记|录|登|写|发|填|报)*"
)
_LAST: Final = r"(?:刚才|刚刚|刚(?=[记登录写发填报说传那这的上一])|上面|上一?|最后|最近|前面)"
_UNDO: Final = regex(
    rf"(?:请|帮我|麻烦|给我)*(?:撤销|撤消|撤回|撤掉|撤了|撤|删掉|删除|删了|取消|作废)(?:一下|掉|了|吧)?{_LAST}的?(?:那|这|一|上一)?(?:条|个|步|笔|次)?{_RECORDS}(?:吧|了)?"
    rf"|(?:请|帮我|麻烦|给我|把|不对|错了|哎呀|呀|糟了?|坏了|完了|等等|等下|(?:客户|人|金额|数|日期|时间|名字)?(?:记|写|登|报|搞|弄|发|填)(?:错|串|混|反|重|岔)了?)*{_LAST}的?(?:那|这|一)?(?:条|个|步|笔|次)?{_RECORDS}"
    r"(?:不算(?:了|数)?|[记登写发搞弄录填报算选点]错(?:人|客户|金额|日期|时间|家)?了?|错了|不对|作废|撤销|撤掉|撤回|撤一下|撤了|撤|删一下|删掉|删了|删除|取消|不要了?|重复了?)"
    r"(?:我|给我|把它|帮我|撤掉|撤销|撤回|撤了|撤|删掉|删了|取消|重新记|重来|吧|了|哈|啊)*|"
    r"(?:请|帮我)?(?:撤销|撤消|撤回|撤掉|撤了|撤|删掉|删除|删了|取消|不算|作废)(?:一下|掉|了|吧)?"
    r"(?:刚才|刚刚|刚|上面|上|最后|最近)?(?:的)?(?:那|这|一|上一)?(?:条|个|步|笔|次)?(?:拜访|记录|登记|的|操作)*(?:吧|了)?"
    r"|(?:刚才|刚刚|刚|上面|上一?|最后|那|这)(?:的)?(?:那|这|一)?(?:条|个|步|笔|次)?(?:拜访|记录|登记|回款|费用|订单|跟进|提醒|报备|商机|投诉|日报|的)*"
    r"(?:我)?(?:不算(?:了|数)?|记错了?|登错了?|写错了?|发错了?|搞错了?|弄错了?|错了|不对|作废|撤销|撤掉|撤回|撤了|删掉|删了|删除|取消|不要了?|重复了?)"
    r"(?:撤掉|撤销|撤回|撤了|删掉|删了|取消|重新记|重来|吧|了)*"
    r"|(?:记|登|写|发|搞|弄|填|算|录|选|点)(?:错|重|重复)(?:人|客户|金额|日期|时间|家)?了?(?:帮我)?(?:撤掉|撤销|撤回|删掉|删了|重来|吧|了)*|不算(?:数|了)|(?:刚才?|上一?|那|这)的?[那这]?[条笔个]?(?:记录|拜访)?(?:就|先)?别(?:算|记|要)(?:我的|了)?"
)
_UNDO_AT_LENGTH: Final = regex(
    r"(?=.*(?:撤|删|抹|划掉|拿掉|去掉|退回|倒回|收回|弄没|作废|(?:刚|才)[^,。]{1,8}不[报记]了|(?:刚|才)[^,。]{1,5}不对|不算|不作数|(?:错|重|串|混|反|岔|刚|滑|上一?条|误)[^,。]{0,12}(?:取消|不要)))(?=.*(?:[错串混反岔重]|不对|刚|才|上|前|最后|最近|[那这][条笔个]|误|不小心|手快|嘴瓢))(?:不好意思|抱歉|对不起|哎呀|刚才|刚刚|刚|才|上面|上头|前面|前头|头里|里头|上|最后|最近|手快|嘴瓢|嘴快|重来|讲|说|报|倒回去?|不对|抹掉|抹|划掉|拿掉|去掉|退回去?|收回|弄没|不作数|字|一条|一笔|一个|手抖|手滑|两遍|发了|不报|不记|哎|前一|多|遍|又|好像|不小心|发出去|出去|设|存|联系人|花费|东西|操作|报销|客户|人|名字?|金额|日期|时间|数字?|字"
    r"|拜访|记录|回款|订单|费用|跟进|提醒|报备|商机|投诉|搞|弄|记|写|登|打|录|填|发|选|点|错|串|混|反|岔|重复|重|误操作|是|误点|手滑|撤销|撤消|撤回|撤掉|撤|删掉|删除|删|取消|作废|不算数?|不作数|不要"
    r"|一下|[一那这]|条|个|笔|次|的|吧|给我|帮我|麻烦|请|把|我|它|掉|了|啊|呀|哦|哈){2,16}"
)
"""刚才记错客户了 撤一下: nothing but that, in any order."""
_BARE_STOP: Final = frozenset({"取消", "取消了", "取消吧"})
_TAKE_BACK: Final = r"(?:撤销|撤消|撤回|撤掉|撤了?|取消|删掉|删除|删了?|不算)"
_UNDO_OF: Final = regex(
    rf"\s*(?:把)?(?:{ITS_DAY}的?)?{CUSTOMER}+(?:的)?(?:那|这)(?:一)?[条个笔](?:拜访|记录)?\s*(?:给我)?(?:{_TAKE_BACK}|作废)[了吧掉。!]*\s*"
    rf"|\s*(?:撤销|撤消|撤回|撤掉|删掉|删除)(?:一下|掉)?\s*(?:{ITS_DAY}的?)?{CUSTOMER}+(?:的)?(?:(?:那|这)(?:一)?[条个])?(?:拜访|记录)?[了吧。!]*\s*"
)
_RESTORED: Final = regex(
    r"\s*(?:把)?(?:恢复|还原|取消作废|撤销作废|取消撤销)\s*(?:一下)?\s*(?:拜访|记录|跟进|回款|应收|订单|报备|报价)?\s*#?\s*(\d{1,9})\s*(?:号|条)?(?:吧|了)?[\s。!]*"
    r"|\s*(?:把)?(?:拜访|记录|跟进|回款|应收|订单|报备|报价)?\s*#\s*(\d{1,9})\s*(?:号|条)?(?:给我)?(?:恢复|还原|取消作废)(?:一下|吧|了)?[\s。!]*"
)
"""恢复 拜访#1: what was taken back shall stand again."""
_UNDO_REPORT: Final = regex(
    r"(?:把)?(?:撤销|撤回|撤掉|收回|作废)(?:掉|一下|刚才|刚刚|今天|那份|我|刚交|的)*日报(?:吧|了)?|(?:把)?(?:我|刚才|刚刚|今天|刚交|的)*日报(?:给我|帮我)?(?:撤销|撤回|撤掉|撤了|收回|作废)(?:了|吧|一下)*"
)
_UNDO_PLACED: Final = regex(
    rf"(?:把)?第([一二三四五六七八九十]|\d{{1,2}})[条家个](?:拜访|记录)?{_TAKE_BACK}[了吧掉]*|{_TAKE_BACK}第([一二三四五六七八九十]|\d{{1,2}})[条家个](?:拜访|记录)?[了吧]*"
)
_UNDO_NUMBERED: Final = regex(
    r"\s*(?:请|帮我|把)?\s*(?:撤销|撤消|撤回|撤掉|撤了?|取消|删掉|删除|删了?)\s*(?:掉|一下)?\s*(?:拜访|记录|报备)?\s*[#b]?\s*(\d{1,9})\s*(?:号|条)?\s*(?:拜访|记录)?[吧了。!]*\s*"
    r"|\s*(?:把)?\s*(?:拜访|记录|报备)?\s*[#b]?\s*(\d{1,9})\s*(?:号|条)?\s*(?:拜访|记录)?\s*(?:给我)?\s*(?:撤销|撤回|撤掉|撤了?|取消|删掉|删除|删了?|不算|不要|记错了)[吧了。!掉]*\s*"
)
_STEP_BACK: Final = regex(
    r"(?:请|帮我|麻烦)*(?:回退|返回|退回|倒回|撤销|撤回|取消)(?:到|去)?(?:上|前|这)?一?步(?:操作)?(?:吧|了)?|回退(?:一下|吧|了)?|(?:把)?前一[条个笔步](?:记录|拜访)?(?:给我)?(?:作废|撤销|撤回|撤了?|删掉|删了?|取消|不要|不算)(?:掉|了|吧)*"
)
_NOT_KEPT: Final = regex(
    r"(?=.*(?:刚|上一?条|前面|那[条笔]))(?=.*(?:(?:别|不要|不用|甭|不该)(?:再)?[记存登录]|当我没说))(?:先|就|当我没说|那句话?|刚才|刚刚|刚|上一?|前面|那|这|条|个|笔|的|了|吧|哈|啊|我说|我发|说|发|别|不要|不用|甭|不该|再|记|存|登|录|给我|把|上去?|进去){2,14}"
)
"""别记刚才那条; while something is open, what is not to be kept is that."""
_NAMED: Final = regex(
    r"(?=.*(?:撤|删|作废|抹掉|划掉|取消))(?=.*(?:刚|才|上一?[条笔]|[那这最]后?[一那]?[条笔个]|[记登录写设存]|错))(?:不好意思|抱歉|哎呀?|刚才|刚刚|刚|才|上面|上一|上|最后|最近|前面|今天|给|在|跟|和|对|去|把|这边|那边|那|这|条|个|笔|次|趟|家|店|人|客户|公司|金额|数字?|日期|的|记|登|录|写|设|存|发|填|报|搞|弄|错|重|混|串|反|拜访|记录|回款|订单|费用|跟进|提醒|报备|商机|投诉|生日|联系人|日报|撤销|撤消|撤回|撤掉|撤|删掉|删除|删|取消|作废|抹掉|划掉|不算|重复|一下|给我|帮我|麻烦|请|我|了|吧|啊|哈|掉|不是|不对|是|成){2,20}"
)
"""刚给东吴记的那条删了: the same with a name, a sum or a day in it."""
_NOT_SO: Final = regex(r"(?<=[撤删除销回掉了])[,\s]+(?:应该|其实|本来|实际)是[^,。]{2,12}$")
"""撤了，应该是上周五去的: what it should have been he writes anew."""
_LETTERS: Final = regex("[CKMSNTBAE,。!~… ]+")
_HIS_DOING: Final = regex(
    r"[CKM](?:那边|他们|她们|人家)?(?:刚才?|又|突然|临时|今天)*(?:说|讲|要|把|来|让|打|取消|通知|反悔|(?:撤|退)(?:单|货|订|标|资|店|出))|[?]|吗|怎么|为什么|[没不别](?:撤|删|取消)"
)


_ANY_SIGN: Final = regex(
    "恢复|还原|[撤删消退抹划收错重混反岔误]|作废|[拿去]掉|倒回|返回|不[算作对要报记]|弄没|[别甭]|不[用该]|没说|干掉|擦掉"
)
"""None of it is said without one of these."""
_OF_ANOTHER: Final = regex("刚|上一|上[条笔]|前|最后|昨天|那[条笔]|撤[销消回]")


def is_of_yes(asked: str) -> bool:
    """Whether a question is one of yes or no, of what is not kept yet: 删掉吧 is a no to that.

    Args:
        asked: the question's name.
    """
    return asked == "draft" or asked.endswith((".yes", ".confirm", ".sure", ".came", ".again", ".this_one", ".doubt"))


def read_undo(reading: Reading, compact: str) -> Intent | None:
    """What is to be taken back: the last record, one by its `number`, its `place` or its `customer`.

    Args:
        reading: the whole message.
        compact: its text without blanks and punctuation.
    """
    if _ANY_SIGN.search(compact) is None:
        return None
    numbered = _numbered(reading)
    if numbered is not None:
        return numbered
    of = _UNDO_OF.fullmatch(reading.masked)
    if of is not None and len(reading.customers) == 1:
        return reading.intent(Intents.UNDO, known_customer(reading))
    if _UNDO_REPORT.fullmatch(compact):
        return reading.intent(Intents.UNDO)
    placed = _UNDO_PLACED.fullmatch(compact)
    if placed is not None:
        value = number(placed[1] or placed[2])
        return reading.intent(Intents.UNDO, {"place": reading.whole(value)})
    asked = reading.situation.asked
    if compact in _BARE_STOP or asked.endswith("reason") or (is_of_yes(asked) and not _OF_ANOTHER.search(compact)):
        return None  # 记错了 is a reason too
    if any(words.fullmatch(compact) for words in (_UNDO, _UNDO_AT_LENGTH, _STEP_BACK)):
        return reading.intent(Intents.UNDO)
    if asked:
        return _by_part_of_name(reading, compact)
    if _NOT_KEPT.fullmatch(compact):
        return reading.intent(Intents.UNDO)
    return _of_named(reading) or _by_part_of_name(reading, compact)


def _numbered(reading: Reading) -> Intent | None:
    """One record by its number: taken back, or, with the topic restore, to stand again."""
    restored = _RESTORED.fullmatch(reading.text)
    if restored is not None:
        said = next(group for group in restored.groups() if group)
        return reading.intent(Intents.UNKNOWN, {"topic": reading.whole("restore"), "number": reading.whole(int(said))})
    found = _UNDO_NUMBERED.fullmatch(reading.text)
    if found is None:
        return None
    group = 1 if found[1] is not None else 2
    return reading.intent(Intents.UNDO, {"number": reading.slot(int(found[group]), *found.span(group))})


_OF_WORDS: Final = regex(
    rf"\s*(?:把)?(?P<name>(?!刚|上|前|最后|后面|那|这|第|昨天|今天|我|回款|费用|订单|跟进|提醒|报备|商机|投诉|生日|联系人|日报)[一-鿿]{{2,6}}?)的?[那这]一?[条笔个](?:拜访|记录)?(?:给我)?(?:{_TAKE_BACK}|作废)[了吧掉]*"
)


def _by_part_of_name(reading: Reading, compact: str) -> Intent | None:
    """荡口那笔不算, of 荡口古镇饭庄: nothing else is taken back where part of a name is said, known or not."""
    if reading.customers or _OF_WORDS.fullmatch(compact) is None:
        return None
    named = by_part(reading, _OF_WORDS)
    return reading.intent(Intents.UNDO, named) if named else which_record(reading, _OF_WORDS)


def which_record(reading: Reading, words: re.Pattern[str]) -> Intent | None:
    """A record that is called by what it was about (招标那条), which only who has the records can find: UNKNOWN with
    the slots `topic` (which_record) and `about`, so that no other is taken for it.

    Args:
        reading: the whole message.
        words: what it is called in, with the group `name`.
    """
    found = words.match(reading.text)
    if found is None:
        return None
    about = reading.slot(reading.words(*found.span("name")), *found.span("name"))
    return reading.intent(Intents.UNKNOWN, {"topic": reading.whole("which_record"), "about": about})


_SIGNS: Final = regex("撤|删|作废|抹掉|划掉|取消")


def _of_named(reading: Reading) -> Intent | None:
    if _SIGNS.search(reading.masked) is None or len(reading.customers) > 1:
        return None
    bones = _NOT_SO.sub("", skeleton(reading))
    if _HIS_DOING.search(bones) or _NAMED.fullmatch(_LETTERS.sub("", bones)) is None:
        return None
    return reading.intent(Intents.UNDO, known_customer(reading))
