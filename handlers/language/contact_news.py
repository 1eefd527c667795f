"""News of whom to talk to at a customer, and what a customer is called among colleagues."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from handlers.language.contacts import contact_slot
from handlers.language.meaning import ContactMention, CustomerMention, Intent, Intents, Slot
from handlers.language.mentions import mention_slot
from handlers.language.moods import is_no_order
from handlers.language.newcomers import phone_slots
from handlers.language.patterns import regex
from handlers.language.people import TITLE, find_titled
from handlers.language.reading import Reading
from handlers.language.strangers import find_person
from handlers.language.who import Place, find_who, without

_DENIED: Final = regex(r"(?:别|不用|不要|没有?|未)(?:再)?(?:加|存|记|录|留)(?!错)|删(?:除|掉)|多少")
_NOISE: Final = regex(
    r"(?:帮|给|把)?(?:我)?(?:记|存|加|录|添加|新增|登记|补充?|更新|新建|换)(?:一?下|一?个|上|进去|进来|到)*(?:新)?(?:的)?(?:联系人|名片|通讯录|电话|号码|联系方式)?|名片|联系人|新来了?(?:[个位]|的)?|又?来了[个位]|换(?:店长|厂长|经理|老板|采购|人|对接人)?了|管(?:仓库|钱|账|采购|收?货|事|物流|财务|后厨)的?|也|这是|[\s,:。;]"
)
_ROLE_AFTER: Final = regex(
    rf"\s*[(,:\s]?\s*(?:是|做|任|当)?(?:他们)?(?P<title>[一-鿿]{{0,4}}?(?:{TITLE}|负责人|代表|财务|出纳|秘书|助理|文员|前台|司机|仓管|库管|老大))(?=$|[,。;)\s\d])"
)
_ROLE_BEFORE: Final = regex(
    r"(?:^|[\s,:的])(?P<title>[一-鿿]{0,4}?(?:负责人|代表|总监|主任|主管|采购|会计|财务|出纳|店长|厂长|助理|秘书|前台|老板娘?|领导|科长|处长|部长|课长|司机|仓管|库管|对接人|联系人|技术|生产|设备|业务|经理))(?:是|叫|姓名|:)?\s*$"
)

_IS: Final = regex(
    r"(?:(?:以后|今后|往后)?(?:我)?(?:说|讲|提到?|喊|叫|写|发)(?:的)?)?\s*(?P<short>[^\s=,。:;]{1,12}?)\s*(?:=|就是(?:指|说)?|指的(?:就)?是|就?等于|就?指|代表|(?<=[一-鿿]{2})是)\s*(?P<firm>[^\s,。;=]{2,30})"
)
_ORDER: Final = regex(
    r"^(?:帮我)?(?:记(?:一下|住|得)?|设(?:一下|置)?|加(?:个|一个)?|给|把|以后|今后|往后)?(?:别名|简称|外号|昵称)?[:,\s]*(?:叫\s*(?=[^=]{1,14}=))?"
)
_CALLED: Final = regex(
    r"(?P<firm>[^\s,。;:=]{2,30}?)[\s,]*(?:起个|取个|加个|以后|今后|往后|我们|大家|平时|一般|就|都|也)*(?:的)?(?:又)?(?:简称(?:为|是|叫|就叫)?|外号(?:是|叫)?|别名(?:是|叫)?|小名(?:是|叫)?|俗称|绰号(?:是|叫)?|叫(?:做|作|它|他们)?|称(?:为|作|呼)?|喊(?:作|做|它|他们)?)[\s:]*(?P<short>[^\s,。;:=]{1,12}?)(?:吧|了|哈|好了|就行|就好|行了)?[。!\s]*$"
)
_SO_CALLED: Final = regex(
    r"(?:叫|称|管|把)(?P<firm>[^\s,。;:=]{2,30}?)(?:为|叫做?|叫成|称作|称为)(?P<short>[^\s,。;:=]{1,12}?)(?:吧|了|好了|就行)?[。!\s]*$"
)
_SETS_NAME: Final = regex(r"=|就是|指的|就?等于|代表|简称|外号|别名|俗称|绰号|小名|叫|称|喊")
_NO_NAME: Final = regex(
    r"^(?:太(?![阳平湖原仓古行])|很|不|嫌|要|想|有|没|这|那|因为|为了|最|真|蛮|挺)|^(?:我|他|她|它|你|什么|啥|啥名|车|救护|醒|苦|好|谁|人|一声|起床|外卖|我们?.*|他们?.*)$|提醒|\d{5}"
)


def read_contact_add(reading: Reading) -> Intent | None:
    """A person for a customer: `customer`, `contact`, `title`, `phone`.

    Of several persons (端木的领导 上官总 138…) the one meant is the one that the book does not know, the nearest before
    the number. A known one is given too: then his number is news. `phone` is an empty string where figures were said
    that make no number.

    Args:
        reading: the whole message.

    Returns:
        None for questions, and where nobody is named.
    """
    if is_no_order(reading.masked) or _DENIED.search(reading.masked):
        return None
    who = find_who(reading)
    mention = who.slots.get("customer")
    kin = _KIN.search(reading.masked) or _KIN_BEHIND.search(reading.masked)
    place = kin.span("name") if kin is not None else _kinsman(reading, who.contact)
    if place is not None:
        slots = {**({"customer": mention} if mention is not None else {}), **phone_slots(reading)}
        return reading.intent(
            Intents.CONTACT_ADD, {**slots, "contact": reading.slot(ContactMention(reading.words(*place)), *place)}
        )
    chosen = _chosen(reading, mention, who.customer)
    if chosen is None and who.contact is None:
        return None
    slots = {"customer": mention} if mention is not None else {}
    if chosen is None:
        slots["contact"] = who.slots["contact"]
        return reading.intent(Intents.CONTACT_ADD, slots | phone_slots(reading))
    place, title = chosen
    slots["contact"] = contact_slot(reading, place, mention, heard=False)
    if title is not None and not _NO_TITLE.search(reading.masked, *title):
        slots["title"] = reading.slot(_BEFORE_TITLE.sub("", reading.words(*title)), *title)
    return reading.intent(Intents.CONTACT_ADD, slots | phone_slots(reading))


def _kinsman(reading: Reading, known: Place | None) -> Place | None:
    """费老师助理电话138…: somebody without a name of his own, who is not the one whose assistant he is."""
    if known is None:
        return None
    related = _OF_HIS.match(reading.masked, known[1])
    return None if related is None else (known[0], related.end("who"))


_RELATED: Final = (
    r"(?:(?<=[总工哥姐叔婶姨伯板理任长董计娘傅师生士\w])的?(?:儿子|侄子|侄女|女儿|闺女|老婆|老公|爱人|媳妇|弟弟|哥哥|妹妹|姐姐|外甥|小舅子|徒弟|助理|秘书|副手|合伙人|搭档)"
    r"|(?<=的)(?:同事|师傅|师父|领导|上司|下属|司机|朋友|老乡|同学|接班人|对象))"
)
_CALLED_SO: Final = (
    r"(?:姓(?=[一-鿿][\s,\d]))?(?!的|电话|手机|微信|号码|联系|名字|叫|换|加|存|记|小姐|先生|女士)(?P<name>"
    rf"[小老阿大][一-鿿]{{1,2}}?|[一-鿿]{{1,3}}?{TITLE}|[a-z]{{2,12}}|[一-鿿]{{2,4}}?|(?<=姓)[一-鿿])(?=[\s,。\d]|电话|手机|微信|幺|加|存|记|$)"
)
_KIN: Final = regex(rf"{_RELATED}[\s,]*(?:管[一-鿿]{{1,3}}[\s,]*)?(?:叫|是)?\s*{_CALLED_SO}")
_OF_HIS: Final = regex(
    r"的?(?P<who>儿子|侄子|女儿|闺女|老婆|老公|爱人|媳妇|弟弟|哥哥|妹妹|姐姐|徒弟|助理|秘书|副手|合伙人|搭档|同事|司机|领导)"
    r"(?:小姐|先生|女士)?的?[\s,:]*(?:新?(?:电话|手机号?|号码?|微信号?)|[\d一幺])"
)
_KIN_BEHIND: Final = regex(
    rf"{_RELATED}的?(?:电话|手机号?|微信|号码?)[^,。]{{0,3}}[\d\-\s]{{11,14}}[\s,]*(?:名字)?(?:叫|是){_CALLED_SO}"
)
"""郁阿姨的儿子小郁: somebody of whom no more is known, whoever he is called like."""
_BEFORE_TITLE: Final = regex(r"^(?:.*的|[了个位]|接手|接任|接替|新任|新来|新上任|现任|现在|目前|负责)+(?=[一-鿿]{2})")
"""接手的采购经理, 新来的会计: how he came by the office is no part of it."""
_NO_TITLE: Final = regex(r"联系人|对接人")


_GONE: Final = regex(
    r"(?:[上这本前]个?(?:周|星期|礼拜|月)[一二三四五六日天末底初]?|去年|今年|昨天|前天|前几天|已经|刚刚?|就|都|也)*(?:走了|离职|辞职|调走|不干了|退休|被调|不做了)"
)
"""罗经理上周走了，换了个石经理: he is not the one who is talked to now."""


def _chosen(reading: Reading, mention: Slot | None, firm: Place | None) -> tuple[Place, Place | None] | None:
    phone = reading.phones[0].start if reading.phones else len(reading.text)
    found = list(_persons(reading, firm))
    if not found:
        return None
    found = [one for one in found if _GONE.match(reading.masked, one[0][1]) is None] or found
    new = [one for one in found if not _is_known(reading, one[0], mention)] or found
    before = [one for one in new if one[0][1] <= phone]
    place, title = (before or new)[-1 if before else 0]
    return place, title or _title(reading, place)


def _persons(reading: Reading, firm: Place | None) -> Iterator[tuple[Place, Place | None]]:
    """Everybody who is named outside the firm's name and the numbers."""
    text = reading.masked
    taken = [(start, end) for start, end, _ in reading.customers] + [(one.start, one.end) for one in reading.phones]
    taken += [found.span() for found in _NOISE.finditer(text) if found.end() > found.start()]
    if firm is not None:
        taken.append(firm)
    for start, end in without(len(text), taken):
        place = start
        while place < end:
            titled = find_titled(text, place, end)
            if titled is None:
                break
            yield titled, None
            place = titled[1]
        if place == start:
            person = find_person(reading, start, end)
            if person is not None:
                yield person.name, person.job


