"""The bag: private by default, hers alone, shown and hidden by her gesture only."""

from __future__ import annotations

import json
from datetime import timedelta
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image
from pypdf import PdfReader

from besace.core import outbox
from besace.core.errors import NotAllowed, Refusal
from besace.credentials import actions as credentials
from besace.credentials import keys, renewing
from besace.credentials.models import Credential, IssuingKey
from besace.passports import actions, queries
from besace.passports.models import Share, Showing
from besace.people.actions import erase_person
from besace.recognition.models import Award
from tests.passports.conftest import award_of

PAGE = {"HTTP_ACCEPT": "text/html"}
MACHINE = {"HTTP_ACCEPT": "application/json"}


def test_a_fresh_badge_leaves_no_public_trace(held, client):
    """P07: nothing before her own gesture."""
    seen = [client.get(f"/c/{held.pk}", **PAGE), client.get(f"/a/{held.assertion_id}", **MACHINE)]
    assert ([answer.status_code for answer in seen], Showing.objects.count()) == ([404, 404], 0)


def test_what_waits_is_first_and_not_yet_in_the_bag(given, odile, client_of):
    credential = given(odile, answer="")
    page = client_of(odile).get("/sac").content.decode()
    assert "Vous recevez Itérasinier" in page
    assert (queries.contents(odile), queries.hers(odile).count()) == ([], 0)
    assert client_of(odile).get(f"/sac/badges/{credential.pk}").status_code == 404


@pytest.mark.parametrize(
    ("answer", "kept", "state", "in_bag"),
    [
        ("accept", Award.Answer.ACCEPTED, "valid", 1),
        ("hide", Award.Answer.HIDDEN, "valid", 1),
        ("refuse", Award.Answer.REFUSED, "revoked", 0),
    ],
)
def test_she_answers_in_her_bag(given, odile, client_of, answer, kept, state, in_bag):
    credential = given(odile, answer="")
    award = award_of(credential)
    assert client_of(odile).post(f"/sac/recus/{award.pk}", {"answer": answer}).status_code == 302
    credential.refresh_from_db()
    award.refresh_from_db()
    assert (award.answer, credential.state, credential.is_published) == (kept, state, False)
    assert len(queries.contents(odile)) == in_bag


def test_nobody_answers_for_her(given, odile, tonio, client_of):
    award = award_of(given(odile, answer=""))
    assert client_of(tonio).post(f"/sac/recus/{award.pk}", {"answer": "accept"}).status_code == 404
    award.refresh_from_db()
    assert award.answer == Award.Answer.WAITING


def test_she_shows_then_hides_at_its_address(held, odile, client_of, client):
    browser = client_of(odile)
    browser.post(f"/sac/badges/{held.pk}/montrer")
    assert client.get(f"/c/{held.pk}", **PAGE).status_code == 200
    assert Showing.objects.get().wording == "Je montre ce badge. Qui a son adresse peut le lire."

    browser.post(f"/sac/badges/{held.pk}/cacher")
    assert client.get(f"/c/{held.pk}", **PAGE).status_code == 404
    assert Showing.objects.get().ended_at is not None


def test_a_badge_of_somebody_else_does_not_exist(held, tonio, client_of):
    browser = client_of(tonio)
    asked = [
        browser.get(f"/sac/badges/{held.pk}"),
        browser.get(f"/sac/badges/{held.pk}/badge.json"),
        browser.post(f"/sac/badges/{held.pk}/montrer"),
        browser.post(f"/sac/badges/{held.pk}/effacer", {"keeps": "nothing"}),
    ]
    assert [answer.status_code for answer in asked] == [404] * 4
    with pytest.raises(NotAllowed):
        actions.share([held.pk], by=tonio)


def test_what_waits_cannot_be_shared(given, odile):
    credential = given(odile, answer="")
    with pytest.raises(NotAllowed):
        actions.share([credential.pk], by=odile)


def test_a_page_without_a_badge_is_refused(odile):
    with pytest.raises(Refusal):
        actions.share([], by=odile)


def test_a_page_shows_the_badge_to_an_employer_without_her_name(held, odile, client):
    share = actions.share([held.pk], by=odile, label="La ferme")
    answer = client.get(f"/p/{share.pk}", **PAGE)
    page = answer.content.decode()
    assert (answer.status_code, answer.headers["X-Robots-Tag"]) == (200, "noindex, nofollow")
    assert "Soigner un âne et le mener en balade." in page
    assert ("Odile" in page, "La ferme" in page) == (False, False)
    assert f'content="https://badges.exemple.org/p/{share.pk}/image.png"' in page


