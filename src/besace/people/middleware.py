"""Who is asking, and on which device: sets `request.device`, `request.person` and the screen's language."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.core import signing
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control, patch_vary_headers

from . import actions, rules
from .models import KnownDevice, Person
from .request import Request

SALT = "besace-device"
COOKIE = "__Host-besace-device" if settings.IS_HTTPS else "besace-device"  # as for the session's (SECURITY.md A29)
COOKIE_AGE = 400 * 24 * 3600
IDLE_SHARED = timedelta(minutes=30)
SEEN_EVERY = timedelta(minutes=1)

GetResponse = Callable[[Request], HttpResponse]


def people_middleware(get_response: GetResponse) -> Callable[[Request], HttpResponse]:
    def middleware(request: Request) -> HttpResponse:
        request.device, request.is_shared_device, is_new = _device(request)
        request.seat = None
        request.person = _person(request)
        _speak(request)
        response = get_response(request)
        response.setdefault("Content-Language", translation.get_language())
        if is_new or getattr(request, "device_changed", False):
            _remember(request, response)
        if request.person:
            patch_cache_control(response, no_store=True, private=True)
            patch_vary_headers(response, ["Cookie"])
        return response

    return middleware


def _speak(request: Request) -> None:
    """The language chosen on this device, else hers, else the site's: never the browser's guess."""
    chosen, person = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""), request.person
    known = dict(settings.LANGUAGES)
    language = next((x for x in (chosen, person.language if person else "") if x in known), settings.LANGUAGE_CODE)
    translation.activate(language)
    request.LANGUAGE_CODE = language
    if person and chosen in known and person.language != chosen and not request.is_shared_device:
        actions.keep_language(person, language=chosen)


def _device(request: Request) -> tuple[uuid.UUID, bool, bool]:
    """The device's number and whether several people share it, from a cookie that only we can write."""
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT)
        return uuid.UUID(kept["id"]), bool(kept["shared"]), False
    except (signing.BadSignature, ValueError, KeyError, TypeError):
        return uuid.uuid4(), False, True


def _remember(request: Request, response: HttpResponse) -> None:
    value = signing.dumps({"id": str(request.device), "shared": request.is_shared_device}, salt=SALT)
    response.set_cookie(
        COOKIE, value, max_age=COOKIE_AGE, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


def _person(request: Request) -> Person | None:
    """Who signed in on this device and is still known here; a shared device forgets after 30 minutes."""
    person = request.user
    if not isinstance(person, Person) or request.session.get("paused"):
        return None
    now = timezone.now()
    known = KnownDevice.objects.filter(device=request.device, person=person, until__gt=now).first()
    if known is None or (known.is_shared and known.seen_at < now - IDLE_SHARED):
        logout(request)
        return None
    if known.seen_at < now - SEEN_EVERY:
        KnownDevice.objects.filter(pk=known.pk).update(seen_at=now)
        if rules.is_worth_noting(person.last_seen_at, now=now):
            actions.give_sign(person.pk)
    prefetch_related_objects([person], "memberships")
    return person
