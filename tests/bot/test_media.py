"""Pictures: what is kept, what is taken off, and what is refused."""

import io
import struct
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from bot import media
from bot.channels.base import MediaError


def picture(width: int = 64, height: int = 48, *, shift: int = 0) -> Image.Image:
    made = Image.new("RGB", (width, height))
    made.putdata(
        [((x * 7 + shift) % 256, (y * 11 + x) % 256, (x * y) % 256) for y in range(height) for x in range(width)]
    )
    return made


def encoded(made: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    made.save(out, kind, **options)
    return out.getvalue()


def camera(made: Image.Image, *, taken: str = "2026:11:23 09:58:07", offset: str = "", turned: int = 1) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = turned
    exif[0x010F] = "PhoneMaker"
    details = exif.get_ifd(0x8769)
    details[0x9003] = taken
    if offset:
        details[0x9011] = offset
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (31.0, 17.0, 53.0)
    return encoded(made, exif=exif, comment=b"secret comment")


def test_a_picture_is_kept_under_its_content_without_exif(tmp_path: Path) -> None:
    stored = media.store_photo(camera(picture()), tmp_path)

    kept = tmp_path / stored.path
    raw = kept.read_bytes()
    assert stored.path == f"photos/{stored.sha256[:2]}/{stored.sha256}.jpg"
    assert stored.taken_at == datetime(2026, 11, 23, 1, 58, 7, tzinfo=UTC)
    assert b"Exif" not in raw
    assert b"PhoneMaker" not in raw
    assert b"secret comment" not in raw
    with Image.open(kept) as again:
        assert dict(again.getexif()) == {}
        assert again.size == (64, 48)
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]


def test_the_camera_may_say_its_zone(tmp_path: Path) -> None:
    stored = media.store_photo(camera(picture(), taken="2026:11:23 10:58:07", offset="+09:00"), tmp_path)

    assert stored.taken_at == datetime(2026, 11, 23, 1, 58, 7, tzinfo=UTC)


@pytest.mark.parametrize("said", ["", "0000:00:00 00:00:00", "yesterday", "2026:13:40 99:00:00", "0001:01:01 00:00:00"])
def test_a_camera_that_talks_nonsense_is_not_believed(said: str, tmp_path: Path) -> None:
    assert media.store_photo(camera(picture(), taken=said), tmp_path).taken_at is None


def test_a_turned_picture_is_set_upright(tmp_path: Path) -> None:
    stored = media.store_photo(camera(picture(), turned=6), tmp_path)

    with Image.open(tmp_path / stored.path) as again:
        assert again.size == (48, 64)


def test_the_same_picture_is_kept_once(tmp_path: Path) -> None:
    first = media.store_photo(camera(picture()), tmp_path)
    second = media.store_photo(camera(picture()), tmp_path)

    assert first == second
    assert sum(1 for path in tmp_path.rglob("*") if path.is_file()) == 1


def test_png_with_text_and_transparency_becomes_a_plain_jpeg(tmp_path: Path) -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Location", "31.2983,120.5853")
    made = picture().convert("RGBA")
    made.putalpha(100)

    stored = media.store_photo(encoded(made, "PNG", pnginfo=notes), tmp_path)

    raw = (tmp_path / stored.path).read_bytes()
    assert raw.startswith(b"\xff\xd8\xff")
    assert b"120.5853" not in raw


def test_likeness_survives_another_encoding_and_tells_pictures_apart(tmp_path: Path) -> None:
    first = media.store_photo(encoded(picture(), quality=95), tmp_path)
    again = media.store_photo(encoded(picture(), quality=60), tmp_path)
    other = media.store_photo(encoded(picture(shift=90).transpose(Image.Transpose.ROTATE_180)), tmp_path)

    assert first.sha256 != again.sha256
    assert first.likeness == again.likeness != ""
    assert len(first.likeness) == 16
    assert other.likeness != first.likeness


def test_a_picture_without_structure_has_no_likeness(tmp_path: Path) -> None:
    plain = media.store_photo(encoded(Image.new("RGB", (40, 40), "grey")), tmp_path)

    assert plain.likeness == ""


def bomb() -> bytes:
    """A PNG of a few hundred bytes that claims 65,000 × 65,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", 65_000, 65_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def middling_bomb() -> bytes:
    """Below Pillow's own limit, above ours."""
    return encoded(Image.new("1", (9_000, 9_000)), "PNG")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<!DOCTYPE html><html><body>invalid media_id</body></html>",
        b'{"errcode":40007,"errmsg":"invalid media_id"}',
        b"GIF89a" + b"\0" * 40,
        b"\xff\xd8\xff",
        b"\xff\xd8\xff" + b"\0" * 200,
        b"\x89PNG\r\n\x1a\n" + b"\0" * 60,
        encoded(picture(400, 400))[:900],
        encoded(picture(400, 400), "PNG")[:-900],
        bomb(),
        middling_bomb(),
        b"\xff\xd8\xff" + b"\0" * media.MOST_BYTES,
    ],
    ids=["empty", "html", "json", "gif", "signature", "zeros", "png zeros", "cut", "cut png", "bomb", "large", "bytes"],
)
def test_what_is_no_picture_is_refused_for_good_and_leaves_nothing(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(MediaError) as refused:
        media.store_photo(data, tmp_path)

    assert refused.value.gone
    assert list(tmp_path.rglob("*")) == []


def test_a_failed_write_leaves_no_half_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("os.fsync", full)

    with pytest.raises(OSError, match="no space"):
        media.store_photo(camera(picture()), tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
