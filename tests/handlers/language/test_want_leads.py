"""How people check, renew, complete and contest registrations, as tired people dictate it (`product.md` §4.2)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.meaning import Intent, Intents
from tests.handlers.language.company import read

CHECK, RENEW, FILL = Intents.LEAD_CHECK, Intents.LEAD_RENEW, Intents.LEAD_FILL
APPEAL, CONFLICT, REGISTER = Intents.APPEAL, Intents.CONFLICT, Intents.LEAD_REGISTER
DONGWU, HENGLI, HUALIAN, HUADONG, TIANHE = 1, 3, 4, 5, 6


def said(text: str, speaker: str = "hanmei") -> Intent:
    found = read(text, by=speaker)
    assert len(found) == 1, found
    return found[0]


def whom(intent: Intent) -> Any:
    """The customer's id, the new name, the number, the phone or the topic: whatever says what it is about."""
    mention = intent.value("customer")
    if mention is not None:
        return mention.ids[0] if len(mention.ids) == 1 else mention.ids
    for name in ("number", "phone", "customer_new", "topic"):
        if intent.value(name):
            return intent.value(name)
    return None


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("东吴有人跟吗", DONGWU),
        ("查重 华东重工", HUADONG),
        ("恒力是谁的", HENGLI),
        ("这个号码有人报过没 13800138000", "13800138000"),
        ("天合能不能报", TIANHE),
        ("有没有撞单 东吴", DONGWU),
        ("查一下重 大唐电力", "大唐电力"),
        ("大唐电力有人报吗", "大唐电力"),
        ("大唐电力 报过没", "大唐电力"),
        ("大唐电力被人报备了吗", "大唐电力"),
        ("东吴现在归谁", DONGWU),
        ("华东重工谁在跟", HUADONG),
        ("东吴还能不能报备", DONGWU),
        ("东吴有主了吗", DONGWU),
        ("138 0013 8000 报备过没有", "13800138000"),
        ("东吴有没有人在跟", DONGWU),
        ("华东重工有没有被别人报备", HUADONG),
        ("我的报备", "mine"),
        ("看看我的报备", "mine"),
        ("我报备了哪些", "mine"),
        ("报备清单", "mine"),
        ("东吴的报备还剩几天", DONGWU),
        ("快到期的报备", "ending"),
        ("哪些报备快到期了", "ending"),
    ],
)
def test_a10_a_check(text: str, about: Any) -> None:
    found = said(text)

    assert (found.name, whom(found)) == (CHECK, about)


@pytest.mark.parametrize(
    ("text", "about", "reason"),
    [
        ("东吴 续保护", DONGWU, ""),
        ("延期 B0715 客户月底招标", 715, "客户月底招标"),
        ("再给我一个月 恒力", HENGLI, ""),
        ("申请延长 华联 等预算", HUALIAN, "等预算"),
        ("续 东吴 30天", DONGWU, ""),
        ("续保护 东吴", DONGWU, ""),
        ("帮我续一下恒力的保护", HENGLI, ""),
        ("东吴的报备续一下", DONGWU, ""),
        ("恒力保护期延一个月", HENGLI, ""),
        ("报备b131 续一下保护", 131, ""),
        ("续报备 #131 客户还在走流程", 131, "客户还在走流程"),
        ("东吴 再宽限几天", DONGWU, ""),
        ("恒力再给我半个月 等他们开会", HENGLI, "等他们开会"),
        ("申请延期 B0131", 131, ""),
        ("东吴 延期", DONGWU, ""),
    ],
)
def test_a10_a_renewal(text: str, about: Any, reason: str) -> None:
    found = said(text)

    assert (found.name, whom(found)) == (RENEW, about)
    assert found.value("reason", "") in (reason, *([] if reason else [found.value("reason", "")]))


@pytest.mark.parametrize(
    ("text", "about", "reason"),
    [
        ("申诉 东吴 我6月就报价了", DONGWU, "我6月就报价了"),
        ("撞单 恒力", HENGLI, ""),
        ("东吴是我先跟的", DONGWU, "是我先跟的"),
        ("我要申诉 B0715", 715, ""),
        ("东吴 对方没跟进", DONGWU, "对方没跟进"),
        ("申诉 东吴", DONGWU, ""),
        ("恒力明明是我先谈的", HENGLI, "明明是我先谈的"),
        ("东吴这家是我先报的", DONGWU, "这家是我先报的"),
        ("申诉恒力 我上个月就去拜访过他们厂长", HENGLI, "我上个月就去拜访过他们厂长"),
        ("我想申诉一下华联 价格都是我谈的", HUALIAN, "价格都是我谈的"),
        ("申诉 #150 对方三个月没去过", 150, "对方三个月没去过"),
        ("恒力他根本没联系过", HENGLI, "他根本没联系过"),
    ],
)
def test_b2_an_appeal(text: str, about: Any, reason: str) -> None:
    found = said(text)

    assert (found.name, whom(found), found.value("reason", "")) == (APPEAL, about, reason)


