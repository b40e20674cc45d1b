"""Who is told of what. A "not yet" is told by a human, so nothing listens to it (PROTOCOL.md 1.8, item 5)."""

from __future__ import annotations

from besace.core.events import listener
from besace.credentials.events import CredentialSignedAgain
from besace.credentials.models import Credential
from besace.endorsements.events import EndorsementSent
from besace.endorsements.models import Endorsement
from besace.passports import queries as bags
from besace.people.events import AskedAgain
from besace.people.models import Renewal
from besace.recognition.events import AwardCorrected, AwardMade, AwardReleased, JurorCalled, JuryCalled, PersonProposed
from besace.recognition.models import Recognition

from . import actions, juries, tasks
from .models import Notice, Slip


@listener(AwardMade)
def tell_the_person(event: AwardMade) -> None:
    actions.tell_of_award(event.award_id)


@listener(AwardReleased)
def tell_her_now(event: AwardReleased) -> None:
    actions.tell_of_award(event.award_id)


@listener(AwardCorrected)
def follow_the_correction(event: AwardCorrected) -> None:
    """What was to be handed or is in her hands now leads to the corrected badge."""
    Notice.objects.filter(about=event.former_id, kind=Notice.Kind.AWARD).update(about=event.award_id)
    Slip.objects.filter(award_id=event.former_id).update(award_id=event.award_id)


@listener(PersonProposed)
def ask_her_alone(event: PersonProposed) -> None:
    """Nobody else knows yet: neither the facilitator's page nor the group hears of it."""
    proposed = Recognition.objects.select_related("person", "group").filter(pk=event.recognition_id).first()
    if proposed:
        actions.tell(proposed.person, kind=Notice.Kind.PROPOSAL, about=proposed.pk, group=proposed.group)


@listener(JuryCalled)
def tell_the_administrators(event: JuryCalled) -> None:
    juries.tell_administrators(event.decision_id)


@listener(JurorCalled)
def send_her_link(event: JurorCalled) -> None:
    tasks.deliver_to_juror.later(event.link_id)


@listener(CredentialSignedAgain)
def tell_that_her_file_changed(event: CredentialSignedAgain) -> None:
    """Once for each theft, however many of her badges it touched; without any address, her bag says it."""
    related = ("holder", "version__badge__group")
    badge = Credential.objects.select_related(*related).filter(pk=event.credential_id).first()
    if badge and badge.holder and bags.hers(badge.holder).filter(pk=badge.pk).exists():
        actions.tell(badge.holder, kind=Notice.Kind.AGAIN, about=event.theft_id, group=badge.version.badge.group)


@listener(EndorsementSent)
def tell_whose_badge_it_is(event: EndorsementSent) -> None:
    """Its holder; of a badge of the group, who gave the link. Without any address, it waits on her own page."""
    said = Endorsement.objects.select_related("invitation__group", "invitation__made_by", "holder")
    one = said.filter(pk=event.endorsement_id, state=Endorsement.State.SENT).first()
    person = (one.holder or one.invitation.made_by) if one else None
    if one and person and person.pk != one.by_id:
        actions.tell(person, kind=Notice.Kind.WORDS, about=one.pk, group=one.invitation.group)


@listener(AskedAgain)
def ask_her_again(event: AskedAgain) -> None:
    """One message for all that is asked of her tonight; without any address, it waits in her bag."""
    asked = Renewal.objects.select_related("person", "group").filter(pk=event.renewal_id).first()
    if asked:
        actions.tell(asked.person, kind=Notice.Kind.RENEWAL, about=asked.pk, group=asked.group)
