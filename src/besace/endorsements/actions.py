"""A link is given, words are left through it, and whoever the badge belongs to says yes, no, or takes them away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from besace.badges.models import BadgeVersion
from besace.core import journal
from besace.core.errors import Conflict, NotAllowed, Refusal
from besace.core.events import announce
from besace.core.plain import clean, clean_name
from besace.credentials import endorsing
from besace.credentials.awarding import Endorsing
from besace.credentials.models import Credential
from besace.people.models import Person

from . import phrases, queries, rules
from .events import EndorsementSent
from .models import Endorsement, Invitation
from .sentences import refuse_unless_fine

State = Endorsement.State


@dataclass(frozen=True, kw_only=True)
class Said:
    """What somebody wrote, as typed."""

    name: str
    words: str
    role: str = ""
    place: str = ""


@transaction.atomic
def ask(credential_id: UUID, *, by: Person) -> Invitation:
    """Her link to one badge of hers, for one person."""
    badge = Credential.objects.select_for_update(of=("self",)).select_related("version__badge").get(pk=credential_id)
    if badge.holder_id != by.pk:
        raise NotAllowed("not-hers", _("Ce badge n’est pas dans votre sac."))
    if not badge.is_in_force:
        raise Conflict("badge-not-in-force", _("Ce badge n’est plus en vigueur. On ne le recommande plus."))
    _refuse_too_many(credential=badge)
    made = Invitation.objects.create(
        credential=badge,
        group_id=badge.version.badge.group_id,
        made_by=by,
        wording=str(phrases.SHOW_TO_WHO_HAS_THE_LINK),
        ends_at=timezone.now() + rules.LINK_LIVES,
    )
    journal.write(by, "endorsement-asked", made, organisation=badge.organisation_id)
    return made


@transaction.atomic
def ask_for_badge(version_id: UUID, *, by: Person, places: int = rules.ALONE) -> Invitation:
    """A link to a badge of the group, for a partner, or for a room of them."""
    version = BadgeVersion.objects.select_for_update(of=("self",)).select_related("badge").get(pk=version_id)
    if places not in rules.PLACES:
        raise Refusal("bad-places", _("Choisissez pour combien de personnes."))
    _refuse_too_many(version__badge=version.badge)
    made = Invitation.objects.create(
        version=version,
        group_id=version.badge.group_id,
        made_by=by,
        wording=str(phrases.SHOW_BADGE),
        places=places,
        ends_at=timezone.now() + rules.LINK_LIVES,
    )
    journal.write(by, "endorsement-asked", made, group=made.group_id)
    return made


def _refuse_too_many(**of: object) -> None:
    if queries.open_links(**of).count() >= rules.MOST_OPEN_LINKS:
        raise Conflict("too-many-links", _("Vous avez déjà beaucoup de liens ouverts. Arrêtez-en un."))


@transaction.atomic
def end_link(invitation_id: UUID, *, by: Person) -> None:
    """It opens nothing any more; what was already said stays."""
    link = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation_id)
    if link.ended_at is None:
        link.ended_at = timezone.now()
        link.save(update_fields=["ended_at"])
        journal.write(by, "endorsement-link-ended", link, group=link.group_id)


@transaction.atomic
def say(invitation_id: UUID, said: Said, *, device: UUID, by: Person | None) -> Endorsement:
    """Leave these words. The link's row is the lock: of fifty presses one is kept, and all get the same answer."""
    Invitation.objects.select_for_update(of=("self",)).get(pk=invitation_id)
    link = queries.invitation(invitation_id)
    assert link is not None, "it was just locked"
    if before := queries.already_said(link, person=by, device=device):
        return before
    now, is_holder = timezone.now(), queries.is_the_holder(link, person=by, device=device)
    plain = queries.as_link(link)
    refuse_unless_fine(rules.may_speak(plain, is_holder=is_holder, now=now))
    kept = cleaned(said)
    made = Endorsement.objects.create(
        invitation=link,
        number=plain.taken + 1,
        device=device,
        by=by,
        holder=link.holder,
        name=kept.name,
        role=kept.role,
        place=kept.place,
        words=kept.words,
        is_known=_is_known(link, by, kept.name),
        wording=str(phrases.MAY_BE_PUBLIC),
        said_at=now,
    )
    journal.write(by, "endorsement-sent", made, group=link.group_id)
    announce(EndorsementSent(made.pk))
    return made


def cleaned(said: Said) -> Said:
    """As it will be kept and signed: one line each, nothing invisible, no address; or what is missing."""
    kept = Said(
        name=clean_name(rules.without_brackets(said.name), longest=rules.LONGEST_NAME),
        role=clean_name(rules.without_brackets(said.role), longest=rules.LONGEST_NAME),
        place=clean_name(rules.without_brackets(said.place), longest=rules.LONGEST_PLACE),
        words=" ".join(clean(said.words, keep_lines=True).split())[: rules.LONGEST_WORDS].strip(),
    )
    if not kept.name:
        raise Refusal("no-name", _("Écrivez votre nom."))
    if len(kept.words) < rules.SHORTEST_WORDS:
        raise Refusal("no-words", _("Choisissez une phrase, ou écrivez la vôtre."))
    if any(rules.leads_elsewhere(text) for text in (kept.name, kept.role, kept.place, kept.words)):
        raise Refusal("an-address", _("Pas de lien, pas d’adresse, pas de numéro ici."))
    return kept


