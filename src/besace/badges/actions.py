"""What happens to a badge: begun, stamped into a version for ever, published, withdrawn, left aside."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from besace.core import journal
from besace.core.errors import Conflict
from besace.core.events import announce
from besace.people.models import Group, Person

from . import events, rules
from .models import BadgeClass, BadgeState, BadgeVersion
from .pictures import Choice, draw, render_png
from .pictures.shapes import SHAPES
from .queries import is_held_back
from .rules import StampText


@transaction.atomic
def start_badge(group: Group, *, name: str, by: Person | None) -> BadgeClass:
    """A draft: it has no version until a group stamps it."""
    badge = BadgeClass.objects.create(organisation=group.organisation, group=group, name=name)
    _write(by, "badge-started", badge)
    return badge


@transaction.atomic
def rename_draft(badge: BadgeClass, *, name: str) -> None:
    """A draft takes the name that its web has now; a stamped badge keeps its own until the next stamp."""
    BadgeClass.objects.filter(pk=badge.pk, state=BadgeState.DRAFT).update(name=name)


@transaction.atomic
def stamp_version(
    badge: BadgeClass,
    *,
    stamp: StampText,
    credits: Sequence[str],
    picture: Choice,
    uploaded: tuple[bytes, str] | None = None,
    by: Person,
) -> BadgeVersion:
    """Write the version, once; it becomes the current one. What was given before stays what it was."""
    badge = BadgeClass.objects.select_for_update(of=("self",)).get(pk=badge.pk)
    _become(badge, BadgeState.STAMPED)
    last = badge.versions.order_by("-number").first()
    text = rules.canonical_text(stamp)
    svg = _svg(stamp, picture=picture, uploaded=uploaded)
    version = BadgeVersion.objects.create(
        badge=badge,
        number=last.number + 1 if last else 1,
        name=stamp.name,
        sentence=stamp.sentence,
        purpose=stamp.purpose,
        criteria=[{"id": c.id, "text": c.text, "kind": c.kind, "branch": c.branch} for c in stamp.criteria],
        rule_in_words=stamp.rule_in_words,
        people_count=stamp.people_count,
        level=stamp.level,
        expected=stamp.expected,
        credits=list(credits),
        stamped_at=stamp.stamped_at,
        language=get_language() or "fr",
        picture_svg=svg,
        picture_png=uploaded[0] if uploaded else render_png(svg),
        picture_words=_picture_words(stamp, picture=picture, is_uploaded=uploaded is not None),
        canonical_text=text,
        fingerprint=rules.fingerprint(text),
    )
    badge.name, badge.current_version = stamp.name, version
    badge.save(update_fields=["state", "name", "current_version"])
    _write(by, "version-stamped", badge, version=str(version.pk), number=version.number)
    announce(events.BadgeStamped(version.pk))
    return version


@transaction.atomic
def publish(badge_id: UUID, *, by: Person) -> BadgeClass:
    """In the catalogue, for everyone."""
    badge = BadgeClass.objects.select_for_update(of=("self",)).get(pk=badge_id)
    if badge.state != BadgeState.STAMPED:
        raise Conflict("not-stamped", _("Ce badge n’est pas encore tamponné."))
    if is_held_back(badge):
        raise Conflict("second-reading", _("Une autre personne doit d’abord relire ce badge."))
    if not badge.is_public:
        badge.is_public = True
        badge.save(update_fields=["is_public"])
        _write(by, "badge-published", badge)
        announce(events.BadgePublished(badge.pk))
    return badge


@transaction.atomic
def withdraw(badge_id: UUID, *, by: Person) -> BadgeClass:
    """No longer offered; those who hold it keep it, and its page stays."""
    badge = BadgeClass.objects.select_for_update(of=("self",)).get(pk=badge_id)
    _become(badge, BadgeState.WITHDRAWN)
    badge.save(update_fields=["state"])
    _write(by, "badge-withdrawn", badge)
    announce(events.BadgeWithdrawn(badge.pk))
    return badge


@transaction.atomic
def abandon_draft(badge: BadgeClass) -> None:
    BadgeClass.objects.filter(pk=badge.pk, state=BadgeState.DRAFT).update(state=BadgeState.ABANDONED)


@transaction.atomic
def discard_draft(badge: BadgeClass) -> None:
    """A draft made for practice; one that was ever stamped stays."""
    BadgeClass.objects.filter(pk=badge.pk, state=BadgeState.DRAFT, versions__isnull=True).delete()


@transaction.atomic
def resume_draft(badge: BadgeClass) -> None:
    BadgeClass.objects.filter(pk=badge.pk, state=BadgeState.ABANDONED).update(state=BadgeState.DRAFT)


def _become(badge: BadgeClass, new: str) -> None:
    if not rules.may_become(badge.state, new=new):
        raise Conflict("badge-state", _("Ce badge a changé entre-temps. Regardez-le à nouveau."))
    badge.state = new


def _svg(stamp: StampText, *, picture: Choice, uploaded: tuple[bytes, str] | None) -> str:
    if uploaded:
        return uploaded[1]
    return draw(picture, name=stamp.name, group=stamp.organisation, people=stamp.people_count)


def _picture_words(stamp: StampText, *, picture: Choice, is_uploaded: bool) -> str:
    """What it shows, for who cannot see it."""
    if is_uploaded:
        return _("Image du badge « %s »") % stamp.name
    return _("%(name)s : %(symbol)s dans un %(shape)s, un anneau de %(people)d traits") % {
        "name": stamp.name,
        "symbol": picture.said,
        "shape": SHAPES[picture.shape].said,
        "people": stamp.people_count,
    }


def _write(by: Person | None, verb: str, badge: BadgeClass, **details: object) -> None:
    journal.write(by, verb, badge, group=badge.group_id, organisation=badge.organisation_id, **details)
