"""王总 农历七月初九, 下月谁过生日: contacts' birthdays in their own calendar (`product.md` C7, P22)."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from handlers import asking, contacts, customers, rights
from handlers.asking import Option, Taken
from handlers.context import Context, Reply
from handlers.language.meaning import ContactMention, CustomerMention, Intents
from handlers.language.patterns import regex
from handlers.routing import Router
from handlers.texts import birthdays as texts
from handlers.texts import contacts as contact_texts
from handlers.texts import customers as customer_texts
from models.queries import customers as queries
from models.rules import anniversaries
from models.rules.birthdays import Birthday, exists
from models.rules.lunar import lunar_day
from models.rules.words import clean_words
from models.schema import Contact
from models.services import contacts as service
from models.services.contacts import Person

router = Router()

CALENDAR = "birthdays.calendar"
WHICH = "birthdays.which"
WHO = "birthdays.who"

LUNAR, SOLAR = "lunar", "solar"
ADULT = 14
"""Of younger ones nothing is stored (`product.md` P22)."""
SOON_DAYS = 30
LONGEST_QUESTION = 30
LONGEST_CALENDAR = 12

_DAY = regex(r"(\d{1,2})-(\d{1,2})")
_FAMILY = regex(
    r"孩子|小孩|儿子|女儿|闺女|宝宝|娃|老婆|太太|夫人|爱人|老公|媳妇|丈夫|父亲|母亲|爸|妈|岳[父母]|孙[子女]"
)
_QUESTION = regex(
    r"(?:谁|哪些|哪几|哪位|几个|几位|多少|有没有|有人|名单|都有|快到|最近|客户)[^，。,;；]{0,8}(?:过|的|是)?(?:生日|寿)"
    r"|(?:生日|寿)的?(?:有?谁|有?哪些|有?哪几|名单|的?客户|有人|有几)"
)
_LUNAR_SAID = regex(r"农历|阴历|旧历|老历|古历")
_SOLAR_SAID = regex(r"阳历|公历|新历|国历")
_MONTH = regex(r"(?<!\d)(1[0-2]|[1-9])月")


@router.intent(Intents.BIRTHDAY_SET)
def set_(ctx: Context) -> Reply:
    """A contact's birthday; which calendar, or whose, is asked where it would be guessed."""
    return asking.each(ctx, _set)


@router.answer(CALENDAR)
def calendar(ctx: Context) -> Reply | None:
    """农历 or 阳历, with any words round it."""
    named = [lunar for lunar, words in ((True, _LUNAR_SAID), (False, _SOLAR_SAID)) if words.search(ctx.text)]
    if len(named) == 1 and len(ctx.text) <= LONGEST_CALENDAR and ctx.question is not None:
        return _go_on(ctx, {**asking.waiting_of(ctx), "lunar": named[0]})
    taken = asking.taken(ctx)
    if not isinstance(taken, Taken):
        return taken
    return _go_on(ctx, {**taken.waiting, "lunar": taken.value == LUNAR})


@router.answer(WHICH, takes=(Intents.CUSTOMER_QUERY,))
def which(ctx: Context) -> Reply | None:
    """At which customer the person is."""
    named = asking.named_customer(ctx)
    if named is not None and len(named.ids) == 1:
        return _go_on(ctx, {**asking.waiting_of(ctx), "customer": named.ids[0]})
    taken = asking.taken(ctx, yes=0)
    return _go_on(ctx, {**taken.waiting, "customer": taken.value}) if isinstance(taken, Taken) else taken


@router.answer(WHO)
def who(ctx: Context) -> Reply | None:
    """Which of several people of one name."""
    taken = asking.taken(ctx, yes=0)
    if not isinstance(taken, Taken):
        return taken
    contact = ctx.directory.contacts[int(taken.value)]
    return _go_on(ctx, {**taken.waiting, "contact": contact.id, "customer": contact.customer_id})


def is_question(text: str) -> bool:
    """Whether somebody asks whose birthday comes: 下月谁过生日, 最近有没有客户过生日."""
    return (
        len(text) <= LONGEST_QUESTION
        and "生日" in text
        and _QUESTION.search(text) is not None
        and not _DAY_SAID.search(text)
    )


_DAY_SAID = regex(r"\d{1,2}月\d|[-/.]\d|初[一-十]|农历.{1,4}月|\d[日号]")


