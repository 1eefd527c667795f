"""The public pool, assignments, working together and handovers, as tired people say them (`product.md` §4.2)."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.language.meaning import Intents
from tests.handlers.language.company import read

LILEI, HANMEI = (3,), (4,)

POOL: tuple[tuple[str, dict[str, Any]], ...] = (
    ("公海", {}),
    ("看看公海有啥", {}),
    ("公海 苏州", {"city": "苏州"}),
    ("公海 注塑机 最近30天", {"filter": "注塑机", "days": 30}),
    ("有没有可以领的客户", {}),
    ("公海 第2页", {"page": 2}),
    ("公海里苏州的有哪些", {"city": "苏州"}),
    ("公海还有多少家", {}),
    ("能领哪些客户", {}),
    ("现在有什么能领的", {}),
    ("可以捞的客户有哪些", {}),
    ("公海常州的", {"city": "常州"}),
    ("打开公海看一下", {}),
    ("公海这周新进的", {"days": 7}),
    ("看下公海最近一个月的 纺织", {"days": 30, "filter": "纺织"}),
    ("公海 a类", {"level": "A"}),
    ("没人跟的客户有哪些", {}),
)
NOT_POOL = (
    "每周一早上提醒我看公海",
    "公海客户多久能领",
    "公海规则",
    "导出公海",
    "东武退到公海",
    "哪些客户快掉公海了",
    "怎么领公海客户",
    "谁把恒力放公海了",
)
CLAIMED = (
    ("领取 3", (3,)),
    ("领 1 和 4", (1, 4)),
    ("领1、2、3", (1, 2, 3)),
    ("认领 2", (2,)),
)
ASSIGNED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("分配 东吴 韩梅", {"to_user": HANMEI}),
    ("改派 东吴 韩梅", {"to_user": HANMEI}),
    ("把东吴改派给韩梅", {"to_user": HANMEI}),
    ("东吴、恒力 分配给韩梅", {"to_user": HANMEI}),
    ("把苏州的客户都给韩梅", {"to_user": HANMEI, "city": "苏州"}),
    ("苏州客户全部交给韩梅", {"to_user": HANMEI, "city": "苏州"}),
    ("把李雷的苏州客户都转给韩梅", {"to_user": HANMEI, "city": "苏州", "person": LILEI}),
    ("a类客户都给韩梅跟", {"to_user": HANMEI, "level": "A"}),
    ("合作 东吴 韩梅", {"to_user": HANMEI, "field": "join"}),
    ("东吴 让韩梅一起跟", {"to_user": HANMEI, "field": "join"}),
    ("让韩梅跟李雷一起跟东吴", {"field": "join"}),
    ("东吴加上韩梅一起跟", {"to_user": HANMEI, "field": "join"}),
    ("韩梅不合作东吴了", {"to_user": HANMEI, "field": "leave"}),
    ("东吴 不用韩梅一起跟了", {"to_user": HANMEI, "field": "leave"}),
    ("取消韩梅在东吴的合作", {"to_user": HANMEI, "field": "leave"}),
)
HANDED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("交接 李雷 → 韩梅", {"person": LILEI, "to_user": HANMEI}),
    ("交接 李雷 给 韩梅", {"person": LILEI, "to_user": HANMEI}),
    ("交接李雷", {"person": LILEI}),
    ("李雷要走了", {"person": LILEI}),
    ("李雷月底离职", {"person": LILEI}),
    ("李雷辞职了 客户怎么办", {"person": LILEI}),
    ("李雷的客户都交接给韩梅", {"person": LILEI, "to_user": HANMEI}),
    ("把李雷名下的客户移交给韩梅", {"person": LILEI, "to_user": HANMEI}),
    ("办一下李雷的交接", {"person": LILEI}),
    ("李雷名下有多少", {"person": LILEI, "topic": "count"}),
    ("查下李雷手上有多少家客户", {"person": LILEI, "topic": "count"}),
    ("交接单", {"topic": "show"}),
    ("交接到哪了", {"topic": "show"}),
    ("交接单#200", {"topic": "show", "number": 200}),
    ("取消交接", {"topic": "cancel"}),
    ("李雷的交接先不做了", {"topic": "cancel", "person": LILEI}),
)
TAKEN_OVER = (("接", "accept"), ("全接", "accept"), ("我接", "accept"), ("都接了", "accept"), ("逐家", "each"))
NEITHER = (
    "东吴说想跟我们合作",
    "和韩梅一起去拜访了东吴",
    "今天和李雷一起跟东吴谈了合作",
    "东吴的采购王工离职了",
    "跟韩梅交接了一下样品",
)


def slots_of(text: str, by: str = "lilei") -> tuple[Intents, dict[str, Any]]:
    found = read(text, by=by)[0]
    return found.name, {name: slot.value for name, slot in found.slots.items()}


@pytest.mark.parametrize(("text", "slots"), POOL)
def test_b1_the_pool_is_asked_for(text: str, slots: dict[str, Any]) -> None:
    assert slots_of(text) == (Intents.POOL_LIST, slots)


@pytest.mark.parametrize("text", NOT_POOL)
def test_what_only_speaks_of_the_pool_does_not_show_it(text: str) -> None:
    assert read(text)[0].name is not Intents.POOL_LIST


@pytest.mark.parametrize(("text", "numbers"), CLAIMED)
def test_b1_lines_are_claimed_by_number(text: str, numbers: tuple[int, ...]) -> None:
    assert slots_of(text) == (Intents.LEAD_CLAIM, {"choice": numbers})


@pytest.mark.parametrize(("text", "slots"), ASSIGNED)
def test_a_leader_assigns(text: str, slots: dict[str, Any]) -> None:
    name, found = slots_of(text, by="wufang")
    assert name is Intents.ASSIGN
    assert {key: found.get(key) for key in slots} == slots


@pytest.mark.parametrize(("text", "slots"), HANDED)
def test_b5_a_leader_hands_over(text: str, slots: dict[str, Any]) -> None:
    assert slots_of(text, by="wufang") == (Intents.HANDOVER, slots)


@pytest.mark.parametrize(("text", "topic"), TAKEN_OVER)
def test_b5_a_receiver_answers(text: str, topic: str) -> None:
    assert slots_of(text) == (Intents.HANDOVER, {"topic": topic})


@pytest.mark.parametrize("text", NEITHER)
def test_talk_of_working_together_or_leaving_moves_nobody(text: str) -> None:
    assert read(text, by="wufang")[0].name not in (Intents.ASSIGN, Intents.HANDOVER)


def test_that_a_colleague_leaves_is_gossip_among_reps() -> None:
    assert read("韩梅要走了", by="lilei")[0].name is not Intents.HANDOVER
