"""分配, 改派, 转给, 合作 in the chat: leaders decide for their line, reps ask (`product.md` A11, B1, G5)."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.texts import common
from handlers.texts import ownership as texts
from models.schema import Customer, CustomerHelper, FollowUp, Move, MoveKind, Person, Role
from tests.cast import DONGWU, HENGLI, HUALIAN, TIANHE
from tests.pool import term
from tests.steps import at, owner_of
from tests.talk import Chat


async def make_director(chat: Chat) -> None:
    """zhouming stands above wufang, who leads the three reps, and has a chief himself."""

    def write(session: Any) -> None:
        people = {person.userid: person for person in session.query(Person)}
        chief = Person(userid="chief", name="秦总", role=Role.DIRECTOR)
        session.add(chief)
        session.flush()
        people["zhouming"].manager_id = chief.id
        people["zhouming"].role = Role.DIRECTOR
        people["wufang"].manager_id = people["zhouming"].id

    await chat.office.write(write)


async def test_a11_a_customer_is_assigned_after_one_question_and_both_are_told(talk: Chat) -> None:
    await talk.says("lilei", "明天10点跟进东吴 带样品")
    assert await talk.says("wufang", "分配 东吴 韩梅") == f"把 {DONGWU}（现归 李雷）分给 韩梅？1 确认 2 不动"
    assert await owner_of(talk, DONGWU) == "lilei"
    assert await talk.says("wufang", "1") == (
        f"已把 {DONGWU} 分给 韩梅（归属#2），1 条跟进一起转过去。已告诉 韩梅、李雷。"
    )
    assert await owner_of(talk, DONGWU) == "hanmei"
    assert (await talk.pushes("hanmei"))[0].startswith(f"吴芳 把 {DONGWU} 分给你了（归属#2）。 原来的 1 条跟进转给你了")
    assert (await talk.pushes("lilei"))[0] == f"吴芳 把你的 {DONGWU} 分给 韩梅 了。有疑问直接找 吴芳。"
    await talk.office.advance(at(24, 10, 1))
    assert not any("带样品" in push for push in await talk.pushes("lilei"))
    assert any("带样品" in push for push in await talk.pushes("hanmei"))


async def test_a11_nothing_moves_without_a_yes(talk: Chat) -> None:
    await talk.says("wufang", "改派 东吴 韩梅")
    assert await talk.says("wufang", "2") == texts.NOT_MOVED
    assert await owner_of(talk, DONGWU) == "lilei"
    assert await talk.rows(Move) == []


async def test_b1_a_customer_of_the_pool_is_assigned(talk: Chat) -> None:
    assert "（在公海）" in await talk.says("wufang", "分配 天合 李雷")
    await talk.says("wufang", "确认")
    assert await owner_of(talk, TIANHE) == "lilei"


async def test_b5_all_of_a_city_go_with_their_count_and_names(talk: Chat) -> None:
    asked = await talk.says("wufang", "把苏州的客户都给韩梅")
    assert asked.splitlines()[0] == "把 苏州 的 3 家（李雷 3 家）分给 韩梅？"
    assert DONGWU in asked
    said = await talk.says("wufang", "1")
    assert said == "已把 3 家分给 韩梅（归属#1 到 #3）。已告诉 韩梅、李雷。"
    assert len(await talk.pushes("hanmei")) == 1
    assert await owner_of(talk, HENGLI) == "hanmei"


async def test_who_moved_meanwhile_is_told_and_the_others_go(talk: Chat) -> None:
    await talk.says("wufang", "把苏州的客户都给韩梅")
    await talk.says("lilei", "把恒力退回公海 没预算")
    said = await talk.says("wufang", "1")
    assert said.startswith("已把 2 家分给 韩梅")
    assert f"{HENGLI} 刚刚换了归属，没有动" in said
    assert await owner_of(talk, HENGLI) == ""


async def test_b1_above_the_limit_the_leader_is_told_and_decides(talk: Chat) -> None:
    await term(talk, "holding_limit", 3)
    assert "韩梅 会有 4 家，超过 3 家（制度 4.1）。" in await talk.says("wufang", "分配 东吴 韩梅")
    await talk.says("wufang", "1")
    assert await owner_of(talk, DONGWU) == "hanmei"


async def test_an_assignment_is_taken_back_with_its_plans(talk: Chat) -> None:
    await talk.says("lilei", "明天10点跟进东吴 带样品")
    await talk.says("wufang", "分配 东吴 韩梅")
    await talk.says("wufang", "1")
    assert "已撤销 归属#2" in await talk.says("wufang", "撤销")
    assert await owner_of(talk, DONGWU) == "lilei"
    [plan] = await talk.rows(FollowUp)
    [lilei] = await talk.rows(Person, Person.userid == "lilei")
    assert plan.person_id == lilei.id
    assert "跟进#1" in await talk.says("lilei", "#1")
    await talk.office.advance(at(24, 10, 1))
    assert any("带样品" in push for push in await talk.pushes("lilei"))


# Who may


async def test_g5_a_rep_asks_his_leader_who_answers_by_number(talk: Chat) -> None:
    assert await talk.says("lilei", "东吴转给韩梅") == f"已请 吴芳 同意把 {DONGWU} 转给 韩梅，有结果会告诉你。"
    [asked] = await talk.pushes("wufang")
    assert asked.startswith(f"李雷 申请把 {DONGWU} 转给 韩梅。\n1 同意 2 不同意")
    assert await owner_of(talk, DONGWU) == "lilei"
    assert "已把" in await talk.says("wufang", "1")
    assert await owner_of(talk, DONGWU) == "hanmei"
    assert await talk.pushes("lilei") == [f"吴芳 同意了：{DONGWU} 转给 韩梅。"]


async def test_g5_nobody_asks_for_a_colleague_of_another_line(talk: Chat) -> None:
    assert await talk.says("lilei", "东吴转给周明") == texts.not_in_leaders_line("周明", "吴芳")
    assert await talk.pushes("wufang") == []


async def test_g5_a_request_is_refused(talk: Chat) -> None:
    await talk.says("lilei", "东吴转给韩梅")
    assert await talk.says("wufang", "2") == texts.refusal_kept(["李雷"])
    assert await owner_of(talk, DONGWU) == "lilei"
    assert "没有同意" in (await talk.pushes("lilei"))[0]


async def test_a_request_that_came_while_something_else_was_open_is_granted_in_words(talk: Chat) -> None:
    await talk.says("wufang", "分配 恒力 陈晨")
    await talk.says("lilei", "东吴转给韩梅")
    assert "已把" in await talk.says("wufang", "1")
    assert await owner_of(talk, HENGLI) == "chenchen"
    assert await owner_of(talk, DONGWU) == "lilei"
    await talk.says("wufang", "分配 东吴 韩梅")
    await talk.says("wufang", "1")
    assert await owner_of(talk, DONGWU) == "hanmei"


@pytest.mark.parametrize("said", ["华联超市转给陈晨", "把华东重工转给李雷", "合作 华联超市 陈晨"])
async def test_a_rep_moves_nobody_elses_customer(talk: Chat, said: str) -> None:
    await talk.says("lilei", said)
    await talk.says("lilei", "1")
    assert await talk.rows(Move) == []
    assert await talk.pushes("wufang") == []


async def test_g5_over_several_levels_the_direct_leader_decides(talk: Chat) -> None:
    await make_director(talk)
    said = await talk.says("zhouming", "分配 东吴 韩梅")
    assert said == texts.direct_leader_decides(DONGWU, "吴芳")
    assert await owner_of(talk, DONGWU) == "lilei"


async def test_a_leader_of_another_line_moves_nothing(talk: Chat) -> None:
    assert await talk.says("zhouming", "分配 东吴 韩梅") == texts.not_in_line("韩梅")
    assert await talk.says("zhouming", "分配 天合 韩梅") == texts.not_in_line("韩梅")
    assert await talk.says("zhouming", "分配 东吴 周明") == texts.not_yours(DONGWU)
    assert await talk.rows(Move) == []


async def test_whom_nobody_knows_gets_nothing(talk: Chat) -> None:
    said = await talk.says("wufang", "东吴转给王小二")
    assert "分给谁" in said or "没" in said
    assert await talk.rows(Move) == []


# Working together


async def test_a11_somebody_works_on_a_customer_beside_its_owner(talk: Chat) -> None:
    asked = await talk.says("wufang", "东吴 让韩梅一起跟")
    assert asked.startswith(f"让 韩梅 一起跟 {DONGWU}（负责人还是 李雷，")
    assert await talk.says("wufang", "1") == f"韩梅 加入 {DONGWU}（归属#1），负责人还是 李雷，已告诉 韩梅、李雷。"
    assert await owner_of(talk, DONGWU) == "lilei"
    assert (await talk.says("hanmei", "查 东吴")).startswith(DONGWU)
    assert "已有归属" in await talk.says("chenchen", "查 东吴")
    assert len(await talk.pushes("hanmei")) == len(await talk.pushes("lilei")) == 1

    assert await talk.says("wufang", "韩梅不合作东吴了") == f"韩梅 不再跟 {DONGWU}（归属#2），已告诉 韩梅、李雷。"
    assert "已有归属" in await talk.says("hanmei", "查 东吴")
    assert [move.kind for move in await talk.rows(Move)] == [MoveKind.JOINED, MoveKind.LEFT]


async def test_the_owner_who_is_named_too_is_not_the_helper(talk: Chat) -> None:
    assert (await talk.says("wufang", "让韩梅跟李雷一起跟东吴")).startswith(f"让 韩梅 一起跟 {DONGWU}")


async def test_twice_the_same_help_is_said_so(talk: Chat) -> None:
    for _ in range(2):
        await talk.says("wufang", "合作 东吴 韩梅")
        said = await talk.says("wufang", "1")
    assert said == f"韩梅 已经在一起跟 {DONGWU} 了。"
    assert await talk.says("wufang", "陈晨不合作东吴了") == f"陈晨 本来就没有在跟 {DONGWU}。"
    assert await talk.says("wufang", "合作 东吴 李雷") == texts.is_owner(DONGWU, "李雷")
    assert await talk.says("wufang", "合作 天合 李雷") == texts.pooled_help(TIANHE)


async def test_help_is_taken_back(talk: Chat) -> None:
    await talk.says("wufang", "合作 东吴 韩梅")
    await talk.says("wufang", "1")
    assert "已撤销" in await talk.says("wufang", "撤销")
    assert [helper.active for helper in await talk.rows(CustomerHelper)] == [False]
    assert "已有归属" in await talk.says("hanmei", "查 东吴")
    for said in ("合作 东吴 韩梅", "1"):
        await talk.says("wufang", said)
    assert "合作 韩梅" in await talk.says("hanmei", "查 东吴")


async def test_a_rep_asks_for_help_with_his_own(talk: Chat) -> None:
    await talk.says("lilei", "东吴 让陈晨一起跟")
    await talk.says("wufang", "同意")
    assert (await talk.says("chenchen", "查 东吴")).startswith(DONGWU)
    assert await owner_of(talk, DONGWU) == "lilei"


async def test_helpers_stay_when_the_owner_changes(talk: Chat) -> None:
    await talk.says("wufang", "合作 华联超市 陈晨")
    await talk.says("wufang", "1")
    await talk.says("wufang", "分配 华联超市 李雷")
    await talk.says("wufang", "1")
    assert await owner_of(talk, HUALIAN) == "lilei"
    assert (await talk.says("chenchen", "查 华联超市")).startswith(HUALIAN)


async def test_one_that_is_gone_for_good_is_not_assigned(talk: Chat) -> None:
    await talk.says("wufang", "分配 东吴 韩梅")

    def write(session: Any) -> None:
        session.query(Customer).filter_by(code="C001").one().active = False

    await talk.office.write(write)
    assert "没有动" in await talk.says("wufang", "1")


# By the numbers of a list


async def test_g5_a_line_of_ones_own_list_is_asked_for_a_colleague(talk: Chat) -> None:
    listed = await talk.says("lilei", "我的客户")
    name = listed.splitlines()[2].split()[1]
    assert await talk.says("lilei", "2 转韩梅") == f"已请 吴芳 同意把 {name} 转给 韩梅，有结果会告诉你。"
    await talk.says("wufang", "1")
    assert await owner_of(talk, name) == "hanmei"


async def test_a_leader_moves_a_line_of_a_list(talk: Chat) -> None:
    listed = await talk.says("wufang", "李雷的客户列出来")
    name = listed.splitlines()[1].split()[1]
    assert (await talk.says("wufang", "1转给陈晨")).startswith(f"把 {name}（现归 李雷）分给 陈晨？")
    await talk.says("wufang", "1")
    assert await owner_of(talk, name) == "chenchen"


async def test_a_line_that_is_not_there_moves_nobody(talk: Chat) -> None:
    await talk.says("lilei", "我的客户")
    assert await talk.says("lilei", "99 转韩梅") == common.no_such_line(3)
    assert await talk.says("lilei", "1、2 转韩梅") == texts.ONE_AT_A_TIME
    assert await talk.pushes("wufang") == []


# The next step of a visit


async def test_the_next_step_of_a_visit_goes_along_and_comes_back(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 王总 谈报价 明天送样品")
    await talk.says("wufang", "分配 东吴 韩梅")
    assert "1 条跟进一起转过去" in await talk.says("wufang", "1")
    assert "送样品" in await talk.says("hanmei", "明天待办")
    assert "送样品" not in await talk.says("lilei", "明天待办")
    await talk.says("wufang", "撤销")
    assert "送样品" in await talk.says("lilei", "明天待办")
    assert "送样品" not in await talk.says("hanmei", "明天待办")


async def test_the_next_step_with_a_customer_that_was_given_back_is_called_off(talk: Chat) -> None:
    await talk.says("lilei", "拜访 恒力 李明 谈报价 明天送样品")
    assert "1 条跟进已取消" in await talk.says("lilei", "把恒力退回公海 没预算")
    assert "送样品" not in await talk.says("lilei", "明天待办")
    await talk.says("lilei", "撤销")
    assert "送样品" in await talk.says("lilei", "明天待办")


async def test_p5_a_helper_reaches_the_customers_people(talk: Chat) -> None:
    """Without the firm, too: whoever works on it knows 王总."""
    assert "没找到" in await talk.says("hanmei", "王总电话")
    await talk.says("wufang", "合作 东吴 韩梅")
    await talk.says("wufang", "1")

    for asked in ("王总电话", "王总的电话多少", "东吴 王总电话"):
        assert "13800130001" in await talk.says("hanmei", asked), asked
    assert (await talk.says("hanmei", "查 苏州东")).startswith("没找到“苏州东”。是不是：\n1 苏州东吴机械有限公司")
    assert "没找到" in await talk.says("chenchen", "王总电话")
    await talk.says("wufang", "韩梅不合作东吴了")
    assert "没找到" in await talk.says("hanmei", "王总电话")


async def test_a11_a_customer_or_a_colleague_that_nobody_knows_is_said(talk: Chat) -> None:
    for said in ("分配 长江贸易 李雷", "改派 长江贸易 韩梅", "合作 长江贸易 韩梅", "把长江贸易分给李雷"):
        assert (await talk.says("wufang", said)).startswith("没找到是哪一家，没有动。"), said
    assert await talk.says("wufang", "交接 张三 给 李雷") == "没有叫 张三 的同事。写同事的全名，比如：交接 李雷 给 韩梅"
    assert await talk.rows(Move) == []


async def test_b7_who_helps_reads_of_those_customers_beside_his_own(chat: Chat) -> None:
    for userid in ("wufang", "hanmei"):
        await chat.says(userid, "帮助")
    await chat.says("wufang", "合作 东吴 韩梅")
    await chat.says("wufang", "1")
    listed = await chat.says("hanmei", "我的客户")
    assert "我的客户：3 家" in listed
    assert listed.endswith("另有 1 家和同事合作的，发“合作的客户”看。")
    assert await chat.says("hanmei", "合作的客户") == (
        f"我的客户（合作）：1 家\n1 {DONGWU} 苏州 负责人 李雷\n回编号看详情。"
    )
    assert (await chat.says("hanmei", "1")).startswith(DONGWU)
    assert "归属不变" not in await chat.says("hanmei", "拜访 东吴 谈交期")
