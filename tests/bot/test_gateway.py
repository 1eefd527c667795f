"""WeCom's API against a server that answers, refuses, stalls and hangs up as the real one does."""

from __future__ import annotations

import asyncio
import json
import logging
import traceback
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
import structlog

from benchmarks.servers import free_port
from bot.channels.base import MediaError
from bot.gateway import Gateway
from models.messaging import OutboundText, SendError, Trouble
from tests.bot.wecom_line import Line, gateway_to
from tests.fakes.app import AGENT_ID, CORP_ID, SECRET
from tests.fakes.wecom import FakeWecom


# The text and what goes with it.
async def test_a_text_arrives_as_it_was_written(line: Line) -> None:
    text = '东吴机械“报价”\n已过期 😀 \\ " </xml>'

    msgid = await line.send(text)

    assert line.wecom.texts("lilei") == [text]
    assert msgid == line.wecom.delivered[0].msgid
    assert "东吴机械".encode() in line.wecom.bodies[0]
    order = json.loads(line.wecom.bodies[0])
    assert (order["agentid"], order["msgtype"]) == (AGENT_ID, "text")
    assert (order["enable_duplicate_check"], order["duplicate_check_interval"]) == (1, 1_800)


async def test_a_control_character_does_not_spoil_the_text(line: Line) -> None:
    """JSON could only carry it as an escape, and WeCom refuses every escape (40033)."""
    await line.send("东吴\x07\x1b机械\x00\t好")

    assert line.wecom.texts("lilei") == ["东吴机械\t好"]


async def test_the_duplicate_check_is_left_off_when_asked(line: Line) -> None:
    await line.send(check_duplicate=False)
    await line.send(check_duplicate=False)

    assert len(line.wecom.delivered) == 2
    assert "enable_duplicate_check" not in json.loads(line.wecom.bodies[0])


async def test_a_repeat_inside_the_window_reaches_nobody_twice(line: Line) -> None:
    await line.send()
    await line.send()
    line.advance(1_801)
    await line.send()

    assert (len(line.wecom.delivered), len(line.wecom.swallowed)) == (2, 1)


# The token.
async def test_twenty_at_once_fetch_one_token(line: Line) -> None:
    await asyncio.gather(*(line.send(f"第{number}条") for number in range(20)))

    assert line.wecom.calls.count("gettoken") == 1
    assert len(line.wecom.delivered) == 20


async def test_the_token_is_renewed_five_minutes_before_its_end(line: Line) -> None:
    await line.send("一")
    line.advance(7_200 - 301)
    await line.send("二")
    assert line.wecom.calls.count("gettoken") == 1

    line.advance(2)
    await line.send("三")
    assert line.wecom.calls.count("gettoken") == 2


async def test_a_revoked_token_costs_one_renewal_and_nobody_a_text(line: Line) -> None:
    await line.send("零")
    line.wecom.revoke()

    await asyncio.gather(*(line.send(f"第{number}条") for number in range(20)))

    assert line.wecom.calls.count("gettoken") == 2
    assert len(line.wecom.delivered) == 21


@pytest.mark.parametrize("code", [40014, 42001])
async def test_a_token_that_is_never_good_is_tried_twice_and_no_more(line: Line, code: int) -> None:
    line.wecom.fault(code=code, times=99)

    failed = await line.fails()

    assert (failed.trouble, failed.code) == (Trouble.OURS, code)
    assert line.wecom.calls == ["gettoken", "message/send", "gettoken", "message/send"]


async def test_a_wrong_secret_is_not_shown_again_and_again() -> None:
    async with FakeWecom() as wecom:
        clock = [1_000.0]
        gateway = gateway_to(wecom, lambda: clock[0], secret="wrong-secret-0123456789")
        for _ in range(5):
            with pytest.raises(SendError) as failed:
                await gateway.send(OutboundText("lilei", "好"))
            assert (failed.value.trouble, failed.value.code) == (Trouble.OURS, 40001)
        assert wecom.calls == ["gettoken"]

        clock[0] += 61
        with pytest.raises(SendError):
            await gateway.send(OutboundText("lilei", "好"))
        assert wecom.calls == ["gettoken", "gettoken"]
        await gateway.close()


