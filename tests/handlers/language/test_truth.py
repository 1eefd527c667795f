"""What would be written wrongly: plans, others' visits, the goods' dates, other firms, people who were away."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from handlers.language.meaning import Intent, Intents, Situation
from handlers.language.topics import Topics
from handlers.language.understand import understand_talk
from models.times import SHANGHAI
from tests.handlers.language.company import BOOK, MONDAY, ROLL, code, person, read

MORNING = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
WRITING = {Intents.VISIT_LOG, Intents.VISIT_ARRIVE, Intents.VISIT_LEAVE, Intents.RECORD_CHANGE}


def only(text: str, *, at: datetime = MONDAY, by: str = "lilei") -> Intent:
    (intent,) = read(text, at=at, by=by)
    return intent


@pytest.mark.parametrize(
    "text",
    [
        "下午两点拜访东吴王总",
        "三点去恒力送样",
        "晚上和东吴王总吃饭",
        "今晚七点和恒力李工吃饭",
        "该去东吴了",
        "应该去一趟恒力了",
        "得去东吴看看了",
        "东吴王总爱打球，下次去约他",
        "16:30 东吴 王总 谈合同",
        "今天得跑一趟恒力",
    ],
)
def test_what_is_still_ahead_is_a_plan(text: str) -> None:
    assert not {intent.name for intent in read(text, at=MORNING)} & WRITING


@pytest.mark.parametrize(
    "text", ["九点半拜访东吴王总", "上午去东吴送样 王总不在", "昨晚和东吴王总吃饭 聊得不错", "刚才9:40到的恒力 李工在"]
)
def test_what_lies_behind_is_a_visit(text: str) -> None:
    assert only(text, at=MORNING).name is Intents.VISIT_LOG


@pytest.mark.parametrize(
    "text",
    [
        "周经理今天去了东吴",
        "他们老板去了恒力",
        "韩梅帮我去的东吴",
        "客户昨天去了东吴",
        "我们主管上午去了恒力",
        "吴芳 09:12\n好的\n李雷 09:13\n我下午到东吴",
        "转发：陈晨 今天拜访了恒力李工",
        "> 今天去了东吴",
        "[聊天记录]\n王总：今天拜访了恒力",
    ],
)
def test_others_and_pasted_talk_are_not_ones_own_visits(text: str) -> None:
    assert not {intent.name for intent in read(text)} & WRITING


@pytest.mark.parametrize("text", ["我和周经理一起去了东吴", "陪周经理去了东吴", "东吴王总今天见了", "跟陈晨去了恒力"])
def test_going_together_is_ones_own_visit(text: str) -> None:
    assert only(text).name is Intents.VISIT_LOG


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("拜访恒力 李工 上周四发的货收到了", "上周四发的货收到了"),
        ("去东吴 王总说上个月5号到的刀少了1把", "说上个月5号到的刀少了1把"),
        ("拜访东吴 10月8号的发票还没开", "10月8号的发票还没开"),
        ("恒力李工说昨天寄的样品坏了", "说昨天寄的样品坏了"),
        ("拜访东吴 王总 周五开会定了方案", "开会定了方案"),
        ("拜访恒力 前天签的合同有问题", "前天签的合同有问题"),
    ],
)
def test_a_date_of_the_goods_is_neither_the_visits_nor_the_next_one(text: str, words: str) -> None:
    visit = only(text)

    assert (visit.name, visit.value("date"), visit.value("next_date")) == (Intents.VISIT_LOG, None, None)
    assert words in visit.value("summary") or words == "开会定了方案"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("拜访东吴 王总 周一再去", date(2026, 11, 30)),
        ("拜访恒力 周一签了合同", None),
        ("拜访恒力 李工聊了年底用量，月底前报", date(2026, 11, 30)),
        ("去了东吴，12月18号开标，让我们12月12号前交标书", date(2026, 12, 12)),
        ("去了东吴，王总12月1号出国，约了下周五再谈", date(2026, 12, 4)),
        ("昨天没去恒力，今天去了，李工让周四送样", date(2026, 11, 26)),
        ("东吴王总不在，改约周六", date(2026, 11, 28)),
    ],
)
def test_the_next_day_is_the_one_that_was_agreed(text: str, day: date | None) -> None:
    assert only(text).value("next_date") == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("昨天没去东吴，今天去了 王总同意", date(2026, 11, 23)),
        ("拜访东吴 谈报价 上周五", date(2026, 11, 20)),
        ("东吴王总生日12月30，今天去送了蛋糕", date(2026, 11, 23)),
        ("前天没去恒力，昨天去了 李工要样", date(2026, 11, 22)),
        ("补周五东吴王总谈价", date(2026, 11, 20)),
        ("补10月9号 恒力 李工", date(2026, 10, 9)),
    ],
)
def test_the_day_is_that_of_the_visit(text: str, day: date) -> None:
    assert only(text).value("date") == day


@pytest.mark.parametrize(
    ("text", "words", "near"),
    [
        ("拜访 东吴精密 王总 聊报价", "东吴精密", "C001"),
        ("拜访恒力电机 徐董", "恒力电机", "C003"),
        ("拜访 南京东吴机械厂 谈合作", "南京东吴机械厂", "C001"),
        ("今天去了恒力新材料科技 初次拜访", "恒力新材料科技", "C003"),
        ("到了 东武包装", "东武包装", "C002"),
        ("上海恒力 李总 谈价", "上海恒力", "C003"),
    ],
)
def test_a_longer_name_is_another_firm_that_is_asked_about(text: str, words: str, near: str) -> None:
    mention = next(intent.value("customer") for intent in read(text))

    assert (mention.text, mention.ids) == (words, ())
    assert ROLL.customers[mention.near[0]].code == near


@pytest.mark.parametrize(
    ("text", "customer"),
    [
        ("拜访苏州东吴机械有限公司 谈价", "C001"),
        ("拜访东吴机械厂 王总 谈价", "C001"),
        ("拜访苏州恒力 李工", "C003"),
        ("去恒力设备验收了", "C003"),
        ("拜访东吴 机械手要换", "C001"),
        ("在恒力门口碰到东吴的王总，聊了两句", "C001"),
    ],
)
def test_a_name_in_full_or_with_a_thing_behind_it_is_the_known_firm(text: str, customer: str) -> None:
    assert code(only(text)) == customer


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("去了东吴，王总不在，李工接待的", "李工"),
        ("东吴王总不在然后跟李工聊了会儿", "李工"),
        ("拜访东吴 王总李工都在 谈了很久", "王总"),
        ("去了东吴王建国说再等等", "王建国"),
        ("东吴-王建国-谈框架", "王建国"),
        ("昨天去的恒力，忘记写了，李工说可以", "李工"),
        ("拜访恒力 张厂长没在，李工看了样", "李工"),
    ],
)
def test_the_contact_is_who_was_there(text: str, contact: str) -> None:
    assert only(text).value("contact").text == contact


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("拜访东吴 今年预算没了", "今年预算没了"),
        ("拜访东吴 谈付款 昨天", "谈付款"),
        ("补上周四的拜访：恒力 李工 对图", "对图"),
        ("拜访 东吴 谈付款 👌👌 [图片]", "谈付款"),
        ("东吴-王总-谈价", "谈价"),
        ("麻烦记一笔：恒力，李工，试机顺利", "试机顺利"),
        ("拜访了一家新客户，谈代理", "谈代理"),
        ("拜访 谈代理", "谈代理"),
    ],
)
def test_the_summary_holds_nothing_but_what_was_said(text: str, summary: str) -> None:
    assert only(text).value("summary") == summary


@pytest.mark.parametrize(
    ("text", "customer"),
    [
        ("周五去的东吴", "C001"),
        ("没去东武，去的恒力，李工说可以", "C003"),
        ("恒力回来，李工基本认可", "C003"),
        ("路过东吴进去坐了会儿，王总泡了茶", "C001"),
        ("东吴扑了个空", "C001"),
        ("恒力已访", "C003"),
        ("访东吴王总", "C001"),
        ("复访恒力", "C003"),
        ("回访了东吴，机器还行", "C001"),
        ("记一下：恒力，李工，样品合格", "C003"),
        ("今早东吴王建国总经理约喝茶，没谈正事，12月8号再去", "C001"),
        ("东吴 王总 换刀 明天再去一趟", "C001"),
        ("【拜访记录】客户名称：恒力化纤；拜访人：李工；沟通内容：试机", "C003"),
    ],
)
def test_ways_of_saying_that_one_was_there(text: str, customer: str) -> None:
    visit = only(text)

    assert (visit.name, code(visit)) == (Intents.VISIT_LOG, customer)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("今天拜访了个新客户苏州宏达齿轮有限公司 老板姓刘", "苏州宏达齿轮有限公司"),
        ("去了一家叫宏达五金的厂子，老板姓马", "宏达五金"),
        ("今天陌拜了一家宏达五金，马老板要铣床", "宏达五金"),
        ("到了常州宏大", "常州宏大"),
        ("拜访新客户宏达齿轮 刘总", "宏达齿轮"),
        ("1、东吴：王总在\n2、宏达五金：老板不在", "宏达五金"),
    ],
)
def test_the_name_of_a_new_customer(text: str, words: str) -> None:
    unknown = [intent.value("customer").text for intent in read(text) if not intent.value("customer").ids]

    assert unknown == [words]


@pytest.mark.parametrize(
    "text",
    ["到了东吴 王总在开会", "到东吴了，准备见王总", "到恒力了 还在等李工", "我到恒力了，先等会儿", "到东吴了 马上开会"],
)
def test_an_arrival_with_a_word_about_the_moment_is_an_arrival(text: str) -> None:
    assert only(text).name is Intents.VISIT_ARRIVE


@pytest.mark.parametrize("text", ["签退 谈了加订", "走了 没谈成", "出来了，王总同意降价", "离开了 下周三送样"])
def test_leaving_with_a_word_keeps_the_word_too(text: str) -> None:
    told, left = read(text)

    assert (told.name, told.value("customer"), left.name) == (Intents.VISIT_LOG, None, Intents.VISIT_LEAVE)
    assert told.value("summary") or told.value("next_note")


@pytest.mark.parametrize(
    ("text", "contact", "summary", "day"),
    [
        ("王总说二期定在明年三月 下周二送样品", "王总", "说二期定在明年三月", date(2026, 12, 1)),
        ("李工同意加订两台，下周一出合同", "李工", "同意加订两台", date(2026, 11, 30)),
        ("谈了加订，唐董同意，周五出合同", "唐董", "谈了加订，唐董同意", date(2026, 11, 27)),
        ("见到了王总，价格没谈拢", "王总", "价格没谈拢", None),
        ("聊了报价", None, "聊了报价", None),
        ("嫌贵，要便宜两个点，12月3号再来", None, "嫌贵，要便宜两个点", date(2026, 12, 3)),
    ],
)
def test_talk_about_a_visit_that_is_known(text: str, contact: str | None, summary: str, day: date | None) -> None:
    talk = understand_talk(text, Situation(MONDAY, person("lilei")), BOOK)

    assert talk.name is Intents.VISIT_LOG
    assert getattr(talk.value("contact"), "text", None) == contact
    assert (talk.value("summary"), talk.value("next_date")) == (summary, day)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("没去成东吴", Topics.NOT_GONE),
        ("东吴今天放假，没去", Topics.NOT_GONE),
        ("堵车没去成恒力", Topics.NOT_GONE),
        ("在去东吴的路上", Topics.ON_THE_WAY),
        ("快到恒力了", Topics.ON_THE_WAY),
        ("正往东吴赶", Topics.ON_THE_WAY),
    ],
)
def test_not_gone_and_on_the_way_are_no_plans(text: str, topic: Topics) -> None:
    found = only(text)

    assert (found.name, found.value("topic")) == (Intents.NOT_YET, topic)
