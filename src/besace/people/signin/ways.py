"""Where one goes after coming in, and which ways in this address allows."""

from __future__ import annotations

from django.conf import settings
from django.utils.http import url_has_allowed_host_and_scheme

from ..request import Request


def next_after(request: Request) -> str:
    asked = str(request.POST.get("next") or request.GET.get("next") or "")
    # A word alone would be taken for the name of a route.
    if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}):
        return asked
    return str(settings.LOGIN_REDIRECT_URL)


def offers_passkeys(request: Request) -> bool:
    """Browsers refuse passkeys on an address that is neither https nor localhost."""
    return request.is_secure() or request.get_host().partition(":")[0] == "localhost"
