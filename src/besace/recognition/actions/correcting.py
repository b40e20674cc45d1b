"""A badge that says something wrong is signed anew, and the former says so (PROTOCOL.md 1.8, item 7; E.4)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from besace.core import journal
from besace.core.errors import Conflict, NotAllowed, Refusal
from besace.core.events import announce
from besace.core.plain import clean_name
from besace.credentials import actions as credentials
from besace.credentials import queries as signed
from besace.credentials.awarding import Awarding, SeenCriterion
from besace.credentials.models import Credential
from besace.people.models import Person

from .. import queries, rules
from ..events import AwardCorrected, RevocationAsked
from ..models import Award, Recognition, Revocation
from .revoking import open_question


@transaction.atomic
def ask_correction(
    award_id: UUID,
    *,
    by: Person,
    reason: str,
    place: str,
    seen_on: date | None,
    seen: Mapping[str, bool],
    evidence: Collection[UUID],
) -> Revocation:
    """The first of the two says what the badge should say: the place, the day, what was seen, the traces kept."""
    award = Award.objects.select_for_update(of=("self",)).get(pk=award_id)
    if reason not in rules.CORRECTION_REASONS:
        raise Refusal("unknown-reason", _("Choisissez une raison dans la liste."))
    if award.person_id == by.pk:
        raise NotAllowed("herself", _("Demandez à une autre personne de le corriger."))
    if award.revocations.filter(done_at=None, dropped_at=None).exists():
        raise Conflict("already-asked", _("C’est déjà demandé. Une autre personne doit confirmer."))
    changes = {
        "place": clean_name(place, longest=160),
        "seen_on": seen_on.isoformat() if seen_on else "",
        "seen": dict(seen),
        "evidence": sorted(str(one) for one in evidence),
    }
    if not changed(_in_force(award), changes):
        raise Refusal("nothing-changed", _("Rien ne change. Corrigez d’abord ce qui est faux."))
    made = Revocation.objects.create(
        award=award, kind=Revocation.Kind.CORRECT, reason=reason, asked_by=by, changes=changes
    )
    journal.write(by, "correction-asked", made, group=award.group_id, reason=reason)
    announce(RevocationAsked(made.pk))
    return made


@transaction.atomic
def agree_correction(question_id: UUID, *, by: Person) -> Revocation:
    """« D'accord » : she need not wait fifteen days."""
    made = open_question(question_id)
    if made.award.person_id != by.pk:
        raise NotAllowed("not-hers", _("Cette réponse appartient à quelqu’un d’autre."))
    made.agreed_at = timezone.now()
    made.save(update_fields=["agreed_at"])
    journal.write(by, "correction-agreed", made, group=made.award.group_id)
    return made


@transaction.atomic
def confirm_correction(question_id: UUID, *, by: Person) -> Award:
    """The second of the two: a new badge is signed, the former is out of force in both forms, each names the other."""
    question = open_question(question_id)
    former = Award.objects.select_for_update(of=("self",)).get(pk=question.award_id)
    if not queries.may_confirm(question, by=by):
        raise Conflict("not-yet", _("Il faut une autre personne, et son accord ou quinze jours."))
    question.confirmed_by, question.done_at = by, timezone.now()
    question.save(update_fields=["confirmed_by", "done_at"])
    credential = _in_force(former)
    made = _take_its_place(former)
    credentials.correct(credential.pk, _awarding(made, credential, question.changes), by=by)
    journal.write(by, "award-corrected", made, group=made.group_id, reason=question.reason)
    announce(AwardCorrected(former.pk, made.pk))
    return made


def changed(credential: Credential, changes: Mapping[str, object]) -> list[str]:
    """What differs from the signed badge, in words."""
    facts = signed.facts(credential)
    day = facts.seen_on.isoformat() if facts.seen_on else ""
    kept = sorted(str(item.id) for item in facts.evidence)
    differs = [
        (changes["place"] != facts.place, _("le lieu")),
        (changes["seen_on"] != day, _("le jour")),
        (changes["seen"] != facts.seen, _("ce qu’on a vu")),
        (changes["evidence"] != kept, _("les traces montrées")),
    ]
    return [words for is_other, words in differs if is_other]


def day_of(changes: Mapping[str, object]) -> date | None:
    """The day that the corrected badge will say."""
    day = str(changes.get("seen_on", ""))
    return date.fromisoformat(day) if day else None


def _in_force(award: Award) -> Credential:
    credential = queries.credential_of(award)
    if credential is None or credential.state not in {"valid", "suspended"} or not credential.document:
        raise Conflict("not-in-force", _("Ce badge n’est plus en vigueur. Cela ne change plus."))
    return credential


def _take_its_place(former: Award) -> Award:
    """The corrected award has the former's answer, people and rule; her way to the badge now leads to it."""
    way, former.recognition = former.recognition, None
    former.save(update_fields=["recognition"])
    return Award.objects.create(
        recognition=way if isinstance(way, Recognition) else None,
        version=former.version,
        group=former.group,
        person=former.person,
        given_by=former.given_by,
        peers=former.peers,
        by_jury=former.by_jury,
        rule_in_words=former.rule_in_words,
        awarded_at=former.awarded_at,
        answer=former.answer,
        answered_at=former.answered_at,
        corrects=former,
    )


def _awarding(made: Award, former: Credential, changes: Mapping[str, object]) -> Awarding:
    facts, seen, kept = signed.facts(former), dict(changes["seen"]), set(changes["evidence"])  # type: ignore[call-overload]
    day = str(changes["seen_on"])
    texts = [criterion.text for criterion in made.version.stamped_criteria]
    return Awarding(
        award_id=made.pk,
        version_id=made.version_id,
        holder_id=made.person.pk if made.person else made.pk,
        awarded_at=made.awarded_at,
        peers=made.peers,
        by_jury=made.by_jury,
        group_name=made.group.name,
        rule_in_words=made.rule_in_words,
        criteria_seen=tuple(SeenCriterion(text, with_help=seen[text]) for text in texts if text in seen),
        place=str(changes["place"]),
        seen_on=timezone.make_aware(datetime.fromisoformat(day)) if day else None,
        evidence=tuple(item for item in facts.evidence if str(item.id) in kept),
        valid_until=former.valid_until,
        correction=_said(former, changes),
    )


def _said(former: Credential, changes: Mapping[str, object]) -> str:
    """« Ce badge remplace celui du 12 novembre 2026. Corrigé : le lieu. »"""
    with override(former.version.language):
        day = date_format(timezone.localtime(former.issued_at), "j F Y")
        what = ", ".join(changed(former, changes))
        return _("Ce badge remplace celui du %(day)s. Corrigé : %(what)s.") % {"day": day, "what": what}
