"""A made-up company of any size, and what its reps write: visits in many words, no two alike.

Names are built from three sets of characters that do not overlap, so that every message names exactly one customer.
"""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from pathlib import Path

FIRST = "恒鼎骏昊泰瑞铭禾沃凯腾旭翔诺朗信亿丰裕茂盛嘉宏博卓越锐颖源润森柏桐枫岚岳峰磊"
SECOND = "达通顺康宁祥瑜琪琳珂璟琛玮珑珏瑄霖沛泓涵澜淼洵湛溢滔涌沁汐澄沣渭淇汾沂漳湘"
TRADE = ("机械", "化纤", "纺织", "塑料", "电子", "食品", "包装", "印刷", "五金", "电器")
CITIES = ("苏州", "无锡", "常州", "杭州", "宁波", "上海", "南京", "绍兴")
SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何林"
TITLES = (("总", "总经理"), ("工", "工程师"), ("经理", "采购经理"), ("主任", "设备主任"))

OPENINGS = (
    "拜访 {name} {who}",
    "拜访了{name}的{who}",
    "今天去了{name}，见了{who}",
    "拜访 {name} {who}，",
    "拜访{name} {who}",
)
TOPICS = (
    "谈二期注塑机报价",
    "看了老线的运行情况",
    "聊新车间的设备选型",
    "谈维保合同续签的事",
    "介绍了节能改造方案",
    "对样机的试用情况做了回访",
    "谈交期和付款方式",
    "一起看了安装场地",
)
DETAILS = (
    "对方觉得价格还要再谈，竞品比我们低一点",
    "车间主任很认可，还要等领导定",
    "他们想先试用一台再决定",
    "交期能提前的话可以马上定",
    "现在用的是老型号，故障比较多",
    "希望我们技术部派人去看一下现场",
    "预算已经批下来了，还差技术确认",
    "要我们补一份详细的配置清单",
)
NEXT = ("，下周三带样品再去", "，下周一再联系", "，约了下周五看样", "，三天后再去", "，下次带工程师过去", "", "")


@dataclass(frozen=True, slots=True)
class Company:
    """How large the made-up company is. Every rep owns the same number of customers."""

    reps: int = 400
    managers: int = 10
    customers: int = 10_000

    def userid(self, rep: int) -> str:
        """A rep's userid."""
        return f"u{rep:05d}"

    def name(self, customer: int) -> str:
        """A customer's short name: unique within the company."""
        first, second = divmod(customer, len(SECOND))
        turn, first = divmod(first, len(FIRST))
        return FIRST[first] + SECOND[second] + TRADE[(customer + turn) % len(TRADE)]

    def contact(self, customer: int) -> tuple[str, str, str]:
        """Surname and how he is addressed, and his title."""
        called, title = TITLES[customer % len(TITLES)]
        return SURNAMES[customer % len(SURNAMES)], called, title

    def text(self, serial: int) -> tuple[str, str]:
        """The visit with a serial number: who writes it, and the words.

        Neighbouring serials come from different reps, and a rep goes round his customers before he returns to one.
        """
        rep = serial % self.reps
        own = max(1, self.customers // self.reps)
        customer = (rep + (serial // self.reps) % own * self.reps) % self.customers
        pick = random.Random(serial)
        surname, called, _ = self.contact(customer)
        opening = pick.choice(OPENINGS).format(name=self.name(customer), who=surname + called)
        words = f"{opening}{'' if opening[-1] == '，' else ' '}{pick.choice(TOPICS)}，{pick.choice(DETAILS)}"
        return self.userid(rep), f"{words}，型号ZS{serial:06d}{pick.choice(NEXT)}"


def message_id(epoch: int, serial: int) -> str:
    """A MsgId that no other run or message has: 64 bits, as text."""
    return str(epoch * 10_000_000 + serial)


def write_company(company: Company, folder: Path) -> None:
    """The company as the CSV files that `waiqin import` takes."""
    folder.mkdir(parents=True, exist_ok=True)
    people: list[tuple[object, ...]] = [
        (f"m{manager:03d}", f"主管{manager}", "manager", f"销售{manager}部", "") for manager in range(company.managers)
    ]
    for rep in range(company.reps):
        manager = rep % company.managers
        name = SURNAMES[rep % len(SURNAMES)] + f"员{rep}"
        people.append((company.userid(rep), name, "rep", f"销售{manager}部", f"m{manager:03d}"))
    customers: list[tuple[object, ...]] = []
    contacts: list[tuple[object, ...]] = []
    for number in range(company.customers):
        code, name, city = f"C{number:06d}", company.name(number), CITIES[number % len(CITIES)]
        owner = company.userid(number % company.reps)
        place = (round(30 + number % 997 / 500, 5), round(120 + number % 991 / 500, 5))
        customers.append((code, f"{city}{name}有限公司", name, owner, city, f"{city}工业园{number}号", "A", *place))
        surname, _, title = company.contact(number)
        contacts.append((code, surname + "建国明华"[number % 4], title, f"1390000{number % 10_000:04d}"))
    _write(folder / "people.csv", "userid,name,role,department,manager_userid", people)
    heading = "code,name,aliases,owner_userid,city,address,level,latitude,longitude"
    _write(folder / "customers.csv", heading, customers)
    _write(folder / "contacts.csv", "customer_code,name,title,phone", contacts)


def _write(path: Path, heading: str, rows: list[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heading.split(","))
        writer.writerows(rows)