async def test_no_token_means_nothing_was_sent(line: Line) -> None:
    line.wecom.fault("gettoken", drop="before", times=2)  # aiohttp itself asks twice where asking is harmless

    assert (await line.fails()).trouble is Trouble.RETRY
    await line.send()
    assert len(line.wecom.delivered) == 1


# What a refusal means.
@pytest.mark.parametrize(
    ("code", "trouble"),
    [
        (-1, Trouble.RETRY),
        (6000, Trouble.RETRY),
        (45009, Trouble.LIMITED),
        (45033, Trouble.LIMITED),
        (45036, Trouble.LIMITED),
        (45035, Trouble.RETRY),
        (99999, Trouble.RETRY),
        (40001, Trouble.OURS),
        (40013, Trouble.OURS),
        (40056, Trouble.OURS),
        (41001, Trouble.OURS),
        (48002, Trouble.OURS),
        (48006, Trouble.OURS),
        (50003, Trouble.OURS),
        (60020, Trouble.OURS),
        (301002, Trouble.OURS),
        (40003, Trouble.PERMANENT),
        (40033, Trouble.PERMANENT),
        (44004, Trouble.PERMANENT),
        (45002, Trouble.PERMANENT),
        (60011, Trouble.PERMANENT),
        (60111, Trouble.PERMANENT),
        (81013, Trouble.PERMANENT),
        (82004, Trouble.PERMANENT),
        (701008, Trouble.PERMANENT),
    ],
)
async def test_every_code_has_its_meaning(line: Line, code: int, trouble: Trouble) -> None:
    line.wecom.fault(code=code)

    failed = await line.fails()

    assert (failed.trouble, failed.code) == (trouble, code)
    assert (failed.retry_after_s > 0) == (code in (-1, 6000, 45009, 45033, 45035, 45036))
    assert line.wecom.calls == ["gettoken", "message/send"]
    assert not line.wecom.delivered


async def test_a_strange_address_is_told_with_what_wecom_saw(line: Line) -> None:
    line.wecom.trusted = False

    failed = await line.fails()

    assert failed.trouble is Trouble.OURS
    assert "203.0.113.7" in failed.detail


@pytest.mark.parametrize("userid", ["nobody", "chenchen"])
async def test_a_member_who_cannot_be_reached_is_permanent_although_the_code_is_zero(line: Line, userid: str) -> None:
    line.wecom.unlicensed = {"chenchen"}

    assert (await line.fails(userid=userid)).trouble is Trouble.PERMANENT


async def test_a_member_named_beside_a_code_of_zero_is_permanent(line: Line) -> None:
    """One of two is out of scope: errcode is 0, and only `invaliduser` tells."""
    assert (await line.fails(userid="lilei|nobody")).trouble is Trouble.PERMANENT


@pytest.mark.parametrize(("status", "trouble"), [(502, Trouble.UNKNOWN), (504, Trouble.UNKNOWN), (503, Trouble.RETRY)])
async def test_a_page_instead_of_an_answer(line: Line, status: int, trouble: Trouble) -> None:
    line.wecom.fault(status=status)

    assert (await line.fails()).trouble is trouble


async def test_an_ignored_part_of_the_request_is_logged_as_a_bug(line: Line) -> None:
    line.wecom.fault(warn=True)
    with structlog.testing.capture_logs() as logs:
        await line.send()

    assert line.wecom.texts("lilei") == ["记得写日报"]
    assert [one["event"] for one in logs] == ["wecom ignored part of a request"]


# The network.
async def test_a_refused_connection_can_be_tried_again() -> None:
    gateway = Gateway(base=f"http://127.0.0.1:{free_port()}", corp_id=CORP_ID, agent_id=AGENT_ID, secret=SECRET)
    with pytest.raises(SendError) as failed:
        await gateway.send(OutboundText("lilei", "好"))
    await gateway.close()

    assert failed.value.trouble is Trouble.RETRY


