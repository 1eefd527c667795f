"""What is said of registrations: made, taken, checked, completed, renewed (`product.md` A10, A11, B6, §4.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from handlers.texts import common, records
from models.rules.leads import Part
from models.rules.masking import mask
from models.rules.term_table import TERMS
from models.rules.terms import Terms, cite, clause
from models.wording import parts as part_words

CHAPTER = "报备"
PARTS = part_words.LEAD
_ASKS = {
    Part.NEED: "客户要什么？回一句就行，比如：2台注塑机。",
    Part.CONTACT: "对接人是谁？回姓名和电话，比如：王工 138…",
    Part.NEXT: "下次什么时候跟？回日子就行，比如：下周三，或：预计9月采购。",
}
_AGAIN = {
    Part.NEED: "没看懂要什么。回一句需求，比如：2台注塑机；现在没有就回“以后”。",
    Part.CONTACT: "没看懂是谁。回姓名和电话，比如：王工 138…；现在没有就回“以后”。",
    Part.NEXT: "没看懂是哪天。回个日子，比如：下周三；现在没有就回“以后”。",
}
FILL_LATER = "好，先这样。想起来再发：报备B{number:04} 需求 …"
WAYS_OF_TAKEN = ("申诉", "到期提醒我", "看规则")
WAYS_OF_OWNED = ("申诉", "看规则")
WHICH = "报备哪家？连名字一起发，比如：报备 苏州大成齿轮 注塑机2台 王工 138…"
NAME_DROPPED = "好，没有报备。"
NOT_FOR_YOU = "报备由业务员和主管来做，你这个岗位报不了。"
POOL_WAYS = ("报备并领到名下", "不用")
POOL_DROPPED = "好，没有领。"
TAKEN_AGAIN = "没对上，再选一次：{ways}"
SAME = "就是这家"
OTHER = "另一家"
REGISTER_ALL_THE_SAME = "照报"
NOT_NOW = "先不报"
FILL_NOTHING = "没看出补什么。比如：报备B0131 需求 2台注塑机；报备B0131 联系人 王工 138…；报备B0131 下周三跟"
NOTHING_TO_FILL = "你没有等着补的报备。"
DECIDE_AGAIN = "回 1 确认给他，2 加姓名改派，3 加姓名合作，比如：2 韩梅。"
WHO_WANTED = "给谁？带上姓名，比如：2 韩梅"
DEFAULT_WHO = "同事"
REMINDER_NOTE = "报备保护到期，可以再看看"


def code(number: int) -> str:
    """B0131: how people say a registration's number."""
    return f"B{number:04}"


def registered(
    number: int, name: str, told: Sequence[str], until: date, today: date, *, made: bool, project: str = ""
) -> str:
    """It is his now.

    Args:
        number: of the registration.
        name: of the customer in full.
        told: what was kept of it: need, contact, source.
        until: the last protected day.
        today: Shanghai day.
        made: whether the customer was made for it.
        project: which project of it.
    """
    new = "（新客户，归你）" if made else ""
    of = f" {common.cut(project, 24)}" if project else ""
    about = f"：{'，'.join(common.cut(one, 40) for one in told)}" if told else ""
    return f"报备成功 {code(number)} {mask(name)}{of}{new}{about}。保护到 {common.day(until, today)}。"


def nobody_else(number: int) -> str:
    """To somebody who asks right after he registered whether anybody else had."""
    return f"没有，别人没报过；报备B{number:04} 归你。"


def still_missing(parts: Sequence[Part], hold_until: date | None, today: date) -> str:
    """What a provisional registration lacks, and until when; the first of it is asked for."""
    names = "、".join(PARTS[part] for part in parts)
    until = f"，{common.day(hold_until, today)}前补齐（{cite('hold_days')}）" if hold_until is not None else ""
    return f"还差{names}{until}。{_ASKS[parts[0]]}"


def again(part: Part) -> str:
    """The answer did not say what was asked for."""
    return _AGAIN[part]


def all_there(leader: str) -> str:
    """Need, contact and next step are there; the leader decides who runs it (A11)."""
    return f"需求、联系人、下一步都齐了，已报 {leader} 定。" if leader else "需求、联系人、下一步都齐了，已落实。"


def next_step(on: date, today: date, number: int | None) -> str:
    """下次 12月2日（周三）跟进#135."""
    return f"下次 {common.day(on, today)}{f' 跟进#{number}' if number is not None else ''}"


def filled(number: int, name: str, told: Sequence[str]) -> str:
    """What was added to a registration."""
    return f"补上了 报备{code(number)} {mask(name)}：{'，'.join(common.cut(one, 40) for one in told)}。"


