"""What an outsider tried, to be told "valid" for a badge that is not, or to make the reader stumble."""

import hashlib
import json
import struct
import zlib
from datetime import UTC, datetime
from typing import Any

import pytest

from sceau import canonical
from sceau.errors import UnsignedParts
from sceau.keys import PrivateKey
from sceau.proofs import jwt
from sceau.report import Report
from sceau.verify import verify

from . import badges, pictures
from .test_verify import record


def judged(source: Any, *, fetch: Any = None, **options: Any) -> Report:
    return verify(source, fetch=fetch or badges.web(), **{"now": badges.NOW, **options})


def flaws(report: Report) -> set[str]:
    return {f"{check.name} {check.code}" for check in report.checks if check.outcome.value != "passed"}


def to(person: str, **members: Any) -> dict[str, Any]:
    document = badges.credential(**members)
    document["credentialSubject"]["id"] = person
    return badges.signed(document)


@pytest.mark.parametrize(
    ("validity", "now", "verdict"),
    [
        ({"validFrom": "0001-01-01T00:00:00Z"}, badges.NOW, "valid"),
        ({"validFrom": "0001-01-01T00:00:00+14:00"}, badges.NOW, "valid"),
        ({"validUntil": "9999-12-31T23:59:59-05:00"}, badges.NOW, "valid"),
        ({"validUntil": "10000-01-01T00:00:00Z"}, badges.NOW, "invalid"),
        ({}, datetime.max.replace(tzinfo=UTC), "valid"),
        ({}, datetime.min.replace(tzinfo=UTC), "invalid"),
        ({}, datetime(2026, 5, 12), "valid"),  # noqa: DTZ001 -- a caller may forget the zone
    ],
)
def test_the_ends_of_time_are_dates_too(validity, now, verdict):
    assert judged(badges.signed(badges.credential(**validity)), now=now).verdict == verdict


@pytest.mark.parametrize("word", [True, 1, "true", "yes", "Erreur", ["Erreur"], {"reason": "Erreur"}])
@pytest.mark.parametrize("where", ["host", "copy"])
def test_a_badge_called_revoked_in_any_word_is_revoked(word, where):
    said, plain = badges.assertion(revoked=word), badges.assertion()
    report = judged(said if where == "copy" else plain, fetch=badges.elder_web(a=said if where == "host" else plain))

    assert (report.verdict, report.states) == ("invalid", ("revoked",))


@pytest.mark.parametrize(
    ("word", "verdict"), [("true", "invalid"), (1, "invalid"), (False, "valid"), ("false", "valid")]
)
def test_a_list_that_says_revoked_in_any_word_revokes(word, verdict):
    address = "https://mardis.example/revoked"
    entry = {"id": address, "type": "1EdTechRevocationList"}
    contexts = [VC, OB, "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"]
    badge = badges.signed(badges.credential(**{"@context": contexts, "credentialStatus": entry}))
    listed = {"id": address, "issuer": badges.ISSUER, "revokedCredential": [{"id": badge["id"], "revoked": word}]}

    assert judged(badge, fetch=badges.web(**{address: listed})).verdict == verdict


@pytest.mark.parametrize(
    ("person", "asked", "verdict"),
    [
        ("mailto:fatou%40example.org", "email:fatou@example.org", "valid"),
        ("mailto:Fatou@Example.org?subject=x", "email:fatou@example.org", "valid"),
        ("mailto:tonio%40example.org", "email:fatou@example.org", "invalid"),
        ("did:key:z6MkABC", "id:did:key:z6MkABC", "valid"),
        ("did:key:z6MkABC", "id:did:key:z6Mkabc", "invalid"),
        ("urn:uuid:2F0C9A7E-58f2-4a53-8d5e-0c2a4f6f3b11", "urn:uuid:2f0c9a7e-58f2-4a53-8d5e-0c2a4f6f3b11", "valid"),
    ],
)
def test_a_person_is_recognised_by_the_letter_that_counts(person, asked, verdict):
    assert judged(to(person), recipient=asked).verdict == verdict


def test_a_copy_that_bears_another_name_than_its_class_is_tampered():
    doctor = badges.assertion(badge=badges.badge_class(name="Docteur"))
    honest = badges.assertion(badge=badges.badge_class(description="An earlier one."))

    assert judged(doctor, fetch=badges.elder_web()).states == ("tampered",)
    assert judged(honest, fetch=badges.elder_web()).verdict == "valid"


@pytest.mark.parametrize("beside", [{"vc": "x"}, {"vc": badges.credential(name="Docteur")}])
def test_a_token_holds_one_badge_and_not_two(beside):
    payload = {**json.loads(json.dumps(badges.credential())), **beside}

    assert "proof claims-differ" in flaws(judged(badges.token(payload)))


