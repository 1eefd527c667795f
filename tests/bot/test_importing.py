"""`waiqin import`: what an administrator gives it, and what stands in the database and on the screen afterwards."""

from __future__ import annotations

import csv
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import Engine, func, select

from bot import demo, importing
from bot.clock import PretendClock
from models.db import unit
from models.directory import Directory
from models.schema import (
    Change,
    CompanyVersion,
    Contact,
    Customer,
    CustomerAlias,
    Dialog,
    Person,
    Receivable,
)
from models.services import payments
from models.services.payments import Told

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

PEOPLE = [["userid", "name", "role", "manager_userid"], ["wufang", "吴芳", "经理", ""], ["lilei", "李雷", "", "wufang"]]
CUSTOMERS = [
    ["code", "name", "aliases", "owner_userid", "level", "latitude", "longitude"],
    ["C001", "苏州东吴机械有限公司", "东吴机械；东吴", "LiLei", "a", "31.2983", "120.5853"],
    ["C002", "苏州东武纺织有限公司", "", "", "", "", ""],
]
CONTACTS = [
    ["customer_code", "name", "title", "phone", "birthday"],
    ["C001", "王建国", "总经理", "138 0013 0001", "农历闰六月初一"],
]
RECEIVABLES = [
    ["customer_code", "amount", "due_on", "invoice_no"],
    ["C001", "１,２００．５０", "2026/11/30", "F1"],
]

Rows = Sequence[Sequence[Any]]


