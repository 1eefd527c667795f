"""What is said while one person's customers are handed over to others (`product.md` B5, §4.2 交接)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers.texts import common, ownership
from models.directory import Directory
from models.errors import HandedOver, HandoverEnded, NothingToHandOver
from models.queries.handovers import Dossier, Summary
from models.rules.masking import mask
from models.schema import ItemState

WHOM = "交接谁的客户？连名字一起发，比如：交接 李雷 给 韩梅"
WHICH_PERSON = "名字对上了好几位，写全名再发一次。"
ONLY_LEADERS = "交接由直接主管来办，你这边办不了。"
SAME_PERSON = "交接不能给他自己，写接手人的名字。"
RECEIVER_LEFT = "这位已经停用了，不能接手，换一位。"
GIVE_ALL, BY_REGION, ONE_BY_ONE, NOT_NOW = "全给", "按地区", "逐家", "先不交"
SEND, AGAIN = "发出", "重分"
NAME_NOT_FOUND = "没对上名字，写接手人的全名。"
NO_SHEET = "现在没有没办完的交接单。要交接就发：交接 姓名 给 姓名"
NOTHING_OFFERED = "现在没有等你接的客户。"
SHARE_NOT_READ = "没看懂怎么分。"
ANYBODY = "姓名"
HOW_TO_ANSWER = "回“全接”，或一家家回：1接 2不接 太远；回编号看这家的底细。"
NUMBERS_FIRST = "先看清单对一下编号，再回一次："
REASON_FOR_ALL = "都不接的话写一句原因：为什么不接？比如：都不接 太远"
REASON_WANTED = "不接的要写一句原因，比如：2不接 太远"
NOT_READ = "没看懂。" + HOW_TO_ANSWER
NO_CITY = "没写城市"
STATES = {
    ItemState.FROZEN: "没分",
    ItemState.OFFERED: "等答复",
    ItemState.ACCEPTED: "已接",
    ItemState.REFUSED: "不接",
}


def figures(summary: Summary) -> str:
    """41 家，逾期 12 万元，承诺 3 条，跟进 5 条，报备 2 家，申诉 1 件; what is none is left out."""
    facts = [f"{summary.customers} 家"]
    if summary.overdue:
        facts.append(f"逾期 {common.money(summary.overdue)}")
    elif summary.open:
        facts.append(f"未收 {common.money(summary.open)}")
    for count, word, unit in (
        (summary.promises, "承诺", "条"),
        (summary.plans, "跟进", "条"),
        (summary.leads, "报备", "家"),
        (summary.appeals, "申诉", "件"),
    ):
        if count:
            facts.append(f"{word} {count} {unit}")
    return "，".join(facts)


def sheet(number: int, person: str, summary: Summary, *, again: bool) -> str:
    """交接#200 李雷：41 家，逾期 12 万元，承诺 3 条。已冻结，没交完前谁也领不了。"""
    goes_on = "（接着上次的）" if again else ""
    return f"交接#{number} {person}{goes_on}：{figures(summary)}。\n客户已冻结，交完之前别人领不了、也不会被回收。"


def ways(to: str) -> tuple[str, str, str, str]:
    """The four ways out, in their order."""
    return (f"{GIVE_ALL} {to}" if to else f"{GIVE_ALL}一个人", BY_REGION, ONE_BY_ONE, NOT_NOW)


def count(person: str, summary: Summary) -> str:
    """李雷名下有多少."""
    if not summary.customers:
        return f"{person} 名下没有客户。"
    return f"{person} 名下 {figures(summary)}。\n要交接就发：交接 {person} 给 姓名"


def not_in_line(name: str) -> str:
    """The direct leader hands over; who stands outside his line does not, whatever he is."""
    return f"{name} 的客户由他的直接主管来交接，你这边办不了。"


def receiver_not_in_line(name: str) -> str:
    """Who shall get them does not report to the speaker."""
    return f"{name} 不在你的团队里，不能直接给。请找你们共同的上级。"


def unknown_receiver(name: str, person: str) -> str:
    """Somebody was to get them whom nobody knows; those who could stand below."""
    return f"{ownership.nobody_called(name)}{person} 的客户给谁？"


def write_receiver(name: str) -> str:
    """The same, where nobody is near who could be offered."""
    return f"{ownership.nobody_called(name)}{ownership.WRITE_NAME}"


