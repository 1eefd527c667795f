"""What is said of the public pool: shown, claimed from, given back to (`product.md` B1, §4.2, §4.3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from handlers.texts import common
from models.directory import Directory
from models.errors import (
    AlreadyYours,
    ClaimsUsedUp,
    CustomerFrozen,
    CustomerMovedOn,
    CustomerTaken,
    FormerOwnerWaits,
    HoldingFull,
    NotYetFree,
    OwnerChanged,
)
from models.rules.masking import mask
from models.rules.terms import cite
from models.times import shanghai, shanghai_day

NO_CLAIMS = "你这个岗位不领客户，名额是给业务员和主管的。"
LIST_FIRST = "还没有打开的单子，编号对不上。先发“公海”看编号，再发：领 1"
OWN_LIST_FIRST = "还没有打开的单子，编号对不上。发“我的客户”看编号，或直接写名字：退回 客户名 原因"
PAGE_HINT = "回“下一页”接着看。"
LAST_PAGE = "已经是最后一页。"
LOOK_HINT = "回编号看这家。"
CLAIM_HINT = "要哪家，回：领 1（几家一起：领 1 和 3）。"
OTHER = "其他"
REASONS = ("无需求", "没预算", "已买别家", "联系不上", OTHER)
REASON_WANTED = "原因写一句，比如：项目取消了。不退回“取消”。"
KEPT = "好，没有退，还在你名下。"
NOT_FOUND_HINT = "发“公海”看看有哪些。"
REMIND_ME = ("要", "不用")
NOT_REMINDED = "好。"
REMINDER_NOTE = "看公海，领客户"
RELEASE, STAY = "退回", "不退"


def head(places: str, count: int, *, more: bool, room: str) -> str:
    """公海（苏州）：12 家，今天还能领 3 家，手上 41/100."""
    filtered = f"（{common.cut(places, 30)}）" if places else ""
    return f"公海{filtered}：{count}{'+' if more else ''} 家{room}"


def room(left: int, held: int, limit: int) -> str:
    """What is left of the day's claims, and how many customers one has."""
    return f"，今天还能领 {left} 家，手上 {held}/{limit}"


def line(
    index: int,
    name: str,
    *,
    city: str,
    level: str,
    pooled_on: date | None,
    reason: str,
    last_on: date | None,
    today: date,
    free_at: datetime | None = None,
    own_until: date | None = None,
) -> str:
    """1 华联超市有限公司 B类 无锡，11月20日进，没预算；10月8日谈过.

    Args:
        index: its number.
        name: in full.
        city, level: or empty.
        pooled_on: since when it is in the pool.
        reason: why it was given back, or empty.
        last_on: the day of the last visit.
        today: Shanghai day.
        free_at: from when on it may be claimed (UTC), where that is still to come.
        own_until: who asks gave it back himself and waits until then.
    """
    facts = " ".join(fact for fact in (f"{level}类" if level else "", city) if fact)
    came = f"，{short(pooled_on, today)}进" if pooled_on is not None else ""
    why = f"，{common.cut(reason, 14)}" if reason else ""
    last = f"；{short(last_on, today)}谈过" if last_on is not None else ""
    waits = ""
    if own_until is not None:
        waits = f"（你退的，{short(own_until, today)}后可领）"
    elif free_at is not None:
        waits = f"（{moment(free_at, today)}起可领）"
    return f"{index} {common.cut(name, 18)}{' ' if facts else ''}{facts}{came}{why}{last}{waits}"


def tail(page: int, *, more: bool, left: int | None) -> str:
    """How to go on below a page.

    Args:
        page: from 0.
        more: whether there is another.
        left: how many he may still claim today; None for whoever claims nothing, who is not told how to.
    """
    hint = LOOK_HINT if left is None else CLAIM_HINT if left else f"今天领满了（{cite('claims_a_day')}），{LOOK_HINT}"
    return f"{hint}第 {page + 1} 页，{PAGE_HINT}" if more else hint


def empty(places: str, room: str) -> str:
    """Nothing there that fits."""
    filtered = f"里没有“{common.cut(places, 30)}”的" if places else "现在是空的"
    hint = "发“公海”看全部。" if places else "有同事退回来会出现在这里。"
    return f"公海{filtered}{room}。{hint}"


def last_page() -> str:
    """There is no further page."""
    return f"{LAST_PAGE}{CLAIM_HINT}"


def short(day: date, today: date) -> str:
    """11月20日; with the year where it is another."""
    return common.day(day, today).split("（", 1)[0]


