"""Help, small talk, what does not exist yet, and what was not understood."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from handlers import build_router
from handlers.language.meaning import Intents
from handlers.later import LATER
from handlers.texts import help as texts
from handlers.texts import how
from models.schema import Visit
from models.times import SHANGHAI
from tests.handlers.language.company import read
from tests.steps import add_admin
from tests.talk import Chat

NAMES = how.Names("东吴机械", "东武纺织", "东吴机械", "韩梅")


@pytest.fixture
async def known(chat: Chat) -> Chat:
    """Both have talked to the bot before."""
    for userid in ("lilei", "wufang", "chenchen"):
        await chat.says(userid, "你好")
    return chat


@pytest.mark.parametrize("said", ["帮助", "怎么用", "？", "不会", "能干啥", "例子"])
async def test_help_has_eight_examples_with_own_customers(known: Chat, said: str) -> None:
    reply = await known.says("lilei", said)

    assert reply == how.eight("rep", NAMES, ())
    assert reply.count("\n· ") == 8
    assert "东吴机械" in reply


async def test_a_leader_gets_other_examples(known: Chat) -> None:
    reply = await known.says("wufang", "帮助")

    assert reply == how.eight("manager", replace(NAMES, customer=texts.ANY_CUSTOMER, rep="李雷"), ())
    assert reply.count("\n· ") == 8


async def test_in_the_evening_the_report_comes_first_and_overdue_money_is_named(known: Chat) -> None:
    await known.says("lilei", "应收 东武 12万 11月24号")
    await known.says("lilei", "1")
    known.clock.move_to(datetime(2026, 11, 26, 17, tzinfo=SHANGHAI))

    assert (await known.says("lilei", "帮助")).splitlines()[1:3] == ["· 日报", "· 东武纺织 说下周五付"]


def examples() -> list[tuple[str, str]]:
    """Every example that the help gives, with who may say it."""
    leaders = {"team", "comment", "handover", "assign", "terms"}
    found = [
        ("wufang" if topic in leaders else "lilei", said)
        for topic, each in how.HOW.items()
        for said in how.examples(each.examples, NAMES)
    ]
    for role, lines in how.BY_ROLE.items():
        who = "lilei" if role in {"rep", "finance", "assistant"} else "wufang"
        found += [(who, said) for said in how.examples(lines, NAMES)]
    return list(dict.fromkeys(found))


@pytest.mark.parametrize(("who", "said"), examples())
def test_every_example_of_the_help_means_something_that_somebody_does(who: str, said: str) -> None:
    router = build_router()
    if any(recognises(said) for recognises in router.phrases):
        return
    for intent in read(said, by=who):
        assert intent.name in router.intents
        assert intent.name not in {Intents.UNKNOWN, Intents.NOT_YET, Intents.SMALLTALK, *LATER}


async def test_the_eight_examples_work_as_they_stand(known: Chat) -> None:
    for userid in ("lilei", "wufang"):
        reply = await known.says(userid, "帮助")
        for line in reply.splitlines()[1:-1]:
            said = await known.says(userid, line.removeprefix("· "))
            assert not any(word in said for word in ("没看懂", "还不会", "没看明白")), line


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ("怎么报备", "报备 常州宏远机械"),
        ("公海怎么领", "领取 1"),
        ("怎么记回款", "回款 东吴机械 5万"),
        ("怎么请假", "请假 12月2日到12月4日"),
        ("怎么交日报", "补昨天日报"),
        ("怎么记承诺", "答应 东吴机械 下周五前送样册"),
        ("怎么打标签", "打标签 东吴机械 重点"),
        ("怎么续保护", "东吴机械 续保护"),
        ("怎么申诉", "申诉 东吴机械"),
        ("怎么免打扰", "免打扰到14点"),
        ("怎么改级别", "改 东吴机械 级别 A"),
        ("怎么报竞品", "竞品 海天 降5%"),
        ("怎么撤销", "撤销 #编号"),
        ("怎么传照片", "照片或定位"),
    ],
)
async def test_how_is_answered_with_his_own_customers(known: Chat, said: str, part: str) -> None:
    assert part in await known.says("lilei", said)


async def test_how_to_visit_shows_a_customer_of_his_own(known: Chat) -> None:
    assert "拜访 东吴机械 王总" in await known.says("lilei", "怎么拜访")
    assert f"拜访 {texts.ANY_CUSTOMER} 王总" in await known.says("chenchen", "怎么拜访")


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


@pytest.mark.parametrize(("said", "topic"), [("导出我的客户", "export")])
async def test_what_is_not_built_yet_is_said_honestly(known: Chat, said: str, topic: str) -> None:
    reply = await known.says("lilei", said)

    assert reply == texts.not_yet(topic)
    assert "还不会" in reply
    assert await known.rows(Visit) == []


async def test_what_is_told_of_a_customer_is_kept_with_him_all_the_same(known: Chat) -> None:
    reply = await known.says("lilei", "东吴的项目到报价阶段了")

    assert reply == texts.not_yet_of("opportunity")
    assert await known.rows(Visit) == []
    assert "拜访#1 苏州东吴机械有限公司，东吴的项目到报价阶段了" in await known.says("lilei", "1")


@pytest.mark.parametrize("said", ["我这个月目标完成多少了"])
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

    assert await known.says("lilei", "1") == how.answer("visit", NAMES)
    await known.says("lilei", "asdf qwer")
    assert "今天" in await known.says("lilei", "2")
    await known.says("lilei", "asdf qwer")
    assert await known.says("lilei", "看帮助") == how.eight("rep", NAMES, ())
    await known.says("lilei", "asdf qwer")
    assert await known.says("lilei", "算了") == texts.GUESS_DROPPED


async def test_in_the_evening_what_is_not_understood_may_be_of_the_report(known: Chat) -> None:
    known.clock.move_to(datetime(2026, 11, 23, 18, 20, tzinfo=SHANGHAI))
    asked = await known.says("lilei", "标书弄到现在")
    assert asked == "没看懂这条。你是想：1 写进今天的日报 2 记拜访 3 看帮助？"

    assert "标书弄到现在\n回 1 提交" in await known.says("lilei", "1")
    assert "已交 日报#1" in await known.says("lilei", "1")


async def test_a_guess_is_no_answer_any_more_after_a_quarter_of_an_hour(known: Chat) -> None:
    await known.says("lilei", "东吴那台机器还行吧")
    known.clock.move_to(datetime(2026, 11, 23, 10, 16, tzinfo=SHANGHAI))

    assert await known.says("lilei", "1") == texts.nothing_open("rep")
    assert await known.rows(Visit) == []


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
    [("3", texts.nothing_open("rep")), ("取消", texts.NOTHING_TO_CANCEL), ("确认", texts.NOTHING_TO_CONFIRM)],
)
async def test_answers_to_no_question(known: Chat, said: str, reply: str) -> None:
    assert await known.says("lilei", said) == reply


async def test_events_are_welcomed_or_passed_over(chat: Chat) -> None:
    assert await chat.sends("lilei", "event", event="enter_agent") == ""
    assert await chat.sends("lilei", "event", event="unsubscribe") == ""
    assert texts.hello("李雷") in await chat.sends("lilei", "event", event="subscribe")
    assert "比如" in await chat.sends("lilei", "event", event="click", event_key="menu")
    assert await chat.sends("lilei", "event", event="batch_job_result") == ""


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ("怎么设提醒", "提醒我明天10点给王总打电话"),
        ("怎么跟进", "下周三跟进"),
        ("怎么查客户", "查 东吴机械"),
        ("怎么记生日", "王总生日"),
        ("怎么加联系人", "联系人 赵工"),
        ("怎么看待办", "1好了"),
    ],
)
async def test_who_asks_how_is_told_how(known: Chat, said: str, part: str) -> None:
    reply = await known.says("lilei", said)

    assert part in reply
    assert "没记" not in reply
    assert "没看" not in reply


@pytest.mark.parametrize("topic", list(texts._TOPICS))
def test_every_topic_has_a_sentence(topic: str) -> None:
    said = texts.not_yet(topic)

    assert said.startswith((texts._TOPICS[topic], "这条没看明白，没记。"))


def test_the_parsers_topics_are_all_known() -> None:
    from handlers.language.topics import Topics

    assert {str(topic) for topic in Topics} == set(texts._TOPICS)


@pytest.mark.parametrize("said", ["把所有客户都删掉", "删除所有记录", "清空全部数据", "全部客户给我清掉"])
async def test_who_wants_everything_deleted_is_told_that_nothing_was(known: Chat, said: str) -> None:
    known.clock.move_to(datetime(2026, 11, 23, 18, 20, tzinfo=SHANGHAI))
    assert await known.says("lilei", said) == texts.NOT_WHOLESALE


@pytest.mark.parametrize(
    "said",
    [
        "撤销 #99999999999999999999999",
        "drop table customers",
        "删了它",
        "改 #12x 内容 哈哈",
        "SELECT * FROM 客户",
        "<b>客户</b>",
    ],
)
async def test_what_failed_as_a_command_is_not_offered_for_the_report(known: Chat, said: str) -> None:
    known.clock.move_to(datetime(2026, 11, 23, 18, 20, tzinfo=SHANGHAI))
    assert texts.GUESS_REPORT not in await known.says("lilei", said)
    assert texts.GUESS_REPORT not in await known.says("lilei", "1")


@pytest.mark.parametrize(
    ("userid", "asked", "example"),
    [
        ("wufang", "怎么看谁没交", "· 谁没交"),
        ("wufang", "怎么催日报", "· 催一下"),
        ("wufang", "怎么看撞单", "· 撞单 "),
        ("wufang", "怎么请假", "· 请假 12月2日到12月4日"),
        ("wufang", "怎么交日报", "· 团队今天"),
        ("lilei", "怎么交日报", "· 日报"),
        ("lilei", "怎么申诉", "· 申诉 "),
        ("admin", "怎么加人", "waiqin import"),
        ("admin", "怎么停用", "· 停用 "),
    ],
)
async def test_b10_how_is_answered_for_the_one_who_asks(desk: Chat, userid: str, asked: str, example: str) -> None:
    await add_admin(desk)
    await desk.says("admin", "帮助")
    assert example in await desk.says(userid, asked)


async def test_b10_what_help_offers_last_is_answered_for_every_role(desk: Chat) -> None:
    await add_admin(desk)
    for userid in ("lilei", "wufang", "caiwu", "xiaowen", "admin"):
        await desk.says(userid, "帮助")
        *_, last = (await desk.says(userid, "帮助")).splitlines()
        offered = last.removeprefix("想知道别的，问一句：").removesuffix("……").split("、")
        assert len(offered) == 4
        for asked in offered:
            answer = await desk.says(userid, asked)
            assert "没看" not in answer, (userid, asked, answer)
            assert "直接发一句话" not in answer, (userid, asked)


async def test_b10_nobody_who_visits_nobody_is_told_of_visits(desk: Chat) -> None:
    assert await desk.says("caiwu", "3") == "现在没有等你选的单子。怎么用发“帮助”。"
