"""What was read wrongly in a month of messages: told visits, what was agreed, what is late, what is taken back."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from handlers.language.meaning import Intent, Intents
from models.times import SHANGHAI
from tests.handlers.language.company import code, read
from tests.handlers.language.test_wants import WRITES, written

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=SHANGHAI)
SEPTEMBER = datetime(2026, 9, 20, 18, 0, tzinfo=SHANGHAI)
"""A Sunday before the mid-autumn feast (Friday the 25th) and the national one."""


def only(text: str, name: Intents, *, at: datetime | None = None, asked: str = "", by: str = "lilei") -> Intent:
    """The one intent of a message, which is of a name."""
    found = read(text, by=by, asked=asked) if at is None else read(text, by=by, at=at, asked=asked)
    assert [one.name for one in found] == [name]
    return found[0]


def names(text: str) -> list[Intents]:
    """What is written of a message without asking."""
    return [one.name for one in written(read(text))]


@pytest.mark.parametrize(
    "text",
    [
        "拜访东吴 刘工 看了车间 两台850 预算160万 等老板点头",
        "到东吴了 刘工带着看了车间 两台850 预算160万 等老板点头",
        "去了东吴 王总 预算40万 要三台 等董事会批",
        "走访东吴 报价 A200 2台 31万 等他们比价",
        "今天去了东吴 李工 订单黄了 明年再说",
        "到了东吴 商机进入谈判阶段",
        "跑了东吴 王总说欠的8万在走流程",
        "上午拜访了东吴 尾款15万 等财务签字",
        "拜访东吴 目标今年100万 聊了计划",
        "去了东吴 王总生日 送了蛋糕",
        "跟东吴王总喝了茶 冷镦机还要再加一台 月底给报价",
        "今天王总带我看车间，机床要四台，礼拜三前要配置单",
    ],
)
def test_what_begins_as_a_visit_is_one_whatever_figures_it_holds(text: str) -> None:
    visit = only(text, Intents.VISIT_LOG)

    assert code(visit) or visit.value("contact")
    assert not visit.value("unsure")


@pytest.mark.parametrize(
    "text",
    [
        "东吴还要再加两台磨床",
        "东吴想再加一台",
        "东吴准备加三台 月底给报价",
        "东吴打算采购五台",
        "东吴王总还想要两台 等报价",
    ],
)
def test_what_a_customer_still_wants_is_no_order(text: str) -> None:
    assert Intents.ORDER_RECORD not in names(text)


@pytest.mark.parametrize("text", ["东吴下单两台磨床", "东吴王总订了五箱刀片", "恒力又要了30公斤 单价25"])
def test_what_he_has_ordered_is_one(text: str) -> None:
    only(text, Intents.ORDER_RECORD)


@pytest.mark.parametrize(
    "text",
    [
        "东吴合同签了 15万 首付30%",
        "东吴签了20万的合同 定金6万",
        "东吴签了62万",
        "恒力合同签了 40万 预付款三成",
        "东吴签下来了 首付一半 一共30万",
        "东吴定了 两台磨床 80万 10月15号首付三成",
        "恒力中标了 120万 首付款20%",
        "东吴合同敲定 56万 首付款月底",
    ],
)
def test_what_was_agreed_is_no_payment(text: str) -> None:
    assert Intents.PAYMENT_RECORD not in names(text)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("东吴签合同了 付了30% 3万", 30_000),
        ("东吴合同签了 首付4万5到账", 45_000),
        ("东吴定了两台 定金3万打过来了", 30_000),
        ("恒力签了单 预付款收到5万", 50_000),
        ("东吴微信扫过来880块洋钿", 880),
        ("东吴王总交了半年的，一万二整", 12_000),
    ],
)
def test_what_has_come_beside_it_is_one(text: str, amount: int) -> None:
    paid = only(text, Intents.PAYMENT_RECORD)

    assert (paid.value("amount"), paid.value("unsure")) == (Decimal(amount), None)


@pytest.mark.parametrize("text", ["东吴 定金3万 尾款7万", "东吴 首付12万 余款30万", "东吴 尾款7万到账 定金3万"])
def test_of_two_parts_it_is_asked_which_has_come(text: str) -> None:
    assert only(text, Intents.PAYMENT_RECORD).value("unsure") is True


@pytest.mark.parametrize(
    ("text", "reason", "on", "share"),
    [
        ("东吴的设备款 客户说周四到", "", date(2026, 11, 26), None),
        ("东吴 24万的设备款 明天到期 打过电话了 说节后付", "", None, None),
        ("东吴电话打了 财务说在走流程", "process", None, None),
        ("东吴说好的月底一半 今天问又没消息", "", None, Decimal("0.5")),
        ("恒力说好的周五付 又没动静", "", None, None),
        ("东吴电话打过了 王总说下周三打款", "", date(2026, 12, 2), None),
        ("恒力的货款 说节后付", "", None, None),
        ("东吴 走流程 12月10号付", "process", date(2026, 12, 10), None),
    ],
)
def test_why_it_is_late(text: str, reason: str, on: date | None, share: Decimal | None) -> None:
    said = only(text, Intents.DUNNING_ANSWER)

    assert (said.value("reason", ""), said.value("date"), said.value("share")) == (reason, on, share)
    assert "amount" not in said.slots


@pytest.mark.parametrize(
    ("text", "customer", "field", "value"),
    [
        ("昨天的东吴记错了 是恒力", "C001", "customer", "恒力"),
        ("东吴错了 是恒力", "C001", "customer", "恒力"),
        ("东吴那条不对 应该是恒力", "C001", "customer", "恒力"),
        ("记错了 东吴那个是60万", "C001", "amount", "60万"),
        ("东吴那条改成60万", "C001", "amount", "60万"),
        ("恒力那笔改为3万", "C003", "amount", "3万"),
        ("上午东吴那条改成恒力", "C001", "customer", "恒力"),
    ],
)
def test_a_record_is_told_by_its_customer(text: str, customer: str, field: str, value: str) -> None:
    change = only(text, Intents.RECORD_CHANGE)
    new: Any = change.value("value")

    assert (code(change), change.value("field")) == (customer, field)
    assert (new if isinstance(new, str) else new.text) == value


def test_a_plan_that_is_put_off_is_no_correction() -> None:
    only("东吴那个改到下周三", Intents.FOLLOWUP_SET)


@pytest.mark.parametrize("text", ["撤销昨天东吴那条", "昨天东吴那条作废", "东吴那笔撤掉", "撤掉上午的东吴那条拜访"])
def test_a_record_is_taken_back_by_its_customer(text: str) -> None:
    assert code(only(text, Intents.UNDO)) == "C001"


@pytest.mark.parametrize(
    "text",
    [
        "东吴来电话 说泵漏 让售后去一下",
        "东吴王总发了好大脾气 纸杯漏得一桌子都是",
        "东吴 泵漏了 客户催售后",
    ],
)
def test_what_is_broken_is_a_complaint(text: str) -> None:
    assert code(only(text, Intents.COMPLAINT_RECORD)) == "C001"


def test_a_spare_part_that_is_asked_for_is_none() -> None:
    assert Intents.COMPLAINT_RECORD not in names("东吴王总说蒸笼坏了俩，看我能不能帮着配")


@pytest.mark.parametrize(
    ("text", "on", "note"),
    [
        ("东吴检修排到10月22号", date(2026, 10, 22), "检修排到"),
        ("东吴那个 下周二上午过去", date(2026, 9, 22), "上午过去"),
        ("东吴王总 周三下午见面", date(2026, 9, 23), "下午见面"),
    ],
)
def test_a_plan_keeps_the_part_of_its_day(text: str, on: date, note: str) -> None:
    plan = only(text, Intents.FOLLOWUP_SET, at=SEPTEMBER)

    assert (plan.value("next_date"), plan.value("next_note")) == (on, note)


def test_before_the_feast_is_the_last_workday_before_it() -> None:
    visit = only("拜访东吴 王总 聊了样机 节前报价", Intents.VISIT_LOG, at=SEPTEMBER)

    assert visit.value("next_date") == date(2026, 9, 24)


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("别打扰到两点", datetime(2026, 11, 23, 14, 0, tzinfo=SHANGHAI)),
        ("开会 别打扰到三点半", datetime(2026, 11, 23, 15, 30, tzinfo=SHANGHAI)),
        ("明天到27号别发消息给我", datetime(2026, 11, 28, 0, 0, tzinfo=SHANGHAI)),
    ],
)
def test_until_when_nobody_disturbs(text: str, until: datetime) -> None:
    assert only(text, Intents.MUTE, at=NOON).value("until") == until


@pytest.mark.parametrize(
    ("text", "by", "name"),
    [
        ("团队上周", "wufang", Intents.TEAM_SUMMARY),
        ("上月团队", "wufang", Intents.TEAM_SUMMARY),
        ("上月销冠是谁", "wufang", Intents.RANKING),
        ("谢谢周经理", "lilei", Intents.SMALLTALK),
        ("谢谢王总", "lilei", Intents.SMALLTALK),
        ("节前还有谁要跟", "lilei", Intents.NOT_YET),
        ("恒力那个问题 找生产说好了 改成11天", "lilei", Intents.NEWS_SOLVE),
        ("我上个礼拜拜访数", "lilei", Intents.MY_STATS),
        ("东吴那家发我看下", "lilei", Intents.CUSTOMER_QUERY),
        ("调出来看看 东吴", "lilei", Intents.CUSTOMER_QUERY),
        ("刚那条别算了", "lilei", Intents.UNDO),
        ("把韩梅的回款全部清零", "lilei", Intents.UNKNOWN),
        ("天合光能在公海躺半年了，我来接", "lilei", Intents.LEAD_CLAIM),
        ("天合光能没人管了吧 我要", "lilei", Intents.LEAD_CLAIM),
    ],
)
def test_loose_words(text: str, by: str, name: Intents) -> None:
    assert name not in WRITES or not only(text, name, by=by).value("unsure")
    only(text, name, by=by)


@pytest.mark.parametrize(
    ("text", "name", "firm", "contact"),
    [
        (
            "这家先报到我名下免得被抢，上海古月汽配，联系人古老板13800152637",
            Intents.LEAD_REGISTER,
            "上海古月汽配",
            "古老板",
        ),
        ("报备报备！上海跃马建材，对方姓明", Intents.LEAD_REGISTER, "上海跃马建材", "明"),
        ("报备占一下 上海四月里咖啡 还没找到老板是谁", Intents.LEAD_REGISTER, "上海四月里咖啡", None),
        ("白鲸健身真如店没录过吧 我先报备一下 教练主管小席", Intents.LEAD_REGISTER, "白鲸健身真如店", "小席"),
        ("补一家客户进系统：沪东修船配件，就先这么叫", Intents.CUSTOMER_ADD, "沪东修船配件", None),
        ("录个新客户 上海豆丁儿童摄影 13800155960 店长小裘", Intents.CUSTOMER_ADD, "上海豆丁儿童摄影", "小裘"),
    ],
)
def test_firms_that_are_put_down_loosely(text: str, name: Intents, firm: str, contact: str | None) -> None:
    found = only(text, name)

    assert found.value("customer_new") == firm
    assert contact is None or found.value("contact").text == contact


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("东吴采购伺服电机12台，一台算他4千8", "57600"),
        ("东吴订包装膜60卷，含税单价185", "11100"),
        ("东吴要了200块展板", None),
    ],
)
def test_the_price_of_one_times_how_many(text: str, amount: str | None) -> None:
    order = only(text, Intents.ORDER_RECORD)

    assert order.value("amount") == (None if amount is None else Decimal(amount))


def test_an_appeal_at_the_end_is_no_reason() -> None:
    assert only("东吴我6月就去报过价 申诉", Intents.APPEAL).value("reason") == "我6月就去报过价"


@pytest.mark.parametrize(
    ("text", "asked", "name"),
    [
        ("静安的", "visits.which", Intents.CHOOSE),
        ("可以的", "visits.which", Intents.CONFIRM),
    ],
)
def test_one_of_those_that_are_offered_by_its_place(text: str, asked: str, name: Intents) -> None:
    only(text, name, asked=asked)


def test_what_was_paid_in_parts_is_no_debt() -> None:
    assert only("东吴王总分两次给的钱，一次三千一次两千五", Intents.PAYMENT_RECORD).value("unsure") is True
    only("东吴 30万 分三次付", Intents.RECEIVABLE_SET)


def test_an_office_is_no_person() -> None:
    assert only("报备 上海木渎营造 项目经理祖工", Intents.LEAD_REGISTER).value("contact").text == "祖工"


@pytest.mark.parametrize(
    ("text", "count"),
    [("在外面 跑了三家 东吴 长虹灯具 大明", 3), ("今天跑了两家 东吴", 2), ("今天拜访了东吴", None)],
)
def test_how_many_it_was_is_kept_where_fewer_were_recognised(text: str, count: int | None) -> None:
    assert only(text, Intents.VISIT_LOG).value("count") == count


@pytest.mark.parametrize("text", ["今天跑了三家 东吴、恒力、华联", "拜访了三家 东吴聊了报价 还有两家没人"])
def test_nothing_is_missing_where_all_are_named_or_told_of(text: str) -> None:
    assert all(one.value("count") is None for one in read(text))
