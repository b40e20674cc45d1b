"""JSON read strictly: case B11 of the security book, and any text at all."""

import json
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sceau.errors import Unreadable
from sceau.strict_json import loads, loads_object

REFUSED = {
    "duplicate-key": '{"a": 1, "a": 2}',
    "too-deep": "[" * 10_000 + "]" * 10_000,
    "too-long": "[" + "1," * 25_000_000 + "1]",
    "not-a-number": "[1e400]",
    "lone-surrogate": r'["\ud800"]',
    "not-json": '{"a": }',
}


@pytest.mark.parametrize("code", REFUSED)
def test_a_text_with_two_meanings_or_no_bound_is_refused_at_once(code):
    began = time.process_time()
    with pytest.raises(Unreadable) as refusal:
        loads(REFUSED[code])

    assert refusal.value.code == code
    assert time.process_time() - began < 1  # 0.2 s, alone on a machine


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400", "-1e999", "9" * 41])
def test_what_is_no_number_for_everybody_is_refused(number):
    with pytest.raises(Unreadable) as refusal:
        loads(f'{{"n": {number}}}')
    assert refusal.value.code == "not-a-number"


def test_a_byte_order_mark_is_accepted():
    assert loads(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


def test_a_pair_of_surrogates_is_one_sign():
    assert loads(r'["\ud83d\ude00"]') == ["\U0001f600"]


def test_brackets_inside_strings_are_not_depth():
    assert loads('["' + "[" * 5000 + '"]') == ["[" * 5000]


def test_an_object_is_wanted():
    with pytest.raises(Unreadable) as refusal:
        loads_object("[1]")
    assert refusal.value.code == "not-an-object"


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(json_values)
def test_what_json_writes_is_read_back(value):
    assert loads(json.dumps(value)) == value


@given(st.binary(max_size=300) | st.text(max_size=300))
def test_any_input_is_read_or_unreadable(source):
    with suppress(Unreadable):
        loads(source)
