"""What is kept of a badge being built.

Web         GROWING <──> DECIDING <──> READING_OVER <──> STAMPING ──> STAMPED
            └───── each but STAMPED ──> ABANDONED ──> GROWING
Criterion   PROPOSED ──> KEPT | REWORDED | MERGED | REMOVED | TO_REVIEW | HIDDEN, and back: nothing is ever deleted
            WORDLESS ──> PROPOSED | HIDDEN: a photo or a voice note gets its words; before, its author may take it away
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from besace.badges.models import BadgeClass, BadgeVersion
from besace.people.models import Group, Person
from besace.votes.models import Ballot

from . import rules


class WebState(models.TextChoices):
    GROWING = rules.GROWING, _("la toile grandit")
    DECIDING = rules.DECIDING, _("le groupe décide")
    READING_OVER = rules.READING_OVER, _("le groupe relit")
    STAMPING = rules.STAMPING, _("le groupe tamponne")
    STAMPED = rules.STAMPED, _("tamponné")
    ABANDONED = rules.ABANDONED, _("laissé de côté")


class Kind(models.TextChoices):
    KNOW_HOW = "know-how", _("savoir-faire")
    WAY_OF_BEING = "way-of-being", _("savoir-être")


class CriterionState(models.TextChoices):
    PROPOSED = rules.PROPOSED, _("proposé")
    KEPT = rules.KEPT, _("gardé")
    REWORDED = rules.REWORDED, _("gardé, reformulé")
    MERGED = rules.MERGED, _("réuni à un autre")
    REMOVED = rules.REMOVED, _("enlevé")
    TO_REVIEW = rules.TO_REVIEW, _("à revoir")
    HIDDEN = rules.HIDDEN, _("caché")
    WORDLESS = rules.WORDLESS, _("attend ses mots")


class Web(models.Model):
    """A badge being built, through as many meetings as it takes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="webs")
    badge = models.ForeignKey(BadgeClass, on_delete=models.PROTECT, related_name="webs")
    theme = models.CharField(_("nom du badge"), max_length=80)
    sentence = models.CharField(_("le badge en une phrase"), max_length=280, blank=True)
    purpose = models.CharField(_("À quoi cela sert-il de le reconnaître ?"), max_length=500, blank=True)
    level = models.CharField(_("niveau"), max_length=60, blank=True)
    expected = models.CharField(_("ce que l’on montre"), max_length=280, blank=True)
    state = models.CharField(max_length=12, choices=WebState.choices, default=WebState.GROWING)
    started_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    picture = models.JSONField(default=dict, blank=True)
    uploaded_svg = models.TextField(blank=True)
    uploaded_png = models.BinaryField(null=True, blank=True)
    stamp_ballot = models.OneToOneField(Ballot, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text_size = models.PositiveSmallIntegerField(default=0)  # of the drawing; 0 until something is drawn
    channel = models.CharField(max_length=80, blank=True)  # whose screens follow it now ("meeting:<uuid>")
    is_rehearsal = models.BooleanField(default=False)  # practised alone: never a version, and gone at the end
    version = models.OneToOneField(
        BadgeVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="built_from"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["badge"],
                condition=~Q(state__in=[rules.STAMPED, rules.ABANDONED]),
                name="one_open_web_per_badge",
            ),
            models.CheckConstraint(
                condition=Q(version__isnull=False, state=rules.STAMPED)
                | Q(version__isnull=True) & ~Q(state=rules.STAMPED),
                name="a_stamped_web_made_a_version",
            ),
            models.CheckConstraint(
                condition=Q(is_rehearsal=False) | Q(version__isnull=True), name="a_rehearsal_makes_no_version"
            ),
        ]

    def __str__(self) -> str:
        return self.theme


class Branch(models.Model):
    """A thread of the web; its place gives its colour, its line and its mark, for good."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    web = models.ForeignKey(Web, on_delete=models.CASCADE, related_name="branches")
    name = models.CharField(_("nom de la branche"), max_length=40)
    place = models.PositiveSmallIntegerField()
    spot = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering: ClassVar = ["place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["web", "place"], name="one_branch_per_place"),
        ]

    def __str__(self) -> str:
        return self.name


class Criterion(models.Model):
    """One thing one must know how to do, or how to be."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    web = models.ForeignKey(Web, on_delete=models.CASCADE, related_name="criteria")
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="criteria")
    lineage = models.UUIDField(default=uuid.uuid4, editable=False)  # the same thing from one version to the next
    text = models.CharField(_("critère"), max_length=rules.LONGEST_CRITERION)
    kind = models.CharField(max_length=14, choices=Kind.choices, default=Kind.KNOW_HOW)
    state = models.CharField(max_length=10, choices=CriterionState.choices, default=CriterionState.PROPOSED)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    rank = models.PositiveIntegerField()
    spot = models.JSONField(default=dict, blank=True)  # where it is drawn: `layout.Spot`; fixed once given
    reason = models.CharField(max_length=280, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["rank", "created_at"]
        verbose_name_plural = "criteria"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=False, state=rules.MERGED)
                | Q(merged_into__isnull=True) & ~Q(state=rules.MERGED),
                name="merged_into_another_or_not_merged",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="never_merged_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Contribution(models.Model):
    """Every wording ever given to a criterion, with the credit of who gave it; a merge keeps them all."""

    class Of(models.TextChoices):
        IDEA = "idea", _("idée")
        REWORDING = "rewording", _("reformulation")
        SAME = "same", _("« c’est pareil »")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="contributions")
    of = models.CharField(max_length=10, choices=Of.choices, default=Of.IDEA)
    text = models.CharField(max_length=rules.LONGEST_CRITERION)
    author = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="contributions")
    entered_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    photo = models.FileField(upload_to="ideas/photos/%Y/%m", blank=True)
    voice_note = models.FileField(upload_to="ideas/voices/%Y/%m", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["created_at"]

    def __str__(self) -> str:
        return self.text


HAS_A_FILE = ~Q(photo="") | ~Q(voice_note="")


class Likeness(models.Model):
    """Somebody pressed « C'est pareil » between two ideas; the facilitator decides whether to merge."""

    one = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["one", "other", "by"], name="said_the_same_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="a_pair_is_written_one_way"),
        ]

    def __str__(self) -> str:
        return f"{self.one} = {self.other}"


class Round(models.Model):
    """One question put to the group about a criterion; asking again makes another round, the old one stays."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="rounds")
    wording = models.CharField(max_length=rules.LONGEST_CRITERION)
    ballot = models.OneToOneField(Ballot, on_delete=models.PROTECT, related_name="round")
    settled_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["criterion"], condition=Q(settled_at__isnull=True), name="one_question_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.wording


class Credit(models.Model):
    """« Écrire mon prénom sur le badge »: her consent, which she may take back until the stamp."""

    web = models.ForeignKey(Web, on_delete=models.CASCADE, related_name="credits")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["web", "person"], name="one_credit_each"),
        ]

    def __str__(self) -> str:
        return str(self.person)


class FacilitatorStep(models.Model):
    """What the facilitator just did and how it was before, so that she may undo her last step, and only hers."""

    web = models.ForeignKey(Web, on_delete=models.CASCADE, related_name="steps")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    verb = models.CharField(max_length=40)
    before = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.verb
