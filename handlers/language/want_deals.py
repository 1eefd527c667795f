"""What is wanted of money, orders, chances, expenses and complaints: said as done, with who and how much."""

from __future__ import annotations

import re
from typing import Final

from handlers.language.meaning import Intents
from handlers.language.normalise import CUSTOMER
from handlers.language.patterns import regex
from handlers.language.people import TITLED
from handlers.language.reading import Reading
from handlers.language.signs import COUNT, SUM, Sign, is_asked, names_somebody, supposed
from handlers.language.topics import Topics

_FIGURE: Final = r"(?=\s*(?:[\d一二三四五六七八九十两半壹贰叁肆伍陆柒捌玖拾]))"
_PAID: Final = Sign(
    rf"回[款宽](?!宝)|转账{_FIGURE}|汇款|到款|到[账帐]|入[账帐]|进[账帐]|打款|打[了过来]*{_FIGURE}|打过来|打(?:了|来了?)(?:一笔|款|钱)|付[了清过掉]|付款|付{_FIGURE}"
    rf"|结[清了]|款子?(?:都|全|已经?)?(?:结|到|收|清)|收到|收[了回]|收(?={CUSTOMER})|收{_FIGURE}|收款|付讫|结账|清账|账[^,。]{{0,3}}清了|给了{_FIGURE}|打给(?:我们|公司)|入公司账|[汇转][了来过]{_FIGURE}|[汇转]过?来{_FIGURE}|[汇转]{_FIGURE}"
    rf"|尾款|[定订]金|预付款?|货款|首付款?|进度款|回了?{_FIGURE}|那笔[^,。]{{0,8}}到了|承兑|电汇|给了?(?=现金)|款[^,。]{{0,4}}到了|(?<=[万千百块元])到(?=[\s。!]*$)|(?<=[\d万千百块元])\s*已[收到付结](?:讫|清|账|款|到)?(?=[\s,。!]|$)|对公转账|(?:给我们?|微信|支付宝|对公|银行)转了?{_FIGURE}|(?<=[\d万千百块元])[^,。]{{0,4}}(?:到了|清了|进来了|补上了|交了|打了(?!折)|给(?:我们?)?了|退回来了)|把[^,。]{{1,8}}(?:补上了|[打转付结汇清]了|给我们?了)|刚?到的[账帐]|[转打付汇]给?我(?:们)?{_FIGURE}|(?:(?<![一-鿿])|(?<=又)|(?<=也)|(?<=刚))到了?{_FIGURE}(?=\s*[\d一二三四五六七八九十两半零百千.]+\s*[万千百块元wk])|扫(?:过)?(?:来|了)(?=\s*[\d一二三四五六七八九十两])|交了(?=[^,。]{{0,8}}[,\s]*[\d一二三四五六七八九十两半][\d.一二三四五六七八九十百千两]*\s*[万千百块元])|收[^,。]{{1,6}}(?:现金|货款|定金)|补(?:了|上|齐|交了?|缴了?)(?=[^,。]{{0,5}}(?:款|差价|钱|\d))|补差价(?=\s*\d)|又?到了?一?笔(?=[\s,]*[\d一二三四五六七八九十两])|还了(?=[^,。]{{0,8}}[\d一二三四五六七八九十两])|(?:次|笔|批)[给付打]的[钱款]|打的款|(?:微信|支付宝|现金|对公)[付给交]的|交了?(?=[^,。]{{0,5}}(?:款|[定订]金))"
    rf"|(?:送|拿|带|交|递|塞)(?:来|过来|了|给|到)+(?=[^,。]{{1,12}}现[金款钞])|(?<=[\d万千百块元一二三四五六七八九])\s?的?现[金款钞]|现[金款钞]\s?{_FIGURE}|(?:支票|承兑|汇票)[^,。]{{0,4}}(?:兑|贴现)了|给了?(?:我们?|咱们?|公司){_FIGURE}"
    rf"|(?<=[\d万千百块元圆整])\s*已[打汇转]|[打付汇转结给]了(?=[^,。]{{0,5}}[一两三]笔)|(?:款子?|钱|钞票|账|承兑|汇票|支票)[^,。]{{0,8}}(?:下来|[要追讨收]?[回上]?来|到手|到|结掉|给掉)了|[这那一]笔[^,。]{{0,8}}到了|[打付汇转结给]掉了"
    r"|(?<=[只才就])来了(?=\s*[\d一二三四五六七八九十两半]+\s*[万千百块元w])|[打汇付转给](?:来)?的(?:款|钱|货款)|付现(?=\s*[\d一二三四五六七八九十两半])"
)
_PAID_IN_FULL: Final = Sign(
    r"付清了?|结清了?|到[账帐]了|回款了|付款了|打款了|款子?[^,。]{0,3}(?:到|结|清)了|钱[^,。]{0,3}到了|(?:承兑|汇票|支票)[^,。]{0,2}(?:到|进账|兑)了|[那这]笔(?:款|钱|货款)?(?:也|都|刚)?到了"
)
_OUR_OWN: Final = regex(
    r"我(?:刚|刚才|先|又)*给[^,。]{0,5}(?:转|汇|打|付|还)|我(?:自己)?(?:先)?(?:付|垫|掏|花)|打车|油费|停车|过路|高速费|[早午晚]饭|[早午晚]餐|餐费|住宿|快递费|报销|垫付|请[^,。]{0,8}吃"
)
_OWED: Final = regex(
    r"挂(?:着|了)?[^,。]{0,4}账|账[上面]?(?:里|头)?[^,。]{0,3}挂|(?:回|给|付|结|清)过?(?:钱|账)|账[^,。]{0,3}(?:拖|压)|差(?:我们?|咱们?)|付没付|打没打|结没结|还没还|应收|欠|账龄|账期到|逾期|该收|收回多少|催款|没(?:有)?(?:付|回款|回(?=\s*[?,。的]|$)|结|到账|收回|打)|未(?:付|回款|结|收)|没给|那笔钱|超期|尾款|货款|回款|到[账帐]|付款|付了|付清|打款|结清|结了|清了|款"
)
_PLAINLY_OWED: Final = regex(
    r"挂(?:着|了)?[^,。]{0,4}账|账[上面]?(?:里|头)?[^,。]{0,3}挂|应收|欠(?!缺|妥|佳|的[\d一二三四五六七八九])|账龄|逾期|该收|应该收|没收回|未收"
)
_OWED_LIST: Final = regex(
    r"应收|账龄|逾期|欠款|(?:\d+|[一二三四五六七八九]十?)天以上|超过?\d+天|超期|没回款?的|未回款的|没付款的"
)
_HOW_MUCH: Final = regex(r"多少|几|谁|哪|还[剩差欠有]|没|吗|情况|进度|名单|清单|列|查|看|明细")
_QUESTION_OF_MONEY: Final = regex(
    r"不\W*$|啥情况|什么情况|啥时候|多久|多少|吗|没|谁|哪|几|有没有|是不是|了么|何时|什么时候"
)


