"""What somebody says of a badge: a ready sentence, a few words of her own, or both; her name, and where she works."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from besace.core.errors import Refusal

from . import actions, rules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

LONGEST_OWN = 200


class SayForm(forms.Form):
    """One screen. Nothing but a name and a sentence is required."""

    ready = forms.ChoiceField(label=_("Choisissez une phrase"), widget=forms.RadioSelect, required=False)
    own = forms.CharField(
        label=_("Ou vos propres mots"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=LONGEST_OWN,
        required=False,
    )
    name = forms.CharField(
        label=_("Votre nom"),
        max_length=rules.LONGEST_NAME,
        error_messages={"required": _("Écrivez votre nom.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    role = forms.CharField(
        label=_("Votre métier ou votre rôle"), help_text=_("Par exemple : gérante."), max_length=60, required=False
    )
    place = forms.CharField(label=_("Où vous travaillez"), max_length=rules.LONGEST_PLACE, required=False)

    def __init__(self, *args: Any, ready: Mapping[str, _StrPromise], **more: Any) -> None:
        super().__init__(*args, **more)
        self.sentences = ready
        self.fields["ready"].choices = list(ready.items())  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The whole is cleaned as it will be kept, so that what she reads again is what is signed."""
        typed = super().clean() or self.cleaned_data
        if self.errors:
            return typed
        sentence = str(self.sentences.get(typed.get("ready", ""), ""))
        words = " ".join(part for part in (sentence, typed.get("own", "").strip()) if part)
        said = actions.Said(
            name=typed.get("name", ""), words=words, role=typed.get("role", ""), place=typed.get("place", "")
        )
        try:
            self.said = actions.cleaned(said)
        except Refusal as refused:
            self.add_error(_FIELDS.get(refused.code, "own"), refused.sentence)
        return typed

    def draft(self) -> dict[str, str]:
        """What her browser's own memory of us keeps until she sends."""
        return {name: str(self.cleaned_data.get(name, "")) for name in self.fields}


_FIELDS = {"no-name": "name", "no-words": "ready"}


class LinkForm(forms.Form):
    """For one partner, or for a room."""

    places = forms.TypedChoiceField(
        label=_("Pour combien de personnes ?"),
        coerce=int,
        choices=[(rules.ALONE, _("Une personne")), (rules.ROOM, _("Plusieurs, dans une réunion"))],
        initial=rules.ALONE,
        widget=forms.RadioSelect,
    )
