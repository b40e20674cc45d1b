"""The attacks of the security book, A01 to A15: each refused, each with the word a person needs."""

import copy
import json
from datetime import timedelta
from typing import Any

import pytest

from sceau.fetch import Fetched
from sceau.formats import text_id
from sceau.keys import PrivateKey
from sceau.proofs import jwt
from sceau.read import read
from sceau.report import Report
from sceau.verify import verify
from tests.sceau import badges, pictures
from tests.sceau.badges import ISSUER, JSON, KEY, METHOD, NOW, OTHER, Web


def judged(source: Any, *, fetch: Web | None = None, **options: Any) -> Report:
    return verify(
        json.dumps(source) if isinstance(source, dict) else source, fetch=fetch or badges.web(), now=NOW, **options
    )


def flaws(report: Report) -> set[str]:
    return {f"{check.name} {check.code}" for check in report.checks if check.outcome.value != "passed"}


GOOD = {
    "did:web, rdfc": lambda: badges.signed(),
    "did:web, jcs": lambda: badges.signed(cryptosuite="eddsa-jcs-2022"),
    "did:key": lambda: badges.by_did_key(),
    "jwt": lambda: badges.token(),
    "jwt, w3c": lambda: badges.token(badges.credential(), typ="vc+jwt", cty="vc"),
    "with status": lambda: badges.signed(badges.with_status()),
}


@pytest.mark.parametrize("name", GOOD)
def test_an_honest_badge_is_valid(name):
    report = judged(GOOD[name](), fetch=badges.web(**{badges.LIST: badges.status_list()}))

    assert (report.verdict, report.states, flaws(report)) == ("valid", (), set())


@pytest.mark.parametrize("name", GOOD)
def test_one_changed_word_is_seen(name):
    text = json.dumps(made) if isinstance(made := GOOD[name](), dict) else made
    if "." in text[:400] and not text.startswith("{"):
        head, payload, signature = text.split(".")
        text = ".".join((head, payload[:-8] + ("A" if payload[-8] != "A" else "B") + payload[-7:], signature))
    else:
        text = text.replace("trois pairs", "trois amis")
    report = judged(text, fetch=badges.web(**{badges.LIST: badges.status_list()}))

    assert report.verdict != "valid"


NONE = ["none", "None", "NONE", "nOnE", "", "noNE "]


@pytest.mark.parametrize("algorithm", [*NONE, None])
@pytest.mark.parametrize("signature", [b"", b"\0" * 64], ids=["empty", "zeros"])
def test_a01_a_token_without_algorithm_is_refused(algorithm, signature):
    header = {"typ": "JWT", "kid": METHOD} | ({} if algorithm is None else {"alg": algorithm})
    report = judged(badges.raw_token(header, jwt.payload_of(badges.credential()), signature))

    assert report.verdict == "invalid" or flaws(report) == {"proof unknown-algorithm"}


def test_a02_the_public_key_is_no_shared_secret():
    import hashlib  # noqa: PLC0415 -- only here
    import hmac  # noqa: PLC0415 -- only here

    unsigned = badges.raw_token({"alg": "HS256", "typ": "JWT", "kid": METHOD}, jwt.payload_of(badges.credential()))
    signing_input = unsigned.rpartition(".")[0]
    for secret in (
        KEY.public.to_pem().encode(),
        KEY.public.to_multibase().encode(),
        json.dumps(KEY.public.to_jwk()).encode(),
    ):
        mac = hmac.new(secret, signing_input.encode(), hashlib.sha256).digest()
        forged = badges.raw_token(
            {"alg": "HS256", "typ": "JWT", "kid": METHOD}, jwt.payload_of(badges.credential()), mac
        )
        assert judged(forged).verdict == "invalid"


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "PS256", "ES384"])
def test_a02_another_algorithm_than_the_key_is_refused(algorithm):
    honest = jwt.decode(badges.token())
    forged = badges.raw_token({**honest.header, "alg": algorithm}, honest.payload, honest.signature)

    assert judged(forged).verdict != "valid"


