"""What is said of customers: card, phones, lists, new ones, short names (`product.md` §4.2, §4.3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from handlers.texts import common, visits
from models.rules.masking import mask

MOBILE_FIGURES = 11
NO_VISITS = "还没有拜访记录"
POOL = "公海"
ADDRESS = "地址 "
NO_ADDRESS = "地址 还没存"
POOLED = "这家在公海里，没有负责人，往来和电话要归到人名下才看得到。"
ASK_WHICH = "查哪一家？发客户名就行，比如：查 东吴机械"
HINT_ADD = "要建新客户，发：建客户 客户名 联系人 电话"
NO_PHONES_FOR_YOU = "你这个岗位看不到客户电话。要联系请找这家的负责人。"
SEEN = "查看已留痕。"
LIST_GONE = "这张单子现在看不了了，重新发一次“我的客户”。"
NOT_IN_LINE = "这位同事的客户由他和他的主管看，你这边看不了。发“我的客户”看自己的。"
PAGE_HINT = "回编号看详情，回“下一页”接着看。"
NAME_WANTED = "新客户叫什么？连名字一起发，比如：建客户 苏州大成齿轮 王总 138…"
NOBODYS = "没写明是哪家，先没记。连客户名一起发，比如：叫 东吴=苏州东吴机械有限公司"
BAD_ALIAS = "这个简称记不了：要 2 到 20 个字，有字，不是口令、人的称呼、“客户”这类常用词，也不带号码。"
NOT_TAUGHT = "好，简称没动。"
NEW = "新客户"
BOTH = "两家都叫，用到时再问我"
ADD = "加上"
LEAVE = "不加"


def card(
    name: str,
    *,
    place: str,
    level: str,
    owner: str,
    helpers: Sequence[str],
    held: str,
    last: Sequence[str],
    next_step: str,
    money: str,
    promises: Sequence[str],
    contacts: Sequence[str],
    birthdays: Sequence[str],
    labels: Sequence[str],
    address: str,
    note: str,
    source: str,
    question: str,
) -> str:
    """One customer on one short screen; what is empty is left out.

    Args:
        name: in full.
        place: its city.
        level: A, B, C, or empty.
        owner: the owner's name, or 公海.
        helpers: who works on it beside him.
        held: until when it is protected.
        last: what happened last, `visit_line`.
        next_step: when somebody goes on; empty if nothing is set.
        money: what is open, to whoever may know.
        promises: `promise_line`.
        contacts: `contact_line`.
        birthdays: `birthday_line`.
        labels: its labels.
        address, note, source: empty if unknown; the source is where it came from.
        question: what is worth asking.
    """
    with_him = f"合作 {'、'.join(helpers)}" if helpers else ""
    until = f"保护到 {held}" if held else ""
    facts = "，".join(
        fact for fact in (place, f"{level}类" if level else "", f"负责人 {owner}", with_him, until) if fact
    )
    lines = [f"最近 {line}" for line in last] or [NO_VISITS]
    lines.append(f"下次 {next_step}" if next_step else "下次 没定")
    lines += [money] if money else []
    lines += [f"承诺 {'；'.join(promises)}"] if promises else []
    lines += [f"联系人 {'；'.join(contacts)}"] if contacts else ["联系人 还没存"]
    lines += [f"生日 {'；'.join(birthdays)}"] if birthdays else []
    lines += [f"标签 {'、'.join(map(mask, labels))}"] if labels else []
    lines += [f"{ADDRESS}{common.cut(address)}"] if address else []
    lines += [f"备注 {common.cut(note)}"] if note else []
    lines += [f"来源 {common.cut(source)}"] if source else []
    return common.lines_within(f"{mask(name)}（{facts}）", lines, question)


def promise_line(words: str, due_on: date | None, today: date) -> str:
    """免费检修（12月2日（周三）前）."""
    when = f"（{common.day(due_on, today)}前）" if due_on is not None else ""
    return f"{common.cut(words, 20)}{when}"


def more_promises(count: int) -> str:
    """There are more than are shown."""
    return f"共 {count} 条"


def visit_line(on: date, today: date, *, who: str, contact: str, summary: str) -> str:
    """11月20日 李雷·王总 谈报价; `who` is empty for the speaker's own."""
    met = f"·{common.cut(contact, 8)}" if contact else ""
    person = f" {who}{met}" if who else (f" {common.cut(contact, 8)}" if contact else "")
    about = f" {common.cut(summary, 24)}" if summary else ""
    return f"{visits.short_day(on, today)}{person}{about}"


