"""Who there is: a person is a person; her contacts, cards and devices are attributes.

A proved e-mail lives in allauth's `EmailAddress`. A card: AWAKE -> ASLEEP (5 wrong codes) -> AWAKE; any -> REVOKED.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .rules import NAME_LENGTH, Level


class PersonManager(BaseUserManager["Person"]):
    """Django asks for one; persons are made by `people.actions`."""


def photo_path(person: Person, _filename: str) -> str:
    return f"photos/{uuid.uuid4().hex}.webp"


class Person(AbstractBaseUser):
    """Somebody. A first name or nickname is the only thing ever asked (PROTOCOL.md 3, item 27)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    first_name = models.CharField(_("prénom ou surnom"), max_length=NAME_LENGTH)
    picture = models.CharField(_("image choisie"), max_length=40, blank=True)
    photo = models.FileField(_("photo"), upload_to=photo_path, blank=True)
    language = models.CharField(_("langue"), max_length=8, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[PersonManager] = PersonManager()
    USERNAME_FIELD = "id"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    # How she came in for this request; set by the middleware, never kept. `access.may` reads it.
    level: Level = Level.ACCOUNT

    def __str__(self) -> str:
        return self.first_name

    @property
    def last_sign(self) -> datetime:
        """When she last gave a sign of life, to the day."""
        return self.last_seen_at or self.created_at


class Contact(models.Model):
    """A way to reach a person other than an e-mail address she proved."""

    class Kind(models.TextChoices):
        PHONE = "phone", _("téléphone")
        EMAIL = "email", _("adresse e-mail à confirmer")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="contacts")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    value = models.CharField(max_length=254)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "kind", "value"], name="one_contact_once")]
        indexes: ClassVar = [models.Index(fields=["kind", "value"], name="contact_by_value")]

    def __str__(self) -> str:
        return self.value


class Organisation(models.Model):
    """An association, a school, a company: it has groups, badges and keys of its own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("nom"), max_length=120)
    description = models.TextField(_("présentation"), blank=True, max_length=2000)
    criterion_word = models.CharField(_("mot du groupe pour « critère »"), max_length=40, blank=True)
    hides_expected_names = models.BooleanField(_("ne pas montrer les prénoms attendus"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Group(models.Model):
    """The Tuesday workshop: people of one organisation who meet."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="groups")
    name = models.CharField(_("nom"), max_length=120)
    place = models.CharField(_("lieu"), max_length=160, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """PROTOCOL.md 1.1. A visitor has no membership; a guest's ends with the meeting."""

    GUEST = "guest", _("est de passage")
    PARTICIPANT = "participant", _("participe")
    AMBASSADOR = "ambassador", _("ambassadeur ou ambassadrice")
    FACILITATOR = "facilitator", _("anime")
    PARTNER = "partner", _("partenaire")
    ADMINISTRATOR = "administrator", _("administre")


class Membership(models.Model):
    """A person has a role in a group, or (no group) in a whole organisation; any number of them."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships", null=True, blank=True)
    role = models.CharField(max_length=20, choices=Role.choices)
    since = models.DateTimeField(auto_now_add=True)
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "group", "role"], name="one_membership_per_group_and_role"),
            models.UniqueConstraint(
                fields=["person", "organisation", "role"],
                condition=Q(group__isnull=True),
                name="one_membership_per_organisation_and_role",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.ADMINISTRATOR) | Q(group__isnull=True),
                name="administrators_administer_the_organisation",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.GUEST) | Q(ends_at__isnull=False), name="a_guest_leaves_one_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()} · {self.group or self.organisation}"


class Card(models.Model):
    """A printed card: only keyed hashes of its secret and of its code are kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="cards")
    secret_hash = models.CharField(max_length=64, unique=True)
    pin_hash = models.CharField(max_length=64, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    used_at = models.DateTimeField(null=True, blank=True)
    asleep_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(revoked_at__isnull=True), name="one_card_at_a_time_per_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.made_at:%Y-%m-%d}"


class KnownDevice(models.Model):
    """A device where a person signed in; removing the line signs her out there."""

    device = models.UUIDField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="devices")
    label = models.CharField(max_length=60, blank=True)
    card = models.ForeignKey(Card, on_delete=models.SET_NULL, null=True, blank=True, related_name="devices")
    is_shared = models.BooleanField(default=False)
    since = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["device", "person"], name="a_device_knows_her_once")]

    def __str__(self) -> str:
        return f"{self.label} · {self.person}"


class Consent(models.Model):
    """A yes for one purpose, that she can take back; no line means no."""

    class Purpose(models.TextChoices):
        PHOTO = "photo", _("Ma photo peut être montrée au groupe.")
        PUBLIC_PAGE = "public-page", _("Mes badges partagés peuvent être trouvés par tous.")
        SOCIAL = "social", _("Le groupe peut parler de mes badges sur les réseaux.")
        PARTNER = "partner", _("Les partenaires peuvent voir mon prénom.")
        MINUTES = "minutes", _("Mon prénom peut être écrit dans les comptes rendus.")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "purpose"], name="one_yes_per_purpose")]

    def __str__(self) -> str:
        return f"{self.person} · {self.purpose}"


class ConsentQuestion(models.Model):
    """She was asked once, and answered: one does not ask again, whatever she said (PROTOCOL.md part 3, 26)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consent_questions")
    purpose = models.CharField(max_length=20, choices=Consent.Purpose.choices)
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "purpose"], name="one_question_per_purpose")]

    def __str__(self) -> str:
        return f"{self.person} · {self.purpose}"


class Renewal(models.Model):
    """A yes of hers that wears off: she is asked again. The line goes with her answer, or her silence (E.6)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="renewals")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    about = models.UUIDField()
    asked_at = models.DateTimeField(auto_now_add=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "about"], name="a_yes_is_asked_again_once")]

    def __str__(self) -> str:
        return f"{self.person} · {self.kind}"


class Roster(models.Model):
    """A list of people that a facilitator is checking before she adds them; nothing of it is lost meanwhile."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="rosters")
    made_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    source = models.CharField(max_length=120, blank=True)
    lines = models.JSONField(default=list)
    made_at = models.DateTimeField(auto_now_add=True)
    added_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.source} · {self.group}"
