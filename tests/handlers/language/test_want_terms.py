"""Points, figures, ranks and the company's rules, as tired people ask for them; and what only sounds so."""

from __future__ import annotations

import pytest

from handlers.language.meaning import Intents
from models.rules.term_table import TERMS, Term
from tests.handlers.language.company import read

POINTS = """
积分|我几分了|还差多少|为什么少2分|上个月积分|我的积分|积分多少了|这个月积分多少|积分明细|我现在多少分了
|还差几分|够30分了吗|为啥少一分|怎么才17分|哪条没算分|哪次拜访没计分|#120怎么没计分|拜访#120为什么没给分
|上月我得了几分|查一下我的积分|本月几分|我攒了几分|少3分要罚款吗|扣了我几分|团队积分|大家积分|看看我积分
|我还差多少分|李雷几分了
"""
STATS = """
我这个月干了多少|本周数据|我的业绩|这个月我干了多少活|本月战绩|我这周表现怎么样|我本月业绩如何
|今天我的数据|我这个月签了几单|上周我的业绩
"""
RANKS = """
本周排名|销冠|业绩榜|按回款排名|排第几|我排第几|公司排名|本月排名|这周谁第一|拜访榜单|谁垫底|前三名
|龙虎榜|上月销冠是谁|看看排行|积分排名
"""
SHOWN = """
制度|制度 公海|报备规则|积分怎么算|几点交日报|保护期多久|公海规则|制度 4.2|一天能领几家|每天最多领几家
|名下最多几家|多久会被回收|A类多久回收|退回后多久能再领|日报截止时间|日报几点截止|补交几天内
|几级证据才计分|静默时间几点|报备保护几天|看看制度|公司规定|日报制度|续保护几次|每月最低几分及格
|B级客户多久联系|申诉多久答复|新客户几天内建档|推送上限多少
"""
CHANGED = """
保护期改成20天|公海每天领 5 家|日报截止改到 20:30|每人每天最多领 5 家|保护期从30天改成20天
|把保护期调到二十天|自动回收关掉|自动回收打开|A级15天回收改成10天|名下上限提高到150家|每月最低积分改成35
|查重显示改成姓名|推送上限改成 5 条|保护期缩短到 20 天|申诉期限改为三天|下月1号起保护期改成20天
|保护期改一下|日报截止改成八点|回收期改成20天|以后每天领取上限 5 家
"""
UNANSWERED = """
谁没收到|谁还没收到|谁还没回收到|还有谁没收到|没回收到的有谁|哪些人没收到通知
"""

OTHERS = {
    "东吴 续保护": Intents.TERMS_SHOW,
    "补交昨天日报": Intents.TERMS_SHOW,
    "快被回收的有几家": Intents.TERMS_SHOW,
    "我今天还能领几家": Intents.TERMS_SHOW,
    "东吴保护期还有几天": Intents.TERMS_SHOW,
    "李雷补交了吗": Intents.TERMS_SHOW,
    "违反制度了": Intents.TERMS_SHOW,
    "客户的制度很严": Intents.TERMS_SHOW,
    "10分钟后到恒力": Intents.POINTS,
    "东吴分公司": Intents.POINTS,
    "把材料分给小王": Intents.POINTS,
    "客户要分期付款": Intents.POINTS,
    "下午三点二十分到": Intents.POINTS,
    "恒力 还差多少": Intents.POINTS,
    "改 #128 下次 8月5": Intents.TERM_CHANGE,
    "保护期能改成20天吗": Intents.TERM_CHANGE,
    "听说保护期要改成20天": Intents.TERM_CHANGE,
    "谁没收到货款": Intents.RECEIVED,
    "谁没收到样品": Intents.RECEIVED,
}


def parted(said: str) -> list[str]:
    return said.replace("\n", "").split("|")


@pytest.mark.parametrize("text", parted(POINTS))
def test_a1_points_are_asked_for(text: str) -> None:
    assert read(text, by="wufang")[0].name is Intents.POINTS


@pytest.mark.parametrize("text", parted(STATS))
def test_f3_own_figures_are_asked_for(text: str) -> None:
    assert read(text)[0].name is Intents.MY_STATS


@pytest.mark.parametrize("text", parted(RANKS))
def test_f3_a_ranking_is_asked_for(text: str) -> None:
    assert read(text)[0].name is Intents.RANKING


@pytest.mark.parametrize("text", parted(SHOWN))
def test_g14_a_rule_is_asked_for(text: str) -> None:
    assert read(text)[0].name is Intents.TERMS_SHOW


@pytest.mark.parametrize("text", parted(CHANGED))
def test_p17_a_rule_is_changed(text: str) -> None:
    found = read(text, by="wufang")[0]
    assert found.name is Intents.TERM_CHANGE
    assert found.value("topic")


@pytest.mark.parametrize("text", parted(UNANSWERED))
def test_p17_who_has_not_answered_is_asked_for(text: str) -> None:
    assert read(text, by="wufang")[0].name is Intents.RECEIVED


@pytest.mark.parametrize(("text", "never"), OTHERS.items())
def test_what_only_sounds_like_it_is_left_alone(text: str, never: Intents) -> None:
    assert all(intent.name is not never for intent in read(text, by="wufang"))


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.name)
def test_g14_every_clause_is_found_by_its_title_and_number(term: Term) -> None:
    assert term.name in read(f"{term.title}是多少")[0].value("value")
    assert read(f"制度 {term.clause}")[0].value("value") == (term.name,)
