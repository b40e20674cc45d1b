"""A Tuesday: the meeting and who sits in it.

A seat: WAITING -> SEATED | REFUSED; SEATED -> LEFT. A meeting is open between `opened_at` and `closed_at`.
"""

from __future__ import annotations

import secrets
import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from besace.people.models import Group, Person


def new_token() -> str:
    """128 bits, as the QR carries them."""
    return secrets.token_urlsafe(16)


class Meeting(models.Model):
    """People of one group, at a time, in a place or on a call."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="meetings")
    title = models.CharField(_("titre"), max_length=120, blank=True)
    starts_at = models.DateTimeField(_("début"))
    ends_at = models.DateTimeField(_("fin"))
    place = models.CharField(_("lieu"), max_length=160, blank=True)
    video_link = models.URLField(_("lien de la visio"), blank=True)
    announced = models.PositiveSmallIntegerField(_("personnes annoncées"), default=40)
    code = models.CharField(max_length=8, blank=True)
    token = models.CharField(max_length=32, unique=True, default=new_token)
    is_locked = models.BooleanField(_("salle fermée"), default=False)
    has_waiting_room = models.BooleanField(_("tout le monde passe par la salle d’attente"), default=False)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["starts_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(closed_at__isnull=True) & ~Q(code=""), name="one_code_one_open_meeting"
            )
        ]

    def __str__(self) -> str:
        return self.title or self.group.name

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and self.closed_at is None

    @property
    def spoken_code(self) -> str:
        """The code as it is shown and said: 4 + 4."""
        return f"{self.code[:4]} {self.code[4:]}".strip()


class Assurance(models.TextChoices):
    """PROTOCOL.md 1.2, point 5."""

    TAPPED = "tapped", _("a touché son prénom")
    CONFIRMED = "confirmed", _("confirmée")


class Seat(models.Model):
    """A person at a meeting, on a device or on none; somebody who only looks has no person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="seats", null=True, blank=True)
    typed_name = models.CharField(max_length=60, blank=True)
    device = models.UUIDField(null=True, blank=True)
    assurance = models.CharField(max_length=10, choices=Assurance.choices, default=Assurance.TAPPED)
    is_contested = models.BooleanField(default=False)
    asked_at = models.DateTimeField(auto_now_add=True)
    admitted_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    entered_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["asked_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                condition=Q(admitted_at__isnull=False, left_at__isnull=True, is_contested=False),
                name="one_seat_per_person",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["meeting", "device"], name="seats_of_a_device")]

    def __str__(self) -> str:
        return f"{self.person or self.typed_name or '-'} · {self.meeting_id}"

    @property
    def is_seated(self) -> bool:
        return self.admitted_at is not None and self.left_at is None and self.refused_at is None

    @property
    def is_waiting(self) -> bool:
        return self.admitted_at is None and self.left_at is None and self.refused_at is None