def _is_known(reading: Reading, place: Place, mention: Slot | None) -> bool:
    if mention is not None and contact_slot(reading, place, mention, heard=False).value.contact_id is not None:
        return True
    return any(start <= place[0] < end for start, end, _ in reading.contacts)


def _title(reading: Reading, place: Place) -> Place | None:
    """技术负责人庞工 / 刘芳(采购主管): what he is, right before or right behind his name."""
    text = reading.masked
    before = _ROLE_BEFORE.search(text, max(place[0] - 10, 0), place[0])
    if before is not None and before["title"]:
        return before.span("title")
    after = _ROLE_AFTER.match(text, place[1])
    return after.span("title") if after is not None else None


def read_alias_set(reading: Reading) -> Intent | None:
    """What a customer shall be called: `customer` and `alias`.

    Either side of 东吴=苏州东吴机械有限公司 may be the one that the book knows; where it knows both, the first is the
    new name. 东吴就叫老吴家 says it the other way round.

    Args:
        reading: the whole message.

    Returns:
        None where no name is given, and for questions.
    """
    text = reading.text
    if _SETS_NAME.search(text) is None or is_no_order(text):
        return None
    lead = _ORDER.match(text)
    start = lead.end() if lead is not None else 0
    for pattern in (_IS, _SO_CALLED, _CALLED):
        found = pattern.search(text, start)
        if found is None:
            continue
        intent = _alias(reading, found.span("firm"), found.span("short"))
        if intent is not None:
            return intent
    return None


