"""Colleagues as they are called: by name, and where words are meant for them 黄经理, 沈姐, 小陈, 阿斌 and 斌哥."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from handlers.language.meaning import Speaker
from handlers.language.names_index import Hit, NamesIndex, longest, overlaps
from handlers.language.normalise import fold
from handlers.language.patterns import regex
from handlers.language.roll import Person
from handlers.language.spellings import LONGEST_NAME
from models.rules.firm_words import COMMON, TRADES
from models.rules.sounds import sound

_MOST_HITS: Final = 60
_LOOK_BACK: Final = 8
_GIVEN: Final = 2
_HAN: Final = regex(r"[一-鿿]+")
_FINANCE: Final = "finance"
_COMPOUND: Final = regex(r"欧阳|上官|司徒|司马|诸葛|东方|端木|申屠|皇甫|尉迟|公孙|慕容|令狐|夏侯|独孤|轩辕|长孙|宇文")
_LEADERS: Final = frozenset(("manager", "director", "admin"))
_OF_A_LEADER: Final = ("总", "经理", "总监", "主管", "主任", "部长", "老大", "老板", "头")
_OF_ANYBODY: Final = ("姐", "哥")
_OF_FINANCE: Final = ("会计", "出纳")
_FIRM_BEHIND: Final = regex(
    r"(?:店|厂|公司|集团|路|街|村|镇|小区|花园|广场|银行|大厦|医院|学校|中学|小学|大学|超市|酒店)"
)
_STARTS: Final = r"(?:^|[\s,。;:!?、@]|那|就|先|再|快|去|你|要|我)"
# 跟, 给, 找 and 对 are said of customers' people too: what is asked of the colleague must follow.
_PASSED_TO: Final = regex(
    r"(?:问(?:问|一问|一下|下|声|一声|一句)|请示一?下?|请教一?下?|告诉|告知|通知|转告|转达|喊一?下|叫一?下|催(?:催|一?下)?|麻烦|辛苦|拜托|多谢|谢谢|感谢"
    rf"|回复|报给|发给|转给|抄送|(?:请|帮忙|帮我)转|好的|收到|知道了?|明白了?|{_STARTS}(?:让|叫|请|喊|回|问))\s*$"
)
_TOGETHER: Final = regex(r"\s*[和跟与、]\s*")
_FAR: Final = 3
_WITH: Final = regex(r"(?:跟|和|给|对|向|同|找|帮我?跟)\s*$")
_SAYS: Final = regex(
    r"(?:也|再|去)?(?:说|讲|反映|汇报|报|交代|交待|请示|提|打个?招呼|沟通)(?!了|过|好|完|的|得|起|要|不)"
    r"|(?:一下|说明|回个?话|带个?话|留个?言)"
)
_OWNS: Final = regex(r"的(?=$|[\s,。!?啊呀哦吗呢吧]|客户|那家|那个)")
_IS: Final = regex(r"(?:^|[\s,。;]|是|归|算|给)$")
_GIVEN_TO: Final = regex(r"(?:归|算|分给|派给|改给|划给|转给|交给|[^借寄送发]给)$")
_ASSIGNS: Final = regex(r"\s*(?:分配|改派|指派|交接|移交|合作)\s")
_NEXT_WORD: Final = regex(r"(?:\s|给|→|>)$")
_ENDS: Final = regex(r"[吧了啊]?(?=$|[\s,。!?])")
_CALLED: Final = regex(
    r"\s*[,:]?\s*(?:你|您|帮|麻烦|看看|看一?下|救|快来|评评|在吗|在不在"
    r"|[^\d,。]{0,16}(?:能不能|可不可以|行不行|给不给|[收要批让]不[收要批让]|可以吗|行吗|怎么[办搞弄]|咋[办搞弄整]))"
)
_ASKED_ABOUT: Final = regex(
    r"(?:呢|咋样|怎么样|怎么回事|什么情况|啥情况|又|还)?(?:今天|昨天|这周|上周|今儿)?(?:呢|没交|交了?没|交了吗|的?日报|在干|干[嘛啥什]|跑了|跑哪|去哪|去了哪|怎么回事|什么情况|啥情况)"
)
_AT_START: Final = regex(r"(?:^|[\s,。;:!?]|那)$")
_SEEKS: Final = regex(r"(?:^|[\s,。;])(?:那|我|就|要|得|去)*找$")
_JUDGES: Final = regex(r"(?:评评?理|评一?下|定)?[吧啊。!\s]*$")
_WROTE_YOU: Final = regex(r"[你您][^,。]*了$")


_TOLD: Final = regex(
    r"(?:(?<!不)让|叫|喊(?!话)|请(?!假|示|教)|问(?:一?下|声|一声)|告诉|通知|转告|麻烦|谢谢|替我谢|辛苦)(?=[一-鿿]{2})"
)
"""Words behind which a colleague is named, if anybody is: there a dictated name may be one that only sounds so."""
_GOES_ON: Final = regex(r"[总工姐哥董叔姨妹]|经理|老板|老师|主任|师傅|会计|厂长")


class Colleagues:
    """Everybody of the company, who reports to whom, and what they are called."""

    def __init__(self, people: Iterable[Person]) -> None:
        """Take them in.

        Args:
            people: all members; who has left is called nothing any more.
        """
        self._people = {card.id: card for card in people}
        there = [card for card in self._people.values() if card.active and 2 <= len(fold(card.name)) <= LONGEST_NAME]
        self._names = NamesIndex(_names(there))
        self._familiar = NamesIndex(_familiar(there))
        self._sounds = _sounds(there)
        self._lines: dict[int, frozenset[int]] = {}

    def find(self, folded: str, speaker: Speaker | None, contacts: Callable[[], Sequence[Hit]]) -> Sequence[Hit]:
        """Mentions of colleagues: (start, end, person ids that fit), in order.

        Args:
            folded: the text.
            speaker: who wrote it; without him only full and given names are found.
            contacts: tells customers' people in the same text, who are meant unless the words are for a colleague.
        """
        hits = list(self._names.hits(folded))
        familiar = list(self._familiar.hits(folded)) if speaker is not None else []
        if not hits and not familiar:
            return self._misheard(folded, contacts) if speaker is not None else ()
        theirs = contacts()
        hits = [hit for hit in hits if self._is_name(folded, hit) and not _is_part(hit, theirs)]
        kept = longest(hits[:_MOST_HITS]) if hits else []
        if speaker is None:
            return sorted(kept)
        named = [
            (start, end, self._nearest(ids, speaker) or ids) if len(ids) > 1 else (start, end, ids)
            for start, end, ids in kept
        ]
        return sorted([*named, *self.familiar(folded, speaker, theirs, named)])

    def familiar(
        self, folded: str, speaker: Speaker, contacts: Sequence[Hit], taken: Sequence[Hit] = ()
    ) -> Sequence[Hit]:
        """Those who are called by surname and title, 小陈 or 斌哥 where the words are for them or about them.

        Args:
            folded: the text.
            speaker: who wrote it; his own line goes before everybody else.
            contacts: customers' people in the same text.
            taken: colleagues found there by name.
        """
        hits = list(self._familiar.hits(folded))
        if not hits:
            return ()
        found: list[Hit] = []
        for start, end, ids in sorted(longest(hits[:_MOST_HITS])):
            meant = self._nearest(ids, speaker)
            if len(meant) != 1 or overlaps(start, end, taken):
                continue
            theirs = overlaps(start, end, contacts)
            beside = _is_beside(folded, start, [*taken, *found])
            if (
                beside
                or _is_passed_to(folded, start, end)
                or (not theirs and self._is_spoken_of(folded, start, end, meant, speaker))
            ):
                found.append((start, end, meant))
        return found

    def _misheard(self, folded: str, contacts: Callable[[], Sequence[Hit]]) -> Sequence[Hit]:
        """Who is told something by a name that sounds like his: 让袁媛找仓库 of 袁圆; nobody who is a customer's."""
        found: list[Hit] = []
        for told in _TOLD.finditer(folded):
            start = told.end()
            for size in (3, 2):
                ids = self._sounds.get(sound(folded[start : start + size]), ())
                if len(ids) == 1 and _GOES_ON.match(folded, start + size) is None:
                    found.append((start, start + size, ids))
                    break
        if not found:
            return ()
        theirs = contacts()
        return [hit for hit in found if not overlaps(hit[0], hit[1], theirs)]

    def line_of(self, person_id: int) -> frozenset[int]:
        """A leader and all who report to him, directly or not."""
        held = self._lines.get(person_id)
        if held is None:
            held = frozenset(one for one in self._people if person_id in {one, *self.above(one)})
            self._lines[person_id] = held
        return held

    def above(self, person_id: int) -> set[int]:
        """Everybody above a person."""
        above: set[int] = set()
        person = self._people.get(person_id)
        while person is not None and person.manager_id is not None and person.manager_id not in above:
            above.add(person.manager_id)
            person = self._people.get(person.manager_id)
        return above

    def leads(self, person_id: int, surname: str) -> bool:
        """Whether somebody above a person has a surname of one character."""
        return any(self._people[one].name[:1] == surname for one in self.above(person_id) if one in self._people)

    def _is_name(self, folded: str, hit: Hit) -> bool:
        """Whether a given name is no everyday word (建设, 和平) and no firm's (佳佳超市)."""
        start, end, ids = hit
        said = folded[start:end]
        if end - start != _GIVEN or any(said == self._people[one].name for one in ids):
            return True
        if said in COMMON or said in TRADES:
            return _is_passed_to(folded, start, end)
        return folded[end : end + 2] not in TRADES and _FIRM_BEHIND.match(folded, end) is None

    def _nearest(self, ids: Sequence[int], speaker: Speaker) -> tuple[int, ...]:
        """The one of his own line or team, else the only one of the company; nobody where several are as near."""
        others = tuple([one for one in ids if one != speaker.person_id])
        if len(others) < 2:
            return others
        own = self._people.get(speaker.person_id)
        leader = own.manager_id if own is not None else None
        above = self.above(speaker.person_id)
        line = self.line_of(speaker.person_id)
        for near in (line, above, {one for one in others if self._people[one].manager_id == leader}):
            fitting = tuple([one for one in others if one in near])
            if fitting:
                return fitting if len(fitting) == 1 else ()
        return ()

    def _is_spoken_of(self, folded: str, start: int, end: int, meant: Sequence[int], speaker: Speaker) -> bool:
        """Whether he is called to, said to own something, or asked about by his leader."""
        before = folded[max(start - _LOOK_BACK, 0) : start]
        if _OWNS.match(folded, end) is not None and _IS.search(before) is not None:
            return True
        if _GIVEN_TO.search(before) is not None and _ENDS.match(folded, end) is not None:
            return True
        if _ASSIGNS.match(folded) is not None and _NEXT_WORD.search(before) is not None:
            return True
        if _SEEKS.search(before) is not None and _JUDGES.match(folded, end) is not None:
            return meant[0] in self.above(speaker.person_id)
        if not _AT_START.search(before):
            return _WROTE_YOU.search(folded, 0, start) is not None and _ENDS.match(folded, end) is not None
        leads = speaker.leads and meant[0] in self.line_of(speaker.person_id)
        return (_CALLED.match(folded, end) is not None) or (leads and _ASKED_ABOUT.match(folded, end) is not None)


