"""Sums of money as reps write and dictate them."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.amounts import Amount, find_amounts, read_amount
from handlers.language.figures import find_figures
from handlers.language.normalise import fold

# The characters that numbers, money and what is mistaken for them are made of.
_SIGNS = st.text(
    "0123456789.,,:- /两一二三四五六七八九十百千万亿零半几来多余把个块元毛角分kw¥$"
    "点号月日年箱张折付了到账还剩共合计每单价"
)


def values(text: str) -> list[Decimal]:
    return [amount.value for amount in find_amounts(fold(text))]


def one(text: str) -> Amount:
    (found,) = find_amounts(fold(text))
    return found


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("5万3", 53000),
        ("1w5", 15000),
        ("两万八", 28000),
        ("8千6", 8600),
        ("4万6千5", 46500),
        ("1万2千3", 12300),
        ("12万5", 125000),
        ("十二万八千八", 128800),
        ("两千六百五", 2650),
        ("一千五百八", 1580),
        ("三百五", 350),
        ("1k5", 1500),
        ("6.5k", 6500),
        ("1.2w", 12000),
        ("10个w", 100000),
        ("五个W", 50000),
        ("二十个达不溜", 200000),
        ("五达不溜", 50000),
        ("两万半", 25000),
        ("两万零五十", 20050),
        ("一万零八", 10008),
        ("一千零五", 1005),
        ("十万零五百", 100500),
        ("3万5百", 30500),
        ("5万3500", 53500),
        ("7万 5千 4百", 75400),
        ("5 万", 50000),
        ("三点五万", 35000),
        ("零点八万", 8000),
        ("十二点五万", 125000),
        ("一个亿", 10**8),
        ("半个亿", 5 * 10**7),
        ("一个半亿", 15 * 10**7),
        ("2亿3千万", 23 * 10**7),
        ("1,100万", 11 * 10**6),
        ("￥１５６，０００.00", 156000),
        ("２．２万", 22000),
        ("12,800.50元", Decimal("12800.5")),
        ("壹万伍仟捌佰圆整", 15800),
        ("贰拾叁万元整", 230000),
        ("壹拾贰万叁仟肆佰伍拾陆元柒角捌分", Decimal("123456.78")),
        ("RMB 20000", 20000),
        ("8亿元人民币", 8 * 10**8),
        ("12块5", Decimal("12.5")),
        ("3块2毛5", Decimal("3.25")),
        ("三十二块八", Decimal("32.8")),
        ("9块9", Decimal("9.9")),
        ("5毛", Decimal("0.5")),
        ("八毛五", Decimal("0.85")),
        ("50元6角三分", Decimal("50.63")),
        ("五块零五分", Decimal("5.05")),
        ("五十块", 50),
        ("6千整", 6000),
    ],
)
def test_a_sum_by_itself(words: str, value: Decimal | int) -> None:
    amount = one(words)
    assert amount.value == value
    assert not amount.fuzzy
    assert (amount.start, amount.end) == (0, len(words))


@pytest.mark.parametrize(
    ("words", "value", "high"),
    [
        ("两三千", 2000, 3000),
        ("三五万", 30000, 50000),
        ("二十三四万", 230000, 240000),
        ("一百二三十万", 1200000, 1300000),
        ("3-5万", 30000, 50000),
        ("两到三万", 20000, 30000),
        ("20到30万", 200000, 300000),
        ("五六百块", 500, 600),
        ("十来万", 100000, None),
        ("三十来万", 300000, None),
        ("十几万", 100000, None),
        ("三十多万", 300000, None),
        ("30余万", 300000, None),
        ("5000多块", 5000, None),
        ("一万几千", 10000, None),
        ("万把块", 10000, None),
        ("上万", 10000, None),
        ("5万左右", 50000, None),
        ("两千出头", 2000, None),
        ("大概5万", 50000, None),
        ("差不多8千", 8000, None),
        ("约10万", 100000, None),
        ("不到三万", 30000, None),
        ("将近20万", 200000, None),
        ("1w25", 10025, None),
        ("小十万", 100000, None),
        ("小两万", 20000, None),
        ("三万挂零", 30000, None),
        ("三万六七", 36000, 37000),
        ("六千二三", 6200, 6300),
        ("块八毛", 1, None),
        ("块儿八毛", 1, None),
        ("百十来块", 100, None),
        ("万儿八千", 8000, None),
    ],
)
def test_a_rough_sum_is_marked(words: str, value: int, high: int | None) -> None:
    amount = one(words)
    assert amount.fuzzy
    assert amount.value == value
    assert amount.high == high


@pytest.mark.parametrize(
    "words",
    [
        "20箱",
        "3万件",
        "5个点",
        "8折",
        "打八折",
        "账期30天",
        "30%",
        "三成",
        "规格500ml*12",
        "型号ZS001234",
        "A200",
        "第3次",
        "3号线",
        "2号仓库",
        "12月5号",
        "11/25",
        "2026-11-25",
        "8:30",
        "8点半",
        "三个月",
        "20家店",
        "50多岁",
        "3分钟",
        "13800138000",
        "138 0013 2233",
        "一三八零零一三五七九一",
        "万一",
        "千万别",
        "一起去",
        "一点都不好谈",
        "500份/天",
        "几万块",
        "100*5",
        "多少钱",
        "半年",
        "两周后",
        "2个工作日",
        "百分之三十",
        "订单号20251125001",
        "5kg",
        "380v",
        "元旦",
        "五角大楼",
    ],
)
def test_what_is_no_sum(words: str) -> None:
    assert values(words) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("5万3台", [50000]),
        ("5万一次性付清", [50000]),
        ("一笔2万一笔3万", [20000, 30000]),
        ("两万三个月付清", [20000]),
        ("三万五五号到账", [35000]),
        ("一万二月底付", [12000]),
        ("三块一斤", [3]),
        ("5块2个", [5]),
        ("三块五一斤", [Decimal("3.5")]),
        ("合约10万", [100000]),
        ("3万毛利", [30000]),
        ("今天油费300，午饭25", [300, 25]),
        ("订花198 走礼品费", [198]),
        ("打了15000过来", [15000]),
        ("5000到账", [5000]),
        ("11月25号到账 3万", [30000]),
        ("13800138000 付了 5000", [5000]),
        ("30%定金6万", [60000]),
        ("5万包安装", [50000]),
        ("8千6的货款", [8600]),
        ("停车费五十", [50]),
    ],
)
def test_sums_among_other_numbers(words: str, found: list[Decimal | int]) -> None:
    assert values(words) == found


@pytest.mark.parametrize(
    ("words", "value", "currency"),
    [
        ("5万美元", 50000, "USD"),
        ("usd 5000", 5000, "USD"),
        ("$300", 300, "USD"),
        ("两万美金", 20000, "USD"),
        ("5千刀", 5000, "USD"),
        ("3万欧元", 30000, "EUR"),
        ("1.5万港币", 15000, "HKD"),
        ("5000元", 5000, ""),
        ("人民币5000", 5000, ""),
    ],
)
def test_currencies(words: str, value: int, currency: str) -> None:
    amount = one(words)
    assert amount.value == value
    assert amount.currency == currency


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("付了两万五，还剩一万没付", 25000),
        ("今天回了5万，还欠8万", 50000),
        ("还欠8万，今天回了5万", 50000),
        ("欠的5万今天打了3万", 30000),
        ("上次欠的5万到账了", 50000),
        ("剩下的一万付了", 10000),
        ("合同20万，今天付了30%定金6万", 60000),
        ("总款10万，已付3万，尾款7万月底", 30000),
        ("收到尾款15w", 150000),
        ("货款一共12万，今天打过来8万", 80000),
        ("现金2万，承兑3万，一共5万", 50000),
        ("优惠了2000，实付18000", 18000),
        ("8万已经到账，尾款4万没到", 80000),
        ("50张瑜伽垫，45一张", 2250),
        ("五百套 单价3块2", 1600),
        ("20斤花椒定了，38一斤", 760),
        ("每台2万8，要3台", 84000),
        ("58一箱拿了100箱", 5800),
        ("一年12万", 120000),
        ("回款6万，不对，5万", 50000),
        ("回款5万不是6万", 50000),
        ("300个×12.5", 3750),
        ("单价12.5，数量300", 3750),
        ("A款20件每件35，B款30件每件28", 1540),
        ("每箱58，要了20箱", 1160),
        ("7分钱", Decimal("0.07")),
        ("三块八", Decimal("3.8")),
        ("12块5*200", 2500),
        ("十好几万", 100000),
        ("付了3万钢材款", 30000),
        ("他给打了个三万五", 35000),
        ("首付三成也就是38.4万", 384000),
        ("每公斤7块8", Decimal("7.8")),
        ("3个客户共回款8万", 80000),
        ("承兑5万", 50000),
        ("一千二百块", 1200),
        ("5000～8000", 5000),
        ("304不锈钢", None),
        ("2023款", None),
        ("M8*30螺丝", None),
        ("7*24", None),
        ("300平", None),
        ("2米8", None),
        ("八九不离十", None),
        ("不管三七二十一", None),
        ("二点五", Decimal("2.5")),
        ("二百五", 250),
        ("负10000", -10000),
        ("一百 五 十 二", 152),
        ("3。5万", 35000),
        ("3箱", None),
        ("13800138000", None),
        ("八点", None),
        ("", None),
    ],
)
def test_the_sum_that_is_meant(words: str, value: Decimal | int | None) -> None:
    found = read_amount(words)
    assert (None if found is None else found.value) == value


@given(st.one_of(st.text(), _SIGNS))
def test_any_text_is_read(text: str) -> None:
    folded = fold(text)
    found = find_amounts(folded)
    read_amount(text)
    assert all(0 <= one.start < one.end <= len(folded) for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(one.high is None or one.high > one.value for one in found)


@given(_SIGNS)
def test_every_number_moves_on(text: str) -> None:
    ends = [0]
    for figure in find_figures(fold(text)):
        assert figure.start >= ends[-1]
        assert figure.end > figure.start
        ends.append(figure.end)


@given(st.integers(1, 10**9))
def test_digits_mean_themselves(number: int) -> None:
    assert values(f"{number}元") == [number]
    assert values(f"¥{number:,}.00") == [number]


_ONES = "零一二三四五六七八九"


def spoken(number: int) -> str:
    """A whole number below a hundred million in full Chinese numerals."""
    if number >= 10**4:
        rest = number % 10**4
        nothing = "零" if 0 < rest < 1000 else ""
        return spoken(number // 10**4) + "万" + nothing + (spoken(rest) if rest else "")
    words = ""
    gap = False
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            words += ("零" if gap and words else "") + _ONES[digit] + unit
            gap = False
        else:
            gap = True
    return words


@given(st.integers(1, 99_999_999))
def test_full_numerals_mean_themselves(number: int) -> None:
    assert values(f"{spoken(number)}块钱") == [number]
