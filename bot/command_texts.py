"""What every command may say: ready, or why it cannot start.

Those with more to say have texts of their own (`import_texts.py`, `replay_texts.py` …).
"""

from __future__ import annotations


def no_such_file(path: str) -> str:
    """Nothing is there."""
    return f"找不到 {path}。"


def demo_ready(address: str) -> str:
    """The simulator can be opened, on the demo company or on one that was imported."""
    return f"准备好了：用浏览器打开 {address} 就能开始（按 Ctrl+C 停止）。"


def serving(address: str) -> str:
    """The server answers."""
    return f"小勤已启动，监听 {address}（按 Ctrl+C 停止）。"


def data_dir_unusable(path: str, reason: str) -> str:
    """The data directory cannot be written."""
    return f"数据目录 {path} 用不了：{reason}。请换一个目录，或给它写权限。"


def migrated(*, changed: bool) -> str:
    """The database is at the present schema."""
    return "数据库已升级到当前版本。" if changed else "数据库已经是当前版本，不用升级。"


def schema_outdated(found: str, needed: str) -> str:
    """The database is of another version, or of none; `waiqin migrate` brings it up."""
    state = f"是另一个版本（{found}，程序要 {needed}）" if found else "还是空的"
    return f"数据库{state}。请先运行 waiqin migrate。"


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
