"""Badges before 3.0: hosted and signed, each generation; what the host says is what counts."""

import hashlib
import json
from typing import Any

import pytest

from sceau.fetch import Fetched
from sceau.keys import PrivateKey
from sceau.proofs.jws import cryptographic_key, sign_assertion
from sceau.report import Report
from sceau.verify import verify
from tests.sceau import badges, pictures
from tests.sceau.badges import HOME, JSON, NOW, Web, assertion, badge_class, elder_web, profile

RSA = PrivateKey.generate("RSA")
KEY_URL = f"{HOME}/k/1"


def judged(source: Any, web: Web, **options: Any) -> Report:
    return verify(json.dumps(source) if isinstance(source, dict) else source, fetch=web, now=NOW, **options)


def flaws(report: Report) -> set[str]:
    return {f"{check.name} {check.code}" for check in report.checks if check.outcome.value != "passed"}


def test_a_hosted_badge_is_valid_and_summed_up():
    report = judged(assertion(expires="2030-01-01T00:00:00Z"), elder_web(a=assertion(expires="2030-01-01T00:00:00Z")))

    assert (report.verdict, report.format, flaws(report)) == ("valid", "ob-2.0", set())
    assert (report.summary.name, report.summary.issuer) == ("Mener les ânes", "Les Mardis")
    assert (report.summary.issued, report.summary.expires) == ("2026-05-01T09:00:00Z", "2030-01-01T00:00:00Z")


@pytest.mark.parametrize("carrier", ["address", "png with an address", "text with an address"])
def test_an_address_is_enough(carrier):
    address = f"{HOME}/a/1"
    source: Any = {
        "address": address,
        "png with an address": pictures.png(pictures.text_chunk("openbadges", address.encode())),
        "text with an address": f"Voici votre badge : {address}. À mardi !",
    }[carrier]

    assert judged(source, elder_web()).verdict == "valid"


@pytest.mark.parametrize(
    "change",
    [
        {"recipient": {"type": "email", "hashed": False, "identity": "kevin@example.org"}},
        {"badge": f"{HOME}/b/2"},
        {"issuedOn": "2020-01-01T00:00:00Z"},
        {"expires": "2040-01-01T00:00:00Z"},
        {"evidence": "https://evil.example/"},
        {"narrative": "Avec mention"},
    ],
)
def test_what_a_person_carries_is_held_against_the_host(change):
    report = judged(assertion(**change), elder_web())

    assert (report.verdict, flaws(report)) == ("invalid", {"proof differs-from-hosted"})


@pytest.mark.parametrize(
    ("page", "verdict", "flaw"),
    [
        (Fetched(f"{HOME}/a/1", 404, JSON, b""), "invalid", "proof not-hosted"),
        (Fetched(f"{HOME}/a/1", 500, JSON, b""), "unknown", "proof http-status"),
        (Fetched(f"{HOME}/a/1", 200, "text/html", b"<html>"), "invalid", "proof not-hosted"),
        (
            Fetched("https://evil.example/a/1", 200, JSON, json.dumps(assertion()).encode()),
            "invalid",
            "proof redirected-elsewhere",
        ),
        (assertion(id=f"{HOME}/a/2"), "unknown", "proof no-connection"),
        (assertion(id="urn:uuid:1"), "invalid", "proof id-is-elsewhere"),
        (assertion(type="BadgeClass"), "invalid", "shape bad-type"),
        (assertion(recipient=None), "invalid", "shape bad-recipient"),
        (assertion(issuedOn="yesterday"), "invalid", "shape bad-date"),
        (assertion(image="data:image/png;base64,AA=="), "invalid", "shape bad-image"),
    ],
)
def test_what_the_host_answers_decides(page, verdict, flaw):
    report = judged(f"{HOME}/a/1", elder_web(a=page))

    assert report.verdict == verdict
    assert flaw in flaws(report)


