"""Whose customer a firm is: registering, claiming, giving back and handing on."""

from __future__ import annotations

import re
from typing import Final

from handlers.language.meaning import CustomerMention, Intent, Intents, Slot
from handlers.language.mentions import mention_slot
from handlers.language.moods import asks, is_no_order, supposes
from handlers.language.newcomers import read_newcomer
from handlers.language.normalise import CUSTOMER, PERSON
from handlers.language.numbers import number
from handlers.language.patterns import regex
from handlers.language.reading import Reading
from handlers.language.want_leads import extras
from handlers.language.who import Place, find_who, joined_words, without

_NOT_REGISTERED: Final = regex(
    r"(?:别|不用|不要|没有?|未|不|忘了?|忘记)(?:再)?(?:去)?(?:报备|登记|备案)|(?:报备|备案|登记)(?:规则|制度|流程|表|期|过|了没|有效|成功|到期|多久|被)|(?:报备|登记)起来(?=[真太好很麻挺特])|保护期|多久|报备的(?:规矩|事|那)|撤|新客户(?:真|太|好难|难|越来越|不好|都|也|没|被|怎)|查重|撞单|有人(?:报|跟)|谁报|已经报备|申诉|我(?:最|是)?[先早]就?报(?:备|了|过)*的|(?:[上前]个?[周月]|早|昨天|前天)就?报(?:备|上去)?(?:了|过)|报备[^,。]{0,4}(?:还剩|剩|还有)?(?:几天|多少天|什么时候到)|还剩几天|(?:等会儿?|回头|以后|下次)再说"
)
_ORDERED: Final = regex(r"\s*(?:我|想|要|帮|先|麻烦|请|给|再)*(?:报备|备案)(?!.*(?:[?]|吗\W*$))")
_OPINION: Final = regex(r"(?:不|没|别)(?:想|愿|敢|打算|准备|要|用|能)?(?:再)?(?:去)?(?:领|认领|要|接)(?!导)")
_CLAIM: Final = regex(
    rf"(?:认领|领取|领养|领走|领(?:一?下|了|个|回|过来)?(?![导域])|捞(?:一?下|回)?|接(?:一?下|手|过来)|我要(?=[\s,把]*{CUSTOMER})|归我|给我(?:吧|跟|来|做)?|算我的|我来跟|让我(?:来)?跟|我想跟|我(?:来)?接|拿下|抢)"
)
_NAME_GOES_ON: Final = regex(
    r"[一-鿿](?<![归给我领认交吧了的这那来还跟行让和与也就可都算要拿先公没谁有能是由现在躺挂帮请想麻捞分拉划转抢挂捡收盯放拨往挪空呗哈啊吗呀])"
)
"""领 天合泵: perhaps the 天合 that is known, perhaps another firm; whose a customer is, is not guessed."""
_KEEP: Final = regex(
    r"(?:不|没|别)(?:要|想|能|会|准备|打算|可能)?(?:把)?(?:(?![不了])[^,。;]){0,6}(?:退|释放|放弃|移交|放公海|扔)|还(?:要|想|在)跟|舍不得"
)
_RELEASE: Final = regex(
    r"退回?(?:到|给|去|进)?公海|[放还]回?(?:到|给|进)?公海|[丢扔放还][回到进]+公海|退回|退了|退掉|释放|放弃|不跟了?|不想跟|不再跟|不做了|不要了|放掉|转出去|让出(?:来|去)|不管了|没法跟|跟不动|放出(?:来|去)|还回去|别人跟吧|谁要谁(?:拿|跟|领|捡)(?:去|走)?|扔回去|退回去|丢回去|做不动了?|移出"
)
_IS_ASKED: Final = regex(r"\?|(?:吗|呢|了没)[\s。!]*$|怎么|为什么|为啥|谁(?:把|退|放|在)|什么时候")
_TRANSFER: Final = regex(
    rf"(?:转|移|移交|交|交接|划|分|分配|让|派|换|调|过户|拨|匀|送|挪)(?:给|到|成|由|交给|接给|归|出|去|配给?)*\s*(?={PERSON})"
    rf"|(?:给|由|让|归|换成|换)\s*(?={PERSON}+(?:来|去)?(?:跟|管|负责|接|做|维护|了|吧|$))"
    rf"|(?:转|移交|交接|过户|分配|划)(?:给|到)?(?=[^,。;\s了吧]{{2,4}}(?:$|[,。;\s了吧跟]))"
)
_NAMED_HEIR: Final = regex(r"[给由让转交配]\s*(?P<name>[一-鿿]{2,4}?)(?:$|[,。;\s了吧]|来?跟|名下|手上)")
_NUMBERS: Final = regex(r"(?:第)?(\d{1,3})(?:[、,和跟\s]+(\d{1,3}))*(?:号|家|个)?")
_FOLLOWS_THE_VERB: Final = regex(
    r"(?:的?名下|手[上里]|那边|那里|这边)?(?:来|去)?(?:跟进?|负责|管|接手?|维护|做)(?:吧|了|一下)?[\s。!]*$"
)
_REASON_LEAD: Final = regex(
    r"^(?:[\s,。:;、]|(?:来|去)?(?:跟进?|负责|接手?|维护)(?=[\s,。])|因为|由于|原因(?:是)?|理由(?:是)?|吧|了|啦|哈|主要是?|他们|这家|这个|我)*(?=.)"
)


