"""What the clock tells unasked, wished for or not: 生日别提醒我, 王总生日不用提醒了, 问候名单 (`product.md` C7)."""

from __future__ import annotations

import re
from typing import Final

from handlers.language.meaning import Intent, Intents, Slot
from handlers.language.patterns import regex
from handlers.language.reading import Reading
from handlers.language.signs import QUESTION_END, supposed
from handlers.language.undated import undated
from handlers.language.who import find_who
from models.rules.notice_kinds import KINDS

ON, OFF, LISTED = "on", "off", "list"
GREETING: Final = "greeting"

_POLITE: Final = r"(?:我|请|麻烦|帮我?|给我|跟我|对我|以后|今后|把|将|这个|那个|的|就|都|也|先|还是?|要|想|[,\s])*"
_NOT: Final = (
    r"(?:别|不要|不用|不必|不想|无需|甭|勿|免|停止?|取消|关闭?|关掉|停掉|去掉|不需要|不)(?:再|老|总|要|来|用|想|了)*"
)
_TELL: Final = (
    r"(?:提醒|推送|通知|告诉|催|提示|收到|看到|推|发|收|看|说|报|吵|给)(?:送|促|我|给我|发|推|报|了|过来|一?下)*"
)
_END: Final = r"(?:了|啦|吧|哈|啊|掉|我|了吧|好了|提醒|推送|通知|消息|[\s,。!])*"
_WORDS: Final = {word: kind.name for kind in KINDS.values() if kind.mutable for word in (kind.title, *kind.words)}
_KIND: Final = "|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True))
_OFF: Final = regex(
    rf"{_POLITE}(?:客户)?(?P<kind>{_KIND})(?:的|类|相关|这类)*(?:提醒|推送|通知|消息)?{_POLITE}{_NOT}(?:{_TELL})?{_END}"
    rf"|{_POLITE}{_NOT}(?:{_TELL})?(?:客户|关于)?(?:的)?(?P<what>{_KIND})(?:的)?(?:提醒|推送|通知|消息|单)?{_END}"
)
_AGAIN: Final = r"(?:恢复|打开|开启|重新打?开|重新|继续|开|要|还要|照常|接着|开始)(?:一?下|起来|来|起)?"
_ON: Final = regex(
    rf"{_POLITE}(?:客户)?(?P<kind>{_KIND})(?:的)?(?:提醒|推送|通知|消息)?{_POLITE}{_AGAIN}(?:{_TELL})?{_END}"
    rf"|{_POLITE}{_AGAIN}(?:{_TELL})?(?:的)?(?P<what>{_KIND})(?:的)?(?:提醒|推送|通知|消息)?{_END}"
)
_TELLS: Final = regex("提醒|推送|推给我|给我推|通知|提示|催我|发给我|给我发|发我|吵我|跟我说|告诉我")
_PUSHED: Final = regex("早报|晨报|晨会单|日报草稿|日汇总|汇总上报|积分进度|积分月结")
"""What is nothing but a push; of all else it is said that it shall not be told: 取消回款 takes a payment back."""
_URGES: Final = regex("日报.*催|催.*日报")
_LIST: Final = regex(
    r"(?:看看?|查一?下|列一?下)?(?:我)?(?:都)?(?:关|停|屏蔽|静音)(?:了|掉了|闭了|掉)?(?:过)?(?:哪些|什么|啥|哪几个)(?:的)?(?:提醒|推送|通知)?(?:呢|啊)?[\s?。]*"
    r"|(?:看看?|查一?下)?(?:哪些|什么|啥)(?:提醒|推送|通知)(?:被|是|我)?(?:关|停)(?:了|掉了|着)?(?:的)?[\s?。]*"
)
_TOO_MANY: Final = regex(
    rf"(?:你的?|这些|每天|现在|{_KIND})*(?:的)?(?:提醒|推送|通知|消息)(?:实在|也|真的|有点)*(?:太多|好多|太烦|好烦|烦人|烦死)(?:了|啊|人)*[\s。]*"
)
_ALL_ON: Final = regex(
    rf"{_POLITE}(?:恢复|打开|开启)(?:所有|全部|一切)(?:的)?(?:提醒|推送)(?:了|吧)?[\s。]*"
    rf"|{_POLITE}(?:所有|全部|一切)(?:的)?(?:提醒|推送)?(?:都|全)?(?:恢复|打开|开启)(?:提醒|推送|了|吧)*[\s。]*"
)
_ABOUT_BIRTHDAY: Final = regex("生日|寿辰|寿星")
_BIRTHDAY_OFF: Final = regex(rf"(?:的)?(?:这个)?(?:生日|寿辰)(?:的)?(?:提醒)?{_POLITE}{_NOT}(?:{_TELL})?{_END}")
_ON_THE_DAY: Final = r"(?:当天|那天|到时候?|前)?"
_BIRTHDAY_ON: Final = regex(
    rf"(?:的)?(?:生日|寿辰)(?:的)?(?:提醒)?{_ON_THE_DAY}{_POLITE}(?:{_AGAIN}(?:{_TELL})?|提醒){_END}"
)
_FEAST: Final = r"(?:春节|过年|新年|年前|端午节?|中秋节?|国庆节?|十一|过节|节日|节前|这次|今年|节)?"
_GREET: Final = regex(
    rf"(?:看看?|查一?下|列一?下|给我|发一?下|我)*{_FEAST}(?:的)?(?:要|该|需要)?(?:问候|祝福|拜年|慰问)(?:的)?(?:客户)?(?:的)?(?:名单|清单|列表|客户)(?:呢|看看|发我)?[\s?。]*"
    rf"|(?:我)?{_FEAST}(?:我)?(?:要|该|需要|得)?(?:问候|祝福|慰问|拜年)(?:谁|哪些(?:客户|人)?|哪几家)(?:呢|啊)?[\s?。]*"
    rf"|(?:我)?{_FEAST}(?:要|该|需要|得)?(?:给)(?:谁|哪些(?:客户|人)?|哪几家)(?:拜年|问候|发?祝福)(?:呢|啊)?[\s?。]*"
)
_LONGEST: Final = 30


