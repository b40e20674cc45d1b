"""Which standard a JSON document follows, told from what it says of itself."""

from typing import Any, Final, Literal

from sceau.errors import Unreadable

Format = Literal[
    "ob-0.5",
    "ob-1.0",
    "ob-1.1",
    "ob-2.0",
    "ob-2.1",
    "ob-3.0",
    "vc-1.1",
    "vc-2.0",
    "clr-2.0",
    "endorsement",
    "presentation",
    "status-list",
    "hosted",
]
"""The formats `sceau` reads; "hosted" is an address whose document was not fetched yet."""

VC1: Final = "https://www.w3.org/2018/credentials/v1"
VC2: Final = "https://www.w3.org/ns/credentials/v2"
ELDER: Final = frozenset({"ob-0.5", "ob-1.0", "ob-1.1", "ob-2.0", "ob-2.1"})
"""The formats before 3.0: hosted documents, or a JWS in the manner of 2.0."""

OF_ENVELOPE: Final = frozenset({"@context", "id", "@id", "type", "@type"})
"""The members of an envelope; the token in it says nothing of any other."""

_ENVELOPED = (
    "data:application/vc+jwt,",
    "data:application/vc+ld+json+jwt,",
    "data:application/vp+jwt,",
    "data:application/jwt,",
)

BADGE_TYPES: Final = frozenset({"OpenBadgeCredential", "AchievementCredential"})
_STATUS_LISTS = frozenset({"BitstringStatusListCredential", "StatusList2021Credential"})
_ELDER_OBJECTS = frozenset({"Assertion", "BadgeClass", "Issuer", "Profile", "Endorsement", "RevocationList"})


def as_list(value: Any) -> list[Any]:
    """JSON-LD writes one value or many alike: here always a list, empty for null."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def types_of(document: Any) -> list[str]:
    """The types a document gives itself (`type` or `@type`), the prefixes of the Open Badges contexts taken away."""
    if not isinstance(document, dict):
        return []
    names = as_list(document.get("type")) + as_list(document.get("@type"))
    return [name.rsplit("#", 1)[-1].removeprefix("obi:") for name in names if isinstance(name, str)]


def contexts_of(document: dict[str, Any]) -> list[str]:
    """The context addresses a document names, in order; inline contexts are left out."""
    return [context for context in as_list(document.get("@context")) if isinstance(context, str)]


def says_revoked(document: dict[str, Any]) -> bool:
    """Whether a document calls itself revoked: any word but no. Platforms write true, 1, "true", and a reason."""
    return document.get("revoked") not in (None, False, "", "false", "False", 0)


def text_id(value: Any) -> str:
    """The id of a reference written as text or as an object; "" when it has none."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        found = value.get("id", value.get("@id", ""))
        return found if isinstance(found, str) else ""
    return ""


def detect(document: dict[str, Any]) -> Format | None:
    """The format of a JSON object, or None when it is nothing we know."""
    types = set(types_of(document))
    if "VerifiablePresentation" in types:
        return "presentation"
    if "VerifiableCredential" in types or "EnvelopedVerifiableCredential" in types or _looks_signed(document):
        return _credential_format(document, types)
    return _elder_format(document, types)


def _looks_signed(document: dict[str, Any]) -> bool:
    return "credentialSubject" in document and "issuer" in document


def _credential_format(document: dict[str, Any], types: set[str]) -> Format:
    if types & _STATUS_LISTS:
        return "status-list"
    if "ClrCredential" in types:
        return "clr-2.0"
    if "EndorsementCredential" in types:
        return "endorsement"
    if types & BADGE_TYPES:
        return "ob-3.0"
    return "vc-1.1" if VC1 in contexts_of(document) else "vc-2.0"


def _elder_format(document: dict[str, Any], types: set[str]) -> Format | None:
    contexts = " ".join(contexts_of(document))
    if "ob/v2p1" in contexts or "ob_v2p1" in contexts:
        return "ob-2.1"
    if "openbadges/v2" in contexts or "openbadges.org/v2" in contexts:
        return "ob-2.0"
    if "openbadges/v1" in contexts or "openbadges.org/v1" in contexts or "openbadges/1.1" in contexts:
        return "ob-1.1"
    if "recipient" in document and isinstance(document.get("badge"), dict) and "verify" not in document:
        return _inline_badge_format(document)
    if "badge" in document and "recipient" in document:
        return "ob-1.0"
    if says_revoked(document) and ("id" in document or "uid" in document):
        return "ob-2.0" if "id" in document else "ob-1.0"
    return "ob-2.0" if types & _ELDER_OBJECTS and contexts else None


def _inline_badge_format(document: dict[str, Any]) -> Format:
    """0.5 wrote the whole badge inside, with its `version`; a 2.0 document may embed its class too."""
    linked = "@context" in document["badge"] or ("@context" in document and "verification" in document)
    return "ob-2.0" if isinstance(document["recipient"], dict) and linked else "ob-0.5"


def data_model(document: dict[str, Any]) -> str:
    """The version of the VC data model a document names: "1.1" or "2.0"."""
    return "1.1" if "https://www.w3.org/2018/credentials/v1" in as_list(document.get("@context")) else "2.0"


def version_of(found: Format, document: dict[str, Any]) -> str:
    """For a signed credential the version of its data model; for an elder badge its own."""
    return found.removeprefix("ob-") if found.startswith(("ob-0", "ob-1", "ob-2")) else data_model(document)


def home_of(found: Format, document: dict[str, Any]) -> str | None:
    """Where an elder badge says it is hosted."""
    if not found.startswith(("ob-0", "ob-1", "ob-2")):
        return None
    verify = document.get("verify")
    if isinstance(verify, dict) and isinstance(verify.get("url"), str) and verify.get("type") != "signed":
        return str(verify["url"])
    address = text_id(document)
    return address if address.startswith(("http://", "https://")) else None


def enveloped(document: dict[str, Any]) -> str | None:
    """The JWS in an EnvelopedVerifiableCredential (VC Data Model 2.0 §4.13), if it is one. Raises `Unreadable`."""
    if not {"EnvelopedVerifiableCredential", "EnvelopedVerifiablePresentation"} & set(types_of(document)):
        return None
    if VC2 not in as_list(document.get("@context")):
        raise Unreadable("bad-envelope", "@context")
    address = text_id(document)
    for prefix in _ENVELOPED:
        if address.startswith(prefix):
            return address.removeprefix(prefix)
    raise Unreadable("unknown-envelope", "id")
