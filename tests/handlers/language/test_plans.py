"""Plans for customers as people note them in passing."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.meaning import Intents
from handlers.language.plans import read_followup_set
from tests.handlers.language.field import plain, reading

D = date


@pytest.mark.parametrize(
    ("text", "customer", "day"),
    [
        ("下周三跟进好邻居", "K01", D(2026, 12, 2)),
        ("精工模具 后天再去一趟", "K02", D(2026, 11, 27)),
        ("三天后联系老渔港", "K03", D(2026, 11, 28)),
        ("费校长让我下个月1号再打给他", "K04", D(2026, 12, 1)),
        ("金太阳那边月底前催一下合同", "K05", D(2026, 11, 30)),
        ("燕姐说货架的事下周五再谈", "K01", D(2026, 12, 4)),
        ("约了龚总 周四下午两点", "K05", D(2026, 11, 26)),
        ("12月中旬回访启明学校", "K04", D(2026, 12, 15)),
        ("半个月以后找何伟民收尾款", "K02", D(2026, 12, 10)),
        ("老渔港下周二送样品过去", "K03", D(2026, 12, 1)),
        ("两周后去金太阳看看设备", "K05", D(2026, 12, 9)),
        ("好邻居张小燕 明天上午", "K01", D(2026, 11, 26)),
        ("记一下 周五给精工模具报价", "K02", D(2026, 11, 27)),
        ("端木青要我们30号过去开会", "K05", D(2026, 11, 30)),
        ("元旦后再联系老渔港", "K03", D(2027, 1, 4)),
        ("明年1月8号拜访金太阳光伏龚总", "K05", D(2027, 1, 8)),
        ("启明学校 后天 送方案", "K04", D(2026, 11, 27)),
        ("下周三去好邻居问问什么时候开业", "K01", D(2026, 12, 2)),
        ("金太阳龚总 周五视频会议 下午2点", "K05", D(2026, 11, 27)),
    ],
)
def test_whom_and_when(text: str, customer: str, day: date) -> None:
    found = plain(read_followup_set(reading(text)))

    assert (found["customer"], found["next_date"]) == (customer, day)


@pytest.mark.parametrize(
    ("text", "day", "clock"),
    [
        ("龚总那个12.8改到12.10", D(2026, 12, 10), None),
        ("好邻居周五的改到下周一", D(2026, 11, 30), None),
        ("跟费校长约的明天推到后天上午九点", D(2026, 11, 27), time(9)),
        ("精工模具那个拜访延到月底", D(2026, 11, 30), None),
        ("老渔港12/3的挪到12/5", D(2026, 12, 5), None),
        ("燕姐那边推迟到下周三", D(2026, 12, 2), None),
        ("启明学校明天下午两点改成四点", D(2026, 11, 26), time(16)),
    ],
)
def test_a_plan_is_moved(text: str, day: date, clock: time | None) -> None:
    found = plain(read_followup_set(reading(text)))

    assert (found["next_date"], found.get("next_time")) == (day, clock)


@pytest.mark.parametrize(
    ("text", "note", "summary"),
    [
        ("下周三带样品去好邻居", "带样品去好邻居", None),
        ("龚总 周四下午两点", None, None),
        ("好邻居在装修，下周二再联系", "再联系", "在装修"),
        ("周五给精工模具报价", "给精工模具报价", None),
        ("费校长让我下个月1号再打给他", "再打给他", None),
    ],
)
def test_what_for(text: str, note: str | None, summary: str | None) -> None:
    found = plain(read_followup_set(reading(text)))

    assert (found.get("next_note"), found.get("summary")) == (note, summary)


def test_a_rough_day_is_marked() -> None:
    assert plain(read_followup_set(reading("下周联系老渔港")))["fuzzy"] is True


@pytest.mark.parametrize(
    "text",
    [
        "下周三去好邻居吗",
        "不用跟进好邻居了",
        "如果好邻居下周三有空就去",
        "龚总说下个月要涨价",
        "好邻居说下周付款",
        "昨天联系了老渔港",
        "什么时候去金太阳",
        "取消周五好邻居的拜访",
        "下周三开会",
        "好邻居",
        "燕姐下周出差",
    ],
)
def test_nothing_is_planned(text: str) -> None:
    assert read_followup_set(reading(text)) is None


@given(st.text(max_size=80))
def test_it_never_raises(text: str) -> None:
    for said in (text, f"好邻居下周三{text}", f"龚总{text}改到12.{text}"):
        found = read_followup_set(reading(said))

        assert found is None or found.name is Intents.FOLLOWUP_SET
