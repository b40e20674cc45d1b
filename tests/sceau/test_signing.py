"""What is signed is accepted everywhere; what would not be accepted is not signed."""

import copy
import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from sceau import clr, schemas, sign, sign_jwt, status, v2, v3
from sceau.errors import KeyProblem, SceauError, UnsignedParts, Unsupported
from sceau.keys import PrivateKey
from sceau.proofs import data_integrity as di
from sceau.proofs import jws, jwt

KEY = PrivateKey.from_seed(b"\x03" * 32)
NOON = datetime(2026, 5, 12, 12, 0, tzinfo=UTC)
FATOU = "urn:uuid:8a1c1e0e-1111-4d8d-8c3e-0f1d2a3b4c5d"


def issuer() -> v3.Profile:
    return v3.Profile(id=KEY.public.did, name="Les mardis de Valmont", url="https://valmont.example/")


def achievement() -> v3.Achievement:
    return v3.Achievement(
        id="https://valmont.example/b/1",
        name="Mener les ânes",
        description="Au pas, sans hâte 🐴",
        criteria=v3.Criteria(narrative="* marcher\n* parler bas"),
        achievement_type="Competency",
        image=v3.Image(id="https://valmont.example/b/1.png", caption="Un âne"),
        creator=issuer(),
        tag=("ânes",),
        in_language="fr",
        alignment=(v3.Alignment(target_name="Guider", target_url="https://esco.example/1"),),
    )


def endorsement() -> dict[str, Any]:
    subject = v3.EndorsementSubject(id="https://valmont.example/b/1", endorsement_comment="Nous le reconnaissons.")
    plain = v3.EndorsementCredential(
        id="urn:x:e", issuer=issuer(), valid_from=NOON, name="Recommandation", credential_subject=subject
    )
    return sign(plain.to_dict(), KEY, created=NOON)


def badge(**members: Any) -> dict[str, Any]:
    identity = v3.IdentityObject.of_email("Fatou@Example.org", salt="sel")
    subject = v3.AchievementSubject(id=FATOU, identifier=(identity,), achievement=achievement())
    plain = v3.AchievementCredential(
        id="https://valmont.example/c/1",
        issuer=issuer(),
        valid_from=NOON,
        valid_until=NOON + timedelta(days=900),
        awarded_date=NOON - timedelta(days=1),
        name="Mener les ânes",
        credential_subject=subject,
        evidence=(v3.Evidence(name="Un mardi", narrative="Vue le mardi."),),
        endorsement=(endorsement(),),
        credential_status=status.entry("https://valmont.example/s/1", 94567),
        credential_schema=(v3.credential_schema(),),
    )
    return plain.to_dict() | members


def refusal(document: dict[str, Any], **options: Any) -> SceauError:
    with pytest.raises(SceauError) as caught:
        sign(document, KEY, created=NOON, **options)
    return caught.value


@pytest.mark.parametrize("suite", [di.EDDSA_RDFC_2022, di.EDDSA_JCS_2022, di.ED25519_SIGNATURE_2020])
def test_a_whole_badge_is_signed_and_its_document_left_alone(suite: str) -> None:
    document = badge()
    if suite == di.ED25519_SIGNATURE_2020:
        document["@context"].append("https://w3id.org/security/suites/ed25519-2020/v1")
    before = copy.deepcopy(document)
    signed = sign(document, KEY, created=NOON, cryptosuite=suite)

    assert document == before
    assert {name: value for name, value in signed.items() if name != "proof"} == before
    assert di.verify_proof(signed, signed["proof"], KEY.public) is True
    assert di.verify_proof({**signed, "name": "Autre"}, signed["proof"], KEY.public) is False
    assert schemas.problems(signed, schemas.ACHIEVEMENT_CREDENTIAL) == ()


def test_a_curve_key_signs_with_its_own_suite_only() -> None:
    key = PrivateKey.generate("P-384")
    document = badge(issuer={"id": key.public.did, "type": ["Profile"]})
    signed = sign(document, key, created=NOON, cryptosuite=di.ECDSA_RDFC_2019)

    assert di.verify_proof(signed, signed["proof"], key.public) is True
    assert di.verify_proof(signed, signed["proof"], PrivateKey.generate("P-384").public) is False
    with pytest.raises(KeyProblem, match="wrong-key-kind"):
        sign(document, key, created=NOON)


def test_a_second_signature_makes_a_proof_set() -> None:
    signed = sign(sign(badge(), KEY, created=NOON), KEY, created=NOON, cryptosuite=di.EDDSA_JCS_2022)

    assert [di.verify_proof(signed, proof, KEY.public) for proof in signed["proof"]] == [True, True]