def own(name: str, number: int | None, until: date | None, ended_on: date | None, today: date) -> str:
    """The customer is his already (`product.md` §4.3).

    Args:
        name: of the customer.
        number: of his registration, if there is one.
        until: the last protected day, if it is protected.
        ended_on: when his registration ran out, if it did.
        today: Shanghai day.
    """
    if until is not None:
        by = f"（报备{code(number)}）" if number is not None else ""
        return f"{mask(name)} 本来就是你的{by}，保护到 {common.day(until, today)}，不用再报。"
    if ended_on is not None and number is not None:
        return (
            f"{mask(name)} 还在你名下，报备{code(number)} 保护到 {common.day(ended_on, today)}，已经过了。\n"
            f"要再保护发：续保护 {code(number)}，由主管定（{cite('renewals')}）。"
        )
    return f"{mask(name)} 本来就是你的，不用再报。"


def helped(name: str, owner: str) -> str:
    """He works on the customer beside its owner."""
    return f"{mask(name)} 你在和 {owner} 一起跟，不用再报。"


def below(name: str, owner: str, until: date | None, today: date) -> str:
    """The customer belongs to somebody in the leader's own line."""
    how = f"，保护到 {common.day(until, today)}" if until is not None else ""
    return f"{mask(name)} 是 {owner} 的客户{how}。要换人发：改派 {mask(name)} 姓名"


def taken(name: str, who: str, since: date | None, until: date | None, today: date, *, registered_: bool) -> str:
    """It is a colleague's: by whom only as far as the company shows, since when, until when, and the ways out.

    Args:
        name: of the customer.
        who: the team or the name that may be shown; empty for nobody.
        since: the Shanghai day from which.
        until: the last protected Shanghai day.
        today: Shanghai day.
        registered_: whether it was registered, and not got otherwise.
    """
    facts = [who, f"{common.day(since, today)}起" if since is not None else ""]
    facts.append(f"保护到 {common.day(until, today)}" if until is not None else "")
    known = "，".join(fact for fact in facts if fact)
    head = "已有人报备" if registered_ else "已有归属"
    return f"{mask(name)} {head}{f'：{known}' if known else ''}。\n{_ways(until)}"


def too_late(name: str, at: datetime, late: timedelta, who: str, until: date, today: date) -> str:
    """Somebody else was faster by a moment.

    Args:
        name: of the customer.
        at: when the other one registered (UTC).
        late: by how much this one was slower.
        who: the team or the name that may be shown; empty for nobody.
        until: the last protected Shanghai day.
        today: Shanghai day.
    """
    by = f"（{who}）" if who else ""
    return (
        f"慢了{_slower(late)}：{mask(name)} {common.clock(at)}:{at.second:02} 刚被人报备{by}，"
        f"保护到 {common.day(until, today)}。\n{_ways(until)}"
    )


def _slower(late: timedelta) -> str:
    seconds = late.total_seconds()
    if seconds < 0.1:
        return "不到 0.1 秒"
    return f" {seconds:.1f} 秒" if seconds < 10 else f" {round(seconds)} 秒"


def _ways(until: date | None) -> str:
    ways = WAYS_OF_TAKEN if until is not None else WAYS_OF_OWNED
    return " ".join(f"{number} {way}" for number, way in enumerate(ways, 1))


def pooled(name: str) -> str:
    """A customer of the public pool: nobody's, to be claimed."""
    first, second = POOL_WAYS
    return f"{mask(name)} 在公海，现在没人跟。1 {first} 2 {second}"


def pooled_for_others(name: str, leader: str) -> str:
    """The same to somebody who claims nothing: who can give it to whom."""
    ask = f"要人跟的话，请 {leader} 分给谁。" if leader else ""
    return f"{mask(name)} 在公海，现在没人跟。{ask}"


def frozen(name: str) -> str:
    """A handover has the customer."""
    return f"{mask(name)} 正在交接，暂时不能报。"


def like(name: str) -> str:
    """Customers of nearly this name are there."""
    return f"和“{common.cut(name, 40)}”像的已经有了，是不是："


def held_by(who: str, since: date, until: date | None, today: date) -> str:
    """（蒋磊 11月23日（周一）起，保护到 …）: behind a like customer that a colleague has."""
    kept = f"，保护到 {common.day(until, today)}" if until is not None else ""
    return f"（{who} {common.day(since, today)}已报备{kept}）"


def like_held(leader: str) -> str:
    """Below like customers of which one is a colleague's: what becomes of it when it is the same."""
    return f"是同一家就回 1，{leader} 会知道你们都报了，也可以申诉。"


def phone_of_own(phone: str, name: str) -> str:
    """The number is stored at another customer of his own."""
    return f"{mask(phone)} 存在你的 {mask(name)} 下面。是同一家吗？"


def phone_taken(phone: str, who: str) -> str:
    """The number is stored at a colleague's customer; nothing more is told of it (`product.md` P6)."""
    by = f"（{who}）" if who else ""
    return (
        f"{mask(phone)} 已在别人的客户下面存过{by}，可能是同一家。\n1 {REGISTER_ALL_THE_SAME}，主管会看到 2 {NOT_NOW}"
    )


