"""Badges in PNG and SVG: in and out, both generations, the picture untouched; bombs and lies refused (B03, B04)."""

import json
import tracemalloc
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sceau import baking
from sceau.baking import Baked, bake, png, svg, unbake
from sceau.errors import Unreadable
from tests.sceau import pictures

JSON = json.dumps({"id": "https://badges.example/1", "name": "Mener les ânes 🫏 ]]> fin"}, ensure_ascii=False)
TOKEN = "eyJhbGciOiJFZERTQSJ9.eyJhIjoxfQ.c2lnbmF0dXJl"
GENERATIONS = ("openbadges", "openbadgecredential")


@pytest.mark.parametrize("keyword", GENERATIONS)
@pytest.mark.parametrize("text", [JSON, TOKEN], ids=["json", "jws"])
def test_a_png_gives_back_what_was_put_in(text, keyword):
    baked = bake(pictures.png(), text, keyword=keyword)

    assert unbake(baked) == baking.Unbaked((Baked(keyword, text),))


@pytest.mark.parametrize("text", [JSON, TOKEN], ids=["json", "jws"])
def test_an_svg_gives_back_what_was_put_in(text):
    found = unbake(bake(pictures.SVG, text, keyword="openbadgecredential")).badges

    assert [one.keyword for one in found] == ["openbadgecredential"]
    assert (found[0].text == text) if text is TOKEN else (json.loads(found[0].text) == json.loads(text))


def test_an_elder_svg_says_where_the_badge_lives_and_carries_a_copy():
    (found,) = unbake(bake(pictures.SVG, JSON, keyword="openbadges")).badges

    assert (found.keyword, found.text, json.loads(found.copy or "")) == (
        "openbadges",
        "https://badges.example/1",
        json.loads(JSON),
    )


@pytest.mark.parametrize("keyword", GENERATIONS)
def test_baking_adds_one_chunk_and_touches_nothing_else(keyword):
    plain = pictures.png()
    baked = bake(plain, TOKEN, keyword=keyword)
    added = baked[33 : 33 + len(baked) - len(plain)]

    assert baked.replace(added, b"") == plain
    assert added == pictures.itxt(keyword, TOKEN.encode())


@pytest.mark.parametrize("keyword", GENERATIONS)
def test_baking_an_svg_adds_one_element_and_touches_nothing_else(keyword):
    assert svg.without_badges(bake(pictures.SVG, TOKEN, keyword=keyword)) == pictures.SVG


@pytest.mark.parametrize("plain", [pictures.png(), pictures.SVG], ids=["png", "svg"])
def test_baking_again_replaces_the_badge_of_either_generation(plain):
    twice = bake(bake(plain, "a.b.c", keyword="openbadges"), TOKEN)

    assert [one.text for one in unbake(twice).badges] == [TOKEN]
    assert twice == bake(plain, TOKEN)


def test_a_badge_is_read_from_every_kind_of_text_chunk():
    chunks = [
        pictures.text_chunk("openbadges", b"https://a.example/1"),
        pictures.itxt("openbadges", JSON.encode(), compressed=True),
        pictures.ztxt("openbadgecredential", TOKEN.encode()),
    ]
    assert [one.text for one in unbake(pictures.png(*chunks)).badges] == ["https://a.example/1", JSON, TOKEN]


def test_two_keywords_that_look_like_ours_are_left_alone():
    plain = pictures.png(pictures.itxt("openbadgesx", b"x"), pictures.text_chunk("Comment", b"openbadges"))

    assert unbake(plain).badges == ()
    assert len(bake(plain, TOKEN)) == len(plain) + len(pictures.itxt("openbadgecredential", TOKEN.encode()))


def test_a_root_that_is_one_empty_tag_is_opened():
    baked = bake(b'<s:svg xmlns:s="http://www.w3.org/2000/svg" a="/>"/>', TOKEN)

    assert baked.startswith(b'<s:svg xmlns:s="http://www.w3.org/2000/svg" a="/>"><openbadges:credential')
    assert baked.endswith(b"/></s:svg>")
    assert unbake(baked).badges[0].text == TOKEN


def test_a_cut_or_corrupted_picture_is_told():
    baked = bake(pictures.png(), TOKEN)
    corrupted = bytearray(baked)
    corrupted[33 + 8 + 30] ^= 1

    assert unbake(baked[:-5]).problems == ("truncated-image",)
    assert unbake(bytes(corrupted)).problems == ("broken-chunk",)


def test_a_picture_of_400_megapixels_costs_nothing_because_pixels_stay_closed():
    huge = bake(pictures.png(width=20_000, height=1), TOKEN)
    header = pictures.header(width=20_000, height=20_000)
    tracemalloc.start()
    found = unbake(header + huge[len(header) :])

    assert found.badges[0].text == TOKEN
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


def test_a_bomb_made_in_a_blink_is_a_true_one():
    assert zlib.decompress(pictures.spaces(megabytes=3)) == b" " * 3_000_000


@pytest.mark.parametrize("kind", [pictures.packed_ztxt, pictures.packed_itxt], ids=["zTXt", "iTXt"])
def test_a_chunk_that_inflates_to_300_megabytes_is_refused(kind):
    packed = pictures.spaces(megabytes=300)
    bomb = pictures.png(kind("openbadges", packed))
    tracemalloc.start()
    with pytest.raises(Unreadable) as refusal:
        unbake(bomb)

    assert refusal.value.code == "too-long"
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


ENTITIES = [
    '<!DOCTYPE svg [<!ENTITY a "1234567890"><!ENTITY b "&a;&a;&a;">]>',
    '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
    f'<!DOCTYPE svg [<!ENTITY a "{"x" * 5000}">]>',
]


@pytest.mark.parametrize("declaration", ENTITIES)
def test_entities_that_nest_reach_out_or_grow_are_refused(declaration):
    picture = declaration.encode() + b'<svg xmlns="http://www.w3.org/2000/svg">&a;</svg>'
    with pytest.raises(Unreadable) as refusal:
        unbake(picture)
    assert refusal.value.code == "xml-entities"


def test_the_short_names_of_drawing_programs_are_let_through():
    declared = b'<!DOCTYPE svg [<!ENTITY ns_svg "http://www.w3.org/2000/svg">]><svg xmlns="&ns_svg;"></svg>'

    assert unbake(bake(declared, TOKEN)).badges[0].text == TOKEN


@pytest.mark.parametrize("broken", [b"", b"GIF89a", b"<svg", b"<html><svg></svg></html>", pictures.PNG_SIGNATURE])
def test_what_is_no_picture_is_unreadable(broken):
    with pytest.raises(Unreadable):
        unbake(broken)


@given(st.binary(max_size=400))
def test_any_bytes_after_a_png_header_are_read_or_unreadable(tail):
    with suppress(Unreadable):
        png.unbake(pictures.png()[:33] + tail)


@given(st.text(max_size=200))
def test_any_text_inside_an_svg_is_read_or_unreadable(text):
    with suppress(Unreadable):
        svg.unbake(f"<svg xmlns:openbadges='http://openbadges.org'>{text}</svg>".encode(errors="surrogatepass"))


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=200))
def test_any_json_text_comes_out_of_an_svg_as_it_went_in(text):
    written = json.dumps({"t": text}, ensure_ascii=True)

    assert json.loads(unbake(bake(pictures.SVG, written)).badges[0].text) == {"t": text}
