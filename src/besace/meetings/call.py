"""The link of the call: opened in the browser, without being sent to a shop of applications (PROTOCOL.md 1.6)."""

from __future__ import annotations

from urllib.parse import urlsplit

JITSI = ("jitsi", "meet.jit.si", "framatalk.org", "talk.snopyta.org", "calls.disroot.org", "visio.")
IN_THE_BROWSER = "config.disableDeepLinking=true"  # Jitsi's own word: a telephone stays in its browser


def address(link: str) -> str:
    """The link as it is; that of a Jitsi room says that no application is wanted."""
    parts = urlsplit(link)
    if parts.scheme not in {"http", "https"} or not any(name in parts.netloc for name in JITSI):
        return link
    if "disableDeepLinking" in parts.fragment:
        return link
    fragment = f"{parts.fragment}&{IN_THE_BROWSER}" if parts.fragment else IN_THE_BROWSER
    return parts._replace(fragment=fragment).geturl()