@pytest.mark.parametrize(
    ("pages", "flaw"),
    [
        ({"b": badge_class(name="")}, "badge bad-badge"),
        ({"b": badge_class(type="Assertion")}, "badge bad-badge"),
        ({"b": badge_class(id="https://evil.example/b/1")}, "badge no-connection"),
        ({"o": profile(type="Cat")}, "issuer bad-issuer"),
        ({"o": profile(verification={"allowedOrigins": "other.example"})}, "issuer wrong-host"),
        ({"o": profile(verification={"startsWith": f"{HOME}/NOT"})}, "issuer wrong-host"),
        ({"o": profile(verification={"startsWith": "https://mardis.example.evil.example/"})}, "issuer wrong-host"),
        ({"o": b"<html>"}, "issuer not-json"),
    ],
)
def test_class_and_issuer_are_read_where_they_live(pages, flaw):
    report = judged(assertion(), elder_web(**pages))

    assert report.verdict != "valid"
    assert flaw in flaws(report)


@pytest.mark.parametrize(
    "rules",
    [
        {"allowedOrigins": "mardis.example"},
        {"allowedOrigins": ["other.example", "mardis.example"]},
        {"startsWith": f"{HOME}/a/"},
        {"startsWith": ["https://other.example/", f"{HOME}/a"], "allowedOrigins": ["mardis.example"]},
    ],
)
def test_an_issuer_may_say_where_its_badges_live(rules):
    assert judged(assertion(), elder_web(o=profile(verification=rules))).verdict == "valid"


@pytest.mark.parametrize(("expires", "state"), [("2026-05-11T00:00:00Z", "expired"), ("2020-05-11T00:00:00Z", None)])
def test_dates_count(expires, state):
    report = judged(f"{HOME}/a/1", elder_web(a=assertion(expires=expires)))

    assert report.verdict == "invalid"
    assert report.states == ((state,) if state else ())


def test_a_badge_that_says_itself_that_it_is_revoked_is_believed():
    assert judged({**assertion(), "revoked": True}, Web()).states == ("revoked",)


EXTENSION = {"type": ["Extension", "extensions:ApplyLink"], "url": "https://mardis.example/venir"}


@pytest.mark.parametrize(
    ("extension", "verdict"),
    [
        (EXTENSION, "valid"),
        ({**EXTENSION, "url": 7}, "invalid"),
        (
            {**EXTENSION, "type": ["Extension", "https://w3id.org/openbadges/extensions#ApplyLink"], "url": None},
            "invalid",
        ),
        ({"type": ["Extension", "https://elsewhere.example/Other"], "url": 7}, "valid"),
    ],
)
def test_an_extension_fits_the_schema_of_its_kind(extension, verdict):
    assert judged(assertion(), elder_web(b=badge_class(**{"extensions:ApplyLink": extension}))).verdict == verdict


def signed_assertion(**members: Any) -> str:
    verification = {"type": "signed", "creator": KEY_URL}
    return sign_assertion(
        assertion(id="urn:uuid:0b7c1f0e-7d2f-4b42-9c36-5c6a1c9f2a01", verification=verification, **members), RSA
    )


def signed_web(**members: Any) -> Web:
    web = elder_web(o=profile(**{"publicKey": [KEY_URL], **members}))
    web.pages[KEY_URL] = cryptographic_key(KEY_URL, owner=f"{HOME}/o/1", key=RSA.public)
    return web


def test_a_signed_badge_is_valid_wherever_it_is():
    report = judged(signed_assertion(), signed_web())

    assert (report.verdict, flaws(report)) == ("valid", set())


def test_a_signed_badge_by_a_key_that_the_issuer_does_not_list_is_refused():
    assert "key not-the-issuer" in flaws(judged(signed_assertion(), signed_web(publicKey=[f"{HOME}/k/2"])))


def test_a_signed_badge_by_another_key_is_refused():
    web = signed_web()
    web.pages[KEY_URL] = cryptographic_key(KEY_URL, owner=f"{HOME}/o/1", key=PrivateKey.generate("RSA").public)

    assert flaws(judged(signed_assertion(), web)) == {"proof bad-signature"}


def test_a_key_that_says_it_belongs_to_another_is_refused():
    web = signed_web()
    web.pages[KEY_URL] = cryptographic_key(KEY_URL, owner="https://evil.example/o", key=RSA.public)

    assert flaws(judged(signed_assertion(), web)) == {"key not-the-issuer"}


