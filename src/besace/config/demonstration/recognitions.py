"""People on their way to a badge, at every stage of the way."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from besace.badges.models import BadgeVersion
from besace.credentials import queries as signed
from besace.credentials.models import Credential
from besace.people.models import Group, Person
from besace.recognition import actions
from besace.recognition.jury import actions as jury
from besace.recognition.models import Award, Recognition, Revocation
from besace.recognition.rules import Seen
from besace.votes.rules import Choice

from . import bags
from .days import on
from .people import Cast


def make(cast: Cast, *, iterasinier: BadgeVersion, tablee: BadgeVersion, maille: BadgeVersion) -> None:
    """Given, waiting for her answer, voted on, watched, asked, proposed."""
    tuesday = cast.tuesday
    with on(weeks_ago=3):
        _given(iterasinier, cast["Odile"], group=tuesday, cast=cast, place="Une balade avec 14 visiteurs")
    with on(weeks_ago=2):
        _given(tablee, cast["Yanis"], group=cast.kitchen, cast=cast, place="Le repas des voisins")
        _given(maille, cast["Rosa"], group=cast.knitters, cast=cast, place="À la bibliothèque")
        bags.show_to_the_farm(cast["Odile"])
    with on(days_ago=3, hour=16):
        _corrected(Award.objects.get(person=cast["Yanis"]), place="La fête du village", cast=cast)
        _before_a_jury(tablee, cast["Ahmed"], group=cast.kitchen, cast=cast)
        _ask_to_correct(Award.objects.get(person=cast["Rosa"]), place="À la médiathèque", cast=cast)
    with on(weeks_ago=1, hour=10):
        _given(maille, cast["Odile"], group=cast.knitters, cast=cast, place="Chez Rosa", is_answered=False)
        _given(iterasinier, cast["Marcel"], group=tuesday, cast=cast, place="Au pré", is_answered=False)
        _given(iterasinier, cast["Jeanne"], group=tuesday, cast=cast, place="Au pré", is_answered=False)
        _not_yet(iterasinier, cast["Rémi"], teller=cast["Fatou"], group=tuesday, cast=cast)
    with on(weeks_ago=1, hour=11):
        seen = _seen(iterasinier, cast["Kévin"], group=tuesday, cast=cast, place="Au pré")
        _seen(iterasinier, cast["Lucette"], group=tuesday, cast=cast, place="Au marché")
    with on(days_ago=1, hour=18):  # so that the vote lasts for whoever visits
        actions.ask_the_peers(seen.pk, by=cast["Maryse"])
    actions.ask(iterasinier.badge_id, by=cast["Bachir"], words="J’ai mené l’ânesse à la fête de juin.")
    for peer in ("Fatou", "Tonio"):
        actions.propose(
            iterasinier.badge_id,
            cast["Aïcha"],
            by=cast[peer],
            saw="Elle l’a calmé quand l’orage est venu.",
            where="Au pré",
        )


def to_vote_on(cast: Cast, version: BadgeVersion) -> Recognition:
    """Gérard did it last week: the group votes on him at its next meeting."""
    return _seen(version, cast["Gérard"], group=cast.tuesday, cast=cast, place="Au pré")


def waiting_for_a_vote(cast: Cast) -> Recognition:
    return Recognition.objects.get(person=cast["Lucette"], group=cast.tuesday)


def _before_a_jury(version: BadgeVersion, person: Person, *, group: Group, cast: Cast) -> None:
    """For this badge the association wants people from outside; one of the three has answered."""
    jury.name_jury(version.badge_id, quorum=3, by=cast["Camille"])
    seen = _seen(version, person, group=group, cast=cast, place="Le repas des aînés")
    called = [jury.Juror(name) for name in ("Agathe", "Basile", "Cosette")]
    decision = jury.call_jury(seen.pk, jurors=called, by=cast["Maryse"])
    jury.confirm_jury(decision.pk, by=cast["Camille"])
    first = decision.jurors.first()
    assert first is not None
    jury.sign(first.pk, name="Agathe Morin", place="Mairie du village")
    jury.answer(first.pk, answer=Choice.YES)


def _ask_to_correct(award: Award, *, place: str, cast: Cast) -> Revocation:
    """The place was wrong: one person says so, and the holder is told."""
    facts = signed.facts(Credential.objects.get(award_id=award.pk))
    question = actions.ask_correction(
        award.pk,
        by=cast["Maryse"],
        reason="wrong-place",
        place=place,
        seen_on=facts.seen_on,
        seen=facts.seen,
        evidence=[item.id for item in facts.evidence],
    )
    return actions.tell_holder(question.pk, by=cast["Maryse"])


def _corrected(award: Award, *, place: str, cast: Cast) -> None:
    """She agrees, and a second person confirms."""
    question = _ask_to_correct(award, place=place, cast=cast)
    assert award.person is not None
    actions.agree_correction(question.pk, by=award.person)
    actions.confirm_correction(question.pk, by=cast["Camille"])


def _not_yet(version: BadgeVersion, person: Person, *, teller: Person, group: Group, cast: Cast) -> None:
    """The peers named what is left to show; the human he chose has not told him yet."""
    recognition = _seen(version, person, group=group, cast=cast, place="Au pré")
    actions.choose_teller(recognition.pk, by=person, teller=teller)
    decision = actions.ask_the_peers(recognition.pk, by=cast["Maryse"])
    for peer in cast.of(group):
        if peer != person:
            named = version.stamped_criteria[-3].id
            actions.vote(decision.pk, by=peer, choice=Choice.NOT_YET, criterion=named)
    actions.close_validation(decision.pk, by=cast["Maryse"])


def _seen(version: BadgeVersion, person: Person, *, group: Group, cast: Cast, place: str) -> Recognition:
    """She asked, did it before two peers (one of her choice), and both told what they saw."""
    first, second, *_others = [peer for peer in cast.of(group) if peer != person]
    recognition = actions.ask(version.badge_id, by=person, group=group, words="Je le fais souvent.")
    criteria = [criterion.id for criterion in version.stamped_criteria]
    situation = actions.plan_situation(
        recognition.pk,
        by=cast["Maryse"],
        starts_at=timezone.now() - timedelta(hours=2),
        observers=[first],
        chosen_by_her=[second],
        criteria=criteria,
        place=place,
    )
    for observer in situation.observers.all():
        told = dict.fromkeys(criteria, Seen.YES) | {criteria[-3]: Seen.WITH_HELP}
        actions.tell_what_was_seen(
            observer.pk, by=observer.person, sightings=told, story="Je l’ai vu faire, du début à la fin."
        )
    return recognition


def _given(
    version: BadgeVersion, person: Person, *, group: Group, cast: Cast, place: str, is_answered: bool = True
) -> None:
    """The peers said yes, all of them; the badge is hers, or waits for her answer."""
    recognition = _seen(version, person, group=group, cast=cast, place=place)
    decision = actions.ask_the_peers(recognition.pk, by=cast["Maryse"])
    for peer in cast.of(group):
        if peer != person:
            actions.vote(decision.pk, by=peer, choice=Choice.YES)
    award = actions.close_validation(decision.pk, by=cast["Maryse"])
    if award is not None and is_answered:
        actions.accept_award(award.pk, by=person)