def read_lead_register(reading: Reading) -> Intent | None:
    """A new firm to be registered: `customer_new`, `contact`, `title`, `phone`, `city`, `budget`, `summary`.

    Also `project`, `source`, `next_date`, and `need`, the summary without these.

    `customer` instead of `customer_new` where the book holds exactly the name that was said. `phone` is an empty
    string where figures were said that make no number.

    Args:
        reading: the whole message.

    Returns:
        None for questions about registrations, and where none is wanted.
    """
    masked = reading.masked
    # Beside a telephone number a question is the customer's (他们问能不能打折).
    if _NOT_REGISTERED.search(masked) or (not reading.phones and is_no_order(masked) and not _ORDERED.match(masked)):
        return None
    slots = read_newcomer(reading)
    if not _NAMED & slots.keys() and len(masked) > _BARE:
        return None
    return reading.intent(Intents.LEAD_REGISTER, slots | extras(reading, slots))


_NAMED: Final = frozenset({"customer", "customer_new", "contact", "phone"})
_BARE: Final = 8
"""Characters of 我要报备一下, which wants to be asked for the name; more words without any are talk."""


_ASKED_FIRST: Final = regex(r"(?:没主|没人[跟要管]|空着|在公海)[^,。?]{0,3}[吧吗不没]?[?\s,]+(?=\S)")
"""没主的吧？没主我要了: the question takes nothing back."""


def read_lead_claim(reading: Reading) -> Intent | None:
    """A customer of the pool to be claimed: `customer`, or `choice`, the numbers of the list (领 1 和 4).

    Args:
        reading: the whole message.
    """
    masked = reading.masked
    if asks(_ASKED_FIRST.sub("", masked)) or _OPINION.search(masked):
        return None
    slots = _customers(reading) or _listed(reading, _CLAIM.search(masked)) or pooled(reading)
    if not slots:
        return None
    if "customer" in slots and any(_NAME_GOES_ON.match(masked, end) for _, end, _ in reading.customers):
        slots["unsure"] = reading.whole(True)
    return reading.intent(Intents.LEAD_CLAIM, slots)


_POOLED: Final = regex(
    r"\s*(?:我|想|来|帮我|给我)*(?:领取?|认领|申领|要)(?:了|一?下|个)?\s*(?P<name>[一-鿿]{2,8}?)(?:吧|了|那家|这家|[\s。!])*"
)


