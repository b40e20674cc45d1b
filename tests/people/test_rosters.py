"""Adding many people: what is understood is never lost, what is not is told with its reason."""

from __future__ import annotations

import io
import time
import zipfile

import openpyxl
import pytest
from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile

from besace.core.errors import Conflict, Refusal
from besace.people.models import Contact, Membership, Person, Roster
from besace.people.rosters import actions, reading, rules
from tests import factories

NOBODY = rules.Already(frozenset(), frozenset())
TEXT = "Prénom;E-mail\nÉlodie;elodie@example.org\nGaël;06 12 34 56 78\n"


def lines_of(text: str) -> list[tuple[str, str, str]]:
    lines = rules.read_lines(reading.rows_of_text(text), already=NOBODY)
    return [(line.name, line.contact, line.problem) for line in lines]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_any_usual_encoding_and_separator_is_read(encoding, separator):
    rows = reading.rows_of(TEXT.replace(";", separator).encode(encoding))
    assert rows == [["Prénom", "E-mail"], ["Élodie", "elodie@example.org"], ["Gaël", "06 12 34 56 78"]]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Odile", ("Odile", "", "")),
        ("Fatou, fatou@example.org", ("Fatou", "fatou@example.org", "")),
        ("Fatou <Fatou@Example.org>", ("Fatou", "fatou@example.org", "")),
        ("fatou@example.org ; Fatou", ("Fatou", "fatou@example.org", "")),
        ("Tonio;06.12.34.56.78", ("Tonio", "0612345678", "")),
        ("Kévin;+33 6 12 34 56 78", ("Kévin", "+33612345678", "")),
        ("O\u202edi\x00le", ("Odile", "", "")),
        ("fatou@example.org", ("", "", "no-name")),
        ("1234", ("", "", "not-a-name")),
        ("Paul;paul@", ("", "", "bad-contact")),
    ],
)
def test_a_line_is_a_person_or_says_why_not(typed, expected):
    assert lines_of(typed) == [expected]


def test_a_person_twice_in_the_list_is_kept_once():
    assert [problem for _n, _c, problem in lines_of("Odile\nodile\nOdile;odile@example.org")] == ["", "twice", ""]


def test_a_heading_in_another_order_is_followed():
    text = "Téléphone;Nom;Prénom\n0612345678;Martin;Odile\n;Durand;Tonio"
    assert lines_of(text) == [("Odile", "0612345678", ""), ("Tonio", "", "")]


def test_a_workbook_is_read(db):
    book = openpyxl.Workbook()
    for row in (["Prénom", "Contact"], ["Odile", None], ["Fatou", "fatou@example.org"]):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    lines = rules.read_lines(reading.rows_of(out.getvalue()), already=NOBODY)
    assert [(line.name, line.contact) for line in lines] == [("Odile", ""), ("Fatou", "fatou@example.org")]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7 ...", "Ce fichier est un PDF, pas une liste. Enregistrez-le en CSV ou en XLSX."),
        (b"PK\x03\x04 broken", "Ce classeur ne s’ouvre pas. Enregistrez-le en CSV, puis réessayez."),
        (b"a\x00\x01\x02\x03bcdefghij", "Ce fichier n’est pas une liste. Enregistrez-le en CSV ou en XLSX."),
        (b"x" * (reading.MOST_BYTES + 1), "Ce fichier est trop lourd. Coupez-le en plusieurs fichiers."),
        (b"Ida\n" * 20_001, "Cette liste a plus de 20 000 lignes. Coupez-la en plusieurs."),
    ],
)
def test_a_file_that_is_no_list_gets_a_sentence_that_helps(content, sentence):
    with pytest.raises(Refusal) as refused:
        reading.rows_of(content)
    assert refused.value.sentence == sentence


SHEET = "xl/worksheets/sheet1.xml"
SHEET_OPENS = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
CELL = b'<c t="inlineStr"><is><t>%s</t></is></c>'
LAUGHS = b"".join(b'<!ENTITY a%d "%s">' % (i, b"&a%d;" % (i - 1) * 10) for i in range(1, 12))


def workbook(**parts: bytes) -> bytes:
    """A workbook with Odile in it, some of its parts replaced or added (`sheet`: the list itself)."""
    book, plain, out = openpyxl.Workbook(), io.BytesIO(), io.BytesIO()
    book.active.append(["Odile"])
    book.save(plain)
    changed = {SHEET if name == "sheet" else f"xl/media/{name}": body for name, body in parts.items()}
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, body in ({name: old.read(name) for name in old.namelist()} | changed).items():
            new.writestr(name, body)
    return out.getvalue()


