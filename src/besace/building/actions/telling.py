"""What every action of a web begins and ends with: the row held, the state checked, the screens told."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from besace.core import journal, revisions
from besace.core.errors import Conflict
from besace.people.models import Person

from .. import rules
from ..models import Criterion, Web

EVERYTHING, LIST, STAMP = "web", "list", "stamp"


def held(web_id: UUID) -> Web:
    """The web, locked until the end of the transaction: what happens to it happens in order."""
    return Web.objects.select_for_update(of=("self",)).select_related("group", "badge").get(pk=web_id)


def held_criterion(criterion_id: UUID) -> tuple[Web, Criterion]:
    """A criterion and its web, the web locked first so that nobody waits in a ring."""
    web_id = Criterion.objects.values_list("web_id", flat=True).get(pk=criterion_id)
    web = held(web_id)
    return web, Criterion.objects.select_related("branch").get(pk=criterion_id)


def must_be(web: Web, *states: str) -> None:
    if web.state not in states:
        raise Conflict("not-now", _("Ce n’est plus le moment. Regardez le grand écran."))


def must_be_open(web: Web) -> None:
    must_be(web, rules.GROWING, rules.DECIDING, rules.READING_OVER)


def turn(web: Web, new: str) -> None:
    if web.state == new:
        return
    if not rules.may_become(web.state, new=new):
        raise Conflict("not-now", _("Ce n’est plus le moment. Regardez le grand écran."))
    web.state = new
    web.save(update_fields=["state"])


def settle(criterion: Criterion, new: str, **also: object) -> None:
    """Change a criterion's state by the table at the top of models.py, and nothing else."""
    if criterion.state != new and not rules.may_become(criterion.state, new=new):
        raise Conflict("already-decided", _("Ce critère a changé entre-temps. Regardez-le à nouveau."))
    criterion.state = new
    for name, value in also.items():
        setattr(criterion, name, value)
    criterion.save()


def tell(web: Web, *parts: str) -> None:
    """Raise the numbers that the screens follow: the meeting's when there is one."""
    revisions.bump(web.channel or f"web:{web.pk}", *(parts or (EVERYTHING,)))


def write(by: Person | None, verb: str, web: Web, what: object = None, **details: object) -> None:
    journal.write(
        by, verb, what or web, group=web.group_id, organisation=web.group.organisation_id, web=str(web.pk), **details
    )
