"""What is said of money that is late: why a customer has not paid and until when he will, and what finance has seen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, NamedTuple

from handlers.language.amounts import Amount, find_amounts
from handlers.language.dates import Moment, find_moments
from handlers.language.meaning import Intent, Intents, Slot
from handlers.language.normalise import fold
from handlers.language.patterns import regex
from handlers.language.promised_parts import promised_in
from handlers.language.reading import Reading
from handlers.language.signs import COUNT, SUM, C, is_asked, names_somebody, supposed
from handlers.language.sums import money, signed
from handlers.language.undated import undated
from handlers.language.want_money import PAID_ALREADY, TELLS, due_day
from handlers.language.who import find_who


class Delay(NamedTuple):
    """Why a customer has not paid, as it was said; what was not said is empty or None.

    Attributes:
        reason: process, quality, no_money, unreachable.
        promised_on: the Shanghai day until which he will pay.
        amount: yuan that he promised.
        share: of what is overdue (一半).
    """

    reason: str = ""
    promised_on: date | None = None
    amount: Decimal | None = None
    share: Decimal | None = None


_LATE_WORDS: Final = regex(r"核|到|收|票|付|打|款|钱|流程|质量|周转|手头|联[系络]不上|失联|结|账|还|说好|讲好")


def decide_late(reading: Reading) -> Intents | None:
    """Why a customer has not paid, and what finance says of payments."""
    if _LATE_WORDS.search(reading.masked) is None:
        return None
    return _decide_check(reading) or _decide_delay(reading)


_REASONS: Final = (
    (
        "unreachable",
        regex(r"联系不上|联络不上|失联|找不到人|找不着人|(?:电话|微信)?(?:都)?不接|打不通|没人接|躲着"),
    ),
    ("quality", regex(r"质量(?:争议|异议|问题|纠纷|不行|有)|争议|扯皮|验收没过|没验收|不合格|嫌质量")),
    ("no_money", regex(r"没钱|没有钱|资金|周转|缺钱|拿不出|账上没|现金流|手头紧|经营困难|困难")),
    ("process", regex(r"流程|审批|审计|排款|请款|等签字|等盖章|等老板签|财务(?:在|还在|没)|走账|在走")),
)
_PLAIN: Final = regex(
    r"没钱|周转|手头紧|走流程|流程(?:还)?(?:没|在)|联系不上|联络不上|失联|质量争议|质量异议|质量纠纷|排款"
)
_PROMISES: Final = regex(
    r"(?:说|讲|答应|承诺|保证|表示)[^,。]{0,12}?(?:付|打款|打钱|打过来|结(?![果构束论合婚])|给钱|回款|还(?:款|钱|清|上|掉|(?=\s?[\d一二三四五六七八九十两半])|(?=[\s。!]*$))|安排|到账|(?<=[号日天底初后一二三四五六])到(?=[\s。!]*$))(?!了)|(?:付|打款|打钱|结清?|回款|还款|给钱)[\s。!]*$"
)
_PAYS_A_SUM: Final = regex(r"(?:付|打|结|还)款?\s?[\d一二三四五六七八九十两半][\d.]*[万千元块]")
"""下周三付8万: of an old debt a promise, else a new one."""
_HALF: Final = regex(r"一半|半数|50%")
_THIRD: Final = regex(r"三分之一")
_OTHER_PAPERS: Final = regex(r"合同|订单|立项|采购单|报价|样[品机]")
"""合同在走流程: no money that is late."""
_VISITED: Final = regex(r"拜访|去了|见了|聊了|谈了|跟进|提醒|投诉|报价|回款(?:了|到)|到账了")


def _decide_delay(reading: Reading) -> Intents | None:
    """Why somebody has not paid, and until when he will: 东吴 说下周付, 恒力没钱 先付一半, 联系不上华联."""
    masked = reading.masked
    if (
        not names_somebody(reading)
        or len(masked) > _LONGEST
        or is_asked(CANNOT.sub("迟了", masked))
        or supposed(masked)
    ):
        return None
    if _VISITED.search(masked) or _OTHER_PAPERS.search(masked):
        return None
    if _in_parts(reading):
        return Intents.DUNNING_ANSWER
    if PAID_ALREADY.search(masked):
        return None
    return Intents.DUNNING_ANSWER if is_stuck(reading) else _decide_promise(reading)


def _decide_promise(reading: Reading) -> Intents | None:
    """Until when a sum will be paid, said plainly or with a word for promising."""
    masked = reading.masked
    if COUNT.search(undated(reading)):
        return None
    if _PLAIN.search(masked) is not None or _NOT_KEPT.search(masked) is not None or CANNOT.search(masked) is not None:
        return Intents.DUNNING_ANSWER
    days = [due_day(masked, moment, reading.today) for moment in reading.moments if moment.dated]
    # 今天打款3万 has come in; 说今天付 is still to come.
    first = reading.today if TELLS.search(masked) else reading.today + timedelta(days=1)
    promised = _PROMISES.search(masked)
    if not any(day is not None and day >= first for day in days) and (promised is None or not _ROUGHLY.search(masked)):
        return None
    if _PAYS_A_SUM.search(masked):
        return Intents.DUNNING_ANSWER
    if promised is None or (promised.group().endswith("到") and _OF_MONEY.search(masked) is None):
        return None
    return Intents.DUNNING_ANSWER if SUM.search(masked) is None or TELLS.search(masked) else None


def _in_parts(reading: Reading) -> bool:
    """先付三万 剩下的月底: more than one part, or what others leave, and nobody says that it is a new debt."""
    if "%" in reading.masked or _LEAVES_A_REST.search(reading.masked) is None:
        return False
    if PAID_ALREADY.search(_PAID_OFF.sub("", reading.masked)):
        return False
    promised = promised_in(reading)
    return promised is not None and (
        len(promised.parts) > 1 or promised.parts[0].rest or promised.parts[0].share is not None
    )


_PAID_OFF: Final = regex("[付结还]清")
_LEAVES_A_REST: Final = regex(r"剩|余|其[余他]|尾|先|再|一半|分.{1,3}[次笔批]|付.*付|[万千].*[万千]")
_LONGEST: Final = 40
_STUCK: Final = regex(
    r"(?:审计|流程|财务|审批|领导|预算|拨款|补贴|款项?|钱)[^,。]{0,6}(?:卡[着住在]|没批|没下来|没签|没拨|没到位|没走完|批不下来)|卡着|卡住了"
)
"""四十六万八审计卡着: a sum that waits for somebody."""


TODAY_SAID: Final = regex(
    r"[说讲](?:了|好|的)?(?:今天|今日|今晚|下午|明天|后天|这?周[一二三四五六日]|下周.?|月底)[^,。]{0,4}(?:打|付|转|汇|结)\s?[\d一二三四五六七八九十两]"
)
"""说今天打一万八: it is on its way, whatever day it is."""


def is_stuck(reading: Reading) -> bool:
    """Whether a sum is said to wait for somebody's signature or money, whatever else is to be done for it.

    Args:
        reading: one record.
    """
    return SUM.search(reading.masked) is not None and _STUCK.search(reading.masked) is not None


_NOT_KEPT: Final = regex(
    r"(?:说好|讲好|答应|约好|承诺)的?[^,。]{0,10}(?:付|款|钱|打(?!样|电话|印|包|折)|结(?!果|构)|一半|账)[^,。]{0,6}[,\s]*[^,。]{0,6}(?:又|还是?|也|都|仍然?)没(?:有)?(?:消息|动静|下文|回音|音信|影|信|付|到|打|给|结)"
    r"|(?:说好|讲好|答应|约好|承诺)的?[^,。]{0,10}(?:付|款|钱|打(?!样|电话|印|包|折)|结(?!果|构)|一半|账)[^,。]{0,4}[,\s]*[^,。]{0,6}(?:黄了|变卦|反悔|推了|赖)"
)
"""说好的月底一半 今天问又没消息: a promise that was not kept, so that its day is none."""
_ROUGHLY: Final = regex("节后|年后|节前|年前|过完[节年]|过[两几]天|过阵子|下个?月|月初|月中|月底")
_OF_MONEY: Final = regex("[款钱账]|尾巴|[定订]金")


def read_delay_answer(reading: Reading) -> Intent | None:
    """Why a customer has not paid: `customer`, `contact`, `summary`, and `reason`, `date`, `amount`, `share` (`Delay`).

    Args:
        reading: one record.
    """
    slots: dict[str, Slot] = dict(find_who(reading).slots)
    said = _delay(reading.masked, reading.moments, money(reading), reading.today)
    for name, value in (
        ("reason", said.reason),
        ("date", said.promised_on),
        ("amount", said.amount),
        ("share", said.share),
    ):
        if value:
            slots[name] = reading.whole(value)
    slots["summary"] = reading.whole(reading.words())
    return reading.intent(Intents.DUNNING_ANSWER, slots)


def read_delay(text: str, today: date) -> Delay:
    """What an answer says of an overdue sum: 走流程 7月20, 没钱 先付一半 月底.

    Args:
        text: as it was written, without the number of a line before it.
        today: Shanghai day.
    """
    said = fold(text)
    moments = find_moments(said, today)
    sums = [one for one in find_amounts(said) if one.unit]
    return _delay(said, moments, sums, today)


def _delay(masked: str, moments: Sequence[Moment], sums: Sequence[Amount], today: date) -> Delay:
    reason = next((name for name, words in _REASONS if words.search(masked)), "")
    days = [due_day(masked, moment, today) for moment in _promising(masked, moments)]
    share = Decimal("0.5") if _HALF.search(masked) else Decimal(1) / 3 if _THIRD.search(masked) else None
    said = [one for one in sums if one.unit and not one.fuzzy and _WHOLE_DEBT.match(masked, one.end) is None]
    amount = next((signed(masked, one) for one in said), None)
    return Delay(reason, next((day for day in days if day is not None), None), amount, share)


def _promising(masked: str, moments: Sequence[Moment]) -> list[Moment]:
    """The days on which somebody may have promised to pay: those behind 说, and never the one on which it was due."""
    if _NOT_KEPT.search(masked) is not None:
        return []
    cannot = CANNOT.search(masked)
    days = [one for one in moments if one.dated and _DUE.match(masked, one.end) is None]
    if cannot is not None:
        days = [one for one in days if one.start >= cannot.end()]
    told = TELLS.search(masked)
    behind = [one for one in days if told is not None and one.start >= told.end()]
    return behind or ([] if told is not None and _ROUGHLY.search(masked, told.end()) else days)


CANNOT: Final = regex(
    r"(?<![报垫先])(?:付|打(?!样|印)|结(?!果|构|束)|(?<=[钱款账])给|还(?!是)|转|汇)(?:款|钱|账)?不(?:了|出来?|过来|上)(?!解)|没法(?:按时)?(?:付|打款|结|还款?|给钱)|(?:付款|打款|钱)[^,。]{0,3}(?:要|得)?(?:往后)?(?:推迟|延后|拖一拖|缓一?缓)"
)
"""25号付不了: the day until which nothing comes after all."""
_WHOLE_DEBT: Final = regex(r"的[^,。\s]{0,4}[款账]")
"""24万的设备款: what is owed, not what was promised."""
_DUE: Final = regex(r"\s*(?:就|要|才)?(?:到期|该付|该到|应付|的?(?:款|货|账|发票|那笔|那批))")


# --- what finance has seen ----------------------------------------------------------------------------------------

_NUMBERS: Final = r"(?:回款)?\s*#?\s*(?P<{}>\d{{1,9}}(?:\s*[、,和\s\-~到至]\s*#?\d{{1,9}})*|全部|都)"
_PENDING: Final = regex(
    r"\s*(?:看看?|查)?(?:有哪些|有几笔|还有几笔)?(?:回款)?待(?:财务)?(?:核对|核销|确认)(?:的)?(?:回款|款|列表|清单)?(?:的)?(?:有哪些|有几笔|还有吗|还有哪些|有吗|呢)?[\s?。]*|\s*(?:核对|核销)(?:列表|清单|回款)?\s*"
)
_SEEN: Final = regex(
    rf"\s*(?:核对|核销|确认(?:到账)?|已核对|到账确认)\s*{_NUMBERS.format('first')}\s*(?:号|笔|条)?\s*(?:已?(?:到账|核对|核销|收到|无误|没问题|对的?))?了?[\s。!]*"
    rf"|\s*{_NUMBERS.format('second')}\s*(?:号|笔|条)?\s*(?:都)?已?经?(?:到账|到了|核对|核销|收到|确认|钱到)了?(?:[,\s]*(?:无误|没问题))?[\s。!]*"
)
_NOT_SEEN: Final = regex(
    rf"\s*(?:没|没有|未)(?:收到|到账|查到|到)\s*{_NUMBERS.format('first')}\s*(?:号|笔|条)?[\s,:]*(?P<why_first>.*)"
    rf"|\s*{_NUMBERS.format('second')}\s*(?:号|笔|条)?\s*(?:没|没有|未|还没|查无)(?:收到|到账|查到|到|此款)?(?P<why_second>.*)"
    rf"|\s*{_NUMBERS.format('third')}\s*(?:号|笔|条)?(?:那笔|这笔)?(?P<why_third>(?:的?金额|钱|款)?(?:不对|有误|对不上|不符|少了|退票|跳票).*)",
    re.DOTALL,
)


def read_payment_check(reading: Reading) -> Intent | None:
    """What finance says of payments: `value` (list, confirm, deny), `choice` (numbers said; empty means all), `reason`.

    Args:
        reading: the whole message.
    """
    denied = _denied_of(reading)
    said = check_of(reading.text) if denied is None else None
    if said is None:
        return None if denied is None else reading.intent(Intents.PAYMENT_CHECK, denied)
    value, numbers, reason = said
    slots = {"value": reading.whole(value), "choice": reading.whole(numbers), "reason": reading.whole(reason)}
    return reading.intent(Intents.PAYMENT_CHECK, slots)


def _decide_check(reading: Reading) -> Intents | None:
    """待核对, 核对 161, 没收到 161 查无此款, #161 到账."""
    if len(reading.text) > 80:
        return None
    if reading.customers:
        return Intents.PAYMENT_CHECK if _denied_of(reading) is not None else None
    return None if check_of(reading.text) is None else Intents.PAYMENT_CHECK