def decide_payment(reading: Reading) -> Intents | None:
    """Money that has come in: who, how much, and no word that it is still to come."""
    masked = reading.masked
    if _OUR_OWN.search(masked) and "到账" not in masked:
        return None
    if (_PRICED.search(masked) and _PAID_SHARE.search(masked)) or _NOT_PAID.search(masked):
        return None
    if (_CONCLUDED.search(masked) or _DUE.search(masked)) and _ARRIVED.search(masked) is None:
        return None
    sign = _PAID.stands(reading)
    if sign is None or _GOODS_CAME.search(masked) or (_TO_COME.search(masked) and not _COME_IN.search(masked)):
        return None
    if _NOTHING_ELSE.fullmatch(masked):
        return Intents.PAYMENT_RECORD
    if SUM.search(masked) is None:
        full = _PAID_IN_FULL.stands(reading) if names_somebody(reading) else None
        return Intents.PAYMENT_RECORD if full is not None else None
    if not (names_somebody(reading) or _BARE_PAYMENT.match(masked) or _names_a_payer(reading, sign)):
        return None
    return Intents.PAYMENT_RECORD


_NOT_PAID: Final = regex(r"[,\s]还?没(?:付|打|给|到|转|汇)(?:过来|账)?[\s。]*$")
"""同意先付三万，还没付."""
_PAID_SHARE: Final = regex(
    r"付(?:了)?(?:一半|[一二三四五六七八九]成|百分之|\d{1,2}%|个?(?:[定订]金|首付)(?!\s*[\d一二三四五六七八九十两]))"
)
"""要五百个茶罐 6块一个 先付一半: an order, and how it is to be paid."""


_DUE: Final = regex(r"(?:该|应该?|须|必须|应当)(?:再|先|还)?(?:付|打|给|结|交|转|汇)(?![了过来])")
"""该付2万: what is owed."""
_CONCLUDED: Final = regex(
    r"合同[^,。]{0,6}签|签(?:了|下|好|完|约|单|掉|成)|[定订]了|敲定|下了?单|中标|成交|(?:首付|预付|定金|订金)款?\s*(?:\d{1,2}\s?%|[一二三四五六七八九]成|一半)"
)
"""合同签了 15万 首付30%: what was agreed, of which nothing has come yet."""
_ARRIVED: Final = regex(
    r"(?:送|拿|带|递|塞)(?:来|过来|给)|[款钱账][^,。]{0,8}(?:[下要追讨]|回)来了|到[账帐]|到了|进了?账|入账|收[到了回]|打[了过来款给]|付[了清讫掉过]|已[经]?[付打收到结转汇]|结[了清]|[转汇交缴补清还回][了来过清]|转账|汇款|回款|给了|刚[到付打转]|[款钱]来了|[付打给转汇交][^,。]{0,4}(?:过来|来了|到位)|现金|承兑|支票|电汇"
)


def may_be_paid(text: str) -> bool:
    """Whether a clause of a record may say that money has come in; a look at its words before any name is sought.

    Args:
        text: the folded record.
    """
    return _MONEY_VERB.search(text) is not None and _MONEY_IN.search(text) is not None


