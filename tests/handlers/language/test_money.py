"""Payments, orders, chances and expenses as tired people dictate them, read slot by slot."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.chances import read_opportunity_update
from handlers.language.expenses import read_expense_record
from handlers.language.meaning import Intent, Intents, Situation
from handlers.language.money import read_payment_record, read_receivable_query
from handlers.language.normalise import normalise
from handlers.language.orders import read_order_record
from handlers.language.reading import Reading
from tests.handlers.language.company import BOOK, MONDAY, code, person

_READERS = {
    Intents.PAYMENT_RECORD: read_payment_record,
    Intents.RECEIVABLE_QUERY: read_receivable_query,
    Intents.ORDER_RECORD: read_order_record,
    Intents.OPPORTUNITY_UPDATE: read_opportunity_update,
    Intents.EXPENSE_RECORD: read_expense_record,
}


def reading_of(text: str) -> Reading:
    normal = normalise(text)
    return Reading(normal, 0, len(normal.text), Situation(MONDAY, person("lilei")), BOOK)


def slots_of(name: Intents, text: str) -> Intent:
    intent = _READERS[name](reading_of(text))
    assert intent is not None
    assert intent.name is name
    return intent


def told(intent: Intent, *names: str) -> list[Any]:
    return [intent.value(name) for name in names]


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("回款 东吴 5万", 50000),
        ("东吴到账52000 承兑", 52000),
        ("收到东吴尾款15w", 150000),
        ("东吴王总今天打了三万", 30000),
        ("回款 东吴 2万 现金 昨天", 20000),
        ("东吴那笔款子结了 四万二", 42000),
        ("东吴的货款收到了，12600", 12600),
        ("东吴王总刚给我转了三千八 微信", 3800),
        ("好消息，东吴那个拖了半年的8万终于到了", 80000),
        ("东吴回宽三万五", 35000),
        ("东吴又打了１５０００", 15000),
        ("东吴打款壹万伍仟捌佰圆", 15800),
        ("东吴付了两万五，还剩一万没付", 25000),
        ("合同一共30万，东吴今天先付了三成9万", 90000),
        ("东吴欠的8万块今天总算打过来5万", 50000),
        ("东吴打了两笔，一笔2万一笔3万，总共5万", 50000),
        ("东吴打款8600，比应付的9000少了400", 8600),
        ("东吴付款 1.2万 扣了手续费50", 12000),
        ("尾款3万2 东吴 到了", 32000),
        ("东吴首付款30%到账 24万", 240000),
        ("东吴这个月的款子结了，一共是两万零五十", 20050),
        ("东吴回款3万，开了5万的票", 30000),
        ("东吴付了7万，比合同少付了3千", 70000),
        ("东吴的3万货款今天下午到账", 30000),
        ("东吴的货款10万，已到6万，4万月底", 60000),
        ("东吴付款3800元（含运费200）", 3800),
        ("东吴欠的两笔都还了，一共七万三", 73000),
        ("东吴李工说钱打了，我查了到了48000", 48000),
    ],
)
def test_what_was_paid(words: str, amount: int) -> None:
    intent = slots_of(Intents.PAYMENT_RECORD, words)
    assert (code(intent), intent.value("amount"), intent.value("unsure")) == ("C001", amount, None)


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("东吴付清了", None),
        ("东吴回款大概三四万", 30000),
        ("东吴回了一万多", 10000),
        ("东吴回款5", 5),
        ("东吴打了2万，又打了3万", 20000),
        ("东吴和恒力分别回了2万和3万", 20000),
        ("东吴尾款4万下周打", 40000),
        ("东吴付了现金3000转账2000", 3000),
    ],
)
def test_a_payment_that_must_be_asked_for(words: str, amount: int | None) -> None:
    intent = slots_of(Intents.PAYMENT_RECORD, words)
    assert (intent.value("amount"), intent.value("unsure")) == (amount, True)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("上周四东吴到账4万6千5", date(2026, 11, 19)),
        ("东吴周五打了3万", date(2026, 11, 20)),
        ("东吴 11.20 到账 三万", date(2026, 11, 20)),
        ("东吴二十号打的款，6万", date(2026, 11, 20)),
        ("11月18号东吴回了4万", date(2026, 11, 18)),
        ("东吴10月份的货款4万2今天结了", date(2026, 11, 23)),
        ("昨晚东吴李工说财务付出去了 今早到账 ￥38,500.00", date(2026, 11, 23)),
        ("东吴付了3万，剩下2万30号再付", None),
        ("东吴付了3万，余款下个月结", None),
        ("东吴回款38000，还欠12000，约定12月5号付清", None),
        ("东吴付了3万，余下的20号付清", None),
        ("东吴回款3万，20号到的账", date(2026, 11, 20)),
        ("东吴昨天说要打的8万今天到账了", date(2026, 11, 23)),
    ],
)
def test_when_it_was_paid(words: str, day: date | None) -> None:
    assert slots_of(Intents.PAYMENT_RECORD, words).value("date") == day


@pytest.mark.parametrize(
    ("words", "way", "kind"),
    [
        ("东吴到账52000 银行承兑", "承兑", None),
        ("东吴付了两万定金 现金", "现金", "定金"),
        ("东吴电汇尾款3万到账", "电汇", "尾款"),
        ("东吴公户转账 预付款18600到了", "转账", "预付款"),
        ("东吴打了六万整 剩四万 质保金一万", None, None),
        ("东吴刚转了2w5定金过来，尾款4万等安装完再付", None, "定金"),
    ],
)
def test_how_and_what_for(words: str, way: str | None, kind: str | None) -> None:
    assert told(slots_of(Intents.PAYMENT_RECORD, words), "way", "kind") == [way, kind]


def test_who_paid() -> None:
    intent = slots_of(Intents.PAYMENT_RECORD, "东吴王总打款5000美元")
    assert intent.value("contact").text == "王总"
    assert told(intent, "amount", "currency") == [5000, "USD"]


def test_a_payment_of_nobody() -> None:
    assert read_payment_record(reading_of("到账了")) is None


@pytest.mark.parametrize(
    ("words", "customer", "period", "filter_"),
    [
        ("东吴还欠多少", "C001", None, None),
        ("谁欠钱", "", None, None),
        ("我这边这个月应该收回多少钱", "", (date(2026, 11, 1), date(2026, 11, 30)), None),
        ("上个月还有多少没收", "", (date(2026, 10, 1), date(2026, 10, 31)), None),
        ("90天以上的", "", None, "90天以上"),
        ("逾期的有哪些", "", None, "逾期"),
        ("东吴账龄", "C001", None, "账龄"),
    ],
)
def test_what_is_owed(words: str, customer: str, period: tuple[date, date] | None, filter_: str | None) -> None:
    intent = slots_of(Intents.RECEIVABLE_QUERY, words)
    found = intent.value("period")
    assert code(intent) == customer
    assert (None if found is None else found[:2]) == period
    assert intent.value("filter") == filter_


@pytest.mark.parametrize(
    ("words", "product", "quantity", "amount"),
    [
        ("东吴要50张瑜伽垫，45一张，月底前送到", "瑜伽垫", 50, 2250),
        ("东吴那20斤花椒定了，38一斤", "花椒", 20, 760),
        ("东吴李工追加密封圈五百套 单价3块2", "密封圈", 500, 1600),
        ("东吴下单冷链箱200个，每个86块", "冷链箱", 200, 17200),
        ("东吴订5吨PP料7800一吨", "PP料", 5, 39000),
        ("东吴补货：可乐50箱，雪碧30箱", "可乐", 50, None),
        ("东吴李工说先来两箱试试", None, 2, None),
        ("东吴下单包装袋2万个 一毛五一个", "包装袋", 20000, 3000),
        ("订单 东吴 A200 2台 单价31万", "A200", 2, 620000),
        ("东吴要模具 4副 一副1万2", "模具", 4, 48000),
        ("东吴定了两台A200，一台三十一万，总共62万", "A200", 2, 620000),
        ("东吴加订 15桶食用油，58.5元/桶", "食用油", 15, Decimal("877.5")),
        ("东吴王总要了10箱牛奶5箱酸奶 一共860", "牛奶", 10, 860),
        ("东吴定了个端架，一个月800", "端架", None, 800),
        ("东吴签了一年供货合同 48万", None, None, 480000),
        ("东吴又要了300斤苹果，3块8一斤", "苹果", 300, 1140),
        ("东吴下单 辣条 一百箱 每箱三十五", "辣条", 100, 3500),
        ("东吴刚下了个大单，全年合同60万", None, None, 600000),
        ("东吴订了2000块钱的货", None, None, 2000),
        ("东吴8万的单子定下来了", None, None, 80000),
        ("东吴要两提纸 一提25 三瓶酱油 一瓶12", "纸", 2, 86),
        ("东吴定制手提袋5000个，8毛一个", "手提袋", 5000, 4000),
        ("东吴下单，可乐20箱雪碧10箱", "可乐", 20, None),
        ("东吴李工同意进我们的酱油 首批100箱", "酱油", 100, None),
        ("东吴再来30桶油，78一桶，后天送", "油", 30, 2340),
        ("东吴要货 PE膜 3吨 单价9200 含税", "PE膜", 3, 27600),
    ],
)
def test_what_was_ordered(words: str, product: str | None, quantity: int | None, amount: Decimal | int | None) -> None:
    intent = slots_of(Intents.ORDER_RECORD, words)
    assert code(intent) == "C001"
    assert told(intent, "product", "quantity", "amount", "unsure") == [product, quantity, amount, None]


@pytest.mark.parametrize("words", ["东吴追加50件 65一件 打九折", "东吴下了张单，8千多"])
def test_what_an_order_is_worth_must_be_asked(words: str) -> None:
    assert slots_of(Intents.ORDER_RECORD, words).value("unsure") is True


@pytest.mark.parametrize(
    ("words", "stage", "amount", "probability"),
    [
        ("推进 东吴 报价", "报价", None, None),
        ("东吴到合同阶段了", "合同", None, None),
        ("东吴这单进入报价阶段", "报价", None, None),
        ("东吴阶段改成签约中", "签约", None, None),
        ("东吴到签约阶段，一年12万", "签约", 120000, None),
        ("东吴换机项目预算给到80万，预计明年3月成交", None, 800000, None),
        ("丢单 东吴 价格", "丢单", None, None),
        ("东吴那个单子黄了", "丢单", None, None),
        ("赢单 东吴 62万", "赢单", 620000, None),
        ("东吴中标了 128万", "赢单", 1280000, None),
        ("东吴这单八成把握", None, None, 80),
        ("东吴项目概率70%，金额20来万", None, 200000, 70),
        ("东吴这单成交概率调到60", None, None, 60),
        ("东吴这单有戏，估计百分之八十", None, None, 80),
        ("东吴项目预算从50万加到60万", None, 600000, None),
        ("东吴降5%他们就签，现在在议价", "议价", None, None),
        ("东吴这个项目先搁置", "搁置", None, None),
        ("东吴投标失败", "丢单", None, None),
        ("东吴机会不大了 就两成", None, None, 20),
        ("东吴五五开吧，卡在商务谈判", "商务谈判", None, 50),
    ],
)
def test_how_a_chance_stands(words: str, stage: str | None, amount: int | None, probability: int | None) -> None:
    intent = slots_of(Intents.OPPORTUNITY_UPDATE, words)
    assert code(intent) == "C001"
    assert told(intent, "stage", "amount", "probability", "unsure") == [stage, amount, probability, None]


def test_what_is_expected_stays_in_the_note() -> None:
    intent = slots_of(Intents.OPPORTUNITY_UPDATE, "东吴换机项目预算给到80万，预计明年3月成交")
    assert intent.value("summary") == "换机项目预算给到80万，预计明年3月成交"


@pytest.mark.parametrize(
    ("words", "amount", "category"),
    [
        ("费用 打车 46 去东吴", 46, "交通"),
        ("今天油费300，午饭25", 325, "交通"),
        ("招待东吴王总 1280元 有发票", 1280, "招待"),
        ("给东吴王总订花198 走礼品费", 198, "礼品"),
        ("请客 380 东吴王总 3人", 380, "招待"),
        ("住宿 苏州 280 两晚", 280, "住宿"),
        ("住宿280一晚住了两晚", 560, "住宿"),
        ("停车费20 过路费35", 55, "交通"),
        ("加油350，洗车30，一共380", 380, "交通"),
        ("寄样品快递 18块", 18, "快递"),
        ("打印标书花了45块5", Decimal("45.5"), "办公"),
        ("油费三百", 300, "交通"),
        ("午饭垫了56，记招待费", 56, "招待"),
        ("午饭25", 25, "餐饮"),
        ("请客户吃饭花了五百八 其中酒水200", 580, "招待"),
        ("高铁票 553.5 往返", Decimal("553.5"), "交通"),
        ("给东吴李工买了两盒茶叶 260", 260, "礼品"),
        ("出差杭州 高铁73 打车41 酒店298", 412, "交通"),
    ],
)
def test_what_was_spent(words: str, amount: Decimal | int, category: str) -> None:
    intent = slots_of(Intents.EXPENSE_RECORD, words)
    assert told(intent, "amount", "category", "unsure") == [amount, category, None]


def test_when_and_for_whom_it_was_spent() -> None:
    intent = slots_of(Intents.EXPENSE_RECORD, "昨晚请东吴王总吃饭花了268")
    assert code(intent) == "C001"
    assert told(intent, "date", "category") == [date(2026, 11, 22), "招待"]


@pytest.mark.parametrize("words", ["今天打车忘记多少了", "请东吴王总吃饭花了大概三百"])
def test_an_expense_that_must_be_asked_for(words: str) -> None:
    assert slots_of(Intents.EXPENSE_RECORD, words).value("unsure") is True


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (Intents.PAYMENT_RECORD, "东吴结账了吗 3800那笔"),
        (Intents.PAYMENT_RECORD, "东吴的5万到账没"),
        (Intents.PAYMENT_RECORD, "东吴那5万收到了没有？"),
        (Intents.PAYMENT_RECORD, "东吴退了2000"),
        (Intents.PAYMENT_RECORD, "如果东吴回款5万"),
        (Intents.ORDER_RECORD, "东吴要50箱的话多少钱"),
        (Intents.EXPENSE_RECORD, "打车50能报销吗"),
    ],
)
def test_a_question_is_no_record(name: Intents, words: str) -> None:
    assert _READERS[name](reading_of(words)) is None


def test_what_was_asked_before_does_not_count() -> None:
    assert slots_of(Intents.PAYMENT_RECORD, "王总问什么时候到账没，东吴今天付了5万").value("amount") == 50000


_WORDS = st.lists(
    st.sampled_from(
        [
            *("东吴", "恒力", "王总", "李工", "昨天", "25号", "一张", "50张", "单价", "共", "两晚", "，", "了", "的"),
            *(
                "回款",
                "到账",
                "尾款",
                "没付",
                "还剩",
                "订了",
                "阶段",
                "报价",
                "打车",
                "住宿",
                "请",
                "吃饭",
                "数量",
                "不对",
            ),
            *("5万3", "1w5", "45", "两三千", "3块2", "12.5", "80%", "*", "98折", "吗"),
        ]
    ),
    max_size=12,
)


@given(st.one_of(st.text(), _WORDS.map("".join)))
def test_any_text_is_read(text: str) -> None:
    reading = reading_of(text)
    for reader in _READERS.values():
        intent = reader(reading)
        for slot in intent.slots.values() if intent is not None else ():
            assert 0 <= slot.start <= slot.end <= len(text)