_MONEY: Final = r"(?:回款|货款|尾款|定金|款子?|钱|承兑|汇票|支票|转账)"
_NOT_COME: Final = r"(?:没有?|未|查无)(?:收到|到账|查到|看到|见到|看见|进账|到(?!位|期|场|货|家))"
_DENIED_OF: Final = regex(
    rf"\s*(?:(?:{_NOT_COME}\s*[,。]\s*)?{C}[\s,]*(?:的|那边的?)?(?:那|这)?笔?的?{_MONEY}?(?:还|也|都|仍)?(?:{_NOT_COME}|(?:被)?(?:退票|跳票|退回来?|对不上))|{_NOT_COME}[\s,:]*{C}(?:的|那笔|这笔)?的?{_MONEY}?)了?(?![一-鿿])(?P<why>.*)"
)
_OF_GOODS: Final = regex("货|样|件|发票|资料|合同|消息|邮件|快递|回[信复]")


def _denied_of(reading: Reading) -> dict[str, Slot] | None:
    """大娘的没收到, 没收到 恒力 对不上: what has not come in, by who was to pay it."""
    masked = reading.masked
    found = _DENIED_OF.fullmatch(masked)
    if found is None or len(reading.customers) != 1 or is_asked(masked) or _OF_GOODS.search(masked):
        return None
    why = reading.words(*found.span("why")).strip(" ,，。:：")
    slots = {"value": reading.whole("deny"), "choice": reading.whole(()), "reason": reading.whole(why)}
    return {**find_who(reading).slots, **slots}


