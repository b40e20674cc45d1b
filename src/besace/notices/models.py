"""What somebody is told, by which way, and how far it went.

Notice   WAITING ──> SENT,   WAITING ──> BOUNCED ──(again)──> WAITING,   TO_HAND ──> HANDED
Slip     open ──> used | replaced | over      (its secret and its code are kept as hashes)
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from besace.people.models import Group, Person
from besace.recognition.models import Award


class Notice(models.Model):
    """One thing to tell one person; `about`: the award, the proposal, the recommendation, the group, or the theft."""

    class Kind(models.TextChoices):
        AWARD = "award", _("un badge reçu")
        PROPOSAL = "proposal", _("une proposition")
        WORDS = "words", _("une recommandation")
        JURY = "jury", _("un jury appelé")
        SILENCE = "silence", _("un compte qui dort")
        AGAIN = "again", _("un badge signé de nouveau")
        RENEWAL = "renewal", _("un oui à redire")

    class Way(models.TextChoices):
        EMAIL = "email", _("par e-mail")
        TEXT = "text", _("par message")
        SLIP = "slip", _("sur papier")

    class State(models.TextChoices):
        WAITING = "waiting", _("en attente")
        SENT = "sent", _("envoyé")
        BOUNCED = "bounced", _("revenu")
        TO_HAND = "to-hand", _("à remettre")
        HANDED = "handed", _("feuille imprimée")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    about = models.UUIDField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    way = models.CharField(max_length=6, choices=Way.choices)
    address = models.CharField(max_length=254, blank=True)
    state = models.CharField(max_length=8, choices=State.choices)
    message_id = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "about", "person"], name="a_thing_is_told_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.get_state_display()}"


class Address(models.Model):
    """What mail servers said of an address: one hard bounce or six soft ones, and it is left in peace."""

    value = models.CharField(max_length=254, unique=True)
    soft_bounces = models.PositiveSmallIntegerField(default=0)
    bounced_at = models.DateTimeField(null=True, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.value


class Slip(models.Model):
    """A printed slip: whoever holds it takes the badge into its owner's bag, once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    award = models.ForeignKey(Award, on_delete=models.CASCADE, related_name="slips")
    secret_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["award"],
                condition=Q(used_at__isnull=True, replaced_at__isnull=True),
                name="one_open_slip_per_award",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
