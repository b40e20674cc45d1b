"""Printed cards: eight to a sheet, a secret that only the paper knows, four digits on a new device."""

from __future__ import annotations

import io
import time
import uuid
from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone
from pypdf import PdfReader

from besace.core.errors import Conflict, Refusal, Unavailable
from besace.people.cards import actions, sheet
from besace.people.models import Card, KnownDevice
from tests import factories


def card_of(person, by, *, pin=""):
    fresh = actions.prepare([person], with_codes=False)
    if pin:
        fresh = [actions.Fresh(fresh[0].id, person, fresh[0].secret, pin)]
    held = Card.objects.filter(person=person, revoked_at__isnull=True).values_list("pk", flat=True)
    actions.hand_out(fresh, by=by, group=None, replacing=set(held))
    return fresh[0]


def test_the_database_knows_neither_the_secret_nor_the_code(odile, maryse):
    fresh = card_of(odile, maryse, pin="4821")
    kept = Card.objects.values_list("secret_hash", "pin_hash").get()
    assert all(fresh.secret not in text and "4821" not in text for text in kept)
    assert actions.found(fresh.secret).person == odile


def test_at_the_first_use_the_code_typed_becomes_hers(odile, maryse):
    fresh = card_of(odile, maryse)
    actions.open_with(fresh.id, pin="4821")
    with pytest.raises(Refusal):
        actions.open_with(fresh.id, pin="1111")
    assert actions.open_with(fresh.id, pin="4821").person == odile


def test_after_five_wrong_codes_the_card_sleeps_even_for_the_right_one(odile, maryse):
    fresh = card_of(odile, maryse, pin="4821")
    for _try in range(4):
        with pytest.raises(Refusal):
            actions.open_with(fresh.id, pin="0000")
    with pytest.raises(Conflict, match="Cette carte dort"):
        actions.open_with(fresh.id, pin="0000")
    with pytest.raises(Conflict, match="Cette carte dort"):
        actions.open_with(fresh.id, pin="4821")


def test_a_card_woken_asks_for_a_new_code(odile, maryse):
    fresh = card_of(odile, maryse, pin="4821")
    Card.objects.update(asleep_at=Card.objects.get().made_at, failures=5)
    actions.wake(Card.objects.get(), by=maryse)
    assert actions.open_with(fresh.id, pin="9999").person == odile


def test_the_old_card_is_refused_as_soon_as_the_new_one_is_printed(odile, maryse, client_of):
    old = card_of(odile, maryse, pin="4821")
    browser = client_of()
    browser.get(f"/e/{old.secret}")
    browser.post("/entrer/carte", {"pin": "4821"})
    assert browser.get("/").wsgi_request.person == odile

    card_of(odile, maryse)

    assert browser.get("/").wsgi_request.person is None
    assert client_of().get(f"/e/{old.secret}").status_code == 409


def test_a_known_phone_needs_no_code_a_shared_tablet_does(odile, maryse):
    fresh = card_of(odile, maryse, pin="4821")
    own, shared = uuid.uuid4(), uuid.uuid4()
    factories.know_device(odile, device=own)
    factories.know_device(odile, device=shared, is_shared=True)
    assert actions.use_here(fresh.id, device=own).person == odile
    with pytest.raises(Refusal):
        actions.use_here(fresh.id, device=shared)


def test_the_qr_leaves_no_secret_in_the_address_bar(odile, maryse, client):
    fresh = card_of(odile, maryse)
    answer = client.get(f"/e/{fresh.secret}")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/entrer/carte")
    assert "Odile, choisissez 4 chiffres." in client.get("/entrer/carte").content.decode()


def test_a_wrong_code_is_said_on_the_same_page(odile, maryse, client):
    fresh = card_of(odile, maryse, pin="4821")
    client.get(f"/e/{fresh.secret}")
    answer = client.post("/entrer/carte", {"pin": "0000"})
    assert answer.status_code == 422
    assert "Ce ne sont pas les bons chiffres. Essayez encore." in answer.content.decode()


def test_a_card_comes_in_and_the_device_remembers_which_card(odile, maryse, client):
    fresh = card_of(odile, maryse)
    client.get(f"/e/{fresh.secret}")
    client.post("/entrer/carte", {"pin": "4821"})
    assert KnownDevice.objects.get().card_id == fresh.id


