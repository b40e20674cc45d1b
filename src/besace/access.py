"""Who may do what: one table of verbs and roles, denied by default.

To add a verb: one line in VERBS. To guard a route: `@access.needs("verb", within=Group)` or `@access.public`;
a route that declares neither fails the build. Rights are computed at each request, from the memberships.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from besace.core.errors import NotAllowed
from besace.people.models import Group, Organisation, Person, Role
from besace.people.rules import Level

if TYPE_CHECKING:
    from besace.people.request import Request

VISITOR = "visitor"
ROLES = (VISITOR, *Role.values)
GUEST, PARTICIPANT, AMBASSADOR = Role.GUEST.value, Role.PARTICIPANT.value, Role.AMBASSADOR.value
FACILITATOR, PARTNER, ADMINISTRATOR = Role.FACILITATOR.value, Role.PARTNER.value, Role.ADMINISTRATOR.value

EVERYONE = frozenset(ROLES)
SOMEBODY = EVERYONE - {VISITOR}
MEMBERS = frozenset({PARTICIPANT, AMBASSADOR, FACILITATOR, ADMINISTRATOR})
WELCOMERS = frozenset({AMBASSADOR, FACILITATOR, ADMINISTRATOR})
LEADERS = frozenset({FACILITATOR, ADMINISTRATOR})
ADMINISTRATORS = frozenset({ADMINISTRATOR})

Within = Group | Organisation | None


@dataclass(frozen=True)
class Verb:
    """Who may, and how sure of her we must be (`Level.ACCOUNT`: she signed in, a tapped name is not enough)."""

    roles: frozenset[str]
    level: Level = Level.ACCOUNT


VERBS: dict[str, Verb] = {
    # --- oneself -------------------------------------------------------------------------------------------------
    "home.see": Verb(EVERYONE, Level.NOBODY),
    "self.see": Verb(SOMEBODY),
    "self.edit": Verb(SOMEBODY),
    # --- her bag -------------------------------------------------------------------------------------------------
    "bag.see": Verb(SOMEBODY),
    "bag.edit": Verb(SOMEBODY),
    # --- recommending --------------------------------------------------------------------------------------------
    "endorsement.ask": Verb(SOMEBODY),
    "endorsement.lead": Verb(LEADERS),
    # --- telling people ------------------------------------------------------------------------------------------
    "notice.see": Verb(LEADERS),
    "notice.send": Verb(LEADERS),
    # --- people and groups ---------------------------------------------------------------------------------------
    "organisation.edit": Verb(ADMINISTRATORS),
    "key.manage": Verb(ADMINISTRATORS),
    "key.review": Verb(LEADERS),
    "group.add": Verb(ADMINISTRATORS),
    "group.edit": Verb(LEADERS),
    "group.see": Verb(MEMBERS | {PARTNER}),
    "role.change": Verb(ADMINISTRATORS),
    "people.see": Verb(WELCOMERS),
    "person.add": Verb(WELCOMERS),
    "person.edit": Verb(LEADERS),
    "person.remove": Verb(LEADERS),
    "card.print": Verb(LEADERS),
    # --- coming in to a meeting ----------------------------------------------------------------------------------
    "meeting.enter": Verb(EVERYONE, Level.NOBODY),
    "meeting.see": Verb(SOMEBODY, Level.DOUBTED),
    "meeting.admit": Verb(WELCOMERS),
    "meeting.lead": Verb(LEADERS),
    "minutes.see": Verb(MEMBERS, Level.TAPPED),
    "badge.read-over": Verb(WELCOMERS, Level.CONFIRMED),
    # --- recognition ---------------------------------------------------------------------------------------------
    "badge.ask": Verb(MEMBERS | {GUEST}, Level.CONFIRMED),
    "badge.propose": Verb(MEMBERS, Level.CONFIRMED),
    "recognition.see": Verb(MEMBERS | {GUEST}, Level.CONFIRMED),
    "situation.observe": Verb(MEMBERS, Level.CONFIRMED),
    "peers.vote": Verb(MEMBERS, Level.CONFIRMED),
    "recognition.lead": Verb(LEADERS),
    "award.give": Verb(MEMBERS),
    "award.revoke": Verb(LEADERS),
    "reviewers.name": Verb(ADMINISTRATORS),
}

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def roles_of(person: Person | None, within: Within = None) -> frozenset[str]:
    """The roles she holds there now; everyone is at least a visitor. Nowhere in particular, she is at least a guest."""
    if person is None or not person.is_active:
        return frozenset({VISITOR})
    now = timezone.now()
    held = {m.role for m in person.memberships.all() if _counts(m, within) and (m.ends_at is None or m.ends_at > now)}
    return frozenset({VISITOR, *held} | ({GUEST} if within is None else set()))


def _counts(membership: Any, within: Within) -> bool:
    if within is None:
        return True
    if isinstance(within, Organisation):
        return bool(membership.organisation_id == within.pk)
    return bool(
        membership.group_id == within.pk
        or (membership.group_id is None and membership.organisation_id == within.organisation_id)
    )


def may(verb: str, person: Person | None, within: Within = None) -> bool:
    """An unknown verb is a bug, not a refusal."""
    asked = VERBS[verb]
    level = person.level if person else Level.NOBODY
    return level >= asked.level and bool(asked.roles & roles_of(person, within))


def require(verb: str, person: Person | None, within: Within = None) -> None:
    if not may(verb, person, within):
        raise NotAllowed("not-allowed", _("Cette page n’est pas pour vous. Demandez à l’animatrice."))


def public(view: View) -> View:
    """Declares a route that anybody may ask for, signed in or not."""
    view.verb = "public"  # type: ignore[attr-defined]
    return view


def needs(verb: str, *, within: type[Group | Organisation] | None = None) -> Callable[[View], View]:
    """Declares what a route asks for; `within=Group` turns the address' `group_id` into the view's `group`.

    A view that finds its group by itself (from a criterion, a meeting) declares the verb, then calls `require`.
    """
    asked = VERBS[verb]  # known at import, or the site does not start

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            place = None
            if within is not None:
                name = within.__name__.lower()
                place = kwargs[name] = _place(within, kwargs.pop(f"{name}_id"))
            if request.person is None and VISITOR not in asked.roles and request.method in {"GET", "HEAD"}:
                return redirect(f"/entrer?{urlencode({'next': request.get_full_path()})}")
            require(verb, request.person, place)
            return view(request, *args, **kwargs)

        guarded.verb = verb  # type: ignore[attr-defined]
        guarded.within = within  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return declare


def _place(model: type[Group | Organisation], pk: object) -> Group | Organisation:
    if model is Group:
        return get_object_or_404(Group.objects.select_related("organisation"), pk=pk)
    return get_object_or_404(Organisation, pk=pk)