def phone_pooled(phone: str) -> str:
    """The number is stored at a customer of the pool."""
    return f"{mask(phone)} 存在公海一家客户下面，可能是同一家。\n1 {REGISTER_ALL_THE_SAME} 2 {NOT_NOW}"


def project_taken(project: str, who: str) -> str:
    """A project of this name is registered at a customer of somebody else."""
    by = f"（{who}）" if who else ""
    return (
        f"“{common.cut(project, 24)}”已有人报备{by}，可能是同一个项目。\n"
        f"1 {REGISTER_ALL_THE_SAME}，主管会看到 2 {NOT_NOW}"
    )


def rules_of(terms: Terms, today: date) -> str:
    """The clauses on registrations, as they are in force."""
    lines = [clause(term, terms.text(term.name, today)) for term in TERMS if term.chapter == CHAPTER]
    return "\n".join([f"{CHAPTER}制度：", *lines])


def will_remind(on: date, today: date, number: int) -> str:
    """A reminder for the day after a colleague's protection was set."""
    return f"好，{common.day(on, today)}早上提醒你（提醒#{number}）。"


def lapsed(number: int, on: date) -> str:
    """The registration was never completed and protects no longer."""
    return (
        f"报备{code(number)} 到 {common.short_day(on)} 还没补齐，已经失效（{cite('hold_days')}）。\n"
        "客户还没被别人报走的话，主管可以延：发“续保护” 加编号。"
    )


def expired(number: int, on: date) -> str:
    """The protection is over."""
    return f"报备{code(number)} 的保护到 {common.short_day(on)} 为止，已经结束。"


def not_yours(number: int) -> str:
    """A colleague's registration; nothing of it is told."""
    return f"报备{code(number)} 不是你的，看不了也改不了。发“我的报备”看自己的。"


def completed(rep: str, number: int, name: str, told: Sequence[str], *, asked: bool) -> str:
    """What the leader is told when a registration is complete (A11).

    Args:
        rep: who holds it.
        number: of the registration.
        name: of the customer.
        told: what is known of it.
        asked: whether a number alone answers it.
    """
    of = code(number)
    how = (
        f"1 确认给他 2 改派 3 合作（或发：{of} 2 姓名）"
        if asked
        else f"回：{of} 1 确认给他；{of} 2 姓名 改派；{of} 3 姓名 合作"
    )
    return f"{rep} 的 报备{of} {mask(name)} 已落实：{'；'.join(common.cut(one, 40) for one in told)}。\n谁来跟？{how}"


def conflict(rep: str, name: str, who: str, since: date | None, until: date | None, today: date, *, sees: bool) -> str:
    """What a leader is told of a conflict, once (A10).

    Args:
        rep: who wanted to register it.
        name: of the customer.
        who: whose it is, as far as this leader may know.
        since, until: the other's days, if they are known.
        today: Shanghai day.
        sees: whether this leader may open the file.
    """
    facts = "，".join(
        filter(
            None,
            (
                who,
                f"{common.day(since, today)}起" if since is not None else "",
                f"保护到 {common.day(until, today)}" if until is not None else "",
            ),
        )
    )
    file = f"\n双方记录发：撞单 {mask(name)}" if sees else ""
    return f"撞单：{rep} 今天要报 {mask(name)}，已有人了{f'（{facts}）' if facts else ''}。{file}"


def same_phone(rep: str, number: int, name: str, other: str) -> str:
    """What a leader is told when somebody registered in spite of a number that is known elsewhere."""
    what = f"和 {mask(other)} 的电话或项目一样" if other else "和别的团队一家客户的电话或项目一样"
    return f"可能撞单：{rep} 报备{code(number)} {mask(name)}，{what}，他说不是同一家。请核一下。"


def taken_over(name: str, number: int, on: date, today: date, *, lapsed: bool) -> str:
    """What the former holder is told when somebody else registered what had run out."""
    why = f"到 {common.day(on, today)} 没补齐，已失效" if lapsed else f"保护到 {common.day(on, today)}，没有续"
    return f"{mask(name)} 的 报备{code(number)} {why}，现在由同事报备了。有异议发：申诉 {mask(name)} 理由"


def confirmed(number: int, name: str, rep: str, told: Sequence[str]) -> str:
    """The leader confirmed that the one who registered runs it."""
    return f"好，报备{code(number)} {mask(name)} 由 {rep} 跟{common.told(told)}。"


def your_lead_confirmed(leader: str, number: int, name: str) -> str:
    """What the rep is told."""
    return f"{leader} 确认了：报备{code(number)} {mask(name)} 由你跟。"


def stands_in_the_way(number: int, kind: str, other: int) -> str:
    """A registration cannot be taken back because of what came after it."""
    names: Mapping[str, str] = {each.value: name for each, name in records.KINDS.items()}
    what = f"{names.get(kind, '记录')}#{other}"
    return f"报备{code(number)} 撤不了：后面已经有 {what}。先撤销它，或者请主管改派。"
