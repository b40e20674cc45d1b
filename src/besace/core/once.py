"""Once-only requests: a phone may send the same form twice without fear.

A page or a phone makes a UUID (`{% once %}`, header `Idempotency-Key` or field `once`); for one owner the action
runs once, in the same transaction as the row that says so. A repetition is answered anew, from the present state:

    @once                          the view answers by a redirect: a repetition is sent to the same place
    @once(answer=show_criterion)   the view acts; `show_criterion`, a view with its own checks, answers each time

Nothing of the form is kept, not even its hash: the hash of a vote among three is the vote. Of the address only a
print is kept, under the site's key: some addresses are secrets, such as a juror's link.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, overload
from uuid import UUID

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from .errors import Conflict, Refusal
from .models import AnsweredRequest

KEPT = timedelta(days=7)
# One question instead of the four of get_or_create: every tap of every phone begins with it.
_KEEP = (
    "INSERT INTO core_answeredrequest (owner, key, path, location, answered_at) VALUES (%s, %s, %s, '', %s) "
    "ON CONFLICT (owner, key) DO NOTHING RETURNING id"
)
View = Callable[..., HttpResponse]
Act = Callable[..., HttpResponse | None]


class _Undo(Exception):
    """Not an error: it carries a refusal's page out of the transaction."""

    def __init__(self, response: HttpResponse) -> None:
        self.response = response


@overload
def once(view: Act) -> View: ...
@overload
def once(*, answer: View) -> Callable[[Act], View]: ...
def once(view: Act | None = None, *, answer: View | None = None) -> View | Callable[[Act], View]:
    """Let the same request be sent again: one effect, and the same answer rendered anew."""
    if view is None:
        return functools.partial(_once, answer=answer)
    return _once(view, answer=answer)


def _once(view: Act, *, answer: View | None) -> View:
    @functools.wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        act = functools.partial(view, request, *args, **kwargs)
        try:
            response = _first_time_only(request, act, may_have_body=answer is not None)
        except _Undo as undo:
            return undo.response
        if response is not None:
            return response
        if answer is None:
            raise TypeError(f"{view.__qualname__} answered nothing: return a redirect, or say @once(answer=…).")
        return answer(request, *args, **kwargs)

    return answered


def _first_time_only(
    request: HttpRequest, act: Callable[[], HttpResponse | None], *, may_have_body: bool
) -> HttpResponse | None:
    key = key_of(request)
    if key is None:
        return act()
    with transaction.atomic():
        owner = owner_of(request)
        line = _first(owner, key, _print_of(request.path))
        if line is None:
            return _again(AnsweredRequest.objects.get(owner=owner, key=key), request)
        response = act()
        _keep(line, response, may_have_body=may_have_body)
    return response


def _first(owner: str, key: UUID, path: str) -> AnsweredRequest | None:
    """The row that says this was done; None when it is there already (a twin that is not committed is waited for)."""
    field = AnsweredRequest._meta.get_field("key")
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [owner, field.get_db_prep_value(key, connection), path, now])
        row = cursor.fetchone()
    return AnsweredRequest(pk=row[0], owner=owner, key=key, path=path) if row else None


def _keep(line: AnsweredRequest, response: HttpResponse | None, *, may_have_body: bool) -> None:
    if response is None:
        return
    if response.status_code >= 400:
        raise _Undo(response)  # what was not done may be tried again
    if isinstance(response, HttpResponseRedirect):
        line.location = response.url[:500]
        line.save(update_fields=["location"])
    elif not may_have_body:
        raise TypeError("A @once view answers by a redirect, or says @once(answer=…) to be rendered anew.")


def _again(line: AnsweredRequest, request: HttpRequest) -> HttpResponse | None:
    if line.path != _print_of(request.path):
        raise Conflict("key-used-elsewhere", _("Ce formulaire a déjà servi. Rechargez la page."))
    if not line.location:
        return None
    again = HttpResponseRedirect(line.location)
    again.status_code = 303
    return again


def _print_of(path: str) -> str:
    return salted_hmac("besace.once", path, algorithm="sha256").hexdigest()


def key_of(request: HttpRequest) -> UUID | None:
    text = request.headers.get("Idempotency-Key", "").strip('" ') or request.POST.get("once", "")
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise Refusal("bad-key", _("Cette page est abîmée. Rechargez-la.")) from None


def owner_of(request: HttpRequest) -> str:
    """Whose key it is: the person's, her seat's, or this browser's."""
    for name in ("person", "seat"):
        if (owner := getattr(request, name, None)) is not None:
            return f"{name}:{owner.pk}"
    session = getattr(request, "session", None)
    return str(session.session_key or "") if session is not None else ""


def forget_old_keys(before: datetime) -> int:
    return AnsweredRequest.objects.filter(answered_at__lt=before).delete()[0]
