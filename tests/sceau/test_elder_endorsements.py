"""Endorsements of 2.0: followed to where they live, told, and never held against the badge that carries them."""

from typing import Any

import pytest

from sceau.fetch import Fetched
from sceau.proofs.jws import cryptographic_key, sign_assertion
from sceau.report import Report
from sceau.verify import verify

from .badges import HOME, JSON, NOW, Web, assertion, badge_class, elder_web, profile
from .test_elder import RSA

FRIEND = "https://voisins.example"
PLACE = f"{FRIEND}/e/1"
FRIEND_KEY = f"{FRIEND}/k/1"


def endorsement(**members: Any) -> dict[str, Any]:
    return {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Endorsement",
        "id": PLACE,
        "claim": {"id": f"{HOME}/b/1", "endorsementComment": "Nous reconnaissons ce badge."},
        "issuer": f"{FRIEND}/o",
        "issuedOn": "2026-05-02T09:00:00Z",
        "verification": {"type": "HostedBadge"},
        **members,
    }


def signed_endorsement(**members: Any) -> str:
    verification = {"type": "signed", "creator": FRIEND_KEY}
    return sign_assertion(endorsement(id="urn:uuid:e1", verification=verification, **members), RSA)


def web(page: Any = None, *, said: Any = PLACE, **friend: Any) -> Web:
    """The badge, its class which names the endorsement `said`, the endorsement at PLACE, and who made it."""
    found = elder_web(b=badge_class(endorsement=said))
    found.pages[PLACE] = endorsement() if page is None else page
    found.pages[f"{FRIEND}/o"] = profile(id=f"{FRIEND}/o", url=FRIEND, name="Les Voisins", **friend)
    found.pages[FRIEND_KEY] = cryptographic_key(FRIEND_KEY, owner=f"{FRIEND}/o", key=RSA.public)
    return found


def told(fetch: Web) -> tuple[str, str, str]:
    report = verify(f"{HOME}/a/1", fetch=fetch, now=NOW)
    check = report.check("endorsements")
    assert check is not None
    return report.verdict, check.outcome.value, check.code


def test_a_hosted_endorsement_is_followed_to_where_it_lives() -> None:
    assert told(web()) == ("valid", "passed", "ok")


def test_a_badge_without_endorsement_says_nothing_of_it() -> None:
    assert verify(f"{HOME}/a/1", fetch=elder_web(), now=NOW).check("endorsements") is None


BROKEN = {
    "about another badge": (endorsement(claim={"id": f"{HOME}/b/2"}), "endorses-another"),
    "another type": (endorsement(type="Assertion"), "endorsement-invalid"),
    "no claim": (endorsement(claim=None), "endorses-another"),
    "lives elsewhere": (endorsement(id=f"{FRIEND}/e/2"), "endorsement-invalid"),
    "on a host that is not its issuer's": (endorsement(issuer=f"{HOME}/o/1"), "endorsement-invalid"),
    "revoked": (endorsement(revoked=True), "endorsement-ended"),
    "gone": (Fetched(PLACE, 410, JSON, b"{}"), "endorsement-ended"),
    "not yet": (endorsement(issuedOn="2027-01-01T00:00:00Z"), "endorsement-ended"),
    "not found": (Fetched(PLACE, 404, JSON, b"{}"), "endorsement-not-confirmed"),
    "issuer out of reach": (endorsement(issuer=f"{FRIEND}/nobody"), "endorsement-not-confirmed"),
    "no JSON": (b"<html>", "endorsement-invalid"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_an_endorsement_that_is_not_right_is_told_and_the_badge_stands(name: str) -> None:
    page, code = BROKEN[name]
    assert told(web(page)) == ("valid", "unknown", code)


def test_an_endorsement_written_inside_is_read_again_where_it_lives() -> None:
    kept = endorsement()
    flattered = endorsement(claim={"id": f"{HOME}/b/1", "endorsementComment": "Le meilleur du monde."})

    assert told(web(said=kept)) == ("valid", "passed", "ok")
    assert told(web(said=flattered)) == ("valid", "unknown", "endorsement-invalid")
    assert told(web(said={"type": "Endorsement"})) == ("valid", "unknown", "endorsement-invalid")


def test_a_signed_endorsement_needs_a_key_that_its_issuer_lists() -> None:
    token = signed_endorsement()
    changed = token[:-8] + ("A" * 8 if token[-8:] != "A" * 8 else "B" * 8)
    listed = {"publicKey": [FRIEND_KEY]}

    assert told(web(said=token, **listed)) == ("valid", "passed", "ok")
    assert told(web(token.encode(), **listed)) == ("valid", "passed", "ok")
    assert told(web(said=token)) == ("valid", "unknown", "endorsement-invalid")
    assert told(web(said=changed, **listed)) == ("valid", "unknown", "endorsement-invalid")


def test_an_endorsement_of_the_issuer_and_of_the_assertion_is_followed_too() -> None:
    for name, target in (("o", f"{HOME}/o/1"), ("a", f"{HOME}/a/1")):
        makers: dict[str, Any] = {"o": profile, "a": assertion}
        fetch = web(endorsement(claim={"id": target}), said=None)
        fetch.pages[f"{HOME}/{name}/1"] = makers[name](endorsement=[PLACE])
        assert told(fetch) == ("valid", "passed", "ok")


def test_more_than_twenty_are_too_many() -> None:
    assert told(web(said=[PLACE] * 21)) == ("valid", "unknown", "too-many")


def _alone(source: Any, fetch: Web) -> Report:
    return verify(source, fetch=fetch, now=NOW)


def test_an_endorsement_is_verified_alone_as_a_badge_is() -> None:
    fetch = web(publicKey=[FRIEND_KEY])

    assert _alone(endorsement(), fetch).verdict == "valid"
    assert _alone(PLACE, fetch).verdict == "valid"
    assert _alone(signed_endorsement(), fetch).verdict == "valid"
    assert _alone(endorsement(claim={"id": "https://elsewhere.example/b"}), fetch).verdict == "invalid"
    assert _alone(endorsement(), web(endorsement(revoked=True))).states == ("revoked",)
    assert _alone(endorsement(), Web()).verdict == "unknown"