def told_payment(clause: Reading) -> tuple[int, int] | None:
    """Where a clause says that money has come in (王总打了5万, 收了2万定金); None if it does not.

    Args:
        clause: one clause of a record.

    Returns:
        Where who paid and when is said, and where the word for paying stands.
    """
    masked = clause.masked
    found = _MONEY_IN.search(masked)
    if found is None or SUM.search(masked) is None or _TALK_OF_MONEY.search(masked):
        return None
    if is_asked(masked) or supposed(masked) or _TO_COME.search(masked) is not None:
        return None
    who = _WHO_PAID.search(masked, 0, found.start())
    return (who.start() if who is not None else found.start()), found.start()


# One of these is in all that follows; the search for it passes over other characters at once.
_MONEY_VERB: Final = regex("回|收|打|付|结|汇|转|给|交|到账|到帐|现款")
_MONEY_IN: Final = regex(
    rf"(?<![催待未谈聊问说])回[款宽](?:了)?\s*{_FIGURE}|(?:收到?|打|付|结|汇|转|给|交)[了来过]+[^,。]{{0,6}}?{_FIGURE}|收到[^,。]{{0,6}}{_FIGURE}|到[账帐]|{_FIGURE}[^,。]{{1,8}}(?:到[账帐]|收到|打过来|付了|结了)|(?:现款|现金|现结)[^,。]{{0,3}}{_FIGURE}[^,。]{{0,6}}?(?:给我|微信|支付宝|收|在我)"
)
_TALK_OF_MONEY: Final = regex(
    r"没|未|不|说|讲|答应|承诺|催|准备|打算|预计|计划|争取|可能|应该|要|等|将|会|能|折|报价[了是为:\s]*[\d一二三四五六七八九十]|给了?[^,。]{0,4}(?:价|优惠|方案|样)"
)


_WHO_PAID: Final = regex(
    rf"(?:(?:{CUSTOMER}+(?:那边)?|{TITLED.pattern})?(?:今天|昨天|刚刚?|刚才|上午|下午|已经|又|也|还|都|当场|直接|先|一次性|[\s:])*)?$"
)
"""Who paid and when, right before the word for paying."""
_GOODS_CAME: Final = regex(
    r"(?:货(?!款)|机器|设备|样品|样机|配件|快递|合同|资料)(?![^,。]{0,8}款)[^,。]{0,10}(?:到|补上?|退回来|打|给我们?)了"
)
_TO_COME: Final = regex(
    r"(?:月底|下周|下个?月|明[天年]|后天|年底|年[前后]|节[前后]|(?:[寒暑]假|放假|开学|过年|春节|国庆|中秋|元旦|端午|年关|开工)[之以]?[前后]?|过完年|开春|过[两几]天|月初|中旬|[周星期礼拜]+[一二三四五六日天]|\d+[号日]|\d天后)[^,。\d]{0,4}(?:付|打|结|给|转|交|到账(?!\s*[\d一二三四五六七八九十两半])|收|回款?)(?!了|到了)|(?<!已)(?<!已经)先[付打给转交](?!了|清|的|过来)"
)
"""尾款15万 月底付, 寒假前先付10万: money that is still to come."""
_NOTHING_ELSE: Final = regex(
    rf"\s*(?:记一?[下笔个]?|登记)?\s*(?:{CUSTOMER}+的?)?\s*(?:回款|收款|付清了|结清了)\s*(?:{CUSTOMER}+)?\s*[。!]*"
)
_BARE_PAYMENT: Final = regex(
    rf"(?:[\s,:]|今天|昨天|刚刚?|记一?[下笔])*(?:回[款宽]|到账|收款|收到(?:货款|回款|定金|尾款)?)(?:了|一笔)?[\s:,]*{_FIGURE}"
)
"""回款 5万: he is asked from whom."""
_PAYER: Final = regex(
    rf"^(?:[\s,]|今天|昨天|刚刚?|上午|下午|收到|又|{CUSTOMER})*[一-鿿a-z]{{2,12}}|回款[\s:]*[一-鿿]{{2,}}|收到?[一-鿿]{{2,}}"
)
_NO_PAYER: Final = regex(r"^(?:客户|他们?|她|我们?|这个|那个|你|工资|提成|合同|订单|报价|价格|预算|费用|发票)")


def _names_a_payer(reading: Reading, sign: re.Match[str]) -> bool:
    """Whether a name stands before the word for paying that the book may hold in another spelling."""
    before = reading.masked[: sign.start()].strip(" ,。:")
    if _NO_PAYER.match(before):
        return False
    if len(before) >= 2:
        return _PAYER.search(before) is not None
    return re.match(r"[款了到:\s]*[一-鿿a-z]{2,}", reading.masked[sign.end() :]) is not None