class Import:
    """Imports tables into a database and keeps what was said."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine = engine
        self.folder = folder
        self.said: list[str] = []

    def __call__(
        self,
        given: Mapping[str, Rows] | None = None,
        *,
        dry_run: bool = False,
        keep_good: bool = False,
        **tables: Rows,
    ) -> int:
        for name, rows in {**(given or {}), **tables}.items():
            with (self.folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(rows)
        self.said = []
        return importing.run(
            self.engine,
            self.folder,
            clock=PretendClock(NOW),
            say=self.said.append,
            dry_run=dry_run,
            keep_good=keep_good,
        )

    def rows(self, mapped: Any) -> list[Any]:
        """All rows of a table, by number."""
        with unit(self.engine) as session:
            return list(session.scalars(select(mapped).order_by(*mapped.__table__.primary_key)))

    def count(self, mapped: Any) -> int:
        """How many rows a table has."""
        with unit(self.engine) as session:
            return int(session.execute(select(func.count()).select_from(mapped)).scalar_one())


@pytest.fixture
def load(engine: Engine, tmp_path: Path) -> Import:
    """An import into an empty database."""
    return Import(engine, tmp_path)


def test_a_company_is_loaded(load: Import) -> None:
    assert load(people=PEOPLE, customers=CUSTOMERS, contacts=CONTACTS, receivables=RECEIVABLES) == 0
    wufang, lilei = load.rows(Person)
    assert (wufang.role, lilei.role, lilei.manager_id) == ("manager", "rep", wufang.id)
    assert load.count(Dialog) == 2
    first, second = load.rows(Customer)
    assert (first.owner_id, first.level, first.latitude) == (lilei.id, "A", 31.2983)
    assert (second.owner_id, second.latitude, second.created_at) == (None, None, NOW)
    assert first.name_key != second.name_key
    assert [alias.alias for alias in load.rows(CustomerAlias)] == ["东吴机械", "东吴"]
    [contact] = load.rows(Contact)
    assert (contact.phone, contact.birthday_month, contact.birthday_day) == ("13800130001", 6, 1)
    assert (contact.birthday_year, contact.birthday_lunar, contact.birthday_leap_month) == (None, True, True)
    [receivable] = load.rows(Receivable)
    assert (receivable.amount, receivable.due_on) == (Decimal("1200.50"), date(2026, 11, 30))
    assert load.said[-5:-1] == [
        "人员：新增 2，更新 0，未变 0",
        "客户：新增 2，更新 0，未变 0",
        "联系人：新增 1，更新 0，未变 0",
        "应收：新增 1，更新 0，未变 0",
    ]


def test_history_and_version_follow(load: Import) -> None:
    directory = Directory()
    load(people=PEOPLE)
    with load.engine.connect() as connection:
        directory.refresh(connection)
    load(customers=CUSTOMERS)
    with load.engine.connect() as connection:
        directory.refresh(connection)
    changes = load.rows(Change)
    assert [(change.table_name, change.action, change.at) for change in changes] == [
        *[("people", "insert", NOW)] * 2,
        *[("customers", "insert", NOW)] * 2,
        *[("customer_aliases", "insert", NOW)] * 2,
    ]
    assert [card.short for card in directory.customers.values()] == ["东吴机械", "苏州东武纺织有限公司"]


def test_importing_twice_changes_nothing(load: Import) -> None:
    load(people=PEOPLE, customers=CUSTOMERS, contacts=CONTACTS, receivables=RECEIVABLES)
    before = [load.count(mapped) for mapped in (Change, Person, Customer, CustomerAlias, Contact, Receivable)]
    [version] = load.rows(CompanyVersion)
    assert load() == 0
    assert load.said == [
        "人员：新增 0，更新 0，未变 2",
        "客户：新增 0，更新 0，未变 2",
        "联系人：新增 0，更新 0，未变 1",
        "应收：新增 0，更新 0，未变 1",
        "导入完成，内容和现有的一样，没有变化。",
    ]
    assert [load.count(mapped) for mapped in (Change, Person, Customer, CustomerAlias, Contact, Receivable)] == before
    assert load.rows(CompanyVersion)[0].value == version.value


def test_d17_importing_again_leaves_what_is_paid_alone(load: Import) -> None:
    load(people=PEOPLE, customers=CUSTOMERS, receivables=RECEIVABLES)
    [part] = load.rows(Receivable)
    with unit(load.engine) as session:
        told = Told(part.customer_id, Decimal("200.50"), NOW.date())
        payments.record(session, told, person_id=2, message_id=None, now=NOW, today=NOW.date())
    columns = ["customer_code", "amount", "due_on", "invoice_no", "note"]
    later = [columns, ["C001", "1200.5", "2026-11-30", "F1", "二期"]]

    assert load(receivables=later) == 0
    [part] = load.rows(Receivable)
    assert (part.amount, part.open_amount, part.note) == (Decimal("1200.50"), Decimal(1000), "二期")


def test_d17_what_was_paid_in_advance_settles_what_is_imported(load: Import) -> None:
    load(people=PEOPLE, customers=CUSTOMERS)
    with unit(load.engine) as session:
        told = Told(1, Decimal("200.50"), NOW.date())
        payments.record(session, told, person_id=2, message_id=None, now=NOW, today=NOW.date())

    load(receivables=RECEIVABLES)

    assert [part.open_amount for part in load.rows(Receivable)] == [Decimal(1000)]


def test_only_what_differs_is_written(load: Import) -> None:
    load(people=PEOPLE, customers=CUSTOMERS, contacts=CONTACTS)
    load(
        people=[["userid", "name", "department"], ["lilei", "李雷", "销售二部"]],
        customers=[["code", "name", "aliases", "owner_userid"], ["C001", "苏州东吴机械有限公司", "吴机;东吴", ""]],
        contacts=[["customer_code", "name", "phone", "note"], ["C001", "王建国", "13800130001", "爱喝茶"]],
    )
    assert load.said[0] == "人员：新增 0，更新 1，未变 0"
    lilei = load.rows(Person)[1]
    assert (lilei.department, lilei.manager_id) == ("销售二部", 1)
    assert load.rows(Customer)[0].owner_id is None
    assert load.rows(Customer)[0].level == "A"
    assert [alias.alias for alias in load.rows(CustomerAlias)] == ["东吴机械", "东吴", "吴机"]
    [contact] = load.rows(Contact)
    assert (contact.note, contact.birthday_month) == ("爱喝茶", 6)
    updates = [change for change in load.rows(Change) if change.action == "update"]
    assert [(change.table_name, change.after) for change in updates] == [
        ("people", {"department": "销售二部"}),
        ("customers", {"owner_id": None}),
        ("contacts", {"note": "爱喝茶"}),
    ]


def test_a_phone_that_becomes_known_makes_no_second_contact(load: Import) -> None:
    load(people=PEOPLE, customers=CUSTOMERS, contacts=[["customer_code", "name"], ["C001", "李工"]])
    with_phone = [["customer_code", "name", "phone"], ["C001", "李工", "13800130002"]]
    load(contacts=with_phone)
    load(contacts=[["customer_code", "name"], ["C001", "李工"]])
    assert [contact.phone for contact in load.rows(Contact)] == ["13800130002"]
    load(contacts=[*with_phone, ["C001", "李工", "13800130003"]])
    assert [contact.phone for contact in load.rows(Contact)] == ["13800130002", "13800130003"]


def test_all_or_nothing_unless_told_otherwise(load: Import) -> None:
    customers = [*CUSTOMERS, ["C003", "坏", "", "nobody", "", "", ""]]
    assert load(people=PEOPLE, customers=customers) == 1
    assert load.count(Person) == 0
    assert load.said == [
        "customers.csv 第 4 行：负责人“nobody”不在人员里",
        "人员：新增 2，更新 0，未变 0",
        "客户：新增 2，更新 0，未变 0，不合格 1",
        "有不合格的行，这次没有写入任何内容。改好后再导入，或加 --keep-good 先导入其余的行。",
    ]
    assert load(keep_good=True) == 0
    assert [customer.code for customer in load.rows(Customer)] == ["C001", "C002"]


@pytest.mark.parametrize("bad", [False, True])
def test_a_dry_run_writes_nothing(load: Import, bad: bool) -> None:
    people = [*PEOPLE, ["x y", "坏", "", ""]] if bad else PEOPLE
    assert load(people=people, dry_run=True) == int(bad)
    assert load.count(Person) == 0
    assert "人员：新增 2，更新 0，未变 0" in load.said[-2]


def _person(*cells: str) -> dict[str, Rows]:
    return {"people": [*PEOPLE, cells]}


def _customer(**cells: str) -> dict[str, Rows]:
    filled = {"code": "C009", "name": "甲公司"} | cells
    return {"customers": [list(filled), list(filled.values())]}


def _contact(**cells: str) -> dict[str, Rows]:
    filled = {"customer_code": "C001", "name": "王总"} | cells
    return {"contacts": [list(filled), list(filled.values())]}


def _receivable(*cells: str) -> dict[str, Rows]:
    return {"receivables": [*RECEIVABLES, cells]}


@pytest.mark.parametrize(
    ("tables", "line"),
    [
        (_person("", "王五", "", ""), "people.csv 第 4 行：账号没有填"),
        (_person("wangwu", " ", "", ""), "people.csv 第 4 行：姓名没有填"),
        (_person("王五", "王五", "", ""), "账号“王五”不是账号：要填企业微信通讯录里的「账号」"),
        (_person("wangwu", "王" * 65, "", ""), "姓名太长，最多 64 个字"),
        (_person("wangwu", "王五", "老板", ""), "角色“老板”不认识"),
        (_person("wangwu", "王五", "", "nobody"), "上级“nobody”不在人员里"),
        (_person("LILEI", "李蕾", "", ""), "账号“lilei”和第 3 行重复"),
        (_person("wangwu", "王五", "", "wangwu"), "上级“wangwu”又归自己管，上下级绕成了圈"),
        (
            _person("wangwu", "", "老板", "", "多的"),
            "第 4 行：格子比表头多，文字里的逗号请用引号括起来；姓名没有填；角色",
        ),
        (_customer(code=""), "编号没有填"),
        (_customer(name="甲" * 121), "名称太长，最多 120 个字"),
        (_customer(aliases="乙" * 121), "简称太长，最多 120 个字"),
        (_customer(level="D"), "级别“D”不认识"),
        (_customer(latitude="120.5", longitude="31.3"), "纬度“120.5”不对，应是 -90 到 90 之间的度数"),
        (_customer(latitude="31.3", longitude=""), "经度和纬度要么都填，要么都不填"),
        (_contact(customer_code="C404"), "contacts.csv 第 2 行：客户编号“C404”不在客户里"),
        (_contact(phone="1380013000"), "电话不像电话号码，请核对位数"),
        (_contact(birthday="8月15前后"), "生日“8月15前后”看不懂"),
        (_contact(birthday="02-30"), "生日“02-30”这一天不存在"),
        (_contact(birthday="八月十五"), "生日“八月十五”没说是农历还是公历"),
        (_receivable("C001", "0", "2026-11-30", ""), "金额“0”不对"),
        (_receivable("C001", "12.345", "2026-11-30", ""), "金额“12.345”不对"),
        (_receivable("C001", "12", "月底", ""), "应收日“月底”不是日期"),
        (_receivable("C001", "1200.5", "2026-11-30", "F1"), "和第 2 行重复（客户、金额、应收日、发票号都相同）"),
    ],
)
def test_each_bad_row_is_one_line_with_its_reason(load: Import, tables: dict[str, Rows], line: str) -> None:
    load(people=PEOPLE, customers=CUSTOMERS)
    assert load(tables) == 1
    [said] = [said for said in load.said if " 第 " in said and "：" in said and ".csv" in said]
    assert line in said


def test_what_hangs_on_a_refused_row_says_so(load: Import) -> None:
    load(
        people=[*PEOPLE, ["boss", "", "", ""], ["hanmei", "韩梅", "", "boss"]],
        customers=[CUSTOMERS[0], ["C001", "甲", "", "hanmei", "", "", ""]],
        contacts=CONTACTS,
    )
    assert load.said[:4] == [
        "people.csv 第 4 行：姓名没有填",
        "people.csv 第 5 行：上级“boss”那一行没有通过，先改好它",
        "customers.csv 第 2 行：负责人“hanmei”那一行没有通过，先改好它",
        "contacts.csv 第 2 行：客户编号“C001”那一行没有通过，先改好它",
    ]


def test_reporting_lines_with_stored_ones_make_no_circle(load: Import) -> None:
    load(people=PEOPLE)
    header = PEOPLE[0]
    assert load(people=[header, ["wufang", "吴芳", "经理", "lilei"]]) == 1
    # Both in one table: turning the line round is no circle.
    assert load(people=[header, ["wufang", "吴芳", "经理", "lilei"], ["lilei", "李雷", "主管", ""]]) == 0
    circle = [header, ["a", "甲", "", "b"], ["b", "乙", "", "c"], ["c", "丙", "", "a"], ["d", "丁", "", "a"]]
    assert load(people=circle) == 1
    assert next(line for line in load.said if "绕成了圈" in line).startswith("people.csv 第 2 行")
    assert "people.csv 第 5 行：上级“a”那一行没有通过，先改好它" in load.said


def test_a_workbook_with_chinese_names(load: Import, tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].title = "人员"
    tables: dict[str, Rows] = {
        "人员": [
            ["账号", "姓名", "角色", "部门", "上级"],
            ["wufang", "吴芳", "经理", "一部", None],
        ],
        "客户": [
            ["编号", "名称", "负责人", "城市"],
            ["C001", "=东吴机械", "wufang", "苏州"],
            ["C002", "坏", "谁", "苏州"],
        ],
        "应收": [["客户编号", "金额", "应收日"], ["C001", 52000, date(2026, 11, 30)]],
    }
    for name, rows in tables.items():
        sheet = book[name] if name in book.sheetnames else book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.create_sheet("客户信息").append(["编号", "名称"])
    path = tmp_path / "公司.xlsx"
    book.save(path)
    said: list[str] = []
    code = importing.run(load.engine, path, clock=PretendClock(NOW), say=said.append, keep_good=True)
    assert code == 0
    assert said[:2] == [
        "公司.xlsx：不认识的表没有读：客户信息",
        "公司.xlsx 的“客户”表 第 3 行：负责人“谁”不是账号：要填企业微信通讯录里的「账号」，不是姓名",
    ]
    assert [customer.name for customer in load.rows(Customer)] == ["=东吴机械"]
    assert load.rows(Receivable)[0].amount == Decimal(52000)


def test_control_characters_do_not_reach_the_database(load: Import) -> None:
    load(people=[["userid", "name"], ["lilei", "李\u200b雷\u0007 \t 二"]])
    assert load.rows(Person)[0].name == "李雷 二"


def test_a_file_that_is_no_table_is_one_line(load: Import) -> None:
    said: list[str] = []
    assert importing.run(load.engine, load.folder / "x.csv", clock=PretendClock(NOW), say=said.append) == 1
    assert len(said) == 1


def test_ten_thousand_customers_in_ten_seconds(load: Import) -> None:
    load(people=PEOPLE)
    many = [
        [f"X{n}", f"苏州第{n}机械有限公司", f"第{n}机械;{n}机", "lilei", "A", "31.3", "120.6"] for n in range(10_000)
    ]
    # CPU seconds: on a shared machine the neighbours would decide the wall clock.
    started = time.process_time()
    assert load(customers=[CUSTOMERS[0], *many]) == 0
    assert time.process_time() - started < 10
    assert load.count(CustomerAlias) == 20_000


def test_the_demo_company_is_what_it_promises(engine: Engine, load: Import) -> None:
    with unit(engine, now=NOW) as session:
        assert demo.load_if_empty(session, NOW)
        assert not demo.load_if_empty(session, NOW)
    people = load.rows(Person)
    assert sorted(person.role for person in people) == ["admin", "director", "finance", "manager", *["rep"] * 4]
    customers = load.rows(Customer)
    assert len(customers) == 60
    assert {customer.city for customer in customers} == {"苏州", "无锡", "常州"}
    assert sum(customer.owner_id is None for customer in customers) == 8
    contacts = load.rows(Contact)
    assert any(contact.birthday_lunar for contact in contacts)
    assert any(contact.birthday_month and not contact.birthday_lunar for contact in contacts)
    receivables = load.rows(Receivable)
    assert {receivable.due_on < NOW.date() for receivable in receivables} == {False, True}
