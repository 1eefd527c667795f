"""What a server starts without."""

from __future__ import annotations

import subprocess
import sys

SERVER = """
import sys
from bot import lean
lean.share_one_heap()
lean.import_structlog()
import bot.app
spared = ("rich", "pygments", "greenlet", "alembic", "openpyxl", "jieba", "pypinyin", "rapidfuzz", "opencc", "psycopg")
print([name for name in spared if name in sys.modules])
import rich.console  # whoever needs it later has it
import structlog
structlog.get_logger("test").info("a line")
"""


def test_a_server_starts_without_what_it_does_not_need() -> None:
    ran = subprocess.run([sys.executable, "-c", SERVER], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[0] == "[]"
    assert "a line" in ran.stdout
