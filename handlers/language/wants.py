"""Which thing a record wants that is no visit, and who reads its slots."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from handlers.language.asks import read_my_stats, read_target_query
from handlers.language.birthdays import read_birthday_set
from handlers.language.chances import read_opportunity_update
from handlers.language.complaints import read_complaint_record
from handlers.language.contact_news import read_alias_set, read_contact_add
from handlers.language.expenses import read_expense_record
from handlers.language.firms import read_customer_add, read_customer_list, read_customer_query
from handlers.language.leads import read_lead_claim, read_lead_register, read_lead_release, read_lead_transfer
from handlers.language.meaning import Intent, Intents, Slot
from handlers.language.money import read_payment_record, read_receivable_query
from handlers.language.offers import read_order
from handlers.language.patterns import regex
from handlers.language.plans import read_followup_set
from handlers.language.reading import Reading
from handlers.language.reminders import read_reminder_set
from handlers.language.signs import names_somebody
from handlers.language.topics import Topics
from handlers.language.want_customers import (
    decide_alias,
    decide_claim,
    decide_contact,
    decide_customer_add,
    decide_customer_list,
    decide_customer_query,
    decide_registration,
    decide_release,
    decide_transfer,
)
from handlers.language.want_day_plans import decide_plan, read_plan
from handlers.language.want_deals import (
    decide_chance,
    decide_complaint,
    decide_expense,
    decide_order,
    decide_payment,
    decide_receivable,
    is_plainly_angry,
)
from handlers.language.want_delays import TODAY_SAID, decide_late, is_stuck, read_delay_answer, read_payment_check
from handlers.language.want_figures import (
    decide_own_figures,
    decide_points,
    decide_ranking,
    decide_target,
    decide_team,
    read_points,
    read_ranks,
)
from handlers.language.want_leads import (
    decide_leads,
    read_appeal,
    read_check,
    read_conflict,
    read_fill,
    read_renewal,
)
from handlers.language.want_money import decide_owed, read_receivable_set
from handlers.language.want_plans import (
    decide_birthday,
    decide_daily,
    decide_followup,
    decide_own_work,
    decide_reminder,
)
from handlers.language.want_pool import decide_pool, read_assign, read_handover, read_pool_list
from handlers.language.want_reports import decide_report, read_daily, read_report, read_team
from handlers.language.want_terms import decide_terms, read_received, read_term_change, read_terms
from handlers.language.who import find_who

Want = Intents | Topics
Decider = Callable[[Reading], Want | None]

_READERS: Final[Mapping[Intents, Callable[[Reading], Intent | None]]] = {
    Intents.DAILY_REPORT: read_daily,
    Intents.PLAN_SET: read_plan,
    Intents.REPORT_MISSING: read_report,
    Intents.URGE: read_report,
    Intents.REMARK: read_report,
    Intents.PRAISE: read_report,
    Intents.MARK_READ: read_report,
    Intents.PERSON_WORK: read_report,
    Intents.LEAD_REGISTER: read_lead_register,
    Intents.LEAD_CHECK: read_check,
    Intents.LEAD_RENEW: read_renewal,
    Intents.LEAD_FILL: read_fill,
    Intents.APPEAL: read_appeal,
    Intents.CONFLICT: read_conflict,
    Intents.LEAD_CLAIM: read_lead_claim,
    Intents.LEAD_RELEASE: read_lead_release,
    Intents.LEAD_TRANSFER: read_lead_transfer,
    Intents.POOL_LIST: read_pool_list,
    Intents.ASSIGN: read_assign,
    Intents.HANDOVER: read_handover,
    Intents.CUSTOMER_QUERY: read_customer_query,
    Intents.CUSTOMER_LIST: read_customer_list,
    Intents.CUSTOMER_ADD: read_customer_add,
    Intents.CONTACT_ADD: read_contact_add,
    Intents.ALIAS_SET: read_alias_set,
    Intents.BIRTHDAY_SET: read_birthday_set,
    Intents.FOLLOWUP_SET: read_followup_set,
    Intents.REMINDER_SET: read_reminder_set,
    Intents.PAYMENT_RECORD: read_payment_record,
    Intents.RECEIVABLE_QUERY: read_receivable_query,
    Intents.ORDER_RECORD: read_order,
    Intents.RECEIVABLE_SET: read_receivable_set,
    Intents.DUNNING_ANSWER: read_delay_answer,
    Intents.PAYMENT_CHECK: read_payment_check,
    Intents.OPPORTUNITY_UPDATE: read_opportunity_update,
    Intents.EXPENSE_RECORD: read_expense_record,
    Intents.COMPLAINT_RECORD: read_complaint_record,
    Intents.TEAM_SUMMARY: read_team,
    Intents.RANKING: read_ranks,
    Intents.MY_STATS: read_my_stats,
    Intents.TARGET_QUERY: read_target_query,
    Intents.POINTS: read_points,
    Intents.TERMS_SHOW: read_terms,
    Intents.TERM_CHANGE: read_term_change,
    Intents.RECEIVED: read_received,
}

# The first that fits is meant, and whose slots can be read.
_DECIDERS: Final[Sequence[Decider]] = (
    decide_alias,
    decide_report,
    decide_terms,
    decide_birthday,
    decide_reminder,
    decide_ranking,
    decide_points,
    decide_team,
    decide_daily,
    decide_target,
    decide_leads,
    decide_owed,
    decide_late,
    decide_receivable,
    decide_pool,
    decide_customer_list,
    decide_own_figures,
    decide_customer_add,
    decide_registration,
    decide_transfer,
    decide_release,
    decide_claim,
    decide_customer_query,
    decide_contact,
    decide_complaint,
    decide_expense,
    decide_payment,
    decide_chance,
    decide_order,
    decide_plan,
    decide_followup,
    decide_own_work,
)
_DANGER: Final = regex(
    r"(?:删除?|清空|清除|抹掉|格式化|销毁|作废|撤销)(?:掉|了|光)?[^,。]{0,4}(?:所有|全部|整个|一切|客户库|数据库|数据)|(?:所有|全部|一切|整个|把数据)[^,。]{0,8}(?:删|清零|清空|清掉|清除|抹掉|作废|归零|改[成为](?:0|零))|(?:导出|拷贝?|下载|泄露|卖)[^,。]{0,6}数据库|数据库[^,。]{0,4}(?:导|拷|下载|发给)"
)


def read_want(reading: Reading) -> Intent | None:
    """What a record wants that is no visit, with its slots; None when nothing of the kind is said.

    Args:
        reading: one record.
    """
    if _DANGER.search(reading.masked):
        return reading.intent(Intents.UNKNOWN, {"topic": reading.whole("danger")})
    for decide in _DECIDERS:
        want = decide(reading)
        if want is None:
            continue
        if isinstance(want, Topics):
            return reading.intent(Intents.NOT_YET, {"topic": reading.whole(str(want))})
        found = _read(reading, want)
        if found is not None:
            return _weighed(reading, found)
    return None


def read_as(reading: Reading, want: Intents) -> Intent | None:
    """A record's slots for something that it is known to want; None where they do not make it.

    Args:
        reading: one record.
        want: what it wants.
    """
    return _read(reading, want)


def _read(reading: Reading, want: Intents) -> Intent | None:
    found = _READERS[want](reading)
    if found is None and want in _SAID_PLAINLY and names_somebody(reading):
        return _plain(reading, want)
    if found is not None and want is Intents.PAYMENT_RECORD and not _PAYERS & found.slots.keys():
        return replace(found, slots={**found.slots, "unsure": reading.whole(True)})
    if found is not None and want in _OF_WHOSE and _UNSURE.search(reading.masked):
        return None
    return found


def _weighed(reading: Reading, found: Intent) -> Intent:
    """登记新客户 may answer the question that is open: it is shown to that first."""
    if not reading.situation.asked or found.name not in _MAY_ANSWER or len(reading.masked) > _LONGEST_ANSWER:
        return found
    if _REGISTERS.match(reading.masked) is not None and found.slots.keys() & {"customer", "customer_new"}:
        return found
    return found if "phone" in found.slots else replace(found, confidence=_DOUBTFUL)


_MAY_ANSWER: Final = frozenset({Intents.LEAD_REGISTER, Intents.CUSTOMER_ADD})
_REGISTERS: Final = regex(r"\s*(?:我?先?|帮我?)(?:报备|备案)")
_LONGEST_ANSWER: Final = 20
_DOUBTFUL: Final = 0.5


def read_deal(reading: Reading) -> Intent | None:
    """Money, goods or a number that a record is about, although a verb of visits stands in it (定了20斤, 吃饭花了580).

    Args:
        reading: one record.
    """
    if (is_stuck(reading) or TODAY_SAID.search(reading.masked)) and decide_late(reading) is Intents.DUNNING_ANSWER:
        return _read(reading, Intents.DUNNING_ANSWER)
    for decide in (decide_contact, decide_expense, decide_payment, decide_order, decide_chance):
        want = decide(reading)
        if isinstance(want, Intents):
            return _read(reading, want)
    return None


def read_anger(reading: Reading) -> Intent | None:
    """A complaint in plain words, although it is told of somebody as a visit is (董洁来电抱怨 送货晚了).

    Args:
        reading: one record.
    """
    if is_plainly_angry(reading) and decide_complaint(reading) is not None:
        return _read(reading, Intents.COMPLAINT_RECORD)
    return None


def read_rules(reading: Reading) -> Intent | None:
    """A rule of the company or a point that was not given, although words of a visit or a registration stand in it
    (哪次拜访没计分, 申诉多久答复).

    Args:
        reading: one record.
    """
    if reading.customers or decide_report(reading) is not None:
        return None
    want = decide_terms(reading) or (decide_points(reading) if _SCORED.search(reading.masked) else None)
    return None if want is None else _READERS[want](reading)


_SCORED: Final = regex(r"积分|[计算给得记]分(?!钟|公司|[给配开析享期工批手])")


def read_release(reading: Reading) -> Intent | None:
    """A customer who is given up, although it is told what he has done (放掉吧 签了别家三年).

    Args:
        reading: one record.
    """
    if _GIVES_UP.search(reading.masked) is None or decide_release(reading) is None:
        return None
    return _read(reading, Intents.LEAD_RELEASE)


def read_registered(reading: Reading) -> Intent | None:
    """A firm that nobody knows yet and that is to be registered, although it is told how it was met.

    Args:
        reading: one record.
    """
    if _REGISTER_IT.search(reading.masked) is None or decide_registration(reading) is not Intents.LEAD_REGISTER:
        return None
    found = _read(reading, Intents.LEAD_REGISTER)
    return found if found is not None and found.slots.keys() & {"customer_new", "phone"} else None


_REGISTER_IT: Final = regex(r"报备|备案|备个案|报上(?![来去次])|占个?[坑位]|先占")


def read_taken(reading: Reading) -> Intent | None:
    """A customer of nobody's who is taken, although a verb of visits stands in it (没人要我就拿了).

    Args:
        reading: one record.
    """
    if _TAKES.search(reading.masked) is None or decide_claim(reading) is None:
        return None
    return _read(reading, Intents.LEAD_CLAIM)


_TAKES: Final = regex(r"没人[要跟管]|公海|我[捡抢收]")
_GIVES_UP: Final = regex(r"放[掉弃]|释放|公海|不跟了|退回")


def read_fare(reading: Reading) -> Intent | None:
    """What a way to a customer has cost (去东吴打车46).

    Args:
        reading: one record.
    """
    return read_expense_record(reading) if decide_expense(reading) is Intents.EXPENSE_RECORD else None


_SAID_PLAINLY: Final = frozenset({Intents.CONTACT_ADD, Intents.COMPLAINT_RECORD})
"""Decided by the words alone; whoever reads the slots may know fewer of them. Whose a customer is is never guessed."""
_PAYERS: Final = frozenset({"customer", "customer_new", "contact"})
_OF_WHOSE: Final = frozenset({Intents.LEAD_CLAIM, Intents.LEAD_RELEASE, Intents.LEAD_TRANSFER})
_UNSURE: Final = regex(
    r"^\s*要不(?!是|然)|好像|似乎|听说|据说|可能|也许|说不定|谁把|被(?!退)[^,。]{0,6}(?:领|认领|抢|捞|拿|接)|(?:别|不要|不用|先别|不能|不准)(?:再)?(?:把|给|让|将|转|领|退|放|移|分|交|划)"
    r"|(?:要是|如果|假如|(?<![\d一二两三四五六七八九十几])万一)(?!没人|无人|空)[^,。]{0,16}(?:就好|多好|就|的话|呢|会|能)"
)


def _plain(reading: Reading, want: Intents) -> Intent:
    """A want with no more than whom it is about."""
    slots: dict[str, Slot] = dict(find_who(reading).slots)
    if want is Intents.COMPLAINT_RECORD:
        slots["summary"] = reading.whole(reading.words())
    if want is Intents.CONTACT_ADD and reading.phones:
        phone = reading.phones[0]
        slots["phone"] = reading.slot(phone.figures if phone.whole else "", phone.start, phone.end)
    if len({ids for _, _, ids in reading.customers}) > 1:
        slots["unsure"] = reading.whole(True)
    return reading.intent(want, slots)
