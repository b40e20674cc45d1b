"""Reads, builds, signs, verifies, bakes and revokes Open Badges.

The public names, listed once; each is loaded when it is first asked for, so that `import sceau` stays quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sceau.errors import (
        FetchFailed,
        KeyProblem,
        SceauError,
        TooComplex,
        Unreadable,
        UnsignedParts,
        Unsupported,
    )
    from sceau.keys import PrivateKey, PublicKey
    from sceau.signing import sign, sign_jwt

_HOMES = {
    "FetchFailed": "errors",
    "KeyProblem": "errors",
    "PrivateKey": "keys",
    "PublicKey": "keys",
    "SceauError": "errors",
    "TooComplex": "errors",
    "Unreadable": "errors",
    "UnsignedParts": "errors",
    "Unsupported": "errors",
    "sign": "signing",
    "sign_jwt": "signing",
}

__all__ = [
    "FetchFailed",
    "KeyProblem",
    "PrivateKey",
    "PublicKey",
    "SceauError",
    "TooComplex",
    "Unreadable",
    "UnsignedParts",
    "Unsupported",
    "sign",
    "sign_jwt",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
