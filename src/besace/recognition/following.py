"""What a facilitator follows: every way under way, what it waits for, and who. The number of queries is constant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from besace.credentials.models import Credential

from . import queries, rules
from .models import Award, Decision, Recognition, Revocation, State

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from besace.people.models import Group, Person


@dataclass(frozen=True)
class Followed:
    """One line: whose way, and the next thing to happen."""

    recognition: Recognition
    sentence: str
    icon: str
    is_ours: bool = False  # the next gesture is the facilitator's


@dataclass(frozen=True)
class Watch:
    """A situation as one of its observers knows it; `name` is None where nobody watches any more."""

    starts_at: datetime
    name: str | None
    wrote_at: datetime | None


def followed(group: Group, *, besides: Person | None = None) -> list[Followed]:
    """Nobody follows her own way; those that wait for the facilitator come first. One query."""
    votes = Decision.objects.filter(recognition=OuterRef("pk"), closed_at=None)
    to_confirm = Exists(votes.filter(is_jury=True, confirmed_at=None))
    found = queries.under_way(group).exclude(person=besides).select_related("teller")
    found = found.annotate(vote_ends_at=votes.values("closes_at")[:1], jury_waits=to_confirm)
    watches: dict[Any, list[Watch]] = {}
    for one in _watched(found).order_by("-changed_at", "pk", "watch_starts_at"):
        watches.setdefault(one, []).extend(_watch(one))
    lines = [
        _line(one, watches=seen, closes_at=one.vote_ends_at, jury_waits=one.jury_waits) for one, seen in watches.items()
    ]
    return sorted(lines, key=lambda line: not line.is_ours)


def _watched(found: QuerySet[Recognition]) -> Any:
    """As many rows as there are observers: a way has three or four."""
    observers = "situations__observers"
    return found.annotate(
        watch_starts_at=F("situations__starts_at"),
        watch_name=F(f"{observers}__person__first_name"),
        watch_wrote_at=F(f"{observers}__wrote_at"),
    )


def _watch(row: Any) -> list[Watch]:
    return [] if row.watch_starts_at is None else [Watch(row.watch_starts_at, row.watch_name, row.watch_wrote_at)]


def line_of(recognition: Recognition) -> Followed:
    vote = Decision.objects.filter(recognition=recognition, closed_at=None).first()
    waits = vote is not None and vote.is_jury and vote.confirmed_at is None
    rows = _watched(Recognition.objects.filter(pk=recognition.pk)).order_by("watch_starts_at")
    watches = [watch for row in rows for watch in _watch(row)]
    return _line(recognition, watches=watches, closes_at=vote.closes_at if vote else None, jury_waits=waits)


def _line(one: Recognition, *, watches: list[Watch], closes_at: object, jury_waits: bool) -> Followed:
    if one.state == State.SEEN:
        told = names(watch.name for watch in watches if watch.wrote_at is not None)
        return Followed(one, _("Vu par %(names)s") % {"names": told}, "eye", is_ours=True)
    if one.state == State.DECIDING and jury_waits:
        return Followed(one, _("Un jury attend une deuxième personne"), "users", is_ours=True)
    if one.state == State.DECIDING:
        day = date_format(closes_at, "j F") if closes_at else ""  # type: ignore[arg-type]
        return Followed(one, _("Les pairs votent jusqu’au %(day)s") % {"day": day}, "users")
    if one.state == State.NOT_YET and one.told_at is None:
        if one.teller is None:
            return Followed(one, _("Pas encore : le lui dire"), "message-circle", is_ours=True)
        return Followed(
            one, _("Pas encore : %(name)s le dit") % {"name": one.teller.first_name}, "message-circle", True
        )
    return _before_it_is_seen(one, watches)


def _before_it_is_seen(one: Recognition, watches: list[Watch]) -> Followed:
    now = timezone.now()
    to_come = next((watch.starts_at for watch in watches if watch.starts_at > now), None)
    if to_come is not None:
        day = date_format(timezone.localtime(to_come), "l j F, H:i")
        return Followed(one, _("Mise en situation, %(day)s") % {"day": day}, "calendar")
    silent = [watch.name for watch in watches if watch.name and watch.wrote_at is None]
    if silent and one.state == State.OPEN:
        return Followed(one, _("On attend ce qu’a vu %(names)s") % {"names": names(silent)}, "notebook-pen")
    return Followed(one, _("Choisir une date"), "calendar", is_ours=True)


def names(first_names: Iterable[str | None]) -> str:
    """« Fatou et Tonio »."""
    said = sorted({name for name in first_names if name})
    if not said:  # they watched, then erased themselves
        return _("des pairs")
    return said[0] if len(said) == 1 else _("%(first)s et %(last)s") % {"first": ", ".join(said[:-1]), "last": said[-1]}


@dataclass(frozen=True)
class Given:
    """A badge that was given here, with what is under way about it."""

    award: Award
    state: str
    question: Revocation | None


def given(group: Group, *, besides: Person | None = None, most: int = 60) -> list[Given]:
    """The last badges given; what she answered stays hers."""
    awards = list(
        Award.objects.filter(group=group, person__isnull=False, corrected_by=None)
        .exclude(person=besides)
        .exclude(answer=Award.Answer.REFUSED)
        .select_related("person", "version")[:most]
    )
    states: dict[UUID, str] = dict(
        Credential.objects.filter(award_id__in=[one.pk for one in awards]).values_list("award_id", "state")
    )
    open_ones = {
        one.award_id: one for one in Revocation.objects.filter(award__in=awards, done_at=None, dropped_at=None)
    }
    return [Given(one, states.get(one.pk, ""), open_ones.get(one.pk)) for one in awards]


@dataclass(frozen=True)
class Notes:
    """Neutral notes for who leads: never a block, never how anybody voted."""

    reciprocal_with: list[str]
    is_ring: bool


def notes(recognition: Recognition) -> Notes:
    acts = queries.vouched(recognition.group)
    now, her = timezone.now(), recognition.person_id
    others = {o.person_id: o.person.first_name for s in recognition.situations.all() for o in s.observers.all()} | {
        p.by_id: p.by.first_name for p in recognition.proposals.select_related("by")
    }
    both = [name for pk, name in others.items() if rules.is_reciprocal(acts, one=pk, other=her, now=now)]
    return Notes(sorted(both), her in rules.closed_ring(acts, now=now))
