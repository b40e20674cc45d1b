"""A Tuesday: the meeting and who sits in it.

A seat: WAITING -> SEATED | REFUSED; SEATED -> LEFT. A meeting is open between `opened_at` and `closed_at`.
"""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from besace.building.models import Branch, Criterion, Web
from besace.people.models import Group, Person
from besace.recognition.models import Recognition

from . import call
from .giving.models import Giving
from .rules import MINUTES, Phase


def new_token() -> str:
    """128 bits, as the QR carries them."""
    return secrets.token_urlsafe(16)


class Meeting(models.Model):
    """People of one group, at a time, in a place or on a call."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="meetings")
    title = models.CharField(_("titre"), max_length=120, blank=True)
    starts_at = models.DateTimeField(_("début"))
    ends_at = models.DateTimeField(_("fin"))
    place = models.CharField(_("lieu"), max_length=160, blank=True)
    video_link = models.URLField(_("lien de la visio"), blank=True)
    announced = models.PositiveSmallIntegerField(_("personnes annoncées"), default=40)
    code = models.CharField(max_length=8, blank=True)
    token = models.CharField(max_length=32, unique=True, default=new_token)
    is_locked = models.BooleanField(_("salle fermée"), default=False)
    has_waiting_room = models.BooleanField(_("tout le monde passe par la salle d’attente"), default=False)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["starts_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(closed_at__isnull=True) & ~Q(code=""), name="one_code_one_open_meeting"
            )
        ]

    def __str__(self) -> str:
        return self.title or self.group.name

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and self.closed_at is None

    @property
    def is_practice(self) -> bool:
        """Alone, with simulated people; known only once it opened."""
        proceedings = getattr(self, "proceedings", None)
        return proceedings is not None and bool(proceedings.is_practice)

    @property
    def call_address(self) -> str:
        return call.address(self.video_link)

    @property
    def spoken_code(self) -> str:
        """The code as it is shown and said: 4 + 4."""
        return f"{self.code[:4]} {self.code[4:]}".strip()


class Assurance(models.TextChoices):
    """PROTOCOL.md 1.2, point 5."""

    TAPPED = "tapped", _("a touché son prénom")
    CONFIRMED = "confirmed", _("confirmée")


class Seat(models.Model):
    """A person at a meeting, on a device or on none; somebody who only looks has no person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="seats", null=True, blank=True)
    typed_name = models.CharField(max_length=60, blank=True)
    device = models.UUIDField(null=True, blank=True)
    assurance = models.CharField(max_length=10, choices=Assurance.choices, default=Assurance.TAPPED)
    is_contested = models.BooleanField(default=False)
    asked_at = models.DateTimeField(auto_now_add=True)
    admitted_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    entered_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    is_simulated = models.BooleanField(default=False)  # nobody sits there: it answers when one practises

    class Meta:
        ordering: ClassVar = ["asked_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                condition=Q(admitted_at__isnull=False, left_at__isnull=True, is_contested=False),
                name="one_seat_per_person",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["meeting", "device"], name="seats_of_a_device")]

    def __str__(self) -> str:
        return f"{self.person or self.typed_name or '-'} · {self.meeting_id}"

    @property
    def is_seated(self) -> bool:
        return self.admitted_at is not None and self.left_at is None and self.refused_at is None

    @property
    def is_waiting(self) -> bool:
        return self.admitted_at is None and self.left_at is None and self.refused_at is None