def _is_known(link: Invitation, person: Person | None, name: str) -> bool:
    """Only under the name that the organisation knows: under another one, nobody vouches for it."""
    return person is not None and name == person.first_name and queries.is_known_to(link.group.organisation, person)


@transaction.atomic
def accept(endorsement_id: UUID, *, by: Person, leads: bool = False) -> Endorsement:
    """Her yes signs the words: they are seen wherever the badge is. `leads`: she may decide for the group's badge."""
    one = _locked(endorsement_id, by=by, leads=leads)
    if one.state == State.ACCEPTED:
        return one
    link = one.invitation
    _move(one, State.ACCEPTED, by=by)
    one.signed = endorsing.sign(
        Endorsing(
            who=one.who,
            words=one.words,
            said_at=one.said_at,
            is_known=one.is_known,
            credential_id=link.credential_id,
            version_id=link.version_id,
        )
    )
    one.save(update_fields=["signed"])
    journal.write(by, "endorsement-accepted", one, group=link.group_id)
    return one


@transaction.atomic
def decline(endorsement_id: UUID, *, by: Person, leads: bool = False) -> None:
    """Nobody is told, and the words are forgotten at once."""
    one = _locked(endorsement_id, by=by, leads=leads)
    if one.state != State.DECLINED:
        _move(one, State.DECLINED, by=by)
        journal.write(by, "endorsement-answered", one, group=one.invitation.group_id)


@transaction.atomic
def take_away(endorsement_id: UUID, *, by: Person, leads: bool = False) -> None:
    """What was shown is shown no more: out of force, and its words forgotten here."""
    one = _locked(endorsement_id, by=by, leads=leads)
    if one.state != State.TAKEN_BACK:
        _move(one, State.TAKEN_BACK, by=by)
        journal.write(by, "endorsement-taken-away", one, group=one.invitation.group_id)


@transaction.atomic
def withdraw(invitation_id: UUID, *, device: UUID, by: Person | None) -> None:
    """Who said it takes it back, whatever became of it; once it was declined or taken away there is nothing left."""
    link = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation_id)
    said = queries.already_said(link, person=by, device=device)
    if said is None:
        return
    # Held anew: its holder may be saying yes at this very moment.
    one = Endorsement.objects.select_for_update(of=("self",)).select_related("invitation", "signed").get(pk=said.pk)
    if rules.may_become(one.state, rules.WITHDRAWN):
        _move(one, State.WITHDRAWN, by=by)
        journal.write(by, "endorsement-withdrawn", one, group=link.group_id)


@transaction.atomic
def forget_about(credential: Credential, *, is_void: bool) -> None:
    """Her badge is erased: every link to it and every word said of it go; `is_void`: copies hold no more either."""
    for one in Endorsement.objects.filter(invitation__credential=credential).select_related("signed"):
        if is_void and one.signed_id:
            endorsing.take_back(one.signed_id, by=credential.holder_id)
    Invitation.objects.filter(credential=credential).delete()


@transaction.atomic
def forget_said_by(person: Person) -> None:
    """She leaves for good: her name and her words leave every badge that carried them."""
    for one in Endorsement.objects.select_for_update(of=("self",)).filter(by=person):
        if rules.may_become(one.state, rules.WITHDRAWN):
            _move(one, State.WITHDRAWN, by=None)
    Endorsement.objects.filter(by=person).update(by=None)


@transaction.atomic
def forget_what_is_over(before: datetime) -> int:
    """Unread since then, or through a link that ended before: how many links and words went."""
    unread = Endorsement.objects.filter(state=State.SENT, said_at__lt=before).delete()[0]
    over = Invitation.objects.filter(Q(ends_at__lt=before) | Q(ended_at__lt=before))
    return unread + over.exclude(endorsements__state__in=rules.SPOKEN).delete()[0]


def _locked(endorsement_id: UUID, *, by: Person, leads: bool) -> Endorsement:
    """Its link first, as those who speak and take back do: two that meet wait for one another, and never for ever."""
    link_id = Endorsement.objects.values_list("invitation_id", flat=True).get(pk=endorsement_id)
    Invitation.objects.select_for_update(of=("self",)).get(pk=link_id)
    found = Endorsement.objects.select_for_update(of=("self",)).select_related("invitation__credential", "signed")
    one = found.get(pk=endorsement_id)
    holder = one.invitation.credential.holder_id if one.invitation.credential else None
    if not rules.may_settle(settler=by.pk, holder=holder, leads=leads, said_by=one.by_id):
        raise NotAllowed("not-hers", _("Cette réponse appartient à quelqu’un d’autre."))
    return one


def _move(one: Endorsement, to: Endorsement.State, *, by: Person | None) -> None:
    """The new state; words and name stay only where they are read, and what was signed goes out of force."""
    if not rules.may_become(one.state, to):
        raise Conflict("endorsement-settled", _("C’est déjà répondu. La page a peut-être changé."))
    one.state, one.settled_at, one.settled_by = to, timezone.now(), by
    if to not in rules.SPOKEN:
        one.words = one.name = one.role = one.place = ""
    if to in {State.TAKEN_BACK, State.WITHDRAWN} and one.signed_id:
        endorsing.take_back(one.signed_id, by=by)
    one.save(update_fields=["state", "settled_at", "settled_by", "words", "name", "role", "place"])
