"""One process per SQLite file: a lock that the operating system releases with the process, however that ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class FileInUse(Exception):
    """Another process holds the file.

    Attributes:
        path: the database file.
        pid: the holder's process id as it wrote it down, empty if unknown.
    """

    def __init__(self, path: Path, pid: str) -> None:
        super().__init__(f"{path} is in use by process {pid}")
        self.path = path
        self.pid = pid


class FileLock:
    """Holds `<path>.lock`.

    Args:
        path: the database file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def acquire(self) -> None:
        """Take the lock at once.

        Raises:
            FileInUse: somebody has it.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        lock = self._path.with_name(self._path.name + ".lock")
        file = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pid = os.read(file, 32).decode(errors="replace").strip()
            os.close(file)
            raise FileInUse(self._path, pid) from None
        os.ftruncate(file, 0)
        os.write(file, str(os.getpid()).encode())
        self._file = file

    def release(self) -> None:
        """Let it go."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def lock_of(address: str) -> FileLock | None:
    """The lock of a database; None for PostgreSQL's, on which several processes may work.

    Args:
        address: as `models.db.make_engine` takes it.
    """
    return FileLock(Path(address.removeprefix("sqlite:///"))) if address.startswith("sqlite") else None


@contextmanager
def alone_on(address: str) -> Iterator[None]:
    """Work on a database while nobody else does; beside a PostgreSQL's others.

    Args:
        address: as `models.db.make_engine` takes it.

    Raises:
        FileInUse: another process works on the same SQLite file.
    """
    lock = lock_of(address)
    if lock is not None:
        lock.acquire()
    try:
        yield
    finally:
        if lock is not None:
            lock.release()