def pooled(reading: Reading) -> dict[str, Slot]:
    """我要退思园, 领 水昌: nobody's customer by the head of his name, as the slot `customer`.

    Args:
        reading: the whole message.
    """
    found = _POOLED.fullmatch(reading.text) if not reading.customers else None
    ids = tuple(reading.book.pooled(found["name"])) if found is not None else ()
    if found is None or not ids:
        return {}
    place = found.span("name")
    return {"customer": reading.slot(CustomerMention(reading.words(*place), ids), *place)}


def read_lead_release(reading: Reading) -> Intent | None:
    """A customer given back to the pool: `customer`, or `choice`, and `reason`.

    Args:
        reading: the whole message.
    """
    masked = reading.masked
    found = _RELEASE.search(masked)
    if _KEEP.search(masked) or supposes(masked) or _IS_ASKED.search(masked):
        return None
    slots = _customers(reading) or _listed(reading, found)
    if not slots:
        return None
    reason = _reason(reading, found.span()) if found is not None else {}
    return reading.intent(Intents.LEAD_RELEASE, slots | reason)


def read_lead_transfer(reading: Reading) -> Intent | None:
    """A customer handed on: `customer`, `to_user` (absent where the book knows no such colleague), `reason`.

    Args:
        reading: the whole message.
    """
    masked = reading.masked
    found = _TRANSFER.search(masked)
    start_of_verb = found.start() if found is not None else 0
    if is_no_order(masked) or re.search(r"(?:别|不要|不想|不能|不|没|未)$", masked[:start_of_verb]):
        return None
    slots = _customers(reading)
    if not slots:
        return None
    heir = [span for span in reading.people if span[0] >= start_of_verb] or list(reading.people[-1:])
    if found is None:
        if not heir:
            return None
        start, end, ids = heir[0]
        return reading.intent(Intents.LEAD_TRANSFER, {**slots, "to_user": reading.slot(ids, start, end)})
    place: Place = found.span()
    if heir:
        start, end, ids = heir[0]
        slots["to_user"] = reading.slot(ids, start, end)
        place = (found.start(), max(end, found.end()))
    else:
        named = _NAMED_HEIR.search(masked, found.start())
        if named is None:
            return None
        place = (found.start(), named.end("name"))
    return reading.intent(Intents.LEAD_TRANSFER, slots | _reason(reading, place))


def _customers(reading: Reading) -> dict[str, Slot]:
    """The customer; of several the first, and that it has to be asked which."""
    if not reading.customers:
        who = find_who(reading)
        return {"customer": who.slots["customer"]} if "customer" in who.slots else {}
    slots = {"customer": mention_slot(reading, reading.customers[0])}
    if len({span[2] for span in reading.customers}) > 1:
        slots["unsure"] = reading.whole(True)
    return slots


def _listed(reading: Reading, verb: re.Match[str] | None) -> dict[str, Slot]:
    """领 1 和 4: the numbers of the list that was shown last."""
    found = _NUMBERS.search(reading.masked, verb.end()) if verb is not None else None
    if found is None:
        return {}
    numbers = tuple(value for one in re.findall(r"\d{1,3}", found.group()) if (value := number(one)))
    return {"choice": reading.slot(numbers, *found.span())} if numbers else {}


def _reason(reading: Reading, verb: Place) -> dict[str, Slot]:
    """What is said behind the order: 没预算, 我不做零售了."""
    length = len(reading.masked)
    behind = without(length, [verb, *((start, end) for start, end, _ in reading.customers)], verb[1])
    behind = [piece for piece in behind if reading.masked[slice(*piece)].strip(" ,。")]
    if not behind:
        return {}
    if _FOLLOWS_THE_VERB.match(reading.masked, behind[0][0]):
        return {}
    lead = _REASON_LEAD.match(reading.masked[behind[0][0] : behind[0][1]])
    place = (behind[0][0] + (lead.end() if lead is not None else 0), behind[-1][1])
    words = joined_words(reading, [place])
    return {"reason": reading.slot(words, *place)} if len(words) > 1 else {}
