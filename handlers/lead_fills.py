"""What a registration still lacks: asked for one at a time, and filled by the answer (`product.md` A11, B6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from handlers import choices, lead_drafts, rights
from handlers.context import Context, Push, Reply
from handlers.followup_changes import how_told, names, set_plan
from handlers.language.meaning import CustomerMention, Intent, Intents, Situation, Speaker
from handlers.language.patterns import regex
from handlers.language.replies import nods, thinks_aloud
from handlers.language.want_leads import read_answer
from handlers.lead_decisions import DECIDE
from handlers.lead_sides import leader_of, name_of
from handlers.routing import Router
from handlers.texts import contacts as contact_texts
from handlers.texts import followups as followup_texts
from handlers.texts import help as help_texts
from handlers.texts import leads as texts
from models.queries import leads as queries
from models.rules.leads import Part
from models.rules.words import clean_words
from models.schema import Lead, RecordKind
from models.services import appeals, lead_standing, leads
from models.services.contacts import Person
from models.services.followups import Plan

router = Router()

FILL = "leads.fill"
MAX_TRIES: Final = 2
LONGEST_SLIP: Final = 6
"""Characters; a longer text that answers nothing was not meant to."""
LONGEST_ANSWER: Final = 30
"""Characters that say who or when; what one needs may take more."""
_LATER: Final = regex(
    r"(?:以后|回头|晚点|等会儿?|下次|过几天|稍后|改天|先|再|还)*"
    r"(?:再(?:说|补|问)|以后|回头|晚点|没有|没|不知道|不清楚|没定|待定|暂无)(?:吧|了|呢)*"
    r"|(?:现在|目前|暂时|还|也|都)*(?:没有?|不知道|不清楚|不认识|无)(?:什么|具体|固定)?(?:的|找|是|叫)*"
    r"(?:谁|联系人|对接人|电话|需求|名字|联系方式|人)(?:呢|啊|了|吧)*"
)
_REGISTERS: Final = regex(r"(?:我?先?|帮我?)(?:报备|备案|报一下)|登记|新客户[\s:：,，]*\S|(?:这个|那个)?项目我先报")
_NAMED: Final = regex(
    r"\s*(?:改一?下?|补一?下?)?\s*(?P<part>需求|联系人|对接人|下一步|下次)(?:改?[成为到]|是|[:：,，\s])+(?=\S)"
)
_PARTS: Final = {
    "需求": Part.NEED,
    "联系人": Part.CONTACT,
    "对接人": Part.CONTACT,
    "下一步": Part.NEXT,
    "下次": Part.NEXT,
}
_NAME: Final = regex(r"[一-鿿]{2,4}")
_NEEDS: Final = regex(
    r"\s*(?P<lead>(?:他们?|她们?|客户|主要|那边|就|大概|先|可能|也|还)*(?:要|想要|需要|采购|想买|想做|要做))"
    r"(?!不|是|等|去|再说|看看|问)(?=\s*[^,，。\s]{2})"
)
"""要中药饮片 while something else is asked for: what they need."""
_ANYBODY: Final = regex(
    r"(?:应该|之前|以前|还)?(?:没人|没有人|没别人|有没有人|有人|谁)(?:也|在|先)?报过?(?:备)?(?:过|了)?(?:吧|吗|没有?|么)?"
)
"""没人报过吧, right after it was registered."""
_DOUBTS: Final = regex(r"^不是说.*[吗?？，,]|(?:没人|有人|谁).{0,6}[过了]吧?[?？]?$|吗[，,]")
_TAKES: Final = frozenset(
    {
        Intents.LEAD_FILL, Intents.CONTACT_ADD, Intents.FOLLOWUP_SET, Intents.PLAN_SET, Intents.ORDER_RECORD,
        Intents.OPPORTUNITY_UPDATE, Intents.CUSTOMER_QUERY, Intents.REMINDER_SET, Intents.CUSTOMER_ADD,
        Intents.LEAD_REGISTER, Intents.SMALLTALK,
    }
)  # fmt: skip


def asking(lead: Lead) -> dict[str, Any]:
    """What the question for the first thing that a registration lacks has to keep."""
    return {"number": lead.number, "part": lead_standing.missing(lead)[0].value, "tries": 0}


def go_on(ctx: Context, lead: Lead, said: Sequence[str], name: str) -> Reply:
    """The next question on a registration, or that it is complete; the leader is told then.

    Args:
        ctx: of the message.
        lead: the registration as it is now.
        said: what stands above the question.
        name: of the customer.
    """
    lines = [line for line in said if line]
    parts = lead_standing.missing(lead)
    if parts:
        lines.append(texts.still_missing(parts, lead.hold_until, ctx.today))
        return Reply("\n".join(lines), ask=FILL, data=asking(lead))
    leader = leader_of(ctx, lead.person_id)
    above = leader if leader is not None and leader not in (lead.person_id, ctx.person.id) else None
    lines.append(texts.all_there(ctx.directory.people[above].name if above is not None else ""))
    if above is None:
        return Reply("\n".join(lines))
    told = [lead.need, lead.contact_name, texts.next_step(lead.next_on, ctx.today, None) if lead.next_on else ""]
    rep = ctx.directory.people[lead.person_id].name
    asked = appeals.offer(ctx.session, above, DECIDE, lead.number, ctx.now)
    text = texts.completed(rep, lead.number, name, [one for one in told if one], asked=asked)
    return Reply("\n".join(lines), pushes=[Push(above, "lead_complete", f"lead_complete:{lead.number}", text)])


def fill(
    ctx: Context, number: int, *, need: str = "", contact: Person | None = None, next_on: date | None = None
) -> Reply:
    """Add to a registration, and go on with what is still missing."""
    if not need and next_on is None and (contact is None or not contact.name):
        return Reply(texts.FILL_NOTHING, keep=True)
    if contact is not None and contact.name == contact_texts.NO_NAME:
        known = ctx.session.get(Lead, number)
        contact = replace(contact, name=known.contact_name or contact.name) if known is not None else contact
    done = leads.fill(ctx.session, number, lead_drafts.act(ctx), need=need, contact=contact, next_on=next_on)
    name = name_of(ctx, done.lead.customer_id)
    told = [need, done.lead.contact_name if contact is not None and contact.name else ""]
    if next_on is not None:
        told.append(texts.next_step(next_on, ctx.today, done.next_number))
    head = texts.filled(number, name, [one for one in told if one])
    if done.completed or lead_standing.missing(done.lead):
        return go_on(ctx, done.lead, [head], name)
    return Reply(head)


@router.intent(Intents.LEAD_FILL)
def told(ctx: Context) -> Reply:
    """报备B0131 需求 2台注塑机; without a number, what is his last one that lacks something."""
    number = _meant(ctx)
    if number is None:
        return _planned(ctx) or Reply(texts.NOTHING_TO_FILL, keep=True)
    return fill(ctx, number, **_parts(ctx.intent))


def _planned(ctx: Context) -> Reply | None:
    """东吴 预计9月采购, of a customer without a registration: then he goes on with it (`product.md` B6)."""
    mention: CustomerMention | None = ctx.intent.value("customer")
    on: date | None = ctx.intent.value("next_date")
    card = ctx.directory.customers.get(mention.ids[0]) if mention is not None and len(mention.ids) == 1 else None
    if card is None or on is None or not rights.writes(ctx, card):
        return None
    said = ctx.text.replace(mention.text, "", 1) if mention is not None else ctx.text
    row = set_plan(ctx, Plan(RecordKind.FOLLOWUP, on, customer_id=card.id, note=clean_words(said)))
    return Reply(followup_texts.set_(names(ctx, row), how_told(ctx, row)))


def _meant(ctx: Context) -> int | None:
    number: int | None = ctx.intent.value("number")
    if number is not None:
        return number
    mention: CustomerMention | None = ctx.intent.value("customer")
    held = queries.list_held(ctx.session, [ctx.person.id])
    fits = [lead for lead in held if mention is None or lead.customer_id in mention.ids]
    lacking = [lead for lead in fits if lead_standing.missing(lead)] or (fits if mention is not None else [])
    return max((lead.number for lead in lacking), default=None)


@router.answer(FILL, takes=_TAKES)
def answer(ctx: Context) -> Reply | None:
    """The one thing that was asked for; whatever else he says of the registration is kept as well."""
    data = ctx.asked
    number, part = int(data["number"]), Part(data["part"])
    if _puts_off(ctx) and _NAMED.match(ctx.text) is None:
        return Reply(texts.FILL_LATER.format(number=number))
    if nods(ctx.text) and choices.number(ctx.intent, ctx.text) is None:
        return Reply(help_texts.NOTED, keep=True)
    if _ANYBODY.fullmatch(choices.folded(ctx.text)) is not None:
        return Reply(texts.nobody_else(number), keep=True)
    if _is_about_another(ctx, number) or _is_its_own(ctx.text, part):
        return None
    if data.get("listed") and choices.number(ctx.intent, ctx.text) is not None:
        return None
    said = _said_by_name(ctx, number) or _said(ctx, part)
    if said:
        return fill(ctx, number, **said)
    if ctx.intent.name in _COMMANDS or choices.asks(ctx.text):
        return None
    if len(choices.folded(ctx.text)) > LONGEST_SLIP:
        return None  # a sentence of its own
    if data["tries"] + 1 >= MAX_TRIES:
        return Reply(texts.FILL_LATER.format(number=number))
    return Reply(texts.again(part), ask=FILL, data={**data, "tries": data["tries"] + 1}, unread=True)


def _said_by_name(ctx: Context, number: int) -> dict[str, Any]:
    """需求 4 台, 下次 周五去看现场: whatever was asked for; 不是2台是3台 puts right what is there."""
    correction = choices.corrected(ctx.text)
    if correction is not None:
        lead = ctx.session.get_one(Lead, number)
        held = correction.old and correction.new and lead.need.count(correction.old) == 1
        return {"need": lead.need.replace(correction.old, correction.new)} if held else {}
    named = _NAMED.match(ctx.text)
    if named is None:
        return {}
    rest, part = ctx.text[named.end() :].strip(), _PARTS[named["part"]]
    if part is Part.NEED:
        return {"need": clean_words(rest)}
    return _said(replace(ctx, message=ctx.message._replace(text=rest)), part)


_COMMANDS: Final = frozenset({Intents.CUSTOMER_QUERY, Intents.REMINDER_SET, Intents.CUSTOMER_ADD, Intents.SMALLTALK})


def _puts_off(ctx: Context) -> bool:
    return (
        ctx.intent.name is Intents.CANCEL
        or choices.refuses(ctx.text)
        or _LATER.fullmatch(choices.folded(ctx.text)) is not None
    )


def _is_about_another(ctx: Context, number: int) -> bool:
    """Whether the message names another registration, or a customer: then it is a command of its own."""
    named: int | None = ctx.intent.value("number")
    mention: CustomerMention | None = ctx.intent.value("customer")
    if named is not None:
        return named != number
    if ctx.intent.name is Intents.LEAD_REGISTER and _REGISTERS.match(ctx.text.strip()):
        return True
    contact = ctx.intent.value("contact")
    if _names_another(ctx, number):
        return True
    if mention is None or not mention.ids or (contact is not None and mention.text == contact.text):
        return False  # 找老周 names a person; that a customer of his has a 老周, too, says nothing
    lead = ctx.session.get(Lead, number)
    return lead is None or lead.customer_id not in mention.ids


def _names_another(ctx: Context, number: int) -> bool:
    """金晟冯工打电话来 while another registration lacks its contact."""
    if ctx.book is None:
        return False
    lead, book = ctx.session.get(Lead, number), ctx.book
    speaker = Speaker(ctx.person.id, ctx.person.leads)
    firms = {found for _, _, ids in book.find_customers(ctx.text, speaker) for found in ids}
    return bool(firms) and lead is not None and lead.customer_id not in firms


def _is_its_own(text: str, part: Part) -> bool:
    """Whether a text is a thought or a question of its own, or too long to say only who or when."""
    if thinks_aloud(text) or _DOUBTS.search(text) is not None:
        return True
    return part is not Part.NEED and len(text) > LONGEST_ANSWER and _NAMED.match(text) is None


def _said(ctx: Context, part: Part) -> dict[str, Any]:
    needs = _NEEDS.match(ctx.text)
    chosen = ctx.intent.name is Intents.CONFIRM or choices.number(ctx.intent, ctx.text) is not None
    if ctx.book is None or chosen or (needs is None and ctx.intent.name is Intents.CHOOSE):
        return {}
    if ctx.intent.name in _COMMANDS and part is Part.NEED and needs is None:
        return {}
    situation = Situation(ctx.message.sent_at, Speaker(ctx.person.id, ctx.person.leads))
    read = read_answer(ctx.text, situation, ctx.book, person=part is Part.CONTACT)
    said = _parts(read)
    words = said["need"]
    if part is Part.CONTACT and not said["contact"].name and _NAME.fullmatch(words) and needs is None:
        return {"contact": Person(words, said["contact"].phone)}
    other = bool(said["contact"].name) or said["next_on"] is not None
    if needs is not None and not other:
        return {"need": clean_words(ctx.text[needs.end("lead") :])}
    if part is not Part.NEED:
        said["need"] = ""
    return said if said["need"] or other else {}


def _parts(intent: Intent) -> dict[str, Any]:
    """Need, contact and next step that an intent holds."""
    mention = intent.value("contact")
    phone: str = intent.value("phone", "")
    name = clean_words(mention.text) if mention is not None else ""
    person = Person(name or (contact_texts.NO_NAME if phone else ""), phone)
    return {"need": clean_words(intent.value("summary", "")), "contact": person, "next_on": intent.value("next_date")}