def to_whom(receivers: Sequence[str]) -> str:
    """Who gets them all; the example is somebody who may take over."""
    return f"都给谁？直接回名字，比如：{next(iter(receivers), ANYBODY)}"


def how_to_share(receivers: Sequence[str]) -> str:
    """一句话分，比如：1 韩梅，2-3 陈晨，其余 韩梅: with those who may take over."""
    first, second = [*receivers, ANYBODY, ANYBODY][:2]
    return f"一句话分，比如：1 {first}，2-3 {second}，其余 {first}"


def groups(head: str, lines: Sequence[str], receivers: Sequence[str], *, more: str = "") -> str:
    """What is to be shared out, numbered."""
    return common.lines_within(head, lines, f"{more}{how_to_share(receivers)}")


def group_line(index: int, label: str, count: int, to: str) -> str:
    """1 苏州 23 家 → 韩梅."""
    return f"{index} {label} {count} 家" + (f" → {to}" if to else "")


def item_line(index: int, name: str, *, city: str, level: str, owed: str, to: str, state: str, reason: str) -> str:
    """1 苏州东吴机械有限公司 苏州 A类 逾期 6 万元 → 韩梅 等答复."""
    facts = " ".join(fact for fact in (city, f"{level}类" if level else "", owed) if fact)
    why = f"（{common.cut(reason, 12)}）" if reason else ""
    goes = f" → {to} {state}{why}" if to else ""
    return f"{index} {common.cut(name, 18)} {facts}".rstrip() + goes


def share_head(number: int, person: str) -> str:
    """Above what is to be shared out."""
    return f"交接#{number} {person}，分给谁："


def page_more(page: int) -> str:
    """There are further lines."""
    return f"第 {page + 1} 页，回“下一页”接着看。"


def shares(number: int, counts: Sequence[tuple[str, int]], open_: int) -> str:
    """交接#200：韩梅 23 家，陈晨 18 家；还有 3 家没分。"""
    said = "，".join(f"{name} {count} 家" for name, count in counts)
    left = f"；还有 {open_} 家没分，可以接着分" if open_ else ""
    return f"交接#{number}：{said}{left}。发给他们确认吗？"


def sent(number: int, counts: Sequence[tuple[str, int]], note: str) -> str:
    """The receivers were asked."""
    said = "，".join(f"{name} {count} 家" for name, count in counts)
    return f"交接#{number} 已发：{said}，等他们回“接”。进度发“交接单”。{note}"


def offer(leader: str, person: str, number: int, summary: Summary) -> str:
    """What a receiver reads."""
    return f"{leader} 把 {person} 的客户交接给你（交接#{number}）：{figures(summary)}。\n回“接”全收，回“逐家”一家家看。"


def over_limit(person: str, held: int, limit: int, clause: str) -> str:
    """A handover is no claim: the limit is told and does not stop it."""
    return f"\n{person} 接完会有 {held} 家，超过 {limit} 家（{clause}），交接不受此限。"


def not_sent(number: int, freed: int) -> str:
    """Called off."""
    return f"好，交接#{number} 先不交，{freed} 家已解冻，还归原来的人。"


def offer_gone(leader: str, number: int) -> str:
    """To a receiver who has not answered: the handover was called off."""
    return f"{leader} 取消了 交接#{number}，等你接的客户还归原来的人，不用再回。"


def progress(number: int, person: str, lines: Sequence[str], open_: int) -> str:
    """Where a handover stands."""
    tail = (
        f"还有 {open_} 家没分：回 1 全给一个人，2 按地区，3 逐家，4 剩下的先不交。" if open_ else "都已发出，等答复。"
    )
    return "\n".join([f"交接#{number} {person}：", *lines, tail])


def progress_line(name: str, accepted: int, waiting: int, refused: int) -> str:
    """韩梅：已接 20，等答复 2，不接 1."""
    facts = [f"{word} {count}" for word, count in (("已接", accepted), ("等答复", waiting), ("不接", refused)) if count]
    return f"{name}：{'，'.join(facts)}"


def refused_line(name: str, who: str, reason: str) -> str:
    """东吴 韩梅不接：太远."""
    return f"{mask(name)} {who}不接：{common.cut(reason, 30)}"


