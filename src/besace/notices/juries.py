"""An outside jury: its links go straight to who sits, and the administrators hear that it was called."""

from __future__ import annotations

from smtplib import SMTPDataError, SMTPRecipientsRefused
from uuid import UUID

from besace.people.models import Person, Role
from besace.recognition.jury import actions as jury
from besace.recognition.jury.models import JurorLink
from besace.recognition.models import Decision

from . import actions, mail, rules
from .models import Notice


def tell_administrators(decision_id: UUID) -> None:
    """Each of them but who called it and whom it is about; the page that opens names who sits."""
    related = Decision.objects.select_related("recognition__group")
    decision = related.filter(pk=decision_id, closed_at=None).first()
    if decision is None:
        return
    group = decision.recognition.group
    held = {"memberships__role": Role.ADMINISTRATOR, "memberships__organisation_id": group.organisation_id}
    away = [pk for pk in (decision.opened_by_id, decision.recognition.person_id) if pk is not None]
    for person in Person.objects.filter(is_active=True, **held).exclude(pk__in=away).distinct():
        actions.tell(person, kind=Notice.Kind.JURY, about=decision.pk, group=group)


def deliver(link_id: int, *, key: UUID) -> None:
    """Send her link, outside any transaction; an address that does not exist is noted, and her link handed over."""
    open_links = JurorLink.objects.filter(decision__closed_at=None, revoked_at=None, sent_at=None, returned_at=None)
    link = open_links.select_related("person").exclude(email="").filter(pk=link_id).first()
    if link is None:
        return
    address = jury.address_of(jury.secret_of(link))
    try:
        mail.send_to_juror(link.email, name=link.person.first_name, address=address, key=key)
    except (SMTPRecipientsRefused, SMTPDataError) as refused:
        if rules.bounce(actions.code_of(refused)) is not rules.Bounce.HARD:
            raise
        jury.note_sent(link.pk, is_returned=True)
        return
    jury.note_sent(link.pk, is_returned=False)
