"""What is typed to come in."""

from __future__ import annotations

import re

from allauth.account.forms import ConfirmLoginCodeForm
from django import forms
from django.utils.translation import gettext_lazy as _


class CodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]
    """Six digits, however they are spaced."""

    code = forms.CharField(
        label=_("Les 6 chiffres"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": 12}),
    )

    def clean_code(self) -> str:
        digits = re.sub(r"\D", "", self.cleaned_data["code"])
        if not self.expected_code or digits != self.expected_code:
            raise forms.ValidationError(
                _("Ce ne sont pas les bons chiffres. Regardez le message."), code="incorrect_code"
            )
        return digits
