"""What one person names a customer is everybody's: he cannot take the words away that others speak with (P19)."""

from __future__ import annotations

import pytest

from models.schema import Customer, CustomerAlias
from tests.talk import Chat

WORDS = (
    "确认",
    "全部",
    "取消",
    "昨天",
    "明天",
    "12月20日",
    "5万",
    "回款",
    "拜访",
    "日报",
    "公海",
    "待办",
    "下一页",
    "已阅",
    "你好",
    "李雷",
    "撤销",
)


@pytest.mark.parametrize("userid", ["hanmei"])
async def test_p19_no_customer_and_no_short_name_takes_a_word_away_from_the_others(talk: Chat, userid: str) -> None:
    before = len(await talk.rows(Customer)), len(await talk.rows(CustomerAlias))
    for word in (*WORDS, "王总"):
        phrases = (
            (f"叫 {word}=华联",)
            if word == "王总"
            else (f"报备 {word}", f"拜访 {word} 谈价", f"叫 {word}=华联", f"名片 {word} 13911112222")
        )
        for said in phrases:
            for step in (said, "1", word if word not in ("取消", "撤销") else "1"):
                assert await talk.says(userid, step)
            await talk.says(userid, "取消")
    assert (len(await talk.rows(Customer)), len(await talk.rows(CustomerAlias))) == before

    assert "拜访#" in await talk.says("lilei", "拜访 恒力 谈价")
    assert "11月24日（周二）" in await talk.says("lilei", "明天跟进恒力")
    assert (await talk.says("lilei", "日报")).startswith("日报草稿")
    assert "公海" in await talk.says("lilei", "公海")
    await talk.says("wufang", "分配 东吴 韩梅")
    assert "已把 苏州东吴机械有限公司 分给 韩梅" in await talk.says("wufang", "确认")
