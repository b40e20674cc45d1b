"""What a strict reader refuses and a hasty one lets through: ended keys, two stories in one token, lists half read."""

import json
from datetime import UTC, datetime

import pytest

from sceau import verify
from sceau.keys import PrivateKey
from sceau.multibase import base58_decode, base64url_encode
from sceau.proofs import jws, jwt
from sceau.status import one_edtech_revocation_list, revocation_list
from tests.sceau import badges
from tests.sceau.badges import HOME, ISSUER, KEY, LIST, NOW, OTHER, Web

PAGE = f"{HOME}/i/1"
FAR = "did:web:keys.example"
FAR_PAGE = "https://keys.example/.well-known/did.json"
DID_PAGE = f"{HOME}/o/1/did.json"
OVER = {"expires": "2026-05-02T00:00:00Z"}
REVOKED = {"revoked": "2026-05-02T00:00:00Z"}
OF_ANOTHER = {"controller": "did:web:autre.example"}
RSA = PrivateKey.generate("RSA")
SIGNING = f"{HOME}/k/1"


def method(name, owner, **members):
    return {
        "id": name,
        "type": "Multikey",
        "controller": owner,
        "publicKeyMultibase": KEY.public.to_multibase(),
        **members,
    }


def controller(name, key="k", **members):
    whole = method(f"{name}#{key}", name, **members)
    return {"id": name, "verificationMethod": [whole], "assertionMethod": [whole["id"]]}


def of_page(**members):
    return badges.credential(issuer={"id": PAGE, "type": ["Profile"], "name": "Les Mardis"}, **members)


def judged(source, web=None, **options):
    report = verify(source, fetch=web or badges.web(), now=NOW, **options)
    return report.verdict, [check.code for check in report.checks if check.outcome.value != "passed"]


@pytest.mark.parametrize(
    ("flaw", "code"), [(OVER, "key-expired"), (REVOKED, "key-revoked"), (OF_ANOTHER, "not-the-issuer")]
)
def test_a_token_that_names_no_key_is_held_to_the_dates_and_owner_of_the_key(flaw, code):
    assert judged(badges.token(kid=None), Web({DID_PAGE: controller(ISSUER)})) == ("valid", [])
    assert judged(badges.token(kid=None), Web({DID_PAGE: controller(ISSUER, key="k", **flaw)})) == ("invalid", [code])


def test_a_date_before_the_end_of_a_key_does_not_bring_it_back():
    made = int(datetime(2026, 5, 1, 10, tzinfo=UTC).timestamp())
    payload = {**jwt.payload_of(of_page()), "iat": made}
    for kid in (f"{PAGE}#k", None):
        token = badges.token(payload, kid=kid)
        assert judged(token, Web({PAGE: controller(PAGE)})) == ("valid", [])
        assert judged(token, Web({PAGE: controller(PAGE, **OVER)})) == ("unknown", ["key-expired"])


@pytest.mark.parametrize("flaw", [OVER, REVOKED, OF_ANOTHER])
@pytest.mark.parametrize("alone", [True, False])
def test_a_key_published_beside_the_issuer_keeps_its_dates_and_owner(alone, flaw):
    place = f"{PAGE}/k"
    code = {"expires": "key-expired", "revoked": "key-revoked"}.get(next(iter(flaw)), "not-the-issuer")

    def web(**members):
        whole = method(f"{place}#k", PAGE, **members)
        page = whole if alone else {"id": place, "verificationMethod": [whole], "assertionMethod": [whole["id"]]}
        return Web({PAGE: {"id": PAGE, "type": "Profile", "name": "Les Mardis"}, place: page})

    # Made after the key had ended: a date before would only be doubtful.
    badge = badges.signed(of_page(), method=f"{place}#k", created=datetime(2026, 5, 3, tzinfo=UTC))
    assert judged(badge, web()) == ("valid", [])
    assert judged(badge, web(**flaw)) == ("invalid", [code])


