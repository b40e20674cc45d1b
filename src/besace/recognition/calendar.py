"""A situation as a file that any telephone's calendar understands (RFC 5545)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

if TYPE_CHECKING:
    from .models import Situation

LASTS = timedelta(hours=1)


def as_calendar(situation: Situation) -> bytes:
    """When, where, for which badge; the name of nobody."""
    calendar, event = Calendar(), Event()
    calendar.add("prodid", "-//Besace//FR")
    calendar.add("version", "2.0")
    event.add("uid", f"{situation.pk}@{settings.SITE_URL.split('//')[-1]}")
    event.add("summary", _("Mise en situation : %(badge)s") % {"badge": situation.recognition.badge.name})
    event.add("dtstamp", timezone.now())
    event.add("dtstart", timezone.localtime(situation.starts_at))
    event.add("dtend", timezone.localtime(situation.starts_at + LASTS))
    if situation.place:
        event.add("location", situation.place)
    calendar.add_component(event)
    return bytes(calendar.to_ical())
