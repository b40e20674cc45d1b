"""From SVG to PNG, with our fonts alone: the same picture on every machine."""

from __future__ import annotations

import resvg_py
from django.conf import settings

SIZE = 1024  # reads at A4, weighs some 60 KB


def render_png(svg: str, *, size: int = SIZE) -> bytes:
    """`svg` is ours, or was cleaned: nothing in it reaches outside."""
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg, width=size, height=size, skip_system_fonts=True, font_dirs=[str(settings.FONTS_ROOT)]
        )
    )
