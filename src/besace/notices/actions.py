"""Telling: what is noted in the transaction, then what leaves the house, at least once and with one Message-ID."""

from __future__ import annotations

from smtplib import SMTPDataError, SMTPRecipientsRefused
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from besace.core import journal
from besace.core.errors import Conflict
from besace.people.models import Group, Person
from besace.people.renewals import actions as renewals
from besace.recognition.models import Award

from . import mail, queries, rules, texts
from .models import Address, Notice
from .queries import NOT_TOLD

BY_HAND = (Notice.Kind.AWARD, Notice.Kind.SILENCE)


@transaction.atomic
def tell(person: Person, *, kind: Notice.Kind, about: UUID, group: Group) -> Notice | None:
    """Note that she is to be told, by the way she has. Without any, BY_HAND says what somebody hands over."""
    way, address = queries.way_to(person)
    if way == Notice.Way.SLIP and kind not in BY_HAND:
        return None
    state = Notice.State.TO_HAND if way == Notice.Way.SLIP else Notice.State.WAITING
    notice, is_new = Notice.objects.get_or_create(
        kind=kind,
        about=about,
        person=person,
        defaults={"group": group, "way": way, "address": address, "state": state},
    )
    if is_new and state == Notice.State.WAITING:
        _queue(notice)
    return notice


def tell_of_award(award_id: UUID) -> None:
    """Her badge: at once, or once somebody in the room has told her (the evening of the meeting at the latest)."""
    from .tasks import tell_later  # noqa: PLC0415 -- the task calls this file

    award = Award.objects.select_related("person", "group").filter(pk=award_id).first()
    if award is None or award.person is None or award.answer != Award.Answer.WAITING:
        return
    if award.is_held:
        tell_later.later(award.pk, at=award.held_until)
        return
    tell(award.person, kind=Notice.Kind.AWARD, about=award.pk, group=award.group)


@transaction.atomic
def tell_again(notice_id: UUID, *, by: Person) -> Notice:
    """Once more, by the way she has now: another address, another way."""
    notice = Notice.objects.select_for_update(of=("self",)).select_related("person").get(pk=notice_id)
    if notice.state == Notice.State.WAITING:
        raise Conflict("already-waiting", _("C’est déjà en route. Attendez un peu."))
    notice.way, notice.address = queries.way_to(notice.person)
    is_paper = notice.way == Notice.Way.SLIP
    notice.state = Notice.State.TO_HAND if is_paper else Notice.State.WAITING
    notice.save(update_fields=["way", "address", "state"])
    if not is_paper:
        _queue(notice)
    journal.write(by, "told-again", notice.about, group=notice.group_id)
    return notice


def _queue(notice: Notice) -> None:
    from .tasks import deliver  # noqa: PLC0415 -- the task calls this file

    deliver.later(notice.pk)


def deliver(notice_id: UUID, *, key: UUID) -> None:
    """Send it, outside any transaction. What fails for a time is raised: the outbox tries again, later and later."""
    notice = Notice.objects.select_related("person").filter(pk=notice_id, state=Notice.State.WAITING).first()
    if notice is None:
        return
    if notice.way == Notice.Way.TEXT:
        sender = texts.sender()
        sender.send(to=notice.address, text=texts.words(notice), key=str(key))
        _mark(notice, Notice.State.SENT if sender.reaches_people else Notice.State.TO_HAND)
        return
    if queries.is_suspended(notice.address):
        _mark(notice, Notice.State.BOUNCED)
        return
    try:
        message_id = mail.send(notice, key=key)
    except (SMTPRecipientsRefused, SMTPDataError) as refused:
        if not _note_bounce(notice, code_of(refused)):
            raise
        return
    Address.objects.filter(value=notice.address).update(soft_bounces=0)
    _mark(notice, Notice.State.SENT, message_id=message_id)


def _note_bounce(notice: Notice, code: int) -> bool:
    """Keep what the server said; True when the address is dead and nothing more is sent to it."""
    now = timezone.now()
    with transaction.atomic():
        address, _made = Address.objects.select_for_update().get_or_create(value=notice.address)
        if rules.bounce(code) is rules.Bounce.HARD:
            address.suspended_at = now
        elif rules.counts_again(address.bounced_at, now=now):
            address.soft_bounces += 1
            address.bounced_at = now
            address.suspended_at = now if rules.is_dead(address.soft_bounces) else None
        address.save()
        if address.suspended_at:
            _mark(notice, Notice.State.BOUNCED)
    return address.suspended_at is not None


def code_of(refused: SMTPRecipientsRefused | SMTPDataError) -> int:
    """What the server answered."""
    if isinstance(refused, SMTPDataError):
        return int(refused.smtp_code)
    return int(next(iter(refused.recipients.values()))[0])


def _mark(notice: Notice, state: Notice.State, *, message_id: str = "") -> None:
    waiting = Notice.objects.filter(pk=notice.pk, state=Notice.State.WAITING)
    sent_at = timezone.now() if state == Notice.State.SENT else None
    with transaction.atomic():
        is_marked = waiting.update(state=state, message_id=message_id, sent_at=sent_at)
        if is_marked and sent_at and notice.kind == Notice.Kind.RENEWAL:
            renewals.note_told(notice.person)


@transaction.atomic
def mark_handed(notice: Notice, *, by: Person) -> None:
    """Her slip was printed."""
    Notice.objects.filter(pk=notice.pk, state__in=[*NOT_TOLD, Notice.State.HANDED]).update(state=Notice.State.HANDED)
    journal.write(by, "slip-printed", notice.about, group=notice.group_id)
