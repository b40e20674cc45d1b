"""Without an account, without script, in three presses; and what hostile hands may try."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from besace.credentials import recommending
from besace.endorsements import actions, links
from besace.endorsements.models import Endorsement, Invitation
from tests import factories
from tests.endorsements.conftest import JEANNE, say

TYPED = {"ready": "seen", "own": "Au pré, en juin.", "name": "Jeanne Petit", "role": "gérante", "place": "La Ferme"}
WORDS = "J’ai vu cette personne le faire. Au pré, en juin."


def path(link: Invitation) -> str:
    return f"/recommander/{links.secret(link.pk)}"


@pytest.fixture
def phone(link, client: Client) -> Client:
    """A browser that came by Odile's link."""
    client.get(path(link))
    return client


def page_of(link: Invitation, name: str = "") -> str:
    return f"/recommandations/{link.pk}{name}"


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def send(phone: Client, link: Invitation, typed=TYPED):
    phone.post(page_of(link), typed)
    return phone.post(page_of(link, "/relire"), follow=True)


# --- the way of somebody who recommends --------------------------------------------------------------------------


def test_the_secret_leaves_the_address_bar_at_once(link, client):
    answer = client.get(path(link))
    assert (answer.status_code, answer["Location"]) == (302, page_of(link))
    assert answer["Referrer-Policy"] == "same-origin"


def test_one_screen_says_what_is_recommended_and_whose_it_is(phone, link):
    said = text_of(phone.get(page_of(link)))
    for words in ("Itérasinier", "Odile vous le demande", "Soigner un âne", "Vos mots pour Odile"):
        assert words in said


def test_from_the_link_to_the_thanks(phone, link):
    again = phone.post(page_of(link), TYPED, follow=True)
    assert [text in text_of(again) for text in (WORDS, "Jeanne Petit, gérante, La Ferme")] == [True, True]
    assert Endorsement.objects.count() == 0
    thanks = phone.post(page_of(link, "/relire"), follow=True)
    assert "C’est envoyé. Merci." in text_of(thanks)
    one = Endorsement.objects.get()
    assert (one.words, one.who, one.state, one.by) == (WORDS, "Jeanne Petit, gérante, La Ferme", "sent", None)


def test_she_corrects_and_nothing_typed_is_lost(phone, link):
    phone.post(page_of(link), TYPED)
    page = phone.get(page_of(link)).content.decode()
    assert ["Au pré, en juin." in page, 'value="Jeanne Petit"' in page, 'value="seen"' in page] == [True] * 3


def test_sent_twice_is_kept_once_and_answered_the_same(phone, link):
    first = send(phone, link)
    again = send(phone, link, {**TYPED, "own": "Autre chose."})
    assert (Endorsement.objects.get().words, text_of(first) == text_of(again)) == (WORDS, True)


def test_the_thanks_are_the_same_once_it_was_declined(phone, link, odile):
    before = text_of(send(phone, link))
    actions.decline(Endorsement.objects.get().pk, by=odile)
    assert text_of(phone.get(page_of(link))) == before


def test_another_telephone_finds_that_the_link_has_served(phone, link):
    send(phone, link)
    other = Client()
    answer = other.get(path(link), follow=True)
    assert (answer.status_code, "Ce lien a déjà servi." in text_of(answer), "Jeanne" in text_of(answer)) == (
        410,
        True,
        False,
    )


def test_she_takes_her_words_back_from_her_telephone(phone, link, odile, held):
    send(phone, link)
    actions.accept(Endorsement.objects.get().pk, by=odile)
    answer = phone.post(page_of(link, "/retirer"), follow=True)
    assert "Vos mots sont retirés." in text_of(answer)
    assert (Endorsement.objects.get().state, recommending.of_credential(held)) == ("withdrawn", [])


def test_a_member_finds_her_first_name_there(room, fatou, client_of):
    browser = client_of(fatou)
    browser.get(path(room))
    assert 'value="Fatou"' in browser.get(page_of(room)).content.decode()


def test_her_own_link_tells_her_to_give_it_away(link, odile, client_of):
    answer = client_of(odile).get(path(link), follow=True)
    assert (answer.status_code, "Donnez le lien à quelqu’un d’autre." in text_of(answer)) == (403, True)


# --- hostile hands -----------------------------------------------------------------------------------------------


def test_one_letter_changed_and_there_is_nothing(link, client):
    secret = links.secret(link.pk)
    for place in (0, 20, len(secret) - 1):
        changed = secret[:place] + ("A" if secret[place] != "A" else "B") + secret[place + 1 :]
        assert client.get(f"/recommander/{changed}").status_code == 404


@pytest.mark.parametrize("secret", ["x", "é" * 43, "A" * 43, "_" * 43, "A" * 500, "%00", "..%2f..%2fadmin"])
def test_whatever_is_asked_for_nothing_breaks(client, db, secret):
    assert client.get(f"/recommander/{secret}").status_code == 404


def test_twenty_wrong_links_close_the_door_for_a_while(client, link):
    assert {client.get(f"/recommander/{n:043d}").status_code for n in range(20)} == {404}
    assert client.get(f"/recommander/{0:043d}").status_code == 429


def test_the_page_is_for_the_browser_that_came_by_the_link(link, client):
    for name in ("", "/relire", "/retiree"):
        assert client.get(page_of(link, name)).status_code == 404
    assert client.post(page_of(link, "/retirer")).status_code == 404
    assert client.post(page_of(link), TYPED).status_code == 404