async def test_refused_after_the_token_was_had_can_be_tried_again(line: Line) -> None:
    await line.send("一")
    await line.wecom.stop()

    assert (await line.fails("二")).trouble in (Trouble.RETRY, Trouble.UNKNOWN)
    assert (await line.fails("三")).trouble is Trouble.RETRY


@pytest.mark.parametrize("drop", ["before", "after"])
async def test_a_lost_answer_is_unknown_and_a_second_try_doubles_nothing(line: Line, drop: str) -> None:
    line.wecom.fault(drop=drop)

    assert (await line.fails()).trouble is Trouble.UNKNOWN
    await line.send()

    assert line.wecom.texts("lilei") == ["记得写日报"]


async def test_a_stalled_answer_is_unknown(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.gateway.TIMEOUT", aiohttp.ClientTimeout(total=0.1, connect=0.1))
    await line.gateway.close()
    line.wecom.fault(stall_s=0.5)

    assert (await line.fails()).trouble is Trouble.UNKNOWN


# What the doctor asks.
async def test_the_app_tells_who_sees_it(line: Line) -> None:
    info = await line.gateway.get_app_info()

    assert (info.name, info.closed, info.users, info.parties, info.tags) == ("外勤小勤", False, 5, 0, 0)


async def test_wecoms_clock_is_known_after_an_answer(line: Line) -> None:
    before = line.gateway.server_time
    line.wecom.clock_off_s = 3_600

    await line.gateway.fetch_token()

    after = line.gateway.server_time
    assert before is None
    assert after is not None
    assert timedelta(minutes=59) < after - datetime.now(UTC) < timedelta(minutes=61)


# The fake itself, as other processes steer it.
async def test_the_fake_drops_what_is_over_a_members_limit_without_a_word(line: Line) -> None:
    for number in range(31):
        await line.send(f"第{number}条")

    assert (len(line.wecom.delivered), len(line.wecom.dropped)) == (30, 1)


async def test_the_fake_obeys_and_tells_over_http(line: Line) -> None:
    url = line.wecom.url
    async with aiohttp.ClientSession() as session:
        await session.post(
            f"{url}/_control", json={"fault": {"path": "message/send", "code": -1}, "members": ["lilei"]}
        )
        assert (await line.fails()).code == -1
        assert (await line.fails(userid="hanmei")).code == 81013
        await line.send()
        async with session.get(f"{url}/_delivered") as response:
            told = await response.json()

    assert [(one["userid"], one["text"]) for one in told["delivered"]] == [("lilei", "记得写日报")]


# Secrets.
async def test_no_secret_and_no_token_ever_comes_out(line: Line, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    told: list[str] = [repr(line.gateway)]
    with structlog.testing.capture_logs() as logs:
        await line.send("一")
        token = line.gateway._token
        for fault in (
            {"code": 40003, "errmsg": f"bad touser, access_token={token}, secret {SECRET}"},
            {"code": -1},
            {"status": 502},
            {"drop": "before"},
            {"drop": "after"},
            {"code": 40014, "times": 2, "errmsg": f"invalid access_token {token}"},
        ):
            line.wecom.fault(**fault)
            told.append(everything(await line.fails(str(fault))))
        line.wecom.fault("media/get", drop="before", times=2)
        with pytest.raises(MediaError) as gone:
            await line.gateway.fetch_media("MEDIA")
        told.append(everything(gone.value))
        line.wecom.revoke()
        line.wecom.secret = "reset"
        told.append(everything(await line.fails("二")))
        await line.wecom.stop()
        line.advance(61)
        told.append(everything(await line.fails("三")))

    heard = "".join(told) + repr(logs) + caplog.text
    assert len(logs) >= 8
    for secret in (SECRET, token, line.gateway._token):
        assert secret not in heard


def everything(error: BaseException) -> str:
    """What any log could print of an exception, and of those that hang on it."""
    parts: list[str] = []
    seen: BaseException | None = error
    while seen is not None:
        parts += [*traceback.format_exception(seen, chain=False), repr(seen), repr(vars(seen))]
        seen = seen.__cause__ or seen.__context__
    return "".join(parts)
