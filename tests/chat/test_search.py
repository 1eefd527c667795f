"""Searching what was written: who mentioned what, and what a week was about."""

from __future__ import annotations

import pytest

from handlers.language import keywords
from tests.talk import Chat


@pytest.fixture(scope="module", autouse=True)
def _dictionary() -> None:
    keywords.load()


@pytest.fixture
async def told(chat: Chat) -> Chat:
    await chat.says("lilei", "拜访东吴机械 王总说海天降价了，要我们跟进")
    await chat.says("lilei", "补上周五 拜访恒力化纤 李工说明年要扩产，再加两条线")
    await chat.says("hanmei", "拜访华联超市 店长嫌海天的报价高")
    return chat


@pytest.mark.parametrize(
    "asked",
    [
        "谁提过 海天降价",
        "谁提过海天降价？",
        "哪家说过海天降价",
        "有没有客户提到过海天降价",
        "搜 海天降价",
        "帮我看看谁说过海天降价",
    ],
)
async def test_a_rep_finds_his_own_notes(told: Chat, asked: str) -> None:
    answer = await told.says("lilei", asked)
    assert "提到“海天降价”的有 1 条" in answer
    assert "东吴机械" in answer
    assert "#1" in answer


async def test_a_leader_finds_those_of_his_line_with_who_wrote_them(told: Chat) -> None:
    answer = await told.says("wufang", "谁提过海天")
    assert "有 2 条" in answer
    assert "（李雷）" in answer
    assert "（韩梅）" in answer


async def test_a_rep_does_not_find_what_colleagues_heard_at_their_customers(told: Chat) -> None:
    assert "华联" not in await told.says("lilei", "谁提过海天的报价")
    assert "没找到" in await told.says("chenchen", "谁提过海天")


@pytest.mark.parametrize(
    ("asked", "found"),
    [("找 去年说过要扩产的客户", False), ("找上周说过要扩产的客户", True), ("找说过要扩产的客户", True)],
)
async def test_a_time_narrows_the_search(told: Chat, asked: str, *, found: bool) -> None:
    answer = await told.says("lilei", asked)
    assert ("恒力" in answer) is found


async def test_what_was_planned_is_found_too(chat: Chat) -> None:
    await chat.says("lilei", "拜访东吴机械 谈报价 下周三带样品")
    assert "谈报价；带样品" in await chat.says("lilei", "谁提过样品")


async def test_what_nobody_wrote_is_said_so(told: Chat) -> None:
    assert "没找到“外星人”" in await told.says("lilei", "谁提过外星人")
    assert "想找什么" in await told.says("lilei", "搜 ？")


async def test_a_percent_sign_is_no_wildcard(told: Chat) -> None:
    assert "没找到" in await told.says("lilei", "搜 %%%")


async def test_the_words_of_the_week(told: Chat) -> None:
    answer = await told.says("wufang", "本周关键词")
    assert "海天（2）" in answer
    assert "还没有" in await told.says("chenchen", "本周关键词")


@pytest.mark.parametrize("said", ["拜访东吴机械 聊了些什么忘了，王总很满意", "东吴上次聊什么", "谁今天拜访了"])
async def test_other_questions_are_not_searches(told: Chat, said: str) -> None:
    answer = await told.says("wufang", said)
    assert "提到“" not in answer
    assert "没找到“" not in answer
    assert "聊得最多" not in answer


async def test_phones_in_notes_are_masked(chat: Chat) -> None:
    await chat.says("lilei", "拜访东吴机械 王总让加他助理 13912345678 谈扩产")
    assert "13912345678" not in await chat.says("lilei", "谁提过扩产")


def test_until_the_dictionary_is_there_small_words_part_what_was_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keywords._dictionary, "want", lambda: None)
    assert keywords.words_of("海天和震雄的价格") == ["海天", "震雄", "价格"]
    assert keywords.words_of("注塑机换代") == ["注塑机换代", "注塑", "机换"]
    assert keywords.keywords(["海天降价"]) is None


def test_the_first_search_loads_the_dictionary_in_a_thread() -> None:
    fresh = keywords._Dictionary()
    assert not fresh.loaded
    fresh.want()
    assert fresh._loading is not None
    fresh._loading.join(60)
    assert fresh.want() is not None