VC, OB = badges.credential()["@context"]
UNSAFE = {
    "unknown context": ({"@context": [VC, OB, "https://evil.example/c"]}, "unknown"),
    "vocabulary": ({"@context": [VC, OB, {"@vocab": "https://evil.example/"}]}, "invalid"),
    "redefined name": ({"@context": [VC, OB, {"name": "https://evil.example/n"}]}, "invalid"),
    "context inside": ({"evidence": [{"type": ["Evidence"], "@context": {"name": "urn:x:y"}}]}, "invalid"),
    "two generations": ({"@context": [VC, OB, "https://w3id.org/openbadges/v2"]}, "invalid"),
    "disguised end": ({"https://www.w3.org/2018/credentials#validUntil": "2026-05-02T00:00:00Z"}, "invalid"),
    "two ids": ({"@id": "urn:x:y"}, "invalid"),
}


@pytest.mark.parametrize("name", UNSAFE)
@pytest.mark.parametrize("form", ["jcs", "token"])
def test_safe_mode_holds_for_signatures_over_bytes_too(name, form):
    members, verdict = UNSAFE[name]
    document = badges.credential(**members)
    badge = badges.signed(document, cryptosuite="eddsa-jcs-2022") if form == "jcs" else badges.token(document)

    assert judged(badge).verdict == verdict


@pytest.mark.parametrize(("form", "verdict"), [("jcs", "invalid"), ("token", "unknown")])
def test_a_member_that_nobody_defines_is_never_valid(form, verdict):
    document = badges.credential()
    document["credentialSubject"]["achievement"]["grade"] = "excellent"
    badge = badges.signed(document, cryptosuite="eddsa-jcs-2022") if form == "jcs" else badges.token(document)
    report = judged(badge)

    assert (report.verdict, "contains-unsigned-parts" in report.states) == (verdict, True)


HER, HIM = "did:key:z6MkFatou", "did:key:z6MkTonio"


@pytest.mark.parametrize(
    ("people", "verdict"),
    [
        ((HER, HER), "valid"),
        ((HER, HIM), "invalid"),
        (("mailto:fatou@example.org", "mailto:tonio@example.org"), "invalid"),
        (("urn:uuid:0b7c1f0e-7d2f-4b42-9c36-5c6a1c9f2a03", "urn:uuid:0b7c1f0e-7d2f-4b42-9c36-5c6a1c9f2a04"), "unknown"),
    ],
)
def test_a_record_carries_the_badges_of_one_person(people, verdict):
    whole = record(
        *(to(person, id=f"urn:uuid:0b7c1f0e-7d2f-4b42-9c36-5c6a1c9f2b0{n}") for n, person in enumerate(people))
    )
    whole["credentialSubject"]["id"] = people[0]
    report = judged(badges.signed({name: value for name, value in whole.items() if name != "proof"}))

    assert (report.verdict, "inside another-person" in flaws(report)) == (verdict, verdict != "valid")


def test_a_forged_badge_cannot_hide_behind_the_fiftieth_nor_inside_records_of_records():
    inside = [to(badges.credential()["credentialSubject"]["id"], id=f"urn:x:{number}") for number in range(50)]
    forged = {**inside[0], "id": "urn:x:forged", "name": "Docteur"}
    deep: Any = forged
    for number in range(6):
        deep = badges.signed({**_unproved(record(deep)), "id": f"urn:y:{number}"})

    assert judged(record(*inside, forged)).verdict == "unknown"
    assert judged(deep).verdict != "valid"


def _unproved(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name != "proof"}


def test_a_picture_with_thousands_of_badges_is_told_ambiguous_at_once():
    whole = pictures.png()
    chunks = b"".join(_text_chunk(f"openbadges\0https://a.example/{number}".encode()) for number in range(5000))
    report = judged(whole[:-12] + chunks + whole[-12:])

    assert (report.verdict, "ambiguous" in report.states, len(report.others) < 10) == ("invalid", True, True)


