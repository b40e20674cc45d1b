"""The only file that speaks both languages: the group's award becomes the standard's document, and is signed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

import sceau
from besace.badges.models import BadgeVersion
from besace.people.models import Organisation
from sceau import status, v2, v3

from . import addresses
from .awarding import Awarding, Endorsing

if TYPE_CHECKING:
    from .keys import Signer
    from .models import Credential, StatusList
    from .status import Place

STATUS_LIST_LIVES = timedelta(days=7)
PEERS, SITUATION, CORRECTION = "pairs", "situation", "correction"
BY = "\n\n— "


@dataclass(frozen=True)
class Names:
    """The ids of one badge: of its 3.0 form, of its 2.0 form, and of whoever holds it (unlike in any other badge)."""

    credential: UUID
    assertion: UUID
    subject: UUID

    @property
    def recipient(self) -> str:
        return f"urn:uuid:{self.subject}"


@dataclass(frozen=True)
class Validity:
    """When the document begins and ends to hold; whole seconds (STANDARDS.md trap 9)."""

    starts: datetime
    ends: datetime | None = None


@dataclass(frozen=True)
class Endorsed:
    """The thing that somebody recommends, by its public address."""

    address: str
    organisation: Organisation
    language: str


def signed_credential(
    awarding: Awarding, version: BadgeVersion, *, signer: Signer, place: Place, names: Names, validity: Validity
) -> bytes:
    """The Open Badges 3.0 form, signed with `eddsa-rdfc-2022`: the bytes to keep."""
    with override(version.language):
        document = v3.AchievementCredential(
            id=addresses.credential(names.credential),
            name=version.name,
            issuer=issuer_of(version.badge.organisation),
            valid_from=_whole(validity.starts),
            valid_until=_whole(validity.ends) if validity.ends else None,
            awarded_date=_whole(awarding.awarded_at),
            credential_subject=v3.AchievementSubject(id=names.recipient, achievement=achievement(version)),
            credential_status=status.entry(addresses.status_list(place.list.pk), place.index),
            evidence=tuple(_evidence_3(awarding, names)),
        ).to_dict()
    return written(sceau.sign(document, signer.private, method=signer.method))


def hosted_assertion(awarding: Awarding, version: BadgeVersion, *, names: Names, validity: Validity) -> bytes:
    """The Open Badges 2.0 form of the same award, hosted at its own address."""
    address = addresses.assertion(names.assertion)
    with override(version.language):
        document = v2.Assertion(
            id=address,
            recipient=v2.Recipient.of_id(names.recipient),
            badge=addresses.badge(version.pk),
            issued_on=_whole(validity.starts),
            expires=_whole(validity.ends) if validity.ends else None,
            image=f"{address}/image.png",
            evidence=tuple(_evidence_2(awarding, names)),
        )
    return written(document.to_dict())


def signed_endorsement(
    said: Endorsing, *, endorsement_id: UUID, of: Endorsed, signer: Signer, place: Place, signed_at: datetime
) -> bytes:
    """What somebody says of a badge, signed by the organisation that received her words (OB 3.0 §B.1.7).

    The first line is hers; the second says whose it is, and what the organisation knows of that name.
    """
    with override(of.language):
        issuer = issuer_of(of.organisation)
        comment = f"{said.words}{BY}{said.who} ({known_as(said.is_known, of.organisation)})"
        document = v3.EndorsementCredential(
            id=addresses.endorsement(endorsement_id),
            name=_("Recommandation : %(who)s") % {"who": said.who},
            issuer=issuer,
            valid_from=_whole(signed_at),
            awarded_date=_whole(min(said.said_at, signed_at)),
            credential_subject=v3.EndorsementSubject(id=of.address, endorsement_comment=comment),
            credential_status=status.entry(addresses.status_list(place.list.pk), place.index),
        ).to_dict()
    return written(sceau.sign(document, signer.private, method=signer.method))


def signed_again(document: bytes, *, signer: Signer) -> bytes:
    """The same words under another key's proof: not one member but `proof` changes, the `id` least of all (K03)."""
    words = json.loads(document)
    words.pop("proof", None)
    return written(sceau.sign(words, signer.private, method=signer.method))


def known_as(is_known: bool, organisation: Organisation) -> str:
    """How sure the organisation is of the name under the words."""
    if is_known:
        return _("une personne que %(organisation)s connaît") % {"organisation": organisation.name}
    return _("nom donné par cette personne, non vérifié")


def revoked_assertion(credential: Credential) -> bytes:
    """What the 2.0 form answers with 410 once it is no longer in force; why it was revoked is never public (E.4).

    That a corrected badge took its place is said, and by which one if it is shown too.
    """
    reason, by = None, getattr(credential, "replaced_by", None)
    if credential.state == "replaced":
        with override(credential.version.language):
            reason = _("Un badge corrigé l’a remplacé.")
        if by is not None and by.is_published:
            reason = f"{reason} {addresses.assertion(by.assertion_id)}"
    return written(v2.revoked_assertion(addresses.assertion(credential.assertion_id), reason=reason))


