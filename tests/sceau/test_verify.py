"""Verification beyond the attacks: status lists (B05, B06), poison (B14), presentations, records, clock."""

import base64
import gzip
import json
import time
from datetime import UTC, datetime
from typing import Any

import pytest

from sceau import Document, Outcome, Report, offline, read, verify
from sceau.baking import bake
from sceau.keys import PrivateKey
from sceau.proofs import data_integrity, jwt
from sceau.report import Check, verdict_of
from tests.sceau import badges, pictures
from tests.sceau.badges import ISSUER, KEY, LIST, METHOD, NOW, OTHER


def judged(source: Any, *, fetch: Any = None, **options: Any) -> Report:
    return verify(source, fetch=fetch or badges.web(), **{"now": NOW, **options})


def flaws(report: Report) -> set[str]:
    return {f"{check.name} {check.code}" for check in report.checks if check.outcome.value != "passed"}


def encoded(bits: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(gzip.compress(bits)).rstrip(b"=").decode()


SHORT = encoded(bytes(1000))
BOMB = encoded(bytes(64 * 1024 * 1024))


LISTS: dict[str, tuple[Any, Any, str]] = {
    "short": (badges.status_list(subject={"encodedList": SHORT}), "5", "list-too-short"),
    "no base64url": (badges.status_list(subject={"encodedList": "u*?!"}), "5", "not-base64url"),
    "no gzip": (badges.status_list(subject={"encodedList": "uAAAA"}), "5", "not-gzip"),
    "bomb": (badges.status_list(subject={"encodedList": BOMB}), "5", "list-too-large"),
    "index outside": (badges.status_list(), "131072", "index-out-of-range"),
    "index of letters": (badges.status_list(), "five", "bad-index"),
    "other purpose": (badges.status_list(purpose="suspension"), "5", "wrong-purpose"),
    "other list": (badges.status_list(id=f"{LIST}0"), "5", "wrong-list"),
    "late": (badges.status_list(validUntil="2026-05-02T00:00:00Z"), "5", "list-not-valid"),
    "of another": (badges.status_list(issuer=OTHER.public.did), "5", "list-of-another"),
    "signed by another": (badges.status_list(key=OTHER), "5", "list-not-valid"),
    "unsigned": ({**badges.status_list(), "proof": []}, "5", "list-not-valid"),
    "no list": (badges.signed(badges.credential(id=LIST)), "5", "not-a-status-list"),
    "no JSON": (b"<html>", "5", "not-a-badge"),
    "away": (None, "5", "no-connection"),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_that_is_not_right_is_unknown_and_never_valid(name):
    page, index, code = LISTS[name]
    began = time.process_time()
    report = judged(badges.signed(badges.with_status(index)), fetch=badges.web(**{LIST: page}))

    assert (report.verdict, flaws(report)) == ("unknown", {f"status {code}"})
    assert time.process_time() - began < 5  # a second, alone on a machine


def test_a_list_with_its_bits_changed_is_unknown():
    page = badges.status_list(set_indexes=(94567,))
    page["credentialSubject"]["encodedList"] = badges.status_list()["credentialSubject"]["encodedList"]

    assert judged(badges.signed(badges.with_status()), fetch=badges.web(**{LIST: page})).verdict == "unknown"


def test_a_short_list_may_still_revoke():
    page = badges.status_list(subject={"encodedList": encoded(b"\x04" + bytes(999))})

    assert judged(badges.signed(badges.with_status("5")), fetch=badges.web(**{LIST: page})).states == ("revoked",)


def test_an_index_written_as_a_number_is_read():
    # A number of JSON is another RDF literal than a text: only JCS and tokens let honest issuers write it so.
    badge = badges.signed(badges.with_status(5), cryptosuite="eddsa-jcs-2022")

    assert judged(badge, fetch=badges.web(**{LIST: badges.status_list(set_indexes=(5,))})).states == ("revoked",)


def test_an_unknown_kind_of_status_is_unknown():
    token = badges.token({**badges.credential(credentialStatus={"id": "https://a.example", "type": "Other2030"})})

    assert flaws(judged(token)) == {"status unknown-status-type"}


def clique(size: int) -> dict[str, Any]:
    """Blank nodes that all look alike, each tied to all the others (RDF-CANON §7.1)."""
    names = [f"_:b{number}" for number in range(size)]
    related = [
        {"id": one, "type": ["Profile"], "endorsement": [{"id": other} for other in names if other != one]}
        for one in names
    ]
    document = badges.credential()
    document["credentialSubject"]["achievement"]["creator"] = related
    return {**document, "proof": badges.signed()["proof"]}


@pytest.mark.parametrize("size", [6, 8, 10])
def test_a_poison_graph_is_refused_at_once(size):
    began = time.process_time()
    report = judged(clique(size))

    assert report.verdict == "invalid"
    assert time.process_time() - began < 5  # a second, alone on a machine


def presentation(*inside: Any, **members: Any) -> dict[str, Any]:
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": list(inside),
        **members,
    }


def test_a_presentation_is_as_good_as_its_worst_badge():
    good, bad = badges.signed(), {**badges.signed(), "name": "Autre"}

    assert judged(presentation(good, good)).verdict == "valid"
    assert judged(presentation(good, bad)).verdict == "invalid"
    assert judged(presentation(badges.token(), good)).verdict == "valid"
    assert [one.verdict for one in judged(presentation(good, bad)).others] == ["valid", "invalid"]


def test_a_list_of_badges_is_as_good_as_its_worst():
    good, bad = badges.signed(), {**badges.signed(), "name": "Autre"}

    assert judged(json.dumps([good, good])).verdict == "valid"
    assert judged(json.dumps([good, bad])).verdict == "invalid"
    assert judged(json.dumps([good, badges.assertion()])).verdict == "unknown"


def test_an_object_is_read_within_the_same_bounds_as_a_text():
    deep: dict[str, Any] = badges.signed()
    for _ in range(5000):
        deep = {"verifiableCredential": deep}

    assert judged(deep).states == ("unreadable",)
    assert judged({**badges.signed(), "name": float("nan")}).states == ("unreadable",)
    assert judged({**badges.signed(), "name": object()}).states == ("unreadable",)


def test_a_presentation_answers_what_was_asked():
    holder = OTHER.public.did
    options = {
        "method": OTHER.public.did_method,
        "purpose": "authentication",
        "challenge": "mardi",
        "domain": "mardis.example",
    }
    shown = badges.signed(presentation(badges.signed(), holder=holder), key=OTHER, **options)

    assert judged(shown, challenge="mardi", domain="mardis.example").verdict == "valid"
    assert flaws(judged(shown, challenge="jeudi")) == {"proof wrong-challenge"}
    assert flaws(judged(shown, domain="evil.example")) == {"proof wrong-domain"}
    assert flaws(judged(presentation(badges.signed()), challenge="mardi")) == {"proof unsigned"}


def test_a_presentation_by_another_than_its_holder_is_refused():
    options = {"method": KEY.public.did_method, "purpose": "authentication"}
    shown = badges.signed(presentation(badges.signed(), holder=OTHER.public.did), **options)

    assert "key not-the-issuer" in flaws(judged(shown))


def endorsement(*, of: str, key: PrivateKey = OTHER) -> dict[str, Any]:
    unsigned = badges.credential(
        id="urn:uuid:9f0d9d5e-5a55-4d5b-8a8b-0b7b1c9c2f01",
        type=["VerifiableCredential", "EndorsementCredential"],
        issuer={"id": key.public.did, "type": ["Profile"], "name": "La mission locale"},
        name="Recommandation",
        credentialSubject={"id": of, "type": ["EndorsementSubject"], "endorsementComment": "Reconnu ici."},
    )
    return badges.signed(unsigned, key=key, method=key.public.did_method)


def endorsed(value: Any) -> dict[str, Any]:
    document = badges.credential()
    document["credentialSubject"]["achievement"]["endorsement"] = [value]
    return badges.signed(document)


def test_an_endorsement_is_verified_as_a_badge_is():
    good = endorsement(of="https://mardis.example/b/1")
    report = judged(endorsed(good))

    assert (report.verdict, report.check("endorsements")) == (
        "valid",
        Check("endorsements", Outcome.PASSED, about=good["id"]),
    )


def test_a_forged_endorsement_fails_the_badge_that_carries_it():
    forged = endorsement(of="https://mardis.example/b/1")
    forged["credentialSubject"]["endorsementComment"] = "Reconnu partout."

    assert judged(endorsed(forged)).states == ("endorsement-invalid",)


def test_an_endorsement_of_something_else_or_ended_is_only_said():
    other = judged(endorsed(endorsement(of="https://mardis.example/b/2")))

    assert (other.verdict, other.states) == ("valid", ("endorsement-not-confirmed",))


def record(*inside: Any) -> dict[str, Any]:
    contexts = [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ]
    subject = {
        "id": "urn:uuid:2f0c9a7e-58f2-4a53-8d5e-0c2a4f6f3b11",
        "type": ["ClrSubject"],
        "verifiableCredential": list(inside),
    }
    types = ["VerifiableCredential", "ClrCredential"]
    return badges.signed(
        badges.credential(
            **{
                "@context": contexts,
                "type": types,
                "id": "urn:uuid:77777777-58f2-4a53-8d5e-0c2a4f6f3b11",
                "name": "Sac à badges",
                "credentialSubject": subject,
            }
        )
    )


def test_a_record_of_badges_is_as_good_as_the_badges_in_it():
    good = judged(record(badges.signed()))
    bad = judged(record({**badges.signed(), "name": "Autre"}))

    assert (good.verdict, good.format, flaws(good)) == ("valid", "clr-2.0", set())
    assert (bad.verdict, flaws(bad)) == ("invalid", {"inside inside-invalid"})


def test_a_chain_of_proofs_is_followed():
    first = badges.signed(badges.credential(), id="urn:uuid:1b1c1f0e-7d2f-4b42-9c36-5c6a1c9f2a01")
    proof = data_integrity.create_proof(
        first, KEY, method=METHOD, created=badges.MADE, previousProof=first["proof"]["id"]
    )
    chain = {**first, "proof": [first["proof"], proof]}

    assert judged(chain).verdict == "valid"
    assert judged({**chain, "proof": [proof]}).verdict == "invalid"


@pytest.mark.parametrize(
    ("members", "now", "states"),
    [
        ({"validFrom": "2026-05-12T12:04:00Z"}, NOW, ()),
        ({"validFrom": "2026-05-12T12:06:00Z"}, NOW, ("not-yet-valid",)),
        ({"validUntil": "2026-05-12T12:00:01Z"}, NOW, ()),
        ({"validUntil": "2026-05-12T11:59:59Z"}, NOW, ("expired",)),
        ({"validUntil": "2026-05-12T14:30:00+02:00"}, NOW, ()),
        ({"validUntil": "2027-01-01T00:00:00Z"}, datetime(2027, 1, 2, tzinfo=UTC), ("expired",)),
    ],
)
def test_the_clock_decides(members, now, states):
    assert judged(badges.signed(badges.credential(**members)), now=now).states == states


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"issuer": None}, "bad-issuer"),
        ({"issuer": "Les Mardis"}, "bad-issuer"),
        ({"credentialSubject": []}, "bad-subject"),
        ({"credentialSubject": {"id": "urn:uuid:1", "type": ["AchievementSubject"]}}, "bad-achievement"),
        ({"validFrom": None}, "no-date"),
        ({"validFrom": "2026-05-01"}, "bad-date"),
        ({"validFrom": "2026-05-01T09:00:00"}, "bad-date"),
        ({"id": "1"}, "bad-id"),
        ({"type": ["OpenBadgeCredential"]}, "bad-type"),
        ({"credentialStatus": {"id": "https://a.example"}}, "untyped"),
        ({"credentialSchema": {"type": "1EdTechJsonSchemaValidator2019"}}, "bad-id"),
        ({"evidence": {"id": "https://a.example"}}, "untyped"),
        ({"termsOfUse": {"id": "https://a.example"}}, "untyped"),
        ({"refreshService": {"id": "https://a.example"}}, "untyped"),
        ({"@context": ["https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]}, "bad-context"),
        ({"@context": ["https://www.w3.org/ns/credentials/v2"]}, "bad-context"),
    ],
)
def test_a_malformed_badge_is_invalid_even_well_signed(members, code):
    token = badges.token({**badges.credential(**members)})
    report = judged(token)

    assert report.verdict == "invalid" or report.states == ("unreadable",)
    assert f"shape {code}" in flaws(report)


def test_claims_of_a_token_must_say_what_the_badge_says():
    honest = badges.token()
    payload = {**json.loads(base64.urlsafe_b64decode(honest.split(".")[1] + "=="))}
    changes = {"iss": OTHER.public.did, "sub": "urn:uuid:9", "jti": "urn:uuid:9", "nbf": 1, "exp": 1}

    assert judged(honest).verdict == "valid"
    for claim, value in changes.items():
        assert judged(badges.token({**payload, claim: value})).verdict == "invalid", claim


def test_a_token_of_the_elder_model_is_completed_by_its_claims():
    elder = badges.credential(
        **{"@context": ["https://www.w3.org/2018/credentials/v1", badges.credential()["@context"][1]]},
        id=None,
        validFrom=None,
    )
    payload = {"iss": ISSUER, "jti": "urn:uuid:3", "nbf": 1777626000, "vc": elder}
    report = judged(badges.token(payload))

    assert (report.verdict, report.summary.issued) == ("valid", "2026-05-01T09:00:00+00:00")


@pytest.mark.parametrize("carrier", ["json", "jwt", "png"])
def test_what_stands_at_an_address_is_judged_as_itself(carrier):
    text = badges.token() if carrier == "jwt" else json.dumps(badges.signed())
    page = bake(pictures.png(), text) if carrier == "png" else text.encode()
    report = judged("https://mardis.example/c/1", fetch=badges.web(**{"https://mardis.example/c/1": page}))

    assert (report.verdict, report.format) == ("valid", "ob-3.0")


def test_an_address_that_leads_to_addresses_without_end_is_left():
    pages = {f"https://mardis.example/{n}": f"https://mardis.example/{n + 1}".encode() for n in range(50)}

    assert judged("https://mardis.example/0", fetch=badges.web(**pages)).verdict != "valid"


def test_a_report_becomes_plain_json():
    said = judged(badges.signed()).to_json()

    assert list(said) == ["verdict", "states", "format", "checks", "summary"]
    assert said["summary"] == {
        "name": "Mener les ânes",
        "issuer": "Les Mardis",
        "recipient": "urn:uuid:2f0c9a7e-58f2-4a53-8d5e-0c2a4f6f3b11",
        "issued": "2026-05-01T09:00:00Z",
        "expires": "",
    }
    assert list(said["checks"][0]) == ["name", "outcome", "code", "about"]


def test_the_module_and_its_function_share_a_name():
    import sceau.read  # noqa: PLC0415 -- what this test is about
    import sceau.verify.dates  # noqa: PLC0415

    assert isinstance(sceau.read(json.dumps(badges.signed())), Document)
    assert sceau.verify(badges.by_did_key(), now=NOW, fetch=offline).verdict == "valid"
    assert read(json.dumps(badges.signed())).format == "ob-3.0"


def test_one_failed_check_makes_a_badge_invalid_and_advice_does_not_count():
    passed, failed, unknown = (Check("proof", outcome) for outcome in Outcome)

    assert verdict_of([passed]) == "valid"
    assert verdict_of([passed, unknown]) == "unknown"
    assert verdict_of([passed, unknown, failed]) == "invalid"
    assert verdict_of([passed, Check("image", Outcome.UNKNOWN), Check("endorsements", Outcome.UNKNOWN)]) == "valid"
    assert verdict_of([passed, Check("endorsements", Outcome.FAILED)]) == "invalid"
    assert verdict_of([]) == "unknown"


def _endorsement_token(of: str, *, key: PrivateKey = OTHER) -> str:
    plain = {name: value for name, value in endorsement(of=of).items() if name != "proof"}
    return badges.token(jwt.payload_of(plain), key=key, kid=OTHER.public.did_method)


def _with_tokens(where: str, token: str) -> dict[str, Any]:
    document = badges.credential()
    holder = {"credential": document, "issuer": document["issuer"]}.get(
        where, document["credentialSubject"]["achievement"]
    )
    holder["endorsementJwt"] = [token]
    return document


@pytest.mark.parametrize(
    ("where", "target"),
    [
        ("credential", badges.credential()["id"]),
        ("achievement", "https://mardis.example/b/1"),
        ("issuer", badges.ISSUER),
    ],
)
def test_an_endorsement_in_a_token_is_verified_in_a_badge_whose_every_byte_is_signed(where, target):
    good, forged = _endorsement_token(target), _endorsement_token(target, key=badges.KEY)

    for token, verdict in ((good, "valid"), (forged, "invalid")):
        document = _with_tokens(where, token)
        for badge in (badges.token(document), badges.signed(document, cryptosuite="eddsa-jcs-2022")):
            report = verify(badge, fetch=badges.web(), now=badges.NOW)
            assert (report.verdict, report.check("endorsements").code) == (
                verdict,
                "ok" if verdict == "valid" else "endorsement-invalid",
            )


def test_an_endorsement_in_a_token_is_not_covered_by_statements_for_no_context_knows_it():
    document = {**badges.signed(), "endorsementJwt": [_endorsement_token(badges.credential()["id"])]}
    report = verify(document, fetch=badges.web(), now=badges.NOW)

    assert (report.verdict, "contains-unsigned-parts" in report.states) == ("invalid", True)


def test_only_tokens_pass_under_the_forgotten_name():
    document = {**badges.credential(), "endorsementJwt": [{"grade": "excellent"}]}

    assert verify(badges.token(document), fetch=badges.web(), now=badges.NOW).verdict != "valid"
