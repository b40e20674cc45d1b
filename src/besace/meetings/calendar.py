"""Meetings as a calendar that any telephone understands: one file, or a feed to follow (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event

from .models import Meeting


def as_calendar(meetings: Iterable[Meeting], *, name: str) -> bytes:
    """No name of anybody, no secret of the meeting: only when and where."""
    calendar = Calendar()
    calendar.add("prodid", "-//Besace//FR")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for meeting in meetings:
        calendar.add_component(_event(meeting))
    return bytes(calendar.to_ical())


def _event(meeting: Meeting) -> Event:
    event = Event()
    event.add("uid", f"{meeting.pk}@{settings.SITE_URL.split('//')[-1]}")
    event.add("summary", str(meeting))
    event.add("dtstamp", timezone.now())
    event.add("dtstart", timezone.localtime(meeting.starts_at))
    event.add("dtend", timezone.localtime(meeting.ends_at))
    if meeting.place:
        event.add("location", meeting.place)
    if meeting.video_link:
        event.add("url", meeting.video_link)
    return event
