"""What is read of loose sentences, class by class, each in many own words: days, hours, persons, sums, new firms."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from handlers.language.meaning import Intents
from models.times import SHANGHAI
from tests.handlers.language.company import code, read


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("昨天跟东吴的王总吃了饭", "11-22"),
        ("昨天晚上和东吴的王总谈了报价", "11-22"),
        ("上周五跟恒力的李工碰了头", "11-20"),
        ("前天陪东吴的王总看了样机", "11-21"),
        ("补前天的记录 拜访东吴 谈报价", "11-21"),
        ("补一下上周五的拜访记录 东吴 王总 谈报价", "11-20"),
        ("昨天找东吴的王总聊了交期", "11-22"),
        ("记一下啊昨天跟东吴的王总吃饭他要换型号", "11-22"),
        ("拜访东吴 王总圣诞前都在北京 谈了报价", None),
    ],
)
def test_the_day_of_a_visit_stands_before_with_whom_it_was(text: str, day: str | None) -> None:
    (visit,) = read(text)

    assert (visit.name, code(visit)[:1]) == (Intents.VISIT_LOG, "C")
    said: date | None = visit.value("date")
    assert (f"{said:%m-%d}" if said is not None else None) == day


@pytest.mark.parametrize(
    ("text", "day", "note"),
    [
        ("东吴王总见了，明儿个把盖章的资料送过去", "11-24", "把盖章的资料送过去"),
        ("拜访东吴 谈报价 后天把改好的图纸带过去", "11-25", "把改好的图纸带过去"),
        ("拜访东吴 王总要看样 下周三带新型号的样品去", "12-02", "带新型号的样品去"),
        ("去了东吴 谈交期 周五送盖好章的合同过去", "11-27", "送盖好章的合同过去"),
        ("拜访东吴 下周二跟我们的李工一起再去", "12-01", "跟我们的李工一起再去"),
    ],
)
def test_what_is_carried_there_next_is_no_thing_of_that_day(text: str, day: str, note: str) -> None:
    (visit,) = read(text)

    assert visit.name is Intents.VISIT_LOG
    assert f"{visit.value('next_date'):%m-%d}" == day
    assert visit.value("next_note") == note


@pytest.mark.parametrize(
    "text", ["拜访东吴 昨天的样品有问题", "拜访东吴 上周五寄的图纸收到了", "今天去东吴 王总说昨天送的货少一箱"]
)
def test_the_day_of_a_thing_is_not_the_visits(text: str) -> None:
    (visit,) = read(text)[:1]

    assert visit.value("date") in {None, date(2026, 11, 23)}


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("下午4点跟东吴的王总碰了头", time(16)),
        ("早浪厢九点去了东吴 谈报价", time(9)),
        ("今天下午1430到东吴见了王总", time(14, 30)),
        ("上半日十点跑了趟东吴", time(10)),
        ("晌午12点半在东吴跟王总吃饭", time(12, 30)),
    ],
)
def test_the_hour_of_a_visit(text: str, clock: time) -> None:
    (visit,) = read(text)

    assert (visit.name, visit.value("time")) == (Intents.VISIT_LOG, clock)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("东吴回款，上周三的，4千3", "11-18"),
        ("东吴回款 昨天的 两万", "11-22"),
        ("东吴打款了，前天的，三万五", "11-21"),
        ("东吴上周五到账5万", "11-20"),
    ],
)
def test_the_day_of_a_payment(text: str, day: str) -> None:
    (payment,) = read(text)

    assert payment.name is Intents.PAYMENT_RECORD
    assert f"{payment.value('date'):%m-%d}" == day


@pytest.mark.parametrize(
    ("text", "product", "quantity", "amount"),
    [
        ("东吴订价格牌300块，单价4块5", "价格牌", 300, "1350"),
        ("东吴要铭牌200块 单价12块", "铭牌", 200, "2400"),
        ("东吴这次密封圈要12桶，单价115块", "密封圈", 12, "1380"),
        ("东吴下单密封圈一百五十盒每盒八十八不对是九十八", "密封圈", 150, "14700"),
        ("东吴订密封圈20箱 每箱300 不对 是320", "密封圈", 20, "6400"),
        ("东吴要一百二十个果篮一个三十五", "果篮", 120, "4200"),
        ("东吴定20套密封圈，每套四十五", "密封圈", 20, "900"),
    ],
)
def test_a_price_times_how_many(text: str, product: str, quantity: int, amount: str) -> None:
    (order,) = read(text)

    assert order.name is Intents.ORDER_RECORD
    assert (order.value("product"), order.value("quantity")) == (product, quantity)
    assert order.value("amount") == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "amount"),
    [("元旦礼盒4份 每份85 记礼品", "340"), ("给东吴买了水果3箱 每箱60 报销", "180"), ("招待费 酒两瓶 每瓶168", "336")],
)
def test_what_was_spent_on_several(text: str, amount: str) -> None:
    (expense,) = read(text)

    assert (expense.name, expense.value("amount")) == (Intents.EXPENSE_RECORD, Decimal(amount))


@pytest.mark.parametrize(
    ("text", "probability"),
    [
        ("东吴的包装项目 八成能成 12万左右", 80),
        ("东吴王总说把握七八成，先记75%", 75),
        ("东吴那个项目六成了，预算20万", 60),
        ("东吴商机概率80%，不对，是60%", 60),
        ("东吴项目五成把握 十万", 50),
    ],
)
def test_how_likely_a_sale_is(text: str, probability: int) -> None:
    (chance,) = read(text)

    assert (chance.name, chance.value("probability")) == (Intents.OPPORTUNITY_UPDATE, probability)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("帮我报备 嘉定那边一家 上海鲸落海洋馆 采购主任姓郎 13800190112", "上海鲸落海洋馆"),
        ("报备 南京栖霞的 鹿鸣中医馆 柯大夫 13800190667", "鹿鸣中医馆"),
        ("有个潜在客户先占上，上海沐野露营装备，老板叫大鹿，138 0019 0554", "上海沐野露营装备"),
        ("占坑：虹口的 上海阿拉小厨社区食堂，姓裘的经理", "上海阿拉小厨社区食堂"),
        ("报备 滁州琅琊山 一家叫醉翁书院的研学机构 找谷老师 13800203776", "醉翁书院"),
        ("报备一个新客户叫上海星河里民宿房东姓苗预算五六万", "上海星河里民宿"),
        ("先占着 无锡梅里古镇茶社 主理人黛黛 13800201189", "无锡梅里古镇茶社"),
        ("报备 青浦那里有一家 上海云上牧场 找牛场长", "上海云上牧场"),
    ],
)
def test_the_name_of_a_new_firm(text: str, name: str) -> None:
    (lead,) = read(text)

    assert lead.name is Intents.LEAD_REGISTER
    assert lead.value("customer_new") == name


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("报备 上海鲸落海洋馆 采购主任姓郎 13800190112", "郎"),
        ("报备 鹿鸣中医馆 坐诊的柯大夫 13800190667", "柯大夫"),
        ("报备 上海沐野露营装备，老板叫大鹿，138 0019 0554", "大鹿"),
        ("报备 上海星河里民宿 房东姓苗 预算五万", "苗"),
        ("报备 苏州河畔造物工作室 主理人黛黛 13800201189", "黛黛"),
        ("报备 上海云雀无人机，市场部Linda，13800201145", "Linda"),
        ("报备 上海汀步景观设计，设计总监项工，13800201146", "项工"),
        ("报备 上海悦动力健身 丁教练 15000139911", "丁教练"),
        ("报备 上海同仁大药房 掌柜姓胡 13800201147", "胡"),
    ],
)
def test_who_is_to_be_asked_for_there(text: str, person: str) -> None:
    (lead,) = read(text)

    assert lead.name is Intents.LEAD_REGISTER
    assert lead.value("contact").text == person


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("拜访东吴 汪总 谈报价", 1),
        ("去了恒力 黎工说要换机型", 3),
        ("拜访东吴 王总 谈报价", 1),
        ("拜访东吴 黄总 聊了交期", None),
        ("拜访东吴 陈工 聊了交期", None),
    ],
)
def test_a_misheard_surname_is_the_one_contact_who_sounds_so(text: str, contact: int | None) -> None:
    (visit,) = read(text)

    assert visit.name is Intents.VISIT_LOG
    assert visit.value("contact").contact_id == contact


@pytest.mark.parametrize(
    ("text", "summary", "day", "note"),
    [
        ("拜访东吴 缺两台卷绕 想国庆后定", "缺两台卷绕", "2027-10-08", "定"),
        ("拜访东吴 方案发了 王总说国庆后给答复", "方案发了", "2027-10-08", "给答复"),
        ("拜访东吴 样品收到了，他说下周三给消息", "样品收到了", "2026-12-02", "给消息"),
        ("拜访东吴 报价嫌高 客户要求下周三再报", "报价嫌高", "2026-12-02", "再报"),
        ("拜访东吴 检修排到12月22号", "检修排到12月22号", "2026-12-22", None),
        ("拜访东吴 样机定在下周三", "样机定在下周三", "2026-12-02", None),
        ("拜访东吴 方案改完下周三送过去", "方案改完", "2026-12-02", "送过去"),
        ("今天跑了东吴 谈报价 下周二上午过去", "谈报价", "2026-12-01", "上午过去"),
        ("拜访东吴 两台注塑机节后看样机", "两台注塑机", "2027-01-04", "看样机"),
        ("拜访东吴 下季度刀具还是老价格", "下季度刀具还是老价格", None, None),
        ("拜访东吴 换个小一号的 要重新报价", "换个小一号的 要重新报价", None, None),
        ("拜访东吴 谈报价 元旦前要交货", "谈报价", "2026-12-31", "要交货"),
        ("拜访东吴 谈报价 春节前再去", "谈报价", "2027-02-04", "再去"),
    ],
)
def test_a_visits_words_and_its_next_step_each_read_as_a_sentence(
    text: str, summary: str, day: str | None, note: str | None
) -> None:
    (visit,) = read(text)

    assert visit.name is Intents.VISIT_LOG
    said: date | None = visit.value("next_date")
    assert (visit.value("summary"), str(said) if said else None, visit.value("next_note")) == (summary, day, note)


@pytest.mark.parametrize(("text", "day"), [("下月去东吴送样", "2027-10-08"), ("下个月初跟进东吴 要合同", "2027-10-08")])
def test_what_is_said_only_by_its_month_is_for_no_holiday(text: str, day: str) -> None:
    (plan,) = read(text, at=datetime(2027, 9, 20, 9, tzinfo=SHANGHAI))

    said: date | None = plan.value("next_date") or plan.value("date")
    assert str(said) == day
