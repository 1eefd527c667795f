"""Capabilities that people ask for and that do not exist yet, and the words by which they ask."""

from __future__ import annotations

import enum
import re
from typing import Final

from handlers.language.normalise import CUSTOMER, PERSON
from handlers.language.patterns import regex


class Topics(enum.StrEnum):
    """The value of the slot `topic` of NOT_YET, and of HELP where somebody asks how one of them works."""

    PLAN = "plan"
    DAILY_REPORT = "daily_report"
    REGISTRATION = "registration"
    POOL = "pool"
    PAYMENT = "payment"
    RECEIVABLE = "receivable"
    REMINDER = "reminder"
    FOLLOW_UP = "follow_up"
    BIRTHDAY = "birthday"
    LEAVE = "leave"
    TRIP = "trip"
    POINTS = "points"
    CUSTOMER_QUERY = "customer_query"
    CUSTOMER_LIST = "customer_list"
    CUSTOMER_ADD = "customer_add"
    CONTACT_ADD = "contact_add"
    ORDER = "order"
    QUOTE = "quote"
    OPPORTUNITY = "opportunity"
    EXPENSE = "expense"
    COMPLAINT = "complaint"
    PROMISE = "promise"
    PROBLEM = "problem"
    RIVAL = "rival"
    TODO = "todo"
    TARGET = "target"
    RANKING = "ranking"
    HANDOVER = "handover"
    COMMENT = "comment"
    EXPORT = "export"
    POLICY = "policy"
    NOT_GONE = "not_gone"
    ON_THE_WAY = "on_the_way"


# In order: the first that fits is meant. Alternatives are parted by blanks; `C` stands for a customer's name and `P`
# for a colleague's, both masked before; folded text holds no capitals. As long as all begin with a plain character
# (or ^), `re` skips what none begins with; so 建个客户 and 加个客户 are two.
_ONE: Final = "(?:个|一个|一下)?新?"
_OF_ALL: Final = "客户(?:发|拉|列|有|$)"
_WORDS: Final[tuple[tuple[Topics, str], ...]] = (
    (Topics.EXPORT, "导出 要个excel 拜访表$ 回款表$ 客户表$"),
    (Topics.POLICY, "^制度 规则$ 积分怎么算 几点交日报 保护期"),
    (
        Topics.DAILY_REPORT,
        (
            "日报 日总结 日志 汇报一?下?今[天日] 总结一?下?今[天日] 小结一?下?今[天日] 今[天日]的?工作(?:内容|情况)"
            " 工作(?:小结|总结|汇报) 今[日天](?:小结|总结|汇报) 今日工作: 今天工作: 昨日工作: 本日(?:小结|总结|汇报)"
            " 周报(?![备价名销]) 月报(?![备价名销])"
        ),
    ),
    (Topics.REMINDER, "提醒 闹钟 叫我 喊我 别忘"),
    (
        Topics.REGISTRATION,
        r"报备 抱备 备案 登记客户 新客户 ^登记\s*C 查重 撞单 有人跟 有人报 续保护 申诉 我先报",
    ),
    (Topics.POOL, r"公海 认领 领取 ^领 ^我要\s*C 退回 不跟了 归我吧 给我吧 没人跟 转出去 释放"),
    (Topics.HANDOVER, "交接 转给?P 移交给?P ^分配 客户都?[给转][^,]{0,4}P C都?[给转][^,]{0,4}P 名下有多少"),
    (
        Topics.CUSTOMER_ADD,
        f"建{_ONE}客户 加{_ONE}客户 新增{_ONE}客户 录{_ONE}客户 又认识了?一家",
    ),
    (
        Topics.CONTACT_ADD,
        f"加{_ONE}联系人 新增{_ONE}联系人 存{_ONE}联系人 记{_ONE}联系人 加进去 名片 ^记一下.*电话",
    ),
    (Topics.BIRTHDAY, r"生日 年(?<=\d年)\d+月\d+日?生$ 属[鼠牛虎兔龙蛇马羊猴鸡狗猪]"),
    (
        Topics.COMPLAINT,
        (
            "投诉 发火 生气 气死 气坏 骂 抱怨 发飙 气得 很火"
            " 印错 做错 装错 配错 寄错 尺寸不对 型号不对 颜色不对 数量不对 规格不对 客诉 要赔 赔偿 退货 发错货 送错"
        ),
    ),
    (
        Topics.PAYMENT,
        (
            r"回[款宽] 到账 打款 付了 付款了 付清 结清 款子?结了 尾款 定金 预付款 汇了 打了[\d一二三四五六七八九十两]"
            r" 回了?[\d一二三四五六七八九十两]+[千万]"
        ),
    ),
    (
        Topics.RECEIVABLE,
        "说[^,]{0,6}(?:付款|打款|付钱|打钱|付$) 应收 欠 逾期 账龄 开票 催款 该收",
    ),
    (
        Topics.ORDER,
        r"下了?单 订单 订[了货] 追加 C[^,]{0,12}要[\d一二两三四五六七八九十]+[张台个箱件套斤吨只] 定了,?\s*\d 那\d+斤",
    ),
    (
        Topics.OPPORTUNITY,
        "进入.{1,4}阶段 阶段改 到[^,]{1,4}阶段 ^推进 丢单 赢单 漏斗 商机 成交 预计.*[%万] 项目预算",
    ),
    (Topics.QUOTE, r"^报价 特价 审批 ^批\s*\d ^同意\s*\d 驳回 待我批"),
    (Topics.EXPENSE, "费用 打车 油费 餐费 午饭 住宿 报销 发票 ^请客 招待 礼品费"),
    (Topics.LEAVE, "请假 休假 明天休息 我病了 免打扰 年假 调休"),
    (Topics.TRIP, "出差 改签 我在外地"),
    (Topics.POINTS, r"积分 我几分 还差多少 排第几 少了?\d+分"),
    (Topics.RANKING, "排名 销冠 业绩榜"),
    (Topics.TARGET, "目标 任务还差 业绩 本[周月]的?数据 完成率"),
    (Topics.PROMISE, "^答应 ^承诺 欠[^,]{1,4}一份"),
    (Topics.PROBLEM, "^问题 ^求助 遇到困难 有个技术问题"),
    (Topics.RIVAL, "^竞品 ^市场 ^情报 ^对手"),
    (Topics.COMMENT, "^点评 ^表扬 已阅"),
    (Topics.TODO, "待办 今天干啥$ 今天还剩 先跟哪 早报 有什么要跟 要跟进?的(?=客户|有|还|$) 谁要跟 要跟进?谁"),
    (Topics.PLAN, "计划"),
    (
        Topics.FOLLOW_UP,
        "跟进 回访 打了?个?电话 没接电话 微信上?聊 联系了 再(?:联系|找他|找她|打电话) ^催 前催 改到 抽空去",
    ),
    (
        Topics.CUSTOMER_LIST,
        f"我的客户 名下 手上 所有{_OF_ALL} 全部{_OF_ALL} 类{_OF_ALL} 的{_OF_ALL} 几个客户 多久没联系",
    ),
    (
        Topics.CUSTOMER_QUERY,
        (
            r"^查(?:询|一下)?\s*C ^找一下\s*C C的?\s*的?(?:电话|地址|情况|资料|联系方式|欠多少)"
            r" 电话(?:多少|给我|是多少) 上次聊到哪 是谁的 谁跟的 跟进记录 查客户$"
        ),
    ),
)
_ALTERNATIVES: Final = tuple(
    (topic, alternative)
    for topic, words in _WORDS
    for alternative in words.replace("C", CUSTOMER).replace("P", PERSON).split()
)
_LIST: Final = regex(
    r"\s*(?:(?:导出|我的|查看|看看|打开|本[周月]的?|今[天日]的?)[ 　]?[^,。:\s]{1,6}(?:[ 　]+[^,。:\s]{1,6})?"
    r"|(?:待办|漏斗|审批)(?:列表|清单)?)\s*"
)
_RANKS: Final = {topic: rank for rank, topic in enumerate(dict(_WORDS))}


