"""Nobody learns of a colleague's customer what is kept from him, by any phrasing (`product.md` P5, P6)."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from models.rules.masking import mask
from models.schema import Contact, Record
from tests.cast import DONGWU
from tests.money import owes
from tests.talk import Chat

PHONE = "13987654321"
WORDS = ("欧阳德胜", "星湖街728", "谈二期降价", "免费大修", "嫌贵三个点", "ZX900", "8月12日", "带图纸")
SUMS = ("87,654", "87654", "31,234", "31234", "12,321", "12321", "18,913", "18913")
SAID = """
查 东吴|东吴|东吴机械的情况|东吴上次聊到哪了|东吴 时间线|东吴 跟进记录|东吴历史|东吴最近怎么样|东吴谁去过
东吴是谁的|东吴谁在跟|东吴有人跟吗|查重 东吴|查重 苏州东吴机械有限公司|查重 东吴机械 13987654321|13987654321 是谁
13987654321是谁的电话|这个号码有人报过没 13987654321|东吴 电话|东吴电话多少|东吴联系人|东吴找谁|东吴老板叫什么
东吴的欧阳总电话|欧阳总电话多少|欧阳总是哪家的|东吴欧阳总生日|东吴谁过生日|东吴地址|东吴在哪|东吴怎么走
东吴 欠多少钱|东吴账龄|东吴应收|应收 东吴|东吴回款记录|东吴逾期多少|东吴付了没|东吴定金多少|东吴订单
东吴下了什么单|东吴报价多少|东吴 承诺|东吴答应了什么|东吴有什么问题|东吴竞品|东吴下次什么时候去|东吴跟到哪一步了
拜访 东吴 谈价格|跟进 东吴 电话 问价格|回款 东吴 1万|应收 东吴 1万 12月1号|订单 东吴 1台 1万|答应 东吴 周五送样
东吴 说下周付|报备 东吴 要两台|报备 苏州东吴机械|报备 东吴机械 13987654321|申诉 东吴 我先跟的|撞单 东吴
东吴 续保护|领取 东吴|我要东吴|退回 东吴 没预算|分配 东吴 韩梅|东吴 转给 韩梅|合作 东吴 韩梅|东吴升A
打标签 东吴 重点|东吴地址改成 工业园区1号|改 东吴 联系人 赵工 13900139000|东吴 欧阳总 13900139000
欧阳德胜生日 8月1|叫 老东家=东吴|东吴交货了|提醒我明天给东吴打电话|下周三跟进东吴|投诉 东吴 漏油|导出 东吴
导出东吴联系人|我的客户|苏州的客户|A类客户|有欠款的客户|谁欠钱|逾期|90天以上的|公海|公海 苏州|待核对|我的报备
我的承诺|问题清单|竞品消息|下月谁过生日|8月谁过生日|待办|今天干啥|多久没联系的|快被回收的|本周排名|按回款排名|积分
日报|我的日报|团队今天|团队日报|谁没交|谁请假|交接单|名单|导出我的客户|李雷的客户|李雷今天干嘛了|李雷的日报
李雷欠款|李雷名下有多少|李雷几分|李雷的报备|李雷的承诺|李雷去东吴聊了啥|本月回款|今天到了哪些款|谁看过我的客户
李雷的草稿|看看李雷今天的草稿|他电话多少|那家欠多少钱|那家电话|他生日几号|那条呢|上次那家谁的|东吴还缺什么|东吴哪来的|我的申诉
待裁的申诉|告诉李雷 东吴那边怎么样了|东吴谁去过 什么时候去的|东吴 什么时候付|李雷说东吴欠多少|东吴那笔催一下|停用 李雷
谁看过欧阳总电话|东吴欧阳总生日是哪天|东吴的需求|东吴要什么|东吴备注|东吴还有谁在跟
"""
PHRASES = SAID.replace("\n", "|").strip("|").split("|")
BY_NUMBER = (
    "#{0}", "查 #{0}", "查 拜访#{0}", "谁改的 #{0}", "B{0:04}", "撤销 #{0}", "作废 #{0} 重复", "作废 #{0}",
    "改 #{0} 内容 别的", "改 #{0} 金额 1万", "点评 #{0} 好", "已阅 #{0}", "为什么 #{0} 没计分", "续保护 #{0}",
    "报备B{0:04} 需求 3台", "申诉#{0} 2", "申诉 #{0} 我先跟的", "撞单 #{0}", "问题#{0} 解决了", "承诺#{0} 做到了",
    "回款#{0} 到账", "没收到 {0} 没有", "日报#{0}", "交接#{0}", "{0}好了",
    "恢复 #{0}", "恢复 拜访#{0}", "#{0} 是谁的", "#{0} 那家电话", "提醒#{0} 明天", "跟进#{0} 好了",
    "订单#{0}", "竞品#{0}",
)  # fmt: skip


@pytest.fixture
async def kept(desk: Chat) -> Chat:
    """李雷 has told all there is of 东吴, and 周明 leads nobody of them."""
    for said in (
        f"东吴 欧阳德胜 总经理 {PHONE}",
        "东吴地址改成 苏州工业园区星湖街728号",
        "欧阳德胜生日 8月12",
        "拜访 东吴 欧阳总 谈二期降价 下周三带图纸",
        "答应 东吴 12月10号 免费大修",
        "问题 东吴嫌贵三个点",
        "竞品 东吴那边在看震雄 嫌贵三个点",
        "订单 东吴 ZX900 1台 87654元",
    ):
        await desk.says("lilei", said)
    await owes(desk, "应收 东吴 31234 10月11号")
    await desk.says("lilei", "回款 东吴 12321")
    await desk.says("lilei", "交日报")
    desk.ticks()
    return desk


POOLED = """
东吴王总生日 5月1|欧阳总生日 8月1|东吴 欧阳总生日 8月12日|生日 东吴 欧阳总 农历七月初九
东吴 欧阳总 13900139000|东吴 王总 13812345678|加联系人 东吴 王总|东吴 总经理 13812345678|东吴 李工 13812345678
改 东吴 联系人 王总 电话 13812345678|王总换号了 13812345678|东吴 欧阳德 13987654322|东吴王总升厂长了
东吴地址改成 工业园区1号|改 东吴 地址 工业园区2号|东吴 备注 客户难搞|东吴来源 展会|打标签 东吴 好|去掉标签 东吴 没有的
拜访 东吴 欧阳总 谈价格|跟进 东吴 欧阳总 电话 聊了聊|答应 东吴 欧阳总 周五送样|提醒我明天给东吴欧阳总打电话
报备 东吴 欧阳总 要两台|东吴交货了 尾款5万 月底付|订单 东吴 A200 1台 1万|计划 明天 东吴 欧阳总
"""
"""What anybody may write down of a customer of the pool, so that the answer might tell what is written there."""
LATER = ("13711112222", "137****2222", "司徒", "松陵大道", "三期加价", "带样机", "送轴承", "76,543", "45,678", "13,131",
         "红皮书", "大金主")  # fmt: skip


async def _contacts(chat: Chat) -> dict[int, tuple[object, ...]]:
    return {
        row.id: (row.name, row.phone, row.title, row.birthday_month, row.birthday_day)
        for row in await chat.rows(Contact)
    }


async def _probe(chat: Chat, userid: str, phrases: Sequence[str], secrets: Sequence[str]) -> list[tuple[str, str, str]]:
    told = []
    for said in phrases:
        for step in (said, "1", "取消"):
            reply = await chat.says(userid, step)
            # His own words come back to him, a number masked.
            told += [(said, secret, reply) for secret in secrets if secret in reply and secret not in said + mask(said)]
    return told


@pytest.mark.parametrize(
    ("userid", "secrets"),
    [
        ("hanmei", (*WORDS, *SUMS, PHONE, "138****0001", "139****4321", "负责人 李雷")),
        ("zhouming", (*WORDS, *SUMS, PHONE, "138****0001", "139****4321", "李雷")),
    ],
)
async def test_p6_no_phrasing_tells_a_colleague_more_than_that_it_is_taken(
    kept: Chat, userid: str, secrets: Sequence[str]
) -> None:
    told = await _probe(kept, userid, PHRASES, secrets)
    assert told == [], told


@pytest.mark.parametrize(
    ("userid", "secrets"),
    [
        ("caiwu", (*WORDS, PHONE, "138****0001", "139****4321")),
        ("xiaowen", (*SUMS, PHONE)),
    ],
)
async def test_p10_finance_reads_money_only_and_the_assistant_no_money_and_no_phone(
    kept: Chat, userid: str, secrets: Sequence[str]
) -> None:
    assert await _probe(kept, userid, [said for said in PHRASES if "东吴" in said], secrets) == []


async def test_p6_writing_of_one_in_the_pool_tells_nothing_of_its_card(kept: Chat) -> None:
    await kept.says("lilei", "打标签 东吴 难缠户")
    await kept.says("lilei", "东吴 备注 老板怕老婆")
    await kept.says("wufang", "把东吴退回公海 没预算")
    before = await _contacts(kept)

    secrets = (*WORDS, "王建国", "138****0001", "139****4321", "难缠户", "怕老婆", "总经理", "工程师")
    told = await _probe(kept, "hanmei", POOLED.strip().replace("\n", "|").split("|"), secrets)

    assert told == [], told
    after = await _contacts(kept)
    assert {id_: after[id_] for id_ in before} == before


async def test_p6_a_former_owner_learns_nothing_of_what_came_after_him(kept: Chat) -> None:
    await kept.says("wufang", "分配 东吴 韩梅")
    await kept.says("wufang", "1")
    for said in (
        "东吴 司徒美玲 采购经理 13711112222",
        "东吴地址改成 苏州吴江区松陵大道99号",
        "拜访 东吴 司徒经理 谈三期加价 下周五带样机",
        "答应 东吴 12月15号 送轴承",
        "订单 东吴 QW700 1台 76543元",
        "明天跟进东吴 送红皮书",
        "打标签 东吴 大金主",
    ):
        await kept.says("hanmei", said)
    await owes(kept, "应收 东吴 45678 10月12号", userid="hanmei")
    await kept.says("hanmei", "回款 东吴 13131")

    asked = [said for said in PHRASES if said.startswith(("查", "东吴"))]
    numbers = [record.number for record in await kept.rows(Record)]
    asked += [f"{deed} #{number}" for number in numbers for deed in ("", "撤销")]
    told = await _probe(kept, "lilei", asked, LATER)
    assert told == [], told


@pytest.mark.parametrize("userid", ["hanmei", "zhouming", "caiwu"])
async def test_p6_guessing_numbers_tells_nothing(kept: Chat, userid: str) -> None:
    secrets = (*WORDS, PHONE, DONGWU, *(SUMS if userid != "caiwu" else ()))
    numbers = [record.number for record in await kept.rows(Record)]
    phrases = [phrase.format(number) for number in numbers for phrase in BY_NUMBER]
    if userid == "caiwu":
        phrases = [said for said in phrases if not said.startswith(("回款#", "没收到"))]
    told = await _probe(kept, userid, phrases, secrets)

    assert told == [], told
    assert [record.number for record in await kept.rows(Record, Record.voided_at.is_not(None))] == []
    assert DONGWU in await kept.says("lilei", "查 东吴")