@pytest.mark.parametrize(
    "header",
    [
        {"jku": "https://evil.example/jwks.json"},
        {"x5u": "https://evil.example/cert.pem"},
        {"kid": "https://evil.example/key"},
        {"kid": "http://169.254.169.254/latest"},
        {"kid": "../../../etc/passwd"},
        {"kid": "/dev/null"},
        {"kid": "k' OR '1'='1"},
        {"kid": "file:///etc/passwd"},
        {"kid": 7},
    ],
)
def test_a03_a_header_sends_nobody_anywhere(header):
    web = badges.web()
    report = judged(badges.token(key=OTHER, **header), fetch=web)

    assert report.verdict != "valid"
    assert web.asked == []


def test_a03_a_key_in_the_header_proves_nothing():
    web = badges.web()
    report = judged(badges.token(key=OTHER, jwk=OTHER.public.to_jwk()), fetch=web)

    assert "key not-the-issuer" in flaws(report)
    assert set(web.asked) <= {"https://mardis.example/o/1/did.json"}


@pytest.mark.parametrize("header", [{"crit": ["exp"]}, {"crit": ["b64"], "b64": False}, {"b64": False}, {"crit": []}])
def test_a04_an_extension_that_is_not_understood_is_refused(header):
    honest = jwt.decode(badges.token())
    made = badges.raw_token({**honest.header, **header}, honest.payload, honest.signature)

    assert judged(made).verdict == "invalid"


PLACES: dict[str, tuple[str | int, ...]] = {
    "credential": (),
    "issuer": ("issuer",),
    "subject": ("credentialSubject",),
    "achievement": ("credentialSubject", "achievement"),
    "criteria": ("credentialSubject", "achievement", "criteria"),
    "evidence": ("evidence", 0),
    "identifier": ("credentialSubject", "identifier", 0),
    "proof": ("proof",),
}


@pytest.mark.parametrize("place", PLACES)
def test_a05_a_member_that_no_context_defines_is_not_signed_and_says_so(place):
    document = badges.credential(evidence=[{"type": ["Evidence"], "narrative": "Vue mardi."}])
    document["credentialSubject"]["identifier"] = [
        {"type": "IdentityObject", "identityHash": "Fatou", "identityType": "name", "hashed": False}
    ]
    badge = badges.signed(document)
    assert judged(badge).verdict == "valid"
    target = badge
    for step in PLACES[place]:
        target = target[step]
    target["grade"] = "excellent"

    report = judged(badge)
    assert (report.verdict, "contains-unsigned-parts" in report.states) == ("invalid", True)


@pytest.mark.parametrize("name", ["id", "type"])
def test_a05_a_relative_name_is_not_signed_and_says_so(name):
    badge = badges.signed()
    badge["credentialSubject"]["achievement"]["creator"] = {
        "id": "https://a.example",
        "type": ["Profile"],
        name: "relative",
    }

    assert judged(badge).verdict == "invalid"


def _contexts(*contexts: Any) -> dict[str, Any]:
    badge = badges.signed()
    return {**badge, "@context": [*contexts] if contexts else badge["@context"][::-1]}


VC, OB = badges.credential()["@context"]
CONTEXTS = {
    "unknown": lambda: _contexts(VC, OB, "https://evil.example/context.json"),
    "inline": lambda: _contexts(VC, OB, {"name": "https://evil.example/name"}),
    "inline vocabulary": lambda: _contexts(VC, OB, {"@vocab": "https://evil.example/"}),
    "redefined term": lambda: _contexts(VC, OB, {"type": "https://evil.example/type"}),
    "order": lambda: _contexts(),
    "missing": lambda: _contexts(VC),
}


@pytest.mark.parametrize("name", CONTEXTS)
@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def test_a06_other_contexts_are_refused_and_never_fetched(name, suite):
    badge = CONTEXTS[name]()
    if suite == "eddsa-jcs-2022":
        badge = {**badges.signed(cryptosuite=suite), "@context": badge["@context"]}
    web = badges.web(**{"https://evil.example/context.json": {"@context": {}}})
    report = judged(badge, fetch=web)

    assert report.verdict != "valid"
    assert "https://evil.example/context.json" not in web.asked


