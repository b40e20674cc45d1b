"""Paper, drawn by typst as tagged PDF (PDF/UA-1) with our fonts alone; no text of a person is ever code."""

from __future__ import annotations

from typing import Any

import typst
from django.conf import settings

NOT_DRAWN = "could not be displayed"


def pdf(source: bytes | dict[str, bytes], **inputs: str) -> bytes:
    """`source`: the template, or files by name of which « main » is one; `inputs`: what the template reads.

    A first name in Chinese, an emoji in an idea: no font of ours draws them, and PDF/UA-1 wants every sign drawn. The
    sheet is made all the same, tagged, with a box in the place of the sign, which stays in the text.
    """
    try:
        return _compiled(source, inputs, pdf_standards=["ua-1"])
    except typst.TypstError as refused:
        if NOT_DRAWN not in str(refused):
            raise
    return _compiled(source, inputs)


def _compiled(source: Any, inputs: dict[str, str], **more: Any) -> bytes:
    fonts = {"font_paths": [str(settings.FONTS_ROOT)], "ignore_system_fonts": True}
    # Several files by name: typst takes them, its types do not say so.
    drawn = typst.compile(source, **fonts, format="pdf", sys_inputs=inputs, **more)  # type: ignore[call-overload]
    assert isinstance(drawn, bytes)
    return drawn
