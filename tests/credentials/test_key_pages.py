"""The page of the signing keys: plain words, one gesture to change one, and what to do the day one is stolen."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from besace.core import worker
from besace.core.models import JournalEntry
from besace.credentials import actions, keys, renewing, sources
from besace.credentials.models import Credential, IssuanceLine, IssuingKey, KeyState, Renewal, Theft
from tests import factories

pytestmark = pytest.mark.django_db
MOST_QUERIES = 15


@pytest.fixture
def badge(awarding):
    made = actions.issue(awarding())
    worker.run_pending()
    return made


@pytest.fixture
def place(organisation):
    return f"/organisations/{organisation.pk}/cles"


def text(answer) -> str:
    return answer.content.decode()


def press(browser, address, **said):
    return browser.post(address, {"once": str(uuid4()), **said})


def test_without_any_badge_there_is_no_key_and_the_page_says_so(solange, client_of, place):
    assert "Pas encore de clé." in text(client_of(solange).get(place))


def test_each_key_is_told_in_words(badge, solange, client_of, place, organisation):
    page = text(client_of(solange).get(place))
    assert [said in page for said in ("En service", "Badges signés : 1.", "Changer la clé")] == [True] * 3
    assert "k-" in page
    renewing.declare_stolen(badge.key_id, by=solange)
    page = text(client_of(solange).get(place))
    assert [said in page for said in ("Volée : elle ne vaut plus rien", "En service")] == [True, True]


def test_pressed_twice_one_new_key_waits(badge, solange, client_of, place, organisation):
    browser = client_of(solange)
    press(browser, f"{place}/changer")
    press(browser, f"{place}/changer")
    announced = IssuingKey.objects.filter(organisation=organisation, state=KeyState.ANNOUNCED)
    page = text(browser.get(place))
    assert (announced.count(), "La nouvelle clé servira à" in page, "Changer la clé" in page) == (1, True, False)
    assert JournalEntry.objects.get(verb="key.announced").who == str(solange.pk)


def test_a_theft_is_asked_twice_and_says_what_will_happen(badge, solange, client_of, place):
    browser, page = client_of(solange), f"{place}/{badge.key_id}/volee"
    asked = text(browser.get(page))
    unsure = press(browser, page)
    assert "Les badges d’avant le vol sont signés de nouveau." in asked
    assert (unsure.status_code, "Cochez pour dire que c’est sûr." in text(unsure)) == (422, True)
    assert Theft.objects.count() == 0


def test_one_administrator_declares_it_and_sees_how_far_it_has_come(badge, solange, client_of, place, awarding):
    for _ in range(2):
        actions.issue(awarding())
    browser = client_of(solange)
    answer = press(browser, f"{place}/{badge.key_id}/volee", sure="on")
    theft = Theft.objects.get()
    assert answer["Location"] == f"{place}/vols/{theft.pk}"
    before = text(browser.get(answer["Location"]))
    worker.run_pending()
    after = text(browser.get(answer["Location"]))
    assert ("Signés de nouveau : 0 sur 3" in before, "Le site continue seul" in before) == (True, True)
    assert ("Signés de nouveau : 3 sur 3" in after, "C’est fini" in after) == (True, True)
    assert (theft.declared_by, JournalEntry.objects.get(verb="key.compromised").who) == (solange, str(solange.pk))
    again = browser.get(f"{place}/{badge.key_id}/volee")
    assert again["Location"] == f"{place}/vols/{theft.pk}"


def test_a_moment_is_read_where_the_site_is_and_never_to_come(badge, solange, client_of, place):
    browser, page = client_of(solange), f"{place}/{badge.key_id}/volee"
    to_come = timezone.localtime() + timedelta(hours=2)
    refused = press(browser, page, sure="on", since=to_come.strftime("%Y-%m-%dT%H:%M"))
    past = timezone.localtime() - timedelta(hours=2)
    press(browser, page, sure="on", since=past.strftime("%Y-%m-%dT%H:%M"))
    assert (refused.status_code, "pas encore venu" in text(refused)) == (422, True)
    assert Theft.objects.get().since == past.replace(second=0, microsecond=0)


def test_a_key_that_signed_nothing_leaves_nothing_to_do(solange, client_of, place, organisation):
    key = keys.signer_for(organisation).key
    press(client_of(solange), f"{place}/{key.pk}/volee", sure="on")
    worker.run_pending()
    assert "Cette clé n’avait rien signé." in text(client_of(solange).get(f"{place}/vols/{Theft.objects.get().pk}"))


@pytest.fixture
def later(badge, solange):
    """Signed after the theft: to be read by two."""
    theft = renewing.declare_stolen(badge.key_id, since=timezone.now() - timedelta(hours=1), by=solange)
    worker.run_pending()
    return theft


def verdict(badge) -> str:
    document = bytes(Credential.objects.get(pk=badge.pk).document)
    return actions.verify_bytes(document, fetch=sources.OwnOrFetched()).verdict


def test_two_persons_say_that_it_is_ours(later, badge, solange, maryse, client_of, place):
    page = f"{place}/vols/{later.pk}"
    line = f"{page}/{Renewal.objects.get().pk}"
    seen = text(client_of(solange).get(page))
    press(client_of(solange), line, answer="ours")
    one = (verdict(badge), "Une autre personne doit confirmer." in text(client_of(solange).get(page)))
    press(client_of(maryse), line, answer="ours")
    worker.run_pending()
    assert [said in seen for said in ("À relire à deux", "Itérasinier", "Odile", "C’est bien nous")] == [True] * 4
    assert (one, verdict(badge)) == (("invalid", True), "valid")


def test_one_says_that_it_is_not(later, badge, maryse, client_of, place):
    page = f"{place}/vols/{later.pk}"
    press(client_of(maryse), f"{page}/{Renewal.objects.get().pk}", answer="not-ours")
    assert ("Pas de nous" in text(client_of(maryse).get(page)), verdict(badge)) == (True, "invalid")


def test_a_facilitator_reads_the_badges_of_her_own_groups_alone(later, group, client_of, place):
    """A badge is private: who leads another workshop does not learn who was given what."""
    elsewhere = factories.make_group("Atelier du jeudi", organisation=group.organisation)
    other = client_of(factories.make_member("Jeanne", group=elsewhere, role="facilitator"))
    page = f"{place}/vols/{later.pk}"
    refused = press(other, f"{page}/{Renewal.objects.get().pk}", answer="ours")
    assert ("Odile" in text(other.get(page)), refused.status_code) == (False, 404)


def test_a_facilitator_declares_no_theft_and_changes_no_key(badge, maryse, client_of, place):
    browser = client_of(maryse)
    answers = [browser.get(place), press(browser, f"{place}/changer"), press(browser, f"{place}/{badge.key_id}/volee")]
    assert [answer.status_code for answer in answers] == [403, 403, 403]


def test_what_the_log_does_not_hold_is_shown_without_any_gesture(badge, solange, client_of, place):
    IssuanceLine.objects.all().delete()
    theft = renewing.declare_stolen(badge.key_id, by=solange)
    worker.run_pending()
    page = text(client_of(solange).get(f"{place}/vols/{theft.pk}"))
    assert ("Absents du registre" in page, "C’est bien nous" in page) == (True, False)


def test_the_pages_ask_few_questions_however_many_badges(badge, solange, client_of, place, awarding):
    for _ in range(6):
        actions.issue(awarding())
    theft = renewing.declare_stolen(badge.key_id, since=timezone.now() - timedelta(hours=1), by=solange)
    worker.run_pending()
    serving = IssuingKey.objects.get(state=KeyState.ACTIVE)
    browser, counted = client_of(solange), {}
    for address in (place, f"{place}/vols/{theft.pk}", f"{place}/{serving.pk}/volee"):
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(address).status_code == 200
        counted[address] = len(asked)
    assert {address: n for address, n in counted.items() if n > MOST_QUERIES} == {}
