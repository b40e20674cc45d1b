"""The badge in five texts, as it says itself, whatever its format."""

from typing import Any

from sceau.formats import ELDER, as_list, text_id
from sceau.report import Summary

_LONGEST = 300


def summarise(credential: dict[str, Any], *, format_name: str, badge: Any = None, issuer: Any = None) -> Summary:
    """What to show of a badge. For an elder one, `badge` and `issuer` are the documents it points to, when had."""
    if format_name in ELDER:
        return _elder(credential, badge, issuer)
    subjects = [one for one in as_list(credential.get("credentialSubject")) if isinstance(one, dict)]
    subject = subjects[0] if subjects else {}
    achievements = as_list(subject.get("achievement"))
    achievement = achievements[0] if achievements and isinstance(achievements[0], dict) else {}
    maker = credential.get("issuer")
    return Summary(
        name=_text(achievement.get("name")) or _text(credential.get("name")),
        issuer=(_text(maker.get("name")) if isinstance(maker, dict) else "") or text_id(maker)[:_LONGEST],
        recipient=_recipient(subject),
        issued=_text(credential.get("validFrom")) or _text(credential.get("issuanceDate")),
        expires=_text(credential.get("validUntil")) or _text(credential.get("expirationDate")),
    )


def _recipient(subject: dict[str, Any]) -> str:
    """A name or a plain address before an id; a digest says nothing to anybody."""
    plain = {}
    for one in as_list(subject.get("identifier")):
        if isinstance(one, dict) and one.get("hashed") is not True:
            plain[str(one.get("identityType"))] = _text(one.get("identityHash"))
    named = _text(subject.get("name")) or plain.get("name", "") or plain.get("emailAddress", "")
    return named or _text(subject.get("id")) or next(iter(plain.values()), "")


def _elder(assertion: dict[str, Any], badge: Any, issuer: Any) -> Summary:
    badge = badge if isinstance(badge, dict) else assertion.get("badge")
    badge = badge if isinstance(badge, dict) else {}
    issuer = issuer if isinstance(issuer, dict) else badge.get("issuer")
    recipient = assertion.get("recipient")
    recipient = recipient[0] if isinstance(recipient, list) and recipient else recipient
    identity = recipient.get("identity") if isinstance(recipient, dict) else recipient
    return Summary(
        name=_text(badge.get("name")) or _text(assertion.get("name")),
        issuer=(_text(issuer.get("name")) if isinstance(issuer, dict) else "") or text_id(issuer)[:_LONGEST],
        recipient=_text(identity),
        issued=_date(assertion.get("issuedOn", assertion.get("issued_on"))),
        expires=_date(assertion.get("expires")),
    )


def _date(value: Any) -> str:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else _text(value)


def _text(value: Any) -> str:
    """A text; of a language map, or of several texts, the first."""
    if isinstance(value, dict):
        value = value.get("@value") or next(iter(value.values()), "")
    if isinstance(value, list):
        value = value[0] if value else ""
    return value[:_LONGEST] if isinstance(value, str) else ""