def decide_receivable(reading: Reading) -> Intents | None:
    """What is still owed: 谁欠钱, 东吴还差多少, 恒力的尾款付了没; to put one down (应收 东吴 12万) is another thing."""
    masked = reading.masked
    if _OLDER.fullmatch(masked):
        return Intents.RECEIVABLE_QUERY
    if _OWED.search(masked) is None or supposed(masked):
        return None
    if _SMALL_DEBT.search(masked) or (_COLLECTED.search(masked) and not names_somebody(reading)):
        return None
    if SUM.search(masked) and _COME_IN.search(masked) and not is_asked(masked):
        return None
    plain = _PLAINLY_OWED.search(masked)
    if plain is not None and (_HOW_MUCH.search(masked) or len(masked.strip()) <= 10 + 2 * masked.count(CUSTOMER)):
        return Intents.RECEIVABLE_QUERY
    if _OWED_LIST.search(masked) and len(masked) <= 16:
        return Intents.RECEIVABLE_QUERY
    if not _QUESTION_OF_MONEY.search(masked) or not is_asked(masked) or _WHY.search(masked):
        return None
    if names_somebody(reading) or _CUSTOMERS.search(masked):
        return Intents.RECEIVABLE_QUERY
    return None


_OLDER: Final = regex(
    rf"\s*{CUSTOMER}+(?:那边)?的?账款?(?:情况|呢|怎么样)?[\s?。]*|"
    r"\s*(?:超过|大于|看看?)?(?:\d{1,3}|[一二三四五六七八九]?十)天以上的?(?:有哪些|有谁|客户)?[\s?。]*"
)
_COLLECTED: Final = regex(r"(?<!没)(?:[回收]了(?:多少|几)|谁的日报)")
"""这个月回了多少款: one's own figures."""
_SMALL_DEBT: Final = regex(r"欠[^,。]{0,6}(?:一?[份个套本顿]|样[品册本]|方案|资料|人情|饭|说法)")
_COME_IN: Final = regex(
    r"[结付还清打到汇转收](?:清|齐|完)?了(?!没|吗)|[打汇转付给交拿送]过?来[^,。]{0,4}(?=[\d一二三四五六七八九十两半])|收回(?:了)?(?=[\d一二三四五六七八九十两半])|打的款|付的|补上了|给我?了"
)
_WHY: Final = regex(r"为什么|为啥|怎么办|怎么|如何|要不要|能不能|会不会|可不可以|意思")
_CUSTOMERS: Final = regex(
    r"(?:余|尾|货)款[^,。]{0,4}(?:哪些|多少|谁)|多少(?:货|尾|余)?款|哪家|(?:哪些|几[家个]|谁|多少)[^,。]{0,4}(?:客户|家|款)|客户[^,。]{0,6}没|还有多少[^,。]{0,4}没"
)

_UNITS: Final = (
    r"[个台套张箱件桶斤吨只支瓶条把根卷包盒袋批份车组副块片米令升罐筐打公千双枚盏棵盆床筒匹捆扇顶株提幅串坛壶听]"
)
_NUMBER: Final = r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百千万半]+)"
_ORDERED: Final = Sign(
    rf"下了?(?:个|一个|一笔|张)?(?:大|小|新)?单|下了[^,。]{{0,8}}的?订单|[订定](?=[^,。]{{1,6}}?{_NUMBER}\s*(?:{_UNITS}|公斤))|让?送(?={_NUMBER}\s*{_UNITS}[^,。]{{0,6}}(?:过去|过来|来))|再来(?={_NUMBER}\s*{_UNITS})|新订单|[订定](?:了|下)|[订定](?:货|做|制|购)|加[订定单购]|加[一个]{{1,2}}单|[下订定]了(?={_NUMBER}\s*{_UNITS})|[续返翻补][订定单]|追加|补货|补了|(?<!里)(?<!外)[补来拿进加备](?={_NUMBER}\s*{_UNITS})|拿了|拿走(?={_NUMBER}\s*{_UNITS})|拿货|[订定购](?={_NUMBER}\s*{_UNITS})"
    rf"|(?<![想需还主重必首只就])(?:再|又)?要(?:了)?(?=[^,。]{{0,8}}?{_NUMBER}\s*{_UNITS})|要货|(?<!过)来了?(?={_NUMBER}\s*{_UNITS}(?!(?<=块)[洋大]?钱|(?<=块)洋钿))|下(?:了)?(?={_NUMBER}\s*{_UNITS})|采购了?|买了|进了|进货|[拍加]了(?={_NUMBER}\s*{_UNITS})|签单(?=[^,。]{{0,8}}?{_NUMBER}\s*{_UNITS})|^订单|[^,。]{{1,10}}定了(?=[,\s]*[\d每单]|$)|单子?[下签]了|接(?:了|到)?一?个?单(?=[:\s])|单子?\s*:(?=[^,。]{{1,8}}?{_NUMBER}\s*{_UNITS})|(?:签|发来?)了?[^,。]{{0,5}}订单|不够了?[^,。]{{0,3}}要再?来(?={_NUMBER}\s*{_UNITS})"
)
_ORDERED_BY: Final = Sign(
    rf"(?:说|[让叫喊要](?:我们?)?)(?:先|再|就|给)?[^,。]{{0,4}}?(?:订|定|加|送|来|拿|发|备)(?={_NUMBER}\s*{_UNITS}.*(?:价|[一每]{_UNITS}\s?[\d一二三四五六七八九十两]|共))"
    rf"|说[^,。]{{0,16}}?再(?:来|要|拿|送|加|订)(?!一批)(?={_NUMBER}\s*{_UNITS})|说[^,。便]{{0,6}}?(?:先|给)(?:订|定|加|送|来|要|拿)(?={_NUMBER}\s*{_UNITS})|说(?:订|定|加|送|来)(?={_NUMBER}\s*{_UNITS})"
    rf"|说(?=[^,。报]{{1,8}}?{_NUMBER}\s*{_UNITS}[,\s]+[^,。报涨降]{{0,5}}一{_UNITS})",
    hearsay=True,
    hope=True,
)
"""秦姐说再送五箱水."""
_NO_ORDER: Final = regex(
    r"还?没下单|嘴上|口头[上说]|[一每]天[^,。]{0,2}(?:要|能|得|卖|用|蒸|吃)|[\d一二两三四五六七八九十几]\s*[份张套本个]\s*(?:合同|协议|资料|样册|发票|收据|报价|图纸|彩页|目录|说明书|证书|质检|检测|报告|方案|标书)|起订量|要求退|要再?[降涨压]|退(?=[一两几半\d])|退[货单回]|取消|订单(?:号|什么|呢|到哪|进度|情况)|样品|样机|[小打送]样|酒店|房间|机票|车票|位子|包间|餐|蛋糕|花\d"
)
_PRICE: Final = regex(rf"单价|每[{_UNITS[1:-1]}]|一[{_UNITS[1:-1]}](?![趟次])|共|总")


