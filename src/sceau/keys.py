"""Key pairs: Ed25519, P-256, P-384 and RSA, read from and written to multibase, JWK and PEM."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from sceau import jwk as jwk_form
from sceau import multibase
from sceau.errors import KeyProblem, SceauError

Kind = Literal["Ed25519", "P-256", "P-384", "RSA"]
"""What a key is: the curve, or RSA."""

_CURVES: dict[str, tuple[ec.EllipticCurve, hashes.HashAlgorithm, int]] = {
    "P-256": (ec.SECP256R1(), hashes.SHA256(), 32),
    "P-384": (ec.SECP384R1(), hashes.SHA384(), 48),
}
_OF_CURVE: dict[str, Kind] = {"secp256r1": "P-256", "secp384r1": "P-384"}
# CID 1.0 §2.2.2 (Multikey) and the multicodec table; RSA as in did:key.
_PUBLIC_HEADERS: dict[bytes, Kind] = {
    b"\xed\x01": "Ed25519",
    b"\x80\x24": "P-256",
    b"\x81\x24": "P-384",
    b"\x85\x24": "RSA",
}
_PRIVATE_HEADERS: dict[bytes, Kind] = {b"\x80\x26": "Ed25519", b"\x86\x26": "P-256", b"\x87\x26": "P-384"}
_JWK_ALGORITHMS: dict[Kind, tuple[str, ...]] = {
    "Ed25519": ("EdDSA", "Ed25519"),
    "P-256": ("ES256",),
    "P-384": ("ES384",),
    "RSA": ("RS256",),
}
_RSA_BITS = range(2048, 8193)


@dataclass(frozen=True)
class PublicKey:
    """A key that verifies. ``kind`` is "Ed25519", "P-256", "P-384" or "RSA" (2,048 to 8,192 bits)."""

    kind: Kind
    _key: jwk_form.Public = field(repr=False, compare=False)
    _bytes: bytes = field(repr=False)

    @classmethod
    def from_multibase(cls, text: str) -> PublicKey:
        """From a Multikey ``publicKeyMultibase`` (CID 1.0 §2.2.2). Raises ``KeyProblem`` ("bad-key")."""
        content = _multibase(text)
        kind, rest = _PUBLIC_HEADERS.get(content[:2]), content[2:]
        if kind is None:
            raise KeyProblem("bad-key", "unknown multicodec header")
        if kind == "RSA":
            return cls._from_der(rest)
        return cls.from_raw(kind, rest)

    @classmethod
    def from_raw(cls, kind: Kind, content: bytes) -> PublicKey:
        """From the raw bytes of an Ed25519 key or of a point, compressed or not. Raises ``KeyProblem`` ("bad-key")."""
        try:
            if kind == "Ed25519":
                return cls._of(ed25519.Ed25519PublicKey.from_public_bytes(content))
            return cls._of(ec.EllipticCurvePublicKey.from_encoded_point(_CURVES[kind][0], content))
        except (ValueError, KeyError) as error:
            raise KeyProblem("bad-key", f"not a point of {kind}") from error

    @classmethod
    def from_jwk(cls, jwk: dict[str, Any]) -> PublicKey:
        """From a JSON Web Key (RFC 7517, 8037). A private part is ignored; ``alg`` and ``use`` must fit the key.

        Raises ``KeyProblem`` ("bad-key", "weak-key", "wrong-key-use").
        """
        key = cls._of(jwk_form.read_public(jwk))
        algorithms = _JWK_ALGORITHMS[key.kind]
        if jwk.get("use", "sig") != "sig" or jwk.get("alg", algorithms[0]) not in algorithms:
            raise KeyProblem("wrong-key-use", f"use {jwk.get('use')!r}, alg {jwk.get('alg')!r}, {key.kind}")
        return key

    @classmethod
    def from_pem(cls, pem: str | bytes) -> PublicKey:
        """From a SubjectPublicKeyInfo or PKCS#1 PEM. Raises ``KeyProblem`` ("bad-key", "weak-key")."""
        try:
            return cls._of(serialization.load_pem_public_key(pem.encode() if isinstance(pem, str) else pem))
        except (ValueError, UnsupportedAlgorithm) as error:
            raise KeyProblem("bad-key", "not a public key in PEM") from error

    @classmethod
    def _from_der(cls, der: bytes) -> PublicKey:
        try:
            return cls._of(serialization.load_der_public_key(der))
        except (ValueError, UnsupportedAlgorithm) as error:
            raise KeyProblem("bad-key", "not a public key in DER") from error

    @classmethod
    def _of(cls, key: Any) -> PublicKey:
        spki = serialization.PublicFormat.SubjectPublicKeyInfo
        if isinstance(key, ed25519.Ed25519PublicKey):
            return cls("Ed25519", key, key.public_bytes_raw())
        if isinstance(key, rsa.RSAPublicKey):
            if key.key_size not in _RSA_BITS:
                raise KeyProblem("weak-key", f"RSA of {key.key_size} bits")
            return cls("RSA", key, key.public_bytes(serialization.Encoding.DER, spki))
        if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in _OF_CURVE:
            point = key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint)
            return cls(_OF_CURVE[key.curve.name], key, point)
        raise KeyProblem("bad-key", "a kind of key that is not supported")

    def verify(self, signature: bytes, message: bytes) -> bool:
        """Whether ``signature`` (raw 64 bytes, raw r‖s, or RSASSA-PKCS1-v1_5 with SHA-256) is of ``message``."""
        try:
            if isinstance(self._key, ed25519.Ed25519PublicKey):
                self._key.verify(signature, message)
            elif isinstance(self._key, rsa.RSAPublicKey):
                self._key.verify(signature, message, padding.PKCS1v15(), hashes.SHA256())
            else:
                return self._verify_ecdsa(self._key, signature, message)
        except InvalidSignature:
            return False
        return True

    def _verify_ecdsa(self, key: ec.EllipticCurvePublicKey, signature: bytes, message: bytes) -> bool:
        _curve, digest, size = _CURVES[self.kind]
        if len(signature) != 2 * size:
            return False
        r, s = int.from_bytes(signature[:size], "big"), int.from_bytes(signature[size:], "big")
        key.verify(encode_dss_signature(r, s), message, ec.ECDSA(digest))
        return True

    def to_multibase(self) -> str:
        """As a Multikey ``publicKeyMultibase``: "z6Mk…" for Ed25519, "zDn…" for P-256."""
        header = next(head for head, kind in _PUBLIC_HEADERS.items() if kind == self.kind)
        if isinstance(self._key, rsa.RSAPublicKey):
            pkcs1 = self._key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.PKCS1)
            return multibase.encode(header + pkcs1)
        return multibase.encode(header + self._bytes)

    def to_jwk(self) -> dict[str, str]:
        """As a JSON Web Key: only the members RFC 7638 counts."""
        return jwk_form.of_public(self._key)

    def to_pem(self) -> str:
        """As a SubjectPublicKeyInfo PEM, the form of a 2.0 ``CryptographicKey``."""
        spki = serialization.PublicFormat.SubjectPublicKeyInfo
        return self._key.public_bytes(serialization.Encoding.PEM, spki).decode("ascii")

    @property
    def did(self) -> str:
        """The did:key of this key (did:key method §3.1)."""
        return f"did:key:{self.to_multibase()}"

    @property
    def did_method(self) -> str:
        """The verification method of its did:key: "did:key:z6Mk…#z6Mk…"."""
        name = self.to_multibase()
        return f"did:key:{name}#{name}"


