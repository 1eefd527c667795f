"""Every way of saying a core thing that the product's page lists is answered as it promises (`product.md` §4.2).

A line is a feature and who speaks; behind it what he types, one after the other, and what the reply says of it.
"""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.schema import Person, Role
from tests.chat.page import MESSAGES
from tests.talk import Chat

SAID = """
拜访|lilei|
  拜访 东吴机械 王总 谈二期报价 下周三带样品=拜访#1 苏州东吴机械有限公司·王总，谈二期报价；下次 12月2日（周三）带样品|
  今天去了东吴，见了王总，聊报价=拜访#2|刚从恒力出来，李工说要比价=拜访#3 苏州恒力|
  跑了一趟东武 没见到人=没见到人|上午拜访：东吴、恒力、东武=记下了 3 条|东吴 上门 试机 客户满意=拜访#8|
  陪张总去东吴了=拜访#9
到达|lilei|到了 东吴=到 苏州东吴机械有限公司 10:00|我到恒力了=到 苏州恒力|签到 东吴=已经记过|走了=离开 苏州恒力|
  离开东吴=离开 苏州东吴|签退=没有记到
跟进|lilei|跟进 东吴 电话 说月底定=跟进#1|刚给王总打了电话，下周再联系=下次 11月30日（周一）再联系|
  微信聊了恒力，要新报价=要新报价|联系了李工 让我周五过去=11月27日（周五）过去
下次|lilei|下周三跟进东吴=跟进#1 苏州东吴机械有限公司，12月2日（周三）|
  提醒我明天10点给王总打电话=11月24日（周二）10:00|月底前催恒力合同=11月30日（周一）催合同|
  三天后再联系东武=11月26日（周四）|8月12号带样品去东吴=2027年8月12日（周四）带样品|每周一提醒我看公海=每周一
承诺|lilei|答应 东吴 明年3月免费检修=2027年3月1日|承诺恒力 周五前给方案=11月27日（周五）前|
  东吴 我说了 15 天交货=承诺#3|欠王总一份样册=承诺#4|答应李工 送两个密封圈=承诺#5
报备|lilei|报备 昆山重工 注塑机2台 王工 13812345678=报备成功 B0003|登记客户 苏州恒泰化纤=苏州恒泰化纤|
  备案：太仓三期项目=报备成功|新客户 张家港液压 想要两台=张家港液压|帮我报一下 常州天华 展会来的=展会|
  这个项目我先报 中天钢铁=中天钢铁
查重|lilei|华联有人跟吗=已有归属：销售一部|查重 华东重工=已有归属|华联是谁的=已有归属|
  这个号码有人报过没 13812345678=138****5678|天合能不能报=在公海|有没有撞单 华联=已有归属
续保护|lilei|东吴 续保护=续不了|延期 B0715 客户月底招标=没有 #715|再给我一个月 恒力=续不了|
  申请延长 东武 等预算=续不了|续 东吴 30天=续不了
申诉|lilei|申诉 华联 我6月就报价了=已交 吴芳|撞单 华联=已经在主管那里|华东重工是我先跟的=申诉#2|
  我要申诉 B0715=没有 #715|华联 对方没跟进=已经在主管那里
公海|lilei|公海=公海：1 家|看看公海有啥=公海：1 家|公海 常州=公海（常州）|公海 注塑机 最近30天=公海里没有|
  有没有可以领的客户=公海：1 家|公海 第2页=最后一页
领退|lilei|公海=公海：1 家|领取 1=领到 常州天合|领 1 和 4=只有 1 条|认领 天合=本来就是你的|
  把恒力退回公海 没预算=已退回公海 苏州恒力|不跟了 东武 已买别家=1 退回 2 不退|退回 2=对不上
查客户|lilei|查 东吴=负责人 李雷|东吴 电话=13800130001|王总电话多少=13800130001|东吴上次聊到哪了=苏州东吴|
  东吴机械的情况=苏州东吴|13800130001 是谁=王建国|东吴 欠多少钱=没有未收款
我的客户|lilei|我的客户=3 家|我手上有哪些=3 家|苏州的客户=我的客户（苏州）|多久没联系的=30 天以上|我名下A类=A类|
  快被回收的=会被回收
生日|lilei|王总生日 8月12=王建国|生日 李工 农历七月初九=农历七月初九|下月谁过生日=下月|
  王总 属虎 正月初六=农历正月初六|生日提醒 王建国 10-01=10月1日|王总生日不用提醒了=不再提醒
回款|lilei|应收 东吴 12万 12月10号=请核对|对=应收#1|回款 东吴 5万=还欠 7 万元|东吴到账 52000 承兑=承兑|
  收到东吴尾款 1w=尾款|王总今天打了三千=3,000 元|东吴付清了=全部付清|回款 东吴 2万 现金 昨天=预收
应收登记|lilei|应收 东吴 12万 8月10号=请核对|东吴交货了 尾款15万 月底付=11月30日（周一）到期|
  合同62万 分三期 30/60/10=哪家|东吴 9月20收 8万 承兑=回款#1|开票 东吴 12万=哪天到期
应收查询|lilei|应收 东吴 12万 8月10号=请核对|1=应收#1|谁欠钱=东吴机械|逾期=逾期 12 万元|我的应收=未收 12 万元|
  东吴账龄=91–180 天|这个月该收多少=未收款|90天以上的=东吴机械
催款|lilei|应收 恒力 3万 10月10号=请核对|1=应收#1|应收 东吴 12万 10月10号=请核对|1=应收#2|
  东吴 说下周付=为什么没付|逾期=逾期 15 万元|1 走流程 12月20=催款#3|逾期=12月20日（周日）付|
  2 质量争议=恒力化纤 答应哪天付|恒力没钱 先付一半=答应哪天付|联系不上东吴=哪天再催
日报|lilei|拜访 东吴 谈报价=拜访#1|日报=日报草稿|看看草稿=日报草稿|日报 加一句：明天去常州=明天去常州|
  1=已交 日报#2|今天的工作汇报一下=交过一份|交日报=日报#2|补昨天日报=休息日
计划|lilei|明天 恒力 东武 两家=记下 2 家|计划：上午东吴 下午回公司=11月23日（周一）的计划|
  明天去常州=11月24日（周二）|下周拜访计划=还没有计划|计划 报价3家=计划
待办|lilei|下周三跟进东吴 带样品=跟进#1|提醒我今天15点给王总打电话=提醒#2|今天干啥=要办 1 件|待办=要办 1 件|
  有什么要跟的=要办 1 件|早报再发一遍=要办 1 件|先跟哪个=要办 1 件|今天还剩啥=要办 1 件
积分|lilei|积分=0/30 分|我几分了=0/30 分|还差多少=还差 30 分|为什么少2分=没有分|上个月积分=10月 0/30|排第几=你：
出差|lilei|出差 苏州 12.15-12.18=12月15日（周二）到12月18日（周五）|明天去常州三天=共 3 天|下周出差=出差#3|
  出差结束=取消了|我在外地=出差#4|改签 多待一天=延到
请假|lilei|请假 12.1-12.3=12月1日（周二）到12月3日（周四）|明天休息=休息#2|我病了今天不跑=请假#3|
  免打扰到2点=14:00 前不推送|回来了=照常提醒|别提醒我了今天=今天不再推送
问题|lilei|问题 客户嫌交期长=问题#1|有个技术问题 A200能不能接380V=问题#2|遇到困难 恒力压价=问题#3|
  问题#1 解决了=解决了|求助 东吴要样机=问题#4
竞品|lilei|竞品 海天 降5%=已告知 吴芳|听说恒力在看震雄=竞品#2|市场 苏州客户都在压库存=市场#3|
  对手报价 28万 东吴=竞品#4|情报 下月有招标=市场#5
交接|wufang|交接 李雷 给 韩梅=1 全给 韩梅|4=已解冻|李雷要走了=全给一个人|4=已解冻|把苏州的客户都给韩梅=3 家|
  2=没有动|分配 东吴 韩梅=1 确认 2 不动|2=没有动|李雷名下有多少=名下 3 家
看板|wufang|今天谁没交=还没交日报的 3 人|谁三天没拜访=没有拜访记录的 3 人|团队今天=还没有人记拜访|
  李雷今天干啥了=李雷 今天|本周排名=本组 3 人|东吴撞单看一下=撞单 苏州东吴|催一下=已提醒 3 人
点评|wufang|点评 李雷 下次带报价=已转告 李雷|表扬 李雷=已转告 李雷|已阅=没有未读|全部已阅=没有未读
改错|lilei|拜访 东吴 谈报价=拜访#1|撤销=已撤销 拜访#1|拜访 东吴 谈报价=拜访#2|记错了=已撤销 拜访#2|
  拜访 东吴 谈报价=拜访#3|撤销 #3=已撤销 拜访#3|拜访 东吴 谈报价=拜访#4|刚才那条不算=已撤销 拜访#4|
  拜访 东吴 谈报价=拜访#5|不是东吴 是东武=苏州东武|改 #5 下次 12月8号=12月8日（周二）
制度|lilei|制度 公海=4.2 每人每天最多领 3 家|报备规则=3.1|积分怎么算=1.1|几点交日报=21:00|保护期多久=30 天
隐私|lilei|我的数据=你在这里的数据|谁看过我的位置=没有给任何人|删掉我的定位=没有存你的坐标|不同意定位=以后也不收|
  隐私说明=隐私说明
帮助|lilei|帮助=直接发一句话|怎么用=直接发一句话|？=直接发一句话|不会=直接发一句话|能干啥=直接发一句话|
  例子=直接发一句话
"""
AS_ON_THE_PAGE = """
hanmei:跑了一趟华东重工 没见到人=拜访#1 华东重工有限公司，没见到人|上午拜访：东吴、恒力、华联=记下了 3 条
到客户这了=去的是哪家|{photo}=照片先收着|我到恒力了=到 苏州恒力化纤有限公司|{place}=先问你同不同意|2=定位没存
东吴 没接电话=苏州东吴机械有限公司，没接电话|回访 东吴 用得不错=用得不错|hanmei:三天后再联系华联=11月26日（周四）再联系
报备 华东重工 注塑机2台 王工 13812345678=已有归属：销售一部|登记客户 苏州恒力化纤=本来就是你的
hanmei:备案：华联三期项目=报备成功|新客户 东吴 想要两台=本来就是你的
帮我报一下 常州天合 展会来的=常州天合光能有限公司|取消=先不记|东吴有人跟吗=负责人 李雷|恒力是谁的=负责人 李雷
有没有撞单 东吴=负责人 李雷|hanmei:申请延长 华联 等预算=由 吴芳 定|hanmei:申诉 东吴 我6月就报价了=已交 吴芳
hanmei:撞单 恒力=理由是什么|hanmei:东吴是我先跟的=已经在主管那里|hanmei:东吴 对方没跟进=已经在主管那里
公海 苏州=公海里没有“苏州”的|领取 3=先发“公海”|我要 华联=已有归属（销售一部）|hanmei:不跟了 华联 已买别家=1 退回 2 不退
hanmei:2=没有退|生日提醒 张厂长 10-01=“张厂长”是哪家的|取消=先不记|收到恒力尾款 15w=15 万元，尾款
王总今天打了三万=苏州东吴机械有限公司 3 万元|hanmei:回款 华联 2万 现金 昨天=2 万元，现金，11月22日（周日）
hanmei:应收 华联 3万 10月10号=请核对|hanmei:1=应收#|hanmei:逾期=逾期 1 万元|hanmei:1 走流程 7月20=太早了，没有记
hanmei:联系不上华联=打算哪天再催|hanmei:取消=没记|明天 恒力 华联 两家=记下 2 家
出差 苏州 7.15-7.18=2027年7月15日（周四）到2027年7月18日（周日）|请假 8.1-8.3=2027年8月1日（周日）到2027年8月3日（周二）
问题#5 解决了=#5 |wufang:交接 李雷 给 韩梅梅=1 全给 韩梅|wufang:取消=先不记|wufang:把苏州的客户都给小王=分给 小王
wufang:2=没有动|wufang:分配 东吴 小王=1 确认 2 不动|wufang:2=没有动|wufang:点评 128 下次带报价=没有 #128
撤销 #128=没有 #128|改 #128 金额 6万=没有 #128|日报=日报草稿|1=已交 日报#|wufang:李雷的日报=李雷 11月23日（周一）日报
wufang:写得好=当作点评发给 李雷|wufang:1=已转告 李雷|13812345678 是谁=138****5678 没有存过
"""
"""What the page has of customers who are somebody else's, of records that are not there, and in a row."""
NOT_READ = ("没看懂这条", "没看明白", "我没处理好")
FEATURES = [line.split("|") for line in SAID.replace("|\n  ", "|").strip().split("\n")]


