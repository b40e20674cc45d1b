"""The only door to the network: sceau's safe fetcher, with a cache and limits (SECURITY.md E.7).

    fetcher.fetch(url, accept="application/json", account=str(person.pk))      Fetched, or a refusal, or FetchFailed
    fetcher.for_account(str(person.pk))                                        the same as a sceau Fetcher

Five at a time for the whole site, thirty an hour for one account; what is already kept is not counted.
"""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256

from django.utils import timezone
from django.utils.translation import gettext as _

from sceau.fetch import Fetched, Fetcher, SafeFetcher

from . import limits
from .errors import Unavailable
from .models import FetchedDocument

AT_ONCE = 5
SECONDS_TO_WAIT = 5
AN_HOUR = [(30, 3600)]
FRESH = timedelta(minutes=5)
KEPT = timedelta(days=2)
LARGEST_KEPT = 512 * 1024

_places = threading.BoundedSemaphore(AT_ONCE)


def fetch(url: str, *, accept: str, account: str, fresh: timedelta = FRESH, through: Fetcher | None = None) -> Fetched:
    """What `url` answers, or answered less than `fresh` ago. Raises `FetchFailed`, `TooManyTries`, `Unavailable`."""
    key = sha256(f"{accept}\n{url}".encode()).hexdigest()
    if (kept := _kept(key, fresh)) is not None:
        return kept
    limits.refuse_if_exceeded("fetch", account, AN_HOUR)
    limits.count_failure("fetch", account)
    fetched = _fetch_in_turn(url, accept=accept, through=through)
    if fetched.status == 200 and len(fetched.body) <= LARGEST_KEPT:
        _keep(key, url, fetched)
    return fetched


def for_account(account: str, *, fresh: timedelta = FRESH) -> Fetcher:
    """A fetcher to hand to `sceau`, counted on this account."""
    return partial(fetch, account=account, fresh=fresh)


def _fetch_in_turn(url: str, *, accept: str, through: Fetcher | None) -> Fetched:
    if not _places.acquire(timeout=SECONDS_TO_WAIT):
        raise Unavailable("fetch-busy", _("Beaucoup de vérifications en ce moment. Réessayez dans une minute."))
    try:
        return (through or SafeFetcher())(url, accept=accept)
    finally:
        _places.release()


def _kept(key: str, fresh: timedelta) -> Fetched | None:
    kept = FetchedDocument.objects.filter(url_key=key, fetched_at__gt=timezone.now() - fresh).first()
    return Fetched(kept.url, kept.status, kept.media_type, bytes(kept.body)) if kept else None


def _keep(key: str, url: str, fetched: Fetched) -> None:
    FetchedDocument.objects.update_or_create(
        url_key=key,
        defaults={
            "url": fetched.url,
            "status": fetched.status,
            "media_type": fetched.media_type[:200],
            "body": fetched.body,
            "fetched_at": timezone.now(),
        },
    )


def forget_old_documents(before: datetime) -> int:
    return FetchedDocument.objects.filter(fetched_at__lt=before).delete()[0]