def test_a_key_beside_the_issuer_that_may_only_log_in_does_not_sign():
    place = f"{PAGE}/k"
    page = {**controller(place), "assertionMethod": [], "authentication": [f"{place}#k"]}
    page["verificationMethod"][0]["controller"] = PAGE
    web = Web({PAGE: {"id": PAGE, "name": "Les Mardis"}, place: page})
    assert judged(badges.signed(of_page(), method=f"{place}#k"), web) == ("invalid", ["not-in-purpose"])


@pytest.mark.parametrize(
    ("flaw", "code"), [(OVER, "key-expired"), (REVOKED, "key-revoked"), (OF_ANOTHER, "not-the-issuer")]
)
def test_a_listed_key_of_another_name_is_held_to_what_its_own_document_says(flaw, code):
    listing = {"id": PAGE, "assertionMethod": [f"{FAR}#k"]}
    badge = badges.signed(of_page(), method=f"{FAR}#k", created=datetime(2026, 5, 3, tzinfo=UTC))
    assert judged(badge, Web({PAGE: listing, FAR_PAGE: controller(FAR)})) == ("valid", [])
    assert judged(badge, Web({PAGE: listing, FAR_PAGE: controller(FAR, **flaw)})) == ("invalid", [code])
    log_in = {**controller(FAR), "assertionMethod": [], "authentication": [f"{FAR}#k"]}
    assert judged(badge, Web({PAGE: listing, FAR_PAGE: log_in})) == ("invalid", ["not-in-purpose"])


@pytest.mark.parametrize("form", ["proof", "token", "token without kid"])
def test_keys_on_a_page_without_tls_confirm_nobody(form):
    page = PAGE.replace("https:", "http:")
    credential = badges.credential(issuer={"id": page, "type": ["Profile"], "name": "Les Mardis"})
    kid = None if form.endswith("kid") else f"{page}#k"
    badge = (
        badges.signed(credential, method=f"{page}#k")
        if form == "proof"
        else badges.token(jwt.payload_of(credential), kid=kid)
    )
    verdict, codes = judged(badge, Web({page: controller(page)}))
    assert (verdict, codes[0]) == ("unknown", "issuer-not-confirmed")


def test_a_did_key_has_one_spelling():
    content = base58_decode(KEY.public.to_multibase()[1:])
    name = f"did:key:u{base64url_encode(content)}"
    credential = badges.credential(issuer={"id": name, "type": ["Profile"], "name": "Les Mardis"})
    badge = badges.signed(credential, method=f"{name}#{name.removeprefix('did:key:')}")
    assert judged(badge) == ("invalid", ["bad-did", "no-key"])


def test_a_key_document_that_says_a_thing_twice_is_read_by_nobody():
    text = json.dumps(controller(ISSUER, key="k-1"))
    twice = text.replace('"assertionMethod"', '"assertionMethod": [], "assertionMethod"')
    assert judged(badges.signed(), Web({DID_PAGE: text.encode()})) == ("valid", [])
    assert judged(badges.signed(), Web({DID_PAGE: twice.encode()})) == ("invalid", ["bad-did-document", "no-key"])


# --- tokens ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "beside",
    [
        {"issuer": "did:web:autre.example"},
        {"name": "Un autre nom"},
        {"validUntil": "2026-05-02T00:00:00Z"},
        {"credentialStatus": {"type": "BitstringStatusListEntry"}},
        {"type": ["VerifiablePresentation"]},
    ],
)
def test_what_stands_beside_vc_may_not_tell_another_story(beside):
    whole = {"iss": ISSUER, "vc": badges.credential()}
    assert judged(badges.token({**whole, "name": "Mener les ânes"})) == ("valid", [])
    assert judged(badges.token({**whole, **beside})) == ("invalid", ["claims-differ"])


@pytest.mark.parametrize(
    ("made", "code"), [(1_999_999_999, "created-in-the-future"), ("hier", "bad-date"), (True, "bad-date")]
)
def test_a_token_says_when_it_was_made_and_that_is_not_to_come(made, code):
    assert judged(badges.token({**jwt.payload_of(badges.credential()), "iat": made})) == ("invalid", [code])


