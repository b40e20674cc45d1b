"""Badges in PNG pictures: chunks are moved as bytes, pixels are never decoded (PNG §11.3.3; Open Badges Baking)."""

import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from sceau.baking.kinds import MAX_IMAGE, MAX_INFLATED, MAX_TEXT, PNG_SIGNATURE, Baked, Generation, Unbaked
from sceau.errors import Unreadable

KEYWORDS = (b"openbadges", b"openbadgecredential")
_TEXT_CHUNKS = (b"iTXt", b"tEXt", b"zTXt")
_HEAD_END = 33  # signature (8) and the IHDR chunk (25), which is always first
_MAX_CHUNKS = 50_000
_MAX_BADGES = 16
_PICTURE_CHUNKS = (b"IHDR", b"PLTE", b"tRNS", b"IDAT")


class Chunk(NamedTuple):
    """One chunk of a PNG: its kind, where it starts and ends in the file, and its content."""

    kind: bytes
    start: int
    end: int
    content: bytes


def bake(image: bytes, text: str, *, keyword: Generation = "openbadgecredential") -> bytes:
    """The same picture with one uncompressed `iTXt` chunk right after its header; badges it carried are taken out.

    `text` is JSON or a compact JWS. Raises `Unreadable` for a broken picture, a text with a zero byte or too long.
    """
    payload = text.encode()
    if len(payload) > MAX_TEXT or b"\0" in payload:
        raise Unreadable("unbakeable-text", "text")
    _require_header(image)
    content = keyword.encode() + b"\0\0\0\0\0" + payload
    chunk = struct.pack(">I", len(content)) + b"iTXt" + content
    chunk += struct.pack(">I", zlib.crc32(chunk[4:]))
    rest = _without_badges(image) if b"openbadge" in image else image[_HEAD_END:]
    return b"".join((image[:_HEAD_END], chunk, rest))


def unbake(image: bytes) -> Unbaked:
    """Every badge text of the picture (`iTXt`, `tEXt`, `zTXt`), and what is wrong with the file. Pixels stay closed."""
    _require_header(image)
    badges: list[Baked] = []
    problems: list[str] = []
    last = b""
    for chunk in _chunks(image):
        last = chunk.kind
        keyword = _keyword(chunk)
        if keyword is None:
            continue
        if len(badges) == _MAX_BADGES:
            problems.append("two-badges")  # ambiguous already: the texts of thousands would fill the memory
            continue
        if zlib.crc32(image[chunk.start + 4 : chunk.end - 4]) != int.from_bytes(image[chunk.end - 4 : chunk.end]):
            problems.append("broken-chunk")
        badges.append(Baked(keyword.decode(), _text_of(chunk, keyword)))
    if last != b"IEND":
        problems.append("truncated-image")
    return Unbaked(tuple(badges), tuple(dict.fromkeys(problems)))


def same_picture(one: bytes, other: bytes) -> bool:
    """Whether two PNG files show the same picture: equal header, palette and pixel bytes, whatever texts they carry."""
    return _picture(one) == _picture(other)


def _picture(image: bytes) -> list[tuple[bytes, bytes]]:
    _require_header(image)
    parts = [(chunk.kind, chunk.content) for chunk in _chunks(image) if chunk.kind in _PICTURE_CHUNKS]
    pixels = b"".join(content for kind, content in parts if kind == b"IDAT")
    return [part for part in parts if part[0] != b"IDAT"] + [(b"IDAT", pixels)]


def _require_header(image: bytes) -> None:
    if not image.startswith(PNG_SIGNATURE) or image[12:16] != b"IHDR" or image[8:12] != b"\0\0\0\r":
        raise Unreadable("broken-image", "png")
    if len(image) > MAX_IMAGE:
        raise Unreadable("too-long", "png")


def _chunks(image: bytes) -> Iterator[Chunk]:
    """The chunks that are whole, up to IEND; a cut or lying length ends the walk. Raises `Unreadable`."""
    position = len(PNG_SIGNATURE)
    for _ in range(_MAX_CHUNKS):
        if position + 12 > len(image):
            return
        length = int.from_bytes(image[position : position + 4])
        end = position + 12 + length
        if end > len(image):
            return
        kind = image[position + 4 : position + 8]
        # Pixels are not copied: only their place matters here.
        yield Chunk(kind, position, end, image[position + 8 : end - 4])
        if kind == b"IEND":
            return
        position = end
    raise Unreadable("too-many", "png")


def _keyword(chunk: Chunk) -> bytes | None:
    if chunk.kind not in _TEXT_CHUNKS:
        return None
    keyword = chunk.content[:80].split(b"\0", 1)[0]
    return keyword if keyword in KEYWORDS and len(keyword) < len(chunk.content) else None


def _without_badges(image: bytes) -> bytes:
    kept: list[bytes] = []
    position = _HEAD_END
    for chunk in _chunks(image):
        if _keyword(chunk) is not None:
            kept.append(image[position : chunk.start])
            position = chunk.end
    return b"".join((*kept, image[position:]))


def _text_of(chunk: Chunk, keyword: bytes) -> str:
    body = chunk.content[len(keyword) + 1 :]
    if chunk.kind == b"iTXt":
        flag, method = body[:1], body[1:2]
        parts = body[2:].split(b"\0", 2)
        if len(parts) != 3 or flag not in (b"\0", b"\1") or (flag == b"\1" and method != b"\0"):
            raise Unreadable("broken-chunk", "png")
        body = _inflated(parts[2]) if flag == b"\1" else parts[2]
    elif chunk.kind == b"zTXt":
        if body[:1] != b"\0":
            raise Unreadable("broken-chunk", "png")
        body = _inflated(body[1:])
    if len(body) > MAX_TEXT:
        raise Unreadable("too-long", "png")
    try:
        return body.decode()
    except UnicodeDecodeError:
        # tEXt is Latin-1 by the letter of PNG; bakers of the first years wrote UTF-8 all the same.
        if chunk.kind == b"iTXt":
            raise Unreadable("not-utf-8", "png") from None
        return body.decode("latin-1")


def _inflated(data: bytes) -> bytes:
    machine = zlib.decompressobj()
    try:
        text = machine.decompress(data, MAX_INFLATED + 1)
    except zlib.error:
        raise Unreadable("broken-chunk", "png") from None
    if len(text) > MAX_INFLATED:
        raise Unreadable("too-long", "png")
    if not machine.eof:
        raise Unreadable("broken-chunk", "png")
    return text