@pytest.mark.parametrize(("feature", "steps"), [(name, rest) for name, *rest in FEATURES], ids=lambda value: value[0])
async def test_it_is_answered_as_the_page_says(chat: Chat, feature: str, steps: list[str]) -> None:
    chat.ticks()
    userid, *said = steps
    for step in said:
        text, _, wanted = step.partition("=")
        reply = await chat.says(userid, text)
        assert wanted in reply, (feature, text, reply)
        assert not any(word in reply for word in NOT_READ), (feature, text, reply)
        assert len(reply.encode()) < 2048
        assert "！" not in reply


async def test_what_the_page_says_of_others_and_of_nothing_is_answered_truly(chat: Chat) -> None:
    chat.ticks()
    await chat.office.write(_hire)
    for step in AS_ON_THE_PAGE.strip().replace("\n", "|").split("|"):
        said, _, wanted = step.partition("=")
        userid, text = said.split(":", 1) if said.split(":")[0].isascii() and ":" in said else ("lilei", said)
        if text == "{photo}":
            reply = await chat.sends(userid, "image", media_id="m")
        elif text == "{place}":
            reply = await chat.sends(userid, "location", latitude=31.2983, longitude=120.5853, label="苏州")
        else:
            reply = await chat.says(userid, text)
        assert wanted in reply, (text, reply)
        assert not any(word in reply for word in NOT_READ), (text, reply)


def _hire(session: Session) -> None:
    """小王, whom the page gives customers."""
    leader = session.scalars(select(Person).where(Person.userid == "wufang")).one()
    session.add(Person(userid="xiaowang", name="小王", role=Role.REP, department="销售一部", manager_id=leader.id))


def test_every_message_of_the_page_is_in_a_conversation() -> None:
    told = {step.partition("=")[0] for _, _, *steps in FEATURES for step in steps}
    told |= {step.partition("=")[0].rpartition(":")[2] for step in AS_ON_THE_PAGE.replace("\n", "|").split("|")}
    lines = MESSAGES.replace("\n  ／", "／").strip().splitlines()
    page = [message for line in lines for message in line.partition("：")[2].split("／")]

    assert len(page) == 188
    assert [message for message in page if _typed(message) not in told] == []


def _typed(message: str) -> str:
    """138xxxx as somebody's number, without what is no text: [位置], （对草稿）."""
    return re.sub(r"\s*(?:\[.*?\]|（[对引].*?）)\s*", "", message.replace("138xxxx", "13812345678"))
