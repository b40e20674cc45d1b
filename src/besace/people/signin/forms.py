"""What is typed to come in."""

from __future__ import annotations

import json
import re
from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.forms import AddWebAuthnForm, LoginWebAuthnForm
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


LONGEST_CREDENTIAL = 64 * 1024
# What allauth and fido2 raise on bytes that are no passkey; what they refuse themselves is a ValidationError.
NO_PASSKEY = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)


class CredentialField(forms.JSONField):
    """An object of a browser, within bounds: nothing so deep or so long that reading it breaks."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str) or len(value) > LONGEST_CREDENTIAL:
            raise _no_passkey()
        try:
            read = json.loads(value)
            json.dumps(read, ensure_ascii=False).encode()  # a lone half of a character cannot be kept
        except NO_PASSKEY:
            raise _no_passkey() from None
        if not isinstance(read, dict):
            raise _no_passkey()
        return read

    def bound_data(self, data: Any, initial: Any) -> None:
        """Nothing of it is shown again: the browser makes another."""

    def prepare_value(self, value: Any) -> str:
        return ""


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """What a browser made, or anything else: a sentence, never a page that breaks."""

    credential = CredentialField()

    def clean(self) -> Any:
        try:
            return super().clean()
        except forms.ValidationError:
            raise
        except NO_PASSKEY:
            raise _no_passkey() from None


class ComeByPasskeyForm(LoginWebAuthnForm):  # type: ignore[misc]
    credential = CredentialField()

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()
        except forms.ValidationError:
            raise
        except NO_PASSKEY:
            raise _no_passkey() from None


def _no_passkey() -> forms.ValidationError:
    refusal: forms.ValidationError = get_adapter().validation_error("incorrect_code")
    return refusal
