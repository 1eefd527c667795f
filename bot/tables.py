"""People's tables as files: CSV in the encodings that Chinese offices produce, and Excel workbooks.

Every cell becomes text, as a person sees it, with the row number that the person sees; what the text means is decided
elsewhere (`models/services/importing/`).
"""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot import command_texts, import_texts
from models.rules.cells import folded
from models.services.importing import COLUMNS, SourceRow, Table

if TYPE_CHECKING:
    from openpyxl import Workbook

NAMES = {
    "people": Table.PEOPLE,
    "人员": Table.PEOPLE,
    "customers": Table.CUSTOMERS,
    "客户": Table.CUSTOMERS,
    "contacts": Table.CONTACTS,
    "联系人": Table.CONTACTS,
    "receivables": Table.RECEIVABLES,
    "应收": Table.RECEIVABLES,
}
"""Which table a file or a sheet holds, by its name."""

HEADERS: Mapping[Table, Mapping[str, str]] = {
    Table.PEOPLE: {
        "账号": "userid",
        "帐号": "userid",
        "姓名": "name",
        "角色": "role",
        "职务": "role",
        "部门": "department",
        "上级": "manager_userid",
        "直属上级": "manager_userid",
    },
    Table.CUSTOMERS: {
        "编号": "code",
        "客户编号": "code",
        "名称": "name",
        "客户名称": "name",
        "简称": "aliases",
        "负责人": "owner_userid",
        "城市": "city",
        "地址": "address",
        "级别": "level",
        "阶段": "stage",
        "来源": "source",
        "纬度": "latitude",
        "经度": "longitude",
        "备注": "note",
    },
    Table.CONTACTS: {
        "客户编号": "customer_code",
        "姓名": "name",
        "联系人": "name",
        "职务": "title",
        "职位": "title",
        "电话": "phone",
        "手机": "phone",
        "生日": "birthday",
        "备注": "note",
    },
    Table.RECEIVABLES: {
        "客户编号": "customer_code",
        "金额": "amount",
        "应收日": "due_on",
        "应收日期": "due_on",
        "发票号": "invoice_no",
        "备注": "note",
    },
}
"""Chinese headers; the English ones are the names in `COLUMNS`."""


class TableError(Exception):
    """A file that cannot be read as a table at all; the message is a Chinese sentence that names it."""


@dataclass(frozen=True, slots=True)
class SheetRows:
    """One table as read.

    Attributes:
        where: the file's name, with the sheet's where there are several, for messages.
        rows: its rows.
        ignored: headers that name no column of ours.
    """

    where: str
    rows: Sequence[SourceRow]
    ignored: Sequence[str] = ()


Lines = Iterable[tuple[int, Sequence[str]]]


def read_tables(path: Path) -> dict[Table, SheetRows]:
    """Read a directory of CSV files or one workbook.

    Args:
        path: a directory with `people.csv`, `customers.csv` … (or 人员.csv …), one such file, or an `.xlsx`.

    Raises:
        TableError: there is nothing to read, or a file is no table.
    """
    if path.is_dir():
        files = sorted(found for found in path.iterdir() if found.suffix.lower() == ".csv" and found.stem in NAMES)
        if not files:
            raise TableError(import_texts.no_tables(path.name))
        return _collect((NAMES[file.stem], file.name, csv_lines(file)) for file in files)
    if not path.is_file():
        raise TableError(command_texts.no_such_file(str(path)))
    if path.suffix.lower() == ".xlsx":
        return _read_workbook(path)
    if path.suffix.lower() == ".csv" and path.stem in NAMES:
        return _collect([(NAMES[path.stem], path.name, csv_lines(path))])
    raise TableError(import_texts.not_a_table(path.name))


def unread(path: Path) -> list[str]:
    """The CSV files of a directory, or the sheets of a workbook, whose names are no table's: mostly a slip.

    Args:
        path: what `read_tables` has read.
    """
    if path.is_dir():
        return sorted(each.name for each in path.iterdir() if each.suffix.lower() == ".csv" and each.stem not in NAMES)
    if path.suffix.lower() == ".xlsx":
        return [name for name in _open(path, values=False).sheetnames if folded(name).lower() not in NAMES]
    return []


def _collect(found: Iterable[tuple[Table, str, Lines]]) -> dict[Table, SheetRows]:
    tables: dict[Table, SheetRows] = {}
    for table, where, lines in found:
        if table in tables:
            raise TableError(import_texts.table_twice(tables[table].where, where))
        tables[table] = _rows(table, where, lines)
    return tables


