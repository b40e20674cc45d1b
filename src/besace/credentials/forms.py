"""What was given to check: a file, a link or a text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LARGEST_FILE = 5 * 1024 * 1024
LONGEST_TEXT = 200_000


class VerifyForm(forms.Form):
    """One of the two is enough; the file goes first."""

    file = forms.FileField(label=_("Le fichier du badge"), required=False)
    text = forms.CharField(
        label=_("Ou son lien, ou son texte"),
        help_text=_("Collez ce que vous avez reçu."),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocapitalize": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        file = cleaned.get("file")
        if not file and not cleaned.get("text", "").strip() and not self.errors:
            raise forms.ValidationError(_("Choisissez un fichier, ou collez un lien."), code="nothing")
        if file and file.size > LARGEST_FILE:
            raise forms.ValidationError(_("Ce fichier est trop grand. 5 Mo au plus."), code="too-large")
        return cleaned

    def source(self) -> bytes:
        """The bytes to read, as they came."""
        if file := self.cleaned_data.get("file"):
            return bytes(file.read())
        return str(self.cleaned_data["text"]).strip().encode()
