"""What `waiqin import` says, and whoever else reads a company's tables."""

from __future__ import annotations

from collections.abc import Sequence

from models.services.importing import Counts, Problem, Reason, Rejection, Table

PROGRESS = "导入"
DRY_RUN_DONE = "检查完毕，没有写入任何内容。"
NOTHING_WRITTEN = "有不合格的行，这次没有写入任何内容。改好后再导入，或加 --keep-good 先导入其余的行。"
DRY_RUN_FAULTS = "检查完毕，没有写入任何内容。上面这些行改好后再导入。"
_TABLES = {
    Table.PEOPLE: "人员",
    Table.CUSTOMERS: "客户",
    Table.CONTACTS: "联系人",
    Table.RECEIVABLES: "应收",
}
_COLUMNS = {
    "userid": "账号",
    "name": "名称",
    "role": "角色",
    "department": "部门",
    "manager_userid": "上级",
    "code": "编号",
    "aliases": "简称",
    "owner_userid": "负责人",
    "city": "城市",
    "address": "地址",
    "level": "级别",
    "stage": "阶段",
    "source": "来源",
    "latitude": "纬度",
    "longitude": "经度",
    "note": "备注",
    "customer_code": "客户编号",
    "title": "职务",
    "phone": "电话",
    "birthday": "生日",
    "amount": "金额",
    "due_on": "应收日",
    "invoice_no": "发票号",
}
_OF_PEOPLE = frozenset({Table.PEOPLE, Table.CONTACTS})
_REASONS = {
    Reason.MISSING: "没有填",
    Reason.TOO_LONG: "太长，最多 {limit} 个字",
    Reason.BAD_USERID: "“{value}”不是账号：要填企业微信通讯录里的「账号」，不是姓名",
    Reason.BAD_ROLE: "“{value}”不认识，请填 业务员、经理、总监、财务、内勤 或 管理员",
    Reason.BAD_PHONE: "不像电话号码，请核对位数",
    Reason.BAD_LEVEL: "“{value}”不认识，请填 A、B 或 C",
    Reason.BAD_DEGREES: "“{value}”不对，应是 -{limit} 到 {limit} 之间的度数",
    Reason.BAD_AMOUNT: "“{value}”不对，应是大于 0 的元数，最多两位小数",
    Reason.BAD_DAY: "“{value}”不是日期，请写成 2026-11-30",
    Reason.BIRTHDAY_SHAPE: "“{value}”看不懂，请写成 08-12、1980-08-12 或 农历七月初九",
    Reason.BIRTHDAY_IMPOSSIBLE: "“{value}”这一天不存在，或还没到",
    Reason.BIRTHDAY_AMBIGUOUS: "“{value}”没说是农历还是公历，请在前面写明",
    Reason.UNKNOWN_PERSON: "“{value}”不在人员里",
    Reason.UNKNOWN_CUSTOMER: "“{value}”不在客户里",
    Reason.REFUSED_ABOVE: "“{value}”那一行没有通过，先改好它",
    Reason.CIRCLE: "“{value}”又归自己管，上下级绕成了圈",
}
_DUPLICATES = {
    Table.PEOPLE: "账号“{value}”和第 {limit} 行重复",
    Table.CUSTOMERS: "编号“{value}”和第 {limit} 行重复",
    Table.CONTACTS: "“{value}”和第 {limit} 行是同一个人（客户、姓名、电话都相同）",
    Table.RECEIVABLES: "和第 {limit} 行重复（客户、金额、应收日、发票号都相同），如果是两笔请用发票号区分",
}


def column(name: str) -> str:
    """A column by both of its names."""
    return f"{_COLUMNS[name]}（{name}）"


def problem(table: Table, wrong: Problem) -> str:
    """What is wrong with one cell or row."""
    if wrong.reason is Reason.SURPLUS:
        return "格子比表头多，文字里的逗号请用引号括起来"
    if wrong.reason is Reason.HALF_PLACE:
        return "经度和纬度要么都填，要么都不填"
    if wrong.reason is Reason.DUPLICATE:
        return _DUPLICATES[table].format(value=wrong.value, limit=wrong.limit)
    name = "姓名" if wrong.column == "name" and table in _OF_PEOPLE else _COLUMNS[wrong.column]
    return name + _REASONS[wrong.reason].format(value=wrong.value, limit=wrong.limit)


def rejection(where: str, rejected: Rejection) -> str:
    """One line for one row that is not accepted."""
    reasons = "；".join(problem(rejected.table, wrong) for wrong in rejected.problems)
    return f"{where} 第 {rejected.number} 行：{reasons}"


def counts(table: Table, counted: Counts, rejected: int) -> str:
    """What happens, or happened, to the rows of a table."""
    line = f"{_TABLES[table]}：新增 {counted.added}，更新 {counted.updated}，未变 {counted.unchanged}"
    return f"{line}，不合格 {rejected}" if rejected else line


def ignored(where: str, names: Sequence[str], what: str = "列") -> str:
    """Columns, sheets or files that nobody reads: mostly a slip in a name."""
    return f"{where}：不认识的{what}没有读：{'、'.join(names)}"


def written(rows: int, seconds: float) -> str:
    """The import is done."""
    return f"导入完成，写入 {rows} 行，用时 {seconds:.1f} 秒。" if rows else "导入完成，内容和现有的一样，没有变化。"


def sheet(file: str, name: str) -> str:
    """Where a row of a workbook is found."""
    return f"{file} 的“{name}”表"


def no_tables(folder: str) -> str:
    """A directory without any table."""
    return f"{folder} 里没有可导入的文件，需要 people.csv、customers.csv、contacts.csv 或 receivables.csv。"


def no_sheets(file: str) -> str:
    """A workbook without any sheet of ours."""
    return f"{file} 里没有可导入的工作表，表名应是 人员、客户、联系人 或 应收。"


def not_a_table(file: str) -> str:
    """A file of another kind, or a broken one."""
    return f"{file} 读不了，请给 CSV 所在的目录，或一个 .xlsx 文件（旧的 .xls 请另存为 .xlsx）。"


def broken_csv(file: str, line: int) -> str:
    """A CSV file whose quotes do not match."""
    return f"{file} 第 {line} 行的引号不成对，读不下去。"


def unknown_encoding(file: str) -> str:
    """A CSV file in no encoding that we read."""
    return f"{file} 的编码认不出，请另存为 UTF-8 或 GB18030。"


def table_twice(first: str, second: str) -> str:
    """The same table under two names."""
    return f"{first} 和 {second} 是同一张表，请只留一个。"


def column_missing(where: str, name: str) -> str:
    """A table lacks a column that every row needs."""
    return f"{where} 缺少“{column(name)}”列。"


def column_twice(where: str, name: str) -> str:
    """Two headers mean the same column."""
    return f"{where} 有两个“{column(name)}”列，请只留一个。"
