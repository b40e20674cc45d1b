"""People and groups: roles that count at once, lists that cost the same, what is known and how it goes."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from besace.core import retention
from besace.core.errors import Conflict, Refusal
from besace.core.models import Cut
from besace.people import actions, queries, rules
from besace.people.models import Consent, KnownDevice, Membership, Person, Roster
from tests import factories
from tests.people.test_photos import photo


@pytest.mark.parametrize(
    ("text", "phone"),
    [("06 12 34 56 78", "0612345678"), ("+33 6.12-34", ""), ("+336 12 34 56 78", "+33612345678"), ("Ida", "")],
)
def test_a_telephone_number_is_one_that_can_be_called(text, phone):
    assert rules.clean_phone(text) == phone


@pytest.mark.parametrize("name", ["", " ", "\u202e\u200b", "\x00\x07"])
def test_a_person_has_a_name_that_shows(group, maryse, name):
    with pytest.raises(Refusal, match="Écrivez un prénom"):
        actions.add_person(name, group=group, by=maryse)


def test_somebody_added_gets_a_picture_that_nobody_has(group, maryse, odile):
    pictures = [actions.add_person(f"Ida {i}", group=group, by=maryse).picture for i in range(3)]
    assert len({*pictures, odile.picture, maryse.picture}) == 5


def test_rights_are_gone_at_the_next_request_and_streams_are_cut(group, maryse, solange, client_of):
    browser = client_of(maryse)
    assert browser.get(f"/groupes/{group.pk}/personnes").status_code == 200
    actions.change_roles(maryse, group=group, roles={"participant"}, by=solange)
    assert browser.get(f"/groupes/{group.pk}/personnes").status_code == 403
    assert Cut.objects.filter(person=str(maryse.pk)).count() == 1


def test_the_last_administrator_stays(group, solange):
    with pytest.raises(Conflict, match="Il faut une personne qui administre"):
        actions.change_roles(solange, group=group, roles={"participant"}, by=solange)


def test_a_facilitator_does_not_remove_another_one(group, maryse, client_of):
    other = factories.make_member("Ida", group=group, role="facilitator")
    assert client_of(maryse).post(f"/groupes/{group.pk}/personnes/{other.pk}/retirer").status_code == 403
    assert Membership.objects.filter(person=other).count() == 1


def test_a_member_removed_keeps_existing_and_loses_the_group(group, maryse, tonio, client_of):
    client_of(maryse).post(f"/groupes/{group.pk}/personnes/{tonio.pk}/retirer")
    assert (Person.objects.filter(pk=tonio.pk).count(), tonio.memberships.count()) == (1, 0)


def queries_of(browser, path):
    browser.get(path)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert browser.get(path).status_code == 200
    return len(asked)


@pytest.mark.parametrize("path", ["/", "/personnes", "{group}/personnes", "{group}/cartes", "/moi", "/moi/donnees"])
def test_a_page_asks_as_much_for_one_person_as_for_thirty(path, group, maryse, odile, client_of):
    browser, path = client_of(maryse), path.format(group=f"/groupes/{group.pk}")
    if path == "/personnes":
        factories.give_role(
            maryse, group=factories.make_group("Deux", organisation=group.organisation), role="facilitator"
        )
    one = queries_of(browser, path)
    for i in range(30):
        factories.make_member(f"Ida {i}", group=group, email=f"ida{i}@example.org")
    most = 24 if path == "/" else 15  # the first page gathers a part of every app
    assert (queries_of(browser, path), one <= most) == (one, True)


def test_what_is_known_of_her_is_all_in_the_file(odile, client_of):
    actions.add_contact(odile, "06 12 34 56 78", by=odile)
    everything = json.loads(client_of(odile).get("/moi/donnees.json").content)
    assert (everything["first_name"], everything["contacts"]) == ("Odile", ["0612345678"])
    assert {m["group"] for m in everything["memberships"]} == {"Atelier du mardi"}


def test_consent_is_no_until_she_says_yes_and_she_takes_it_back(odile, client_of):
    browser = client_of(odile)
    assert queries.consents_of(odile) == set()
    browser.post("/moi/accords", {"purpose": ["photo", "unknown"]})
    assert queries.consents_of(odile) == {"photo"}
    browser.post("/moi/accords", {})
    assert Consent.objects.count() == 0


def test_erasing_leaves_a_line_without_a_name(tonio, client_of):
    browser = client_of(tonio)
    browser.post("/moi/effacer")
    tonio.refresh_from_db()
    assert (tonio.first_name, tonio.is_active, tonio.memberships.count()) == ("Quelqu’un", False, 0)
    assert EmailAddress.objects.count() == 0
    assert browser.get("/").wsgi_request.person is None


def test_a_photo_shows_only_with_her_yes(odile, maryse, group, client_of):
    browser = client_of(odile)
    browser.post("/moi/photo", {"photo": SimpleUploadedFile("x.jpg", photo())})
    seen_by = f"/groupes/{group.pk}/personnes/{odile.pk}/photo"
    assert client_of(maryse).get(seen_by).status_code == 404
    browser.post("/moi/accords", {"purpose": "photo"})
    assert client_of(maryse).get(seen_by).headers["Content-Type"] == "image/webp"


def test_an_avatar_that_is_a_bomb_is_refused_with_a_sentence(odile, client_of):
    answer = client_of(odile).post("/moi/photo", {"photo": SimpleUploadedFile("x.png", b"MZ not a photo")})
    assert answer.status_code == 422
    assert "Ce fichier n’est pas une photo." in answer.content.decode()


# --- shared tablets ----------------------------------------------------------------------------------------------


def test_a_shared_tablet_forgets_after_thirty_minutes_alone(tonio, client_of):
    browser = client_of(tonio, is_shared=True)
    KnownDevice.objects.update(seen_at=timezone.now() - timedelta(minutes=31))
    assert browser.get("/moi").status_code == 302
    assert browser.get("/").wsgi_request.person is None


def test_the_neutral_screen_says_nobody_and_back_shows_nothing(tonio, client_of):
    browser = client_of(tonio, is_shared=True)
    assert "Tonio" in browser.get("/moi").content.decode()
    assert "Tonio" not in browser.get("/entrer/pause").content.decode()
    assert browser.get("/moi").status_code == 302
    browser.post("/entrer/reprendre")
    assert browser.get("/moi").status_code == 200


def test_an_own_phone_is_never_paused(tonio, client_of):
    browser = client_of(tonio)
    browser.get("/entrer/pause")
    assert browser.get("/moi").status_code == 200


def test_a_device_cookie_written_by_somebody_else_is_not_believed(tonio, client_of):
    browser = client_of(tonio)
    browser.cookies["besace-device"] = "forged"
    assert browser.get("/moi").status_code == 302


def test_each_night_what_is_over_is_forgotten(group, maryse, tonio):
    now, long_ago = timezone.now(), timezone.now() - timedelta(days=400)
    guest = actions.make_person("Jeanne")
    regular = actions.make_person("Bachir")
    for person in (guest, regular):
        actions.give_role(person, role="guest", group=group, by=None, ends_at=long_ago)
    actions.give_role(regular, role="participant", group=group, by=maryse)
    factories.know_device(tonio, device=tonio.pk)
    KnownDevice.objects.update(until=now - timedelta(days=1))
    Roster.objects.create(group=group, made_by=maryse, lines=[])
    Roster.objects.update(made_at=long_ago)

    retention.walk()

    assert (KnownDevice.objects.count(), Roster.objects.count()) == (0, 0)
    assert [Person.objects.get(pk=p.pk).first_name for p in (guest, regular)] == ["Quelqu’un", "Bachir"]


# --- words -------------------------------------------------------------------------------------------------------


def test_the_browser_guess_does_not_choose_the_language(client, db):
    page = client.get("/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert '<html lang="fr"' in page


def test_the_language_chosen_on_her_phone_becomes_hers(tonio, client_of):
    browser = client_of(tonio)
    browser.cookies["django_language"] = "en"
    browser.get("/")
    tonio.refresh_from_db()
    assert tonio.language == "en"


def test_all_who_are_to_be_welcomed_are_on_the_home_page(maryse, group, client_of):
    """« À accueillir 7 » led to four of them: the others are one tap away, and each has her link."""
    people = [factories.make_member(f"Prénom{n}", group=group) for n in range(7)]
    home = client_of(maryse).get("/").content.decode()
    linked = [one for one in people if f"/personnes/{one.pk}" in home]
    assert (len(linked), "3 autres personnes" in home) == (7, True)


@pytest.mark.parametrize("field", ["remove", "contact"])
def test_what_no_database_keeps_breaks_no_page(field, odile, client_of):
    """PostgreSQL takes no NUL, not even to look for one."""
    assert client_of(odile).post("/moi/contacts", {field: "odile\x00@exemple.fr"}).status_code in {302, 422}


@pytest.mark.parametrize("path", ["{group}/cartes", "{group}/ajouter", "{group}/reglages"])
def test_the_bar_names_whose_house_it_is(maryse, group, client_of, path):
    """« Besace » is the tool's name; who is in comes to her association (09-accueil of the drawings)."""
    page = client_of(maryse).get(path.format(group=f"/groupes/{group.pk}")).content.decode()
    bar = page[page.index('class="mark"') : page.index("</a>", page.index('class="mark"'))]
    assert group.organisation.name in bar


def test_the_home_of_a_participant_names_her_association_and_a_public_page_the_tool(odile, group, client, client_of):
    def bar(page: str) -> str:
        return page[page.index('class="mark"') : page.index("</a>", page.index('class="mark"'))]

    assert group.organisation.name in bar(client_of(odile).get("/").content.decode())
    assert "Besace" in bar(client.get("/verifier").content.decode())


def test_who_unticks_every_role_stays_on_the_page_of_the_person(solange, odile, group, client_of):
    """A page that only leads home lost what she was doing, and did not say how somebody leaves a group."""
    address = f"/groupes/{group.pk}/personnes/{odile.pk}"
    answer = client_of(solange).post(f"{address}/roles", follow=True)
    assert (answer.redirect_chain[-1][0], answer.status_code) == (address, 200)
    assert "Choisissez au moins un rôle, ou retirez la personne." in answer.content.decode()
    assert [m.role for m in odile.memberships.all()] == ["participant"]
