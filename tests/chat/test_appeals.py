"""申诉 and 撞单: both sides' dated records, the ruling by number, both told (A10, B2, G5)."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.texts import appeals as texts
from models.schema import Appeal, AppealState, CustomerHelper, Lead, Person, Role
from tests.cast import DONGWU, DONGWU_TEXTILE, HENGLI, TIANHE
from tests.leads import TANG
from tests.steps import owner, pass_days, person
from tests.talk import Chat

CONFIRMED, REASSIGNED, SHARED = AppealState.CONFIRMED, AppealState.REASSIGNED, AppealState.SHARED


async def appeal(chat: Chat) -> Appeal:
    rows: list[Appeal] = await chat.rows(Appeal)
    return max(rows, key=lambda row: row.number)


async def test_a10_an_appeal_goes_to_the_leader_with_both_sides_dated_records(talk: Chat) -> None:
    await talk.says("hanmei", "拜访 东吴 谈报价")
    pass_days(talk, 1)
    await talk.says("lilei", "拜访 东吴 王总 试机")
    reply = await talk.says("hanmei", "申诉 东吴 我6月就报价了")

    made = await appeal(talk)
    assert reply == f"申诉#{made.number} {DONGWU}：已交 吴芳，附双方记录；11月26日（周四）前答复（制度 3.6）。"
    assert (made.judge_id, made.against_id) == (person(talk, "wufang"), person(talk, "lilei"))
    assert made.answer_due_on == date(2026, 11, 26)
    [push] = await talk.pushes("wufang")
    assert push == (
        f"撞单 {DONGWU}\n"
        "【李雷】负责人，没有在保护期的报备\n"
        "  11月24日（周二） 拜访#2 试机\n"
        "【韩梅】申诉：我6月就报价了\n"
        "  11月23日（周一） 拜访#1 谈报价\n"
        "建议合作：两边都跟过，申诉的一方更早（制度 3.1）。\n"
        f"申诉#{made.number} 请 11月26日（周四）前定：1 确认 2 改派 3 合作，后面可以加一句理由。"
    )


@pytest.mark.parametrize(
    ("answer", "state", "goes_to", "owner_told", "other_told"),
    [
        ("1 一直在跟", CONFIRMED, "lilei", "还归你。理由：一直在跟。", "维持原来的负责人。理由：一直在跟。"),
        ("2", REASSIGNED, "hanmei", "改由 韩梅 跟。", "改由你跟（报备B0003，保护到 12月23日（周三））。"),
        ("改派", REASSIGNED, "hanmei", "改由 韩梅 跟。", "改由你跟（报备B0003，保护到 12月23日（周三））。"),
        ("2 陈晨", REASSIGNED, "chenchen", "改由 陈晨 跟。", "改由别的同事跟。"),
        ("3 一起做", SHARED, "lilei", "还归你，韩梅 一起跟。理由：一起做。", "你和负责人一起跟。理由：一起做。"),
    ],
)
async def test_b2_the_leader_rules_by_number_and_both_are_told(
    talk: Chat, answer: str, state: AppealState, goes_to: str, owner_told: str, other_told: str
) -> None:
    await talk.says("hanmei", "申诉 东吴 我6月就报价了")
    reply = await talk.says("wufang", answer)

    made = await appeal(talk)
    assert made.state == state
    assert (made.ruled_by_id, made.ruled_at is not None) == (person(talk, "wufang"), True)
    assert await owner(talk, DONGWU) == person(talk, goes_to)
    assert reply.startswith(f"已定 申诉#{made.number} {DONGWU}")
    assert reply.endswith("两边都已通知。")
    assert await talk.pushes("lilei") == [f"吴芳 裁决：{DONGWU} {owner_told}"]
    assert await talk.pushes("hanmei") == [f"吴芳 裁决：{DONGWU} {other_told}"]
    helpers = [row.person_id for row in await talk.rows(CustomerHelper, CustomerHelper.active)]
    assert helpers == ([person(talk, "hanmei")] if state is SHARED else [])


async def test_b2_a_reason_is_asked_for(talk: Chat) -> None:
    asked = await talk.says("hanmei", "申诉 东吴")
    short = await talk.says("hanmei", "嗯嗯")
    made = await talk.says("hanmei", "我上周就去拜访过他们老板")

    assert asked.startswith(f"申诉 {DONGWU}，理由是什么？")
    assert short == texts.REASON_AGAIN
    assert made.startswith("申诉#")
    assert (await appeal(talk)).reason == "我上周就去拜访过他们老板"


async def test_b2_an_appeal_begins_below_a_refused_registration(talk: Chat) -> None:
    await talk.says("hanmei", "报备 东吴 2台")
    await talk.says("hanmei", "1")
    reply = await talk.says("hanmei", "他们采购科长是我同学，6月就约了")

    assert reply.startswith("申诉#")


@pytest.mark.parametrize(
    ("userid", "text", "said"),
    [
        ("lilei", "申诉 东吴 我先跟的", f"{DONGWU} 本来就归你跟，不用申诉。"),
        ("hanmei", "申诉 天合 我先跟的", f"{TIANHE} 现在没有负责人，不用申诉，直接发：报备 {TIANHE}"),
        ("hanmei", "申诉 没影公司 我先跟的", texts.WHICH),
    ],
)
async def test_b2_a_pointless_appeal_is_refused_kindly(talk: Chat, userid: str, text: str, said: str) -> None:
    assert await talk.says(userid, text) == said
    assert await talk.rows(Appeal) == []


async def test_b2_twice_is_once(talk: Chat) -> None:
    await talk.says("hanmei", "申诉 东吴 我6月就报价了")
    made = await appeal(talk)
    again = await talk.says("hanmei", "东吴是我先跟的")

    assert again == f"申诉#{made.number} 已经在主管那里，11月25日（周三）前答复，不用再发。"
    assert len(await talk.rows(Appeal)) == 1


async def test_b2_after_a_ruling_one_may_appeal_again_but_not_rule_twice(talk: Chat) -> None:
    await talk.says("hanmei", "申诉 东吴 我6月就报价了")
    first = await appeal(talk)
    await talk.says("wufang", "1")
    twice = await talk.says("wufang", f"申诉#{first.number} 2")
    again = await talk.says("hanmei", "申诉 东吴 客户也要求换我")

    assert twice == f"申诉#{first.number} 已经有结果了，不用再定，也撤不了。"
    assert await owner(talk, DONGWU) == person(talk, "lilei")
    assert again.startswith("申诉#")


async def test_g5_only_the_judge_rules(talk: Chat) -> None:
    await talk.says("hanmei", "申诉 东吴 我6月就报价了")
    made = await appeal(talk)

    for userid in ("hanmei", "lilei", "chenchen", "zhouming"):
        reply = await talk.says(userid, f"申诉#{made.number} 2")
        assert "裁决" in reply
    assert (await appeal(talk)).state == AppealState.OPEN
    assert await owner(talk, DONGWU) == person(talk, "lilei")


async def test_g5_two_lines_are_judged_by_the_lowest_leader_of_both(talk: Chat) -> None:
    def grow(session: Session) -> None:
        boss = Person(userid="zongjian", name="郑总监", role=Role.DIRECTOR, department="总部")
        session.add(boss)
        session.flush()
        people = {row.userid: row for row in session.scalars(select(Person))}
        people["wufang"].manager_id = people["zhouming"].manager_id = boss.id
        people["chenchen"].manager_id = people["zhouming"].id

    await talk.office.write(grow)
    await talk.says("chenchen", "帮助")
    within = await talk.says("hanmei", "申诉 东吴 我6月就报价了")
    across = await talk.says("chenchen", "申诉 东吴 我5月就报价了")

    assert "已交 吴芳" in within
    assert "已交 郑总监" in across
    await talk.says("zongjian", "帮助")
    made = await appeal(talk)
    assert (await talk.says("wufang", f"申诉#{made.number} 1")) == f"申诉#{made.number} 不归你裁决。"
    assert "改派给 陈晨" in await talk.says("zongjian", f"申诉#{made.number} 2")


async def test_b2_a_leader_prints_the_file_any_time(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 王总 试机")
    await talk.says("hanmei", "拜访 东吴 谈报价")
    plain = await talk.says("wufang", "撞单 东吴")
    other = await talk.says("zhouming", "撞单 东吴")

    assert "【李雷】负责人" in plain
    assert "【韩梅】也跟过" in plain
    assert plain.endswith("没有申诉，只列记录。")
    assert other == f"{DONGWU} 已有归属（销售一部），不在你的线上，双方记录看不了。"


async def test_b2_a_long_file_stays_short_enough(talk: Chat) -> None:
    for number in range(30):
        pass_days(talk, 1)
        await talk.says("lilei", f"拜访 东吴 王总 谈了很久很久的第{number}件事情，客户要求降价并且提前交货")
        await talk.says("hanmei", f"拜访 东吴 谈了很久很久的第{number}件事情，客户要求降价并且提前交货")
    reply = await talk.says("wufang", "撞单 东吴")

    assert len(reply.encode()) < 2048
    assert "中间还有 22 条" in reply
    assert reply.endswith("没有申诉，只列记录。")


async def test_b2_several_wait_and_are_ruled_one_after_the_other(talk: Chat) -> None:
    await talk.says("hanmei", "申诉 东吴 我6月就报价了")
    await talk.says("chenchen", "申诉 华联 我先跟的这家")
    shown = await talk.says("wufang", "撞单")
    first = await talk.says("wufang", "1")
    second = await talk.says("wufang", "3")

    assert shown.startswith("有 2 件等你裁决，先看这件：\n")
    assert "还有 申诉#2 华联超市有限公司 等你" in first
    assert second.startswith("已定 申诉#2")
    assert await talk.says("wufang", "撞单") == texts.NONE_WAITING


async def test_b2_it_can_be_withdrawn_and_what_moved_on_is_not_ruled_on(talk: Chat) -> None:
    await talk.says("hanmei", "申诉 东吴 我6月就报价了")
    made = await appeal(talk)
    undone = await talk.says("hanmei", "撤销")

    assert undone == f"已撤销 申诉#{made.number} 东吴机械（留痕）。"
    assert (await appeal(talk)).state == AppealState.WITHDRAWN
    assert "已经撤销" in await talk.says("wufang", f"申诉#{made.number} 2")


async def test_b2_a_ruling_is_taken_back_as_a_whole(talk: Chat) -> None:
    await talk.says("lilei", f"报备 {TANG} 注塑机2台 王工 13912345678 下周三去")
    await talk.says("hanmei", f"申诉 {TANG} 我6月就报价了")
    made = await appeal(talk)
    await talk.says("wufang", f"申诉#{made.number} 2")
    lead, _ = await talk.rows(Lead)
    assert (await owner(talk, TANG), lead.open_key) == (person(talk, "hanmei"), None)
    await talk.says("wufang", "撤销")

    lead, given = await talk.rows(Lead)
    assert (given.voided, given.open_key) == (True, None)
    assert await owner(talk, TANG) == person(talk, "lilei")
    assert (lead.state, lead.open_key is None) == ("held", False)
    assert (await appeal(talk)).state == AppealState.OPEN
    assert "本来就是你的" in await talk.says("lilei", f"报备 {TANG}")


async def test_b2_a_leader_opens_the_file_by_a_part_of_a_new_customers_name(talk: Chat) -> None:
    await talk.says("lilei", "报备 江阴长泾锻造 要两台加工中心 找刘工 13912345678 下周三去")
    await talk.says("hanmei", "报备 江阴长泾锻造 一台")

    for words in ("撞单 长泾", "撞单长泾", "撞单 长泾 看一下"):
        file = await talk.says("wufang", words)
        assert file.startswith("撞单 江阴长泾锻造\n【李雷】负责人，报备B0003"), words
        assert "【韩梅】" in file
        assert "也来报备" in file
    assert await talk.says("wufang", "撞单") == texts.NONE_WAITING
    assert await talk.says("wufang", "撞单 没影") == texts.SHOW_WHICH
    # Of another line's customer a part of its name tells nothing.
    assert await talk.says("zhouming", "撞单 长泾") == texts.SHOW_WHICH


async def test_b2_several_customers_with_the_same_part_are_asked_about(talk: Chat) -> None:
    for name in ("江阴长泾锻造", "无锡长泾纺织"):
        await talk.says("lilei", f"报备 {name} 一台 找刘工 下周三去")
    asked = await talk.says("wufang", "撞单 长泾")
    assert "1 江阴长泾锻造" in asked
    assert (await talk.says("wufang", "2")).startswith("撞单 无锡长泾纺织")


async def test_b2_who_appealed_and_who_rules_ask_for_their_lists(talk: Chat) -> None:
    assert await talk.says("hanmei", "我的申诉") == "最近 90 天你没有提过申诉。对哪家有异议，发：申诉 客户名 理由"
    await talk.says("hanmei", "申诉 东吴 我6月就报价了")
    await talk.says("hanmei", "申诉 恒力 上个月陪周总去过")
    await talk.says("chenchen", "申诉 东武 我先报的价")
    ruled = await talk.says("wufang", "申诉#1 2 报价在先")
    assert "改派给 韩梅" in ruled

    assert (await talk.says("wufang", "待办")).endswith("\n另有 2 件申诉等你定，发“待裁的申诉”看。")
    assert "申诉" not in await talk.says("hanmei", "待办")
    listed = await talk.says("wufang", "待裁的申诉")
    assert listed == (
        "等你裁决：2 件\n"
        f"1 申诉#2 {HENGLI}，韩梅 对 李雷，11月25日（周三）前定\n"
        f"2 申诉#3 {DONGWU_TEXTILE}，陈晨 对 李雷，11月25日（周三）前定\n"
        "回编号看双方记录，再定。"
    )
    assert (await talk.says("wufang", "2")).startswith(f"撞单 {DONGWU_TEXTILE}\n")
    assert (await talk.says("wufang", "1 没有依据")).startswith(
        f"已定 申诉#3 {DONGWU_TEXTILE} 还归 李雷，两边都已通知。"
    )
    pass_days(talk, 3)
    assert "11月25日（周三）前定，已过期" in await talk.says("wufang", "申诉有哪些")

    assert await talk.says("hanmei", "我的申诉怎么样了") == (
        "我的申诉：\n"
        f"申诉#2 {HENGLI} 等 吴芳 定，11月25日（周三）前\n"
        f"申诉#1 {DONGWU} 11月23日（周一） 裁决：改派给你，理由：报价在先"
    )
    assert "裁决：维持原来的负责人，理由：没有依据" in await talk.says("chenchen", "申诉结果")
    assert (await talk.says("wufang", "申诉")).startswith(f"撞单 {HENGLI}\n")


async def test_b2_a_ruling_that_is_taken_back_is_told_to_both(talk: Chat) -> None:
    await talk.says("hanmei", "申诉 东吴 我6月就报价了")
    for ruling in ("2", "3", "1"):
        await talk.says("wufang", f"申诉#1 {ruling}")
        await talk.pushes("lilei"), await talk.pushes("hanmei")
        undone = await talk.says("wufang", "撤销")
        assert undone.endswith("申诉#1 东吴机械 的裁决收回了，先按原来的，等你重新定；已告诉 李雷、韩梅。"), ruling
        for userid in ("lilei", "hanmei"):
            assert "吴芳 收回了 申诉#1 东吴机械 的裁决，先按原来的，重新定了再告诉你。" in await talk.pushes(userid)
        assert await owner(talk, DONGWU) == person(talk, "lilei")
        assert "等 吴芳 定" in await talk.says("hanmei", "我的申诉")


async def test_b2_the_file_tells_of_the_last_ruling(talk: Chat) -> None:
    await talk.says("hanmei", "申诉 东吴 我6月就报价了")
    await talk.pushes("wufang")
    await talk.says("wufang", "3 两边都在跟")
    assert (await talk.says("wufang", "撞单 东吴")).endswith(
        "\n申诉#1 11月23日（周一）吴芳 裁决过：一起跟，理由：两边都在跟。"
    )
