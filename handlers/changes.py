"""Which record a correction means, and what can be corrected in those that are no visits (`product.md` §4.1 rule 8)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Final

from handlers import choices, followup_changes, lead_fills, money_changes, report_additions, rights
from handlers import commitments as promising
from handlers.contacts import author
from handlers.context import Context, Push, Reply
from handlers.customers import team_and_leader
from handlers.language.dates import find_moments
from handlers.language.meaning import ContactMention, CustomerMention
from handlers.language.patterns import regex
from handlers.record_words import leader_of, name_of
from handlers.texts import absences as absence_texts
from handlers.texts import changes as texts
from handlers.texts import common
from handlers.texts import contacts as contact_texts
from handlers.texts import customers as customer_texts
from handlers.texts import followups as followup_texts
from handlers.texts import news as news_texts
from handlers.texts import records as record_texts
from models.directory import CustomerCard
from models.errors import NotYourRecord
from models.rules.words import clean_words
from models.schema import Absence, DailyReport, News, NewsKind, Record, RecordKind
from models.services import absences, commitments, contacts, news, records
from models.services.contacts import Person
from models.times import shanghai_day

Changer = Callable[[Context, Record], Reply]

_DATED: Final = frozenset(
    {
        RecordKind.VISIT, RecordKind.FOLLOWUP, RecordKind.REMINDER, RecordKind.COMMITMENT, RecordKind.ABSENCE,
        RecordKind.RECEIVABLE, RecordKind.LEAD,
    }
)  # fmt: skip
_FITS: Final[Mapping[str, Collection[str]]] = MappingProxyType(
    {
        "amount": records.MONEY,
        "way": {RecordKind.PAYMENT},
        "next_date": _DATED,
        "date": {RecordKind.VISIT, RecordKind.PAYMENT, RecordKind.ORDER, RecordKind.ABSENCE},
        "contact": {RecordKind.VISIT, RecordKind.FOLLOWUP, RecordKind.REMINDER, RecordKind.LEAD},
    }
)
"""By what is corrected, the kinds of record that have it."""
_OF_A_VISIT: Final = regex(r"下次|下回|拜访|内容|小结|纪要|联系人|见的人")
_THE_RECORD: Final = regex(
    r"\s*(?:请|帮我)?(?:(?:改|修改|更正|更改|把)(?:一下)?)?\s*(?:[一-鿿]{0,4}\s*[#＃BbＢ]\s*\d{1,12}\s*(?:号|条)?)?"
    r"[\s:：,，]*(?:的)?(?:内容|需求|说法|时间|日期|日子|结束)?\s*(?:改?[成到为]|换[成到]|[推挪延]到|至|是)*[\s:：,，]*"
)
_BARE_WEEKDAY: Final = regex(r"\s*(?:周|星期|礼拜)[一二三四五六日天]\s*")
_WEEK: Final = timedelta(days=7)


def meant(ctx: Context, field: str) -> Record | None:
    """The record that a correction without a number means: what he wrote last, of that what has what he corrects.

    Args:
        ctx: of the message.
        field: what he corrects, as the parser says it; empty where that is not clear.

    Returns:
        None where it is a visit of his, or nothing.
    """
    latest = records.list_latest(ctx.session, ctx.person.id)
    fits = [record for record in latest if record.kind in _FITS.get(field, (record.kind,))]
    if not fits:
        taken_back = money_changes.find_taken_back(ctx)
        if taken_back is not None or (latest and _OF_A_VISIT.search(ctx.text)):
            return taken_back
    record = next(iter([*fits, *latest]), None)
    return record if record is not None and record.kind != RecordKind.VISIT else None


def change(ctx: Context, record: Record, *, named: bool) -> Reply:
    """Correct a record that is no visit, or say what of it can be corrected and how.

    Args:
        ctx: of the message.
        record: which.
        named: whether he said its number; else it must be of today.

    Raises:
        NotYourRecord: it is a colleague's.
        RecordAlreadyVoided: it was taken back.
    """
    if record.person_id != ctx.person.id and not ctx.directory.is_above(ctx.person.id, record.person_id):
        raise NotYourRecord(record.number)
    records.refuse_voided(record)
    if not named and record.kind not in records.FOLLOW_UPS and shanghai_day(record.made_at) != ctx.today:
        return Reply(record_texts.WHICH_TO_CHANGE)
    return _CHANGERS.get(RecordKind(record.kind), _only_anew)(ctx, record)


def how(ctx: Context, number: int) -> str:
    """What of a record can be corrected, and how."""
    told = records.view(ctx.session, number)
    return texts.how(told.kind, number, name_of(ctx, told), told.variety)


def _only_anew(ctx: Context, record: Record) -> Reply:
    return Reply(how(ctx, record.number))


def _commitment(ctx: Context, record: Record) -> Reply:
    row = commitments.find(ctx.session, record.number)
    card = ctx.directory.customer(row.customer_id)
    if not rights.writes(ctx, card):
        return Reply(customer_texts.not_yours(card.name, team_and_leader(ctx, card)[1]), keep=True)
    other = _other_customer(ctx)
    if isinstance(other, Reply):
        return other
    on, words = _day(ctx), _words(ctx)
    if other is not None:
        commitments.change_customer(ctx.session, row, other.id)
    elif on is not None:
        commitments.move(ctx.session, row, on=on, today=ctx.today)
    elif words:
        commitments.reword(ctx.session, row, words)
    else:
        return _only_anew(ctx, record)
    return Reply(common.changed(promising.line(ctx, row)))


def _other_customer(ctx: Context) -> CustomerCard | Reply | None:
    """不是东吴是恒力: the customer it shall be, or why not; None where nothing is said of one."""
    mention = ctx.intent.value("value")
    if not isinstance(mention, CustomerMention):
        return None
    if len(mention.ids) != 1:
        names = [ctx.directory.customer(found).name for found in mention.ids]
        return Reply(
            followup_texts.several_fit(names) if names else record_texts.customer_unknown(mention.text), keep=True
        )
    card = ctx.directory.customer(mention.ids[0])
    if not rights.writes(ctx, card):
        return Reply(customer_texts.not_yours(card.name, team_and_leader(ctx, card)[1]), keep=True)
    return card


def _news_line(ctx: Context, row: News) -> str:
    customer = ctx.directory.customer(row.customer_id).name if row.customer_id is not None else ""
    return news_texts.line(row.kind, row.number, customer, row.words)


def _contact(ctx: Context, record: Record) -> Reply:
    """不是张厂长是章厂长: how the contact is called that he has just told of."""
    said = ctx.intent.value("value")
    held = ctx.directory.contacts.get(record.subject_id or 0)
    name = clean_words(said.text) if isinstance(said, ContactMention) else ""
    if held is None or not name or name == held.name:
        return _only_anew(ctx, record)
    card = ctx.directory.customer(held.customer_id)
    if not rights.writes(ctx, card):
        return Reply(customer_texts.not_yours(card.name, team_and_leader(ctx, card)[1]), keep=True)
    done = contacts.rename(ctx.session, held.id, name, author=author(ctx))
    return Reply(contact_texts.renamed(done.number or record.number, card.name, done.name, held.name))


def _news(ctx: Context, record: Record) -> Reply:
    row = news.find(ctx.session, record.number, person=ctx.person, directory=ctx.directory)
    other = _other_customer(ctx)
    if isinstance(other, Reply):
        return other
    words = _words(ctx)
    if other is not None:
        news.change_customer(ctx.session, row, other.id)
    elif words:
        news.reword(ctx.session, row, record_texts.added(row.words, words) if ctx.intent.value("append") else words)
    else:
        return _only_anew(ctx, record)
    what = _news_line(ctx, row)
    leader = leader_of(ctx, ctx.person)
    pushes = []
    if row.kind != NewsKind.PROBLEM and leader is not None and record.person_id == ctx.person.id:
        key = f"news_changed:{row.number}:{ctx.message.id}"
        pushes.append(Push(leader.id, "market_news", key, texts.told_changed(ctx.person.name, what)))
    return Reply(common.changed(what), pushes=pushes)


def _absence(ctx: Context, record: Record) -> Reply:
    row = ctx.session.get_one(Absence, record.number)
    rest = _rest(ctx)
    said = next((one for one in find_moments(rest, ctx.today) if one.dated and one.future), None)
    if said is None or said.future is None:
        return _only_anew(ctx, record)
    first, last = (said.future, said.last) if said.last is not None else (None, said.future)
    while last < row.first_on and _BARE_WEEKDAY.fullmatch(rest):
        last += _WEEK  # 到周五 is that of the week in which he is away
    person = ctx.directory.people[record.person_id]
    absences.change(ctx.session, row, first_on=first, last_on=last, person=person, today=ctx.today)
    what = absence_texts.name(row.kind, row.number)
    when = absence_texts.days(row.first_on, row.last_on, ctx.today)
    leader = leader_of(ctx, ctx.person)
    pushes = []
    if leader is not None and person.id == ctx.person.id:
        text = absence_texts.told_kept(ctx.person.name, what, row.place, when, row.reason)
        pushes.append(Push(leader.id, "absence", f"absence:{row.number}:{ctx.message.id}", text))
    told = leader.name if pushes and leader is not None else ""
    return Reply(absence_texts.changed(what, row.place, when, told), pushes=pushes)


def _lead(ctx: Context, record: Record) -> Reply:
    field, value = ctx.intent.value("field"), ctx.intent.value("value")
    on = _day(ctx)
    if on is not None:
        return lead_fills.fill(ctx, record.number, next_on=on)
    if field == "contact" and isinstance(value, ContactMention):
        return lead_fills.fill(ctx, record.number, contact=Person(clean_words(value.text)))
    words = _words(ctx)
    return lead_fills.fill(ctx, record.number, need=words) if words else _only_anew(ctx, record)


def _report(ctx: Context, record: Record) -> Reply:
    """加一句 … below a report that is handed in; what its records say is corrected in them."""
    if record.person_id != ctx.person.id or not ctx.intent.value("append"):
        return _only_anew(ctx, record)
    day = ctx.session.get_one(DailyReport, record.number).report_on
    return report_additions.add_sentence(ctx, day, _words(ctx))


def _money(ctx: Context, record: Record) -> Reply:
    return money_changes.change(ctx, record)


def _follow_up(ctx: Context, record: Record) -> Reply:
    return followup_changes.change(ctx, record.number)


_CHANGERS: Final[Mapping[RecordKind, Changer]] = MappingProxyType(
    {
        RecordKind.FOLLOWUP: _follow_up,
        RecordKind.REMINDER: _follow_up,
        RecordKind.PAYMENT: _money,
        RecordKind.ORDER: _money,
        RecordKind.RECEIVABLE: _money,
        RecordKind.COMMITMENT: _commitment,
        RecordKind.CONTACT: _contact,
        RecordKind.NEWS: _news,
        RecordKind.ABSENCE: _absence,
        RecordKind.LEAD: _lead,
        RecordKind.REPORT: _report,
    }
)


def _day(ctx: Context) -> date | None:
    """The coming day that it shall be, where the new value is a day and nothing else."""
    value: Any = ctx.intent.value("value")
    if isinstance(value, date):
        return value
    rest = _rest(ctx)
    found = next((one for one in find_moments(rest, ctx.today) if one.dated), None)
    return found.future if found is not None and found.end - found.start >= len(rest.strip()) - 1 else None


def _words(ctx: Context) -> str:
    """The new words: those of the value, else all that stands behind the record; none where another firm is meant."""
    value: Any = ctx.intent.value("value")
    if isinstance(value, CustomerMention) or (choices.corrected(ctx.text) is not None and not isinstance(value, str)):
        return ""
    return clean_words(value if isinstance(value, str) else _rest(ctx))


def _rest(ctx: Context) -> str:
    return _THE_RECORD.sub("", ctx.text, count=1)
