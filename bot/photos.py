"""Fetches pictures that could not be had while the sender waited, and deletes those past their term."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.channels.base import Channel, MediaError
from bot.clock import Clock
from bot.units import Desk, Rank
from handlers.context import Push
from handlers.evidence import photo_fetched, photo_gone
from models.db import open_session
from models.directory import Directory
from models.services import notices, photos
from models.services.photos import PendingPhoto
from models.times import shanghai_day

log = structlog.get_logger("photos")

RETRY_S = 30.0
TIMEOUT_S = 20.0
AT_ONCE = 20
FIRST_PAUSE = timedelta(seconds=20)
MEDIA_KEPT = timedelta(days=3)
"""WeCom keeps a picture so long (`wecom.md` §3.1)."""


class PhotoFetcher:
    """See the module. One per process.

    Args:
        desk: runs the units of work.
        clock: tells the instants.
        directory: the company in memory.
        channels: by name.
        data_dir: where pictures are kept.
        on_push: called when a rep may have to be told something.
    """

    def __init__(
        self,
        desk: Desk,
        clock: Clock,
        directory: Directory,
        channels: Mapping[str, Channel],
        data_dir: Path,
        *,
        on_push: Callable[[], None],
    ) -> None:
        self._desk = desk
        self._clock = clock
        self._directory = directory
        self._channels = channels
        self._data_dir = data_dir
        self._on_push = on_push
        self._nudge = asyncio.Event()
        self._forgot_on: date | None = None

    def nudge(self) -> None:
        """A picture waits."""
        self._nudge.set()

    async def fetch_forever(self) -> None:
        """Fetch what waits, when nudged and on a timer."""
        while True:
            self._nudge.clear()
            try:
                await self.fetch_pending()
                await self._forget_daily()
            except (DBAPIError, RuntimeError) as error:
                log.warning("pictures could not be listed", error=type(error).__name__)
            try:
                async with asyncio.timeout(RETRY_S):
                    await self._nudge.wait()
            except TimeoutError:
                continue

    async def _forget_daily(self) -> None:
        today = shanghai_day(self._clock.now())
        if today != self._forgot_on:
            await self.forget_old()
            self._forgot_on = today

    async def forget_old(self) -> int:
        """Delete pictures past their term, rows first: a crash leaves a file behind, never a row without its file.

        Returns:
            How many files were deleted.
        """

        def unit(connection: Connection) -> list[str]:
            session = open_session(connection, now=self._clock.now())
            paths = photos.forget(session, now=self._clock.now())
            session.close()
            return paths

        paths = await self._desk.run(unit, Rank.LOW)
        for path in paths:
            await asyncio.to_thread((self._data_dir / path).unlink, missing_ok=True)
        return len(paths)

    async def fetch_pending(self) -> None:
        """Try every picture whose turn has come, once."""
        waiting = await self._desk.run(self._list, Rank.LOW)
        now = self._clock.now()
        await asyncio.gather(*(self._fetch(photo) for photo in waiting if _try_again(photo, now)))

    @staticmethod
    def _list(connection: Connection) -> list[PendingPhoto]:
        return photos.list_pending(open_session(connection), limit=AT_ONCE)

    async def _fetch(self, photo: PendingPhoto) -> None:
        from bot.media import store_photo

        try:
            async with asyncio.timeout(TIMEOUT_S):
                data = await self._channels[photo.channel].fetch_media(photo.media_id)
            stored = await asyncio.to_thread(store_photo, data, self._data_dir)
        except MediaError as error:
            await self._missed(photo, "refused", gone=error.gone)
            return
        except (TimeoutError, OSError, KeyError) as error:
            await self._missed(photo, type(error).__name__, gone=False)
            return
        await self._in_unit(lambda session: photo_fetched(session, self._directory, photo_id=photo.id, stored=stored))

    async def _missed(self, photo: PendingPhoto, reason: str, *, gone: bool) -> None:
        gone = gone or self._clock.now() - photo.sent_at > MEDIA_KEPT
        log.info("picture not had", photo=photo.id, reason=reason, gone=gone)
        if gone:
            await self._in_unit(lambda session: photo_gone(session, self._directory, photo_id=photo.id))
        else:
            await self._in_unit(lambda session: photos.count_try(session, photo_id=photo.id))

    async def _in_unit(self, work: Callable[[Session], Push | None]) -> None:
        """Settle a picture, and tell its sender in the same transaction if something changed for him."""

        def unit(connection: Connection) -> None:
            now = self._clock.now()
            session = open_session(connection, now=now)
            push = work(session)
            session.flush()
            session.close()
            if push is not None:
                userid = self._directory.people[push.person_id].userid
                told = notices.NewNotice(push.key, push.kind, "", push.person_id, userid, push.text, now)
                notices.enqueue(connection, [told], now=now)

        await self._desk.run(unit, Rank.LOW)
        self._on_push()


def _try_again(photo: PendingPhoto, now: datetime) -> bool:
    """Whether a picture's next try is due: at once, then at twice the age each time, and at last when it is too old."""
    age = now - photo.sent_at
    return age >= FIRST_PAUSE * (2**photo.attempts - 1) or age > MEDIA_KEPT
