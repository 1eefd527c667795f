"""Real server processes that are killed, and a WeCom that sends its callbacks to them until it is answered."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.cells import Bench, Started
from benchmarks.endurance import first_number, numbers_by_key
from benchmarks.envelope import Seal, callback, text_message
from benchmarks.messages import Company, message_id
from benchmarks.servers import Server, waiqin
from benchmarks.wire import exchange

GIVE_UP_S = 60
"""Far longer than a start takes: what is tested is what becomes of a message, not how fast a busy machine starts."""
PAUSE_S = 0.2


class Fleet:
    """The product's processes on one database; each comes back on its own port.

    Args:
        bench: the company and the pretended WeCom.
        cell: `d` for SQLite, `e2` for two processes on PostgreSQL.
    """

    def __init__(self, bench: Bench, cell: str, more: Mapping[str, str] | None = None) -> None:
        self._bench = bench
        self._folder = bench.folder / f"fleet-{cell}-{bench.epoch}"
        bench.epoch += 1
        self.up: Started = bench.product(cell, self._folder, more)

    @property
    def servers(self) -> list[Server]:
        return self.up.servers

    async def ready(self) -> None:
        """Return when all of them answer."""
        for server in self.servers:
            await asyncio.to_thread(server.wait, "/readyz")

    async def kill(self, number: int) -> None:
        """End one as a power cut would."""
        await asyncio.to_thread(self.servers[number].kill)

    async def start(self, number: int, more: Mapping[str, str] | None = None) -> None:
        """Start one again and wait until it answers."""
        server = self.beside(self.servers[number].port, more)
        self.servers[number] = server
        await asyncio.to_thread(server.wait, "/readyz")

    def beside(self, port: int, more: Mapping[str, str] | None = None) -> Server:
        """Another process on the same database."""
        return waiqin("serve", port, self._folder, self._bench.wecom, self.up.settings | dict(more or {}))

    def close(self) -> None:
        """Stop all of them."""
        for server in self.servers:
            server.stop()


@dataclass(slots=True)
class Message:
    """A message and what its sender saw: the texts of all answers that arrived, and how often nothing was shown."""

    key: str
    userid: str
    xml: bytes
    answers: list[str] = field(default_factory=list)
    acknowledged: int = 0
    refused: list[int] = field(default_factory=list)
    resent: int = 0
    given_up: bool = False


class Wecom:
    """Sends messages as WeCom does: again with the same MsgId until somebody answers 200.

    Args:
        company: whose reps write.
        ports: the server's processes; every try goes to any of them.
        epoch: makes the MsgIds.
        seed: of every random choice.
    """

    def __init__(self, company: Company, ports: Sequence[int], epoch: int, seed: int) -> None:
        self._company = company
        self._ports = ports
        self._epoch = epoch
        self._pick = random.Random(seed)
        self._seal = Seal()
        self._serial = 0
        self._stop = asyncio.Event()
        self.sent: list[Message] = []

    def write(self, *, of_rep: int | None = None) -> Message:
        """The next message of anybody, or of one rep."""
        serial = self._serial
        self._serial += 1
        userid, words = self._company.text(serial)
        if of_rep is not None:
            # The customer stays somebody else's: a rep may visit any of them.
            userid = self._company.userid(of_rep)
        key = message_id(self._epoch, serial)
        message = Message(key, userid, text_message(userid, key, words))
        self.sent.append(message)
        return message

    async def deliver(self, message: Message) -> None:
        """Send a message until it is answered; a resend now and then carries the very same bytes."""
        request = callback(self._seal, message.xml)
        until = time.monotonic() + GIVE_UP_S
        while time.monotonic() < until:
            try:
                status, body, _ = await exchange(self._pick.choice(self._ports), request)
            except OSError:
                await asyncio.sleep(PAUSE_S)
                continue
            if status == 200:
                self._note(message, body)
                return
            message.resent += 1
            if status > 0:
                message.refused.append(status)
            if self._pick.random() < 0.5:
                request = callback(self._seal, message.xml)
            await asyncio.sleep(PAUSE_S / 4)
        message.given_up = True

    def _note(self, message: Message, body: bytes) -> None:
        answer = self._seal.answer(body)
        if answer:
            message.answers.append(answer)
        else:
            message.acknowledged += 1

    async def rush(self, workers: int, bursting: Sequence[int], burst: int) -> None:
        """Send without pause until told to stop.

        Args:
            workers: how many conversations at a time.
            bursting: reps who each write a whole burst at once, one after the other.
            burst: how many messages that is.
        """
        lanes = [self._lane() for _ in range(workers)]
        await asyncio.gather(*lanes, self._bursts(bursting, burst))

    def stop(self) -> None:
        """Let the rush finish what it has begun."""
        self._stop.set()

    async def _lane(self) -> None:
        while not self._stop.is_set():
            message = self.write()
            copies = 3 if self._pick.random() < 0.15 else 1
            await asyncio.gather(*(self.deliver(message) for _ in range(copies)))

    async def _bursts(self, bursting: Sequence[int], burst: int) -> None:
        for rep in bursting:
            if self._stop.is_set():
                return
            messages = [self.write(of_rep=rep) for _ in range(burst)]
            await asyncio.gather(*(self.deliver(message) for message in messages))


@dataclass(frozen=True, slots=True)
class Account:
    """What became of every message; all but `resent`, `pushed` and `deferred` must be empty."""

    given_up: list[str]
    without_visit: list[str]
    doubled_visits: list[str]
    differing_answers: list[str]
    unanswered: list[str]
    answered_twice: list[str]
    refused: Mapping[int, int]
    resent: int
    deferred: int
    pushed: int

    @property
    def faults(self) -> dict[str, object]:
        """What is wrong, by name."""
        kinds = ("given_up", "without_visit", "doubled_visits", "differing_answers", "unanswered", "answered_twice")
        return {kind: getattr(self, kind) for kind in (*kinds, "refused") if getattr(self, kind)}


def account(sent: Sequence[Message], up: Started, pushed: Sequence[tuple[str, str]]) -> Account:
    """Hold every message against the database and against what was pushed."""
    numbers = numbers_by_key(up)
    pushes = Counter(first_number(text) for _, text in pushed)
    known = {message.key: numbers.get(message.key, []) for message in sent}
    given = {
        message.key: bool(message.answers) + sum(pushes[number] for number in known[message.key]) for message in sent
    }
    return Account(
        given_up=[message.key for message in sent if message.given_up],
        without_visit=[f"{message.key} {message.answers[:1]}" for message in sent if not known[message.key]],
        doubled_visits=[key for key, made in known.items() if len(made) > 1],
        differing_answers=[message.key for message in sent if len(set(message.answers)) > 1],
        unanswered=[key for key, times in given.items() if times == 0],
        answered_twice=[key for key, times in given.items() if times > 1],
        refused=Counter(status for message in sent for status in message.refused),
        resent=sum(message.resent for message in sent),
        deferred=sum(message.acknowledged > 0 for message in sent),
        pushed=sum(pushes.values()),
    )
