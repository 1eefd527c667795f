"""Cards in the chat (C1, C9, B7, B11): one screen, corrected by a sentence, labels, time line, completeness."""

from __future__ import annotations

from datetime import datetime

import pytest

from handlers.texts import cards as texts
from handlers.texts import common
from handlers.texts import customers as customer_texts
from models.schema import Customer, CustomerLabel, Record
from models.times import SHANGHAI
from tests.cast import DONGWU, HUALIAN
from tests.talk import Chat


async def customer(chat: Chat, code: str = "C001") -> Customer:
    row: Customer = (await chat.rows(Customer, Customer.code == code))[0]
    return row


async def test_c9_a_correction_echoes_old_and_new(talk: Chat) -> None:
    assert await talk.says("lilei", "改 东吴 级别 B") == (
        f"改好了 资料#1 {DONGWU} 级别：B。\nB 级至少 15 天联系一次（制度 5.2）。"
    )
    assert (await talk.says("lilei", "东吴升A")).startswith(f"改好了 资料#2 {DONGWU} 级别：B → A。")
    assert (await customer(talk)).level == "A"
    assert await talk.says("lilei", "东吴升A") == texts.same(DONGWU, "level", "A")
    assert len(await talk.rows(Record)) == 2


async def test_c9_undo_sets_the_card_back(talk: Chat) -> None:
    await talk.says("lilei", "改 东吴 级别 B")
    await talk.says("lilei", "东吴升A")
    assert await talk.says("lilei", "撤销") == "已撤销 资料#2 东吴机械（留痕）。"
    assert (await customer(talk)).level == "B"


async def test_c9_address_source_city_and_note(talk: Chat) -> None:
    await talk.says("lilei", "东吴地址改成 苏州工业园区星湖街8号")
    await talk.says("lilei", "东吴 来源 展会")
    await talk.says("lilei", "东吴的城市改成无锡")
    await talk.says("lilei", "东吴备注 老板爱喝茶")
    assert "备注：老板爱喝茶 → 老板爱喝茶；要两台。" in await talk.says("lilei", "东吴备注 要两台")
    held = await customer(talk)
    assert (held.address, held.source, held.city) == ("苏州工业园区星湖街8号", "展会", "无锡")
    assert "来源 展会" in (await talk.says("lilei", "查 东吴")).splitlines()
    assert "东吴机械" in await talk.says("lilei", "无锡的客户")


async def test_c9_a_phone_with_a_figure_missing_is_said_and_not_stored(talk: Chat) -> None:
    assert "少 1 位" in await talk.says("lilei", "改 东吴 联系人 赵工 电话 1391234567")
    assert "139****5678" in await talk.says("lilei", "改 东吴 联系人 赵工 电话 13912345678")


@pytest.mark.parametrize("said", ["改 华联 级别 A", "华联地址改成 无锡中山路8号", "打标签 华联 重点", "华联是展会来的"])
async def test_c9_a_colleagues_card_is_not_touched(talk: Chat, said: str) -> None:
    assert await talk.says("lilei", said) == customer_texts.not_yours(HUALIAN, "吴芳")
    assert await talk.rows(Record) == []


async def test_c9_the_leader_corrects_his_lines_cards(talk: Chat) -> None:
    assert (await talk.says("wufang", "东吴升A")).startswith("改好了 资料#1")


async def test_c1_the_one_thing_worth_asking_is_asked_once_a_day(talk: Chat) -> None:
    first = await talk.says("lilei", "查 东吴")
    assert first.splitlines()[-1] == "档案 28%，缺级别、下次、需求、地址、来源。级别定哪一级？回 A、B 或 C。"
    assert (await talk.says("lilei", "a")).startswith(f"改好了 资料#1 {DONGWU} 级别：A。")
    assert "档案" not in await talk.says("lilei", "查 东吴")
    assert "档案" not in await talk.says("wufang", "查 东吴")
    talk.clock.move_to(datetime(2026, 11, 24, 9, tzinfo=SHANGHAI))
    assert (await talk.says("lilei", "查 东吴")).splitlines()[-1].startswith("档案 42%，缺下次、需求、地址、来源。")


async def test_c1_a_letter_without_the_question_is_no_level(talk: Chat) -> None:
    await talk.says("lilei", "查 东吴")
    await talk.says("lilei", "查 东吴")
    await talk.says("lilei", "A")
    assert (await customer(talk)).level == ""


