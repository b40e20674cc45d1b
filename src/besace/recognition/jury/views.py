"""The jury's screens: naming it, calling it, the state of its links; and the juror's own page, behind her link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from besace import access
from besace.core.errors import Refusal
from besace.core.once import once
from besace.votes import actions as votes
from besace.votes import queries as ballots
from besace.votes import sentences as vote_sentences
from besace.votes.vocabulary import FLOOR

from .. import finding, queries, traces
from ..models import Evidence, Observer
from . import actions, rules
from .models import JurorLink, Jury

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import QueryDict

    from besace.people.request import Request

    from ..models import Decision

GONE = 410


class JuryForm(forms.Form):
    """By which rule a jury gives this badge."""

    decides = forms.BooleanField(label=gettext_lazy("Un jury extérieur donne ce badge"), required=False)
    quorum = forms.IntegerField(
        label=gettext_lazy("Réponses nécessaires"), min_value=FLOOR, max_value=rules.MOST_JURORS, initial=FLOOR
    )
    majority = forms.ChoiceField(
        label=gettext_lazy("Il faut"), choices=Jury.Majorities.choices, initial=Jury.Majorities.SIMPLE
    )


class CallForm(forms.Form):
    """Who sits: a first name, and an address for who has one; nothing else is asked."""

    names = forms.CharField(
        label=gettext_lazy("Qui est dans le jury"),
        help_text=gettext_lazy("Un prénom par ligne, puis son e-mail. Jamais quelqu’un du groupe."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
    )

    def clean_names(self) -> list[actions.Juror]:
        return [_juror(line) for line in self.cleaned_data["names"].splitlines() if line.strip()]


def _juror(line: str) -> actions.Juror:
    """« Agathe agathe@mairie.example »: an address, if any, is the last word."""
    name, _space, last = line.strip().rpartition(" ")
    if "@" not in last:
        return actions.Juror(line)
    email = last.strip("<>()")
    try:
        validate_email(email)
    except ValidationError:
        raise ValidationError(_("Cette adresse n’est pas juste : %(email)s") % {"email": email}) from None
    return actions.Juror(name.rstrip(" ,;:"), email)


class SignatureForm(forms.Form):
    """Who answers: read by the association, never shown with the badge."""

    name = forms.CharField(label=gettext_lazy("Votre nom"), max_length=80)
    place = forms.CharField(label=gettext_lazy("Votre organisme"), max_length=78)


@access.needs("reviewers.name")
@require_http_methods(["GET", "POST"])
@once
def name(request: Request, badge_id: UUID) -> HttpResponse:
    badge = finding.badge_for(request, badge_id, verb="reviewers.name")
    jury = Jury.objects.filter(badge=badge).first()
    now = {"decides": True, "quorum": jury.quorum, "majority": jury.majority} if jury else {}
    form = JuryForm(request.POST or None, initial=now)
    if form.is_valid():
        said = form.cleaned_data
        quorum = said["quorum"] if said["decides"] else None
        actions.name_jury(badge.pk, quorum=quorum, majority=said["majority"], by=finding.me(request))
        messages.success(request, _("C’est noté."))
        return redirect("recognition:requests", badge.group_id)
    context = {"badge": badge, "form": form}
    return render(request, "recognition/jury/name.html", context, status=422 if form.is_bound else 200)


@access.needs("recognition.lead")
@require_http_methods(["GET", "POST"])
@once
def call(request: Request, recognition_id: UUID) -> HttpResponse:
    """The first of the two persons says who sits; she never sees a link."""
    recognition = finding.followed(request, recognition_id)
    jury = get_object_or_404(Jury, badge=recognition.badge)
    form = CallForm(request.POST or None)
    if form.is_valid():
        try:
            decision = actions.call_jury(recognition.pk, jurors=form.cleaned_data["names"], by=finding.me(request))
        except Refusal as refusal:
            form.add_error("names", refusal.sentence)
        else:
            messages.success(request, _("Une autre personne doit confirmer ce jury."))
            return redirect("recognition:jury", decision.pk)
    context = {"recognition": recognition, "form": form, "jury": jury}
    return render(request, "recognition/jury/call.html", context, status=422 if form.is_bound else 200)


@access.needs("recognition.lead")
@require_POST
def confirm(request: Request, decision_id: UUID) -> HttpResponse:
    """The second person. Links without an address are shown once, on this answer, to be handed over."""
    decision = finding.decision_for(request, decision_id, verb="recognition.lead")
    if not decision.is_jury:
        raise Http404
    return _links(request, decision, actions.confirm_jury(decision.pk, by=finding.me(request)))


def _links(request: Request, decision: Decision, fresh: list[actions.Fresh]) -> HttpResponse:
    if not fresh:
        messages.success(request, _("Les liens partent par e-mail."))
        return redirect("recognition:jury", decision.pk)
    links = [{"name": one.name, "address": actions.address_of(one.secret)} for one in fresh]
    context = {"decision": decision, "recognition": decision.recognition, "links": links}
    answer = render(request, "recognition/jury/links.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@access.needs("recognition.lead")
@require_GET
def state(request: Request, decision_id: UUID) -> HttpResponse:
    """Who has answered, never what; a link renewed or taken back."""
    decision = finding.decision_for(request, decision_id, verb="recognition.lead")
    if not decision.is_jury:
        raise Http404
    answered = ballots.answered(decision.ballot_id)
    links = [(link, link.person_id in answered) for link in decision.jurors.select_related("person")]
    me = finding.me(request)
    context = {
        "decision": decision,
        "recognition": decision.recognition,
        "links": links,
        "progress": ballots.progress(decision.ballot_id),
        "called_it": decision.opened_by_id == me.pk,
    }
    return render(request, "recognition/jury/state.html", context)


@access.needs("recognition.lead")
@require_POST
def link(request: Request, decision_id: UUID, pk: int) -> HttpResponse:
    decision = finding.decision_for(request, decision_id, verb="recognition.lead")
    kept = get_object_or_404(decision.jurors, pk=pk)
    if request.POST.get("wish") == "renew":
        fresh = actions.renew_link(kept.pk, by=finding.me(request))
        return _links(request, decision, [fresh] if fresh else [])
    actions.revoke_link(kept.pk, by=finding.me(request))
    messages.success(request, _("Ce lien n’ouvre plus rien."))
    return redirect("recognition:jury", decision.pk)


def _back_to_the_link(request: Request, secret: str) -> HttpResponse:
    """Made anew each time, never kept with the request: the address is the secret."""
    return redirect("recognition:juror", secret)


@access.public
@require_http_methods(["GET", "POST"])
@votes.late_voices_counted()
@once(answer=_back_to_the_link)
def juror(request: Request, secret: str) -> HttpResponse | None:
    """The situation, what was seen, what she agreed to show; four answers, once. No account, no e-mail."""
    kept = _link_of(request, secret)
    if kept is None:
        return _discreet(render(request, "recognition/jury/over.html", status=GONE))
    if request.method == "POST":
        _take(kept, request.POST)
        return None
    decision, recognition = kept.decision, kept.decision.recognition
    told = Observer.objects.filter(situation__recognition=recognition, wrote_at__isnull=False).exclude(story="")
    context = {
        "decision": decision,
        "recognition": recognition,
        "who": kept.person.first_name,
        "signed_as": kept.signed_as,
        "form": SignatureForm(),
        "secret": secret,
        "lines": queries.criteria_seen(recognition),
        "situation": queries.last_situation(recognition),
        "stories": [one.story for one in told],
        "evidence": queries.shown_evidence(recognition),
        "rule": vote_sentences.rule(ballots.rule(ballots.ballot(decision.ballot_id)))[1:3],
        "has_answered": ballots.has_answered(ballots.ballot(decision.ballot_id), kept.person),
    }
    return _discreet(render(request, "recognition/jury/juror.html", context))


def _take(kept: JurorLink, said: QueryDict) -> None:
    """Her name first, then her answer."""
    if "place" in said:
        actions.sign(kept.pk, name=str(said.get("name", "")), place=str(said["place"]))
    else:
        actions.answer(kept.pk, answer=said.get("answer", ""), criterion=said.get("criterion", ""))


@access.public
@require_GET
def trace(request: Request, secret: str, evidence_id: UUID) -> FileResponse:
    """A file that she agreed to show, for as long as the link opens."""
    kept = _link_of(request, secret)
    if kept is None:
        raise Http404
    shown = Evidence.objects.filter(recognition=kept.decision.recognition, is_shown=True).exclude(file="")
    return traces.served(get_object_or_404(shown, pk=evidence_id))


def _link_of(request: Request, secret: str) -> JurorLink | None:
    """None for a link that is over; for her whom it is about, and for what never was, it does not exist."""
    related = ("decision__recognition__person", "decision__recognition__badge__current_version", "person")
    found = JurorLink.objects.select_related(*related, "decision__recognition__group")
    kept = found.filter(secret_hash=actions.hashed(secret)).first()
    if kept is None or (request.person and request.person.pk == kept.decision.recognition.person_id):
        raise Http404
    is_open = rules.opens(
        ends_at=kept.ends_at,
        revoked=kept.revoked_at is not None,
        closed=kept.decision.closed_at is not None,
        now=timezone.now(),
    )
    return kept if is_open else None


def _discreet(answer: HttpResponse) -> HttpResponse:
    # Not "no-referrer": a browser then sends the answer without its origin, and the site refuses it.
    answer["Referrer-Policy"] = "same-origin"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Cache-Control"] = "no-store"
    return answer
