"""What must never become a record: questions, plans, denials, conditions, hearsay, articles, chatter."""

from __future__ import annotations

import pytest

from handlers.language.meaning import Intents
from handlers.language.topics import Topics
from tests.handlers.language.company import read

WRITING = {Intents.VISIT_LOG, Intents.VISIT_ARRIVE, Intents.VISIT_LEAVE, Intents.RECORD_CHANGE, Intents.RECORD_VOID}


@pytest.mark.parametrize(
    "text",
    [
        "去东吴了吗",
        "去东吴了没",
        "拜访东吴了吗？",
        "谁拜访了东吴",
        "东吴拜访过几次",
        "我上次拜访东吴是什么时候",
        "东吴谁在跟",
        "没去成东吴",
        "今天没去东吴",
        "东吴没去成 客户临时有事",
        "还没拜访恒力",
        "不去东吴了",
        "没时间去东吴",
        "还没到东吴",
        "如果拜访了东吴 记得告诉我",
        "要是去了恒力就好了",
        "李雷说他去了东吴",
        "韩梅今天去了东吴",
        "王总说上次拜访很满意",
        "听说东吴换采购了",
        "客户说去过恒力",
        "东吴说下周付款",
        "东吴王总说下周付款",
        "东吴的货到了",
        "快到东吴了",
        "准备去东吴",
        "想去东吴拜访",
        "去了趟厕所",
        "见了个朋友",
        "聊了会儿天",
        "今天去了医院",
        "东吴",
        "东吴 恒力 华联",
        "13800138000",
        "[图片]",
        "改天再去",
        "改一下报价",
        "上次那个拜访记录写得太长了吧",
        "删除所有客户",
        "回款到了",
        "到账了",
        "到期了",
        "到货了",
        "你觉得东吴这单能成吗",
        "东吴那单王总到底什么意思",
        "周一综合症犯了😩",
        "3号线坏了",
        "东吴上次拜访",
    ],
)
def test_no_record_is_read(text: str) -> None:
    assert not {intent.name for intent in read(text)} & WRITING


@pytest.mark.parametrize(
    "text",
    [
        "去东吴",
        "今天去东吴",
        "打算去东吴",
        "明天可能去恒力",
        "先去东吴再去恒力",
    ],
)
def test_a_plan_is_recognised_and_not_written(text: str) -> None:
    (plan,) = read(text)

    assert (plan.name, plan.value("topic")) == (Intents.NOT_YET, Topics.PLAN)


@pytest.mark.parametrize(
    "text",
    [
        "明天去东吴",
        "明天拜访恒力",
        "下周三拜访恒力",
        "约了王总明天拜访东吴",
        "周五拜访东吴",
        "约好下周三去东吴",
        "约了东吴王总下周三",
        "下周去东吴",
    ],
)
def test_a_plan_for_a_day_is_when_to_go_on(text: str) -> None:
    (plan,) = read(text)

    assert plan.name is Intents.FOLLOWUP_SET
    assert plan.value("next_date") is not None


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("导出我的客户", Topics.EXPORT),
        ("本月费用", Topics.EXPENSE),
    ],
)
def test_what_does_not_exist_yet_is_called_by_its_name(text: str, topic: Topics) -> None:
    (found,) = read(text)

    assert (found.name, found.value("topic")) == (Intents.NOT_YET, topic)


def test_pasted_text_is_not_read() -> None:
    (found,) = read("今天拜访了东吴，谈了报价。" * 70)

    assert (found.name, found.value("topic")) == (Intents.UNKNOWN, "pasted")


def test_a_known_customer_is_handed_on_when_nothing_else_is_understood() -> None:
    (found,) = read("东吴那单王总到底什么意思")

    assert found.value("customer").text == "东吴"