def test_her_first_name_is_there_only_by_her_yes(held, odile, client, client_of):
    client_of(odile).post("/sac/partager", {"badges": str(held.pk), "lasts": "month", "shows_name": "on"})
    share = Share.objects.get()
    assert share.name_wording == "Je montre aussi mon prénom."
    assert "Odile : Soigner un âne" in client.get(f"/p/{share.pk}", **PAGE).content.decode()


def test_a_bag_with_one_badge_has_it_ticked_and_with_two_none(held, odile, client_of, awarding):
    browser = client_of(odile)
    alone = browser.get("/sac/partager").content.decode()
    credentials.issue(awarding(holder_id=odile.pk))
    two = browser.get("/sac/partager").content.decode()
    assert (alone.count("checked"), two.count("checked")) == (1, 0)


def test_a_machine_gets_the_signed_bytes_at_the_same_address(held, odile, client):
    share = actions.share([held.pk], by=odile)
    assert client.get(f"/p/{share.pk}", **MACHINE).content == bytes(held.document)


def test_two_badges_make_a_shelf_and_a_presentation(held, odile, client, awarding):
    other = credentials.issue(awarding(holder_id=odile.pk))
    share = actions.share([held.pk, other.pk], by=odile)
    together = json.loads(client.get(f"/p/{share.pk}", **MACHINE).content)
    assert [one["id"].rpartition("/")[2] for one in together["verifiableCredential"]] == [str(held.pk), str(other.pk)]
    assert "On vous montre ces badges" in client.get(f"/p/{share.pk}", **PAGE).content.decode()
    assert client.get(f"/p/{share.pk}/{other.pk}", **PAGE).status_code == 200


def test_a_page_taken_back_is_gone_and_its_badge_private_again(held, odile, client_of, client):
    share = actions.share([held.pk], by=odile)
    client_of(odile).post(f"/sac/pages/{share.pk}/fin")
    asked = [client.get(f"/p/{share.pk}", **kind).status_code for kind in (PAGE, MACHINE)]
    assert (asked, client.get(f"/p/{share.pk}/image.png").status_code) == ([410, 410], 410)
    assert client.get(f"/c/{held.pk}", **PAGE).status_code == 404


def test_a_badge_shown_on_two_pages_stays_until_the_last(held, odile):
    first, second = (actions.share([held.pk], by=odile) for _ in range(2))
    actions.end_share(first.pk, by=odile)
    assert Credential.objects.get().is_published is True
    actions.end_share(second.pk, by=odile)
    assert Credential.objects.get().is_published is False


def test_hiding_a_badge_empties_the_pages_that_showed_it(held, odile, client):
    share = actions.share([held.pk], by=odile)
    actions.hide(held.pk, by=odile)
    assert client.get(f"/p/{share.pk}", **PAGE).status_code == 410


def test_after_its_last_day_a_page_is_gone_and_takes_its_badge_along(held, odile, client):
    share = actions.share([held.pk], by=odile, ends_at=timezone.now() + timedelta(days=1))
    Share.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert client.get(f"/p/{share.pk}", **PAGE).status_code == 410
    assert (actions.end_shares_due(), actions.end_shares_due()) == (1, 0)
    assert Credential.objects.get().is_published is False


def test_a_page_may_not_end_before_it_begins(held, odile):
    with pytest.raises(Refusal):
        actions.share([held.pk], by=odile, ends_at=timezone.now() - timedelta(days=1))


def test_nobody_ends_the_page_of_somebody_else(held, odile, tonio, client_of):
    share = actions.share([held.pk], by=odile)
    assert client_of(tonio).post(f"/sac/pages/{share.pk}/fin").status_code == 404
    assert client_of(tonio).get(f"/sac/pages/{share.pk}").status_code == 404
    with pytest.raises(NotAllowed):
        actions.end_share(share.pk, by=tonio)


def test_the_picture_for_networks_has_the_size_they_want(held, odile, client):
    share = actions.share([held.pk], by=odile)
    answer = client.get(f"/p/{share.pk}/image.png")
    assert Image.open(BytesIO(answer.content)).size == (1200, 630)


