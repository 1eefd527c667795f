"""Problems and market news in the chat (A7, C16): kept for the morning, told to the leader, solved, listed by right."""

from __future__ import annotations

import pytest

from handlers.texts import common
from handlers.texts import news as texts
from models.schema import News, Record
from tests.cast import DONGWU
from tests.talk import Chat


async def test_a7_a_problem_waits_for_the_morning_and_is_pushed_to_nobody(talk: Chat) -> None:
    assert await talk.says("lilei", "求助 东吴要样机") == f"记下了 问题#1 {DONGWU}：东吴要样机。上明早会清单。"
    assert await talk.pushes("wufang") == []
    [row] = await talk.rows(News)
    assert (row.kind, row.words, row.solved_at) == ("problem", "东吴要样机", None)


async def test_c16_news_of_a_rival_goes_to_the_leader_at_once(talk: Chat) -> None:
    assert await talk.says("lilei", "竞品 海天 降5%") == "记下了 竞品#1 海天 降5%。已告知 吴芳。"
    assert await talk.pushes("wufang") == ["李雷 报：竞品#1 海天 降5%"]
    assert await talk.says("lilei", "撤销") == "已撤销 竞品#1（留痕）。"
    assert [row.voided for row in await talk.rows(News)] == [True]


async def test_a7_the_same_again_is_a_slip(talk: Chat) -> None:
    await talk.says("lilei", "问题 客户嫌交期长")
    assert await talk.says("lilei", "问题 客户嫌交期长") == common.noted_before("#1")
    assert len(await talk.rows(News)) == 1


async def test_a7_whoever_raised_it_solves_it_by_number_or_in_the_list(talk: Chat) -> None:
    await talk.says("lilei", "问题 客户嫌交期长")
    await talk.says("lilei", "求助 东吴要样机")
    assert await talk.says("lilei", "问题#1 解决了 换了泵") == "好，问题#1 客户嫌交期长，解决了：换了泵。"
    assert (await talk.says("lilei", "问题#1 解决了")).startswith("问题#1 2026年11月23日（周一）由 李雷 解决了")
    assert await talk.says("lilei", "问题清单") == (
        f"我没解决的问题：1 条\n1 今天 东吴机械：东吴要样机 #2\n{texts.HINT}"
    )
    assert await talk.says("lilei", "1") == f"问题#2 {DONGWU}：东吴要样机\n李雷 11月23日（周一）"
    assert (await talk.says("lilei", "1解决了 借了展厅那台")).endswith("解决了：借了展厅那台。")
    assert await talk.says("lilei", "9") == common.no_such_line(1)
    assert (await talk.says("lilei", "问题清单")).startswith("我没解决的问题：没有。")


async def test_a7_without_a_number_the_only_open_problem_is_meant(talk: Chat) -> None:
    await talk.says("lilei", "问题 客户嫌交期长")
    assert await talk.says("lilei", "问题解决了 改成10天交货") == "好，问题#1 客户嫌交期长，解决了：改成10天交货。"
    assert (await talk.says("lilei", "问题解决了")).startswith("我没解决的问题：没有。")
    await talk.says("lilei", "问题 缺样机")
    await talk.says("lilei", "问题 报价审批慢")
    assert (await talk.says("lilei", "问题解决了 改成10天交货")).startswith("我没解决的问题：2 条\n")


async def test_a7_the_leader_sees_his_lines_problems_and_the_author_hears(talk: Chat) -> None:
    await talk.says("lilei", "问题 客户嫌交期长")
    assert (await talk.says("wufang", "谁有什么问题")).startswith(
        "我和团队没解决的问题：1 条\n1 李雷 今天 客户嫌交期长 #1"
    )
    await talk.says("wufang", "1解决了 我跟客户谈了")
    assert await talk.pushes("lilei") == ["吴芳 处理了你的问题#1 客户嫌交期长：我跟客户谈了"]


@pytest.mark.parametrize("said", ["问题清单", "谁有什么问题", "大家有什么问题", "市场情报", "#1", "问题#1 解决了"])
@pytest.mark.parametrize("asker", ["hanmei", "zhouming"])
async def test_a7_c16_colleagues_and_other_leaders_learn_nothing(talk: Chat, asker: str, said: str) -> None:
    await talk.says("lilei", "问题 客户要换模具")
    await talk.says("lilei", "竞品 震雄 送配件")
    reply = await talk.says(asker, said)
    assert "模具" not in reply
    assert "震雄" not in reply
    assert [row.solved_at for row in await talk.rows(News)] == [None, None]


