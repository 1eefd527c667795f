"""Which thing a message wants, for everything the bot knows: the tables of `phrasings`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.meaning import Intent, Intents
from tests.handlers.language.company import read
from tests.handlers.language.phrasings import NOTHING, SAID, TO_LEADERS, WHILE_ASKED

WRITES = frozenset(
    {
        Intents.VISIT_LOG,
        Intents.VISIT_ARRIVE,
        Intents.VISIT_LEAVE,
        Intents.RECORD_CHANGE,
        Intents.RECORD_VOID,
        Intents.UNDO,
        Intents.DAILY_REPORT,
        Intents.LEAD_REGISTER,
        Intents.LEAD_CLAIM,
        Intents.LEAD_RELEASE,
        Intents.LEAD_TRANSFER,
        Intents.CUSTOMER_ADD,
        Intents.CONTACT_ADD,
        Intents.ALIAS_SET,
        Intents.BIRTHDAY_SET,
        Intents.FOLLOWUP_SET,
        Intents.REMINDER_SET,
        Intents.PAYMENT_RECORD,
        Intents.ORDER_RECORD,
        Intents.OPPORTUNITY_UPDATE,
        Intents.EXPENSE_RECORD,
        Intents.COMPLAINT_RECORD,
    }
)


def pairs(table: dict[Intents, tuple[str, ...]]) -> list[tuple[str, Intents]]:
    return [(text, name) for name, texts in table.items() for text in texts]


@pytest.mark.parametrize(("text", "name"), pairs(SAID))
def test_what_a_rep_wants(text: str, name: Intents) -> None:
    assert read(text)[0].name is name


@pytest.mark.parametrize(("text", "name"), pairs(TO_LEADERS))
def test_what_a_leader_wants(text: str, name: Intents) -> None:
    assert read(text, by="wufang")[0].name is name


@pytest.mark.parametrize(("text", "name"), WHILE_ASKED)
def test_what_answers_an_open_question(text: str, name: Intents) -> None:
    assert read(text, asked="visits.which")[0].name is name


def written(found: tuple[Intent, ...]) -> list[Intent]:
    return [one for one in found if one.name in WRITES and one.confidence >= 0.5 and not one.value("unsure")]


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_is_written_of_what_is_no_record(text: str) -> None:
    assert written(read(text)) == []


HARDER = [
    ("东吴交了两万定金", Intents.PAYMENT_RECORD),
    ("东吴王总刚给我们转了三千八 微信", Intents.PAYMENT_RECORD),
    ("刚到账 东吴 十八万六", Intents.PAYMENT_RECORD),
    ("东吴收回五万块应收款", Intents.PAYMENT_RECORD),
    ("东吴还了上个月欠的2600", Intents.PAYMENT_RECORD),
    ("东吴那个拖了半年的8万终于到了", Intents.PAYMENT_RECORD),
    ("东吴让送50箱水过去，每箱18", Intents.ORDER_RECORD),
    ("东吴下了8万的订单", Intents.ORDER_RECORD),
    ("东吴 阶段 谈判", Intents.OPPORTUNITY_UPDATE),
    ("东吴投标失败", Intents.OPPORTUNITY_UPDATE),
    ("给东吴寄合同 顺丰 22", Intents.EXPENSE_RECORD),
    ("打的去东吴花了四十五块五", Intents.EXPENSE_RECORD),
    ("东吴放掉吧 签了别家三年", Intents.LEAD_RELEASE),
    ("东吴没人我要了", Intents.LEAD_CLAIM),
    ("登记一下 苏州明达电子", Intents.LEAD_REGISTER),
    ("A类客户给我看看", Intents.CUSTOMER_LIST),
    ("董洁的手机号发我一下", Intents.CUSTOMER_QUERY),
    ("管东吴叫老东", Intents.ALIAS_SET),
    ("东吴王总下周三过生日", Intents.BIRTHDAY_SET),
    ("下午4点半叫我 接客户", Intents.REMINDER_SET),
]


@pytest.mark.parametrize(("text", "name"), HARDER)
def test_what_is_wanted_outweighs_a_word_of_visits(text: str, name: Intents) -> None:
    assert read(text)[0].name is name


@pytest.mark.parametrize(
    "text",
    [
        "东吴好像被人领走了",
        "谁把恒力领走了",
        "东吴别转给韩梅",
        "要是东吴能转给韩梅就好了",
        "东吴王总问什么时候去",
        "本周拜访完成几个了",
        "东吴合同3万终于打了折",
        "东吴的机器8万终于到了",
        "我给东吴王总转了500",
    ],
)
def test_what_only_sounds_like_a_record_writes_nothing(text: str) -> None:
    assert written(read(text)) == []


def test_money_alone_is_asked_for_its_payer() -> None:
    (found,) = read("回款 5万")
    assert found.name is Intents.PAYMENT_RECORD
    assert found.value("unsure")


@pytest.mark.parametrize("text", ["回款 5万", "收到5万", "没有单号的订单 3台"])
def test_money_without_a_payer_is_not_written(text: str) -> None:
    assert all("customer" not in one.slots for one in read(text))


def test_an_answer_to_an_open_question_is_doubtful_as_a_command() -> None:
    assert read("登记新客户", asked="visits.which")[0].confidence < 0.6
    assert read("登记新客户 昆山宏图电子 13800138001", asked="visits.which")[0].confidence == 1.0


def test_several_names_are_handed_on_for_guesses() -> None:
    (found,) = read("东吴 恒力 华联")

    assert [mention.text for mention in found.value("customers") or ()] in ([], ["东吴", "恒力", "华联"])


@given(
    st.lists(
        st.sampled_from(
            [
                "东吴",
                "恒力",
                "王总",
                "李工",
                "韩梅",
                "李雷",
                "客户",
                "公海",
                "回款",
                "5万",
                "付了",
                "没",
                "如果",
                "说",
                "提醒我",
                "明天",
                "下周三",
                "生日",
                "8月12",
                "报备",
                "领",
                "转给",
                "不跟了",
                "下单",
                "要",
                "50箱",
                "投诉",
                "打车",
                "46",
                "多少",
                "吗",
                "谁",
                "排名",
                "目标",
                "业绩",
                "日报",
                "加",
                "联系人",
                "13800138000",
                "电话",
                "查",
                "阶段",
                "丢单",
                "，",
                "。",
            ]
        ),
        max_size=14,
    ).map("".join)
)
def test_any_mixture_of_wants_is_answered(text: str) -> None:
    for intent in read(text):
        assert 0 <= intent.confidence <= 1
        assert all(0 <= slot.start <= slot.end <= len(text) for slot in intent.slots.values())
