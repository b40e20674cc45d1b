"""Taking a badge back: two persons, a reason of the short list, the holder heard first (PROTOCOL.md 1.8, item 7)."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from besace.core import journal
from besace.core.errors import Conflict, NotAllowed, Refusal
from besace.core.events import announce
from besace.core.plain import clean
from besace.credentials import actions as credentials
from besace.credentials.rules import REVOCATION_REASONS
from besace.people.models import Person

from .. import queries, rules
from ..events import AwardRevoked, RevocationAsked
from ..models import Award, Revocation
from ..sentences import refuse_unless_fine

URGENT = rules.URGENT
OFFERED = REVOCATION_REASONS - {"holder"}


@transaction.atomic
def ask_revocation(award_id: UUID, *, by: Person, reason: str) -> Revocation:
    """The first of the two; meanwhile the badge is put aside only for fraud or a stolen key."""
    award = Award.objects.select_for_update(of=("self",)).get(pk=award_id)
    if reason not in OFFERED:
        raise Refusal("unknown-reason", _("Choisissez une raison dans la liste."))
    if award.person_id == by.pk:
        raise NotAllowed("herself", _("Pour votre propre badge, cachez-le ou refusez-le."))
    if award.revocations.filter(done_at=None, dropped_at=None).exists():
        raise Conflict("already-asked", _("C’est déjà demandé. Une autre personne doit confirmer."))
    made = Revocation.objects.create(award=award, reason=reason, asked_by=by)
    credential = queries.credential_of(award)
    if reason in URGENT and credential is not None:
        credentials.suspend(credential.pk, by=by)
    journal.write(by, "revocation-asked", made, group=award.group_id, reason=reason)
    announce(RevocationAsked(made.pk))
    return made


@transaction.atomic
def tell_holder(revocation_id: UUID, *, by: Person) -> Revocation:
    """She was told: her fifteen days begin."""
    made = open_question(revocation_id)
    if made.told_at is None:
        made.told_at = timezone.now()
        made.save(update_fields=["told_at"])
        journal.write(by, "revocation-told", made, group=made.award.group_id)
    return made


@transaction.atomic
def hear_holder(revocation_id: UUID, *, by: Person, words: str) -> Revocation:
    """What she answers, kept beside the question."""
    made = open_question(revocation_id)
    if made.award.person_id != by.pk:
        raise NotAllowed("not-hers", _("Cette réponse appartient à quelqu’un d’autre."))
    made.her_words = clean(words, keep_lines=True)
    made.save(update_fields=["her_words"])
    journal.write(by, "revocation-answered", made, group=made.award.group_id)
    return made


@transaction.atomic
def confirm_revocation(revocation_id: UUID, *, by: Person) -> Revocation:
    """The second of the two: from now on neither form of the badge is in force."""
    made = open_question(revocation_id)
    if made.kind != Revocation.Kind.TAKE_BACK:
        refuse_unless_fine(rules.Why.WRONG_MOMENT)
    if not queries.may_confirm(made, by=by):
        raise Conflict("not-yet", _("Il faut une autre personne. Attendez quinze jours après le lui avoir dit."))
    made.confirmed_by, made.done_at = by, timezone.now()
    made.save(update_fields=["confirmed_by", "done_at"])
    credential = queries.credential_of(made.award)
    if credential is not None:
        credentials.revoke(credential.pk, by=by, reason=made.reason)
    journal.write(by, "award-revoked", made.award, group=made.award.group_id, reason=made.reason)
    announce(AwardRevoked(made.award_id))
    return made


@transaction.atomic
def suspend_award(revocation_id: UUID, *, by: Person) -> Revocation:
    """Put the badge aside while the question is open: in both forms, and back with `lift_suspension`."""
    made = open_question(revocation_id)
    urgent = made.reason in URGENT
    if not rules.may_suspend(asked_by=made.asked_by_id, by=by.pk, holder=made.award.person_id, urgent=urgent):
        raise Conflict("it-takes-two", _("Une autre personne doit le mettre de côté."))
    credential = queries.credential_of(made.award)
    if credential is not None:
        credentials.suspend(credential.pk, by=by)
    journal.write(by, "award-suspended", made.award, group=made.award.group_id, reason=made.reason)
    return made


@transaction.atomic
def lift_suspension(revocation_id: UUID, *, by: Person) -> Revocation:
    """Back in force; the question stays open."""
    made = open_question(revocation_id)
    credential = queries.credential_of(made.award)
    if credential is not None and credential.state == "suspended":
        credentials.lift_suspension(credential.pk, by=by)
        journal.write(by, "suspension-lifted", made.award, group=made.award.group_id)
    return made


@transaction.atomic
def drop_revocation(revocation_id: UUID, *, by: Person) -> Revocation:
    """The question is closed, the badge holds; a suspension is lifted."""
    made = open_question(revocation_id)
    made.dropped_at = timezone.now()
    made.save(update_fields=["dropped_at"])
    credential = queries.credential_of(made.award)
    if credential is not None and credential.state == "suspended":
        credentials.lift_suspension(credential.pk, by=by)
    journal.write(by, "revocation-dropped", made, group=made.award.group_id)
    return made


def open_question(revocation_id: UUID) -> Revocation:
    """The question, held until the end of the transaction; refused once it is closed."""
    made = Revocation.objects.select_for_update(of=("self",)).select_related("award").get(pk=revocation_id)
    if made.done_at or made.dropped_at:
        raise Conflict("already-closed", _("Cette question est close."))
    return made
