"""Before the meeting: a date, a weekly rule, what there is to do."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from besace.core import journal
from besace.core.errors import Conflict, Refusal
from besace.core.plain import clean_name
from besace.people.models import Group, Person

from .giving import queries as giving
from .models import AgendaItem, Meeting, Rhythm

AHEAD = timedelta(weeks=6)


@transaction.atomic
def plan_meeting(
    group: Group,
    *,
    starts_at: datetime,
    ends_at: datetime,
    by: Person,
    title: str = "",
    place: str = "",
    video_link: str = "",
) -> Meeting:
    """One meeting, on one day."""
    _check_hours(starts_at, ends_at)
    meeting = Meeting.objects.create(
        group=group,
        title=clean_name(title, longest=120),
        starts_at=starts_at,
        ends_at=ends_at,
        place=clean_name(place, longest=160) or group.place,
        video_link=video_link,
    )
    journal.write(by, "meeting.plan", meeting, group=group, organisation=group.organisation_id)
    return meeting


@transaction.atomic
def set_rhythm(group: Group, *, rhythm: Rhythm, by: Person) -> list[Meeting]:
    """« Tous les mardis » : the next six weeks are planned; those already planned stay as they are."""
    _check_hours(_at(rhythm.first_on, rhythm.starts), _at(rhythm.first_on, rhythm.ends))
    kept = Rhythm.objects.filter(group=group).first()
    if kept is not None:
        rhythm.pk, rhythm.feed_key = kept.pk, kept.feed_key
    rhythm.group = group
    rhythm.save(force_update=kept is not None)
    journal.write(by, "rhythm.set", rhythm, group=group, organisation=group.organisation_id)
    return plan_ahead(rhythm)


@transaction.atomic
def plan_ahead(rhythm: Rhythm) -> list[Meeting]:
    """The meetings of the coming weeks that are not planned yet; asked each night."""
    today = timezone.localdate()
    planned = rhythm.group.meetings.filter(starts_at__gte=timezone.now() - AHEAD)
    taken = {timezone.localtime(meeting.starts_at).date() for meeting in planned}
    made = []
    for day in _days(rhythm, after=today):
        if day in taken:
            continue
        made.append(
            Meeting.objects.create(
                group=rhythm.group,
                starts_at=_at(day, rhythm.starts),
                ends_at=_at(day, rhythm.ends),
                place=rhythm.place or rhythm.group.place,
                video_link=rhythm.video_link,
            )
        )
    return made


@transaction.atomic
def cancel_meeting(meeting_id: UUID, *, by: Person) -> None:
    """A meeting that never opened is taken off; an open or past one stays for ever."""
    meeting = Meeting.objects.select_for_update().get(pk=meeting_id)
    if meeting.opened_at is not None:
        raise Conflict("already-opened", _("Cette séance a eu lieu. Elle reste."))
    journal.write(by, "meeting.cancel", meeting, group=meeting.group_id)
    meeting.delete()


@transaction.atomic
def add_to_agenda(meeting_id: UUID, *, text: str, kind: str, by: Person) -> AgendaItem:
    """One thing to do at that meeting."""
    text = clean_name(text, longest=200)
    if not text:
        raise Refusal("agenda-needed", _("Écrivez ce qu’il y a à faire."))
    chosen = kind if kind in AgendaItem.Kind.values else AgendaItem.Kind.OTHER
    return AgendaItem.objects.create(meeting_id=meeting_id, text=text, kind=chosen)


@transaction.atomic
def plan_request(meeting_id: UUID, recognition_id: UUID, *, by: Person) -> AgendaItem:
    """« Une demande qui attend » : the peers will vote on it at that meeting."""
    meeting = Meeting.objects.select_related("group").get(pk=meeting_id)
    asked = giving.ready_one(meeting, recognition_id, besides=by)
    if asked is None:
        raise Refusal("no-such-request", _("Cette demande n’attend plus. Rechargez la page."))
    text = _("Reconnaître %(name)s : %(badge)s") % {"name": asked.person, "badge": asked.badge}
    item, _is_new = AgendaItem.objects.get_or_create(
        meeting=meeting, recognition=asked, defaults={"kind": AgendaItem.Kind.REQUEST, "text": text[:200]}
    )
    return item


def _days(rhythm: Rhythm, *, after: date) -> list[date]:
    day, last = rhythm.first_on, min(after + AHEAD, rhythm.until or date.max)
    days = []
    while day <= last:
        if day >= after:
            days.append(day)
        day += timedelta(weeks=1)
    return days


def _at(day: date, hour: object) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))  # type: ignore[arg-type]


def _check_hours(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise Refusal("ends-before", _("La séance finit avant de commencer. Changez l’heure."))
