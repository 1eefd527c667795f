"""What is said of a customer's card: corrected (东吴升A), labelled, told from the start (东吴 时间线); lists by it."""

from __future__ import annotations

from typing import Final

from handlers.language.meaning import Intent, Intents, Slot
from handlers.language.mentions import mention_slot
from handlers.language.patterns import regex
from handlers.language.reading import Reading
from handlers.language.signs import QUESTION_END, C, supposed

_OF: Final = rf"\s*(?:请|帮我?|把|改|将|更新|修改|调整|设置?|给|记一下)*\s*{C}(?:这[家个](?:客户)?|客户)?(?:的)?[\s,:]*"
_LEVEL: Final = regex(
    rf"{_OF}(?:客户)?(?:级别|等级|类别|分类|分级)?[\s:]*(?:可以|应该|要)?(?:改|调|升|降|定|设|评|换|变|算|划|归|转|提|列)?(?:级|整)?(?:成|为|到|作|做|是|入|在)?[\s:]*(?P<level>[a-e])\s*(?:级|类)?(?:客户)?(?:了|吧)?\s*"
)
_SETS_LEVEL: Final = regex(r"级|类|升|降|改|定|评|调|设|算|划|列|提")
_ADDRESS: Final = regex(
    rf"{_OF}(?:公司|厂里?)?(?:新)?地址(?:换|改|变|更新|搬)?(?:成|为|到|是|了|:|\s|在)*(?P<value>[^\s].{{3,}})|{_OF}(?:公司|厂里?|总部)?搬(?:家)?(?:到|去|至)了?\s*(?P<moved>.{{3,}})"
)
_ADDRESS_SIGN: Final = regex(r"[路街道号区镇村园楼栋室厂厦市县弄巷]")
_CITY: Final = regex(
    rf"{_OF}(?:所在)?(?:城市|所在地)(?:换|改|变|更新)?(?:成|为|到|是|:|\s|在)*(?P<value>[一-鿿]{{2,8}}?)(?:了|吧)?\s*"
)
_SOURCE: Final = regex(
    rf"{_OF}(?:客户)?来源(?:换|改|变)?(?:成|为|是|:|\s)*(?P<value>\S.{{1,30}})"
    rf"|{_OF}(?:是|从|通过)*(?P<from>[^\s,。?]{{2,14}}?)(?:上|里|中)?(?:来|介绍来?|认识|找来|找到|过来|推荐来?|转介绍来?|加)的(?:客户)?\s*"
)
_NOTE: Final = regex(rf"{_OF}备注(?:改|换|加)?(?:成|为|是|:|\s|一下)*(?P<value>(?!了?(?:些|点)?(?:啥|什么))\S.+)")

