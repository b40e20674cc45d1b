"""The step of the recipient: is this badge about the person one thinks (OB 2.0 "Recipient"; OB 3.0 §8.1)?"""

import hashlib
import string
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import unquote

from sceau.formats import ELDER, as_list
from sceau.report import Check, failed, passed, unknown
from sceau.verify.case import Case

_KINDS: Final = {
    "emailAddress": "email",
    "email": "email",
    "mailto": "email",
    "telephone": "telephone",
    "phoneNumber": "telephone",
    "tel": "telephone",
    "url": "url",
    "https": "url",
    "http": "url",
}
_DIGESTS: Final = ("sha256", "sha512", "sha1", "md5")
_MOST: Final = 20
_SMALL: Final = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
_LARGE: Final = str.maketrans(string.ascii_lowercase, string.ascii_uppercase)


def check_recipient(case: Case) -> Iterator[Check]:
    """Whether the badge names whom the caller knows: "not-asked", "nobody-named", "another-recipient", "not-said"."""
    named = _said_elder(case.credential) if case.document.format in ELDER else said(case.credential)
    if case.recipient is None:
        yield passed("recipient", "not-asked" if named else "nobody-named")
        return
    kind, value = _asked(case.recipient)
    comparable = [one for one in named if not kind or one[0] in (kind, "")]
    # A part of an address could be made whole by a salt.
    if not comparable or not value or (kind == "email" and "@" not in value):
        yield unknown("recipient", "not-said", case.recipient)
    elif any(_same(value, *one) for one in comparable):
        yield passed("recipient", about=case.recipient)
    else:
        yield failed("recipient", "another-recipient", case.recipient)


Said = tuple[str, str, str, bool]
"""An identity as a badge says it: kind ("email", "id"…, "" when untold), text or digest, salt, whether a digest."""


def _asked(recipient: str) -> tuple[str, str]:
    """ "email:x@y" or "x@y"; "id:…" or any address of a scheme we do not compare otherwise."""
    head, colon, rest = recipient.partition(":")
    if not colon:
        return ("email" if "@" in recipient else "", recipient.strip())
    if head in ("email", "mailto", "telephone", "tel", "id"):
        return _KINDS.get(head, head), rest.strip()
    if head in ("http", "https"):
        return "", recipient.strip()
    return ("id", recipient.strip()) if head in ("did", "urn") else (_KINDS.get(head, head), rest.strip())


def _address_in(mailto: str) -> str:
    """The address of a "mailto:" (RFC 6068): percent-encoded, perhaps with a subject after it."""
    return unquote(mailto.removeprefix("mailto:").partition("?")[0])


def said(credential: dict[str, Any]) -> list[Said]:
    """Whom a credential of 3.0 names: its subjects' ids and identifiers."""
    found: list[Said] = []
    for subject in as_list(credential.get("credentialSubject"))[:_MOST]:
        if not isinstance(subject, dict):
            continue
        name = subject.get("id")
        if isinstance(name, str):
            kind = name.partition(":")[0]
            found.append(("email", _address_in(name), "", False) if kind == "mailto" else ("id", name, "", False))
            if kind in ("https", "http"):
                found.append(("url", name, "", False))
        for one in as_list(subject.get("identifier"))[:_MOST]:
            if isinstance(one, dict) and isinstance(one.get("identityHash"), str):
                kind = str(one.get("identityType", ""))
                found.append(
                    (_KINDS.get(kind, kind), one["identityHash"], _text(one.get("salt")), one.get("hashed") is True)
                )
    return found


def _said_elder(assertion: dict[str, Any]) -> list[Said]:
    recipient = assertion.get("recipient")
    if isinstance(recipient, str):  # 0.5: the address itself, or its digest, with the salt beside
        return [("email", recipient, _text(assertion.get("salt")), "$" in recipient)]
    found: list[Said] = []
    for one in as_list(recipient)[:_MOST]:
        if isinstance(one, dict) and isinstance(one.get("identity"), str):
            kind = one.get("type", "email")
            kind = kind[0] if isinstance(kind, list) and kind else kind
            name = _KINDS.get(str(kind), str(kind))
            found.append((name, one["identity"], _text(one.get("salt")), one.get("hashed") is True))
    return found


def _same(value: str, kind: str, identity: str, salt: str, hashed: bool) -> bool:
    if kind == "id" and not identity.lower().startswith("urn:uuid:"):
        return value == identity  # two keys may differ by the case of one letter
    spellings = {value, _small(value), value.translate(_LARGE)}
    if not hashed and "$" not in identity:
        return _small(identity.strip()) == _small(value)
    algorithm, _dollar, digest = identity.partition("$")
    if algorithm.lower() not in _DIGESTS:
        return False
    return any(_digest(algorithm.lower(), one, salt) == digest.strip().lower() for one in spellings)


def _small(text: str) -> str:
    """Small letters for large ones of ASCII alone: other scripts have signs that look alike and are not the same."""
    return text.translate(_SMALL)


def _digest(algorithm: str, value: str, salt: str) -> str:
    return hashlib.new(algorithm, (value + salt).encode("utf-8", "replace"), usedforsecurity=False).hexdigest()


def _text(value: Any) -> str:
    """A text; some platforms write a salt of digits as a number."""
    plain = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if plain else value if isinstance(value, str) else ""
