"""Labelled forms: 公司：… 联系人：… 手机：… 需求：… 预算：…, one label a line, or all in one line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from handlers.language.patterns import regex
from handlers.language.who import Place

Form = Mapping[str, tuple[Place, Place | None]]
"""By field (name, contact, title, phone, need, budget, city): the place of its label, and of what was filled in."""

_LABELS: Final[tuple[tuple[str, str], ...]] = (
    ("name", r"(?:客户|公司|单位|企业|店)(?:名称?|全称)?|名称|新客户(?:报备)?|报备客户|客户报备"),
    ("contact", r"(?:客户)?(?:联系人|对接人|负责人|经办人)(?:姓名)?|姓名|老板|找谁"),
    ("title", r"职务|职位|岗位|职称"),
    ("phone", r"(?:联系)?(?:电话|手机)(?:号码?)?|联系方式|tel|手机/微信"),
    ("need", r"(?:客户)?(?:需求|意向|备注|情况|项目|产品|内容|采购内容|意向产品)"),
    ("budget", r"(?:大概|项目)?预算(?:金额)?"),
    ("city", r"城市|所在地|地区|区域|地址|位置"),
)
_ALL: Final = "|".join(f"(?P<{name}>{words})" for name, words in _LABELS)
_LABEL: Final = regex(rf"(?:(?<=[\s,;。、:])|^)(?:{_ALL}) *(?::|(?<= )(?=[^\s:]))\s*")
_LABEL_ENDS: Final = regex(r"[\n,;。、]")


def read_form(text: str) -> Form:
    """The fields of a form, each where it stands first; empty for a text that is none.

    Args:
        text: folded.
    """
    found = list(_LABEL.finditer(text)) if ":" in text or "\n" in text else []
    fields: dict[str, tuple[Place, Place | None]] = {}
    spaced = len(found) >= _A_FORM
    for index, label in enumerate(found):
        if not label.group().rstrip().endswith(":") and "\n" not in text and not spaced:
            continue
        stop = _LABEL_ENDS.search(text, label.end())
        end = min([len(text), *([stop.start()] if stop else []), *[other.start() for other in found[index + 1 :][:1]]])
        start = label.end()
        while end > start and text[end - 1].isspace():
            end -= 1
        field = label.lastgroup or ""
        if field not in fields:
            fields[field] = (label.span(), (start, end) if end > start else None)
    return fields


_A_FORM: Final = 3
"""Labels in one line; with as many it is a form although there is no colon."""
