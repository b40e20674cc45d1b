"""Reading: every format in every carrier, bytes kept as received, unknown bytes an answer."""

import base64
import io
import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter

from sceau.baking import bake
from sceau.errors import Unreadable
from sceau.read import read
from tests.sceau import pictures

VC2 = "https://www.w3.org/ns/credentials/v2"
VC1 = "https://www.w3.org/2018/credentials/v1"
OB3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"


def credential(*types: str, context: str = VC2) -> dict:
    return {
        "@context": [context, OB3],
        "id": "urn:uuid:5d1e7e5c-2b4c-4a8e-9a83-3a6c2e4f0d10",
        "type": ["VerifiableCredential", *types],
        "issuer": "did:key:z6Mk",
        "credentialSubject": {"id": "urn:uuid:1"},
    }


def jws(payload: dict) -> str:
    parts = [
        base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()
        for part in ({"alg": "EdDSA"}, payload)
    ]
    return ".".join((*parts, "c2lnbmF0dXJl"))


ELDER = {
    "id": "https://b.example/1",
    "recipient": {"type": "email", "identity": "sha256$00"},
    "badge": "https://b.example/c",
}
FORMATS = {
    "ob-0.5": {
        "recipient": "tonio@example.org",
        "badge": {"version": "0.5.0", "name": "Ânes", "issuer": {"origin": "https://b.example"}},
    },
    "ob-1.0": {**ELDER, "uid": "1", "verify": {"type": "hosted", "url": "https://b.example/1"}},
    "ob-1.1": {**ELDER, "@context": "https://w3id.org/openbadges/v1", "type": "Assertion"},
    "ob-2.0": {**ELDER, "@context": "https://w3id.org/openbadges/v2", "type": "Assertion"},
    "ob-2.1": {**ELDER, "@context": "https://purl.imsglobal.org/spec/ob/v2p1/ob_v2p1.jsonld", "type": "Assertion"},
    "ob-3.0": credential("OpenBadgeCredential"),
    "vc-1.1": credential("Other", context=VC1),
    "vc-2.0": credential("Other"),
    "clr-2.0": credential("ClrCredential"),
    "endorsement": credential("EndorsementCredential"),
    "status-list": credential("BitstringStatusListCredential"),
}


def pdf_with(*, key: str = "", attached: bytes = b"") -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    if key:
        writer.add_metadata({"/openbadgecredential": key})
    if attached:
        writer.add_attachment("badge.json", attached)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_is_told_from_its_json(name):
    source = json.dumps(FORMATS[name])
    document = read(source)

    assert (document.format, document.carrier, document.credential, document.original) == (
        name,
        "json",
        FORMATS[name],
        source.encode(),
    )


CARRIERS = {
    "json": lambda text: text.encode(),
    "png": lambda text: bake(pictures.png(), text),
    "svg": lambda text: bake(pictures.SVG, text),
    "pdf": lambda text: pdf_with(key=text),
    "text": lambda text: f"Bonjour,\nvoici votre badge :\n{text}\nÀ mardi !".encode(),
}


@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_badge_is_found_in_each_carrier_and_the_bytes_are_kept(carrier):
    received = CARRIERS[carrier](json.dumps(FORMATS["ob-3.0"]))
    document = read(received)

    assert (document.format, document.carrier, document.credential) == ("ob-3.0", carrier, FORMATS["ob-3.0"])
    assert document.original == received


@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_token_is_found_in_each_carrier(carrier):
    token = jws(FORMATS["ob-3.0"])
    document = read(CARRIERS[carrier](token))

    assert (document.token, document.format) == (token, "ob-3.0")
    assert document.carrier == ("jwt" if carrier == "json" else carrier)


def test_an_attachment_of_a_pdf_is_read():
    document = read(pdf_with(attached=json.dumps(FORMATS["ob-3.0"]).encode()))

    assert (document.carrier, document.credential) == ("pdf", FORMATS["ob-3.0"])


def test_the_elder_form_of_a_token_holds_its_credential_under_vc():
    document = read(jws({"iss": "did:key:z6Mk", "vc": credential("OpenBadgeCredential", context=VC1)}))

    assert (document.format, document.version) == ("ob-3.0", "1.1")


def test_a_picture_of_the_first_years_carries_an_address():
    document = read(pictures.png(pictures.text_chunk("openbadges", b"https://b.example/1")))

    assert (document.format, document.carrier, document.url) == ("hosted", "png", "https://b.example/1")


