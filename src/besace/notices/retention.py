"""How long one knows what was sent, and where."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from besace.core import retention
from besace.core.retention import HALF_A_YEAR, MONTH, kept

from .models import Address, Notice
from .silence import actions as silence
from .silence import rules

E_6 = "SECURITY.md E.6"
UNTOLD = Q(kind=Notice.Kind.AWARD) & ~Q(state__in=[Notice.State.SENT, Notice.State.HANDED])
SILENT = Q(kind=Notice.Kind.SILENCE)


@kept("addresses-of-messages", MONTH, rule=E_6)
def forget_where(before: datetime) -> int:
    """A message that arrived does not say where any more."""
    return Notice.objects.filter(sent_at__lt=before).exclude(address="").update(address="", message_id="")


kept("accounts", rules.ERASED_AFTER, rule=E_6)(silence.erase_the_silent)


@kept("messages", HALF_A_YEAR, rule=E_6)
def forget_messages(before: datetime) -> int:
    """Not those of a badge that nobody told her of: somebody still has to. A silence ends otherwise: `silence`."""
    return retention.delete(Notice.objects.filter(created_at__lt=before).exclude(UNTOLD | SILENT))


@kept("addresses-that-refuse", HALF_A_YEAR, rule=E_6)
def forget_bounces(before: datetime) -> int:
    old = Q(suspended_at__lt=before) | Q(suspended_at=None, bounced_at__lt=before)
    return retention.delete(Address.objects.filter(old))