def next_step(on: date, clock: time | None, note: str, today: date, *, who: str) -> str:
    """12月2日（周三）带样品, with the name of whoever set it if it was not the speaker."""
    said = visits.next_step(on, clock, note, today)
    return f"{said}（{who}）" if who else said


def contact_line(name: str, title: str, phone: str) -> str:
    """王建国（总经理）138****0001."""
    called = f"{mask(name)}（{mask(title)}）" if title else mask(name)
    return f"{called}{' ' if phone and not title else ''}{mask(phone)}"


def birthday_line(name: str, said: str, on: str) -> str:
    """王建国 农历七月初九 → 2027年8月10日（周二）; by the sun 王建国 11月30日（周一）."""
    return f"{mask(name)} {on}" if on.startswith(said) else f"{mask(name)} {said} → {on}"


def taken(name: str, team: str, whom: str, *, wants_phone: bool = False) -> str:
    """A customer that is a colleague's: that it is taken, and by whom to ask, and nothing more (`product.md` P6).

    Args:
        name: of the customer.
        team: of its owner; may be empty.
        whom: the leader to ask; empty if nobody is known.
        wants_phone: its phone was asked for.
    """
    whose = f"（{team}）" if team else ""
    what = "看不了电话" if wants_phone else "看不了往来"
    ask = f"要联系请找 {whom}。" if whom else ""
    return f"{mask(name)} 已有归属{whose}，这家不归你，{what}。{ask}"


def not_yours(name: str, whom: str) -> str:
    """A colleague's customer to whose card something was to be added."""
    ask = f"请告诉 {whom}，由负责人来记。" if whom else ""
    return f"{mask(name)} 是同事的客户，这条没有记。{ask}"


def phone(name: str, title: str, figures: str, customer: str, note: str = "") -> str:
    """One number in full, to somebody who may have it; with what the company's own file says of the contact."""
    called = f"{mask(name)}（{mask(title)}）" if title else f"{mask(name)} "
    said = f"备注：{common.cut(note, 80)}。" if note else ""
    return f"{called}{figures}，{mask(customer)}。{said}{SEEN}"


def which_phone(customer: str, lines: Sequence[str]) -> str:
    """Several numbers; they are shown one at a time."""
    return f"{mask(customer)} 存了 {len(lines)} 个电话，要谁的？\n{common.numbered(lines)}\n回编号，一次看一个。"


def no_phone(who: str, customer: str) -> str:
    """No number is stored."""
    return f"{mask(who)} 还没有存电话。知道了发一句，比如：{mask(customer)} 王总 电话 138…"


def no_contact(who: str, customer: str, known: Sequence[str]) -> str:
    """Nobody of this name is stored at a customer."""
    others = f"存了的有：{'；'.join(known)}。" if known else "这家还没存联系人。"
    return f"{mask(customer)} 没有存“{common.cut(who, 12)}”。{others}"


def person_unknown(who: str) -> str:
    """Nobody of this name at any customer that he may see."""
    return f"你的客户里没找到“{common.cut(who, 12)}”。连客户名一起发，比如：东吴 王总 电话"


def which_person(who: str, lines: Sequence[str]) -> str:
    """Several people are called so."""
    return (
        f"“{common.cut(who, 12)}”有 {len(lines)} 位，是哪一位？\n{common.numbered(lines)}\n回编号看电话，一次看一个。"
    )


def whose_phone(figures: str, lines: Sequence[str]) -> str:
    """Who is reached under a number."""
    return f"{mask(figures)} 是：{'；'.join(lines)}"