def test_an_issuer_written_inside_a_signed_badge_is_asked_at_home():
    forger = PrivateKey.generate("RSA")
    key = cryptographic_key(KEY_URL, owner=f"{HOME}/o/1", key=forger.public)
    inside = badge_class(issuer=profile(publicKey=[key]))
    verification = {"type": "signed", "creator": KEY_URL}
    forged = sign_assertion(assertion(badge=inside, verification=verification), forger)

    assert flaws(judged(forged, signed_web())) == {"proof bad-signature"}


LIST = f"{HOME}/revoked"


@pytest.mark.parametrize(
    ("listed", "verdict", "flaw"),
    [
        ([], "valid", set()),
        (["urn:uuid:another"], "valid", set()),
        (
            [{"id": "urn:uuid:0b7c1f0e-7d2f-4b42-9c36-5c6a1c9f2a01", "revocationReason": "Erreur"}],
            "invalid",
            {"status revoked"},
        ),
        (["urn:uuid:0b7c1f0e-7d2f-4b42-9c36-5c6a1c9f2a01"], "invalid", {"status revoked"}),
    ],
)
def test_the_list_of_revoked_badges_is_read(listed, verdict, flaw):
    web = signed_web(revocationList=LIST)
    web.pages[LIST] = {
        "@context": "https://w3id.org/openbadges/v2",
        "id": LIST,
        "type": "RevocationList",
        "issuer": f"{HOME}/o/1",
        "revokedAssertions": listed,
    }
    report = judged(signed_assertion(), web)

    assert (report.verdict, flaws(report)) == (verdict, flaw)


def test_a_list_out_of_reach_or_of_another_is_unknown():
    away = signed_web(revocationList=LIST)
    another = signed_web(revocationList=LIST)
    another.pages[LIST] = {
        "@context": "https://w3id.org/openbadges/v2",
        "id": LIST,
        "issuer": "https://evil.example",
        "revokedAssertions": [],
    }

    assert [judged(signed_assertion(), web).verdict for web in (away, another)] == ["unknown", "unknown"]


FIRST = {
    "recipient": "sha256$" + hashlib.sha256(b"tonio@example.orgsel").hexdigest(),
    "salt": "sel",
    "issued_on": "2012-06-01",
    "badge": {
        "version": "0.5.0",
        "name": "Ânes",
        "image": "/i.png",
        "description": "Mener les ânes.",
        "criteria": "/c",
        "issuer": {"origin": HOME, "name": "Les Mardis"},
    },
}


def test_a_badge_of_2012_is_valid_on_its_own_host_only():
    web = Web({f"{HOME}/2012/1": FIRST, "https://evil.example/1": FIRST})

    good = judged(f"{HOME}/2012/1", web, recipient="email:tonio@example.org")
    assert (good.verdict, good.format, good.summary.issued) == ("valid", "ob-0.5", "2012-06-01")
    assert judged(f"{HOME}/2012/1", web, recipient="email:fatou@example.org").states == ("not-this-person",)
    assert flaws(judged("https://evil.example/1", web)) == {"issuer wrong-host"}


def _one(**members: Any) -> dict[str, Any]:
    return {
        "uid": "abc",
        "recipient": {"type": "email", "hashed": False, "identity": "tonio@example.org"},
        "badge": f"{HOME}/1/b",
        "verify": {"type": "hosted", "url": f"{HOME}/1/a"},
        "issuedOn": 1400000000,
        **members,
    }


ONE_CLASS = {
    "name": "Ânes",
    "description": "Mener",
    "image": f"{HOME}/i.png",
    "criteria": f"{HOME}/c",
    "issuer": f"{HOME}/1/o",
}
ONE_ISSUER = {"name": "Les Mardis", "url": "https://les-mardis.example"}


def _one_web(page: Any) -> Web:
    return Web({f"{HOME}/1/a": page, f"{HOME}/1/b": ONE_CLASS, f"{HOME}/1/o": ONE_ISSUER})


