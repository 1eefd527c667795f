"""What a customer promises to pay, sum by sum and day by day: 这周五先付10万，余下12月15日前."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from handlers.language.amounts import Amount, find_amounts
from handlers.language.dates import Moment, find_moments
from handlers.language.meaning import Intent, Intents, Slot
from handlers.language.normalise import fold
from handlers.language.patterns import regex
from handlers.language.reading import Reading
from handlers.language.want_money import due_day
from handlers.language.who import find_who


class PromisedPart(NamedTuple):
    """One part of what a customer promises to pay, as it was said.

    Attributes:
        amount: yuan; None where he named no sum.
        on: the Shanghai day until which he pays it; None where he named none.
        share: of what is open (一半).
        rest: whether it is what the other parts leave (剩下的, 余下).
        rough: whether its day was said roughly (元旦以后, 下个月).
    """

    amount: Decimal | None
    on: date | None
    share: Decimal | None = None
    rest: bool = False
    rough: bool = False

    @property
    def is_named(self) -> bool:
        """Whether he said how much of what is owed it is."""
        return self.amount is not None or self.share is not None or self.rest


class Promised(NamedTuple):
    """All parts of a promise, and where in the text they stand."""

    parts: tuple[PromisedPart, ...]
    start: int
    end: int


_OF_MONEY: Final = regex(r"款|钱|账|剩|余|一半|付|清|尾|[\d一二三四五六七八九十两百千半][万千元块百]")
_GATE: Final = regex(r"分|付|打|转|汇|结|还|补|给|清|款|钱|账|凑")
_CLAUSE: Final = regex(r"(?:[^,，。;；!！:：\n]|(?<=\d)[:：](?=\d))+")
_BEGINS: Final = regex(r"剩下|余下|其余|剩余|剩的|余款|尾款|另外|另一半|再[付打转]")
"""Where another part begins, behind a sum, though nobody put a comma."""
_REST: Final = regex(r"剩|余下|其余|余款|尾款|另一半|尾巴")
_PAYS: Final = regex(
    r"(?:付(?!款(?:方式|条件|条款|流程|周期|比例))|打款?|转(?!告|达|给.{0,3}[经总])|汇(?!报)|结(?!果|构|论|束|合|实)|还(?![是有要想没不在差能会可])|补(?=[齐给]|过来|上(?!次)|[\s。!]*$|[\d一二两三四五六七八九十][\d.十]{0,6}[万千百元块w])|清(?![单楚洗理明早点仓库真])|凑(?!合|巧)|到账|到位|给(?!我|他|她|你|您|咱|人|方案|报价|答复|回复|样|图|资料|消息|信)"
    r"|给我们?[^,]{0,3}(?=\d|[一二三四五六七八九十两]))(?![了过])"
)
"""Ways to say that money will come; 付了 has come."""
_MONEY: Final = regex(r"(?<!新)款(?!式|方式|条件|条款|流程|周期|比例)|钱|账(?!号|户)|尾巴|欠")
_CAME: Final = regex(
    r"(?:付|打|转|汇|结|还|补|到|给|收|清)(?:款|账|到|来|齐|清)?[了过](?!再|以后|之后|就)|已经?(?:付|打|转|汇|结|还|到)|(?<!没)收到"
)
_NO: Final = regex(
    r"收款|[去来]收|[去来]拿|[去来]要(?!过年)|催|对账|发票|开票|我[^,]{0,4}给(?:他|她|人家|对方|他们)(?:打|转|汇|付)|(?:没|不|别|未|拒绝?)(?:能|肯|给|想|愿意?|准备|打算|得)?(?:付|打|转|汇|结|还|给)|如果|要是|预算|报价|单价|定金|订金|首付|预付|押金|月薪|工资"
    r"|(?:付|打|转|汇|结|还|给|到)不(?:了|出|上|过来|到)"
    r"|我(?:们|司|方)?(?:去|来|要|得|会|先|再|给他|给她|给人家)+[^,]{0,6}(?:付|打|转|退|送|寄)|退[款钱]|返[点利]|抹"
)
_ASKS: Final = regex(r"[?？]|吗(?:$|[,。])|多少|(?:哪天|什么时候|几号)(?![^,]{0,6}(?:没|不|未))|有没有|是不是|怎么")
_ROUGHLY: Final = regex(
    r"下个?月(?![底末初中上下\d一二三四五六七八九十])|左右|以后|之后|前后|[节年]后|大概|估计|可能|上下"
)
_FILLERS: Final = regex(r"[\s要得到等说先再就在前后以可能估计大概的了吧才都也他她们那这笔个事儿这次]")
_ALONE_MOST: Final = 4
_KINDS: Final = (regex(r"承[兑对]|汇票|银承"), regex(r"现[款金汇]|电汇|转账"))
_OF_KIND: Final = regex(
    r"(?:块|元)?(?:给|打|开|付|用|走|是|拿|的)?(?P<kind>承[兑对]|银?行?汇票|银承|现[款金汇]|电汇|转账)"
)
_SET_OFF_WORDS: Final = regex(r"冲|扣|抵")
_SET_OFF: Final = regex(
    r"(?:块|元)?(?:钱)?的?是?的?(?:退货|退款|返利|折让|扣款|质保金|近效期)[^,。]{0,8}(?:没冲|未冲|没扣|要冲|先冲|冲掉?|扣掉?|抵掉?)"
)
_IN_SHARES: Final = regex("分[两二三四五][次笔批]")
_HALF: Final = regex(r"一半|半数|50%")
_THIRD: Final = regex(r"三分之一")
_OF_ALL: Final = regex(r"\s*(?:的?(?:那|这)[笔个]|的(?!月底|月初|下|明|后|\d)[^,]{0,4}[款账])")
"""八万二那笔, 24万的设备款: what is owed, not what is promised."""


def read_promised(text: str, today: date) -> Promised | None:
    """What is promised to be paid, part by part; None where no sum has both a word for paying and a day to come.

    Args:
        text: as it was written.
        today: Shanghai day.
    """
    said = fold(text)
    return _read(said, *_spotted(said, today), today)


def set_off(text: str) -> Decimal:
    """What of a debt is to be set off and not paid: 里面有一万二是退货没冲的; 0 where nothing is.

    Args:
        text: of the whole message.
    """
    said = fold(text)
    if _SET_OFF_WORDS.search(said) is None:
        return Decimal(0)
    sums = [one.value for one in find_amounts(said) if one.unit and _SET_OFF.match(said, one.end) is not None]
    return sums[0] if len(sums) == 1 else Decimal(0)


def promised_in(reading: Reading) -> Promised | None:
    """As `read_promised`, of a record."""
    if _OF_MONEY.search(reading.masked) is None or not _may_pay(reading.masked):
        return None
    if not any(one.dated for one in reading.moments):
        return None
    if _RUN_TOGETHER.search(reading.masked) is not None:
        return _read(reading.masked, *_spotted(reading.masked, reading.today), reading.today)
    return _read(reading.masked, reading.moments, [one for one in reading.amounts if one.unit], reading.today)


def _may_pay(masked: str) -> bool:
    """Whether any stretch of a text can tell of paying: most visits need no look at each."""
    if _PAYS.search(masked) is not None:
        return True
    return _MONEY.search(masked) is not None or _IN_SHARES.search(masked) is not None


_RUN_TOGETHER: Final = regex(r"(?<=[万千百])[一二三四五六七八九]?(?=十[一二]?月)")


def _spotted(masked: str, today: date) -> tuple[Sequence[Moment], Sequence[Amount]]:
    """The days and sums of a text; of 六万六十二月底, dictated in one breath, the sum ends before the month."""
    sums, days = masked, masked
    for found in _RUN_TOGETHER.finditer(masked):
        behind, month = found.end(), masked.index("月", found.end()) + 1
        sums = sums[:behind] + "," * (month - behind) + sums[month:]
        days = days[: found.start()] + "," * (behind - found.start()) + days[behind:]
        days = days[: found.start() - 1] + "," + days[found.start() :]
    return find_moments(days, today), [one for one in find_amounts(sums) if one.unit]


def paying_beside(reading: Reading, visits: tuple[Intent, ...]) -> tuple[Intent, ...]:
    """The visits of a record, and behind them what the one customer of them promised to pay.

    What was read as the next step in the midst of the promise is none, and the summary keeps its whole sentence.

    Args:
        reading: one record.
        visits: its visits, and what was told beside them.
    """
    names = {visit.name for visit in visits}
    if Intents.VISIT_LOG not in names or names & {Intents.PAYMENT_RECORD, Intents.DUNNING_ANSWER}:
        return visits
    named = {visit.value("customer").ids for visit in visits if "customer" in visit.slots}
    ids = next(iter(named)) if len(named) == 1 else ()
    if len(ids) != 1:
        return visits
    found = promised_in(reading)
    if found is None:
        return visits
    kept = tuple(_without_step(reading, visit, found) for visit in visits)
    first = next(visit for visit in kept if "customer" in visit.slots)
    slots = {name: slot for name, slot in first.slots.items() if name in {"customer", "contact"}}
    place = (found.start, found.end)
    slots["parts"] = reading.slot(found.parts, *place)
    slots["summary"] = reading.slot(reading.words(*place).strip(" ,，。;；"), *place)
    slots["beside"] = reading.whole(True)
    return (*kept, reading.intent(Intents.DUNNING_ANSWER, slots))


def paying_alone(reading: Reading, meant: Intent) -> Intent:
    """What nobody is named in and nothing else was made of, or a promise to pay: 还差两千五明天早上转.

    Args:
        reading: the whole message.
        meant: what it was read as.
    """
    named = meant.slots.keys() & {"customer", "customers"}
    if meant.name not in _MAY_BE_PAYING or (named and meant.name is not Intents.UNKNOWN):
        return meant
    told_by_leader = reading.situation.speaker.leads and bool(reading.people)
    answers = reading.situation.asked.startswith(_MONEY_ASKED) or _OF_A_LINE.match(reading.text) is not None
    if answers or told_by_leader or _OWED.search(reading.masked):
        return meant
    found = promised_in(reading)
    if found is None or not any(part.is_named for part in found.parts):
        return meant
    return reading.intent(
        Intents.DUNNING_ANSWER, {**find_who(reading).slots, "summary": reading.whole(reading.words())}
    )


_MAY_BE_PAYING: Final = frozenset({Intents.UNKNOWN, Intents.SMALLTALK, Intents.PLAN_SET, Intents.RECEIVABLE_SET})
_MONEY_ASKED: Final = ("payments.", "receivables.", "dunning.", "paid_in_parts.", "debts.", "due_days.", "commitments.",
                       "leads.", "followups.ask", "followups.which", "payment_checks.")  # fmt: skip
"""Questions that a sum or a day answers."""
_OF_A_LINE: Final = regex(r"\s*第?\d{1,2}(?:个|条|家|号)?(?:[\s,、:]|(?![\d.,万千百元块月号点/-]))")
"""2 走流程 下周五付, to a list that stands open all day."""
_OWED: Final = regex("应收|合同|开票|发票|[期%]")


def _without_step(reading: Reading, visit: Intent, found: Promised) -> Intent:
    """A visit whose next step was no more than the day of the promise."""
    day, summary = visit.slots.get("next_date"), visit.slots.get("summary")
    start, end = reading.slot(None, found.start, found.end).start, reading.slot(None, found.start, found.end).end
    if visit.name is not Intents.VISIT_LOG or day is None or not start <= day.start < end:
        return visit
    slots = {name: slot for name, slot in visit.slots.items() if name not in {"next_date", "next_time", "next_note"}}
    if summary is not None and summary.start < end:
        whole = reading.normal.original[summary.start : max(end, summary.end)].strip(" ,，。;；")
        slots["summary"] = Slot(whole, summary.start, max(end, summary.end))
    return replace(visit, slots=slots)


def _read(masked: str, moments: Sequence[Moment], sums: Sequence[Amount], today: date) -> Promised | None:
    dated = [one for one in moments if one.dated]
    if not dated or _GATE.search(masked) is None:
        return None
    by_kind = _by_kind(masked, dated, sums, today) if len(sums) > 1 else None
    if by_kind is not None:
        return by_kind
    found: list[tuple[PromisedPart, int, int]] = []
    pays = False
    for start, end in _stretches(masked, sums):
        words = masked[start:end]
        if _ASKS.search(words):
            return None
        days = [one for one in dated if start <= one.start < end]
        whole = not days and _IN_SHARES.search(words) is not None
        part = _part(masked, start, end, days, sums, today) if not whole else None
        core = words if part is None else _core(masked, start, end, days, sums)
        if part is not None and not _NO.search(core) and not _CAME.search(core):
            named = part.amount is not None or part.rest or part.share is not None
            if (
                _PAYS.search(core)
                or (pays and named)
                or (part.on is not None and _is_money_due(masked, core, end, days))
            ):
                found.append((part, start, end))
        pays = pays or _PAYS.search(words) is not None or _IN_SHARES.search(words) is not None
    found = _by_each_other(found)
    if not any(part.on is not None for part, _, _ in found):
        return None
    return Promised(tuple(part for part, _, _ in found), found[0][1], found[-1][2])


def _by_kind(masked: str, dated: Sequence[Moment], sums: Sequence[Amount], today: date) -> Promised | None:
    """五万给承兑四万六打现款，承兑明天拿，现款下个月八号: each kind of money with its sum first, then with its day."""
    found: list[tuple[PromisedPart, int, int]] = []
    for kind in _KINDS:
        sides = [(one, _OF_KIND.match(masked, one.end)) for one in sums]
        told = [(one, said.end()) for one, said in sides if said is not None and kind.search(said["kind"])]
        places = [one.end() for one in kind.finditer(masked) if told and one.start() >= told[0][1]]
        days = [one for one in dated if places and one.start >= places[0] and "," not in masked[places[0] : one.start]]
        on = (due_day(masked, days[0], today) or days[0].future) if days else None
        if len(told) == 1 and on is not None and on >= today:
            found.append((PromisedPart(told[0][0].value, on), told[0][0].start, days[0].end))
    if len(found) < len(_KINDS):
        return None
    found.sort(key=lambda one: one[0].on or today)
    return Promised(tuple(part for part, _, _ in found), min(one[1] for one in found), max(one[2] for one in found))


def _is_money_due(masked: str, core: str, end: int, days: Sequence[Moment]) -> bool:
    """钱要月底, 尾款年后: a word for money and a day, and next to nothing else."""
    if _MONEY.search(core) is None:
        return False
    start = end - len(core)
    without = "".join(" " if any(one.start <= place < one.end for one in days) else masked[place]
                      for place in range(start, end))  # fmt: skip
    return len(_FILLERS.sub("", without)) <= _ALONE_MOST


def _core(masked: str, start: int, end: int, days: Sequence[Moment], sums: Sequence[Amount]) -> str:
    """A stretch from the blank before its last day or its sum on: 打了 说奶款没下来 12月10号给一半."""
    first = min(
        [one.start for one in days[-1:]] + [one.start for one in sums if start <= one.start < end], default=start
    )
    return masked[max(masked.rfind(" ", start, first) + 1, start) : end]


def _stretches(masked: str, sums: Sequence[Amount]) -> list[tuple[int, int]]:
    """The clauses; what tells of the rest behind a sum is a stretch of its own."""
    found: list[tuple[int, int]] = []
    for clause in _CLAUSE.finditer(masked):
        edges = [clause.start()]
        for one in _BEGINS.finditer(masked, clause.start() + 1, clause.end()):
            if any(edges[-1] <= each.start < one.start() for each in sums):
                edges.append(one.start())
        found += list(zip(edges, [*edges[1:], clause.end()], strict=True))
    return found


def _part(
    masked: str, start: int, end: int, days: Sequence[Moment], sums: Sequence[Amount], today: date
) -> PromisedPart | None:
    """What one stretch says; None where it names neither a sum nor the rest nor a day, or a day that is over."""
    words = masked[start:end]
    due = [(day, one) for one in days if (day := due_day(masked, one, today) or one.future) is not None]
    on, moment = due[-1] if due else (None, None)
    said = [one for one in sums if start <= one.start < end and not one.currency and not _OF_ALL.match(masked, one.end)]
    if len(said) > 1:
        # 八万六千五先付5万: the first is what is owed.
        said = [one for one in said[1:] if _PAYS.search(masked, said[0].end, one.start) is not None] or said
    if (on is not None and on < today) or len(said) > 1 or any(one.fuzzy for one in said):
        return None
    rough = moment is not None and (
        _ROUGHLY.search(masked[moment.start : moment.end + 2]) is not None or due_day(masked, moment, today) is None
    )
    rest = _REST.search(words) is not None
    share = Decimal("0.5") if _HALF.search(words) else Decimal(1) / 3 if _THIRD.search(words) else None
    if not said and share is None and not rest and on is None:
        return None
    amount = said[0].value if said else None
    return PromisedPart(amount, on, None if said or rest else share, rest=rest, rough=rough)


def _by_each_other(found: list[tuple[PromisedPart, int, int]]) -> list[tuple[PromisedPart, int, int]]:
    """What names no more than a day is a part only where nothing else is one: the last that was said."""
    named: list[tuple[PromisedPart, int, int]] = []
    for part, start, end in found:
        before = named[-1] if named else None
        if part.is_named:
            named.append((part, start, end))
        elif before is not None and before[0].on is None and start - before[2] <= 1:
            # 先付5万，今天就转: the day of the sum right before it.
            named[-1] = (before[0]._replace(on=part.on, rough=part.rough), before[1], end)
    return named or found[-1:]
