"""What is said when customers are assigned, asked for, or worked on together (`product.md` A11, B1, G5)."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.texts import common
from models.directory import Directory
from models.errors import AlreadyHelps, HelpsNot
from models.rules.masking import mask
from models.rules.terms import cite

LEADERS_ASSIGN = "分配客户由主管来做。自己的客户要转给同事就发：东吴 转给 小王，主管同意后就转。"
TO_WHOM = "分给谁？连名字一起发，比如：分配 东吴 小王"
WHICH_PERSON = "名字对上了好几位，写全名再发一次。"
WHICH_CUSTOMER = "分配哪一家？连客户名一起发，比如：分配 东吴 小王"
NO_CUSTOMER = "没找到是哪一家，没有动。写客户全名再发一次，比如：分配 苏州东吴机械有限公司 李雷"
WRITE_NAME = "写同事的全名，比如：交接 李雷 给 韩梅"
NOT_MOVED = "好，没有动。"
SURE = ("确认", "不动")
AGREE = ("同意", "不同意")
NOBODY_ABOVE = "你没有上级，直接发：分配 客户名 姓名"
NOTHING_FITS = "没有符合的客户，没有动。发“我的客户”看看清单。"
ONE_AT_A_TIME = "转给同事要主管同意，一次申请一家，比如：东吴 转给 小王"
MOST = 500
_NAMED = 5
"""Customers that are named; of more, how many they are."""


def nobody_called(name: str) -> str:
    """A colleague who does not exist."""
    return f"没有叫 {name} 的同事。"


def to_whom_else(customer: str) -> str:
    """The question below it."""
    return f"{mask(customer)} 要给谁？"


def too_many(count: int) -> str:
    """More at once than one looks through."""
    return f"一共 {count} 家，一次最多 {MOST} 家。整个人的客户请用：交接 姓名 给 姓名"


def not_in_line(name: str) -> str:
    """Who shall get it does not report to the speaker."""
    return f"{name} 不在你的团队里，分不了。请找你们共同的上级。"


def not_in_leaders_line(name: str, leader: str) -> str:
    """Who shall get it does not report to the leader who would have to agree."""
    return f"{name} 不在 {leader} 的团队里，{leader} 批不了，没有申请。请 {leader} 找你们共同的上级。"


def direct_leader_decides(name: str, leader: str) -> str:
    """Over several levels the direct leader decides (G5)."""
    return f"{mask(name)} 由直接主管 {leader} 来分，你可以看，不越级派。"


def not_yours(name: str) -> str:
    """A customer of another team."""
    return f"{mask(name)} 已有归属，不在你这条线上，分不了。"


def only_own(name: str) -> str:
    """A rep may ask for his own customers only."""
    return f"{mask(name)} 不归你，转不了。要跟这家，请找主管分配。"


def is_his(name: str, person: str) -> str:
    """He has it already."""
    return f"{mask(name)} 本来就归 {person}，不用再分。"


def stays(name: str, person: str, told: Sequence[str]) -> str:
    """It stays with whoever has it; what was said beside has been passed on."""
    return f"好，{mask(name)} 还是 {person} 跟{common.told(told)}。"


def not_found(said: str) -> str:
    """No customer is called so."""
    return f"没找到“{common.cut(said, 20)}”，没有动。客户名写全一点再发一次。"


def ask_give(what: str, names: Sequence[str], person: str, owners: Sequence[tuple[str, int]], note: str) -> str:
    """把 苏州的 12 家（李雷 8 家、韩梅 4 家）分给 小王？

    Args:
        what: by which word they were chosen; empty where they were named.
        names: of the customers.
        person: who shall get them.
        owners: who has how many now; an empty name is the pool.
        note: what speaks against it, or empty.
    """
    if len(names) == 1:
        return f"把 {mask(names[0])}（{owner_now(owners[0][0])}）分给 {person}？{note}"
    counts = "、".join(f"{name or '公海'} {count} 家" for name, count in owners)
    which = f" {what} 的" if what else ""
    return f"把{which} {len(names)} 家（{counts}）分给 {person}？\n{common.few(names, _NAMED)}\n{note}"


def over_limit(person: str, held: int, limit: int) -> str:
    """The receiver would have more than the rule allows; a leader may decide so."""
    return f"{person} 会有 {held} 家，超过 {limit} 家（{cite('holding_limit')}）。"


def owner_now(name: str) -> str:
    """现归 李雷, or in the pool."""
    return f"现归 {name}" if name else "在公海"


def assigned(names: Sequence[str], person: str, numbers: Sequence[int], *, plans: int) -> str:
    """Customers have gone to somebody."""
    along = f"，{plans} 条跟进一起转过去" if plans else ""
    if len(names) == 1:
        return f"已把 {mask(names[0])} 分给 {person}（归属#{numbers[0]}）{along}。"
    return f"已把 {len(names)} 家分给 {person}（归属#{numbers[0]} 到 #{numbers[-1]}）{along}。"


def told(people: Sequence[str]) -> str:
    """Who was told of it."""
    return f"已告诉 {'、'.join(people)}。" if people else ""


def failed(lines: Sequence[str]) -> str:
    """Those that could not be moved."""
    shown = list(lines[:3])
    more = [f"还有 {len(lines) - 3} 家也没动。"] if len(lines) > 3 else []
    return "\n".join([*shown, *more])


def you_got(leader: str, names: Sequence[str], number: int, *, plans: int) -> str:
    """What the new owner reads."""
    along = f" 原来的 {plans} 条跟进转给你了，发“待办”看。" if plans else ""
    return f"{leader} 把 {common.few(names, _NAMED)} 分给你了（归属#{number}）。{along}发“查 {mask(names[0])}”看往来。"


def you_lost(leader: str, names: Sequence[str], person: str) -> str:
    """What the former owner reads."""
    return f"{leader} 把你的 {common.few(names, _NAMED)} 分给 {person} 了。有疑问直接找 {leader}。"


def asked(leader: str, name: str, person: str, *, join: bool) -> str:
    """The leader was asked."""
    what = f"让 {person} 一起跟 {mask(name)}" if join else f"把 {mask(name)} 转给 {person}"
    return f"已请 {leader} 同意{what}，有结果会告诉你。"


def request(rep: str, name: str, person: str, reason: str, *, join: bool) -> str:
    """What the leader reads."""
    what = f"让 {person} 一起跟 {mask(name)}" if join else f"把 {mask(name)} 转给 {person}"
    why = f"（{common.cut(reason, 40)}）" if reason else ""
    return f"{rep} 申请{what}{why}。"


def how_to_agree(name: str, person: str, *, join: bool, by_number: bool) -> str:
    """How the leader agrees: by number where nothing else waits for his answer, else by the deed itself."""
    how = f"合作 {mask(name)} {person}" if join else f"分配 {mask(name)} {person}"
    return f"1 同意 2 不同意（以后再定就发：{how}）" if by_number else f"同意就发：{how}"


def agreed(leader: str, name: str, person: str, *, join: bool) -> str:
    """What the rep reads whose request was granted."""
    return f"{leader} 同意了：{mask(name)} {f'加上 {person} 一起跟' if join else f'转给 {person}'}。"


def refused(leader: str, name: str, person: str, *, join: bool) -> str:
    """What the rep reads whose request was not granted."""
    what = f"加 {person} 一起跟" if join else f"转给 {person}"
    return f"{leader} 没有同意 {mask(name)} {what}，还归你。有疑问直接找 {leader}。"


def refusal_kept(told: Sequence[str]) -> str:
    """What the leader reads then."""
    return f"好，没有动{common.told(told)}。"


def ask_join(names: Sequence[str], person: str, owner: str) -> str:
    """Whether somebody shall see all of a customer from now on."""
    return f"让 {person} 一起跟 {common.few(names, _NAMED)}（负责人还是 {owner}，{person} 能看到全部往来和电话）？"


def joined(name: str, person: str, number: int, owner: str, told: Sequence[str]) -> str:
    """Somebody helps with a customer now."""
    return f"{person} 加入 {mask(name)}（归属#{number}），负责人还是 {owner}{common.told(told)}。"


def you_joined(leader: str, name: str, owner: str, number: int) -> str:
    """What the helper reads."""
    return f"{leader} 让你和 {owner} 一起跟 {mask(name)}（归属#{number}）。发“查 {mask(name)}”看往来。"


def owner_got_help(leader: str, name: str, person: str) -> str:
    """What the owner reads."""
    return f"{leader} 让 {person} 和你一起跟 {mask(name)}，负责人还是你。"


def left(name: str, person: str, number: int, told: Sequence[str]) -> str:
    """Somebody helps with a customer no longer."""
    return f"{person} 不再跟 {mask(name)}（归属#{number}）{common.told(told)}。"


def you_left(leader: str, name: str) -> str:
    """What the former helper reads."""
    return f"{leader} 结束了你在 {mask(name)} 的合作，往来你这边看不到了。"


def owner_lost_help(leader: str, name: str, person: str) -> str:
    """What the owner reads."""
    return f"{leader} 结束了 {person} 在 {mask(name)} 的合作，现在你自己跟。"


def is_owner(name: str, person: str) -> str:
    """The owner needs not be added."""
    return f"{mask(name)} 就是 {person} 负责的，不用加合作。"


def pooled_help(name: str) -> str:
    """Nobody owns it, so nobody can be helped."""
    return f"{mask(name)} 在公海里，先分给人再加合作：分配 {mask(name)} 姓名"


def already_helps(fact: AlreadyHelps, directory: Directory) -> str:
    """He works on it already."""
    return f"{_person(fact.person_id, directory)} 已经在一起跟 {mask(directory.customer(fact.customer_id).name)} 了。"


def helps_not(fact: HelpsNot, directory: Directory) -> str:
    """He does not work on it."""
    return f"{_person(fact.person_id, directory)} 本来就没有在跟 {mask(directory.customer(fact.customer_id).name)}。"


def _person(person_id: int, directory: Directory) -> str:
    return directory.people[person_id].name
