"""Pictures into the data directory: checked, turned upright, stripped of EXIF, and named by their content.

What a phone sends is not trusted: only JPEG and PNG are opened, sizes are bounded before anything is decoded, and what
is stored is always encoded anew, so that no metadata and no trailing bytes survive (`product.md` P4).
"""

from __future__ import annotations

import hashlib
import io
import os
import secrets
import struct
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from bot.channels.base import MediaError
from handlers.context import StoredPhoto
from models.times import SHANGHAI

if TYPE_CHECKING:
    from PIL import Image

MOST_BYTES = 10 * 1024 * 1024
"""WeCom's own limit for a picture (`wecom.md` §9)."""
MOST_PIXELS = 50_000_000
"""More than any phone takes; a small file can claim far more."""
QUALITY = 85
FOLDER = "photos"

_SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_EXIF_FOLDER = 0x8769
_TAKEN, _TAKEN_OFFSET, _CHANGED = 0x9003, 0x9011, 0x0132
_SIDE = 8
_LEAST_CONTRAST = 8
_LEAST_EDGES = 4


def store_photo(data: bytes, data_dir: Path) -> StoredPhoto:
    """Check a picture, strip it, and keep it under its content's name; storing it twice keeps it once.

    Args:
        data: as the platform gave it.
        data_dir: pictures go to `photos/` in it.

    Raises:
        MediaError: it is no picture that can be kept; `gone`, since trying again cannot help.
    """
    if len(data) > MOST_BYTES:
        raise MediaError("picture too large", gone=True)
    if not data.startswith(_SIGNATURES):
        raise MediaError("neither JPEG nor PNG", gone=True)
    clean, taken_at, likeness = _decoded(data)
    digest = hashlib.sha256(clean).hexdigest()
    path = Path(FOLDER) / digest[:2] / f"{digest}.jpg"
    _write(data_dir / path, clean)
    return StoredPhoto(path.as_posix(), digest, likeness, taken_at)


def _decoded(data: bytes) -> tuple[bytes, datetime | None, str]:
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise MediaError("too many pixels", gone=True)
            picture.load()
            taken_at = _taken_at(picture)
            upright = _flat(ImageOps.exif_transpose(picture))
    except (
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        struct.error,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:
        raise MediaError(f"broken picture: {type(error).__name__}", gone=True) from None
    encoded = io.BytesIO()
    upright.save(encoded, "JPEG", quality=QUALITY)
    return encoded.getvalue(), taken_at, _likeness(upright)


def _flat(picture: Image.Image) -> Image.Image:
    """The bare pixels on white: a new image, so that comments and profiles of the old one stay behind."""
    from PIL import Image

    flat = Image.new("RGB", picture.size, "white")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        flat.paste(layer, mask=layer)
    else:
        flat.paste(picture.convert("RGB"))
    return flat


def _taken_at(picture: Image.Image) -> datetime | None:
    """When the camera says it was taken (UTC); a camera without a zone is taken to be in Shanghai."""
    exif = picture.getexif()
    details: Mapping[int, object] = exif.get_ifd(_EXIF_FOLDER)
    said = str(details.get(_TAKEN) or exif.get(_CHANGED) or "").strip("\x00 ")
    offset = str(details.get(_TAKEN_OFFSET) or "").strip("\x00 ")
    try:
        taken = datetime.strptime(said, "%Y:%m:%d %H:%M:%S").replace(tzinfo=SHANGHAI)
    except ValueError:
        return None
    try:
        zone = datetime.strptime(offset, "%z").tzinfo if offset else SHANGHAI
        return taken.replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _likeness(picture: Image.Image) -> str:
    """A 64-bit difference hash: which of two neighbours is brighter, on a grid of 8 × 8; empty without structure."""
    from PIL import Image

    small = picture.convert("L").resize((_SIDE + 1, _SIDE), Image.Resampling.BOX)
    grey = small.tobytes()
    if max(grey) - min(grey) < _LEAST_CONTRAST:
        return ""
    bits = 0
    for row in range(_SIDE):
        line = grey[row * (_SIDE + 1) : (row + 1) * (_SIDE + 1)]
        for left, right in pairwise(line):
            bits = bits << 1 | (left > right)
    edges = bits.bit_count()
    return f"{bits:016x}" if _LEAST_EDGES <= edges <= _SIDE * _SIDE - _LEAST_EDGES else ""


def _write(path: Path, data: bytes) -> None:
    """All of it or nothing: a crash leaves at most a temporary file."""
    if path.exists() and path.stat().st_size == len(data):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