async def test_a7_undo_opens_a_problem_again(talk: Chat) -> None:
    await talk.says("lilei", "问题 客户嫌交期长")
    await talk.says("lilei", "问题#1 解决了 换了泵")
    assert await talk.says("lilei", "撤销") == "问题#1 已改回原来的。"
    assert (await talk.rows(News))[0].solved_at is None


async def test_c16_market_news_needs_no_solving(talk: Chat) -> None:
    await talk.says("lilei", "市场 苏州客户都在压库存")
    assert await talk.says("lilei", "问题#1 解决了") == texts.NOT_A_PROBLEM


@pytest.mark.parametrize(
    "words", ["<b>" * 100, "'; DROP TABLE news; --", "客户" * 300, "身份证 320501199001011234 要登记"]
)
async def test_a7_strange_words_are_kept_as_words(talk: Chat, words: str) -> None:
    reply = await talk.says("lilei", f"问题 {words}")
    assert len(reply.encode()) < 2048
    assert "320501199001011234" not in reply
    assert all("320501199001011234" not in row.words for row in await talk.rows(News))


async def test_a7_a_number_that_is_no_problem_is_not_solved(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 谈报价")
    assert "没有" in await talk.says("lilei", "问题#1 解决了")
    assert "没有" in await talk.says("lilei", "问题#999 解决了")
    assert len(await talk.rows(Record)) == 1


async def test_a7_many_problems_have_pages(talk: Chat) -> None:
    for number in range(15):
        await talk.says("lilei", f"问题 第{number}件 客户嫌交期长")
    first = await talk.says("lilei", "问题清单")
    assert "15 条" in first
    assert len(first.splitlines()) <= 15
    assert "13 今天" in await talk.says("lilei", "下一页")


@pytest.mark.parametrize(
    "said", ["东吴投诉 导轨又生锈了", "东吴机械 导轨生锈了 客户很生气", "客户投诉 东吴那边导轨生锈"]
)
async def test_a7_a_complaint_is_a_problem_that_the_leader_hears_of_at_once(chat: Chat, said: str) -> None:
    reply = await chat.says("lilei", said)

    assert "记下了 问题#1 苏州东吴机械有限公司：" in reply
    assert reply.endswith("上明早会清单。已告知 吴芳。")
    [told] = await chat.pushes("wufang")
    assert told.startswith("李雷 报：问题#1 苏州东吴机械有限公司：")
    assert "生锈" in told
    assert "问题#1" in await chat.says("lilei", "撤销")


async def test_a7_the_leader_solves_a_problem_by_its_customer(talk: Chat) -> None:
    await talk.says("lilei", "问题 恒力嫌交期长 别家10天")
    await talk.says("lilei", "问题 东吴要加急发货")

    reply = await talk.says("wufang", "恒力那个问题 找生产说好了 改成11天")
    assert "问题#1 苏州恒力化纤有限公司" in reply
    assert "解决了" in reply
    assert [row.number for row in await talk.rows(News, News.solved_at.is_(None))] == [2]


async def test_a7_a_leader_answers_a_line_of_the_problems_and_the_rep_reads_it(talk: Chat) -> None:
    await talk.says("lilei", "拜访 东吴 谈报价")
    await talk.says("lilei", "问题 恒力压价")
    await talk.says("lilei", "问题 客户嫌交期长")
    assert "点评回“1 …”" in await talk.says("wufang", "问题清单")
    assert "说的是 问题#3" in await talk.says("wufang", "1 找技术部老刘")
    assert "说的是 问题#2" in await talk.says("wufang", "点评 2 我来谈")
    assert (await talk.says("wufang", "1")).startswith("问题#3"), "the list is still open"
    assert "说的是 拜访#1" in await talk.says("wufang", "点评 #1 带上样品")
    assert "说的是 问题#2" in await talk.says("wufang", "问题#2 周一开会定")
    told = "\n".join(await talk.pushes("lilei"))
    assert "问题#3：找技术部老刘" in told.replace(" 客户嫌交期长", "")
    assert "解决了" in await talk.says("wufang", "问题#2 解决了 降了两个点")
    assert "点评回" not in await talk.says("lilei", "问题清单")
