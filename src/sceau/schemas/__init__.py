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

_MOST_PROBLEMS = 20


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
    found = []
    for error in validator(url).iter_errors(document):
        place = "".join(f"/{step}" for step in error.absolute_path) or "/"
        found.append(f"{place}: {error.message[:200]}")
        if len(found) == _MOST_PROBLEMS:
            break
    return tuple(found)


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