def test_a07_a_good_signature_by_somebody_else_is_refused():
    report = judged(badges.signed(key=OTHER, method=OTHER.public.did_method))

    assert (report.verdict, flaws(report)) == ("invalid", {"key not-the-issuer"})


def test_a07_a_key_document_that_names_another_controller_is_refused():
    method = {
        "id": METHOD,
        "type": "Multikey",
        "controller": "did:web:evil.example",
        "publicKeyMultibase": KEY.public.to_multibase(),
    }
    page = {**badges.did_web(), "verificationMethod": [method]}

    assert flaws(judged(badges.signed(), fetch=Web({"https://mardis.example/o/1/did.json": page}))) == {
        "key not-the-issuer"
    }


def test_a08_a_key_that_may_not_assert_is_refused():
    page = badges.did_web(assertionMethod=[], authentication=[METHOD])
    report = judged(badges.signed(), fetch=Web({"https://mardis.example/o/1/did.json": page}))

    assert (report.verdict, flaws(report)) == ("invalid", {"key not-in-purpose"})


@pytest.mark.parametrize(
    ("options", "flaw"),
    [
        ({"purpose": "authentication"}, "proof wrong-purpose"),
        ({"created": NOW + timedelta(days=1)}, "proof created-in-the-future"),
        ({"expires": "2026-05-02T00:00:00Z"}, "proof proof-expired"),
    ],
)
def test_a08_a_proof_for_another_use_or_time_is_refused(options, flaw):
    report = judged(badges.signed(**options))

    assert (report.verdict, flaws(report)) == ("invalid", {flaw})


def test_a08_a_revoked_key_proves_nothing_any_more():
    page = badges.did_web()
    page["verificationMethod"][0]["revoked"] = "2026-05-10T00:00:00Z"
    report = judged(badges.signed(), fetch=Web({"https://mardis.example/o/1/did.json": page}))

    assert flaws(report) == {"key key-revoked"}


def test_a09_the_worst_proof_of_a_set_is_shown():
    one = badges.signed()
    other = badges.signed(key=OTHER, method=OTHER.public.did_method)
    broken = copy.deepcopy(one)
    broken["proof"]["proofValue"] = other["proof"]["proofValue"]

    assert judged({**one, "proof": [one["proof"], broken["proof"]]}).verdict == "invalid"
    assert judged({**one, "proof": [one["proof"], other["proof"]]}).verdict == "invalid"


def test_a09_a_proof_taken_away_is_an_unsigned_badge():
    for proof in ({}, {"proof": []}, {"proof": None}):
        report = judged({**badges.credential(), **proof})
        assert (report.verdict, "unsigned" in report.states) == ("invalid", True)


def test_a09_a_suite_that_we_cannot_read_is_forgiven_beside_a_good_proof_only():
    one = badges.signed()
    foreign = {**one["proof"], "cryptosuite": "ecdsa-sd-2023"}

    assert judged({**one, "proof": [one["proof"], foreign]}).verdict == "valid"
    assert judged({**one, "proof": foreign}).verdict == "unknown"
    assert judged({**one, "proof": [foreign, {**one["proof"], "proofValue": "z1111"}]}).verdict == "invalid"


def test_a10_another_picture_around_the_right_badge_is_told():
    address = "https://mardis.example/b/1.png"
    document = badges.credential()
    document["credentialSubject"]["achievement"]["image"] = {"id": address, "type": "Image"}
    text = json.dumps(badges.signed(document))
    web = badges.web(**{address: Fetched(address, 200, "image/png", pictures.png())})

    right = verify(pictures.png(pictures.itxt("openbadgecredential", text.encode())), fetch=web, now=NOW)
    other = verify(pictures.png(pictures.itxt("openbadgecredential", text.encode()), width=3), fetch=web, now=NOW)

    assert (right.states, other.states) == ((), ("another-picture",))
    assert other.check("image").about == address


