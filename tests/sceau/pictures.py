"""Small pictures made by hand: a PNG of any size and a plain SVG."""

import struct
import zlib

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(*extra: bytes, width: int = 2, height: int = 2) -> bytes:
    """A grey picture; `extra` chunks stand between the header and the pixels."""
    pixels = zlib.compress((b"\0" + b"\x80" * width) * height)
    return header(width, height) + b"".join(extra) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def header(width: int, height: int) -> bytes:
    """How a grey picture of that size begins, whatever follows."""
    return PNG_SIGNATURE + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))


def spaces(megabytes: int) -> bytes:
    """A zlib stream of that many million spaces, made in a blink: one packed block, again and again."""
    packer, million = zlib.compressobj(), b" " * 1_000_000
    first, again = (packer.compress(million) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    checked = 1
    for _ in range(megabytes):
        checked = zlib.adler32(million, checked)
    return first + again * (megabytes - 1) + b"\x03\x00" + checked.to_bytes(4, "big")


def itxt(keyword: str, text: bytes, *, compressed: bool = False) -> bytes:
    return _itxt(keyword, zlib.compress(text) if compressed else text, compressed=compressed)


def packed_itxt(keyword: str, packed: bytes) -> bytes:
    return _itxt(keyword, packed, compressed=True)


def _itxt(keyword: str, body: bytes, *, compressed: bool) -> bytes:
    return chunk(b"iTXt", keyword.encode() + b"\0" + (b"\1" if compressed else b"\0") + b"\0\0\0" + body)


def text_chunk(keyword: str, text: bytes) -> bytes:
    return chunk(b"tEXt", keyword.encode() + b"\0" + text)


def ztxt(keyword: str, text: bytes) -> bytes:
    return packed_ztxt(keyword, zlib.compress(text))


def packed_ztxt(keyword: str, packed: bytes) -> bytes:
    return chunk(b"zTXt", keyword.encode() + b"\0\0" + packed)


SVG = (
    b'<?xml version="1.0" encoding="utf-8"?>\n'
    b'<svg xmlns="http://www.w3.org/2000/svg" width="4">\n  <rect width="4"/>\n</svg>\n'
)