def decide_order(reading: Reading) -> Intents | None:
    """An order that was given: what and how much of it, or a price a piece."""
    masked = reading.masked
    if _NO_ORDER.search(masked) or (not names_somebody(reading) and "单" not in masked):
        return None
    if _STILL_WANTED.search(masked):
        return None
    if _PRICED.search(masked) and reading.customers and _is_priced_list(reading):
        return Intents.ORDER_RECORD
    if _ORDERED.stands(reading) is None and _ORDERED_BY.stands(reading) is None:
        return None
    if COUNT.search(_REPRICED.sub("", masked)) or (
        SUM.search(masked) and ("单" in masked or _PRICE.search(masked) or "定" in masked)
    ):
        return Intents.ORDER_RECORD
    return None


_REPRICED: Final = regex(rf"[一每]{_UNITS}(?:再|要|就|又)?[加涨降贵让少减]")
"""一只加五毛: what one costs from now on, and not how many are ordered."""
_STILL_WANTED: Final = regex(
    r"(?:还|也|就)(?:想|打算|准备|考虑|计划)|还要再?[加上添配换买](?![了急])|想再?[要加上添买换]|(?:准备|打算|考虑|计划|有意|有意向|可能)(?:再|新|要)*[加上添买换订定采购]"
    r"|要[^,。\d一二三四五六七八九十两]{0,6}(?:配置单|方案|清单|报价单?|图纸|样册|彩页|参数表|目录)|要(?:再|新)?[上添](?!门|午|[周个次]|班|报)|(?:等|要|出|催|给|发|做|报)(?:我们?|他|她|个|一?份|一下)*报价|报个?价|重新报"
)
"""还要再加一台 月底给报价: what somebody would like to have, and has not ordered."""
_PRICED: Final = regex(rf"(?:一{_UNITS}|每{_UNITS}|单价|@)\s*\d|\d\s*(?:块|元)?\s*(?:一|每|/){_UNITS}")


def _is_priced_list(reading: Reading) -> bool:
    """周大姐包子 面粉30袋 一袋92: goods with their number and price, and nothing said of them."""
    masked = reading.masked
    if COUNT.search(masked) is None or is_asked(masked) or supposed(masked) or _SAID_OF_PRICE.search(masked):
        return False
    return reading.customers[0][0] == 0