def phone_of(name: str, title: str, customer: str, owner: str) -> str:
    """王建国（总经理），苏州东吴机械有限公司，负责人 李雷."""
    called = f"{mask(name)}（{mask(title)}）" if title else mask(name)
    return f"{called}，{mask(customer)}" + (f"，负责人 {owner}" if owner else "")


def phone_taken(figures: str, team: str, whom: str) -> str:
    """A number of a colleague's customer: nothing of whom it is."""
    ask = f"要联系请找 {whom}。" if whom else ""
    return f"{mask(figures)} 已有归属{f'（{team}）' if team else ''}，是谁你这边看不了。{ask}"


def phone_pooled(figures: str) -> str:
    """A number of a customer in the public pool."""
    return f"{mask(figures)} 是公海里一家客户的，要归到人名下才看得到。"


def phone_unknown(figures: str) -> str:
    """Nobody is stored under a number."""
    return f"{mask(figures)} 没有存过。要存发一句，比如：东吴 王总 电话 {mask(figures)}"


def odd_phone(figures: str) -> str:
    """A number that cannot be dialled: a figure missing, or one too many."""
    missing = MOBILE_FIGURES - len(figures)
    how = f"少 {missing} 位" if missing > 0 else f"多 {-missing} 位" if missing else "不像手机号"
    return f"号码“{common.cut(figures, 20)}”{how}，没存。核对一下，再连名字发一次。"


def odd_number(figures: str) -> str:
    """Somebody asks whose a number is that cannot be one."""
    return f"号码“{common.cut(figures, 20)}”是 {len(figures)} 位，手机号要 {MOBILE_FIGURES} 位，核对一下再查。"


def which(mention: str, names: Sequence[str]) -> str:
    """Several customers fit a question."""
    return f"{common.which_customer(mention)}\n{common.numbered(names)}\n回编号或名字。"


def near(mention: str, names: Sequence[str]) -> str:
    """No customer fits a question; similar names are offered."""
    return f"没找到“{common.cut(mention, 24)}”。是不是：\n{common.numbered(names)}\n回编号或名字。"


def not_found(mention: str) -> str:
    """No customer fits a question and none is similar."""
    return f"没找到“{common.cut(mention, 24)}”。{HINT_ADD}"


def list_title(whose: str, filters: Sequence[str]) -> str:
    """我的客户（苏州、A类）."""
    return f"{whose}的客户" + (f"（{'、'.join(filters)}）" if filters else "")


def list_head(title: str, count: int, listed: int) -> str:
    """我的客户（苏州）：23 家."""
    more = f"，列出前 {listed} 家" if listed < count else ""
    return f"{title}：{count} 家{more}"


def list_line(index: int, name: str, *, level: str, city: str, since: str, owner: str) -> str:
    """1 苏州东吴机械有限公司 A类 苏州 3 天前."""
    facts = " ".join(fact for fact in (f"{level}类" if level else "", city, owner, since) if fact)
    return f"{index} {common.cut(name, 18)} {facts}".rstrip()


def since(last_on: date | None, today: date) -> str:
    """今天去过, 12 天前, 没拜访过."""
    if last_on is None:
        return "没拜访过"
    days = (today - last_on).days
    return "今天去过" if days <= 0 else f"{days} 天前"


def not_seen_for(days: int) -> str:
    """30 天以上没拜访."""
    return f"{days} 天以上没拜访" if days else "最久没拜访的在前"


def list_tail(page: int, pages: int, *, beyond: bool) -> str:
    """Where in a list this is, and how to go on.

    Args:
        page: shown, counted from 0.
        pages: how many there are.
        beyond: a page behind the last was asked for.
    """
    if pages == 1:
        return "回编号看详情。"
    where = f"第 {page + 1}/{pages} 页"
    if page < pages - 1:
        return f"{where}，{PAGE_HINT}"
    return f"{where}，已经是最后一页，回编号看详情。" if beyond else f"{where}，回编号看详情。"


