"""What is seen of a recognition."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from besace.badges.models import BadgeClass, BadgeState
from besace.badges.rules import StampedCriterion
from besace.credentials.models import Credential
from besace.people.models import Group, Membership, Person, Role
from besace.people.rules import Level
from besace.votes import customs
from besace.votes import queries as ballots
from besace.votes import rules as vote_rules

from . import rules
from .models import (
    Award,
    Decision,
    Evidence,
    Observer,
    Proposal,
    Recognition,
    Reviewer,
    Revocation,
    Sighting,
    Situation,
    State,
)
from .rules import Seen, Standing, Vouched

FILES_LIVE = timedelta(days=365)
LEADERS = frozenset({Role.FACILITATOR, Role.ADMINISTRATOR})
PEERS = frozenset({Role.PARTICIPANT, Role.AMBASSADOR, Role.FACILITATOR, Role.ADMINISTRATOR})


def is_stamped(badge: BadgeClass) -> bool:
    return bool(badge.state == BadgeState.STAMPED)


def living(person: Person, badge: BadgeClass) -> Recognition | None:
    """Her recognition of this badge that is under way for her, if any: a yes that nobody told her yet is."""
    return Recognition.objects.filter(under_way_for_her(), person=person, badge=badge).first()


def under_way_for_her() -> Q:
    """Living, or a yes that somebody of the meeting tells her first."""
    return Q(state__in=rules.LIVING) | Q(state=State.AWARDED, award__held_until__gt=timezone.now())


def holds(person: Person, badge: BadgeClass) -> bool:
    """Whether she was given it, did not refuse it, and it is still in force."""
    given = Award.objects.filter(person=person, version__badge=badge).exclude(answer=Award.Answer.REFUSED)
    ids = given.values_list("pk", flat=True)
    return Credential.objects.filter(award_id__in=list(ids), state__in=["valid", "suspended"]).exists()


def standing(person: Person, *, recipient: Person, group: Group) -> Standing:
    """Who somebody is for this recognition. Too close is never guessed: she says it herself (`step_aside`)."""
    roles = roles_in(person, group)
    return Standing(
        is_recipient=person.pk == recipient.pk,
        is_member=bool(roles & PEERS),
        is_guest=Role.GUEST in roles and not roles & PEERS,
        is_partner=Role.PARTNER in roles and not roles & PEERS,
        is_sure=person.level >= Level.CONFIRMED,
    )


def roles_in(person: Person, group: Group) -> set[str]:
    now = timezone.now()
    held = Membership.objects.filter(person=person, organisation_id=group.organisation_id)
    return {
        membership.role
        for membership in held
        if membership.group_id in {None, group.pk} and (membership.ends_at is None or membership.ends_at > now)
    }


def members(group: Group) -> list[Person]:
    """The peers of a group: the roll of a vote over several days."""
    held = Membership.objects.filter(group=group, role__in=PEERS).select_related("person")
    return list({membership.person for membership in held if membership.person.is_active})


def criteria_of(badge: BadgeClass) -> tuple[StampedCriterion, ...]:
    """The criteria of the current version, in the group's order."""
    return badge.current_version.stamped_criteria if badge.current_version else ()


def last_situation(recognition: Recognition) -> Situation | None:
    """The last one that took place, else the next one."""
    situations = list(recognition.situations.all())
    past = [one for one in situations if one.starts_at <= timezone.now()]
    return past[-1] if past else (situations[0] if situations else None)


def who_wrote(recognition: Recognition) -> list[UUID]:
    told = Observer.objects.filter(situation__recognition=recognition, wrote_at__isnull=False)
    return list(told.values_list("person_id", flat=True))


def seen_together(recognition: Recognition) -> dict[str, Seen]:
    """What the observers saw together, over all its situations."""
    by_observer: dict[int | UUID, dict[str, Seen]] = defaultdict(dict)
    for sighting in Sighting.objects.filter(observer__situation__recognition=recognition):
        by_observer[sighting.observer_id][sighting.criterion] = Seen(sighting.seen)
    return rules.seen_by_all(by_observer.values())


def seen_count(recognition: Recognition) -> int:
    return sum(seen is not Seen.NOT_YET for seen in seen_together(recognition).values())


