"""Hides parts of one photo for good, alone in a child process with the limits of `cleaning`.

    python -m besace.badges.blurring 100,250,200,200 ... < photo > photo      (left,top,width,height in thousandths)

A part becomes nine flat blocks at most, each the mean of what it covers: nobody is found again in nine colours.
Run by `uploads.blurred`; imports nothing of the site.
"""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

from . import cleaning

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

WHOLE, BLOCKS = 1000, 3


def blurred(sent: bytes, areas: list[tuple[int, int, int, int]]) -> bytes:
    """The same photo, drawn anew with these parts hidden; the rest keeps its points."""
    from PIL import Image  # noqa: PLC0415 -- only the child pays for it

    with Image.open(io.BytesIO(cleaning.clean_bitmap(sent))) as opened:
        picture = opened.convert("RGBA")
    for area in areas:
        _hide(picture, *area)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _hide(picture: Picture, left: int, top: int, width: int, height: int) -> None:
    from PIL import Image  # noqa: PLC0415 -- only the child pays for it

    box = (
        left * picture.width // WHOLE,
        top * picture.height // WHOLE,
        -(-(left + width) * picture.width // WHOLE),  # outwards: no thin line of a face stays at the edge
        -(-(top + height) * picture.height // WHOLE),
    )
    part = picture.crop(box)
    opaque = Image.new("RGB", part.size, "grey")
    opaque.paste(part, mask=part.getchannel("A"))
    blocks = (min(BLOCKS, part.width), min(BLOCKS, part.height))
    picture.paste(opaque.resize(blocks, Image.Resampling.BOX).resize(part.size, Image.Resampling.NEAREST), box)


def main() -> None:
    if sys.platform != "win32":
        cleaning.bound()
    areas = [tuple(map(int, written.split(","))) for written in sys.argv[1:]]
    sys.stdout.buffer.write(blurred(sys.stdin.buffer.read(cleaning.LARGEST + 1), areas))  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
