"""Help, small talk, what does not exist yet, and what was not understood."""

from __future__ import annotations

import pytest

from handlers.texts import help as texts
from models.schema import Visit
from tests.talk import Chat


@pytest.fixture
async def known(chat: Chat) -> Chat:
    """Both have talked to the bot before."""
    for userid in ("lilei", "wufang", "chenchen"):
        await chat.says(userid, "你好")
    return chat


@pytest.mark.parametrize("said", ["帮助", "怎么用", "？", "不会", "能干啥", "例子"])
async def test_help_has_eight_examples_with_own_customers(known: Chat, said: str) -> None:
    reply = await known.says("lilei", said)

    assert reply == texts.rep_help("东吴机械", "东武纺织")
    assert reply.count("\n· ") == 8


async def test_a_leader_gets_other_examples(known: Chat) -> None:
    reply = await known.says("wufang", "帮助")

    assert reply == texts.leader_help("李雷", texts.ANY_CUSTOMER)
    assert reply.count("\n· ") == 8


async def test_the_examples_of_the_help_work(known: Chat) -> None:
    reply = await known.says("lilei", "帮助")
    examples = [line.removeprefix("· ").split("（")[0] for line in reply.splitlines()[1:]]

    for example in examples:
        if "编号" not in example and "直接发" not in example:
            assert "没看懂" not in await known.says("lilei", example), example


async def test_how_to_visit_shows_a_customer_of_his_own(known: Chat) -> None:
    assert await known.says("lilei", "怎么拜访") == texts.visit_how("东吴机械")
    assert await known.says("chenchen", "怎么拜访") == texts.visit_how(texts.ANY_CUSTOMER)


@pytest.mark.parametrize(
    ("said", "reply"),
    [
        ("你好", texts.HELLO),
        ("早上好", texts.HELLO),
        ("谢谢", texts.THANKS),
        ("辛苦了", texts.THANKS),
        ("再见", texts.BYE),
        ("哈哈", texts.NOTED),
        ("[微笑]", texts.NOTED),
    ],
)
async def test_small_talk_is_answered_shortly_and_writes_nothing(known: Chat, said: str, reply: str) -> None:
    assert await known.says("lilei", said) == reply
    assert await known.rows(Visit) == []


async def test_small_talk_keeps_the_question_open(known: Chat) -> None:
    await known.says("lilei", "拜访 华西冷柜设备厂 谈铺货")

    assert await known.says("lilei", "谢谢") == f"{texts.THANKS}\n{texts.OPEN_STILL}"
    await known.says("lilei", "按新客户登记")
    assert len(await known.rows(Visit)) == 1


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("日报", "daily_report"),
        ("报备 华东重工 注塑机2台", "registration"),
        ("回款 5万 还没写是哪家", "payment"),
    ],
)
async def test_what_is_not_built_yet_is_said_honestly(known: Chat, said: str, topic: str) -> None:
    reply = await known.says("lilei", said)

    assert reply == texts.not_yet(topic)
    assert "还不会" in reply
    assert await known.rows(Visit) == []


async def test_what_is_told_of_a_customer_is_kept_with_him_all_the_same(known: Chat) -> None:
    reply = await known.says("lilei", "东吴今天回款5万")

    assert reply == texts.not_yet_of("payment", "东吴机械")
    assert await known.rows(Visit) == []
    assert "拜访#1" in await known.says("lilei", "拜访 东吴机械 东吴今天回款5万")


@pytest.mark.parametrize("said", ["我这个月目标完成多少了", "谁欠钱", "看看我本周的数据"])
async def test_what_cannot_be_looked_up_yet_is_said_honestly(known: Chat, said: str) -> None:
    assert "我还查不了" in await known.says("lilei", said)


async def test_several_names_are_offered_as_the_visits_of_today(known: Chat) -> None:
    asked = await known.says("lilei", "东吴 恒力")

    assert asked == "没看懂这条。你是想：1 记这 2 家的拜访 2 查 东吴机械 3 看帮助？"
    assert await known.rows(Visit) == []
    await known.says("lilei", "1")
    assert len(await known.rows(Visit)) == 2


async def test_a_number_alone_is_asked_about(known: Chat) -> None:
    assert "1 查这个号码是谁" in await known.says("lilei", "13800130001")
    assert await known.rows(Visit) == []


async def test_not_understood_offers_three_guesses_that_work(known: Chat) -> None:
    asked = await known.says("lilei", "asdf qwer")
    assert asked == "没看懂这条。你是想：1 记拜访 2 看今天的拜访 3 看帮助？"

    assert await known.says("lilei", "1") == texts.visit_how("东吴机械")
    await known.says("lilei", "asdf qwer")
    assert "今天" in await known.says("lilei", "2")
    await known.says("lilei", "asdf qwer")
    assert await known.says("lilei", "看帮助") == texts.rep_help("东吴机械", "东武纺织")
    await known.says("lilei", "asdf qwer")
    assert await known.says("lilei", "算了") == texts.GUESS_DROPPED


async def test_a_recognised_customer_makes_a_better_guess_and_a_yes_writes_it(known: Chat) -> None:
    asked = await known.says("lilei", "东吴那台机器还行吧")
    assert asked == "没看懂这条。你是想：1 记 东吴机械 的拜访 2 查 东吴机械 3 看帮助？"
    assert await known.rows(Visit) == []

    assert "拜访#1 苏州东吴机械有限公司，东吴那台机器还行吧" in await known.says("lilei", "1")


async def test_a_leader_is_offered_his_team_first(known: Chat) -> None:
    assert "1 看今天谁拜访了 2 记拜访 3 看帮助" in await known.says("wufang", "asdf qwer")
    assert "没看懂" not in await known.says("wufang", "1")


async def test_a_pasted_article_is_not_stored(known: Chat) -> None:
    assert await known.says("lilei", "东吴机械今年的形势一片大好，" * 80) == texts.PASTED
    assert await known.rows(Visit) == []


@pytest.mark.parametrize(
    ("said", "reply"),
    [("3", texts.NOTHING_OPEN), ("取消", texts.NOTHING_TO_CANCEL), ("确认", texts.NOTHING_TO_CONFIRM)],
)
async def test_answers_to_no_question(known: Chat, said: str, reply: str) -> None:
    assert await known.says("lilei", said) == reply


async def test_events_are_welcomed_or_passed_over(chat: Chat) -> None:
    assert await chat.sends("lilei", "event", event="enter_agent") == ""
    assert await chat.sends("lilei", "event", event="unsubscribe") == ""
    assert texts.hello("李雷") in await chat.sends("lilei", "event", event="subscribe")
    assert "比如" in await chat.sends("lilei", "event", event="click", event_key="menu")
    assert await chat.sends("lilei", "event", event="batch_job_result") == ""


@pytest.mark.parametrize("topic", list(texts._TOPICS))
def test_every_topic_has_a_sentence(topic: str) -> None:
    said = texts.not_yet(topic)

    assert said.startswith((texts._TOPICS[topic], "这条没看明白，没记。"))


def test_the_parsers_topics_are_all_known() -> None:
    from handlers.language.topics import Topics

    assert {str(topic) for topic in Topics} == set(texts._TOPICS)
