"""A turn of a talk that cannot be read by itself, by what it most likely does (`product.md` §4.4).

钱他做不了主 段周三回 behind a visit adds to it, 没见 工地门口抄的牌子 behind a colleague's question answers him, 行吧
wants nothing. Where that is likely enough the message is read as what it does; else it stays as it was read, and is
asked about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from handlers import choices, goes_on, threads
from handlers.context import Context
from handlers.language.meaning import Book, CustomerMention, Intent, Intents, Situation, Slot, Understanding
from handlers.language.patterns import regex
from handlers.language.replies import vents
from handlers.language.reports import LIKELY
from handlers.language.turns import Before, Turns, plainer, turn_of
from handlers.texts import records as texts
from models.schema.people import Role

Read = Callable[[str], Understanding]

SURE: Final = 0.6
"""So likely what a message does must be where the rules read nothing,"""
ENOUGH: Final = {Turns.RELAY: 0.7, Turns.ASK_FIRM: 0.45, Turns.ASK_TEAM: 0.45}
"""more where a colleague is to read it, who cannot unread it, less where only something is shown,"""
SURER: Final = 0.9
"""and so likely where they read a visit of which little was told, or the bot waits for an answer."""
MAY_RELAY: Final = 0.25
KEPT: Final = 0.85
"""So likely it must tell some fact, for it to be kept with what was just told."""
LONGEST: Final = 160
"""Characters; longer ones tell a story of their own."""
LOOKED_UP: Final = 0.8
"""So likely what asks in no word must be a question, for a card to be its answer."""
_COMMANDS: Final = regex(
    r"\s*(?:打标签|标签|回款|到账|收款|退款|应收|催款|开票|订单|承诺|报备|续保护|领取|退回|转给|作废|撤销|改|核对|点评|表扬|申诉"
    r"|拜访|跟进|问题|投诉|竞品|市场|计划|备注|查|加联系人|改联系人|合并|别名|交接)(?:\s|[:：#＃])"
)
"""A command in its own words that lacks something is asked for that, and never taken for talk."""
_I_SAID: Final = regex(r"(?:^|[,，。;；\s])我(?:就|也|跟[他她]|和[他她])?(?:说|讲|答应|回[他她]|告诉[他她])(?!的)")
"""他问能不能换，我说回去问一下: what was talked about at a customer's, and no word for a colleague."""
_FOR_THE_BOT: Final = regex(r"你?(?:帮我|给我|替我)(?:先|再)?(?:算|加|列|统计|汇总|查|搜|记|写)")
"""剩下的你帮我算一下: that is said to nobody else."""
_CHINESE: Final = regex(r"[一-鿿]")
_STRANGE: Final = regex(r"[^\W\d_一-鿿]|[%$<>{}\\|&=^~`]")
_WEAK: Final = frozenset({Intents.VISIT_LOG, Intents.FOLLOWUP_SET})
_ANSWERS: Final = frozenset(
    {Turns.ADD, Turns.PLAN, Turns.CORRECT, Turns.TOLD, Turns.PROMISE, Turns.PICK, Turns.CONTACT, Turns.NOTHING}
)
"""What may be the answer to a question of the bot's, or says nothing beside it."""
_OFFERS: Final = frozenset({"help.guess"})
"""Questions that were only offers: nobody owes them an answer."""
_QUESTIONS: Final[Mapping[str, Before]] = {
    "leads.fill": Before.NEED,
    "visits.fill": Before.VISIT,
    "reports.draft": Before.DRAFT,
    "dunning.day": Before.DATE,
    "commitments.day": Before.DATE,
}
_SHOWN: Final = tuple(
    (regex(said), before)
    for said, before in (
        (r"转告你：", Before.REP),
        (r"^公海[:：]", Before.POOL),
        (r"日报草稿 ", Before.DRAFT),
        (r"拜访#", Before.VISIT),
        (r"问题#|消息#", Before.PROBLEM),
        (r"回款#", Before.PAYMENT),
        (r"催款#|应收#", Before.PROMISE),
        (r"提醒#", Before.REMINDER),
        (r"联系人#", Before.CONTACT),
        (r"报备成功|报备B", Before.LEAD),
        (r"跟进#|计划", Before.PLAN),
        (r"请假|休假", Before.LEAVE),
        (r"^今天.*要办|待办", Before.TODO),
        (r"^(?:逾期|未收) ", Before.MONEY),
        (r"都报|撞单|先报", Before.CONFLICT),
        (r"负责人 |档案 \d", Before.CARD),
        (r"还没交日报|\d 访|\d 次，", Before.TEAM),
    )
)
"""What an answer shows of what it was about."""


def clearer(ctx: Context, understood: Understanding, *, waits: bool, read: Read, book: Book) -> Understanding | None:
    """What a message does in its talk, where it could not be read by itself; None where it stays as it was read.

    Args:
        ctx: of the message.
        understood: how it was read.
        waits: whether a question of the bot's waits for its answer.
        read: understands a text as if nothing were open.
        book: the names.
    """
    first = understood.first
    if len(understood.intents) > 1 or len(ctx.text) > LONGEST or not _is_talk(ctx.text, first):
        return None
    ctx = ctx.read(understood.intents, book)
    waits = waits and ctx.question is not None and ctx.question.name not in _OFFERS
    before = _before(ctx, waits=waits)
    situation = Situation(ctx.message.sent_at, threads.speaker(ctx))
    guess = turn_of(ctx.text, situation, book, before=before, role=str(ctx.person.role), meant=first.name)
    asked = SURER if waits or first.name in _WEAK else ENOUGH.get(guess.turn, SURE)
    meant = None
    if guess.turn is Turns.ASK_FIRM and guess.share < LOOKED_UP and not choices.asks(ctx.text):
        asked = LOOKED_UP
    if guess.share >= asked and not (waits and guess.turn in _ANSWERS):
        meant = _as(ctx, guess.turn, first, read)
    if meant is None and not waits and first.name is Intents.UNKNOWN and guess.telling >= KEPT:
        meant = _added(ctx, first, ctx.text)
    return None if meant is None else Understanding((meant,))


