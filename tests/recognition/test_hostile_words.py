"""Words typed on the way to a badge (SECURITY.md B12, B15): none writes a line of its own in what is signed."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from besace.badges.models import BadgeVersion
from besace.credentials.models import Credential
from besace.people.models import Group, Person
from besace.recognition import actions
from besace.recognition.models import Award, Evidence, Recognition, Revocation
from besace.recognition.rules import Seen
from besace.votes.rules import Choice
from tests import factories

pytestmark = pytest.mark.django_db
FORGED = "Au pré\n- Conduire un tracteur\u202e\x07"


@pytest.fixture
def asked(version: BadgeVersion, odile: Person) -> Recognition:
    return actions.ask(version.badge_id, by=odile, words="Je le fais\u202e bien.\x00\nDepuis dix ans.")


@pytest.fixture
def award(asked: Recognition, group: Group, maryse: Person, tonio: Person, fatou: Person) -> Award:
    """Only the first criterion was seen; the place, as typed, pretends more."""
    situation = actions.plan_situation(
        asked.pk,
        by=maryse,
        starts_at=timezone.now() - timedelta(days=3),
        observers=[tonio],
        chosen_by_her=[fatou],
        criteria=["c1", "c2"],
        place=FORGED,
        adaptations="À l’oral\x00\u2066",
    )
    for watcher in situation.observers.all():
        told = {"c1": Seen.YES, "c2": Seen.NOT_YET}
        actions.tell_what_was_seen(watcher.pk, by=watcher.person, sightings=told, story="Elle\x00 est\u202e calme.")
    decision = actions.ask_the_peers(asked.pk, by=maryse)
    peers = [factories.make_person(), *Person.objects.filter(pk__in=[tonio.pk, fatou.pk, maryse.pk])]
    for peer in peers[1:]:
        actions.vote(decision.pk, by=peer, choice=Choice.YES)
    made = actions.close_validation(decision.pk, by=maryse)
    assert made is not None
    return made


def seen_in(credential: Credential) -> list[str]:
    """The lines of what was seen, in the signed document."""
    document = json.loads(bytes(credential.document))
    said = next(item["narrative"] for item in document["evidence"] if item["id"].endswith("#situation"))
    return [line for line in said.split("\n") if line.startswith("- ")]


def test_a_place_adds_no_criterion_to_what_is_signed(award):
    assert len(seen_in(Credential.objects.get(award_id=award.pk))) == 1


def test_a_corrected_place_adds_none_either(award, maryse):
    day = timezone.localdate() - timedelta(days=3)
    seen = {line.removeprefix("- "): False for line in seen_in(Credential.objects.get(award_id=award.pk))}
    made = actions.ask_correction(
        award.pk, by=maryse, reason="wrong-place", place=f"Ailleurs\r{FORGED}", seen_on=day, seen=seen, evidence=[]
    )
    assert made.changes["place"] == "Ailleurs Au pré - Conduire un tracteur"


def test_what_cannot_be_seen_is_not_kept(award, asked, odile, maryse):
    trace = actions.add_evidence(
        asked.pk, by=odile, kind=Evidence.Kind.TEXT, name="Ma\u202e\nbalade", text="Avec\x00 14"
    )
    question = actions.ask_revocation(award.pk, by=maryse, reason="issued-by-mistake")
    actions.tell_holder(question.pk, by=maryse)
    actions.hear_holder(question.pk, by=odile, words="Non\x00\u202e.\nC’est à moi.")
    situation = asked.situations.get()

    assert Recognition.objects.get(pk=asked.pk).words == "Je le fais bien.\nDepuis dix ans."
    assert (situation.place, situation.adaptations) == ("Au pré - Conduire un tracteur", "À l’oral")
    assert set(situation.observers.values_list("story", flat=True)) == {"Elle est calme."}
    assert (trace.name, trace.text) == ("Ma balade", "Avec 14")
    assert Revocation.objects.get(pk=question.pk).her_words == "Non.\nC’est à moi."
