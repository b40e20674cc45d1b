"""The quick form of a schema says what `jsonschema` says, on right and on damaged documents."""

import copy
import random
from typing import Any

import pytest

from sceau import schemas
from sceau.schemas.quick import NoQuickForm, compiled
from tests.sceau.hostile import credential

ODD: list[Any] = [None, True, 0, 1.5, 2.0, "", "texte", [], {}, ["a"], [{}], {"id": 1}, "2026-05-12T09:30:00Z", "fr"]


def _damaged(document: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    document = copy.deepcopy(document)
    for _ in range(rng.randrange(3)):
        place: Any = document
        while True:
            keys = list(place) if isinstance(place, dict) else list(range(len(place)))
            if not keys:
                break
            key = rng.choice(keys)
            if isinstance(place[key], dict | list) and rng.random() < 0.7:
                place = place[key]
                continue
            if rng.random() < 0.3:
                del place[key]
            else:
                place[key] = rng.choice(ODD)
            break
    return document


@pytest.mark.parametrize(
    "url", [url for url in schemas.known() if url.startswith("https://purl.") and "imsx" not in url]
)
def test_the_quick_form_agrees_with_jsonschema(url: str) -> None:
    quick, slow = compiled(schemas.load(url)), schemas.validator(url)
    rng = random.Random(url)
    seen = set()
    for seed in range(60):
        document = credential(random.Random(seed))
        document["credentialSubject"] = document["credentialSubject"] if rng.random() < 0.5 else {"id": "urn:x:1"}
        document["name"] = document.get("name") or "Un nom"
        document = _damaged(document, rng)
        for part in (document, document.get("issuer"), document.get("endorsement")):
            expected = slow.is_valid(part)
            assert quick(part) is expected
            seen.add(expected)
    assert seen == ({True, False} if url == schemas.ACHIEVEMENT_CREDENTIAL else seen | {False})


def test_it_tells_good_badges_from_bad_ones() -> None:
    good = credential(random.Random(3))
    good["id"], good["name"] = "urn:x:1", "Un nom"
    good["credentialSubject"] = {"type": ["AchievementSubject"], "achievement": _achievement()}

    assert schemas.problems(good, schemas.ACHIEVEMENT_CREDENTIAL) == ()
    bad = {**good, "credentialSubject": {"type": ["AchievementSubject"]}}
    assert len(schemas.problems(bad, schemas.ACHIEVEMENT_CREDENTIAL)) > 0


def _achievement() -> dict[str, Any]:
    return {
        "id": "urn:x:2",
        "type": ["Achievement"],
        "name": "N",
        "description": "D",
        "criteria": {"narrative": "C"},
    }


def test_a_keyword_without_quick_form_is_left_to_jsonschema() -> None:
    with pytest.raises(NoQuickForm):
        compiled({"properties": {"n": {"maximum": 3}}})
