"""After the fact: what was signed, shown, hidden or revoked is written where the public reads it."""

from __future__ import annotations

from uuid import UUID

from besace.badges.events import BadgePublished
from besace.badges.models import BadgeClass
from besace.core.events import listener
from besace.people.models import Organisation

from . import actions, publication
from .events import (
    CredentialHidden,
    CredentialIssued,
    CredentialPublished,
    CredentialSignedAgain,
    CredentialStateChanged,
    EndorsementChanged,
    KeysChanged,
)
from .models import Credential, SignedEndorsement


@listener(CredentialIssued)
def publish_what_it_stands_on(event: CredentialIssued) -> None:
    """The badge itself stays private; its issuer, its version and its status list are public."""
    credential = _with_all(event.credential_id)
    publication.publish_organisation(credential.organisation)
    publication.publish_version(credential.version)
    publication.publish_status_list(credential.status_list)


@listener(CredentialPublished)
def show(event: CredentialPublished) -> None:
    publication.publish_credential(event.credential_id)
    former = Credential.objects.filter(pk=event.credential_id).values_list("replaces_id", flat=True).first()
    if former:  # what it replaced now says by which
        publication.publish_credential(former)


@listener(CredentialHidden)
def take_back(event: CredentialHidden) -> None:
    publication.publish_credential(event.credential_id)


@listener(CredentialStateChanged)
def tell_the_new_state(event: CredentialStateChanged) -> None:
    publication.publish_credential(event.credential_id)
    publication.publish_status_list(_with_all(event.credential_id).status_list)


@listener(CredentialSignedAgain)
def show_the_new_signature(event: CredentialSignedAgain) -> None:
    """The DID document names the new key before anybody reads what it signed."""
    publication.publish_organisation(_with_all(event.credential_id).organisation)
    publication.publish_credential(event.credential_id)


@listener(EndorsementChanged)
def show_or_take_back_words(event: EndorsementChanged) -> None:
    endorsement = SignedEndorsement.objects.select_related("organisation").get(pk=event.endorsement_id)
    publication.publish_organisation(endorsement.organisation)
    publication.publish_endorsement(endorsement.pk)


@listener(BadgePublished)
def publish_badge(event: BadgePublished) -> None:
    """In the catalogue, a badge may be read by machines before anybody has it."""
    badge = BadgeClass.objects.select_related("current_version__badge__organisation").get(pk=event.badge_id)
    if badge.current_version:
        publication.publish_version(badge.current_version)
        publication.publish_organisation(badge.current_version.badge.organisation)


@listener(KeysChanged)
def publish_keys(event: KeysChanged) -> None:
    """A stolen key takes its lists with it: they are signed anew before the new DID document is shown (K03).

    When nothing can be signed now, the stolen key's power goes all the same: a list that is unknown harms less.
    """
    organisation = Organisation.objects.get(pk=event.organisation_id)
    try:
        actions.sign_status_lists(organisation)
    finally:
        publication.publish_organisation(organisation)
    for one in organisation.status_lists.all():
        publication.publish_status_list(one)


def _with_all(credential_id: UUID) -> Credential:
    related = ("organisation", "version__badge__organisation", "version__badge__group", "status_list")
    return Credential.objects.select_related(*related).get(pk=credential_id)