FORMS = {
    "json": b"{",
    "2.0.json": b"{",
    "png": b"\x89PNG",
    "2.0.png": b"\x89PNG",
    "svg": b"<svg",
    "jwt": b"eyJ",
    "pdf": b"%PDF",
}


@pytest.mark.parametrize(("ending", "start"), FORMS.items())
def test_each_form_is_what_it_says(held, odile, client_of, ending, start):
    answer = client_of(odile).get(f"/sac/badges/{held.pk}/badge.{ending}")
    assert (answer.status_code, answer.content.lstrip()[: len(start)]) == (200, start)
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")


@pytest.mark.parametrize("ending", ["json", "png", "svg", "jwt"])
def test_each_form_of_a_shown_badge_is_judged_true(held, odile, client_of, ending):
    actions.show(held.pk, by=odile)
    body = client_of(odile).get(f"/sac/badges/{held.pk}/badge.{ending}").content
    report = credentials.verify_bytes(body)
    assert [check for check in report.checks if check.outcome.value == "failed"] == []
    assert report.verdict == "valid"


def rotated(held, maryse):
    key = keys.rotate(held.organisation)
    IssuingKey.objects.filter(pk=key.pk).update(created_at=timezone.now() - timedelta(minutes=6))
    keys.promote(held.organisation)


def stolen(held, maryse):
    renewing.declare_stolen(held.key_id, by=maryse)
    while outbox.do_one("test", raises=True):
        pass


def put_aside(held, maryse):
    credentials.suspend(held.pk, by=maryse)


def taken_back(held, maryse):
    credentials.revoke(held.pk, by=maryse, reason="issued-by-mistake")


def replaced(held, maryse):
    credentials.mark_replaced(held.pk, by=maryse)


@pytest.mark.parametrize(
    ("happened", "verdict"),
    [(rotated, "valid"), (stolen, "valid"), (put_aside, "invalid"), (taken_back, "invalid"), (replaced, "invalid")],
)
def test_the_token_is_made_whatever_happened_to_the_key_or_to_the_badge(
    held, odile, maryse, client_of, happened, verdict
):
    actions.show(held.pk, by=odile)
    happened(held, maryse)
    answer = client_of(odile).get(f"/sac/badges/{held.pk}/badge.jwt")
    assert (answer.status_code, credentials.verify_bytes(answer.content).verdict) == (200, verdict)


@pytest.mark.parametrize("address", ["badges/{}/badge.jwt", "emporter.zip"])
def test_a_site_that_moved_says_so_instead_of_signing(held, odile, client_of, settings, address):
    settings.SITE_URL = "https://autre.exemple.org"
    answer = client_of(odile).get(f"/sac/{address.format(held.pk)}", **PAGE)
    assert (answer.status_code, "Remettez https://badges.exemple.org pour signer" in answer.content.decode()) == (
        409,
        True,
    )


def test_the_link_of_a_shared_page_is_judged_true_until_the_page_ends(held, odile, settings):
    """What an employer pastes into /verifier is the link that she was given."""
    page = actions.share([held.pk], by=odile)
    link = f"{settings.SITE_URL}/p/{page.pk}".encode()
    shown = credentials.verify_bytes(link).verdict
    actions.end_share(page.pk, by=odile)

    assert (shown, credentials.verify_bytes(link).verdict) == ("valid", "unknown")


def test_the_sheet_reads_aloud_and_says_what_was_signed(held, odile, client_of):
    answer = client_of(odile).get(f"/sac/badges/{held.pk}/badge.pdf")
    pdf = PdfReader(BytesIO(answer.content))
    text = pdf.pages[0].extract_text()
    assert (len(pdf.pages), pdf.trailer["/Root"]["/MarkInfo"]["/Marked"].value) == (1, True)
    assert b"pdfuaid" in answer.content
    assert "Itérasinier" in text
    assert f"https://badges.exemple.org/c/{held.pk}" in text.replace("\n", "")


def test_the_bag_asks_the_same_questions_for_one_badge_and_for_three(held, odile, client_of, awarding):
    browser = client_of(odile)
    with CaptureQueriesContext(
        connection,
    ) as one:
        browser.get("/sac")
    for _ in range(2):
        credentials.issue(awarding(holder_id=odile.pk))
    with CaptureQueriesContext(connection) as three:
        browser.get("/sac")
    assert len(three) == len(one)


