"""The customer book: every name a customer goes by, found in a message in microseconds.

One index holds everybody's names as they were when it was built; customers that changed since are looked up beside it.
What only the owner of a customer would call it (a contact, initials, a misspelt name) is kept by person, and made when
he first needs it. Any thread may read while another one brings news.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from handlers.language.colleagues import Colleagues
from handlers.language.meaning import KnownContact, Speaker
from handlers.language.name_edges import is_han, more_of, stands_alone, stands_behind_a_place
from handlers.language.name_heads import points_at_one
from handlers.language.names_index import Hit, NamesIndex, Overlay, by_length, longest, named, overlaps
from handlers.language.normalise import Folded, fold
from handlers.language.owned import Owned
from handlers.language.patterns import regex
from handlers.language.people import find_meant
from handlers.language.roll import Changes, Roll
from handlers.language.spellings import BRACKETS, LONGEST_NAME, LONGEST_WEAK, is_sure, spellings
from handlers.longer_names import longer_name

# Contacts who are called the same, of a leader's line; more could not be asked about.
_MOST_NAMESAKES: Final = 5
# Names in one text; who writes more pastes a list.
_MOST_HITS: Final = 60
# Characters; a longer name is hardly the rest of another one.
_SHORT: Final = 3
# Characters round a name in which a longer one may stand.
_LONGEST_SAID: Final = 32
_LOOK_BACK: Final = 4
_LOOK_ON: Final = 16
_SHORTEST_PLACE: Final = 3
_PLACE_BEFORE: Final = regex(r"([一-鿿]{2})市?(?:的|那边的|那家|那个)$")
_LANDMARK: Final = regex(r"\s*(?:大道|隔壁|附近|对面|旁边|路(?!店|桥|支|口|分)|街(?!店|坊|道办))")
_FORM: Final = regex(r"(?:集团)?(?:(?:股份有限|有限责任|有限)?公司|厂(?![长里子房区家商务方]))?")
_REGISTERS: Final = regex(
    r"[报抱]备|备案|新客户|新开的?|登记|建个?客户|建档|名片|加(?:个|一个|一家|一下|进|到|新)|认识"
)
"""Who registers somebody writes a name that nobody has yet, however like another it may be."""
_HAN: Final = regex(r"[一-鿿]")
_LATIN: Final = regex(r"[a-z]{3}")
_OF_A_CONTACT: Final = regex(r"的?(?:手机|电话|号码|微信|生日|换号|换了|那[笔家]|付|打款|下单|签[了单]|欠)")
_LEADER_CALLED: Final = regex(r"(?:总监?|经理|主管|姐|哥|老师|董|老板|老大)$")


_fold_again = lru_cache(maxsize=8)(fold)
"""Customers, contacts and people are looked for in one text, one after the other."""
_fold_name = lru_cache(maxsize=4096)(fold)
"""Who is named once is named again."""


def _read(text: str) -> str:
    return text if isinstance(text, Folded) else _fold_again(text)


@lru_cache(maxsize=4096)
def _folded(name: str, aliases: tuple[str, ...]) -> tuple[str, ...]:
    """A customer's names; who is named once is named again."""
    return (fold(name), *map(fold, aliases))


