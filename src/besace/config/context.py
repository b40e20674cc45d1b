"""What every page knows: the light chosen, whether this is a demonstration, where one may go."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from .navigation import entries

THEMES = ("light", "dark")
THEME_COOKIE = "besace-theme"


def house(request: HttpRequest) -> dict[str, Any]:
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "theme": theme if theme in THEMES else "",
        "is_demonstration": settings.IS_DEMONSTRATION,
        "navigation": entries(request),
        "site": settings.SITE_URL,
    }
