"""Credentials made at random by somebody unkind: every member the contexts know, texts that break careless writers."""

import random
from typing import Any

TEXTS = [
    "Mener les ânes",
    "",
    " ",
    'des "guillemets" et \\ des barres',
    "ligne\nligne\r\n\ttabulation",
    "%s %d {name} %%",
    "_:b0 _:c14n0",
    "\u2028 \u2029 \u0085 \u00a0",
    "🐴👩🏽\u200d🌾 ﷽",
    "<b>gras</b> & ^^<x> .\n",
    "x" * 300,
    "\u202ertl",
    "é" + "e\u0301",
    '"@fr',
]
IRIS = [
    "https://valmont.example/x",
    "urn:uuid:8a1c1e0e-1111-4d8d-8c3e-0f1d2a3b4c5d",
    "mailto:a@b.example",
    "did:web:a.b:o:1",
]
CONTEXTS = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]


def text(rng: random.Random) -> str:
    return rng.choice(TEXTS) + rng.choice(["", rng.choice(TEXTS), str(rng.random())])


def iri(rng: random.Random) -> str:
    return rng.choice(IRIS) + rng.choice(["", str(rng.randrange(10**6)), "/é?q=a&b"])


def _some(rng: random.Random, members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if rng.random() < 0.6}


def _profile(rng: random.Random) -> dict[str, Any]:
    extras = {"name": text(rng), "url": iri(rng), "description": text(rng), "email": text(rng), "phone": text(rng)}
    return {"id": iri(rng), "type": rng.choice(["Profile", ["Profile"]]), **_some(rng, extras)}


def _alignment(rng: random.Random) -> dict[str, Any]:
    extras = {"targetDescription": text(rng), "targetFramework": text(rng), "targetCode": text(rng)}
    return {"type": ["Alignment"], "targetName": text(rng), "targetUrl": iri(rng), **_some(rng, extras)}


def _evidence(rng: random.Random) -> dict[str, Any]:
    extras = {"id": iri(rng), "name": text(rng), "narrative": text(rng), "genre": text(rng), "audience": text(rng)}
    return {"type": ["Evidence"], **_some(rng, extras)}


def _achievement(rng: random.Random) -> dict[str, Any]:
    extras = {
        "achievementType": rng.choice(["Competency", "ext:Autre"]),
        "image": {"id": iri(rng), "type": "Image", "caption": text(rng)},
        "creator": _profile(rng),
        "tag": [text(rng) for _ in range(rng.randrange(4))],
        "alignment": [_alignment(rng) for _ in range(rng.randrange(4))],
        "inLanguage": "fr",
        "version": text(rng),
        "creditsAvailable": rng.choice([3, 2.5, 0.1, 1.5e-7, 1e22, -4]),
        "resultDescription": [
            {"id": iri(rng), "type": ["ResultDescription"], "name": text(rng), "resultType": "GradePointAverage"}
        ],
        "otherIdentifier": [{"type": "IdentifierEntry", "identifier": text(rng), "identifierType": "identifier"}],
    }
    criteria = _some(rng, {"narrative": text(rng), "id": iri(rng)})
    base = {"id": iri(rng), "type": ["Achievement"], "name": text(rng), "description": text(rng), "criteria": criteria}
    return {**base, **_some(rng, extras)}


def _subject(rng: random.Random) -> dict[str, Any]:
    hashed = rng.random() < 0.5
    identity = {"type": "IdentityObject", "hashed": hashed, "identityHash": text(rng), "identityType": "emailAddress"}
    extras = {
        "identifier": [{**identity, **_some(rng, {"salt": text(rng)})} for _ in range(rng.randrange(1, 3))],
        "narrative": text(rng),
        "role": text(rng),
        "creditsEarned": rng.choice([1, 2.25, 1e21]),
        "result": [{"type": ["Result"], "value": text(rng)} for _ in range(rng.randrange(3))],
    }
    return {"id": iri(rng), "type": ["AchievementSubject"], "achievement": _achievement(rng), **_some(rng, extras)}


def _endorsement(rng: random.Random) -> dict[str, Any]:
    return {
        "@context": CONTEXTS,
        "id": iri(rng),
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": text(rng),
        "issuer": _profile(rng),
        "validFrom": "2026-05-12T09:30:00Z",
        "credentialSubject": {"id": iri(rng), "type": ["EndorsementSubject"], "endorsementComment": text(rng)},
    }


def credential(rng: random.Random) -> dict[str, Any]:
    """One unsigned credential."""
    extras = {
        "id": iri(rng) + "#credential",
        "name": text(rng),
        "description": text(rng),
        "validUntil": "2028-05-12T09:30:00+02:00",
        "awardedDate": "2026-05-11T09:30:00Z",
        "evidence": [_evidence(rng) for _ in range(rng.randrange(4))],
        "endorsement": [_endorsement(rng) for _ in range(rng.randrange(2))],
        "credentialStatus": {
            "id": iri(rng) + "#5",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(rng.randrange(131072)),
            "statusListCredential": iri(rng),
        },
    }
    return {
        "@context": CONTEXTS,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": rng.choice([_profile(rng), iri(rng)]),
        "validFrom": "2026-05-12T09:30:00Z",
        "credentialSubject": rng.choice([_subject(rng), [_subject(rng), _subject(rng)]]),
        **_some(rng, extras),
    }