def test_two_different_badges_in_one_picture_are_told_and_two_copies_are_one():
    one, other = (json.dumps({**FORMATS["ob-3.0"], "id": f"urn:uuid:{n}"}).encode() for n in "12")
    chunks = [pictures.itxt("openbadgecredential", text) for text in (one, other)]

    assert read(pictures.png(*chunks)).problems == ("two-badges",)
    assert read(pictures.png(chunks[0], chunks[0])).problems == ()


def test_an_elder_svg_whose_copy_speaks_of_another_badge_is_told():
    copy = json.dumps({**FORMATS["ob-2.0"], "id": "https://b.example/2"})
    picture = bake(pictures.SVG, copy, keyword="openbadges").replace(
        b'verify="https://b.example/2"', b'verify="https://b.example/1"'
    )

    assert (read(picture).url, read(picture).problems) == ("https://b.example/1", ("two-badges",))


def test_the_badges_of_a_presentation_are_taken_out():
    inside = [
        FORMATS["ob-3.0"],
        jws(FORMATS["vc-2.0"]),
        {
            "@context": VC2,
            "type": "EnvelopedVerifiableCredential",
            "id": f"data:application/vc+jwt,{jws(FORMATS['clr-2.0'])}",
        },
    ]
    document = read(json.dumps({"@context": [VC2], "type": ["VerifiablePresentation"], "verifiableCredential": inside}))

    assert document.format == "presentation"
    assert [one.format for one in document.others] == ["ob-3.0", "vc-2.0", "clr-2.0"]


def test_a_list_gives_its_first_badge_and_the_others_beside():
    document = read(json.dumps([FORMATS["ob-3.0"], FORMATS["ob-2.0"]]))

    assert (document.format, [one.format for one in document.others]) == ("ob-3.0", ["ob-2.0"])


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"\x00\xff\xfe", "not-a-badge"),
        ("Bonjour", "not-a-badge"),
        ("{}", "not-a-badge"),
        ("a https://a.example/1 or https://b.example/2", "two-addresses"),
        (pictures.png(), "no-badge-inside"),
        (pictures.SVG, "no-badge-inside"),
        (pdf_with(), "no-badge-inside"),
        (b"%PDF-1.7\nnothing", "broken-file"),
        (pictures.png(pictures.itxt("openbadges", b'{"json": "anything"}')), "not-a-badge"),
        ("\ud800", "lone-surrogate"),
        (
            json.dumps({"type": "VerifiablePresentation", "verifiableCredential": [FORMATS["ob-3.0"]] * 101}),
            "too-many-badges",
        ),
    ],
)
def test_what_is_no_badge_says_why(source, code):
    with pytest.raises(Unreadable) as refusal:
        read(source)
    assert refusal.value.code == code


def test_a_token_folded_by_a_mail_is_one_token():
    token = jws(FORMATS["ob-3.0"])
    folded = "\n".join(token[start : start + 60] for start in range(0, len(token), 60))

    assert read(folded).token == token


@pytest.mark.parametrize("member", ["verifiableCredential", "credential", "compactJwsString", "results"])
def test_the_answers_of_services_are_opened(member):
    held = jws(FORMATS["ob-3.0"]) if member == "compactJwsString" else FORMATS["ob-3.0"]

    assert read(json.dumps({member: [held]})).format == "ob-3.0"


def test_presentations_inside_presentations_end():
    nested: dict = FORMATS["ob-3.0"]
    for _ in range(10):
        nested = {"type": "VerifiablePresentation", "verifiableCredential": [nested]}
    with pytest.raises(Unreadable) as refusal:
        read(json.dumps(nested))
    assert refusal.value.code == "too-deep"


SEEDS = [json.dumps(value).encode() for value in FORMATS.values()]
SEEDS += [CARRIERS[name](json.dumps(FORMATS["ob-3.0"])) for name in ("png", "svg")]
SEEDS += [jws(FORMATS["ob-3.0"]).encode()]


@given(st.sampled_from(SEEDS), st.lists(st.tuples(st.integers(0, 2**20), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_badge_with_bytes_changed_is_read_or_unreadable(seed, changes):
    changed = bytearray(seed)
    for place, value in changes:
        changed[place % len(changed)] = value
    with suppress(Unreadable):
        read(bytes(changed))


@settings(max_examples=20, deadline=None)  # each is opened by a process of its own
@given(st.lists(st.tuples(st.integers(0, 2**20), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_pdf_with_bytes_changed_is_read_or_unreadable(changes):
    changed = bytearray(CARRIERS["pdf"](json.dumps(FORMATS["ob-3.0"])))
    for place, value in changes:
        changed[place % len(changed)] = value
    with suppress(Unreadable):
        read(bytes(changed))


@given(st.binary(max_size=500) | st.text(max_size=500))
def test_any_input_at_all_is_read_or_unreadable(source):
    with suppress(Unreadable):
        read(source)
