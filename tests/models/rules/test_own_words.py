"""No customer may be called as people command, answer, count or date; real firms may be called as they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from models.rules.own_words import is_form_of_address, is_own_word

PAPER = Path(__file__).parents[3] / "docs" / "rules.md"
NAMES = (
    "东吴",
    "恒力",
    "天合",
    "华联",
    "华东重工",
    "海天",
    "李雷",
    "韩梅",
    "苏州",
    "王总",
    "李工",
    "王工",
    "赵工",
    "昆山",
)
WORDS = (
    "确认 全部 取消 撤销 昨天 明天 大后天 今天上午 12月20日 2100年12月31日 农历七月初九 下周三 三天后 月底 "
    "上午10点 5万 5.2万元 五万 52000 第3家 3条 下一页 拜访 回款 报备 日报 公海 待办 已阅 你好 都不是 另一家 "
    "None ＯＫ 帮助 不定 "
)
FIRMS = (
    "东吴 恒力 天合 中天钢铁 三一重工 一汽 七天酒店 五粮液 百胜 千百度 两面针 月星家居 春天百货 华东 大众 天天 "
    "日日顺 万家 三全 七喜 今日阳光 明月 年年红 六合 万达 百度 三一 五八 "
    "三六五 七天 百年 三元 新联系 全部落 日报社 拜访者咖啡 回款宝 "
    "王老板面馆 李总包装 "
)


@pytest.mark.parametrize("word", WORDS.split())
def test_a_word_of_the_assistants_own_is_no_name(word: str) -> None:
    assert is_own_word(word)


@pytest.mark.parametrize("firm", FIRMS.split())
def test_a_firm_is_a_name(firm: str) -> None:
    assert not is_own_word(firm)


def test_every_short_command_of_the_papers_is_kept_from_being_a_name() -> None:
    """What one types without any name in it: docs/rules.md holds them all."""
    said = {phrase for line in PAPER.read_text().splitlines() for phrase in re.findall(r"`([^`/]+)`", line)}
    commands = {
        phrase for phrase in said if re.fullmatch("[一-鿿]{2,4}", phrase) and not any(name in phrase for name in NAMES)
    }
    assert len(commands) > 15
    assert {command for command in commands if not is_own_word(command)} == set()


@pytest.mark.parametrize(
    ("name", "is_one"),
    [("王总", True), ("李工", True), ("欧阳经理", True), ("老王头", False), ("总工坊", False), ("王总包装", False)],
)
def test_what_many_people_are_called_is_no_short_name(name: str, *, is_one: bool) -> None:
    assert is_form_of_address(name) is is_one