_SAID_OF_PRICE: Final = regex(r"报|说|讲|嫌|问|谈|聊|贵|便宜|涨|降|让|打算|准备|想|没|不|别|竞|对手|拜访|去|见|送|样")
_STAGES: Final = (
    r"(?:初步|接触|意向|需求|立项|方案|选型|试样|试用|样品"
    r"|报价|议价|谈判|商务|招标|投标|评标|合同|签约|签单|成交|交付|验收|赢单|输单)"
)
_MOVED: Final = Sign(
    rf"(?:到|进)[^,。]{{1,6}}这一?步|项目[^,。]{{0,4}}定在|定在[^,。]{{0,8}}(?:开标|招标|定标|投标|签约)|(?:进入|进到?了?|走到|推进到?|到了?|转到|转入|改[成到为]|调[成到为]|变更?[成为]|跳到|推到|升到|更新[成为到])\s*[\"]?{_STAGES}[^,。]{{0,3}}(?:阶段|环节|流程|了|中|$)"
    rf"|阶段\s*(?:改|到|更新|变|调|:|是|进|转|为)|^\s*推进\s*C|C[^,。]{{0,6}}推进(?:到|至)|(?:进入|到了?|改[成到为])[^,。]{{1,5}}阶段"
    r"|丢单|输单|赢单|丢了单|单子?[^,。]{0,4}(?:黄了|丢了|没了|输了|拿下|赢了|成了|吹了|飞了)|(?:黄了|吹了|泡汤了)|(?:项目|这单|那单|标)[^,。]{0,4}(?:赢|丢|输|成|没)了|赢下|谈下来了|签下来?了|拿下了|中标了?|没中标|[落丢流废]标|合同[^,。]{0,4}签了|签(?:了|下)(?:个|一?单|[^,。]{0,6}(?:合同|单|约))|签(?:了|下)(?=\s*(?:[\d一二三四五六七八九十两半百零][\d.一二三四五六七八九十百零]*)\s*[万千])|签约了|成交了"
    r"|商机|把握|胜算|概率|成功率|预计[^,。]{0,8}(?:成交|签|下单|定标|招标)|预算(?:追加|上调|下调|增加|砍|降|给|加|提|批|涨|调|大概|有|是|约|在|:)?[到了]?\s*(?=[\d一二三四五六七八九十两几])|项目预算"
    rf"|往\s*{_STAGES}[^,。]{{0,3}}(?:推|走|挪|转|进|调)|推到了?\s*{_STAGES}|输给(?!我)|没拼过|被[^,。]{{1,6}}(?:抢|截)(?:了|走)|立项了|(?:机会|单子?|项目)[^,。]{{0,3}}(?:丢|没|黄|吹|飞|悬)了|推到下一步|(?:项目|合同|预计|商机)金额[^,。]{{0,3}}改|(?<=[\s,。])进{_STAGES}|(?:改|变|更新)(?:成|为)?已?{_STAGES}|(?:项目|商机|单子)[^,。]{{0,3}}(?:停|缓|搁)了|{_STAGES}(?:{_STAGES})?阶段|(?:定标|开标|招标|签约|项目)[^,。]{{0,4}}(?:推迟|延期|延到|提前|改到)|搁置|暂停(?=$|[,。了])|[投招竞]标失败|阶段\s+(?={_STAGES})"
    r"|[这那]单[^,。]{0,6}(?:没戏|八成|九成|稳了|凉了|关掉|重启)|没戏了|重启了|暂缓(?=$|[,。了])|报价已?(?:出|发|交|递)了?[^,。]{0,3}[,\s]*等(?:签|定|标|批)|等(?:定标|开标|签约)(?=$|[,。\s])|签约完成|[这那]单[^,。]{0,8}(?:能有|值|估)(?=\s*[\d一二三四五六七八九十两])|估计[^,。]{0,8}能签"
    r"|签单(?=[\s,]|$)|预算(?:只有|才|就|不到|最多|顶多|大约|大概)\s*(?=[\d一二三四五六七八九十两几])",
    hearsay=False,
    hope=True,
)
_CHANCE: Final = regex(
    r"单|赢|输|拼|悬|机会|金额|推进|谈判|方案|报价|签|标|验收|立项|选型|意向|推到|[推挪转调]一?下|黄了|拿下|吹了|项目|商机|阶段|预算|成交|签约|合同|招标|投标|中标|概率|把握|期"
)
_TO_DO: Final = regex(r"(?:要|得|去)[^,。]{0,10}把[^,。]{1,8}(?:签|交|办|定)(?:了|掉|好|下来)")
"""下周三要去趟东吴把合同签了: what is still to be done."""
_OPINION: Final = regex(r"还在改|能成|有戏|会不会|觉得|到底|什么意思|怎么样")


def decide_chance(reading: Reading) -> Intents | Topics | None:
    """A sale that moves on, is won or lost, or gets a budget or a likelihood."""
    masked = reading.masked
    if _OPINION.search(masked) or _TO_DO.search(masked):
        return None
    if not names_somebody(reading):
        return Topics.OPPORTUNITY if "漏斗" in masked or "商机" in masked else None
    if _MOVED.stands(reading) is None:
        return None
    return Intents.OPPORTUNITY_UPDATE if _CHANCE.search(masked) else None


