"""Which badges a jury gives, and the links of the one that sits; a juror is a person with a name and no account."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from besace.badges.models import BadgeClass
from besace.people.models import Person
from besace.votes.vocabulary import FLOOR, Majority


class Jury(models.Model):
    """For this badge an outside jury decides, by this rule; no line means the peers."""

    class Majorities(models.TextChoices):
        SIMPLE = Majority.SIMPLE.value, _("plus de oui que de non")
        TWO_THIRDS = Majority.TWO_THIRDS.value, _("au moins 2 oui sur 3")

    badge = models.OneToOneField(BadgeClass, on_delete=models.CASCADE, related_name="jury")
    quorum = models.PositiveSmallIntegerField(default=FLOOR)
    majority = models.CharField(max_length=16, choices=Majorities.choices, default=Majorities.SIMPLE)
    named_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(quorum__gte=FLOOR), name="a_jury_has_three_voices_at_least"),
        ]

    def __str__(self) -> str:
        return str(self.badge)


class JurorLink(models.Model):
    """One personal link: limited in time, revocable, answered once; only the hash of its secret is kept."""

    decision = models.ForeignKey("recognition.Decision", on_delete=models.CASCADE, related_name="jurors")
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="juror_link")
    secret_hash = models.CharField(max_length=64, unique=True)
    ends_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return str(self.pk)