def test_a_chain_covers_the_proof_before_it() -> None:
    first = sign(badge(), KEY, created=NOON, id="urn:uuid:11111111-1111-4d8d-8c3e-0f1d2a3b4c5d")
    chained = sign(first, KEY, created=NOON, previousProof=first["proof"]["id"])
    assert [di.verify_proof(chained, proof, KEY.public) for proof in chained["proof"]] == [True, True]

    chained["proof"][0]["created"] = "2026-05-12T12:00:01Z"
    assert di.verify_proof(chained, chained["proof"][1], KEY.public) is False


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"@context": ["https://www.w3.org/ns/credentials/v2"]}, "wrong-context"),
        ({"@context": list(reversed(v3.CONTEXTS))}, "wrong-context"),
        ({"type": ["OpenBadgeCredential"]}, "not-a-credential"),
        ({"validFrom": "2026-05-12T12:00:00.5Z"}, "bad-date"),
        ({"validFrom": "2026-05-12T12:00:00"}, "bad-date"),
        ({"validFrom": "2026-02-30T12:00:00Z"}, "bad-date"),
        ({"validUntil": "2020-05-12T12:00:00Z"}, "bad-date"),
        ({"issuanceDate": "2026-05-12T12:00:00Z"}, "bad-date"),
        ({"id": "c/1"}, "bad-id"),
        ({"issuer": "valmont"}, "no-issuer"),
        ({"issuer": {"type": ["Profile"]}}, "no-issuer"),
        ({"credentialSubject": {"type": ["AchievementSubject"]}}, "bad-shape"),
        ({"quality": "excellente"}, "unsigned-parts"),
        ({"name": "a\x07"}, "forbidden-character"),
        ({"issuer": "https://valmont.example/o/1"}, "wrong-key-owner"),
    ],
)
def test_what_would_not_be_accepted_is_not_signed(change: dict[str, Any], code: str) -> None:
    assert refusal(badge(**change)).code == code


def test_a_badge_for_nobody_is_not_signed() -> None:
    document = badge()
    del document["credentialSubject"]["id"], document["credentialSubject"]["identifier"]
    assert refusal(document).code == "no-recipient"


def test_a_schema_member_without_its_context_is_not_signed() -> None:
    document = badge()
    document["@context"] = list(v3.CONTEXTS)
    assert isinstance(refusal(document), UnsignedParts)


@pytest.mark.parametrize("kind", ["Ed25519", "P-256", "RSA"])
@pytest.mark.parametrize("form", ["1edtech", "w3c"])
def test_a_token_says_what_the_credential_says(kind: Any, form: str) -> None:
    key = PrivateKey.generate(kind)
    document = badge(issuer={"id": key.public.did, "type": ["Profile"]})
    token = jwt.decode(sign_jwt(document, key, form=form))

    assert jwt.verify(token, key.public) is True
    assert {name: token.payload[name] for name in document} == document
    registered = {name: token.payload.get(name) for name in ("iss", "sub", "jti", "nbf", "exp")}
    assert registered == (
        {"iss": key.public.did, "sub": FATOU, "jti": document["id"], "nbf": 1778587200, "exp": 1856347200}
        if form == "1edtech"
        else dict.fromkeys(registered)
    )
    assert token.header["typ"] == ("JWT" if form == "1edtech" else "vc+jwt")


@pytest.mark.parametrize(
    ("change", "code"),
    [({"proof": {}}, "already-signed"), ({"quality": "x"}, "unsigned-parts")],
)
def test_a_token_is_as_careful_as_a_proof(change: dict[str, Any], code: str) -> None:
    with pytest.raises(Unsupported) as caught:
        sign_jwt(badge(**change), KEY)
    assert caught.value.code == code


def test_a_token_of_1edtech_needs_a_subject_id() -> None:
    document = badge()
    del document["credentialSubject"]["id"]
    with pytest.raises(Unsupported, match="no-subject-id"):
        sign_jwt(document, KEY)


def test_a_record_holds_signed_badges() -> None:
    subject = clr.ClrSubject(
        id=FATOU,
        verifiable_credential=(sign(badge(), KEY, created=NOON),),
        achievement=(achievement(),),
        association=(clr.Association(association_type="isPartOf", source_id="urn:x:1", target_id="urn:x:2"),),
    )
    record = clr.ClrCredential(
        id="urn:x:r", issuer=issuer(), valid_from=NOON, name="Sac à badges", credential_subject=subject
    )
    signed = sign(record.to_dict(), KEY, created=NOON)

    assert schemas.problems(signed, schemas.CLR_CREDENTIAL) == ()
    assert di.verify_proof(signed, signed["proof"], KEY.public) is True
    signed["credentialSubject"]["verifiableCredential"][0]["name"] = "Autre"
    assert di.verify_proof(signed, signed["proof"], KEY.public) is False