_SPENT: Final = Sign(
    r"^(?:[\s,]|今天|昨天|刚才?|上午|下午|给[^,。]{1,6})*买(?:了)?[^,。]{1,8}?(?=\d)|打车|打的(?=\s*[\d一二三四五六七八九十]|费|花)(?![\s\d一二两三四五六七八九十零百]*[万千w])|滴滴|出租车|油费|油钱|加油|充电费?(?=\s*\d)|停车|过路|过桥|高速费|路费|餐费|饭钱|[早午晚中]饭|[早午晚中]餐|宵夜|夜宵|吃饭|吃了(?:顿|点|碗)|请客|请[^,。]{0,12}?(?:吃|喝|唱|泡|洗|按摩|玩)"
    r"|招待|宴请|住宿|房费|住店|酒店|宾馆|旅馆|住了|高铁|火车票?|动车|车票|机票|飞机票|地铁|公交|大巴|快递费?|邮费|运费|寄件|礼品|礼物|伴手礼|[订买带送拎](?:了)?(?:个|条|盒装|点|些|束|箱|盒|两|一)?[^,。]{0,4}?(?:花|年货|特产|水果|烟|酒|茶|礼|蛋糕|奶茶|咖啡|水|月饼|果篮)"
    r"|打印费?(?!机|纸)|复印(?!机|纸)|资料费|报销|(?:我|先|自己)垫|垫[付了的]|差旅|花了|花费|费用|话费|会务费|门票|洗车|工作餐|聚餐|团建|点心|顺丰|中通|圆通|德邦|韵达|维修费|买单|买了单"
    r"|住[^,。]{1,8}?(?:[一两二三四五六七\d]个?晚|一宿|[一两]夜)|(?<![a-z])etc(?![a-z])|网约车|共享单车|代驾|[补换]胎|修车|罚单|年检|撸串|烧烤|火锅|小龙虾|盒饭|快餐|外卖|面馆|馄饨(?=\s*\d)"
)
_NO_EXPENSE: Final = regex(
    r"[让叫要](?:我们?)?送|再送|订单|货款|[彩福体]票|股票|"
    r"项目|工程|赢单|丢单|成交|签约|停车[场位库]|单价|标准|能不能|能报|多少|怎么|涨|提醒|客户(?:要|订)|回款|到账|打款|下单|报价|投诉"
)
_ANY_FIGURE: Final = regex(
    r"(?<![\d.#号月])\d+(?:\.\d+)?(?!\d*\s*[号日月点时天人个家次位台折:.])|[一二两三四五六七八九十百千]+[块元百千]"
)


def decide_expense(reading: Reading) -> Intents | Topics | None:
    """Money that the speaker has spent on the way."""
    masked = reading.masked
    sign = _SPENT.stands(reading)
    if sign is None or _NO_EXPENSE.search(masked) or _has_paid(reading):
        return Topics.EXPENSE if _EXPENSES.match(masked) else None
    said = _ANY_FIGURE.search(masked) or SUM.search(masked) or any(one.value > _LEAST_SPENT for one in reading.amounts)
    return Intents.EXPENSE_RECORD if said else None


_HE_PAYS: Final = regex(
    r"(?:那边|这边)?[^,。请吃住我]{0,8}(?:结清|付清|[付打交转汇缴结]了|[付打交转汇缴结]过来|把[^,。我]{1,8}[付打交转汇缴结]了)"
)


def _has_paid(reading: Reading) -> bool:
    """恒力结清了运费十八万: what a customer pays for is none of our expenses."""
    payers = (*reading.customers, *reading.contacts)
    return any(_HE_PAYS.match(reading.masked, end) is not None for _, end, _ in payers)


_LEAST_SPENT: Final = 2
_EXPENSES: Final = regex(r"(?:看看?|查)?我?(?:今天|本周|这周|本月|这个?月|上个?月|今年)?的?(?:费用|报销)[^,。]{0,6}$")