def each_head(number: int, person: str) -> str:
    """Above what a receiver answers one by one."""
    return f"交接#{number}，{person} 交给你的："


def each(head: str, lines: Sequence[str], more: str) -> str:
    """What a receiver answers one by one."""
    return common.lines_within(head, lines, f"{more}{HOW_TO_ANSWER}")


def accepted(names: Sequence[str], first: int, last: int, *, plans: int, problems: int, left: int) -> str:
    """What was taken over."""
    numbers = f"归属#{first}" if first == last else f"归属#{first} 到 #{last}"
    what = mask(names[0]) if len(names) == 1 else f"{len(names)} 家"
    along = "".join(
        f"，{count} 条{word}转给你" for count, word in ((plans, "跟进和提醒"), (problems, "没解决的问题")) if count
    )
    text = f"接下 {what}（{numbers}）{along}；承诺和应收跟着客户走。"
    return text + (f"\n还有 {left} 家等你，回“接”或“逐家”。" if left else "")


def refused(names: Sequence[str], leader: str) -> str:
    """What was not taken over."""
    return f"没接 {common.few(names)}，已告诉 {leader}。"


def leader_told(person: str, number: int, names: Sequence[str], *, left: int, done: bool) -> str:
    """What the leader reads when somebody accepted."""
    state = "这张交接单办完了。" if done else (f"他还有 {left} 家没回。" if left else "进度发“交接单”。")
    return f"{person} 接了 {common.few(names)}（交接#{number}）。{state}"


def leader_told_refused(person: str, number: int, pairs: Sequence[tuple[str, str]]) -> str:
    """What the leader reads when somebody refused."""
    lines = [f"{mask(name)}：{common.cut(reason, 30)}" for name, reason in pairs[:9]]
    more = [f"还有 {len(pairs) - 9} 家。"] if len(pairs) > 9 else []
    return "\n".join([f"{person} 有 {len(pairs)} 家不接（交接#{number}）：", *lines, *more, "发“交接单”重新分。"])


def former_told(person: str, names: Sequence[str], number: int) -> str:
    """What the former owner reads."""
    return f"你的 {common.few(names)} 已由 {person} 接手（交接#{number}）。"


def dossier(name: str, told: Dossier, talks: Sequence[str], promises: Sequence[str], plans: Sequence[str]) -> str:
    """All that the next owner must know of a customer."""
    lines = [mask(name)]
    lines += [f"往来 {talk}" for talk in talks] or ["往来 还没有拜访记录"]
    if told.money.total:
        overdue = f"，逾期 {common.money(told.money.overdue)}" if told.money.overdue else ""
        lines.append(f"未收 {common.money(told.money.total)}{overdue}")
    lines += [f"承诺 {promise}" for promise in promises]
    lines += [f"要办 {plan}" for plan in plans]
    if told.protected_until is not None:
        lines.append(f"报备保护到 {common.short_day(told.protected_until)}")
    if told.appeals:
        lines.append(f"有 {told.appeals} 件申诉还没裁定")
    return common.lines_within(lines[0], lines[1:], "")


def promise_line(words: str, due_on: date | None, today: date) -> str:
    """12月1日（周二）免费检修."""
    return f"{common.day(due_on, today) if due_on is not None else '不定期'}{common.cut(words, 24)}"


def plan_line(note: str, due_on: date, today: date) -> str:
    """12月1日（周二）送样品."""
    return f"{common.day(due_on, today)}{common.cut(note, 24)}"


def owed(value: str) -> str:
    """Behind a line, where money is overdue."""
    return f"逾期 {value}" if value else ""


def nothing(fact: NothingToHandOver, directory: Directory) -> str:
    """Nobody to hand over."""
    return f"{directory.people[fact.person_id].name} 名下没有客户，不用交接。"


def ended(fact: HandoverEnded, _directory: Directory) -> str:
    """It is over."""
    return f"交接#{fact.number} 已经结束了。要再交接就发：交接 姓名 给 姓名"


def handed_over(fact: HandedOver, directory: Directory) -> str:
    """Nobody undoes it by himself."""
    card = directory.customers.get(fact.customer_id)
    name = mask(card.name) if card is not None else "这家"
    return f"{name} 是交接来的（归属#{fact.number}），撤不回。接错了请主管分配：分配 {name} 姓名"