def presented(**claims):
    envelope = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [badges.by_did_key()],
        **claims.pop("members", {}),
    }
    payload = {"iss": OTHER.public.did, "vp": envelope, **claims}
    return badges.token(payload, key=OTHER, kid=OTHER.public.did_method)


@pytest.mark.parametrize(
    ("claims", "verdict", "codes"),
    [
        ({}, "valid", []),
        ({"exp": 1_700_000_000}, "invalid", ["expired"]),
        ({"nbf": 1_999_999_999}, "invalid", ["not-yet-valid"]),
        ({"exp": "demain"}, "invalid", ["bad-date"]),
        ({"iat": 1_999_999_999}, "invalid", ["created-in-the-future"]),
        ({"vc": badges.credential()}, "invalid", ["claims-differ"]),
        ({"credentialSubject": {"id": "urn:x:1"}}, "invalid", ["claims-differ"]),
        ({"members": {"diplôme": "docteur"}}, "unknown", ["unsigned-parts"]),
    ],
)
def test_a_presentation_in_a_token_has_dates_and_one_story(claims, verdict, codes):
    assert judged(presented(**claims)) == (verdict, codes)


def test_an_endorsement_in_a_token_speaks_of_whom_its_sub_names():
    about = badges.credential()["id"]
    endorsement = {
        "@context": badges.credential()["@context"],
        "id": "urn:uuid:1b7c1f0e-7d2f-4b42-9c36-5c6a1c9f2a01",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "issuer": {"id": OTHER.public.did, "type": ["Profile"], "name": "La Ruche"},
        "validFrom": "2026-05-01T09:00:00Z",
        "name": "Recommandation",
        "credentialSubject": {"type": ["EndorsementSubject"], "endorsementComment": "Bien mené."},
    }
    issuer = {"id": KEY.public.did, "type": ["Profile"], "name": "Les Mardis"}
    payload = {"vc": endorsement, "iss": OTHER.public.did, "sub": "urn:uuid:9b7c1f0e-7d2f-4b42-9c36-5c6a1c9f2a09"}
    other = badges.token(payload, key=OTHER, kid=OTHER.public.did_method)
    whole = badges.credential(endorsementJwt=[other], issuer=issuer)
    report = verify(badges.token(jwt.payload_of(whole), kid=KEY.public.did_method), now=NOW)
    assert payload["sub"] != about
    assert [check.code for check in report.checks if check.name == "endorsements"] == ["endorses-another"]


def test_a_record_that_does_not_call_itself_one_is_as_good_as_its_badges():
    clr = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
    contexts = badges.credential()["@context"]

    def record(inside):
        subject = {"id": badges.credential()["credentialSubject"]["id"], "type": ["ClrSubject"]}
        return badges.token(
            {
                "@context": [contexts[0], clr, contexts[1]],
                "type": ["VerifiableCredential"],
                "issuer": {"id": ISSUER, "type": ["Profile"], "name": "Les Mardis"},
                "validFrom": "2026-05-01T09:00:00Z",
                "credentialSubject": {**subject, "verifiableCredential": [inside]},
            }
        )

    good = badges.signed()
    assert judged(record(good)) == ("valid", [])
    assert judged(record({**good, "name": "Un autre nom"})) == ("invalid", ["inside-invalid"])


# --- one file, one badge ---------------------------------------------------------------------------------------------


def test_an_answer_that_holds_two_badges_under_two_names_is_ambiguous():
    good, other = badges.by_did_key(), badges.by_did_key(badges.credential(name="Un autre nom"))
    assert judged(json.dumps({"credential": good, "vc": good, "results": [True]})) == ("valid", [])
    assert judged(json.dumps({"credential": good, "vc": other})) == ("invalid", ["two-badges"])


def test_a_drawing_that_names_one_badge_and_shows_another_is_ambiguous():
    shown = json.dumps(badges.by_did_key()).replace("]]>", "]]")
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="http://openbadges.org">'
        f'<openbadges:assertion verify="{HOME}/a/1"><![CDATA[{shown}]]></openbadges:assertion></svg>'
    )
    assert judged(drawing.encode()) == ("invalid", ["two-badges"])


