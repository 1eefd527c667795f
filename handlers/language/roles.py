"""What a sum is in its sentence: what was paid, what is still owed, the price of one, the whole, what is taken off."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from handlers.language.patterns import regex
from handlers.language.quantities import UNITS

if TYPE_CHECKING:
    from handlers.language.amounts import Amount


class Roles(enum.Enum):
    """What a sum stands for."""

    PLAIN = "plain"
    DONE = "done"
    OPEN = "open"
    PRICE = "price"
    WHOLE = "whole"
    SPARED = "spared"


_SEEN: Final = 14
"""Characters on either side of a sum in which the words stand that say what it is."""
_CLAUSE: Final = regex(r"[,。;!?\n…]")
_DONE_VERB: Final = (
    r"(?:回[了款宽]|到[了账帐]|入账|进账|来[了款账]|打[了来过款]|付[了清完好款]|支付|汇[了来过款]|转[了来过账]|收[到了款回]"
    r"|结[了清完掉]|清[了账掉]|还[了清掉]|补[了上齐]|给了|交了|缴了|拿到|划[了来过])"
)
_DONE_BEFORE: Final = regex(
    rf"(?:{_DONE_VERB}|已[经]?[付回打汇收结到]|[付收回打汇转交])(?:了|过来|款|清|到|出|过|又|一共|总共|共|差不多|大概|有)*(?:货款|定金|订金|首付款?|尾款|预付款?|全款|进度款|保证金|现金|承兑|电汇|[一两二三四五六七八九十]?笔|\d{{1,3}}%|[一二三四五六七八九]成|一半|[\s:,的是]){{0,4}}$"
    rf"|{_DONE_VERB}[^,。;!?\n]{{0,8}}(?:定金|订金|首付款?|尾款|预付款?|货款|全款|进度款|保证金|费用?|钱|款子?)[\s:是]*$"
)
_DONE_WORD: Final = regex(rf"{_DONE_VERB}|已[付收回]|[付收打结]$")
_DONE_BEHIND: Final = regex(
    r"[^,。;!?\n]{0,8}?(?:到账|入账|进账|到了|已[经到付打收结回]|付了|付清|付掉|结掉|还清|还了|补[上齐]|打了|打过来|打来|进[来了]|过来了|下来了|[打付结汇转]掉|汇了|转了|转过来|收到|结[了清]|清了|给了|回了|回来了|回款|到位|搞定)"
)
_NOT_DONE: Final = regex(
    r"(?:还|都|仍)?(?:没有?|未|不)(?:再|能|肯)?(?:付|打|给|结|到|收|回|清|汇)|欠着|拖着|(?:下(?=[周个月次礼星])|明[天年日后]|后[天续]|月底|年底|年前|节后|过几天)[^,。]{0,4}(?:再)?(?:付|打|给|结|汇|回|到)|再[付打给结汇]|[要会等][^,。]{0,3}[付打给结汇]"
)
_OPEN_BEFORE: Final = regex(
    r"(?:还有?|仍|另外?)?(?:剩下?余?|欠款?|差|余款?|余额|没[付给结回收打]|未[付结回收]|待[付收]|应[付收]|尾款|下欠|结欠|尾巴)(?:了|的|还有|还|是|有|大概|着|我们|咱们|他|[\s:,])*$"
)
_LATER_BEFORE: Final = regex(
    r"(?:说|答应|承诺|约好|约定|准备|打算|计划|预计|让他们?|催他们?|要求|应该?|必须|需要|还?得|(?<![主需重必首])要|会|下[个]?[月周]|明[天年]|后[天年]|月底|年底|年前|等)[^,。;]{0,8}(?:再)?[付打给结汇回转](?:我们|咱)?$"
)
_WHOLE_BEFORE: Final = regex(
    r"(?:一共|总共|合计|共计|总计|总价|总额|总款|全款|全部|合同(?:总)?(?:额|款|价|金额)?|总金额|金额|货款总|总货款|计|共|总的?|加起来|拢共|打包价?|签了?个?)(?:是|为|有|了|大概|[\s:的])*$"
)
_OF_CONTRACT: Final = regex(
    r"(?:合同|总价|总额|总款|原价|报价|总货款|订单|单子)(?:总额|金额|额|款|价)?(?:是|为|一共|总共|共|[\s:的])*$"
)
_SPARED_BEFORE: Final = regex(
    r"(?:满|便宜|优惠|让[利了]?|减|降了?|少[付打给收]?了?|多[付打给收]了?|扣了?|抹了?|返|省|折扣|涨了?|贵了?|加价|(?<!补)(?<!补了)差价|手续费|运费另)(?:我们|个|掉|去|[\s:])*$"
)
_FREIGHT_BEFORE: Final = regex(r"运费[\s:]*$")
"""货款2万 运费300 is not of the goods; 付了运费三千 is what was paid."""
_PART_BEFORE: Final = regex(r"(?:其中|含(?!税)|包括|包含)[^,。;\d]{0,4}$")
_OLD_BEFORE: Final = regex(r"(?:从|由|原来的?|原先的?|之前的?|本来|不是|并非)(?:是|要|[\s:])*$")
_TAKEN_BACK: Final = regex(
    r"(?:不对|[说写记打搞]错了?|错了|哦不|更正|应该是|改成)[^,。]{0,4}[,。\s]*(?:是|应该是)?\s*$|(?:^|[\s,。哦噢喔])不+是?[\s,]*$"
)
"""Between a sum and the one that replaces it: 回款6万，不对，5万."""
_SPARED_BEHIND: Final = regex(r"\s?(?:的?(?:优惠|折扣|手续费|零头|返点))")
_PRICE_BEFORE: Final = regex(
    rf"(?:单价|均价|(?:老|原|旧|协议|出厂|上次的?)价(?:钱|格)?|每\s?{UNITS}|(?<!承兑)(?<!汇票)(?<!支票)(?<!收了)一\s?{UNITS}|/{UNITS}|@|报价|{UNITS}\s?[*×x]|零售价|批发价|进价|售价|价格)(?:是|为|就|按|才|要|卖|算|给|他们?|她|你们?|都|[\s:])*$"
)
_PRICE_BEHIND: Final = regex(
    rf"\s?(?:元|块|钱)?\s?(?:(?:[/每]|一)\s?(?!个?(?:月|年|季|天|周|次|批|起|共|套房)){UNITS}(?!月|年)|的单价|单价(?!\s?[是为:]?\s*$)|每\s?{UNITS}|[*×x]\s?\d)"
)


def role_of(text: str, amount: Amount, before: int = 0, behind: int | None = None) -> Roles:
    """What a sum stands for, by the words beside it.

    Args:
        text: folded text.
        amount: one sum in it.
        before: where the sum before it ends.
        behind: where the next sum begins.
    """
    stop = len(text) if behind is None else behind
    left = text[max(before, amount.start - _SEEN) : amount.start]
    right = text[amount.end : min(stop, amount.end + _SEEN)]
    clause = _CLAUSE.search(right)
    right = right[: clause.start()] if clause is not None else right
    near = _CLAUSE.split(left)[-1] or left
    if (
        _OLD_BEFORE.search(near)
        or _PART_BEFORE.search(near)
        or (behind is not None and _TAKEN_BACK.search(text, amount.end, behind))
    ):
        return Roles.SPARED
    if _PRICE_BEHIND.match(right) or _PRICE_BEFORE.search(left):
        return Roles.PRICE
    if _is_spared(near, right):
        return Roles.SPARED
    if clause is None and behind is not None and behind - amount.end <= _SEEN:
        # 欠的5万今天打了3万: a verb right before the next sum is that sum's.
        lead = _DONE_BEFORE.search(right)
        right = right[: lead.start()] if lead is not None else right
    unpaid = _NOT_DONE.search(right)
    if unpaid is not None or _LATER_BEFORE.search(near):
        return Roles.OPEN
    if _DONE_BEHIND.match(right):
        return Roles.DONE
    still = _OPEN_BEFORE.search(near)
    if still is not None:
        # 收到尾款15w is paid; 尾款15w by itself is not.
        return Roles.DONE if _DONE_WORD.search(near, 0, still.start()) else Roles.OPEN
    if _OF_CONTRACT.search(near):
        return Roles.WHOLE
    if _DONE_BEFORE.search(left):
        return Roles.DONE
    return Roles.WHOLE if _WHOLE_BEFORE.search(near) else Roles.PLAIN


def _is_spared(near: str, right: str) -> bool:
    if _SPARED_BEFORE.search(near) or _SPARED_BEHIND.match(right):
        return True
    return _FREIGHT_BEFORE.search(near) is not None and _DONE_WORD.search(near) is None


def roles(text: str, amounts: Sequence[Amount]) -> list[Roles]:
    """The roles of all sums of a text.

    Args:
        text: folded text.
        amounts: its sums, in order.
    """
    found = []
    for index, amount in enumerate(amounts):
        before = amounts[index - 1].end if index else 0
        behind = amounts[index + 1].start if index + 1 < len(amounts) else None
        role = role_of(text, amount, before, behind)
        if index and role is Roles.PLAIN and _TAKEN_BACK.search(text, before, amount.start):
            # 每盒88，不对，98: it stands for what the one that it replaces stood for.
            replaced = role_of(text, amounts[index - 1], amounts[index - 2].end if index > 1 else 0)
            role = role if replaced is Roles.SPARED else replaced
        found.append(role)
    return found


def takes_back(text: str, one: Amount, other: Amount) -> bool:
    """Whether a sum takes the place of the one before it: 88，不对，98.

    Args:
        text: folded text.
        one, other: two sums of it, side by side.
    """
    return _TAKEN_BACK.search(text, one.end, other.start) is not None


def paid(text: str, amounts: Sequence[Amount]) -> tuple[Amount | None, bool]:
    """The sum that was paid, and whether several could be meant: the one beside the verb, not what is left to pay.

    Args:
        text: folded text.
        amounts: its sums, in order.
    """
    said = list(zip(amounts, roles(text, amounts), strict=True))
    if not said:
        return None, True
    summed = _total(text, said)
    if summed is not None:
        return summed, False
    for wanted in (Roles.DONE, Roles.PLAIN, Roles.WHOLE):
        fitting = [amount for amount, role in said if role is wanted]
        if len(fitting) > 1:
            fitting = [amount for amount in fitting if amount.unit] or fitting
        if fitting:
            amount, unsure = _one_of(text, fitting)
            return amount, unsure or _goes_on(text, said, amount)
    fitting = [amount for amount, role in said if role is Roles.OPEN]
    return (fitting[0], True) if fitting else (None, True)


def _total(text: str, said: Sequence[tuple[Amount, Roles]]) -> Amount | None:
    """The sum that is called the total: where nothing is said to be paid, or where the others add up to it."""
    others = [amount.value for amount, role in said if role in {Roles.DONE, Roles.PLAIN}]
    done = any(role is Roles.DONE for _, role in said)
    for amount, role in said:
        if role is Roles.WHOLE and _is_summed(text, amount) and (not done or sum(others) == amount.value):
            return amount
    return None


_ANOTHER: Final = regex(
    r"(?:转账|微信|电汇|支付宝|支票)(?:了)?$|(?:一笔|又|和|加上?|另外?|现金|承兑|再|还有?|、|\+)(?:是|了|[付打汇转收]了?|[\s:])*$"
)


def _goes_on(text: str, said: Sequence[tuple[Amount, Roles]], chosen: Amount) -> bool:
    """打了2万，又打了3万; 现金3000转账2000: there is a second sum side by side with the first."""
    for amount, role in said:
        if role is not Roles.PLAIN or amount is chosen:
            continue
        before = max(amount.start - 6, 0)
        if (_ANOTHER if amount.start > chosen.end else _PAID_IN).search(text, before, amount.start):
            return True
    return False


_PAID_IN: Final = regex(r"(?:现金|承兑|转账|微信|电汇|支付宝|支票)(?:了)?$")


def _one_of(text: str, fitting: Sequence[Amount]) -> tuple[Amount, bool]:
    """Of several sums with the same role the one that is called the whole; else the first, unsure."""
    if len(fitting) == 1 or len({amount.value for amount in fitting}) == 1:
        return fitting[0], False
    for amount in fitting:
        if _is_summed(text, amount):
            return amount, False
    return fitting[0], True


def _is_summed(text: str, amount: Amount) -> bool:
    return _SUM.search(text, max(amount.start - 6, 0), amount.start) is not None


_SUM: Final = regex(r"(?<!合同)(?<!订单)(?<!货款)(?:一共|总共|合计|共计|总计|共|加起来|拢共)(?:是|为|有|了|[\s:的])*$")


def whole(text: str, amounts: Sequence[Amount]) -> tuple[Amount | None, bool]:
    """The sum of a deal (not the price of one, nor what is taken off), and whether several could be meant.

    Args:
        text: folded text.
        amounts: its sums, in order.
    """
    said = list(zip(amounts, roles(text, amounts), strict=True))
    for wanted in (Roles.WHOLE, Roles.PLAIN, Roles.DONE, Roles.OPEN):
        fitting = [amount for amount, role in said if role is wanted]
        if len(fitting) > 1:
            fitting = [amount for amount in fitting if amount.unit] or fitting
        if fitting:
            return _one_of(text, fitting)
    return None, True


def prices(text: str, amounts: Sequence[Amount]) -> list[Amount]:
    """The prices of one piece, in order.

    Args:
        text: folded text.
        amounts: its sums, in order.
    """
    said = zip(amounts, roles(text, amounts), strict=True)
    return [amount for amount, role in said if role is Roles.PRICE]