class Proceedings(models.Model):
    """How a meeting is going: its phase, its badge, who leads, the projector's link. Kept when it is resumed."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="proceedings")
    phase = models.PositiveSmallIntegerField(choices=[(p.value, p.name.lower()) for p in Phase], default=Phase.WELCOME)
    phase_since = models.DateTimeField(default=timezone.now)
    phase_minutes = models.PositiveSmallIntegerField(default=MINUTES[Phase.WELCOME])
    web = models.ForeignKey(Web, on_delete=models.SET_NULL, null=True, blank=True, related_name="proceedings")
    focus = models.ForeignKey(Criterion, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    branch = models.ForeignKey(Branch, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    focus_since = models.DateTimeField(null=True, blank=True)
    leader = models.ForeignKey(Seat, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    helper = models.ForeignKey(Seat, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    projector_key = models.CharField(max_length=32, unique=True, default=new_token)
    roll_called_at = models.DateTimeField(null=True, blank=True)
    is_practice = models.BooleanField(default=False)
    rehearsed_stamps = models.PositiveSmallIntegerField(null=True, blank=True)  # how many, where no badge is made
    giving = models.ForeignKey(Giving, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    number: int | None = None  # of its last change, where `lead_queries.proceedings_of` read it
    held_on = models.DateField(null=True, blank=True)  # typed in afterwards: the day it was held, without network

    class Meta:
        verbose_name_plural = "proceedings"

    def __str__(self) -> str:
        return f"{self.meeting} · {Phase(self.phase).name.lower()}"

    @property
    def channel(self) -> str:
        return f"meeting:{self.meeting_id}"

    @property
    def phase_ends_at(self) -> datetime:
        return self.phase_since + timedelta(minutes=self.phase_minutes)


class Signal(models.Model):
    """A small sign given by one seat: a hand raised, « Je n'ai pas compris », « J'ai fini », the practice vote."""

    class Kind(models.TextChoices):
        HELP = "help", _("demande de l’aide")
        CONFUSED = "confused", _("n’a pas compris")
        DONE = "done", _("a fini")
        COFFEE = "coffee", _("a bu un café")
        NO_COFFEE = "no-coffee", _("n’a pas bu de café")
        REVIEWED = "reviewed", _("a dit son bilan")
        OBJECTION = "objection", _("n’est pas d’accord")

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="signals")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    phase = models.PositiveSmallIntegerField()
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seat", "kind", "phase"], name="one_sign_of_a_kind_per_phase")
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.seat_id}"


class Impression(models.Model):
    """One face out of five and a sentence. It holds nobody: that somebody answered is a `Signal`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="impressions")
    face = models.PositiveSmallIntegerField()
    sentence = models.CharField(max_length=280, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]  # random: the order says nothing of who spoke when
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(face__gte=1, face__lte=5), name="one_face_out_of_five")
        ]

    def __str__(self) -> str:
        return f"{self.face}/5"


class LeadStep(models.Model):
    """What the one who leads just did, and how it was before: she may undo her last step, and only hers."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="lead_steps")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    verb = models.CharField(max_length=40)
    phase = models.PositiveSmallIntegerField()
    told = models.CharField(max_length=200)
    before = models.JSONField(default=dict)
    done_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.told


class AgendaItem(models.Model):
    """One thing to do at a meeting: a badge to build, a request that waits, a task somebody took."""

    class Kind(models.TextChoices):
        BADGE = "badge", _("un badge à construire")
        REQUEST = "request", _("une demande qui attend")
        TASK = "task", _("une tâche")
        OTHER = "other", _("autre chose")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.OTHER)
    text = models.CharField(_("à faire"), max_length=200)
    web = models.ForeignKey(Web, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    recognition = models.ForeignKey(Recognition, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    taken_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.text


class Rhythm(models.Model):
    """« Tous les mardis à 14 h »: where the next meetings of a group come from."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="rhythm")
    first_on = models.DateField(_("premier jour"))
    starts = models.TimeField(_("de"))
    ends = models.TimeField(_("à"))
    until = models.DateField(_("jusqu’au"), null=True, blank=True)
    place = models.CharField(_("lieu"), max_length=160, blank=True)
    video_link = models.URLField(_("lien de la visio"), blank=True)
    feed_key = models.CharField(max_length=32, unique=True, default=new_token)

    def __str__(self) -> str:
        return f"{self.group} · {self.first_on:%A} {self.starts:%H:%M}"


class Minutes(models.Model):
    """WRITTEN -> (7 days of corrections) -> FROZEN, computed from `written_at`."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="minutes")
    record = models.JSONField()
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "minutes"

    def __str__(self) -> str:
        return f"{self.meeting} · {self.written_at:%Y-%m-%d}"


class Correction(models.Model):
    """Something a participant asks to put right; the facilitator adds it to the minutes, or says why not."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="corrections")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.CharField(_("votre correction"), max_length=400)
    given_at = models.DateTimeField(auto_now_add=True)
    is_accepted = models.BooleanField(null=True)

    class Meta:
        ordering: ClassVar = ["given_at"]

    def __str__(self) -> str:
        return self.text
