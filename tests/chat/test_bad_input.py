"""Bad input in every slot of what can be said: a clear short answer, and nothing written (`product.md` P19)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.schema import Base, Change
from tests.money import owes
from tests.talk import Chat

NAMES: Final = (
    "东" * 500,
    "'; DROP TABLE customers;--",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "../../etc/passwd",
    "1 OR 1=1",
    "https://evil.example/x?a=1",
    "%s%n",
    "😀😀😀",
    "，。！？……",
    "\u200b\u200b\u200b",
)
NAMED: Final = """
拜访 {} 谈报价|跟进 {} 电话 说月底定|报备 {} 注塑机2台|登记客户 {}|新客户 {} 想要两台|查 {}|查重 {}|领取 {}
退回 {} 没预算|回款 {} 5万|应收 {} 12万 12月10号|订单 {} A200 2台 单价31万|答应 {} 周五送样|下周三跟进{}|{}升A
打标签 {} 重点|打标签 东吴 {}|{}地址改成 工业园区1号|{} 时间线|{} 续保护|申诉 {} 我先跟的|叫 {}=东吴|叫 东吴={}
{}生日 8月12|{} 说下周付|{}交货了|到了 {}|改 东吴 联系人 {} 电话 13900139000|{}的客户|制度 {}|公海 {}
wufang:撞单 {}|wufang:分配 {} 韩梅|wufang:分配 东吴 {}|wufang:合作 {} 韩梅|wufang:点评 {} 写得好|wufang:表扬 {}
wufang:{}这周干嘛了|caiwu:回款 {} 5万
"""
SUMS: Final = ("-5万", "0", "0.001", "999999999999万", "12.345元")
SUMMED: Final = """
回款 东吴 {}|应收 东吴 {} 12月10号|订单 东吴 A200 2台 {}|合同{} 东吴 分三期 30/60/10|东吴打了{}
改 #{payment} 金额 {}|改 #{debt} 金额 {}|caiwu:回款 东吴 {}
"""
DAYS: Final = (
    "1900年1月1日",
    "2100年1月1日",
    "2月30日",
    "13月45日",
    "9999年12月31日",
    "0年0月0日",
    "11月31号",
    "25点61分",
)
DAYED: Final = """
应收 东吴 5万 {}|提醒我{}给王总打电话|{}跟进东吴|回款 东吴 1万 {}|请假 {}|出差 苏州 {}|答应 东吴 {} 送样
改 #{visit} 下次 {}|补{}日报|计划 {} 恒力|{}拜访了东吴 谈报价|免打扰到{}|东吴 说{}付
报备 昆山泵业 注塑机2台 {}去|东吴交货了 尾款5万 {}付|{}的日报|改 #{debt} 到期日 {}|wufang:团队{}
caiwu:回款 东吴 1万 {}
"""
ITEMS: Final = """
领取 99|退回 99|99好了|99 明天|99 转韩梅|#99|撤销 #99999|改 #99999 金额 5万|承诺#99 做到了|问题#99 解决了
续保护 #99|领取 0|领取 -1|领取 99999999999999999999|#99999999999999999999|撤销 #0
作废 #99999999999999999999 重复|99|0|-1|1-99 好了|第99个|99 走流程 7月20|公海 第999页|公海 第0页|1.5|①⑨
wufang:点评 99 好|wufang:申诉#99 2|wufang:B9999 1|wufang:交接#99|wufang:已阅 #99|wufang:99 2|caiwu:核对 99
caiwu:没收到 99
"""
LONG: Final = ("好" * 20_000, "谈价格。" * 5_000, "\n" * 3_000, "\u200b" * 2_000)
WORDED: Final = """
日报 加一句：{}|拜访 东吴 {}|问题 {}|竞品 {}|东吴 备注 {}|申诉 华联 {}|答应 东吴 周五 {}|提醒我明天10点{}
计划 {}|{}|1 {}|退回 东吴 {}|跟进 东吴 电话 {}|改 #{visit} 内容 {}|报备 昆山泵业 {}|加联系人 东吴 {}
wufang:点评 李雷 {}|wufang:表扬 李雷 {}|wufang:作废 #{visit} {}|市场 {}
"""
SHORT_BYTES: Final = 700
FAULTS: Final = ("没处理好", "系统", "错误", "参数")


def _cases(templates: str, values: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for line in templates.strip().replace("\n", "|").split("|"):
        userid, _, said = line.rpartition(":") if line.startswith(("wufang:", "caiwu:")) else ("lilei", "", line)
        for value in values:
            yield userid, said.replace("{}", value)


def _written(session: Session) -> dict[str, int]:
    """How many rows each table has; a change of one makes a row of history."""
    left_out = {"inbox", "dialogs", "introductions", "history"}
    tables = [table for table in Base.metadata.sorted_tables if table.name not in left_out]
    counts: list[Any] = [select(func.count()).select_from(table).scalar_subquery() for table in tables]
    counts.append(select(func.count(Change.id)).where(Change.action != "asked").scalar_subquery())
    return dict(
        zip([*(table.name for table in tables), "history"], session.execute(select(*counts)).one(), strict=True)
    )


@pytest.mark.parametrize(
    ("templates", "values", "part", "parts"),
    [
        *((NAMED, NAMES, part, 6) for part in range(6)),
        (SUMMED, SUMS, 0, 1),
        *((DAYED, DAYS, part, 3) for part in range(3)),
        (ITEMS, ("",), 0, 1),
        *((WORDED, LONG, part, 2) for part in range(2)),
    ],
)
async def test_p19_nothing_is_written_and_the_answer_is_short(
    desk: Chat, templates: str, values: tuple[str, ...], part: int, parts: int
) -> None:
    desk.ticks()
    numbers = {"debt": 1, "payment": 2, "visit": 3}
    await owes(desk, "应收 东吴 12万 10月11号")
    await desk.says("lilei", "回款 东吴 1234")
    await desk.says("lilei", "拜访 恒力 谈年框")
    before = await desk.office.read(_written)
    for userid, said in islice(_cases(templates, values), part, None, parts):
        for name, number in numbers.items():
            said = said.replace(f"{{{name}}}", str(number))
        reply = await desk.says(userid, said)
        now = await desk.office.read(_written)
        assert now == before, (userid, said[:60], reply, {name for name in now if now[name] != before[name]})
        assert reply, said[:60]
        assert len(reply.encode()) < SHORT_BYTES, (said[:60], reply)
        assert not any(fault in reply for fault in FAULTS), (said[:60], reply)
        await desk.says(userid, "取消")
