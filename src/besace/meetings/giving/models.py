"""Which votes of the peers were held at which meeting; the vote itself is of `recognition`, the ballot of `votes`."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from besace.recognition.models import Decision


class Giving(models.Model):
    """OPEN -> CLOSED (`decision.closed_at`) -> handed to her by a human -> shown to all, if she says yes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.CASCADE, related_name="givings")
    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="giving")
    opened_at = models.DateTimeField(auto_now_add=True)
    handed_at = models.DateTimeField(null=True, blank=True)
    shown_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["opened_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(shown_at__isnull=True) | models.Q(handed_at__isnull=False),
                name="a_badge_is_handed_before_it_is_shown",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_open(self) -> bool:
        return self.decision.closed_at is None
