"""Every sentence that the command line says to a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from models.services.importing import Counts, Problem, Reason, Rejection, Table
from models.wording.formats import full_day

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
    "mobile": "手机",
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
    Reason.BAD_USERID: "“{value}”不是企业微信账号的写法（字母、数字和 . _ - @，最多 64 位）",
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


def no_such_file(path: str) -> str:
    """Nothing is there."""
    return f"找不到 {path}。"


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


def demo_ready(address: str) -> str:
    """The simulator can be opened."""
    return f"演示公司已准备好，用浏览器打开 {address} 就能开始（按 Ctrl+C 停止）。"


def serving(address: str) -> str:
    """The server answers."""
    return f"小勤已启动，监听 {address}（按 Ctrl+C 停止）。"


def script_error(file: str, line: int, reason: str) -> str:
    """Where a script is wrong."""
    return f"{file}:{line}: {reason}"


SCRIPT_EMPTY = "脚本里没有任何内容"
SCRIPT_SHAPE = "看不懂这一行，应是“2026-11-23 09:10 lilei> 文本”"
SCRIPT_INDENT = "续行前面没有消息"
SCRIPT_SILENT = "这条消息没有内容"
SCRIPT_BAD_TIME = "没有这个时间"
SCRIPT_BACKWARDS = "时间比上一行早"
SCRIPT_STOPPED = "服务器停着，先写一行 [on]"
SCRIPT_RUNNING = "服务器正开着，不用再 [on]"
SCRIPT_BAD_PLACE = "位置应写成 [place 31.2983,120.5853 地址]，纬度在前"
SCRIPT_ENCODING = "文件不是 UTF-8 编码"


def script_stranger(userid: str) -> str:
    """A script lets somebody speak who is not in the company."""
    return f"公司里没有 {userid}"


def script_no_photo(name: str) -> str:
    """A script sends a picture that is not there."""
    return f"找不到图片 {name}"


def company_refused(folder: str) -> str:
    """The company of a replay has rows that are not accepted."""
    return f"{folder} 里的公司资料有不合格的行："


REPLAY_REPLY = "       小勤："
REPLAY_INDENT = "       "


def replay_day(day: str, weekday: str, *, first: bool) -> str:
    """The heading of a day."""
    heading = f"── {day} {weekday} ──"
    return heading if first else f"\n{heading}"


def replay_message(clock: str, name: str) -> str:
    """What stands before a message."""
    return f"{clock}  {name}："


def replay_power(clock: str, *, on: bool) -> str:
    """The server stops, or starts again."""
    return f"{clock}  ── 服务器{'恢复' if on else '停了'} ──"


def replay_push(clock: str, name: str) -> str:
    """What stands before a push."""
    return f"{clock}  ⏰ 推送给 {name}："


NOBODY = "公司里一个人也没有。"


def unknown_speaker(userid: str) -> str:
    """Nobody in the company has this userid or name."""
    return f"公司里没有 {userid}。"


def bad_moment(text: str) -> str:
    """A time on the command line that cannot be read."""
    return f"{text} 不是时间，请写成 2026-11-23T10:00。"


BAD_LINE = "这一行不是 JSON 对象。"
SPOTTED_CUSTOMERS = "客户"
SPOTTED_PEOPLE = "同事"
SPOTTED_MOMENTS = "时间"
SPOTTED_VERBS = "动作"
SPOTTED_TOPIC = "话题"
_EFFECTS = {"write": "会记下", "read": "会去查", "dialogue": "接着上一问", "none": "不记录", "ask": "会先问一句"}


def explained(answer: Mapping[str, Any], spotted: Sequence[tuple[str, Sequence[str]]]) -> str:
    """What a message means, for a person to read.

    Args:
        answer: of `bot.understanding.Interpreter.answer`.
        spotted: kinds of things that were found in it, with their words.
    """
    found = "；".join(f"{kind} {'、'.join(words)}" for kind, words in spotted)
    lines = [str(answer["text"]), f"  认出：{found or '没有'}"]
    for record in answer.get("records", [answer]):
        lines.append(f"  {record['intent']} · {_EFFECTS[record['effect']]} · 把握 {record['confidence']:.0%}")
        for name, value in record["slots"].items():
            said = record["spans"].get(name, "")
            lines.append(f"    {name} = {value}" + (f"（“{said}”）" if said else ""))
    return "\n".join(lines)


def data_dir_unusable(path: str, reason: str) -> str:
    """The data directory cannot be written."""
    return f"数据目录 {path} 用不了：{reason}。请换一个目录，或给它写权限。"


def migrated(*, changed: bool) -> str:
    """The database is at the present schema."""
    return "数据库已升级到当前版本。" if changed else "数据库已经是当前版本，不用升级。"


def schema_outdated(found: str, needed: str) -> str:
    """The database is of another version; `waiqin migrate` brings it up."""
    return f"数据库是另一个版本（{found or '空库'}，需要 {needed}）。请先运行 waiqin migrate。"


def file_in_use(path: str, pid: str) -> str:
    """A second start on the same SQLite file."""
    holder = f"进程 {pid} " if pid else "另一个进程"
    return f"数据库 {path} 正被{holder}使用。请先停掉它，或用 --data-dir 换一个目录。"


def address_unusable(reason: str) -> str:
    """The port is taken or not allowed."""
    return f"不能在这个地址监听：{reason}。可以用 --port 换一个端口。"


def database_unusable(reason: str) -> str:
    """The database does not answer."""
    return f"连不上数据库：{reason}。请检查 WAIQIN_DATABASE_URL，以及数据库是否在运行。"


def no_database_yet(path: str) -> str:
    """The data directory holds no database: mostly another one is meant."""
    return f"还没有 {path}。先运行 waiqin import 或 waiqin serve，或用 --data-dir 指明数据目录。"


def no_day(said: str) -> str:
    """What was given as a day is none."""
    return f"“{said}”不是日期，写成 2026-11-23 这样。"


def nobody_called(userid: str) -> str:
    """Nobody has this userid."""
    return f"没有账号“{userid}”。"


TERMS_UNCHANGED = "没有要改的条款。"
TERMS_REFUSED = "有不合格的行，这次没有改任何条款。"
TERMS_CHECKED = "检查完毕，没有改任何条款。"


def terms_header(columns: Sequence[str]) -> str:
    """The first line of a file of rules is not what it must be."""
    return f"第 1 行要有这几列：{'、'.join(columns)}。"


def terms_row(number: int, reason: str) -> str:
    """A row of a file of rules that is not accepted."""
    return f"第 {number} 行：{reason}"


def terms_unknown(name: str) -> str:
    """No clause is called so."""
    return f"没有“{name}”这一条，用 waiqin terms --list 看编号和名称。"


def terms_bad_day(said: str) -> str:
    """A day that is none."""
    return f"“{said}”不是日期，请写成 2026-11-30，或空着（明天起）。"


def terms_twice(name: str, first: int) -> str:
    """The same clause from the same day twice."""
    return f"“{name}”在第 {first} 行已经从同一天改过。"


def terms_changed(changes: Sequence[str], told: int) -> str:
    """The rules are changed."""
    return "\n".join([*changes, f"已改 {len(changes)} 条，已通知 {told} 人。"])


CALENDAR_HEADER = "第 1 行要有“日期”和“安排”两列，一段日子再加一列“到”。"
CALENDAR_REFUSED = "有不合格的行，这次一天也没有改。"


def calendar_row(number: int, reason: str) -> str:
    """A row of a file of working days that is not accepted."""
    return f"第 {number} 行：{reason}"


def calendar_bad_day(said: str) -> str:
    """A day that is none, or of a year far away."""
    return f"“{said}”不是能用的日期，请写成 2027-02-05，今年前后两年以内。"


def calendar_bad_stretch(said: str) -> str:
    """A stretch that ends before it begins, or is too long to be a holiday."""
    return f"到“{said}”不对：要在开始那天之后，最多 60 天。"


def calendar_bad_verb(said: str) -> str:
    """Neither worked nor free."""
    return f"“{said}”看不懂，安排只写 上班、放假 或 法定（照国家日历）。"


def calendar_twice(day: date) -> str:
    """The same day is worked on one line and free on another."""
    return f"{full_day(day)}在前面已经写成了另一种安排。"


def calendar_checked(days: int) -> str:
    """A file of working days is in order; nothing was written."""
    return f"检查完毕，{days} 天都合格，没有写入。"


def calendar_written(days: int, changed: int) -> str:
    """A file of working days was laid down."""
    return (
        f"{days} 天里改了 {changed} 天，提醒、日报和各项期限从现在起按这个算。"
        if changed
        else "和现有的一样，没有变化。"
    )


def calendar_year(year: int, days: Mapping[date, bool], *, known: bool) -> str:
    """A year's own days, and whether its holidays are known."""
    told = [f"{year} 年：" + ("放假安排已知。" if known else "放假安排还没有，先按周一到周五算。")]
    told += [f"  {full_day(day)} {'上班' if works else '放假'}" for day, works in days.items()]
    return "\n".join(told)
