"""The kinds of notices: what each is called, whether it comes at its own moment, whether a person may do without it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
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
        words: what else people call it when they switch it off or on.
    """

    name: str
    title: str
    punctual: bool = False
    answers: bool = False
    mutable: bool = True
    words: tuple[str, ...] = ()


SILENT_CLOCK: Final = "clock"
"""Tells an administrator that nothing was pushed for a while."""
KINDS: Final[Mapping[str, NoticeKind]] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            NoticeKind("reply", "回复", punctual=True, answers=True, mutable=False),
            NoticeKind("morning", "早报", punctual=True, words=("晨报", "早上的清单")),
            NoticeKind("reminder", "到点提醒", punctual=True, mutable=False),
            NoticeKind("meeting", "晨会单", punctual=True, words=("晨会", "早会单", "早会")),
            NoticeKind("draft", "日报草稿", punctual=True, words=("草稿",)),
            NoticeKind("report_nag", "日报提醒", punctual=True, words=("日报", "交日报", "写日报")),
            NoticeKind("summary", "日汇总", punctual=True, words=("日报汇总", "汇总")),
            NoticeKind("rollup", "汇总上报", punctual=True),
            NoticeKind("admin", "管理员日报", punctual=True, mutable=False),
            NoticeKind(SILENT_CLOCK, "时钟停了", punctual=True, mutable=False),
            NoticeKind("report_urged", "催交日报", punctual=True),
            *(
                NoticeKind(name, title, punctual=True, mutable=False)
                for name, title in (
                    ("appeal", "申诉"),
                    ("ruling", "裁决"),
                    ("lead_complete", "报备待定"),
                    ("lead_extension", "续保护申请"),
                    ("handover", "交接"),
                    ("relay", "转告"),
                )
            ),
            NoticeKind("taken_back", "撤销", punctual=True, mutable=False),
            NoticeKind("birthday", "生日", words=("客户生日", "过生日")),
            NoticeKind("payment", "回款提醒", words=("回款", "催款", "欠款", "逾期", "收款")),
            NoticeKind("pool", "公海回收", words=("公海", "回收")),
            NoticeKind("pace", "积分进度", punctual=True, words=("积分",)),
            NoticeKind("closing", "积分月结", words=("月结",)),
            NoticeKind("watch", "团队提醒"),
            NoticeKind("feast", "节日", words=("节日问候", "过节", "问候")),
            NoticeKind("silent", "久未联系", words=("没联系", "多久没联系", "联系周期")),
            NoticeKind("file", "建档", words=("档案", "客户档案")),
        )
    }
)
"""Kinds with rules of their own; every other is news that somebody else's message brings."""
ANSWERS: Final = tuple(kind.name for kind in KINDS.values() if kind.answers)
"""Kinds that are no pushes of ours: they count towards nothing."""


def kind_of(name: str) -> NoticeKind:
    """The kind of this name; one that is not listed is plain news."""
    return KINDS.get(name) or _plain(name)


@lru_cache(maxsize=256)
def _plain(name: str) -> NoticeKind:
    return NoticeKind(name, "通知")
