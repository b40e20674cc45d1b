"""What happens to persons, groups and roles."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from besace.core import journal, live
from besace.core.errors import Refusal
from besace.core.events import announce
from besace.core.pictures import PICTURES

from . import last_administrator, rules
from .events import PersonAdded, PersonErased, RightsChanged
from .models import (
    Consent,
    ConsentQuestion,
    Contact,
    Group,
    Membership,
    Organisation,
    Person,
    Role,
)


def name_of(text: str) -> str:
    """The name as it will be kept, or a refusal that says what to do."""
    name = rules.clean_name(text)
    if not name:
        raise Refusal("no-name", _("Écrivez un prénom ou un surnom."))
    return name


@transaction.atomic
def make_organisation(name: str, *, administrator: Person | None = None) -> Organisation:
    organisation = Organisation.objects.create(name=name_of(name)[:120])
    if administrator:
        give_role(administrator, role=Role.ADMINISTRATOR, organisation=organisation, by=None)
    journal.write(administrator, "organisation.made", organisation, organisation=organisation)
    return organisation


@transaction.atomic
def make_group(name: str, *, organisation: Organisation, by: Person | None, place: str = "") -> Group:
    group = Group.objects.create(organisation=organisation, name=name_of(name), place=rules.clean_name(place))
    journal.write(by, "group.made", group, group=group, organisation=organisation)
    return group


@transaction.atomic
def edit_group(group: Group, *, name: str, place: str, by: Person) -> Group:
    group.name, group.place = name_of(name), rules.clean_name(place)
    group.save(update_fields=["name", "place"])
    journal.write(by, "group.edited", group, group=group, organisation=group.organisation_id)
    return group


@transaction.atomic
def edit_organisation(
    organisation: Organisation, *, name: str, criterion_word: str, hides_expected_names: bool, by: Person
) -> None:
    organisation.name = name_of(name)
    organisation.criterion_word = rules.clean_name(criterion_word)[:40]
    organisation.hides_expected_names = hides_expected_names
    organisation.save(update_fields=["name", "criterion_word", "hides_expected_names"])
    journal.write(by, "organisation.edited", organisation, organisation=organisation)


@transaction.atomic
def make_person(first_name: str, *, picture: str = "") -> Person:
    """Somebody, with nothing but a first name: a guest is no more than that."""
    person = Person(first_name=name_of(first_name), picture=picture)
    person.set_unusable_password()
    person.save()
    return person


@transaction.atomic
def unmake_persons(ids: Collection[UUID]) -> None:
    """Those who never lived: simulated for a practice, in no group, with no device, no card and no contact."""
    nobody = Person.objects.filter(
        pk__in=ids, memberships__isnull=True, devices__isnull=True, cards__isnull=True, contacts__isnull=True
    )
    nobody.delete()


@transaction.atomic
def add_person(
    first_name: str,
    *,
    group: Group,
    by: Person | None,
    contact: str = "",
    role: Role = Role.PARTICIPANT,
    picture: str = "",
) -> Person:
    """Welcome somebody to the group; without a picture she gets one that few others of the group have."""
    person = make_person(first_name, picture=picture or _free_picture(group))
    if contact.strip():
        add_contact(person, contact, by=by)
    give_role(person, role=role, group=group, by=by)
    journal.write(by, "person.added", person, group=group, organisation=group.organisation_id)
    announce(PersonAdded(person.pk, group.pk))
    return person


def _free_picture(group: Group) -> str:
    taken = list(Person.objects.filter(memberships__group=group).values_list("picture", flat=True))
    return min(PICTURES, key=taken.count)


@transaction.atomic
def edit_person(person: Person, *, first_name: str, picture: str, by: Person, group: Group | None = None) -> None:
    if picture and picture not in PICTURES:
        raise Refusal("unknown-picture", _("Choisissez une image de la liste."))
    person.first_name, person.picture = name_of(first_name), picture
    person.save(update_fields=["first_name", "picture"])
    journal.write(by, "person.edited", person, group=group)


@transaction.atomic
def set_photo(person: Person, *, content: bytes, by: Person) -> None:
    """Keep a picture already made safe by `photos.make_safe`; the earlier one goes."""
    old = person.photo.name
    person.photo.save("photo.webp", ContentFile(content), save=True) if content else person.photo.delete(save=True)
    if old and content:
        transaction.on_commit(lambda: person.photo.storage.delete(old))
    journal.write(by, "person.photo-changed", person)


@transaction.atomic
def add_contact(person: Person, text: str, *, by: Person | None) -> None:
    """An e-mail or a telephone number. An address that somebody else proved waits until she proves it too."""
    if phone := rules.clean_phone(text):
        Contact.objects.get_or_create(person=person, kind=Contact.Kind.PHONE, value=phone)
        journal.write(by, "person.contact-added", person, kind="phone")
        return
    email = text.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Refusal("bad-contact", _("Cette adresse n’est pas complète. Exemple : odile@exemple.fr")) from None
    journal.write(by, "person.contact-added", person, kind="email")
    if EmailAddress.objects.filter(email=email).exclude(user=person).exists():
        Contact.objects.get_or_create(person=person, kind=Contact.Kind.EMAIL, value=email)
        return
    is_first = not EmailAddress.objects.filter(user=person).exists()
    EmailAddress.objects.get_or_create(user=person, email=email, defaults={"primary": is_first})


@transaction.atomic
def remove_contact(person: Person, value: str) -> None:
    EmailAddress.objects.filter(user=person, email=value).delete()
    Contact.objects.filter(person=person, value=value).delete()
    journal.write(person, "person.contact-removed", person)


@transaction.atomic
def give_role(
    person: Person,
    *,
    role: Role | str,
    by: Person | None,
    group: Group | None = None,
    organisation: Organisation | None = None,
    ends_at: datetime | None = None,
) -> Membership:
    """A role in a group, or in a whole organisation; an administrator's is always of the organisation."""
    is_whole = role == Role.ADMINISTRATOR or group is None
    house = organisation or (group.organisation if group else None)
    if house is None:
        raise TypeError("give_role: say in which group or organisation.")
    membership, _made = Membership.objects.update_or_create(
        person=person, organisation=house, group=None if is_whole else group, role=role, defaults={"ends_at": ends_at}
    )
    journal.write(by, "role.given", person, group=group, organisation=house, role=str(role))
    announce(RightsChanged(person.pk, house.pk))
    return membership