def badge_class(version: BadgeVersion) -> bytes:
    """The 2.0 BadgeClass of one version, for ever the same (STANDARDS.md trap 20)."""
    address = addresses.badge(version.pk)
    return written(
        v2.BadgeClass(
            id=address,
            name=version.name,
            description=version.sentence,
            image={"id": f"{address}/image.png", "type": "Image", "caption": version.picture_words},
            criteria=v2.Criteria(id=address, narrative=criteria_in_markdown(version)),
            issuer=addresses.organisation(version.badge.organisation_id),
        ).to_dict()
    )


def issuer_profile(organisation: Organisation) -> bytes:
    """The 2.0 Issuer. The standard wants an e-mail: the organisation's, else the one this site writes from."""
    address = addresses.organisation(organisation.pk)
    return written(
        v2.Issuer(
            id=address,
            name=organisation.name,
            url=address,
            email=parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
            description=organisation.description or None,
        ).to_dict()
    )


def signed_status_list(one: StatusList, places: Iterable[int], *, signer: Signer, now: datetime) -> bytes:
    """The list of the places that are no longer in force, signed for seven days (SECURITY.md E.4)."""
    document = status.bitstring_credential(
        addresses.status_list(one.pk),
        addresses.did(one.organisation_id),
        places,
        valid_from=_whole(now),
        valid_until=_whole(now + STATUS_LIST_LIVES),
    )
    return written(sceau.sign(document, signer.private, method=signer.method))


def issuer_of(organisation: Organisation) -> v3.Profile:
    return v3.Profile(
        id=addresses.did(organisation.pk), name=organisation.name, url=addresses.organisation(organisation.pk)
    )


def achievement(version: BadgeVersion) -> v3.Achievement:
    """The badge as the group stamped it; the group is its creator, the organisation its issuer."""
    address = addresses.badge(version.pk)
    return v3.Achievement(
        id=address,
        name=version.name,
        description=version.sentence,
        criteria=v3.Criteria(id=address, narrative=criteria_in_markdown(version)),
        achievement_type="Competency",
        image=v3.Image(id=f"{address}/image.png", caption=version.picture_words),
        creator=v3.Profile(
            id=f"{addresses.organisation(version.badge.organisation_id)}#{version.badge.group_id}",
            name=version.badge.group.name,
        ),
        in_language=version.language,
        version=str(version.number),
    )


def criteria_in_markdown(version: BadgeVersion) -> str:
    """Each criterion a line; then the level and what one shows, when the group said them."""
    lines = "\n".join(f"- {criterion.text}" for criterion in version.stamped_criteria)
    level = _("Niveau : %(level)s") % {"level": version.level} if version.level else ""
    return "\n\n".join(part for part in (lines, level, version.expected) if part)


def written(document: dict[str, Any]) -> bytes:
    """The bytes to keep and to serve: UTF-8, readable, accents as they are."""
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def _evidence_3(awarding: Awarding, names: Names) -> Iterable[v3.Evidence]:
    base = addresses.credential(names.credential)
    yield v3.Evidence(id=f"{base}#{PEERS}", name=_("Reconnaissance par les pairs"), narrative=_peers(awarding))
    if awarding.criteria_seen:
        yield v3.Evidence(id=f"{base}#{SITUATION}", name=_("Mise en situation"), narrative=_seen(awarding))
    if awarding.correction:
        yield v3.Evidence(id=f"{base}#{CORRECTION}", name=_("Correction"), narrative=awarding.correction)
    for item in awarding.evidence:
        yield v3.Evidence(
            id=item.address or f"{base}#{item.id}",
            name=item.name,
            narrative=item.narrative or None,
            genre=item.genre or None,
        )


def _evidence_2(awarding: Awarding, names: Names) -> Iterable[v2.Evidence]:
    base = addresses.assertion(names.assertion)
    yield v2.Evidence(id=f"{base}#{PEERS}", name=_("Reconnaissance par les pairs"), narrative=_peers(awarding))
    if awarding.criteria_seen:
        yield v2.Evidence(id=f"{base}#{SITUATION}", name=_("Mise en situation"), narrative=_seen(awarding))
    if awarding.correction:
        yield v2.Evidence(id=f"{base}#{CORRECTION}", name=_("Correction"), narrative=awarding.correction)
    for item in awarding.evidence:
        yield v2.Evidence(id=item.address or f"{base}#{item.id}", name=item.name, narrative=item.narrative or None)


def _peers(awarding: Awarding) -> str:
    said = ngettext(
        "Reconnu par %(n)d pair, groupe : %(group)s.", "Reconnu par %(n)d pairs, groupe : %(group)s.", awarding.peers
    )
    if awarding.by_jury:
        said = _("Reconnu par un jury de %(n)d personnes, groupe : %(group)s.")
    return f"{said % {'n': awarding.peers, 'group': awarding.group_name}} {awarding.rule_in_words}".strip()


def _seen(awarding: Awarding) -> str:
    with_help = _("vu avec aide")
    lines = [f"- {c.text} ({with_help})" if c.with_help else f"- {c.text}" for c in awarding.criteria_seen]
    when = [awarding.seen_on.strftime("%Y-%m-%d")] if awarding.seen_on else []
    where = ", ".join([*when, *([awarding.place] if awarding.place else [])])
    return "\n".join([*([where, ""] if where else []), *lines])


def _whole(time: datetime) -> datetime:
    return time.replace(microsecond=0)
