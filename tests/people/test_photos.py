"""A photo is made safe apart: cut, written anew, without anything of the original's secrets."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from besace.core.errors import Refusal
from besace.people import photos


def png_of(width: int, height: int) -> bytes:
    """A PNG of that size whose points are all zero: tiny in bytes, huge in memory."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    lines = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def photo(kind: str = "JPEG", **more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "red").save(out, kind, **more)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_becomes_a_small_square(kind):
    safe = Image.open(io.BytesIO(photos.make_safe(photo(kind))))
    assert (safe.format, safe.size) == ("WEBP", (256, 256))


def test_where_it_was_taken_does_not_stay():
    exif = Image.Exif()
    exif[0x010E] = "chez Odile"
    safe = photos.make_safe(photo(exif=exif))
    assert b"Odile" not in safe
    assert dict(Image.open(io.BytesIO(safe)).getexif()) == {}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (png_of(20_000, 20_000), "photo-too-large"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "photo-unreadable"),
        (photo()[:300], "photo-unreadable"),
        (b"<svg onload='x'/>", "photo-unknown"),
        (b"GIF89a<script>", "photo-unknown"),
        (b"\xff\xd8\xff" + b"\0" * photos.MOST_BYTES, "photo-too-heavy"),
        (b"", "photo-unknown"),
    ],
)
def test_what_is_no_photo_is_refused_with_a_sentence(content, code):
    with pytest.raises(Refusal) as refused:
        photos.make_safe(content)
    assert refused.value.code == code
    assert refused.value.sentence.endswith(".")
