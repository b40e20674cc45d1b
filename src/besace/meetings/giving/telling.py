"""What the minutes say of the badges given: a name with her two yeses, else a number; never that a vote was held.

The record keeps the number alone: a name kept there would outlive her yes, and herself.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from besace.recognition.models import Award

from ..models import Meeting

_NUMBER = re.compile(r"(\d+) badges? .*\.")


def counted_in_minutes(meeting: Meeting) -> tuple[str, ...]:
    """How many were given, as it is written at closing."""
    return _counted(_given(meeting.givings.values_list("decision__recognition", flat=True)).count())


def with_names(written: Collection[str], meeting: Meeting, *, named: Collection[UUID]) -> tuple[str, ...]:
    """She is named when she accepts, today, to be named in these minutes and wished the group to see this badge."""
    shown = meeting.givings.filter(shown_at__isnull=False).values_list("decision__recognition", flat=True)
    said = [
        _("%(name)s : %(badge)s") % {"name": one.person, "badge": one.version.name}
        for one in _given(shown).filter(person__in=named).select_related("person", "version")
    ]
    total = sum(_number(line) for line in written)
    return (*said[:total], *_counted(total - len(said)))


def _given(recognitions: Iterable[UUID]) -> QuerySet[Award]:
    given = Award.objects.filter(recognition__in=list(recognitions), person__isnull=False)
    return given.exclude(answer=Award.Answer.REFUSED).order_by("awarded_at")


def _counted(number: int) -> tuple[str, ...]:
    if number < 1:
        return ()
    return (ngettext("%(n)s badge donné.", "%(n)s badges donnés.", number) % {"n": number},)


def _number(line: str) -> int:
    """How many badges a line stands for; one that names somebody, as earlier records did, stands for hers."""
    found = _NUMBER.fullmatch(line)
    return int(found[1]) if found else 1
