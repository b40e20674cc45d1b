"""What was given to check: a file, a link or a text."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LARGEST_FILE = 5 * 1024 * 1024
LONGEST_TEXT = 200_000


class StolenForm(forms.Form):
    """Since when, and that she is sure; without a moment, it is now."""

    since = forms.DateTimeField(
        label=_("Depuis quand ?"),
        help_text=_("Vous ne savez pas ? Laissez vide : ce sera maintenant."),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    sure = forms.BooleanField(
        label=_("Oui, quelqu’un d’autre a cette clé."),
        error_messages={"required": _("Cochez pour dire que c’est sûr.")},
    )

    def clean_since(self) -> datetime | None:
        since: datetime | None = self.cleaned_data["since"]
        if since is not None and since > timezone.now():
            raise forms.ValidationError(_("Ce moment n’est pas encore venu. Choisissez une date passée."))
        return since


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
