"""The kinds of notices: what each is called, whether it comes at its own moment, whether a person may do without it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """One kind.

    Attributes:
        name: as it stands in `Notice.kind`.
        title: what people call it.
        punctual: it comes at its own moment, or somebody waits for an answer: it waits for no bundle.
        answers: it is the answer to a message, no push of ours.
        mutable: a person may switch it off.
    """

    name: str
    title: str
    punctual: bool = False
    answers: bool = False
    mutable: bool = True


KINDS: Final[Mapping[str, NoticeKind]] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            NoticeKind("reply", "回复", punctual=True, answers=True, mutable=False),
            NoticeKind("morning", "早报", punctual=True),
            NoticeKind("reminder", "到点提醒", punctual=True, mutable=False),
            NoticeKind("meeting", "晨会单", punctual=True),
            NoticeKind("draft", "日报草稿", punctual=True),
            NoticeKind("report_nag", "日报提醒", punctual=True),
            NoticeKind("summary", "日汇总", punctual=True),
            NoticeKind("rollup", "汇总上报", punctual=True),
            NoticeKind("admin", "管理员日报", punctual=True, mutable=False),
            NoticeKind("report_urged", "催交日报", punctual=True),
            *(
                NoticeKind(name, title, punctual=True, mutable=False)
                for name, title in (
                    ("appeal", "申诉"),
                    ("ruling", "裁决"),
                    ("lead_complete", "报备待定"),
                    ("lead_extension", "续保护申请"),
                    ("handover", "交接"),
                )
            ),
            NoticeKind("taken_back", "撤销", punctual=True, mutable=False),
            NoticeKind("birthday", "生日"),
            NoticeKind("payment", "回款提醒"),
            NoticeKind("pool", "公海回收"),
        )
    }
)
"""Kinds with rules of their own; every other is news that somebody else's message brings."""
ANSWERS: Final = tuple(kind.name for kind in KINDS.values() if kind.answers)
"""Kinds that are no pushes of ours: they count towards nothing."""


def kind_of(name: str) -> NoticeKind:
    """The kind of this name; one that is not listed is plain news."""
    return KINDS.get(name) or NoticeKind(name, "通知")