def _search(*, at_start: bool) -> tuple[re.Pattern[str], tuple[Topics, ...]]:
    """All alternatives in one pattern, each with an empty group behind it that says which one has matched.

    Those that begin alike stand together: `re` tries one alternative after another.
    """
    alike: dict[str, list[tuple[Topics, str]]] = {}
    for topic, words in _ALTERNATIVES:
        if words.startswith("^") == at_start:
            plain = words.removeprefix("^")
            alike.setdefault(plain[0], []).append((topic, plain[1:]))
    told = (first + f"(?:{'|'.join(f'{rest}()' for _, rest in each)})" for first, each in alike.items())
    return regex("|".join(told)), tuple(topic for each in alike.values() for topic, _ in each)


_ANYWHERE, _TOPICS_ANYWHERE = _search(at_start=False)
_AT_START, _TOPICS_AT_START = _search(at_start=True)


def is_list(text: str) -> bool:
    """Whether a text is no more than a wish to see something of one's own (我的商机, 导出客户): a command, whatever was
    asked before.

    Args:
        text: as it came.
    """
    return _LIST.fullmatch(text) is not None


def find_topic(masked: str) -> Topics | None:
    """The capability that a text asks for, which does not exist yet; None when there is no word of any.

    Args:
        masked: folded text with customers' and colleagues' names masked (`reading.Reading.masked`).
    """
    said: list[Topics] = []
    found = _AT_START.match(masked)
    if found is not None:
        said.append(_TOPICS_AT_START[(found.lastindex or 1) - 1])
    found = _ANYWHERE.search(masked)
    while found is not None:
        said.append(_TOPICS_ANYWHERE[(found.lastindex or 1) - 1])
        # One word may begin within another.
        found = _ANYWHERE.search(masked, found.start() + 1)
    return min(said, key=_RANKS.__getitem__) if said else None
