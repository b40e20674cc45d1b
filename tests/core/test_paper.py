"""A sign that no font of ours draws, in a first name or an idea, stops no paper; nothing typed is ever code."""

from __future__ import annotations

import io

import pytest
import typst
from pypdf import PdfReader

from besace.core import paper
from besace.people.cards import actions as cards
from besace.people.cards import sheet

TITLE = '#set document(title: "T")\n#set text(lang: "fr", font: "Atkinson Hyperlegible Next")\n'
SOURCE = (TITLE + "#sys.inputs.name").encode()


@pytest.mark.parametrize("name", ["🦄 Léa", "李", "ไทย", "👩‍👩‍👧", "ﷺ"])
def test_a_sheet_is_made_whatever_the_name(name: str) -> None:
    pdf = PdfReader(io.BytesIO(paper.pdf(SOURCE, name=name)))
    assert bool(pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]) is True  # type: ignore[index]


def test_an_ordinary_name_keeps_the_whole_promise() -> None:
    pdf = PdfReader(io.BytesIO(paper.pdf(SOURCE, name="Zoë")))
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf.trailer["/Root"]["/Metadata"].get_object().get_data()  # type: ignore[index]


def test_a_template_that_is_wrong_is_still_wrong() -> None:
    with pytest.raises(typst.TypstError):
        paper.pdf(b"#panic(1)")


@pytest.mark.parametrize("name", ['#read("/etc/passwd")', "#panic()", "$x$ *b* `r` @a <l> = t", '"); #panic("'])
def test_nothing_typed_is_code(name: str) -> None:
    words = PdfReader(io.BytesIO(paper.pdf(SOURCE, name=name))).pages[0].extract_text()
    assert name.split()[0] in words.replace("\n", " ")


@pytest.mark.django_db
def test_cards_are_printed_for_a_whole_group_with_one_such_name(odile, tonio) -> None:
    tonio.first_name = "李 🦄"
    drawn = sheet.draw(cards.prepare([odile, tonio], with_codes=True), organisation="李", contact="🦄")
    assert "Odile" in PdfReader(io.BytesIO(drawn)).pages[0].extract_text()