def _alias(reading: Reading, firm: Place, short: Place) -> Intent | None:
    known, other = _customer_in(reading, firm), _customer_in(reading, short)
    if known is None and other is not None:
        known, short = other, firm
    if known is None and _NO_FIRM.search(reading.text[slice(*firm)]):
        return None
    alias = reading.words(*short)
    if not alias or _NO_NAME.search(alias) or len(alias) > _LONGEST_ALIAS:
        return None
    slots = {
        "customer": known if known is not None else _unknown(reading, firm),
        "alias": reading.slot(alias, *short),
    }
    return reading.intent(Intents.ALIAS_SET, slots)


_LONGEST_ALIAS: Final = 20
_NO_FIRM: Final = regex(r"^(?:这样|那样|这么|他|她|它|我|你|不|为了|因为|个|一|价格|问题|贵|太)|的$")


def _customer_in(reading: Reading, place: Place) -> Slot | None:
    """The customer whose name a stretch is, with no more than a word round it."""
    for span in reading.book_customers:
        if (
            span[2]
            and place[0] <= span[0]
            and span[1] <= place[1]
            and (place[1] - place[0]) - (span[1] - span[0]) <= _AROUND
        ):
            return mention_slot(reading, span)
    # In the whole sentence a name may look longer than it is: 给恒力起个小名.
    for start, end, ids in reading.book.find_customers(reading.text[slice(*place)], reading.situation.speaker):
        if ids and (place[1] - place[0]) - (end - start) <= _AROUND:
            return mention_slot(reading, (place[0] + start, place[0] + end, ids))
    return None


_AROUND: Final = 3
"""Characters round a name in its part of the sentence: 我们的东吴."""


def _unknown(reading: Reading, place: Place) -> Slot:
    near = tuple(reading.book.near_customers(reading.text[slice(*place)], reading.situation.speaker))
    return reading.slot(CustomerMention(reading.words(*place), (), near), *place)
