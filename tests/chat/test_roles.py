"""What finance, the assistant, the director and an administrator outside the line get for each core phrase (P10).

Either it is done, or a kind refusal says who can; nothing is misread, and what is refused writes nothing.
"""

from __future__ import annotations

import re

import pytest
from sqlalchemy.orm import Session

from models.schema import Dialog, Person, Record, Role
from tests.money import owes
from tests.talk import Chat

SAID = """
积分=fas|为什么少2分=fas|上个月积分=fas|团队积分=s|李雷几分了=s|出差 苏州 11.25-11.28=|出差结束=|谁在外面=fs|日报=
交日报=|我的日报=|日报 加一句：明天去常州=|补交昨天日报=|谁没交=fs|催一下=fas|待办=|今天干啥=
计划：上午东吴 下午回公司=|问题清单=|报备 昆山泵业 注塑机2台 王工=fa|查重 华东重工=f|恒力 续保护=fads|我的报备=
分配 东吴 韩梅=fas|合作 东吴 韩梅=fas|公海=|公海 苏州=|领取 3=fa|认领 天合=fa|把恒力退回公海 没预算=fas
申诉 华联 我6月就报价了=fa|撞单 东吴=fas|点评 李雷 下次带报价=fas|表扬 李雷=fas|全部已阅=fa|交接 李雷 → 韩梅=fas
我的申诉=fa|李雷名下有多少=fs|报备 昆山风机=fa|查 东吴=s|东吴 跟进记录=fs|拜访 东吴 王总 谈二期报价 下周三带样品=
我的客户=|帮助=|王总电话多少=afs|下月谁过生日=|东吴地址改成 工业园区1号=fs|下周三跟进东吴 带样品=|已交付 东吴=fs
答应 东吴 明年3月免费检修=fs|我的承诺=|王总生日 8月12=f|生日 李工 农历七月初九=f|提醒我明天10点给王总打电话=
多久没联系的=|东吴升A=fs|改 东吴 联系人 赵工 电话 13900139000=fs|打标签 东吴 重点=fs
订单 东吴 A200 2台 单价31万=fs|报价 东吴 A200 1台 单价30万=fs|团队日报=fs|应收 东吴 12万 12月10号=as
回款 东吴 5万=as|合同62万 分三期 30/60/10=|应收=a|东吴账龄=as|90天以上的=a|待核对=ads|逾期=a|东吴 说下周付=as
报备 昆山水泵 展会来的=fa|团队今天=fs|李雷这周干嘛了=fs|昨天日报=|请假 12.1-12.3=|免打扰到2点=|回来了=
问题 客户嫌交期长=|竞品 海天 降5%=|本周排名=|销冠=|按回款排名=|我这个月干了多少=|制度=|制度 公海=|保护期多久=
恒力是谁的=f|少3分要罚款吗=fas|保护期改成20天=fa
"""
"""What is typed, and to whom it is refused: f finance, a assistant, d director, s administrator."""
PHRASES = [line.partition("=")[::2] for line in SAID.strip().replace("\n", "|").split("|")]
REFUSED = re.compile(
    "由主管|找主管|请找|看不了|看不到|报不了|提不了|办不了|记不了|做不了|不领客户|没有记。请告诉|转不了|退不了|续不了|不计分"
    "|由 ?方远|你这条线上|分不了|由业务员|给不了"
)
NOT_READ = ("没看懂这条", "没看明白", "我没处理好")


def _hire(session: Session) -> None:
    """方远 above both leaders, and 郭佳 who runs the system and leads nobody."""
    for userid, name, role in (("boss", "方远", Role.DIRECTOR), ("guanli", "郭佳", Role.ADMIN)):
        person = Person(userid=userid, name=name, role=role)
        session.add(person)
        session.flush()
        session.add(Dialog(person_id=person.id, question=""))
        if role is Role.DIRECTOR:
            for leader in ("wufang", "zhouming"):
                session.query(Person).filter_by(userid=leader).one().manager_id = person.id


@pytest.mark.parametrize(("userid", "letter"), [("caiwu", "f"), ("xiaowen", "a"), ("boss", "d"), ("guanli", "s")])
async def test_p10_each_role_gets_an_answer_or_is_told_who_can(desk: Chat, userid: str, letter: str) -> None:
    await desk.office.write(_hire)
    desk.ticks()
    await desk.says("lilei", "拜访 东吴 王总 谈报价 下周三带样品")
    await owes(desk, "应收 东吴 12万 12月10号")
    await desk.says("lilei", "日报 在公司整理")
    await desk.says("lilei", "1")
    for text, refused in PHRASES:
        before = len(await desk.rows(Record)) if letter in refused else 0
        reply = await desk.says(userid, text)
        assert not any(word in reply for word in NOT_READ), (text, reply)
        assert (REFUSED.search(reply) is not None) == (letter in refused), (text, reply)
        if letter in refused:
            assert len(await desk.rows(Record)) == before, (text, reply)
        await desk.says(userid, "取消")