def may_be_relayed(ctx: Context) -> bool:
    """Whether a message behind a colleague's words may well be meant for him rather than tell something of its own.

    Args:
        ctx: of the message as it was read by itself.
    """
    if ctx.book is None:
        return False
    situation = Situation(ctx.message.sent_at, threads.speaker(ctx))
    before, role = _from_whom(ctx), str(ctx.person.role)
    found = turn_of(ctx.text, situation, ctx.book, before=before, role=role, meant=ctx.intent.name)
    return found.relays >= MAY_RELAY


def is_doubtful(first: Intent) -> bool:
    """Whether a visit or a follow-up was read where little of one was told."""
    return first.name in _WEAK and first.confidence <= LIKELY


def _is_talk(text: str, first: Intent) -> bool:
    """Whether a message is a sentence: neither a command that lacks something, nor names and signs alone."""
    if "\n" in text.strip() or _COMMANDS.match(text) is not None:
        return False
    named: Sequence[CustomerMention] = first.value("customers") or ()
    left = text
    for mention in named:
        left = left.replace(mention.text, "", 1)
    return len(_CHINESE.findall(left)) > len(_STRANGE.findall(left))


def _before(ctx: Context, *, waits: bool) -> Before:
    """What came right before the message; what told nothing in between is passed over."""
    asked = _QUESTIONS.get(ctx.question.name) if waits and ctx.question is not None else None
    if asked is not None:
        return asked
    for one in threads.exchanges(ctx):
        found = next((before for shown, before in _SHOWN if shown.search(one.told)), None)
        if found is Before.REP:
            return _from_whom(ctx)
        if found is not None:
            return found
    return Before.NONE


def _from_whom(ctx: Context) -> Before:
    writer = ctx.directory.people.get(threads.written_by(ctx))
    if writer is None:
        return Before.REP
    if ctx.directory.is_above(writer.id, ctx.person.id):
        return Before.LEADER
    return Before.FINANCE if writer.role is Role.FINANCE else Before.REP


def _as(ctx: Context, turn: Turns, first: Intent, read: Read) -> Intent | None:
    """The message as what it does; None where nothing can be made of it."""
    if turn is Turns.NOTHING:
        return Intent(Intents.SMALLTALK, {}, 1.0, ctx.text)
    if turn is Turns.RELAY:
        return _added(ctx, first, ctx.text) if _I_SAID.search(ctx.text) else _to_colleague(ctx)
    if turn is Turns.ADD:
        return _added(ctx, first, ctx.text)
    if turn is Turns.ASK_TEAM:
        return Intent(Intents.TEAM_SUMMARY, {}, 1.0, ctx.text) if ctx.person.leads else None
    if turn is Turns.NEWS and (first.name is Intents.NOT_YET or threads.named_colleague(ctx)):
        return None  # what is told of a colleague is no news of the market
    plain = _in_plainer_words(ctx, turn, first, read)
    if plain is not None or turn is not Turns.CORRECT:
        return plain
    return _added(ctx, first, texts.set_right(ctx.text))


def _in_plainer_words(ctx: Context, turn: Turns, first: Intent, read: Read) -> Intent | None:
    """The message as the rules read it in words that they know; a question about a customer at least as a look."""
    mention: CustomerMention | None = first.value("customer")
    firm = ctx.directory.customers.get(threads.firm(ctx)) if mention is None else None
    for words, meanings in plainer(turn, ctx.text, firm.short if firm is not None else ""):
        found = read(words)
        if len(found.intents) == 1 and found.first.name in meanings and not found.first.value("unsure"):
            return found.first
    about = mention or (CustomerMention(firm.short, (firm.id,)) if firm is not None else None)
    if turn is not Turns.ASK_FIRM or about is None:
        return None
    return Intent(Intents.CUSTOMER_QUERY, {"customer": Slot(about, 0, 0)}, 1.0, ctx.text)


def _added(ctx: Context, first: Intent, words: str) -> Intent | None:
    """More for the record just made; not of another customer, and not what was meant for a command."""
    if first.name is Intents.NOT_YET or first.value("customer") is not None:
        return None
    return goes_on.addition(ctx, words)


def _to_colleague(ctx: Context) -> Intent | None:
    """Words for the colleague whom they name, who wrote last, or whose customer is talked about."""
    if vents(ctx.text) or _FOR_THE_BOT.search(ctx.text) is not None:
        return None
    person_id = threads.named_colleague(ctx) or threads.written_by(ctx) or threads.colleague(ctx)
    if not person_id and not ctx.person.leads:
        person_id = ctx.person.manager_id or 0  # who else could 帮我问下能不能退 be for
    card = ctx.directory.people.get(person_id)
    if card is None or not card.active or card.id == ctx.person.id:
        return None
    slots = {"people": Slot(((card.id,),), 0, 0), "summary": Slot(ctx.text.strip(), 0, len(ctx.text))}
    return Intent(Intents.RELAY, slots, 1.0, ctx.text)
