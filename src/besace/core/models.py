"""What the mechanisms keep: nothing of the domain, and nobody but opaque ids.

OutboxLine   waiting → leased → done | dead      (core/outbox.py)
JournalEntry written → sealed                    (core/journal.py)
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone


class AnsweredRequest(models.Model):
    """A request that was done: never what it said, only that it was, and where it led."""

    owner = models.CharField(max_length=80)
    key = models.UUIDField()
    path = models.CharField(max_length=500)
    location = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["owner", "key"], name="one_effect_per_key")]

    def __str__(self) -> str:
        return f"{self.owner} {self.key}"


class OutboxLine(models.Model):
    """One thing to do after commit, for one receiver. A lease is a due time pushed away."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    target = models.CharField(max_length=200)
    payload = models.JSONField(encoder=DjangoJSONEncoder)
    is_apart = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_by = models.CharField(max_length=80, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    dead_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["is_apart", "due_at"],
                condition=Q(done_at__isnull=True, dead_at__isnull=True),
                name="outbox_waiting",
            ),
            models.Index(fields=["done_at"], name="outbox_done"),
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.key}"


class Appointment(models.Model):
    """When a repeated job is due next; the worker that moves the hour is the one that queues the job."""

    name = models.CharField(max_length=200, primary_key=True)
    due_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.due_at:%Y-%m-%d %H:%M}"


class JournalEntry(models.Model):
    """Who did what to what. Append-only; `seal` chains each line to the one before."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    who = models.CharField(max_length=40, blank=True)
    verb = models.CharField(max_length=60, db_index=True)
    what = models.CharField(max_length=80, blank=True, db_index=True)
    group = models.CharField(max_length=40, blank=True, db_index=True)
    organisation = models.CharField(max_length=40, blank=True, db_index=True)
    details = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    place = models.PositiveBigIntegerField(null=True, unique=True)
    seal = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=Q(place__isnull=True), name="journal_not_sealed"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.who} {self.verb} {self.what}"


class Channel(models.Model):
    """The counter of a channel, raised under its own row's lock: numbers become visible in order."""

    name = models.CharField(max_length=80, primary_key=True)
    n = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} {self.n}"


class Revision(models.Model):
    """At number `n` of a channel, this part of the page changed. Append-only."""

    channel = models.CharField(max_length=80)
    n = models.PositiveBigIntegerField()
    part = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["channel", "n"], name="one_change_per_number")]

    def __str__(self) -> str:
        return f"{self.channel} {self.n} {self.part}"


class Presence(models.Model):
    """Somebody has (or had) a stream of the channel open."""

    channel = models.CharField(max_length=80)
    person = models.CharField(max_length=40)
    seen_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["channel", "person"], name="one_presence_per_channel")]

    def __str__(self) -> str:
        return f"{self.person} {self.channel}"


class Cut(models.Model):
    """Tickets issued before this moment no longer open (or keep open) a stream. Empty means all."""

    channel = models.CharField(max_length=80, blank=True)
    person = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"{self.channel or '*'} {self.person or '*'}"


class DailyKey(models.Model):
    """The secret of one day's hashes of addresses; deleted two days later, and the hashes mean nothing."""

    day = models.DateField(primary_key=True)
    key = models.BinaryField()

    def __str__(self) -> str:
        return str(self.day)


class Failure(models.Model):
    """One failed try, under a hash. Arrivals are never counted: forty phones share one address."""

    purpose = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["purpose", "key", "at"], name="failures_in_a_window")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.at:%H:%M}"


class FetchedDocument(models.Model):
    """What an address answered, kept for a while so that it is not asked twice."""

    url_key = models.CharField(max_length=64, primary_key=True)
    url = models.TextField()
    status = models.PositiveSmallIntegerField()
    media_type = models.CharField(max_length=200, blank=True)
    body = models.BinaryField()
    fetched_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.url
