"""The floors that the server is held against: a bare aiohttp handler, and the same with one durable insert.

`python -m benchmarks.floors echo --port 9001` verifies, decrypts, parses and encrypts an echo.
`python -m benchmarks.floors durable --port 9001 --database FILE` also inserts the message into SQLite (WAL,
`synchronous=FULL`) first; a commit takes along whatever has queued up while the one before it ran.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import time
import xml.etree.ElementTree as ET
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.sax.saxutils import escape

import uvloop
from aiohttp import web

from benchmarks.envelope import CORP_ID, PATH, Seal

Row = tuple[str, str, str, int]
Keep = Callable[[Row], Awaitable[None]]


class GroupWriter:
    """Inserts on the loop, commits in a thread, and answers everybody whose row went with that commit.

    Args:
        path: the database file.
    """

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=FULL")
        self._database.execute(
            "CREATE TABLE inbox (key TEXT PRIMARY KEY, userid TEXT, text TEXT, received_at INTEGER) WITHOUT ROWID"
        )
        self._waiting: list[tuple[Row, asyncio.Future[None]]] = []
        self._thread = ThreadPoolExecutor(1)
        self._task: asyncio.Task[None] | None = None

    async def keep(self, row: Row) -> None:
        """Return when the row is durable."""
        kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((row, kept))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work())
        await kept

    async def _work(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            batch, self._waiting = self._waiting, []
            self._database.execute("BEGIN IMMEDIATE")
            self._database.executemany("INSERT OR IGNORE INTO inbox VALUES (?, ?, ?, ?)", [row for row, _ in batch])
            await loop.run_in_executor(self._thread, self._database.execute, "COMMIT")
            for _, kept in batch:
                if not kept.done():
                    kept.set_result(None)


async def _keep_nothing(row: Row) -> None:
    del row


def application(keep: Keep) -> web.Application:
    """The handler around a way of keeping messages."""
    seal = Seal()

    async def answer(request: web.Request) -> web.Response:
        body = await request.read()
        query = request.query
        stamp, nonce = query["timestamp"], query["nonce"]
        sealed = ET.fromstring(body).findtext("Encrypt") or ""
        if seal.sign(stamp, nonce, sealed) != query["msg_signature"]:
            return web.Response(status=403)
        message = ET.fromstring(seal.unseal(sealed))
        sender, words = message.findtext("FromUserName") or "", message.findtext("Content") or ""
        await keep((message.findtext("MsgId") or "", sender, words, int(time.time())))
        return web.Response(body=_reply(seal, sender, words, nonce), content_type="application/xml")

    app = web.Application()
    app.router.add_post(PATH, answer)
    return app


def _reply(seal: Seal, receiver: str, words: str, nonce: str) -> bytes:
    stamp = str(int(time.time()))
    plain = (
        f"<xml><ToUserName><![CDATA[{receiver}]]></ToUserName><FromUserName><![CDATA[{CORP_ID}]]></FromUserName>"
        f"<CreateTime>{stamp}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content>{escape(words)}</Content></xml>"
    )
    sealed = seal.seal(plain.encode())
    return (
        f"<xml><Encrypt><![CDATA[{sealed}]]></Encrypt><MsgSignature><![CDATA[{seal.sign(stamp, nonce, sealed)}]]>"
        f"</MsgSignature><TimeStamp>{stamp}</TimeStamp><Nonce><![CDATA[{nonce}]]></Nonce></xml>"
    ).encode()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("floor", choices=("echo", "durable"))
    options.add_argument("--port", type=int, required=True)
    options.add_argument("--database", type=Path)
    given = options.parse_args()
    keep = GroupWriter(given.database).keep if given.floor == "durable" else _keep_nothing

    async def serve() -> None:
        runner = web.AppRunner(application(keep), access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", given.port).start()
        await asyncio.Event().wait()

    uvloop.run(serve())


if __name__ == "__main__":
    main()