@router.phrase(is_question)
def coming(ctx: Context) -> Reply:
    """Whose birthdays come: of the speaker's customers, of a leader's line; in the month that is named, or soon."""
    first, last, words = _period(ctx.text, ctx.today)
    found = [
        (on, line)
        for line in queries.list_with_birthday(ctx.session, rights.owners_below(ctx))
        if line.birthday is not None and (on := anniversaries.next_day(line.birthday, first)) <= last
    ]
    title = texts.period(words, first, last, ctx.today)
    if not found:
        return Reply(texts.nobody(title), keep=True)
    found.sort(key=lambda one: (one[0], one[1].id))
    lines = [
        texts.line(
            index,
            on,
            ctx.today,
            name=line.name,
            said=anniversaries.said(line.birthday) if line.birthday is not None else "",
            customer=ctx.directory.customer(line.customer_id).name,
        )
        for index, (on, line) in enumerate(found, 1)
    ]
    data = {"ids": [line.customer_id for _, line in found], "of": "customers", "wants": customers.CARD}
    return Reply(texts.coming(title, lines), ask=customers.OPENED, data=data)


def _set(ctx: Context) -> Reply:
    value = ctx.intent.value
    day = _DAY.fullmatch(value("birthday", ""))
    mention: ContactMention | None = value("contact")
    if day is None:
        return Reply(texts.UNCLEAR, keep=True)
    if mention is None:
        return Reply(texts.WHOSE, keep=True)
    if _FAMILY.search(ctx.intent.text or ctx.text):
        return Reply(texts.FAMILY, keep=True)
    customer: CustomerMention | None = value("customer")
    held = ctx.directory.contacts.get(mention.contact_id or 0)
    state = {
        "month": int(day[1]),
        "day": int(day[2]),
        "year": value("year"),
        "lunar": value("lunar"),
        "on": on.isoformat() if (on := value("date")) is not None else None,
        "leap": bool(value("leap_month")),
        "name": clean_words(mention.text),
        "contact": held.id if held is not None else None,
        "customer": held.customer_id if held is not None else None,
    }
    if held is None and customer is not None and len(customer.ids) == 1:
        state["customer"] = customer.ids[0]
    elif held is None and not _is_by_person(customer, mention):
        return contacts.which_customer(ctx, WHICH, customer, state["name"], state)
    return _go_on(ctx, state)


def _is_by_person(customer: CustomerMention | None, contact: ContactMention) -> bool:
    """Whether only the person was named: the customers that fit are those where somebody is called so."""
    return customer is None or customer.text == contact.text


def _go_on(ctx: Context, state: dict[str, Any]) -> Reply:
    """Ask the next thing that is missing, or write."""
    if state["customer"] is None:
        return _find(ctx, state)
    card = ctx.directory.customer(int(state["customer"]))
    if not rights.writes(ctx, card):
        return Reply(customer_texts.not_yours(card.name, customers.team_and_leader(ctx, card)[1]))
    if state["lunar"] is None and state.get("on"):
        return _of_day(ctx, state, date.fromisoformat(state["on"]))
    if state["lunar"] is None:
        solar = anniversaries.fits_solar(state["month"], state["day"]) and not state["leap"]
        lunar = anniversaries.fits_lunar(state["month"], state["day"], leap_month=state["leap"])
        if solar and lunar:
            options = [Option(word, name) for word, name in zip((LUNAR, SOLAR), texts.CALENDARS, strict=True)]
            return asking.ask(
                CALENDAR, texts.which_calendar(state["month"], state["day"], state["name"]), options, state
            )
        state = {**state, "lunar": lunar}
    return _write(ctx, state)


def _of_day(ctx: Context, state: dict[str, Any], on: date) -> Reply:
    """明天生日: what is stored may say so already; else the calendar is asked for."""
    person = Person(state["name"], contact_id=state["contact"], birthday=None)
    known = contacts.known_contact(ctx, int(state["customer"]), person)
    held = service.birthday_of(ctx.session.get_one(Contact, known)) if known is not None else None
    if held is not None and anniversaries.next_day(held, ctx.today) == on:
        name = ctx.directory.contacts[known or 0].name
        return Reply(texts.known(name, anniversaries.said(held), texts.next_on(on, ctx.today)))
    lunar = lunar_day(on)
    if lunar is None:
        return _write(ctx, {**state, "lunar": False})
    days = (anniversaries.said(Birthday(lunar[1], lunar[2], None, True)), f"{on.month}月{on.day}日")
    options = [
        Option(word, texts.in_calendar(name, day), (name,))
        for word, name, day in zip((LUNAR, SOLAR), texts.CALENDARS, days, strict=True)
    ]
    return asking.ask(CALENDAR, texts.which_of_day(on, state["name"]), options, state)


