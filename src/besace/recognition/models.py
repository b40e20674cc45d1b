"""What is kept of a recognition (its life: `rules.py`); nothing counts the refusals (PROTOCOL.md 1.8, item 5)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from besace.badges.models import BadgeClass, BadgeVersion
from besace.people.models import Group, Person

from . import rules
from .jury.models import Reviewer as Reviewer  # Django finds models here alone


class State(models.TextChoices):
    PROPOSED = rules.PROPOSED, _("on lui demande")
    OPEN = rules.OPEN, _("demandé")
    SEEN = rules.SEEN, _("vu")
    DECIDING = rules.DECIDING, _("les pairs votent")
    AWARDED = rules.AWARDED, _("reconnu")
    NOT_YET = rules.NOT_YET, _("pas encore")
    DECLINED = rules.DECLINED, _("pas voulu")
    WITHDRAWN = rules.WITHDRAWN, _("retiré")


class Recognition(models.Model):
    """One person on her way to one badge. `words` is her own « Je sais le faire parce que… »."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    badge = models.ForeignKey(BadgeClass, on_delete=models.PROTECT, related_name="recognitions")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="recognitions")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="recognitions")
    state = models.CharField(max_length=10, choices=State.choices)
    was_proposed = models.BooleanField(default=False)
    words = models.TextField(blank=True, max_length=2000)
    teller = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    to_show = models.TextField(blank=True, max_length=1000)
    told_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["-changed_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "badge"],
                condition=Q(state__in=sorted(rules.LIVING)),
                name="one_living_recognition_per_person_and_badge",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.badge} · {self.get_state_display()}"


class Proposal(models.Model):
    """What one peer saw somebody do. Nobody who proposes sees whether others did."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    badge = models.ForeignKey(BadgeClass, on_delete=models.PROTECT, related_name="proposals")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="proposals")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="proposals_made")
    saw = models.TextField(max_length=1000)
    when = models.CharField(max_length=120, blank=True)
    where = models.CharField(max_length=120, blank=True)
    recognition = models.ForeignKey(
        Recognition, on_delete=models.CASCADE, null=True, blank=True, related_name="proposals"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["badge", "person", "by"], name="a_peer_proposes_once"),
            models.CheckConstraint(condition=~Q(person=F("by")), name="nobody_proposes_herself"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.badge}"


class DoNotAsk(models.Model):
    """Her no to a proposal: all that is kept of it, for her alone (SECURITY.md E.6)."""

    badge = models.ForeignKey(BadgeClass, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["badge", "person"], name="a_no_is_said_once")]

    def __str__(self) -> str:
        return str(self.pk)


class Situation(models.Model):
    """She does the thing before her peers; a past one counts. `criteria` are the ids to see, of the stamped badge."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recognition = models.ForeignKey(Recognition, on_delete=models.CASCADE, related_name="situations")
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=160, blank=True)
    is_past = models.BooleanField(default=False)
    adaptations = models.CharField(max_length=300, blank=True)
    criteria = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["starts_at"]

    def __str__(self) -> str:
        return f"{self.recognition} · {self.starts_at:%Y-%m-%d}"


