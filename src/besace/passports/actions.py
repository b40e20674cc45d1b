"""She shows, shares, takes back, forgets. Nothing of a badge is public before one of these (SECURITY.md P07)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from besace.core import journal
from besace.core.errors import NotAllowed, Refusal
from besace.credentials import actions as credentials
from besace.credentials import renewing
from besace.credentials.models import Credential
from besace.endorsements import actions as endorsements
from besace.people.models import Person
from besace.recognition import renewing as recognition
from besace.recognition.models import Award

from . import phrases, queries
from .models import Share, Showing


@transaction.atomic
def show(credential_id: UUID, *, by: Person) -> None:
    """Let anybody who has the badge's address read it."""
    badge = _hers(by, [credential_id])[0]
    _made, is_new = Showing.objects.get_or_create(
        credential=badge, share=None, ended_at=None, defaults={"wording": str(phrases.SHOW_ADDRESS)}
    )
    if is_new:
        credentials.publish(badge.pk)
        journal.write(by, "badge-shown", badge)


@transaction.atomic
def hide(credential_id: UUID, *, by: Person) -> None:
    """Private again, everywhere at once: its address, and every page that showed it."""
    badge = _hers(by, [credential_id])[0]
    hide_everywhere(badge.pk)
    journal.write(by, "badge-hidden", badge)


def hide_everywhere(credential_id: UUID) -> None:
    _take_back(Showing.objects.filter(credential=credential_id))


@transaction.atomic
def share(
    credential_ids: Iterable[UUID],
    *,
    by: Person,
    label: str = "",
    shows_name: bool = False,
    ends_at: datetime | None = None,
) -> Share:
    """Make a page that shows these badges to whoever has its link."""
    badges = _hers(by, credential_ids)
    if ends_at is not None and ends_at <= timezone.now():
        raise Refusal("ends-before", _("Choisissez un jour à venir."))
    page = Share.objects.create(
        holder=by,
        label=label.strip()[:80],
        name_wording=str(phrases.SHOW_NAME) if shows_name else "",
        ends_at=ends_at,
    )
    for badge in badges:
        Showing.objects.create(credential=badge, share=page, wording=str(phrases.SHOW_BY_LINK))
        credentials.publish(badge.pk)
    journal.write(by, "page-shared", page, badges=[str(badge.pk) for badge in badges])
    return page


@transaction.atomic
def end_share(share_id: UUID, *, by: Person | None) -> None:
    """The page answers 410 from now on; its badges are private again unless they are shown elsewhere."""
    page = Share.objects.select_for_update().get(pk=share_id)
    if by is not None and page.holder_id != by.pk:
        raise NotAllowed("not-hers", _("Cette page appartient à quelqu’un d’autre."))
    if page.ended_at is not None:
        return
    page.ended_at = timezone.now()
    page.save(update_fields=["ended_at"])
    _take_back(Showing.objects.filter(share=page))
    journal.write(by, "page-ended", page)


@transaction.atomic
def follow_correction(former_id: UUID, credential_id: UUID) -> None:
    """What she showed she still shows: her pages carry the corrected badge; the former's address says by which."""
    living = list(Showing.objects.select_for_update().filter(credential_id=former_id, ended_at=None))
    for one in living:
        kept = {"wording": one.wording, "renewed_at": one.renewed_at or one.given_at}  # a correction is no new yes
        Showing.objects.get_or_create(credential_id=credential_id, share=one.share, ended_at=None, defaults=kept)
        if one.share_id is not None:
            one.ended_at = timezone.now()
            one.save(update_fields=["ended_at"])
    if living:
        kept = {"wording": living[0].wording, "renewed_at": living[0].renewed_at or living[0].given_at}
        Showing.objects.get_or_create(credential_id=former_id, share=None, ended_at=None, defaults=kept)
        credentials.publish(credential_id)


def end_shares_due() -> int:
    """The pages whose last day is over; how many."""
    due = Share.objects.filter(ended_at=None, ends_at__lte=timezone.now()).values_list("pk", flat=True)
    for share_id in list(due):
        end_share(share_id, by=None)
    return len(due)


@transaction.atomic
def take_new_file(credential_id: UUID, *, by: Person) -> None:
    """She has the file that was signed again: it is no longer said."""
    renewing.taken_again(_hers(by, [credential_id])[0].pk)


@transaction.atomic
def forget_badge(credential_id: UUID, *, by: Person, is_void: bool) -> None:
    """Erase all that is kept of one badge; `is_void`: her own file is no longer in force either (SECURITY.md E.6)."""
    _hold_awards(Credential.objects.filter(pk=credential_id, holder=by))
    _forget(_hers(by, [credential_id])[0], is_void=is_void)
    journal.write(by, "badge-forgotten", credential_id, void=is_void)


@transaction.atomic
def forget_everything(person: Person, *, is_void: bool) -> int:
    """The whole bag, answered or not, and every page; how many badges were forgotten."""
    hers = Credential.objects.filter(holder=person).order_by("pk")
    _hold_awards(hers)
    held = list(hers.select_for_update())
    for badge in held:
        _forget(badge, is_void=is_void)
    Share.objects.filter(holder=person).delete()
    journal.write(person, "bag-forgotten", person, void=is_void)
    return len(held)


def _hold_awards(badges: QuerySet[Credential]) -> None:
    """The award first, then its document, as an answer to it does: neither waits for the other."""
    ids = list(badges.values_list("award_id", flat=True))
    list(Award.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))


def _forget(badge: Credential, *, is_void: bool) -> None:
    Showing.objects.filter(credential=badge).delete()
    recognition.forget_traces(badge.award_id)
    Award.objects.filter(pk=badge.award_id).update(person=None)
    endorsements.forget_about(badge, is_void=is_void)
    credentials.erase(badge.pk, revoked=is_void)


def _take_back(showings: QuerySet[Showing]) -> None:
    living = showings.filter(ended_at=None)
    badges = set(living.values_list("credential_id", flat=True))
    living.update(ended_at=timezone.now())
    still = set(Showing.objects.filter(credential__in=badges, ended_at=None).values_list("credential_id", flat=True))
    for credential_id in badges - still:
        credentials.hide(credential_id)


def _hers(person: Person, credential_ids: Iterable[UUID]) -> list[Credential]:
    wanted = set(credential_ids)
    found = list(queries.hers(person).filter(pk__in=wanted).select_for_update(of=("self",)))
    if not wanted:
        raise Refusal("no-badge", _("Choisissez au moins un badge."))
    if len(found) != len(wanted):
        raise NotAllowed("not-hers", _("Ce badge n’est pas dans votre sac."))
    return found