def _rows(table: Table, where: str, lines: Lines) -> SheetRows:
    filled = ((number, cells) for number, cells in lines if any(cell.strip() for cell in cells))
    _, header = next(iter(filled), (0, ()))
    columns = _columns(table, where, header)
    rows = []
    for number, line in filled:
        filled_up = [*line, *[""] * len(columns)]  # a spreadsheet drops empty cells at the end of a row
        cells = {name: _shown(name, text) for name, text in zip(columns, filled_up, strict=False) if name}
        surplus = any(text.strip() for text in line[len(columns) :])
        rows.append(SourceRow(number, cells, surplus))
    ignored = [text for text, name in zip(header, columns, strict=True) if not name and text.strip()]
    return SheetRows(where, rows, ignored)


def _shown(column: str, text: str) -> str:
    if column == "birthday" and isinstance(text, _DayShownWithoutYear):
        return text[5:]
    return text


def _columns(table: Table, where: str, header: Sequence[str]) -> list[str]:
    """The English name of each header, empty for headers that mean nothing to us."""
    known = {column.name: column.name for column in COLUMNS[table]} | dict(HEADERS[table])
    names = [known.get(folded(text).lower(), "") for text in header]
    for column in COLUMNS[table]:
        if names.count(column.name) > 1:
            raise TableError(import_texts.column_twice(where, column.name))
        if column.required and column.name not in names:
            raise TableError(import_texts.column_missing(where, column.name))
    return names


def csv_lines(path: Path) -> Iterator[tuple[int, Sequence[str]]]:
    """The lines of a CSV file with the row number that a person sees.

    Raises:
        TableError: it cannot be read.
    """
    if not path.is_file():
        raise TableError(command_texts.no_such_file(str(path)))
    reader = csv.reader(io.StringIO(_decoded(path), newline=""), strict=True)
    number = 1
    try:
        for line in reader:
            yield number, line
            # A quoted cell may span lines; people look for the line where the row begins.
            number = reader.line_num + 1
    except csv.Error:
        raise TableError(import_texts.broken_csv(path.name, number)) from None


def _decoded(path: Path) -> str:
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableError(import_texts.unknown_encoding(path.name))


class _DayShownWithoutYear(str):
    """A day whose cell shows no year: "08-12" typed into Excel becomes that day of the present year."""

    __slots__ = ()


def _read_workbook(path: Path) -> dict[Table, SheetRows]:
    try:
        with warnings.catch_warnings(action="ignore"):  # openpyxl warns of decoration that it does not read
            workbook = _open(path, values=False)
            known = [name for name in workbook.sheetnames if folded(name).lower() in NAMES]
            sheets = {name: list(_sheet_lines(workbook[name])) for name in known}
            _fill_in_results(path, sheets)
    except _UNREADABLE:
        raise TableError(import_texts.not_a_table(path.name)) from None
    if not known:
        raise TableError(import_texts.no_sheets(path.name))
    return _collect((NAMES[folded(name).lower()], import_texts.sheet(path.name, name), sheets[name]) for name in known)


_UNREADABLE = (zipfile.BadZipFile, zlib.error, KeyError, ValueError, OSError, SyntaxError)
"""What openpyxl raises on files that are no workbook, are cut off, or hold broken XML (a SyntaxError)."""


def _open(path: Path, *, values: bool) -> Workbook:
    from openpyxl import load_workbook

    # From memory: a read-only workbook otherwise keeps the file open until it is closed.
    return load_workbook(io.BytesIO(path.read_bytes()), read_only=True, data_only=values)


def _sheet_lines(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    sheet.reset_dimensions()  # some programs write a wrong size, and rows beyond it would be lost
    for number, row in enumerate(sheet.iter_rows(), start=1):
        yield number, [_cell_text(cell) for cell in row]


class _Formula(str):
    """The text of a formula, until its result is known."""

    __slots__ = ()


def _fill_in_results(path: Path, sheets: Mapping[str, list[tuple[int, list[str]]]]) -> None:
    """Put each formula's result in its place; where no program has computed it yet its text stays."""
    if not any(isinstance(text, _Formula) for lines in sheets.values() for _, line in lines for text in line):
        return
    computed = _open(path, values=True)
    for name, lines in sheets.items():
        for (_, line), (_, results) in zip(lines, _sheet_lines(computed[name]), strict=False):
            for place, text in enumerate(line):
                if isinstance(text, _Formula) and place < len(results) and results[place]:
                    line[place] = results[place]


def _cell_text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        shows_year = "y" in str(cell.number_format).lower()
        text = value.strftime("%Y-%m-%d")
        return text if shows_year else _DayShownWithoutYear(text)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _Formula(value) if cell.data_type == "f" else str(value)
