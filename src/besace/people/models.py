"""Who there is: a person is a person; her contacts, if any, are attributes kept elsewhere."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PersonManager(BaseUserManager["Person"]):
    """Django asks for one; persons are made by `people.actions`."""


class Person(AbstractBaseUser):
    """Somebody. A first name or nickname is the only thing ever asked (PROTOCOL.md 3, item 27)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    first_name = models.CharField(_("prénom ou surnom"), max_length=60)
    picture = models.CharField(_("image choisie"), max_length=40, blank=True)
    language = models.CharField(_("langue"), max_length=8, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[PersonManager] = PersonManager()
    USERNAME_FIELD = "id"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.first_name


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
    """PROTOCOL.md 1.1. Visitor and guest are not memberships: they are the absence of one."""

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

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "group", "role"], name="one_membership_per_group_and_role"),
            models.UniqueConstraint(
                fields=["person", "organisation", "role"],
                condition=Q(group__isnull=True),
                name="one_membership_per_organisation_and_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()} · {self.group or self.organisation}"
