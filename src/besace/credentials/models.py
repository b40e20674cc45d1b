"""What is kept of a signed badge. The bytes in `document` and `assertion` are served for ever as they were signed.

IssuingKey   ANNOUNCED ──> ACTIVE ──> RETIRED          (SECURITY.md E.2: retired keys stay published)
                 └────────────┴─────────┴──> COMPROMISED
Credential   VALID ──> SUSPENDED ──> VALID
               └──────────┴──> REVOKED,  VALID ──> REPLACED
SignedEndorsement   VALID ──> REVOKED              (taken back: its words are forgotten, its place in the list stays)
Renewal      AGAIN,  REVIEW ──(two persons)──> AGAIN,  REVIEW <──> REFUSED,  UNKNOWN      (docs/decisions/0038)
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
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
    """Append-only: what was really issued, as a digest that means nothing without the badge's secret (E.2).

    `issued_at` is the date that the badge bears, `logged_at` the moment of the signature: a theft is measured by it.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="issuances")
    digest = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    logged_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.digest


class Theft(models.Model):
    """A key declared stolen, and since when: what the log holds from before that moment is signed again (K03)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.OneToOneField(IssuingKey, on_delete=models.PROTECT, related_name="theft")
    since = models.DateTimeField()
    declared_at = models.DateTimeField(default=timezone.now)
    declared_by = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.key} · {self.declared_at:%Y-%m-%d %H:%M}"


class Renewal(models.Model):
    """What became of one badge, or recommendation, that a stolen key had signed. One line each, for ever."""

    class Outcome(models.TextChoices):
        AGAIN = "again", _("signé de nouveau")
        REVIEW = "review", _("à relire à deux")
        REFUSED = "refused", _("n’est pas de nous")
        UNKNOWN = "unknown", _("absent du registre")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    theft = models.ForeignKey(Theft, on_delete=models.PROTECT, related_name="renewals")
    credential = models.ForeignKey(Credential, on_delete=models.PROTECT, related_name="renewals", null=True, blank=True)
    endorsement = models.ForeignKey(
        SignedEndorsement, on_delete=models.PROTECT, related_name="renewals", null=True, blank=True
    )
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    at = models.DateTimeField(default=timezone.now)
    first_by = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    second_by = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)  # when its holder said that she has the new file

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["theft", "credential"], name="a_badge_is_settled_once_per_theft"),
            models.UniqueConstraint(fields=["theft", "endorsement"], name="words_are_settled_once_per_theft"),
            models.CheckConstraint(
                condition=Q(credential__isnull=True) ^ Q(endorsement__isnull=True), name="a_renewal_is_of_one_thing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signed} · {self.get_outcome_display()}"

    @property
    def signed(self) -> Credential | SignedEndorsement:
        found = self.credential or self.endorsement
        assert found is not None, "the database holds that it is of one thing"
        return found


class SiteAddress(models.Model):
    """The address that signed badges carry, kept at the first signature: afterwards it may not change."""

    address = models.URLField(unique=True)
    since = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.address
