"""The doors: a code by e-mail, a passkey; the device; the way out."""

from __future__ import annotations

from typing import Any

from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import AddWebAuthnView, LoginWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from besace import access
from besace.core import limits, live

from .. import queries
from ..models import Person
from ..request import Request
from . import actions
from .ways import next_after, offers_passkeys

PASSES = "passes"  # the meetings this device was let in to; they outlive a person who leaves
PAUSED = "paused"  # read by the middleware: nobody acts on a shared device that was left alone
PER_CODE = [(5, 600)]
PER_ACCOUNT = [(20, 3600), (50, 86400)]


@access.public
@require_GET
def doors(request: Request) -> HttpResponse:
    if request.person and request.user.is_authenticated:
        return redirect(next_after(request))
    context = {"next": request.GET.get("next", ""), "offers_passkeys": offers_passkeys(request)}
    return render(request, "people/doors.html", context)


class RequestCode(RequestLoginCodeView):  # type: ignore[misc]
    """Known or not, an address gets the same page and a message."""

    template_name = "people/code_request.html"


class ConfirmCode(ConfirmLoginCodeView):  # type: ignore[misc]
    """Tries are counted by code and by account, in the database: a session that forgets changes nothing."""

    template_name = "people/code_confirm.html"

    def post(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if self._action != "verify":
            return super().post(request, *args, **kwargs)
        state = self._process.state
        account = str(state.get("user_id") or state.get("email", ""))
        tries = [
            limits.begin_try("sign-in-code", f"{account}:{state['at']}", PER_CODE),
            limits.begin_try("sign-in-account", account, PER_ACCOUNT),
        ]
        if not all(tries):
            messages.error(request, _("Trop d’essais. Demandez un nouveau code plus tard."))
            self._process.abort()
            return redirect("account_request_login_code")
        form = self.get_form()
        if not form.is_valid():
            return self.form_invalid(form)
        limits.forgive(*tries)
        return self.form_valid(form)


class AddPasskey(AddWebAuthnView):  # type: ignore[misc]
    template_name = "people/passkey_add.html"

    def get_success_url(self) -> str:
        return resolve_url("people:devices")


class RemovePasskey(RemoveWebAuthnView):  # type: ignore[misc]
    template_name = "people/passkey_remove.html"

    def get_success_url(self) -> str:
        return resolve_url("people:devices")


request_code = access.public(RequestCode.as_view())
confirm_code = access.public(ConfirmCode.as_view())
come_by_passkey = access.public(LoginWebAuthnView.as_view())
add_passkey = access.needs("self.edit")(AddPasskey.as_view())
remove_passkey = access.needs("self.edit")(RemovePasskey.as_view())


@access.public
@require_POST
def device(request: Request) -> HttpResponse:
    """This device is mine, or several people's."""
    request.is_shared_device = request.POST.get("shared") == "yes"
    request.device_changed = True
    return redirect(next_after(request) if request.POST.get("next") else "account_login")


@access.public
@require_POST
def leave(request: Request) -> HttpResponse:
    """« Ce n’est pas moi »: nothing of her stays on this device, her streams end; the meeting's door stays open."""
    passes, seat = request.session.get(PASSES), request.seat
    who = request.user if request.user.is_authenticated else request.person
    if isinstance(who, Person):
        actions.forget_device(request.device, person=who)
        live.cut(person=who)
    logout(request)
    if passes:
        request.session[PASSES] = passes
    answer = redirect("meetings:who", seat.meeting_id) if seat else redirect("account_login")
    answer["Clear-Site-Data"] = '"cache"'
    return answer


@access.public
@require_GET
def pause(request: Request) -> HttpResponse:
    """The neutral screen of a shared device: who was there is not shown, and Back shows nothing of her."""
    if request.seat:
        meeting_id = request.seat.meeting_id
        request.session.pop("seat", None)
        return redirect("meetings:who", meeting_id)
    if request.user.is_authenticated and request.is_shared_device:
        request.session[PAUSED] = True
    return render(request, "people/pause.html", {"is_held": request.session.get(PAUSED, False)})


@access.public
@require_POST
def resume(request: Request) -> HttpResponse:
    request.session.pop(PAUSED, None)
    return redirect("home")


@access.needs("self.see")
@require_GET
def devices(request: Request) -> HttpResponse:
    me = request.person
    assert me is not None
    keys = Authenticator.objects.filter(user=me, type=Authenticator.Type.WEBAUTHN)
    context = {
        "devices": queries.devices_of(me),
        "passkeys": [key.wrap() for key in keys],
        "offers_passkeys": offers_passkeys(request),
    }
    return render(request, "people/devices.html", context)


@access.needs("self.edit")
@require_POST
def forget_others(request: Request) -> HttpResponse:
    me = request.person
    assert me is not None
    actions.forget_other_devices(request.device, person=me)
    live.cut(person=me)
    messages.success(request, _("Vos autres appareils sont déconnectés."))
    return redirect("people:devices")