# --- hosted and signed badges of 2.0 ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "verdict"),
    [("", "valid"), ("../bob/", "invalid"), ("%2e%2e/bob/", "invalid"), ("..%2fbob/", "invalid"), ("/", "invalid")],
)
def test_an_address_that_begins_as_it_should_and_goes_up_is_of_another(path, verdict):
    home = f"{HOME}/alice/{path}1"
    assertion = badges.assertion(id=home)
    web = badges.elder_web(o=badges.profile(verification={"startsWith": f"{HOME}/alice/"}))
    web.pages[home] = assertion
    assert judged(json.dumps(assertion), web) == (verdict, [] if verdict == "valid" else ["wrong-host"])


def signed_elder(*, issuer=None, page=None, pages=None):
    assertion = badges.assertion(verification={"type": "signed", "creator": SIGNING})
    web = badges.elder_web(o=issuer or badges.profile(publicKey=SIGNING))
    web.pages[SIGNING] = page or jws.cryptographic_key(SIGNING, owner=f"{HOME}/o/1", key=RSA.public)
    web.pages.update(pages or {})
    return jwt.encode(assertion, RSA), web


def test_a_profile_of_2_0_names_its_keys_whatever_lies_on_its_host():
    assert judged(*signed_elder()) == ("valid", [])
    pem = RSA.public.to_pem().encode()
    assert judged(*signed_elder(issuer=badges.profile(), page=pem)) == ("invalid", ["not-the-issuer"])


@pytest.mark.parametrize(
    ("flaw", "code"), [(OVER, "key-expired"), (REVOKED, "key-revoked"), ({"expires": "un jour"}, "key-expired")]
)
def test_a_key_of_2_0_that_ended_proves_nothing(flaw, code):
    page = {**jws.cryptographic_key(SIGNING, owner=f"{HOME}/o/1", key=RSA.public), **flaw}
    assert judged(*signed_elder(page=page)) == ("invalid", [code])


REVOKES = f"{HOME}/r/1"


@pytest.mark.parametrize(
    ("entry", "verdict"),
    [
        ([], "valid"),
        ([{"id": f"{HOME}/a/2"}], "valid"),
        ([{"@id": f"{HOME}/a/1"}], "invalid"),
        ([f"{HOME}/a/1".replace("https:", "http:")], "invalid"),
        ([[f"{HOME}/a/1"]], "unknown"),
        ([7], "unknown"),
    ],
)
@pytest.mark.parametrize("listed", [REVOKES, [REVOKES], {"id": REVOKES}])
def test_a_list_of_revoked_badges_is_read_however_it_is_written(listed, entry, verdict):
    page = {**revocation_list(REVOKES, f"{HOME}/o/1", {}), "revokedAssertions": entry}
    issuer = badges.profile(publicKey=SIGNING, revocationList=listed)
    assert judged(*signed_elder(issuer=issuer, pages={REVOKES: page}))[0] == verdict


@pytest.mark.parametrize(
    ("members", "verdict", "codes"),
    [
        ({}, "valid", []),
        ({"revokedCredentials": [{"id": badges.credential()["id"]}]}, "invalid", ["revoked"]),
        ({"revokedCredential": [{"@id": badges.credential()["id"]}]}, "invalid", ["revoked"]),
        ({"revokedCredential": [[badges.credential()["id"]]]}, "unknown", ["not-a-status-list"]),
        ({"issuer": ["did:web:autre.example"]}, "unknown", ["list-of-another"]),
    ],
)
def test_a_list_of_1edtech_is_read_whole(members, verdict, codes):
    credential = badges.credential(credentialStatus={"id": LIST, "type": "1EdTechRevocationList"})
    page = {**one_edtech_revocation_list(LIST, ISSUER, {}), **members}
    assert judged(badges.token(jwt.payload_of(credential)), badges.web(**{LIST: page})) == (verdict, codes)


def test_a_credential_that_does_not_call_itself_a_list_clears_nobody():
    web = badges.web(**{LIST: badges.status_list(type=["VerifiableCredential"])})
    assert judged(badges.signed(badges.with_status()), web) == ("unknown", ["not-a-status-list"])
