"""The photos and files of a badge that she holds: kept another year by her yes (SECURITY.md E.6)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from besace.core import retention
from besace.core.retention import YEAR
from besace.people.renewals.kinds import Due, Kind, Words, add_kind

from .models import Award, Evidence, Recognition, State

TRACES = "traces"
ASKED_BEFORE = timedelta(days=60)
HERS = (Award.Answer.WAITING, Award.Answer.ACCEPTED, Award.Answer.HIDDEN)


def held() -> QuerySet[Recognition]:
    """The ways whose badge its person holds, or has not answered yet."""
    return Recognition.objects.filter(state=State.AWARDED, award__person=F("person"), award__answer__in=HERS)


def due(now: datetime) -> Iterator[Due]:
    """In the bag, with files whose year ends within 60 days."""
    answered = held().exclude(award__answer=Award.Answer.WAITING)
    for one in answered.filter(evidence__ends_at__lte=now + ASKED_BEFORE).distinct():
        yield Due(one.person_id, one.pk, one.group_id)


def words(recognition_ids: Collection[UUID]) -> dict[UUID, Words]:
    awards = Award.objects.filter(recognition__in=recognition_ids).select_related("version")
    return {
        award.recognition_id: Words(
            badge=award.version.name,
            question=_("Garder vos photos et fichiers encore un an ?"),
            hint=_("Sans réponse, ils s’effacent. Le badge reste."),
            yes=_("Oui, les garder"),
            no=_("Non, les effacer"),
        )
        for award in awards
        if award.recognition_id is not None
    }


def renew(recognition_id: UUID) -> None:
    """A year more for each: from the end of its year, or from today when that is over."""
    now = timezone.now()
    traces = list(Evidence.objects.select_for_update().filter(recognition=recognition_id, ends_at__isnull=False))
    for one in traces:
        if one.ends_at is not None and one.ends_at <= now + ASKED_BEFORE:
            one.ends_at = max(one.ends_at, now) + YEAR
    Evidence.objects.bulk_update(traces, ["ends_at"])


def give_up(recognition_id: UUID) -> None:
    delete_with_files(Evidence.objects.filter(recognition=recognition_id, ends_at__isnull=False))


def lapse(recognition_id: UUID) -> None:
    """Her silence: only what is a year old; what came later has its own year."""
    delete_with_files(Evidence.objects.filter(recognition=recognition_id, ends_at__lte=timezone.now()))


def forget_traces(award_id: UUID) -> None:
    """All that was kept on the way to this badge: photos, files, words."""
    delete_with_files(Evidence.objects.filter(recognition__award=award_id))


def delete_with_files(traces: QuerySet[Evidence]) -> int:
    storage = Evidence._meta.get_field("file").storage
    for name in traces.exclude(file="").values_list("file", flat=True):
        transaction.on_commit(partial(storage.delete, name))
    return retention.delete(traces)


add_kind(Kind(TRACES, due=due, words=words, renew=renew, give_up=give_up, lapse=lapse))
