"""What is typed about people and groups."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from besace.core.pictures import PICTURES

from .models import Group, Organisation, Role
from .rules import NAME_LENGTH, clean_name

ROLES_TO_GIVE = [choice for choice in Role.choices if choice[0] != Role.GUEST]


class PictureField(forms.ChoiceField):
    """One picture of the list."""

    def __init__(self, **more: Any) -> None:
        super().__init__(choices=[("", "")] + list(PICTURES.items()), required=False, widget=forms.RadioSelect, **more)


class NameField(forms.CharField):
    """A first name or a nickname, cleaned of what does not show."""

    def __init__(self, **more: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "off", "maxlength": NAME_LENGTH})
        super().__init__(**{"label": _("Prénom ou surnom"), "widget": widget, "max_length": 2000, **more})

    def clean(self, value: Any) -> str:
        name = clean_name(super().clean(value))
        if self.required and not name:
            raise forms.ValidationError(_("Écrivez un prénom ou un surnom."))
        return name


class PersonForm(forms.Form):
    first_name = NameField()
    picture = PictureField(label=_("Image"))


class AddForm(forms.Form):
    first_name = NameField()
    contact = forms.CharField(
        label=_("E-mail ou téléphone"), required=False, max_length=254, help_text=_("Si la personne en a un.")
    )


class ListForm(forms.Form):
    """A pasted list, or a file."""

    text = forms.CharField(
        label=_("Une personne par ligne"),
        help_text=_("Prénom, puis e-mail ou téléphone si vous les avez."),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        required=False,
        max_length=2_000_000,
    )
    file = forms.FileField(label=_("Un fichier CSV ou Excel"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("text") and not cleaned.get("file"):
            raise forms.ValidationError(_("Collez une liste, ou choisissez un fichier."))
        return cleaned


class RolesForm(forms.Form):
    roles = forms.MultipleChoiceField(
        label=_("Rôles dans le groupe"), choices=ROLES_TO_GIVE, widget=forms.CheckboxSelectMultiple
    )


class GroupForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Group
        fields = ("name", "place")


class OrganisationForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Organisation
        fields = ("name", "criterion_word", "hides_expected_names")


class PhotoForm(forms.Form):
    photo = forms.FileField(label=_("Photo"))


class ContactForm(forms.Form):
    contact = forms.CharField(label=_("E-mail ou téléphone"), max_length=254)
