"""What is said of contacts that are added, and of their phones (`product.md` C1, C9, P5)."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.texts import common
from models.rules.masking import mask

WHO = "这是谁的号码？连名字一起发，比如：东吴 王总 电话 138…"
NO_NAME = "联系人"
"""What a person is called of whom only the number is known."""
NO_DELETING = "联系人我这边删不了。刚存错的发“撤销”，以前的请主管处理。"
SAME, OTHER = "是他", "另一个人"
NEW_CUSTOMER = "按新客户登记"


def whose_number(customer: str, phone: str) -> str:
    """A number at a customer without a name."""
    return f"{mask(customer)} 的 {mask(phone)} 是谁的？直接回姓名，比如：王总"


def person(name: str, title: str, phone: str) -> str:
    """乐工（甲方代表）138****5791."""
    called = f"{mask(name)}（{mask(title)}）" if title and title != name else mask(name)
    return f"{called}{'' if called.endswith('）') else ' '}{mask(phone)}".rstrip()


def kept(number: int, customer: str, who: str, *, added: bool, old_phone: str) -> str:
    """A contact was stored, or got a phone.

    Args:
        number: of the record.
        customer: its name.
        who: `person`.
        added: he is new.
        old_phone: the number that was replaced; empty if none was.
    """
    before = f"原来的 {mask(old_phone)} 换下了。" if old_phone else ""
    head = "记下了" if added else "更新了"
    return f"{head} 联系人#{number} {mask(customer)}·{who}。{before}"


def renamed(number: int, customer: str, name: str, before: str) -> str:
    """改好了 联系人#12 苏州恒力化纤有限公司·章厂长，原来是 张厂长。"""
    return f"改好了 联系人#{number} {mask(customer)}·{common.cut(name, 20)}，原来是 {common.cut(before, 20)}。"


def known(customer: str, who: str) -> str:
    """All of it was stored before."""
    return f"{mask(customer)}·{who} 早就存着，不用再记。"


def whose(who: str) -> str:
    """A contact whose firm was not said, or is unknown."""
    return f"“{common.cut(who, 12)}”是哪家的？"


def whose_free(who: str) -> str:
    """The same, with nothing to offer."""
    return f"“{common.cut(who, 12)}”是哪家的？连客户名一起再发一遍，比如：东吴 {common.cut(who, 12)}"


def same_person(said: str, held: str) -> str:
    """王总 may be 王建国, who has another number."""
    return f"“{common.cut(said, 12)}”是已存的 {held} 吗？"


def which_person(said: str) -> str:
    """Several of his contacts are called so."""
    return f"“{common.cut(said, 12)}”是哪一位？"


def with_firm(name: str, title: str, customer: str) -> str:
    """王建国（总经理），苏州东吴机械有限公司: a way to answer."""
    return f"{person(name, title, '')}，{mask(customer)}"


def several(texts: Sequence[str]) -> str:
    """What became of several things, one a line."""
    return "\n".join(text for text in texts if text)
