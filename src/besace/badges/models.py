"""What is kept of a badge.

BadgeClass   DRAFT ──stamp──> STAMPED ──withdraw──> WITHDRAWN ──stamp──> STAMPED
               └──abandon──> ABANDONED ──resume──> DRAFT
BadgeVersion   written once, at the stamp; then frozen by `FrozenQuerySet` and by a trigger
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from besace.core.errors import Conflict
from besace.people.models import Group, Organisation, Person

from . import rules


class BadgeState(models.TextChoices):
    DRAFT = rules.DRAFT, _("en construction")
    STAMPED = rules.STAMPED, _("tamponné")
    WITHDRAWN = rules.WITHDRAWN, _("retiré du catalogue")
    ABANDONED = rules.ABANDONED, _("laissé de côté")


class BadgeClass(models.Model):
    """A badge through time: « Itérasinier », whatever its version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="badges")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="badges")
    name = models.CharField(_("nom du badge"), max_length=80)
    state = models.CharField(max_length=12, choices=BadgeState.choices, default=BadgeState.DRAFT)
    current_version = models.OneToOneField(
        "BadgeVersion", on_delete=models.PROTECT, related_name="current_of", null=True, blank=True
    )
    is_public = models.BooleanField(_("visible de tous"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["name", "created_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(current_version__isnull=False) | ~Q(state=rules.STAMPED),
                name="a_stamped_badge_has_a_version",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FrozenQuerySet(models.QuerySet["BadgeVersion"]):
    """What was stamped does not change: Django's shortcuts refuse before the database does."""

    def update(self, **values: object) -> int:
        raise _frozen()

    def delete(self) -> tuple[int, dict[str, int]]:
        raise _frozen()

    def bulk_update(self, *args: object, **kwargs: object) -> int:
        raise _frozen()


class BadgeVersion(models.Model):
    """What the group stamped, on that day, for ever."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    badge = models.ForeignKey(BadgeClass, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=80)
    sentence = models.CharField(max_length=280)
    purpose = models.CharField(max_length=500)
    criteria = models.JSONField(encoder=DjangoJSONEncoder)
    rule_in_words = models.CharField(max_length=1000)
    people_count = models.PositiveIntegerField()
    level = models.CharField(max_length=60, blank=True)
    expected = models.CharField(max_length=280, blank=True)
    credits = models.JSONField(default=list)
    stamped_at = models.DateTimeField()
    language = models.CharField(max_length=8, default="fr")
    picture_svg = models.TextField()
    picture_png = models.BinaryField()
    picture_words = models.CharField(max_length=200)
    canonical_text = models.TextField()
    fingerprint = models.CharField(max_length=64)

    objects: ClassVar = FrozenQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["badge", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["badge", "number"], name="one_version_per_number"),
            models.UniqueConstraint(fields=["badge", "fingerprint"], name="one_version_per_fingerprint"),
            models.CheckConstraint(condition=Q(number__gte=1), name="versions_begin_at_one"),
            models.CheckConstraint(condition=Q(people_count__gte=1), name="somebody_stamped"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"

    @property
    def stamped_criteria(self) -> tuple[rules.StampedCriterion, ...]:
        return rules.criteria_from(self.criteria)


class SecondReading(models.Model):
    """« Publier après une deuxième lecture » : ASKED -> GOOD | TO_REDO, answered by somebody else than who asked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(BadgeVersion, on_delete=models.PROTECT, related_name="readings")
    asked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_of = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    answered_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    is_good = models.BooleanField(default=False)
    remark = models.CharField(_("ce qui ne va pas"), max_length=280, blank=True)

    class Meta:
        ordering: ClassVar = ["-asked_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version"], condition=Q(answered_at__isnull=True), name="one_second_reading_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | Q(asked_by__isnull=True) | ~Q(answered_by=F("asked_by")),
                name="read_by_somebody_else",
            ),
            models.CheckConstraint(condition=Q(is_good=False) | Q(answered_at__isnull=False), name="good_once_read"),
        ]

    def __str__(self) -> str:
        return f"{self.version} · {self.asked_at:%Y-%m-%d}"


def _frozen() -> Conflict:
    return Conflict("version-frozen", gettext("Ce badge est tamponné. Il ne change plus. Faites une nouvelle version."))
