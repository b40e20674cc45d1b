"""How long what was seen, shown and asked on the way to a badge stays."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Q

from besace.core import retention
from besace.core.retention import AT_ITS_END, HALF_A_YEAR, YEAR, kept
from besace.people.renewals import actions as renewals

from . import renewing
from .models import Evidence, Proposal, Recognition, Situation, State

E_6 = "SECURITY.md E.6"


@kept("situation-notes", YEAR, rule=E_6)
def forget_situation_notes(before: datetime) -> int:
    """What the observers saw, once the peers (or whoever gave it) decided on it; the badge stays hers."""
    given = Q(recognition__state=State.AWARDED, recognition__award__awarded_at__lt=before)
    decided = Q(
        recognition__state__in=[State.AWARDED, State.NOT_YET, State.WITHDRAWN],
        recognition__decisions__closed_at__lt=before,
        recognition__decisions__created_at__gte=F("created_at"),
    )
    over = Situation.objects.filter(given | decided).values("pk")
    return retention.delete(Situation.objects.filter(pk__in=over))


@kept("traces", AT_ITS_END, rule=E_6)
def forget_traces(before: datetime) -> int:
    """Photos, sounds and files live a year, written on each when it is added; of hers she is asked first."""
    hers = renewing.held().values("pk")
    return renewing.delete_with_files(Evidence.objects.filter(ends_at__lt=before).exclude(recognition__in=hers))


@kept("traces-of-badges", renewals.SILENCE, rule=E_6)
def forget_traces_of_badges(before: datetime) -> int:
    """Those of a badge that she holds: asked whether they stay another year, she said nothing for 60 days."""
    return renewals.end_silent(renewing.TRACES, before)


@kept("requests", HALF_A_YEAR, rule=E_6)
def forget_requests(before: datetime) -> int:
    """Withdrawn, refused, or left on the way: nothing was done on them since then. Never one that is voted on."""
    old = Recognition.objects.filter(changed_at__lt=before).exclude(state__in=[State.AWARDED, State.DECIDING])
    lately = (
        Q(situations__created_at__gte=before)
        | Q(situations__starts_at__gte=before)
        | Q(situations__observers__wrote_at__gte=before)
        | Q(evidence__created_at__gte=before)
        | Q(proposals__created_at__gte=before)
        | Q(decisions__closed_at__gte=before)
    )
    over = Recognition.objects.filter(pk__in=old.values("pk"))
    over = over.exclude(pk__in=Recognition.objects.filter(lately).values("pk"))
    ids = list(over.select_for_update(of=("self",)).values_list("pk", flat=True))
    renewing.delete_with_files(Evidence.objects.filter(recognition__in=ids))
    return retention.delete(Recognition.objects.filter(pk__in=ids))


@kept("proposals", HALF_A_YEAR, rule=E_6)
def forget_proposals(before: datetime) -> int:
    """What one peer wrote and no other joined, and what is left of those that she did not want."""
    return retention.delete(Proposal.objects.filter(recognition=None, created_at__lt=before))
