"""One process per SQLite file."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.filelock import FileInUse, FileLock


def test_the_second_is_refused_until_the_first_lets_go(tmp_path: Path) -> None:
    first = FileLock(tmp_path / "new" / "a.db")
    first.acquire()
    with pytest.raises(FileInUse) as refused:
        FileLock(tmp_path / "new" / "a.db").acquire()
    assert refused.value.pid.isdigit()
    FileLock(tmp_path / "new" / "b.db").acquire()

    first.release()
    first.release()
    FileLock(tmp_path / "new" / "a.db").acquire()
