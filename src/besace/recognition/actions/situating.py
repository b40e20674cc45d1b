"""She does the thing before her peers, and they tell what they saw (PROTOCOL.md 1.8, item 3)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from besace.core import journal
from besace.core.errors import NotAllowed, Refusal
from besace.core.events import announce
from besace.core.plain import clean, clean_name
from besace.people.models import Person

from .. import queries, rules
from ..events import SituationPlanned
from ..models import Evidence, Observer, Recognition, Sighting, Situation, State
from ..rules import Seen
from ..sentences import refuse_unless_fine
from .asking import locked, move

if TYPE_CHECKING:
    from django.core.files import File

LONGEST_STORY, LONGEST_PLACE, LONGEST_HELP, LONGEST_NAME = 2000, 160, 300, 120


@transaction.atomic
def plan_situation(
    recognition_id: UUID,
    *,
    by: Person,
    starts_at: datetime | None,
    observers: Collection[Person],
    chosen_by_her: Collection[Person],
    criteria: Collection[str],
    place: str = "",
    adaptations: str = "",
) -> Situation:
    """A day, a place, who watches, what to look at. A day that is past counts: « dès que cela a pu être constaté »."""
    recognition = locked(recognition_id)
    watching = {*observers, *chosen_by_her}
    known = [criterion.id for criterion in queries.criteria_of(recognition.badge) if criterion.id in set(criteria)]
    mine = {person.pk for person in chosen_by_her}
    _check_fits(recognition, has_date=starts_at is not None, criteria=len(known), watching=watching, mine=mine)
    if recognition.state not in {State.OPEN, State.NOT_YET, State.SEEN}:
        refuse_unless_fine(rules.Why.WRONG_MOMENT)
    day = starts_at or timezone.now()  # a missing day was refused above
    situation = Situation.objects.create(
        recognition=recognition,
        starts_at=day,
        place=clean_name(place, longest=LONGEST_PLACE),
        is_past=day <= timezone.now(),
        adaptations=clean_name(adaptations, longest=LONGEST_HELP),
        criteria=known,
    )
    Observer.objects.bulk_create(
        Observer(situation=situation, person=person, chosen_by_her=person.pk in mine) for person in watching
    )
    journal.write(by, "situation-planned", situation, group=recognition.group_id)
    announce(SituationPlanned(situation.pk))
    return situation


def _check_fits(
    recognition: Recognition, *, has_date: bool, criteria: int, watching: Collection[Person], mine: Collection[UUID]
) -> None:
    for person in watching:
        standing = queries.standing(person, recipient=recognition.person, group=recognition.group)
        refuse_unless_fine(rules.may_observe(standing))
    refuse_unless_fine(
        rules.situation_fits(
            has_date=has_date,
            criteria=criteria,
            observers=[person.pk for person in watching],
            chosen_by_her=mine,
            recipient=recognition.person_id,
        )
    )


@transaction.atomic
def tell_what_was_seen(
    observer_id: UUID, *, by: Person, sightings: Mapping[str, Seen], story: str = "", entered_by: Person | None = None
) -> Observer:
    """One observer tells: seen, seen with help, not yet. Telling again replaces; nothing is told before the day."""
    observer = Observer.objects.select_for_update(of=("self",)).select_related("situation").get(pk=observer_id)
    if observer.person_id != by.pk:
        raise NotAllowed("not-the-observer", _("Une autre personne regarde cette fois."))
    recognition = locked(observer.situation.recognition_id)
    if observer.situation.starts_at > timezone.now():
        refuse_unless_fine(rules.Why.NOT_DONE_YET)
    if recognition.state not in {State.OPEN, State.SEEN, State.NOT_YET}:
        refuse_unless_fine(rules.Why.WRONG_MOMENT)
    told = {key: seen for key, seen in sightings.items() if key in set(observer.situation.criteria)}
    observer.sightings.all().delete()
    Sighting.objects.bulk_create(Sighting(observer=observer, criterion=k, seen=s.value) for k, s in told.items())
    observer.story, observer.wrote_at = clean(story, keep_lines=True)[:LONGEST_STORY], timezone.now()
    observer.save(update_fields=["story", "wrote_at"])
    if recognition.state != State.SEEN and any(seen is not Seen.NOT_YET for seen in told.values()):
        move(recognition, State.SEEN)
    journal.write(entered_by or by, "situation-told", observer.situation, group=recognition.group_id)
    return observer


@transaction.atomic
def add_evidence(
    recognition_id: UUID,
    *,
    by: Person,
    kind: Evidence.Kind,
    name: str = "",
    text: str = "",
    address: str = "",
    file: File[bytes] | None = None,
) -> Evidence:
    """A trace, by herself or by somebody who was there; hidden until she says yes to it."""
    recognition = locked(recognition_id)
    if recognition.state in {State.DECLINED, State.WITHDRAWN}:
        refuse_unless_fine(rules.Why.WRONG_MOMENT)
    text = clean(text, keep_lines=True)
    if not (text or address or file):
        raise Refusal("empty-evidence", _("Écrivez un mot, ou ajoutez un fichier."))
    lives_until = timezone.now() + queries.FILES_LIVE if file else None
    evidence = Evidence(
        recognition=recognition,
        kind=kind,
        name=clean_name(name, longest=LONGEST_NAME),
        text=text,
        address=address,
        by=by,
        ends_at=lives_until,
    )
    if file:
        evidence.file.save(f"{evidence.pk}", file, save=False)
    evidence.save()
    journal.write(by, "evidence-added", evidence, group=recognition.group_id)
    return evidence


@transaction.atomic
def show_evidence(evidence_id: UUID, *, by: Person, is_shown: bool, people_agree: bool = False) -> Evidence:
    """Her yes, item by item, and her no again. A photo waits until everybody on it agrees, or is hidden in it."""
    evidence = Evidence.objects.select_for_update(of=("self",)).select_related("recognition").get(pk=evidence_id)
    if evidence.recognition.person_id != by.pk:
        raise NotAllowed("not-hers", _("Elle seule choisit ce qui se montre."))
    may_be_seen = people_agree or evidence.people_agree or evidence.is_blurred
    if is_shown and evidence.kind == Evidence.Kind.PHOTO and not may_be_seen:
        raise Refusal("people-on-photo", _("Demandez à chaque personne de la photo, ou floutez-la."))
    evidence.is_shown, evidence.people_agree = is_shown, evidence.people_agree or people_agree
    evidence.save(update_fields=["is_shown", "people_agree"])
    journal.write(by, "evidence-shown" if is_shown else "evidence-hidden", evidence)
    return evidence


@transaction.atomic
def remove_evidence(evidence_id: UUID, *, by: Person) -> None:
    evidence = Evidence.objects.select_related("recognition").get(pk=evidence_id)
    if by.pk not in {evidence.recognition.person_id, evidence.by_id}:
        raise NotAllowed("not-hers", _("Elle seule choisit ce qui se montre."))
    file = evidence.file.name
    journal.write(by, "evidence-removed", evidence)
    evidence.delete()
    if file:
        storage = Evidence._meta.get_field("file").storage
        transaction.on_commit(lambda: storage.delete(file))
