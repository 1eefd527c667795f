"""Several records in one message: each is kept and told, and none takes the place of another."""

from __future__ import annotations

from tests.cast import DONGWU, HENGLI
from tests.talk import Chat


async def test_what_stands_side_by_side_in_a_message_is_all_kept(chat: Chat) -> None:
    paid = await chat.says("lilei", "回款：东吴2万，恒力3万")
    assert f"记下了 回款#1 {DONGWU} 2 万元。" in paid
    assert f"记下了 回款#2 {HENGLI} 3 万元。" in paid

    both = await chat.says("lilei", "东吴到账1万，王总生日9月9号你也记一下")
    assert f"记下了 回款#3 {DONGWU} 1 万元。" in both
    assert f"记下了 生日#4 王建国（{DONGWU}）9月9日" in both

    seen = await chat.says("lilei", "今天见了王总和李明，都要样品")
    assert f"{DONGWU}·王总" in seen
    assert f"{HENGLI}·李明" in seen

    firms = await chat.says(
        "lilei", "报备两家：上海春晓食品，联系人李哥，13800001234；上海夏至茶业，联系人王姐，13800001235"
    )
    assert "上海春晓食品（新客户，归你）：李哥" in firms
    assert "上海夏至茶业（新客户，归你）：王姐" in firms