def moment(at: datetime, today: date) -> str:
    """今天 15:00, 明天 10:02, 11月25日（周三）10:02."""
    on = shanghai_day(at)
    days = (on - today).days
    word = {0: "今天 ", 1: "明天 "}.get(days, common.day(on, today))
    return f"{word}{common.clock(at)}"


def claimed(name: str, number: int, until: date, today: date, *, last: str, plain: bool = False) -> str:
    """领到 华联（归属#140），保护到 …；上次谈到…；…前要有一次有效跟进。

    Args:
        name: in full.
        number: of the move.
        until: the last protected day.
        today: Shanghai day.
        last: what was talked about last, or empty.
        plain: one of several, without what follows from the rule.
    """
    said = f"领到 {mask(name)}（归属#{number}），保护到 {common.day(until, today)}"
    talk = f"；{last}" if last else ""
    if plain:
        return f"{said}{talk}"
    return f"{said}{talk}。\n{short(until, today)}前要有一次有效跟进，不然退回公海（{cite('claim_protection_days')}）。"


def last_talk(on: date, summary: str, today: date) -> str:
    """上次 10月8日谈到 报价."""
    return f"上次 {short(on, today)}谈到 {common.cut(summary, 24)}" if summary else f"上次拜访 {short(on, today)}"


def room_after(room: str) -> str:
    """What is left, behind a claim."""
    return f"{room.lstrip('，')}。"


def claimed_push(rep: str, names: Sequence[str], number: int) -> str:
    """What the leader reads."""
    return f"{rep} 从公海领了 {common.few(names)}（归属#{number}）。"


def filters(city: str, level: str, words: Sequence[str], days: int) -> str:
    """苏州、注塑机、最近30天."""
    said = [city, f"{level}类" if level else "", *words, f"最近{days}天" if days else ""]
    return "、".join(word for word in said if word)


def rule_of_several() -> str:
    """What follows for all that were claimed at once."""
    return f"保护期内各要有一次有效跟进，不然退回公海（{cite('claim_protection_days')}）。"


def not_tried(count: int) -> str:
    """Behind a limit the others are not tried."""
    return f"后面 {count} 家没有再领。"


def not_in_pool(said: str) -> str:
    """No customer of this name."""
    return f"没找到“{common.cut(said, 20)}”。{NOT_FOUND_HINT}"


def which(said: str) -> str:
    """The head of a question which customer is meant."""
    return common.which_customer(said) if said else "领哪一家？"


def own_not_found(said: str) -> str:
    """None of his own customers is called so."""
    return f"你名下没找到“{common.cut(said, 20)}”，没有退。发“我的客户”看清单。"


def which_to_release(said: str) -> str:
    """The same of one that shall go back."""
    return f"退哪一家，“{common.cut(said, 20)}”是："


def is_it(said: str) -> str:
    """The head of a question after a name that is near."""
    return f"没找到“{common.cut(said, 20)}”。是不是："


def card(
    name: str, *, city: str, level: str, since: date | None, reason: str, last_on: date | None, today: date
) -> str:
    """One customer of the pool: what may be known before it is claimed."""
    facts = "，".join(fact for fact in (city, f"{level}类" if level else "", "公海") if fact)
    lines = [f"{mask(name)}（{facts}）"]
    if since is not None:
        lines.append(f"{common.day(since, today)}进公海" + (f"，原因：{common.cut(reason)}" if reason else ""))
    lines.append(f"最近一次拜访 {common.day(last_on, today)}" if last_on is not None else "还没有拜访记录")
    return "\n".join(lines)


def claim_this(number: int) -> str:
    """Below the card of a line."""
    return f"要的话回：领 {number}"


# Refusals


def already_yours(fact: AlreadyYours, directory: Directory) -> str:
    """Whoever wants it has it."""
    until = f"，保护到 {common.full_day(fact.protected_until)}" if fact.protected_until is not None else ""
    return f"{_name(fact.customer_id, directory)} 本来就是你的{until}，不用再领。"


def taken(fact: CustomerTaken, directory: Directory) -> str:
    """Somebody else has it; with the time where the race was lost just now."""
    name = _name(fact.customer_id, directory)
    if fact.at is None:
        return f"{name} 已有归属，不在公海里，领不了。有异议发：申诉 {directory.customer(fact.customer_id).short} 理由"
    return f"慢了一步，{name} {shanghai(fact.at):%H:%M:%S} 被领走了。"


def alike(lines: Sequence[str]) -> str:
    """Others of the pool, below a race that was lost."""
    return "公海里类似的还有：\n" + "\n".join(lines)


