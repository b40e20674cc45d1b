"""« Mon prénom dans le compte rendu » : asked once in « Bilan », taken back from the phone or from the minutes."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from besace import access
from besace.core.errors import Conflict, NotAllowed
from besace.core.once import once
from besace.people import actions as people
from besace.people.request import Request

from . import naming
from .asking import seat_for, show_phone
from .models import Assurance, Minutes


@access.needs("meeting.see")
@require_POST
@once(answer=show_phone)
def my_name(request: Request, meeting_id: UUID) -> None:
    """Her yes or her no, said on her phone: by herself, and seen by the facilitator or signed in."""
    seat = seat_for(request, meeting_id, may_be_contested=False)
    if seat.person is None or seat.assurance != Assurance.CONFIRMED:
        raise NotAllowed("not-seen-yet", _("Demandez à l’animatrice de vous confirmer."))
    people.say_consent(seat.person, purpose=naming.PURPOSE, is_yes=request.POST.get("name") == "yes")


@access.needs("minutes.see")
@require_POST
@once
def my_name_in_minutes(request: Request, meeting_id: UUID) -> HttpResponse:
    """The same, on the minutes themselves; only she who was there."""
    minutes = get_object_or_404(Minutes.objects.select_related("meeting__group"), meeting_id=meeting_id)
    access.require("minutes.see", request.person, minutes.meeting.group)
    if request.person is None or not naming.was_there(minutes.meeting, request.person):
        raise Conflict("was-not-there", _("Vous n’étiez pas à cette séance."))
    people.say_consent(request.person, purpose=naming.PURPOSE, is_yes=request.POST.get("name") == "yes")
    return redirect("meetings:minutes", meeting_id)
