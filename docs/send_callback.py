"""Sends one message as WeCom's servers would: encrypted, signed, by HTTP; and opens the encrypted reply.

    python -m docs.send_callback --user lilei --text '拜访 东吴机械 王总 谈报价'

Run it in the repository's folder beside `waiqin serve`, see docs/trying-the-callback.md. It seals and opens with
wechatpy, which shares no line with the server's own codec, and with the keys of the fake WeCom
(`python -m tests.fakes.wecom`).
"""

from __future__ import annotations

import argparse
import asyncio
import os
import secrets
import sys
from dataclasses import dataclass

import aiohttp

from tests.fakes.sealer import Sealer

URL = f"http://127.0.0.1:{os.environ.get('WAIQIN_PORT', '8765')}/wecom/callback"
WECOM_WAITS = aiohttp.ClientTimeout(total=5)


@dataclass(frozen=True)
class Answer:
    """What the server answered.

    Attributes:
        status: the HTTP status.
        sealed: the body as it travelled.
        text: what the member would see; empty where the body is.
    """

    status: int
    sealed: bytes
    text: str


async def send(url: str, userid: str, text: str, msgid: str) -> Answer:
    """Send one text.

    Args:
        url: the callback address.
        userid: who speaks.
        text: what he says.
        msgid: WeCom's number of the message; the same number again is a resend.

    Raises:
        aiohttp.ClientError: nobody answers there.
        TimeoutError: not within the five seconds that WeCom waits.
    """
    sealer = Sealer()
    callback = sealer.text(userid, text, msgid)
    async with aiohttp.ClientSession(timeout=WECOM_WAITS) as http:
        headers = {"Content-Type": "text/xml"}
        async with http.post(url, params=callback.query, data=callback.body, headers=headers) as response:
            sealed = await response.read()
            shown = sealer.reply(sealed) if response.status == 200 and sealed else ""
            return Answer(response.status, sealed, shown)


def main() -> int:
    """Send what the command line says and print what comes back; 0 when the server took the message."""
    parser = argparse.ArgumentParser(description="send one encrypted message to a running `waiqin serve`")
    parser.add_argument("--url", default=URL)
    parser.add_argument("--user", default="lilei", help="the sender's userid")
    parser.add_argument("--text", required=True)
    parser.add_argument("--msgid", default="", help="of an earlier message, to send it again as WeCom does")
    given = parser.parse_args()
    msgid = given.msgid or str(secrets.randbelow(10**18))
    try:
        answer = asyncio.run(send(given.url, given.user, given.text, msgid))
    except (aiohttp.ClientError, TimeoutError) as error:
        sys.stderr.write(f"no answer from {given.url}: {type(error).__name__}\n")
        return 1
    sys.stdout.write(f"MsgId {msgid}: HTTP {answer.status}, {len(answer.sealed)} bytes\n")
    if answer.text:
        sys.stdout.write(f"{answer.sealed[:72].decode()}…\n\n{answer.text}\n")
    return 0 if answer.status == 200 else 1


if __name__ == "__main__":
    raise SystemExit(main())