def sheet(cells: bytes, before: bytes = b"") -> bytes:
    return before + SHEET_OPENS + b"<sheetData><row>" + cells + b"</row></sheetData></worksheet>"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (workbook(sheet=sheet(CELL % b"a" * 600_000)), "file-too-heavy"),
        (workbook(sheet=SHEET_OPENS + b"<sheetData>" + b"<row/>" * 2_000_000), "file-too-heavy"),
        (workbook(sheet=SHEET_OPENS + b'<sheetData><row r="1048576">' + CELL % b"a" + b"</row>"), "bad-xlsx"),
        (
            workbook(sheet=SHEET_OPENS + b'<sheetData><row r="1048576"><c/></row></sheetData></worksheet>'),
            "too-many-lines",
        ),
        (workbook(sheet=sheet(CELL % b"&a11;", b'<!DOCTYPE l [<!ENTITY a0 "ha">' + LAUGHS + b"]>")), "bad-xlsx"),
        (workbook(sheet=sheet(CELL % b"&x;", b'<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/hosts">]>')), "bad-xlsx"),
    ],
)
def test_a_workbook_made_to_burst_is_refused_quickly(content: bytes, code: str):
    begun = time.process_time()
    with pytest.raises(Refusal) as refused:
        reading.rows_of(content)

    assert (refused.value.code, time.process_time() - begun < 2) == (code, True)


def test_what_a_workbook_carries_beside_its_list_is_not_opened():
    begun = time.process_time()
    rows = reading.rows_of(workbook(photo=b"\0" * 50_000_000))

    assert ([row[0] for row in rows], time.process_time() - begun < 2) == (["Odile"], True)


def test_a_workbook_made_to_burst_gets_a_sentence_and_nobody_is_lost(group, maryse, tonio, client_of):
    file = SimpleUploadedFile("liste.xlsx", workbook(sheet=sheet(CELL % b"a" * 600_000)))
    before = Membership.objects.filter(group=group).count()
    answer = client_of(maryse).post(f"/groupes/{group.pk}/listes", {"file": file})

    assert (answer.status_code, Membership.objects.filter(group=group).count()) == (422, before)
    assert "Ce classeur est trop grand. Gardez la feuille des personnes." in answer.content.decode()


def test_five_thousand_lines_with_forty_bad_ones(group, maryse):
    rows = [[f"Prénom {chr(97 + i // 676)}{chr(97 + i // 26 % 26)}{chr(97 + i % 26)}", ""] for i in range(4960)]
    rows += [["", f"x{i}@example.org"] for i in range(40)]
    roster = actions.look_at(rows, group=group, by=maryse, source="liste.csv")

    assert actions.add_people(roster.pk, by=maryse) == 4960
    roster.refresh_from_db()
    assert {line["problem"] for line in roster.lines} == {"no-name"}
    assert len(roster.lines) == 40
    assert Membership.objects.filter(group=group, role="participant").count() == 4960


def test_the_same_list_is_not_added_twice(group, maryse):
    roster = actions.look_at([["Odile"]], group=group, by=maryse, source="")
    actions.add_people(roster.pk, by=maryse)
    with pytest.raises(Conflict):
        actions.add_people(roster.pk, by=maryse)
    assert Person.objects.filter(first_name="Odile").count() == 1


def test_who_may_be_there_already_is_asked_about(group, maryse, odile, tonio):
    roster = actions.look_at([["Odile"], ["Toni", "tonio@example.org"], ["Jeanne"]], group=group, by=maryse, source="")
    assert [line["doubt"] for line in roster.lines] == ["same-name", "same-contact", ""]
    assert actions.add_people(roster.pk, by=maryse, also={1}) == 2


def test_an_address_of_somebody_else_waits_until_she_proves_it(group, maryse, other_group):
    other = factories.make_member("Ida", group=other_group, email="ida@example.org")
    roster = actions.look_at([["Ida", "ida@example.org"]], group=group, by=maryse, source="")
    actions.add_people(roster.pk, by=maryse)
    assert EmailAddress.objects.get(email="ida@example.org").user == other
    assert Contact.objects.get(value="ida@example.org").kind == "email"


def test_a_pdf_named_csv_is_refused_on_the_page_with_a_sentence(group, maryse, client_of):
    file = SimpleUploadedFile("liste.csv", b"%PDF-1.7", content_type="text/csv")
    answer = client_of(maryse).post(f"/groupes/{group.pk}/listes", {"file": file})
    assert answer.status_code == 422
    assert "Ce fichier est un PDF, pas une liste." in answer.content.decode()


def test_the_page_shows_what_waits_and_adds_it(group, maryse, client_of):
    browser = client_of(maryse)
    answer = browser.post(f"/groupes/{group.pk}/listes", {"text": "Jeanne\nfatou@example.org"})
    page = browser.get(answer.headers["Location"]).content.decode()
    assert "1 personne à ajouter" in page
    assert "Il manque le prénom." in page
    browser.post(answer.headers["Location"] + "/ajouter")
    assert Membership.objects.filter(group=group, person__first_name="Jeanne").count() == 1


def test_a_list_of_another_group_does_not_exist_here(group, other_group, maryse, client_of):
    roster = Roster.objects.create(group=other_group, made_by=maryse, lines=[])
    assert client_of(maryse).get(f"/groupes/{group.pk}/listes/{roster.pk}").status_code == 404


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xff\xfe", b";;;\n;;", b"\xef\xbb\xbf"])
def test_an_empty_list_says_so(group, maryse, content):
    with pytest.raises(Refusal, match="Cette liste est vide"):
        actions.look_at(reading.rows_of(content), group=group, by=maryse, source="")