_LABEL: Final = r"(?P<{}>[^\s,。:、\ue000]{{1,60}}?)"
_LABELS: Final = regex(
    rf"\s*(?:请|帮我)*(?:给)?\s*{C}\s*(?:再|也)?(?:打|贴|加|上|标|添加|添)?(?:一?个|上|一?下)?标签(?:为|成|:|\s)+{_LABEL.format('a')}\s*"
    rf"|\s*(?:打|贴|加|上|添加|添)(?:一?个|上|一?下)?标签[\s:]*{C}[\s:,]*{_LABEL.format('b')}\s*"
    rf"|\s*(?:打|贴|加|上|添加|添)(?:一?个|上|一?下)?标签[\s:]*{_LABEL.format('c')}[\s:,]+(?:给)?{C}\s*"
    rf"|\s*(?:请|帮我)*给\s*{C}\s*(?:打|贴|加|标)(?:上|个|一个)?[\s\"]*{_LABEL.format('d')}[\s\"]*(?:的)?标签\s*"
    rf"|\s*(?:把)?{C}\s*(?:标|打)(?:成|为|上)\s*{_LABEL.format('e')}(?:客户|标签)?\s*"
)
_DROPS_LABEL: Final = regex(
    rf"\s*(?:去掉|去除|取消|删掉?|删除|撕掉?|拿掉|移除)(?:一?个|一下)?标签[\s:]*{C}[\s:,]*{_LABEL.format('a')}\s*"
    rf"|\s*(?:去掉|去除|取消|删掉?|删除|撕掉?|拿掉|移除)\s*{C}(?:的)?[\s\"]*{_LABEL.format('b')}[\s\"]*(?:的)?标签\s*"
    rf"|\s*(?:把)?{C}(?:的)?\s*(?:去掉|去除|取消|删掉?|删除|撕掉?|拿掉|移除)[\s\"]*{_LABEL.format('c')}[\s\"]*(?:的)?标签\s*"
    rf"|\s*(?:把)?{C}(?:的)?[\s\"]*{_LABEL.format('d')}[\s\"]*标签(?:给我)?(?:去掉|去除|取消|删掉?|删除|撕掉?|拿掉|移除)(?:了|吧)?\s*"
)
_LABELLED: Final = regex(
    rf"\s*(?:我的?客户)?[\s,]*(?:看看?|列一?下?|查)?(?:带|有|打了|打过|标了)?标签(?:是|为|:|\s)*[\s\"]*{_LABEL.format('a')}[\s\"]*(?:的)?(?:客户)?(?:有哪些|清单)?\s*"
    rf"|\s*(?:我的?)?(?:看看?|列一?下?|查)?(?:带|有|打了)?[\s\"]*{_LABEL.format('b')}[\s\"]*标签的(?:客户)?(?:有哪些|清单)?\s*"
)
_NO_LABEL: Final = frozenset(
    {"清单", "列表", "有哪些", "哪些", "怎么", "管理", "功能", "吗", "打", "什么", "我", "没有"}
)

_TIMELINE: Final = regex(
    rf"\s*(?:看看?|看一下|查看?|查一下|调出?|翻一?下?|打开|发我?)?\s*{C}(?:这[家个](?:客户)?|客户)?(?:的|从头到尾的?|全部的?|所有的?|以前的?|[\s,:])*(?:时间线|时间轴|来龙去脉|(?:全部|所有|历史)?(?:跟进|往来|联系|历史|沟通)(?:的)?(?:记录|历史|情况|过程|经过)|往来|历史|跟进过程)(?:呢|给我看看?|看看|看一下|发我|给我|都有哪些|有哪些|第[一二三四五六七八九\d]+页)*[\s。?]*"
)

_OWING: Final = regex(
    r"\s*(?:我的?|我手上|手上|名下|哪些|客户|看看?|[\s,])*(?:有|还有)(?:欠款|应收|尾款)(?:没收|未收)?的(?:客户|有哪些|那几家)*[\s?。]*|\s*(?:我的)?客户[\s,]*有欠款的?\s*"
)
_NEWEST: Final = regex(
    r"\s*(?:我|看看?|[\s,])*(?:的)?(?:客户)?[\s,]*(?:最近|新近|刚|这周|本周|本月|这个月|近期)(?:新)?(?:加|增|添加|新增|登记|建|录)(?:加|的|了|过|进来|上)*(?:哪些)?(?:新)?(?:的)?(?:客户)?(?:有哪些)?[\s?。]*"
)
_RECYCLING: Final = regex(
    r"\s*(?:我的?|我手上|名下|手上|哪些|客户|看看?|有没有|[\s,])*(?:快|马上|即将|就)(?:要|会)?被?(?:回收|收回|掉(?:到|进|入|回)?公海|退公海|进公海)(?:的|了)*(?:客户|有哪些|有几家)*[\s?。]*"
)


def read_card(reading: Reading) -> Intent | None:
    """A correction: `customer`, `field` (level, address, city, source, note) and `value`; a label; the time line.

    Args:
        reading: one record.
    """
    if len(reading.customers) != 1:
        return None if reading.customers else _how(reading) or _list(reading)
    masked = reading.masked
    if _TIMELINE.fullmatch(masked):
        return reading.intent(Intents.TIMELINE, _customer(reading))
    if _LABELS_OF.fullmatch(masked):
        return reading.intent(Intents.CUSTOMER_QUERY, _customer(reading))
    if QUESTION_END.search(masked) or supposed(masked):
        return None
    return _label(reading) or _corrected(reading)


