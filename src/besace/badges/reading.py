"""The second reading of a badge before it is published: asked, given, and never by the one who asked."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from besace.core import journal
from besace.core.errors import Conflict, NotAllowed, Refusal
from besace.core.events import announce
from besace.core.plain import clean_name
from besace.people.models import Person

from . import actions, events
from .models import BadgeClass, BadgeState, SecondReading


@transaction.atomic
def ask_reading(badge_id: UUID, *, of: Person | None, by: Person) -> SecondReading:
    """`of` None: anybody who may. Asked again, it is asked of somebody else; what was published stays so."""
    badge = _held(badge_id)
    if badge.state != BadgeState.STAMPED or badge.current_version is None:
        raise Conflict("not-stamped", _("Ce badge n’est pas encore tamponné."))
    if badge.is_public:
        raise Conflict("already-published", _("Ce badge est déjà publié."))
    if of is not None and of.pk == by.pk:
        raise Refusal("somebody-else", _("Choisissez une autre personne que vous."))
    reading, is_new = SecondReading.objects.get_or_create(
        version=badge.current_version, answered_at=None, defaults={"asked_by": by, "asked_of": of}
    )
    if not is_new:
        reading.asked_of = of  # who asked first stays the one who may not answer
        reading.save(update_fields=["asked_of"])
    _write(by, "reading-asked", badge)
    return reading


@transaction.atomic
def say_good(reading_id: UUID, *, by: Person) -> SecondReading:
    """Read, and good: the badge is published at once."""
    reading, badge = _waiting(reading_id, by=by)
    reading.answered_by, reading.answered_at, reading.is_good = by, timezone.now(), True
    reading.save(update_fields=["answered_by", "answered_at", "is_good"])
    _write(by, "reading-good", badge)
    actions.publish(badge.pk, by=by)
    announce(events.ReadingAnswered(badge.pk))
    return reading


@transaction.atomic
def say_to_redo(reading_id: UUID, *, remark: str, by: Person) -> SecondReading:
    """Something must change: it stays unpublished, and the group knows why."""
    remark = clean_name(remark, longest=280)
    if not remark:
        raise Refusal("remark-needed", _("Dites ce qui ne va pas."))
    reading, badge = _waiting(reading_id, by=by)
    reading.answered_by, reading.answered_at, reading.remark = by, timezone.now(), remark
    reading.save(update_fields=["answered_by", "answered_at", "remark"])
    _write(by, "reading-to-redo", badge)
    announce(events.ReadingAnswered(badge.pk))
    return reading


def _held(badge_id: UUID) -> BadgeClass:
    badges = BadgeClass.objects.select_for_update(of=("self",)).select_related("current_version")
    return badges.get(pk=badge_id)


def _waiting(reading_id: UUID, *, by: Person) -> tuple[SecondReading, BadgeClass]:
    badge = _held(SecondReading.objects.values_list("version__badge_id", flat=True).get(pk=reading_id))
    reading = SecondReading.objects.get(pk=reading_id)
    if reading.answered_at is not None:
        raise Conflict("already-read", _("Ce badge est déjà relu."))
    if reading.version_id != badge.current_version_id:
        raise Conflict("newer-version", _("Une version plus récente existe. Relisez celle-là."))
    if reading.asked_by_id == by.pk:
        raise NotAllowed("somebody-else", _("Une autre personne que vous doit relire."))
    return reading, badge


def _write(by: Person, verb: str, badge: BadgeClass) -> None:
    journal.write(by, verb, badge, group=badge.group_id, organisation=badge.organisation_id)