def _text_chunk(content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + b"tEXt" + content + struct.pack(">I", zlib.crc32(b"tEXt" + content))


def test_a_salt_written_as_a_number_is_a_salt():
    digest = "sha256$" + hashlib.sha256(b"fatou@example.org12345").hexdigest()
    recipient = {"type": "email", "hashed": True, "salt": 12345, "identity": digest}
    badge = badges.assertion(recipient=recipient)
    web = badges.elder_web(a=badge)

    assert judged(badge, fetch=web, recipient="email:fatou@example.org").verdict == "valid"
    assert judged(badge, fetch=web, recipient="email:tonio@example.org").verdict == "invalid"


SITE = "https://mardis.example"
FOREIGN = {"type": "Multikey", "publicKeyMultibase": badges.OTHER.public.to_multibase()}


@pytest.mark.parametrize(
    ("issuer", "key"),
    [
        (SITE, f"{SITE}/people/x/key"),
        (f"{SITE}/", f"{SITE}/people/x/key"),
        (f"{SITE}/o/1", f"{SITE}/o/1/../../people/x/key"),
        (f"{SITE}/o/1", f"{SITE}/o/1/%2e%2e/%2E%2e/people/x/key"),
        (f"{SITE}/o/1", f"{SITE}/o/1/?user=x"),
        (f"{SITE}/o/1", f"{SITE}/o/1//people"),
    ],
)
def test_a_key_that_others_could_have_put_on_the_issuers_host_proves_nothing(issuer, key):
    document = badges.credential(issuer={"id": issuer, "type": ["Profile"]})
    badge = badges.signed(document, key=badges.OTHER, method=key)

    assert judged(badge, fetch=badges.Web({key: FOREIGN, issuer: badges.profile(id=issuer)})).verdict == "unknown"


def test_a_key_address_that_leads_to_another_host_is_refused():
    issuer = f"{SITE}/o/1"
    key = f"{issuer}/key"
    document = badges.credential(issuer={"id": issuer, "type": ["Profile"]})
    badge = badges.signed(document, key=badges.OTHER, method=key)
    moved = badges.Fetched("https://evil.example/key", 200, badges.JSON, json.dumps(FOREIGN).encode())
    at_home = {key: FOREIGN, issuer: badges.profile(id=issuer)}

    assert judged(badge, fetch=badges.Web(at_home)).verdict == "valid"
    assert flaws(judged(badge, fetch=badges.Web({**at_home, key: moved}))) == {"key bad-key-address", "proof no-key"}


@pytest.mark.parametrize(
    ("page", "flaw"),
    [
        (badges.did_web(deactivated=True), "key wrong-did-document"),
        (
            badges.Fetched("https://evil.example/did.json", 200, badges.JSON, json.dumps(badges.did_web()).encode()),
            "key redirected-elsewhere",
        ),
    ],
)
def test_a_did_that_is_no_longer_used_or_leads_away_gives_no_key(page, flaw):
    report = judged(badges.signed(), fetch=badges.Web({"https://mardis.example/o/1/did.json": page}))

    assert flaws(report) == {flaw, "proof no-key"}


def test_what_stands_beside_a_token_in_its_envelope_is_not_signed():
    envelope = {
        "@context": [VC],
        "type": "EnvelopedVerifiableCredential",
        "id": f"data:application/vc+jwt,{badges.token()}",
    }

    assert judged(envelope).verdict == "valid"
    assert flaws(judged({**envelope, "name": "Docteur"})) == {"carrier unsigned-parts"}


def test_what_stands_beside_the_badges_of_an_unsigned_presentation_is_told():
    presentation = {"@context": [VC], "type": ["VerifiablePresentation"], "verifiableCredential": [badges.signed()]}

    assert judged(presentation).verdict == "valid"
    assert flaws(judged({**presentation, "name": "Docteur"})) == {"proof unsigned-parts"}


def test_a_context_that_nobody_knows_inside_a_proof_is_never_valid():
    badge = badges.signed()
    badge["proof"]["@context"] = "https://evil.example/c"

    assert flaws(judged(badge)) == {"proof unknown-context"}


def test_a_token_in_a_drawing_shows_what_it_holds():
    payload = json.dumps(badges.credential())
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:o="https://purl.imsglobal.org/ob/v3p0">'
    drawing += '<o:credential verify="{}">'
    drawing += "<![CDATA[{}]]></o:credential></svg>"
    other = json.dumps(badges.credential(name="Docteur"))

    assert judged(drawing.format(badges.token(), payload).encode()).verdict == "valid"
    assert judged(drawing.format(badges.token(), other).encode()).states == ("ambiguous",)


def test_two_badges_in_one_letter_are_ambiguous():
    second = badges.token(key=badges.OTHER)
    beside = json.dumps(badges.credential(name="Docteur"))

    assert judged(f"Bonjour {badges.token()} au revoir").verdict == "valid"
    for letter in (f"Bonjour {badges.token()} et {second}", f"Bonjour {badges.token()} et {beside}"):
        assert "carrier two-badges" in flaws(judged(letter))


def test_a_list_of_lists_is_no_status_list():
    lists = [badges.status_list(), badges.status_list(set_indexes=(94567,))]
    report = judged(badges.signed(badges.with_status()), fetch=badges.web(**{badges.LIST: lists}))

    assert flaws(report) == {"status not-a-status-list"}


def test_a_class_written_inside_cannot_bear_the_address_of_another_issuers():
    evil = "https://evil.example"
    inside = badges.badge_class(issuer=f"{evil}/o")
    badge = badges.assertion(id=f"{evil}/a", badge=inside)
    pages = {f"{evil}/a": badge, f"{evil}/o": badges.profile(id=f"{evil}/o", name="Les Mardis")}

    assert "issuer wrong-host" in flaws(judged(badge, fetch=badges.Web({**badges.elder_web().pages, **pages})))


@pytest.mark.parametrize(
    ("said", "asked", "verdict"),
    [
        ("Fatou@Example.org", "email:fatou@example.org", "valid"),
        ("\u212aevin@example.org", "email:kevin@example.org", "invalid"),  # the sign of the kelvin
        ("\uff46atou@example.org", "email:fatou@example.org", "invalid"),
        ("STRASSE@example.org", "email:straße@example.org", "invalid"),
        ("fatou@example.org", "email:", "unknown"),
    ],
)
def test_letters_that_look_alike_are_not_the_same(said, asked, verdict):
    badge = badges.assertion(recipient={"type": "email", "hashed": False, "identity": said})

    assert judged(badge, fetch=badges.elder_web(a=badge), recipient=asked).verdict == verdict


def test_a_salt_cannot_make_half_an_address_whole():
    digest = "sha256$" + hashlib.sha256(b"fatou@example.org").hexdigest()
    badge = badges.assertion(recipient={"type": "email", "hashed": True, "salt": "ou@example.org", "identity": digest})

    assert judged(badge, fetch=badges.elder_web(a=badge), recipient="email:fat").verdict == "unknown"


def test_null_is_absent_as_in_the_badges_of_a_large_platform():
    document = badges.credential(validUntil=None)
    document["credentialSubject"]["achievement"]["alignment"] = [
        {"type": "Alignment", "targetName": "Berger", "targetUrl": "https://a.example/1", "targetDescription": None}
    ]
    badge = badges.signed(document)

    assert judged(badge).verdict == "valid"
    assert judged({**badge, "validUntil": None}).verdict == "valid"
    assert judged({**badge, "issuer": None}).verdict == "invalid"


def test_a_copy_that_a_backpack_baked_writes_the_recipient_without_its_object():
    home, digest = f"{SITE}/a/1", "sha256$" + hashlib.sha256(b"fatou@example.org").hexdigest()
    kept = {"type": "email", "hashed": True, "identity": digest}
    live = {
        "uid": "1",
        "recipient": kept,
        "badge": f"{SITE}/b/1",
        "verify": {"type": "hosted", "url": home},
        "issuedOn": 1399404880,
    }
    badge, issuer = badges.badge_class(), badges.profile()
    copy = {**live, "recipient": digest, "issued_on": 1399404880, "_originalRecipient": kept}
    pages = {home: live, f"{SITE}/b/1": badge, f"{SITE}/o/1": issuer}

    assert judged(copy, fetch=badges.Web(pages)).verdict == "valid"
    assert judged(copy, fetch=badges.Web()).verdict == "unknown"
    assert judged({**copy, "recipient": f"{digest}0"}, fetch=badges.Web(pages)).verdict == "invalid"


def test_a_token_of_p_384_is_read():
    key = PrivateKey.generate("P-384")
    document = badges.credential()
    document["issuer"]["id"] = key.public.did
    token = badges.token(jwt.payload_of(document), key=key, kid=key.public.did_method)

    assert judged(token).verdict == "valid"
    assert judged(token, fetch=badges.Web()).check("proof").about == "ES384"


def test_a_term_that_says_something_of_the_badge_from_the_other_end_is_signed():
    """The contexts of 2020 of the Digital Credentials Consortium define one (`@reverse`)."""
    contexts = ["https://www.w3.org/2018/credentials/v1", "https://w3id.org/dcc/v1"]
    document = {"@context": contexts, "id": "urn:x:1", "awardedOnCompletionOf": {"id": "urn:x:2", "name": "Licence"}}
    said = canonical.rdfc(document)

    assert "<urn:x:2> <http://schema.org/educationalCredentialAwarded> <urn:x:1> .\n" in said.splitlines(keepends=True)
    assert said == canonical.second_opinion(document)
    with pytest.raises(UnsignedParts):
        canonical.rdfc({**document, "awardedOnCompletionOf": "urn:x:2"})
