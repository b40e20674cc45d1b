"""Every paper that the site makes is read aloud whole (PDF/UA-1): structure, language, title, words of its pictures."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

import besace
from besace.credentials.models import Credential
from besace.meetings import closing_actions, kit
from besace.meetings.minutes import record_from
from besace.meetings.minutes_pdf import as_pdf
from besace.notices.silence import sheet as word
from besace.notices.silence.queries import Silent
from besace.notices.slips import actions as slips
from besace.notices.slips import sheet
from besace.passports.sheets import badge_pdf
from besace.people.cards import actions as cards
from besace.people.cards import sheet as card_sheet
from besace.recognition import actions as recognition
from besace.recognition import paper
from tests.credentials.conftest import installation, version
from tests.recognition import world

__all__ = ["installation", "version"]


@pytest.fixture
def papers(tuesday, criteria, group, version, maryse, odile, tonio) -> dict[str, bytes]:
    """One of each, by the name of its template."""
    recognition.name_reviewers(version.badge_id, people=[maryse], by=maryse)
    award = recognition.award_at_once(version.badge_id, odile, by=maryse)
    situation = world.situation(group, asked=recognition.ask(version.badge_id, by=tonio))
    record = record_from(closing_actions.close_meeting(tuesday.pk, by=maryse).record)
    fresh = cards.prepare([odile], with_codes=True)
    return {
        "slips/slip": sheet.draw(slips.make(award, by=maryse)),
        "silence/word": word.draw(Silent(odile, odile.last_sign, odile.last_sign, is_written_to=False), group=group),
        "sheets/badge": badge_pdf.draw(Credential.objects.get(award_id=award.pk)),
        "typst/minutes": as_pdf(record),
        "typst/kit": kit.draw(group),
        "typst/sheet": paper.sheets(situation, criteria=version.stamped_criteria),
        "typst/poster": paper.poster(version.badge),
        "cards/sheet": card_sheet.draw(fresh, organisation="Les Savoirs du mardi", contact=""),
    }


def test_every_template_is_looked_at(papers) -> None:
    templates = {f"{file.parent.name}/{file.stem}" for file in Path(besace.__file__).parent.rglob("*.typ")}
    assert set(papers) == templates


def test_each_is_tagged_in_its_language_with_a_title(papers) -> None:
    said = {name: _said(PdfReader(io.BytesIO(content))) for name, content in papers.items()}
    assert said == dict.fromkeys(papers, ("fr", True, True, True, True))


def _said(pdf: PdfReader) -> tuple[str, bool, bool, bool, bool]:
    """Language; tagged; says that it is PDF/UA-1; has a title; shows the title rather than the file's name."""
    root: Any = pdf.trailer["/Root"]
    xmp = root["/Metadata"].get_object().get_data()
    return (
        str(root["/Lang"])[:2],
        bool(root["/MarkInfo"]["/Marked"]),
        b"<pdfuaid:part>1</pdfuaid:part>" in xmp,
        b"<dc:title>" in xmp and bool(str(pdf.metadata.title if pdf.metadata else "").strip()),
        bool(root["/ViewerPreferences"]["/DisplayDocTitle"]),
    )


def test_each_has_a_heading_and_every_picture_its_words(papers) -> None:
    trees = {name: list(_elements(PdfReader(io.BytesIO(content)))) for name, content in papers.items()}
    without_heading = [name for name, found in trees.items() if not {"/H1", "/Title"} & {tag for tag, _alt in found}]
    mute = [(name, tag) for name, found in trees.items() for tag, alt in found if tag == "/Figure" and not alt.strip()]
    assert (without_heading, mute) == ([], [])


def _elements(pdf: PdfReader) -> Iterator[tuple[str, str]]:
    """Each element of the structure, by its tag, with its words if it is a picture."""
    waiting: list[Any] = [pdf.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        one = waiting.pop()
        one = one.get_object() if hasattr(one, "get_object") else one
        if isinstance(one, list):
            waiting.extend(one)
        elif isinstance(one, DictionaryObject):
            if "/S" in one:
                yield str(one["/S"]), str(one.get("/Alt", ""))
            if "/K" in one:
                waiting.append(one["/K"])


def test_every_font_goes_along(papers) -> None:
    missing = []
    for name, content in papers.items():
        for page in PdfReader(io.BytesIO(content)).pages:
            missing += [(name, font) for font in _not_embedded(page)]
    assert missing == []


def _not_embedded(page: Any) -> list[str]:
    fonts = page["/Resources"].get_object().get("/Font", {})
    found = []
    for value in fonts.values():
        font = value.get_object()
        inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        descriptor = inner["/FontDescriptor"].get_object() if "/FontDescriptor" in inner else {}
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor):
            found.append(str(font["/BaseFont"]))
    return found


def test_a_sign_that_no_font_draws_stops_no_paper(tuesday, criteria, group, version, maryse, odile, tonio) -> None:
    """An emoji in an idea, a name in Chinese: the paper comes all the same."""
    for one in (maryse, odile, tonio):
        one.first_name = "李 🦄"
        one.save(update_fields=["first_name"])
    group.name = "Atelier 🦄"
    group.save(update_fields=["name"])
    recognition.name_reviewers(version.badge_id, people=[maryse], by=maryse)
    award = recognition.award_at_once(version.badge_id, odile, by=maryse, why="Vu 🦄")
    asked = recognition.ask(version.badge_id, by=tonio, words="🦄")
    closing_actions.note_task(tuesday.pk, text="Apporter le pain 🥖", taken_by=None, by=maryse)
    record = record_from(closing_actions.close_meeting(tuesday.pk, by=maryse).record)
    drawn = [
        as_pdf(record),
        kit.draw(group),
        sheet.draw(slips.make(award, by=maryse)),
        badge_pdf.draw(Credential.objects.get(award_id=award.pk)),
        paper.sheets(world.situation(group, asked=asked), criteria=version.stamped_criteria),
    ]
    assert [content[:5] for content in drawn] == [b"%PDF-"] * len(drawn)
