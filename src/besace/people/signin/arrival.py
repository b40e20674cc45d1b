"""Whatever the way in, the device then knows who came; connected to Django's signal in apps.py."""

from __future__ import annotations

from typing import Any

from . import actions


def remember(sender: object, request: Any, user: Any, **_more: object) -> None:
    device = getattr(request, "device", None)
    if device is None:
        return
    is_shared = request.is_shared_device
    if is_shared:
        request.session.set_expiry(0)
    card = getattr(request, "card", None)
    actions.know_device(device, person=user, is_shared=is_shared, label=actions.label_of(request), card=card)
