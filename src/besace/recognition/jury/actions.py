"""Naming a jury for a badge, calling it, its links, its answers; closing is that of every vote of the peers."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from besace.badges.models import BadgeClass
from besace.core import journal
from besace.core.errors import Conflict, NotAllowed, Refusal
from besace.core.events import announce
from besace.core.plain import clean_name
from besace.people import actions as people
from besace.people.models import Person
from besace.votes import actions as votes
from besace.votes import queries as ballots
from besace.votes.rules import Choice, Question

from .. import queries
from .. import rules as recognition_rules
from ..actions.asking import locked, move
from ..actions.deciding import TOO_CLOSE, check_was_seen
from ..events import PeersAsked
from ..models import Decision, State
from ..sentences import refuse_unless_fine
from . import rules
from .models import JurorLink, Jury

SECRET_BYTES = 16
DAYS = timedelta(days=14)


@dataclass(frozen=True)
class Fresh:
    """A link with the secret that only its reader will know: shown once, then hashed for ever."""

    name: str
    secret: str


def hashed(secret: str) -> str:
    return salted_hmac("besace.jury", secret, algorithm="sha256").hexdigest()


@transaction.atomic
def name_jury(badge_id: UUID, *, quorum: int | None, majority: str = Jury.Majorities.SIMPLE, by: Person) -> None:
    """The organisation decides that a jury gives this badge; `quorum` None: the peers again."""
    badge = BadgeClass.objects.select_for_update(of=("self",)).get(pk=badge_id)
    if quorum is None:
        Jury.objects.filter(badge=badge).delete()
    else:
        values = {"quorum": quorum, "majority": majority, "named_by": by}
        Jury.objects.update_or_create(badge=badge, defaults=values)
    journal.write(by, "jury-named", badge, group=badge.group_id, quorum=quorum or 0)


@transaction.atomic
def call_jury(recognition_id: UUID, *, names: Sequence[str], by: Person) -> tuple[Decision, list[Fresh]]:
    """The vote opens among people from outside; each gets a link of her own, good for two weeks."""
    recognition = locked(recognition_id)
    jury = Jury.objects.filter(badge=recognition.badge).first()
    called = list(dict.fromkeys(filter(None, (clean_name(name, longest=60) for name in names))))
    if jury is None:
        raise Refusal("no-jury", _("Pour ce badge, les pairs décident ensemble."))
    if by.pk == recognition.person_id:
        refuse_unless_fine(recognition_rules.Why.HERSELF)
    if not rules.may_be_called(jurors=len(called), quorum=jury.quorum):
        raise Refusal("too-few-jurors", _("Il faut au moins %(n)s personnes dans ce jury.") % {"n": jury.quorum})
    check_was_seen(recognition)
    persons = [people.make_person(name) for name in called]
    ballot = votes.open_ballot(
        subject=f"recognition:{recognition.pk}",
        question=Question.PEERS,
        rule=rules.rule(quorum=jury.quorum, majority=jury.majority),
        present=len(persons),
        by=by,
        roll=[person.pk for person in persons],
        without=[recognition.person_id],
        closes_at=timezone.now() + DAYS,
    )
    move(recognition, State.DECIDING)
    decision = Decision.objects.create(
        recognition=recognition, ballot_id=ballot.pk, opened_by=by, closes_at=ballot.closes_at, is_jury=True
    )
    journal.write(by, "jury-called", recognition, group=recognition.group_id, jurors=len(persons))
    announce(PeersAsked(decision.pk))
    return decision, [_link(decision, person) for person in persons]


def _link(decision: Decision, person: Person) -> Fresh:
    secret = secrets.token_urlsafe(SECRET_BYTES)
    values = {"secret_hash": hashed(secret), "ends_at": decision.closes_at, "revoked_at": None}
    JurorLink.objects.update_or_create(decision=decision, person=person, defaults=values)
    return Fresh(person.first_name, secret)


@transaction.atomic
def renew_link(link_id: int, *, by: Person) -> Fresh:
    """A lost link: the former opens nothing any more."""
    link = _of_open_jury(link_id)
    journal.write(by, "jury-link-renewed", link.decision.recognition)
    return _link(link.decision, link.person)


@transaction.atomic
def revoke_link(link_id: int, *, by: Person) -> None:
    """This person does not sit after all; what she answered, if she did, is counted."""
    link = _of_open_jury(link_id)
    link.revoked_at = timezone.now()
    link.save(update_fields=["revoked_at"])
    journal.write(by, "jury-link-revoked", link.decision.recognition)


def _of_open_jury(link_id: int) -> JurorLink:
    related = JurorLink.objects.select_for_update(of=("self",)).select_related("decision__recognition", "person")
    link = related.get(pk=link_id)
    if link.decision.closed_at is not None or ballots.has_answered(
        ballots.ballot(link.decision.ballot_id), link.person
    ):
        raise Conflict("already-answered", _("Cette personne a déjà répondu."))
    return link


@transaction.atomic
def answer(link_id: int, *, answer: str, criterion: str = "") -> None:
    """Once: « Oui », « Pas encore » with a criterion, « Je ne sais pas », or « Je suis trop proche »."""
    link = JurorLink.objects.select_for_update(of=("self",)).select_related("decision", "person").get(pk=link_id)
    decision = link.decision
    is_open = rules.opens(
        ends_at=link.ends_at,
        revoked=link.revoked_at is not None,
        closed=decision.closed_at is not None,
        now=timezone.now(),
    )
    if not is_open:
        raise NotAllowed("link-over", _("Ce lien n’est plus ouvert. Demandez-en un autre."))
    if ballots.has_answered(ballots.ballot(decision.ballot_id), link.person):
        raise Conflict("already-answered", _("Vous avez déjà répondu. Merci."))
    if answer == TOO_CLOSE:
        votes.withdraw(decision.ballot_id, by=link.person)
        return
    if answer not in {Choice.YES, Choice.NOT_YET, Choice.DONT_KNOW}:
        raise Refusal("choose-one", _("Choisissez une des quatre réponses."))
    is_not_yet = answer == Choice.NOT_YET
    known = [one.id for one in queries.criteria_of(decision.recognition.badge)]
    refuse_unless_fine(recognition_rules.objection_fits(criterion, is_not_yet=is_not_yet, criteria=known))
    reason = criterion if is_not_yet else ""
    votes.cast_voice(decision.ballot_id, by=link.person, choice=Choice(answer), reason=reason)
