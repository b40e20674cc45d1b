"""Naming a jury for a badge, calling it, its links, its answers; closing is that of every vote of the peers."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from besace.badges.models import BadgeClass
from besace.core import journal
from besace.core.errors import Conflict, NotAllowed, Refusal
from besace.core.events import announce
from besace.core.plain import clean_name
from besace.people import actions as people
from besace.people.models import Membership, Person
from besace.votes import actions as votes
from besace.votes import queries as ballots
from besace.votes.models import Ballot
from besace.votes.rules import Choice, Question

from .. import queries
from .. import rules as recognition_rules
from ..actions.asking import locked, move
from ..actions.deciding import TOO_CLOSE, check_was_seen
from ..events import JurorCalled, JuryCalled, PeersAsked
from ..models import Decision, Recognition, State
from ..sentences import refuse_unless_fine
from . import rules
from .models import JurorLink, Jury

SECRET_BYTES = 16
DAYS = timedelta(days=14)


@dataclass(frozen=True)
class Juror:
    """Who is to sit: a first name, and an address if she has one."""

    name: str
    email: str = ""


@dataclass(frozen=True)
class Fresh:
    """A link with the secret that only its reader will know: shown once, then hashed for ever."""

    name: str
    secret: str


def hashed(secret: str) -> str:
    return salted_hmac("besace.jury", secret, algorithm="sha256").hexdigest()


def secret_of(link: JurorLink) -> str:
    """The secret of this link as it is now: its number under the site's key, so that the mail can be written again."""
    sealed = salted_hmac("besace.jury.link", str(link.nonce), algorithm="sha256").digest()
    return urlsafe_b64encode(sealed[:SECRET_BYTES]).rstrip(b"=").decode()


def address_of(secret: str) -> str:
    return f"{settings.SITE_URL}{reverse('recognition:juror', args=[secret])}"


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
def call_jury(recognition_id: UUID, *, jurors: Sequence[Juror], by: Person) -> Decision:
    """The first of the two persons says who sits; nobody has a link before the second one confirms."""
    recognition = locked(recognition_id)
    called = _called(recognition, jurors, by=by)
    persons = [people.make_person(one.name) for one in called]
    ballot = _open_ballot(recognition, persons, by=by)
    move(recognition, State.DECIDING)
    decision = Decision.objects.create(
        recognition=recognition, ballot_id=ballot.pk, opened_by=by, closes_at=ballot.closes_at, is_jury=True
    )
    JurorLink.objects.bulk_create(
        JurorLink(decision=decision, person=person, email=one.email, ends_at=ballot.opened_at + DAYS)
        for person, one in zip(persons, called, strict=True)
    )
    journal.write(by, "jury-called", recognition, group=recognition.group_id, jurors=len(persons))
    announce(PeersAsked(decision.pk))
    announce(JuryCalled(decision.pk))
    return decision


def _called(recognition: Recognition, jurors: Sequence[Juror], *, by: Person) -> list[Juror]:
    """Who sits, if the jury may be called: enough people, none of the association's, each once."""
    jury = Jury.objects.filter(badge=recognition.badge).first()
    if jury is None:
        raise Refusal("no-jury", _("Pour ce badge, les pairs décident ensemble."))
    if by.pk == recognition.person_id:
        refuse_unless_fine(recognition_rules.Why.HERSELF)
    cleaned = [Juror(clean_name(one.name, longest=60), one.email.strip().lower()) for one in jurors]
    called = list({one.email or one.name: one for one in cleaned if one.name}.values())
    if not rules.may_be_called(jurors=len(called), quorum=jury.quorum):
        raise Refusal("too-few-jurors", _("Il faut au moins %(n)s personnes dans ce jury.") % {"n": jury.quorum})
    inside = Membership.objects.filter(organisation=recognition.group.organisation_id)
    addresses = EmailAddress.objects.filter(email__in=[one.email for one in called if one.email])
    if addresses.filter(user__in=inside.values("person")).exists():
        raise Refusal("juror-from-inside", _("Une adresse est celle de quelqu’un de l’association."))
    check_was_seen(recognition)
    return called


def _open_ballot(recognition: Recognition, persons: list[Person], *, by: Person) -> Ballot:
    jury = Jury.objects.get(badge=recognition.badge)
    return votes.open_ballot(
        subject=f"recognition:{recognition.pk}",
        question=Question.PEERS,
        rule=rules.rule(quorum=jury.quorum, majority=jury.majority),
        present=len(persons),
        by=by,
        roll=[person.pk for person in persons],
        without=[recognition.person_id],
        closes_at=timezone.now() + DAYS,
    )


