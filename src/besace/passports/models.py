"""What she shows, to whom, and the words she said yes to. No line means private.

A badge is public while one `Showing` of it has no end: at its own address (no share), or on a page that she shares.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from besace.credentials.models import Credential
from besace.people.models import Person


class Share(models.Model):
    """A page for somebody: `/p/<id>`. Ended by her or by its date, it answers 410 and never comes back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="shares")
    label = models.CharField(max_length=80, blank=True)
    name_wording = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        return f"/p/{self.pk}"

    @property
    def shows_name(self) -> bool:
        """Her first name is there only if she said so, in the words that were kept."""
        return bool(self.name_wording)


class Showing(models.Model):
    """Her yes to show one badge at one place."""

    credential = models.ForeignKey(Credential, on_delete=models.CASCADE, related_name="showings")
    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="showings", null=True, blank=True)
    wording = models.CharField(max_length=200)
    given_at = models.DateTimeField(auto_now_add=True)
    renewed_at = models.DateTimeField(null=True, blank=True)  # asked again, she said yes again
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["given_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["credential", "share"], condition=Q(ended_at=None), name="a_badge_is_once_on_a_page"
            ),
            models.UniqueConstraint(
                fields=["credential"],
                condition=Q(ended_at=None, share=None),
                name="a_badge_is_shown_once_at_its_address",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.credential_id} · {self.share_id or 'c'}"
