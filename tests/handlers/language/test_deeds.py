"""What reps tell and order in whatever words: the tables of `deeds`, and the slots that their classes bring."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from handlers.language.meaning import Intent, Intents, Situation, Speaker
from handlers.language.understand import understand
from models.times import SHANGHAI
from tests.handlers.language.deeds import DEEDS, NOT_KEPT
from tests.handlers.language.field import BOOK, EVENING, plain
from tests.handlers.language.test_wants import pairs, written


def said(text: str, at: datetime = EVENING) -> list[Intent]:
    """What a message of 许峰's means."""
    return list(understand(text, Situation(at, Speaker(1)), BOOK).intents)


@pytest.mark.parametrize(("text", "name"), pairs(DEEDS))
def test_what_a_rep_tells_and_orders(text: str, name: Intents) -> None:
    assert said(text)[0].name is name


@pytest.mark.parametrize("text", NOT_KEPT)
def test_what_only_has_the_words_is_not_kept(text: str) -> None:
    assert written(tuple(said(text))) == []


def test_money_that_is_only_promised_is_no_payment() -> None:
    for text in (
        "何总同意先付三万定金，还没付",
        "电话 精工模具 说月底付5万",
        "跟进 老渔港 电话 阿福师傅寒假前先付10万",
    ):
        assert all(one.name is not Intents.PAYMENT_RECORD for one in said(text))


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("龚总付了上个月的运费三千", {"customer": "K05", "amount": Decimal(3000)}),
        ("启明学校打来货款1万2，还欠八千下月给", {"customer": "K04", "amount": Decimal(12000)}),
        ("何总的模具尾款十七万六今天进来了", {"amount": Decimal(176000), "contact": "何总"}),
        ("老渔港付尾款1万8", {"customer": "K03", "amount": Decimal(18000)}),
        ("费校长说黄豆300斤，3块2", {"product": "黄豆", "quantity": 300, "amount": Decimal(960)}),
        ("老渔港定白菜两吨 每斤八毛", {"product": "白菜", "quantity": 2, "amount": Decimal(3200)}),
        ("何总要母粒500公斤 1万一吨", {"quantity": 500, "amount": Decimal(5000)}),
        ("阿福师傅又补了15箱酸奶，按老价48", {"product": "酸奶", "amount": Decimal(720)}),
        ("金太阳新发来订单：复印纸60包，18.5", {"product": "复印纸", "amount": Decimal(1110)}),
        ("燕姐刚打电话说要那个酱油再来二十箱还是老价五十八", {"product": "酱油", "amount": Decimal(1160)}),
        ("老郭说泡沫箱快没了 再拿200个", {"product": "泡沫箱", "quantity": 200}),
        ("好邻居订黄油30箱 @280", {"product": "黄油", "amount": Decimal(8400)}),
        ("住如家一晚上249", {"category": "住宿", "amount": Decimal(249)}),
        ("和阿福师傅吃火锅 312", {"category": "招待", "customer": "K03"}),
        ("昨天跑苏州见了何总，质检报告他要原件", {"customer": "K02", "date": date(2026, 11, 24)}),
        ("前天去苏州精工老郭那里，打样通过了，1月8号去拿订单", {"customer": "K02", "next_date": date(2027, 1, 8)}),
        ("龚总 元旦之后第一个星期三联系", {"next_date": date(2027, 1, 6)}),
        ("何总 国庆后第一个周一去", {"next_date": date(2027, 10, 11)}),
        ("12.8得再盯一下金太阳", {"next_date": date(2026, 12, 8)}),
        ("隔两天给老郭打个电话", {"next_date": date(2026, 11, 27)}),
        ("老郭说节前不开会了，年后初八再碰", {"next_date": date(2027, 2, 13)}),
        ("换新的下个礼拜二带师傅去老渔港", {"next_date": date(2026, 12, 1)}),
        ("除夕那天中午提醒我给爸妈转账", {"date": date(2027, 2, 5)}),
        ("月底了，提醒我明天上午交发票", {"date": date(2026, 11, 26)}),
        ("鸡蛋价格后天报 提醒我上午九点", {"date": date(2026, 11, 27), "time": time(9)}),
        ("明儿黑家七点叫我给老妈打电话", {"date": date(2026, 11, 26), "time": time(19)}),
        ("好邻居加个联系人，燕姐的儿子小燕 13800147182", {"contact": "小燕", "phone": "13800147182"}),
        ("费校长的侄子小费 13800139595 管仓库 记一下", {"contact": "小费", "customer": "K04"}),
        ("老渔港换店长了 小贝，13800136363，存一下", {"contact": "小贝", "customer": "K03"}),
        ("上海拾光里摄影工作室，刚签的意向，帮忙建档，负责人窦窦", {"customer_new": "上海拾光里摄影工作室"}),
        ("上海客悦轻食 老板娘小鱼 一三八零零一五四七五九 报备一下", {"customer_new": "上海客悦轻食"}),
        (
            "有家做图文的新客户先占上 上海沐风图文 蒯经理 13800157082",
            {"customer_new": "上海沐风图文", "contact": "蒯经理"},
        ),
        ("新客户：上海飞鱼游泳俱乐部 教练小庄 先占着", {"customer_new": "上海飞鱼游泳俱乐部", "contact": "小庄"}),
        ("王总介绍的上海大众修理厂，负责人老洪，报备", {"contact": "老洪"}),
        ("好邻居的小舅子管进货 姓冼 13800137373", {"contact": "冼"}),
        ("金太阳那台离心机订单撤单了，商机关掉", {"stage": "丢单"}),
        ("精工模具年框合同聊到价格了，他们要降三个点", {"stage": "谈判"}),
        ("老渔港这单八成能下，金额12万", {"probability": 80, "amount": Decimal(120000)}),
        ("宾馆洗衣一共86，报差旅", {"category": "差旅"}),
        ("费校长 开春3月1号看样衣", {"next_date": date(2027, 3, 1)}),
        ("初十以后去趟好邻居", {"next_date": date(2026, 12, 18)}),
        ("周末抽空看看燕姐", {"customer": "K01", "next_date": date(2026, 11, 28)}),
        ("报备 上海老味道烧腊二分店 店长阿强 13800160303", {"contact": "阿强", "title": "店长"}),
        ("顺达物流快调度今天碰了个头", {"customer": "K06", "contact": "快调度"}),
        ("金太阳技术经理的生日 12/1 记到", {"customer": "K05", "birthday": "12-01"}),
    ],
)
def test_what_is_read_of_it(text: str, slots: dict[str, Any]) -> None:
    [first, *_] = said(text)
    found = plain(first)

    assert {name: found.get(name) for name in slots} == slots
    assert not first.value("unsure")


def test_a_price_by_the_piece_for_goods_by_the_case_is_no_amount_of_its_own() -> None:
    [order] = said("今天燕姐让我们把碗换成八寸的，一只加五毛他同意")

    assert order.name is Intents.VISIT_LOG


def test_work_at_the_office_in_the_morning_is_no_report_yet() -> None:
    morning = datetime(2026, 11, 25, 9, 30, tzinfo=SHANGHAI)

    assert [one.name for one in said("上午开例会 下午整理客户资料", morning)] != [Intents.DAILY_REPORT]
