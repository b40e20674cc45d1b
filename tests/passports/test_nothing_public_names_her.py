"""P01: seventeen planted marks, every public address in every form, and not one of them is found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from besace import access
from besace.core import outbox
from besace.credentials.models import Credential, SignedEndorsement
from besace.endorsements import actions as endorsements
from besace.endorsements.actions import Said
from besace.endorsements.models import Invitation
from besace.passports import actions
from besace.people import actions as people
from besace.recognition import actions as recognition
from besace.recognition.rules import Seen
from besace.votes.rules import Choice
from tests import factories
from tests.access import world

NAME = "Zéphirine"
MARKS = {
    "her first name": NAME,
    "her e-mail": "marque.courriel@exemple.fr",
    "her telephone": "+33699887766",
    "who watched": "Théodule",
    "who leads": "Cunégonde",
    "what she asked": "marque-de-sa-demande",
    "what a watcher told": "marque-du-récit",
    "her hidden evidence": "marque-de-preuve-cachée",
    "how it was adapted": "marque-d-adaptation",
    "for whom she shares": "marque-de-la-ferme",
    "her telling friend": "Sidonie",
    "who voted": "Eulalie",
    "words that she has not read": "marque-de-mots-non-lus",
    "words that she declined": "marque-de-mots-déclinés",
    "words that she took away": "marque-de-mots-enlevés",
    "words of a badge that stays private": "marque-d-un-badge-privé",
    "who wrote unread words": "Philomène",
}
FORMS = ("text/html", "application/json", "image/png")


@pytest.fixture
def share(version, group):
    """The whole way of a badge, with a mark wherever something is typed, and the badge shown without her name."""
    leader = factories.make_member(MARKS["who leads"], group=group, role="facilitator")
    her = factories.make_member(NAME, group=group, email=MARKS["her e-mail"])
    people.add_contact(her, MARKS["her telephone"], by=her)
    watchers = [factories.make_member(MARKS[who], group=group) for who in ("who watched", "her telling friend")]
    peers = [factories.make_member(f"{MARKS['who voted']}{n}", group=group) for n in range(4)]
    asked = recognition.ask(version.badge_id, by=her, words=MARKS["what she asked"])
    recognition.add_evidence(asked.pk, by=her, kind="text", name="Note", text=MARKS["her hidden evidence"])
    situation = recognition.plan_situation(
        asked.pk,
        by=leader,
        starts_at=timezone.now() - timedelta(days=3),
        observers=watchers[:1],
        chosen_by_her=watchers[1:],
        criteria=["c1", "c2"],
        place="Au pré",
        adaptations=MARKS["how it was adapted"],
    )
    for watcher in situation.observers.all():
        recognition.tell_what_was_seen(
            watcher.pk, by=watcher.person, sightings={"c1": Seen.YES}, story=MARKS["what a watcher told"]
        )
    decision = recognition.ask_the_peers(asked.pk, by=leader)
    for peer in [*watchers, *peers]:
        recognition.vote(decision.pk, by=peer, choice=Choice.YES)
    award = recognition.close_validation(decision.pk, by=None)
    recognition.accept_award(award.pk, by=her)
    credential = Credential.objects.get(award_id=award.pk)
    made = actions.share([credential.pk], by=her, label=MARKS["for whom she shares"])
    said_of_hers(credential, her)
    said_of_a_private_badge(version, leader, group)
    while outbox.do_one("test", raises=True):
        pass
    return made


def said(credential, by, mark):
    """Somebody without an account says this word of the badge, through a link that its holder gave."""
    words = Said(name=MARKS["who wrote unread words"], words=f"Bravo, {MARKS[mark]}.")
    return endorsements.say(endorsements.ask(credential.pk, by=by).pk, words, device=uuid4(), by=None)


def said_of_hers(credential, her) -> None:
    said(credential, her, "words that she has not read")
    endorsements.decline(said(credential, her, "words that she declined").pk, by=her)
    taken = endorsements.accept(said(credential, her, "words that she took away").pk, by=her)
    endorsements.take_away(taken.pk, by=her)
    shown = Said(name="Jeanne Petit", words="Je lui fais confiance.")
    one = endorsements.say(endorsements.ask(credential.pk, by=her).pk, shown, device=uuid4(), by=None)
    endorsements.accept(one.pk, by=her)


def said_of_a_private_badge(version, leader, group) -> None:
    other = factories.make_member("Rosalie", group=group)
    recognition.name_reviewers(version.badge_id, people=[leader], by=leader)
    award = recognition.award_at_once(version.badge_id, other, by=leader)
    recognition.accept_award(award.pk, by=other)
    private = Credential.objects.get(award_id=award.pk)
    one = said(private, other, "words of a badge that stays private")
    endorsements.accept(one.pk, by=other)


def known(share) -> dict[str, str]:
    """A real thing for each name that an address of ours may hold."""
    credential = Credential.objects.select_related("version").get(is_published=True)
    return {
        "credential_id": credential.pk,
        "assertion_id": credential.assertion_id,
        "organisation_id": credential.organisation_id,
        "list_id": credential.status_list_id,
        "version_id": credential.version_id,
        "badge_id": credential.version.badge_id,
        "share_id": share.pk,
        "endorsement_id": SignedEndorsement.objects.get(credential=credential, state="valid").pk,
        "invitation_id": Invitation.objects.filter(credential=credential).first().pk,
        "secret": "no-such-secret",
        "token": "no-such-token",
        "name": "mur",
    }


def public_addresses(share) -> Iterator[str]:
    """Every route that a visitor may ask for, filled with real things."""
    things = known(share)
    for route in world.routes():
        if route.verb != "public" and access.VISITOR not in access.VERBS[route.verb].roles:
            continue
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(things.get(found.group(1), "1")), route.path)
        if not re.search(r"[\^(\[$]", path):
            yield path
    for place, pk in (("c", "credential_id"), ("a", "assertion_id"), ("b", "version_id")):
        for ending in ("png", "svg"):
            yield f"/{place}/{things[pk]}/image.{ending}"
    for one in SignedEndorsement.objects.all():
        yield f"/m/{one.pk}"
    yield f"/verifier?text=https://badges.exemple.org/c/{things['credential_id']}"


def everything_public(share) -> Iterator[tuple[str, bytes]]:
    for address in public_addresses(share):
        for form in FORMS:
            answer = Client().get(address, HTTP_ACCEPT=form)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            yield f"{address} as {form}", body + str(dict(answer.headers)).encode()
    report = Client().post("/verifier", {"text": f"https://badges.exemple.org/c/{known(share)['credential_id']}"})
    yield "/verifier", report.content
    for file in Path(settings.PUBLISHED_ROOT).rglob("*"):
        if file.is_file():
            yield file.name, file.read_bytes()


def found_in(share, marks: dict[str, str]) -> set[tuple[str, str]]:
    pages = [(where, body.decode("utf-8", "replace")) for where, body in everything_public(share)]
    return {(where, mark) for where, text in pages for mark, word in marks.items() if word in text}


def test_no_mark_is_found_anywhere(share):
    assert found_in(share, MARKS) == set()


def test_the_walk_sees_the_badge_itself(share):
    """A search that reads nothing finds nothing: what is public must be found."""
    places = {where.split("/")[1] for where, _mark in found_in(share, {"the badge": "Itérasinier"}) if "/" in where}
    assert {"c", "a", "b", "p", "verifier"} <= places
    words = {
        where.split("/")[1] for where, _mark in found_in(share, {"words": "Je lui fais confiance."}) if "/" in where
    }
    assert {"c", "p", "m", "verifier"} <= words


def test_her_first_name_is_found_on_the_page_where_she_agreed_and_nowhere_else(share):
    badge = Credential.objects.get(is_published=True)
    named = actions.share([badge.pk], by=share.holder, shows_name=True)
    places = {where.split(" ")[0] for where, _mark in found_in(named, MARKS)}
    page = f"/p/{named.pk}"
    assert places == {page, f"{page}/{badge.pk}"}