@pytest.mark.parametrize(("keeps", "is_revoked"), [("file", False), ("nothing", True)])
def test_a_badge_is_forgotten_in_two_plain_ways(held, odile, client_of, keeps, is_revoked):
    actions.share([held.pk], by=odile)
    client_of(odile).post(f"/sac/badges/{held.pk}/effacer", {"keeps": keeps})
    left = Credential.objects.get()
    assert (left.holder, bytes(left.document), left.is_published) == (None, b"", False)
    assert (left.state == "revoked", Showing.objects.count()) == (is_revoked, 0)
    assert award_of(left).person is None


def test_without_a_choice_nothing_is_forgotten(held, odile, client_of):
    assert client_of(odile).post(f"/sac/badges/{held.pk}/effacer").status_code == 422
    assert Credential.objects.get().holder == odile


def test_the_whole_bag_is_forgotten_hers_only(held, given, odile, tonio, client_of):
    kept = given(tonio)
    client_of(odile).post("/sac/effacer", {"keeps": "file"})
    assert list(Credential.objects.filter(holder__isnull=False)) == [kept]


def test_who_leaves_for_good_leaves_no_badge(held, odile):
    erase_person(odile, by=odile)
    while outbox.do_one("test", raises=True):
        pass
    assert Credential.objects.get().holder is None


def test_her_badge_signed_again_says_so_until_she_has_the_new_file(held, odile, client_of, maryse):
    browser, page, sentence = client_of(odile), f"/sac/badges/{held.pk}", "Votre badge est signé de nouveau. Reprenez"
    former = browser.get(f"{page}/badge.json").content
    before = browser.get(page).content.decode()
    stolen(held, maryse)
    told = [text in browser.get(at).content.decode() for text, at in ((sentence, page), ("Nouveau fichier", "/sac"))]
    taken = browser.get(f"{page}/badge.json").content
    browser.post(f"{page}/repris", {"once": str(uuid4())})
    after = [text in browser.get(at).content.decode() for text, at in ((sentence, page), ("Nouveau fichier", "/sac"))]

    assert (sentence in before, told, after) == (False, [True, True], [False, False])
    assert [credentials.verify_bytes(body).verdict for body in (former, taken)] == ["invalid", "valid"]


def test_nobody_else_says_that_she_has_it(held, odile, tonio, client_of, maryse):
    stolen(held, maryse)
    answer = client_of(tonio).post(f"/sac/badges/{held.pk}/repris", {"once": str(uuid4())})
    assert (answer.status_code, held.renewals.get().taken_at) == (404, None)


def test_a_page_that_she_shares_stays_valid_after_a_theft(held, odile, maryse, settings, client):
    page = actions.share([held.pk], by=odile)
    stolen(held, maryse)
    link = f"{settings.SITE_URL}/p/{page.pk}".encode()
    shown = client.get(f"/p/{page.pk}", **PAGE)
    assert (credentials.verify_bytes(link).verdict, shown.status_code) == ("valid", 200)


def test_the_archive_made_after_a_theft_holds_the_new_file(held, odile, maryse, client_of):
    stolen(held, maryse)
    with ZipFile(BytesIO(client_of(odile).get("/sac/emporter.zip").content)) as archive:
        found = [archive.read(name) for name in archive.namelist() if name.endswith(".json")]
    now = bytes(type(held).objects.get(pk=held.pk).document)
    assert now in found
    assert bytes(held.document) not in found


def test_an_empty_bag_asks_nothing_before_it_erases_nothing(odile, client_of):
    answer = client_of(odile).get("/sac/effacer", follow=True)
    said = answer.content.decode()
    assert (answer.redirect_chain[-1][0], "Il n’y a rien à effacer." in said) == ("/sac", True)
    assert "Mon fichier reste valable" not in said


def test_a_badge_shown_by_a_page_says_so_and_what_its_address_does(held, odile, client_of):
    """« Vous le montrez » stood above a box that asked whether she shows it."""
    client = client_of(odile)
    actions.share([held.pk], by=odile)
    page = client.get(f"/sac/badges/{held.pk}").content.decode()
    assert ("Une page le montre" in page, "Vous le montrez</span>" in page) == (True, False)
    assert ("Quand elle s’arrête, son adresse se ferme." in page, "Oui, aussi à son adresse" in page) == (True, True)

    actions.show(held.pk, by=odile)
    page = client.get(f"/sac/badges/{held.pk}").content.decode()

    assert ("Vous le montrez</span>" in page, "Oui, " in page) == (True, False)
