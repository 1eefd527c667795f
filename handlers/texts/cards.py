"""What is said of corrections of a customer's card and of labels (`product.md` C1, C9, B11)."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.texts import common
from models.rules import terms
from models.rules.completeness import Part
from models.rules.masking import mask
from models.wording import parts

FIELDS = {"level": "级别", "address": "地址", "city": "城市", "source": "来源", "note": "备注"}
WHICH = "改的是哪家？连客户名一起说，比如：改 东吴 级别 A"
BAD_LEVEL = "级别回 A、B 或 C。"
BAD_VALUE = "没看懂要改成什么，没动。比如：东吴 地址改成 苏州工业园区星湖街8号"
CADENCE = {"A": "cadence_a_days", "B": "cadence_b_days", "C": "cadence_c_days"}
ASKS = {
    Part.CONTACT: "这家找谁？回姓名和电话，比如：{} 联系人 王总 138…",
    Part.PHONE: "{}的电话是多少？比如：{} {} 电话 138…",
    Part.LEVEL: "级别定哪一级？回 A、B 或 C。",
    Part.NEXT_STEP: "下次什么时候联系？比如：下周三跟进 {}",
    Part.NEED: "客户要什么？比如：{} 备注 想要两台注塑机",
    Part.ADDRESS: "地址在哪？比如：{} 地址 苏州工业园区星湖街8号",
    Part.SOURCE: "这家是怎么来的？比如：{} 来源 展会",
}


def changed(number: int, customer: str, field: str, before: str, after: str, days: int | None) -> str:
    """记下了 资料#131 苏州东吴机械有限公司 级别：C → A.

    Args:
        number: of the record.
        customer: its full name.
        field: a key of `FIELDS`.
        before, after: what stood there and stands now.
        days: of a level, how often he is to be contacted at least.
    """
    old = f"{common.cut(before, 30)} → " if before else ""
    rule = ""
    if days is not None:
        rule = f"\n{after} 级至少 {days} 天联系一次（{terms.cite(CADENCE[after])}）。"
    return f"改好了 资料#{number} {mask(customer)} {FIELDS[field]}：{old}{common.cut(after)}。{rule}"


def same(customer: str, field: str, value: str) -> str:
    """It says just this already."""
    return f"{mask(customer)} 的{FIELDS[field]}本来就是 {common.cut(value)}，没有改动。"


def labelled(number: int, customer: str, label: str, labels: Sequence[str] | None) -> str:
    """A label was put on; None where he may not read what it bears besides."""
    others = f"，现有：{'、'.join(map(mask, labels))}" if labels is not None and len(labels) > 1 else ""
    return f"打好了 资料#{number} {mask(customer)} 标签：{mask(label)}{others}。"


def unlabelled(number: int, customer: str, label: str, labels: Sequence[str] | None) -> str:
    """A label was taken off; None where he may not read what it bears besides."""
    others = f"剩下：{'、'.join(map(mask, labels))}。" if labels else ""
    return f"去掉了 资料#{number} {mask(customer)} 标签：{mask(label)}。{others}"


def known_label(customer: str, label: str) -> str:
    """It bears the label already."""
    return f"{mask(customer)} 已经有标签“{mask(label)}”。看都有谁发：标签 {mask(label)}"


def no_label(customer: str, label: str, labels: Sequence[str] | None) -> str:
    """It bears no such label; None where he may not read what it bears."""
    others = f"现有：{'、'.join(map(mask, labels))}。" if labels else ("" if labels is None else "这家还没有标签。")
    return f"{mask(customer)} 没有标签“{common.cut(label, 16)}”。{others}"


def label_refused(longest: int, most: int, *, too_many: bool) -> str:
    """A label that is none, or one too many."""
    if too_many:
        return f"一家最多 {most} 个标签，先去掉一个再打。"
    return f"标签要 1 到 {longest} 个字，不能只是数字，没打。"


def completeness(percent: int, missing: Sequence[Part]) -> str:
    """档案 71%，缺地址、来源."""
    return f"档案 {percent}%，缺{'、'.join(parts.FILE[part] for part in missing)}" if missing else "档案 100%"


def question(part: Part, customer: str, contact: str) -> str:
    """The one thing most worth asking.

    Args:
        part: what is missing.
        customer: its short name.
        contact: whose phone is missing.
    """
    short = mask(customer)
    if part is Part.PHONE:
        return ASKS[part].format(mask(contact), short, mask(contact))
    return ASKS[part].format(short)
