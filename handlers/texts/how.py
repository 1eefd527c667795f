"""怎么报备, 怎么请假: how each thing is said, with examples made of the person's own customers (`product.md` §4.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from handlers.texts import common


@dataclass(frozen=True, slots=True)
class Names:
    """What examples are made of.

    Attributes:
        customer, other: short names of two of his own customers.
        owing: one that owes something, if any does.
        rep: a colleague: of a leader one of his people.
    """

    customer: str
    other: str
    owing: str
    rep: str


@dataclass(frozen=True, slots=True)
class How:
    """How one thing is done.

    Attributes:
        lead: the first line.
        examples: what may be sent, with {c}, {o}, {m} and {r} for the names.
        after: the last line; may be empty.
    """

    lead: str
    examples: tuple[str, ...]
    after: str = ""


HOW: Final[Mapping[str, How]] = {
    "visit": How(
        "去了就发一句：",
        ("拜访 {c} 王总 谈报价 下周三带样品", "今天去了{c}，聊了二期", "到了 {c}"),
        "顺序随意，没有的客户我会问要不要登记。",
    ),
    "follow_up": How(
        "下次要跟的，说清哪天：", ("下周三跟进 {c} 带样品", "三天后再联系{o}"), "办完回“1好了”，改天回“1 明天”。"
    ),
    "reminder": How(
        "提醒要说清哪天：",
        ("提醒我明天10点给王总打电话", "每周一提醒我看公海"),
        "不要了的，发“我的提醒”看编号。",
    ),
    "todo": How("一句就看到今天要办的：", ("待办", "明天待办"), "办完回“1好了”，改天回“2 明天”，转人回“3转给{r}”。"),
    "registration": How(
        "报备一句话，有号、有保护期：",
        ("报备 常州宏远机械 注塑机2台 王工", "新客户 常州宏远机械 想要两台"),
        "需求、联系人、下一步补齐才算落实，差什么我会问。",
    ),
    "check": How("去之前先查一下：", ("查重 常州宏远机械", "{c}有人跟吗"), "只告诉你能不能报，不显示别人的客户资料。"),
    "renew": How("到期前续一次：", ("{c} 续保护",), "要有一次合格拜访；再要延，主管批。"),
    "appeal": How(
        "觉得这家该归你，写一句理由：", ("申诉 {c} 我6月就报价了",), "双方记录一起交主管，两个工作日内答复。"
    ),
    "pool": How(
        "公海先看再领：",
        ("公海", "公海 苏州", "领取 1"),
        "退回说：{c} 退回公海 没预算。能领几家、几天后能再领，按制度来。",
    ),
    "payment": How("到账了发一句：", ("回款 {m} 5万", "{m}到账 52000 承兑"), "冲最早一笔，待财务核对。"),
    "receivable": How(
        "要收的钱这样记、这样看：",
        ("应收 {m} 12万 12月30日", "我的应收", "{m}欠多少钱"),
        "分期也行：合同62万 分三期 30/60/10，连客户名一起说。",
    ),
    "dunning": How("客户怎么答复的，说一句：", ("{m} 说下周五付", "逾期"), "原因和答应的日期都记，到期再提醒。"),
    "check_payment": How("财务核对回款：", ("待核对",), "回“1 到账”或“1 没收到”。"),
    "order": How("成交、下单发一句：", ("订单 {c} A200 2台 单价31万",), "回复里会带上这家还有多少没收。"),
    "quote": How("报过价的记一句：", ("报价 {c} A200 2台 单价31万",), "审批还不在我这儿，按原来的办法走。"),
    "daily_report": How(
        "日报我先写好草稿：", ("日报", "补昨天日报", "我的日报"), "看过草稿回 1 就交；想补的直接说一句。"
    ),
    "plan": How("明天去哪，说一句：", ("明天计划 {c} {o}", "计划：上午{c} 下午回公司"), "第二天早上会列出来。"),
    "leave": How(
        "请假、休息说清哪天，主管会知道：",
        ("请假 12月2日到12月4日", "明天休息", "我病了今天不跑"),
        "提前回来发“回来了”。",
    ),
    "trip": How("出差说地方和日子：", ("出差 苏州 三天", "多待一天", "出差结束"), "出差也每天交日报。"),
    "mute": How(
        "不想被打扰：",
        ("免打扰到14点", "生日别提醒我", "恢复提醒"),
        "攒着的到时一起给你；发“我关了哪些提醒”看关了哪类。",
    ),
    "promise": How(
        "答应了客户什么，说一句：",
        ("答应 {c} 下周五前送样册", "我的承诺"),
        "到时提醒你，客户换了人就提醒接手的人。",
    ),
    "problem": How(
        "遇到问题说一句，上明早会清单：", ("问题 客户嫌交期长", "问题清单"), "解决了回“1解决了 怎么解决的”。"
    ),
    "rival": How("竞品、市场的消息，主管马上知道：", ("竞品 海天 降5%", "市场 苏州客户都在压库存", "市场情报")),
    "birthday": How(
        "阳历农历都行：",
        ("{c} 王总生日 8月12", "下月谁过生日"),
        "农历的说：王总 农历七月初九。提前 7、3、0 天提醒，不要了发：王总生日不用提醒了",
    ),
    "contact_add": How("连客户和姓名一起说：", ("{c} 联系人 赵工 电话 13912345678",), "少一位的号码不会存。"),
    "customer_add": How("单独登记客户：", ("建客户 常州宏远机械 王总",), "要占住就用报备：报备 常州宏远机械 注塑机2台"),
    "customer_query": How(
        "查一家、查电话、查号码：", ("查 {c}", "{c} 电话", "138 0013 0000 是谁"), "完整号码一次看一个，留痕。"
    ),
    "customer_list": How("清单一句话：", ("我的客户", "A类客户", "多久没联系的", "标签 重点"), "回编号看详情。"),
    "timeline": How("从头到尾的往来：", ("{c} 时间线",), "拜访、承诺、回款、归属都在里面。"),
    "card": How(
        "改资料说一句，旧的新的都给你看：",
        ("改 {c} 级别 A", "{c}地址改成 苏州工业园区星湖街8号", "{c} 来源 展会"),
        "改错了发“撤销”。",
    ),
    "label": How("标签打上就能按它找：", ("打标签 {c} 重点", "去掉标签 {c} 重点", "标签 重点 的客户")),
    "delivered": How("交付了说一句，三天后提醒你回访：", ("{c}交货了",), "尾款一起记：应收 {c} 15万 12月30日"),
    "handover": How("有人要走，主管来交接：", ("交接 {r}",), "冻结、清单、逐家确认，承诺和提醒跟着走。"),
    "assign": How("分配、改派、合作：", ("分配 {c} {r}", "合作 {c} {r}"), "主管直接办；你自己的要转，会先问主管。"),
    "relay": How(
        "要我带话，说给谁、说什么：",
        ("告诉 {r} 明天早点到", "跟领导说 {c} 要招标了", "这个跟领导说一声"),
        "最后一句带的是你上一条。他回你发：回 你的姓名 …",
    ),
    "comment": How("点评只发给本人：", ("点评 {r} 下次带上报价", "表扬 {r}", "全部已阅")),
    "conflict": How(
        "撞单先看双方记录，再定：",
        ("撞单 {c}", "申诉清单"),
        "有申诉会推给你，回 1 确认 2 改派 3 合作，后面可以加理由。",
    ),
    "workdays": How("哪天放假、哪天上班，一句话定：", ("12月25日放假", "2月6日上班"), "提醒、日报和期限都按这个算。"),
    "people": How("人员表导入就能加人、改上级：", (), "在服务器上运行：waiqin import 人员.csv；有人走了发：停用 {r}"),
    "leaver": How(
        "有人走了，先交接再停用：", ("交接 {r}", "停用 {r}"), "停用后他马上用不了，记录都留着；回来了发：启用 {r}"
    ),
    "team": How("看团队：", ("谁没交", "催一下", "团队今天", "{r}这周干嘛了"), "回编号看细的。"),
    "terms": How("制度原文和改法：", ("制度 公海", "保护期改成20天"), "改之前先算影响，确认后次日生效。"),
    "undo": How("10 分钟内自己撤：", ("撤销",), "撤某一条发：撤销 #编号。过了时间请主管作废，或发：改 #编号 内容 …"),
    "change": How(
        "改一条记录：", ("改 #1 下次 8月5",), "能改客户、联系人、内容、日期、下次。刚记的直接说：不是{c} 是{o}"
    ),
    "evidence": How(
        "去了客户那里，直接发照片或定位：",
        (),
        "前后半小时内有拜访会自己记上。文字 1 级，加一样 2 级，两样 3 级，定位在 500 米内加照片 4 级。",
    ),
}
"""By topic; the lists of eight below take their lines from the same phrasings."""

REP: Final = (
    "拜访 {c} 王总 谈报价 下周三带样品",
    "下周三跟进 {o} 带样品",
    "待办",
    "日报",
    "报备 常州宏远机械 注塑机2台 王工",
    "回款 {m} 5万",
    "答应 {c} 下周五前送样册",
    "撤销",
)
MANAGER: Final = (
    "谁没交",
    "团队今天",
    "{r}这周干嘛了",
    "点评 {r} 下次带上报价",
    "谁有什么问题",
    "谁请假了",
    "分配 {c} {r}",
    "查 {c}",
)
FINANCE: Final = (
    "待核对",
    "逾期",
    "谁欠钱",
    "{m}欠多少钱",
    "应收 {m} 12万 12月30日",
    "回款 {m} 5万",
    "提醒我明天10点给银行打电话",
    "待办",
)
ASSISTANT: Final = (
    "查 {c}",
    "我的客户",
    "团队今天",
    "谁请假了",
    "问题清单",
    "公海",
    "提醒我明天10点发合同",
    "待办",
)
ADMIN: Final = (
    "制度",
    "制度 公海",
    "保护期改成20天",
    "谁没收到",
    "推送情况",
    "公海",
    "提醒我明天10点导入客户表",
    "待办",
)
BY_ROLE: Final[Mapping[str, tuple[str, ...]]] = {
    "rep": REP,
    "manager": MANAGER,
    "director": MANAGER,
    "finance": FINANCE,
    "assistant": ASSISTANT,
    "admin": ADMIN,
}
ALSO: Final = "想知道别的，问一句：怎么报备、怎么请假、公海怎么领、怎么记回款……"
_LEADERS_ALSO: Final = "想知道别的，问一句：怎么交接、怎么改派、怎么点评、怎么看撞单……"
ALSO_BY_ROLE: Final[Mapping[str, str]] = {
    "manager": _LEADERS_ALSO,
    "director": _LEADERS_ALSO,
    "finance": "想知道别的，问一句：怎么核对、怎么登记应收、怎么记回款、怎么设提醒……",
    "assistant": "想知道别的，问一句：怎么查客户、怎么记问题、怎么设提醒、怎么请假……",
    "admin": "想知道别的，问一句：怎么改制度、怎么加人、怎么停用、怎么设提醒……",
}
OF_LEADERS: Final[Mapping[str, str]] = {"daily_report": "team", "appeal": "conflict"}
"""A topic that means another thing to whoever leads and reports to nobody."""


REPORT: Final = "日报"


def asked_when_paid(names: Names) -> str:
    """What a customer with overdue money has answered."""
    return _filled("{m} 说下周五付", names)


def answer(topic: str, names: Names) -> str:
    """How one thing is said; empty for a topic that has no answer here.

    Args:
        topic: as the parser names it.
        names: for the examples.
    """
    how = HOW.get(topic)
    if how is None:
        return ""
    lines = [how.lead, *(f"· {each}" for each in examples(how.examples, names))]
    return "\n".join(filter(None, (*lines, _filled(how.after, names))))


def eight(role: str, names: Names, urgent: tuple[str, ...]) -> str:
    """The eight things that a person needs now.

    Args:
        role: his.
        names: for the examples.
        urgent: what is due for him, before the usual.
    """
    usual = examples(BY_ROLE.get(role, REP), names)
    lines = list(dict.fromkeys([*urgent, *usual]))[:8]
    return "\n".join(["直接发一句话就行，比如：", *(f"· {line}" for line in lines), ALSO_BY_ROLE.get(role, ALSO)])


def examples(templates: tuple[str, ...], names: Names) -> list[str]:
    """Templates with the names in them."""
    return [_filled(template, names) for template in templates]


def _filled(template: str, names: Names) -> str:
    return template.format(
        c=common.cut(names.customer, 20),
        o=common.cut(names.other, 20),
        m=common.cut(names.owing, 20),
        r=names.rep,
    )