def test_a11_an_assertion_on_another_host_than_its_issuer_is_refused():
    place = "https://evil.example/a/1"
    forged = badges.assertion(id=place)
    web = badges.elder_web()
    web.pages[place] = forged
    report = judged(forged, fetch=web)

    assert (report.verdict, flaws(report)) == ("invalid", {"issuer wrong-host"})


def test_a11_an_issuer_written_inside_by_the_forger_is_asked_at_home():
    place = "https://evil.example/a/1"
    issuer = badges.profile(verification={"allowedOrigins": "evil.example"})
    forged = badges.assertion(id=place, badge=badges.badge_class(issuer=issuer))
    web = badges.elder_web()
    web.pages[place] = forged

    assert flaws(judged(forged, fetch=web)) == {"issuer wrong-host"}


RECIPIENTS = {
    "2.0": lambda: (
        badges.assertion(recipient={"type": "email", "hashed": False, "identity": "fatou@example.org"}),
        None,
    ),
    "3.0": lambda: (_to_fatou(), badges.web()),
}


def _to_fatou() -> dict[str, Any]:
    document = badges.credential()
    identity = "sha256$" + __import__("hashlib").sha256(b"fatou@example.orgsel").hexdigest()
    document["credentialSubject"]["identifier"] = [
        {
            "type": "IdentityObject",
            "hashed": True,
            "identityHash": identity,
            "identityType": "emailAddress",
            "salt": "sel",
        }
    ]
    return badges.signed(document)


@pytest.mark.parametrize("generation", RECIPIENTS)
@pytest.mark.parametrize("carrier", ["json", "png", "svg"])
def test_a12_another_address_is_not_this_person(generation, carrier):
    badge, web = RECIPIENTS[generation]()
    web = web or badges.elder_web(a=badge)
    source: Any = json.dumps(badge)
    if carrier != "json":
        from sceau.baking import bake  # noqa: PLC0415 -- only here

        keyword = "openbadges" if generation == "2.0" else "openbadgecredential"
        source = bake(pictures.png() if carrier == "png" else pictures.SVG, source, keyword=keyword)

    right = verify(source, fetch=web, now=NOW, recipient="email:Fatou@example.org")
    wrong = verify(source, fetch=web, now=NOW, recipient="email:kevin@example.org")

    assert right.verdict == "valid"
    assert (wrong.verdict, "not-this-person" in wrong.states) == ("invalid", True)


@pytest.mark.parametrize(
    "text", [b'{"hello": "world"}', b"[]", b"null", b'"text"', b"{}", b'{"id": "https://a.example/1"}']
)
def test_a13_any_json_in_a_picture_is_no_badge(text):
    report = judged(pictures.png(pictures.itxt("openbadges", text)))

    assert (report.verdict, report.states) == ("unknown", ("unreadable",))


def test_a14_a_revoked_hosted_badge_says_revoked():
    gone = badges.elder_web(a=Fetched("https://mardis.example/a/1", 410, JSON, b'{"revoked": true}'))
    said = badges.elder_web(a={**badges.assertion(), "revoked": True})

    for web in (gone, said):
        report = judged(badges.assertion(), fetch=web)
        assert (report.verdict, report.states) == ("invalid", ("revoked",))


@pytest.mark.parametrize(("purpose", "word"), [("revocation", "revoked"), ("suspension", "suspended")])
def test_a14_a_set_bit_says_which_word(purpose, word):
    web = badges.web(**{badges.LIST: badges.status_list(set_indexes=(94567,), purpose=purpose)})
    report = judged(badges.signed(badges.with_status(purpose=purpose)), fetch=web)

    assert (report.verdict, report.states) == ("invalid", (word,))


def test_a14_an_expired_badge_says_expired():
    report = judged(badges.signed(badges.credential(validUntil="2026-05-10T00:00:00Z")))

    assert (report.verdict, report.states) == ("invalid", ("expired",))