def _names(people: Iterable[Person]) -> Iterator[tuple[str, int]]:
    for card in people:
        folded = fold(card.name)
        yield folded, card.id
        given = _parted(folded)[1]
        if len(given) == _GIVEN:
            yield given, card.id


def _sounds(people: Iterable[Person]) -> dict[str, tuple[int, ...]]:
    """Whole names of two or three characters by how they sound."""
    found: dict[str, tuple[int, ...]] = {}
    for card in people:
        folded = fold(card.name)
        if 2 <= len(folded) <= 3 and _HAN.fullmatch(folded):
            said = sound(folded)
            found[said] = (*found.get(said, ()), card.id)
    return found


def _familiar(people: Iterable[Person]) -> Iterator[tuple[str, int]]:
    for card in people:
        surname, given = _parted(fold(card.name))
        if not given or not _HAN.fullmatch(surname + given):
            continue
        called = {surname, given, given[-1:]}
        yield from ((f"{before}{surname}", card.id) for before in ("小", "老", "阿"))
        yield from ((f"阿{given[-1]}", card.id), (f"小{given[-1]}", card.id))
        yield from ((f"{one}{behind}", card.id) for one in called for behind in _OF_ANYBODY)
        titles = _OF_A_LEADER if card.role in _LEADERS else _OF_FINANCE if card.role == _FINANCE else ()
        yield from ((f"{one}{behind}", card.id) for one in {surname, surname + given} for behind in titles)


def _parted(name: str) -> tuple[str, str]:
    """Surname and given name."""
    size = 2 if len(name) > 2 and _COMPOUND.match(name) is not None else 1
    return name[:size], name[size:]


def _is_part(hit: Hit, contacts: Sequence[Hit]) -> bool:
    """Whether a given name is the end of the name of a customer's contact: 志强 of 张志强."""
    start, end, _ = hit
    return any(first <= start and end <= last and last - first > end - start for first, last, _ in contacts)


def _is_passed_to(folded: str, start: int, end: int) -> bool:
    """Whether the words before and behind ask or tell a colleague something: 跟黄经理说一声, 问下柯姐."""
    before = folded[max(start - _LOOK_BACK, 0) : start]
    if _PASSED_TO.search(before) is not None:
        return True
    return _WITH.search(before) is not None and _SAYS.match(folded, end) is not None


def _is_beside(folded: str, start: int, people: Sequence[Hit]) -> bool:
    """告诉陶总和程经理: who is named together with a colleague is one, too."""
    return any(1 <= start - end <= _FAR and _TOGETHER.fullmatch(folded, end, start) for _, end, _ in people)
