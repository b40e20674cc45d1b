"""Why a square cannot be hidden, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from besace.core.errors import Refusal

from .rules import Area, Fault, fault_of

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: dict[Fault, _StrPromise] = {
    Fault.UNREADABLE: _("Ce carré ne se lit pas. Posez-le à nouveau."),
    Fault.NONE: _("Posez au moins un carré sur la photo."),
    Fault.MANY: _("Six carrés au plus. Faites-en de plus grands."),
    Fault.SMALL: _("Ce carré est trop petit. Couvrez tout le visage."),
    Fault.OUTSIDE: _("Ce carré sort de la photo. Posez-le à nouveau."),
}


def refuse_unless_fine(areas: Sequence[Area]) -> None:
    fault = fault_of(areas)
    if fault:
        raise Refusal(fault.value, str(SENTENCES[fault]))