def proposers(recognition: Recognition) -> list[UUID]:
    return list(Proposal.objects.filter(recognition=recognition).values_list("by_id", flat=True))


def observers(recognition: Recognition) -> list[UUID]:
    watched = Observer.objects.filter(situation__recognition=recognition)
    return list(watched.values_list("person_id", flat=True).distinct())


def rule_of(group: Group) -> vote_rules.Rule:
    """How this group gives a badge: what it chose, else the peers' default; always secret."""
    return customs.rule_of(group, question=vote_rules.Question.PEERS)


def credential_of(award: Award) -> Credential | None:
    return Credential.objects.filter(award_id=award.pk).first()


def under_way(group: Group) -> QuerySet[Recognition]:
    """What a facilitator follows. Proposals not yet answered are not among them: she is asked first and alone."""
    shown = [State.OPEN, State.SEEN, State.DECIDING, State.NOT_YET]
    found = Recognition.objects.filter(group=group, state__in=shown)
    return found.select_related("person", "badge")


def said_to_her(recognition: Recognition) -> str:
    """The state as her own page shows it (item 5: a human tells her first; after a vote in a meeting, a yes too)."""
    given = getattr(recognition, "award", None)
    if recognition.state == State.NOT_YET and recognition.told_at is None or given is not None and given.is_held:
        return State.DECIDING.value
    return str(recognition.state)


def open_decisions_for(person: Person) -> QuerySet[Decision]:
    """The votes where she has a voice and has not answered yet, hers apart; to be asked within another query."""
    groups = Membership.objects.filter(person=person, role__in=PEERS).values("group_id")
    waiting = ballots.awaiting(person).values("pk")
    found = Decision.objects.filter(closed_at=None, recognition__group_id__in=groups, ballot_id__in=waiting)
    return found.exclude(recognition__person=person)


def to_observe(person: Person) -> QuerySet[Observer]:
    """Where she is asked to watch, and has not told yet."""
    waiting = Observer.objects.filter(person=person, wrote_at=None, situation__recognition__state__in=rules.LIVING)
    return waiting.select_related("situation__recognition__person", "situation__recognition__badge")


def is_reviewer(person: Person, badge: BadgeClass) -> bool:
    return Reviewer.objects.filter(badge=badge, person=person).exists()


def waiting_awards(person: Person) -> QuerySet[Award]:
    waiting = Award.objects.filter(person=person, answer=Award.Answer.WAITING, corrected_by=None)
    waiting = waiting.exclude(held_until__gt=timezone.now())
    return waiting.select_related("version", "group")


def may_confirm(question: Revocation, *, by: Person) -> bool:
    """May she be the second of the two, now? (PROTOCOL.md 1.8, item 7)"""
    two = {"asked_by": question.asked_by_id, "confirmed_by": by.pk, "holder": question.award.person_id}
    told, now = question.told_at, timezone.now()
    if question.kind == Revocation.Kind.CORRECT:
        return rules.may_correct(**two, told_at=told, agreed=question.agreed_at is not None, now=now)
    return rules.may_revoke(**two, told_at=told, urgent=question.reason in rules.URGENT, now=now)


def questions_for(person: Person) -> QuerySet[Revocation]:
    """Questions on a badge that wait for her: on her own once she is told; of others, once the second may confirm."""
    rights = Membership.objects.filter(person=person, role__in=LEADERS)
    led = rights.filter(
        Q(group=OuterRef("award__group")) | Q(group=None, organisation=OuterRef("award__group__organisation"))
    )
    waited = Q(told_at__lte=timezone.now() - rules.HER_DAYS)
    ready = Q(kind=Revocation.Kind.CORRECT, told_at__isnull=False, agreed_at__isnull=False) | waited
    ready |= Q(kind=Revocation.Kind.TAKE_BACK, reason__in=rules.URGENT)
    open_ones = Revocation.objects.filter(done_at=None, dropped_at=None, award__person__isnull=False)
    hers, others = (
        Q(award__person=person, told_at__isnull=False),
        ready & ~Q(asked_by=person) & ~Q(award__person=person),
    )
    return open_ones.filter(hers | (others & Q(Exists(led))))


