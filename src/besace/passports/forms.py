"""What she chooses before a page is shared, or a badge erased."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import phrases
from .queries import Carried

LASTS = {"week": timedelta(days=7), "month": timedelta(days=31), "quarter": timedelta(days=92), "always": None}


class ShareForm(forms.Form):
    """Which badges, for whom, until when, with or without her first name."""

    badges = forms.MultipleChoiceField(label=_("Quels badges ?"), widget=forms.CheckboxSelectMultiple)
    label = forms.CharField(
        label=_("Pour qui ?"), help_text=_("Une note pour vous seule."), max_length=80, required=False
    )
    lasts = forms.ChoiceField(
        label=_("Jusqu’à quand ?"),
        choices=[
            ("week", _("Une semaine")),
            ("month", _("Un mois")),
            ("quarter", _("Trois mois")),
            ("always", _("Jusqu’à ce que j’arrête")),
        ],
    )
    shows_name = forms.BooleanField(label=phrases.SHOW_NAME, required=False)

    def __init__(self, *args: Any, bag: list[Carried], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(badge.id), badge.name) for badge in bag]
        self.fields["badges"].choices = choices  # type: ignore[attr-defined]

    def ends_at(self) -> datetime | None:
        lasts = LASTS[self.cleaned_data["lasts"]]
        return timezone.now() + lasts if lasts else None


class ForgetForm(forms.Form):
    """Two plain choices: her file stays good, or it does not."""

    keeps = forms.ChoiceField(choices=[("file", ""), ("nothing", "")])

    @property
    def is_void(self) -> bool:
        return bool(self.cleaned_data["keeps"] == "nothing")
