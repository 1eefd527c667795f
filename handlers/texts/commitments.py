"""What is said of the promises we gave customers (`product.md` C6, §4.2)."""

from __future__ import annotations

from datetime import date

from handlers.texts import common
from models.rules.masking import mask
from models.schema import CommitmentState

WHICH = "答应的是哪家？连客户名一起说，比如：答应 东吴 下周五前送样册"
WHOM = "这是答应哪家的？"
NO_DAY_WORDS = ("不定", "没定", "没说", "看情况", "再说", "不急", "没有", "不知道", "不确定", "待定", "没期限", "长期")
ASK_DAY = "什么时候前做到？回个日子，比如 12月10日；没定就回“不定”。"
ASK_AGAIN = "没看懂是哪天，再说一次，比如 12月10日；没定就回“不定”。"
NO_DAY = "好，日子先不定，在“我的承诺”里一直看得到。"
NONE_OPEN = "没有还没兑现的承诺。答应了客户什么，说一句：答应 东吴 下周五前送样册"
NOT_HANDED_OVER = "承诺跟着客户走，客户转给谁就由谁兑现。"


STATES = {CommitmentState.OPEN: "重新打开", CommitmentState.KEPT: "兑现", CommitmentState.CANCELLED: "不算了"}


def name(number: int) -> str:
    """承诺#181."""
    return f"承诺#{number}"


def who(customer: str, contact: str) -> str:
    """苏州东吴机械有限公司·王总."""
    return f"{mask(customer)}·{common.cut(contact, 12)}" if contact else mask(customer)


def line(number: int, whom: str, words: str, due_on: date | None, today: date) -> str:
    """承诺#181 苏州东吴机械有限公司·王总：免费检修，12月2日（周三）前."""
    day = f"，{common.day(due_on, today)}前" if due_on is not None else "，日子不定"
    return f"{name(number)} {whom}：{common.cut(words)}{day}"


def kept(what: str, *, rough: str) -> str:
    """A promise was written."""
    return f"记住了 {what}。到时提醒你（或接手的人）。{rough}"


def rough(due_on: date, today: date) -> str:
    """The day was said roughly."""
    return f"日子说得大概，先按 {common.day(due_on, today)}。"


def asks_day(what: str) -> str:
    """A promise was written without a day, and the day is asked for once."""
    return f"记住了 {what}。\n{ASK_DAY}"


def dated(what: str) -> str:
    """It has a day now."""
    return f"好，{what}。到时提醒你（或接手的人）。"


def done(what: str) -> str:
    """It was kept."""
    return f"好，{what}，兑现了。"


def dropped(what: str) -> str:
    """It is called off."""
    return f"好，{what}，不算了（留痕）。"


def ended(number: int, on: str, *, kept: bool) -> str:
    """It was kept or called off before, and when."""
    return f"{name(number)} {on}已经{'兑现' if kept else '取消'}了，不用再动。"


def list_hint(count: int) -> str:
    """How a list of so many lines is answered, with numbers that it has."""
    return f"做到了回“1好了”，改天回“{min(2, count)} 下周三”，不算了回“{min(3, count)}不用了”。"


def list_head(title: str, count: int, late: int) -> str:
    """我的承诺：3 条，过期 1 条."""
    return f"{title}：{count} 条{f'，过期 {late} 条' if late else ''}"


def list_line(index: int, customer: str, words: str, due_on: date | None, today: date, number: int) -> str:
    """1 苏州东吴机械有限公司 免费检修，12月2日（周三） #181."""
    if due_on is None:
        when = "日子不定"
    elif due_on < today:
        when = f"{common.day(due_on, today)}，过期 {(today - due_on).days} 天"
    else:
        when = common.day(due_on, today)
    return f"{index} {common.cut(customer, 18)} {common.cut(words, 24)}，{when} #{number}"


def title_of(customer: str) -> str:
    """苏州东吴机械有限公司的承诺."""
    return f"{mask(customer)}的承诺"


def title(*, leader: bool) -> str:
    """Whose promises are listed."""
    return "我和团队的承诺" if leader else "我的承诺"