def test_times_are_written_to_the_second_in_utc() -> None:
    paris = timezone(timedelta(hours=2))
    assert di.timestamp(datetime(2026, 5, 12, 14, 0, 0, 999, tzinfo=paris)) == "2026-05-12T12:00:00Z"
    with pytest.raises(Unsupported, match="no-time-zone"):
        di.timestamp(datetime(2026, 5, 12))  # noqa: DTZ001 -- what must be refused


def test_the_three_documents_of_2_0() -> None:
    assertion = v2.Assertion(
        id="https://valmont.example/a/1",
        recipient=v2.Recipient.of_id(FATOU),
        badge="https://valmont.example/b/1/2.0",
        issued_on=NOON,
        evidence=(v2.Evidence(narrative="Vue le mardi."),),
    )
    assert assertion.to_dict() == {
        "@context": "https://w3id.org/openbadges/v2",
        "id": "https://valmont.example/a/1",
        "type": "Assertion",
        "recipient": {"type": "id", "identity": FATOU, "hashed": False},
        "badge": "https://valmont.example/b/1/2.0",
        "issuedOn": "2026-05-12T12:00:00Z",
        "verification": {"type": "hosted"},
        "evidence": [{"type": "Evidence", "narrative": "Vue le mardi."}],
    }
    assert v2.Recipient.of_email("Fatou@Example.org ", salt="sel").identity == (
        "sha256$" + v3.IdentityObject.of_email("fatou@example.org", salt="sel").identity_hash[7:]
    )
    assert v2.revoked_assertion("https://valmont.example/a/1")["revoked"] is True


def test_a_signed_2_0_badge_is_rs256_or_nothing() -> None:
    key = PrivateKey.generate("RSA")
    assertion = v2.Assertion(
        id="urn:uuid:1",
        recipient=v2.Recipient.of_id(FATOU),
        badge="https://valmont.example/b/1/2.0",
        issued_on=NOON,
        verification=v2.Verification(kind="signed", creator="https://valmont.example/k/1"),
    ).to_dict()
    token = jwt.decode(jws.sign_assertion(assertion, key))
    public = jws.key_of(jws.cryptographic_key("https://valmont.example/k/1", owner="urn:x:1", key=key.public))

    assert (jwt.verify(token, public), token.header["alg"]) == (True, "RS256")
    assert jws.creator_of(token.payload) == "https://valmont.example/k/1"
    with pytest.raises(KeyProblem, match="wrong-key-kind"):
        jws.sign_assertion(assertion, KEY)
    with pytest.raises(Unsupported, match="not-a-signed-assertion"):
        jws.sign_assertion({**assertion, "verification": {"type": "hosted"}}, key)


def test_the_proof_of_another_context_is_not_accepted_under_jcs() -> None:
    """VC-DI-EDDSA §3.3.2, step 5 allows contexts to be added after signing; a reader would see another badge."""
    signed = sign(badge(), KEY, created=NOON, cryptosuite=di.EDDSA_JCS_2022)
    longer = {**signed, "@context": [*signed["@context"], "https://www.w3.org/ns/credentials/undefined-terms/v2"]}
    assert di.verify_proof(longer, signed["proof"], KEY.public) is False


def test_a_suite_that_is_not_known_is_not_a_forgery() -> None:
    signed = sign(badge(), KEY, created=NOON)
    with pytest.raises(Unsupported) as caught:
        di.verify_proof(signed, {**signed["proof"], "cryptosuite": "ecdsa-sd-2023"}, KEY.public)
    assert caught.value.code == "unknown-cryptosuite"


def test_every_error_says_its_code_and_survives_a_process_border() -> None:
    import pickle  # noqa: PLC0415 -- this test alone

    for error in (UnsignedParts(("/a", "/b")), KeyProblem("bad-key", "x")):
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), again.code, again.about) == (type(error), error.code, error.about)
    assert json.loads(json.dumps(UnsignedParts(("/a",)).places)) == ["/a"]


def test_a_token_may_carry_endorsements_that_are_tokens() -> None:
    plain = {**badge(), "endorsementJwt": [sign_jwt(badge(), KEY)]}

    assert jwt.decode(sign_jwt(plain, KEY)).payload["endorsementJwt"] == plain["endorsementJwt"]
    with pytest.raises(UnsignedParts):
        sign(plain, KEY)
