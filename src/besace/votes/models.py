"""What is kept of a vote, and for how long.

    Ballot      open {} -> closed {}     a closed ballot does not open again: `reopen` makes another one
    while open    Voice (open, nameless) or SealedVoice + BallotKey (secret); HandCount; RollLine
    once closed   the result; Turnout; the voices of an open ballot alone. All that names somebody leaves after 30 days.

The database refuses by itself (migrations 0001 and 0002): two voices of one person, a voice in a closed ballot,
a change in a closed ballot. docs/decisions/0010 and 0011 explain why and how.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from besace.people.models import Group

from .vocabulary import FLOOR, PEERS_MAJORITIES, Choice, Majority, Outcome, Question, Quorum, Secrecy, WhoVotes

REASON_LENGTH = 300


class GroupRule(models.Model):
    """How a group decides, when it does not as PROTOCOL.md 1.4 and 1.8 propose. `peers_…`: to give a badge to somebody;
    no number of voices there means half of those who may vote, and three at least.
    """

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="rule")
    quorum = models.CharField(max_length=10, choices=[(q.value, q.value) for q in Quorum], default=Quorum.HALF)
    quorum_number = models.PositiveIntegerField(default=0)
    majority = models.CharField(max_length=16, choices=[(m.value, m.value) for m in Majority], default=Majority.SIMPLE)
    secrecy = models.CharField(max_length=10, choices=[(s.value, s.value) for s in Secrecy], default=Secrecy.NAMELESS)
    blank_counts = models.BooleanField(default=False)
    allows_change = models.BooleanField(default=True)
    guests_stamp = models.BooleanField(default=True)
    who_votes = models.CharField(
        max_length=30, choices=[(w.value, w.value) for w in WhoVotes], default=WhoVotes.EVERYONE
    )
    facilitator_votes = models.BooleanField(default=True)
    ideas_each = models.PositiveSmallIntegerField(default=0)  # said kindly beyond, never refused; 0: never said
    peers_majority = models.CharField(
        max_length=16, choices=[(m.value, m.value) for m in PEERS_MAJORITIES], default=Majority.SIMPLE
    )
    peers_quorum = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(peers_quorum__isnull=True) | Q(peers_quorum__gte=FLOOR), name="peers_are_three_at_least"
            ),
            models.CheckConstraint(
                condition=Q(peers_majority__in=list(PEERS_MAJORITIES)), name="peers_want_more_yes_or_two_of_three"
            ),
            models.CheckConstraint(
                condition=~Q(quorum=Quorum.FIXED) | Q(quorum_number__gte=1), name="a_fixed_quorum_has_its_number"
            ),
            models.CheckConstraint(
                condition=~Q(quorum=Quorum.PERCENT) | Q(quorum_number__range=(1, 100)), name="a_percentage_is_one"
            ),
            models.CheckConstraint(condition=~Q(secrecy=Secrecy.OPEN), name="criteria_are_not_voted_by_name"),
        ]

    def __str__(self) -> str:
        return f"{self.group} · {self.quorum} · {self.majority}"


class Ballot(models.Model):
    """One question put to a collective, under a rule that no longer moves."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.CharField(max_length=80)  # "criterion:<uuid>": votes does not know what it decides about
    number = models.PositiveIntegerField(default=1)  # the how-manieth ballot on this subject
    question = models.CharField(max_length=20, choices=[(question.value, question.value) for question in Question])
    wording = models.PositiveIntegerField(default=1)  # the how-manieth wording since the first answer
    rule = models.JSONField()
    secrecy = models.CharField(max_length=10, choices=[(secrecy.value, secrecy.value) for secrecy in Secrecy])
    present = models.PositiveIntegerField()  # seats with a voice; whoever left after answering stays among them
    has_roll = models.BooleanField(default=False)  # only those on its roll have a voice (a vote over several days)
    channel = models.CharField(max_length=80, blank=True)  # whose screens follow it ("meeting:<uuid>")
    part = models.CharField(max_length=60, blank=True)
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True, blank=True)  # said from the start (a vote over several days)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, blank=True, choices=[(o.value, o.value) for o in Outcome])
    result = models.JSONField(null=True, blank=True)
    late_voices = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "number"], name="ballots_of_a_subject_are_numbered"),
            models.UniqueConstraint(
                fields=["subject"], condition=Q(closed_at__isnull=True), name="one_open_ballot_per_subject"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="", result__isnull=True)
                | Q(closed_at__isnull=False, outcome__in=[o.value for o in Outcome], result__isnull=False),
                name="a_ballot_has_a_result_when_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} n° {self.number}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_secret(self) -> bool:
        return self.secrecy == Secrecy.SECRET


class Voice(models.Model):
    """What one person answers; for open and nameless ballots."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="voices")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    choice = models.CharField(max_length=10, choices=[(choice.value, choice.value) for choice in Choice])
    reason = models.CharField(max_length=REASON_LENGTH, blank=True)
    is_entered_for_her = models.BooleanField(default=False)  # « saisi par l'animatrice »

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ballot", "person"], name="one_voice_per_person"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class SealedVoice(models.Model):
    """The same in a secret ballot, until its closing: who is in clear, what is sealed (`sealing.py`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="sealed_voices")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ballot", "person"], name="one_sealed_voice_per_person"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class BallotKey(models.Model):
    """The key of one secret ballot, itself sealed by the instance's; it dies at the closing."""

    ballot = models.OneToOneField(Ballot, on_delete=models.CASCADE, primary_key=True, related_name="key")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return str(self.pk)


class Turnout(models.Model):
    """This person has voted: no time, no choice; written at the closing, in an order drawn at random."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="turnout")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    is_entered_for_her = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ballot", "person"], name="one_turnout_per_person"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class HandCount(models.Model):
    """Hands and coloured cards: numbers without names; never in a secret ballot."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="hands")
    choice = models.CharField(max_length=10, choices=[(choice.value, choice.value) for choice in Choice])
    number = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ballot", "choice"], name="hands_are_counted_once_per_choice"),
            models.CheckConstraint(condition=Q(number__gte=0), name="hands_are_not_negative"),
            models.CheckConstraint(condition=~Q(choice=Choice.WITHDRAWN.value), name="nobody_withdraws_by_hand"),
        ]

    def __str__(self) -> str:
        return f"{self.choice}: {self.number}"


class RollLine(models.Model):
    """Who has a voice (when the ballot keeps a roll), and who has none whatever the room (the one it is about)."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="roll")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    has_voice = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ballot", "person"], name="one_line_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.has_voice}"
