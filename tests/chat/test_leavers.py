"""停用 李雷: somebody who has left can do nothing more, and what was his goes over (`product.md` B5, P13)."""

from __future__ import annotations

import pytest

from handlers import leavers
from handlers.texts import leavers as texts
from models.schema import Change, Person
from tests.cast import DONGWU, HENGLI
from tests.steps import add_admin, at, owner_of, person
from tests.talk import Chat


async def _active(chat: Chat, userid: str = "lilei") -> bool:
    [row] = await chat.rows(Person, Person.userid == userid)
    return bool(row.active)


@pytest.fixture
async def admin(talk: Chat) -> Chat:
    await add_admin(talk)
    await talk.says("admin", "帮助")
    return talk


@pytest.mark.parametrize("userid", ["wufang", "admin"])
async def test_p13_whoever_has_left_can_do_nothing_more_and_is_told_nothing(admin: Chat, userid: str) -> None:
    await admin.says("lilei", "提醒我11月23日15点给王总打电话")
    asked = await admin.says(userid, "停用 李雷")
    assert asked == (
        "停用 李雷？他马上用不了小勤，也不再收提醒，记录都留着。\n"
        "名下还有 3 家，停用后也能交：交接 李雷 给 姓名\n1 停用 2 不停用"
    )
    assert await _active(admin)
    done = await admin.says(userid, "1")
    assert done.startswith("李雷 已停用")
    assert "启用 李雷" in done
    assert not await _active(admin)
    assert "不在名单里" in await admin.says("lilei", "拜访 东吴 谈报价")
    await admin.office.advance(at(24, 9))
    assert await admin.pushes("lilei") == []
    [change] = [row for row in await admin.rows(Change, Change.table_name == "people") if row.action == "update"]
    assert (change.person_id, change.after.get("active")) == (person(admin, userid), False)


async def test_p13_his_leader_hears_of_it_and_hands_over_afterwards(admin: Chat) -> None:
    await admin.says("admin", "停用 李雷")
    await admin.says("admin", "1")
    assert await admin.pushes("wufang") == [texts.told("郑刚", "李雷", 3)]
    assert (await admin.says("wufang", "交接 李雷 给 韩梅")).startswith("交接#1 李雷：3 家")
    await admin.says("wufang", "1")
    assert (await admin.says("hanmei", "接")).startswith("接下 3 家")
    assert [await owner_of(admin, name) for name in (DONGWU, HENGLI)] == ["hanmei"] * 2
    assert "李雷" not in await admin.says("wufang", "谁没交")


async def test_p13_he_comes_back(admin: Chat) -> None:
    await admin.says("admin", "停用李雷")
    await admin.says("admin", "确认")
    assert await admin.says("admin", "停用 李雷") == texts.already("李雷", active=False)
    assert await admin.says("admin", "启用 李雷") == texts.back("李雷")
    assert "记下了 拜访#" in await admin.says("lilei", "拜访 东吴 谈报价")
    assert await admin.says("admin", "启用 李雷") == texts.already("李雷", active=True)


@pytest.mark.parametrize(
    ("userid", "said"),
    [
        ("lilei", "停用 韩梅"),
        ("hanmei", "停用 吴芳"),
        ("zhouming", "停用 李雷"),
        ("wufang", "停用 周明"),
        ("admin", "停用 郑刚"),
        ("wufang", "停用 吴芳"),
        ("admin", "停用 王小五"),
        ("lilei", "启用 韩梅"),
    ],
)
async def test_p13_who_may_not_changes_nothing(admin: Chat, userid: str, said: str) -> None:
    reply = await admin.says(userid, said)
    assert "1 停用" not in reply
    await admin.says(userid, "1")
    assert all(row.active for row in await admin.rows(Person))


async def test_p13_no_is_no(admin: Chat) -> None:
    await admin.says("admin", "停用 李雷")
    assert await admin.says("admin", "2") == texts.KEPT
    assert await _active(admin)


async def test_p13_a_leader_who_leaves_leaves_people_behind_and_that_is_said(admin: Chat) -> None:
    assert "他带的 3 人（李雷、韩梅、陈晨）没有主管了" in await admin.says("admin", "停用 吴芳")


@pytest.mark.parametrize("said", ["怎么停用", "机器停用了", "设备停用", "停用 旧机", "老机停用的原因", "停用A200"])
def test_p13_other_things_are_stopped_too(said: str) -> None:
    assert not leavers.says_so(said)
