"""Somebody on a photo is hidden for good, by hand; what is outside stays, what was there before is nowhere."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from PIL import Image

from besace.badges import uploads
from besace.badges.models import BadgeVersion
from besace.core.errors import Conflict, NotAllowed, Refusal
from besace.core.models import JournalEntry
from besace.people.models import Person
from besace.recognition import actions
from besace.recognition.blur import actions as blurring
from besace.recognition.blur import rules
from besace.recognition.blur.rules import Area, Fault
from besace.recognition.models import Evidence, Recognition

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]
FACE = Area(250, 250, 500, 250)
NOBODY = "On ne reconnaît plus personne."


def many_colours(side: int = 120) -> bytes:
    """Every point differs from its neighbours, as skin and eyes do."""
    out, picture = io.BytesIO(), Image.new("RGB", (side, side))
    picture.putdata([(x * 37 % 256, y * 53 % 256, (x * y) % 256) for y in range(side) for x in range(side)])
    picture.save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def asked(version: BadgeVersion, odile: Person) -> Recognition:
    return actions.ask(version.badge_id, by=odile, words="Dix ans au pré.")


@pytest.fixture
def photo(asked: Recognition, odile: Person, media: Path) -> Evidence:
    picture = uploads.cleaned(many_colours()).png
    return actions.add_evidence(
        asked.pk, by=odile, kind=Evidence.Kind.PHOTO, name="Une photo", file=ContentFile(picture)
    )


def page_of(photo: Evidence) -> str:
    return f"/reconnaissances/{photo.recognition_id}/traces/{photo.pk}/flouter"


def files(media: Path) -> list[str]:
    return [path.name for path in media.rglob("*") if path.is_file()]


def colours(photo: Evidence) -> Image.Image:
    with Image.open(io.BytesIO(photo.file.open("rb").read())) as read:
        return read.convert("RGBA")


# --- rules -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("areas", "fault"),
    [
        ([], Fault.NONE),
        ([FACE], None),
        ([Area(0, 0, 1000, 1000)], None),
        ([FACE] * 6, None),
        ([FACE] * 7, Fault.MANY),
        ([Area(0, 0, 30, 30)], None),
        ([Area(0, 0, 29, 30)], Fault.SMALL),
        ([Area(0, 0, 0, 0)], Fault.SMALL),
        ([Area(0, 0, -50, 100)], Fault.SMALL),
        ([Area(-1, 0, 100, 100)], Fault.OUTSIDE),
        ([Area(0, 901, 100, 100)], Fault.OUTSIDE),
        ([FACE, Area(99999, 0, 100, 100)], Fault.OUTSIDE),
    ],
)
def test_what_may_be_hidden(areas: list[Area], fault: Fault | None) -> None:
    assert rules.fault_of(areas) == fault


@pytest.mark.parametrize(
    ("written", "area"),
    [
        ("1,2,30,40", Area(1, 2, 30, 40)),
        ("-1,2,30,40", Area(-1, 2, 30, 40)),
        ("", None),
        ("1,2,3", None),
        ("1,2,3,4,5", None),
        ("1e3,0,99,99", None),
        ("NaN,0,99,99", None),
        ("١,2,30,40", None),
        ("1,2,30,40\n", None),
        ("0,0,999999999999,10", None),
        ("--help", None),
    ],
)
def test_four_whole_numbers_and_nothing_else(written: str, area: Area | None) -> None:
    assert rules.read(written) == area


@pytest.mark.parametrize(
    ("cells", "areas"),
    [
        ([], []),
        ([0], [Area(0, 0, 166, 166)]),
        ([0, 1, 6, 7], [Area(0, 0, 333, 333)]),
        ([0, 1, 6], [Area(0, 0, 333, 166), Area(0, 166, 166, 167)]),
        (range(36), [Area(0, 0, 1000, 1000)]),
        ([5, 6], [Area(833, 0, 167, 166), Area(0, 166, 166, 167)]),
        ([-1, 36], []),
    ],
)
def test_neighbouring_cells_are_hidden_as_one(cells: list[int], areas: list[Area]) -> None:
    assert rules.joined(cells) == areas


# --- the picture -----------------------------------------------------------------------------------------------------


def test_inside_nine_flat_colours_stay_and_outside_each_point(photo: Evidence) -> None:
    before = colours(photo)
    with Image.open(io.BytesIO(blurring.drawn_over(photo, [FACE]))) as read:
        after = read.convert("RGBA")
        kind = (read.format, set(read.info))

    inside, outside = (30, 30, 90, 60), Image.new("L", before.size, 255)
    outside.paste(0, inside)
    blank = Image.new("RGBA", before.size)
    assert kind == ("PNG", set())
    assert Image.composite(after, blank, outside).tobytes() == Image.composite(before, blank, outside).tobytes()
    assert len(before.crop(inside).getcolors(10_000) or []) > 1000
    assert len(after.crop(inside).getcolors(10_000) or []) == 9


def test_a_see_through_edge_becomes_opaque_where_it_is_hidden() -> None:
    wide = io.BytesIO()
    Image.new("RGB", (120, 60), "red").save(wide, "PNG")
    hidden = uploads.blurred(wide.getvalue(), ["0,0,1000,500"])
    with Image.open(io.BytesIO(hidden)) as read:
        assert read.convert("RGBA").crop((0, 0, 120, 60)).getchannel("A").getextrema() == (255, 255)


# --- the action ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_the_former_photo_is_nowhere(photo: Evidence, odile: Person, media: Path) -> None:
    former = Path(photo.file.path)
    picture = blurring.drawn_over(photo, [FACE])
    kept = blurring.blur_evidence(photo.pk, by=odile, drawn_from=photo.file.name, picture=picture, nobody_is_known=True)

    assert (former.exists(), files(media)) == (False, [Path(kept.file.name or "").name])
    assert Path(kept.file.path).read_bytes() == picture
    assert (kept.is_blurred, kept.is_shown, kept.people_agree) == (True, False, False)
    assert JournalEntry.objects.get(verb="evidence-blurred").who == str(odile.pk)


@pytest.mark.django_db(transaction=True)
def test_if_the_change_fails_the_former_photo_is_still_there(photo: Evidence, odile: Person) -> None:
    with transaction.atomic():
        blurring.blur_evidence(photo.pk, by=odile, drawn_from=photo.file.name, picture=b"new", nobody_is_known=True)
        transaction.set_rollback(True)

    photo.refresh_from_db()
    assert (photo.is_blurred, Path(photo.file.path).exists()) == (False, True)


def test_nobody_blurs_for_her_nor_without_her_word_nor_over_a_photo_that_changed(
    photo: Evidence, odile: Person, tonio: Person
) -> None:
    for person, drawn_from, said, refusal in (
        (tonio, photo.file.name, True, NotAllowed),
        (odile, "evidence/another", True, Conflict),
        (odile, photo.file.name, False, Refusal),
    ):
        with pytest.raises(refusal):
            blurring.blur_evidence(photo.pk, by=person, drawn_from=drawn_from, picture=b"x", nobody_is_known=said)
    photo.refresh_from_db()
    assert photo.is_blurred is False


def test_a_photo_that_went_away_meanwhile_is_said(photo: Evidence) -> None:
    photo.file.storage.delete(photo.file.name)
    with pytest.raises(Conflict):
        blurring.drawn_over(photo, [FACE])


def test_a_blurred_photo_is_shown_without_the_word_of_each_and_the_database_agrees(
    photo: Evidence, odile: Person
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.filter(pk=photo.pk).update(is_shown=True)
    with pytest.raises(Refusal, match="floutez-la"):
        actions.show_evidence(photo.pk, by=odile, is_shown=True)
    Evidence.objects.filter(pk=photo.pk).update(is_blurred=True)

    assert actions.show_evidence(photo.pk, by=odile, is_shown=True).is_shown
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.filter(pk=photo.pk).update(is_blurred=False)


# --- the screen ------------------------------------------------------------------------------------------------------


def test_she_hides_somebody_with_the_cells_of_the_page(client_of: ClientOf, photo: Evidence, odile: Person) -> None:
    hers, key = client_of(odile), uuid.uuid4()
    said = {"cell": ["7", "8", "13", "14"], "nobody": "on", "once": str(key)}
    answers = [hers.post(page_of(photo), said) for _again in range(2)]

    photo.refresh_from_db()
    after = colours(photo)
    assert [answer["Location"] for answer in answers] == [page_of(photo)] * 2
    assert (photo.is_blurred, JournalEntry.objects.filter(verb="evidence-blurred").count()) == (True, 1)
    assert len(after.crop((20, 20, 60, 60)).getcolors() or []) == 9
    assert "floutée" in hers.get(f"/reconnaissances/{photo.recognition_id}").content.decode()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"nobody": "on"}, "Posez au moins un carré sur la photo."),
        ({"area": "100,100,300,300"}, "Cochez « On ne reconnaît plus personne »."),
        ({"area": "100,100,10,300", "nobody": "on"}, "Ce carré est trop petit. Couvrez tout le visage."),
        ({"area": "900,100,300,300", "nobody": "on"}, "Ce carré sort de la photo. Posez-le à nouveau."),
        ({"area": "-5,100,300,300", "nobody": "on"}, "Ce carré sort de la photo. Posez-le à nouveau."),
        ({"area": "1e9,0,NaN,--help", "nobody": "on"}, "Ce carré ne se lit pas. Posez-le à nouveau."),
        ({"area": ["0,0,99,99", "<b>"], "nobody": "on"}, "Ce carré ne se lit pas. Posez-le à nouveau."),
        ({"area": ["0,0,99,99"] * 500, "nobody": "on"}, "Six carrés au plus. Faites-en de plus grands."),
        ({"cell": ["99", "-1", "x", "٣"], "nobody": "on"}, "Posez au moins un carré sur la photo."),
        (
            {"cell": ["0", "2", "4", "12", "14", "16", "24"], "nobody": "on"},
            "Six carrés au plus. Faites-en de plus grands.",
        ),
    ],
)
def test_what_cannot_be_hidden_is_said_and_the_photo_stays(
    client_of: ClientOf, photo: Evidence, odile: Person, said: dict[str, object], sentence: str
) -> None:
    page = client_of(odile).post(page_of(photo), said)

    name = photo.file.name
    photo.refresh_from_db()
    assert (page.status_code, sentence in page.content.decode()) == (422, True)
    assert (photo.file.name, photo.is_blurred, '<b>"' in page.content.decode()) == (name, False, False)


def test_what_she_placed_stays_on_the_page_when_her_word_is_missing(
    client_of: ClientOf, photo: Evidence, odile: Person
) -> None:
    page = client_of(odile).post(page_of(photo), {"area": "100,100,300,300", "cell": "35"}).content.decode()
    assert ('value="100,100,300,300"' in page, 'value="35" checked' in page) == (True, True)


def test_the_page_is_hers_and_only_for_photos(
    client_of: ClientOf, photo: Evidence, asked: Recognition, odile: Person, tonio: Person, maryse: Person
) -> None:
    note = actions.add_evidence(asked.pk, by=odile, kind=Evidence.Kind.TEXT, text="La fête de juin.")
    answers = {
        "hers": client_of(odile).get(page_of(photo)).status_code,
        "a peer": client_of(tonio).get(page_of(photo)).status_code,
        "who leads": client_of(maryse).post(page_of(photo), {"cell": "1", "nobody": "on"}).status_code,
        "a note": client_of(odile).get(page_of(note)).status_code,
    }
    assert answers == {"hers": 200, "a peer": 404, "who leads": 404, "a note": 404}


def test_after_it_showing_is_still_hers_to_choose(client_of: ClientOf, photo: Evidence, odile: Person) -> None:
    hers = client_of(odile)
    hers.post(page_of(photo), {"cell": "0", "nobody": "on"})
    photo.refresh_from_db()
    hidden = photo.is_shown
    hers.post(f"/reconnaissances/{photo.recognition_id}/traces/{photo.pk}", {"wish": "show"})
    photo.refresh_from_db()

    assert (hidden, photo.is_shown, photo.people_agree) == (False, True, False)


def test_a_telephone_photo_goes_all_the_way(
    client_of: ClientOf, asked: Recognition, odile: Person, media: Path
) -> None:
    sent = io.BytesIO()
    Image.effect_noise((1600, 1200), 80).convert("RGB").save(sent, "JPEG", quality=80)
    hers = client_of(odile)
    hers.post(f"/reconnaissances/{asked.pk}/traces", {"trace": SimpleUploadedFile("a.jpg", sent.getvalue())})
    photo = Evidence.objects.get()
    hers.post(page_of(photo), {"area": "300,300,200,200", "nobody": "on"})

    photo.refresh_from_db()
    assert (photo.is_blurred, colours(photo).size) == (True, (1024, 1024))
