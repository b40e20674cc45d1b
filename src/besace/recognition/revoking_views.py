"""Taking a badge back: one asks, she is told and heard, another confirms; or the question is dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from besace import access
from besace.core.errors import Refusal
from besace.core.once import once

from . import actions, finding, queries
from .actions.correcting import changed, day_of
from .actions.revoking import OFFERED, URGENT
from .correcting_views import REASONS as CORRECTIONS
from .models import Revocation

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from besace.people.request import Request

REASONS = {
    "issued-by-mistake": gettext_lazy("Il a été donné par erreur"),
    "wrong-person": gettext_lazy("Ce n’est pas la bonne personne"),
    "fraud": gettext_lazy("Quelqu’un a triché"),
    "key-stolen": gettext_lazy("La clé du site a été volée"),
}
STEPS: dict[str, Callable[..., object]] = {
    "tell": actions.tell_holder,
    "confirm": actions.confirm_revocation,
    "correct": actions.confirm_correction,
    "suspend": actions.suspend_award,
    "lift": actions.lift_suspension,
    "drop": actions.drop_revocation,
}


def reasons() -> list[tuple[str, object]]:
    return [(code, REASONS.get(code, code)) for code in sorted(OFFERED)]


@access.needs("award.revoke")
@require_http_methods(["GET", "POST"])
@once
def take_back(request: Request, award_id: UUID) -> HttpResponse:
    """The first of the two persons, with a reason of the short list."""
    award = finding.given_award(request, award_id)
    question = award.revocations.filter(done_at=None, dropped_at=None).first()
    if question is not None:
        return redirect("recognition:question", question.pk)
    if request.method == "POST":
        asked = actions.ask_revocation(award.pk, by=finding.me(request), reason=request.POST.get("reason", ""))
        return redirect("recognition:question", asked.pk)
    context = {"award": award, "reasons": reasons(), "credential": queries.credential_of(award)}
    return render(request, "recognition/take_back.html", context)


@access.needs("award.revoke")
@require_GET
def question(request: Request, revocation_id: UUID) -> HttpResponse:
    """Where it stands: who asked, was she told, what she says, who confirms."""
    asked = finding.revocation_for(request, revocation_id)
    credential = queries.credential_of(asked.award)
    is_correction = asked.kind == Revocation.Kind.CORRECT
    context = {
        "question": asked,
        "award": asked.award,
        "credential": credential,
        "changed": changed(credential, asked.changes) if is_correction and credential else [],
        "day": day_of(asked.changes),
        "reason": {**REASONS, **CORRECTIONS}.get(asked.reason, asked.reason),
        "is_urgent": asked.reason in URGENT,
        "is_mine": asked.asked_by_id == finding.me(request).pk,
        "may_confirm": queries.may_confirm(asked, by=finding.me(request)),
    }
    return render(request, "recognition/question.html", context)


@access.needs("award.revoke")
@require_POST
@once
def go_on(request: Request, revocation_id: UUID) -> HttpResponse:
    """Told, confirmed by another, or dropped."""
    asked = finding.revocation_for(request, revocation_id)
    step = STEPS.get(request.POST.get("step", ""))
    if step is None:
        raise Refusal("choose-one", _("Choisissez dans la liste."))
    step(asked.pk, by=finding.me(request))
    messages.success(request, _("C’est noté."))
    return redirect("recognition:question", asked.pk)