def test_ten_cards_make_two_tagged_sheets_with_every_name(group, maryse, client_of):
    people = [factories.make_member(f"Prénom{i}", group=group, picture="sun") for i in range(10)]
    answer = client_of(maryse).post(f"/groupes/{group.pk}/cartes", {"person": [str(p.pk) for p in people]})
    pdf = PdfReader(io.BytesIO(answer.content))
    text = "".join(page.extract_text() for page in pdf.pages)

    assert len(pdf.pages) == 2
    assert all(person.first_name in text for person in people)
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"].value
    assert b"pdfuaid" in answer.content
    assert {f["/BaseFont"].split("+")[-1] for p in pdf.pages for f in _fonts(p)} <= {
        "AtkinsonHyperlegibleNext-Regular",
        "AtkinsonHyperlegibleNext-Bold",
    }


def _fonts(page):
    return [font.get_object() for font in page["/Resources"]["/Font"].values()]


def test_codes_chosen_for_them_are_on_a_page_apart(group, maryse, client_of, odile):
    data = {"person": str(odile.pk), "with_codes": "on"}
    pdf = PdfReader(io.BytesIO(client_of(maryse).post(f"/groupes/{group.pk}/cartes", data).content))
    assert len(pdf.pages) == 2
    assert "Codes à donner, un par personne" in pdf.pages[1].extract_text()


def test_without_their_font_no_card_is_drawn_and_no_old_card_is_lost(odile, maryse, group, client_of, tmp_path):
    old = card_of(odile, maryse)
    with override_settings(FONTS_ROOT=tmp_path):
        answer = client_of(maryse).post(f"/groupes/{group.pk}/cartes", {"person": str(odile.pk)})
        with pytest.raises(Unavailable):
            sheet.require_fonts()
    assert answer.status_code == 503
    assert actions.usable(old.id).person == odile