_LABELS_OF: Final = regex(rf"\s*(?:看看?|查)?{C}(?:的|有什么|有哪些|[\s,])*标签(?:有哪些|是什么|呢)?[\s?。]*")
_BARE: Final = (
    ("label", regex(r"\s*(?:打|贴|加|去掉|取消|删)(?:一?个)?标签(?:\s*\S{1,8})?\s*|\s*标签\s*")),
    ("card", regex(r"\s*(?:改|更新|修改)(?:客户)?(?:级别|等级|地址|来源|备注|资料)\s*")),
    ("timeline", regex(r"\s*(?:时间线|来龙去脉)\s*")),
)
"""Wanted of a customer who is not named: how it is said."""


def _how(reading: Reading) -> Intent | None:
    topic = next((topic for topic, words in _BARE if words.fullmatch(reading.masked)), None)
    return None if topic is None else reading.intent(Intents.HELP, {"topic": reading.whole(topic)})


def _customer(reading: Reading) -> dict[str, Slot]:
    return {"customer": mention_slot(reading, reading.customers[0])}


def _label(reading: Reading) -> Intent | None:
    if "标" not in reading.masked:
        return None
    for pattern, deed in ((_DROPS_LABEL, "drop"), (_LABELS, "add")):
        found = pattern.fullmatch(reading.masked)
        if found is not None:
            group = next(name for name in "abcde" if found.groupdict().get(name))
            value = reading.slot(reading.words(*found.span(group)), *found.span(group))
            return reading.intent(
                Intents.LABEL_SET, {**_customer(reading), "label": value, "category": reading.whole(deed)}
            )
    return None


def _corrected(reading: Reading) -> Intent | None:
    masked = reading.masked
    found = _LEVEL.fullmatch(masked)
    if found is not None and _SETS_LEVEL.search(masked):
        return _set(reading, "level", found["level"].upper(), found.span("level"))
    for pattern, field in ((_ADDRESS, "address"), (_CITY, "city"), (_SOURCE, "source"), (_NOTE, "note")):
        found = pattern.fullmatch(masked)
        if found is None:
            continue
        group = found.lastgroup or "value"
        words = reading.words(*found.span(group))
        if field == "address" and (not _ADDRESS_SIGN.search(words) or _ASKED_FOR.search(words)):
            continue
        if field == "source" and group == "from" and not _KNOWN_SOURCE.search(words):
            continue
        return _set(reading, field, words, found.span(group))
    return None


_ASKED_FOR: Final = regex("给(?:一?个|一下|我)|发(?:一?下|我|给)|多少|告诉")
_KNOWN_SOURCE: Final = regex(
    r"展|抖音|网|百度|阿里|1688|介绍|转介|老客户|朋友|同行|广告|电话|陌拜|扫街|扫楼|快手|小红书|微信|公众号|群|地推|招标|会议|论坛|官网|平台|视频号"
)


def _set(reading: Reading, field: str, value: str, place: tuple[int, int]) -> Intent:
    slots = {**_customer(reading), "field": reading.whole(field), "value": reading.slot(value, *place)}
    return reading.intent(Intents.CARD_SET, slots)


def _list(reading: Reading) -> Intent | None:
    masked = reading.masked
    for pattern, topic in ((_OWING, "owing"), (_RECYCLING, "recycling"), (_NEWEST, "newest")):
        if pattern.fullmatch(masked) and (
            topic != "newest" or "客户" in masked or masked.rstrip("?。 ").endswith("的")
        ):
            return reading.intent(Intents.CUSTOMER_LIST, {"topic": reading.whole(topic)})
    found = _LABELLED.fullmatch(masked) if "标签" in masked else None
    if found is None:
        return None
    group = "a" if found["a"] else "b"
    label = reading.words(*found.span(group))
    if not label or label in _NO_LABEL or QUESTION_END.search(masked) or "怎么" in masked:
        return None
    return reading.intent(Intents.CUSTOMER_LIST, {"label": reading.slot(label, *found.span(group))})
