"""1EdTech's JSON schemas, pinned: the shape a credential must have."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from sceau.errors import Unsupported
from sceau.schemas.quick import NoQuickForm, Test, compiled

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

OB3 = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/"
"""Where the Open Badges 3.0 schemas are published."""

CLR2 = "https://purl.imsglobal.org/spec/clr/v2p0/schema/json/"
"""Where the Comprehensive Learner Record 2.0 schemas are published."""

ACHIEVEMENT_CREDENTIAL = OB3 + "ob_v3p0_achievementcredential_schema.json"
"""The schema of an Open Badges 3.0 credential."""

ENDORSEMENT_CREDENTIAL = OB3 + "ob_v3p0_endorsementcredential_schema.json"
"""The schema of a 3.0 endorsement."""

PROFILE = OB3 + "ob_v3p0_profile_schema.json"
"""The schema of a 3.0 profile."""

CLR_CREDENTIAL = CLR2 + "clr_v2p0_clrcredential_schema.json"
"""The schema of a CLR 2.0 record."""

SOMEWHERE = "/: does not fit, somewhere in its long lists"
"""The problem of a document that is too long to be searched for reasons."""

_MOST_PROBLEMS = 20
_MOST_SEARCHED = 3000


def load(url: str) -> dict[str, Any]:
    """The schema whose ``$id`` is ``url``. Raises ``Unsupported`` ("unknown-schema") for any other."""
    if url not in _manifest():
        raise Unsupported("unknown-schema", url)
    return _load(url)


def known() -> tuple[str, ...]:
    """The addresses of every pinned schema."""
    return tuple(_manifest())


def problems(document: dict[str, Any], url: str) -> tuple[str, ...]:
    """What is wrong with ``document`` under the schema ``url``: "JSON Pointer: reason", at most 20; () when right.

    Raises ``Unsupported`` ("unknown-schema").
    """
    quick = _quick(url)
    if quick is not None and quick(document):
        return ()
    searched = _shortened(document) if quick is not None else document
    found = []
    for error in validator(url).iter_errors(searched):
        place = "".join(f"/{step}" for step in error.absolute_path) or "/"
        found.append(f"{place}: {error.message[:200]}")
        if len(found) == _MOST_PROBLEMS:
            break
    return tuple(found) if found or quick is None else (SOMEWHERE,)


def _shortened(document: Any) -> Any:
    """The same with its lists cut, when it is long: `jsonschema` takes a tenth of a millisecond for each value."""
    longest = 100
    while longest > 3 and _size(document) > _MOST_SEARCHED:
        document, longest = _cut(document, longest), longest // 3
    return document


def _cut(value: Any, longest: int) -> Any:
    if isinstance(value, dict):
        return {name: _cut(inner, longest) for name, inner in value.items()}
    if isinstance(value, list):
        return [_cut(inner, longest) for inner in value[:longest]]
    return value


def _size(value: Any) -> int:
    if isinstance(value, dict):
        return len(value) + sum(map(_size, value.values()))
    if isinstance(value, list):
        return len(value) + sum(map(_size, value))
    return 0


@cache
def validator(url: str) -> Validator:
    """A compiled validator (draft 2019-09, formats not asserted). Raises ``Unsupported`` ("unknown-schema")."""
    from jsonschema.validators import validator_for  # noqa: PLC0415 -- 60 ms at import, needed by few callers

    schema = load(url)
    return validator_for(schema)(schema)


@cache
def _quick(url: str) -> Test | None:
    try:
        return compiled(load(url))
    except NoQuickForm:
        return None


@cache
def _load(url: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(files(__package__).joinpath(_manifest()[url]).read_bytes())
    return schema


@cache
def _manifest() -> dict[str, str]:
    entries = json.loads(files(__package__).joinpath("manifest.json").read_text("utf-8"))
    return {entry["url"]: entry["file"] for entry in entries}