def test_a_badge_of_1_0_is_valid_where_it_says_it_lives():
    report = judged(_one(), _one_web(_one()))

    assert (report.verdict, report.format, flaws(report)) == ("valid", "ob-1.0", set())
    assert judged(_one(), _one_web(_one(verify={"type": "hosted", "url": "https://evil.example/a"}))).verdict != "valid"
    assert judged({**_one(), "revoked": True}, _one_web({"revoked": True, "uid": "abc"})).states == ("revoked",)


def test_a_signed_badge_of_1_0_finds_its_key_in_pem_with_the_issuer():
    badge = _one(verify={"type": "signed", "url": f"{HOME}/1/key.pem"})
    web = _one_web(None)
    web.pages[f"{HOME}/1/key.pem"] = RSA.public.to_pem().encode()
    web.pages[f"{HOME}/1/o"] = {**ONE_ISSUER, "revocationList": f"{HOME}/1/revoked"}
    web.pages[f"{HOME}/1/revoked"] = {"def": "Erreur"}
    token = sign_assertion(badge, RSA)

    assert judged(token, web).verdict == "valid"
    web.pages[f"{HOME}/1/revoked"] = {"abc": "Erreur"}
    assert judged(token, web).states == ("revoked",)
    web.pages[f"{HOME}/1/key.pem"] = PrivateKey.generate("RSA").public.to_pem().encode()
    assert "proof bad-signature" in flaws(judged(token, web))


def test_a_badge_that_does_not_say_where_it_lives_is_unknown():
    assert judged(FIRST, Web()).verdict == "unknown"


def test_the_host_out_of_reach_is_unknown_and_never_valid():
    report = judged(assertion(), Web())

    assert (report.verdict, report.states) == ("unknown", ("not-reachable",))


def test_nothing_else_than_the_documents_is_asked():
    web = elder_web()
    judged(assertion(), web)

    assert web.asked == [f"{HOME}/a/1", f"{HOME}/b/1", f"{HOME}/o/1"]
    assert badges.HOME == HOME


def test_a_way_of_verifying_that_is_not_known_is_unknown_and_no_forgery():
    anchored = assertion(verification={"type": ["MerkleProofVerification2017", "Extension"]})
    report = verify(anchored, fetch=elder_web(a=anchored), now=NOW)

    assert (report.verdict, report.check("proof").code) == ("unknown", "unknown-cryptosuite")
    assert verify(f"{HOME}/a/1", fetch=elder_web(a=anchored), now=NOW).verdict == "unknown"
    nameless = assertion(verification={"type": []})
    assert verify(nameless, fetch=elder_web(a=nameless), now=NOW).check("shape").code == "bad-verification"


def test_a_badge_of_1_1_may_point_to_a_class_of_1_0():
    old = "https://w3id.org/openbadges/v1"
    plain = {
        name: value
        for name, value in badge_class(criteria=f"{HOME}/c").items()
        if name not in ("@context", "type", "id")
    }
    maker = {"name": "Les Mardis", "url": HOME}
    badge = assertion(**{"@context": old, "verify": {"type": "hosted", "url": f"{HOME}/a/1"}, "verification": None})

    assert verify(badge, fetch=elder_web(a=badge, b=plain, o=maker), now=NOW).verdict == "valid"


def test_an_assertion_that_wants_a_signature_is_not_valid_without_one():
    bare = assertion(verification={"type": "signed", "creator": KEY_URL})
    web = signed_web()
    web.pages[f"{HOME}/a/1"] = bare

    assert verify(bare, fetch=web, now=NOW).states == ("unsigned",)


def test_an_issuers_address_that_leads_to_another_host_confirms_nothing():
    for host, verdict in (("www.mardis.example", "valid"), ("evil.example", "unknown")):
        web = elder_web()
        body = json.dumps(profile()).encode()
        web.pages[f"{HOME}/o/1"] = Fetched(f"https://{host}/o/1", 200, "application/json", body)
        assert verify(assertion(), fetch=web, now=NOW).verdict == verdict


def test_a_host_out_of_reach_does_not_stand_by_its_badge():
    report = verify(assertion(), fetch=Web(), now=NOW)

    assert report.check("status").outcome.value == "unknown"
