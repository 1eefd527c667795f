"""Short messages that steer the bot, as people really type them."""

from __future__ import annotations

from datetime import date

import pytest

from handlers.language.meaning import Intent, Intents
from tests.handlers.language.company import ROLL, read


def only(text: str, *, by: str = "lilei", asked: str = "") -> Intent:
    (intent,) = read(text, by=by, asked=asked)
    return intent


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("撤销", None),
        ("撤回", None),
        ("撤掉", None),
        ("刚才那条不算", None),
        ("记错了", None),
        ("上一步不算", None),
        ("删掉刚才那条", None),
        ("刚刚那个登错了 撤掉", None),
        ("那条不要了", None),
        ("上一条作废", None),
        ("撤銷", None),
        ("撤销 #128", 128),
        ("撤销128", 128),
        ("撤回拜访#128", 128),
        ("取消 #128", 128),
        ("把128撤了", 128),
        ("#128 撤销", 128),
        ("删除128", 128),
        ("撤销＃１２８", 128),
    ],
)
def test_undo(text: str, number: int | None) -> None:
    found = only(text)

    assert (found.name, found.value("number")) == (Intents.UNDO, number)


@pytest.mark.parametrize(
    ("text", "number", "reason"),
    [
        ("作废 #128 重复了", 128, "重复了"),
        ("作废 #128 理由：客户说没来过", 128, "客户说没来过"),
        ("作废拜访128 重复", 128, "重复"),
        ("#128作废 照片是旧的", 128, "照片是旧的"),
        ("作废 128", 128, None),
    ],
)
def test_void(text: str, number: int | None, reason: str | None) -> None:
    found = only(text, by="wufang")

    assert (found.name, found.value("number"), found.value("reason")) == (Intents.RECORD_VOID, number, reason)


@pytest.mark.parametrize(
    ("text", "number", "field", "value"),
    [
        ("改 #128 下次 8月5", 128, "next_date", date(2027, 8, 5)),
        ("改 #128 下次 下周四", 128, "next_date", date(2026, 12, 3)),
        ("改 128 日期 昨天", 128, "date", date(2026, 11, 22)),
        ("改#128 日期改成周五", 128, "date", date(2026, 11, 20)),
        ("改 #128 内容 谈了二期报价 王总同意", 128, "summary", "谈了二期报价 王总同意"),
        ("修改拜访#128 内容：换了三台", 128, "summary", "换了三台"),
        ("改 #128 金额 6万", 128, "amount", "6万"),
        ("改 #128", 128, None, None),
        ("下次改成下周四", None, "next_date", date(2026, 12, 3)),
        ("改成昨天", None, "date", date(2026, 11, 22)),
        ("不是下周三，是下周四", None, "next_date", date(2026, 12, 3)),
        ("不是今天 是昨天", None, "date", date(2026, 11, 22)),
    ],
)
def test_change(text: str, number: int | None, field: str | None, value: object) -> None:
    found = only(text)

    assert found.name is Intents.RECORD_CHANGE
    assert (found.value("number"), found.value("field"), found.value("value")) == (number, field, value)


@pytest.mark.parametrize(
    "text",
    [
        "改 #128 客户 东武",
        "不是东吴 是东武",
        "不是东吴，是东武",
        "改成东武",
        "刚才那条改成东武",
        "客户改成东武",
        "记错了，是东武",
        "是东武不是东吴",
        "不对 是东武",
    ],
)
def test_change_of_the_customer(text: str) -> None:
    found = only(text)

    assert (found.name, found.value("field")) == (Intents.RECORD_CHANGE, "customer")
    assert [ROLL.customers[one].code for one in found.value("value").ids] == ["C002"]


@pytest.mark.parametrize("text", ["改 #128 联系人 李总", "不是王总，是李总"])
def test_change_of_the_contact(text: str) -> None:
    found = only(text)

    assert (found.value("field"), found.value("value").text) == ("contact", "李总")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("我的拜访", None, None),
        ("看看我的拜访记录", None, None),
        ("拜访记录", None, None),
        ("今天拜访", "2026-11-23", "2026-11-23"),
        ("我今天跑了几家", "2026-11-23", "2026-11-23"),
        ("昨天我跑了哪几家", "2026-11-22", "2026-11-22"),
        ("今天我都去了哪些客户", "2026-11-23", "2026-11-23"),
        ("本周拜访", "2026-11-23", "2026-11-29"),
        ("上周拜访", "2026-11-16", "2026-11-22"),
        ("本月拜访", "2026-11-01", "2026-11-30"),
        ("上个月的拜访", "2026-10-01", "2026-10-31"),
        ("最近三天拜访", "2026-11-21", "2026-11-23"),
    ],
)
def test_own_list(text: str, first: str | None, last: str | None) -> None:
    found = only(text)

    assert found.name is Intents.VISIT_LIST
    period = found.value("period")
    assert (first, last) == (None, None) if period is None else (str(period[0]), str(period[1])) == (first, last)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("今天谁拜访了", "visited"),
        ("今天谁跑客户了", "visited"),
        ("谁没拜访", "not_visited"),
        ("今天谁没去跑客户", "not_visited"),
        ("谁三天没拜访", "not_visited"),
        ("谁今天还没记拜访", "not_visited"),
        ("团队今天", "team"),
        ("大家今天怎么样", "team"),
        ("本周团队拜访情况", "team"),
        ("李雷本周拜访", "person"),
        ("昨天李雷跑了哪几家", "person"),
        ("小王今天干啥了", "person"),
    ],
)
def test_team(text: str, topic: str | None) -> None:
    found = only(text, by="wufang")

    assert (found.name, found.value("topic")) == (Intents.TEAM_SUMMARY, topic)