def _badges_that_wait(person: Person) -> QuerySet[Award]:
    """For her answer (`is_waiting`), or with a question that waits for her (`question_id`, `question_kind`)."""
    asked = questions_for(person).filter(award=OuterRef("pk"))
    waiting = Exists(waiting_awards(person).filter(pk=OuterRef("pk")))
    found = Award.objects.annotate(
        is_waiting=waiting, question_id=asked.values("pk")[:1], question_kind=asked.values("kind")[:1]
    )
    return found.filter(Q(is_waiting=True) | Q(question_id__isnull=False)).select_related("version", "group", "person")


def vouched(group: Group) -> list[Vouched]:
    """Who proposed or observed for whom lately; never how anybody voted."""
    since = timezone.now() - timedelta(days=rules.RING_DAYS)
    proposed = Proposal.objects.filter(group=group, created_at__gte=since).values_list(
        "by_id", "person_id", "created_at"
    )
    watched = Observer.objects.filter(situation__recognition__group=group, wrote_at__gte=since)
    told = watched.values_list("person_id", "situation__recognition__person_id", "wrote_at")
    return [Vouched(by, of, at) for by, of, at in [*proposed, *told] if at is not None]


def shown_evidence(recognition: Recognition) -> QuerySet[Evidence]:
    return recognition.evidence.filter(is_shown=True)


STEPS = (State.OPEN, State.SEEN, State.DECIDING, State.AWARDED)


def step_of(said: str) -> int:
    """Which knot of her way she stands at, from 0; "not yet" is where she was seen, and shows again."""
    return STEPS.index(State.SEEN if said == State.NOT_YET else State(said)) if said in {*STEPS, State.NOT_YET} else 0


def step_labels() -> list[str]:
    return [_("Demandé"), _("Vu"), _("Les pairs votent"), _("Reconnu")]


def due_decisions(now: datetime) -> QuerySet[Decision]:
    """Votes whose announced end has come, and that nobody closed."""
    return Decision.objects.filter(closed_at=None, closes_at__lte=now)


@dataclass(frozen=True)
class Line:
    """One criterion, and what was seen of it."""

    id: str
    text: str
    seen: Seen | None


def criteria_seen(recognition: Recognition) -> list[Line]:
    together = seen_together(recognition)
    return [Line(one.id, one.text, together.get(one.id)) for one in criteria_of(recognition.badge)]


def award_of(recognition: Recognition) -> Award | None:
    return Award.objects.filter(recognition=recognition).first()


@dataclass(frozen=True)
class Waiting:
    """What waits for one person, and where she is herself."""

    proposals: list[Recognition]
    ways: list[Recognition]
    decisions: list[Recognition]  # of others: their `decision_id` is where her voice is awaited
    observations: list[Observer]
    awards: list[Award]
    questions: list[Award]  # with a question on them: her own, or where she would be the second of the two

    @property
    def is_empty(self) -> bool:
        return not (self.proposals or self.ways or self.decisions or self.observations or self.awards or self.questions)


def waiting_for(person: Person) -> Waiting:
    """Her own ways, and those of others where her voice, her eyes or her answer is awaited: three queries.

    A "not yet" that nobody told her is still "the peers vote" on her page, and so is a yes held back in a meeting.
    """
    asked = open_decisions_for(person)
    hers_or_asked = Q(under_way_for_her(), person=person) | Q(pk__in=asked.values("recognition"))
    found = Recognition.objects.filter(hers_or_asked).select_related("person", "badge", "award")
    ways = list(found.annotate(decision_id=asked.filter(recognition=OuterRef("pk")).values("pk")[:1]))
    for one in ways:
        one.said = State(said_to_her(one)).label  # type: ignore[attr-defined]
    hers, given = [one for one in ways if one.person_id == person.pk], list(_badges_that_wait(person))
    return Waiting(
        proposals=[one for one in hers if one.state == State.PROPOSED],
        ways=[one for one in hers if one.state != State.PROPOSED],
        decisions=[one for one in ways if one.person_id != person.pk],
        observations=list(to_observe(person)),
        awards=[one for one in given if one.is_waiting],  # type: ignore[attr-defined]
        questions=[one for one in given if one.question_id],  # type: ignore[attr-defined]
    )