@transaction.atomic
def confirm_jury(decision_id: UUID, *, by: Person) -> list[Fresh]:
    """The second person: from now on the links open. Those with an address leave by mail; she hands over the others."""
    held = Decision.objects.select_for_update(of=("self",)).select_related("recognition")
    decision = held.get(pk=decision_id, is_jury=True)
    recognition = decision.recognition
    if decision.closed_at is not None or decision.confirmed_at is not None:
        refuse_unless_fine(recognition_rules.Why.WRONG_MOMENT)
    _refuse_who_called(decision, by)
    decision.confirmed_by, decision.confirmed_at = by, timezone.now()
    decision.save(update_fields=["confirmed_by", "confirmed_at"])
    journal.write(by, "jury-confirmed", recognition, group=recognition.group_id)
    fresh = [_opened(link) for link in decision.jurors.select_related("person")]
    return [one for one in fresh if one is not None]


def _refuse_who_called(decision: Decision, by: Person) -> None:
    recipient = decision.recognition.person_id
    if not rules.may_confirm(called_by=decision.opened_by_id, by=by.pk, recipient=recipient):
        raise Conflict("it-takes-two", _("Une autre personne s’occupe des liens. Demandez-lui."))


def _opened(link: JurorLink) -> Fresh | None:
    """Give the link a new secret; it leaves by mail, or is shown once to who hands it over. Who holds it signs anew."""
    link.nonce, link.revoked_at, link.sent_at, link.signed_as = uuid4(), None, None, ""
    link.secret_hash = hashed(secret_of(link))
    link.save(update_fields=["nonce", "revoked_at", "sent_at", "signed_as", "secret_hash", "email", "returned_at"])
    if link.email:
        announce(JurorCalled(link.pk))
        return None
    return Fresh(link.person.first_name, secret_of(link))


def note_sent(link_id: int, *, is_returned: bool) -> None:
    """What became of the mail; a returned one is handed over instead, by who confirmed."""
    field = "returned_at" if is_returned else "sent_at"
    JurorLink.objects.filter(pk=link_id).update(**{field: timezone.now()})


@transaction.atomic
def renew_link(link_id: int, *, by: Person) -> Fresh | None:
    """A lost link: the former opens nothing any more. None when the new one leaves by mail."""
    link = _of_open_jury(link_id)
    _refuse_who_called(link.decision, by)
    if link.decision.confirmed_at is None:
        refuse_unless_fine(recognition_rules.Why.WRONG_MOMENT)
    if link.returned_at:
        link.email, link.returned_at = "", None
    journal.write(by, "jury-link-renewed", link.decision.recognition)
    return _opened(link)


@transaction.atomic
def revoke_link(link_id: int, *, by: Person) -> None:
    """This person does not sit after all: once the jury is confirmed, who called it no longer chooses who answers."""
    link = _of_open_jury(link_id)
    if link.decision.confirmed_at is not None:
        _refuse_who_called(link.decision, by)
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
def sign(link_id: int, *, name: str, place: str) -> None:
    """She says who she is before she answers: her name and her organisation, read by the association, never shown."""
    link = _answerable(link_id)
    signed = ", ".join(filter(None, (clean_name(name, longest=80), clean_name(place, longest=78))))
    if not (clean_name(name, longest=80) and clean_name(place, longest=78)):
        raise Refusal("sign-first", _("Dites votre nom et votre organisme."))
    link.signed_as = signed
    link.save(update_fields=["signed_as"])


@transaction.atomic
def answer(link_id: int, *, answer: str, criterion: str = "") -> None:
    """Once: « Oui », « Pas encore » with a criterion, « Je ne sais pas », or « Je suis trop proche »."""
    link = _answerable(link_id)
    decision = link.decision
    if not link.signed_as:
        raise Refusal("sign-first", _("Dites votre nom et votre organisme."))
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


def _answerable(link_id: int) -> JurorLink:
    """The link, held; refused when it is over, not confirmed, or answered. The vote that closed took it away."""
    held = JurorLink.objects.select_for_update(of=("self",)).select_related("decision", "person")
    link = held.filter(pk=link_id).first()
    is_open = (
        link is not None
        and link.secret_hash is not None
        and rules.opens(
            ends_at=link.ends_at,
            revoked=link.revoked_at is not None,
            closed=link.decision.closed_at is not None,
            now=timezone.now(),
        )
    )
    if link is None or not is_open:
        raise NotAllowed("link-over", _("Ce lien n’est plus ouvert. Demandez-en un autre."))
    if ballots.has_answered(ballots.ballot(link.decision.ballot_id), link.person):
        raise Conflict("already-answered", _("Vous avez déjà répondu. Merci."))
    return link
