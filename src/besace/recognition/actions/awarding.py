"""The badge is given, with its signed document, in one transaction; then it is hers to accept, hide or refuse."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from besace.badges.models import BadgeClass, BadgeVersion
from besace.core import journal
from besace.core.errors import Conflict, NotAllowed
from besace.core.events import announce
from besace.core.plain import clean_name
from besace.credentials import actions as credentials
from besace.credentials.awarding import Awarding, SeenCriterion, ShownEvidence
from besace.people.actions import give_sign
from besace.people.models import Group, Person
from besace.votes import sentences as vote_sentences
from besace.votes.rules import Rule

from .. import queries, rules
from ..events import AwardAnswered, AwardMade, AwardReleased
from ..models import Award, Recognition, Reviewer, State
from ..rules import Seen
from ..sentences import refuse_unless_fine
from .asking import end_open_vote, held_badge, held_person, locked, move

LONGEST_RULE = 400


def award(
    recognition: Recognition, *, peers: int, rule: Rule, by_jury: bool = False, held_until: datetime | None = None
) -> Award:
    """Give the badge that the peers, or a jury, recognised. Called inside the transaction that closes their vote.

    `held_until`: the vote took place in a meeting, and somebody there tells her before her own pages do.
    """
    version = _current(recognition.badge)
    held_person(recognition.person_id)
    made = Award.objects.create(
        recognition=recognition,
        version=version,
        group=recognition.group,
        person=recognition.person,
        peers=peers,
        by_jury=by_jury,
        rule_in_words=_in_words(rule, by_jury=by_jury),
        awarded_at=timezone.now(),
        held_until=held_until,
    )
    move(recognition, State.AWARDED)
    give_sign(recognition.person_id)
    credentials.issue(_awarding(made, recognition))
    journal.write(None, "badge-awarded", made, group=recognition.group_id)
    announce(AwardMade(made.pk))
    return made


@transaction.atomic
def release_award(award_id: UUID) -> None:
    """Somebody told her in person: her own pages and her message say it from now on."""
    if Award.objects.filter(pk=award_id, held_until__isnull=False).update(held_until=None):
        announce(AwardReleased(award_id))


def _in_words(rule: Rule, *, by_jury: bool) -> str:
    """A jury is no « chaque personne présente »; that two persons called it is said instead."""
    said = vote_sentences.rule(rule)
    if by_jury:
        said = [_("Deux personnes de l’association l’ont appelé."), *said[1:]]
    return " ".join(said)[:LONGEST_RULE]


@transaction.atomic
def award_at_once(badge_id: UUID, person: Person, *, by: Person, group: Group | None = None, why: str = "") -> Award:
    """Where the organisation so decides for a badge: one reviewer gives it, never to herself, never twice."""
    badge = held_badge(badge_id)
    if by.pk == person.pk:
        refuse_unless_fine(rules.Why.HERSELF)
    if not queries.is_reviewer(by, badge):
        refuse_unless_fine(rules.Why.NO_REVIEWER)
    if queries.holds(person, badge):
        refuse_unless_fine(rules.Why.ALREADY_HERS)
    living = _ended(queries.living(person, badge), by=by)
    held_person(person.pk)
    made = Award.objects.create(
        recognition=living,
        version=_current(badge),
        group=group or badge.group,
        person=person,
        given_by=by,
        peers=1,
        rule_in_words=clean_name(why, longest=LONGEST_RULE) or _("Donné par une personne qui l’a vu faire."),
        awarded_at=timezone.now(),
    )
    if living:
        Recognition.objects.filter(pk=living.pk).update(state=State.AWARDED)
    give_sign(person.pk)
    credentials.issue(_awarding(made, living))
    journal.write(by, "badge-awarded", made, group=made.group_id)
    announce(AwardMade(made.pk))
    return made


def _ended(living: Recognition | None, *, by: Person) -> Recognition | None:
    """What she asked for is given another way: a vote of the peers on it ends, and nothing is counted."""
    if living is None:
        return None
    held = locked(living.pk)
    end_open_vote(held, by=by)
    return held


@transaction.atomic
def name_reviewers(badge_id: UUID, *, people: Collection[Person], by: Person) -> None:
    """The organisation says who may give this badge alone; nobody: the peers decide, as for the others."""
    badge = BadgeClass.objects.select_for_update(of=("self",)).get(pk=badge_id)
    Reviewer.objects.filter(badge=badge).delete()
    Reviewer.objects.bulk_create(Reviewer(badge=badge, person=person, named_by=by) for person in set(people))
    journal.write(by, "reviewers-named", badge, group=badge.group_id, people=sorted(str(one.pk) for one in people))


def accept_award(award_id: UUID, *, by: Person) -> Award:
    return _answer(award_id, by=by, answer=Award.Answer.ACCEPTED)


def hide_award(award_id: UUID, *, by: Person) -> Award:
    """She keeps it for herself: private, as every badge is until she shares it."""
    return _answer(award_id, by=by, answer=Award.Answer.HIDDEN)


@transaction.atomic
def refuse_award(award_id: UUID, *, by: Person) -> Award:
    """She does not want it: the document is taken out of force, and nobody is told."""
    made = _answer(award_id, by=by, answer=Award.Answer.REFUSED)
    credential = queries.credential_of(made)
    if credential is not None and credential.is_in_force:
        credentials.hide(credential.pk)
        credentials.revoke(credential.pk, by=by, reason="holder")
    return made


@transaction.atomic
def _answer(award_id: UUID, *, by: Person, answer: Award.Answer) -> Award:
    made = Award.objects.select_for_update(of=("self",)).get(pk=award_id)
    if made.person_id != by.pk:
        raise NotAllowed("not-hers", _("Cette réponse appartient à quelqu’un d’autre."))
    if made.answer == answer:
        return made
    if made.answer == Award.Answer.REFUSED:
        raise Conflict("already-refused", _("Vous l’avez refusé. Demandez-le à nouveau si vous voulez."))
    made.answer, made.answered_at = answer, timezone.now()
    made.save(update_fields=["answer", "answered_at"])
    journal.write(by, f"award-{answer}", made, group=made.group_id)
    announce(AwardAnswered(made.pk))
    return made


def _current(badge: BadgeClass) -> BadgeVersion:
    if badge.current_version is None or not queries.is_stamped(badge):
        refuse_unless_fine(rules.Why.NOT_STAMPED)
        raise Conflict("not-stamped", _("Ce badge n’est pas encore tamponné."))
    return badge.current_version


def _awarding(made: Award, recognition: Recognition | None) -> Awarding:
    last = queries.last_situation(recognition) if recognition else None
    return Awarding(
        award_id=made.pk,
        version_id=made.version_id,
        holder_id=made.person.pk if made.person else made.pk,
        awarded_at=made.awarded_at,
        peers=made.peers,
        by_jury=made.by_jury,
        group_name=made.group.name,
        rule_in_words=made.rule_in_words,
        criteria_seen=_seen(recognition) if recognition else (),
        place=last.place if last else "",
        seen_on=last.starts_at if last else None,
        evidence=_shown(recognition) if recognition else (),
    )


def _seen(recognition: Recognition) -> tuple[SeenCriterion, ...]:
    together = queries.seen_together(recognition)
    return tuple(
        SeenCriterion(criterion.text, with_help=together[criterion.id] is Seen.WITH_HELP)
        for criterion in queries.criteria_of(recognition.badge)
        if together.get(criterion.id, Seen.NOT_YET) is not Seen.NOT_YET
    )


def _shown(recognition: Recognition) -> tuple[ShownEvidence, ...]:
    """Only what she said yes to, item by item, goes into the signed document."""
    return tuple(
        ShownEvidence(id=item.pk, name=item.name or item.get_kind_display(), narrative=item.text, address=item.address)
        for item in recognition.evidence.filter(is_shown=True)
    )
