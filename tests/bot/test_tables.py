"""Files as offices produce them: encodings, headers, Excel's habits, row numbers."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from bot.tables import TableError, read_tables, unread
from models.services.importing import Table

CHINESE = "编号,名称,简称,负责人\nC001,苏州东吴机械有限公司,东吴机械；东吴,lilei\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "客户.csv").write_bytes(CHINESE.replace("\n", "\r\n").encode(encoding))
    found = read_tables(tmp_path)[Table.CUSTOMERS]
    assert [(row.number, dict(row.cells)) for row in found.rows] == [
        (2, {"code": "C001", "name": "苏州东吴机械有限公司", "aliases": "东吴机械；东吴", "owner_userid": "lilei"})
    ]


def test_rows_are_numbered_as_an_editor_shows_them(tmp_path: Path) -> None:
    text = 'code,name,note\nC001,甲,"一\n二"\n\nC002,乙,\n,,\nC003,丙,=1+1\n'
    (tmp_path / "customers.csv").write_text(text, encoding="utf-8")
    rows = read_tables(tmp_path / "customers.csv")[Table.CUSTOMERS].rows
    assert [(row.number, row.cells["code"], row.cells["note"]) for row in rows] == [
        (2, "C001", "一\n二"),
        (5, "C002", ""),
        (7, "C003", "=1+1"),
    ]


def test_unknown_columns_are_named_and_surplus_cells_are_marked(tmp_path: Path) -> None:
    (tmp_path / "customers.csv").write_text("Code,NAME,颜色\nC001,甲,红\nC002,乙,蓝,多\n", encoding="utf-8")
    found = read_tables(tmp_path)[Table.CUSTOMERS]
    (tmp_path / "客户表.csv").write_text("code,name\n", encoding="utf-8")
    assert (found.ignored, unread(tmp_path)) == (["颜色"], ["客户表.csv"])
    assert [row.surplus for row in found.rows] == [False, True]


def _workbook(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_workbook_cells_become_the_text_that_a_person_sees(tmp_path: Path) -> None:
    path = _workbook(
        tmp_path / "公司.xlsx",
        {
            "说明": [["随便写"]],
            "人员": [["账号", "姓名", "部门"], ["lilei", "李雷", 13800130001]],
            "应收": [
                ["客户编号", "金额", "应收日", "备注"],
                [],
                ["C001", 1200.5, date(2026, 11, 30), "=尾款"],
                ["C001", 1200.0, "2026/12/1", None],
            ],
        },
    )
    found = read_tables(path)
    assert set(found) == {Table.PEOPLE, Table.RECEIVABLES}
    assert found[Table.PEOPLE].rows[0].cells["department"] == "13800130001"
    assert [(row.number, list(row.cells.values())) for row in found[Table.RECEIVABLES].rows] == [
        (3, ["C001", "1200.5", "2026-11-30", "=尾款"]),
        (4, ["C001", "1200", "2026/12/1", ""]),
    ]


def test_a_birthday_typed_without_a_year_has_none(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "contacts"
    sheet.append(["customer_code", "name", "birthday"])
    sheet.append(["C001", "王总", date(2026, 8, 12)])
    sheet.append(["C001", "李工", date(1980, 8, 12)])
    sheet["C2"].number_format = 'm"月"d"日"'
    sheet["C3"].number_format = "yyyy/m/d"
    book.save(tmp_path / "a.xlsx")
    rows = read_tables(tmp_path / "a.xlsx")[Table.CONTACTS].rows
    assert [row.cells["birthday"] for row in rows] == ["08-12", "1980-08-12"]


def test_the_result_of_a_formula_counts(tmp_path: Path) -> None:
    path = _workbook(tmp_path / "a.xlsx", {"应收": [["客户编号", "金额", "应收日"], ["C001", "=2*600", "2026-11-30"]]})
    computed = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(computed, "w") as new:
        for name in old.namelist():
            new.writestr(
                name,
                old.read(name)
                .replace(b"<f>2*600</f><v></v>", b"<f>2*600</f><v>1200</v>")
                .replace(b"<f>2*600</f><v/>", b"<f>2*600</f><v>1200</v>")
                .replace(b"<f>2*600</f><v />", b"<f>2*600</f><v>1200</v>"),
            )
    assert read_tables(path)[Table.RECEIVABLES].rows[0].cells["amount"] == "=2*600"
    assert read_tables(computed)[Table.RECEIVABLES].rows[0].cells["amount"] == "1200"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("people.csv", b"userid\nlilei\n", "缺少“名称（name）”列"),
        ("people.csv", b"userid,name,name\n", "有两个“名称（name）”列"),
        ("people.csv", b"", "缺少“账号（userid）”列"),
        ("people.csv", b"userid,name\n\xff\xff\xff,\x80\n", "编码认不出"),
        ("people.csv", b'userid,name\nlilei,"a" b\n', "第 2 行的引号不成对"),
        ("other.csv", b"a,b\n", "other.csv 读不了"),
        ("company.xlsx", b"PK\x03\x04broken", "company.xlsx 读不了"),
        ("company.xls", b"\xd0\xcf\x11\xe0", "旧的 .xls 请另存为 .xlsx"),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(TableError) as refused:
        read_tables(tmp_path / name)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_nothing_to_import(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="没有可导入的文件"):
        read_tables(tmp_path)
    with pytest.raises(TableError, match="找不到"):
        read_tables(tmp_path / "nowhere")
    with pytest.raises(TableError, match="没有可导入的工作表"):
        read_tables(_workbook(tmp_path / "a.xlsx", {"说明": [["随便写"]]}))


def test_a_table_under_both_names_is_refused(tmp_path: Path) -> None:
    for name in ("people.csv", "人员.csv"):
        (tmp_path / name).write_text("userid,name\nlilei,李雷\n", encoding="utf-8")
    with pytest.raises(TableError, match="同一张表"):
        read_tables(tmp_path)
