"""A schema turned into functions: says yes or no many times faster than `jsonschema`, which is asked for the reasons.

Only the keywords of 1EdTech's schemas (draft 2019-09), with the meaning `jsonschema` gives them; formats are not
asserted. Another keyword and there is no quick form: `jsonschema` answers alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

Test = Callable[[Any], bool]
"""Whether a value fits."""

_SILENT = frozenset({"$schema", "$id", "$comment", "$defs", "title", "description", "format", "default", "examples"})
_KINDS: dict[str, Test] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "integer": lambda value: (
        not isinstance(value, bool) and (isinstance(value, int) or (isinstance(value, float) and value.is_integer()))
    ),
}


class NoQuickForm(Exception):
    """The schema uses a keyword that has no quick form."""


def compiled(schema: dict[str, Any]) -> Test:
    """A function that tells whether a document fits the schema. Raises `NoQuickForm`."""
    return _Compiler(schema).test(schema)


class _Compiler:
    def __init__(self, root: dict[str, Any]) -> None:
        self._root = root
        self._known: dict[str, Test] = {}

    def test(self, schema: Any) -> Test:
        if isinstance(schema, bool):
            return lambda _value: schema
        tests = [self._keyword(name, value, schema) for name, value in schema.items() if name not in _SILENT]
        tests = [test for test in tests if test is not _always]
        if len(tests) == 1:
            return tests[0]
        return lambda value: _all(tests, value)

    def _keyword(self, name: str, value: Any, schema: dict[str, Any]) -> Test:
        make = getattr(self, f"_of_{name.lstrip('$')}", None)
        if make is None:
            raise NoQuickForm(name)
        test: Test = make(value, schema)
        return test

    def _of_ref(self, target: str, _schema: Any) -> Test:
        if not target.startswith("#/"):
            raise NoQuickForm("$ref")
        if target not in self._known:
            self._known[target] = lambda value: self._known[target](value)
            place: Any = self._root
            for step in target[2:].split("/"):
                place = place[step]
            self._known[target] = self.test(place)
        return lambda value: self._known[target](value)

    def _of_type(self, kinds: Any, _schema: Any) -> Test:
        if isinstance(kinds, str):
            return _KINDS[kinds]
        tests = [_KINDS[kind] for kind in kinds]
        return lambda value: any(test(value) for test in tests)

    def _of_enum(self, words: list[Any], _schema: Any) -> Test:
        if not all(isinstance(word, str) for word in words):
            raise NoQuickForm("enum")
        known = frozenset(words)
        return lambda value: isinstance(value, str) and value in known

    def _of_pattern(self, pattern: str, _schema: Any) -> Test:
        search = re.compile(pattern).search
        return lambda value: not isinstance(value, str) or search(value) is not None

    def _of_properties(self, properties: dict[str, Any], _schema: Any) -> Test:
        tests = {name: self.test(inner) for name, inner in properties.items()}
        return lambda value: (
            not isinstance(value, dict) or all(tests[name](inner) for name, inner in value.items() if name in tests)
        )

    def _of_additionalProperties(self, inner: Any, schema: dict[str, Any]) -> Test:  # noqa: N802 -- the keyword
        if inner is True:
            return _always
        named, test = frozenset(schema.get("properties", {})), self.test(inner)
        return lambda value: (
            not isinstance(value, dict) or all(test(inside) for name, inside in value.items() if name not in named)
        )

    def _of_propertyNames(self, inner: Any, _schema: Any) -> Test:  # noqa: N802 -- the keyword
        test = self.test(inner)
        return lambda value: not isinstance(value, dict) or all(map(test, value))

    def _of_required(self, names: list[str], _schema: Any) -> Test:
        needed = frozenset(names)
        return lambda value: not isinstance(value, dict) or needed <= value.keys()

    def _of_items(self, inner: Any, _schema: Any) -> Test:
        if isinstance(inner, list):
            tests = [self.test(one) for one in inner]
            return lambda value: (
                not isinstance(value, list) or all(test(item) for test, item in zip(tests, value, strict=False))
            )
        test = self.test(inner)
        return lambda value: not isinstance(value, list) or all(map(test, value))

    def _of_additionalItems(self, inner: Any, schema: dict[str, Any]) -> Test:  # noqa: N802 -- the keyword
        first = schema.get("items", {})
        if not isinstance(first, list):
            return _always
        test, count = self.test(inner), len(first)
        return lambda value: not isinstance(value, list) or all(map(test, value[count:]))

    def _of_minItems(self, least: int, _schema: Any) -> Test:  # noqa: N802 -- the keyword
        return lambda value: not isinstance(value, list) or len(value) >= least

    def _of_contains(self, inner: Any, schema: dict[str, Any]) -> Test:
        if "minContains" in schema or "maxContains" in schema:
            raise NoQuickForm("contains")
        test = self.test(inner)
        return lambda value: not isinstance(value, list) or any(map(test, value))

    def _of_allOf(self, inner: list[Any], _schema: Any) -> Test:  # noqa: N802 -- the keyword
        tests = [self.test(one) for one in inner]
        return lambda value: _all(tests, value)

    def _of_anyOf(self, inner: list[Any], _schema: Any) -> Test:  # noqa: N802 -- the keyword
        tests = [self.test(one) for one in inner]
        return lambda value: any(test(value) for test in tests)

    def _of_oneOf(self, inner: list[Any], _schema: Any) -> Test:  # noqa: N802 -- the keyword
        tests = [self.test(one) for one in inner]
        return lambda value: _exactly_one(tests, value)


def _always(_value: Any) -> bool:
    return True


def _all(tests: list[Test], value: Any) -> bool:
    return all(test(value) for test in tests)


def _exactly_one(tests: list[Test], value: Any) -> bool:
    found = False
    for test in tests:
        if test(value):
            if found:
                return False
            found = True
    return found
