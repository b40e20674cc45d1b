"""JSON Web Keys (RFC 7517, 7518 §6, 8037) to and from the objects of `cryptography`; callers use `keys`."""

from __future__ import annotations

from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from sceau import multibase
from sceau.errors import KeyProblem, SceauError

Public = ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey | rsa.RSAPublicKey
"""A public key of `cryptography`."""

Private = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
"""A private key of `cryptography`."""

_CURVES: dict[str, tuple[ec.EllipticCurve, int]] = {"P-256": (ec.SECP256R1(), 32), "P-384": (ec.SECP384R1(), 48)}
_NAMES = {"secp256r1": "P-256", "secp384r1": "P-384"}
_RSA_SECRETS = ("p", "q", "d", "dp", "dq", "qi")
_LONGEST_NUMBER = 2000


def read_public(jwk: dict[str, Any]) -> Public:
    """The public key of a JSON Web Key. Raises ``KeyProblem`` ("bad-key")."""
    try:
        if jwk["kty"] == "OKP" and jwk["crv"] == "Ed25519":
            return ed25519.Ed25519PublicKey.from_public_bytes(_octets(jwk["x"]))
        if jwk["kty"] == "EC" and jwk["crv"] in _CURVES:
            curve, size = _CURVES[jwk["crv"]]
            x, y = _octets(jwk["x"]), _octets(jwk["y"])
            if len(x) == len(y) == size:
                return ec.EllipticCurvePublicKey.from_encoded_point(curve, b"\x04" + x + y)
        if jwk["kty"] == "RSA":
            return _rsa_numbers(jwk).public_key()
    except (SceauError, KeyError, TypeError, ValueError) as error:
        raise KeyProblem("bad-key", "not a JSON Web Key") from error
    raise KeyProblem("bad-key", "a kind of JSON Web Key that is not supported")


def read_private(jwk: dict[str, Any]) -> Private:
    """The private key of a JSON Web Key. Raises ``KeyProblem`` ("bad-key")."""
    try:
        if jwk["kty"] == "OKP":
            return ed25519.Ed25519PrivateKey.from_private_bytes(_octets(jwk["d"]))
        if jwk["kty"] == "EC":
            return ec.derive_private_key(_number(jwk["d"]), _CURVES[jwk["crv"]][0])
        p, q, d, dp, dq, qi = (_number(jwk[name]) for name in _RSA_SECRETS)
        return rsa.RSAPrivateNumbers(p, q, d, dp, dq, qi, _rsa_numbers(jwk)).private_key()
    except (SceauError, KeyError, TypeError, ValueError) as error:
        raise KeyProblem("bad-key", "not a private JSON Web Key") from error


def of_public(key: Public) -> dict[str, str]:
    """Only the members that RFC 7638 counts, in their order."""
    if isinstance(key, ed25519.Ed25519PublicKey):
        return {"crv": "Ed25519", "kty": "OKP", "x": multibase.base64url_encode(key.public_bytes_raw())}
    if isinstance(key, rsa.RSAPublicKey):
        public = key.public_numbers()
        return {"e": _text(public.e), "kty": "RSA", "n": _text(public.n)}
    point, name = key.public_numbers(), _NAMES[key.curve.name]
    x, y = (_text(number, _CURVES[name][1]) for number in (point.x, point.y))
    return {"crv": name, "kty": "EC", "x": x, "y": y}


def of_private(key: Private) -> dict[str, str]:
    """The public members and the secret ones."""
    public = of_public(key.public_key())
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return {**public, "d": multibase.base64url_encode(key.private_bytes_raw())}
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return {**public, "d": _text(key.private_numbers().private_value, _CURVES[public["crv"]][1])}
    secret = key.private_numbers()
    numbers = (secret.p, secret.q, secret.d, secret.dmp1, secret.dmq1, secret.iqmp)
    return {**public, **{name: _text(number) for name, number in zip(_RSA_SECRETS, numbers, strict=True)}}


def _rsa_numbers(jwk: dict[str, Any]) -> rsa.RSAPublicNumbers:
    return rsa.RSAPublicNumbers(_number(jwk["e"]), _number(jwk["n"]))


def _octets(text: Any) -> bytes:
    if not isinstance(text, str) or len(text) > _LONGEST_NUMBER:
        raise KeyProblem("bad-key", "a member of the JSON Web Key is not a short text")
    return multibase.base64url_decode(text)


def _number(text: Any) -> int:
    return int.from_bytes(_octets(text), "big")


def _text(number: int, size: int = 0) -> str:
    return multibase.base64url_encode(number.to_bytes(size or (number.bit_length() + 7) // 8, "big"))
