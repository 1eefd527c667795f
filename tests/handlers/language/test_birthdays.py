"""Birthdays in every way people write a day of either calendar."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.birthdays import read_birthday_set
from handlers.language.meaning import Intents
from tests.handlers.language.field import plain, reading


@pytest.mark.parametrize(
    ("text", "contact", "birthday", "lunar"),
    [
        ("燕姐生日8月12", "燕姐", "08-12", False),
        ("龚总生日是农历七月初九", "龚总", "07-09", True),
        ("费校长 腊月廿三过生日", "费校长", "12-23", True),
        ("记一下快哥生日10.24", "快哥", "10-24", False),
        ("何伟民的生日 11月30日", "何伟民", "11-30", False),
        ("端木青 九月初九生的", "端木青", "09-09", True),
        ("老郭阴历八月十五生日，记得送月饼", "老郭", "08-15", True),
        ("老郭生日八月十五", "老郭", "08-15", None),
        ("生日提醒 张小燕 10-01", "张小燕", "10-01", False),
        ("龚总属虎 正月初六", "龚总", "01-06", True),
        ("燕姐过阳历生日 五月二十号", "燕姐", "05-20", False),
        ("费校长元宵节生日", "费校长", "01-15", True),
        ("阿福师傅中秋节生日", "阿福师傅", "08-15", True),
        ("龚总国庆节过生日", "龚总", "10-01", False),
        ("何伟民冬月十八的生日", "何伟民", "11-18", True),
        ("快哥生日除夕", "快哥", "12-30", True),
        ("老郭生日三月三", "老郭", "03-03", None),
        ("燕姐12月25号生日 跟圣诞节一天", "燕姐", "12-25", False),
        ("龚总的寿辰是二月二十九", "龚总", "02-29", None),
        ("何伟民生日二月初二 龙抬头", "何伟民", "02-02", True),
    ],
)
def test_whose_and_when(text: str, contact: str, birthday: str, lunar: bool | None) -> None:
    found = plain(read_birthday_set(reading(text)))

    assert (found["contact"], found["birthday"], found.get("lunar")) == (contact, birthday, lunar)


@pytest.mark.parametrize(
    ("text", "year", "birthday"),
    [
        ("燕姐88年6月2日生", 1988, "06-02"),
        ("何伟民是1975年3月8号生的", 1975, "03-08"),
        ("龚总生日1968-12-01", 1968, "12-01"),
        ("快哥九二年十一月五号出生", 1992, "11-05"),
        ("端木青出生日期19900615", 1990, "06-15"),
        ("何伟民 87年农历五月初五", 1987, "05-05"),
        ("张小燕1992/07/21出生", 1992, "07-21"),
        ("费校长生日1970.5.6", 1970, "05-06"),
        ("老郭79年的 农历六月初三生日", 1979, "06-03"),
        ("张小燕02年1月9日生日", 2002, "01-09"),
    ],
)
def test_the_year(text: str, year: int, birthday: str) -> None:
    found = plain(read_birthday_set(reading(text)))

    assert (found.get("year"), found["birthday"]) == (year, birthday)


def test_a_leap_month() -> None:
    found = plain(read_birthday_set(reading("龚总农历闰六月初八生日")))

    assert (found["birthday"], found["lunar"], found["leap_month"]) == ("06-08", True, True)


@pytest.mark.parametrize(
    ("text", "customer", "contact"),
    [
        ("好邻居燕姐生日8月12", "K01", "燕姐"),
        ("金太阳的龚总 农历七月初九生日", "K05", "龚总"),
        ("老渔港财务小顾生日 6月6号", "K03", "小顾"),
        ("精工模具周莹生日12月1号", "K02", "周莹"),
        ("龚总生日9月9号 金太阳的", "K05", "龚总"),
    ],
)
def test_where_he_works(text: str, customer: str, contact: str) -> None:
    found = plain(read_birthday_set(reading(text)))

    assert found["customer"] == customer
    assert contact in found["contact"]


def test_somebody_the_book_does_not_know() -> None:
    found = plain(read_birthday_set(reading("麦经理生日3月15")))

    assert (found["contact"], found["birthday"], "customer" in found) == ("麦经理", "03-15", False)


@pytest.mark.parametrize(
    "text",
    [
        "燕姐生日哪天",
        "龚总的生日是什么时候",
        "下月谁过生日",
        "祝费校长生日快乐",
        "龚总生日不用提醒了",
        "燕姐生日蛋糕订了200块",
        "如果燕姐生日是8月12",
        "燕姐生日13月40号",
        "燕姐生日",
        "龚总初九生日",
        "8月12日去好邻居",
    ],
)
def test_no_birthday_is_told(text: str) -> None:
    assert read_birthday_set(reading(text)) is None


@given(st.text(max_size=80))
def test_it_never_raises(text: str) -> None:
    for said in (text, f"燕姐生日{text}", f"{text}生日8月{text}", f"燕姐{text}年8月12生"):
        found = read_birthday_set(reading(said))

        assert found is None or found.name is Intents.BIRTHDAY_SET
