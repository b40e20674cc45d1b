"""Who gives a badge where the peers do not: a jury, or somebody alone; and the links of the jury that sits.

A juror is a person with a name and no account.
"""

from __future__ import annotations

import uuid
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
    """One personal link: limited in time, revocable, answered once; it has no secret until a second person confirms.

    `email`: where it is sent, straight to her; without one, the second person hands it over. `signed_as`: the name and
    the organisation that she gave before answering. All of it leaves with the vote.
    """

    decision = models.ForeignKey("recognition.Decision", on_delete=models.CASCADE, related_name="jurors")
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="juror_link")
    email = models.EmailField(blank=True)
    nonce = models.UUIDField(default=uuid.uuid4, editable=False)
    secret_hash = models.CharField(max_length=64, unique=True, null=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    signed_as = models.CharField(max_length=160, blank=True)
    ends_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return str(self.pk)


class Reviewer(models.Model):
    """Whoever may give this badge alone, because the organisation so decides for it; with none, the peers decide."""

    badge = models.ForeignKey(BadgeClass, on_delete=models.CASCADE, related_name="reviewers")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    named_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["badge", "person"], name="a_reviewer_is_named_once")]

    def __str__(self) -> str:
        return f"{self.person} · {self.badge}"
