"""What somebody does not want to be told of, or wants to be told of again; whom to greet; and what only sounds so."""

from __future__ import annotations

import pytest

from handlers.language.meaning import Intents
from models.rules.notice_kinds import KINDS
from tests.handlers.language.company import read

OFF = {
    "birthday": "生日别提醒我|不用提醒我生日|取消生日提醒|别提醒我客户生日|生日提醒关了吧|以后不要提醒我生日了",
    "report_nag": "别催我日报|别催日报了|日报别催我|日报不用催我了|别再提醒我日报了|日报提醒关掉",
    "draft": "以后别给我发日报草稿|日报草稿不用发了",
    "morning": "不要给我发早报了|早报别发了|关掉早报|我不要早报|不想收到早报",
    "meeting": "别给我推晨会单|把晨会单关了",
    "pool": "公海提醒关掉|公海回收的通知不要发给我",
    "payment": "回款别提醒我|催款提醒关了|欠款不用提醒我了",
    "pace": "积分别推给我|关闭积分提醒",
    "silent": "没联系的别提醒我|久未联系别提醒我",
    "file": "档案别催我|建档别提醒我",
    "feast": "节日别提醒我",
    "watch": "团队提醒关掉",
    "summary": "日报汇总别发给我",
}
ON = {
    "birthday": "恢复生日提醒|生日提醒打开|继续提醒我生日",
    "report_nag": "日报提醒恢复|恢复日报提醒",
    "pace": "积分提醒开一下",
    "morning": "早报恢复|恢复早报",
}
LISTED = "我关了哪些提醒|关了哪些提醒|我关掉了哪些推送|提醒太多了|推送太烦了|生日提醒太多了"
ALL_ON = "恢复提醒|恢复所有提醒|所有提醒都恢复|全部恢复提醒|打开所有提醒"
GREETINGS = "问候名单|中秋问候名单|节日问候名单|春节要问候谁|国庆祝福名单|过年要给谁拜年|端午要问候哪几家"
STOPS = (
    "王总生日不用提醒了|东吴王总生日不用提醒了|王总生日别提醒了|取消王总生日提醒|不用再提醒王总生日"
    "|别提醒我王总生日了|王总生日提醒关掉|东吴王总的生日别提醒了"
)
TELLS = "王总生日要提醒|恢复王总生日提醒|王总生日还是要提醒|打开王总生日提醒|王总生日提醒我|王总生日当天提醒我"
OTHERS = (
    "取消回款|不写日报了|日报不发了|取消公海|王总生日 8月12|王总生日快乐|提醒我明天10点给王总打电话|王总生日不要送礼"
    "|恢复提醒我跟进东吴|谁过生日|催一下|催李雷日报|谁没交|王总说生日不用送礼|积分|早报再发一遍|下月谁过生日"
    "|为什么没提醒我生日|东吴的欠款不用提醒了|提醒我拜年|给王总送了月饼 祝福他中秋快乐|打开定位|取消请假"
)
OURS = frozenset({Intents.KIND_MUTE, Intents.BIRTHDAY_PROMPT})


def each(table: dict[str, str]) -> list[tuple[str, str]]:
    return [(text, kind) for kind, texts in table.items() for text in texts.split("|")]


@pytest.mark.parametrize(("text", "kind"), each(OFF))
def test_a_kind_is_switched_off(text: str, kind: str) -> None:
    [intent] = read(text)
    assert (intent.name, intent.value("category"), intent.value("topic")) == (Intents.KIND_MUTE, kind, "off")


@pytest.mark.parametrize(("text", "kind"), each(ON))
def test_a_kind_is_switched_on_again(text: str, kind: str) -> None:
    [intent] = read(text)
    assert (intent.name, intent.value("category"), intent.value("topic")) == (Intents.KIND_MUTE, kind, "on")


@pytest.mark.parametrize("text", LISTED.split("|"))
def test_it_is_asked_what_is_off(text: str) -> None:
    [intent] = read(text)
    assert (intent.name, intent.value("topic")) == (Intents.KIND_MUTE, "list")


@pytest.mark.parametrize("text", ALL_ON.split("|"))
def test_everything_is_wanted_again(text: str) -> None:
    [intent] = read(text)
    assert (intent.name, intent.value("topic")) == (Intents.MUTE, "off")


@pytest.mark.parametrize("text", GREETINGS.split("|"))
def test_whom_to_greet(text: str) -> None:
    [intent] = read(text)
    assert (intent.name, intent.value("topic")) == (Intents.CUSTOMER_LIST, "greeting")


@pytest.mark.parametrize(
    ("text", "topic"), [(text, topic) for topic, texts in (("off", STOPS), ("on", TELLS)) for text in texts.split("|")]
)
def test_c7_one_contacts_birthday(text: str, topic: str) -> None:
    [intent] = read(text)
    assert (intent.name, intent.value("topic")) == (Intents.BIRTHDAY_PROMPT, topic)
    assert intent.value("contact").contact_id == 1


@pytest.mark.parametrize("text", OTHERS.split("|"))
def test_what_only_sounds_like_it_is_left_to_others(text: str) -> None:
    assert not {intent.name for intent in read(text)} & OURS


def test_what_may_not_be_missed_has_no_word_that_switches_it_off() -> None:
    for kind in KINDS.values():
        if not kind.mutable:
            assert read(f"别提醒我{kind.title}")[0].name is not Intents.KIND_MUTE
