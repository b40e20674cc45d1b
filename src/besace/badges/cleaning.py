"""Cleans one uploaded picture, alone in a child process with little memory and time: bytes in, clean bytes out.

    python -m besace.badges.cleaning < anything > clean      (first line: the length of the SVG; then SVG, then PNG)

Everything is drawn again: no metadata, no script, no address outside survives (SECURITY.md B08-B10).
Run by `uploads.cleaned`, which knows the limits; imports nothing of the site.
"""

from __future__ import annotations

import io
import re
import sys
from xml.etree import ElementTree as ET

LARGEST = 5 * 1024 * 1024
SIDE, MOST_PIXELS, MOST_ELEMENTS = 1024, 25_000_000, 5000
MEMORY, SECONDS = 768 * 1024 * 1024, 8
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
NAMESPACE = "http://www.w3.org/2000/svg"

ELEMENTS = frozenset(
    "svg g path circle ellipse rect line polyline polygon defs linearGradient radialGradient stop clipPath mask title "  # noqa: SIM905 -- reads better
    "desc".split()
)
ATTRIBUTES = frozenset(
    "id viewBox width height x y x1 y1 x2 y2 cx cy r rx ry fx fy d points transform fill fill-rule fill-opacity stroke "  # noqa: SIM905 -- the same
    "stroke-width stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset stroke-opacity "
    "opacity clip-path clip-rule mask offset stop-color stop-opacity gradientUnits gradientTransform spreadMethod "
    "clipPathUnits maskUnits preserveAspectRatio color visibility display paint-order".split()
)
LOCAL = re.compile(r"url\(\s*['\"]?#[\w-]{1,80}['\"]?\s*\)")
PLAIN = re.compile(r"[\w\s#.,:;()%+\-/'\"]*", re.ASCII)


class NotAPictureError(ValueError):
    """Nothing here that can be drawn."""


def cleaned(sent: bytes) -> tuple[str, bytes]:
    """The SVG (empty unless one was sent) and the PNG."""
    if len(sent) > LARGEST:
        raise NotAPictureError("too large")
    if sent.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        svg = clean_svg(sent)
        return svg, _render(svg)
    return "", clean_bitmap(sent)


def clean_bitmap(sent: bytes) -> bytes:
    """Pixels alone, upright, on a transparent square."""
    from PIL import Image, ImageOps  # noqa: PLC0415 -- only the child pays for it

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with Image.open(io.BytesIO(sent), formats=FORMATS) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise NotAPictureError("too many pixels")
        upright = ImageOps.exif_transpose(opened).convert("RGBA")
    upright.thumbnail((SIDE, SIDE))
    square = Image.new("RGBA", (max(upright.size),) * 2, (0, 0, 0, 0))
    square.paste(upright, ((square.width - upright.width) // 2, (square.height - upright.height) // 2))
    out = io.BytesIO()
    square.save(out, "PNG", optimize=True)
    return out.getvalue()


def clean_svg(sent: bytes) -> str:
    """Shapes and colours by allow-list; whatever is not known is left out with all it holds."""
    from defusedxml.ElementTree import fromstring  # noqa: PLC0415 -- only the child pays for it

    root = fromstring(sent, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    if _name(root.tag) != "svg":
        raise NotAPictureError("not an svg")
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        raise NotAPictureError("too many shapes")
    ET.register_namespace("", NAMESPACE)
    clean = _copy(root)
    if not clean.get("viewBox"):
        clean.set("viewBox", f"0 0 {_number(root.get('width'))} {_number(root.get('height'))}")
    for size in ("width", "height"):
        clean.attrib.pop(size, None)
    return ET.tostring(clean, encoding="unicode")


def _copy(element: ET.Element) -> ET.Element:
    clean = ET.Element(f"{{{NAMESPACE}}}{_name(element.tag)}", _attributes(element))
    if _name(element.tag) in {"title", "desc"}:
        clean.text = (element.text or "")[:200]
        return clean
    for child in element:
        if isinstance(child.tag, str) and _name(child.tag) in ELEMENTS:
            clean.append(_copy(child))
    return clean


def _name(tag: str) -> str:
    """The name without its namespace; of another namespace, nothing that we know."""
    if not tag.startswith("{"):
        return tag
    return tag.removeprefix(f"{{{NAMESPACE}}}")


def _attributes(element: ET.Element) -> dict[str, str]:
    styled = dict(part.split(":", 1) for part in element.get("style", "").split(";") if ":" in part)
    said = {**element.attrib, **{name.strip(): value.strip() for name, value in styled.items()}}
    return {name: value for name, value in said.items() if name in ATTRIBUTES and _is_safe(value)}


def _is_safe(value: str) -> bool:
    """No address but that of a shape of the same picture."""
    rest = LOCAL.sub("", value)
    return "url" not in rest.lower() and "\\" not in rest and bool(PLAIN.fullmatch(rest))


def _number(text: str | None) -> float:
    found = re.match(r"\s*(\d{1,5}(?:\.\d+)?)", text or "")
    return float(found.group(1)) if found else 512.0


def _render(svg: str) -> bytes:
    import resvg_py  # noqa: PLC0415 -- only the child pays for it

    drawn = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=SIDE, skip_system_fonts=True))
    return clean_bitmap(drawn)


def bound() -> None:
    """Little memory, little time, no file to write."""
    import resource  # noqa: PLC0415 -- not on every system

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    if sys.platform != "win32":
        bound()
    svg, png = cleaned(sys.stdin.buffer.read(LARGEST + 1))
    written = svg.encode()
    sys.stdout.buffer.write(f"{len(written)}\n".encode() + written + png)


if __name__ == "__main__":
    main()