def read_prompt(reading: Reading) -> Intent | None:
    """`category` (a kind of notices) with `topic` on, off or list; `contact` with `topic`; or the list of greetings.

    Args:
        reading: one record.
    """
    text = reading.text.strip()
    if len(text) > _LONGEST or "\n" in text:
        return None
    if _ALL_ON.fullmatch(text):
        return reading.intent(Intents.MUTE, {"topic": reading.whole(OFF)})
    if _LIST.fullmatch(text) or _TOO_MANY.fullmatch(text):
        return reading.intent(Intents.KIND_MUTE, {"topic": reading.whole(LISTED)})
    if not reading.customers and _GREET.fullmatch(text):
        return reading.intent(Intents.CUSTOMER_LIST, {"topic": reading.whole(GREETING)})
    if QUESTION_END.search(reading.masked) or supposed(reading.masked):
        return None
    return _of_contact(reading) or _of_kind(reading, text)


def _of_kind(reading: Reading, text: str) -> Intent | None:
    """生日别提醒我, 别催我日报, 恢复积分提醒: never with a day, for that is told of by itself."""
    if reading.customers or reading.contacts or reading.people or reading.moments:
        return None
    if not any(words.search(text) for words in (_TELLS, _PUSHED, _URGES)):
        return None
    for pattern, topic in ((_OFF, OFF), (_ON, ON)):
        found = pattern.fullmatch(text)
        if found is not None:
            kind = _WORDS[found["kind"] or found["what"]]
            return reading.intent(Intents.KIND_MUTE, {"category": reading.whole(kind), "topic": reading.whole(topic)})
    return None


def _of_contact(reading: Reading) -> Intent | None:
    """王总生日不用提醒了, 东吴王总的生日要提醒, 取消李工生日提醒."""
    if _ABOUT_BIRTHDAY.search(reading.text) is None or reading.moments:
        return None
    who = find_who(reading)
    if who.contact is None:
        return None
    start, end = min(place[0] for place in who.places), max(place[1] for place in who.places)
    before, after = reading.text[:start], undated(reading)[end:]
    for off, pattern in ((True, _BIRTHDAY_OFF), (False, _BIRTHDAY_ON)):
        if pattern.fullmatch(after) and re.fullmatch(_POLITE, before):
            return _prompt(reading, who.slots, off=off)
    if re.fullmatch(rf"(?:的)?(?:生日|寿辰)(?:的)?(?:提醒)?{_END}", after) is None:
        return None
    if re.fullmatch(rf"{_POLITE}{_NOT}(?:{_TELL})?", before):
        return _prompt(reading, who.slots, off=True)
    return _prompt(reading, who.slots, off=False) if re.fullmatch(rf"{_POLITE}{_AGAIN}(?:{_TELL})?", before) else None


def _prompt(reading: Reading, slots: dict[str, Slot], *, off: bool) -> Intent:
    return reading.intent(Intents.BIRTHDAY_PROMPT, {**slots, "topic": reading.whole(OFF if off else ON)})
