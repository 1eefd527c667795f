"""Rule 8 of the grammar: a record is changed and taken back by the very name by which replies call it (回款#2)."""

from __future__ import annotations

import pytest

from handlers.record_names import plain
from handlers.texts import records as texts
from models.schema import Record
from tests.cast import DONGWU
from tests.talk import Chat

TOLD = (
    "拜访 东吴 谈报价",
    "下周三跟进东吴 带样品",
    "提醒我明天10点打电话",
    "答应 东吴 明年3月免费检修",
    "问题 恒力压价",
    "竞品 海天 降5%",
    "市场 苏州客户都在压库存",
    "出差 苏州 11.25-11.28",
    "请假 12.15-12.17",
    "订单 东吴 A200 2台 单价31万",
    "报价 东吴 A200 1台 单价30万",
    "回款 恒力 5万",
    "东吴 赵工 采购 13900139000",
)


async def test_every_record_is_taken_back_by_the_name_it_was_told_with(talk: Chat) -> None:
    for said in TOLD:
        reply = await talk.says("lilei", said)
        name = next(word.strip("，。：") for word in reply.split() if "#" in word).partition("：")[0]
        number = int("".join(char for char in name.partition("#")[2] if char.isdigit()))
        called = f"{name.partition('#')[0].removeprefix('已记').removeprefix('记下了')}#{number}"
        assert called in await talk.says("lilei", called)
        back = await talk.says("lilei", f"撤销 {called}")
        assert back.startswith(f"已撤销 {called}"), (said, reply, back)
        [row] = await talk.rows(Record, Record.number == number)
        assert row.voided_at is not None


async def test_money_is_corrected_and_voided_by_its_name(talk: Chat) -> None:
    await talk.says("lilei", "应收 东吴 8万 11月1号")
    await talk.says("lilei", "1")
    await talk.says("lilei", "回款 东吴 7万")
    assert "金额 7 万元 → 5 万元" in await talk.says("lilei", "改 回款#2 金额 5万")
    assert "到期日 11月1日（周日） → 12月20日（周日）" in await talk.says("lilei", "改 应收#1 日期 12月20")
    assert "金额 8 万元 → 9 万元" in await talk.says("lilei", "应收#1 金额 9万")
    assert (await talk.says("wufang", "作废 回款#2 记错")).startswith("已作废 回款#2 东吴机械（理由：记错）")
    assert (await talk.says("wufang", "应收#1 作废 客户退货")).startswith("已作废 应收#1 东吴机械")


@pytest.mark.parametrize("said", ["撤销 应收#2", "作废 应收#2 重复", "改 应收#2 金额 5万", "应收#2 作废 重复"])
async def test_a_number_of_another_kind_is_said_and_nothing_changed(talk: Chat, said: str) -> None:
    await talk.says("lilei", "拜访 东吴 谈报价")
    await talk.says("lilei", "回款 东吴 7万")
    assert await talk.says("lilei", said) == texts.of_another_kind(2, "回款", "应收")
    assert [row.voided_at for row in await talk.rows(Record)] == [None, None]


async def test_nobody_learns_what_a_colleagues_number_is(talk: Chat) -> None:
    await talk.says("lilei", "回款 东吴 7万")
    assert await talk.says("hanmei", "撤销 应收#1") == await talk.says("hanmei", "撤销 回款#1")
    assert DONGWU not in await talk.says("hanmei", "改 应收#1 金额 5万")


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("撤销 回款#2", "撤销 #2"),
        ("帮我把回款＃2撤销", "帮我把＃2撤销"),
        ("作废 应收#1 客户退货", "作废 #1 客户退货"),
        ("应收#1 金额 9万", "改 #1 金额 9万"),
        ("跟进#131 改到周五", "跟进#131 改到周五"),
        ("问题#5 解决了", "问题#5 解决了"),
        ("点评 拜访#128 下次带报价", "点评 拜访#128 下次带报价"),
        ("申诉#7 1", "申诉#7 1"),
        ("回款 东吴 5万", "回款 东吴 5万"),
        ("", ""),
    ],
)
def test_only_what_changes_a_record_is_read_without_its_kind(said: str, read: str) -> None:
    assert plain(said) == read
