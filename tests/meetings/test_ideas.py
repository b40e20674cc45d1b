"""Ideas with a photo or a voice: who sees them, their words, taking them back; and how they end."""

from __future__ import annotations

import io
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from besace.building import actions as building
from besace.building.models import Contribution, Criterion
from besace.core.errors import Conflict, Refusal
from besace.meetings import live
from besace.meetings.scene import Scene

OGG = b"OggS" + bytes(200)


def photo_with_a_place() -> bytes:
    image, out = Image.new("RGB", (1800, 900), "brown"), io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "SECRETTELEPHONE"
    exif.get_ifd(0x8825)[1] = "N"
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def send(client_of, tuesday, web, seats):
    """`send("Fatou", text=…, photo=…, sound=…)`: from her phone, without script."""

    def sent(name: str, **body: object) -> SimpleNamespace:
        files = {key: SimpleUploadedFile(f"{key}.bin", value) for key, value in body.items() if key != "text" and value}
        answer = client_of(seat=seats[name]).post(f"/seance/{tuesday.pk}/idee", {"text": body.get("text", ""), **files})
        return SimpleNamespace(status=answer.status_code, page=answer.content.decode())

    return sent


def test_a_photo_is_kept_whole_small_and_says_nothing_of_where(send, web):
    sent = send("Fatou", text="Tenir la longe", photo=photo_with_a_place())
    given = Contribution.objects.get(text="Tenir la longe")
    kept = given.photo.read()

    assert (sent.status, Image.open(io.BytesIO(kept)).size, b"SECRET" in kept, b"Exif" in kept) == (
        302,
        (1280, 640),
        False,
        False,
    )


def test_a_photo_alone_waits_for_its_words_then_hangs_on_the_web(send, client_of, tuesday, web, seats):
    send("Fatou", photo=photo_with_a_place())
    idea = Criterion.objects.get(state="wordless")
    before = [c.text for c in Scene.of(tuesday.pk).criteria]
    client_of(seat=seats["Fatou"]).post(f"/seance/{tuesday.pk}/idee/{idea.pk}/mots", {"text": "Tenir la longe"})
    idea.refresh_from_db()

    assert before == ["Le brosser", "Curer les pieds", "Passer le licol", "Rassurer le public"]
    assert (idea.state, idea.text, bool(idea.spot)) == ("proposed", "Tenir la longe", True)
    assert [(c.text, c.author_id, c.entered_by_id) for c in idea.contributions.all()] == [
        ("Tenir la longe", seats["Fatou"].person_id, None)
    ]


def test_the_facilitator_writes_the_words_and_it_is_marked(send, client_of, tuesday, web, maryse, seats):
    send("Fatou", sound=OGG)
    idea = Criterion.objects.get(state="wordless")
    page = client_of(maryse).get(f"/seance/{tuesday.pk}/idees-sans-mots").content.decode()
    client_of(maryse).post(
        f"/seance/{tuesday.pk}/idees-sans-mots", {"criterion": str(idea.pk), "text": "Parler doucement"}
    )
    given = idea.contributions.get()

    assert "Donnée par Fatou" in page
    assert (given.text, given.author.first_name, given.entered_by) == ("Parler doucement", "Fatou", maryse)


def test_only_its_author_or_who_leads_writes_the_words(send, client_of, tuesday, web, seats):
    send("Fatou", photo=photo_with_a_place())
    idea = Criterion.objects.get(state="wordless")
    answer = client_of(seat=seats["Kévin"]).post(f"/seance/{tuesday.pk}/idee/{idea.pk}/mots", {"text": "Autre chose"})

    assert (answer.status_code, Criterion.objects.get(pk=idea.pk).text) == (403, "")


def test_who_sits_there_sees_it_and_nobody_else(send, client_of, tuesday, web, seats, proceedings):
    send("Fatou", text="Tenir la longe", photo=photo_with_a_place())
    given = Contribution.objects.get(text="Tenir la longe")
    address = f"/seance/{tuesday.pk}/idee/{given.pk}/photo"
    shown = client_of(seat=seats["Kévin"]).get(address)

    assert (shown.status_code, shown["Content-Type"], shown["X-Content-Type-Options"], shown["Cache-Control"]) == (
        200,
        "image/webp",
        "nosniff",
        "private, no-store",
    )
    assert Client().get(address).status_code == 302
    assert str(given.pk) not in Client().get(f"/ecran/{proceedings.projector_key}").content.decode()
    assert str(given.pk) not in str(live.render(str(tuesday.pk), None, "projector", "fr"))
    assert str(given.pk) in str(live.render(str(tuesday.pk), ["web"], "phone", "fr"))