@pytest.mark.parametrize("text", ["撞单 东吴", "东吴撞单看一下", "看看东吴的撞单", "撞单"])
def test_b2_a_leader_opens_the_file(text: str) -> None:
    assert said(text, "wufang").name is CONFLICT


@pytest.mark.parametrize(
    ("text", "number", "need", "contact", "next_on"),
    [
        ("报备B0131 需求 2台注塑机", 131, "2台注塑机", "", None),
        ("报备B0131 联系人 赵工 13511112222", 131, "", "赵工", None),
        ("b131 需求是三台立式的", 131, "三台立式的", "", None),
        ("报备131 下周三跟", 131, "", "", date(2026, 12, 2)),
        ("预计9月采购", None, "", "", date(2027, 9, 1)),
        ("预计12月采购", None, "", "", date(2026, 12, 1)),
        ("估计明年3月下单", None, "", "", date(2027, 3, 1)),
        ("#131 需求 两台注塑机", 131, "两台注塑机", "", None),
        ("报备B0131 预计下个月底招标", 131, "", "", date(2026, 12, 21)),
    ],
)
def test_a11_what_is_missing_is_told_by_number(
    text: str, number: int | None, need: str, contact: str, next_on: date | None
) -> None:
    found = said(text)

    person = found.value("contact")
    assert found.name is FILL
    assert found.value("number") == number
    assert found.value("summary", "") == need
    assert (person.text if person is not None else "") == contact
    assert found.value("next_date") == next_on


@pytest.mark.parametrize(
    ("text", "about", "more"),
    [
        ("报备 华东重工 注塑机2台 王工 13800138000", HUADONG, {"need": "注塑机2台", "phone": "13800138000"}),
        ("登记客户 苏州恒力化纤", HENGLI, {}),
        ("备案：华联三期项目", HUALIAN, {"project": "三期项目"}),
        ("新客户 东吴 想要两台", DONGWU, {"need": "想要两台"}),
        ("帮我报一下 常州天合 展会来的", "常州天合", {"source": "展会"}),
        ("这个项目我先报 中天钢铁", "中天钢铁", {}),
        ("报备 大唐电力 抖音来的 要三台注塑机", "大唐电力", {"source": "抖音"}),
        ("报备 大唐电力 老客户介绍的 2台", "大唐电力", {"source": "老客户"}),
        ("报备 大唐电力 预计9月采购 2台注塑机", "大唐电力", {"next_date": date(2027, 9, 1), "need": "2台注塑机"}),
        ("报备大唐电力 锅炉改造项目", "大唐电力", {"project": "锅炉改造项目"}),
        ("报备苏州中科纳米二期厂房项目 客户要4台", "苏州中科纳米", {"project": "二期厂房项目"}),
        ("我想报备一下无锡蠡湖泵业 听说他们要上设备", "无锡蠡湖泵业", {}),
        (
            "客户展会认识的，无锡蠡湖泵业，老板姓陈，想上两台注塑机，先帮我报备一下",
            "无锡蠡湖泵业",
            {"source": "展会", "need": "想上两台注塑机"},
        ),
    ],
)
def test_a10_a_registration_with_all_that_is_said_of_it(text: str, about: Any, more: dict[str, Any]) -> None:
    found = said(text)

    assert found.name is REGISTER
    assert whom(found) == about or found.value("customer_new") == about
    assert {name: found.value(name) for name in more} == more


@pytest.mark.parametrize(
    "text",
    [
        "客户说要延期付款",
        "东吴交货延期了",
        "东吴的合同要续签",
        "今天客户问我保护期多久",
        "听说对方没跟进",
        "续费的事再说",
        "东吴那边说再给一周就付款",
        "如果到期了就续保护",
        "我先跟他们聊聊再说",
        "明天出差延期",
        "蠡湖泵业的报备还剩几天",
        "报备B0003 不要了",
        "东吴的报备到几号",
    ],
)
def test_what_only_sounds_like_it_is_something_else(text: str) -> None:
    assert {each.name for each in read(text, by="hanmei")}.isdisjoint({RENEW, APPEAL, FILL, REGISTER})


def test_a10_every_line_of_a_message_is_a_registration_of_its_own() -> None:
    found = read("报备 大唐电力 2台\n报备 国电 3台\n报备 天合", by="hanmei")

    assert [each.name for each in found] == [REGISTER] * 3


@given(st.text(max_size=120))
def test_no_text_breaks_the_reader(text: str) -> None:
    for head in ("报备", "申诉 ", "续保护 ", "B0131 ", "查重 "):
        assert read(f"{head}{text}", by="hanmei")