def _find(ctx: Context, state: dict[str, Any]) -> Reply:
    called = customers.people_called(ctx, state["name"])
    if len(called) == 1:
        return _go_on(ctx, {**state, "contact": called[0].id, "customer": called[0].customer_id})
    if not called:
        return contacts.which_customer(ctx, WHICH, None, state["name"], state)
    options = [
        Option(one.id, contact_texts.with_firm(one.name, one.title, card.name), (card.name, *card.aliases))
        for one in called[: asking.OFFERED]
        for card in [ctx.directory.customer(one.customer_id)]
    ]
    return asking.ask(WHO, contact_texts.which_person(state["name"]), options, state)


def _write(ctx: Context, state: Mapping[str, Any]) -> Reply:
    month, day = state["month"], state["day"]
    lunar = lunar_day(date.fromisoformat(state["on"])) if state["lunar"] and state.get("on") else None
    if lunar is not None:
        month, day = lunar[1], lunar[2]
    birthday = Birthday(month, day, state["year"], bool(state["lunar"]), state["leap"])
    fits = anniversaries.fits_lunar if birthday.lunar else anniversaries.fits_solar
    if not fits(birthday.month, birthday.day):
        return Reply(texts.impossible(f"{birthday.month}月{birthday.day}日"))
    said = anniversaries.said(birthday) if not birthday.lunar or birthday.day <= texts.SHORT_MONTH else ""
    if not exists(birthday, ctx.today):
        return Reply(texts.impossible(f"{birthday.year}年{said}" if birthday.year else said))
    if birthday.year is not None and ctx.today.year - birthday.year < ADULT:
        return Reply(texts.MINOR)
    customer_id = int(state["customer"])
    card = ctx.directory.customer(customer_id)
    on = texts.next_on(anniversaries.next_day(birthday, ctx.today), ctx.today)
    person = Person(state["name"], contact_id=state["contact"], birthday=birthday)
    apart = not rights.sees(ctx, card)
    known = None if apart else contacts.known_contact(ctx, customer_id, person)
    if known is None:
        done = service.keep(ctx.session, person, customer_id=customer_id, author=contacts.author(ctx), apart=apart)
        if done.number is not None:
            return Reply(texts.with_contact(done.number, done.name, card.name, said, on, texts.note(birthday)))
        known, name = done.contact_id, done.name  # somebody else told of him at the same moment
    else:
        name = ctx.directory.contacts[known].name
    number = service.set_birthday(ctx.session, known, birthday, author=contacts.author(ctx))
    if number is None:
        return Reply(texts.known(name, said, on))
    return Reply(texts.kept(number, name, card.name, said, on, texts.note(birthday)))


def _period(text: str, today: date) -> tuple[date, date, str]:
    """The days that a question is about, and its words; the coming month if it says none."""
    first_of_month = today.replace(day=1)
    if re.search(r"下个?月", text):
        following = (first_of_month + timedelta(days=32)).replace(day=1)
        return following, _end(following), "下月"
    if re.search(r"这个?月|本月|当月|月内", text):
        return first_of_month, _end(today), "本月"
    named = _MONTH.search(text)
    if named is not None:
        month = int(named[1])
        first = date(today.year + (month < today.month), month, 1)
        return first, _end(first), f"{month}月"
    monday = today - timedelta(days=today.weekday())
    if re.search(r"下个?(?:周|星期|礼拜)", text):
        return monday + timedelta(days=7), monday + timedelta(days=13), "下周"
    if re.search(r"(?:这个?|本)(?:周|星期|礼拜)", text):
        return monday, monday + timedelta(days=6), "本周"
    for word, ahead in (("明天", 1), ("后天", 2), ("今天", 0)):
        if word in text:
            return today + timedelta(days=ahead), today + timedelta(days=ahead), word
    return today, today + timedelta(days=SOON_DAYS), f"{SOON_DAYS} 天内"


def _end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