def test_a14_a_badge_of_the_1edtech_list_says_revoked():
    place = "https://mardis.example/revocations"
    entry = {"id": place, "type": "1EdTechRevocationList"}
    contexts = [VC, OB, "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"]
    badge = badges.signed(badges.credential(**{"@context": contexts, "credentialStatus": entry}))
    listed = {"id": place, "issuer": ISSUER, "revokedCredential": [{"id": badge["id"], "revoked": True}]}

    assert judged(badge, fetch=badges.web(**{place: listed})).states == ("revoked",)
    assert judged(badge, fetch=badges.web(**{place: {**listed, "revokedCredential": []}})).verdict == "valid"


@pytest.mark.parametrize("kind", ["at+jwt", "id_token+jwt", "dpop+jwt", "logout+jwt", "secevent+jwt", "vp+jwt"])
def test_a15_a_token_made_for_another_use_is_no_badge(kind):
    report = judged(badges.token(typ=kind))

    assert (report.verdict, flaws(report)) == ("invalid", {"proof wrong-token-type"})


def test_a15_an_identity_token_is_no_badge():
    identity = badges.token({"iss": ISSUER, "sub": "fatou", "aud": "site", "nonce": "n", "exp": 1900000000})

    assert judged(identity).states == ("unreadable",)


def test_a15_a_presentation_is_not_the_badge_inside_it():
    presentation = badges.token(
        {"iss": ISSUER, "vp": {"type": "VerifiablePresentation", "verifiableCredential": [badges.token()]}}
    )

    assert read(presentation).format == "presentation"


def test_a_key_in_an_address_of_its_own_naming_confirms_nobody():
    issuer = "https://mardis.example/issuers/1"
    method = f"{issuer}#{OTHER.public.to_multibase()}"
    document = badges.credential(issuer={"id": issuer, "type": ["Profile"], "name": "Les Mardis"})
    report = judged(badges.signed(document, key=OTHER, method=method), fetch=Web())

    assert (report.verdict, "issuer-not-confirmed" in report.states) == ("unknown", True)
    assert report.check("proof").outcome.value == "passed"


def test_an_https_issuer_that_lists_its_key_is_believed_and_one_that_lists_others_is_not():
    issuer = "https://mardis.example/issuers/1"
    document = badges.credential(issuer={"id": issuer, "type": ["Profile"], "name": "Les Mardis"})
    badge = badges.signed(document, method=f"{issuer}#k")
    listed = {
        "id": f"{issuer}#k",
        "type": "Multikey",
        "controller": issuer,
        "publicKeyMultibase": KEY.public.to_multibase(),
    }
    page = {"id": issuer, "verificationMethod": [listed], "assertionMethod": [listed["id"]]}
    others = {**page, "verificationMethod": [{**listed, "id": f"{issuer}#other"}], "assertionMethod": []}

    assert judged(badge, fetch=Web({issuer: page})).verdict == "valid"
    assert judged(badge, fetch=Web({issuer: others})).verdict == "invalid"
    assert text_id(badge["issuer"]) == issuer


def test_a_token_of_an_https_issuer_finds_its_key_in_the_published_set():
    issuer = "https://mardis.example/issuers/1"
    payload = jwt.payload_of(badges.credential(issuer={"id": issuer, "type": ["Profile"], "name": "Les Mardis"}))
    keys = {"keys": [{**KEY.public.to_jwk(), "kid": "k-1"}]}
    published = Web({"https://mardis.example/.well-known/jwks.json": keys})
    others = Web({"https://mardis.example/.well-known/jwks.json": {"keys": [{**OTHER.public.to_jwk(), "kid": "k-1"}]}})

    for header in (
        {"kid": "k-1"},
        {"kid": None},
        {"kid": None, "jwk": KEY.public.to_jwk()},
        {"kid": "https://mardis.example/.well-known/jwks.json#k-1"},
    ):
        token = badges.token(payload, **header)
        assert judged(token, fetch=published).verdict == "valid", header
        assert judged(token, fetch=others).verdict != "valid", header


