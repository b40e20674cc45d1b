"""« Comment le groupe décide » : the rule in words, and the form that changes it for the votes to come."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from besace import access
from besace.core.once import once
from besace.people.models import Group
from besace.people.request import Request
from besace.votes import customs
from besace.votes import sentences as vote_words
from besace.votes.models import GroupRule
from besace.votes.rules import FLOOR, Majority, Question, Quorum, Rule, Secrecy, WhoVotes

QUORUMS = [
    (Quorum.HALF.value, gettext_lazy("La moitié des présents, et au moins 3")),
    (Quorum.FIXED.value, gettext_lazy("Un nombre de voix")),
    (Quorum.PERCENT.value, gettext_lazy("Une part des présents, sur 100")),
    (Quorum.NONE.value, gettext_lazy("Aucun nombre")),
]
MAJORITIES = [
    (Majority.SIMPLE.value, gettext_lazy("Plus de pour que de contre")),
    (Majority.TWO_THIRDS.value, gettext_lazy("2 « pour » sur 3")),
    (Majority.THREE_QUARTERS.value, gettext_lazy("3 « pour » sur 4")),
]
PEERS_MAJORITIES = [
    (Majority.SIMPLE.value, gettext_lazy("Plus de oui que de pas encore")),
    (Majority.TWO_THIRDS.value, gettext_lazy("2 oui sur 3")),
]
SECRECIES = [
    (Secrecy.NAMELESS.value, gettext_lazy("Les nombres, jamais les noms")),
    (Secrecy.SECRET.value, gettext_lazy("Secret : chacun répond seul, sans main levée")),
]

VOICES = [
    (WhoVotes.EVERYONE.value, gettext_lazy("Chaque personne présente")),
    (WhoVotes.MEMBERS.value, gettext_lazy("Les membres du groupe")),
    (WhoVotes.AMBASSADORS_AND_PARTICIPANTS.value, gettext_lazy("Les participants et les ambassadeurs")),
]


class RuleForm(forms.Form):
    """What the group may choose; what is not here is the same for every group."""

    who_votes = forms.ChoiceField(
        label=gettext_lazy("Ont une voix"),
        help_text=gettext_lazy("Un partenaire qui regarde n’a jamais de voix."),
        choices=VOICES,
        widget=forms.RadioSelect,
        initial=WhoVotes.EVERYONE,
    )
    facilitator_votes = forms.BooleanField(
        label=gettext_lazy("L’animatrice vote, une fois, comme chacun"), required=False, initial=True
    )
    quorum = forms.ChoiceField(
        label=gettext_lazy("Pour décider, il faut"), choices=QUORUMS, widget=forms.RadioSelect, initial=Quorum.HALF
    )
    quorum_number = forms.IntegerField(
        label=gettext_lazy("Combien ?"),
        help_text=gettext_lazy("Pour « un nombre » ou « une part »."),
        min_value=0,
        max_value=1000,
        required=False,
    )
    majority = forms.ChoiceField(
        label=gettext_lazy("Une phrase est gardée avec"),
        choices=MAJORITIES,
        widget=forms.RadioSelect,
        initial=Majority.SIMPLE,
    )
    secrecy = forms.ChoiceField(
        label=gettext_lazy("On montre"), choices=SECRECIES, widget=forms.RadioSelect, initial=Secrecy.NAMELESS
    )
    blank_counts = forms.BooleanField(label=gettext_lazy("« Sans avis » compte parmi les réponses"), required=False)
    allows_change = forms.BooleanField(
        label=gettext_lazy("On peut changer sa réponse jusqu’à la fin"), required=False, initial=True
    )
    guests_stamp = forms.BooleanField(label=gettext_lazy("Les invités tamponnent"), required=False, initial=True)
    ideas_each = forms.IntegerField(
        label=gettext_lazy("Combien d’idées chacun, avant de laisser la place ?"),
        help_text=gettext_lazy("0 : on ne dit rien. Une idée de plus reste toujours possible."),
        min_value=0,
        max_value=100,
        required=False,
        initial=0,
    )

    peers_majority = forms.ChoiceField(
        label=gettext_lazy("Pour donner un badge à quelqu’un, il faut"),
        choices=PEERS_MAJORITIES,
        widget=forms.RadioSelect,
        initial=Majority.SIMPLE,
    )
    peers_quorum = forms.IntegerField(
        label=gettext_lazy("Et combien de voix au moins ?"),
        help_text=gettext_lazy("Laissez vide pour la moitié, et au moins 3."),
        min_value=FLOOR,
        max_value=1000,
        required=False,
    )

    def rule(self) -> Rule:
        said = self.cleaned_data
        return Rule(
            quorum=Quorum(said["quorum"]),
            quorum_number=said["quorum_number"] or 0,
            majority=Majority(said["majority"]),
            secrecy=Secrecy(said["secrecy"]),
            blank_counts=said["blank_counts"],
            allows_change=said["allows_change"],
            who_votes=WhoVotes(said["who_votes"]),
            facilitator_votes=said["facilitator_votes"],
        )


@access.needs("meeting.lead", within=Group)
@require_http_methods(["GET", "POST"])
@once
def group_rule(request: Request, group: Group) -> HttpResponse:
    form = RuleForm(request.POST or None, initial=_chosen(group))
    if request.method == "POST" and form.is_valid():
        assert request.person is not None
        chosen = form.cleaned_data
        more = {name: chosen[name] for name in ("guests_stamp", "peers_majority", "peers_quorum")}
        customs.choose_rule(group, form.rule(), by=request.person, ideas_each=chosen["ideas_each"] or 0, **more)
        messages.success(request, _("C’est enregistré. La règle vaut pour les prochains votes."))
        return redirect("meetings:group_rule", group.pk)
    context = {
        "group": group,
        "form": form,
        "said": [*vote_words.rule(customs.rule_of(group, question=Question.WORDING)), *_room_for_others(group)],
        "said_of_peers": vote_words.rule(customs.rule_of(group, question=Question.PEERS)),
    }
    return render(request, "meetings/group_rule.html", context, status=422 if form.errors else 200)


def _room_for_others(group: Group) -> list[str]:
    number = customs.ideas_each(group)
    told = ngettext("Après %(n)s idée, on laisse la place.", "Après %(n)s idées, on laisse la place.", number)
    return [told % {"n": number}] if number else []


def _chosen(group: Group) -> dict[str, Any]:
    names = list(RuleForm.base_fields)
    return GroupRule.objects.filter(group=group).values(*names).first() or {}