def check_of(text: str) -> tuple[str, tuple[int, ...], str] | None:
    """Whether a text checks payments: list, confirm or deny, the numbers said, and a reason; None when it does not.

    Args:
        text: folded.
    """
    if _PENDING.fullmatch(text):
        return "list", (), ""
    denied = _NOT_SEEN.fullmatch(text)
    if denied is not None:
        which = denied["first"] or denied["second"] or denied["third"]
        why = (denied["why_first"] or denied["why_second"] or denied["why_third"] or "").strip(" ,，。:")
        return "deny", _numbers(which), why
    seen = _SEEN.fullmatch(text)
    return None if seen is None else ("confirm", _numbers(seen["first"] or seen["second"]), "")


_SPAN: Final = regex(r"(\d{1,9})\s*[\-~到至]\s*#?(\d{1,9})")
_LONGEST_SPAN: Final = 50


def _numbers(said: str) -> tuple[int, ...]:
    """161, 1 3, 1-3; nothing for 全部."""
    found: list[int] = []
    for span in _SPAN.finditer(said):
        first, last = int(span[1]), int(span[2])
        if first <= last < first + _LONGEST_SPAN:
            found += range(first, last + 1)
    return tuple(dict.fromkeys([*found, *map(int, re.findall(r"\d+", said))]))
