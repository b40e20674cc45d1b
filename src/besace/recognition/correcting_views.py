"""Correcting a badge that says something wrong: what it should say, with the reason; the rest is as for taking back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from besace import access
from besace.core.errors import Refusal
from besace.core.once import once
from besace.credentials import queries as signed

from . import actions, finding, queries

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from besace.badges.rules import StampedCriterion
    from besace.credentials.queries import Facts
    from besace.people.request import Request

REASONS = {
    "wrong-place": _("Le lieu est faux"),
    "wrong-day": _("Le jour est faux"),
    "wrong-criterion": _("Un critère est faux"),
    "evidence-withdrawn": _("Elle retire une trace"),
}
YES, WITH_HELP, NO = "yes", "with-help", "no"
SEEN = ((YES, _("vu")), (WITH_HELP, _("vu avec aide")), (NO, _("pas vu")))


class CorrectionForm(forms.Form):
    """The facts as they should have been; filled in with what the signed badge says."""

    reason = forms.ChoiceField(label=_("Pourquoi"), choices=list(REASONS.items()), widget=forms.RadioSelect)
    place = forms.CharField(label=_("Lieu"), required=False, max_length=160)
    day = forms.DateField(
        label=_("Jour"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    evidence = forms.MultipleChoiceField(
        label=_("Les traces montrées"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, facts: Facts, criteria: Sequence[StampedCriterion], **more: Any) -> None:
        known = {str(item.id): item.name for item in facts.evidence}
        initial = {"place": facts.place, "day": facts.seen_on, "evidence": list(known)}
        super().__init__(*args, **{"initial": initial, **more})
        self.fields["evidence"].choices = list(known.items())  # type: ignore[attr-defined]
        if not known:
            del self.fields["evidence"]
        self.texts = {f"seen-{one.id}": one.text for one in criteria}
        for name, text in self.texts.items():
            now = NO if text not in facts.seen else WITH_HELP if facts.seen[text] else YES
            self.fields[name] = forms.ChoiceField(label=text, choices=SEEN, initial=now)

    def asked(self) -> dict[str, Any]:
        said = self.cleaned_data
        seen = {text: said[name] == WITH_HELP for name, text in self.texts.items() if said[name] != NO}
        return {
            "reason": said["reason"],
            "place": said["place"],
            "seen_on": said["day"],
            "seen": seen,
            "evidence": said.get("evidence", []),
        }


@access.needs("award.revoke")
@require_http_methods(["GET", "POST"])
@once
def correct(request: Request, award_id: UUID) -> HttpResponse:
    """The first of the two persons."""
    award = finding.given_award(request, award_id)
    question = award.revocations.filter(done_at=None, dropped_at=None).first()
    if question is not None:
        return redirect("recognition:question", question.pk)
    credential = queries.credential_of(award)
    if credential is None or credential.state not in {"valid", "suspended"} or not credential.document:
        return redirect("recognition:take_back", award.pk)
    form = CorrectionForm(request.POST or None, facts=signed.facts(credential), criteria=award.version.stamped_criteria)
    if form.is_valid():
        try:
            asked = actions.ask_correction(award.pk, by=finding.me(request), **form.asked())
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("recognition:question", asked.pk)
    context = {"award": award, "form": form}
    return render(request, "recognition/correct.html", context, status=422 if form.is_bound else 200)