@pytest.mark.parametrize(
    ("method", "published", "verdict"),
    [
        ("https://shared.example/issuers/1/keys/1", {"controller": "https://shared.example/issuers/1"}, "valid"),
        ("https://shared.example/issuers/1/keys/1", {}, "valid"),
        ("https://shared.example/files/key.json", {"controller": "https://shared.example/issuers/1"}, "unknown"),
        ("https://shared.example/files/key.json", {"controller": "https://shared.example/issuers/2"}, "invalid"),
        ("https://shared.example/files/key.json", {}, "unknown"),
        ("https://shared.example/issuers/1/keys/1", {"revoked": "2020-01-01T00:00:00Z"}, "invalid"),
    ],
)
def test_on_a_host_that_many_share_a_key_must_be_the_issuers(method, published, verdict):
    issuer = "https://shared.example/issuers/1"
    badge = badges.signed(
        badges.credential(issuer={"id": issuer, "type": ["Profile"], "name": "Les Mardis"}), method=method
    )
    page = {"id": method, "type": "Multikey", "publicKeyMultibase": KEY.public.to_multibase(), **published}
    profile = {"id": issuer, "type": "Profile", "name": "Les Mardis"}

    assert judged(badge, fetch=Web({method: page, issuer: profile})).verdict == verdict


def test_an_issuer_that_lists_its_keys_lists_them_all():
    issuer, method = "https://shared.example/issuers/1", "https://shared.example/files/key.json"
    badge = badges.signed(
        badges.credential(issuer={"id": issuer, "type": ["Profile"], "name": "Les Mardis"}), method=method
    )
    page = {"id": method, "type": "Multikey", "controller": issuer, "publicKeyMultibase": KEY.public.to_multibase()}
    other = {
        "id": f"{issuer}#k",
        "type": "Multikey",
        "controller": issuer,
        "publicKeyMultibase": OTHER.public.to_multibase(),
    }
    document = {"id": issuer, "verificationMethod": [other], "assertionMethod": [other["id"]]}

    assert judged(badge, fetch=Web({method: page, issuer: document})).verdict == "invalid"


@pytest.mark.parametrize("address", ["https://[x", "https://[::1", "http://a]b", "https://a.example:b/"])
def test_an_address_that_cannot_be_split_is_an_answer_too(address):
    issuer = badges.credential(issuer={"id": address, "type": ["Profile"]})
    keyed = {**badges.signed(), "proof": {**badges.signed()["proof"], "verificationMethod": f"{address}#k"}}
    hosted = badges.assertion(id=address, badge=address)

    for badge in (issuer, keyed, hosted, {**keyed, "issuer": {**keyed["issuer"], "id": address}}):
        assert judged(badge, fetch=badges.elder_web()).verdict != "valid"
    assert judged(badges.token(kid=f"{address}#k")).verdict != "valid"


def test_the_network_out_of_reach_is_not_a_forgery():
    report = judged(badges.signed(badges.with_status()), fetch=Web())

    assert (report.verdict, "tampered" in report.states) == ("unknown", False)


def test_a_second_badge_in_the_file_is_ambiguous():
    texts = [json.dumps(badges.signed(badges.credential(name=name))).encode() for name in ("Un", "Deux")]
    report = judged(pictures.png(*(pictures.itxt("openbadgecredential", text) for text in texts)))

    assert (report.verdict, "ambiguous" in report.states) == ("invalid", True)


@pytest.mark.parametrize("kind", ["P-256", "RSA"])
def test_a_token_by_another_kind_of_key_is_valid_too(kind):
    key = PrivateKey.generate(kind)
    page = badges.did_web()
    page["verificationMethod"] = [
        {"id": METHOD, "type": "JsonWebKey", "controller": ISSUER, "publicKeyJwk": key.public.to_jwk()}
    ]

    assert judged(badges.token(key=key), fetch=Web({"https://mardis.example/o/1/did.json": page})).verdict == "valid"
