"""What is said about places, photos and the evidence of a visit."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.texts.common import distance, numbered
from models.schema import Nearness
from models.services.evidence import Evidence

PLACE_UNREADABLE = "这条定位里没有坐标，没记。请在聊天框点“＋”→“位置”再发一次。"
PLACE_QUIET = "晚上 21:30 到早上 8:00 不收定位，这条没存。白天到了客户那里再发就行。"
PLACE_WAITS = "定位先收着。半小时内说一声去了哪家，就记上去。"
PHOTO_WAITS = "照片先收着。半小时内说一声去了哪家，就记上去。"
PHOTO_FETCHING = "图还在取，取不到我会告诉你。"
PHOTO_MANNERS = "拍照小提醒：请别拍到路人、文件和屏幕。"
NOT_ATTACHED = "好，没记到任何一家。"
POINT_MOVED = "登记位置更新好了，下次按新的算。这次的证据等级不变。"
POINT_STAYS = "好，登记位置没动，这次记“不一致”。"
POINT_GONE = "那条定位的坐标已经不在了，登记位置没动。下次到了再发个定位就行。"
MOVED_CHOICES = ("是，更新", "不是")
NOWHERE = "不记"

VOICE = "语音我还听不了，这条没记。用键盘上的“语音输入”说话转成文字发来，一样快。"
VIDEO = "视频我还看不了，这条没记。拍张照片发来可以当拜访的证据。"
LINK = "链接我还读不了，这条没记。把要记的那句话直接发给我就行。"

_NAMES = {"place": "定位", "photo": "照片"}


def level(evidence: Evidence) -> str:
    """证据 2 级（文字+照片）."""
    if evidence.level == 4:
        return "证据 4 级（文字+客户附近的定位+照片）"
    parts = ["文字", *(["定位"] if evidence.places else []), *(["照片"] if evidence.photos else [])]
    return f"证据 {evidence.level} 级（{'+'.join(parts)}）"


def next_step(evidence: Evidence) -> str:
    """What would raise the level; empty when nothing would."""
    if evidence.photos and evidence.places:
        return ""
    if evidence.photos:
        return "再发个定位就到 3 级。"
    if evidence.places:
        return f"再发张照片就到 {4 if evidence.nearness == Nearness.NEAR else 3} 级。"
    return "发张照片或定位就到 2 级。"


def place_attached(number: int, customer: str, evidence: Evidence) -> str:
    """A place went to a visit: how far it is and what it is worth."""
    far = "" if evidence.distance_m is None else f"，离登记地址{distance(evidence.distance_m)}"
    return f"定位记到 拜访#{number} {customer}{far}，{level(evidence)}。{next_step(evidence)}"


def photo_attached(number: int, customer: str, evidence: Evidence, count: int = 1) -> str:
    """Photos went to a visit, and what that is worth."""
    what = "照片" if count == 1 else f"{count} 张照片"
    return f"{what}记到 拜访#{number} {customer}，{level(evidence)}。{next_step(evidence)}"


def attached_late(photos: int, places: int, number: int, customer: str, evidence: Evidence) -> str:
    """Attached on request, but too far in time to raise the level."""
    what = _things(photos, places)
    return f"{what}记到 拜访#{number} {customer}。离那次拜访超过半小时，只作留存，证据还是 {evidence.level} 级。"


def photo_repeated(number: int, customer: str, same_as: int) -> str:
    """The picture was used before; it is kept and marked, and does not count.

    Args:
        number: the visit it was attached to now; 0 if none.
        customer: of that visit.
        same_as: the visit that it backs already; 0 when that is none.
    """
    where = f"照片记到 拜访#{number} {customer}。" if number else ""
    other = f"和 拜访#{same_as} 用的是同一张" if same_as else "以前发过一样的"
    return f"{where}这张{other}，先照记，标了“重复照片”，不升级证据。"


def photo_chosen_repeated(number: int, customer: str) -> str:
    """Attached on request, but nothing of it counts."""
    return f"照片记到 拜访#{number} {customer}。用过的照片不升级证据。"


def photo_repeated_later(number: int, customer: str, same_as: int, evidence: Evidence) -> str:
    """Told when the picture came in late and turned out to be an old one."""
    other = f"和 拜访#{same_as} 用的是同一张" if same_as else "以前发过一样的"
    return f"刚取到 拜访#{number} {customer} 的照片：{other}，标了“重复照片”，不升级证据。现在是{level(evidence)}。"


def photo_lost(number: int | None, customer: str, evidence: Evidence) -> str:
    """Told when a picture could not be fetched."""
    if number is None:
        return "你刚才那张照片没取到，麻烦再发一次。"
    return f"拜访#{number} {customer} 的照片没取到，现在是{level(evidence)}。麻烦再发一次。"


def which_visit(photos: int, places: int, customers: Sequence[str]) -> str:
    """这张照片记到哪家？1 东吴 2 恒力 3 不记."""
    what = "这" + _counted(photos, places)
    return f"{what}记到哪家？\n{numbered([*customers, NOWHERE])}"


def which_again(photos: int, places: int, customers: Sequence[str]) -> str:
    """Asked once more after an answer that fits none."""
    return f"没对上是哪家，回数字就行。{which_visit(photos, places, customers)}"


def point_set(customer: str) -> str:
    """The customer had no point; this place is it now."""
    return f"{customer}原来没有登记位置，就把这次的定位记作它的位置。"


def beyond(metres: int) -> str:
    """The place does not fit the customer's point (`product.md` §4.3, position off)."""
    return f"定位离登记地址{distance(metres)}，先照记“不一致”。"


def moved(metres: int) -> str:
    """The same, with the question whether the customer has moved."""
    first, second = MOVED_CHOICES
    return f"{beyond(metres)}是换地址了吗？1 {first} 2 {second}"


def _things(photos: int, places: int) -> str:
    return "和".join(_NAMES[name] for name, count in (("photo", photos), ("place", places)) if count)


def _counted(photos: int, places: int) -> str:
    parts = []
    if photos:
        parts.append("张照片" if photos == 1 else f" {photos} 张照片")
    if places:
        parts.append("个定位" if places == 1 else f" {places} 个定位")
    return "和".join(parts)
