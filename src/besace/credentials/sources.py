"""Where the documents of a badge under verification come from: our own records, or the network's one door."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist

from besace.badges.models import BadgeVersion
from besace.people.models import Organisation
from sceau.errors import FetchFailed
from sceau.fetch import Fetched, Fetcher, SafeFetcher

from . import images, keys, translation
from .models import Credential, StatusList
from .publication import CREDENTIAL_TYPE, GONE, JSON, JSON_LD
from .queries import shown_endorsements


class OwnOrFetched:
    """Answers our own addresses from the database (a site does not call itself), others by the safe fetcher."""

    def __init__(self, elsewhere: Fetcher | None = None) -> None:
        self.elsewhere = elsewhere or SafeFetcher()

    def __call__(self, url: str, *, accept: str) -> Fetched:
        parts = urlsplit(url)
        # did:web always says https: on a site that is still on http, it is the same house.
        if parts.netloc == urlsplit(settings.SITE_URL).netloc:
            return _own(url, parts.path)
        return self.elsewhere(url, accept=accept)


class Remembering:
    """Keeps what came, so that what is shown is what was checked."""

    def __init__(self, fetch: Fetcher | None = None) -> None:
        self.fetch = fetch or OwnOrFetched()
        self.answers: dict[str, Fetched] = {}

    def __call__(self, url: str, *, accept: str) -> Fetched:
        self.answers[url] = self.fetch(url, accept=accept)
        return self.answers[url]


def _own(url: str, path: str) -> Fetched:
    try:
        kind, name, *rest = path.strip("/").split("/")
        status, media_type, body = _FINDERS[kind, *rest](UUID(name))
    except (KeyError, ValueError, ObjectDoesNotExist):
        raise FetchFailed("not-found", url) from None
    return Fetched(url, status, media_type, body)


Found = tuple[int, str, bytes]


def _did(name: UUID) -> Found:
    return 200, JSON, json.dumps(keys.did_document(Organisation.objects.get(pk=name))).encode()


def _profile(name: UUID) -> Found:
    return 200, JSON_LD, translation.issuer_profile(Organisation.objects.get(pk=name))


def _list(name: UUID) -> Found:
    return 200, CREDENTIAL_TYPE, bytes(StatusList.objects.get(pk=name).document)


def _version(name: UUID) -> Found:
    found = Credential.objects.filter(version_id=name).select_related("version__badge__organisation").first()
    if found is None:
        raise Credential.DoesNotExist
    return 200, JSON_LD, translation.badge_class(found.version)


def _assertion(name: UUID) -> Found:
    found = Credential.objects.select_related("version", "replaced_by").get(assertion_id=name, is_published=True)
    if not found.is_in_force:
        return GONE, JSON_LD, translation.revoked_assertion(found)
    return 200, JSON_LD, bytes(found.assertion)


def _credential(name: UUID) -> Found:
    return 200, CREDENTIAL_TYPE, bytes(Credential.objects.get(pk=name, is_published=True).document)


def _endorsement(name: UUID) -> Found:
    found = shown_endorsements().get(pk=name)
    return 200, CREDENTIAL_TYPE, bytes(found.document)


def _version_png(name: UUID) -> Found:
    return 200, "image/png", bytes(BadgeVersion.objects.get(pk=name).picture_png)


def _version_svg(name: UUID) -> Found:
    return 200, "image/svg+xml", BadgeVersion.objects.get(pk=name).picture_svg.encode()


def _assertion_png(name: UUID) -> Found:
    return 200, "image/png", images.baked_assertion(Credential.objects.get(assertion_id=name, is_published=True))


def add_finder(kind: str, finder: Callable[[UUID], Found]) -> None:
    """Lets an app above answer for its own addresses ("/<kind>/<id>"): the page that a holder shares."""
    _FINDERS[kind,] = finder


_FINDERS: dict[tuple[str, ...], Callable[[UUID], Found]] = {
    ("o", "did.json"): _did,
    ("o",): _profile,
    ("s",): _list,
    ("b",): _version,
    ("b", "image.png"): _version_png,
    ("b", "image.svg"): _version_svg,
    ("a", "image.png"): _assertion_png,
    ("a",): _assertion,
    ("c",): _credential,
    ("m",): _endorsement,
}
