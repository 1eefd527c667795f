"""One request on a connection of its own, with WeCom's patience."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress

PATIENCE_S = 5.0
"""After this long WeCom drops the connection and sends again (`wecom.md` §2)."""
CLOSED, HUNG = 0, -1


async def exchange(port: int, request: bytes, *, patience_s: float = PATIENCE_S) -> tuple[int, bytes, float]:
    """Send bytes and read the answer.

    Args:
        port: on 127.0.0.1.
        request: the whole request as it goes over the wire.
        patience_s: how long to wait for the whole answer.

    Returns:
        The status (CLOSED: hung up without a whole answer, HUNG: none in time), the body, the seconds it took.

    Raises:
        ConnectionRefusedError: nobody listens.
    """
    began = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        async with asyncio.timeout(patience_s):
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            size = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0] or 0)
            return int(head[9:12]), await reader.readexactly(size), time.perf_counter() - began
    except TimeoutError:
        return HUNG, b"", time.perf_counter() - began
    except (asyncio.IncompleteReadError, ConnectionError):
        return CLOSED, b"", time.perf_counter() - began
    finally:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()