async def test_b7_the_card_shows_what_was_and_what_comes(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 王总 谈报价 下周三带样品")
    await talk.says("lilei", "答应 东吴 12月10号前换新泵")
    await talk.says("lilei", "打标签 东吴 重点")
    card = await talk.says("lilei", "查 东吴")
    for line in (
        "最近 11月23日 王总 谈报价",
        "下次 12月2日（周三）带样品",
        "承诺 换新泵（12月10日（周四）前）",
        "标签 重点",
    ):
        assert line in card.splitlines()
    assert len(card.encode()) < 2048


async def test_b11_labels_are_put_on_taken_off_and_listed(talk: Chat) -> None:
    assert await talk.says("lilei", "打标签 东吴 重点") == f"打好了 资料#1 {DONGWU} 标签：重点。"
    assert await talk.says("lilei", "打标签 东吴 重点") == texts.known_label(DONGWU, "重点")
    await talk.says("lilei", "打标签 东吴 大客户")
    assert "1 苏州东吴机械有限公司" in await talk.says("lilei", "标签 重点 的客户")
    assert await talk.says("lilei", "去掉标签 东吴 重点") == (f"去掉了 资料#3 {DONGWU} 标签：重点。剩下：大客户。")
    assert await talk.says("lilei", "标签 重点") == "我的客户（标签 重点）：没有。"
    assert await talk.says("lilei", "撤销") == "已撤销 资料#3 东吴机械（留痕）。"
    assert "1 苏州东吴机械有限公司" in await talk.says("lilei", "标签 重点")
    assert await talk.says("lilei", "撤销 #1") == "已撤销 资料#1 东吴机械（留痕）。"
    assert await talk.says("lilei", "标签 重点") == "我的客户（标签 重点）：没有。"


async def test_b11_a_label_that_is_too_long_or_one_too_many_is_refused(talk: Chat) -> None:
    assert await talk.says("lilei", f"打标签 东吴 {'长' * 17}") == texts.label_refused(16, 10, too_many=False)
    for number in range(10):
        await talk.says("lilei", f"打标签 东吴 第{number}类客")
    assert await talk.says("lilei", "打标签 东吴 再来一个") == texts.label_refused(16, 10, too_many=True)
    assert len(await talk.rows(CustomerLabel)) == 10


async def test_b11_nobody_lists_a_colleagues_labels(talk: Chat) -> None:
    await talk.says("lilei", "打标签 东吴 重点")
    assert await talk.says("hanmei", "标签 重点") == "我的客户（标签 重点）：没有。"
    assert "东吴" in await talk.says("wufang", "标签 重点 的客户")


async def test_b7_the_time_line_tells_all_kinds_the_latest_first(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 王总 谈报价")
    await talk.says("lilei", "答应 东吴 12月10号前换新泵")
    await talk.says("lilei", "听说东吴在看震雄")
    assert await talk.says("lilei", "东吴 时间线") == (
        f"{DONGWU} 的往来：\n"
        "1 11月23日 竞品 听说东吴在看震雄 #3\n"
        "2 11月23日 承诺 换新泵 #2\n"
        "3 11月23日 拜访 王总 谈报价 #1"
    )
    assert await talk.says("lilei", "3") == "11月23日 拜访 王总 谈报价 #1"
    assert await talk.says("lilei", "9") == common.no_such_line(3)


async def test_b7_the_time_line_names_who_decided_on_a_move_of_others(talk: Chat) -> None:
    for said in ("分配 东吴 韩梅", "1", "把东吴退回公海 没预算"):
        await talk.says("wufang", said)
    await talk.says("hanmei", "退回 华联 倒闭")
    assert await talk.says("wufang", "东吴 时间线") == (
        f"{DONGWU} 的往来：\n1 11月23日 退回公海 韩梅 没预算（吴芳 定的） #2\n2 11月23日 分配 韩梅 （吴芳 定的） #1"
    )
    assert (await talk.says("wufang", "华联 时间线")).endswith("1 11月23日 退回公海 韩梅 倒闭 #3")


async def test_b7_the_time_line_has_pages(talk: Chat) -> None:
    for number in range(14):
        await talk.says("lilei", f"问题 东吴 第{number}件 嫌交期长")
    first = await talk.says("lilei", "东吴来龙去脉")
    assert first.splitlines()[1].startswith("1 11月23日 问题 东吴 第13件")
    assert len(first.splitlines()) == 14
    second = await talk.says("lilei", "下一页")
    assert [line.split()[0] for line in second.splitlines()[1:]] == ["13", "14"]


@pytest.mark.parametrize("said", ["华联 时间线", "华联来龙去脉", "华联 跟进记录", "查 华联"])
async def test_b7_of_a_colleagues_customer_only_that_it_is_taken(talk: Chat, said: str) -> None:
    await talk.says("hanmei", "拜访 华联 谈年框")
    assert await talk.says("lilei", said) == customer_texts.taken(HUALIAN, "销售一部", "吴芳")


async def test_c9_lists_by_what_concerns_customers(talk: Chat) -> None:
    assert (await talk.says("lilei", "最近加的客户")).splitlines()[0] == "我的客户（最近加的在前）：3 家"
    assert await talk.says("lilei", "有欠款的客户") == "我的客户（有欠款）：没有。"
    assert await talk.says("lilei", "快被回收的") == "我的客户（7 天内会被回收）：没有。"


@pytest.mark.parametrize(
    "said",
    ["东吴 地址改成 1", "改 东吴 级别 X", "改 没这家公司 级别 A", "打标签 东吴", "东吴 来源"],
)
async def test_c9_what_makes_no_sense_writes_nothing(talk: Chat, said: str) -> None:
    await talk.says("lilei", said)
    assert await talk.rows(Record) == []
    assert (await customer(talk)).level == ""


@pytest.mark.parametrize(
    "words", ["园区<script>路8号", "'; DROP TABLE customers; -- 路8号", "园区星湖街8号" + "很长" * 200]
)
async def test_c9_strange_addresses_are_kept_as_words(talk: Chat, words: str) -> None:
    reply = await talk.says("lilei", f"东吴地址改成 {words}")
    assert len(reply.encode()) < 2048
    assert len((await customer(talk)).address) <= 200