def test_a_hidden_photo_is_shown_to_its_author_alone(send, client_of, tuesday, web, seats, maryse):
    send("Fatou", text="Tenir la longe", photo=photo_with_a_place())
    given = Contribution.objects.get(text="Tenir la longe")
    building.hide(given.criterion_id, by=maryse)
    address = f"/seance/{tuesday.pk}/idee/{given.pk}/photo"

    seen = {name: client_of(seat=seats[name]).get(address).status_code for name in ("Fatou", "Kévin")}
    assert (seen, client_of(maryse).get(address).status_code) == ({"Fatou": 200, "Kévin": 404}, 200)


@pytest.mark.parametrize("sent", [{"sound": b"<html><script>alert(1)</script>"}, {"photo": b"GIF89a<script>"}])
def test_what_is_neither_a_photo_nor_a_voice_is_refused_and_nothing_is_added(send, web, sent):
    answer = send("Fatou", text="Tenir la longe", **sent)

    assert (answer.status, Criterion.objects.filter(text="Tenir la longe").count()) == (422, 0)


def test_one_takes_back_ones_own_idea_with_its_file(
    send, client_of, tuesday, web, seats, django_capture_on_commit_callbacks
):
    send("Fatou", text="Tenir la longe", photo=photo_with_a_place())
    send("Fatou", photo=photo_with_a_place())
    files = [(c.photo.storage, c.photo.name) for c in Contribution.objects.exclude(photo="")]
    with django_capture_on_commit_callbacks(execute=True):
        for idea in Criterion.objects.filter(contributions__author=seats["Fatou"].person):
            client_of(seat=seats["Fatou"]).post(f"/seance/{tuesday.pk}/idee/{idea.pk}/retirer")

    assert [storage.exists(name) for storage, name in files] == [False, False]
    assert [c.state for c in Criterion.objects.filter(contributions__author=seats["Fatou"].person)] == ["removed"]


def test_nobody_takes_back_the_idea_of_another(client_of, tuesday, web, seats):
    idea = web.criteria.first()
    answer = client_of(seat=seats["Fatou"]).post(f"/seance/{tuesday.pk}/idee/{idea.pk}/retirer")

    assert (answer.status_code, Criterion.objects.get(pk=idea.pk).state) == (403, "proposed")


def test_nothing_at_all_is_not_an_idea(web, tonio):
    with pytest.raises(Refusal) as refused:
        building.add_idea(web.pk, by=tonio, text=" … ")

    assert refused.value.code == "idea-needed"


def test_a_hidden_idea_gets_no_words(send, web, tonio, maryse):
    send("Fatou", sound=OGG)
    idea = Criterion.objects.get(state="wordless")
    building.hide(idea.pk, by=maryse)

    with pytest.raises(Conflict):
        building.put_words(idea.pk, text="Parler", by=maryse)
    assert building.restore(idea.pk, by=maryse).state == "wordless"


def test_authors_and_files_are_forgotten_with_time(send, web, group, django_capture_on_commit_callbacks):
    send("Fatou", text="Tenir la longe", photo=photo_with_a_place())
    given = Contribution.objects.get(text="Tenir la longe")
    storage, name = given.photo.storage, given.photo.name
    with django_capture_on_commit_callbacks(execute=True):
        kept = building.forget_authors(group, until=timezone.now() - timedelta(days=1))
        forgotten = building.forget_authors(group, until=timezone.now())
    given.refresh_from_db()

    assert (kept, forgotten, storage.exists(name), given.author, given.photo.name) == (0, 5, False, None, "")


def test_a_hidden_idea_is_shown_again_from_the_console(client_of, tuesday, web, maryse):
    idea = web.criteria.get(text="Le brosser")
    building.hide(idea.pk, by=maryse)
    address = f"/seance/{tuesday.pk}/idees-sans-mots"
    page = client_of(maryse).get(address).content.decode()
    client_of(maryse).post(address, {"criterion": str(idea.pk), "act": "show"})
    idea.refresh_from_db()

    assert ("Montrer à nouveau" in page, idea.state, bool(idea.spot)) == (True, "proposed", True)


def test_a_badge_begins_with_what_it_is_for(client_of, tuesday, maryse):
    from besace.building.models import Web  # noqa: PLC0415 -- only this test counts them

    answer = client_of(maryse).post(f"/seance/{tuesday.pk}/theme", {"theme": "Tricot", "purpose": " "})

    assert (answer.status_code, Web.objects.count()) == (422, 0)
