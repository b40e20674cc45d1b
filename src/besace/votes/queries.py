"""What may be seen of a vote: how many while it is open, its numbers once it is closed, names of a public one only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Sum

from besace.people.models import Person

from . import result as results
from .models import Ballot, HandCount, RollLine, SealedVoice, Turnout, Voice
from .result import Result
from .rules import Choice, Rule, Secrecy, Tally, rule_from


@dataclass(frozen=True, slots=True)
class Progress:
    """What everybody may see while it is open: how many, never what."""

    answered: int
    hands: int
    present: int
    late_voices: int

    @property
    def voices(self) -> int:
        return self.answered + self.hands


@dataclass(frozen=True, slots=True)
class MyVoice:
    choice: Choice
    reason: str
    is_entered_for_her: bool


def ballot(ballot_id: UUID) -> Ballot:
    return Ballot.objects.get(pk=ballot_id)


def ballot_of(subject: str) -> Ballot | None:
    """The last ballot on this subject, open or closed."""
    return Ballot.objects.filter(subject=subject).order_by("-number").first()


def ballots_of(subjects: Iterable[str]) -> dict[str, Ballot]:
    """The last ballot on each of these subjects, in two queries whatever their number."""
    wanted = list(subjects)
    last = Ballot.objects.filter(subject__in=wanted).values("subject").annotate(last=Max("number"))
    numbers = {row["subject"]: row["last"] for row in last}
    found = Ballot.objects.filter(subject__in=wanted)
    return {ballot.subject: ballot for ballot in found if ballot.number == numbers.get(ballot.subject)}


def history_of(subject: str) -> QuerySet[Ballot]:
    """Every ballot on this subject, the oldest first: a vote made again keeps the one before."""
    return Ballot.objects.filter(subject=subject).order_by("number")


def due(now: datetime) -> QuerySet[Ballot]:
    """Votes over several days whose date has come."""
    return Ballot.objects.filter(closed_at__isnull=True, closes_at__lte=now)


def rule(ballot: Ballot) -> Rule:
    """The rule as it was frozen at the opening."""
    return rule_from(ballot.rule)


def answered(ballot_id: UUID) -> set[UUID]:
    """Who has answered or withdrawn (open), who took part (closed, until the names leave); never what."""
    return who_answered(ballot(ballot_id))


def who_answered(at: Ballot) -> set[UUID]:
    """The same, of a ballot already read."""
    return set(_answers(at).values_list("person_id", flat=True))


def awaiting(person: Person) -> QuerySet[Ballot]:
    """The open ballots where she has a voice and has said nothing yet, to be asked within another query."""
    hers = {"ballot": OuterRef("pk"), "person": person}
    said = Exists(Voice.objects.filter(**hers)) | Exists(SealedVoice.objects.filter(**hers))
    on_the_roll, left_out = (Exists(RollLine.objects.filter(**hers, has_voice=has)) for has in (True, False))
    open_to_her = Q(on_the_roll) | Q(has_roll=False) & ~Q(left_out)
    return Ballot.objects.filter(closed_at__isnull=True).exclude(said).filter(open_to_her)


def roll(ballot_id: UUID) -> set[UUID]:
    """Who has a voice in a ballot that keeps a roll."""
    return set(RollLine.objects.filter(ballot_id=ballot_id, has_voice=True).values_list("person_id", flat=True))


def with_voice(person: Person, *, among: Iterable[UUID]) -> set[UUID]:
    """Those of these ballots where she has a voice: their roll says so, or they keep none and do not leave her out."""
    wanted = list(among)
    lines = dict(RollLine.objects.filter(person=person, ballot_id__in=wanted).values_list("ballot_id", "has_voice"))
    without_roll = Ballot.objects.filter(pk__in=wanted, has_roll=False).values_list("pk", flat=True)
    return {pk for pk in wanted if lines.get(pk, pk in set(without_roll))}


def has_answered(at: Ballot, person: Person) -> bool:
    return _answers(at).filter(person=person).exists()


def _answers(at: Ballot) -> QuerySet[Turnout] | QuerySet[SealedVoice] | QuerySet[Voice]:
    if not at.is_open:
        return Turnout.objects.filter(ballot=at)
    return SealedVoice.objects.filter(ballot=at) if at.is_secret else Voice.objects.filter(ballot=at)


def hands(ballot_id: UUID) -> Tally:
    """The hands counted so far."""
    rows = HandCount.objects.filter(ballot_id=ballot_id).values_list("choice", "number")
    return Tally(**dict(rows))


def hands_raised(at: Ballot) -> int:
    return HandCount.objects.filter(ballot=at).aggregate(total=Sum("number"))["total"] or 0


def number_answered(at: Ballot) -> int:
    """How many have answered or withdrawn."""
    return _answers(at).count()


def progress(ballot_id: UUID) -> Progress:
    at = ballot(ballot_id)
    return Progress(number_answered(at), hands_raised(at), at.present, at.late_voices)


def result(ballot_id: UUID) -> Result | None:
    """What the vote decided; None while it is open."""
    record = ballot(ballot_id).result
    return None if record is None else results.result_from(record)


def tally(ballot_id: UUID) -> Tally | None:
    """The numbers: of a closed vote, or of an open one that is public (the stamp). None where they must stay hidden."""
    at = ballot(ballot_id)
    if at.result is not None:
        return results.result_from(at.result).tally
    if at.secrecy != Secrecy.OPEN:
        return None
    return Tally.of(Voice.objects.filter(ballot=at).values_list("choice", flat=True)) + hands(ballot_id)


def my_voice(ballot_id: UUID, person: Person) -> MyVoice | None:
    """Her own answer, so that she may think again: before the closing only, and never in a secret ballot."""
    return mine(my_voices(person).filter(ballot_id=ballot_id))


def mine(rows: QuerySet[Voice]) -> MyVoice | None:
    """The one voice among these rows, in plain values."""
    found = rows.values_list("choice", "reason", "is_entered_for_her").first()
    return None if found is None else MyVoice(Choice(found[0]), found[1], found[2])


def my_voices(person: Person) -> QuerySet[Voice]:
    """Her own answers to what is still open, for whoever knows which ballot is on her screen."""
    return Voice.objects.filter(ballot__closed_at__isnull=True, person=person)


def entered_for(person: Person) -> set[UUID]:
    """The ballots where somebody entered her answer: she sees it on her own page."""
    rows = [Voice.objects.filter(person=person), Turnout.objects.filter(person=person)]
    return {pk for row in rows for pk in row.filter(is_entered_for_her=True).values_list("ballot_id", flat=True)}


def who_pressed(ballot_id: UUID) -> set[UUID]:
    """Who stamped: of open ballots alone, until the names leave."""
    rows = Voice.objects.filter(ballot_id=ballot_id, ballot__secrecy=Secrecy.OPEN)
    return set(rows.exclude(choice=Choice.WITHDRAWN).values_list("person_id", flat=True))