def test_who_is_known_elsewhere_prints_her_card_herself(odile, maryse, group, other_group, client_of):
    factories.give_role(odile, group=other_group, role="participant")
    answer = client_of(maryse).post(f"/groupes/{group.pk}/cartes", {"person": str(odile.pk)})
    assert (answer.status_code, Card.objects.count()) == (403, 0)
    assert client_of(odile).post("/moi/carte").headers["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("pin", ["", "12", "12345", "abcd", "１２３４", "12 4"])
def test_a_code_is_four_digits(odile, maryse, pin):
    fresh = card_of(odile, maryse)
    with pytest.raises(Refusal, match="Il faut 4 chiffres"):
        actions.open_with(fresh.id, pin=pin)


def printed(client, group, *people, once="", **more):
    """What the page of the cards answers when she presses « Imprimer »."""
    data = {"person": [str(person.pk) for person in people], "once": once or str(uuid.uuid4()), **more}
    return client.post(f"/groupes/{group.pk}/cartes", data)


def valid_cards():
    return list(Card.objects.filter(revoked_at__isnull=True).order_by("made_at").values_list("pk", flat=True))


def test_the_same_page_pressed_twice_prints_the_same_cards(odile, tonio, maryse, group, client_of):
    """The first sheet may be cut already: what it bears opens still."""
    client, once = client_of(maryse), str(uuid.uuid4())
    first = actions.prepare([odile, tonio], with_codes=True, asked=uuid.UUID(once))
    printed(client, group, odile, tonio, once=once, with_codes="on")
    before = valid_cards()

    again = printed(client, group, odile, tonio, once=once, with_codes="on")

    assert again.headers["Content-Type"] == "application/pdf"
    assert (valid_cards(), Card.objects.count()) == (before, 2)
    assert [actions.found(one.secret).person for one in first] == [odile, tonio]
    assert actions.open_with(actions.found(first[0].secret).pk, pin=first[0].pin).person == odile


def test_a_page_that_does_not_know_of_the_card_asks_before_it_stops(odile, maryse, group, client_of):
    """It still says « Pas encore de carte », the other facilitator printed one: nothing is revoked without a word."""
    held = card_of(odile, maryse)
    asked = printed(client_of(maryse), group, odile)
    page = asked.content.decode()

    assert (asked.status_code, valid_cards()) == (200, [held.id])
    assert ("ne s’ouvrira plus." in page, f'name="replace" value="{held.id}"' in page) == (True, True)

    answer = printed(client_of(maryse), group, odile, replace=str(held.id))

    assert answer.headers["Content-Type"] == "application/pdf"
    assert (held.id in valid_cards(), len(valid_cards())) == (False, 1)


def test_the_page_names_the_cards_that_it_stops(odile, maryse, group, client_of):
    held = card_of(odile, maryse)
    client = client_of(maryse)
    for address in (f"/groupes/{group.pk}/cartes", f"/groupes/{group.pk}/personnes/{odile.pk}"):
        assert f'name="replace" value="{held.id}"' in client.get(address).content.decode()


def test_her_own_second_card_is_asked_too(odile, client_of):
    client = client_of(odile)
    client.post("/moi/carte", {"once": str(uuid.uuid4())})
    held = valid_cards()
    answer = client.post("/moi/carte", {"once": str(uuid.uuid4())})
    assert ("Déjà une carte" in answer.content.decode(), valid_cards()) == (True, held)


@pytest.mark.parametrize("end", ["revoked", "old"])
def test_a_sheet_printed_long_ago_or_revoked_never_comes_back(odile, maryse, group, end):
    """The key of an old page is no way to copy a card that is lost, or one that has served for long."""
    asked = uuid.uuid4()
    first = actions.prepare([odile], with_codes=False, asked=asked)
    actions.hand_out(first, by=maryse, group=group)
    if end == "revoked":
        actions.revoke(odile, by=maryse)
    else:
        Card.objects.update(made_at=timezone.now() - timedelta(minutes=16))
    again = actions.prepare([odile], with_codes=False, asked=asked)
    assert (again[0].secret == first[0].secret, again[0].id == first[0].id) == (False, False)


def test_the_key_of_the_page_alone_tells_no_secret(odile):
    asked = uuid.uuid4()
    here = actions.prepare([odile], with_codes=False, asked=asked)[0].secret
    with override_settings(SECRET_KEY="another house"):
        assert actions.prepare([odile], with_codes=False, asked=asked)[0].secret != here


def test_a_card_made_meanwhile_is_not_stopped(odile, maryse, group):
    """Two facilitators print at once: the second is told, the first one's sheet stays good."""
    mine, hers = (actions.prepare([odile], with_codes=False) for _each in range(2))
    actions.hand_out(mine, by=maryse, group=group)
    with pytest.raises(Conflict, match="Odile a déjà une carte"):
        actions.hand_out(hers, by=maryse, group=group)
    assert valid_cards() == [mine[0].id]


@pytest.mark.browser
def test_back_from_the_sheet_the_page_says_that_they_have_a_card(visit, odile, maryse, group):
    """On a phone she comes back to the first tab: pressed again, it must not stop the cards just printed."""
    page = visit(f"/groupes/{group.pk}/cartes", person=maryse)
    pencil = page.get_by_text("Pas encore de carte.")
    assert pencil.count() == 2
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Imprimer les cartes").click()
    opened.value.wait_for_load_state("commit")
    _wait_for_cards(2)
    opened.value.close()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    page.get_by_text("Cochée, elle ne s’ouvre plus.").first.wait_for()

    assert pencil.count() == 0
    assert page.locator("input[name=person]:checked").count() == 0


def test_nobody_is_offered_a_card_that_is_not_printed(paule, odile, maryse, group, client_of):
    """A partner comes in with her e-mail: who leads cannot come in as her and recommend in her name."""
    client = client_of(maryse)
    offered = client.get(f"/groupes/{group.pk}/cartes").content.decode()
    hers = client.get(f"/groupes/{group.pk}/personnes/{paule.pk}").content.decode()
    assert (str(odile.pk) in offered, str(paule.pk) in offered) == (True, False)
    assert "Imprimer sa carte" not in hers


def _wait_for_cards(number, *, seconds=10):
    end = time.monotonic() + seconds
    while Card.objects.count() < number and time.monotonic() < end:
        time.sleep(0.05)