@transaction.atomic
def change_roles(person: Person, *, group: Group, roles: set[str], by: Person) -> None:
    """Her roles in the group become these; what she saw live is cut, and shown again if she still may."""
    unknown = roles - set(Role.values) - {Role.GUEST}
    if unknown or not roles:
        raise Refusal("no-role", _("Choisissez au moins un rôle."))
    if Role.ADMINISTRATOR not in roles:
        last_administrator.keep_one(person, organisation_id=group.organisation_id)
    rows = Membership.objects.select_for_update().filter(person=person, organisation=group.organisation)
    held = rows.filter(group=group) | rows.filter(group__isnull=True, role=Role.ADMINISTRATOR)
    taken = held.exclude(role__in=roles)
    for role in sorted(taken.values_list("role", flat=True)):
        journal.write(by, "role.taken", person, group=group, organisation=group.organisation_id, role=role)
    taken.delete()
    for role in sorted(roles):
        give_role(person, role=role, group=group, by=by)
    live.cut(person=person)


@transaction.atomic
def remove_member(person: Person, *, group: Group, by: Person) -> None:
    """She leaves the group: her rights go with the line, at her next request; her badges stay hers."""
    Membership.objects.filter(person=person, group=group).delete()
    journal.write(by, "member.removed", person, group=group, organisation=group.organisation_id)
    announce(RightsChanged(person.pk, group.organisation_id))
    live.cut(person=person)


@transaction.atomic
def set_consents(person: Person, *, purposes: set[str]) -> None:
    """What she says yes to today; the rest is taken back."""
    kept = purposes & set(Consent.Purpose.values)
    Consent.objects.filter(person=person).exclude(purpose__in=kept).delete()
    for purpose in sorted(kept):
        Consent.objects.get_or_create(person=person, purpose=purpose)
    _were_asked(person, Consent.Purpose.values)
    journal.write(person, "consent.said", person, purposes=sorted(kept))


@transaction.atomic
def say_consent(person: Person, *, purpose: str, is_yes: bool) -> None:
    """Yes or no to one thing, asked at the moment when it matters; the other purposes do not move."""
    if is_yes:
        Consent.objects.get_or_create(person=person, purpose=purpose)
    else:
        Consent.objects.filter(person=person, purpose=purpose).delete()
    _were_asked(person, [purpose])
    journal.write(person, "consent.said", person, purpose=purpose, yes=is_yes)


def _were_asked(person: Person, purposes: Iterable[str]) -> None:
    asked = [ConsentQuestion(person=person, purpose=purpose) for purpose in purposes]
    ConsentQuestion.objects.bulk_create(asked, ignore_conflicts=True)


def keep_language(person: Person, *, language: str) -> None:
    """What we write to her is in the language of her screen."""
    Person.objects.filter(pk=person.pk).exclude(language=language).update(language=language)


def give_sign(person_id: UUID) -> None:
    """A sign of life: she came in, sat down, or was given a badge. Once a day at most (SECURITY.md E.6)."""
    now = timezone.now()
    earlier = Q(last_seen_at=None) | Q(last_seen_at__lte=now - rules.SIGN_COUNTS_FOR)
    Person.objects.filter(earlier, pk=person_id).update(last_seen_at=now)


@transaction.atomic
def keep_person(person: Person, *, group: Group, by: Person) -> None:
    """« Elle est toujours des nôtres »: somebody who knows her says so, and it counts as a sign of hers."""
    Person.objects.filter(pk=person.pk, is_active=True).update(last_seen_at=timezone.now())
    journal.write(by, "person.kept", person, group=group, organisation=group.organisation_id)


@transaction.atomic
def erase_person(person: Person, *, by: Person | None) -> None:
    """Forget her: name, contacts, photo, cards, devices, roles; what others depend on keeps a nameless line."""
    if by is not None:
        last_administrator.hand_over_first(person)
    photo = person.photo
    forgotten = (person.cards, person.devices, person.contacts, person.memberships)
    for rows in (*forgotten, person.consents, person.consent_questions, person.renewals):
        rows.all().delete()
    EmailAddress.objects.filter(user=person).delete()
    person.authenticator_set.all().delete()  # type: ignore[attr-defined]
    name, person.photo = photo.name, ""
    person.first_name, person.picture, person.is_active = _("Quelqu’un"), "", False
    person.save()
    if name:
        transaction.on_commit(lambda: photo.storage.delete(name))
    journal.write(by, "person.erased", person)
    announce(PersonErased(person.pk))
    live.cut(person=person)
