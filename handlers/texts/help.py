"""Help, small talk, and what is said to what was not understood (`product.md` §4.2, §4.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handlers.texts import common

ANY_CUSTOMER = "东吴机械"
ANY_OTHER = "恒力化纤"
ANY_REP = "李雷"

HELLO = "你好，我是小勤。去了哪家客户，发一句就记上；怎么用发“帮助”。"
THANKS = "不客气，有事随时说。"
BYE = "好，路上小心。"
NO_LEADER = "你上面没有主管，系统的事找管理员。工作上的事直接发给我就行。"
SAME_TO_YOU = "同喜，祝你顺顺利利。工作上的事直接发给我就行。"
WELL_DONE = "辛苦了，歇口气。要记的发一句就行，剩下的我来。"
NOTED = "收到。工作上的事直接发给我就行。"
NOTED_AGAIN = "好。"
OPEN_STILL = "上面那个问题还等你回答。"

NOTHING_TO_CONFIRM = "好。现在没有等你确认的事。"
NOTHING_TO_CANCEL = "现在没有等你回答的问题。要撤回刚才记的，发“撤销”。"
PASTED = "这段比较长，先没记。挑要紧的写短一点再发，比如：拜访 客户 一句话，或：日报 加一句 …"
GUESS_DROPPED = "好，没有记任何东西。"
NOT_WHOLESALE = "什么都没动：记录不能一下子全删。撤一条发：撤销 #编号；自己的数据怎么留发“我的数据”。"

_AT_THE_DESK = frozenset({"finance", "assistant", "admin"})
ONCE_CHOICES = ("记", "不记")

TODAY = "今天"
GUESS_VISIT = "记拜访"
GUESS_PHONE = "查这个号码是谁"
GUESS_REPORT = "写进今天的日报"
GUESS_TODAY = "看今天的拜访"
GUESS_TEAM = "看今天谁拜访了"
GUESS_HELP = "看帮助"

NOT_READ = "这条没看明白，没记。"

_TOPICS: Mapping[str, str] = {
    "plan": "计划",
    "daily_report": "日报",
    "registration": "报备",
    "pool": "领客户、退公海",
    "payment": "回款",
    "receivable": "应收和欠款",
    "reminder": "提醒",
    "follow_up": "电话、微信跟进",
    "birthday": "生日",
    "leave": "请假",
    "trip": "出差",
    "points": "积分明细",
    "customer_query": "查客户",
    "customer_list": "客户清单",
    "customer_add": "单独登记客户",
    "contact_add": "登记联系人",
    "order": "订单",
    "quote": "报价和审批",
    "opportunity": "商机",
    "expense": "费用",
    "complaint": "投诉",
    "promise": "承诺",
    "problem": "问题",
    "rival": "竞品",
    "todo": "待办",
    "target": "目标",
    "ranking": "排名",
    "handover": "交接",
    "comment": "点评",
    "export": "导出",
    "policy": "制度",
    "not_gone": "没去成的",
    "on_the_way": "路上的",
}
_INSTEAD: Mapping[str, str] = {
    "target": "发“积分”能看本月的拜访分数，发“排名”看排第几。",
    "expense": "票先收好，按原来的办法报销。",
    "complaint": "投诉带上客户名和事情，一句就行：东吴机械投诉 机器漏油。主管马上知道，也上明早会清单。",
    "opportunity": "成交了记订单：订单 东吴机械 A200 2台 单价31万；报过价的记：报价 东吴机械 A200 2台 单价31万。",
    "follow_up": "下次要跟的，说：下周三跟进 客户 做什么；上门的用拜访记：拜访 客户 谈了什么",
    "customer_add": "直接记拜访就行，没有的客户我会问你要不要登记。",
}
_NO_RECORD: Mapping[str, str] = {
    "customer_query": "查客户发：查 客户名；要电话发：客户名 电话；看号码是谁的发：138… 是谁。",
    "customer_list": "客户清单发“我的客户”，也可以说：苏州的客户、A类客户、多久没联系的客户。",
    "customer_add": "单独登记客户发：加客户 公司名 联系人 电话。",
    "contact_add": "登记联系人要带上客户和姓名，比如：东吴机械 王总 采购经理 138…",
    "birthday": "生日发：客户名 王总生日 8月12，农历的说：王总 农历七月初九。看谁要过生日发“下月谁过生日”。",
    "reminder": "提醒要说清哪天，比如：提醒我明天10点给王总打电话。不要了的，发“我的提醒”看编号。",
    "todo": "待办发“待办”就能看；办完回“1好了”，改天回“2 明天”。",
    "not_gone": "没去成的不记拜访。去过之后发一句就行；已经记上的发“撤销”。",
    "on_the_way": "路上的先不记。到了发一句：到了 客户名",
}
_WORKS = frozenset(
    {
        "customer_query",
        "customer_list",
        "customer_add",
        "contact_add",
        "birthday",
        "reminder",
        "follow_up",
        "todo",
        "complaint",
    }
)
"""What works by now: a line about it that could not be read is answered with how to say it."""
_OTHERWISE = "能做的事，发“帮助”看例子。"


def nothing_open(role: str) -> str:
    """A number where no list waits for one; of visits speaks who makes some."""
    how = "" if role in _AT_THE_DESK else "去了哪家，发一句就记上；"
    return f"现在没有等你选的单子。{how}怎么用发“帮助”。"


def has_answer(topic: str) -> bool:
    """Whether a line about this topic that could not be read has an answer of its own here."""
    return topic in _NO_RECORD


def hello(name: str) -> str:
    """The first words to somebody who can now use the bot."""
    return (
        f"{name}，你好，我是小勤，专门帮你记拜访。\n"
        f"去了哪家客户，发一句就行，比如：拜访 {ANY_CUSTOMER} 谈报价 下周三带样品\n"
        "发“帮助”看更多例子。"
    )


def not_yet(topic: str) -> str:
    """A capability that was recognised but does not exist yet, and what works instead.

    Args:
        topic: as the parser names it; an unknown one is answered in general.
    """
    if topic in _NO_RECORD:
        return _NO_RECORD[topic]
    if topic in _WORKS:
        return f"这条没看明白，没记。{_INSTEAD[topic]}"
    what = _TOPICS.get(topic, "这个")
    return f"{what}我还不会，这条没记。{_INSTEAD.get(topic, _OTHERWISE)}"


def how(topic: str) -> str:
    """How a capability is used, or that it does not exist yet, to somebody who asks (怎么设提醒).

    Args:
        topic: as the parser names it; an unknown one is answered in general.
    """
    if topic in _NO_RECORD:
        return _NO_RECORD[topic]
    if topic in _WORKS:
        return _INSTEAD[topic]
    return f"{_TOPICS.get(topic, '这个')}我还不会。{_INSTEAD.get(topic, _OTHERWISE)}"


def not_yet_of(topic: str) -> str:
    """A capability that does not exist yet, wanted for a customer, and how the words are kept with him all the same.

    Args:
        topic: as the parser names it.
    """
    return f"{not_yet(topic)}\n今天去过的话回 1 记成拜访，这句话会留在里面。"


def not_known(topic: str) -> str:
    """Something that was asked for and that nobody can look up yet.

    Args:
        topic: as the parser names it.
    """
    return f"{_TOPICS.get(topic, '这个')}我还查不了。{_INSTEAD.get(topic, _OTHERWISE)}"


def not_understood(guesses: Sequence[str]) -> str:
    """没看懂这条. 你是想：1 … 2 … 3 …?"""
    return f"没看懂这条。你是想：{_numbered(guesses)}？"


def goes_on(guesses: Sequence[str]) -> str:
    """To what a colleague may be waiting for: what it may be, the likeliest first."""
    return f"这条是要：{_numbered(guesses)}？"


def _numbered(guesses: Sequence[str]) -> str:
    return " ".join(f"{number} {guess}" for number, guess in enumerate(guesses, 1))


def ask_leader(name: str) -> str:
    """Who wants to talk to a person."""
    return f"你的主管是 {name}，在企业微信里直接找就行。"


def once(customer: str) -> str:
    """Nothing but a customer's name was said."""
    first, second = ONCE_CHOICES
    return f"记一次 {common.cut(customer, 20)} 的拜访吗？1 {first} 2 {second}"


def there_today(customer: str, number: int) -> str:
    """A caption names a customer whose visit of today is written."""
    return f"{common.cut(customer, 20)} 今天记过了（拜访#{number}），半小时内发的照片和定位都跟着它。"


def guess_visit(customer: str) -> str:
    """The guess that a message is a visit to this customer."""
    return f"记 {common.cut(customer, 20)} 的拜访"


def guess_card(customer: str) -> str:
    """The guess that a customer is to be looked up."""
    return f"查 {common.cut(customer, 20)}"


def guess_visits(count: int) -> str:
    """The guess that several names are the customers visited today."""
    return f"记这 {count} 家的拜访"


def stranger(administrators: Sequence[str]) -> str:
    """To somebody the company does not know: whom to ask; nothing of his is executed."""
    who = "、".join(administrators[:3])
    ask = f"请找{who}" if who else "请找公司里管企业微信的同事"
    return f"你好，我是小勤。你还不在名单里，刚才的消息没有处理。{ask}把你加进来，加好就能用。"
