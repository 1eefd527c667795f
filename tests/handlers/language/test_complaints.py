"""Complaints as they are passed on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.complaints import read_complaint_record
from handlers.language.meaning import Intents
from tests.handlers.language.field import plain, reading


@pytest.mark.parametrize(
    ("text", "customer", "contact", "what"),
    [
        ("投诉 好邻居 牛奶发过来都快过期了", "K01", None, "牛奶发过来都快过期了"),
        ("好邻居投诉送货迟到两次", "K01", None, "送货迟到两次"),
        ("燕姐发火了 说我们少发了三箱", "K01", "燕姐", "发火了 说我们少发了三箱"),
        ("精工模具何伟民很生气，模具尺寸做错了", "K02", "何伟民", "很生气，模具尺寸做错了"),
        ("老渔港那边闹着要退货 虾不新鲜", "K03", None, "闹着要退货 虾不新鲜"),
        ("费校长投诉 送餐的司机态度恶劣", "K04", "费校长", "送餐的司机态度恶劣"),
        ("金太阳反映支架生锈 要说法", "K05", None, "反映支架生锈 要说法"),
        ("记个投诉：好邻居 冰柜坏了没人管", "K01", None, "冰柜坏了没人管"),
        ("接到启明学校投诉，饭里有头发", "K04", None, "饭里有头发"),
        ("龚总今天打电话来骂了一顿，安装拖了半个月", "K05", "龚总", "骂了一顿，安装拖了半个月"),
        ("龚总气坏了，单子又发错地方", "K05", "龚总", "气坏了，单子又发错地方"),
        ("好邻居客诉 包装破损", "K01", None, "包装破损"),
        ("老渔港阿福师傅抱怨刀不快", "K03", "阿福师傅", "抱怨刀不快"),
        ("投诉登记 精工模具 漏油", "K02", None, "漏油"),
        ("好邻居张小燕有意见 说我们换了三个业务员", "K01", "张小燕", "有意见 说我们换了三个业务员"),
        ("燕姐发火了 问我们怎么又送错", "K01", "燕姐", "发火了 问我们怎么又送错"),
        ("客户投诉：瓶盖漏水", None, None, "瓶盖漏水"),
    ],
)
def test_who_complains_of_what(text: str, customer: str | None, contact: str | None, what: str) -> None:
    found = plain(read_complaint_record(reading(text)))

    assert (found.get("contact"), found["summary"]) == (contact, what)
    assert customer is None or found["customer"] == customer


@pytest.mark.parametrize(
    "text",
    [
        "好邻居没投诉",
        "燕姐的手机坏了",
        "好邻居的投诉处理好了",
        "投诉怎么登记",
        "有投诉吗",
        "如果好邻居投诉了怎么办",
        "好邻居挺满意的",
        "谁被投诉了",
    ],
)
def test_nobody_complains(text: str) -> None:
    assert read_complaint_record(reading(text)) is None


@given(st.text(max_size=80))
def test_it_never_raises(text: str) -> None:
    for said in (text, f"投诉{text}好邻居{text}", f"燕姐{text}发火了{text}"):
        found = read_complaint_record(reading(said))

        assert found is None or found.name is Intents.COMPLAINT_RECORD
