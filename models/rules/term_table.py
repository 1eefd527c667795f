"""The clauses of the company's terms, each with its default: the table of `product.md` §2. Pure data.

What a value was on a day, and how one is changed, is `terms`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Term:
    """One value that a rule of the company depends on.

    Attributes:
        name: in code.
        chapter: the part of the rules it stands in (公海).
        clause: its number (4.2), shown with every refusal that rests on it.
        title: what people call it (每天领取上限).
        sentence: the clause itself, with {} where the value stands.
        default: as text, like every stored value.
        unit: behind the value (天, 家, 分).
        low, high: what a number may be, both included; of a clock time nothing.
        words: other words by which people name it.
    """

    name: str
    chapter: str
    clause: str
    title: str
    sentence: str
    default: str
    unit: str = ""
    low: int = 0
    high: int = 0
    words: tuple[str, ...] = ()

    @property
    def is_clock(self) -> bool:
        """Whether the value is a clock time (21:00)."""
        return ":" in self.default


TERMS: Final[tuple[Term, ...]] = (
    Term(
        "points_floor", "积分", "1.1", "每月最低积分", "每人每月至少 {} 分", "30", "分", 1, 200, ("积分下限", "最低分")
    ),
    Term(
        "points_level",
        "积分",
        "1.2",
        "计分的证据级别",
        "拜访证据达到 {} 级才计分，同一客户同一天只计一次",
        "1",
        "级",
        1,
        4,
    ),
    Term("points_flag", "积分", "1.3", "月结单列", "比最低积分少 {} 分及以上的，月结里单列", "3", "分", 1, 200),
    Term(
        "report_deadline",
        "日报",
        "2.1",
        "日报截止",
        "每个工作日 {} 前交日报，之后到零点算迟交，次日起算补交",
        "21:00",
        words=("日报时间", "交日报时间"),
    ),
    Term("report_make_up_days", "日报", "2.2", "补交期限", "{} 天内的日报可以补交", "7", "天", 1, 60),
    Term(
        "protection_days", "报备", "3.1", "报备保护期", "报备后保护 {} 天", "30", "天", 1, 365, ("保护期", "报备保护")
    ),
    Term(
        "renewals",
        "报备",
        "3.2",
        "续保护次数",
        "保护期可以续 {} 次，每次要有一次合格拜访",
        "1",
        "次",
        0,
        12,
        ("续期次数",),
    ),
    Term("renewal_days", "报备", "3.3", "续保护天数", "每次续 {} 天", "30", "天", 1, 365, ("续期天数",)),
    Term(
        "hold_days",
        "报备",
        "3.4",
        "待落实期限",
        "需求、联系人、下一步在 {} 个工作日内补齐，不然报备失效",
        "5",
        "个工作日",
        1,
        60,
        ("落实期限",),
    ),
    Term("hold_warning_days", "报备", "3.5", "待落实提醒", "{} 个工作日还没补齐时提醒", "2", "个工作日", 1, 30),
    Term(
        "appeal_days",
        "报备",
        "3.6",
        "申诉答复期限",
        "申诉后 {} 个工作日内由主管答复",
        "2",
        "个工作日",
        1,
        30,
        ("申诉期限",),
    ),
    Term("show_holder", "报备", "3.7", "查重显示", "客户已有人时显示{}", "小组", words=("查重范围",)),
    Term(
        "holding_limit",
        "公海",
        "4.1",
        "名下客户上限",
        "每人名下最多 {} 家",
        "100",
        "家",
        1,
        100000,
        ("持有上限", "客户上限"),
    ),
    Term(
        "claims_a_day",
        "公海",
        "4.2",
        "每天领取上限",
        "每人每天最多领 {} 家",
        "3",
        "家",
        1,
        1000,
        ("领取上限", "每天领取"),
    ),
    Term(
        "fresh_hours",
        "公海",
        "4.3",
        "新入公海冻结",
        "刚进公海的客户 {} 小时后才能领",
        "24",
        "小时",
        0,
        720,
        ("冻结", "新客户冻结"),
    ),
    Term(
        "claim_protection_days",
        "公海",
        "4.4",
        "领取保护期",
        "领取后保护 {} 天，其间要有一次有效跟进",
        "30",
        "天",
        1,
        365,
        ("领取保护",),
    ),
    Term(
        "former_owner_days",
        "公海",
        "4.5",
        "前负责人等待",
        "退回或被回收的客户，原负责人 {} 天后才能再领",
        "7",
        "天",
        0,
        365,
        ("原负责人", "退回后再领"),
    ),
    Term(
        "recycle_a_days",
        "公海",
        "4.6",
        "A 级回收",
        "A 级客户 {} 天没有有效跟进，退回公海",
        "15",
        "天",
        1,
        1000,
        ("A类回收",),
    ),
    Term(
        "recycle_b_days",
        "公海",
        "4.7",
        "B 级回收",
        "B 级客户 {} 天没有有效跟进，退回公海",
        "30",
        "天",
        1,
        1000,
        ("B类回收",),
    ),
    Term(
        "recycle_c_days",
        "公海",
        "4.8",
        "C 级和未分级回收",
        "C 级和未分级客户 {} 天没有有效跟进，退回公海",
        "60",
        "天",
        1,
        1000,
        ("C类回收", "回收期", "回收"),
    ),
    Term("recycle", "公海", "4.9", "自动回收", "自动回收：{}", "开", words=("回收开关",)),
    Term("recycle_team", "公海", "4.10", "回收告诉同组", "客户回收到公海后告诉同组：{}", "关", words=("回收通知",)),
    Term(
        "cadence_a_days", "跟进", "5.1", "A 级联系周期", "A 级客户至少 {} 天联系一次", "7", "天", 1, 365, ("A类周期",)
    ),
    Term(
        "cadence_b_days", "跟进", "5.2", "B 级联系周期", "B 级客户至少 {} 天联系一次", "15", "天", 1, 365, ("B类周期",)
    ),
    Term(
        "cadence_c_days", "跟进", "5.3", "C 级联系周期", "C 级客户至少 {} 天联系一次", "30", "天", 1, 365, ("C类周期",)
    ),
    Term(
        "note_characters",
        "跟进",
        "5.4",
        "有效跟进字数",
        "电话、微信跟进记满 {} 个字才算有效跟进；有证据的拜访、报价、订单、回款都算",
        "15",
        "个字",
        1,
        200,
    ),
    Term("file_days", "跟进", "5.5", "建档期限", "新客户 {} 个工作日内补齐档案", "2", "个工作日", 1, 30, ("档案期限",)),
    Term(
        "file_told_days", "跟进", "5.6", "建档告知主管", "新客户 {} 个工作日还没补齐，告知主管", "4", "个工作日", 1, 60
    ),
    Term(
        "promises_broken",
        "回款",
        "6.1",
        "失约告知主管",
        "同一客户第 {} 次失约告知主管",
        "2",
        "次",
        1,
        20,
        ("失约次数",),
    ),
    Term(
        "small_rest",
        "回款",
        "6.2",
        "小额尾数",
        "一家逾期合计不到 {} 元，只告诉负责人一次，不告诉主管",
        "10",
        "元",
        0,
        10000,
        ("尾数", "零头"),
    ),
    Term("quiet_from", "打扰", "7.1", "静默开始", "每天 {} 起不推送", "21:30", words=("静默时间",)),
    Term("quiet_until", "打扰", "7.2", "静默结束", "早上 {} 前不推送", "08:00"),
    Term(
        "pushes_a_day",
        "打扰",
        "7.3",
        "每天推送上限",
        "每人每个工作日最多 {} 条推送，多的合并",
        "8",
        "条",
        1,
        100,
        ("推送上限",),
    ),
    Term("birthday_early_days", "提醒", "8.1", "生日提前提醒", "生日提前 {} 天提醒", "7", "天", 0, 60, ("生日提前",)),
    Term("birthday_days", "提醒", "8.2", "生日再次提醒", "生日前 {} 天再提醒一次，当天也提醒", "3", "天", 0, 30),
    Term("feast_days", "提醒", "8.3", "节日提前提醒", "春节、端午、中秋、国庆提前 {} 天提醒问候", "7", "天", 0, 60),
    Term("admin_at", "时间", "9.1", "管理员日报时间", "每个工作日 {} 告诉管理员昨天的推送", "07:50"),
    Term("morning_at", "时间", "9.2", "早报时间", "每个工作日 {} 推早报", "08:20"),
    Term("meeting_at", "时间", "9.3", "晨会单时间", "每个工作日 {} 给主管推晨会单", "08:30"),
    Term("payments_at", "时间", "9.4", "回款提醒时间", "每个工作日 {} 提醒回款", "09:00"),
    Term("draft_at", "时间", "9.5", "日报草稿时间", "每个工作日 {} 推日报草稿", "17:30"),
    Term("nag_at", "时间", "9.6", "日报首次提醒", "没交日报的 {} 提醒", "20:00"),
    Term("last_nag_at", "时间", "9.7", "日报末次提醒", "还没交日报的 {} 再提醒一次", "20:40"),
    Term("summary_at", "时间", "9.8", "日汇总时间", "每个工作日 {} 给主管推日汇总", "21:05"),
    Term("rollup_at", "时间", "9.9", "上级汇总时间", "每个工作日 {} 给上级推各组汇总", "21:20"),
)
"""Every term, in the order of the clauses; chapters stand together."""