def test_the_person_asked_about_is_found() -> None:
    found = only("李雷昨天跑了哪几家", by="wufang")

    assert [ROLL.people[one].userid for one in found.value("person")] == ["lilei"]
    assert found.value("period") == (date(2026, 11, 22), date(2026, 11, 22), "昨天")


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("帮助", None),
        ("怎么用", None),
        ("？", None),
        ("?", None),
        ("不会", None),
        ("能干啥", None),
        ("你都会干啥", None),
        ("例子", None),
        ("help", None),
        ("功能", None),
        ("有什么功能", None),
        ("说明书", None),
        ("怎么拜访", "visit"),
        ("拜访怎么记", "visit"),
        ("怎么撤销", "undo"),
        ("怎么改", "change"),
        ("照片怎么发", "evidence"),
        ("怎么报备", "registration"),
    ],
)
def test_help(text: str, topic: str | None) -> None:
    found = only(text)

    assert (found.name, found.value("topic")) == (Intents.HELP, topic)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("同意定位", Intents.CONSENT_GIVE),
        ("我同意使用位置", Intents.CONSENT_GIVE),
        ("开启定位", Intents.CONSENT_GIVE),
        ("不同意定位", Intents.CONSENT_WITHDRAW),
        ("撤回定位同意", Intents.CONSENT_WITHDRAW),
        ("别记我的位置", Intents.CONSENT_WITHDRAW),
        ("关闭定位", Intents.CONSENT_WITHDRAW),
        ("取消定位授权", Intents.CONSENT_WITHDRAW),
        ("我的数据", Intents.PRIVACY),
        ("隐私说明", Intents.PRIVACY),
        ("隐私", Intents.PRIVACY),
        ("谁看过我的位置", Intents.PRIVACY),
        ("你存了我什么数据", Intents.PRIVACY),
    ],
)
def test_consent_and_privacy(text: str, name: Intents) -> None:
    assert only(text).name is name


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("1", (1,)),
        ("１", (1,)),
        ("1 和 3", (1, 3)),
        ("1、3", (1, 3)),
        ("1-3", (1, 2, 3)),
        ("第二个", (2,)),
        ("选2", (2,)),
        ("2.", (2,)),
        ("就第一个吧", (1,)),
        ("第三家", (3,)),
        ("128", (128,)),
        ("1，2，4", (1, 2, 4)),
    ],
)
@pytest.mark.parametrize("asked", ["", "visits.which"])
def test_choosing_by_number(text: str, chosen: tuple[int, ...], asked: str) -> None:
    found = only(text, asked=asked)

    assert (found.name, found.value("choice")) == (Intents.CHOOSE, chosen)


@pytest.mark.parametrize("text", ["东吴", "就是东吴机械", "都不是", "按新客户登记", "选恒力", "下一页", "全部"])
def test_choosing_by_words_while_asked(text: str) -> None:
    found = only(text, asked="visits.which")

    assert (found.name, found.value("choice")) == (Intents.CHOOSE, text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        *[
            (yes, Intents.CONFIRM)
            for yes in ("好的", "是", "对", "嗯", "嗯嗯就是这样记吧", "行", "确认", "可以", "OK", "没问题", "是的")
        ],
        *[(no, Intents.CANCEL) for no in ("不用", "取消", "算了", "不用了", "不要", "不是", "不", "算了吧", "别记了")],
    ],
)
def test_yes_and_no_while_asked(text: str, name: Intents) -> None:
    assert only(text, asked="visits.fill").name is name


@pytest.mark.parametrize("text", ["拜访 恒力 谈报价", "今天去了东吴", "撤销 #12", "帮助", "我的拜访"])
def test_a_command_is_a_command_whatever_was_asked(text: str) -> None:
    assert only(text, asked="visits.which") == only(text)


@pytest.mark.parametrize(
    "text",
    [
        "你好",
        "早",
        "早上好",
        "谢谢",
        "收到",
        "好的",
        "嗯",
        "哈哈哈",
        "👍👍",
        "[呲牙]",
        "。。。",
        "辛苦了",
        "在吗",
        "周日还在加班 我也是醉了",
        "给大家拜个早年🧨",
        "ok",
        "!!!",
        "晚安",
        " ",
    ],
)
def test_small_talk(text: str) -> None:
    assert only(text).name is Intents.SMALLTALK


def test_a_reason_that_was_asked_for_is_no_undo() -> None:
    assert only("记错了", by="wufang", asked="records.reason").name is not Intents.UNDO