class Observer(models.Model):
    """Somebody who watches, and then tells what she saw."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    situation = models.ForeignKey(Situation, on_delete=models.CASCADE, related_name="observers")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="observations")
    chosen_by_her = models.BooleanField(default=False)
    story = models.TextField(blank=True, max_length=2000)
    wrote_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["situation", "person"], name="an_observer_watches_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.situation}"


class Sighting(models.Model):
    """One criterion, as one observer saw it: never a mark."""

    observer = models.ForeignKey(Observer, on_delete=models.CASCADE, related_name="sightings")
    criterion = models.CharField(max_length=64)
    seen = models.CharField(max_length=10, choices=[(seen.value, seen.value) for seen in rules.Seen])

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["observer", "criterion"], name="a_criterion_is_seen_once_by_each")
        ]

    def __str__(self) -> str:
        return f"{self.criterion} · {self.seen}"


class Evidence(models.Model):
    """A trace of what she did. Hidden until she says yes to this one; on a photo, people agree or are hidden."""

    class Kind(models.TextChoices):
        TEXT = "text", _("un texte")
        PHOTO = "photo", _("une photo")
        SOUND = "sound", _("un son")
        FILE = "file", _("un fichier")
        LINK = "link", _("un lien")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recognition = models.ForeignKey(Recognition, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True, max_length=2000)
    address = models.URLField(blank=True)
    file = models.FileField(upload_to="evidence/%Y/%m", blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    is_shown = models.BooleanField(default=False)
    people_agree = models.BooleanField(default=False)
    is_blurred = models.BooleanField(default=False)  # and she said that nobody is recognised any more
    created_at = models.DateTimeField(auto_now_add=True)
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["created_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(kind="photo") | Q(is_shown=False) | Q(people_agree=True) | Q(is_blurred=True),
                name="a_photo_is_shown_when_its_people_agree_or_are_hidden",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.recognition_id}"


class Decision(models.Model):
    """The peers' vote on one recognition; the ballot itself is of `votes` and forgets who said what."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recognition = models.ForeignKey(Recognition, on_delete=models.CASCADE, related_name="decisions")
    ballot_id = models.UUIDField(unique=True)
    opened_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    closes_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    is_jury = models.BooleanField(default=False)
    confirmed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["recognition"], condition=Q(closed_at__isnull=True), name="one_open_decision_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(opened_by=F("confirmed_by")), name="it_takes_two_to_call_a_jury"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Award(models.Model):
    """The group said yes. She then accepts it, keeps it hidden, or refuses it."""

    class Answer(models.TextChoices):
        WAITING = "waiting", _("attend sa réponse")
        ACCEPTED = "accepted", _("accepté")
        HIDDEN = "hidden", _("gardé caché")
        REFUSED = "refused", _("refusé")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recognition = models.OneToOneField(
        Recognition, on_delete=models.SET_NULL, null=True, blank=True, related_name="award"
    )
    version = models.ForeignKey(BadgeVersion, on_delete=models.PROTECT, related_name="awards")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="awards")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="awards")
    given_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    peers = models.PositiveIntegerField()
    by_jury = models.BooleanField(default=False)
    rule_in_words = models.CharField(max_length=400)
    awarded_at = models.DateTimeField()
    held_until = models.DateTimeField(null=True, blank=True)  # voted in a meeting: somebody there tells her first
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.WAITING)
    answered_at = models.DateTimeField(null=True, blank=True)
    corrects = models.OneToOneField("self", on_delete=models.SET_NULL, null=True, related_name="corrected_by")

    class Meta:
        ordering: ClassVar = ["-awarded_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(given_by__isnull=True) | Q(person__isnull=True) | ~Q(given_by=F("person")),
                name="nobody_gives_herself_a_badge",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.version}"

    @property
    def is_held(self) -> bool:
        return self.held_until is not None and self.held_until > timezone.now()


class Revocation(models.Model):
    """Two persons, a short list, the holder heard first (E.4); `changes`: what a corrected badge will say."""

    class Kind(models.TextChoices):
        TAKE_BACK = "take-back", _("reprendre")
        CORRECT = "correct", _("corriger")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    award = models.ForeignKey(Award, on_delete=models.CASCADE, related_name="revocations")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.TAKE_BACK)
    reason = models.CharField(max_length=30)
    changes = models.JSONField(default=dict, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    told_at = models.DateTimeField(null=True, blank=True)
    her_words = models.TextField(blank=True, max_length=2000)
    done_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["award"],
                condition=Q(done_at__isnull=True, dropped_at__isnull=True),
                name="one_revocation_at_a_time",
            ),
            models.CheckConstraint(condition=~Q(asked_by=F("confirmed_by")), name="it_takes_two_to_revoke"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(confirmed_by__isnull=False), name="nobody_revokes_alone"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award} · {self.reason}"
