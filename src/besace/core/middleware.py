"""What every answer goes through: refusals become pages, and the headers that protect (SECURITY.md A38)."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from . import answers
from .errors import Refused

Answer = Callable[[HttpRequest], HttpResponseBase]

PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "display-capture",
        "geolocation",
        "gyroscope",
        "hid",
        "idle-detection",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "serial",
        "usb",
        "xr-spatial-tracking",
    )
)
HEADERS = {
    "Permissions-Policy": PERMISSIONS + ", camera=(self), fullscreen=(self), screen-wake-lock=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class RefusedMiddleware:
    """Turn a refusal into an answer: page, fragment or problem+json."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return answers.refusal(request, exception) if isinstance(exception, Refused) else None


class HeadersMiddleware:
    """Headers on every page; nothing of a person who came in stays in a browser's or a proxy's cache."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        if _knows_somebody(request):
            response.setdefault("Cache-Control", "no-store")
        return response


def _knows_somebody(request: HttpRequest) -> bool:
    session = getattr(request, "session", None)
    return session is not None and session.accessed and not session.is_empty()
