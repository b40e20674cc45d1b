"""What a signed badge says, read from its own bytes: what is shown is what was signed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db.models import Q, QuerySet

from besace.badges.models import BadgeVersion
from besace.people.models import Organisation, Person

from . import awarding
from .models import Credential, CredentialState, SignedEndorsement, StatusList
from .translation import CORRECTION, PEERS, SITUATION


@dataclass(frozen=True)
class ShownEvidence:
    name: str
    narrative: str
    address: str


@dataclass(frozen=True)
class Shown:
    """One badge for who looks at it: nothing here that is not in the signed document, but its state today."""

    id: UUID
    name: str
    sentence: str
    issuer: str
    issuer_address: str
    group: str
    peers: str
    seen: tuple[str, ...]
    where: str
    seen_on: date | None
    criteria: tuple[str, ...]
    evidence: tuple[ShownEvidence, ...]
    awarded_at: datetime
    issued_at: datetime
    valid_until: datetime | None
    state: str
    version_id: UUID
    replaced_by: UUID | None
    correction: str = ""

    @property
    def is_in_force(self) -> bool:
        return self.state == "valid"

    @property
    def peers_in_short(self) -> str:
        """How many recognised her; the rule that follows is told on demand."""
        return self.peers.split(". ", 1)[0].rstrip(".") + "."

    @property
    def rule(self) -> str:
        return self.peers.partition(". ")[2]


def credentials_of(holder: Person) -> QuerySet[Credential]:
    """Everything she was given, newest first, with what a list needs."""
    return Credential.objects.filter(holder=holder).select_related("version", "organisation").order_by("-issued_at")


@dataclass(frozen=True)
class PublicBadge:
    pk: UUID
    name: str
    sentence: str
    picture: str


def badges_of(organisation: Organisation) -> list[PublicBadge]:
    """The badges in the catalogue, each in its current version."""
    found = BadgeVersion.objects.filter(
        badge__organisation=organisation, badge__is_public=True, current_of__isnull=False
    )
    rows = found.order_by("name").values_list("pk", "name", "sentence")
    return [PublicBadge(pk, name, sentence, f"/b/{pk}/image.svg") for pk, name, sentence in rows]


def visible(credential_id: UUID, *, to: Person | None) -> Credential | None:
    """The badge if it is shared, or hers; strangers are not even told that it exists (DECISIONS.md 4)."""
    found = Credential.objects.filter(pk=credential_id).select_related("version", "organisation", "replaced_by").first()
    return found if found and _may_see(found, to) else None


def visible_assertion(assertion_id: UUID, *, to: Person | None) -> Credential | None:
    found = (
        Credential.objects.filter(assertion_id=assertion_id)
        .select_related("version", "organisation", "replaced_by")
        .first()
    )
    return found if found and _may_see(found, to) else None


def shown_endorsements() -> QuerySet[SignedEndorsement]:
    """The recommendations that anybody may read: of a badge that is shared, or of a version."""
    in_force = SignedEndorsement.objects.filter(state=CredentialState.VALID).exclude(document=b"")
    return in_force.filter(Q(credential__isnull=True) | Q(credential__is_published=True))


def visible_endorsement(endorsement_id: UUID, *, to: Person | None) -> SignedEndorsement | None:
    """As her badge: shared, or hers alone."""
    found = SignedEndorsement.objects.select_related("organisation", "credential__version", "version")
    one = found.filter(pk=endorsement_id).first()
    if one is None or one.credential is None or not one.is_in_force:
        return one
    return one if one.document and _may_see(one.credential, to) else None


def _may_see(credential: Credential, person: Person | None) -> bool:
    is_hers = person is not None and credential.holder_id == person.pk
    return bool(credential.document) and (credential.is_published or is_hers)


def shown(credential: Credential) -> Shown:
    document = json.loads(bytes(credential.document))
    badge = document["credentialSubject"]["achievement"]
    evidence = {item["id"].rpartition("#")[2]: item for item in document.get("evidence", [])}
    seen_on, where, seen = _situation(evidence.get(SITUATION, {}).get("narrative", ""))
    replacement = getattr(credential, "replaced_by", None)
    return Shown(
        id=credential.pk,
        name=badge["name"],
        sentence=badge["description"],
        issuer=document["issuer"]["name"],
        issuer_address=document["issuer"]["url"],
        group=badge["creator"]["name"],
        peers=evidence[PEERS]["narrative"],
        seen=seen,
        where=where,
        seen_on=seen_on,
        criteria=_lines(badge["criteria"]["narrative"]),
        evidence=tuple(
            _evidence(item) for place, item in evidence.items() if place not in {PEERS, SITUATION, CORRECTION}
        ),
        awarded_at=datetime.fromisoformat(document["awardedDate"]),
        issued_at=credential.issued_at,
        valid_until=credential.valid_until,
        state=credential.state,
        version_id=credential.version_id,
        replaced_by=_told(replacement, credential),
        correction=evidence.get(CORRECTION, {}).get("narrative", ""),
    )


def _told(replacement: Credential | None, former: Credential) -> UUID | None:
    """By which badge it was replaced, for who may read that one: all if she shows it, else she alone who has both."""
    if replacement is None or (former.is_published and not replacement.is_published):
        return None
    return replacement.pk


@dataclass(frozen=True)
class Facts:
    """What a signed badge says happened, as plain values that a correction may change."""

    place: str
    seen_on: date | None
    seen: dict[str, bool]  # the text of a criterion, and whether it was seen with help
    evidence: tuple[awarding.ShownEvidence, ...]


def facts(credential: Credential) -> Facts:
    """Read from the signed bytes: what was noted at the time may be deleted by now."""
    document = json.loads(bytes(credential.document))
    items = {item["id"].rpartition("#")[2]: item for item in document.get("evidence", [])}
    seen_on, where, lines = _situation(items.pop(SITUATION, {}).get("narrative", ""))
    items.pop(PEERS, None), items.pop(CORRECTION, None)
    kept = tuple(_kept(place, item) for place, item in items.items())
    return Facts(where, seen_on, _with_help(credential.version, lines), kept)


def _with_help(version: BadgeVersion, lines: tuple[str, ...]) -> dict[str, bool]:
    texts = [criterion.text for criterion in version.stamped_criteria]
    found = {}
    for text in texts:
        line = next((line for line in lines if line == text or line.startswith(f"{text} (")), None)
        if line is not None:
            found[text] = line != text
    return found


def _kept(place: str, item: dict[str, Any]) -> awarding.ShownEvidence:
    """A fragment of the badge's own address is its id; anything else is an address of its own."""
    try:
        name, address = UUID(place), ""
    except ValueError:
        name, address = uuid5(NAMESPACE_URL, item["id"]), item["id"]
    said = {"name": item.get("name", ""), "narrative": item.get("narrative", ""), "genre": item.get("genre", "")}
    return awarding.ShownEvidence(id=name, address=address, **said)


def list_age(one: StatusList, *, now: datetime) -> float:
    """Hours since the list was signed: amber at 30, red at 36 (SECURITY.md E.4)."""
    return (now - one.signed_at).total_seconds() / 3600 if one.signed_at else float("inf")


def _situation(narrative: str) -> tuple[date | None, str, tuple[str, ...]]:
    """The day, the place and what was seen, as `translation` wrote them: a first line, then a list."""
    first = narrative.split("\n", 1)[0]
    if first.startswith("- "):
        return None, "", _lines(narrative)
    day, _comma, where = first.partition(", ")
    try:
        return date.fromisoformat(day), where, _lines(narrative)
    except ValueError:
        return None, first, _lines(narrative)


def _lines(markdown: str) -> tuple[str, ...]:
    return tuple(line[2:] for line in markdown.split("\n") if line.startswith("- "))


def _evidence(item: dict[str, Any]) -> ShownEvidence:
    return ShownEvidence(item.get("name", ""), item.get("narrative", ""), item.get("id", ""))
