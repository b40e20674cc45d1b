"""What is kept of a signed badge. The bytes in `document` and `assertion` are served for ever as they were signed.

IssuingKey   ANNOUNCED ──> ACTIVE ──> RETIRED          (SECURITY.md E.2: retired keys stay published)
                 └────────────┴─────────┴──> COMPROMISED
Credential   VALID ──> SUSPENDED ──> VALID
               └──────────┴──> REVOKED,  VALID ──> REPLACED
SignedEndorsement   VALID ──> REVOKED              (taken back: its words are forgotten, its place in the list stays)
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from besace.badges.models import BadgeVersion
from besace.people.models import Organisation, Person

STATUS_LIST_LENGTH = 131_072


class KeyState(models.TextChoices):
    ANNOUNCED = "announced", _("annoncée")
    ACTIVE = "active", _("en service")
    RETIRED = "retired", _("retirée")
    COMPROMISED = "compromised", _("compromise")


class IssuingKey(models.Model):
    """One Ed25519 pair of an organisation; its private half is sealed, and destroyed after retirement."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="issuing_keys")
    name = models.CharField(max_length=40)
    public_multibase = models.CharField(max_length=100)
    sealed_private = models.BinaryField(null=True)
    state = models.CharField(max_length=12, choices=KeyState.choices, default=KeyState.ANNOUNCED)
    created_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    compromised_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "name"], name="a_key_name_is_never_used_again"),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(state=KeyState.ACTIVE), name="one_active_key_per_organisation"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StatusList(models.Model):
    """Which badges of an organisation are no longer in force: a signed list that names nobody (SECURITY.md E.4).

    Recommendations have lists of their own, so that a place is unique in one table alone.
    """

    class Holds(models.TextChoices):
        BADGES = "badges"
        ENDORSEMENTS = "endorsements"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="status_lists")
    holds = models.CharField(max_length=12, choices=Holds.choices, default=Holds.BADGES)
    document = models.BinaryField(default=b"")
    signed_at = models.DateTimeField(null=True, blank=True)
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "holds"],
                condition=Q(is_open=True),
                name="one_open_status_list_per_organisation_and_kind",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class CredentialState(models.TextChoices):
    VALID = "valid", _("en vigueur")
    SUSPENDED = "suspended", _("suspendu")
    REVOKED = "revoked", _("n’est plus en vigueur")
    REPLACED = "replaced", _("remplacé")


class Credential(models.Model):
    """One badge given to one person, in its two forms. `award_id` is the group's decision, in the app above."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assertion_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    award_id = models.UUIDField(unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="credentials")
    version = models.ForeignKey(BadgeVersion, on_delete=models.PROTECT, related_name="credentials")
    holder = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="credentials", null=True, blank=True)
    key = models.ForeignKey(IssuingKey, on_delete=models.PROTECT, related_name="credentials")
    document = models.BinaryField(editable=False)
    assertion = models.BinaryField(editable=False)
    issued_at = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=CredentialState.choices, default=CredentialState.VALID)
    state_changed_at = models.DateTimeField(null=True, blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.SET_NULL, related_name="replaced_by", null=True, blank=True
    )
    status_list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="credentials")
    status_index = models.PositiveIntegerField()
    is_published = models.BooleanField(default=False)
    issuance_secret = models.BinaryField(null=True, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["status_list", "status_index"], name="a_status_index_is_used_once"),
            models.CheckConstraint(
                condition=Q(status_index__lt=STATUS_LIST_LENGTH), name="a_status_index_is_inside_its_list"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["status_list"],
                condition=Q(state__in=["suspended", "revoked", "replaced"]),
                name="credentials_not_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version.name} · {self.id}"

    @property
    def is_in_force(self) -> bool:
        return self.state == CredentialState.VALID


class SignedEndorsement(models.Model):
    """What somebody said of a badge given, or of a version, signed beside it: inside, it would break the proof."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="signed_endorsements")
    credential = models.ForeignKey(
        Credential, on_delete=models.PROTECT, related_name="endorsements", null=True, blank=True
    )
    version = models.ForeignKey(
        BadgeVersion, on_delete=models.PROTECT, related_name="endorsements", null=True, blank=True
    )
    key = models.ForeignKey(IssuingKey, on_delete=models.PROTECT, related_name="endorsements")
    document = models.BinaryField(editable=False)
    issued_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=CredentialState.choices, default=CredentialState.VALID)
    state_changed_at = models.DateTimeField(null=True, blank=True)
    status_list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="endorsements")
    status_index = models.PositiveIntegerField()
    issuance_secret = models.BinaryField(null=True, editable=False)

    class Meta:
        ordering: ClassVar = ["issued_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["status_list", "status_index"], name="an_endorsement_has_its_own_index"),
            models.CheckConstraint(
                condition=Q(status_index__lt=STATUS_LIST_LENGTH), name="an_endorsement_s_index_is_inside_its_list"
            ),
            models.CheckConstraint(
                condition=Q(credential__isnull=True) ^ Q(version__isnull=True), name="an_endorsement_is_of_one_thing"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["valid", "revoked"]), name="an_endorsement_holds_or_was_taken_back"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_in_force(self) -> bool:
        return self.state == CredentialState.VALID


class IssuanceLine(models.Model):
    """Append-only: what was really issued, as a digest that means nothing without the badge's secret (E.2)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="issuances")
    digest = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest


class SiteAddress(models.Model):
    """The address that signed badges carry, kept at the first signature: afterwards it may not change."""

    address = models.URLField(unique=True)
    since = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.address