def test_reading_again_with_nothing_typed_leads_back(phone, link):
    assert phone.get(page_of(link, "/relire"))["Location"] == page_of(link)
    assert (phone.post(page_of(link, "/relire"))["Location"], Endorsement.objects.count()) == (page_of(link), 0)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "Écrivez votre nom."),
        ({"ready": "", "own": ""}, "Choisissez une phrase, ou écrivez la vôtre."),
        ({"ready": "no-such"}, "Sélectionnez un choix valide"),
        ({"own": "https://piege.example"}, "Pas de lien, pas d’adresse, pas de numéro ici."),
        ({"own": "x" * 201}, "200 caractères"),
        ({"name": "\u202e\u200b"}, "Écrivez votre nom."),
    ],
)
def test_what_cannot_be_left_is_said_kindly_and_kept_typed(phone, link, change, sentence):
    answer = phone.post(page_of(link), {**TYPED, **change})
    assert (answer.status_code, sentence in text_of(answer)) == (422, True)
    assert 'value="gérante"' in answer.content.decode()


def test_markup_is_shown_as_it_was_typed(phone, link, held, odile):
    send(phone, link, {**TYPED, "ready": "", "own": "<script>alert(1)</script> bien"})
    actions.accept(Endorsement.objects.get().pk, by=odile)
    browser = phone.get(page_of(link)).content.decode()
    (shown,) = recommending.of_credential(held)
    assert ("<script>alert" in browser, shown.words) == (False, "<script>alert(1)</script> bien")


def test_words_that_expose_are_remarked_before_sending(phone, link):
    answer = phone.post(page_of(link), {**TYPED, "own": "Elle touche le RSA."}, follow=True)
    assert "« rsa » parle de la vie privée." in text_of(answer)


def test_a_link_that_ended_meanwhile_sends_nothing(phone, link, odile):
    phone.post(page_of(link), TYPED)
    actions.end_link(link.pk, by=odile)
    answer = phone.post(page_of(link, "/relire"))
    assert (answer.status_code, Endorsement.objects.count()) == (410, 0)


# --- the pages of who the badge belongs to -----------------------------------------------------------------------


def test_she_makes_a_link_and_sees_it_again(held, odile, client_of):
    browser = client_of(odile)
    answer = browser.post(f"/sac/badges/{held.pk}/recommandations", follow=True)
    link = Invitation.objects.get()
    assert links.address(link) in answer.content.decode()
    assert links.address(link) in browser.get(f"/recommandations/liens/{link.pk}").content.decode()


def test_she_reads_says_yes_and_takes_away_without_script(said, held, odile, client_of):
    browser, home = client_of(odile), f"/sac/badges/{held.pk}/recommandations"
    assert "Jeanne Petit recommande" in text_of(browser.get(home))
    assert "Jeanne Petit recommande" in text_of(browser.get("/sac"))
    assert "Jeanne Petit recommande" in text_of(browser.get("/"))
    browser.post(f"/recommandations/recues/{said.pk}", {"answer": "accept"})
    assert "Montrés avec le badge" in text_of(browser.get(home))
    assert JEANNE.words in text_of(browser.get(f"/sac/badges/{held.pk}"))
    browser.post(f"/recommandations/recues/{said.pk}", {"answer": "take-away"})
    assert (JEANNE.words in text_of(browser.get(f"/sac/badges/{held.pk}"))) is False


def test_an_answer_that_is_none_is_refused(said, odile, client_of):
    assert client_of(odile).post(f"/recommandations/recues/{said.pk}", {"answer": "burn"}).status_code == 422


def test_for_anybody_else_nothing_of_it_exists(said, link, held, maryse, tonio, solange, client_of):
    for person in (maryse, tonio, solange):
        browser = client_of(person)
        asked = [
            browser.get(f"/sac/badges/{held.pk}/recommandations"),
            browser.post(f"/sac/badges/{held.pk}/recommandations"),
            browser.get(f"/recommandations/liens/{link.pk}"),
            browser.post(f"/recommandations/liens/{link.pk}/fin"),
            browser.post(f"/recommandations/recues/{said.pk}", {"answer": "accept"}),
        ]
        assert [answer.status_code for answer in asked] == [404] * 5
    assert Endorsement.objects.get().state == "sent"


def test_who_leads_makes_a_link_for_a_room_and_answers(version, maryse, client_of):
    browser = client_of(maryse)
    browser.post(f"/badges/{version.badge_id}/recommandations", {"places": "12"})
    one = say(Invitation.objects.get(places=12))
    assert "Jeanne Petit recommande" in text_of(browser.get("/"))
    browser.post(f"/recommandations/recues/{one.pk}", {"answer": "accept"})
    page = Client().get(f"/b/{version.pk}", HTTP_ACCEPT="text/html")
    assert JEANNE.words in text_of(page)


def test_who_leads_elsewhere_or_takes_part_may_not(room, version, tonio, paule, other_group, client_of):
    one = say(room)
    elsewhere = factories.make_member("Ida", group=other_group, role="facilitator")
    for person in (tonio, paule, elsewhere):
        browser = client_of(person)
        assert browser.get(f"/badges/{version.badge_id}/recommandations").status_code == 403
        assert browser.post(f"/recommandations/recues/{one.pk}", {"answer": "accept"}).status_code == 404
        assert browser.get(f"/recommandations/liens/{room.pk}").status_code == 404
    assert Endorsement.objects.get().state == "sent"


def test_an_old_link_is_no_more_in_the_list(link, held, odile, client_of):
    Invitation.objects.filter(pk=link.pk).update(ends_at=timezone.now() - timedelta(days=1))
    assert "Liens qui s’ouvrent" not in text_of(client_of(odile).get(f"/sac/badges/{held.pk}/recommandations"))