@dataclass(frozen=True)
class PrivateKey:
    """A key that signs. Never shown by ``repr``; ``kind`` as in :class:`PublicKey`."""

    kind: Kind
    public: PublicKey = field(repr=False)
    _key: jwk_form.Private = field(repr=False, compare=False)

    @classmethod
    def generate(cls, kind: Kind = "Ed25519") -> PrivateKey:
        """A new random key; RSA has 2,048 bits. Raises ``KeyProblem`` ("unknown-key-kind")."""
        if kind == "Ed25519":
            return cls._of(ed25519.Ed25519PrivateKey.generate())
        if kind == "RSA":
            return cls._of(rsa.generate_private_key(public_exponent=65537, key_size=2048))
        if kind in _CURVES:
            return cls._of(ec.generate_private_key(_CURVES[kind][0]))
        raise KeyProblem("unknown-key-kind", str(kind))

    @classmethod
    def from_seed(cls, seed: bytes) -> PrivateKey:
        """The Ed25519 key of a 32-byte seed (RFC 8032 §5.1.5). Raises ``KeyProblem`` ("bad-key")."""
        if len(seed) != 32:
            raise KeyProblem("bad-key", "an Ed25519 seed has 32 bytes")
        return cls._of(ed25519.Ed25519PrivateKey.from_private_bytes(seed))

    @classmethod
    def from_multibase(cls, text: str) -> PrivateKey:
        """From a Multikey ``secretKeyMultibase`` (CID 1.0 §2.2.2). Raises ``KeyProblem`` ("bad-key")."""
        content = _multibase(text)
        kind, rest = _PRIVATE_HEADERS.get(content[:2]), content[2:]
        if kind == "Ed25519":
            return cls.from_seed(rest)
        if kind is None or len(rest) != _CURVES[kind][2]:
            raise KeyProblem("bad-key", "unknown multicodec header or wrong length")
        try:
            return cls._of(ec.derive_private_key(int.from_bytes(rest, "big"), _CURVES[kind][0]))
        except ValueError as error:
            raise KeyProblem("bad-key", "outside the curve") from error

    @classmethod
    def from_jwk(cls, jwk: dict[str, Any]) -> PrivateKey:
        """From a private JSON Web Key; its public part must be the one of its secret. Raises ``KeyProblem``."""
        public = PublicKey.from_jwk(jwk)
        key = cls._of(jwk_form.read_private(jwk))
        if key.public != public:
            raise KeyProblem("bad-key", "the two halves do not belong together")
        return key

    @classmethod
    def from_pem(cls, pem: str | bytes, *, password: bytes | None = None) -> PrivateKey:
        """From a PKCS#8 (or traditional) PEM, sealed or not. Raises ``KeyProblem`` ("bad-key", "weak-key")."""
        try:
            content = pem.encode() if isinstance(pem, str) else pem
            return cls._of(serialization.load_pem_private_key(content, password))
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise KeyProblem("bad-key", "not a private key in PEM, or the password is wrong") from error

    @classmethod
    def _of(cls, key: Any) -> PrivateKey:
        if not isinstance(key, ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
            raise KeyProblem("bad-key", "a kind of key that is not supported")
        public = PublicKey._of(key.public_key())
        return cls(public.kind, public, key)

    def sign(self, message: bytes) -> bytes:
        """Raw signature: 64 bytes for Ed25519, r‖s for a curve (SHA-2 of its size), PKCS#1 v1.5 SHA-256 for RSA."""
        if isinstance(self._key, ed25519.Ed25519PrivateKey):
            return self._key.sign(message)
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(message, padding.PKCS1v15(), hashes.SHA256())
        _curve, digest, size = _CURVES[self.kind]
        r, s = decode_dss_signature(self._key.sign(message, ec.ECDSA(digest)))
        return r.to_bytes(size, "big") + s.to_bytes(size, "big")

    def to_multibase(self) -> str:
        """As a Multikey ``secretKeyMultibase``. Raises ``KeyProblem`` ("no-multibase-form") for RSA."""
        for header, kind in _PRIVATE_HEADERS.items():
            if kind == self.kind:
                return multibase.encode(header + self._secret())
        raise KeyProblem("no-multibase-form", self.kind)

    def to_jwk(self) -> dict[str, str]:
        """As a private JSON Web Key."""
        return jwk_form.of_private(self._key)

    def to_pem(self, *, password: bytes | None = None) -> str:
        """As a PKCS#8 PEM, sealed with ``password`` if one is given."""
        seal: serialization.KeySerializationEncryption = serialization.NoEncryption()
        if password:
            seal = serialization.BestAvailableEncryption(password)
        form = serialization.PrivateFormat.PKCS8
        return self._key.private_bytes(serialization.Encoding.PEM, form, seal).decode("ascii")

    def _secret(self) -> bytes:
        if isinstance(self._key, ed25519.Ed25519PrivateKey):
            return self._key.private_bytes_raw()
        assert isinstance(self._key, ec.EllipticCurvePrivateKey)
        return self._key.private_numbers().private_value.to_bytes(_CURVES[self.kind][2], "big")


def _multibase(text: str) -> bytes:
    try:
        return multibase.decode(text)
    except SceauError as error:
        raise KeyProblem("bad-key", str(error)) from error
