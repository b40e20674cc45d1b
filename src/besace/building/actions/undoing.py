"""The facilitator's last step, and how to take it back: hers only, the last only, and never a stamp."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from besace.core.errors import Conflict
from besace.people.models import Person

from .. import rules
from ..models import Branch, Criterion, FacilitatorStep, Web
from . import telling

_CRITERION = ("text", "state", "reason", "rank", "spot", "branch_id", "merged_into_id")
_BRANCH = ("name", "spot")
_WEB = ("state", "text_size")


def remember(web: Web, *, by: Person, verb: str, criteria: Iterable[Criterion] = (), branches: bool = False) -> None:
    """Keep how things are, before the step changes them."""
    before: dict[str, Any] = {
        "web": _fields(web, _WEB),
        "criteria": {str(c.pk): _fields(c, _CRITERION) for c in criteria},
        "branches": {str(b.pk): _fields(b, _BRANCH) for b in web.branches.all()} if branches else {},
    }
    FacilitatorStep.objects.create(web=web, by=by, verb=verb, before=before)


@transaction.atomic
def undo_last(web_id: UUID, *, by: Person) -> FacilitatorStep:
    """Put back what her last step changed; what others added since stays."""
    web = telling.held(web_id)
    step = web.steps.filter(undone_at__isnull=True).first()
    if step is None:
        raise Conflict("nothing-to-undo", _("Il n’y a rien à annuler."))
    if step.by_id != by.pk:
        raise Conflict("not-your-step", _("Une autre personne a fait la dernière étape."))
    if web.state in {rules.STAMPING, rules.STAMPED}:
        raise Conflict("not-now", _("Ce n’est plus le moment. Regardez le grand écran."))
    _put_back(Web, {str(web.pk): _but_no_stamp(step.before["web"])})
    _put_back(Branch, step.before["branches"])
    _put_back(Criterion, step.before["criteria"])
    step.undone_at = timezone.now()
    step.save(update_fields=["undone_at"])
    telling.write(by, "step-undone", web, step, verb_undone=step.verb)
    telling.tell(web)
    return step


def _but_no_stamp(before: dict[str, Any]) -> dict[str, Any]:
    """A stamp that was left is over, its presses too: it is opened anew, not put back."""
    return {**before, "state": rules.READING_OVER} if before["state"] == rules.STAMPING else before


def _fields(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in names}
    return {name: str(value) if isinstance(value, UUID) else value for name, value in values.items()}


def _put_back(model: Any, rows: dict[str, dict[str, Any]]) -> None:
    for pk, values in rows.items():
        model.objects.filter(pk=pk).update(**values)
