"""A link that somebody gives, and what is said through it.

Endorsement   SENT ──> ACCEPTED ──> TAKEN_BACK          (by who the badge belongs to)
                ├────> DECLINED                          (silently)
                └────────┴────────> WITHDRAWN            (by who said it)
Once declined, taken back or withdrawn, neither the words nor the name are kept.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from besace.badges.models import BadgeVersion
from besace.credentials.models import Credential, SignedEndorsement
from besace.people.models import Group, Person

from . import rules


class Invitation(models.Model):
    """A link to one badge given (its holder made it) or to one version of a badge (who leads the group made it).

    Its secret is not kept: it is worked out from the id under the site's key (`links.py`), so it can be shown again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    credential = models.ForeignKey(
        Credential, on_delete=models.CASCADE, related_name="invitations", null=True, blank=True
    )
    version = models.ForeignKey(
        BadgeVersion, on_delete=models.PROTECT, related_name="invitations", null=True, blank=True
    )
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    wording = models.CharField(max_length=200)
    places = models.PositiveSmallIntegerField(default=rules.ALONE)
    made_at = models.DateTimeField(auto_now_add=True)
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-made_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(credential__isnull=True) ^ Q(version__isnull=True), name="a_link_leads_to_one_badge"
            ),
            models.CheckConstraint(
                condition=Q(places__in=sorted(rules.PLACES)), name="a_link_is_for_one_or_for_a_room"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def badge_version(self) -> BadgeVersion:
        found = self.version or (self.credential.version if self.credential else None)
        assert found is not None, "the database holds one of the two"
        return found

    @property
    def holder(self) -> Person | None:
        return self.credential.holder if self.credential else None


class Endorsement(models.Model):
    """What one person says; `name`, `role`, `place` as she wrote them. `by` is known only if she was signed in."""

    class State(models.TextChoices):
        SENT = rules.SENT, _("à lire")
        ACCEPTED = rules.ACCEPTED, _("acceptée")
        DECLINED = rules.DECLINED, _("déclinée")
        TAKEN_BACK = rules.TAKEN_BACK, _("enlevée")
        WITHDRAWN = rules.WITHDRAWN, _("retirée")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="endorsements")
    number = models.PositiveSmallIntegerField()
    device = models.UUIDField()
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="endorsements_said")
    holder = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=rules.LONGEST_NAME, blank=True)
    role = models.CharField(max_length=rules.LONGEST_NAME, blank=True)
    place = models.CharField(max_length=rules.LONGEST_PLACE, blank=True)
    words = models.CharField(max_length=rules.LONGEST_WORDS, blank=True)
    is_known = models.BooleanField(default=False)
    wording = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.SENT)
    said_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    signed = models.OneToOneField(
        SignedEndorsement, on_delete=models.SET_NULL, null=True, blank=True, related_name="said"
    )

    class Meta:
        ordering: ClassVar = ["said_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["invitation", "number"], name="a_place_of_a_link_serves_once"),
            models.UniqueConstraint(fields=["invitation", "device"], name="a_device_speaks_once_through_a_link"),
            models.UniqueConstraint(
                fields=["invitation", "by"], condition=Q(by__isnull=False), name="a_person_speaks_once_through_a_link"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=rules.ROOM), name="a_link_has_so_many_places"
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=True) | Q(holder__isnull=True) | ~Q(by=F("holder")),
                name="nobody_recommends_her_own_badge",
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=True)
                | Q(settled_by__isnull=True)
                | ~Q(by=F("settled_by"))
                | Q(state=rules.WITHDRAWN),
                name="nobody_accepts_her_own_words",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(rules.SPOKEN)) | Q(words="", name="", role="", place=""),
                name="what_is_over_keeps_no_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} · {self.state}"

    @property
    def who(self) -> str:
        return rules.who(self.name, self.role, self.place)
