"""Names and cells from anywhere (SECURITY.md B12, B13)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from besace.core import plain


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Fatou\u00a0 N. ", "Fatou N."),
        ("To\u202enio\u202c", "Tonio"),
        ("Ké\u200bvin\x00", "Kévin"),
        ("Ke\u0301vin", "Kévin"),
        ("Odile\r\nadmin", "Odile admin"),
        ("\ud83d Maryse", "Maryse"),
        ("👩\u200d🌾 Maryse", "👩\u200d🌾 Maryse"),
        ("a" * 2000, "a" * 40),
        ("Z" + "\u0301" * 50, "Ź\u0301\u0301"),
        ("\u200b\u202e", ""),
    ],
)
def test_a_name_keeps_what_can_be_seen(typed: str, kept: str) -> None:
    assert plain.clean_name(typed) == kept


def test_ten_thousand_emoji_are_a_bounded_name() -> None:
    assert len(plain.clean_name("🥕 " * 10_000)) <= plain.LONGEST_NAME


def test_a_text_keeps_its_lines() -> None:
    assert plain.clean("un\r\n\r\n\r\n\r\ndeux\u2028trois\x07", keep_lines=True) == "un\n\ndeux\ntrois"


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = plain.clean_name(text)

    assert plain.clean_name(once) == once


def test_look_alikes_fall_together() -> None:
    assert plain.looks_like("Les Beaux Légumes") == plain.looks_like("les вeаux legumes".replace("в", "b"))


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ('=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'),
        ("+33 6 12 34", "+33 6 12 34"),
        ("-12,5", "-12,5"),
        ("-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("Fatou", "Fatou"),
        (12, 12),
    ],
)
def test_no_cell_is_a_formula(cell: object, kept: object) -> None:
    assert plain.csv_cell(cell) == kept