_ANGRY: Final = Sign(
    r"(?<!被)投诉(?!率|电话|热线|邮箱|渠道)|嚷嚷|数落|又[^,。]{0,3}(?:跳闸|停机|死机|报错|罢工|卡死)|炸毛|急眼|恼火|劈头盖脸|拍桌|翻脸|光火|拖拖拉拉|发火|生气|气死|气坏|气疯|骂|发飙|发(?:了|好?大?的?|一?通)*脾气|[漏坏碎破裂烂]得|来了?个?电话?[^,。]{0,2}[说讲][^,。]{0,4}[漏坏断堵裂停](?:了|(?=[\s,。]|$))|火大|很火|不满|抱怨(?!隔壁|生意|行情|市场|天气|同行|房租|老板)|怨气|发怒|暴怒|要说法|索赔|差评|12315|退货|要求?退款|跳脚|气得|客诉|投拆|不高兴|不开心|不爽|换货|补发|赔偿|要赔|要我们赔|闹(?:着|到|脾气)|意见很大|有意见"
    r"|(?:送|发|装|开|贴|弄|搞|印|做|配|寄|拿)错|(?:尺寸|型号|颜色|数量|规格)[^,。]{0,3}(?:不对|错)|很火|冒火|错发|漏发|漏送|少[发送](?:了)?|破[损了]|烂了|坏了|碎了|质量(?:有|出|太|很)?(?:问题|差|不行)|[漏碎断裂霉锈潮馊臭]了|不乐意|(?:漏|裂|坏|碎|破|烂)[^,。]{0,3}[,。\s][^。]{0,10}(?:漏|裂|坏|碎|破|烂)的|[胀鼓]包|结块|异响|噪音|松动|堵了|贴歪|火了(?!一)|要求换|要我们(?:派人|处理|解决|赔|负责|给)|态度[^,。]{0,3}(?:恶劣|不好|不行)|有(?:股)?(?:味道|异味|怪味|臭味)|闹(?:了$|起来|事|情绪)|过期|报废|卷边|起泡|掉漆|脱落|火气?很?大|要退(?![休房伍下])|发霉|漏[油水液气]|态度[^,。]{0,2}差|又停(?:了|机)|吃出|喝出|不新鲜|不合格|杂质|破洞|有(?:头发|虫)|生锈|掉色|开裂|变形|受潮|发臭|变质|有异味|异物|缺斤|短少"
    r"|怪我们(?!没)|怨我们|埋怨|害(?:他|她|我们|得)|烦死|乱[叫响]|没法用|用不了(?!多)|毛刺|生虫|色差[^,。]{0,2}(?:大|太|明显|严重)|[胀鼓]盖|冷冰冰|爱理不理|[说讲][^,。]{2,10}退(?=[\d一两二三四五六七八九十]+[箱件套只个台袋包桶])|嫌[^,。]{1,14}[,\s](?:要求|要|让|叫)[^,。]{0,4}[换退赔]|(?:晃|抖|响|卡|烫|漏)得(?:厉害|不行|慌)|(?:我们|咱们?)的?[^,。]{1,6}差[一两二三四五六七八九\d]+斤|划(?:破|伤|了嘴|着嘴)|压[扁坏]|摔[坏碎]|褪色|装不上|充不进|打不着火|(?:天天|经常|每次|次次)(?:都)?迟到|关不严"
    r"|(?:太|一直|总是|老是|又)(?:慢|晚|迟到|拖|延期|掉链子)|没人(?:管(?!了?吧?[\s,]*(?:那|让)?我)|理|回|处理|接(?<!电话没人接)(?<!手机没人接))",
    hearsay=True,
    hope=True,
)
_PLAINLY_ANGRY: Final = regex(
    r"炸毛|急眼|恼火|劈头盖脸|拍桌|翻脸|光火|嚷嚷|数落|投诉|发火|生气|气死|气坏|气疯|骂|发飙|发脾气|火大|不满|抱怨(?!隔壁|生意|行情|市场|天气|同行|房租|老板)|发怒|索赔|反映|反馈|客诉|气得|不高兴|不爽|赔|换货|退货|差评|意见很大|要说法"
)
_NOT_ANGRY: Final = regex(
    r"不算投诉|不是投诉|([一-鿿]{1,2})归\1|习惯了|又拖[^,。]{0,4}[,。\s]*(?:只|才)?[打付给结]了|(?:问题|投诉|事情|事儿)[^,。]{0,4}(?:解决|处理)(?:了|好|完|掉|$)|投诉[^,。]{0,6}(?:处理|解决|进度|结果|怎么|了没)|(?:没有?|不|别|无|零)(?:人|再)?(?:投诉|生气|发火|抱怨)|不要投诉|(?:要|想|会|可能|打算)(?:去)?投诉(?!$)|对手|竞品|投诉了?会"
)
_RUMOUR: Final = regex(r"听说|据说|谁说|好像|似乎")


def decide_complaint(reading: Reading) -> Intents | None:
    """A customer who is angry, or something that went wrong at his end."""
    masked = reading.masked
    found = _ANGRY.stands(reading)
    if found is None or _NOT_ANGRY.search(masked) or _RUMOUR.search(masked):
        return None
    if names_somebody(reading):
        weak = _PLAINLY_ANGRY.search(masked) is None
        return None if weak and _MILD.search(masked) else Intents.COMPLAINT_RECORD
    if re.search(r"记(?:个|一下|一个|录)?投诉|^\s*投诉[\s:]+\S{4}|客户投诉[^,。]{3}", masked):
        return Intents.COMPLAINT_RECORD
    return None


def is_plainly_angry(reading: Reading) -> bool:
    """Whether a word of anger is said that can mean nothing else."""
    return _FURIOUS.search(reading.masked) is not None


_FURIOUS: Final = regex(
    r"炸毛|急眼|恼火|劈头盖脸|拍桌|光火|嫌我们|骂我们|嚷嚷|数落|投诉|发火|生气|气死|气坏|骂|发飙|发脾气|火大|很火|[送发装印做贴配寄]错|(?:尺寸|型号|颜色|数量|规格)不对|气得|客诉|赔偿|要赔|抱怨(?!隔壁|生意|行情|市场|天气|同行|房租|老板)|索赔|退货|差评|要说法|受潮|卷边|报废|发霉|变质|漏[油水液气]|开裂|生锈|破损|异味|掉漆|脱落|火气?很?大|要退(?![休房伍下])|[漏碎断裂霉锈潮馊臭]了(?![又再])|不高兴|不乐意|很不爽|[胀鼓]包|结块|异响|噪音大|松动|堵了|贴歪|火了(?!一)|要求换|怪我们(?!没)|怨我们|埋怨|烦死|乱[叫响]|没法用|毛刺|生虫|色差|[胀鼓]盖|冷冰冰|爱理不理|退[\d一两二三四五六七八九十]+[箱件套只个台袋包桶]|嫌[^,。]{1,14}[,\s](?:要求|要|让|叫)[^,。]{0,4}[换退赔]|晃得厉害|差[一两二三四五六七八九\d]+斤|要我们(?:派人|处理|解决|赔|负责|给说法|来)|态度[^,。]{0,3}(?:差|恶劣|不好|不行)|有(?:股)?(?:味道|异味|怪味|臭味)|闹(?:了$|起来|事|情绪)|吃出|喝出"
)
_MILD: Final = regex(r"能不能帮|帮着|改天|下次|聊|谈|看了|介绍|打算")
