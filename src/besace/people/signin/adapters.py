"""What allauth asks us: plain mails, no sign-up by itself, passkeys that open without a second step."""

from __future__ import annotations

from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.utils.translation import gettext as _

from besace.core.errors import Unavailable


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """People are added by those who welcome them: nobody signs up alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as failed:
            raise Unavailable("mail-down", _("Le message n’est pas parti. Réessayez dans un moment.")) from failed


class PasskeyAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """A passkey is a way in by itself; it never stands between a person and her e-mailed code."""

    def is_mfa_enabled(self, user: Any, types: Any = None) -> bool:
        return False

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        return {"id": user.pk.hex.encode(), "display_name": user.first_name, "name": user.first_name}
