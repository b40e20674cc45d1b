"""Reads, builds, signs, verifies, bakes and revokes Open Badges.

The public names, listed once; each is loaded when it is first asked for, so that `import sceau` stays quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sceau.baking import bake, unbake
    from sceau.compiled import CompiledBadge
    from sceau.errors import (
        FetchFailed,
        KeyProblem,
        SceauError,
        TooComplex,
        Unreadable,
        UnsignedParts,
        Unsupported,
    )
    from sceau.fetch import DocumentsFetcher, SafeFetcher, offline
    from sceau.keys import PrivateKey, PublicKey
    from sceau.read import Document, read
    from sceau.report import Check, Outcome, Report
    from sceau.signing import sign, sign_jwt
    from sceau.verify import verify

__version__ = "0.1.0"
"""Of the library and of its command (`sceau --version`); the package takes its version from here."""

_HOMES = {
    "Check": "report",
    "Document": "read",
    "DocumentsFetcher": "fetch",
    "CompiledBadge": "compiled",
    "FetchFailed": "errors",
    "KeyProblem": "errors",
    "Outcome": "report",
    "PrivateKey": "keys",
    "PublicKey": "keys",
    "Report": "report",
    "SafeFetcher": "fetch",
    "SceauError": "errors",
    "TooComplex": "errors",
    "Unreadable": "errors",
    "UnsignedParts": "errors",
    "Unsupported": "errors",
    "bake": "baking",
    "offline": "fetch",
    "read": "read",
    "sign": "signing",
    "sign_jwt": "signing",
    "unbake": "baking",
    "verify": "verify",
}

__all__ = [
    "Check",
    "Document",
    "DocumentsFetcher",
    "CompiledBadge",
    "FetchFailed",
    "KeyProblem",
    "Outcome",
    "PrivateKey",
    "PublicKey",
    "Report",
    "SafeFetcher",
    "SceauError",
    "TooComplex",
    "Unreadable",
    "UnsignedParts",
    "Unsupported",
    "bake",
    "offline",
    "read",
    "sign",
    "sign_jwt",
    "unbake",
    "verify",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
