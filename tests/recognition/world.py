"""A group with somebody on her way to a badge: one of each thing that an address may hold."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

from django.utils import timezone
from PIL import Image

from besace.badges.models import BadgeClass, BadgeState, BadgeVersion
from besace.people.models import Group, Person
from besace.recognition import actions
from besace.recognition.models import Award, Decision, Evidence, Recognition, Revocation, Situation, State
from besace.recognition.rules import Seen
from besace.votes import actions as votes
from besace.votes.rules import Question, default_rule
from tests import factories


def badge(group: Group, *, name: str = "Itérasinier") -> BadgeClass:
    """Stamped by twelve people."""
    made = BadgeClass.objects.create(organisation=group.organisation, group=group, name=name)
    picture = BytesIO()
    Image.new("RGB", (16, 16), "#14203a").save(picture, "PNG")
    made.current_version = BadgeVersion.objects.create(
        badge=made,
        number=1,
        name=name,
        sentence="Soigner un âne et le mener en balade.",
        purpose="Accueillir des familles au pré.",
        criteria=[
            {"id": "c1", "text": "Approcher l’âne doucement", "kind": "know-how", "branch": ""},
            {"id": "c2", "text": "Rester calme", "kind": "way-of-being", "branch": ""},
        ],
        rule_in_words="Une personne, une voix.",
        people_count=12,
        stamped_at=timezone.now(),
        picture_svg='<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7"/></svg>',
        picture_png=picture.getvalue(),
        picture_words="Itérasinier : un âne dans un rond",
        canonical_text=name,
        fingerprint="0" * 64,
    )
    made.state = BadgeState.STAMPED
    made.save()
    return made


def recognition(group: Group, *, person: Person | None = None) -> Recognition:
    return actions.ask(badge(group).pk, by=person or factories.make_member("Odile", group=group), words="Je le fais.")


def evidence(group: Group) -> Evidence:
    asked = recognition(group)
    return actions.add_evidence(asked.pk, by=asked.person, kind=Evidence.Kind.TEXT, text="La fête de juin.")


def situation(group: Group, *, asked: Recognition | None = None, days_ago: int = 3) -> Situation:
    asked = asked or recognition(group)
    return actions.plan_situation(
        asked.pk,
        by=asked.person,
        starts_at=timezone.now() - timedelta(days=days_ago),
        observers=[factories.make_member("Lucette", group=group)],
        chosen_by_her=[factories.make_member("Bachir", group=group)],
        criteria=["c1", "c2"],
        place="Au pré",
    )


def seen(group: Group, *, asked: Recognition | None = None) -> Recognition:
    """Two people watched and told."""
    made = situation(group, asked=asked)
    for watcher in made.observers.all():
        told = {"c1": Seen.YES, "c2": Seen.WITH_HELP}
        actions.tell_what_was_seen(watcher.pk, by=watcher.person, sightings=told, story="Elle est calme.")
    return Recognition.objects.get(pk=made.recognition_id)


def decision(group: Group) -> Decision:
    """A vote that is open, whoever may answer."""
    asked = seen(group)
    ballot = votes.open_ballot(
        subject=f"recognition:{asked.pk}",
        question=Question.PEERS,
        rule=default_rule(Question.PEERS),
        present=6,
        by=None,
        closes_at=timezone.now() + timedelta(days=7),
    )
    Recognition.objects.filter(pk=asked.pk).update(state=State.DECIDING)
    return Decision.objects.create(recognition=asked, ballot_id=ballot.pk, closes_at=ballot.closes_at)


def award(group: Group) -> Award:
    """Given, without its signed document."""
    asked = seen(group)
    version = asked.badge.current_version
    assert version is not None
    return Award.objects.create(
        recognition=asked,
        version=version,
        group=group,
        person=asked.person,
        peers=6,
        rule_in_words="Une personne, une voix.",
        awarded_at=timezone.now(),
    )


def revocation(group: Group) -> Revocation:
    asker = factories.make_member("Maryse", group=group, role="facilitator")  # type: ignore[arg-type]
    return actions.ask_revocation(award(group).pk, by=asker, reason="issued-by-mistake")
