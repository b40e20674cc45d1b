"""Before the meeting: a weekly rule, a calendar that says when and where and nothing else."""

from __future__ import annotations

from datetime import date, time, timedelta

from django.utils import timezone
from icalendar import Calendar

from besace.meetings import plan_actions
from besace.meetings.models import Meeting, Rhythm


def weekly(group, maryse) -> Rhythm:
    tomorrow = timezone.localdate() + timedelta(days=1)
    rhythm = Rhythm(first_on=tomorrow, starts=time(14), ends=time(16, 30), place="Salle du Moulin")
    plan_actions.set_rhythm(group, rhythm=rhythm, by=maryse)
    return Rhythm.objects.get()


def test_a_weekly_rule_plans_the_coming_six_weeks_once(group, maryse):
    rhythm = weekly(group, maryse)
    again = plan_actions.plan_ahead(rhythm)
    days: list[date] = [timezone.localtime(m.starts_at).date() for m in Meeting.objects.order_by("starts_at")]

    assert (len(days), again) == (6, [])
    assert {later - sooner for sooner, later in zip(days, days[1:], strict=False)} == {timedelta(weeks=1)}


def test_the_feed_says_when_and_where_and_nothing_else(client, group, maryse):
    rhythm = weekly(group, maryse)
    calendar = Calendar.from_ical(client.get(f"/seances/{rhythm.feed_key}.ics").content)
    event = calendar.walk("VEVENT")[0]

    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == ("Atelier du mardi", "Salle du Moulin")
    assert sorted(event.keys()) == ["DTEND", "DTSTAMP", "DTSTART", "LOCATION", "SUMMARY", "UID"]


def test_a_meeting_planned_for_today_is_the_one_that_opens(client_of, group, maryse):
    now = timezone.now()
    planned = plan_actions.plan_meeting(
        group, starts_at=now, ends_at=now + timedelta(hours=2), by=maryse, title="Les ânes"
    )
    client_of(maryse).post(f"/groupe/{group.pk}/seance/ouvrir")

    assert [m.pk for m in Meeting.objects.filter(opened_at__isnull=False)] == [planned.pk]