OWING = "有欠款"
NEWEST = "最近加的在前"
HELPED = "合作"


def owned_by(person: str) -> str:
    """负责人 李雷: behind a customer that somebody else owns."""
    return f"负责人 {person}"


def helped_too(count: int) -> str:
    """Below one's own customers: those he works on beside their owners."""
    return f"另有 {count} 家和同事合作的，发“合作的客户”看。"


def labelled(label: str) -> str:
    """标签 重点."""
    return f"标签 {mask(label)}"


def recycling(days: int) -> str:
    """7 天内会被回收."""
    return f"{days} 天内会被回收"


def recycled_on(on: date, today: date) -> str:
    """12月1日（周二）回收."""
    return f"{common.day(on, today)}回收"


def owes(total: str, overdue: str, *, late: bool) -> str:
    """欠 12 万元，逾期 5 万元; `late` where something of it is overdue."""
    if late and overdue == total:
        return f"欠 {total}，都逾期了"
    return f"欠 {total}{f'，逾期 {overdue}' if late else ''}"


def list_none(title: str) -> str:
    """A list of what concerns some customers is empty."""
    return f"{title}：没有。"


def list_empty(title: str) -> str:
    """Nothing to list."""
    return f"{title}：没有。{HINT_ADD}"


def added(name: str, number: int, person: str) -> str:
    """A new customer, with the contact that came with it."""
    with_person = f"联系人 {person}，一起存了。" if person else ""
    return f"新客户 {mask(name)} 已登记（客户#{number}），归你。{with_person}"


def already_there(name: str) -> str:
    """The customer was made by somebody a moment ago."""
    return f"{mask(name)} 已经有了，没有重复建。发“查 {mask(name)}”看看。"


def already_yours(name: str) -> str:
    """The customer is his own (`product.md` §4.3)."""
    return f"{mask(name)} 本来就是你的客户，不用再建。"


def already_pooled(name: str) -> str:
    """The customer is in the public pool."""
    return f"{mask(name)} 已经有了，在公海里，没有重复建。"


def already_below(name: str, owner: str) -> str:
    """The customer belongs to somebody in his line."""
    return f"{mask(name)} 已经有了，是{owner}的客户，没有重复建。"


def already_taken(name: str, team: str, whom: str) -> str:
    """The customer belongs to a colleague: that, and by whom to ask."""
    ask = f"要跟进请找 {whom}。" if whom else ""
    return f"{mask(name)} 已有归属{f'（{team}）' if team else ''}，没有重复建。{ask}"


def like_names(name: str) -> str:
    """Customers of nearly this name, or with this phone, are there."""
    return f"“{common.cut(name, 40)}”是不是："


def taught(number: int, alias: str, name: str) -> str:
    """A short name was learned."""
    return f"记住了 简称#{number}：“{mask(alias)}”就是 {mask(name)}，下一条就认。"


def known_alias(alias: str, name: str) -> str:
    """The short name stands for this customer already."""
    return f"“{mask(alias)}”本来就是 {mask(name)}，不用再记。"


def alias_taken(alias: str, others: Sequence[str]) -> str:
    """Another customer goes by this short name."""
    return f"“{mask(alias)}”现在叫的是 {'、'.join(map(mask, others))}。怎么办？"


def alias_of_colleague(alias: str) -> str:
    """A colleague's customer goes by this short name."""
    return f"“{mask(alias)}”也有同事的客户这么叫。加上后，你说的时候先认你自己的。"


def only_here(name: str) -> str:
    """The short name is to stand for one customer alone."""
    return f"以后只叫 {common.cut(name, 18)}"


def not_found_head(mention: str) -> str:
    """The first line of a question after a customer that nobody has."""
    return f"没找到“{common.cut(mention, 24)}”。是不是："


def not_deleted(name: str) -> str:
    """Customers stay, whoever wants them gone (`product.md` B5)."""
    said = common.cut(name, 20)
    return f"客户不删，往来都留着。不跟了发：退回 {said} 原因；刚才记错一条，发：撤销"
