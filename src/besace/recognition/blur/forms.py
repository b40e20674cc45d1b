"""Where she put squares: drawn with two taps, or cells of a grid; and her word that nobody is recognised any more."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from . import rules
from .sentences import SENTENCES


class BlurForm(forms.Form):
    nobody = forms.BooleanField(
        label=_("On ne reconnaît plus personne."),
        error_messages={"required": _("Cochez « On ne reconnaît plus personne ».")},
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        drawn = [rules.read(written) for written in self.drawn[: rules.MOST + 1]]
        areas = [*filter(None, drawn), *rules.joined(self.cells)]
        fault = rules.Fault.UNREADABLE if None in drawn else rules.fault_of(areas)
        if fault:
            raise forms.ValidationError(SENTENCES[fault], code=fault.value)
        return {**said, "areas": areas}

    @property
    def drawn(self) -> list[str]:
        """As they came: the page shows them again when something is missing."""
        return [] if not self.is_bound else self.data.getlist("area")  # type: ignore[attr-defined]

    @property
    def cells(self) -> set[int]:
        known = {str(cell): cell for cell in range(rules.SIDE**2)}
        return {known[said] for said in self.data.getlist("cell") if said in known} if self.is_bound else set()  # type: ignore[attr-defined]

    def grid(self) -> list[dict[str, Any]]:
        """Each cell, line by line, with where it is in words."""
        chosen = self.cells
        places = (divmod(cell, rules.SIDE) for cell in range(rules.SIDE**2))
        return [
            {"value": cell, "row": row + 1, "column": column + 1, "is_chosen": cell in chosen}
            for cell, (row, column) in enumerate(places)
        ]
