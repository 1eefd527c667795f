"""No phone, identity number, bank card or mail address is ever read in full, and the first two kinds of numbers that
nobody needs are not stored (`product.md` P5, P7).
"""

from __future__ import annotations

import json
import logging
from datetime import timedelta

import pytest
import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.texts import visits as texts
from models.rules.masking import CARD_MARK, IDENTITY_MARK, Unkept, mask
from models.schema import Change, Contact, Customer, CustomerAlias, Dialog, Person, Record, Visit
from tests.talk import Chat

PHONE, OTHER_PHONE, SPACED = "13800138000", "15962345678", "139 1234 5678"
IDENTITY, CARD, MAIL = "320102199001011234", "6222021234567890123", "wang.li@163.com"
SECRETS = (PHONE, OTHER_PHONE, SPACED, SPACED.replace(" ", ""), IDENTITY, CARD, MAIL, "wang.li")
NOT_STORED = (IDENTITY, CARD)

CONVERSATION = (
    ("lilei", f"拜访 东吴 王总{PHONE} 谈报价，电话{PHONE}，身份证{IDENTITY}，卡{CARD}，邮箱{MAIL} 下周三打{SPACED}"),
    ("lilei", "今天拜访"),
    ("lilei", "1"),
    ("lilei", "#1"),
    ("wufang", "今天谁拜访了"),
    ("wufang", "1"),
    ("wufang", "1"),
    ("wufang", "李雷今天干啥了"),
    ("wufang", "1"),
    ("wufang", "#1"),
    ("lilei", f"改 #1 内容 电话改成{OTHER_PHONE} 身份证{IDENTITY}"),
    ("lilei", f"改 #1 下次 8月5 打{SPACED} 卡{CARD}"),
    ("lilei", f"改 #1 联系人 李工{OTHER_PHONE}"),
    ("lilei", "#1"),
    ("wufang", f"改 #1 内容 主管改的 {PHONE} {MAIL}"),
    ("wufang", "#1"),
    ("lilei", "撤销"),
    ("lilei", f"拜访 恒力 李明 {OTHER_PHONE} {MAIL}"),
    ("lilei", "撤销"),
    ("lilei", f"拜访 恒力 打{PHONE}"),
    ("wufang", f"作废 #3 重复，打{OTHER_PHONE}"),
    ("wufang", "#3"),
    ("lilei", "#3"),
    ("lilei", f"拜访 蠡园泵业{PHONE} 谈合作 身份证{IDENTITY}"),
    ("lilei", "1"),
    ("lilei", "取消"),
    ("lilei", f"拜访 某某{IDENTITY}公司 谈合作"),
    ("lilei", "按新客户"),
    ("lilei", "没有这家"),
    ("lilei", "取消"),
    ("lilei", "到了 东吴"),
    ("lilei", f"聊了报价，王总电话{PHONE}，卡{CARD}，周四上午9点打{SPACED}"),
    ("lilei", f"上午拜访：东吴、恒力、天合 都留了{PHONE}"),
    ("lilei", f"1. 拜访 东武 打{PHONE}\n2. 拜访 大唐电力{OTHER_PHONE} 谈{MAIL}"),
    ("lilei", "取消"),
    ("lilei", f"{PHONE}"),
    ("lilei", f"东吴 电话{PHONE}"),
    ("lilei", f"不是东吴 是{PHONE}"),
    ("lilei", "本月拜访"),
    ("wufang", "本月谁拜访了"),
    ("wufang", "1"),
    ("wufang", "2"),
)


def everything(session: Session) -> str:
    """All that business rows, their history and the open questions hold; the inbox keeps messages as they came."""
    tables = (Visit, Record, Customer, Change, Dialog)
    return repr([session.execute(select(*table.__table__.columns)).all() for table in tables])


async def test_no_number_is_read_in_full_in_a_whole_conversation(talk: Chat) -> None:
    told: list[str] = []
    for userid, text in CONVERSATION:
        told.append(await talk.says(userid, text))
        talk.clock.move_to(talk.clock.now() + timedelta(seconds=20))
        told += [*await talk.pushes("lilei"), *await talk.pushes("wufang")]

    read = "\n".join(told)
    assert [secret for secret in SECRETS if secret in read] == []
    assert mask(read) == read
    assert [number for number in (PHONE, OTHER_PHONE, SPACED, MAIL) if mask(number) not in read] == []


async def test_identity_and_card_numbers_are_stored_nowhere_and_phones_are(talk: Chat) -> None:
    stored = ""
    for userid, text in CONVERSATION:
        await talk.says(userid, text)
        stored += await talk.office.read(everything)

    assert [number for number in NOT_STORED if number in stored] == []
    assert PHONE in stored
    assert IDENTITY_MARK in stored
    assert CARD_MARK in stored


async def test_the_reply_says_in_a_few_words_what_was_not_stored(talk: Chat) -> None:
    one = await talk.says("lilei", f"拜访 东吴 谈报价 身份证{IDENTITY}")
    both = await talk.says("lilei", f"拜访 恒力 卡{CARD} 身份证{IDENTITY}")
    none = await talk.says("lilei", f"拜访 东武 电话{PHONE}")

    assert f"谈报价 身份证{IDENTITY_MARK}。" in one
    assert one.endswith("\n像身份证号的没存。")
    assert both.endswith(texts.not_kept({Unkept.IDENTITY, Unkept.CARD}))
    assert "没存" not in none
    assert "电话138****8000" in none
    [visit] = await talk.rows(Visit, Visit.number == 3)
    assert visit.summary == f"电话{PHONE}"


@pytest.mark.parametrize("name", [f"蠡园泵业{PHONE}", f"某某{IDENTITY}公司", f"某某{CARD}公司"])
async def test_a_number_is_no_part_of_a_customers_name(talk: Chat, name: str) -> None:
    await talk.says("lilei", f"拜访 {name} 谈合作")

    assert await talk.says("lilei", "按新客户") == texts.BAD_NAME
    assert (await talk.says("lilei", "蠡园泵业")).startswith("没找到“蠡园泵业”")


async def test_p19_no_log_line_holds_anything_of_what_was_said_or_answered(
    owing: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    said = (
        *CONVERSATION,
        ("lilei", "回款 东吴 5万 承兑"),
        ("lilei", "报备 江阴长泾锻造 两台 刘工 13912345678 下周三去"),
        ("hanmei", "报备 江阴长泾锻造 一台"),
        ("hanmei", "申诉 江阴长泾锻造 我六月就报过价"),
        ("lilei", "东吴 王总电话"),
        ("caiwu", "待核对"),
        ("wufang", "点评 李雷 下次带报价"),
        ("lilei", "日报"),
        ("lilei", "'; DROP TABLE customers;--"),
        ("nobody", "拜访 东吴"),
    )
    with structlog.testing.capture_logs() as logs:
        for userid, text in said:
            await owing.says(userid, text)
            await owing.pushes("wufang")

    kept = {row.name for table in (Customer, Contact, Person) for row in await owing.rows(table)}
    kept |= {row.alias for row in await owing.rows(CustomerAlias)} | {*SECRETS, "13912345678", "13800130001"}
    kept |= {"120000", "12 万", "5 万", "50000", "报价", "东吴", "王总", "刘工", "长泾", "DROP"}
    written = json.dumps(logs, ensure_ascii=False, default=repr) + caplog.text
    assert len(logs) > len(said)
    assert sorted(word for word in kept if word in written) == []
