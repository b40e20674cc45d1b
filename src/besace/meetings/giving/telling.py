"""What the minutes say of the badges given: a name with her two yeses, else a number; never that a vote was held."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from besace.people.models import Person
from besace.recognition.models import Award

from ..models import Meeting
from ..rules import NAMES_IN_MINUTES


def told_in_minutes(meeting: Meeting) -> tuple[str, ...]:
    """She is named when she accepts to be named in minutes and wished the group to see this badge."""
    shown: dict[UUID | None, datetime | None] = dict(meeting.givings.values_list("decision__recognition", "shown_at"))
    awards = Award.objects.filter(recognition__in=shown, person__isnull=False)
    kept = list(awards.exclude(answer=Award.Answer.REFUSED).select_related("person", "version"))
    named = set(Person.objects.filter(awards__in=kept, consents__purpose=NAMES_IN_MINUTES).values_list("pk", flat=True))
    said = [one for one in kept if one.person_id in named and shown.get(one.recognition_id)]
    others = len(kept) - len(said)
    lines = [_("%(name)s : %(badge)s") % {"name": one.person, "badge": one.version.name} for one in said]
    if others:
        lines.append(ngettext("%(n)s badge donné.", "%(n)s badges donnés.", others) % {"n": others})
    return tuple(lines)