def not_yet_free(fact: NotYetFree, directory: Directory) -> str:
    """It came into the pool a few hours ago."""
    on = shanghai_day(fact.free_at)
    return (
        f"{_name(fact.customer_id, directory)} 刚进公海，{common.short_day(on)} {common.clock(fact.free_at)} 起才能领"
        f"（{cite('fresh_hours')}）。"
    )


def former_owner(fact: FormerOwnerWaits, directory: Directory) -> str:
    """He had it last."""
    how = "被回收的" if fact.recycled else "退回的"
    if fact.recycled:
        return (
            f"{_name(fact.customer_id, directory)} 是 {common.short_day(fact.pooled_on)} 从你名下{how}，"
            f"{common.short_day(fact.last_on)}后你才能再领（{cite('former_owner_days')}）。"
        )
    return (
        f"{_name(fact.customer_id, directory)} 是你 {common.short_day(fact.pooled_on)} {how}，"
        f"{common.short_day(fact.last_on)}后才能再领（{cite('former_owner_days')}）。"
    )


def used_up(fact: ClaimsUsedUp, _directory: Directory) -> str:
    """The day's claims are used up."""
    return f"今天 {fact.limit} 家领满了（{cite('claims_a_day')}），明早 8 点后再领。"


REMIND_TOMORROW = "要我明早提醒你吗？1 要"


def full(fact: HoldingFull, _directory: Directory) -> str:
    """He has as many customers as one may have."""
    return (
        f"你手上 {fact.held} 家，满 {fact.limit} 家了（{cite('holding_limit')}），先退回一家不跟的。"
        "发“我的客户”挑，再发：退回 客户名 原因"
    )


def frozen(fact: CustomerFrozen, directory: Directory) -> str:
    """A handover has it."""
    return f"{_name(fact.customer_id, directory)} 正在交接（交接#{fact.handover}），交接完之前不能领也不能改派。"


def moved_on(fact: CustomerMovedOn, directory: Directory) -> str:
    """It is no longer where the move put it."""
    return f"{_name(fact.customer_id, directory)} 后来又换过手，归属#{fact.number} 撤不回了。要调整请找主管分配。"


def owner_changed(fact: OwnerChanged, directory: Directory) -> str:
    """It was somebody else's when it was decided."""
    name = _name(fact.customer_id, directory)
    return f"{name} 刚刚换了归属，没有动。发“查 {name}”看看。"


# Giving back


def ask_reason(names: Sequence[str]) -> str:
    """Why it shall go back."""
    return f"把 {common.few(names)} 退回公海，退回后任何人可领。原因是？"


def reason_tail() -> str:
    """How to leave it."""
    return "回编号，或直接写原因；不退回“取消”。"


def ask_sure(names: Sequence[str], reason: str) -> str:
    """Whether it shall really go back."""
    return f"把 {common.few(names)} 退回公海（{common.cut(reason, 24)}）？退回后任何人可领。"


def released(name: str, number: int, reason: str, *, plans: int, promises: int, told: str) -> str:
    """已退回公海 恒力（归属#141），原因：没预算。你的 2 条跟进已取消，1 条承诺留给接手的人。"""
    text = f"已退回公海 {mask(name)}（归属#{number}），原因：{common.cut(reason, 40)}。"
    left = [
        fact
        for fact in (
            f"{plans} 条跟进已取消" if plans else "",
            f"{promises} 条承诺留给接手的人" if promises else "",
            f"已告诉 {told}" if told else "",
        )
        if fact
    ]
    return text + (f"\n{'，'.join(left)}。" if left else "")


def released_push(rep: str, name: str, reason: str, number: int) -> str:
    """What the leader reads."""
    return f"{rep} 把 {mask(name)} 退回公海（归属#{number}），原因：{common.cut(reason, 60)}。"


def released_for_you(leader: str, name: str, reason: str, number: int) -> str:
    """What the former owner reads when a leader gave it back."""
    return f"{leader} 把你的 {mask(name)} 退回公海了（归属#{number}），原因：{common.cut(reason, 60)}。"


def is_pooled(name: str) -> str:
    """It is there already."""
    return f"{mask(name)} 本来就在公海里，不用退。"


def not_yours(name: str) -> str:
    """A colleague's customer is not given back by others."""
    return f"{mask(name)} 不是你的客户，退不了。"


def reminded(number: int, day: date, today: date) -> str:
    """A reminder for tomorrow morning was set."""
    return f"好，提醒#{number} {common.day(day, today)} 08:00 {REMINDER_NOTE}。"


def _name(customer_id: int, directory: Directory) -> str:
    card = directory.customers.get(customer_id)
    return mask(card.name) if card is not None else "这家"
