"""What is typed on the way to a badge. Nothing is required that a person may not have; nowhere an e-mail."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from besace.core.errors import Refusal
from besace.people.models import Person

from . import traces
from .rules import Seen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from besace.badges.rules import StampedCriterion

    from .models import Observer


class TraceField(forms.FileField):
    """A photo, a voice note or a PDF; its value is a `traces.Trace`."""

    def __init__(self, **more: Any) -> None:
        widget = forms.ClearableFileInput(attrs={"accept": traces.ACCEPTED})
        super().__init__(**{"required": False, "widget": widget, **more})

    def clean(self, value: Any, initial: Any = None) -> Any:
        sent = super().clean(value, initial)
        if not sent:
            return None
        try:
            return traces.read(sent)
        except Refusal as refusal:
            raise forms.ValidationError(refusal.sentence) from None


class AskForm(forms.Form):
    """« Je sais le faire parce que… »; who leads may ask for somebody without a phone."""

    who = forms.ModelChoiceField(Person.objects.none(), label=_("Pour qui ?"), required=False, empty_label=_("Moi"))
    words = forms.CharField(
        label=_("Je sais le faire parce que…"),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        max_length=2000,
    )
    trace = TraceField(label=_("Une photo, un son ou un papier"))

    def __init__(self, *args: Any, people: QuerySet[Person] | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        if people is None:
            del self.fields["who"]
        else:
            self.fields["who"].queryset = people  # type: ignore[attr-defined]


class ProposeForm(forms.Form):
    """What a peer saw."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("Qui ?"), empty_label=_("Choisissez"))
    saw = forms.CharField(
        label=_("Ce que j’ai vu"),
        help_text=_("Dites ce que la personne fait."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
    )
    when = forms.CharField(label=_("Quand"), required=False, max_length=120)
    where = forms.CharField(label=_("Où"), required=False, max_length=120)

    def __init__(self, *args: Any, people: QuerySet[Person], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class TraceForm(forms.Form):
    """One more trace: any of the three is enough."""

    text = forms.CharField(
        label=_("Raconter"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=2000
    )
    address = forms.URLField(label=_("Un lien"), required=False, assume_scheme="https")
    trace = TraceField(label=_("Une photo, un son ou un papier"))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not any(said.get(name) for name in ("text", "address", "trace")):
            raise forms.ValidationError(_("Écrivez un mot, ou ajoutez un fichier."))
        return said


class SituationForm(forms.Form):
    """A day, a place, who watches (one of them chosen by her), what to look at."""

    day = forms.DateField(
        label=_("Jour"),
        help_text=_("Un jour passé compte aussi."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    hour = forms.TimeField(
        label=_("Heure"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    place = forms.CharField(label=_("Lieu"), required=False, max_length=160)
    chosen = forms.ModelChoiceField(
        Person.objects.none(), label=_("La personne qu’elle a choisie"), empty_label=_("Demandez-lui")
    )
    observers = forms.ModelMultipleChoiceField(
        Person.objects.none(), label=_("Qui regarde aussi"), widget=forms.CheckboxSelectMultiple
    )
    criteria = forms.MultipleChoiceField(label=_("Ce qu’on regarde"), widget=forms.CheckboxSelectMultiple)
    adaptations = forms.CharField(
        label=_("Ce qui l’aide"), help_text=_("À l’oral, avec du temps, avec une aide."), required=False, max_length=300
    )

    def __init__(self, *args: Any, people: QuerySet[Person], criteria: Sequence[StampedCriterion], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["chosen"].queryset = people  # type: ignore[attr-defined]
        self.fields["observers"].queryset = people  # type: ignore[attr-defined]
        self.fields["criteria"].choices = [(one.id, one.text) for one in criteria]  # type: ignore[attr-defined]
        self.fields["criteria"].initial = [one.id for one in criteria]

    def planned(self) -> dict[str, Any]:
        said = self.cleaned_data
        at = datetime.combine(said["day"], said["hour"] or time(12, 0))
        return {
            "starts_at": timezone.make_aware(at),
            "place": said["place"],
            "observers": list(said["observers"]),
            "chosen_by_her": [said["chosen"]],
            "criteria": said["criteria"],
            "adaptations": said["adaptations"],
        }


class GiveForm(forms.Form):
    """One reviewer, who saw it, gives the badge."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("À qui ?"), empty_label=_("Choisissez"))
    why = forms.CharField(
        label=_("Ce que j’ai vu"),
        help_text=_("Ce sera écrit sur le badge."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=400,
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class ReviewersForm(forms.Form):
    """Who may give a badge alone; nobody, usually."""

    people = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label=_("Qui peut donner ce badge seul"),
        help_text=_("Personne : les pairs décident ensemble."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["people"].queryset = people  # type: ignore[attr-defined]


SEEN_WORDS = {
    Seen.YES: (_("vu"), "circle-check"),
    Seen.WITH_HELP: (_("vu avec aide"), "hand-helping"),
    Seen.NOT_YET: (_("pas encore"), "circle-dashed"),
}


class ObserveForm(forms.Form):
    """Each criterion: seen, seen with help, not yet; and a story."""

    story = forms.CharField(
        label=_("Racontez"),
        help_text=_("Ce que la personne a fait, en quelques mots."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=2000,
    )

    def __init__(self, *args: Any, observer: Observer, criteria: Sequence[StampedCriterion], **more: Any) -> None:
        super().__init__(*args, **more)
        told = {one.criterion: one.seen for one in observer.sightings.all()}
        self.fields["story"].initial = observer.story
        self.lines: list[dict[str, Any]] = []
        for one in criteria:
            self.fields[one.id] = forms.ChoiceField(
                choices=[(seen.value, words) for seen, (words, _icon) in SEEN_WORDS.items()],
                required=False,
                initial=told.get(one.id),
            )
            self.lines.append({"id": one.id, "text": one.text, "answers": self._answers(one.id)})

    def _answers(self, name: str) -> list[dict[str, Any]]:
        chosen = self[name].value()
        return [
            {"value": seen.value, "label": words, "icon": icon, "is_chosen": seen.value == chosen}
            for seen, (words, icon) in SEEN_WORDS.items()
        ]

    def sightings(self) -> dict[str, Seen]:
        return {line["id"]: Seen(self.cleaned_data[line["id"]]) for line in self.lines if self.cleaned_data[line["id"]]}
