"""SECURITY.md B08, B09, B10: whatever is sent, what is kept is a picture and nothing else."""

from __future__ import annotations

import io

import pytest
from defusedxml.ElementTree import fromstring
from PIL import Image

from besace.badges import cleaning, uploads
from besace.core.errors import Refusal

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">{}</svg>'
GOOD = '<circle cx="4" cy="4" r="3" fill="#123456"/>'
HOSTILE = [
    "<script>alert(1)</script>",
    '<script xlink:href="//evil.example/x.js"/>',
    '<s:script xmlns:s="http://www.w3.org/2000/svg">alert(1)</s:script>',
    '<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>',
    "<script><![CDATA[alert(1)]]></script>",
    '<g onload="alert(1)"/>',
    '<rect width="9" height="9" onclick="alert(1)"/>',
    '<rect width="9" height="9" onmouseover="alert(1)"/>',
    '<animate attributeName="href" to="javascript:alert(1)" onbegin="alert(1)"/>',
    '<set attributeName="onload" to="alert(1)"/>',
    '<a xlink:href="javascript:alert(1)"><rect width="9" height="9"/></a>',
    '<a href="javascript:alert(1)"><rect width="9" height="9"/></a>',
    '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><iframe src="//evil.example"/></body></foreignObject>',
    '<use href="data:image/svg+xml;base64,PHN2Zy8+#x"/>',
    '<use xlink:href="//evil.example/x.svg#x"/>',
    '<image href="//evil.example/x.png" width="9" height="9"/>',
    '<image xlink:href="file:///etc/passwd" width="9" height="9"/>',
    '<feImage href="//evil.example/x.png"/>',
    "<style>@import url(//evil.example/x.css);</style>",
    "<style>rect{fill:url(//evil.example/x)}</style>",
    '<rect style="fill:url(//evil.example/x)" width="9" height="9"/>',
    '<rect fill="url(//evil.example/x)" width="9" height="9"/>',
    '<rect fill="url(#a)url(//evil.example/x)" width="9" height="9"/>',
    '<rect fill="u\\72l(//evil.example/x)" width="9" height="9"/>',
    '<rect mask="URL(http://evil.example/x#m)" width="9" height="9"/>',
    '<rect style="background-image:image-set(\'//evil.example/x\' 1x)" width="9" height="9"/>',
    '<iframe xmlns="http://www.w3.org/1999/xhtml" src="//evil.example"/>',
    '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>',
    '<handler xmlns="http://www.w3.org/2001/xml-events">alert(1)</handler>',
    '<text font-family="x" style="src:url(//evil.example/f.woff)">a</text>',
]
ACTIVE = ("script", "evil", "alert", "javascript", "href", "on", "style", "import", "file:", "foreign", "iframe", "xi:")


def picture(kind="PNG", size=(40, 20), **saved):
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 40)).save(out, kind, **saved)
    return out.getvalue()


def test_thirty_ways_of_hiding_something_in_an_svg_leave_nothing_active():
    assert len(HOSTILE) == 30
    for hostile in HOSTILE:
        clean = cleaning.clean_svg(SVG.format(GOOD + hostile).encode())
        inside = clean.removeprefix('<svg xmlns="http://www.w3.org/2000/svg"').replace("position", "")
        assert [word for word in ACTIVE if word in inside.lower()] == [], hostile
        assert 'fill="#123456"' in clean


@pytest.mark.parametrize(
    "sent",
    [
        b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + SVG.format("<title>&x;</title>").encode(),
        b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + SVG.format("<title>&b;</title>").encode(),
        b"<html><body>bonjour</body></html>",
        b"%PDF-1.7 <script>",
        b"GIF89a/*<script>alert(1)</script>*/",
        b"",
        b"\x89PNG\r\n\x1a\nrien",
        SVG.format("<g/>" * 6000).encode(),
    ],
)
def test_what_is_not_a_picture_is_refused_kindly(sent):
    with pytest.raises(Refusal, match="ne s’ouvre pas"):
        uploads.cleaned(sent)


def test_too_many_pixels_are_refused_before_they_are_drawn():
    with pytest.raises(Refusal, match="ne s’ouvre pas"):
        uploads.cleaned(picture(size=(6000, 6000)))


def test_a_photo_keeps_its_pixels_upright_and_loses_all_the_rest():
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "SECRET"
    exif.get_ifd(0x8825)[1] = "N"
    sent = picture("JPEG", exif=exif, comment=b"SECRET")

    kept = uploads.cleaned(sent)

    with Image.open(io.BytesIO(kept.png)) as read:
        assert (read.format, read.size, dict(read.getexif()), set(read.info)) == ("PNG", (40, 40), {}, set())
        assert read.getchannel("A").getbbox() == (10, 0, 30, 40)
    assert b"SECRET" not in kept.png


def test_a_page_hidden_behind_a_picture_does_not_survive():
    kept = uploads.cleaned(picture() + b"<script>alert(1)</script><html>")

    assert (b"script" in kept.png, "script" in kept.svg) == (False, False)


def test_a_drawing_is_kept_as_a_drawing_and_as_a_picture():
    kept = uploads.cleaned(SVG.format(GOOD).encode())

    assert fromstring(kept.svg).find("{http://www.w3.org/2000/svg}circle").get("fill") == "#123456"
    assert kept.png.startswith(b"\x89PNG")