class CustomerBook:
    """Implements `meaning.Book` over the company in memory."""

    def __init__(self, roll: Roll) -> None:
        """Build from what is loaded now and follow every refresh.

        Args:
            roll: the directory.
        """
        self._roll = roll
        self._lock = threading.Lock()
        self._state = (NamesIndex(()), Overlay())
        self._people = Colleagues(())
        self._owned = Owned(roll, self.contacts_of, lambda: self._people)
        self._rebuild()
        self._read_people()
        roll.subscribe(self._refreshed)

    def find_customers(self, text: str, speaker: Speaker) -> Sequence[Hit]:
        """Non-overlapping mentions, the longest kept, in reading order: (start, end, ids that fit).

        An exact name of the speaker's own customers beats everybody else's; several customers of the same name are
        all returned. 华联 inside 新华联, and a customer's name in a street or landmark, are no mentions. Where no name
        is written out, the speaker's own customers are known by initials or pinyin, and by a name that was misheard;
        not so where somebody is being registered.

        Args:
            text: the message, folded or not.
            speaker: who wrote it.
        """
        folded = _read(text)
        hits = self._hits(folded)
        found = self._kept(hits, folded, speaker) if hits else []
        if len(folded) < 2:
            return found
        if len(found) > 1:
            more = self._owned.of(speaker).before_people(folded)
            found = sorted([*found, *(hit for hit in more if not overlaps(hit[0], hit[1], found))])
        if found:
            return self._with_heads(folded, found, hits, speaker)
        if _LATIN.search(folded) is not None:
            found = self._owned.of(speaker).latin(folded)
        if found or _HAN.search(folded) is None or _REGISTERS.search(folded) is not None:
            return found
        found = self._owned.of(speaker).before_people(folded) or self._with_heads(folded, [], hits, speaker)
        if found:
            return found
        # What is somebody else's name as it stands was not misheard.
        misheard = self._misheard(folded, speaker)
        return [one for one in misheard if not any(hit[0] <= one[0] and one[1] <= hit[1] for hit in hits)]

    def _with_heads(self, folded: str, found: list[Hit], hits: list[Hit], speaker: Speaker) -> list[Hit]:
        """With customers of his who are named by a part of their name: 爱民 beside 富乐, 肇庆那笔."""
        own = self._owned.of(speaker)
        heads = [hit for hit in own.heads.meant(folded, found) if not found or len(hit[2]) == 1]
        # What is somebody's name as it stands was looked at already.
        heads += own.heads.find(folded, [*found, *hits, *heads])
        if not heads and not found and points_at_one(folded):
            heads = self._owned.pool.meant(folded, found, claimed=True)
        if not heads or _REGISTERS.search(folded) is not None:
            return found
        people = [*own.people(folded), *self._people.find(folded, None, tuple)]
        apart = [hit for hit in heads if not overlaps(hit[0], hit[1], people) and not self._is_longer(folded, hit)]
        return sorted([*found, *apart])

    def _is_longer(self, folded: str, hit: Hit) -> bool:
        """Whether a name is a piece of a longer one that nobody has, or of a road's."""
        start, end, ids = hit
        first = max(start - _LOOK_BACK, 0)
        names = [*self._names(ids), folded[start:end]]
        longer = longer_name(folded[first : end + _LOOK_ON], start - first, end - first, names)
        return longer is not None or _LANDMARK.match(folded, end) is not None

    def near_customers(self, text: str, speaker: Speaker, limit: int = 3) -> Sequence[int]:
        """Customers with a similar name, best first: the speaker's own by sound and spelling, then anybody's that
        differs in one character.

        Args:
            text: the name as written.
            speaker: who wrote it.
            limit: how many at most.
        """
        folded = BRACKETS.sub("", fold(text[:LONGEST_NAME]))[:_LONGEST_SAID]
        if len(folded) < 2:
            return ()
        found = dict.fromkeys(self._inside(folded, speaker))
        found.update(dict.fromkeys(self._owned.of(speaker).likeness.best(folded, limit)))
        if len(found) < limit:
            found.update(dict.fromkeys(self._one_off(folded)))
        return tuple(found)[:limit]

    def holding(self, text: str, speaker: Speaker) -> Sequence[int]:
        """The speaker's own customers one of whose names holds some words: 解放路, 松江店.

        Args:
            text: two characters or more.
            speaker: who wrote it.
        """
        folded = fold(text).strip()
        return self._owned.of(speaker).likeness.holding(folded) if 2 <= len(folded) <= LONGEST_NAME else ()

    def pooled(self, text: str) -> Sequence[int]:
        """Nobody's customers one of whose names begins with some words: 水昌 of 常州水昌机械有限公司 in the pool.

        Args:
            text: two characters or more.
        """
        folded = fold(text).strip()
        if not 2 <= len(folded) <= LONGEST_NAME:
            return ()
        index, overlay = self._state
        found = [
            one for bearers in index.beginning(folded, _MOST_HITS) for one in bearers if one not in overlay.changed
        ]
        found += [one for bearers in overlay.beginning(folded) for one in bearers]
        cards = self._roll.customers
        ids = dict.fromkeys(one for one in found if (card := cards.get(one)) and card.active and card.owner_id is None)
        return tuple(ids) if len(ids) <= _MOST_NAMESAKES else ()

    def find_contact(self, text: str, customer_id: int) -> int | None:
        """The one contact of a customer that a full name, or a surname with a title, means.

        Args:
            text: 王建国, 王总, 李工, 小周.
            customer_id: whose contact.

        Returns:
            None when nobody fits or several do.
        """
        return find_meant(fold(text).strip(), self.contacts_of(customer_id))

    def find_contacts(self, text: str, speaker: Speaker) -> Sequence[Hit]:
        """Contacts of the speaker's own customers, named without their firm: (start, end, contact ids that fit).

        A surname with a title that fits somebody above the speaker too is his leader, unless a phone, a birthday or
        money is spoken of; whom the words ask or tell something as a colleague is none.

        Args:
            text: the message, folded or not.
            speaker: who wrote it.
        """
        folded = _read(text)
        hits = self._contacts_in(folded, speaker)
        if not hits:
            return ()
        told = self._people.familiar(folded, speaker, hits)
        theirs = [hit for hit in hits if not overlaps(hit[0], hit[1], told)]
        return [hit for hit in theirs if not self._is_leader(folded, hit, speaker)]

    def _contacts_in(self, folded: str, speaker: Speaker) -> list[Hit]:
        hits = self._owned.of(speaker).people(folded)
        return [hit for hit in hits if len(hit[2]) <= _MOST_NAMESAKES] if self._owned.is_of_many(speaker) else hits

    def customer_of(self, contact_id: int) -> int:
        """Whose contact somebody is.

        Args:
            contact_id: one that `find_contacts` found.
        """
        return self._roll.contacts[contact_id].customer_id

    def contacts_of(self, customer_id: int) -> Sequence[KnownContact]:
        """All contacts of a customer, with folded names."""
        cards = self._roll.contacts_of(customer_id)
        return [KnownContact(card.id, _fold_name(card.name), card.title) for card in cards]

    def find_people(self, text: str, speaker: Speaker | None = None) -> Sequence[Hit]:
        """Mentions of active colleagues: (start, end, person ids that fit).

        Args:
            text: the message, folded or not.
            speaker: who wrote it; without him only full and given names are known, and no 黄经理 or 小陈.
        """
        folded = _read(text)
        return self._people.find(
            folded, speaker, lambda: self._contacts_in(folded, speaker) if speaker is not None else ()
        )

    def _hits(self, folded: str) -> list[Hit]:
        index, overlay = self._state
        hits = list(index.hits(folded))
        return overlay.merged(hits, folded) if overlay.changed else hits

    def _kept(self, hits: list[Hit], folded: str, speaker: Speaker) -> list[Hit]:
        kept: list[Hit] = []
        for start, end, bearers in sorted(hits[:_MOST_HITS], key=by_length) if len(hits) > 1 else hits:
            if (kept and overlaps(start, end, kept)) or not stands_alone(folded, start, end):
                continue
            ids = self._there(folded, start, bearers) or self._meant(bearers, speaker, folded[start:end])
            if ids:
                kept.append((start, end, ids))
        whole = [self._whole(folded, hit, speaker) for hit in kept]
        found = [self._with_town(folded, hit, speaker) for hit in whole if _LANDMARK.match(folded, hit[1]) is None]
        return sorted(found) if len(found) > 1 else found

    def _with_town(self, folded: str, hit: Hit, speaker: Speaker) -> Hit:
        """常州鑫圆: the town of an own customer, said right before him, is a part of what he is called."""
        card = self._roll.customers.get(hit[2][0]) if hit[2] else None
        town = card.city if card is not None and card.owner_id == speaker.person_id else ""
        return (hit[0] - len(town), *hit[1:]) if town and folded.endswith(town, 0, hit[0]) else hit

    def _there(self, folded: str, start: int, bearers: tuple[int, ...]) -> tuple[int, ...]:
        """上海的绿源: of those who bear a name the ones of the town that is said before it."""
        if len(bearers) < 2 or start < _SHORTEST_PLACE or folded[start - 1] not in "的家个":
            return ()
        said = _PLACE_BEFORE.search(folded, max(start - _LOOK_BACK - 2, 0), start)
        cards = [self._roll.customers.get(found) for found in bearers]
        return tuple(card.id for card in cards if card and card.active and said is not None and card.city == said[1])

    def _longer(self, folded: str, hit: Hit, speaker: Speaker) -> Hit:
        """A short name may be what is left undamaged of a longer one of the speaker's: 华联 in 华联人民卤店."""
        start, end, _ = hit
        if end - start > _SHORT or not (is_han(folded, end) or (start and is_han(folded, start - 1))):
            return hit
        return self._owned.of(speaker).likeness.around(folded, hit)

    def _whole(self, folded: str, hit: Hit, speaker: Speaker) -> Hit:
        """A name with its legal form; 东吴精密 and 南京东吴机械厂 are firms that nobody has."""
        longer_hit = self._longer(folded, hit, speaker)
        if longer_hit is not hit:
            return longer_hit
        start, end, ids = hit
        follows = is_han(folded, end)
        form = _FORM.match(folded, end) if follows else None
        last = form.end() if form is not None else end
        if not follows and not stands_behind_a_place(folded[max(start - 4, 0) : start]):
            return start, last, ids
        if last > end and len(ids) > 1:
            ids = self._in_full(folded[start:last], ids)
        first = max(start - _LOOK_BACK, 0)
        names = [*self._names(ids), folded[start:end]]
        longer = longer_name(folded[first : end + _LOOK_ON], start - first, end - first, names)
        if longer is not None:
            return longer[0] + first, longer[1] + first, ()
        more = more_of(folded, start, end, names)
        form = _FORM.match(folded, more)
        return start, max(last, form.end() if form is not None else more), ids

    def _names(self, ids: Iterable[int]) -> list[str]:
        cards = [self._roll.customers[found] for found in ids]
        return [name for card in cards for name in (*_folded(card.name, card.aliases), card.city)]

    def _in_full(self, said: str, ids: tuple[int, ...]) -> tuple[int, ...]:
        """Of customers with one name those whose full name, legal form and all, was said; else all of them."""
        cards = self._roll.customers
        return tuple([found for found in ids if said in fold(cards[found].name)]) or ids

    def _meant(self, bearers: tuple[int, ...], speaker: Speaker, name: str) -> tuple[int, ...]:
        cards = self._roll.customers
        if len(bearers) == 1 and len(name) > LONGEST_WEAK:
            card = cards.get(bearers[0])
            return bearers if card is not None and card.active else ()
        active = [found for found in bearers if found in cards and cards[found].active]
        own = tuple([found for found in active if cards[found].owner_id == speaker.person_id])
        if not own and speaker.leads and len(active) > 1:
            line = self._people.line_of(speaker.person_id)
            own = tuple([found for found in active if cards[found].owner_id in line])
        if len(name) > LONGEST_WEAK:
            return own or tuple(active)
        sure = tuple([found for found in active if is_sure(cards[found], name)])
        given = tuple([found for found in sure if found in own])
        if given or not own:
            return given or sure
        # 晨曦, which was given to none of his, means all of his that begin with it, and whom it was given to.
        return tuple(dict.fromkeys((*self._owned.of(speaker).beginning(name), *sure)))

    def _inside(self, folded: str, speaker: Speaker) -> Iterator[int]:
        """Customers whose name is a part of what was said (东吴精密: 东吴)."""
        for start, end, bearers in longest(self._hits(folded)):
            yield from self._meant(bearers, speaker, folded[start:end])

    def _misheard(self, folded: str, speaker: Speaker) -> list[Hit]:
        """Own customers whose names are written otherwise; not where the words go on to be a longer name."""
        own = self._owned.of(speaker)
        likeness = own.likeness
        hits = likeness.find(folded)
        if not hits:
            people = own.people(folded)
            backed = {self.customer_of(one) for hit in people for one in hit[2]}
            apart = folded
            for start, end, number in own.named(folded):
                backed.add(number)
                apart = f"{apart[:start]}{',' * (end - start)}{apart[end:]}"
            hits = likeness.find(apart, frozenset(backed)) if backed else likeness.guess(apart)
        found: list[Hit] = []
        for hit in hits:
            if not self._is_longer(folded, hit):
                form = _FORM.match(folded, hit[1])
                found.append((hit[0], form.end() if form is not None else hit[1], hit[2]))
        return found

    def _one_off(self, folded: str) -> Iterator[int]:
        index, overlay = self._state
        if len(folded) < 3 or "?" in folded:
            return
        cards = self._roll.customers
        for name, bearers in index.one_off(folded):
            for found in bearers:
                if found not in overlay.changed and cards[found].active and is_sure(cards[found], name):
                    yield found

    def _is_leader(self, folded: str, hit: Hit, speaker: Speaker) -> bool:
        if _LEADER_CALLED.search(folded, hit[0], hit[1]) is None or _OF_A_CONTACT.match(folded, hit[1]) is not None:
            return False
        return self._people.leads(speaker.person_id, folded[hit[0]])

    def _refreshed(self, changes: Changes) -> None:
        with self._lock:
            if changes.everything or changes.people:
                self._read_people()
            if changes.everything:
                self._rebuild()
                return
            for number in changes.customers:
                card = self._roll.customers.get(number)
                sure, weak = spellings(card) if card is not None and card.active else (set(), [])
                self._state[1].put(number, sure.union(weak))
                self._owned.changed(number)

    def _rebuild(self) -> None:
        active = (card for card in tuple(self._roll.customers.values()) if card.active)
        self._state = (NamesIndex(named(active)), Overlay())
        self._owned.forget()

    def _read_people(self) -> None:
        self._people = Colleagues(tuple(self._roll.people.values()))
        self._owned.forget()
